//! One HTTP request and its answer, over plain TCP or TLS.
//!
//! An answer of any status is an [`Answer`]: what 503 means is the caller's to say. A request
//! that got none is a [`Failure`] of a kind on which retries can be decided.

use std::io::Read as _;
use std::sync::LazyLock;
use std::time::Duration;

use ureq::Agent;
use ureq::config::AutoHeaderValue;
use ureq::http as wire;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};

pub use crate::url::basic;
use crate::url::{Target, URL_CHARS_MAX};

/// Stands in every request that leaves here. The control endpoints answer none that carries it:
/// whatever address a client makes a service call, it is never Nephele's own clock or reset.
pub const MARK: &str = "x-nephele-outbound";

/// Longer heads of answers are no answer.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// Headers of a request, the mark included.
const HEADERS_MAX: usize = 100;
/// Bytes of a request's body.
pub const REQUEST_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A request to be made.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    /// `http://` or `https://`, credentials for basic authentication allowed.
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What holds for one request.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Until the connection stands, TLS included.
    pub connect_timeout: Duration,
    /// Until the answer is read, redirects included.
    pub timeout: Duration,
    /// So much of the answer's body is read; the rest is left.
    pub answer_bytes_max: usize,
    /// With none, a redirect is the answer.
    pub redirects_max: u32,
    /// Certificates (PEM) of the authorities that are trusted in place of the public ones: the
    /// value of the setting [`crate::CA_BUNDLE`].
    pub ca_bundle: Option<&'a str>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(15),
            answer_bytes_max: 256 * 1024,
            redirects_max: 0,
            ca_bundle: None,
        }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case; values that are no text are left out.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether the body goes on.
    pub is_cut: bool,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub kind: FailureKind,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The URL, a header or the method is none, or too long.
    Url,
    /// No such host, nobody listens, or the way is barred.
    Connect,
    Timeout,
    /// The handshake failed, or the certificate is not trusted.
    Tls,
    /// The other side broke off, or does not speak HTTP.
    Protocol,
}

impl Failure {
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Failure {
        Failure { kind, message: message.into() }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = match self.kind {
            FailureKind::Url => "invalid request",
            FailureKind::Connect => "cannot connect",
            FailureKind::Timeout => "timed out",
            FailureKind::Tls => "TLS failed",
            FailureKind::Protocol => "no valid answer",
        };
        write!(f, "{kind}: {}", self.message)
    }
}

impl std::error::Error for Failure {}

/// Makes the request and reads its answer. Blocks.
pub fn send(request: &Request, options: &Options<'_>) -> Result<Answer, Failure> {
    let target = Target::parse(&request.url)?;
    let is_tls = target.uri.scheme_str() == Some("https");
    let classify = |error: ureq::Error| failure(error, is_tls);
    let agent = agent(options.ca_bundle)?;
    let prepared = prepared(request, target)?;
    let configured = ureq::RequestExt::with_agent(prepared, &agent)
        .configure()
        .timeout_connect(Some(options.connect_timeout))
        .timeout_global(Some(options.timeout))
        .max_redirects(options.redirects_max)
        .build();
    let (parts, body) = configured.run().map_err(classify)?.into_parts();
    let limit = options.answer_bytes_max as u64;
    let mut bytes = Vec::new();
    body.into_reader()
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| classify(ureq::Error::from(error)))?;
    let is_cut = bytes.len() as u64 > limit;
    bytes.truncate(options.answer_bytes_max);
    let text = |value: &wire::HeaderValue| value.to_str().map(str::to_owned).ok();
    let headers = parts.headers.iter();
    let headers = headers.filter_map(|(name, value)| Some((name.to_string(), text(value)?)));
    Ok(Answer { status: parts.status.as_u16(), headers: headers.collect(), body: bytes, is_cut })
}

/// Whether a request could go to this URL at all: for addresses that are checked early.
pub fn is_url(url: &str) -> bool {
    url.len() <= URL_CHARS_MAX && Target::parse(url).is_ok()
}

fn prepared(request: &Request, target: Target) -> Result<wire::Request<Vec<u8>>, Failure> {
    let refuse = |message: &str| Failure::new(FailureKind::Url, message);
    if request.body.len() > REQUEST_BYTES_MAX {
        return Err(refuse("the body is too long"));
    }
    if request.headers.len() >= HEADERS_MAX {
        return Err(refuse("there are too many headers"));
    }
    let mut builder =
        wire::Request::builder().method(request.method.as_str()).uri(target.uri).header(MARK, "1");
    let has_authorization =
        request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    if let Some(basic) = target.basic.filter(|_| !has_authorization) {
        builder = builder.header(wire::header::AUTHORIZATION, basic);
    }
    for (name, value) in &request.headers {
        if !name.eq_ignore_ascii_case(MARK) {
            builder = builder.header(name.as_str(), value.as_str());
        }
    }
    builder
        .body(request.body.clone())
        .map_err(|error| Failure::new(FailureKind::Url, error.to_string()))
}

/// The client for the public authorities, made once: it parses all their certificates.
static PUBLIC: LazyLock<Agent> = LazyLock::new(|| agent_with(TlsConfig::builder().build()));

fn agent(ca_bundle: Option<&str>) -> Result<Agent, Failure> {
    let Some(pem) = ca_bundle else { return Ok(PUBLIC.clone()) };
    let mut roots = Vec::new();
    for item in parse_pem(pem.as_bytes()) {
        let unreadable =
            |_| Failure::new(FailureKind::Tls, format!("{} is no PEM", crate::CA_BUNDLE));
        if let PemItem::Certificate(certificate) = item.map_err(unreadable)? {
            roots.push(certificate);
        }
    }
    Ok(agent_with(TlsConfig::builder().root_certs(RootCerts::from(roots)).build()))
}

fn agent_with(tls: TlsConfig) -> Agent {
    Agent::config_builder()
        .tls_config(tls)
        .http_status_as_error(false)
        .max_redirects_will_error(false)
        // Nothing is sent that the caller has not asked for, and nothing read from the
        // environment.
        .proxy(None)
        .user_agent(AutoHeaderValue::None)
        .accept(AutoHeaderValue::None)
        .accept_encoding(AutoHeaderValue::None)
        .allow_non_standard_methods(true)
        .max_response_header_size(HEAD_BYTES_MAX)
        // A kept connection that the other side has closed meanwhile would look like a failure
        // of the endpoint.
        .max_idle_connections(0)
        .build()
        .new_agent()
}

fn failure(error: ureq::Error, is_tls: bool) -> Failure {
    use std::io::ErrorKind;
    let kind = match &error {
        ureq::Error::Timeout(_) => FailureKind::Timeout,
        ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::ConnectProxyFailed(_) => FailureKind::Connect,
        ureq::Error::Tls(_)
        | ureq::Error::Rustls(_)
        | ureq::Error::Pem(_)
        | ureq::Error::TlsRequired => FailureKind::Tls,
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => FailureKind::Url,
        ureq::Error::Io(io) => match io.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => FailureKind::Timeout,
            ErrorKind::UnexpectedEof
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe => FailureKind::Protocol,
            // What rustls has to say comes wrapped so.
            ErrorKind::InvalidData if is_tls => FailureKind::Tls,
            _ => FailureKind::Connect,
        },
        _ => FailureKind::Protocol,
    };
    Failure::new(kind, error.to_string())
}
