//! Refusals.
//!
//! Codes and statuses are the API's. [U]: the words marked so are ours or from memory; AWS does not
//! document them.

use kernel::ApiError;

pub fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::new("InvalidParameterValueException", message)
}

pub fn missing(message: impl Into<String>) -> ApiError {
    ApiError::new("MissingParameterValueException", message)
}

pub fn limit_exceeded(message: impl Into<String>) -> ApiError {
    ApiError::new("LimitExceededException", message)
}

fn not_found(message: String) -> ApiError {
    ApiError::new("ResourceNotFoundException", message).with_status(404)
}

pub fn no_vault(arn: &str) -> ApiError {
    not_found(format!("Vault not found for ARN: {arn}"))
}

/// [U]
pub fn no_archive(id: &str) -> ApiError {
    not_found(format!("The archive ID was not found: {id}"))
}

/// [U]
pub fn no_job(id: &str) -> ApiError {
    not_found(format!("The job ID was not found: {id}"))
}

/// [U]
pub fn no_upload(id: &str) -> ApiError {
    not_found(format!("The multipart upload ID was not found: {id}"))
}

/// [U]
pub fn nothing_set(what: &str) -> ApiError {
    not_found(format!("No {what} is set for the vault."))
}

/// [U]
pub fn no_inventory(arn: &str) -> ApiError {
    not_found(format!("The vault has no inventory yet: {arn}"))
}

pub fn not_empty(arn: &str) -> ApiError {
    invalid(format!("Vault not empty or recently written to: {arn}"))
}

/// [U]
pub fn checksum_mismatch(expected: &str, computed: &str) -> ApiError {
    invalid(format!("Checksum mismatch: expected {expected} server computed {computed}"))
}

/// [U]
pub fn lock_refused(message: &str) -> ApiError {
    invalid(message)
}

pub fn policy_enforced() -> ApiError {
    ApiError::new(
        "PolicyEnforcedException",
        "InitiateJob request denied by current data retrieval policy.",
    )
}

/// What the API has and Nephele does not do.
pub fn not_implemented(what: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("{what} is not implemented.")).with_status(501)
}
