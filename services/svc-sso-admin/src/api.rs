//! Inputs, outputs, errors and enums of the implemented operations of SSO Admin.
//!
//! Written by `cargo xtask codegen sso-admin` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Flag, Items, Text, Time};
use kernel::{builder, operations, view};

operations! {
    AttachCustomerManagedPolicyReferenceToPermissionSet: AttachCustomerManagedPolicyReferenceToPermissionSetInput, AttachCustomerManagedPolicyReferenceToPermissionSetOutput;
    AttachManagedPolicyToPermissionSet: AttachManagedPolicyToPermissionSetInput, AttachManagedPolicyToPermissionSetOutput;
    CreateAccountAssignment: CreateAccountAssignmentInput, CreateAccountAssignmentOutput;
    CreateInstance: CreateInstanceInput, CreateInstanceOutput;
    CreateInstanceAccessControlAttributeConfiguration: CreateInstanceAccessControlAttributeConfigurationInput, CreateInstanceAccessControlAttributeConfigurationOutput;
    CreatePermissionSet: CreatePermissionSetInput, CreatePermissionSetOutput;
    DeleteAccountAssignment: DeleteAccountAssignmentInput, DeleteAccountAssignmentOutput;
    DeleteInlinePolicyFromPermissionSet: DeleteInlinePolicyFromPermissionSetInput, DeleteInlinePolicyFromPermissionSetOutput;
    DeleteInstance: DeleteInstanceInput, DeleteInstanceOutput;
    DeleteInstanceAccessControlAttributeConfiguration: DeleteInstanceAccessControlAttributeConfigurationInput, DeleteInstanceAccessControlAttributeConfigurationOutput;
    DeletePermissionSet: DeletePermissionSetInput, DeletePermissionSetOutput;
    DeletePermissionsBoundaryFromPermissionSet: DeletePermissionsBoundaryFromPermissionSetInput, DeletePermissionsBoundaryFromPermissionSetOutput;
    DescribeAccountAssignmentCreationStatus: DescribeAccountAssignmentCreationStatusInput, DescribeAccountAssignmentCreationStatusOutput;
    DescribeAccountAssignmentDeletionStatus: DescribeAccountAssignmentDeletionStatusInput, DescribeAccountAssignmentDeletionStatusOutput;
    DescribeInstance: DescribeInstanceInput, DescribeInstanceOutput;
    DescribeInstanceAccessControlAttributeConfiguration: DescribeInstanceAccessControlAttributeConfigurationInput, DescribeInstanceAccessControlAttributeConfigurationOutput;
    DescribePermissionSet: DescribePermissionSetInput, DescribePermissionSetOutput;
    DescribePermissionSetProvisioningStatus: DescribePermissionSetProvisioningStatusInput, DescribePermissionSetProvisioningStatusOutput;
    DetachCustomerManagedPolicyReferenceFromPermissionSet: DetachCustomerManagedPolicyReferenceFromPermissionSetInput, DetachCustomerManagedPolicyReferenceFromPermissionSetOutput;
    DetachManagedPolicyFromPermissionSet: DetachManagedPolicyFromPermissionSetInput, DetachManagedPolicyFromPermissionSetOutput;
    GetInlinePolicyForPermissionSet: GetInlinePolicyForPermissionSetInput, GetInlinePolicyForPermissionSetOutput;
    GetPermissionsBoundaryForPermissionSet: GetPermissionsBoundaryForPermissionSetInput, GetPermissionsBoundaryForPermissionSetOutput;
    ListAccountAssignmentCreationStatus: ListAccountAssignmentCreationStatusInput, ListAccountAssignmentCreationStatusOutput;
    ListAccountAssignmentDeletionStatus: ListAccountAssignmentDeletionStatusInput, ListAccountAssignmentDeletionStatusOutput;
    ListAccountAssignments: ListAccountAssignmentsInput, ListAccountAssignmentsOutput;
    ListAccountAssignmentsForPrincipal: ListAccountAssignmentsForPrincipalInput, ListAccountAssignmentsForPrincipalOutput;
    ListAccountsForProvisionedPermissionSet: ListAccountsForProvisionedPermissionSetInput, ListAccountsForProvisionedPermissionSetOutput;
    ListCustomerManagedPolicyReferencesInPermissionSet: ListCustomerManagedPolicyReferencesInPermissionSetInput, ListCustomerManagedPolicyReferencesInPermissionSetOutput;
    ListInstances: ListInstancesInput, ListInstancesOutput;
    ListManagedPoliciesInPermissionSet: ListManagedPoliciesInPermissionSetInput, ListManagedPoliciesInPermissionSetOutput;
    ListPermissionSetProvisioningStatus: ListPermissionSetProvisioningStatusInput, ListPermissionSetProvisioningStatusOutput;
    ListPermissionSets: ListPermissionSetsInput, ListPermissionSetsOutput;
    ListPermissionSetsProvisionedToAccount: ListPermissionSetsProvisionedToAccountInput, ListPermissionSetsProvisionedToAccountOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    ProvisionPermissionSet: ProvisionPermissionSetInput, ProvisionPermissionSetOutput;
    PutInlinePolicyToPermissionSet: PutInlinePolicyToPermissionSetInput, PutInlinePolicyToPermissionSetOutput;
    PutPermissionsBoundaryToPermissionSet: PutPermissionsBoundaryToPermissionSetInput, PutPermissionsBoundaryToPermissionSetOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateInstance: UpdateInstanceInput, UpdateInstanceOutput;
    UpdateInstanceAccessControlAttributeConfiguration: UpdateInstanceAccessControlAttributeConfigurationInput, UpdateInstanceAccessControlAttributeConfigurationOutput;
    UpdatePermissionSet: UpdatePermissionSetInput, UpdatePermissionSetOutput;
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

view! { ListTagsForResourceInput<'a> {
    instance_arn "InstanceArn": optional &'a str,
    resource_arn "ResourceArn": required &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Items<TagBuilder>,
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

view! { AccessControlAttribute<'a> {
    key "Key": required &'a str,
    value "Value": required AccessControlAttributeValue<'a>,
} }

view! { AccessControlAttributeValue<'a> {
    source "Source": required List<'a, &'a str>,
} }

