//! The rows of CloudWatch.

use std::collections::BTreeMap;

use kernel::distribution::Distribution;
use minicbor::{Decode, Encode};
use store::Table;

/// (namespace, metric name, dimensions as one text)
pub type SeriesKey = (String, String, String);
/// (series, seconds of a period as it is kept, its beginning in seconds, unit)
pub type DataKey = (u64, u32, i64, u8);

pub static SERIES: Table<SeriesKey, SeriesRow> =
    Table::regional("cloudwatch", "series").of_records();
pub static DATA: Table<DataKey, DatumRow> = Table::regional("cloudwatch", "data").of_records();
/// (series, since when in microseconds): metrics that are levels, such as a queue's depth.
pub static LEVELS: Table<(u64, i64), LevelRow> =
    Table::regional("cloudwatch", "levels").of_records();
/// Queues whose levels are kept, by name.
pub static QUEUES: Table<String, QueueRow> = Table::regional("cloudwatch", "queues").of_records();
/// The last number of a series.
pub static NUMBERS: Table<(), u64> = Table::regional("cloudwatch", "numbers").of_records();

pub static ALARMS: Table<String, AlarmRow> = Table::regional("cloudwatch", "alarms");
/// (namespace, metric name, dimensions, alarm)
pub static WATCHERS: Table<(String, String, String, String), ()> =
    Table::regional("cloudwatch", "watchers");
/// (when in microseconds, alarm): what is to be looked at then at the earliest.
pub static DUE: Table<(i64, String), ()> = Table::regional("cloudwatch", "due");
/// For when a tick is left, in microseconds.
pub static TICK: Table<(), u64> = Table::regional("cloudwatch", "tick");
/// (alarm, composite alarm whose rule names it)
pub static PARENTS: Table<(String, String), ()> = Table::regional("cloudwatch", "parents");
/// (alarm, when, number)
pub static HISTORY: Table<(String, i64, u64), HistoryRow> =
    Table::regional("cloudwatch", "history");
/// (when, number, alarm): the same in the order of time.
pub static HISTORY_BY_TIME: Table<(i64, u64, String), ()> =
    Table::regional("cloudwatch", "history-by-time");
/// (account, region): where there are alarms.
pub static PLACES: Table<(String, String), ()> = Table::world("cloudwatch", "alarm-places");
pub static DASHBOARDS: Table<String, DashboardRow> = Table::global("cloudwatch", "dashboards");

/// The last mark that was reckoned, of a namespace, in seconds.
pub static RECKONED: Table<String, u64> = Table::regional("cloudwatch", "reckoned").of_records();

/// (namespace, metric name, dimensions, statistic); of an expression the hash of its queries.
pub type DetectorKey = (String, String, String, String);

pub static DETECTORS: Table<DetectorKey, DetectorRow> =
    Table::regional("cloudwatch", "anomaly-detectors");
/// By the id.
pub static DETECTOR_IDS: Table<String, DetectorIdRow> =
    Table::regional("cloudwatch", "anomaly-detector-ids");
/// (namespace, metric name, dimensions, statistic with period and unit): the latest hour's model.
pub static MODELS: Table<(String, String, String, String), ModelRow> =
    Table::regional("cloudwatch", "anomaly-models").of_records();

pub static STREAMS: Table<String, MetricStreamRow> = Table::regional("cloudwatch", "streams");
/// (minute in seconds, unit, series as one text): what streams have not told yet.
pub static STREAMED: Table<(i64, u8, String), ()> =
    Table::regional("cloudwatch", "streamed").of_records();
