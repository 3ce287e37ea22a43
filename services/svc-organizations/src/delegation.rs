//! Services that work over the organization, and accounts that administer them for it.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::account_joined_method as joined;
use crate::api::{
    DelegatedAdministratorBuilder, DelegatedServiceBuilder, DeregisterDelegatedAdministratorInput,
    DeregisterDelegatedAdministratorOutput, DisableAWSServiceAccessInput,
    DisableAWSServiceAccessOutput, EnableAWSServiceAccessInput, EnableAWSServiceAccessOutput,
    EnabledServicePrincipalBuilder, ListAWSServiceAccessForOrganizationInput,
    ListAWSServiceAccessForOrganizationOutput, ListDelegatedAdministratorsInput,
    ListDelegatedAdministratorsOutput, ListDelegatedServicesForAccountInput,
    ListDelegatedServicesForAccountOutput, RegisterDelegatedAdministratorInput,
    RegisterDelegatedAdministratorOutput,
};
use crate::errors;
use crate::state::{DELEGATIONS, TRUSTED};
use crate::tree::{Organization, cut, time};

const ACTIVE: &str = "ACTIVE";

pub fn enable_service(
    ctx: &mut Ctx<'_>,
    input: EnableAWSServiceAccessInput<'_>,
) -> Result<EnableAWSServiceAccessOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    check_service(input.service_principal())?;
    check_features(&organization)?;
    let place = (organization.id.as_str(), input.service_principal());
    if !ctx.table(&TRUSTED).contains(&place)? {
        let now = ctx.now().micros().unsigned_abs();
        ctx.table_mut(&TRUSTED).put(&place, &now);
    }
    Ok(EnableAWSServiceAccessOutput::new())
}

pub fn disable_service(
    ctx: &mut Ctx<'_>,
    input: DisableAWSServiceAccessInput<'_>,
) -> Result<DisableAWSServiceAccessOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    check_service(input.service_principal())?;
    ctx.table_mut(&TRUSTED).delete(&(organization.id.as_str(), input.service_principal()));
    Ok(DisableAWSServiceAccessOutput::new())
}

fn check_service(principal: &str) -> Result<(), ApiError> {
    if principal.ends_with(".amazonaws.com") {
        return Ok(());
    }
    let message = "You specified an unrecognized service principal.";
    Err(errors::invalid_input("UNRECOGNIZED_SERVICE_PRINCIPAL", message))
}

/// [A] EnableAWSServiceAccess: "only from the management account and only if the organization has
/// enabled all features".
fn check_features(organization: &Organization) -> Result<(), ApiError> {
    if organization.row.has_all_features {
        return Ok(());
    }
    let message = "The organization must have all features enabled.";
    Err(errors::constraint("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", message))
}

pub fn list_services(
    ctx: &mut Ctx<'_>,
    input: ListAWSServiceAccessForOrganizationInput<'_>,
) -> Result<ListAWSServiceAccessForOrganizationOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let mut shown = Vec::new();
    for entry in ctx.table(&TRUSTED).scan(&Range::within(&(organization.id.as_str(),))) {
        let ((_, principal), since) = entry?;
        let one = EnabledServicePrincipalBuilder::new()
            .service_principal(&principal)
            .date_enabled(time(since.cast_signed()));
        shown.push((principal, one));
    }
    let name = "ListAWSServiceAccessForOrganization";
    let (principals, token) = cut(name, input.next_token(), input.max_results(), shown)?;
    Ok(ListAWSServiceAccessForOrganizationOutput::new()
        .enabled_service_principals(principals)
        .next_token(token))
}

