//! URLs of Lambda functions: `id.lambda-url.region.localhost`.
//!
//! Whatever comes to such a host is for the function; the service makes an event of it, and its
//! answer of what the function says.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use hyper::body::Incoming;
use kernel::body::Body;
use kernel::{AccountId, ApiError, Call, Region, Struct, Value};
use wire::identify::host::{Endpoint, Host};
use wire::message;

use crate::intake;
use crate::pipeline::{self, Exchange};
use crate::reply::ReplyBody;
use auth::Family;

const STEP: &str = "InvokeUrl";
/// "Invocation payload: 6 MB each for request and response".
const BODY_MAX: usize = 6 * 1024 * 1024;
/// Nearly no host has it.
const LABEL: &str = ".lambda-url.";

/// The id of the URL that the host is.
pub fn id(authority: &str) -> Option<&str> {
    if !authority.contains(LABEL) {
        return None;
    }
    let host = Host::parse(authority);
    let is_url = host.endpoint == Some(Endpoint::DataPlane("lambda-url"));
    host.subdomain.filter(|_| is_url)
}

/// Answers a request to the URL with that id.
pub async fn answer(exchange: &Exchange<'_>, id: &str, body: Incoming) -> Response<ReplyBody> {
    let answer = match intake::collect(body, BODY_MAX).await {
        Ok(body) => ask(exchange, id, body).await,
        Err(error) => Err(error),
    };
    let answer = answer.unwrap_or_else(|error| {
        exchange.noted.error(error.code());
        Struct::new()
            .with("Status", i64::from(error.status()))
            .with("Headers", Struct::new().with("content-type", "application/json"))
            .with("Body", format!("{{\"Message\":{:?}}}", error.message()))
    });
    response(exchange, &answer)
}

async fn ask(exchange: &Exchange<'_>, id: &str, body: Bytes) -> Result<Struct, ApiError> {
    let head = &exchange.head;
    let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
    let prepared = auth::prepare(&auth::Head {
        method: head.method.as_str(),
        path,
        resource: path,
        query,
        headers: &head.headers,
        authority: exchange.authority(),
        signing_name: "lambda",
        family: Family::RestJson,
        allows_anonymous: true,
    })?;
    let gateway = exchange.gateway;
    let caller = prepared.verify(&gateway.world, gateway.is_strict, Some(&body))?;
    let region = Host::parse(exchange.authority()).region.and_then(Region::parse);
    let mut headers = Struct::new();
    for name in head.headers.keys() {
        let values = head.headers.get_all(name).iter().filter_map(|it| it.to_str().ok());
        headers.set(name.as_str().to_owned(), values.collect::<Vec<_>>().join(","));
    }
    let call = Call {
        service: "lambda".into(),
        operation: STEP.into(),
        input: Struct::new()
            .with("Id", id)
            .with("Host", exchange.authority())
            .with("Protocol", format!("{:?}", head.version))
            .with("Method", head.method.as_str())
            .with("Path", path)
            .with("Query", query)
            .with("Headers", headers)
            .with("Body", Value::Blob(body)),
        principal: caller.principal,
        account: AccountId::DEFAULT,
        region: region.unwrap_or(Region::DEFAULT),
        origin: Arc::new(exchange.origin_of("function-url")),
        source: None,
        hop: 0,
    };
    exchange.dispatch(&call).await
}

fn response(exchange: &Exchange<'_>, answer: &Struct) -> Response<ReplyBody> {
    let body = match answer.get("Body") {
        Some(Value::Blob(bytes)) => bytes.clone().into(),
        Some(Value::String(text)) => Bytes::from(text.clone()).into(),
        Some(Value::Body(body)) => body.clone(),
        _ => Body::empty(),
    };
    let status = answer.int("Status").and_then(|it| u16::try_from(it).ok());
    let status = status.filter(|it| StatusCode::from_u16(*it).is_ok());
    let mut headers = http::HeaderMap::new();
    for (name, value) in answer.structure("Headers").into_iter().flat_map(Struct::iter) {
        let value = value.as_str().and_then(|it| HeaderValue::from_str(it).ok());
        if let (Ok(name), Some(value)) = (HeaderName::try_from(name), value) {
            headers.insert(name, value);
        }
    }
    for cookie in answer.list("Cookies").into_iter().flatten().filter_map(Value::as_str) {
        if let Ok(cookie) = HeaderValue::from_str(cookie) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    if let Ok(id) = HeaderValue::from_str(&exchange.request_id) {
        headers.insert("x-amzn-requestid", id);
    }
    // How long an answer is that is written while it is sent nobody knows.
    if body.live.is_none() {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    let status = status.unwrap_or(StatusCode::BAD_GATEWAY.as_u16());
    let message = message::Response { status, headers, body };
    pipeline::send(message, &exchange.head.method)
}
