//! The tables of SQS and their rows.
//!
//! A fresh message is one row and never changes; what a receive changes is a small row of its
//! own beside it. Messages are keyed by the *space* of their queue: purging a queue gives it a
//! new space, so that a million messages vanish at once and their rows go later, in steps.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use kernel::{Scope, Table, Timestamp, Topic};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::index::IndexKey;
use data_keys::Wrapped;

pub static QUEUES: Table<String, QueueRow> = Table::regional("sqs", "queues");
/// (space, sequence)
pub static MESSAGES: Table<(u64, u64), MessageRow> = Table::regional("sqs", "messages");
/// The rows of [`MESSAGES`], of which only what an index needs is decoded.
pub static MESSAGE_HEADS: Table<(u64, u64), MessageHead> = Table::regional("sqs", "messages");
/// (space, sequence): of messages that have been received.
pub static RECEIPTS: Table<(u64, u64), ReceiptRow> = Table::regional("sqs", "receipts");
/// (space, data key): the data keys by which messages of a space are enciphered, each once.
pub static DATA_KEYS: Table<(u64, u64), Wrapped> = Table::regional("sqs", "data-keys");
/// (queue id, sequence of the message that was accepted)
pub static DEDUPLICATIONS: Table<(u64, u64), DeduplicationRow> =
    Table::regional("sqs", "deduplications");
/// (queue id, receive request attempt id)
pub static ATTEMPTS: Table<(u64, String), AttemptRow> = Table::regional("sqs", "attempts");
/// (queue id, end in microseconds, attempt id): what to forget first.
pub static ATTEMPT_ENDS: Table<(u64, i64, String), ()> = Table::regional("sqs", "attempt-ends");
/// Names of deleted queues → when, in microseconds.
pub static DELETED: Table<String, u64> = Table::regional("sqs", "deleted");
/// (name of a dead-letter queue, name of a queue that names it in its redrive policy)
pub static REDRIVE_SOURCES: Table<(String, String), ()> = Table::regional("sqs", "redrive-sources");
/// (id of the source queue, number of the task)
pub static MOVE_TASKS: Table<(u64, u64), MoveTaskRow> = Table::regional("sqs", "move-tasks");

/// A queue. Times are microseconds of virtual time.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct QueueRow {
    /// World-unique; the topic of its long polls.
    #[n(0)]
    pub id: u64,
    /// Where its messages are now.
    #[n(1)]
    pub space: u64,
    #[n(2)]
    pub is_fifo: bool,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub modified: i64,
    #[n(5)]
    pub settings: Settings,
    #[n(6)]
    pub tags: BTreeMap<String, String>,
    #[n(7)]
    pub purged: Option<i64>,
    /// Sequences begin after this one: those of an earlier space are not used again.
    #[n(8)]
    pub sequence_floor: u64,
}

/// The attributes that a client may set.
#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct Settings {
    #[n(0)]
    pub delay_s: i64,
    #[n(1)]
    pub maximum_message_bytes: i64,
    #[n(2)]
    pub retention_s: i64,
    #[n(3)]
    pub wait_s: i64,
    #[n(4)]
    pub visibility_s: i64,
    #[n(5)]
    pub policy: Option<String>,
    #[n(6)]
    pub redrive: Option<RedrivePolicy>,
    #[n(7)]
    pub redrive_allow: Option<RedriveAllowPolicy>,
    #[n(8)]
    pub is_managed_sse: bool,
    #[n(9)]
    pub kms_reuse_s: Option<i64>,
    #[n(10)]
    pub is_content_based: bool,
    /// DeduplicationScope is `messageGroup`, not `queue`.
    #[n(11)]
    pub is_group_scope: bool,
    /// FifoThroughputLimit is `perMessageGroupId`, not `perQueue`.
    #[n(12)]
    pub is_group_throughput: bool,
    /// KmsMasterKeyId, as the client wrote it.
    #[n(13)]
    pub kms_key: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct RedrivePolicy {
    #[n(0)]
    pub target_arn: String,
    #[n(1)]
    pub max_receive_count: u32,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
pub enum RedriveAllowPolicy {
    #[n(0)]
    AllowAll,
    #[n(1)]
    DenyAll,
    #[n(2)]
    ByQueue(#[n(0)] Vec<String>),
}

/// A message as it was sent, or as it was moved here.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MessageRow {
    /// See [`whole_millis`].
    #[n(0)]
    pub sent: i64,
    /// The end of its delay; `None` where it has none, and in FIFO queues, whose delay is the
    /// queue's at every moment.
    #[n(1)]
    pub delayed_until: Option<i64>,
    #[n(2)]
    pub group: Option<String>,
    #[n(3)]
    pub id: String,
    #[n(4)]
    pub body: String,
    #[cbor(n(5), with = "minicbor::bytes")]
    pub body_md5: [u8; 16],
    /// In the order of their names.
    #[n(6)]
    pub attributes: Vec<AttributeRow>,
    #[n(7)]
    pub sender: String,
    #[n(8)]
    pub deduplication_id: Option<String>,
    #[n(9)]
    pub trace_header: Option<String>,
    /// Set when it was moved here from a queue that names this one in its redrive policy.
    #[n(10)]
    pub source_arn: Option<String>,
    /// Of receives in queues before this one.
    #[n(11)]
    pub received_before: u32,
    #[n(12)]
    pub first_received_before: Option<i64>,
    /// What of [`DATA_KEYS`] its body is enciphered by; what is in the clear is empty then.
    #[n(13)]
    pub data_key: Option<u64>,
    #[n(14)]
    pub sealed_body: Option<ByteVec>,
}

/// What an index keeps of a message: some fields of [`MessageRow`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct MessageHead {
    #[n(0)]
    pub sent: i64,
    #[n(1)]
    pub delayed_until: Option<i64>,
    #[n(2)]
    pub group: Option<String>,
    #[n(13)]
    pub data_key: Option<u64>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AttributeRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub data_type: String,
    #[n(2)]
    pub text: Option<String>,
    #[n(3)]
    pub bytes: Option<ByteVec>,
}

