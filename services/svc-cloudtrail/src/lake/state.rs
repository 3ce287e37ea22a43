//! The tables of Lake. Stores and what belongs to them lie in their account and home region.

use std::collections::BTreeMap;

use kernel::Table;
use minicbor::{Decode, Encode};

use crate::state::AdvancedSelector;

/// Event data stores by id.
pub static STORES: Table<String, StoreRow> = Table::regional("cloudtrail", "lake-stores");
/// Stores that take events as they happen: (account, home region, id).
pub static INGESTING: Table<(String, String, String), ()> =
    Table::world("cloudtrail", "lake-ingesting");
/// Events: (store, when they happened in microseconds, transaction, number).
pub static LAKE: Table<LakeKey, LakeRow> =
    Table::regional("cloudtrail", "lake-events").of_records();
pub type LakeKey = (String, i64, u64, u64);

/// Bytes that stores have taken in and that are not on the bill yet, by store.
pub static TAKEN: Table<String, TakenRow> = Table::regional("cloudtrail", "lake-taken");

/// Queries by id; by (store, when they were made in microseconds, id); those that run.
pub static QUERIES: Table<String, QueryRow> = Table::regional("cloudtrail", "lake-queries");
pub static QUERIES_OF: Table<(String, i64, String), ()> =
    Table::regional("cloudtrail", "lake-queries-of");
pub static RUNNING: Table<String, ()> = Table::regional("cloudtrail", "lake-running");
/// Rows of results: (query, place).
pub static RESULTS: Table<(String, u64), ResultRow> = Table::regional("cloudtrail", "lake-results");
/// The last query of a widget: (alias, refresh or nothing).
pub static ALIASES: Table<(String, String), AliasRow> =
    Table::regional("cloudtrail", "lake-aliases");

pub static IMPORTS: Table<String, ImportRow> = Table::regional("cloudtrail", "lake-imports");
/// What could not be imported: (import, key of the object).
pub static IMPORT_FAILURES: Table<(String, String), FailureRow> =
    Table::regional("cloudtrail", "lake-import-failures");

pub static CHANNELS: Table<String, ChannelRow> = Table::regional("cloudtrail", "lake-channels");
/// Dashboards by name.
pub static DASHBOARDS: Table<String, DashboardRow> =
    Table::regional("cloudtrail", "lake-dashboards");

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct StoreRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub name: String,
    #[n(2)]
    pub status: String,
    #[n(3)]
    pub selectors: Vec<AdvancedSelector>,
    #[n(4)]
    pub is_multi_region: bool,
    #[n(5)]
    pub is_organization: bool,
    #[n(6)]
    pub retention_days: i64,
    #[n(7)]
    pub is_protected: bool,
    #[n(8)]
    pub billing: String,
    #[n(9)]
    pub tags: BTreeMap<String, String>,
    #[n(10)]
    pub created: i64,
    #[n(11)]
    pub updated: i64,
    /// When it was deleted: its end is seven days later.
    #[n(12)]
    pub deleted: Option<i64>,
    #[n(13)]
    pub policy: Option<String>,
    /// Counts deletions: the job of an earlier one ends.
    #[n(14)]
    pub deletions: u64,
    /// Its events come through channels from outside of AWS.
    #[n(15)]
    pub is_activity: bool,
    /// Its events may have 1 MB.
    #[n(16)]
    #[cbor(default)]
    pub is_large: bool,
    /// Keys of resources' tags, and condition keys, that its events tell in `eventContext`.
    #[n(17)]
    #[cbor(default)]
    pub tag_keys: Vec<String>,
    #[n(18)]
    #[cbor(default)]
    pub request_keys: Vec<String>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct TakenRow {
    #[n(0)]
    pub live: u64,
    #[n(1)]
    pub other: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct LakeRow {
    /// The record, JSON without spaces.
    #[n(0)]
    pub record: String,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct QueryRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub store: String,
    #[n(2)]
    pub statement: String,
    #[n(3)]
    pub status: String,
    #[n(4)]
    pub created: i64,
    #[n(5)]
    pub columns: Vec<String>,
    #[n(6)]
    pub rows: u64,
    #[n(7)]
    pub events_scanned: u64,
    #[n(8)]
    pub events_matched: u64,
    #[n(9)]
    pub bytes_scanned: u64,
    #[n(10)]
    pub run_ms: i64,
    #[n(11)]
    pub error: Option<String>,
    #[n(12)]
    pub uri: Option<String>,
    #[n(13)]
    pub delivery: Option<String>,
    #[n(14)]
    pub alias: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AliasRow {
    #[n(0)]
    pub query: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ResultRow {
    #[n(0)]
    pub cells: Vec<Option<String>>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ImportRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub store: String,
    #[n(2)]
    pub uri: String,
    #[n(3)]
    pub region: String,
    #[n(4)]
    pub role: String,
    #[n(5)]
    pub start: Option<i64>,
    #[n(6)]
    pub end: Option<i64>,
    #[n(7)]
    pub status: String,
    #[n(8)]
    pub created: i64,
    #[n(9)]
    pub updated: i64,
    /// The last object that was looked at.
    #[n(10)]
    pub after: Option<String>,
    #[n(11)]
    pub prefixes: u64,
    #[n(12)]
    pub files: u64,
    #[n(13)]
    pub events: u64,
    #[n(14)]
    pub failures: u64,
    /// Counts starts: steps of an earlier one end.
    #[n(15)]
    pub run: u64,
    /// Of the last object.
    #[n(16)]
    pub prefix: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct FailureRow {
    #[n(0)]
    pub status: String,
    #[n(1)]
    pub kind: String,
    #[n(2)]
    pub message: String,
    #[n(3)]
    pub at: i64,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ChannelRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub name: String,
    #[n(2)]
    pub source: String,
    /// ARNs of stores.
    #[n(3)]
    pub destinations: Vec<String>,
    #[n(4)]
    pub tags: BTreeMap<String, String>,
    #[n(5)]
    pub policy: Option<String>,
    #[n(6)]
    pub succeeded: Option<(i64, String)>,
    #[n(7)]
    pub attempted: Option<(i64, String)>,
    #[n(8)]
    pub error: Option<String>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct DashboardRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub widgets: Vec<WidgetRow>,
    #[n(2)]
    pub schedule: Option<ScheduleRow>,
    #[n(3)]
    pub is_protected: bool,
    #[n(4)]
    pub tags: BTreeMap<String, String>,
    #[n(5)]
    pub policy: Option<String>,
    #[n(6)]
    pub created: i64,
    #[n(7)]
    pub updated: i64,
    #[n(8)]
    pub last_refresh: Option<String>,
    #[n(9)]
    pub failure: Option<String>,
    /// Counts changes of the schedule: jobs of an earlier one end.
    #[n(10)]
    pub run: u64,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct WidgetRow {
    #[n(0)]
    pub alias: String,
    #[n(1)]
    pub statement: String,
    #[n(2)]
    pub parameters: Vec<String>,
    #[n(3)]
    pub view: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ScheduleRow {
    #[n(0)]
    pub unit: Option<String>,
    #[n(1)]
    pub value: Option<i64>,
    #[n(2)]
    pub status: Option<String>,
    #[n(3)]
    pub time_of_day: Option<String>,
}

store::row!(StoreRow);
store::row!(LakeRow);
store::row!(TakenRow);
store::row!(QueryRow);
store::row!(AliasRow);
store::row!(ResultRow);
store::row!(ImportRow);
store::row!(FailureRow);
store::row!(ChannelRow);
store::row!(DashboardRow);
