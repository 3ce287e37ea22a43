//! The errors of signing in. Codes are those of RFC 6749 and RFC 8628, as the model names them; the
//! descriptions are ours (README.md).

use kernel::ApiError;

use crate::api::error;

fn told(error: ApiError, code: &'static str) -> ApiError {
    let description = error.message().to_owned();
    error.with_member("error", code).with_member("error_description", description)
}

pub fn invalid_request(message: impl Into<String>) -> ApiError {
    told(error::invalid_request_exception(message), "invalid_request")
}

pub fn invalid_client() -> ApiError {
    let message = "The client is unknown, its registration has ended, or its secret is another.";
    told(error::invalid_client_exception(message), "invalid_client")
}

pub fn invalid_client_metadata(message: impl Into<String>) -> ApiError {
    told(error::invalid_client_metadata_exception(message), "invalid_client_metadata")
}

pub fn invalid_redirect() -> ApiError {
    let message = "The redirect URI is none with which the client was registered.";
    told(error::invalid_redirect_uri_exception(message), "invalid_redirect_uri")
}

pub fn invalid_grant(message: impl Into<String>) -> ApiError {
    told(error::invalid_grant_exception(message), "invalid_grant")
}

pub fn unsupported_grant() -> ApiError {
    let message = "The grant type is none that there is.";
    told(error::unsupported_grant_type_exception(message), "unsupported_grant_type")
}

pub fn unauthorized_client() -> ApiError {
    let message = "The client was not registered for this grant type.";
    told(error::unauthorized_client_exception(message), "unauthorized_client")
}

pub fn pending() -> ApiError {
    let message = "The user has not confirmed the request yet.";
    told(error::authorization_pending_exception(message), "authorization_pending")
}

pub fn slow_down() -> ApiError {
    let message = "Polls come faster than the interval.";
    told(error::slow_down_exception(message), "slow_down")
}

pub fn denied() -> ApiError {
    let message = "The user has denied the request.";
    told(error::access_denied_exception(message), "access_denied")
}

pub fn expired() -> ApiError {
    let message = "The code has expired.";
    told(error::expired_token_exception(message), "expired_token")
}

pub fn invalid_scope(scope: &str) -> ApiError {
    let message = format!("The scope {scope} is none that can be granted here.");
    told(error::invalid_scope_exception(message), "invalid_scope")
}

pub fn no_actor() -> ApiError {
    let message = "The application has no authentication method, so nobody may ask for its tokens.";
    told(error::unauthorized_client_exception(message), "unauthorized_client")
}

pub fn not_assigned() -> ApiError {
    let message = "The user is not assigned to the application.";
    told(error::access_denied_exception(message), "access_denied")
}

pub fn not_implemented(what: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {what} yet."))
        .with_status(501)
}
