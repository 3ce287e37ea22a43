//! Inputs, outputs, errors and enums of the implemented operations of IAM.
//!
//! Written by `cargo xtask codegen iam` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Blob, Entries, Flag, Items, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{builder, operations, view};

operations! {
    AcceptDelegationRequest: AcceptDelegationRequestInput, AcceptDelegationRequestOutput;
    AcquireRole: AcquireRoleInput, AcquireRoleOutput;
    AddClientIDToOpenIDConnectProvider: AddClientIDToOpenIDConnectProviderInput, AddClientIDToOpenIDConnectProviderOutput;
    AddRoleToInstanceProfile: AddRoleToInstanceProfileInput, AddRoleToInstanceProfileOutput;
    AddUserToGroup: AddUserToGroupInput, AddUserToGroupOutput;
    AssociateDelegationRequest: AssociateDelegationRequestInput, AssociateDelegationRequestOutput;
    AttachGroupPolicy: AttachGroupPolicyInput, AttachGroupPolicyOutput;
    AttachRolePolicy: AttachRolePolicyInput, AttachRolePolicyOutput;
    AttachUserPolicy: AttachUserPolicyInput, AttachUserPolicyOutput;
    ChangePassword: ChangePasswordInput, ChangePasswordOutput;
    CreateAccessKey: CreateAccessKeyInput, CreateAccessKeyOutput;
    CreateAccountAlias: CreateAccountAliasInput, CreateAccountAliasOutput;
    CreateDelegationRequest: CreateDelegationRequestInput, CreateDelegationRequestOutput;
    CreateGroup: CreateGroupInput, CreateGroupOutput;
    CreateInstanceProfile: CreateInstanceProfileInput, CreateInstanceProfileOutput;
    CreateLoginProfile: CreateLoginProfileInput, CreateLoginProfileOutput;
    CreateOpenIDConnectProvider: CreateOpenIDConnectProviderInput, CreateOpenIDConnectProviderOutput;
    CreatePolicy: CreatePolicyInput, CreatePolicyOutput;
    CreatePolicyVersion: CreatePolicyVersionInput, CreatePolicyVersionOutput;
    CreateRole: CreateRoleInput, CreateRoleOutput;
    CreateSAMLProvider: CreateSAMLProviderInput, CreateSAMLProviderOutput;
    CreateServiceLinkedRole: CreateServiceLinkedRoleInput, CreateServiceLinkedRoleOutput;
    CreateServiceSpecificCredential: CreateServiceSpecificCredentialInput, CreateServiceSpecificCredentialOutput;
    CreateUser: CreateUserInput, CreateUserOutput;
    CreateVirtualMFADevice: CreateVirtualMFADeviceInput, CreateVirtualMFADeviceOutput;
    DeactivateMFADevice: DeactivateMFADeviceInput, DeactivateMFADeviceOutput;
    DeleteAccessKey: DeleteAccessKeyInput, DeleteAccessKeyOutput;
    DeleteAccountAlias: DeleteAccountAliasInput, DeleteAccountAliasOutput;
    DeleteAccountPasswordPolicy: DeleteAccountPasswordPolicyInput, DeleteAccountPasswordPolicyOutput;
    DeleteGroup: DeleteGroupInput, DeleteGroupOutput;
    DeleteGroupPolicy: DeleteGroupPolicyInput, DeleteGroupPolicyOutput;
    DeleteInstanceProfile: DeleteInstanceProfileInput, DeleteInstanceProfileOutput;
    DeleteLoginProfile: DeleteLoginProfileInput, DeleteLoginProfileOutput;
    DeleteOpenIDConnectProvider: DeleteOpenIDConnectProviderInput, DeleteOpenIDConnectProviderOutput;
    DeletePolicy: DeletePolicyInput, DeletePolicyOutput;
    DeletePolicyVersion: DeletePolicyVersionInput, DeletePolicyVersionOutput;
    DeleteRole: DeleteRoleInput, DeleteRoleOutput;
    DeleteRolePermissionsBoundary: DeleteRolePermissionsBoundaryInput, DeleteRolePermissionsBoundaryOutput;
    DeleteRolePolicy: DeleteRolePolicyInput, DeleteRolePolicyOutput;
    DeleteSAMLProvider: DeleteSAMLProviderInput, DeleteSAMLProviderOutput;
    DeleteSSHPublicKey: DeleteSSHPublicKeyInput, DeleteSSHPublicKeyOutput;
    DeleteServerCertificate: DeleteServerCertificateInput, DeleteServerCertificateOutput;
    DeleteServiceLinkedRole: DeleteServiceLinkedRoleInput, DeleteServiceLinkedRoleOutput;
    DeleteServiceSpecificCredential: DeleteServiceSpecificCredentialInput, DeleteServiceSpecificCredentialOutput;
    DeleteSigningCertificate: DeleteSigningCertificateInput, DeleteSigningCertificateOutput;
    DeleteUser: DeleteUserInput, DeleteUserOutput;
    DeleteUserPermissionsBoundary: DeleteUserPermissionsBoundaryInput, DeleteUserPermissionsBoundaryOutput;
    DeleteUserPolicy: DeleteUserPolicyInput, DeleteUserPolicyOutput;
    DeleteVirtualMFADevice: DeleteVirtualMFADeviceInput, DeleteVirtualMFADeviceOutput;
    DetachGroupPolicy: DetachGroupPolicyInput, DetachGroupPolicyOutput;
    DetachRolePolicy: DetachRolePolicyInput, DetachRolePolicyOutput;
    DetachUserPolicy: DetachUserPolicyInput, DetachUserPolicyOutput;
    DisableOrganizationsRootCredentialsManagement: DisableOrganizationsRootCredentialsManagementInput, DisableOrganizationsRootCredentialsManagementOutput;
    DisableOrganizationsRootSessions: DisableOrganizationsRootSessionsInput, DisableOrganizationsRootSessionsOutput;
    DisableOutboundWebIdentityFederation: DisableOutboundWebIdentityFederationInput, DisableOutboundWebIdentityFederationOutput;
    EnableMFADevice: EnableMFADeviceInput, EnableMFADeviceOutput;
    EnableOrganizationsRootCredentialsManagement: EnableOrganizationsRootCredentialsManagementInput, EnableOrganizationsRootCredentialsManagementOutput;
    EnableOrganizationsRootSessions: EnableOrganizationsRootSessionsInput, EnableOrganizationsRootSessionsOutput;
    EnableOutboundWebIdentityFederation: EnableOutboundWebIdentityFederationInput, EnableOutboundWebIdentityFederationOutput;
    GenerateCredentialReport: GenerateCredentialReportInput, GenerateCredentialReportOutput;
    GenerateOrganizationsAccessReport: GenerateOrganizationsAccessReportInput, GenerateOrganizationsAccessReportOutput;
    GenerateServiceLastAccessedDetails: GenerateServiceLastAccessedDetailsInput, GenerateServiceLastAccessedDetailsOutput;
    GetAccessKeyLastUsed: GetAccessKeyLastUsedInput, GetAccessKeyLastUsedOutput;
    GetAccountAuthorizationDetails: GetAccountAuthorizationDetailsInput, GetAccountAuthorizationDetailsOutput;
    GetAccountPasswordPolicy: GetAccountPasswordPolicyInput, GetAccountPasswordPolicyOutput;
    GetAccountProperties: GetAccountPropertiesInput, GetAccountPropertiesOutput;
    GetAccountSummary: GetAccountSummaryInput, GetAccountSummaryOutput;
    GetContextKeysForCustomPolicy: GetContextKeysForCustomPolicyInput, GetContextKeysForCustomPolicyOutput;
    GetContextKeysForPrincipalPolicy: GetContextKeysForPrincipalPolicyInput, GetContextKeysForPrincipalPolicyOutput;
    GetCredentialReport: GetCredentialReportInput, GetCredentialReportOutput;
    GetDelegationRequest: GetDelegationRequestInput, GetDelegationRequestOutput;
    GetGroup: GetGroupInput, GetGroupOutput;
    GetGroupPolicy: GetGroupPolicyInput, GetGroupPolicyOutput;
    GetHumanReadableSummary: GetHumanReadableSummaryInput, GetHumanReadableSummaryOutput;
    GetInstanceProfile: GetInstanceProfileInput, GetInstanceProfileOutput;
    GetLoginProfile: GetLoginProfileInput, GetLoginProfileOutput;
    GetMFADevice: GetMFADeviceInput, GetMFADeviceOutput;
    GetOpenIDConnectProvider: GetOpenIDConnectProviderInput, GetOpenIDConnectProviderOutput;
    GetOrganizationsAccessReport: GetOrganizationsAccessReportInput, GetOrganizationsAccessReportOutput;
    GetOutboundWebIdentityFederationInfo: GetOutboundWebIdentityFederationInfoInput, GetOutboundWebIdentityFederationInfoOutput;
    GetPolicy: GetPolicyInput, GetPolicyOutput;
    GetPolicyVersion: GetPolicyVersionInput, GetPolicyVersionOutput;
    GetRole: GetRoleInput, GetRoleOutput;
    GetRolePolicy: GetRolePolicyInput, GetRolePolicyOutput;
    GetRoleTemplateVersion: GetRoleTemplateVersionInput, GetRoleTemplateVersionOutput;
    GetSAMLProvider: GetSAMLProviderInput, GetSAMLProviderOutput;
    GetSSHPublicKey: GetSSHPublicKeyInput, GetSSHPublicKeyOutput;
    GetServerCertificate: GetServerCertificateInput, GetServerCertificateOutput;
    GetServiceLastAccessedDetails: GetServiceLastAccessedDetailsInput, GetServiceLastAccessedDetailsOutput;
    GetServiceLastAccessedDetailsWithEntities: GetServiceLastAccessedDetailsWithEntitiesInput, GetServiceLastAccessedDetailsWithEntitiesOutput;
    GetServiceLinkedRoleDeletionStatus: GetServiceLinkedRoleDeletionStatusInput, GetServiceLinkedRoleDeletionStatusOutput;
    GetUser: GetUserInput, GetUserOutput;
    GetUserPolicy: GetUserPolicyInput, GetUserPolicyOutput;
    ListAccessKeys: ListAccessKeysInput, ListAccessKeysOutput;
    ListAccountAliases: ListAccountAliasesInput, ListAccountAliasesOutput;
    ListAttachedGroupPolicies: ListAttachedGroupPoliciesInput, ListAttachedGroupPoliciesOutput;
    ListAttachedRolePolicies: ListAttachedRolePoliciesInput, ListAttachedRolePoliciesOutput;
    ListAttachedUserPolicies: ListAttachedUserPoliciesInput, ListAttachedUserPoliciesOutput;
    ListDelegationRequests: ListDelegationRequestsInput, ListDelegationRequestsOutput;
    ListEntitiesForPolicy: ListEntitiesForPolicyInput, ListEntitiesForPolicyOutput;
    ListGroupPolicies: ListGroupPoliciesInput, ListGroupPoliciesOutput;
    ListGroups: ListGroupsInput, ListGroupsOutput;
    ListGroupsForUser: ListGroupsForUserInput, ListGroupsForUserOutput;
    ListInstanceProfileTags: ListInstanceProfileTagsInput, ListInstanceProfileTagsOutput;
    ListInstanceProfiles: ListInstanceProfilesInput, ListInstanceProfilesOutput;
    ListInstanceProfilesForRole: ListInstanceProfilesForRoleInput, ListInstanceProfilesForRoleOutput;
    ListMFADeviceTags: ListMFADeviceTagsInput, ListMFADeviceTagsOutput;
    ListMFADevices: ListMFADevicesInput, ListMFADevicesOutput;
    ListOpenIDConnectProviderTags: ListOpenIDConnectProviderTagsInput, ListOpenIDConnectProviderTagsOutput;
    ListOpenIDConnectProviders: ListOpenIDConnectProvidersInput, ListOpenIDConnectProvidersOutput;
    ListOrganizationsFeatures: ListOrganizationsFeaturesInput, ListOrganizationsFeaturesOutput;
    ListPolicies: ListPoliciesInput, ListPoliciesOutput;
    ListPoliciesGrantingServiceAccess: ListPoliciesGrantingServiceAccessInput, ListPoliciesGrantingServiceAccessOutput;
    ListPolicyTags: ListPolicyTagsInput, ListPolicyTagsOutput;
    ListPolicyVersions: ListPolicyVersionsInput, ListPolicyVersionsOutput;
    ListRolePolicies: ListRolePoliciesInput, ListRolePoliciesOutput;
    ListRoleTags: ListRoleTagsInput, ListRoleTagsOutput;
    ListRoles: ListRolesInput, ListRolesOutput;
    ListSAMLProviderTags: ListSAMLProviderTagsInput, ListSAMLProviderTagsOutput;
    ListSAMLProviders: ListSAMLProvidersInput, ListSAMLProvidersOutput;
    ListSSHPublicKeys: ListSSHPublicKeysInput, ListSSHPublicKeysOutput;
    ListServerCertificateTags: ListServerCertificateTagsInput, ListServerCertificateTagsOutput;
    ListServerCertificates: ListServerCertificatesInput, ListServerCertificatesOutput;
    ListServiceSpecificCredentials: ListServiceSpecificCredentialsInput, ListServiceSpecificCredentialsOutput;
    ListSigningCertificates: ListSigningCertificatesInput, ListSigningCertificatesOutput;
    ListUserPolicies: ListUserPoliciesInput, ListUserPoliciesOutput;
    ListUserTags: ListUserTagsInput, ListUserTagsOutput;
    ListUsers: ListUsersInput, ListUsersOutput;
    ListVirtualMFADevices: ListVirtualMFADevicesInput, ListVirtualMFADevicesOutput;
    PutAccountProperties: PutAccountPropertiesInput, PutAccountPropertiesOutput;
    PutGroupPolicy: PutGroupPolicyInput, PutGroupPolicyOutput;
    PutRolePermissionsBoundary: PutRolePermissionsBoundaryInput, PutRolePermissionsBoundaryOutput;
    PutRolePolicy: PutRolePolicyInput, PutRolePolicyOutput;
    PutUserPermissionsBoundary: PutUserPermissionsBoundaryInput, PutUserPermissionsBoundaryOutput;
    PutUserPolicy: PutUserPolicyInput, PutUserPolicyOutput;
    RejectDelegationRequest: RejectDelegationRequestInput, RejectDelegationRequestOutput;
    RemoveClientIDFromOpenIDConnectProvider: RemoveClientIDFromOpenIDConnectProviderInput, RemoveClientIDFromOpenIDConnectProviderOutput;
    RemoveRoleFromInstanceProfile: RemoveRoleFromInstanceProfileInput, RemoveRoleFromInstanceProfileOutput;
    RemoveUserFromGroup: RemoveUserFromGroupInput, RemoveUserFromGroupOutput;
    ResetServiceSpecificCredential: ResetServiceSpecificCredentialInput, ResetServiceSpecificCredentialOutput;
    ResyncMFADevice: ResyncMFADeviceInput, ResyncMFADeviceOutput;
    SendDelegationToken: SendDelegationTokenInput, SendDelegationTokenOutput;
    SetDefaultPolicyVersion: SetDefaultPolicyVersionInput, SetDefaultPolicyVersionOutput;
    SetSecurityTokenServicePreferences: SetSecurityTokenServicePreferencesInput, SetSecurityTokenServicePreferencesOutput;
    SimulateCustomPolicy: SimulateCustomPolicyInput, SimulateCustomPolicyOutput;
    SimulatePrincipalPolicy: SimulatePrincipalPolicyInput, SimulatePrincipalPolicyOutput;
    TagInstanceProfile: TagInstanceProfileInput, TagInstanceProfileOutput;
    TagMFADevice: TagMFADeviceInput, TagMFADeviceOutput;
    TagOpenIDConnectProvider: TagOpenIDConnectProviderInput, TagOpenIDConnectProviderOutput;
    TagPolicy: TagPolicyInput, TagPolicyOutput;
    TagRole: TagRoleInput, TagRoleOutput;
    TagSAMLProvider: TagSAMLProviderInput, TagSAMLProviderOutput;
    TagServerCertificate: TagServerCertificateInput, TagServerCertificateOutput;
    TagUser: TagUserInput, TagUserOutput;
    UntagInstanceProfile: UntagInstanceProfileInput, UntagInstanceProfileOutput;
    UntagMFADevice: UntagMFADeviceInput, UntagMFADeviceOutput;
    UntagOpenIDConnectProvider: UntagOpenIDConnectProviderInput, UntagOpenIDConnectProviderOutput;
    UntagPolicy: UntagPolicyInput, UntagPolicyOutput;
    UntagRole: UntagRoleInput, UntagRoleOutput;
    UntagSAMLProvider: UntagSAMLProviderInput, UntagSAMLProviderOutput;
    UntagServerCertificate: UntagServerCertificateInput, UntagServerCertificateOutput;
    UntagUser: UntagUserInput, UntagUserOutput;
    UpdateAccessKey: UpdateAccessKeyInput, UpdateAccessKeyOutput;
    UpdateAccountPasswordPolicy: UpdateAccountPasswordPolicyInput, UpdateAccountPasswordPolicyOutput;
    UpdateAssumeRolePolicy: UpdateAssumeRolePolicyInput, UpdateAssumeRolePolicyOutput;
    UpdateDelegationRequest: UpdateDelegationRequestInput, UpdateDelegationRequestOutput;
    UpdateGroup: UpdateGroupInput, UpdateGroupOutput;
    UpdateLoginProfile: UpdateLoginProfileInput, UpdateLoginProfileOutput;
    UpdateOpenIDConnectProviderThumbprint: UpdateOpenIDConnectProviderThumbprintInput, UpdateOpenIDConnectProviderThumbprintOutput;
    UpdateRole: UpdateRoleInput, UpdateRoleOutput;
    UpdateRoleDescription: UpdateRoleDescriptionInput, UpdateRoleDescriptionOutput;
    UpdateSAMLProvider: UpdateSAMLProviderInput, UpdateSAMLProviderOutput;
    UpdateSSHPublicKey: UpdateSSHPublicKeyInput, UpdateSSHPublicKeyOutput;
    UpdateServerCertificate: UpdateServerCertificateInput, UpdateServerCertificateOutput;
    UpdateServiceSpecificCredential: UpdateServiceSpecificCredentialInput, UpdateServiceSpecificCredentialOutput;
    UpdateSigningCertificate: UpdateSigningCertificateInput, UpdateSigningCertificateOutput;
    UpdateUser: UpdateUserInput, UpdateUserOutput;
    UploadSSHPublicKey: UploadSSHPublicKeyInput, UploadSSHPublicKeyOutput;
    UploadServerCertificate: UploadServerCertificateInput, UploadServerCertificateOutput;
    UploadSigningCertificate: UploadSigningCertificateInput, UploadSigningCertificateOutput;
}

