//! Tests of DynamoDB in a world in memory.
