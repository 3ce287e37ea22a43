//! PutRecord and PutRecordBatch.

use bytes::Bytes;
use kernel::{ApiError, Ctx};

use crate::api::{
    self, PutRecordBatchInput, PutRecordBatchOutput, PutRecordBatchResponseEntryBuilder,
    PutRecordInput, PutRecordOutput,
};
use crate::buffer::Record;
use crate::charge;
use crate::errors;
use crate::intake;
use crate::limits;
use crate::metrics;
use crate::state::{SourceRow, Status, Stream};
use crate::stream;
use crate::throttle;

/// Ids are as long as this. [U]
const ID_CHARACTERS: usize = 152;

pub fn put_record(
    ctx: &mut Ctx<'_>,
    input: PutRecordInput<'_>,
) -> Result<PutRecordOutput, ApiError> {
    let stream = find(ctx, input.delivery_stream_name())?;
    let data = input.record().data();
    if !throttle::take_request(ctx, &stream) || !throttle::take_record(ctx, &stream, data.len()) {
        metrics::throttled(ctx, &stream, 1);
        return Err(errors::slow_down());
    }
    take(ctx, &stream, vec![data])?;
    let id = ctx.chance().alphanumeric(ID_CHARACTERS);
    Ok(PutRecordOutput::new().record_id(id).encrypted(stream.is_encrypted()))
}

pub fn put_record_batch(
    ctx: &mut Ctx<'_>,
    input: PutRecordBatchInput<'_>,
) -> Result<PutRecordBatchOutput, ApiError> {
    let stream = find(ctx, input.delivery_stream_name())?;
    let records: Vec<&Bytes> = input.records().iter().map(api::Record::data).collect();
    if records.iter().map(|data| data.len()).sum::<usize>() > limits::BATCH_BYTES_MAX {
        return Err(errors::batch_too_large());
    }
    if !throttle::take_request(ctx, &stream) {
        metrics::throttled(ctx, &stream, records.len());
        return Err(errors::slow_down());
    }
    let mut taken = Vec::with_capacity(records.len());
    let mut entries = Vec::with_capacity(records.len());
    for data in &records {
        if throttle::take_record(ctx, &stream, data.len()) {
            taken.push(*data);
            let id = ctx.chance().alphanumeric(ID_CHARACTERS);
            entries.push(PutRecordBatchResponseEntryBuilder::new().record_id(id));
        } else {
            entries.push(
                PutRecordBatchResponseEntryBuilder::new()
                    .error_code("ServiceUnavailableException")
                    .error_message(errors::SLOW_DOWN),
            );
        }
    }
    let failed = records.len() - taken.len();
    if failed > 0 {
        metrics::throttled(ctx, &stream, failed);
    }
    take(ctx, &stream, taken)?;
    Ok(PutRecordBatchOutput::new()
        .failed_put_count(failed as i64)
        .encrypted(stream.is_encrypted())
        .request_responses(entries))
}

/// A stream that takes records of clients now.
fn find(ctx: &Ctx<'_>, name: &str) -> Result<Stream, ApiError> {
    let stream = stream::find(ctx, name)?;
    if stream.row.status == Status::Creating {
        return Err(errors::not_found(ctx, name));
    }
    if !matches!(stream.row.source, SourceRow::DirectPut { .. }) {
        return Err(errors::not_direct_put(stream.row.source.name()));
    }
    if stream.row.destination.processing().decompresses && !ctx.is_nested() {
        return Err(errors::logs_only());
    }
    Ok(stream)
}

fn take(ctx: &mut Ctx<'_>, stream: &Stream, records: Vec<&Bytes>) -> Result<(), ApiError> {
    let bytes = records.iter().map(|data| data.len()).sum();
    metrics::incoming(ctx, stream, records.len(), bytes);
    charge::ingested(ctx, stream, records.iter().map(|data| data.len()));
    let at = ctx.now().micros();
    let record = |data: &Bytes| Record { data: data.to_vec(), at, kinesis: None };
    intake::take(ctx, stream, records.into_iter().map(record).collect())
}
