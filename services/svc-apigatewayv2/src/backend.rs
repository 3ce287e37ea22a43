//! HTTP backends: what is sent to them of a request, and what comes back.
//!
//! Source: Developer Guide, "Create HTTP proxy integrations for HTTP APIs".

use std::time::Duration;

use bytes::Bytes;
use kernel::{Struct, Timestamp};
use outbound::http::{FailureKind, Options, Request as Outbound};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::answer::Answer;
use crate::context::Names;
use crate::limits::{ANSWER_BYTES_MAX, HTTP_TIMEOUT_MS};
use crate::mapping::{self, Action, Place};
use crate::request::Request;

/// Of one hop; and those that the client of the backend writes by itself.
const HOP: [&str; 11] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailers",
    "transfer-encoding",
    "upgrade",
];
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const PATH: &AsciiSet = &SEGMENT.remove(b'/').remove(b':').remove(b'@').remove(b'+').remove(b'=');

/// What came of a call of a backend.
#[derive(Clone, Debug)]
pub enum Came {
    Answer(Answer),
    /// Why there is none.
    Failed(String),
}

/// What of a request may be mapped, as it is to go out.
#[derive(Clone, Debug)]
struct Parts {
    headers: Vec<(String, String)>,
    query: Vec<(String, String)>,
    path: Option<String>,
}

pub fn integrate(names: &Names<'_>, integration: &Struct, ca_bundle: &str) -> Came {
    let request = names.request;
    let mut parts =
        Parts { headers: outgoing_headers(request), query: request.parameters(), path: None };
    apply(names, integration, &mut parts);
    let uri = integration.str("IntegrationUri").unwrap_or_default();
    let url = url(names, uri, &parts);
    let method = match integration.str("IntegrationMethod") {
        None | Some("ANY") => request.method.clone(),
        Some(method) => method.to_owned(),
    };
    let outbound = Outbound { method, url, headers: parts.headers, body: request.body.to_vec() };
    send(&outbound, integration, ca_bundle)
}

pub fn send(outbound: &Outbound, integration: &Struct, ca_bundle: &str) -> Came {
    let timeout = integration.int("TimeoutInMillis").unwrap_or(HTTP_TIMEOUT_MS);
    let timeout = Duration::from_millis(u64::try_from(timeout).unwrap_or_default());
    let options = Options {
        connect_timeout: timeout,
        timeout,
        answer_bytes_max: ANSWER_BYTES_MAX,
        ca_bundle: Some(ca_bundle).filter(|it| !it.is_empty()),
        ..Options::default()
    };
    match outbound::http::send(outbound, &options) {
        Ok(answer) if answer.is_cut => Came::Failed("the answer is too long".to_owned()),
        Ok(answer) => {
            let headers = answer.headers.into_iter();
            let headers = headers.filter(|(name, _)| !HOP.contains(&name.as_str()));
            Came::Answer(Answer {
                status: answer.status,
                headers: headers.collect(),
                body: Bytes::from(answer.body),
            })
        }
        Err(failure) if failure.kind == FailureKind::Timeout => {
            Came::Failed("Endpoint request timed out".to_owned())
        }
        Err(failure) => Came::Failed(failure.to_string()),
    }
}

/// "API Gateway passes the entire request"; what says through whom it came is added.
fn outgoing_headers(request: &Request) -> Vec<(String, String)> {
    let headers = request.headers.iter();
    let headers = headers.filter(|(name, _)| !HOP.contains(&name.as_str()));
    let mut headers: Vec<_> = headers.cloned().collect();
    headers.push(("via".to_owned(), "HTTP/1.1 AmazonAPIGateway".to_owned()));
    headers
}

fn apply(names: &Names<'_>, integration: &Struct, parts: &mut Parts) {
    let given = integration.structure("RequestParameters").into_iter().flat_map(Struct::iter);
    for (key, value) in given {
        let Some((action, place)) = mapping::parse(key) else { continue };
        let value = value.as_str().unwrap_or_default();
        let value = mapping::evaluate(value, &|name| names.get(name));
        match place {
            Place::Header(name) => {
                mapping::change(&mut parts.headers, action, name, value, true);
            }
            Place::Query(name) => mapping::change(&mut parts.query, action, name, value, false),
            Place::Path => parts.path = value.or(parts.path.take()),
            Place::Status => {}
        }
    }
}

