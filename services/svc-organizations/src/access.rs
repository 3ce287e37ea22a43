//! On what an operation acts, in the words of policies.
//!
//! Source: "Actions, resources, and condition keys for AWS Organizations" (Service Authorization
//! Reference). Whether an account may speak for its organization is the operations' own question.

use kernel::{Access, AccountId, ApiError, Ctx, Struct};

use crate::resource_policy;
use crate::state::POLICIES;
use crate::tree::Organization;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let resource = resource(ctx, operation, input)?.unwrap_or_else(|| "*".to_owned());
    let mut access = Access::new(ctx, format!("organizations:{operation}"), resource);
    for (member, key) in [
        ("ServicePrincipal", "organizations:ServicePrincipal"),
        ("PolicyType", "organizations:PolicyType"),
    ] {
        if let Some(value) = input.str(member) {
            access = access.with_key(key, value);
        }
    }
    Ok(Some(delegated(ctx, operation, &access)?.unwrap_or(access)))
}

/// What the organization's resource policy lets a member do for the management account ("Create a
/// resource-based delegation policy with AWS Organizations": actions on policies, and reading).
fn delegated(ctx: &Ctx<'_>, operation: &str, access: &Access) -> Result<Option<Access>, ApiError> {
    let Ok(organization) = Organization::of(ctx) else { return Ok(None) };
    let management = AccountId::parse(&organization.row.management);
    let Some(management) = management.filter(|it| *it != ctx.account()) else { return Ok(None) };
    let is_delegable = operation.contains("Polic")
        || matches!(operation, "TagResource" | "UntagResource")
        || (operation.starts_with("Describe") || operation.starts_with("List"))
            && !operation.contains("Handshake");
    let is_own = operation.contains("ResourcePolicy") && !operation.starts_with("Describe")
        || operation == "DescribeEffectivePolicy";
    if !is_delegable || is_own {
        return Ok(None);
    }
    let Some(row) = resource_policy::find(ctx, &organization.id)? else { return Ok(None) };
    let wished = access.clone().owned_by(management).with_policy(Some(row.content));
    Ok(ctx.explain(&wished).is_allowed.then_some(wished))
}

fn resource(ctx: &Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<String>, ApiError> {
    let Ok(organization) = Organization::of(ctx) else { return Ok(None) };
    if let Some(id) = input.str("PolicyId") {
        let row = ctx.table(&POLICIES).get(&(organization.id.as_str(), id))?;
        return Ok(row.map(|row| crate::policy::policy_arn(ctx, &organization, id, &row)));
    }
    let is_list = operation.starts_with("List");
    let members: &[&str] = if is_list {
        &["ParentId", "TargetId", "ResourceId"]
    } else {
        &["AccountId", "OrganizationalUnitId", "ParentId", "ResourceId", "RootId"]
    };
    let id = members.iter().find_map(|member| input.str(member));
    let Some(id) = id else { return Ok(None) };
    let node = organization.node(ctx, id)?;
    Ok(node.map(|node| organization.node_arn(ctx, id, &node)))
}
