//! Shard iterators: a shard, a position in it, and when it was given out.

use kernel::{ApiError, Timestamp, page};

use crate::errors;
use crate::limits;

const OPERATION: &str = "GetRecords";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iterator {
    pub account: String,
    pub stream: String,
    pub stream_id: u64,
    pub shard: u64,
    /// The first sequence that it reads.
    pub position: u64,
    pub issued: Timestamp,
}

impl Iterator {
    pub fn encode(&self) -> String {
        let Iterator { account, stream, stream_id, shard, position, issued } = self;
        let issued = issued.micros();
        let text = format!("{account}\n{stream}\n{stream_id}\n{shard}\n{position}\n{issued}");
        page::encode(OPERATION, text.as_bytes())
    }

    /// Refuses what is no iterator.
    pub fn decode(text: &str) -> Result<Iterator, ApiError> {
        let read = || {
            let bytes = page::decode(OPERATION, text)?;
            let text = String::from_utf8(bytes).ok()?;
            let mut parts = text.split('\n');
            Some(Iterator {
                account: parts.next()?.to_owned(),
                stream: parts.next()?.to_owned(),
                stream_id: parts.next()?.parse().ok()?,
                shard: parts.next()?.parse().ok()?,
                position: parts.next()?.parse().ok()?,
                issued: Timestamp::from_micros(parts.next()?.parse().ok()?),
            })
        };
        read().ok_or_else(errors::invalid_iterator)
    }

    /// Refuses one that is too old.
    pub fn check_age(&self, now: Timestamp) -> Result<(), ApiError> {
        if now.millis() - self.issued.millis() <= limits::ITERATOR_MILLIS {
            return Ok(());
        }
        Err(errors::expired_iterator(self.issued, now, limits::ITERATOR_MILLIS))
    }
}
