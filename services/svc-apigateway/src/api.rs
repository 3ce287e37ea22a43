//! Inputs, outputs, errors and enums of the implemented operations of API Gateway.
//!
//! Written by `cargo xtask codegen apigateway` from `operations.txt` and the model;
//! not to be edited.

use kernel::operations;

operations! {
}
