//! Codes of MFA devices. There are no devices yet, so no code is right.

use kernel::ApiError;

use crate::errors;

pub fn check(serial_number: Option<&str>, token_code: Option<&str>) -> Result<(), ApiError> {
    match (serial_number, token_code) {
        (None, None) => Ok(()),
        (Some(_), Some(_)) => Err(errors::mfa_failed()),
        _ => Err(errors::mfa_incomplete()),
    }
}
