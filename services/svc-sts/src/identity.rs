//! Who calls, and whose a key is.

use auth::{credentials, key_id};
use kernel::{Access, ApiError, Ctx};

use crate::api::{
    GetAccessKeyInfoInput, GetAccessKeyInfoOutput, GetCallerIdentityInput, GetCallerIdentityOutput,
};
use crate::caller::Caller;
use crate::errors;

/// Every signed caller may ask who it is; no policy can deny it.
pub fn get_caller_identity(
    ctx: &mut Ctx,
    _: GetCallerIdentityInput<'_>,
) -> Result<GetCallerIdentityOutput, ApiError> {
    let caller = Caller::of(ctx)?;
    Ok(GetCallerIdentityOutput::new()
        .user_id(caller.unique_id)
        .account(caller.account.to_string())
        .arn(caller.arn))
}

/// The account stands in the id itself; the key need not exist.
pub fn get_access_key_info(
    ctx: &mut Ctx,
    input: GetAccessKeyInfoInput<'_>,
) -> Result<GetAccessKeyInfoOutput, ApiError> {
    Caller::of(ctx)?.require_may_call("GetAccessKeyInfo", None)?;
    ctx.authorize(&Access::new(ctx, "sts:GetAccessKeyInfo", "*"))?;
    let id = input.access_key_id();
    let account = match credentials::find(ctx.tx(), id)? {
        Some(key) => Some(key.account()?),
        None if key_id::is_made_by_a_world(id) => key_id::account(id),
        None => None,
    };
    let account = account.ok_or_else(errors::unknown_access_key)?;
    Ok(GetAccessKeyInfoOutput::new().account(account.to_string()))
}
