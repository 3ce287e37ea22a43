//! Inputs, outputs, errors and enums of the implemented operations of Application Auto Scaling.
//!
//! Written by `cargo xtask codegen application-autoscaling` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Entries, Flag, Items, Real, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    DeleteScalingPolicy: DeleteScalingPolicyInput, DeleteScalingPolicyOutput;
    DeleteScheduledAction: DeleteScheduledActionInput, DeleteScheduledActionOutput;
    DeregisterScalableTarget: DeregisterScalableTargetInput, DeregisterScalableTargetOutput;
    DescribeScalableTargets: DescribeScalableTargetsInput, DescribeScalableTargetsOutput;
    DescribeScalingActivities: DescribeScalingActivitiesInput, DescribeScalingActivitiesOutput;
    DescribeScalingPolicies: DescribeScalingPoliciesInput, DescribeScalingPoliciesOutput;
    DescribeScheduledActions: DescribeScheduledActionsInput, DescribeScheduledActionsOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    PutScalingPolicy: PutScalingPolicyInput, PutScalingPolicyOutput;
    PutScheduledAction: PutScheduledActionInput, PutScheduledActionOutput;
    RegisterScalableTarget: RegisterScalableTargetInput, RegisterScalableTargetOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
}

view! { DeleteScalingPolicyInput<'a> {
    policy_name "PolicyName": required &'a str,
    service_namespace "ServiceNamespace": required &'a str,
    resource_id "ResourceId": required &'a str,
    scalable_dimension "ScalableDimension": required &'a str,
} }

builder! { DeleteScalingPolicyOutput {
} }

view! { DeleteScheduledActionInput<'a> {
    service_namespace "ServiceNamespace": required &'a str,
    scheduled_action_name "ScheduledActionName": required &'a str,
    resource_id "ResourceId": required &'a str,
    scalable_dimension "ScalableDimension": required &'a str,
} }

builder! { DeleteScheduledActionOutput {
} }

view! { DeregisterScalableTargetInput<'a> {
    service_namespace "ServiceNamespace": required &'a str,
    resource_id "ResourceId": required &'a str,
    scalable_dimension "ScalableDimension": required &'a str,
} }

builder! { DeregisterScalableTargetOutput {
} }

view! { DescribeScalableTargetsInput<'a> {
    service_namespace "ServiceNamespace": required &'a str,
    resource_ids "ResourceIds": optional List<'a, &'a str>,
    scalable_dimension "ScalableDimension": optional &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeScalableTargetsOutput {
    scalable_targets "ScalableTargets": Items<ScalableTargetBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeScalingActivitiesInput<'a> {
    service_namespace "ServiceNamespace": required &'a str,
    resource_id "ResourceId": optional &'a str,
    scalable_dimension "ScalableDimension": optional &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    include_not_scaled_activities "IncludeNotScaledActivities": optional bool,
} }

builder! { DescribeScalingActivitiesOutput {
    scaling_activities "ScalingActivities": Items<ScalingActivityBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeScalingPoliciesInput<'a> {
    policy_names "PolicyNames": optional List<'a, &'a str>,
    service_namespace "ServiceNamespace": required &'a str,
    resource_id "ResourceId": optional &'a str,
    scalable_dimension "ScalableDimension": optional &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeScalingPoliciesOutput {
    scaling_policies "ScalingPolicies": Items<ScalingPolicyBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeScheduledActionsInput<'a> {
    scheduled_action_names "ScheduledActionNames": optional List<'a, &'a str>,
    service_namespace "ServiceNamespace": required &'a str,
    resource_id "ResourceId": optional &'a str,
    scalable_dimension "ScalableDimension": optional &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeScheduledActionsOutput {
    scheduled_actions "ScheduledActions": Items<ScheduledActionBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Entries<Text>,
} }

view! { PutScalingPolicyInput<'a> {
    policy_name "PolicyName": required &'a str,
    service_namespace "ServiceNamespace": required &'a str,
    resource_id "ResourceId": required &'a str,
    scalable_dimension "ScalableDimension": required &'a str,
    policy_type "PolicyType": optional &'a str,
    step_scaling_policy_configuration "StepScalingPolicyConfiguration": optional StepScalingPolicyConfiguration<'a>,
    target_tracking_scaling_policy_configuration "TargetTrackingScalingPolicyConfiguration": optional TargetTrackingScalingPolicyConfiguration<'a>,
    predictive_scaling_policy_configuration "PredictiveScalingPolicyConfiguration": optional PredictiveScalingPolicyConfiguration<'a>,
} }

builder! { PutScalingPolicyOutput {
    policy_arn "PolicyARN": Text,
    alarms "Alarms": Items<AlarmBuilder>,
} }

view! { PutScheduledActionInput<'a> {
    service_namespace "ServiceNamespace": required &'a str,
    schedule "Schedule": optional &'a str,
    timezone "Timezone": optional &'a str,
    scheduled_action_name "ScheduledActionName": required &'a str,
    resource_id "ResourceId": required &'a str,
    scalable_dimension "ScalableDimension": required &'a str,
    start_time "StartTime": optional Timestamp,
    end_time "EndTime": optional Timestamp,
    scalable_target_action "ScalableTargetAction": optional ScalableTargetAction<'a>,
} }

