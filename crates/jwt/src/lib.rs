//! JSON Web Tokens as who relies on them reads them: taken apart, and verified by keys of their
//! issuer. Who is let in by one is for others to say.
//!
//! Sources: RFC 7515, 7517, 7518 and 7519.

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RsaParameters, RsaPublicKeyComponents,
    UnparsedPublicKey, VerificationAlgorithm,
};
use serde_json::{Map, Value as Json};

/// A token that was taken apart and not yet verified.
#[derive(Debug)]
pub struct Token<'t> {
    pub header: Map<String, Json>,
    pub claims: Map<String, Json>,
    /// What is signed.
    signed: &'t str,
    signature: Vec<u8>,
}

impl<'t> Token<'t> {
    /// `None` for what is no signed token.
    pub fn read(text: &'t str) -> Option<Token<'t>> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let header = object(header).filter(|header| header.contains_key("alg"))?;
        let signature = bytes(signature).filter(|signature| !signature.is_empty())?;
        Some(Token { header, claims: object(payload)?, signed, signature })
    }

    pub fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim)?.as_str()
    }

    /// The text that a path of names leads to: `act.sub`. A claim may have dots in its own name.
    pub fn text_at(&self, path: &str) -> Option<&str> {
        if let Some(text) = self.text(path) {
            return Some(text);
        }
        let mut names = path.split('.');
        let first = self.claims.get(names.next()?)?;
        names.try_fold(first, |value, name| value.get(name))?.as_str()
    }

    pub fn seconds(&self, claim: &str) -> Option<i64> {
        self.claims.get(claim)?.as_f64().map(|seconds| seconds as i64)
    }

    /// One audience, or several.
    pub fn audiences(&self) -> Vec<&str> {
        match self.claims.get("aud") {
            Some(Json::String(one)) => vec![one],
            Some(Json::Array(many)) => many.iter().filter_map(Json::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a key of a set (`{"keys": […]}`) has signed it: the one that it names, or any where
    /// it names none.
    pub fn is_signed_by_any(&self, key_set: &Json) -> bool {
        let algorithm = self.header.get("alg").and_then(Json::as_str).unwrap_or_default();
        self.candidates(key_set).any(|key| self.is_signed_by(key, algorithm))
    }

    /// Whether a set has a key that may have signed it.
    pub fn has_key_in(&self, key_set: &Json) -> bool {
        self.candidates(key_set).next().is_some()
    }

    fn candidates<'k>(&'k self, key_set: &'k Json) -> impl Iterator<Item = &'k Json> {
        let id = self.header.get("kid").and_then(Json::as_str);
        let keys = key_set["keys"].as_array().map(Vec::as_slice).unwrap_or_default();
        keys.iter()
            .filter(move |key| id.is_none() || key["kid"].as_str() == id)
            .filter(|key| matches!(key["use"].as_str(), None | Some("sig")))
    }

    fn is_signed_by(&self, key: &Json, algorithm: &str) -> bool {
        let part = |name: &str| key[name].as_str().and_then(bytes);
        let rsa = |parameters: &RsaParameters| match (part("n"), part("e")) {
            (Some(n), Some(e)) => RsaPublicKeyComponents { n, e }
                .verify(parameters, self.signed.as_bytes(), &self.signature)
                .is_ok(),
            _ => false,
        };
        let ecdsa = |curve: &str, algorithm: &'static dyn VerificationAlgorithm| {
            let (Some(x), Some(y)) = (part("x"), part("y")) else { return false };
            let point = [&[4], x.as_slice(), y.as_slice()].concat();
            key["crv"].as_str() == Some(curve)
                && UnparsedPublicKey::new(algorithm, point)
                    .verify(self.signed.as_bytes(), &self.signature)
                    .is_ok()
        };
        match (key["kty"].as_str(), algorithm) {
            (Some("RSA"), "RS256") => rsa(&RSA_PKCS1_2048_8192_SHA256),
            (Some("RSA"), "RS384") => rsa(&RSA_PKCS1_2048_8192_SHA384),
            (Some("RSA"), "RS512") => rsa(&RSA_PKCS1_2048_8192_SHA512),
            (Some("EC"), "ES256") => ecdsa("P-256", &ECDSA_P256_SHA256_FIXED),
            (Some("EC"), "ES384") => ecdsa("P-384", &ECDSA_P384_SHA384_FIXED),
            _ => false,
        }
    }
}

fn object(part: &str) -> Option<Map<String, Json>> {
    match serde_json::from_slice(&bytes(part)?).ok()? {
        Json::Object(object) => Some(object),
        _ => None,
    }
}

fn bytes(part: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()
}
