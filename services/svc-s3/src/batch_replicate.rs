//! Replication of an object that exists, for S3 Batch Operations: a step that S3 Control calls as
//! the role of a job, which needs `s3:InitiateReplication`. The bucket's rules say where it goes,
//! and the role of the rules takes it there, as with live replication, whatever became of it
//! before.
//!
//! Source: S3 User Guide, "Replicating existing objects with Batch Replication", "Configuring an
//! IAM role for S3 Batch Replication", "Amazon S3 replication failure reasons".

use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::access::{self, ObjectAsked};
use crate::bucket;
use crate::errors;
use crate::names;
use crate::replica;
use crate::replicate;
use crate::replication;
use crate::replication_plan;
use crate::state::VersionRow;
use crate::state_replication::{ReplicatedRow, TargetRow, TargetStatus};
use crate::versions;

pub const BATCH_REPLICATE: &str = "BatchReplicate";

/// Input: `Bucket`, `Key`, and `VersionId` unless the current version is meant.
pub fn replicate(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or("");
    let (name, key, version_id) = (text("Bucket"), text("Key"), input.str("VersionId"));
    let bucket = bucket::find(ctx, name)?;
    if bucket.region() != ctx.region() {
        return Err(errors::permanent_redirect(name, &bucket.row.region));
    }
    let asked = ObjectAsked { bucket: &bucket, key, version_id, is_revealing: false };
    access::authorize_object(ctx, asked, &["s3:InitiateReplication"], Vec::new)?;
    ctx.enter_account(bucket.owner());
    let row = match version_id {
        Some(id) => versions::find_version(ctx, &bucket, key, names::parse_version_id(id)?)?,
        None => versions::newest(ctx, &bucket, key)?,
    };
    let mut row = row.ok_or_else(|| replica::failure("SrcObjectNotFound"))?;
    let rules = replication::of(ctx, &bucket)?;
    let rules = rules.ok_or_else(|| replica::failure("SrcObjectNotEligible"))?;
    let role = rules.role.clone();
    let object = row.object.as_ref().ok_or_else(|| replica::failure("SrcObjectNotEligible"))?;
    let chosen = replication_plan::rules_of_existing(rules, &bucket, (key, object));
    if chosen.is_empty() {
        return Err(replica::failure("SrcObjectNotEligible"));
    }
    let mut targets = Vec::with_capacity(chosen.len());
    let mut failed = None;
    for rule in &chosen {
        let sent = replicate::send_existing(ctx, &bucket, (key, &row), (&role, rule));
        let status = if sent.is_ok() { TargetStatus::Completed } else { TargetStatus::Failed };
        targets.push(TargetRow { bucket: rule.to.bucket.clone(), status });
        failed = failed.or(sent.err());
    }
    note(ctx, &bucket, (key, &mut row), targets)?;
    // As an answer: what has come of it stays noted when the task fails.
    Ok(match failed {
        Some(error) => {
            let reason = replica::reason(&error).to_owned();
            Struct::new().with("Reason", reason).with("Message", error.message())
        }
        None => Struct::new(),
    })
}

fn note(
    ctx: &mut Ctx,
    bucket: &bucket::Bucket,
    (key, row): (&str, &mut VersionRow),
    targets: Vec<TargetRow>,
) -> Result<(), ApiError> {
    let Some(object) = &mut row.object else { return Ok(()) };
    // What has come from elsewhere stays a replica.
    if object.replicated() == Some(&ReplicatedRow::Replica) {
        return Ok(());
    }
    let mut all = match object.replicated() {
        Some(ReplicatedRow::Source(before)) => before.clone(),
        _ => Vec::new(),
    };
    all.retain(|it| targets.iter().all(|target| target.bucket != it.bucket));
    all.extend(targets);
    object.change_more(|more| more.replicated = Some(ReplicatedRow::Source(all)));
    versions::replace(ctx, bucket, key, row)
}
