//! Tests of Lambda in a world in memory.
