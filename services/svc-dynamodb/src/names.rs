//! Which table a request means: by name, or by ARN.

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, Region};

use crate::api::error;
use crate::charge;
use crate::encryption;
use crate::errors;
use crate::limits;
use crate::state::{Status, TABLES, TableRef, TableRow};

/// The name in a TableName that may be an ARN. The call has moved to the account of the ARN when it
/// was admitted ([`crate::access`]).
pub fn read<'a>(ctx: &Ctx<'_>, text: &'a str) -> Result<&'a str, ApiError> {
    let Some(arn) = text.starts_with("arn:").then(|| Arn::parse(text)).flatten() else {
        check("TableName", "tableName", text)?;
        return Ok(text);
    };
    let is_here = arn.service == "dynamodb"
        && arn.region == ctx.region().as_str()
        && arn.account_id() == Some(ctx.account());
    let name = text.split_once(":table/").map(|(_, name)| name).filter(|_| is_here);
    match name {
        Some(name) if is_name(name) => Ok(name),
        _ => Err(errors::ours(format!("Invalid table ARN: {text}"))),
    }
}

/// Refuses a text that can be no name.
pub fn check(parameter: &str, member: &str, name: &str) -> Result<(), ApiError> {
    if is_name(name) {
        return Ok(());
    }
    let count = name.chars().count();
    if !limits::NAME_CHARS.contains(&count) {
        return Err(errors::validation(format!(
            "{parameter} must be at least 3 characters long and at most 255 characters long"
        )));
    }
    Err(errors::validation(format!(
        "1 validation error detected: Value '{name}' at '{member}' failed to satisfy constraint: \
         Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
    )))
}

fn is_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    limits::NAME_CHARS.contains(&name.len()) && name.bytes().all(is_allowed)
}

/// The table, for operations on its items: it must be there and in use, and its key usable.
pub fn open(ctx: &mut Ctx<'_>, text: &str) -> Result<TableRef, ApiError> {
    let name = read(ctx, text)?;
    match ctx.table(&TABLES).get_shared(name)? {
        Some(row) if matches!(row.status, Status::Active | Status::Updating) => {
            let table = TableRef::new(name, row);
            encryption::unlock(ctx, &table)?;
            Ok(table)
        }
        _ => Err(errors::resource_not_found()),
    }
}

/// The table, for operations on itself.
pub fn find(ctx: &Ctx<'_>, text: &str) -> Result<TableRef, ApiError> {
    let name = read(ctx, text)?;
    match get(ctx, name)? {
        Some(row) => Ok(TableRef::new(name, row)),
        None => Err(errors::table_not_found(name)),
    }
}

/// As [`find`], for backups, which have an error of their own for it.
pub fn find_for_backup(ctx: &Ctx<'_>, text: &str) -> Result<TableRef, ApiError> {
    let name = read(ctx, text)?;
    match get(ctx, name)? {
        Some(row) => Ok(TableRef::new(name, row)),
        None => Err(error::table_not_found_exception(format!("Table not found: {name}"))),
    }
}

pub fn get(ctx: &Ctx<'_>, name: &str) -> Result<Option<TableRow>, ApiError> {
    Ok(ctx.table(&TABLES).get(name)?)
}

/// As [`find`], for operations that change the table: it must not be changing already.
pub fn find_active(ctx: &Ctx<'_>, text: &str) -> Result<TableRef, ApiError> {
    let table = find(ctx, text)?;
    match table.row.status {
        Status::Active => Ok(table),
        Status::Creating => Err(errors::table_in_use(&table.name, "created")),
        Status::Updating => Err(errors::table_in_use(&table.name, "updated")),
        Status::Archived => Err(errors::table_in_use(&table.name, "archived")),
        Status::Deleting => Err(errors::table_in_use(&table.name, "deleted")),
    }
}

pub fn save(ctx: &mut Ctx<'_>, table: &TableRef) {
    ctx.table_mut(&TABLES).put(&table.name, &table.row);
    charge::keep(ctx, table);
}

/// The ARN of a table of the call's account and region.
pub fn table_arn(ctx: &Ctx<'_>, name: &str) -> String {
    arn_in(ctx, ctx.account(), name)
}

/// As [`table_arn`], of another account. Every request needs it: put together, not formatted.
pub fn arn_in(ctx: &Ctx<'_>, account: AccountId, name: &str) -> String {
    const FIXED_BYTES: usize = 80;
    let region = ctx.region();
    // Looking up a partition is half of the work, and nearly all calls go to one region.
    let partition = if region == Region::DEFAULT { "aws" } else { region.partition() };
    let mut out = String::with_capacity(FIXED_BYTES + name.len());
    for part in
        ["arn:", partition, ":dynamodb:", region.as_str(), ":", account.as_str(), ":table/", name]
    {
        out.push_str(part);
    }
    out
}
