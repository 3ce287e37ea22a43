//! `AssumeRoleWithSAML`: without a provider it is refused as AWS refuses it; the signatures of
//! assertions (XML Signature) cannot be verified yet, so nobody is let in by one.

use auth::directory::{self, SAML_PROVIDERS};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::api::{AssumeRoleWithSAMLInput, AssumeRoleWithSAMLOutput};
use crate::errors;
use crate::role::Role;
use crate::session_policy::SessionPolicies;

pub fn assume_role_with_saml(
    ctx: &mut Ctx,
    input: AssumeRoleWithSAMLInput<'_>,
) -> Result<AssumeRoleWithSAMLOutput, ApiError> {
    let role = Role::parse(ctx, None, input.role_arn())?;
    let provider = Arn::parse(input.principal_arn()).filter(|arn| {
        arn.service == "iam"
            && arn.resource.starts_with("saml-provider/")
            && arn.account_id().is_some()
    });
    if provider.is_none() {
        return Err(errors::invalid_arn(input.principal_arn()));
    }
    SessionPolicies::check(role.account, input.policy(), input.policy_arns())?;
    STANDARD.decode(input.saml_assertion().trim()).map_err(|_| errors::invalid_saml_encoding())?;
    let scope = directory::scope_of(role.account.as_str()).ok_or_else(ApiError::internal)?;
    let name = directory::name_of(input.principal_arn()).unwrap_or_default();
    match SAML_PROVIDERS.at(ctx.tx(), &scope).get(name)? {
        None => Err(errors::no_saml_provider()),
        Some(_) => Err(errors::saml_not_implemented()),
    }
}
