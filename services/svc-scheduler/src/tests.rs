//! Tests of Scheduler in a world in memory.
