//! The store of a call, and what users, groups and memberships have in common.

use kernel::{AccountId, ApiError, Ctx, Principal, Struct, Timestamp};
use store::Range;

use crate::api::{IdentityStoreBuilder, ListIdentityStoresInput, ListIdentityStoresOutput};
use crate::errors;
use crate::listing::Page;
use crate::state::{
    EntityRow, GROUP_NAMES, GROUPS, MEMBERSHIPS, OF_GROUPS, OF_USERS, STORES, USER_NAMES, USERS,
};

/// The id of a store of the call's account, from its id or its ARN.
pub fn open(ctx: &Ctx<'_>, given: &str) -> Result<String, ApiError> {
    let id = bare(given);
    let row = ctx.table(&STORES).get(id)?;
    let is_own = row.is_some_and(|row| {
        row.account == ctx.account().as_str() && row.region == ctx.region().as_str()
    });
    if is_own { Ok(id.to_owned()) } else { Err(errors::not_found("IDENTITY_STORE", id)) }
}

/// An id without the ARN around it.
pub fn bare(given: &str) -> &str {
    given.rsplit('/').next().unwrap_or(given)
}

pub fn arn(ctx: &Ctx<'_>, kind: &str, id: &str) -> String {
    format!("arn:{}:identitystore:::{kind}/{id}", ctx.region().partition())
}

pub fn list_identity_stores(
    ctx: &mut Ctx<'_>,
    input: ListIdentityStoresInput<'_>,
) -> Result<ListIdentityStoresOutput, ApiError> {
    let page = Page::read("ListIdentityStores", input.next_token(), input.max_results())?;
    let mut found = Vec::new();
    for entry in ctx.table(&STORES).scan(&Range::all()) {
        let (id, row) = entry?;
        if row.account != ctx.account().as_str() || row.region != ctx.region().as_str() {
            continue;
        }
        let partition = ctx.region().partition();
        let arn = format!("arn:{partition}:identitystore::{}:identitystore/{id}", row.account);
        let shown = IdentityStoreBuilder::new().identity_store_arn(arn);
        found.push((id.clone(), shown.identity_store_id(id)));
    }
    let (items, token) = page.cut(found);
    Ok(ListIdentityStoresOutput::new().identity_stores(items).next_token(token))
}

/// Who writes, as `CreatedBy` tells it.
pub fn writer(ctx: &Ctx<'_>) -> String {
    match ctx.principal() {
        Principal::Identity(identity) => identity.arn.clone(),
        Principal::Root(account) => {
            format!("arn:{}:iam::{account}:root", ctx.region().partition())
        }
        Principal::Service(name) => name.to_string(),
        Principal::Anonymous => String::new(),
    }
}

/// Attributes with what every description has besides.
pub fn shown(row: &EntityRow) -> Struct {
    row.attributes
        .clone()
        .with("Revision", row.revision.to_string())
        .with("CreatedAt", Timestamp::from_micros(row.created))
        .with("UpdatedAt", Timestamp::from_micros(row.updated))
        .with("CreatedBy", row.created_by.as_str())
        .with("UpdatedBy", row.updated_by.as_str())
}

/// [A] Revision: the request is refused when the resource has another one by now.
pub fn check_revision(row: &EntityRow, wanted: Option<&str>) -> Result<(), ApiError> {
    match wanted {
        Some(wanted) if *wanted != row.revision.to_string() => Err(errors::changed_meanwhile()),
        _ => Ok(()),
    }
}

/// Removes all of one store.
pub fn clear(ctx: &mut Ctx<'_>, id: &str) -> Result<(), ApiError> {
    ctx.table_mut(&USERS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&USER_NAMES).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&GROUPS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&GROUP_NAMES).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&MEMBERSHIPS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&OF_GROUPS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&OF_USERS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&STORES).delete(id);
    Ok(())
}

pub fn on_reset(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let mut doomed = Vec::new();
    for entry in ctx.table(&STORES).scan(&Range::all()) {
        let (id, row) = entry?;
        if account.is_none_or(|account| row.account == account.as_str()) {
            doomed.push(id);
        }
    }
    doomed.iter().try_for_each(|id| clear(ctx, id))
}
