//! Instants of a table's past that somebody holds on to: backups, restores that run, exports.
//!
//! A pin keeps the history of a space from its instant on; it keeps the items too when their table
//! is deleted. The last pin of a deleted table lets them go.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Scope, Struct, Table, Timestamp};
use store::Range;

use crate::delete_table::{Extent, drop_space};
use crate::history::{HISTORY, split};
use crate::key::ItemKey;
use crate::limits;
use crate::state::{TABLES, TableRow};

/// (space, who holds it) → the instant, in microseconds.
pub static PINS: Table<(u64, String), u64> = Table::regional("dynamodb", "pins");

pub const PRUNE: &str = "PruneHistory";
const DAY: Duration = Duration::from_hours(24);

/// A space of items, and the table that has or had it.
#[derive(Clone, Debug)]
pub struct Held {
    pub scope: Scope,
    pub table: String,
    pub space: u64,
}

/// Holds on to an instant. If the table is there, its row is saved.
pub fn add(ctx: &mut Ctx<'_>, held: &Held, holder: &str, micros: i64) -> Result<(), ApiError> {
    let key = (held.space, holder);
    ctx.table_mut_in(&PINS, held.scope).put(&key, &micros.cast_unsigned());
    follow(ctx, held)
}

/// Lets go of it.
pub fn remove(ctx: &mut Ctx<'_>, held: &Held, holder: &str) -> Result<(), ApiError> {
    ctx.table_mut_in(&PINS, held.scope).delete(&(held.space, holder));
    follow(ctx, held)
}

/// Whether anybody holds on to the space.
pub fn is_held(ctx: &Ctx<'_>, scope: Scope, space: u64) -> Result<bool, ApiError> {
    Ok(!ctx.table_in(&PINS, scope).is_empty(&Range::within(&(space,)))?)
}

fn instants(ctx: &Ctx<'_>, held: &Held) -> Result<Vec<i64>, ApiError> {
    let rows = ctx.table_in(&PINS, held.scope).scan(&Range::within(&(held.space,)));
    rows.map(|row| Ok(row?.1.cast_signed())).collect()
}

/// The table of the space, if it is there.
fn table_of(ctx: &Ctx<'_>, held: &Held) -> Result<Option<TableRow>, ApiError> {
    let row = ctx.table_in(&TABLES, held.scope).get(&held.table)?;
    Ok(row.filter(|row| row.space == held.space))
}

/// Tells the table which instant is held last, and removes what nobody holds any more.
fn follow(ctx: &mut Ctx<'_>, held: &Held) -> Result<(), ApiError> {
    let newest = instants(ctx, held)?.into_iter().max();
    let Some(mut row) = table_of(ctx, held)? else {
        if newest.is_none() {
            drop_space(ctx, held.scope, held.space, Extent::Everything);
        }
        return Ok(());
    };
    let was_kept = row.history.is_kept();
    row.history.pinned = newest;
    ctx.table_mut_in(&TABLES, held.scope).put(&held.table, &row);
    if was_kept && !row.history.is_kept() {
        leave_prune(ctx, held, None);
    }
    Ok(())
}

/// Leaves the step that removes history that nobody can ask for any more.
pub fn leave_prune(ctx: &mut Ctx<'_>, held: &Held, at: Option<Timestamp>) {
    let input =
        Struct::new().with("Table", held.table.as_str()).with("Space", held.space.cast_signed());
    leave(ctx, held.scope, input, at);
}

fn leave(ctx: &mut Ctx<'_>, scope: Scope, input: Struct, at: Option<Timestamp>) {
    let mut ask = Ask::to("dynamodb", PRUNE).with_input(input);
    ask.region = kernel::Region::parse(scope.region());
    let mut job = Job::now(ask);
    job.not_before = at;
    ctx.enqueue(job);
}

/// The step: walks the history of a table, and comes again the next day while recovery is on.
pub fn prune(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let held = Held {
        scope: ctx.scope(),
        table: input.str("Table").unwrap_or_default().to_owned(),
        space: input.int("Space").unwrap_or_default().cast_unsigned(),
    };
    // A deleted table's history goes with its space.
    let Some(row) = table_of(ctx, &held)? else { return Ok(Struct::new()) };
    let days = row.history.recovery_days;
    let window = row.history.recovery_since.map(|_| ctx.now().micros() - days * 86_400_000_000);
    let oldest = instants(ctx, &held)?.into_iter().chain(window).min();
    let bound = oldest.unwrap_or(i64::MAX);
    let mut range = Range::within(&ItemKey::space(held.space));
    if let Some(after) = input.blob("After") {
        range = range.after(&ItemKey(after.to_vec()));
    }
    let keys = ctx.table(&HISTORY).keys(&range).take(limits::ROWS_PER_STEP);
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    for key in &keys {
        if split(key).is_some_and(|(_, at)| at.micros <= bound) {
            ctx.table_mut(&HISTORY).delete(key);
        }
    }
    match keys.last().filter(|_| keys.len() == limits::ROWS_PER_STEP) {
        Some(last) => {
            let input = input.clone().with("After", bytes::Bytes::from(last.0.clone()));
            leave(ctx, held.scope, input, None);
        }
        None if window.is_some() => {
            let at = ctx.now() + DAY;
            leave_prune(ctx, &held, Some(at));
        }
        None => {}
    }
    Ok(Struct::new())
}
