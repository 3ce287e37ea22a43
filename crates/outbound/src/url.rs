//! URLs of outgoing requests: what may be asked for, and the credentials in them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use ureq::http::Uri;

use crate::http::{Failure, FailureKind};

/// Longer ones are refused, as most servers do.
pub const URL_CHARS_MAX: usize = 8_192;

/// A URL without its credentials.
#[derive(Debug, PartialEq, Eq)]
pub struct Target {
    pub uri: Uri,
    /// What `https://user:password@host` becomes: the value of `Authorization`.
    pub basic: Option<String>,
}

impl Target {
    pub fn parse(url: &str) -> Result<Target, Failure> {
        let refuse = |why: &str| Failure::new(FailureKind::Url, format!("{why}: {url}"));
        if url.chars().count() > URL_CHARS_MAX {
            return Err(Failure::new(FailureKind::Url, "the URL is too long"));
        }
        let uri: Uri = url.parse().map_err(|_| refuse("no URL"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(refuse("a URL has a scheme and a host"));
        };
        if !matches!(scheme, "http" | "https") {
            return Err(refuse("only http and https are spoken"));
        }
        if authority.host().is_empty() {
            return Err(refuse("a URL has a host"));
        }
        let Some((credentials, host)) = authority.as_str().rsplit_once('@') else {
            return Ok(Target { uri, basic: None });
        };
        let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let bare = format!("{scheme}://{host}{path}");
        Ok(Target {
            uri: bare.parse().map_err(|_| refuse("no URL"))?,
            basic: Some(basic(&decoded(user), &decoded(password))),
        })
    }
}

/// The value of `Authorization` for HTTP's basic authentication.
pub fn basic(user: &[u8], password: &[u8]) -> String {
    format!("Basic {}", STANDARD.encode([user, b":", password].concat()))
}

fn decoded(text: &str) -> Vec<u8> {
    percent_decode_str(text).collect()
}
