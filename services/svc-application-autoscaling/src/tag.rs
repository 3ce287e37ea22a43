//! Tags of scalable targets.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, TagResourceInput, TagResourceOutput,
    UntagResourceInput, UntagResourceOutput,
};
use crate::errors;
use crate::limits::TAGS_MAX;
use crate::state::{TARGET_IDS, TARGETS, TargetKey, TargetRow, id_of_target_arn, target_arn};
use crate::target::Tags;

pub fn add(
    tags: &mut BTreeMap<String, String>,
    asked: Tags<'_>,
    arn: &str,
) -> Result<(), ApiError> {
    for (key, value) in asked.iter() {
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(errors::invalid(format!("The tag key {key} begins with aws:.")));
        }
        tags.insert(key.to_owned(), value.to_owned());
    }
    if tags.len() > TAGS_MAX {
        return Err(errors::too_many_tags(arn));
    }
    Ok(())
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let (_, row) = find(ctx, input.resource_arn())?;
    Ok(ListTagsForResourceOutput::new().tags(row.tags))
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let (key, mut row) = find(ctx, input.resource_arn())?;
    add(&mut row.tags, input.tags(), input.resource_arn())?;
    ctx.table_mut(&TARGETS).put(&key, &row);
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let (key, mut row) = find(ctx, input.resource_arn())?;
    for tag in input.tag_keys() {
        row.tags.remove(tag);
    }
    ctx.table_mut(&TARGETS).put(&key, &row);
    Ok(UntagResourceOutput::new())
}

fn find(ctx: &Ctx<'_>, text: &str) -> Result<(TargetKey, TargetRow), ApiError> {
    let none = || errors::no_such_arn(text);
    let id = Arn::parse(text).as_ref().and_then(id_of_target_arn).ok_or_else(none)?;
    if target_arn(ctx, &id) != text {
        return Err(none());
    }
    let key = ctx.table(&TARGET_IDS).get(&id)?.ok_or_else(none)?.key();
    let row = ctx.table(&TARGETS).get(&key)?.ok_or_else(none)?;
    Ok((key, row))
}
