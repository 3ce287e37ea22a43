//! How what is written is encrypted: by a customer's key, by one of KMS, or by S3 alone.
//!
//! A body is sealed while it comes in, before the operation's transaction; what its stage has drawn
//! it hands on in a note. What other services write within their own transaction has no stage and
//! is sealed in its row.

use bytes::Bytes;
use kernel::body::{Body, Segment};
use kernel::service::{STAGED, StagePlan};
use kernel::{ApiError, Ctx, Struct};
use minicbor::bytes::{ByteArray, ByteVec};
use store::SealKey;

use crate::bucket::Bucket;
use crate::content;
use crate::errors;
use crate::kms::{self, Asked, Secret, Subject};
use crate::sse::{self, CustomerKey};
use crate::state::{MoreRow, ObjectRow, SegmentRow};
use crate::state_kms::KmsRow;

const SECRET: &str = "Secret";

#[derive(Clone, Debug)]
pub enum Cover {
    /// As every object, by keys that nobody sees.
    Plain,
    Customer(CustomerKey),
    Kms(Box<KmsCover>),
}

#[derive(Clone, Debug)]
pub struct KmsCover {
    row: KmsRow,
    secret: Secret,
    /// The bytes came in sealed.
    is_sealed: bool,
}

/// The secret by which what comes in is to be sealed, if it is: decided before the bytes come.
pub fn begin(ctx: &mut Ctx, bucket: &Bucket, input: &Struct) -> Result<Option<Secret>, ApiError> {
    if let Some(key) = sse::read(input)? {
        sse::check_write(bucket, input, Some(&key))?;
        return Ok(Some(key.seal()));
    }
    kms::asked(bucket, input)?.map(|asked| draw(ctx, &asked)).transpose()
}

/// A key for one object.
fn draw(ctx: &mut Ctx, asked: &Asked) -> Result<Secret, ApiError> {
    let secret = ctx.secret_seed()?;
    Ok(if asked.is_double { SealKey::double(secret) } else { SealKey::new(secret) })
}

/// Has a body sealed while it comes in.
pub fn seal(plan: &mut StagePlan, secret: Option<Secret>) {
    let Some(secret) = secret else { return };
    plan.seal = Some(secret);
    plan.note = Some(Struct::new().with(SECRET, Bytes::from(secret.to_bytes())));
}

/// What the stage has sealed the body by.
pub fn staged(input: &Struct) -> Option<Secret> {
    let note = input.structure(STAGED)?;
    SealKey::from_bytes(note.blob(SECRET)?)
}

/// The cover of what is made now, by the secret by which its bytes are sealed already, if they are.
pub fn of_new(
    ctx: &mut Ctx,
    subject: Subject<'_>,
    input: &Struct,
    secret: Option<Secret>,
) -> Result<Cover, ApiError> {
    if let Some(key) = sse::read(input)? {
        sse::check_write(subject.bucket, input, Some(&key))?;
        return Ok(Cover::Customer(key));
    }
    let Some(asked) = kms::asked(subject.bucket, input)? else {
        // The bucket's default has changed while the bytes came in.
        let is_sealed = secret.is_some();
        return if is_sealed { Err(errors::operation_aborted()) } else { Ok(Cover::Plain) };
    };
    let is_sealed = secret.is_some();
    let secret = match secret {
        Some(secret) => secret,
        None => draw(ctx, &asked)?,
    };
    // So is the bucket's default of how many layers there are.
    if secret.is_double() != asked.is_double {
        return Err(errors::operation_aborted());
    }
    let row = kms::wrap(ctx, subject, &asked, &secret)?;
    Ok(Cover::Kms(Box::new(KmsCover { row, secret, is_sealed })))
}

