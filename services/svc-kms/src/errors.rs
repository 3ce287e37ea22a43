//! KMS's refusals in its words.
//!
//! Sources: [S] Developer Guide, "Key states of AWS KMS keys" (the table's details); [P] re:Post
//! and the issue threads of KMS's clients, which quote replies; [U] written as we know AWS's
//! replies, and not found on a page since: not verified. The README lists what is ours.

use kernel::ApiError;

use crate::api::error;

pub fn validation(message: impl Into<String>) -> ApiError {
    ApiError::new("ValidationException", message)
}

/// A feature that Nephele does not have.
pub fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} of kms yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}

/// [P]
pub fn key_not_found(arn: &str) -> ApiError {
    error::not_found_exception(format!("Key '{arn}' does not exist"))
}

/// [U]
pub fn alias_not_found(arn: &str) -> ApiError {
    error::not_found_exception(format!("Alias {arn} is not found."))
}

/// [U]
pub fn invalid_key_id(text: &str) -> ApiError {
    error::not_found_exception(format!("Invalid keyId '{text}'"))
}

/// [U]
pub fn invalid_arn(region: &str) -> ApiError {
    error::not_found_exception(format!("Invalid arn {region}"))
}

/// [S]
pub fn disabled(arn: &str) -> ApiError {
    error::disabled_exception(format!("{arn} is disabled."))
}

/// [S]
pub fn pending_deletion(arn: &str) -> ApiError {
    error::kms_invalid_state_exception(format!("{arn} is pending deletion."))
}

/// [S]
pub fn not_pending_deletion(arn: &str) -> ApiError {
    error::kms_invalid_state_exception(format!("{arn} is not pending deletion."))
}

/// [S]
pub fn pending_import(arn: &str) -> ApiError {
    error::kms_invalid_state_exception(format!("{arn} is pending import."))
}

/// [U]
pub fn wrong_origin(arn: &str, origin: &str) -> ApiError {
    error::unsupported_operation_exception(format!(
        "{arn} origin is {origin} which is not valid for this operation."
    ))
}

pub fn unsupported(message: impl Into<String>) -> ApiError {
    error::unsupported_operation_exception(message)
}

/// [U]
pub fn wrong_usage(arn: &str, usage: &str, operation: &str) -> ApiError {
    error::invalid_key_usage_exception(format!(
        "{arn} key usage is {usage} which is not valid for {operation}."
    ))
}

/// [U]
pub fn incompatible(algorithm: &str, spec: &str) -> ApiError {
    error::invalid_key_usage_exception(format!(
        "Algorithm {algorithm} and key spec {spec} are incompatible."
    ))
}

/// Comes without words ([U]).
pub fn invalid_ciphertext() -> ApiError {
    error::invalid_ciphertext_exception("")
}

/// [U]
pub fn incorrect_key() -> ApiError {
    error::incorrect_key_exception(
        "The key ID in the request does not identify a CMK that can perform this operation.",
    )
}

/// [P]
pub fn unreachable_key() -> ApiError {
    ApiError::new(
        "AccessDeniedException",
        "The ciphertext refers to a customer master key that does not exist, does not exist in \
         this region, or you are not allowed to access.",
    )
}

/// [U]
pub fn dry_run() -> ApiError {
    error::dry_run_operation_exception(
        "The request would have succeeded, but the DryRun option is set.",
    )
}

/// Comes without words ([U]).
pub fn invalid_signature() -> ApiError {
    error::kms_invalid_signature_exception("")
}

pub fn invalid_mac() -> ApiError {
    error::kms_invalid_mac_exception("")
}

/// [U]
pub fn alias_exists(arn: &str) -> ApiError {
    error::already_exists_exception(format!("An alias with the name {arn} already exists"))
}

pub fn reserved_alias() -> ApiError {
    error::invalid_alias_name_exception("Names that begin with alias/aws/ are reserved for AWS.")
}

pub fn not_an_alias(name: &str) -> ApiError {
    validation(format!("{name} is no name of an alias: it must begin with alias/."))
}

/// [P]
pub fn locked_out() -> ApiError {
    malformed_policy(
        "The new key policy will not allow you to update the key policy in the future.",
    )
}

pub fn malformed_policy(message: impl Into<String>) -> ApiError {
    error::malformed_policy_document_exception(message)
}

pub fn limit_exceeded(message: impl Into<String>) -> ApiError {
    error::limit_exceeded_exception(message)
}

pub fn tag(message: impl Into<String>) -> ApiError {
    error::tag_exception(message)
}

pub fn invalid_marker() -> ApiError {
    error::invalid_marker_exception("The marker is not one that this operation has answered.")
}

pub fn no_such_grant(id: &str) -> ApiError {
    error::not_found_exception(format!("Grant ID {id} not found"))
}

pub fn invalid_grant_token() -> ApiError {
    error::invalid_grant_token_exception("A grant token is not one that CreateGrant has answered.")
}

pub fn no_such_store(id: &str) -> ApiError {
    error::custom_key_store_not_found_exception(format!("Custom key store {id} does not exist."))
}

/// [U]
pub fn wrong_connection(id: &str, state: &str, operation: &str) -> ApiError {
    error::custom_key_store_invalid_state_exception(format!(
        "The custom key store {id} is {state}, which is not a connection state for {operation}."
    ))
}

/// [U]
pub fn no_cluster(id: &str) -> ApiError {
    error::cloud_hsm_cluster_not_found_exception(format!(
        "KMS cannot find the AWS CloudHSM cluster {id}. Retry the request with a different \
         cluster ID."
    ))
}

/// [U]
pub fn no_endpoint_service(name: &str) -> ApiError {
    error::xks_proxy_vpc_endpoint_service_not_found_exception(format!(
        "KMS could not find the VPC endpoint service {name}."
    ))
}

pub fn invalid_import_token() -> ApiError {
    error::invalid_import_token_exception(
        "The import token is invalid or belongs to a different key.",
    )
}

pub fn expired_import_token() -> ApiError {
    error::expired_import_token_exception("The import token has expired.")
}

pub fn incorrect_material(message: impl Into<String>) -> ApiError {
    error::incorrect_key_material_exception(message)
}

pub fn managed(arn: &str) -> ApiError {
    unsupported(format!("{arn} is an AWS managed key, which only AWS manages."))
}
