//! What happens to objects, told to whoever the bucket's owner has named: queues, topics and
//! functions in one form, EventBridge in another.
//!
//! An event leaves as a job in the transaction of the change, so it is told if and only if the
//! change was made. Sources: S3 User Guide, "Event message structure", "Event notification types
//! and destinations", "EventBridge event message structure", "Using EventBridge".

use auth::authorize::canonical_user_id;
use kernel::arn::Arn;
use kernel::scheduler::{Job, Retry};
use kernel::{AccountId, ApiError, Ask, Ctx, Principal};
use serde_json::{Value as Json, json};
use targets::{BusEvent, Delivery};

use crate::bucket::Bucket;
use crate::checksum::{base64, e_tag};
use crate::names;
use crate::notification;
use crate::state::{ObjectRow, VersionRow};
use crate::state_settings::Feature;

pub const SERVICE_PRINCIPAL: &str = "s3.amazonaws.com";

/// Of the records that go to queues, topics and functions.
const EVENT_VERSION: &str = "2.6";
/// Of the details that go to EventBridge.
const BUS_EVENT_VERSION: &str = "1.1";

/// A target that is away for a moment gets the event all the same.
const RETRY: Retry =
    Retry { retries_max: 5, delay_ms: 1_000, growth_percent: 300, delay_ms_max: 300_000 };

pub const WILDCARDS: [&str; 7] = [
    "s3:ObjectCreated:*",
    "s3:ObjectRemoved:*",
    "s3:ObjectRestore:*",
    "s3:Replication:*",
    "s3:LifecycleExpiration:*",
    "s3:ObjectTagging:*",
    "s3:ObjectAnnotation:*",
];

const EVENTS: [&str; 24] = [
    "s3:ReducedRedundancyLostObject",
    "s3:ObjectCreated:Put",
    "s3:ObjectCreated:Post",
    "s3:ObjectCreated:Copy",
    "s3:ObjectCreated:CompleteMultipartUpload",
    "s3:ObjectRemoved:Delete",
    "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:ObjectRestore:Post",
    "s3:ObjectRestore:Completed",
    "s3:ObjectRestore:Delete",
    "s3:Replication:OperationFailedReplication",
    "s3:Replication:OperationNotTracked",
    "s3:Replication:OperationMissedThreshold",
    "s3:Replication:OperationReplicatedAfterThreshold",
    "s3:LifecycleTransition",
    "s3:IntelligentTiering",
    "s3:ObjectAcl:Put",
    "s3:LifecycleExpiration:Delete",
    "s3:LifecycleExpiration:DeleteMarkerCreated",
    "s3:ObjectTagging:Put",
    "s3:ObjectTagging:Delete",
    "s3:ObjectAnnotation:Put",
    "s3:ObjectAnnotation:Delete",
    "s3:ObjectRetention:Put",
];

/// Whether a configuration may name it.
pub fn is_known(event: &str) -> bool {
    WILDCARDS.contains(&event) || EVENTS.contains(&event)
}

/// Whether an event is one of those that a name or a wildcard means.
pub fn matches(pattern: &str, event: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(kind) => event.starts_with(kind),
        None => pattern == event,
    }
}

/// Something that has happened to an object.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// `s3:ObjectCreated:Put`; `None` where only EventBridge is told.
    pub name: Option<&'static str>,
    /// What EventBridge calls it: `Object Created`; `None` where it is not told.
    pub detail_type: Option<&'static str>,
    pub key: &'a str,
    pub size: Option<u64>,
    pub e_tag: Option<String>,
    pub version_id: Option<String>,
    /// Only of events that make or remove objects.
    pub sequence: Option<u64>,
    /// Further members of EventBridge's detail.
    pub detail: Vec<(&'static str, Json)>,
    /// A further member of the record for queues, topics and functions.
    pub record: Option<(&'static str, Json)>,
}

/// By which request an object has come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreatedBy {
    Put,
    Post,
    Copy,
    CompleteMultipartUpload,
}

