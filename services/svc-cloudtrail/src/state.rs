//! The tables of CloudTrail.
//!
//! Events lie by recipient account and region in the order in which they were kept; the recorder
//! writes them in whatever transaction it is told of a call, so they are opened by scope here and
//! not through a context.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use kernel::{Scope, Table};
use minicbor::{Decode, Encode};

/// (when it happened in microseconds, transaction, number in this process): later ones are higher.
pub type EventKey = (i64, u64, u64);

/// Management events: the event history.
pub static EVENTS: Table<EventKey, EventRow> = Table::regional("cloudtrail", "events").of_records();
/// Data events that a trail has asked for, until they are delivered.
pub static DATA_EVENTS: Table<EventKey, EventRow> =
    Table::regional("cloudtrail", "data-events").of_records();
/// An account's trails by (home region, name).
pub static TRAILS: Table<(String, String), TrailRow> = Table::global("cloudtrail", "trails");
/// Trails that log, by (account, home region, name).
pub static LOGGING: Table<(String, String, String), ()> = Table::world("cloudtrail", "logging");
/// Where there were events while a trail logged, by (account, region).
pub static PLACES: Table<(String, String), PlaceRow> =
    Table::world("cloudtrail", "places").of_records();
/// How far a trail has delivered: (home region, name, account, region of the events).
pub static PROGRESS: Table<(String, String, String, String), ProgressRow> =
    Table::global("cloudtrail", "progress");
/// Pairs of keys by which digests of a region are signed.
pub static KEYS: Table<String, KeyRow> = Table::world("cloudtrail", "keys");

/// How far a trail's Insights have looked: (home region, name, region of the events).
pub static INSIGHT_STATES: Table<(String, String, String), InsightStateRow> =
    Table::global("cloudtrail", "insight-states");
/// Calls by minute and by hour: (trail, region, what is counted, minute or hour since 1970).
pub static INSIGHT_MINUTES: Table<CallsKey, CallsRow> =
    Table::global("cloudtrail", "insight-minutes");
pub static INSIGHT_HOURS: Table<CallsKey, CallsRow> = Table::global("cloudtrail", "insight-hours");
pub type CallsKey = (String, String, String, i64);
/// Unusual activity that goes on: (trail, region, what is counted).
pub static INSIGHT_OPEN: Table<(String, String, String), OpenRow> =
    Table::global("cloudtrail", "insight-open");
/// Insights events of management events, for LookupEvents.
pub static INSIGHTS: Table<EventKey, InsightRow> = Table::regional("cloudtrail", "insights");
/// Those of data events, for ListInsightsData: (trail, when, transaction, number).
pub static DATA_INSIGHTS: Table<(String, i64, u64, u64), InsightRow> =
    Table::regional("cloudtrail", "data-insights");

/// World tables do not look at the scope.
pub const ANYWHERE: Scope = Scope::new(*b"000000000000", "us-east-1");

static NEXT: AtomicU64 = AtomicU64::new(0);

/// A number that tells events of one transaction apart, in their order.
pub fn next_number() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// An event as it is kept: the record, and what is looked for in it.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EventRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub name: String,
    #[n(2)]
    pub source: String,
    #[n(3)]
    pub is_read: bool,
    /// When it happened.
    #[n(4)]
    pub at: i64,
    #[n(5)]
    pub user: Option<String>,
    #[n(6)]
    pub access_key: Option<String>,
    /// Types and names.
    #[n(7)]
    pub resources: Vec<(String, String)>,
    /// The record, JSON.
    #[n(8)]
    pub record: String,
    /// Of data events: the type of their resources.
    #[n(9)]
    pub data_type: Option<String>,
    /// Of data events: on what they act.
    #[n(10)]
    pub arns: Vec<String>,
    /// The ARN of the identity.
    #[n(11)]
    pub identity: Option<String>,
    /// Of a global service.
    #[n(12)]
    pub is_global: bool,
    /// CloudTrail itself has made the call, to deliver.
    #[n(13)]
    pub is_delivery: bool,
    #[n(14)]
    pub event_type: String,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct TrailRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub bucket: String,
    #[n(2)]
    pub prefix: Option<String>,
    #[n(3)]
    pub topic: Option<String>,
    #[n(4)]
    pub has_global_events: bool,
    #[n(5)]
    pub is_multi_region: bool,
    #[n(6)]
    pub is_validated: bool,
    #[n(7)]
    pub key: Option<String>,
    #[n(8)]
    pub is_organization: bool,
    #[n(9)]
    pub logs_itself: bool,
    #[n(10)]
    pub tags: BTreeMap<String, String>,
    #[n(11)]
    pub selectors: Vec<BasicSelector>,
    #[n(12)]
    pub advanced: Vec<AdvancedSelector>,
    #[n(13)]
    pub is_logging: bool,
    /// Counts starts: jobs of an earlier one end.
    #[n(14)]
    pub run: u64,
    /// Events after this one count.
    #[n(15)]
    pub started_after: EventKey,
    #[n(16)]
    pub started: Option<i64>,
    #[n(17)]
    pub stopped: Option<i64>,
    #[n(18)]
    pub delivered: Option<i64>,
    #[n(19)]
    pub delivery_error: Option<String>,
    #[n(20)]
    pub notified: Option<i64>,
    #[n(21)]
    pub notification_error: Option<String>,
    #[n(22)]
    pub digested: Option<i64>,
    #[n(23)]
    pub digest_error: Option<String>,
    /// The management account's organization.
    #[n(24)]
    pub organization: Option<String>,
    /// Where the chain of digests begins.
    #[n(25)]
    pub digest_since: i64,
    /// Events before this one count: once it has stopped.
    #[n(26)]
    pub ended_before: Option<EventKey>,
    /// Types of Insights that are looked for in management events.
    #[n(27)]
    #[cbor(default)]
    pub insights: Vec<String>,
    /// The same in data events.
    #[n(28)]
    #[cbor(default)]
    pub data_insights: Vec<String>,
    /// CloudWatchLogsLogGroupArn, and the role by which events get there.
    #[n(29)]
    pub log_group: Option<String>,
    #[n(30)]
    pub log_role: Option<String>,
    #[n(31)]
    pub log_delivered: Option<i64>,
    #[n(32)]
    pub log_error: Option<String>,
}

