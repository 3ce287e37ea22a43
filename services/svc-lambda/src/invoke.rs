//! Invoke and InvokeAsync: the door to a function.

use bytes::Bytes;
use kernel::service::{NO_WORK, StagePlan, WorkEnv};
use kernel::{ApiError, Ctx, DigestSet, OpResult, Struct};
use serde::de::IgnoredAny;

use crate::api::{InvokeAsyncInput, InvokeAsyncOutput, InvokeInput, InvokeOutput};
use crate::code;
use crate::errors;
use crate::event;
use crate::invocation::{self, Wish};
use crate::limits::{ASYNC_PAYLOAD_BYTES_MAX, SYNC_PAYLOAD_BYTES_MAX};
use crate::name::Name;

const EVENT: &str = "Event";
const DRY_RUN: &str = "DryRun";
const REQUEST_RESPONSE: &str = "RequestResponse";
const ACCEPTED: i64 = 202;
const NO_CONTENT: i64 = 204;
const OK: i64 = 200;

/// Events and dry runs need no sandbox: other services can make such calls at once.
pub fn begin(ctx: &mut Ctx<'_>, input: InvokeInput<'_>) -> OpResult {
    if input.durable_execution_name().is_some() || input.tenant_id().is_some() {
        return Err(errors::not_here("durable executions and tenants", "functions have neither"));
    }
    let name = Name::with_qualifier(input.function_name(), input.qualifier())?;
    let target = invocation::resolve(ctx, &name)?;
    let kind = input.invocation_type().unwrap_or(REQUEST_RESPONSE);
    let payload = payload(input.payload(), kind)?;
    let nothing = Struct::new().with(NO_WORK, true);
    if kind == DRY_RUN {
        return Ok(nothing.with("StatusCode", NO_CONTENT));
    }
    let client_context = input.client_context().map(client_context).transpose()?;
    let request_id = invocation::request_id(ctx);
    if kind == EVENT {
        let event = event::fresh(ctx, &name, request_id, payload);
        return Ok(nothing.with("StatusCode", ACCEPTED).with("Event", event));
    }
    invocation::plan(ctx, Wish { target, request_id, payload, client_context })
}

pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.get(NO_WORK).is_some() {
        return Ok(plan);
    }
    invocation::run(env, &plan)
}

pub fn complete(
    ctx: &mut Ctx<'_>,
    input: InvokeInput<'_>,
    outcome: Struct,
) -> Result<InvokeOutput, ApiError> {
    if let Some(status) = outcome.int("StatusCode") {
        if let Some(event) = outcome.structure("Event") {
            event::accept(ctx, event.clone());
        }
        return Ok(InvokeOutput::new().status_code(status));
    }
    invocation::record(ctx, &outcome);
    let wants_tail = input.log_type() == Some("Tail");
    let tail = outcome.str("LogTail").filter(|_| wants_tail);
    Ok(InvokeOutput::new()
        .status_code(OK)
        .payload(outcome.blob("Payload"))
        .function_error(outcome.str("FunctionError"))
        .executed_version(outcome.str("ExecutedVersion"))
        .log_result(tail))
}

/// The old form of an event.
pub fn invoke_async(
    ctx: &mut Ctx<'_>,
    input: InvokeAsyncInput<'_>,
) -> Result<InvokeAsyncOutput, ApiError> {
    let name = Name::parse(input.function_name());
    invocation::resolve(ctx, &name)?;
    let payload = payload(Some(&Bytes::from(code::read(input.invoke_args())?)), EVENT)?;
    let request_id = invocation::request_id(ctx);
    let event = event::fresh(ctx, &name, request_id, payload);
    event::accept(ctx, event);
    Ok(InvokeAsyncOutput::new().status(ACCEPTED))
}

/// JSON of a bounded size; nothing is an empty object.
pub fn payload(given: Option<&Bytes>, kind: &str) -> Result<Bytes, ApiError> {
    let payload = given.filter(|it| !it.is_empty()).cloned();
    let payload = payload.unwrap_or_else(|| Bytes::from_static(b"{}"));
    let max = if kind == EVENT { ASYNC_PAYLOAD_BYTES_MAX } else { SYNC_PAYLOAD_BYTES_MAX };
    if payload.len() > max {
        return Err(errors::payload_too_large(payload.len(), kind, max));
    }
    match serde_json::from_slice::<IgnoredAny>(&payload) {
        Ok(_) => Ok(payload),
        Err(error) => Err(errors::payload_not_json(&error.to_string())),
    }
}

/// Base64 of JSON, up to 3,583 bytes.
fn client_context(text: &str) -> Result<String, ApiError> {
    use base64::Engine as _;
    let decoded = base64::engine::general_purpose::STANDARD.decode(text).ok();
    let json = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
    let json = json.filter(|json| serde_json::from_str::<IgnoredAny>(json).is_ok());
    json.ok_or_else(errors::invalid_client_context)
}

/// Of InvokeAsync's body, which the model has stream.
pub fn stage(_ctx: &mut Ctx<'_>, _input: &Struct) -> Result<StagePlan, ApiError> {
    let max = ASYNC_PAYLOAD_BYTES_MAX;
    Ok(StagePlan {
        max_len: max as u64,
        too_large: errors::payload_too_large(max + 1, EVENT, max),
        digests: DigestSet::NONE,
        seal: None,
        note: None,
        admission: None,
    })
}
