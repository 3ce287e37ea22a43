//! UploadPartCopy. See `source.rs` for its three steps.

use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::access;
use crate::api::{CopyPartResultBuilder, UploadPartCopyInput, UploadPartCopyOutput};
use crate::attributes;
use crate::bucket;
use crate::checksum::{self, e_tag};
use crate::conditions;
use crate::content;
use crate::cover;
use crate::errors;
use crate::limits::PUT_BYTES_MAX;
use crate::multipart::{self, Upload};
use crate::source::{self, Asked, Reading, Rewrite, Source};
use crate::sse;
use crate::state::{ChecksumKind, PartRow};

/// What is to be copied where.
struct Job {
    upload: Upload,
    number: u16,
    source: Source,
    from: u64,
    to: u64,
}

fn asked(input: UploadPartCopyInput<'_>) -> Asked<'_> {
    Asked {
        copy_source: input.copy_source(),
        expected_owner: input.expected_source_bucket_owner(),
        request_payer: input.request_payer(),
        if_match: input.copy_source_if_match(),
        if_none_match: input.copy_source_if_none_match(),
        if_modified_since: input.copy_source_if_modified_since(),
        if_unmodified_since: input.copy_source_if_unmodified_since(),
    }
}

fn check(ctx: &Ctx, input: UploadPartCopyInput<'_>) -> Result<Job, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    attributes::refuse_unimplemented(input.0)?;
    let number = multipart::check_part_number(input.part_number())?;
    let upload = multipart::open(ctx, &bucket, input.key(), input.upload_id())?;
    let source = source::open(ctx, asked(input), false)?;
    let (from, to) = match input.copy_source_range() {
        Some(header) => conditions::copy_range(header, source.object.size)?,
        None => (0, source.object.size),
    };
    if to - from > PUT_BYTES_MAX {
        return Err(errors::invalid_request(format!(
            "The specified copy source is larger than the maximum allowable size for a copy \
             source: {PUT_BYTES_MAX}"
        )));
    }
    Ok(Job { upload, number, source, from, to })
}

pub fn begin(ctx: &mut Ctx, input: UploadPartCopyInput<'_>) -> OpResult {
    let Job { upload, source, from, to, .. } = check(ctx, input)?;
    let source_key = sse::read_source(input.0)?;
    sse::check_read(&source.object, source_key.as_ref())?;
    let secret = upload.secret(ctx, input.key(), input.0)?;
    let object = &source.object;
    let is_known = (from, to) == (0, object.size)
        && object.parts_count == 0
        && object.checksum.algorithm == upload.algorithm()
        && object.checksum.kind == ChecksumKind::FullObject;
    let rewrite = Rewrite::of(source.is_sealed(), secret);
    if is_known && rewrite.is_no() {
        return Ok(source::plan(ctx, &source, None));
    }
    let source_key = cover::open(ctx, source.subject(), object, source_key.as_ref())?;
    let body = source.open_content(ctx, (from, to), source_key.as_ref())?;
    let reading = Reading { body, algorithm: upload.algorithm(), rewrite };
    Ok(source::plan(ctx, &source, Some(reading)))
}

pub fn complete(
    ctx: &mut Ctx,
    input: UploadPartCopyInput<'_>,
    plan: Struct,
) -> Result<UploadPartCopyOutput, ApiError> {
    let Job { upload, number, source, from, to } = check(ctx, input)?;
    sse::check_read(&source.object, sse::read_source(input.0)?.as_ref())?;
    sse::check_part(upload.sealed(), sse::read(input.0)?.as_ref())?;
    let key = source::secret(&plan);
    let algorithm = upload.algorithm();
    let outcome = source::outcome(&plan, &source)?;
    let (md5, value) = match outcome.digests {
        None => (source.object.md5, source.object.checksum.value.clone()),
        Some(digests) => {
            let checksum = checksum::verify(None, algorithm, &digests)?;
            (sse::e_tag_md5(digests.md5, key.as_ref()), checksum.value)
        }
    };
    let segments = if let Some(body) = outcome.rewritten {
        content::take(ctx, Some(&body))?
    } else {
        let segments = content::cut(source.segments(ctx)?, from, to);
        content::share(ctx, &segments)?;
        segments
    };
    let row = PartRow {
        size: to - from,
        md5,
        checksum: value,
        modified_us: ctx.now().micros(),
        segments,
    };
    multipart::put_part(ctx, &upload, number, &row)?;
    let mut result = CopyPartResultBuilder::new()
        .e_tag(e_tag(&row.md5, 0))
        .last_modified(bucket::seconds(row.modified_us));
    if upload.row.algorithm.is_some() {
        result.0.set(algorithm.member(), checksum::base64(&row.checksum));
    }
    let mut output = UploadPartCopyOutput::new()
        .request_charged(access::charged(ctx, &upload.bucket, input.request_payer()))
        .copy_part_result(result)
        .copy_source_version_id(source.shown_version_id());
    cover::show_part(upload.row.more.as_deref(), input.0, &mut output.0);
    Ok(output)
}
