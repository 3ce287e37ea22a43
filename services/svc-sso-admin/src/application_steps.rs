//! What signing in asks about applications: the rules of one, whether a user may use it, and which
//! ones a user sees in the portal.

use kernel::{Ctx, OpResult, Struct, Value};
use store::Range;

use crate::api::{application_status, principal_type};
use crate::application::parts;
use crate::application_assignment::of_principal;
use crate::state::{APPLICATIONS, ApplicationRow, GrantRow, INSTANCES, OF_STORES, TOKEN_ISSUERS};

fn texts(list: &[String]) -> Value {
    Value::List(list.iter().map(|text| Value::String(text.clone())).collect())
}

/// `Application` (ARN) → `Name`, `Store`, `Account`, `Region`, `Instance`, `ActorPolicy`, `Grants`
/// (types), `Redirects`, `Scopes` (targets by scope), `Issuers`, `IsOpen`; nothing when there is no
/// such application or it is disabled.
pub fn rules(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let arn = input.str("Application").unwrap_or_default();
    let Some(place) = parts(arn, "application") else { return Ok(Struct::new()) };
    let (Some(row), Some(instance)) =
        (ctx.table(&APPLICATIONS).get(&place)?, ctx.table(&INSTANCES).get(place.0.as_str())?)
    else {
        return Ok(Struct::new());
    };
    let account = arn.split(':').nth(4).unwrap_or_default();
    if row.status != application_status::ENABLED || account != instance.account {
        return Ok(Struct::new());
    }
    let kinds = row.grants.keys().cloned().collect::<Vec<_>>();
    let redirects: Vec<String> =
        row.grants.values().flat_map(|grant| grant.redirects.clone()).collect();
    let scopes: Struct =
        row.scopes.iter().map(|(scope, targets)| (scope.clone(), texts(targets))).collect();
    let mut issuers = Vec::new();
    for grant in row.grants.values() {
        add_issuers(ctx, &place.0, grant, &mut issuers)?;
    }
    let told = Struct::new()
        .with("Name", row.name)
        .with("Store", instance.store)
        .with("Account", instance.account)
        .with("Region", instance.region)
        .with("Instance", place.0)
        .with("Grants", texts(&kinds))
        .with("Redirects", texts(&redirects))
        .with("Scopes", scopes)
        .with("Issuers", Value::List(issuers))
        .with("IsOpen", row.is_open);
    Ok(match row.actor_policy {
        Some(policy) => told.with("ActorPolicy", policy),
        None => told,
    })
}

/// `Url`, `Claim`, `Path`, `Audiences` of each issuer that still is.
fn add_issuers(
    ctx: &Ctx<'_>,
    instance: &str,
    grant: &GrantRow,
    told: &mut Vec<Value>,
) -> Result<(), kernel::ApiError> {
    for allowed in &grant.issuers {
        let Some(place) = parts(&allowed.issuer, "trustedTokenIssuer") else { continue };
        let row = ctx.table(&TOKEN_ISSUERS).get(&(instance, place.1.as_str()))?;
        let Some(row) = row else { continue };
        let issuer = Struct::new()
            .with("Url", row.url)
            .with("Claim", row.claim)
            .with("Path", row.path)
            .with("Audiences", texts(&allowed.audiences));
        told.push(Value::Struct(issuer));
    }
    Ok(())
}

/// `Application`, `Store`, `User` → `IsAssigned`, directly or by a group.
pub fn is_assigned(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let Some((instance, id)) = parts(text("Application"), "application") else {
        return Ok(Struct::new());
    };
    let who = (text("User"), principal_type::USER);
    let assigned = of_principal(ctx, &instance, text("Store"), who)?;
    Ok(Struct::new().with("IsAssigned", assigned.iter().any(|(own, _, _)| *own == id)))
}

/// `Store`, `User` → `Applications`: `Name`, `Description` and `Url` of those that the portal shows
/// the user.
pub fn visible(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let Some(index) = ctx.table(&OF_STORES).get(text("Store"))? else { return Ok(Struct::new()) };
    let who = (text("User"), principal_type::USER);
    let assigned = of_principal(ctx, &index.id, text("Store"), who)?;
    let mut told = Vec::new();
    for entry in ctx.table(&APPLICATIONS).scan(&Range::within(&(index.id.as_str(),))) {
        let ((_, id), row) = entry?;
        let is_allowed = row.is_open || assigned.iter().any(|(own, _, _)| *own == id);
        if is_allowed && is_shown(&row) {
            let shown = Struct::new()
                .with("Name", row.name)
                .with("Description", row.description.unwrap_or_default())
                .with("Url", row.url.unwrap_or_default());
            told.push(Value::Struct(shown));
        }
    }
    Ok(Struct::new().with("Applications", Value::List(told)))
}

/// The portal leads to what has an address.
fn is_shown(row: &ApplicationRow) -> bool {
    row.status == application_status::ENABLED && !row.is_hidden && row.url.is_some()
}
