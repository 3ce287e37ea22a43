//! SplitShard, MergeShards and UpdateShardCount: shards are closed, and others go on with their
//! ranges of hash keys.

use kernel::{ApiError, Ctx};

use crate::api::{
    MergeShardsInput, MergeShardsOutput, SplitShardInput, SplitShardOutput, UpdateShardCountInput,
    UpdateShardCountOutput,
};
use crate::charge;
use crate::errors;
use crate::limits;
use crate::settings::count_today;
use crate::shard::{self, to_key, to_pair};
use crate::state::{OpenRow, Stream, StreamRow};
use crate::stream::{self, Named, named};
use crate::transition;

pub fn split_shard(
    ctx: &mut Ctx<'_>,
    input: SplitShardInput<'_>,
) -> Result<SplitShardOutput, ApiError> {
    let mut stream = find(ctx, named!(input), "SplitShard")?;
    let id = input.shard_to_split();
    let at = find_open(ctx, &stream, id)?;
    let text = input.new_starting_hash_key();
    let middle: u128 = text.parse().map_err(|_| errors::hash_key_too_large(text))?;
    let (start, end) = (stream.row.start_of(at), to_key(stream.row.open[at].end));
    // A child has one key at least, and so has the other.
    if middle <= start || middle > end {
        return Err(errors::invalid(format!(
            "NewStartingHashKey {text} is not within the range of shard {id} of stream {}, after \
             its first hash key: {start} to {end}.",
            stream.name
        )));
    }
    stream::count_shards(ctx, &stream.row, 1)?;
    if stream.row.open.len() as u64 >= limits::SHARDS_PER_STREAM_MAX {
        return Err(errors::limit(format!(
            "A stream has at most {} shards.",
            limits::SHARDS_PER_STREAM_MAX
        )));
    }
    split(ctx, stream.row_mut(), at, middle)?;
    save(ctx, &mut stream)?;
    Ok(SplitShardOutput::new())
}

pub fn merge_shards(
    ctx: &mut Ctx<'_>,
    input: MergeShardsInput<'_>,
) -> Result<MergeShardsOutput, ApiError> {
    let mut stream = find(ctx, named!(input), "MergeShards")?;
    let (one, other) = (input.shard_to_merge(), input.adjacent_shard_to_merge());
    let places = (find_open(ctx, &stream, one)?, find_open(ctx, &stream, other)?);
    if places.0.abs_diff(places.1) != 1 {
        return Err(errors::invalid(format!(
            "Shards {one} and {other} in stream {} under account {} are not an adjacent pair of \
             shards eligible for merging",
            stream.name,
            ctx.account()
        )));
    }
    let parent = stream.row.open[places.0].number;
    merge(ctx, stream.row_mut(), places.0.min(places.1), parent)?;
    stream::count_shards(ctx, &stream.row, -1)?;
    save(ctx, &mut stream)?;
    Ok(MergeShardsOutput::new())
}

pub fn update_shard_count(
    ctx: &mut Ctx<'_>,
    input: UpdateShardCountInput<'_>,
) -> Result<UpdateShardCountOutput, ApiError> {
    let mut stream = find(ctx, named!(input), "UpdateShardCount")?;
    let current = stream.row.open.len() as u64;
    let target = input.target_shard_count().max(1).cast_unsigned();
    check_target(current, target)?;
    let now = ctx.now().micros();
    count_today(
        &mut stream.row_mut().scalings,
        now,
        limits::SCALINGS_PER_DAY,
        "The number of shards of a stream can be updated",
    )?;
    stream::count_shards(ctx, &stream.row, target as i64 - current as i64)?;
    scale(ctx, stream.row_mut(), target)?;
    save(ctx, &mut stream)?;
    Ok(UpdateShardCountOutput::new()
        .stream_name(stream.name.as_str())
        .current_shard_count(current.cast_signed())
        .target_shard_count(target.cast_signed())
        .stream_arn(stream.arn(ctx)))
}

