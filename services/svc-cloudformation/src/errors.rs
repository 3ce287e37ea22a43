//! The refusals of CloudFormation.
//!
//! Texts marked [U] are written from memory of what AWS answers, not from a document; the README
//! lists them.

use cfn_template::Problem;
use kernel::ApiError;

pub fn validation(message: impl Into<String>) -> ApiError {
    ApiError::new("ValidationError", message)
}

pub fn problem(problem: Problem) -> ApiError {
    validation(problem.0)
}

/// aws-cli `deployer.py` looks for "Stack with id {name} does not exist".
pub fn no_stack(name: &str) -> ApiError {
    validation(format!("Stack with id {name} does not exist"))
}

/// [U]
pub fn no_stack_for_events(name: &str) -> ApiError {
    validation(format!("Stack [{name}] does not exist"))
}

/// [U]
pub fn already_exists(name: &str) -> ApiError {
    ApiError::new("AlreadyExistsException", format!("Stack [{name}] already exists"))
}

/// aws-cli `deployer.py`: "No updates are to be performed".
pub fn no_updates() -> ApiError {
    validation("No updates are to be performed.")
}

/// [U]
pub fn wrong_state(stack: &str, status: &str, verb: &str) -> ApiError {
    validation(format!("Stack:{stack} is in {status} state and can not be {verb}."))
}

/// [U]
pub fn protected(name: &str) -> ApiError {
    validation(format!("Stack [{name}] cannot be deleted while TerminationProtection is enabled"))
}

/// "Acknowledging IAM resources in CloudFormation templates"; the spacing is AWS's [U].
pub fn capabilities(needed: &str) -> ApiError {
    ApiError::new(
        "InsufficientCapabilitiesException",
        format!("Requires capabilities : [{needed}]"),
    )
}

/// The model's shape is `ChangeSetNotFoundException`, code `ChangeSetNotFound` [U].
pub fn no_change_set(name: &str) -> ApiError {
    ApiError::new("ChangeSetNotFoundException", format!("ChangeSet [{name}] does not exist"))
        .with_status(404)
}

/// [U]
pub fn change_set_exists(name: &str) -> ApiError {
    ApiError::new("AlreadyExistsException", format!("ChangeSet {name} already exists"))
}

/// [U]
pub fn change_set_status(id: &str, status: &str, verb: &str) -> ApiError {
    ApiError::new(
        "InvalidChangeSetStatusException",
        format!("ChangeSet [{id}] cannot be {verb} in its current status of [{status}]"),
    )
}

/// Ours: what is not done here is refused by its name.
pub fn not_implemented(what: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {what}.")).with_status(501)
}

pub fn limit(what: impl Into<String>) -> ApiError {
    ApiError::new("LimitExceededException", what)
}
