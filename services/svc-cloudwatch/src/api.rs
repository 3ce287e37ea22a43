//! Inputs, outputs, errors and enums of the implemented operations of CloudWatch.
//!
//! Written by `cargo xtask codegen cloudwatch` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Entries, Flag, Items, Real, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    DeleteAlarms: DeleteAlarmsInput, DeleteAlarmsOutput;
    DeleteAnomalyDetector: DeleteAnomalyDetectorInput, DeleteAnomalyDetectorOutput;
    DeleteDashboards: DeleteDashboardsInput, DeleteDashboardsOutput;
    DeleteMetricStream: DeleteMetricStreamInput, DeleteMetricStreamOutput;
    DescribeAlarmHistory: DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput;
    DescribeAlarms: DescribeAlarmsInput, DescribeAlarmsOutput;
    DescribeAlarmsForMetric: DescribeAlarmsForMetricInput, DescribeAlarmsForMetricOutput;
    DescribeAnomalyDetectors: DescribeAnomalyDetectorsInput, DescribeAnomalyDetectorsOutput;
    DisableAlarmActions: DisableAlarmActionsInput, DisableAlarmActionsOutput;
    EnableAlarmActions: EnableAlarmActionsInput, EnableAlarmActionsOutput;
    GetDashboard: GetDashboardInput, GetDashboardOutput;
    GetMetricData: GetMetricDataInput, GetMetricDataOutput;
    GetMetricStatistics: GetMetricStatisticsInput, GetMetricStatisticsOutput;
    GetMetricStream: GetMetricStreamInput, GetMetricStreamOutput;
    ListDashboards: ListDashboardsInput, ListDashboardsOutput;
    ListMetricStreams: ListMetricStreamsInput, ListMetricStreamsOutput;
    ListMetrics: ListMetricsInput, ListMetricsOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    PutAnomalyDetector: PutAnomalyDetectorInput, PutAnomalyDetectorOutput;
    PutCompositeAlarm: PutCompositeAlarmInput, PutCompositeAlarmOutput;
    PutDashboard: PutDashboardInput, PutDashboardOutput;
    PutMetricAlarm: PutMetricAlarmInput, PutMetricAlarmOutput;
    PutMetricData: PutMetricDataInput, PutMetricDataOutput;
    PutMetricStream: PutMetricStreamInput, PutMetricStreamOutput;
    SetAlarmState: SetAlarmStateInput, SetAlarmStateOutput;
    StartMetricStreams: StartMetricStreamsInput, StartMetricStreamsOutput;
    StopMetricStreams: StopMetricStreamsInput, StopMetricStreamsOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
}

view! { DeleteAlarmsInput<'a> {
    alarm_names "AlarmNames": required List<'a, &'a str>,
} }

builder! { DeleteAlarmsOutput {
} }

view! { DeleteAnomalyDetectorInput<'a> {
    anomaly_detector_id "AnomalyDetectorId": optional &'a str,
    namespace "Namespace": optional &'a str,
    metric_name "MetricName": optional &'a str,
    dimensions "Dimensions": optional List<'a, Dimension<'a>>,
    stat "Stat": optional &'a str,
    single_metric_anomaly_detector "SingleMetricAnomalyDetector": optional SingleMetricAnomalyDetector<'a>,
    metric_math_anomaly_detector "MetricMathAnomalyDetector": optional MetricMathAnomalyDetector<'a>,
} }

builder! { DeleteAnomalyDetectorOutput {
} }

view! { DeleteDashboardsInput<'a> {
    dashboard_names "DashboardNames": required List<'a, &'a str>,
} }

builder! { DeleteDashboardsOutput {
} }

view! { DeleteMetricStreamInput<'a> {
    name "Name": required &'a str,
} }

builder! { DeleteMetricStreamOutput {
} }

view! { DescribeAlarmHistoryInput<'a> {
    alarm_name "AlarmName": optional &'a str,
    alarm_contributor_id "AlarmContributorId": optional &'a str,
    alarm_types "AlarmTypes": optional List<'a, &'a str>,
    history_item_type "HistoryItemType": optional &'a str,
    start_date "StartDate": optional Timestamp,
    end_date "EndDate": optional Timestamp,
    max_records "MaxRecords": optional i64,
    next_token "NextToken": optional &'a str,
    scan_by "ScanBy": optional &'a str,
} }

