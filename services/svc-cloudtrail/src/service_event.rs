//! Events that no call has made: what a service does of itself, on its day.
//!
//! A step that has done such a thing answers a member [`MEMBER`]: `Name`, the resource by
//! `ResourceType` and `ResourceArn`, and in `Details` and `Additional` what the event tells of it,
//! as it is written there.
//!
//! Source: CloudTrail User Guide, "AWS service events"; AWS KMS Developer Guide, "RotateKey",
//! "DeleteKey" and "DeleteExpiredKeyMaterial" of its log entries.

use kernel::{AccountId, Call, Ctx, Region, Scope, Struct, Timestamp};
use serde_json::{Map, Value as Json, json};

use crate::classify;
use crate::record;
use crate::state::EventRow;

pub const MEMBER: &str = "ServiceEvent";
const EVENT_TYPE: &str = "AwsServiceEvent";
const INTERNAL: &str = "AWS Internal";

/// Where the event is kept, and the event.
pub fn row(
    ctx: &mut Ctx<'_>,
    call: &Call,
    event: &Struct,
) -> ((AccountId, Region, Scope), EventRow) {
    let id = ctx.chance().uuid();
    let (account, region) = (ctx.account(), record::region_of(call));
    let text = |name: &str| event.str(name).unwrap_or_default();
    let source = classify::event_source(&call.service);
    let (name, kind, arn) = (text("Name"), text("ResourceType"), text("ResourceArn"));
    let record = json(ctx, (account, region), (&source, &id), event);
    let row = EventRow {
        id,
        name: name.to_owned(),
        source,
        is_read: false,
        at: ctx.now().micros(),
        user: None,
        access_key: None,
        resources: vec![(kind.to_owned(), arn.to_owned())],
        record: record.to_string(),
        data_type: None,
        arns: Vec::new(),
        identity: None,
        is_global: classify::is_global(&call.service),
        is_delivery: false,
        event_type: EVENT_TYPE.to_owned(),
    };
    ((account, region, Scope::new(account.digits(), region.as_str())), row)
}

fn json(
    ctx: &Ctx<'_>,
    (account, region): (AccountId, Region),
    (source, id): (&str, &str),
    event: &Struct,
) -> Json {
    let text = |name: &str| event.str(name).unwrap_or_default();
    let at = Timestamp::from_secs(ctx.now().secs());
    let mut out = json!({
        "eventVersion": record::VERSION,
        "userIdentity": {"accountId": account.as_str(), "invokedBy": INTERNAL},
        "eventTime": at.iso8601(),
        "eventSource": source,
        "eventName": text("Name"),
        "awsRegion": region.as_str(),
        "sourceIPAddress": INTERNAL,
        "userAgent": INTERNAL,
        "requestParameters": null,
        "responseElements": null,
        "eventID": id,
        "readOnly": false,
        "resources": [{
            "accountId": account.as_str(),
            "type": text("ResourceType"),
            "ARN": text("ResourceArn"),
        }],
        "eventType": EVENT_TYPE,
        "managementEvent": true,
        "recipientAccountId": account.as_str(),
        "eventCategory": "Management",
    });
    for (member, name) in
        [("Details", "serviceEventDetails"), ("Additional", "additionalEventData")]
    {
        if let (Some(told), Json::Object(members)) = (event.structure(member), &mut out) {
            members.insert(name.to_owned(), texts(told));
        }
    }
    out
}

fn texts(told: &Struct) -> Json {
    let pairs = told.iter();
    let pairs = pairs.filter_map(|(name, value)| Some((name.to_string(), json!(value.as_str()?))));
    Json::Object(pairs.collect::<Map<String, Json>>())
}
