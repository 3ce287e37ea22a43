//! Rows that nobody can reach any more, removed in steps beside other work: events that have
//! outlived the retention, and what deleted streams and groups leave.
//!
//! Readers see no event that is too old, whether its row is still there or not. A group with a
//! retention and events is watched by one job, which looks again when the oldest chunk is due; so
//! an idle group costs nothing, and a step has a bound.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Table, Timestamp};
use store::{Key, Range, Row};

use crate::charge;
use crate::limits;
use crate::position::Position;
use crate::state::{
    CHUNK_SIZES, CHUNKS, DATA_KEYS, GROUPS, Group, METRIC_FILTERS, MINUTES, STORED, STREAM_CHUNKS,
    STREAM_NAMES, STREAM_TIMES, STREAMS, SUBSCRIPTIONS, StoredRow,
};

/// `Name`, `Id`, `Watch`.
pub const EXPIRE: &str = "ExpireEvents";
/// `Id`, `Stage`.
pub const DROP_GROUP: &str = "DropGroup";
/// `Group`, `Name`, `Stream`.
pub const DROP_STREAM: &str = "DropStream";

/// The tables to empty of a group's rows.
const STAGES: i64 = 7;

/// Has a group looked at when an event of that time will be too old. The caller saves the row.
pub fn watch(ctx: &mut Ctx<'_>, group: &Group, stored: &mut StoredRow, oldest: i64) {
    let Some(kept) = group.retention_ms() else { return };
    stored.watch += 1;
    stored.is_watched = true;
    let due = oldest.saturating_add(kept + limits::CHUNK_SPAN_MS + 1);
    enqueue_expiry(ctx, group, stored.watch, Timestamp::from_millis(due));
}

/// Looks at a group anew, whose retention has changed.
pub fn watch_anew(ctx: &mut Ctx<'_>, group: &Group) -> Result<(), ApiError> {
    let Some(mut stored) = ctx.table(&STORED).get(&group.row.id)? else { return Ok(()) };
    stored.watch += 1;
    stored.is_watched = true;
    enqueue_expiry(ctx, group, stored.watch, ctx.now());
    ctx.table_mut(&STORED).put(&group.row.id, &stored);
    Ok(())
}

fn enqueue_expiry(ctx: &mut Ctx<'_>, group: &Group, watch: u64, at: Timestamp) {
    let input = Struct::new()
        .with("Name", group.name.as_str())
        .with("Id", group.row.id.cast_signed())
        .with("Watch", watch.cast_signed());
    ctx.enqueue(Job::now(Ask::to("logs", EXPIRE).with_input(input)).at(at));
}

/// The step: removes some chunks that are too old.
pub fn expire(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let done = Ok(Struct::new());
    let number = |name: &str| input.int(name).unwrap_or_default().cast_unsigned();
    let (name, id) = (input.str("Name").unwrap_or_default(), number("Id"));
    let Some(row) = ctx.table(&GROUPS).get_shared(name)?.filter(|row| row.id == id) else {
        return done;
    };
    let group = Group { name: name.to_owned(), row };
    let stored = ctx.table(&STORED).get(&id)?.filter(|row| row.watch == number("Watch"));
    let Some(mut stored) = stored else { return done };
    let floor = group.floor(ctx.now().millis()) - limits::CHUNK_SPAN_MS;
    let mut gone = Vec::new();
    let mut oldest = None;
    for entry in ctx.table(&CHUNK_SIZES).scan(&Range::within(&(id,))) {
        let ((_, first), chunk) = entry?;
        if first.at() >= floor || gone.len() >= limits::REMOVED_PER_STEP_MAX {
            oldest = Some(first.at());
            break;
        }
        gone.push(first);
        stored.bytes = stored.bytes.saturating_sub(chunk.bytes);
    }
    for first in &gone {
        remove_chunk(ctx, id, *first);
    }
    charge::keep(ctx, &group, stored.bytes)?;
    match (oldest, group.retention_ms()) {
        (Some(oldest), Some(kept)) => {
            let soonest = if gone.len() >= limits::REMOVED_PER_STEP_MAX {
                ctx.now()
            } else {
                ctx.now() + Duration::from_secs(limits::EXPIRE_EVERY_SECONDS)
            };
            let due = Timestamp::from_millis(oldest + kept + limits::CHUNK_SPAN_MS + 1);
            enqueue_expiry(ctx, &group, stored.watch, due.max(soonest));
        }
        _ => stored.is_watched = false,
    }
    ctx.table_mut(&STORED).put(&id, &stored);
    done
}

fn remove_chunk(ctx: &mut Ctx<'_>, group: u64, first: Position) {
    ctx.table_mut(&CHUNKS).delete(&(group, first));
    ctx.table_mut(&STREAM_CHUNKS).delete(&(first.stream(), first));
}

