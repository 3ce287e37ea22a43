//! Tags of parameters.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    AddTagsToResourceInput, AddTagsToResourceOutput, ListTagsForResourceInput,
    ListTagsForResourceOutput, RemoveTagsFromResourceInput, RemoveTagsFromResourceOutput, Tag,
    TagBuilder, error, resource_type_for_tagging as resource,
};
use crate::errors;
use crate::limits;
use crate::name;
use crate::state::{PARAMETERS, ParameterRow};

const RESERVED: &str = "aws:";

pub fn add_tags_to_resource(
    ctx: &mut Ctx<'_>,
    input: AddTagsToResourceInput<'_>,
) -> Result<AddTagsToResourceOutput, ApiError> {
    let (name, mut row) = find(ctx, input.resource_type(), input.resource_id())?;
    add(&mut row.tags, input.tags())?;
    ctx.table_mut(&PARAMETERS).put(name.as_str(), &row);
    Ok(AddTagsToResourceOutput::new())
}

pub fn remove_tags_from_resource(
    ctx: &mut Ctx<'_>,
    input: RemoveTagsFromResourceInput<'_>,
) -> Result<RemoveTagsFromResourceOutput, ApiError> {
    let (name, mut row) = find(ctx, input.resource_type(), input.resource_id())?;
    for key in input.tag_keys() {
        row.tags.remove(key);
    }
    ctx.table_mut(&PARAMETERS).put(name.as_str(), &row);
    Ok(RemoveTagsFromResourceOutput::new())
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let (_, row) = find(ctx, input.resource_type(), input.resource_id())?;
    let tags = row.tags.into_iter().map(|(key, value)| TagBuilder::new().key(key).value(value));
    Ok(ListTagsForResourceOutput::new().tag_list(tags.collect::<Vec<_>>()))
}

fn find(ctx: &Ctx<'_>, kind: &str, id: &str) -> Result<(String, ParameterRow), ApiError> {
    if kind != resource::PARAMETER {
        return Err(errors::not_implemented(&format!("tags of resources of the type {kind}")));
    }
    let absent = || error::invalid_resource_id("");
    let named = name::read(ctx, id).map_err(|_| absent())?;
    let row = ctx.table(&PARAMETERS).get(named.name.as_str())?.ok_or_else(absent)?;
    Ok((named.name, row))
}

pub fn add(tags: &mut BTreeMap<String, String>, asked: List<'_, Tag<'_>>) -> Result<(), ApiError> {
    for tag in asked {
        if tag.key().to_ascii_lowercase().starts_with(RESERVED) {
            return Err(errors::validation(format!("The tag key {} begins with aws:.", tag.key())));
        }
        tags.insert(tag.key().to_owned(), tag.value().to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(error::too_many_tags_error(format!(
            "A parameter has at most {} tags.",
            limits::TAGS_MAX
        )));
    }
    Ok(())
}
