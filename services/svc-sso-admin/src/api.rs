//! Inputs, outputs, errors and enums of the implemented operations of SSO Admin.
//!
//! Written by `cargo xtask codegen sso-admin` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Any, Entries, Flag, Items, Text, Time};
use kernel::{Value, builder, operations, view};

operations! {
    AttachCustomerManagedPolicyReferenceToPermissionSet: AttachCustomerManagedPolicyReferenceToPermissionSetInput, AttachCustomerManagedPolicyReferenceToPermissionSetOutput;
    AttachManagedPolicyToPermissionSet: AttachManagedPolicyToPermissionSetInput, AttachManagedPolicyToPermissionSetOutput;
    CreateAccountAssignment: CreateAccountAssignmentInput, CreateAccountAssignmentOutput;
    CreateApplication: CreateApplicationInput, CreateApplicationOutput;
    CreateApplicationAssignment: CreateApplicationAssignmentInput, CreateApplicationAssignmentOutput;
    CreateInstance: CreateInstanceInput, CreateInstanceOutput;
    CreateInstanceAccessControlAttributeConfiguration: CreateInstanceAccessControlAttributeConfigurationInput, CreateInstanceAccessControlAttributeConfigurationOutput;
    CreatePermissionSet: CreatePermissionSetInput, CreatePermissionSetOutput;
    CreateTrustedTokenIssuer: CreateTrustedTokenIssuerInput, CreateTrustedTokenIssuerOutput;
    DeleteAccountAssignment: DeleteAccountAssignmentInput, DeleteAccountAssignmentOutput;
    DeleteApplication: DeleteApplicationInput, DeleteApplicationOutput;
    DeleteApplicationAccessScope: DeleteApplicationAccessScopeInput, DeleteApplicationAccessScopeOutput;
    DeleteApplicationAssignment: DeleteApplicationAssignmentInput, DeleteApplicationAssignmentOutput;
    DeleteApplicationAuthenticationMethod: DeleteApplicationAuthenticationMethodInput, DeleteApplicationAuthenticationMethodOutput;
    DeleteApplicationGrant: DeleteApplicationGrantInput, DeleteApplicationGrantOutput;
    DeleteInlinePolicyFromPermissionSet: DeleteInlinePolicyFromPermissionSetInput, DeleteInlinePolicyFromPermissionSetOutput;
    DeleteInstance: DeleteInstanceInput, DeleteInstanceOutput;
    DeleteInstanceAccessControlAttributeConfiguration: DeleteInstanceAccessControlAttributeConfigurationInput, DeleteInstanceAccessControlAttributeConfigurationOutput;
    DeletePermissionSet: DeletePermissionSetInput, DeletePermissionSetOutput;
    DeletePermissionsBoundaryFromPermissionSet: DeletePermissionsBoundaryFromPermissionSetInput, DeletePermissionsBoundaryFromPermissionSetOutput;
    DeleteTrustedTokenIssuer: DeleteTrustedTokenIssuerInput, DeleteTrustedTokenIssuerOutput;
    DescribeAccountAssignmentCreationStatus: DescribeAccountAssignmentCreationStatusInput, DescribeAccountAssignmentCreationStatusOutput;
    DescribeAccountAssignmentDeletionStatus: DescribeAccountAssignmentDeletionStatusInput, DescribeAccountAssignmentDeletionStatusOutput;
    DescribeApplication: DescribeApplicationInput, DescribeApplicationOutput;
    DescribeApplicationAssignment: DescribeApplicationAssignmentInput, DescribeApplicationAssignmentOutput;
    DescribeApplicationProvider: DescribeApplicationProviderInput, DescribeApplicationProviderOutput;
    DescribeInstance: DescribeInstanceInput, DescribeInstanceOutput;
    DescribeInstanceAccessControlAttributeConfiguration: DescribeInstanceAccessControlAttributeConfigurationInput, DescribeInstanceAccessControlAttributeConfigurationOutput;
    DescribePermissionSet: DescribePermissionSetInput, DescribePermissionSetOutput;
    DescribePermissionSetProvisioningStatus: DescribePermissionSetProvisioningStatusInput, DescribePermissionSetProvisioningStatusOutput;
    DescribeRegion: DescribeRegionInput, DescribeRegionOutput;
    DescribeTrustedTokenIssuer: DescribeTrustedTokenIssuerInput, DescribeTrustedTokenIssuerOutput;
    DetachCustomerManagedPolicyReferenceFromPermissionSet: DetachCustomerManagedPolicyReferenceFromPermissionSetInput, DetachCustomerManagedPolicyReferenceFromPermissionSetOutput;
    DetachManagedPolicyFromPermissionSet: DetachManagedPolicyFromPermissionSetInput, DetachManagedPolicyFromPermissionSetOutput;
    GetApplicationAccessScope: GetApplicationAccessScopeInput, GetApplicationAccessScopeOutput;
    GetApplicationAssignmentConfiguration: GetApplicationAssignmentConfigurationInput, GetApplicationAssignmentConfigurationOutput;
    GetApplicationAuthenticationMethod: GetApplicationAuthenticationMethodInput, GetApplicationAuthenticationMethodOutput;
    GetApplicationGrant: GetApplicationGrantInput, GetApplicationGrantOutput;
    GetInlinePolicyForPermissionSet: GetInlinePolicyForPermissionSetInput, GetInlinePolicyForPermissionSetOutput;
    GetPermissionsBoundaryForPermissionSet: GetPermissionsBoundaryForPermissionSetInput, GetPermissionsBoundaryForPermissionSetOutput;
    ListAccountAssignmentCreationStatus: ListAccountAssignmentCreationStatusInput, ListAccountAssignmentCreationStatusOutput;
    ListAccountAssignmentDeletionStatus: ListAccountAssignmentDeletionStatusInput, ListAccountAssignmentDeletionStatusOutput;
    ListAccountAssignments: ListAccountAssignmentsInput, ListAccountAssignmentsOutput;
    ListAccountAssignmentsForPrincipal: ListAccountAssignmentsForPrincipalInput, ListAccountAssignmentsForPrincipalOutput;
    ListAccountsForProvisionedPermissionSet: ListAccountsForProvisionedPermissionSetInput, ListAccountsForProvisionedPermissionSetOutput;
    ListApplicationAccessScopes: ListApplicationAccessScopesInput, ListApplicationAccessScopesOutput;
    ListApplicationAssignments: ListApplicationAssignmentsInput, ListApplicationAssignmentsOutput;
    ListApplicationAssignmentsForPrincipal: ListApplicationAssignmentsForPrincipalInput, ListApplicationAssignmentsForPrincipalOutput;
    ListApplicationAuthenticationMethods: ListApplicationAuthenticationMethodsInput, ListApplicationAuthenticationMethodsOutput;
    ListApplicationGrants: ListApplicationGrantsInput, ListApplicationGrantsOutput;
    ListApplicationProviders: ListApplicationProvidersInput, ListApplicationProvidersOutput;
    ListApplications: ListApplicationsInput, ListApplicationsOutput;
    ListCustomerManagedPolicyReferencesInPermissionSet: ListCustomerManagedPolicyReferencesInPermissionSetInput, ListCustomerManagedPolicyReferencesInPermissionSetOutput;
    ListInstances: ListInstancesInput, ListInstancesOutput;
    ListManagedPoliciesInPermissionSet: ListManagedPoliciesInPermissionSetInput, ListManagedPoliciesInPermissionSetOutput;
    ListPermissionSetProvisioningStatus: ListPermissionSetProvisioningStatusInput, ListPermissionSetProvisioningStatusOutput;
    ListPermissionSets: ListPermissionSetsInput, ListPermissionSetsOutput;
    ListPermissionSetsProvisionedToAccount: ListPermissionSetsProvisionedToAccountInput, ListPermissionSetsProvisionedToAccountOutput;
    ListRegions: ListRegionsInput, ListRegionsOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    ListTrustedTokenIssuers: ListTrustedTokenIssuersInput, ListTrustedTokenIssuersOutput;
    ProvisionPermissionSet: ProvisionPermissionSetInput, ProvisionPermissionSetOutput;
    PutApplicationAccessScope: PutApplicationAccessScopeInput, PutApplicationAccessScopeOutput;
    PutApplicationAssignmentConfiguration: PutApplicationAssignmentConfigurationInput, PutApplicationAssignmentConfigurationOutput;
    PutApplicationAuthenticationMethod: PutApplicationAuthenticationMethodInput, PutApplicationAuthenticationMethodOutput;
    PutApplicationGrant: PutApplicationGrantInput, PutApplicationGrantOutput;
    PutInlinePolicyToPermissionSet: PutInlinePolicyToPermissionSetInput, PutInlinePolicyToPermissionSetOutput;
    PutPermissionsBoundaryToPermissionSet: PutPermissionsBoundaryToPermissionSetInput, PutPermissionsBoundaryToPermissionSetOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateApplication: UpdateApplicationInput, UpdateApplicationOutput;
    UpdateInstance: UpdateInstanceInput, UpdateInstanceOutput;
    UpdateInstanceAccessControlAttributeConfiguration: UpdateInstanceAccessControlAttributeConfigurationInput, UpdateInstanceAccessControlAttributeConfigurationOutput;
    UpdatePermissionSet: UpdatePermissionSetInput, UpdatePermissionSetOutput;
    UpdateTrustedTokenIssuer: UpdateTrustedTokenIssuerInput, UpdateTrustedTokenIssuerOutput;
}

