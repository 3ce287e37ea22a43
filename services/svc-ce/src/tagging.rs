//! Tags of cost categories, monitors and subscriptions.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::anomaly_state::{MONITORS, SUBSCRIPTIONS};
use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, ResourceTag, ResourceTagBuilder,
    TagResourceInput, TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::categorize::CATEGORIES;
use crate::errors;
use crate::limits::RESOURCE_TAGS_MAX;

type Tags = BTreeMap<String, String>;

pub fn add(tags: &mut Tags, more: Option<List<'_, ResourceTag<'_>>>) -> Result<(), ApiError> {
    for tag in more.into_iter().flat_map(List::iter) {
        if tag.key().starts_with("aws:") {
            return Err(errors::validation("Tag keys do not begin with aws:."));
        }
        tags.insert(tag.key().to_owned(), tag.value().to_owned());
    }
    if tags.len() > RESOURCE_TAGS_MAX {
        return Err(errors::too_many_tags());
    }
    Ok(())
}

/// Kind and id.
fn place(arn: &str) -> (&str, &str) {
    let resource = arn.rsplit(':').next().unwrap_or_default();
    resource.split_once('/').unwrap_or_default()
}

/// Changes the tags of a resource, and answers what they are then.
fn change(
    ctx: &mut Ctx<'_>,
    arn: &str,
    with: impl FnOnce(&mut Tags) -> Result<(), ApiError>,
) -> Result<Tags, ApiError> {
    macro_rules! of_table {
        ($table:ident, $id:expr) => {{
            let row = ctx.table(&$table).get($id)?;
            let mut row = row.ok_or_else(|| errors::no_resource(arn))?;
            let before = row.tags.clone();
            with(&mut row.tags)?;
            if row.tags != before {
                ctx.table_mut(&$table).put($id, &row);
            }
            Ok(row.tags)
        }};
    }
    match place(arn) {
        ("costcategory", id) => of_table!(CATEGORIES, id),
        ("anomalymonitor", id) => of_table!(MONITORS, id),
        ("anomalysubscription", id) => of_table!(SUBSCRIPTIONS, id),
        _ => Err(errors::no_resource(arn)),
    }
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
