//! Inputs, outputs, errors and enums of the implemented operations of Organizations.
//!
//! Written by `cargo xtask codegen organizations` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Flag, Items, Text, Time};
use kernel::{Timestamp, builder, operations, view};

operations! {
    AcceptHandshake: AcceptHandshakeInput, AcceptHandshakeOutput;
    AttachPolicy: AttachPolicyInput, AttachPolicyOutput;
    CancelHandshake: CancelHandshakeInput, CancelHandshakeOutput;
    CloseAccount: CloseAccountInput, CloseAccountOutput;
    CreateAccount: CreateAccountInput, CreateAccountOutput;
    CreateGovCloudAccount: CreateGovCloudAccountInput, CreateGovCloudAccountOutput;
    CreateOrganization: CreateOrganizationInput, CreateOrganizationOutput;
    CreateOrganizationalUnit: CreateOrganizationalUnitInput, CreateOrganizationalUnitOutput;
    CreatePolicy: CreatePolicyInput, CreatePolicyOutput;
    DeclineHandshake: DeclineHandshakeInput, DeclineHandshakeOutput;
    DeleteOrganization: DeleteOrganizationInput, DeleteOrganizationOutput;
    DeleteOrganizationalUnit: DeleteOrganizationalUnitInput, DeleteOrganizationalUnitOutput;
    DeletePolicy: DeletePolicyInput, DeletePolicyOutput;
    DeleteResourcePolicy: DeleteResourcePolicyInput, DeleteResourcePolicyOutput;
    DeregisterDelegatedAdministrator: DeregisterDelegatedAdministratorInput, DeregisterDelegatedAdministratorOutput;
    DescribeAccount: DescribeAccountInput, DescribeAccountOutput;
    DescribeCreateAccountStatus: DescribeCreateAccountStatusInput, DescribeCreateAccountStatusOutput;
    DescribeEffectivePolicy: DescribeEffectivePolicyInput, DescribeEffectivePolicyOutput;
    DescribeHandshake: DescribeHandshakeInput, DescribeHandshakeOutput;
    DescribeOrganization: DescribeOrganizationInput, DescribeOrganizationOutput;
    DescribeOrganizationalUnit: DescribeOrganizationalUnitInput, DescribeOrganizationalUnitOutput;
    DescribePolicy: DescribePolicyInput, DescribePolicyOutput;
    DescribeResourcePolicy: DescribeResourcePolicyInput, DescribeResourcePolicyOutput;
    DescribeResponsibilityTransfer: DescribeResponsibilityTransferInput, DescribeResponsibilityTransferOutput;
    DetachPolicy: DetachPolicyInput, DetachPolicyOutput;
    DisableAWSServiceAccess: DisableAWSServiceAccessInput, DisableAWSServiceAccessOutput;
    DisablePolicyType: DisablePolicyTypeInput, DisablePolicyTypeOutput;
    EnableAWSServiceAccess: EnableAWSServiceAccessInput, EnableAWSServiceAccessOutput;
    EnableAllFeatures: EnableAllFeaturesInput, EnableAllFeaturesOutput;
    EnablePolicyType: EnablePolicyTypeInput, EnablePolicyTypeOutput;
    InviteAccountToOrganization: InviteAccountToOrganizationInput, InviteAccountToOrganizationOutput;
    InviteOrganizationToTransferResponsibility: InviteOrganizationToTransferResponsibilityInput, InviteOrganizationToTransferResponsibilityOutput;
    LeaveOrganization: LeaveOrganizationInput, LeaveOrganizationOutput;
    ListAWSServiceAccessForOrganization: ListAWSServiceAccessForOrganizationInput, ListAWSServiceAccessForOrganizationOutput;
    ListAccounts: ListAccountsInput, ListAccountsOutput;
    ListAccountsForParent: ListAccountsForParentInput, ListAccountsForParentOutput;
    ListAccountsWithInvalidEffectivePolicy: ListAccountsWithInvalidEffectivePolicyInput, ListAccountsWithInvalidEffectivePolicyOutput;
    ListChildren: ListChildrenInput, ListChildrenOutput;
    ListCreateAccountStatus: ListCreateAccountStatusInput, ListCreateAccountStatusOutput;
    ListDelegatedAdministrators: ListDelegatedAdministratorsInput, ListDelegatedAdministratorsOutput;
    ListDelegatedServicesForAccount: ListDelegatedServicesForAccountInput, ListDelegatedServicesForAccountOutput;
    ListEffectivePolicyValidationErrors: ListEffectivePolicyValidationErrorsInput, ListEffectivePolicyValidationErrorsOutput;
    ListHandshakesForAccount: ListHandshakesForAccountInput, ListHandshakesForAccountOutput;
    ListHandshakesForOrganization: ListHandshakesForOrganizationInput, ListHandshakesForOrganizationOutput;
    ListInboundResponsibilityTransfers: ListInboundResponsibilityTransfersInput, ListInboundResponsibilityTransfersOutput;
    ListOrganizationalUnitsForParent: ListOrganizationalUnitsForParentInput, ListOrganizationalUnitsForParentOutput;
    ListOutboundResponsibilityTransfers: ListOutboundResponsibilityTransfersInput, ListOutboundResponsibilityTransfersOutput;
    ListParents: ListParentsInput, ListParentsOutput;
    ListPolicies: ListPoliciesInput, ListPoliciesOutput;
    ListPoliciesForTarget: ListPoliciesForTargetInput, ListPoliciesForTargetOutput;
    ListRoots: ListRootsInput, ListRootsOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    ListTargetsForPolicy: ListTargetsForPolicyInput, ListTargetsForPolicyOutput;
    MoveAccount: MoveAccountInput, MoveAccountOutput;
    PutResourcePolicy: PutResourcePolicyInput, PutResourcePolicyOutput;
    RegisterDelegatedAdministrator: RegisterDelegatedAdministratorInput, RegisterDelegatedAdministratorOutput;
    RemoveAccountFromOrganization: RemoveAccountFromOrganizationInput, RemoveAccountFromOrganizationOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    TerminateResponsibilityTransfer: TerminateResponsibilityTransferInput, TerminateResponsibilityTransferOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateOrganizationalUnit: UpdateOrganizationalUnitInput, UpdateOrganizationalUnitOutput;
    UpdatePolicy: UpdatePolicyInput, UpdatePolicyOutput;
    UpdateResponsibilityTransfer: UpdateResponsibilityTransferInput, UpdateResponsibilityTransferOutput;
}

