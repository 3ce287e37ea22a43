//! Limits of Amazon Data Firehose.
//!
//! Sources: "Amazon Data Firehose Quota" in the Developer Guide, the API Reference (in the model's
//! words) where nothing else is said. Figures marked [U] are our own choice or from memory.

use std::time::Duration;

/// "By default, you can create up to 5,000 Firehose streams per … Region." (CreateDeliveryStream)
pub const STREAMS_MAX: u64 = 5_000;
/// "Each Firehose stream can have up to 50 tags."
pub const TAGS_MAX: usize = 50;
/// "The default value is 10." (ListDeliveryStreams)
pub const LIST_DEFAULT: i64 = 10;
pub const LIST_TAGS_DEFAULT: i64 = 50;

/// "… up to a limit of 4 MB for the entire request." Users quote that 4 MiB are meant.
pub const BATCH_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Direct PUT, US East, US West (Oregon), Europe (Ireland): "500,000 records/second, 2,000
/// requests/second, and 5 MiB/second"; elsewhere "100,000 …, 1,000 …, and 1 MiB/second".
pub const PUT_LARGE: Throughput =
    Throughput { records: 500_000.0, requests: 2_000.0, bytes: 5.0 * 1_048_576.0 };
pub const PUT_USUAL: Throughput =
    Throughput { records: 100_000.0, requests: 1_000.0, bytes: 1_048_576.0 };
pub const REGIONS_LARGE: [&str; 3] = ["us-east-1", "us-west-2", "eu-west-1"];

/// What a stream takes in a second.
#[derive(Clone, Copy, Debug)]
pub struct Throughput {
    pub records: f64,
    pub requests: f64,
    pub bytes: f64,
}

pub const MIB: u64 = 1_048_576;
/// "By default … Firehose buffers data up to 5 MB or for 5 minutes."
pub const BUFFER_MIB: i64 = 5;
pub const BUFFER_SECONDS: i64 = 300;
/// Of a stream with dynamic partitioning: at least this, and as much where nothing is said.
pub const PARTITION_BUFFER_MIB: i64 = 64;
/// "Zero buffering feature is not available for dynamic partitioning." The least is [U].
pub const PARTITION_BUFFER_SECONDS_MIN: i64 = 60;
/// "… 500 active partitions" of a stream.
pub const PARTITIONS_MAX: u32 = 500;
/// A request to an endpoint carries no more than this of records, whatever the hint says: hints may
/// be overridden, and base64 must fit into what one request can be.
pub const HTTP_BATCH_BYTES_MAX: u64 = 10 * MIB;
/// Objects of an account and region that are packed at once, and requests to an endpoint: a bound
/// of ours on memory and threads.
pub const UNDER_WAY_MAX: usize = 8;
/// Records in one object, request or event: a bound of ours on what is read at once.
pub const BATCH_RECORDS_MAX: u32 = 500_000;

/// Defaults are 1 for BufferSizeInMBs, 60 for BufferIntervalInSeconds and 3 for NumberOfRetries;
/// sizes lie "between 0.2 MB and up to 3MB" (ProcessorParameter).
pub const LAMBDA_BUFFER_MIB: f64 = 1.0;
pub const LAMBDA_BUFFER_MIB_RANGE: std::ops::RangeInclusive<f64> = 0.2..=3.0;
pub const LAMBDA_BUFFER_SECONDS: i64 = 60;
pub const LAMBDA_BUFFER_SECONDS_RANGE: std::ops::RangeInclusive<i64> = 0..=900;
pub const LAMBDA_RETRIES: i64 = 3;
pub const LAMBDA_RETRIES_MAX: i64 = 300;
/// "Record deaggregation by JSON or by delimiter is capped at 500 per record."
pub const SUB_RECORDS_MAX: usize = 500;
/// What one compressed record may become: the bound is ours.
pub const DECOMPRESSED_BYTES_MAX: u64 = 8 * MIB;

/// "Data records … are stored for 24 hours from the time they are added to a Firehose stream as it
/// tries to send the records to the destination."
pub const KEPT: Duration = Duration::from_hours(24);
/// [U] How long a refused delivery to S3 waits before it is tried again: doubled each time.
pub const RETRY_FIRST: Duration = Duration::from_secs(5);
pub const RETRY_MOST: Duration = Duration::from_mins(10);

/// "HTTP endpoints have 3 minutes to respond to a request."
pub const HTTP_TIMEOUT: Duration = Duration::from_mins(3);
/// "The maximum response size is 1 MiB." [U]
pub const HTTP_ANSWER_BYTES_MAX: usize = 1_048_576;
/// "… an exponential backoff algorithm with an initial backoff time of 1 second, an exponential
/// backoff factor of 2, and … capped by a maximum interval of 2 minutes", with 15 percent jitter.
pub const HTTP_RETRY_FIRST: Duration = Duration::from_secs(1);
pub const HTTP_RETRY_MOST: Duration = Duration::from_mins(2);
pub const HTTP_JITTER: f64 = 0.15;
/// RetryOptions of endpoints and of dynamic partitioning: "The default value is 300."
pub const RETRY_SECONDS: i64 = 300;

/// "Neither Prefix nor ErrorOutputPrefix can be greater than 512 characters after they're
/// evaluated."
pub const PREFIX_CHARACTERS_MAX: usize = 512;

/// "… a combined limit of 25 calls per Firehose stream per 24 hours."
pub const KEY_CHANGES_PER_DAY: usize = 25;
/// How long a data key may be used again without asking KMS. [U]
pub const DATA_KEY_SECONDS: i64 = 300;

/// Records that are asked of a shard at once.
pub const SHARD_READ_MAX: i64 = 10_000;
/// Pages of a list of shards: more are not looked at.
pub const SHARD_PAGES_MAX: usize = 100;
/// After what reading a shard has failed, it is tried again. [U]
pub const SHARD_RETRY: Duration = Duration::from_secs(10);

/// Rows that one step removes of a stream that is gone.
pub const DROPPED_AT_ONCE: usize = 1_000;
/// From this size on, objects are written to a content file outside of transactions.
pub const INLINE_BYTES_MAX: usize = 256 * 1024;

/// Steps of one evaluation of a query on one record, and bytes of a value that it makes.
pub const QUERY_STEPS_MAX: u32 = 20_000;
pub const QUERY_TEXT_BYTES_MAX: usize = 64 * 1024;
