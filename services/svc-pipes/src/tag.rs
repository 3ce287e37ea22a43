//! Tags of pipes.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::view::Map;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, TagResourceInput, TagResourceOutput,
    UntagResourceInput, UntagResourceOutput,
};
use crate::errors;
use crate::limits;
use crate::pipe;
use crate::state::{PIPES, Pipe, pipe_arn};

const RESERVED: &str = "aws:";

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let pipe = find(ctx, input.resource_arn())?;
    Ok(ListTagsForResourceOutput::new().tags(pipe.row.tags))
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let mut pipe = find(ctx, input.resource_arn())?;
    add(&mut pipe.row.tags, input.tags())?;
    ctx.table_mut(&PIPES).put(&pipe.name, &pipe.row);
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let mut pipe = find(ctx, input.resource_arn())?;
    for key in input.tag_keys() {
        pipe.row.tags.remove(key);
    }
    ctx.table_mut(&PIPES).put(&pipe.name, &pipe.row);
    Ok(UntagResourceOutput::new())
}

pub fn add(tags: &mut BTreeMap<String, String>, asked: Map<'_, &str>) -> Result<(), ApiError> {
    for (key, value) in asked.iter() {
        if key.to_ascii_lowercase().starts_with(RESERVED) {
            return Err(errors::reserved_tag(key));
        }
        tags.insert(key.to_owned(), value.to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::too_many_tags());
    }
    Ok(())
}

fn find(ctx: &Ctx<'_>, text: &str) -> Result<Pipe, ApiError> {
    let name = text.rsplit('/').next().unwrap_or_default();
    if Arn::parse(text).is_none_or(|arn| arn != pipe_arn(ctx, name)) {
        return Err(errors::no_such_pipe(text));
    }
    pipe::find(ctx, name)
}