builder! { DescribeAlarmHistoryOutput {
    alarm_history_items "AlarmHistoryItems": Items<AlarmHistoryItemBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeAlarmsInput<'a> {
    alarm_names "AlarmNames": optional List<'a, &'a str>,
    alarm_name_prefix "AlarmNamePrefix": optional &'a str,
    alarm_types "AlarmTypes": optional List<'a, &'a str>,
    children_of_alarm_name "ChildrenOfAlarmName": optional &'a str,
    parents_of_alarm_name "ParentsOfAlarmName": optional &'a str,
    state_value "StateValue": optional &'a str,
    action_prefix "ActionPrefix": optional &'a str,
    max_records "MaxRecords": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeAlarmsOutput {
    composite_alarms "CompositeAlarms": Items<CompositeAlarmBuilder>,
    metric_alarms "MetricAlarms": Items<MetricAlarmBuilder>,
    log_alarms "LogAlarms": Items<LogAlarmBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeAlarmsForMetricInput<'a> {
    metric_name "MetricName": required &'a str,
    namespace "Namespace": required &'a str,
    statistic "Statistic": optional &'a str,
    extended_statistic "ExtendedStatistic": optional &'a str,
    dimensions "Dimensions": optional List<'a, Dimension<'a>>,
    period "Period": optional i64,
    unit "Unit": optional &'a str,
} }

builder! { DescribeAlarmsForMetricOutput {
    metric_alarms "MetricAlarms": Items<MetricAlarmBuilder>,
} }

view! { DescribeAnomalyDetectorsInput<'a> {
    anomaly_detector_ids "AnomalyDetectorIds": optional List<'a, &'a str>,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
    namespace "Namespace": optional &'a str,
    metric_name "MetricName": optional &'a str,
    dimensions "Dimensions": optional List<'a, Dimension<'a>>,
    anomaly_detector_types "AnomalyDetectorTypes": optional List<'a, &'a str>,
} }

builder! { DescribeAnomalyDetectorsOutput {
    anomaly_detectors "AnomalyDetectors": Items<AnomalyDetectorBuilder>,
    next_token "NextToken": Text,
} }

view! { DisableAlarmActionsInput<'a> {
    alarm_names "AlarmNames": required List<'a, &'a str>,
} }

builder! { DisableAlarmActionsOutput {
} }

view! { EnableAlarmActionsInput<'a> {
    alarm_names "AlarmNames": required List<'a, &'a str>,
} }

builder! { EnableAlarmActionsOutput {
} }

view! { GetDashboardInput<'a> {
    dashboard_name "DashboardName": required &'a str,
} }

builder! { GetDashboardOutput {
    dashboard_arn "DashboardArn": Text,
    dashboard_body "DashboardBody": Text,
    dashboard_name "DashboardName": Text,
} }

view! { GetMetricDataInput<'a> {
    metric_data_queries "MetricDataQueries": required List<'a, MetricDataQuery<'a>>,
    start_time "StartTime": required Timestamp,
    end_time "EndTime": required Timestamp,
    next_token "NextToken": optional &'a str,
    scan_by "ScanBy": optional &'a str,
    max_datapoints "MaxDatapoints": optional i64,
    label_options "LabelOptions": optional LabelOptions<'a>,
} }

builder! { GetMetricDataOutput {
    metric_data_results "MetricDataResults": Items<MetricDataResultBuilder>,
    next_token "NextToken": Text,
    messages "Messages": Items<MessageDataBuilder>,
} }

view! { GetMetricStatisticsInput<'a> {
    namespace "Namespace": required &'a str,
    metric_name "MetricName": required &'a str,
    dimensions "Dimensions": optional List<'a, Dimension<'a>>,
    start_time "StartTime": required Timestamp,
    end_time "EndTime": required Timestamp,
    period "Period": required i64,
    statistics "Statistics": optional List<'a, &'a str>,
    extended_statistics "ExtendedStatistics": optional List<'a, &'a str>,
    unit "Unit": optional &'a str,
} }

builder! { GetMetricStatisticsOutput {
    label "Label": Text,
    datapoints "Datapoints": Items<DatapointBuilder>,
} }

view! { GetMetricStreamInput<'a> {
    name "Name": required &'a str,
} }

builder! { GetMetricStreamOutput {
    arn "Arn": Text,
    name "Name": Text,
    include_filters "IncludeFilters": Items<MetricStreamFilterBuilder>,
    exclude_filters "ExcludeFilters": Items<MetricStreamFilterBuilder>,
    firehose_arn "FirehoseArn": Text,
    role_arn "RoleArn": Text,
    state "State": Text,
    creation_date "CreationDate": Time,
    last_update_date "LastUpdateDate": Time,
    output_format "OutputFormat": Text,
    statistics_configurations "StatisticsConfigurations": Items<MetricStreamStatisticsConfigurationBuilder>,
    include_linked_accounts_metrics "IncludeLinkedAccountsMetrics": Flag,
} }

view! { ListDashboardsInput<'a> {
    dashboard_name_prefix "DashboardNamePrefix": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListDashboardsOutput {
    dashboard_entries "DashboardEntries": Items<DashboardEntryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListMetricStreamsInput<'a> {
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListMetricStreamsOutput {
    next_token "NextToken": Text,
    entries "Entries": Items<MetricStreamEntryBuilder>,
} }

view! { ListMetricsInput<'a> {
    namespace "Namespace": optional &'a str,
    metric_name "MetricName": optional &'a str,
    dimensions "Dimensions": optional List<'a, DimensionFilter<'a>>,
    next_token "NextToken": optional &'a str,
    recently_active "RecentlyActive": optional &'a str,
    include_linked_accounts "IncludeLinkedAccounts": optional bool,
    owning_account "OwningAccount": optional &'a str,
} }

