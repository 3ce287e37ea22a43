//! Encryption of bodies by data keys of KMS (SSE).
//!
//! What SNS enciphers is a message's body: not the subject, not the attributes, nothing of the
//! topic. Whoever publishes needs `kms:GenerateDataKey` and `kms:Decrypt`; subscribers need
//! nothing, since SNS delivers what it has opened. A message stays as it was published, whatever
//! becomes of the topic's attribute.
//!
//! Bodies are in the clear while a message is delivered, and never in a row. SNS keeps a data key
//! open for five minutes; what is delivered later is opened anew, as whoever has caused the
//! delivery. A key that is disabled keeps a delivery waiting, one that is gone or closed to the
//! publisher loses the message.
//!
//! Sources: "Securing Amazon SNS data with server-side encryption", "Managing Amazon SNS encryption
//! keys and costs" in the Developer Guide.

use std::borrow::Cow;

use data_keys::{Asker, Held, Refusal, Use, Wrapped};
use kernel::{AccountId, ApiError, Ctx};

use crate::errors;
use crate::limits;
use crate::state::{MessageRow, SealedBody, Topic};
use crate::topic_attributes::Place;

const MANAGED: &str = "alias/aws/sns";
const CONTEXT: &str = "aws:sns:topicArn";

/// The attribute `KmsMasterKeyId`. Whether there is such a key is seen when a message is published.
pub fn read_key(place: Place, value: &str) -> Result<Option<String>, ApiError> {
    let is_name = value.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_name || value.len() > limits::KMS_KEY_CHARS_MAX {
        return Err(place.invalid("KmsMasterKeyId", "must be the id, ARN or alias of a KMS key"));
    }
    Ok((!value.is_empty()).then(|| value.to_owned()))
}

/// The data key by which the caller's messages are enciphered now; `None` in a plain topic.
pub fn to_publish(ctx: &mut Ctx<'_>, topic: &Topic) -> Result<Option<Held>, ApiError> {
    let Some(kms_key) = &topic.row.settings.kms_key else { return Ok(None) };
    let wanted = Use {
        of: &topic.arn,
        kms_key,
        managed: MANAGED,
        context: &[(CONTEXT, &topic.arn)],
        asker: Asker::Caller,
        period_s: limits::DATA_KEY_REUSE_SECONDS,
    };
    let held = data_keys::current(ctx, &wanted);
    held.map(Some).map_err(|error| errors::of_kms(ctx, &error))
}

/// Enciphers a message, which keeps its body in the clear as long as it is in memory.
pub fn seal(ctx: &mut Ctx<'_>, row: &mut MessageRow, held: &Held) -> Result<(), ApiError> {
    let body = data_keys::seal(ctx, &held.key, &row.id, row.body.as_bytes())?;
    let key = Wrapped::clone(&held.wrapped);
    row.sealed = Some(SealedBody { key_id: held.id, key, body: body.into() });
    Ok(())
}

/// A message as its row is to be.
pub fn as_kept(message: &MessageRow) -> Cow<'_, MessageRow> {
    if message.sealed.is_none() {
        return Cow::Borrowed(message);
    }
    Cow::Owned(MessageRow { body: String::new(), ..message.clone() })
}

/// The message of a row with its body in the clear; `None` when nobody can open it any more. It
/// fails while its key cannot be used.
pub fn open(ctx: &mut Ctx<'_>, mut row: MessageRow) -> Result<Option<MessageRow>, ApiError> {
    let Some(sealed) = &row.sealed else { return Ok(Some(row)) };
    let period_s = limits::DATA_KEY_REUSE_SECONDS;
    let key = data_keys::unwrap(ctx, sealed.key_id, &sealed.key, Asker::AnyCaller, period_s);
    let key = match key {
        Ok(key) => key,
        Err(error) => {
            tracing::warn!(
                message = %row.id, key = %sealed.key.kms_key, %error, "cannot be opened"
            );
            return match Refusal::of(&error) {
                Refusal::AccessDenied | Refusal::NotFound | Refusal::InvalidKeyUsage => Ok(None),
                _ => Err(error),
            };
        }
    };
    let body = data_keys::open(&key, &row.id, &sealed.body)?;
    row.body = String::from_utf8(body).map_err(|_| ApiError::internal())?;
    Ok(Some(row))
}

/// At a reset: what was open is forgotten.
pub fn forget(ctx: &mut Ctx<'_>, _account: Option<AccountId>) -> Result<(), ApiError> {
    data_keys::forget_all(ctx);
    Ok(())
}
