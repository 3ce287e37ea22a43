//! Inputs, outputs, errors and enums of the implemented operations of CloudFormation.
//!
//! Written by `cargo xtask codegen cloudformation` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Flag, Items, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{builder, operations, view};

operations! {
    CancelUpdateStack: CancelUpdateStackInput, CancelUpdateStackOutput;
    ContinueUpdateRollback: ContinueUpdateRollbackInput, ContinueUpdateRollbackOutput;
    CreateChangeSet: CreateChangeSetInput, CreateChangeSetOutput;
    CreateStack: CreateStackInput, CreateStackOutput;
    DeleteChangeSet: DeleteChangeSetInput, DeleteChangeSetOutput;
    DeleteStack: DeleteStackInput, DeleteStackOutput;
    DescribeAccountLimits: DescribeAccountLimitsInput, DescribeAccountLimitsOutput;
    DescribeChangeSet: DescribeChangeSetInput, DescribeChangeSetOutput;
    DescribeStackEvents: DescribeStackEventsInput, DescribeStackEventsOutput;
    DescribeStackResource: DescribeStackResourceInput, DescribeStackResourceOutput;
    DescribeStackResources: DescribeStackResourcesInput, DescribeStackResourcesOutput;
    DescribeStacks: DescribeStacksInput, DescribeStacksOutput;
    ExecuteChangeSet: ExecuteChangeSetInput, ExecuteChangeSetOutput;
    GetStackPolicy: GetStackPolicyInput, GetStackPolicyOutput;
    GetTemplate: GetTemplateInput, GetTemplateOutput;
    GetTemplateSummary: GetTemplateSummaryInput, GetTemplateSummaryOutput;
    ListChangeSets: ListChangeSetsInput, ListChangeSetsOutput;
    ListExports: ListExportsInput, ListExportsOutput;
    ListImports: ListImportsInput, ListImportsOutput;
    ListStackResources: ListStackResourcesInput, ListStackResourcesOutput;
    ListStacks: ListStacksInput, ListStacksOutput;
    RollbackStack: RollbackStackInput, RollbackStackOutput;
    SetStackPolicy: SetStackPolicyInput, SetStackPolicyOutput;
    SignalResource: SignalResourceInput, SignalResourceOutput;
    UpdateStack: UpdateStackInput, UpdateStackOutput;
    UpdateTerminationProtection: UpdateTerminationProtectionInput, UpdateTerminationProtectionOutput;
    ValidateTemplate: ValidateTemplateInput, ValidateTemplateOutput;
}

view! { CancelUpdateStackInput<'a> {
    stack_name "StackName": required &'a str,
    client_request_token "ClientRequestToken": optional &'a str,
} }

builder! { CancelUpdateStackOutput {
} }

view! { ContinueUpdateRollbackInput<'a> {
    stack_name "StackName": required &'a str,
    role_arn "RoleARN": optional &'a str,
    resources_to_skip "ResourcesToSkip": optional List<'a, &'a str>,
    client_request_token "ClientRequestToken": optional &'a str,
    force_rollback "ForceRollback": optional bool,
} }

builder! { ContinueUpdateRollbackOutput {
} }

view! { CreateChangeSetInput<'a> {
    stack_name "StackName": required &'a str,
    template_body "TemplateBody": optional &'a str,
    template_url "TemplateURL": optional &'a str,
    use_previous_template "UsePreviousTemplate": optional bool,
    parameters "Parameters": optional List<'a, Parameter<'a>>,
    capabilities "Capabilities": optional List<'a, &'a str>,
    resource_types "ResourceTypes": optional List<'a, &'a str>,
    role_arn "RoleARN": optional &'a str,
    rollback_configuration "RollbackConfiguration": optional RollbackConfiguration<'a>,
    notification_ar_ns "NotificationARNs": optional List<'a, &'a str>,
    tags "Tags": optional List<'a, Tag<'a>>,
    change_set_name "ChangeSetName": required &'a str,
    client_token "ClientToken": optional &'a str,
    description "Description": optional &'a str,
    change_set_type "ChangeSetType": optional &'a str,
    resources_to_import "ResourcesToImport": optional List<'a, ResourceToImport<'a>>,
    include_nested_stacks "IncludeNestedStacks": optional bool,
    on_stack_failure "OnStackFailure": optional &'a str,
    import_existing_resources "ImportExistingResources": optional bool,
    deployment_mode "DeploymentMode": optional &'a str,
    deployment_config "DeploymentConfig": optional DeploymentConfig<'a>,
    disable_validation "DisableValidation": optional bool,
} }

builder! { CreateChangeSetOutput {
    id "Id": Text,
    stack_id "StackId": Text,
} }

