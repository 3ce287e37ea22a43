//! Inputs, outputs, errors and enums of the implemented operations of Lambda.
//!
//! Written by `cargo xtask codegen lambda` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::body::Body;
use kernel::view::kind::{Any, Blob, Entries, Flag, Items, Real, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    AddLayerVersionPermission: AddLayerVersionPermissionInput, AddLayerVersionPermissionOutput;
    AddPermission: AddPermissionInput, AddPermissionOutput;
    CreateAlias: CreateAliasInput, CreateAliasOutput;
    CreateCodeSigningConfig: CreateCodeSigningConfigInput, CreateCodeSigningConfigOutput;
    CreateEventSourceMapping: CreateEventSourceMappingInput, CreateEventSourceMappingOutput;
    CreateFunction: CreateFunctionInput, CreateFunctionOutput;
    CreateFunctionUrlConfig: CreateFunctionUrlConfigInput, CreateFunctionUrlConfigOutput;
    DeleteAlias: DeleteAliasInput, DeleteAliasOutput;
    DeleteCodeSigningConfig: DeleteCodeSigningConfigInput, DeleteCodeSigningConfigOutput;
    DeleteEventSourceMapping: DeleteEventSourceMappingInput, DeleteEventSourceMappingOutput;
    DeleteFunction: DeleteFunctionInput, DeleteFunctionOutput;
    DeleteFunctionCodeSigningConfig: DeleteFunctionCodeSigningConfigInput, DeleteFunctionCodeSigningConfigOutput;
    DeleteFunctionConcurrency: DeleteFunctionConcurrencyInput, DeleteFunctionConcurrencyOutput;
    DeleteFunctionEventInvokeConfig: DeleteFunctionEventInvokeConfigInput, DeleteFunctionEventInvokeConfigOutput;
    DeleteFunctionUrlConfig: DeleteFunctionUrlConfigInput, DeleteFunctionUrlConfigOutput;
    DeleteLayerVersion: DeleteLayerVersionInput, DeleteLayerVersionOutput;
    DeleteProvisionedConcurrencyConfig: DeleteProvisionedConcurrencyConfigInput, DeleteProvisionedConcurrencyConfigOutput;
    GetAccountSettings: GetAccountSettingsInput, GetAccountSettingsOutput;
    GetAlias: GetAliasInput, GetAliasOutput;
    GetCodeSigningConfig: GetCodeSigningConfigInput, GetCodeSigningConfigOutput;
    GetEventSourceMapping: GetEventSourceMappingInput, GetEventSourceMappingOutput;
    GetFunction: GetFunctionInput, GetFunctionOutput;
    GetFunctionCodeSigningConfig: GetFunctionCodeSigningConfigInput, GetFunctionCodeSigningConfigOutput;
    GetFunctionConcurrency: GetFunctionConcurrencyInput, GetFunctionConcurrencyOutput;
    GetFunctionConfiguration: GetFunctionConfigurationInput, GetFunctionConfigurationOutput;
    GetFunctionEventInvokeConfig: GetFunctionEventInvokeConfigInput, GetFunctionEventInvokeConfigOutput;
    GetFunctionUrlConfig: GetFunctionUrlConfigInput, GetFunctionUrlConfigOutput;
    GetLayerVersion: GetLayerVersionInput, GetLayerVersionOutput;
    GetLayerVersionByArn: GetLayerVersionByArnInput, GetLayerVersionByArnOutput;
    GetLayerVersionPolicy: GetLayerVersionPolicyInput, GetLayerVersionPolicyOutput;
    GetPolicy: GetPolicyInput, GetPolicyOutput;
    GetProvisionedConcurrencyConfig: GetProvisionedConcurrencyConfigInput, GetProvisionedConcurrencyConfigOutput;
    GetRuntimeManagementConfig: GetRuntimeManagementConfigInput, GetRuntimeManagementConfigOutput;
    Invoke: InvokeInput, InvokeOutput;
    InvokeAsync: InvokeAsyncInput, InvokeAsyncOutput;
    InvokeWithResponseStream: InvokeWithResponseStreamInput, InvokeWithResponseStreamOutput;
    ListAliases: ListAliasesInput, ListAliasesOutput;
    ListCodeSigningConfigs: ListCodeSigningConfigsInput, ListCodeSigningConfigsOutput;
    ListEventSourceMappings: ListEventSourceMappingsInput, ListEventSourceMappingsOutput;
    ListFunctionEventInvokeConfigs: ListFunctionEventInvokeConfigsInput, ListFunctionEventInvokeConfigsOutput;
    ListFunctionUrlConfigs: ListFunctionUrlConfigsInput, ListFunctionUrlConfigsOutput;
    ListFunctions: ListFunctionsInput, ListFunctionsOutput;
    ListFunctionsByCodeSigningConfig: ListFunctionsByCodeSigningConfigInput, ListFunctionsByCodeSigningConfigOutput;
    ListLayerVersions: ListLayerVersionsInput, ListLayerVersionsOutput;
    ListLayers: ListLayersInput, ListLayersOutput;
    ListProvisionedConcurrencyConfigs: ListProvisionedConcurrencyConfigsInput, ListProvisionedConcurrencyConfigsOutput;
    ListTags: ListTagsInput, ListTagsOutput;
    ListVersionsByFunction: ListVersionsByFunctionInput, ListVersionsByFunctionOutput;
    PublishLayerVersion: PublishLayerVersionInput, PublishLayerVersionOutput;
    PublishVersion: PublishVersionInput, PublishVersionOutput;
    PutFunctionCodeSigningConfig: PutFunctionCodeSigningConfigInput, PutFunctionCodeSigningConfigOutput;
    PutFunctionConcurrency: PutFunctionConcurrencyInput, PutFunctionConcurrencyOutput;
    PutFunctionEventInvokeConfig: PutFunctionEventInvokeConfigInput, PutFunctionEventInvokeConfigOutput;
    PutProvisionedConcurrencyConfig: PutProvisionedConcurrencyConfigInput, PutProvisionedConcurrencyConfigOutput;
    PutRuntimeManagementConfig: PutRuntimeManagementConfigInput, PutRuntimeManagementConfigOutput;
    RemoveLayerVersionPermission: RemoveLayerVersionPermissionInput, RemoveLayerVersionPermissionOutput;
    RemovePermission: RemovePermissionInput, RemovePermissionOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateAlias: UpdateAliasInput, UpdateAliasOutput;
    UpdateCodeSigningConfig: UpdateCodeSigningConfigInput, UpdateCodeSigningConfigOutput;
    UpdateEventSourceMapping: UpdateEventSourceMappingInput, UpdateEventSourceMappingOutput;
    UpdateFunctionCode: UpdateFunctionCodeInput, UpdateFunctionCodeOutput;
    UpdateFunctionConfiguration: UpdateFunctionConfigurationInput, UpdateFunctionConfigurationOutput;
    UpdateFunctionEventInvokeConfig: UpdateFunctionEventInvokeConfigInput, UpdateFunctionEventInvokeConfigOutput;
    UpdateFunctionUrlConfig: UpdateFunctionUrlConfigInput, UpdateFunctionUrlConfigOutput;
}

view! { AddLayerVersionPermissionInput<'a> {
    layer_name "LayerName": required &'a str,
    version_number "VersionNumber": required i64,
    statement_id "StatementId": required &'a str,
    action "Action": required &'a str,
    principal "Principal": required &'a str,
    organization_id "OrganizationId": optional &'a str,
    revision_id "RevisionId": optional &'a str,
} }

builder! { AddLayerVersionPermissionOutput {
    statement "Statement": Text,
    revision_id "RevisionId": Text,
} }

view! { AddPermissionInput<'a> {
    function_name "FunctionName": required &'a str,
    statement_id "StatementId": required &'a str,
    action "Action": required &'a str,
    principal "Principal": required &'a str,
    source_arn "SourceArn": optional &'a str,
    function_url_auth_type "FunctionUrlAuthType": optional &'a str,
    invoked_via_function_url "InvokedViaFunctionUrl": optional bool,
    source_account "SourceAccount": optional &'a str,
    event_source_token "EventSourceToken": optional &'a str,
    qualifier "Qualifier": optional &'a str,
    revision_id "RevisionId": optional &'a str,
    principal_org_id "PrincipalOrgID": optional &'a str,
} }

builder! { AddPermissionOutput {
    statement "Statement": Text,
} }

view! { CreateAliasInput<'a> {
    function_name "FunctionName": required &'a str,
    name "Name": required &'a str,
    function_version "FunctionVersion": required &'a str,
    description "Description": optional &'a str,
    routing_config "RoutingConfig": optional AliasRoutingConfiguration<'a>,
} }

builder! { CreateAliasOutput {
    alias_arn "AliasArn": Text,
    name "Name": Text,
    function_version "FunctionVersion": Text,
    description "Description": Text,
    routing_config "RoutingConfig": AliasRoutingConfigurationBuilder,
    revision_id "RevisionId": Text,
} }

view! { CreateCodeSigningConfigInput<'a> {
    description "Description": optional &'a str,
    allowed_publishers "AllowedPublishers": required AllowedPublishers<'a>,
    code_signing_policies "CodeSigningPolicies": optional CodeSigningPolicies<'a>,
    tags "Tags": optional Map<'a, &'a str>,
} }

builder! { CreateCodeSigningConfigOutput {
    code_signing_config "CodeSigningConfig": CodeSigningConfigBuilder,
} }

view! { CreateEventSourceMappingInput<'a> {
    event_source_arn "EventSourceArn": optional &'a str,
    function_name "FunctionName": required &'a str,
    enabled "Enabled": optional bool,
    batch_size "BatchSize": optional i64,
    filter_criteria "FilterCriteria": optional FilterCriteria<'a>,
    kms_key_arn "KMSKeyArn": optional &'a str,
    metrics_config "MetricsConfig": optional EventSourceMappingMetricsConfig<'a>,
    logging_config "LoggingConfig": optional EventSourceMappingLoggingConfig<'a>,
    scaling_config "ScalingConfig": optional ScalingConfig<'a>,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
    parallelization_factor "ParallelizationFactor": optional i64,
    starting_position "StartingPosition": optional &'a str,
    starting_position_timestamp "StartingPositionTimestamp": optional Timestamp,
    destination_config "DestinationConfig": optional DestinationConfig<'a>,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": optional i64,
    bisect_batch_on_function_error "BisectBatchOnFunctionError": optional bool,
    maximum_retry_attempts "MaximumRetryAttempts": optional i64,
    tags "Tags": optional Map<'a, &'a str>,
    tumbling_window_in_seconds "TumblingWindowInSeconds": optional i64,
    topics "Topics": optional List<'a, &'a str>,
    queues "Queues": optional List<'a, &'a str>,
    source_access_configurations "SourceAccessConfigurations": optional List<'a, SourceAccessConfiguration<'a>>,
    self_managed_event_source "SelfManagedEventSource": optional SelfManagedEventSource<'a>,
    function_response_types "FunctionResponseTypes": optional List<'a, &'a str>,
    amazon_managed_kafka_event_source_config "AmazonManagedKafkaEventSourceConfig": optional AmazonManagedKafkaEventSourceConfig<'a>,
    self_managed_kafka_event_source_config "SelfManagedKafkaEventSourceConfig": optional SelfManagedKafkaEventSourceConfig<'a>,
    document_db_event_source_config "DocumentDBEventSourceConfig": optional DocumentDBEventSourceConfig<'a>,
    provisioned_poller_config "ProvisionedPollerConfig": optional ProvisionedPollerConfig<'a>,
} }

builder! { CreateEventSourceMappingOutput {
    uuid "UUID": Text,
    starting_position "StartingPosition": Text,
    starting_position_timestamp "StartingPositionTimestamp": Time,
    batch_size "BatchSize": Whole,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": Whole,
    parallelization_factor "ParallelizationFactor": Whole,
    event_source_arn "EventSourceArn": Text,
    filter_criteria "FilterCriteria": FilterCriteriaBuilder,
    filter_criteria_error "FilterCriteriaError": FilterCriteriaErrorBuilder,
    kms_key_arn "KMSKeyArn": Text,
    metrics_config "MetricsConfig": EventSourceMappingMetricsConfigBuilder,
    logging_config "LoggingConfig": EventSourceMappingLoggingConfigBuilder,
    scaling_config "ScalingConfig": ScalingConfigBuilder,
    function_arn "FunctionArn": Text,
    last_modified "LastModified": Time,
    last_processing_result "LastProcessingResult": Text,
    state "State": Text,
    state_transition_reason "StateTransitionReason": Text,
    destination_config "DestinationConfig": DestinationConfigBuilder,
    topics "Topics": Items<Text>,
    queues "Queues": Items<Text>,
    source_access_configurations "SourceAccessConfigurations": Items<SourceAccessConfigurationBuilder>,
    self_managed_event_source "SelfManagedEventSource": SelfManagedEventSourceBuilder,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": Whole,
    bisect_batch_on_function_error "BisectBatchOnFunctionError": Flag,
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
    tumbling_window_in_seconds "TumblingWindowInSeconds": Whole,
    function_response_types "FunctionResponseTypes": Items<Text>,
    amazon_managed_kafka_event_source_config "AmazonManagedKafkaEventSourceConfig": AmazonManagedKafkaEventSourceConfigBuilder,
    self_managed_kafka_event_source_config "SelfManagedKafkaEventSourceConfig": SelfManagedKafkaEventSourceConfigBuilder,
    document_db_event_source_config "DocumentDBEventSourceConfig": DocumentDBEventSourceConfigBuilder,
    event_source_mapping_arn "EventSourceMappingArn": Text,
    provisioned_poller_config "ProvisionedPollerConfig": ProvisionedPollerConfigBuilder,
} }

