//! Tags of repositories.

use kernel::arn::Arn;
use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, Tag, TagBuilder, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput, error,
};
use crate::errors;
use crate::limits;
use crate::repository;

pub fn add(tags: &mut Vec<(String, String)>, asked: List<'_, Tag<'_>>) -> Result<(), ApiError> {
    for tag in asked {
        let (key, value) = (tag.key(), tag.value());
        let is_valid = !key.is_empty()
            && key.chars().count() <= limits::TAG_KEY_CHARS_MAX
            && value.chars().count() <= limits::TAG_VALUE_CHARS_MAX
            && !key.to_ascii_lowercase().starts_with("aws:");
        if !is_valid {
            let message = format!("The tag '{key}' is not valid.");
            return Err(error::invalid_tag_parameter_exception(message));
        }
        match tags.iter_mut().find(|(known, _)| known == key) {
            Some((_, known)) => value.clone_into(known),
            None => tags.push((key.to_owned(), value.to_owned())),
        }
    }
    if tags.len() > limits::RESOURCE_TAGS_MAX {
        let most = limits::RESOURCE_TAGS_MAX;
        let message = format!("A repository has at most {most} tags.");
        return Err(error::too_many_tags_exception(message));
    }
    Ok(())
}

/// The name of the repository that an ARN means.
pub fn repository_of(arn: &str) -> Result<String, ApiError> {
    let parsed = Arn::parse(arn).filter(|it| it.service == "ecr");
    let name = parsed.and_then(|it| it.resource.strip_prefix("repository/").map(str::to_owned));
    name.ok_or_else(|| {
        errors::invalid(format!(
            "Invalid parameter at 'resourceArn' failed to satisfy constraint: '{arn} is not the \
             ARN of a repository'"
        ))
    })
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let name = repository_of(input.resource_arn())?;
    let mut row = repository::find(ctx, &name)?;
    add(&mut row.tags, input.tags())?;
    repository::save(ctx, &name, &row);
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let name = repository_of(input.resource_arn())?;
    let mut row = repository::find(ctx, &name)?;
    let gone = input.tag_keys();
    row.tags.retain(|(key, _)| gone.iter().all(|it| it != key));
    repository::save(ctx, &name, &row);
    Ok(UntagResourceOutput::new())
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let row = repository::find(ctx, &repository_of(input.resource_arn())?)?;
    let tags = row.tags.iter();
    let tags = tags.map(|(key, value)| TagBuilder::new().key(key.as_str()).value(value.as_str()));
    Ok(ListTagsForResourceOutput::new().tags(tags.collect::<Vec<_>>()))
}