impl<'a> Event<'a> {
    /// An event about an object that is there.
    pub fn about(
        name: &'static str,
        detail_type: &'static str,
        bucket: &Bucket,
        (key, row): (&'a str, &VersionRow),
    ) -> Event<'a> {
        let object = row.object.as_ref();
        let tag = |object: &ObjectRow| {
            e_tag(&object.md5, object.parts_count).trim_matches('"').to_owned()
        };
        Event {
            name: Some(name),
            detail_type: Some(detail_type),
            key,
            size: object.map(|object| object.size),
            e_tag: object.map(tag),
            version_id: row.shown_version_id(bucket),
            sequence: None,
            detail: Vec::new(),
            record: None,
        }
    }

    pub fn created(
        by: CreatedBy,
        bucket: &Bucket,
        (key, row): (&'a str, &VersionRow),
    ) -> Event<'a> {
        let (name, reason) = match by {
            CreatedBy::Put => ("s3:ObjectCreated:Put", "PutObject"),
            CreatedBy::Post => ("s3:ObjectCreated:Post", "POST Object"),
            CreatedBy::Copy => ("s3:ObjectCreated:Copy", "CopyObject"),
            CreatedBy::CompleteMultipartUpload => {
                ("s3:ObjectCreated:CompleteMultipartUpload", "CompleteMultipartUpload")
            }
        };
        let mut event = Event::about(name, "Object Created", bucket, (key, row));
        event.sequence = Some(row.sequence);
        event.detail.push(("reason", json!(reason)));
        event
    }

    /// A version is gone for good, or a delete marker has been made.
    pub fn removed(
        by: RemovedBy,
        is_marker: bool,
        key: &'a str,
        version_id: Option<String>,
        sequence: u64,
    ) -> Event<'a> {
        let (name, reason) = match (by, is_marker) {
            (RemovedBy::Request, false) => ("s3:ObjectRemoved:Delete", "DeleteObject"),
            (RemovedBy::Request, true) => ("s3:ObjectRemoved:DeleteMarkerCreated", "DeleteObject"),
            (RemovedBy::Lifecycle, false) => {
                ("s3:LifecycleExpiration:Delete", "Lifecycle Expiration")
            }
            (RemovedBy::Lifecycle, true) => {
                ("s3:LifecycleExpiration:DeleteMarkerCreated", "Lifecycle Expiration")
            }
        };
        let kind = if is_marker { "Delete Marker Created" } else { "Permanently Deleted" };
        Event {
            name: Some(name),
            detail_type: Some("Object Deleted"),
            key,
            size: None,
            // The MD5 of nothing, as AWS's examples show.
            e_tag: is_marker.then(|| "d41d8cd98f00b204e9800998ecf8427e".to_owned()),
            version_id,
            sequence: Some(sequence),
            detail: vec![("reason", json!(reason)), ("deletion-type", json!(kind))],
            record: None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemovedBy {
    Request,
    Lifecycle,
}

/// Leaves the event for everybody who wants it. `event` is made only if somebody may.
pub fn tell<'a>(
    ctx: &mut Ctx,
    bucket: &Bucket,
    event: impl FnOnce() -> Event<'a>,
) -> Result<(), ApiError> {
    if !bucket.has(Feature::Notifications) {
        return Ok(());
    }
    let Some(row) = notification::of(ctx, bucket)? else { return Ok(()) };
    let event = event();
    if let Some(name) = event.name {
        for target in row.targets.iter().filter(|target| target.wants(name, event.key)) {
            let body = json!({ "Records": [record(ctx, bucket, &event, name, &target.id)] });
            let arn = Arn::parse(&target.arn).expect("it was checked when it was read");
            let delivery = Delivery { body: body.to_string(), ..Delivery::default() };
            enqueue(ctx, bucket, self::delivery(&arn, &delivery));
        }
    }
    if row.has_event_bridge
        && let Some(detail_type) = event.detail_type
        && ctx.has_operation("events", "PutEvents")
    {
        let bus = Arn::regional("events", ctx.region(), bucket.owner(), "event-bus/default");
        let bus_event = BusEvent {
            source: "aws.s3".to_owned(),
            detail_type: detail_type.to_owned(),
            detail: detail(ctx, bucket, &event).to_string(),
            resources: vec![bucket.arn()],
            time: Some(ctx.now().secs()),
        };
        let delivery = Delivery { event: Some(bus_event), ..Delivery::default() };
        enqueue(ctx, bucket, self::delivery(&bus, &delivery));
    }
    Ok(())
}

/// The call that delivers. Targets are of kinds to which one can deliver.
pub fn delivery(arn: &Arn, delivery: &Delivery) -> Ask {
    targets::delivery(arn, delivery).expect("the ARN was checked when the configuration was read")
}

fn enqueue(ctx: &mut Ctx, bucket: &Bucket, ask: Ask) {
    let ask = ask.as_service(SERVICE_PRINCIPAL).for_source(bucket.arn(), bucket.owner());
    ctx.enqueue(Job::now(ask).with_retry(RETRY));
}

fn record(ctx: &Ctx, bucket: &Bucket, event: &Event<'_>, name: &str, target_id: &str) -> Json {
    let mut object = json!({ "key": names::url_encode(event.key) });
    let sequencer = event.sequence.map(|sequence| format!("00{sequence:016X}"));
    set(&mut object, "size", event.size);
    set(&mut object, "eTag", event.e_tag.as_deref());
    set(&mut object, "versionId", event.version_id.as_deref());
    set(&mut object, "sequencer", sequencer);
    let mut record = json!({
        "eventVersion": EVENT_VERSION,
        "eventSource": "aws:s3",
        "awsRegion": bucket.row.region,
        "eventTime": ctx.now().iso8601_millis(),
        "eventName": name.strip_prefix("s3:").unwrap_or(name),
        "userIdentity": { "principalId": principal_id(ctx.principal()) },
        "requestParameters": { "sourceIPAddress": source_address(ctx) },
        "responseElements": {
            "x-amz-request-id": ctx.request_id(),
            "x-amz-id-2": host_id(ctx.request_id()),
        },
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": target_id,
            "bucket": {
                "name": bucket.name,
                "ownerIdentity": { "principalId": customer_id(bucket.owner()) },
                "arn": bucket.arn(),
            },
            "object": object,
        },
    });
    if let Some((member, data)) = &event.record {
        record[*member] = data.clone();
    }
    record
}

