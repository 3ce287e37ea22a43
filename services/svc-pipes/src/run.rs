//! The way of an event through a pipe, and the job that keeps it going.
//!
//! A running pipe has one waiting job, [`POLL`]. It asks the source; while there is nothing, it is
//! parked on what the source waits for (and on the pipe's own topic, by which it is ended). What
//! the source gives is filtered, transformed and delivered in the same transaction, and what was
//! delivered or filtered out is acknowledged. What the target refuses is not: the queue shows it
//! again, and sets it aside after too many times. So events are delivered at least once.

use std::time::Duration;

use kernel::arn::Arn;
use kernel::scheduler::{Job, Retry};
use kernel::service::Waited;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp};
use serde_json::Value as Json;

use crate::api::{PipeSourceParameters, PipeTargetParameters};
use crate::filter::{Filters, open_payload};
use crate::lifecycle;
use crate::limits;
use crate::source::{self, Received, Source};
use crate::state::{BATCHES, BatchRow, PIPES, Pipe, Record, State};
use crate::target::{Outgoing, Target};
use crate::template::{self, Values};

/// `Name`, `Generation`.
pub const POLL: &str = "Poll";

/// A poll that ends in a bug of ours is made again: the pipe is not to blame.
const AFTER_BUGS: Retry = Retry {
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
    // The session is named after the pipe's id, as AWS's are after something of their own.
    let session = format!("{:016x}", pipe.row.id);
    match Arn::parse(&pipe.row.definition.role) {
        Some(role) => ask.as_role(&role, &session),
        None => ask,
    }
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
    match gather(ctx, &pipe, &source) {
        Ok(Gathered::Nothing(waited)) => Ok(waited),
        Ok(Gathered::Some) => go_on(ctx, &pipe),
        Ok(Gathered::Batch(records)) => {
            process(ctx, &pipe, &source, &records)?;
            go_on(ctx, &pipe)
        }
        Err(error) if error.status() >= 500 => Err(error),
        Err(error) => {
            let reason = source.reason(&error);
            lifecycle::disable(ctx, &mut pipe, reason);
            done
        }
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
fn gather(ctx: &mut Ctx<'_>, pipe: &Pipe, source: &Source) -> Result<Gathered, ApiError> {
    let parameters = &pipe.row.definition.source_parameters;
    let size = source::batch_size(parameters) as usize;
    let window = Duration::from_secs(source::window_s(parameters) as u64);
    let now = ctx.now();
    let kept = ctx.table(&BATCHES).get(&pipe.row.id)?;
    let mut batch = kept.filter(|kept| kept.generation == pipe.row.generation).unwrap_or_default();
    let has_begun = !batch.records.is_empty();
    let end = Timestamp::from_micros(batch.first) + window;
    if !(has_begun && now >= end) {
        let room = size.saturating_sub(batch.records.len());
        match source.receive(ctx, pipe, room)? {
            Received::Nothing { topic, until } => {
                let until = if has_begun { until.min(end) } else { until };
                return Ok(Gathered::Nothing(Waited::NotYet { topic, until }));
            }
            Received::Records(records) => batch.records.extend(records),
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
        };
    }
    ctx.table_mut(&BATCHES).put(&pipe.row.id, &batch);
    Ok(Gathered::Some)
}

/// Filters, transforms and delivers each record. In a group whose order counts, what comes after a
/// failure is left for later.
fn process(
    ctx: &mut Ctx<'_>,
    pipe: &Pipe,
    source: &Source,
    records: &[Record],
) -> Result<(), ApiError> {
    let definition = &pipe.row.definition;
    let criteria = PipeSourceParameters(&definition.source_parameters).filter_criteria();
    let filters = Filters::compile(criteria, source.payload_field())?;
    let target = Target::of(ctx, &definition.target)?;
    let mut done = Vec::with_capacity(records.len());
    let mut held_up: Vec<&str> = Vec::new();
    for record in records {
        let group = record.group.as_deref();
        if group.is_some_and(|group| held_up.contains(&group)) {
            continue;
        }
        let event: Json = serde_json::from_str(&record.event).map_err(|_| ApiError::internal())?;
        if !filters.take(&event, source.payload_field()) {
            done.push(record);
            continue;
        }
        let outgoing = transform(ctx, pipe, source, &event);
        let delivered = target.deliver(ctx, pipe, &outgoing.as_outgoing(source));
        match delivered {
            Ok(()) => done.push(record),
            Err(_) => held_up.extend(group),
        }
    }
    source.acknowledge(ctx, pipe, &done);
    Ok(())
}

struct Transformed {
    text: String,
    opened: Json,
}

impl Transformed {
    fn as_outgoing(&self, source: &Source) -> Outgoing<'_> {
        Outgoing {
            text: self.text.clone(),
            opened: &self.opened,
            event_source: source.event_source(),
        }
    }
}

/// Without a template the target gets the whole event.
fn transform(ctx: &Ctx<'_>, pipe: &Pipe, source: &Source, event: &Json) -> Transformed {
    let mut opened = event.clone();
    let is_json = open_payload(&mut opened, source.payload_field());
    let parameters = PipeTargetParameters(&pipe.row.definition.target_parameters);
    let text = match parameters.input_template() {
        None => event.to_string(),
        Some(template) => template::fill(
            template,
            &Values {
                pipe_arn: &pipe.arn(ctx).to_string(),
                pipe_name: &pipe.name,
                source_arn: &pipe.row.definition.source,
                target_arn: &pipe.row.definition.target,
                ingestion_time: &ctx.now().iso8601_millis(),
                event,
                opened: &opened,
                is_json,
            },
        ),
    };
    Transformed { text, opened }
}
