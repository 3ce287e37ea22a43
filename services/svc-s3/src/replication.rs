//! Replication: what a configuration may say, and the operations that set and show it.
//!
//! What of a change is replicated is in `replication_plan.rs`, how in `replicate.rs`. Source: S3
//! API Reference, PutBucketReplication; S3 User Guide, "Replicating objects within and across
//! Regions", "Replication configuration file elements".

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::api::{
    DeleteBucketReplicationInput, DeleteBucketReplicationOutput, GetBucketReplicationInput,
    GetBucketReplicationOutput, PutBucketReplicationInput, PutBucketReplicationOutput,
    ReplicationConfigurationBuilder, ReplicationRule,
};
use crate::bucket::{self, Bucket};
use crate::errors;
use crate::events::SERVICE_PRINCIPAL;
use crate::limits::REPLICATION_RULES_MAX;
use crate::replication_rule;
use crate::state::Versioning;
use crate::state_replication::{REPLICATIONS, ReplicationRow, ReplicationRuleRow};
use crate::state_settings::Feature;

pub fn put_bucket_replication(
    ctx: &mut Ctx,
    input: PutBucketReplicationInput<'_>,
) -> Result<PutBucketReplicationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    if input.token().is_some() {
        return Err(errors::not_implemented("x-amz-bucket-object-lock-token"));
    }
    if bucket.row.versioning != Versioning::Enabled {
        return Err(errors::invalid_request(
            "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
        ));
    }
    let given = input.replication_configuration();
    let role = given.role();
    check_role(ctx, &bucket, role)?;
    let rules: Vec<ReplicationRule<'_>> = given.rules().into_iter().collect();
    if rules.is_empty() || rules.len() > REPLICATION_RULES_MAX {
        return Err(errors::malformed_xml());
    }
    let mut rows: Vec<ReplicationRuleRow> = Vec::with_capacity(rules.len());
    for rule in rules {
        let row = replication_rule::read(ctx, rule)?;
        if rows.iter().any(|earlier| earlier.id == row.id) {
            return Err(errors::invalid_argument(
                "ID",
                &row.id,
                "Rule Id must be unique. Found same Id for more than one rule.",
            ));
        }
        rows.push(row);
    }
    replication_rule::check_together(&rows)?;
    for row in &rows {
        check_destination(ctx, &bucket, &row.to.bucket)?;
    }
    let row = ReplicationRow { role: role.to_owned(), rules: rows };
    ctx.table_mut(&REPLICATIONS).put(&bucket.row.id, &row);
    bucket.set_feature(ctx, Feature::Replication, true);
    Ok(PutBucketReplicationOutput::new())
}

/// The role of the bucket's owner, as which S3 will act; who names it must be allowed to pass it.
fn check_role(ctx: &Ctx, bucket: &Bucket, role: &str) -> Result<(), ApiError> {
    let arn = Arn::parse(role);
    let is_role = arn.is_some_and(|arn| {
        arn.service == "iam"
            && arn.resource.starts_with("role/")
            && arn.account_id() == Some(bucket.owner())
    });
    if is_role {
        return ctx.authorize_pass_role(role, SERVICE_PRINCIPAL);
    }
    Err(errors::invalid_argument(
        "Role",
        role,
        "Invalid Role specified in replication configuration",
    ))
}

fn check_destination(ctx: &Ctx, bucket: &Bucket, arn: &str) -> Result<(), ApiError> {
    let name = destination_name(arn)
        .ok_or_else(|| errors::invalid_argument("Bucket", arn, "Invalid bucket ARN."))?;
    let Some(destination) = bucket::open_for_anybody(ctx, name)? else {
        return Err(errors::invalid_request("Destination bucket must exist."));
    };
    if destination.row.id == bucket.row.id {
        return Err(errors::invalid_request("Destination bucket cannot be the source bucket."));
    }
    if destination.row.versioning != Versioning::Enabled {
        return Err(errors::invalid_request("Destination bucket must have versioning enabled."));
    }
    if bucket.lock().is_some() && destination.lock().is_none() {
        return Err(errors::invalid_request(
            "Destination bucket must have Object Lock enabled, since the source bucket has it.",
        ));
    }
    Ok(())
}

/// The name in `arn:aws:s3:::name`.
pub fn destination_name(arn: &str) -> Option<&str> {
    let name = arn.strip_prefix("arn:")?.split_once(":s3:::")?.1;
    (!name.is_empty() && !name.contains(['/', ':'])).then_some(name)
}

pub fn get_bucket_replication(
    ctx: &mut Ctx,
    input: GetBucketReplicationInput<'_>,
) -> Result<GetBucketReplicationOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let Some(row) = of(ctx, &bucket)? else {
        return Err(ApiError::new(
            "ReplicationConfigurationNotFoundError",
            "The replication configuration was not found",
        )
        .with_status(404)
        .with_member("BucketName", bucket.name));
    };
    let rules = row.rules.iter().map(replication_rule::show);
    let shown =
        ReplicationConfigurationBuilder::new().role(row.role).rules(rules.collect::<Vec<_>>());
    Ok(GetBucketReplicationOutput::new().replication_configuration(shown))
}

pub fn delete_bucket_replication(
    ctx: &mut Ctx,
    input: DeleteBucketReplicationInput<'_>,
) -> Result<DeleteBucketReplicationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    ctx.table_mut(&REPLICATIONS).delete(&bucket.row.id);
    bucket.set_feature(ctx, Feature::Replication, false);
    Ok(DeleteBucketReplicationOutput::new())
}

/// The bucket's configuration, if it has one.
pub fn of(ctx: &Ctx, bucket: &Bucket) -> Result<Option<ReplicationRow>, ApiError> {
    if !bucket.has(Feature::Replication) {
        return Ok(None);
    }
    Ok(ctx.table_in(&REPLICATIONS, bucket.scope).get(&bucket.row.id)?)
}
