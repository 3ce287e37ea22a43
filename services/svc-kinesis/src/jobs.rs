//! Rows that nobody can reach any more, removed in steps beside other work: records that have
//! outlived the retention, and what a deleted stream leaves.
//!
//! A shard with records, or that was closed, is watched by one job, which looks again when the
//! oldest record will be too old. So an idle shard costs nothing, and a step has a bound.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Table, Timestamp};
use store::{Key, Range, Row};

use crate::limits;
use crate::state::{DATA_KEYS, RECORD_TIMES, RECORDS, SHARDS, STREAMS, StreamRow, TIPS, TipRow};

/// `Name`, `Id`, `Shard`, `Watch`, and after which record it goes on, `After`.
pub const TRIM: &str = "TrimShard";
/// `Id`, `Stage`.
pub const DROP_ROWS: &str = "DropRows";

/// The tables to empty.
const STAGES: i64 = 4;

/// Has a shard looked at when what is of that time will be too old. The caller saves the tip.
pub fn watch(ctx: &mut Ctx<'_>, row: &StreamRow, shard: u64, tip: &mut TipRow, at: i64) {
    tip.watch += 1;
    tip.is_watched = true;
    let watch = Watch { row, shard, number: tip.watch, after: None };
    watch.enqueue(ctx, due(row, at));
}

/// Looks at all shards of a stream anew, whose retention has become shorter.
pub fn watch_anew(ctx: &mut Ctx<'_>, row: &StreamRow) -> Result<(), ApiError> {
    let tips = ctx.table(&TIPS).scan(&Range::within(&(row.id,)));
    for ((id, shard), mut tip) in tips.collect::<Result<Vec<_>, _>>()? {
        if tip.is_watched {
            tip.watch += 1;
            let watch = Watch { row, shard, number: tip.watch, after: None };
            watch.enqueue(ctx, ctx.now());
            ctx.table_mut(&TIPS).put(&(id, shard), &tip);
        }
    }
    Ok(())
}

fn due(row: &StreamRow, at: i64) -> Timestamp {
    Timestamp::from_micros(at.saturating_add(row.retention_h.saturating_mul(3_600_000_000)))
}

/// The job that looks after a shard. One of an older number has been relieved.
struct Watch<'a> {
    row: &'a StreamRow,
    shard: u64,
    number: u64,
    after: Option<u64>,
}

impl Watch<'_> {
    fn enqueue(&self, ctx: &mut Ctx<'_>, at: Timestamp) {
        let mut input = Struct::new()
            .with("Name", self.row.name.as_str())
            .with("Id", self.row.id.cast_signed())
            .with("Shard", self.shard.cast_signed())
            .with("Watch", self.number.cast_signed());
        if let Some(after) = self.after {
            input.set("After", after.cast_signed());
        }
        ctx.enqueue(Job::now(Ask::to("kinesis", TRIM).with_input(input)).at(at));
    }
}

/// The step: removes some of a shard's records that are too old, and the shard when it is closed
/// and has none any more.
pub fn trim(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let done = Ok(Struct::new());
    let number = |name: &str| input.int(name).unwrap_or_default().cast_unsigned();
    let (id, shard, watch) = (number("Id"), number("Shard"), number("Watch"));
    let row = ctx.table(&STREAMS).get(input.str("Name").unwrap_or_default())?;
    let Some(row) = row.filter(|row| row.id == id) else { return done };
    let key = (id, shard);
    let tip = ctx.table(&TIPS).get(&key)?;
    let Some(mut tip) = tip.filter(|tip| tip.watch == watch) else { return done };
    let horizon = row.horizon(ctx.now());
    let after = input.int("After").map(i64::cast_unsigned);
    let (gone, oldest) = old_records(ctx, key, after, horizon)?;
    for sequence in &gone {
        ctx.table_mut(&RECORDS).delete(&(id, shard, *sequence));
    }
    let mut next = Watch { row: &row, shard, number: watch, after: None };
    if gone.len() >= limits::REMOVED_PER_STEP_MAX {
        next.after = gone.last().copied();
        next.enqueue(ctx, ctx.now());
        return done;
    }
    let soonest = ctx.now() + Duration::from_secs(limits::TRIM_EVERY_SECONDS);
    if let Some(oldest) = oldest {
        next.enqueue(ctx, due(&row, oldest).max(soonest));
        return done;
    }
    let closed = ctx.table(&SHARDS).get(&key)?.and_then(|shard| shard.closed);
    match closed {
        Some(closed) if closed.at <= horizon => {
            ctx.table_mut(&SHARDS).delete(&key);
            ctx.table_mut(&TIPS).delete(&key);
        }
        Some(closed) => next.enqueue(ctx, due(&row, closed.at).max(soonest)),
        None => {
            tip.is_watched = false;
            ctx.table_mut(&TIPS).put(&key, &tip);
        }
    }
    done
}

/// Some of a shard's records that are too old, and the time of the oldest that is not.
fn old_records(
    ctx: &Ctx<'_>,
    (id, shard): (u64, u64),
    after: Option<u64>,
    horizon: i64,
) -> Result<(Vec<u64>, Option<i64>), ApiError> {
    let mut range = Range::within(&(id, shard));
    if let Some(after) = after {
        range = range.after(&(id, shard, after));
    }
    let mut gone = Vec::new();
    for entry in ctx.table(&RECORD_TIMES).scan(&range) {
        let ((_, _, sequence), record) = entry?;
        if record.at > horizon {
            return Ok((gone, Some(record.at)));
        }
        gone.push(sequence);
        if gone.len() >= limits::REMOVED_PER_STEP_MAX {
            break;
        }
    }
    Ok((gone, None))
}

/// Leaves the rows of a stream that is no more to be removed.
pub fn drop_stream(ctx: &mut Ctx<'_>, id: u64) {
    enqueue_drop(ctx, id, 0);
}

fn enqueue_drop(ctx: &mut Ctx<'_>, id: u64, stage: i64) {
    let input = Struct::new().with("Id", id.cast_signed()).with("Stage", stage);
    ctx.enqueue(Job::now(Ask::to("kinesis", DROP_ROWS).with_input(input)));
}

/// The step: removes some rows of a stream that is no more.
pub fn drop_rows(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.int("Id").unwrap_or_default().cast_unsigned();
    let stage = input.int("Stage").unwrap_or_default();
    let may_be_more = match stage {
        0 => drop_some(ctx, &RECORDS, &Range::within(&(id,)))?,
        1 => drop_some(ctx, &TIPS, &Range::within(&(id,)))?,
        2 => drop_some(ctx, &SHARDS, &Range::within(&(id,)))?,
        _ => drop_some(ctx, &DATA_KEYS, &Range::within(&(id,)))?,
    };
    let stage = if may_be_more { stage } else { stage + 1 };
    if stage < STAGES {
        enqueue_drop(ctx, id, stage);
    }
    Ok(Struct::new())
}

fn drop_some<K: Key, V: Row>(
    ctx: &mut Ctx<'_>,
    table: &'static Table<K, V>,
    range: &Range<K>,
) -> Result<bool, ApiError> {
    let keys = ctx.table(table).keys(range).take(limits::REMOVED_PER_STEP_MAX);
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    for key in &keys {
        ctx.table_mut(table).delete(key);
    }
    Ok(keys.len() == limits::REMOVED_PER_STEP_MAX)
}