view! { CreateFunctionInput<'a> {
    function_name "FunctionName": required &'a str,
    runtime "Runtime": optional &'a str,
    role "Role": required &'a str,
    handler "Handler": optional &'a str,
    code "Code": required FunctionCode<'a>,
    description "Description": optional &'a str,
    timeout "Timeout": optional i64,
    memory_size "MemorySize": optional i64,
    publish "Publish": optional bool,
    publish_to "PublishTo": optional &'a str,
    vpc_config "VpcConfig": optional VpcConfig<'a>,
    package_type "PackageType": optional &'a str,
    dead_letter_config "DeadLetterConfig": optional DeadLetterConfig<'a>,
    environment "Environment": optional Environment<'a>,
    kms_key_arn "KMSKeyArn": optional &'a str,
    tracing_config "TracingConfig": optional TracingConfig<'a>,
    tags "Tags": optional Map<'a, &'a str>,
    layers "Layers": optional List<'a, &'a str>,
    file_system_configs "FileSystemConfigs": optional List<'a, FileSystemConfig<'a>>,
    code_signing_config_arn "CodeSigningConfigArn": optional &'a str,
    image_config "ImageConfig": optional ImageConfig<'a>,
    architectures "Architectures": optional List<'a, &'a str>,
    ephemeral_storage "EphemeralStorage": optional EphemeralStorage<'a>,
    snap_start "SnapStart": optional SnapStart<'a>,
    logging_config "LoggingConfig": optional LoggingConfig<'a>,
    tenancy_config "TenancyConfig": optional TenancyConfig<'a>,
    capacity_provider_config "CapacityProviderConfig": optional CapacityProviderConfig<'a>,
    durable_config "DurableConfig": optional DurableConfig<'a>,
    runtime_config "RuntimeConfig": optional FunctionRuntimeConfig<'a>,
    accelerator_config "AcceleratorConfig": optional AcceleratorConfig<'a>,
} }

builder! { CreateFunctionOutput {
    function_name "FunctionName": Text,
    function_arn "FunctionArn": Text,
    runtime "Runtime": Text,
    role "Role": Text,
    handler "Handler": Text,
    code_size "CodeSize": Whole,
    description "Description": Text,
    timeout "Timeout": Whole,
    memory_size "MemorySize": Whole,
    last_modified "LastModified": Text,
    code_sha256 "CodeSha256": Text,
    version "Version": Text,
    vpc_config "VpcConfig": VpcConfigResponseBuilder,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    environment "Environment": EnvironmentResponseBuilder,
    kms_key_arn "KMSKeyArn": Text,
    tracing_config "TracingConfig": TracingConfigResponseBuilder,
    master_arn "MasterArn": Text,
    revision_id "RevisionId": Text,
    layers "Layers": Items<LayerBuilder>,
    state "State": Text,
    state_reason "StateReason": Text,
    state_reason_code "StateReasonCode": Text,
    last_update_status "LastUpdateStatus": Text,
    last_update_status_reason "LastUpdateStatusReason": Text,
    last_update_status_reason_code "LastUpdateStatusReasonCode": Text,
    file_system_configs "FileSystemConfigs": Items<FileSystemConfigBuilder>,
    signing_profile_version_arn "SigningProfileVersionArn": Text,
    signing_job_arn "SigningJobArn": Text,
    package_type "PackageType": Text,
    image_config_response "ImageConfigResponse": ImageConfigResponseBuilder,
    architectures "Architectures": Items<Text>,
    ephemeral_storage "EphemeralStorage": EphemeralStorageBuilder,
    snap_start "SnapStart": SnapStartResponseBuilder,
    runtime_version_config "RuntimeVersionConfig": RuntimeVersionConfigBuilder,
    logging_config "LoggingConfig": LoggingConfigBuilder,
    tenancy_config "TenancyConfig": TenancyConfigBuilder,
    capacity_provider_config "CapacityProviderConfig": CapacityProviderConfigBuilder,
    config_sha256 "ConfigSha256": Text,
    durable_config "DurableConfig": DurableConfigBuilder,
    runtime_config "RuntimeConfig": FunctionRuntimeConfigBuilder,
    accelerator_config "AcceleratorConfig": AcceleratorConfigBuilder,
} }

view! { CreateFunctionUrlConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
    auth_type "AuthType": required &'a str,
    cors "Cors": optional Cors<'a>,
    invoke_mode "InvokeMode": optional &'a str,
} }

builder! { CreateFunctionUrlConfigOutput {
    function_url "FunctionUrl": Text,
    function_arn "FunctionArn": Text,
    auth_type "AuthType": Text,
    cors "Cors": CorsBuilder,
    creation_time "CreationTime": Text,
    invoke_mode "InvokeMode": Text,
} }

view! { DeleteAliasInput<'a> {
    function_name "FunctionName": required &'a str,
    name "Name": required &'a str,
} }

builder! { DeleteAliasOutput {
} }

view! { DeleteCodeSigningConfigInput<'a> {
    code_signing_config_arn "CodeSigningConfigArn": required &'a str,
} }

builder! { DeleteCodeSigningConfigOutput {
} }

view! { DeleteEventSourceMappingInput<'a> {
    uuid "UUID": required &'a str,
} }

builder! { DeleteEventSourceMappingOutput {
    uuid "UUID": Text,
    starting_position "StartingPosition": Text,
    starting_position_timestamp "StartingPositionTimestamp": Time,
    batch_size "BatchSize": Whole,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": Whole,
    parallelization_factor "ParallelizationFactor": Whole,
    event_source_arn "EventSourceArn": Text,
    filter_criteria "FilterCriteria": FilterCriteriaBuilder,
    filter_criteria_error "FilterCriteriaError": FilterCriteriaErrorBuilder,
    kms_key_arn "KMSKeyArn": Text,
    metrics_config "MetricsConfig": EventSourceMappingMetricsConfigBuilder,
    logging_config "LoggingConfig": EventSourceMappingLoggingConfigBuilder,
    scaling_config "ScalingConfig": ScalingConfigBuilder,
    function_arn "FunctionArn": Text,
    last_modified "LastModified": Time,
    last_processing_result "LastProcessingResult": Text,
    state "State": Text,
    state_transition_reason "StateTransitionReason": Text,
    destination_config "DestinationConfig": DestinationConfigBuilder,
    topics "Topics": Items<Text>,
    queues "Queues": Items<Text>,
    source_access_configurations "SourceAccessConfigurations": Items<SourceAccessConfigurationBuilder>,
    self_managed_event_source "SelfManagedEventSource": SelfManagedEventSourceBuilder,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": Whole,
    bisect_batch_on_function_error "BisectBatchOnFunctionError": Flag,
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
    tumbling_window_in_seconds "TumblingWindowInSeconds": Whole,
    function_response_types "FunctionResponseTypes": Items<Text>,
    amazon_managed_kafka_event_source_config "AmazonManagedKafkaEventSourceConfig": AmazonManagedKafkaEventSourceConfigBuilder,
    self_managed_kafka_event_source_config "SelfManagedKafkaEventSourceConfig": SelfManagedKafkaEventSourceConfigBuilder,
    document_db_event_source_config "DocumentDBEventSourceConfig": DocumentDBEventSourceConfigBuilder,
    event_source_mapping_arn "EventSourceMappingArn": Text,
    provisioned_poller_config "ProvisionedPollerConfig": ProvisionedPollerConfigBuilder,
} }

view! { DeleteFunctionInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
} }

builder! { DeleteFunctionOutput {
    status_code "StatusCode": Whole,
} }

view! { DeleteFunctionCodeSigningConfigInput<'a> {
    function_name "FunctionName": required &'a str,
} }

builder! { DeleteFunctionCodeSigningConfigOutput {
} }

view! { DeleteFunctionConcurrencyInput<'a> {
    function_name "FunctionName": required &'a str,
} }

builder! { DeleteFunctionConcurrencyOutput {
} }

view! { DeleteFunctionEventInvokeConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
} }

builder! { DeleteFunctionEventInvokeConfigOutput {
} }

view! { DeleteFunctionUrlConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
} }

builder! { DeleteFunctionUrlConfigOutput {
} }

view! { DeleteLayerVersionInput<'a> {
    layer_name "LayerName": required &'a str,
    version_number "VersionNumber": required i64,
} }

builder! { DeleteLayerVersionOutput {
} }

view! { DeleteProvisionedConcurrencyConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": required &'a str,
} }

builder! { DeleteProvisionedConcurrencyConfigOutput {
} }

view! { GetAccountSettingsInput<'a> {
} }

builder! { GetAccountSettingsOutput {
    account_limit "AccountLimit": AccountLimitBuilder,
    account_usage "AccountUsage": AccountUsageBuilder,
} }

view! { GetAliasInput<'a> {
    function_name "FunctionName": required &'a str,
    name "Name": required &'a str,
} }

builder! { GetAliasOutput {
    alias_arn "AliasArn": Text,
    name "Name": Text,
    function_version "FunctionVersion": Text,
    description "Description": Text,
    routing_config "RoutingConfig": AliasRoutingConfigurationBuilder,
    revision_id "RevisionId": Text,
} }

view! { GetCodeSigningConfigInput<'a> {
    code_signing_config_arn "CodeSigningConfigArn": required &'a str,
} }

builder! { GetCodeSigningConfigOutput {
    code_signing_config "CodeSigningConfig": CodeSigningConfigBuilder,
} }

view! { GetEventSourceMappingInput<'a> {
    uuid "UUID": required &'a str,
} }

builder! { GetEventSourceMappingOutput {
    uuid "UUID": Text,
    starting_position "StartingPosition": Text,
    starting_position_timestamp "StartingPositionTimestamp": Time,
    batch_size "BatchSize": Whole,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": Whole,
    parallelization_factor "ParallelizationFactor": Whole,
    event_source_arn "EventSourceArn": Text,
    filter_criteria "FilterCriteria": FilterCriteriaBuilder,
    filter_criteria_error "FilterCriteriaError": FilterCriteriaErrorBuilder,
    kms_key_arn "KMSKeyArn": Text,
    metrics_config "MetricsConfig": EventSourceMappingMetricsConfigBuilder,
    logging_config "LoggingConfig": EventSourceMappingLoggingConfigBuilder,
    scaling_config "ScalingConfig": ScalingConfigBuilder,
    function_arn "FunctionArn": Text,
    last_modified "LastModified": Time,
    last_processing_result "LastProcessingResult": Text,
    state "State": Text,
    state_transition_reason "StateTransitionReason": Text,
    destination_config "DestinationConfig": DestinationConfigBuilder,
    topics "Topics": Items<Text>,
    queues "Queues": Items<Text>,
    source_access_configurations "SourceAccessConfigurations": Items<SourceAccessConfigurationBuilder>,
    self_managed_event_source "SelfManagedEventSource": SelfManagedEventSourceBuilder,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": Whole,
    bisect_batch_on_function_error "BisectBatchOnFunctionError": Flag,
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
    tumbling_window_in_seconds "TumblingWindowInSeconds": Whole,
    function_response_types "FunctionResponseTypes": Items<Text>,
    amazon_managed_kafka_event_source_config "AmazonManagedKafkaEventSourceConfig": AmazonManagedKafkaEventSourceConfigBuilder,
    self_managed_kafka_event_source_config "SelfManagedKafkaEventSourceConfig": SelfManagedKafkaEventSourceConfigBuilder,
    document_db_event_source_config "DocumentDBEventSourceConfig": DocumentDBEventSourceConfigBuilder,
    event_source_mapping_arn "EventSourceMappingArn": Text,
    provisioned_poller_config "ProvisionedPollerConfig": ProvisionedPollerConfigBuilder,
} }

view! { GetFunctionInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
} }

builder! { GetFunctionOutput {
    configuration "Configuration": FunctionConfigurationBuilder,
    code "Code": FunctionCodeLocationBuilder,
    tags "Tags": Entries<Text>,
    tags_error "TagsError": TagsErrorBuilder,
    concurrency "Concurrency": ConcurrencyBuilder,
} }

