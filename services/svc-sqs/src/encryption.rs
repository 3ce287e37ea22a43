//! Encryption of bodies by data keys of KMS (SSE-KMS).
//!
//! What SSE enciphers is a message's body, and nothing of queue or message besides. Whoever sends
//! needs `kms:GenerateDataKey` and `kms:Decrypt`, whoever receives `kms:Decrypt`; KMS is asked once
//! in a reuse period, for each caller. A message stays as it was sent: a queue that is encrypted
//! later, or no longer, leaves its messages alone, and so does the way to a dead-letter queue. A
//! move task is a receive and a send.
//!
//! A wrapped data key is kept once in the space of each queue that has messages enciphered by it
//! (`state::DATA_KEYS`), and goes with the last of them.
//!
//! Sources: "Encryption at rest in Amazon SQS", "Amazon SQS Key management" (permissions, the
//! number of calls to KMS, who is one requester), "Configure a dead-letter queue redrive" in the
//! Developer Guide; "Amazon SQS" among the services in the KMS Developer Guide, for the encryption
//! context.

use data_keys::{Asker, DataKey, Held, Use, Wrapped};
use kernel::{AccountId, ApiError, Ctx};
use md5::{Digest as _, Md5};

use crate::errors;
use crate::limits;
use crate::state::{DATA_KEYS, MessageRow, Queue};

const MANAGED: &str = "alias/aws/sqs";
const CONTEXT: &str = "aws:sqs:arn";

/// The attribute `KmsMasterKeyId`. Whether there is such a key is seen when a message is sent.
pub fn read_key(value: &str) -> Result<Option<String>, ApiError> {
    let is_name = value.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_name || value.len() > limits::KMS_KEY_CHARS_MAX {
        return Err(errors::invalid_attribute_value("KmsMasterKeyId"));
    }
    Ok((!value.is_empty()).then(|| value.to_owned()))
}

/// The data key by which the caller's messages are enciphered now; `None` in a plain queue.
pub fn to_send(ctx: &mut Ctx<'_>, queue: &Queue) -> Result<Option<Held>, ApiError> {
    let Some(kms_key) = &queue.row.settings.kms_key else { return Ok(None) };
    let arn = ctx.arn(&queue.name).to_string();
    let wanted = Use {
        of: &arn,
        kms_key,
        managed: MANAGED,
        context: &[(CONTEXT, &arn)],
        asker: Asker::Caller,
        period_s: period_s(queue),
    };
    let held = data_keys::current(ctx, &wanted);
    held.map(Some).map_err(|error| errors::of_kms(ctx, &error))
}

/// Enciphers a message's body, whose id is given already.
pub fn seal(ctx: &mut Ctx<'_>, row: &mut MessageRow, held: &Held) -> Result<(), ApiError> {
    let sealed = data_keys::seal(ctx, &held.key, &row.id, row.body.as_bytes())?;
    row.body.clear();
    row.body_md5 = [0; 16];
    row.sealed_body = Some(sealed.into());
    row.data_key = Some(held.id);
    Ok(())
}

/// The message with its body in the clear, for a caller who may have it.
pub fn open(ctx: &mut Ctx<'_>, queue: &Queue, row: MessageRow) -> Result<MessageRow, ApiError> {
    let Some(id) = row.data_key else { return Ok(row) };
    let wrapped = key_of(ctx, queue, &row)?.ok_or_else(ApiError::internal)?;
    let key = data_keys::unwrap(ctx, id, &wrapped, Asker::Caller, period_s(queue));
    let key = key.map_err(|error| errors::of_kms(ctx, &error))?;
    open_with(row, &key)
}

/// The wrapped data key of a message of this queue.
pub fn key_of(ctx: &Ctx<'_>, queue: &Queue, row: &MessageRow) -> Result<Option<Wrapped>, ApiError> {
    let Some(id) = row.data_key else { return Ok(None) };
    Ok(ctx.table(&DATA_KEYS).get(&(queue.row.space, id))?)
}

/// At a reset: what was open is forgotten.
pub fn forget(ctx: &mut Ctx<'_>, _account: Option<AccountId>) -> Result<(), ApiError> {
    data_keys::forget_all(ctx);
    Ok(())
}

fn open_with(mut row: MessageRow, key: &DataKey) -> Result<MessageRow, ApiError> {
    let sealed = row.sealed_body.take().ok_or_else(ApiError::internal)?;
    let body = data_keys::open(key, &row.id, &sealed)?;
    row.body_md5 = Md5::digest(&body).into();
    row.body = String::from_utf8(body).map_err(|_| ApiError::internal())?;
    row.data_key = None;
    Ok(row)
}

fn period_s(queue: &Queue) -> i64 {
    queue.row.settings.kms_reuse_s.unwrap_or(limits::KMS_DATA_KEY_REUSE_DEFAULT)
}
