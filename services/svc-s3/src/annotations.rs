//! Annotations: named texts of up to a mebibyte that are attached to a version of an object.
//!
//! An annotation's payload is taken in, kept and sealed as an object's content is, by the key of
//! the object it belongs to; it goes with its version. Copies take annotations along ([`copy`]).
//!
//! Source: S3 API Reference, PutObjectAnnotation and the operations beside it, CopyObject
//! (AnnotationDirective); S3 User Guide, "Annotating your objects".

use kernel::body::{Body, Segment};
use kernel::service::StagePlan;
use kernel::{ApiError, Ctx, Struct, page};
use store::{Range, SealKey};

use crate::access::{self, ObjectAsked};
use crate::api::{
    AnnotationEntryBuilder, DeleteObjectAnnotationInput, DeleteObjectAnnotationOutput,
    GetObjectAnnotationInput, GetObjectAnnotationOutput, ListObjectAnnotationsInput,
    ListObjectAnnotationsOutput, PutObjectAnnotationInput, PutObjectAnnotationOutput, error,
};
use crate::bucket::{self, Bucket};
use crate::checksum::{self, e_tag};
use crate::content;
use crate::cover;
use crate::errors;
use crate::events::{self, Event};
use crate::kms::Subject;
use crate::limits::{ANNOTATION_BYTES_MAX, ANNOTATION_NAME_BYTES_MAX, ANNOTATIONS_MAX};
use crate::lock;
use crate::put;
use crate::replication_plan;
use crate::source::Source;
use crate::sse;
use crate::state::{ObjectRow, VersionRow};
use crate::state_annotations::{ANNOTATION_PAYLOADS, ANNOTATIONS, AnnotationRow, PayloadRow};
use crate::state_replication::ReplicatedRow;
use crate::storage_meter::STANDARD_BYTES;
use crate::versions;

const LIST: &str = "ListObjectAnnotations";

/// Bucket, key, sequence, name.
pub type RowKey<'a> = (u64, &'a str, u64, &'a str);

fn check_name(name: &str) -> Result<(), ApiError> {
    if name.len() > ANNOTATION_NAME_BYTES_MAX {
        return Err(error::annotation_name_too_long("The annotation name exceeds 512 bytes."));
    }
    let start = name.to_ascii_lowercase();
    if name.is_empty() || start.starts_with("aws") || start.starts_with("s3") {
        return Err(error::invalid_annotation_name("The annotation name you provided is invalid."));
    }
    Ok(())
}

/// "Objects encrypted with SSE-C cannot have annotations." (API, PutObjectAnnotation)
fn check_cover(object: &ObjectRow) -> Result<(), ApiError> {
    if object.sealed().is_none() {
        return Ok(());
    }
    Err(errors::invalid_request("Objects encrypted with SSE-C cannot have annotations."))
}

fn check_object(if_match: Option<&str>, object: &ObjectRow) -> Result<(), ApiError> {
    let tag = e_tag(&object.md5, object.parts_count);
    match if_match {
        Some(asked) if asked.trim_matches('"') != tag.trim_matches('"') => {
            Err(errors::precondition_failed("x-amz-object-if-match"))
        }
        _ => Ok(()),
    }
}

/// Before the payload is read: by what it is to be sealed, and what may refuse it anyway.
pub fn stage(ctx: &mut Ctx, input: &Struct) -> Result<StagePlan, ApiError> {
    let input = PutObjectAnnotationInput::from(input);
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    check_name(input.annotation_name())?;
    let (_, object) = versions::find(ctx, &bucket, input.key(), input.version_id())?;
    check_cover(&object)?;
    check_object(input.object_if_match(), &object)?;
    let mut plan = put::plan(checksum::claim(input.0)?)?;
    plan.max_len = ANNOTATION_BYTES_MAX;
    plan.too_large = plan.too_large.with_member("MaxSizeAllowed", ANNOTATION_BYTES_MAX as i64);
    let subject = Subject { bucket: &bucket, key: input.key() };
    cover::seal(&mut plan, cover::of_part(ctx, subject, object.more.as_deref(), input.0)?);
    Ok(plan)
}

