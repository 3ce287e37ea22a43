//! Buffers: records are appended to them and leave as batches, whichever of size and time comes
//! first.
//!
//! What an append costs does not depend on what the buffer holds: a row for the record, and the
//! small row of the buffer. A buffer that is begun leaves one job, for the time when it is old
//! enough; one that has become full is gone by then, and the job finds another batch there.

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::scheduler::{self, Job};
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use crate::deliver;
use crate::encryption::{self, Seal};
use crate::limits;
use crate::place::Processing;
use crate::state::{
    BATCHES, BUFFERS, BatchRow, BufferRow, KinesisRow, Lane, RECORDS, RecordRow, STREAMS, Stream,
};
use crate::{http_delivery, transform};

/// `Stream`, `Id`, `Lane`, `Batch`: the buffer is old enough.
pub const EXPIRE: &str = "ExpireBuffer";
/// What keeps a step from deciding about its batch is a failure of ours, such as a full disk.
const UNTIL_IT_WORKS: scheduler::Retry = scheduler::Retry {
    retries_max: u32::MAX,
    delay_ms: 1_000,
    growth_percent: 200,
    delay_ms_max: 60_000,
};
/// The principal of Firehose.
pub const PRINCIPAL: &str = "firehose.amazonaws.com";

/// A record on its way into a buffer.
#[derive(Clone, Debug)]
pub struct Record {
    pub data: Vec<u8>,
    /// When it came to the stream.
    pub at: i64,
    pub kinesis: Option<KinesisRow>,
}

/// Appends records to buffers of one stream, and writes the buffers' rows once at the end.
pub struct Filler<'a> {
    stream: &'a Stream,
    processing: &'a Processing<'a>,
    seal: Option<Seal>,
    open: BTreeMap<String, BufferRow>,
}

impl<'a> Filler<'a> {
    pub fn new(
        ctx: &mut Ctx<'_>,
        stream: &'a Stream,
        processing: &'a Processing<'a>,
    ) -> Result<Filler<'a>, ApiError> {
        let seal = encryption::to_write(ctx, stream)?;
        Ok(Filler { stream, processing, seal, open: BTreeMap::new() })
    }

    /// Whether one more partition may be open.
    pub fn has_room(&self, ctx: &Ctx<'_>, lane: &Lane) -> Result<bool, ApiError> {
        let text = lane.text();
        let key = (self.stream.row.id, text.clone());
        if self.open.contains_key(&text) || ctx.table(&BUFFERS).contains(&key)? {
            return Ok(true);
        }
        let most = limits::PARTITIONS_MAX as usize;
        let range = Range::within(&(self.stream.row.id,)).starting_with("out/");
        let mut open = self.open.keys().filter(|key| key.starts_with("out/")).count();
        for key in ctx.table(&BUFFERS).keys(&range).take(most) {
            if !self.open.contains_key(&key?.1) {
                open += 1;
            }
        }
        Ok(open < most)
    }

    pub fn add(&mut self, ctx: &mut Ctx<'_>, lane: Lane, record: Record) -> Result<(), ApiError> {
        let text = lane.text();
        let mut buffer = match self.open.remove(&text) {
            Some(buffer) => buffer,
            None => self.find_or_begin(ctx, &text, lane, record.at)?,
        };
        let key = (buffer.batch, u64::from(buffer.count));
        let bytes = record.data.len() as u64;
        let (data, data_key) = match &self.seal {
            Some(seal) => seal.close(ctx, key, &record.data)?,
            None => (record.data, None),
        };
        let row = RecordRow { data: data.into(), at: record.at, data_key, kinesis: record.kinesis };
        ctx.table_mut(&RECORDS).put(&key, &row);
        buffer.count += 1;
        buffer.bytes += bytes;
        buffer.oldest = buffer.oldest.min(record.at);
        let hints = self.stream.row.destination.hints(self.processing, &buffer.lane);
        if buffer.bytes >= hints.bytes || buffer.count >= limits::BATCH_RECORDS_MAX {
            ctx.table_mut(&BUFFERS).delete(&(self.stream.row.id, text.as_str()));
            send_off(ctx, self.stream, buffer);
        } else {
            self.open.insert(text, buffer);
        }
        Ok(())
    }

    fn find_or_begin(
        &self,
        ctx: &mut Ctx<'_>,
        text: &str,
        lane: Lane,
        oldest: i64,
    ) -> Result<BufferRow, ApiError> {
        if let Some(found) = ctx.table(&BUFFERS).get(&(self.stream.row.id, text))? {
            return Ok(found);
        }
        let now = ctx.now();
        let hints = self.stream.row.destination.hints(self.processing, &lane);
        let batch = ctx.chance().u64();
        let buffer = BufferRow { batch, lane, first: now.micros(), count: 0, bytes: 0, oldest };
        let ask =
            step(ctx, self.stream, EXPIRE).with("Lane", text).with("Batch", batch.cast_signed());
        let wait = Duration::from_secs(hints.seconds.max(0).cast_unsigned());
        ctx.enqueue(Job::now(ask).at(now + wait));
        Ok(buffer)
    }

    /// Writes down what has been appended.
    pub fn finish(self, ctx: &mut Ctx<'_>) {
        for (text, buffer) in &self.open {
            ctx.table_mut(&BUFFERS).put(&(self.stream.row.id, text.as_str()), buffer);
        }
    }
}

/// A step of ours for a stream: `Stream` and `Id` say for which. It acts as Firehose for the
/// stream, so that roles see for whom they are taken on.
pub fn step(ctx: &Ctx<'_>, stream: &Stream, name: &'static str) -> Ask {
    Ask::to("firehose", name)
        .with("Stream", stream.name.as_str())
        .with("Id", stream.row.id.cast_signed())
        .as_service(PRINCIPAL)
        .for_source(stream.arn(ctx), ctx.account())
}

