//! The service's refusals. The texts are ours and not verified.

use kernel::ApiError;

use crate::api::error;

pub fn no_service(code: &str) -> ApiError {
    error::not_found_exception(format!("There is no service {code} in the price list."))
}

pub fn no_attribute(name: &str) -> ApiError {
    error::not_found_exception(format!("There is no attribute {name}."))
}

pub fn bad_version(version: &str) -> ApiError {
    error::invalid_parameter_exception(format!("{version} is no format version: aws_v1 is."))
}

pub fn bad_token() -> ApiError {
    error::invalid_next_token_exception("The pagination token is invalid.")
}

pub fn bad_currency(code: &str) -> ApiError {
    error::invalid_parameter_exception(format!("There is no price list in {code}: USD is."))
}

pub fn bad_format(format: &str) -> ApiError {
    error::invalid_parameter_exception(format!("{format} is no file format: csv and json are."))
}

pub fn no_region(region: &str) -> ApiError {
    error::not_found_exception(format!("There is no price list for the Region {region}."))
}

pub fn no_list(name: &str) -> ApiError {
    error::not_found_exception(format!("There is no price list {name}."))
}