/// Leaves the events of a stream that is no more to be removed.
pub fn drop_stream(ctx: &mut Ctx<'_>, group: &Group, stream: u64) {
    let input = Struct::new()
        .with("Group", group.row.id.cast_signed())
        .with("Name", group.name.as_str())
        .with("Stream", stream.cast_signed());
    ctx.enqueue(Job::now(Ask::to("logs", DROP_STREAM).with_input(input)));
}

/// The step.
pub fn drop_stream_rows(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let number = |name: &str| input.int(name).unwrap_or_default().cast_unsigned();
    let (id, stream) = (number("Group"), number("Stream"));
    let keys = ctx.table(&STREAM_CHUNKS).keys(&Range::within(&(stream,)));
    let keys = keys.take(limits::REMOVED_PER_STEP_MAX).collect::<Result<Vec<_>, _>>()?;
    let mut bytes = 0;
    for (_, first) in &keys {
        bytes += ctx.table(&CHUNK_SIZES).get(&(id, *first))?.map_or(0, |chunk| chunk.bytes);
        remove_chunk(ctx, id, *first);
    }
    let name = input.str("Name").unwrap_or_default();
    let row = ctx.table(&GROUPS).get_shared(name)?.filter(|row| row.id == id);
    if let (Some(row), Some(mut stored)) = (row, ctx.table(&STORED).get(&id)?) {
        stored.bytes = stored.bytes.saturating_sub(bytes);
        charge::keep(ctx, &Group { name: name.to_owned(), row }, stored.bytes)?;
        ctx.table_mut(&STORED).put(&id, &stored);
    }
    if keys.len() == limits::REMOVED_PER_STEP_MAX {
        ctx.enqueue(Job::now(Ask::to("logs", DROP_STREAM).with_input(input.clone())));
    }
    Ok(Struct::new())
}

/// Leaves the rows of a group that is no more to be removed.
pub fn drop_group(ctx: &mut Ctx<'_>, id: u64) {
    enqueue_drop(ctx, id, 0);
}

fn enqueue_drop(ctx: &mut Ctx<'_>, id: u64, stage: i64) {
    let input = Struct::new().with("Id", id.cast_signed()).with("Stage", stage);
    ctx.enqueue(Job::now(Ask::to("logs", DROP_GROUP).with_input(input)));
}

/// The step.
pub fn drop_group_rows(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.int("Id").unwrap_or_default().cast_unsigned();
    let stage = input.int("Stage").unwrap_or_default();
    let may_be_more = match stage {
        0 => {
            let gone = drop_some(ctx, &CHUNKS, &Range::within(&(id,)))?;
            for (_, first) in &gone {
                ctx.table_mut(&STREAM_CHUNKS).delete(&(first.stream(), *first));
            }
            is_full(&gone)
        }
        1 => {
            let rows = ctx.table(&STREAMS).scan(&Range::within(&(id,)));
            let rows = rows.take(limits::REMOVED_PER_STEP_MAX).collect::<Result<Vec<_>, _>>()?;
            for (key, row) in &rows {
                ctx.table_mut(&STREAMS).delete(key);
                ctx.table_mut(&STREAM_NAMES).delete(&row.id);
            }
            is_full(&rows)
        }
        2 => is_full(&drop_some(ctx, &STREAM_TIMES, &Range::within(&(id,)))?),
        3 => is_full(&drop_some(ctx, &DATA_KEYS, &Range::within(&(id,)))?),
        4 => is_full(&drop_some(ctx, &METRIC_FILTERS, &Range::within(&(id,)))?),
        5 => is_full(&drop_some(ctx, &SUBSCRIPTIONS, &Range::within(&(id,)))?),
        _ => {
            ctx.table_mut(&STORED).delete(&id);
            is_full(&drop_some(ctx, &MINUTES, &Range::within(&(id,)))?)
        }
    };
    let stage = if may_be_more { stage } else { stage + 1 };
    if stage < STAGES {
        enqueue_drop(ctx, id, stage);
    }
    Ok(Struct::new())
}

fn is_full<T>(gone: &[T]) -> bool {
    gone.len() == limits::REMOVED_PER_STEP_MAX
}

fn drop_some<K: Key, V: Row>(
    ctx: &mut Ctx<'_>,
    table: &'static Table<K, V>,
    range: &Range<K>,
) -> Result<Vec<K>, ApiError> {
    let keys = ctx.table(table).keys(range).take(limits::REMOVED_PER_STEP_MAX);
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    for key in &keys {
        ctx.table_mut(table).delete(key);
    }
    Ok(keys)
}
