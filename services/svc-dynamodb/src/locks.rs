//! Conflicts between a transaction and other requests.
//!
//! Transactions are carried out one after the other, so they never meet. With the setting
//! `dynamodb.transaction_millis` a transaction holds its items for so long on the virtual clock,
//! and what comes upon them in between is refused as AWS refuses it.

use std::time::Duration;

use kernel::{ApiError, Ctx};

use crate::errors;
use crate::key::ItemKey;
use crate::state::LOCKS;

const SETTING: &str = "dynamodb.transaction_millis";

fn millis(ctx: &Ctx<'_>) -> Option<u64> {
    ctx.setting(SETTING)?.parse().ok().filter(|millis| *millis > 0)
}

/// Whether a transaction holds the item.
pub fn is_held(ctx: &Ctx<'_>, key: &ItemKey) -> Result<bool, ApiError> {
    if millis(ctx).is_none() {
        return Ok(false);
    }
    let until = ctx.table(&LOCKS).get(key)?;
    Ok(until.is_some_and(|until| until.cast_signed() > ctx.now().micros()))
}

/// Refuses what would meet a transaction.
pub fn check(ctx: &Ctx<'_>, key: &ItemKey) -> Result<(), ApiError> {
    if is_held(ctx, key)? { Err(errors::transaction_conflict()) } else { Ok(()) }
}

/// Holds an item of a transaction that has just been carried out.
pub fn hold(ctx: &mut Ctx<'_>, key: &ItemKey) {
    let Some(millis) = millis(ctx) else { return };
    let until = ctx.now() + Duration::from_millis(millis);
    ctx.table_mut(&LOCKS).put(key, &until.micros().cast_unsigned());
}
