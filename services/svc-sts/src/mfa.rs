//! Codes of MFA devices that long-term keys show.

use auth::directory::{self, MFA_DEVICES};
use auth::totp;
use kernel::{ApiError, Ctx};

use crate::caller::Caller;
use crate::errors;

/// Whether the caller has shown a code; a wrong one, or one of somebody else's device, is refused.
/// Codes are good for one use.
pub fn check(
    ctx: &mut Ctx,
    caller: &Caller,
    serial_number: Option<&str>,
    token_code: Option<&str>,
) -> Result<bool, ApiError> {
    let (serial, code) = match (serial_number, token_code) {
        (None, None) => return Ok(false),
        (Some(serial), Some(code)) => (serial, code),
        _ => return Err(errors::mfa_incomplete()),
    };
    let scope = directory::scope_of(caller.account.as_str()).ok_or_else(ApiError::internal)?;
    let owner = if caller.is_root() {
        String::new()
    } else {
        directory::key(directory::name_of(&caller.arn).unwrap_or_default())
    };
    let device = MFA_DEVICES.at(ctx.tx(), &scope).get(serial)?;
    let device = device.filter(|it| caller.is_long_term() && it.owner.as_ref() == Some(&owner));
    let mut device = device.ok_or_else(errors::mfa_failed)?;
    let step = totp::verify(&device, code, ctx.now());
    device.last_step = step.ok_or_else(errors::mfa_failed)?;
    MFA_DEVICES.at_mut(ctx.tx_mut(), &scope).put(serial, &device);
    Ok(true)
}
