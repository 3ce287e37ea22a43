//! Tags of functions.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsInput, ListTagsOutput, TagResourceInput, TagResourceOutput, UntagResourceInput,
    UntagResourceOutput,
};
use crate::errors;
use crate::function;
use crate::limits::TAGS_MAX;
use crate::name::Name;
use crate::state::{FUNCTIONS, FunctionRow};

pub fn list_tags(ctx: &mut Ctx<'_>, input: ListTagsInput<'_>) -> Result<ListTagsOutput, ApiError> {
    let (_, row) = find(ctx, input.resource())?;
    Ok(ListTagsOutput::new().tags(row.tags))
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let (name, mut row) = find(ctx, input.resource())?;
    for (key, value) in input.tags().iter() {
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(errors::invalid("System tags cannot be added or changed."));
        }
        row.tags.insert(key.to_owned(), value.to_owned());
    }
    if row.tags.len() > TAGS_MAX {
        return Err(errors::too_many_tags());
    }
    ctx.table_mut(&FUNCTIONS).put(&name, &row);
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let (name, mut row) = find(ctx, input.resource())?;
    for key in input.tag_keys().iter() {
        row.tags.remove(key);
    }
    ctx.table_mut(&FUNCTIONS).put(&name, &row);
    Ok(UntagResourceOutput::new())
}

/// "Tags apply to functions, not to aliases or versions".
fn find(ctx: &Ctx<'_>, arn: &str) -> Result<(String, FunctionRow), ApiError> {
    let is_function = Arn::parse(arn).is_some_and(|arn| arn.resource.starts_with("function:"));
    let name = Name::parse(arn);
    if !is_function {
        return Err(errors::not_here("tags of this resource", "functions have tags"));
    }
    if name.qualifier.is_some() {
        return Err(errors::invalid(
            "Tags on function aliases and versions are not supported. \
            Please specify either a function ARN or an event source mapping ARN.",
        ));
    }
    let row = function::find(ctx, &name)?;
    Ok((name.name, row))
}
