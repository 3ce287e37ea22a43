//! Deliveries of subscription filters: to functions, streams and delivery streams.
//!
//! What is delivered is a JSON document of the matching events of one stream, compressed by gzip; a
//! function gets it in base64 inside of another document. A destination that cannot take it now is
//! tried again for a day.
//!
//! Source: "Real-time processing of log data with subscriptions" in the CloudWatch Logs User Guide:
//! the documents, the control message, ("…continues to retry for up to 24 hours").

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use serde_json::{Value, json};

use crate::destination;
use crate::encryption;
use crate::errors;
use crate::filters::Arrived;
use crate::limits;
use crate::pattern::Pattern;
use crate::state::{Group, SUBSCRIPTIONS, SubscriptionRow};

/// `Destination`, `Role`, `Data`, `Key`, `Group` (ARN), `Until`, `Wait`.
pub const DELIVER: &str = "DeliverEvents";

const SESSION: &str = "CloudWatchLogs";
const PRINCIPAL: &str = "logs.amazonaws.com";

/// What events are delivered to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Function,
    Stream,
    DeliveryStream,
    /// Of CloudWatch Logs itself, which stands for one of the others.
    Destination,
}

impl Kind {
    pub fn of(arn: &Arn) -> Option<Kind> {
        let has = |start: &str| arn.resource.starts_with(start);
        match arn.service.as_str() {
            "lambda" if has("function:") => Some(Kind::Function),
            "kinesis" if has("stream/") => Some(Kind::Stream),
            "firehose" if has("deliverystream/") => Some(Kind::DeliveryStream),
            "logs" if has("destination:") => Some(Kind::Destination),
            _ => None,
        }
    }
}

/// Leaves deliveries of the events that a subscription wants.
pub fn apply(
    ctx: &mut Ctx<'_>,
    group: &Group,
    name: &str,
    (stream, events): (&str, &[Arrived]),
) -> Result<(), ApiError> {
    let row = ctx.table(&SUBSCRIPTIONS).get_shared(&(group.row.id, name))?;
    let Some(row) = row else { return Ok(()) };
    apply_row(ctx, group, (Filter { name, is_of_account: false }, &row), (stream, events))
}

/// A subscription of a group, or of the account.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'a> {
    pub name: &'a str,
    pub is_of_account: bool,
}

pub fn apply_row(
    ctx: &mut Ctx<'_>,
    group: &Group,
    (filter, row): (Filter<'_>, &SubscriptionRow),
    (stream, events): (&str, &[Arrived]),
) -> Result<(), ApiError> {
    let pattern = row.pattern()?;
    let matching: Vec<&Arrived> =
        events.iter().filter(|event| pattern.matches(&event.message)).collect();
    let mut rest = matching.as_slice();
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |event: &&&Arrived| {
            bytes += event.message.len() + limits::EVENT_OVERHEAD_BYTES;
            bytes <= limits::DELIVERED_BYTES_MAX
        };
        let count = rest.iter().take_while(fits).count().max(1);
        let (some, others) = rest.split_at(count);
        let document = data_message(ctx, group, (stream, filter), some);
        let key = if row.is_random { ctx.chance().hex(32) } else { stream.to_owned() };
        leave(ctx, group, row, &document, &key);
        rest = others;
    }
    Ok(())
}