view! { GetFunctionCodeSigningConfigInput<'a> {
    function_name "FunctionName": required &'a str,
} }

builder! { GetFunctionCodeSigningConfigOutput {
    code_signing_config_arn "CodeSigningConfigArn": Text,
    function_name "FunctionName": Text,
} }

view! { GetFunctionConcurrencyInput<'a> {
    function_name "FunctionName": required &'a str,
} }

builder! { GetFunctionConcurrencyOutput {
    reserved_concurrent_executions "ReservedConcurrentExecutions": Whole,
} }

view! { GetFunctionConfigurationInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
} }

builder! { GetFunctionConfigurationOutput {
    function_name "FunctionName": Text,
    function_arn "FunctionArn": Text,
    runtime "Runtime": Text,
    role "Role": Text,
    handler "Handler": Text,
    code_size "CodeSize": Whole,
    description "Description": Text,
    timeout "Timeout": Whole,
    memory_size "MemorySize": Whole,
    last_modified "LastModified": Text,
    code_sha256 "CodeSha256": Text,
    version "Version": Text,
    vpc_config "VpcConfig": VpcConfigResponseBuilder,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    environment "Environment": EnvironmentResponseBuilder,
    kms_key_arn "KMSKeyArn": Text,
    tracing_config "TracingConfig": TracingConfigResponseBuilder,
    master_arn "MasterArn": Text,
    revision_id "RevisionId": Text,
    layers "Layers": Items<LayerBuilder>,
    state "State": Text,
    state_reason "StateReason": Text,
    state_reason_code "StateReasonCode": Text,
    last_update_status "LastUpdateStatus": Text,
    last_update_status_reason "LastUpdateStatusReason": Text,
    last_update_status_reason_code "LastUpdateStatusReasonCode": Text,
    file_system_configs "FileSystemConfigs": Items<FileSystemConfigBuilder>,
    signing_profile_version_arn "SigningProfileVersionArn": Text,
    signing_job_arn "SigningJobArn": Text,
    package_type "PackageType": Text,
    image_config_response "ImageConfigResponse": ImageConfigResponseBuilder,
    architectures "Architectures": Items<Text>,
    ephemeral_storage "EphemeralStorage": EphemeralStorageBuilder,
    snap_start "SnapStart": SnapStartResponseBuilder,
    runtime_version_config "RuntimeVersionConfig": RuntimeVersionConfigBuilder,
    logging_config "LoggingConfig": LoggingConfigBuilder,
    tenancy_config "TenancyConfig": TenancyConfigBuilder,
    capacity_provider_config "CapacityProviderConfig": CapacityProviderConfigBuilder,
    config_sha256 "ConfigSha256": Text,
    durable_config "DurableConfig": DurableConfigBuilder,
    runtime_config "RuntimeConfig": FunctionRuntimeConfigBuilder,
    accelerator_config "AcceleratorConfig": AcceleratorConfigBuilder,
} }

view! { GetFunctionEventInvokeConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
} }

builder! { GetFunctionEventInvokeConfigOutput {
    last_modified "LastModified": Time,
    function_arn "FunctionArn": Text,
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
    maximum_event_age_in_seconds "MaximumEventAgeInSeconds": Whole,
    destination_config "DestinationConfig": DestinationConfigBuilder,
} }

view! { GetFunctionUrlConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
} }

builder! { GetFunctionUrlConfigOutput {
    function_url "FunctionUrl": Text,
    function_arn "FunctionArn": Text,
    auth_type "AuthType": Text,
    cors "Cors": CorsBuilder,
    creation_time "CreationTime": Text,
    last_modified_time "LastModifiedTime": Text,
    invoke_mode "InvokeMode": Text,
} }

view! { GetLayerVersionInput<'a> {
    layer_name "LayerName": required &'a str,
    version_number "VersionNumber": required i64,
} }

builder! { GetLayerVersionOutput {
    content "Content": LayerVersionContentOutputBuilder,
    layer_arn "LayerArn": Text,
    layer_version_arn "LayerVersionArn": Text,
    description "Description": Text,
    created_date "CreatedDate": Text,
    version "Version": Whole,
    compatible_architectures "CompatibleArchitectures": Items<Text>,
    compatible_runtimes "CompatibleRuntimes": Items<Text>,
    license_info "LicenseInfo": Text,
} }

view! { GetLayerVersionByArnInput<'a> {
    arn "Arn": required &'a str,
} }

builder! { GetLayerVersionByArnOutput {
    content "Content": LayerVersionContentOutputBuilder,
    layer_arn "LayerArn": Text,
    layer_version_arn "LayerVersionArn": Text,
    description "Description": Text,
    created_date "CreatedDate": Text,
    version "Version": Whole,
    compatible_architectures "CompatibleArchitectures": Items<Text>,
    compatible_runtimes "CompatibleRuntimes": Items<Text>,
    license_info "LicenseInfo": Text,
} }

view! { GetLayerVersionPolicyInput<'a> {
    layer_name "LayerName": required &'a str,
    version_number "VersionNumber": required i64,
} }

builder! { GetLayerVersionPolicyOutput {
    policy "Policy": Text,
    revision_id "RevisionId": Text,
} }

view! { GetPolicyInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
} }

builder! { GetPolicyOutput {
    policy "Policy": Text,
    revision_id "RevisionId": Text,
} }

view! { GetProvisionedConcurrencyConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": required &'a str,
} }

builder! { GetProvisionedConcurrencyConfigOutput {
    requested_provisioned_concurrent_executions "RequestedProvisionedConcurrentExecutions": Whole,
    available_provisioned_concurrent_executions "AvailableProvisionedConcurrentExecutions": Whole,
    allocated_provisioned_concurrent_executions "AllocatedProvisionedConcurrentExecutions": Whole,
    status "Status": Text,
    status_reason "StatusReason": Text,
    last_modified "LastModified": Text,
} }

view! { GetRuntimeManagementConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
} }

builder! { GetRuntimeManagementConfigOutput {
    update_runtime_on "UpdateRuntimeOn": Text,
    function_arn "FunctionArn": Text,
    runtime_version_arn "RuntimeVersionArn": Text,
} }

view! { InvokeInput<'a> {
    function_name "FunctionName": required &'a str,
    invocation_type "InvocationType": optional &'a str,
    log_type "LogType": optional &'a str,
    client_context "ClientContext": optional &'a str,
    durable_execution_name "DurableExecutionName": optional &'a str,
    payload "Payload": optional &'a Bytes,
    qualifier "Qualifier": optional &'a str,
    tenant_id "TenantId": optional &'a str,
} }

builder! { InvokeOutput {
    status_code "StatusCode": Whole,
    function_error "FunctionError": Text,
    log_result "LogResult": Text,
    payload "Payload": Blob,
    executed_version "ExecutedVersion": Text,
    durable_execution_arn "DurableExecutionArn": Text,
} }

view! { InvokeAsyncInput<'a> {
    function_name "FunctionName": required &'a str,
    invoke_args "InvokeArgs": required &'a Body,
} }

builder! { InvokeAsyncOutput {
    status "Status": Whole,
} }

view! { InvokeWithResponseStreamInput<'a> {
    function_name "FunctionName": required &'a str,
    log_type "LogType": optional &'a str,
    client_context "ClientContext": optional &'a str,
    qualifier "Qualifier": optional &'a str,
    payload "Payload": optional &'a Bytes,
    tenant_id "TenantId": optional &'a str,
    invocation_type "InvocationType": optional &'a str,
} }

builder! { InvokeWithResponseStreamOutput {
    status_code "StatusCode": Whole,
    executed_version "ExecutedVersion": Text,
    event_stream "EventStream": Any,
    response_stream_content_type "ResponseStreamContentType": Text,
} }

view! { ListAliasesInput<'a> {
    function_name "FunctionName": required &'a str,
    function_version "FunctionVersion": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListAliasesOutput {
    next_marker "NextMarker": Text,
    aliases "Aliases": Items<AliasConfigurationBuilder>,
} }

view! { ListCodeSigningConfigsInput<'a> {
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListCodeSigningConfigsOutput {
    next_marker "NextMarker": Text,
    code_signing_configs "CodeSigningConfigs": Items<CodeSigningConfigBuilder>,
} }

view! { ListEventSourceMappingsInput<'a> {
    event_source_arn "EventSourceArn": optional &'a str,
    function_name "FunctionName": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListEventSourceMappingsOutput {
    next_marker "NextMarker": Text,
    event_source_mappings "EventSourceMappings": Items<EventSourceMappingConfigurationBuilder>,
} }

view! { ListFunctionEventInvokeConfigsInput<'a> {
    function_name "FunctionName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListFunctionEventInvokeConfigsOutput {
    function_event_invoke_configs "FunctionEventInvokeConfigs": Items<FunctionEventInvokeConfigBuilder>,
    next_marker "NextMarker": Text,
} }

view! { ListFunctionUrlConfigsInput<'a> {
    function_name "FunctionName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListFunctionUrlConfigsOutput {
    function_url_configs "FunctionUrlConfigs": Items<FunctionUrlConfigBuilder>,
    next_marker "NextMarker": Text,
} }

view! { ListFunctionsInput<'a> {
    master_region "MasterRegion": optional &'a str,
    function_version "FunctionVersion": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListFunctionsOutput {
    next_marker "NextMarker": Text,
    functions "Functions": Items<FunctionConfigurationBuilder>,
} }

view! { ListFunctionsByCodeSigningConfigInput<'a> {
    code_signing_config_arn "CodeSigningConfigArn": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListFunctionsByCodeSigningConfigOutput {
    next_marker "NextMarker": Text,
    function_arns "FunctionArns": Items<Text>,
} }

view! { ListLayerVersionsInput<'a> {
    compatible_architecture "CompatibleArchitecture": optional &'a str,
    compatible_runtime "CompatibleRuntime": optional &'a str,
    layer_name "LayerName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListLayerVersionsOutput {
    next_marker "NextMarker": Text,
    layer_versions "LayerVersions": Items<LayerVersionsListItemBuilder>,
} }

view! { ListLayersInput<'a> {
    compatible_architecture "CompatibleArchitecture": optional &'a str,
    compatible_runtime "CompatibleRuntime": optional &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListLayersOutput {
    next_marker "NextMarker": Text,
    layers "Layers": Items<LayersListItemBuilder>,
} }

view! { ListProvisionedConcurrencyConfigsInput<'a> {
    function_name "FunctionName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListProvisionedConcurrencyConfigsOutput {
    provisioned_concurrency_configs "ProvisionedConcurrencyConfigs": Items<ProvisionedConcurrencyConfigListItemBuilder>,
    next_marker "NextMarker": Text,
} }

view! { ListTagsInput<'a> {
    resource "Resource": required &'a str,
} }

builder! { ListTagsOutput {
    tags "Tags": Entries<Text>,
} }

view! { ListVersionsByFunctionInput<'a> {
    function_name "FunctionName": required &'a str,
    marker "Marker": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListVersionsByFunctionOutput {
    next_marker "NextMarker": Text,
    versions "Versions": Items<FunctionConfigurationBuilder>,
} }

view! { PublishLayerVersionInput<'a> {
    layer_name "LayerName": required &'a str,
    description "Description": optional &'a str,
    content "Content": required LayerVersionContentInput<'a>,
    compatible_architectures "CompatibleArchitectures": optional List<'a, &'a str>,
    compatible_runtimes "CompatibleRuntimes": optional List<'a, &'a str>,
    license_info "LicenseInfo": optional &'a str,
} }

builder! { PublishLayerVersionOutput {
    content "Content": LayerVersionContentOutputBuilder,
    layer_arn "LayerArn": Text,
    layer_version_arn "LayerVersionArn": Text,
    description "Description": Text,
    created_date "CreatedDate": Text,
    version "Version": Whole,
    compatible_architectures "CompatibleArchitectures": Items<Text>,
    compatible_runtimes "CompatibleRuntimes": Items<Text>,
    license_info "LicenseInfo": Text,
} }

view! { PublishVersionInput<'a> {
    function_name "FunctionName": required &'a str,
    code_sha256 "CodeSha256": optional &'a str,
    description "Description": optional &'a str,
    revision_id "RevisionId": optional &'a str,
    publish_to "PublishTo": optional &'a str,
} }

