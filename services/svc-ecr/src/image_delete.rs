//! Images go: one by one, with what referred to them, or all of a repository.
//!
//! Source: API Reference, BatchDeleteImage.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{BatchDeleteImageInput, BatchDeleteImageOutput, ImageIdentifierBuilder};
use crate::image;
use crate::layer;
use crate::repository;
use crate::state::{IMAGES, LAYERS, MANIFESTS, PARENTS, REFERRERS, TAGS, TAGS_OF};

pub fn batch_delete_image(
    ctx: &mut Ctx<'_>,
    input: BatchDeleteImageInput<'_>,
) -> Result<BatchDeleteImageOutput, ApiError> {
    let name = input.repository_name();
    repository::find(ctx, name)?;
    let (mut gone, mut failures) = (Vec::new(), Vec::new());
    for id in input.image_ids() {
        let digest = match image::resolve(ctx, name, (id.image_digest(), id.image_tag()))? {
            Ok(digest) => digest,
            Err(absence) => {
                failures.push(image::failure(id, absence));
                continue;
            }
        };
        let tags = image::tags(ctx, name, &digest)?;
        // "When you remove the last tag from an image, the image is deleted from your repository."
        let is_whole = id.image_tag().is_none() || tags.len() <= 1;
        if is_whole && is_listed(ctx, name, &digest)? {
            let reason = "Requested image referenced by manifest list";
            failures.push(image::failure(id, ("ImageReferencedByManifestList", reason)));
            continue;
        }
        let shown = |tag: Option<&str>| {
            ImageIdentifierBuilder::new().image_digest(digest.as_str()).image_tag(tag)
        };
        match id.image_tag() {
            Some(tag) if !is_whole => {
                ctx.table_mut(&TAGS).delete(&(name, tag));
                ctx.table_mut(&TAGS_OF).delete(&(name, digest.as_str(), tag));
                gone.push(shown(Some(tag)));
            }
            _ => {
                gone.extend(tags.iter().map(|tag| shown(Some(tag))));
                if tags.is_empty() {
                    gone.push(shown(None));
                }
                remove(ctx, name, &digest)?;
            }
        }
    }
    Ok(BatchDeleteImageOutput::new().image_ids(gone).failures(failures))
}

/// Whether an index lists the image.
pub fn is_listed(ctx: &Ctx<'_>, name: &str, digest: &str) -> Result<bool, ApiError> {
    Ok(!ctx.table(&PARENTS).is_empty(&Range::within(&(name, digest)))?)
}

/// Removes an image, its tags, the layers that only it had, and what referred to it.
pub fn remove(ctx: &mut Ctx<'_>, name: &str, digest: &str) -> Result<(), ApiError> {
    let mut doomed = vec![digest.to_owned()];
    while let Some(digest) = doomed.pop() {
        let digest = digest.as_str();
        let Some(row) = ctx.table(&IMAGES).get(&(name, digest))? else { continue };
        for tag in image::tags(ctx, name, digest)? {
            ctx.table_mut(&TAGS).delete(&(name, tag.as_str()));
            ctx.table_mut(&TAGS_OF).delete(&(name, digest, tag.as_str()));
        }
        ctx.table_mut(&IMAGES).delete(&(name, digest));
        ctx.table_mut(&MANIFESTS).delete(&(name, digest));
        for layer in &row.layers {
            layer::unuse_by(ctx, name, layer, digest)?;
        }
        for image in &row.images {
            ctx.table_mut(&PARENTS).delete(&(name, image.as_str(), digest));
        }
        if let Some(subject) = &row.subject {
            ctx.table_mut(&REFERRERS).delete(&(name, subject.as_str(), digest));
        }
        let referrers = ctx.table(&REFERRERS).keys(&Range::within(&(name, digest)));
        for key in referrers.collect::<Result<Vec<_>, _>>()? {
            doomed.push(key.2);
        }
    }
    Ok(())
}

/// Removes all images and layers of a repository.
pub fn all(ctx: &mut Ctx<'_>, name: &str) -> Result<(), ApiError> {
    let images = ctx.table(&IMAGES).keys(&Range::within(&(name,)));
    for (_, digest) in images.collect::<Result<Vec<_>, _>>()? {
        remove(ctx, name, &digest)?;
    }
    // Those that no image has come to have.
    let layers = ctx.table(&LAYERS).keys(&Range::within(&(name,)));
    for (_, digest) in layers.collect::<Result<Vec<_>, _>>()? {
        layer::remove(ctx, name, &digest)?;
    }
    Ok(())
}
