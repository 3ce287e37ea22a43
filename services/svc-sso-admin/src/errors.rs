//! The errors of the administration of Identity Center. The words are ours (README.md).

use kernel::ApiError;

use crate::api::error;

pub fn no_instance(arn: &str) -> ApiError {
    error::resource_not_found_exception(format!("Instance {arn} not found."))
}

pub fn no_permission_set(arn: &str) -> ApiError {
    error::resource_not_found_exception(format!("PermissionSet {arn} not found."))
}

pub fn not_found(what: impl std::fmt::Display) -> ApiError {
    error::resource_not_found_exception(format!("{what} not found."))
}

pub fn conflict(message: impl Into<String>) -> ApiError {
    error::conflict_exception(message)
}

pub fn validation(message: impl Into<String>) -> ApiError {
    error::validation_exception(message)
}

pub fn quota(message: impl Into<String>) -> ApiError {
    error::service_quota_exceeded_exception(message)
}

pub fn not_implemented(what: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {what} yet."))
        .with_status(501)
}
