//! Refusals.
//!
//! Codes are the API's. [Q]: as users of AWS's tools quote it. [U]: the words are ours or from
//! memory.

use kernel::{AccountId, ApiError};

use crate::api::error;

/// [Q]
pub fn no_repository(name: &str, registry: AccountId) -> ApiError {
    error::repository_not_found_exception(format!(
        "The repository with name '{name}' does not exist in the registry with id '{registry}'"
    ))
}

/// [Q]
pub fn repository_exists(name: &str, registry: AccountId) -> ApiError {
    error::repository_already_exists_exception(format!(
        "The repository with name '{name}' already exists in the registry with id '{registry}'"
    ))
}

/// [Q]
pub fn not_empty(name: &str, registry: AccountId) -> ApiError {
    error::repository_not_empty_exception(format!(
        "The repository with name '{name}' in registry with id '{registry}' cannot be deleted \
         because it still contains images"
    ))
}

/// [Q]
pub fn no_repository_policy(name: &str, registry: AccountId) -> ApiError {
    error::repository_policy_not_found_exception(format!(
        "Repository policy does not exist for the repository with name '{name}' in the registry \
         with id '{registry}'"
    ))
}

/// [Q]
pub fn no_lifecycle_policy(name: &str, registry: AccountId) -> ApiError {
    error::lifecycle_policy_not_found_exception(format!(
        "Lifecycle policy does not exist for the repository with name '{name}' in the registry \
         with id '{registry}'"
    ))
}

/// [U]
pub fn no_preview(name: &str, registry: AccountId) -> ApiError {
    error::lifecycle_policy_preview_not_found_exception(format!(
        "There is no lifecycle policy preview for the repository with name '{name}' in the \
         registry with id '{registry}'"
    ))
}

/// [Q]
pub fn no_image(id: &str, name: &str, registry: AccountId) -> ApiError {
    error::image_not_found_exception(format!(
        "The image with imageId {id} does not exist within the repository with name '{name}' in \
         the registry with id '{registry}'"
    ))
}

/// [Q]
pub fn image_exists(digest: &str, tag: Option<&str>, name: &str, registry: AccountId) -> ApiError {
    let tagged = tag.map_or_else(String::new, |tag| format!(" and tag '{tag}'"));
    error::image_already_exists_exception(format!(
        "Image with digest '{digest}'{tagged} already exists in the repository with name '{name}' \
         in registry with id '{registry}'"
    ))
}

/// [Q]
pub fn tag_is_immutable(tag: &str, name: &str) -> ApiError {
    error::image_tag_already_exists_exception(format!(
        "The image tag '{tag}' already exists in the '{name}' repository and cannot be overwritten \
         because the tag is immutable."
    ))
}

/// [U]
pub fn digest_does_not_match(given: &str, computed: &str) -> ApiError {
    error::image_digest_does_not_match_exception(format!(
        "Image digest '{given}' does not match the digest '{computed}' of the manifest"
    ))
}

/// [Q]
pub fn layers_missing(digests: &[&str], name: &str, registry: AccountId) -> ApiError {
    error::layers_not_found_exception(format!(
        "Layers with digests '[{}]' required for pushing image into repository with name '{name}' \
         in the registry with id '{registry}' do not exist",
        digests.join(", ")
    ))
}

/// [U]
pub fn images_missing(digests: &[&str], name: &str, registry: AccountId) -> ApiError {
    error::referenced_images_not_found_exception(format!(
        "Images with digests '[{}]' required for pushing image into repository with name '{name}' \
         in the registry with id '{registry}' do not exist",
        digests.join(", ")
    ))
}

/// [U]
pub fn no_layer(digest: &str, name: &str, registry: AccountId) -> ApiError {
    error::layers_not_found_exception(format!(
        "The layer with digest '{digest}' does not exist in the repository with name '{name}' in \
         the registry with id '{registry}'"
    ))
}

/// [U]
pub fn no_upload(id: &str, name: &str, registry: AccountId) -> ApiError {
    error::upload_not_found_exception(format!(
        "The upload with id '{id}' in the repository with name '{name}' in the registry with id \
         '{registry}' does not exist"
    ))
}

/// [U]
pub fn layer_exists(digest: &str, name: &str, registry: AccountId) -> ApiError {
    error::layer_already_exists_exception(format!(
        "The layer with digest '{digest}' already exists in the repository with name '{name}' in \
         the registry with id '{registry}'"
    ))
}

/// [U]
pub fn empty_upload(id: &str) -> ApiError {
    error::empty_upload_exception(format!("The upload with id '{id}' has no parts"))
}

/// [U]
pub fn part_too_small() -> ApiError {
    error::layer_part_too_small_exception(
        "Layer parts must be at least 5242880 bytes in size, but for the last one",
    )
}

/// [U]
pub fn wrong_digest(given: &str, computed: &str) -> ApiError {
    error::invalid_layer_exception(format!(
        "The layer's digest '{given}' does not match the computed digest '{computed}'"
    ))
}

/// [U]
pub fn wrong_part(first: i64, expected: u64) -> ApiError {
    error::invalid_layer_part_exception(format!(
        "The layer part begins at byte {first}, and the last byte received was before {expected}"
    ))
}

/// [U]
pub fn invalid(message: impl Into<String>) -> ApiError {
    error::invalid_parameter_exception(message)
}

/// As the API Reference introduces it; what follows is ours.
pub fn invalid_lifecycle(reason: &str) -> ApiError {
    invalid(format!(
        "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle \
         policy validation failure: {reason}'"
    ))
}

/// [Q]
pub fn invalid_policy() -> ApiError {
    invalid(
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository \
         policy provided'",
    )
}

/// [U]
pub fn invalid_manifest() -> ApiError {
    invalid(
        "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'must be a valid image \
         manifest'",
    )
}

/// [U]
pub fn invalid_token() -> ApiError {
    invalid(
        "Invalid parameter at 'nextToken' failed to satisfy constraint: 'must be a valid token'",
    )
}

/// [U]
pub fn too_many(what: &str, most: u64) -> ApiError {
    error::limit_exceeded_exception(format!("The maximum number of {what} is {most}"))
}

/// What the API has and Nephele does not do.
pub fn not_implemented(what: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("{what} is not implemented.")).with_status(501)
}
