//! From a request to an API to the request of its integration.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::Struct;
use serde_json::{Map, Value as Json, json};

use crate::context::{self, Sources, shown};
use crate::docs::text;
use crate::enter::texts;
use crate::reply::Refusal;
use crate::request::{encoded, is_binary, single};

/// What the back end gets.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    pub method: String,
    /// With stage variables and path parameters in their places.
    pub uri: String,
    pub query: Vec<(String, String)>,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
    /// `$context` as a template has left it, for the answer.
    pub context: Json,
}

/// Headers that belong to one connection.
const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "host",
];

pub fn is_hop_by_hop(name: &str) -> bool {
    HOP_BY_HOP.iter().any(|it| it.eq_ignore_ascii_case(name))
}

pub fn build(
    plan: &Struct,
    integration: &Struct,
    sources: &Sources<'_>,
) -> Result<Outgoing, Refusal> {
    let request = sources.request;
    let is_proxy = text(integration, "type").ends_with("_PROXY");
    let method = match text(integration, "httpMethod") {
        "ANY" | "" => request.method.clone(),
        method => method.to_owned(),
    };
    let mut out = Outgoing {
        method,
        context: context::with_overrides(sources.context),
        ..Outgoing::default()
    };
    if is_proxy {
        out.query.clone_from(&request.query);
        let own = request.headers.iter().filter(|(name, _)| !is_hop_by_hop(name));
        out.headers =
            own.filter(|(name, _)| !name.eq_ignore_ascii_case("content-length")).cloned().collect();
        out.body = request.body.clone();
    } else {
        let kind = request.media_type();
        out.body = body(plan, integration, sources, (&kind, &mut out.context))?;
        let has_kind = request.header("content-type").is_some() || !request.body.is_empty();
        if has_kind || integration.structure("requestTemplates").is_some() {
            out.headers.push(("Content-Type".to_owned(), kind));
        }
    }
    let mut path = Map::new();
    for (to, from) in integration.structure("requestParameters").into_iter().flat_map(Struct::iter)
    {
        let Some(value) = context::mapped(from.as_str().unwrap_or_default(), sources) else {
            continue;
        };
        put(&mut out, &mut path, to.trim_start_matches("integration.request."), value);
    }
    let overrides = out.context["requestOverride"].clone();
    for place in ["header", "querystring", "path"] {
        for (name, value) in overrides[place].as_object().into_iter().flatten() {
            put(&mut out, &mut path, &format!("{place}.{name}"), shown(value));
        }
    }
    out.uri = uri(text(integration, "uri"), sources, &path, is_proxy);
    Ok(out)
}

fn put(out: &mut Outgoing, path: &mut Map<String, Json>, to: &str, value: String) {
    match to.split_once('.') {
        Some(("header", name)) => {
            out.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            out.headers.push((name.to_owned(), value));
        }
        Some(("querystring", name)) => {
            out.query.retain(|(known, _)| known != name);
            out.query.push((name.to_owned(), value));
        }
        Some(("path", name)) => {
            path.insert(name.to_owned(), Json::from(value));
        }
        _ => {}
    }
}

/// `${stageVariables.x}` and `{parameter}` are replaced. A proxy's own path parameters need no
/// mapping: "{proxy}" is the request's.
fn uri(uri: &str, sources: &Sources<'_>, path: &Map<String, Json>, is_proxy: bool) -> String {
    let mut out = with_variables(uri, sources.variables);
    for (name, value) in path {
        let value = shown(value);
        let parts: Vec<String> = value.split('/').map(encode_once).collect();
        out = out.replace(&format!("{{{name}}}"), &parts.join("/"));
        out = out.replace(&format!("{{{name}+}}"), &parts.join("/"));
    }
    if is_proxy {
        for (name, value) in sources.path_parameters {
            out = out.replace(&format!("{{{name}}}"), value);
        }
    }
    out
}

/// What is encoded already stays as it is.
fn encode_once(part: &str) -> String {
    if part.contains('%') { part.to_owned() } else { encoded(part) }
}

pub fn with_variables(text: &str, variables: &Json) -> String {
    let mut out = text.to_owned();
    for (name, value) in variables.as_object().into_iter().flatten() {
        out = out.replace(&format!("${{stageVariables.{name}}}"), &shown(value));
        out = out.replace(&format!("$stageVariables.{name}"), &shown(value));
    }
    out
}

/// The scope of a template, with a payload.
pub fn scope(body: String, sources: &Sources<'_>, context: &Json) -> vtl::Scope {
    let or_empty = |value: Json| if value.is_null() { json!({}) } else { value };
    let input = vtl::Input {
        body,
        path: or_empty(single(sources.path_parameters)),
        querystring: or_empty(single(&sources.request.query)),
        header: or_empty(single(&sources.request.headers)),
    };
    vtl::Scope::new(input)
        .with("context", context.clone())
        .with("stageVariables", sources.variables.clone())
}

/// The body by a template, or as it came.
fn body(
    plan: &Struct,
    integration: &Struct,
    sources: &Sources<'_>,
    (kind, context): (&str, &mut Json),
) -> Result<Bytes, Refusal> {
    let request = sources.request;
    let types = texts(plan.list("BinaryTypes"));
    let is_binary = is_binary(&types, kind);
    let handling = integration.str("contentHandling");
    let payload = match handling {
        Some("CONVERT_TO_TEXT") if is_binary => Bytes::from(STANDARD.encode(&request.body)),
        Some("CONVERT_TO_BINARY") if !is_binary => {
            let decoded = STANDARD.decode(&request.body);
            // "When base64 decoding fails on binary data".
            Bytes::from(decoded.map_err(|_| Refusal::internal())?)
        }
        _ => request.body.clone(),
    };
    let templates = integration.structure("requestTemplates");
    let template = templates.and_then(|all| {
        let mut all = all.iter();
        all.find(|(known, _)| known.eq_ignore_ascii_case(kind)).and_then(|(_, it)| it.as_str())
    });
    let Some(template) = template else {
        let passes = match text(integration, "passthroughBehavior") {
            "NEVER" => false,
            "WHEN_NO_TEMPLATES" => templates.is_none_or(Struct::is_empty),
            _ => true,
        };
        if passes {
            return Ok(payload);
        }
        return Err(Refusal::new("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type"));
    };
    let payload = String::from_utf8_lossy(&payload).into_owned();
    let mut scope = scope(payload, sources, context);
    let rendered = vtl::render(template, &mut scope).map_err(|error| {
        tracing::debug!(%error, "a mapping template cannot be rendered");
        Refusal::internal()
    })?;
    if let Some(left) = scope.get("context") {
        *context = left;
    }
    Ok(Bytes::from(rendered))
}
