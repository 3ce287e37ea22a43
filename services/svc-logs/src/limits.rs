//! The figures that CloudWatch Logs documents, each with its source, and our own bounds on work per
//! call.
//!
//! Sources: [A] API Reference (the API model of botocore), [Q] "CloudWatch Logs quotas", [P]
//! "Filter pattern syntax for metric filters, subscription filters, filter log events, and Live
//! Tail", all in the Amazon CloudWatch Logs User Guide.

/// [A] PutLogEvents: all messages in UTF-8, and 26 bytes for each event.
pub const BATCH_BYTES_MAX: usize = 1_048_576;
pub const EVENT_OVERHEAD_BYTES: usize = 26;
/// [A] PutLogEvents: "Each log event can be no larger than 1 MB."
pub const EVENT_BYTES_MAX: usize = 1_048_576;
/// [A] PutLogEvents: events of a batch lie within a day.
pub const BATCH_SPAN_MS: i64 = 24 * HOUR_MS;
/// [A] PutLogEvents: older ones and newer ones are rejected.
pub const TOO_OLD_MS: i64 = 14 * DAY_MS;
pub const TOO_NEW_MS: i64 = 2 * HOUR_MS;
/// [A] PutRetentionPolicy.
pub const RETENTION_DAYS: [i64; 22] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];
/// [A] CreateLogGroup: "Log events in log groups in the Delivery class are kept … for only one
/// day."
pub const DELIVERY_RETENTION_DAYS: i64 = 1;
/// [A] GetLogEvents, FilterLogEvents: of one page.
pub const PAGE_EVENTS_MAX: usize = 10_000;
pub const PAGE_BYTES_MAX: usize = 1_048_576;
/// [A] FilterLogEvents: `startFromHead` may be false from 2024-01-01 on.
pub const NEWEST_FIRST_SINCE_MS: i64 = 1_704_067_200_000;
/// [A] The lists of Describe operations.
pub const DESCRIBE_MAX: usize = 50;
/// [A] ListLogGroups, DescribeQueries, DescribeQueryDefinitions.
pub const LIST_DEFAULT: usize = 50;
pub const LIST_MAX: usize = 1_000;
/// [A] TagResource: "as many as 50 tags".
pub const TAGS_MAX: usize = 50;

/// [Q] Metric filters and subscription filters of a log group.
pub const METRIC_FILTERS_MAX: usize = 100;
pub const SUBSCRIPTIONS_MAX: usize = 2;
/// [A] MetricTransformation: dimensions.
pub const DIMENSIONS_MAX: usize = 3;
/// [P] Regular expressions in a pattern, and patterns with some in a log group.
pub const REGEXES_PER_PATTERN: usize = 2;
pub const REGEX_PATTERNS_PER_GROUP: usize = 5;
/// [A] PutResourcePolicy: "a maximum of 10 policies without resourceARN".
pub const POLICIES_MAX: usize = 10;
/// [A] PutDestinationPolicy.
pub const DESTINATION_POLICY_BYTES_MAX: usize = 5_120;
/// [A] CreateExportTask: prefix and the keys under it are names of objects.
pub const EXPORT_PREFIX_BYTES_MAX: usize = 512;
/// [Q] "You can have one active (running or pending) export task at a time per account."
pub const EXPORTS_ACTIVE_MAX: usize = 1;

/// [A] StartQuery: log groups, and queries at a time.
pub const QUERY_GROUPS_MAX: usize = 50;
pub const QUERIES_ACTIVE_MAX: usize = 100;
/// "CloudWatch Logs Insights query syntax", limit: "If you don't specify a limit, … up to 10,000
/// log events".
pub const QUERY_ROWS_DEFAULT: usize = 10_000;
/// [A] GetQueryResults: of one page.
pub const RESULTS_PAGE_MAX: usize = 10_000;
/// [Q] "Query results are available for 7 days."
pub const QUERY_KEPT_MS: i64 = 7 * DAY_MS;
/// [Q] Saved queries of an account in a Region.
pub const QUERY_DEFINITIONS_MAX: usize = 1_000;
/// "Supported logs and discovered fields": fields of an event.
pub const FIELDS_PER_EVENT_MAX: usize = 200;