builder! { ListMetricsOutput {
    metrics "Metrics": Items<MetricBuilder>,
    next_token "NextToken": Text,
    owning_accounts "OwningAccounts": Items<Text>,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Items<TagBuilder>,
} }

view! { PutAnomalyDetectorInput<'a> {
    namespace "Namespace": optional &'a str,
    metric_name "MetricName": optional &'a str,
    dimensions "Dimensions": optional List<'a, Dimension<'a>>,
    stat "Stat": optional &'a str,
    configuration "Configuration": optional AnomalyDetectorConfiguration<'a>,
    metric_characteristics "MetricCharacteristics": optional MetricCharacteristics<'a>,
    single_metric_anomaly_detector "SingleMetricAnomalyDetector": optional SingleMetricAnomalyDetector<'a>,
    metric_math_anomaly_detector "MetricMathAnomalyDetector": optional MetricMathAnomalyDetector<'a>,
} }

builder! { PutAnomalyDetectorOutput {
    anomaly_detector_id "AnomalyDetectorId": Text,
} }

view! { PutCompositeAlarmInput<'a> {
    actions_enabled "ActionsEnabled": optional bool,
    alarm_actions "AlarmActions": optional List<'a, &'a str>,
    alarm_description "AlarmDescription": optional &'a str,
    alarm_name "AlarmName": required &'a str,
    alarm_rule "AlarmRule": required &'a str,
    insufficient_data_actions "InsufficientDataActions": optional List<'a, &'a str>,
    ok_actions "OKActions": optional List<'a, &'a str>,
    tags "Tags": optional List<'a, Tag<'a>>,
    actions_suppressor "ActionsSuppressor": optional &'a str,
    actions_suppressor_wait_period "ActionsSuppressorWaitPeriod": optional i64,
    actions_suppressor_extension_period "ActionsSuppressorExtensionPeriod": optional i64,
    action_configuration "ActionConfiguration": optional ActionConfiguration<'a>,
} }

builder! { PutCompositeAlarmOutput {
} }

view! { PutDashboardInput<'a> {
    dashboard_name "DashboardName": required &'a str,
    dashboard_body "DashboardBody": required &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { PutDashboardOutput {
    dashboard_validation_messages "DashboardValidationMessages": Items<DashboardValidationMessageBuilder>,
} }

view! { PutMetricAlarmInput<'a> {
    alarm_name "AlarmName": required &'a str,
    alarm_description "AlarmDescription": optional &'a str,
    actions_enabled "ActionsEnabled": optional bool,
    ok_actions "OKActions": optional List<'a, &'a str>,
    alarm_actions "AlarmActions": optional List<'a, &'a str>,
    insufficient_data_actions "InsufficientDataActions": optional List<'a, &'a str>,
    metric_name "MetricName": optional &'a str,
    namespace "Namespace": optional &'a str,
    statistic "Statistic": optional &'a str,
    extended_statistic "ExtendedStatistic": optional &'a str,
    dimensions "Dimensions": optional List<'a, Dimension<'a>>,
    period "Period": optional i64,
    unit "Unit": optional &'a str,
    evaluation_periods "EvaluationPeriods": optional i64,
    datapoints_to_alarm "DatapointsToAlarm": optional i64,
    threshold "Threshold": optional f64,
    comparison_operator "ComparisonOperator": optional &'a str,
    treat_missing_data "TreatMissingData": optional &'a str,
    evaluate_low_sample_count_percentile "EvaluateLowSampleCountPercentile": optional &'a str,
    metrics "Metrics": optional List<'a, MetricDataQuery<'a>>,
    tags "Tags": optional List<'a, Tag<'a>>,
    threshold_metric_id "ThresholdMetricId": optional &'a str,
    evaluation_window "EvaluationWindow": optional EvaluationWindow<'a>,
    warm_up_configuration "WarmUpConfiguration": optional WarmUpConfiguration<'a>,
    evaluation_criteria "EvaluationCriteria": optional EvaluationCriteria<'a>,
    evaluation_interval "EvaluationInterval": optional i64,
    action_configuration "ActionConfiguration": optional ActionConfiguration<'a>,
} }

builder! { PutMetricAlarmOutput {
} }

view! { PutMetricDataInput<'a> {
    namespace "Namespace": required &'a str,
    metric_data "MetricData": optional List<'a, MetricDatum<'a>>,
    entity_metric_data "EntityMetricData": optional List<'a, EntityMetricData<'a>>,
    strict_entity_validation "StrictEntityValidation": optional bool,
} }

builder! { PutMetricDataOutput {
} }

