//! Inputs, outputs, errors and enums of the implemented operations of EventBridge.
//!
//! Written by `cargo xtask codegen events` from `operations.txt` and the model;
//! not to be edited.

use kernel::operations;

operations! {}
