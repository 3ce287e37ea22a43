//! The errors of API Gateway v2. The codes are the model's; of the words, those marked [U] are what
//! users have noted down of AWS's answers, the others are ours (see the README).

use kernel::{ApiError, Ctx};

use crate::api::error;

/// [U]
pub fn no_such_api(ctx: &Ctx<'_>, id: &str) -> ApiError {
    error::not_found_exception(format!("Invalid API identifier specified {}:{id}", ctx.account()))
}

/// [U]
pub fn no_such(kind: &str, id: &str) -> ApiError {
    error::not_found_exception(format!("Unable to find {kind} by key: {id}"))
}

pub fn bad_request(message: impl Into<String>) -> ApiError {
    error::bad_request_exception(message.into())
}

pub fn conflict(message: impl Into<String>) -> ApiError {
    error::conflict_exception(message.into())
}

pub fn too_many(kind: &str, max: usize) -> ApiError {
    let message = format!("The maximum number of {kind}s is reached: {max}");
    error::too_many_requests_exception(message)
}

/// What is left out on purpose is refused by name.
pub fn not_here(what: &str, why: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {what}: {why}."))
        .with_status(501)
}

pub fn bad_token() -> ApiError {
    bad_request("Invalid nextToken")
}
