//! Shard iterators: a stream, a shard and a position in it, and when it was given out.

use kernel::{ApiError, Timestamp, page};

use crate::api::error;
use crate::limits;

const OPERATION: &str = "GetRecords";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iterator {
    pub stream_arn: String,
    pub shard_id: String,
    pub position: i64,
    pub issued: Timestamp,
}

impl Iterator {
    pub fn encode(&self) -> String {
        let Iterator { stream_arn, shard_id, position, issued } = self;
        let text = format!("{stream_arn}\n{shard_id}\n{position}\n{}", issued.micros());
        page::encode(OPERATION, text.as_bytes())
    }

    /// Refuses what is no iterator.
    pub fn decode(text: &str) -> Result<Iterator, ApiError> {
        let read = || {
            let bytes = page::decode(OPERATION, text)?;
            let text = String::from_utf8(bytes).ok()?;
            let mut parts = text.split('\n');
            Some(Iterator {
                stream_arn: parts.next()?.to_owned(),
                shard_id: parts.next()?.to_owned(),
                position: parts.next()?.parse().ok()?,
                issued: Timestamp::from_micros(parts.next()?.parse().ok()?),
            })
        };
        read().ok_or_else(|| ApiError::new("ValidationException", "Invalid ShardIterator"))
    }

    /// Refuses one that is too old.
    pub fn check_age(&self, now: Timestamp) -> Result<(), ApiError> {
        if now.micros() - self.issued.micros() <= limits::ITERATOR_SECONDS * 1_000_000 {
            return Ok(());
        }
        Err(error::expired_iterator_exception(
            "The shard iterator has expired and can no longer be used to retrieve stream records. \
             A shard iterator expires 15 minutes after it is retrieved using the GetShardIterator \
             action.",
        ))
    }
}
