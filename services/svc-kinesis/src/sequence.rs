//! Sequence numbers: 56 digits, as AWS's are, that rise within a shard.
//!
//! ```text
//! 49 | stream, 12 digits | sequence, 20 digits | shard, 22 digits
//! ```
//!
//! A record's sequence is its time of arrival in microseconds, or one more than that of the record
//! before it where that is later. So a place in time is found without an index: no record of a
//! time has a sequence below it.

const PREFIX: &str = "49";
const STREAM_DIGITS: usize = 12;
const SEQUENCE_DIGITS: usize = 20;
const DIGITS: usize = 56;
/// The stream's part of the number is its id modulo this.
const STREAMS: u64 = 1_000_000_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    stream: u64,
    pub sequence: u64,
    pub shard: u64,
}

impl Number {
    pub fn is_of(self, stream: u64) -> bool {
        self.stream == stream % STREAMS
    }
}

pub fn text(stream: u64, shard: u64, sequence: u64) -> String {
    format!("{PREFIX}{:012}{sequence:020}{shard:022}", stream % STREAMS)
}

pub fn parse(text: &str) -> Option<Number> {
    if text.len() != DIGITS || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let rest = text.strip_prefix(PREFIX)?;
    let (stream, rest) = rest.split_at(STREAM_DIGITS);
    let (sequence, shard) = rest.split_at(SEQUENCE_DIGITS);
    Some(Number {
        stream: stream.parse().ok()?,
        sequence: sequence.parse().ok()?,
        shard: shard.parse().ok()?,
    })
}
