//! Inputs, outputs, errors and enums of the implemented operations of Pipes.
//!
//! Written by `cargo xtask codegen pipes` from `operations.txt` and the model;
//! not to be edited.

use kernel::operations;

operations! {}
