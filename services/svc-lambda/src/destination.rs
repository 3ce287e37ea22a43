//! Who is told how an event has ended: destinations, and the dead-letter queue.
//!
//! Source: Developer Guide, "Capturing records of Lambda asynchronous invocations" (the record and
//! what each kind of destination gets) and "Adding a dead-letter queue".

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::body::Body;
use kernel::metrics::Metric;
use kernel::{Ask, Ctx, Struct};
use serde_json::{Value as Json, json};
use targets::{BusEvent, Delivery};

use crate::function;
use crate::measures;
use crate::name::{Name, function_arn};
use crate::state::EventConfigRow;
use crate::version::LATEST;

/// "The first 1 KB of the error message".
const ERROR_BYTES_MAX: usize = 1_024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    Success,
    RetriesExhausted,
    EventAgeExceeded,
}

#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    pub event: &'a Struct,
    pub name: &'a Name,
    pub config: &'a EventConfigRow,
    pub condition: Condition,
    /// Of the last attempt, if there was one.
    pub outcome: Option<&'a Struct>,
}

/// With the permissions of the execution role. What cannot be delivered is lost, as it is in AWS;
/// a metric counts it.
pub fn tell(ctx: &mut Ctx<'_>, end: &End<'_>) {
    let Ok((_, version)) = function::find_version(ctx, end.name) else { return };
    let Some(role) = Arn::parse(&version.role) else { return };
    let is_success = end.condition == Condition::Success;
    let destination = if is_success { &end.config.on_success } else { &end.config.on_failure };
    if let Some(destination) = destination.as_deref().and_then(Arn::parse) {
        let record = record(ctx, end);
        let ask = if destination.service == "s3" {
            Some(to_bucket(ctx, end, &destination, &record))
        } else {
            to_destination(ctx, end, &destination, &record)
        };
        if let Some(ask) = ask {
            send(ctx, ask.as_role(&role, &end.name.name), end, &measures::DESTINATION_FAILURES);
        }
    }
    if let Some(target) = version.dead_letter.as_deref().and_then(Arn::parse)
        && !is_success
        && let Some(ask) = to_dead_letter(end, &target)
    {
        send(ctx, ask.as_role(&role, &end.name.name), end, &measures::DEAD_LETTER_ERRORS);
    }
}

fn send(ctx: &mut Ctx<'_>, ask: Ask, end: &End<'_>, failures: &'static Metric) {
    let is_sent = ctx.can_call(&ask.service, &ask.operation)
        && ctx.call(ask).inspect_err(|error| tracing::info!(%error, "an end is not told")).is_ok();
    if !is_sent {
        measures::tell(ctx, failures, &end.name.name, 1.0);
    }
}

fn record(ctx: &Ctx<'_>, end: &End<'_>) -> Json {
    let qualifier = end.name.qualifier.as_deref().unwrap_or(LATEST);
    let parse = |bytes: &[u8]| serde_json::from_slice::<Json>(bytes).unwrap_or(Json::Null);
    let condition = match end.condition {
        Condition::Success => "Success",
        Condition::RetriesExhausted => "RetriesExhausted",
        Condition::EventAgeExceeded => "EventAgeExceeded",
    };
    let mut record = json!({
        "version": "1.0",
        "timestamp": ctx.now().iso8601_millis(),
        "requestContext": {
            "requestId": end.event.str("RequestId"),
            "functionArn": function_arn(ctx, &end.name.name, Some(qualifier)),
            "condition": condition,
            "approximateInvokeCount": end.event.int("Attempts"),
        },
        "requestPayload": end.event.blob("Payload").map(|it| parse(it)),
    });
    if let Some(outcome) = end.outcome {
        let mut context =
            json!({"statusCode": 200, "executedVersion": outcome.str("ExecutedVersion")});
        if let Some(error) = outcome.str("FunctionError") {
            context["functionError"] = json!(error);
        }
        record["responseContext"] = context;
        record["responsePayload"] = outcome.blob("Payload").map_or(Json::Null, |it| parse(it));
    }
    record
}

fn to_destination(ctx: &Ctx<'_>, end: &End<'_>, to: &Arn, record: &Json) -> Option<Ask> {
    let is_success = end.condition == Condition::Success;
    let outcome = if is_success { "Success" } else { "Failure" };
    let function = record["requestContext"]["functionArn"].as_str().unwrap_or_default();
    let delivery = Delivery {
        body: record.to_string(),
        event: Some(BusEvent {
            source: "lambda".to_owned(),
            detail_type: format!("Lambda Function Invocation Result - {outcome}"),
            detail: record.to_string(),
            resources: vec![to.to_string(), function.to_owned()],
            time: Some(ctx.now().secs()),
        }),
        ..Delivery::default()
    };
    targets::delivery(to, &delivery).ok()
}

/// "aws/lambda/async/<function-name>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<Random UUID>".
fn to_bucket(ctx: &mut Ctx<'_>, end: &End<'_>, to: &Arn, record: &Json) -> Ask {
    let now = ctx.now().iso8601();
    let (day, time) = (now[..10].to_owned(), now[11..19].replace(':', "."));
    let key = format!(
        "aws/lambda/async/{}/{}/{day}T{time}-{}",
        end.name.name,
        day.replace('-', "/"),
        ctx.chance().uuid(),
    );
    Ask::to("s3", "PutObject")
        .with("Bucket", &to.resource)
        .with("Key", key)
        .with("ContentType", "application/json")
        .with("Body", Body::from(Bytes::from(record.to_string())))
}

/// The event itself, with the error in attributes.
fn to_dead_letter(end: &End<'_>, to: &Arn) -> Option<Ask> {
    let text =
        |kind: &str, value: String| Struct::new().with("DataType", kind).with("StringValue", value);
    let answer = end.outcome.and_then(|it| it.blob("Payload"));
    let error = answer.and_then(|it| serde_json::from_slice::<Json>(it).ok());
    let message = error.as_ref().and_then(|it| it["errorMessage"].as_str()).unwrap_or("Unknown");
    let mut cut = message.len().min(ERROR_BYTES_MAX);
    while !message.is_char_boundary(cut) {
        cut -= 1;
    }
    let message = if cut == 0 { "Unknown" } else { &message[..cut] };
    let request = end.event.str("RequestId").unwrap_or_default().to_owned();
    let attributes = Struct::new()
        .with("RequestID", text("String", request))
        .with("ErrorCode", text("Number", "200".to_owned()))
        .with("ErrorMessage", text("String", message.to_owned()));
    let payload = end.event.blob("Payload").map(|it| it.to_vec()).unwrap_or_default();
    let delivery = Delivery {
        body: String::from_utf8_lossy(&payload).into_owned(),
        message_attributes: Some(attributes.clone().into()),
        ..Delivery::default()
    };
    let mut ask = targets::delivery(to, &delivery).ok()?;
    if to.service == "sns" {
        ask = ask.with("MessageAttributes", attributes);
    }
    Some(ask)
}
