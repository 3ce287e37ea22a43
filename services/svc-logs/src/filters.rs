//! What filters make of events that have come: metrics and deliveries.
//!
//! PutLogEvents only leaves a step; the step reads what the request has written, so a request costs
//! the same whatever filters there are.

use std::collections::BTreeMap;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Principal, Struct, Timestamp, Value};
use store::Range;

use crate::delivery;
use crate::emf;
use crate::encryption;
use crate::limits;
use crate::metric_filter;
use crate::position::Position;
use crate::protection::Masks;
use crate::protection_audit;
use crate::state::{ACCOUNT, CHUNKS, GROUPS, Group, STREAM_CHUNKS, STREAM_NAMES};

/// `Name`, `Id`, `Stream`, `Request`, `From`, `To`.
pub const APPLY: &str = "ApplyFilters";

/// An event that has come.
#[derive(Debug)]
pub struct Arrived {
    pub position: Position,
    pub message: String,
}

/// Numbers of a metric in a minute, by name and value of each dimension.
pub type Sums = BTreeMap<(i64, Vec<(String, String)>), Numbers>;
/// How often each number came, in the order of their bits.
pub type Numbers = BTreeMap<u64, u64>;

pub fn after_put(
    ctx: &mut Ctx<'_>,
    group: &Group,
    (stream, request): (u64, u64),
    (first, last): (i64, i64),
    (has_embedded, has_policies): (bool, bool),
) {
    let has_filters = !(group.row.metric_filters.is_empty() && group.row.subscriptions.is_empty());
    if !has_filters && !has_embedded && !has_policies {
        return;
    }
    let input = Struct::new()
        .with("Name", group.name.as_str())
        .with("Id", group.row.id.cast_signed())
        .with("Stream", stream.cast_signed())
        .with("Request", request.cast_signed())
        .with("From", first)
        .with("To", last);
    ctx.enqueue(Job::now(Ask::to("logs", APPLY).with_input(input)));
}

/// The step.
pub fn apply(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let done = Ok(Struct::new());
    let number = |name: &str| input.int(name).unwrap_or_default().cast_unsigned();
    let Some(group) = group_of(ctx, input)? else { return done };
    let stream = number("Stream");
    let Some(name) = ctx.table(&STREAM_NAMES).get(&stream)? else { return done };
    let span = (input.int("From").unwrap_or_default(), input.int("To").unwrap_or_default());
    let masks = Masks::of(ctx, &group)?;
    let mut events = arrived(ctx, &group, (stream, number("Request")), span)?;
    if !masks.is_empty() {
        protection_audit::apply(ctx, &group, &masks, &events)?;
        mask(&masks, &mut events);
    }
    emf::publish(ctx, &events);
    for filter in &group.row.metric_filters {
        metric_filter::apply(ctx, &group, filter, &events)?;
    }
    for subscription in &group.row.subscriptions {
        delivery::apply(ctx, &group, subscription, (&name.name, &events))?;
    }
    let account = ctx.table(&ACCOUNT).get_shared(&())?;
    let of_account = account.as_ref().and_then(|row| row.subscription.as_ref());
    if let Some(subscription) = of_account
        && let Some(row) = subscription.of_group(&group)
    {
        let filter = delivery::Filter { name: &subscription.name, is_of_account: true };
        delivery::apply_row(ctx, &group, (filter, &row), (&name.name, &events))?;
    }
    done
}

/// What is sensitive in events, hidden.
pub fn mask(masks: &Masks, events: &mut [Arrived]) {
    for event in events {
        if let Some(masked) = masks.masked(event.position.request(), &event.message) {
            event.message = masked;
        }
    }
}

/// The group of a step, if it is still the one that the step was left for.
pub fn group_of(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<Group>, ApiError> {
    let name = input.str("Name").unwrap_or_default();
    let row = ctx.table(&GROUPS).get_shared(name)?;
    let row = row.filter(|row| Some(row.id.cast_signed()) == input.int("Id"));
    Ok(row.map(|row| Group { name: name.to_owned(), row }))
}

/// The events that a request has brought.
pub fn arrived(
    ctx: &mut Ctx<'_>,
    group: &Group,
    (stream, request): (u64, u64),
    (first, last): (i64, i64),
) -> Result<Vec<Arrived>, ApiError> {
    let range = Range::within(&(stream,))
        .from(&(stream, Position::at_time(first)))
        .before(&(stream, Position::at_time(last + 1)));
    let keys = ctx.table(&STREAM_CHUNKS).keys(&range).collect::<Result<Vec<_>, _>>()?;
    let mut events = Vec::new();
    for (_, first) in keys.into_iter().filter(|(_, first)| first.request() == request) {
        let Some(row) = ctx.table(&CHUNKS).get(&(group.row.id, first))? else { continue };
        let opened = encryption::open(ctx, group, first, row)?;
        for (at, event) in opened.into_iter().enumerate() {
            let position = first.plus(event.later, at as u32);
            events.push(Arrived { position, message: event.message });
        }
    }
    Ok(events)
}

/// The metric that numbers are of.
#[derive(Clone, Copy)]
pub struct MetricOf<'a> {
    pub namespace: &'a str,
    pub name: &'a str,
    pub unit: Option<&'a str>,
    /// In seconds, where it is not a minute.
    pub resolution: Option<i64>,
}

pub fn datum(
    metric: MetricOf<'_>,
    minute: i64,
    dimensions: &[(String, String)],
    numbers: &[(f64, f64)],
) -> Struct {
    let named = |(name, value): &(String, String)| {
        Value::from(Struct::new().with("Name", name.as_str()).with("Value", value.as_str()))
    };
    let mut datum = Struct::new()
        .with("MetricName", metric.name)
        .with("Timestamp", Timestamp::from_millis(minute))
        .with("Values", numbers.iter().map(|(value, _)| *value).collect::<Vec<f64>>())
        .with("Counts", numbers.iter().map(|(_, count)| *count).collect::<Vec<f64>>());
    if !dimensions.is_empty() {
        datum.set("Dimensions", dimensions.iter().map(named).collect::<Vec<_>>());
    }
    if let Some(unit) = metric.unit {
        datum.set("Unit", unit);
    }
    if let Some(seconds) = metric.resolution {
        datum.set("StorageResolution", seconds);
    }
    datum
}

/// Publishes sums of a metric.
pub fn publish_sums(ctx: &mut Ctx<'_>, metric: MetricOf<'_>, sums: &Sums) {
    let mut data = Vec::new();
    for ((minute, dimensions), numbers) in sums {
        let numbers: Vec<(f64, f64)> =
            numbers.iter().map(|(bits, count)| (f64::from_bits(*bits), *count as f64)).collect();
        for some in numbers.chunks(limits::VALUES_PER_DATUM) {
            data.push(Value::from(datum(metric, *minute, dimensions, some)));
        }
    }
    publish(ctx, metric.namespace, data);
}

/// Publishes data of metrics: later, so that a refusal is nobody's but the metric's.
pub fn publish(ctx: &mut Ctx<'_>, namespace: &str, data: Vec<Value>) {
    for some in data.chunks(limits::DATA_PER_PUT) {
        let mut ask = Ask::to("cloudwatch", "PutMetricData")
            .with("Namespace", namespace)
            .with("MetricData", some.to_vec());
        // What the group's account has set up is done in its name: no permission is asked for.
        ask.principal = Some(Principal::Root(ctx.account()));
        ctx.enqueue(Job::now(ask));
    }
}

/// The beginning of an event's minute.
pub fn minute_of(at: i64) -> i64 {
    at.div_euclid(60_000) * 60_000
}
