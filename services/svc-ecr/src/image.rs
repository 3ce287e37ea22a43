//! Images: manifests under their digests, and the tags that point to them.
//!
//! Source: API Reference, PutImage, BatchGetImage.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    BatchGetImageInput, BatchGetImageOutput, ImageBuilder, ImageFailureBuilder, ImageIdentifier,
    ImageIdentifierBuilder, PutImageInput, PutImageOutput,
};
use crate::content;
use crate::errors;
use crate::layer;
use crate::limits;
use crate::manifest::Manifest;
use crate::repository;
use crate::state::{
    IMAGES, ImageRow, MANIFESTS, PARENTS, REFERRERS, RepositoryRow, TAGS, TAGS_OF, TagRow,
};

/// "The date … when Amazon ECR recorded the last image pull … refreshed at least once every 24
/// hours".
const PULL_RECORDED_EVERY_US: i64 = 24 * 3600 * 1_000_000;

/// An image as it is to be put.
pub struct Draft<'a> {
    pub manifest: &'a [u8],
    pub media_type: Option<&'a str>,
    pub tag: Option<&'a str>,
    pub digest: Option<&'a str>,
}

/// What has become of it.
pub struct Put {
    pub digest: String,
    pub manifest: Manifest,
    /// It was there, with that tag or none was given: nothing has changed.
    pub was_there: bool,
}

pub fn put_image(ctx: &mut Ctx<'_>, input: PutImageInput<'_>) -> Result<PutImageOutput, ApiError> {
    let name = input.repository_name();
    let draft = Draft {
        manifest: input.image_manifest().as_bytes(),
        media_type: input.image_manifest_media_type(),
        tag: input.image_tag(),
        digest: input.image_digest(),
    };
    let put = put(ctx, name, &draft)?;
    if put.was_there {
        return Err(errors::image_exists(&put.digest, draft.tag, name, ctx.account()));
    }
    let id = ImageIdentifierBuilder::new().image_digest(put.digest).image_tag(draft.tag);
    let image = ImageBuilder::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .image_id(id)
        .image_manifest(input.image_manifest())
        .image_manifest_media_type(put.manifest.media_type);
    Ok(PutImageOutput::new().image(image))
}

/// Keeps an image, all of whose layers and images must be there, and gives it its tag.
pub fn put(ctx: &mut Ctx<'_>, name: &str, draft: &Draft<'_>) -> Result<Put, ApiError> {
    let repository = repository::find(ctx, name)?;
    let manifest = Manifest::parse(draft.manifest, draft.media_type)?;
    let digest = content::digest_of(draft.manifest);
    if let Some(given) = draft.digest.filter(|given| *given != digest) {
        return Err(errors::digest_does_not_match(given, &digest));
    }
    if let Some(tag) = draft.tag {
        check_tag(ctx, name, &repository, tag)?;
    }
    check_parts(ctx, name, &manifest)?;
    let is_known = ctx.table(&IMAGES).contains(&(name, digest.as_str()))?;
    if !is_known {
        insert(ctx, name, &digest, &manifest, draft.manifest);
    }
    let has_moved = match draft.tag {
        Some(tag) => give_tag(ctx, name, &digest, tag)?,
        None => false,
    };
    Ok(Put { digest, manifest, was_there: is_known && !has_moved })
}

fn check_tag(
    ctx: &Ctx<'_>,
    name: &str,
    repository: &RepositoryRow,
    tag: &str,
) -> Result<(), ApiError> {
    let is_first = |it: u8| it.is_ascii_alphanumeric() || it == b'_';
    let is_allowed = |it: u8| is_first(it) || matches!(it, b'.' | b'-');
    let bytes = tag.as_bytes();
    let is_valid = bytes.len() <= limits::IMAGE_TAG_CHARS_MAX
        && bytes.first().is_some_and(|it| is_first(*it))
        && bytes.iter().all(|it| is_allowed(*it));
    if !is_valid {
        return Err(errors::invalid(format!(
            "Invalid parameter at 'imageTag' failed to satisfy constraint: '{tag} is not a valid \
             tag'"
        )));
    }
    if repository.is_immutable(tag) && ctx.table(&TAGS).contains(&(name, tag))? {
        return Err(errors::tag_is_immutable(tag, name));
    }
    Ok(())
}

/// The layers of an image and the images of an index must have come before.
fn check_parts(ctx: &Ctx<'_>, name: &str, manifest: &Manifest) -> Result<(), ApiError> {
    let mut missing = Vec::new();
    for digest in &manifest.layers {
        if !layer::is_there(ctx, name, digest)? {
            missing.push(digest.as_str());
        }
    }
    if !missing.is_empty() {
        return Err(errors::layers_missing(&missing, name, ctx.account()));
    }
    for digest in &manifest.images {
        if !ctx.table(&IMAGES).contains(&(name, digest.as_str()))? {
            missing.push(digest.as_str());
        }
    }
    if !missing.is_empty() {
        return Err(errors::images_missing(&missing, name, ctx.account()));
    }
    Ok(())
}

fn insert(ctx: &mut Ctx<'_>, name: &str, digest: &str, manifest: &Manifest, text: &[u8]) {
    let row = ImageRow {
        pushed_us: ctx.now().micros(),
        media_type: manifest.media_type.clone(),
        size: manifest.size + text.len() as u64,
        layers: manifest.layers.clone(),
        images: manifest.images.clone(),
        subject: manifest.subject.clone(),
        artifact_type: manifest.artifact_type.clone(),
        pulled_us: None,
    };
    for layer in &row.layers {
        layer::use_by(ctx, name, layer, digest);
    }
    for image in &row.images {
        ctx.table_mut(&PARENTS).put(&(name, image.as_str(), digest), &());
    }
    if let Some(subject) = &row.subject {
        ctx.table_mut(&REFERRERS).put(&(name, subject.as_str(), digest), &());
    }
    ctx.table_mut(&IMAGES).put(&(name, digest), &row);
    let text = bytes::Bytes::copy_from_slice(text);
    ctx.table_mut(&MANIFESTS).put(&(name, digest), &text);
}

