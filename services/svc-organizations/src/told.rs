//! What other services are told of an organization: steps, which no client can call.
//!
//! IAM asks before it lets an account manage the roots of others (centralized root access), and for
//! its report of what an organization's accounts have used.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};

use crate::api::policy_type::SERVICE_CONTROL_POLICY;
use crate::control;
use crate::state::{DELEGATIONS, POLICIES, TRUSTED};
use crate::tree::{Node, Organization};

/// `Service`, a principal → `Id`, `Management`, `HasAllFeatures`, `IsTrusted` (the service),
/// `IsAdministrator` (the account of the call, for the service); nothing when the account is in no
/// organization.
pub const TELL: &str = "TellOrganization";
/// `EntityPath`, `PolicyId` → `Accounts` (`Id`, `Path`, `Policies`), `Levels` of documents of SCPs
/// from the root to the entity, `Policy`, the document of the one; nothing when there is no such
/// entity or policy.
pub const TELL_ENTITY: &str = "TellEntity";

pub fn organization(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Ok(organization) = Organization::of(ctx) else { return Ok(Struct::new()) };
    let service = input.str("Service").unwrap_or_default();
    let (id, account) = (organization.id.as_str(), ctx.account());
    let is_trusted = ctx.table(&TRUSTED).contains(&(id, service))?;
    let is_administrator = ctx.table(&DELEGATIONS).contains(&(id, account.as_str(), service))?;
    Ok(Struct::new()
        .with("Id", id)
        .with("Management", organization.row.management.as_str())
        .with("HasAllFeatures", organization.row.has_all_features)
        .with("HasServiceControl", organization.row.enabled.contains(SERVICE_CONTROL_POLICY))
        .with("IsTrusted", is_trusted)
        .with("IsAdministrator", is_administrator))
}

pub fn entity(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Ok(organization) = Organization::of(ctx) else { return Ok(Struct::new()) };
    let path = input.str("EntityPath").unwrap_or_default();
    let Some(nodes) = nodes(ctx, &organization, path)? else { return Ok(Struct::new()) };
    let mut told = Struct::new();
    if let Some(id) = input.str("PolicyId") {
        let row = ctx.table(&POLICIES).get(&(organization.id.as_str(), id))?;
        let row = row.filter(|row| row.kind == SERVICE_CONTROL_POLICY);
        let Some(row) = row else { return Ok(Struct::new()) };
        told.set("Policy", row.content);
    }
    let levels = control::levels(ctx, &organization, &nodes, SERVICE_CONTROL_POLICY)?;
    let documents = |level: Vec<_>| {
        let documents = level.into_iter();
        let documents = documents.map(|it: auth::organization::ControlPolicy| it.document.into());
        Value::List(documents.collect())
    };
    let levels: Vec<Value> = levels.into_iter().map(documents).collect();
    let accounts = accounts(ctx, &organization, &nodes)?;
    Ok(told.with("Levels", Value::List(levels)).with("Accounts", Value::List(accounts)))
}

/// From the root to the entity, if the path leads to one.
fn nodes(
    ctx: &Ctx<'_>,
    organization: &Organization,
    path: &str,
) -> Result<Option<Vec<String>>, ApiError> {
    let mut parts = path.trim_end_matches('/').split('/');
    if parts.next() != Some(&organization.id) {
        return Ok(None);
    }
    let nodes: Vec<String> = parts.map(str::to_owned).collect();
    let Some(last) = nodes.last() else { return Ok(None) };
    let known = match organization.node(ctx, last)? {
        None => return Ok(None),
        Some(Node::Root | Node::Unit(_)) => organization.path(ctx, last)?,
        Some(Node::Account(member)) => {
            let mut path = organization.path(ctx, &member.parent)?;
            path.push(last.clone());
            path
        }
    };
    Ok((known == nodes).then_some(nodes))
}

/// The accounts at or below the last of the nodes. The management account, which no policy limits,
/// is told only when it is the entity itself.
fn accounts(
    ctx: &Ctx<'_>,
    organization: &Organization,
    nodes: &[String],
) -> Result<Vec<Value>, ApiError> {
    let mut told = Vec::new();
    for (id, member) in organization.accounts(ctx)? {
        let mut path = organization.path(ctx, &member.parent)?;
        path.push(id.clone());
        let is_entity = nodes.last() == Some(&id);
        if !path.starts_with(nodes) || id == organization.row.management && !is_entity {
            continue;
        }
        let levels = control::levels(ctx, organization, &path, SERVICE_CONTROL_POLICY)?;
        let policies = levels.into_iter().flatten().map(|policy| {
            let id = policy.arn.rsplit('/').next().unwrap_or_default();
            Value::from(id)
        });
        let path = format!("{}/{}", organization.id, path.join("/"));
        let one = Struct::new()
            .with("Id", id)
            .with("Path", path)
            .with("Policies", Value::List(policies.collect()));
        told.push(Value::Struct(one));
    }
    Ok(told)
}
