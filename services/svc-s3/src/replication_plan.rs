//! What of a change goes to other buckets, and the jobs that take it there.
//!
//! A job leaves in the transaction of the change: an object that was acknowledged is replicated,
//! whatever happens to the process in between. Source: S3 User Guide, "What does Amazon S3
//! replicate?", "Replicating metadata changes with replica modification sync".

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx};

use crate::bucket::Bucket;
use crate::content::Place;
use crate::events::SERVICE_PRINCIPAL;
use crate::limits::{REPLICATION_LAG_MS, REPLICATION_MINUTES};
use crate::replicate::{Change, MISSED_THRESHOLD, REPLICATE};
use crate::replication;
use crate::replication_metrics;
use crate::state::{ObjectRow, VersionRow, Versioning};
use crate::state_lifecycle::FilterForm;
use crate::state_replication::{
    ReplicatedRow, ReplicationRow, ReplicationRuleRow, TargetRow, TargetStatus,
};
use crate::storage_class;
use crate::versions;

/// How long after a change its replicas are made.
const LAG: &str = "s3.replication_lag_millis";

impl ObjectRow {
    pub fn replicated(&self) -> Option<&ReplicatedRow> {
        self.more.as_ref().and_then(|more| more.replicated.as_ref())
    }
}

impl ReplicationRuleRow {
    pub fn has_metrics(&self) -> bool {
        self.to.metrics.is_some_and(|metrics| metrics.is_enabled)
    }

    pub fn is_in_time(&self) -> bool {
        self.to.in_time == Some(true)
    }

    /// In the first version delete markers go along.
    fn copies_markers(&self) -> bool {
        self.filter.form == FilterForm::Bare || self.copies_markers == Some(true)
    }
}

/// Makes an object the newest version of its key, and lets it go where the bucket's rules say.
pub fn insert(
    ctx: &mut Ctx,
    place: Place<'_>,
    mut object: ObjectRow,
) -> Result<VersionRow, ApiError> {
    let rules = rules_of_new(ctx, place.bucket, place.key, &object)?;
    if !rules.is_empty() {
        object.change_more(|more| more.replicated = Some(pending(&rules)));
    }
    let row = versions::insert(ctx, place, Some(object))?;
    let bytes = row.object.as_ref().map_or(0, |object| object.size);
    for rule in &rules {
        let going = Going { bytes, ..Change::Object.into() };
        enqueue(ctx, place.bucket, (place.key, &row.version_id()), rule, going)?;
    }
    Ok(row)
}

fn pending(rules: &[ReplicationRuleRow]) -> ReplicatedRow {
    let target = |rule: &ReplicationRuleRow| TargetRow {
        bucket: rule.to.bucket.clone(),
        status: TargetStatus::Pending,
    };
    ReplicatedRow::Source(rules.iter().map(target).collect())
}

/// Of the rules that fit, for each destination the one that counts.
fn chosen(
    row: ReplicationRow,
    fits: impl Fn(&ReplicationRuleRow) -> bool,
) -> Vec<ReplicationRuleRow> {
    let mut chosen: Vec<ReplicationRuleRow> = Vec::new();
    for rule in row.rules.into_iter().filter(|rule| rule.is_enabled && fits(rule)) {
        match chosen.iter_mut().find(|other| other.to.bucket == rule.to.bucket) {
            Some(other) if other.priority < rule.priority => *other = rule,
            Some(_) => {}
            None => chosen.push(rule),
        }
    }
    chosen
}

fn rules_of_new(
    ctx: &Ctx,
    bucket: &Bucket,
    key: &str,
    object: &ObjectRow,
) -> Result<Vec<ReplicationRuleRow>, ApiError> {
    let Some(row) = replication::of(ctx, bucket)? else { return Ok(Vec::new()) };
    Ok(rules_of_existing(row, bucket, (key, object)))
}

/// The rules by which an object may go elsewhere, whenever it was made.
pub fn rules_of_existing(
    rules: ReplicationRow,
    bucket: &Bucket,
    (key, object): (&str, &ObjectRow),
) -> Vec<ReplicationRuleRow> {
    // What lies in an archive would have to be fetched from there.
    let is_readable = !storage_class::is_archive(object.attributes.class());
    if bucket.row.versioning != Versioning::Enabled || !is_readable {
        return Vec::new();
    }
    let is_kms = object.kms().is_some();
    chosen(rules, |rule| {
        (!is_kms || rule.copies_kms == Some(true)) && rule.filter.fits(key, object)
    })
}

