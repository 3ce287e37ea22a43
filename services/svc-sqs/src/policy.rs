//! The policy of a queue as a document: AddPermission, RemovePermission, and what
//! SetQueueAttributes takes. It is kept and shown; nothing evaluates it yet.

use kernel::view::List;
use kernel::{AccountId, ApiError, Ctx};
use serde_json::{Map, Value as Json, json};

use crate::api::error;
use crate::api::queue_attribute_name as name;
use crate::api::{
    AddPermissionInput, AddPermissionOutput, RemovePermissionInput, RemovePermissionOutput,
};
use crate::errors;
use crate::limits;
use crate::queue;
use crate::state::Queue;

/// The actions that an owner may give to others; the rest is the owner's alone.
const SHARED_ACTIONS: [&str; 8] = [
    "*",
    "SendMessage",
    "ReceiveMessage",
    "DeleteMessage",
    "ChangeMessageVisibility",
    "GetQueueAttributes",
    "GetQueueUrl",
    "ListDeadLetterSourceQueues",
];

pub fn add_permission(
    ctx: &mut Ctx<'_>,
    input: AddPermissionInput<'_>,
) -> Result<AddPermissionOutput, ApiError> {
    let mut queue = queue::find_by_url(ctx, input.queue_url())?;
    let label = input.label();
    check_label(label)?;
    let actions = read_actions(input.actions())?;
    let principals = read_accounts(ctx, input.aws_account_ids())?;
    let arn = ctx.arn(&queue.name).to_string();
    let mut policy = document(&queue, &arn)?;
    let statements = statements(&mut policy)?;
    if statements.iter().any(|statement| sid(statement) == Some(label)) {
        return Err(errors::invalid_value(label, "Label", "Already exists."));
    }
    if statements.len() >= limits::POLICY_STATEMENTS_MAX {
        return Err(error::over_limit(format!(
            "{} statements were found, maximum allowed is {}.",
            statements.len() + 1,
            limits::POLICY_STATEMENTS_MAX
        )));
    }
    statements.push(json!({
        "Sid": label,
        "Effect": "Allow",
        "Principal": { "AWS": one_or_many(principals) },
        "Action": one_or_many(actions),
        "Resource": arn,
    }));
    let text = policy.to_string();
    if text.len() > limits::POLICY_BYTES_MAX {
        return Err(error::over_limit("The policy is longer than 8192 bytes."));
    }
    queue.row.settings.policy = Some(text);
    queue::save(ctx, &mut queue);
    Ok(AddPermissionOutput::new())
}

pub fn remove_permission(
    ctx: &mut Ctx<'_>,
    input: RemovePermissionInput<'_>,
) -> Result<RemovePermissionOutput, ApiError> {
    let mut queue = queue::find_by_url(ctx, input.queue_url())?;
    let label = input.label();
    check_label(label)?;
    let arn = ctx.arn(&queue.name).to_string();
    let mut policy = document(&queue, &arn)?;
    let statements = statements(&mut policy)?;
    let Some(at) = statements.iter().position(|statement| sid(statement) == Some(label)) else {
        let reason = "can't find label on existing policy.";
        return Err(errors::invalid_value(label, "Label", reason));
    };
    statements.remove(at);
    let is_empty = statements.is_empty();
    queue.row.settings.policy = (!is_empty).then(|| policy.to_string());
    queue::save(ctx, &mut queue);
    Ok(RemovePermissionOutput::new())
}

/// The attribute `Policy`: an empty text removes it; anything else is a policy document.
pub fn parse_attribute(text: &str) -> Result<Option<String>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    let document: Option<Json> = serde_json::from_str(text).ok();
    let is_policy = document.is_some_and(|document| is_policy(&document));
    if is_policy && text.len() <= limits::POLICY_BYTES_MAX {
        return Ok(Some(text.to_owned()));
    }
    Err(errors::invalid_attribute_value(name::POLICY))
}

