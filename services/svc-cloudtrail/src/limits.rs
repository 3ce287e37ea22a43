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

/// "Event data stores in CloudTrail Lake: 10" in a Region ("Quotas in AWS CloudTrail").
pub const STORES_PER_REGION_MAX: usize = 10;
/// "Concurrent queries: 10"; "Channels: 25"; "Dashboards: 100" in an account and Region. The page
/// could not be read in whole: the last two are not verified.
pub const QUERIES_AT_ONCE_MAX: usize = 10;
pub const CHANNELS_PER_REGION_MAX: usize = 25;
pub const DASHBOARDS_PER_REGION_MAX: usize = 100;
/// "You can add up to 10 widgets to a custom dashboard" (API Reference, CreateDashboard).
pub const WIDGETS_MAX: usize = 10;
/// "You can configure up to five advanced event selectors for each event data store."
pub const STORE_SELECTORS_MAX: usize = 5;
/// Days that events are kept: the default and the most. EXTENDABLE_RETENTION_PRICING: "The default
/// retention period for this billing mode is 366 days … up to 3653"; FIXED_RETENTION_PRICING: 2557
/// both (API Reference, CreateEventDataStore).
pub const EXTENDABLE_DAYS: (i64, i64) = (366, 3_653);
pub const FIXED_DAYS: (i64, i64) = (2_557, 2_557);
/// "Automatically deleted after a wait period of seven days" (DeleteEventDataStore).
pub const DELETION_DAYS: u32 = 7;
/// "The results of a query are available for seven days after the query finishes" (User Guide).
pub const QUERY_DAYS: u32 = 7;
/// The most that a page of a list shows (API Reference, MaxResults of the lists of Lake).
pub const LIST_MAX: usize = 1_000;
/// "An organization can have up to three delegated administrators" of CloudTrail (User Guide,
/// "Organization delegated administrator").
pub const DELEGATED_ADMINS_MAX: usize = 3;
/// Ours: events that a query reads in a snapshot; rows and bytes of a result; rows of a file of a
/// delivered result.
pub const LAKE_PAGE_ROWS: usize = 2_000;
pub const RESULT_ROWS_MAX: usize = 100_000;
pub const RESULT_BYTES_MAX: usize = 64 * 1024 * 1024;
pub const RESULT_FILE_ROWS: usize = 50_000;
/// Ours: files of one step of an import, bytes of a file, and failures that are written down.
pub const IMPORT_FILES_AT_ONCE: usize = 50;
pub const IMPORT_BYTES_MAX: u64 = 64 * 1024 * 1024;
pub const IMPORT_FAILURES_MAX: u64 = 1_000;

/// Ours: one event in so many takes old ones away, at most [`PRUNED_MAX`].
pub const PRUNE_EVERY: u64 = 32;
pub const PRUNED_MAX: usize = 128;

/// "requestParameters … maximum size of 100 KB", "responseElements … 100 KB", "userAgent …
/// 1 KB", "errorMessage … 1 KB" (User Guide, "CloudTrail record contents", maximum sizes).
pub const PARAMETERS_BYTES_MAX: usize = 100 * 1024;
pub const TEXT_BYTES_MAX: usize = 1024;
/// "For event data stores configured to have a maximum event size of 1 MB, the field content is
/// only omitted if the event payload exceeds 1 MB" (the same page).
pub const LARGE_EVENT_BYTES_MAX: usize = 1024 * 1024;
