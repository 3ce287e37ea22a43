//! Layers: what images are made of, and how they are downloaded.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    BatchCheckLayerAvailabilityInput, BatchCheckLayerAvailabilityOutput,
    GetDownloadUrlForLayerInput, GetDownloadUrlForLayerOutput, LayerBuilder, LayerFailureBuilder,
};
use crate::charge;
use crate::content;
use crate::errors;
use crate::repository;
use crate::state::{LAYERS, LayerRow, SegmentRow, USES};

const SECRET_LEN: usize = 32;
/// Of the empty tar archive and other layers whose type nobody says.
const MEDIA_TYPE: &str = "application/vnd.docker.image.rootfs.diff.tar.gzip";

pub fn find(ctx: &Ctx<'_>, repository: &str, digest: &str) -> Result<LayerRow, ApiError> {
    let row = ctx.table(&LAYERS).get(&(repository, digest))?;
    row.ok_or_else(|| errors::no_layer(digest, repository, ctx.account()))
}

pub fn is_there(ctx: &Ctx<'_>, repository: &str, digest: &str) -> Result<bool, ApiError> {
    Ok(ctx.table(&LAYERS).contains(&(repository, digest))?)
}

/// Keeps a layer whose digest was verified.
pub fn insert(
    ctx: &mut Ctx<'_>,
    repository: &str,
    digest: &str,
    (segments, size): (Vec<SegmentRow>, u64),
) -> Result<(), ApiError> {
    let secret = ctx.chance().hex(SECRET_LEN);
    let row = LayerRow { size, segments, secret };
    ctx.table_mut(&LAYERS).put(&(repository, digest), &row);
    charge::stored(ctx, repository, size.cast_signed())
}

/// Notes that an image has the layer.
pub fn use_by(ctx: &mut Ctx<'_>, repository: &str, digest: &str, image: &str) {
    ctx.table_mut(&USES).put(&(repository, digest, image), &());
}

/// An image that had the layer is gone; the last one takes it along.
pub fn unuse_by(
    ctx: &mut Ctx<'_>,
    repository: &str,
    digest: &str,
    image: &str,
) -> Result<(), ApiError> {
    ctx.table_mut(&USES).delete(&(repository, digest, image));
    if ctx.table(&USES).is_empty(&Range::within(&(repository, digest)))? {
        remove(ctx, repository, digest)?;
    }
    Ok(())
}

pub fn remove(ctx: &mut Ctx<'_>, repository: &str, digest: &str) -> Result<(), ApiError> {
    let Some(row) = ctx.table(&LAYERS).get(&(repository, digest))? else { return Ok(()) };
    content::release(ctx, &row.segments)?;
    ctx.table_mut(&LAYERS).delete(&(repository, digest));
    charge::stored(ctx, repository, -row.size.cast_signed())
}

pub fn batch_check_layer_availability(
    ctx: &mut Ctx<'_>,
    input: BatchCheckLayerAvailabilityInput<'_>,
) -> Result<BatchCheckLayerAvailabilityOutput, ApiError> {
    let name = input.repository_name();
    repository::find(ctx, name)?;
    let (mut layers, mut failures) = (Vec::new(), Vec::new());
    for digest in input.layer_digests() {
        if !content::is_digest(digest) {
            failures.push(
                LayerFailureBuilder::new()
                    .layer_digest(digest)
                    .failure_code("InvalidLayerDigest")
                    .failure_reason("Invalid layer digest"),
            );
            continue;
        }
        let shown = LayerBuilder::new().layer_digest(digest);
        layers.push(match ctx.table(&LAYERS).get(&(name, digest))? {
            Some(row) => shown
                .layer_availability("AVAILABLE")
                .layer_size(row.size.cast_signed())
                .media_type(MEDIA_TYPE),
            None => shown.layer_availability("UNAVAILABLE"),
        });
    }
    Ok(BatchCheckLayerAvailabilityOutput::new().layers(layers).failures(failures))
}

/// The link holds what only who may ask for it knows. AWS's are signed, and end.
pub fn get_download_url_for_layer(
    ctx: &mut Ctx<'_>,
    input: GetDownloadUrlForLayerInput<'_>,
) -> Result<GetDownloadUrlForLayerOutput, ApiError> {
    let (name, digest) = (input.repository_name(), input.layer_digest());
    repository::find(ctx, name)?;
    let row = find(ctx, name, digest)?;
    let (endpoint, secret) = (&ctx.origin().endpoint, &row.secret);
    let (account, region) = (ctx.account(), ctx.region());
    let url = format!(
        "{endpoint}/v2/{name}/blobs/{digest}?account={account}&region={region}&secret={secret}"
    );
    Ok(GetDownloadUrlForLayerOutput::new().download_url(url).layer_digest(digest))
}
