//! Errors in AWS's words.
//!
//! Sources: AWS's replies as quoted in issue threads of its clients (Terraform's AWS provider, AWS
//! CDK, cloud-custodian) and in re:Post; where none was found the words are ours.

use event_pattern::Invalid;
use kernel::ApiError;

use crate::api::error;

pub fn validation(message: impl Into<String>) -> ApiError {
    ApiError::new("ValidationException", message)
}

/// Our words around those of KMS.
pub fn invalid_key(reason: &str) -> ApiError {
    validation(format!("Parameter KmsKeyIdentifier is not valid. Reason: {reason}"))
}

/// A feature that is absent: refused rather than ignored.
pub fn not_implemented(feature: &str) -> ApiError {
    let message = format!("Nephele does not implement {feature} of EventBridge yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}

pub fn invalid_pattern(invalid: &Invalid) -> ApiError {
    error::invalid_event_pattern_exception(invalid.to_string())
}

pub fn no_bus(name: &str) -> ApiError {
    error::resource_not_found_exception(format!("Event bus {name} does not exist."))
}

pub fn no_rule(bus: &str, rule: &str) -> ApiError {
    let message = format!("Rule {rule} does not exist on EventBus {bus}.");
    error::resource_not_found_exception(message)
}

/// Our words.
pub fn endpoint_is_passing(name: &str, state: &str) -> ApiError {
    let message = format!("Endpoint {name} is {state} and cannot be changed now.");
    error::concurrent_modification_exception(message)
}

/// `what` is `Archive`, `Replay`, `Connection`, …
pub fn not_found(what: &str, name: &str) -> ApiError {
    error::resource_not_found_exception(format!("{what} {name} does not exist."))
}

pub fn already_exists(what: &str, name: &str) -> ApiError {
    error::resource_already_exists_exception(format!("{what} {name} already exists."))
}

pub fn limit_exceeded() -> ApiError {
    let message = "The requested resource exceeds the maximum number allowed.";
    error::limit_exceeded_exception(message)
}

pub fn managed_rule(rule: &str) -> ApiError {
    error::managed_rule_exception(format!(
        "Rule {rule} is managed by an AWS service can only be modified if force is true."
    ))
}

pub fn invalid_token() -> ApiError {
    ApiError::new("InvalidToken", "The value of NextToken is not valid for this request.")
}

/// A role that is handed to EventBridge must be the caller's own.
pub fn cross_account_role() -> ApiError {
    ApiError::new("AccessDeniedException", "Cross-account pass role is not allowed.")
}
