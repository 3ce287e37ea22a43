//! The errors of Scheduler in AWS's words.
//!
//! Those marked [M] were measured against AWS in us-east-1 in September 2026 and published with
//! the rules of a template checker (cdk-preflight). [U] are AWS's replies as users have noted them
//! down. The others are in the words of the model, of the User Guide, or ours.

use data_keys::Refusal;
use kernel::{AccountId, ApiError};

use crate::api::error;

/// [U] "ValidationException: Invalid Schedule Expression rate(30 seconds)." from a session with the
/// AWS CLI; the same of an `at(…)` with fractions of a second and of a `cron(…)` with seven fields.
pub fn invalid_expression(expression: &str) -> ApiError {
    error::validation_exception(format!("Invalid Schedule Expression {expression}."))
}

/// Our words.
pub fn invalid_timezone(name: &str) -> ApiError {
    error::validation_exception(format!("Invalid Schedule Expression Timezone {name}."))
}

/// [M]
pub fn window_without_length() -> ApiError {
    error::validation_exception(
        "MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.",
    )
}

/// [M]
pub fn length_without_window() -> ApiError {
    error::validation_exception(
        "MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.",
    )
}

/// [M]
pub fn start_after_end() -> ApiError {
    error::validation_exception("The StartDate you specify must come before the EndDate.")
}

/// [U] The comment of an application's test of its start dates quotes it; AWS CDK's scheduler
/// module refuses the same beforehand, in nearly these words.
pub fn start_too_old() -> ApiError {
    error::validation_exception("The StartDate you specify cannot be earlier than 5 minutes ago.")
}

pub fn not_an_arn() -> ApiError {
    error::validation_exception("Provided Arn is not in correct format.")
}

/// [M], and the guide's page "Troubleshooting".
pub fn unsupported_service(service: &str) -> ApiError {
    let message = format!("{service} is not a supported service for a target.");
    error::validation_exception(message)
}

/// [M]
pub fn unsupported_action(action: &str) -> ApiError {
    error::validation_exception(format!("{action} API is not supported."))
}

/// [M]
pub fn other_region(region: &str) -> ApiError {
    error::validation_exception(format!(
        "The target ARN provided does not match the current region {region}."
    ))
}

/// [M]
pub fn no_input() -> ApiError {
    error::validation_exception("You must provide an input to set this target for your schedule.")
}

/// [M]
pub fn input_is_no_json() -> ApiError {
    error::validation_exception("JSON syntax error in input for the target.")
}

/// Our words.
pub fn input_too_long() -> ApiError {
    error::validation_exception("The maximum size of the Input field is 256 KB.")
}

/// [M]
pub fn parameters_not_supported(block: &str) -> ApiError {
    error::validation_exception(format!("Parameters {block} not supported for the target."))
}

/// [M]
pub fn parameters_missing(block: &str) -> ApiError {
    error::validation_exception(format!("Parameters {block} must be specified."))
}

/// [M]
pub fn parameters_not_valid(name: &str) -> ApiError {
    error::validation_exception(format!("Parameters {name} not valid for the target."))
}

pub fn schedule_exists(name: &str) -> ApiError {
    error::conflict_exception(format!("Schedule {name} already exists."))
}

pub fn no_such_schedule(name: &str) -> ApiError {
    error::resource_not_found_exception(format!("Schedule {name} does not exist."))
}

pub fn group_exists(name: &str) -> ApiError {
    error::conflict_exception(format!("Schedule group {name} already exists."))
}

pub fn no_such_group(name: &str) -> ApiError {
    error::resource_not_found_exception(format!("Schedule group {name} does not exist."))
}

pub fn group_is_being_deleted(name: &str) -> ApiError {
    error::conflict_exception(format!("Schedule group {name} is being deleted."))
}

/// [M]
pub fn not_on_default_group() -> ApiError {
    error::validation_exception("This operation cannot be performed on schedule group default.")
}

pub fn too_many_groups() -> ApiError {
    error::service_quota_exceeded_exception("The maximum number of schedule groups is reached.")
}

pub fn token_reused() -> ApiError {
    error::conflict_exception("The client token was used with other parameters before.")
}

pub fn invalid_next_token() -> ApiError {
    error::validation_exception("Invalid NextToken.")
}

pub fn too_many_tags() -> ApiError {
    error::validation_exception("A resource can have at most 50 tags.")
}

pub fn reserved_tag(key: &str) -> ApiError {
    error::validation_exception(format!("The tag key {key} begins with the reserved aws:."))
}

/// IAM's words.
pub fn role_of_other_account(role: &str, account: AccountId) -> ApiError {
    let message = format!("Cross-account pass role is not allowed: {role} is not of {account}.");
    ApiError::new("AccessDeniedException", message).with_status(403)
}

/// KMS's words by a code of Scheduler: our choice.
pub fn of_kms(error: &ApiError) -> ApiError {
    match Refusal::of(error) {
        Refusal::AccessDenied => {
            ApiError::new("AccessDeniedException", error.message()).with_status(403)
        }
        Refusal::Throttled => error::throttling_exception(error.message()),
        Refusal::Failed => ApiError::internal(),
        _ => error::validation_exception(error.message()),
    }
}

/// Our words.
pub fn asymmetric_key(key: &str) -> ApiError {
    let message = format!("{key} is not a symmetric encryption KMS key.");
    error::validation_exception(message)
}

pub fn target_not_implemented(target: &str) -> ApiError {
    not_implemented(&format!("{target} as the target of a schedule"))
}

fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}