fn check_target(current: u64, target: u64) -> Result<(), ApiError> {
    let most = limits::SHARDS_PER_STREAM_MAX;
    if target > current * 2 {
        return Err(errors::invalid(format!(
            "TargetShardCount {target} is more than double the {current} open shards of the \
             stream."
        )));
    }
    if target * 2 < current {
        return Err(errors::invalid(format!(
            "TargetShardCount {target} is less than half the {current} open shards of the stream."
        )));
    }
    if target > most {
        return Err(errors::limit(format!("A stream has at most {most} shards.")));
    }
    Ok(())
}

/// A stream whose shards may be changed by its owner.
fn find(ctx: &Ctx<'_>, named: Named<'_>, operation: &str) -> Result<Stream, ApiError> {
    let stream = stream::find_active(ctx, named)?;
    if stream.row.is_on_demand {
        return Err(errors::provisioned_only(operation));
    }
    Ok(stream)
}

/// The place of an open shard in its stream's row.
fn find_open(ctx: &Ctx<'_>, stream: &Stream, id: &str) -> Result<usize, ApiError> {
    let (number, _) = shard::find(ctx, stream, id)?;
    let at = stream.row.open.iter().position(|open| open.number == number);
    at.ok_or_else(|| errors::invalid(format!("Shard {id} in stream {} is closed.", stream.name)))
}

fn save(ctx: &mut Ctx<'_>, stream: &mut Stream) -> Result<(), ApiError> {
    transition::updating(ctx, stream);
    stream.save(ctx);
    charge::keep(ctx, stream)
}

/// Has two shards go on in the place of one, the second one from `middle` on.
fn split(ctx: &mut Ctx<'_>, row: &mut StreamRow, at: usize, middle: u128) -> Result<(), ApiError> {
    let OpenRow { number, end } = row.open[at];
    let start = row.start_of(at);
    let closed = shard::close(ctx, row, number)?;
    let parents = [(number, closed)];
    let low = shard::open(ctx, row, (start, middle - 1), &parents);
    let high = shard::open(ctx, row, (middle, to_key(end)), &parents);
    shard::set_children(ctx, row, number, &[low.number, high.number])?;
    row.open.splice(at..=at, [low, high]);
    Ok(())
}

/// Has one shard go on in the place of two that follow each other; `parent` of them is named first.
fn merge(ctx: &mut Ctx<'_>, row: &mut StreamRow, at: usize, parent: u64) -> Result<(), ApiError> {
    let (one, other) = (row.open[at], row.open[at + 1]);
    let start = row.start_of(at);
    let mut parents = Vec::with_capacity(2);
    for open in [one, other] {
        parents.push((open.number, shard::close(ctx, row, open.number)?));
    }
    if parent == other.number {
        parents.reverse();
    }
    let child = shard::open(ctx, row, (start, to_key(other.end)), &parents);
    for open in [one, other] {
        shard::set_children(ctx, row, open.number, &[child.number])?;
    }
    row.open.splice(at..=at + 1, [child]);
    Ok(())
}

/// Splits shards where shards of equal size end, and merges what lies between: "short-lived shards"
/// are those that are split and merged on the way.
pub fn scale(ctx: &mut Ctx<'_>, row: &mut StreamRow, target: u64) -> Result<(), ApiError> {
    let ranges = shard::uniform(target);
    for (_, end) in &ranges {
        let at = row.open.partition_point(|open| open.end < to_pair(*end));
        let is_there = row.open.get(at).is_some_and(|open| to_key(open.end) == *end);
        if !is_there && at < row.open.len() {
            split(ctx, row, at, end + 1)?;
        }
    }
    for (at, (_, end)) in ranges.iter().enumerate() {
        while row.open.get(at).is_some_and(|open| to_key(open.end) < *end) {
            let parent = row.open[at].number;
            merge(ctx, row, at, parent)?;
        }
    }
    Ok(())
}