view! { AcceptDelegationRequestInput<'a> {
    delegation_request_id "DelegationRequestId": required &'a str,
} }

builder! { AcceptDelegationRequestOutput {
} }

view! { AcquireRoleInput<'a> {
    template_arn "TemplateArn": required &'a str,
    template_minor_version "TemplateMinorVersion": optional i64,
    replacement_values "ReplacementValues": optional Map<'a, ReplacementValueEntry<'a>>,
} }

builder! { AcquireRoleOutput {
    role "Role": RoleBuilder,
} }

view! { AddClientIDToOpenIDConnectProviderInput<'a> {
    open_id_connect_provider_arn "OpenIDConnectProviderArn": required &'a str,
    client_id "ClientID": required &'a str,
} }

builder! { AddClientIDToOpenIDConnectProviderOutput {
} }

view! { AddRoleToInstanceProfileInput<'a> {
    instance_profile_name "InstanceProfileName": required &'a str,
    role_name "RoleName": required &'a str,
} }

builder! { AddRoleToInstanceProfileOutput {
} }

view! { AddUserToGroupInput<'a> {
    group_name "GroupName": required &'a str,
    user_name "UserName": required &'a str,
} }

builder! { AddUserToGroupOutput {
} }

view! { AssociateDelegationRequestInput<'a> {
    delegation_request_id "DelegationRequestId": required &'a str,
} }

builder! { AssociateDelegationRequestOutput {
} }

view! { AttachGroupPolicyInput<'a> {
    group_name "GroupName": required &'a str,
    policy_arn "PolicyArn": required &'a str,
} }

builder! { AttachGroupPolicyOutput {
} }

view! { AttachRolePolicyInput<'a> {
    role_name "RoleName": required &'a str,
    policy_arn "PolicyArn": required &'a str,
} }

builder! { AttachRolePolicyOutput {
} }

view! { AttachUserPolicyInput<'a> {
    user_name "UserName": required &'a str,
    policy_arn "PolicyArn": required &'a str,
} }

builder! { AttachUserPolicyOutput {
} }

view! { ChangePasswordInput<'a> {
    old_password "OldPassword": required &'a str,
    new_password "NewPassword": required &'a str,
} }

builder! { ChangePasswordOutput {
} }

view! { CreateAccessKeyInput<'a> {
    user_name "UserName": optional &'a str,
} }

builder! { CreateAccessKeyOutput {
    access_key "AccessKey": AccessKeyBuilder,
} }

view! { CreateAccountAliasInput<'a> {
    account_alias "AccountAlias": required &'a str,
} }

builder! { CreateAccountAliasOutput {
} }

view! { CreateDelegationRequestInput<'a> {
    owner_account_id "OwnerAccountId": optional &'a str,
    description "Description": required &'a str,
    permissions "Permissions": required DelegationPermission<'a>,
    request_message "RequestMessage": optional &'a str,
    requestor_workflow_id "RequestorWorkflowId": required &'a str,
    redirect_url "RedirectUrl": optional &'a str,
    notification_channel "NotificationChannel": required &'a str,
    session_duration "SessionDuration": required i64,
    only_send_by_owner "OnlySendByOwner": optional bool,
} }

builder! { CreateDelegationRequestOutput {
    console_deep_link "ConsoleDeepLink": Text,
    delegation_request_id "DelegationRequestId": Text,
} }

view! { CreateGroupInput<'a> {
    path "Path": optional &'a str,
    group_name "GroupName": required &'a str,
} }

builder! { CreateGroupOutput {
    group "Group": GroupBuilder,
} }

view! { CreateInstanceProfileInput<'a> {
    instance_profile_name "InstanceProfileName": required &'a str,
    path "Path": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateInstanceProfileOutput {
    instance_profile "InstanceProfile": InstanceProfileBuilder,
} }

view! { CreateLoginProfileInput<'a> {
    user_name "UserName": optional &'a str,
    password "Password": optional &'a str,
    password_reset_required "PasswordResetRequired": optional bool,
} }

builder! { CreateLoginProfileOutput {
    login_profile "LoginProfile": LoginProfileBuilder,
} }

view! { CreateOpenIDConnectProviderInput<'a> {
    url "Url": required &'a str,
    client_id_list "ClientIDList": optional List<'a, &'a str>,
    thumbprint_list "ThumbprintList": optional List<'a, &'a str>,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateOpenIDConnectProviderOutput {
    open_id_connect_provider_arn "OpenIDConnectProviderArn": Text,
    tags "Tags": Items<TagBuilder>,
} }

view! { CreatePolicyInput<'a> {
    policy_name "PolicyName": required &'a str,
    path "Path": optional &'a str,
    policy_document "PolicyDocument": required &'a str,
    description "Description": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreatePolicyOutput {
    policy "Policy": PolicyBuilder,
} }

view! { CreatePolicyVersionInput<'a> {
    policy_arn "PolicyArn": required &'a str,
    policy_document "PolicyDocument": required &'a str,
    set_as_default "SetAsDefault": optional bool,
} }

builder! { CreatePolicyVersionOutput {
    policy_version "PolicyVersion": PolicyVersionBuilder,
} }

