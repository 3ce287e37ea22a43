//! From what an integration has answered to the API's own answer.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::{Struct, Value};
use regex::Regex;
use serde_json::Value as Json;

use crate::backend::Answered;
use crate::context::{self, Sources, shown};
use crate::docs::text;
use crate::enter::texts;
use crate::event::{self, headers_of};
use crate::outgoing::{Outgoing, is_hop_by_hop, scope};
use crate::reply::Refusal;
use crate::request::{is_binary, media_type};

pub fn respond(
    plan: &Struct,
    integration: &Struct,
    sources: &Sources<'_>,
    (sent, answered): (&Outgoing, Answered),
) -> Result<Struct, Refusal> {
    match (text(integration, "type"), answered) {
        ("AWS_PROXY", Answered::Function { payload, is_error: false }) => {
            event::answer(plan, sources.request, &payload)
        }
        ("AWS_PROXY", _) => Err(Refusal::bad_gateway()),
        ("HTTP_PROXY", Answered::Http { status, headers, body }) => {
            let headers: Vec<_> =
                headers.into_iter().filter(|(name, _)| !is_hop_by_hop(name)).collect();
            Ok(Struct::new()
                .with("Status", i64::from(status))
                .with("Headers", headers_of(&headers))
                .with("Body", Value::Blob(body)))
        }
        (_, Answered::Function { payload, is_error }) => {
            let error: Option<Json> =
                is_error.then(|| serde_json::from_slice(&payload).ok()).flatten();
            let key = error.map(|it| shown(&it["errorMessage"])).unwrap_or_default();
            mapped(plan, integration, sources, (sent, &key, Vec::new(), payload))
        }
        (_, Answered::Http { status, headers, body }) => {
            mapped(plan, integration, sources, (sent, &status.to_string(), headers, body))
        }
    }
}

/// The response whose pattern fits, or the one without a pattern.
fn chosen<'i>(integration: &'i Struct, key: &str) -> Option<&'i Struct> {
    let all = integration.structure("integrationResponses")?;
    let responses = || all.iter().filter_map(|(_, it)| it.as_struct());
    let pattern = |it: &Struct| it.str("selectionPattern").unwrap_or_default().to_owned();
    let fits = |it: &&Struct| {
        let pattern = pattern(it);
        // A function without an error has no text that a pattern could fit.
        !pattern.is_empty()
            && !key.is_empty()
            && Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|it| it.is_match(key))
    };
    responses().find(fits).or_else(|| responses().find(|it| pattern(it).is_empty()))
}

type Came<'c> = (&'c Outgoing, &'c str, Vec<(String, String)>, Bytes);

fn mapped(
    plan: &Struct,
    integration: &Struct,
    sources: &Sources<'_>,
    (sent, key, came, payload): Came<'_>,
) -> Result<Struct, Refusal> {
    let response = chosen(integration, key).ok_or_else(Refusal::internal)?;
    let kind = came.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let kind = media_type(kind.map(|(_, value)| value.as_str()));
    let payload = converted(plan, response, (&kind, payload))?;
    let mut context = sent.context.clone();
    let template = template(response, sources, &kind);
    let mut out_kind = kind.clone();
    let mut body = payload.clone();
    if let Some((known, template)) = template {
        known.clone_into(&mut out_kind);
        let text = String::from_utf8_lossy(&payload).into_owned();
        let mut scope = scope(text, sources, &context);
        let rendered = vtl::render(template, &mut scope).map_err(|error| {
            tracing::debug!(%error, "a mapping template cannot be rendered");
            Refusal::internal()
        })?;
        body = Bytes::from(rendered);
        context = scope.get("context").unwrap_or(context);
    }
    let mut status: i64 = text(response, "statusCode").parse().unwrap_or(200);
    let mut headers = vec![("content-type".to_owned(), out_kind)];
    let mut put = |name: &str, value: String| {
        headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        headers.push((name.to_owned(), value));
    };
    for (to, from) in response.structure("responseParameters").into_iter().flat_map(Struct::iter) {
        let from = from.as_str().unwrap_or_default();
        if let Some(value) = parameter(from, sources, (&came, &payload)) {
            put(to.trim_start_matches("method.response.header."), value);
        }
    }
    let overrides = &context["responseOverride"];
    for (name, value) in overrides["header"].as_object().into_iter().flatten() {
        put(name, shown(value));
    }
    if let Ok(own) = shown(&overrides["status"]).parse() {
        status = own;
    }
    Ok(Struct::new()
        .with("Status", status)
        .with("Headers", headers_of(&headers))
        .with("Body", Value::Blob(body)))
}

