//! Tags of secrets.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    Tag, TagBuilder, TagResourceInput, TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::errors;
use crate::limits;
use crate::locate;
use crate::replication;

const RESERVED: &str = "aws:";

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let mut secret = locate::get_to_administer(ctx, input.secret_id())?;
    add(&mut secret.row.tags, input.tags())?;
    locate::save(ctx, &secret);
    replication::sync(ctx, &mut secret)?;
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let mut secret = locate::get_to_administer(ctx, input.secret_id())?;
    for key in input.tag_keys() {
        secret.row.tags.remove(key);
    }
    locate::save(ctx, &secret);
    replication::sync(ctx, &mut secret)?;
    Ok(UntagResourceOutput::new())
}

pub fn add(tags: &mut BTreeMap<String, String>, asked: List<'_, Tag<'_>>) -> Result<(), ApiError> {
    for tag in asked {
        let key = tag.key().unwrap_or_default();
        if key.is_empty() || key.to_ascii_lowercase().starts_with(RESERVED) {
            return Err(errors::parameter(format!(
                "The tag key {key:?} is not allowed: keys are not empty and do not begin with aws:."
            )));
        }
        tags.insert(key.to_owned(), tag.value().unwrap_or_default().to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::limit(format!("A secret has at most {} tags.", limits::TAGS_MAX)));
    }
    Ok(())
}

pub fn built(tags: &BTreeMap<String, String>) -> Vec<TagBuilder> {
    tags.iter().map(|(key, value)| TagBuilder::new().key(key).value(value)).collect()
}
