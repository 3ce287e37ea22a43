//! Event replication of global endpoints: a rule that EventBridge manages on the bus in each
//! Region, which passes custom events on to the bus in the other.
//!
//! What came from another bus is not passed on again, nor what is replayed; so nothing goes round.
//! A replica keeps the Region from which it came and names the endpoint among its resources.
//!
//! Source: EventBridge User Guide, "Event replication" and "Replicated event payload". The name and
//! the pattern of the managed rules are our choice.

use event_pattern::Value;
use kernel::{ApiError, Ctx, Struct};

use crate::endpoint::Endpoint;
use crate::event::Event;
use crate::names::BusRef;
use crate::rule;
use crate::state::{EventRow, RuleRow, RuleState};

const MANAGER: &str = "events.amazonaws.com";
const RULE_PREFIX: &str = "Events-Endpoint-";
const CUSTOM_EVENTS: &str =
    r#"{"source":[{"anything-but":{"prefix":"aws."}}],"replay-name":[{"exists":false}]}"#;

/// Begins replication, if the endpoint wants it.
pub fn begin(ctx: &mut Ctx<'_>, endpoint: &Endpoint) -> Result<(), ApiError> {
    let Some([first, second]) = endpoint.buses().filter(|_| endpoint.row.is_replicated) else {
        return Ok(());
    };
    for (from, to) in [(&first, &second), (&second, &first)] {
        let name = rule_name(endpoint);
        let before = rule::get(ctx, from, &name)?;
        let after = managed_rule(ctx, endpoint, from, to);
        rule::write(ctx, from, &name, before, Some(after))?;
    }
    Ok(())
}

pub fn end(ctx: &mut Ctx<'_>, endpoint: &Endpoint) -> Result<(), ApiError> {
    let name = rule_name(endpoint);
    for bus in endpoint.buses().into_iter().flatten() {
        if let Some(before) = rule::get(ctx, &bus, &name)? {
            rule::write(ctx, &bus, &name, Some(before), None)?;
        }
    }
    Ok(())
}

fn rule_name(endpoint: &Endpoint) -> String {
    let id = endpoint.row.id.split('.').next().unwrap_or_default();
    format!("{RULE_PREFIX}{id}")
}

fn managed_rule(ctx: &Ctx<'_>, endpoint: &Endpoint, from: &BusRef, to: &BusRef) -> RuleRow {
    let mut target = Struct::new().with("Id", rule_name(endpoint)).with("Arn", to.arn());
    if let Some(role) = &endpoint.row.role {
        target.set("RoleArn", role.as_str());
    }
    RuleRow {
        state: RuleState::Enabled,
        pattern: Some(CUSTOM_EVENTS.to_owned()),
        schedule: None,
        description: None,
        role_arn: None,
        managed_by: Some(MANAGER.to_owned()),
        created_by: from.account.to_string(),
        tags: std::collections::BTreeMap::new(),
        targets: vec![target],
        epoch: 0,
        anchor: ctx.now().micros(),
        archive: None,
        replicates: Some(endpoint.arn()),
    }
}

/// Whether a rule passes this event on: one that replicates takes only what was put on its bus.
pub fn takes(row: &RuleRow, event: &EventRow) -> bool {
    row.replicates.is_none() || event.hops.is_empty()
}

/// The event as the other Region gets it.
pub fn replica(event: &Event, endpoint: &str) -> EventRow {
    let mut value = event.value.clone();
    let mut resources = match value.get("resources") {
        Some(Value::Array(resources)) => resources.clone(),
        _ => Vec::new(),
    };
    resources.push(Value::string(endpoint));
    value.set("resources", Value::Array(resources));
    EventRow { json: value.to_string(), ..event.row.clone() }
}