pub fn put_object_annotation(
    ctx: &mut Ctx,
    input: PutObjectAnnotationInput<'_>,
) -> Result<PutObjectAnnotationOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let (key, name) = (input.key(), input.annotation_name());
    check_name(name)?;
    let (mut row, mut object) = versions::find(ctx, &bucket, key, input.version_id())?;
    check_cover(&object)?;
    check_object(input.object_if_match(), &object)?;
    let claim = checksum::claim(input.0)?;
    let algorithm = claim.map_or(checksum::DEFAULT, |claim| claim.algorithm);
    let body = input.annotation_payload();
    let digests = checksum::digests_of(Some(body), algorithm.digest_set())?;
    if digests.len == 0 || digests.len > ANNOTATION_BYTES_MAX {
        return Err(errors::invalid_request(
            "The annotation payload must be between 1 byte and 1 MiB in size.",
        ));
    }
    checksum::verify_md5(input.content_md5(), &digests)?;
    let checksum = checksum::verify(claim, algorithm, &digests)?;
    let subject = Subject { bucket: &bucket, key };
    let seal = cover::open(ctx, subject, &object, None)?;
    // The object's key when the payload came in, and now.
    if cover::staged(input.0) != seal {
        return Err(errors::operation_aborted());
    }
    check_text(body, digests.len, seal.as_ref())?;

    let row_key = (bucket.row.id, key, row.sequence, name);
    let is_there = ctx.table(&ANNOTATIONS).contains(&row_key)?;
    if is_there {
        check_lock(ctx, &bucket, (key, input.version_id()), &object)?;
        release(ctx, &bucket, &row_key)?;
    } else if object.annotations() >= ANNOTATIONS_MAX {
        return Err(error::annotation_limit_exceeded(
            "The request would exceed the maximum number of annotations allowed per object.",
        ));
    }
    let segments = content::take(ctx, Some(body))?;
    let replicated = replication_plan::note_annotation(ctx, &bucket, (key, &row), name)?;
    let annotation = AnnotationRow {
        modified_us: ctx.now().micros(),
        size: digests.len,
        // What is sealed does not tell its MD5.
        md5: sse::e_tag_md5(digests.md5, seal.as_ref()),
        checksum: checksum.clone(),
        replicated,
    };
    keep(ctx, &bucket, &row_key, (&annotation, &PayloadRow { segments }))?;
    if !is_there {
        let count = object.annotations() + 1;
        count_annotations(ctx, (&bucket, key), &mut row, &mut object, count)?;
    }
    tell(ctx, &bucket, "s3:ObjectAnnotation:Put", (key, &row))?;
    let mut output = PutObjectAnnotationOutput::new()
        .key(key)
        .annotation_name(name)
        .object_version_id(row.shown_version_id(&bucket))
        .e_tag(e_tag(&annotation.md5, 0))
        .request_charged(access::charged(ctx, &bucket, input.request_payer()));
    checksum.show(0, &mut output.0);
    output.0.set("ServerSideEncryption", encryption(&object));
    Ok(output)
}

fn encryption(object: &ObjectRow) -> &'static str {
    object.kms().map_or("AES256", |row| row.algorithm())
}

/// A payload must be text. It has a mebibyte at most, and was written a moment ago.
fn check_text(body: &Body, len: u64, key: Option<&SealKey>) -> Result<(), ApiError> {
    let mut bytes = Vec::with_capacity(len as usize);
    for segment in &body.segments {
        match segment {
            Segment::Inline(more) => bytes.extend_from_slice(more),
            Segment::File { file, offset, len } => {
                let from = bytes.len();
                bytes.resize(from + *len as usize, 0);
                let open = key.map(|key| file.unseal(key, *len));
                open.as_ref().unwrap_or(file).read_at(*offset, &mut bytes[from..])?;
            }
        }
    }
    match std::str::from_utf8(&bytes) {
        Ok(_) => Ok(()),
        Err(_) => Err(error::unsupported_media_type(
            "The annotation payload is not valid UTF-8 encoded text.",
        )),
    }
}

