//! Tags of state machines and activities.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, Tag, TagBuilder, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::state::{ACTIVITIES, MACHINES};
use crate::{errors, limits, names};

const RESERVED: &str = "aws:";

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let mut shown = Vec::new();
    change(ctx, input.resource_arn(), |tags| {
        let tags = tags.iter().map(|(key, value)| TagBuilder::new().key(key).value(value));
        shown = tags.collect();
        Ok(false)
    })?;
    Ok(ListTagsForResourceOutput::new().tags(shown))
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let arn = input.resource_arn();
    change(ctx, arn, |tags| add(tags, input.tags(), arn).map(|()| true))?;
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    change(ctx, input.resource_arn(), |tags| {
        for key in input.tag_keys() {
            tags.remove(key);
        }
        Ok(true)
    })?;
    Ok(UntagResourceOutput::new())
}

pub fn add(
    tags: &mut BTreeMap<String, String>,
    asked: List<'_, Tag<'_>>,
    arn: &str,
) -> Result<(), ApiError> {
    for tag in asked {
        let key = tag.key().unwrap_or_default();
        if key.to_ascii_lowercase().starts_with(RESERVED) {
            let message = format!("The tag key {key} begins with the reserved aws:.");
            return Err(crate::api::error::validation_exception(message));
        }
        tags.insert(key.to_owned(), tag.value().unwrap_or_default().to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::too_many_tags(arn));
    }
    Ok(())
}

/// Shows the tags of a resource to `act`, which says whether it has changed them.
fn change(
    ctx: &mut Ctx<'_>,
    arn: &str,
    act: impl FnOnce(&mut BTreeMap<String, String>) -> Result<bool, ApiError>,
) -> Result<(), ApiError> {
    let missing = || errors::no_such_resource(arn);
    let parts = names::resource(ctx, arn, &["stateMachine", "activity"])?;
    let [name] = &parts[..] else { return Err(missing()) };
    if arn.contains(":activity:") {
        let mut row = ctx.table(&ACTIVITIES).get(name)?.ok_or_else(missing)?;
        if act(&mut row.tags)? {
            ctx.table_mut(&ACTIVITIES).put(name, &row);
        }
    } else {
        let mut row = ctx.table(&MACHINES).get(name)?.ok_or_else(missing)?;
        if act(&mut row.tags)? {
            ctx.table_mut(&MACHINES).put(name, &row);
        }
    }
    Ok(())
}