view! { AttachCustomerManagedPolicyReferenceToPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    customer_managed_policy_reference "CustomerManagedPolicyReference": required CustomerManagedPolicyReference<'a>,
} }

builder! { AttachCustomerManagedPolicyReferenceToPermissionSetOutput {
} }

view! { AttachManagedPolicyToPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    managed_policy_arn "ManagedPolicyArn": required &'a str,
} }

builder! { AttachManagedPolicyToPermissionSetOutput {
} }

view! { CreateAccountAssignmentInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    target_id "TargetId": required &'a str,
    target_type "TargetType": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    principal_type "PrincipalType": required &'a str,
    principal_id "PrincipalId": required &'a str,
} }

builder! { CreateAccountAssignmentOutput {
    account_assignment_creation_status "AccountAssignmentCreationStatus": AccountAssignmentOperationStatusBuilder,
} }

view! { CreateApplicationInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    application_provider_arn "ApplicationProviderArn": required &'a str,
    name "Name": required &'a str,
    description "Description": optional &'a str,
    portal_options "PortalOptions": optional PortalOptions<'a>,
    tags "Tags": optional List<'a, Tag<'a>>,
    status "Status": optional &'a str,
    client_token "ClientToken": optional &'a str,
} }

builder! { CreateApplicationOutput {
    application_arn "ApplicationArn": Text,
    instance_arn "InstanceArn": Text,
    identity_store_arn "IdentityStoreArn": Text,
} }

view! { CreateApplicationAssignmentInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    principal_id "PrincipalId": required &'a str,
    principal_type "PrincipalType": required &'a str,
} }

builder! { CreateApplicationAssignmentOutput {
} }

view! { CreateInstanceInput<'a> {
    name "Name": optional &'a str,
    client_token "ClientToken": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateInstanceOutput {
    instance_arn "InstanceArn": Text,
} }

view! { CreateInstanceAccessControlAttributeConfigurationInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    instance_access_control_attribute_configuration "InstanceAccessControlAttributeConfiguration": required InstanceAccessControlAttributeConfiguration<'a>,
} }

builder! { CreateInstanceAccessControlAttributeConfigurationOutput {
} }

