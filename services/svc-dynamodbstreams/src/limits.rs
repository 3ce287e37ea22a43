//! The figures that DynamoDB Streams documents. Source: the API reference (the model of botocore
//! 1.44.5).

/// DescribeStream, ListStreams: "The upper limit is 100."
pub const PAGE_MAX: i64 = 100;
/// GetRecords: "The upper limit is 1000."
pub const RECORDS_MAX: i64 = 1_000;
/// GetShardIterator: "expires 15 minutes after it is returned to the requester".
pub const ITERATOR_SECONDS: i64 = 900;
