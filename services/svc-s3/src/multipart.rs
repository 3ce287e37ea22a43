//! Multipart uploads: beginning one, its parts, giving it up.
//!
//! Completing is in `multipart_complete.rs`, listing in `multipart_list.rs`, parts copied from
//! other objects in `copy_part.rs`.

use auth::authorize::canonical_user_id;
use kernel::service::StagePlan;
use kernel::{ApiError, Ctx, Principal, Struct};
use store::Range;

use crate::access;
use crate::api::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CreateMultipartUploadInput,
    CreateMultipartUploadOutput, UploadPartInput, UploadPartOutput,
};
use crate::attributes;
use crate::bucket::{self, Bucket};
use crate::checksum::{self, Claim, e_tag};
use crate::content;
use crate::cover;
use crate::errors;
use crate::kms::{Secret, Subject};
use crate::lifecycle;
use crate::limits::PARTS_MAX;
use crate::names;
use crate::new_object;
use crate::put;
use crate::sse;
use crate::state::{
    Algorithm, ChecksumKind, Nonce, PARTS, PartRow, SealedRow, SegmentRow, UPLOADS, UploadRow,
};
use crate::tags;

/// An upload in progress.
#[derive(Debug)]
pub struct Upload {
    pub bucket: Bucket,
    pub sequence: u64,
    pub row: UploadRow,
}

impl Upload {
    pub fn algorithm(&self) -> Algorithm {
        self.row.algorithm.unwrap_or(checksum::DEFAULT)
    }

    pub fn sealed(&self) -> Option<&SealedRow> {
        self.row.more.as_ref().and_then(|more| more.sealed.as_ref())
    }

    /// By what its parts are sealed, if they are.
    pub fn secret(
        &self,
        ctx: &mut Ctx,
        key: &str,
        input: &Struct,
    ) -> Result<Option<Secret>, ApiError> {
        let subject = Subject { bucket: &self.bucket, key };
        cover::of_part(ctx, subject, self.row.more.as_deref(), input)
    }

    pub fn part_key(&self, number: u16) -> (u64, [u8; 16], u16) {
        (self.bucket.row.id, *self.row.nonce, number)
    }

    pub fn parts(&self) -> Range<(u64, [u8; 16], u16)> {
        Range::within(&(self.bucket.row.id, *self.row.nonce))
    }
}

/// The upload of that id; `None` when there is none (any more).
pub fn find(
    ctx: &Ctx,
    bucket: &Bucket,
    key: &str,
    upload_id: &str,
) -> Result<Option<Upload>, ApiError> {
    let Some((sequence, nonce)) = names::decode_id(upload_id) else { return Ok(None) };
    let row = ctx.table(&UPLOADS).get(&(bucket.row.id, key, sequence))?;
    let row = row.filter(|row| row.nonce == nonce);
    Ok(row.map(|row| Upload { bucket: bucket.clone(), sequence, row }))
}

pub fn open(ctx: &Ctx, bucket: &Bucket, key: &str, upload_id: &str) -> Result<Upload, ApiError> {
    find(ctx, bucket, key, upload_id)?.ok_or_else(|| errors::upload_is_gone(upload_id))
}