builder! { PublishVersionOutput {
    function_name "FunctionName": Text,
    function_arn "FunctionArn": Text,
    runtime "Runtime": Text,
    role "Role": Text,
    handler "Handler": Text,
    code_size "CodeSize": Whole,
    description "Description": Text,
    timeout "Timeout": Whole,
    memory_size "MemorySize": Whole,
    last_modified "LastModified": Text,
    code_sha256 "CodeSha256": Text,
    version "Version": Text,
    vpc_config "VpcConfig": VpcConfigResponseBuilder,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    environment "Environment": EnvironmentResponseBuilder,
    kms_key_arn "KMSKeyArn": Text,
    tracing_config "TracingConfig": TracingConfigResponseBuilder,
    master_arn "MasterArn": Text,
    revision_id "RevisionId": Text,
    layers "Layers": Items<LayerBuilder>,
    state "State": Text,
    state_reason "StateReason": Text,
    state_reason_code "StateReasonCode": Text,
    last_update_status "LastUpdateStatus": Text,
    last_update_status_reason "LastUpdateStatusReason": Text,
    last_update_status_reason_code "LastUpdateStatusReasonCode": Text,
    file_system_configs "FileSystemConfigs": Items<FileSystemConfigBuilder>,
    signing_profile_version_arn "SigningProfileVersionArn": Text,
    signing_job_arn "SigningJobArn": Text,
    package_type "PackageType": Text,
    image_config_response "ImageConfigResponse": ImageConfigResponseBuilder,
    architectures "Architectures": Items<Text>,
    ephemeral_storage "EphemeralStorage": EphemeralStorageBuilder,
    snap_start "SnapStart": SnapStartResponseBuilder,
    runtime_version_config "RuntimeVersionConfig": RuntimeVersionConfigBuilder,
    logging_config "LoggingConfig": LoggingConfigBuilder,
    tenancy_config "TenancyConfig": TenancyConfigBuilder,
    capacity_provider_config "CapacityProviderConfig": CapacityProviderConfigBuilder,
    config_sha256 "ConfigSha256": Text,
    durable_config "DurableConfig": DurableConfigBuilder,
    runtime_config "RuntimeConfig": FunctionRuntimeConfigBuilder,
    accelerator_config "AcceleratorConfig": AcceleratorConfigBuilder,
} }

view! { PutFunctionCodeSigningConfigInput<'a> {
    code_signing_config_arn "CodeSigningConfigArn": required &'a str,
    function_name "FunctionName": required &'a str,
} }

builder! { PutFunctionCodeSigningConfigOutput {
    code_signing_config_arn "CodeSigningConfigArn": Text,
    function_name "FunctionName": Text,
} }

view! { PutFunctionConcurrencyInput<'a> {
    function_name "FunctionName": required &'a str,
    reserved_concurrent_executions "ReservedConcurrentExecutions": required i64,
} }

builder! { PutFunctionConcurrencyOutput {
    reserved_concurrent_executions "ReservedConcurrentExecutions": Whole,
} }

view! { PutFunctionEventInvokeConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
    maximum_retry_attempts "MaximumRetryAttempts": optional i64,
    maximum_event_age_in_seconds "MaximumEventAgeInSeconds": optional i64,
    destination_config "DestinationConfig": optional DestinationConfig<'a>,
} }

builder! { PutFunctionEventInvokeConfigOutput {
    last_modified "LastModified": Time,
    function_arn "FunctionArn": Text,
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
    maximum_event_age_in_seconds "MaximumEventAgeInSeconds": Whole,
    destination_config "DestinationConfig": DestinationConfigBuilder,
} }

view! { PutProvisionedConcurrencyConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": required &'a str,
    provisioned_concurrent_executions "ProvisionedConcurrentExecutions": required i64,
} }

builder! { PutProvisionedConcurrencyConfigOutput {
    requested_provisioned_concurrent_executions "RequestedProvisionedConcurrentExecutions": Whole,
    allocated_provisioned_concurrent_executions "AllocatedProvisionedConcurrentExecutions": Whole,
    available_provisioned_concurrent_executions "AvailableProvisionedConcurrentExecutions": Whole,
    status "Status": Text,
    status_reason "StatusReason": Text,
    last_modified "LastModified": Text,
} }

view! { PutRuntimeManagementConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
    update_runtime_on "UpdateRuntimeOn": required &'a str,
    runtime_version_arn "RuntimeVersionArn": optional &'a str,
} }

builder! { PutRuntimeManagementConfigOutput {
    update_runtime_on "UpdateRuntimeOn": Text,
    function_arn "FunctionArn": Text,
    runtime_version_arn "RuntimeVersionArn": Text,
} }

view! { RemoveLayerVersionPermissionInput<'a> {
    layer_name "LayerName": required &'a str,
    version_number "VersionNumber": required i64,
    statement_id "StatementId": required &'a str,
    revision_id "RevisionId": optional &'a str,
} }

builder! { RemoveLayerVersionPermissionOutput {
} }

view! { RemovePermissionInput<'a> {
    function_name "FunctionName": required &'a str,
    statement_id "StatementId": required &'a str,
    qualifier "Qualifier": optional &'a str,
    revision_id "RevisionId": optional &'a str,
} }

builder! { RemovePermissionOutput {
} }

view! { TagResourceInput<'a> {
    resource "Resource": required &'a str,
    tags "Tags": required Map<'a, &'a str>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    resource "Resource": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateAliasInput<'a> {
    function_name "FunctionName": required &'a str,
    name "Name": required &'a str,
    function_version "FunctionVersion": optional &'a str,
    description "Description": optional &'a str,
    routing_config "RoutingConfig": optional AliasRoutingConfiguration<'a>,
    revision_id "RevisionId": optional &'a str,
} }

builder! { UpdateAliasOutput {
    alias_arn "AliasArn": Text,
    name "Name": Text,
    function_version "FunctionVersion": Text,
    description "Description": Text,
    routing_config "RoutingConfig": AliasRoutingConfigurationBuilder,
    revision_id "RevisionId": Text,
} }

view! { UpdateCodeSigningConfigInput<'a> {
    code_signing_config_arn "CodeSigningConfigArn": required &'a str,
    description "Description": optional &'a str,
    allowed_publishers "AllowedPublishers": optional AllowedPublishers<'a>,
    code_signing_policies "CodeSigningPolicies": optional CodeSigningPolicies<'a>,
} }

builder! { UpdateCodeSigningConfigOutput {
    code_signing_config "CodeSigningConfig": CodeSigningConfigBuilder,
} }

view! { UpdateEventSourceMappingInput<'a> {
    uuid "UUID": required &'a str,
    function_name "FunctionName": optional &'a str,
    enabled "Enabled": optional bool,
    batch_size "BatchSize": optional i64,
    filter_criteria "FilterCriteria": optional FilterCriteria<'a>,
    kms_key_arn "KMSKeyArn": optional &'a str,
    metrics_config "MetricsConfig": optional EventSourceMappingMetricsConfig<'a>,
    logging_config "LoggingConfig": optional EventSourceMappingLoggingConfig<'a>,
    scaling_config "ScalingConfig": optional ScalingConfig<'a>,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
    parallelization_factor "ParallelizationFactor": optional i64,
    destination_config "DestinationConfig": optional DestinationConfig<'a>,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": optional i64,
    bisect_batch_on_function_error "BisectBatchOnFunctionError": optional bool,
    maximum_retry_attempts "MaximumRetryAttempts": optional i64,
    tumbling_window_in_seconds "TumblingWindowInSeconds": optional i64,
    source_access_configurations "SourceAccessConfigurations": optional List<'a, SourceAccessConfiguration<'a>>,
    function_response_types "FunctionResponseTypes": optional List<'a, &'a str>,
    amazon_managed_kafka_event_source_config "AmazonManagedKafkaEventSourceConfig": optional AmazonManagedKafkaEventSourceConfig<'a>,
    self_managed_kafka_event_source_config "SelfManagedKafkaEventSourceConfig": optional SelfManagedKafkaEventSourceConfig<'a>,
    document_db_event_source_config "DocumentDBEventSourceConfig": optional DocumentDBEventSourceConfig<'a>,
    provisioned_poller_config "ProvisionedPollerConfig": optional ProvisionedPollerConfig<'a>,
} }

builder! { UpdateEventSourceMappingOutput {
    uuid "UUID": Text,
    starting_position "StartingPosition": Text,
    starting_position_timestamp "StartingPositionTimestamp": Time,
    batch_size "BatchSize": Whole,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": Whole,
    parallelization_factor "ParallelizationFactor": Whole,
    event_source_arn "EventSourceArn": Text,
    filter_criteria "FilterCriteria": FilterCriteriaBuilder,
    filter_criteria_error "FilterCriteriaError": FilterCriteriaErrorBuilder,
    kms_key_arn "KMSKeyArn": Text,
    metrics_config "MetricsConfig": EventSourceMappingMetricsConfigBuilder,
    logging_config "LoggingConfig": EventSourceMappingLoggingConfigBuilder,
    scaling_config "ScalingConfig": ScalingConfigBuilder,
    function_arn "FunctionArn": Text,
    last_modified "LastModified": Time,
    last_processing_result "LastProcessingResult": Text,
    state "State": Text,
    state_transition_reason "StateTransitionReason": Text,
    destination_config "DestinationConfig": DestinationConfigBuilder,
    topics "Topics": Items<Text>,
    queues "Queues": Items<Text>,
    source_access_configurations "SourceAccessConfigurations": Items<SourceAccessConfigurationBuilder>,
    self_managed_event_source "SelfManagedEventSource": SelfManagedEventSourceBuilder,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": Whole,
    bisect_batch_on_function_error "BisectBatchOnFunctionError": Flag,
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
    tumbling_window_in_seconds "TumblingWindowInSeconds": Whole,
    function_response_types "FunctionResponseTypes": Items<Text>,
    amazon_managed_kafka_event_source_config "AmazonManagedKafkaEventSourceConfig": AmazonManagedKafkaEventSourceConfigBuilder,
    self_managed_kafka_event_source_config "SelfManagedKafkaEventSourceConfig": SelfManagedKafkaEventSourceConfigBuilder,
    document_db_event_source_config "DocumentDBEventSourceConfig": DocumentDBEventSourceConfigBuilder,
    event_source_mapping_arn "EventSourceMappingArn": Text,
    provisioned_poller_config "ProvisionedPollerConfig": ProvisionedPollerConfigBuilder,
} }

view! { UpdateFunctionCodeInput<'a> {
    function_name "FunctionName": required &'a str,
    zip_file "ZipFile": optional &'a Bytes,
    s3_bucket "S3Bucket": optional &'a str,
    s3_key "S3Key": optional &'a str,
    s3_object_version "S3ObjectVersion": optional &'a str,
    s3_object_storage_mode "S3ObjectStorageMode": optional &'a str,
    image_uri "ImageUri": optional &'a str,
    architectures "Architectures": optional List<'a, &'a str>,
    publish "Publish": optional bool,
    publish_to "PublishTo": optional &'a str,
    dry_run "DryRun": optional bool,
    revision_id "RevisionId": optional &'a str,
    source_kms_key_arn "SourceKMSKeyArn": optional &'a str,
} }

builder! { UpdateFunctionCodeOutput {
    function_name "FunctionName": Text,
    function_arn "FunctionArn": Text,
    runtime "Runtime": Text,
    role "Role": Text,
    handler "Handler": Text,
    code_size "CodeSize": Whole,
    description "Description": Text,
    timeout "Timeout": Whole,
    memory_size "MemorySize": Whole,
    last_modified "LastModified": Text,
    code_sha256 "CodeSha256": Text,
    version "Version": Text,
    vpc_config "VpcConfig": VpcConfigResponseBuilder,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    environment "Environment": EnvironmentResponseBuilder,
    kms_key_arn "KMSKeyArn": Text,
    tracing_config "TracingConfig": TracingConfigResponseBuilder,
    master_arn "MasterArn": Text,
    revision_id "RevisionId": Text,
    layers "Layers": Items<LayerBuilder>,
    state "State": Text,
    state_reason "StateReason": Text,
    state_reason_code "StateReasonCode": Text,
    last_update_status "LastUpdateStatus": Text,
    last_update_status_reason "LastUpdateStatusReason": Text,
    last_update_status_reason_code "LastUpdateStatusReasonCode": Text,
    file_system_configs "FileSystemConfigs": Items<FileSystemConfigBuilder>,
    signing_profile_version_arn "SigningProfileVersionArn": Text,
    signing_job_arn "SigningJobArn": Text,
    package_type "PackageType": Text,
    image_config_response "ImageConfigResponse": ImageConfigResponseBuilder,
    architectures "Architectures": Items<Text>,
    ephemeral_storage "EphemeralStorage": EphemeralStorageBuilder,
    snap_start "SnapStart": SnapStartResponseBuilder,
    runtime_version_config "RuntimeVersionConfig": RuntimeVersionConfigBuilder,
    logging_config "LoggingConfig": LoggingConfigBuilder,
    tenancy_config "TenancyConfig": TenancyConfigBuilder,
    capacity_provider_config "CapacityProviderConfig": CapacityProviderConfigBuilder,
    config_sha256 "ConfigSha256": Text,
    durable_config "DurableConfig": DurableConfigBuilder,
    runtime_config "RuntimeConfig": FunctionRuntimeConfigBuilder,
    accelerator_config "AcceleratorConfig": AcceleratorConfigBuilder,
} }