pub fn count_annotations(
    ctx: &mut Ctx,
    (bucket, key): (&Bucket, &str),
    row: &mut VersionRow,
    object: &mut ObjectRow,
    count: u32,
) -> Result<(), ApiError> {
    object.change_more(|more| more.annotations = count);
    row.object = Some(object.clone());
    versions::replace(ctx, bucket, key, row)
}

fn tell(
    ctx: &mut Ctx,
    bucket: &Bucket,
    name: &'static str,
    (key, row): (&str, &VersionRow),
) -> Result<(), ApiError> {
    events::tell(ctx, bucket, || {
        let mut event = Event::about(name, "", bucket, (key, row));
        event.detail_type = None;
        event
    })
}

pub fn get_object_annotation(
    ctx: &mut Ctx,
    input: GetObjectAnnotationInput<'_>,
) -> Result<GetObjectAnnotationOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let (row, object) = versions::find(ctx, &bucket, input.key(), input.version_id())?;
    let row_key = (bucket.row.id, input.key(), row.sequence, input.annotation_name());
    let annotation = ctx.table(&ANNOTATIONS).get(&row_key)?.ok_or_else(|| {
        error::no_such_annotation("The specified annotation does not exist on this object.")
    })?;
    let payload = ctx.table(&ANNOTATION_PAYLOADS).get(&row_key)?;
    let payload = payload.expect("an annotation has a payload");
    let subject = Subject { bucket: &bucket, key: input.key() };
    let body = match cover::open(ctx, subject, &object, None)? {
        Some(key) => content::open_sealed(ctx, &payload.segments, &key)?,
        None => content::open_segments(ctx, &payload.segments)?,
    };
    let mut output = GetObjectAnnotationOutput::new()
        .annotation_payload(body)
        .object_version_id(row.shown_version_id(&bucket))
        .last_modified(bucket::seconds(annotation.modified_us))
        .content_length(annotation.size as i64)
        .replication_status(annotation.replicated.as_ref().map(ReplicatedRow::status))
        .e_tag(e_tag(&annotation.md5, 0))
        .request_charged(access::charged(ctx, &bucket, input.request_payer()));
    ctx.meter_out(annotation.size);
    if input.checksum_mode() == Some("ENABLED") {
        annotation.checksum.show(0, &mut output.0);
    }
    output.0.set("ServerSideEncryption", encryption(&object));
    Ok(output)
}

pub fn list_object_annotations(
    ctx: &mut Ctx,
    input: ListObjectAnnotationsInput<'_>,
) -> Result<ListObjectAnnotationsOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let (row, _) = versions::find(ctx, &bucket, input.key(), input.version_id())?;
    let max = input.max_annotation_results().unwrap_or(i64::from(ANNOTATIONS_MAX));
    if !(1..=i64::from(ANNOTATIONS_MAX)).contains(&max) {
        return Err(errors::invalid_argument(
            "max-annotation-results",
            &max.to_string(),
            "Argument max-annotation-results must be an integer between 1 and 1000",
        ));
    }
    let prefix = input.annotation_prefix().unwrap_or("");
    if prefix.len() > ANNOTATION_NAME_BYTES_MAX {
        return Err(error::invalid_prefix("The annotation prefix you provided is invalid."));
    }
    let all = (bucket.row.id, input.key(), row.sequence);
    let mut range = Range::within(&all).starting_with(prefix);
    if let Some(token) = input.continuation_token() {
        let name = page::decode(LIST, token).and_then(|it| String::from_utf8(it).ok());
        let name = name.ok_or_else(|| {
            errors::invalid_argument(
                "continuation-token",
                token,
                "The continuation token provided is incorrect",
            )
        })?;
        range = range.after(&(bucket.row.id, input.key(), row.sequence, &*name));
    }
    let mut found: Vec<(String, AnnotationRow)> = ctx
        .table(&ANNOTATIONS)
        .scan(&range)
        .take(max as usize + 1)
        .map(|entry| entry.map(|((.., name), row)| (name, row)))
        .collect::<Result<_, _>>()?;
    let has_more = found.len() > max as usize;
    found.truncate(max as usize);
    let next = found.last().filter(|_| has_more);
    Ok(ListObjectAnnotationsOutput::new()
        .bucket(&bucket.name)
        .key(input.key())
        .object_version_id(row.shown_version_id(&bucket))
        .annotation_prefix(input.annotation_prefix())
        .max_annotation_results(max)
        .annotation_count(found.len() as i64)
        .continuation_token(input.continuation_token())
        .next_continuation_token(next.map(|(name, _)| page::encode(LIST, name.as_bytes())))
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .annotations(found.iter().map(|(name, row)| entry(name, row)).collect::<Vec<_>>()))
}

