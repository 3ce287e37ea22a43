//! Tags of alarms, dashboards and metric streams.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::alarm;
use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, Tag, TagBuilder, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::dashboard;
use crate::errors;
use crate::limits;
use crate::state::{ALARMS, DASHBOARDS, STREAMS};
use crate::stream;

const RESERVED: &str = "aws:";

type Tags = BTreeMap<String, String>;

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let mut found = Tags::new();
    change(ctx, input.resource_arn(), |tags| {
        found.clone_from(tags);
        Ok(())
    })?;
    let tags = found.into_iter().map(|(key, value)| TagBuilder::new().key(key).value(value));
    Ok(ListTagsForResourceOutput::new().tags(tags.collect::<Vec<_>>()))
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    change(ctx, input.resource_arn(), |tags| add(tags, Some(input.tags())))?;
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    change(ctx, input.resource_arn(), |tags| {
        tags.retain(|key, _| !input.tag_keys().contains(key));
        Ok(())
    })?;
    Ok(UntagResourceOutput::new())
}

pub fn add(tags: &mut Tags, asked: Option<List<'_, Tag<'_>>>) -> Result<(), ApiError> {
    for tag in asked.into_iter().flat_map(List::iter) {
        if tag.key().to_ascii_lowercase().starts_with(RESERVED) {
            return Err(errors::invalid_value(format!(
                "Tag keys must not begin with {RESERVED} ({}).",
                tag.key()
            )));
        }
        tags.insert(tag.key().to_owned(), tag.value().to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::invalid_value(format!(
            "A resource can have at most {} tags.",
            limits::TAGS_MAX
        )));
    }
    Ok(())
}

/// Has the tags of a resource changed, or looked at.
fn change(
    ctx: &mut Ctx<'_>,
    arn: &str,
    body: impl FnOnce(&mut Tags) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    if let Some(name) = alarm::by_arn(ctx, arn)
        && let Some(mut row) = ctx.table(&ALARMS).get(name.as_str())?
    {
        let before = row.tags.clone();
        body(&mut row.tags)?;
        if row.tags != before {
            ctx.table_mut(&ALARMS).put(name.as_str(), &row);
        }
        return Ok(());
    }
    if let Some(name) = dashboard::by_arn(ctx, arn)
        && let Some(mut row) = ctx.table(&DASHBOARDS).get(name.as_str())?
    {
        let before = row.tags.clone();
        body(&mut row.tags)?;
        if row.tags != before {
            ctx.table_mut(&DASHBOARDS).put(name.as_str(), &row);
        }
        return Ok(());
    }
    if let Some(name) = stream::by_arn(ctx, arn)
        && let Some(mut row) = ctx.table(&STREAMS).get(name.as_str())?
    {
        let before = row.tags.clone();
        body(&mut row.tags)?;
        if row.tags != before {
            ctx.table_mut(&STREAMS).put(name.as_str(), &row);
        }
        return Ok(());
    }
    let kind = if arn.contains(":dashboard/") {
        "dashboard"
    } else if arn.contains(":metric-stream/") {
        "metric-stream"
    } else {
        "alarm"
    };
    Err(errors::no_such_resource(kind, arn))
}
