//! How a mapping reads a queue: batches, as many at a time as the function may have.
//!
//! A message is hidden while a batch gathers and while the function has it. What the function was
//! done with is deleted; what failed comes back when its visibility timeout is over, and the
//! queue's redrive policy sets it aside in the end.
//!
//! Source: Developer Guide, "Using Lambda with Amazon SQS", "Handling errors for an SQS event
//! source in Lambda" (what counts as a partial batch response).

use std::time::Duration;

use event_sources::queue::{self, Received};
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::service::Waited;
use kernel::{ApiError, Ctx, Struct, Timestamp};
use serde_json::Value as Json;

use crate::answer::{self, Answer};
use crate::event_source_function::Function;
use crate::event_source_limits as limits;
use crate::event_source_settings::{Settings, Source};
use crate::event_source_state::{
    BATCHES, BatchRow, GATHERED, GatheredRow, Mapping, MessageRow, POLLS, PollRow, State,
};
use crate::poll::{self, ANSWERED};
use crate::poll_measures;

/// `{"Records":[` and `]}`.
const FRAME_BYTES: usize = 14;

pub fn begin(ctx: &mut Ctx<'_>, mapping: &Mapping) -> Result<(), ApiError> {
    let mut polls = ctx.table(&POLLS).get(&mapping.row.id)?.unwrap_or_default();
    polls.generation = mapping.row.generation;
    polls.is_polling = true;
    ctx.table_mut(&POLLS).put(&mapping.row.id, &polls);
    Ok(())
}

/// One look at the queue.
pub fn poll(
    ctx: &mut Ctx<'_>,
    mapping: &Mapping,
    function: &Function,
    queue: &Arn,
) -> Result<Waited, ApiError> {
    let done = Ok(Waited::Ready(Struct::new()));
    let settings = Settings::of(&mapping.row.settings);
    let mut polls = ctx.table(&POLLS).get(&mapping.row.id)?.unwrap_or_default();
    if polls.in_flight >= settings.concurrency.unwrap_or(limits::CONCURRENCY_DEFAULT) {
        polls.is_polling = false;
        ctx.table_mut(&POLLS).put(&mapping.row.id, &polls);
        return done;
    }
    let batch = match gather(ctx, mapping, function, queue, &settings)? {
        Gathered::Nothing(waited) => return Ok(waited),
        Gathered::Some => Vec::new(),
        Gathered::Batch(batch) => batch,
    };
    if !batch.is_empty() {
        send(ctx, mapping, &mut polls, batch);
        ctx.table_mut(&POLLS).put(&mapping.row.id, &polls);
    }
    let at = ctx.now() + Duration::from_millis(limits::ROUND_TRIP_MILLIS);
    poll::enqueue(ctx, mapping, None, at);
    done
}

enum Gathered {
    Nothing(Waited),
    /// Kept until the batch is full or its window is over, or not wanted.
    Some,
    Batch(Vec<MessageRow>),
}

/// Receives, until a batch is full or its window is over.
fn gather(
    ctx: &mut Ctx<'_>,
    mapping: &Mapping,
    function: &Function,
    queue: &Arn,
    settings: &Settings,
) -> Result<Gathered, ApiError> {
    let id = mapping.row.id;
    let window = Duration::from_secs(settings.window_s);
    let now = ctx.now();
    let kept = ctx.table(&GATHERED).get(&id)?;
    let kept = kept.filter(|kept| kept.generation == mapping.row.generation);
    let mut kept = kept.unwrap_or_default();
    let has_begun = !kept.messages.is_empty();
    let end = Timestamp::from_micros(kept.first) + window;
    let is_over = kept.is_complete || (has_begun && now >= end);
    if !is_over {
        let room = settings.batch_size.saturating_sub(kept.messages.len());
        let reader = function.reader();
        match queue::receive(ctx, &reader, queue, room, None)? {
            Received::Nothing { topic, until } => {
                let until = if has_begun { until.min(end) } else { until };
                return Ok(Gathered::Nothing(Waited::NotYet { topic, until }));
            }
            Received::Records(records) => {
                let wanted = filter(ctx, mapping, function, queue, records)?;
                kept.messages.extend(wanted);
            }
        }
    }
    if kept.messages.is_empty() {
        return Ok(Gathered::Some);
    }
    let is_full = kept.messages.len() >= settings.batch_size || too_large(&kept.messages);
    if is_over || is_full || window.is_zero() {
        let rest = kept.messages.split_off(fitting(&kept.messages));
        if rest.is_empty() {
            ctx.table_mut(&GATHERED).delete(&id);
        } else {
            let rest = GatheredRow { messages: rest, is_complete: true, ..kept };
            ctx.table_mut(&GATHERED).put(&id, &rest);
            return Ok(Gathered::Batch(kept.messages));
        }
        return Ok(Gathered::Batch(kept.messages));
    }
    if !has_begun {
        kept.first = now.micros();
        kept.generation = mapping.row.generation;
    }
    ctx.table_mut(&GATHERED).put(&id, &kept);
    Ok(Gathered::Some)
}

