//! The administration of IAM Identity Center: the map of its operations.
//!
//! [`instance`] is what an account enables; [`permission_set`] with [`set_policies`] says what may
//! be done; [`assignment`] says by whom and where; [`provision`] makes roles of permission sets in
//! the accounts. [`access_attribute`]s of users become tags of their sessions. [`request`] are the
//! statuses of what takes its time; [`steps`] are what the portal and the sign-in page ask.
//! README.md says what is absent.

mod access;
mod access_attribute;
#[rustfmt::skip]
pub mod api;
mod assignment;
mod errors;
mod instance;
mod limits;
mod listing;
mod permission_set;
mod provision;
mod request;
mod set_policies;
mod state;
mod steps;
mod tag;
#[cfg(test)]
mod tests;

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
    ],
    steps: &[
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