fn is_policy(document: &Json) -> bool {
    let statements = match &document["Statement"] {
        Json::Array(statements) => statements.iter().collect(),
        one @ Json::Object(_) => vec![one],
        _ => return false,
    };
    let version = document.get("Version").map(|version| version.as_str());
    let is_version = matches!(version, None | Some(Some("2008-10-17" | "2012-10-17")));
    let is_count = (1..=limits::POLICY_STATEMENTS_MAX).contains(&statements.len());
    is_version && is_count && statements.into_iter().all(is_statement)
}

fn is_statement(statement: &Json) -> bool {
    let has =
        |either: &str, or: &str| statement.get(either).is_some() != statement.get(or).is_some();
    matches!(statement["Effect"].as_str(), Some("Allow" | "Deny"))
        && has("Principal", "NotPrincipal")
        && has("Action", "NotAction")
        && has("Resource", "NotResource")
}

/// The queue's policy, or the one that AddPermission begins with.
fn document(queue: &Queue, arn: &str) -> Result<Json, ApiError> {
    match &queue.row.settings.policy {
        Some(text) => serde_json::from_str(text).map_err(|_| ApiError::internal()),
        None => Ok(json!({
            "Version": "2008-10-17",
            "Id": format!("{arn}/SQSDefaultPolicy"),
            "Statement": [],
        })),
    }
}

/// The statements of a policy, as a list even where there is one alone.
fn statements(policy: &mut Json) -> Result<&mut Vec<Json>, ApiError> {
    let members = policy.as_object_mut().ok_or_else(ApiError::internal)?;
    normalise(members);
    members.get_mut("Statement").and_then(Json::as_array_mut).ok_or_else(ApiError::internal)
}

fn normalise(members: &mut Map<String, Json>) {
    if let Some(statement) = members.get_mut("Statement")
        && statement.is_object()
    {
        *statement = Json::Array(vec![statement.take()]);
    }
}

fn sid(statement: &Json) -> Option<&str> {
    statement["Sid"].as_str()
}

fn one_or_many(mut texts: Vec<String>) -> Json {
    if texts.len() == 1 { Json::String(texts.remove(0)) } else { json!(texts) }
}

fn check_label(label: &str) -> Result<(), ApiError> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_long = label.len() > limits::LABEL_CHARS_MAX;
    if label.is_empty() || is_long || !label.bytes().all(is_allowed) {
        let reason = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 \
                      in length";
        return Err(errors::invalid_value(label, "Label", reason));
    }
    Ok(())
}

fn read_actions(actions: List<'_, &str>) -> Result<Vec<String>, ApiError> {
    if actions.is_empty() {
        return Err(errors::missing_parameter("Actions"));
    }
    if actions.len() > limits::POLICY_ACTIONS_MAX {
        return Err(error::over_limit(format!(
            "{} Actions were found, maximum allowed is {}.",
            actions.len(),
            limits::POLICY_ACTIONS_MAX
        )));
    }
    let check = |action: &str| {
        if SHARED_ACTIONS.contains(&action) {
            return Ok(format!("SQS:{action}"));
        }
        let reason = "Only the queue owner is allowed to invoke this action.";
        Err(errors::invalid_value(format!("SQS:{action}"), "ActionName", reason))
    };
    actions.iter().map(check).collect()
}

fn read_accounts(ctx: &Ctx<'_>, accounts: List<'_, &str>) -> Result<Vec<String>, ApiError> {
    if accounts.is_empty() {
        return Err(errors::missing_parameter("AWSAccountIds"));
    }
    let partition = ctx.region().partition();
    let check = |account: &str| match AccountId::parse(account) {
        Some(account) => Ok(format!("arn:{partition}:iam::{account}:root")),
        None => {
            Err(errors::invalid_value(format!("[{account}]"), "PrincipalId", "Unable to verify."))
        }
    };
    accounts.iter().map(check).collect()
}
