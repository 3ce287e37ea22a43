//! A message under way: the four words of RFC 1321, how long it is, and a block that is not full.

use std::ops::Range;

use crate::lanes;

/// MD5 takes a message in blocks of so many bytes.
pub const BLOCK: usize = 64;
/// A block ends with the length of the message.
const LENGTH_BYTES: usize = 8;

/// What is known of a message so far.
#[derive(Clone, Debug)]
pub struct State {
    pub(crate) words: [u32; 4],
    len: u64,
    rest: [u8; BLOCK],
    rest_len: usize,
}

/// Bytes to be appended to a message.
#[derive(Debug)]
pub struct Task<'a> {
    pub state: &'a mut State,
    pub bytes: &'a [u8],
}

impl Default for State {
    fn default() -> State {
        State {
            words: [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476],
            len: 0,
            rest: [0; BLOCK],
            rest_len: 0,
        }
    }
}

impl State {
    pub fn new() -> State {
        State::default()
    }

    /// Appends bytes of this message alone.
    pub fn update(&mut self, bytes: &[u8]) {
        let blocks = self.begin(bytes);
        lanes::compress_one(&mut self.words, &bytes[blocks]);
    }

    /// The digest of all that was appended.
    pub fn finish(mut self) -> [u8; 16] {
        let bits = self.len.wrapping_mul(8).to_le_bytes();
        let padding_len = 1 + (2 * BLOCK - 1 - LENGTH_BYTES - self.rest_len) % BLOCK;
        let mut end = [0; 2 * BLOCK];
        end[0] = 0x80;
        end[padding_len..padding_len + LENGTH_BYTES].copy_from_slice(&bits);
        self.update(&end[..padding_len + LENGTH_BYTES]);
        let mut digest = [0; 16];
        for (bytes, word) in digest.chunks_exact_mut(4).zip(self.words) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        digest
    }

    /// Takes in what does not lie in whole blocks, and answers where those lie that do: they are to
    /// be compressed into the words before anything else is appended.
    pub(crate) fn begin(&mut self, bytes: &[u8]) -> Range<usize> {
        self.len = self.len.wrapping_add(bytes.len() as u64);
        let mut start = 0;
        if self.rest_len > 0 {
            start = bytes.len().min(BLOCK - self.rest_len);
            self.rest[self.rest_len..self.rest_len + start].copy_from_slice(&bytes[..start]);
            self.rest_len += start;
            if self.rest_len < BLOCK {
                return start..start;
            }
            lanes::compress_one(&mut self.words, &self.rest);
        }
        let end = start + (bytes.len() - start) / BLOCK * BLOCK;
        let rest = &bytes[end..];
        self.rest[..rest.len()].copy_from_slice(rest);
        self.rest_len = rest.len();
        start..end
    }
}
