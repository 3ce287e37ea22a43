//! Encryption of records by data keys of KMS: StartStreamEncryption and StopStreamEncryption, and
//! how records are sealed and opened.
//!
//! Whoever puts records asks KMS for a data key, whoever gets them has it opened, each in its own
//! name. A record stays as it was written: a stream that is encrypted later, or no longer, leaves
//! its records alone. A wrapped data key is kept once for each stream that has records of it, and
//! goes with the stream.
//!
//! Sources: "What is server-side encryption for Kinesis Data Streams", "Permissions to use
//! user-generated KMS keys" in the Developer Guide, for who asks KMS and how often.

use bytes::Bytes;
use data_keys::{Asker, Held, Use};
use kernel::{AccountId, ApiError, Ask, Ctx};

use crate::api::{
    StartStreamEncryptionInput, StartStreamEncryptionOutput, StopStreamEncryptionInput,
    StopStreamEncryptionOutput, encryption_type,
};
use crate::errors;
use crate::limits;
use crate::settings::count_today;
use crate::state::{DATA_KEYS, RecordRow, Stream};
use crate::stream::{self, named};
use crate::transition;

const MANAGED: &str = "alias/aws/kinesis";
const CONTEXT: &str = "aws:kinesis:arn";

pub fn start_stream_encryption(
    ctx: &mut Ctx<'_>,
    input: StartStreamEncryptionInput<'_>,
) -> Result<StartStreamEncryptionOutput, ApiError> {
    let mut stream = stream::find_active(ctx, named!(input))?;
    check_type(input.encryption_type())?;
    let key = input.key_id();
    // A key that is not there is told at once.
    ctx.call(Ask::to("kms", "DescribeKey").with("KeyId", key))
        .map_err(|error| errors::of_kms(ctx, &error))?;
    let now = ctx.now().micros();
    let row = stream.row_mut();
    count_today(
        &mut row.key_starts,
        now,
        limits::KEY_CHANGES_PER_DAY,
        "A KMS key can be applied to a stream",
    )?;
    row.kms_key = Some(key.to_owned());
    transition::updating(ctx, &mut stream);
    stream.save(ctx);
    Ok(StartStreamEncryptionOutput::new())
}

pub fn stop_stream_encryption(
    ctx: &mut Ctx<'_>,
    input: StopStreamEncryptionInput<'_>,
) -> Result<StopStreamEncryptionOutput, ApiError> {
    let mut stream = stream::find_active(ctx, named!(input))?;
    check_type(input.encryption_type())?;
    if stream.row.kms_key.as_deref().is_some_and(|key| key != input.key_id()) {
        return Err(errors::invalid(format!(
            "KeyId {} is not the key by which stream {} is encrypted.",
            input.key_id(),
            stream.name
        )));
    }
    let now = ctx.now().micros();
    let row = stream.row_mut();
    if row.kms_key.is_some() {
        count_today(
            &mut row.key_stops,
            now,
            limits::KEY_CHANGES_PER_DAY,
            "The encryption of a stream can be stopped",
        )?;
        row.kms_key = None;
    }
    transition::updating(ctx, &mut stream);
    stream.save(ctx);
    Ok(StopStreamEncryptionOutput::new())
}

/// "The only valid value is KMS."
fn check_type(kind: &str) -> Result<(), ApiError> {
    if kind == encryption_type::KMS {
        return Ok(());
    }
    Err(errors::invalid("The only valid EncryptionType is KMS."))
}

/// The data key by which the caller's records are enciphered now; `None` in a plain stream.
pub fn to_put(ctx: &mut Ctx<'_>, stream: &Stream) -> Result<Option<Held>, ApiError> {
    let Some(kms_key) = &stream.row.kms_key else { return Ok(None) };
    let arn = stream.arn(ctx);
    let wanted = Use {
        of: &arn,
        kms_key,
        managed: MANAGED,
        context: &[(CONTEXT, &arn)],
        asker: Asker::Caller,
        period_s: limits::DATA_KEY_SECONDS,
    };
    let held = data_keys::current(ctx, &wanted);
    held.map(Some).map_err(|error| errors::of_kms(ctx, &error))
}

/// Keeps the wrapped data key beside the stream's records.
pub fn keep_key(ctx: &mut Ctx<'_>, stream: u64, held: &Held) -> Result<(), ApiError> {
    let key = (stream, held.id);
    if !ctx.table(&DATA_KEYS).contains(&key)? {
        ctx.table_mut(&DATA_KEYS).put(&key, &held.wrapped);
    }
    Ok(())
}

/// A record's data in the clear, for a caller who may have it.
pub fn open(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    number: &str,
    record: RecordRow,
) -> Result<Bytes, ApiError> {
    let data: Vec<u8> = record.data.into();
    let Some(id) = record.data_key else { return Ok(data.into()) };
    let wrapped = ctx.table(&DATA_KEYS).get(&(stream.row.id, id))?;
    let wrapped = wrapped.ok_or_else(ApiError::internal)?;
    let key = data_keys::unwrap(ctx, id, &wrapped, Asker::Caller, limits::DATA_KEY_SECONDS);
    let key = key.map_err(|error| errors::of_kms(ctx, &error))?;
    Ok(data_keys::open(&key, number, &data)?.into())
}

/// At a reset: what was open is forgotten.
pub fn forget(ctx: &mut Ctx<'_>, _account: Option<AccountId>) -> Result<(), ApiError> {
    data_keys::forget_all(ctx);
    Ok(())
}
