//! Server access logs of buckets: what was asked and answered, told to S3 after each request.
//!
//! S3 says which calls are to be logged ([`Origin::wants_log`]) and keeps the line; only the
//! gateway knows all that it says. Requests that were refused before they became a call (a wrong
//! signature) are not told.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use http::{HeaderMap, Response, header};
use kernel::{AccountId, Call, Origin, Principal, Region, Struct};

use crate::pipeline::Exchange;
use crate::reply::ReplyBody;

/// What S3 is asked; it is in no model.
const APPEND_STEP: &str = "AppendLog";

/// What a log tells of a request, as it becomes known.
#[derive(Debug)]
pub struct Noted {
    since: Instant,
    call: OnceLock<NotedCall>,
    error: OnceLock<String>,
}

#[derive(Debug)]
struct NotedCall {
    operation: String,
    bucket: String,
    key: Option<String>,
    version_id: Option<String>,
    principal: Principal,
    account: AccountId,
    region: Region,
}

impl Noted {
    pub fn new() -> Noted {
        Noted { since: Instant::now(), call: OnceLock::new(), error: OnceLock::new() }
    }

    /// Whether there is something to tell.
    pub fn has_call(&self) -> bool {
        self.call.get().is_some()
    }

    /// A call that is to be logged was made.
    pub fn call(&self, call: &Call) {
        let Some(bucket) = call.input.str("Bucket") else { return };
        let own = |name: &str| call.input.str(name).map(str::to_owned);
        // Only the first counts: a request is one call.
        let _ = self.call.set(NotedCall {
            operation: call.operation.to_string(),
            bucket: bucket.to_owned(),
            key: own("Key").or_else(|| own("Path")),
            version_id: own("VersionId"),
            principal: call.principal.clone(),
            account: call.account,
            region: call.region,
        });
    }

    pub fn error(&self, code: &str) {
        let _ = self.error.set(code.to_owned());
    }
}

/// Tells S3 of a request that was answered, if its bucket has a log.
pub async fn tell(exchange: &Exchange<'_>, response: &Response<ReplyBody>) {
    let Some(noted) = exchange.noted.call.get() else { return };
    let append = call(exchange, noted, APPEND_STEP, describe(exchange, noted, response));
    if let Err(error) = exchange.gateway.world.dispatch(&append).await {
        tracing::warn!(%error, "a request could not be logged");
    }
}

fn call(exchange: &Exchange<'_>, noted: &NotedCall, step: &'static str, input: Struct) -> Call {
    let origin = Origin { request_id: exchange.request_id.clone(), ..Origin::default() };
    Call {
        service: "s3".into(),
        operation: step.into(),
        input,
        principal: noted.principal.clone(),
        account: noted.account,
        region: noted.region,
        origin: Arc::new(origin),
        source: None,
        hop: 0,
    }
}

fn describe(exchange: &Exchange<'_>, noted: &NotedCall, response: &Response<ReplyBody>) -> Struct {
    let head = &exchange.head;
    let method = head.method.as_str();
    let uri = head.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    let is_head = head.method == http::Method::HEAD;
    let sent = if is_head { None } else { number(response.headers(), "content-length") };
    let (signature, authentication) = signature(head.headers.get(header::AUTHORIZATION), uri);
    let mut input = Struct::new()
        .with("Bucket", noted.bucket.as_str())
        .with("Operation", noted.operation.as_str())
        .with("Method", method)
        .with("RequestUri", format!("{method} {uri} {:?}", head.version))
        .with("Status", i64::from(response.status().as_u16()))
        .with("TotalMillis", exchange.noted.since.elapsed().as_millis().max(1) as i64)
        .with("RemoteIp", &*exchange.peer.ip)
        .with("HostHeader", exchange.authority())
        .with("SignatureVersion", signature)
        .with("AuthenticationType", authentication);
    for (member, name) in [("Referer", header::REFERER), ("UserAgent", header::USER_AGENT)] {
        if let Some(text) = head.headers.get(name).and_then(|value| value.to_str().ok()) {
            input.set(member, text);
        }
    }
    for (member, text) in [("Key", &noted.key), ("VersionId", &noted.version_id)] {
        if let Some(text) = text {
            input.set(member, text.as_str());
        }
    }
    if let Some(code) = exchange.noted.error.get() {
        input.set("ErrorCode", code.as_str());
    }
    if let Some(sent) = sent.or_else(|| body_len(response).filter(|_| !is_head)) {
        input.set("BytesSent", sent);
    }
    if let Some(size) = object_size(exchange, noted, response) {
        input.set("ObjectSize", size);
    }
    input
}

fn body_len(response: &Response<ReplyBody>) -> Option<i64> {
    let len = http_body::Body::size_hint(response.body()).exact()?;
    i64::try_from(len).ok()
}

fn number(headers: &HeaderMap, name: &str) -> Option<i64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// The whole object's, also where a part of it was sent.
fn object_size(
    exchange: &Exchange<'_>,
    noted: &NotedCall,
    response: &Response<ReplyBody>,
) -> Option<i64> {
    if !response.status().is_success() {
        return None;
    }
    let sent = &exchange.head.headers;
    match noted.operation.as_str() {
        "GetObject" | "HeadObject" | "WebsitePage" => {
            let range = response.headers().get(header::CONTENT_RANGE);
            let range = range.and_then(|value| value.to_str().ok());
            let whole = range.and_then(|range| range.rsplit_once('/')?.1.parse().ok());
            whole.or_else(|| number(response.headers(), "content-length"))
        }
        "PutObject" | "UploadPart" => {
            let decoded = number(sent, "x-amz-decoded-content-length");
            decoded.or_else(|| number(sent, "content-length"))
        }
        _ => None,
    }
}

/// Signature version and how it came.
fn signature(authorization: Option<&http::HeaderValue>, uri: &str) -> (&'static str, &'static str) {
    let text = authorization.and_then(|value| value.to_str().ok());
    match text {
        Some(text) if text.starts_with("AWS4-") => ("SigV4", "AuthHeader"),
        Some(text) if text.starts_with("AWS ") => ("SigV2", "AuthHeader"),
        _ if uri.contains("X-Amz-Signature=") => ("SigV4", "QueryString"),
        _ if uri.contains("Signature=") => ("SigV2", "QueryString"),
        _ => ("", ""),
    }
}
