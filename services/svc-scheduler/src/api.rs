//! Inputs, outputs, errors and enums of the implemented operations of Scheduler.
//!
//! Written by `cargo xtask codegen scheduler` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Entries, Flag, Items, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    CreateSchedule: CreateScheduleInput, CreateScheduleOutput;
    CreateScheduleGroup: CreateScheduleGroupInput, CreateScheduleGroupOutput;
    DeleteSchedule: DeleteScheduleInput, DeleteScheduleOutput;
    DeleteScheduleGroup: DeleteScheduleGroupInput, DeleteScheduleGroupOutput;
    GetSchedule: GetScheduleInput, GetScheduleOutput;
    GetScheduleGroup: GetScheduleGroupInput, GetScheduleGroupOutput;
    ListScheduleGroups: ListScheduleGroupsInput, ListScheduleGroupsOutput;
    ListSchedules: ListSchedulesInput, ListSchedulesOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateSchedule: UpdateScheduleInput, UpdateScheduleOutput;
}

view! { CreateScheduleInput<'a> {
    name "Name": required &'a str,
    group_name "GroupName": optional &'a str,
    schedule_expression "ScheduleExpression": required &'a str,
    start_date "StartDate": optional Timestamp,
    end_date "EndDate": optional Timestamp,
    description "Description": optional &'a str,
    schedule_expression_timezone "ScheduleExpressionTimezone": optional &'a str,
    state "State": optional &'a str,
    kms_key_arn "KmsKeyArn": optional &'a str,
    target "Target": required Target<'a>,
    flexible_time_window "FlexibleTimeWindow": required FlexibleTimeWindow<'a>,
    client_token "ClientToken": optional &'a str,
    action_after_completion "ActionAfterCompletion": optional &'a str,
} }

builder! { CreateScheduleOutput {
    schedule_arn "ScheduleArn": Text,
} }

view! { CreateScheduleGroupInput<'a> {
    name "Name": required &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
    client_token "ClientToken": optional &'a str,
} }

builder! { CreateScheduleGroupOutput {
    schedule_group_arn "ScheduleGroupArn": Text,
} }

view! { DeleteScheduleInput<'a> {
    name "Name": required &'a str,
    group_name "GroupName": optional &'a str,
    client_token "ClientToken": optional &'a str,
} }

builder! { DeleteScheduleOutput {
} }

view! { DeleteScheduleGroupInput<'a> {
    name "Name": required &'a str,
    client_token "ClientToken": optional &'a str,
} }

builder! { DeleteScheduleGroupOutput {
} }

view! { GetScheduleInput<'a> {
    name "Name": required &'a str,
    group_name "GroupName": optional &'a str,
} }

builder! { GetScheduleOutput {
    arn "Arn": Text,
    group_name "GroupName": Text,
    name "Name": Text,
    schedule_expression "ScheduleExpression": Text,
    start_date "StartDate": Time,
    end_date "EndDate": Time,
    description "Description": Text,
    schedule_expression_timezone "ScheduleExpressionTimezone": Text,
    state "State": Text,
    creation_date "CreationDate": Time,
    last_modification_date "LastModificationDate": Time,
    kms_key_arn "KmsKeyArn": Text,
    target "Target": TargetBuilder,
    flexible_time_window "FlexibleTimeWindow": FlexibleTimeWindowBuilder,
    action_after_completion "ActionAfterCompletion": Text,
} }

view! { GetScheduleGroupInput<'a> {
    name "Name": required &'a str,
} }

builder! { GetScheduleGroupOutput {
    arn "Arn": Text,
    name "Name": Text,
    state "State": Text,
    creation_date "CreationDate": Time,
    last_modification_date "LastModificationDate": Time,
} }

view! { ListScheduleGroupsInput<'a> {
    name_prefix "NamePrefix": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListScheduleGroupsOutput {
    next_token "NextToken": Text,
    schedule_groups "ScheduleGroups": Items<ScheduleGroupSummaryBuilder>,
} }

view! { ListSchedulesInput<'a> {
    group_name "GroupName": optional &'a str,
    name_prefix "NamePrefix": optional &'a str,
    state "State": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListSchedulesOutput {
    next_token "NextToken": Text,
    schedules "Schedules": Items<ScheduleSummaryBuilder>,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Items<TagBuilder>,
} }

view! { TagResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateScheduleInput<'a> {
    name "Name": required &'a str,
    group_name "GroupName": optional &'a str,
    schedule_expression "ScheduleExpression": required &'a str,
    start_date "StartDate": optional Timestamp,
    end_date "EndDate": optional Timestamp,
    description "Description": optional &'a str,
    schedule_expression_timezone "ScheduleExpressionTimezone": optional &'a str,
    state "State": optional &'a str,
    kms_key_arn "KmsKeyArn": optional &'a str,
    target "Target": required Target<'a>,
    flexible_time_window "FlexibleTimeWindow": required FlexibleTimeWindow<'a>,
    client_token "ClientToken": optional &'a str,
    action_after_completion "ActionAfterCompletion": optional &'a str,
} }

builder! { UpdateScheduleOutput {
    schedule_arn "ScheduleArn": Text,
} }

view! { AwsVpcConfiguration<'a> {
    subnets "Subnets": required List<'a, &'a str>,
    security_groups "SecurityGroups": optional List<'a, &'a str>,
    assign_public_ip "AssignPublicIp": optional &'a str,
} }

view! { CapacityProviderStrategyItem<'a> {
    capacity_provider "capacityProvider": required &'a str,
    weight "weight": optional i64,
    base "base": optional i64,
} }

view! { DeadLetterConfig<'a> {
    arn "Arn": optional &'a str,
} }

view! { EcsParameters<'a> {
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
    tags "Tags": optional List<'a, Map<'a, &'a str>>,
} }

view! { EventBridgeParameters<'a> {
    detail_type "DetailType": required &'a str,
    source "Source": required &'a str,
} }

view! { EventBridgePutEventsV2Parameters<'a> {
    detail_type "DetailType": required &'a str,
    source "Source": required &'a str,
} }

view! { EventBridgePutRawEventsParameters<'a> {
    metadata "Metadata": optional Map<'a, &'a str>,
} }

view! { FlexibleTimeWindow<'a> {
    mode "Mode": required &'a str,
    maximum_window_in_minutes "MaximumWindowInMinutes": optional i64,
} }

view! { KinesisParameters<'a> {
    partition_key "PartitionKey": required &'a str,
} }

view! { NetworkConfiguration<'a> {
    awsvpc_configuration "awsvpcConfiguration": optional AwsVpcConfiguration<'a>,
} }

view! { PlacementConstraint<'a> {
    type_ "type": optional &'a str,
    expression "expression": optional &'a str,
} }

view! { PlacementStrategy<'a> {
    type_ "type": optional &'a str,
    field "field": optional &'a str,
} }

view! { RetryPolicy<'a> {
    maximum_event_age_in_seconds "MaximumEventAgeInSeconds": optional i64,
    maximum_retry_attempts "MaximumRetryAttempts": optional i64,
} }

view! { SageMakerPipelineParameter<'a> {
    name "Name": required &'a str,
    value "Value": required &'a str,
} }

view! { SageMakerPipelineParameters<'a> {
    pipeline_parameter_list "PipelineParameterList": optional List<'a, SageMakerPipelineParameter<'a>>,
} }

view! { SqsParameters<'a> {
    message_group_id "MessageGroupId": optional &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

view! { Target<'a> {
    arn "Arn": required &'a str,
    role_arn "RoleArn": required &'a str,
    dead_letter_config "DeadLetterConfig": optional DeadLetterConfig<'a>,
    retry_policy "RetryPolicy": optional RetryPolicy<'a>,
    input "Input": optional &'a str,
    ecs_parameters "EcsParameters": optional EcsParameters<'a>,
    event_bridge_parameters "EventBridgeParameters": optional EventBridgeParameters<'a>,
    event_bridge_put_events_v2_parameters "EventBridgePutEventsV2Parameters": optional EventBridgePutEventsV2Parameters<'a>,
    event_bridge_put_raw_events_parameters "EventBridgePutRawEventsParameters": optional EventBridgePutRawEventsParameters<'a>,
    kinesis_parameters "KinesisParameters": optional KinesisParameters<'a>,
    sage_maker_pipeline_parameters "SageMakerPipelineParameters": optional SageMakerPipelineParameters<'a>,
    sqs_parameters "SqsParameters": optional SqsParameters<'a>,
} }

builder! { AwsVpcConfigurationBuilder {
    subnets "Subnets": Items<Text>,
    security_groups "SecurityGroups": Items<Text>,
    assign_public_ip "AssignPublicIp": Text,
} }

