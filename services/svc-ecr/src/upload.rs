//! Layers on their way in: parts that come one after the other, and their digest at the end.
//!
//! Source: API Reference, InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload.

use kernel::body::{Body, Segment};
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, BlobId, Ctx, DigestSet, OpResult, Struct, Timestamp, Value};
use store::{Content, Range};

use crate::api::{
    CompleteLayerUploadInput, CompleteLayerUploadOutput, InitiateLayerUploadInput,
    InitiateLayerUploadOutput, UploadLayerPartInput, UploadLayerPartOutput,
};
use crate::content;
use crate::errors;
use crate::layer;
use crate::limits;
use crate::repository;
use crate::state::{PARTS, PartRow, SegmentRow, UPLOADS, UploadRow};

/// The step that ends an upload that nobody has completed: `Repository`, `Upload`.
pub const ABANDON: &str = "AbandonUpload";

pub fn find(ctx: &Ctx<'_>, repository: &str, id: &str) -> Result<UploadRow, ApiError> {
    let row = ctx.table(&UPLOADS).get(&(repository, id))?;
    row.ok_or_else(|| errors::no_upload(id, repository, ctx.account()))
}

pub fn begin(ctx: &mut Ctx<'_>, repository: &str) -> String {
    let id = ctx.chance().uuid();
    let row = UploadRow { created_us: ctx.now().micros(), received: 0, parts: 0 };
    ctx.table_mut(&UPLOADS).put(&(repository, id.as_str()), &row);
    let ask = Ask::to("ecr", ABANDON).with("Repository", repository).with("Upload", id.as_str());
    let end = Timestamp::from_micros(row.created_us + limits::UPLOAD_US);
    ctx.enqueue(Job::now(ask).at(end));
    id
}

/// Adds what has come to an upload; how much that makes.
pub fn append(
    ctx: &mut Ctx<'_>,
    (repository, id): (&str, &str),
    body: &Body,
) -> Result<u64, ApiError> {
    let mut row = find(ctx, repository, id)?;
    let size = body.len();
    if row.parts >= limits::LAYER_PARTS_MAX {
        return Err(errors::too_many("parts of a layer", limits::LAYER_PARTS_MAX));
    }
    if row.received + size > limits::LAYER_BYTES_MAX {
        return Err(errors::too_many("bytes of a layer", limits::LAYER_BYTES_MAX));
    }
    if size > 0 {
        let part = PartRow { segments: content::take(ctx, body)? };
        ctx.table_mut(&PARTS).put(&(repository, id, row.received), &part);
        row.parts += 1;
        row.received += size;
        ctx.table_mut(&UPLOADS).put(&(repository, id), &row);
    }
    Ok(row.received)
}

/// All segments of an upload so far, in their order.
pub fn segments(ctx: &Ctx<'_>, repository: &str, id: &str) -> Result<Vec<SegmentRow>, ApiError> {
    let mut all = Vec::new();
    for entry in ctx.table(&PARTS).scan(&Range::within(&(repository, id))) {
        all.extend(entry?.1.segments);
    }
    Ok(all)
}

/// Makes a layer of what has come, whose digest was verified. One that is there already stays.
pub fn finish(
    ctx: &mut Ctx<'_>,
    (repository, id): (&str, &str),
    digest: &str,
) -> Result<(), ApiError> {
    let row = find(ctx, repository, id)?;
    let segments = segments(ctx, repository, id)?;
    if layer::is_there(ctx, repository, digest)? {
        content::release(ctx, &segments)?;
    } else {
        layer::insert(ctx, repository, digest, (segments, row.received))?;
    }
    forget(ctx, repository, id)
}

/// Gives an upload up with all that has come.
pub fn abort(ctx: &mut Ctx<'_>, repository: &str, id: &str) -> Result<(), ApiError> {
    let segments = segments(ctx, repository, id)?;
    content::release(ctx, &segments)?;
    forget(ctx, repository, id)
}

fn forget(ctx: &mut Ctx<'_>, repository: &str, id: &str) -> Result<(), ApiError> {
    ctx.table_mut(&PARTS).delete_range(&Range::within(&(repository, id)))?;
    ctx.table_mut(&UPLOADS).delete(&(repository, id));
    Ok(())
}

pub fn remove_all(ctx: &mut Ctx<'_>, repository: &str) -> Result<(), ApiError> {
    let keys = ctx.table(&UPLOADS).keys(&Range::within(&(repository,)));
    for (_, id) in keys.collect::<Result<Vec<_>, _>>()? {
        abort(ctx, repository, &id)?;
    }
    Ok(())
}

/// The step [`ABANDON`].
pub fn abandon(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name| input.str(name).unwrap_or_default();
    abort(ctx, text("Repository"), text("Upload"))?;
    Ok(Struct::new())
}

pub fn initiate_layer_upload(
    ctx: &mut Ctx<'_>,
    input: InitiateLayerUploadInput<'_>,
) -> Result<InitiateLayerUploadOutput, ApiError> {
    repository::find(ctx, input.repository_name())?;
    let id = begin(ctx, input.repository_name());
    Ok(InitiateLayerUploadOutput::new()
        .upload_id(id)
        .part_size(limits::LAYER_PART_BYTES.cast_signed()))
}

