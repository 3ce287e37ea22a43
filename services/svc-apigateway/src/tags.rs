//! Tags of APIs, stages, keys, usage plans and domain names.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, OpResult, Struct, Value};

use crate::docs::{self, map_mut, own, part, text};
use crate::errors::{bad, not_found};
use crate::limits::TAGS_MAX;

pub fn check(tags: Option<&Struct>) -> Result<(), ApiError> {
    let Some(tags) = tags else { return Ok(()) };
    if tags.len() > TAGS_MAX {
        return Err(crate::errors::too_many("tags"));
    }
    for (name, value) in tags.iter() {
        let value = value.as_str().unwrap_or_default();
        if name.is_empty() || name.starts_with("aws:") || name.chars().count() > 128 {
            return Err(bad(format!("Invalid tag key: {name}")));
        }
        if value.chars().count() > 256 {
            return Err(bad(format!("Invalid tag value for key {name}")));
        }
    }
    Ok(())
}

/// What has tags.
enum Tagged {
    Api(String),
    Stage(String, String),
    Own(&'static str, String),
}

/// `arn:aws:apigateway:region::/restapis/id`, and so on.
fn tagged(ctx: &Ctx<'_>, input: &Struct) -> Result<Tagged, ApiError> {
    // [U]
    let wrong = || bad("Invalid ARN specified in the request");
    let arn = Arn::parse(text(input, "resourceArn")).ok_or_else(wrong)?;
    if arn.service != "apigateway" || arn.region() != Some(ctx.region()) {
        return Err(wrong());
    }
    let path: Vec<&str> = arn.resource.trim_start_matches('/').split('/').collect();
    match path.as_slice() {
        ["restapis", id] => Ok(Tagged::Api((*id).to_owned())),
        ["restapis", id, "stages", name] => Ok(Tagged::Stage((*id).to_owned(), (*name).to_owned())),
        ["apikeys", id] => Ok(Tagged::Own(own::API_KEY, (*id).to_owned())),
        ["usageplans", id] => Ok(Tagged::Own(own::USAGE_PLAN, (*id).to_owned())),
        ["domainnames", id] => Ok(Tagged::Own(own::DOMAIN, (*id).to_owned())),
        _ => Err(wrong()),
    }
}

fn find(ctx: &Ctx<'_>, at: &Tagged) -> Result<Struct, ApiError> {
    let (found, what) = match at {
        Tagged::Api(id) => (docs::find_api(ctx, id)?, "API"),
        Tagged::Stage(id, name) => (docs::find_part(ctx, id, part::STAGE, name)?, "stage"),
        Tagged::Own(kind, id) => (docs::find_own(ctx, kind, id)?, "resource"),
    };
    found.ok_or_else(|| not_found(what))
}

fn change(
    ctx: &mut Ctx<'_>,
    input: &Struct,
    with: impl FnOnce(&mut Struct) -> Result<(), ApiError>,
) -> OpResult {
    let at = tagged(ctx, input)?;
    let mut doc = find(ctx, &at)?;
    with(map_mut(&mut doc, "tags"))?;
    match &at {
        Tagged::Api(id) => docs::put_api(ctx, id, &doc),
        Tagged::Stage(id, name) => docs::put_part(ctx, (id, part::STAGE, name), &doc),
        Tagged::Own(kind, id) => docs::put_own(ctx, kind, id, &doc),
    }
    Ok(Struct::new())
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, &tagged(ctx, input)?)?;
    Ok(Struct::new().with("tags", doc.structure("tags").cloned().unwrap_or_default()))
}

pub fn tag(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    change(ctx, input, |tags| {
        for (name, value) in input.structure("tags").into_iter().flat_map(Struct::iter) {
            tags.set(name.to_owned(), value.clone());
        }
        check(Some(tags))
    })
}

pub fn untag(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    change(ctx, input, |tags| {
        for name in input.list("tagKeys").unwrap_or_default().iter().filter_map(Value::as_str) {
            tags.remove(name);
        }
        Ok(())
    })
}
