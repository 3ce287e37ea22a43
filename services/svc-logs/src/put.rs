//! PutLogEvents.
//!
//! A request's events that are neither too old nor too new go into chunks (see [`crate::state`]).
//! What filters make of them comes later, in a step of its own.

use std::ops::Range;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    InputLogEvent, PutLogEventsInput, PutLogEventsOutput, RejectedEntityInfoBuilder,
    RejectedLogEventsInfoBuilder, entity_rejection_error_type,
};
use crate::charge;
use crate::emf;
use crate::encryption;
use crate::errors;
use crate::filters;
use crate::group;
use crate::jobs;
use crate::limits;
use crate::live_tail;
use crate::position::Position;
use crate::protection;
use crate::state::{
    ACCOUNT, CHUNKS, ChunkRow, EventRow, Group, STORED, STREAM_CHUNKS, STREAM_TIMES, STREAMS,
    StreamRow,
};
use crate::stream;

pub fn put_log_events(
    ctx: &mut Ctx<'_>,
    input: PutLogEventsInput<'_>,
) -> Result<PutLogEventsOutput, ApiError> {
    let group = group::find(ctx, input.log_group_name())?;
    let mut stream = stream::find(ctx, &group, input.log_stream_name())?;
    let events = input.log_events();
    check(events)?;
    let (accepted, rejected) = judge(ctx, &group, events)?;
    let request = ctx.transaction().max(stream.next_request);
    let mut output = PutLogEventsOutput::new().rejected_log_events_info(rejected);
    if !accepted.is_empty() {
        stream.next_request = request + 1;
        let batch = Batch { group: &group, stream: &stream, request };
        let bytes = batch.write(ctx, events, accepted.clone())?;
        let times = (events.get(accepted.start), events.get(accepted.end - 1));
        if let (Some(first), Some(last)) = times {
            let span = (first.timestamp(), last.timestamp());
            remember(ctx, &group, input.log_stream_name(), &mut stream, span);
            count(ctx, &group, (accepted.len(), bytes), first.timestamp())?;
            let has_embedded = events.iter().any(|event| emf::is_in(event.message()));
            let has_policies = has_policies(ctx, &group)?;
            let request_of = (stream.id, request);
            filters::after_put(ctx, &group, request_of, span, (has_embedded, has_policies));
            live_tail::after_put(ctx, &group, (stream.id, request), span);
        }
    }
    if input.entity().is_some() {
        // Entities are of Application Signals, which is not here: the events stand without them.
        let kind = entity_rejection_error_type::UNSUPPORTED_LOG_GROUP_TYPE;
        output = output.rejected_entity_info(RejectedEntityInfoBuilder::new().error_type(kind));
    }
    let next = Position::new(ctx.now().millis(), request + 1, stream.id, 0);
    Ok(output.next_sequence_token(next.digits()))
}

/// Whether a policy of the group or the account looks at what comes.
fn has_policies(ctx: &Ctx<'_>, group: &Group) -> Result<bool, ApiError> {
    let account = ctx.table(&ACCOUNT).get_shared(&())?;
    let is_of_account = account.is_some_and(|row| {
        row.subscription.is_some() || protection::present(&row.protections).is_some()
    });
    Ok(is_of_account || protection::present(&group.row.protections).is_some())
}

fn check(events: List<'_, InputLogEvent<'_>>) -> Result<(), ApiError> {
    let mut sum = 0;
    let mut before = i64::MIN;
    for event in events {
        let bytes = event.message().len() + limits::EVENT_OVERHEAD_BYTES;
        if bytes > limits::EVENT_BYTES_MAX {
            return Err(errors::event_too_large(bytes, limits::EVENT_BYTES_MAX));
        }
        sum += bytes;
        if event.timestamp() < before {
            return Err(errors::not_chronological());
        }
        before = event.timestamp();
    }
    if sum > limits::BATCH_BYTES_MAX {
        return Err(errors::upload_too_large(sum, limits::BATCH_BYTES_MAX));
    }
    Ok(())
}

