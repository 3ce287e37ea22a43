//! `DecodeAuthorizationMessage`: refusals are not encoded by any operation yet, so there is no
//! message that this world has issued.

use kernel::{Access, ApiError, Ctx};

use crate::api::{DecodeAuthorizationMessageInput, DecodeAuthorizationMessageOutput};
use crate::caller::Caller;
use crate::errors;

pub fn decode_authorization_message(
    ctx: &mut Ctx,
    _: DecodeAuthorizationMessageInput<'_>,
) -> Result<DecodeAuthorizationMessageOutput, ApiError> {
    Caller::of(ctx)?.require_may_call("DecodeAuthorizationMessage", None)?;
    ctx.authorize(&Access::new(ctx, "sts:DecodeAuthorizationMessage", "*"))?;
    Err(errors::invalid_authorization_message())
}
