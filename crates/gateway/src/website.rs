//! Websites in buckets: `bucket.s3-website-region.localhost`.
//!
//! What is asked of them is no call of an API, so there is no signature and no XML. A step of S3
//! makes the page, also the one that tells of an error.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response};
use hyper::body::Incoming;
use kernel::{AccountId, ApiError, Call, Principal, Region, Struct};
use percent_encoding::percent_decode_str;
use wire::identify::host::{Endpoint, Host};
use wire::message;
use wire::model::Protocol;
use wire::protocol as codec;

use crate::intake;
use crate::pipeline::{self, Exchange};
use crate::reply::ReplyBody;

/// What S3 is asked for a page; it is in no model.
const PAGE_STEP: &str = "WebsitePage";
/// What a page is encoded as.
const OPERATION: &str = "GetObject";
const STATUS: &str = ":status";

/// The bucket whose website that host is.
pub fn bucket(authority: &str) -> Option<&str> {
    let host = Host::parse(authority);
    let is_website = host.endpoint == Some(Endpoint::DataPlane("s3-website"));
    host.subdomain.filter(|_| is_website)
}

/// Answers a request to the website of that bucket.
pub async fn answer(exchange: &Exchange<'_>, bucket: &str, body: Incoming) -> Response<ReplyBody> {
    intake::drain(body).await;
    let page = ask(exchange, bucket).await;
    let service = wire::archive::service_entry("s3").expect("the models hold S3").model();
    let operation = service.operation(OPERATION).expect("S3 has it");
    let (protocol, id) = (Protocol::RestXml, &exchange.request_id);
    let method = &exchange.head.method;
    let mut page = match page {
        Ok(page) => page,
        Err(error) => {
            let error = wire::error::encode_error(Some(service), None, protocol, &error, id);
            return pipeline::send(error, method);
        }
    };
    if let Some(code) = page.str(":x-amz-error-code") {
        exchange.noted.error(code);
    }
    let status = page.remove(STATUS).and_then(|status| status.as_int());
    let mut response = codec::encode_response(service, operation, protocol, &page, id);
    if let Some(status) = status {
        response.status = status as u16;
    }
    for (name, value) in page.iter() {
        let Some(name) = name.strip_prefix(':') else { continue };
        let name = HeaderName::try_from(name.to_ascii_lowercase());
        let value = HeaderValue::from_str(value.as_str().unwrap_or(""));
        if let (Ok(name), Ok(value)) = (name, value) {
            response.headers.insert(name, value);
        }
    }
    pipeline::send(response, method)
}

async fn ask(exchange: &Exchange<'_>, bucket: &str) -> Result<Struct, ApiError> {
    let head = &exchange.head;
    // GetObject takes the same headers; the path is read apart, since the site's root has no key.
    let service = wire::archive::service_entry("s3").expect("the models hold S3").model();
    let operation = service.operation(OPERATION).expect("S3 has it");
    let request = message::Request {
        method: "GET",
        path: "/bucket/key",
        query: "",
        headers: &head.headers,
        body: &Bytes::new(),
    };
    let mut input = codec::decode_request(service, operation, Protocol::RestXml, &request)?;
    let path = head.uri.path().strip_prefix('/').unwrap_or(head.uri.path());
    let path = percent_decode_str(path).decode_utf8_lossy();
    input.set("Bucket", bucket);
    input.set("Path", path.into_owned());
    input.set("Method", head.method.as_str());
    input.set("Host", exchange.authority());
    let region = match Host::parse(exchange.authority()).region.and_then(Region::parse) {
        Some(region) => region,
        None => exchange.bucket_region(bucket).await?,
    };
    let call = Call {
        service: "s3".into(),
        operation: PAGE_STEP.into(),
        input,
        principal: Principal::Anonymous,
        account: AccountId::DEFAULT,
        region,
        origin: Arc::new(exchange.origin_of("website")),
        source: None,
        hop: 0,
    };
    exchange.dispatch(&call).await
}