/// A part is held against what has come before it, and then written to a content file.
pub fn begin_part(ctx: &mut Ctx<'_>, input: UploadLayerPartInput<'_>) -> OpResult {
    let name = input.repository_name();
    repository::find(ctx, name)?;
    let row = find(ctx, name, input.upload_id())?;
    let (first, last) = (input.part_first_byte(), input.part_last_byte());
    if first.cast_unsigned() != row.received {
        return Err(errors::wrong_part(first, row.received));
    }
    let bytes = input.layer_part_blob();
    if bytes.is_empty() || last.checked_sub(first).map(|it| it + 1) != Some(bytes.len() as i64) {
        return Err(errors::invalid(
            "Invalid parameter at 'partLastByte' failed to satisfy constraint: 'must fit the \
             length of the layer part'",
        ));
    }
    Ok(Struct::new().with("Bytes", Value::Blob(bytes.clone())))
}

pub fn write_part(env: &WorkEnv, plan: Struct) -> OpResult {
    let bytes = plan.blob("Bytes").ok_or_else(ApiError::internal)?;
    let id = BlobId(env.world.draw().u128());
    let blobs = &env.world.store.blobs;
    let mut staging = blobs.stage(id, DigestSet::NONE);
    staging.write(bytes)?;
    let segment = match staging.finish()?.content {
        Content::Inline(bytes) => Segment::Inline(bytes),
        Content::File { id, len } => {
            let file = blobs.open_file(id)?.ok_or_else(ApiError::internal)?;
            Segment::File { file, offset: 0, len }
        }
    };
    let body = Body { segments: vec![segment], ..Body::empty() };
    Ok(Struct::new().with("Part", Value::Body(body)))
}

pub fn complete_part(
    ctx: &mut Ctx<'_>,
    input: UploadLayerPartInput<'_>,
    outcome: Struct,
) -> Result<UploadLayerPartOutput, ApiError> {
    let (name, id) = (input.repository_name(), input.upload_id());
    let row = find(ctx, name, id)?;
    let first = input.part_first_byte();
    // Another request may have been quicker.
    if first.cast_unsigned() != row.received {
        return Err(errors::wrong_part(first, row.received));
    }
    let received = append(ctx, (name, id), outcome.body("Part").ok_or_else(ApiError::internal)?)?;
    Ok(UploadLayerPartOutput::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .upload_id(id)
        .last_byte_received(received.cast_signed() - 1))
}

pub fn begin_complete(ctx: &mut Ctx<'_>, input: CompleteLayerUploadInput<'_>) -> OpResult {
    let (name, id) = (input.repository_name(), input.upload_id());
    repository::find(ctx, name)?;
    let row = find(ctx, name, id)?;
    if row.received == 0 {
        return Err(errors::empty_upload(id));
    }
    let mut starts = Vec::new();
    for key in ctx.table(&PARTS).keys(&Range::within(&(name, id))) {
        starts.push(key?.2);
    }
    if starts.windows(2).any(|it| it[1] - it[0] < limits::LAYER_PART_BYTES_MIN) {
        return Err(errors::part_too_small());
    }
    let digest = input.layer_digests().iter().next().unwrap_or_default();
    if layer::is_there(ctx, name, digest)? {
        return Err(errors::layer_exists(digest, name, ctx.account()));
    }
    let content = content::open(ctx, &segments(ctx, name, id)?)?;
    Ok(Struct::new().with("Content", Value::Body(content)))
}

pub fn hash(_: &WorkEnv, plan: Struct) -> OpResult {
    let content = plan.body("Content").ok_or_else(ApiError::internal)?;
    Ok(Struct::new()
        .with("Digest", content::digest(content)?)
        .with("Size", content.len().cast_signed()))
}

pub fn complete(
    ctx: &mut Ctx<'_>,
    input: CompleteLayerUploadInput<'_>,
    outcome: Struct,
) -> Result<CompleteLayerUploadOutput, ApiError> {
    let (name, id) = (input.repository_name(), input.upload_id());
    let computed = verified(ctx, (name, id), &outcome)?;
    for given in input.layer_digests() {
        if given != computed {
            return Err(errors::wrong_digest(given, computed));
        }
    }
    finish(ctx, (name, id), computed)?;
    Ok(CompleteLayerUploadOutput::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .upload_id(id)
        .layer_digest(computed))
}

/// The digest that was computed, if it is that of all that has come.
pub fn verified<'o>(
    ctx: &Ctx<'_>,
    (repository, id): (&str, &str),
    outcome: &'o Struct,
) -> Result<&'o str, ApiError> {
    let size = outcome.int("Size").unwrap_or_default().cast_unsigned();
    let row = find(ctx, repository, id)?;
    if row.received != size {
        return Err(errors::wrong_part(size.cast_signed(), row.received));
    }
    outcome.str("Digest").ok_or_else(ApiError::internal)
}
