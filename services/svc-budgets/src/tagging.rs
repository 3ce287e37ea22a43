//! Tags of budgets and of budget actions.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, ResourceTag, ResourceTagBuilder,
    TagResourceInput, TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::limits::TAGS_MAX;
use crate::state::{ACTIONS, BUDGETS};
use crate::{action, errors, watch};

type Tags = BTreeMap<String, String>;

pub fn add(tags: &mut Tags, more: Option<List<'_, ResourceTag<'_>>>) -> Result<(), ApiError> {
    for tag in more.into_iter().flat_map(List::iter) {
        if tag.key().starts_with("aws:") {
            return Err(errors::invalid("Tag keys do not begin with aws:."));
        }
        tags.insert(tag.key().to_owned(), tag.value().to_owned());
    }
    if tags.len() > TAGS_MAX {
        return Err(errors::quota("tags"));
    }
    Ok(())
}

/// A budget's name, and the id where it is about one of its actions.
fn place(ctx: &Ctx<'_>, arn: &str) -> Option<(String, Option<String>)> {
    let resource = arn.strip_prefix(watch::arn(ctx, "").as_str())?;
    Some(match resource.split_once("/action/") {
        Some((name, id)) => (name.to_owned(), Some(id.to_owned())),
        None => (resource.to_owned(), None),
    })
}

/// Changes the tags of a resource, and answers what they are then.
fn change(
    ctx: &mut Ctx<'_>,
    arn: &str,
    with: impl FnOnce(&mut Tags) -> Result<(), ApiError>,
) -> Result<Tags, ApiError> {
    let (name, id) = place(ctx, arn).ok_or_else(|| errors::no_resource(arn))?;
    if let Some(id) = id {
        let key = (name.as_str(), id.as_str());
        let mut row = action::open(ctx, key)?;
        let before = row.tags.clone();
        with(&mut row.tags)?;
        if row.tags != before {
            ctx.table_mut(&ACTIONS).put(&key, &row);
        }
        return Ok(row.tags);
    }
    let row = ctx.table(&BUDGETS).get(&name)?;
    let mut row = row.ok_or_else(|| errors::no_resource(arn))?;
    let before = row.tags.clone();
    with(&mut row.tags)?;
    if row.tags != before {
        ctx.table_mut(&BUDGETS).put(&name, &row);
    }
    Ok(row.tags)
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let tags = change(ctx, input.resource_arn(), |_| Ok(()))?.into_iter();
    let tags = tags.map(|(key, value)| ResourceTagBuilder::new().key(key).value(value));
    Ok(ListTagsForResourceOutput::new().resource_tags(tags.collect::<Vec<_>>()))
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    change(ctx, input.resource_arn(), |tags| add(tags, Some(input.resource_tags())))?;
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    change(ctx, input.resource_arn(), |tags| {
        for key in input.resource_tag_keys().iter() {
            tags.remove(key);
        }
        Ok(())
    })?;
    Ok(UntagResourceOutput::new())
}