view! { UpdateFunctionConfigurationInput<'a> {
    function_name "FunctionName": required &'a str,
    role "Role": optional &'a str,
    handler "Handler": optional &'a str,
    description "Description": optional &'a str,
    timeout "Timeout": optional i64,
    memory_size "MemorySize": optional i64,
    vpc_config "VpcConfig": optional VpcConfig<'a>,
    environment "Environment": optional Environment<'a>,
    runtime "Runtime": optional &'a str,
    dead_letter_config "DeadLetterConfig": optional DeadLetterConfig<'a>,
    kms_key_arn "KMSKeyArn": optional &'a str,
    tracing_config "TracingConfig": optional TracingConfig<'a>,
    revision_id "RevisionId": optional &'a str,
    layers "Layers": optional List<'a, &'a str>,
    file_system_configs "FileSystemConfigs": optional List<'a, FileSystemConfig<'a>>,
    image_config "ImageConfig": optional ImageConfig<'a>,
    ephemeral_storage "EphemeralStorage": optional EphemeralStorage<'a>,
    snap_start "SnapStart": optional SnapStart<'a>,
    logging_config "LoggingConfig": optional LoggingConfig<'a>,
    capacity_provider_config "CapacityProviderConfig": optional CapacityProviderConfig<'a>,
    durable_config "DurableConfig": optional DurableConfig<'a>,
    runtime_config "RuntimeConfig": optional FunctionRuntimeConfig<'a>,
    accelerator_config "AcceleratorConfig": optional AcceleratorConfig<'a>,
} }

builder! { UpdateFunctionConfigurationOutput {
    function_name "FunctionName": Text,
    function_arn "FunctionArn": Text,
    runtime "Runtime": Text,
    role "Role": Text,
    handler "Handler": Text,
    code_size "CodeSize": Whole,
    description "Description": Text,
    timeout "Timeout": Whole,
    memory_size "MemorySize": Whole,
    last_modified "LastModified": Text,
    code_sha256 "CodeSha256": Text,
    version "Version": Text,
    vpc_config "VpcConfig": VpcConfigResponseBuilder,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    environment "Environment": EnvironmentResponseBuilder,
    kms_key_arn "KMSKeyArn": Text,
    tracing_config "TracingConfig": TracingConfigResponseBuilder,
    master_arn "MasterArn": Text,
    revision_id "RevisionId": Text,
    layers "Layers": Items<LayerBuilder>,
    state "State": Text,
    state_reason "StateReason": Text,
    state_reason_code "StateReasonCode": Text,
    last_update_status "LastUpdateStatus": Text,
    last_update_status_reason "LastUpdateStatusReason": Text,
    last_update_status_reason_code "LastUpdateStatusReasonCode": Text,
    file_system_configs "FileSystemConfigs": Items<FileSystemConfigBuilder>,
    signing_profile_version_arn "SigningProfileVersionArn": Text,
    signing_job_arn "SigningJobArn": Text,
    package_type "PackageType": Text,
    image_config_response "ImageConfigResponse": ImageConfigResponseBuilder,
    architectures "Architectures": Items<Text>,
    ephemeral_storage "EphemeralStorage": EphemeralStorageBuilder,
    snap_start "SnapStart": SnapStartResponseBuilder,
    runtime_version_config "RuntimeVersionConfig": RuntimeVersionConfigBuilder,
    logging_config "LoggingConfig": LoggingConfigBuilder,
    tenancy_config "TenancyConfig": TenancyConfigBuilder,
    capacity_provider_config "CapacityProviderConfig": CapacityProviderConfigBuilder,
    config_sha256 "ConfigSha256": Text,
    durable_config "DurableConfig": DurableConfigBuilder,
    runtime_config "RuntimeConfig": FunctionRuntimeConfigBuilder,
    accelerator_config "AcceleratorConfig": AcceleratorConfigBuilder,
} }

view! { UpdateFunctionEventInvokeConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
    maximum_retry_attempts "MaximumRetryAttempts": optional i64,
    maximum_event_age_in_seconds "MaximumEventAgeInSeconds": optional i64,
    destination_config "DestinationConfig": optional DestinationConfig<'a>,
} }

builder! { UpdateFunctionEventInvokeConfigOutput {
    last_modified "LastModified": Time,
    function_arn "FunctionArn": Text,
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
    maximum_event_age_in_seconds "MaximumEventAgeInSeconds": Whole,
    destination_config "DestinationConfig": DestinationConfigBuilder,
} }

view! { UpdateFunctionUrlConfigInput<'a> {
    function_name "FunctionName": required &'a str,
    qualifier "Qualifier": optional &'a str,
    auth_type "AuthType": optional &'a str,
    cors "Cors": optional Cors<'a>,
    invoke_mode "InvokeMode": optional &'a str,
} }

builder! { UpdateFunctionUrlConfigOutput {
    function_url "FunctionUrl": Text,
    function_arn "FunctionArn": Text,
    auth_type "AuthType": Text,
    cors "Cors": CorsBuilder,
    creation_time "CreationTime": Text,
    last_modified_time "LastModifiedTime": Text,
    invoke_mode "InvokeMode": Text,
} }

view! { AcceleratorConfig<'a> {
    accelerator_memory_size "AcceleratorMemorySize": required i64,
} }

view! { AliasRoutingConfiguration<'a> {
    additional_version_weights "AdditionalVersionWeights": optional Map<'a, f64>,
} }

view! { AllowedPublishers<'a> {
    signing_profile_version_arns "SigningProfileVersionArns": required List<'a, &'a str>,
} }

view! { AmazonManagedKafkaEventSourceConfig<'a> {
    consumer_group_id "ConsumerGroupId": optional &'a str,
    schema_registry_config "SchemaRegistryConfig": optional KafkaSchemaRegistryConfig<'a>,
} }

view! { CapacityProviderConfig<'a> {
    lambda_managed_instances_capacity_provider_config "LambdaManagedInstancesCapacityProviderConfig": required LambdaManagedInstancesCapacityProviderConfig<'a>,
} }

view! { CodeSigningPolicies<'a> {
    untrusted_artifact_on_deployment "UntrustedArtifactOnDeployment": optional &'a str,
} }

view! { Cors<'a> {
    allow_credentials "AllowCredentials": optional bool,
    allow_headers "AllowHeaders": optional List<'a, &'a str>,
    allow_methods "AllowMethods": optional List<'a, &'a str>,
    allow_origins "AllowOrigins": optional List<'a, &'a str>,
    expose_headers "ExposeHeaders": optional List<'a, &'a str>,
    max_age "MaxAge": optional i64,
} }

view! { DeadLetterConfig<'a> {
    target_arn "TargetArn": optional &'a str,
} }

view! { DestinationConfig<'a> {
    on_success "OnSuccess": optional OnSuccess<'a>,
    on_failure "OnFailure": optional OnFailure<'a>,
} }

view! { DocumentDBEventSourceConfig<'a> {
    database_name "DatabaseName": optional &'a str,
    collection_name "CollectionName": optional &'a str,
    full_document "FullDocument": optional &'a str,
} }

view! { DurableConfig<'a> {
    kms_key_arn "KMSKeyArn": optional &'a str,
    retention_period_in_days "RetentionPeriodInDays": optional i64,
    execution_timeout "ExecutionTimeout": optional i64,
} }

view! { Environment<'a> {
    variables "Variables": optional Map<'a, &'a str>,
} }

view! { EphemeralStorage<'a> {
    size "Size": required i64,
} }

view! { EventSourceMappingLoggingConfig<'a> {
    system_log_level "SystemLogLevel": optional &'a str,
} }

view! { EventSourceMappingMetricsConfig<'a> {
    metrics "Metrics": optional List<'a, &'a str>,
} }

view! { FileSystemConfig<'a> {
    arn "Arn": required &'a str,
    local_mount_path "LocalMountPath": required &'a str,
    s3_files_config "S3FilesConfig": optional S3FilesConfig<'a>,
} }

view! { Filter<'a> {
    pattern "Pattern": optional &'a str,
} }

view! { FilterCriteria<'a> {
    filters "Filters": optional List<'a, Filter<'a>>,
} }

view! { FunctionCode<'a> {
    zip_file "ZipFile": optional &'a Bytes,
    s3_bucket "S3Bucket": optional &'a str,
    s3_key "S3Key": optional &'a str,
    s3_object_version "S3ObjectVersion": optional &'a str,
    s3_object_storage_mode "S3ObjectStorageMode": optional &'a str,
    image_uri "ImageUri": optional &'a str,
    source_kms_key_arn "SourceKMSKeyArn": optional &'a str,
} }

view! { FunctionRuntimeConfig<'a> {
    runtime_arn "RuntimeArn": required &'a str,
    runtime_alias "RuntimeAlias": required &'a str,
} }

view! { ImageConfig<'a> {
    entry_point "EntryPoint": optional List<'a, &'a str>,
    command "Command": optional List<'a, &'a str>,
    working_directory "WorkingDirectory": optional &'a str,
} }

view! { KafkaSchemaRegistryAccessConfig<'a> {
    type_ "Type": optional &'a str,
    uri "URI": optional &'a str,
} }

view! { KafkaSchemaRegistryConfig<'a> {
    schema_registry_uri "SchemaRegistryURI": optional &'a str,
    event_record_format "EventRecordFormat": optional &'a str,
    access_configs "AccessConfigs": optional List<'a, KafkaSchemaRegistryAccessConfig<'a>>,
    schema_validation_configs "SchemaValidationConfigs": optional List<'a, KafkaSchemaValidationConfig<'a>>,
} }

view! { KafkaSchemaValidationConfig<'a> {
    attribute "Attribute": optional &'a str,
} }

view! { LambdaManagedInstancesCapacityProviderConfig<'a> {
    capacity_provider_arn "CapacityProviderArn": required &'a str,
    per_execution_environment_max_concurrency "PerExecutionEnvironmentMaxConcurrency": optional i64,
    execution_environment_memory_gi_b_per_v_cpu "ExecutionEnvironmentMemoryGiBPerVCpu": optional f64,
} }

view! { LayerVersionContentInput<'a> {
    s3_bucket "S3Bucket": optional &'a str,
    s3_key "S3Key": optional &'a str,
    s3_object_version "S3ObjectVersion": optional &'a str,
    s3_object_storage_mode "S3ObjectStorageMode": optional &'a str,
    zip_file "ZipFile": optional &'a Bytes,
} }

view! { LoggingConfig<'a> {
    log_format "LogFormat": optional &'a str,
    application_log_level "ApplicationLogLevel": optional &'a str,
    system_log_level "SystemLogLevel": optional &'a str,
    log_group "LogGroup": optional &'a str,
} }

view! { OnFailure<'a> {
    destination "Destination": optional &'a str,
} }

view! { OnSuccess<'a> {
    destination "Destination": optional &'a str,
} }

view! { ProvisionedPollerConfig<'a> {
    minimum_pollers "MinimumPollers": optional i64,
    maximum_pollers "MaximumPollers": optional i64,
    poller_group_name "PollerGroupName": optional &'a str,
} }

view! { S3FilesConfig<'a> {
    direct_s3_read "DirectS3Read": optional &'a str,
} }

view! { ScalingConfig<'a> {
    maximum_concurrency "MaximumConcurrency": optional i64,
} }

view! { SelfManagedEventSource<'a> {
    endpoints "Endpoints": optional Map<'a, List<'a, &'a str>>,
} }

view! { SelfManagedKafkaEventSourceConfig<'a> {
    consumer_group_id "ConsumerGroupId": optional &'a str,
    schema_registry_config "SchemaRegistryConfig": optional KafkaSchemaRegistryConfig<'a>,
    consumption_mode "ConsumptionMode": optional &'a str,
} }

view! { SnapStart<'a> {
    apply_on "ApplyOn": optional &'a str,
} }

view! { SourceAccessConfiguration<'a> {
    type_ "Type": optional &'a str,
    uri "URI": optional &'a str,
} }

view! { TenancyConfig<'a> {
    tenant_isolation_mode "TenantIsolationMode": required &'a str,
} }

view! { TracingConfig<'a> {
    mode "Mode": optional &'a str,
} }

view! { VpcConfig<'a> {
    subnet_ids "SubnetIds": optional List<'a, &'a str>,
    security_group_ids "SecurityGroupIds": optional List<'a, &'a str>,
    ipv6_allowed_for_dual_stack "Ipv6AllowedForDualStack": optional bool,
} }

builder! { AcceleratorConfigBuilder {
    accelerator_memory_size "AcceleratorMemorySize": Whole,
} }

