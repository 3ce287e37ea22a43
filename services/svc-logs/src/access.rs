//! On which log group, stream or destination an operation acts, and under which name policies speak
//! of it.
//!
//! A group's name here ends in `:log-stream:` as in AWS's refusals, so the usual
//! `…:log-group:NAME:*` means it; tagging alone is about the ARN without more. Resource policies
//! let services in and nobody else: "Policy only applies when operations are invoked by Amazon Web
//! Services service principals" (PutResourcePolicy).
//!
//! Sources: "Actions, resources, and condition keys for Amazon CloudWatch Logs" (Service
//! Authorization Reference); the API model, LogGroup, on both forms of the ARN.

use kernel::arn::Arn;
use kernel::{Access, AccountId, ApiError, Ctx, Principal, Scope, Struct};
use serde_json::{Value, json};
use store::Range;

use crate::group;
use crate::protection::Masks;
use crate::state::{DESTINATIONS, GROUPS, Group, POLICIES};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("logs:{operation}");
    let access = match operation {
        "PutDestination" | "PutDestinationPolicy" | "DeleteDestination" => {
            let name = input.str("destinationName").unwrap_or_default();
            with_request_tags(of_destination(ctx, action, name), input)
        }
        "DescribeDestinations" => of_destination(ctx, action, "*"),
        "TagResource" | "UntagResource" | "ListTagsForResource" => {
            with_request_tags(of_arn(ctx, action, input), input)
        }
        "DescribeLogGroups" | "ListLogGroups" => {
            let arn = ctx.arn("log-group::log-stream:").to_string();
            Access::new(ctx, action, arn)
        }
        "CreateLogGroup" => {
            let access = of_named(ctx, action, input)?;
            if input.get("tags").is_some() {
                check_tagging(ctx, input)?;
            }
            access
        }
        "PutSubscriptionFilter" => {
            let destination = input.str("destinationArn").unwrap_or_default().to_owned();
            of_named(ctx, action, input)?.with_key("logs:DestinationArn", destination)
        }
        // Of several groups: the operation asks for each.
        "StartQuery" | "StartLiveTail" => return Ok(None),
        "CancelExportTask"
        | "DeleteAccountPolicy"
        | "DeleteQueryDefinition"
        | "DescribeAccountPolicies"
        | "DeleteResourcePolicy"
        | "DescribeExportTasks"
        | "DescribeQueries"
        | "DescribeQueryDefinitions"
        | "DescribeResourcePolicies"
        | "GetLogRecord"
        | "GetQueryResults"
        | "PutAccountPolicy"
        | "PutQueryDefinition"
        | "PutResourcePolicy"
        | "StopQuery"
        | "TestMetricFilter" => Access::new(ctx, action, "*"),
        _ => of_named(ctx, action, input)?,
    };
    Ok(Some(access))
}

/// "You must have either the logs:TagResource or logs:TagLogGroup permission."
fn check_tagging(ctx: &Ctx<'_>, input: &Struct) -> Result<(), ApiError> {
    let arn = ctx.arn(&format!("log-group:{}", input.str("logGroupName").unwrap_or_default()));
    let tagging =
        |action: &str| with_request_tags(Access::new(ctx, action, arn.to_string()), input);
    let refused = ctx.authorize(&tagging("logs:TagResource"));
    refused.or_else(|refused| ctx.authorize(&tagging("logs:TagLogGroup")).map_err(|_| refused))
}

/// The group, or stream, that the input names.
fn of_named(ctx: &Ctx<'_>, action: String, input: &Struct) -> Result<Access, ApiError> {
    let identifier = input.str("logGroupIdentifier").or_else(|| input.str("resourceIdentifier"));
    let named = input.str("logGroupName").or(identifier).unwrap_or_default();
    let owner = Arn::parse(named).and_then(|arn| arn.account_id()).unwrap_or(ctx.account());
    let stream = match action.as_str() {
        "logs:PutLogEvents" | "logs:GetLogEvents" | "logs:DeleteLogStream" => {
            input.str("logStreamName")
        }
        _ => None,
    };
    let access = of_group(ctx, action, owner, (group::name_in(named), stream.unwrap_or_default()))?;
    Ok(with_request_tags(access, input))
}

