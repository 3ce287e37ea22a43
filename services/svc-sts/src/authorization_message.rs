//! `DecodeAuthorizationMessage`: what services answer in place of a reason
//! (`auth::authorize::message`), for those who may know it. A message is its account's alone.

use auth::authorize::message;
use kernel::{Access, ApiError, Ctx};

use crate::api::{DecodeAuthorizationMessageInput, DecodeAuthorizationMessageOutput};
use crate::caller::Caller;
use crate::errors;

pub fn decode_authorization_message(
    ctx: &mut Ctx,
    input: DecodeAuthorizationMessageInput<'_>,
) -> Result<DecodeAuthorizationMessageOutput, ApiError> {
    let caller = Caller::of(ctx)?;
    caller.require_may_call("DecodeAuthorizationMessage", None)?;
    ctx.authorize(&Access::new(ctx, "sts:DecodeAuthorizationMessage", "*"))?;
    let told = message::decode(ctx, caller.account, input.encoded_message())?;
    let told = told.ok_or_else(errors::invalid_authorization_message)?;
    Ok(DecodeAuthorizationMessageOutput::new().decoded_message(told))
}