builder! { AccountLimitBuilder {
    total_code_size "TotalCodeSize": Whole,
    code_size_unzipped "CodeSizeUnzipped": Whole,
    code_size_zipped "CodeSizeZipped": Whole,
    concurrent_executions "ConcurrentExecutions": Whole,
    unreserved_concurrent_executions "UnreservedConcurrentExecutions": Whole,
} }

builder! { AccountUsageBuilder {
    total_code_size "TotalCodeSize": Whole,
    function_count "FunctionCount": Whole,
} }

builder! { AliasConfigurationBuilder {
    alias_arn "AliasArn": Text,
    name "Name": Text,
    function_version "FunctionVersion": Text,
    description "Description": Text,
    routing_config "RoutingConfig": AliasRoutingConfigurationBuilder,
    revision_id "RevisionId": Text,
} }

builder! { AliasRoutingConfigurationBuilder {
    additional_version_weights "AdditionalVersionWeights": Entries<Real>,
} }

builder! { AllowedPublishersBuilder {
    signing_profile_version_arns "SigningProfileVersionArns": Items<Text>,
} }

builder! { AmazonManagedKafkaEventSourceConfigBuilder {
    consumer_group_id "ConsumerGroupId": Text,
    schema_registry_config "SchemaRegistryConfig": KafkaSchemaRegistryConfigBuilder,
} }

builder! { CapacityProviderConfigBuilder {
    lambda_managed_instances_capacity_provider_config "LambdaManagedInstancesCapacityProviderConfig": LambdaManagedInstancesCapacityProviderConfigBuilder,
} }

builder! { CodeSigningConfigBuilder {
    code_signing_config_id "CodeSigningConfigId": Text,
    code_signing_config_arn "CodeSigningConfigArn": Text,
    description "Description": Text,
    allowed_publishers "AllowedPublishers": AllowedPublishersBuilder,
    code_signing_policies "CodeSigningPolicies": CodeSigningPoliciesBuilder,
    last_modified "LastModified": Text,
} }

builder! { CodeSigningPoliciesBuilder {
    untrusted_artifact_on_deployment "UntrustedArtifactOnDeployment": Text,
} }

builder! { ConcurrencyBuilder {
    reserved_concurrent_executions "ReservedConcurrentExecutions": Whole,
} }

builder! { CorsBuilder {
    allow_credentials "AllowCredentials": Flag,
    allow_headers "AllowHeaders": Items<Text>,
    allow_methods "AllowMethods": Items<Text>,
    allow_origins "AllowOrigins": Items<Text>,
    expose_headers "ExposeHeaders": Items<Text>,
    max_age "MaxAge": Whole,
} }

builder! { DeadLetterConfigBuilder {
    target_arn "TargetArn": Text,
} }

builder! { DestinationConfigBuilder {
    on_success "OnSuccess": OnSuccessBuilder,
    on_failure "OnFailure": OnFailureBuilder,
} }

builder! { DocumentDBEventSourceConfigBuilder {
    database_name "DatabaseName": Text,
    collection_name "CollectionName": Text,
    full_document "FullDocument": Text,
} }

builder! { DurableConfigBuilder {
    kms_key_arn "KMSKeyArn": Text,
    retention_period_in_days "RetentionPeriodInDays": Whole,
    execution_timeout "ExecutionTimeout": Whole,
} }

builder! { EnvironmentErrorBuilder {
    error_code "ErrorCode": Text,
    message "Message": Text,
} }

builder! { EnvironmentResponseBuilder {
    variables "Variables": Entries<Text>,
    error "Error": EnvironmentErrorBuilder,
} }

builder! { EphemeralStorageBuilder {
    size "Size": Whole,
} }

builder! { EventSourceMappingConfigurationBuilder {
    uuid "UUID": Text,
    starting_position "StartingPosition": Text,
    starting_position_timestamp "StartingPositionTimestamp": Time,
    batch_size "BatchSize": Whole,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": Whole,
    parallelization_factor "ParallelizationFactor": Whole,
    event_source_arn "EventSourceArn": Text,
    filter_criteria "FilterCriteria": FilterCriteriaBuilder,
    filter_criteria_error "FilterCriteriaError": FilterCriteriaErrorBuilder,
    kms_key_arn "KMSKeyArn": Text,
    metrics_config "MetricsConfig": EventSourceMappingMetricsConfigBuilder,
    logging_config "LoggingConfig": EventSourceMappingLoggingConfigBuilder,
    scaling_config "ScalingConfig": ScalingConfigBuilder,
    function_arn "FunctionArn": Text,
    last_modified "LastModified": Time,
    last_processing_result "LastProcessingResult": Text,
    state "State": Text,
    state_transition_reason "StateTransitionReason": Text,
    destination_config "DestinationConfig": DestinationConfigBuilder,
    topics "Topics": Items<Text>,
    queues "Queues": Items<Text>,
    source_access_configurations "SourceAccessConfigurations": Items<SourceAccessConfigurationBuilder>,
    self_managed_event_source "SelfManagedEventSource": SelfManagedEventSourceBuilder,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": Whole,
    bisect_batch_on_function_error "BisectBatchOnFunctionError": Flag,
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
    tumbling_window_in_seconds "TumblingWindowInSeconds": Whole,
    function_response_types "FunctionResponseTypes": Items<Text>,
    amazon_managed_kafka_event_source_config "AmazonManagedKafkaEventSourceConfig": AmazonManagedKafkaEventSourceConfigBuilder,
    self_managed_kafka_event_source_config "SelfManagedKafkaEventSourceConfig": SelfManagedKafkaEventSourceConfigBuilder,
    document_db_event_source_config "DocumentDBEventSourceConfig": DocumentDBEventSourceConfigBuilder,
    event_source_mapping_arn "EventSourceMappingArn": Text,
    provisioned_poller_config "ProvisionedPollerConfig": ProvisionedPollerConfigBuilder,
} }

builder! { EventSourceMappingLoggingConfigBuilder {
    system_log_level "SystemLogLevel": Text,
} }

builder! { EventSourceMappingMetricsConfigBuilder {
    metrics "Metrics": Items<Text>,
} }

builder! { FileSystemConfigBuilder {
    arn "Arn": Text,
    local_mount_path "LocalMountPath": Text,
    s3_files_config "S3FilesConfig": S3FilesConfigBuilder,
} }

builder! { FilterBuilder {
    pattern "Pattern": Text,
} }

builder! { FilterCriteriaBuilder {
    filters "Filters": Items<FilterBuilder>,
} }

builder! { FilterCriteriaErrorBuilder {
    error_code "ErrorCode": Text,
    message "Message": Text,
} }

builder! { FunctionCodeLocationBuilder {
    repository_type "RepositoryType": Text,
    location "Location": Text,
    image_uri "ImageUri": Text,
    resolved_image_uri "ResolvedImageUri": Text,
    resolved_s3_object "ResolvedS3Object": ResolvedS3ObjectBuilder,
    source_kms_key_arn "SourceKMSKeyArn": Text,
    error "Error": FunctionCodeLocationErrorBuilder,
} }

builder! { FunctionCodeLocationErrorBuilder {
    error_code "ErrorCode": Text,
    message "Message": Text,
} }

builder! { FunctionConfigurationBuilder {
    function_name "FunctionName": Text,
    function_arn "FunctionArn": Text,
    runtime "Runtime": Text,
    role "Role": Text,
    handler "Handler": Text,
    code_size "CodeSize": Whole,
    description "Description": Text,
    timeout "Timeout": Whole,
    memory_size "MemorySize": Whole,
    last_modified "LastModified": Text,
    code_sha256 "CodeSha256": Text,
    version "Version": Text,
    vpc_config "VpcConfig": VpcConfigResponseBuilder,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    environment "Environment": EnvironmentResponseBuilder,
    kms_key_arn "KMSKeyArn": Text,
    tracing_config "TracingConfig": TracingConfigResponseBuilder,
    master_arn "MasterArn": Text,
    revision_id "RevisionId": Text,
    layers "Layers": Items<LayerBuilder>,
    state "State": Text,
    state_reason "StateReason": Text,
    state_reason_code "StateReasonCode": Text,
    last_update_status "LastUpdateStatus": Text,
    last_update_status_reason "LastUpdateStatusReason": Text,
    last_update_status_reason_code "LastUpdateStatusReasonCode": Text,
    file_system_configs "FileSystemConfigs": Items<FileSystemConfigBuilder>,
    signing_profile_version_arn "SigningProfileVersionArn": Text,
    signing_job_arn "SigningJobArn": Text,
    package_type "PackageType": Text,
    image_config_response "ImageConfigResponse": ImageConfigResponseBuilder,
    architectures "Architectures": Items<Text>,
    ephemeral_storage "EphemeralStorage": EphemeralStorageBuilder,
    snap_start "SnapStart": SnapStartResponseBuilder,
    runtime_version_config "RuntimeVersionConfig": RuntimeVersionConfigBuilder,
    logging_config "LoggingConfig": LoggingConfigBuilder,
    tenancy_config "TenancyConfig": TenancyConfigBuilder,
    capacity_provider_config "CapacityProviderConfig": CapacityProviderConfigBuilder,
    config_sha256 "ConfigSha256": Text,
    durable_config "DurableConfig": DurableConfigBuilder,
    runtime_config "RuntimeConfig": FunctionRuntimeConfigBuilder,
    accelerator_config "AcceleratorConfig": AcceleratorConfigBuilder,
} }

builder! { FunctionEventInvokeConfigBuilder {
    last_modified "LastModified": Time,
    function_arn "FunctionArn": Text,
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
    maximum_event_age_in_seconds "MaximumEventAgeInSeconds": Whole,
    destination_config "DestinationConfig": DestinationConfigBuilder,
} }

builder! { FunctionRuntimeConfigBuilder {
    runtime_arn "RuntimeArn": Text,
    runtime_alias "RuntimeAlias": Text,
} }

builder! { FunctionUrlConfigBuilder {
    function_url "FunctionUrl": Text,
    function_arn "FunctionArn": Text,
    creation_time "CreationTime": Text,
    last_modified_time "LastModifiedTime": Text,
    cors "Cors": CorsBuilder,
    auth_type "AuthType": Text,
    invoke_mode "InvokeMode": Text,
} }

builder! { ImageConfigBuilder {
    entry_point "EntryPoint": Items<Text>,
    command "Command": Items<Text>,
    working_directory "WorkingDirectory": Text,
} }

builder! { ImageConfigErrorBuilder {
    error_code "ErrorCode": Text,
    message "Message": Text,
} }

builder! { ImageConfigResponseBuilder {
    image_config "ImageConfig": ImageConfigBuilder,
    error "Error": ImageConfigErrorBuilder,
} }

builder! { KafkaSchemaRegistryAccessConfigBuilder {
    type_ "Type": Text,
    uri "URI": Text,
} }

builder! { KafkaSchemaRegistryConfigBuilder {
    schema_registry_uri "SchemaRegistryURI": Text,
    event_record_format "EventRecordFormat": Text,
    access_configs "AccessConfigs": Items<KafkaSchemaRegistryAccessConfigBuilder>,
    schema_validation_configs "SchemaValidationConfigs": Items<KafkaSchemaValidationConfigBuilder>,
} }

builder! { KafkaSchemaValidationConfigBuilder {
    attribute "Attribute": Text,
} }

builder! { LambdaManagedInstancesCapacityProviderConfigBuilder {
    capacity_provider_arn "CapacityProviderArn": Text,
    per_execution_environment_max_concurrency "PerExecutionEnvironmentMaxConcurrency": Whole,
    execution_environment_memory_gi_b_per_v_cpu "ExecutionEnvironmentMemoryGiBPerVCpu": Real,
} }

builder! { LayerBuilder {
    arn "Arn": Text,
    code_size "CodeSize": Whole,
    signing_profile_version_arn "SigningProfileVersionArn": Text,
    signing_job_arn "SigningJobArn": Text,
} }

builder! { LayerVersionContentOutputBuilder {
    location "Location": Text,
    code_sha256 "CodeSha256": Text,
    code_size "CodeSize": Whole,
    signing_profile_version_arn "SigningProfileVersionArn": Text,
    signing_job_arn "SigningJobArn": Text,
    resolved_s3_object "ResolvedS3Object": ResolvedS3ObjectBuilder,
} }

builder! { LayerVersionsListItemBuilder {
    layer_version_arn "LayerVersionArn": Text,
    version "Version": Whole,
    description "Description": Text,
    created_date "CreatedDate": Text,
    compatible_architectures "CompatibleArchitectures": Items<Text>,
    compatible_runtimes "CompatibleRuntimes": Items<Text>,
    license_info "LicenseInfo": Text,
} }

