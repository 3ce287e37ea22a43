//! Tags of streams and of registered consumers.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::view::Map;
use kernel::{ApiError, Ctx};

use crate::api::{
    AddTagsToStreamInput, AddTagsToStreamOutput, ListTagsForResourceInput,
    ListTagsForResourceOutput, ListTagsForStreamInput, ListTagsForStreamOutput,
    RemoveTagsFromStreamInput, RemoveTagsFromStreamOutput, TagBuilder, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::consumer;
use crate::errors;
use crate::limits;
use crate::state::{CONSUMERS, ConsumerRow, Stream};
use crate::stream::{self, Named, named};

type Tags = BTreeMap<String, String>;

/// Adds tags, of which a resource may have only so many.
pub fn add(tags: &mut Tags, wanted: Map<'_, &str>) -> Result<(), ApiError> {
    for (key, value) in wanted.iter() {
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            return Err(errors::invalid(format!(
                "Tag keys cannot start with aws:, which is reserved: {key}"
            )));
        }
        tags.insert(key.to_owned(), value.to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::invalid(format!("A resource has at most {} tags.", limits::TAGS_MAX)));
    }
    Ok(())
}

pub fn add_tags_to_stream(
    ctx: &mut Ctx<'_>,
    input: AddTagsToStreamInput<'_>,
) -> Result<AddTagsToStreamOutput, ApiError> {
    let mut stream = stream::find_active(ctx, named!(input))?;
    add(&mut stream.row_mut().tags, input.tags())?;
    stream.save(ctx);
    Ok(AddTagsToStreamOutput::new())
}

pub fn remove_tags_from_stream(
    ctx: &mut Ctx<'_>,
    input: RemoveTagsFromStreamInput<'_>,
) -> Result<RemoveTagsFromStreamOutput, ApiError> {
    let mut stream = stream::find_active(ctx, named!(input))?;
    for key in input.tag_keys() {
        stream.row_mut().tags.remove(key);
    }
    stream.save(ctx);
    Ok(RemoveTagsFromStreamOutput::new())
}

pub fn list_tags_for_stream(
    ctx: &mut Ctx<'_>,
    input: ListTagsForStreamInput<'_>,
) -> Result<ListTagsForStreamOutput, ApiError> {
    let stream = stream::find(ctx, named!(input))?;
    let limit = input.limit().unwrap_or(limits::TAGS_MAX as i64) as usize;
    let after = input.exclusive_start_tag_key();
    let rest = stream.row.tags.iter();
    let rest: Vec<_> = rest.filter(|(key, _)| after.is_none_or(|it| key.as_str() > it)).collect();
    let has_more = rest.len() > limit;
    let shown: Vec<TagBuilder> = rest.into_iter().take(limit).map(show).collect();
    Ok(ListTagsForStreamOutput::new().tags(shown).has_more_tags(has_more))
}

fn show((key, value): (&String, &String)) -> TagBuilder {
    TagBuilder::new().key(key.as_str()).value(value.as_str())
}

/// What has tags of its own.
enum Tagged {
    Stream(Stream),
    Consumer { stream: u64, name: String, row: ConsumerRow },
}

impl Tagged {
    fn find(ctx: &Ctx<'_>, text: &str, stream_id: Option<&str>) -> Result<Tagged, ApiError> {
        let named = Named { name: None, arn: Some(text), id: stream_id };
        let is_consumer = Arn::parse(text).is_some_and(|arn| arn.resource.contains("/consumer/"));
        if !is_consumer {
            return Ok(Tagged::Stream(stream::find(ctx, named)?));
        }
        let (stream, name, row) = consumer::by_arn(ctx, text)?;
        Ok(Tagged::Consumer { stream: stream.row.id, name, row })
    }

    fn tags(&self) -> &Tags {
        match self {
            Tagged::Stream(stream) => &stream.row.tags,
            Tagged::Consumer { row, .. } => &row.tags,
        }
    }

    fn tags_mut(&mut self) -> &mut Tags {
        match self {
            Tagged::Stream(stream) => &mut stream.row_mut().tags,
            Tagged::Consumer { row, .. } => &mut row.tags,
        }
    }

    fn save(&self, ctx: &mut Ctx<'_>) {
        match self {
            Tagged::Stream(stream) => stream.save(ctx),
            Tagged::Consumer { stream, name, row } => {
                ctx.table_mut(&CONSUMERS).put(&(*stream, name.as_str()), row);
            }
        }
    }
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let mut tagged = Tagged::find(ctx, input.resource_arn(), input.stream_id())?;
    add(tagged.tags_mut(), input.tags())?;
    tagged.save(ctx);
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let mut tagged = Tagged::find(ctx, input.resource_arn(), input.stream_id())?;
    for key in input.tag_keys() {
        tagged.tags_mut().remove(key);
    }
    tagged.save(ctx);
    Ok(UntagResourceOutput::new())
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let tagged = Tagged::find(ctx, input.resource_arn(), input.stream_id())?;
    let shown: Vec<TagBuilder> = tagged.tags().iter().map(show).collect();
    Ok(ListTagsForResourceOutput::new().tags(shown))
}
