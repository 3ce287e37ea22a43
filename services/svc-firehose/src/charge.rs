//! What is billed: bytes that come in, and what dynamic partitioning adds.
//!
//! Source: Amazon Data Firehose pricing: "The number of data records you send to the service, times
//! the size of each record rounded up to the nearest 5KB", for Direct PUT and Kinesis Data Streams
//! as source; for dynamic partitioning the data processed and the objects delivered.

use kernel::Ctx;

use crate::state::Stream;

const CHUNK_BYTES: u64 = 5 * 1024;
const INGESTED: &str = "BilledBytes";
const PARTITIONED: &str = "DynamicPartitioningBytes";
const OBJECTS: &str = "DynamicPartitioningObjects";

/// Counts records that came in, by their sizes.
pub fn ingested(ctx: &Ctx<'_>, stream: &Stream, sizes: impl Iterator<Item = usize>) {
    let bytes: u64 =
        sizes.map(|size| (size as u64).div_ceil(CHUNK_BYTES).max(1) * CHUNK_BYTES).sum();
    ctx.meter_for(INGESTED, &stream.arn(ctx), bytes);
}

/// Counts an object of a partition.
pub fn delivered(ctx: &Ctx<'_>, stream: &Stream, bytes: u64) {
    if stream.row.destination.is_partitioned() {
        let arn = stream.arn(ctx);
        ctx.meter_for(PARTITIONED, &arn, bytes);
        ctx.meter_for(OBJECTS, &arn, 1);
    }
}
