//! Tests of CloudFormation in a world in memory.
