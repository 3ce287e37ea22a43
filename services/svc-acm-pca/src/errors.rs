//! The refusals of Private CA. Their words are not verified, but for their codes, which are the
//! model's; the README says so.

use kernel::ApiError;

use crate::api::error;

pub fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} of acm-pca yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}

pub fn not_found(arn: &str) -> ApiError {
    error::resource_not_found_exception(format!("Could not find the resource {arn}."))
}

pub fn invalid_arn(arn: &str) -> ApiError {
    error::invalid_arn_exception(format!("{arn} is not the ARN of a private authority."))
}

pub fn arguments(message: impl Into<String>) -> ApiError {
    error::invalid_args_exception(message)
}

pub fn state(message: impl Into<String>) -> ApiError {
    error::invalid_state_exception(message)
}

pub fn in_status(status: &str) -> ApiError {
    state(format!("The certificate authority is in the {status} state, which does not allow it."))
}

pub fn in_progress(what: &str) -> ApiError {
    error::request_in_progress_exception(format!("{what} is still in progress."))
}

pub fn request(message: impl Into<String>) -> ApiError {
    error::invalid_request_exception(message)
}

pub fn malformed_request(message: impl Into<String>) -> ApiError {
    error::malformed_csr_exception(message)
}

pub fn malformed_certificate(message: impl Into<String>) -> ApiError {
    error::malformed_certificate_exception(message)
}

pub fn mismatch(message: impl Into<String>) -> ApiError {
    error::certificate_mismatch_exception(message)
}

pub fn limit(message: impl Into<String>) -> ApiError {
    error::limit_exceeded_exception(message)
}

pub fn policy(message: impl Into<String>) -> ApiError {
    error::invalid_policy_exception(message)
}

pub fn failed(message: impl Into<String>) -> ApiError {
    error::request_failed_exception(message)
}

pub fn token() -> ApiError {
    error::invalid_next_token_exception("The NextToken is not valid.")
}

pub fn too_many_tags(max: usize) -> ApiError {
    error::too_many_tags_exception(format!("A private authority has at most {max} tags."))
}

pub fn invalid_tag(key: &str) -> ApiError {
    error::invalid_tag_exception(format!("The tag key {key:?} is not allowed: aws: is reserved."))
}
