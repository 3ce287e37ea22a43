//! The policy of a topic as a document: the default, AddPermission, RemovePermission, and what
//! the attribute `Policy` takes. The door evaluates it; see `access`.

use std::fmt::Display;

use kernel::view::List;
use kernel::{AccountId, ApiError, Ctx};
use policy::{Kind, Policy};
use serde_json::{Value as Json, json};

use crate::api::{
    AddPermissionInput, AddPermissionOutput, RemovePermissionInput, RemovePermissionOutput,
};
use crate::errors;
use crate::limits;
use crate::state::Topic;
use crate::topic;
use crate::topic_attributes::Place;

/// The actions that a topic's policy may speak of.
pub const ACTIONS: [&str; 9] = [
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
    "Receive",
];
/// Of those, the ones in the policy that topics have by default.
const DEFAULT_ACTIONS: usize = 8;
const DATA_PROTECTION_ACTIONS: [&str; 2] = ["GetDataProtectionPolicy", "PutDataProtectionPolicy"];

/// The policy in force, as it is shown.
pub fn document(topic: &Topic) -> String {
    topic.row.settings.policy.clone().unwrap_or_else(|| default_document(topic).to_string())
}

fn default_document(topic: &Topic) -> Json {
    let actions: Vec<_> =
        ACTIONS[..DEFAULT_ACTIONS].iter().map(|action| format!("SNS:{action}")).collect();
    json!({
        "Version": "2008-10-17",
        "Id": "__default_policy_ID",
        "Statement": [{
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": { "AWS": "*" },
            "Action": actions,
            "Resource": topic.arn,
            "Condition": { "StringEquals": { "AWS:SourceOwner": topic.owner.as_str() } },
        }],
    })
}

pub fn add_permission(
    ctx: &mut Ctx<'_>,
    input: AddPermissionInput<'_>,
) -> Result<AddPermissionOutput, ApiError> {
    let mut topic = topic::find(ctx, input.topic_arn())?;
    let label = input.label();
    if label.is_empty() {
        return Err(errors::invalid("Label"));
    }
    let actions = read_actions(input.action_name())?;
    let principals = read_accounts(ctx, input.aws_account_id())?;
    let mut policy = parsed(&topic)?;
    let statements = statements(&mut policy)?;
    if statements.iter().any(|statement| sid(statement) == Some(label)) {
        return Err(errors::invalid("Statement already exists"));
    }
    statements.push(json!({
        "Sid": label,
        "Effect": "Allow",
        "Principal": { "AWS": one_or_many(principals) },
        "Action": one_or_many(actions),
        "Resource": topic.arn,
    }));
    let count = statements.len();
    let text = policy.to_string();
    check_size(Place::Alone, count, &text)?;
    topic.row.settings.policy = Some(text);
    topic::save(ctx, &topic);
    Ok(AddPermissionOutput::new())
}

/// Removing a statement that is not there succeeds.
pub fn remove_permission(
    ctx: &mut Ctx<'_>,
    input: RemovePermissionInput<'_>,
) -> Result<RemovePermissionOutput, ApiError> {
    let mut topic = topic::find(ctx, input.topic_arn())?;
    let mut policy = parsed(&topic)?;
    let statements = statements(&mut policy)?;
    let count = statements.len();
    statements.retain(|statement| sid(statement) != Some(input.label()));
    if statements.len() < count {
        topic.row.settings.policy = Some(policy.to_string());
        topic::save(ctx, &topic);
    }
    Ok(RemovePermissionOutput::new())
}

/// The attribute `Policy`; an empty text brings the default back.
pub fn parse_attribute(place: Place, text: &str) -> Result<Option<String>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    let policy =
        Policy::parse(text, Kind::Resource).map_err(|error| policy_error(place, &error))?;
    check_size(place, policy.statements.len(), text)?;
    let document: Json = serde_json::from_str(text).map_err(|_| ApiError::internal())?;
    if !actions(&document).all(is_in_scope) {
        return Err(errors::invalid("Policy statement action out of service scope!"));
    }
    Ok(Some(text.to_owned()))
}

