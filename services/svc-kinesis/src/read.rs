//! GetShardIterator and GetRecords, and the step by which services wait for records.
//!
//! Records that have outlived the retention are judged here: they may still be rows, but nobody is
//! given them. An iterator that points at them reads on with the oldest one that is left.

use kernel::service::Waited;
use kernel::{ApiError, Ctx, Struct, Timestamp};
use store::Range;

use crate::api::{
    ChildShardBuilder, GetRecordsInput, GetRecordsOutput, GetShardIteratorInput,
    GetShardIteratorOutput, RecordBuilder, encryption_type, shard_iterator_type,
};
use crate::charge;
use crate::encryption;
use crate::errors;
use crate::iterator::Iterator;
use crate::limits;
use crate::sequence;
use crate::shard;
use crate::state::{RECORD_TIMES, RECORDS, RecordRow, SHARDS, ShardRow, Stream, TIPS};
use crate::stream::{self, Named, named};
use crate::throttle;

/// `StreamARN`, `ShardId`: never ready. Who has read all that there is waits with it for more.
pub const AWAIT: &str = "AwaitRecords";

pub fn get_shard_iterator(
    ctx: &mut Ctx<'_>,
    input: GetShardIteratorInput<'_>,
) -> Result<GetShardIteratorOutput, ApiError> {
    let stream = stream::find_with_records(ctx, named!(input))?;
    let (number, row) = shard::find(ctx, &stream, input.shard_id())?;
    throttle::take_iterator(ctx, &stream, number)?;
    let start = Start {
        kind: input.shard_iterator_type(),
        at: input.timestamp(),
        number: input.starting_sequence_number(),
        is_subscription: false,
    };
    let position = position(ctx, &stream, (number, &row), start)?;
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    let iterator = Iterator {
        account: ctx.account().to_string(),
        stream: stream.name,
        stream_id: stream.row.id,
        shard: number,
        position,
        issued: ctx.now(),
    };
    Ok(GetShardIteratorOutput::new().shard_iterator(iterator.encode()))
}

/// Where somebody wants to begin.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    pub kind: &'a str,
    pub at: Option<Timestamp>,
    pub number: Option<&'a str>,
    /// Subscriptions go on from where one has stopped, also before the first record.
    pub is_subscription: bool,
}

/// The first sequence that an iterator of the wanted type reads.
pub fn position(
    ctx: &Ctx<'_>,
    stream: &Stream,
    (number, row): (u64, &ShardRow),
    start: Start<'_>,
) -> Result<u64, ApiError> {
    let kind = start.kind;
    match kind {
        shard_iterator_type::LATEST => next(ctx, stream, number),
        shard_iterator_type::AT_TIMESTAMP => {
            let at = start.at.ok_or_else(|| {
                errors::invalid("Timestamp is required for the type AT_TIMESTAMP.")
            })?;
            first_since(ctx, stream, number, at.micros())
        }
        shard_iterator_type::AT_SEQUENCE_NUMBER | shard_iterator_type::AFTER_SEQUENCE_NUMBER => {
            let text = start.number.ok_or_else(|| {
                let name =
                    if start.is_subscription { "SequenceNumber" } else { "StartingSequenceNumber" };
                errors::invalid(format!("{name} is required for the type {kind}."))
            })?;
            let given = sequence::parse(text)
                .filter(|given| given.is_of(stream.row.id) && given.shard == number);
            let tip = next(ctx, stream, number)?;
            let given = given.map(|given| given.sequence);
            let low = row.first.saturating_sub(u64::from(start.is_subscription));
            if let Some(given) = given.filter(|given| *given >= low && *given < tip.max(low + 1)) {
                let is_after = kind == shard_iterator_type::AFTER_SEQUENCE_NUMBER;
                return Ok(given + u64::from(is_after));
            }
            let operation =
                if start.is_subscription { "SubscribeToShard" } else { "GetShardIterator" };
            let shard = errors::shard_id(number);
            Err(errors::foreign_sequence(ctx, stream, (operation, &shard), text))
        }
        _ => Ok(row.first),
    }
}

/// After the last record of a shard.
fn next(ctx: &Ctx<'_>, stream: &Stream, shard: u64) -> Result<u64, ApiError> {
    let tip = ctx.table(&TIPS).get(&(stream.row.id, shard))?;
    Ok(tip.ok_or_else(ApiError::internal)?.next)
}

/// The sequence of the first record of that time or later; no such record has a sequence below the
/// time itself.
fn first_since(ctx: &Ctx<'_>, stream: &Stream, shard: u64, micros: i64) -> Result<u64, ApiError> {
    let place = (stream.row.id, shard);
    let low = micros.max(0).cast_unsigned();
    let range = Range::within(&place).from(&(place.0, place.1, low));
    for entry in ctx.table(&RECORD_TIMES).scan(&range) {
        let ((_, _, sequence), record) = entry?;
        if record.at >= micros {
            return Ok(sequence);
        }
    }
    Ok(next(ctx, stream, shard)?.max(low))
}

/// What a look into a shard has found.
pub struct Found {
    pub records: Vec<(u64, RecordRow)>,
    pub bytes: usize,
    pub is_whole: bool,
}