/// "Lambda deletes the messages that your filter does not take."
fn filter(
    ctx: &mut Ctx<'_>,
    mapping: &Mapping,
    function: &Function,
    queue: &Arn,
    records: Vec<queue::Record>,
) -> Result<Vec<MessageRow>, ApiError> {
    let source = Source::Queue(queue.clone());
    let filters = source.filters(&mapping.row.settings)?;
    let is_wanted = |record: &queue::Record| filters.take(&record.event, source.payload_field());
    poll_measures::tell(ctx, mapping, &poll_measures::POLLED, records.len());
    let (wanted, others): (Vec<_>, Vec<_>) = records.into_iter().partition(is_wanted);
    let others: Vec<&str> = others.iter().map(|record| record.receipt.as_str()).collect();
    poll_measures::tell(ctx, mapping, &poll_measures::FILTERED_OUT, others.len());
    poll_measures::tell(ctx, mapping, &poll_measures::DELETED, others.len());
    queue::acknowledge(ctx, &function.reader(), queue, &others);
    Ok(wanted.into_iter().map(MessageRow::of).collect())
}

fn too_large(messages: &[MessageRow]) -> bool {
    fitting(messages) < messages.len()
}

/// How many of them fit into one payload; one always does.
fn fitting(messages: &[MessageRow]) -> usize {
    let mut bytes = FRAME_BYTES;
    let fits = |message: &&MessageRow| {
        bytes += message.event.len() + 1;
        bytes <= limits::PAYLOAD_BYTES_MAX
    };
    messages.iter().take_while(fits).count().max(1)
}

fn send(ctx: &mut Ctx<'_>, mapping: &Mapping, polls: &mut PollRow, messages: Vec<MessageRow>) {
    let number = polls.next_batch;
    polls.next_batch += 1;
    polls.in_flight += 1;
    let batch = BatchRow { messages, received: ctx.now().micros(), throttles: 0 };
    ctx.table_mut(&BATCHES).put(&(mapping.row.id, number), &batch);
    invoke(ctx, mapping, number, &batch, ctx.now());
}

fn invoke(ctx: &mut Ctx<'_>, mapping: &Mapping, number: u64, batch: &BatchRow, at: Timestamp) {
    let events: Vec<&str> = batch.messages.iter().map(|message| message.event.as_str()).collect();
    let payload = format!("{{\"Records\":[{}]}}", events.join(","));
    let reply = Struct::new()
        .with("Uuid", &mapping.uuid)
        .with("Id", mapping.row.id.cast_signed())
        .with("Batch", number.cast_signed());
    let ask = answer::own(ctx, &mapping.row.function, payload, ANSWERED, reply);
    ctx.enqueue(Job::now(ask).at(at));
}

/// The mapping is gone.
pub fn forget(ctx: &mut Ctx<'_>, id: u64, number: u64) {
    ctx.table_mut(&BATCHES).delete(&(id, number));
}

pub fn answered(
    ctx: &mut Ctx<'_>,
    mapping: &Mapping,
    number: u64,
    answer: &Answer,
) -> Result<(), ApiError> {
    let key = (mapping.row.id, number);
    let Some(mut batch) = ctx.table(&BATCHES).get(&key)? else { return Ok(()) };
    let Source::Queue(queue) = Source::of(&mapping.row.source)? else { return Ok(()) };
    if answer.is_to_come_again() && is_hidden(ctx, mapping, &queue, &batch) {
        batch.throttles += 1;
        ctx.table_mut(&BATCHES).put(&key, &batch);
        let at = ctx.now() + poll::retry_delay(batch.throttles);
        invoke(ctx, mapping, number, &batch, at);
        return Ok(());
    }
    ctx.table_mut(&BATCHES).delete(&key);
    let is_reporting = Settings::of(&mapping.row.settings).is_reporting;
    let done = done_with(&batch.messages, answer, is_reporting);
    measure(ctx, mapping, answer, (batch.messages.len(), done.len()));
    // A function that was deleted meanwhile has no role any more.
    if let Ok(function) = Function::named(ctx, &mapping.row.function) {
        queue::acknowledge(ctx, &function.reader(), &queue, &done);
    }
    let Some(mut polls) = ctx.table(&POLLS).get(&mapping.row.id)? else { return Ok(()) };
    polls.in_flight = polls.in_flight.saturating_sub(1);
    let is_running = mapping.row.state == State::Enabled;
    if is_running && polls.generation == mapping.row.generation && !polls.is_polling {
        polls.is_polling = true;
        poll::enqueue(ctx, mapping, None, ctx.now());
    }
    ctx.table_mut(&POLLS).put(&mapping.row.id, &polls);
    Ok(())
}

/// Of a batch, of which so many are done.
fn measure(ctx: &mut Ctx<'_>, mapping: &Mapping, answer: &Answer, (all, done): (usize, usize)) {
    let has_run = !matches!(answer, Answer::Refused(_));
    poll_measures::tell(ctx, mapping, &poll_measures::INVOKED, if has_run { all } else { 0 });
    poll_measures::tell(ctx, mapping, &poll_measures::FAILED, all - done);
    poll_measures::tell(ctx, mapping, &poll_measures::DELETED, done);
}

