//! What a shard takes and gives in a second, by token buckets on the virtual clock.
//!
//! A shard has one bucket each for bytes and records that are written, and for reads and the bytes
//! that they return. A bucket fills by the second with what the quota names and holds one second's
//! worth. What is larger than a bucket empties it and is waited for afterwards: a record of 10 MiB,
//! a GetRecords of 10 MiB ("subsequent calls made within the next 5 seconds throw").
//!
//! Services that read for their own pipelines do not share in the reads of clients. Buckets are not
//! kept over a restart. The setting `kinesis.throttling` = `off` of the world opens all shards.

use std::time::Duration;

use kernel::{ApiError, Ctx, Timestamp};

use crate::errors;
use crate::limits;
use crate::state::Stream;

const SETTING: &str = "kinesis.throttling";

#[derive(Debug, Default)]
pub struct Bucket {
    level: f64,
    filled: Option<i64>,
}

#[derive(Debug, Default)]
struct Writes {
    bytes: Bucket,
    records: Bucket,
}

#[derive(Debug, Default)]
struct Reads {
    calls: Bucket,
    bytes: Bucket,
}

/// Of GetShardIterator.
#[derive(Debug, Default)]
struct Iterators(Bucket);

impl Bucket {
    /// Fills it up to now.
    fn fill(&mut self, now: i64, rate: f64) {
        match self.filled {
            Some(last) => {
                let seconds = (now - last).max(0) as f64 / 1e6;
                self.level = (self.level + seconds * rate).min(rate);
            }
            None => self.level = rate,
        }
        self.filled = Some(now);
    }

    /// Whether so much is there; of what is more than it can hold, all.
    fn has(&self, amount: f64, rate: f64) -> bool {
        self.level >= amount.min(rate)
    }
}

fn is_open(ctx: &Ctx<'_>) -> bool {
    ctx.setting(SETTING).as_deref() == Some("off")
}

/// Takes a record's share of its shard; whether it was there.
pub fn take_write(ctx: &Ctx<'_>, stream: &Stream, shard: u64, bytes: usize) -> bool {
    if is_open(ctx) {
        return true;
    }
    let now = ctx.now().micros();
    let bytes = bytes as f64;
    ctx.volatile(stream.row.topic(shard).id, |writes: &mut Writes| {
        let (of_bytes, of_records) =
            (limits::WRITE_BYTES_PER_SECOND, limits::WRITE_RECORDS_PER_SECOND);
        writes.bytes.fill(now, of_bytes);
        writes.records.fill(now, of_records);
        let has_room = writes.bytes.has(bytes, of_bytes) && writes.records.has(1.0, of_records);
        if has_room {
            writes.bytes.level -= bytes;
            writes.records.level -= 1.0;
        }
        has_room
    })
}

/// Takes a call of GetRecords from its shard.
pub fn take_read(ctx: &Ctx<'_>, stream: &Stream, shard: u64) -> Result<(), ApiError> {
    if ctx.is_nested() || is_open(ctx) {
        return Ok(());
    }
    let now = ctx.now().micros();
    let is_admitted = ctx.volatile(stream.row.topic(shard).id, |reads: &mut Reads| {
        reads.calls.fill(now, limits::READS_PER_SECOND);
        reads.bytes.fill(now, limits::READ_BYTES_PER_SECOND);
        let is_admitted = reads.calls.has(1.0, limits::READS_PER_SECOND) && reads.bytes.level > 0.0;
        if is_admitted {
            reads.calls.level -= 1.0;
        }
        is_admitted
    });
    if is_admitted { Ok(()) } else { Err(errors::rate_exceeded(ctx, stream, shard)) }
}

/// Counts what a call that was admitted returns.
pub fn count_read(ctx: &Ctx<'_>, stream: &Stream, shard: u64, bytes: usize) {
    if ctx.is_nested() || bytes == 0 || is_open(ctx) {
        return;
    }
    let bytes = bytes as f64;
    ctx.volatile(stream.row.topic(shard).id, |reads: &mut Reads| {
        let level = &mut reads.bytes.level;
        // What overdraws the bucket is waited for as a whole.
        *level = if bytes > *level { -bytes } else { *level - bytes };
    });
}

/// Takes a call of GetShardIterator from its shard.
pub fn take_iterator(ctx: &Ctx<'_>, stream: &Stream, shard: u64) -> Result<(), ApiError> {
    if ctx.is_nested() || is_open(ctx) {
        return Ok(());
    }
    let now = ctx.now().micros();
    let is_admitted = ctx.volatile(stream.row.topic(shard).id, |iterators: &mut Iterators| {
        let bucket = &mut iterators.0;
        bucket.fill(now, limits::READS_PER_SECOND);
        let is_admitted = bucket.has(1.0, limits::READS_PER_SECOND);
        if is_admitted {
            bucket.level -= 1.0;
        }
        is_admitted
    });
    if is_admitted { Ok(()) } else { Err(errors::rate_exceeded(ctx, stream, shard)) }
}

/// "Each consumer registered to use enhanced fan-out receives its own read throughput per shard, up
/// to 2 MB/sec": when its next bytes may go.
pub fn ready_at(ctx: &Ctx<'_>, bucket: &mut Bucket) -> Timestamp {
    if is_open(ctx) {
        return ctx.now();
    }
    bucket.fill(ctx.now().micros(), limits::READ_BYTES_PER_SECOND);
    let missing = (-bucket.level).max(0.0) / limits::READ_BYTES_PER_SECOND;
    ctx.now() + Duration::from_micros((missing * 1e6).ceil() as u64)
}

/// Counts what has gone to a consumer.
pub fn count_pushed(bucket: &mut Bucket, bytes: usize) {
    bucket.level -= bytes as f64;
}