fn data_message(
    ctx: &Ctx<'_>,
    group: &Group,
    (stream, filter): (&str, Filter<'_>),
    events: &[&Arrived],
) -> Value {
    let event = |event: &&Arrived| {
        json!({
            "id": event.position.digits(),
            "timestamp": event.position.at(),
            "message": event.message,
        })
    };
    let mut document = json!({
        "messageType": "DATA_MESSAGE",
        "owner": ctx.account().as_str(),
        "logGroup": group.name,
        "logStream": stream,
        "subscriptionFilters": [filter.name],
        "logEvents": events.iter().map(event).collect::<Vec<_>>(),
    });
    if filter.is_of_account {
        document["policyLevel"] = json!("ACCOUNT_LEVEL_POLICY");
    }
    document
}

/// What AWS sends to see whether a destination is there.
fn control_message(ctx: &Ctx<'_>, kind: Kind) -> Value {
    let what = if kind == Kind::DeliveryStream { "Firehose" } else { "Kinesis stream" };
    json!({
        "messageType": "CONTROL_MESSAGE",
        "owner": "CloudwatchLogs",
        "logGroup": "",
        "logStream": "",
        "subscriptionFilters": [],
        "logEvents": [{
            "id": "",
            "timestamp": ctx.now().millis(),
            "message": format!("CWL CONTROL MESSAGE: Checking health of destination {what}."),
        }],
    })
}

fn leave(ctx: &mut Ctx<'_>, group: &Group, row: &SubscriptionRow, document: &Value, key: &str) {
    let until = ctx.now() + Duration::from_secs(limits::DELIVERY_RETRY_SECONDS);
    let mut input = Struct::new()
        .with("Destination", row.destination.as_str())
        .with("Data", packed(document))
        .with("Key", key)
        .with("Group", format!("{}:*", group.arn(ctx)))
        .with("Until", until.micros())
        .with("Wait", limits::DELIVERY_WAIT_SECONDS_FIRST);
    if let Some(role) = &row.role {
        input.set("Role", role.as_str());
    }
    ctx.enqueue(Job::now(Ask::to("logs", DELIVER).with_input(input)));
}

/// The step: one attempt.
pub fn deliver(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let parcel = Parcel {
        destination: text("Destination"),
        role: input.str("Role"),
        data: input.blob("Data").cloned().unwrap_or_default(),
        key: text("Key"),
        group: text("Group"),
    };
    let Err(error) = parcel.send(ctx) else { return Ok(Struct::new()) };
    let wait = input.int("Wait").unwrap_or(1);
    let due = ctx.now() + Duration::from_secs(wait.max(1).cast_unsigned());
    let until = Timestamp::from_micros(input.int("Until").unwrap_or_default());
    if is_passing(&error) && due <= until {
        let mut again = input.clone();
        again.set("Wait", (wait * 2).min(limits::DELIVERY_WAIT_SECONDS_MAX));
        ctx.enqueue(Job::now(Ask::to("logs", DELIVER).with_input(again)).at(due));
    } else {
        let destination = parcel.destination;
        tracing::info!(destination, %error, "events of a subscription are dropped");
    }
    Ok(Struct::new())
}

/// Whether another attempt may succeed.
fn is_passing(error: &ApiError) -> bool {
    let code = error.code();
    let is_busy = ["Throttl", "Throughput", "Unavailable", "TooManyRequests", "LimitExceeded"];
    is_busy.iter().any(|part| code.contains(part)) || matches!(error.status(), 500 | 502 | 503)
}

/// Something to be delivered.
struct Parcel<'a> {
    destination: &'a str,
    role: Option<&'a str>,
    data: Bytes,
    key: &'a str,
    group: &'a str,
}

