//! The record of a call, with AWS's fields, for each account that sees it.
//!
//! Source: CloudTrail User Guide, "CloudTrail record contents for management, data, and network
//! activity events" (eventVersion 1.11; `tlsDetails` only stands in records of calls over TLS).

use kernel::body::Body;
use kernel::{AccountId, ApiError, Call, Ctx, Principal, Region, Scope, Struct, Timestamp};
use serde_json::{Map, Value as Json, json};

use crate::classify::{self, Class};
use crate::identity::{self, Who};
use crate::limits::{PARAMETERS_BYTES_MAX, TEXT_BYTES_MAX};
use crate::parameters;
use crate::resources::{self, Place, Resources};
use crate::state::EventRow;

pub const VERSION: &str = "1.11";
pub const EVENT_TYPE: &str = "AwsApiCall";
/// How many bytes a read of S3 has sent: in place of its answer.
pub const SENT: &str = ":sent";
pub const CLOUDTRAIL: &str = "cloudtrail.amazonaws.com";

/// A call and what became of it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'t> {
    pub call: &'t Call,
    /// In which it ran: the owner's of what it acts on.
    pub account: AccountId,
    pub via: Option<&'t str>,
    pub result: Result<&'t Struct, &'t ApiError>,
    pub at: Timestamp,
    pub id: &'t str,
}

impl Told<'_> {
    pub fn place(&self) -> Place {
        Place { account: self.account, region: self.call.region }
    }

    pub fn resources(&self, class: Class) -> Resources {
        let call = self.call;
        match class {
            Class::Data { kind, .. } => {
                resources::of_data(kind, &call.operation, self.place(), &call.input)
            }
            Class::Management { .. } => {
                let output = self.result.ok();
                resources::of_management(&call.service, self.place(), &call.input, output)
            }
        }
    }

    /// Whether this recipient sees the event as that of somebody of another account.
    pub fn is_strangers(&self, recipient: AccountId) -> bool {
        self.recipients().len() > 1 && recipient == self.account
    }

    /// The accounts that see the event: the caller's, and the owner's.
    pub fn recipients(&self) -> Vec<AccountId> {
        match self.call.principal.account() {
            // A role or a root of another account is seen at home, too.
            Some(home) if home != self.account => vec![home, self.account],
            _ => vec![self.account],
        }
    }

    /// Where its records are kept.
    pub fn region(&self) -> Region {
        region_of(self.call)
    }
}

/// Where the records of a call are kept.
pub fn region_of(call: &Call) -> Region {
    if classify::is_global(&call.service) { leader(call.region) } else { call.region }
}

/// The region in which the global services of a partition record.
fn leader(region: Region) -> Region {
    let name = match region.partition() {
        "aws-cn" => "cn-north-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    };
    Region::parse(name).unwrap_or(region)
}

/// The event as `recipient` sees it. What is too long is left out.
pub fn row(
    ctx: &Ctx<'_>,
    told: &Told<'_>,
    class: Class,
    resources: &Resources,
    recipient: AccountId,
) -> (Scope, EventRow) {
    row_of_size(ctx, told, (class, resources, recipient), Size::STANDARD)
}

/// The same with all that it has, for event data stores that take large events.
pub fn large(
    ctx: &Ctx<'_>,
    told: &Told<'_>,
    class: Class,
    resources: &Resources,
    recipient: AccountId,
) -> String {
    row_of_size(ctx, told, (class, resources, recipient), Size::UNBOUNDED).1.record
}

/// How long a field may be.
#[derive(Clone, Copy, Debug)]
struct Size {
    parameters: usize,
    text: usize,
}

impl Size {
    const STANDARD: Size = Size { parameters: PARAMETERS_BYTES_MAX, text: TEXT_BYTES_MAX };
    const UNBOUNDED: Size = Size { parameters: usize::MAX, text: usize::MAX };
}

fn row_of_size(
    ctx: &Ctx<'_>,
    told: &Told<'_>,
    (class, resources, recipient): (Class, &Resources, AccountId),
    size: Size,
) -> (Scope, EventRow) {
    let call = told.call;
    let service = call.service.as_ref();
    let mut who = identity::of(ctx, call, told.via, told.result.ok());
    let is_shared = told.recipients().len() > 1;
    let is_stranger = told.is_strangers(recipient);
    if is_stranger && let Some(json) = identity::stranger(call) {
        who = Who { json, ..Who::default() };
    }
    let region = told.region();
    // The copies of an event have ids of their own, and one that they share.
    let id = if is_stranger { flipped(told.id) } else { told.id.to_owned() };
    let shared = is_shared.then(|| told.id.to_owned());
    let source = classify::event_source(service);
    let name = classify::event_name(service, &call.operation);
    let who_is = &who;
    let record =
        Record { told, class, resources, who: who_is, region, id: &id, shared, recipient, size };
    let row = EventRow {
        name: name.to_owned(),
        is_read: class.is_read(),
        at: told.at.micros(),
        user: who.user.clone(),
        access_key: who.access_key.clone(),
        resources: resources.named.clone(),
        record: record.json(&source, name).to_string(),
        data_type: resources.data_type.map(str::to_owned),
        arns: resources.arns.clone(),
        identity: who.arn.clone(),
        is_global: classify::is_global(service),
        is_delivery: call.principal == Principal::Service(CLOUDTRAIL.into()),
        event_type: EVENT_TYPE.to_owned(),
        id,
        source,
    };
    (Scope::new(recipient.digits(), region.as_str()), row)
}

/// A second id from the first: of the same version and variant, all other digits turned over.
fn flipped(id: &str) -> String {
    const KEPT: [usize; 2] = [14, 19];
    id.chars()
        .enumerate()
        .map(|(at, digit)| match digit.to_digit(16) {
            Some(value) if !KEPT.contains(&at) => char::from_digit(value ^ 15, 16).unwrap_or(digit),
            _ => digit,
        })
        .collect()
}

struct Record<'r> {
    told: &'r Told<'r>,
    class: Class,
    resources: &'r Resources,
    who: &'r Who,
    region: Region,
    id: &'r str,
    shared: Option<String>,
    recipient: AccountId,
    size: Size,
}