view! { CreateRoleInput<'a> {
    path "Path": optional &'a str,
    role_name "RoleName": required &'a str,
    assume_role_policy_document "AssumeRolePolicyDocument": required &'a str,
    description "Description": optional &'a str,
    max_session_duration "MaxSessionDuration": optional i64,
    permissions_boundary "PermissionsBoundary": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateRoleOutput {
    role "Role": RoleBuilder,
} }

view! { CreateSAMLProviderInput<'a> {
    saml_metadata_document "SAMLMetadataDocument": required &'a str,
    name "Name": required &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
    assertion_encryption_mode "AssertionEncryptionMode": optional &'a str,
    add_private_key "AddPrivateKey": optional &'a str,
} }

builder! { CreateSAMLProviderOutput {
    saml_provider_arn "SAMLProviderArn": Text,
    tags "Tags": Items<TagBuilder>,
} }

view! { CreateServiceLinkedRoleInput<'a> {
    aws_service_name "AWSServiceName": required &'a str,
    description "Description": optional &'a str,
    custom_suffix "CustomSuffix": optional &'a str,
} }

builder! { CreateServiceLinkedRoleOutput {
    role "Role": RoleBuilder,
} }

view! { CreateServiceSpecificCredentialInput<'a> {
    user_name "UserName": required &'a str,
    service_name "ServiceName": required &'a str,
    credential_age_days "CredentialAgeDays": optional i64,
} }

builder! { CreateServiceSpecificCredentialOutput {
    service_specific_credential "ServiceSpecificCredential": ServiceSpecificCredentialBuilder,
} }

view! { CreateUserInput<'a> {
    path "Path": optional &'a str,
    user_name "UserName": required &'a str,
    permissions_boundary "PermissionsBoundary": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateUserOutput {
    user "User": UserBuilder,
} }

view! { CreateVirtualMFADeviceInput<'a> {
    path "Path": optional &'a str,
    virtual_mfa_device_name "VirtualMFADeviceName": required &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateVirtualMFADeviceOutput {
    virtual_mfa_device "VirtualMFADevice": VirtualMFADeviceBuilder,
} }

view! { DeactivateMFADeviceInput<'a> {
    user_name "UserName": optional &'a str,
    serial_number "SerialNumber": required &'a str,
} }

builder! { DeactivateMFADeviceOutput {
} }

view! { DeleteAccessKeyInput<'a> {
    user_name "UserName": optional &'a str,
    access_key_id "AccessKeyId": required &'a str,
} }

builder! { DeleteAccessKeyOutput {
} }

view! { DeleteAccountAliasInput<'a> {
    account_alias "AccountAlias": required &'a str,
} }

builder! { DeleteAccountAliasOutput {
} }

view! { DeleteAccountPasswordPolicyInput<'a> {
} }

builder! { DeleteAccountPasswordPolicyOutput {
} }

view! { DeleteGroupInput<'a> {
    group_name "GroupName": required &'a str,
} }

builder! { DeleteGroupOutput {
} }

view! { DeleteGroupPolicyInput<'a> {
    group_name "GroupName": required &'a str,
    policy_name "PolicyName": required &'a str,
} }

builder! { DeleteGroupPolicyOutput {
} }

view! { DeleteInstanceProfileInput<'a> {
    instance_profile_name "InstanceProfileName": required &'a str,
} }

builder! { DeleteInstanceProfileOutput {
} }

view! { DeleteLoginProfileInput<'a> {
    user_name "UserName": optional &'a str,
} }

builder! { DeleteLoginProfileOutput {
} }

view! { DeleteOpenIDConnectProviderInput<'a> {
    open_id_connect_provider_arn "OpenIDConnectProviderArn": required &'a str,
} }

builder! { DeleteOpenIDConnectProviderOutput {
} }

view! { DeletePolicyInput<'a> {
    policy_arn "PolicyArn": required &'a str,
} }

builder! { DeletePolicyOutput {
} }

view! { DeletePolicyVersionInput<'a> {
    policy_arn "PolicyArn": required &'a str,
    version_id "VersionId": required &'a str,
} }

builder! { DeletePolicyVersionOutput {
} }

view! { DeleteRoleInput<'a> {
    role_name "RoleName": required &'a str,
} }

builder! { DeleteRoleOutput {
} }

view! { DeleteRolePermissionsBoundaryInput<'a> {
    role_name "RoleName": required &'a str,
} }

builder! { DeleteRolePermissionsBoundaryOutput {
} }

view! { DeleteRolePolicyInput<'a> {
    role_name "RoleName": required &'a str,
    policy_name "PolicyName": required &'a str,
} }

builder! { DeleteRolePolicyOutput {
} }

view! { DeleteSAMLProviderInput<'a> {
    saml_provider_arn "SAMLProviderArn": required &'a str,
} }

builder! { DeleteSAMLProviderOutput {
} }

view! { DeleteSSHPublicKeyInput<'a> {
    user_name "UserName": required &'a str,
    ssh_public_key_id "SSHPublicKeyId": required &'a str,
} }

builder! { DeleteSSHPublicKeyOutput {
} }

view! { DeleteServerCertificateInput<'a> {
    server_certificate_name "ServerCertificateName": required &'a str,
} }

builder! { DeleteServerCertificateOutput {
} }

view! { DeleteServiceLinkedRoleInput<'a> {
    role_name "RoleName": required &'a str,
} }

builder! { DeleteServiceLinkedRoleOutput {
    deletion_task_id "DeletionTaskId": Text,
} }

view! { DeleteServiceSpecificCredentialInput<'a> {
    user_name "UserName": optional &'a str,
    service_specific_credential_id "ServiceSpecificCredentialId": required &'a str,
} }

builder! { DeleteServiceSpecificCredentialOutput {
} }

view! { DeleteSigningCertificateInput<'a> {
    user_name "UserName": optional &'a str,
    certificate_id "CertificateId": required &'a str,
} }

builder! { DeleteSigningCertificateOutput {
} }

view! { DeleteUserInput<'a> {
    user_name "UserName": required &'a str,
} }

builder! { DeleteUserOutput {
} }

view! { DeleteUserPermissionsBoundaryInput<'a> {
    user_name "UserName": required &'a str,
} }

builder! { DeleteUserPermissionsBoundaryOutput {
} }

view! { DeleteUserPolicyInput<'a> {
    user_name "UserName": required &'a str,
    policy_name "PolicyName": required &'a str,
} }

builder! { DeleteUserPolicyOutput {
} }

view! { DeleteVirtualMFADeviceInput<'a> {
    serial_number "SerialNumber": required &'a str,
} }

builder! { DeleteVirtualMFADeviceOutput {
} }

view! { DetachGroupPolicyInput<'a> {
    group_name "GroupName": required &'a str,
    policy_arn "PolicyArn": required &'a str,
} }

builder! { DetachGroupPolicyOutput {
} }

view! { DetachRolePolicyInput<'a> {
    role_name "RoleName": required &'a str,
    policy_arn "PolicyArn": required &'a str,
} }

builder! { DetachRolePolicyOutput {
} }

view! { DetachUserPolicyInput<'a> {
    user_name "UserName": required &'a str,
    policy_arn "PolicyArn": required &'a str,
} }

builder! { DetachUserPolicyOutput {
} }

view! { DisableOrganizationsRootCredentialsManagementInput<'a> {
} }

builder! { DisableOrganizationsRootCredentialsManagementOutput {
    organization_id "OrganizationId": Text,
    enabled_features "EnabledFeatures": Items<Text>,
} }

view! { DisableOrganizationsRootSessionsInput<'a> {
} }

builder! { DisableOrganizationsRootSessionsOutput {
    organization_id "OrganizationId": Text,
    enabled_features "EnabledFeatures": Items<Text>,
} }

view! { DisableOutboundWebIdentityFederationInput<'a> {
} }

builder! { DisableOutboundWebIdentityFederationOutput {
} }

view! { EnableMFADeviceInput<'a> {
    user_name "UserName": required &'a str,
    serial_number "SerialNumber": required &'a str,
    authentication_code1 "AuthenticationCode1": required &'a str,
    authentication_code2 "AuthenticationCode2": required &'a str,
} }

builder! { EnableMFADeviceOutput {
} }

view! { EnableOrganizationsRootCredentialsManagementInput<'a> {
} }

builder! { EnableOrganizationsRootCredentialsManagementOutput {
    organization_id "OrganizationId": Text,
    enabled_features "EnabledFeatures": Items<Text>,
} }

view! { EnableOrganizationsRootSessionsInput<'a> {
} }

builder! { EnableOrganizationsRootSessionsOutput {
    organization_id "OrganizationId": Text,
    enabled_features "EnabledFeatures": Items<Text>,
} }

view! { EnableOutboundWebIdentityFederationInput<'a> {
} }

builder! { EnableOutboundWebIdentityFederationOutput {
    issuer_identifier "IssuerIdentifier": Text,
} }

view! { GenerateCredentialReportInput<'a> {
} }

builder! { GenerateCredentialReportOutput {
    state "State": Text,
    description "Description": Text,
} }

view! { GenerateOrganizationsAccessReportInput<'a> {
    entity_path "EntityPath": required &'a str,
    organizations_policy_id "OrganizationsPolicyId": optional &'a str,
} }

builder! { GenerateOrganizationsAccessReportOutput {
    job_id "JobId": Text,
} }

view! { GenerateServiceLastAccessedDetailsInput<'a> {
    arn "Arn": required &'a str,
    granularity "Granularity": optional &'a str,
} }

builder! { GenerateServiceLastAccessedDetailsOutput {
    job_id "JobId": Text,
} }

view! { GetAccessKeyLastUsedInput<'a> {
    access_key_id "AccessKeyId": required &'a str,
} }

builder! { GetAccessKeyLastUsedOutput {
    user_name "UserName": Text,
    access_key_last_used "AccessKeyLastUsed": AccessKeyLastUsedBuilder,
} }

view! { GetAccountAuthorizationDetailsInput<'a> {
    filter "Filter": optional List<'a, &'a str>,
    max_items "MaxItems": optional i64,
    marker "Marker": optional &'a str,
} }

builder! { GetAccountAuthorizationDetailsOutput {
    user_detail_list "UserDetailList": Items<UserDetailBuilder>,
    group_detail_list "GroupDetailList": Items<GroupDetailBuilder>,
    role_detail_list "RoleDetailList": Items<RoleDetailBuilder>,
    policies "Policies": Items<ManagedPolicyDetailBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { GetAccountPasswordPolicyInput<'a> {
} }

builder! { GetAccountPasswordPolicyOutput {
    password_policy "PasswordPolicy": PasswordPolicyBuilder,
} }

view! { GetAccountPropertiesInput<'a> {
} }

builder! { GetAccountPropertiesOutput {
    properties "Properties": Entries<Text>,
} }

view! { GetAccountSummaryInput<'a> {
} }

builder! { GetAccountSummaryOutput {
    summary_map "SummaryMap": Entries<Whole>,
} }

view! { GetContextKeysForCustomPolicyInput<'a> {
    policy_input_list "PolicyInputList": required List<'a, &'a str>,
} }

builder! { GetContextKeysForCustomPolicyOutput {
    context_key_names "ContextKeyNames": Items<Text>,
} }

view! { GetContextKeysForPrincipalPolicyInput<'a> {
    policy_source_arn "PolicySourceArn": required &'a str,
    policy_input_list "PolicyInputList": optional List<'a, &'a str>,
} }

builder! { GetContextKeysForPrincipalPolicyOutput {
    context_key_names "ContextKeyNames": Items<Text>,
} }

view! { GetCredentialReportInput<'a> {
} }

builder! { GetCredentialReportOutput {
    content "Content": Blob,
    report_format "ReportFormat": Text,
    generated_time "GeneratedTime": Time,
} }

view! { GetDelegationRequestInput<'a> {
    delegation_request_id "DelegationRequestId": required &'a str,
    delegation_permission_check "DelegationPermissionCheck": optional bool,
} }

builder! { GetDelegationRequestOutput {
    delegation_request "DelegationRequest": DelegationRequestBuilder,
    permission_check_status "PermissionCheckStatus": Text,
    permission_check_result "PermissionCheckResult": Text,
} }

