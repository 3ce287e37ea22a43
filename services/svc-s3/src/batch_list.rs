//! What S3 Batch Operations lists of a bucket for a manifest that S3 generates: a step that S3
//! Control calls as the role of a job.
//!
//! The role needs what AWS's documentation of such jobs gives it: `s3:PutInventoryConfiguration`,
//! and `s3:GetReplicationConfiguration` where replication decides. Source: S3 User Guide, "Granting
//! permissions for Batch Operations" ("Generating a manifest"), "Replicating existing objects with
//! Batch Replication"; S3 Control API Reference, JobManifestGeneratorFilter.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use store::Range;

use crate::access;
use crate::bucket::{self, Bucket};
use crate::limits::DAILY_BATCH;
use crate::replication;
use crate::replication_plan;
use crate::state::{CURRENT, ObjectRow, VERSIONS, VersionRow};
use crate::state_replication::ReplicationRow;

pub const BATCH_LIST: &str = "ListForBatch";

/// Input: `Bucket`, `Filter` (as the job has it), `Versions` (all of them, not the current ones
/// only), `Owner` (whose it must be), and after the first step what the last one has answered as
/// `Next`.
///
/// Answers `Entries` of `Key` and, with `Versions`, `VersionId`.
pub fn list(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or("");
    let named = Struct::new().with("Bucket", text("Bucket"));
    access::of(ctx, "PutBucketInventoryConfiguration", &named)?;
    let empty = Struct::new();
    let filter = input.structure("Filter").unwrap_or(&empty);
    let asks_eligible = filter.bool("EligibleForReplication").is_some();
    if asks_eligible {
        access::of(ctx, "GetBucketReplication", &named)?;
    }
    let bucket = bucket::open(ctx, text("Bucket"), input.str("Owner"))?;
    let rules = if asks_eligible { replication::of(ctx, &bucket)? } else { None };
    let wanted = Wanted { bucket: &bucket, filter, rules };
    let next = input.structure("Next").unwrap_or(&empty);
    let is_old = next.bool("Old") == Some(true);
    let (rows, last) = stretch(ctx, &bucket, next, is_old)?;
    let has_all = input.bool("Versions") == Some(true);
    let mut entries = Vec::new();
    for (key, row) in rows {
        if wanted.fits(&key, &row) {
            let mut entry = Struct::new().with("Key", key);
            if has_all {
                entry.set("VersionId", row.version_id());
            }
            entries.push(entry);
        }
    }
    let mut output = Struct::new().with("Entries", entries);
    match last {
        Some(at) => output.set("Next", at.with("Old", is_old)),
        None if has_all && !is_old => output.set("Next", Struct::new().with("Old", true)),
        None => {}
    }
    Ok(output)
}

type Rows = Vec<(String, VersionRow)>;

/// Some rows, and where to go on.
fn stretch(
    ctx: &Ctx,
    bucket: &Bucket,
    next: &Struct,
    is_old: bool,
) -> Result<(Rows, Option<Struct>), ApiError> {
    let id = bucket.row.id;
    let after = next.str("Key");
    let within = Range::within(&(id,));
    if is_old {
        let sequence = next.str("Sequence").and_then(|it| it.parse::<u64>().ok()).unwrap_or(0);
        let range = Range::within(&(id,));
        let range = match after {
            Some(key) => range.after(&(id, key, sequence)),
            None => range,
        };
        let rows = ctx.table(&VERSIONS).scan(&range).take(DAILY_BATCH);
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        let last = rows.last().filter(|_| rows.len() == DAILY_BATCH).map(|((_, key, at), _)| {
            Struct::new().with("Key", key.as_str()).with("Sequence", at.to_string())
        });
        return Ok((rows.into_iter().map(|((_, key, _), row)| (key, row)).collect(), last));
    }
    let range = match after {
        Some(key) => within.after(&(id, key)),
        None => within,
    };
    let rows = ctx.table(&CURRENT).scan(&range).take(DAILY_BATCH);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let last = rows.last().filter(|_| rows.len() == DAILY_BATCH);
    let last = last.map(|((_, key), _)| Struct::new().with("Key", key.as_str()));
    Ok((rows.into_iter().map(|((_, key), row)| (key, row)).collect(), last))
}

/// Which of a bucket's objects a job wants.
struct Wanted<'a> {
    bucket: &'a Bucket,
    filter: &'a Struct,
    rules: Option<ReplicationRow>,
}

impl Wanted<'_> {
    fn fits(&self, key: &str, row: &VersionRow) -> bool {
        let Some(object) = &row.object else { return false };
        let filter = self.filter;
        let made = bucket::seconds(row.modified_us);
        filter.int("ObjectSizeGreaterThanBytes").is_none_or(|than| object.size as i64 > than)
            && filter.int("ObjectSizeLessThanBytes").is_none_or(|than| (object.size as i64) < than)
            && filter.timestamp("CreatedAfter").is_none_or(|at| made > at)
            && filter.timestamp("CreatedBefore").is_none_or(|at| made < at)
            && any(filter.list("MatchAnyStorageClass"), |it| it == object.attributes.class())
            && any(filter.list("ObjectReplicationStatuses"), |it| it == status(object))
            && self.fits_key(key)
            && self.fits_encryption(object)
            && self.fits_eligibility(key, object)
    }

    fn fits_key(&self, key: &str) -> bool {
        let Some(names) = self.filter.structure("KeyNameConstraint") else { return true };
        any(names.list("MatchAnyPrefix"), |it| key.starts_with(it))
            && any(names.list("MatchAnySuffix"), |it| key.ends_with(it))
            && any(names.list("MatchAnySubstring"), |it| key.contains(it))
    }

    fn fits_eligibility(&self, key: &str, object: &ObjectRow) -> bool {
        let Some(is_wanted) = self.filter.bool("EligibleForReplication") else { return true };
        let rules = self
            .rules
            .clone()
            .map(|rules| replication_plan::rules_of_existing(rules, self.bucket, (key, object)));
        rules.is_some_and(|rules| !rules.is_empty()) == is_wanted
    }

    fn fits_encryption(&self, object: &ObjectRow) -> bool {
        let Some(kinds) = self.filter.list("MatchAnyObjectEncryption") else { return true };
        let kinds = kinds.iter().filter_map(Value::as_struct);
        kinds.flat_map(Struct::iter).any(|(name, value)| fits_kind(object, name, value))
    }
}

fn any(list: Option<&[Value]>, is_it: impl Fn(&str) -> bool) -> bool {
    list.is_none_or(|list| list.iter().filter_map(Value::as_str).any(is_it))
}

fn status(object: &ObjectRow) -> &'static str {
    object.replicated().map_or("NONE", |replicated| replicated.status())
}

/// Nothing here is not encrypted: S3 says `AES256` of everything else.
fn fits_kind(object: &ObjectRow, kind: &str, given: &Value) -> bool {
    let is_sealed = object.more.as_ref().is_some_and(|more| more.sealed.is_some());
    match (kind, object.kms()) {
        ("SSEKMS" | "DSSEKMS", Some(row)) => {
            let given = given.as_struct();
            let key = given.and_then(|it| it.str("KmsKeyArn"));
            let bucket_key = given.and_then(|it| it.bool("BucketKeyEnabled"));
            row.is_double == (kind == "DSSEKMS")
                && key.is_none_or(|it| it == row.key)
                && bucket_key.is_none_or(|it| it == row.has_bucket_key)
        }
        ("SSEC", None) => is_sealed,
        ("SSES3", None) => !is_sealed,
        _ => false,
    }
}
