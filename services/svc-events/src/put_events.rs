//! PutEvents: from entries to events on their buses.
//!
//! Clients and services come the same way. A service puts its own events, whose source begins with
//! `aws.`, on the default bus of the account of the call, as its service principal:
//! `Ask::to("events", "PutEvents").as_service("s3.amazonaws.com").in_account(owner)`. Clients may
//! not use such a source.

use event_pattern::Value;
use kernel::view::List;
use kernel::{Access, ApiError, Ctx, Principal};

use crate::api::{
    PutEventsInput, PutEventsOutput, PutEventsRequestEntry, PutEventsResultEntryBuilder,
};
use crate::bus;
use crate::errors;
use crate::event::{Event, Head};
use crate::failover::Way;
use crate::limits;
use crate::metrics;
use crate::names::BusRef;
use crate::routing;
use crate::state::BusRow;

const RESERVED_SOURCE: &str = "aws.";

/// Why an entry is not taken: code and message.
struct Refused(&'static str, String);

pub fn put_events(
    ctx: &mut Ctx<'_>,
    input: PutEventsInput<'_>,
) -> Result<PutEventsOutput, ApiError> {
    let entries = input.entries();
    let bytes = entries.iter().map(entry_bytes).sum();
    let taken = take(ctx, input, bytes);
    if !matches!(ctx.principal(), Principal::Service(_)) {
        let refused = taken.as_ref().ok().map(|(refused, _)| *refused);
        metrics::put(ctx, (entries.len(), bytes), refused);
    }
    taken.map(|(_, output)| output)
}

/// How many entries are refused, and the answer.
fn take(
    ctx: &mut Ctx<'_>,
    input: PutEventsInput<'_>,
    size: usize,
) -> Result<(usize, PutEventsOutput), ApiError> {
    let entries = input.entries();
    let way = match input.endpoint_id() {
        Some(id) => Way::through(ctx, id, entries)?,
        None => Way::straight(ctx),
    };
    if size > limits::PUT_EVENTS_BYTES_MAX {
        let message = "Total size of the entries in the request is over the limit.";
        return Err(errors::validation(message));
    }
    let buses = authorize(ctx, entries, &way)?;
    let mut failed = 0_usize;
    let mut results = Vec::with_capacity(entries.len());
    for (entry, bus) in entries.iter().zip(&buses) {
        let result = match accept(ctx, entry, bus, &way) {
            Ok(event) => {
                let id = event.value.get("id").and_then(Value::as_str).map(str::to_owned);
                routing::route(ctx, bus, &event, &[])?;
                charge(ctx, entry, bus);
                PutEventsResultEntryBuilder::new().event_id(id)
            }
            Err(Refused(code, message)) => {
                failed += 1;
                PutEventsResultEntryBuilder::new().error_code(code).error_message(message)
            }
        };
        results.push(result);
    }
    let output = PutEventsOutput::new().failed_entry_count(failed as i64).entries(results);
    Ok((failed, output))
}

/// Custom events, by chunks of 64 KB; AWS's own events are free.
fn charge(ctx: &Ctx<'_>, entry: PutEventsRequestEntry<'_>, bus: &BusRef) {
    const CHUNK: usize = 64 * 1024;
    if !matches!(ctx.principal(), Principal::Service(_)) {
        let chunks = entry_bytes(entry).div_ceil(CHUNK).max(1);
        ctx.meter_for("Event-64K-Chunks", &bus.arn(), chunks as u64);
    }
}

/// Source: EventBridge User Guide, "Calculating PutEvents event entry size".
fn entry_bytes(entry: PutEventsRequestEntry<'_>) -> usize {
    let bytes = |text: Option<&str>| text.map_or(0, str::len);
    let resources = entry.resources().into_iter().flatten().map(str::len);
    let time = if entry.time().is_some() { limits::TIME_BYTES } else { 0 };
    time + bytes(entry.source())
        + bytes(entry.detail_type())
        + bytes(entry.detail())
        + resources.sum::<usize>()
}

/// Whether the caller may put each entry on its bus; one that it may not refuses them all.
fn authorize(
    ctx: &Ctx<'_>,
    entries: List<'_, PutEventsRequestEntry<'_>>,
    way: &Way,
) -> Result<Vec<BusRef>, ApiError> {
    let mut known: Vec<(BusRef, Option<BusRow>)> = Vec::new();
    let mut buses = Vec::with_capacity(entries.len());
    for entry in entries {
        let at = way.bus(entry.event_bus_name());
        if !known.iter().any(|(other, _)| *other == at) {
            known.push((at.clone(), bus::get(ctx, &at)?));
        }
        let source = entry.source().unwrap_or_default();
        let is_service = matches!(ctx.principal(), Principal::Service(_));
        let is_services_own = is_service && at.is_default() && source.starts_with(RESERVED_SOURCE);
        if !is_services_own {
            let row =
                known.iter().find(|(other, _)| *other == at).and_then(|(_, row)| row.as_ref());
            let policy = row.and_then(|row| row.policy.clone());
            let access = access(ctx, &at, policy, source, entry.detail_type().unwrap_or_default());
            ctx.authorize(&access.with_key("events:eventBusInvocation", "false"))?;
        }
        buses.push(at);
    }
    Ok(buses)
}

/// Putting an event on a bus, for the authorizer.
pub fn access(
    ctx: &Ctx<'_>,
    at: &BusRef,
    policy: Option<String>,
    source: &str,
    detail_type: &str,
) -> Access {
    let access = Access::new(ctx, "events:PutEvents", at.arn()).owned_by(at.account);
    let access = access.with_policy(policy);
    access.with_key("events:source", source).with_key("events:detail-type", detail_type)
}

fn accept(
    ctx: &mut Ctx<'_>,
    entry: PutEventsRequestEntry<'_>,
    bus: &BusRef,
    way: &Way,
) -> Result<Event, Refused> {
    let source = required(entry.source(), "Source")?;
    let detail_type = required(entry.detail_type(), "DetailType")?;
    let detail = required(entry.detail(), "Detail")?;
    let invalid = |name: &str, reason: &str| {
        Refused("InvalidArgument", format!("Parameter {name} is not valid. Reason: {reason}"))
    };
    if detail_type.chars().count() > limits::DETAIL_TYPE_CHARS_MAX {
        return Err(invalid("DetailType", "DetailType is longer than 128 characters."));
    }
    if bus.region != way.region {
        return Err(invalid("EventBusName", "The event bus is in another region."));
    }
    let is_service = matches!(ctx.principal(), Principal::Service(_));
    if source.starts_with(RESERVED_SOURCE) && !is_service {
        let message = "Not authorized for the source.".to_owned();
        return Err(Refused("NotAuthorizedForSourceException", message));
    }
    let malformed = || Refused("MalformedDetail", "Detail is malformed.".to_owned());
    let detail = Value::parse(detail).map_err(|_| malformed())?;
    if detail.as_object().is_none() {
        return Err(malformed());
    }
    let head = Head {
        detail_type,
        source,
        account: ctx.principal().account().unwrap_or_else(|| ctx.account()),
        region: way.region,
        time: entry.time().unwrap_or_else(|| ctx.now()),
        resources: entry.resources().into_iter().flatten().map(str::to_owned).collect(),
    };
    let id = ctx.chance().uuid();
    let mut event = Event::new(ctx, &id, head, detail);
    event.row.trace = entry.trace_header().map(str::to_owned);
    Ok(event)
}

fn required<'a>(value: Option<&'a str>, name: &str) -> Result<&'a str, Refused> {
    value.filter(|value| !value.is_empty()).ok_or_else(|| {
        let message =
            format!("Parameter {name} is not valid. Reason: {name} is a required argument.");
        Refused("InvalidArgument", message)
    })
}
