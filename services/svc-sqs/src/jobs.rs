//! Rows that nobody can reach any more, removed in steps: a queue of a million messages is gone
//! in one short transaction, and what it leaves goes beside other work.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Table};
use store::{Key, Range, Row};

use crate::limits;
use crate::state::{
    ATTEMPT_ENDS, ATTEMPTS, DATA_KEYS, DEDUPLICATIONS, MESSAGES, MOVE_TASKS, Queue, RECEIPTS,
};

/// The step that [`drop_space`] and [`drop_queue`] leave: `Space`, `Queue` (unless only messages
/// go), `Stage`, `After`.
pub const DROP_ROWS: &str = "DropRows";

/// The tables to empty, in this order.
const STAGES: i64 = 7;
/// Stages below this one are of the space, the others of the queue.
const STAGES_OF_SPACE: i64 = 3;

/// Leaves the rows of a space that no queue has any more to be removed.
pub fn drop_space(ctx: &mut Ctx<'_>, space: u64) {
    let input = Struct::new().with("Space", space.cast_signed());
    ctx.enqueue(Job::now(Ask::to("sqs", DROP_ROWS).with_input(input)));
}

/// As [`drop_space`], with all else that a deleted queue leaves.
pub fn drop_queue(ctx: &mut Ctx<'_>, queue: &Queue) {
    let input = Struct::new()
        .with("Space", queue.row.space.cast_signed())
        .with("Queue", queue.row.id.cast_signed());
    ctx.enqueue(Job::now(Ask::to("sqs", DROP_ROWS).with_input(input)));
}

pub fn drop_rows(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let space = input.int("Space").unwrap_or_default().cast_unsigned();
    let queue = input.int("Queue").map(i64::cast_unsigned);
    let stage = input.int("Stage").unwrap_or_default();
    let after = input.int("After").map(i64::cast_unsigned);
    let of_queue = queue.unwrap_or_default();
    let last = match stage {
        0 => drop_numbered(ctx, &MESSAGES, space, after)?,
        1 => drop_numbered(ctx, &RECEIPTS, space, after)?,
        2 => drop_numbered(ctx, &DATA_KEYS, space, after)?,
        3 => drop_numbered(ctx, &DEDUPLICATIONS, of_queue, after)?,
        4 => drop_numbered(ctx, &MOVE_TASKS, of_queue, after)?,
        5 => drop_some(ctx, &ATTEMPTS, &Range::within(&(of_queue,)))?.map(|_| 0),
        _ => drop_some(ctx, &ATTEMPT_ENDS, &Range::within(&(of_queue,)))?.map(|_| 0),
    };
    let stage = if last.is_some() { stage } else { stage + 1 };
    let end = if queue.is_some() { STAGES } else { STAGES_OF_SPACE };
    if stage < end {
        let mut input = input.clone();
        input.set("Stage", stage);
        match last {
            Some(last) => input.set("After", last.cast_signed()),
            None => drop(input.remove("After")),
        }
        ctx.enqueue(Job::now(Ask::to("sqs", DROP_ROWS).with_input(input)));
    }
    Ok(Struct::new())
}

/// Removes some rows; the last one's number if there may be more. The next step begins after it,
/// past the traces of those that are gone.
fn drop_numbered<V: Row>(
    ctx: &mut Ctx<'_>,
    table: &'static Table<(u64, u64), V>,
    of: u64,
    after: Option<u64>,
) -> Result<Option<u64>, ApiError> {
    let mut range = Range::within(&(of,));
    if let Some(after) = after {
        range = range.after(&(of, after));
    }
    Ok(drop_some(ctx, table, &range)?.map(|(_, number)| number))
}

fn drop_some<K: Key, V: Row>(
    ctx: &mut Ctx<'_>,
    table: &'static Table<K, V>,
    range: &Range<K>,
) -> Result<Option<K>, ApiError> {
    let keys = ctx.table(table).keys(range).take(limits::DELETED_PER_STEP_MAX);
    let mut keys = keys.collect::<Result<Vec<_>, _>>()?;
    for key in &keys {
        ctx.table_mut(table).delete(key);
    }
    let may_be_more = keys.len() == limits::DELETED_PER_STEP_MAX;
    Ok(keys.pop().filter(|_| may_be_more))
}
