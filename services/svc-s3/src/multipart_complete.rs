//! CompleteMultipartUpload: the parts become an object as they are, without copying a byte.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::view::List;
use kernel::{ApiError, Ask, Ctx};

use crate::access;
use crate::api::{
    CompleteMultipartUploadInput, CompleteMultipartUploadOutput, CompletedMultipartUpload,
    CompletedPart,
};
use crate::attributes;
use crate::bucket::{self, Bucket};
use crate::checksum::{self, PartDigest, e_tag};
use crate::content;
use crate::cover::Cover;
use crate::errors;
use crate::events::{self, CreatedBy, Event};
use crate::jobs;
use crate::kms::{self, Subject};
use crate::limits::{COMPLETED_KEPT_S, OBJECT_BYTES_MAX, PART_BYTES_MIN, PARTS_MAX, SEGMENTS_MAX};
use crate::multipart::{self, Upload};
use crate::names;
use crate::new_object;
use crate::put;
use crate::replication_plan;
use crate::sse;
use crate::state::{
    COMPLETED, ChecksumKind, ChecksumRow, CompletedRow, ManifestPart, ObjectRow, PARTS, PartRow,
    UPLOADS,
};
use crate::versions;

pub fn complete_multipart_upload(
    ctx: &mut Ctx,
    input: CompleteMultipartUploadInput<'_>,
) -> Result<CompleteMultipartUploadOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let key = input.key();
    attributes::refuse_unimplemented(input.0)?;
    let Some(upload) = multipart::find(ctx, &bucket, key, input.upload_id())? else {
        return repeat(ctx, &bucket, input);
    };
    if let Some(key) = sse::read(input.0)? {
        sse::check_part(upload.sealed(), Some(&key))?;
    } else if let Some(row) = upload.row.more.as_ref().and_then(|more| more.kms()) {
        kms::unwrap(ctx, Subject { bucket: &bucket, key }, row)?;
    }
    let Some(listed) = input.multipart_upload() else {
        return Err(errors::invalid_request("You must specify at least one part"));
    };
    let listed = CompletedMultipartUpload::parts(listed);
    let listed = listed.filter(|parts| !parts.is_empty()).ok_or_else(errors::malformed_xml)?;
    put::check_write(ctx, &bucket, key, input.if_match(), input.if_none_match())?;
    let parts = choose(ctx, &upload, input, listed)?;
    let size: u64 = parts.iter().map(|(_, part)| part.size).sum();
    check_size(input, &parts, size)?;
    let checksum = join_checksums(&upload, &parts);
    check_claims(input, &checksum, parts.len() as u16)?;
    let row = write(ctx, &upload, key, parts, size, checksum)?;

    let nonce = *upload.row.nonce;
    ctx.table_mut(&COMPLETED).put(&(bucket.row.id, nonce), &row);
    let forget = Ask::to("s3", jobs::FORGET_COMPLETED)
        .with("BucketId", bucket.row.id.to_string())
        .with("UploadId", input.upload_id());
    let due = ctx.now() + Duration::from_secs(COMPLETED_KEPT_S);
    ctx.enqueue(Job::now(forget).at(due));
    Ok(answer(ctx, &bucket, key, &row).request_charged(access::charged(
        ctx,
        &bucket,
        input.request_payer(),
    )))
}

/// A client that did not see the first answer asks again.
fn repeat(
    ctx: &Ctx,
    bucket: &Bucket,
    input: CompleteMultipartUploadInput<'_>,
) -> Result<CompleteMultipartUploadOutput, ApiError> {
    let gone = || errors::upload_is_gone(input.upload_id());
    let (_, nonce) = names::decode_id(input.upload_id()).ok_or_else(gone)?;
    let row = ctx.table(&COMPLETED).get(&(bucket.row.id, *nonce))?;
    let row = row.filter(|row| row.key == input.key()).ok_or_else(gone)?;
    Ok(answer(ctx, bucket, input.key(), &row).request_charged(access::charged(
        ctx,
        bucket,
        input.request_payer(),
    )))
}

