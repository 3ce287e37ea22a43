//! Resource policies of functions: AddPermission, RemovePermission, GetPolicy.

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx};
use serde_json::{Map, Value, json};

use crate::access::UNQUALIFIED;
use crate::api::{
    AddPermissionInput, AddPermissionOutput, GetPolicyInput, GetPolicyOutput,
    RemovePermissionInput, RemovePermissionOutput,
};
use crate::errors;
use crate::function;
use crate::limits::POLICY_BYTES_MAX;
use crate::name::{Name, function_arn};
use crate::state::{POLICIES, PolicyRow};
use crate::version;

pub fn add_permission(
    ctx: &mut Ctx<'_>,
    input: AddPermissionInput<'_>,
) -> Result<AddPermissionOutput, ApiError> {
    let name = Name::with_qualifier(input.function_name(), input.qualifier())?;
    let (key, mut row) = find(ctx, &name)?;
    check_revision(&row, input.revision_id())?;
    if input.event_source_token().is_some() {
        return Err(errors::not_here("EventSourceToken", "there are no Alexa skills"));
    }
    let is_of_url = input.action() == "lambda:InvokeFunctionUrl";
    if input.function_url_auth_type().is_some() && !is_of_url {
        return Err(errors::url_auth_type_of_other_action());
    }
    let arn = function_arn(ctx, &name.name, name.qualifier.as_deref());
    let text = bound(ctx, &statement(ctx, &arn, input)?)?;
    add(ctx, &mut row, input.statement_id(), &text)?;
    ctx.table_mut(&POLICIES).put(&key, &row);
    Ok(AddPermissionOutput::new().statement(text))
}

pub fn remove_permission(
    ctx: &mut Ctx<'_>,
    input: RemovePermissionInput<'_>,
) -> Result<RemovePermissionOutput, ApiError> {
    let name = Name::with_qualifier(input.function_name(), input.qualifier())?;
    let (key, mut row) = find(ctx, &name)?;
    check_revision(&row, input.revision_id())?;
    remove(ctx, &mut row, input.statement_id())?;
    if row.statements.is_empty() {
        ctx.table_mut(&POLICIES).delete(&key);
    } else {
        ctx.table_mut(&POLICIES).put(&key, &row);
    }
    Ok(RemovePermissionOutput::new())
}

pub fn get_policy(
    ctx: &mut Ctx<'_>,
    input: GetPolicyInput<'_>,
) -> Result<GetPolicyOutput, ApiError> {
    let name = Name::with_qualifier(input.function_name(), input.qualifier())?;
    let (_, row) = find(ctx, &name)?;
    if row.statements.is_empty() {
        return Err(errors::no_policy());
    }
    let document = ctx.show_policy(&document(&row))?;
    Ok(GetPolicyOutput::new().policy(document).revision_id(row.revision))
}

/// The whole document.
pub fn document(row: &PolicyRow) -> String {
    let statements = row.statements.iter();
    let statements: Vec<Value> =
        statements.filter_map(|(_, text)| serde_json::from_str(text).ok()).collect();
    json!({"Version": "2012-10-17", "Id": "default", "Statement": statements}).to_string()
}

pub fn add(ctx: &mut Ctx<'_>, row: &mut PolicyRow, sid: &str, text: &str) -> Result<(), ApiError> {
    if row.statements.iter().any(|(known, _)| known == sid) {
        return Err(errors::statement_exists(sid));
    }
    row.statements.push((sid.to_owned(), text.to_owned()));
    if document(row).len() > POLICY_BYTES_MAX {
        return Err(errors::policy_too_long());
    }
    row.revision = ctx.chance().uuid();
    Ok(())
}

pub fn remove(ctx: &mut Ctx<'_>, row: &mut PolicyRow, sid: &str) -> Result<(), ApiError> {
    if row.statements.is_empty() {
        return Err(errors::no_policy());
    }
    let count = row.statements.len();
    row.statements.retain(|(known, _)| known != sid);
    if row.statements.len() == count {
        return Err(errors::no_statement(sid));
    }
    row.revision = ctx.chance().uuid();
    Ok(())
}

pub fn check_revision(row: &PolicyRow, given: Option<&str>) -> Result<(), ApiError> {
    match given {
        Some(given) if given != row.revision => Err(errors::revision_mismatch("GetPolicy")),
        _ => Ok(()),
    }
}

/// Principals that IAM knows are kept by their unique ids; those that it does not know are none.
pub fn bound(ctx: &Ctx<'_>, statement: &Value) -> Result<String, ApiError> {
    let whole = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    if ctx.unknown_principal(&whole)?.is_some() {
        return Err(errors::invalid_principal());
    }
    let bound = ctx.bind_policy(&whole)?;
    let bound: Value = serde_json::from_str(&bound).unwrap_or_default();
    Ok(bound["Statement"][0].to_string())
}

type Key = (String, String);

fn find(ctx: &Ctx<'_>, name: &Name) -> Result<(Key, PolicyRow), ApiError> {
    function::find_version(ctx, name)?;
    if name.qualifier.as_deref() == Some(version::LATEST) {
        return Err(errors::latest_has_no_policy());
    }
    let qualifier = name.qualifier.as_deref().unwrap_or(UNQUALIFIED);
    let key = (name.name.clone(), qualifier.to_owned());
    let row = ctx.table(&POLICIES).get(&key)?.unwrap_or_default();
    Ok((key, row))
}

fn statement(ctx: &Ctx<'_>, arn: &str, input: AddPermissionInput<'_>) -> Result<Value, ApiError> {
    let mut condition = Map::new();
    let mut require = |operator: &str, key: &str, value: Value| {
        let of = condition.entry(operator).or_insert_with(|| json!({}));
        of[key] = value;
    };
    if let Some(kind) = input.function_url_auth_type() {
        require("StringEquals", "lambda:FunctionUrlAuthType", json!(kind));
    }
    if let Some(is_by_url) = input.invoked_via_function_url() {
        require("Bool", "lambda:InvokedViaFunctionUrl", json!(is_by_url.to_string()));
    }
    if let Some(account) = input.source_account() {
        require("StringEquals", "AWS:SourceAccount", json!(account));
    }
    if let Some(organization) = input.principal_org_id() {
        require("StringEquals", "aws:PrincipalOrgID", json!(organization));
    }
    if let Some(source) = input.source_arn() {
        require("ArnLike", "AWS:SourceArn", json!(source));
    }
    let mut statement = json!({
        "Sid": input.statement_id(),
        "Effect": "Allow",
        "Principal": principal(ctx, input.principal())?,
        "Action": input.action(),
        "Resource": arn,
    });
    if !condition.is_empty() {
        statement["Condition"] = Value::Object(condition);
    }
    Ok(statement)
}

/// A service, an account, a user or role, or everybody.
pub fn principal(ctx: &Ctx<'_>, text: &str) -> Result<Value, ApiError> {
    if text == "*" {
        return Ok(json!("*"));
    }
    if let Some(account) = AccountId::parse(text) {
        let root = Arn::global("iam", ctx.region().partition(), account, "root");
        return Ok(json!({"AWS": root.to_string()}));
    }
    if Arn::parse(text).is_some_and(|arn| arn.service == "iam" || arn.service == "sts") {
        return Ok(json!({"AWS": text}));
    }
    if text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn") {
        return Ok(json!({"Service": text}));
    }
    Err(errors::invalid_principal())
}
