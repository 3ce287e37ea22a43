//! Inputs, outputs, errors and enums of the implemented operations of Pipes.
//!
//! Written by `cargo xtask codegen pipes` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Entries, Flag, Items, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    CreatePipe: CreatePipeInput, CreatePipeOutput;
    DeletePipe: DeletePipeInput, DeletePipeOutput;
    DescribePipe: DescribePipeInput, DescribePipeOutput;
    ListPipes: ListPipesInput, ListPipesOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    StartPipe: StartPipeInput, StartPipeOutput;
    StopPipe: StopPipeInput, StopPipeOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdatePipe: UpdatePipeInput, UpdatePipeOutput;
}

view! { CreatePipeInput<'a> {
    name "Name": required &'a str,
    description "Description": optional &'a str,
    desired_state "DesiredState": optional &'a str,
    source "Source": required &'a str,
    source_parameters "SourceParameters": optional PipeSourceParameters<'a>,
    enrichment "Enrichment": optional &'a str,
    enrichment_parameters "EnrichmentParameters": optional PipeEnrichmentParameters<'a>,
    target "Target": required &'a str,
    target_parameters "TargetParameters": optional PipeTargetParameters<'a>,
    role_arn "RoleArn": required &'a str,
    tags "Tags": optional Map<'a, &'a str>,
    log_configuration "LogConfiguration": optional PipeLogConfigurationParameters<'a>,
    kms_key_identifier "KmsKeyIdentifier": optional &'a str,
} }

builder! { CreatePipeOutput {
    arn "Arn": Text,
    name "Name": Text,
    desired_state "DesiredState": Text,
    current_state "CurrentState": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
} }

view! { DeletePipeInput<'a> {
    name "Name": required &'a str,
} }

builder! { DeletePipeOutput {
    arn "Arn": Text,
    name "Name": Text,
    desired_state "DesiredState": Text,
    current_state "CurrentState": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
} }

view! { DescribePipeInput<'a> {
    name "Name": required &'a str,
} }

builder! { DescribePipeOutput {
    arn "Arn": Text,
    name "Name": Text,
    description "Description": Text,
    desired_state "DesiredState": Text,
    current_state "CurrentState": Text,
    state_reason "StateReason": Text,
    source "Source": Text,
    source_parameters "SourceParameters": PipeSourceParametersBuilder,
    enrichment "Enrichment": Text,
    enrichment_parameters "EnrichmentParameters": PipeEnrichmentParametersBuilder,
    target "Target": Text,
    target_parameters "TargetParameters": PipeTargetParametersBuilder,
    role_arn "RoleArn": Text,
    tags "Tags": Entries<Text>,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
    log_configuration "LogConfiguration": PipeLogConfigurationBuilder,
    kms_key_identifier "KmsKeyIdentifier": Text,
} }

view! { ListPipesInput<'a> {
    name_prefix "NamePrefix": optional &'a str,
    desired_state "DesiredState": optional &'a str,
    current_state "CurrentState": optional &'a str,
    source_prefix "SourcePrefix": optional &'a str,
    target_prefix "TargetPrefix": optional &'a str,
    next_token "NextToken": optional &'a str,
    limit "Limit": optional i64,
} }

builder! { ListPipesOutput {
    pipes "Pipes": Items<PipeBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "tags": Entries<Text>,
} }

view! { StartPipeInput<'a> {
    name "Name": required &'a str,
} }

builder! { StartPipeOutput {
    arn "Arn": Text,
    name "Name": Text,
    desired_state "DesiredState": Text,
    current_state "CurrentState": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
} }

view! { StopPipeInput<'a> {
    name "Name": required &'a str,
} }

builder! { StopPipeOutput {
    arn "Arn": Text,
    name "Name": Text,
    desired_state "DesiredState": Text,
    current_state "CurrentState": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
} }

view! { TagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tags "tags": required Map<'a, &'a str>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tag_keys "tagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdatePipeInput<'a> {
    name "Name": required &'a str,
    description "Description": optional &'a str,
    desired_state "DesiredState": optional &'a str,
    source_parameters "SourceParameters": optional UpdatePipeSourceParameters<'a>,
    enrichment "Enrichment": optional &'a str,
    enrichment_parameters "EnrichmentParameters": optional PipeEnrichmentParameters<'a>,
    target "Target": optional &'a str,
    target_parameters "TargetParameters": optional PipeTargetParameters<'a>,
    role_arn "RoleArn": required &'a str,
    log_configuration "LogConfiguration": optional PipeLogConfigurationParameters<'a>,
    kms_key_identifier "KmsKeyIdentifier": optional &'a str,
} }

builder! { UpdatePipeOutput {
    arn "Arn": Text,
    name "Name": Text,
    desired_state "DesiredState": Text,
    current_state "CurrentState": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
} }

view! { AwsVpcConfiguration<'a> {
    subnets "Subnets": required List<'a, &'a str>,
    security_groups "SecurityGroups": optional List<'a, &'a str>,
    assign_public_ip "AssignPublicIp": optional &'a str,
} }

view! { BatchArrayProperties<'a> {
    size "Size": optional i64,
} }

view! { BatchContainerOverrides<'a> {
    command "Command": optional List<'a, &'a str>,
    environment "Environment": optional List<'a, BatchEnvironmentVariable<'a>>,
    instance_type "InstanceType": optional &'a str,
    resource_requirements "ResourceRequirements": optional List<'a, BatchResourceRequirement<'a>>,
} }

view! { BatchEnvironmentVariable<'a> {
    name "Name": optional &'a str,
    value "Value": optional &'a str,
} }

view! { BatchJobDependency<'a> {
    job_id "JobId": optional &'a str,
    type_ "Type": optional &'a str,
} }