fn answer(
    ctx: &Ctx,
    bucket: &Bucket,
    key: &str,
    row: &CompletedRow,
) -> CompleteMultipartUploadOutput {
    let endpoint = &ctx.origin().endpoint;
    let path = names::url_encode(key).replace('+', "%20");
    let mut output = CompleteMultipartUploadOutput::new()
        .location(format!("{endpoint}/{}/{path}", bucket.name))
        .bucket(&bucket.name)
        .key(key)
        .e_tag(&row.e_tag)
        .version_id(row.version_id.clone());
    match &row.kms {
        Some(kms) => kms.show(&mut output.0),
        None if row.is_sealed => {}
        None => sse::show(None, &mut output.0),
    }
    row.checksum.show(row.parts_count, &mut output.0);
    output
}

/// The parts that the client lists, each held against what it says of it.
fn choose(
    ctx: &Ctx,
    upload: &Upload,
    input: CompleteMultipartUploadInput<'_>,
    listed: List<'_, CompletedPart<'_>>,
) -> Result<Vec<(u16, PartRow)>, ApiError> {
    if listed.len() > usize::from(PARTS_MAX) {
        return Err(errors::malformed_xml());
    }
    let upload_id = input.upload_id();
    let mut chosen: Vec<(u16, PartRow)> = Vec::with_capacity(listed.len());
    let mut segments = 0;
    for part in listed {
        let (Some(number), Some(tag)) = (part.part_number(), part.e_tag()) else {
            return Err(errors::malformed_xml());
        };
        if chosen.last().is_some_and(|(earlier, _)| number <= i64::from(*earlier)) {
            return Err(errors::invalid_part_order(upload_id));
        }
        let is_missing = || errors::invalid_part(upload_id, number, tag);
        let wanted = multipart::check_part_number(number).map_err(|_| is_missing())?;
        let row = ctx.table(&PARTS).get(&upload.part_key(wanted))?.ok_or_else(is_missing)?;
        if tag.trim_matches('"') != e_tag(&row.md5, 0).trim_matches('"') {
            return Err(is_missing());
        }
        check_part_checksum(upload, part, wanted, &row)?;
        segments += row.segments.len();
        if segments > SEGMENTS_MAX {
            return Err(errors::invalid_request("The parts are made of too many pieces."));
        }
        chosen.push((wanted, row));
    }
    let all_but_last = &chosen[..chosen.len() - 1];
    if let Some((number, row)) = all_but_last.iter().find(|(_, row)| row.size < PART_BYTES_MIN) {
        return Err(errors::entity_too_small(*number, row.size, &e_tag(&row.md5, 0)));
    }
    Ok(chosen)
}

fn check_part_checksum(
    upload: &Upload,
    part: CompletedPart<'_>,
    number: u16,
    row: &PartRow,
) -> Result<(), ApiError> {
    let Some(algorithm) = upload.row.algorithm else { return Ok(()) };
    match part.0.str(algorithm.member()) {
        Some(claimed) if claimed == checksum::base64(&row.checksum) => Ok(()),
        Some(_) => {
            let id = names::encode_id(upload.sequence, &upload.row.nonce);
            Err(errors::invalid_part(&id, i64::from(number), &e_tag(&row.md5, 0)))
        }
        None if upload.row.kind == ChecksumKind::FullObject => Ok(()),
        None => Err(errors::invalid_request(format!(
            "The upload was created using a {} checksum. The complete request must include the \
             checksum for each part. It was missing for part {number} in the request.",
            algorithm.name().to_ascii_lowercase(),
        ))),
    }
}

fn check_size(
    input: CompleteMultipartUploadInput<'_>,
    parts: &[(u16, PartRow)],
    size: u64,
) -> Result<(), ApiError> {
    assert!(!parts.is_empty(), "an empty list was refused");
    if size > OBJECT_BYTES_MAX {
        return Err(errors::entity_too_large());
    }
    match input.mpu_object_size() {
        Some(expected) if expected != size as i64 => Err(errors::invalid_request(format!(
            "The provided 'x-amz-mp-object-size' header value {expected} does not match what was \
             computed: {size}"
        ))),
        _ => Ok(()),
    }
}