builder! { LayersListItemBuilder {
    layer_name "LayerName": Text,
    layer_arn "LayerArn": Text,
    latest_matching_version "LatestMatchingVersion": LayerVersionsListItemBuilder,
} }

builder! { LoggingConfigBuilder {
    log_format "LogFormat": Text,
    application_log_level "ApplicationLogLevel": Text,
    system_log_level "SystemLogLevel": Text,
    log_group "LogGroup": Text,
} }

builder! { OnFailureBuilder {
    destination "Destination": Text,
} }

builder! { OnSuccessBuilder {
    destination "Destination": Text,
} }

builder! { ProvisionedConcurrencyConfigListItemBuilder {
    function_arn "FunctionArn": Text,
    requested_provisioned_concurrent_executions "RequestedProvisionedConcurrentExecutions": Whole,
    available_provisioned_concurrent_executions "AvailableProvisionedConcurrentExecutions": Whole,
    allocated_provisioned_concurrent_executions "AllocatedProvisionedConcurrentExecutions": Whole,
    status "Status": Text,
    status_reason "StatusReason": Text,
    last_modified "LastModified": Text,
} }

builder! { ProvisionedPollerConfigBuilder {
    minimum_pollers "MinimumPollers": Whole,
    maximum_pollers "MaximumPollers": Whole,
    poller_group_name "PollerGroupName": Text,
} }

builder! { ResolvedS3ObjectBuilder {
    s3_bucket "S3Bucket": Text,
    s3_key "S3Key": Text,
    s3_object_version "S3ObjectVersion": Text,
} }

builder! { RuntimeVersionConfigBuilder {
    runtime_version_arn "RuntimeVersionArn": Text,
    error "Error": RuntimeVersionErrorBuilder,
} }

builder! { RuntimeVersionErrorBuilder {
    error_code "ErrorCode": Text,
    message "Message": Text,
} }

builder! { S3FilesConfigBuilder {
    direct_s3_read "DirectS3Read": Text,
} }

builder! { ScalingConfigBuilder {
    maximum_concurrency "MaximumConcurrency": Whole,
} }

builder! { SelfManagedEventSourceBuilder {
    endpoints "Endpoints": Entries<Items<Text>>,
} }

builder! { SelfManagedKafkaEventSourceConfigBuilder {
    consumer_group_id "ConsumerGroupId": Text,
    schema_registry_config "SchemaRegistryConfig": KafkaSchemaRegistryConfigBuilder,
    consumption_mode "ConsumptionMode": Text,
} }

builder! { SnapStartResponseBuilder {
    apply_on "ApplyOn": Text,
    optimization_status "OptimizationStatus": Text,
} }

builder! { SourceAccessConfigurationBuilder {
    type_ "Type": Text,
    uri "URI": Text,
} }

builder! { TagsErrorBuilder {
    error_code "ErrorCode": Text,
    message "Message": Text,
} }

builder! { TenancyConfigBuilder {
    tenant_isolation_mode "TenantIsolationMode": Text,
} }

builder! { TracingConfigResponseBuilder {
    mode "Mode": Text,
} }

builder! { VpcConfigResponseBuilder {
    subnet_ids "SubnetIds": Items<Text>,
    security_group_ids "SecurityGroupIds": Items<Text>,
    vpc_id "VpcId": Text,
    ipv6_allowed_for_dual_stack "Ipv6AllowedForDualStack": Flag,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        alias_limit_exceeded_exception "AliasLimitExceededException" 400;
        code_artifact_user_deleted_exception "CodeArtifactUserDeletedException" 409;
        code_artifact_user_failed_exception "CodeArtifactUserFailedException" 409;
        code_artifact_user_pending_exception "CodeArtifactUserPendingException" 409;
        code_signing_config_not_found_exception "CodeSigningConfigNotFoundException" 404;
        code_storage_exceeded_exception "CodeStorageExceededException" 400;
        code_verification_failed_exception "CodeVerificationFailedException" 400;
        durable_execution_already_started_exception "DurableExecutionAlreadyStartedException" 409;
        ec2_access_denied_exception "EC2AccessDeniedException" 502;
        ec2_throttled_exception "EC2ThrottledException" 502;
        ec2_unexpected_exception "EC2UnexpectedException" 502;
        efsio_exception "EFSIOException" 410;
        efs_mount_connectivity_exception "EFSMountConnectivityException" 408;
        efs_mount_failure_exception "EFSMountFailureException" 403;
        efs_mount_timeout_exception "EFSMountTimeoutException" 408;
        eni_limit_reached_exception "ENILimitReachedException" 502;
        eni_not_ready_exception "ENINotReadyException" 502;
        function_versions_per_capacity_provider_limit_exceeded_exception "FunctionVersionsPerCapacityProviderLimitExceededException" 400;
        invalid_code_signature_exception "InvalidCodeSignatureException" 400;
        invalid_parameter_value_exception "InvalidParameterValueException" 400;
        invalid_request_content_exception "InvalidRequestContentException" 400;
        invalid_runtime_exception "InvalidRuntimeException" 502;
        invalid_security_group_id_exception "InvalidSecurityGroupIDException" 502;
        invalid_subnet_id_exception "InvalidSubnetIDException" 502;
        invalid_zip_file_exception "InvalidZipFileException" 502;
        kms_access_denied_exception "KMSAccessDeniedException" 502;
        kms_disabled_exception "KMSDisabledException" 502;
        kms_invalid_state_exception "KMSInvalidStateException" 502;
        kms_not_found_exception "KMSNotFoundException" 502;
        mode_not_supported_exception "ModeNotSupportedException" 400;
        no_published_version_exception "NoPublishedVersionException" 400;
        policy_length_exceeded_exception "PolicyLengthExceededException" 400;
        precondition_failed_exception "PreconditionFailedException" 412;
        provisioned_concurrency_config_not_found_exception "ProvisionedConcurrencyConfigNotFoundException" 404;
        public_policy_exception "PublicPolicyException" 400;
        recursive_invocation_exception "RecursiveInvocationException" 400;
        request_too_large_exception "RequestTooLargeException" 413;
        resource_conflict_exception "ResourceConflictException" 409;
        resource_in_use_exception "ResourceInUseException" 400;
        resource_not_found_exception "ResourceNotFoundException" 404;
        resource_not_ready_exception "ResourceNotReadyException" 502;
        runtime_alias_deleted_exception "RuntimeAliasDeletedException" 409;
        runtime_version_deleted_exception "RuntimeVersionDeletedException" 409;
        s3_files_mount_connectivity_exception "S3FilesMountConnectivityException" 408;
        s3_files_mount_failure_exception "S3FilesMountFailureException" 403;
        s3_files_mount_timeout_exception "S3FilesMountTimeoutException" 408;
        serialized_request_entity_too_large_exception "SerializedRequestEntityTooLargeException" 413;
        service_exception "ServiceException" 500;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 402;
        snap_start_exception "SnapStartException" 400;
        snap_start_not_ready_exception "SnapStartNotReadyException" 409;
        snap_start_regeneration_failure_exception "SnapStartRegenerationFailureException" 409;
        snap_start_timeout_exception "SnapStartTimeoutException" 408;
        subnet_ip_address_limit_reached_exception "SubnetIPAddressLimitReachedException" 502;
        too_many_requests_exception "TooManyRequestsException" 429;
        unsupported_media_type_exception "UnsupportedMediaTypeException" 415;
    }
}

pub mod application_log_level {
    pub const TRACE: &str = "TRACE";
    pub const DEBUG: &str = "DEBUG";
    pub const INFO: &str = "INFO";
    pub const WARN: &str = "WARN";
    pub const ERROR: &str = "ERROR";
    pub const FATAL: &str = "FATAL";
}

pub mod architecture {
    pub const X86_64: &str = "x86_64";
    pub const ARM64: &str = "arm64";
}

pub mod code_signing_policy {
    pub const WARN: &str = "Warn";
    pub const ENFORCE: &str = "Enforce";
}

pub mod direct_s3_read {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
    pub const AUTO: &str = "AUTO";
}

pub mod end_point_type {
    pub const KAFKA_BOOTSTRAP_SERVERS: &str = "KAFKA_BOOTSTRAP_SERVERS";
}

pub mod event_source_mapping_metric {
    pub const EVENT_COUNT: &str = "EventCount";
    pub const ERROR_COUNT: &str = "ErrorCount";
    pub const KAFKA_METRICS: &str = "KafkaMetrics";
}

pub mod event_source_mapping_system_log_level {
    pub const DEBUG: &str = "DEBUG";
    pub const INFO: &str = "INFO";
    pub const WARN: &str = "WARN";
}

pub mod event_source_position {
    pub const TRIM_HORIZON: &str = "TRIM_HORIZON";
    pub const LATEST: &str = "LATEST";
    pub const AT_TIMESTAMP: &str = "AT_TIMESTAMP";
}

pub mod full_document {
    pub const UPDATE_LOOKUP: &str = "UpdateLookup";
    pub const DEFAULT: &str = "Default";
}

pub mod function_response_type {
    pub const REPORT_BATCH_ITEM_FAILURES: &str = "ReportBatchItemFailures";
}

pub mod function_url_auth_type {
    pub const NONE: &str = "NONE";
    pub const AWS_IAM: &str = "AWS_IAM";
}

pub mod function_version {
    pub const ALL: &str = "ALL";
}

pub mod function_version_latest_published {
    pub const LATEST_PUBLISHED: &str = "LATEST_PUBLISHED";
}

pub mod invocation_type {
    pub const EVENT: &str = "Event";
    pub const REQUEST_RESPONSE: &str = "RequestResponse";
    pub const DRY_RUN: &str = "DryRun";
}

pub mod invoke_mode {
    pub const BUFFERED: &str = "BUFFERED";
    pub const RESPONSE_STREAM: &str = "RESPONSE_STREAM";
}

pub mod kafka_event_source_mapping_consumption_mode {
    pub const STREAM: &str = "Stream";
    pub const QUEUE: &str = "Queue";
}

pub mod kafka_schema_registry_auth_type {
    pub const BASIC_AUTH: &str = "BASIC_AUTH";
    pub const CLIENT_CERTIFICATE_TLS_AUTH: &str = "CLIENT_CERTIFICATE_TLS_AUTH";
    pub const SERVER_ROOT_CA_CERTIFICATE: &str = "SERVER_ROOT_CA_CERTIFICATE";
    pub const OAUTHBEARER_AUTH: &str = "OAUTHBEARER_AUTH";
}

pub mod kafka_schema_validation_attribute {
    pub const KEY: &str = "KEY";
    pub const VALUE: &str = "VALUE";
}

pub mod last_update_status {
    pub const SUCCESSFUL: &str = "Successful";
    pub const FAILED: &str = "Failed";
    pub const IN_PROGRESS: &str = "InProgress";
}

pub mod last_update_status_reason_code {
    pub const ENI_LIMIT_EXCEEDED: &str = "EniLimitExceeded";
    pub const INSUFFICIENT_ROLE_PERMISSIONS: &str = "InsufficientRolePermissions";
    pub const INVALID_CONFIGURATION: &str = "InvalidConfiguration";
    pub const INTERNAL_ERROR: &str = "InternalError";
    pub const SUBNET_OUT_OF_IP_ADDRESSES: &str = "SubnetOutOfIPAddresses";
    pub const INVALID_SUBNET: &str = "InvalidSubnet";
    pub const INVALID_SECURITY_GROUP: &str = "InvalidSecurityGroup";
    pub const IMAGE_DELETED: &str = "ImageDeleted";
    pub const IMAGE_ACCESS_DENIED: &str = "ImageAccessDenied";
    pub const INVALID_IMAGE: &str = "InvalidImage";
    pub const KMS_KEY_ACCESS_DENIED: &str = "KMSKeyAccessDenied";
    pub const KMS_KEY_NOT_FOUND: &str = "KMSKeyNotFound";
    pub const INVALID_STATE_KMS_KEY: &str = "InvalidStateKMSKey";
    pub const DISABLED_KMS_KEY: &str = "DisabledKMSKey";
    pub const EFSIO_ERROR: &str = "EFSIOError";
    pub const EFS_MOUNT_CONNECTIVITY_ERROR: &str = "EFSMountConnectivityError";
    pub const EFS_MOUNT_FAILURE: &str = "EFSMountFailure";
    pub const EFS_MOUNT_TIMEOUT: &str = "EFSMountTimeout";
    pub const INVALID_RUNTIME: &str = "InvalidRuntime";
    pub const INVALID_ZIP_FILE_EXCEPTION: &str = "InvalidZipFileException";
    pub const FUNCTION_ERROR: &str = "FunctionError";
    pub const SERVICE_QUOTA_EXCEEDED_EXCEPTION: &str = "ServiceQuotaExceededException";
    pub const VCPU_LIMIT_EXCEEDED: &str = "VcpuLimitExceeded";
    pub const CAPACITY_PROVIDER_SCALING_LIMIT_EXCEEDED: &str =
        "CapacityProviderScalingLimitExceeded";
    pub const INSUFFICIENT_CAPACITY: &str = "InsufficientCapacity";
    pub const EC2_REQUEST_LIMIT_EXCEEDED: &str = "EC2RequestLimitExceeded";
    pub const FUNCTION_ERROR_INIT_TIMEOUT: &str = "FunctionError.InitTimeout";
    pub const FUNCTION_ERROR_RUNTIME_INIT_ERROR: &str = "FunctionError.RuntimeInitError";
    pub const FUNCTION_ERROR_EXTENSION_INIT_ERROR: &str = "FunctionError.ExtensionInitError";
    pub const FUNCTION_ERROR_INVALID_ENTRY_POINT: &str = "FunctionError.InvalidEntryPoint";
    pub const FUNCTION_ERROR_INVALID_WORKING_DIRECTORY: &str =
        "FunctionError.InvalidWorkingDirectory";
    pub const FUNCTION_ERROR_PERMISSION_DENIED: &str = "FunctionError.PermissionDenied";
    pub const FUNCTION_ERROR_TOO_MANY_EXTENSIONS: &str = "FunctionError.TooManyExtensions";
    pub const FUNCTION_ERROR_INIT_RESOURCE_EXHAUSTED: &str = "FunctionError.InitResourceExhausted";
    pub const DISALLOWED_BY_VPC_ENCRYPTION_CONTROL: &str = "DisallowedByVpcEncryptionControl";
    pub const INCOMPATIBLE_ACCELERATOR_INSTANCE_TYPES: &str =
        "IncompatibleAcceleratorInstanceTypes";
    pub const DEPENDENCY_ERROR: &str = "DependencyError";
}