view! { CreatePermissionSetInput<'a> {
    name "Name": required &'a str,
    description "Description": optional &'a str,
    instance_arn "InstanceArn": required &'a str,
    session_duration "SessionDuration": optional &'a str,
    relay_state "RelayState": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreatePermissionSetOutput {
    permission_set "PermissionSet": PermissionSetBuilder,
} }

view! { CreateTrustedTokenIssuerInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    name "Name": required &'a str,
    trusted_token_issuer_type "TrustedTokenIssuerType": required &'a str,
    trusted_token_issuer_configuration "TrustedTokenIssuerConfiguration": required TrustedTokenIssuerConfiguration<'a>,
    client_token "ClientToken": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateTrustedTokenIssuerOutput {
    trusted_token_issuer_arn "TrustedTokenIssuerArn": Text,
} }

view! { DeleteAccountAssignmentInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    target_id "TargetId": required &'a str,
    target_type "TargetType": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    principal_type "PrincipalType": required &'a str,
    principal_id "PrincipalId": required &'a str,
} }

builder! { DeleteAccountAssignmentOutput {
    account_assignment_deletion_status "AccountAssignmentDeletionStatus": AccountAssignmentOperationStatusBuilder,
} }

view! { DeleteApplicationInput<'a> {
    application_arn "ApplicationArn": required &'a str,
} }

builder! { DeleteApplicationOutput {
} }

view! { DeleteApplicationAccessScopeInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    scope "Scope": required &'a str,
} }

builder! { DeleteApplicationAccessScopeOutput {
} }

view! { DeleteApplicationAssignmentInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    principal_id "PrincipalId": required &'a str,
    principal_type "PrincipalType": required &'a str,
} }

builder! { DeleteApplicationAssignmentOutput {
} }

view! { DeleteApplicationAuthenticationMethodInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    authentication_method_type "AuthenticationMethodType": required &'a str,
} }

builder! { DeleteApplicationAuthenticationMethodOutput {
} }

view! { DeleteApplicationGrantInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    grant_type "GrantType": required &'a str,
} }

builder! { DeleteApplicationGrantOutput {
} }

view! { DeleteInlinePolicyFromPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
} }

builder! { DeleteInlinePolicyFromPermissionSetOutput {
} }

view! { DeleteInstanceInput<'a> {
    instance_arn "InstanceArn": required &'a str,
} }

builder! { DeleteInstanceOutput {
} }

view! { DeleteInstanceAccessControlAttributeConfigurationInput<'a> {
    instance_arn "InstanceArn": required &'a str,
} }

builder! { DeleteInstanceAccessControlAttributeConfigurationOutput {
} }

view! { DeletePermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
} }

builder! { DeletePermissionSetOutput {
} }

view! { DeletePermissionsBoundaryFromPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
} }

builder! { DeletePermissionsBoundaryFromPermissionSetOutput {
} }

view! { DeleteTrustedTokenIssuerInput<'a> {
    trusted_token_issuer_arn "TrustedTokenIssuerArn": required &'a str,
} }

builder! { DeleteTrustedTokenIssuerOutput {
} }

view! { DescribeAccountAssignmentCreationStatusInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    account_assignment_creation_request_id "AccountAssignmentCreationRequestId": required &'a str,
} }

builder! { DescribeAccountAssignmentCreationStatusOutput {
    account_assignment_creation_status "AccountAssignmentCreationStatus": AccountAssignmentOperationStatusBuilder,
} }

view! { DescribeAccountAssignmentDeletionStatusInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    account_assignment_deletion_request_id "AccountAssignmentDeletionRequestId": required &'a str,
} }

builder! { DescribeAccountAssignmentDeletionStatusOutput {
    account_assignment_deletion_status "AccountAssignmentDeletionStatus": AccountAssignmentOperationStatusBuilder,
} }

view! { DescribeApplicationInput<'a> {
    application_arn "ApplicationArn": required &'a str,
} }

builder! { DescribeApplicationOutput {
    application_arn "ApplicationArn": Text,
    application_provider_arn "ApplicationProviderArn": Text,
    name "Name": Text,
    application_account "ApplicationAccount": Text,
    instance_arn "InstanceArn": Text,
    identity_store_arn "IdentityStoreArn": Text,
    status "Status": Text,
    portal_options "PortalOptions": PortalOptionsBuilder,
    description "Description": Text,
    created_date "CreatedDate": Time,
    created_from "CreatedFrom": Text,
} }

view! { DescribeApplicationAssignmentInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    principal_id "PrincipalId": required &'a str,
    principal_type "PrincipalType": required &'a str,
} }

builder! { DescribeApplicationAssignmentOutput {
    principal_type "PrincipalType": Text,
    principal_id "PrincipalId": Text,
    application_arn "ApplicationArn": Text,
} }

view! { DescribeApplicationProviderInput<'a> {
    application_provider_arn "ApplicationProviderArn": required &'a str,
} }

builder! { DescribeApplicationProviderOutput {
    application_provider_arn "ApplicationProviderArn": Text,
    federation_protocol "FederationProtocol": Text,
    display_data "DisplayData": DisplayDataBuilder,
    resource_server_config "ResourceServerConfig": ResourceServerConfigBuilder,
} }

view! { DescribeInstanceInput<'a> {
    instance_arn "InstanceArn": required &'a str,
} }

builder! { DescribeInstanceOutput {
    instance_arn "InstanceArn": Text,
    identity_store_id "IdentityStoreId": Text,
    identity_store_arn "IdentityStoreArn": Text,
    owner_account_id "OwnerAccountId": Text,
    name "Name": Text,
    created_date "CreatedDate": Time,
    status "Status": Text,
    status_reason "StatusReason": Text,
    primary_region "PrimaryRegion": Text,
    regions "Regions": Items<RegionMetadataBuilder>,
    encryption_configuration_details "EncryptionConfigurationDetails": EncryptionConfigurationDetailsBuilder,
    network_configuration_details "NetworkConfigurationDetails": NetworkConfigurationInfoBuilder,
    permission_sets_enabled "PermissionSetsEnabled": Flag,
} }

