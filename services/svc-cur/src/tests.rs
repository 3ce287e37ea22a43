//! Tests of Cost and Usage Report Service in a world in memory.
