//! Signing in to IAM Identity Center (OpenID Connect, OAuth 2.0): the map of its operations.
//!
//! [`client`] registers clients; [`device`] begins the way of a device without a browser, [`code`]
//! is the way through the browser; [`token`] makes of either what the portal takes. [`page`] is
//! what a person sees, with [`html`]. README.md says what is absent.

#[rustfmt::skip]
pub mod api;
mod client;
mod code;
mod device;
mod errors;
mod html;
mod limits;
mod page;
mod portal;
mod state;
#[cfg(test)]
mod tests;
mod token;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub use page::PAGES;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "sso-oidc",
    operations: &[
        op!(write api::CreateToken, token::create_token),
        op!(write api::RegisterClient, client::register_client),
        op!(write api::StartDeviceAuthorization, device::start),
    ],
    steps: &[
        Op { name: "EndSession", run: Run::Write(token::end_session), stage: None },
        Op { name: "ResolveToken", run: Run::Read(token::resolve), stage: None },
        Op { name: token::SWEEP, run: Run::Write(token::sweep), stage: None },
        Op { name: page::AUTHORIZE, run: Run::Write(page::authorize), stage: None },
        Op { name: page::DEVICE, run: Run::Write(page::device), stage: None },
    ],
    on_reset: Some(state::on_reset),
    validation: Validation::Standard,
    // Who calls is nobody yet: clients show their secret, and codes and tokens themselves.
    access: Some(AccessRules { of: |_, _, _| Ok(None), denied: "AccessDeniedException" }),
};