view! { CreateStackInput<'a> {
    stack_name "StackName": required &'a str,
    template_body "TemplateBody": optional &'a str,
    template_url "TemplateURL": optional &'a str,
    parameters "Parameters": optional List<'a, Parameter<'a>>,
    disable_rollback "DisableRollback": optional bool,
    rollback_configuration "RollbackConfiguration": optional RollbackConfiguration<'a>,
    timeout_in_minutes "TimeoutInMinutes": optional i64,
    notification_ar_ns "NotificationARNs": optional List<'a, &'a str>,
    capabilities "Capabilities": optional List<'a, &'a str>,
    resource_types "ResourceTypes": optional List<'a, &'a str>,
    role_arn "RoleARN": optional &'a str,
    on_failure "OnFailure": optional &'a str,
    stack_policy_body "StackPolicyBody": optional &'a str,
    stack_policy_url "StackPolicyURL": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
    client_request_token "ClientRequestToken": optional &'a str,
    enable_termination_protection "EnableTerminationProtection": optional bool,
    retain_except_on_create "RetainExceptOnCreate": optional bool,
    deployment_config "DeploymentConfig": optional DeploymentConfig<'a>,
    disable_validation "DisableValidation": optional bool,
} }

builder! { CreateStackOutput {
    stack_id "StackId": Text,
    operation_id "OperationId": Text,
} }

view! { DeleteChangeSetInput<'a> {
    change_set_name "ChangeSetName": required &'a str,
    stack_name "StackName": optional &'a str,
} }

builder! { DeleteChangeSetOutput {
} }

view! { DeleteStackInput<'a> {
    stack_name "StackName": required &'a str,
    retain_resources "RetainResources": optional List<'a, &'a str>,
    role_arn "RoleARN": optional &'a str,
    client_request_token "ClientRequestToken": optional &'a str,
    deletion_mode "DeletionMode": optional &'a str,
    deployment_config "DeploymentConfig": optional DeploymentConfig<'a>,
} }

builder! { DeleteStackOutput {
} }

view! { DescribeAccountLimitsInput<'a> {
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeAccountLimitsOutput {
    account_limits "AccountLimits": Items<AccountLimitBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeChangeSetInput<'a> {
    change_set_name "ChangeSetName": required &'a str,
    stack_name "StackName": optional &'a str,
    next_token "NextToken": optional &'a str,
    include_property_values "IncludePropertyValues": optional bool,
} }

builder! { DescribeChangeSetOutput {
    change_set_name "ChangeSetName": Text,
    change_set_id "ChangeSetId": Text,
    stack_id "StackId": Text,
    stack_name "StackName": Text,
    description "Description": Text,
    parameters "Parameters": Items<ParameterBuilder>,
    creation_time "CreationTime": Time,
    execution_status "ExecutionStatus": Text,
    status "Status": Text,
    status_reason "StatusReason": Text,
    stack_drift_status "StackDriftStatus": Text,
    notification_ar_ns "NotificationARNs": Items<Text>,
    rollback_configuration "RollbackConfiguration": RollbackConfigurationBuilder,
    capabilities "Capabilities": Items<Text>,
    tags "Tags": Items<TagBuilder>,
    changes "Changes": Items<ChangeBuilder>,
    next_token "NextToken": Text,
    include_nested_stacks "IncludeNestedStacks": Flag,
    parent_change_set_id "ParentChangeSetId": Text,
    root_change_set_id "RootChangeSetId": Text,
    on_stack_failure "OnStackFailure": Text,
    import_existing_resources "ImportExistingResources": Flag,
    deployment_mode "DeploymentMode": Text,
    deployment_config "DeploymentConfig": DeploymentConfigBuilder,
} }

view! { DescribeStackEventsInput<'a> {
    stack_name "StackName": required &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeStackEventsOutput {
    stack_events "StackEvents": Items<StackEventBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeStackResourceInput<'a> {
    stack_name "StackName": required &'a str,
    logical_resource_id "LogicalResourceId": required &'a str,
} }

builder! { DescribeStackResourceOutput {
    stack_resource_detail "StackResourceDetail": StackResourceDetailBuilder,
} }

view! { DescribeStackResourcesInput<'a> {
    stack_name "StackName": optional &'a str,
    logical_resource_id "LogicalResourceId": optional &'a str,
    physical_resource_id "PhysicalResourceId": optional &'a str,
} }

builder! { DescribeStackResourcesOutput {
    stack_resources "StackResources": Items<StackResourceBuilder>,
} }

view! { DescribeStacksInput<'a> {
    stack_name "StackName": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeStacksOutput {
    stacks "Stacks": Items<StackBuilder>,
    next_token "NextToken": Text,
} }

view! { ExecuteChangeSetInput<'a> {
    change_set_name "ChangeSetName": required &'a str,
    stack_name "StackName": optional &'a str,
    client_request_token "ClientRequestToken": optional &'a str,
    disable_rollback "DisableRollback": optional bool,
    retain_except_on_create "RetainExceptOnCreate": optional bool,
} }

builder! { ExecuteChangeSetOutput {
} }

view! { GetStackPolicyInput<'a> {
    stack_name "StackName": required &'a str,
} }

builder! { GetStackPolicyOutput {
    stack_policy_body "StackPolicyBody": Text,
} }

view! { GetTemplateInput<'a> {
    stack_name "StackName": optional &'a str,
    change_set_name "ChangeSetName": optional &'a str,
    template_stage "TemplateStage": optional &'a str,
} }

builder! { GetTemplateOutput {
    template_body "TemplateBody": Text,
    stages_available "StagesAvailable": Items<Text>,
} }

