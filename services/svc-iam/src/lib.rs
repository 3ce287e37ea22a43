//! AWS Identity and Access Management: the map of its operations.
//!
//! - [`user`], [`group`], [`role`] (with [`service_linked`]) and [`entity`], what they have in
//!   common.
//! - [`policy`] and [`version`] are managed policies, [`attachment`] ties them to entities and
//!   bounds these by them; [`inline`] policies.
//! - [`access_key`], [`login`] with [`password_policy`], [`mfa`]: credentials.
//! - [`ssh_key`], [`service_credential`], [`signing_certificate`], [`server_certificate`]: for
//!   services that are absent here. [`public_key`] reads keys.
//! - [`outbound_federation`]: the account as an issuer of tokens, which STS signs.
//! - [`last_accessed`]: what was used, by service, and which policies let it.
//! - [`root_access`], [`root_password`]: the roots of an organization's accounts in one hand;
//!   [`organization_report`]: what its accounts have used.
//! - [`delegation`]: partners ask for temporary access; [`delegation_template`] fills in its
//!   policy, [`delegation_access`] says who may do what to a request, [`delegation_notice`] tells
//!   the partner, [`delegation_review`] helps to decide, [`delegated_session`] is for STS.
//! - [`role_template`]: roles made from AWS's templates. [`account_properties`].
//! - [`oidc`], [`saml`]: identity providers. [`instance_profile`]. [`tag`].
//! - [`account`], [`report`], [`details`]: the account as a whole.
//! - [`simulate`], [`context_keys`]: what policies would decide, and what they ask for.
//! - [`access`]: what the operations themselves act on. [`uses`]: who was here.
//!
//! Most rows are in the directory of crate `auth`, where the authorizer and STS read them. The
//! README says what is absent.

