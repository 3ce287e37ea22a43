//! Aliases: names for keys, which can be moved from one key to another.
//!
//! Who names a key must be allowed to by IAM for the alias and by the key's policy for each key.
//!
//! Source: Developer Guide, "Aliases in AWS KMS", "Controlling access to aliases".

use kernel::{ApiError, Ctx, Scope, Timestamp};
use store::Range;

use crate::access::{self, Asked};
use crate::api::{
    AliasListEntryBuilder, CreateAliasInput, CreateAliasOutput, DeleteAliasInput,
    DeleteAliasOutput, ListAliasesInput, ListAliasesOutput, UpdateAliasInput, UpdateAliasOutput,
};
use crate::errors;
use crate::limits;
use crate::listing::Page;
use crate::locate::{self, Aliases};
use crate::managed;
use crate::state::{ALIASES, ALIASES_OF, AliasRow, Key, Place, alias_arn};

const PREFIX: &str = "alias/";

pub fn create_alias(
    ctx: &mut Ctx<'_>,
    input: CreateAliasInput<'_>,
) -> Result<CreateAliasOutput, ApiError> {
    let name = input.alias_name();
    check_name(name)?;
    let key = target(ctx, "CreateAlias", input.target_key_id(), input.0)?;
    if ctx.table(&ALIASES).contains(name)? {
        return Err(errors::alias_exists(&alias_arn(ctx.region(), ctx.account(), name)));
    }
    check_room(ctx, &key)?;
    let now = ctx.now().micros();
    put(ctx, name, AliasRow { key: key.id, created: now, updated: now });
    Ok(CreateAliasOutput::new())
}

pub fn update_alias(
    ctx: &mut Ctx<'_>,
    input: UpdateAliasInput<'_>,
) -> Result<UpdateAliasOutput, ApiError> {
    let name = input.alias_name();
    check_name(name)?;
    let row = find(ctx, name)?;
    let key = target(ctx, "UpdateAlias", input.target_key_id(), input.0)?;
    let place = Place { account: ctx.account(), region: ctx.region(), id: row.key.clone() };
    if let Some(old) = locate::at(ctx, &place)? {
        authorize(ctx, "UpdateAlias", &old.id, input.0)?;
        let (old_spec, spec) = (old.row.spec(), key.row.spec());
        let is_alike = old_spec.is_asymmetric() == spec.is_asymmetric()
            && old_spec.secret_bytes().is_some() == spec.secret_bytes().is_some()
            && old.row.usage == key.row.usage;
        if !is_alike {
            return Err(errors::validation(
                "The current and the new key of an alias must be of the same type and usage.",
            ));
        }
    }
    if row.key != key.id {
        check_room(ctx, &key)?;
    }
    ctx.table_mut(&ALIASES_OF).delete(&(row.key, name.to_owned()));
    let updated = ctx.now().micros();
    put(ctx, name, AliasRow { key: key.id, created: row.created, updated });
    Ok(UpdateAliasOutput::new())
}

pub fn delete_alias(
    ctx: &mut Ctx<'_>,
    input: DeleteAliasInput<'_>,
) -> Result<DeleteAliasOutput, ApiError> {
    let name = input.alias_name();
    check_name(name)?;
    let row = find(ctx, name)?;
    authorize(ctx, "DeleteAlias", &row.key, input.0)?;
    ctx.table_mut(&ALIASES).delete(name);
    ctx.table_mut(&ALIASES_OF).delete(&(row.key, name.to_owned()));
    Ok(DeleteAliasOutput::new())
}

