//! Tests of API Gateway in a world in memory.