impl Cover {
    /// Takes a body into this transaction.
    pub fn take(&self, ctx: &mut Ctx, body: Option<&Body>) -> Result<Vec<SegmentRow>, ApiError> {
        let Cover::Kms(cover) = self else { return content::take(ctx, body) };
        if cover.is_sealed {
            return content::take(ctx, body);
        }
        let mut bytes = Vec::new();
        for segment in body.map(|body| body.segments.as_slice()).unwrap_or_default() {
            match segment {
                Segment::Inline(more) => bytes.extend_from_slice(more),
                // Staged before the bucket's default was one of KMS.
                Segment::File { .. } => return Err(errors::operation_aborted()),
            }
        }
        if bytes.is_empty() {
            return Ok(Vec::new());
        }
        let sealed = kms::seal_inline(ctx, &cover.secret, &bytes)?;
        Ok(vec![SegmentRow::Inline(ByteVec::from(sealed))])
    }

    /// As [`Cover::take`], of segments that are written already: they must be sealed if at all.
    pub fn check_shared(&self) -> Result<(), ApiError> {
        if matches!(self, Cover::Plain) { Ok(()) } else { Err(errors::operation_aborted()) }
    }

    /// Adds what is kept of it to what an object has besides.
    pub fn remember_in(&self, ctx: &mut Ctx, more: Option<Box<MoreRow>>) -> Option<Box<MoreRow>> {
        match self {
            Cover::Plain => more,
            Cover::Customer(key) => sse::remember_in(ctx, Some(key), more),
            Cover::Kms(cover) => {
                let mut more = more.unwrap_or_default();
                more.kms = Some(Box::new(cover.row.clone()));
                Some(more)
            }
        }
    }

    fn seal_key(&self) -> Option<SealKey> {
        match self {
            Cover::Plain => None,
            Cover::Customer(key) => Some(key.seal()),
            Cover::Kms(cover) => Some(cover.secret),
        }
    }

    /// What the ETag shows.
    pub fn e_tag_md5(&self, md5: [u8; 16]) -> ByteArray<16> {
        sse::e_tag_md5(md5, self.seal_key().as_ref())
    }

    /// Tells who has made it how it is encrypted.
    pub fn show(&self, output: &mut Struct) {
        match self {
            Cover::Plain => sse::show(None, output),
            Cover::Customer(key) => sse::show(Some(key), output),
            Cover::Kms(cover) => cover.row.show_made(output),
        }
    }
}

/// The key by which the bytes of an object are opened that a caller may read, for this request;
/// `None` where they lie open.
pub fn open(
    ctx: &mut Ctx,
    subject: Subject<'_>,
    object: &ObjectRow,
    key: Option<&CustomerKey>,
) -> Result<Option<SealKey>, ApiError> {
    sse::check_read(object, key)?;
    match object.kms() {
        Some(row) => kms::unwrap(ctx, subject, row).map(Some),
        None => Ok(key.map(CustomerKey::seal)),
    }
}

/// Tells who reads an object how it is encrypted.
pub fn show(object: &ObjectRow, key: Option<&CustomerKey>, output: &mut Struct) {
    match object.kms() {
        Some(row) => row.show(output),
        None => sse::show(key, output),
    }
}

/// The secret by which the parts of an upload are sealed, if they are.
pub fn of_part(
    ctx: &mut Ctx,
    subject: Subject<'_>,
    upload: Option<&MoreRow>,
    input: &Struct,
) -> Result<Option<Secret>, ApiError> {
    let key = sse::read(input)?;
    sse::check_part(upload.and_then(|more| more.sealed.as_ref()), key.as_ref())?;
    if let Some(key) = key {
        return Ok(Some(key.seal()));
    }
    if let Some(secret) = staged(input) {
        return Ok(Some(secret));
    }
    match upload.and_then(MoreRow::kms) {
        Some(row) => kms::unwrap(ctx, subject, row).map(Some),
        None => Ok(None),
    }
}

/// Tells who has sent a part how it is encrypted.
pub fn show_part(upload: Option<&MoreRow>, input: &Struct, output: &mut Struct) {
    if let Some(row) = upload.and_then(MoreRow::kms) {
        row.show(output);
    } else {
        let key = sse::read(input).ok().flatten();
        sse::show(key.as_ref(), output);
    }
}
