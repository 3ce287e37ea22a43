//! The figures that DynamoDB documents, each with its source, and our own bounds on work per call.
//!
//! Sources, all in the Amazon DynamoDB Developer Guide: [Q] "Quotas in Amazon DynamoDB", [C]
//! "Constraints in Amazon DynamoDB", [A] the API reference (the model of botocore 1.44.5), [S]
//! "DynamoDB item sizes and formats", [T] "Amazon DynamoDB Transactions: How it works", [U] found
//! in no document by us.

/// [C] Table names and secondary index names.
pub const NAME_CHARS: std::ops::RangeInclusive<usize> = 3..=255;
/// [C] Item size, attribute names and values together.
pub const ITEM_BYTES_MAX: usize = 400 * 1_024;
/// [C] Partition key and sort key values.
pub const HASH_BYTES_MAX: usize = 2_048;
pub const RANGE_BYTES_MAX: usize = 1_024;
/// [C] Nested attribute depth.
pub const NESTING_MAX: usize = 32;
/// [C] Attribute names: 64 KB in general, 255 for keys and projected attributes.
pub const ATTRIBUTE_NAME_BYTES_MAX: usize = 65_535;

/// [C] Expression parameters.
pub const EXPRESSION_BYTES_MAX: usize = 4_096;
pub const PLACEHOLDER_BYTES_MAX: usize = 255;
pub const OPERATORS_MAX: usize = 300;
pub const IN_OPERANDS_MAX: usize = 100;
/// "PartiQL functions and operators", IN: "up to 50 hash attribute values".
pub const IN_PARTITIONS_MAX: usize = 50;
pub const SUBSTITUTION_BYTES_MAX: usize = 2 * 1_024 * 1_024;
/// Our own: parentheses, NOTs and calls within each other.
pub const EXPRESSION_DEPTH_MAX: usize = 150;

/// [Q] Secondary indexes per table, and what they project together.
pub const LOCAL_INDEXES_MAX: usize = 5;
pub const GLOBAL_INDEXES_MAX: usize = 20;
pub const PROJECTED_ATTRIBUTES_MAX: usize = 100;
/// [U] Vector indexes per table. SearchVectors takes vectors of up to 4,096 elements [A].
pub const VECTOR_INDEXES_MAX: usize = 20;
pub const DIMENSIONS_MAX: u64 = 4_096;
/// [U] Attributes that a vector index projects, with the vector and what searches filter by.
pub const VECTOR_PROJECTED_MAX: usize = 20;
/// "Troubleshooting vector indexes": TopK.
pub const TOP_K: std::ops::RangeInclusive<i64> = 1..=100;
/// "Vector search: Requirements and limitations": the size of an answer.
pub const SEARCH_BYTES_MAX: usize = 16 * 1_024 * 1_024;
/// [A] GlobalSecondaryIndexes: "up to 4 partition keys and up to 4 sort keys".
pub const INDEX_KEY_PARTS_MAX: usize = 4;
/// [Q] "Secondary Indexes": 10 GB for all items of one partition key in a table with local ones.
pub const COLLECTION_BYTES_MAX: u64 = 10 * 1_024 * 1_024 * 1_024;
/// [Q] Tables per account and region, the default and what it can be raised to.
pub const TABLES_MAX: usize = 2_500;
/// [Q] Default quotas of throughput.
pub const ACCOUNT_UNITS_MAX: i64 = 80_000;
pub const TABLE_UNITS_MAX: i64 = 40_000;
/// [Q] "Decreasing provisioned throughput": four times a day, then once an hour.
pub const DECREASES_PER_DAY: u32 = 27;
pub const DECREASES_AT_ONCE: u32 = 4;
/// [Q] "Switching between on-demand and provisioned": four times in a 24-hour rolling window.
pub const ON_DEMAND_SWITCHES_MAX: usize = 4;
/// "Considerations when choosing a table class": two updates in a 30-day trailing period.
pub const CLASS_CHANGE_DAYS: i64 = 30;
/// What any figure of throughput stays below.
pub const UNITS_SANE_MAX: i64 = 1_000_000_000_000;

/// [C] Query and Scan: result set size.
pub const PAGE_BYTES_MAX: usize = 1_024 * 1_024;
/// [A] TotalSegments.
pub const SEGMENTS_MAX: i64 = 1_000_000;
/// [A] BatchGetItem and BatchWriteItem.
pub const BATCH_GET_KEYS_MAX: usize = 100;
pub const BATCH_GET_BYTES_MAX: usize = 16 * 1_024 * 1_024;
pub const BATCH_WRITE_REQUESTS_MAX: usize = 25;
pub const BATCH_WRITE_BYTES_MAX: usize = 16 * 1_024 * 1_024;
/// [T] Bytes of a transaction (the model bounds its items), and how long a client token is
/// remembered.
pub const TRANSACTION_BYTES_MAX: usize = 4 * 1_024 * 1_024;
pub const TOKEN_SECONDS: i64 = 600;

