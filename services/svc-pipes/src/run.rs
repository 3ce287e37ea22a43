//! The way of an event through a pipe, and the job that keeps it going.
//!
//! A running pipe has one waiting job, [`POLL`]. It asks the source; while there is nothing, it is
//! parked on what the source waits for (and on the pipe's own topic, by which it is ended). What
//! the source gives is carried ([`crate::belt`]) in the same transaction, and what was delivered or
//! filtered out is acknowledged. What the target refuses is not: the queue shows it again, and sets
//! it aside after too many times. So events are delivered at least once.
//!
//! A pipe from a stream has such a job for each shard besides: see [`crate::shards`].

use std::time::Duration;

use event_sources::queue::{self, Received};
use kernel::arn::Arn;
use kernel::scheduler::{Job, Retry};
use kernel::service::Waited;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp};
use serde_json::Value as Json;

use crate::belt::{Belt, Carried};
use crate::http_call::Ticket;
use crate::lifecycle;
use crate::limits;
use crate::shards;
use crate::source::{Settings, Source};
use crate::state::{BATCHES, BatchRow, PIPES, Pipe, Record, State};
use crate::whole::{Gone, Member};

/// `Name`, `Generation`; of a shard also `Shard` and `Lane`.
pub const POLL: &str = "Poll";

/// A poll that ends in a bug of ours is made again: the pipe is not to blame.
pub const AFTER_BUGS: Retry = Retry {
    retries_max: u32::MAX,
    delay_ms: limits::AFTER_BUG_MILLIS,
    growth_percent: 100,
    delay_ms_max: limits::AFTER_BUG_MILLIS,
};

pub fn enqueue_poll(ctx: &mut Ctx<'_>, pipe: &Pipe, at: Timestamp) {
    let ask = Ask::to("pipes", POLL)
        .with("Name", &pipe.name)
        .with("Generation", pipe.row.generation.cast_signed());
    ctx.enqueue(Job::now(ask).at(at).with_retry(AFTER_BUGS).waiting());
}

/// The call as a session of the pipe's role.
pub fn as_role(pipe: &Pipe, ask: Ask) -> Ask {
    pipe.reader().act(ask)
}

pub fn poll(ctx: &mut Ctx<'_>, input: &Struct) -> Result<Waited, ApiError> {
    let done = Ok(Waited::Ready(Struct::new()));
    let name = input.str("Name").unwrap_or_default();
    let generation = input.int("Generation").unwrap_or_default().cast_unsigned();
    let row = ctx.table(&PIPES).get(name)?;
    let is_mine = |state, of| state == State::Running && of == generation;
    let Some(row) = row.filter(|row| is_mine(row.state, row.generation)) else { return done };
    let mut pipe = Pipe { name: name.to_owned(), row };
    ctx.also_await(pipe.topic());
    let source = Source::of(&pipe.row.definition.source)?;
    let polled = match &source {
        Source::Queue(queue) => poll_queue(ctx, &pipe, &source, queue),
        Source::Stream(stream) => match input.str("Shard") {
            Some(shard) => {
                let lane = input.int("Lane").unwrap_or_default() as usize;
                shards::poll(ctx, &pipe, stream, (shard, lane))
            }
            None => shards::discover(ctx, &mut pipe, stream).map(|()| Waited::Ready(Struct::new())),
        },
    };
    match polled {
        Ok(waited) => Ok(waited),
        Err(error) if error.status() >= 500 => Err(error),
        Err(error) => {
            let reason = source.reason(&error);
            lifecycle::disable(ctx, &mut pipe, reason);
            done
        }
    }
}

fn poll_queue(
    ctx: &mut Ctx<'_>,
    pipe: &Pipe,
    source: &Source,
    queue: &Arn,
) -> Result<Waited, ApiError> {
    match gather(ctx, pipe, queue)? {
        Gathered::Nothing(waited) => Ok(waited),
        Gathered::Some => go_on(ctx, pipe),
        Gathered::Batch(records) => match process(ctx, pipe, source, queue, &records)? {
            Carried::Done => go_on(ctx, pipe),
            Carried::Waiting => {
                let generation = pipe.row.generation;
                let batch = BatchRow { generation, first: 0, records, is_under_way: true };
                ctx.table_mut(&BATCHES).put(&pipe.row.id, &batch);
                Ok(Waited::Ready(Struct::new()))
            }
        },
    }
}

enum Gathered {
    Nothing(Waited),
    /// Kept until the batch is full or its window is over.
    Some,
    Batch(Vec<Record>),
}

fn go_on(ctx: &mut Ctx<'_>, pipe: &Pipe) -> Result<Waited, ApiError> {
    let at = ctx.now() + Duration::from_millis(limits::ROUND_TRIP_MILLIS);
    enqueue_poll(ctx, pipe, at);
    Ok(Waited::Ready(Struct::new()))
}

