//! Tests of SNS in a world in memory.
