//! The tables of Firehose and their rows.
//!
//! A record is one row and never changes; beside it a write changes only the small row of the
//! buffer that it goes to. A buffer that is full or old enough becomes a *batch*, of which its
//! records are already part: nothing is copied, and the next record begins a new buffer.

use std::collections::BTreeMap;
use std::sync::Arc;

use data_keys::Wrapped;
use kernel::arn::Arn;
use kernel::{Ctx, Struct, Table};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::api::{delivery_stream_encryption_status, delivery_stream_status, delivery_stream_type};

pub static STREAMS: Table<String, StreamRow> = Table::regional("firehose", "streams");
/// One row, of the key "".
pub static TOTALS: Table<String, TotalsRow> = Table::regional("firehose", "totals");
/// (stream's id, lane) → what gathers there.
pub static BUFFERS: Table<(u64, String), BufferRow> = Table::regional("firehose", "buffers");
/// (stream's id, batch) → what is on its way.
pub static BATCHES: Table<(u64, u64), BatchRow> = Table::regional("firehose", "batches");
/// (batch, place in it)
pub static RECORDS: Table<(u64, u64), RecordRow> = Table::regional("firehose", "records");
/// (stream's id, data key)
pub static DATA_KEYS: Table<(u64, u64), Wrapped> = Table::regional("firehose", "data-keys");
/// (stream's id, shard's id) → how far a stream of Kinesis is read.
pub static SHARDS: Table<(u64, String), ShardRow> = Table::regional("firehose", "shards");

/// Gate (see [`crate::gate`]) → the batches inside.
pub static GATES: Table<u64, GateRow> = Table::regional("firehose", "gates");
/// (gate, transaction, batch) → who waits.
pub static QUEUED: Table<(u64, u64, u64), QueuedRow> = Table::regional("firehose", "queued");

/// A stream. Times are microseconds of virtual time.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct StreamRow {
    /// World-unique; a stream that is made again has another one.
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub status: Status,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub updated: Option<i64>,
    #[n(4)]
    pub source: SourceRow,
    #[n(5)]
    pub destination: DestinationRow,
    #[n(6)]
    pub version: u64,
    #[n(7)]
    pub tags: BTreeMap<String, String>,
    #[n(8)]
    pub encryption: Option<EncryptionRow>,
    /// When encryption was started or stopped within the last day.
    #[n(9)]
    pub key_changes: Vec<i64>,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Status {
    #[n(0)]
    Creating,
    #[n(1)]
    Active,
    #[n(2)]
    Deleting,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq)]
