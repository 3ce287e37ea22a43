//! Receipt handles: which message, and which of its receives.
//!
//! A handle carries its message's place and the nonce of the receive; nothing is kept for it but
//! the last nonce. Its check sum tells a handle from any other text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Handles of AWS begin with `AQEB`, which is this in base64.
const MARK: [u8; 3] = [1, 1, 1];
const BYTES: usize = 39;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle {
    pub queue: u64,
    pub space: u64,
    pub sequence: u64,
    pub nonce: u64,
}

impl Handle {
    pub fn encode(self) -> String {
        let mut bytes = [0; BYTES];
        bytes[..3].copy_from_slice(&MARK);
        for (at, number) in [self.queue, self.space, self.sequence, self.nonce].iter().enumerate() {
            bytes[3 + at * 8..][..8].copy_from_slice(&number.to_be_bytes());
        }
        let sum = check_sum(&bytes[..35]);
        bytes[35..].copy_from_slice(&sum.to_be_bytes());
        STANDARD.encode(bytes)
    }

    pub fn decode(text: &str) -> Option<Handle> {
        let bytes: [u8; BYTES] = STANDARD.decode(text).ok()?.try_into().ok()?;
        let is_whole = bytes[..3] == MARK && bytes[35..] == check_sum(&bytes[..35]).to_be_bytes();
        let number = |at: usize| {
            bytes[3 + at * 8..][..8].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
        };
        is_whole.then(|| Handle {
            queue: number(0),
            space: number(1),
            sequence: number(2),
            nonce: number(3),
        })
    }
}

/// FNV-1a: against mistakes, not against malice.
fn check_sum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
