//! What a stream takes in a second, by token buckets on the virtual clock.
//!
//! "If you use PutRecord and PutRecordBatch, the limits are an aggregate across these two
//! operations for each Firehose stream." Buckets are not kept over a restart. The setting
//! `firehose.throttling` = `off` of the world opens all streams.

use kernel::Ctx;

use crate::limits::{self, Throughput};
use crate::state::Stream;

const SETTING: &str = "firehose.throttling";

#[derive(Debug, Default)]
struct Buckets {
    filled: Option<i64>,
    requests: f64,
    records: f64,
    bytes: f64,
}

impl Buckets {
    /// Fills them up to now; each holds one second's worth.
    fn fill(&mut self, now: i64, rate: Throughput) {
        let seconds = self.filled.map_or(1.0, |last| (now - last).max(0) as f64 / 1e6);
        self.requests = (self.requests + seconds * rate.requests).min(rate.requests);
        self.records = (self.records + seconds * rate.records).min(rate.records);
        self.bytes = (self.bytes + seconds * rate.bytes).min(rate.bytes);
        self.filled = Some(now);
    }
}

fn rate(ctx: &Ctx<'_>) -> Throughput {
    if limits::REGIONS_LARGE.contains(&ctx.region().as_str()) {
        limits::PUT_LARGE
    } else {
        limits::PUT_USUAL
    }
}

fn take(ctx: &Ctx<'_>, stream: &Stream, of: impl FnOnce(&mut Buckets) -> bool) -> bool {
    if ctx.setting(SETTING).as_deref() == Some("off") {
        return true;
    }
    let (now, rate) = (ctx.now().micros(), rate(ctx));
    ctx.volatile(stream.row.id, |buckets: &mut Buckets| {
        buckets.fill(now, rate);
        of(buckets)
    })
}

/// Takes a request's share; whether it was there.
pub fn take_request(ctx: &Ctx<'_>, stream: &Stream) -> bool {
    take(ctx, stream, |buckets| {
        let has_room = buckets.requests >= 1.0;
        buckets.requests -= if has_room { 1.0 } else { 0.0 };
        has_room
    })
}

/// Takes a record's share; whether it was there. A record is never larger than a bucket.
pub fn take_record(ctx: &Ctx<'_>, stream: &Stream, bytes: usize) -> bool {
    let bytes = bytes as f64;
    take(ctx, stream, |buckets| {
        let has_room = buckets.records >= 1.0 && buckets.bytes >= bytes;
        if has_room {
            buckets.records -= 1.0;
            buckets.bytes -= bytes;
        }
        has_room
    })
}
