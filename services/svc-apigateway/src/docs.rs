//! Where resources are kept, found and listed, whatever their kind.

use kernel::{AccountId, ApiError, Ctx, OpResult, Region, Scope, Struct, Value, page};
use store::Range;

use crate::errors;
use crate::limits::{PAGE, PAGE_MAX};
use crate::state::{APIS, DocRow, LINKS, OWN, PARTS, PLACES, PlaceRow};

/// Kinds of what belongs to an API.
pub mod part {
    pub const RESOURCE: &str = "resource";
    pub const MODEL: &str = "model";
    pub const VALIDATOR: &str = "validator";
    pub const AUTHORIZER: &str = "authorizer";
    pub const RESPONSE: &str = "response";
    pub const DEPLOYMENT: &str = "deployment";
    pub const STAGE: &str = "stage";
    pub const DOCUMENTATION: &str = "documentation";
    pub const DOCUMENTATION_VERSION: &str = "documentation-version";
}

/// Kinds of what belongs to an account.
pub mod own {
    pub const ACCOUNT: &str = "account";
    pub const API_KEY: &str = "api-key";
    pub const USAGE_PLAN: &str = "usage-plan";
    pub const DOMAIN: &str = "domain";
}

/// Kinds of ties.
pub mod link {
    /// (plan, key), and the way back.
    pub const PLAN_KEY: &str = "plan-key";
    pub const KEY_PLAN: &str = "key-plan";
    /// (API and stage, plan).
    pub const STAGE_PLAN: &str = "stage-plan";
    /// (value of a key, "").
    pub const KEY_VALUE: &str = "key-value";
    /// (domain name, base path).
    pub const MAPPING: &str = "mapping";
}

/// Kinds of places.
pub mod place {
    pub const API: &str = "api";
    pub const DOMAIN: &str = "domain";
}

pub fn text<'a>(of: &'a Struct, name: &str) -> &'a str {
    of.str(name).unwrap_or_default()
}

