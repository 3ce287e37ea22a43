//! Inputs, outputs, errors and enums of the implemented operations of DynamoDB Streams.
//!
//! Written by `cargo xtask codegen dynamodbstreams` from `operations.txt` and the model;
//! not to be edited.

use kernel::operations;

operations! {}