/// What receiving a message has changed.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ReceiptRow {
    /// Hidden until then; 0 when it was made visible by request.
    #[n(0)]
    pub visible: i64,
    /// How often it was received from this queue.
    #[n(1)]
    pub count: u32,
    #[n(2)]
    pub first: i64,
    #[n(3)]
    pub last: i64,
    /// Of the last receipt handle.
    #[n(4)]
    pub nonce: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DeduplicationRow {
    /// Scope and id, see `deduplication::key`.
    #[n(0)]
    pub key: String,
    #[n(1)]
    pub end: i64,
    #[n(2)]
    pub message_id: String,
}

/// What a receive with an attempt id has delivered.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AttemptRow {
    #[n(0)]
    pub end: i64,
    #[n(1)]
    pub space: u64,
    #[n(2)]
    pub messages: Vec<AttemptedRow>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AttemptedRow {
    #[n(0)]
    pub sequence: u64,
    #[n(1)]
    pub nonce: u64,
    #[n(2)]
    pub visible: i64,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum TaskStatus {
    #[n(0)]
    Running,
    #[n(1)]
    Completed,
    #[n(2)]
    Cancelling,
    #[n(3)]
    Cancelled,
    #[n(4)]
    Failed,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MoveTaskRow {
    #[n(0)]
    pub task_id: String,
    #[n(1)]
    pub status: TaskStatus,
    #[n(2)]
    pub destination_arn: Option<String>,
    #[n(3)]
    pub per_second: Option<u32>,
    #[n(4)]
    pub moved: u64,
    #[n(5)]
    pub to_move: u64,
    #[n(6)]
    pub failure: Option<String>,
    #[n(7)]
    pub started: i64,
    /// Messages that came later are left alone.
    #[n(8)]
    pub last_sequence: u64,
}

store::row!(
    QueueRow,
    MessageRow,
    MessageHead,
    ReceiptRow,
    DeduplicationRow,
    AttemptRow,
    MoveTaskRow
);

impl AttributeRow {
    pub fn blob(&self) -> Option<Bytes> {
        self.bytes.as_ref().map(|bytes| Bytes::copy_from_slice(bytes))
    }
}

/// A queue found by name.
#[derive(Clone, Debug)]
pub struct Queue {
    pub name: String,
    pub scope: Scope,
    pub row: Arc<QueueRow>,
}

impl Queue {
    pub fn index_key(&self) -> IndexKey {
        IndexKey { scope: self.scope, space: self.row.space, is_fifo: self.row.is_fifo }
    }

    /// Whose wake-up its long polls wait for. Purging does not change it.
    pub fn topic(&self) -> Topic {
        Topic { service: "sqs", id: self.row.id }
    }

    /// The delay of a FIFO queue in microseconds, which is looked at when messages are received.
    pub fn fifo_delay(&self) -> i64 {
        if self.row.is_fifo { micros(self.row.settings.delay_s) } else { 0 }
    }

    /// Messages sent then or earlier have outlived the retention period.
    pub fn cutoff(&self, now: Timestamp) -> i64 {
        whole_millis(now) - micros(self.row.settings.retention_s)
    }
}

/// Messages are as old as their millisecond: that is what clients are told.
pub fn whole_millis(at: Timestamp) -> i64 {
    at.millis().saturating_mul(1_000)
}

pub fn micros(seconds: i64) -> i64 {
    seconds.saturating_mul(1_000_000)
}