builder! { PutScheduledActionOutput {
} }

view! { RegisterScalableTargetInput<'a> {
    service_namespace "ServiceNamespace": required &'a str,
    resource_id "ResourceId": required &'a str,
    scalable_dimension "ScalableDimension": required &'a str,
    min_capacity "MinCapacity": optional i64,
    max_capacity "MaxCapacity": optional i64,
    role_arn "RoleARN": optional &'a str,
    suspended_state "SuspendedState": optional SuspendedState<'a>,
    tags "Tags": optional Map<'a, &'a str>,
} }

builder! { RegisterScalableTargetOutput {
    scalable_target_arn "ScalableTargetARN": Text,
} }

view! { TagResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
    tags "Tags": required Map<'a, &'a str>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { CustomizedMetricSpecification<'a> {
    metric_name "MetricName": optional &'a str,
    namespace "Namespace": optional &'a str,
    dimensions "Dimensions": optional List<'a, MetricDimension<'a>>,
    statistic "Statistic": optional &'a str,
    unit "Unit": optional &'a str,
    metrics "Metrics": optional List<'a, TargetTrackingMetricDataQuery<'a>>,
} }

view! { MetricDimension<'a> {
    name "Name": required &'a str,
    value "Value": required &'a str,
} }

view! { PredefinedMetricSpecification<'a> {
    predefined_metric_type "PredefinedMetricType": required &'a str,
    resource_label "ResourceLabel": optional &'a str,
} }

view! { PredictiveScalingCustomizedMetricSpecification<'a> {
    metric_data_queries "MetricDataQueries": required List<'a, PredictiveScalingMetricDataQuery<'a>>,
} }

view! { PredictiveScalingMetric<'a> {
    dimensions "Dimensions": optional List<'a, PredictiveScalingMetricDimension<'a>>,
    metric_name "MetricName": optional &'a str,
    namespace "Namespace": optional &'a str,
} }

view! { PredictiveScalingMetricDataQuery<'a> {
    id "Id": required &'a str,
    expression "Expression": optional &'a str,
    metric_stat "MetricStat": optional PredictiveScalingMetricStat<'a>,
    label "Label": optional &'a str,
    return_data "ReturnData": optional bool,
} }

view! { PredictiveScalingMetricDimension<'a> {
    name "Name": required &'a str,
    value "Value": required &'a str,
} }

view! { PredictiveScalingMetricSpecification<'a> {
    target_value "TargetValue": required f64,
    predefined_metric_pair_specification "PredefinedMetricPairSpecification": optional PredictiveScalingPredefinedMetricPairSpecification<'a>,
    predefined_scaling_metric_specification "PredefinedScalingMetricSpecification": optional PredictiveScalingPredefinedScalingMetricSpecification<'a>,
    predefined_load_metric_specification "PredefinedLoadMetricSpecification": optional PredictiveScalingPredefinedLoadMetricSpecification<'a>,
    customized_scaling_metric_specification "CustomizedScalingMetricSpecification": optional PredictiveScalingCustomizedMetricSpecification<'a>,
    customized_load_metric_specification "CustomizedLoadMetricSpecification": optional PredictiveScalingCustomizedMetricSpecification<'a>,
    customized_capacity_metric_specification "CustomizedCapacityMetricSpecification": optional PredictiveScalingCustomizedMetricSpecification<'a>,
} }

