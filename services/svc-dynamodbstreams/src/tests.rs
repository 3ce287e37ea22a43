//! Tests of DynamoDB Streams in a world in memory.