view! { GetTemplateSummaryInput<'a> {
    template_body "TemplateBody": optional &'a str,
    template_url "TemplateURL": optional &'a str,
    stack_name "StackName": optional &'a str,
    stack_set_name "StackSetName": optional &'a str,
    call_as "CallAs": optional &'a str,
    template_summary_config "TemplateSummaryConfig": optional TemplateSummaryConfig<'a>,
} }

builder! { GetTemplateSummaryOutput {
    parameters "Parameters": Items<ParameterDeclarationBuilder>,
    description "Description": Text,
    capabilities "Capabilities": Items<Text>,
    capabilities_reason "CapabilitiesReason": Text,
    resource_types "ResourceTypes": Items<Text>,
    version "Version": Text,
    metadata "Metadata": Text,
    declared_transforms "DeclaredTransforms": Items<Text>,
    resource_identifier_summaries "ResourceIdentifierSummaries": Items<ResourceIdentifierSummaryBuilder>,
    warnings "Warnings": WarningsBuilder,
} }

view! { ListChangeSetsInput<'a> {
    stack_name "StackName": required &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListChangeSetsOutput {
    summaries "Summaries": Items<ChangeSetSummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListExportsInput<'a> {
    next_token "NextToken": optional &'a str,
} }

builder! { ListExportsOutput {
    exports "Exports": Items<ExportBuilder>,
    next_token "NextToken": Text,
} }

view! { ListImportsInput<'a> {
    export_name "ExportName": required &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListImportsOutput {
    imports "Imports": Items<Text>,
    next_token "NextToken": Text,
} }

view! { ListStackResourcesInput<'a> {
    stack_name "StackName": required &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListStackResourcesOutput {
    stack_resource_summaries "StackResourceSummaries": Items<StackResourceSummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListStacksInput<'a> {
    next_token "NextToken": optional &'a str,
    stack_status_filter "StackStatusFilter": optional List<'a, &'a str>,
} }

builder! { ListStacksOutput {
    stack_summaries "StackSummaries": Items<StackSummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { RollbackStackInput<'a> {
    stack_name "StackName": required &'a str,
    role_arn "RoleARN": optional &'a str,
    client_request_token "ClientRequestToken": optional &'a str,
    retain_except_on_create "RetainExceptOnCreate": optional bool,
    deployment_config "DeploymentConfig": optional DeploymentConfig<'a>,
} }

builder! { RollbackStackOutput {
    stack_id "StackId": Text,
    operation_id "OperationId": Text,
} }

view! { SetStackPolicyInput<'a> {
    stack_name "StackName": required &'a str,
    stack_policy_body "StackPolicyBody": optional &'a str,
    stack_policy_url "StackPolicyURL": optional &'a str,
} }

builder! { SetStackPolicyOutput {
} }

view! { SignalResourceInput<'a> {
    stack_name "StackName": required &'a str,
    logical_resource_id "LogicalResourceId": required &'a str,
    unique_id "UniqueId": required &'a str,
    status "Status": required &'a str,
} }

builder! { SignalResourceOutput {
} }

view! { UpdateStackInput<'a> {
    stack_name "StackName": required &'a str,
    template_body "TemplateBody": optional &'a str,
    template_url "TemplateURL": optional &'a str,
    use_previous_template "UsePreviousTemplate": optional bool,
    stack_policy_during_update_body "StackPolicyDuringUpdateBody": optional &'a str,
    stack_policy_during_update_url "StackPolicyDuringUpdateURL": optional &'a str,
    parameters "Parameters": optional List<'a, Parameter<'a>>,
    capabilities "Capabilities": optional List<'a, &'a str>,
    resource_types "ResourceTypes": optional List<'a, &'a str>,
    role_arn "RoleARN": optional &'a str,
    rollback_configuration "RollbackConfiguration": optional RollbackConfiguration<'a>,
    stack_policy_body "StackPolicyBody": optional &'a str,
    stack_policy_url "StackPolicyURL": optional &'a str,
    notification_ar_ns "NotificationARNs": optional List<'a, &'a str>,
    tags "Tags": optional List<'a, Tag<'a>>,
    disable_rollback "DisableRollback": optional bool,
    client_request_token "ClientRequestToken": optional &'a str,
    retain_except_on_create "RetainExceptOnCreate": optional bool,
    deployment_config "DeploymentConfig": optional DeploymentConfig<'a>,
    disable_validation "DisableValidation": optional bool,
} }

builder! { UpdateStackOutput {
    stack_id "StackId": Text,
    operation_id "OperationId": Text,
} }

view! { UpdateTerminationProtectionInput<'a> {
    enable_termination_protection "EnableTerminationProtection": required bool,
    stack_name "StackName": required &'a str,
} }

builder! { UpdateTerminationProtectionOutput {
    stack_id "StackId": Text,
} }

view! { ValidateTemplateInput<'a> {
    template_body "TemplateBody": optional &'a str,
    template_url "TemplateURL": optional &'a str,
} }

builder! { ValidateTemplateOutput {
    parameters "Parameters": Items<TemplateParameterBuilder>,
    description "Description": Text,
    capabilities "Capabilities": Items<Text>,
    capabilities_reason "CapabilitiesReason": Text,
    declared_transforms "DeclaredTransforms": Items<Text>,
} }

