//! Inputs, outputs, errors and enums of the implemented operations of Scheduler.
//!
//! Written by `cargo xtask codegen scheduler` from `operations.txt` and the model;
//! not to be edited.

use kernel::operations;

operations! {}
