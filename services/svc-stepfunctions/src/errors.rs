//! The errors of Step Functions.
//!
//! Codes are the model's. The form of most messages (`State Machine Does Not Exist: '…'`) is as
//! users have quoted AWS; what stands between the quotes is ours where it is no ARN. The README
//! lists what could not be verified.

use kernel::ApiError;

use crate::api::error;

pub fn no_such_machine(arn: &str) -> ApiError {
    error::state_machine_does_not_exist(format!("State Machine Does Not Exist: '{arn}'"))
}

pub fn machine_exists(arn: &str) -> ApiError {
    error::state_machine_already_exists(format!("State Machine Already Exists: '{arn}'"))
}

pub fn machine_is_deleting(arn: &str) -> ApiError {
    error::state_machine_deleting(format!("State Machine Deleting: '{arn}'"))
}

pub fn too_many_machines() -> ApiError {
    error::state_machine_limit_exceeded("State Machine Limit Exceeded: 'Too many state machines'")
}

pub fn type_not_supported(what: &str) -> ApiError {
    error::state_machine_type_not_supported(format!(
        "State Machine Type Not Supported: 'This operation is not supported by {what}'"
    ))
}

pub fn invalid_definition(findings: &[String]) -> ApiError {
    let text = format!("Invalid State Machine Definition: '{}'", findings.join(", "));
    error::invalid_definition(text)
}

pub fn invalid_name(name: &str) -> ApiError {
    error::invalid_name(format!("Invalid Name: '{name}'"))
}

pub fn invalid_arn(arn: &str) -> ApiError {
    error::invalid_arn(format!("Invalid Arn: '{arn}'"))
}

pub fn invalid_role(arn: &str) -> ApiError {
    error::invalid_arn(format!("Invalid Role Arn: '{arn}'"))
}

pub fn invalid_token() -> ApiError {
    error::invalid_token("Invalid Token: 'Invalid token'")
}

pub fn no_such_execution(arn: &str) -> ApiError {
    error::execution_does_not_exist(format!("Execution Does Not Exist: '{arn}'"))
}

pub fn execution_exists(arn: &str) -> ApiError {
    error::execution_already_exists(format!("Execution Already Exists: '{arn}'"))
}

pub fn not_redrivable(reason: &str) -> ApiError {
    error::execution_not_redrivable(format!("Execution Not Redrivable: '{reason}'"))
}

pub fn invalid_input(reason: &str) -> ApiError {
    error::invalid_execution_input(format!("Invalid State Machine Execution Input: '{reason}'"))
}

pub fn invalid_output(reason: &str) -> ApiError {
    error::invalid_output(format!("Invalid Output: '{reason}'"))
}

pub fn no_such_activity(arn: &str) -> ApiError {
    error::activity_does_not_exist(format!("Activity Does Not Exist: '{arn}'"))
}

pub fn too_many_activities() -> ApiError {
    error::activity_limit_exceeded("Activity Limit Exceeded: 'Too many activities'")
}

pub fn task_timed_out() -> ApiError {
    error::task_timed_out("Task Timed Out: 'Provided task does not exist anymore'")
}

pub fn no_such_resource(arn: &str) -> ApiError {
    error::resource_not_found(format!("Resource not found: '{arn}'"))
        .with_member("resourceName", arn)
}

pub fn too_many_tags(arn: &str) -> ApiError {
    error::too_many_tags("Too many tags").with_member("resourceName", arn)
}

pub fn conflict(message: &str) -> ApiError {
    error::conflict_exception(message)
}

pub fn quota(message: &str) -> ApiError {
    error::service_quota_exceeded_exception(message)
}

pub fn validation(message: &str, reason: &'static str) -> ApiError {
    error::validation_exception(message).with_member("reason", reason)
}

pub fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}
