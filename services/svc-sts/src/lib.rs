//! AWS Security Token Service: who calls, and sessions that end.
//!
//! - [`identity`]: `GetCallerIdentity`, `GetAccessKeyInfo`.
//! - [`assume_role`] and [`assume_root`] are the operations of these names, and so is the one in
//!   [`authorization_message`].
//! - [`long_term`]: `GetSessionToken` and `GetFederationToken`, which long-term keys may call.
//! - [`web_identity`] (with crate `jwt`), [`saml`] (with [`saml_claims`]): roles for those whom
//!   others vouch for, if [`federation`] finds that a role trusts these.
//! - [`web_token`]: tokens by which others know who calls them.
//! - [`delegated`]: what accepted delegation requests of IAM are exchanged for.
//! - [`reserved`]: the roles of IAM Identity Center, for its portal.
//! - [`caller`] says what kind of principal calls; [`session_policy`] and [`session_tags`] check
//!   what a session is given; [`issue`] issues it.
//!
//! Sessions are kept by crate `auth`, which verifies what they sign. README.md says what is
//! absent.

pub mod api;
mod assume_role;
mod assume_root;
mod authorization_message;
mod caller;
mod delegated;
mod errors;
mod federation;
mod identity;
mod issue;
mod limits;
mod long_term;
mod mfa;
mod reserved;
mod role;
mod saml;
mod saml_claims;
mod session_policy;
mod session_tags;
mod web_identity;
mod web_token;

#[cfg(test)]
mod tests;

use kernel::service::{Op, Run, ServiceDef, Validation};
use kernel::{AccessRules, AccountId, ApiError, Ctx, op};

pub use web_token::PAGES;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "sts",
    operations: &[
        op!(write api::AssumeRole, assume_role::assume_role),
        op!(write api::AssumeRoleWithSAML, saml::assume_role_with_saml),
        op!(
            work api::AssumeRoleWithWebIdentity,
            web_identity::begin,
            web_identity::fetch_keys,
            web_identity::complete
        ),
        op!(write api::AssumeRoot, assume_root::assume_root),
        op!(
            read api::DecodeAuthorizationMessage,
            authorization_message::decode_authorization_message
        ),
        op!(read api::GetAccessKeyInfo, identity::get_access_key_info),
        op!(read api::GetCallerIdentity, identity::get_caller_identity),
        op!(write api::GetDelegatedAccessToken, delegated::get_delegated_access_token),
        op!(write api::GetFederationToken, long_term::get_federation_token),
        op!(write api::GetSessionToken, long_term::get_session_token),
        op!(write api::GetWebIdentityToken, web_token::get_web_identity_token),
    ],
    steps: &[
        Op { name: issue::SWEEP, run: Run::Write(issue::sweep), stage: None },
        Op { name: web_token::PAGE, run: Run::Read(web_token::page), stage: None },
        Op { name: reserved::ISSUE, run: Run::Write(reserved::issue_session), stage: None },
    ],
    on_reset: Some(forget_keys),
    validation: Validation::Query,
    // Each operation authorizes by itself: what is to be asked depends on how its caller came.
    access: Some(AccessRules { of: |_, _, _| Ok(None), denied: "AccessDenied" }),
};

fn forget_keys(ctx: &mut Ctx, account: Option<AccountId>) -> Result<(), ApiError> {
    Ok(auth::credentials::forget(ctx.tx_mut(), account)?)
}
