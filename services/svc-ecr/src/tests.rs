//! Tests of ECR in a world in memory.