pub fn create_multipart_upload(
    ctx: &mut Ctx,
    input: CreateMultipartUploadInput<'_>,
) -> Result<CreateMultipartUploadOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let key = input.key();
    names::check_key(key)?;
    attributes::refuse_unimplemented(input.0)?;
    let algorithm = input.checksum_algorithm().map(Algorithm::named).transpose()?;
    let kind = checksum_kind(algorithm, input.checksum_type())?;
    let more = new_object::more(ctx, &bucket, input.0)?;
    let cover = cover::of_new(ctx, Subject { bucket: &bucket, key }, input.0, None)?;
    let row = UploadRow {
        nonce: Nonce::from(ctx.chance().bytes::<16>()),
        initiated_us: ctx.now().micros(),
        algorithm,
        kind,
        attributes: attributes::read(input.0)?,
        tags: tags::read_header(input.tagging())?,
        initiator: initiator(ctx),
        more: cover.remember_in(ctx, more),
    };
    // Several uploads of a key may begin in one transaction.
    let mut sequence = ctx.transaction();
    while ctx.table(&UPLOADS).contains(&(bucket.row.id, key, sequence))? {
        sequence += 1;
    }
    ctx.table_mut(&UPLOADS).put(&(bucket.row.id, key, sequence), &row);
    let mut output = CreateMultipartUploadOutput::new()
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .bucket(&bucket.name)
        .key(key)
        .upload_id(names::encode_id(sequence, &row.nonce))
        .checksum_algorithm(algorithm.map(Algorithm::name))
        .checksum_type(algorithm.map(|_| kind.name()));
    cover.show(&mut output.0);
    lifecycle::show_abortion(ctx, &bucket, key, &row, &mut output.0)?;
    Ok(output)
}

/// How the parts' checksums come together.
///
/// Source: S3 User Guide, "Checking object integrity", table of algorithms and types: hashes only
/// composite, CRC64NVME only of the full object, the other CRCs composite unless asked. [U]: that
/// the hashes which came later (SHA512, MD5, XXHASH) are only composite too.
fn checksum_kind(
    algorithm: Option<Algorithm>,
    asked: Option<&str>,
) -> Result<ChecksumKind, ApiError> {
    let refuse = |algorithm: Algorithm, kind: &str| {
        let name = algorithm.name().to_ascii_lowercase();
        errors::invalid_request(format!(
            "The {kind} checksum type cannot be used with the {name} checksum algorithm."
        ))
    };
    let kind = match asked {
        None => None,
        Some("FULL_OBJECT") => Some(ChecksumKind::FullObject),
        Some("COMPOSITE") => Some(ChecksumKind::Composite),
        Some(_) => {
            return Err(errors::invalid_request(
                "Value for x-amz-checksum-type header is invalid.",
            ));
        }
    };
    match (algorithm, kind) {
        (None, Some(_)) => Err(errors::invalid_request(
            "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm \
             header.",
        )),
        (Some(Algorithm::Crc64nvme), Some(ChecksumKind::Composite)) => {
            Err(refuse(Algorithm::Crc64nvme, "COMPOSITE"))
        }
        (None, None) | (Some(Algorithm::Crc64nvme), _) => Ok(ChecksumKind::FullObject),
        (Some(hash), Some(ChecksumKind::FullObject)) if hash.crc().is_none() => {
            Err(refuse(hash, "FULL_OBJECT"))
        }
        (Some(_), kind) => Ok(kind.unwrap_or(ChecksumKind::Composite)),
    }
}

fn initiator(ctx: &Ctx) -> String {
    match ctx.principal() {
        Principal::Identity(identity) => identity.arn.clone(),
        _ => canonical_user_id(ctx.account().as_str()),
    }
}

pub fn check_part_number(given: i64) -> Result<u16, ApiError> {
    let number = u16::try_from(given).ok().filter(|number| (1..=PARTS_MAX).contains(number));
    number.ok_or_else(|| {
        errors::invalid_argument(
            "partNumber",
            &given.to_string(),
            "Part number must be an integer between 1 and 10000, inclusive",
        )
    })
}

/// Before a part's body is read.
pub fn stage(ctx: &mut Ctx, input: &Struct) -> Result<StagePlan, ApiError> {
    let input = UploadPartInput::from(input);
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    attributes::refuse_unimplemented(input.0)?;
    check_part_number(input.part_number())?;
    let upload = open(ctx, &bucket, input.key(), input.upload_id())?;
    let secret = upload.secret(ctx, input.key(), input.0)?;
    let claim = claim(&upload, input)?;
    let mut plan = put::plan(claim)?;
    cover::seal(&mut plan, secret);
    plan.digests = plan.digests.union(upload.algorithm().digest_set());
    Ok(plan)
}

