//! Public pages of services: plain `GET` without a signature, such as certificates and keys.
//!
//! A service lists its pages ([`kernel::service::Page`]); a step of it makes them.

use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, header};
use kernel::service::Page;
use kernel::{AccountId, ApiError, Call, Principal, Region, Struct, Value};
use wire::identify::host::Host;

use crate::Gateway;
use crate::pipeline::Exchange;
use crate::reply::ReplyBody;

/// The page that a request asks for, if it is one.
pub fn find(gateway: &Gateway, head: &Parts, authority: &str) -> Option<&'static Page> {
    let is_plain = matches!(head.method, Method::GET | Method::HEAD)
        && !head.headers.contains_key(header::AUTHORIZATION);
    // Under a bucket's own host every path is a key.
    if !is_plain || Host::parse(authority).subdomain.is_some() {
        return None;
    }
    let path = head.uri.path();
    gateway.pages.iter().copied().flatten().find(|page| (page.is_at)(path))
}

/// Makes the page.
pub async fn answer(exchange: &Exchange<'_>, page: &Page) -> Response<ReplyBody> {
    let uri = &exchange.head.uri;
    let host = Host::parse(exchange.authority());
    let call = Call {
        service: page.service.into(),
        operation: page.step.into(),
        input: Struct::new()
            .with("Path", uri.path())
            .with("Query", uri.query().unwrap_or_default()),
        principal: Principal::Anonymous,
        account: AccountId::DEFAULT,
        region: host.region.and_then(Region::parse).unwrap_or(Region::DEFAULT),
        origin: Arc::new(exchange.origin_of("page")),
        source: None,
        hop: 0,
    };
    let output = exchange.gateway.world.dispatch(&call).await;
    response(&exchange.head.method, output)
}

fn response(method: &Method, output: Result<Struct, ApiError>) -> Response<ReplyBody> {
    let (status, media_type, body) = match output {
        Ok(output) => {
            let media_type = output.str("ContentType").unwrap_or("text/plain").to_owned();
            let body = match output.get("Body") {
                Some(Value::Blob(bytes)) => bytes.clone(),
                Some(Value::String(text)) => Bytes::from(text.clone()),
                _ => Bytes::new(),
            };
            (StatusCode::OK, media_type, body)
        }
        Err(error) => {
            let status = StatusCode::from_u16(error.status());
            let body = Bytes::from(format!("{}\n", error.message()));
            (status.unwrap_or(StatusCode::BAD_REQUEST), "text/plain".to_owned(), body)
        }
    };
    let len = body.len();
    let is_head = *method == Method::HEAD;
    let mut response = Response::new(ReplyBody::from(if is_head { Bytes::new() } else { body }));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_str(&media_type);
    headers.insert(
        header::CONTENT_TYPE,
        media_type.unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(len));
    response
}