view! { DescribeInstanceAccessControlAttributeConfigurationInput<'a> {
    instance_arn "InstanceArn": required &'a str,
} }

builder! { DescribeInstanceAccessControlAttributeConfigurationOutput {
    status "Status": Text,
    status_reason "StatusReason": Text,
    instance_access_control_attribute_configuration "InstanceAccessControlAttributeConfiguration": InstanceAccessControlAttributeConfigurationBuilder,
} }

view! { DescribePermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
} }

builder! { DescribePermissionSetOutput {
    permission_set "PermissionSet": PermissionSetBuilder,
} }

view! { DescribePermissionSetProvisioningStatusInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    provision_permission_set_request_id "ProvisionPermissionSetRequestId": required &'a str,
} }

builder! { DescribePermissionSetProvisioningStatusOutput {
    permission_set_provisioning_status "PermissionSetProvisioningStatus": PermissionSetProvisioningStatusBuilder,
} }

view! { DescribeRegionInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    region_name "RegionName": required &'a str,
} }

builder! { DescribeRegionOutput {
    region_name "RegionName": Text,
    status "Status": Text,
    added_date "AddedDate": Time,
    is_primary_region "IsPrimaryRegion": Flag,
} }

view! { DescribeTrustedTokenIssuerInput<'a> {
    trusted_token_issuer_arn "TrustedTokenIssuerArn": required &'a str,
} }

builder! { DescribeTrustedTokenIssuerOutput {
    trusted_token_issuer_arn "TrustedTokenIssuerArn": Text,
    name "Name": Text,
    trusted_token_issuer_type "TrustedTokenIssuerType": Text,
    trusted_token_issuer_configuration "TrustedTokenIssuerConfiguration": TrustedTokenIssuerConfigurationBuilder,
} }

view! { DetachCustomerManagedPolicyReferenceFromPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    customer_managed_policy_reference "CustomerManagedPolicyReference": required CustomerManagedPolicyReference<'a>,
} }

builder! { DetachCustomerManagedPolicyReferenceFromPermissionSetOutput {
} }

view! { DetachManagedPolicyFromPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    managed_policy_arn "ManagedPolicyArn": required &'a str,
} }

builder! { DetachManagedPolicyFromPermissionSetOutput {
} }

view! { GetApplicationAccessScopeInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    scope "Scope": required &'a str,
} }

builder! { GetApplicationAccessScopeOutput {
    scope "Scope": Text,
    authorized_targets "AuthorizedTargets": Items<Text>,
} }

view! { GetApplicationAssignmentConfigurationInput<'a> {
    application_arn "ApplicationArn": required &'a str,
} }

builder! { GetApplicationAssignmentConfigurationOutput {
    assignment_required "AssignmentRequired": Flag,
} }

view! { GetApplicationAuthenticationMethodInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    authentication_method_type "AuthenticationMethodType": required &'a str,
} }

builder! { GetApplicationAuthenticationMethodOutput {
    authentication_method "AuthenticationMethod": AuthenticationMethodBuilder,
} }

view! { GetApplicationGrantInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    grant_type "GrantType": required &'a str,
} }

builder! { GetApplicationGrantOutput {
    grant "Grant": GrantBuilder,
} }

view! { GetInlinePolicyForPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
} }

builder! { GetInlinePolicyForPermissionSetOutput {
    inline_policy "InlinePolicy": Text,
} }

view! { GetPermissionsBoundaryForPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
} }

builder! { GetPermissionsBoundaryForPermissionSetOutput {
    permissions_boundary "PermissionsBoundary": PermissionsBoundaryBuilder,
} }

view! { ListAccountAssignmentCreationStatusInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    filter "Filter": optional OperationStatusFilter<'a>,
} }

builder! { ListAccountAssignmentCreationStatusOutput {
    account_assignments_creation_status "AccountAssignmentsCreationStatus": Items<AccountAssignmentOperationStatusMetadataBuilder>,
    next_token "NextToken": Text,
} }

view! { ListAccountAssignmentDeletionStatusInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    filter "Filter": optional OperationStatusFilter<'a>,
} }

builder! { ListAccountAssignmentDeletionStatusOutput {
    account_assignments_deletion_status "AccountAssignmentsDeletionStatus": Items<AccountAssignmentOperationStatusMetadataBuilder>,
    next_token "NextToken": Text,
} }

view! { ListAccountAssignmentsInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    account_id "AccountId": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListAccountAssignmentsOutput {
    account_assignments "AccountAssignments": Items<AccountAssignmentBuilder>,
    next_token "NextToken": Text,
} }

view! { ListAccountAssignmentsForPrincipalInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    principal_id "PrincipalId": required &'a str,
    principal_type "PrincipalType": required &'a str,
    filter "Filter": optional ListAccountAssignmentsFilter<'a>,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListAccountAssignmentsForPrincipalOutput {
    account_assignments "AccountAssignments": Items<AccountAssignmentForPrincipalBuilder>,
    next_token "NextToken": Text,
} }

view! { ListAccountsForProvisionedPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    provisioning_status "ProvisioningStatus": optional &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListAccountsForProvisionedPermissionSetOutput {
    account_ids "AccountIds": Items<Text>,
    next_token "NextToken": Text,
} }

view! { ListApplicationAccessScopesInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListApplicationAccessScopesOutput {
    scopes "Scopes": Items<ScopeDetailsBuilder>,
    next_token "NextToken": Text,
} }

view! { ListApplicationAssignmentsInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListApplicationAssignmentsOutput {
    application_assignments "ApplicationAssignments": Items<ApplicationAssignmentBuilder>,
    next_token "NextToken": Text,
} }

view! { ListApplicationAssignmentsForPrincipalInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    principal_id "PrincipalId": required &'a str,
    principal_type "PrincipalType": required &'a str,
    filter "Filter": optional ListApplicationAssignmentsFilter<'a>,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListApplicationAssignmentsForPrincipalOutput {
    application_assignments "ApplicationAssignments": Items<ApplicationAssignmentForPrincipalBuilder>,
    next_token "NextToken": Text,
} }

view! { ListApplicationAuthenticationMethodsInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListApplicationAuthenticationMethodsOutput {
    authentication_methods "AuthenticationMethods": Items<AuthenticationMethodItemBuilder>,
    next_token "NextToken": Text,
} }

view! { ListApplicationGrantsInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListApplicationGrantsOutput {
    grants "Grants": Items<GrantItemBuilder>,
    next_token "NextToken": Text,
} }

view! { ListApplicationProvidersInput<'a> {
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListApplicationProvidersOutput {
    application_providers "ApplicationProviders": Items<ApplicationProviderBuilder>,
    next_token "NextToken": Text,
} }

view! { ListApplicationsInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    filter "Filter": optional ListApplicationsFilter<'a>,
} }

builder! { ListApplicationsOutput {
    applications "Applications": Items<ApplicationBuilder>,
    next_token "NextToken": Text,
} }

view! { ListCustomerManagedPolicyReferencesInPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListCustomerManagedPolicyReferencesInPermissionSetOutput {
    customer_managed_policy_references "CustomerManagedPolicyReferences": Items<CustomerManagedPolicyReferenceBuilder>,
    next_token "NextToken": Text,
} }

view! { ListInstancesInput<'a> {
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    region_scope "RegionScope": optional &'a str,
} }

builder! { ListInstancesOutput {
    instances "Instances": Items<InstanceMetadataBuilder>,
    next_token "NextToken": Text,
} }

view! { ListManagedPoliciesInPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListManagedPoliciesInPermissionSetOutput {
    attached_managed_policies "AttachedManagedPolicies": Items<AttachedManagedPolicyBuilder>,
    next_token "NextToken": Text,
} }

view! { ListPermissionSetProvisioningStatusInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    filter "Filter": optional OperationStatusFilter<'a>,
} }

builder! { ListPermissionSetProvisioningStatusOutput {
    permission_sets_provisioning_status "PermissionSetsProvisioningStatus": Items<PermissionSetProvisioningStatusMetadataBuilder>,
    next_token "NextToken": Text,
} }

view! { ListPermissionSetsInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListPermissionSetsOutput {
    permission_sets "PermissionSets": Items<Text>,
    next_token "NextToken": Text,
} }

view! { ListPermissionSetsProvisionedToAccountInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    account_id "AccountId": required &'a str,
    provisioning_status "ProvisioningStatus": optional &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListPermissionSetsProvisionedToAccountOutput {
    next_token "NextToken": Text,
    permission_sets "PermissionSets": Items<Text>,
} }

view! { ListRegionsInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListRegionsOutput {
    regions "Regions": Items<RegionMetadataBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    instance_arn "InstanceArn": optional &'a str,
    resource_arn "ResourceArn": required &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Items<TagBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTrustedTokenIssuersInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListTrustedTokenIssuersOutput {
    trusted_token_issuers "TrustedTokenIssuers": Items<TrustedTokenIssuerMetadataBuilder>,
    next_token "NextToken": Text,
} }

view! { ProvisionPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    target_id "TargetId": optional &'a str,
    target_type "TargetType": required &'a str,
} }

builder! { ProvisionPermissionSetOutput {
    permission_set_provisioning_status "PermissionSetProvisioningStatus": PermissionSetProvisioningStatusBuilder,
} }

view! { PutApplicationAccessScopeInput<'a> {
    scope "Scope": required &'a str,
    authorized_targets "AuthorizedTargets": optional List<'a, &'a str>,
    application_arn "ApplicationArn": required &'a str,
} }

builder! { PutApplicationAccessScopeOutput {
} }

view! { PutApplicationAssignmentConfigurationInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    assignment_required "AssignmentRequired": required bool,
} }

builder! { PutApplicationAssignmentConfigurationOutput {
} }

view! { PutApplicationAuthenticationMethodInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    authentication_method_type "AuthenticationMethodType": required &'a str,
    authentication_method "AuthenticationMethod": required AuthenticationMethod<'a>,
} }

builder! { PutApplicationAuthenticationMethodOutput {
} }

view! { PutApplicationGrantInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    grant_type "GrantType": required &'a str,
    grant "Grant": required Grant<'a>,
} }

builder! { PutApplicationGrantOutput {
} }

view! { PutInlinePolicyToPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    inline_policy "InlinePolicy": required &'a str,
} }

builder! { PutInlinePolicyToPermissionSetOutput {
} }

view! { PutPermissionsBoundaryToPermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    permissions_boundary "PermissionsBoundary": required PermissionsBoundary<'a>,
} }

builder! { PutPermissionsBoundaryToPermissionSetOutput {
} }

view! { TagResourceInput<'a> {
    instance_arn "InstanceArn": optional &'a str,
    resource_arn "ResourceArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    instance_arn "InstanceArn": optional &'a str,
    resource_arn "ResourceArn": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateApplicationInput<'a> {
    application_arn "ApplicationArn": required &'a str,
    name "Name": optional &'a str,
    description "Description": optional &'a str,
    status "Status": optional &'a str,
    portal_options "PortalOptions": optional UpdateApplicationPortalOptions<'a>,
} }

builder! { UpdateApplicationOutput {
} }

view! { UpdateInstanceInput<'a> {
    name "Name": optional &'a str,
    instance_arn "InstanceArn": required &'a str,
    encryption_configuration "EncryptionConfiguration": optional EncryptionConfiguration<'a>,
    permission_sets_enabled "PermissionSetsEnabled": optional bool,
    network_configuration "NetworkConfiguration": optional NetworkConfigurationInfo<'a>,
} }

builder! { UpdateInstanceOutput {
} }

