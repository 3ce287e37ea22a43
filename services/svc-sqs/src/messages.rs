//! Messages come, move and go: the one place where rows and index change together.
//!
//! Invariant: the index changes before the row is written. An index that is not in memory yet is
//! loaded from the rows, and must not find the change there already.

use data_keys::Wrapped;
use kernel::{ApiError, Ctx};

use crate::index::{Change, Entry, Place, QueueIndex, Timekeeper};
use crate::state::{DATA_KEYS, MESSAGES, MessageRow, Queue, RECEIPTS, ReceiptRow};

pub fn index<'c>(ctx: &'c mut Ctx<'_>, queue: &Queue) -> Result<&'c QueueIndex, ApiError> {
    ctx.index::<QueueIndex>(&queue.index_key())
}

/// Brings a queue to the present: what has become visible is ready, and at most `expired_max`
/// messages that have outlived their retention are removed.
pub fn settle(ctx: &mut Ctx<'_>, queue: &Queue, expired_max: usize) -> Result<(), ApiError> {
    let (now, fifo_delay) = (ctx.now(), queue.fifo_delay());
    let next_visible = index(ctx, queue)?.next_visible(fifo_delay);
    if next_visible.is_some_and(|at| at <= now.micros()) {
        let change = Change::Ripen { now: now.micros(), fifo_delay };
        ctx.change::<QueueIndex>(&queue.index_key(), change)?;
    }
    for sequence in index(ctx, queue)?.expired(queue.cutoff(now), expired_max) {
        if let Some((entry, place)) = index(ctx, queue)?.find(sequence) {
            remove(ctx, queue, entry, place)?;
        }
    }
    Ok(())
}

/// Puts a message at the end of a queue and wakes who waits for it; answers its sequence. `key` is
/// the data key by which it is enciphered, if it is: kept once for all messages of the queue.
pub fn add(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    row: &MessageRow,
    key: Option<&Wrapped>,
) -> Result<u64, ApiError> {
    let now = ctx.now().micros();
    let place = match row.delayed_until {
        Some(until) => Place::Delayed(until),
        None if queue.fifo_delay() > 0 => Place::Postponed,
        None => Place::Ready,
    };
    let known = index(ctx, queue)?;
    let sequence = known.next_sequence(now, queue.row.sequence_floor);
    let group = row.group.as_deref().map(|name| known.intern(name));
    let entry = Entry { sequence, sent: row.sent, group, data_key: row.data_key };
    if let (Some(id), Some(key)) = (row.data_key, key)
        && known.sealed_by(id) == 0
    {
        ctx.table_mut(&DATA_KEYS).put(&(queue.row.space, id), key);
    }
    shift(ctx, queue, entry, None, Some(place))?;
    ctx.table_mut(&MESSAGES).put(&(queue.row.space, sequence), row);
    match place {
        Place::Ready => ctx.wake(queue.topic(), 1),
        Place::Delayed(until) | Place::InFlight(until) => expect_at(ctx, queue, until)?,
        Place::Postponed => expect_at(ctx, queue, now.saturating_add(queue.fifo_delay()))?,
    }
    Ok(sequence)
}

/// Takes a message out of a queue for good.
pub fn remove(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    entry: Entry,
    place: Place,
) -> Result<(), ApiError> {
    let key = (queue.row.space, entry.sequence);
    let data_key = entry.data_key;
    shift(ctx, queue, entry, Some(place), None)?;
    if let Some(id) = data_key
        && index(ctx, queue)?.sealed_by(id) == 0
    {
        ctx.table_mut(&DATA_KEYS).delete(&(queue.row.space, id));
    }
    ctx.table_mut(&MESSAGES).delete(&key);
    // A message that waits and was never received has no receipt; deleting none is no error.
    ctx.table_mut(&RECEIPTS).delete(&key);
    Ok(())
}

/// Hides a message or shows it again, as its receipt says.
pub fn hide(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    entry: Entry,
    from: Place,
    receipt: &ReceiptRow,
) -> Result<(), ApiError> {
    let key = (queue.row.space, entry.sequence);
    let to = if receipt.visible == 0 { Place::Ready } else { Place::InFlight(receipt.visible) };
    shift(ctx, queue, entry, Some(from), Some(to))?;
    ctx.table_mut(&RECEIPTS).put(&key, receipt);
    Ok(())
}

/// Wakes a long poll when there is something for it.
pub fn rouse(ctx: &mut Ctx<'_>, queue: &Queue) -> Result<(), ApiError> {
    if index(ctx, queue)?.has_ready() {
        ctx.wake(queue.topic(), 1);
    }
    Ok(())
}

/// Something will become visible at `at`: some long poll must know, unless one looks before then.
pub fn expect_at(ctx: &mut Ctx<'_>, queue: &Queue, at: i64) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    let keeper = index(ctx, queue)?.timekeeper.get();
    if keeper.until <= now || at < keeper.until {
        ctx.wake(queue.topic(), 1);
    }
    Ok(())
}

/// A long poll will look again at `until`.
pub fn promise(ctx: &mut Ctx<'_>, queue: &Queue, mine: Timekeeper) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    let keeper = &index(ctx, queue)?.timekeeper;
    let other = keeper.get();
    if other.until <= now || other.caller == mine.caller || mine.until < other.until {
        keeper.set(mine);
    }
    Ok(())
}

/// A long poll leaves. If it was the one that had promised to look again, another takes over.
pub fn resign(ctx: &mut Ctx<'_>, queue: &Queue, caller: u64) -> Result<(), ApiError> {
    let fifo_delay = queue.fifo_delay();
    let known = index(ctx, queue)?;
    if known.timekeeper.get().caller == caller {
        known.timekeeper.set(Timekeeper::default());
        if known.next_visible(fifo_delay).is_some() {
            ctx.wake(queue.topic(), 1);
        }
    }
    Ok(())
}

fn shift(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    entry: Entry,
    from: Option<Place>,
    to: Option<Place>,
) -> Result<(), ApiError> {
    ctx.change::<QueueIndex>(&queue.index_key(), Change::Move { entry, from, to })
}