fn entry(name: &str, row: &AnnotationRow) -> AnnotationEntryBuilder {
    AnnotationEntryBuilder::new()
        .annotation_name(name)
        .last_modified(bucket::seconds(row.modified_us))
        .e_tag(e_tag(&row.md5, 0))
        .checksum_algorithm([row.checksum.algorithm.name()])
        .size(row.size as i64)
        .replication_status(row.replicated.as_ref().map(ReplicatedRow::status))
}

pub fn delete_object_annotation(
    ctx: &mut Ctx,
    input: DeleteObjectAnnotationInput<'_>,
) -> Result<DeleteObjectAnnotationOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let key = input.key();
    let (mut row, mut object) = versions::find(ctx, &bucket, key, input.version_id())?;
    check_object(input.object_if_match(), &object)?;
    let row_key = (bucket.row.id, key, row.sequence, input.annotation_name());
    if ctx.table(&ANNOTATIONS).contains(&row_key)? {
        check_lock(ctx, &bucket, (key, input.version_id()), &object)?;
        release(ctx, &bucket, &row_key)?;
        replication_plan::note_annotation(ctx, &bucket, (key, &row), input.annotation_name())?;
        let count = object.annotations() - 1;
        count_annotations(ctx, (&bucket, key), &mut row, &mut object, count)?;
        tell(ctx, &bucket, "s3:ObjectAnnotation:Delete", (key, &row))?;
    }
    Ok(DeleteObjectAnnotationOutput::new()
        .object_version_id(row.shown_version_id(&bucket))
        .request_charged(access::charged(ctx, &bucket, input.request_payer())))
}

/// What a lock keeps of an object it keeps of its annotations. The model has no member for the
/// header that bypasses governance.
fn check_lock(
    ctx: &Ctx,
    bucket: &Bucket,
    (key, version_id): (&str, Option<&str>),
    object: &ObjectRow,
) -> Result<(), ApiError> {
    let asked = ObjectAsked { bucket, key, version_id, is_revealing: false };
    lock::check_removal(ctx, asked, object, false)
}

/// Writes one annotation, of which the bucket's owner pays the bytes.
///
/// [U]: that they are billed as bytes in STANDARD, whatever the object's class.
pub fn keep(
    ctx: &mut Ctx,
    bucket: &Bucket,
    row_key: &RowKey<'_>,
    (row, payload): (&AnnotationRow, &PayloadRow),
) -> Result<(), ApiError> {
    ctx.meter_level(STANDARD_BYTES, &bucket.name, row.size.cast_signed())?;
    ctx.table_mut(&ANNOTATIONS).put(row_key, row);
    ctx.table_mut(&ANNOTATION_PAYLOADS).put(row_key, payload);
    Ok(())
}

/// Removes one annotation, and gives up its payload.
pub fn release(ctx: &mut Ctx, bucket: &Bucket, row_key: &RowKey<'_>) -> Result<(), ApiError> {
    let size = ctx.table(&ANNOTATIONS).get(row_key)?.map_or(0, |row| row.size);
    ctx.meter_level(STANDARD_BYTES, &bucket.name, -size.cast_signed())?;
    let payload = ctx.table(&ANNOTATION_PAYLOADS).get(row_key)?;
    content::release_segments(ctx, &payload.map(|it| it.segments).unwrap_or_default())?;
    ctx.table_mut(&ANNOTATIONS).delete(row_key);
    ctx.table_mut(&ANNOTATION_PAYLOADS).delete(row_key);
    Ok(())
}