view! { GetGroupInput<'a> {
    group_name "GroupName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { GetGroupOutput {
    group "Group": GroupBuilder,
    users "Users": Items<UserBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { GetGroupPolicyInput<'a> {
    group_name "GroupName": required &'a str,
    policy_name "PolicyName": required &'a str,
} }

builder! { GetGroupPolicyOutput {
    group_name "GroupName": Text,
    policy_name "PolicyName": Text,
    policy_document "PolicyDocument": Text,
} }

view! { GetHumanReadableSummaryInput<'a> {
    entity_arn "EntityArn": required &'a str,
    locale "Locale": optional &'a str,
} }

builder! { GetHumanReadableSummaryOutput {
    summary_content "SummaryContent": Text,
    locale "Locale": Text,
    summary_state "SummaryState": Text,
} }

view! { GetInstanceProfileInput<'a> {
    instance_profile_name "InstanceProfileName": required &'a str,
} }

builder! { GetInstanceProfileOutput {
    instance_profile "InstanceProfile": InstanceProfileBuilder,
} }

view! { GetLoginProfileInput<'a> {
    user_name "UserName": optional &'a str,
} }

builder! { GetLoginProfileOutput {
    login_profile "LoginProfile": LoginProfileBuilder,
} }

view! { GetMFADeviceInput<'a> {
    serial_number "SerialNumber": required &'a str,
    user_name "UserName": optional &'a str,
} }

builder! { GetMFADeviceOutput {
    user_name "UserName": Text,
    serial_number "SerialNumber": Text,
    enable_date "EnableDate": Time,
    certifications "Certifications": Entries<Text>,
} }

view! { GetOpenIDConnectProviderInput<'a> {
    open_id_connect_provider_arn "OpenIDConnectProviderArn": required &'a str,
} }

builder! { GetOpenIDConnectProviderOutput {
    url "Url": Text,
    client_id_list "ClientIDList": Items<Text>,
    thumbprint_list "ThumbprintList": Items<Text>,
    create_date "CreateDate": Time,
    tags "Tags": Items<TagBuilder>,
} }

view! { GetOrganizationsAccessReportInput<'a> {
    job_id "JobId": required &'a str,
    max_items "MaxItems": optional i64,
    marker "Marker": optional &'a str,
    sort_key "SortKey": optional &'a str,
} }

builder! { GetOrganizationsAccessReportOutput {
    job_status "JobStatus": Text,
    job_creation_date "JobCreationDate": Time,
    job_completion_date "JobCompletionDate": Time,
    number_of_services_accessible "NumberOfServicesAccessible": Whole,
    number_of_services_not_accessed "NumberOfServicesNotAccessed": Whole,
    access_details "AccessDetails": Items<AccessDetailBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
    error_details "ErrorDetails": ErrorDetailsBuilder,
} }

view! { GetOutboundWebIdentityFederationInfoInput<'a> {
} }

builder! { GetOutboundWebIdentityFederationInfoOutput {
    issuer_identifier "IssuerIdentifier": Text,
    jwt_vending_enabled "JwtVendingEnabled": Flag,
} }

view! { GetPolicyInput<'a> {
    policy_arn "PolicyArn": required &'a str,
} }

builder! { GetPolicyOutput {
    policy "Policy": PolicyBuilder,
} }

view! { GetPolicyVersionInput<'a> {
    policy_arn "PolicyArn": required &'a str,
    version_id "VersionId": required &'a str,
} }

builder! { GetPolicyVersionOutput {
    policy_version "PolicyVersion": PolicyVersionBuilder,
} }

view! { GetRoleInput<'a> {
    role_name "RoleName": required &'a str,
} }

builder! { GetRoleOutput {
    role "Role": RoleBuilder,
} }

view! { GetRolePolicyInput<'a> {
    role_name "RoleName": required &'a str,
    policy_name "PolicyName": required &'a str,
} }

builder! { GetRolePolicyOutput {
    role_name "RoleName": Text,
    policy_name "PolicyName": Text,
    policy_document "PolicyDocument": Text,
} }

view! { GetRoleTemplateVersionInput<'a> {
    template_arn "TemplateArn": required &'a str,
    minor_version "MinorVersion": optional i64,
} }

builder! { GetRoleTemplateVersionOutput {
    role_template_version "RoleTemplateVersion": RoleTemplateVersionBuilder,
} }

view! { GetSAMLProviderInput<'a> {
    saml_provider_arn "SAMLProviderArn": required &'a str,
} }

builder! { GetSAMLProviderOutput {
    saml_provider_uuid "SAMLProviderUUID": Text,
    saml_metadata_document "SAMLMetadataDocument": Text,
    create_date "CreateDate": Time,
    valid_until "ValidUntil": Time,
    tags "Tags": Items<TagBuilder>,
    assertion_encryption_mode "AssertionEncryptionMode": Text,
    private_key_list "PrivateKeyList": Items<SAMLPrivateKeyBuilder>,
} }

view! { GetSSHPublicKeyInput<'a> {
    user_name "UserName": required &'a str,
    ssh_public_key_id "SSHPublicKeyId": required &'a str,
    encoding "Encoding": required &'a str,
} }

builder! { GetSSHPublicKeyOutput {
    ssh_public_key "SSHPublicKey": SSHPublicKeyBuilder,
} }

view! { GetServerCertificateInput<'a> {
    server_certificate_name "ServerCertificateName": required &'a str,
} }

builder! { GetServerCertificateOutput {
    server_certificate "ServerCertificate": ServerCertificateBuilder,
} }

view! { GetServiceLastAccessedDetailsInput<'a> {
    job_id "JobId": required &'a str,
    max_items "MaxItems": optional i64,
    marker "Marker": optional &'a str,
} }

builder! { GetServiceLastAccessedDetailsOutput {
    job_status "JobStatus": Text,
    job_type "JobType": Text,
    job_creation_date "JobCreationDate": Time,
    services_last_accessed "ServicesLastAccessed": Items<ServiceLastAccessedBuilder>,
    job_completion_date "JobCompletionDate": Time,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
    error "Error": ErrorDetailsBuilder,
} }

view! { GetServiceLastAccessedDetailsWithEntitiesInput<'a> {
    job_id "JobId": required &'a str,
    service_namespace "ServiceNamespace": required &'a str,
    max_items "MaxItems": optional i64,
    marker "Marker": optional &'a str,
} }

builder! { GetServiceLastAccessedDetailsWithEntitiesOutput {
    job_status "JobStatus": Text,
    job_creation_date "JobCreationDate": Time,
    job_completion_date "JobCompletionDate": Time,
    entity_details_list "EntityDetailsList": Items<EntityDetailsBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
    error "Error": ErrorDetailsBuilder,
} }

view! { GetServiceLinkedRoleDeletionStatusInput<'a> {
    deletion_task_id "DeletionTaskId": required &'a str,
} }

builder! { GetServiceLinkedRoleDeletionStatusOutput {
    status "Status": Text,
    reason "Reason": DeletionTaskFailureReasonTypeBuilder,
} }

view! { GetUserInput<'a> {
    user_name "UserName": optional &'a str,
} }

builder! { GetUserOutput {
    user "User": UserBuilder,
} }

view! { GetUserPolicyInput<'a> {
    user_name "UserName": required &'a str,
    policy_name "PolicyName": required &'a str,
} }

builder! { GetUserPolicyOutput {
    user_name "UserName": Text,
    policy_name "PolicyName": Text,
    policy_document "PolicyDocument": Text,
} }

