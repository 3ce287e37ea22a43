//! Public keys of accounts.

use ring::digest::{SHA256, digest};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde_json::Value as Json;

use crate::{decode, encode};

/// Bytes of the modulus of the longest RSA key: a longer one would cost too much to use.
const MODULUS_LEN_MAX: usize = 512;
const MODULUS_LEN_MIN: usize = 256;
const EXPONENT_LEN_MAX: usize = 4;

/// A public key that signs messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwk(Key);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256 { x: Vec<u8>, y: Vec<u8> },
    P384 { x: Vec<u8>, y: Vec<u8> },
    Ed25519 { x: Vec<u8> },
}

impl Jwk {
    /// `None` for what is no key, or of a kind or length that is not taken.
    pub fn read(json: &Json) -> Option<Jwk> {
        let part = |name: &str| json[name].as_str().and_then(decode);
        let of_len = |name: &str, len: usize| part(name).filter(|it| it.len() == len);
        let key = match (json["kty"].as_str()?, json["crv"].as_str()) {
            ("RSA", _) => {
                let (n, e) = (number(part("n")?), number(part("e")?));
                let is_taken = (MODULUS_LEN_MIN..=MODULUS_LEN_MAX).contains(&n.len())
                    && (1..=EXPONENT_LEN_MAX).contains(&e.len());
                is_taken.then_some(Key::Rsa { n, e })?
            }
            ("EC", Some("P-256")) => Key::P256 { x: of_len("x", 32)?, y: of_len("y", 32)? },
            ("EC", Some("P-384")) => Key::P384 { x: of_len("x", 48)?, y: of_len("y", 48)? },
            ("OKP", Some("Ed25519")) => Key::Ed25519 { x: of_len("x", 32)? },
            _ => return None,
        };
        Some(Jwk(key))
    }

    /// The one text of this key: its required members in their order (RFC 7638).
    pub fn text(&self) -> String {
        match &self.0 {
            Key::Rsa { n, e } => {
                format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, encode(e), encode(n))
            }
            Key::P256 { x, y } => curve("P-256", x, y),
            Key::P384 { x, y } => curve("P-384", x, y),
            Key::Ed25519 { x } => {
                format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, encode(x))
            }
        }
    }

    /// The key that has this text.
    pub fn of_text(text: &str) -> Option<Jwk> {
        Jwk::read(&serde_json::from_str(text).ok()?)
    }

    pub fn thumbprint(&self) -> String {
        encode(digest(&SHA256, self.text().as_bytes()).as_ref())
    }

    /// By which algorithm the key signs.
    pub fn algorithm(&self) -> &'static str {
        match &self.0 {
            Key::Rsa { .. } => "RS256",
            Key::P256 { .. } => "ES256",
            Key::P384 { .. } => "ES384",
            Key::Ed25519 { .. } => "EdDSA",
        }
    }

    pub(crate) fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let plain = |algorithm: &'static dyn VerificationAlgorithm, key: &[u8]| {
            UnparsedPublicKey::new(algorithm, key).verify(message, signature).is_ok()
        };
        match &self.0 {
            Key::Rsa { n, e } => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
            Key::P256 { .. } => plain(&ECDSA_P256_SHA256_FIXED, &self.bits()),
            Key::P384 { .. } => plain(&ECDSA_P384_SHA384_FIXED, &self.bits()),
            Key::Ed25519 { x } => plain(&ED25519, x),
        }
    }

    /// Whether a SubjectPublicKeyInfo (DER) is of this key.
    pub fn is_of(&self, public: &[u8]) -> bool {
        public.ends_with(&self.bits())
    }

    /// What a SubjectPublicKeyInfo ends with: a point, or RSAPublicKey.
    fn bits(&self) -> Vec<u8> {
        match &self.0 {
            Key::Rsa { n, e } => {
                let numbers = [integer(n), integer(e)].concat();
                [header(0x30, numbers.len()), numbers].concat()
            }
            Key::P256 { x, y } | Key::P384 { x, y } => [&[4], x.as_slice(), y].concat(),
            Key::Ed25519 { x } => x.clone(),
        }
    }
}

fn curve(name: &str, x: &[u8], y: &[u8]) -> String {
    format!(r#"{{"crv":"{name}","kty":"EC","x":"{}","y":"{}"}}"#, encode(x), encode(y))
}

/// Without leading zeros: numbers have one encoding.
fn number(bytes: Vec<u8>) -> Vec<u8> {
    let first = bytes.iter().position(|it| *it != 0).unwrap_or(bytes.len());
    bytes[first..].to_vec()
}

/// A positive INTEGER of DER.
fn integer(number: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if number.first().is_some_and(|it| it & 0x80 != 0) { &[0] } else { &[] };
    [header(0x02, sign.len() + number.len()).as_slice(), sign, number].concat()
}

fn header(tag: u8, len: usize) -> Vec<u8> {
    match len {
        0..0x80 => vec![tag, len as u8],
        0x80..0x100 => vec![tag, 0x81, len as u8],
        _ => vec![tag, 0x82, (len >> 8) as u8, len as u8],
    }
}
