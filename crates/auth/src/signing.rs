//! Signature Version 4's keys and signatures.
//!
//! Pure but for a small cache of signing keys, which change once a day per key, region and
//! service.

use hmac::{Hmac, KeyInit as _, Mac as _};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};
use world::Timestamp;

pub const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// Signature Version 4 with a key pair, for several regions at once.
pub const ALGORITHM_ASYMMETRIC: &str = "AWS4-ECDSA-P256-SHA256";
pub const TERMINATOR: &str = "aws4_request";

/// The SHA-256 of nothing, as it stands for an empty body.
pub const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// So many signing keys are remembered; then all are forgotten.
const CACHED_KEYS_MAX: usize = 256;

pub type SigningKey = [u8; 32];

/// Where and when a signature is valid: `DATE/REGION/SERVICE/aws4_request`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope<'a> {
    pub date: &'a str,
    pub region: &'a str,
    pub service: &'a str,
}

impl std::fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}/{TERMINATOR}", self.date, self.region, self.service)
    }
}

/// The key that signs within a scope.
pub fn signing_key(secret: &str, scope: Scope<'_>) -> SigningKey {
    static CACHE: Mutex<Option<FxHashMap<String, SigningKey>>> = Mutex::new(None);
    let name = format!("{secret}/{scope}");
    let mut cache = CACHE.lock();
    let keys = cache.get_or_insert_default();
    if let Some(key) = keys.get(&name) {
        return *key;
    }
    let key = derive(secret, scope);
    if keys.len() >= CACHED_KEYS_MAX {
        keys.clear();
    }
    keys.insert(name, key);
    key
}

fn derive(secret: &str, scope: Scope<'_>) -> SigningKey {
    let seed = format!("AWS4{secret}");
    let steps = [scope.date, scope.region, scope.service, TERMINATOR];
    let first = hmac(seed.as_bytes(), steps[0].as_bytes());
    steps[1..].iter().fold(first, |key, step| hmac(&key, step.as_bytes()))
}

/// `ALGORITHM\nTIME\nSCOPE\nHASH`, what is signed for a whole request.
pub fn string_to_sign(time: &str, scope: Scope<'_>, canonical_request: &[u8]) -> String {
    let hash = hex(&Sha256::digest(canonical_request));
    format!("{ALGORITHM}\n{time}\n{scope}\n{hash}")
}

/// The signature of a text.
pub fn sign(key: &SigningKey, text: &str) -> String {
    hex(&hmac(key, text.as_bytes()))
}

/// Whether `signature` (hexadecimal) is the text's, in time that does not depend on where they
/// differ.
pub fn is_signature(key: &SigningKey, text: &str, signature: &str) -> bool {
    let expected = sign(key, text);
    expected.len() == signature.len()
        && expected.bytes().zip(signature.bytes()).fold(0, |acc, (a, b)| acc | (a ^ b)) == 0
}

pub fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| DIGITS[usize::from(digit)] as char).collect()
}

/// `20130524T000000Z`.
pub fn amz_date(at: Timestamp) -> String {
    at.to_jiff().strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Reads `20130524T000000Z`.
pub fn parse_amz_date(text: &str) -> Option<Timestamp> {
    let is_shaped = text.len() == 16
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 => byte == b'T',
            15 => byte == b'Z',
            _ => byte.is_ascii_digit(),
        });
    if !is_shaped {
        return None;
    }
    let part = |from: usize, to: usize| text[from..to].parse::<i16>().ok();
    let small = |from: usize| part(from, from + 2).map(|number| number as i8);
    let at = jiff::civil::DateTime::new(
        part(0, 4)?,
        small(4)?,
        small(6)?,
        small(9)?,
        small(11)?,
        small(13)?,
        0,
    )
    .ok()?;
    Some(Timestamp::from_jiff(jiff::tz::TimeZone::UTC.to_timestamp(at).ok()?))
}

/// Reads the `Date` header's `Fri, 24 May 2013 00:00:00 GMT`, which may stand for `X-Amz-Date`.
pub fn parse_http_date(text: &str) -> Option<Timestamp> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(Timestamp::from_jiff(zoned.timestamp()))
}
