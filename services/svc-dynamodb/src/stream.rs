//! DynamoDB Streams, the side that writes: one record for each change, in the order of the
//! changes of each item.
//!
//! A stream has lanes, one by default; an item's partition decides its lane. Each lane is a chain
//! of shards: one is open, and is closed and followed by a child about every four hours. Records
//! are removed when they are a day old. [`crate::stream_read`] answers for the streams service.

use std::time::Duration;

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Table, Timestamp, Topic};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use store::Range;

use crate::attribute::Item;
use crate::codec::StoredItem;
use crate::limits;
use crate::state::{StreamRow, TableRef, ViewType};
use crate::write::{Before, Cause};

/// (name of the table, label)
pub static STREAMS: Table<(String, String), StreamStateRow> =
    Table::regional("dynamodb", "streams");
/// (stream, lane)
pub static LANES: Table<(u64, u32), LaneRow> = Table::regional("dynamodb", "stream-lanes");
/// (stream, number of the shard)
pub static SHARDS: Table<(u64, u64), ShardRow> = Table::regional("dynamodb", "stream-shards");
/// (stream, number of the shard, sequence)
pub static RECORDS: Table<(u64, u64, u64), RecordRow> =
    Table::regional("dynamodb", "stream-records");

pub const TRIM: &str = "TrimStream";
/// A world setting: how many lanes the streams have that are enabled from then on.
const LANES_SETTING: &str = "dynamodb.stream_shards";
const LANES_MAX: u32 = 64;

/// A stream, enabled or not.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct StreamStateRow {
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub view: ViewType,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub disabled: Option<i64>,
    #[n(4)]
    pub hash: String,
    #[n(5)]
    pub range: Option<String>,
    #[n(6)]
    pub lanes: u32,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct LaneRow {
    /// The open shard.
    #[n(0)]
    pub shard: u64,
    #[n(1)]
    pub opened: i64,
    #[n(2)]
    pub next_sequence: u64,
    /// A step that removes old records is left.
    #[n(3)]
    pub is_trim_left: bool,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ShardRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub lane: u32,
    #[n(2)]
    pub parent: Option<String>,
    #[n(3)]
    pub first_sequence: u64,
    #[n(4)]
    pub last_sequence: Option<u64>,
    #[n(5)]
    pub closed: Option<i64>,
}

/// A change. Images are encoded items.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RecordRow {
    #[n(0)]
    pub event: Event,
    #[n(1)]
    pub at: i64,
    #[n(2)]
    pub keys: ByteVec,
    #[n(3)]
    pub new: Option<ByteVec>,
    #[n(4)]
    pub old: Option<ByteVec>,
    #[n(5)]
    pub size: u64,
    /// Time to live has removed it.
    #[n(6)]
    pub is_expiry: bool,
    #[n(7)]
    pub id: String,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Event {
    #[n(0)]
    Insert,
    #[n(1)]
    Modify,
    #[n(2)]
    Remove,
}

store::row!(StreamStateRow, LaneRow, ShardRow, RecordRow);

/// Begins a stream; the table's row is the caller's to save.
pub fn enable(ctx: &mut Ctx<'_>, table: &mut TableRef, view: ViewType) {
    let id = ctx.chance().u64();
    let now = ctx.now();
    let mut label = now.to_jiff().strftime("%Y-%m-%dT%H:%M:%S.%3f").to_string();
    // A stream that was enabled in the same millisecond keeps its name.
    let mut later = now;
    while ctx.table(&STREAMS).contains(&(table.name.as_str(), label.as_str())).unwrap_or(false) {
        later = later + Duration::from_millis(1);
        label = later.to_jiff().strftime("%Y-%m-%dT%H:%M:%S.%3f").to_string();
    }
    let lanes = ctx.setting(LANES_SETTING).and_then(|text| text.parse().ok()).unwrap_or(1);
    let lanes = u32::clamp(lanes, 1, LANES_MAX);
    let row = StreamStateRow {
        id,
        view,
        created: now.micros(),
        disabled: None,
        hash: table.row.hash.clone(),
        range: table.row.range.clone(),
        lanes,
    };
    for lane in 0..lanes {
        open_shard(ctx, id, lane, None, 1, false);
    }
    ctx.table_mut(&STREAMS).put(&(table.name.as_str(), label.as_str()), &row);
    table.row.last_stream = None;
    table.row.stream = Some(StreamRow { id, label, view });
}