view! { ListAccessKeysInput<'a> {
    user_name "UserName": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListAccessKeysOutput {
    access_key_metadata "AccessKeyMetadata": Items<AccessKeyMetadataBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListAccountAliasesInput<'a> {
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListAccountAliasesOutput {
    account_aliases "AccountAliases": Items<Text>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListAttachedGroupPoliciesInput<'a> {
    group_name "GroupName": required &'a str,
    path_prefix "PathPrefix": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListAttachedGroupPoliciesOutput {
    attached_policies "AttachedPolicies": Items<AttachedPolicyBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListAttachedRolePoliciesInput<'a> {
    role_name "RoleName": required &'a str,
    path_prefix "PathPrefix": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListAttachedRolePoliciesOutput {
    attached_policies "AttachedPolicies": Items<AttachedPolicyBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListAttachedUserPoliciesInput<'a> {
    user_name "UserName": required &'a str,
    path_prefix "PathPrefix": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListAttachedUserPoliciesOutput {
    attached_policies "AttachedPolicies": Items<AttachedPolicyBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListDelegationRequestsInput<'a> {
    owner_id "OwnerId": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListDelegationRequestsOutput {
    delegation_requests "DelegationRequests": Items<DelegationRequestBuilder>,
    marker "Marker": Text,
    is_truncated "isTruncated": Flag,
} }

view! { ListEntitiesForPolicyInput<'a> {
    policy_arn "PolicyArn": required &'a str,
    entity_filter "EntityFilter": optional &'a str,
    path_prefix "PathPrefix": optional &'a str,
    policy_usage_filter "PolicyUsageFilter": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListEntitiesForPolicyOutput {
    policy_groups "PolicyGroups": Items<PolicyGroupBuilder>,
    policy_users "PolicyUsers": Items<PolicyUserBuilder>,
    policy_roles "PolicyRoles": Items<PolicyRoleBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListGroupPoliciesInput<'a> {
    group_name "GroupName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListGroupPoliciesOutput {
    policy_names "PolicyNames": Items<Text>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListGroupsInput<'a> {
    path_prefix "PathPrefix": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListGroupsOutput {
    groups "Groups": Items<GroupBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListGroupsForUserInput<'a> {
    user_name "UserName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListGroupsForUserOutput {
    groups "Groups": Items<GroupBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListInstanceProfileTagsInput<'a> {
    instance_profile_name "InstanceProfileName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListInstanceProfileTagsOutput {
    tags "Tags": Items<TagBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListInstanceProfilesInput<'a> {
    path_prefix "PathPrefix": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListInstanceProfilesOutput {
    instance_profiles "InstanceProfiles": Items<InstanceProfileBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListInstanceProfilesForRoleInput<'a> {
    role_name "RoleName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListInstanceProfilesForRoleOutput {
    instance_profiles "InstanceProfiles": Items<InstanceProfileBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListMFADeviceTagsInput<'a> {
    serial_number "SerialNumber": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListMFADeviceTagsOutput {
    tags "Tags": Items<TagBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListMFADevicesInput<'a> {
    user_name "UserName": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListMFADevicesOutput {
    mfa_devices "MFADevices": Items<MFADeviceBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListOpenIDConnectProviderTagsInput<'a> {
    open_id_connect_provider_arn "OpenIDConnectProviderArn": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListOpenIDConnectProviderTagsOutput {
    tags "Tags": Items<TagBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListOpenIDConnectProvidersInput<'a> {
} }

builder! { ListOpenIDConnectProvidersOutput {
    open_id_connect_provider_list "OpenIDConnectProviderList": Items<OpenIDConnectProviderListEntryBuilder>,
} }

view! { ListOrganizationsFeaturesInput<'a> {
} }

builder! { ListOrganizationsFeaturesOutput {
    organization_id "OrganizationId": Text,
    enabled_features "EnabledFeatures": Items<Text>,
} }

view! { ListPoliciesInput<'a> {
    scope "Scope": optional &'a str,
    only_attached "OnlyAttached": optional bool,
    path_prefix "PathPrefix": optional &'a str,
    policy_usage_filter "PolicyUsageFilter": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListPoliciesOutput {
    policies "Policies": Items<PolicyBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListPoliciesGrantingServiceAccessInput<'a> {
    marker "Marker": optional &'a str,
    arn "Arn": required &'a str,
    service_namespaces "ServiceNamespaces": required List<'a, &'a str>,
} }

builder! { ListPoliciesGrantingServiceAccessOutput {
    policies_granting_service_access "PoliciesGrantingServiceAccess": Items<ListPoliciesGrantingServiceAccessEntryBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListPolicyTagsInput<'a> {
    policy_arn "PolicyArn": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListPolicyTagsOutput {
    tags "Tags": Items<TagBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListPolicyVersionsInput<'a> {
    policy_arn "PolicyArn": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListPolicyVersionsOutput {
    versions "Versions": Items<PolicyVersionBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListRolePoliciesInput<'a> {
    role_name "RoleName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListRolePoliciesOutput {
    policy_names "PolicyNames": Items<Text>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListRoleTagsInput<'a> {
    role_name "RoleName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListRoleTagsOutput {
    tags "Tags": Items<TagBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListRolesInput<'a> {
    path_prefix "PathPrefix": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListRolesOutput {
    roles "Roles": Items<RoleBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListSAMLProviderTagsInput<'a> {
    saml_provider_arn "SAMLProviderArn": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListSAMLProviderTagsOutput {
    tags "Tags": Items<TagBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListSAMLProvidersInput<'a> {
} }

builder! { ListSAMLProvidersOutput {
    saml_provider_list "SAMLProviderList": Items<SAMLProviderListEntryBuilder>,
} }

view! { ListSSHPublicKeysInput<'a> {
    user_name "UserName": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListSSHPublicKeysOutput {
    ssh_public_keys "SSHPublicKeys": Items<SSHPublicKeyMetadataBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListServerCertificateTagsInput<'a> {
    server_certificate_name "ServerCertificateName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListServerCertificateTagsOutput {
    tags "Tags": Items<TagBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListServerCertificatesInput<'a> {
    path_prefix "PathPrefix": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListServerCertificatesOutput {
    server_certificate_metadata_list "ServerCertificateMetadataList": Items<ServerCertificateMetadataBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListServiceSpecificCredentialsInput<'a> {
    user_name "UserName": optional &'a str,
    service_name "ServiceName": optional &'a str,
    all_users "AllUsers": optional bool,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListServiceSpecificCredentialsOutput {
    service_specific_credentials "ServiceSpecificCredentials": Items<ServiceSpecificCredentialMetadataBuilder>,
    marker "Marker": Text,
    is_truncated "IsTruncated": Flag,
} }

view! { ListSigningCertificatesInput<'a> {
    user_name "UserName": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListSigningCertificatesOutput {
    certificates "Certificates": Items<SigningCertificateBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListUserPoliciesInput<'a> {
    user_name "UserName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListUserPoliciesOutput {
    policy_names "PolicyNames": Items<Text>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListUserTagsInput<'a> {
    user_name "UserName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListUserTagsOutput {
    tags "Tags": Items<TagBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListUsersInput<'a> {
    path_prefix "PathPrefix": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListUsersOutput {
    users "Users": Items<UserBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { ListVirtualMFADevicesInput<'a> {
    assignment_status "AssignmentStatus": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListVirtualMFADevicesOutput {
    virtual_mfa_devices "VirtualMFADevices": Items<VirtualMFADeviceBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { PutAccountPropertiesInput<'a> {
    properties "Properties": required Map<'a, &'a str>,
} }

builder! { PutAccountPropertiesOutput {
} }

view! { PutGroupPolicyInput<'a> {
    group_name "GroupName": required &'a str,
    policy_name "PolicyName": required &'a str,
    policy_document "PolicyDocument": required &'a str,
} }

builder! { PutGroupPolicyOutput {
} }

view! { PutRolePermissionsBoundaryInput<'a> {
    role_name "RoleName": required &'a str,
    permissions_boundary "PermissionsBoundary": required &'a str,
} }

builder! { PutRolePermissionsBoundaryOutput {
} }

view! { PutRolePolicyInput<'a> {
    role_name "RoleName": required &'a str,
    policy_name "PolicyName": required &'a str,
    policy_document "PolicyDocument": required &'a str,
} }

builder! { PutRolePolicyOutput {
} }

view! { PutUserPermissionsBoundaryInput<'a> {
    user_name "UserName": required &'a str,
    permissions_boundary "PermissionsBoundary": required &'a str,
} }

builder! { PutUserPermissionsBoundaryOutput {
} }

view! { PutUserPolicyInput<'a> {
    user_name "UserName": required &'a str,
    policy_name "PolicyName": required &'a str,
    policy_document "PolicyDocument": required &'a str,
} }

builder! { PutUserPolicyOutput {
} }

view! { RejectDelegationRequestInput<'a> {
    delegation_request_id "DelegationRequestId": required &'a str,
    notes "Notes": optional &'a str,
} }

builder! { RejectDelegationRequestOutput {
} }

view! { RemoveClientIDFromOpenIDConnectProviderInput<'a> {
    open_id_connect_provider_arn "OpenIDConnectProviderArn": required &'a str,
    client_id "ClientID": required &'a str,
} }

builder! { RemoveClientIDFromOpenIDConnectProviderOutput {
} }

view! { RemoveRoleFromInstanceProfileInput<'a> {
    instance_profile_name "InstanceProfileName": required &'a str,
    role_name "RoleName": required &'a str,
} }

builder! { RemoveRoleFromInstanceProfileOutput {
} }

view! { RemoveUserFromGroupInput<'a> {
    group_name "GroupName": required &'a str,
    user_name "UserName": required &'a str,
} }

builder! { RemoveUserFromGroupOutput {
} }

view! { ResetServiceSpecificCredentialInput<'a> {
    user_name "UserName": optional &'a str,
    service_specific_credential_id "ServiceSpecificCredentialId": required &'a str,
} }

builder! { ResetServiceSpecificCredentialOutput {
    service_specific_credential "ServiceSpecificCredential": ServiceSpecificCredentialBuilder,
} }

view! { ResyncMFADeviceInput<'a> {
    user_name "UserName": required &'a str,
    serial_number "SerialNumber": required &'a str,
    authentication_code1 "AuthenticationCode1": required &'a str,
    authentication_code2 "AuthenticationCode2": required &'a str,
} }

builder! { ResyncMFADeviceOutput {
} }

view! { SendDelegationTokenInput<'a> {
    delegation_request_id "DelegationRequestId": required &'a str,
} }

builder! { SendDelegationTokenOutput {
} }

view! { SetDefaultPolicyVersionInput<'a> {
    policy_arn "PolicyArn": required &'a str,
    version_id "VersionId": required &'a str,
} }

builder! { SetDefaultPolicyVersionOutput {
} }

view! { SetSecurityTokenServicePreferencesInput<'a> {
    global_endpoint_token_version "GlobalEndpointTokenVersion": required &'a str,
} }

builder! { SetSecurityTokenServicePreferencesOutput {
} }

view! { SimulateCustomPolicyInput<'a> {
    policy_input_list "PolicyInputList": required List<'a, &'a str>,
    permissions_boundary_policy_input_list "PermissionsBoundaryPolicyInputList": optional List<'a, &'a str>,
    ordered_organization_policy_input_list "OrderedOrganizationPolicyInputList": optional List<'a, OrderedOrganizationPolicyType<'a>>,
    action_names "ActionNames": required List<'a, &'a str>,
    resource_arns "ResourceArns": optional List<'a, &'a str>,
    resource_policy "ResourcePolicy": optional &'a str,
    resource_owner "ResourceOwner": optional &'a str,
    caller_arn "CallerArn": optional &'a str,
    context_entries "ContextEntries": optional List<'a, ContextEntry<'a>>,
    resource_handling_option "ResourceHandlingOption": optional &'a str,
    max_items "MaxItems": optional i64,
    marker "Marker": optional &'a str,
} }

builder! { SimulateCustomPolicyOutput {
    evaluation_results "EvaluationResults": Items<EvaluationResultBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { SimulatePrincipalPolicyInput<'a> {
    policy_source_arn "PolicySourceArn": required &'a str,
    policy_input_list "PolicyInputList": optional List<'a, &'a str>,
    permissions_boundary_policy_input_list "PermissionsBoundaryPolicyInputList": optional List<'a, &'a str>,
    policy_exclusion_list "PolicyExclusionList": optional List<'a, PolicyIdentifier<'a>>,
    action_names "ActionNames": required List<'a, &'a str>,
    resource_arns "ResourceArns": optional List<'a, &'a str>,
    resource_policy "ResourcePolicy": optional &'a str,
    resource_owner "ResourceOwner": optional &'a str,
    caller_arn "CallerArn": optional &'a str,
    context_entries "ContextEntries": optional List<'a, ContextEntry<'a>>,
    resource_handling_option "ResourceHandlingOption": optional &'a str,
    max_items "MaxItems": optional i64,
    marker "Marker": optional &'a str,
} }

builder! { SimulatePrincipalPolicyOutput {
    evaluation_results "EvaluationResults": Items<EvaluationResultBuilder>,
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
} }

view! { TagInstanceProfileInput<'a> {
    instance_profile_name "InstanceProfileName": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagInstanceProfileOutput {
} }

view! { TagMFADeviceInput<'a> {
    serial_number "SerialNumber": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagMFADeviceOutput {
} }

view! { TagOpenIDConnectProviderInput<'a> {
    open_id_connect_provider_arn "OpenIDConnectProviderArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagOpenIDConnectProviderOutput {
} }

view! { TagPolicyInput<'a> {
    policy_arn "PolicyArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagPolicyOutput {
} }

view! { TagRoleInput<'a> {
    role_name "RoleName": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagRoleOutput {
} }

view! { TagSAMLProviderInput<'a> {
    saml_provider_arn "SAMLProviderArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagSAMLProviderOutput {
} }

view! { TagServerCertificateInput<'a> {
    server_certificate_name "ServerCertificateName": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagServerCertificateOutput {
} }

view! { TagUserInput<'a> {
    user_name "UserName": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagUserOutput {
} }

view! { UntagInstanceProfileInput<'a> {
    instance_profile_name "InstanceProfileName": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagInstanceProfileOutput {
} }

view! { UntagMFADeviceInput<'a> {
    serial_number "SerialNumber": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagMFADeviceOutput {
} }

view! { UntagOpenIDConnectProviderInput<'a> {
    open_id_connect_provider_arn "OpenIDConnectProviderArn": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagOpenIDConnectProviderOutput {
} }

view! { UntagPolicyInput<'a> {
    policy_arn "PolicyArn": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagPolicyOutput {
} }

view! { UntagRoleInput<'a> {
    role_name "RoleName": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagRoleOutput {
} }

view! { UntagSAMLProviderInput<'a> {
    saml_provider_arn "SAMLProviderArn": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagSAMLProviderOutput {
} }

view! { UntagServerCertificateInput<'a> {
    server_certificate_name "ServerCertificateName": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagServerCertificateOutput {
} }

view! { UntagUserInput<'a> {
    user_name "UserName": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagUserOutput {
} }

view! { UpdateAccessKeyInput<'a> {
    user_name "UserName": optional &'a str,
    access_key_id "AccessKeyId": required &'a str,
    status "Status": required &'a str,
} }

builder! { UpdateAccessKeyOutput {
} }

view! { UpdateAccountPasswordPolicyInput<'a> {
    minimum_password_length "MinimumPasswordLength": optional i64,
    require_symbols "RequireSymbols": optional bool,
    require_numbers "RequireNumbers": optional bool,
    require_uppercase_characters "RequireUppercaseCharacters": optional bool,
    require_lowercase_characters "RequireLowercaseCharacters": optional bool,
    allow_users_to_change_password "AllowUsersToChangePassword": optional bool,
    max_password_age "MaxPasswordAge": optional i64,
    password_reuse_prevention "PasswordReusePrevention": optional i64,
    hard_expiry "HardExpiry": optional bool,
} }

builder! { UpdateAccountPasswordPolicyOutput {
} }

view! { UpdateAssumeRolePolicyInput<'a> {
    role_name "RoleName": required &'a str,
    policy_document "PolicyDocument": required &'a str,
} }

builder! { UpdateAssumeRolePolicyOutput {
} }

view! { UpdateDelegationRequestInput<'a> {
    delegation_request_id "DelegationRequestId": required &'a str,
    notes "Notes": optional &'a str,
} }

