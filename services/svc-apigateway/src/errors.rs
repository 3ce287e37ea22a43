//! Refusals of the control plane.
//!
//! What is marked [I] is how AWS answers in issues of its tools (Terraform, SAM, Serverless); all
//! other words are our own, unverified.

use kernel::ApiError;

pub fn not_found(what: &str) -> ApiError {
    // [I] for API, Resource, Method and stage.
    ApiError::new("NotFoundException", format!("Invalid {what} identifier specified"))
        .with_status(404)
}

/// [I]
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