pub fn register(
    ctx: &mut Ctx<'_>,
    input: RegisterDelegatedAdministratorInput<'_>,
) -> Result<RegisterDelegatedAdministratorOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    check_service(input.service_principal())?;
    check_features(&organization)?;
    let account = input.account_id();
    organization.account(ctx, account)?.ok_or_else(errors::no_account)?;
    if account == organization.row.management {
        let message = "You can't register the management account as a delegated administrator.";
        let reason = "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR";
        return Err(errors::constraint(reason, message));
    }
    let trusted = (organization.id.as_str(), input.service_principal());
    if !ctx.table(&TRUSTED).contains(&trusted)? {
        let message = "You attempted to register a delegated administrator before you enabled \
                       service access.";
        return Err(errors::constraint("SERVICE_ACCESS_NOT_ENABLED", message));
    }
    let place = (organization.id.as_str(), account, input.service_principal());
    if ctx.table(&DELEGATIONS).contains(&place)? {
        return Err(errors::already_registered());
    }
    let now = ctx.now().micros().unsigned_abs();
    ctx.table_mut(&DELEGATIONS).put(&place, &now);
    Ok(RegisterDelegatedAdministratorOutput::new())
}

pub fn deregister(
    ctx: &mut Ctx<'_>,
    input: DeregisterDelegatedAdministratorInput<'_>,
) -> Result<DeregisterDelegatedAdministratorOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let account = input.account_id();
    organization.account(ctx, account)?.ok_or_else(errors::no_account)?;
    let place = (organization.id.as_str(), account, input.service_principal());
    if !ctx.table(&DELEGATIONS).contains(&place)? {
        return Err(errors::not_registered());
    }
    ctx.table_mut(&DELEGATIONS).delete(&place);
    Ok(DeregisterDelegatedAdministratorOutput::new())
}

pub fn list_administrators(
    ctx: &mut Ctx<'_>,
    input: ListDelegatedAdministratorsInput<'_>,
) -> Result<ListDelegatedAdministratorsOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let mut shown: Vec<(String, DelegatedAdministratorBuilder)> = Vec::new();
    for entry in ctx.table(&DELEGATIONS).scan(&Range::within(&(organization.id.as_str(),))) {
        let ((_, account, principal), since) = entry?;
        let is_wanted = input.service_principal().is_none_or(|wanted| wanted == principal);
        let is_known = shown.last().is_some_and(|(last, _)| *last == account);
        let member = organization.account(ctx, &account)?;
        let Some(member) = member.filter(|_| is_wanted && !is_known) else { continue };
        let one = DelegatedAdministratorBuilder::new()
            .id(&account)
            .arn(organization.arn(ctx, "account", &format!("/{account}")))
            .email(member.email)
            .name(member.name)
            .status(ACTIVE)
            .state(ACTIVE)
            .joined_method(if member.is_created { joined::CREATED } else { joined::INVITED })
            .joined_timestamp(time(member.joined))
            .delegation_enabled_date(time(since.cast_signed()));
        shown.push((account, one));
    }
    let (administrators, token) =
        cut("ListDelegatedAdministrators", input.next_token(), input.max_results(), shown)?;
    Ok(ListDelegatedAdministratorsOutput::new()
        .delegated_administrators(administrators)
        .next_token(token))
}

pub fn list_services_for_account(
    ctx: &mut Ctx<'_>,
    input: ListDelegatedServicesForAccountInput<'_>,
) -> Result<ListDelegatedServicesForAccountOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let account = input.account_id();
    organization.account(ctx, account)?.ok_or_else(errors::no_account)?;
    let mut shown = Vec::new();
    let range = Range::within(&(organization.id.as_str(), account));
    for entry in ctx.table(&DELEGATIONS).scan(&range) {
        let ((_, _, principal), since) = entry?;
        let one = DelegatedServiceBuilder::new()
            .service_principal(&principal)
            .delegation_enabled_date(time(since.cast_signed()));
        shown.push((principal, one));
    }
    if shown.is_empty() {
        return Err(errors::not_registered());
    }
    let name = "ListDelegatedServicesForAccount";
    let (services, token) = cut(name, input.next_token(), input.max_results(), shown)?;
    Ok(ListDelegatedServicesForAccountOutput::new().delegated_services(services).next_token(token))
}
