//! What streams report to CloudWatch (`AWS/Firehose`), by `DeliveryStreamName`.
//!
//! Source: "Monitor Amazon Data Firehose with CloudWatch metrics".

use kernel::Ctx;
use kernel::metrics::Metric;

use crate::state::{BatchRow, Kind, Lane, Stream};

macro_rules! metrics {
    ($($name:ident $text:literal $unit:literal;)*) => {
        $(static $name: Metric =
            Metric { namespace: "AWS/Firehose", name: $text, unit: $unit };)*
    };
}

metrics! {
    INCOMING_BYTES "IncomingBytes" "Bytes";
    INCOMING_RECORDS "IncomingRecords" "Count";
    INCOMING_PUT_REQUESTS "IncomingPutRequests" "Count";
    THROTTLED_RECORDS "ThrottledRecords" "Count";
    READ_BYTES "DataReadFromKinesisStream.Bytes" "Bytes";
    READ_RECORDS "DataReadFromKinesisStream.Records" "Count";
    S3_BYTES "DeliveryToS3.Bytes" "Bytes";
    S3_RECORDS "DeliveryToS3.Records" "Count";
    S3_SUCCESS "DeliveryToS3.Success" "Count";
    S3_FRESHNESS "DeliveryToS3.DataFreshness" "Seconds";
    BACKUP_BYTES "BackupToS3.Bytes" "Bytes";
    BACKUP_RECORDS "BackupToS3.Records" "Count";
    BACKUP_SUCCESS "BackupToS3.Success" "Count";
    BACKUP_FRESHNESS "BackupToS3.DataFreshness" "Seconds";
    HTTP_BYTES "DeliveryToHttpEndpoint.Bytes" "Bytes";
    HTTP_RECORDS "DeliveryToHttpEndpoint.Records" "Count";
    HTTP_SUCCESS "DeliveryToHttpEndpoint.Success" "Count";
    HTTP_FRESHNESS "DeliveryToHttpEndpoint.DataFreshness" "Seconds";
    PROCESSING_SUCCESS "ExecuteProcessing.Success" "Count";
    PROCESSED_BYTES "SucceedProcessing.Bytes" "Bytes";
    PROCESSED_RECORDS "SucceedProcessing.Records" "Count";
}

/// Of what is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    ToS3,
    ToBackup,
    ToEndpoint,
}

impl Delivered {
    /// Of an object in a lane. What an endpoint did not take is its backup.
    pub fn of(lane: &Lane) -> Delivered {
        match lane {
            Lane::Backup => Delivered::ToBackup,
            _ => Delivered::ToS3,
        }
    }

    fn metrics(self) -> [&'static Metric; 4] {
        match self {
            Delivered::ToS3 => [&S3_BYTES, &S3_RECORDS, &S3_SUCCESS, &S3_FRESHNESS],
            Delivered::ToBackup => {
                [&BACKUP_BYTES, &BACKUP_RECORDS, &BACKUP_SUCCESS, &BACKUP_FRESHNESS]
            }
            Delivered::ToEndpoint => [&HTTP_BYTES, &HTTP_RECORDS, &HTTP_SUCCESS, &HTTP_FRESHNESS],
        }
    }
}

fn report(ctx: &mut Ctx<'_>, stream: &Stream, metric: &'static Metric, value: f64) {
    ctx.metric(metric, &[("DeliveryStreamName", &stream.name)], value);
}

/// A request of a client has brought records.
pub fn incoming(ctx: &mut Ctx<'_>, stream: &Stream, records: usize, bytes: usize) {
    report(ctx, stream, &INCOMING_PUT_REQUESTS, 1.0);
    report(ctx, stream, &INCOMING_RECORDS, records as f64);
    report(ctx, stream, &INCOMING_BYTES, bytes as f64);
}

pub fn throttled(ctx: &mut Ctx<'_>, stream: &Stream, records: usize) {
    report(ctx, stream, &THROTTLED_RECORDS, records as f64);
}

/// Records were read from a stream of Kinesis.
pub fn read(ctx: &mut Ctx<'_>, stream: &Stream, records: usize, bytes: usize) {
    report(ctx, stream, &READ_RECORDS, records as f64);
    report(ctx, stream, &READ_BYTES, bytes as f64);
}

pub fn delivered(ctx: &mut Ctx<'_>, stream: &Stream, batch: &BatchRow, of: Delivered) {
    let of = of_kind(stream, of);
    let [bytes, records, success, freshness] = of.metrics();
    let age = (ctx.now().micros() - batch.buffer.oldest).max(0) as f64 / 1e6;
    report(ctx, stream, bytes, batch.buffer.bytes as f64);
    report(ctx, stream, records, f64::from(batch.buffer.count));
    report(ctx, stream, success, 1.0);
    report(ctx, stream, freshness, age);
}

/// An attempt has failed.
pub fn failed(ctx: &mut Ctx<'_>, stream: &Stream, of: Delivered) {
    let [_, _, success, _] = of_kind(stream, of).metrics();
    report(ctx, stream, success, 0.0);
}

fn of_kind(stream: &Stream, of: Delivered) -> Delivered {
    match (stream.row.destination.kind, of) {
        (Kind::Http, Delivered::ToS3) => Delivered::ToBackup,
        (_, of) => of,
    }
}

/// A function was asked.
pub fn transformed(ctx: &mut Ctx<'_>, stream: &Stream, records: usize, bytes: usize) {
    report(ctx, stream, &PROCESSING_SUCCESS, 1.0);
    report(ctx, stream, &PROCESSED_RECORDS, records as f64);
    report(ctx, stream, &PROCESSED_BYTES, bytes as f64);
}

pub fn not_transformed(ctx: &mut Ctx<'_>, stream: &Stream) {
    report(ctx, stream, &PROCESSING_SUCCESS, 0.0);
}
