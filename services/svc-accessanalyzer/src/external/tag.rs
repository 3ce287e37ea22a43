//! Tags of analyzers.

use std::collections::BTreeMap;

use kernel::view::Map;
use kernel::{ApiError, Ctx};

use super::analyzer;
use super::state::ANALYZERS;
use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, TagResourceInput, TagResourceOutput,
    UntagResourceInput, UntagResourceOutput,
};
use crate::errors;
use crate::limits::TAGS_MAX;

pub fn add(tags: &mut BTreeMap<String, String>, asked: Map<'_, &str>) -> Result<(), ApiError> {
    for (key, value) in asked.iter() {
        if key.to_ascii_lowercase().starts_with("aws:") {
            let message = format!("The tag key {key} begins with aws:.");
            return Err(errors::invalid("fieldValidationFailed", message));
        }
        tags.insert(key.to_owned(), value.to_owned());
    }
    if tags.len() > TAGS_MAX {
        let message = format!("A resource can have at most {TAGS_MAX} tags.");
        return Err(errors::invalid("fieldValidationFailed", message));
    }
    Ok(())
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let name = analyzer::find_arn(ctx, input.resource_arn())?;
    Ok(ListTagsForResourceOutput::new().tags(analyzer::find(ctx, name)?.tags))
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let name = analyzer::find_arn(ctx, input.resource_arn())?;
    let mut row = analyzer::find(ctx, name)?;
    add(&mut row.tags, input.tags())?;
    ctx.table_mut(&ANALYZERS).put(name, &row);
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let name = analyzer::find_arn(ctx, input.resource_arn())?;
    let mut row = analyzer::find(ctx, name)?;
    for key in input.tag_keys() {
        row.tags.remove(key);
    }
    ctx.table_mut(&ANALYZERS).put(name, &row);
    Ok(UntagResourceOutput::new())
}
