//! Tests of Pipes in a world in memory.
