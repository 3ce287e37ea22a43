//! Deployment packages: where they come from, what is checked, where they are kept.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::body::{Body, Segment};
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, BlobId, Ctx, DigestSet, OpResult, Struct, Value};
use runtime::package::{self, Fault};
use sha2::{Digest as _, Sha256};
use store::Content;

use crate::errors;
use crate::limits::{REQUEST_BYTES_MAX, UNZIPPED_BYTES_MAX, ZIP_BYTES_MAX};
use crate::state::{CodeRow, ContentRow, VersionRow};

/// The members of `FunctionCode` and `LayerVersionContentInput` that say where a package is. Its
/// content, as a plan for [`take_in`].
pub fn plan(ctx: &mut Ctx<'_>, operation: &str, source: &Struct) -> OpResult {
    if source.str("S3ObjectStorageMode") == Some("REFERENCE") {
        return Err(errors::not_here("S3ObjectStorageMode REFERENCE", "code is copied"));
    }
    if source.str("SourceKMSKeyArn").is_some_and(|arn| !arn.is_empty()) {
        return Err(errors::not_here(
            "SourceKMSKeyArn",
            "code is not enciphered by a key of yours",
        ));
    }
    if let Some(zip) = source.blob("ZipFile") {
        if zip.len() as u64 > ZIP_BYTES_MAX {
            return Err(errors::request_too_large(operation, REQUEST_BYTES_MAX));
        }
        return Ok(Struct::new().with("Content", Value::Blob(zip.clone())));
    }
    let (Some(bucket), Some(key)) = (source.str("S3Bucket"), source.str("S3Key")) else {
        return Err(errors::no_code());
    };
    let mut ask = Ask::to("s3", "GetObject").with("Bucket", bucket).with("Key", key);
    if let Some(version) = source.str("S3ObjectVersion") {
        ask = ask.with("VersionId", version);
    }
    let object = ctx.call(ask).map_err(|error| errors::s3_failed(&error))?;
    let body = object.body("Body").cloned().unwrap_or_default();
    if body.len() > UNZIPPED_BYTES_MAX {
        return Err(errors::unzipped_too_large(UNZIPPED_BYTES_MAX));
    }
    Ok(Struct::new().with("Content", body))
}

/// Reads the package to its end and puts it into a content file.
pub fn take_in(env: &WorkEnv, plan: Struct) -> OpResult {
    let content = match plan.get("Content") {
        Some(Value::Blob(bytes)) => bytes.clone(),
        Some(Value::Body(body)) => Bytes::from(read(body)?),
        _ => return Err(ApiError::internal()),
    };
    let unzipped = package::check(&content, UNZIPPED_BYTES_MAX).map_err(|fault| match fault {
        Fault::NotAnArchive => errors::not_a_zip(),
        Fault::TooLarge => errors::unzipped_too_large(UNZIPPED_BYTES_MAX),
    })?;
    let id = BlobId(env.world.draw().u128());
    let mut staging = env.world.store.blobs.stage(id, DigestSet::NONE);
    staging.write(&content)?;
    let taken = Struct::new()
        .with("Sha256", STANDARD.encode(Sha256::digest(&content)))
        .with("Size", content.len() as i64)
        .with("Unzipped", unzipped as i64);
    Ok(match staging.finish()?.content {
        Content::Inline(bytes) => taken.with("Inline", Value::Blob(bytes)),
        Content::File { id, .. } => taken.with("File", id.to_string()),
    })
}

/// What was taken in, as this transaction keeps it.
pub fn keep(ctx: &mut Ctx<'_>, taken: &Struct) -> Result<CodeRow, ApiError> {
    let content = match taken.str("File").and_then(BlobId::parse) {
        Some(id) => {
            ctx.keep_blob(id)?;
            ContentRow::File(id)
        }
        None => ContentRow::Inline(
            taken.blob("Inline").map(|it| it.to_vec()).unwrap_or_default().into(),
        ),
    };
    let number = |name| taken.int(name).unwrap_or_default().cast_unsigned();
    Ok(CodeRow {
        content,
        sha256: taken.str("Sha256").unwrap_or_default().to_owned(),
        size: number("Size"),
        unzipped: number("Unzipped"),
    })
}

/// Before there is any: for the checks that do not need it.
pub fn none() -> CodeRow {
    CodeRow {
        content: ContentRow::Inline(Vec::new().into()),
        sha256: String::new(),
        size: 0,
        unzipped: 0,
    }
}

/// One more row refers to it.
pub fn share(ctx: &mut Ctx<'_>, code: &CodeRow) -> Result<(), ApiError> {
    match &code.content {
        ContentRow::File(id) => ctx.share_blob(*id),
        ContentRow::Inline(_) => Ok(()),
    }
}

/// One row less refers to it.
pub fn release(ctx: &mut Ctx<'_>, code: &CodeRow) -> Result<(), ApiError> {
    match &code.content {
        ContentRow::File(id) => ctx.release_blob(*id),
        ContentRow::Inline(_) => Ok(()),
    }
}

/// "250 MB: … including layers".
pub fn check_unzipped(row: &VersionRow) -> Result<(), ApiError> {
    let layers: u64 = row.layers.iter().map(|layer| layer.code.unzipped).sum();
    if row.code.unzipped + layers > UNZIPPED_BYTES_MAX {
        return Err(errors::unzipped_too_large(UNZIPPED_BYTES_MAX));
    }
    Ok(())
}

/// For the processes' engine, which reads it when it is not unpacked yet.
pub fn package(env: &WorkEnv, code: &CodeRow) -> runtime::Package {
    let (world, content) = (env.world.clone(), code.content.clone());
    let read = move || match &content {
        ContentRow::Inline(bytes) => Ok(bytes.to_vec()),
        ContentRow::File(id) => {
            let file = world.store.blobs.open_file(*id).map_err(|error| error.to_string())?;
            let file = file.ok_or("the function's code is gone")?;
            let mut all = vec![0; file.len() as usize];
            file.read_at(0, &mut all).map_err(|error| error.to_string())?;
            Ok(all)
        }
    };
    runtime::Package { digest: code.sha256.clone(), read: Arc::new(read) }
}

/// All bytes of a package, for whoever downloads it.
pub fn content(ctx: &Ctx<'_>, code: &CodeRow) -> Result<Body, ApiError> {
    Ok(match &code.content {
        ContentRow::Inline(bytes) => Body::from(Bytes::from(bytes.to_vec())),
        ContentRow::File(id) => {
            let file = ctx.open_blob(*id)?;
            let len = file.len();
            Body { segments: vec![Segment::File { file, offset: 0, len }], ..Body::default() }
        }
    })
}

pub fn read(body: &Body) -> Result<Vec<u8>, ApiError> {
    let mut all = Vec::with_capacity(body.len() as usize);
    for segment in &body.segments {
        match segment {
            Segment::Inline(bytes) => all.extend_from_slice(bytes),
            Segment::File { file, offset, len } => {
                let from = all.len();
                all.resize(from + *len as usize, 0);
                file.read_at(*offset, &mut all[from..])?;
            }
        }
    }
    Ok(all)
}
