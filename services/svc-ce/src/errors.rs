//! Cost Explorer's refusals.
//!
//! "Start date (and hour) should be before end date (and hour)" is quoted in the issue threads of
//! its clients; the other texts are our own words and not verified.

use billing::filter::Fault;
use kernel::ApiError;

use crate::api::error;

pub fn validation(message: impl Into<String>) -> ApiError {
    ApiError::new("ValidationException", message.into()).with_status(400)
}

pub fn order_of_dates() -> ApiError {
    validation("Start date (and hour) should be before end date (and hour)")
}

pub fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} of ce yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}

pub fn of_fault(fault: Fault) -> ApiError {
    match fault {
        Fault::Invalid(message) => validation(message),
        Fault::NotImplemented(what) => not_implemented(&what),
    }
}

pub fn no_data() -> ApiError {
    error::data_unavailable_exception("The requested data is unavailable.")
}

pub fn bad_token() -> ApiError {
    error::invalid_next_token_exception("The pagination token is invalid.")
}