/// How many streams run, and for when the step that tells is left, in seconds.
pub static STREAMING: Table<(), StreamingRow> = Table::regional("cloudwatch", "streaming");

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct SeriesRow {
    #[n(0)]
    pub id: u64,
    /// The beginning of the latest minute of which it has data, in seconds.
    #[n(1)]
    pub last: i64,
    /// Its data is in [`LEVELS`].
    #[n(2)]
    pub is_level: bool,
    /// The hour in which it was rolled up.
    #[n(3)]
    pub rolled: i64,
    /// The hour for which it was billed last, in seconds.
    #[n(4)]
    #[cbor(default)]
    pub billed: i64,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct DatumRow {
    #[n(0)]
    pub values: Distribution,
}

/// How it is from then on, until the next row.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct LevelRow {
    /// Absent: nothing is reported.
    #[n(0)]
    pub value: Option<f64>,
    /// It grows by one each second.
    #[n(1)]
    pub is_age: bool,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct QueueRow {
    /// Until when its levels are known, in microseconds; absent for ever.
    #[n(0)]
    pub horizon: Option<i64>,
    /// When it was used last.
    #[n(1)]
    pub used: i64,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct AlarmRow {
    #[n(0)]
    pub description: Option<String>,
    #[n(1)]
    pub are_actions_enabled: bool,
    #[n(2)]
    pub ok_actions: Vec<String>,
    #[n(3)]
    pub alarm_actions: Vec<String>,
    #[n(4)]
    pub insufficient_data_actions: Vec<String>,
    /// Of its configuration.
    #[n(5)]
    pub updated: i64,
    #[n(6)]
    pub state: StateRow,
    #[n(7)]
    pub tags: BTreeMap<String, String>,
    #[n(8)]
    pub kind: AlarmKind,
    /// As what it is billed ([`crate::charge`]), and how often.
    #[n(9)]
    pub charge: Option<(u8, u64)>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct StateRow {
    #[n(0)]
    pub value: String,
    #[n(1)]
    pub reason: String,
    /// JSON.
    #[n(2)]
    pub data: Option<String>,
    #[n(3)]
    pub updated: i64,
    /// When the value changed last.
    #[n(4)]
    pub transitioned: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
pub enum AlarmKind {
    #[n(0)]
    Metric(#[n(0)] MetricRule),
    #[n(1)]
    Composite(#[n(0)] CompositeRule),
}

impl Default for AlarmKind {
    fn default() -> AlarmKind {
        AlarmKind::Composite(CompositeRule::default())
    }
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct MetricRule {
    /// One, unless the alarm is on `Metrics`.
    #[n(0)]
    pub queries: Vec<Query>,
    /// It was given as `MetricName` and so on.
    #[n(1)]
    pub is_single: bool,
    #[n(2)]
    pub evaluation_periods: i64,
    #[n(3)]
    pub datapoints_to_alarm: Option<i64>,
    #[n(4)]
    pub threshold: f64,
    #[n(5)]
    pub comparison: String,
    #[n(6)]
    pub missing: Option<String>,
    #[n(7)]
    pub low_samples: Option<String>,
    /// The query whose band is the threshold, of an alarm on anomalies.
    #[n(8)]
    pub threshold_metric: Option<String>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct CompositeRule {
    #[n(0)]
    pub rule: String,
}

/// What is asked of metrics: by GetMetricData, and by an alarm.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Query {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub label: Option<String>,
    #[n(2)]
    pub returns_data: Option<bool>,
    #[n(3)]
    pub period: Option<i64>,
    #[n(4)]
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum What {
    #[n(0)]
    Stat(#[n(0)] MetricStat),
    #[n(1)]
    Expression(#[n(0)] String),
}

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct MetricStat {
    #[n(0)]
    pub namespace: String,
    #[n(1)]
    pub name: String,
    /// Sorted.
    #[n(2)]
    pub dimensions: Vec<(String, String)>,
    #[n(3)]
    pub period: i64,
    #[n(4)]
    pub stat: String,
    #[n(5)]
    pub unit: Option<String>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct HistoryRow {
    #[n(0)]
    pub is_composite: bool,
    #[n(1)]
    pub kind: String,
    #[n(2)]
    pub summary: String,
    /// JSON.
    #[n(3)]
    pub data: String,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct DashboardRow {
    #[n(0)]
    pub body: String,
    #[n(1)]
    pub modified: i64,
    #[n(2)]
    pub tags: BTreeMap<String, String>,
}

/// What a model of a metric is to be made by.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct DetectorRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub created: i64,
    /// Of an expression.
    #[n(2)]
    pub queries: Vec<Query>,
    #[n(3)]
    pub has_configuration: bool,
    /// From and until, in seconds.
    #[n(4)]
    pub excluded: Vec<(i64, i64)>,
    #[n(5)]
    pub zone: Option<String>,
    #[n(6)]
    pub speed: Option<String>,
    #[n(7)]
    pub filtering: Option<String>,
    #[n(8)]
    pub has_spikes: Option<bool>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct DetectorIdRow {
    #[n(0)]
    pub key: DetectorKey,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ModelRow {
    /// The hour for which it was trained, in seconds.
    #[n(0)]
    pub hour: i64,
    /// Nothing where there was too little to learn from.
    #[n(1)]
    pub model: Option<Model>,
}

/// What is expected of a metric: a mean and a deviation for each hour of its season.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Model {
    /// 1, 24 or 168: hours after which it repeats itself.
    #[n(0)]
    pub slots: Vec<(f64, f64)>,
    /// Of a time zone, in seconds, when it was trained.
    #[n(1)]
    pub offset: i64,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct MetricStreamRow {
    #[n(0)]
    pub firehose: String,
    #[n(1)]
    pub role: String,
    #[n(2)]
    pub format: String,
    #[n(3)]
    pub include: Vec<StreamFilter>,
    #[n(4)]
    pub exclude: Vec<StreamFilter>,
    #[n(5)]
    pub statistics: Vec<StreamStatistics>,
    #[n(6)]
    pub is_running: bool,
    #[n(7)]
    pub created: i64,
    #[n(8)]
    pub updated: i64,
    #[n(9)]
    pub tags: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct StreamFilter {
    #[n(0)]
    pub namespace: String,
    /// All of the namespace, if there are none.
    #[n(1)]
    pub metrics: Vec<String>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct StreamStatistics {
    /// Namespaces and names.
    #[n(0)]
    pub metrics: Vec<(String, String)>,
    #[n(1)]
    pub statistics: Vec<String>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct StreamingRow {
    #[n(0)]
    pub running: u64,
    #[n(1)]
    pub due: i64,
}

store::row!(SeriesRow, DatumRow, LevelRow, QueueRow, AlarmRow, HistoryRow, DashboardRow);
store::row!(DetectorRow, DetectorIdRow, ModelRow, MetricStreamRow, StreamingRow);