view! { AcceptHandshakeInput<'a> {
    handshake_id "HandshakeId": required &'a str,
} }

builder! { AcceptHandshakeOutput {
    handshake "Handshake": HandshakeBuilder,
} }

view! { AttachPolicyInput<'a> {
    policy_id "PolicyId": required &'a str,
    target_id "TargetId": required &'a str,
} }

builder! { AttachPolicyOutput {
} }

view! { CancelHandshakeInput<'a> {
    handshake_id "HandshakeId": required &'a str,
} }

builder! { CancelHandshakeOutput {
    handshake "Handshake": HandshakeBuilder,
} }

view! { CloseAccountInput<'a> {
    account_id "AccountId": required &'a str,
} }

builder! { CloseAccountOutput {
} }

view! { CreateAccountInput<'a> {
    email "Email": required &'a str,
    account_name "AccountName": required &'a str,
    role_name "RoleName": optional &'a str,
    iam_user_access_to_billing "IamUserAccessToBilling": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateAccountOutput {
    create_account_status "CreateAccountStatus": CreateAccountStatusBuilder,
} }

view! { CreateGovCloudAccountInput<'a> {
    email "Email": required &'a str,
    account_name "AccountName": required &'a str,
    role_name "RoleName": optional &'a str,
    iam_user_access_to_billing "IamUserAccessToBilling": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateGovCloudAccountOutput {
    create_account_status "CreateAccountStatus": CreateAccountStatusBuilder,
} }

view! { CreateOrganizationInput<'a> {
    feature_set "FeatureSet": optional &'a str,
} }

builder! { CreateOrganizationOutput {
    organization "Organization": OrganizationBuilder,
} }

view! { CreateOrganizationalUnitInput<'a> {
    parent_id "ParentId": required &'a str,
    name "Name": required &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateOrganizationalUnitOutput {
    organizational_unit "OrganizationalUnit": OrganizationalUnitBuilder,
} }

view! { CreatePolicyInput<'a> {
    content "Content": required &'a str,
    description "Description": required &'a str,
    name "Name": required &'a str,
    type_ "Type": required &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreatePolicyOutput {
    policy "Policy": PolicyBuilder,
} }

view! { DeclineHandshakeInput<'a> {
    handshake_id "HandshakeId": required &'a str,
} }

builder! { DeclineHandshakeOutput {
    handshake "Handshake": HandshakeBuilder,
} }

view! { DeleteOrganizationInput<'a> {
} }

builder! { DeleteOrganizationOutput {
} }

view! { DeleteOrganizationalUnitInput<'a> {
    organizational_unit_id "OrganizationalUnitId": required &'a str,
} }

builder! { DeleteOrganizationalUnitOutput {
} }

view! { DeletePolicyInput<'a> {
    policy_id "PolicyId": required &'a str,
} }

builder! { DeletePolicyOutput {
} }

view! { DeleteResourcePolicyInput<'a> {
} }

builder! { DeleteResourcePolicyOutput {
} }

view! { DeregisterDelegatedAdministratorInput<'a> {
    account_id "AccountId": required &'a str,
    service_principal "ServicePrincipal": required &'a str,
} }

builder! { DeregisterDelegatedAdministratorOutput {
} }

view! { DescribeAccountInput<'a> {
    account_id "AccountId": required &'a str,
} }

builder! { DescribeAccountOutput {
    account "Account": AccountBuilder,
} }

