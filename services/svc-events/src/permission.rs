//! Who may put events on a bus: its policy as a document. The door evaluates it; see `access`.

use kernel::{ApiError, Ctx};
use policy::{Kind, Policy};
use serde_json::{Value as Json, json};

use crate::api::{
    PutPermissionInput, PutPermissionOutput, RemovePermissionInput, RemovePermissionOutput, error,
};
use crate::bus::{self, Bus};
use crate::errors;
use crate::limits;

const PUT_EVENTS: &str = "events:PutEvents";

pub fn put_permission(
    ctx: &mut Ctx<'_>,
    input: PutPermissionInput<'_>,
) -> Result<PutPermissionOutput, ApiError> {
    let mut bus = bus::find(ctx, input.event_bus_name())?;
    let text = match input.policy() {
        Some(policy) => {
            let has_others = input.action().is_some()
                || input.principal().is_some()
                || input.statement_id().is_some()
                || input.condition().is_some();
            if has_others {
                let message = "Parameter Policy must not be specified together with Action, \
                               Principal, StatementId or Condition.";
                return Err(errors::validation(message));
            }
            policy.to_owned()
        }
        None => with_statement(ctx, &bus, input)?,
    };
    if text.chars().count() > limits::POLICY_CHARS_MAX {
        let message =
            format!("The event bus policy is longer than {} characters.", limits::POLICY_CHARS_MAX);
        return Err(error::policy_length_exceeded_exception(message));
    }
    if let Err(fault) = Policy::parse(&text, Kind::Resource) {
        return Err(errors::validation(format!("Parameter Policy is not valid. Reason: {fault}")));
    }
    // Those whom the policy has named before may have gone since.
    if let Some(absent) = input.policy().map(|it| ctx.unknown_principal(it)).transpose()?.flatten()
    {
        let reason = format!("The principal {absent} does not exist.");
        return Err(errors::validation(format!("Parameter Policy is not valid. Reason: {reason}")));
    }
    bus.row.policy = Some(ctx.bind_policy(&text)?);
    bus::save(ctx, &mut bus);
    Ok(PutPermissionOutput::new())
}

pub fn remove_permission(
    ctx: &mut Ctx<'_>,
    input: RemovePermissionInput<'_>,
) -> Result<RemovePermissionOutput, ApiError> {
    let mut bus = bus::find(ctx, input.event_bus_name())?;
    if input.remove_all_permissions() == Some(true) {
        bus.row.policy = None;
        bus::save(ctx, &mut bus);
        return Ok(RemovePermissionOutput::new());
    }
    let Some(id) = input.statement_id() else {
        let message = "Parameter(s) StatementId or RemoveAllPermissions must be specified.";
        return Err(errors::validation(message));
    };
    if bus.row.policy.is_none() {
        let message = "EventBus does not have a policy.";
        return Err(error::resource_not_found_exception(message));
    }
    let mut document = document(&bus)?;
    let statements = statements(&mut document)?;
    let Some(at) = statements.iter().position(|statement| statement["Sid"] == id) else {
        let message = "Statement with the provided id does not exist.";
        return Err(error::resource_not_found_exception(message));
    };
    statements.remove(at);
    bus.row.policy = (!statements.is_empty()).then(|| document.to_string());
    bus::save(ctx, &mut bus);
    Ok(RemovePermissionOutput::new())
}

/// The bus's policy with the statement that the request describes, in place of one of that id.
fn with_statement(
    ctx: &Ctx<'_>,
    bus: &Bus,
    input: PutPermissionInput<'_>,
) -> Result<String, ApiError> {
    let (Some(action), Some(principal), Some(id)) =
        (input.action(), input.principal(), input.statement_id())
    else {
        let message = "Parameter(s) Action, Principal and StatementId must be specified.";
        return Err(errors::validation(message));
    };
    if action != PUT_EVENTS {
        let message = "Provided value in parameter 'action' is not supported.";
        return Err(errors::validation(message));
    }
    let principal = if principal == "*" {
        Json::from("*")
    } else {
        json!({ "AWS": format!("arn:{}:iam::{principal}:root", ctx.region().partition()) })
    };
    let mut statement = json!({
        "Sid": id,
        "Effect": "Allow",
        "Principal": principal,
        "Action": PUT_EVENTS,
        "Resource": bus.at.arn(),
    });
    if let Some(condition) = input.condition() {
        if condition.type_() != "StringEquals" || condition.key() != "aws:PrincipalOrgID" {
            let message = "Parameter Condition is not valid. Reason: only StringEquals of \
                           aws:PrincipalOrgID is supported.";
            return Err(errors::validation(message));
        }
        statement["Condition"] =
            json!({ condition.type_(): { condition.key(): condition.value() } });
    }
    let mut document = document(bus)?;
    let statements = statements(&mut document)?;
    statements.retain(|other| other["Sid"] != id);
    statements.push(statement);
    Ok(document.to_string())
}

fn document(bus: &Bus) -> Result<Json, ApiError> {
    match &bus.row.policy {
        Some(text) => serde_json::from_str(text).map_err(|_| ApiError::internal()),
        None => Ok(json!({ "Version": "2012-10-17", "Statement": [] })),
    }
}

/// The statements of a policy, as a list even where there is one alone.
fn statements(document: &mut Json) -> Result<&mut Vec<Json>, ApiError> {
    let statements = &mut document["Statement"];
    if statements.is_object() {
        *statements = Json::Array(vec![statements.take()]);
    }
    statements.as_array_mut().ok_or_else(ApiError::internal)
}
