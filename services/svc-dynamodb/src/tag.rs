//! TagResource, UntagResource, ListTagsOfResource.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx, page};

use crate::api::{
    ListTagsOfResourceInput, ListTagsOfResourceOutput, Tag, TagBuilder, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::errors;
use crate::limits;
use crate::names;
use crate::state::{TABLES, TAGS, TagsRow};

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let table = find(ctx, input.resource_arn())?;
    put(ctx, &table, input.tags())?;
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let table = find(ctx, input.resource_arn())?;
    let mut row = ctx.table(&TAGS).get(&table)?.unwrap_or_default();
    for key in input.tag_keys() {
        row.tags.remove(key);
    }
    ctx.table_mut(&TAGS).put(&table, &row);
    Ok(UntagResourceOutput::new())
}

pub fn list_tags_of_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsOfResourceInput<'_>,
) -> Result<ListTagsOfResourceOutput, ApiError> {
    const OPERATION: &str = "ListTagsOfResource";
    let table = find(ctx, input.resource_arn())?;
    let after = match input.next_token() {
        None => None,
        Some(token) => {
            let key = page::decode(OPERATION, token).and_then(|key| String::from_utf8(key).ok());
            Some(key.ok_or_else(|| errors::ours("Invalid NextToken"))?)
        }
    };
    let TagsRow { tags } = ctx.table(&TAGS).get(&table)?.unwrap_or_default();
    let is_left = |key: &String| after.as_ref().is_none_or(|after| key > after);
    let mut left: Vec<_> = tags.into_iter().filter(|(key, _)| is_left(key)).collect();
    let has_more = left.len() > limits::TAGS_PAGE;
    left.truncate(limits::TAGS_PAGE);
    let token =
        left.last().filter(|_| has_more).map(|(key, _)| page::encode(OPERATION, key.as_bytes()));
    let shown = left.into_iter().map(|(key, value)| TagBuilder::new().key(key).value(value));
    Ok(ListTagsOfResourceOutput::new().tags(shown.collect::<Vec<_>>()).next_token(token))
}

/// The name of the table that the ARN means.
fn find(ctx: &Ctx<'_>, arn: &str) -> Result<String, ApiError> {
    if !arn.starts_with("arn:") {
        return Err(errors::ours_invalid(format!("Invalid resource ARN: {arn}")));
    }
    let name = names::read(ctx, arn)?;
    if ctx.table(&TABLES).contains(name)? {
        return Ok(name.to_owned());
    }
    Err(errors::resource_arn_not_found(arn))
}

/// Adds tags to those of a table, by the rules of "Tagging for DynamoDB".
pub fn put(ctx: &mut Ctx<'_>, table: &str, given: List<'_, Tag<'_>>) -> Result<(), ApiError> {
    let mut row = ctx.table(&TAGS).get(table)?.unwrap_or_default();
    let mut seen = BTreeMap::new();
    for tag in given {
        let (key, value) = (tag.key(), tag.value());
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(errors::validation(
                "One or more parameter values were invalid: User-assigned tag names cannot begin \
                 with 'aws:'",
            ));
        }
        debug_assert!(key.chars().count() <= limits::TAG_KEY_CHARS_MAX, "the model bounds it");
        debug_assert!(value.chars().count() <= limits::TAG_VALUE_CHARS_MAX, "the model bounds it");
        if seen.insert(key.to_owned(), value.to_owned()).is_some() {
            return Err(errors::ours_invalid(format!("Duplicate tag key: {key}")));
        }
    }
    row.tags.extend(seen);
    if row.tags.len() > limits::TAGS_MAX {
        return Err(errors::ours(format!(
            "The number of tags exceeds the limit of {}",
            limits::TAGS_MAX
        )));
    }
    ctx.table_mut(&TAGS).put(table, &row);
    Ok(())
}