/// [A] PutDataProtectionPolicy: "up to 30,720 characters".
pub const PROTECTION_POLICY_CHARS_MAX: usize = 30_720;
/// [A] PutAccountPolicy: "selectionCriteria … can be up to 25KB in length".
pub const CRITERIA_BYTES_MAX: usize = 25 * 1024;

// Our own bounds.

/// States of a data protection policy that are remembered.
pub const PROTECTIONS_KEPT_MAX: usize = 100;
/// Texts that `pattern` keeps apart, and words of one.
pub const PATTERNS_MAX: usize = 5_000;
pub const PATTERN_TOKENS_MAX: usize = 500;

pub const HOUR_MS: i64 = 3_600_000;
pub const DAY_MS: i64 = 24 * HOUR_MS;
/// A chunk's events lie within this time …
pub const CHUNK_SPAN_MS: i64 = 1_000;
/// … and are so many at most, of so many bytes (one event may have more).
pub const CHUNK_EVENTS_MAX: usize = 1_000;
pub const CHUNK_BYTES_MAX: usize = 128 * 1024;
/// Chunks that a reader fetches at once.
pub const CHUNKS_PER_FETCH: usize = 32;
/// What one FilterLogEvents looks at; then it answers with what it has, and a token.
pub const SCANNED_BYTES_PER_PAGE: usize = 64 * 1024 * 1024;
/// Streams that are read by their own index; of more, the group is read.
pub const STREAMS_READ_APART_MAX: usize = 100;
/// Rows that one step of a deletion or an expiry removes.
pub const REMOVED_PER_STEP_MAX: usize = 500;
/// A group is looked through for what is too old once in this time.
pub const EXPIRE_EVERY_SECONDS: u64 = 3_600;
/// How long a data key of KMS is used before KMS is asked again.
pub const DATA_KEY_SECONDS: i64 = 300;
/// The level of stored bytes may lag behind by less.
pub const STORED_SLACK_BYTES: u64 = 64 * 1024;
/// PutMetricData: data of a call and values of a datum (CloudWatch API Reference).
pub const DATA_PER_PUT: usize = 1_000;
pub const VALUES_PER_DATUM: usize = 150;
/// "Specification: Embedded metric format": dimensions of a set, values of a metric.
pub const EMBEDDED_DIMENSIONS_MAX: usize = 30;
pub const EMBEDDED_VALUES_MAX: usize = 100;
/// Of the messages of one delivery of a subscription: what it becomes fits functions and streams.
pub const DELIVERED_BYTES_MAX: usize = 512 * 1024;
/// "Subscription filters … retry for up to 24 hours"; the waits between attempts are ours.
pub const DELIVERY_RETRY_SECONDS: u64 = 24 * 3_600;
pub const DELIVERY_WAIT_SECONDS_FIRST: i64 = 1;
pub const DELIVERY_WAIT_SECONDS_MAX: i64 = 300;
/// Of the messages of one exported object, before they are packed.
pub const EXPORTED_BYTES_PER_OBJECT: usize = 16 * 1024 * 1024;
/// Live Tail: events of an update, sessions at once, groups, how long a session lasts ([A]
/// StartLiveTail), and who may be connected is ours.
pub const TAIL_EVENTS_PER_UPDATE: usize = 500;
pub const TAIL_SECONDS: u64 = 3 * 3_600;
pub const TAIL_SESSIONS_MAX: usize = 64;
/// Requests that a session has not been told of; the oldest go.
pub const TAIL_REQUESTS_MAX: usize = 1_000;
/// Rows of results that are kept together.
pub const ROWS_PER_PAGE: usize = 500;
/// Messages that one page of a running query has.
pub const QUERY_PAGE_BYTES: usize = 16 * 1024 * 1024;
/// Rows, groups and distinct values that a query keeps while it runs.
pub const QUERY_KEPT_MAX: usize = 2_000_000;
/// Events that GetLogGroupFields looks at.
pub const FIELD_EVENTS_MAX: i64 = 10_000;