/// Points a tag to an image; whether it did not before.
fn give_tag(ctx: &mut Ctx<'_>, name: &str, digest: &str, tag: &str) -> Result<bool, ApiError> {
    match ctx.table(&TAGS).get(&(name, tag))? {
        Some(old) if old.digest == digest => return Ok(false),
        Some(old) => ctx.table_mut(&TAGS_OF).delete(&(name, old.digest.as_str(), tag)),
        None => {}
    }
    if tags(ctx, name, digest)?.len() >= limits::TAGS_OF_IMAGE_MAX {
        return Err(errors::too_many("tags per image", limits::TAGS_OF_IMAGE_MAX as u64));
    }
    ctx.table_mut(&TAGS).put(&(name, tag), &TagRow { digest: digest.to_owned() });
    ctx.table_mut(&TAGS_OF).put(&(name, digest, tag), &());
    Ok(true)
}

/// The tags of an image.
pub fn tags(ctx: &Ctx<'_>, name: &str, digest: &str) -> Result<Vec<String>, ApiError> {
    let keys = ctx.table(&TAGS_OF).keys(&Range::within(&(name, digest)));
    Ok(keys.map(|key| key.map(|(.., tag)| tag)).collect::<Result<_, _>>()?)
}

/// Why no image is meant by an identifier: code and reason.
pub type Absence = (&'static str, &'static str);

/// The digest of the image that is meant.
pub fn resolve(
    ctx: &Ctx<'_>,
    name: &str,
    (digest, tag): (Option<&str>, Option<&str>),
) -> Result<Result<String, Absence>, ApiError> {
    const NOT_FOUND: Absence = ("ImageNotFound", "Requested image not found");
    if digest.is_some_and(|it| !content::is_digest(it)) {
        return Ok(Err((
            "InvalidImageDigest",
            "Invalid request parameters: image digest should satisfy the regex \
             '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
        )));
    }
    let of_tag = match tag {
        Some(tag) => ctx.table(&TAGS).get(&(name, tag))?.map(|row| row.digest),
        None => None,
    };
    Ok(match (digest, tag, of_tag) {
        (None, None, _) => Err((
            "MissingDigestAndTag",
            "Invalid request parameters: both tag and digest cannot be null",
        )),
        (None, Some(_), Some(found)) => Ok(found),
        (Some(digest), None, _) if ctx.table(&IMAGES).contains(&(name, digest))? => {
            Ok(digest.to_owned())
        }
        (Some(digest), Some(_), Some(found)) if found == digest => Ok(found),
        (Some(_), Some(_), Some(_)) => Err((
            "ImageTagDoesNotMatchDigest",
            "Requested image tag does not match the requested image digest",
        )),
        _ => Err(NOT_FOUND),
    })
}

/// A manifest, and its media type; notes that it was pulled.
pub fn pull(
    ctx: &mut Ctx<'_>,
    name: &str,
    digest: &str,
) -> Result<(bytes::Bytes, String), ApiError> {
    let mut row = ctx.table(&IMAGES).get(&(name, digest))?.ok_or_else(ApiError::internal)?;
    let text = ctx.table(&MANIFESTS).get(&(name, digest))?.ok_or_else(ApiError::internal)?;
    let (now, media_type) = (ctx.now().micros(), row.media_type.clone());
    if row.pulled_us.is_none_or(|last| now - last >= PULL_RECORDED_EVERY_US) {
        row.pulled_us = Some(now);
        ctx.table_mut(&IMAGES).put(&(name, digest), &row);
    }
    Ok((text, media_type))
}

pub fn failure(id: ImageIdentifier<'_>, (code, reason): Absence) -> ImageFailureBuilder {
    let shown =
        ImageIdentifierBuilder::new().image_digest(id.image_digest()).image_tag(id.image_tag());
    ImageFailureBuilder::new().image_id(shown).failure_code(code).failure_reason(reason)
}

pub fn batch_get_image(
    ctx: &mut Ctx<'_>,
    input: BatchGetImageInput<'_>,
) -> Result<BatchGetImageOutput, ApiError> {
    let name = input.repository_name();
    repository::find(ctx, name)?;
    let (mut images, mut failures) = (Vec::new(), Vec::new());
    for id in input.image_ids() {
        let digest = match resolve(ctx, name, (id.image_digest(), id.image_tag()))? {
            Ok(digest) => digest,
            Err(absence) => {
                failures.push(failure(id, absence));
                continue;
            }
        };
        let (text, media_type) = pull(ctx, name, &digest)?;
        let mut accepted = input.accepted_media_types().into_iter().flatten().peekable();
        // Nothing is translated into an older form here.
        if accepted.peek().is_some() && accepted.all(|it| it != media_type) {
            failures.push(failure(id, ("ImageNotFound", "Requested image not found")));
            continue;
        }
        let text = String::from_utf8(text.to_vec()).map_err(|_| ApiError::internal())?;
        let shown = ImageIdentifierBuilder::new().image_digest(digest).image_tag(id.image_tag());
        images.push(
            ImageBuilder::new()
                .registry_id(ctx.account().to_string())
                .repository_name(name)
                .image_id(shown)
                .image_manifest(text)
                .image_manifest_media_type(media_type),
        );
    }
    Ok(BatchGetImageOutput::new().images(images).failures(failures))
}