/// The template of a type that the client accepts, or of the back end's own; else the first there
/// is: services answer `application/x-amz-json-1.0`, and templates are for `application/json`.
fn template<'i>(
    response: &'i Struct,
    sources: &Sources<'_>,
    kind: &str,
) -> Option<(&'i str, &'i str)> {
    let all = || {
        let templates = response.structure("responseTemplates").into_iter().flat_map(Struct::iter);
        templates.filter_map(|(known, it)| Some((known, it.as_str()?)))
    };
    let accepted = sources.request.header("accept").unwrap_or_default().split(',');
    let accepted = accepted.filter_map(|it| it.split(';').next()).map(str::trim);
    accepted
        .chain([kind])
        .find_map(|wanted| all().find(|(known, _)| known.eq_ignore_ascii_case(wanted)))
        .or_else(|| all().next())
}

/// "Content type conversions": what is binary is told by the back end's type.
fn converted(
    plan: &Struct,
    response: &Struct,
    (kind, payload): (&str, Bytes),
) -> Result<Bytes, Refusal> {
    let is_binary = is_binary(&texts(plan.list("BinaryTypes")), kind);
    match response.str("contentHandling") {
        Some("CONVERT_TO_TEXT") if is_binary => Ok(Bytes::from(STANDARD.encode(payload))),
        Some("CONVERT_TO_BINARY") if !is_binary => {
            // A function's answer is a JSON string of base64.
            let text = serde_json::from_slice::<String>(&payload)
                .unwrap_or_else(|_| String::from_utf8_lossy(&payload).into_owned());
            let decoded = STANDARD.decode(text.trim());
            Ok(Bytes::from(decoded.map_err(|_| Refusal::internal())?))
        }
        _ => Ok(payload),
    }
}

fn parameter(
    from: &str,
    sources: &Sources<'_>,
    (came, payload): (&[(String, String)], &[u8]),
) -> Option<String> {
    let Some(rest) = from.strip_prefix("integration.response.") else {
        return context::mapped(from, sources);
    };
    if rest == "body" {
        return Some(String::from_utf8_lossy(payload).into_owned());
    }
    if let Some(path) = rest.strip_prefix("body.") {
        let body: Json = serde_json::from_slice(payload).ok()?;
        let path = if path.starts_with('$') { path.to_owned() } else { format!("$.{path}") };
        return vtl::json_path(&body, &path).as_ref().map(shown);
    }
    let (place, name) = rest.split_once('.')?;
    let values: Vec<&str> = came
        .iter()
        .filter(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
        .collect();
    match place {
        "header" => values.last().map(|it| (*it).to_owned()),
        "multivalueheader" if !values.is_empty() => Some(values.join(",")),
        _ => None,
    }
}

/// What a mock integration's template has to say: `{"statusCode": 200}`.
pub fn mock_status(body: &[u8]) -> Option<u16> {
    let body: Json = serde_json::from_slice(body).ok()?;
    let status = match &body["statusCode"] {
        Json::Number(number) => number.as_u64(),
        Json::String(text) => text.parse().ok(),
        _ => None,
    };
    status.and_then(|it| u16::try_from(it).ok())
}
