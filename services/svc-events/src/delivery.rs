//! The way of one event to one target: attempts, retries, and the dead-letter queue.
//!
//! An attempt is a step of this service, which calls the target's service within its transaction
//! and decides by the error it got: not worth another attempt, again later, or enough of it.
//!
//! Sources: EventBridge User Guide, "How EventBridge retries delivering events" and "Using
//! dead-letter queues to process undelivered events".

use bytes::Bytes;
use event_pattern::Value;
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Principal, Struct, Timestamp};
use targets::Delivery;

use crate::event::Event;
use crate::failure::{Failure, condition};
use crate::invocation;
use crate::limits;
use crate::names::{BusRef, Resource};
use crate::path::Path;
use crate::routing;
use crate::state::DeliveryRow;
use crate::transform::{self, Around};

/// Input: `Delivery` (a row).
pub const DELIVER: &str = "DeliverEvent";

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
    let delivery = decoded(input)?;
    let bus = bus_of(ctx, &delivery);
    let target = Arn::parse(delivery.target.str("Arn").unwrap_or_default());
    let outcome = match target {
        None => Err(Failure::INVALID_TARGET),
        Some(target) => match Resource::of(&target) {
            Some(Resource::ApiDestination(name, id)) => {
                return invocation::admit(ctx, &bus, delivery, &name, &id);
            }
            Some(Resource::Bus(_)) => pass_on(ctx, &bus, &delivery),
            _ => call(ctx, &bus, &delivery, &target),
        },
    };
    if let Err(failure) = outcome {
        settle(ctx, &bus, delivery, &failure);
    }
    Ok(Struct::new())
}

/// The bus on which the event is, in the account and region of the step.
pub fn bus_of(ctx: &Ctx<'_>, delivery: &DeliveryRow) -> BusRef {
    BusRef { account: ctx.account(), region: ctx.region(), name: delivery.bus.clone() }
}

/// What the target gets of the event.
pub fn input_of(bus: &BusRef, delivery: &DeliveryRow, event: &Event) -> String {
    let around = Around {
        rule_arn: &bus.rule_arn(&delivery.rule),
        rule_name: &delivery.rule,
        ingested: Timestamp::from_micros(delivery.event.ingested),
    };
    transform::input(&delivery.target, &event.row.json, &event.value, around)
}

/// Calls the service of the target: as the role that the target names, or as EventBridge on
/// behalf of the rule, if the target's own policy lets it.
fn call(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    delivery: &DeliveryRow,
    target: &Arn,
) -> Result<(), Failure> {
    let event = Event::read(delivery.event.clone());
    let group = delivery.target.structure("SqsParameters");
    let id = event.value.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let partition_key = delivery
        .target
        .structure("KinesisParameters")
        .and_then(|it| Path::parse(it.str("PartitionKeyPath")?)?.find(&event.value))
        .map(|found| found.as_str().map_or_else(|| found.to_string(), str::to_owned));
    let what = Delivery {
        body: input_of(bus, delivery, &event),
        message_group_id: group.and_then(|it| it.str("MessageGroupId")).map(str::to_owned),
        partition_key: Some(partition_key.unwrap_or(id)),
        ..Delivery::default()
    };
    let mut ask =
        targets::delivery(target, &what).map_err(|_| Failure::no_service(&target.service))?;
    if !ctx.can_call(&ask.service, &ask.operation) {
        return Err(Failure::no_service(&target.service));
    }
    if let (Some(header), "sqs") = (&delivery.event.trace, target.service.as_str()) {
        let value = Struct::new().with("DataType", "String").with("StringValue", header.as_str());
        let attributes = Struct::new().with("AWSTraceHeader", value);
        ask.input.set("MessageSystemAttributes", attributes);
    }
    let ask = acting(ask, bus, delivery);
    ctx.call(ask).map(drop).map_err(|error| Failure::of_call(&error))
}