view! { PredictiveScalingMetricStat<'a> {
    metric "Metric": required PredictiveScalingMetric<'a>,
    stat "Stat": required &'a str,
    unit "Unit": optional &'a str,
} }

view! { PredictiveScalingPolicyConfiguration<'a> {
    metric_specifications "MetricSpecifications": required List<'a, PredictiveScalingMetricSpecification<'a>>,
    mode "Mode": optional &'a str,
    scheduling_buffer_time "SchedulingBufferTime": optional i64,
    max_capacity_breach_behavior "MaxCapacityBreachBehavior": optional &'a str,
    max_capacity_buffer "MaxCapacityBuffer": optional i64,
} }

view! { PredictiveScalingPredefinedLoadMetricSpecification<'a> {
    predefined_metric_type "PredefinedMetricType": required &'a str,
    resource_label "ResourceLabel": optional &'a str,
} }

view! { PredictiveScalingPredefinedMetricPairSpecification<'a> {
    predefined_metric_type "PredefinedMetricType": required &'a str,
    resource_label "ResourceLabel": optional &'a str,
} }

view! { PredictiveScalingPredefinedScalingMetricSpecification<'a> {
    predefined_metric_type "PredefinedMetricType": required &'a str,
    resource_label "ResourceLabel": optional &'a str,
} }

view! { ScalableTargetAction<'a> {
    min_capacity "MinCapacity": optional i64,
    max_capacity "MaxCapacity": optional i64,
} }

view! { StepAdjustment<'a> {
    metric_interval_lower_bound "MetricIntervalLowerBound": optional f64,
    metric_interval_upper_bound "MetricIntervalUpperBound": optional f64,
    scaling_adjustment "ScalingAdjustment": required i64,
} }

view! { StepScalingPolicyConfiguration<'a> {
    adjustment_type "AdjustmentType": optional &'a str,
    step_adjustments "StepAdjustments": optional List<'a, StepAdjustment<'a>>,
    min_adjustment_magnitude "MinAdjustmentMagnitude": optional i64,
    cooldown "Cooldown": optional i64,
    metric_aggregation_type "MetricAggregationType": optional &'a str,
} }

view! { SuspendedState<'a> {
    dynamic_scaling_in_suspended "DynamicScalingInSuspended": optional bool,
    dynamic_scaling_out_suspended "DynamicScalingOutSuspended": optional bool,
    scheduled_scaling_suspended "ScheduledScalingSuspended": optional bool,
} }

view! { TargetTrackingMetric<'a> {
    dimensions "Dimensions": optional List<'a, TargetTrackingMetricDimension<'a>>,
    metric_name "MetricName": optional &'a str,
    namespace "Namespace": optional &'a str,
} }

view! { TargetTrackingMetricDataQuery<'a> {
    expression "Expression": optional &'a str,
    id "Id": required &'a str,
    label "Label": optional &'a str,
    metric_stat "MetricStat": optional TargetTrackingMetricStat<'a>,
    return_data "ReturnData": optional bool,
} }

view! { TargetTrackingMetricDimension<'a> {
    name "Name": required &'a str,
    value "Value": required &'a str,
} }

view! { TargetTrackingMetricStat<'a> {
    metric "Metric": required TargetTrackingMetric<'a>,
    stat "Stat": required &'a str,
    unit "Unit": optional &'a str,
} }

view! { TargetTrackingScalingPolicyConfiguration<'a> {
    target_value "TargetValue": required f64,
    predefined_metric_specification "PredefinedMetricSpecification": optional PredefinedMetricSpecification<'a>,
    customized_metric_specification "CustomizedMetricSpecification": optional CustomizedMetricSpecification<'a>,
    scale_out_cooldown "ScaleOutCooldown": optional i64,
    scale_in_cooldown "ScaleInCooldown": optional i64,
    disable_scale_in "DisableScaleIn": optional bool,
} }

