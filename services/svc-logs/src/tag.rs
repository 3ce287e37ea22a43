//! Tags of log groups and destinations, by both of the APIs that there are.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::view::Map;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, ListTagsLogGroupInput,
    ListTagsLogGroupOutput, TagLogGroupInput, TagLogGroupOutput, TagResourceInput,
    TagResourceOutput, UntagLogGroupInput, UntagLogGroupOutput, UntagResourceInput,
    UntagResourceOutput, error,
};
use crate::errors;
use crate::group;
use crate::limits;
use crate::state::{DESTINATIONS, DestinationRow, Group};

type Tags = BTreeMap<String, String>;

/// Adds tags to those of the resource of that ARN.
pub fn add(tags: &mut Tags, wanted: Map<'_, &str>, arn: &str) -> Result<(), ApiError> {
    for (key, value) in wanted.iter() {
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            // [U]
            return Err(errors::invalid(format!(
                "Tag keys cannot start with aws:, which is reserved: {key}"
            )));
        }
        tags.insert(key.to_owned(), value.to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        // [U]
        let message = format!("A resource has at most {} tags.", limits::TAGS_MAX);
        return Err(error::too_many_tags_exception(message).with_member("resourceName", arn));
    }
    Ok(())
}

/// What has tags.
enum Tagged {
    Group(Group),
    Destination(String, DestinationRow),
}

impl Tagged {
    fn find(ctx: &Ctx<'_>, text: &str) -> Result<Tagged, ApiError> {
        let arn = Arn::parse(text).filter(|arn| arn.service == "logs");
        // [U]
        let arn = arn.ok_or_else(|| errors::invalid(format!("{text} is not a valid ARN.")))?;
        if let Some(name) = arn.resource.strip_prefix("destination:") {
            let row = ctx.table(&DESTINATIONS).get(name)?;
            let row = row.ok_or_else(|| errors::not_found("destination"))?;
            return Ok(Tagged::Destination(name.to_owned(), row));
        }
        group::identified(ctx, text).map(Tagged::Group)
    }

    fn tags(&self) -> &Tags {
        match self {
            Tagged::Group(group) => &group.row.tags,
            Tagged::Destination(_, row) => &row.tags,
        }
    }

    fn tags_mut(&mut self) -> &mut Tags {
        match self {
            Tagged::Group(group) => &mut group.row_mut().tags,
            Tagged::Destination(_, row) => &mut row.tags,
        }
    }

    fn save(&self, ctx: &mut Ctx<'_>) {
        match self {
            Tagged::Group(group) => group.save(ctx),
            Tagged::Destination(name, row) => ctx.table_mut(&DESTINATIONS).put(name, row),
        }
    }
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let mut tagged = Tagged::find(ctx, input.resource_arn())?;
    add(tagged.tags_mut(), input.tags(), input.resource_arn())?;
    tagged.save(ctx);
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let mut tagged = Tagged::find(ctx, input.resource_arn())?;
    for key in input.tag_keys() {
        tagged.tags_mut().remove(key);
    }
    tagged.save(ctx);
    Ok(UntagResourceOutput::new())
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let tagged = Tagged::find(ctx, input.resource_arn())?;
    Ok(ListTagsForResourceOutput::new().tags(tagged.tags().clone()))
}

pub fn tag_log_group(
    ctx: &mut Ctx<'_>,
    input: TagLogGroupInput<'_>,
) -> Result<TagLogGroupOutput, ApiError> {
    let mut group = group::find(ctx, input.log_group_name())?;
    let arn = group.arn(ctx);
    add(&mut group.row_mut().tags, input.tags(), &arn)?;
    group.save(ctx);
    Ok(TagLogGroupOutput::new())
}

pub fn untag_log_group(
    ctx: &mut Ctx<'_>,
    input: UntagLogGroupInput<'_>,
) -> Result<UntagLogGroupOutput, ApiError> {
    let mut group = group::find(ctx, input.log_group_name())?;
    for key in input.tags() {
        group.row_mut().tags.remove(key);
    }
    group.save(ctx);
    Ok(UntagLogGroupOutput::new())
}

pub fn list_tags_log_group(
    ctx: &mut Ctx<'_>,
    input: ListTagsLogGroupInput<'_>,
) -> Result<ListTagsLogGroupOutput, ApiError> {
    let group = group::find(ctx, input.log_group_name())?;
    Ok(ListTagsLogGroupOutput::new().tags(group.row.tags.clone()))
}
