//! ACM's refusals.
//!
//! Seen in a reply that a user has pasted into an issue: `several_certificates`
//! (terraform-provider-aws #19400). The words of all others are from memory or ours: not verified,
//! and said so in the README.

use kernel::ApiError;

use crate::api::error;

pub fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} of acm yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}

pub fn not_found(arn: &str) -> ApiError {
    error::resource_not_found_exception(format!("Could not find certificate {arn}."))
}

pub fn invalid_arn(arn: &str) -> ApiError {
    error::invalid_arn_exception(format!("{arn} is not the ARN of a certificate of ACM."))
}

pub fn in_progress(arn: &str) -> ApiError {
    error::request_in_progress_exception(format!(
        "Certificate {arn} is not issued yet; try again when its status is ISSUED."
    ))
}

pub fn no_resource(arn: &str) -> ApiError {
    error::resource_not_found_exception(format!("Could not find {arn}."))
}

/// What is to be deleted is of another account or region, or of another kind.
pub fn elsewhere(arn: &str) -> ApiError {
    validation(format!("{arn} names nothing of this account and region that this deletes."))
}

pub fn quota(what: &str, max: u64) -> ApiError {
    error::service_quota_exceeded_exception(format!("The quota of {what} is {max}."))
}

pub fn validation(message: impl Into<String>) -> ApiError {
    error::validation_exception(message)
}

pub fn arguments(message: impl Into<String>) -> ApiError {
    error::invalid_args_exception(message)
}

pub fn state(message: impl Into<String>) -> ApiError {
    error::invalid_state_exception(message)
}

pub fn conflict(message: impl Into<String>) -> ApiError {
    error::conflict_exception(message)
}

pub fn domain_options(message: impl Into<String>) -> ApiError {
    error::invalid_domain_validation_options_exception(message)
}

pub fn limit(message: impl Into<String>) -> ApiError {
    error::limit_exceeded_exception(message)
}

pub fn too_many_tags(max: usize) -> ApiError {
    error::too_many_tags_exception(format!("A certificate has at most {max} tags."))
}

pub fn invalid_tag(key: &str) -> ApiError {
    error::invalid_tag_exception(format!(
        "The tag key {key:?} is not allowed: aws: is reserved, and keys are not empty."
    ))
}

pub fn several_certificates() -> ApiError {
    validation(
        "The certificate field contains more than one certificate. You can specify only one \
         certificate in this field.",
    )
}

pub fn chain() -> ApiError {
    validation("Could not validate the certificate with the certificate chain.")
}

/// Private CA fails without a word about the request: the step fails with it.
pub fn again(error: &ApiError) -> ApiError {
    tracing::error!(code = error.code(), "a private authority does not answer");
    error.clone()
}

/// A failure of ours: the certificate library refuses what was checked before.
pub fn made(fault: &certificates::Fault) -> ApiError {
    tracing::error!(%fault, "cannot make a certificate");
    ApiError::internal()
}