builder! { UpdateDelegationRequestOutput {
} }

view! { UpdateGroupInput<'a> {
    group_name "GroupName": required &'a str,
    new_path "NewPath": optional &'a str,
    new_group_name "NewGroupName": optional &'a str,
} }

builder! { UpdateGroupOutput {
} }

view! { UpdateLoginProfileInput<'a> {
    user_name "UserName": required &'a str,
    password "Password": optional &'a str,
    password_reset_required "PasswordResetRequired": optional bool,
} }

builder! { UpdateLoginProfileOutput {
} }

view! { UpdateOpenIDConnectProviderThumbprintInput<'a> {
    open_id_connect_provider_arn "OpenIDConnectProviderArn": required &'a str,
    thumbprint_list "ThumbprintList": required List<'a, &'a str>,
} }

builder! { UpdateOpenIDConnectProviderThumbprintOutput {
} }

view! { UpdateRoleInput<'a> {
    role_name "RoleName": required &'a str,
    description "Description": optional &'a str,
    max_session_duration "MaxSessionDuration": optional i64,
} }

builder! { UpdateRoleOutput {
} }

view! { UpdateRoleDescriptionInput<'a> {
    role_name "RoleName": required &'a str,
    description "Description": required &'a str,
} }

builder! { UpdateRoleDescriptionOutput {
    role "Role": RoleBuilder,
} }

view! { UpdateSAMLProviderInput<'a> {
    saml_metadata_document "SAMLMetadataDocument": optional &'a str,
    saml_provider_arn "SAMLProviderArn": required &'a str,
    assertion_encryption_mode "AssertionEncryptionMode": optional &'a str,
    add_private_key "AddPrivateKey": optional &'a str,
    remove_private_key "RemovePrivateKey": optional &'a str,
} }

builder! { UpdateSAMLProviderOutput {
    saml_provider_arn "SAMLProviderArn": Text,
} }

view! { UpdateSSHPublicKeyInput<'a> {
    user_name "UserName": required &'a str,
    ssh_public_key_id "SSHPublicKeyId": required &'a str,
    status "Status": required &'a str,
} }

builder! { UpdateSSHPublicKeyOutput {
} }

view! { UpdateServerCertificateInput<'a> {
    server_certificate_name "ServerCertificateName": required &'a str,
    new_path "NewPath": optional &'a str,
    new_server_certificate_name "NewServerCertificateName": optional &'a str,
} }

builder! { UpdateServerCertificateOutput {
} }

view! { UpdateServiceSpecificCredentialInput<'a> {
    user_name "UserName": optional &'a str,
    service_specific_credential_id "ServiceSpecificCredentialId": required &'a str,
    status "Status": required &'a str,
} }

builder! { UpdateServiceSpecificCredentialOutput {
} }

view! { UpdateSigningCertificateInput<'a> {
    user_name "UserName": optional &'a str,
    certificate_id "CertificateId": required &'a str,
    status "Status": required &'a str,
} }

builder! { UpdateSigningCertificateOutput {
} }

view! { UpdateUserInput<'a> {
    user_name "UserName": required &'a str,
    new_path "NewPath": optional &'a str,
    new_user_name "NewUserName": optional &'a str,
} }

builder! { UpdateUserOutput {
} }

view! { UploadSSHPublicKeyInput<'a> {
    user_name "UserName": required &'a str,
    ssh_public_key_body "SSHPublicKeyBody": required &'a str,
} }

builder! { UploadSSHPublicKeyOutput {
    ssh_public_key "SSHPublicKey": SSHPublicKeyBuilder,
} }

view! { UploadServerCertificateInput<'a> {
    path "Path": optional &'a str,
    server_certificate_name "ServerCertificateName": required &'a str,
    certificate_body "CertificateBody": required &'a str,
    private_key "PrivateKey": required &'a str,
    certificate_chain "CertificateChain": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { UploadServerCertificateOutput {
    server_certificate_metadata "ServerCertificateMetadata": ServerCertificateMetadataBuilder,
    tags "Tags": Items<TagBuilder>,
} }

view! { UploadSigningCertificateInput<'a> {
    user_name "UserName": optional &'a str,
    certificate_body "CertificateBody": required &'a str,
} }

builder! { UploadSigningCertificateOutput {
    certificate "Certificate": SigningCertificateBuilder,
} }

view! { ContextEntry<'a> {
    context_key_name "ContextKeyName": optional &'a str,
    context_key_values "ContextKeyValues": optional List<'a, &'a str>,
    context_key_type "ContextKeyType": optional &'a str,
} }

view! { DelegationPermission<'a> {
    policy_template_arn "PolicyTemplateArn": optional &'a str,
    parameters "Parameters": optional List<'a, PolicyParameter<'a>>,
} }

view! { InlinePolicyIdentifierType<'a> {
    policy_name "PolicyName": required &'a str,
    attachment_type "AttachmentType": required &'a str,
    attachment_name "AttachmentName": required &'a str,
} }

view! { OrderedOrganizationPolicyType<'a> {
    service_control_policy_input_list "ServiceControlPolicyInputList": optional List<'a, &'a str>,
} }

view! { PolicyIdentifier<'a> {
    policy_type "PolicyType": optional &'a str,
    policy_arn "PolicyArn": optional &'a str,
    inline_policy_identifier "InlinePolicyIdentifier": optional InlinePolicyIdentifierType<'a>,
} }

view! { PolicyParameter<'a> {
    name "Name": optional &'a str,
    values "Values": optional List<'a, &'a str>,
    type_ "Type": optional &'a str,
} }

