//! TagResource, UntagResource and ListTagsForResource: topics have tags.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::error;
use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, Tag, TagBuilder, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::errors;
use crate::limits;
use crate::state::Topic;
use crate::topic;

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let mut topic = find(ctx, input.resource_arn())?;
    add(&mut topic.row.tags, input.tags())?;
    topic::save(ctx, &topic);
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let mut topic = find(ctx, input.resource_arn())?;
    for key in input.tag_keys() {
        topic.row.tags.remove(key);
    }
    topic::save(ctx, &topic);
    Ok(UntagResourceOutput::new())
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let topic = find(ctx, input.resource_arn())?;
    let tag = |(key, value): (&String, &String)| TagBuilder::new().key(key).value(value);
    let tags: Vec<_> = topic.row.tags.iter().map(tag).collect();
    Ok(ListTagsForResourceOutput::new().tags(tags))
}

/// Adds tags to those of a topic, as the API model allows them.
pub fn add(tags: &mut BTreeMap<String, String>, given: List<'_, Tag<'_>>) -> Result<(), ApiError> {
    let mut seen = Vec::with_capacity(given.len());
    for tag in given {
        let (key, value) = (tag.key(), tag.value());
        let is_reserved = key.to_ascii_lowercase().starts_with("aws:");
        let is_key = limits::TAG_KEY_CHARS.contains(&key.chars().count());
        let is_value = value.chars().count() <= limits::TAG_VALUE_CHARS_MAX;
        if is_reserved
            || !is_key
            || !is_value
            || !(key.chars().chain(value.chars())).all(is_allowed)
        {
            return Err(errors::invalid_because("Tags", format_args!("Invalid tag {key}")));
        }
        if seen.contains(&key) {
            return Err(errors::invalid("Duplicated keys are not allowed."));
        }
        seen.push(key);
        tags.insert(key.to_owned(), value.to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(error::tag_limit_exceeded_exception(
            "Could not complete request: tag quota of per resource exceeded",
        ));
    }
    Ok(())
}

fn find(ctx: &Ctx<'_>, arn: &str) -> Result<Topic, ApiError> {
    topic::find_or_none(ctx, "ResourceArn", arn)?.ok_or_else(errors::resource_not_found)
}

fn is_allowed(character: char) -> bool {
    character.is_alphanumeric() || character.is_whitespace() || "_.:/=+-@".contains(character)
}
