//! The figures that Pipes documents, each with its source, and our own bounds on work per call.
//!
//! Sources: [A] the API model (botocore 1.44.5), [B] EventBridge User Guide, "Amazon EventBridge
//! Pipes batching and concurrency", [D] "Amazon DynamoDB stream as a source", [E] "Amazon
//! EventBridge Pipes error handling".

/// [B] Supported batchable targets; queues, topics and event buses take so many at once.
pub const TARGET_BATCH_MAX: i64 = 10;
/// [B] Functions and state machines take as many as the source gives.
pub const WHOLE_BATCH_MAX: i64 = 10_000;
/// [B] The source's default where it is a queue, as for Lambda's event source mappings.
pub const QUEUE_BATCH_DEFAULT: i64 = 10;
/// [D] "Batch size: … The default value is 100", or what the target takes.
pub const STREAM_BATCH_DEFAULT: i64 = 100;
/// [E] With a batching window, messages are hidden for the seven minutes of a function's timeout,
/// 30 seconds, and the window.
pub const WINDOW_VISIBILITY_SECONDS: i64 = 7 * 60 + 30;
/// [B] Up to 1000 pipes per account and Region.
pub const PIPES_MAX: usize = 1_000;
/// [A] TagMap.
pub const TAGS_MAX: usize = 50;
/// [A] Limit of ListPipes; its default.
pub const LIST_RESULTS_MAX: i64 = 100;
/// [L] "EventBridge Pipes log schema reference": a record has at most 256 KB; what is left for data
/// beside its other fields.
pub const LOG_RECORD_DATA_BYTES_MAX: usize = 250 * 1024;

// Our own.

/// How long CREATING, UPDATING, STARTING, STOPPING and DELETING take.
pub const TRANSITION_SECONDS: u64 = 2;
/// Between a batch and the next poll: a round trip. Pipes that feed each other go round only so
/// often in a second.
pub const ROUND_TRIP_MILLIS: u64 = 10;
/// Between attempts to deliver a record of a stream; each wait is twice the one before.
pub const RETRY_DELAY_FIRST_MILLIS: u64 = 1_000;
pub const RETRY_DELAY_MILLIS_MAX: u64 = 60_000;
/// A poll that ends in a bug of ours is made again after this.
pub const AFTER_BUG_MILLIS: u64 = 60_000;
/// Rows that one page of a list looks at; what matches a filter may be far apart.
pub const EXAMINED_PER_PAGE_MAX: usize = 1_000;
/// How long records of a log wait for others that go to the same object, and how many one has.
pub const LOG_GATHER_SECONDS: u64 = 300;
pub const LOG_RECORDS_PER_OBJECT_MAX: usize = 10_000;
