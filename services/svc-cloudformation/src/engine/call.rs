//! One call of a resource: its input by the model, and what is kept of the answer.

use bytes::Bytes;
use kernel::body::{Body, Segment};
use kernel::{ApiError, Ask, Struct, Value};
use serde_json::{Map, Value as Json};

use crate::session::Session;
use crate::types::Facts;
use crate::types::expression::within;
use crate::types::plan::Planned;
use crate::zip;

/// What a call made of is read into memory: definitions and templates.
const BODY_BYTES_MAX: u64 = 1 << 20;

/// The ask of a planned call.
pub fn ask(
    session: &Session<'_, '_>,
    facts: &Facts<'_>,
    planned: &Planned,
) -> Result<Ask, ApiError> {
    let call = planned.call;
    let facts = Facts { item: planned.item.as_ref(), ..*facts };
    let json = Json::Object(facts.input(call)).to_string();
    let bound = session.ctx.bind_json(&call.service, &call.operation, &json);
    let mut input = bound.map_err(|problem| ApiError::new("ValidationError", problem))?;
    pack(&call.service, facts.properties, &mut input);
    Ok(Ask::to(call.service.as_str(), call.operation.as_str()).with_input(input))
}

/// Source code that stands in the template becomes a package.
fn pack(service: &str, properties: &Map<String, Json>, input: &mut Struct) {
    if service != "lambda" {
        return;
    }
    let runtime = properties.get("Runtime").and_then(Json::as_str).unwrap_or_default();
    let packed = |members: &mut Struct| {
        if let Some(source) = members.blob("ZipFile").cloned() {
            members.set("ZipFile", Bytes::from(zip::source(runtime, &source)));
        }
    };
    packed(input);
    if let Some(Value::Struct(code)) = input.get_mut("Code") {
        packed(code);
    }
}

/// Puts what the table names of the answer into the attributes.
pub fn capture(planned: &Planned, output: &Struct, attributes: &mut Map<String, Json>) {
    if planned.call.captures.is_empty() {
        return;
    }
    let answer = json(&Value::Struct(output.clone()));
    for (name, path) in &planned.call.captures {
        match within(&answer, path) {
            Some(value) => {
                attributes.insert(name.clone(), value.clone());
            }
            None => {
                attributes.remove(name);
            }
        }
    }
}

/// Entries that have failed within an answer that is none (targets of rules).
pub fn failed_entry(output: &Struct) -> Option<ApiError> {
    if output.int("FailedEntryCount").unwrap_or_default() == 0 {
        return None;
    }
    let entries = output.list("FailedEntries").unwrap_or_default();
    let entry = entries.first().and_then(Value::as_struct)?;
    let code = entry.str("ErrorCode").unwrap_or("InternalFailure").to_owned();
    Some(ApiError::new(code, entry.str("ErrorMessage").unwrap_or_default()))
}

/// An answer as JSON.
pub fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(it) => (*it).into(),
        Value::Int(it) => (*it).into(),
        Value::Float(it) => (*it).into(),
        Value::String(it) => it.as_str().into(),
        Value::Blob(it) => String::from_utf8_lossy(it).into(),
        Value::Timestamp(it) => it.to_jiff().to_string().into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Struct(members) => {
            Json::Object(members.iter().map(|(name, it)| (name.to_owned(), json(it))).collect())
        }
        Value::Body(body) => match read(body, BODY_BYTES_MAX) {
            Some(bytes) => String::from_utf8_lossy(&bytes).into(),
            None => Json::Null,
        },
    }
}

/// A body of at most so many bytes.
pub fn read(body: &Body, bytes_max: u64) -> Option<Vec<u8>> {
    if body.len() > bytes_max {
        return None;
    }
    let mut out = Vec::with_capacity(body.len() as usize);
    for segment in &body.segments {
        match segment {
            Segment::Inline(bytes) => out.extend_from_slice(bytes),
            Segment::File { file, offset, len } => {
                let start = out.len();
                out.resize(start + *len as usize, 0);
                file.read_at(*offset, &mut out[start..]).ok()?;
            }
        }
    }
    Some(out)
}

/// A refusal as the reason of a resource's state.
pub fn reason(session: &mut Session<'_, '_>, error: &ApiError) -> String {
    let code = match error.code() {
        code if code.contains("AlreadyExists") || code.contains("InUse") => "AlreadyExists",
        code if code.contains("NotFound") || code.contains("NoSuch") => "NotFound",
        code if code.contains("AccessDenied") || code.contains("Authoriz") => "AccessDenied",
        code if code.contains("LimitExceeded") => "ServiceLimitExceeded",
        code if code.contains("Invalid") || code.contains("Validation") => "InvalidRequest",
        _ => "GeneralServiceException",
    };
    let token = session.ctx.chance().uuid();
    format!(
        "Resource handler returned message: \"{}\" (RequestToken: {token}, HandlerErrorCode: \
         {code})",
        error.message()
    )
}