view! { PutMetricStreamInput<'a> {
    name "Name": required &'a str,
    include_filters "IncludeFilters": optional List<'a, MetricStreamFilter<'a>>,
    exclude_filters "ExcludeFilters": optional List<'a, MetricStreamFilter<'a>>,
    firehose_arn "FirehoseArn": required &'a str,
    role_arn "RoleArn": required &'a str,
    output_format "OutputFormat": required &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
    statistics_configurations "StatisticsConfigurations": optional List<'a, MetricStreamStatisticsConfiguration<'a>>,
    include_linked_accounts_metrics "IncludeLinkedAccountsMetrics": optional bool,
} }

builder! { PutMetricStreamOutput {
    arn "Arn": Text,
} }

view! { SetAlarmStateInput<'a> {
    alarm_name "AlarmName": required &'a str,
    state_value "StateValue": required &'a str,
    state_reason "StateReason": required &'a str,
    state_reason_data "StateReasonData": optional &'a str,
} }

builder! { SetAlarmStateOutput {
} }

view! { StartMetricStreamsInput<'a> {
    names "Names": required List<'a, &'a str>,
} }

builder! { StartMetricStreamsOutput {
} }

view! { StopMetricStreamsInput<'a> {
    names "Names": required List<'a, &'a str>,
} }

builder! { StopMetricStreamsOutput {
} }

view! { TagResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { ActionConfiguration<'a> {
    alarm_tags_propagation "AlarmTagsPropagation": optional AlarmTagsPropagation<'a>,
} }

view! { AlarmPromQLCriteria<'a> {
    query "Query": required &'a str,
    pending_period "PendingPeriod": optional i64,
    recovery_period "RecoveryPeriod": optional i64,
} }

view! { AlarmTagsPropagation<'a> {
    enabled "Enabled": required bool,
    included_tag_keys "IncludedTagKeys": optional List<'a, &'a str>,
    excluded_tag_keys "ExcludedTagKeys": optional List<'a, &'a str>,
} }

view! { AnomalyDetectorConfiguration<'a> {
    excluded_time_ranges "ExcludedTimeRanges": optional List<'a, Range<'a>>,
    metric_timezone "MetricTimezone": optional &'a str,
    adaptation_speed "AdaptationSpeed": optional &'a str,
    outlier_filtering_strength "OutlierFilteringStrength": optional &'a str,
} }

view! { Dimension<'a> {
    name "Name": required &'a str,
    value "Value": required &'a str,
} }

view! { DimensionFilter<'a> {
    name "Name": required &'a str,
    value "Value": optional &'a str,
} }

view! { Entity<'a> {
    key_attributes "KeyAttributes": optional Map<'a, &'a str>,
    attributes "Attributes": optional Map<'a, &'a str>,
} }

view! { EntityMetricData<'a> {
    entity "Entity": optional Entity<'a>,
    metric_data "MetricData": optional List<'a, MetricDatum<'a>>,
} }

view! { EvaluationCriteria<'a> {
    prom_ql_criteria "PromQLCriteria": optional AlarmPromQLCriteria<'a>,
} }

view! { EvaluationWindow<'a> {
    wall_clock_window "WallClockWindow": optional WallClockWindow<'a>,
    sliding_window "SlidingWindow": optional SlidingWindow<'a>,
} }

view! { LabelOptions<'a> {
    timezone "Timezone": optional &'a str,
} }

view! { Metric<'a> {
    namespace "Namespace": optional &'a str,
    metric_name "MetricName": optional &'a str,
    dimensions "Dimensions": optional List<'a, Dimension<'a>>,
} }

view! { MetricCharacteristics<'a> {
    periodic_spikes "PeriodicSpikes": optional bool,
} }

view! { MetricDataQuery<'a> {
    id "Id": required &'a str,
    metric_stat "MetricStat": optional MetricStat<'a>,
    expression "Expression": optional &'a str,
    label "Label": optional &'a str,
    return_data "ReturnData": optional bool,
    period "Period": optional i64,
    account_id "AccountId": optional &'a str,
} }

view! { MetricDatum<'a> {
    metric_name "MetricName": required &'a str,
    dimensions "Dimensions": optional List<'a, Dimension<'a>>,
    timestamp "Timestamp": optional Timestamp,
    value "Value": optional f64,
    statistic_values "StatisticValues": optional StatisticSet<'a>,
    values "Values": optional List<'a, f64>,
    counts "Counts": optional List<'a, f64>,
    unit "Unit": optional &'a str,
    storage_resolution "StorageResolution": optional i64,
} }

view! { MetricMathAnomalyDetector<'a> {
    metric_data_queries "MetricDataQueries": optional List<'a, MetricDataQuery<'a>>,
} }

view! { MetricStat<'a> {
    metric "Metric": required Metric<'a>,
    period "Period": required i64,
    stat "Stat": required &'a str,
    unit "Unit": optional &'a str,
} }

view! { MetricStreamFilter<'a> {
    namespace "Namespace": optional &'a str,
    metric_names "MetricNames": optional List<'a, &'a str>,
} }

view! { MetricStreamStatisticsConfiguration<'a> {
    include_metrics "IncludeMetrics": required List<'a, MetricStreamStatisticsMetric<'a>>,
    additional_statistics "AdditionalStatistics": required List<'a, &'a str>,
} }

