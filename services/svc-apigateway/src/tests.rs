//! Tests of API Gateway in a world in memory are its cases; parts that are pure have theirs beside
//! them.
