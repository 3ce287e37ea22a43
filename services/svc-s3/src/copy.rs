//! CopyObject. See `source.rs` for its three steps.

use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::access;
use crate::annotations;
use crate::api::{CopyObjectInput, CopyObjectOutput, CopyObjectResultBuilder};
use crate::attributes;
use crate::bucket::{self, Bucket};
use crate::checksum::{self, e_tag};
use crate::content;
use crate::cover;
use crate::errors;
use crate::events::{self, CreatedBy, Event};
use crate::kms::Subject;
use crate::lifecycle;
use crate::limits::PUT_BYTES_MAX;
use crate::metrics_count;
use crate::names;
use crate::new_object;
use crate::put;
use crate::replication_plan;
use crate::source::{self, Asked, Reading, Rewrite, Source};
use crate::sse;
use crate::state::{Algorithm, AttributesRow, ChecksumKind, ObjectRow};
use crate::storage_class;
use crate::tags::{self, Tags};
use crate::versions;

fn asked(input: CopyObjectInput<'_>) -> Asked<'_> {
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

/// Everything that may refuse the copy; both transactions ask it.
fn check(ctx: &Ctx, input: CopyObjectInput<'_>) -> Result<(Bucket, Source), ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    names::check_key(input.key())?;
    attributes::refuse_unimplemented(input.0)?;
    let asks_tags = !replaces(input.tagging_directive())?;
    let source = source::open(ctx, asked(input), asks_tags)?;
    new_object::more(ctx, &bucket, input.0)?;
    if source.object.size > PUT_BYTES_MAX {
        return Err(errors::invalid_request(format!(
            "The specified copy source is larger than the maximum allowable size for a copy \
             source: {PUT_BYTES_MAX}"
        )));
    }
    let is_itself =
        source.bucket.row.id == bucket.row.id && source.key == input.key() && !source.is_versioned;
    let changes_something = replaces(input.metadata_directive())?
        || replaces(input.tagging_directive())?
        || input.storage_class().is_some()
        || input.website_redirect_location().is_some()
        || input.server_side_encryption().is_some()
        || input.sse_customer_algorithm().is_some()
        || input.copy_source_sse_customer_algorithm().is_some()
        || input.checksum_algorithm().is_some();
    if is_itself && !changes_something {
        return Err(errors::invalid_request(
            "This copy request is illegal because it is trying to copy an object to itself \
             without changing the object's metadata, storage class, website redirect location or \
             encryption attributes.",
        ));
    }
    put::check_write(ctx, &bucket, input.key(), input.if_match(), input.if_none_match())?;
    Ok((bucket, source))
}

fn replaces(directive: Option<&str>) -> Result<bool, ApiError> {
    match directive {
        None | Some("COPY") => Ok(false),
        Some("REPLACE") => Ok(true),
        Some(other) => Err(errors::invalid_argument(
            "x-amz-metadata-directive",
            other,
            "Unknown metadata directive.",
        )),
    }
}

fn algorithm(input: CopyObjectInput<'_>, source: &Source) -> Result<Algorithm, ApiError> {
    let named = input.checksum_algorithm().map(Algorithm::named).transpose()?;
    Ok(named.unwrap_or(source.object.checksum.algorithm))
}

pub fn begin(ctx: &mut Ctx, input: CopyObjectInput<'_>) -> OpResult {
    let (bucket, source) = check(ctx, input)?;
    metrics_count::copied(ctx, &source)?;
    let source_key = sse::read_source(input.0)?;
    sse::check_read(&source.object, source_key.as_ref())?;
    let algorithm = algorithm(input, &source)?;
    let object = &source.object;
    let secret = cover::begin(ctx, &bucket, input.0)?;
    let rewrite = Rewrite::of(source.is_sealed(), secret);
    // The copy is one piece: its ETag and checksum are those of the whole.
    let is_known = object.parts_count == 0
        && object.checksum.algorithm == algorithm
        && object.checksum.kind == ChecksumKind::FullObject;
    if is_known && rewrite.is_no() {
        return Ok(source::plan(ctx, &source, None));
    }
    let source_key = cover::open(ctx, source.subject(), object, source_key.as_ref())?;
    let body = source.open_content(ctx, (0, object.size), source_key.as_ref())?;
    Ok(source::plan(ctx, &source, Some(Reading { body, algorithm, rewrite })))
}

pub fn complete(
    ctx: &mut Ctx,
    input: CopyObjectInput<'_>,
    plan: Struct,
) -> Result<CopyObjectOutput, ApiError> {
    let (bucket, source) = check(ctx, input)?;
    sse::check_read(&source.object, sse::read_source(input.0)?.as_ref())?;
    let outcome = source::outcome(&plan, &source)?;
    let key = input.key();
    let subject = Subject { bucket: &bucket, key };
    let cover = cover::of_new(ctx, subject, input.0, source::secret(&plan))?;
    let (md5, checksum) = match outcome.digests {
        None => (source.object.md5, source.object.checksum.clone()),
        Some(digests) => {
            let algorithm = algorithm(input, &source)?;
            let checksum = checksum::verify(None, algorithm, &digests)?;
            (cover.e_tag_md5(digests.md5), checksum)
        }
    };
    let (attributes, tags) = describe(input, &source)?;
    storage_class::check_zone(ctx, &bucket, attributes.class())?;
    let segments = if let Some(body) = outcome.rewritten {
        content::take(ctx, Some(&body))?
    } else {
        cover.check_shared()?;
        let segments = source.segments(ctx)?;
        content::share(ctx, &segments)?;
        segments
    };
    let takes_annotations =
        annotations::check_copy(ctx, (&source, &bucket, key), input.annotation_directive())?;
    let sequence = versions::next_sequence(ctx, &bucket, key)?;
    let content = content::write(ctx, bucket.place(key, sequence), segments);
    let more = new_object::more(ctx, &bucket, input.0)?;
    let object = ObjectRow {
        size: source.object.size,
        md5,
        parts_count: 0,
        checksum: checksum.clone(),
        content,
        attributes,
        tags,
        more: new_object::complete(ctx, &bucket, &cover, more),
    };
    let mut row = replication_plan::insert(ctx, bucket.place(key, sequence), object)?;
    if takes_annotations {
        annotations::copy(ctx, &source, (&bucket, key), &mut row)?;
    }
    events::tell(ctx, &bucket, || Event::created(CreatedBy::Copy, &bucket, (key, &row)))?;
    let mut result = CopyObjectResultBuilder::new()
        .e_tag(e_tag(&md5, 0))
        .last_modified(bucket::seconds(row.modified_us));
    checksum.show(0, &mut result.0);
    let mut output = CopyObjectOutput::new()
        .copy_object_result(result)
        .copy_source_version_id(source.shown_version_id())
        .version_id(row.shown_version_id(&bucket))
        .request_charged(access::charged(ctx, &bucket, input.request_payer()));
    cover.show(&mut output.0);
    let object = row.object.as_ref().expect("it was just made");
    lifecycle::show_expiration(ctx, &bucket, (key, row.modified_us, object), &mut output.0)?;
    Ok(output)
}

/// The copy's attributes and tags: the source's unless the directives say to replace them.
/// Storage class and website redirect are never copied (API, CopyObject).
fn describe(
    input: CopyObjectInput<'_>,
    source: &Source,
) -> Result<(AttributesRow, Tags), ApiError> {
    let given = attributes::read(input.0)?;
    let attributes = if replaces(input.metadata_directive())? {
        given
    } else {
        AttributesRow {
            storage_class: given.storage_class,
            website_redirect_location: given.website_redirect_location,
            ..source.object.attributes.clone()
        }
    };
    let tags = if replaces(input.tagging_directive())? {
        tags::read_header(input.tagging())?
    } else {
        source.object.tags.clone()
    };
    Ok((attributes, tags))
}
