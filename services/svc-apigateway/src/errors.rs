//! Refusals of the control plane.
//!
//! Seen in AWS's answers as users of its tools quote them in issues: `Invalid Resource identifier
//! specified`, `Invalid Method identifier specified`, and `Invalid mapping expression specified:
//! Validation Result: warnings : [], errors : […]`. What is marked [U] here and in the other files
//! is written as AWS is remembered to answer, and unverified; all other words are our own.

use kernel::ApiError;

pub fn not_found(what: &str) -> ApiError {
    // [U] but for Resource and Method.
    ApiError::new("NotFoundException", format!("Invalid {what} identifier specified"))
        .with_status(404)
}

/// [U]
pub fn no_api(account: &str, id: &str) -> ApiError {
    ApiError::new("NotFoundException", format!("Invalid API identifier specified {account}:{id}"))
        .with_status(404)
}

pub fn bad(message: impl Into<String>) -> ApiError {
    ApiError::new("BadRequestException", message)
}

pub fn conflict(message: impl Into<String>) -> ApiError {
    ApiError::new("ConflictException", message).with_status(409)
}

pub fn too_many(what: &str) -> ApiError {
    ApiError::new("LimitExceededException", format!("Maximum number of {what} has been reached."))
        .with_status(429)
}

/// What this cloud does not have.
pub fn not_here(what: &str, why: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {what}: {why}."))
        .with_status(501)
}
