//! GetObject and HeadObject: one reading of the request, two answers.

use kernel::{ApiError, Ctx, Principal, Struct, Timestamp};

use crate::access::{self, ObjectAsked};
use crate::analytics_count;
use crate::api::{GetObjectInput, GetObjectOutput, HeadObjectInput, HeadObjectOutput};
use crate::attributes;
use crate::bucket::{self, Bucket};
use crate::checksum::e_tag;
use crate::conditions::{self, ReadConditions, Refused};
use crate::content;
use crate::cover;
use crate::errors;
use crate::kms::Subject;
use crate::lifecycle;
use crate::limits::PARTS_MAX;
use crate::restore;
use crate::sse;
use crate::state::{ContentRow, ObjectRow, VersionRow};
use crate::storage_class;
use crate::storage_meter;
use crate::tiering;
use crate::versions;

/// `response-*` parameters and the members that they override.
const OVERRIDES: [(&str, &str); 5] = [
    ("ResponseCacheControl", "CacheControl"),
    ("ResponseContentDisposition", "ContentDisposition"),
    ("ResponseContentEncoding", "ContentEncoding"),
    ("ResponseContentLanguage", "ContentLanguage"),
    ("ResponseContentType", "ContentType"),
];

/// What is to be answered.
struct Reading {
    bucket: Bucket,
    row: VersionRow,
    object: ObjectRow,
    from: u64,
    to: u64,
    output: Struct,
}

pub fn get_object(ctx: &mut Ctx, input: GetObjectInput<'_>) -> Result<GetObjectOutput, ApiError> {
    let Reading { bucket, row, object, from, to, mut output } = read(ctx, input)?;
    restore::check_readable(ctx, &object)?;
    tiering::note_access(ctx, &bucket, input.key(), &row);
    analytics_count::note_read(ctx, &bucket, input.key(), &row, to - from);
    storage_meter::read(ctx, &object, to - from);
    let place = bucket.place(input.key(), row.sequence);
    let subject = Subject { bucket: &bucket, key: input.key() };
    let key = cover::open(ctx, subject, &object, sse::read(input.0)?.as_ref())?;
    output.set("Body", content::open(ctx, place, &object.content, (from, to), key.as_ref())?);
    Ok(GetObjectOutput(output))
}

pub fn head_object(
    ctx: &mut Ctx,
    input: HeadObjectInput<'_>,
) -> Result<HeadObjectOutput, ApiError> {
    // Both inputs have the same members.
    let reading = read(ctx, GetObjectInput(input.0))?;
    // Checksums tell of the content: who sees one must be able to open it (API, HeadObject).
    if input.checksum_mode() == Some("ENABLED") && reading.object.kms().is_some() {
        let subject = Subject { bucket: &reading.bucket, key: input.key() };
        cover::open(ctx, subject, &reading.object, None)?;
    }
    Ok(HeadObjectOutput(reading.output))
}

