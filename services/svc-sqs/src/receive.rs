//! ReceiveMessage: deliver what is ready, wait when nothing is, and set aside what fails too often.

use std::hash::{Hash as _, Hasher as _};

use kernel::{ApiError, Ctx, Timestamp, WaitedFor};
use rustc_hash::FxHasher;

use crate::api::{MessageBuilder, ReceiveMessageInput, ReceiveMessageOutput};
use crate::attempts;
use crate::dead_letter::{self, Aside};
use crate::delivery::{self, Wanted};
use crate::encryption;
use crate::errors;
use crate::index::{Place, Timekeeper};
use crate::limits;
use crate::messages;
use crate::queue;
use crate::send;
use crate::state::{MESSAGES, Queue, RECEIPTS, ReceiptRow, micros};

/// A receive with its defaults filled in.
struct Request<'a> {
    max: usize,
    visibility_s: i64,
    wait_s: i64,
    attempt_id: Option<&'a str>,
    wanted: Wanted<'a>,
    is_relaxed: bool,
}

/// What a receive has taken.
#[derive(Default)]
struct Taken {
    messages: Vec<MessageBuilder>,
    receipts: Vec<(u64, ReceiptRow)>,
    /// It has looked at as many messages as one call may.
    is_exhausted: bool,
}

pub fn receive_message(
    ctx: &mut Ctx<'_>,
    input: ReceiveMessageInput<'_>,
) -> Result<WaitedFor<ReceiveMessageOutput>, ApiError> {
    let queue = queue::find_by_url(ctx, input.queue_url())?;
    let request = Request::read(ctx, &queue, input)?;
    messages::settle(ctx, &queue, limits::EXPIRED_PER_CALL_MAX)?;
    if let Some(id) = request.attempt_id
        && let Some(receipts) = attempts::repeat(ctx, &queue, id, request.visibility_s)?
    {
        let messages = again(ctx, &queue, &request, &receipts)?;
        attempts::remember(ctx, &queue, id, &receipts)?;
        return Ok(ready(messages));
    }
    let is_full = messages::index(ctx, &queue)?.in_flight() >= limits::IN_FLIGHT_MAX;
    if is_full && !queue.row.is_fifo && request.wait_s == 0 {
        return Err(errors::too_many_in_flight());
    }
    let taken = take(ctx, &queue, &request)?;
    let (now, caller) = (ctx.now(), caller(ctx));
    if !taken.messages.is_empty() {
        if let Some(id) = request.attempt_id {
            attempts::remember(ctx, &queue, id, &taken.receipts)?;
        }
        messages::resign(ctx, &queue, caller)?;
        if let Some(visible) = taken.receipts.iter().map(|(_, receipt)| receipt.visible).min() {
            messages::expect_at(ctx, &queue, visible)?;
        }
        messages::rouse(ctx, &queue)?;
        let bodies = taken.messages.iter().filter_map(|it| it.0.str("Body"));
        ctx.meter(send::FURTHER_CHUNKS, send::further_chunks(bodies.map(str::len).sum()));
        return Ok(ready(taken.messages));
    }
    let deadline = ctx.waiting_since().micros().saturating_add(micros(request.wait_s));
    if now.micros() >= deadline {
        messages::resign(ctx, &queue, caller)?;
        return Ok(ready(Vec::new()));
    }
    // Others have their turn before a receive that set much aside goes on.
    let until = if taken.is_exhausted {
        now.micros()
    } else {
        let visible = messages::index(ctx, &queue)?.next_visible(queue.fifo_delay());
        visible.map_or(deadline, |at| at.min(deadline))
    };
    messages::promise(ctx, &queue, Timekeeper { until, caller })?;
    Ok(WaitedFor::NotYet { topic: queue.topic(), until: Timestamp::from_micros(until) })
}

impl<'a> Request<'a> {
    fn read(
        ctx: &Ctx<'_>,
        queue: &Queue,
        input: ReceiveMessageInput<'a>,
    ) -> Result<Request<'a>, ApiError> {
        let max = input.max_number_of_messages().unwrap_or(*limits::RECEIVE_MESSAGES.start());
        if !limits::RECEIVE_MESSAGES.contains(&max) {
            let reason = "Must be between 1 and 10, if provided.";
            return Err(errors::invalid_value(max, "MaxNumberOfMessages", reason));
        }
        let visibility_s = input.visibility_timeout().unwrap_or(queue.row.settings.visibility_s);
        if !limits::VISIBILITY_TIMEOUT.contains(&visibility_s) {
            let reason = "Must be >= 0 and <= 43200, if provided.";
            return Err(errors::invalid_value(visibility_s, "VisibilityTimeout", reason));
        }
        let wait_s = input.wait_time_seconds().unwrap_or(queue.row.settings.wait_s);
        if !limits::RECEIVE_MESSAGE_WAIT_TIME_SECONDS.contains(&wait_s) {
            let reason = "Must be >= 0 and <= 20, if provided.";
            return Err(errors::invalid_value(wait_s, "WaitTimeSeconds", reason));
        }
        let attempt_id = input.receive_request_attempt_id();
        if let Some(id) = attempt_id {
            if !queue.row.is_fifo {
                return Err(errors::not_for_this_queue_type(id, "ReceiveRequestAttemptId"));
            }
            send::check_token("ReceiveRequestAttemptId", id)?;
        }
        let semantics = ctx.setting("sqs.standard_semantics");
        Ok(Request {
            max: max as usize,
            visibility_s,
            wait_s,
            attempt_id,
            wanted: Wanted::read(input)?,
            is_relaxed: !queue.row.is_fifo && semantics.as_deref() == Some("relaxed"),
        })
    }
}