fn of_group(
    ctx: &Ctx<'_>,
    action: String,
    owner: AccountId,
    (name, stream): (&str, &str),
) -> Result<Access, ApiError> {
    let region = ctx.region();
    let resource = format!("log-group:{name}:log-stream:{stream}");
    let arn = Arn::regional("logs", region, owner, &resource).to_string();
    let mut access = Access::new(ctx, action, arn).owned_by(owner);
    if matches!(ctx.principal(), Principal::Service(_)) {
        access.policy = policies(ctx, owner, name)?;
    }
    let scope = Scope::new(owner.digits(), region.as_str());
    if let Some(row) = ctx.table_in(&GROUPS, scope).get_shared(name)? {
        for (key, value) in &row.tags {
            access = access.with_key(format!("aws:ResourceTag/{key}"), value.as_str());
        }
    }
    Ok(access)
}

/// Asks for an action on a group that is one of several.
pub fn check_group(ctx: &Ctx<'_>, action: &str, group: &Group) -> Result<(), ApiError> {
    let access = of_group(ctx, action.to_owned(), ctx.account(), (&group.name, ""))?;
    ctx.authorize(&access)
}

/// What hides sensitive data from the caller: nothing where they want to see it and may.
pub fn masks(ctx: &Ctx<'_>, group: &Group, is_unmasked: Option<bool>) -> Result<Masks, ApiError> {
    if is_unmasked == Some(true) {
        check_group(ctx, "logs:Unmask", group)?;
        return Ok(Masks::default());
    }
    Masks::of(ctx, group)
}

/// All statements of the account's policies and of the group's own as one policy.
fn policies(ctx: &Ctx<'_>, owner: AccountId, group: &str) -> Result<Option<String>, ApiError> {
    let scope = Scope::new(owner.digits(), ctx.region().as_str());
    let table = ctx.table_in(&POLICIES, scope);
    let mut documents = Vec::new();
    for entry in table.scan(&Range::within(&(false,))) {
        documents.push(entry?.1.document);
    }
    documents.extend(table.get(&(true, group))?.map(|row| row.document));
    let mut statements = Vec::new();
    for document in documents {
        let mut document: Value = serde_json::from_str(&document).unwrap_or_default();
        match document.get_mut("Statement").map(Value::take) {
            Some(Value::Array(several)) => statements.extend(several),
            Some(one) => statements.push(one),
            None => {}
        }
    }
    if statements.is_empty() {
        return Ok(None);
    }
    Ok(Some(json!({"Version": "2012-10-17", "Statement": statements}).to_string()))
}

fn of_destination(ctx: &Ctx<'_>, action: String, name: &str) -> Access {
    Access::new(ctx, action, ctx.arn(&format!("destination:{name}")).to_string())
}

fn of_arn(ctx: &Ctx<'_>, action: String, input: &Struct) -> Access {
    let text = input.str("resourceArn").unwrap_or_default();
    let access = Access::new(ctx, action, text.trim_end_matches(":*"));
    let Some(arn) = Arn::parse(text) else { return access };
    let owner = arn.account_id().unwrap_or(ctx.account());
    let scope = Scope::new(owner.digits(), ctx.region().as_str());
    let tags = if let Some(name) = arn.resource.strip_prefix("destination:") {
        ctx.table_in(&DESTINATIONS, scope).get(name).ok().flatten().map(|row| row.tags)
    } else {
        let row = ctx.table_in(&GROUPS, scope).get_shared(group::name_in(text));
        row.ok().flatten().map(|row| row.tags.clone())
    };
    let with = |access: Access, (key, value): (String, String)| {
        access.with_key(format!("aws:ResourceTag/{key}"), value)
    };
    tags.unwrap_or_default().into_iter().fold(access.owned_by(owner), with)
}

/// The tags that a request would set or remove.
fn with_request_tags(mut access: Access, input: &Struct) -> Access {
    for (key, value) in
        input.get("tags").and_then(|it| it.as_struct()).into_iter().flat_map(Struct::iter)
    {
        access = access
            .with_key("aws:TagKeys", key)
            .with_key(format!("aws:RequestTag/{key}"), value.as_str().unwrap_or_default());
    }
    let listed = |name: &str| input.get(name).and_then(|it| it.as_list()).unwrap_or_default();
    for key in listed("tagKeys").iter().chain(listed("tags")) {
        access = access.with_key("aws:TagKeys", key.as_str().unwrap_or_default());
    }
    access
}
