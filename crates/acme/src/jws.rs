//! Signed messages: JWS in its flattened JSON form.

use ring::hmac;
use serde_json::{Map, Value as Json};

use crate::decode;
use crate::jwk::Jwk;

/// A message that was taken apart and not yet verified.
#[derive(Clone, Debug)]
pub struct Jws {
    /// The protected header.
    pub header: Map<String, Json>,
    pub payload: Vec<u8>,
    /// What is signed.
    signed: String,
    signature: Vec<u8>,
}

impl Jws {
    /// `None` for what is no message: "The JWS MUST be in the Flattened JSON Serialization. … MUST
    /// NOT have multiple signatures. … The JWS Unprotected Header MUST NOT be used" (6.2).
    pub fn read(body: &[u8]) -> Option<Jws> {
        Jws::of_json(&serde_json::from_slice(body).ok()?)
    }

    /// Of a message within another one.
    pub fn of_json(json: &Json) -> Option<Jws> {
        let json = json.as_object()?;
        if json.contains_key("header") || json.contains_key("signatures") {
            return None;
        }
        let text = |name: &str| json.get(name).and_then(Json::as_str);
        let (protected, payload) = (text("protected")?, text("payload")?);
        let header: Json = serde_json::from_slice(&decode(protected)?).ok()?;
        let Json::Object(header) = header else { return None };
        Some(Jws {
            header,
            payload: decode(payload)?,
            signed: format!("{protected}.{payload}"),
            signature: decode(text("signature")?)?,
        })
    }

    /// A text of the protected header.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.header.get(name)?.as_str()
    }

    /// The payload as an object; `None` for others, and for none.
    pub fn object(&self) -> Option<Map<String, Json>> {
        match serde_json::from_slice(&self.payload).ok()? {
            Json::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Whether the key has signed it, by the algorithm of which it is.
    pub fn is_signed_by(&self, key: &Jwk) -> bool {
        self.text("alg") == Some(key.algorithm())
            && key.has_signed(self.signed.as_bytes(), &self.signature)
    }

    /// Whether it bears the code (HMAC with SHA-256) of a secret.
    pub fn is_sealed_by(&self, secret: &[u8]) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
        self.text("alg") == Some("HS256")
            && hmac::verify(&key, self.signed.as_bytes(), &self.signature).is_ok()
    }
}
