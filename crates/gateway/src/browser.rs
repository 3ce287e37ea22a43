//! Cross-origin requests of browsers.
//!
//! S3 answers by the bucket's own rules, which the service keeps. The other services' endpoints
//! let every origin in, as AWS's do.

use std::sync::Arc;

use http::header::{ACCESS_CONTROL_REQUEST_METHOD, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use kernel::{AccountId, ApiError, Call, Origin, Principal, Region, Struct};
use wire::identify::{RequestHead, path_with_bucket};

use crate::Gateway;
use crate::reply::ReplyBody;

/// What S3 is asked by the gateway; it is in no model.
const CORS_STEP: &str = "CorsForRequest";

const EXPOSED: &str = "x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,ETag,\
                       x-amz-version-id,x-amzn-query-error,Date";

/// Whether an OPTIONS request asks what a browser may send, or tries to.
pub fn is_preflight(headers: &HeaderMap) -> bool {
    headers.contains_key(ORIGIN) || headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Answers a preflight.
pub async fn preflight(
    gateway: &Arc<Gateway>,
    head: &Parts,
    request_id: &str,
) -> Response<ReplyBody> {
    let text = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    let requested = text("access-control-request-headers").unwrap_or("");
    if !is_for_s3(head, requested) {
        let mut response = Response::new(ReplyBody::from(bytes::Bytes::new()));
        let headers = response.headers_mut();
        allow_all(headers);
        set(headers, "access-control-allow-methods", "GET,HEAD,PUT,POST,DELETE,PATCH");
        set(headers, "access-control-allow-headers", requested);
        set(headers, "access-control-max-age", "172800");
        return response;
    }
    let asked_method = text("access-control-request-method");
    let method = asked_method.unwrap_or("null");
    let is_whole = asked_method.is_some() && head.headers.contains_key(ORIGIN);
    let error = match ask_s3(gateway, head, method, requested).await {
        Ok(allowed) if is_whole && !allowed.is_empty() => {
            let mut response = Response::new(ReplyBody::from(bytes::Bytes::new()));
            apply(response.headers_mut(), &allowed);
            return response;
        }
        _ if !head.headers.contains_key(ORIGIN) => {
            bad_request("Insufficient information. Origin request header needed.")
        }
        _ if asked_method.is_none() => bad_request("Invalid Access-Control-Request-Method: null"),
        Ok(_) => not_allowed(),
        Err(error) => error,
    };
    let path = bucket_path(head);
    let has_key =
        path.trim_start_matches('/').split_once('/').is_some_and(|(_, key)| !key.is_empty());
    let error = error
        .with_member("Method", method)
        .with_member("ResourceType", if has_key { "OBJECT" } else { "BUCKET" });
    let protocol = wire::model::Protocol::RestXml;
    let s3 = wire::archive::service_entry("s3").map(wire::model::ServiceEntry::model);
    let refusal = wire::error::encode_error(s3, None, protocol, &error, request_id);
    crate::pipeline::send(refusal, &head.method)
}

/// [U]: the words.
fn bad_request(message: &str) -> ApiError {
    ApiError::new("BadRequest", message)
}

fn not_allowed() -> ApiError {
    ApiError::new(
        "AccessForbidden",
        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of \
         Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers \
         are not whitelisted by the resource's CORS spec.",
    )
    .with_status(403)
}

/// Adds to an answer what lets the page that asked read it.
pub async fn expose(
    gateway: &Arc<Gateway>,
    head: &Parts,
    mut response: Response<ReplyBody>,
) -> Response<ReplyBody> {
    if !head.headers.contains_key(ORIGIN) || response.status() == StatusCode::NOT_IMPLEMENTED {
        return response;
    }
    if response.headers().contains_key("x-amz-id-2") {
        if let Ok(allowed) = ask_s3(gateway, head, head.method.as_str(), "").await {
            apply(response.headers_mut(), &allowed);
        }
    } else {
        allow_all(response.headers_mut());
        set(response.headers_mut(), "access-control-expose-headers", EXPOSED);
    }
    response
}

/// A preflight is not signed: what it announces, and the path, tell.
fn is_for_s3(head: &Parts, requested_headers: &str) -> bool {
    let requested = requested_headers.to_ascii_lowercase();
    let is_json = requested.split(',').any(|name| name.trim() == "x-amz-target");
    let path = bucket_path(head);
    !is_json && path.len() > 1 && !path.starts_with("/service/")
}

fn bucket_path(head: &Parts) -> String {
    let host = head.headers.get("host").and_then(|value| value.to_str().ok()).unwrap_or("");
    let request = RequestHead {
        method: head.method.as_str(),
        path: head.uri.path(),
        query: "",
        headers: &head.headers,
        host,
    };
    path_with_bucket(&request).into_owned()
}

/// The headers by which S3's bucket rules allow the request; none when they do not.
async fn ask_s3(
    gateway: &Arc<Gateway>,
    head: &Parts,
    method: &str,
    requested_headers: &str,
) -> Result<Struct, ApiError> {
    let path = bucket_path(head);
    let bucket = path.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned();
    let origin = head.headers.get(ORIGIN).and_then(|value| value.to_str().ok());
    let origin = origin.unwrap_or_default().to_owned();
    let input = Struct::new()
        .with("Bucket", bucket)
        .with("Origin", origin)
        .with("Method", method)
        .with("RequestHeaders", requested_headers);
    let call = Call {
        service: "s3".into(),
        operation: CORS_STEP.into(),
        input,
        principal: Principal::Anonymous,
        account: AccountId::DEFAULT,
        region: Region::DEFAULT,
        origin: Arc::new(Origin::default()),
        source: None,
        hop: 0,
    };
    gateway.world.dispatch(&call).await
}

fn apply(headers: &mut HeaderMap, allowed: &Struct) {
    for (name, value) in allowed.iter() {
        if let Some(value) = value.as_str() {
            set(headers, name, value);
        }
    }
}

fn allow_all(headers: &mut HeaderMap) {
    set(headers, "access-control-allow-origin", "*");
}

fn set(headers: &mut HeaderMap, name: &str, value: &str) {
    let name = HeaderName::try_from(name.to_ascii_lowercase());
    if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
        headers.insert(name, value);
    }
}
