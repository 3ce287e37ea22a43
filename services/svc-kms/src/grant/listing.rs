//! Which grants a key has, and which grants a principal may retire.

use kernel::{ApiError, Ctx};
use store::Range;

use super::{find, index_name};
use crate::api::{
    GrantConstraintsBuilder, GrantListEntryBuilder, ListGrantsInput, ListGrantsOutput,
    ListRetirableGrantsInput, ListRetirableGrantsOutput,
};
use crate::errors;
use crate::limits;
use crate::listing::Page;
use crate::locate;
use crate::state::{GRANTEES, GRANTS, GrantRow, Key, Place, RETIRABLE};
use kernel::{AccountId, Timestamp};

pub fn list_grants(
    ctx: &mut Ctx<'_>,
    input: ListGrantsInput<'_>,
) -> Result<ListGrantsOutput, ApiError> {
    let key = locate::managed(ctx, input.key_id())?;
    let page = Page::read("ListGrants", input.limit(), input.marker(), limits::SMALL_PAGE_DEFAULT)?;
    let grantee = input.grantee_principal().or(input.grantee_service_principal());
    let ids: Vec<String> = if let Some(id) = input.grant_id() {
        vec![id.to_owned()]
    } else if let Some(grantee) = grantee {
        let name = index_name(grantee);
        let mut range = Range::within(&(key.id.clone(), name.clone()));
        if let Some(after) = &page.after {
            range = range.after(&(key.id.clone(), name, after.clone()));
        }
        let keys = ctx.table_in(&GRANTEES, key.scope()).keys(&range).take(page.limit + 1);
        keys.map(|it| it.map(|(_, _, id)| id)).collect::<Result<_, _>>()?
    } else {
        let mut range = Range::within(&(key.id.clone(),));
        if let Some(after) = &page.after {
            range = range.after(&(key.id.clone(), after.clone()));
        }
        let keys = ctx.table_in(&GRANTS, key.scope()).keys(&range).take(page.limit + 1);
        keys.map(|it| it.map(|(_, id)| id)).collect::<Result<_, _>>()?
    };
    let (ids, marker) = page.cut(ids, String::clone);
    let mut grants = Vec::new();
    for id in ids {
        let row = find(ctx, &key, &id)?;
        match row {
            Some(row) if grantee.is_none_or(|it| it == row.grantee) => {
                grants.push(entry(&key, &id, row));
            }
            None if input.grant_id().is_some() => return Err(errors::no_such_grant(&id)),
            _ => {}
        }
    }
    Ok(ListGrantsOutput::new().grants(grants).truncated(marker.is_some()).next_marker(marker))
}

pub fn list_retirable_grants(
    ctx: &mut Ctx<'_>,
    input: ListRetirableGrantsInput<'_>,
) -> Result<ListRetirableGrantsOutput, ApiError> {
    let principal = input.retiring_principal().or(input.retiring_service_principal());
    let principal = principal.ok_or_else(|| {
        errors::validation("Specify RetiringPrincipal or RetiringServicePrincipal.")
    })?;
    let page = Page::read(
        "ListRetirableGrants",
        input.limit(),
        input.marker(),
        limits::SMALL_PAGE_DEFAULT,
    )?;
    let mut range = Range::within(&(principal.to_owned(),));
    if let Some(after) = &page.after {
        let mut parts = after.split(' ');
        let mut next = || parts.next().unwrap_or_default().to_owned();
        range = range.after(&(principal.to_owned(), next(), next(), next()));
    }
    let rows = ctx.table(&RETIRABLE).keys(&range).take(page.limit + 1);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let position = |it: &(String, String, String, String)| format!("{} {} {}", it.1, it.2, it.3);
    let (rows, marker) = page.cut(rows, position);
    let mut grants = Vec::new();
    for (_, account, key, id) in rows {
        let account = AccountId::parse(&account).ok_or_else(ApiError::internal)?;
        let place = Place { account, region: ctx.region(), id: key };
        let Some(key) = locate::at(ctx, &place)? else { continue };
        if let Some(row) = find(ctx, &key, &id)? {
            grants.push(entry(&key, &id, row));
        }
    }
    Ok(ListRetirableGrantsOutput::new()
        .grants(grants)
        .truncated(marker.is_some())
        .next_marker(marker))
}

fn entry(key: &Key, id: &str, row: GrantRow) -> GrantListEntryBuilder {
    let has_constraints =
        row.context_equals.is_some() || row.context_subset.is_some() || row.source_arn.is_some();
    let constraints = GrantConstraintsBuilder::new()
        .encryption_context_equals(row.context_equals)
        .encryption_context_subset(row.context_subset)
        .source_arn(row.source_arn);
    let entry = GrantListEntryBuilder::new()
        .key_id(key.arn())
        .grant_id(id)
        .name(row.name)
        .creation_date(Timestamp::from_micros(row.created))
        .issuing_account(row.issuer)
        .operations(row.operations)
        .constraints(has_constraints.then_some(constraints));
    let entry = if row.is_grantee_service {
        entry.grantee_service_principal(row.grantee)
    } else {
        entry.grantee_principal(row.grantee)
    };
    if row.is_retiring_service {
        entry.retiring_service_principal(row.retiring)
    } else {
        entry.retiring_principal(row.retiring)
    }
}
