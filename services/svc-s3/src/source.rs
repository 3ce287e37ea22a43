//! The source of a copy: naming it, finding it, and the digests of what is copied.
//!
//! Copies run in three steps: *begin* finds the source and decides whether bytes must be read,
//! *work* reads them without holding up anybody, *complete* finds the source again and writes. A
//! source that has changed in between fails the copy.

use std::sync::Arc;

use bytes::Bytes;
use kernel::body::{Body, Segment};
use kernel::service::WorkEnv;
use kernel::{ApiError, BlobId, Ctx, Digests, OpResult, Struct, Timestamp};
use store::digest::Hasher;
use store::{BlobStore, Content, SealKey, Staged};

use crate::access::{self, ObjectAsked};
use crate::bucket::{self, Bucket};
use crate::checksum::e_tag;
use crate::conditions::{ReadConditions, Refused};
use crate::content::{self, Place};
use crate::errors;
use crate::kms::{Secret, Subject};
use crate::names;
use crate::restore;
use crate::state::{Algorithm, ObjectRow, SegmentRow, VersionRow};
use crate::storage_class;
use crate::versions;

/// Bytes read at a time.
const PIECE: u64 = 1024 * 1024;

/// What both kinds of copies say of their source.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub copy_source: &'a str,
    pub expected_owner: Option<&'a str>,
    pub request_payer: Option<&'a str>,
    pub if_match: Option<&'a str>,
    pub if_none_match: Option<&'a str>,
    pub if_modified_since: Option<Timestamp>,
    pub if_unmodified_since: Option<Timestamp>,
}

#[derive(Debug)]
pub struct Source {
    pub bucket: Bucket,
    pub key: String,
    /// Whether the request names a version.
    pub is_versioned: bool,
    pub row: VersionRow,
    pub object: ObjectRow,
}

impl Source {
    pub fn place(&self) -> Place<'_> {
        self.bucket.place(&self.key, self.row.sequence)
    }

    pub fn subject(&self) -> Subject<'_> {
        Subject { bucket: &self.bucket, key: &self.key }
    }

    /// Whether its bytes are sealed by a key that the request brings, or by one of KMS.
    pub fn is_sealed(&self) -> bool {
        self.object.sealed().is_some() || self.object.kms().is_some()
    }

    pub fn segments(&self, ctx: &Ctx) -> Result<Vec<SegmentRow>, ApiError> {
        content::segments(ctx, self.place(), &self.object.content)
    }

    /// The whole source or a stretch of it, to be read.
    pub fn open_content(
        &self,
        ctx: &Ctx,
        range: (u64, u64),
        key: Option<&SealKey>,
    ) -> Result<Body, ApiError> {
        content::open(ctx, self.place(), &self.object.content, range, key)
    }

    pub fn shown_version_id(&self) -> Option<String> {
        self.row.shown_version_id(&self.bucket)
    }
}

/// Finds the source, which may be in another region and account, asks whether the caller may read
/// it (and its tags), and holds the conditions against it.
pub fn open(ctx: &Ctx, asked: Asked<'_>, asks_tags: bool) -> Result<Source, ApiError> {
    let (bucket, key, version_id) = parse(asked.copy_source)?;
    let bucket = bucket::find(ctx, &bucket)?;
    access::check_owner(&bucket, asked.expected_owner)?;
    let version_id = version_id.as_deref();
    let object = ObjectAsked { bucket: &bucket, key: &key, version_id, is_revealing: true };
    let is_versioned = version_id.is_some();
    access::authorize_source(ctx, object, asked.request_payer, asks_tags)?;
    let (row, object) = find(ctx, &bucket, &key, version_id)?;
    restore::check_copyable(ctx, &object)?;
    storage_class::check_zone(ctx, &bucket, object.attributes.class())?;
    let conditions = ReadConditions {
        if_match: asked.if_match,
        if_none_match: asked.if_none_match,
        if_modified_since: asked.if_modified_since,
        if_unmodified_since: asked.if_unmodified_since,
    };
    let tag = e_tag(&object.md5, object.parts_count);
    conditions.check(&tag, bucket::seconds(row.modified_us)).map_err(|refused| {
        let (Refused::Failed(condition) | Refused::NotModified(condition)) = refused;
        errors::precondition_failed(&format!("x-amz-copy-source-{condition}"))
    })?;
    Ok(Source { bucket, key, is_versioned, row, object })
}

fn find(
    ctx: &Ctx,
    bucket: &Bucket,
    key: &str,
    version_id: Option<&str>,
) -> Result<(VersionRow, ObjectRow), ApiError> {
    versions::find(ctx, bucket, key, version_id).map_err(|error| {
        if error.code() == "MethodNotAllowed" {
            return errors::invalid_request(
                "The source of a copy request may not specifically refer to a delete marker by \
                 version id.",
            );
        }
        error
    })
}

/// `bucket/key?versionId=id`, percent-encoded, with or without a slash in front; or an access
/// point's ARN, `/object/` and a key.
fn parse(text: &str) -> Result<(String, String, Option<String>), ApiError> {
    let refuse = || {
        errors::invalid_argument(
            "x-amz-copy-source",
            text,
            "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
        )
    };
    let (path, version_id) = match text.split_once("?versionId=") {
        Some((path, id)) => (path, Some(id)),
        None => (text, None),
    };
    let decode = |text: &str| {
        let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
        decoded.map(std::borrow::Cow::into_owned).map_err(|_| refuse())
    };
    let path = decode(path)?;
    let path = path.strip_prefix('/').unwrap_or(&path);
    let is_arn = path.starts_with("arn:");
    let parts = if is_arn { path.split_once("/object/") } else { path.split_once('/') };
    let (bucket, key) = parts.ok_or_else(refuse)?;
    if bucket.is_empty() || key.is_empty() {
        return Err(refuse());
    }
    names::check_key(key)?;
    Ok((bucket.to_owned(), key.to_owned(), version_id.map(decode).transpose()?))
}

