//! Tumbling windows: records of a shard by the time of their arrival, and a state that the function
//! hands on from batch to batch.
//!
//! Source: Developer Guide, "Using AWS Lambda with Amazon Kinesis", "Stateful stream processing"
//! (its events and answers).

use kernel::Timestamp;
use kernel::arn::Arn;
use serde_json::{Value as Json, json};

use crate::event_source_limits as limits;
use crate::event_source_state::{LaneRow, WindowRow};

const EMPTY: &str = "{}";

/// The window of a record that arrived at `at`: the open one, or one that is opened.
pub fn open(lane: &mut LaneRow, length_s: i64, at: i64) -> &WindowRow {
    lane.window.get_or_insert_with(|| {
        let start = at - at.rem_euclid(length_s);
        WindowRow { start, end: start + length_s, state: EMPTY.to_owned(), is_cut: false }
    })
}

/// What the function gets.
pub fn payload(open: Option<&WindowRow>, events: Vec<Json>, stream: &Arn, shard: &str) -> String {
    let mut payload = json!({ "Records": events });
    if let (Some(open), Some(members)) = (open, payload.as_object_mut()) {
        let time = |secs: i64| Timestamp::from_secs(secs).iso8601();
        let state: Json = serde_json::from_str(&open.state).unwrap_or_else(|_| json!({}));
        members.insert("window".into(), json!({"start": time(open.start), "end": time(open.end)}));
        members.insert("state".into(), state);
        members.insert("shardId".into(), shard.into());
        members.insert("eventSourceARN".into(), stream.to_string().into());
        members.insert("isFinalInvokeForWindow".into(), false.into());
        members.insert("isWindowTerminatedEarly".into(), false.into());
    }
    payload.to_string()
}

/// What the function gets when a window is over.
pub fn last(open: &WindowRow, stream: &Arn, shard: &str) -> String {
    let payload = payload(Some(open), Vec::new(), stream, shard);
    let mut payload: Json = serde_json::from_str(&payload).unwrap_or_default();
    payload["isFinalInvokeForWindow"] = true.into();
    payload["isWindowTerminatedEarly"] = open.is_cut.into();
    payload.to_string()
}

/// The function has answered: what it says of the window's state, which ends early when that has
/// become too large.
pub fn answered(lane: &mut LaneRow, is_final: bool, payload: &[u8]) {
    if is_final {
        lane.window = None;
        return;
    }
    let Some(open) = &mut lane.window else { return };
    let answer: Json = serde_json::from_slice(payload).unwrap_or_default();
    open.state = match answer.get("state") {
        Some(state @ Json::Object(_)) => state.to_string(),
        _ => EMPTY.to_owned(),
    };
    open.is_cut = open.state.len() > limits::WINDOW_STATE_BYTES_MAX;
}
