//! What keeps an event source mapping going: its readers.
//!
//! A mapping of a queue has one waiting job, [`POLL`]; of a stream, one for each lane of each
//! shard. While the source has nothing, it is parked on what the source waits for, and on the
//! mapping's own topic, by which a change ends it: an idle mapping costs nothing. What was read
//! goes to the function by the step [`INVOKE`](crate::answer::INVOKE); the answer comes by
//! [`ANSWERED`], in a transaction that deletes the messages or moves the position on. So a killed
//! server runs the function again with the same batch, and loses nothing.
//!
//! The sources' ways are in [`crate::poll_queue`] and [`crate::poll_stream`].

use kernel::scheduler::Job;
use kernel::service::Waited;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use crate::answer::{self, Answer};
use crate::event_source;
use crate::event_source_function::Function;
use crate::event_source_limits as limits;
use crate::event_source_settings::Source;
use crate::event_source_state::{MAPPINGS, Mapping, State};
use crate::{poll_answer, poll_queue, poll_stream};

/// `Uuid`, `Generation`; of a shard also `Shard` and `Lane`.
pub const POLL: &str = "PollEventSource";
/// `Uuid`, `Id`, `Batch`, the answer; of a shard also `Shard` and `Lane`.
pub const ANSWERED: &str = "EventSourceAnswered";

/// What LastProcessingResult says of streams (Developer Guide, its examples).
pub const NOTHING_YET: &str = "No records processed";
const GOOD: &str = "OK";
const BAD: &str = "PROBLEM: Function call failed";

/// A mapping is enabled: its readers begin.
pub fn begin(ctx: &mut Ctx<'_>, mapping: &Mapping) -> Result<(), ApiError> {
    if let Source::Queue(_) = Source::of(&mapping.row.source)? {
        poll_queue::begin(ctx, mapping)?;
    }
    enqueue(ctx, mapping, None, ctx.now());
    Ok(())
}

pub fn enqueue(ctx: &mut Ctx<'_>, mapping: &Mapping, lane: Option<(&str, usize)>, at: Timestamp) {
    let mut ask = Ask::to("lambda", POLL)
        .with("Uuid", &mapping.uuid)
        .with("Generation", mapping.row.generation.cast_signed());
    if let Some((shard, lane)) = lane {
        ask = ask.with("Shard", shard).with("Lane", lane as i64);
    }
    ctx.enqueue(Job::now(ask).at(at).with_retry(limits::AFTER_BUGS).waiting());
}

pub fn poll(ctx: &mut Ctx<'_>, input: &Struct) -> Result<Waited, ApiError> {
    let done = Ok(Waited::Ready(Struct::new()));
    let uuid = input.str("Uuid").unwrap_or_default();
    let generation = input.int("Generation").unwrap_or_default().cast_unsigned();
    let row = ctx.table(&MAPPINGS).get(uuid)?;
    let row = row.filter(|row| row.state == State::Enabled && row.generation == generation);
    let Some(row) = row else { return done };
    let mut mapping = Mapping { uuid: uuid.to_owned(), row };
    ctx.also_await(mapping.topic());
    let source = Source::of(&mapping.row.source)?;
    let polled = Function::named(ctx, &mapping.row.function).and_then(|function| match &source {
        Source::Queue(queue) => poll_queue::poll(ctx, &mapping, &function, queue),
        Source::Stream(stream) => match input.str("Shard") {
            Some(shard) => {
                let lane = input.int("Lane").unwrap_or_default() as usize;
                poll_stream::poll(ctx, &mapping, &function, stream, (shard, lane))
            }
            None => poll_stream::discover(ctx, &mut mapping, &function, stream)
                .map(|()| Waited::Ready(Struct::new())),
        },
    });
    match polled {
        Ok(waited) => Ok(waited),
        Err(error) if error.status() >= 500 => Err(error),
        Err(error) => {
            let reason = format!("PROBLEM: {}", error.message());
            event_source::disable(ctx, &mut mapping, reason);
            done
        }
    }
}

/// The step by which the function's answer comes.
pub fn answered(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let uuid = input.str("Uuid").unwrap_or_default();
    let id = input.int("Id").unwrap_or_default().cast_unsigned();
    let number = input.int("Batch").unwrap_or_default().cast_unsigned();
    // A mapping that is gone leaves its messages to become visible again.
    let row = ctx.table(&MAPPINGS).get(uuid)?.filter(|row| row.id == id);
    let Some(row) = row else {
        poll_queue::forget(ctx, id, number);
        return Ok(Struct::new());
    };
    let mut mapping = Mapping { uuid: uuid.to_owned(), row };
    let answer = answer::read(input);
    match input.str("Shard") {
        None => poll_queue::answered(ctx, &mapping, number, &answer)?,
        Some(shard) => {
            let lane = input.int("Lane").unwrap_or_default() as usize;
            poll_answer::answered(ctx, &mapping, (shard, lane), number, &answer)?;
            let result = if answer.is_success() { GOOD } else { BAD };
            if mapping.row.last_result.as_deref() != Some(result) {
                mapping.row.last_result = Some(result.to_owned());
                ctx.table_mut(&MAPPINGS).put(uuid, &mapping.row);
            }
        }
    }
    if let Answer::Refused(refusal) = &answer
        && refusal.code == "ResourceNotFoundException"
        && mapping.row.state == State::Enabled
    {
        let reason = format!("PROBLEM: {}", refusal.message);
        event_source::disable(ctx, &mut mapping, reason);
    }
    Ok(Struct::new())
}

/// How long to wait after so many failures.
pub fn retry_delay(failures: u32) -> std::time::Duration {
    let doublings = failures.saturating_sub(1).min(16);
    let millis = limits::RETRY_DELAY_FIRST_MILLIS << doublings;
    std::time::Duration::from_millis(millis.min(limits::RETRY_DELAY_MILLIS_MAX))
}