view! { DescribeCreateAccountStatusInput<'a> {
    create_account_request_id "CreateAccountRequestId": required &'a str,
} }

builder! { DescribeCreateAccountStatusOutput {
    create_account_status "CreateAccountStatus": CreateAccountStatusBuilder,
} }

view! { DescribeEffectivePolicyInput<'a> {
    policy_type "PolicyType": required &'a str,
    target_id "TargetId": optional &'a str,
} }

builder! { DescribeEffectivePolicyOutput {
    effective_policy "EffectivePolicy": EffectivePolicyBuilder,
} }

view! { DescribeHandshakeInput<'a> {
    handshake_id "HandshakeId": required &'a str,
} }

builder! { DescribeHandshakeOutput {
    handshake "Handshake": HandshakeBuilder,
} }

view! { DescribeOrganizationInput<'a> {
} }

builder! { DescribeOrganizationOutput {
    organization "Organization": OrganizationBuilder,
} }

view! { DescribeOrganizationalUnitInput<'a> {
    organizational_unit_id "OrganizationalUnitId": required &'a str,
} }

builder! { DescribeOrganizationalUnitOutput {
    organizational_unit "OrganizationalUnit": OrganizationalUnitBuilder,
} }

view! { DescribePolicyInput<'a> {
    policy_id "PolicyId": required &'a str,
} }

builder! { DescribePolicyOutput {
    policy "Policy": PolicyBuilder,
} }

view! { DescribeResourcePolicyInput<'a> {
} }

builder! { DescribeResourcePolicyOutput {
    resource_policy "ResourcePolicy": ResourcePolicyBuilder,
} }

view! { DescribeResponsibilityTransferInput<'a> {
    id "Id": required &'a str,
} }

builder! { DescribeResponsibilityTransferOutput {
    responsibility_transfer "ResponsibilityTransfer": ResponsibilityTransferBuilder,
} }

view! { DetachPolicyInput<'a> {
    policy_id "PolicyId": required &'a str,
    target_id "TargetId": required &'a str,
} }

builder! { DetachPolicyOutput {
} }

view! { DisableAWSServiceAccessInput<'a> {
    service_principal "ServicePrincipal": required &'a str,
} }

builder! { DisableAWSServiceAccessOutput {
} }

view! { DisablePolicyTypeInput<'a> {
    root_id "RootId": required &'a str,
    policy_type "PolicyType": required &'a str,
} }

builder! { DisablePolicyTypeOutput {
    root "Root": RootBuilder,
} }

view! { EnableAWSServiceAccessInput<'a> {
    service_principal "ServicePrincipal": required &'a str,
} }

builder! { EnableAWSServiceAccessOutput {
} }

view! { EnableAllFeaturesInput<'a> {
} }

builder! { EnableAllFeaturesOutput {
    handshake "Handshake": HandshakeBuilder,
} }

view! { EnablePolicyTypeInput<'a> {
    root_id "RootId": required &'a str,
    policy_type "PolicyType": required &'a str,
} }

builder! { EnablePolicyTypeOutput {
    root "Root": RootBuilder,
} }

view! { InviteAccountToOrganizationInput<'a> {
    target "Target": required HandshakeParty<'a>,
    notes "Notes": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { InviteAccountToOrganizationOutput {
    handshake "Handshake": HandshakeBuilder,
} }

view! { InviteOrganizationToTransferResponsibilityInput<'a> {
    type_ "Type": required &'a str,
    target "Target": required HandshakeParty<'a>,
    notes "Notes": optional &'a str,
    start_timestamp "StartTimestamp": required Timestamp,
    source_name "SourceName": required &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { InviteOrganizationToTransferResponsibilityOutput {
    handshake "Handshake": HandshakeBuilder,
} }

view! { LeaveOrganizationInput<'a> {
} }

builder! { LeaveOrganizationOutput {
} }

view! { ListAWSServiceAccessForOrganizationInput<'a> {
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListAWSServiceAccessForOrganizationOutput {
    enabled_service_principals "EnabledServicePrincipals": Items<EnabledServicePrincipalBuilder>,
    next_token "NextToken": Text,
} }

view! { ListAccountsInput<'a> {
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListAccountsOutput {
    accounts "Accounts": Items<AccountBuilder>,
    next_token "NextToken": Text,
} }

view! { ListAccountsForParentInput<'a> {
    parent_id "ParentId": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListAccountsForParentOutput {
    accounts "Accounts": Items<AccountBuilder>,
    next_token "NextToken": Text,
} }

view! { ListAccountsWithInvalidEffectivePolicyInput<'a> {
    policy_type "PolicyType": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListAccountsWithInvalidEffectivePolicyOutput {
    accounts "Accounts": Items<AccountBuilder>,
    policy_type "PolicyType": Text,
    next_token "NextToken": Text,
} }

view! { ListChildrenInput<'a> {
    parent_id "ParentId": required &'a str,
    child_type "ChildType": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListChildrenOutput {
    children "Children": Items<ChildBuilder>,
    next_token "NextToken": Text,
} }

view! { ListCreateAccountStatusInput<'a> {
    states "States": optional List<'a, &'a str>,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListCreateAccountStatusOutput {
    create_account_statuses "CreateAccountStatuses": Items<CreateAccountStatusBuilder>,
    next_token "NextToken": Text,
} }

view! { ListDelegatedAdministratorsInput<'a> {
    service_principal "ServicePrincipal": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListDelegatedAdministratorsOutput {
    delegated_administrators "DelegatedAdministrators": Items<DelegatedAdministratorBuilder>,
    next_token "NextToken": Text,
} }

view! { ListDelegatedServicesForAccountInput<'a> {
    account_id "AccountId": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListDelegatedServicesForAccountOutput {
    delegated_services "DelegatedServices": Items<DelegatedServiceBuilder>,
    next_token "NextToken": Text,
} }

view! { ListEffectivePolicyValidationErrorsInput<'a> {
    account_id "AccountId": required &'a str,
    policy_type "PolicyType": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListEffectivePolicyValidationErrorsOutput {
    account_id "AccountId": Text,
    policy_type "PolicyType": Text,
    path "Path": Text,
    evaluation_timestamp "EvaluationTimestamp": Time,
    next_token "NextToken": Text,
    effective_policy_validation_errors "EffectivePolicyValidationErrors": Items<EffectivePolicyValidationErrorBuilder>,
} }

view! { ListHandshakesForAccountInput<'a> {
    filter "Filter": optional HandshakeFilter<'a>,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListHandshakesForAccountOutput {
    handshakes "Handshakes": Items<HandshakeBuilder>,
    next_token "NextToken": Text,
} }