/// A delete marker was made by a request; those of lifecycles stay where they are.
pub fn note_marker(
    ctx: &mut Ctx,
    bucket: &Bucket,
    key: &str,
    version_id: &str,
) -> Result<(), ApiError> {
    let Some(row) = replication::of(ctx, bucket)? else { return Ok(()) };
    if bucket.row.versioning != Versioning::Enabled {
        return Ok(());
    }
    let fits = |rule: &ReplicationRuleRow| {
        rule.copies_markers() && rule.filter.is_of_keys_only() && rule.filter.fits_key(key)
    };
    for rule in chosen(row, fits) {
        enqueue(ctx, bucket, (key, version_id), &rule, Change::Marker.into())?;
    }
    Ok(())
}

/// Tags, list or lock of an object have changed; the caller writes the row.
pub fn note_change(
    ctx: &mut Ctx,
    bucket: &Bucket,
    key: &str,
    row: &mut VersionRow,
) -> Result<(), ApiError> {
    let version_id = row.version_id();
    let Some(object) = &mut row.object else { return Ok(()) };
    let Some(state) = object.replicated().cloned() else { return Ok(()) };
    let Some(rules) = replication::of(ctx, bucket)? else { return Ok(()) };
    let rules = chosen(rules, |rule| goes(rule, &state, key));
    if let ReplicatedRow::Source(mut targets) = state.clone() {
        let is_going = |it: &TargetRow| rules.iter().any(|rule| rule.to.bucket == it.bucket);
        for target in targets.iter_mut().filter(|target| is_going(target)) {
            target.status = TargetStatus::Pending;
        }
        object.change_more(|more| more.replicated = Some(ReplicatedRow::Source(targets)));
    }
    for rule in &rules {
        enqueue(ctx, bucket, (key, &version_id), rule, Change::Metadata.into())?;
    }
    Ok(())
}

/// Whether a rule takes along what changes of a version that is there.
fn goes(rule: &ReplicationRuleRow, state: &ReplicatedRow, key: &str) -> bool {
    match state {
        ReplicatedRow::Replica => rule.syncs_replicas == Some(true) && rule.filter.fits_key(key),
        ReplicatedRow::Source(targets) => {
            targets.iter().any(|target| target.bucket == rule.to.bucket)
        }
    }
}

/// An annotation was put or removed; answers how it stands to its replicas from now on.
///
/// Source: "What does Amazon S3 replicate?": each annotation goes by itself when it changes.
pub fn note_annotation(
    ctx: &mut Ctx,
    bucket: &Bucket,
    (key, row): (&str, &VersionRow),
    name: &str,
) -> Result<Option<ReplicatedRow>, ApiError> {
    let state = row.object.as_ref().and_then(ObjectRow::replicated);
    let Some(state) = state else { return Ok(None) };
    let Some(rules) = replication::of(ctx, bucket)? else { return Ok(None) };
    let rules = chosen(rules, |rule| goes(rule, state, key));
    for rule in &rules {
        let change = Going { annotation: Some(name), ..Change::Annotation.into() };
        enqueue(ctx, bucket, (key, &row.version_id()), rule, change)?;
    }
    Ok((!rules.is_empty()).then(|| pending(&rules)))
}

/// What a job takes along.
struct Going<'a> {
    change: Change,
    annotation: Option<&'a str>,
    /// Of the object.
    bytes: u64,
}

impl From<Change> for Going<'_> {
    fn from(change: Change) -> Self {
        Going { change, annotation: None, bytes: 0 }
    }
}

fn enqueue(
    ctx: &mut Ctx,
    bucket: &Bucket,
    (key, version_id): (&str, &str),
    rule: &ReplicationRuleRow,
    going: Going<'_>,
) -> Result<(), ApiError> {
    let Going { change, annotation, bytes } = going;
    let now = ctx.now();
    let ask = |step: &'static str| {
        let mut ask = Ask::to("s3", step)
            .with("Bucket", bucket.name.as_str())
            .with("Key", key)
            .with("VersionId", version_id)
            .with("Rule", rule.id.as_str())
            .with("Destination", rule.to.bucket.as_str())
            .with("Change", change.name())
            .with("Since", now.micros())
            .as_service(SERVICE_PRINCIPAL);
        if let Some(name) = annotation {
            ask.input.set("Annotation", name);
        }
        ask
    };
    let lag = ctx.setting(LAG).and_then(|lag| lag.parse().ok()).unwrap_or(REPLICATION_LAG_MS);
    let mut copy = ask(REPLICATE);
    replication_metrics::begin(ctx, bucket, rule, bytes, &mut copy.input)?;
    let copy = Job::now(copy).at(now + std::time::Duration::from_millis(lag));
    let is_timed = rule.is_in_time() && change == Change::Object;
    let minutes = REPLICATION_MINUTES as u64;
    let late = now + std::time::Duration::from_secs(minutes * 60);
    let watch = is_timed.then(|| Job::now(ask(MISSED_THRESHOLD)).at(late));
    ctx.enqueue(copy);
    if let Some(watch) = watch {
        ctx.enqueue(watch);
    }
    Ok(())
}
