//! Resource policies: which services may put events into the account's groups, or into one.
//! [`crate::access`] gives them to the door, which evaluates them.

use kernel::{ApiError, Ctx};
use policy::{Kind, Policy};
use store::Range;

use crate::api::{
    DeleteResourcePolicyInput, DeleteResourcePolicyOutput, DescribeResourcePoliciesInput,
    DescribeResourcePoliciesOutput, PutResourcePolicyInput, PutResourcePolicyOutput,
    ResourcePolicyBuilder, policy_scope,
};
use crate::errors;
use crate::group;
use crate::limits;
use crate::listing::Page;
use crate::state::{POLICIES, PolicyRow};

pub fn put_resource_policy(
    ctx: &mut Ctx<'_>,
    input: PutResourcePolicyInput<'_>,
) -> Result<PutResourcePolicyOutput, ApiError> {
    // [U], as the words of all refusals here.
    let name = input.policy_name().ok_or_else(|| errors::invalid("policyName is required."))?;
    let document =
        input.policy_document().ok_or_else(|| errors::invalid("policyDocument is required."))?;
    if let Err(reason) = Policy::parse(document, Kind::Resource) {
        return Err(errors::invalid(format!("policyDocument is not a valid policy: {reason}")));
    }
    let bound = ctx.bind_policy(document)?;
    let updated = ctx.now().millis();
    let mut row = PolicyRow { document: bound, updated, revision: None, name: name.to_owned() };
    let Some(arn) = input.resource_arn() else {
        let own = Range::within(&(false,));
        let is_fresh = !ctx.table(&POLICIES).contains(&(false, name))?;
        if is_fresh && ctx.table(&POLICIES).keys(&own).count() >= limits::POLICIES_MAX {
            return Err(errors::limit_exceeded());
        }
        ctx.table_mut(&POLICIES).put(&(false, name), &row);
        let shown = show(ctx, None, &row)?;
        return Ok(PutResourcePolicyOutput::new().resource_policy(shown));
    };
    let group = group::identified(ctx, arn)?;
    let key = (true, group.name.as_str());
    let old = ctx.table(&POLICIES).get(&key)?;
    check_revision(old.as_ref(), input.expected_revision_id())?;
    if old.is_some_and(|old| old.name != name) {
        return Err(errors::limit_exceeded());
    }
    row.revision = Some(ctx.chance().uuid());
    ctx.table_mut(&POLICIES).put(&key, &row);
    let shown = show(ctx, Some(&group.name), &row)?;
    let output = PutResourcePolicyOutput::new().resource_policy(shown);
    Ok(output.revision_id(row.revision))
}

fn check_revision(old: Option<&PolicyRow>, expected: Option<&str>) -> Result<(), ApiError> {
    if old.and_then(|old| old.revision.as_deref()) == expected {
        return Ok(());
    }
    Err(crate::api::error::operation_aborted_exception(
        "expectedRevisionId is not the revision of the policy.",
    ))
}

pub fn delete_resource_policy(
    ctx: &mut Ctx<'_>,
    input: DeleteResourcePolicyInput<'_>,
) -> Result<DeleteResourcePolicyOutput, ApiError> {
    let group = input.resource_arn().map(group::name_in);
    let name = input.policy_name();
    let key = match (group, name) {
        (Some(group), _) => (true, group),
        (None, Some(name)) => (false, name),
        (None, None) => return Err(errors::invalid("policyName is required.")),
    };
    let row = ctx.table(&POLICIES).get(&key)?;
    let row = row.filter(|row| name.is_none_or(|name| name == row.name));
    let row = row.ok_or_else(|| errors::not_found("resource policy"))?;
    if group.is_some() {
        check_revision(Some(&row), input.expected_revision_id())?;
    }
    ctx.table_mut(&POLICIES).delete(&key);
    Ok(DeleteResourcePolicyOutput::new())
}

pub fn describe_resource_policies(
    ctx: &mut Ctx<'_>,
    input: DescribeResourcePoliciesInput<'_>,
) -> Result<DescribeResourcePoliciesOutput, ApiError> {
    let operation = "DescribeResourcePolicies";
    let page = Page::read(operation, input.limit(), limits::DESCRIBE_MAX, input.next_token())?;
    let only = input.resource_arn().map(group::name_in);
    let of_groups = only.is_some() || input.policy_scope() == Some(policy_scope::RESOURCE);
    let mut range = Range::within(&(of_groups,));
    if let Some(after) = &page.after {
        range = range.after(&(of_groups, after.as_str()));
    }
    let rows = ctx.table(&POLICIES).scan(&range);
    let is_wanted = |name: &str| only.is_none_or(|only| only == name);
    let rows = rows.filter(|row| row.as_ref().is_ok_and(|((_, name), _)| is_wanted(name)));
    let rows = rows.take(page.max + 1).collect::<Result<Vec<_>, _>>()?;
    let (rows, token) = page.cut(rows, |((_, name), _)| name.clone());
    let mut shown = Vec::with_capacity(rows.len());
    for ((_, name), row) in rows {
        shown.push(show(ctx, of_groups.then_some(name.as_str()), &row)?);
    }
    Ok(DescribeResourcePoliciesOutput::new().resource_policies(shown).next_token(token))
}

fn show(
    ctx: &Ctx<'_>,
    group: Option<&str>,
    row: &PolicyRow,
) -> Result<ResourcePolicyBuilder, ApiError> {
    let scope = if group.is_some() { policy_scope::RESOURCE } else { policy_scope::ACCOUNT };
    let arn = group.map(|group| ctx.arn(&format!("log-group:{group}")).to_string());
    Ok(ResourcePolicyBuilder::new()
        .policy_name(row.name.as_str())
        .policy_document(ctx.show_policy(&row.document)?)
        .last_updated_time(row.updated)
        .policy_scope(scope)
        .resource_arn(arn)
        .revision_id(row.revision.as_deref()))
}
