//! Resource policies of tables and streams: PutResourcePolicy, GetResourcePolicy,
//! DeleteResourcePolicy. [`crate::access`] gives them to the door, which evaluates them.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use policy::{Kind, Policy};
use store::Range;

use crate::access;
use crate::api::{
    DeleteResourcePolicyInput, DeleteResourcePolicyOutput, GetResourcePolicyInput,
    GetResourcePolicyOutput, PutResourcePolicyInput, PutResourcePolicyOutput, error,
};
use crate::errors;
use crate::limits;
use crate::state::{POLICIES, PolicyRow, TABLES};
use crate::stream::STREAMS;

pub fn put_resource_policy(
    ctx: &mut Ctx<'_>,
    input: PutResourcePolicyInput<'_>,
) -> Result<PutResourcePolicyOutput, ApiError> {
    let resource = find(ctx, input.resource_arn())?;
    let old = ctx.table(&POLICIES).get(&resource)?;
    match (input.expected_revision_id(), &old) {
        (Some("NO_POLICY"), None) | (None, _) => {}
        (Some(wanted), Some(old)) if wanted == old.revision => {}
        _ => {
            return Err(error::policy_not_found_exception(
                "The provided expected revision ID does not match the current revision ID of the \
                 resource-based policy",
            ));
        }
    }
    if old.as_ref().is_some_and(|old| old.document == input.policy()) {
        return Ok(PutResourcePolicyOutput::new().revision_id(old.map(|old| old.revision)));
    }
    let revision = set(ctx, &resource, input.policy())?;
    if input.confirm_remove_self_resource_access() != Some(true) {
        let action = "dynamodb:PutResourcePolicy";
        access::check_resource(ctx, action, input.resource_arn()).map_err(|_| {
            errors::ours(
                "The policy would keep you from changing it; confirm that you want to remove your \
                 own access (ConfirmRemoveSelfResourceAccess)",
            )
        })?;
    }
    Ok(PutResourcePolicyOutput::new().revision_id(revision))
}

pub fn get_resource_policy(
    ctx: &mut Ctx<'_>,
    input: GetResourcePolicyInput<'_>,
) -> Result<GetResourcePolicyOutput, ApiError> {
    let resource = find(ctx, input.resource_arn())?;
    match ctx.table(&POLICIES).get(&resource)? {
        Some(row) => {
            Ok(GetResourcePolicyOutput::new().policy(row.document).revision_id(row.revision))
        }
        None => Err(error::policy_not_found_exception(format!(
            "Resource-based policy not found for the provided ResourceArn: {}",
            input.resource_arn()
        ))),
    }
}

pub fn delete_resource_policy(
    ctx: &mut Ctx<'_>,
    input: DeleteResourcePolicyInput<'_>,
) -> Result<DeleteResourcePolicyOutput, ApiError> {
    let resource = find(ctx, input.resource_arn())?;
    let Some(old) = ctx.table(&POLICIES).get(&resource)? else {
        if input.expected_revision_id().is_some() {
            return Err(error::policy_not_found_exception(
                "The provided expected revision ID does not match the current revision ID of the \
                 resource-based policy",
            ));
        }
        return Ok(DeleteResourcePolicyOutput::new());
    };
    if input.expected_revision_id().is_some_and(|wanted| wanted != old.revision) {
        return Err(error::policy_not_found_exception(
            "The provided expected revision ID does not match the current revision ID of the \
             resource-based policy",
        ));
    }
    ctx.table_mut(&POLICIES).delete(&resource);
    Ok(DeleteResourcePolicyOutput::new().revision_id(old.revision))
}

/// Keeps a policy that the policy engine can read; its revision.
pub fn set(ctx: &mut Ctx<'_>, resource: &str, document: &str) -> Result<String, ApiError> {
    if document.len() > limits::POLICY_BYTES_MAX {
        return Err(errors::ours(format!(
            "The resource-based policy is larger than {} bytes",
            limits::POLICY_BYTES_MAX
        )));
    }
    if let Err(reason) = Policy::parse(document, Kind::Resource) {
        return Err(errors::ours(format!("Invalid policy document: {reason}")));
    }
    if let Some(absent) = ctx.unknown_principal(document)? {
        return Err(errors::ours(format!(
            "Invalid policy document: the principal {absent} does not exist"
        )));
    }
    let revision = ctx.now().millis().to_string() + &ctx.chance().below(1_000_000).to_string();
    let row = PolicyRow {
        document: document.to_owned(),
        revision: revision.clone(),
        changed: ctx.now().micros(),
    };
    ctx.table_mut(&POLICIES).put(resource, &row);
    Ok(revision)
}

/// The policies of a table and its streams go with it.
pub fn forget_table(ctx: &mut Ctx<'_>, table: &str) -> Result<(), ApiError> {
    let own = format!("table/{table}");
    ctx.table_mut(&POLICIES).delete(&own);
    let range = Range::all().starting_with(&format!("{own}/stream/"));
    let keys = ctx.table(&POLICIES).keys(&range).collect::<Result<Vec<_>, _>>()?;
    for key in keys {
        ctx.table_mut(&POLICIES).delete(&key);
    }
    Ok(())
}

/// The resource of an ARN, `table/NAME` or `table/NAME/stream/LABEL`, if it is there.
fn find(ctx: &Ctx<'_>, text: &str) -> Result<String, ApiError> {
    let missing =
        || error::resource_not_found_exception(format!("Requested resource not found: {text}"));
    let arn = Arn::parse(text).filter(|arn| arn.service == "dynamodb");
    let Some(arn) = arn else {
        return Err(errors::ours(format!("Invalid resource ARN: {text}")));
    };
    let mut parts = arn.resource.split('/');
    let is_there = match (parts.next(), parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some("table"), Some(name), None, ..) => ctx.table(&TABLES).contains(name)?,
        (Some("table"), Some(name), Some("stream"), Some(label), None) => {
            ctx.table(&STREAMS).contains(&(name, label))?
        }
        _ => false,
    };
    if is_there && arn.region == ctx.region().as_str() {
        return Ok(arn.resource);
    }
    Err(missing())
}
