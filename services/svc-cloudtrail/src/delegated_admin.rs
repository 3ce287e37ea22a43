//! Delegated administrators: Organizations keeps them; this calls it with CloudTrail's name.
//!
//! Source: API Reference, RegisterOrganizationDelegatedAdmin and
//! DeregisterOrganizationDelegatedAdmin.

use kernel::{ApiError, Ask, Ctx};

use crate::api::{
    DeregisterOrganizationDelegatedAdminInput, DeregisterOrganizationDelegatedAdminOutput,
    RegisterOrganizationDelegatedAdminInput, RegisterOrganizationDelegatedAdminOutput, error,
};
use crate::errors;
use crate::limits::DELEGATED_ADMINS_MAX;
use crate::record::CLOUDTRAIL;

pub fn register(
    ctx: &mut Ctx<'_>,
    input: RegisterOrganizationDelegatedAdminInput<'_>,
) -> Result<RegisterOrganizationDelegatedAdminOutput, ApiError> {
    let account = input.member_account_id();
    check(ctx, account)?;
    let list = Ask::to("organizations", "ListDelegatedAdministrators")
        .with("ServicePrincipal", CLOUDTRAIL);
    let answer = ctx.call(list).map_err(of_organizations)?;
    let count = answer.list("DelegatedAdministrators").map_or(0, <[_]>::len);
    if count >= DELEGATED_ADMINS_MAX {
        return Err(error::delegated_admin_account_limit_exceeded_exception(
            "An organization has at most three delegated administrators of CloudTrail.",
        ));
    }
    call(ctx, "RegisterDelegatedAdministrator", account)?;
    Ok(RegisterOrganizationDelegatedAdminOutput::new())
}

pub fn deregister(
    ctx: &mut Ctx<'_>,
    input: DeregisterOrganizationDelegatedAdminInput<'_>,
) -> Result<DeregisterOrganizationDelegatedAdminOutput, ApiError> {
    let account = input.delegated_admin_account_id();
    check(ctx, account)?;
    call(ctx, "DeregisterDelegatedAdministrator", account)?;
    Ok(DeregisterOrganizationDelegatedAdminOutput::new())
}

/// Only the management account may, of another account, where CloudTrail is trusted.
fn check(ctx: &mut Ctx<'_>, account: &str) -> Result<(), ApiError> {
    crate::trail::organization(ctx).map_err(|refusal| match refusal.code() {
        "NotOrganizationMasterAccountException" => {
            error::not_organization_management_account_exception(
                "Only the management account of the organization can do this.",
            )
        }
        _ => refusal,
    })?;
    if account == ctx.account().as_str() {
        return Err(error::cannot_delegate_management_account_exception(
            "The management account cannot be a delegated administrator.",
        ));
    }
    Ok(())
}

fn call(ctx: &mut Ctx<'_>, operation: &'static str, account: &str) -> Result<(), ApiError> {
    let ask = Ask::to("organizations", operation)
        .with("AccountId", account)
        .with("ServicePrincipal", CLOUDTRAIL);
    ctx.call(ask).map(|_| ()).map_err(of_organizations)
}

/// What Organizations refuses, in the words of CloudTrail.
fn of_organizations(refusal: ApiError) -> ApiError {
    let message = refusal.message().to_owned();
    match refusal.code() {
        "AccountAlreadyRegisteredException" => error::account_registered_exception(message),
        "AccountNotRegisteredException" => error::account_not_registered_exception(message),
        "AccountNotFoundException" => error::account_not_found_exception(message),
        "AWSOrganizationsNotInUseException" => errors::no_organization(),
        "AccessDeniedException" => {
            error::insufficient_dependency_service_access_permission_exception(message)
        }
        _ => refusal,
    }
}
