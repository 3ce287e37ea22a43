//! Tags of accounts, units, policies, transfers of responsibility and the root.

use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, TagResourceInput, TagResourceOutput,
    UntagResourceInput, UntagResourceOutput,
};
use crate::errors;
use crate::state::{POLICIES, TAGS, TagsRow};
use crate::transfer;
use crate::tree::{Organization, check_tags, cut, show_tags};

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let mut row = find(ctx, &organization, input.resource_id())?;
    for tag in input.tags() {
        row.tags.insert(tag.key().to_owned(), tag.value().to_owned());
    }
    check_tags(&row.tags)?;
    ctx.table_mut(&TAGS).put(&(organization.id.as_str(), input.resource_id()), &row);
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let mut row = find(ctx, &organization, input.resource_id())?;
    for key in input.tag_keys() {
        row.tags.remove(key);
    }
    ctx.table_mut(&TAGS).put(&(organization.id.as_str(), input.resource_id()), &row);
    Ok(UntagResourceOutput::new())
}

pub fn list_tags(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let row = find(ctx, &organization, input.resource_id())?;
    let shown = row.tags.keys().cloned().zip(show_tags(&row.tags)).collect();
    let (tags, token) = cut("ListTagsForResource", input.next_token(), None, shown)?;
    Ok(ListTagsForResourceOutput::new().tags(tags).next_token(token))
}

fn find(ctx: &Ctx<'_>, organization: &Organization, id: &str) -> Result<TagsRow, ApiError> {
    let place = (organization.id.as_str(), id);
    let exists = organization.node(ctx, id)?.is_some()
        || ctx.table(&POLICIES).contains(&place)?
        || transfer::is_party(ctx, id, &organization.row.management)?;
    if !exists {
        return Err(errors::no_target());
    }
    Ok(ctx.table(&TAGS).get(&place)?.unwrap_or_default())
}