builder! { AlarmBuilder {
    alarm_name "AlarmName": Text,
    alarm_arn "AlarmARN": Text,
} }

builder! { CustomizedMetricSpecificationBuilder {
    metric_name "MetricName": Text,
    namespace "Namespace": Text,
    dimensions "Dimensions": Items<MetricDimensionBuilder>,
    statistic "Statistic": Text,
    unit "Unit": Text,
    metrics "Metrics": Items<TargetTrackingMetricDataQueryBuilder>,
} }

builder! { MetricDimensionBuilder {
    name "Name": Text,
    value "Value": Text,
} }

builder! { NotScaledReasonBuilder {
    code "Code": Text,
    max_capacity "MaxCapacity": Whole,
    min_capacity "MinCapacity": Whole,
    current_capacity "CurrentCapacity": Whole,
} }

builder! { PredefinedMetricSpecificationBuilder {
    predefined_metric_type "PredefinedMetricType": Text,
    resource_label "ResourceLabel": Text,
} }

builder! { PredictiveScalingCustomizedMetricSpecificationBuilder {
    metric_data_queries "MetricDataQueries": Items<PredictiveScalingMetricDataQueryBuilder>,
} }

builder! { PredictiveScalingMetricBuilder {
    dimensions "Dimensions": Items<PredictiveScalingMetricDimensionBuilder>,
    metric_name "MetricName": Text,
    namespace "Namespace": Text,
} }

builder! { PredictiveScalingMetricDataQueryBuilder {
    id "Id": Text,
    expression "Expression": Text,
    metric_stat "MetricStat": PredictiveScalingMetricStatBuilder,
    label "Label": Text,
    return_data "ReturnData": Flag,
} }

builder! { PredictiveScalingMetricDimensionBuilder {
    name "Name": Text,
    value "Value": Text,
} }

builder! { PredictiveScalingMetricSpecificationBuilder {
    target_value "TargetValue": Real,
    predefined_metric_pair_specification "PredefinedMetricPairSpecification": PredictiveScalingPredefinedMetricPairSpecificationBuilder,
    predefined_scaling_metric_specification "PredefinedScalingMetricSpecification": PredictiveScalingPredefinedScalingMetricSpecificationBuilder,
    predefined_load_metric_specification "PredefinedLoadMetricSpecification": PredictiveScalingPredefinedLoadMetricSpecificationBuilder,
    customized_scaling_metric_specification "CustomizedScalingMetricSpecification": PredictiveScalingCustomizedMetricSpecificationBuilder,
    customized_load_metric_specification "CustomizedLoadMetricSpecification": PredictiveScalingCustomizedMetricSpecificationBuilder,
    customized_capacity_metric_specification "CustomizedCapacityMetricSpecification": PredictiveScalingCustomizedMetricSpecificationBuilder,
} }

builder! { PredictiveScalingMetricStatBuilder {
    metric "Metric": PredictiveScalingMetricBuilder,
    stat "Stat": Text,
    unit "Unit": Text,
} }

builder! { PredictiveScalingPolicyConfigurationBuilder {
    metric_specifications "MetricSpecifications": Items<PredictiveScalingMetricSpecificationBuilder>,
    mode "Mode": Text,
    scheduling_buffer_time "SchedulingBufferTime": Whole,
    max_capacity_breach_behavior "MaxCapacityBreachBehavior": Text,
    max_capacity_buffer "MaxCapacityBuffer": Whole,
} }

builder! { PredictiveScalingPredefinedLoadMetricSpecificationBuilder {
    predefined_metric_type "PredefinedMetricType": Text,
    resource_label "ResourceLabel": Text,
} }

builder! { PredictiveScalingPredefinedMetricPairSpecificationBuilder {
    predefined_metric_type "PredefinedMetricType": Text,
    resource_label "ResourceLabel": Text,
} }

builder! { PredictiveScalingPredefinedScalingMetricSpecificationBuilder {
    predefined_metric_type "PredefinedMetricType": Text,
    resource_label "ResourceLabel": Text,
} }