view! { UpdateInstanceAccessControlAttributeConfigurationInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    instance_access_control_attribute_configuration "InstanceAccessControlAttributeConfiguration": required InstanceAccessControlAttributeConfiguration<'a>,
} }

builder! { UpdateInstanceAccessControlAttributeConfigurationOutput {
} }

view! { UpdatePermissionSetInput<'a> {
    instance_arn "InstanceArn": required &'a str,
    permission_set_arn "PermissionSetArn": required &'a str,
    description "Description": optional &'a str,
    session_duration "SessionDuration": optional &'a str,
    relay_state "RelayState": optional &'a str,
} }

builder! { UpdatePermissionSetOutput {
} }

view! { UpdateTrustedTokenIssuerInput<'a> {
    trusted_token_issuer_arn "TrustedTokenIssuerArn": required &'a str,
    name "Name": optional &'a str,
    trusted_token_issuer_configuration "TrustedTokenIssuerConfiguration": optional TrustedTokenIssuerUpdateConfiguration<'a>,
} }

builder! { UpdateTrustedTokenIssuerOutput {
} }

view! { AccessControlAttribute<'a> {
    key "Key": required &'a str,
    value "Value": required AccessControlAttributeValue<'a>,
} }

view! { AccessControlAttributeValue<'a> {
    source "Source": required List<'a, &'a str>,
} }

view! { AuthenticationMethod<'a> {
    iam "Iam": optional IamAuthenticationMethod<'a>,
} }

view! { AuthorizationCodeGrant<'a> {
    redirect_uris "RedirectUris": optional List<'a, &'a str>,
} }

view! { AuthorizedTokenIssuer<'a> {
    trusted_token_issuer_arn "TrustedTokenIssuerArn": optional &'a str,
    authorized_audiences "AuthorizedAudiences": optional List<'a, &'a str>,
} }

view! { CustomerManagedPolicyReference<'a> {
    name "Name": required &'a str,
    path "Path": optional &'a str,
} }

view! { EncryptionConfiguration<'a> {
    key_type "KeyType": required &'a str,
    kms_key_arn "KmsKeyArn": optional &'a str,
} }

view! { Grant<'a> {
    authorization_code "AuthorizationCode": optional AuthorizationCodeGrant<'a>,
    jwt_bearer "JwtBearer": optional JwtBearerGrant<'a>,
    refresh_token "RefreshToken": optional RefreshTokenGrant<'a>,
    token_exchange "TokenExchange": optional TokenExchangeGrant<'a>,
} }

view! { IamAuthenticationMethod<'a> {
    actor_policy "ActorPolicy": required &'a Value,
} }

view! { InstanceAccessControlAttributeConfiguration<'a> {
    access_control_attributes "AccessControlAttributes": required List<'a, AccessControlAttribute<'a>>,
} }

view! { JwtBearerGrant<'a> {
    authorized_token_issuers "AuthorizedTokenIssuers": optional List<'a, AuthorizedTokenIssuer<'a>>,
} }

view! { ListAccountAssignmentsFilter<'a> {
    account_id "AccountId": optional &'a str,
} }

view! { ListApplicationAssignmentsFilter<'a> {
    application_arn "ApplicationArn": optional &'a str,
} }

view! { ListApplicationsFilter<'a> {
    application_account "ApplicationAccount": optional &'a str,
    application_provider "ApplicationProvider": optional &'a str,
} }

view! { NetworkConfigurationInfo<'a> {
    vpce_access_required "VpceAccessRequired": required bool,
    restrict_source_vpcs "RestrictSourceVpcs": optional List<'a, &'a str>,
    allow_source_ips "AllowSourceIps": optional List<'a, &'a str>,
    exclude_application_arns "ExcludeApplicationArns": optional List<'a, &'a str>,
} }

view! { OidcJwtConfiguration<'a> {
    issuer_url "IssuerUrl": required &'a str,
    claim_attribute_path "ClaimAttributePath": required &'a str,
    identity_store_attribute_path "IdentityStoreAttributePath": required &'a str,
    jwks_retrieval_option "JwksRetrievalOption": required &'a str,
} }

view! { OidcJwtUpdateConfiguration<'a> {
    claim_attribute_path "ClaimAttributePath": optional &'a str,
    identity_store_attribute_path "IdentityStoreAttributePath": optional &'a str,
    jwks_retrieval_option "JwksRetrievalOption": optional &'a str,
} }

view! { OperationStatusFilter<'a> {
    status "Status": optional &'a str,
} }

view! { PermissionsBoundary<'a> {
    customer_managed_policy_reference "CustomerManagedPolicyReference": optional CustomerManagedPolicyReference<'a>,
    managed_policy_arn "ManagedPolicyArn": optional &'a str,
} }

view! { PortalOptions<'a> {
    sign_in_options "SignInOptions": optional SignInOptions<'a>,
    visibility "Visibility": optional &'a str,
} }

view! { RefreshTokenGrant<'a> {
} }

view! { SignInOptions<'a> {
    origin "Origin": required &'a str,
    application_url "ApplicationUrl": optional &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

view! { TokenExchangeGrant<'a> {
} }

view! { TrustedTokenIssuerConfiguration<'a> {
    oidc_jwt_configuration "OidcJwtConfiguration": optional OidcJwtConfiguration<'a>,
} }

view! { TrustedTokenIssuerUpdateConfiguration<'a> {
    oidc_jwt_configuration "OidcJwtConfiguration": optional OidcJwtUpdateConfiguration<'a>,
} }

view! { UpdateApplicationPortalOptions<'a> {
    sign_in_options "SignInOptions": optional SignInOptions<'a>,
} }

builder! { AccessControlAttributeBuilder {
    key "Key": Text,
    value "Value": AccessControlAttributeValueBuilder,
} }

builder! { AccessControlAttributeValueBuilder {
    source "Source": Items<Text>,
} }

builder! { AccountAssignmentBuilder {
    account_id "AccountId": Text,
    permission_set_arn "PermissionSetArn": Text,
    principal_type "PrincipalType": Text,
    principal_id "PrincipalId": Text,
} }