fn detail(ctx: &Ctx, bucket: &Bucket, event: &Event<'_>) -> Json {
    let mut object = json!({ "key": event.key });
    set(&mut object, "size", event.size);
    set(&mut object, "etag", event.e_tag.as_deref());
    set(&mut object, "version-id", event.version_id.as_deref());
    set(&mut object, "sequencer", event.sequence.map(|sequence| format!("{sequence:016x}")));
    let mut detail = json!({
        "version": "0",
        "event-version": BUS_EVENT_VERSION,
        "bucket": { "name": bucket.name },
        "object": object,
        "request-id": ctx.request_id(),
        "requester": requester(ctx),
    });
    if !matches!(ctx.principal(), Principal::Service(_)) {
        detail["source-ip-address"] = json!(source_address(ctx));
    }
    for (member, value) in &event.detail {
        detail[*member] = value.clone();
    }
    detail
}

fn set(object: &mut Json, member: &str, value: Option<impl Into<Json>>) {
    if let Some(value) = value {
        object[member] = value.into();
    }
}

/// Who has caused the event: the unique id behind `AWS:`, or the service.
fn principal_id(principal: &Principal) -> String {
    match principal {
        Principal::Root(account) => format!("AWS:{account}"),
        Principal::Identity(identity) => format!("AWS:{}", identity.unique_id),
        Principal::Service(name) => name.to_string(),
        Principal::Anonymous => "Anonymous".to_owned(),
    }
}

/// The account, or the service; the bucket's owner answers for what nobody has signed.
fn requester(ctx: &Ctx) -> String {
    match ctx.principal() {
        Principal::Service(name) => name.to_string(),
        principal => principal.account().unwrap_or(ctx.account()).to_string(),
    }
}

fn source_address<'c>(ctx: &'c Ctx<'_>) -> &'c str {
    match ctx.principal() {
        Principal::Service(name) => name,
        _ => &ctx.origin().source_ip,
    }
}

/// What the answer's `x-amz-id-2` is for the request of that id: the wire derives it so.
pub fn host_id(request_id: &str) -> String {
    base64(format!("{request_id}/nephele/{request_id}").as_bytes())
}

/// The id of an account as a customer, in the form of AWS's: fourteen letters and digits after an
/// `A`, derived from its number.
fn customer_id(account: AccountId) -> String {
    let digest = canonical_user_id(account.as_str());
    format!("A{}", digest[..13].to_ascii_uppercase())
}
