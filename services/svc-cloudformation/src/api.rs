//! Inputs, outputs, errors and enums of the implemented operations of CloudFormation.
//!
//! Written by `cargo xtask codegen cloudformation` from `operations.txt` and the model;
//! not to be edited.

use kernel::operations;

operations! {
}