/// Ends the table's stream: its shards are closed, and it can be read for a day.
pub fn disable(ctx: &mut Ctx<'_>, table: &mut TableRef) -> Result<(), ApiError> {
    let Some(setting) = table.row.stream.take() else { return Ok(()) };
    let name = (table.name.as_str(), setting.label.as_str());
    let Some(mut row) = ctx.table(&STREAMS).get(&name)? else { return Ok(()) };
    let now = ctx.now().micros();
    row.disabled = Some(now);
    for lane in 0..row.lanes {
        if let Some(state) = ctx.table(&LANES).get(&(setting.id, lane))? {
            close_shard(ctx, setting.id, &state)?;
        }
    }
    ctx.table_mut(&STREAMS).put(&name, &row);
    let end = ctx.now() + Duration::from_secs(limits::STREAM_SECONDS.cast_unsigned());
    leave_trim(ctx, &table.name, &setting.label, end);
    table.row.last_stream = Some(setting.label);
    Ok(())
}

fn open_shard(
    ctx: &mut Ctx<'_>,
    stream: u64,
    lane: u32,
    parent: Option<String>,
    first: u64,
    is_trim_left: bool,
) {
    let now = ctx.now();
    let number = ctx.transaction().wrapping_shl(8) | u64::from(lane);
    let id = format!("shardId-{:020}-{}", now.millis(), ctx.chance().hex(8));
    let shard =
        ShardRow { id, lane, parent, first_sequence: first, last_sequence: None, closed: None };
    ctx.table_mut(&SHARDS).put(&(stream, number), &shard);
    let state = LaneRow { shard: number, opened: now.micros(), next_sequence: first, is_trim_left };
    ctx.table_mut(&LANES).put(&(stream, lane), &state);
}

/// What readers of a shard wait for: more in it, or its end.
pub fn topic(stream: u64, shard: u64) -> Topic {
    Topic { service: "dynamodb", id: stream ^ shard }
}

/// Answers the id of the shard that was closed.
fn close_shard(
    ctx: &mut Ctx<'_>,
    stream: u64,
    state: &LaneRow,
) -> Result<Option<String>, ApiError> {
    let key = (stream, state.shard);
    let Some(mut shard) = ctx.table(&SHARDS).get(&key)? else { return Ok(None) };
    shard.last_sequence = Some(state.next_sequence.saturating_sub(1).max(shard.first_sequence));
    shard.closed = Some(ctx.now().micros());
    ctx.table_mut(&SHARDS).put(&key, &shard);
    ctx.wake(topic(stream, state.shard), usize::MAX);
    Ok(Some(shard.id))
}

/// Writes the record of a change.
pub fn record(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    setting: &StreamRow,
    before: &Before,
    after: Option<&Item>,
    cause: &Cause,
) -> Result<(), ApiError> {
    let old = before.item.as_ref();
    let Some(some) = after.or(old) else { return Ok(()) };
    let keys = some.only(table.row.key_names());
    let event = match (old, after) {
        (None, _) => Event::Insert,
        (Some(_), Some(_)) => Event::Modify,
        (Some(_), None) => Event::Remove,
    };
    let wants_new = matches!(setting.view, ViewType::NewImage | ViewType::NewAndOldImages);
    let wants_old = matches!(setting.view, ViewType::OldImage | ViewType::NewAndOldImages);
    let new = after.filter(|_| wants_new);
    let old = old.filter(|_| wants_old);
    let size = keys.size() + new.map_or(0, Item::size) + old.map_or(0, Item::size);
    let encoded = |item: &Item| ByteVec::from(StoredItem::new(item, 0, None).body().to_vec());
    let record = RecordRow {
        event,
        at: ctx.now().micros(),
        keys: encoded(&keys),
        new: new.map(encoded),
        old: old.map(encoded),
        size: size as u64,
        is_expiry: *cause == Cause::TimeToLive,
        id: ctx.chance().hex(32),
    };
    append(ctx, &table.name, setting, before.key.partition_hash(), &record)
}

fn append(
    ctx: &mut Ctx<'_>,
    table: &str,
    setting: &StreamRow,
    hash: u32,
    record: &RecordRow,
) -> Result<(), ApiError> {
    let lanes = lanes_of(ctx, setting.id)?;
    let lane = ((u64::from(hash) * u64::from(lanes)) >> 32) as u32;
    let key = (setting.id, lane);
    let Some(mut state) = ctx.table(&LANES).get(&key)? else { return Err(ApiError::internal()) };
    let age = record.at - state.opened;
    if age >= limits::SHARD_SECONDS * 1_000_000 {
        let parent = close_shard(ctx, setting.id, &state)?;
        open_shard(ctx, setting.id, lane, parent, state.next_sequence, state.is_trim_left);
        state = ctx.table(&LANES).get(&key)?.ok_or_else(ApiError::internal)?;
    }
    let sequence = state.next_sequence;
    state.next_sequence += 1;
    if !state.is_trim_left {
        state.is_trim_left = true;
        let end = ctx.now() + Duration::from_secs(limits::STREAM_SECONDS.cast_unsigned());
        leave_trim(ctx, table, &setting.label, end);
    }
    ctx.table_mut(&RECORDS).put(&(setting.id, state.shard, sequence), record);
    ctx.table_mut(&LANES).put(&key, &state);
    ctx.wake(topic(setting.id, state.shard), usize::MAX);
    Ok(())
}

