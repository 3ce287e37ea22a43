//! Tests of CloudWatch Logs in a world in memory.
