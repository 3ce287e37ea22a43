//! Which events are wanted: patterns on the event as the source sent it.
//!
//! Source: "Event filtering in Amazon EventBridge Pipes" and "Control which events Lambda sends to
//! your function", and their tables for queues: a pattern on a JSON body takes JSON bodies only, a
//! pattern on a plain body plain ones only. The data of a Kinesis record is read out of its base64
//! first.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use event_pattern::{Invalid, Pattern, Value};
use serde_json::Value as Json;

use crate::kinesis;

/// Fields that the poller adds; no pattern sees them.
const ADDED: [&str; 4] = ["awsRegion", "eventSource", "eventSourceARN", "eventVersion"];
/// As [`ADDED`], of records of Kinesis.
const ADDED_TO_RECORDS: [&str; 4] =
    ["eventID", "eventName", "invokeIdentityArn", "kinesisSchemaVersion"];

/// Patterns; an event that matches one is taken, and every event without any.
#[derive(Debug)]
pub struct Filters(Vec<Filter>);

#[derive(Debug)]
struct Filter {
    pattern: Pattern,
    /// What the pattern says of the payload's field.
    payload: Payload,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Payload {
    Unmentioned,
    Plain,
    Json,
}

impl Filters {
    /// `field` is where the source's events have their payload.
    pub fn compile<'t>(
        patterns: impl IntoIterator<Item = &'t str>,
        field: &str,
    ) -> Result<Filters, Invalid> {
        let compiled = patterns.into_iter().map(|text| {
            Ok(Filter { pattern: Pattern::compile(text)?, payload: payload_of(text, field) })
        });
        compiled.collect::<Result<Vec<_>, Invalid>>().map(Filters)
    }

    /// `event` has its payload as text in `field`.
    pub fn take(&self, event: &Json, field: &str) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let mut seen = event.clone();
        let is_json = open_payload(&mut seen, field);
        if let Some(members) = seen.as_object_mut() {
            let is_record = field == kinesis::PAYLOAD_FIELD;
            let also: &[&str] = if is_record { &ADDED_TO_RECORDS } else { &[] };
            let is_added = |name: &str| ADDED.contains(&name) || also.contains(&name);
            members.retain(|name, _| !is_added(name));
        }
        let Ok(value) = Value::parse(&seen.to_string()) else { return false };
        self.0.iter().any(|filter| {
            let fits = match filter.payload {
                Payload::Unmentioned => true,
                Payload::Plain => !is_json,
                Payload::Json => is_json,
            };
            fits && filter.pattern.matches(&value)
        })
    }
}

/// Puts a payload that is JSON in the place of its text; whether it was.
pub fn open_payload(event: &mut Json, field: &str) -> bool {
    let Some(slot) = event.get_mut(field) else { return false };
    let Some(text) = slot.as_str() else { return false };
    let decoded = match field {
        kinesis::PAYLOAD_FIELD => {
            STANDARD.decode(text).ok().and_then(|data| String::from_utf8(data).ok())
        }
        _ => Some(text.to_owned()),
    };
    let Some(decoded) = decoded else { return false };
    match serde_json::from_str::<Json>(&decoded) {
        Ok(json @ (Json::Object(_) | Json::Array(_))) => {
            *slot = json;
            true
        }
        _ if field == kinesis::PAYLOAD_FIELD => {
            *slot = decoded.into();
            false
        }
        _ => false,
    }
}

/// A pattern on the payload is of JSON when it goes deeper.
fn payload_of(pattern: &str, field: &str) -> Payload {
    let pattern: Json = serde_json::from_str(pattern).unwrap_or_default();
    match pattern.get(field) {
        None => Payload::Unmentioned,
        Some(Json::Object(_)) => Payload::Json,
        Some(_) => Payload::Plain,
    }
}
