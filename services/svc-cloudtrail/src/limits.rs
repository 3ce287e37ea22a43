//! Limits and intervals, with their sources.

/// "Event history … the last 90 days" (CloudTrail User Guide, "Working with CloudTrail event
/// history").
pub const HISTORY_DAYS: i64 = 90;
/// "Trails per Region: 5" ("Quotas in AWS CloudTrail").
pub const TRAILS_PER_REGION_MAX: usize = 5;
/// "Event selectors: 5 per trail".
pub const EVENT_SELECTORS_MAX: usize = 5;
/// "Conditions across all advanced event selectors: 500".
pub const CONDITION_VALUES_MAX: usize = 500;
/// "Data resources across all event selectors in a trail: 250".
pub const DATA_RESOURCES_MAX: usize = 250;
/// "You can add up to 50 tags" (API Reference, AddTags).
pub const TAGS_MAX: usize = 50;
/// "The maximum length is 200 characters" (API Reference, CreateTrail, S3KeyPrefix).
pub const PREFIX_CHARS_MAX: usize = 200;
/// The most that LookupEvents answers (API Reference, MaxResults).
pub const LOOKUP_MAX: usize = 50;

/// "CloudTrail publishes log files multiple times an hour, about every five minutes."
pub const DELIVERY_S: i64 = 5 * 60;
/// "Each hour, CloudTrail also creates and delivers a file that references the log files for the
/// last hour and contains a hash of each."
pub const DIGEST_S: u64 = 60 * 60;

/// Ours: the events that one log file takes; what is left follows at once in another.
pub const FILE_EVENTS_MAX: usize = 1_000;
/// Ours: rows that one LookupEvents looks at before it answers with a token.
pub const LOOKUP_ROWS_MAX: usize = 5_000;
/// "The baseline … is approximately the seven days prior to the start of the Insights activity"
/// (User Guide, "CloudTrail Insights", insightContext).
pub const BASELINE_HOURS: i64 = 7 * 24;
pub const BASELINE_MINUTES: i64 = BASELINE_HOURS * 60;
/// "It can take up to 36 hours for CloudTrail to begin delivering Insights events" (User Guide).
pub const LEARNING_HOURS: i64 = 36;
/// "Data points with a period of 60 seconds are available for 15 days … 300 seconds … 63 days …
/// 3600 seconds … 90 days" (API Reference, ListInsightsMetricData).
pub const METRIC_DAYS: [(i64, i64); 3] = [(60, 15), (300, 63), (3_600, 90)];
/// The same: "The default value is 21600."
pub const METRIC_POINTS_MAX: usize = 21_600;
/// "The top five" of each attribute (User Guide, attributions).
pub const ATTRIBUTIONS_MAX: usize = 5;
/// Ours: a minute is unusual with at least so many calls, if they are more than so many times those
/// of a minute before. AWS does not tell its model.
pub const UNUSUAL_CALLS_MIN: u64 = 10;
pub const UNUSUAL_FACTOR: f64 = 5.0;
/// Ours: after so many usual minutes the unusual activity has ended.
pub const CALM_MINUTES: i64 = 5;
/// Ours: different values that a count remembers, and different things that a trail counts in a
/// region; events that one step counts; minutes that it judges; records that wait for their bucket.
pub const VALUES_MAX: usize = 10;
pub const SERIES_MAX: u64 = 2_000;
pub const COUNTED_MAX: usize = 20_000;
pub const JUDGED_MAX: i64 = 24 * 60;
pub const UNDELIVERED_MAX: usize = 200;

/// Ours: one event in so many takes old ones away, at most [`PRUNED_MAX`].
pub const PRUNE_EVERY: u64 = 32;
pub const PRUNED_MAX: usize = 128;

/// "requestParameters … maximum size of 100 KB", "responseElements … 100 KB", "userAgent …
/// 1 KB", "errorMessage … 1 KB" (User Guide, "CloudTrail record contents", maximum sizes).
pub const PARAMETERS_BYTES_MAX: usize = 100 * 1024;
pub const TEXT_BYTES_MAX: usize = 1024;
