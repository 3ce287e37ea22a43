//! Between the JSON of states and the inputs and outputs of operations.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::{ApiError, Ctx, Struct, Value};
use serde_json::{Map, Number, Value as Json, json};

use crate::resource::Integration;

/// Members that may be given as JSON where the operation takes text.
const TEXTS: [(&str, &str, &str); 4] = [
    ("sqs", "SendMessage", "MessageBody"),
    ("sns", "Publish", "Message"),
    ("stepfunctions", "StartExecution", "Input"),
    ("lambda", "Invoke", "Payload"),
];

/// The input of an integration's operation; or what is wrong with the parameters.
pub fn input(
    ctx: &Ctx<'_>,
    integration: &Integration,
    parameters: &Json,
) -> Result<Struct, String> {
    let mut parameters = match parameters {
        Json::Object(members) => members.clone(),
        _ => return Err("The parameters of the task are no object".to_owned()),
    };
    if !integration.is_sdk {
        for (service, operation, member) in TEXTS {
            if (service, operation) == (integration.service, integration.operation) {
                make_text(&mut parameters, member);
            }
        }
        if integration.operation == "PutEvents"
            && let Some(Json::Array(entries)) = parameters.get_mut("Entries")
        {
            for entry in entries.iter_mut().filter_map(Json::as_object_mut) {
                make_text(entry, "Detail");
            }
        }
    }
    let text = Json::Object(parameters).to_string();
    ctx.bind_json(integration.service, integration.operation, &text)
}

fn make_text(members: &mut Map<String, Json>, name: &str) {
    if let Some(value) = members.get_mut(name)
        && !value.is_string()
    {
        *value = Json::String(value.to_string());
    }
}

/// The result of a task: what the operation answers, in the names that states have.
pub fn result(ctx: &Ctx<'_>, integration: &Integration, output: &Struct) -> Json {
    let output = &ctx.sdk_output(integration.service, integration.operation, output);
    let mut members = structure(output);
    if integration.is_sdk {
        return Json::Object(members);
    }
    if integration.operation == "Invoke" {
        if let Some(payload) = members.get("Payload").and_then(Json::as_str) {
            let parsed = serde_json::from_str(payload).unwrap_or_else(|_| json!(payload));
            members.insert("Payload".to_owned(), parsed);
        }
        members.entry("ExecutedVersion").or_insert_with(|| json!("$LATEST"));
    }
    members.insert("SdkHttpMetadata".to_owned(), json!({"HttpStatusCode": 200}));
    members.insert("SdkResponseMetadata".to_owned(), json!({"RequestId": ctx.request_id()}));
    Json::Object(members)
}

fn structure(output: &Struct) -> Map<String, Json> {
    let entries = output.iter().filter(|(name, _)| !name.starts_with(':'));
    entries.map(|(name, value)| (name.to_owned(), json_of(value))).collect()
}

pub fn json_of(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Int(value) => Json::from(*value),
        Value::Float(value) => Number::from_f64(*value).map_or(Json::Null, Json::Number),
        Value::String(text) => Json::String(text.clone()),
        Value::Blob(bytes) => Json::String(text_of(bytes)),
        Value::Timestamp(at) => Json::String(instant(*at)),
        Value::List(items) => Json::Array(items.iter().map(json_of).collect()),
        Value::Struct(members) => Json::Object(
            members.iter().map(|(name, value)| (name.to_owned(), json_of(value))).collect(),
        ),
        Value::Body(body) => Json::String(inline_text(body)),
    }
}

/// As Java's `Instant` writes it: without a fraction where there is none.
fn instant(at: kernel::Timestamp) -> String {
    let text = at.iso8601_millis();
    match text.strip_suffix(".000Z") {
        Some(seconds) => format!("{seconds}Z"),
        None => text,
    }
}

/// A blob is its text; what is none is written in Base64.
fn text_of(bytes: &Bytes) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => STANDARD.encode(bytes),
    }
}

/// What lies in files is larger than a payload may be, and is left out.
pub fn inline_text(body: &kernel::body::Body) -> String {
    let mut bytes = Vec::new();
    for segment in &body.segments {
        if let kernel::body::Segment::Inline(part) = segment {
            bytes.extend_from_slice(part);
        }
    }
    text_of(&Bytes::from(bytes))
}

/// How an error of an operation is called in states.
pub fn error_name(integration: &Integration, error: &ApiError) -> String {
    let code = error.code().rsplit('.').next().unwrap_or_default();
    let is_named = code.ends_with("Exception") || code.ends_with("Error");
    let suffix = if is_named { "" } else { "Exception" };
    format!("{}.{code}{suffix}", integration.prefix)
}

/// In the words of the SDK for Java 2, as causes have them.
pub fn cause(ctx: &Ctx<'_>, integration: &Integration, error: &ApiError) -> String {
    format!(
        "{} (Service: {}, Status Code: {}, Request ID: {})",
        error.message(),
        integration.prefix,
        error.status(),
        ctx.request_id()
    )
}

/// A member that is text, or a body of it.
pub fn text_member(output: &Struct, name: &str) -> String {
    match output.get(name) {
        Some(Value::Body(body)) => inline_text(body),
        Some(Value::Blob(bytes)) => text_of(bytes),
        Some(Value::String(text)) => text.clone(),
        _ => String::new(),
    }
}
