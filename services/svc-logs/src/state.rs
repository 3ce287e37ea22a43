//! The tables of CloudWatch Logs and their rows.
//!
//! Events are kept in *chunks*: what one request brought of a second, one row. A chunk's key is its
//! group and the position of its first event, so a range of time is a range of keys; a second table
//! lists the chunks of each stream. Nothing that a request writes grows with what is there.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use data_keys::Wrapped;
use kernel::{Ctx, Table};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::api::log_group_class;
use crate::limits;
use crate::pattern::Pattern;
use crate::position::Position;

pub static GROUPS: Table<String, GroupRow> = Table::regional("logs", "groups");
pub static ACCOUNT: Table<(), AccountRow> = Table::regional("logs", "account");
/// (group's id, stream's name)
pub static STREAMS: Table<(u64, String), StreamRow> = Table::regional("logs", "streams");
/// (group's id, time of the last event, stream's name)
pub static STREAM_TIMES: Table<(u64, i64, String), ()> = Table::regional("logs", "stream-times");
/// Stream's id → its name.
pub static STREAM_NAMES: Table<u64, StreamNameRow> = Table::regional("logs", "stream-names");
/// (group's id, first event)
pub static CHUNKS: Table<(u64, Position), ChunkRow> = Table::regional("logs", "chunks");
/// The rows of [`CHUNKS`], of which only the size is decoded.
pub static CHUNK_SIZES: Table<(u64, Position), ChunkSize> = Table::regional("logs", "chunks");
/// (stream's id, first event): the chunks of a stream.
pub static STREAM_CHUNKS: Table<(u64, Position), ()> = Table::regional("logs", "stream-chunks");
/// Group's id → what is kept of it.
pub static STORED: Table<u64, StoredRow> = Table::regional("logs", "stored");
/// (group's id, data key)
pub static DATA_KEYS: Table<(u64, u64), Wrapped> = Table::regional("logs", "data-keys");
/// (group's id, filter's name)
pub static METRIC_FILTERS: Table<(u64, String), MetricFilterRow> =
    Table::regional("logs", "metric-filters");
pub static SUBSCRIPTIONS: Table<(u64, String), SubscriptionRow> =
    Table::regional("logs", "subscriptions");
/// (group's id, metric filter's name) → the minute that is counted now.
pub static MINUTES: Table<(u64, String), MinuteRow> = Table::regional("logs", "minutes");
pub static DESTINATIONS: Table<String, DestinationRow> = Table::regional("logs", "destinations");
/// (false, name) of the account's policies, (true, name of the group) of groups' own.
pub static POLICIES: Table<(bool, String), PolicyRow> = Table::regional("logs", "policies");
pub static EXPORTS: Table<String, ExportRow> = Table::regional("logs", "exports");
/// (created in milliseconds, id)
pub static EXPORT_TIMES: Table<(i64, String), ()> = Table::regional("logs", "export-times");
pub static QUERIES: Table<String, QueryRow> = Table::regional("logs", "queries");
/// (created in milliseconds, id)
pub static QUERY_TIMES: Table<(i64, String), ()> = Table::regional("logs", "query-times");
/// (query's id, number of the page)
pub static QUERY_PAGES: Table<(String, u64), QueryPageRow> = Table::regional("logs", "query-pages");
pub static DEFINITIONS: Table<String, DefinitionRow> = Table::regional("logs", "query-definitions");
/// (name, id)
pub static DEFINITION_NAMES: Table<(String, String), ()> =
    Table::regional("logs", "query-definition-names");
/// Client's token → id.
pub static DEFINITION_TOKENS: Table<String, TokenRow> =
    Table::regional("logs", "query-definition-tokens");

/// A log group. Times are milliseconds of virtual time.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct GroupRow {
    /// World-unique; a group that is made again has another one.
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub created: i64,
    #[n(2)]
    pub class: Class,
    #[n(3)]
    pub retention_days: Option<i64>,
    #[n(4)]
    pub kms_key: Option<String>,
    #[n(5)]
    pub tags: BTreeMap<String, String>,
    #[n(6)]
    pub is_protected: bool,
    /// Names, sorted.
    #[n(7)]
    pub metric_filters: Vec<String>,
    #[n(8)]
    pub subscriptions: Vec<String>,
    /// Data protection policies, the latest last.
    #[n(9)]
    #[cbor(default)]
    pub protections: Vec<ProtectionRow>,
}

