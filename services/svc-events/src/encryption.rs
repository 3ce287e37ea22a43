//! Events under a customer's key: what a bus holds of custom events until they are delivered, and
//! what an archive keeps.
//!
//! KMS is asked as `events.amazonaws.com` on behalf of the bus, so the key's policy must let it. An
//! event that cannot be enciphered goes to the dead-letter queue of the bus, one whose key cannot
//! be used when it is delivered to that of the target. Events of AWS services are under a key that
//! AWS owns, which is nobody's to see.
//!
//! Sources: EventBridge User Guide, "Encrypting EventBridge event buses with AWS KMS keys",
//! "Encrypting EventBridge archives with AWS KMS keys", "Authorizing EventBridge to use a customer
//! managed key", "Using dead-letter queues to capture encrypted event errors".

use std::borrow::Cow;

use data_keys::{Asker, DataKey, Use, Wrapped};
use event_pattern::Value;
use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ask, Ctx, Struct};
use targets::Delivery;

use crate::delivery::SERVICE_PRINCIPAL;
use crate::errors;
use crate::event::Event;
use crate::failure::Failure;
use crate::limits;
use crate::names::BusRef;
use crate::state::{BUSES, EventRow, KeyRow, SealedJson};

const CONTEXT: &str = "aws:events:event-bus:arn";
/// What sealing adds to a text: nonce and tag.
const SEAL_BYTES: usize = 28;

fn asker<'a>(bus: &BusRef, arn: &'a str) -> Asker<'a> {
    Asker::Service {
        principal: SERVICE_PRINCIPAL,
        source: arn,
        account: bus.account,
        region: bus.region,
    }
}

/// A `KmsKeyIdentifier`; none when it is empty. EventBridge looks the key up: it must be there,
/// enabled and symmetric.
pub fn read_key(ctx: &mut Ctx<'_>, bus: &BusRef, given: &str) -> Result<Option<KeyRow>, ApiError> {
    if given.is_empty() {
        return Ok(None);
    }
    let ask = Ask::to("kms", "DescribeKey")
        .with("KeyId", given)
        .as_service(SERVICE_PRINCIPAL)
        .for_source(bus.arn(), bus.account);
    let described = ctx.call(ask).map_err(|error| errors::invalid_key(error.message()))?;
    let metadata = described.structure("KeyMetadata").cloned().unwrap_or_default();
    let text = |member: &str| metadata.str(member).unwrap_or_default();
    if text("KeySpec") != "SYMMETRIC_DEFAULT" || text("KeyUsage") != "ENCRYPT_DECRYPT" {
        return Err(errors::invalid_key("it must be a symmetric encryption key."));
    }
    if text("KeyState") != "Enabled" {
        return Err(errors::invalid_key("it must be enabled."));
    }
    Ok(Some(KeyRow { given: given.to_owned(), arn: text("Arn").to_owned() }))
}

/// An event as a bus takes it: enciphered, where the bus has a key. `None` when that cannot be done
/// and the dead-letter queue of the bus has it.
pub fn take_in<'e>(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    event: &'e Event,
) -> Result<Option<Cow<'e, EventRow>>, ApiError> {
    let row = ctx.table_in(&BUSES, bus.scope()).get_shared(&bus.name)?;
    let key = row.as_ref().and_then(|row| row.key.as_ref()).filter(|_| is_custom(event));
    let Some(key) = key else { return Ok(Some(plain(&event.row))) };
    let arn = bus.arn();
    match seal(ctx, bus, key, &arn, &event.row) {
        Ok(sealed) => Ok(Some(Cow::Owned(sealed))),
        Err(error) => {
            let failure = Failure::of_kms(&error);
            if failure.is_retried {
                // Whoever has put the event tries again.
                return Err(ApiError::internal());
            }
            let queue = row.as_ref().and_then(|row| row.dead_letter.as_deref());
            bury(ctx, bus, queue, &event.row.json, &failure);
            Ok(None)
        }
    }
}

fn is_custom(event: &Event) -> bool {
    let source = event.value.get("source").and_then(Value::as_str).unwrap_or_default();
    !source.starts_with("aws.")
}

/// What another bus or an archive has enciphered is in the clear here.
fn plain(row: &EventRow) -> Cow<'_, EventRow> {
    match row.sealed {
        Some(_) => Cow::Owned(EventRow { sealed: None, ..row.clone() }),
        None => Cow::Borrowed(row),
    }
}

