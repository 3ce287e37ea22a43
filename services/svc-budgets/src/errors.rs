//! Budgets' refusals. The texts are ours and not verified.

use billing::filter::Fault;
use kernel::ApiError;

use crate::api::error;

pub fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} of budgets yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}

pub fn invalid(message: impl Into<String>) -> ApiError {
    error::invalid_parameter_exception(message)
}

pub fn no_budget(name: &str) -> ApiError {
    error::not_found_exception(format!("Unable to get budget: {name} - the budget doesn't exist."))
}

pub fn no_notification() -> ApiError {
    error::not_found_exception("Unable to find the notification: it doesn't exist.")
}

pub fn duplicate(what: &str) -> ApiError {
    error::duplicate_record_exception(format!("Error creating {what}: it already exists."))
}

pub fn limit(what: &str) -> ApiError {
    error::creation_limit_exceeded_exception(format!("There are too many {what}."))
}

pub fn bad_token() -> ApiError {
    error::invalid_next_token_exception("The pagination token is invalid.")
}

pub fn no_action() -> ApiError {
    error::not_found_exception("Unable to find the action: it doesn't exist.")
}

pub fn no_resource(arn: &str) -> ApiError {
    error::not_found_exception(format!("There is no {arn}."))
}

pub fn quota(what: &str) -> ApiError {
    error::service_quota_exceeded_exception(format!("There are too many {what}."))
}

pub fn locked(what: &str, status: &str) -> ApiError {
    error::resource_locked_exception(format!("{what} is not possible in the status {status}."))
}

pub fn of_fault(fault: Fault) -> ApiError {
    match fault {
        Fault::Invalid(message) => invalid(message),
        Fault::NotImplemented(what) => not_implemented(&what),
    }
}
