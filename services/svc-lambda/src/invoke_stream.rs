//! InvokeWithResponseStream: the answer as a stream of events, which leave as the function writes.
//!
//! Of a handler that answers as a whole the events are pieces of that answer.

use bytes::Bytes;
use kernel::body::Body;
use kernel::service::{NO_WORK, WorkEnv};
use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use serde_json::Value as Json;

use crate::api::{InvokeInput, InvokeWithResponseStreamInput, InvokeWithResponseStreamOutput};
use crate::invoke;
use crate::streaming::{self, Begun, Stream};

/// As much of an answer that is whole as one event holds.
const CHUNK_BYTES: usize = 64 * 1024;
const OK: i64 = 200;
const NO_CONTENT: i64 = 204;

pub fn begin(ctx: &mut Ctx<'_>, input: InvokeWithResponseStreamInput<'_>) -> OpResult {
    let wants_tail = input.log_type() == Some("Tail");
    Ok(invoke::begin(ctx, InvokeInput::from(input.0))?.with("WantsTail", wants_tail))
}

pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.get(NO_WORK).is_some() {
        let nothing = Body::of_events(std::iter::empty());
        return Ok(answer(NO_CONTENT, nothing));
    }
    let wants_tail = plan.bool("WantsTail").unwrap_or_default();
    match streaming::begin(env, &plan)? {
        Begun::Streams { content_type, version, stream } => {
            let events = Events { stream, wants_tail, is_over: false };
            Ok(answer(OK, Body::of_events(events))
                .with("ExecutedVersion", version)
                .with("ContentType", content_type))
        }
        Begun::Whole(outcome) => {
            let payload = outcome.blob("Payload").cloned().unwrap_or_default();
            let pieces: Vec<Bytes> = match outcome.str("FunctionError") {
                Some(_) => Vec::new(),
                None => chunks(&payload).collect(),
            };
            let end = end(&outcome, wants_tail);
            let events = pieces.into_iter().map(|piece| Ok(chunk(piece))).chain([Ok(end)]);
            let version = outcome.str("ExecutedVersion").unwrap_or_default();
            Ok(answer(OK, Body::of_events(events)).with("ExecutedVersion", version))
        }
    }
}

fn answer(status: i64, events: Body) -> Struct {
    Struct::new().with("Status", status).with("Events", Value::Body(events))
}

pub fn complete(
    _ctx: &mut Ctx<'_>,
    _input: InvokeWithResponseStreamInput<'_>,
    outcome: Struct,
) -> Result<InvokeWithResponseStreamOutput, ApiError> {
    Ok(InvokeWithResponseStreamOutput::new()
        .status_code(outcome.int("Status").unwrap_or(OK))
        .executed_version(outcome.str("ExecutedVersion"))
        .response_stream_content_type(outcome.str("ContentType"))
        .event_stream(outcome.get("Events").cloned().unwrap_or_default()))
}

/// The events of an answer that is written bit by bit.
struct Events {
    stream: Stream,
    wants_tail: bool,
    is_over: bool,
}

impl Iterator for Events {
    type Item = Result<Struct, ApiError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        if let Some(piece) = self.stream.next() {
            return Some(Ok(chunk(piece)));
        }
        self.is_over = true;
        Some(self.stream.end().map(|outcome| end(&outcome, self.wants_tail)))
    }
}

fn chunk(piece: Bytes) -> Struct {
    let chunk = Struct::new().with("Payload", Value::Blob(piece));
    Struct::new().with("PayloadChunk", chunk)
}

fn end(outcome: &Struct, wants_tail: bool) -> Struct {
    let mut end = Struct::new();
    if let Some(error) = outcome.str("FunctionError") {
        end.set("ErrorCode", error);
        end.set("ErrorDetails", details(outcome.blob("Payload")));
    }
    if wants_tail {
        end.set("LogResult", outcome.str("LogTail").unwrap_or_default());
    }
    Struct::new().with("InvokeComplete", end)
}

fn chunks(payload: &Bytes) -> impl Iterator<Item = Bytes> {
    let starts = (0..payload.len()).step_by(CHUNK_BYTES);
    starts.map(|start| payload.slice(start..payload.len().min(start + CHUNK_BYTES)))
}

fn details(error: Option<&Bytes>) -> String {
    let parsed: Json =
        error.and_then(|error| serde_json::from_slice(error).ok()).unwrap_or_default();
    parsed.to_string()
}
