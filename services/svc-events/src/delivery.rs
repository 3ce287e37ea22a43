//! The way of one event to one target: attempts, retries, and the dead-letter queue.
//!
//! An attempt is a step of this service, which calls the target's service within its transaction
//! and decides by the error it got: not worth another attempt, again later, or enough of it.
//!
//! Sources: EventBridge User Guide, "How EventBridge retries delivering events" and "Using
//! dead-letter queues to process undelivered events".

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Principal, Struct, Timestamp};
use targets::Delivery;

use crate::api_target;
use crate::failure::{Failure, condition};
use crate::invocation;
use crate::limits;
use crate::log_target;
use crate::metrics::{self, Attempt};
use crate::names::{BusRef, Resource};
use crate::parcel::{self, Parcel};
use crate::path::Path;
use crate::replication;
use crate::routing;
use crate::state::{DeliveryRow, Held};
use crate::transform::{self, Around};

/// Input: `Delivery` (a row).
pub const DELIVER: &str = "DeliverEvent";
/// The call that an attempt has left to a job has failed. Input as of [`DELIVER`].
pub const DELIVERY_FAILED: &str = "DeliveryFailed";

pub const SERVICE_PRINCIPAL: &str = "events.amazonaws.com";

pub fn ask(delivery: &DeliveryRow, bus: &BusRef) -> Ask {
    Ask::to("events", DELIVER)
        .with("Delivery", encoded(delivery))
        .in_account(bus.account)
        .in_region(bus.region)
}

pub fn encoded(delivery: &DeliveryRow) -> Bytes {
    Bytes::from(minicbor::to_vec(delivery).expect("writing to memory cannot fail"))
}

pub fn decoded(input: &Struct) -> Result<DeliveryRow, ApiError> {
    let row = input.blob("Delivery").and_then(|bytes| minicbor::decode(bytes).ok());
    row.ok_or_else(ApiError::internal)
}

/// The step: one attempt.
pub fn deliver(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(parcel) = parcel::open(ctx, decoded(input)?)? else { return Ok(Struct::new()) };
    let outcome = match (&parcel.failure, parcel.target_arn()) {
        (Some(failure), _) => Err(failure.clone()),
        (None, None) => Err(Failure::INVALID_TARGET),
        (None, Some(target)) => match Resource::of(&target) {
            Some(Resource::ApiDestination(name, id)) => {
                return invocation::admit(ctx, parcel, &name, &id);
            }
            Some(Resource::Bus(_)) => pass_on(ctx, &parcel),
            _ if api_target::is_method(Some(&target)) => {
                invocation::leave(ctx, &parcel);
                return Ok(Struct::new());
            }
            _ if target.service == "logs" => log_target::write(ctx, &parcel, &target),
            _ => call(ctx, &parcel, &target),
        },
    };
    match outcome {
        Ok(()) => succeed(ctx, &parcel)?,
        Err(failure) => settle(ctx, parcel, &failure)?,
    }
    Ok(Struct::new())
}

/// The target has taken the event.
pub fn succeed(ctx: &mut Ctx<'_>, parcel: &Parcel) -> Result<(), ApiError> {
    metrics::attempted(ctx, parcel, Attempt::Success);
    parcel::finish(ctx, &parcel.row)
}

/// The step after a call that was left to a job.
pub fn delivery_failed(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    if let Some(parcel) = parcel::open(ctx, decoded(input)?)? {
        let failure = Failure::passing("ERROR_FROM_TARGET", "The target's service failed.");
        settle(ctx, parcel, &failure)?;
    }
    Ok(Struct::new())
}

/// What the target gets of the event.
pub fn input_of(parcel: &Parcel) -> String {
    let around = Around {
        rule_arn: &parcel.rule_arn(),
        rule_name: &parcel.row.rule,
        ingested: Timestamp::from_micros(parcel.event.row.ingested),
    };
    transform::input(&parcel.target, &parcel.event.row.json, &parcel.event.value, around)
}

