//! Refusals (RFC 7807), of the kinds that RFC 8555 registers in 6.7.

use serde_json::{Value as Json, json};

/// Algorithms by which keys of accounts sign.
const ALGORITHMS: [&str; 4] = ["RS256", "ES256", "ES384", "EdDSA"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    AccountDoesNotExist,
    AlreadyRevoked,
    BadCsr,
    BadNonce,
    BadPublicKey,
    BadRevocationReason,
    BadSignatureAlgorithm,
    ExternalAccountRequired,
    InvalidContact,
    Malformed,
    OrderNotReady,
    RateLimited,
    RejectedIdentifier,
    Unauthorized,
    UnsupportedContact,
    UnsupportedIdentifier,
}

impl Kind {
    fn name_and_status(self) -> (&'static str, u16) {
        match self {
            Kind::AccountDoesNotExist => ("accountDoesNotExist", 400),
            Kind::AlreadyRevoked => ("alreadyRevoked", 400),
            Kind::BadCsr => ("badCSR", 400),
            Kind::BadNonce => ("badNonce", 400),
            Kind::BadPublicKey => ("badPublicKey", 400),
            Kind::BadRevocationReason => ("badRevocationReason", 400),
            Kind::BadSignatureAlgorithm => ("badSignatureAlgorithm", 400),
            Kind::ExternalAccountRequired => ("externalAccountRequired", 403),
            Kind::InvalidContact => ("invalidContact", 400),
            Kind::Malformed => ("malformed", 400),
            Kind::OrderNotReady => ("orderNotReady", 403),
            Kind::RateLimited => ("rateLimited", 429),
            Kind::RejectedIdentifier => ("rejectedIdentifier", 403),
            Kind::Unauthorized => ("unauthorized", 403),
            Kind::UnsupportedContact => ("unsupportedContact", 400),
            Kind::UnsupportedIdentifier => ("unsupportedIdentifier", 400),
        }
    }
}

/// Why a message is refused.
#[derive(Clone, Debug)]
pub struct Problem {
    pub kind: Kind,
    pub status: u16,
    pub detail: String,
    /// Of which identifiers it is said; each gets a problem of its own.
    pub names: Vec<String>,
    /// Where what is in the way can be found.
    pub location: Option<String>,
}

impl Problem {
    pub fn new(kind: Kind, detail: impl Into<String>) -> Problem {
        let (_, status) = kind.name_and_status();
        let (detail, names) = (detail.into(), Vec::new());
        Problem { kind, status, detail, names, location: None }
    }

    #[must_use]
    pub fn with_status(mut self, status: u16) -> Problem {
        self.status = status;
        self
    }

    #[must_use]
    pub fn about(mut self, names: Vec<String>) -> Problem {
        self.names = names;
        self
    }

    #[must_use]
    pub fn at(mut self, location: String) -> Problem {
        self.location = Some(location);
        self
    }

    /// The document.
    pub fn json(&self) -> Json {
        let (name, _) = self.kind.name_and_status();
        let kind = format!("urn:ietf:params:acme:error:{name}");
        let mut json = json!({ "type": kind, "detail": self.detail, "status": self.status });
        if self.kind == Kind::BadSignatureAlgorithm {
            json["algorithms"] = json!(ALGORITHMS);
        }
        if !self.names.is_empty() {
            let about = |name: &String| {
                let identifier = json!({ "type": "dns", "value": name });
                json!({ "type": kind, "detail": self.detail, "identifier": identifier })
            };
            json["subproblems"] = self.names.iter().map(about).collect();
        }
        json
    }
}
