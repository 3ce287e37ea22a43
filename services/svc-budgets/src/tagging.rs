//! Tags of budgets and of budget actions.

use billing::own_tags::{self, Refusal};
use billing::tags::Tags;
use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, ResourceTag, ResourceTagBuilder,
    TagResourceInput, TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::limits::TAGS_MAX;
use crate::state::{ACTIONS, ActionRow, BUDGETS, BudgetRow};
use crate::{action, errors, watch};

pub fn add(tags: &mut Tags, more: Option<List<'_, ResourceTag<'_>>>) -> Result<(), ApiError> {
    let more = more.into_iter().flat_map(List::iter).map(|tag| (tag.key(), tag.value()));
    own_tags::add(tags, more, TAGS_MAX).map_err(|refusal| match refusal {
        Refusal::Reserved => errors::invalid("Tag keys do not begin with aws:."),
        Refusal::TooMany => errors::quota("tags"),
    })
}

/// A budget's name, and the id where it is about one of its actions.
fn place(ctx: &Ctx<'_>, arn: &str) -> Option<(String, Option<String>)> {
    let resource = arn.strip_prefix(watch::arn(ctx, "").as_str())?;
    Some(match resource.split_once("/action/") {
        Some((name, id)) => (name.to_owned(), Some(id.to_owned())),
        None => (resource.to_owned(), None),
    })
}

fn of(ctx: &Ctx<'_>, arn: &str) -> Result<Tags, ApiError> {
    match place(ctx, arn).ok_or_else(|| errors::no_resource(arn))? {
        (name, Some(id)) => Ok(action::open(ctx, (&name, &id))?.tags),
        (name, None) => {
            let row = ctx.table(&BUDGETS).get(&name)?;
            row.map(|row| row.tags).ok_or_else(|| errors::no_resource(arn))
        }
    }
}

/// Of a resource that [`of`] has found.
fn set(ctx: &mut Ctx<'_>, arn: &str, tags: Tags) -> Result<(), ApiError> {
    match place(ctx, arn).ok_or_else(|| errors::no_resource(arn))? {
        (name, Some(id)) => {
            let key = (name.as_str(), id.as_str());
            let row = ActionRow { tags, ..action::open(ctx, key)? };
            ctx.table_mut(&ACTIONS).put(&key, &row);
        }
        (name, None) => {
            let row = ctx.table(&BUDGETS).get(&name)?.ok_or_else(|| errors::no_resource(arn))?;
            ctx.table_mut(&BUDGETS).put(&name, &BudgetRow { tags, ..row });
        }
    }
    Ok(())
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let tags = of(ctx, input.resource_arn())?.into_iter();
    let tags = tags.map(|(key, value)| ResourceTagBuilder::new().key(key).value(value));
    Ok(ListTagsForResourceOutput::new().resource_tags(tags.collect::<Vec<_>>()))
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let mut tags = of(ctx, input.resource_arn())?;
    add(&mut tags, Some(input.resource_tags()))?;
    set(ctx, input.resource_arn(), tags)?;
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let mut tags = of(ctx, input.resource_arn())?;
    for key in input.resource_tag_keys().iter() {
        tags.remove(key);
    }
    set(ctx, input.resource_arn(), tags)?;
    Ok(UntagResourceOutput::new())
}
