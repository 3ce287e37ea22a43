//! The pure parts of an ACME server: signed messages, keys of accounts, problems. Who has an
//! account, and what is certified, is decided by the service (ACM).
//!
//! Sources: RFC 8555 (ACME), RFC 7515 (JWS), RFC 7517 and 7518 (JWK), RFC 7638 (thumbprints).

mod jwk;
mod jws;
mod problem;
#[cfg(test)]
mod tests;

pub use jwk::Jwk;
pub use jws::Jws;
pub use problem::{Kind, Problem};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// "Trailing '=' padding characters MUST be stripped" (RFC 8555, 6.1).
pub fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