view! { MetricStreamStatisticsMetric<'a> {
    namespace "Namespace": required &'a str,
    metric_name "MetricName": required &'a str,
} }

view! { Range<'a> {
    start_time "StartTime": required Timestamp,
    end_time "EndTime": required Timestamp,
} }

view! { SingleMetricAnomalyDetector<'a> {
    account_id "AccountId": optional &'a str,
    namespace "Namespace": optional &'a str,
    metric_name "MetricName": optional &'a str,
    dimensions "Dimensions": optional List<'a, Dimension<'a>>,
    stat "Stat": optional &'a str,
} }

view! { SlidingWindow<'a> {
} }

view! { StatisticSet<'a> {
    sample_count "SampleCount": required f64,
    sum "Sum": required f64,
    minimum "Minimum": required f64,
    maximum "Maximum": required f64,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

view! { WallClockWindow<'a> {
    timezone "Timezone": optional &'a str,
} }

view! { WarmUpConfiguration<'a> {
    warm_up_period_duration_in_minutes "WarmUpPeriodDurationInMinutes": required i64,
    only_start_evaluating_after_warm_up_period_ends "OnlyStartEvaluatingAfterWarmUpPeriodEnds": optional bool,
} }

builder! { ActionConfigurationBuilder {
    alarm_tags_propagation "AlarmTagsPropagation": AlarmTagsPropagationBuilder,
} }

builder! { AlarmHistoryItemBuilder {
    alarm_name "AlarmName": Text,
    alarm_contributor_id "AlarmContributorId": Text,
    alarm_type "AlarmType": Text,
    timestamp "Timestamp": Time,
    history_item_type "HistoryItemType": Text,
    history_summary "HistorySummary": Text,
    history_data "HistoryData": Text,
    alarm_contributor_attributes "AlarmContributorAttributes": Entries<Text>,
} }

builder! { AlarmPromQLCriteriaBuilder {
    query "Query": Text,
    pending_period "PendingPeriod": Whole,
    recovery_period "RecoveryPeriod": Whole,
} }

builder! { AlarmTagsPropagationBuilder {
    enabled "Enabled": Flag,
    included_tag_keys "IncludedTagKeys": Items<Text>,
    excluded_tag_keys "ExcludedTagKeys": Items<Text>,
} }

builder! { AnomalyDetectorBuilder {
    anomaly_detector_id "AnomalyDetectorId": Text,
    namespace "Namespace": Text,
    metric_name "MetricName": Text,
    dimensions "Dimensions": Items<DimensionBuilder>,
    stat "Stat": Text,
    configuration "Configuration": AnomalyDetectorConfigurationBuilder,
    state_value "StateValue": Text,
    metric_characteristics "MetricCharacteristics": MetricCharacteristicsBuilder,
    single_metric_anomaly_detector "SingleMetricAnomalyDetector": SingleMetricAnomalyDetectorBuilder,
    metric_math_anomaly_detector "MetricMathAnomalyDetector": MetricMathAnomalyDetectorBuilder,
} }

builder! { AnomalyDetectorConfigurationBuilder {
    excluded_time_ranges "ExcludedTimeRanges": Items<RangeBuilder>,
    metric_timezone "MetricTimezone": Text,
    adaptation_speed "AdaptationSpeed": Text,
    outlier_filtering_strength "OutlierFilteringStrength": Text,
} }

builder! { CompositeAlarmBuilder {
    actions_enabled "ActionsEnabled": Flag,
    alarm_actions "AlarmActions": Items<Text>,
    alarm_arn "AlarmArn": Text,
    alarm_configuration_updated_timestamp "AlarmConfigurationUpdatedTimestamp": Time,
    alarm_description "AlarmDescription": Text,
    alarm_name "AlarmName": Text,
    alarm_rule "AlarmRule": Text,
    insufficient_data_actions "InsufficientDataActions": Items<Text>,
    ok_actions "OKActions": Items<Text>,
    state_reason "StateReason": Text,
    state_reason_data "StateReasonData": Text,
    state_updated_timestamp "StateUpdatedTimestamp": Time,
    state_value "StateValue": Text,
    state_transitioned_timestamp "StateTransitionedTimestamp": Time,
    actions_suppressed_by "ActionsSuppressedBy": Text,
    actions_suppressed_reason "ActionsSuppressedReason": Text,
    actions_suppressor "ActionsSuppressor": Text,
    actions_suppressor_wait_period "ActionsSuppressorWaitPeriod": Whole,
    actions_suppressor_extension_period "ActionsSuppressorExtensionPeriod": Whole,
    action_configuration "ActionConfiguration": ActionConfigurationBuilder,
} }

builder! { DashboardEntryBuilder {
    dashboard_name "DashboardName": Text,
    dashboard_arn "DashboardArn": Text,
    last_modified "LastModified": Time,
    size "Size": Whole,
} }

