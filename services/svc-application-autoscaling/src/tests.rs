//! Tests of Application Auto Scaling in a world in memory.
