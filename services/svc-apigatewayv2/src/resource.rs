//! What belongs to an API: made, read, changed, listed and deleted alike, whatever it is.
//!
//! A kind says what its members are and what is to be checked; the rows are structures in the
//! model's own names. Whatever deployments freeze tells the stages that deploy by themselves.

use kernel::page;
use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use store::Range;

use crate::apis;
use crate::deployment;
use crate::errors;
use crate::state::{DocRow, PARTS};

/// A kind of resource.
#[derive(Debug)]
pub struct Kind {
    /// As error messages call it.
    pub name: &'static str,
    /// The member that names one of them.
    pub id: &'static str,
    /// The member that names what it belongs to, besides the API.
    pub parent: Option<&'static str>,
    /// What a request may set.
    pub members: &'static [&'static str],
    /// Maps that a change adds to; an empty text takes an entry away.
    pub merged: &'static [&'static str],
    pub max: usize,
    /// Whether deployments freeze it.
    pub is_deployed: bool,
    /// Fills in what is not said, and refuses what cannot be. The second is what was there before.
    pub check: Check,
}

pub type Check = fn(&mut Ctx<'_>, &Struct, &mut Struct, Option<&Struct>) -> Result<(), ApiError>;

/// The API of a request, and the key of its resource.
fn key(kind: &Kind, input: &Struct, id: &str) -> (String, String, String) {
    let api = input.str("ApiId").unwrap_or_default().to_owned();
    let id = match kind.parent {
        Some(parent) => format!("{}/{id}", input.str(parent).unwrap_or_default()),
        None => id.to_owned(),
    };
    (api, kind.name.to_owned(), id)
}

pub fn get(ctx: &Ctx<'_>, kind: &Kind, api: &str, id: &str) -> Result<Option<Struct>, ApiError> {
    Ok(ctx.table(&PARTS).get(&(api, kind.name, id))?.map(|row| row.doc))
}

pub fn put(ctx: &mut Ctx<'_>, kind: &Kind, api: &str, id: &str, doc: Struct) {
    ctx.table_mut(&PARTS).put(&(api, kind.name, id), &DocRow { doc });
}

/// All of an API, in the order of their ids.
pub fn all(ctx: &Ctx<'_>, kind: &Kind, api: &str) -> Result<Vec<(String, Struct)>, ApiError> {
    let range = Range::within(&(api, kind.name));
    let rows = ctx.table(&PARTS).scan(&range).map(|entry| {
        let ((_, _, id), row) = entry?;
        Ok((id, row.doc))
    });
    rows.collect()
}

fn count(ctx: &Ctx<'_>, kind: &Kind, api: &str) -> usize {
    ctx.table(&PARTS).keys(&Range::within(&(api, kind.name))).take(kind.max + 1).count()
}

/// An id as AWS makes them: seven letters and digits.
pub fn new_id(ctx: &mut Ctx<'_>) -> String {
    const LEN: usize = 7;
    ctx.chance().alphanumeric(LEN).to_ascii_lowercase()
}

fn pick(kind: &Kind, input: &Struct) -> Struct {
    let members = kind.members.iter();
    members.filter_map(|name| Some((*name, input.get(name)?.clone()))).collect()
}

pub fn create(ctx: &mut Ctx<'_>, kind: &Kind, input: &Struct) -> OpResult {
    let api = apis::of(ctx, input)?;
    check_parent(ctx, kind, input)?;
    add(ctx, kind, &api, input)
}

/// As [`create`], of an API that is there.
pub fn add(ctx: &mut Ctx<'_>, kind: &Kind, api: &Struct, input: &Struct) -> OpResult {
    let api_id = api.str("ApiId").unwrap_or_default().to_owned();
    if count(ctx, kind, &api_id) >= kind.max {
        return Err(errors::too_many(kind.name, kind.max));
    }
    let mut doc = pick(kind, input);
    (kind.check)(ctx, api, &mut doc, None)?;
    let id = new_id(ctx);
    doc.set(kind.id, id.as_str());
    let key = key(kind, &input.clone().with("ApiId", api_id.as_str()), &id);
    ctx.table_mut(&PARTS).put(&key, &DocRow { doc: doc.clone() });
    if kind.is_deployed {
        deployment::follow(ctx, &api_id)?;
    }
    Ok(doc)
}

fn check_parent(ctx: &Ctx<'_>, kind: &Kind, input: &Struct) -> Result<(), ApiError> {
    let Some(parent) = kind.parent else { return Ok(()) };
    let api = input.str("ApiId").unwrap_or_default();
    let id = input.str(parent).unwrap_or_default();
    let name = parent.strip_suffix("Id").unwrap_or(parent);
    let is_there = ctx.table(&PARTS).contains(&(api, name, id))?;
    if is_there { Ok(()) } else { Err(errors::no_such(name, id)) }
}

/// The resource that a request names.
pub fn find(ctx: &Ctx<'_>, kind: &Kind, input: &Struct) -> OpResult {
    apis::of(ctx, input)?;
    let id = input.str(kind.id).unwrap_or_default();
    let row = ctx.table(&PARTS).get(&key(kind, input, id))?;
    Ok(row.ok_or_else(|| errors::no_such(kind.name, id))?.doc)
}

pub fn update(ctx: &mut Ctx<'_>, kind: &Kind, input: &Struct) -> OpResult {
    let api = apis::of(ctx, input)?;
    let old = find(ctx, kind, input)?;
    let mut doc = old.clone();
    for (name, value) in pick(kind, input) {
        match (kind.merged.contains(&&*name), value) {
            (true, Value::Struct(added)) => {
                let kept = doc.structure(&name).cloned().unwrap_or_default();
                doc.set(name, merge(kept, added));
            }
            (_, value) => doc.set(name, value),
        }
    }
    (kind.check)(ctx, &api, &mut doc, Some(&old))?;
    let id = input.str(kind.id).unwrap_or_default();
    ctx.table_mut(&PARTS).put(&key(kind, input, id), &DocRow { doc: doc.clone() });
    if kind.is_deployed {
        deployment::follow(ctx, input.str("ApiId").unwrap_or_default())?;
    }
    Ok(doc)
}

/// An empty text, and an empty map, take away.
pub fn merge(mut kept: Struct, added: Struct) -> Struct {
    for (name, value) in added {
        let is_empty =
            value.as_str() == Some("") || value.as_struct().is_some_and(Struct::is_empty);
        if is_empty {
            kept.remove(&name);
        } else {
            kept.set(name, value);
        }
    }
    kept
}

pub fn delete(ctx: &mut Ctx<'_>, kind: &Kind, input: &Struct) -> OpResult {
    find(ctx, kind, input)?;
    let id = input.str(kind.id).unwrap_or_default();
    ctx.table_mut(&PARTS).delete(&key(kind, input, id));
    if kind.is_deployed {
        deployment::follow(ctx, input.str("ApiId").unwrap_or_default())?;
    }
    Ok(Struct::new())
}

/// Deletes what belongs to a resource: its responses.
pub fn delete_children(ctx: &mut Ctx<'_>, kind: &Kind, input: &Struct, parent: &str) {
    let api = input.str("ApiId").unwrap_or_default();
    let prefix = format!("{parent}/");
    let range = Range::within(&(api, kind.name)).starting_with(&prefix);
    if let Err(error) = ctx.table_mut(&PARTS).delete_range(&range) {
        tracing::error!(%error, "responses are left behind");
    }
}

pub fn list(ctx: &mut Ctx<'_>, kind: &Kind, input: &Struct) -> OpResult {
    apis::of(ctx, input)?;
    check_parent(ctx, kind, input)?;
    let api = input.str("ApiId").unwrap_or_default();
    let prefix = match kind.parent {
        Some(parent) => format!("{}/", input.str(parent).unwrap_or_default()),
        None => String::new(),
    };
    let mut range = Range::within(&(api, kind.name)).starting_with(&prefix);
    let asked = Asked::read(kind.name, input)?;
    if let Some(after) = &asked.after {
        range = range.after(&(api, kind.name, after.as_str()));
    }
    let rows = ctx.table(&PARTS).scan(&range);
    let rows = rows.map(|entry| entry.map(|((_, _, id), row)| (id, row.doc)));
    let rows: Result<Vec<_>, _> = rows.take(asked.max + 1).collect();
    Ok(asked.page(rows?))
}

/// Which page of a list is asked for.
#[derive(Debug)]
pub struct Asked {
    of: &'static str,
    pub max: usize,
    /// The last of the page before.
    pub after: Option<String>,
}

impl Asked {
    const PAGE_MAX: usize = 1_000;

    pub fn read(of: &'static str, input: &Struct) -> Result<Asked, ApiError> {
        let max = match input.str("MaxResults") {
            None => Asked::PAGE_MAX,
            Some(text) => {
                let max = text.parse().ok().filter(|max| (1..=Asked::PAGE_MAX).contains(max));
                max.ok_or_else(|| errors::bad_request("Invalid value for maxResults"))?
            }
        };
        let after = match input.str("NextToken").filter(|it| !it.is_empty()) {
            None => None,
            Some(token) => {
                let last = page::decode(of, token).and_then(|it| String::from_utf8(it).ok());
                Some(last.ok_or_else(errors::bad_token)?)
            }
        };
        Ok(Asked { of, max, after })
    }

    /// Of rows of which there may be one too many.
    pub fn page(&self, mut rows: Vec<(String, Struct)>) -> Struct {
        let has_more = rows.len() > self.max;
        rows.truncate(self.max);
        let token = rows.last().filter(|_| has_more);
        let token = token.map(|(id, _)| page::encode(self.of, id.as_bytes()));
        let items: Vec<Value> = rows.into_iter().map(|(_, doc)| Value::Struct(doc)).collect();
        let mut output = Struct::new().with("Items", items);
        if let Some(token) = token {
            output.set("NextToken", token);
        }
        output
    }
}

/// The five operations of a kind, for the table of the service.
#[macro_export]
macro_rules! operations_of {
    ($kind:path) => {
        pub fn create(ctx: &mut kernel::Ctx<'_>, input: &kernel::Struct) -> kernel::OpResult {
            $crate::resource::create(ctx, &$kind, input)
        }

        pub fn get(ctx: &mut kernel::Ctx<'_>, input: &kernel::Struct) -> kernel::OpResult {
            $crate::resource::find(ctx, &$kind, input)
        }

        pub fn list(ctx: &mut kernel::Ctx<'_>, input: &kernel::Struct) -> kernel::OpResult {
            $crate::resource::list(ctx, &$kind, input)
        }

        pub fn update(ctx: &mut kernel::Ctx<'_>, input: &kernel::Struct) -> kernel::OpResult {
            $crate::resource::update(ctx, &$kind, input)
        }
    };
}