builder! { DashboardValidationMessageBuilder {
    data_path "DataPath": Text,
    message "Message": Text,
} }

builder! { DatapointBuilder {
    timestamp "Timestamp": Time,
    sample_count "SampleCount": Real,
    average "Average": Real,
    sum "Sum": Real,
    minimum "Minimum": Real,
    maximum "Maximum": Real,
    unit "Unit": Text,
    extended_statistics "ExtendedStatistics": Entries<Real>,
} }

builder! { DimensionBuilder {
    name "Name": Text,
    value "Value": Text,
} }

builder! { EvaluationCriteriaBuilder {
    prom_ql_criteria "PromQLCriteria": AlarmPromQLCriteriaBuilder,
} }

builder! { EvaluationWindowBuilder {
    wall_clock_window "WallClockWindow": WallClockWindowBuilder,
    sliding_window "SlidingWindow": SlidingWindowBuilder,
} }

builder! { LogAlarmBuilder {
    alarm_name "AlarmName": Text,
    alarm_arn "AlarmArn": Text,
    alarm_description "AlarmDescription": Text,
    alarm_configuration_updated_timestamp "AlarmConfigurationUpdatedTimestamp": Time,
    actions_enabled "ActionsEnabled": Flag,
    ok_actions "OKActions": Items<Text>,
    alarm_actions "AlarmActions": Items<Text>,
    insufficient_data_actions "InsufficientDataActions": Items<Text>,
    state_value "StateValue": Text,
    state_reason "StateReason": Text,
    state_reason_data "StateReasonData": Text,
    state_updated_timestamp "StateUpdatedTimestamp": Time,
    scheduled_query_configuration "ScheduledQueryConfiguration": ScheduledQueryConfigurationBuilder,
    query_results_to_evaluate "QueryResultsToEvaluate": Whole,
    query_results_to_alarm "QueryResultsToAlarm": Whole,
    threshold "Threshold": Real,
    comparison_operator "ComparisonOperator": Text,
    treat_missing_data "TreatMissingData": Text,
    state_transitioned_timestamp "StateTransitionedTimestamp": Time,
    evaluation_state "EvaluationState": Text,
    action_log_line_count "ActionLogLineCount": Whole,
    action_log_line_role_arn "ActionLogLineRoleArn": Text,
    warm_up_configuration "WarmUpConfiguration": WarmUpConfigurationBuilder,
    action_configuration "ActionConfiguration": ActionConfigurationBuilder,
} }

builder! { MessageDataBuilder {
    code "Code": Text,
    value "Value": Text,
} }

builder! { MetricBuilder {
    namespace "Namespace": Text,
    metric_name "MetricName": Text,
    dimensions "Dimensions": Items<DimensionBuilder>,
} }

builder! { MetricAlarmBuilder {
    alarm_name "AlarmName": Text,
    alarm_arn "AlarmArn": Text,
    alarm_description "AlarmDescription": Text,
    alarm_configuration_updated_timestamp "AlarmConfigurationUpdatedTimestamp": Time,
    actions_enabled "ActionsEnabled": Flag,
    ok_actions "OKActions": Items<Text>,
    alarm_actions "AlarmActions": Items<Text>,
    insufficient_data_actions "InsufficientDataActions": Items<Text>,
    state_value "StateValue": Text,
    state_reason "StateReason": Text,
    state_reason_data "StateReasonData": Text,
    state_updated_timestamp "StateUpdatedTimestamp": Time,
    metric_name "MetricName": Text,
    namespace "Namespace": Text,
    statistic "Statistic": Text,
    extended_statistic "ExtendedStatistic": Text,
    dimensions "Dimensions": Items<DimensionBuilder>,
    period "Period": Whole,
    unit "Unit": Text,
    evaluation_periods "EvaluationPeriods": Whole,
    datapoints_to_alarm "DatapointsToAlarm": Whole,
    threshold "Threshold": Real,
    comparison_operator "ComparisonOperator": Text,
    treat_missing_data "TreatMissingData": Text,
    evaluate_low_sample_count_percentile "EvaluateLowSampleCountPercentile": Text,
    metrics "Metrics": Items<MetricDataQueryBuilder>,
    threshold_metric_id "ThresholdMetricId": Text,
    evaluation_state "EvaluationState": Text,
    state_transitioned_timestamp "StateTransitionedTimestamp": Time,
    evaluation_window "EvaluationWindow": EvaluationWindowBuilder,
    warm_up_configuration "WarmUpConfiguration": WarmUpConfigurationBuilder,
    evaluation_criteria "EvaluationCriteria": EvaluationCriteriaBuilder,
    evaluation_interval "EvaluationInterval": Whole,
    action_configuration "ActionConfiguration": ActionConfigurationBuilder,
} }

builder! { MetricCharacteristicsBuilder {
    periodic_spikes "PeriodicSpikes": Flag,
} }

builder! { MetricDataQueryBuilder {
    id "Id": Text,
    metric_stat "MetricStat": MetricStatBuilder,
    expression "Expression": Text,
    label "Label": Text,
    return_data "ReturnData": Flag,
    period "Period": Whole,
    account_id "AccountId": Text,
} }