pub mod log_format {
    pub const JSON: &str = "JSON";
    pub const TEXT: &str = "Text";
}

pub mod log_type {
    pub const NONE: &str = "None";
    pub const TAIL: &str = "Tail";
}

pub mod package_type {
    pub const ZIP: &str = "Zip";
    pub const IMAGE: &str = "Image";
}

pub mod provisioned_concurrency_status_enum {
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const READY: &str = "READY";
    pub const FAILED: &str = "FAILED";
}

pub mod response_streaming_invocation_type {
    pub const REQUEST_RESPONSE: &str = "RequestResponse";
    pub const DRY_RUN: &str = "DryRun";
}

pub mod runtime {
    pub const NODEJS: &str = "nodejs";
    pub const NODEJS4_3: &str = "nodejs4.3";
    pub const NODEJS6_10: &str = "nodejs6.10";
    pub const NODEJS8_10: &str = "nodejs8.10";
    pub const NODEJS10_X: &str = "nodejs10.x";
    pub const NODEJS12_X: &str = "nodejs12.x";
    pub const NODEJS14_X: &str = "nodejs14.x";
    pub const NODEJS16_X: &str = "nodejs16.x";
    pub const NODEJS18_X: &str = "nodejs18.x";
    pub const NODEJS20_X: &str = "nodejs20.x";
    pub const NODEJS22_X: &str = "nodejs22.x";
    pub const NODEJS24_X: &str = "nodejs24.x";
    pub const JAVA8: &str = "java8";
    pub const JAVA8_AL2: &str = "java8.al2";
    pub const JAVA11: &str = "java11";
    pub const JAVA17: &str = "java17";
    pub const JAVA21: &str = "java21";
    pub const JAVA25: &str = "java25";
    pub const PYTHON2_7: &str = "python2.7";
    pub const PYTHON3_6: &str = "python3.6";
    pub const PYTHON3_7: &str = "python3.7";
    pub const PYTHON3_8: &str = "python3.8";
    pub const PYTHON3_9: &str = "python3.9";
    pub const PYTHON3_10: &str = "python3.10";
    pub const PYTHON3_11: &str = "python3.11";
    pub const PYTHON3_12: &str = "python3.12";
    pub const PYTHON3_13: &str = "python3.13";
    pub const PYTHON3_14: &str = "python3.14";
    pub const DOTNETCORE1_0: &str = "dotnetcore1.0";
    pub const DOTNETCORE2_0: &str = "dotnetcore2.0";
    pub const DOTNETCORE2_1: &str = "dotnetcore2.1";
    pub const DOTNETCORE3_1: &str = "dotnetcore3.1";
    pub const DOTNET6: &str = "dotnet6";
    pub const DOTNET8: &str = "dotnet8";
    pub const DOTNET10: &str = "dotnet10";
    pub const NODEJS4_3_EDGE: &str = "nodejs4.3-edge";
    pub const GO1_X: &str = "go1.x";
    pub const RUBY2_5: &str = "ruby2.5";
    pub const RUBY2_7: &str = "ruby2.7";
    pub const RUBY3_2: &str = "ruby3.2";
    pub const RUBY3_3: &str = "ruby3.3";
    pub const RUBY3_4: &str = "ruby3.4";
    pub const RUBY4_0: &str = "ruby4.0";
    pub const PROVIDED: &str = "provided";
    pub const PROVIDED_AL2: &str = "provided.al2";
    pub const PROVIDED_AL2023: &str = "provided.al2023";
    pub const NODEJS26_X: &str = "nodejs26.x";
    pub const PYTHON3_15: &str = "python3.15";
    pub const JAVA8_AL2023: &str = "java8.al2023";
    pub const JAVA11_AL2023: &str = "java11.al2023";
    pub const JAVA17_AL2023: &str = "java17.al2023";
    pub const CUSTOM: &str = "custom";
}

pub mod s3_object_storage_mode {
    pub const COPY: &str = "COPY";
    pub const REFERENCE: &str = "REFERENCE";
}

pub mod schema_registry_event_record_format {
    pub const JSON: &str = "JSON";
    pub const SOURCE: &str = "SOURCE";
}

pub mod snap_start_apply_on {
    pub const PUBLISHED_VERSIONS: &str = "PublishedVersions";
    pub const NONE: &str = "None";
}

pub mod snap_start_optimization_status {
    pub const ON: &str = "On";
    pub const OFF: &str = "Off";
}

pub mod source_access_type {
    pub const BASIC_AUTH: &str = "BASIC_AUTH";
    pub const VPC_SUBNET: &str = "VPC_SUBNET";
    pub const VPC_SECURITY_GROUP: &str = "VPC_SECURITY_GROUP";
    pub const SASL_SCRAM_512_AUTH: &str = "SASL_SCRAM_512_AUTH";
    pub const SASL_SCRAM_256_AUTH: &str = "SASL_SCRAM_256_AUTH";
    pub const VIRTUAL_HOST: &str = "VIRTUAL_HOST";
    pub const CLIENT_CERTIFICATE_TLS_AUTH: &str = "CLIENT_CERTIFICATE_TLS_AUTH";
    pub const SERVER_ROOT_CA_CERTIFICATE: &str = "SERVER_ROOT_CA_CERTIFICATE";
    pub const OAUTHBEARER_AUTH: &str = "OAUTHBEARER_AUTH";
    pub const OAUTHBEARER_SCOPE: &str = "OAUTHBEARER_SCOPE";
    pub const OAUTHBEARER_AUDIENCE: &str = "OAUTHBEARER_AUDIENCE";
    pub const OAUTHBEARER_LOGICAL_CLUSTER: &str = "OAUTHBEARER_LOGICAL_CLUSTER";
    pub const OAUTHBEARER_IDENTITY_POOL: &str = "OAUTHBEARER_IDENTITY_POOL";
    pub const IAM_AUTH: &str = "IAM_AUTH";
    pub const IAM_OAUTHBEARER_AUTH: &str = "IAM_OAUTHBEARER_AUTH";
}

pub mod state {
    pub const PENDING: &str = "Pending";
    pub const ACTIVE: &str = "Active";
    pub const INACTIVE: &str = "Inactive";
    pub const FAILED: &str = "Failed";
    pub const DEACTIVATING: &str = "Deactivating";
    pub const DEACTIVATED: &str = "Deactivated";
    pub const ACTIVE_NON_INVOCABLE: &str = "ActiveNonInvocable";
    pub const DELETING: &str = "Deleting";
}

pub mod state_reason_code {
    pub const IDLE: &str = "Idle";
    pub const CREATING: &str = "Creating";
    pub const RESTORING: &str = "Restoring";
    pub const ENI_LIMIT_EXCEEDED: &str = "EniLimitExceeded";
    pub const INSUFFICIENT_ROLE_PERMISSIONS: &str = "InsufficientRolePermissions";
    pub const INVALID_CONFIGURATION: &str = "InvalidConfiguration";
    pub const INTERNAL_ERROR: &str = "InternalError";
    pub const SUBNET_OUT_OF_IP_ADDRESSES: &str = "SubnetOutOfIPAddresses";
    pub const INVALID_SUBNET: &str = "InvalidSubnet";
    pub const INVALID_SECURITY_GROUP: &str = "InvalidSecurityGroup";
    pub const IMAGE_DELETED: &str = "ImageDeleted";
    pub const IMAGE_ACCESS_DENIED: &str = "ImageAccessDenied";
    pub const INVALID_IMAGE: &str = "InvalidImage";
    pub const KMS_KEY_ACCESS_DENIED: &str = "KMSKeyAccessDenied";
    pub const KMS_KEY_NOT_FOUND: &str = "KMSKeyNotFound";
    pub const INVALID_STATE_KMS_KEY: &str = "InvalidStateKMSKey";
    pub const DISABLED_KMS_KEY: &str = "DisabledKMSKey";
    pub const EFSIO_ERROR: &str = "EFSIOError";
    pub const EFS_MOUNT_CONNECTIVITY_ERROR: &str = "EFSMountConnectivityError";
    pub const EFS_MOUNT_FAILURE: &str = "EFSMountFailure";
    pub const EFS_MOUNT_TIMEOUT: &str = "EFSMountTimeout";
    pub const INVALID_RUNTIME: &str = "InvalidRuntime";
    pub const INVALID_ZIP_FILE_EXCEPTION: &str = "InvalidZipFileException";
    pub const FUNCTION_ERROR: &str = "FunctionError";
    pub const SERVICE_QUOTA_EXCEEDED_EXCEPTION: &str = "ServiceQuotaExceededException";
    pub const VCPU_LIMIT_EXCEEDED: &str = "VcpuLimitExceeded";
    pub const CAPACITY_PROVIDER_SCALING_LIMIT_EXCEEDED: &str =
        "CapacityProviderScalingLimitExceeded";
    pub const INSUFFICIENT_CAPACITY: &str = "InsufficientCapacity";
    pub const EC2_REQUEST_LIMIT_EXCEEDED: &str = "EC2RequestLimitExceeded";
    pub const FUNCTION_ERROR_INIT_TIMEOUT: &str = "FunctionError.InitTimeout";
    pub const FUNCTION_ERROR_RUNTIME_INIT_ERROR: &str = "FunctionError.RuntimeInitError";
    pub const FUNCTION_ERROR_EXTENSION_INIT_ERROR: &str = "FunctionError.ExtensionInitError";
    pub const FUNCTION_ERROR_INVALID_ENTRY_POINT: &str = "FunctionError.InvalidEntryPoint";
    pub const FUNCTION_ERROR_INVALID_WORKING_DIRECTORY: &str =
        "FunctionError.InvalidWorkingDirectory";
    pub const FUNCTION_ERROR_PERMISSION_DENIED: &str = "FunctionError.PermissionDenied";
    pub const FUNCTION_ERROR_TOO_MANY_EXTENSIONS: &str = "FunctionError.TooManyExtensions";
    pub const FUNCTION_ERROR_INIT_RESOURCE_EXHAUSTED: &str = "FunctionError.InitResourceExhausted";
    pub const DISALLOWED_BY_VPC_ENCRYPTION_CONTROL: &str = "DisallowedByVpcEncryptionControl";
    pub const DRAINING_DURABLE_EXECUTIONS: &str = "DrainingDurableExecutions";
    pub const INCOMPATIBLE_ACCELERATOR_INSTANCE_TYPES: &str =
        "IncompatibleAcceleratorInstanceTypes";
    pub const DEPENDENCY_ERROR: &str = "DependencyError";
}

pub mod system_log_level {
    pub const DEBUG: &str = "DEBUG";
    pub const INFO: &str = "INFO";
    pub const WARN: &str = "WARN";
}

pub mod tenant_isolation_mode {
    pub const PER_TENANT: &str = "PER_TENANT";
}

pub mod tracing_mode {
    pub const ACTIVE: &str = "Active";
    pub const PASS_THROUGH: &str = "PassThrough";
}

pub mod update_runtime_on {
    pub const AUTO: &str = "Auto";
    pub const MANUAL: &str = "Manual";
    pub const FUNCTION_UPDATE: &str = "FunctionUpdate";
}
