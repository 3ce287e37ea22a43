//! Secrets Manager's refusals in its words.
//!
//! Seen in the issue threads of its clients (external-secrets, terraform-provider-aws, CDK), which
//! quote replies: `not_found`, `marked_for_deletion`, `name_is_going`. The other words are written
//! as we know AWS's replies or are ours; they are not verified.

use kernel::ApiError;

use crate::api::error;

pub fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} of secretsmanager yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}

pub fn not_found() -> ApiError {
    error::resource_not_found_exception("Secrets Manager can't find the specified secret.")
}

pub fn no_value(of: &str) -> ApiError {
    error::resource_not_found_exception(format!(
        "Secrets Manager can't find the specified secret value for {of}"
    ))
}

pub fn marked_for_deletion() -> ApiError {
    request("You can't perform this operation on the secret because it was marked for deletion.")
}

pub fn name_is_going() -> ApiError {
    request(
        "You can't create this secret because a secret with this name is already scheduled for \
         deletion.",
    )
}

pub fn exists(name: &str) -> ApiError {
    error::resource_exists_exception(format!(
        "The operation failed because the secret {name} already exists."
    ))
}

pub fn version_exists() -> ApiError {
    error::resource_exists_exception(
        "You can't modify an existing version, you can only create a new version.",
    )
}

pub fn parameter(message: impl Into<String>) -> ApiError {
    error::invalid_parameter_exception(message)
}

pub fn request(message: impl Into<String>) -> ApiError {
    error::invalid_request_exception(message)
}

pub fn invalid_token() -> ApiError {
    error::invalid_next_token_exception("The NextToken is not one of this operation's.")
}

pub fn limit(message: impl Into<String>) -> ApiError {
    error::limit_exceeded_exception(message)
}

pub fn no_rotation_function() -> ApiError {
    request("No Lambda rotation function ARN is associated with this secret.")
}

pub fn no_rotation_rules() -> ApiError {
    parameter("You must provide AutomaticallyAfterDays or ScheduleExpression in RotationRules.")
}

pub fn days_and_expression() -> ApiError {
    parameter("You can't specify both AutomaticallyAfterDays and ScheduleExpression.")
}

pub fn invalid_schedule() -> ApiError {
    parameter("The rotation schedule is not valid.")
}

pub fn window_too_long() -> ApiError {
    parameter(
        "The rotation window must not extend into the next UTC day or into the next rotation \
         window.",
    )
}

pub fn rotation_in_progress() -> ApiError {
    request("A previous rotation isn't complete. That rotation will be reattempted.")
}

pub fn rotation_not_configured() -> ApiError {
    request("You can't cancel the rotation of a secret for which rotation is not configured.")
}

pub fn invalid_rotation_function() -> ApiError {
    parameter("The RotationLambdaARN is not the ARN of a Lambda function.")
}

pub fn rotation_function_not_found() -> ApiError {
    error::resource_not_found_exception("Lambda does not exist or is not accessible")
}

pub fn rotation_function_denied() -> ApiError {
    ApiError::new(
        "AccessDeniedException",
        "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function \
         policy grants access to the principal secretsmanager.amazonaws.com.",
    )
}

pub fn wrong_rotation_token() -> ApiError {
    request("The RotationToken is not that of the rotation in progress.")
}

pub fn is_replica() -> ApiError {
    request(
        "Operation not permitted on a replica secret. Call must be made in primary secret's \
         region.",
    )
}

pub fn is_cross_account_replica() -> ApiError {
    request(
        "Operation not permitted on a cross-account replica secret. Call must be made on the \
         primary secret.",
    )
}

/// What KMS's refusals become when a value is written.
pub fn encryption(cause: &ApiError) -> ApiError {
    match cause.code() {
        "AccessDeniedException" => kms_denied(),
        _ => error::encryption_failure(
            "Secrets Manager can't encrypt the protected secret text using the provided KMS key. \
             Check that the KMS key is available, enabled, and not in an invalid state.",
        ),
    }
}

/// What KMS's refusals become when a value is read.
pub fn decryption(cause: &ApiError) -> ApiError {
    match cause.code() {
        "AccessDeniedException" => kms_denied(),
        _ => error::decryption_failure(
            "Secrets Manager can't decrypt the protected secret text using the provided KMS key.",
        ),
    }
}

fn kms_denied() -> ApiError {
    ApiError::new("AccessDeniedException", "Access to KMS is not allowed")
}

/// The words are ours: unverified.
pub fn is_managed(name: &str, owner: &str) -> ApiError {
    request(format!("The secret {name} is managed by the service {owner}, which alone changes it."))
}