impl TrailRow {
    pub fn has_insights(&self) -> bool {
        !self.insights.is_empty() || !self.data_insights.is_empty()
    }
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct InsightStateRow {
    /// The last event that was counted.
    #[n(0)]
    pub position: EventKey,
    /// When counting began, in microseconds.
    #[n(1)]
    pub since: i64,
    /// The first minute that is not judged yet.
    #[n(2)]
    pub minute: i64,
    /// Records that the bucket has not got yet.
    #[n(3)]
    pub undelivered: Vec<String>,
    /// How many different things are counted.
    #[n(4)]
    pub series: u64,
}

/// How often, and by whom: the first that came, up to a bound.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct CallsRow {
    #[n(0)]
    pub count: u64,
    #[n(1)]
    pub identities: Vec<(String, u64)>,
    #[n(2)]
    pub agents: Vec<(String, u64)>,
    #[n(3)]
    pub codes: Vec<(String, u64)>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct OpenRow {
    /// Shared by the events of the beginning and the end.
    #[n(0)]
    pub id: String,
    /// The first unusual minute, and the last.
    #[n(1)]
    pub start: i64,
    #[n(2)]
    pub last: i64,
    /// Of the time before, by the week.
    #[n(3)]
    pub baseline: CallsRow,
    /// From the first to the last unusual minute.
    #[n(4)]
    pub calls: CallsRow,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct InsightRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub name: String,
    #[n(2)]
    pub source: String,
    #[n(3)]
    pub at: i64,
    #[n(4)]
    pub record: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BasicSelector {
    #[n(0)]
    pub read_write: String,
    #[n(1)]
    pub has_management: bool,
    /// Types and values.
    #[n(2)]
    pub data: Vec<(String, Vec<String>)>,
    #[n(3)]
    pub excluded_sources: Vec<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AdvancedSelector {
    #[n(0)]
    pub name: Option<String>,
    #[n(1)]
    pub fields: Vec<FieldSelector>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct FieldSelector {
    #[n(0)]
    pub field: String,
    #[n(1)]
    pub equals: Vec<String>,
    #[n(2)]
    pub starts_with: Vec<String>,
    #[n(3)]
    pub ends_with: Vec<String>,
    #[n(4)]
    pub not_equals: Vec<String>,
    #[n(5)]
    pub not_starts_with: Vec<String>,
    #[n(6)]
    pub not_ends_with: Vec<String>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ProgressRow {
    /// The last event of each table that was looked at.
    #[n(0)]
    pub management: EventKey,
    #[n(1)]
    pub data: EventKey,
    /// Delivered since the last digest.
    #[n(2)]
    pub files: Vec<FileRow>,
    #[n(3)]
    pub digest: Option<DigestRow>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PlaceRow {
    /// The last event.
    #[n(0)]
    pub last: EventKey,
}

/// A log file, for the digest that will name it.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct FileRow {
    #[n(0)]
    pub bucket: String,
    #[n(1)]
    pub key: String,
    #[n(2)]
    pub hash: String,
    #[n(3)]
    pub oldest: i64,
    #[n(4)]
    pub newest: i64,
}

/// The last digest of a chain.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DigestRow {
    #[n(0)]
    pub bucket: String,
    #[n(1)]
    pub key: String,
    #[n(2)]
    pub hash: String,
    #[n(3)]
    pub signature: String,
    #[n(4)]
    pub end: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct KeyRow {
    /// PKCS#8, sealed under the world's root key.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
    /// PKCS#1.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub public: Vec<u8>,
    #[n(2)]
    pub fingerprint: String,
    #[n(3)]
    pub from: i64,
    #[n(4)]
    pub until: i64,
}

store::row!(EventRow);
store::row!(TrailRow);
store::row!(ProgressRow);
store::row!(KeyRow);
store::row!(PlaceRow);
store::row!(InsightStateRow);
store::row!(CallsRow);
store::row!(OpenRow);
store::row!(InsightRow);