builder! { ScalableTargetBuilder {
    service_namespace "ServiceNamespace": Text,
    resource_id "ResourceId": Text,
    scalable_dimension "ScalableDimension": Text,
    min_capacity "MinCapacity": Whole,
    max_capacity "MaxCapacity": Whole,
    predicted_capacity "PredictedCapacity": Whole,
    role_arn "RoleARN": Text,
    creation_time "CreationTime": Time,
    suspended_state "SuspendedState": SuspendedStateBuilder,
    scalable_target_arn "ScalableTargetARN": Text,
} }

builder! { ScalableTargetActionBuilder {
    min_capacity "MinCapacity": Whole,
    max_capacity "MaxCapacity": Whole,
} }

builder! { ScalingActivityBuilder {
    activity_id "ActivityId": Text,
    service_namespace "ServiceNamespace": Text,
    resource_id "ResourceId": Text,
    scalable_dimension "ScalableDimension": Text,
    description "Description": Text,
    cause "Cause": Text,
    start_time "StartTime": Time,
    end_time "EndTime": Time,
    status_code "StatusCode": Text,
    status_message "StatusMessage": Text,
    details "Details": Text,
    not_scaled_reasons "NotScaledReasons": Items<NotScaledReasonBuilder>,
} }

builder! { ScalingPolicyBuilder {
    policy_arn "PolicyARN": Text,
    policy_name "PolicyName": Text,
    service_namespace "ServiceNamespace": Text,
    resource_id "ResourceId": Text,
    scalable_dimension "ScalableDimension": Text,
    policy_type "PolicyType": Text,
    step_scaling_policy_configuration "StepScalingPolicyConfiguration": StepScalingPolicyConfigurationBuilder,
    target_tracking_scaling_policy_configuration "TargetTrackingScalingPolicyConfiguration": TargetTrackingScalingPolicyConfigurationBuilder,
    predictive_scaling_policy_configuration "PredictiveScalingPolicyConfiguration": PredictiveScalingPolicyConfigurationBuilder,
    alarms "Alarms": Items<AlarmBuilder>,
    creation_time "CreationTime": Time,
} }

builder! { ScheduledActionBuilder {
    scheduled_action_name "ScheduledActionName": Text,
    scheduled_action_arn "ScheduledActionARN": Text,
    service_namespace "ServiceNamespace": Text,
    schedule "Schedule": Text,
    timezone "Timezone": Text,
    resource_id "ResourceId": Text,
    scalable_dimension "ScalableDimension": Text,
    start_time "StartTime": Time,
    end_time "EndTime": Time,
    scalable_target_action "ScalableTargetAction": ScalableTargetActionBuilder,
    creation_time "CreationTime": Time,
} }

builder! { StepAdjustmentBuilder {
    metric_interval_lower_bound "MetricIntervalLowerBound": Real,
    metric_interval_upper_bound "MetricIntervalUpperBound": Real,
    scaling_adjustment "ScalingAdjustment": Whole,
} }

builder! { StepScalingPolicyConfigurationBuilder {
    adjustment_type "AdjustmentType": Text,
    step_adjustments "StepAdjustments": Items<StepAdjustmentBuilder>,
    min_adjustment_magnitude "MinAdjustmentMagnitude": Whole,
    cooldown "Cooldown": Whole,
    metric_aggregation_type "MetricAggregationType": Text,
} }

builder! { SuspendedStateBuilder {
    dynamic_scaling_in_suspended "DynamicScalingInSuspended": Flag,
    dynamic_scaling_out_suspended "DynamicScalingOutSuspended": Flag,
    scheduled_scaling_suspended "ScheduledScalingSuspended": Flag,
} }

builder! { TargetTrackingMetricBuilder {
    dimensions "Dimensions": Items<TargetTrackingMetricDimensionBuilder>,
    metric_name "MetricName": Text,
    namespace "Namespace": Text,
} }

builder! { TargetTrackingMetricDataQueryBuilder {
    expression "Expression": Text,
    id "Id": Text,
    label "Label": Text,
    metric_stat "MetricStat": TargetTrackingMetricStatBuilder,
    return_data "ReturnData": Flag,
} }

builder! { TargetTrackingMetricDimensionBuilder {
    name "Name": Text,
    value "Value": Text,
} }

