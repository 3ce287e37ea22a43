//! Tests of Firehose in a world in memory.
