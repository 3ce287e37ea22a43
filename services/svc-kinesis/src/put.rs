//! PutRecord and PutRecords.
//!
//! A record goes to the shard whose range has the MD5 of its partition key, or the hash key that
//! was given. A write reads the stream's row and the shard's tip, and writes the record and the
//! tip: what it costs does not depend on what is there.

use bytes::Bytes;
use data_keys::Held;
use kernel::{ApiError, Ctx};

use crate::api::{
    PutRecordInput, PutRecordOutput, PutRecordsInput, PutRecordsOutput, PutRecordsRequestEntry,
    PutRecordsResultEntryBuilder, encryption_type,
};
use crate::charge;
use crate::encryption;
use crate::errors;
use crate::jobs;
use crate::limits;
use crate::on_demand;
use crate::sequence;
use crate::shard;
use crate::state::{RECORDS, RecordRow, Stream, TIPS};
use crate::stream::{self, named};
use crate::throttle;

/// A record that is to be written.
struct Draft<'a> {
    data: &'a Bytes,
    partition_key: Option<&'a str>,
    hash_key: Option<&'a str>,
}

impl<'a> Draft<'a> {
    fn of_entry(entry: PutRecordsRequestEntry<'a>) -> Draft<'a> {
        Draft {
            data: entry.data(),
            partition_key: entry.partition_key(),
            hash_key: entry.explicit_hash_key(),
        }
    }

    fn size(&self) -> usize {
        self.data.len() + self.partition_key.map_or(0, str::len)
    }
}

pub fn put_record(
    ctx: &mut Ctx<'_>,
    input: PutRecordInput<'_>,
) -> Result<PutRecordOutput, ApiError> {
    let stream = stream::find_with_records(ctx, named!(input))?;
    let draft = Draft {
        data: input.data(),
        partition_key: input.partition_key(),
        hash_key: input.explicit_hash_key(),
    };
    let shard = route(ctx, &stream, &draft)?;
    let after = match input.sequence_number_for_ordering() {
        Some(text) => read_ordering(ctx, &stream, text)?,
        None => 0,
    };
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    if !throttle::take_write(ctx, &stream, shard, draft.size()) {
        on_demand::ask(ctx, &stream);
        return Err(errors::rate_exceeded(ctx, &stream, shard));
    }
    let held = encryption::to_put(ctx, &stream)?;
    let number = write(ctx, &stream, shard, &draft, after, held.as_ref())?;
    charge::put(ctx, &stream, [draft.size()].into_iter());
    Ok(PutRecordOutput::new()
        .shard_id(errors::shard_id(shard))
        .sequence_number(number)
        .encryption_type(held.map(|_| encryption_type::KMS)))
}

pub fn put_records(
    ctx: &mut Ctx<'_>,
    input: PutRecordsInput<'_>,
) -> Result<PutRecordsOutput, ApiError> {
    let stream = stream::find_with_records(ctx, named!(input))?;
    let drafts: Vec<Draft<'_>> = input.records().iter().map(Draft::of_entry).collect();
    if drafts.iter().map(Draft::size).sum::<usize>() > limits::PUT_BYTES_MAX {
        return Err(errors::request_too_large(limits::PUT_BYTES_MAX));
    }
    // What is wrong with one record refuses them all; only throughput is judged one by one.
    let mut shards = Vec::with_capacity(drafts.len());
    for draft in &drafts {
        shards.push(route(ctx, &stream, draft)?);
    }
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    let held = encryption::to_put(ctx, &stream)?;
    let mut results = Vec::with_capacity(drafts.len());
    let mut taken = Vec::with_capacity(drafts.len());
    for (draft, shard) in drafts.iter().zip(shards) {
        if !throttle::take_write(ctx, &stream, shard, draft.size()) {
            on_demand::ask(ctx, &stream);
            results.push(
                PutRecordsResultEntryBuilder::new()
                    .error_code("ProvisionedThroughputExceededException")
                    .error_message(errors::rate_exceeded_words(ctx, &stream, shard)),
            );
            continue;
        }
        let number = write(ctx, &stream, shard, draft, 0, held.as_ref())?;
        taken.push(draft.size());
        results.push(
            PutRecordsResultEntryBuilder::new()
                .shard_id(errors::shard_id(shard))
                .sequence_number(number),
        );
    }
    let failed = (drafts.len() - taken.len()) as i64;
    charge::put(ctx, &stream, taken.into_iter());
    Ok(PutRecordsOutput::new()
        .failed_record_count(failed)
        .records(results)
        .encryption_type(held.map(|_| encryption_type::KMS)))
}

/// The shard to which a record goes, if the stream may take it.
fn route(ctx: &mut Ctx<'_>, stream: &Stream, draft: &Draft<'_>) -> Result<u64, ApiError> {
    let row = &stream.row;
    let limit = row.max_record_kib.max(0) as usize * 1024;
    if draft.size() > limit {
        return Err(errors::too_large(draft.size(), limit));
    }
    if row.is_auto {
        let at = ctx.chance().below(row.open.len().max(1) as u64) as usize;
        return Ok(row.open.get(at).map_or(0, |open| open.number));
    }
    let partition_key = draft.partition_key.ok_or_else(errors::no_partition_key)?;
    let hash = match draft.hash_key {
        // The model admits 39 digits, of which not all fit.
        Some(key) => key.parse().map_err(|_| errors::hash_key_too_large(key))?,
        None => shard::hash_of(partition_key),
    };
    Ok(row.shard_of(hash))
}

/// The sequence after which a record is to be numbered: that of a record of this stream.
fn read_ordering(ctx: &Ctx<'_>, stream: &Stream, text: &str) -> Result<u64, ApiError> {
    let refused = || {
        errors::invalid(format!(
            "SequenceNumberForOrdering {text} did not come from stream {}.",
            stream.name
        ))
    };
    let number = sequence::parse(text).filter(|number| number.is_of(stream.row.id));
    let number = number.ok_or_else(refused)?;
    let tip = ctx.table(&TIPS).get(&(stream.row.id, number.shard))?;
    match tip {
        Some(tip) if number.sequence < tip.next => Ok(number.sequence + 1),
        _ => Err(refused()),
    }
}

/// Writes a record and moves its shard's tip on; its sequence number.
fn write(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    shard: u64,
    draft: &Draft<'_>,
    after: u64,
    held: Option<&Held>,
) -> Result<String, ApiError> {
    let row = &stream.row;
    let key = (row.id, shard);
    let mut tip = ctx.table(&TIPS).get(&key)?.ok_or_else(ApiError::internal)?;
    let now = ctx.now().micros();
    let at = tip.at.max(now);
    let sequence = tip.next.max(after).max(now.max(0).cast_unsigned());
    let number = sequence::text(row.id, shard, sequence);
    let (data, data_key) = match held {
        Some(held) => {
            encryption::keep_key(ctx, row.id, held)?;
            (data_keys::seal(ctx, &held.key, &number, draft.data)?, Some(held.id))
        }
        None => (draft.data.to_vec(), None),
    };
    let record = RecordRow {
        at,
        partition_key: draft.partition_key.unwrap_or_default().to_owned(),
        data: data.into(),
        data_key,
    };
    ctx.table_mut(&RECORDS).put(&(row.id, shard, sequence), &record);
    tip.next = sequence + 1;
    tip.at = at;
    if !tip.is_watched {
        jobs::watch(ctx, row, shard, &mut tip, at);
    }
    ctx.table_mut(&TIPS).put(&key, &tip);
    ctx.wake(row.topic(shard), usize::MAX);
    Ok(number)
}
