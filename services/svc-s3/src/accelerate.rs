//! Transfer Acceleration: whether a bucket may be reached at `bucket.s3-accelerate.…`.
//!
//! Here no way is faster than another; the endpoint works where the bucket's owner has allowed it.
//! Source: S3 User Guide, "Configuring fast, secure file transfers using Amazon S3 Transfer
//! Acceleration"; S3 API Reference, PutBucketAccelerateConfiguration.

use kernel::{ApiError, Ctx};

use crate::access;
use crate::api::{
    GetBucketAccelerateConfigurationInput, GetBucketAccelerateConfigurationOutput,
    PutBucketAccelerateConfigurationInput, PutBucketAccelerateConfigurationOutput,
};
use crate::bucket::{self, Bucket};
use crate::errors;

/// Operations that the endpoint does not have.
const ELSEWHERE: [&str; 3] = ["CopyObject", "UploadPartCopy", "CreateBucket"];

pub fn put_bucket_accelerate_configuration(
    ctx: &mut Ctx,
    input: PutBucketAccelerateConfigurationInput<'_>,
) -> Result<PutBucketAccelerateConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let is_on = match input.accelerate_configuration().status() {
        Some("Enabled") => true,
        Some("Suspended") => false,
        _ => return Err(errors::malformed_xml()),
    };
    if bucket.name.contains('.') {
        return Err(errors::invalid_request(
            "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names",
        ));
    }
    bucket.change(ctx, |settings| settings.is_accelerated = Some(is_on));
    Ok(PutBucketAccelerateConfigurationOutput::new())
}

pub fn get_bucket_accelerate_configuration(
    ctx: &mut Ctx,
    input: GetBucketAccelerateConfigurationInput<'_>,
) -> Result<GetBucketAccelerateConfigurationOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let status = status(&bucket).map(|is_on| if is_on { "Enabled" } else { "Suspended" });
    Ok(GetBucketAccelerateConfigurationOutput::new()
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .status(status))
}

fn status(bucket: &Bucket) -> Option<bool> {
    bucket.row.settings.as_ref().and_then(|settings| settings.is_accelerated)
}

/// Refuses what came to the endpoint of a bucket that does not have it.
pub fn check(ctx: &Ctx, bucket: &Bucket, operation: &str) -> Result<(), ApiError> {
    let host = ctx.origin().endpoint.as_str();
    if ctx.is_nested() || !host.contains(".s3-accelerate.") {
        return Ok(());
    }
    let refuse = |what: &str| {
        Err(errors::invalid_request(format!("S3 Transfer Acceleration is {what} on this bucket")))
    };
    match status(bucket) {
        None => refuse("not configured"),
        Some(false) => refuse("disabled"),
        Some(true) if ELSEWHERE.contains(&operation) => Err(errors::invalid_request(
            "This operation is not available at the endpoint of S3 Transfer Acceleration",
        )),
        Some(true) => Ok(()),
    }
}