builder! { TargetTrackingMetricStatBuilder {
    metric "Metric": TargetTrackingMetricBuilder,
    stat "Stat": Text,
    unit "Unit": Text,
} }

builder! { TargetTrackingScalingPolicyConfigurationBuilder {
    target_value "TargetValue": Real,
    predefined_metric_specification "PredefinedMetricSpecification": PredefinedMetricSpecificationBuilder,
    customized_metric_specification "CustomizedMetricSpecification": CustomizedMetricSpecificationBuilder,
    scale_out_cooldown "ScaleOutCooldown": Whole,
    scale_in_cooldown "ScaleInCooldown": Whole,
    disable_scale_in "DisableScaleIn": Flag,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        concurrent_update_exception "ConcurrentUpdateException" 400;
        failed_resource_access_exception "FailedResourceAccessException" 400;
        internal_service_exception "InternalServiceException" 400;
        invalid_next_token_exception "InvalidNextTokenException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        object_not_found_exception "ObjectNotFoundException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        too_many_tags_exception "TooManyTagsException" 400;
        validation_exception "ValidationException" 400;
    }
}

pub mod adjustment_type {
    pub const CHANGE_IN_CAPACITY: &str = "ChangeInCapacity";
    pub const PERCENT_CHANGE_IN_CAPACITY: &str = "PercentChangeInCapacity";
    pub const EXACT_CAPACITY: &str = "ExactCapacity";
}

pub mod metric_aggregation_type {
    pub const AVERAGE: &str = "Average";
    pub const MINIMUM: &str = "Minimum";
    pub const MAXIMUM: &str = "Maximum";
}

pub mod metric_statistic {
    pub const AVERAGE: &str = "Average";
    pub const MINIMUM: &str = "Minimum";
    pub const MAXIMUM: &str = "Maximum";
    pub const SAMPLE_COUNT: &str = "SampleCount";
    pub const SUM: &str = "Sum";
}