view! { BatchResourceRequirement<'a> {
    type_ "Type": required &'a str,
    value "Value": required &'a str,
} }

view! { BatchRetryStrategy<'a> {
    attempts "Attempts": optional i64,
} }

view! { CapacityProviderStrategyItem<'a> {
    capacity_provider "capacityProvider": required &'a str,
    weight "weight": optional i64,
    base "base": optional i64,
} }

view! { CloudwatchLogsLogDestinationParameters<'a> {
    log_group_arn "LogGroupArn": required &'a str,
} }

view! { DeadLetterConfig<'a> {
    arn "Arn": optional &'a str,
} }

view! { DimensionMapping<'a> {
    dimension_value "DimensionValue": required &'a str,
    dimension_value_type "DimensionValueType": required &'a str,
    dimension_name "DimensionName": required &'a str,
} }

view! { EcsContainerOverride<'a> {
    command "Command": optional List<'a, &'a str>,
    cpu "Cpu": optional i64,
    environment "Environment": optional List<'a, EcsEnvironmentVariable<'a>>,
    environment_files "EnvironmentFiles": optional List<'a, EcsEnvironmentFile<'a>>,
    memory "Memory": optional i64,
    memory_reservation "MemoryReservation": optional i64,
    name "Name": optional &'a str,
    resource_requirements "ResourceRequirements": optional List<'a, EcsResourceRequirement<'a>>,
} }

view! { EcsEnvironmentFile<'a> {
    type_ "type": required &'a str,
    value "value": required &'a str,
} }

view! { EcsEnvironmentVariable<'a> {
    name "name": optional &'a str,
    value "value": optional &'a str,
} }

view! { EcsEphemeralStorage<'a> {
    size_in_gi_b "sizeInGiB": required i64,
} }

view! { EcsInferenceAcceleratorOverride<'a> {
    device_name "deviceName": optional &'a str,
    device_type "deviceType": optional &'a str,
} }

view! { EcsResourceRequirement<'a> {
    type_ "type": required &'a str,
    value "value": required &'a str,
} }

view! { EcsTaskOverride<'a> {
    container_overrides "ContainerOverrides": optional List<'a, EcsContainerOverride<'a>>,
    cpu "Cpu": optional &'a str,
    ephemeral_storage "EphemeralStorage": optional EcsEphemeralStorage<'a>,
    execution_role_arn "ExecutionRoleArn": optional &'a str,
    inference_accelerator_overrides "InferenceAcceleratorOverrides": optional List<'a, EcsInferenceAcceleratorOverride<'a>>,
    memory "Memory": optional &'a str,
    task_role_arn "TaskRoleArn": optional &'a str,
} }

view! { Filter<'a> {
    pattern "Pattern": optional &'a str,
} }

view! { FilterCriteria<'a> {
    filters "Filters": optional List<'a, Filter<'a>>,
} }

view! { FirehoseLogDestinationParameters<'a> {
    delivery_stream_arn "DeliveryStreamArn": required &'a str,
} }

view! { MQBrokerAccessCredentials<'a> {
    basic_auth "BasicAuth": optional &'a str,
} }

view! { MSKAccessCredentials<'a> {
    sasl_scram512_auth "SaslScram512Auth": optional &'a str,
    client_certificate_tls_auth "ClientCertificateTlsAuth": optional &'a str,
} }

view! { MultiMeasureAttributeMapping<'a> {
    measure_value "MeasureValue": required &'a str,
    measure_value_type "MeasureValueType": required &'a str,
    multi_measure_attribute_name "MultiMeasureAttributeName": required &'a str,
} }

view! { MultiMeasureMapping<'a> {
    multi_measure_name "MultiMeasureName": required &'a str,
    multi_measure_attribute_mappings "MultiMeasureAttributeMappings": required List<'a, MultiMeasureAttributeMapping<'a>>,
} }

view! { NetworkConfiguration<'a> {
    awsvpc_configuration "awsvpcConfiguration": optional AwsVpcConfiguration<'a>,
} }

view! { PipeEnrichmentHttpParameters<'a> {
    path_parameter_values "PathParameterValues": optional List<'a, &'a str>,
    header_parameters "HeaderParameters": optional Map<'a, &'a str>,
    query_string_parameters "QueryStringParameters": optional Map<'a, &'a str>,
} }

view! { PipeEnrichmentParameters<'a> {
    input_template "InputTemplate": optional &'a str,
    http_parameters "HttpParameters": optional PipeEnrichmentHttpParameters<'a>,
} }

view! { PipeLogConfigurationParameters<'a> {
    s3_log_destination "S3LogDestination": optional S3LogDestinationParameters<'a>,
    firehose_log_destination "FirehoseLogDestination": optional FirehoseLogDestinationParameters<'a>,
    cloudwatch_logs_log_destination "CloudwatchLogsLogDestination": optional CloudwatchLogsLogDestinationParameters<'a>,
    level "Level": required &'a str,
    include_execution_data "IncludeExecutionData": optional List<'a, &'a str>,
} }

view! { PipeSourceActiveMQBrokerParameters<'a> {
    credentials "Credentials": required MQBrokerAccessCredentials<'a>,
    queue_name "QueueName": required &'a str,
    batch_size "BatchSize": optional i64,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
} }

view! { PipeSourceDynamoDBStreamParameters<'a> {
    batch_size "BatchSize": optional i64,
    dead_letter_config "DeadLetterConfig": optional DeadLetterConfig<'a>,
    on_partial_batch_item_failure "OnPartialBatchItemFailure": optional &'a str,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": optional i64,
    maximum_retry_attempts "MaximumRetryAttempts": optional i64,
    parallelization_factor "ParallelizationFactor": optional i64,
    starting_position "StartingPosition": required &'a str,
} }

