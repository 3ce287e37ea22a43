//! The tables of Kinesis and their rows.
//!
//! A record is one row and never changes; beside it a write changes only the *tip* of its shard, a
//! small row. Which shard takes which keys stands in the stream's row: it is read by every write,
//! decoded once, and changes when shards do.

use std::collections::BTreeMap;
use std::sync::Arc;

use data_keys::Wrapped;
use kernel::{Ctx, Table, Timestamp, Topic};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::api::stream_status;

pub static STREAMS: Table<String, StreamRow> = Table::regional("kinesis", "streams");
/// (stream's id, shard's number)
pub static SHARDS: Table<(u64, u64), ShardRow> = Table::regional("kinesis", "shards");
pub static TIPS: Table<(u64, u64), TipRow> = Table::regional("kinesis", "tips");
/// (stream's id, shard's number, sequence)
pub static RECORDS: Table<(u64, u64, u64), RecordRow> = Table::regional("kinesis", "records");
/// The rows of [`RECORDS`], of which only the time is decoded.
pub static RECORD_TIMES: Table<(u64, u64, u64), RecordTime> = Table::regional("kinesis", "records");
/// (stream's id, data key)
pub static DATA_KEYS: Table<(u64, u64), Wrapped> = Table::regional("kinesis", "data-keys");
/// (stream's id, consumer's name)
pub static CONSUMERS: Table<(u64, String), ConsumerRow> = Table::regional("kinesis", "consumers");
/// `stream/NAME` or `stream/NAME/consumer/NAME:TIME` → the resource's policy.
pub static POLICIES: Table<String, PolicyRow> = Table::regional("kinesis", "policies");
/// One row, of the key "".
pub static TOTALS: Table<String, TotalsRow> = Table::regional("kinesis", "totals");

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
    pub is_on_demand: bool,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub retention_h: i64,
    /// Records of this time and before stay gone, whatever the retention becomes.
    #[n(5)]
    pub floor: i64,
    #[n(6)]
    pub max_record_kib: i64,
    /// Records go to any shard, whatever their keys.
    #[n(7)]
    pub is_auto: bool,
    /// KeyId, as the client wrote it.
    #[n(8)]
    pub kms_key: Option<String>,
    #[n(9)]
    pub tags: BTreeMap<String, String>,
    /// Open shards by their ranges of hash keys, which follow each other without gaps.
    #[n(10)]
    pub open: Vec<OpenRow>,
    #[n(11)]
    pub next_shard: u64,
    #[n(12)]
    pub consumers: u64,
    /// When the number of shards was changed, of the last day.
    #[n(13)]
    pub scalings: Vec<i64>,
    #[n(14)]
    pub mode_changes: Vec<i64>,
    #[n(15)]
    pub key_starts: Vec<i64>,
    #[n(16)]
    pub key_stops: Vec<i64>,
    /// As its key, for jobs.
    #[n(17)]
    pub name: String,
    /// The warm throughput that was asked for.
    #[n(18)]
    pub warm_mibps: Option<i64>,
}

/// An open shard, and where its range of hash keys ends (high and low half, inclusive).
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub struct OpenRow {
    #[n(0)]
    pub number: u64,
    #[n(1)]
    pub end: (u64, u64),
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ShardRow {
    #[n(0)]
    pub start: (u64, u64),
    #[n(1)]
    pub end: (u64, u64),
    /// Parent and adjacent parent, or a parent alone.
    #[n(2)]
    pub parents: Vec<u64>,
    #[n(3)]
    pub children: Vec<u64>,
    #[n(4)]
    pub opened: i64,
    #[n(5)]
    pub first: u64,
    #[n(6)]
    pub closed: Option<ClosedRow>,
}

#[derive(Clone, Copy, Debug, Encode, Decode)]
pub struct ClosedRow {
    #[n(0)]
    pub at: i64,
    /// After the last record.
    #[n(1)]
    pub sequence: u64,
}

/// Where a shard goes on.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TipRow {
    /// No later record has a lower sequence.
    #[n(0)]
    pub next: u64,
    /// Of the last record.
    #[n(1)]
    pub at: i64,
    /// A job will look for what is too old.
    #[n(2)]
    pub is_watched: bool,
    /// Numbers those jobs.
    #[n(3)]
    pub watch: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RecordRow {
    #[n(0)]
    pub at: i64,
    #[n(1)]
    pub partition_key: String,
    #[n(2)]
    pub data: ByteVec,
    /// What of [`DATA_KEYS`] has enciphered the data.
    #[n(3)]
    pub data_key: Option<u64>,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct RecordTime {
    #[n(0)]
    pub at: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ConsumerRow {
    #[n(0)]
    pub created: i64,
    /// CREATING until then.
    #[n(1)]
    pub active_from: i64,
    #[n(2)]
    pub tags: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PolicyRow {
    #[n(0)]
    pub document: String,
}

/// What counts against the limits of an account.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct TotalsRow {
    /// Of provisioned streams.
    #[n(0)]
    pub open_shards: u64,
    #[n(1)]
    pub on_demand: u64,
    #[n(2)]
    pub creating: u64,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Status {
    #[n(0)]
    Active,
    #[n(1)]
    Creating,
    #[n(2)]
    Updating,
    #[n(3)]
    Deleting,
}

store::row!(StreamRow, ShardRow, TipRow, RecordRow, RecordTime, ConsumerRow, PolicyRow, TotalsRow);

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Status::Active => stream_status::ACTIVE,
            Status::Creating => stream_status::CREATING,
            Status::Updating => stream_status::UPDATING,
            Status::Deleting => stream_status::DELETING,
        }
    }
}

/// A stream found by name.
#[derive(Clone, Debug)]
pub struct Stream {
    pub name: String,
    pub row: Arc<StreamRow>,
}

impl Stream {
    pub fn arn(&self, ctx: &Ctx<'_>) -> String {
        arn(ctx, &self.name)
    }

    /// Records of this time and before are gone.
    pub fn horizon(&self, now: Timestamp) -> i64 {
        self.row.horizon(now)
    }

    pub fn row_mut(&mut self) -> &mut StreamRow {
        Arc::make_mut(&mut self.row)
    }

    pub fn save(&self, ctx: &mut Ctx<'_>) {
        ctx.table_mut(&STREAMS).put(&self.name, &self.row);
    }
}

impl StreamRow {
    pub fn horizon(&self, now: Timestamp) -> i64 {
        let retained = self.retention_h.saturating_mul(3_600_000_000);
        self.floor.max(now.micros().saturating_sub(retained))
    }

    /// The topic of those who wait for a shard's next record.
    pub fn topic(&self, shard: u64) -> Topic {
        // Spread, so that shards of streams with near ids do not meet.
        let id = self.id ^ shard.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Topic { service: "kinesis", id }
    }
}

pub fn arn(ctx: &Ctx<'_>, name: &str) -> String {
    let (region, account) = (ctx.region(), ctx.account());
    format!("arn:{}:kinesis:{region}:{account}:stream/{name}", region.partition())
}
