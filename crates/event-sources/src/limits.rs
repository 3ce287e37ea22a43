//! How much a source gives at once, as its own service says, and our bound on what is asked for.

/// DynamoDB Streams, GetRecords: at most so many at once.
pub const STREAM_READ_MAX: i64 = 1_000;
/// Kinesis, GetRecords: at most so many at once.
pub const KINESIS_READ_MAX: i64 = 10_000;
/// DescribeStream and ListShards answer pages: more of them are not looked at.
pub const SHARD_PAGES_MAX: usize = 100;
