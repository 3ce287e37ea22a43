//! PutObject.

use kernel::service::StagePlan;
use kernel::{ApiError, Ctx, Digests, Struct};

use crate::access;
use crate::analytics_count;
use crate::api::{PutObjectInput, PutObjectOutput};
use crate::attributes;
use crate::bucket::{self, Bucket};
use crate::checksum::{self, Claim, e_tag};
use crate::conditions;
use crate::content;
use crate::cover;
use crate::errors;
use crate::events::{self, CreatedBy, Event};
use crate::kms::Subject;
use crate::lifecycle;
use crate::limits;
use crate::names;
use crate::new_object;
use crate::post_policy::{IS_FORM, LENGTH_MAX, LENGTH_MIN};
use crate::replication_plan;
use crate::state::ObjectRow;
use crate::storage_class;
use crate::tags;
use crate::versions;

/// Before the body is read: may refuse what would fail anyway, and says which digests to take.
pub fn stage(ctx: &mut Ctx, input: &Struct) -> Result<StagePlan, ApiError> {
    let input = PutObjectInput::from(input);
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    names::check_key(input.key())?;
    attributes::refuse_unimplemented(input.0)?;
    new_object::more(ctx, &bucket, input.0)?;
    let secret = cover::begin(ctx, &bucket, input.0)?;
    check_conditions(ctx, &bucket, input)?;
    let mut plan = plan(checksum::claim(input.0)?)?;
    cover::seal(&mut plan, secret);
    if let Some(max) = input.0.int(LENGTH_MAX) {
        plan.max_len = plan.max_len.min(max as u64);
        plan.too_large = plan.too_large.with_member("MaxSizeAllowed", plan.max_len as i64);
    }
    Ok(plan)
}

/// How a body is taken in whose client claims this checksum.
pub fn plan(claim: Option<Claim<'_>>) -> Result<StagePlan, ApiError> {
    let algorithm = claim.map_or(checksum::DEFAULT, |claim| claim.algorithm);
    Ok(StagePlan {
        max_len: limits::PUT_BYTES_MAX,
        too_large: errors::entity_too_large(),
        digests: algorithm.digest_set(),
        seal: None,
        note: None,
        admission: None,
    })
}

pub fn put_object(ctx: &mut Ctx, input: PutObjectInput<'_>) -> Result<PutObjectOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let key = input.key();
    names::check_key(key)?;
    attributes::refuse_unimplemented(input.0)?;
    let attributes = attributes::read(input.0)?;
    storage_class::check_zone(ctx, &bucket, attributes.class())?;
    let tags = tags::read_header(input.tagging())?;
    let more = new_object::more(ctx, &bucket, input.0)?;
    check_conditions(ctx, &bucket, input)?;

    let claim = checksum::claim(input.0)?;
    if claim.is_none() && input.content_md5().is_none() && asks_lock(input) {
        return Err(errors::invalid_request(
            "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with \
             Object Lock parameters",
        ));
    }
    let algorithm = claim.map_or(checksum::DEFAULT, |claim| claim.algorithm);
    let digests: Digests = checksum::digests_of(input.body(), algorithm.digest_set())?;
    if input.0.int(LENGTH_MIN).is_some_and(|min| (digests.len as i64) < min) {
        return Err(errors::form_too_small(digests.len, input.0.int(LENGTH_MIN)));
    }
    checksum::verify_md5(input.content_md5(), &digests)?;
    let checksum = checksum::verify(claim, algorithm, &digests)?;

    let subject = Subject { bucket: &bucket, key };
    let cover = cover::of_new(ctx, subject, input.0, cover::staged(input.0))?;
    let more = new_object::complete(ctx, &bucket, &cover, more);
    let sequence = versions::next_sequence(ctx, &bucket, key)?;
    let segments = cover.take(ctx, input.body())?;
    let content = content::write(ctx, bucket.place(key, sequence), segments);
    let md5 = cover.e_tag_md5(digests.md5);
    let object = ObjectRow {
        size: digests.len,
        md5,
        parts_count: 0,
        checksum: checksum.clone(),
        content,
        attributes,
        tags,
        more,
    };
    let row = replication_plan::insert(ctx, bucket.place(key, sequence), object)?;
    analytics_count::note_upload(ctx, &bucket, key, &row)?;
    let by = if input.0.bool(IS_FORM) == Some(true) { CreatedBy::Post } else { CreatedBy::Put };
    events::tell(ctx, &bucket, || Event::created(by, &bucket, (key, &row)))?;
    let mut output = PutObjectOutput::new()
        .e_tag(e_tag(&md5, 0))
        .version_id(row.shown_version_id(&bucket))
        .request_charged(access::charged(ctx, &bucket, input.request_payer()));
    cover.show(&mut output.0);
    checksum.show(0, &mut output.0);
    let object = row.object.as_ref().expect("it was just made");
    lifecycle::show_expiration(ctx, &bucket, (key, row.modified_us, object), &mut output.0)?;
    Ok(output)
}

fn asks_lock(input: PutObjectInput<'_>) -> bool {
    input.object_lock_mode().is_some()
        || input.object_lock_retain_until_date().is_some()
        || input.object_lock_legal_hold_status().is_some()
}

fn check_conditions(ctx: &Ctx, bucket: &Bucket, input: PutObjectInput<'_>) -> Result<(), ApiError> {
    check_write(ctx, bucket, input.key(), input.if_match(), input.if_none_match())
}

/// The conditions of every operation that makes an object.
pub fn check_write(
    ctx: &Ctx,
    bucket: &Bucket,
    key: &str,
    if_match: Option<&str>,
    if_none_match: Option<&str>,
) -> Result<(), ApiError> {
    if if_match.is_none() && if_none_match.is_none() {
        return Ok(());
    }
    let existing = versions::current(ctx, bucket, key)?.and_then(|row| row.object);
    let existing = existing.map(|object| e_tag(&object.md5, object.parts_count));
    conditions::check_write(if_match, if_none_match, key, existing.as_deref())
}
