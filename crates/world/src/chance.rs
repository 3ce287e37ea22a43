//! Seeded chance: ids, sampling, and everything else that AWS leaves to luck.
//!
//! One seed per world, one generator per transaction, derived from (seed, incarnation, counter of
//! clients' calls), and for a job from a number that its cause has drawn for it: the same calls in
//! the same order on two worlds of one seed draw the same numbers, however jobs and calls
//! interleave, and a restarted world (its incarnation has grown) never draws an id again.

/// The generator of one transaction.
#[derive(Clone, Debug)]
pub struct Chance(fastrand::Rng);

const HEX: &[u8; 16] = b"0123456789abcdef";
/// Where the bytes of a UUID stand in its text, between the hyphens.
const UUID_PLACES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const UPPER: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ALPHANUMERIC: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

impl Chance {
    /// `counter` numbers the transactions of one incarnation. Distinct triples give distinct
    /// states as long as `incarnation` < 2^24 and `counter` < 2^40.
    pub fn derive(seed: u64, incarnation: u64, counter: u64) -> Chance {
        let place = (incarnation << 40) ^ counter;
        Chance(fastrand::Rng::with_seed(mix(mix(place) ^ seed)))
    }

    /// From a number that was itself drawn.
    pub fn from_seed(seed: u64) -> Chance {
        Chance(fastrand::Rng::with_seed(mix(seed)))
    }

    pub fn u64(&mut self) -> u64 {
        self.0.u64(..)
    }

    pub fn u128(&mut self) -> u128 {
        self.0.u128(..)
    }

    /// Below `bound`, evenly; `bound` must not be 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0.u64(..bound)
    }

    /// In 0..1.
    pub fn fraction(&mut self) -> f64 {
        self.0.f64()
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        self.0.fill(&mut out);
        out
    }

    /// A random (version 4) UUID in its usual text form.
    pub fn uuid(&mut self) -> String {
        let mut bytes = self.bytes::<16>();
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let mut text = [b'-'; 36];
        for (byte, at) in bytes.into_iter().zip(UUID_PLACES) {
            text[at] = HEX[usize::from(byte >> 4)];
            text[at + 1] = HEX[usize::from(byte & 15)];
        }
        String::from_utf8(text.to_vec()).expect("hexadecimal digits are ASCII")
    }

    /// `len` hexadecimal digits, lower case.
    pub fn hex(&mut self, len: usize) -> String {
        self.text(HEX, len)
    }

    /// `len` of A-Z and 0-9, as in request ids of S3.
    pub fn upper(&mut self, len: usize) -> String {
        self.text(UPPER, len)
    }

    /// `len` of A-Z and 2-7, as in access key ids.
    pub fn base32(&mut self, len: usize) -> String {
        self.text(BASE32, len)
    }

    /// `len` letters and digits.
    pub fn alphanumeric(&mut self, len: usize) -> String {
        self.text(ALPHANUMERIC, len)
    }

    fn text(&mut self, alphabet: &[u8], len: usize) -> String {
        (0..len).map(|_| alphabet[self.0.usize(..alphabet.len())] as char).collect()
    }
}

/// `SplitMix64`'s finalizer: a bijection on 64 bits.
fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
