//! Limits in AWS's figures; each names its source.
//!
//! [API] CloudWatch API Reference (the operation's page or the model's documentation).
//! [UG] CloudWatch User Guide, "CloudWatch service quotas" unless another page is named.
//! Those without a mark are our own bounds.

/// [API] PutMetricData: "no more than 1000 different metrics".
pub const METRICS_PER_PUT_MAX: usize = 1_000;
/// [API] PutMetricData: values per metric.
pub const VALUES_MAX: usize = 150;
/// [API] "as much as two weeks before the current date, and as much as 2 hours after".
pub const PAST_S_MAX: i64 = 14 * 24 * 3_600;
pub const FUTURE_S_MAX: i64 = 2 * 3_600;
/// [API] "Values must be in the range of -2^360 to 2^360."
pub const VALUE_EXPONENT_MAX: i32 = 360;
/// [API] GetMetricStatistics.
pub const STATISTICS_DATAPOINTS_MAX: i64 = 1_440;
/// [API] GetMetricData.
pub const QUERIES_MAX: usize = 500;
pub const DATAPOINTS_MAX: i64 = 100_800;
/// [API] GetMetricData's documentation of expressions: series of a SEARCH.
pub const SEARCHED_MAX: usize = 500;
/// [API] ListMetrics.
pub const METRICS_PER_PAGE: usize = 500;
/// [API] ListMetrics leaves out what has not reported in two weeks.
pub const LISTED_S: i64 = 14 * 24 * 3_600;
/// [API] `RecentlyActive` PT3H.
pub const RECENT_S: i64 = 3 * 3_600;
/// Rows that a page of ListMetrics looks at.
pub const EXAMINED_PER_PAGE: usize = 20_000;
/// [API] GetMetricData: how long data of a period is kept.
pub const KEPT_SECONDS_S: i64 = 3 * 3_600;
pub const KEPT_MINUTES_S: i64 = 15 * 24 * 3_600;
pub const KEPT_FIVES_S: i64 = 63 * 24 * 3_600;
pub const KEPT_HOURS_S: i64 = 455 * 24 * 3_600;
/// Rows of a series that one write rolls up.
pub const ROLLED_MAX: usize = 720;

/// [UG] "Alarms": evaluation periods times period; with a period of an hour or more, seven days.
pub const EVALUATED_S_MAX: i64 = 24 * 3_600;
pub const EVALUATED_LONG_S_MAX: i64 = 7 * 24 * 3_600;
/// How many periods more than its evaluation periods an alarm looks back for data. The User Guide
/// ("Configuring how CloudWatch alarms treat missing data") shows five for an alarm of three.
pub const LOOKED_BACK_FURTHER: i64 = 2;
/// [UG] Metrics in a metric math alarm.
pub const ALARM_METRICS_MAX: usize = 10;
/// [API] PutCompositeAlarm: alarms in a rule; the depth is our own.
pub const RULE_ALARMS_MAX: usize = 100;
pub const RULE_DEPTH_MAX: usize = 64;
/// Composite alarms above one another that one change may run through.
pub const COMPOSITE_DEPTH_MAX: usize = 32;
/// [API] DescribeAlarms, DescribeAlarmHistory: page sizes.
pub const RECORDS_MAX: i64 = 100;
pub const RECORDS_USUAL: i64 = 50;
/// [UG] "Alarm history is kept for 30 days" ("Using Amazon CloudWatch alarms").
pub const HISTORY_S: i64 = 30 * 24 * 3_600;
/// Entries of the history that one new one prunes.
pub const PRUNED_MAX: usize = 16;
/// Alarms that one tick evaluates; the rest follow at once in another.
pub const EVALUATED_PER_TICK_MAX: usize = 200;
/// [API] TagResource.
pub const TAGS_MAX: usize = 50;

/// [UG] Length and depth of a metric math expression: the model's length; the depth is our own.
pub const EXPRESSION_DEPTH_MAX: usize = 64;
/// Series that an expression may make.
pub const SERIES_MAX: usize = 500;
/// Points of all series that one call reads.
pub const POINTS_READ_MAX: i64 = 2_000_000;

/// [UG] "Using CloudWatch dashboards": 500 widgets a dashboard.
pub const WIDGETS_MAX: usize = 500;
pub const DASHBOARD_NAME_CHARS_MAX: usize = 255;
/// Not documented: boto3 users report pages of 1000.
pub const DASHBOARDS_PER_PAGE: usize = 1_000;

/// [API] PutAnomalyDetector: "You can specify as many as 10 time ranges."
pub const EXCLUDED_RANGES_MAX: usize = 10;
/// [API] DescribeAnomalyDetectors: "The maximum value that you can specify is 100."
pub const DETECTORS_PER_PAGE: usize = 100;
/// [UG] "Using CloudWatch anomaly detection": a model learns from up to two weeks.
pub const TRAINED_S_MAX: i64 = 14 * 24 * 3_600;
/// What a model needs at least; AWS does not say.
pub const TRAINED_S_LEAST: i64 = 3 * 3_600;
pub const TRAINED_VALUES_LEAST: usize = 3;
/// A detector that was made just now has not learnt yet; AWS does not say how long.
pub const PENDING_S: i64 = 15 * 60;

/// [UG] "Metrics Insights quotas": metrics that a query looks at, series that it answers, and how
/// far back it sees.
pub const SELECTED_METRICS_MAX: usize = 10_000;
pub const SELECTED_SERIES_MAX: usize = 500;
pub const SELECTED_S: i64 = 14 * 24 * 3_600;

/// [API] PutMetricStream: members of StatisticsConfigurations, pairs in one, statistics in one.
pub const STREAM_CONFIGURATIONS_MAX: usize = 100;
pub const STREAM_PAIRS_MAX: usize = 100;
pub const STREAM_STATISTICS_MAX: usize = 20;
/// Filters of a stream; the bound is our own.
pub const STREAM_FILTERS_MAX: usize = 1_000;
/// [API] ListMetricStreams.
pub const STREAMS_PER_PAGE: i64 = 500;
/// Of a record of Firehose (its limit is 1,000 KiB).
pub const STREAM_RECORD_BYTES_MAX: usize = 900 * 1_024;
/// How long after its end a minute is told.
pub const STREAM_DELAY_S: i64 = 60;
/// Data points that one step tells; the rest follow at once.
pub const STREAMED_PER_STEP_MAX: usize = 5_000;