/// Which events are taken, and what is said of the others. Events are in order, so those that are
/// too old come first.
fn judge(
    ctx: &Ctx<'_>,
    group: &Group,
    events: List<'_, InputLogEvent<'_>>,
) -> Result<(Range<usize>, Option<RejectedLogEventsInfoBuilder>), ApiError> {
    let now = ctx.now().millis();
    let floor = group.floor(now);
    let count = |is_so: &dyn Fn(i64) -> bool| {
        events.iter().take_while(|event| is_so(event.timestamp())).count()
    };
    let too_old = count(&|at| at < now - limits::TOO_OLD_MS);
    let expired = count(&|at| at < floor);
    let end = count(&|at| at <= now + limits::TOO_NEW_MS);
    let begin = too_old.max(expired).min(end);
    let time = |at: usize| events.get(at).map(InputLogEvent::timestamp);
    if let (Some(first), Some(last)) = (time(begin), end.checked_sub(1).and_then(time))
        && begin < end
        && last - first > limits::BATCH_SPAN_MS
    {
        return Err(errors::spans_too_long());
    }
    if begin == 0 && end == events.len() {
        return Ok((begin..end, None));
    }
    let rejected = RejectedLogEventsInfoBuilder::new()
        .too_new_log_event_start_index((end < events.len()).then_some(end))
        .too_old_log_event_end_index((too_old > 0).then_some(too_old))
        .expired_log_event_end_index((expired > too_old).then_some(expired));
    Ok((begin..end, Some(rejected)))
}

struct Batch<'a> {
    group: &'a Group,
    stream: &'a StreamRow,
    request: u64,
}

impl Batch<'_> {
    /// Writes the events as chunks; all their bytes.
    fn write(
        &self,
        ctx: &mut Ctx<'_>,
        events: List<'_, InputLogEvent<'_>>,
        accepted: Range<usize>,
    ) -> Result<u64, ApiError> {
        let held = encryption::to_write(ctx, self.group)?;
        let ingested = ctx.now().millis();
        let mut sum = 0;
        let mut at = accepted.start;
        while at < accepted.end {
            let (first, mut row, end) = self.next_chunk(events, at..accepted.end, ingested);
            sum += row.bytes;
            if let Some(held) = &held {
                encryption::seal(ctx, held, first, &mut row)?;
            }
            ctx.table_mut(&CHUNKS).put(&(self.group.row.id, first), &row);
            ctx.table_mut(&STREAM_CHUNKS).put(&(self.stream.id, first), &());
            at = end;
        }
        Ok(sum)
    }

    /// As many of these events as one chunk takes, and where the next one begins.
    fn next_chunk(
        &self,
        events: List<'_, InputLogEvent<'_>>,
        range: Range<usize>,
        ingested: i64,
    ) -> (Position, ChunkRow, usize) {
        let begin = range.start;
        let start = events.get(begin).map_or(0, InputLogEvent::timestamp);
        let first = Position::new(start, self.request, self.stream.id, begin as u32);
        let mut row =
            ChunkRow { ingested, events: Vec::new(), data_key: None, sealed: None, bytes: 0 };
        let mut end = begin;
        for event in range.filter_map(|at| events.get(at)) {
            let bytes = event.message().len() + limits::EVENT_OVERHEAD_BYTES;
            let is_full = row.events.len() >= limits::CHUNK_EVENTS_MAX
                || row.bytes as usize + bytes > limits::CHUNK_BYTES_MAX
                || event.timestamp() - start > limits::CHUNK_SPAN_MS;
            if is_full && !row.events.is_empty() {
                break;
            }
            row.bytes += bytes as u64;
            let later = (event.timestamp() - start) as u32;
            row.events.push(EventRow { later, message: event.message().to_owned() });
            end += 1;
        }
        (first, row, end)
    }
}

/// Says in the stream what came, and when.
fn remember(
    ctx: &mut Ctx<'_>,
    group: &Group,
    name: &str,
    stream: &mut StreamRow,
    (first, last): (i64, i64),
) {
    let id = group.row.id;
    let newest = stream.last_event.map_or(last, |old| old.max(last));
    if stream.last_event != Some(newest) {
        ctx.table_mut(&STREAM_TIMES).delete(&(id, stream.last_event.unwrap_or_default(), name));
        ctx.table_mut(&STREAM_TIMES).put(&(id, newest, name), &());
    }
    stream.first_event = Some(stream.first_event.map_or(first, |old| old.min(first)));
    stream.last_event = Some(newest);
    stream.last_ingestion = Some(ctx.now().millis());
    ctx.table_mut(&STREAMS).put(&(id, name), stream);
}

/// Counts what is kept and what is billed, and has the group looked through when events expire.
fn count(
    ctx: &mut Ctx<'_>,
    group: &Group,
    (events, bytes): (usize, u64),
    oldest: i64,
) -> Result<(), ApiError> {
    let mut stored = ctx.table(&STORED).get(&group.row.id)?.unwrap_or_default();
    stored.bytes += bytes;
    charge::ingested(ctx, group, events, bytes);
    charge::keep(ctx, group, stored.bytes)?;
    if !stored.is_watched {
        jobs::watch(ctx, group, &mut stored, oldest);
    }
    ctx.table_mut(&STORED).put(&group.row.id, &stored);
    Ok(())
}