view! { DeploymentConfig<'a> {
    mode "Mode": optional &'a str,
    disable_rollback "DisableRollback": optional bool,
} }

view! { Parameter<'a> {
    parameter_key "ParameterKey": optional &'a str,
    parameter_value "ParameterValue": optional &'a str,
    use_previous_value "UsePreviousValue": optional bool,
    resolved_value "ResolvedValue": optional &'a str,
} }

view! { ResourceToImport<'a> {
    resource_type "ResourceType": required &'a str,
    logical_resource_id "LogicalResourceId": required &'a str,
    resource_identifier "ResourceIdentifier": required Map<'a, &'a str>,
} }

view! { RollbackConfiguration<'a> {
    rollback_triggers "RollbackTriggers": optional List<'a, RollbackTrigger<'a>>,
    monitoring_time_in_minutes "MonitoringTimeInMinutes": optional i64,
} }

view! { RollbackTrigger<'a> {
    arn "Arn": required &'a str,
    type_ "Type": required &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

view! { TemplateSummaryConfig<'a> {
    treat_unrecognized_resource_types_as_warnings "TreatUnrecognizedResourceTypesAsWarnings": optional bool,
} }

builder! { AccountLimitBuilder {
    name "Name": Text,
    value "Value": Whole,
} }

builder! { ChangeBuilder {
    type_ "Type": Text,
    hook_invocation_count "HookInvocationCount": Whole,
    resource_change "ResourceChange": ResourceChangeBuilder,
} }

builder! { ChangeSetSummaryBuilder {
    stack_id "StackId": Text,
    stack_name "StackName": Text,
    change_set_id "ChangeSetId": Text,
    change_set_name "ChangeSetName": Text,
    execution_status "ExecutionStatus": Text,
    status "Status": Text,
    status_reason "StatusReason": Text,
    creation_time "CreationTime": Time,
    description "Description": Text,
    include_nested_stacks "IncludeNestedStacks": Flag,
    parent_change_set_id "ParentChangeSetId": Text,
    root_change_set_id "RootChangeSetId": Text,
    import_existing_resources "ImportExistingResources": Flag,
} }

builder! { DeploymentConfigBuilder {
    mode "Mode": Text,
    disable_rollback "DisableRollback": Flag,
} }

builder! { ExportBuilder {
    exporting_stack_id "ExportingStackId": Text,
    name "Name": Text,
    value "Value": Text,
} }

builder! { LiveResourceDriftBuilder {
    previous_value "PreviousValue": Text,
    actual_value "ActualValue": Text,
    drift_detection_timestamp "DriftDetectionTimestamp": Time,
} }

builder! { ModuleInfoBuilder {
    type_hierarchy "TypeHierarchy": Text,
    logical_id_hierarchy "LogicalIdHierarchy": Text,
} }

builder! { OperationEntryBuilder {
    operation_type "OperationType": Text,
    operation_id "OperationId": Text,
} }

builder! { OutputBuilder {
    output_key "OutputKey": Text,
    output_value "OutputValue": Text,
    description "Description": Text,
    export_name "ExportName": Text,
} }

builder! { ParameterBuilder {
    parameter_key "ParameterKey": Text,
    parameter_value "ParameterValue": Text,
    use_previous_value "UsePreviousValue": Flag,
    resolved_value "ResolvedValue": Text,
} }

builder! { ParameterConstraintsBuilder {
    allowed_values "AllowedValues": Items<Text>,
} }

builder! { ParameterDeclarationBuilder {
    parameter_key "ParameterKey": Text,
    default_value "DefaultValue": Text,
    parameter_type "ParameterType": Text,
    no_echo "NoEcho": Flag,
    description "Description": Text,
    parameter_constraints "ParameterConstraints": ParameterConstraintsBuilder,
} }

builder! { ResourceChangeBuilder {
    policy_action "PolicyAction": Text,
    action "Action": Text,
    logical_resource_id "LogicalResourceId": Text,
    physical_resource_id "PhysicalResourceId": Text,
    resource_type "ResourceType": Text,
    replacement "Replacement": Text,
    scope "Scope": Items<Text>,
    resource_drift_status "ResourceDriftStatus": Text,
    resource_drift_ignored_attributes "ResourceDriftIgnoredAttributes": Items<ResourceDriftIgnoredAttributeBuilder>,
    details "Details": Items<ResourceChangeDetailBuilder>,
    change_set_id "ChangeSetId": Text,
    module_info "ModuleInfo": ModuleInfoBuilder,
    before_context "BeforeContext": Text,
    after_context "AfterContext": Text,
    previous_deployment_context "PreviousDeploymentContext": Text,
} }

builder! { ResourceChangeDetailBuilder {
    target "Target": ResourceTargetDefinitionBuilder,
    evaluation "Evaluation": Text,
    change_source "ChangeSource": Text,
    causing_entity "CausingEntity": Text,
} }

builder! { ResourceDriftIgnoredAttributeBuilder {
    path "Path": Text,
    reason "Reason": Text,
} }