/// Lanes are numbered without gaps, so the last one tells how many there are.
fn lanes_of(ctx: &Ctx<'_>, stream: u64) -> Result<u32, ApiError> {
    let last = ctx.table(&LANES).keys(&Range::within(&(stream,)).reversed()).next().transpose()?;
    Ok(last.map_or(1, |(_, lane)| lane + 1))
}

fn leave_trim(ctx: &mut Ctx<'_>, table: &str, label: &str, at: Timestamp) {
    let input = Struct::new().with("Table", table).with("Label", label);
    ctx.enqueue(Job::now(Ask::to("dynamodb", TRIM).with_input(input)).at(at));
}

/// The step: removes records that are a day old, closed shards without records, and a stream that
/// was disabled a day ago.
pub fn trim(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let (Some(table), Some(label)) = (input.str("Table"), input.str("Label")) else {
        return Ok(Struct::new());
    };
    let Some(row) = ctx.table(&STREAMS).get(&(table, label))? else {
        return Ok(Struct::new());
    };
    let horizon = ctx.now().micros() - limits::STREAM_SECONDS * 1_000_000;
    let left = trim_records(ctx, row.id, horizon)?;
    if let Left::Nothing = left
        && row.disabled.is_some_and(|disabled| disabled <= horizon)
    {
        for lane in 0..row.lanes {
            ctx.table_mut(&LANES).delete(&(row.id, lane));
        }
        ctx.table_mut(&STREAMS).delete(&(table, label));
        return Ok(Struct::new());
    }
    let next = match left {
        Left::Old => Some(ctx.now()),
        Left::Young(at) => {
            let due = Timestamp::from_micros(at + limits::STREAM_SECONDS * 1_000_000);
            Some(due.max(ctx.now() + Duration::from_secs(TRIM_EVERY_SECONDS)))
        }
        Left::Nothing => None,
    };
    match next {
        Some(next) => leave_trim(ctx, table, label, next),
        // The next record leaves the next step.
        None => {
            for lane in 0..row.lanes {
                if let Some(mut state) = ctx.table(&LANES).get(&(row.id, lane))? {
                    state.is_trim_left = false;
                    ctx.table_mut(&LANES).put(&(row.id, lane), &state);
                }
            }
        }
    }
    Ok(Struct::new())
}

/// What a step has left of a stream.
enum Left {
    Nothing,
    /// There may be more to remove.
    Old,
    /// The oldest record is of that time.
    Young(i64),
}

fn trim_records(ctx: &mut Ctx<'_>, stream: u64, horizon: i64) -> Result<Left, ApiError> {
    let shards = ctx.table(&SHARDS).scan(&Range::within(&(stream,)));
    let shards = shards.collect::<Result<Vec<_>, _>>()?;
    let mut budget = limits::ROWS_PER_STEP;
    let mut oldest: Option<i64> = None;
    for (key, shard) in shards {
        let mut first_left = None;
        let rows = ctx.table(&RECORDS).scan(&Range::within(&key)).take(budget + 1);
        for (record, content) in rows.collect::<Result<Vec<_>, _>>()? {
            if content.at > horizon {
                first_left = Some(content.at);
                break;
            }
            if budget == 0 {
                return Ok(Left::Old);
            }
            budget -= 1;
            ctx.table_mut(&RECORDS).delete(&record);
        }
        match first_left {
            Some(at) => oldest = Some(oldest.map_or(at, |oldest| oldest.min(at))),
            None => match shard.closed {
                Some(closed) if closed <= horizon => ctx.table_mut(&SHARDS).delete(&key),
                Some(closed) => oldest = Some(oldest.map_or(closed, |oldest| oldest.min(closed))),
                None => {}
            },
        }
    }
    Ok(oldest.map_or(Left::Nothing, Left::Young))
}

/// Old records are removed within this time after they are a day old; readers skip them at once.
const TRIM_EVERY_SECONDS: u64 = 60;

/// The image of a record.
pub fn image(bytes: &ByteVec) -> Result<Item, ApiError> {
    StoredItem::of_body(Bytes::copy_from_slice(bytes)).item()
}
