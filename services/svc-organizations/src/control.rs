//! What the organization lays on its accounts, for the authorizer: written anew for all of them
//! whenever tree or policies change, which is seldom and of few accounts.

use auth::organization::{ControlPolicy, PlaceRow, place};
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::policy_type::{RESOURCE_CONTROL_POLICY, SERVICE_CONTROL_POLICY};
use crate::effective;
use crate::policy::policy_arn;
use crate::state::{ATTACHMENTS, POLICIES};
use crate::tree::Organization;

pub fn renew(ctx: &mut Ctx<'_>, organization: &Organization) -> Result<(), ApiError> {
    for (account, member) in organization.accounts(ctx)? {
        let mut nodes = organization.path(ctx, &member.parent)?;
        let path = format!("{}/{}/", organization.id, nodes.join("/"));
        nodes.push(account.clone());
        let is_management = account == organization.row.management;
        let mut row = PlaceRow {
            organization: organization.id.clone(),
            management: organization.row.management.clone(),
            path,
            is_closed: member.state.is_some(),
            ..PlaceRow::default()
        };
        // "SCPs don't affect users or roles in the management account", nor do RCPs.
        if !is_management {
            row.service_control = levels(ctx, organization, &nodes, SERVICE_CONTROL_POLICY)?;
            row.resource_control = levels(ctx, organization, &nodes, RESOURCE_CONTROL_POLICY)?;
        }
        // Tag policies bind the management account too.
        row.tag_rules = effective::tag_rules(ctx, organization, &nodes)?;
        place(ctx, &account, Some(&row));
    }
    Ok(())
}

pub fn levels(
    ctx: &Ctx<'_>,
    organization: &Organization,
    nodes: &[String],
    kind: &str,
) -> Result<Vec<Vec<ControlPolicy>>, ApiError> {
    if !organization.row.enabled.contains(kind) {
        return Ok(Vec::new());
    }
    let mut levels = Vec::new();
    for node in nodes {
        let mut level = Vec::new();
        let range = Range::within(&(organization.id.as_str(), node.as_str()));
        for entry in ctx.table(&ATTACHMENTS).keys(&range) {
            let (_, _, id) = entry?;
            let policy = ctx.table(&POLICIES).get(&(organization.id.as_str(), id.as_str()))?;
            if let Some(policy) = policy.filter(|policy| policy.kind == kind) {
                let arn = policy_arn(ctx, organization, &id, &policy);
                level.push(ControlPolicy { arn, document: policy.content });
            }
        }
        levels.push(level);
    }
    Ok(levels)
}