builder! { AccountAssignmentForPrincipalBuilder {
    account_id "AccountId": Text,
    permission_set_arn "PermissionSetArn": Text,
    principal_id "PrincipalId": Text,
    principal_type "PrincipalType": Text,
} }

builder! { AccountAssignmentOperationStatusBuilder {
    status "Status": Text,
    request_id "RequestId": Text,
    failure_reason "FailureReason": Text,
    target_id "TargetId": Text,
    target_type "TargetType": Text,
    permission_set_arn "PermissionSetArn": Text,
    principal_type "PrincipalType": Text,
    principal_id "PrincipalId": Text,
    created_date "CreatedDate": Time,
} }

builder! { AccountAssignmentOperationStatusMetadataBuilder {
    status "Status": Text,
    request_id "RequestId": Text,
    created_date "CreatedDate": Time,
} }

builder! { ApplicationBuilder {
    application_arn "ApplicationArn": Text,
    application_provider_arn "ApplicationProviderArn": Text,
    name "Name": Text,
    application_account "ApplicationAccount": Text,
    instance_arn "InstanceArn": Text,
    identity_store_arn "IdentityStoreArn": Text,
    status "Status": Text,
    portal_options "PortalOptions": PortalOptionsBuilder,
    description "Description": Text,
    created_date "CreatedDate": Time,
    created_from "CreatedFrom": Text,
} }

builder! { ApplicationAssignmentBuilder {
    application_arn "ApplicationArn": Text,
    principal_id "PrincipalId": Text,
    principal_type "PrincipalType": Text,
} }

builder! { ApplicationAssignmentForPrincipalBuilder {
    application_arn "ApplicationArn": Text,
    principal_id "PrincipalId": Text,
    principal_type "PrincipalType": Text,
} }

builder! { ApplicationProviderBuilder {
    application_provider_arn "ApplicationProviderArn": Text,
    federation_protocol "FederationProtocol": Text,
    display_data "DisplayData": DisplayDataBuilder,
    resource_server_config "ResourceServerConfig": ResourceServerConfigBuilder,
} }

builder! { AttachedManagedPolicyBuilder {
    name "Name": Text,
    arn "Arn": Text,
} }

builder! { AuthenticationMethodBuilder {
    iam "Iam": IamAuthenticationMethodBuilder,
} }

builder! { AuthenticationMethodItemBuilder {
    authentication_method_type "AuthenticationMethodType": Text,
    authentication_method "AuthenticationMethod": AuthenticationMethodBuilder,
} }

builder! { AuthorizationCodeGrantBuilder {
    redirect_uris "RedirectUris": Items<Text>,
} }

builder! { AuthorizedTokenIssuerBuilder {
    trusted_token_issuer_arn "TrustedTokenIssuerArn": Text,
    authorized_audiences "AuthorizedAudiences": Items<Text>,
} }

builder! { CustomerManagedPolicyReferenceBuilder {
    name "Name": Text,
    path "Path": Text,
} }

builder! { DisplayDataBuilder {
    display_name "DisplayName": Text,
    icon_url "IconUrl": Text,
    description "Description": Text,
} }

builder! { EncryptionConfigurationDetailsBuilder {
    key_type "KeyType": Text,
    kms_key_arn "KmsKeyArn": Text,
    encryption_status "EncryptionStatus": Text,
    encryption_status_reason "EncryptionStatusReason": Text,
} }

builder! { GrantBuilder {
    authorization_code "AuthorizationCode": AuthorizationCodeGrantBuilder,
    jwt_bearer "JwtBearer": JwtBearerGrantBuilder,
    refresh_token "RefreshToken": RefreshTokenGrantBuilder,
    token_exchange "TokenExchange": TokenExchangeGrantBuilder,
} }

builder! { GrantItemBuilder {
    grant_type "GrantType": Text,
    grant "Grant": GrantBuilder,
} }

builder! { IamAuthenticationMethodBuilder {
    actor_policy "ActorPolicy": Any,
} }

builder! { InstanceAccessControlAttributeConfigurationBuilder {
    access_control_attributes "AccessControlAttributes": Items<AccessControlAttributeBuilder>,
} }

builder! { InstanceMetadataBuilder {
    instance_arn "InstanceArn": Text,
    identity_store_id "IdentityStoreId": Text,
    identity_store_arn "IdentityStoreArn": Text,
    owner_account_id "OwnerAccountId": Text,
    name "Name": Text,
    created_date "CreatedDate": Time,
    status "Status": Text,
    status_reason "StatusReason": Text,
    primary_region "PrimaryRegion": Text,
    regions "Regions": Items<RegionMetadataBuilder>,
} }

builder! { JwtBearerGrantBuilder {
    authorized_token_issuers "AuthorizedTokenIssuers": Items<AuthorizedTokenIssuerBuilder>,
} }

builder! { NetworkConfigurationInfoBuilder {
    vpce_access_required "VpceAccessRequired": Flag,
    restrict_source_vpcs "RestrictSourceVpcs": Items<Text>,
    allow_source_ips "AllowSourceIps": Items<Text>,
    exclude_application_arns "ExcludeApplicationArns": Items<Text>,
} }

builder! { OidcJwtConfigurationBuilder {
    issuer_url "IssuerUrl": Text,
    claim_attribute_path "ClaimAttributePath": Text,
    identity_store_attribute_path "IdentityStoreAttributePath": Text,
    jwks_retrieval_option "JwksRetrievalOption": Text,
} }

builder! { PermissionSetBuilder {
    name "Name": Text,
    permission_set_arn "PermissionSetArn": Text,
    description "Description": Text,
    created_date "CreatedDate": Time,
    session_duration "SessionDuration": Text,
    relay_state "RelayState": Text,
} }

builder! { PermissionSetProvisioningStatusBuilder {
    status "Status": Text,
    request_id "RequestId": Text,
    account_id "AccountId": Text,
    permission_set_arn "PermissionSetArn": Text,
    failure_reason "FailureReason": Text,
    created_date "CreatedDate": Time,
} }

