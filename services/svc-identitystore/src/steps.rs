//! What the other services of Identity Center ask: its administration makes and drops stores; the
//! portal and the sign-in page look at users, from no account at all.

use kernel::{Ctx, OpResult, Struct, Value};
use store::Range;

use crate::limits::SHOWN_MAX;
use crate::path;
use crate::state::{GROUPS, OF_USERS, STORES, StoreRow, USERS};
use crate::store::clear;

/// `Store`, in the account and region of the call.
pub fn make_store(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let row = StoreRow {
        account: ctx.account().to_string(),
        region: ctx.region().as_str().to_owned(),
        network: None,
    };
    ctx.table_mut(&STORES).put(input.str("Store").unwrap_or_default(), &row);
    Ok(Struct::new())
}

pub fn drop_store(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    clear(ctx, input.str("Store").unwrap_or_default())?;
    Ok(Struct::new())
}

/// `Store`, `Id`, `Kind` (USER or GROUP) → `Name`, if there is one.
pub fn name_of(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let place = (text("Store"), text("Id"));
    let (table, attribute) = match text("Kind") {
        "GROUP" => (&GROUPS, "DisplayName"),
        _ => (&USERS, "UserName"),
    };
    let row = ctx.table(table).get(&place)?;
    Ok(match row {
        Some(row) => Struct::new().with("Name", row.text(attribute)),
        None => Struct::new(),
    })
}

/// `Store`, `User` → `Groups`.
pub fn groups_of(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let mut groups = Vec::new();
    for key in ctx.table(&OF_USERS).keys(&Range::within(&(text("Store"), text("User")))) {
        groups.push(Value::String(key?.2));
    }
    Ok(Struct::new().with("Groups", Value::List(groups)))
}

/// `Store`, `User`, `Paths` → `Values`, a text or nothing for each path.
pub fn attributes_of(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let row = ctx.table(&USERS).get(&(text("Store"), text("User")))?;
    let paths = input.list("Paths").unwrap_or_default().iter().filter_map(Value::as_str);
    let values = paths.map(|path| {
        let value = row.as_ref().and_then(|row| path::text(&row.attributes, path));
        value.map_or(Value::Null, Value::String)
    });
    Ok(Struct::new().with("Values", Value::List(values.collect())))
}

/// `Store` → `Users`: `Id`, `Name`, `Shown`.
pub fn who_may_sign_in(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let store = input.str("Store").unwrap_or_default();
    let mut users = Vec::new();
    for entry in ctx.table(&USERS).scan(&Range::within(&(store,))).take(SHOWN_MAX) {
        let ((_, id), row) = entry?;
        let user = Struct::new()
            .with("Id", id)
            .with("Name", row.text("UserName"))
            .with("Shown", row.text("DisplayName"));
        users.push(Value::Struct(user));
    }
    Ok(Struct::new().with("Users", Value::List(users)))
}