view! { ListHandshakesForOrganizationInput<'a> {
    filter "Filter": optional HandshakeFilter<'a>,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListHandshakesForOrganizationOutput {
    handshakes "Handshakes": Items<HandshakeBuilder>,
    next_token "NextToken": Text,
} }

view! { ListInboundResponsibilityTransfersInput<'a> {
    type_ "Type": required &'a str,
    id "Id": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListInboundResponsibilityTransfersOutput {
    responsibility_transfers "ResponsibilityTransfers": Items<ResponsibilityTransferBuilder>,
    next_token "NextToken": Text,
} }

view! { ListOrganizationalUnitsForParentInput<'a> {
    parent_id "ParentId": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListOrganizationalUnitsForParentOutput {
    organizational_units "OrganizationalUnits": Items<OrganizationalUnitBuilder>,
    next_token "NextToken": Text,
} }

view! { ListOutboundResponsibilityTransfersInput<'a> {
    type_ "Type": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListOutboundResponsibilityTransfersOutput {
    responsibility_transfers "ResponsibilityTransfers": Items<ResponsibilityTransferBuilder>,
    next_token "NextToken": Text,
} }

view! { ListParentsInput<'a> {
    child_id "ChildId": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListParentsOutput {
    parents "Parents": Items<ParentBuilder>,
    next_token "NextToken": Text,
} }

view! { ListPoliciesInput<'a> {
    filter "Filter": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListPoliciesOutput {
    policies "Policies": Items<PolicySummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListPoliciesForTargetInput<'a> {
    target_id "TargetId": required &'a str,
    filter "Filter": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListPoliciesForTargetOutput {
    policies "Policies": Items<PolicySummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListRootsInput<'a> {
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListRootsOutput {
    roots "Roots": Items<RootBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    resource_id "ResourceId": required &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Items<TagBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTargetsForPolicyInput<'a> {
    policy_id "PolicyId": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListTargetsForPolicyOutput {
    targets "Targets": Items<PolicyTargetSummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { MoveAccountInput<'a> {
    account_id "AccountId": required &'a str,
    source_parent_id "SourceParentId": required &'a str,
    destination_parent_id "DestinationParentId": required &'a str,
} }

builder! { MoveAccountOutput {
} }

view! { PutResourcePolicyInput<'a> {
    content "Content": required &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { PutResourcePolicyOutput {
    resource_policy "ResourcePolicy": ResourcePolicyBuilder,
} }

view! { RegisterDelegatedAdministratorInput<'a> {
    account_id "AccountId": required &'a str,
    service_principal "ServicePrincipal": required &'a str,
} }

builder! { RegisterDelegatedAdministratorOutput {
} }

view! { RemoveAccountFromOrganizationInput<'a> {
    account_id "AccountId": required &'a str,
} }

builder! { RemoveAccountFromOrganizationOutput {
} }

view! { TagResourceInput<'a> {
    resource_id "ResourceId": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { TerminateResponsibilityTransferInput<'a> {
    id "Id": required &'a str,
    end_timestamp "EndTimestamp": optional Timestamp,
} }

builder! { TerminateResponsibilityTransferOutput {
    responsibility_transfer "ResponsibilityTransfer": ResponsibilityTransferBuilder,
} }

view! { UntagResourceInput<'a> {
    resource_id "ResourceId": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateOrganizationalUnitInput<'a> {
    organizational_unit_id "OrganizationalUnitId": required &'a str,
    name "Name": optional &'a str,
} }

builder! { UpdateOrganizationalUnitOutput {
    organizational_unit "OrganizationalUnit": OrganizationalUnitBuilder,
} }

view! { UpdatePolicyInput<'a> {
    policy_id "PolicyId": required &'a str,
    name "Name": optional &'a str,
    description "Description": optional &'a str,
    content "Content": optional &'a str,
} }

builder! { UpdatePolicyOutput {
    policy "Policy": PolicyBuilder,
} }

view! { UpdateResponsibilityTransferInput<'a> {
    id "Id": required &'a str,
    name "Name": required &'a str,
} }

