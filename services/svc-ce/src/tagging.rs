//! Tags of cost categories, monitors and subscriptions.

use billing::own_tags::{self, Refusal};
use billing::tags::Tags;
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

pub fn add(tags: &mut Tags, more: Option<List<'_, ResourceTag<'_>>>) -> Result<(), ApiError> {
    let more = more.into_iter().flat_map(List::iter).map(|tag| (tag.key(), tag.value()));
    own_tags::add(tags, more, RESOURCE_TAGS_MAX).map_err(|refusal| match refusal {
        Refusal::Reserved => errors::validation("Tag keys do not begin with aws:."),
        Refusal::TooMany => errors::too_many_tags(),
    })
}

/// Kind and id.
fn place(arn: &str) -> (&str, &str) {
    let resource = arn.rsplit(':').next().unwrap_or_default();
    resource.split_once('/').unwrap_or_default()
}

fn of(ctx: &Ctx<'_>, arn: &str) -> Result<Tags, ApiError> {
    let tags = match place(arn) {
        ("costcategory", id) => ctx.table(&CATEGORIES).get(id)?.map(|row| row.tags),
        ("anomalymonitor", id) => ctx.table(&MONITORS).get(id)?.map(|row| row.tags),
        ("anomalysubscription", id) => ctx.table(&SUBSCRIPTIONS).get(id)?.map(|row| row.tags),
        _ => None,
    };
    tags.ok_or_else(|| errors::no_resource(arn))
}

/// Of a resource that [`of`] has found.
fn set(ctx: &mut Ctx<'_>, arn: &str, tags: Tags) -> Result<(), ApiError> {
    macro_rules! in_table {
        ($table:ident, $id:expr) => {
            if let Some(mut row) = ctx.table(&$table).get($id)? {
                row.tags = tags;
                ctx.table_mut(&$table).put($id, &row);
            }
        };
    }
    match place(arn) {
        ("costcategory", id) => in_table!(CATEGORIES, id),
        ("anomalymonitor", id) => in_table!(MONITORS, id),
        (_, id) => in_table!(SUBSCRIPTIONS, id),
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
