//! Signing in to IAM Identity Center (OpenID Connect, OAuth 2.0): the map of its operations.
//!
//! [`client`] registers clients; [`device`] begins the way of a device without a browser, [`code`]
//! is the way through the browser; [`token`] makes of either what the portal takes. [`page`] is
//! what a person sees, with [`html`]. [`iam_token`] makes tokens for [`application`]s, also of
//! others' tokens ([`assertion`]). README.md says what is absent.

#[rustfmt::skip]
pub mod api;
mod application;
mod assertion;
mod client;
mod code;
mod device;
mod errors;
mod html;
mod iam_token;
mod limits;
mod page;
mod portal;
mod state;
#[cfg(test)]
mod tests;
mod token;

use kernel::{Access, AccessRules, ApiError, Ctx, Op, Run, ServiceDef, Struct, Validation, op};

pub use page::PAGES;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "sso-oidc",
    operations: &[
        op!(write api::CreateToken, token::create_token),
        op!(
            work api::CreateTokenWithIAM,
            iam_token::begin,
            iam_token::fetch,
            iam_token::complete
        ),
        op!(write api::RegisterClient, client::register_client),
        op!(write api::StartDeviceAuthorization, device::start),
    ],
    steps: &[
        Op { name: "EndSession", run: Run::Write(token::end_session), stage: None },
        Op { name: "ResolveToken", run: Run::Read(token::resolve), stage: None },
        Op { name: token::SWEEP, run: Run::Write(token::sweep), stage: None },
        Op { name: page::AUTHORIZE, run: Run::Write(page::authorize), stage: None },
        Op { name: page::START, run: Run::Write(page::start), stage: None },
        Op { name: page::DEVICE, run: Run::Write(page::device), stage: None },
    ],
    on_reset: Some(state::on_reset),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access, denied: "AccessDeniedException" }),
};

/// Who calls is nobody yet: clients show their secret, and codes and tokens themselves.
/// Applications are let in by their policies.
fn access(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    if operation != "CreateTokenWithIAM" {
        return Ok(None);
    }
    let client = input.str("clientId").unwrap_or_default();
    application::access(ctx, client).map(Some)
}
