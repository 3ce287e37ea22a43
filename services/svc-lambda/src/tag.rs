//! Tags of functions and of event source mappings.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsInput, ListTagsOutput, TagResourceInput, TagResourceOutput, UntagResourceInput,
    UntagResourceOutput,
};
use crate::errors;
use crate::event_source;
use crate::event_source_state::{MAPPINGS, Mapping};
use crate::function;
use crate::limits::TAGS_MAX;
use crate::name::Name;
use crate::state::{FUNCTIONS, FunctionRow};

/// What has tags.
enum Tagged {
    Function(String, Box<FunctionRow>),
    Mapping(Box<Mapping>),
}

pub fn list_tags(ctx: &mut Ctx<'_>, input: ListTagsInput<'_>) -> Result<ListTagsOutput, ApiError> {
    let mut tagged = find(ctx, input.resource())?;
    Ok(ListTagsOutput::new().tags(std::mem::take(tagged.tags())))
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let mut tagged = find(ctx, input.resource())?;
    for (key, value) in input.tags().iter() {
        tagged.tags().insert(key.to_owned(), value.to_owned());
    }
    check(tagged.tags())?;
    tagged.save(ctx);
    Ok(TagResourceOutput::new())
}

/// Refuses too many, and those of AWS's own.
pub fn check(tags: &BTreeMap<String, String>) -> Result<(), ApiError> {
    if tags.keys().any(|key| key.to_ascii_lowercase().starts_with("aws:")) {
        return Err(errors::invalid("System tags cannot be added or changed."));
    }
    if tags.len() > TAGS_MAX {
        return Err(errors::too_many_tags());
    }
    Ok(())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let mut tagged = find(ctx, input.resource())?;
    for key in input.tag_keys().iter() {
        tagged.tags().remove(key);
    }
    tagged.save(ctx);
    Ok(UntagResourceOutput::new())
}

/// "Tags apply to functions, not to aliases or versions".
fn find(ctx: &Ctx<'_>, text: &str) -> Result<Tagged, ApiError> {
    let resource = Arn::parse(text).map(|arn| arn.resource).unwrap_or_default();
    if let Some(uuid) = resource.strip_prefix("event-source-mapping:") {
        return Ok(Tagged::Mapping(Box::new(event_source::find(ctx, uuid)?)));
    }
    let name = Name::parse(text);
    if !resource.starts_with("function:") {
        return Err(errors::not_here("tags of this resource", "it has none"));
    }
    if name.qualifier.is_some() {
        return Err(errors::invalid(
            "Tags on function aliases and versions are not supported. \
            Please specify either a function ARN or an event source mapping ARN.",
        ));
    }
    let row = function::find(ctx, &name)?;
    Ok(Tagged::Function(name.name, Box::new(row)))
}

impl Tagged {
    fn tags(&mut self) -> &mut BTreeMap<String, String> {
        match self {
            Tagged::Function(_, row) => &mut row.tags,
            Tagged::Mapping(mapping) => &mut mapping.row.tags,
        }
    }

    fn save(&self, ctx: &mut Ctx<'_>) {
        match self {
            Tagged::Function(name, row) => ctx.table_mut(&FUNCTIONS).put(name, row),
            Tagged::Mapping(mapping) => {
                ctx.table_mut(&MAPPINGS).put(&mapping.uuid, &mapping.row);
            }
        }
    }
}