impl Parcel<'_> {
    fn send(&self, ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
        let arn = Arn::parse(self.destination).ok_or_else(ApiError::internal)?;
        if let Some((owner, name)) = destination::named_by(ctx, &arn) {
            let row = destination::find_in(ctx, owner, &name)?;
            let row = row.ok_or_else(|| errors::not_found("destination"))?;
            let target = Arn::parse(&row.target).ok_or_else(ApiError::internal)?;
            return self.send_to(ctx, &target, Some(&row.role));
        }
        self.send_to(ctx, &arn, self.role)
    }

    fn send_to(&self, ctx: &mut Ctx<'_>, arn: &Arn, role: Option<&str>) -> Result<(), ApiError> {
        let name = arn.resource.rsplit('/').next().unwrap_or_default();
        let ask = match Kind::of(arn) {
            Some(Kind::Function) => {
                let data = STANDARD.encode(&self.data);
                let payload = json!({"awslogs": {"data": data}}).to_string();
                let ask = Ask::to("lambda", "Invoke")
                    .with("FunctionName", arn.to_string())
                    .with("InvocationType", "Event")
                    .with("Payload", Bytes::from(payload));
                return invoke(ctx, ask, self.group);
            }
            Some(Kind::Stream) => Ask::to("kinesis", "PutRecord")
                .with("StreamName", name)
                .with("Data", self.data.clone())
                .with("PartitionKey", self.key),
            Some(Kind::DeliveryStream) => Ask::to("firehose", "PutRecord")
                .with("DeliveryStreamName", name)
                .with("Record", Struct::new().with("Data", self.data.clone())),
            Some(Kind::Destination) | None => return Err(ApiError::internal()),
        };
        let (Some(account), Some(region)) = (arn.account_id(), arn.region()) else {
            return Err(ApiError::internal());
        };
        let role = role.and_then(Arn::parse).ok_or_else(ApiError::internal)?;
        let ask = ask.in_account(account).in_region(region).as_role(&role, SESSION);
        ctx.call(ask).map(drop)
    }
}

/// Calls a function for a group: as `logs.amazonaws.com`, or by the regional name that policies of
/// functions had in the documentation before.
fn invoke(ctx: &mut Ctx<'_>, ask: Ask, group: &str) -> Result<(), ApiError> {
    let account = ctx.account();
    let as_whom = |ask: Ask, who: &'static str| ask.as_service(who).for_source(group, account);
    match ctx.call(as_whom(ask.clone(), PRINCIPAL)) {
        Err(error) if error.code().contains("AccessDenied") => {
            let regional = encryption::principal(ctx.region());
            ctx.call(as_whom(ask, regional)).map(drop)
        }
        other => other.map(drop),
    }
}

/// Sees whether a subscription's destination takes what comes.
pub fn try_out(
    ctx: &mut Ctx<'_>,
    source: &str,
    kind: Kind,
    row: &SubscriptionRow,
) -> Result<(), ApiError> {
    let refused = match kind {
        Kind::Destination => return Ok(()),
        Kind::Function => {
            let ask = Ask::to("lambda", "Invoke")
                .with("FunctionName", row.destination.as_str())
                .with("InvocationType", "DryRun");
            invoke(ctx, ask, source).err().map(|error| {
                (
                    error,
                    "Could not execute the lambda function. Make sure you have given \
                         CloudWatch Logs permission to execute your function.",
                )
            })
        }
        Kind::Stream | Kind::DeliveryStream => {
            let message = control_message(ctx, kind);
            let words = if kind == Kind::Stream {
                "Could not deliver test message to specified Kinesis stream. Check if the given \
                 kinesis stream is in ACTIVE state."
            } else {
                "Could not deliver test message to specified Firehose stream. Check if the given \
                 Firehose stream is in ACTIVE state."
            };
            let parcel = Parcel {
                destination: &row.destination,
                role: row.role.as_deref(),
                data: packed(&message),
                key: "CWLControl",
                group: source,
            };
            parcel.send(ctx).err().map(|error| (error, words))
        }
    };
    match refused {
        None => Ok(()),
        Some((error, _)) if error.code() == "NotImplemented" => Err(error),
        Some((error, words)) => {
            tracing::debug!(destination = row.destination, %error, "a destination is refused");
            Err(errors::invalid(words))
        }
    }
}

fn packed(document: &Value) -> Bytes {
    Bytes::from(gzip(document.to_string().as_bytes()))
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("writing to memory cannot fail");
    encoder.finish().expect("writing to memory cannot fail")
}

impl SubscriptionRow {
    fn pattern(&self) -> Result<Arc<Pattern>, ApiError> {
        if let Some(pattern) = self.compiled.get() {
            return Ok(pattern.clone());
        }
        let pattern = Arc::new(Pattern::parse(&self.pattern)?);
        Ok(self.compiled.get_or_init(|| pattern).clone())
    }
}
