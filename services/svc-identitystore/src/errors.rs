//! The errors of the identity store. `USER not found.` and `GROUP not found.` are from memory; the
//! others are ours. None is verified, as README.md says.

use kernel::ApiError;

use crate::api::error;

pub fn not_found(kind: &'static str, id: &str) -> ApiError {
    error::resource_not_found_exception(format!("{kind} not found."))
        .with_member("ResourceType", kind)
        .with_member("ResourceId", id)
}

pub fn duplicate(attribute: &str) -> ApiError {
    error::conflict_exception(format!("Duplicate {attribute}"))
        .with_member("Reason", "UNIQUENESS_CONSTRAINT_VIOLATION")
}

pub fn changed_meanwhile() -> ApiError {
    error::conflict_exception("The resource has another revision by now.")
        .with_member("Reason", "CONCURRENT_MODIFICATION")
}

/// Our words.
pub fn network_denied() -> ApiError {
    error::access_denied_exception(
        "The network configuration of the identity store does not allow the request.",
    )
    .with_status(403)
}

pub fn not_implemented(feature: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {feature} yet."))
        .with_status(501)
}

pub fn validation(message: impl Into<String>) -> ApiError {
    error::validation_exception(message)
}