fn seal(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    key: &KeyRow,
    of: &str,
    row: &EventRow,
) -> Result<EventRow, ApiError> {
    let arn = bus.arn();
    let wanted = Use {
        of,
        kms_key: &key.arn,
        // AWS manages no key for EventBridge.
        managed: "",
        context: &[(CONTEXT, &arn)],
        asker: asker(bus, &arn),
        period_s: limits::DATA_KEY_REUSE_SECONDS,
    };
    let held = data_keys::current(ctx, &wanted)?;
    let json = data_keys::seal(ctx, &held.key, &arn, row.json.as_bytes())?;
    let key = Wrapped::clone(&held.wrapped);
    let sealed = SealedJson { key_id: held.id, key, json: json.into() };
    Ok(EventRow { sealed: Some(sealed), ..row.clone() })
}

/// A kept event in the clear, to be delivered; with why it may not be, when its key cannot be used
/// and the event is in memory still. `None` when nobody can read it any more.
pub fn open(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    row: EventRow,
) -> Result<Option<(EventRow, Option<Failure>)>, ApiError> {
    let Some(sealed) = &row.sealed else { return Ok(Some((row, None))) };
    let arn = bus.arn();
    let (id, asker) = (sealed.key_id, asker(bus, &arn));
    let period_s = limits::DATA_KEY_REUSE_SECONDS;
    let error = match data_keys::unwrap(ctx, id, &sealed.key, asker, period_s) {
        Ok(key) => return Ok(Some((open_with(row, &arn, &key)?, None))),
        Err(error) => error,
    };
    let Some(key) = data_keys::still_open(ctx, id, asker) else {
        tracing::warn!(bus = arn, %error, "an event cannot be opened and is dropped");
        return Ok(None);
    };
    Ok(Some((open_with(row, &arn, &key)?, Some(Failure::of_kms(&error)))))
}

/// An event as an archive keeps it; `None` when its key cannot be used, and it is not archived.
pub fn for_archive(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    archive: &str,
    key: Option<&KeyRow>,
    row: &EventRow,
) -> Option<EventRow> {
    let Some(key) = key else { return Some(plain(row).into_owned()) };
    match seal(ctx, bus, key, archive, row) {
        Ok(sealed) => Some(sealed.kept()),
        Err(error) => {
            tracing::warn!(archive, %error, "an event cannot be enciphered and is not archived");
            None
        }
    }
}

/// An archived event in the clear, or why its key cannot be used.
pub fn open_archived(ctx: &mut Ctx<'_>, bus: &BusRef, row: EventRow) -> Result<EventRow, Failure> {
    let Some(sealed) = &row.sealed else { return Ok(row) };
    let arn = bus.arn();
    let period_s = limits::DATA_KEY_REUSE_SECONDS;
    let opened = data_keys::unwrap(ctx, sealed.key_id, &sealed.key, asker(bus, &arn), period_s)
        .and_then(|key| open_with(row, &arn, &key));
    opened.map_err(|error| Failure::of_kms(&error))
}

fn open_with(mut row: EventRow, about: &str, key: &DataKey) -> Result<EventRow, ApiError> {
    let sealed = row.sealed.as_ref().ok_or_else(ApiError::internal)?;
    let json = data_keys::open(key, about, &sealed.json)?;
    row.json = String::from_utf8(json).map_err(|_| ApiError::internal())?;
    Ok(row)
}

/// How long an event's JSON is, as it is kept.
pub fn json_bytes(row: &EventRow) -> u64 {
    match &row.sealed {
        Some(sealed) => sealed.json.len().saturating_sub(SEAL_BYTES) as u64,
        None => row.json.len() as u64,
    }
}

/// Sends an event to the dead-letter queue of its bus. Its attributes are our choice.
fn bury(ctx: &mut Ctx<'_>, bus: &BusRef, queue: Option<&str>, json: &str, failure: &Failure) {
    let arn = bus.arn();
    let Some(queue) = queue.and_then(Arn::parse) else {
        tracing::warn!(bus = arn, code = failure.code, "an event is dropped");
        return;
    };
    let text = |value: &str| Struct::new().with("DataType", "String").with("StringValue", value);
    let message: String = failure.message.chars().take(limits::ERROR_CHARS_MAX).collect();
    let attributes = Struct::new()
        .with("EVENT_BUS_ARN", text(&arn))
        .with("ERROR_CODE", text(failure.code))
        .with("ERROR_MESSAGE", text(&message));
    let what = Delivery {
        body: json.to_owned(),
        message_attributes: Some(attributes.into()),
        ..Delivery::default()
    };
    let Ok(ask) = targets::delivery(&queue, &what) else { return };
    let ask = ask.as_service(SERVICE_PRINCIPAL).for_source(arn.clone(), bus.account);
    if let Err(error) = ctx.call(ask) {
        tracing::warn!(bus = arn, %queue, %error, "a dead letter is dropped");
    }
}

/// At a reset: what was open is forgotten.
pub fn forget(ctx: &mut Ctx<'_>, _account: Option<AccountId>) -> Result<(), ApiError> {
    data_keys::forget_all(ctx);
    Ok(())
}
