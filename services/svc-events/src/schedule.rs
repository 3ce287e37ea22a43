//! Rules that fire by themselves: rate and cron expressions on the virtual clock.
//!
//! The next firing of a rule is a job. It names the rule's epoch, which changes with the rule's
//! schedule and whenever it is enabled, so that jobs of earlier schedules end by themselves.

use std::sync::Arc;

use cron::{Schedule, TimeZone};
use event_pattern::Value;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use crate::errors;
use crate::event::{Event, Head};
use crate::names::BusRef;
use crate::routing;
use crate::rule;
use crate::state::{RuleRow, RuleState};

/// Input: `Bus`, `Rule`, `Epoch`, `Due`.
pub const FIRE_RULE: &str = "FireRule";

/// Refuses what is no schedule of a rule, and schedules of custom buses.
pub fn check(expression: &str, bus: &BusRef) -> Result<(), ApiError> {
    if Schedule::parse_for_rule(expression).is_err() {
        return Err(errors::validation("Parameter ScheduleExpression is not valid."));
    }
    if !bus.is_default() {
        let message = "ScheduleExpression is supported only on the default event bus.";
        return Err(errors::validation(message));
    }
    Ok(())
}

/// Leaves the first firing of a rule, if it is enabled and has a schedule.
pub fn begin(ctx: &mut Ctx<'_>, bus: &BusRef, rule: &str, row: &RuleRow) -> Result<(), ApiError> {
    if row.state != RuleState::Disabled {
        leave_next(ctx, bus, rule, row);
    }
    Ok(())
}

fn leave_next(ctx: &mut Ctx<'_>, bus: &BusRef, rule: &str, row: &RuleRow) {
    let schedule = row.schedule.as_deref().map(Schedule::parse_for_rule);
    let Some(Ok(schedule)) = schedule else { return };
    let anchor = Timestamp::from_micros(row.anchor).secs();
    let Some(due) = schedule.next_after(ctx.now().secs(), &TimeZone::UTC, anchor) else { return };
    let input = Struct::new()
        .with("Bus", bus.name.as_str())
        .with("Rule", rule)
        .with("Epoch", row.epoch.cast_signed())
        .with("Due", due);
    let ask = Ask::to("events", FIRE_RULE)
        .with_input(input)
        .in_account(bus.account)
        .in_region(bus.region);
    ctx.enqueue(Job::now(ask).at(Timestamp::from_secs(due)));
}

/// The step: sends a "Scheduled Event" to the rule's own targets.
pub fn fire_rule(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let bus = BusRef::read(ctx, input.str("Bus"));
    let name = input.str("Rule").unwrap_or_default();
    let Some(row) = rule::get(ctx, &bus, name)? else { return Ok(Struct::new()) };
    let is_current = input.int("Epoch") == Some(row.epoch.cast_signed());
    if !is_current || row.state == RuleState::Disabled {
        return Ok(Struct::new());
    }
    let due = input.int("Due").unwrap_or_else(|| ctx.now().secs());
    let head = Head {
        detail_type: "Scheduled Event",
        source: "aws.events",
        account: bus.account,
        region: bus.region,
        time: Timestamp::from_secs(due),
        resources: vec![bus.rule_arn(name)],
    };
    let id = ctx.chance().uuid();
    let event = Event::new(ctx, &id, head, Value::Object(Vec::new()));
    leave_next(ctx, &bus, name, &row);
    let rules = [(name.to_owned(), Arc::new(row))];
    routing::send_to_targets(ctx, &bus, &rules, &event.row)?;
    Ok(Struct::new())
}