view! { PipeSourceKinesisStreamParameters<'a> {
    batch_size "BatchSize": optional i64,
    dead_letter_config "DeadLetterConfig": optional DeadLetterConfig<'a>,
    on_partial_batch_item_failure "OnPartialBatchItemFailure": optional &'a str,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": optional i64,
    maximum_retry_attempts "MaximumRetryAttempts": optional i64,
    parallelization_factor "ParallelizationFactor": optional i64,
    starting_position "StartingPosition": required &'a str,
    starting_position_timestamp "StartingPositionTimestamp": optional Timestamp,
} }

view! { PipeSourceManagedStreamingKafkaParameters<'a> {
    topic_name "TopicName": required &'a str,
    starting_position "StartingPosition": optional &'a str,
    batch_size "BatchSize": optional i64,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
    consumer_group_id "ConsumerGroupID": optional &'a str,
    credentials "Credentials": optional MSKAccessCredentials<'a>,
} }

view! { PipeSourceParameters<'a> {
    filter_criteria "FilterCriteria": optional FilterCriteria<'a>,
    kinesis_stream_parameters "KinesisStreamParameters": optional PipeSourceKinesisStreamParameters<'a>,
    dynamo_db_stream_parameters "DynamoDBStreamParameters": optional PipeSourceDynamoDBStreamParameters<'a>,
    sqs_queue_parameters "SqsQueueParameters": optional PipeSourceSqsQueueParameters<'a>,
    active_mq_broker_parameters "ActiveMQBrokerParameters": optional PipeSourceActiveMQBrokerParameters<'a>,
    rabbit_mq_broker_parameters "RabbitMQBrokerParameters": optional PipeSourceRabbitMQBrokerParameters<'a>,
    managed_streaming_kafka_parameters "ManagedStreamingKafkaParameters": optional PipeSourceManagedStreamingKafkaParameters<'a>,
    self_managed_kafka_parameters "SelfManagedKafkaParameters": optional PipeSourceSelfManagedKafkaParameters<'a>,
} }

view! { PipeSourceRabbitMQBrokerParameters<'a> {
    credentials "Credentials": required MQBrokerAccessCredentials<'a>,
    queue_name "QueueName": required &'a str,
    virtual_host "VirtualHost": optional &'a str,
    batch_size "BatchSize": optional i64,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
} }

view! { PipeSourceSelfManagedKafkaParameters<'a> {
    topic_name "TopicName": required &'a str,
    starting_position "StartingPosition": optional &'a str,
    additional_bootstrap_servers "AdditionalBootstrapServers": optional List<'a, &'a str>,
    batch_size "BatchSize": optional i64,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
    consumer_group_id "ConsumerGroupID": optional &'a str,
    credentials "Credentials": optional SelfManagedKafkaAccessConfigurationCredentials<'a>,
    server_root_ca_certificate "ServerRootCaCertificate": optional &'a str,
    vpc "Vpc": optional SelfManagedKafkaAccessConfigurationVpc<'a>,
} }

view! { PipeSourceSqsQueueParameters<'a> {
    batch_size "BatchSize": optional i64,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
} }

view! { PipeTargetBatchJobParameters<'a> {
    job_definition "JobDefinition": required &'a str,
    job_name "JobName": required &'a str,
    array_properties "ArrayProperties": optional BatchArrayProperties<'a>,
    retry_strategy "RetryStrategy": optional BatchRetryStrategy<'a>,
    container_overrides "ContainerOverrides": optional BatchContainerOverrides<'a>,
    depends_on "DependsOn": optional List<'a, BatchJobDependency<'a>>,
    parameters "Parameters": optional Map<'a, &'a str>,
} }

view! { PipeTargetCloudWatchLogsParameters<'a> {
    log_stream_name "LogStreamName": optional &'a str,
    timestamp "Timestamp": optional &'a str,
} }

view! { PipeTargetEcsTaskParameters<'a> {
    task_definition_arn "TaskDefinitionArn": required &'a str,
    task_count "TaskCount": optional i64,
    launch_type "LaunchType": optional &'a str,
    network_configuration "NetworkConfiguration": optional NetworkConfiguration<'a>,
    platform_version "PlatformVersion": optional &'a str,
    group "Group": optional &'a str,
    capacity_provider_strategy "CapacityProviderStrategy": optional List<'a, CapacityProviderStrategyItem<'a>>,
    enable_ecs_managed_tags "EnableECSManagedTags": optional bool,
    enable_execute_command "EnableExecuteCommand": optional bool,
    placement_constraints "PlacementConstraints": optional List<'a, PlacementConstraint<'a>>,
    placement_strategy "PlacementStrategy": optional List<'a, PlacementStrategy<'a>>,
    propagate_tags "PropagateTags": optional &'a str,
    reference_id "ReferenceId": optional &'a str,
    overrides "Overrides": optional EcsTaskOverride<'a>,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

view! { PipeTargetEventBridgeEventBusParameters<'a> {
    endpoint_id "EndpointId": optional &'a str,
    detail_type "DetailType": optional &'a str,
    source "Source": optional &'a str,
    resources "Resources": optional List<'a, &'a str>,
    time "Time": optional &'a str,
} }

view! { PipeTargetHttpParameters<'a> {
    path_parameter_values "PathParameterValues": optional List<'a, &'a str>,
    header_parameters "HeaderParameters": optional Map<'a, &'a str>,
    query_string_parameters "QueryStringParameters": optional Map<'a, &'a str>,
} }

view! { PipeTargetKinesisStreamParameters<'a> {
    partition_key "PartitionKey": required &'a str,
} }

view! { PipeTargetLambdaFunctionParameters<'a> {
    invocation_type "InvocationType": optional &'a str,
} }

