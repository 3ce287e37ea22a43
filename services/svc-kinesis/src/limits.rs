//! The figures that Kinesis documents, each with its source, and our own bounds on work per call.
//!
//! Sources: [A] API reference (the API model of botocore), [Q] Kinesis Data Streams Developer
//! Guide, "Quotas and limits", [L] "Handle large records", [M] "Choose a capacity mode",
//! [U] remembered, and found in no document by us.

use std::ops::RangeInclusive;

/// [A] CreateStream: "more than five streams in the CREATING state".
pub const CREATING_MAX: u64 = 5;
/// [Q] Of on-demand streams in an account and region.
pub const ON_DEMAND_STREAMS_MAX: u64 = 50;
/// [Q] "New data streams created with the on-demand capacity mode have 4 MB/s of write".
pub const ON_DEMAND_SHARDS: i64 = 4;
/// [A] UpdateShardCount: "more than 10000 shards in a stream".
pub const SHARDS_PER_STREAM_MAX: u64 = 10_000;
/// [Q] "For other Regions, … up to 200 MB/s of write": a shard takes 1 MB/s.
pub const ON_DEMAND_SHARDS_MAX: u64 = 200;
/// [U] Shards of an account: in us-east-1, us-west-2 and eu-west-1, and elsewhere.
pub const ACCOUNT_SHARDS_LARGE: u64 = 20_000;
pub const ACCOUNT_SHARDS_USUAL: u64 = 1_000;

/// [A] PutRecords: "up to a limit of 10 MiB for the entire request, including partition keys".
pub const PUT_BYTES_MAX: usize = 10 * 1024 * 1024;
/// [A] MaxRecordSizeInKiB; [L] "The default maximum record size … is set to 1 MiB".
pub const RECORD_KIB_DEFAULT: i64 = 1_024;

/// [Q] Writes of a shard in a second.
pub const WRITE_BYTES_PER_SECOND: f64 = 1_048_576.0;
pub const WRITE_RECORDS_PER_SECOND: f64 = 1_000.0;
/// [Q] Reads of a shard in a second.
pub const READ_BYTES_PER_SECOND: f64 = 2_097_152.0;
pub const READS_PER_SECOND: f64 = 5.0;
/// [A] GetRecords.
pub const GET_RECORDS_MAX: i64 = 10_000;
pub const GET_BYTES_MAX: usize = 10 * 1024 * 1024;
/// [A] GetShardIterator: "expires 5 minutes after it is returned".
pub const ITERATOR_MILLIS: i64 = 300_000;
/// [A] ListShards: "Tokens expire after 300 seconds".
pub const TOKEN_SECONDS: i64 = 300;

/// [A] Increase- and DecreaseStreamRetentionPeriod.
pub const RETENTION_HOURS: RangeInclusive<i64> = 24..=8_760;
/// [A] UpdateShardCount: so often in 24 hours.
pub const SCALINGS_PER_DAY: usize = 10;
/// [M] "You can switch between on-demand and provisioned twice within 24 hours".
pub const MODE_CHANGES_PER_DAY: usize = 2;
/// [A] StartStreamEncryption, StopStreamEncryption: so often in 24 hours.
pub const KEY_CHANGES_PER_DAY: usize = 25;
/// "How do I use SSE": KMS is asked anew about every five minutes.
pub const DATA_KEY_SECONDS: i64 = 300;

/// [A] DescribeStream: "at most 100 results".
pub const DESCRIBED_SHARDS_MAX: i64 = 100;
/// [A] ListStreams: its default.
pub const LIST_STREAMS_DEFAULT: i64 = 100;
/// [A] ListShards: its default is 1,000, as of ListStreamConsumers 100 [U].
pub const LIST_SHARDS_DEFAULT: i64 = 1_000;
pub const LIST_CONSUMERS_DEFAULT: i64 = 100;
/// [A] RegisterStreamConsumer: of streams that are provisioned or On-demand Standard, and how many
/// are CREATING at once.
pub const CONSUMERS_MAX: usize = 20;
/// [A] Of On-demand Advantage streams.
pub const ADVANTAGE_CONSUMERS_MAX: usize = 50;
pub const CREATING_CONSUMERS_MAX: usize = 5;
/// [A] SubscribeToShard: events come "for up to 5 minutes".
pub const SUBSCRIPTION_SECONDS: i64 = 300;
/// [A] SubscribeToShard: another call "within 5 seconds of a successful call" is refused.
pub const SUBSCRIBE_AGAIN_SECONDS: i64 = 5;
/// [U] While there are no records, an event without any comes so often.
pub const HEARTBEAT_SECONDS: u64 = 5;
/// [A] AddTagsToStream, TagResource.
pub const TAGS_MAX: usize = 50;
/// [U] Of a resource policy.
pub const POLICY_BYTES_MAX: usize = 20_480;

// Our own.

/// Rows that a step of a deletion or of trimming removes.
pub const REMOVED_PER_STEP_MAX: usize = 500;
/// Between two looks at a shard for records that are too old.
pub const TRIM_EVERY_SECONDS: u64 = 3_600;
/// Shards that one page of a list looks at; what a filter takes may be far apart.
pub const EXAMINED_PER_PAGE_MAX: usize = 20_000;
/// Open subscriptions of the process: each holds a thread while it waits.
pub const SUBSCRIPTIONS_MAX: usize = 200;
/// Of one event; a record that is larger has an event to itself.
pub const EVENT_BYTES_MAX: usize = 1024 * 1024;
pub const EVENT_RECORDS_MAX: usize = 10_000;
