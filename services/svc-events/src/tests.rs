//! Tests of EventBridge in a world in memory.