/// Refuses a policy that names a user or a role who is not there.
pub fn check_named(ctx: &Ctx<'_>, place: Place, text: Option<&str>) -> Result<(), ApiError> {
    match text.map(|text| ctx.unknown_principal(text)).transpose()?.flatten() {
        Some(_) => Err(policy_error(place, &"PrincipalNotFound")),
        None => Ok(()),
    }
}

fn policy_error(place: Place, reason: &dyn Display) -> ApiError {
    match place {
        Place::Map => errors::invalid_because("Attributes", format_args!("Policy Error: {reason}")),
        Place::Alone => errors::invalid(format_args!("Policy Error: {reason}")),
    }
}

fn check_size(place: Place, statements: usize, text: &str) -> Result<(), ApiError> {
    if text.len() <= limits::POLICY_BYTES_MAX && statements <= limits::POLICY_STATEMENTS_MAX {
        return Ok(());
    }
    Err(place.invalid("Policy", "the policy exceeds the size limit"))
}

/// The actions that a policy allows or denies, or excepts.
fn actions(document: &Json) -> impl Iterator<Item = &str> {
    fn one_or_all(value: &Json) -> &[Json] {
        match value {
            Json::Array(items) => items,
            one => std::slice::from_ref(one),
        }
    }
    let statements = document.get("Statement").map(one_or_all).unwrap_or_default();
    let actions = statements
        .iter()
        .filter_map(|it| it.get("Action").or_else(|| it.get("NotAction")))
        .flat_map(one_or_all);
    actions.filter_map(Json::as_str)
}

fn is_in_scope(action: &str) -> bool {
    if action == "*" {
        return true;
    }
    let Some((service, name)) = action.split_once(':') else { return false };
    let is_known = |known: &&str| known.eq_ignore_ascii_case(name);
    service.eq_ignore_ascii_case("sns")
        && (name.contains(['*', '?'])
            || ACTIONS.iter().any(is_known)
            || DATA_PROTECTION_ACTIONS.iter().any(is_known))
}

fn parsed(topic: &Topic) -> Result<Json, ApiError> {
    match &topic.row.settings.policy {
        Some(text) => serde_json::from_str(text).map_err(|_| ApiError::internal()),
        None => Ok(default_document(topic)),
    }
}

/// The statements of a policy, as a list even where there is one alone.
fn statements(policy: &mut Json) -> Result<&mut Vec<Json>, ApiError> {
    let members = policy.as_object_mut().ok_or_else(ApiError::internal)?;
    let statement = members.get_mut("Statement").ok_or_else(ApiError::internal)?;
    if statement.is_object() {
        *statement = Json::Array(vec![statement.take()]);
    }
    statement.as_array_mut().ok_or_else(ApiError::internal)
}

fn sid(statement: &Json) -> Option<&str> {
    statement["Sid"].as_str()
}

fn one_or_many(mut texts: Vec<String>) -> Json {
    if texts.len() == 1 { Json::String(texts.remove(0)) } else { json!(texts) }
}

fn read_actions(actions: List<'_, &str>) -> Result<Vec<String>, ApiError> {
    if actions.is_empty() {
        return Err(errors::invalid("ActionName"));
    }
    let check = |action: &str| {
        if action == "*" || ACTIONS.contains(&action) {
            Ok(format!("SNS:{action}"))
        } else {
            Err(errors::invalid("Policy statement action out of service scope!"))
        }
    };
    actions.iter().map(check).collect()
}

fn read_accounts(ctx: &Ctx<'_>, accounts: List<'_, &str>) -> Result<Vec<String>, ApiError> {
    if accounts.is_empty() {
        return Err(errors::invalid("AWSAccountId"));
    }
    let partition = ctx.region().partition();
    let check = |account: &str| match AccountId::parse(account) {
        Some(account) => Ok(format!("arn:{partition}:iam::{account}:root")),
        None => Err(errors::invalid("Policy Error: PrincipalNotFound")),
    };
    accounts.iter().map(check).collect()
}
