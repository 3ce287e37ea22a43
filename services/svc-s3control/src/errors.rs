//! The refusals that S3 Control has by itself; most come from S3's steps.

use kernel::ApiError;

/// [U] Our words.
pub fn invalid_account() -> ApiError {
    ApiError::new("InvalidRequest", "The account id of the request is not valid.")
}

/// [U] Our words.
pub fn invalid_arn() -> ApiError {
    ApiError::new("InvalidRequest", "The resource is no access point and no bucket.")
}
