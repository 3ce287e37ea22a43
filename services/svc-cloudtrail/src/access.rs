//! On what an operation acts, in the words of policies; for what Lake has, with its own policy and
//! owner.
//!
//! Source: "Actions, resources, and condition keys for AWS CloudTrail" (Service Authorization
//! Reference).

use kernel::arn::Arn;
use kernel::{Access, AccountId, ApiError, Ctx, Region, Scope, Struct};

use crate::lake::find;
use crate::lake::state::{CHANNELS, DASHBOARDS, QUERIES, STORES};

/// Members that name something of Lake, and of what kind it is.
const NAMED: [(&str, &str); 4] = [
    ("EventDataStore", "eventdatastore"),
    ("Channel", "channel"),
    ("DashboardId", "dashboard"),
    ("ResourceArn", ""),
];

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    // "Linked to the cloudtrail:LookupEvents action" (API Reference, ListInsightsMetricData).
    let action = match operation {
        "ListInsightsMetricData" => "LookupEvents",
        other => other,
    };
    let action = format!("cloudtrail:{action}");
    let named = NAMED.iter().find_map(|(member, kind)| Some((input.str(member)?, *kind)));
    let stored = match named {
        Some((name, kind)) => Some(resource(ctx, name, kind)),
        None if operation == "StartQuery" => {
            let store = input.str("QueryStatement").and_then(first_store);
            store.map(|id| store_of_owner(ctx, id, input))
        }
        None => match input.str("QueryId") {
            Some(query) => store_of_query(ctx, query, input)?,
            None => None,
        },
    };
    if let Some((arn, owner)) = stored {
        let policy = policy_of(ctx, &arn, owner)?;
        return Ok(Some(Access::new(ctx, action, arn).owned_by(owner).with_policy(policy)));
    }
    let named = ["TrailName", "ResourceId", "Name", "InsightSource"]
        .iter()
        .find_map(|member| input.str(member));
    let is_of_trails = !operation.contains("EventDataStore")
        && !operation.contains("Channel")
        && !operation.contains("Dashboard");
    let resource = match named {
        Some(arn) if arn.starts_with("arn:") => arn.to_owned(),
        Some(name) if is_of_trails => ctx.arn(&format!("trail/{name}")).to_string(),
        // What is made has no id yet.
        _ => "*".to_owned(),
    };
    Ok(Some(Access::new(ctx, action, resource)))
}

/// The ARN of a resource of Lake, and its owner.
fn resource(ctx: &Ctx<'_>, name: &str, kind: &str) -> (String, AccountId) {
    if let Some(arn) = Arn::parse(name) {
        return (name.to_owned(), arn.account_id().unwrap_or_else(|| ctx.account()));
    }
    let short = name.strip_prefix(kind).and_then(|it| it.strip_prefix('/'));
    let resource = format!("{kind}/{}", short.unwrap_or(name));
    (ctx.arn(&resource).to_string(), ctx.account())
}

/// The first word of a statement that is the id of a store.
fn first_store(statement: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_hexdigit() || c == '-';
    let is_id = |word: &&str| {
        let lens: Vec<usize> = word.split('-').map(str::len).collect();
        lens == [8, 4, 4, 4, 12]
    };
    statement.split(|c| !is_part(c)).find(is_id)
}

fn store_of_owner(ctx: &Ctx<'_>, id: &str, input: &Struct) -> (String, AccountId) {
    let owner = owner_of(ctx, input);
    (find::arn(owner, ctx.region(), id), owner)
}

fn owner_of(ctx: &Ctx<'_>, input: &Struct) -> AccountId {
    let owner = input.str("EventDataStoreOwnerAccountId").and_then(AccountId::parse);
    owner.unwrap_or_else(|| ctx.account())
}

/// The store of a query, in the account that is said to own it.
fn store_of_query(
    ctx: &Ctx<'_>,
    query: &str,
    input: &Struct,
) -> Result<Option<(String, AccountId)>, ApiError> {
    let owner = owner_of(ctx, input);
    let scope = Scope::new(owner.digits(), ctx.region().as_str());
    let row = ctx.table_in(&QUERIES, scope).get(query)?;
    Ok(row.map(|row| (find::arn(owner, ctx.region(), &row.store), owner)))
}

fn policy_of(ctx: &Ctx<'_>, arn: &str, owner: AccountId) -> Result<Option<String>, ApiError> {
    let Some(parsed) = Arn::parse(arn) else { return Ok(None) };
    let region: Option<Region> = parsed.region();
    let Some((region, (kind, name))) = region.zip(parsed.resource.split_once('/')) else {
        return Ok(None);
    };
    let scope = Scope::new(owner.digits(), region.as_str());
    Ok(match kind {
        "eventdatastore" => ctx.table_in(&STORES, scope).get(name)?.and_then(|row| row.policy),
        "channel" => ctx.table_in(&CHANNELS, scope).get(name)?.and_then(|row| row.policy),
        "dashboard" => ctx.table_in(&DASHBOARDS, scope).get(name)?.and_then(|row| row.policy),
        _ => None,
    })
}
