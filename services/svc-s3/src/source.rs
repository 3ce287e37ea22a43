//! The source of a copy: naming it, finding it, and the digests of what is copied.
//!
//! Copies run in three steps: *begin* finds the source and decides whether bytes must be read,
//! *work* reads them without holding up anybody, *complete* finds the source again and writes. A
//! source that has changed in between fails the copy.

use kernel::body::{Body, Segment};
use kernel::service::WorkEnv;
use kernel::{ApiError, Ctx, Digests, OpResult, Struct, Timestamp};
use store::digest::Hasher;

use crate::access::{self, ObjectAsked};
use crate::bucket::{self, Bucket};
use crate::checksum::e_tag;
use crate::conditions::{ReadConditions, Refused};
use crate::content::{self, Place};
use crate::errors;
use crate::names;
use crate::state::{Algorithm, ObjectRow, SegmentRow, VersionRow};
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

    pub fn segments(&self, ctx: &Ctx) -> Result<Vec<SegmentRow>, ApiError> {
        content::segments(ctx, self.place(), &self.object.content)
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
    if asked.expected_owner.is_some_and(|expected| expected != bucket.owner().as_str()) {
        return Err(errors::access_denied());
    }
    let version_id = version_id.as_deref();
    let object = ObjectAsked { bucket: &bucket, key: &key, version_id, is_revealing: true };
    let is_versioned = version_id.is_some();
    access::authorize_source(ctx, object, asked.request_payer, asks_tags)?;
    let (row, object) = find(ctx, &bucket, &key, version_id)?;
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

/// `bucket/key?versionId=id`, percent-encoded, with or without a slash in front.
fn parse(text: &str) -> Result<(String, String, Option<String>), ApiError> {
    let refuse = || {
        errors::invalid_argument(
            "x-amz-copy-source",
            text,
            "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
        )
    };
    if text.starts_with("arn:") {
        return Err(errors::not_implemented("x-amz-copy-source"));
    }
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
    let (bucket, key) = path.split_once('/').ok_or_else(refuse)?;
    if bucket.is_empty() || key.is_empty() {
        return Err(refuse());
    }
    names::check_key(key)?;
    Ok((bucket.to_owned(), key.to_owned(), version_id.map(decode).transpose()?))
}

/// What *begin* hands to *work*: the source's sequence, and the bytes if they must be read.
pub fn plan(source: &Source, read: Option<(Body, Algorithm)>) -> Struct {
    let plan = Struct::new().with("Sequence", source.row.sequence as i64);
    match read {
        None => plan,
        Some((body, algorithm)) => {
            plan.with("Body", body).with("ChecksumAlgorithm", algorithm.name())
        }
    }
}

/// The middle step: takes the digests of the bytes, if there are any in the plan. Answers the plan
/// with an empty body that carries them.
pub fn work(_: &WorkEnv, mut plan: Struct) -> OpResult {
    let Some(body) = plan.body("Body") else { return Ok(plan) };
    let algorithm = plan.str("ChecksumAlgorithm").and_then(Algorithm::parse);
    let algorithm = algorithm.expect("plan() has named it");
    let mut hasher = Hasher::new(algorithm.digest_set());
    let mut piece = Vec::new();
    for segment in &body.segments {
        match segment {
            Segment::Inline(bytes) => hasher.update(bytes),
            Segment::File { file, offset, len } => {
                let mut at = 0;
                while at < *len {
                    piece.resize(PIECE.min(len - at) as usize, 0);
                    file.read_at(offset + at, &mut piece)?;
                    hasher.update(&piece);
                    at += piece.len() as u64;
                }
            }
        }
    }
    let digests = std::sync::Arc::new(hasher.finish());
    plan.set("Body", Body { segments: Vec::new(), digests: Some(digests) });
    Ok(plan)
}

/// What *work* has found, once it is sure that the source is still the same.
pub fn digests(plan: &Struct, source: &Source) -> Result<Option<Digests>, ApiError> {
    if plan.int("Sequence") != Some(source.row.sequence as i64) {
        return Err(errors::operation_aborted());
    }
    let digests = plan.body("Body").and_then(|body| body.digests.as_ref());
    Ok(digests.map(|digests| (**digests).clone()))
}