pub enum SourceRow {
    #[n(0)]
    DirectPut {
        #[n(0)]
        hint: Option<i64>,
    },
    #[n(1)]
    Kinesis {
        #[n(0)]
        stream: String,
        #[n(1)]
        role: String,
        /// From when on it is read.
        #[n(2)]
        since: i64,
    },
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Kind {
    #[n(0)]
    S3,
    #[n(1)]
    Http,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DestinationRow {
    #[n(0)]
    pub kind: Kind,
    /// In the shape of ExtendedS3DestinationConfiguration or HttpEndpointDestinationConfiguration.
    #[n(1)]
    pub config: Struct,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EncryptionRow {
    /// Of a customer's key; none for one that AWS owns.
    #[n(0)]
    pub key: Option<String>,
    #[n(1)]
    pub grant: Option<String>,
    #[n(2)]
    pub status: EncryptionStatus,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum EncryptionStatus {
    #[n(0)]
    Enabling,
    #[n(1)]
    Enabled,
    #[n(2)]
    Disabling,
    #[n(3)]
    Disabled,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct TotalsRow {
    #[n(0)]
    pub streams: u64,
}

/// Where a record goes next.
#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Lane {
    /// To the function that transforms it.
    #[n(0)]
    Intake,
    /// To the destination, with others of the same partition.
    #[n(1)]
    Out(#[n(0)] Vec<PartitionKey>),
    /// To the bucket of the records as they came.
    #[n(2)]
    Backup,
    /// To the bucket, as JSON that tells what has failed: `processing-failed`, …
    #[n(3)]
    Failed(#[n(0)] String),
}

/// A value by which objects are told apart: `!{partitionKeyFromQuery:NAME}`.
#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct PartitionKey {
    /// A function gave it, not a query.
    #[n(0)]
    pub is_from_function: bool,
    #[n(1)]
    pub name: String,
    #[n(2)]
    pub value: String,
}

/// Records that gather.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BufferRow {
    #[n(0)]
    pub batch: u64,
    #[n(1)]
    pub lane: Lane,
    /// When the first one came.
    #[n(2)]
    pub first: i64,
    #[n(3)]
    pub count: u32,
    #[n(4)]
    pub bytes: u64,
    /// When the oldest record came to the stream.
    #[n(5)]
    pub oldest: i64,
}

/// Records that are on their way together.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BatchRow {
    #[n(0)]
    pub buffer: BufferRow,
    /// Of the object's name or of the request: the same at each attempt.
    #[n(1)]
    pub uuid: String,
    #[n(2)]
    pub attempts: u32,
    /// When it was first tried.
    #[n(3)]
    pub since: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RecordRow {
    #[n(0)]
    pub data: ByteVec,
    /// When it came to the stream.
    #[n(1)]
    pub at: i64,
    /// By which it is sealed.
    #[n(2)]
    pub data_key: Option<u64>,
    #[n(3)]
    pub kinesis: Option<KinesisRow>,
}

/// Where in its stream of Kinesis a record was.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct KinesisRow {
    #[n(0)]
    pub sequence: String,
    #[n(1)]
    pub sub_sequence: u64,
    #[n(2)]
    pub partition_key: String,
    #[n(3)]
    pub shard: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ShardRow {
    /// The last sequence number that was read; none yet.
    #[n(0)]
    pub after: Option<String>,
    #[n(1)]
    pub is_over: bool,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct GateRow {
    #[n(0)]
    pub inside: Vec<u64>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct QueuedRow {
    #[n(0)]
    pub stream: String,
    /// The stream's.
    #[n(1)]
    pub id: u64,
}

store::row!(StreamRow, TotalsRow, BufferRow, BatchRow, RecordRow, ShardRow, GateRow, QueuedRow);

/// A stream with its name.
#[derive(Clone, Debug)]
pub struct Stream {
    pub name: String,
    pub row: Arc<StreamRow>,
}

impl Stream {
    pub fn arn(&self, ctx: &Ctx<'_>) -> String {
        arn(ctx, &self.name).to_string()
    }

    pub fn row_mut(&mut self) -> &mut StreamRow {
        Arc::make_mut(&mut self.row)
    }

    pub fn save(&self, ctx: &mut Ctx<'_>) {
        ctx.table_mut(&STREAMS).put(&self.name, &self.row);
    }

    /// Whether records that come now are to be kept sealed.
    pub fn is_encrypted(&self) -> bool {
        let encryption = self.row.encryption.as_ref();
        encryption.is_some_and(|it| it.status == EncryptionStatus::Enabled)
    }
}

pub fn arn(ctx: &Ctx<'_>, name: &str) -> Arn {
    ctx.arn(&format!("deliverystream/{name}"))
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Status::Creating => delivery_stream_status::CREATING,
            Status::Active => delivery_stream_status::ACTIVE,
            Status::Deleting => delivery_stream_status::DELETING,
        }
    }
}

impl EncryptionStatus {
    pub fn name(self) -> &'static str {
        match self {
            EncryptionStatus::Enabling => delivery_stream_encryption_status::ENABLING,
            EncryptionStatus::Enabled => delivery_stream_encryption_status::ENABLED,
            EncryptionStatus::Disabling => delivery_stream_encryption_status::DISABLING,
            EncryptionStatus::Disabled => delivery_stream_encryption_status::DISABLED,
        }
    }
}

impl SourceRow {
    pub fn name(&self) -> &'static str {
        match self {
            SourceRow::DirectPut { .. } => delivery_stream_type::DIRECT_PUT,
            SourceRow::Kinesis { .. } => delivery_stream_type::KINESIS_STREAM_AS_SOURCE,
        }
    }
}

impl Lane {
    /// As which its buffer is found.
    pub fn text(&self) -> String {
        match self {
            Lane::Intake => "in".to_owned(),
            Lane::Backup => "backup".to_owned(),
            Lane::Failed(kind) => format!("failed/{kind}"),
            Lane::Out(keys) => {
                let mut text = "out".to_owned();
                for key in keys {
                    // Names are no longer than their prefix, values are counted out.
                    let len = key.value.len().to_string();
                    for part in ["/", &key.name, "=", &len, ":", &key.value] {
                        text.push_str(part);
                    }
                }
                text
            }
        }
    }
}
