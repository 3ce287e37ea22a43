//! The event itself: the envelope around what was put.
//!
//! Source: EventBridge User Guide, "AWS service event metadata".

use event_pattern::Value;
use kernel::{AccountId, Ctx, Region, Timestamp};

use crate::state::EventRow;

/// An event, parsed and as text.
#[derive(Clone, Debug)]
pub struct Event {
    pub value: Value,
    pub row: EventRow,
}

/// What stands around the detail.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    pub detail_type: &'a str,
    pub source: &'a str,
    pub account: AccountId,
    pub region: Region,
    pub time: Timestamp,
    pub resources: Vec<String>,
}

impl Event {
    pub fn new(ctx: &Ctx<'_>, id: &str, head: Head<'_>, detail: Value) -> Event {
        let time = head.time.micros();
        let value = build(id, head, detail);
        let row = EventRow {
            json: value.to_string(),
            ingested: ctx.now().micros(),
            hops: Vec::new(),
            trace: None,
            time,
            sealed: None,
        };
        Event { value, row }
    }

    /// An event that was kept as text.
    pub fn read(row: EventRow) -> Event {
        let value = Value::parse(&row.json);
        debug_assert!(value.is_ok(), "events are kept as JSON: {value:?}");
        Event { value: value.unwrap_or(Value::Null), row }
    }
}

/// The members in the order in which AWS writes them.
fn build(id: &str, head: Head<'_>, detail: Value) -> Value {
    let resources = head.resources.into_iter().map(Value::String).collect();
    let members = [
        ("version", Value::string("0")),
        ("id", Value::string(id)),
        ("detail-type", Value::string(head.detail_type)),
        ("source", Value::string(head.source)),
        ("account", Value::string(head.account.as_str())),
        ("time", Value::string(iso_seconds(head.time))),
        ("region", Value::string(head.region.as_str())),
        ("resources", Value::Array(resources)),
        ("detail", detail),
    ];
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// `2015-11-11T21:29:54Z`.
pub fn iso_seconds(at: Timestamp) -> String {
    Timestamp::from_secs(at.secs()).iso8601()
}
