//! GetKeyLastUsage: by what operation a key was last used, and when.
//!
//! What uses keys only reads, so each use leaves a note that a step of its own writes down. The
//! same operation again within a minute leaves none: a busy key costs a row a minute.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use crate::api::{GetKeyLastUsageInput, GetKeyLastUsageOutput, KeyLastUsageDataBuilder};
use crate::limits::LAST_USE_SECONDS;
use crate::locate;
use crate::state::{Key, LAST_USES, LastUseRow};

/// The step that writes a use down: `KeyId`, `Operation`, `At`, `Request`.
pub const RECORD: &str = "RecordUse";

/// A key was used. Called when nothing can fail any more.
pub fn note(ctx: &mut Ctx<'_>, key: &Key, operation: &str) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    let last = ctx.table_in(&LAST_USES, key.scope()).get(key.id.as_str())?;
    let is_known = last.is_some_and(|last| {
        last.operation == operation && now - last.at < LAST_USE_SECONDS * 1_000_000
    });
    if is_known {
        return Ok(());
    }
    let ask = Ask::to("kms", RECORD)
        .with("KeyId", key.id.as_str())
        .with("Operation", operation)
        .with("At", now)
        .with("Request", ctx.request_id())
        .as_service("kms.amazonaws.com")
        .in_account(key.account)
        .in_region(key.region);
    ctx.note(Job::now(ask));
    Ok(())
}

pub fn record(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let at = input.int("At").unwrap_or_default();
    let last = ctx.table(&LAST_USES).get(text("KeyId"))?;
    if last.is_none_or(|last| last.at <= at) {
        let row = LastUseRow {
            operation: text("Operation").to_owned(),
            at,
            request: text("Request").to_owned(),
        };
        ctx.table_mut(&LAST_USES).put(text("KeyId"), &row);
    }
    Ok(Struct::new())
}

pub fn get_key_last_usage(
    ctx: &mut Ctx<'_>,
    input: GetKeyLastUsageInput<'_>,
) -> Result<GetKeyLastUsageOutput, ApiError> {
    let key = locate::managed(ctx, input.key_id())?;
    let last = ctx.table(&LAST_USES).get(key.id.as_str())?;
    let shown = match &last {
        None => KeyLastUsageDataBuilder::new(),
        Some(last) => KeyLastUsageDataBuilder::new()
            .operation(&last.operation)
            .timestamp(Timestamp::from_micros(last.at))
            .kms_request_id(&last.request),
    };
    // Keys of worlds of older versions were used without notes.
    let first_note = last.as_ref().map_or(ctx.now().micros(), |last| last.at);
    let since = if key.row.is_tracked == Some(true) { key.row.created } else { first_note };
    Ok(GetKeyLastUsageOutput::new()
        .key_id(key.arn())
        .key_last_usage(shown)
        .tracking_start_date(Timestamp::from_micros(since))
        .key_creation_date(Timestamp::from_micros(key.row.created)))
}