view! { PipeTargetParameters<'a> {
    input_template "InputTemplate": optional &'a str,
    lambda_function_parameters "LambdaFunctionParameters": optional PipeTargetLambdaFunctionParameters<'a>,
    step_function_state_machine_parameters "StepFunctionStateMachineParameters": optional PipeTargetStateMachineParameters<'a>,
    kinesis_stream_parameters "KinesisStreamParameters": optional PipeTargetKinesisStreamParameters<'a>,
    ecs_task_parameters "EcsTaskParameters": optional PipeTargetEcsTaskParameters<'a>,
    batch_job_parameters "BatchJobParameters": optional PipeTargetBatchJobParameters<'a>,
    sqs_queue_parameters "SqsQueueParameters": optional PipeTargetSqsQueueParameters<'a>,
    http_parameters "HttpParameters": optional PipeTargetHttpParameters<'a>,
    redshift_data_parameters "RedshiftDataParameters": optional PipeTargetRedshiftDataParameters<'a>,
    sage_maker_pipeline_parameters "SageMakerPipelineParameters": optional PipeTargetSageMakerPipelineParameters<'a>,
    event_bridge_event_bus_parameters "EventBridgeEventBusParameters": optional PipeTargetEventBridgeEventBusParameters<'a>,
    cloud_watch_logs_parameters "CloudWatchLogsParameters": optional PipeTargetCloudWatchLogsParameters<'a>,
    timestream_parameters "TimestreamParameters": optional PipeTargetTimestreamParameters<'a>,
} }

view! { PipeTargetRedshiftDataParameters<'a> {
    secret_manager_arn "SecretManagerArn": optional &'a str,
    database "Database": required &'a str,
    db_user "DbUser": optional &'a str,
    statement_name "StatementName": optional &'a str,
    with_event "WithEvent": optional bool,
    sqls "Sqls": required List<'a, &'a str>,
} }

view! { PipeTargetSageMakerPipelineParameters<'a> {
    pipeline_parameter_list "PipelineParameterList": optional List<'a, SageMakerPipelineParameter<'a>>,
} }

view! { PipeTargetSqsQueueParameters<'a> {
    message_group_id "MessageGroupId": optional &'a str,
    message_deduplication_id "MessageDeduplicationId": optional &'a str,
} }

view! { PipeTargetStateMachineParameters<'a> {
    invocation_type "InvocationType": optional &'a str,
} }

view! { PipeTargetTimestreamParameters<'a> {
    time_value "TimeValue": required &'a str,
    epoch_time_unit "EpochTimeUnit": optional &'a str,
    time_field_type "TimeFieldType": optional &'a str,
    timestamp_format "TimestampFormat": optional &'a str,
    version_value "VersionValue": required &'a str,
    dimension_mappings "DimensionMappings": required List<'a, DimensionMapping<'a>>,
    single_measure_mappings "SingleMeasureMappings": optional List<'a, SingleMeasureMapping<'a>>,
    multi_measure_mappings "MultiMeasureMappings": optional List<'a, MultiMeasureMapping<'a>>,
} }

view! { PlacementConstraint<'a> {
    type_ "type": optional &'a str,
    expression "expression": optional &'a str,
} }

view! { PlacementStrategy<'a> {
    type_ "type": optional &'a str,
    field "field": optional &'a str,
} }

view! { S3LogDestinationParameters<'a> {
    bucket_name "BucketName": required &'a str,
    bucket_owner "BucketOwner": required &'a str,
    output_format "OutputFormat": optional &'a str,
    prefix "Prefix": optional &'a str,
} }

view! { SageMakerPipelineParameter<'a> {
    name "Name": required &'a str,
    value "Value": required &'a str,
} }

view! { SelfManagedKafkaAccessConfigurationCredentials<'a> {
    basic_auth "BasicAuth": optional &'a str,
    sasl_scram512_auth "SaslScram512Auth": optional &'a str,
    sasl_scram256_auth "SaslScram256Auth": optional &'a str,
    client_certificate_tls_auth "ClientCertificateTlsAuth": optional &'a str,
} }

view! { SelfManagedKafkaAccessConfigurationVpc<'a> {
    subnets "Subnets": optional List<'a, &'a str>,
    security_group "SecurityGroup": optional List<'a, &'a str>,
} }

view! { SingleMeasureMapping<'a> {
    measure_value "MeasureValue": required &'a str,
    measure_value_type "MeasureValueType": required &'a str,
    measure_name "MeasureName": required &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

view! { UpdatePipeSourceActiveMQBrokerParameters<'a> {
    credentials "Credentials": required MQBrokerAccessCredentials<'a>,
    batch_size "BatchSize": optional i64,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
} }

view! { UpdatePipeSourceDynamoDBStreamParameters<'a> {
    batch_size "BatchSize": optional i64,
    dead_letter_config "DeadLetterConfig": optional DeadLetterConfig<'a>,
    on_partial_batch_item_failure "OnPartialBatchItemFailure": optional &'a str,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": optional i64,
    maximum_retry_attempts "MaximumRetryAttempts": optional i64,
    parallelization_factor "ParallelizationFactor": optional i64,
} }

view! { UpdatePipeSourceKinesisStreamParameters<'a> {
    batch_size "BatchSize": optional i64,
    dead_letter_config "DeadLetterConfig": optional DeadLetterConfig<'a>,
    on_partial_batch_item_failure "OnPartialBatchItemFailure": optional &'a str,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": optional i64,
    maximum_retry_attempts "MaximumRetryAttempts": optional i64,
    parallelization_factor "ParallelizationFactor": optional i64,
} }

view! { UpdatePipeSourceManagedStreamingKafkaParameters<'a> {
    batch_size "BatchSize": optional i64,
    credentials "Credentials": optional MSKAccessCredentials<'a>,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
} }