/// The members of `input` that are named, as far as they are there.
pub fn chosen(input: &Struct, names: &[&'static str]) -> Struct {
    let chosen = names.iter().filter_map(|name| Some((*name, input.get(name)?.clone())));
    chosen.collect()
}

pub fn find_api(ctx: &Ctx<'_>, id: &str) -> Result<Option<Struct>, ApiError> {
    Ok(ctx.table(&APIS).get(id)?.map(|row| row.doc))
}

/// The API that the input names.
pub fn api(ctx: &Ctx<'_>, input: &Struct) -> Result<Struct, ApiError> {
    let id = text(input, "restApiId");
    find_api(ctx, id)?.ok_or_else(|| errors::no_api(ctx.account().as_str(), id))
}

pub fn put_api(ctx: &mut Ctx<'_>, id: &str, doc: &Struct) {
    ctx.table_mut(&APIS).put(id, &DocRow { doc: doc.clone() });
}

pub fn find_part(
    ctx: &Ctx<'_>,
    api: &str,
    kind: &str,
    id: &str,
) -> Result<Option<Struct>, ApiError> {
    Ok(ctx.table(&PARTS).get(&(api, kind, id))?.map(|row| row.doc))
}

pub fn put_part(ctx: &mut Ctx<'_>, (api, kind, id): (&str, &str, &str), doc: &Struct) {
    ctx.table_mut(&PARTS).put(&(api, kind, id), &DocRow { doc: doc.clone() });
}

pub fn delete_part(ctx: &mut Ctx<'_>, (api, kind, id): (&str, &str, &str)) {
    ctx.table_mut(&PARTS).delete(&(api, kind, id));
}

/// All parts of a kind; there is a quota for each kind.
pub fn parts(ctx: &Ctx<'_>, api: &str, kind: &str) -> Result<Vec<(String, Struct)>, ApiError> {
    let view = ctx.table(&PARTS);
    let rows = view.scan(&Range::within(&(api, kind)));
    rows.map(|row| row.map(|((_, _, id), row)| (id, row.doc)).map_err(ApiError::from)).collect()
}

/// Refuses one more of a kind than the quota allows.
pub fn check_room(
    ctx: &Ctx<'_>,
    (api, kind): (&str, &str),
    max: usize,
    what: &str,
) -> Result<(), ApiError> {
    let view = ctx.table(&PARTS);
    let count = view.keys(&Range::within(&(api, kind))).take(max).count();
    if count >= max { Err(errors::too_many(what)) } else { Ok(()) }
}

pub fn find_own(ctx: &Ctx<'_>, kind: &str, id: &str) -> Result<Option<Struct>, ApiError> {
    Ok(ctx.table(&OWN).get(&(kind, id))?.map(|row| row.doc))
}

pub fn put_own(ctx: &mut Ctx<'_>, kind: &str, id: &str, doc: &Struct) {
    ctx.table_mut(&OWN).put(&(kind, id), &DocRow { doc: doc.clone() });
}

pub fn delete_own(ctx: &mut Ctx<'_>, kind: &str, id: &str) {
    ctx.table_mut(&OWN).delete(&(kind, id));
}

pub fn check_room_own(ctx: &Ctx<'_>, kind: &str, max: usize, what: &str) -> Result<(), ApiError> {
    let count = ctx.table(&OWN).keys(&Range::within(&(kind,))).take(max).count();
    if count >= max { Err(errors::too_many(what)) } else { Ok(()) }
}

pub fn find_link(
    ctx: &Ctx<'_>,
    kind: &str,
    one: &str,
    other: &str,
) -> Result<Option<Struct>, ApiError> {
    Ok(ctx.table(&LINKS).get(&(kind, one, other))?.map(|row| row.doc))
}

pub fn put_link(ctx: &mut Ctx<'_>, (kind, one, other): (&str, &str, &str), doc: &Struct) {
    ctx.table_mut(&LINKS).put(&(kind, one, other), &DocRow { doc: doc.clone() });
}

pub fn delete_link(ctx: &mut Ctx<'_>, (kind, one, other): (&str, &str, &str)) {
    ctx.table_mut(&LINKS).delete(&(kind, one, other));
}

/// What `one` is tied to.
pub fn links(ctx: &Ctx<'_>, kind: &str, one: &str) -> Result<Vec<(String, Struct)>, ApiError> {
    let view = ctx.table(&LINKS);
    let rows = view.scan(&Range::within(&(kind, one)));
    rows.map(|row| row.map(|((_, _, id), row)| (id, row.doc)).map_err(ApiError::from)).collect()
}

/// Where an API or a domain name is.
pub fn find_place(
    ctx: &Ctx<'_>,
    kind: &str,
    name: &str,
) -> Result<Option<(AccountId, Region)>, ApiError> {
    let row = ctx.table(&PLACES).get(&(kind, name))?;
    Ok(row.and_then(|row| Some((AccountId::parse(&row.account)?, Region::parse(&row.region)?))))
}

pub fn put_place(ctx: &mut Ctx<'_>, kind: &str, name: &str) {
    let (account, region) = (ctx.account().as_str().to_owned(), ctx.region().as_str().to_owned());
    ctx.table_mut(&PLACES).put(&(kind, name), &PlaceRow { account, region });
}

pub fn delete_place(ctx: &mut Ctx<'_>, kind: &str, name: &str) {
    ctx.table_mut(&PLACES).delete(&(kind, name));
}

/// Removes the places of an account that is reset: they lie outside its rows.
pub fn on_reset(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let of_account = |row: &PlaceRow| account.is_none_or(|it| it.as_str() == row.account);
    let mut gone = Vec::new();
    for entry in ctx.table(&PLACES).scan(&Range::all()) {
        let (key, row) = entry?;
        if of_account(&row) {
            gone.push(key);
        }
    }
    for (kind, name) in gone {
        delete_place(ctx, &kind, &name);
    }
    Ok(())
}

pub fn scope(account: AccountId, region: Region) -> Scope {
    Scope::new(account.digits(), region.as_str())
}

/// A page of items that are in the order of their keys: `items`, and `position` where more follow.
pub fn page(operation: &str, input: &Struct, items: Vec<(String, Struct)>) -> OpResult {
    page_of(operation, input, items, |(key, _)| key.clone(), |(_, doc)| Value::Struct(doc))
}

pub fn page_of<T>(
    operation: &str,
    input: &Struct,
    items: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> String,
    show: impl Fn(T) -> Value,
) -> OpResult {
    let limit = input.int("limit").unwrap_or(PAGE as i64);
    let limit = if limit <= 0 { PAGE } else { limit as usize };
    if limit > PAGE_MAX {
        return Err(errors::bad(format!("Limit must be at most {PAGE_MAX}.")));
    }
    let after = match input.str("position").filter(|it| !it.is_empty()) {
        Some(token) => {
            let position = page::decode(operation, token);
            let position = position.and_then(|bytes| String::from_utf8(bytes).ok());
            Some(position.ok_or_else(|| errors::bad("Invalid position specified"))?)
        }
        None => None,
    };
    let mut shown = Vec::new();
    let mut last = String::new();
    let mut output = Struct::new();
    for item in items {
        let own = key(&item);
        if after.as_ref().is_some_and(|after| own <= *after) {
            continue;
        }
        if shown.len() == limit {
            output.set("position", page::encode(operation, last.as_bytes()));
            break;
        }
        last = own;
        shown.push(show(item));
    }
    output.set("items", shown);
    Ok(output)
}

/// A new id: small letters and digits.
pub fn new_id(ctx: &mut Ctx<'_>, len: usize) -> String {
    ctx.chance().alphanumeric(len).to_ascii_lowercase()
}

/// A map within a structure, made where it is absent.
pub fn map_mut<'a>(of: &'a mut Struct, name: &'static str) -> &'a mut Struct {
    if of.structure(name).is_none() {
        of.set(name, Struct::new());
    }
    match of.get_mut(name) {
        Some(Value::Struct(map)) => map,
        _ => unreachable!("it was made just now"),
    }
}
