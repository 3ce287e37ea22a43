//! The administration of IAM Identity Center: the map of its operations.
//!
//! [`instance`] is what an account enables; [`permission_set`] with [`set_policies`] says what may
//! be done; [`assignment`] says by whom and where; [`provision`] makes roles of permission sets in
//! the accounts. [`access_attribute`]s of users become tags of their sessions. [`request`] are the
//! statuses of what takes its time; [`steps`] are what the portal and the sign-in page ask.
//! [`application`]s have assignments ([`application_assignment`]) and rules for their tokens
//! ([`application_rule`]); [`token_issuer`]s vouch for users outside; [`application_steps`] tell
//! signing in of all that.
//! README.md says what is absent.

mod access;
mod access_attribute;
#[rustfmt::skip]
pub mod api;
mod application;
mod application_assignment;
mod application_rule;
mod application_steps;
mod assignment;
mod document;
mod errors;
mod idempotency;
mod instance;
mod limits;
mod listing;
mod permission_set;
mod provision;
mod region;
mod request;
mod set_policies;
mod state;
mod steps;
mod tag;
#[cfg(test)]
mod tests;
mod token_issuer;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "sso-admin",
    operations: &[
        op!(
            write api::AttachCustomerManagedPolicyReferenceToPermissionSet,
            set_policies::attach_reference
        ),
        op!(write api::AttachManagedPolicyToPermissionSet, set_policies::attach_managed),
        op!(write api::CreateAccountAssignment, assignment::create),
        op!(write api::CreateInstance, instance::create_instance),
        op!(
            write api::CreateInstanceAccessControlAttributeConfiguration,
            access_attribute::create
        ),
        op!(write api::CreatePermissionSet, permission_set::create),
        op!(write api::DeleteAccountAssignment, assignment::delete),
        op!(write api::DeleteInlinePolicyFromPermissionSet, set_policies::delete_inline),
        op!(write api::DeleteInstance, instance::delete_instance),
        op!(
            write api::DeleteInstanceAccessControlAttributeConfiguration,
            access_attribute::delete
        ),
        op!(write api::DeletePermissionSet, permission_set::delete),
        op!(write api::DeletePermissionsBoundaryFromPermissionSet, set_policies::delete_boundary),
        op!(read api::DescribeAccountAssignmentCreationStatus, request::describe_creation),
        op!(read api::DescribeAccountAssignmentDeletionStatus, request::describe_deletion),
        op!(read api::DescribeInstance, instance::describe_instance),
        op!(
            read api::DescribeInstanceAccessControlAttributeConfiguration,
            access_attribute::describe
        ),
        op!(read api::DescribePermissionSet, permission_set::describe),
        op!(read api::DescribePermissionSetProvisioningStatus, request::describe_provisioning),
        op!(
            write api::DetachCustomerManagedPolicyReferenceFromPermissionSet,
            set_policies::detach_reference
        ),
        op!(write api::DetachManagedPolicyFromPermissionSet, set_policies::detach_managed),
        op!(read api::GetInlinePolicyForPermissionSet, set_policies::get_inline),
        op!(read api::GetPermissionsBoundaryForPermissionSet, set_policies::get_boundary),
        op!(read api::ListAccountAssignmentCreationStatus, request::list_creations),
        op!(read api::ListAccountAssignmentDeletionStatus, request::list_deletions),
        op!(read api::ListAccountAssignments, assignment::list),
        op!(read api::ListAccountAssignmentsForPrincipal, assignment::list_for_principal),
        op!(read api::ListAccountsForProvisionedPermissionSet, provision::list_accounts),
        op!(
            read api::ListCustomerManagedPolicyReferencesInPermissionSet,
            set_policies::list_references
        ),
        op!(read api::ListInstances, instance::list_instances),
        op!(read api::ListManagedPoliciesInPermissionSet, set_policies::list_managed),
        op!(read api::ListPermissionSetProvisioningStatus, request::list_provisionings),
        op!(read api::ListPermissionSets, permission_set::list),
        op!(read api::ListPermissionSetsProvisionedToAccount, provision::list_sets),
        op!(read api::ListTagsForResource, tag::list_tags),
        op!(write api::ProvisionPermissionSet, provision::provision_permission_set),
        op!(write api::PutInlinePolicyToPermissionSet, set_policies::put_inline),
        op!(write api::PutPermissionsBoundaryToPermissionSet, set_policies::put_boundary),
        op!(write api::TagResource, tag::tag),
        op!(write api::UntagResource, tag::untag),
        op!(write api::UpdateInstance, instance::update_instance),
        op!(
            write api::UpdateInstanceAccessControlAttributeConfiguration,
            access_attribute::update
        ),
        op!(write api::UpdatePermissionSet, permission_set::update),
        // Applications, and who issues tokens for them.
        op!(write api::CreateApplication, application::create),
        op!(write api::CreateApplicationAssignment, application_assignment::create),
        op!(write api::CreateTrustedTokenIssuer, token_issuer::create),
        op!(write api::DeleteApplication, application::delete),
        op!(write api::DeleteApplicationAccessScope, application_rule::delete_scope),
        op!(write api::DeleteApplicationAssignment, application_assignment::delete),
        op!(
            write api::DeleteApplicationAuthenticationMethod,
            application_rule::delete_authentication
        ),
        op!(write api::DeleteApplicationGrant, application_rule::delete_grant),
        op!(write api::DeleteTrustedTokenIssuer, token_issuer::delete),
        op!(read api::DescribeApplication, application::describe),
        op!(read api::DescribeApplicationAssignment, application_assignment::describe),
        op!(read api::DescribeApplicationProvider, application::describe_provider),
        op!(read api::DescribeRegion, region::describe),
        op!(read api::DescribeTrustedTokenIssuer, token_issuer::describe),
        op!(read api::GetApplicationAccessScope, application_rule::get_scope),
        op!(
            read api::GetApplicationAssignmentConfiguration,
            application_assignment::get_configuration
        ),
        op!(read api::GetApplicationAuthenticationMethod, application_rule::get_authentication),
        op!(read api::GetApplicationGrant, application_rule::get_grant),
        op!(read api::ListApplicationAccessScopes, application_rule::list_scopes),
        op!(read api::ListApplicationAssignments, application_assignment::list),
        op!(
            read api::ListApplicationAssignmentsForPrincipal,
            application_assignment::list_for_principal
        ),
        op!(read api::ListApplicationAuthenticationMethods, application_rule::list_authentications),
        op!(read api::ListApplicationGrants, application_rule::list_grants),
        op!(read api::ListApplicationProviders, application::list_providers),
        op!(read api::ListApplications, application::list),
        op!(read api::ListRegions, region::list),
        op!(read api::ListTrustedTokenIssuers, token_issuer::list),
        op!(write api::PutApplicationAccessScope, application_rule::put_scope),
        op!(
            write api::PutApplicationAssignmentConfiguration,
            application_assignment::put_configuration
        ),
        op!(write api::PutApplicationAuthenticationMethod, application_rule::put_authentication),
        op!(write api::PutApplicationGrant, application_rule::put_grant),
        op!(write api::UpdateApplication, application::update),
        op!(write api::UpdateTrustedTokenIssuer, token_issuer::update),
    ],
    steps: &[
        Op { name: "ApplicationRules", run: Run::Read(application_steps::rules), stage: None },
        Op {
            name: "IsAssignedToApplication",
            run: Run::Read(application_steps::is_assigned),
            stage: None,
        },
        Op { name: "VisibleApplications", run: Run::Read(application_steps::visible), stage: None },
        Op { name: "AssignmentsOf", run: Run::Read(steps::assignments_of), stage: None },
        Op { name: "FindInstance", run: Run::Read(steps::find_instance), stage: None },
        Op { name: "SessionTagsOf", run: Run::Read(access_attribute::session_tags), stage: None },
        Op { name: request::RUN, run: Run::Write(request::run), stage: None },
        Op { name: provision::APPLY, run: Run::Write(provision::apply), stage: None },
        Op { name: provision::REMOVE, run: Run::Write(provision::remove), stage: None },
    ],
    on_reset: Some(instance::on_reset),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
