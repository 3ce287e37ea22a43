//! What the portal and the sign-in page ask, from no account at all.

use kernel::{Ctx, OpResult, Struct, Value};

use crate::api::principal_type;
use crate::assignment::of_principal;
use crate::state::{INSTANCES, OF_STORES, PROVISIONED, SETS};

/// `Url` of an access portal → `Store`, `Account`, `Region`; nothing when no instance has it.
///
/// AWS's portals are at `https://STORE.awsapps.com/start`; whatever host serves it here, the store
/// is the first label of the host or a segment of the path.
pub fn find_instance(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let url = input.str("Url").unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let parts = rest.split(['/', '.', '?', '#', ':']);
    for part in parts.filter(|part| part.starts_with("d-")) {
        let Some(index) = ctx.table(&OF_STORES).get(part)? else { continue };
        let Some(row) = ctx.table(&INSTANCES).get(index.id.as_str())? else { continue };
        return Ok(Struct::new()
            .with("Store", row.store)
            .with("Account", row.account)
            .with("Region", row.region));
    }
    Ok(Struct::new())
}

/// `Store`, `User` → `Assignments`: `Account`, `Name` of the permission set, `Role`, `Seconds`,
/// each pair of account and permission set once; and `Owner`, the instance's account.
pub fn assignments_of(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let (store, user) =
        (input.str("Store").unwrap_or_default(), input.str("User").unwrap_or_default());
    let Some(index) = ctx.table(&OF_STORES).get(store)? else { return Ok(Struct::new()) };
    let Some(instance) = ctx.table(&INSTANCES).get(index.id.as_str())? else {
        return Ok(Struct::new());
    };
    let mut all = of_principal(ctx, &index.id, store, (user, principal_type::USER))?;
    all.dedup_by(|one, other| (&one.0, &one.1) == (&other.0, &other.1));
    let mut told = Vec::new();
    for (account, set, _, _) in all {
        let row = ctx.table(&SETS).get(&(index.id.as_str(), set.as_str()))?;
        let place = (index.id.as_str(), set.as_str(), account.as_str());
        let provisioned = ctx.table(&PROVISIONED).get(&place)?;
        let (Some(row), Some(provisioned)) = (row, provisioned) else { continue };
        let entry = Struct::new()
            .with("Account", account)
            .with("Name", row.name)
            .with("Role", provisioned.role)
            .with("Seconds", row.session_s);
        told.push(Value::Struct(entry));
    }
    Ok(Struct::new().with("Owner", instance.account).with("Assignments", Value::List(told)))
}
