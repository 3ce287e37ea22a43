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

pub fn bad_request(message: &str) -> ApiError {
    ApiError::new("BadRequestException", message)
}

/// [U] Our words.
pub fn bad_manifest(message: &str) -> ApiError {
    ApiError::new("InvalidManifest", message)
}

/// [U] Our words.
pub fn no_such_job(id: &str) -> ApiError {
    ApiError::new("NotFoundException", format!("The job does not exist: {id}")).with_status(404)
}

/// [U] Our words.
pub fn idempotency(token: &str) -> ApiError {
    let message = format!("The token belongs to a job of another request: {token}");
    ApiError::new("IdempotencyException", message)
}

/// [U] Our words.
pub fn job_status(status: &str) -> ApiError {
    ApiError::new("JobStatusException", format!("The job is {status}, which does not allow it."))
}

/// [U] Our words.
pub fn invalid_next_token() -> ApiError {
    ApiError::new("InvalidNextTokenException", "The token of the next page is not valid.")
}

/// [U] Our words.
pub fn too_many_tags() -> ApiError {
    ApiError::new("TooManyTagsException", "A job has at most 50 tags.")
}

/// What the API has and Nephele does not do.
pub fn not_implemented(what: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("{what} is not implemented.")).with_status(501)
}
