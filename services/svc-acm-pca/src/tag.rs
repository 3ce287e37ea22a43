//! Tags of authorities.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsInput, ListTagsOutput, Tag, TagBuilder, TagCertificateAuthorityInput,
    TagCertificateAuthorityOutput, UntagCertificateAuthorityInput, UntagCertificateAuthorityOutput,
};
use crate::errors;
use crate::limits;
use crate::listing;
use crate::locate;

const RESERVED: &str = "aws:";

pub fn tag_certificate_authority(
    ctx: &mut Ctx<'_>,
    input: TagCertificateAuthorityInput<'_>,
) -> Result<TagCertificateAuthorityOutput, ApiError> {
    let mut authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    add(&mut authority.row.tags, input.tags())?;
    locate::save(ctx, &authority);
    Ok(TagCertificateAuthorityOutput::new())
}

/// "If you specify a value, the tag is removed only if it is associated with the specified value."
pub fn untag_certificate_authority(
    ctx: &mut Ctx<'_>,
    input: UntagCertificateAuthorityInput<'_>,
) -> Result<UntagCertificateAuthorityOutput, ApiError> {
    let mut authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    let tags = &mut authority.row.tags;
    for tag in input.tags() {
        let has = tags.get(tag.key());
        if has.is_some_and(|has| tag.value().is_none_or(|wanted| has == wanted)) {
            tags.remove(tag.key());
        }
    }
    locate::save(ctx, &authority);
    Ok(UntagCertificateAuthorityOutput::new())
}

pub fn list_tags(ctx: &mut Ctx<'_>, input: ListTagsInput<'_>) -> Result<ListTagsOutput, ApiError> {
    const OPERATION: &str = "ListTags";
    let authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    let after = listing::position(OPERATION, input.next_token())?.unwrap_or_default();
    let tags = authority.row.tags.into_iter().filter(|(key, _)| *key > after);
    let mut tags: Vec<(String, String)> = tags.collect();
    let token = listing::cut(OPERATION, &mut tags, input.max_results(), |it| it.0.clone());
    let tags = tags.into_iter().map(|(key, value)| TagBuilder::new().key(key).value(value));
    Ok(ListTagsOutput::new().tags(tags.collect::<Vec<_>>()).next_token(token))
}

pub fn add(tags: &mut BTreeMap<String, String>, asked: List<'_, Tag<'_>>) -> Result<(), ApiError> {
    for tag in asked {
        let key = tag.key();
        if key.to_ascii_lowercase().starts_with(RESERVED) {
            return Err(errors::invalid_tag(key));
        }
        tags.insert(key.to_owned(), tag.value().unwrap_or_default().to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::too_many_tags(limits::TAGS_MAX));
    }
    Ok(())
}
