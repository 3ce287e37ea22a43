//! The service's refusals.
//!
//! "Failed to verify customer bucket permission." is quoted by users of PutReportDefinition; the
//! other texts are our own words and not verified.

use kernel::ApiError;

use crate::api::error;
use crate::limits::REPORTS_MAX;

pub fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} of cur yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}

pub fn invalid(message: impl Into<String>) -> ApiError {
    error::validation_exception(message)
}

pub fn no_permission() -> ApiError {
    error::validation_exception("Failed to verify customer bucket permission.")
}

pub fn no_report(name: &str) -> ApiError {
    error::validation_exception(format!("There is no report {name}."))
}

pub fn no_resource(name: &str) -> ApiError {
    error::resource_not_found_exception(format!("There is no report {name}."))
}

pub fn duplicate(name: &str) -> ApiError {
    error::duplicate_report_name_exception(format!("There is a report {name} already."))
}

pub fn too_many_reports() -> ApiError {
    let message = format!("This account already has {REPORTS_MAX} reports defined.");
    error::report_limit_reached_exception(message)
}

pub fn too_many_tags(most: usize) -> ApiError {
    error::validation_exception(format!("A report has at most {most} tags."))
}