builder! { UpdateResponsibilityTransferOutput {
    responsibility_transfer "ResponsibilityTransfer": ResponsibilityTransferBuilder,
} }

view! { HandshakeFilter<'a> {
    action_type "ActionType": optional &'a str,
    parent_handshake_id "ParentHandshakeId": optional &'a str,
} }

view! { HandshakeParty<'a> {
    id "Id": required &'a str,
    type_ "Type": required &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

builder! { AccountBuilder {
    id "Id": Text,
    arn "Arn": Text,
    email "Email": Text,
    name "Name": Text,
    status "Status": Text,
    state "State": Text,
    paths "Paths": Items<Text>,
    joined_method "JoinedMethod": Text,
    joined_timestamp "JoinedTimestamp": Time,
} }

builder! { ChildBuilder {
    id "Id": Text,
    type_ "Type": Text,
} }

builder! { CreateAccountStatusBuilder {
    id "Id": Text,
    account_name "AccountName": Text,
    state "State": Text,
    requested_timestamp "RequestedTimestamp": Time,
    completed_timestamp "CompletedTimestamp": Time,
    account_id "AccountId": Text,
    gov_cloud_account_id "GovCloudAccountId": Text,
    failure_reason "FailureReason": Text,
} }

builder! { DelegatedAdministratorBuilder {
    id "Id": Text,
    arn "Arn": Text,
    email "Email": Text,
    name "Name": Text,
    status "Status": Text,
    state "State": Text,
    joined_method "JoinedMethod": Text,
    joined_timestamp "JoinedTimestamp": Time,
    delegation_enabled_date "DelegationEnabledDate": Time,
} }

builder! { DelegatedServiceBuilder {
    service_principal "ServicePrincipal": Text,
    delegation_enabled_date "DelegationEnabledDate": Time,
} }

builder! { EffectivePolicyBuilder {
    policy_content "PolicyContent": Text,
    last_updated_timestamp "LastUpdatedTimestamp": Time,
    target_id "TargetId": Text,
    policy_type "PolicyType": Text,
} }

builder! { EffectivePolicyValidationErrorBuilder {
    error_code "ErrorCode": Text,
    error_message "ErrorMessage": Text,
    path_to_error "PathToError": Text,
    contributing_policies "ContributingPolicies": Items<Text>,
} }

builder! { EnabledServicePrincipalBuilder {
    service_principal "ServicePrincipal": Text,
    date_enabled "DateEnabled": Time,
} }

builder! { HandshakeBuilder {
    id "Id": Text,
    arn "Arn": Text,
    parties "Parties": Items<HandshakePartyBuilder>,
    state "State": Text,
    requested_timestamp "RequestedTimestamp": Time,
    expiration_timestamp "ExpirationTimestamp": Time,
    action "Action": Text,
    resources "Resources": Items<HandshakeResourceBuilder>,
} }

builder! { HandshakePartyBuilder {
    id "Id": Text,
    type_ "Type": Text,
} }

builder! { HandshakeResourceBuilder {
    value "Value": Text,
    type_ "Type": Text,
    resources "Resources": Items<HandshakeResourceBuilder>,
} }

builder! { OrganizationBuilder {
    id "Id": Text,
    arn "Arn": Text,
    feature_set "FeatureSet": Text,
    master_account_arn "MasterAccountArn": Text,
    master_account_id "MasterAccountId": Text,
    master_account_email "MasterAccountEmail": Text,
    available_policy_types "AvailablePolicyTypes": Items<PolicyTypeSummaryBuilder>,
} }

builder! { OrganizationalUnitBuilder {
    id "Id": Text,
    arn "Arn": Text,
    name "Name": Text,
    path "Path": Text,
} }

builder! { ParentBuilder {
    id "Id": Text,
    type_ "Type": Text,
} }

builder! { PolicyBuilder {
    policy_summary "PolicySummary": PolicySummaryBuilder,
    content "Content": Text,
} }

builder! { PolicySummaryBuilder {
    id "Id": Text,
    arn "Arn": Text,
    name "Name": Text,
    description "Description": Text,
    type_ "Type": Text,
    aws_managed "AwsManaged": Flag,
} }

builder! { PolicyTargetSummaryBuilder {
    target_id "TargetId": Text,
    arn "Arn": Text,
    name "Name": Text,
    type_ "Type": Text,
} }

builder! { PolicyTypeSummaryBuilder {
    type_ "Type": Text,
    status "Status": Text,
} }

builder! { ResourcePolicyBuilder {
    resource_policy_summary "ResourcePolicySummary": ResourcePolicySummaryBuilder,
    content "Content": Text,
} }

builder! { ResourcePolicySummaryBuilder {
    id "Id": Text,
    arn "Arn": Text,
} }

builder! { ResponsibilityTransferBuilder {
    arn "Arn": Text,
    name "Name": Text,
    id "Id": Text,
    type_ "Type": Text,
    status "Status": Text,
    source "Source": TransferParticipantBuilder,
    target "Target": TransferParticipantBuilder,
    start_timestamp "StartTimestamp": Time,
    end_timestamp "EndTimestamp": Time,
    active_handshake_id "ActiveHandshakeId": Text,
} }

builder! { RootBuilder {
    id "Id": Text,
    arn "Arn": Text,
    name "Name": Text,
    policy_types "PolicyTypes": Items<PolicyTypeSummaryBuilder>,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TransferParticipantBuilder {
    management_account_id "ManagementAccountId": Text,
    management_account_email "ManagementAccountEmail": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        aws_organizations_not_in_use_exception "AWSOrganizationsNotInUseException" 400;
        access_denied_exception "AccessDeniedException" 400;
        access_denied_for_dependency_exception "AccessDeniedForDependencyException" 400;
        account_already_closed_exception "AccountAlreadyClosedException" 400;
        account_already_registered_exception "AccountAlreadyRegisteredException" 400;
        account_not_found_exception "AccountNotFoundException" 400;
        account_not_registered_exception "AccountNotRegisteredException" 400;
        account_owner_not_verified_exception "AccountOwnerNotVerifiedException" 400;
        already_in_organization_exception "AlreadyInOrganizationException" 400;
        child_not_found_exception "ChildNotFoundException" 400;
        concurrent_modification_exception "ConcurrentModificationException" 400;
        conflict_exception "ConflictException" 400;
        constraint_violation_exception "ConstraintViolationException" 400;
        create_account_status_not_found_exception "CreateAccountStatusNotFoundException" 400;
        destination_parent_not_found_exception "DestinationParentNotFoundException" 400;
        duplicate_account_exception "DuplicateAccountException" 400;
        duplicate_handshake_exception "DuplicateHandshakeException" 400;
        duplicate_organizational_unit_exception "DuplicateOrganizationalUnitException" 400;
        duplicate_policy_attachment_exception "DuplicatePolicyAttachmentException" 400;
        duplicate_policy_exception "DuplicatePolicyException" 400;
        effective_policy_not_found_exception "EffectivePolicyNotFoundException" 400;
        finalizing_organization_exception "FinalizingOrganizationException" 400;
        handshake_already_in_state_exception "HandshakeAlreadyInStateException" 400;
        handshake_constraint_violation_exception "HandshakeConstraintViolationException" 400;
        handshake_not_found_exception "HandshakeNotFoundException" 400;
        invalid_handshake_transition_exception "InvalidHandshakeTransitionException" 400;
        invalid_input_exception "InvalidInputException" 400;
        invalid_responsibility_transfer_transition_exception "InvalidResponsibilityTransferTransitionException" 400;
        malformed_policy_document_exception "MalformedPolicyDocumentException" 400;
        master_cannot_leave_organization_exception "MasterCannotLeaveOrganizationException" 400;
        organization_not_empty_exception "OrganizationNotEmptyException" 400;
        organizational_unit_not_empty_exception "OrganizationalUnitNotEmptyException" 400;
        organizational_unit_not_found_exception "OrganizationalUnitNotFoundException" 400;
        parent_not_found_exception "ParentNotFoundException" 400;
        policy_changes_in_progress_exception "PolicyChangesInProgressException" 400;
        policy_in_use_exception "PolicyInUseException" 400;
        policy_not_attached_exception "PolicyNotAttachedException" 400;
        policy_not_found_exception "PolicyNotFoundException" 400;
        policy_type_already_enabled_exception "PolicyTypeAlreadyEnabledException" 400;
        policy_type_not_available_for_organization_exception "PolicyTypeNotAvailableForOrganizationException" 400;
        policy_type_not_enabled_exception "PolicyTypeNotEnabledException" 400;
        resource_policy_not_found_exception "ResourcePolicyNotFoundException" 400;
        responsibility_transfer_already_in_status_exception "ResponsibilityTransferAlreadyInStatusException" 400;
        responsibility_transfer_not_found_exception "ResponsibilityTransferNotFoundException" 400;
        root_not_found_exception "RootNotFoundException" 400;
        service_exception "ServiceException" 500;
        source_parent_not_found_exception "SourceParentNotFoundException" 400;
        target_not_found_exception "TargetNotFoundException" 400;
        too_many_requests_exception "TooManyRequestsException" 400;
        unsupported_api_endpoint_exception "UnsupportedAPIEndpointException" 400;
    }
}

pub mod account_joined_method {
    pub const INVITED: &str = "INVITED";
    pub const CREATED: &str = "CREATED";
}

pub mod account_state {
    pub const PENDING_ACTIVATION: &str = "PENDING_ACTIVATION";
    pub const ACTIVE: &str = "ACTIVE";
    pub const SUSPENDED: &str = "SUSPENDED";
    pub const PENDING_CLOSURE: &str = "PENDING_CLOSURE";
    pub const CLOSED: &str = "CLOSED";
}

pub mod account_status {
    pub const ACTIVE: &str = "ACTIVE";
    pub const SUSPENDED: &str = "SUSPENDED";
    pub const PENDING_CLOSURE: &str = "PENDING_CLOSURE";
}

pub mod action_type {
    pub const INVITE: &str = "INVITE";
    pub const ENABLE_ALL_FEATURES: &str = "ENABLE_ALL_FEATURES";
    pub const APPROVE_ALL_FEATURES: &str = "APPROVE_ALL_FEATURES";
    pub const ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE: &str = "ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE";
    pub const TRANSFER_RESPONSIBILITY: &str = "TRANSFER_RESPONSIBILITY";
}

pub mod child_type {
    pub const ACCOUNT: &str = "ACCOUNT";
    pub const ORGANIZATIONAL_UNIT: &str = "ORGANIZATIONAL_UNIT";
}

pub mod create_account_failure_reason {
    pub const ACCOUNT_LIMIT_EXCEEDED: &str = "ACCOUNT_LIMIT_EXCEEDED";
    pub const EMAIL_ALREADY_EXISTS: &str = "EMAIL_ALREADY_EXISTS";
    pub const INVALID_ADDRESS: &str = "INVALID_ADDRESS";
    pub const INVALID_EMAIL: &str = "INVALID_EMAIL";
    pub const CONCURRENT_ACCOUNT_MODIFICATION: &str = "CONCURRENT_ACCOUNT_MODIFICATION";
    pub const INTERNAL_FAILURE: &str = "INTERNAL_FAILURE";
    pub const GOVCLOUD_ACCOUNT_ALREADY_EXISTS: &str = "GOVCLOUD_ACCOUNT_ALREADY_EXISTS";
    pub const MISSING_BUSINESS_VALIDATION: &str = "MISSING_BUSINESS_VALIDATION";
    pub const FAILED_BUSINESS_VALIDATION: &str = "FAILED_BUSINESS_VALIDATION";
    pub const PENDING_BUSINESS_VALIDATION: &str = "PENDING_BUSINESS_VALIDATION";
    pub const INVALID_IDENTITY_FOR_BUSINESS_VALIDATION: &str =
        "INVALID_IDENTITY_FOR_BUSINESS_VALIDATION";
    pub const UNKNOWN_BUSINESS_VALIDATION: &str = "UNKNOWN_BUSINESS_VALIDATION";
    pub const MISSING_PAYMENT_INSTRUMENT: &str = "MISSING_PAYMENT_INSTRUMENT";
    pub const INVALID_PAYMENT_INSTRUMENT: &str = "INVALID_PAYMENT_INSTRUMENT";
    pub const UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED: &str =
        "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED";
}

pub mod create_account_state {
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const SUCCEEDED: &str = "SUCCEEDED";
    pub const FAILED: &str = "FAILED";
}

pub mod effective_policy_type {
    pub const TAG_POLICY: &str = "TAG_POLICY";
    pub const BACKUP_POLICY: &str = "BACKUP_POLICY";
    pub const AISERVICES_OPT_OUT_POLICY: &str = "AISERVICES_OPT_OUT_POLICY";
    pub const CHATBOT_POLICY: &str = "CHATBOT_POLICY";
    pub const DECLARATIVE_POLICY_EC2: &str = "DECLARATIVE_POLICY_EC2";
    pub const SECURITYHUB_POLICY: &str = "SECURITYHUB_POLICY";
    pub const SECURITYHUB_CSPM_POLICY: &str = "SECURITYHUB_CSPM_POLICY";
    pub const INSPECTOR_POLICY: &str = "INSPECTOR_POLICY";
    pub const UPGRADE_ROLLOUT_POLICY: &str = "UPGRADE_ROLLOUT_POLICY";
    pub const BEDROCK_POLICY: &str = "BEDROCK_POLICY";
    pub const S3_POLICY: &str = "S3_POLICY";
    pub const NETWORK_SECURITY_DIRECTOR_POLICY: &str = "NETWORK_SECURITY_DIRECTOR_POLICY";
    pub const GUARDDUTY_POLICY: &str = "GUARDDUTY_POLICY";
}

pub mod handshake_party_type {
    pub const ACCOUNT: &str = "ACCOUNT";
    pub const ORGANIZATION: &str = "ORGANIZATION";
    pub const EMAIL: &str = "EMAIL";
}

pub mod handshake_resource_type {
    pub const ACCOUNT: &str = "ACCOUNT";
    pub const ORGANIZATION: &str = "ORGANIZATION";
    pub const ORGANIZATION_FEATURE_SET: &str = "ORGANIZATION_FEATURE_SET";
    pub const EMAIL: &str = "EMAIL";
    pub const MASTER_EMAIL: &str = "MASTER_EMAIL";
    pub const MASTER_NAME: &str = "MASTER_NAME";
    pub const NOTES: &str = "NOTES";
    pub const PARENT_HANDSHAKE: &str = "PARENT_HANDSHAKE";
    pub const RESPONSIBILITY_TRANSFER: &str = "RESPONSIBILITY_TRANSFER";
    pub const TRANSFER_START_TIMESTAMP: &str = "TRANSFER_START_TIMESTAMP";
    pub const TRANSFER_TYPE: &str = "TRANSFER_TYPE";
    pub const MANAGEMENT_ACCOUNT: &str = "MANAGEMENT_ACCOUNT";
    pub const MANAGEMENT_EMAIL: &str = "MANAGEMENT_EMAIL";
    pub const MANAGEMENT_NAME: &str = "MANAGEMENT_NAME";
}

pub mod handshake_state {
    pub const REQUESTED: &str = "REQUESTED";
    pub const OPEN: &str = "OPEN";
    pub const CANCELED: &str = "CANCELED";
    pub const ACCEPTED: &str = "ACCEPTED";
    pub const DECLINED: &str = "DECLINED";
    pub const EXPIRED: &str = "EXPIRED";
}

pub mod iam_user_access_to_billing {
    pub const ALLOW: &str = "ALLOW";
    pub const DENY: &str = "DENY";
}

pub mod organization_feature_set {
    pub const ALL: &str = "ALL";
    pub const CONSOLIDATED_BILLING: &str = "CONSOLIDATED_BILLING";
}

pub mod parent_type {
    pub const ROOT: &str = "ROOT";
    pub const ORGANIZATIONAL_UNIT: &str = "ORGANIZATIONAL_UNIT";
}

pub mod policy_type {
    pub const SERVICE_CONTROL_POLICY: &str = "SERVICE_CONTROL_POLICY";
    pub const RESOURCE_CONTROL_POLICY: &str = "RESOURCE_CONTROL_POLICY";
    pub const TAG_POLICY: &str = "TAG_POLICY";
    pub const BACKUP_POLICY: &str = "BACKUP_POLICY";
    pub const AISERVICES_OPT_OUT_POLICY: &str = "AISERVICES_OPT_OUT_POLICY";
    pub const CHATBOT_POLICY: &str = "CHATBOT_POLICY";
    pub const DECLARATIVE_POLICY_EC2: &str = "DECLARATIVE_POLICY_EC2";
    pub const SECURITYHUB_POLICY: &str = "SECURITYHUB_POLICY";
    pub const SECURITYHUB_CSPM_POLICY: &str = "SECURITYHUB_CSPM_POLICY";
    pub const INSPECTOR_POLICY: &str = "INSPECTOR_POLICY";
    pub const UPGRADE_ROLLOUT_POLICY: &str = "UPGRADE_ROLLOUT_POLICY";
    pub const BEDROCK_POLICY: &str = "BEDROCK_POLICY";
    pub const S3_POLICY: &str = "S3_POLICY";
    pub const NETWORK_SECURITY_DIRECTOR_POLICY: &str = "NETWORK_SECURITY_DIRECTOR_POLICY";
    pub const GUARDDUTY_POLICY: &str = "GUARDDUTY_POLICY";
}

pub mod policy_type_status {
    pub const ENABLED: &str = "ENABLED";
    pub const PENDING_ENABLE: &str = "PENDING_ENABLE";
    pub const PENDING_DISABLE: &str = "PENDING_DISABLE";
}

pub mod responsibility_transfer_status {
    pub const REQUESTED: &str = "REQUESTED";
    pub const DECLINED: &str = "DECLINED";
    pub const CANCELED: &str = "CANCELED";
    pub const EXPIRED: &str = "EXPIRED";
    pub const ACCEPTED: &str = "ACCEPTED";
    pub const WITHDRAWN: &str = "WITHDRAWN";
}

pub mod responsibility_transfer_type {
    pub const BILLING: &str = "BILLING";
}

pub mod target_type {
    pub const ACCOUNT: &str = "ACCOUNT";
    pub const ORGANIZATIONAL_UNIT: &str = "ORGANIZATIONAL_UNIT";
    pub const ROOT: &str = "ROOT";
}
