//! The errors of Pipes in AWS's words.
//!
//! Those marked [M] were measured against AWS in us-east-1 in September 2026 and published with
//! the rules of a template checker (cdk-preflight); the others are ours.

use kernel::{AccountId, ApiError};

use crate::api::error;

const RESOURCE_TYPE: &str = "pipe";

pub fn no_such_pipe(name: &str) -> ApiError {
    error::not_found_exception(format!("Pipe {name} does not exist."))
}

pub fn pipe_exists(name: &str) -> ApiError {
    conflict(name, format!("Pipe {name} already exists."))
}

pub fn wrong_state(name: &str, state: &str) -> ApiError {
    conflict(name, format!("Pipe {name} is in state {state} and cannot be changed now."))
}

pub fn too_many_pipes() -> ApiError {
    error::service_quota_exceeded_exception("The maximum number of pipes is reached.")
        .with_member("resourceId", "pipes")
        .with_member("resourceType", RESOURCE_TYPE)
        .with_member("serviceCode", "pipes")
        .with_member("quotaCode", "L-0DAC4529")
}

/// [M]
pub fn other_region() -> ApiError {
    error::validation_exception("Creating cross-region pipe is not permitted.")
}

/// [M]
pub fn wrong_source_parameters() -> ApiError {
    error::validation_exception("Invalid source parameter provided for source.")
}

/// [M]
pub fn wrong_target_parameters() -> ApiError {
    error::validation_exception("Invalid target parameter provided for target.")
}

/// [M] to the word `supported`.
pub fn batch_too_large(size: i64, max: i64) -> ApiError {
    error::validation_exception(format!(
        "The configured batch size {size} is greater than the max supported batch size {max} of \
         the target."
    ))
}

/// [M]
pub fn fifo_topic() -> ApiError {
    error::validation_exception("SNS FIFO topics are not supported as a pipe target.")
}

/// [M]
pub fn invalid_enrichment() -> ApiError {
    error::validation_exception("Invalid pipe enrichment.")
}

/// [M]
pub fn invalid_pattern(reason: &str) -> ApiError {
    error::validation_exception(format!("Invalid Event Pattern. Reason: {reason}"))
}

/// [M]
pub fn invalid_placeholder() -> ApiError {
    error::validation_exception(
        "Invalid json path reference or predefined variable for placeholder.",
    )
}

/// [M]
pub fn no_log_destination() -> ApiError {
    error::validation_exception("Must provide at least 1 log destination in LogConfiguration.")
}

/// The words are ours: unverified.
pub fn invalid_log_destination(arn: &str) -> ApiError {
    error::validation_exception(format!("Invalid log destination: {arn}."))
}

/// The words are ours: unverified.
pub fn log_format(format: &str) -> ApiError {
    error::validation_exception(format!("The output format {format} is not supported, only json."))
}

/// The words are ours: unverified.
pub fn no_way_to_log(to: &str, error: &ApiError) -> ApiError {
    if error.code() == "ValidationException" {
        return error.clone();
    }
    error::validation_exception(format!(
        "Logs cannot be delivered to {to}: {}: {}",
        error.code(),
        error.message()
    ))
}

pub fn no_starting_position(block: &str) -> ApiError {
    error::validation_exception(format!(
        "{block} with a StartingPosition must be provided for the source."
    ))
}

/// The words are ours: unverified.
pub fn wrong_starting_timestamp() -> ApiError {
    error::validation_exception(
        "StartingPositionTimestamp must be provided with the StartingPosition AT_TIMESTAMP, and \
         with no other.",
    )
}

/// The words are ours: unverified.
pub fn no_partition_key() -> ApiError {
    error::validation_exception(
        "KinesisStreamParameters with a PartitionKey must be provided for the target.",
    )
}

pub fn invalid_dead_letter() -> ApiError {
    error::validation_exception(
        "The dead-letter queue must be a standard Amazon SQS queue or Amazon SNS topic.",
    )
}

pub fn enrichment_too_large(items: usize) -> ApiError {
    error::validation_exception(format!(
        "The enrichment has returned {items} items, more than the target takes at once."
    ))
}

pub fn enrichment_is_no_json() -> ApiError {
    error::validation_exception("The enrichment has not returned JSON.")
}

pub fn item_failed() -> ApiError {
    error::validation_exception("The target has named the event among its batchItemFailures.")
}

pub fn invalid_source() -> ApiError {
    error::validation_exception("Invalid pipe source.")
}

pub fn invalid_target() -> ApiError {
    error::validation_exception("Invalid pipe target.")
}

pub fn invalid_next_token() -> ApiError {
    error::validation_exception("Invalid NextToken.")
}

pub fn reserved_tag(key: &str) -> ApiError {
    error::validation_exception(format!("The tag key {key} begins with the reserved aws:."))
}

pub fn too_many_tags() -> ApiError {
    error::validation_exception("A pipe can have at most 50 tags.")
}

/// IAM's words.
pub fn role_of_other_account(role: &str, account: AccountId) -> ApiError {
    let message = format!("Cross-account pass role is not allowed: {role} is not of {account}.");
    ApiError::new("AccessDeniedException", message).with_status(403)
}

pub fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}

fn conflict(name: &str, message: String) -> ApiError {
    error::conflict_exception(message)
        .with_member("resourceId", name)
        .with_member("resourceType", RESOURCE_TYPE)
}