view! { CustomerManagedPolicyReference<'a> {
    name "Name": required &'a str,
    path "Path": optional &'a str,
} }

view! { EncryptionConfiguration<'a> {
    key_type "KeyType": required &'a str,
    kms_key_arn "KmsKeyArn": optional &'a str,
} }

view! { InstanceAccessControlAttributeConfiguration<'a> {
    access_control_attributes "AccessControlAttributes": required List<'a, AccessControlAttribute<'a>>,
} }

view! { ListAccountAssignmentsFilter<'a> {
    account_id "AccountId": optional &'a str,
} }

view! { NetworkConfigurationInfo<'a> {
    vpce_access_required "VpceAccessRequired": required bool,
    restrict_source_vpcs "RestrictSourceVpcs": optional List<'a, &'a str>,
    allow_source_ips "AllowSourceIps": optional List<'a, &'a str>,
    exclude_application_arns "ExcludeApplicationArns": optional List<'a, &'a str>,
} }

view! { OperationStatusFilter<'a> {
    status "Status": optional &'a str,
} }

view! { PermissionsBoundary<'a> {
    customer_managed_policy_reference "CustomerManagedPolicyReference": optional CustomerManagedPolicyReference<'a>,
    managed_policy_arn "ManagedPolicyArn": optional &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
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

builder! { AttachedManagedPolicyBuilder {
    name "Name": Text,
    arn "Arn": Text,
} }

builder! { CustomerManagedPolicyReferenceBuilder {
    name "Name": Text,
    path "Path": Text,
} }

builder! { EncryptionConfigurationDetailsBuilder {
    key_type "KeyType": Text,
    kms_key_arn "KmsKeyArn": Text,
    encryption_status "EncryptionStatus": Text,
    encryption_status_reason "EncryptionStatusReason": Text,
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

builder! { NetworkConfigurationInfoBuilder {
    vpce_access_required "VpceAccessRequired": Flag,
    restrict_source_vpcs "RestrictSourceVpcs": Items<Text>,
    allow_source_ips "AllowSourceIps": Items<Text>,
    exclude_application_arns "ExcludeApplicationArns": Items<Text>,
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

builder! { RegionMetadataBuilder {
    region_name "RegionName": Text,
    status "Status": Text,
    added_date "AddedDate": Time,
    is_primary_region "IsPrimaryRegion": Flag,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
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

pub mod status_values {
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const FAILED: &str = "FAILED";
    pub const SUCCEEDED: &str = "SUCCEEDED";
}

pub mod target_type {
    pub const AWS_ACCOUNT: &str = "AWS_ACCOUNT";
}
