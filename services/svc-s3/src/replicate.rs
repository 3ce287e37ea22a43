//! Replication at work: a step for each version and destination, which is tried again as long as
//! the destination does not answer, and tells what has become of it.
//!
//! What the destination does is in `replica.rs`. Source: S3 User Guide, "Getting replication
//! status information", "Using Amazon S3 Event Notifications" (events of replication), "Amazon S3
//! replication failure reasons".

use std::time::Duration;

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp};
use serde_json::json;

use crate::annotation_replicas;
use crate::bucket::{self, Bucket};
use crate::events::{self, Event, SERVICE_PRINCIPAL};
use crate::limits::{
    REPLICATION_ATTEMPTS_MAX, REPLICATION_MINUTES, REPLICATION_RETRY_MS, REPLICATION_RETRY_MS_MAX,
};
use crate::names;
use crate::replica::{self, RECEIVE_REPLICA};
use crate::replication;
use crate::replication_metrics::{self, Outcome};
use crate::state::VersionRow;
use crate::state_replication::{ReplicatedRow, ReplicationRuleRow, TargetStatus};
use crate::versions;

/// Takes one version to one destination.
pub const REPLICATE: &str = "Replicate";
/// Says so when a version has not arrived in time.
pub const MISSED_THRESHOLD: &str = "ReplicationThreshold";

const SESSION: &str = "s3-replication";

/// What is to be taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Object,
    Marker,
    /// Tags, list and lock.
    Metadata,
    /// One annotation was put or removed.
    Annotation,
}

impl Change {
    pub fn name(self) -> &'static str {
        match self {
            Change::Object => "Object",
            Change::Marker => "Marker",
            Change::Metadata => "Metadata",
            Change::Annotation => "Annotation",
        }
    }

    pub fn parse(name: &str) -> Change {
        match name {
            "Marker" => Change::Marker,
            "Metadata" => Change::Metadata,
            "Annotation" => Change::Annotation,
            _ => Change::Object,
        }
    }

    /// As events call it.
    fn operation(self) -> &'static str {
        match self {
            Change::Object => "OBJECT_PUT",
            Change::Marker => "DELETE_MARKER_PUT",
            // [U] for annotations.
            Change::Metadata | Change::Annotation => "OBJECT_METADATA_PUT",
        }
    }
}

/// What a job is about.
struct Going {
    bucket: Bucket,
    key: String,
    row: VersionRow,
    change: Change,
    annotation: Option<String>,
    destination: String,
    since: Timestamp,
    /// `None` when nobody wants it any more.
    rule: Option<(String, ReplicationRuleRow)>,
}

fn find(ctx: &Ctx, input: &Struct) -> Result<Option<Going>, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or("");
    let Some(bucket) = bucket::open_for_anybody(ctx, text("Bucket"))? else { return Ok(None) };
    let key = text("Key").to_owned();
    let id = names::parse_version_id(text("VersionId"))?;
    // What was deleted before it was replicated needs no replica.
    let Some(row) = versions::find_version(ctx, &bucket, &key, id)? else { return Ok(None) };
    let destination = text("Destination").to_owned();
    let rule = replication::of(ctx, &bucket)?.and_then(|row| {
        let is_it = |rule: &ReplicationRuleRow| {
            rule.is_enabled && rule.id == text("Rule") && rule.to.bucket == destination
        };
        Some((row.role, row.rules.into_iter().find(is_it)?))
    });
    let change = Change::parse(text("Change"));
    let since = Timestamp::from_micros(input.int("Since").unwrap_or(0));
    let annotation = input.str("Annotation").map(str::to_owned);
    Ok(Some(Going { bucket, key, row, change, annotation, destination, since, rule }))
}

/// Input: `Bucket`, `Key`, `VersionId`, `Rule`, `Destination`, `Change`, `Annotation`,
/// `Since`, `Attempt`.
pub fn replicate(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let outcome = attempt(ctx, input)?;
    replication_metrics::end(ctx, input, outcome)?;
    Ok(Struct::new())
}

fn attempt(ctx: &mut Ctx, input: &Struct) -> Result<Outcome, ApiError> {
    let Some(mut going) = find(ctx, input)? else { return Ok(Outcome::Dropped) };
    let Some((role, rule)) = going.rule.take() else {
        note(ctx, &mut going, TargetStatus::Failed)?;
        return Ok(Outcome::Dropped);
    };
    match send(ctx, &going, &role, &rule) {
        Ok(()) => {
            note(ctx, &mut going, TargetStatus::Completed)?;
            tell_late(ctx, &going, &rule)?;
            Ok(Outcome::Done)
        }
        Err(error) if is_passing(&error) && try_again(ctx, input) => Ok(Outcome::PutOff),
        Err(error) => {
            note(ctx, &mut going, TargetStatus::Failed)?;
            tell_failed(ctx, &going, &rule, replica::reason(&error))?;
            Ok(Outcome::Failed)
        }
    }
}

/// A destination that does not answer may answer later; one that refuses will not.
fn is_passing(error: &ApiError) -> bool {
    error.status() >= 500 && error.code() != "NotImplemented"
}

fn try_again(ctx: &mut Ctx, input: &Struct) -> bool {
    let attempt = input.int("Attempt").unwrap_or(0);
    if attempt >= REPLICATION_ATTEMPTS_MAX {
        return false;
    }
    let doublings = attempt.min(20) as u32;
    let delay = (REPLICATION_RETRY_MS << doublings).min(REPLICATION_RETRY_MS_MAX);
    let input = input.clone().with("Attempt", attempt + 1);
    let ask = Ask::to("s3", REPLICATE).with_input(input).as_service(SERVICE_PRINCIPAL);
    let due = ctx.now() + Duration::from_millis(delay);
    ctx.enqueue(Job::now(ask).at(due));
    true
}

