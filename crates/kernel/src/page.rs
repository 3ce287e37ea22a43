//! Opaque pagination tokens.
//!
//! A token is the position itself, tied to its operation; nothing is kept, so it survives a
//! restart and a token of another operation or one that was tampered with is refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

const VERSION: u8 = 1;

/// A token for the page that begins after `position`.
pub fn encode(operation: &str, position: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(position.len() + 5);
    bytes.push(VERSION);
    bytes.extend_from_slice(&check(operation, position).to_be_bytes());
    bytes.extend_from_slice(position);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The position, or `None` when the token is not one of this operation's.
pub fn decode(operation: &str, token: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (head, position) = bytes.split_at_checked(5)?;
    let expected = check(operation, position).to_be_bytes();
    (head[0] == VERSION && head[1..] == expected).then(|| position.to_vec())
}

/// FNV-1a over both: guards against mistakes, not against malice (the position is no secret).
fn check(operation: &str, position: &[u8]) -> u32 {
    let bytes = operation.bytes().chain([0]).chain(position.iter().copied());
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
