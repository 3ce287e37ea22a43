//! Events: what happened to a stack and its resources, in the stack's history and to its topics.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask};

use crate::limits::EVENTS_MAX;
use crate::session::Session;
use crate::state::{EVENTS, EventRow, ResourceRow};
use crate::types::STACK;

/// The stack has come to be in a state.
pub fn stack(
    session: &mut Session<'_, '_>,
    status: &str,
    reason: Option<String>,
) -> Result<(), ApiError> {
    status.clone_into(&mut session.stack.status);
    session.stack.reason.clone_from(&reason);
    let event = EventRow {
        id: session.ctx.chance().uuid(),
        logical_id: session.stack.name.clone(),
        physical_id: Some(session.stack.id.clone()),
        kind: STACK.to_owned(),
        time: session.ctx.now().micros(),
        status: status.to_owned(),
        reason,
        properties: None,
        token: session.stack.token.clone(),
    };
    add(session, event)
}

/// A resource has come to be in a state.
pub fn resource(
    session: &mut Session<'_, '_>,
    logical_id: &str,
    row: &mut ResourceRow,
    (status, reason): (&str, Option<String>),
) -> Result<(), ApiError> {
    status.clone_into(&mut row.status);
    row.reason.clone_from(&reason);
    row.updated = session.ctx.now().micros();
    let unique = session.ctx.chance().uuid();
    let event = EventRow {
        id: format!("{logical_id}-{status}-{unique}"),
        logical_id: logical_id.to_owned(),
        physical_id: row.being.physical.clone(),
        kind: row.being.kind.clone(),
        time: row.updated,
        status: status.to_owned(),
        reason,
        properties: Some(shown_properties(&row.being.properties)),
        token: session.stack.token.clone(),
    };
    add(session, event)
}

/// Secrets are not told.
fn shown_properties(properties: &str) -> String {
    if properties.contains("SecretString") || properties.contains("\"Password\"") {
        return "{}".to_owned();
    }
    properties.to_owned()
}

fn add(session: &mut Session<'_, '_>, event: EventRow) -> Result<(), ApiError> {
    let number = session.stack.events;
    session.stack.events += 1;
    notify(session, &event);
    let key = session.key.clone();
    session.ctx.table_mut(&EVENTS).put(&(key.as_str(), u64::MAX - number), &event);
    if let Some(old) = number.checked_sub(EVENTS_MAX) {
        session.ctx.table_mut(&EVENTS).delete(&(key.as_str(), u64::MAX - old));
    }
    Ok(())
}

/// To the stack's topics, as text ("Monitor stack progress", notifications).
fn notify(session: &mut Session<'_, '_>, event: &EventRow) {
    if session.stack.notification_arns.is_empty() {
        return;
    }
    let stack = &session.stack;
    let time = kernel::Timestamp::from_micros(event.time).to_jiff();
    let lines = [
        ("StackId", stack.id.as_str()),
        ("Timestamp", &time.to_string()),
        ("EventId", &event.id),
        ("LogicalResourceId", &event.logical_id),
        ("Namespace", session.ctx.account().as_str()),
        ("ResourceProperties", event.properties.as_deref().unwrap_or("null")),
        ("ResourceStatus", &event.status),
        ("ResourceStatusReason", event.reason.as_deref().unwrap_or_default()),
        ("ResourceType", &event.kind),
        ("StackName", &stack.name),
        ("PhysicalResourceId", event.physical_id.as_deref().unwrap_or_default()),
        ("ClientRequestToken", event.token.as_deref().unwrap_or("null")),
    ]
    .map(|(name, value)| format!("{name}='{value}'\n"))
    .concat();
    for topic in stack.notification_arns.clone() {
        let ask = Ask::to("sns", "Publish")
            .with("TopicArn", topic)
            .with("Subject", "AWS CloudFormation Notification")
            .with("Message", lines.as_str());
        let ask = session.acting(ask);
        session.ctx.enqueue(Job::now(ask));
    }
}
