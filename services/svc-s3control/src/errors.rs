//! The refusals that S3 Control has by itself; most come from S3's steps.

use kernel::ApiError;

/// [U] Our words.
pub fn invalid_account() -> ApiError {
    ApiError::new("InvalidRequest", "The account id of the request is not valid.")
}

/// [U] Our words.
pub fn invalid_arn() -> ApiError {
    ApiError::new("InvalidRequest", "The resource has no tags here.")
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
    ApiError::new("TooManyTagsException", "There are more than 50 tags.")
}

/// [U] Code and words, as those of all refusals of S3 Access Grants.
pub fn no_instance() -> ApiError {
    let message = "The specified Access Grants Instance does not exist";
    ApiError::new("AccessGrantsInstanceNotExistsError", message).with_status(404)
}

pub fn instance_exists() -> ApiError {
    let message = "An Access Grants Instance already exists in this Region";
    ApiError::new("AccessGrantsInstanceAlreadyExists", message).with_status(409)
}

pub fn no_instance_policy() -> ApiError {
    let message = "The specified Access Grants Instance has no resource policy";
    ApiError::new("AccessGrantsInstanceResourcePolicyNotExists", message).with_status(404)
}

pub fn no_location() -> ApiError {
    let message = "The specified Access Grants Location does not exist";
    ApiError::new("NoSuchAccessGrantsLocationError", message).with_status(404)
}

pub fn no_grant() -> ApiError {
    ApiError::new("NoSuchAccessGrantError", "The specified Access Grant does not exist")
        .with_status(404)
}

pub fn no_data_access() -> ApiError {
    ApiError::new("AccessDenied", "You do not have READ, WRITE or READWRITE access by a grant")
        .with_status(403)
}

pub fn grants_conflict(message: &str) -> ApiError {
    ApiError::new("InvalidRequest", message).with_status(409)
}

pub fn grants_quota(what: &str) -> ApiError {
    let message = format!("There are as many {what} as an instance may have.");
    ApiError::new("ServiceQuotaExceeded", message)
}

pub fn invalid_grants(message: &str) -> ApiError {
    ApiError::new("InvalidRequest", message)
}

/// What the API has and Nephele does not do.
pub fn not_implemented(what: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("{what} is not implemented.")).with_status(501)
}
