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

/// The bytes that tokens begin with: `FwoGZXIvYXdz…` those of the first version, as AWS's do, and
/// `IQFO…` all others.
const FIRST_VERSION: [u8; 9] = *b"\x17\x0a\x06er/aws";
const VERSION: [u8; 3] = *b"\x21\x01N";
const CODE_LEN: usize = 16;
const TIME_LEN: usize = 8;
const KEY_ID_LEN: usize = 20;
/// What comes between the version and what fills a token up.
const TOLD_LEN: usize = TIME_LEN + KEY_ID_LEN + CODE_LEN;

/// How long tokens are at least, in characters; AWS's are of several hundred too.
const USUAL_LEN: usize = 256;
/// "Version 2 tokens are longer" ([A] `SetSecurityTokenServicePreferences`).
const FIRST_VERSION_LEN: usize = 128;

pub type Secret = [u8; 32];

/// Of a token that is to be issued.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'w> {
    pub access_key_id: &'w str,
    pub expires: Timestamp,
    pub len_min: usize,
    /// Of the global endpoint's tokens ([`crate::token_version`]).
    pub is_first_version: bool,
}

/// A token of at least the length that is wished.
pub fn issue(secret: &Secret, wish: Wish<'_>, chance: &mut Chance) -> String {
    assert!(wish.access_key_id.len() == KEY_ID_LEN, "sessions have keys that the world has made");
    let (version, usual): (&[u8], usize) = if wish.is_first_version {
        (&FIRST_VERSION, FIRST_VERSION_LEN)
    } else {
        (&VERSION, USUAL_LEN)
    };
    let mut bytes = version.to_vec();
    bytes.extend_from_slice(&wish.expires.micros().to_be_bytes());
    bytes.extend_from_slice(wish.access_key_id.as_bytes());
    let code = hmac(secret, &bytes);
    bytes.extend_from_slice(&code[..CODE_LEN]);
    let filled = wish.len_min.max(usual).div_ceil(4) * 3;
    while bytes.len() < filled {
        bytes.push(chance.u64() as u8);
    }
    STANDARD.encode(bytes)
}

/// Whether the token was issued with this secret for this key.
pub fn is_issued(secret: &Secret, access_key_id: &str, token: &str) -> bool {
    [VERSION.as_slice(), &FIRST_VERSION].into_iter().any(|version| {
        let head_len = version.len() + TOLD_LEN;
        // The head's characters are enough, and bound the work that a long token causes.
        let head_chars = head_len.div_ceil(3) * 4;
        let Some(head) = token.as_bytes().get(..head_chars) else { return false };
        let Ok(bytes) = STANDARD.decode(head) else { return false };
        let (told, code) = bytes[..head_len].split_at(head_len - CODE_LEN);
        told.starts_with(version)
            && told.ends_with(access_key_id.as_bytes())
            && hmac(secret, told)[..CODE_LEN] == *code
    })
}

/// What is kept of a token.
pub fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