pub fn get_records(
    ctx: &mut Ctx<'_>,
    input: GetRecordsInput<'_>,
) -> Result<GetRecordsOutput, ApiError> {
    if input.stream_id().is_some() {
        return Err(errors::reserved("StreamId"));
    }
    let iterator = Iterator::decode(input.shard_iterator())?;
    let stream = stream::by_name(ctx, iterator.stream.clone())?;
    if stream.row.id != iterator.stream_id || iterator.account != ctx.account().as_str() {
        return Err(errors::stream_not_found(ctx, &stream.name));
    }
    iterator.check_age(ctx.now())?;
    let number = iterator.shard;
    let row = ctx.table(&SHARDS).get(&(stream.row.id, number))?;
    let row =
        row.ok_or_else(|| errors::shard_not_found(ctx, &stream, &errors::shard_id(number)))?;
    throttle::take_read(ctx, &stream, number)?;
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    let limit = input.limit().unwrap_or(limits::GET_RECORDS_MAX) as usize;
    let bounds = Bounds { records: limit, bytes: limits::GET_BYTES_MAX };
    let found = look(ctx, &stream, (number, iterator.position), bounds)?;
    throttle::count_read(ctx, &stream, number, found.bytes);
    charge::get(ctx, &stream, found.bytes);
    let behind = match found.records.last() {
        Some((_, last)) if !found.is_whole => ctx.now().millis() - last.at / 1_000,
        _ => 0,
    };
    let position = found.records.last().map_or(iterator.position, |(last, _)| last + 1);
    let is_over = found.is_whole && row.closed.is_some();
    let mut shown = Vec::with_capacity(found.records.len());
    for (sequence, record) in found.records {
        shown.push(show(ctx, &stream, number, sequence, record)?);
    }
    let output = GetRecordsOutput::new().records(shown).millis_behind_latest(behind.max(0));
    if is_over {
        return Ok(output.child_shards(children(ctx, &stream, &row)?));
    }
    let next = Iterator { position, issued: ctx.now(), ..iterator };
    Ok(output.next_shard_iterator(next.encode()))
}

/// The most that one answer has.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub records: usize,
    pub bytes: usize,
}

/// The records of a shard from a position on.
pub fn look(
    ctx: &Ctx<'_>,
    stream: &Stream,
    (shard, position): (u64, u64),
    bounds: Bounds,
) -> Result<Found, ApiError> {
    let horizon = stream.horizon(ctx.now());
    // No record that is left has a sequence below the horizon.
    let from = position.max(horizon.max(0).cast_unsigned());
    let place = (stream.row.id, shard);
    let range = Range::within(&place).from(&(place.0, place.1, from));
    let mut found = Found { records: Vec::new(), bytes: 0, is_whole: true };
    for entry in ctx.table(&RECORDS).scan(&range) {
        let ((_, _, sequence), record) = entry?;
        if record.at <= horizon {
            continue;
        }
        let size = record.data.len() + record.partition_key.len();
        let is_full = found.records.len() >= bounds.records
            || (!found.records.is_empty() && found.bytes + size > bounds.bytes);
        if is_full {
            found.is_whole = false;
            break;
        }
        found.bytes += size;
        found.records.push((sequence, record));
    }
    Ok(found)
}

pub fn show(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    shard: u64,
    sequence: u64,
    record: RecordRow,
) -> Result<RecordBuilder, ApiError> {
    let number = sequence::text(stream.row.id, shard, sequence);
    let is_sealed = record.data_key.is_some();
    let shown = RecordBuilder::new()
        .approximate_arrival_timestamp(Timestamp::from_millis(record.at.div_euclid(1_000)))
        .partition_key(record.partition_key.as_str())
        .encryption_type(is_sealed.then_some(encryption_type::KMS));
    let data = encryption::open(ctx, stream, &number, record)?;
    Ok(shown.sequence_number(number).data(data))
}

/// The shards that go on where a closed one has ended.
pub fn children(
    ctx: &Ctx<'_>,
    stream: &Stream,
    row: &ShardRow,
) -> Result<Vec<ChildShardBuilder>, ApiError> {
    let mut shown = Vec::with_capacity(row.children.len());
    for child in &row.children {
        let Some(row) = ctx.table(&SHARDS).get(&(stream.row.id, *child))? else { continue };
        let parents = row.parents.iter().map(|parent| errors::shard_id(*parent));
        shown.push(
            ChildShardBuilder::new()
                .shard_id(errors::shard_id(*child))
                .parent_shards(parents.collect::<Vec<_>>())
                .hash_key_range(row.show_range()),
        );
    }
    Ok(shown)
}

pub fn await_records(ctx: &mut Ctx<'_>, input: &Struct) -> Result<Waited, ApiError> {
    let named = Named { arn: input.str("StreamARN"), ..Named::default() };
    let stream = stream::find(ctx, named)?;
    let (number, _) = shard::find(ctx, &stream, input.str("ShardId").unwrap_or_default())?;
    Ok(Waited::NotYet { topic: stream.row.topic(number), until: Timestamp::MAX })
}