/// The stream for which a step runs, if it is still there.
pub fn stream_of(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<Stream>, ApiError> {
    let name = input.str("Stream").unwrap_or_default();
    let id = input.int("Id").unwrap_or_default().cast_unsigned();
    let row = ctx.table(&STREAMS).get_shared(name)?.filter(|row| row.id == id);
    Ok(row.map(|row| Stream { name: name.to_owned(), row }))
}

/// The batch for which a step runs, and its stream, if they are still there.
pub fn batch_of(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<(Stream, BatchRow)>, ApiError> {
    let Some(stream) = stream_of(ctx, input)? else { return Ok(None) };
    let batch = input.int("Batch").unwrap_or_default().cast_unsigned();
    let row = ctx.table(&BATCHES).get(&(stream.row.id, batch))?;
    Ok(row.map(|row| (stream, row)))
}

pub fn expire(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(stream) = stream_of(ctx, input)? else { return Ok(Struct::new()) };
    let lane = input.str("Lane").unwrap_or_default();
    let batch = input.int("Batch").unwrap_or_default().cast_unsigned();
    let key = (stream.row.id, lane);
    let buffer = ctx.table(&BUFFERS).get(&key)?.filter(|buffer| buffer.batch == batch);
    if let Some(buffer) = buffer {
        ctx.table_mut(&BUFFERS).delete(&key);
        send_off(ctx, &stream, buffer);
    }
    Ok(Struct::new())
}

/// A buffer becomes a batch that goes its way.
fn send_off(ctx: &mut Ctx<'_>, stream: &Stream, buffer: BufferRow) {
    let uuid = ctx.chance().uuid();
    let now = ctx.now();
    let batch = BatchRow { buffer, uuid, attempts: 0, since: now.micros() };
    let key = (stream.row.id, batch.buffer.batch);
    ctx.table_mut(&BATCHES).put(&key, &batch);
    try_at(ctx, stream, &batch, now);
}

/// Has a batch tried then.
pub fn try_at(ctx: &mut Ctx<'_>, stream: &Stream, batch: &BatchRow, at: Timestamp) {
    let is_http = stream.row.destination.kind == crate::state::Kind::Http;
    let name = match &batch.buffer.lane {
        Lane::Intake => transform::INVOKE,
        Lane::Out(_) if is_http => http_delivery::SEND,
        _ => deliver::PUT,
    };
    let ask = step(ctx, stream, name).with("Batch", batch.buffer.batch.cast_signed());
    ctx.enqueue(Job::now(ask).at(at).with_retry(UNTIL_IT_WORKS));
}

/// The records of a batch in the clear, in their order.
pub fn read(ctx: &mut Ctx<'_>, stream: &Stream, batch: &BatchRow) -> Result<Vec<Record>, ApiError> {
    let range = Range::within(&(batch.buffer.batch,));
    let rows = ctx.table(&RECORDS).scan(&range).collect::<Result<Vec<_>, _>>()?;
    let mut out = Vec::with_capacity(rows.len());
    for (key, row) in rows {
        let data = encryption::open(ctx, stream, key, row.data.into(), row.data_key)?;
        out.push(Record { data, at: row.at, kinesis: row.kinesis });
    }
    Ok(out)
}

/// As [`read`]. Records that cannot be opened now (the key is not to be had) are tried again later,
/// for as long as they are kept: then there are none.
pub fn read_or_wait(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    batch: &BatchRow,
) -> Result<Option<Vec<Record>>, ApiError> {
    let error = match read(ctx, stream, batch) {
        Ok(records) => return Ok(Some(records)),
        Err(error) => error,
    };
    let at = ctx.now() + limits::RETRY_MOST;
    if at < Timestamp::from_micros(batch.buffer.oldest) + limits::KEPT {
        tracing::debug!(%error, stream = stream.name, "records cannot be opened now");
        ctx.table_mut(&BATCHES).put(&(stream.row.id, batch.buffer.batch), batch);
        try_at(ctx, stream, batch, at);
    } else {
        tracing::warn!(%error, stream = stream.name, "records were kept for a day and are lost");
        done(ctx, stream, batch)?;
    }
    Ok(None)
}

/// A batch has arrived, or is given up.
pub fn done(ctx: &mut Ctx<'_>, stream: &Stream, batch: &BatchRow) -> Result<(), ApiError> {
    ctx.table_mut(&BATCHES).delete(&(stream.row.id, batch.buffer.batch));
    ctx.table_mut(&RECORDS).delete_range(&Range::within(&(batch.buffer.batch,)))?;
    Ok(())
}

/// When a batch may be tried again that was refused: later each time, up to a day.
pub fn again(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    mut batch: BatchRow,
    retry: Retry,
) -> Result<Attempt, ApiError> {
    let now = ctx.now();
    batch.attempts += 1;
    let growth = 1_u32 << (batch.attempts - 1).min(16);
    let mut wait = (retry.first * growth).min(retry.most);
    if retry.jitter > 0.0 {
        wait = wait.mul_f64(1.0 + retry.jitter * (2.0 * ctx.chance().fraction() - 1.0));
    }
    if now + wait >= retry.until {
        return Ok(Attempt::WasTheLast(batch));
    }
    ctx.table_mut(&BATCHES).put(&(stream.row.id, batch.buffer.batch), &batch);
    try_at(ctx, stream, &batch, now + wait);
    Ok(Attempt::Follows)
}

/// How a batch is tried again.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    pub first: Duration,
    pub most: Duration,
    /// Share by which a wait may differ.
    pub jitter: f64,
    pub until: Timestamp,
}

#[derive(Debug)]
pub enum Attempt {
    Follows,
    WasTheLast(BatchRow),
}