/// A data protection policy, and for which requests it held: after one number, up to another.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ProtectionRow {
    #[n(0)]
    pub since: u64,
    #[n(1)]
    pub until: Option<u64>,
    #[n(2)]
    pub document: String,
    /// Milliseconds.
    #[n(3)]
    pub updated: i64,
}

/// The policies of the account.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct AccountRow {
    #[n(0)]
    pub protection_name: String,
    #[n(1)]
    pub protections: Vec<ProtectionRow>,
    #[n(2)]
    pub subscription: Option<AccountSubscription>,
}

/// A subscription of all groups but some.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct AccountSubscription {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub document: String,
    #[n(2)]
    pub criteria: Option<String>,
    #[n(3)]
    pub updated: i64,
    #[n(4)]
    pub excluded: Vec<String>,
    #[n(5)]
    pub pattern: String,
    #[n(6)]
    pub destination: String,
    #[n(7)]
    pub role: Option<String>,
    #[n(8)]
    pub is_random: bool,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Class {
    #[n(0)]
    Standard,
    #[n(1)]
    InfrequentAccess,
    #[n(2)]
    Delivery,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct StreamRow {
    /// World-unique.
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub created: i64,
    #[n(2)]
    pub first_event: Option<i64>,
    #[n(3)]
    pub last_event: Option<i64>,
    #[n(4)]
    pub last_ingestion: Option<i64>,
    /// No later request has a lower number.
    #[n(5)]
    pub next_request: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct StreamNameRow {
    #[n(0)]
    pub name: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ChunkRow {
    /// When it came, in milliseconds.
    #[n(0)]
    pub ingested: i64,
    /// In their order; empty when they are sealed.
    #[n(1)]
    pub events: Vec<EventRow>,
    /// Of [`DATA_KEYS`], and the events enciphered by it.
    #[n(2)]
    pub data_key: Option<u64>,
    #[n(3)]
    pub sealed: Option<ByteVec>,
    /// Of all messages, with the overhead of each.
    #[n(4)]
    pub bytes: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
pub struct EventRow {
    /// After the chunk's first event, in milliseconds.
    #[n(0)]
    pub later: u32,
    #[n(1)]
    pub message: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ChunkSize {
    #[n(4)]
    pub bytes: u64,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct StoredRow {
    #[n(0)]
    pub bytes: u64,
    /// A job will look for what is too old.
    #[n(1)]
    pub is_watched: bool,
    /// Numbers those jobs.
    #[n(2)]
    pub watch: u64,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct MetricFilterRow {
    #[n(0)]
    pub created: i64,
    #[n(1)]
    pub pattern: String,
    #[n(2)]
    pub metric: String,
    #[n(3)]
    pub namespace: String,
    #[n(4)]
    pub value: String,
    #[n(5)]
    pub default: Option<f64>,
    #[n(6)]
    pub dimensions: BTreeMap<String, String>,
    #[n(7)]
    pub unit: Option<String>,
    /// What [`Self::pattern`] means, once somebody has asked.
    #[cbor(skip)]
    pub compiled: OnceLock<Arc<Pattern>>,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct SubscriptionRow {
    #[n(0)]
    pub created: i64,
    #[n(1)]
    pub pattern: String,
    #[n(2)]
    pub destination: String,
    #[n(3)]
    pub role: Option<String>,
    #[n(4)]
    pub is_random: bool,
    #[cbor(skip)]
    pub compiled: OnceLock<Arc<Pattern>>,
}

/// A minute in which events came to a group, for a metric filter with a default value.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MinuteRow {
    #[n(0)]
    pub minute: i64,
    #[n(1)]
    pub has_matched: bool,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DestinationRow {
    #[n(0)]
    pub created: i64,
    #[n(1)]
    pub target: String,
    #[n(2)]
    pub role: String,
    #[n(3)]
    pub policy: Option<String>,
    #[n(4)]
    pub tags: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PolicyRow {
    #[n(0)]
    pub document: String,
    #[n(1)]
    pub updated: i64,
    #[n(2)]
    pub revision: Option<String>,
    #[n(3)]
    pub name: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ExportRow {
    #[n(0)]
    pub name: Option<String>,
    #[n(1)]
    pub group: String,
    #[n(2)]
    pub group_id: u64,
    #[n(3)]
    pub stream_prefix: Option<String>,
    #[n(4)]
    pub from: i64,
    #[n(5)]
    pub to: i64,
    #[n(6)]
    pub bucket: String,
    #[n(7)]
    pub prefix: String,
    #[n(8)]
    pub status: ExportStatus,
    #[n(9)]
    pub message: String,
    #[n(10)]
    pub created: i64,
    #[n(11)]
    pub completed: Option<i64>,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum ExportStatus {
    #[n(0)]
    Pending,
    #[n(1)]
    Running,
    #[n(2)]
    Completed,
    #[n(3)]
    Cancelled,
    #[n(4)]
    Failed,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct QueryRow {
    #[n(0)]
    pub text: String,
    /// Names and ids.
    #[n(1)]
    pub groups: Vec<(String, u64)>,
    /// Seconds, both inclusive.
    #[n(2)]
    pub start: i64,
    #[n(3)]
    pub end: i64,
    #[n(4)]
    pub limit: i64,
    #[n(5)]
    pub status: QueryStatus,
    #[n(6)]
    pub created: i64,
    #[n(7)]
    pub finished: Option<i64>,
    #[n(8)]
    pub user: Option<String>,
    #[n(9)]
    pub matched: u64,
    #[n(10)]
    pub scanned: u64,
    #[n(11)]
    pub bytes: u64,
    /// Of the result.
    #[n(12)]
    pub rows: u64,
    /// It may see what is masked.
    #[n(13)]
    #[cbor(default)]
    pub is_unmasked: bool,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum QueryStatus {
    #[n(0)]
    Scheduled,
    #[n(1)]
    Running,
    #[n(2)]
    Complete,
    #[n(3)]
    Failed,
    #[n(4)]
    Cancelled,
}

/// Some rows of a result: names and values.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct QueryPageRow {
    #[n(0)]
    pub rows: Vec<Vec<(String, String)>>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DefinitionRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub text: String,
    #[n(2)]
    pub groups: Vec<String>,
    #[n(3)]
    pub modified: i64,
    #[n(4)]
    pub token: Option<String>,
}

/// What a client's token has made.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TokenRow {
    #[n(0)]
    pub id: String,
}

store::row!(
    TokenRow,
    QueryRow,
    QueryPageRow,
    DefinitionRow,
    GroupRow,
    StreamRow,
    StreamNameRow,
    ChunkRow,
    ChunkSize,
    StoredRow,
    MetricFilterRow,
    SubscriptionRow,
    MinuteRow,
    DestinationRow,
    PolicyRow,
    ExportRow,
    AccountRow
);

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Class::Standard => log_group_class::STANDARD,
            Class::InfrequentAccess => log_group_class::INFREQUENT_ACCESS,
            Class::Delivery => log_group_class::DELIVERY,
        }
    }
}

/// A group found by name.
#[derive(Clone, Debug)]
pub struct Group {
    pub name: String,
    pub row: Arc<GroupRow>,
}

impl Group {
    pub fn arn(&self, ctx: &Ctx<'_>) -> String {
        ctx.arn(&format!("log-group:{}", self.name)).to_string()
    }

    /// Events before this time are gone.
    pub fn floor(&self, now_ms: i64) -> i64 {
        self.retention_ms().map_or(0, |kept| (now_ms - kept).max(0))
    }

    pub fn retention_ms(&self) -> Option<i64> {
        let days = match self.row.class {
            Class::Delivery => Some(limits::DELIVERY_RETENTION_DAYS),
            _ => self.row.retention_days,
        };
        days.map(|days| days * limits::DAY_MS)
    }

    pub fn row_mut(&mut self) -> &mut GroupRow {
        Arc::make_mut(&mut self.row)
    }

    pub fn save(&self, ctx: &mut Ctx<'_>) {
        ctx.table_mut(&GROUPS).put(&self.name, &self.row);
    }
}
