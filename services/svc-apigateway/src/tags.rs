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

/// `arn:aws:apigateway:region::/restapis/id`, and so on.
fn change<T>(
    ctx: &mut Ctx<'_>,
    input: &Struct,
    with: impl FnOnce(&mut Struct) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    // [I]
    let wrong = || bad("Invalid ARN specified in the request");
    let arn = Arn::parse(text(input, "resourceArn")).ok_or_else(wrong)?;
    if arn.service != "apigateway" || arn.region() != Some(ctx.region()) {
        return Err(wrong());
    }
    let path: Vec<&str> = arn.resource.trim_start_matches('/').split('/').collect();
    match path.as_slice() {
        ["restapis", id] => {
            let mut doc = docs::find_api(ctx, id)?.ok_or_else(|| not_found("API"))?;
            let result = with(&mut doc)?;
            docs::put_api(ctx, id, &doc);
            Ok(result)
        }
        ["restapis", id, "stages", name] => {
            let doc = docs::find_part(ctx, id, part::STAGE, name)?;
            let mut doc = doc.ok_or_else(|| not_found("stage"))?;
            let result = with(&mut doc)?;
            docs::put_part(ctx, (id, part::STAGE, name), &doc);
            Ok(result)
        }
        [kind @ ("apikeys" | "usageplans" | "domainnames"), id] => {
            let kind = match *kind {
                "apikeys" => own::API_KEY,
                "usageplans" => own::USAGE_PLAN,
                _ => own::DOMAIN,
            };
            let mut doc = docs::find_own(ctx, kind, id)?.ok_or_else(|| not_found("resource"))?;
            let result = with(&mut doc)?;
            docs::put_own(ctx, kind, id, &doc);
            Ok(result)
        }
        _ => Err(wrong()),
    }
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let tags = change(ctx, input, |doc| Ok(doc.structure("tags").cloned().unwrap_or_default()))?;
    Ok(Struct::new().with("tags", tags))
}

pub fn tag(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    change(ctx, input, |doc| {
        let tags = map_mut(doc, "tags");
        for (name, value) in input.structure("tags").into_iter().flat_map(Struct::iter) {
            tags.set(name.to_owned(), value.clone());
        }
        check(Some(tags))?;
        Ok(Struct::new())
    })
}

pub fn untag(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    change(ctx, input, |doc| {
        let tags = map_mut(doc, "tags");
        for name in input.list("tagKeys").unwrap_or_default().iter().filter_map(Value::as_str) {
            tags.remove(name);
        }
        Ok(Struct::new())
    })
}