view! { ReplacementValueEntry<'a> {
    values "Values": required List<'a, &'a str>,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

builder! { AccessDetailBuilder {
    service_name "ServiceName": Text,
    service_namespace "ServiceNamespace": Text,
    region "Region": Text,
    entity_path "EntityPath": Text,
    last_authenticated_time "LastAuthenticatedTime": Time,
    total_authenticated_entities "TotalAuthenticatedEntities": Whole,
} }

builder! { AccessKeyBuilder {
    user_name "UserName": Text,
    access_key_id "AccessKeyId": Text,
    status "Status": Text,
    secret_access_key "SecretAccessKey": Text,
    create_date "CreateDate": Time,
} }

builder! { AccessKeyLastUsedBuilder {
    last_used_date "LastUsedDate": Time,
    service_name "ServiceName": Text,
    region "Region": Text,
} }

builder! { AccessKeyMetadataBuilder {
    user_name "UserName": Text,
    access_key_id "AccessKeyId": Text,
    status "Status": Text,
    create_date "CreateDate": Time,
} }

builder! { AttachedPermissionsBoundaryBuilder {
    permissions_boundary_type "PermissionsBoundaryType": Text,
    permissions_boundary_arn "PermissionsBoundaryArn": Text,
} }

builder! { AttachedPolicyBuilder {
    policy_name "PolicyName": Text,
    policy_arn "PolicyArn": Text,
} }

builder! { DelegationPermissionBuilder {
    policy_template_arn "PolicyTemplateArn": Text,
    parameters "Parameters": Items<PolicyParameterBuilder>,
} }

builder! { DelegationRequestBuilder {
    delegation_request_id "DelegationRequestId": Text,
    owner_account_id "OwnerAccountId": Text,
    description "Description": Text,
    request_message "RequestMessage": Text,
    permissions "Permissions": DelegationPermissionBuilder,
    permission_policy "PermissionPolicy": Text,
    role_permission_restriction_arns "RolePermissionRestrictionArns": Items<Text>,
    owner_id "OwnerId": Text,
    approver_id "ApproverId": Text,
    state "State": Text,
    expiration_time "ExpirationTime": Time,
    requestor_id "RequestorId": Text,
    requestor_name "RequestorName": Text,
    create_date "CreateDate": Time,
    session_duration "SessionDuration": Whole,
    redirect_url "RedirectUrl": Text,
    notes "Notes": Text,
    rejection_reason "RejectionReason": Text,
    only_send_by_owner "OnlySendByOwner": Flag,
    updated_time "UpdatedTime": Time,
} }

builder! { DeletionTaskFailureReasonTypeBuilder {
    reason "Reason": Text,
    role_usage_list "RoleUsageList": Items<RoleUsageTypeBuilder>,
} }

builder! { EntityDetailsBuilder {
    entity_info "EntityInfo": EntityInfoBuilder,
    last_authenticated "LastAuthenticated": Time,
} }

builder! { EntityInfoBuilder {
    arn "Arn": Text,
    name "Name": Text,
    type_ "Type": Text,
    id "Id": Text,
    path "Path": Text,
} }

builder! { ErrorDetailsBuilder {
    message "Message": Text,
    code "Code": Text,
} }

builder! { EvaluationResultBuilder {
    eval_action_name "EvalActionName": Text,
    eval_resource_name "EvalResourceName": Text,
    eval_decision "EvalDecision": Text,
    matched_statements "MatchedStatements": Items<StatementBuilder>,
    missing_context_values "MissingContextValues": Items<Text>,
    organizations_decision_detail "OrganizationsDecisionDetail": OrganizationsDecisionDetailBuilder,
    permissions_boundary_decision_detail "PermissionsBoundaryDecisionDetail": PermissionsBoundaryDecisionDetailBuilder,
    eval_decision_details "EvalDecisionDetails": Entries<Text>,
    resource_specific_results "ResourceSpecificResults": Items<ResourceSpecificResultBuilder>,
} }

builder! { GroupBuilder {
    path "Path": Text,
    group_name "GroupName": Text,
    group_id "GroupId": Text,
    arn "Arn": Text,
    create_date "CreateDate": Time,
} }

builder! { GroupDetailBuilder {
    path "Path": Text,
    group_name "GroupName": Text,
    group_id "GroupId": Text,
    arn "Arn": Text,
    create_date "CreateDate": Time,
    group_policy_list "GroupPolicyList": Items<PolicyDetailBuilder>,
    attached_managed_policies "AttachedManagedPolicies": Items<AttachedPolicyBuilder>,
} }

builder! { InlinePolicyBuilder {
    policy_name "PolicyName": Text,
    policy_document "PolicyDocument": Text,
} }

builder! { InstanceProfileBuilder {
    path "Path": Text,
    instance_profile_name "InstanceProfileName": Text,
    instance_profile_id "InstanceProfileId": Text,
    arn "Arn": Text,
    create_date "CreateDate": Time,
    roles "Roles": Items<RoleBuilder>,
    tags "Tags": Items<TagBuilder>,
} }

builder! { ListPoliciesGrantingServiceAccessEntryBuilder {
    service_namespace "ServiceNamespace": Text,
    policies "Policies": Items<PolicyGrantingServiceAccessBuilder>,
} }

builder! { LoginProfileBuilder {
    user_name "UserName": Text,
    create_date "CreateDate": Time,
    password_reset_required "PasswordResetRequired": Flag,
} }

builder! { MFADeviceBuilder {
    user_name "UserName": Text,
    serial_number "SerialNumber": Text,
    enable_date "EnableDate": Time,
} }

builder! { ManagedPolicyDetailBuilder {
    policy_name "PolicyName": Text,
    policy_id "PolicyId": Text,
    arn "Arn": Text,
    path "Path": Text,
    default_version_id "DefaultVersionId": Text,
    attachment_count "AttachmentCount": Whole,
    permissions_boundary_usage_count "PermissionsBoundaryUsageCount": Whole,
    is_attachable "IsAttachable": Flag,
    description "Description": Text,
    create_date "CreateDate": Time,
    update_date "UpdateDate": Time,
    policy_version_list "PolicyVersionList": Items<PolicyVersionBuilder>,
} }

builder! { OpenIDConnectProviderListEntryBuilder {
    arn "Arn": Text,
} }

builder! { OrganizationsDecisionDetailBuilder {
    allowed_by_organizations "AllowedByOrganizations": Flag,
} }

builder! { ParameterDefinitionBuilder {
    name "Name": Text,
    type_ "Type": Text,
    sub_type "SubType": Text,
    description "Description": Text,
    is_required "IsRequired": Flag,
    default_value "DefaultValue": Text,
    immutable "Immutable": Flag,
} }

builder! { PasswordPolicyBuilder {
    minimum_password_length "MinimumPasswordLength": Whole,
    require_symbols "RequireSymbols": Flag,
    require_numbers "RequireNumbers": Flag,
    require_uppercase_characters "RequireUppercaseCharacters": Flag,
    require_lowercase_characters "RequireLowercaseCharacters": Flag,
    allow_users_to_change_password "AllowUsersToChangePassword": Flag,
    expire_passwords "ExpirePasswords": Flag,
    max_password_age "MaxPasswordAge": Whole,
    password_reuse_prevention "PasswordReusePrevention": Whole,
    hard_expiry "HardExpiry": Flag,
} }

builder! { PermissionsBoundaryDecisionDetailBuilder {
    allowed_by_permissions_boundary "AllowedByPermissionsBoundary": Flag,
} }

builder! { PolicyBuilder {
    policy_name "PolicyName": Text,
    policy_id "PolicyId": Text,
    arn "Arn": Text,
    path "Path": Text,
    default_version_id "DefaultVersionId": Text,
    attachment_count "AttachmentCount": Whole,
    permissions_boundary_usage_count "PermissionsBoundaryUsageCount": Whole,
    is_attachable "IsAttachable": Flag,
    description "Description": Text,
    create_date "CreateDate": Time,
    update_date "UpdateDate": Time,
    tags "Tags": Items<TagBuilder>,
} }

builder! { PolicyDetailBuilder {
    policy_name "PolicyName": Text,
    policy_document "PolicyDocument": Text,
} }

builder! { PolicyGrantingServiceAccessBuilder {
    policy_name "PolicyName": Text,
    policy_type "PolicyType": Text,
    policy_arn "PolicyArn": Text,
    entity_type "EntityType": Text,
    entity_name "EntityName": Text,
} }

builder! { PolicyGroupBuilder {
    group_name "GroupName": Text,
    group_id "GroupId": Text,
} }

builder! { PolicyParameterBuilder {
    name "Name": Text,
    values "Values": Items<Text>,
    type_ "Type": Text,
} }

builder! { PolicyRoleBuilder {
    role_name "RoleName": Text,
    role_id "RoleId": Text,
} }

builder! { PolicyUserBuilder {
    user_name "UserName": Text,
    user_id "UserId": Text,
} }

builder! { PolicyVersionBuilder {
    document "Document": Text,
    version_id "VersionId": Text,
    is_default_version "IsDefaultVersion": Flag,
    create_date "CreateDate": Time,
} }

builder! { PositionBuilder {
    line "Line": Whole,
    column "Column": Whole,
} }

builder! { ResourceSpecificResultBuilder {
    eval_resource_name "EvalResourceName": Text,
    eval_resource_decision "EvalResourceDecision": Text,
    matched_statements "MatchedStatements": Items<StatementBuilder>,
    missing_context_values "MissingContextValues": Items<Text>,
    eval_decision_details "EvalDecisionDetails": Entries<Text>,
    permissions_boundary_decision_detail "PermissionsBoundaryDecisionDetail": PermissionsBoundaryDecisionDetailBuilder,
} }

builder! { RoleBuilder {
    path "Path": Text,
    role_name "RoleName": Text,
    role_id "RoleId": Text,
    arn "Arn": Text,
    create_date "CreateDate": Time,
    assume_role_policy_document "AssumeRolePolicyDocument": Text,
    description "Description": Text,
    max_session_duration "MaxSessionDuration": Whole,
    permissions_boundary "PermissionsBoundary": AttachedPermissionsBoundaryBuilder,
    tags "Tags": Items<TagBuilder>,
    role_last_used "RoleLastUsed": RoleLastUsedBuilder,
    source_role_template "SourceRoleTemplate": SourceRoleTemplateBuilder,
} }

builder! { RoleDetailBuilder {
    path "Path": Text,
    role_name "RoleName": Text,
    role_id "RoleId": Text,
    arn "Arn": Text,
    create_date "CreateDate": Time,
    assume_role_policy_document "AssumeRolePolicyDocument": Text,
    instance_profile_list "InstanceProfileList": Items<InstanceProfileBuilder>,
    role_policy_list "RolePolicyList": Items<PolicyDetailBuilder>,
    attached_managed_policies "AttachedManagedPolicies": Items<AttachedPolicyBuilder>,
    permissions_boundary "PermissionsBoundary": AttachedPermissionsBoundaryBuilder,
    tags "Tags": Items<TagBuilder>,
    role_last_used "RoleLastUsed": RoleLastUsedBuilder,
} }

builder! { RoleLastUsedBuilder {
    last_used_date "LastUsedDate": Time,
    region "Region": Text,
} }

builder! { RoleTemplateVersionBuilder {
    template_arn "TemplateArn": Text,
    template_name "TemplateName": Text,
    template_version_id "TemplateVersionId": Text,
    description "Description": Text,
    major_version "MajorVersion": Whole,
    default_minor_version "DefaultMinorVersion": Whole,
    managed_by_type "ManagedByType": Text,
    managed_by_value "ManagedByValue": Text,
    enabled "Enabled": Flag,
    minor_version "MinorVersion": Whole,
    role_name_pattern "RoleNamePattern": Text,
    role_path_pattern "RolePathPattern": Text,
    role_description_pattern "RoleDescriptionPattern": Text,
    assume_role_policy_document_template "AssumeRolePolicyDocumentTemplate": Text,
    inline_policy_templates "InlinePolicyTemplates": Items<InlinePolicyBuilder>,
    managed_policy_arns "ManagedPolicyArns": Items<Text>,
    permission_boundary_arn "PermissionBoundaryArn": Text,
    parameters_definition "ParametersDefinition": Items<ParameterDefinitionBuilder>,
    role_tags_template "RoleTagsTemplate": Items<TagTemplateBuilder>,
    max_session_duration "MaxSessionDuration": Whole,
    version_enabled "VersionEnabled": Flag,
    create_timestamp "CreateTimestamp": Time,
    update_timestamp "UpdateTimestamp": Time,
} }

builder! { RoleUsageTypeBuilder {
    region "Region": Text,
    resources "Resources": Items<Text>,
} }

builder! { SAMLPrivateKeyBuilder {
    key_id "KeyId": Text,
    timestamp "Timestamp": Time,
} }

builder! { SAMLProviderListEntryBuilder {
    arn "Arn": Text,
    valid_until "ValidUntil": Time,
    create_date "CreateDate": Time,
} }

builder! { SSHPublicKeyBuilder {
    user_name "UserName": Text,
    ssh_public_key_id "SSHPublicKeyId": Text,
    fingerprint "Fingerprint": Text,
    ssh_public_key_body "SSHPublicKeyBody": Text,
    status "Status": Text,
    upload_date "UploadDate": Time,
} }

builder! { SSHPublicKeyMetadataBuilder {
    user_name "UserName": Text,
    ssh_public_key_id "SSHPublicKeyId": Text,
    status "Status": Text,
    upload_date "UploadDate": Time,
} }

builder! { ServerCertificateBuilder {
    server_certificate_metadata "ServerCertificateMetadata": ServerCertificateMetadataBuilder,
    certificate_body "CertificateBody": Text,
    certificate_chain "CertificateChain": Text,
    tags "Tags": Items<TagBuilder>,
} }

builder! { ServerCertificateMetadataBuilder {
    path "Path": Text,
    server_certificate_name "ServerCertificateName": Text,
    server_certificate_id "ServerCertificateId": Text,
    arn "Arn": Text,
    upload_date "UploadDate": Time,
    expiration "Expiration": Time,
} }

builder! { ServiceLastAccessedBuilder {
    service_name "ServiceName": Text,
    last_authenticated "LastAuthenticated": Time,
    service_namespace "ServiceNamespace": Text,
    last_authenticated_entity "LastAuthenticatedEntity": Text,
    last_authenticated_region "LastAuthenticatedRegion": Text,
    total_authenticated_entities "TotalAuthenticatedEntities": Whole,
    tracked_actions_last_accessed "TrackedActionsLastAccessed": Items<TrackedActionLastAccessedBuilder>,
} }

builder! { ServiceSpecificCredentialBuilder {
    create_date "CreateDate": Time,
    expiration_date "ExpirationDate": Time,
    service_name "ServiceName": Text,
    service_user_name "ServiceUserName": Text,
    service_password "ServicePassword": Text,
    service_credential_alias "ServiceCredentialAlias": Text,
    service_credential_secret "ServiceCredentialSecret": Text,
    service_specific_credential_id "ServiceSpecificCredentialId": Text,
    user_name "UserName": Text,
    status "Status": Text,
} }

builder! { ServiceSpecificCredentialMetadataBuilder {
    user_name "UserName": Text,
    status "Status": Text,
    service_user_name "ServiceUserName": Text,
    service_credential_alias "ServiceCredentialAlias": Text,
    create_date "CreateDate": Time,
    expiration_date "ExpirationDate": Time,
    service_specific_credential_id "ServiceSpecificCredentialId": Text,
    service_name "ServiceName": Text,
} }

builder! { SigningCertificateBuilder {
    user_name "UserName": Text,
    certificate_id "CertificateId": Text,
    certificate_body "CertificateBody": Text,
    status "Status": Text,
    upload_date "UploadDate": Time,
} }

builder! { SourceRoleTemplateBuilder {
    template_arn "TemplateArn": Text,
    template_minor_version "TemplateMinorVersion": Whole,
} }

builder! { StatementBuilder {
    source_policy_id "SourcePolicyId": Text,
    source_policy_type "SourcePolicyType": Text,
    start_position "StartPosition": PositionBuilder,
    end_position "EndPosition": PositionBuilder,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TagTemplateBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TrackedActionLastAccessedBuilder {
    action_name "ActionName": Text,
    last_accessed_entity "LastAccessedEntity": Text,
    last_accessed_time "LastAccessedTime": Time,
    last_accessed_region "LastAccessedRegion": Text,
} }

builder! { UserBuilder {
    path "Path": Text,
    user_name "UserName": Text,
    user_id "UserId": Text,
    arn "Arn": Text,
    create_date "CreateDate": Time,
    password_last_used "PasswordLastUsed": Time,
    permissions_boundary "PermissionsBoundary": AttachedPermissionsBoundaryBuilder,
    tags "Tags": Items<TagBuilder>,
} }

builder! { UserDetailBuilder {
    path "Path": Text,
    user_name "UserName": Text,
    user_id "UserId": Text,
    arn "Arn": Text,
    create_date "CreateDate": Time,
    user_policy_list "UserPolicyList": Items<PolicyDetailBuilder>,
    group_list "GroupList": Items<Text>,
    attached_managed_policies "AttachedManagedPolicies": Items<AttachedPolicyBuilder>,
    permissions_boundary "PermissionsBoundary": AttachedPermissionsBoundaryBuilder,
    tags "Tags": Items<TagBuilder>,
} }

builder! { VirtualMFADeviceBuilder {
    serial_number "SerialNumber": Text,
    base32_string_seed "Base32StringSeed": Blob,
    qr_code_png "QRCodePNG": Blob,
    user "User": UserBuilder,
    enable_date "EnableDate": Time,
    tags "Tags": Items<TagBuilder>,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        account_not_management_or_delegated_administrator_exception "AccountNotManagementOrDelegatedAdministratorException" 400;
        caller_is_not_management_account_exception "CallerIsNotManagementAccountException" 400;
        concurrent_modification_exception "ConcurrentModificationException" 409;
        credential_report_expired_exception "CredentialReportExpiredException" 410;
        credential_report_not_present_exception "CredentialReportNotPresentException" 410;
        credential_report_not_ready_exception "CredentialReportNotReadyException" 404;
        delete_conflict_exception "DeleteConflictException" 409;
        duplicate_certificate_exception "DuplicateCertificateException" 409;
        duplicate_ssh_public_key_exception "DuplicateSSHPublicKeyException" 400;
        entity_already_exists_exception "EntityAlreadyExistsException" 409;
        entity_temporarily_unmodifiable_exception "EntityTemporarilyUnmodifiableException" 409;
        feature_disabled_exception "FeatureDisabledException" 404;
        feature_enabled_exception "FeatureEnabledException" 409;
        invalid_authentication_code_exception "InvalidAuthenticationCodeException" 403;
        invalid_certificate_exception "InvalidCertificateException" 400;
        invalid_input_exception "InvalidInputException" 400;
        invalid_public_key_exception "InvalidPublicKeyException" 400;
        invalid_user_type_exception "InvalidUserTypeException" 400;
        key_pair_mismatch_exception "KeyPairMismatchException" 400;
        limit_exceeded_exception "LimitExceededException" 409;
        malformed_certificate_exception "MalformedCertificateException" 400;
        malformed_policy_document_exception "MalformedPolicyDocumentException" 400;
        name_conflict_exception "NameConflictException" 409;
        no_such_entity_exception "NoSuchEntityException" 404;
        open_id_idp_communication_error_exception "OpenIdIdpCommunicationErrorException" 400;
        organization_not_found_exception "OrganizationNotFoundException" 400;
        organization_not_in_all_features_mode_exception "OrganizationNotInAllFeaturesModeException" 400;
        password_policy_violation_exception "PasswordPolicyViolationException" 400;
        policy_evaluation_exception "PolicyEvaluationException" 500;
        policy_not_attachable_exception "PolicyNotAttachableException" 400;
        report_generation_limit_exceeded_exception "ReportGenerationLimitExceededException" 409;
        role_modified_exception "RoleModifiedException" 409;
        role_template_disabled_exception "RoleTemplateDisabledException" 400;
        service_access_not_enabled_exception "ServiceAccessNotEnabledException" 400;
        service_failure_exception "ServiceFailureException" 500;
        service_not_supported_exception "ServiceNotSupportedException" 404;
        unmodifiable_entity_exception "UnmodifiableEntityException" 400;
        unrecognized_public_key_encoding_exception "UnrecognizedPublicKeyEncodingException" 400;
    }
}

pub mod access_advisor_usage_granularity_type {
    pub const SERVICE_LEVEL: &str = "SERVICE_LEVEL";
    pub const ACTION_LEVEL: &str = "ACTION_LEVEL";
}

pub mod attachment_type {
    pub const USER: &str = "user";
    pub const GROUP: &str = "group";
    pub const ROLE: &str = "role";
}

pub mod context_key_type_enum {
    pub const STRING: &str = "string";
    pub const STRING_LIST: &str = "stringList";
    pub const NUMERIC: &str = "numeric";
    pub const NUMERIC_LIST: &str = "numericList";
    pub const BOOLEAN: &str = "boolean";
    pub const BOOLEAN_LIST: &str = "booleanList";
    pub const IP: &str = "ip";
    pub const IP_LIST: &str = "ipList";
    pub const BINARY: &str = "binary";
    pub const BINARY_LIST: &str = "binaryList";
    pub const DATE: &str = "date";
    pub const DATE_LIST: &str = "dateList";
}

pub mod deletion_task_status_type {
    pub const SUCCEEDED: &str = "SUCCEEDED";
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const FAILED: &str = "FAILED";
    pub const NOT_STARTED: &str = "NOT_STARTED";
}

pub mod entity_type {
    pub const USER: &str = "User";
    pub const ROLE: &str = "Role";
    pub const GROUP: &str = "Group";
    pub const LOCAL_MANAGED_POLICY: &str = "LocalManagedPolicy";
    pub const AWS_MANAGED_POLICY: &str = "AWSManagedPolicy";
}

pub mod feature_type {
    pub const ROOT_CREDENTIALS_MANAGEMENT: &str = "RootCredentialsManagement";
    pub const ROOT_SESSIONS: &str = "RootSessions";
}

pub mod permissions_boundary_attachment_type {
    pub const PERMISSIONS_BOUNDARY_POLICY: &str = "PermissionsBoundaryPolicy";
}

pub mod policy_evaluation_decision_type {
    pub const ALLOWED: &str = "allowed";
    pub const EXPLICIT_DENY: &str = "explicitDeny";
    pub const IMPLICIT_DENY: &str = "implicitDeny";
}

pub mod policy_identifier_policy_type {
    pub const INLINE: &str = "inline";
    pub const AWS_MANAGED: &str = "aws-managed";
    pub const USER_MANAGED: &str = "user-managed";
    pub const PERMISSION_BOUNDARY: &str = "permission-boundary";
    pub const SCP: &str = "scp";
    pub const RCP: &str = "rcp";
}

pub mod policy_parameter_type_enum {
    pub const STRING: &str = "string";
    pub const STRING_LIST: &str = "stringList";
}

pub mod policy_source_type {
    pub const USER: &str = "user";
    pub const GROUP: &str = "group";
    pub const ROLE: &str = "role";
    pub const AWS_MANAGED: &str = "aws-managed";
    pub const USER_MANAGED: &str = "user-managed";
    pub const RESOURCE: &str = "resource";
    pub const NONE: &str = "none";
}

pub mod policy_usage_type {
    pub const PERMISSIONS_POLICY: &str = "PermissionsPolicy";
    pub const PERMISSIONS_BOUNDARY: &str = "PermissionsBoundary";
}

pub mod report_format_type {
    pub const TEXT_CSV: &str = "text/csv";
}

pub mod report_state_type {
    pub const STARTED: &str = "STARTED";
    pub const INPROGRESS: &str = "INPROGRESS";
    pub const COMPLETE: &str = "COMPLETE";
}

pub mod assertion_encryption_mode_type {
    pub const REQUIRED: &str = "Required";
    pub const ALLOWED: &str = "Allowed";
}

pub mod assignment_status_type {
    pub const ASSIGNED: &str = "Assigned";
    pub const UNASSIGNED: &str = "Unassigned";
    pub const ANY: &str = "Any";
}

pub mod encoding_type {
    pub const SSH: &str = "SSH";
    pub const PEM: &str = "PEM";
}

pub mod global_endpoint_token_version {
    pub const V1_TOKEN: &str = "v1Token";
    pub const V2_TOKEN: &str = "v2Token";
}

pub mod job_status_type {
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const COMPLETED: &str = "COMPLETED";
    pub const FAILED: &str = "FAILED";
}

pub mod managed_by_type_type {
    pub const SERVICE: &str = "Service";
}

pub mod parameter_type_type {
    pub const STRING: &str = "String";
    pub const STRING_LIST: &str = "StringList";
    pub const NUMBER: &str = "Number";
    pub const NUMBER_LIST: &str = "NumberList";
    pub const ARN: &str = "Arn";
    pub const ARN_LIST: &str = "ArnList";
}

pub mod permission_check_result_type {
    pub const ALLOWED: &str = "ALLOWED";
    pub const DENIED: &str = "DENIED";
    pub const UNSURE: &str = "UNSURE";
}

pub mod permission_check_status_type {
    pub const COMPLETE: &str = "COMPLETE";
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const FAILED: &str = "FAILED";
}

pub mod policy_owner_entity_type {
    pub const USER: &str = "USER";
    pub const ROLE: &str = "ROLE";
    pub const GROUP: &str = "GROUP";
}

pub mod policy_scope_type {
    pub const ALL: &str = "All";
    pub const AWS: &str = "AWS";
    pub const LOCAL: &str = "Local";
}

pub mod policy_type {
    pub const INLINE: &str = "INLINE";
    pub const MANAGED: &str = "MANAGED";
}

pub mod sort_key_type {
    pub const SERVICE_NAMESPACE_ASCENDING: &str = "SERVICE_NAMESPACE_ASCENDING";
    pub const SERVICE_NAMESPACE_DESCENDING: &str = "SERVICE_NAMESPACE_DESCENDING";
    pub const LAST_AUTHENTICATED_TIME_ASCENDING: &str = "LAST_AUTHENTICATED_TIME_ASCENDING";
    pub const LAST_AUTHENTICATED_TIME_DESCENDING: &str = "LAST_AUTHENTICATED_TIME_DESCENDING";
}

pub mod state_type {
    pub const UNASSIGNED: &str = "UNASSIGNED";
    pub const ASSIGNED: &str = "ASSIGNED";
    pub const PENDING_APPROVAL: &str = "PENDING_APPROVAL";
    pub const FINALIZED: &str = "FINALIZED";
    pub const ACCEPTED: &str = "ACCEPTED";
    pub const REJECTED: &str = "REJECTED";
    pub const EXPIRED: &str = "EXPIRED";
}

pub mod status_type {
    pub const ACTIVE: &str = "Active";
    pub const INACTIVE: &str = "Inactive";
    pub const EXPIRED: &str = "Expired";
}

pub mod summary_key_type {
    pub const USERS: &str = "Users";
    pub const USERS_QUOTA: &str = "UsersQuota";
    pub const GROUPS: &str = "Groups";
    pub const GROUPS_QUOTA: &str = "GroupsQuota";
    pub const SERVER_CERTIFICATES: &str = "ServerCertificates";
    pub const SERVER_CERTIFICATES_QUOTA: &str = "ServerCertificatesQuota";
    pub const USER_POLICY_SIZE_QUOTA: &str = "UserPolicySizeQuota";
    pub const GROUP_POLICY_SIZE_QUOTA: &str = "GroupPolicySizeQuota";
    pub const GROUPS_PER_USER_QUOTA: &str = "GroupsPerUserQuota";
    pub const SIGNING_CERTIFICATES_PER_USER_QUOTA: &str = "SigningCertificatesPerUserQuota";
    pub const ACCESS_KEYS_PER_USER_QUOTA: &str = "AccessKeysPerUserQuota";
    pub const MFA_DEVICES: &str = "MFADevices";
    pub const MFA_DEVICES_IN_USE: &str = "MFADevicesInUse";
    pub const ACCOUNT_MFA_ENABLED: &str = "AccountMFAEnabled";
    pub const ACCOUNT_ACCESS_KEYS_PRESENT: &str = "AccountAccessKeysPresent";
    pub const ACCOUNT_PASSWORD_PRESENT: &str = "AccountPasswordPresent";
    pub const ACCOUNT_SIGNING_CERTIFICATES_PRESENT: &str = "AccountSigningCertificatesPresent";
    pub const ATTACHED_POLICIES_PER_GROUP_QUOTA: &str = "AttachedPoliciesPerGroupQuota";
    pub const ATTACHED_POLICIES_PER_ROLE_QUOTA: &str = "AttachedPoliciesPerRoleQuota";
    pub const ATTACHED_POLICIES_PER_USER_QUOTA: &str = "AttachedPoliciesPerUserQuota";
    pub const POLICIES: &str = "Policies";
    pub const POLICIES_QUOTA: &str = "PoliciesQuota";
    pub const POLICY_SIZE_QUOTA: &str = "PolicySizeQuota";
    pub const POLICY_VERSIONS_IN_USE: &str = "PolicyVersionsInUse";
    pub const POLICY_VERSIONS_IN_USE_QUOTA: &str = "PolicyVersionsInUseQuota";
    pub const VERSIONS_PER_POLICY_QUOTA: &str = "VersionsPerPolicyQuota";
    pub const GLOBAL_ENDPOINT_TOKEN_VERSION: &str = "GlobalEndpointTokenVersion";
    pub const ASSUME_ROLE_POLICY_SIZE_QUOTA: &str = "AssumeRolePolicySizeQuota";
    pub const INSTANCE_PROFILES: &str = "InstanceProfiles";
    pub const INSTANCE_PROFILES_QUOTA: &str = "InstanceProfilesQuota";
    pub const PROVIDERS: &str = "Providers";
    pub const ROLE_POLICY_SIZE_QUOTA: &str = "RolePolicySizeQuota";
    pub const ROLES: &str = "Roles";
    pub const ROLES_QUOTA: &str = "RolesQuota";
}

pub mod summary_state_type {
    pub const AVAILABLE: &str = "AVAILABLE";
    pub const NOT_AVAILABLE: &str = "NOT_AVAILABLE";
    pub const NOT_SUPPORTED: &str = "NOT_SUPPORTED";
    pub const FAILED: &str = "FAILED";
}