view! { UpdatePipeSourceParameters<'a> {
    filter_criteria "FilterCriteria": optional FilterCriteria<'a>,
    kinesis_stream_parameters "KinesisStreamParameters": optional UpdatePipeSourceKinesisStreamParameters<'a>,
    dynamo_db_stream_parameters "DynamoDBStreamParameters": optional UpdatePipeSourceDynamoDBStreamParameters<'a>,
    sqs_queue_parameters "SqsQueueParameters": optional UpdatePipeSourceSqsQueueParameters<'a>,
    active_mq_broker_parameters "ActiveMQBrokerParameters": optional UpdatePipeSourceActiveMQBrokerParameters<'a>,
    rabbit_mq_broker_parameters "RabbitMQBrokerParameters": optional UpdatePipeSourceRabbitMQBrokerParameters<'a>,
    managed_streaming_kafka_parameters "ManagedStreamingKafkaParameters": optional UpdatePipeSourceManagedStreamingKafkaParameters<'a>,
    self_managed_kafka_parameters "SelfManagedKafkaParameters": optional UpdatePipeSourceSelfManagedKafkaParameters<'a>,
} }

view! { UpdatePipeSourceRabbitMQBrokerParameters<'a> {
    credentials "Credentials": required MQBrokerAccessCredentials<'a>,
    batch_size "BatchSize": optional i64,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
} }

view! { UpdatePipeSourceSelfManagedKafkaParameters<'a> {
    batch_size "BatchSize": optional i64,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
    credentials "Credentials": optional SelfManagedKafkaAccessConfigurationCredentials<'a>,
    server_root_ca_certificate "ServerRootCaCertificate": optional &'a str,
    vpc "Vpc": optional SelfManagedKafkaAccessConfigurationVpc<'a>,
} }

view! { UpdatePipeSourceSqsQueueParameters<'a> {
    batch_size "BatchSize": optional i64,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": optional i64,
} }

builder! { AwsVpcConfigurationBuilder {
    subnets "Subnets": Items<Text>,
    security_groups "SecurityGroups": Items<Text>,
    assign_public_ip "AssignPublicIp": Text,
} }

builder! { BatchArrayPropertiesBuilder {
    size "Size": Whole,
} }

builder! { BatchContainerOverridesBuilder {
    command "Command": Items<Text>,
    environment "Environment": Items<BatchEnvironmentVariableBuilder>,
    instance_type "InstanceType": Text,
    resource_requirements "ResourceRequirements": Items<BatchResourceRequirementBuilder>,
} }

builder! { BatchEnvironmentVariableBuilder {
    name "Name": Text,
    value "Value": Text,
} }

builder! { BatchJobDependencyBuilder {
    job_id "JobId": Text,
    type_ "Type": Text,
} }

builder! { BatchResourceRequirementBuilder {
    type_ "Type": Text,
    value "Value": Text,
} }

builder! { BatchRetryStrategyBuilder {
    attempts "Attempts": Whole,
} }

builder! { CapacityProviderStrategyItemBuilder {
    capacity_provider "capacityProvider": Text,
    weight "weight": Whole,
    base "base": Whole,
} }

builder! { CloudwatchLogsLogDestinationBuilder {
    log_group_arn "LogGroupArn": Text,
} }

builder! { DeadLetterConfigBuilder {
    arn "Arn": Text,
} }

builder! { DimensionMappingBuilder {
    dimension_value "DimensionValue": Text,
    dimension_value_type "DimensionValueType": Text,
    dimension_name "DimensionName": Text,
} }

builder! { EcsContainerOverrideBuilder {
    command "Command": Items<Text>,
    cpu "Cpu": Whole,
    environment "Environment": Items<EcsEnvironmentVariableBuilder>,
    environment_files "EnvironmentFiles": Items<EcsEnvironmentFileBuilder>,
    memory "Memory": Whole,
    memory_reservation "MemoryReservation": Whole,
    name "Name": Text,
    resource_requirements "ResourceRequirements": Items<EcsResourceRequirementBuilder>,
} }

builder! { EcsEnvironmentFileBuilder {
    type_ "type": Text,
    value "value": Text,
} }

builder! { EcsEnvironmentVariableBuilder {
    name "name": Text,
    value "value": Text,
} }

builder! { EcsEphemeralStorageBuilder {
    size_in_gi_b "sizeInGiB": Whole,
} }

builder! { EcsInferenceAcceleratorOverrideBuilder {
    device_name "deviceName": Text,
    device_type "deviceType": Text,
} }

builder! { EcsResourceRequirementBuilder {
    type_ "type": Text,
    value "value": Text,
} }

builder! { EcsTaskOverrideBuilder {
    container_overrides "ContainerOverrides": Items<EcsContainerOverrideBuilder>,
    cpu "Cpu": Text,
    ephemeral_storage "EphemeralStorage": EcsEphemeralStorageBuilder,
    execution_role_arn "ExecutionRoleArn": Text,
    inference_accelerator_overrides "InferenceAcceleratorOverrides": Items<EcsInferenceAcceleratorOverrideBuilder>,
    memory "Memory": Text,
    task_role_arn "TaskRoleArn": Text,
} }

builder! { FilterBuilder {
    pattern "Pattern": Text,
} }

builder! { FilterCriteriaBuilder {
    filters "Filters": Items<FilterBuilder>,
} }

builder! { FirehoseLogDestinationBuilder {
    delivery_stream_arn "DeliveryStreamArn": Text,
} }

builder! { MQBrokerAccessCredentialsBuilder {
    basic_auth "BasicAuth": Text,
} }

builder! { MSKAccessCredentialsBuilder {
    sasl_scram512_auth "SaslScram512Auth": Text,
    client_certificate_tls_auth "ClientCertificateTlsAuth": Text,
} }

