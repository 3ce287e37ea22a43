//! Inputs, outputs, errors and enums of the implemented operations of SNS.
//!
//! Written by `cargo xtask codegen sns` from `operations.txt` and the model;
//! not to be edited.

use kernel::operations;

operations! {}