fn take(ctx: &mut Ctx<'_>, queue: &Queue, request: &Request<'_>) -> Result<Taken, ApiError> {
    let mut taken = Taken::default();
    let mut examined = 0;
    while taken.messages.len() < request.max {
        let candidates = candidates(ctx, queue, request, request.max - taken.messages.len())?;
        if candidates.is_empty() {
            break;
        }
        for sequence in candidates {
            if examined == limits::EXAMINED_PER_RECEIVE_MAX {
                taken.is_exhausted = true;
                return Ok(taken);
            }
            examined += 1;
            examine(ctx, queue, request, sequence, &mut taken)?;
        }
    }
    Ok(taken)
}

/// The messages to look at next.
fn candidates(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    request: &Request<'_>,
    max: usize,
) -> Result<Vec<u64>, ApiError> {
    let distance = if request.is_relaxed {
        Some(ctx.chance().below(limits::RELAXED_WINDOW as u64) as usize)
    } else {
        None
    };
    let index = messages::index(ctx, queue)?;
    let room = limits::IN_FLIGHT_MAX.saturating_sub(index.in_flight());
    if room == 0 {
        return Ok(Vec::new());
    }
    Ok(match distance {
        Some(distance) => index.ready_at(distance).into_iter().collect(),
        None => index.next_ready(max.min(room)),
    })
}

/// Delivers a message, or sets it aside when it is too old or has been received too often.
fn examine(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    request: &Request<'_>,
    sequence: u64,
    taken: &mut Taken,
) -> Result<(), ApiError> {
    let key = (queue.row.space, sequence);
    let now = ctx.now();
    let found = messages::index(ctx, queue)?.find(sequence);
    let (entry, place) = found.ok_or_else(ApiError::internal)?;
    debug_assert_eq!(place, Place::Ready);
    let row = ctx.table(&MESSAGES).get(&key)?.ok_or_else(ApiError::internal)?;
    if row.sent <= queue.cutoff(now) {
        return messages::remove(ctx, queue, entry, place);
    }
    let earlier = ctx.table(&RECEIPTS).get(&key)?;
    let received = earlier.as_ref().map_or(0, |receipt| receipt.count);
    if let Some(target) = dead_letter::target_of(ctx, queue, received)? {
        let key = encryption::key_of(ctx, queue, &row)?;
        messages::remove(ctx, queue, entry, place)?;
        let aside = Aside { row, key, receipt: earlier };
        return dead_letter::set_aside(ctx, queue, &target, aside);
    }
    let is_repeated =
        request.is_relaxed && ctx.chance().below(limits::RELAXED_DUPLICATE_ONE_IN) == 0;
    let hidden_s = if is_repeated { 0 } else { request.visibility_s };
    let receipt = ReceiptRow {
        visible: now.micros().saturating_add(micros(hidden_s)),
        count: received.saturating_add(1),
        first: earlier.map_or(now.micros(), |receipt| receipt.first),
        last: now.micros(),
        nonce: ctx.chance().u64(),
    };
    messages::hide(ctx, queue, entry, place, &receipt)?;
    let row = encryption::open(ctx, queue, row)?;
    taken.messages.push(delivery::show(queue, &request.wanted, sequence, row, &receipt));
    taken.receipts.push((sequence, receipt));
    Ok(())
}

/// The messages of a repeated attempt.
fn again(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    request: &Request<'_>,
    receipts: &[(u64, ReceiptRow)],
) -> Result<Vec<MessageBuilder>, ApiError> {
    let mut shown = Vec::with_capacity(receipts.len());
    for (sequence, receipt) in receipts {
        let row = ctx.table(&MESSAGES).get(&(queue.row.space, *sequence))?;
        let row = encryption::open(ctx, queue, row.ok_or_else(ApiError::internal)?)?;
        shown.push(delivery::show(queue, &request.wanted, *sequence, row, receipt));
    }
    Ok(shown)
}

fn ready(messages: Vec<MessageBuilder>) -> WaitedFor<ReceiveMessageOutput> {
    let messages = (!messages.is_empty()).then_some(messages);
    WaitedFor::Ready(ReceiveMessageOutput::new().messages(messages))
}

/// Tells one waiting call from another.
fn caller(ctx: &Ctx<'_>) -> u64 {
    let mut hasher = FxHasher::default();
    ctx.request_id().hash(&mut hasher);
    hasher.finish()
}