builder! { MetricDataResultBuilder {
    id "Id": Text,
    label "Label": Text,
    timestamps "Timestamps": Items<Time>,
    values "Values": Items<Real>,
    status_code "StatusCode": Text,
    messages "Messages": Items<MessageDataBuilder>,
} }

builder! { MetricMathAnomalyDetectorBuilder {
    metric_data_queries "MetricDataQueries": Items<MetricDataQueryBuilder>,
} }

builder! { MetricStatBuilder {
    metric "Metric": MetricBuilder,
    period "Period": Whole,
    stat "Stat": Text,
    unit "Unit": Text,
} }

builder! { MetricStreamEntryBuilder {
    arn "Arn": Text,
    creation_date "CreationDate": Time,
    last_update_date "LastUpdateDate": Time,
    name "Name": Text,
    firehose_arn "FirehoseArn": Text,
    state "State": Text,
    output_format "OutputFormat": Text,
} }

builder! { MetricStreamFilterBuilder {
    namespace "Namespace": Text,
    metric_names "MetricNames": Items<Text>,
} }

builder! { MetricStreamStatisticsConfigurationBuilder {
    include_metrics "IncludeMetrics": Items<MetricStreamStatisticsMetricBuilder>,
    additional_statistics "AdditionalStatistics": Items<Text>,
} }

builder! { MetricStreamStatisticsMetricBuilder {
    namespace "Namespace": Text,
    metric_name "MetricName": Text,
} }

builder! { RangeBuilder {
    start_time "StartTime": Time,
    end_time "EndTime": Time,
} }

builder! { ScheduleConfigurationBuilder {
    schedule_expression "ScheduleExpression": Text,
    start_time_offset "StartTimeOffset": Whole,
    end_time_offset "EndTimeOffset": Whole,
} }

builder! { ScheduledQueryConfigurationBuilder {
    query_string "QueryString": Text,
    log_group_identifiers "LogGroupIdentifiers": Items<Text>,
    query_arn "QueryARN": Text,
    scheduled_query_role_arn "ScheduledQueryRoleARN": Text,
    schedule_configuration "ScheduleConfiguration": ScheduleConfigurationBuilder,
    aggregation_expression "AggregationExpression": Text,
    tags "Tags": Items<TagBuilder>,
} }

builder! { SingleMetricAnomalyDetectorBuilder {
    account_id "AccountId": Text,
    namespace "Namespace": Text,
    metric_name "MetricName": Text,
    dimensions "Dimensions": Items<DimensionBuilder>,
    stat "Stat": Text,
} }