/// "Lambda retries until the message's timestamp exceeds your queue's visibility timeout, at which
/// point Lambda drops the message."
fn is_hidden(ctx: &mut Ctx<'_>, mapping: &Mapping, queue: &Arn, batch: &BatchRow) -> bool {
    let Ok(function) = Function::named(ctx, &mapping.row.function) else { return false };
    let timeout = queue::attribute(ctx, &function.reader(), queue, "VisibilityTimeout");
    let seconds = timeout.ok().flatten().and_then(|text| text.parse().ok()).unwrap_or(0);
    ctx.now() < Timestamp::from_micros(batch.received) + Duration::from_secs(seconds)
}

/// The receipts of what is to be deleted.
fn done_with<'b>(messages: &'b [MessageRow], answer: &Answer, is_reporting: bool) -> Vec<&'b str> {
    let Answer::Payload(payload) = answer else { return Vec::new() };
    let all = || messages.iter().map(|message| message.receipt.as_str()).collect();
    if !is_reporting {
        return all();
    }
    let failed = match failures(payload) {
        Reported::None => return all(),
        Reported::All => return Vec::new(),
        Reported::Some(failed) => failed,
    };
    let is_known = |id: &String| messages.iter().any(|message| message.id == *id);
    if !failed.iter().all(is_known) {
        return Vec::new();
    }
    let good = messages.iter().filter(|message| !failed.contains(&message.id));
    good.map(|message| message.receipt.as_str()).collect()
}

/// What a function says of the items of its batch.
#[derive(Debug, PartialEq, Eq)]
pub enum Reported {
    /// None has failed.
    None,
    /// The answer cannot be read: all count as failed.
    All,
    Some(Vec<String>),
}

/// Source: "Success and failure conditions" of the guide's pages on partial batch responses.
pub fn failures(payload: &[u8]) -> Reported {
    if payload.is_empty() {
        return Reported::None;
    }
    let Ok(answer) = serde_json::from_slice::<Json>(payload) else { return Reported::All };
    // What is no object lists nothing.
    let listed = answer.get("batchItemFailures");
    let items = match listed {
        None | Some(Json::Null) => return Reported::None,
        Some(Json::Array(items)) => items,
        Some(_) => return Reported::All,
    };
    let ids = items.iter().map(|item| {
        let id = item.get("itemIdentifier").and_then(Json::as_str)?;
        (!id.is_empty()).then(|| id.to_owned())
    });
    match ids.collect::<Option<Vec<_>>>() {
        None => Reported::All,
        Some(ids) if ids.is_empty() => Reported::None,
        Some(ids) => Reported::Some(ids),
    }
}

impl MessageRow {
    fn of(record: queue::Record) -> MessageRow {
        MessageRow {
            id: record.message_id,
            receipt: record.receipt,
            event: record.event.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(answer: &str, expected: &Reported) {
        assert_eq!(failures(answer.as_bytes()), *expected, "{answer}");
    }

    #[test]
    fn answers_are_read_as_the_guide_says() {
        for success in ["", "null", "{}", r#"{"batchItemFailures": []}"#] {
            check(success, &Reported::None);
        }
        check(r#"{"batchItemFailures": null}"#, &Reported::None);
        for failure in [
            "{",
            r#"{"batchItemFailures": [{"itemIdentifier": ""}]}"#,
            r#"{"batchItemFailures": [{"itemIdentifier": null}]}"#,
            r#"{"batchItemFailures": [{"wrong": "a"}]}"#,
        ] {
            check(failure, &Reported::All);
        }
        let one = r#"{"batchItemFailures": [{"itemIdentifier": "a"}]}"#;
        check(one, &Reported::Some(vec!["a".to_owned()]));
    }

    #[test]
    fn a_message_that_was_never_sent_makes_the_whole_batch_fail() {
        let message = |id: &str| MessageRow {
            id: id.to_owned(),
            receipt: format!("r{id}"),
            event: String::new(),
        };
        let messages = [message("a"), message("b")];
        let done =
            |answer: &str| done_with(&messages, &Answer::Payload(answer.as_bytes().to_vec()), true);
        assert_eq!(done("{}"), ["ra", "rb"]);
        assert_eq!(done(r#"{"batchItemFailures": [{"itemIdentifier": "a"}]}"#), ["rb"]);
        assert!(done(r#"{"batchItemFailures": [{"itemIdentifier": "c"}]}"#).is_empty());
        assert!(done_with(&messages, &Answer::Error("Unhandled".to_owned()), true).is_empty());
    }

    #[test]
    fn payloads_are_bounded_and_take_one_message_at_least() {
        let message = |bytes: usize| MessageRow {
            id: String::new(),
            receipt: String::new(),
            event: "x".repeat(bytes),
        };
        let third = limits::PAYLOAD_BYTES_MAX / 3;
        let messages: Vec<MessageRow> = [third, third, third].map(message).into();
        assert_eq!(fitting(&messages), 2);
        assert_eq!(fitting(&[message(limits::PAYLOAD_BYTES_MAX)]), 1);
    }
}
