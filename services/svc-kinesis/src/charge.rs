//! What of a stream is billed: hours of shards and PUT payload units of provisioned streams, hours
//! and bytes of on-demand ones, and longer retention.
//!
//! Source: Amazon Kinesis Data Streams pricing: "a PUT payload unit is counted in 25 KB chunks";
//! on-demand data in is "rounded up to the nearest 1 KB" a record. Kinds of usage have the names
//! of the price list.

use kernel::{ApiError, Ctx};

use crate::state::Stream;

const PAYLOAD_UNIT_BYTES: usize = 25 * 1024;
/// Up to this retention is free.
const RETENTION_HOURS_FREE: i64 = 24;
const SHARD_HOURS: &str = "Storage-ShardHour";
const EXTENDED_HOURS: &str = "Extended-ShardHour";
const ON_DEMAND_HOURS: &str = "OnDemand-StreamHour";

/// Records what is kept now.
pub fn keep(ctx: &mut Ctx<'_>, stream: &Stream) -> Result<(), ApiError> {
    let row = &stream.row;
    let shards = if row.is_on_demand { 0 } else { row.open.len() as u64 };
    let is_extended = row.retention_h > RETENTION_HOURS_FREE;
    let arn = stream.arn(ctx);
    ctx.meter_level_to(SHARD_HOURS, &arn, shards, 0)?;
    ctx.meter_level_to(EXTENDED_HOURS, &arn, if is_extended { shards } else { 0 }, 0)?;
    ctx.meter_level_to(ON_DEMAND_HOURS, &arn, u64::from(row.is_on_demand), 0)
}

/// A stream that is no more costs nothing.
pub fn forget(ctx: &mut Ctx<'_>, stream: &Stream) -> Result<(), ApiError> {
    let arn = stream.arn(ctx);
    for usage in [SHARD_HOURS, EXTENDED_HOURS, ON_DEMAND_HOURS] {
        ctx.meter_level_to(usage, &arn, 0, 0)?;
    }
    Ok(())
}

/// Counts records that were written, by their sizes.
pub fn put(ctx: &Ctx<'_>, stream: &Stream, sizes: impl Iterator<Item = usize>) {
    if stream.row.is_on_demand {
        let bytes: usize = sizes.map(|size| size.div_ceil(1024).max(1) * 1024).sum();
        ctx.meter("OnDemand-BilledIncomingBytes", bytes as u64);
    } else {
        let units: usize = sizes.map(|size| size.div_ceil(PAYLOAD_UNIT_BYTES).max(1)).sum();
        ctx.meter("PutRequestPayloadUnits", units as u64);
    }
}

/// Counts bytes that were read.
pub fn get(ctx: &Ctx<'_>, stream: &Stream, bytes: usize) {
    if stream.row.is_on_demand {
        ctx.meter("OnDemand-BilledOutgoingBytes", bytes as u64);
    }
}