builder! { SlidingWindowBuilder {
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { WallClockWindowBuilder {
    timezone "Timezone": Text,
} }

builder! { WarmUpConfigurationBuilder {
    warm_up_period_duration_in_minutes "WarmUpPeriodDurationInMinutes": Whole,
    only_start_evaluating_after_warm_up_period_ends "OnlyStartEvaluatingAfterWarmUpPeriodEnds": Flag,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        concurrent_modification_exception "ConcurrentModificationException" 429;
        conflict_exception "ConflictException" 409;
        dashboard_invalid_input_error "DashboardInvalidInputError" 400;
        dashboard_not_found_error "DashboardNotFoundError" 404;
        internal_service_fault "InternalServiceFault" 500;
        invalid_format_fault "InvalidFormatFault" 400;
        invalid_next_token "InvalidNextToken" 400;
        invalid_parameter_combination_exception "InvalidParameterCombinationException" 400;
        invalid_parameter_value_exception "InvalidParameterValueException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        limit_exceeded_fault "LimitExceededFault" 400;
        missing_required_parameter_exception "MissingRequiredParameterException" 400;
        resource_conflict "ResourceConflict" 409;
        resource_not_found "ResourceNotFound" 404;
        resource_not_found_exception "ResourceNotFoundException" 404;
    }
}

pub mod actions_suppressed_by {
    pub const WAIT_PERIOD: &str = "WaitPeriod";
    pub const EXTENSION_PERIOD: &str = "ExtensionPeriod";
    pub const ALARM: &str = "Alarm";
}

pub mod alarm_type {
    pub const COMPOSITE_ALARM: &str = "CompositeAlarm";
    pub const METRIC_ALARM: &str = "MetricAlarm";
    pub const LOG_ALARM: &str = "LogAlarm";
}

pub mod anomaly_detector_adaptation_speed {
    pub const FAST: &str = "FAST";
    pub const NORMAL: &str = "NORMAL";
    pub const SLOW: &str = "SLOW";
}

pub mod anomaly_detector_outlier_filtering_strength {
    pub const MINIMAL: &str = "MINIMAL";
    pub const MODERATE: &str = "MODERATE";
    pub const STRICT: &str = "STRICT";
}

pub mod anomaly_detector_state_value {
    pub const PENDING_TRAINING: &str = "PENDING_TRAINING";
    pub const TRAINED_INSUFFICIENT_DATA: &str = "TRAINED_INSUFFICIENT_DATA";
    pub const TRAINED: &str = "TRAINED";
}

pub mod anomaly_detector_type {
    pub const SINGLE_METRIC: &str = "SINGLE_METRIC";
    pub const METRIC_MATH: &str = "METRIC_MATH";
}

pub mod comparison_operator {
    pub const GREATER_THAN_OR_EQUAL_TO_THRESHOLD: &str = "GreaterThanOrEqualToThreshold";
    pub const GREATER_THAN_THRESHOLD: &str = "GreaterThanThreshold";
    pub const LESS_THAN_THRESHOLD: &str = "LessThanThreshold";
    pub const LESS_THAN_OR_EQUAL_TO_THRESHOLD: &str = "LessThanOrEqualToThreshold";
    pub const LESS_THAN_LOWER_OR_GREATER_THAN_UPPER_THRESHOLD: &str =
        "LessThanLowerOrGreaterThanUpperThreshold";
    pub const LESS_THAN_LOWER_THRESHOLD: &str = "LessThanLowerThreshold";
    pub const GREATER_THAN_UPPER_THRESHOLD: &str = "GreaterThanUpperThreshold";
}

pub mod evaluation_state {
    pub const PARTIAL_DATA: &str = "PARTIAL_DATA";
    pub const EVALUATION_FAILURE: &str = "EVALUATION_FAILURE";
    pub const EVALUATION_ERROR: &str = "EVALUATION_ERROR";
}

pub mod history_item_type {
    pub const CONFIGURATION_UPDATE: &str = "ConfigurationUpdate";
    pub const STATE_UPDATE: &str = "StateUpdate";
    pub const ACTION: &str = "Action";
    pub const ALARM_CONTRIBUTOR_STATE_UPDATE: &str = "AlarmContributorStateUpdate";
    pub const ALARM_CONTRIBUTOR_ACTION: &str = "AlarmContributorAction";
}

pub mod metric_stream_output_format {
    pub const JSON: &str = "json";
    pub const OPENTELEMETRY0_7: &str = "opentelemetry0.7";
    pub const OPENTELEMETRY1_0: &str = "opentelemetry1.0";
}

pub mod recently_active {
    pub const PT3H: &str = "PT3H";
}

pub mod scan_by {
    pub const TIMESTAMP_DESCENDING: &str = "TimestampDescending";
    pub const TIMESTAMP_ASCENDING: &str = "TimestampAscending";
}

pub mod standard_unit {
    pub const SECONDS: &str = "Seconds";
    pub const MICROSECONDS: &str = "Microseconds";
    pub const MILLISECONDS: &str = "Milliseconds";
    pub const BYTES: &str = "Bytes";
    pub const KILOBYTES: &str = "Kilobytes";
    pub const MEGABYTES: &str = "Megabytes";
    pub const GIGABYTES: &str = "Gigabytes";
    pub const TERABYTES: &str = "Terabytes";
    pub const BITS: &str = "Bits";
    pub const KILOBITS: &str = "Kilobits";
    pub const MEGABITS: &str = "Megabits";
    pub const GIGABITS: &str = "Gigabits";
    pub const TERABITS: &str = "Terabits";
    pub const PERCENT: &str = "Percent";
    pub const COUNT: &str = "Count";
    pub const BYTES_SECOND: &str = "Bytes/Second";
    pub const KILOBYTES_SECOND: &str = "Kilobytes/Second";
    pub const MEGABYTES_SECOND: &str = "Megabytes/Second";
    pub const GIGABYTES_SECOND: &str = "Gigabytes/Second";
    pub const TERABYTES_SECOND: &str = "Terabytes/Second";
    pub const BITS_SECOND: &str = "Bits/Second";
    pub const KILOBITS_SECOND: &str = "Kilobits/Second";
    pub const MEGABITS_SECOND: &str = "Megabits/Second";
    pub const GIGABITS_SECOND: &str = "Gigabits/Second";
    pub const TERABITS_SECOND: &str = "Terabits/Second";
    pub const COUNT_SECOND: &str = "Count/Second";
    pub const NONE: &str = "None";
}

pub mod state_value {
    pub const OK: &str = "OK";
    pub const ALARM: &str = "ALARM";
    pub const INSUFFICIENT_DATA: &str = "INSUFFICIENT_DATA";
}

pub mod statistic {
    pub const SAMPLE_COUNT: &str = "SampleCount";
    pub const AVERAGE: &str = "Average";
    pub const SUM: &str = "Sum";
    pub const MINIMUM: &str = "Minimum";
    pub const MAXIMUM: &str = "Maximum";
}

pub mod status_code {
    pub const COMPLETE: &str = "Complete";
    pub const INTERNAL_ERROR: &str = "InternalError";
    pub const PARTIAL_DATA: &str = "PartialData";
    pub const FORBIDDEN: &str = "Forbidden";
}
