//! HTTP messages as the codecs see them: already framed, not yet understood.
//!
//! Sockets, TLS and header limits belong to the gateway.

use bytes::Bytes;
use http::header::AsHeaderName;
use kernel::body::Body;

/// A request whose body is in memory. Streamed payloads never pass here: see
/// [`crate::protocol::streaming_input_member`].
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub method: &'a str,
    /// Raw, still percent-encoded. S3's virtual-host requests come with the bucket put in front.
    pub path: &'a str,
    /// Raw, without the question mark.
    pub query: &'a str,
    pub headers: &'a http::HeaderMap,
    pub body: &'a Bytes,
}

#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub body: Body,
}

/// A request as a client sends it: what the tests, the console and proxies build.
#[derive(Debug)]
pub struct ClientRequest {
    pub method: &'static str,
    pub path: String,
    pub query: String,
    pub headers: http::HeaderMap,
    pub body: Bytes,
}

impl ClientRequest {
    /// The same request as a server sees it.
    pub fn as_request(&self) -> Request<'_> {
        Request {
            method: self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            body: &self.body,
        }
    }
}

/// The value of a header, when it is text.
pub(crate) fn header(headers: &http::HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
}
