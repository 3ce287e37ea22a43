//! Tests of Pricing in a world in memory.