builder! { ResourceIdentifierSummaryBuilder {
    resource_type "ResourceType": Text,
    logical_resource_ids "LogicalResourceIds": Items<Text>,
    resource_identifiers "ResourceIdentifiers": Items<Text>,
} }

builder! { ResourceTargetDefinitionBuilder {
    attribute "Attribute": Text,
    name "Name": Text,
    requires_recreation "RequiresRecreation": Text,
    path "Path": Text,
    before_value "BeforeValue": Text,
    after_value "AfterValue": Text,
    before_value_from "BeforeValueFrom": Text,
    after_value_from "AfterValueFrom": Text,
    drift "Drift": LiveResourceDriftBuilder,
    attribute_change_type "AttributeChangeType": Text,
} }

builder! { RollbackConfigurationBuilder {
    rollback_triggers "RollbackTriggers": Items<RollbackTriggerBuilder>,
    monitoring_time_in_minutes "MonitoringTimeInMinutes": Whole,
} }

builder! { RollbackTriggerBuilder {
    arn "Arn": Text,
    type_ "Type": Text,
} }

builder! { StackBuilder {
    stack_id "StackId": Text,
    stack_name "StackName": Text,
    change_set_id "ChangeSetId": Text,
    description "Description": Text,
    parameters "Parameters": Items<ParameterBuilder>,
    creation_time "CreationTime": Time,
    deletion_time "DeletionTime": Time,
    last_updated_time "LastUpdatedTime": Time,
    rollback_configuration "RollbackConfiguration": RollbackConfigurationBuilder,
    stack_status "StackStatus": Text,
    stack_status_reason "StackStatusReason": Text,
    disable_rollback "DisableRollback": Flag,
    deployment_config "DeploymentConfig": DeploymentConfigBuilder,
    notification_ar_ns "NotificationARNs": Items<Text>,
    timeout_in_minutes "TimeoutInMinutes": Whole,
    capabilities "Capabilities": Items<Text>,
    outputs "Outputs": Items<OutputBuilder>,
    role_arn "RoleARN": Text,
    tags "Tags": Items<TagBuilder>,
    enable_termination_protection "EnableTerminationProtection": Flag,
    parent_id "ParentId": Text,
    root_id "RootId": Text,
    drift_information "DriftInformation": StackDriftInformationBuilder,
    retain_except_on_create "RetainExceptOnCreate": Flag,
    deletion_mode "DeletionMode": Text,
    detailed_status "DetailedStatus": Text,
    last_operations "LastOperations": Items<OperationEntryBuilder>,
    alias_name "AliasName": Text,
} }

builder! { StackDriftInformationBuilder {
    stack_drift_status "StackDriftStatus": Text,
    last_check_timestamp "LastCheckTimestamp": Time,
} }

builder! { StackDriftInformationSummaryBuilder {
    stack_drift_status "StackDriftStatus": Text,
    last_check_timestamp "LastCheckTimestamp": Time,
} }

builder! { StackEventBuilder {
    stack_id "StackId": Text,
    event_id "EventId": Text,
    stack_name "StackName": Text,
    operation_id "OperationId": Text,
    logical_resource_id "LogicalResourceId": Text,
    physical_resource_id "PhysicalResourceId": Text,
    resource_type "ResourceType": Text,
    timestamp "Timestamp": Time,
    resource_status "ResourceStatus": Text,
    resource_status_reason "ResourceStatusReason": Text,
    resource_properties "ResourceProperties": Text,
    client_request_token "ClientRequestToken": Text,
    hook_type "HookType": Text,
    hook_status "HookStatus": Text,
    hook_status_reason "HookStatusReason": Text,
    hook_invocation_point "HookInvocationPoint": Text,
    hook_invocation_id "HookInvocationId": Text,
    hook_failure_mode "HookFailureMode": Text,
    detailed_status "DetailedStatus": Text,
} }

builder! { StackResourceBuilder {
    stack_name "StackName": Text,
    stack_id "StackId": Text,
    logical_resource_id "LogicalResourceId": Text,
    physical_resource_id "PhysicalResourceId": Text,
    resource_type "ResourceType": Text,
    timestamp "Timestamp": Time,
    resource_status "ResourceStatus": Text,
    resource_status_reason "ResourceStatusReason": Text,
    description "Description": Text,
    drift_information "DriftInformation": StackResourceDriftInformationBuilder,
    module_info "ModuleInfo": ModuleInfoBuilder,
} }

builder! { StackResourceDetailBuilder {
    stack_name "StackName": Text,
    stack_id "StackId": Text,
    logical_resource_id "LogicalResourceId": Text,
    physical_resource_id "PhysicalResourceId": Text,
    resource_type "ResourceType": Text,
    last_updated_timestamp "LastUpdatedTimestamp": Time,
    resource_status "ResourceStatus": Text,
    resource_status_reason "ResourceStatusReason": Text,
    description "Description": Text,
    metadata "Metadata": Text,
    drift_information "DriftInformation": StackResourceDriftInformationBuilder,
    module_info "ModuleInfo": ModuleInfoBuilder,
} }

builder! { StackResourceDriftInformationBuilder {
    stack_resource_drift_status "StackResourceDriftStatus": Text,
    last_check_timestamp "LastCheckTimestamp": Time,
} }

