//! Message data protection: what of a topic's messages is sensitive, and what is done about it.
//!
//! A topic has at most one policy. Statements for `Inbound` act when a message is published, on
//! the body that the publisher gives: they refuse it, write down where the sensitive data is
//! ([`audit`]), or mask or remove it before it is kept. Statements for `Outbound` keep a message
//! from subscriptions, by who has subscribed. [`policy`] reads the document, [`detect`] finds the
//! data by the [`identifiers`] of AWS and the policy's own.
//!
//! Sources: "Understanding data protection policies", "Data protection policy operations" in the
//! Developer Guide.

use std::borrow::Cow;

use kernel::{ApiError, Ctx, Principal};
use sensitive_data::{detect, identifiers};
use serde_json::{Map, Value as Json};

use crate::api::error;
use crate::api::{
    GetDataProtectionPolicyInput, GetDataProtectionPolicyOutput, PutDataProtectionPolicyInput,
    PutDataProtectionPolicyOutput,
};
use crate::delivery::Parcel;
use crate::errors;
use crate::state::{MessageKind, Topic};
use crate::structure;
use crate::topic;

pub mod audit;
mod policy;
#[cfg(test)]
mod tests;

use policy::{Direction, Operation, Policy};

pub fn put_data_protection_policy(
    ctx: &mut Ctx<'_>,
    input: PutDataProtectionPolicyInput<'_>,
) -> Result<PutDataProtectionPolicyOutput, ApiError> {
    let mut topic = find(ctx, input.resource_arn())?;
    set(ctx, &mut topic, input.data_protection_policy())?;
    topic::save(ctx, &topic);
    Ok(PutDataProtectionPolicyOutput::new())
}

pub fn get_data_protection_policy(
    ctx: &mut Ctx<'_>,
    input: GetDataProtectionPolicyInput<'_>,
) -> Result<GetDataProtectionPolicyOutput, ApiError> {
    let topic = find(ctx, input.resource_arn())?;
    let document = topic.row.settings.data_protection_policy;
    Ok(GetDataProtectionPolicyOutput::new().data_protection_policy(document))
}

fn find(ctx: &Ctx<'_>, arn: &str) -> Result<Topic, ApiError> {
    topic::find_or_none(ctx, "ResourceArn", arn)?.ok_or_else(errors::topic_not_found)
}

/// Gives the topic another policy, or none; without saving it.
pub fn set(ctx: &mut Ctx<'_>, topic: &mut Topic, text: &str) -> Result<(), ApiError> {
    if text.is_empty() {
        topic.row.settings.data_protection_policy = None;
        return Ok(());
    }
    let policy = policy::parse(text)?;
    for bucket in policy.buckets() {
        audit::admit(ctx, bucket)?;
    }
    topic.row.settings.data_protection_policy = Some(text.to_owned());
    Ok(())
}

/// What is published, under the id that it is to have: refused, noted, or without what is
/// sensitive in it.
pub fn inbound(
    ctx: &mut Ctx<'_>,
    topic: &Topic,
    id: &str,
    body: String,
    is_structured: bool,
) -> Result<String, ApiError> {
    let Some(text) = &topic.row.settings.data_protection_policy else { return Ok(body) };
    let policy = policy::shared(text)?;
    let caller = caller(ctx);
    let statements: Vec<_> = policy.concerning(Direction::Inbound, &caller).collect();
    let finds = |statement: &policy::Statement| detect::has_any(&statement.detectors, &body);
    if statements.iter().any(|it| it.operation == Operation::Deny && finds(it)) {
        return Err(refused(topic, "published"));
    }
    for statement in &statements {
        if let Operation::Audit(wanted) = &statement.operation {
            audit::note(
                ctx,
                topic,
                wanted,
                audit::Noted { id, caller: &caller, body: &body, detectors: &statement.detectors },
            );
        }
    }
    let mut body = body;
    for statement in &statements {
        if let Operation::Deidentify(mask) = statement.operation {
            body = without(&body, is_structured, statement, mask)
                .ok_or_else(|| refused(topic, "published"))?;
        }
    }
    Ok(body)
}

/// Whether the topic's policy keeps a message from a subscription.
pub fn forbids(parcel: &Parcel<'_>) -> Result<bool, ApiError> {
    let Some(text) = &parcel.topic.row.settings.data_protection_policy else { return Ok(false) };
    if parcel.message.kind != MessageKind::Notification {
        return Ok(false);
    }
    let policy = policy::shared(text)?;
    let subscriber = &parcel.subscription.row.principal;
    let statements: Vec<_> = policy.concerning(Direction::Outbound, subscriber).collect();
    if statements.is_empty() {
        return Ok(false);
    }
    let body = structure::body(parcel.message, &parcel.variant());
    Ok(statements.iter().any(|it| detect::has_any(&it.detectors, &body)))
}

/// The body with a statement's findings masked or removed; `None` when it is nothing else.
fn without(
    body: &str,
    is_structured: bool,
    statement: &policy::Statement,
    mask: Option<char>,
) -> Option<String> {
    if !is_structured {
        return replaced(body, statement, mask).map(Cow::into_owned);
    }
    // Each protocol's body by itself, so that what is removed leaves JSON behind.
    let bodies: Map<String, Json> = serde_json::from_str(body).unwrap_or_default();
    let mut out = Map::new();
    for (name, value) in bodies {
        let value = match value {
            Json::String(text) => Json::String(replaced(&text, statement, mask)?.into_owned()),
            other => other,
        };
        out.insert(name, value);
    }
    Some(Json::Object(out).to_string())
}

fn replaced<'a>(
    text: &'a str,
    statement: &policy::Statement,
    mask: Option<char>,
) -> Option<Cow<'a, str>> {
    let spans = detect::spans(&statement.detectors, text);
    if spans.is_empty() {
        return Some(Cow::Borrowed(text));
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    let mut is_all = true;
    for span in spans {
        let between = &text[from..span.start];
        is_all &= between.trim().is_empty();
        out.push_str(between);
        if let Some(mask) = mask {
            out.extend(text[span.clone()].chars().map(|_| mask));
        }
        from = span.end;
    }
    is_all &= text[from..].trim().is_empty();
    out.push_str(&text[from..]);
    (!is_all).then_some(Cow::Owned(out))
}

/// The words are ours [U]; AWS documents the code, and similar words for deliveries.
fn refused(topic: &Topic, what: &str) -> ApiError {
    error::authorization_error_exception(format!(
        "The topic's data protection policy prohibits this message from being {what} to {}",
        topic.arn
    ))
}

/// Who publishes, as policies and findings name it.
fn caller(ctx: &Ctx<'_>) -> String {
    match ctx.principal() {
        Principal::Identity(identity) => identity.arn.clone(),
        Principal::Service(name) => name.to_string(),
        Principal::Root(account) => format!("arn:{}:iam::{account}:root", ctx.region().partition()),
        Principal::Anonymous => String::new(),
    }
}

/// Whether a document can be read; for topics that are asked for again.
pub fn check(text: &str) -> Result<(), ApiError> {
    policy::parse(text).map(|_: Policy| ())
}