pub fn list_aliases(
    ctx: &mut Ctx<'_>,
    input: ListAliasesInput<'_>,
) -> Result<ListAliasesOutput, ApiError> {
    let page =
        Page::read("ListAliases", input.limit(), input.marker(), limits::SMALL_PAGE_DEFAULT)?;
    let names: Vec<String> = match input.key_id() {
        None => {
            let mut range = Range::all();
            if let Some(after) = &page.after {
                range = range.after(after.as_str());
            }
            ctx.table(&ALIASES).keys(&range).take(page.limit + 1).collect::<Result<_, _>>()?
        }
        Some(id) => {
            let key = locate::find(ctx, id, Aliases::Refused)?;
            let mut range = Range::within(&(key.id.clone(),));
            if let Some(after) = &page.after {
                range = range.after(&(key.id.clone(), after.clone()));
            }
            let names = ctx.table_in(&ALIASES_OF, key.scope()).keys(&range).take(page.limit + 1);
            names.map(|it| it.map(|(_, name)| name)).collect::<Result<_, _>>()?
        }
    };
    let (names, marker) = page.cut(names, String::clone);
    let mut aliases = Vec::with_capacity(names.len());
    for name in names {
        if let Some(row) = ctx.table(&ALIASES).get(name.as_str())? {
            aliases.push(entry(ctx, name, row));
        }
    }
    Ok(ListAliasesOutput::new().aliases(aliases).truncated(marker.is_some()).next_marker(marker))
}

fn entry(ctx: &Ctx<'_>, name: String, row: AliasRow) -> AliasListEntryBuilder {
    AliasListEntryBuilder::new()
        .alias_arn(alias_arn(ctx.region(), ctx.account(), &name))
        .alias_name(name)
        .target_key_id(row.key)
        .creation_date(Timestamp::from_micros(row.created))
        .last_updated_date(Timestamp::from_micros(row.updated))
}

fn check_name(name: &str) -> Result<(), ApiError> {
    if name.starts_with(managed::PREFIX) {
        return Err(errors::reserved_alias());
    }
    match name.strip_prefix(PREFIX) {
        None => Err(errors::not_an_alias(name)),
        Some("") => Err(crate::api::error::invalid_alias_name_exception("The alias has no name.")),
        Some(_) => Ok(()),
    }
}

/// The key that is to be named so.
fn target(
    ctx: &Ctx<'_>,
    operation: &str,
    id: &str,
    input: &kernel::Struct,
) -> Result<Key, ApiError> {
    let key = locate::managed(ctx, id)?;
    if key.account != ctx.account() {
        return Err(errors::key_not_found(&key.arn()));
    }
    authorize(ctx, operation, &key.id, input)?;
    key.check_customers()?;
    key.check_not_pending_deletion()?;
    Ok(key)
}

fn authorize(
    ctx: &Ctx<'_>,
    operation: &str,
    id: &str,
    input: &kernel::Struct,
) -> Result<(), ApiError> {
    let place = Place { account: ctx.account(), region: ctx.region(), id: id.to_owned() };
    let named = locate::Named { place, alias: None };
    ctx.authorize(&access::to_key(ctx, Asked { operation, input, context: None }, &named)?)
}

fn check_room(ctx: &Ctx<'_>, key: &Key) -> Result<(), ApiError> {
    let range = Range::within(&(key.id.clone(),));
    let count = ctx.table(&ALIASES_OF).keys(&range).take(limits::ALIASES_PER_KEY_MAX).count();
    if count < limits::ALIASES_PER_KEY_MAX {
        return Ok(());
    }
    Err(errors::limit_exceeded(format!(
        "{} has {} aliases.",
        key.arn(),
        limits::ALIASES_PER_KEY_MAX
    )))
}

fn find(ctx: &Ctx<'_>, name: &str) -> Result<AliasRow, ApiError> {
    let row = ctx.table(&ALIASES).get(name)?;
    row.ok_or_else(|| errors::alias_not_found(&alias_arn(ctx.region(), ctx.account(), name)))
}

fn put(ctx: &mut Ctx<'_>, name: &str, row: AliasRow) {
    ctx.table_mut(&ALIASES).put(name, &row);
    ctx.table_mut(&ALIASES_OF).put(&(row.key, name.to_owned()), &());
}

/// Removes the names of a key that goes.
pub fn drop_all(ctx: &mut Ctx<'_>, scope: Scope, key: &str) -> Result<(), ApiError> {
    let names = ctx.table_in(&ALIASES_OF, scope).keys(&Range::within(&(key.to_owned(),)));
    for (key, name) in names.collect::<Result<Vec<_>, _>>()? {
        ctx.table_mut_in(&ALIASES, scope).delete(name.as_str());
        ctx.table_mut_in(&ALIASES_OF, scope).delete(&(key, name));
    }
    Ok(())
}
