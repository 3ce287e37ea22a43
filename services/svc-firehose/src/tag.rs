//! Tags of streams.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsForDeliveryStreamInput, ListTagsForDeliveryStreamOutput, Tag, TagBuilder,
    TagDeliveryStreamInput, TagDeliveryStreamOutput, UntagDeliveryStreamInput,
    UntagDeliveryStreamOutput,
};
use crate::errors;
use crate::limits;
use crate::stream;

pub fn add(tags: &mut BTreeMap<String, String>, asked: List<'_, Tag<'_>>) -> Result<(), ApiError> {
    for tag in asked {
        tags.insert(tag.key().to_owned(), tag.value().unwrap_or_default().to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::too_many_tags(limits::TAGS_MAX));
    }
    Ok(())
}

pub fn tag_delivery_stream(
    ctx: &mut Ctx<'_>,
    input: TagDeliveryStreamInput<'_>,
) -> Result<TagDeliveryStreamOutput, ApiError> {
    let mut stream = stream::find_active(ctx, input.delivery_stream_name())?;
    add(&mut stream.row_mut().tags, input.tags())?;
    stream.save(ctx);
    Ok(TagDeliveryStreamOutput::new())
}

pub fn untag_delivery_stream(
    ctx: &mut Ctx<'_>,
    input: UntagDeliveryStreamInput<'_>,
) -> Result<UntagDeliveryStreamOutput, ApiError> {
    let mut stream = stream::find_active(ctx, input.delivery_stream_name())?;
    for key in input.tag_keys() {
        stream.row_mut().tags.remove(key);
    }
    stream.save(ctx);
    Ok(UntagDeliveryStreamOutput::new())
}

pub fn list_tags_for_delivery_stream(
    ctx: &mut Ctx<'_>,
    input: ListTagsForDeliveryStreamInput<'_>,
) -> Result<ListTagsForDeliveryStreamOutput, ApiError> {
    let stream = stream::find(ctx, input.delivery_stream_name())?;
    let limit = input.limit().unwrap_or(limits::LIST_TAGS_DEFAULT).max(1) as usize;
    let after = input.exclusive_start_tag_key().unwrap_or_default();
    let mut left = stream.row.tags.iter().filter(|(key, _)| key.as_str() > after).peekable();
    let mut shown = Vec::new();
    while shown.len() < limit
        && let Some((key, value)) = left.next()
    {
        shown.push(TagBuilder::new().key(key.as_str()).value(value.as_str()));
    }
    let has_more = left.peek().is_some();
    Ok(ListTagsForDeliveryStreamOutput::new().tags(shown).has_more_tags(has_more))
}