/// Calls the service of the target: as the role that the target names, or as EventBridge on
/// behalf of the rule, if the target's own policy lets it.
fn call(ctx: &mut Ctx<'_>, parcel: &Parcel, target: &Arn) -> Result<(), Failure> {
    let no_service = || Failure::no_service(&target.service);
    let group = parcel.target.structure("SqsParameters");
    let partition_key = parcel
        .target
        .structure("KinesisParameters")
        .and_then(|it| Path::parse(it.str("PartitionKeyPath")?)?.find(&parcel.event.value))
        .map(|found| found.as_str().map_or_else(|| found.to_string(), str::to_owned));
    let what = Delivery {
        body: input_of(parcel),
        message_group_id: group.and_then(|it| it.str("MessageGroupId")).map(str::to_owned),
        partition_key: Some(partition_key.unwrap_or_else(|| parcel.event_id().to_owned())),
        ..Delivery::default()
    };
    let mut ask = targets::delivery(target, &what).map_err(|_| no_service())?;
    if let (Some(header), "sqs") = (&parcel.event.row.trace, target.service.as_str()) {
        let value = Struct::new().with("DataType", "String").with("StringValue", header.as_str());
        let attributes = Struct::new().with("AWSTraceHeader", value);
        ask.input.set("MessageSystemAttributes", attributes);
    }
    let is_here = ctx.has_operation(&ask.service, &ask.operation);
    let is_callable = ctx.can_call(&ask.service, &ask.operation);
    let ask = acting(ask, parcel);
    match (is_here, is_callable) {
        (true, true) => ctx.call(ask).map(drop).map_err(|error| Failure::of_call(&error)),
        (true, false) => {
            leave_to_job(ctx, parcel, ask);
            Ok(())
        }
        (false, _) => Err(no_service()),
    }
}

/// An operation that works outside transactions is a job of its own, which tells of failures alone.
fn leave_to_job(ctx: &mut Ctx<'_>, parcel: &Parcel, ask: Ask) {
    let row = DeliveryRow { event: Held::Here(parcel.event.row.kept()), ..parcel.row.clone() };
    let failed = Ask::to("events", DELIVERY_FAILED)
        .with("Delivery", encoded(&row))
        .in_account(parcel.bus.account)
        .in_region(parcel.bus.region);
    ctx.enqueue(Job::now(ask).with_dead_letter(failed));
}

pub fn acting(ask: Ask, parcel: &Parcel) -> Ask {
    match parcel.role() {
        Some(role) => ask.as_role(&role, &session_name(parcel)),
        None => ask.as_service(SERVICE_PRINCIPAL).for_source(parcel.rule_arn(), parcel.bus.account),
    }
}

fn session_name(parcel: &Parcel) -> String {
    parcel.row.rule.chars().take(64).collect()
}

/// Passes the event on to another bus: once, since "EventBridge can't route events received from
/// a sender event bus to a third event bus" (User Guide, "Sending events between event buses").
fn pass_on(ctx: &mut Ctx<'_>, parcel: &Parcel) -> Result<(), Failure> {
    let bus = &parcel.bus;
    let target = parcel.target.str("Arn").and_then(BusRef::of_arn);
    let target = target.ok_or(Failure::INVALID_TARGET)?;
    if let Some(first) = parcel.event.row.hops.first().and_then(|arn| BusRef::of_arn(arn)) {
        return Err(Failure::third_hop(&first, bus, &target));
    }
    let mut event = match &parcel.replicates {
        Some(endpoint) => replication::replica(&parcel.event, endpoint),
        None => parcel.event.row.clone(),
    };
    event.hops.push(bus.arn());
    let mut ask = routing::taking(&target, &event);
    match parcel.role() {
        Some(role) => ask = ask.as_role(&role, &session_name(parcel)),
        // Without a role the sending account itself must be let in by the other bus's policy.
        None => ask.principal = Some(Principal::Root(bus.account)),
    }
    ctx.call(ask).map(drop).map_err(|error| Failure::of_other_bus(&error, bus, &target))
}

