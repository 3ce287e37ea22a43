//! Tags of keys.
//!
//! Source: Developer Guide, "Tags in AWS KMS".

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListResourceTagsInput, ListResourceTagsOutput, Tag, TagBuilder, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::errors;
use crate::limits;
use crate::listing::Page;
use crate::locate;

const RESERVED: &str = "aws:";

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let mut key = locate::managed(ctx, input.key_id())?;
    key.check_customers()?;
    key.check_not_pending_deletion()?;
    add(&mut key.row.tags, input.tags())?;
    locate::save(ctx, &key);
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let mut key = locate::managed(ctx, input.key_id())?;
    key.check_customers()?;
    key.check_not_pending_deletion()?;
    for name in input.tag_keys() {
        key.row.tags.remove(name);
    }
    locate::save(ctx, &key);
    Ok(UntagResourceOutput::new())
}

pub fn list_resource_tags(
    ctx: &mut Ctx<'_>,
    input: ListResourceTagsInput<'_>,
) -> Result<ListResourceTagsOutput, ApiError> {
    let key = locate::managed(ctx, input.key_id())?;
    let page =
        Page::read("ListResourceTags", input.limit(), input.marker(), limits::SMALL_PAGE_DEFAULT)?;
    let tags = key.row.tags.into_iter().collect::<Vec<_>>();
    let (tags, marker) = page.of_all(tags, |(name, _)| name.clone());
    Ok(ListResourceTagsOutput::new()
        .tags(built(tags))
        .truncated(marker.is_some())
        .next_marker(marker))
}

pub fn built(tags: impl IntoIterator<Item = (String, String)>) -> Vec<TagBuilder> {
    let build = |(name, value): (String, String)| TagBuilder::new().tag_key(name).tag_value(value);
    tags.into_iter().map(build).collect()
}

pub fn add(tags: &mut BTreeMap<String, String>, asked: List<'_, Tag<'_>>) -> Result<(), ApiError> {
    let mut names = Vec::with_capacity(asked.len());
    for tag in asked {
        let name = tag.tag_key();
        if name.to_ascii_lowercase().starts_with(RESERVED) {
            return Err(errors::tag(format!("The tag key {name} begins with aws:.")));
        }
        if names.contains(&name) {
            return Err(errors::tag(format!("The tag key {name} stands twice.")));
        }
        names.push(name);
        tags.insert(name.to_owned(), tag.tag_value().to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::limit_exceeded(format!(
            "A key has at most {} tags.",
            limits::TAGS_MAX
        )));
    }
    Ok(())
}