/// Receives, until a batch is full or its window is over.
fn gather(ctx: &mut Ctx<'_>, pipe: &Pipe, queue: &Arn) -> Result<Gathered, ApiError> {
    let settings = Settings::of(&pipe.row.definition.source_parameters);
    let size = settings.batch_size;
    let window = Duration::from_secs(settings.window_s);
    let now = ctx.now();
    let kept = ctx.table(&BATCHES).get(&pipe.row.id)?;
    let mut batch = kept.filter(|kept| kept.generation == pipe.row.generation).unwrap_or_default();
    if batch.is_under_way {
        ctx.table_mut(&BATCHES).delete(&pipe.row.id);
        return Ok(Gathered::Batch(batch.records));
    }
    let has_begun = !batch.records.is_empty();
    let end = Timestamp::from_micros(batch.first) + window;
    if !(has_begun && now >= end) {
        let room = size.saturating_sub(batch.records.len());
        let window_s = settings.window_s.cast_signed();
        let hidden_s = (window_s > 0).then_some(limits::WINDOW_VISIBILITY_SECONDS + window_s);
        match queue::receive(ctx, &pipe.reader(), queue, room, hidden_s)? {
            Received::Nothing { topic, until } => {
                let until = if has_begun { until.min(end) } else { until };
                return Ok(Gathered::Nothing(Waited::NotYet { topic, until }));
            }
            Received::Records(records) => batch.records.extend(records.into_iter().map(Record::of)),
        }
    }
    let is_full = batch.records.len() >= size;
    if is_full || window.is_zero() || (has_begun && now >= end) {
        ctx.table_mut(&BATCHES).delete(&pipe.row.id);
        return Ok(Gathered::Batch(batch.records));
    }
    if !has_begun {
        batch = BatchRow {
            generation: pipe.row.generation,
            first: now.micros(),
            records: batch.records,
            is_under_way: false,
        };
    }
    ctx.table_mut(&BATCHES).put(&pipe.row.id, &batch);
    Ok(Gathered::Some)
}

/// Carries each record. In a group whose order counts, what comes after a failure is left for
/// later.
fn process(
    ctx: &mut Ctx<'_>,
    pipe: &Pipe,
    source: &Source,
    queue: &Arn,
    records: &[Record],
) -> Result<Carried, ApiError> {
    let belt = Belt::of(ctx, pipe, source)?;
    if belt.is_whole() {
        return process_whole(ctx, pipe, &belt, queue, records);
    }
    let mut done = Vec::with_capacity(records.len());
    let mut held_up: Vec<&str> = Vec::new();
    for record in records {
        let group = record.group.as_deref();
        if group.is_some_and(|group| held_up.contains(&group)) {
            continue;
        }
        let event: Json = serde_json::from_str(&record.event).map_err(|_| ApiError::internal())?;
        let ticket = Ticket { event: &record.receipt, lane: None };
        match belt.carry(ctx, &event, ticket) {
            Ok(Carried::Done) => done.push(record.receipt.as_str()),
            // Such a batch has one record.
            Ok(Carried::Waiting) => return Ok(Carried::Waiting),
            Err(_) => held_up.extend(group),
        }
    }
    queue::acknowledge(ctx, &pipe.reader(), queue, &done);
    Ok(Carried::Done)
}

/// Carries the batch at once. What fails is not acknowledged.
fn process_whole(
    ctx: &mut Ctx<'_>,
    pipe: &Pipe,
    belt: &Belt<'_>,
    queue: &Arn,
    records: &[Record],
) -> Result<Carried, ApiError> {
    let Some(first) = records.first() else { return Ok(Carried::Done) };
    let events = records.iter().map(|record| serde_json::from_str(&record.event));
    let events: Vec<Json> = events.collect::<Result<_, _>>().map_err(|_| ApiError::internal())?;
    let members = events.iter().map(|event| Member {
        id: event.get("messageId").and_then(Json::as_str).unwrap_or_default(),
        event,
    });
    let members: Vec<Member<'_>> = members.collect();
    let ticket = Ticket { event: &first.receipt, lane: None };
    let failed = match belt.carry_all(ctx, &members, ticket) {
        Ok(Gone::Waiting) => return Ok(Carried::Waiting),
        Ok(Gone::Done { failed }) => failed,
        Err(_) => (0..records.len()).collect(),
    };
    let good = records.iter().enumerate().filter(|(at, _)| !failed.contains(at));
    let good: Vec<&str> = good.map(|(_, record)| record.receipt.as_str()).collect();
    queue::acknowledge(ctx, &pipe.reader(), queue, &good);
    Ok(Carried::Done)
}
