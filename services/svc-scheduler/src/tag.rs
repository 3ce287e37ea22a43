//! Tags, which only groups have.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, Tag, TagBuilder, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::errors;
use crate::group;
use crate::limits;
use crate::state::{GROUPS, GroupRow, group_arn};

const RESERVED: &str = "aws:";

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let (_, row) = find(ctx, input.resource_arn())?;
    let tags = row.tags.into_iter().map(|(key, value)| TagBuilder::new().key(key).value(value));
    Ok(ListTagsForResourceOutput::new().tags(tags.collect::<Vec<_>>()))
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let (name, mut row) = find(ctx, input.resource_arn())?;
    add(&mut row.tags, input.tags())?;
    save(ctx, &name, row);
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let (name, mut row) = find(ctx, input.resource_arn())?;
    for key in input.tag_keys() {
        row.tags.remove(key);
    }
    save(ctx, &name, row);
    Ok(UntagResourceOutput::new())
}

pub fn add(tags: &mut BTreeMap<String, String>, asked: List<'_, Tag<'_>>) -> Result<(), ApiError> {
    for tag in asked {
        if tag.key().to_ascii_lowercase().starts_with(RESERVED) {
            return Err(errors::reserved_tag(tag.key()));
        }
        tags.insert(tag.key().to_owned(), tag.value().to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::too_many_tags());
    }
    Ok(())
}

/// The group of an ARN, which the model's pattern has found to be one of a group.
fn find(ctx: &Ctx<'_>, text: &str) -> Result<(String, GroupRow), ApiError> {
    let arn = Arn::parse(text).ok_or_else(errors::not_an_arn)?;
    let name = arn.resource.rsplit('/').next().unwrap_or_default();
    if arn != group_arn(ctx, name) {
        return Err(errors::no_such_group(name));
    }
    Ok((name.to_owned(), group::find(ctx, name)?))
}

fn save(ctx: &mut Ctx<'_>, name: &str, mut row: GroupRow) {
    row.modified = ctx.now().micros();
    ctx.table_mut(&GROUPS).put(name, &row);
}