/// After a failed attempt: another one later, or the dead-letter queue.
pub fn settle(ctx: &mut Ctx<'_>, mut parcel: Parcel, failure: &Failure) -> Result<(), ApiError> {
    let policy = parcel.target.structure("RetryPolicy");
    let limit = |name: &str, default: i64| policy.and_then(|it| it.int(name)).unwrap_or(default);
    let retries_max = limit("MaximumRetryAttempts", limits::RETRIES_MAX);
    let age_max = limit("MaximumEventAgeInSeconds", limits::EVENT_AGE_SECONDS_MAX);
    let wait = std::time::Duration::from_secs(failure.wait_seconds.max(0).cast_unsigned());
    let due = ctx.now() + delay(ctx, parcel.row.retries).max(wait);
    let end = Timestamp::from_micros(parcel.row.matched + age_max * 1_000_000);
    let exhausted = if !failure.is_retried {
        None
    } else if parcel.row.retries >= retries_max {
        Some(condition::MAXIMUM_RETRY_ATTEMPTS)
    } else if due > end {
        Some(condition::MAXIMUM_EVENT_AGE)
    } else {
        metrics::attempted(ctx, &parcel, Attempt::Failure);
        parcel.row.retries += 1;
        ctx.enqueue(Job::now(ask(&parcel.row, &parcel.bus)).at(due));
        return Ok(());
    };
    metrics::attempted(ctx, &parcel, Attempt::LastFailure);
    bury(ctx, &parcel, failure, exhausted);
    parcel::finish(ctx, &parcel.row)
}

/// Exponential back-off with jitter: between half of the delay and all of it.
fn delay(ctx: &mut Ctx<'_>, retries: i64) -> std::time::Duration {
    let doublings = u32::try_from(retries.min(30)).unwrap_or(0);
    let full = limits::RETRY_DELAY_FIRST_MS << doublings;
    let full = full.min(limits::RETRY_DELAY_MAX_MS);
    let jitter = ctx.chance().below(full / 2 + 1);
    std::time::Duration::from_millis(full / 2 + jitter)
}

/// Sends the event to the target's dead-letter queue, if it has one that lets EventBridge.
fn bury(ctx: &mut Ctx<'_>, parcel: &Parcel, failure: &Failure, exhausted: Option<&str>) {
    let target = parcel.target.str("Arn").unwrap_or_default();
    let rule_arn = parcel.rule_arn();
    let config = parcel.target.structure("DeadLetterConfig");
    let Some(queue) = config.and_then(|it| it.str("Arn")).and_then(Arn::parse) else {
        tracing::info!(rule = rule_arn, target, code = failure.code, "an event is dropped");
        return;
    };
    let text = |value: &str| Struct::new().with("DataType", "String").with("StringValue", value);
    let message: String = failure.message.chars().take(limits::ERROR_CHARS_MAX).collect();
    let mut attributes = Struct::new()
        .with("RULE_ARN", text(&rule_arn))
        .with("TARGET_ARN", text(target))
        .with("ERROR_CODE", text(failure.code))
        .with("ERROR_MESSAGE", text(if message.is_empty() { "-" } else { &message }))
        .with("RETRY_ATTEMPTS", number(parcel.row.retries));
    if let Some(exhausted) = exhausted {
        attributes.set("EXHAUSTED_RETRY_CONDITION", text(exhausted));
    }
    let what = Delivery {
        body: parcel.event.row.json.clone(),
        message_attributes: Some(attributes.into()),
        ..Delivery::default()
    };
    let sent = targets::delivery(&queue, &what).map_err(|_| ApiError::internal());
    let sent = sent.and_then(|ask| {
        let account = parcel.bus.account;
        ctx.call(ask.as_service(SERVICE_PRINCIPAL).for_source(rule_arn.clone(), account))
    });
    let told = if sent.is_ok() { &metrics::SENT_TO_DLQ } else { &metrics::NOT_SENT_TO_DLQ };
    metrics::count(ctx, told, &parcel.bus, &parcel.row.rule);
    if let Err(error) = sent {
        tracing::info!(rule = rule_arn, %queue, %error, "a dead letter is dropped");
    }
}

fn number(value: i64) -> Struct {
    Struct::new().with("DataType", "Number").with("StringValue", value.to_string())
}
