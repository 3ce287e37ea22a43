//! Access by the tags of a bucket (ABAC): a switch, which lets policies ask for them.
//!
//! Source: S3 API Reference, PutBucketAbac; S3 User Guide, "Enabling ABAC in general purpose
//! buckets", "Using tags with S3 general purpose buckets" (`aws:ResourceTag`, `s3:BucketTag`).

use kernel::{ApiError, Ctx};

use crate::access_keys::Key;
use crate::api::{
    AbacStatusBuilder, GetBucketAbacInput, GetBucketAbacOutput, PutBucketAbacInput,
    PutBucketAbacOutput,
};
use crate::bucket::{self, Bucket};
use crate::errors;

pub fn put_bucket_abac(
    ctx: &mut Ctx,
    input: PutBucketAbacInput<'_>,
) -> Result<PutBucketAbacOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let is_on = match input.abac_status().status() {
        Some("Enabled") => true,
        Some("Disabled") => false,
        _ => return Err(errors::malformed_xml()),
    };
    bucket.change(ctx, |settings| settings.is_abac = is_on);
    Ok(PutBucketAbacOutput::new())
}

pub fn get_bucket_abac(
    ctx: &mut Ctx,
    input: GetBucketAbacInput<'_>,
) -> Result<GetBucketAbacOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let status = if bucket.is_abac() { "Enabled" } else { "Disabled" };
    Ok(GetBucketAbacOutput::new().abac_status(AbacStatusBuilder::new().status(status)))
}

/// What policies may ask for of the bucket's tags.
pub fn keys(bucket: &Bucket) -> Vec<Key> {
    if !bucket.is_abac() {
        return Vec::new();
    }
    let both = |(name, value): &(String, String)| {
        ["aws:ResourceTag", "s3:BucketTag"]
            .map(|kind| (format!("{kind}/{name}").into(), value.clone()))
    };
    bucket.row.tags.iter().flat_map(both).collect()
}

/// Refuses to change the tags by other operations than S3 Control's, which policies on tags know.
/// [U] Code and words.
pub fn check_tagging(ctx: &Ctx, bucket: &Bucket) -> Result<(), ApiError> {
    if bucket.is_abac() && !ctx.is_nested() {
        return Err(errors::invalid_request(
            "The bucket has ABAC enabled: its tags are changed by TagResource and UntagResource.",
        ));
    }
    Ok(())
}