/// A request as a mapping changes it, for functions.
pub fn map_request(names: &Names<'_>, given: &Struct) -> Request {
    let request = names.request;
    let mut parts =
        Parts { headers: request.headers.clone(), query: request.parameters(), path: None };
    let is_query = |(key, _): (&str, &kernel::Value)| key.contains(":querystring.");
    let integration = Struct::new().with("RequestParameters", given.clone());
    apply(names, &integration, &mut parts);
    let mut mapped = Request { headers: parts.headers, ..request.clone() };
    if given.iter().any(is_query) {
        mapped.query = encoded(&parts.query);
    }
    if let Some(path) = parts.path {
        mapped.path = path;
    }
    for (name, _) in &mut mapped.headers {
        name.make_ascii_lowercase();
    }
    mapped
}

pub fn encoded(query: &[(String, String)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, SEGMENT).to_string();
    let query = query.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    query.collect::<Vec<_>>().join("&")
}

/// The URI with its path variables, the rest of the path for `$default`, and the query string.
fn url(names: &Names<'_>, uri: &str, parts: &Parts) -> String {
    let (base, own_query) = uri.split_once('?').unwrap_or((uri, ""));
    let mut url = base.to_owned();
    for (name, value) in names.plan.variables() {
        url = url.replace(&format!("${{stageVariables.{name}}}"), value);
    }
    for (name, value) in names.plan.path_parameters() {
        let value = utf8_percent_encode(value, PATH).to_string();
        url = url.replace(&format!("{{{name}}}"), &value);
        url = url.replace(&format!("{{{name}+}}"), &value);
    }
    let key = names.plan.part("Route").and_then(|it| it.str("RouteKey"));
    if let Some(path) = &parts.path {
        let start = url.find("://").map_or(0, |at| at + 3);
        let end = url[start..].find('/').map_or(url.len(), |at| start + at);
        let path = utf8_percent_encode(path, PATH).to_string();
        url = format!("{}/{}", &url[..end], path.trim_start_matches('/'));
    } else if key == Some(crate::route::DEFAULT) {
        let path = names.plan.path(names.request);
        let path = utf8_percent_encode(&path, PATH).to_string();
        url = format!("{}{path}", url.trim_end_matches('/'));
    }
    let query = encoded(&parts.query);
    let query = [own_query, &query].into_iter().filter(|it| !it.is_empty());
    let query: Vec<&str> = query.collect();
    if query.is_empty() { url } else { format!("{url}?{}", query.join("&")) }
}

/// What the mapping of an integration's answers makes of one.
pub fn map_answer(names: &Names<'_>, integration: &Struct, mut answer: Answer) -> Answer {
    let all = integration.structure("ResponseParameters");
    let own = answer.status.to_string();
    let Some(given) = all.and_then(|it| it.structure(&own)).cloned() else { return answer };
    let came = answer.clone();
    let look_up = |name: &str| match name.split_once('.') {
        Some(("response", "body")) => mapping::in_body(&came.body, ""),
        Some(("response", rest)) => match rest.split_once('.') {
            Some(("header", header)) => came.header(header).map(str::to_owned),
            Some(("body", path)) => mapping::in_body(&came.body, path),
            _ => None,
        },
        _ => names.get(name),
    };
    for (key, value) in given.iter() {
        let Some((action, place)) = mapping::parse(key) else { continue };
        let value = mapping::evaluate(value.as_str().unwrap_or_default(), &look_up);
        match place {
            Place::Header(name) => mapping::change(&mut answer.headers, action, name, value, true),
            Place::Status if action == Action::Overwrite => {
                let status = value.and_then(|it| it.parse().ok());
                answer.status = status.filter(|it| (200..=599).contains(it)).unwrap_or(500);
            }
            _ => {}
        }
    }
    answer
}

/// Milliseconds of the world's clock between two moments.
pub fn millis(from: Timestamp, to: Timestamp) -> i64 {
    i64::try_from(to.since(from).as_millis()).unwrap_or(i64::MAX)
}