pub mod metric_type {
    pub const DYNAMO_DB_READ_CAPACITY_UTILIZATION: &str = "DynamoDBReadCapacityUtilization";
    pub const DYNAMO_DB_WRITE_CAPACITY_UTILIZATION: &str = "DynamoDBWriteCapacityUtilization";
    pub const ALB_REQUEST_COUNT_PER_TARGET: &str = "ALBRequestCountPerTarget";
    pub const RDS_READER_AVERAGE_CPU_UTILIZATION: &str = "RDSReaderAverageCPUUtilization";
    pub const RDS_READER_AVERAGE_DATABASE_CONNECTIONS: &str = "RDSReaderAverageDatabaseConnections";
    pub const EC2_SPOT_FLEET_REQUEST_AVERAGE_CPU_UTILIZATION: &str =
        "EC2SpotFleetRequestAverageCPUUtilization";
    pub const EC2_SPOT_FLEET_REQUEST_AVERAGE_NETWORK_IN: &str =
        "EC2SpotFleetRequestAverageNetworkIn";
    pub const EC2_SPOT_FLEET_REQUEST_AVERAGE_NETWORK_OUT: &str =
        "EC2SpotFleetRequestAverageNetworkOut";
    pub const SAGE_MAKER_VARIANT_INVOCATIONS_PER_INSTANCE: &str =
        "SageMakerVariantInvocationsPerInstance";
    pub const ECS_SERVICE_AVERAGE_CPU_UTILIZATION: &str = "ECSServiceAverageCPUUtilization";
    pub const ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION: &str = "ECSServiceAverageMemoryUtilization";
    pub const APP_STREAM_AVERAGE_CAPACITY_UTILIZATION: &str = "AppStreamAverageCapacityUtilization";
    pub const COMPREHEND_INFERENCE_UTILIZATION: &str = "ComprehendInferenceUtilization";
    pub const LAMBDA_PROVISIONED_CONCURRENCY_UTILIZATION: &str =
        "LambdaProvisionedConcurrencyUtilization";
    pub const CASSANDRA_READ_CAPACITY_UTILIZATION: &str = "CassandraReadCapacityUtilization";
    pub const CASSANDRA_WRITE_CAPACITY_UTILIZATION: &str = "CassandraWriteCapacityUtilization";
    pub const KAFKA_BROKER_STORAGE_UTILIZATION: &str = "KafkaBrokerStorageUtilization";
    pub const ELASTI_CACHE_ENGINE_CPU_UTILIZATION: &str = "ElastiCacheEngineCPUUtilization";
    pub const ELASTI_CACHE_DATABASE_MEMORY_USAGE_PERCENTAGE: &str =
        "ElastiCacheDatabaseMemoryUsagePercentage";
    pub const ELASTI_CACHE_PRIMARY_ENGINE_CPU_UTILIZATION: &str =
        "ElastiCachePrimaryEngineCPUUtilization";
    pub const ELASTI_CACHE_REPLICA_ENGINE_CPU_UTILIZATION: &str =
        "ElastiCacheReplicaEngineCPUUtilization";
    pub const ELASTI_CACHE_DATABASE_MEMORY_USAGE_COUNTED_FOR_EVICT_PERCENTAGE: &str =
        "ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage";
    pub const NEPTUNE_READER_AVERAGE_CPU_UTILIZATION: &str = "NeptuneReaderAverageCPUUtilization";
    pub const SAGE_MAKER_VARIANT_PROVISIONED_CONCURRENCY_UTILIZATION: &str =
        "SageMakerVariantProvisionedConcurrencyUtilization";
    pub const ELASTI_CACHE_DATABASE_CAPACITY_USAGE_COUNTED_FOR_EVICT_PERCENTAGE: &str =
        "ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage";
    pub const SAGE_MAKER_INFERENCE_COMPONENT_INVOCATIONS_PER_COPY: &str =
        "SageMakerInferenceComponentInvocationsPerCopy";
    pub const WORK_SPACES_AVERAGE_USER_SESSIONS_CAPACITY_UTILIZATION: &str =
        "WorkSpacesAverageUserSessionsCapacityUtilization";
    pub const SAGE_MAKER_INFERENCE_COMPONENT_CONCURRENT_REQUESTS_PER_COPY_HIGH_RESOLUTION: &str =
        "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution";
    pub const SAGE_MAKER_VARIANT_CONCURRENT_REQUESTS_PER_MODEL_HIGH_RESOLUTION: &str =
        "SageMakerVariantConcurrentRequestsPerModelHighResolution";
    pub const ECS_SERVICE_AVERAGE_CPU_UTILIZATION_HIGH_RESOLUTION: &str =
        "ECSServiceAverageCPUUtilizationHighResolution";
    pub const ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION_HIGH_RESOLUTION: &str =
        "ECSServiceAverageMemoryUtilizationHighResolution";
}

pub mod policy_type {
    pub const STEP_SCALING: &str = "StepScaling";
    pub const TARGET_TRACKING_SCALING: &str = "TargetTrackingScaling";
    pub const PREDICTIVE_SCALING: &str = "PredictiveScaling";
}

pub mod predictive_scaling_max_capacity_breach_behavior {
    pub const HONOR_MAX_CAPACITY: &str = "HonorMaxCapacity";
    pub const INCREASE_MAX_CAPACITY: &str = "IncreaseMaxCapacity";
}

pub mod predictive_scaling_mode {
    pub const FORECAST_ONLY: &str = "ForecastOnly";
    pub const FORECAST_AND_SCALE: &str = "ForecastAndScale";
}

