//! The place of an event among all events, and the numbers by which clients see it.
//!
//! Events are ordered by their time, then by the request that brought them, then by their place in
//! it: FilterLogEvents documents this order. A position is that order as bytes, so it is also the
//! key under which a chunk of events is kept. Written as a number of 56 digits it is an event's id,
//! and the core of GetLogEvents' tokens (`f/3113…/s`), which in AWS's examples begin with the time
//! too.

use store::Key;
use store::key::{AsKey, AsPrefix};

const BYTES: usize = 24;
/// Of a position's number.
const DIGITS: usize = 56;
/// What six bytes hold: the year 10889.
const TIME_MAX: i64 = (1 << 48) - 1;
const LIMBS: usize = BYTES / 4;
const BILLION: u64 = 1_000_000_000;

/// Time in milliseconds (6 bytes), number of the request (6), stream (8), index in the request (4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position([u8; BYTES]);

impl Position {
    pub const FIRST: Position = Position([0; BYTES]);
    pub const LAST: Position = Position([0xff; BYTES]);

    pub fn new(at: i64, request: u64, stream: u64, index: u32) -> Position {
        let mut bytes = [0; BYTES];
        bytes[..6].copy_from_slice(&at.clamp(0, TIME_MAX).to_be_bytes()[2..]);
        bytes[6..12].copy_from_slice(&request.to_be_bytes()[2..]);
        bytes[12..20].copy_from_slice(&stream.to_be_bytes());
        bytes[20..].copy_from_slice(&index.to_be_bytes());
        Position(bytes)
    }

    /// Before all events of that time.
    pub fn at_time(at: i64) -> Position {
        Position::new(at, 0, 0, 0)
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Position> {
        bytes.try_into().ok().map(Position)
    }

    pub fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }

    pub fn at(self) -> i64 {
        self.part(0, 6).cast_signed()
    }

    pub fn request(self) -> u64 {
        self.part(6, 6)
    }

    pub fn stream(self) -> u64 {
        self.part(12, 8)
    }

    pub fn index(self) -> u32 {
        self.part(20, 4) as u32
    }

    fn part(self, from: usize, len: usize) -> u64 {
        self.0[from..from + len].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }

    /// The event so many places after this one, in the same request.
    pub fn plus(self, later_ms: u32, places: u32) -> Position {
        let at = self.at() + i64::from(later_ms);
        Position::new(at, self.request(), self.stream(), self.index() + places)
    }

    /// The next position of all.
    pub fn next(mut self) -> Position {
        for byte in self.0.iter_mut().rev() {
            *byte = byte.wrapping_add(1);
            if *byte != 0 {
                return self;
            }
        }
        Position::LAST
    }

    /// As an event's id.
    pub fn digits(self) -> String {
        let mut limbs = [0_u64; LIMBS];
        for (limb, bytes) in limbs.iter_mut().zip(self.0.chunks_exact(4)) {
            *limb = bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        }
        let mut groups = Vec::new();
        while limbs.iter().any(|limb| *limb != 0) {
            let mut rest = 0;
            for limb in &mut limbs {
                let value = rest << 32 | *limb;
                *limb = value / BILLION;
                rest = value % BILLION;
            }
            groups.push(format!("{rest:09}"));
        }
        groups.reverse();
        let text = groups.concat();
        format!("{:0>DIGITS$}", text.trim_start_matches('0'))
    }

    pub fn of_digits(text: &str) -> Option<Position> {
        if text.is_empty() || text.len() > DIGITS + 2 || !text.bytes().all(|it| it.is_ascii_digit())
        {
            return None;
        }
        let mut limbs = [0_u64; LIMBS];
        for digit in text.bytes() {
            let mut carry = u64::from(digit - b'0');
            for limb in limbs.iter_mut().rev() {
                let value = *limb * 10 + carry;
                *limb = value & 0xffff_ffff;
                carry = value >> 32;
            }
            if carry != 0 {
                return None;
            }
        }
        let mut bytes = [0; BYTES];
        for (limb, place) in limbs.iter().zip(bytes.chunks_exact_mut(4)) {
            place.copy_from_slice(&limb.to_be_bytes()[4..]);
        }
        Some(Position(bytes))
    }
}

impl Key for Position {
    fn decode_from(input: &mut &[u8]) -> Option<Position> {
        <[u8; BYTES]>::decode_from(input).map(Position)
    }
}

impl AsKey<Position> for Position {
    fn encode_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

impl AsPrefix<Position> for Position {
    fn encode_prefix_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_sort_as_events_do() {
        let earlier = Position::new(1_000, 9, 9, 9);
        let later = Position::new(1_001, 1, 1, 1);
        assert!(earlier < later);
        assert!(Position::new(5, 1, 9, 9) < Position::new(5, 2, 1, 0));
        assert!(Position::at_time(1_001) < later);
        assert!(later < later.next() && later.next() < later.plus(0, 2));
        assert!(Position::at_time(-1) < earlier && later < Position::at_time(i64::MAX));
    }

    #[test]
    fn a_number_of_56_digits_says_it_all() {
        let position = Position::new(1_893_456_000_123, 77, u64::MAX - 5, 9_999);
        let digits = position.digits();
        assert_eq!(digits.len(), 56);
        assert_eq!(Position::of_digits(&digits), Some(position));
        assert_eq!((position.at(), position.request()), (1_893_456_000_123, 77));
        assert_eq!((position.stream(), position.index()), (u64::MAX - 5, 9_999));
        assert_eq!(Position::FIRST.digits(), "0".repeat(56));
        assert_eq!(Position::of_digits(&"0".repeat(56)), Some(Position::FIRST));
        assert_eq!(Position::of_digits("12x"), None);
    }

    // AWS's documentation shows an event of 1396035378988 under a number that begins so: the time
    // stands above 144 bits.
    #[test]
    fn the_time_stands_where_it_does_in_the_examples_of_aws() {
        let position = Position::at_time(1_396_035_378_988);
        assert!(position.digits().starts_with("311326292"), "{}", position.digits());
    }
}