mod access;
mod access_key;
mod account;
mod account_properties;
#[rustfmt::skip]
pub mod api;
mod attachment;
mod common;
mod context_keys;
mod delegated_session;
mod delegation;
mod delegation_access;
mod delegation_notice;
mod delegation_review;
mod delegation_template;
mod details;
mod entity;
mod errors;
mod group;
mod inline;
mod instance_profile;
mod last_accessed;
mod limits;
mod login;
mod mfa;
mod oidc;
mod organization_report;
mod outbound_federation;
mod password_policy;
mod policy;
mod position;
mod public_key;
mod qr;
mod report;
mod role;
mod role_template;
mod root_access;
mod root_password;
mod saml;
mod server_certificate;
mod service_credential;
mod service_linked;
mod signing_certificate;
mod simulate;
mod ssh_key;
mod state;
mod tag;
#[cfg(test)]
mod tests;
mod user;
mod uses;
mod version;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "iam",
    operations: &[
        op!(write api::AcceptDelegationRequest, delegation::accept),
        op!(write api::AcquireRole, role_template::acquire),
        op!(write api::AddClientIDToOpenIDConnectProvider, oidc::add_client_id),
        op!(write api::AddRoleToInstanceProfile, instance_profile::add_role),
        op!(write api::AddUserToGroup, group::add_user_to_group),
        op!(write api::AssociateDelegationRequest, delegation::associate),
        op!(write api::AttachGroupPolicy, attachment::attach_group_policy),
        op!(write api::AttachRolePolicy, attachment::attach_role_policy),
        op!(write api::AttachUserPolicy, attachment::attach_user_policy),
        op!(write api::ChangePassword, login::change_password),
        op!(write api::CreateAccessKey, access_key::create_access_key),
        op!(write api::CreateAccountAlias, account::create_alias),
        op!(write api::CreateDelegationRequest, delegation::create),
        op!(write api::CreateGroup, group::create_group),
        op!(write api::CreateInstanceProfile, instance_profile::create),
        op!(write api::CreateLoginProfile, login::create_login_profile),
        op!(write api::CreateOpenIDConnectProvider, oidc::create),
        op!(write api::CreatePolicy, policy::create_policy),
        op!(write api::CreatePolicyVersion, version::create_policy_version),
        op!(write api::CreateRole, role::create_role),
        op!(write api::CreateSAMLProvider, saml::create),
        op!(write api::CreateServiceLinkedRole, service_linked::create),
        op!(write api::CreateServiceSpecificCredential, service_credential::create),
        op!(write api::CreateUser, user::create_user),
        op!(write api::CreateVirtualMFADevice, mfa::create_virtual),
        op!(write api::DeactivateMFADevice, mfa::deactivate),
        op!(write api::DeleteAccessKey, access_key::delete_access_key),
        op!(write api::DeleteAccountAlias, account::delete_alias),
        op!(write api::DeleteAccountPasswordPolicy, password_policy::delete),
        op!(write api::DeleteGroup, group::delete_group),
        op!(write api::DeleteGroupPolicy, inline::delete_group_policy),
        op!(write api::DeleteInstanceProfile, instance_profile::delete),
        op!(write api::DeleteLoginProfile, login::delete_login_profile),
        op!(write api::DeleteOpenIDConnectProvider, oidc::delete),
        op!(write api::DeletePolicy, policy::delete_policy),
        op!(write api::DeletePolicyVersion, version::delete_policy_version),
        op!(write api::DeleteRole, role::delete_role),
        op!(write api::DeleteRolePermissionsBoundary, attachment::delete_role_permissions_boundary),
        op!(write api::DeleteRolePolicy, inline::delete_role_policy),
        op!(write api::DeleteSAMLProvider, saml::delete),
        op!(write api::DeleteSSHPublicKey, ssh_key::delete),
        op!(write api::DeleteServerCertificate, server_certificate::delete),
        op!(write api::DeleteServiceLinkedRole, service_linked::delete),
        op!(write api::DeleteServiceSpecificCredential, service_credential::delete),
        op!(write api::DeleteSigningCertificate, signing_certificate::delete),
        op!(write api::DeleteUser, user::delete_user),
        op!(write api::DeleteUserPermissionsBoundary, attachment::delete_user_permissions_boundary),
        op!(write api::DeleteUserPolicy, inline::delete_user_policy),
        op!(write api::DeleteVirtualMFADevice, mfa::delete_virtual),
        op!(write api::DetachGroupPolicy, attachment::detach_group_policy),
        op!(write api::DetachRolePolicy, attachment::detach_role_policy),
        op!(write api::DetachUserPolicy, attachment::detach_user_policy),
        op!(
            write api::DisableOrganizationsRootCredentialsManagement,
            root_access::disable_credentials_management
        ),
        op!(write api::DisableOrganizationsRootSessions, root_access::disable_sessions),
        op!(write api::DisableOutboundWebIdentityFederation, outbound_federation::disable),
        op!(write api::EnableMFADevice, mfa::enable),
        op!(
            work api::EnableOutboundWebIdentityFederation,
            outbound_federation::begin_enable,
            outbound_federation::draw_keys,
            outbound_federation::enable
        ),
        op!(
            write api::EnableOrganizationsRootCredentialsManagement,
            root_access::enable_credentials_management
        ),
        op!(write api::EnableOrganizationsRootSessions, root_access::enable_sessions),
        op!(write api::GenerateCredentialReport, report::generate),
        op!(write api::GenerateOrganizationsAccessReport, organization_report::generate),
        op!(write api::GenerateServiceLastAccessedDetails, last_accessed::generate),
        op!(read api::GetAccessKeyLastUsed, access_key::get_access_key_last_used),
        op!(read api::GetAccountAuthorizationDetails, details::get),
        op!(read api::GetAccountPasswordPolicy, password_policy::get),
        op!(read api::GetAccountProperties, account_properties::get),
        op!(read api::GetAccountSummary, account::get_summary),
        op!(read api::GetContextKeysForCustomPolicy, context_keys::for_custom_policy),
        op!(read api::GetContextKeysForPrincipalPolicy, context_keys::for_principal_policy),
        op!(read api::GetCredentialReport, report::get),
        op!(read api::GetDelegationRequest, delegation::get),
        op!(read api::GetGroup, group::get_group),
        op!(read api::GetGroupPolicy, inline::get_group_policy),
        op!(read api::GetHumanReadableSummary, delegation_review::summarize),
        op!(read api::GetInstanceProfile, instance_profile::get),
        op!(read api::GetLoginProfile, login::get_login_profile),
        op!(read api::GetMFADevice, mfa::get),
        op!(read api::GetOpenIDConnectProvider, oidc::get),
        op!(read api::GetOrganizationsAccessReport, organization_report::get),
        op!(read api::GetOutboundWebIdentityFederationInfo, outbound_federation::info),
        op!(read api::GetPolicy, policy::get_policy),
        op!(read api::GetPolicyVersion, version::get_policy_version),
        op!(read api::GetRole, role::get_role),
        op!(read api::GetRolePolicy, inline::get_role_policy),
        op!(read api::GetRoleTemplateVersion, role_template::get_version),
        op!(read api::GetSAMLProvider, saml::get),
        op!(read api::GetSSHPublicKey, ssh_key::get),
        op!(read api::GetServerCertificate, server_certificate::get),
        op!(read api::GetServiceLastAccessedDetails, last_accessed::get),
        op!(read api::GetServiceLastAccessedDetailsWithEntities, last_accessed::get_with_entities),
        op!(read api::GetServiceLinkedRoleDeletionStatus, service_linked::deletion_status),
        op!(read api::GetUser, user::get_user),
        op!(read api::GetUserPolicy, inline::get_user_policy),
        op!(read api::ListAccessKeys, access_key::list_access_keys),
        op!(read api::ListAccountAliases, account::list_aliases),
        op!(read api::ListAttachedGroupPolicies, attachment::list_attached_group_policies),
        op!(read api::ListAttachedRolePolicies, attachment::list_attached_role_policies),
        op!(read api::ListAttachedUserPolicies, attachment::list_attached_user_policies),
        op!(read api::ListDelegationRequests, delegation::list),
        op!(read api::ListEntitiesForPolicy, attachment::list_entities_for_policy),
        op!(read api::ListGroupPolicies, inline::list_group_policies),
        op!(read api::ListGroups, group::list_groups),
        op!(read api::ListGroupsForUser, group::list_groups_for_user),
        op!(read api::ListInstanceProfileTags, tag::list_instance_profile_tags),
        op!(read api::ListInstanceProfiles, instance_profile::list),
        op!(read api::ListInstanceProfilesForRole, instance_profile::list_for_role),
        op!(read api::ListMFADeviceTags, tag::list_mfa_device_tags),
        op!(read api::ListMFADevices, mfa::list),
        op!(read api::ListOpenIDConnectProviderTags, tag::list_oidc_provider_tags),
        op!(read api::ListOpenIDConnectProviders, oidc::list),
        op!(read api::ListOrganizationsFeatures, root_access::list),
        op!(read api::ListPolicies, policy::list_policies),
        op!(read api::ListPoliciesGrantingServiceAccess, last_accessed::list_policies),
        op!(read api::ListPolicyTags, tag::list_policy_tags),
        op!(read api::ListPolicyVersions, version::list_policy_versions),
        op!(read api::ListRolePolicies, inline::list_role_policies),
        op!(read api::ListRoleTags, tag::list_role_tags),
        op!(read api::ListRoles, role::list_roles),
        op!(read api::ListSAMLProviderTags, tag::list_saml_provider_tags),
        op!(read api::ListSAMLProviders, saml::list),
        op!(read api::ListSSHPublicKeys, ssh_key::list),
        op!(read api::ListServerCertificateTags, tag::list_server_certificate_tags),
        op!(read api::ListServerCertificates, server_certificate::list),
        op!(read api::ListServiceSpecificCredentials, service_credential::list),
        op!(read api::ListSigningCertificates, signing_certificate::list),
        op!(read api::ListUserPolicies, inline::list_user_policies),
        op!(read api::ListUserTags, tag::list_user_tags),
        op!(read api::ListUsers, user::list_users),
        op!(read api::ListVirtualMFADevices, mfa::list_virtual),
        op!(write api::PutAccountProperties, account_properties::put),
        op!(write api::PutGroupPolicy, inline::put_group_policy),
        op!(write api::PutRolePermissionsBoundary, attachment::put_role_permissions_boundary),
        op!(write api::PutRolePolicy, inline::put_role_policy),
        op!(write api::PutUserPermissionsBoundary, attachment::put_user_permissions_boundary),
        op!(write api::PutUserPolicy, inline::put_user_policy),
        op!(write api::RejectDelegationRequest, delegation::reject),
        op!(write api::RemoveClientIDFromOpenIDConnectProvider, oidc::remove_client_id),
        op!(write api::RemoveRoleFromInstanceProfile, instance_profile::remove_role),
        op!(write api::RemoveUserFromGroup, group::remove_user_from_group),
        op!(write api::ResetServiceSpecificCredential, service_credential::reset),
        op!(write api::ResyncMFADevice, mfa::resync),
        op!(write api::SendDelegationToken, delegation::send_token),
        op!(write api::SetDefaultPolicyVersion, version::set_default_policy_version),
        op!(write api::SetSecurityTokenServicePreferences, account::set_token_version),
        op!(read api::SimulateCustomPolicy, simulate::simulate_custom_policy),
        op!(read api::SimulatePrincipalPolicy, simulate::simulate_principal_policy),
        op!(write api::TagInstanceProfile, tag::tag_instance_profile),
        op!(write api::TagMFADevice, tag::tag_mfa_device),
        op!(write api::TagOpenIDConnectProvider, tag::tag_oidc_provider),
        op!(write api::TagPolicy, tag::tag_policy),
        op!(write api::TagRole, tag::tag_role),
        op!(write api::TagSAMLProvider, tag::tag_saml_provider),
        op!(write api::TagServerCertificate, tag::tag_server_certificate),
        op!(write api::TagUser, tag::tag_user),
        op!(write api::UntagInstanceProfile, tag::untag_instance_profile),
        op!(write api::UntagMFADevice, tag::untag_mfa_device),
        op!(write api::UntagOpenIDConnectProvider, tag::untag_oidc_provider),
        op!(write api::UntagPolicy, tag::untag_policy),
        op!(write api::UntagRole, tag::untag_role),
        op!(write api::UntagSAMLProvider, tag::untag_saml_provider),
        op!(write api::UntagServerCertificate, tag::untag_server_certificate),
        op!(write api::UntagUser, tag::untag_user),
        op!(write api::UpdateAccessKey, access_key::update_access_key),
        op!(write api::UpdateAccountPasswordPolicy, password_policy::update),
        op!(write api::UpdateAssumeRolePolicy, role::update_assume_role_policy),
        op!(write api::UpdateDelegationRequest, delegation::update),
        op!(write api::UpdateGroup, group::update_group),
        op!(write api::UpdateLoginProfile, login::update_login_profile),
        op!(write api::UpdateOpenIDConnectProviderThumbprint, oidc::update_thumbprint),
        op!(write api::UpdateRole, role::update_role),
        op!(write api::UpdateRoleDescription, role::update_role_description),
        op!(write api::UpdateSAMLProvider, saml::update),
        op!(write api::UpdateSSHPublicKey, ssh_key::update),
        op!(write api::UpdateServerCertificate, server_certificate::update),
        op!(write api::UpdateServiceSpecificCredential, service_credential::update),
        op!(write api::UpdateSigningCertificate, signing_certificate::update),
        op!(write api::UpdateUser, user::update_user),
        op!(write api::UploadSSHPublicKey, ssh_key::upload),
        op!(write api::UploadServerCertificate, server_certificate::upload),
        op!(write api::UploadSigningCertificate, signing_certificate::upload),
    ],
    steps: &[
        Op { name: uses::RECORD_USE, run: Run::Write(uses::record), stage: None },
        Op { name: root_access::CHECK, run: Run::Read(root_access::check), stage: None },
        Op { name: delegated_session::TELL, run: Run::Read(delegated_session::tell), stage: None },
        Op {
            name: delegation_notice::EXPIRE,
            run: Run::Write(delegation_notice::expire),
            stage: None,
        },
        Op {
            name: delegation_notice::PROBE,
            run: Run::Write(delegation_notice::probe),
            stage: None,
        },
    ],
    on_reset: Some(account::on_reset),
    validation: Validation::Query,
    access: Some(AccessRules { of: access::of, denied: "AccessDenied" }),
};