pub mod scalable_dimension {
    pub const ECS_SERVICE_DESIRED_COUNT: &str = "ecs:service:DesiredCount";
    pub const EC2_SPOT_FLEET_REQUEST_TARGET_CAPACITY: &str =
        "ec2:spot-fleet-request:TargetCapacity";
    pub const ELASTICMAPREDUCE_INSTANCEGROUP_INSTANCE_COUNT: &str =
        "elasticmapreduce:instancegroup:InstanceCount";
    pub const APPSTREAM_FLEET_DESIRED_CAPACITY: &str = "appstream:fleet:DesiredCapacity";
    pub const DYNAMODB_TABLE_READ_CAPACITY_UNITS: &str = "dynamodb:table:ReadCapacityUnits";
    pub const DYNAMODB_TABLE_WRITE_CAPACITY_UNITS: &str = "dynamodb:table:WriteCapacityUnits";
    pub const DYNAMODB_INDEX_READ_CAPACITY_UNITS: &str = "dynamodb:index:ReadCapacityUnits";
    pub const DYNAMODB_INDEX_WRITE_CAPACITY_UNITS: &str = "dynamodb:index:WriteCapacityUnits";
    pub const RDS_CLUSTER_READ_REPLICA_COUNT: &str = "rds:cluster:ReadReplicaCount";
    pub const SAGEMAKER_VARIANT_DESIRED_INSTANCE_COUNT: &str =
        "sagemaker:variant:DesiredInstanceCount";
    pub const CUSTOM_RESOURCE_RESOURCE_TYPE_PROPERTY: &str =
        "custom-resource:ResourceType:Property";
    pub const COMPREHEND_DOCUMENT_CLASSIFIER_ENDPOINT_DESIRED_INFERENCE_UNITS: &str =
        "comprehend:document-classifier-endpoint:DesiredInferenceUnits";
    pub const COMPREHEND_ENTITY_RECOGNIZER_ENDPOINT_DESIRED_INFERENCE_UNITS: &str =
        "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits";
    pub const LAMBDA_FUNCTION_PROVISIONED_CONCURRENCY: &str =
        "lambda:function:ProvisionedConcurrency";
    pub const CASSANDRA_TABLE_READ_CAPACITY_UNITS: &str = "cassandra:table:ReadCapacityUnits";
    pub const CASSANDRA_TABLE_WRITE_CAPACITY_UNITS: &str = "cassandra:table:WriteCapacityUnits";
    pub const KAFKA_BROKER_STORAGE_VOLUME_SIZE: &str = "kafka:broker-storage:VolumeSize";
    pub const ELASTICACHE_CACHE_CLUSTER_NODES: &str = "elasticache:cache-cluster:Nodes";
    pub const ELASTICACHE_REPLICATION_GROUP_NODE_GROUPS: &str =
        "elasticache:replication-group:NodeGroups";
    pub const ELASTICACHE_REPLICATION_GROUP_REPLICAS: &str =
        "elasticache:replication-group:Replicas";
    pub const NEPTUNE_CLUSTER_READ_REPLICA_COUNT: &str = "neptune:cluster:ReadReplicaCount";
    pub const SAGEMAKER_VARIANT_DESIRED_PROVISIONED_CONCURRENCY: &str =
        "sagemaker:variant:DesiredProvisionedConcurrency";
    pub const SAGEMAKER_INFERENCE_COMPONENT_DESIRED_COPY_COUNT: &str =
        "sagemaker:inference-component:DesiredCopyCount";
    pub const WORKSPACES_WORKSPACESPOOL_DESIRED_USER_SESSIONS: &str =
        "workspaces:workspacespool:DesiredUserSessions";
}

pub mod scaling_activity_status_code {
    pub const PENDING: &str = "Pending";
    pub const IN_PROGRESS: &str = "InProgress";
    pub const SUCCESSFUL: &str = "Successful";
    pub const OVERRIDDEN: &str = "Overridden";
    pub const UNFULFILLED: &str = "Unfulfilled";
    pub const FAILED: &str = "Failed";
}

pub mod service_namespace {
    pub const ECS: &str = "ecs";
    pub const ELASTICMAPREDUCE: &str = "elasticmapreduce";
    pub const EC2: &str = "ec2";
    pub const APPSTREAM: &str = "appstream";
    pub const DYNAMODB: &str = "dynamodb";
    pub const RDS: &str = "rds";
    pub const SAGEMAKER: &str = "sagemaker";
    pub const CUSTOM_RESOURCE: &str = "custom-resource";
    pub const COMPREHEND: &str = "comprehend";
    pub const LAMBDA: &str = "lambda";
    pub const CASSANDRA: &str = "cassandra";
    pub const KAFKA: &str = "kafka";
    pub const ELASTICACHE: &str = "elasticache";
    pub const NEPTUNE: &str = "neptune";
    pub const WORKSPACES: &str = "workspaces";
}