/// What *work* is to do with the bytes.
#[derive(Debug)]
pub struct Reading {
    pub body: Body,
    pub algorithm: Algorithm,
    pub rewrite: Rewrite,
}

/// Whether the bytes must be written anew: they must where a customer's key or one of KMS is in
/// play.
#[derive(Clone, Copy, Debug)]
pub enum Rewrite {
    No,
    Plain,
    Sealed(Secret),
}

impl Rewrite {
    pub fn of(is_source_sealed: bool, copy: Option<Secret>) -> Rewrite {
        match (is_source_sealed, copy) {
            (_, Some(secret)) => Rewrite::Sealed(secret),
            (true, None) => Rewrite::Plain,
            (false, None) => Rewrite::No,
        }
    }

    pub fn is_no(self) -> bool {
        matches!(self, Rewrite::No)
    }
}

/// What *begin* hands to *work*: the source's sequence, and the bytes if they must be read.
pub fn plan(ctx: &mut Ctx, source: &Source, read: Option<Reading>) -> Struct {
    let mut plan = Struct::new().with("Sequence", source.row.sequence as i64);
    let Some(Reading { body, algorithm, rewrite }) = read else { return plan };
    plan.set("Body", body);
    plan.set("ChecksumAlgorithm", algorithm.name());
    if !rewrite.is_no() {
        plan.set("Blob", BlobId(ctx.chance().u128()).to_string());
    }
    if let Rewrite::Sealed(secret) = rewrite {
        plan.set("Seal", Bytes::from(secret.to_bytes()));
    }
    plan
}

/// By what the bytes of the copy are sealed.
pub fn secret(plan: &Struct) -> Option<Secret> {
    SealKey::from_bytes(plan.blob("Seal")?)
}

/// The middle step: takes the digests of the bytes, if there are any in the plan, and writes them
/// anew where that is asked. Answers the plan with the body that came out.
pub fn work(env: &WorkEnv, mut plan: Struct) -> OpResult {
    let Some(body) = plan.body("Body") else { return Ok(plan) };
    let algorithm = plan.str("ChecksumAlgorithm").and_then(Algorithm::parse);
    let set = algorithm.expect("plan() has named it").digest_set();
    let out = match plan.str("Blob").map(BlobId::parse) {
        None => {
            let mut hasher = Hasher::new(set);
            read_pieces(body, |bytes| {
                hasher.update(bytes);
                Ok(())
            })?;
            Body { digests: Some(Arc::new(hasher.finish())), ..Body::default() }
        }
        Some(id) => {
            let id = id.expect("plan() has written it");
            let blobs = &env.world.store.blobs;
            let mut staging = match secret(&plan) {
                None => blobs.stage(id, set),
                Some(secret) => blobs.stage_sealed(id, set, &secret),
            };
            staging.expect_len(body.len())?;
            read_pieces(body, |bytes| Ok(staging.write(bytes)?))?;
            staged_body(blobs, staging.finish()?)?
        }
    };
    plan.set("Body", out);
    Ok(plan)
}

/// Hands on the bytes of a body.
fn read_pieces(
    body: &Body,
    mut take: impl FnMut(&[u8]) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    let mut piece = Vec::new();
    for segment in &body.segments {
        match segment {
            Segment::Inline(bytes) => take(bytes)?,
            Segment::File { file, offset, len } => {
                let mut at = 0;
                while at < *len {
                    piece.resize(PIECE.min(len - at) as usize, 0);
                    file.read_at(offset + at, &mut piece)?;
                    take(&piece)?;
                    at += piece.len() as u64;
                }
            }
        }
    }
    Ok(())
}

fn staged_body(blobs: &BlobStore, staged: Staged) -> Result<Body, ApiError> {
    let segments = match staged.content {
        Content::Inline(bytes) if bytes.is_empty() => Vec::new(),
        Content::Inline(bytes) => vec![Segment::Inline(bytes)],
        Content::File { id, len } => {
            let file = blobs.open_file(id)?.ok_or_else(ApiError::internal)?;
            vec![Segment::File { file, offset: 0, len }]
        }
    };
    Ok(Body { segments, digests: Some(Arc::new(staged.digests)), live: None })
}

/// What *work* has found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Of the bytes, where they were read.
    pub digests: Option<Digests>,
    /// The bytes, where they were written anew.
    pub rewritten: Option<Body>,
}

/// What *work* has found, once it is sure that the source is still the same.
pub fn outcome(plan: &Struct, source: &Source) -> Result<Outcome, ApiError> {
    if plan.int("Sequence") != Some(source.row.sequence as i64) {
        return Err(errors::operation_aborted());
    }
    let body = plan.body("Body");
    let digests = body.and_then(|body| body.digests.as_ref()).map(|it| (**it).clone());
    let rewritten = body.filter(|_| plan.str("Blob").is_some()).cloned();
    Ok(Outcome { digests, rewritten })
}
