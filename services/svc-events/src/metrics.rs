//! What CloudWatch is told of events, rules and their targets.
//!
//! Source: User Guide, "Monitoring Amazon EventBridge": by `RuleName`, and of buses other than the
//! default one by `EventBusName`, too; most also over all rules of the account, without dimensions.
//! An invocation is counted once, when there is no further attempt. Not told: latencies of calls,
//! which take no time here, and what is about throttling and partner events.

use kernel::Ctx;
use kernel::metrics::{Dimensions, Metric};

use crate::names::{BusRef, DEFAULT_BUS};
use crate::parcel::Parcel;

const NAMESPACE: &str = "AWS/Events";
const COUNT: &str = "Count";
const MILLIS: &str = "Milliseconds";
pub static MATCHED: Metric = Metric::new(NAMESPACE, "MatchedEvents", COUNT);
pub static TRIGGERED: Metric = Metric::new(NAMESPACE, "TriggeredRules", COUNT);
static CREATED: Metric = Metric::new(NAMESPACE, "InvocationsCreated", COUNT);
static INVOCATIONS: Metric = Metric::new(NAMESPACE, "Invocations", COUNT);
static FAILED: Metric = Metric::new(NAMESPACE, "FailedInvocations", COUNT);
static ATTEMPTS: Metric = Metric::new(NAMESPACE, "InvocationAttempts", COUNT);
static RETRIES: Metric = Metric::new(NAMESPACE, "RetryInvocationAttempts", COUNT);
static SUCCESSES: Metric = Metric::new(NAMESPACE, "SuccessfulInvocationAttempts", COUNT);
static START: Metric = Metric::new(NAMESPACE, "IngestionToInvocationStartLatency", MILLIS);
static SUCCESS: Metric = Metric::new(NAMESPACE, "IngestionToInvocationSuccessLatency", MILLIS);
pub static SENT_TO_DLQ: Metric = Metric::new(NAMESPACE, "InvocationsSentToDlq", COUNT);
pub static NOT_SENT_TO_DLQ: Metric =
    Metric::new(NAMESPACE, "InvocationsFailedToBeSentToDlq", COUNT);
static PUT_CALLS: Metric = Metric::new(NAMESPACE, "PutEventsApproximateCallCount", COUNT);
static PUT_FAILURES: Metric = Metric::new(NAMESPACE, "PutEventsApproximateFailedCount", COUNT);
static PUT_SUCCESSES: Metric = Metric::new(NAMESPACE, "PutEventsApproximateSuccessCount", COUNT);
static PUT_ENTRIES: Metric = Metric::new(NAMESPACE, "PutEventsEntriesCount", COUNT);
static PUT_REFUSED: Metric = Metric::new(NAMESPACE, "PutEventsFailedEntriesCount", COUNT);
static PUT_SIZE: Metric = Metric::new(NAMESPACE, "PutEventsRequestSize", "Bytes");

/// How an attempt to deliver has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    Success,
    /// There is another one later.
    Failure,
    LastFailure,
}

pub fn count(ctx: &mut Ctx<'_>, metric: &'static Metric, bus: &BusRef, rule: &str) {
    with_dimensions(bus, rule, |of| ctx.metric_in(bus.scope(), metric, of, (1.0, 1.0)));
}

fn with_dimensions(bus: &BusRef, rule: &str, then: impl FnOnce(Dimensions<'_>)) {
    let all = [("EventBusName", bus.name.as_str()), ("RuleName", rule)];
    then(if bus.name == DEFAULT_BUS { &all[1..] } else { &all[..] });
}

/// By rule and over all rules.
fn count_both(ctx: &mut Ctx<'_>, metric: &'static Metric, parcel: &Parcel, value: f64) {
    let (bus, rule) = (&parcel.bus, parcel.row.rule.as_str());
    with_dimensions(bus, rule, |of| ctx.metric_in(bus.scope(), metric, of, (value, 1.0)));
    ctx.metric_in(bus.scope(), metric, &[], (value, 1.0));
}

/// An event has matched these rules, which have so many targets.
pub fn matched<'r>(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    rules: impl Iterator<Item = &'r str>,
    targets: usize,
) {
    let mut is_matched = false;
    for rule in rules {
        count(ctx, &MATCHED, bus, rule);
        count(ctx, &TRIGGERED, bus, rule);
        is_matched = true;
    }
    if is_matched {
        ctx.metric_in(bus.scope(), &MATCHED, &[], (1.0, 1.0));
        ctx.metric_in(bus.scope(), &CREATED, &[], (targets as f64, 1.0));
    }
}

pub fn attempted(ctx: &mut Ctx<'_>, parcel: &Parcel, attempt: Attempt) {
    let millis = (ctx.now().micros() - parcel.event.row.ingested) as f64 / 1_000.0;
    count_both(ctx, &ATTEMPTS, parcel, 1.0);
    if parcel.row.retries == 0 {
        count_both(ctx, &START, parcel, millis);
    } else {
        count_both(ctx, &RETRIES, parcel, 1.0);
    }
    if attempt == Attempt::Success {
        count_both(ctx, &SUCCESSES, parcel, 1.0);
        count_both(ctx, &SUCCESS, parcel, millis);
    }
    if attempt != Attempt::Failure {
        count_both(ctx, &INVOCATIONS, parcel, 1.0);
    }
    if attempt == Attempt::LastFailure {
        count(ctx, &FAILED, &parcel.bus, &parcel.row.rule);
    }
}

/// A call of PutEvents: how many of its entries were not taken, if any was.
pub fn put(ctx: &mut Ctx<'_>, (entries, bytes): (usize, usize), refused: Option<usize>) {
    let mut tell = |metric: &'static Metric, value: usize| ctx.metric(metric, &[], value as f64);
    tell(&PUT_CALLS, 1);
    tell(&PUT_ENTRIES, entries);
    tell(&PUT_SIZE, bytes);
    match refused {
        Some(refused) => {
            tell(&PUT_SUCCESSES, 1);
            tell(&PUT_REFUSED, refused);
        }
        None => tell(&PUT_FAILURES, 1),
    }
}