builder! { CapacityProviderStrategyItemBuilder {
    capacity_provider "capacityProvider": Text,
    weight "weight": Whole,
    base "base": Whole,
} }

builder! { DeadLetterConfigBuilder {
    arn "Arn": Text,
} }

builder! { EcsParametersBuilder {
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
    tags "Tags": Items<Entries<Text>>,
} }

builder! { EventBridgeParametersBuilder {
    detail_type "DetailType": Text,
    source "Source": Text,
} }

builder! { EventBridgePutEventsV2ParametersBuilder {
    detail_type "DetailType": Text,
    source "Source": Text,
} }

builder! { EventBridgePutRawEventsParametersBuilder {
    metadata "Metadata": Entries<Text>,
} }

builder! { FlexibleTimeWindowBuilder {
    mode "Mode": Text,
    maximum_window_in_minutes "MaximumWindowInMinutes": Whole,
} }

builder! { KinesisParametersBuilder {
    partition_key "PartitionKey": Text,
} }

builder! { NetworkConfigurationBuilder {
    awsvpc_configuration "awsvpcConfiguration": AwsVpcConfigurationBuilder,
} }

builder! { PlacementConstraintBuilder {
    type_ "type": Text,
    expression "expression": Text,
} }

builder! { PlacementStrategyBuilder {
    type_ "type": Text,
    field "field": Text,
} }

builder! { RetryPolicyBuilder {
    maximum_event_age_in_seconds "MaximumEventAgeInSeconds": Whole,
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
} }

builder! { SageMakerPipelineParameterBuilder {
    name "Name": Text,
    value "Value": Text,
} }

builder! { SageMakerPipelineParametersBuilder {
    pipeline_parameter_list "PipelineParameterList": Items<SageMakerPipelineParameterBuilder>,
} }

builder! { ScheduleGroupSummaryBuilder {
    arn "Arn": Text,
    name "Name": Text,
    state "State": Text,
    creation_date "CreationDate": Time,
    last_modification_date "LastModificationDate": Time,
} }

builder! { ScheduleSummaryBuilder {
    arn "Arn": Text,
    name "Name": Text,
    group_name "GroupName": Text,
    state "State": Text,
    creation_date "CreationDate": Time,
    last_modification_date "LastModificationDate": Time,
    target "Target": TargetSummaryBuilder,
} }

builder! { SqsParametersBuilder {
    message_group_id "MessageGroupId": Text,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TargetBuilder {
    arn "Arn": Text,
    role_arn "RoleArn": Text,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    retry_policy "RetryPolicy": RetryPolicyBuilder,
    input "Input": Text,
    ecs_parameters "EcsParameters": EcsParametersBuilder,
    event_bridge_parameters "EventBridgeParameters": EventBridgeParametersBuilder,
    event_bridge_put_events_v2_parameters "EventBridgePutEventsV2Parameters": EventBridgePutEventsV2ParametersBuilder,
    event_bridge_put_raw_events_parameters "EventBridgePutRawEventsParameters": EventBridgePutRawEventsParametersBuilder,
    kinesis_parameters "KinesisParameters": KinesisParametersBuilder,
    sage_maker_pipeline_parameters "SageMakerPipelineParameters": SageMakerPipelineParametersBuilder,
    sqs_parameters "SqsParameters": SqsParametersBuilder,
} }

builder! { TargetSummaryBuilder {
    arn "Arn": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        conflict_exception "ConflictException" 409;
        internal_server_exception "InternalServerException" 500;
        resource_not_found_exception "ResourceNotFoundException" 404;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 402;
        throttling_exception "ThrottlingException" 429;
        validation_exception "ValidationException" 400;
    }
}

pub mod action_after_completion {
    pub const NONE: &str = "NONE";
    pub const DELETE: &str = "DELETE";
}

pub mod assign_public_ip {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod flexible_time_window_mode {
    pub const OFF: &str = "OFF";
    pub const FLEXIBLE: &str = "FLEXIBLE";
}

pub mod launch_type {
    pub const EC2: &str = "EC2";
    pub const FARGATE: &str = "FARGATE";
    pub const EXTERNAL: &str = "EXTERNAL";
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

pub mod schedule_group_state {
    pub const ACTIVE: &str = "ACTIVE";
    pub const DELETING: &str = "DELETING";
}

pub mod schedule_state {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}