builder! { PermissionSetProvisioningStatusMetadataBuilder {
    status "Status": Text,
    request_id "RequestId": Text,
    created_date "CreatedDate": Time,
} }

builder! { PermissionsBoundaryBuilder {
    customer_managed_policy_reference "CustomerManagedPolicyReference": CustomerManagedPolicyReferenceBuilder,
    managed_policy_arn "ManagedPolicyArn": Text,
} }

builder! { PortalOptionsBuilder {
    sign_in_options "SignInOptions": SignInOptionsBuilder,
    visibility "Visibility": Text,
} }

builder! { RefreshTokenGrantBuilder {
} }

builder! { RegionMetadataBuilder {
    region_name "RegionName": Text,
    status "Status": Text,
    added_date "AddedDate": Time,
    is_primary_region "IsPrimaryRegion": Flag,
} }

builder! { ResourceServerConfigBuilder {
    scopes "Scopes": Entries<ResourceServerScopeDetailsBuilder>,
} }

builder! { ResourceServerScopeDetailsBuilder {
    long_description "LongDescription": Text,
    detailed_title "DetailedTitle": Text,
} }

builder! { ScopeDetailsBuilder {
    scope "Scope": Text,
    authorized_targets "AuthorizedTargets": Items<Text>,
} }

builder! { SignInOptionsBuilder {
    origin "Origin": Text,
    application_url "ApplicationUrl": Text,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TokenExchangeGrantBuilder {
} }

builder! { TrustedTokenIssuerConfigurationBuilder {
    oidc_jwt_configuration "OidcJwtConfiguration": OidcJwtConfigurationBuilder,
} }

builder! { TrustedTokenIssuerMetadataBuilder {
    trusted_token_issuer_arn "TrustedTokenIssuerArn": Text,
    name "Name": Text,
    trusted_token_issuer_type "TrustedTokenIssuerType": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        access_denied_exception "AccessDeniedException" 400;
        conflict_exception "ConflictException" 400;
        internal_server_exception "InternalServerException" 500;
        resource_not_found_exception "ResourceNotFoundException" 400;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 400;
        throttling_exception "ThrottlingException" 400;
        validation_exception "ValidationException" 400;
    }
}

pub mod application_status {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod application_visibility {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod authentication_method_type {
    pub const IAM: &str = "IAM";
}

pub mod federation_protocol {
    pub const SAML: &str = "SAML";
    pub const OAUTH: &str = "OAUTH";
}

pub mod grant_type {
    pub const AUTHORIZATION_CODE: &str = "authorization_code";
    pub const REFRESH_TOKEN: &str = "refresh_token";
    pub const URN_IETF_PARAMS_OAUTH_GRANT_TYPE_JWT_BEARER: &str =
        "urn:ietf:params:oauth:grant-type:jwt-bearer";
    pub const URN_IETF_PARAMS_OAUTH_GRANT_TYPE_TOKEN_EXCHANGE: &str =
        "urn:ietf:params:oauth:grant-type:token-exchange";
}

pub mod instance_access_control_attribute_configuration_status {
    pub const ENABLED: &str = "ENABLED";
    pub const CREATION_IN_PROGRESS: &str = "CREATION_IN_PROGRESS";
    pub const CREATION_FAILED: &str = "CREATION_FAILED";
}

pub mod instance_status {
    pub const CREATE_IN_PROGRESS: &str = "CREATE_IN_PROGRESS";
    pub const CREATE_FAILED: &str = "CREATE_FAILED";
    pub const DELETE_IN_PROGRESS: &str = "DELETE_IN_PROGRESS";
    pub const ACTIVE: &str = "ACTIVE";
}

pub mod jwks_retrieval_option {
    pub const OPEN_ID_DISCOVERY: &str = "OPEN_ID_DISCOVERY";
}

pub mod kms_key_status {
    pub const UPDATING: &str = "UPDATING";
    pub const ENABLED: &str = "ENABLED";
    pub const UPDATE_FAILED: &str = "UPDATE_FAILED";
}

pub mod kms_key_type {
    pub const AWS_OWNED_KMS_KEY: &str = "AWS_OWNED_KMS_KEY";
    pub const CUSTOMER_MANAGED_KEY: &str = "CUSTOMER_MANAGED_KEY";
}

pub mod principal_type {
    pub const USER: &str = "USER";
    pub const GROUP: &str = "GROUP";
}

pub mod provision_target_type {
    pub const AWS_ACCOUNT: &str = "AWS_ACCOUNT";
    pub const ALL_PROVISIONED_ACCOUNTS: &str = "ALL_PROVISIONED_ACCOUNTS";
}

pub mod provisioning_status {
    pub const LATEST_PERMISSION_SET_PROVISIONED: &str = "LATEST_PERMISSION_SET_PROVISIONED";
    pub const LATEST_PERMISSION_SET_NOT_PROVISIONED: &str = "LATEST_PERMISSION_SET_NOT_PROVISIONED";
}

pub mod region_scope {
    pub const CURRENT_REGION: &str = "CURRENT_REGION";
    pub const ALL_REGIONS: &str = "ALL_REGIONS";
}

pub mod region_status {
    pub const ACTIVE: &str = "ACTIVE";
    pub const ADDING: &str = "ADDING";
    pub const REMOVING: &str = "REMOVING";
}

pub mod sign_in_origin {
    pub const IDENTITY_CENTER: &str = "IDENTITY_CENTER";
    pub const APPLICATION: &str = "APPLICATION";
}

pub mod status_values {
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const FAILED: &str = "FAILED";
    pub const SUCCEEDED: &str = "SUCCEEDED";
}

pub mod target_type {
    pub const AWS_ACCOUNT: &str = "AWS_ACCOUNT";
}

pub mod trusted_token_issuer_type {
    pub const OIDC_JWT: &str = "OIDC_JWT";
}