impl Record<'_> {
    fn json(&self, source: &str, name: &str) -> Json {
        let (told, call) = (self.told, self.told.call);
        let mut out = Map::new();
        let mut set = |name: &str, value: Json| drop(out.insert(name.to_owned(), value));
        let at = Timestamp::from_secs(told.at.secs());
        let (address, agent) = self.origin();
        set("eventVersion", json!(VERSION));
        set("userIdentity", self.who.json.clone());
        set("eventTime", json!(at.iso8601()));
        set("eventSource", json!(source));
        set("eventName", json!(name));
        set("awsRegion", json!(self.region.as_str()));
        set("sourceIPAddress", json!(address));
        set("userAgent", json!(cut(&agent, self.size)));
        if let Err(error) = told.result {
            set("errorCode", json!(error.code()));
            set("errorMessage", json!(cut(error.message(), self.size)));
        }
        let (parameters, elements) = self.parameters();
        set("requestParameters", parameters);
        set("responseElements", elements);
        if let Some(data) = self.additional() {
            set("additionalEventData", data);
        }
        if !call.origin.request_id.is_empty() {
            set("requestID", json!(call.origin.request_id));
        }
        set("eventID", json!(self.id));
        set("readOnly", json!(self.class.is_read()));
        if !self.resources.shown.is_empty() {
            set("resources", Json::Array(self.resources.shown.clone()));
        }
        set("eventType", json!(EVENT_TYPE));
        set("managementEvent", json!(self.class.data().is_none()));
        set("recipientAccountId", json!(self.recipient.as_str()));
        if let Some(shared) = &self.shared {
            set("sharedEventID", json!(shared));
        }
        let category = if self.class.data().is_some() { "Data" } else { "Management" };
        set("eventCategory", json!(category));
        Json::Object(out)
    }

    /// Address and agent. "For services in AWS, only the DNS name is displayed."
    fn origin(&self) -> (String, String) {
        let call = self.told.call;
        let service = match (&call.principal, self.told.via) {
            (Principal::Service(name), _) => Some(name.to_string()),
            (_, Some(via)) => Some(format!("{via}.amazonaws.com")),
            _ if call.origin.source_ip.is_empty() => Some("AWS Internal".to_owned()),
            _ => None,
        };
        match service {
            Some(name) => (name.clone(), name),
            None => (call.origin.source_ip.to_string(), call.origin.user_agent.clone()),
        }
    }

    fn parameters(&self) -> (Json, Json) {
        let (told, call) = (self.told, self.told.call);
        let service = call.service.as_ref();
        let is_s3 = service == "s3";
        let parameters = if is_s3 {
            parameters::of_s3(&call.input, &call.origin.endpoint)
        } else {
            parameters::shown(service, &call.input)
        };
        // "responseElements … for actions that make changes. If an action does not change state …
        // this element is omitted"; the credentials that STS issues are shown all the same.
        let tells =
            !self.class.is_read() || (service == "sts" && call.operation.starts_with("Assume"));
        let elements = match told.result {
            Ok(output) if tells && is_s3 => {
                let mut out = Map::new();
                out.insert("x-amz-request-id".to_owned(), json!(call.origin.request_id));
                if let Some(version) = output.str("VersionId") {
                    out.insert("x-amz-version-id".to_owned(), json!(version));
                }
                Json::Object(out)
            }
            Ok(output) if tells => parameters::shown(service, output),
            _ => Json::Null,
        };
        (bounded(parameters, self.size), bounded(elements, self.size))
    }

    /// How much flowed, for S3's data events.
    fn additional(&self) -> Option<Json> {
        let call = self.told.call;
        if call.service != "s3" || self.class.data().is_none() {
            return None;
        }
        let received = call.input.body("Body").map_or(0, Body::len);
        let sent = self.told.result.ok().and_then(|output| output.int(SENT));
        Some(json!({
            "bytesTransferredIn": received,
            "bytesTransferredOut": sent.unwrap_or(0),
        }))
    }
}

/// What is too long is left out, and said to be.
fn bounded(value: Json, size: Size) -> Json {
    if size.parameters < usize::MAX && value.to_string().len() > size.parameters {
        return json!({"omitted": true, "originalSize": value.to_string().len()});
    }
    value
}

fn cut(text: &str, size: Size) -> &str {
    &text[..text.floor_char_boundary(size.text)]
}