fn read(ctx: &Ctx, input: GetObjectInput<'_>) -> Result<Reading, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    attributes::refuse_unimplemented(input.0)?;
    let (row, object) = versions::find(ctx, &bucket, input.key(), input.version_id())?;
    storage_class::check_zone(ctx, &bucket, object.attributes.class())?;
    let key = sse::read(input.0)?;
    sse::check_read(&object, key.as_ref())?;
    let modified = bucket::seconds(row.modified_us);
    let tag = e_tag(&object.md5, object.parts_count);
    let conditions = ReadConditions {
        if_match: input.if_match(),
        if_none_match: input.if_none_match(),
        if_modified_since: input.if_modified_since(),
        if_unmodified_since: input.if_unmodified_since(),
    };
    conditions.check(&tag, modified).map_err(|refused| match refused {
        Refused::Failed(condition) => errors::precondition_failed(condition),
        Refused::NotModified(_) => errors::not_modified(&tag, modified),
    })?;
    let place = bucket.place(input.key(), row.sequence);
    let stretch = match (input.range(), input.part_number()) {
        (Some(_), Some(_)) => {
            return Err(errors::invalid_request(
                "Cannot specify both Range header and partNumber query parameter",
            ));
        }
        (Some(header), None) => conditions::range(header, object.size)?,
        (None, Some(number)) => Some(part(ctx, place, &object, number)?),
        (None, None) => None,
    };

    let mut output = Struct::with_capacity(16);
    object.attributes.show(&mut output);
    output.set("AcceptRanges", "bytes");
    output.set("LastModified", modified);
    output.set("ETag", tag);
    cover::show(&object, key.as_ref(), &mut output);
    show_lock(ctx, &bucket, input, &object, &mut output);
    restore::show(ctx, &object, &mut output);
    if let Some(replicated) = object.replicated() {
        output.set("ReplicationStatus", replicated.status());
    }
    if let Some(tier) = object.archive_tier() {
        output.set("ArchiveStatus", tier.name());
    }
    if input.version_id().is_none() {
        let of = (input.key(), row.modified_us, &object);
        lifecycle::show_expiration(ctx, &bucket, of, &mut output)?;
    }
    if let Some(version_id) = row.shown_version_id(&bucket) {
        output.set("VersionId", version_id);
    }
    show_counts(input, &object, &mut output);
    let (from, to) = stretch.unwrap_or((0, object.size));
    output.set("ContentLength", (to - from) as i64);
    // An empty part or object has no first and last byte to name.
    if stretch.is_some() && from < to {
        output.set("ContentRange", format!("bytes {from}-{}/{}", to - 1, object.size));
        output.set(":status", 206);
    }
    // The stored checksum is that of the whole.
    if input.checksum_mode() == Some("ENABLED") && (from, to) == (0, object.size) {
        object.checksum.show(object.parts_count, &mut output);
    }
    if let Some(charged) = access::charged(ctx, &bucket, input.request_payer()) {
        output.set("RequestCharged", charged);
    }
    apply_overrides(ctx, input, &mut output)?;
    Ok(Reading { bucket, row, object, from, to, output })
}

/// Locks are told to who may know of them.
fn show_counts(input: GetObjectInput<'_>, object: &ObjectRow, output: &mut Struct) {
    if !object.tags.is_empty() {
        output.set("TagCount", object.tags.len() as i64);
    }
    if input.part_number().is_some() && object.parts_count > 0 {
        output.set("PartsCount", i64::from(object.parts_count));
    }
}

fn show_lock(
    ctx: &Ctx,
    bucket: &Bucket,
    input: GetObjectInput<'_>,
    object: &ObjectRow,
    output: &mut Struct,
) {
    let Some(lock) = object.lock() else { return };
    let (key, version_id) = (input.key(), input.version_id());
    let asked = ObjectAsked { bucket, key, version_id, is_revealing: false };
    let may = |action| access::authorize_object(ctx, asked, &[action], Vec::new).is_ok();
    lock.show(output, may("s3:GetObjectRetention"), may("s3:GetObjectLegalHold"));
}

/// Where a part lies within its object.
fn part(
    ctx: &Ctx,
    place: content::Place<'_>,
    object: &ObjectRow,
    number: i64,
) -> Result<(u64, u64), ApiError> {
    if !(1..=i64::from(PARTS_MAX)).contains(&number) {
        return Err(errors::invalid_argument(
            "partNumber",
            &number.to_string(),
            "Part number must be an integer between 1 and 10000, inclusive",
        ));
    }
    if number > i64::from(object.parts_count.max(1)) {
        return Err(errors::invalid_part_number(number, object.parts_count.max(1)));
    }
    if object.parts_count == 0 || object.content != ContentRow::Manifest {
        return Ok((0, object.size));
    }
    let parts = content::manifest(ctx, place)?.parts;
    let at = number as usize - 1;
    let from: u64 = parts[..at].iter().map(|part| part.size).sum();
    Ok((from, from + parts[at].size))
}

fn apply_overrides(
    ctx: &Ctx,
    input: GetObjectInput<'_>,
    output: &mut Struct,
) -> Result<(), ApiError> {
    let expires = input.response_expires().map(Timestamp::http_date);
    let given = OVERRIDES
        .iter()
        .filter_map(|(parameter, member)| Some((*member, input.0.str(parameter)?.to_owned())));
    let given: Vec<_> = given.chain(expires.map(|expires| ("Expires", expires))).collect();
    if !given.is_empty() && *ctx.principal() == Principal::Anonymous {
        return Err(errors::invalid_request(
            "Request specific response headers cannot be used for anonymous GET requests.",
        ));
    }
    for (member, value) in given {
        output.set(member, value);
    }
    Ok(())
}
