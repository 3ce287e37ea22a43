//! Custom resources: a function or a topic is asked, and answers at a URL when it is done.

use std::time::Duration;

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::body::Body;
use kernel::{ApiError, Ask, Value};
use serde_json::{Map, Value as Json, json};

use super::answer;
use super::run::{self, Pace};
use crate::limits::CUSTOM_TIMEOUT_SECONDS;
use crate::session::{Session, document};
use crate::state::{ANSWERS, ChangeKind, Mode, OperationRow, ResourceRow};
use crate::types::convert::text;

/// Attributes of the engine's own: the token that was given out, and what was answered.
const TOKEN: &str = "_Token";
pub const ANSWER: &str = "_Answer";

pub fn advance(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    row: &mut ResourceRow,
) -> Result<Pace, ApiError> {
    let mut attributes = document(&row.being.attributes);
    let Some(token) = attributes.get(TOKEN).map(text) else {
        return request(session, operation, at, row);
    };
    let Some(answer) = attributes.remove(ANSWER) else {
        let began = kernel::Timestamp::from_micros(operation.items[at].began);
        let waited = session.ctx.now().since(began).as_secs() as i64;
        if waited < timeout(row) {
            return Ok(Pace::Parked);
        }
        session.ctx.table_mut(&ANSWERS).delete(token.as_str());
        return Ok(Pace::Failed(format!(
            "CloudFormation did not receive a response from your Custom Resource. Please check \
             your logs for requestId [{token}]. If you are using the Python cfn-response module, \
             you may need to update your Lambda function code so that CloudFormation can attach \
             the updated version."
        )));
    };
    attributes.remove(TOKEN);
    take(session, operation, at, row, (&token, &answer), attributes)
}

fn timeout(row: &ResourceRow) -> i64 {
    let given = document(&row.being.properties);
    let given = given.get("ServiceTimeout").map(text).and_then(|it| it.parse::<i64>().ok());
    given.filter(|it| (1..=CUSTOM_TIMEOUT_SECONDS).contains(it)).unwrap_or(CUSTOM_TIMEOUT_SECONDS)
}

fn request(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    row: &mut ResourceRow,
) -> Result<Pace, ApiError> {
    let id = operation.items[at].logical_id.clone();
    let way = run::way(operation.items[at].mode, row);
    let token = answer::token(session, operation, (at, &id), false);
    let service = way.now.get("ServiceToken").map(text).unwrap_or_default();
    let kind = match operation.items[at].mode {
        Mode::Delete => "Delete",
        Mode::Update | Mode::Restore => "Update",
        _ => "Create",
    };
    let mut event = json!({
        "RequestType": kind,
        "ServiceToken": service,
        "ResponseURL": answer::url(session, &token),
        "StackId": session.stack.id,
        "RequestId": token,
        "LogicalResourceId": id,
        "ResourceType": row.being.kind,
        "ResourceProperties": texts(&Json::Object(way.now.clone())),
    });
    if kind != "Create" {
        event["PhysicalResourceId"] = row.being.physical.clone().into();
    }
    if let Some(before) = &way.before {
        event["OldResourceProperties"] = texts(&Json::Object(before.clone()));
    }
    if let Err(error) = send(session, &service, event.to_string()) {
        session.ctx.table_mut(&ANSWERS).delete(token.as_str());
        return Ok(Pace::Failed(error.message().to_owned()));
    }
    let mut attributes = document(&row.being.attributes);
    attributes.insert(TOKEN.to_owned(), token.into());
    row.being.attributes = Json::Object(attributes).to_string();
    Ok(Pace::Later(Duration::from_secs(timeout(row).unsigned_abs())))
}

fn send(session: &mut Session<'_, '_>, service: &str, event: String) -> Result<(), ApiError> {
    let invalid = || ApiError::new("ValidationError", format!("Invalid service token: {service}"));
    let arn = Arn::parse(service).ok_or_else(invalid)?;
    let ask = match arn.service.as_str() {
        "lambda" => Ask::to("lambda", "Invoke")
            .with("FunctionName", service)
            .with("InvocationType", "Event")
            .with("Payload", payload(session, event)),
        "sns" => Ask::to("sns", "Publish")
            .with("TopicArn", service)
            .with("Subject", "AWS CloudFormation custom resource request")
            .with("Message", event),
        _ => return Err(invalid()),
    };
    let region = arn.region().ok_or_else(invalid)?;
    session.call(ask.in_region(region)).map(drop)
}

/// Whatever the model makes of a function's input: a blob or a body.
fn payload(session: &Session<'_, '_>, event: String) -> Value {
    let probe = session.ctx.bind_json("lambda", "Invoke", r#"{"Payload": ""}"#);
    match probe.ok().and_then(|probe| probe.get("Payload").cloned()) {
        Some(Value::Body(_)) => Value::Body(Body::from(Bytes::from(event))),
        _ => Value::Blob(Bytes::from(event)),
    }
}

/// "All values in ResourceProperties are strings".
fn texts(json: &Json) -> Json {
    match json {
        Json::Object(members) => {
            let each = members.iter().map(|(name, value)| (name.clone(), texts(value)));
            Json::Object(each.collect())
        }
        Json::Array(items) => items.iter().map(texts).collect(),
        other => text(other).into(),
    }
}

/// What was answered.
fn take(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    row: &mut ResourceRow,
    (token, answer): (&str, &Json),
    mut attributes: Map<String, Json>,
) -> Result<Pace, ApiError> {
    let mode = operation.items[at].mode;
    let said = |name: &str| answer.get(name).map(text).filter(|it| !it.is_empty());
    let physical = said("PhysicalResourceId");
    if mode != Mode::Delete {
        // The attributes are what the last answer says, and nothing of an earlier one.
        attributes.retain(|name, _| name.starts_with('_'));
        if let Some(Json::Object(data)) = answer.get("Data") {
            attributes.extend(data.clone());
        }
    }
    row.being.attributes = Json::Object(attributes).to_string();
    if said("Status").as_deref() != Some("SUCCESS") {
        if row.being.physical.is_none() {
            row.being.physical = physical;
        }
        let reason = said("Reason").unwrap_or_else(|| "no reason given".to_owned());
        return Ok(Pace::Failed(format!(
            "Received response status [FAILED] from custom resource. Message returned: {reason} \
             (RequestId: {token})"
        )));
    }
    match (mode, physical) {
        (Mode::Delete, _) => {}
        (_, None) => {
            return Ok(Pace::Failed(
                "Invalid PhysicalResourceId: it must be a text that is not empty".to_owned(),
            ));
        }
        (Mode::Update, Some(new)) => {
            if row.being.physical.as_ref() != Some(&new) {
                row.change = ChangeKind::Replaced;
            }
            row.being.physical = Some(new);
        }
        (Mode::Create | Mode::Replace, Some(new)) => {
            row.being.physical = Some(new);
            run::initiated(session, operation, at, row)?;
        }
        (_, Some(new)) => row.being.physical = Some(new),
    }
    Ok(Pace::Done)
}

/// Nobody waits for an answer any more.
pub fn abandon(session: &mut Session<'_, '_>, row: &mut ResourceRow) {
    let mut attributes = document(&row.being.attributes);
    attributes.remove(ANSWER);
    if let Some(token) = attributes.remove(TOKEN).map(|it| text(&it)) {
        session.ctx.table_mut(&ANSWERS).delete(token.as_str());
        // It may have made something: its deletion is asked for by the request's id.
        if row.being.physical.is_none() && crate::types::is_custom(&row.being.kind) {
            row.being.physical = Some(token);
        }
    }
    row.being.attributes = Json::Object(attributes).to_string();
}
