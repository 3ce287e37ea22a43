//! Tags of certificates.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    AddTagsToCertificateInput, AddTagsToCertificateOutput, ListTagsForCertificateInput,
    ListTagsForCertificateOutput, RemoveTagsFromCertificateInput, RemoveTagsFromCertificateOutput,
    Tag, TagBuilder,
};
use crate::errors;
use crate::limits;
use crate::locate;

const RESERVED: &str = "aws:";

pub fn add_tags_to_certificate(
    ctx: &mut Ctx<'_>,
    input: AddTagsToCertificateInput<'_>,
) -> Result<AddTagsToCertificateOutput, ApiError> {
    let mut certificate = locate::get(ctx, input.certificate_arn())?;
    add(&mut certificate.row.tags, input.tags())?;
    locate::save(ctx, &certificate);
    Ok(AddTagsToCertificateOutput::new())
}

/// "If you specify a value, the tag is removed only if it is associated with the value."
pub fn remove_tags_from_certificate(
    ctx: &mut Ctx<'_>,
    input: RemoveTagsFromCertificateInput<'_>,
) -> Result<RemoveTagsFromCertificateOutput, ApiError> {
    let mut certificate = locate::get(ctx, input.certificate_arn())?;
    let tags = &mut certificate.row.tags;
    for tag in input.tags() {
        let is_meant = match (tags.get(tag.key()), tag.value()) {
            (Some(has), Some(wanted)) => has == wanted,
            (has, None) => has.is_some(),
            (None, _) => false,
        };
        if is_meant {
            tags.remove(tag.key());
        }
    }
    locate::save(ctx, &certificate);
    Ok(RemoveTagsFromCertificateOutput::new())
}

pub fn list_tags_for_certificate(
    ctx: &mut Ctx<'_>,
    input: ListTagsForCertificateInput<'_>,
) -> Result<ListTagsForCertificateOutput, ApiError> {
    let certificate = locate::get(ctx, input.certificate_arn())?;
    let tags = certificate.row.tags.iter();
    let tags = tags.map(|(key, value)| TagBuilder::new().key(key).value(value));
    Ok(ListTagsForCertificateOutput::new().tags(tags.collect::<Vec<_>>()))
}

/// Of endpoints of ACME and what belongs to them: their operations have errors of their own.
pub fn add_of_acme(
    tags: &mut BTreeMap<String, String>,
    asked: List<'_, Tag<'_>>,
) -> Result<(), ApiError> {
    for tag in asked {
        let key = tag.key();
        if key.is_empty() || key.to_ascii_lowercase().starts_with(RESERVED) {
            return Err(errors::validation(format!(
                "The tag key {key:?} is not allowed: aws: is reserved, and keys are not empty."
            )));
        }
        tags.insert(key.to_owned(), tag.value().unwrap_or_default().to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::quota("tags of a resource", limits::TAGS_MAX as u64));
    }
    Ok(())
}

pub fn add(tags: &mut BTreeMap<String, String>, asked: List<'_, Tag<'_>>) -> Result<(), ApiError> {
    for tag in asked {
        let key = tag.key();
        if key.is_empty() || key.to_ascii_lowercase().starts_with(RESERVED) {
            return Err(errors::invalid_tag(key));
        }
        tags.insert(key.to_owned(), tag.value().unwrap_or_default().to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        return Err(errors::too_many_tags(limits::TAGS_MAX));
    }
    Ok(())
}
