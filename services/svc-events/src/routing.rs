//! From a bus to targets: which rules match, and a delivery for each of their targets.
//!
//! Deliveries are jobs in the commit of the event, so an event that was taken is never lost, and
//! the events of one bus reach each target in the order in which they came.

use std::sync::Arc;

use bytes::Bytes;
use event_pattern::Value;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};

use crate::archive;
use crate::bus;
use crate::delivery;
use crate::encryption;
use crate::errors;
use crate::event::Event;
use crate::index::{BusIndex, BusKey};
use crate::metrics;
use crate::names::BusRef;
use crate::parcel;
use crate::put_events;
use crate::replication;
use crate::state::{DeliveryRow, EventRow, RuleRow, RuleState};

/// A bus takes an event that another bus passes on. Input: `Bus` (ARN), `Event` (a row). Whether
/// the principal of the call may put events there is asked inside.
pub const TAKE_EVENT: &str = "TakeEvent";

/// How the names of operations begin that only read.
const READING: [&str; 3] = ["Get", "List", "Describe"];

/// Sends an event on a bus to the targets of the rules that match; `only` names the ARNs of rules
/// to which it is restricted. A bus that does not exist has no rules, so the event is dropped, as
/// AWS documents.
pub fn route(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    event: &Event,
    only: &[String],
) -> Result<(), ApiError> {
    let Some(row) = encryption::take_in(ctx, bus, event)? else { return Ok(()) };
    let mut rules = matching(ctx, bus, event)?;
    rules.retain(|(name, row)| {
        let is_chosen = only.is_empty() || only.contains(&bus.rule_arn(name));
        is_chosen && takes(row, &event.value)
    });
    send_to_targets(ctx, bus, &rules, &row)
}

fn matching(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    event: &Event,
) -> Result<Vec<(String, Arc<RuleRow>)>, ApiError> {
    let key = BusKey { scope: bus.scope(), bus: bus.name.clone() };
    Ok(ctx.index::<BusIndex>(&key)?.matching(&event.value))
}

/// Whether a rule in its state takes an event that its pattern matches. Management events that
/// only read are for rules that ask for them.
///
/// Source: EventBridge User Guide, "Receiving read-only management events from AWS services".
fn takes(row: &RuleRow, event: &Value) -> bool {
    match row.state {
        RuleState::Disabled => false,
        RuleState::EnabledWithAllManagementEvents => true,
        RuleState::Enabled => !is_reading_management_event(event),
    }
}

fn is_reading_management_event(event: &Value) -> bool {
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    if text(event, "detail-type").as_deref() != Some("AWS API Call via CloudTrail") {
        return false;
    }
    let Some(detail) = event.get("detail") else { return false };
    match detail.get("readOnly") {
        Some(Value::Bool(is_reading)) => *is_reading,
        _ => text(detail, "eventName")
            .is_some_and(|name| READING.iter().any(|prefix| name.starts_with(prefix))),
    }
}

/// Leaves a delivery for each target of the rules, and keeps the event where a rule is an
/// archive's.
pub fn send_to_targets(
    ctx: &mut Ctx<'_>,
    bus: &BusRef,
    rules: &[(String, Arc<RuleRow>)],
    event: &EventRow,
) -> Result<(), ApiError> {
    for name in rules.iter().filter_map(|(_, row)| row.archive.as_ref()) {
        archive::keep(ctx, bus, name, event)?;
    }
    let rules = rules.iter().filter(|(_, row)| row.archive.is_none());
    let rules = rules.filter(|(_, row)| replication::takes(row, event));
    let rules: Vec<_> = rules.collect();
    let count = rules.iter().map(|(_, row)| row.targets.len()).sum();
    metrics::matched(ctx, bus, rules.iter().map(|(rule, _)| rule.as_str()), count);
    let targets =
        rules.into_iter().flat_map(|(rule, row)| row.targets.iter().map(move |it| (rule, it)));
    let targets: Vec<_> = targets.collect();
    let held = parcel::hold(ctx, bus, event, targets.len());
    for (rule, target) in targets {
        let delivery = DeliveryRow {
            event: held.clone(),
            bus: bus.name.clone(),
            rule: rule.clone(),
            target: target.str("Id").unwrap_or_default().to_owned(),
            retries: 0,
            matched: ctx.now().micros(),
        };
        ctx.enqueue(Job::now(delivery::ask(&delivery, bus)));
    }
    Ok(())
}

/// The call by which a bus takes an event that a rule of another bus passes on.
pub fn taking(bus: &BusRef, event: &EventRow) -> Ask {
    let encoded = minicbor::to_vec(event).expect("writing to memory cannot fail");
    Ask::to("events", TAKE_EVENT)
        .with("Bus", bus.arn())
        .with("Event", Bytes::from(encoded))
        .in_account(bus.account)
        .in_region(bus.region)
}

pub fn take_event(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let bus = input.str("Bus").and_then(BusRef::of_arn).ok_or_else(ApiError::internal)?;
    let row = input.blob("Event").and_then(|bytes| minicbor::decode(bytes).ok());
    let event = Event::read(row.ok_or_else(ApiError::internal)?);
    let existing = bus::get(ctx, &bus)?;
    let text = |name: &str| event.value.get(name).and_then(Value::as_str).unwrap_or_default();
    let policy = existing.as_ref().and_then(|row| row.policy.clone());
    let access = put_events::access(ctx, &bus, policy, text("source"), text("detail-type"))
        .with_key("events:eventBusInvocation", "true");
    ctx.authorize(&access)?;
    if existing.is_none() {
        return Err(errors::no_bus(&bus.name));
    }
    route(ctx, &bus, &event, &[])?;
    Ok(Struct::new())
}
