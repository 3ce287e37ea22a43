//! The access portal of IAM Identity Center: the map of its operations.
//!
//! It keeps nothing: [`portal`] asks the other services of Identity Center who shows a token and
//! what was assigned to this user, and STS for the credentials.

#[rustfmt::skip]
pub mod api;
mod portal;
#[cfg(test)]
mod tests;

use kernel::{AccessRules, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "sso",
    operations: &[
        op!(write api::GetRoleCredentials, portal::get_role_credentials),
        op!(read api::ListAccountRoles, portal::list_account_roles),
        op!(read api::ListAccounts, portal::list_accounts),
        op!(write api::Logout, portal::logout),
    ],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    // Who calls is told by the token alone.
    access: Some(AccessRules { of: |_, _, _| Ok(None), denied: "UnauthorizedException" }),
};
