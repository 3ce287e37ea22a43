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

pub fn no_category(arn: &str) -> ApiError {
    no_resource(arn)
}

pub fn no_resource(arn: &str) -> ApiError {
    error::resource_not_found_exception(format!("There is no {arn}."))
}

pub fn no_monitor(arn: &str) -> ApiError {
    error::unknown_monitor_exception(format!("There is no monitor {arn}."))
}

pub fn no_subscription(arn: &str) -> ApiError {
    error::unknown_subscription_exception(format!("There is no subscription {arn}."))
}

pub fn quota(what: &str) -> ApiError {
    error::service_quota_exceeded_exception(format!("There are too many {what}."))
}

pub fn too_many_monitors() -> ApiError {
    error::limit_exceeded_exception("There are too many monitors.")
}

pub fn bad_backfill(text: &str) -> ApiError {
    validation(format!(
        "{text} is not the beginning of a month of the last twelve, or of this one."
    ))
}

pub fn too_many_backfills() -> ApiError {
    error::backfill_limit_exceeded_exception("A backfill can be asked for once in 24 hours.")
}

pub fn too_many_tags() -> ApiError {
    error::too_many_tags_exception("A resource has at most 200 tags.")
}