/// Calls the destination's region as the role.
fn send(
    ctx: &mut Ctx,
    going: &Going,
    role: &str,
    rule: &ReplicationRuleRow,
) -> Result<(), ApiError> {
    let name = replication::destination_name(&rule.to.bucket).expect("it was checked");
    let Some(destination) = bucket::open_for_anybody(ctx, name)? else {
        return Err(replica::failure("DstBucketNotFound"));
    };
    let role = Arn::parse(role).expect("it was checked");
    let mut ask = Ask::to("s3", RECEIVE_REPLICA)
        .with("Source", going.bucket.name.as_str())
        .with("Key", going.key.as_str())
        .with("VersionId", going.row.version_id())
        .with("Bucket", name)
        .with("Change", going.change.name())
        .with("OverridesOwner", rule.to.overrides_owner)
        .as_role(&role, SESSION)
        .in_region(destination.region());
    if let Some(name) = &going.annotation {
        ask.input.set("Annotation", name.as_str());
    }
    if let Some(account) = &rule.to.account {
        ask.input.set("Account", account.as_str());
    }
    if let Some(key) = &rule.to.kms_key {
        ask.input.set("ReplicaKmsKeyID", key.as_str());
    }
    if let Some(class) = &rule.to.class {
        ask.input.set("StorageClass", class.as_str());
    }
    ctx.call(ask).map(|_| ())
}

/// Takes a version that exists to where a rule says, at once.
pub fn send_existing(
    ctx: &mut Ctx,
    bucket: &Bucket,
    (key, row): (&str, &VersionRow),
    (role, rule): (&str, &ReplicationRuleRow),
) -> Result<(), ApiError> {
    let going = Going {
        bucket: bucket.clone(),
        key: key.to_owned(),
        row: row.clone(),
        change: Change::Object,
        annotation: None,
        destination: rule.to.bucket.clone(),
        since: ctx.now(),
        rule: None,
    };
    send(ctx, &going, role, rule)
}

/// Notes what has become of the version at this destination.
fn note(ctx: &mut Ctx, going: &mut Going, status: TargetStatus) -> Result<(), ApiError> {
    let place = going.bucket.place(&going.key, going.row.sequence);
    match (going.change, &going.annotation) {
        (Change::Annotation, Some(name)) => {
            return annotation_replicas::note(ctx, place, name, (&going.destination, status));
        }
        (Change::Object, _) => {
            annotation_replicas::note_all(ctx, place, (&going.destination, status))?;
        }
        _ => {}
    }
    let Some(object) = &mut going.row.object else { return Ok(()) };
    let Some(ReplicatedRow::Source(mut targets)) = object.replicated().cloned() else {
        return Ok(());
    };
    for target in targets.iter_mut().filter(|target| target.bucket == going.destination) {
        target.status = status;
    }
    object.change_more(|more| more.replicated = Some(ReplicatedRow::Source(targets)));
    versions::replace(ctx, &going.bucket, &going.key, &going.row)
}

fn is_late(ctx: &Ctx, going: &Going) -> bool {
    let taken = ctx.now().micros() - going.since.micros();
    taken > REPLICATION_MINUTES * 60 * 1_000_000
}

/// The step that looks after a quarter of an hour.
pub fn watch_threshold(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let Some(going) = find(ctx, input)? else { return Ok(Struct::new()) };
    let Some((_, rule)) = &going.rule else { return Ok(Struct::new()) };
    let is_pending = match going.row.object.as_ref().and_then(|object| object.replicated()) {
        Some(ReplicatedRow::Source(targets)) => targets.iter().any(|target| {
            target.bucket == going.destination && target.status == TargetStatus::Pending
        }),
        _ => false,
    };
    if is_pending {
        let data = json!({ "threshold": REPLICATION_MINUTES.to_string() });
        tell(ctx, &going, rule, "s3:Replication:OperationMissedThreshold", data)?;
    }
    Ok(Struct::new())
}

fn tell_late(ctx: &mut Ctx, going: &Going, rule: &ReplicationRuleRow) -> Result<(), ApiError> {
    if !rule.is_in_time() || going.change != Change::Object || !is_late(ctx, going) {
        return Ok(());
    }
    let seconds = (ctx.now().micros() - going.since.micros()) / 1_000_000;
    let data = json!({
        "threshold": REPLICATION_MINUTES.to_string(),
        "replicationTime": seconds.to_string(),
    });
    tell(ctx, going, rule, "s3:Replication:OperationReplicatedAfterThreshold", data)
}

fn tell_failed(
    ctx: &mut Ctx,
    going: &Going,
    rule: &ReplicationRuleRow,
    reason: &str,
) -> Result<(), ApiError> {
    if !rule.has_metrics() {
        return Ok(());
    }
    let data = json!({ "failureReason": reason });
    tell(ctx, going, rule, "s3:Replication:OperationFailedReplication", data)
}

fn tell(
    ctx: &mut Ctx,
    going: &Going,
    rule: &ReplicationRuleRow,
    name: &'static str,
    more: serde_json::Value,
) -> Result<(), ApiError> {
    let mut data = json!({
        "replicationRuleId": rule.id,
        "destinationBucket": rule.to.bucket,
        "s3Operation": going.change.operation(),
        "requestTime": going.since.iso8601_millis(),
    });
    if let Some(more) = more.as_object() {
        for (member, value) in more {
            data[member] = value.clone();
        }
    }
    events::tell(ctx, &going.bucket, || {
        let mut event = Event::about(name, "", &going.bucket, (&going.key, &going.row));
        event.detail_type = None;
        event.record = Some(("replicationEventData", data));
        event
    })
}