/// The names of a version's annotations.
pub fn names(
    ctx: &Ctx,
    bucket: &Bucket,
    key: &str,
    sequence: u64,
) -> Result<Vec<String>, ApiError> {
    let range = Range::within(&(bucket.row.id, key, sequence));
    let keys = ctx.table_in(&ANNOTATIONS, bucket.scope).keys(&range);
    Ok(keys.map(|key| key.map(|(.., name)| name)).collect::<Result<_, _>>()?)
}

/// Removes the annotations of a version that goes.
pub fn forget(ctx: &mut Ctx, bucket: &Bucket, key: &str, row: &VersionRow) -> Result<(), ApiError> {
    if row.object.as_ref().is_none_or(|object| object.annotations() == 0) {
        return Ok(());
    }
    for name in names(ctx, bucket, key, row.sequence)? {
        release(ctx, bucket, &(bucket.row.id, key, row.sequence, &*name))?;
    }
    Ok(())
}

/// Whether a copy takes the annotations of its source along; asks whether it may.
pub fn check_copy(
    ctx: &Ctx,
    (source, bucket, key): (&Source, &Bucket, &str),
    directive: Option<&str>,
) -> Result<bool, ApiError> {
    match directive {
        None | Some("COPY") => {}
        Some("EXCLUDE") => return Ok(false),
        Some(other) => {
            return Err(errors::invalid_argument(
                "x-amz-object-annotation-directive",
                other,
                "Unknown annotation directive.",
            ));
        }
    }
    if source.object.annotations() == 0 {
        return Ok(false);
    }
    let from = ObjectAsked {
        bucket: &source.bucket,
        key: &source.key,
        version_id: None,
        is_revealing: false,
    };
    access::authorize_object(ctx, from, &["s3:GetObjectAnnotation"], Vec::new)?;
    let to = ObjectAsked { bucket, key, version_id: None, is_revealing: false };
    access::authorize_object(ctx, to, &["s3:PutObjectAnnotation"], Vec::new)?;
    Ok(true)
}

/// Copies the annotations of the source to a version that was just made. Payloads are shared, so
/// both must lie open.
pub fn copy(
    ctx: &mut Ctx,
    source: &Source,
    (bucket, key): (&Bucket, &str),
    row: &mut VersionRow,
) -> Result<(), ApiError> {
    let Some(mut object) = row.object.clone() else { return Ok(()) };
    check_cover(&object)?;
    if source.is_sealed() || object.kms().is_some() {
        return Err(errors::not_implemented("x-amz-object-annotation-directive"));
    }
    let names = names(ctx, &source.bucket, &source.key, source.row.sequence)?;
    for name in &names {
        let from = (source.bucket.row.id, &*source.key, source.row.sequence, &**name);
        let scope = source.bucket.scope;
        let annotation = ctx.table_in(&ANNOTATIONS, scope).get(&from)?;
        let payload = ctx.table_in(&ANNOTATION_PAYLOADS, scope).get(&from)?;
        let (Some(annotation), Some(payload)) = (annotation, payload) else { continue };
        content::share(ctx, &payload.segments)?;
        let to = (bucket.row.id, key, row.sequence, &**name);
        let replicated = object.replicated().cloned();
        let modified_us = ctx.now().micros();
        let annotation = AnnotationRow { modified_us, replicated, ..annotation };
        keep(ctx, bucket, &to, (&annotation, &payload))?;
    }
    // "Each annotation copied is billed as a separate PUT request." (API, CopyObject)
    ctx.meter_for("Requests-Tier1", &bucket.name, names.len() as u64);
    count_annotations(ctx, (bucket, key), row, &mut object, names.len() as u32)
}

impl ObjectRow {
    /// How many annotations it has.
    pub fn annotations(&self) -> u32 {
        self.more.as_ref().map_or(0, |more| more.annotations)
    }
}
