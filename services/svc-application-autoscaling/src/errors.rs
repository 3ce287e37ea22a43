//! The errors of Application Auto Scaling.
//!
//! [V] are AWS's words as users of Terraform and Teleport quote its replies
//! (terraform-aws-modules/terraform-aws-dynamodb-table issue 15, pulumi-policy-aws issue 11,
//! TerraConstructs/base pull request 42, Teleport's DynamoDB backend). All others are ours.

use kernel::ApiError;

use crate::api::error;
use crate::state::TargetKey;

/// Our words.
pub fn invalid(message: impl Into<String>) -> ApiError {
    error::validation_exception(message)
}

/// [V]
pub fn unsupported_dimension() -> ApiError {
    invalid("Unsupported service namespace, resource type or scalable dimension")
}

/// [V] for tables; for indexes and functions by analogy.
pub fn no_resource(what: &str, resource_id: &str) -> ApiError {
    invalid(format!("{what} does not exist: {resource_id}"))
}

fn place((namespace, resource_id, dimension): &TargetKey) -> String {
    format!(
        "service namespace: {namespace}, resource ID: {resource_id}, scalable dimension: \
         {dimension}"
    )
}

/// [V]
pub fn no_target(key: &TargetKey) -> ApiError {
    error::object_not_found_exception(format!("No scalable target registered for {}", place(key)))
}

pub fn no_policy(key: &TargetKey, name: &str) -> ApiError {
    let place = place(key);
    error::object_not_found_exception(format!("No scaling policy {name} found for {place}"))
}

pub fn no_scheduled_action(key: &TargetKey, name: &str) -> ApiError {
    let place = place(key);
    error::object_not_found_exception(format!("No scheduled action {name} found for {place}"))
}

/// [V]
pub fn same_metric() -> ApiError {
    invalid("Only one TargetTrackingScaling policy for a given metric specification is allowed.")
}

/// [V]
pub fn role_of_other_account() -> ApiError {
    ApiError::new("AccessDeniedException", "Cross-account pass role is not allowed.")
}

pub fn too_many(what: &str, most: usize) -> ApiError {
    error::limit_exceeded_exception(format!("There can be at most {most} {what}."))
}

pub fn invalid_next_token() -> ApiError {
    error::invalid_next_token_exception("Invalid NextToken.")
}

pub fn no_such_arn(arn: &str) -> ApiError {
    error::resource_not_found_exception(format!("There is no scalable target {arn}."))
        .with_member("ResourceName", arn)
}

pub fn too_many_tags(arn: &str) -> ApiError {
    let message = "A scalable target can have at most 50 tags.";
    error::too_many_tags_exception(message).with_member("ResourceName", arn)
}

pub fn not_implemented(feature: &str) -> ApiError {
    let message = format!("Nephele does not implement {feature} yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}