/// [S] What a unit reads or writes.
pub const READ_UNIT_BYTES: usize = 4_096;
pub const WRITE_UNIT_BYTES: usize = 1_024;
/// [S] Storage of every item and index entry besides its attributes.
pub const ROW_OVERHEAD_BYTES: u64 = 100;

/// [A] ListTables.
pub const LIST_TABLES_MAX: i64 = 100;
/// [A] "Restrictions on tags".
pub const TAGS_MAX: usize = 50;
pub const TAG_KEY_CHARS_MAX: usize = 128;
pub const TAG_VALUE_CHARS_MAX: usize = 256;
/// Tags that one page of ListTagsOfResource has at most: all there may be.
pub const TAGS_PAGE: usize = 10;
/// "Resource-based policies": 20 KB.
pub const POLICY_BYTES_MAX: usize = 20 * 1_024;

/// Shards of a stream are closed after about four hours; records are kept for a day.
pub const SHARD_SECONDS: i64 = 4 * 3_600;
pub const STREAM_SECONDS: i64 = 24 * 3_600;
/// [A] GetRecords: 1 MB a call.
pub const RECORDS_BYTES_MAX: usize = 1_024 * 1_024;

/// "Using time to live": items that expired more than five years ago are left alone.
pub const TTL_OLDEST_SECONDS: i64 = 5 * 365 * 86_400;
/// [A] UpdateTimeToLive: one change an hour.
pub const TTL_CHANGE_SECONDS: i64 = 3_600;

/// [A] PointInTimeRecoverySpecification.
pub const RECOVERY_DAYS: std::ops::RangeInclusive<i64> = 1..=35;
/// "LatestRestorableDateTime is typically 5 minutes before the current time."
pub const RECOVERY_DELAY_SECONDS: i64 = 300;
/// "Backups": system backups of deleted tables are kept for 35 days.
pub const SYSTEM_BACKUP_SECONDS: i64 = 35 * 86_400;
pub const BACKUPS_PAGE: i64 = 100;
/// "Introducing incremental export from Amazon DynamoDB to Amazon S3": "from 15 minutes up to 24
/// hours".
pub const EXPORT_PERIOD_SECONDS: std::ops::RangeInclusive<i64> = 900..=86_400;
/// [A] ListExports.
pub const EXPORTS_PAGE: i64 = 25;

/// [A] ListContributorInsights: at most 100 a page.
pub const INSIGHTS_PAGE: i64 = 100;

/// LimitExceededException: "up to 50 simultaneous import table operations are allowed".
pub const IMPORTS_MAX: usize = 50;
/// "Import format quotas": "Each import job can take up to 50,000 Amazon S3 objects".
pub const IMPORT_OBJECTS_MAX: u64 = 50_000;
/// CloudWatch Logs, PutLogEvents: 10,000 events and 1,048,576 bytes, where each event counts 26
/// more than its message.
pub const LOG_EVENTS_MAX: usize = 10_000;
pub const LOG_BYTES_MAX: usize = 1_048_576;
pub const LOG_EVENT_OVERHEAD_BYTES: usize = 26;
/// [A] ImportTable, ClientToken: 8 hours; ListImports: 90 days, 25 a page.
pub const IMPORT_TOKEN_SECONDS: i64 = 8 * 3_600;
pub const IMPORT_DAYS: i64 = 90;
pub const IMPORTS_PAGE: i64 = 25;

// Our own bounds.

/// What one round of an import reads of an object, unpacked, and how many items of it at most.
pub const IMPORT_BYTES_PER_ROUND: u64 = 4 * 1_024 * 1_024;
pub const IMPORT_ITEMS: usize = 5_000;
/// A line of an object that is imported: an item is at most 400 KB, and its JSON may be larger.
pub const IMPORT_RECORD_BYTES_MAX: u64 = 8 * 1_024 * 1_024;
/// Memory that unpacking ZSTD may take: 128 MB, what the tool `zstd` takes by default.
pub const ZSTD_WINDOW_LOG_MAX: u32 = 27;

/// Elements of a set that a message shows.
pub const SHOWN_ITEMS_MAX: usize = 100;
/// Rows that one step of a job removes, copies or indexes.
pub const ROWS_PER_STEP: usize = 500;
/// Items that an index may be filled with in the call that makes it: then it is active at once.
pub const BACKFILL_AT_ONCE_MAX: usize = 1_000;
/// Rounds of [`ROWS_PER_STEP`] that a restore does in its call, whatever the history is.
pub const RESTORE_ROUNDS_MAX: usize = 20;
/// What one data file of an export holds at most, before it is packed.
pub const EXPORT_ROWS_PER_FILE: usize = 5_000;
pub const EXPORT_FILE_BYTES: usize = 4 * 1_024 * 1_024;
/// Items that one step of TTL removes.
pub const EXPIRED_PER_STEP: usize = 200;
