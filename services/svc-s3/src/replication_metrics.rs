//! Metrics of replication: how much a rule has yet to take along, how far behind it is, and what
//! failed.
//!
//! Of rules that ask for metrics a row counts what is on its way; each change of it is reported,
//! and so is each attempt that is put off, so a destination in the dark shows as latency that
//! grows. Objects that batch jobs replicate are not counted.
//!
//! Source: S3 User Guide, "Monitoring replication with metrics", "Amazon S3 CloudWatch replication
//! metrics". [U]: that they are reported in the source's region.

use kernel::metrics::Metric;
use kernel::{ApiError, Ctx, Struct, Table};
use minicbor::{Decode, Encode};

use crate::bucket::Bucket;
use crate::replication::destination_name;
use crate::state_replication::ReplicationRuleRow;

/// (bucket id, rule): what is on its way.
static BACKLOGS: Table<(u64, String), BacklogRow> = Table::regional("s3", "replication-backlogs");

static LATENCY: Metric = Metric::new("AWS/S3", "ReplicationLatency", "Seconds");
static BYTES: Metric = Metric::new("AWS/S3", "BytesPendingReplication", "Bytes");
static OPERATIONS: Metric = Metric::new("AWS/S3", "OperationsPendingReplication", "Count");
/// Its average is the rate of failures, so successes count too.
static FAILED: Metric = Metric::new("AWS/S3", "OperationsFailedReplication", "Count");

/// Members of a job's input: of which bucket, and how many bytes it takes along.
const BUCKET_ID: &str = "BucketId";
const METERED: &str = "Metered";

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
struct BacklogRow {
    #[n(0)]
    operations: u64,
    #[n(1)]
    bytes: u64,
}

store::row!(BacklogRow);

/// What has become of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Failed,
    /// It is tried again.
    PutOff,
    /// Nobody wants it any more.
    Dropped,
}

/// Something leaves; what is to be added to the input of its job.
pub fn begin(
    ctx: &mut Ctx,
    bucket: &Bucket,
    rule: &ReplicationRuleRow,
    bytes: u64,
    input: &mut Struct,
) -> Result<(), ApiError> {
    if !rule.has_metrics() {
        return Ok(());
    }
    input.set(BUCKET_ID, bucket.row.id.cast_signed());
    input.set(METERED, bytes.cast_signed());
    let key = (bucket.row.id, rule.id.as_str());
    let mut row = ctx.table_in(&BACKLOGS, bucket.scope).get(&key)?.unwrap_or_default();
    row.operations += 1;
    row.bytes += bytes;
    ctx.table_mut_in(&BACKLOGS, bucket.scope).put(&key, &row);
    report(ctx, input, &row);
    Ok(())
}

/// An attempt is over.
pub fn end(ctx: &mut Ctx, input: &Struct, outcome: Outcome) -> Result<(), ApiError> {
    let (Some(id), Some(bytes)) = (input.int(BUCKET_ID), input.int(METERED)) else { return Ok(()) };
    let key = (id.cast_unsigned(), input.str("Rule").unwrap_or(""));
    let mut row = ctx.table(&BACKLOGS).get(&key)?.unwrap_or_default();
    if outcome != Outcome::PutOff {
        row.operations = row.operations.saturating_sub(1);
        row.bytes = row.bytes.saturating_sub(bytes.cast_unsigned());
        if row.operations == 0 {
            ctx.table_mut(&BACKLOGS).delete(&key);
        } else {
            ctx.table_mut(&BACKLOGS).put(&key, &row);
        }
    }
    if outcome == Outcome::Dropped {
        return Ok(());
    }
    report(ctx, input, &row);
    let behind = (ctx.now().micros() - input.int("Since").unwrap_or(0)) as f64 / 1e6;
    match outcome {
        Outcome::Failed => say(ctx, input, &FAILED, 1.0),
        Outcome::Done => {
            say(ctx, input, &FAILED, 0.0);
            say(ctx, input, &LATENCY, behind);
        }
        Outcome::PutOff | Outcome::Dropped => say(ctx, input, &LATENCY, behind),
    }
    Ok(())
}

fn report(ctx: &mut Ctx, input: &Struct, row: &BacklogRow) {
    say(ctx, input, &OPERATIONS, row.operations as f64);
    say(ctx, input, &BYTES, row.bytes as f64);
}

fn say(ctx: &mut Ctx, input: &Struct, metric: &'static Metric, value: f64) {
    let text = |name: &str| input.str(name).unwrap_or("");
    let destination = text("Destination");
    let dimensions = [
        ("DestinationBucket", destination_name(destination).unwrap_or(destination)),
        ("RuleId", text("Rule")),
        ("SourceBucket", text("Bucket")),
    ];
    ctx.metric(metric, &dimensions, value);
}
