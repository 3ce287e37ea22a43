//! Inputs, outputs, errors and enums of the implemented operations of CloudWatch Logs.
//!
//! Written by `cargo xtask codegen logs` from `operations.txt` and the model;
//! not to be edited.

use kernel::operations;

operations! {
}
