//! Resource policies of stores, channels and dashboards. What they say is asked at the door
//! ([`crate::access`]).
//!
//! Source: API Reference, PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy; User
//! Guide, "CloudTrail resource-based policy examples".

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use serde_json::Value as Json;

use super::find::Store;
use super::state::{ChannelRow, DashboardRow};
use super::{channel, dashboard, find};
use crate::api::{
    DeleteResourcePolicyInput, DeleteResourcePolicyOutput, GetResourcePolicyInput,
    GetResourcePolicyOutput, PutResourcePolicyInput, PutResourcePolicyOutput,
};
use crate::lake_errors as errors;

/// What has a policy, and tags.
pub enum Resource {
    Store(Store),
    Channel(ChannelRow),
    Dashboard(DashboardRow),
}

impl Resource {
    /// `None` of an ARN of something else.
    pub fn find(ctx: &Ctx<'_>, arn: &str) -> Result<Option<Resource>, ApiError> {
        let Some(parsed) = Arn::parse(arn).filter(|it| it.service == "cloudtrail") else {
            return Ok(None);
        };
        let Some((kind, name)) = parsed.resource.split_once('/') else { return Ok(None) };
        if parsed.region() != Some(ctx.region()) || parsed.account_id() != Some(ctx.account()) {
            return Err(errors::no_resource(arn));
        }
        let found = match kind {
            "eventdatastore" => find::store(ctx, arn).map(Resource::Store),
            "channel" => channel::find(ctx, arn).map(Resource::Channel),
            "dashboard" => dashboard::find(ctx, name).map(Resource::Dashboard),
            _ => return Ok(None),
        };
        found.map(Some).map_err(|_| errors::no_resource(arn))
    }

    pub fn policy(&mut self) -> &mut Option<String> {
        match self {
            Resource::Store(store) => &mut store.row.policy,
            Resource::Channel(row) => &mut row.policy,
            Resource::Dashboard(row) => &mut row.policy,
        }
    }

    pub fn tags(&mut self) -> &mut std::collections::BTreeMap<String, String> {
        match self {
            Resource::Store(store) => &mut store.row.tags,
            Resource::Channel(row) => &mut row.tags,
            Resource::Dashboard(row) => &mut row.tags,
        }
    }

    pub fn save(&self, ctx: &mut Ctx<'_>) {
        match self {
            Resource::Store(store) => store.save(ctx),
            Resource::Channel(row) => channel::save(ctx, row),
            Resource::Dashboard(row) => dashboard::save(ctx, row),
        }
    }
}

fn resource(ctx: &Ctx<'_>, arn: &str) -> Result<Resource, ApiError> {
    if Arn::parse(arn).is_none() {
        return Err(errors::bad_resource_arn(arn));
    }
    Resource::find(ctx, arn)?.ok_or_else(|| errors::bad_resource_type(arn))
}

pub fn put(
    ctx: &mut Ctx<'_>,
    input: PutResourcePolicyInput<'_>,
) -> Result<PutResourcePolicyOutput, ApiError> {
    let arn = input.resource_arn();
    let mut resource = resource(ctx, arn)?;
    let policy = input.resource_policy();
    check(arn, policy)?;
    if let Some(lost) = ctx.unknown_principal(policy)? {
        return Err(errors::bad_policy(&format!("The principal does not exist: {lost}")));
    }
    *resource.policy() = Some(ctx.bind_policy(policy)?);
    resource.save(ctx);
    Ok(PutResourcePolicyOutput::new().resource_arn(arn).resource_policy(policy))
}

/// "Each statement must have a Resource that is the resource's ARN", and be about CloudTrail.
fn check(arn: &str, policy: &str) -> Result<(), ApiError> {
    let bad = errors::bad_policy;
    let json: Json =
        serde_json::from_str(policy).map_err(|_| bad("The policy is not valid JSON."))?;
    let statements = match &json["Statement"] {
        Json::Array(statements) if !statements.is_empty() => statements.clone(),
        Json::Object(statement) => vec![Json::Object(statement.clone())],
        _ => return Err(bad("The policy has no statement.")),
    };
    for statement in &statements {
        let effect = statement["Effect"].as_str();
        if !matches!(effect, Some("Allow" | "Deny")) {
            return Err(bad("A statement has the Effect Allow or Deny."));
        }
        if statement["Principal"].is_null() && statement["NotPrincipal"].is_null() {
            return Err(bad("A statement of a resource policy has a Principal."));
        }
        let actions = texts(&statement["Action"]);
        if actions.is_empty()
            || actions.iter().any(|it| {
                let service = it.split(':').next().unwrap_or_default();
                !service.starts_with("cloudtrail")
            })
        {
            return Err(bad("The actions of a statement are CloudTrail's."));
        }
        let resources = texts(&statement["Resource"]);
        if resources.is_empty() || resources.iter().any(|it| *it != arn) {
            return Err(bad("The Resource of a statement is the ARN of the resource."));
        }
    }
    Ok(())
}

fn texts(value: &Json) -> Vec<&str> {
    match value {
        Json::String(text) => vec![text],
        Json::Array(texts) => texts.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetResourcePolicyInput<'_>,
) -> Result<GetResourcePolicyOutput, ApiError> {
    let arn = input.resource_arn();
    let mut resource = resource(ctx, arn)?;
    let policy = resource.policy().take().ok_or_else(|| errors::no_policy(arn))?;
    let policy = ctx.show_policy(&policy)?;
    Ok(GetResourcePolicyOutput::new().resource_arn(arn).resource_policy(policy))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteResourcePolicyInput<'_>,
) -> Result<DeleteResourcePolicyOutput, ApiError> {
    let arn = input.resource_arn();
    let mut resource = resource(ctx, arn)?;
    resource.policy().take().ok_or_else(|| errors::no_policy(arn))?;
    resource.save(ctx);
    Ok(DeleteResourcePolicyOutput::new())
}