builder! { StackResourceDriftInformationSummaryBuilder {
    stack_resource_drift_status "StackResourceDriftStatus": Text,
    last_check_timestamp "LastCheckTimestamp": Time,
} }

builder! { StackResourceSummaryBuilder {
    logical_resource_id "LogicalResourceId": Text,
    physical_resource_id "PhysicalResourceId": Text,
    resource_type "ResourceType": Text,
    last_updated_timestamp "LastUpdatedTimestamp": Time,
    resource_status "ResourceStatus": Text,
    resource_status_reason "ResourceStatusReason": Text,
    drift_information "DriftInformation": StackResourceDriftInformationSummaryBuilder,
    module_info "ModuleInfo": ModuleInfoBuilder,
} }

builder! { StackSummaryBuilder {
    stack_id "StackId": Text,
    stack_name "StackName": Text,
    template_description "TemplateDescription": Text,
    creation_time "CreationTime": Time,
    last_updated_time "LastUpdatedTime": Time,
    deletion_time "DeletionTime": Time,
    stack_status "StackStatus": Text,
    stack_status_reason "StackStatusReason": Text,
    parent_id "ParentId": Text,
    root_id "RootId": Text,
    drift_information "DriftInformation": StackDriftInformationSummaryBuilder,
    last_operations "LastOperations": Items<OperationEntryBuilder>,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TemplateParameterBuilder {
    parameter_key "ParameterKey": Text,
    default_value "DefaultValue": Text,
    no_echo "NoEcho": Flag,
    description "Description": Text,
} }

builder! { WarningsBuilder {
    unrecognized_resource_types "UnrecognizedResourceTypes": Items<Text>,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        already_exists_exception "AlreadyExistsException" 400;
        change_set_not_found_exception "ChangeSetNotFoundException" 404;
        insufficient_capabilities_exception "InsufficientCapabilitiesException" 400;
        invalid_change_set_status_exception "InvalidChangeSetStatusException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        stack_set_not_found_exception "StackSetNotFoundException" 404;
        token_already_exists_exception "TokenAlreadyExistsException" 400;
    }
}

pub mod after_value_from {
    pub const TEMPLATE: &str = "TEMPLATE";
}

pub mod attribute_change_type {
    pub const ADD: &str = "Add";
    pub const REMOVE: &str = "Remove";
    pub const MODIFY: &str = "Modify";
    pub const SYNC_WITH_ACTUAL: &str = "SyncWithActual";
}

pub mod before_value_from {
    pub const PREVIOUS_DEPLOYMENT_STATE: &str = "PREVIOUS_DEPLOYMENT_STATE";
    pub const ACTUAL_STATE: &str = "ACTUAL_STATE";
}

pub mod call_as {
    pub const SELF: &str = "SELF";
    pub const DELEGATED_ADMIN: &str = "DELEGATED_ADMIN";
}

pub mod capability {
    pub const CAPABILITY_IAM: &str = "CAPABILITY_IAM";
    pub const CAPABILITY_NAMED_IAM: &str = "CAPABILITY_NAMED_IAM";
    pub const CAPABILITY_AUTO_EXPAND: &str = "CAPABILITY_AUTO_EXPAND";
}

pub mod change_action {
    pub const ADD: &str = "Add";
    pub const MODIFY: &str = "Modify";
    pub const REMOVE: &str = "Remove";
    pub const IMPORT: &str = "Import";
    pub const DYNAMIC: &str = "Dynamic";
    pub const SYNC_WITH_ACTUAL: &str = "SyncWithActual";
}

pub mod change_set_status {
    pub const CREATE_PENDING: &str = "CREATE_PENDING";
    pub const CREATE_IN_PROGRESS: &str = "CREATE_IN_PROGRESS";
    pub const CREATE_COMPLETE: &str = "CREATE_COMPLETE";
    pub const DELETE_PENDING: &str = "DELETE_PENDING";
    pub const DELETE_IN_PROGRESS: &str = "DELETE_IN_PROGRESS";
    pub const DELETE_COMPLETE: &str = "DELETE_COMPLETE";
    pub const DELETE_FAILED: &str = "DELETE_FAILED";
    pub const FAILED: &str = "FAILED";
}

pub mod change_set_type {
    pub const CREATE: &str = "CREATE";
    pub const UPDATE: &str = "UPDATE";
    pub const IMPORT: &str = "IMPORT";
}

pub mod change_source {
    pub const RESOURCE_REFERENCE: &str = "ResourceReference";
    pub const PARAMETER_REFERENCE: &str = "ParameterReference";
    pub const RESOURCE_ATTRIBUTE: &str = "ResourceAttribute";
    pub const DIRECT_MODIFICATION: &str = "DirectModification";
    pub const AUTOMATIC: &str = "Automatic";
    pub const NO_MODIFICATION: &str = "NoModification";
}

pub mod change_type {
    pub const RESOURCE: &str = "Resource";
}

pub mod deletion_mode {
    pub const STANDARD: &str = "STANDARD";
    pub const FORCE_DELETE_STACK: &str = "FORCE_DELETE_STACK";
}

pub mod deployment_config_mode {
    pub const STANDARD: &str = "STANDARD";
    pub const EXPRESS: &str = "EXPRESS";
}

pub mod deployment_mode {
    pub const REVERT_DRIFT: &str = "REVERT_DRIFT";
}

pub mod detailed_status {
    pub const CONFIGURATION_COMPLETE: &str = "CONFIGURATION_COMPLETE";
    pub const VALIDATION_FAILED: &str = "VALIDATION_FAILED";
}

pub mod drift_ignored_reason {
    pub const MANAGED_BY_AWS: &str = "MANAGED_BY_AWS";
    pub const WRITE_ONLY_PROPERTY: &str = "WRITE_ONLY_PROPERTY";
    pub const SENSITIVE_PROPERTY: &str = "SENSITIVE_PROPERTY";
}

pub mod evaluation_type {
    pub const STATIC: &str = "Static";
    pub const DYNAMIC: &str = "Dynamic";
}

pub mod execution_status {
    pub const UNAVAILABLE: &str = "UNAVAILABLE";
    pub const AVAILABLE: &str = "AVAILABLE";
    pub const EXECUTE_IN_PROGRESS: &str = "EXECUTE_IN_PROGRESS";
    pub const EXECUTE_COMPLETE: &str = "EXECUTE_COMPLETE";
    pub const EXECUTE_FAILED: &str = "EXECUTE_FAILED";
    pub const OBSOLETE: &str = "OBSOLETE";
}

pub mod hook_failure_mode {
    pub const FAIL: &str = "FAIL";
    pub const WARN: &str = "WARN";
}

pub mod hook_invocation_point {
    pub const PRE_PROVISION: &str = "PRE_PROVISION";
}

pub mod hook_status {
    pub const HOOK_IN_PROGRESS: &str = "HOOK_IN_PROGRESS";
    pub const HOOK_COMPLETE_SUCCEEDED: &str = "HOOK_COMPLETE_SUCCEEDED";
    pub const HOOK_COMPLETE_FAILED: &str = "HOOK_COMPLETE_FAILED";
    pub const HOOK_FAILED: &str = "HOOK_FAILED";
}

pub mod on_failure {
    pub const DO_NOTHING: &str = "DO_NOTHING";
    pub const ROLLBACK: &str = "ROLLBACK";
    pub const DELETE: &str = "DELETE";
}

pub mod on_stack_failure {
    pub const DO_NOTHING: &str = "DO_NOTHING";
    pub const ROLLBACK: &str = "ROLLBACK";
    pub const DELETE: &str = "DELETE";
}

pub mod operation_type {
    pub const CREATE_STACK: &str = "CREATE_STACK";
    pub const UPDATE_STACK: &str = "UPDATE_STACK";
    pub const DELETE_STACK: &str = "DELETE_STACK";
    pub const CONTINUE_ROLLBACK: &str = "CONTINUE_ROLLBACK";
    pub const ROLLBACK: &str = "ROLLBACK";
    pub const CREATE_CHANGESET: &str = "CREATE_CHANGESET";
}

pub mod policy_action {
    pub const DELETE: &str = "Delete";
    pub const RETAIN: &str = "Retain";
    pub const SNAPSHOT: &str = "Snapshot";
    pub const REPLACE_AND_DELETE: &str = "ReplaceAndDelete";
    pub const REPLACE_AND_RETAIN: &str = "ReplaceAndRetain";
    pub const REPLACE_AND_SNAPSHOT: &str = "ReplaceAndSnapshot";
}

pub mod replacement {
    pub const TRUE: &str = "True";
    pub const FALSE: &str = "False";
    pub const CONDITIONAL: &str = "Conditional";
}

pub mod requires_recreation {
    pub const NEVER: &str = "Never";
    pub const CONDITIONALLY: &str = "Conditionally";
    pub const ALWAYS: &str = "Always";
}

pub mod resource_attribute {
    pub const PROPERTIES: &str = "Properties";
    pub const METADATA: &str = "Metadata";
    pub const CREATION_POLICY: &str = "CreationPolicy";
    pub const UPDATE_POLICY: &str = "UpdatePolicy";
    pub const DELETION_POLICY: &str = "DeletionPolicy";
    pub const UPDATE_REPLACE_POLICY: &str = "UpdateReplacePolicy";
    pub const TAGS: &str = "Tags";
}

pub mod resource_signal_status {
    pub const SUCCESS: &str = "SUCCESS";
    pub const FAILURE: &str = "FAILURE";
}

pub mod resource_status {
    pub const CREATE_IN_PROGRESS: &str = "CREATE_IN_PROGRESS";
    pub const CREATE_FAILED: &str = "CREATE_FAILED";
    pub const CREATE_COMPLETE: &str = "CREATE_COMPLETE";
    pub const DELETE_IN_PROGRESS: &str = "DELETE_IN_PROGRESS";
    pub const DELETE_FAILED: &str = "DELETE_FAILED";
    pub const DELETE_COMPLETE: &str = "DELETE_COMPLETE";
    pub const DELETE_SKIPPED: &str = "DELETE_SKIPPED";
    pub const UPDATE_IN_PROGRESS: &str = "UPDATE_IN_PROGRESS";
    pub const UPDATE_FAILED: &str = "UPDATE_FAILED";
    pub const UPDATE_COMPLETE: &str = "UPDATE_COMPLETE";
    pub const IMPORT_FAILED: &str = "IMPORT_FAILED";
    pub const IMPORT_COMPLETE: &str = "IMPORT_COMPLETE";
    pub const IMPORT_IN_PROGRESS: &str = "IMPORT_IN_PROGRESS";
    pub const IMPORT_ROLLBACK_IN_PROGRESS: &str = "IMPORT_ROLLBACK_IN_PROGRESS";
    pub const IMPORT_ROLLBACK_FAILED: &str = "IMPORT_ROLLBACK_FAILED";
    pub const IMPORT_ROLLBACK_COMPLETE: &str = "IMPORT_ROLLBACK_COMPLETE";
    pub const EXPORT_FAILED: &str = "EXPORT_FAILED";
    pub const EXPORT_COMPLETE: &str = "EXPORT_COMPLETE";
    pub const EXPORT_IN_PROGRESS: &str = "EXPORT_IN_PROGRESS";
    pub const EXPORT_ROLLBACK_IN_PROGRESS: &str = "EXPORT_ROLLBACK_IN_PROGRESS";
    pub const EXPORT_ROLLBACK_FAILED: &str = "EXPORT_ROLLBACK_FAILED";
    pub const EXPORT_ROLLBACK_COMPLETE: &str = "EXPORT_ROLLBACK_COMPLETE";
    pub const UPDATE_ROLLBACK_IN_PROGRESS: &str = "UPDATE_ROLLBACK_IN_PROGRESS";
    pub const UPDATE_ROLLBACK_COMPLETE: &str = "UPDATE_ROLLBACK_COMPLETE";
    pub const UPDATE_ROLLBACK_FAILED: &str = "UPDATE_ROLLBACK_FAILED";
    pub const ROLLBACK_IN_PROGRESS: &str = "ROLLBACK_IN_PROGRESS";
    pub const ROLLBACK_COMPLETE: &str = "ROLLBACK_COMPLETE";
    pub const ROLLBACK_FAILED: &str = "ROLLBACK_FAILED";
}

pub mod stack_drift_status {
    pub const DRIFTED: &str = "DRIFTED";
    pub const IN_SYNC: &str = "IN_SYNC";
    pub const UNKNOWN: &str = "UNKNOWN";
    pub const NOT_CHECKED: &str = "NOT_CHECKED";
}

pub mod stack_resource_drift_status {
    pub const IN_SYNC: &str = "IN_SYNC";
    pub const MODIFIED: &str = "MODIFIED";
    pub const DELETED: &str = "DELETED";
    pub const NOT_CHECKED: &str = "NOT_CHECKED";
    pub const UNKNOWN: &str = "UNKNOWN";
    pub const UNSUPPORTED: &str = "UNSUPPORTED";
}

pub mod stack_status {
    pub const CREATE_IN_PROGRESS: &str = "CREATE_IN_PROGRESS";
    pub const CREATE_FAILED: &str = "CREATE_FAILED";
    pub const CREATE_COMPLETE: &str = "CREATE_COMPLETE";
    pub const ROLLBACK_IN_PROGRESS: &str = "ROLLBACK_IN_PROGRESS";
    pub const ROLLBACK_FAILED: &str = "ROLLBACK_FAILED";
    pub const ROLLBACK_COMPLETE: &str = "ROLLBACK_COMPLETE";
    pub const DELETE_IN_PROGRESS: &str = "DELETE_IN_PROGRESS";
    pub const DELETE_FAILED: &str = "DELETE_FAILED";
    pub const DELETE_COMPLETE: &str = "DELETE_COMPLETE";
    pub const UPDATE_IN_PROGRESS: &str = "UPDATE_IN_PROGRESS";
    pub const UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: &str = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS";
    pub const UPDATE_COMPLETE: &str = "UPDATE_COMPLETE";
    pub const UPDATE_FAILED: &str = "UPDATE_FAILED";
    pub const UPDATE_ROLLBACK_IN_PROGRESS: &str = "UPDATE_ROLLBACK_IN_PROGRESS";
    pub const UPDATE_ROLLBACK_FAILED: &str = "UPDATE_ROLLBACK_FAILED";
    pub const UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: &str =
        "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS";
    pub const UPDATE_ROLLBACK_COMPLETE: &str = "UPDATE_ROLLBACK_COMPLETE";
    pub const REVIEW_IN_PROGRESS: &str = "REVIEW_IN_PROGRESS";
    pub const IMPORT_IN_PROGRESS: &str = "IMPORT_IN_PROGRESS";
    pub const IMPORT_COMPLETE: &str = "IMPORT_COMPLETE";
    pub const IMPORT_ROLLBACK_IN_PROGRESS: &str = "IMPORT_ROLLBACK_IN_PROGRESS";
    pub const IMPORT_ROLLBACK_FAILED: &str = "IMPORT_ROLLBACK_FAILED";
    pub const IMPORT_ROLLBACK_COMPLETE: &str = "IMPORT_ROLLBACK_COMPLETE";
}

pub mod template_stage {
    pub const ORIGINAL: &str = "Original";
    pub const PROCESSED: &str = "Processed";
}
