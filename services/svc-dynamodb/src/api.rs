//! Inputs, outputs, errors and enums of the implemented operations of DynamoDB.
//!
//! Written by `cargo xtask codegen dynamodb` from `operations.txt` and the model;
//! not to be edited.

use kernel::operations;

operations! {}
