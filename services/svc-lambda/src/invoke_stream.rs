//! InvokeWithResponseStream: the answer as a stream of events.
//!
//! The function's answer is whole when the stream begins: what its handler would write bit by bit
//! is not here.

use bytes::Bytes;
use kernel::body::Body;
use kernel::service::{NO_WORK, WorkEnv};
use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use serde_json::Value as Json;

use crate::api::{InvokeInput, InvokeWithResponseStreamInput, InvokeWithResponseStreamOutput};
use crate::invocation;
use crate::invoke;

/// As much of the answer as one event holds.
const CHUNK_BYTES: usize = 64 * 1024;

pub fn begin(ctx: &mut Ctx<'_>, input: InvokeWithResponseStreamInput<'_>) -> OpResult {
    invoke::begin(ctx, InvokeInput::from(input.0))
}

pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    invoke::work(env, plan)
}

pub fn complete(
    ctx: &mut Ctx<'_>,
    input: InvokeWithResponseStreamInput<'_>,
    outcome: Struct,
) -> Result<InvokeWithResponseStreamOutput, ApiError> {
    const OK: i64 = 200;
    const NO_CONTENT: i64 = 204;
    if outcome.get(NO_WORK).is_some() {
        let nothing = Body::of_events(std::iter::empty());
        return Ok(InvokeWithResponseStreamOutput::new()
            .status_code(NO_CONTENT)
            .event_stream(Value::Body(nothing)));
    }
    invocation::record(ctx, &outcome);
    let payload = outcome.blob("Payload").cloned().unwrap_or_default();
    let mut end = Struct::new();
    let mut events: Vec<Result<Struct, ApiError>> = Vec::new();
    if let Some(error) = outcome.str("FunctionError") {
        end.set("ErrorCode", error);
        end.set("ErrorDetails", details(&payload));
    } else {
        events.extend(chunks(&payload).map(|chunk| {
            let chunk = Struct::new().with("Payload", Value::Blob(chunk));
            Ok(Struct::new().with("PayloadChunk", chunk))
        }));
    }
    if input.log_type() == Some("Tail") {
        end.set("LogResult", outcome.str("LogTail").unwrap_or_default());
    }
    events.push(Ok(Struct::new().with("InvokeComplete", end)));
    Ok(InvokeWithResponseStreamOutput::new()
        .status_code(OK)
        .executed_version(outcome.str("ExecutedVersion"))
        .event_stream(Value::Body(Body::of_events(events.into_iter()))))
}

fn chunks(payload: &Bytes) -> impl Iterator<Item = Bytes> {
    let starts = (0..payload.len()).step_by(CHUNK_BYTES);
    starts.map(|start| payload.slice(start..payload.len().min(start + CHUNK_BYTES)))
}

fn details(error: &Bytes) -> String {
    let parsed: Json = serde_json::from_slice(error).unwrap_or_default();
    parsed.to_string()
}
