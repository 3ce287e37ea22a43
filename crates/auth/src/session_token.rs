//! Session tokens: opaque to clients, recognisable to the world that issued them.
//!
//! A token names its key and its end and carries a code that only this world can compute. So a
//! world knows the tokens of sessions whose rows it has long swept away, and answers them with
//! `ExpiredToken`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use world::{Chance, Timestamp};

use crate::signing::hmac;

/// The bytes that all tokens begin with.
const VERSION: [u8; 3] = *b"\x21\x01N";
const CODE_LEN: usize = 16;
const TIME_LEN: usize = 8;
const KEY_ID_LEN: usize = 20;
const HEAD_LEN: usize = VERSION.len() + TIME_LEN + KEY_ID_LEN + CODE_LEN;

/// How long tokens are at least, in characters; AWS's are of several hundred too.
const USUAL_LEN: usize = 256;

pub type Secret = [u8; 32];

/// A token of at least `len_min` characters.
pub fn issue(
    secret: &Secret,
    access_key_id: &str,
    expires: Timestamp,
    len_min: usize,
    chance: &mut Chance,
) -> String {
    assert!(access_key_id.len() == KEY_ID_LEN, "sessions have keys that the world has made");
    let mut bytes = Vec::with_capacity(HEAD_LEN);
    bytes.extend_from_slice(&VERSION);
    bytes.extend_from_slice(&expires.micros().to_be_bytes());
    bytes.extend_from_slice(access_key_id.as_bytes());
    let code = hmac(secret, &bytes);
    bytes.extend_from_slice(&code[..CODE_LEN]);
    let filled = len_min.max(USUAL_LEN).div_ceil(4) * 3;
    while bytes.len() < filled {
        bytes.push(chance.u64() as u8);
    }
    STANDARD.encode(bytes)
}

/// Whether the token was issued with this secret for this key.
pub fn is_issued(secret: &Secret, access_key_id: &str, token: &str) -> bool {
    // The head's characters are enough, and bound the work that a long token causes.
    let head_chars = HEAD_LEN.div_ceil(3) * 4;
    let Some(head) = token.as_bytes().get(..head_chars) else { return false };
    let Ok(bytes) = STANDARD.decode(head) else { return false };
    let (told, code) = bytes[..HEAD_LEN].split_at(HEAD_LEN - CODE_LEN);
    told.starts_with(&VERSION)
        && told.ends_with(access_key_id.as_bytes())
        && hmac(secret, told)[..CODE_LEN] == *code
}

/// What is kept of a token.
pub fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
