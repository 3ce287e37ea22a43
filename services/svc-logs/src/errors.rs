//! The errors of CloudWatch Logs in AWS's words.
//!
//! The wording is that of AWS's replies as issue threads of its SDKs and tools quote them. [U]
//! marks words of our own, where no quotation is known.

use std::fmt::Display;

use kernel::ApiError;

use crate::api::error;

pub fn invalid(message: impl Into<String>) -> ApiError {
    error::invalid_parameter_exception(message)
}

pub fn no_group() -> ApiError {
    error::resource_not_found_exception("The specified log group does not exist.")
}

pub fn no_stream() -> ApiError {
    error::resource_not_found_exception("The specified log stream does not exist.")
}

pub fn group_exists() -> ApiError {
    error::resource_already_exists_exception("The specified log group already exists")
}

pub fn stream_exists() -> ApiError {
    error::resource_already_exists_exception("The specified log stream already exists")
}

/// [U] of other resources than filters.
pub fn limit_exceeded() -> ApiError {
    error::limit_exceeded_exception("Resource limit exceeded.")
}

pub fn bad_token() -> ApiError {
    invalid("The specified nextToken is invalid.")
}

pub fn not_chronological() -> ApiError {
    invalid("Log events in a single PutLogEvents request must be in chronological order.")
}

pub fn spans_too_long() -> ApiError {
    invalid(
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
    )
}

pub fn event_too_large(bytes: usize, limit: usize) -> ApiError {
    invalid(format!("Log event too large: {bytes} bytes exceeds limit of {limit}"))
}

pub fn upload_too_large(bytes: usize, limit: usize) -> ApiError {
    invalid(format!("Upload too large: {bytes} bytes exceeds limit of {limit}"))
}

pub fn reserved_name() -> ApiError {
    invalid("Log groups starting with AWS/ are reserved for AWS.")
}

/// [U]
pub fn one_of(first: &str, second: &str) -> ApiError {
    invalid(format!("Specify exactly one of {first} and {second}."))
}

/// [U]
pub fn not_for_class(what: &str, class: &str) -> ApiError {
    invalid(format!("{what} is not supported for log groups of the class {class}."))
}

/// [U], as [`not_for_class`] where the model has a name for it.
pub fn operation_not_for_class(what: &str, class: &str) -> ApiError {
    error::invalid_operation_exception(format!(
        "{what} is not supported for log groups of the class {class}."
    ))
}

/// [U]
pub fn is_protected() -> ApiError {
    error::validation_exception(
        "The log group has deletion protection enabled. Disable deletion protection before you \
         delete it.",
    )
}

/// [U]
pub fn not_found(what: &str) -> ApiError {
    error::resource_not_found_exception(format!("The specified {what} does not exist."))
}

pub fn not_implemented(feature: impl Display) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {feature} of logs yet."))
        .with_status(501)
}

/// "If the KMS key does not exist or the KMS key is disabled, you receive an
/// InvalidParameterException." The words are KMS's.
pub fn of_kms(error: &ApiError) -> ApiError {
    invalid(format!("{} ({})", error.message(), error.code()))
}
