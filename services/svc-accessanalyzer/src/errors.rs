//! The service's refusals. The texts are ours and not verified; the shapes are the model's.

use kernel::ApiError;
use policy::PolicyError;

use crate::api::error;
use crate::limits;

pub fn invalid(reason: &str, message: impl Into<String>) -> ApiError {
    error::validation_exception(message.into()).with_member("reason", reason)
}

/// `kind` is a type in the words of the API: `Analyzer`, `ArchiveRule`, `Finding`, …
pub fn not_found(kind: &str, id: &str) -> ApiError {
    of_resource(error::resource_not_found_exception(format!("{kind} {id} not found.")), kind, id)
}

pub fn conflict(kind: &str, id: &str) -> ApiError {
    of_resource(error::conflict_exception(format!("{kind} {id} already exists.")), kind, id)
}

pub fn quota(kind: &str, id: &str) -> ApiError {
    let message = format!("There cannot be more of the type {kind}.");
    of_resource(error::service_quota_exceeded_exception(message), kind, id)
}

fn of_resource(error: ApiError, kind: &str, id: &str) -> ApiError {
    error.with_member("resourceId", id).with_member("resourceType", kind)
}

pub fn bad_token() -> ApiError {
    invalid("fieldValidationFailed", "The pagination token is not valid.")
}

pub fn too_long() -> ApiError {
    let limit = limits::DOCUMENT_BYTES_MAX;
    invalid("fieldValidationFailed", format!("A policy document has at most {limit} bytes."))
}

pub fn type_without_resource_policy() -> ApiError {
    let message = "validatePolicyResourceType is for policies of type RESOURCE_POLICY only.";
    invalid("fieldValidationFailed", message)
}

pub fn bad_policy(name: &str, problem: &PolicyError) -> ApiError {
    error::invalid_parameter_exception(format!("{name} is not valid: {problem}"))
}

pub fn bad_condition(name: &str) -> ApiError {
    error::invalid_parameter_exception(format!("{name} is not valid: a condition is not."))
}

pub fn no_access_given() -> ApiError {
    error::invalid_parameter_exception("An access object must name actions or resources.")
}

pub fn bad_action(action: &str) -> ApiError {
    error::invalid_parameter_exception(format!("{action} is not an action of a policy."))
}

pub fn bad_resource(resource: &str) -> ApiError {
    let message = format!(
        "{resource} is not a resource: only the part of an ARN that is the resource's own may \
         have wildcards."
    );
    error::invalid_parameter_exception(message)
}

/// The policies have more patterns than are compared.
pub fn too_complex() -> ApiError {
    error::unprocessable_entity_exception("The policy is too complex to be checked.")
}

pub fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}
