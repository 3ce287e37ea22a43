//! What of a log group is billed and measured: bytes that come in, bytes that are kept, bytes that
//! queries scan.
//!
//! Sources: Amazon CloudWatch pricing. "Collect (Data Ingestion)" is by the size of events with 26
//! bytes for each (PutLogEvents); "Store (Archival)" is by their compressed size, for which the
//! pricing examples take 15 % of what came in, and so do we. Kinds of usage have the names of the
//! price list.

use kernel::metrics::Metric;
use kernel::{ApiError, Ctx};

use crate::limits;
use crate::state::{Class, Group};

const STORED: &str = "TimedStorage-ByteHrs";
const COMPRESSED_PERCENT: u64 = 15;

// "CloudWatch Logs metrics" in the User Guide: of a group, and of all groups together.
static EVENTS: Metric = Metric::new("AWS/Logs", "IncomingLogEvents", "None");
static BYTES: Metric = Metric::new("AWS/Logs", "IncomingBytes", "Bytes");

pub fn ingested(ctx: &mut Ctx<'_>, group: &Group, events: usize, bytes: u64) {
    for dimensions in [&[("LogGroupName", group.name.as_str())] as &[_], &[]] {
        ctx.metric(&EVENTS, dimensions, events as f64);
        ctx.metric(&BYTES, dimensions, bytes as f64);
    }
    let quantity = match group.row.class {
        Class::Standard => "DataProcessing-Bytes",
        Class::InfrequentAccess => "DataProcessingIA-Bytes",
        Class::Delivery => "DataProcessingDelivery-Bytes",
    };
    ctx.meter_for(quantity, &group.arn(ctx), bytes);
}

/// `bytes` are kept now.
pub fn keep(ctx: &mut Ctx<'_>, group: &Group, bytes: u64) -> Result<(), ApiError> {
    let arn = group.arn(ctx);
    let level = bytes * COMPRESSED_PERCENT / 100;
    ctx.meter_level_to(STORED, &arn, level, limits::STORED_SLACK_BYTES)
}

/// A group that is no more costs nothing.
pub fn forget(ctx: &mut Ctx<'_>, group: &Group) -> Result<(), ApiError> {
    let arn = group.arn(ctx);
    ctx.meter_level_to(STORED, &arn, 0, 0)
}