builder! { MultiMeasureAttributeMappingBuilder {
    measure_value "MeasureValue": Text,
    measure_value_type "MeasureValueType": Text,
    multi_measure_attribute_name "MultiMeasureAttributeName": Text,
} }

builder! { MultiMeasureMappingBuilder {
    multi_measure_name "MultiMeasureName": Text,
    multi_measure_attribute_mappings "MultiMeasureAttributeMappings": Items<MultiMeasureAttributeMappingBuilder>,
} }

builder! { NetworkConfigurationBuilder {
    awsvpc_configuration "awsvpcConfiguration": AwsVpcConfigurationBuilder,
} }

builder! { PipeBuilder {
    name "Name": Text,
    arn "Arn": Text,
    desired_state "DesiredState": Text,
    current_state "CurrentState": Text,
    state_reason "StateReason": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
    source "Source": Text,
    target "Target": Text,
    enrichment "Enrichment": Text,
} }

builder! { PipeEnrichmentHttpParametersBuilder {
    path_parameter_values "PathParameterValues": Items<Text>,
    header_parameters "HeaderParameters": Entries<Text>,
    query_string_parameters "QueryStringParameters": Entries<Text>,
} }

builder! { PipeEnrichmentParametersBuilder {
    input_template "InputTemplate": Text,
    http_parameters "HttpParameters": PipeEnrichmentHttpParametersBuilder,
} }

builder! { PipeLogConfigurationBuilder {
    s3_log_destination "S3LogDestination": S3LogDestinationBuilder,
    firehose_log_destination "FirehoseLogDestination": FirehoseLogDestinationBuilder,
    cloudwatch_logs_log_destination "CloudwatchLogsLogDestination": CloudwatchLogsLogDestinationBuilder,
    level "Level": Text,
    include_execution_data "IncludeExecutionData": Items<Text>,
} }

builder! { PipeSourceActiveMQBrokerParametersBuilder {
    credentials "Credentials": MQBrokerAccessCredentialsBuilder,
    queue_name "QueueName": Text,
    batch_size "BatchSize": Whole,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": Whole,
} }

builder! { PipeSourceDynamoDBStreamParametersBuilder {
    batch_size "BatchSize": Whole,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    on_partial_batch_item_failure "OnPartialBatchItemFailure": Text,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": Whole,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": Whole,
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
    parallelization_factor "ParallelizationFactor": Whole,
    starting_position "StartingPosition": Text,
} }

builder! { PipeSourceKinesisStreamParametersBuilder {
    batch_size "BatchSize": Whole,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    on_partial_batch_item_failure "OnPartialBatchItemFailure": Text,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": Whole,
    maximum_record_age_in_seconds "MaximumRecordAgeInSeconds": Whole,
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
    parallelization_factor "ParallelizationFactor": Whole,
    starting_position "StartingPosition": Text,
    starting_position_timestamp "StartingPositionTimestamp": Time,
} }

builder! { PipeSourceManagedStreamingKafkaParametersBuilder {
    topic_name "TopicName": Text,
    starting_position "StartingPosition": Text,
    batch_size "BatchSize": Whole,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": Whole,
    consumer_group_id "ConsumerGroupID": Text,
    credentials "Credentials": MSKAccessCredentialsBuilder,
} }

builder! { PipeSourceParametersBuilder {
    filter_criteria "FilterCriteria": FilterCriteriaBuilder,
    kinesis_stream_parameters "KinesisStreamParameters": PipeSourceKinesisStreamParametersBuilder,
    dynamo_db_stream_parameters "DynamoDBStreamParameters": PipeSourceDynamoDBStreamParametersBuilder,
    sqs_queue_parameters "SqsQueueParameters": PipeSourceSqsQueueParametersBuilder,
    active_mq_broker_parameters "ActiveMQBrokerParameters": PipeSourceActiveMQBrokerParametersBuilder,
    rabbit_mq_broker_parameters "RabbitMQBrokerParameters": PipeSourceRabbitMQBrokerParametersBuilder,
    managed_streaming_kafka_parameters "ManagedStreamingKafkaParameters": PipeSourceManagedStreamingKafkaParametersBuilder,
    self_managed_kafka_parameters "SelfManagedKafkaParameters": PipeSourceSelfManagedKafkaParametersBuilder,
} }

builder! { PipeSourceRabbitMQBrokerParametersBuilder {
    credentials "Credentials": MQBrokerAccessCredentialsBuilder,
    queue_name "QueueName": Text,
    virtual_host "VirtualHost": Text,
    batch_size "BatchSize": Whole,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": Whole,
} }

builder! { PipeSourceSelfManagedKafkaParametersBuilder {
    topic_name "TopicName": Text,
    starting_position "StartingPosition": Text,
    additional_bootstrap_servers "AdditionalBootstrapServers": Items<Text>,
    batch_size "BatchSize": Whole,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": Whole,
    consumer_group_id "ConsumerGroupID": Text,
    credentials "Credentials": SelfManagedKafkaAccessConfigurationCredentialsBuilder,
    server_root_ca_certificate "ServerRootCaCertificate": Text,
    vpc "Vpc": SelfManagedKafkaAccessConfigurationVpcBuilder,
} }

builder! { PipeSourceSqsQueueParametersBuilder {
    batch_size "BatchSize": Whole,
    maximum_batching_window_in_seconds "MaximumBatchingWindowInSeconds": Whole,
} }

builder! { PipeTargetBatchJobParametersBuilder {
    job_definition "JobDefinition": Text,
    job_name "JobName": Text,
    array_properties "ArrayProperties": BatchArrayPropertiesBuilder,
    retry_strategy "RetryStrategy": BatchRetryStrategyBuilder,
    container_overrides "ContainerOverrides": BatchContainerOverridesBuilder,
    depends_on "DependsOn": Items<BatchJobDependencyBuilder>,
    parameters "Parameters": Entries<Text>,
} }

