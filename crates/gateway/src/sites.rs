//! Sites of services: protocols of their own under a path of this server, of any method and with
//! bodies, such as ACME and OCSP. What is only to be read is a page ([`crate::pages`]).
//!
//! A site is a [`Page`] whose step gets more: besides `Path` and `Query` also `Method`,
//! `ContentType` and `Body` (bytes). Besides `ContentType` and `Body` it may answer `Status` and
//! `Headers` (a map of texts).

use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Response, StatusCode, header};
use hyper::body::Incoming;
use kernel::service::Page;
use kernel::{AccountId, ApiError, Call, Principal, Region, Struct, Value};
use wire::identify::host::Host;

use crate::pipeline::Exchange;
use crate::reply::ReplyBody;
use crate::{Gateway, intake};

/// The longest body that a site takes: a message of its protocol, no content.
const BODY_MAX: usize = 65_536;
/// How the paths of all sites begin; no bucket's name does.
const FIRST: &[u8] = b"/_";

/// The site to which a request goes, if it does.
pub fn find(gateway: &Gateway, head: &Parts, authority: &str) -> Option<&'static Page> {
    let path = head.uri.path();
    // Nearly all requests end here.
    if !path.as_bytes().starts_with(FIRST)
        || head.headers.contains_key(header::AUTHORIZATION)
        || Host::parse(authority).subdomain.is_some()
    {
        return None;
    }
    gateway.sites.iter().copied().flatten().find(|site| (site.is_at)(path))
}

/// Takes the body in, and asks the service.
pub async fn answer(exchange: &Exchange<'_>, site: &Page, body: Incoming) -> Response<ReplyBody> {
    let head = &exchange.head;
    let result = match intake::collect(body, BODY_MAX).await {
        Ok(body) => exchange.gateway.world.dispatch(&call(exchange, site, body)).await,
        Err(error) => Err(error),
    };
    response(&head.method, result)
}

fn call(exchange: &Exchange<'_>, site: &Page, body: Bytes) -> Call {
    let head = &exchange.head;
    let media_type = head.headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let host = Host::parse(exchange.authority());
    Call {
        service: site.service.into(),
        operation: site.step.into(),
        input: Struct::new()
            .with("Method", head.method.as_str())
            .with("Path", head.uri.path())
            .with("Query", head.uri.query().unwrap_or_default())
            .with("ContentType", media_type.unwrap_or_default())
            .with("Body", Value::from(body)),
        principal: Principal::Anonymous,
        account: AccountId::DEFAULT,
        region: host.region.and_then(Region::parse).unwrap_or(Region::DEFAULT),
        origin: Arc::new(exchange.origin_of("site")),
        source: None,
        hop: 0,
    }
}

fn response(method: &Method, result: Result<Struct, ApiError>) -> Response<ReplyBody> {
    let output = result.unwrap_or_else(|error| {
        Struct::new()
            .with("Status", i64::from(error.status()))
            .with("ContentType", "text/plain")
            .with("Body", format!("{}\n", error.message()))
    });
    let body = match output.get("Body") {
        Some(Value::Blob(bytes)) => bytes.clone(),
        Some(Value::String(text)) => Bytes::from(text.clone()),
        _ => Bytes::new(),
    };
    let len = body.len();
    let is_head = *method == Method::HEAD;
    let mut response = Response::new(ReplyBody::from(if is_head { Bytes::new() } else { body }));
    let status = output.int("Status").map_or(Ok(200), u16::try_from).ok();
    let status = status.and_then(|it| StatusCode::from_u16(it).ok());
    *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in output.structure("Headers").into_iter().flat_map(Struct::iter) {
        let value = value.as_str().and_then(|it| HeaderValue::from_str(it).ok());
        if let (Ok(name), Some(value)) = (HeaderName::try_from(name.to_ascii_lowercase()), value) {
            headers.append(name, value);
        }
    }
    if let Some(media_type) =
        output.str("ContentType").and_then(|it| HeaderValue::from_str(it).ok())
    {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(len));
    response
}