fn digests(parts: &[(u16, PartRow)]) -> impl Iterator<Item = PartDigest<'_>> {
    parts.iter().map(|(_, row)| PartDigest {
        size: row.size,
        md5: &row.md5,
        checksum: &row.checksum,
    })
}

fn join_checksums(upload: &Upload, parts: &[(u16, PartRow)]) -> ChecksumRow {
    checksum::joined(upload.algorithm(), upload.row.kind, digests(parts))
}

/// Holds what the client expects of the whole object against what came out.
fn check_claims(
    input: CompleteMultipartUploadInput<'_>,
    checksum: &ChecksumRow,
    parts_count: u16,
) -> Result<(), ApiError> {
    if input.checksum_type().is_some_and(|kind| kind != checksum.kind.name()) {
        return Err(ApiError::new(
            "BadDigest",
            "The checksum type you specified did not match the one of the upload.",
        ));
    }
    let Some(claim) = checksum::claim(input.0)? else { return Ok(()) };
    let claimed = claim.value.unwrap_or("");
    let is_right =
        claim.algorithm == checksum.algorithm && checksum.is_claimed(claimed, parts_count);
    if is_right { Ok(()) } else { Err(errors::bad_checksum(claim.algorithm.name())) }
}

/// Writes the object and removes the upload.
fn write(
    ctx: &mut Ctx,
    upload: &Upload,
    key: &str,
    parts: Vec<(u16, PartRow)>,
    size: u64,
    checksum: ChecksumRow,
) -> Result<CompletedRow, ApiError> {
    let bucket = &upload.bucket;
    let parts_count = parts.len() as u16;
    let md5 = checksum::joined_md5(digests(&parts));
    drop_unused(ctx, upload, &parts)?;
    let sequence = versions::next_sequence(ctx, bucket, key)?;
    let place = bucket.place(key, sequence);
    let parts = parts.into_iter().map(|(number, row)| ManifestPart {
        number,
        size: row.size,
        checksum: Some(row.checksum),
        segments: row.segments,
    });
    let content = content::write_manifest(ctx, place, parts.collect());
    let more = new_object::complete(ctx, bucket, &Cover::Plain, upload.row.more.clone());
    let object = ObjectRow {
        size,
        md5,
        parts_count,
        checksum: checksum.clone(),
        content,
        attributes: upload.row.attributes.clone(),
        tags: upload.row.tags.clone(),
        more,
    };
    let row = replication_plan::insert(ctx, place, object)?;
    let by = CreatedBy::CompleteMultipartUpload;
    events::tell(ctx, bucket, || Event::created(by, bucket, (key, &row)))?;
    ctx.table_mut(&UPLOADS).delete(&(bucket.row.id, key, upload.sequence));
    Ok(CompletedRow {
        key: key.to_owned(),
        e_tag: e_tag(&md5, parts_count),
        checksum,
        parts_count,
        version_id: row.shown_version_id(bucket),
        is_sealed: upload.sealed().is_some(),
        kms: upload.row.more.as_ref().and_then(|more| more.kms()).cloned(),
    })
}

/// Removes the rows of all parts, and the content of those that were not listed.
fn drop_unused(ctx: &mut Ctx, upload: &Upload, used: &[(u16, PartRow)]) -> Result<(), ApiError> {
    let is_used = |number: u16| used.binary_search_by_key(&number, |(used, _)| *used).is_ok();
    let numbers: Vec<u16> = ctx
        .table(&PARTS)
        .keys(&upload.parts())
        .map(|key| key.map(|(_, _, number)| number))
        .collect::<Result<_, _>>()?;
    for number in numbers {
        let key = upload.part_key(number);
        if !is_used(number) {
            let row = ctx.table(&PARTS).get(&key)?.expect("its key was just listed");
            content::release_segments(ctx, &row.segments)?;
        }
        ctx.table_mut(&PARTS).delete(&key);
    }
    Ok(())
}
