//! What a Lambda proxy integration sends its function, and what the function's answer means.
//!
//! Source: Developer Guide, "Lambda proxy integrations in API Gateway" (input and output format).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::{Struct, Value};
use serde_json::{Value as Json, json};

use crate::context::{Sources, shown};
use crate::docs::text;
use crate::enter::texts;
use crate::reply::Refusal;
use crate::request::{Request, is_binary, media_type, multiple, single};

pub fn event(plan: &Struct, sources: &Sources<'_>) -> Json {
    let request = sources.request;
    let types = texts(plan.list("BinaryTypes"));
    let is_binary = is_binary(&types, &request.media_type());
    let text_of_body = String::from_utf8(request.body.to_vec()).ok();
    let (body, is_encoded) = match text_of_body {
        _ if request.body.is_empty() => (Json::Null, false),
        Some(text) if !is_binary => (Json::from(text), false),
        _ => (Json::from(STANDARD.encode(&request.body)), true),
    };
    let variables = match sources.variables {
        Json::Object(all) if all.is_empty() => Json::Null,
        all => all.clone(),
    };
    json!({
        "resource": text(plan, "ResourcePath"),
        "path": plan.str("EventPath").unwrap_or(&request.path),
        "httpMethod": request.method,
        "headers": single(&request.headers),
        "multiValueHeaders": multiple(&request.headers),
        "queryStringParameters": single(&request.query),
        "multiValueQueryStringParameters": multiple(&request.query),
        "pathParameters": single(sources.path_parameters),
        "stageVariables": variables,
        "requestContext": request_context(sources.context),
        "body": body,
        "isBase64Encoded": is_encoded,
    })
}

fn request_context(context: &Json) -> Json {
    let mut context = context.clone();
    if let Some(members) = context.as_object_mut() {
        for own in ["requestOverride", "responseOverride", "awsEndpointRequestId", "error"] {
            members.remove(own);
        }
    }
    context
}

/// An answer that is none is `502 Bad Gateway`.
pub fn answer(plan: &Struct, request: &Request, payload: &[u8]) -> Result<Struct, Refusal> {
    let parsed: Json = serde_json::from_slice(payload).map_err(|_| Refusal::bad_gateway())?;
    let members = parsed.as_object().ok_or_else(Refusal::bad_gateway)?;
    let known =
        ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded", "cookies"];
    if members.keys().any(|name| !known.contains(&name.as_str())) {
        return Err(Refusal::bad_gateway());
    }
    let status = match &members.get("statusCode") {
        None => Some(200),
        Some(Json::Number(number)) => number.as_i64(),
        Some(Json::String(text)) => text.parse().ok(),
        Some(_) => None,
    };
    let status = status.filter(|it| (100..600).contains(it)).ok_or_else(Refusal::bad_gateway)?;
    let mut headers: Vec<(String, String)> = Vec::new();
    for (name, values) in object(members.get("multiValueHeaders"))? {
        let values = values.as_array().ok_or_else(Refusal::bad_gateway)?;
        headers.extend(values.iter().map(|value| (name.clone(), shown(value))));
    }
    for (name, value) in object(members.get("headers"))? {
        if value.is_object() || value.is_array() {
            return Err(Refusal::bad_gateway());
        }
        // "If the same key-value pair is specified in both, only multiValueHeaders' appears."
        if !headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            headers.push((name.clone(), shown(value)));
        }
    }
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    }
    let text = match members.get("body") {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(_) => return Err(Refusal::bad_gateway()),
    };
    let is_encoded = members.get("isBase64Encoded") == Some(&Json::Bool(true));
    let body = if is_encoded && wants_binary(plan, request, &headers) {
        let decoded = STANDARD.decode(text.trim());
        Bytes::from(decoded.map_err(|_| Refusal::internal())?)
    } else {
        Bytes::from(text)
    };
    Ok(Struct::new()
        .with("Status", status)
        .with("Headers", headers_of(&headers))
        .with("Body", Value::Blob(body)))
}

fn object(value: Option<&Json>) -> Result<Vec<(&String, &Json)>, Refusal> {
    match value {
        None | Some(Json::Null) => Ok(Vec::new()),
        Some(Json::Object(members)) => Ok(members.iter().collect()),
        Some(_) => Err(Refusal::bad_gateway()),
    }
}

/// "The first Accept header's media type" is what counts; without one, the answer's own type.
pub fn wants_binary(plan: &Struct, request: &Request, headers: &[(String, String)]) -> bool {
    let types = texts(plan.list("BinaryTypes"));
    let own = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let accepted = request.header("accept").and_then(|it| it.split(',').next());
    let accepted = accepted.filter(|it| !it.trim().starts_with("*/*"));
    let kind = media_type(accepted.or(own.map(|(_, value)| value.as_str())));
    is_binary(&types, &kind)
}

/// Names that come more than once have a list.
pub fn headers_of(headers: &[(String, String)]) -> Struct {
    let mut out = Struct::new();
    for (name, value) in headers {
        let name = name.to_ascii_lowercase();
        match out.get_mut(&name) {
            Some(Value::List(values)) => values.push(Value::from(value)),
            Some(known) => {
                let both = vec![known.clone(), Value::from(value)];
                *known = Value::List(both);
            }
            None => out.set(name, value),
        }
    }
    out
}