/// A part's checksum must be by the upload's algorithm, if that was named.
fn claim<'a>(upload: &Upload, input: UploadPartInput<'a>) -> Result<Option<Claim<'a>>, ApiError> {
    let claim = checksum::claim(input.0)?;
    match (upload.row.algorithm, claim) {
        (Some(expected), Some(claim)) if claim.algorithm != expected => {
            Err(errors::invalid_request(format!(
                "Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum \
                 Type: {}",
                expected.name().to_ascii_lowercase(),
                claim.algorithm.name().to_ascii_lowercase(),
            )))
        }
        _ => Ok(claim),
    }
}

pub fn upload_part(
    ctx: &mut Ctx,
    input: UploadPartInput<'_>,
) -> Result<UploadPartOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    attributes::refuse_unimplemented(input.0)?;
    let number = check_part_number(input.part_number())?;
    let upload = open(ctx, &bucket, input.key(), input.upload_id())?;
    let secret = upload.secret(ctx, input.key(), input.0)?;
    let claim = claim(&upload, input)?;
    let claimed = claim.map(|claim| claim.algorithm.digest_set()).unwrap_or_default();
    let wanted = claimed.union(upload.algorithm().digest_set());
    let digests = checksum::digests_of(input.body(), wanted)?;
    checksum::verify_md5(input.content_md5(), &digests)?;
    let stored = checksum::verify(claim, upload.algorithm(), &digests)?;

    let segments = content::take(ctx, input.body())?;
    let row = PartRow {
        size: digests.len,
        md5: sse::e_tag_md5(digests.md5, secret.as_ref()),
        checksum: stored.value,
        modified_us: ctx.now().micros(),
        segments,
    };
    put_part(ctx, &upload, number, &row)?;
    let mut output = UploadPartOutput::new()
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .e_tag(e_tag(&row.md5, 0));
    cover::show_part(upload.row.more.as_deref(), input.0, &mut output.0);
    // What the client has checked is told back; else what the upload is checked by.
    let shown = claim.map_or(upload.row.algorithm, |claim| Some(claim.algorithm));
    if let Some(algorithm) = shown {
        let value = algorithm.of(&digests).expect("verify() has read it");
        output.0.set(algorithm.member(), checksum::base64(&value));
    }
    Ok(output)
}

/// Writes a part, in place of an earlier one of its number.
pub fn put_part(
    ctx: &mut Ctx,
    upload: &Upload,
    number: u16,
    row: &PartRow,
) -> Result<(), ApiError> {
    let key = upload.part_key(number);
    if let Some(earlier) = ctx.table(&PARTS).get(&key)? {
        content::release_segments(ctx, &earlier.segments)?;
    }
    ctx.table_mut(&PARTS).put(&key, row);
    Ok(())
}

pub fn abort_multipart_upload(
    ctx: &mut Ctx,
    input: AbortMultipartUploadInput<'_>,
) -> Result<AbortMultipartUploadOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    attributes::refuse_unimplemented(input.0)?;
    let upload = open(ctx, &bucket, input.key(), input.upload_id())?;
    let parts: Vec<(u16, Vec<SegmentRow>)> = ctx
        .table(&PARTS)
        .scan(&upload.parts())
        .map(|entry| entry.map(|((_, _, number), row)| (number, row.segments)))
        .collect::<Result<_, _>>()?;
    for (number, segments) in parts {
        content::release_segments(ctx, &segments)?;
        ctx.table_mut(&PARTS).delete(&upload.part_key(number));
    }
    ctx.table_mut(&UPLOADS).delete(&(bucket.row.id, input.key(), upload.sequence));
    Ok(AbortMultipartUploadOutput::new().request_charged(access::charged(
        ctx,
        &bucket,
        input.request_payer(),
    )))
}
