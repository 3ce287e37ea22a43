//! UpdateObjectEncryption: another key of KMS for an object that is there, which stays the same
//! object otherwise.
//!
//! Of an object that KMS encrypts only the object's key is wrapped anew. One that S3 alone encrypts
//! lies open here (see the README), so its bytes are sealed on the way into another content file,
//! as those of a copy are.
//!
//! Source: S3 API Reference, UpdateObjectEncryption, whose texts the refusals are.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, OpResult, Struct};
use minicbor::bytes::ByteVec;
use store::SealKey;

use crate::access;
use crate::api::{UpdateObjectEncryptionInput, UpdateObjectEncryptionOutput};
use crate::bucket;
use crate::content;
use crate::errors;
use crate::kms::{self, Asked};
use crate::source::{self, Reading, Rewrite, Source};
use crate::state::{ContentRow, SegmentRow};
use crate::versions;

/// Everything that may refuse it; both transactions ask.
fn check(ctx: &Ctx, input: UpdateObjectEncryptionInput<'_>) -> Result<(Source, Asked), ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let asked = input.object_encryption().ssekms().ok_or_else(|| {
        errors::invalid_request(
            "Requests that modify an object encryption configuration require a valid new \
             encryption type. Valid values are SSEKMS. Modify the request to specify SSE-KMS for \
             the updated encryption type, and then try again.",
        )
    })?;
    let arn = Arn::parse(asked.kms_key_arn());
    let arn = arn.filter(|arn| arn.service == "kms" && arn.resource.starts_with("key/"));
    let arn = arn.ok_or_else(|| {
        errors::invalid_request(
            "Requests that modify an object's encryption type to SSE-KMS require a valid Amazon \
             Web Services KMS key Amazon Resource Name (ARN). Confirm that you have a correctly \
             formatted KMS key ARN in your request, and then try again.",
        )
    })?;
    if arn.account != bucket.owner().as_str() {
        return Err(denied(
            "The Amazon Web Services KMS key in the request must be owned by the same account as \
             the bucket. Modify the request to specify a KMS key from the same account, and then \
             try again.",
        ));
    }
    let (row, object) = versions::find(ctx, &bucket, input.key(), input.version_id())?;
    if object.sealed().is_some() || object.kms().is_some_and(|row| row.is_double) {
        return Err(errors::invalid_request(
            "The UpdateObjectEncryption operation doesn't support source objects with the \
             encryption type DSSE-KMS or SSE-C. Only source objects encrypted with SSE-S3 or \
             SSE-KMS are supported.",
        ));
    }
    if object.lock().is_some_and(|lock| lock.keeps(ctx.now())) {
        return Err(denied(
            "The encryption type for the specified object can\u{2019}t be updated because that \
             object is protected by S3 Object Lock. If the object has a governance-mode retention \
             period or a legal hold, you must first remove the Object Lock status on the object \
             before you issue your UpdateObjectEncryption request. You can't use the \
             UpdateObjectEncryption operation with objects that have an Object Lock compliance \
             mode retention period applied to them.",
        ));
    }
    let must_seal = object.kms().is_none();
    // Parts and annotations would have to be sealed one by one.
    let has_pieces = matches!(object.content, ContentRow::Manifest) || object.annotations() > 0;
    if must_seal && has_pieces {
        return Err(errors::not_implemented("ObjectEncryption"));
    }
    let asked = Asked {
        key: Some(asked.kms_key_arn().to_owned()),
        has_bucket_key: asked.bucket_key_enabled() == Some(true),
        is_double: false,
        context: object.kms().map(|row| row.context.clone()).unwrap_or_default(),
    };
    let is_versioned = input.version_id().is_some();
    Ok((Source { bucket, key: input.key().to_owned(), is_versioned, row, object }, asked))
}

fn denied(message: &str) -> ApiError {
    ApiError::new("AccessDenied", message).with_status(403)
}

pub fn begin(ctx: &mut Ctx, input: UpdateObjectEncryptionInput<'_>) -> OpResult {
    let (source, _) = check(ctx, input)?;
    let is_file = matches!(source.object.content, ContentRow::File(_));
    if source.object.kms().is_some() || !is_file {
        return Ok(source::plan(ctx, &source, None));
    }
    let body = source.open_content(ctx, (0, source.object.size), None)?;
    let rewrite = Rewrite::Sealed(SealKey::new(ctx.secret_seed()?));
    let algorithm = source.object.checksum.algorithm;
    Ok(source::plan(ctx, &source, Some(Reading { body, algorithm, rewrite })))
}

pub fn complete(
    ctx: &mut Ctx,
    input: UpdateObjectEncryptionInput<'_>,
    plan: Struct,
) -> Result<UpdateObjectEncryptionOutput, ApiError> {
    let (mut source, asked) = check(ctx, input)?;
    let outcome = source::outcome(&plan, &source)?;
    let row = if let Some(row) = source.object.kms() {
        let secret = kms::unwrap(ctx, source.subject(), row)?;
        kms::wrap(ctx, source.subject(), &asked, &secret)?
    } else {
        let secret = match source::secret(&plan) {
            Some(secret) => secret,
            None => SealKey::new(ctx.secret_seed()?),
        };
        let row = kms::wrap(ctx, source.subject(), &asked, &secret)?;
        let segments = match (&outcome.rewritten, &source.object.content) {
            (Some(body), _) => content::take(ctx, Some(body))?,
            (None, ContentRow::Empty) => Vec::new(),
            (None, ContentRow::Inline) => seal(ctx, &source, &secret)?,
            // It came in another form when this began.
            (None, ContentRow::File(_) | ContentRow::Manifest) => {
                return Err(errors::operation_aborted());
            }
        };
        content::release(ctx, source.place(), &source.object)?;
        source.object.content = content::write(ctx, source.place(), segments);
        row
    };
    source.object.change_more(|more| more.kms = Some(Box::new(row)));
    source.row.object = Some(source.object.clone());
    versions::replace(ctx, &source.bucket, &source.key, &source.row)?;
    Ok(UpdateObjectEncryptionOutput::new().request_charged(access::charged(
        ctx,
        &source.bucket,
        input.request_payer(),
    )))
}

/// A content that lies in a row.
fn seal(ctx: &mut Ctx, source: &Source, secret: &kms::Secret) -> Result<Vec<SegmentRow>, ApiError> {
    let mut sealed = Vec::new();
    for segment in source.segments(ctx)? {
        let SegmentRow::Inline(bytes) = segment else { return Err(errors::operation_aborted()) };
        sealed.push(SegmentRow::Inline(ByteVec::from(kms::seal_inline(ctx, secret, &bytes)?)));
    }
    Ok(sealed)
}