fn acting(ask: Ask, bus: &BusRef, delivery: &DeliveryRow) -> Ask {
    let role = delivery.target.str("RoleArn").and_then(Arn::parse);
    match role {
        Some(role) => ask.as_role(&role, &session_name(delivery)),
        None => {
            ask.as_service(SERVICE_PRINCIPAL).for_source(bus.rule_arn(&delivery.rule), bus.account)
        }
    }
}

fn session_name(delivery: &DeliveryRow) -> String {
    delivery.rule.chars().take(64).collect()
}

/// Passes the event on to another bus: once, since "EventBridge can't route events received from
/// a sender event bus to a third event bus" (User Guide, "Sending events between event buses").
fn pass_on(ctx: &mut Ctx<'_>, bus: &BusRef, delivery: &DeliveryRow) -> Result<(), Failure> {
    let target = delivery.target.str("Arn").and_then(BusRef::of_arn);
    let target = target.ok_or(Failure::INVALID_TARGET)?;
    if let Some(first) = delivery.event.hops.first().and_then(|arn| BusRef::of_arn(arn)) {
        return Err(Failure::third_hop(&first, bus, &target));
    }
    let mut event = delivery.event.clone();
    event.hops.push(bus.arn());
    let mut ask = routing::taking(&target, &event);
    match delivery.target.str("RoleArn").and_then(Arn::parse) {
        Some(role) => ask = ask.as_role(&role, &session_name(delivery)),
        // Without a role the sending account itself must be let in by the other bus's policy.
        None => ask.principal = Some(Principal::Root(bus.account)),
    }
    ctx.call(ask).map(drop).map_err(|error| Failure::of_other_bus(&error, bus, &target))
}

/// After a failed attempt: another one later, or the dead-letter queue.
pub fn settle(ctx: &mut Ctx<'_>, bus: &BusRef, mut delivery: DeliveryRow, failure: &Failure) {
    let policy = delivery.target.structure("RetryPolicy");
    let limit = |name: &str, default: i64| policy.and_then(|it| it.int(name)).unwrap_or(default);
    let retries_max = limit("MaximumRetryAttempts", limits::RETRIES_MAX);
    let age_max = limit("MaximumEventAgeInSeconds", limits::EVENT_AGE_SECONDS_MAX);
    if !failure.is_retried {
        return bury(ctx, bus, &delivery, failure, None);
    }
    if delivery.retries >= retries_max {
        return bury(ctx, bus, &delivery, failure, Some(condition::MAXIMUM_RETRY_ATTEMPTS));
    }
    let wait = std::time::Duration::from_secs(failure.wait_seconds.max(0).cast_unsigned());
    let due = ctx.now() + delay(ctx, delivery.retries).max(wait);
    let end = Timestamp::from_micros(delivery.matched + age_max * 1_000_000);
    if due > end {
        return bury(ctx, bus, &delivery, failure, Some(condition::MAXIMUM_EVENT_AGE));
    }
    delivery.retries += 1;
    ctx.enqueue(Job::now(ask(&delivery, bus)).at(due));
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
fn bury(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    delivery: &DeliveryRow,
    failure: &Failure,
    exhausted: Option<&str>,
) {
    let target = delivery.target.str("Arn").unwrap_or_default();
    let rule_arn = bus.rule_arn(&delivery.rule);
    let config = delivery.target.structure("DeadLetterConfig");
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
        .with("RETRY_ATTEMPTS", number(delivery.retries));
    if let Some(exhausted) = exhausted {
        attributes.set("EXHAUSTED_RETRY_CONDITION", text(exhausted));
    }
    let what = Delivery {
        body: delivery.event.json.clone(),
        message_attributes: Some(attributes.into()),
        ..Delivery::default()
    };
    let sent = targets::delivery(&queue, &what).map_err(|_| ApiError::internal());
    let sent = sent.and_then(|ask| {
        ctx.call(ask.as_service(SERVICE_PRINCIPAL).for_source(rule_arn.clone(), bus.account))
    });
    if let Err(error) = sent {
        tracing::info!(rule = rule_arn, %queue, %error, "a dead letter is dropped");
    }
}

fn number(value: i64) -> Struct {
    Struct::new().with("DataType", "Number").with("StringValue", value.to_string())
}
