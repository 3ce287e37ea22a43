//! Shards: ranges of hash keys, how they are opened and closed, and how they are shown.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use md5::{Digest as _, Md5};

use crate::api::{HashKeyRangeBuilder, SequenceNumberRangeBuilder, ShardBuilder};
use crate::errors;
use crate::jobs;
use crate::sequence;
use crate::state::{ClosedRow, OpenRow, SHARDS, ShardRow, Stream, StreamRow, TIPS, TipRow};

const ID_PREFIX: &str = "shardId-";

pub fn to_pair(key: u128) -> (u64, u64) {
    ((key >> 64) as u64, key as u64)
}

pub fn to_key(pair: (u64, u64)) -> u128 {
    u128::from(pair.0) << 64 | u128::from(pair.1)
}

/// "An MD5 hash function is used to map partition keys to 128-bit integer values."
pub fn hash_of(partition_key: &str) -> u128 {
    u128::from_be_bytes(Md5::digest(partition_key.as_bytes()).into())
}

/// The number of a shard's id; `None` when no shard is called so.
pub fn number_of(id: &str) -> Option<u64> {
    let number = id.strip_prefix(ID_PREFIX)?.parse().ok()?;
    (errors::shard_id(number) == id).then_some(number)
}

impl StreamRow {
    /// The open shard that takes a hash key.
    pub fn shard_of(&self, hash: u128) -> u64 {
        let end = to_pair(hash);
        let at = self.open.partition_point(|shard| shard.end < end);
        self.open.get(at).map_or(0, |shard| shard.number)
    }

    /// The first hash key of the open shard in that place.
    pub fn start_of(&self, at: usize) -> u128 {
        match at.checked_sub(1).and_then(|before| self.open.get(before)) {
            // Invariant: the last shard's end is the largest key, and nothing lies after it.
            Some(before) => to_key(before.end).wrapping_add(1),
            None => 0,
        }
    }
}

/// A shard that is there, its records not all gone.
pub fn find(ctx: &Ctx<'_>, stream: &Stream, id: &str) -> Result<(u64, ShardRow), ApiError> {
    let missing = || errors::shard_not_found(ctx, stream, id);
    let number = number_of(id).ok_or_else(missing)?;
    let row = ctx.table(&SHARDS).get(&(stream.row.id, number))?;
    let horizon = stream.horizon(ctx.now());
    let row = row.filter(|row| !row.is_expired(horizon)).ok_or_else(missing)?;
    Ok((number, row))
}

impl ShardRow {
    /// It is closed, and its records are all gone.
    pub fn is_expired(&self, horizon: i64) -> bool {
        self.closed.is_some_and(|closed| closed.at <= horizon)
    }

    pub fn show(&self, stream: u64, number: u64) -> ShardBuilder {
        let mut numbers = SequenceNumberRangeBuilder::new()
            .starting_sequence_number(sequence::text(stream, number, self.first));
        if let Some(closed) = &self.closed {
            let end = sequence::text(stream, number, closed.sequence);
            numbers = numbers.ending_sequence_number(end);
        }
        let parent = |at: usize| self.parents.get(at).map(|number| errors::shard_id(*number));
        ShardBuilder::new()
            .shard_id(errors::shard_id(number))
            .parent_shard_id(parent(0))
            .adjacent_parent_shard_id(parent(1))
            .hash_key_range(self.show_range())
            .sequence_number_range(numbers)
    }

    pub fn show_range(&self) -> HashKeyRangeBuilder {
        HashKeyRangeBuilder::new()
            .starting_hash_key(to_key(self.start).to_string())
            .ending_hash_key(to_key(self.end).to_string())
    }
}

/// Opens a shard for a range of hash keys, after the last of its parents' records; its number. The
/// stream's row is the caller's to complete and to save.
pub fn open(
    ctx: &mut Ctx<'_>,
    row: &mut StreamRow,
    (start, end): (u128, u128),
    parents: &[(u64, ClosedRow)],
) -> OpenRow {
    let number = row.next_shard;
    row.next_shard += 1;
    let now = ctx.now().micros();
    let after = parents.iter().map(|(_, closed)| closed.sequence + 1).max().unwrap_or(0);
    let first = after.max(now.max(0).cast_unsigned());
    let shard = ShardRow {
        start: to_pair(start),
        end: to_pair(end),
        parents: parents.iter().map(|(number, _)| *number).collect(),
        children: Vec::new(),
        opened: now,
        first,
        closed: None,
    };
    let key = (row.id, number);
    ctx.table_mut(&SHARDS).put(&key, &shard);
    // No record has the number with which the shard begins.
    let tip = TipRow { next: first + 1, at: now, is_watched: false, watch: 0 };
    ctx.table_mut(&TIPS).put(&key, &tip);
    OpenRow { number, end: to_pair(end) }
}

/// Closes a shard: what is written from now on goes to others.
pub fn close(ctx: &mut Ctx<'_>, row: &StreamRow, number: u64) -> Result<ClosedRow, ApiError> {
    let key = (row.id, number);
    let now = ctx.now().micros();
    let shard = ctx.table(&SHARDS).get(&key)?;
    let tip = ctx.table(&TIPS).get(&key)?;
    let (mut shard, mut tip) = shard.zip(tip).ok_or_else(ApiError::internal)?;
    let closed =
        ClosedRow { at: now.max(tip.at), sequence: tip.next.max(now.max(0).cast_unsigned()) };
    tip.next = closed.sequence + 1;
    if !tip.is_watched {
        jobs::watch(ctx, row, number, &mut tip, closed.at);
    }
    shard.closed = Some(closed);
    ctx.table_mut(&SHARDS).put(&key, &shard);
    ctx.table_mut(&TIPS).put(&key, &tip);
    ctx.wake(row.topic(number), usize::MAX);
    Ok(closed)
}

/// Names the children of a closed shard.
pub fn set_children(
    ctx: &mut Ctx<'_>,
    row: &StreamRow,
    number: u64,
    children: &[u64],
) -> Result<(), ApiError> {
    let key = (row.id, number);
    if let Some(mut shard) = ctx.table(&SHARDS).get(&key)? {
        shard.children = children.to_vec();
        ctx.table_mut(&SHARDS).put(&key, &shard);
    }
    Ok(())
}

/// The ranges of so many shards of equal size.
pub fn uniform(count: u64) -> Vec<(u128, u128)> {
    let count = u128::from(count.max(1));
    let width = u128::MAX / count;
    let rest = u128::MAX % count;
    // 2^128 keys: the ends lie where `at / count` of all keys have passed.
    let end = |at: u128| width * at + (rest * at + at) / count;
    (0..count)
        .map(|at| {
            let start = if at == 0 { 0 } else { end(at) };
            let last = if at + 1 == count { u128::MAX } else { end(at + 1) - 1 };
            (start, last)
        })
        .collect()
}

/// The name in a stream's ARN, if it is one of this service and region.
pub fn stream_name(ctx: &Ctx<'_>, arn: &Arn) -> Option<String> {
    let is_here = arn.service == "kinesis" && arn.region == ctx.region().as_str();
    let name = arn.resource.strip_prefix("stream/").filter(|_| is_here)?;
    Some(name.split('/').next().unwrap_or_default().to_owned())
}
