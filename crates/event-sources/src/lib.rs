//! Queues and streams as the sources of events: what Pipes and Lambda's event source mappings read.
//!
//! Both read the same sources, as a role of their owner, and show what they find in the same words:
//! a message of a queue, a change of a table, a record of a stream, as the JSON that functions and
//! pipes get. How a reader goes on, when it tries again and what it delivers to is its own.
//!
//! - [`queue`]: receive, delete.
//! - [`stream`]: the shards of a stream of DynamoDB or Kinesis ([`kinesis`]), and their records.
//! - [`filter`]: which events are wanted.
//!
//! Nothing is kept here but the shape of a [`Position`]. Idle readers are waiting jobs (see
//! `kernel::parking`): [`queue::receive`] and [`stream::wait`] hand on the source's "not yet".

pub mod filter;
pub mod kinesis;
mod limits;
pub mod queue;
pub mod stream;

use kernel::Ask;
use kernel::arn::Arn;
use minicbor::{Decode, Encode};

/// As whom the sources are asked.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The ARN of a role.
    pub role: String,
    /// The name of its session.
    pub session: String,
}

impl Reader {
    pub fn act(&self, ask: Ask) -> Ask {
        match Arn::parse(&self.role) {
            Some(role) => ask.as_role(&role, &self.session),
            None => ask,
        }
    }
}

/// From where a shard is read on.
#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Position {
    #[n(0)]
    Horizon,
    /// Microseconds.
    #[n(1)]
    Since(#[n(0)] i64),
    /// A sequence number.
    #[n(2)]
    After(#[n(0)] String),
}

impl Position {
    /// Of positions in one shard, the earlier one comes first: sequence numbers are decimal.
    pub fn order(&self) -> (u8, usize, &str) {
        match self {
            Position::Horizon => (0, 0, ""),
            Position::Since(_) => (1, 0, ""),
            Position::After(sequence) => (2, sequence.len(), sequence),
        }
    }
}
