//! The errors of FIS. Codes are the model's; all texts are ours and unverified [U].

use kernel::ApiError;

use crate::api::error;

pub fn invalid(message: impl Into<String>) -> ApiError {
    error::validation_exception(message.into())
}

pub fn no_template(id: &str) -> ApiError {
    error::resource_not_found_exception(format!("Experiment template {id} does not exist."))
}

pub fn no_experiment(id: &str) -> ApiError {
    error::resource_not_found_exception(format!("Experiment {id} does not exist."))
}

pub fn no_action(id: &str) -> ApiError {
    error::resource_not_found_exception(format!("Action {id} does not exist."))
}

pub fn no_resource_type(id: &str) -> ApiError {
    error::resource_not_found_exception(format!("Target resource type {id} does not exist."))
}

pub fn no_lever(id: &str) -> ApiError {
    error::resource_not_found_exception(format!("Safety lever {id} does not exist."))
}

pub fn no_resource(arn: &str) -> ApiError {
    error::resource_not_found_exception(format!("Resource {arn} does not exist."))
}

pub fn no_account(id: &str) -> ApiError {
    error::resource_not_found_exception(format!("Target account {id} is not configured."))
}

pub fn has_account(id: &str) -> ApiError {
    error::conflict_exception(format!("Target account {id} is configured already."))
}

pub fn unknown_action(name: &str, id: &str) -> ApiError {
    invalid(format!("Action {name}: {id} is not an action that is available here."))
}

pub fn token_reused() -> ApiError {
    error::conflict_exception("The client token was used with other parameters before.")
}

pub fn too_many(what: &str, max: usize) -> ApiError {
    error::service_quota_exceeded_exception(format!("There are at most {max} {what}."))
}

pub fn not_running(id: &str, status: &str) -> ApiError {
    invalid(format!("Experiment {id} is {status} and cannot be stopped."))
}

pub fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}
