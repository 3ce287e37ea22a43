//! When a secret's value was last read: the day, at midnight UTC, as the answers in AWS's examples
//! show it (AWS CLI Command Reference, describe-secret).
//!
//! To read a value changes nothing, so the first read of a day leaves a note that a step of its own
//! writes down. Each region has its own.

use std::collections::BTreeMap;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use crate::state::{ACCESSED, Secret};

/// The step that writes a read down: `Id`, `Day`.
pub const RECORD: &str = "RecordAccess";

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// A value was read. Called when nothing can fail any more.
pub fn note(ctx: &mut Ctx<'_>, secret: &Secret) -> Result<(), ApiError> {
    let day = ctx.now().secs().div_euclid(DAY_SECONDS);
    let last = ctx.table_in(&ACCESSED, secret.scope()).get(&secret.row.id)?;
    if last == Some(day.cast_unsigned()) {
        return Ok(());
    }
    let ask = Ask::to("secretsmanager", RECORD)
        .with("Id", secret.row.id.cast_signed())
        .with("Day", day)
        .as_service("secretsmanager.amazonaws.com")
        .in_account(secret.account)
        .in_region(secret.region);
    ctx.note(Job::now(ask));
    Ok(())
}

pub fn record(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.int("Id").unwrap_or_default().cast_unsigned();
    let day = input.int("Day").unwrap_or_default().cast_unsigned();
    ctx.table_mut(&ACCESSED).put(&id, &day);
    Ok(Struct::new())
}

fn moment(day: u64) -> Timestamp {
    Timestamp::from_secs(day.cast_signed() * DAY_SECONDS)
}

pub fn of(ctx: &Ctx<'_>, secret: &Secret) -> Result<Option<Timestamp>, ApiError> {
    Ok(ctx.table_in(&ACCESSED, secret.scope()).get(&secret.row.id)?.map(moment))
}

/// Of all secrets of the call's region, by their ids.
pub fn all(ctx: &Ctx<'_>) -> Result<BTreeMap<u64, Timestamp>, ApiError> {
    let rows = ctx.table(&ACCESSED).scan(&Range::all());
    rows.map(|entry| entry.map(|(id, day)| (id, moment(day))).map_err(ApiError::from)).collect()
}

pub fn forget(ctx: &mut Ctx<'_>, secret: &Secret) {
    ctx.table_mut_in(&ACCESSED, secret.scope()).delete(&secret.row.id);
}