builder! { PipeTargetCloudWatchLogsParametersBuilder {
    log_stream_name "LogStreamName": Text,
    timestamp "Timestamp": Text,
} }

builder! { PipeTargetEcsTaskParametersBuilder {
    task_definition_arn "TaskDefinitionArn": Text,
    task_count "TaskCount": Whole,
    launch_type "LaunchType": Text,
    network_configuration "NetworkConfiguration": NetworkConfigurationBuilder,
    platform_version "PlatformVersion": Text,
    group "Group": Text,
    capacity_provider_strategy "CapacityProviderStrategy": Items<CapacityProviderStrategyItemBuilder>,
    enable_ecs_managed_tags "EnableECSManagedTags": Flag,
    enable_execute_command "EnableExecuteCommand": Flag,
    placement_constraints "PlacementConstraints": Items<PlacementConstraintBuilder>,
    placement_strategy "PlacementStrategy": Items<PlacementStrategyBuilder>,
    propagate_tags "PropagateTags": Text,
    reference_id "ReferenceId": Text,
    overrides "Overrides": EcsTaskOverrideBuilder,
    tags "Tags": Items<TagBuilder>,
} }

builder! { PipeTargetEventBridgeEventBusParametersBuilder {
    endpoint_id "EndpointId": Text,
    detail_type "DetailType": Text,
    source "Source": Text,
    resources "Resources": Items<Text>,
    time "Time": Text,
} }

builder! { PipeTargetHttpParametersBuilder {
    path_parameter_values "PathParameterValues": Items<Text>,
    header_parameters "HeaderParameters": Entries<Text>,
    query_string_parameters "QueryStringParameters": Entries<Text>,
} }

builder! { PipeTargetKinesisStreamParametersBuilder {
    partition_key "PartitionKey": Text,
} }

builder! { PipeTargetLambdaFunctionParametersBuilder {
    invocation_type "InvocationType": Text,
} }

builder! { PipeTargetParametersBuilder {
    input_template "InputTemplate": Text,
    lambda_function_parameters "LambdaFunctionParameters": PipeTargetLambdaFunctionParametersBuilder,
    step_function_state_machine_parameters "StepFunctionStateMachineParameters": PipeTargetStateMachineParametersBuilder,
    kinesis_stream_parameters "KinesisStreamParameters": PipeTargetKinesisStreamParametersBuilder,
    ecs_task_parameters "EcsTaskParameters": PipeTargetEcsTaskParametersBuilder,
    batch_job_parameters "BatchJobParameters": PipeTargetBatchJobParametersBuilder,
    sqs_queue_parameters "SqsQueueParameters": PipeTargetSqsQueueParametersBuilder,
    http_parameters "HttpParameters": PipeTargetHttpParametersBuilder,
    redshift_data_parameters "RedshiftDataParameters": PipeTargetRedshiftDataParametersBuilder,
    sage_maker_pipeline_parameters "SageMakerPipelineParameters": PipeTargetSageMakerPipelineParametersBuilder,
    event_bridge_event_bus_parameters "EventBridgeEventBusParameters": PipeTargetEventBridgeEventBusParametersBuilder,
    cloud_watch_logs_parameters "CloudWatchLogsParameters": PipeTargetCloudWatchLogsParametersBuilder,
    timestream_parameters "TimestreamParameters": PipeTargetTimestreamParametersBuilder,
} }

builder! { PipeTargetRedshiftDataParametersBuilder {
    secret_manager_arn "SecretManagerArn": Text,
    database "Database": Text,
    db_user "DbUser": Text,
    statement_name "StatementName": Text,
    with_event "WithEvent": Flag,
    sqls "Sqls": Items<Text>,
} }

builder! { PipeTargetSageMakerPipelineParametersBuilder {
    pipeline_parameter_list "PipelineParameterList": Items<SageMakerPipelineParameterBuilder>,
} }

builder! { PipeTargetSqsQueueParametersBuilder {
    message_group_id "MessageGroupId": Text,
    message_deduplication_id "MessageDeduplicationId": Text,
} }

builder! { PipeTargetStateMachineParametersBuilder {
    invocation_type "InvocationType": Text,
} }

builder! { PipeTargetTimestreamParametersBuilder {
    time_value "TimeValue": Text,
    epoch_time_unit "EpochTimeUnit": Text,
    time_field_type "TimeFieldType": Text,
    timestamp_format "TimestampFormat": Text,
    version_value "VersionValue": Text,
    dimension_mappings "DimensionMappings": Items<DimensionMappingBuilder>,
    single_measure_mappings "SingleMeasureMappings": Items<SingleMeasureMappingBuilder>,
    multi_measure_mappings "MultiMeasureMappings": Items<MultiMeasureMappingBuilder>,
} }

builder! { PlacementConstraintBuilder {
    type_ "type": Text,
    expression "expression": Text,
} }

builder! { PlacementStrategyBuilder {
    type_ "type": Text,
    field "field": Text,
} }

builder! { S3LogDestinationBuilder {
    bucket_name "BucketName": Text,
    prefix "Prefix": Text,
    bucket_owner "BucketOwner": Text,
    output_format "OutputFormat": Text,
} }

builder! { SageMakerPipelineParameterBuilder {
    name "Name": Text,
    value "Value": Text,
} }

builder! { SelfManagedKafkaAccessConfigurationCredentialsBuilder {
    basic_auth "BasicAuth": Text,
    sasl_scram512_auth "SaslScram512Auth": Text,
    sasl_scram256_auth "SaslScram256Auth": Text,
    client_certificate_tls_auth "ClientCertificateTlsAuth": Text,
} }

