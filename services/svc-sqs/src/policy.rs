//! The policy of a queue as a document: AddPermission, RemovePermission, and what
//! SetQueueAttributes takes. The door evaluates it ([`crate::access`]).

use std::sync::Arc;

use kernel::view::List;
use kernel::{AccountId, ApiError, Ctx};
use policy::principal::PrincipalPattern;
use policy::{Kind, Policy, Statement};
use serde_json::{Map, Value as Json, json};

use crate::access;
use crate::api::error;
use crate::api::queue_attribute_name as name;
use crate::api::{
    AddPermissionInput, AddPermissionOutput, RemovePermissionInput, RemovePermissionOutput,
};
use crate::errors;
use crate::limits;
use crate::queue;
use crate::state::{Queue, Settings};

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
    statements.push(json!({
        "Sid": label,
        "Effect": "Allow",
        "Principal": { "AWS": one_or_many(principals) },
        "Action": one_or_many(actions),
        "Resource": arn,
    }));
    let settings = &mut Arc::make_mut(&mut queue.row).settings;
    settings.policy = parse_attribute(ctx.account(), &policy.to_string())?;
    bind(ctx, settings)?;
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
    Arc::make_mut(&mut queue.row).settings.policy = (!is_empty).then(|| policy.to_string());
    queue::save(ctx, &mut queue);
    Ok(RemovePermissionOutput::new())
}

/// The attribute `Policy`: an empty text removes it; anything else is a policy document.
pub fn parse_attribute(owner: AccountId, text: &str) -> Result<Option<String>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > limits::POLICY_BYTES_MAX {
        return Err(error::over_limit("Submitted policy is over max allowed size."));
    }
    let invalid = || errors::invalid_attribute_value(name::POLICY);
    let policy = Policy::parse(text, Kind::Resource).map_err(|_| invalid())?;
    check_quotas(&policy)?;
    for pattern in policy.statements.iter().flat_map(|statement| &statement.actions.list) {
        check_action(pattern.text())?;
    }
    let is_ours = policy.statements.iter().all(|it| is_ours(owner, it));
    if is_ours { Ok(Some(text.to_owned())) } else { Err(invalid()) }
}

/// Refuses a policy that was just set and names a user or a role who is not there.
pub fn check_named(ctx: &Ctx<'_>, before: Option<&str>, now: &Settings) -> Result<(), ApiError> {
    let new = now.policy.as_deref().filter(|policy| before != Some(policy));
    match new.map(|policy| ctx.unknown_principal(policy)).transpose()?.flatten() {
        Some(_) => Err(errors::invalid_attribute_value(name::POLICY)),
        None => Ok(()),
    }
}

/// Has the policy mean the users and roles that it names, and not others that come to have their
/// names.
pub fn bind(ctx: &Ctx<'_>, settings: &mut Settings) -> Result<(), ApiError> {
    if let Some(document) = &settings.policy {
        settings.policy = Some(ctx.bind_policy(document)?);
    }
    Ok(())
}

/// Refuses an action by name that there is not. Batches have none of their own.
fn check_action(action: &str) -> Result<(), ApiError> {
    let lower = action.to_ascii_lowercase();
    let is_name = lower.strip_prefix("sqs:").is_some_and(|name| !name.contains(['*', '?']));
    if is_name && !access::is_action(&lower) {
        return Err(errors::no_such_action(action));
    }
    Ok(())
}

/// "Amazon SQS policy quotas".
fn check_quotas(policy: &Policy) -> Result<(), ApiError> {
    let check = |count: usize, max: usize, what: &str| {
        if count <= max {
            return Ok(());
        }
        Err(error::over_limit(format!("{count} {what} the submitted policy, max allowed is {max}")))
    };
    let statements = &policy.statements;
    check(statements.len(), limits::POLICY_STATEMENTS_MAX, "statements were found in")?;
    let principals = statements.iter().filter_map(|it| it.principals.as_ref());
    let principals = principals.map(|choice| choice.list.len()).sum();
    check(principals, limits::POLICY_PRINCIPALS_MAX, "principals were found in")?;
    for Statement { actions, conditions, .. } in statements {
        let actions = actions.list.len();
        check(actions, limits::POLICY_ACTIONS_MAX, "actions were found in a statement from")?;
        let what = "conditions were found in a statement from";
        check(conditions.len(), limits::POLICY_CONDITIONS_MAX, what)?;
    }
    Ok(())
}

/// Whether a statement speaks of SQS, and gives other accounts nothing by name that only the
/// owner's account may do.
fn is_ours(owner: AccountId, statement: &Statement) -> bool {
    let names_others = statement.principals.as_ref().is_some_and(|choice| {
        !choice.is_exclusion && choice.list.iter().any(|it| is_of_other_account(owner, it))
    });
    let gives_to_others = names_others && !statement.is_deny();
    statement.actions.list.iter().all(|pattern| {
        let action = pattern.text().to_ascii_lowercase();
        let is_in_scope = action == "*" || action.starts_with("sqs:");
        is_in_scope && !(gives_to_others && access::is_owners_alone(&action))
    })
}

fn is_of_other_account(owner: AccountId, principal: &PrincipalPattern) -> bool {
    let account = match principal {
        PrincipalPattern::Account(account) => Some(account.as_str()),
        PrincipalPattern::Arn(arn) => arn.split(':').nth(4),
        _ => None,
    };
    account.is_some_and(|account| account != owner.as_str())
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
        let is_known = action == "*" || access::is_shared(action);
        if is_known {
            return Ok(format!("SQS:{action}"));
        }
        check_action(&format!("SQS:{action}"))?;
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
