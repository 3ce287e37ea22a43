//! TagQueue, UntagQueue and ListQueueTags.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::view::Map;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListQueueTagsInput, ListQueueTagsOutput, TagQueueInput, TagQueueOutput, UntagQueueInput,
    UntagQueueOutput,
};
use crate::errors;
use crate::limits;
use crate::queue;
use crate::state::QUEUES;

pub fn tag_queue(ctx: &mut Ctx<'_>, input: TagQueueInput<'_>) -> Result<TagQueueOutput, ApiError> {
    let mut queue = queue::find_by_url(ctx, input.queue_url())?;
    add(&mut Arc::make_mut(&mut queue.row).tags, &queue.name, input.tags())?;
    ctx.table_mut(&QUEUES).put(&queue.name, &queue.row);
    Ok(TagQueueOutput::new())
}

pub fn untag_queue(
    ctx: &mut Ctx<'_>,
    input: UntagQueueInput<'_>,
) -> Result<UntagQueueOutput, ApiError> {
    let mut queue = queue::find_by_url(ctx, input.queue_url())?;
    for key in input.tag_keys() {
        Arc::make_mut(&mut queue.row).tags.remove(key);
    }
    ctx.table_mut(&QUEUES).put(&queue.name, &queue.row);
    Ok(UntagQueueOutput::new())
}

pub fn list_queue_tags(
    ctx: &mut Ctx<'_>,
    input: ListQueueTagsInput<'_>,
) -> Result<ListQueueTagsOutput, ApiError> {
    let tags = queue::find_by_url(ctx, input.queue_url())?.row.tags.clone();
    Ok(ListQueueTagsOutput::new().tags((!tags.is_empty()).then_some(tags)))
}

/// Adds tags to those of a queue, as "Amazon SQS standard queue quotas" allows them.
pub fn add(
    tags: &mut BTreeMap<String, String>,
    queue: &str,
    given: Map<'_, &str>,
) -> Result<(), ApiError> {
    for (key, value) in given.iter() {
        let is_key = limits::TAG_KEY_CHARS.contains(&key.chars().count())
            && key.chars().all(is_allowed)
            && !key.to_ascii_lowercase().starts_with("aws:");
        let is_value = value.chars().count() <= limits::TAG_VALUE_CHARS_MAX
            && value.chars().all(is_allowed)
            && !value.to_ascii_lowercase().starts_with("aws:");
        if !is_key {
            return Err(errors::invalid_parameter(format!(
                "Tag keys must be 1 to 128 in length, must not start with aws: and can only \
                 include letters, digits, whitespace, and _ . : / = + - @. Invalid key: {key}"
            )));
        }
        if !is_value {
            return Err(errors::invalid_parameter(format!(
                "Tag values can be up to 256 in length, must not start with aws: and can only \
                 include letters, digits, whitespace, and _ . : / = + - @. Invalid value of {key}"
            )));
        }
        tags.insert(key.to_owned(), value.to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::invalid_parameter(format!("Too many tags added for queue {queue}.")));
    }
    Ok(())
}

fn is_allowed(character: char) -> bool {
    character.is_alphanumeric() || character.is_whitespace() || "_.:/=+-@".contains(character)
}
