//! Tags of templates and experiments.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct, Value};

use crate::api::{ListTagsForResourceInput, TagResourceInput, UntagResourceInput};
use crate::state::{EXPERIMENTS, TEMPLATES, map_of};
use crate::{errors, limits};

pub fn list_tags_for_resource(
    ctx: &mut Ctx,
    input: ListTagsForResourceInput<'_>,
) -> Result<Struct, ApiError> {
    let tags = of(ctx, input.resource_arn())?;
    Ok(Struct::new().with("tags", map_of(&tags)))
}

pub fn tag_resource(ctx: &mut Ctx, input: TagResourceInput<'_>) -> Result<Struct, ApiError> {
    let mut tags = of(ctx, input.resource_arn())?;
    add(&mut tags, input.0.structure("tags"))?;
    set(ctx, input.resource_arn(), tags)
}

pub fn untag_resource(ctx: &mut Ctx, input: UntagResourceInput<'_>) -> Result<Struct, ApiError> {
    let mut tags = of(ctx, input.resource_arn())?;
    match input.0.list("tagKeys") {
        Some(keys) => keys.iter().filter_map(Value::as_str).for_each(|key| {
            tags.remove(key);
        }),
        None => tags.clear(),
    }
    set(ctx, input.resource_arn(), tags)
}

pub fn add(tags: &mut BTreeMap<String, String>, more: Option<&Struct>) -> Result<(), ApiError> {
    for (key, value) in more.into_iter().flat_map(Struct::iter) {
        if key.starts_with("aws:") {
            return Err(errors::invalid("Tag keys do not begin with aws:."));
        }
        tags.insert(key.to_owned(), value.as_str().unwrap_or_default().to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::too_many("tags of a resource", limits::TAGS_MAX));
    }
    Ok(())
}

/// Kind and id.
fn place(arn: &str) -> Option<(String, String)> {
    let arn = Arn::parse(arn).filter(|arn| arn.service == "fis")?;
    let (kind, id) = arn.resource.split_once('/')?;
    Some((kind.to_owned(), id.to_owned()))
}

fn of(ctx: &Ctx<'_>, arn: &str) -> Result<BTreeMap<String, String>, ApiError> {
    let absent = || errors::no_resource(arn);
    let (kind, id) = place(arn).ok_or_else(absent)?;
    let tags = match kind.as_str() {
        "experiment-template" => ctx.table(&TEMPLATES).get(&id)?.map(|row| row.tags),
        "experiment" => ctx.table(&EXPERIMENTS).get(&id)?.map(|row| row.tags),
        _ => None,
    };
    tags.ok_or_else(absent)
}

fn set(ctx: &mut Ctx<'_>, arn: &str, tags: BTreeMap<String, String>) -> Result<Struct, ApiError> {
    let (kind, id) = place(arn).ok_or_else(|| errors::no_resource(arn))?;
    if kind == "experiment" {
        if let Some(mut row) = ctx.table(&EXPERIMENTS).get(&id)? {
            row.tags = tags;
            ctx.table_mut(&EXPERIMENTS).put(&id, &row);
        }
    } else if let Some(mut row) = ctx.table(&TEMPLATES).get(&id)? {
        row.tags = tags;
        ctx.table_mut(&TEMPLATES).put(&id, &row);
    }
    Ok(Struct::new())
}
