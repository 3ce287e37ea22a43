//! Tags of trails, and of what Lake has.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx, page};

use crate::api::{
    AddTagsInput, AddTagsOutput, ListTagsInput, ListTagsOutput, RemoveTagsInput, RemoveTagsOutput,
    ResourceTagBuilder, Tag, TagBuilder,
};
use crate::errors;
use crate::find::{self, Trail};
use crate::lake::policy::Resource;
use crate::limits::TAGS_MAX;

/// Tags of a new trail.
pub fn read(tags: Option<List<'_, Tag<'_>>>) -> Result<BTreeMap<String, String>, ApiError> {
    let mut out = BTreeMap::new();
    for tag in tags.into_iter().flatten() {
        out.insert(tag.key().to_owned(), tag.value().unwrap_or_default().to_owned());
    }
    if out.len() > TAGS_MAX { Err(errors::too_many_tags()) } else { Ok(out) }
}

/// Trails are named by their ARNs here.
fn trail(ctx: &Ctx<'_>, arn: &str) -> Result<Trail, ApiError> {
    if !arn.starts_with("arn:") {
        return Err(errors::bad_arn(arn));
    }
    let trail = find::trail(ctx, arn).map_err(|error| match error.code() {
        "TrailNotFoundException" => errors::no_resource(arn),
        _ => error,
    })?;
    if trail.account == ctx.account() { Ok(trail) } else { Err(errors::not_management_account()) }
}

pub fn add(ctx: &mut Ctx<'_>, input: AddTagsInput<'_>) -> Result<AddTagsOutput, ApiError> {
    if let Some(mut resource) = Resource::find(ctx, input.resource_id())? {
        resource.tags().extend(read(Some(input.tags_list()))?);
        if resource.tags().len() > TAGS_MAX {
            return Err(errors::too_many_tags());
        }
        resource.save(ctx);
        return Ok(AddTagsOutput::new());
    }
    let mut trail = trail(ctx, input.resource_id())?;
    trail.row.tags.extend(read(Some(input.tags_list()))?);
    if trail.row.tags.len() > TAGS_MAX {
        return Err(errors::too_many_tags());
    }
    trail.save(ctx);
    Ok(AddTagsOutput::new())
}

pub fn remove(ctx: &mut Ctx<'_>, input: RemoveTagsInput<'_>) -> Result<RemoveTagsOutput, ApiError> {
    if let Some(mut resource) = Resource::find(ctx, input.resource_id())? {
        take(resource.tags(), input);
        resource.save(ctx);
        return Ok(RemoveTagsOutput::new());
    }
    let mut trail = trail(ctx, input.resource_id())?;
    take(&mut trail.row.tags, input);
    trail.save(ctx);
    Ok(RemoveTagsOutput::new())
}

/// With a value, only the tag that has it.
fn take(tags: &mut BTreeMap<String, String>, input: RemoveTagsInput<'_>) {
    for tag in input.tags_list() {
        let is_meant = |value: &String| tag.value().is_none_or(|wanted| wanted == value);
        if tags.get(tag.key()).is_some_and(is_meant) {
            tags.remove(tag.key());
        }
    }
}

/// All tags of the resources that are named: 20 at most by the model, with 50 tags each.
pub fn list(ctx: &mut Ctx<'_>, input: ListTagsInput<'_>) -> Result<ListTagsOutput, ApiError> {
    if input.next_token().is_some_and(|it| page::decode("ListTags", it).is_none()) {
        return Err(errors::bad_list_token());
    }
    let mut out = Vec::new();
    for arn in input.resource_id_list() {
        let tags = match Resource::find(ctx, arn)? {
            Some(mut resource) => std::mem::take(resource.tags()),
            None => trail(ctx, arn)?.row.tags,
        };
        let tags = tags.iter();
        let tags = tags.map(|(key, value)| TagBuilder::new().key(key).value(value));
        out.push(ResourceTagBuilder::new().resource_id(arn).tags_list(tags.collect::<Vec<_>>()));
    }
    Ok(ListTagsOutput::new().resource_tag_list(out))
}