builder! { SelfManagedKafkaAccessConfigurationVpcBuilder {
    subnets "Subnets": Items<Text>,
    security_group "SecurityGroup": Items<Text>,
} }

builder! { SingleMeasureMappingBuilder {
    measure_value "MeasureValue": Text,
    measure_value_type "MeasureValueType": Text,
    measure_name "MeasureName": Text,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        conflict_exception "ConflictException" 409;
        internal_exception "InternalException" 500;
        not_found_exception "NotFoundException" 404;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 402;
        throttling_exception "ThrottlingException" 429;
        validation_exception "ValidationException" 400;
    }
}

pub mod assign_public_ip {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod batch_job_dependency_type {
    pub const N_TO_N: &str = "N_TO_N";
    pub const SEQUENTIAL: &str = "SEQUENTIAL";
}

pub mod batch_resource_requirement_type {
    pub const GPU: &str = "GPU";
    pub const MEMORY: &str = "MEMORY";
    pub const VCPU: &str = "VCPU";
}

pub mod dimension_value_type {
    pub const VARCHAR: &str = "VARCHAR";
}

pub mod dynamo_db_stream_start_position {
    pub const TRIM_HORIZON: &str = "TRIM_HORIZON";
    pub const LATEST: &str = "LATEST";
}

pub mod ecs_environment_file_type {
    pub const S3: &str = "s3";
}

pub mod ecs_resource_requirement_type {
    pub const GPU: &str = "GPU";
    pub const INFERENCE_ACCELERATOR: &str = "InferenceAccelerator";
}

pub mod epoch_time_unit {
    pub const MILLISECONDS: &str = "MILLISECONDS";
    pub const SECONDS: &str = "SECONDS";
    pub const MICROSECONDS: &str = "MICROSECONDS";
    pub const NANOSECONDS: &str = "NANOSECONDS";
}

pub mod include_execution_data_option {
    pub const ALL: &str = "ALL";
}

pub mod kinesis_stream_start_position {
    pub const TRIM_HORIZON: &str = "TRIM_HORIZON";
    pub const LATEST: &str = "LATEST";
    pub const AT_TIMESTAMP: &str = "AT_TIMESTAMP";
}

pub mod launch_type {
    pub const EC2: &str = "EC2";
    pub const FARGATE: &str = "FARGATE";
    pub const EXTERNAL: &str = "EXTERNAL";
}

pub mod log_level {
    pub const OFF: &str = "OFF";
    pub const ERROR: &str = "ERROR";
    pub const INFO: &str = "INFO";
    pub const TRACE: &str = "TRACE";
}

pub mod msk_start_position {
    pub const TRIM_HORIZON: &str = "TRIM_HORIZON";
    pub const LATEST: &str = "LATEST";
}

pub mod measure_value_type {
    pub const DOUBLE: &str = "DOUBLE";
    pub const BIGINT: &str = "BIGINT";
    pub const VARCHAR: &str = "VARCHAR";
    pub const BOOLEAN: &str = "BOOLEAN";
    pub const TIMESTAMP: &str = "TIMESTAMP";
}

pub mod on_partial_batch_item_failure_streams {
    pub const AUTOMATIC_BISECT: &str = "AUTOMATIC_BISECT";
}

pub mod pipe_state {
    pub const RUNNING: &str = "RUNNING";
    pub const STOPPED: &str = "STOPPED";
    pub const CREATING: &str = "CREATING";
    pub const UPDATING: &str = "UPDATING";
    pub const DELETING: &str = "DELETING";
    pub const STARTING: &str = "STARTING";
    pub const STOPPING: &str = "STOPPING";
    pub const CREATE_FAILED: &str = "CREATE_FAILED";
    pub const UPDATE_FAILED: &str = "UPDATE_FAILED";
    pub const START_FAILED: &str = "START_FAILED";
    pub const STOP_FAILED: &str = "STOP_FAILED";
    pub const DELETE_FAILED: &str = "DELETE_FAILED";
    pub const CREATE_ROLLBACK_FAILED: &str = "CREATE_ROLLBACK_FAILED";
    pub const DELETE_ROLLBACK_FAILED: &str = "DELETE_ROLLBACK_FAILED";
    pub const UPDATE_ROLLBACK_FAILED: &str = "UPDATE_ROLLBACK_FAILED";
}

pub mod pipe_target_invocation_type {
    pub const REQUEST_RESPONSE: &str = "REQUEST_RESPONSE";
    pub const FIRE_AND_FORGET: &str = "FIRE_AND_FORGET";
}

pub mod placement_constraint_type {
    pub const DISTINCT_INSTANCE: &str = "distinctInstance";
    pub const MEMBER_OF: &str = "memberOf";
}

pub mod placement_strategy_type {
    pub const RANDOM: &str = "random";
    pub const SPREAD: &str = "spread";
    pub const BINPACK: &str = "binpack";
}

pub mod propagate_tags {
    pub const TASK_DEFINITION: &str = "TASK_DEFINITION";
}

pub mod requested_pipe_state {
    pub const RUNNING: &str = "RUNNING";
    pub const STOPPED: &str = "STOPPED";
}

pub mod requested_pipe_state_describe_response {
    pub const RUNNING: &str = "RUNNING";
    pub const STOPPED: &str = "STOPPED";
    pub const DELETED: &str = "DELETED";
}

pub mod s3_output_format {
    pub const JSON: &str = "json";
    pub const PLAIN: &str = "plain";
    pub const W3C: &str = "w3c";
}

pub mod self_managed_kafka_start_position {
    pub const TRIM_HORIZON: &str = "TRIM_HORIZON";
    pub const LATEST: &str = "LATEST";
}

pub mod time_field_type {
    pub const EPOCH: &str = "EPOCH";
    pub const TIMESTAMP_FORMAT: &str = "TIMESTAMP_FORMAT";
}
