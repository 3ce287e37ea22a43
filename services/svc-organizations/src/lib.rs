//! AWS Organizations: accounts, the tree that they stand in, and the policies that bind them.
//!
//! - [`tree`] finds the organization of a call and walks it; [`organization`], [`unit`] and
//!   [`account`] are its parts, [`handshake`] invites accounts.
//! - [`policy`]: control policies and where they hang; [`control`] lays them on the accounts, where
//!   the authorizer finds them (`auth::organization`).
//! - [`effective`] with [`inheritance`]: management policies (tags, backups, …) and what they come
//!   to for an account. [`resource_policy`] lets members manage policies; [`closing`] closes
//!   accounts.
//! - [`validation`] lists what effective policies lack or have too much of.
//! - [`transfer`]: one organization's management account pays the bills of another's.
//! - [`gov_cloud`]: accounts that come in pairs. [`all_features`]: from consolidated billing to all
//!   features. [`told`]: what IAM asks.
//! - [`delegation`], [`tag`], [`access`].
//!
//! README.md says what is absent.

mod access;
mod account;
mod all_features;
#[rustfmt::skip]
pub mod api;
mod closing;
mod control;
mod delegation;
mod effective;
mod errors;
mod gov_cloud;
mod handshake;
mod inheritance;
mod limits;
mod organization;
mod policy;
mod resource_policy;
mod state;
mod tag;
#[cfg(test)]
mod tests;
mod told;
mod transfer;
mod tree;
mod unit;
mod validation;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "organizations",
    operations: &[
        op!(write api::AcceptHandshake, handshake::accept),
        op!(write api::AttachPolicy, policy::attach),
        op!(write api::CancelHandshake, handshake::cancel),
        op!(write api::CloseAccount, closing::close),
        op!(write api::CreateAccount, account::create_account),
        op!(write api::CreateGovCloudAccount, gov_cloud::create),
        op!(write api::CreateOrganization, organization::create_organization),
        op!(write api::CreateOrganizationalUnit, unit::create),
        op!(write api::CreatePolicy, policy::create),
        op!(write api::DeclineHandshake, handshake::decline),
        op!(write api::DeleteOrganization, organization::delete_organization),
        op!(write api::DeleteOrganizationalUnit, unit::delete),
        op!(write api::DeletePolicy, policy::delete),
        op!(write api::DeleteResourcePolicy, resource_policy::delete),
        op!(write api::DeregisterDelegatedAdministrator, delegation::deregister),
        op!(read api::DescribeAccount, account::describe_account),
        op!(read api::DescribeCreateAccountStatus, account::describe_create_account_status),
        op!(read api::DescribeEffectivePolicy, effective::describe),
        op!(read api::DescribeHandshake, handshake::describe),
        op!(read api::DescribeOrganization, organization::describe_organization),
        op!(read api::DescribeOrganizationalUnit, unit::describe),
        op!(read api::DescribePolicy, policy::describe),
        op!(read api::DescribeResourcePolicy, resource_policy::describe),
        op!(read api::DescribeResponsibilityTransfer, transfer::describe),
        op!(write api::DetachPolicy, policy::detach),
        op!(write api::DisableAWSServiceAccess, delegation::disable_service),
        op!(write api::DisablePolicyType, policy::disable_type),
        op!(write api::EnableAWSServiceAccess, delegation::enable_service),
        op!(write api::EnableAllFeatures, all_features::enable),
        op!(write api::EnablePolicyType, policy::enable_type),
        op!(write api::InviteAccountToOrganization, handshake::invite),
        op!(write api::InviteOrganizationToTransferResponsibility, transfer::invite),
        op!(write api::LeaveOrganization, account::leave_organization),
        op!(read api::ListAWSServiceAccessForOrganization, delegation::list_services),
        op!(read api::ListAccounts, account::list_accounts),
        op!(read api::ListAccountsForParent, account::list_accounts_for_parent),
        op!(read api::ListAccountsWithInvalidEffectivePolicy, validation::list_accounts),
        op!(read api::ListChildren, unit::list_children),
        op!(read api::ListCreateAccountStatus, account::list_create_account_status),
        op!(read api::ListDelegatedAdministrators, delegation::list_administrators),
        op!(read api::ListDelegatedServicesForAccount, delegation::list_services_for_account),
        op!(read api::ListEffectivePolicyValidationErrors, validation::list_errors),
        op!(read api::ListHandshakesForAccount, handshake::list_for_account),
        op!(read api::ListHandshakesForOrganization, handshake::list_for_organization),
        op!(read api::ListInboundResponsibilityTransfers, transfer::list_inbound),
        op!(read api::ListOrganizationalUnitsForParent, unit::list_for_parent),
        op!(read api::ListOutboundResponsibilityTransfers, transfer::list_outbound),
        op!(read api::ListParents, unit::list_parents),
        op!(read api::ListPolicies, policy::list),
        op!(read api::ListPoliciesForTarget, policy::list_for_target),
        op!(read api::ListRoots, organization::list_roots),
        op!(read api::ListTagsForResource, tag::list_tags),
        op!(read api::ListTargetsForPolicy, policy::list_targets),
        op!(write api::MoveAccount, account::move_account),
        op!(write api::PutResourcePolicy, resource_policy::put),
        op!(write api::RegisterDelegatedAdministrator, delegation::register),
        op!(write api::RemoveAccountFromOrganization, account::remove_account),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::TerminateResponsibilityTransfer, transfer::terminate),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::UpdateOrganizationalUnit, unit::update),
        op!(write api::UpdatePolicy, policy::update),
        op!(write api::UpdateResponsibilityTransfer, transfer::update),
    ],
    steps: &[
        Op { name: account::MAKE_ACCOUNT, run: Run::Write(account::make_account), stage: None },
        Op { name: closing::REMOVE, run: Run::Write(closing::remove), stage: None },
        Op { name: closing::SUSPEND, run: Run::Write(closing::suspend), stage: None },
        Op { name: told::TELL, run: Run::Read(told::organization), stage: None },
        Op { name: told::TELL_ENTITY, run: Run::Read(told::entity), stage: None },
    ],
    on_reset: Some(organization::on_reset),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
