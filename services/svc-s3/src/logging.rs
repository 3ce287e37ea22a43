//! Server access logging: the operations that set and show where a bucket's log goes.
//!
//! What a line says is in `log_line.rs`, how lines get there in `log_delivery.rs`. Source: S3 API
//! Reference, PutBucketLogging; S3 User Guide, "Logging requests with server access logging",
//! "Enabling Amazon S3 server access logging".

use kernel::{ApiError, Ctx};

use crate::acl;
use crate::api::{
    BucketLoggingStatus, GetBucketLoggingInput, GetBucketLoggingOutput, LoggingEnabled,
    LoggingEnabledBuilder, PartitionedPrefixBuilder, PutBucketLoggingInput, PutBucketLoggingOutput,
    SimplePrefixBuilder, TargetGrantBuilder, TargetObjectKeyFormat, TargetObjectKeyFormatBuilder,
};
use crate::bucket::{self, Bucket};
use crate::errors;
use crate::limits::{GRANTS_MAX, LOG_PREFIX_BYTES_MAX};
use crate::state_logging::{KeyFormat, LOGGINGS, LoggingRow};
use crate::state_settings::{Feature, GrantRow, Permission};

pub fn put_bucket_logging(
    ctx: &mut Ctx,
    input: PutBucketLoggingInput<'_>,
) -> Result<PutBucketLoggingOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let row = read(ctx, &bucket, input.bucket_logging_status())?;
    match &row {
        Some(row) => ctx.table_mut(&LOGGINGS).put(&bucket.row.id, row),
        None => ctx.table_mut(&LOGGINGS).delete(&bucket.row.id),
    }
    bucket.set_feature(ctx, Feature::Logging, row.is_some());
    Ok(PutBucketLoggingOutput::new())
}

pub fn get_bucket_logging(
    ctx: &mut Ctx,
    input: GetBucketLoggingInput<'_>,
) -> Result<GetBucketLoggingOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    Ok(GetBucketLoggingOutput::new().logging_enabled(of(ctx, &bucket)?.as_ref().map(show)))
}

/// Where the bucket's log goes, if it has one.
pub fn of(ctx: &Ctx, bucket: &Bucket) -> Result<Option<LoggingRow>, ApiError> {
    if !bucket.has(Feature::Logging) {
        return Ok(None);
    }
    Ok(ctx.table_in(&LOGGINGS, bucket.scope).get(&bucket.row.id)?)
}

fn read(
    ctx: &Ctx,
    bucket: &Bucket,
    given: BucketLoggingStatus<'_>,
) -> Result<Option<LoggingRow>, ApiError> {
    let Some(given) = given.logging_enabled() else { return Ok(None) };
    if given.target_prefix().len() > LOG_PREFIX_BYTES_MAX {
        return Err(errors::key_too_long(given.target_prefix().len()));
    }
    let target = check_target(ctx, bucket, given)?;
    Ok(Some(LoggingRow {
        bucket: given.target_bucket().to_owned(),
        prefix: given.target_prefix().to_owned(),
        format: given.target_object_key_format().map(read_format).transpose()?,
        grants: read_grants(&target, given)?,
    }))
}

/// Source: API Reference, TargetGrant: not in buckets whose owner is enforced; the words are what
/// Terraform's users quote (terraform-provider-aws issue 31771).
fn read_grants(target: &Bucket, given: LoggingEnabled<'_>) -> Result<Vec<GrantRow>, ApiError> {
    let mut grants = Vec::new();
    for grant in given.target_grants().into_iter().flatten() {
        if !target.has_acls() {
            return Err(errors::target_grants_not_supported());
        }
        let permission = match grant.permission() {
            Some("FULL_CONTROL") => Permission::FullControl,
            Some("READ") => Permission::Read,
            Some("WRITE") => Permission::Write,
            _ => return Err(errors::malformed_xml()),
        };
        let grantee = grant.grantee().ok_or_else(errors::malformed_xml)?;
        grants.push(GrantRow { grantee: acl::read_grantee(grantee)?, permission });
        if grants.len() > GRANTS_MAX {
            return Err(errors::malformed_xml());
        }
    }
    Ok(grants)
}

/// Source: "Enabling Amazon S3 server access logging": same owner, same Region.
fn check_target(ctx: &Ctx, bucket: &Bucket, given: LoggingEnabled<'_>) -> Result<Bucket, ApiError> {
    let name = given.target_bucket();
    let refuse = |message: &str| {
        Err(ApiError::new("InvalidTargetBucketForLogging", message)
            .with_member("TargetBucket", name))
    };
    let Some(target) = bucket::open_for_anybody(ctx, name)? else {
        return refuse("The target bucket for logging does not exist");
    };
    if target.owner() != bucket.owner() {
        return refuse(
            "The owner for the bucket to be logged and the target bucket must be the same.",
        );
    }
    if target.region() != bucket.region() {
        return Err(ApiError::new(
            "CrossLocationLoggingProhibited",
            "Cross S3 location logging not allowed. ",
        )
        .with_status(403)
        .with_member("SourceBucketLocation", &bucket.row.region)
        .with_member("TargetBucketLocation", &target.row.region));
    }
    if target.is_requester_paying() || target.has_default_retention() {
        return refuse(
            "The target bucket for logging must have neither Requester Pays nor a default \
             retention period.",
        );
    }
    Ok(target)
}

fn read_format(given: TargetObjectKeyFormat<'_>) -> Result<KeyFormat, ApiError> {
    match (given.simple_prefix(), given.partitioned_prefix()) {
        (Some(_), None) => Ok(KeyFormat::Simple),
        (None, Some(by)) => match by.partition_date_source() {
            Some("EventTime") => Ok(KeyFormat::ByEventTime),
            None | Some("DeliveryTime") => Ok(KeyFormat::ByDeliveryTime),
            Some(_) => Err(errors::malformed_xml()),
        },
        _ => Err(errors::malformed_xml()),
    }
}

fn show(row: &LoggingRow) -> LoggingEnabledBuilder {
    let format = row.format.map(|format| {
        let shown = TargetObjectKeyFormatBuilder::new();
        let by = |source: &str| PartitionedPrefixBuilder::new().partition_date_source(source);
        match format {
            KeyFormat::Simple => shown.simple_prefix(SimplePrefixBuilder::new()),
            KeyFormat::ByEventTime => shown.partitioned_prefix(by("EventTime")),
            KeyFormat::ByDeliveryTime => shown.partitioned_prefix(by("DeliveryTime")),
        }
    });
    let grants = row.grants.iter().map(|grant| {
        TargetGrantBuilder::new().grantee(grant.grantee.show()).permission(grant.permission.name())
    });
    LoggingEnabledBuilder::new()
        .target_grants((!row.grants.is_empty()).then(|| grants.collect::<Vec<_>>()))
        .target_bucket(&row.bucket)
        .target_prefix(&row.prefix)
        .target_object_key_format(format)
}
