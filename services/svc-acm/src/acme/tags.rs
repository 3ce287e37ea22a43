//! Tags of endpoints, domain validations and account bindings.
//!
//! Source: API Reference, TagResource ("for all ACM resource types except the certificate").

use std::collections::BTreeMap;

use kernel::{ApiError, Ctx};

use super::place::{self, Place};
use super::state::{BINDINGS, ENDPOINTS, VALIDATIONS};
use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, TagBuilder, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::errors;
use crate::tag;

type Tags = BTreeMap<String, String>;

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let mut tags = get(ctx, input.resource_arn())?;
    tag::add_of_acme(&mut tags, input.tags())?;
    put(ctx, input.resource_arn(), tags)?;
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let mut tags = get(ctx, input.resource_arn())?;
    for key in input.tag_keys() {
        tags.remove(key);
    }
    put(ctx, input.resource_arn(), tags)?;
    Ok(UntagResourceOutput::new())
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let tags = get(ctx, input.resource_arn())?;
    let told = tags.iter().map(|(key, value)| TagBuilder::new().key(key).value(value));
    let told = (!tags.is_empty()).then(|| told.collect::<Vec<_>>());
    Ok(ListTagsForResourceOutput::new().tags(told))
}

/// The tags of what an ARN names.
pub fn get(ctx: &Ctx<'_>, arn: &str) -> Result<Tags, ApiError> {
    if arn.contains(":certificate/") {
        return Err(errors::validation(
            "Certificates have their tags by AddTagsToCertificate and its kin.",
        ));
    }
    match place::parse(ctx, arn) {
        Some(Place::Endpoint(_)) => Ok(place::endpoint(ctx, arn)?.1.tags),
        Some(Place::Validation(..)) => Ok(place::validation(ctx, arn)?.row.tags),
        Some(Place::Binding(..)) => Ok(place::binding(ctx, arn)?.row.tags),
        None => Err(errors::no_resource(arn)),
    }
}

fn put(ctx: &mut Ctx<'_>, arn: &str, tags: Tags) -> Result<(), ApiError> {
    match place::parse(ctx, arn) {
        Some(Place::Endpoint(_)) => {
            let (id, mut row) = place::endpoint(ctx, arn)?;
            row.tags = tags;
            ctx.table_mut(&ENDPOINTS).put(id.as_str(), &row);
        }
        Some(Place::Validation(..)) => {
            let mut it = place::validation(ctx, arn)?;
            it.row.tags = tags;
            ctx.table_mut(&VALIDATIONS).put(&(&*it.endpoint, &*it.domain), &it.row);
        }
        Some(Place::Binding(..)) => {
            let mut it = place::binding(ctx, arn)?;
            it.row.tags = tags;
            ctx.table_mut(&BINDINGS).put(&(&*it.endpoint, &*it.id), &it.row);
        }
        None => return Err(errors::no_resource(arn)),
    }
    Ok(())
}
