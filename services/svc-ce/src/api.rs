//! Inputs, outputs, errors and enums of the implemented operations of Cost Explorer.
//!
//! Written by `cargo xtask codegen ce` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Entries, Flag, Items, Real, Text, Whole};
use kernel::{builder, operations, view};

operations! {
    CreateAnomalyMonitor: CreateAnomalyMonitorInput, CreateAnomalyMonitorOutput;
    CreateAnomalySubscription: CreateAnomalySubscriptionInput, CreateAnomalySubscriptionOutput;
    CreateCostCategoryDefinition: CreateCostCategoryDefinitionInput, CreateCostCategoryDefinitionOutput;
    DeleteAnomalyMonitor: DeleteAnomalyMonitorInput, DeleteAnomalyMonitorOutput;
    DeleteAnomalySubscription: DeleteAnomalySubscriptionInput, DeleteAnomalySubscriptionOutput;
    DeleteCostCategoryDefinition: DeleteCostCategoryDefinitionInput, DeleteCostCategoryDefinitionOutput;
    DescribeCostCategoryDefinition: DescribeCostCategoryDefinitionInput, DescribeCostCategoryDefinitionOutput;
    GetAnomalies: GetAnomaliesInput, GetAnomaliesOutput;
    GetAnomalyMonitors: GetAnomalyMonitorsInput, GetAnomalyMonitorsOutput;
    GetAnomalySubscriptions: GetAnomalySubscriptionsInput, GetAnomalySubscriptionsOutput;
    GetCostAndUsage: GetCostAndUsageInput, GetCostAndUsageOutput;
    GetCostAndUsageComparisons: GetCostAndUsageComparisonsInput, GetCostAndUsageComparisonsOutput;
    GetCostAndUsageWithResources: GetCostAndUsageWithResourcesInput, GetCostAndUsageWithResourcesOutput;
    GetCostCategories: GetCostCategoriesInput, GetCostCategoriesOutput;
    GetCostComparisonDrivers: GetCostComparisonDriversInput, GetCostComparisonDriversOutput;
    GetCostForecast: GetCostForecastInput, GetCostForecastOutput;
    GetDimensionValues: GetDimensionValuesInput, GetDimensionValuesOutput;
    GetTags: GetTagsInput, GetTagsOutput;
    GetUsageForecast: GetUsageForecastInput, GetUsageForecastOutput;
    ListCostAllocationTagBackfillHistory: ListCostAllocationTagBackfillHistoryInput, ListCostAllocationTagBackfillHistoryOutput;
    ListCostAllocationTags: ListCostAllocationTagsInput, ListCostAllocationTagsOutput;
    ListCostCategoryDefinitions: ListCostCategoryDefinitionsInput, ListCostCategoryDefinitionsOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    ProvideAnomalyFeedback: ProvideAnomalyFeedbackInput, ProvideAnomalyFeedbackOutput;
    StartCostAllocationTagBackfill: StartCostAllocationTagBackfillInput, StartCostAllocationTagBackfillOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateAnomalyMonitor: UpdateAnomalyMonitorInput, UpdateAnomalyMonitorOutput;
    UpdateAnomalySubscription: UpdateAnomalySubscriptionInput, UpdateAnomalySubscriptionOutput;
    UpdateCostAllocationTagsStatus: UpdateCostAllocationTagsStatusInput, UpdateCostAllocationTagsStatusOutput;
    UpdateCostCategoryDefinition: UpdateCostCategoryDefinitionInput, UpdateCostCategoryDefinitionOutput;
}

view! { CreateAnomalyMonitorInput<'a> {
    anomaly_monitor "AnomalyMonitor": required AnomalyMonitor<'a>,
    resource_tags "ResourceTags": optional List<'a, ResourceTag<'a>>,
} }

builder! { CreateAnomalyMonitorOutput {
    monitor_arn "MonitorArn": Text,
} }

view! { CreateAnomalySubscriptionInput<'a> {
    anomaly_subscription "AnomalySubscription": required AnomalySubscription<'a>,
    resource_tags "ResourceTags": optional List<'a, ResourceTag<'a>>,
} }

builder! { CreateAnomalySubscriptionOutput {
    subscription_arn "SubscriptionArn": Text,
} }

view! { CreateCostCategoryDefinitionInput<'a> {
    name "Name": required &'a str,
    effective_start "EffectiveStart": optional &'a str,
    rule_version "RuleVersion": required &'a str,
    rules "Rules": required List<'a, CostCategoryRule<'a>>,
    default_value "DefaultValue": optional &'a str,
    split_charge_rules "SplitChargeRules": optional List<'a, CostCategorySplitChargeRule<'a>>,
    resource_tags "ResourceTags": optional List<'a, ResourceTag<'a>>,
} }

builder! { CreateCostCategoryDefinitionOutput {
    cost_category_arn "CostCategoryArn": Text,
    effective_start "EffectiveStart": Text,
} }

view! { DeleteAnomalyMonitorInput<'a> {
    monitor_arn "MonitorArn": required &'a str,
} }

builder! { DeleteAnomalyMonitorOutput {
} }

view! { DeleteAnomalySubscriptionInput<'a> {
    subscription_arn "SubscriptionArn": required &'a str,
} }

builder! { DeleteAnomalySubscriptionOutput {
} }

view! { DeleteCostCategoryDefinitionInput<'a> {
    cost_category_arn "CostCategoryArn": required &'a str,
} }

builder! { DeleteCostCategoryDefinitionOutput {
    cost_category_arn "CostCategoryArn": Text,
    effective_end "EffectiveEnd": Text,
} }

view! { DescribeCostCategoryDefinitionInput<'a> {
    cost_category_arn "CostCategoryArn": required &'a str,
    effective_on "EffectiveOn": optional &'a str,
} }

builder! { DescribeCostCategoryDefinitionOutput {
    cost_category "CostCategory": CostCategoryBuilder,
} }

view! { GetAnomaliesInput<'a> {
    monitor_arn "MonitorArn": optional &'a str,
    date_interval "DateInterval": required AnomalyDateInterval<'a>,
    feedback "Feedback": optional &'a str,
    total_impact "TotalImpact": optional TotalImpactFilter<'a>,
    next_page_token "NextPageToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { GetAnomaliesOutput {
    anomalies "Anomalies": Items<AnomalyBuilder>,
    next_page_token "NextPageToken": Text,
} }

view! { GetAnomalyMonitorsInput<'a> {
    monitor_arn_list "MonitorArnList": optional List<'a, &'a str>,
    next_page_token "NextPageToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { GetAnomalyMonitorsOutput {
    anomaly_monitors "AnomalyMonitors": Items<AnomalyMonitorBuilder>,
    next_page_token "NextPageToken": Text,
} }

view! { GetAnomalySubscriptionsInput<'a> {
    subscription_arn_list "SubscriptionArnList": optional List<'a, &'a str>,
    monitor_arn "MonitorArn": optional &'a str,
    next_page_token "NextPageToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { GetAnomalySubscriptionsOutput {
    anomaly_subscriptions "AnomalySubscriptions": Items<AnomalySubscriptionBuilder>,
    next_page_token "NextPageToken": Text,
} }

view! { GetCostAndUsageInput<'a> {
    time_period "TimePeriod": required DateInterval<'a>,
    granularity "Granularity": required &'a str,
    filter "Filter": optional Expression<'a>,
    metrics "Metrics": required List<'a, &'a str>,
    group_by "GroupBy": optional List<'a, GroupDefinition<'a>>,
    billing_view_arn "BillingViewArn": optional &'a str,
    next_page_token "NextPageToken": optional &'a str,
} }

builder! { GetCostAndUsageOutput {
    next_page_token "NextPageToken": Text,
    group_definitions "GroupDefinitions": Items<GroupDefinitionBuilder>,
    results_by_time "ResultsByTime": Items<ResultByTimeBuilder>,
    dimension_value_attributes "DimensionValueAttributes": Items<DimensionValuesWithAttributesBuilder>,
} }

view! { GetCostAndUsageComparisonsInput<'a> {
    billing_view_arn "BillingViewArn": optional &'a str,
    baseline_time_period "BaselineTimePeriod": required DateInterval<'a>,
    comparison_time_period "ComparisonTimePeriod": required DateInterval<'a>,
    metric_for_comparison "MetricForComparison": required &'a str,
    filter "Filter": optional Expression<'a>,
    group_by "GroupBy": optional List<'a, GroupDefinition<'a>>,
    max_results "MaxResults": optional i64,
    next_page_token "NextPageToken": optional &'a str,
} }

builder! { GetCostAndUsageComparisonsOutput {
    cost_and_usage_comparisons "CostAndUsageComparisons": Items<CostAndUsageComparisonBuilder>,
    total_cost_and_usage "TotalCostAndUsage": Entries<ComparisonMetricValueBuilder>,
    next_page_token "NextPageToken": Text,
} }

view! { GetCostAndUsageWithResourcesInput<'a> {
    time_period "TimePeriod": required DateInterval<'a>,
    granularity "Granularity": required &'a str,
    filter "Filter": required Expression<'a>,
    metrics "Metrics": optional List<'a, &'a str>,
    group_by "GroupBy": optional List<'a, GroupDefinition<'a>>,
    billing_view_arn "BillingViewArn": optional &'a str,
    next_page_token "NextPageToken": optional &'a str,
} }

builder! { GetCostAndUsageWithResourcesOutput {
    next_page_token "NextPageToken": Text,
    group_definitions "GroupDefinitions": Items<GroupDefinitionBuilder>,
    results_by_time "ResultsByTime": Items<ResultByTimeBuilder>,
    dimension_value_attributes "DimensionValueAttributes": Items<DimensionValuesWithAttributesBuilder>,
} }

view! { GetCostCategoriesInput<'a> {
    search_string "SearchString": optional &'a str,
    time_period "TimePeriod": required DateInterval<'a>,
    cost_category_name "CostCategoryName": optional &'a str,
    filter "Filter": optional Expression<'a>,
    sort_by "SortBy": optional List<'a, SortDefinition<'a>>,
    billing_view_arn "BillingViewArn": optional &'a str,
    max_results "MaxResults": optional i64,
    next_page_token "NextPageToken": optional &'a str,
} }

builder! { GetCostCategoriesOutput {
    next_page_token "NextPageToken": Text,
    cost_category_names "CostCategoryNames": Items<Text>,
    cost_category_values "CostCategoryValues": Items<Text>,
    return_size "ReturnSize": Whole,
    total_size "TotalSize": Whole,
} }

view! { GetCostComparisonDriversInput<'a> {
    billing_view_arn "BillingViewArn": optional &'a str,
    baseline_time_period "BaselineTimePeriod": required DateInterval<'a>,
    comparison_time_period "ComparisonTimePeriod": required DateInterval<'a>,
    metric_for_comparison "MetricForComparison": required &'a str,
    filter "Filter": optional Expression<'a>,
    group_by "GroupBy": optional List<'a, GroupDefinition<'a>>,
    max_results "MaxResults": optional i64,
    next_page_token "NextPageToken": optional &'a str,
} }

builder! { GetCostComparisonDriversOutput {
    cost_comparison_drivers "CostComparisonDrivers": Items<CostComparisonDriverBuilder>,
    next_page_token "NextPageToken": Text,
} }

view! { GetCostForecastInput<'a> {
    time_period "TimePeriod": required DateInterval<'a>,
    metric "Metric": required &'a str,
    granularity "Granularity": required &'a str,
    filter "Filter": optional Expression<'a>,
    billing_view_arn "BillingViewArn": optional &'a str,
    prediction_interval_level "PredictionIntervalLevel": optional i64,
} }

builder! { GetCostForecastOutput {
    total "Total": MetricValueBuilder,
    forecast_results_by_time "ForecastResultsByTime": Items<ForecastResultBuilder>,
} }

view! { GetDimensionValuesInput<'a> {
    search_string "SearchString": optional &'a str,
    time_period "TimePeriod": required DateInterval<'a>,
    dimension "Dimension": required &'a str,
    dimension_key "DimensionKey": optional &'a str,
    context "Context": optional &'a str,
    filter "Filter": optional Expression<'a>,
    sort_by "SortBy": optional List<'a, SortDefinition<'a>>,
    billing_view_arn "BillingViewArn": optional &'a str,
    max_results "MaxResults": optional i64,
    next_page_token "NextPageToken": optional &'a str,
} }

builder! { GetDimensionValuesOutput {
    dimension_values "DimensionValues": Items<DimensionValuesWithAttributesBuilder>,
    return_size "ReturnSize": Whole,
    total_size "TotalSize": Whole,
    next_page_token "NextPageToken": Text,
} }

view! { GetTagsInput<'a> {
    search_string "SearchString": optional &'a str,
    time_period "TimePeriod": required DateInterval<'a>,
    tag_key "TagKey": optional &'a str,
    filter "Filter": optional Expression<'a>,
    sort_by "SortBy": optional List<'a, SortDefinition<'a>>,
    billing_view_arn "BillingViewArn": optional &'a str,
    max_results "MaxResults": optional i64,
    next_page_token "NextPageToken": optional &'a str,
} }

builder! { GetTagsOutput {
    next_page_token "NextPageToken": Text,
    tags "Tags": Items<Text>,
    return_size "ReturnSize": Whole,
    total_size "TotalSize": Whole,
} }

view! { GetUsageForecastInput<'a> {
    time_period "TimePeriod": required DateInterval<'a>,
    metric "Metric": required &'a str,
    granularity "Granularity": required &'a str,
    filter "Filter": optional Expression<'a>,
    billing_view_arn "BillingViewArn": optional &'a str,
    prediction_interval_level "PredictionIntervalLevel": optional i64,
} }

builder! { GetUsageForecastOutput {
    total "Total": MetricValueBuilder,
    forecast_results_by_time "ForecastResultsByTime": Items<ForecastResultBuilder>,
} }

view! { ListCostAllocationTagBackfillHistoryInput<'a> {
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListCostAllocationTagBackfillHistoryOutput {
    backfill_requests "BackfillRequests": Items<CostAllocationTagBackfillRequestBuilder>,
    next_token "NextToken": Text,
} }

view! { ListCostAllocationTagsInput<'a> {
    status "Status": optional &'a str,
    tag_keys "TagKeys": optional List<'a, &'a str>,
    type_ "Type": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListCostAllocationTagsOutput {
    cost_allocation_tags "CostAllocationTags": Items<CostAllocationTagBuilder>,
    next_token "NextToken": Text,
} }

view! { ListCostCategoryDefinitionsInput<'a> {
    effective_on "EffectiveOn": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
    supported_resource_types "SupportedResourceTypes": optional List<'a, &'a str>,
} }

builder! { ListCostCategoryDefinitionsOutput {
    cost_category_references "CostCategoryReferences": Items<CostCategoryReferenceBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    resource_tags "ResourceTags": Items<ResourceTagBuilder>,
} }

view! { ProvideAnomalyFeedbackInput<'a> {
    anomaly_id "AnomalyId": required &'a str,
    feedback "Feedback": required &'a str,
} }

builder! { ProvideAnomalyFeedbackOutput {
    anomaly_id "AnomalyId": Text,
} }

view! { StartCostAllocationTagBackfillInput<'a> {
    backfill_from "BackfillFrom": required &'a str,
} }

builder! { StartCostAllocationTagBackfillOutput {
    backfill_request "BackfillRequest": CostAllocationTagBackfillRequestBuilder,
} }

view! { TagResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    resource_tags "ResourceTags": required List<'a, ResourceTag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    resource_tag_keys "ResourceTagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateAnomalyMonitorInput<'a> {
    monitor_arn "MonitorArn": required &'a str,
    monitor_name "MonitorName": optional &'a str,
} }

builder! { UpdateAnomalyMonitorOutput {
    monitor_arn "MonitorArn": Text,
} }

view! { UpdateAnomalySubscriptionInput<'a> {
    subscription_arn "SubscriptionArn": required &'a str,
    threshold "Threshold": optional f64,
    frequency "Frequency": optional &'a str,
    monitor_arn_list "MonitorArnList": optional List<'a, &'a str>,
    subscribers "Subscribers": optional List<'a, Subscriber<'a>>,
    subscription_name "SubscriptionName": optional &'a str,
    threshold_expression "ThresholdExpression": optional Expression<'a>,
} }

builder! { UpdateAnomalySubscriptionOutput {
    subscription_arn "SubscriptionArn": Text,
} }

view! { UpdateCostAllocationTagsStatusInput<'a> {
    cost_allocation_tags_status "CostAllocationTagsStatus": required List<'a, CostAllocationTagStatusEntry<'a>>,
} }

builder! { UpdateCostAllocationTagsStatusOutput {
    errors "Errors": Items<UpdateCostAllocationTagsStatusErrorBuilder>,
} }

view! { UpdateCostCategoryDefinitionInput<'a> {
    cost_category_arn "CostCategoryArn": required &'a str,
    effective_start "EffectiveStart": optional &'a str,
    rule_version "RuleVersion": required &'a str,
    rules "Rules": required List<'a, CostCategoryRule<'a>>,
    default_value "DefaultValue": optional &'a str,
    split_charge_rules "SplitChargeRules": optional List<'a, CostCategorySplitChargeRule<'a>>,
} }

builder! { UpdateCostCategoryDefinitionOutput {
    cost_category_arn "CostCategoryArn": Text,
    effective_start "EffectiveStart": Text,
} }

view! { AnomalyDateInterval<'a> {
    start_date "StartDate": required &'a str,
    end_date "EndDate": optional &'a str,
} }

view! { AnomalyMonitor<'a> {
    monitor_arn "MonitorArn": optional &'a str,
    monitor_name "MonitorName": required &'a str,
    creation_date "CreationDate": optional &'a str,
    last_updated_date "LastUpdatedDate": optional &'a str,
    last_evaluated_date "LastEvaluatedDate": optional &'a str,
    monitor_type "MonitorType": required &'a str,
    monitor_dimension "MonitorDimension": optional &'a str,
    monitor_specification "MonitorSpecification": optional Expression<'a>,
    dimensional_value_count "DimensionalValueCount": optional i64,
} }

view! { AnomalySubscription<'a> {
    subscription_arn "SubscriptionArn": optional &'a str,
    account_id "AccountId": optional &'a str,
    monitor_arn_list "MonitorArnList": required List<'a, &'a str>,
    subscribers "Subscribers": required List<'a, Subscriber<'a>>,
    threshold "Threshold": optional f64,
    frequency "Frequency": required &'a str,
    subscription_name "SubscriptionName": required &'a str,
    threshold_expression "ThresholdExpression": optional Expression<'a>,
} }

view! { CostAllocationTagStatusEntry<'a> {
    tag_key "TagKey": required &'a str,
    status "Status": required &'a str,
} }

view! { CostCategoryInheritedValueDimension<'a> {
    dimension_name "DimensionName": optional &'a str,
    dimension_key "DimensionKey": optional &'a str,
} }

view! { CostCategoryRule<'a> {
    value "Value": optional &'a str,
    rule "Rule": optional Expression<'a>,
    inherited_value "InheritedValue": optional CostCategoryInheritedValueDimension<'a>,
    type_ "Type": optional &'a str,
} }

view! { CostCategorySplitChargeRule<'a> {
    source "Source": required &'a str,
    targets "Targets": required List<'a, &'a str>,
    method "Method": required &'a str,
    parameters "Parameters": optional List<'a, CostCategorySplitChargeRuleParameter<'a>>,
} }

view! { CostCategorySplitChargeRuleParameter<'a> {
    type_ "Type": required &'a str,
    values "Values": required List<'a, &'a str>,
} }

view! { CostCategoryValues<'a> {
    key "Key": optional &'a str,
    values "Values": optional List<'a, &'a str>,
    match_options "MatchOptions": optional List<'a, &'a str>,
} }

view! { DateInterval<'a> {
    start "Start": required &'a str,
    end "End": required &'a str,
} }

view! { DimensionValues<'a> {
    key "Key": optional &'a str,
    values "Values": optional List<'a, &'a str>,
    match_options "MatchOptions": optional List<'a, &'a str>,
} }

view! { Expression<'a> {
    or "Or": optional List<'a, Expression<'a>>,
    and "And": optional List<'a, Expression<'a>>,
    not "Not": optional Expression<'a>,
    dimensions "Dimensions": optional DimensionValues<'a>,
    tags "Tags": optional TagValues<'a>,
    cost_categories "CostCategories": optional CostCategoryValues<'a>,
    product_attributes "ProductAttributes": optional ProductAttributeValues<'a>,
} }

view! { GroupDefinition<'a> {
    type_ "Type": optional &'a str,
    key "Key": optional &'a str,
} }

view! { ProductAttributeValues<'a> {
    key "Key": required &'a str,
    values "Values": optional List<'a, &'a str>,
    match_options "MatchOptions": optional List<'a, &'a str>,
} }

view! { ResourceTag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

view! { SortDefinition<'a> {
    key "Key": required &'a str,
    sort_order "SortOrder": optional &'a str,
} }

view! { Subscriber<'a> {
    address "Address": optional &'a str,
    type_ "Type": optional &'a str,
    status "Status": optional &'a str,
} }

view! { TagValues<'a> {
    key "Key": optional &'a str,
    values "Values": optional List<'a, &'a str>,
    match_options "MatchOptions": optional List<'a, &'a str>,
} }

view! { TotalImpactFilter<'a> {
    numeric_operator "NumericOperator": required &'a str,
    start_value "StartValue": required f64,
    end_value "EndValue": optional f64,
} }

builder! { AnomalyBuilder {
    anomaly_id "AnomalyId": Text,
    anomaly_start_date "AnomalyStartDate": Text,
    anomaly_end_date "AnomalyEndDate": Text,
    dimension_value "DimensionValue": Text,
    root_causes "RootCauses": Items<RootCauseBuilder>,
    anomaly_score "AnomalyScore": AnomalyScoreBuilder,
    impact "Impact": ImpactBuilder,
    monitor_arn "MonitorArn": Text,
    feedback "Feedback": Text,
} }

builder! { AnomalyMonitorBuilder {
    monitor_arn "MonitorArn": Text,
    monitor_name "MonitorName": Text,
    creation_date "CreationDate": Text,
    last_updated_date "LastUpdatedDate": Text,
    last_evaluated_date "LastEvaluatedDate": Text,
    monitor_type "MonitorType": Text,
    monitor_dimension "MonitorDimension": Text,
    monitor_specification "MonitorSpecification": ExpressionBuilder,
    dimensional_value_count "DimensionalValueCount": Whole,
} }

builder! { AnomalyScoreBuilder {
    max_score "MaxScore": Real,
    current_score "CurrentScore": Real,
} }

builder! { AnomalySubscriptionBuilder {
    subscription_arn "SubscriptionArn": Text,
    account_id "AccountId": Text,
    monitor_arn_list "MonitorArnList": Items<Text>,
    subscribers "Subscribers": Items<SubscriberBuilder>,
    threshold "Threshold": Real,
    frequency "Frequency": Text,
    subscription_name "SubscriptionName": Text,
    threshold_expression "ThresholdExpression": ExpressionBuilder,
} }

builder! { ComparisonMetricValueBuilder {
    baseline_time_period_amount "BaselineTimePeriodAmount": Text,
    comparison_time_period_amount "ComparisonTimePeriodAmount": Text,
    difference "Difference": Text,
    unit "Unit": Text,
} }

builder! { CostAllocationTagBuilder {
    tag_key "TagKey": Text,
    type_ "Type": Text,
    status "Status": Text,
    last_updated_date "LastUpdatedDate": Text,
    last_used_date "LastUsedDate": Text,
} }

builder! { CostAllocationTagBackfillRequestBuilder {
    backfill_from "BackfillFrom": Text,
    requested_at "RequestedAt": Text,
    completed_at "CompletedAt": Text,
    backfill_status "BackfillStatus": Text,
    last_updated_at "LastUpdatedAt": Text,
} }

builder! { CostAndUsageComparisonBuilder {
    cost_and_usage_selector "CostAndUsageSelector": ExpressionBuilder,
    metrics "Metrics": Entries<ComparisonMetricValueBuilder>,
} }

builder! { CostCategoryBuilder {
    cost_category_arn "CostCategoryArn": Text,
    effective_start "EffectiveStart": Text,
    effective_end "EffectiveEnd": Text,
    name "Name": Text,
    rule_version "RuleVersion": Text,
    rules "Rules": Items<CostCategoryRuleBuilder>,
    split_charge_rules "SplitChargeRules": Items<CostCategorySplitChargeRuleBuilder>,
    processing_status "ProcessingStatus": Items<CostCategoryProcessingStatusBuilder>,
    default_value "DefaultValue": Text,
} }

builder! { CostCategoryInheritedValueDimensionBuilder {
    dimension_name "DimensionName": Text,
    dimension_key "DimensionKey": Text,
} }

builder! { CostCategoryProcessingStatusBuilder {
    component "Component": Text,
    status "Status": Text,
} }

builder! { CostCategoryReferenceBuilder {
    cost_category_arn "CostCategoryArn": Text,
    name "Name": Text,
    effective_start "EffectiveStart": Text,
    effective_end "EffectiveEnd": Text,
    number_of_rules "NumberOfRules": Whole,
    processing_status "ProcessingStatus": Items<CostCategoryProcessingStatusBuilder>,
    values "Values": Items<Text>,
    default_value "DefaultValue": Text,
    supported_resource_types "SupportedResourceTypes": Items<Text>,
} }

builder! { CostCategoryRuleBuilder {
    value "Value": Text,
    rule "Rule": ExpressionBuilder,
    inherited_value "InheritedValue": CostCategoryInheritedValueDimensionBuilder,
    type_ "Type": Text,
} }

builder! { CostCategorySplitChargeRuleBuilder {
    source "Source": Text,
    targets "Targets": Items<Text>,
    method "Method": Text,
    parameters "Parameters": Items<CostCategorySplitChargeRuleParameterBuilder>,
} }

builder! { CostCategorySplitChargeRuleParameterBuilder {
    type_ "Type": Text,
    values "Values": Items<Text>,
} }

builder! { CostCategoryValuesBuilder {
    key "Key": Text,
    values "Values": Items<Text>,
    match_options "MatchOptions": Items<Text>,
} }

builder! { CostComparisonDriverBuilder {
    cost_selector "CostSelector": ExpressionBuilder,
    metrics "Metrics": Entries<ComparisonMetricValueBuilder>,
    cost_drivers "CostDrivers": Items<CostDriverBuilder>,
} }

builder! { CostDriverBuilder {
    type_ "Type": Text,
    name "Name": Text,
    metrics "Metrics": Entries<ComparisonMetricValueBuilder>,
} }

builder! { DateIntervalBuilder {
    start "Start": Text,
    end "End": Text,
} }

builder! { DimensionValuesBuilder {
    key "Key": Text,
    values "Values": Items<Text>,
    match_options "MatchOptions": Items<Text>,
} }

builder! { DimensionValuesWithAttributesBuilder {
    value "Value": Text,
    attributes "Attributes": Entries<Text>,
} }

builder! { ExpressionBuilder {
    or "Or": Items<ExpressionBuilder>,
    and "And": Items<ExpressionBuilder>,
    not "Not": ExpressionBuilder,
    dimensions "Dimensions": DimensionValuesBuilder,
    tags "Tags": TagValuesBuilder,
    cost_categories "CostCategories": CostCategoryValuesBuilder,
    product_attributes "ProductAttributes": ProductAttributeValuesBuilder,
} }

builder! { ForecastResultBuilder {
    time_period "TimePeriod": DateIntervalBuilder,
    mean_value "MeanValue": Text,
    prediction_interval_lower_bound "PredictionIntervalLowerBound": Text,
    prediction_interval_upper_bound "PredictionIntervalUpperBound": Text,
} }

builder! { GroupBuilder {
    keys "Keys": Items<Text>,
    metrics "Metrics": Entries<MetricValueBuilder>,
} }

builder! { GroupDefinitionBuilder {
    type_ "Type": Text,
    key "Key": Text,
} }

builder! { ImpactBuilder {
    max_impact "MaxImpact": Real,
    total_impact "TotalImpact": Real,
    total_actual_spend "TotalActualSpend": Real,
    total_expected_spend "TotalExpectedSpend": Real,
    total_impact_percentage "TotalImpactPercentage": Real,
} }

builder! { MetricValueBuilder {
    amount "Amount": Text,
    unit "Unit": Text,
} }

builder! { ProductAttributeValuesBuilder {
    key "Key": Text,
    values "Values": Items<Text>,
    match_options "MatchOptions": Items<Text>,
} }

builder! { ResourceTagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { ResultByTimeBuilder {
    time_period "TimePeriod": DateIntervalBuilder,
    total "Total": Entries<MetricValueBuilder>,
    groups "Groups": Items<GroupBuilder>,
    estimated "Estimated": Flag,
} }

builder! { RootCauseBuilder {
    service "Service": Text,
    region "Region": Text,
    linked_account "LinkedAccount": Text,
    linked_account_name "LinkedAccountName": Text,
    usage_type "UsageType": Text,
    impact "Impact": RootCauseImpactBuilder,
} }

builder! { RootCauseImpactBuilder {
    contribution "Contribution": Real,
} }

builder! { SubscriberBuilder {
    address "Address": Text,
    type_ "Type": Text,
    status "Status": Text,
} }

builder! { TagValuesBuilder {
    key "Key": Text,
    values "Values": Items<Text>,
    match_options "MatchOptions": Items<Text>,
} }

builder! { UpdateCostAllocationTagsStatusErrorBuilder {
    tag_key "TagKey": Text,
    code "Code": Text,
    message "Message": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        backfill_limit_exceeded_exception "BackfillLimitExceededException" 400;
        bill_expiration_exception "BillExpirationException" 400;
        billing_view_health_status_exception "BillingViewHealthStatusException" 400;
        data_unavailable_exception "DataUnavailableException" 400;
        invalid_next_token_exception "InvalidNextTokenException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        request_changed_exception "RequestChangedException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 400;
        too_many_tags_exception "TooManyTagsException" 400;
        unknown_monitor_exception "UnknownMonitorException" 400;
        unknown_subscription_exception "UnknownSubscriptionException" 400;
        unresolvable_usage_unit_exception "UnresolvableUsageUnitException" 400;
    }
}

pub mod anomaly_feedback_type {
    pub const YES: &str = "YES";
    pub const NO: &str = "NO";
    pub const PLANNED_ACTIVITY: &str = "PLANNED_ACTIVITY";
}

pub mod anomaly_subscription_frequency {
    pub const DAILY: &str = "DAILY";
    pub const IMMEDIATE: &str = "IMMEDIATE";
    pub const WEEKLY: &str = "WEEKLY";
}

pub mod context {
    pub const COST_AND_USAGE: &str = "COST_AND_USAGE";
    pub const RESERVATIONS: &str = "RESERVATIONS";
    pub const SAVINGS_PLANS: &str = "SAVINGS_PLANS";
}

pub mod cost_allocation_tag_backfill_status {
    pub const SUCCEEDED: &str = "SUCCEEDED";
    pub const PROCESSING: &str = "PROCESSING";
    pub const FAILED: &str = "FAILED";
}

pub mod cost_allocation_tag_status {
    pub const ACTIVE: &str = "Active";
    pub const INACTIVE: &str = "Inactive";
}

pub mod cost_allocation_tag_type {
    pub const AWS_GENERATED: &str = "AWSGenerated";
    pub const USER_DEFINED: &str = "UserDefined";
}

pub mod cost_category_inherited_value_dimension_name {
    pub const LINKED_ACCOUNT_NAME: &str = "LINKED_ACCOUNT_NAME";
    pub const TAG: &str = "TAG";
}

pub mod cost_category_rule_type {
    pub const REGULAR: &str = "REGULAR";
    pub const INHERITED_VALUE: &str = "INHERITED_VALUE";
}

pub mod cost_category_rule_version {
    pub const COST_CATEGORY_EXPRESSION_V1: &str = "CostCategoryExpression.v1";
}

pub mod cost_category_split_charge_method {
    pub const FIXED: &str = "FIXED";
    pub const PROPORTIONAL: &str = "PROPORTIONAL";
    pub const EVEN: &str = "EVEN";
}

pub mod cost_category_split_charge_rule_parameter_type {
    pub const ALLOCATION_PERCENTAGES: &str = "ALLOCATION_PERCENTAGES";
}

pub mod cost_category_status {
    pub const PROCESSING: &str = "PROCESSING";
    pub const APPLIED: &str = "APPLIED";
}

pub mod cost_category_status_component {
    pub const COST_EXPLORER: &str = "COST_EXPLORER";
}

pub mod dimension {
    pub const AZ: &str = "AZ";
    pub const INSTANCE_TYPE: &str = "INSTANCE_TYPE";
    pub const LINKED_ACCOUNT: &str = "LINKED_ACCOUNT";
    pub const PAYER_ACCOUNT: &str = "PAYER_ACCOUNT";
    pub const LINKED_ACCOUNT_NAME: &str = "LINKED_ACCOUNT_NAME";
    pub const OPERATION: &str = "OPERATION";
    pub const PURCHASE_TYPE: &str = "PURCHASE_TYPE";
    pub const REGION: &str = "REGION";
    pub const SERVICE: &str = "SERVICE";
    pub const SERVICE_CODE: &str = "SERVICE_CODE";
    pub const USAGE_TYPE: &str = "USAGE_TYPE";
    pub const USAGE_TYPE_GROUP: &str = "USAGE_TYPE_GROUP";
    pub const RECORD_TYPE: &str = "RECORD_TYPE";
    pub const OPERATING_SYSTEM: &str = "OPERATING_SYSTEM";
    pub const TENANCY: &str = "TENANCY";
    pub const SCOPE: &str = "SCOPE";
    pub const PLATFORM: &str = "PLATFORM";
    pub const SUBSCRIPTION_ID: &str = "SUBSCRIPTION_ID";
    pub const LEGAL_ENTITY_NAME: &str = "LEGAL_ENTITY_NAME";
    pub const DEPLOYMENT_OPTION: &str = "DEPLOYMENT_OPTION";
    pub const DATABASE_ENGINE: &str = "DATABASE_ENGINE";
    pub const CACHE_ENGINE: &str = "CACHE_ENGINE";
    pub const INSTANCE_TYPE_FAMILY: &str = "INSTANCE_TYPE_FAMILY";
    pub const BILLING_ENTITY: &str = "BILLING_ENTITY";
    pub const RESERVATION_ID: &str = "RESERVATION_ID";
    pub const RESOURCE_ID: &str = "RESOURCE_ID";
    pub const RIGHTSIZING_TYPE: &str = "RIGHTSIZING_TYPE";
    pub const SAVINGS_PLANS_TYPE: &str = "SAVINGS_PLANS_TYPE";
    pub const SAVINGS_PLAN_ARN: &str = "SAVINGS_PLAN_ARN";
    pub const PAYMENT_OPTION: &str = "PAYMENT_OPTION";
    pub const AGREEMENT_END_DATE_TIME_AFTER: &str = "AGREEMENT_END_DATE_TIME_AFTER";
    pub const AGREEMENT_END_DATE_TIME_BEFORE: &str = "AGREEMENT_END_DATE_TIME_BEFORE";
    pub const INVOICING_ENTITY: &str = "INVOICING_ENTITY";
    pub const ANOMALY_TOTAL_IMPACT_ABSOLUTE: &str = "ANOMALY_TOTAL_IMPACT_ABSOLUTE";
    pub const ANOMALY_TOTAL_IMPACT_PERCENTAGE: &str = "ANOMALY_TOTAL_IMPACT_PERCENTAGE";
    pub const PRODUCT_ATTRIBUTE: &str = "PRODUCT_ATTRIBUTE";
}

pub mod granularity {
    pub const DAILY: &str = "DAILY";
    pub const MONTHLY: &str = "MONTHLY";
    pub const HOURLY: &str = "HOURLY";
}

pub mod group_definition_type {
    pub const DIMENSION: &str = "DIMENSION";
    pub const TAG: &str = "TAG";
    pub const COST_CATEGORY: &str = "COST_CATEGORY";
    pub const PRODUCT_ATTRIBUTE: &str = "PRODUCT_ATTRIBUTE";
}

pub mod match_option {
    pub const EQUALS: &str = "EQUALS";
    pub const ABSENT: &str = "ABSENT";
    pub const STARTS_WITH: &str = "STARTS_WITH";
    pub const ENDS_WITH: &str = "ENDS_WITH";
    pub const CONTAINS: &str = "CONTAINS";
    pub const CASE_SENSITIVE: &str = "CASE_SENSITIVE";
    pub const CASE_INSENSITIVE: &str = "CASE_INSENSITIVE";
    pub const GREATER_THAN_OR_EQUAL: &str = "GREATER_THAN_OR_EQUAL";
}

pub mod metric {
    pub const BLENDED_COST: &str = "BLENDED_COST";
    pub const UNBLENDED_COST: &str = "UNBLENDED_COST";
    pub const AMORTIZED_COST: &str = "AMORTIZED_COST";
    pub const NET_UNBLENDED_COST: &str = "NET_UNBLENDED_COST";
    pub const NET_AMORTIZED_COST: &str = "NET_AMORTIZED_COST";
    pub const USAGE_QUANTITY: &str = "USAGE_QUANTITY";
    pub const NORMALIZED_USAGE_AMOUNT: &str = "NORMALIZED_USAGE_AMOUNT";
}

pub mod monitor_dimension {
    pub const SERVICE: &str = "SERVICE";
    pub const LINKED_ACCOUNT: &str = "LINKED_ACCOUNT";
    pub const TAG: &str = "TAG";
    pub const COST_CATEGORY: &str = "COST_CATEGORY";
}

pub mod monitor_type {
    pub const DIMENSIONAL: &str = "DIMENSIONAL";
    pub const CUSTOM: &str = "CUSTOM";
}

pub mod numeric_operator {
    pub const EQUAL: &str = "EQUAL";
    pub const GREATER_THAN_OR_EQUAL: &str = "GREATER_THAN_OR_EQUAL";
    pub const LESS_THAN_OR_EQUAL: &str = "LESS_THAN_OR_EQUAL";
    pub const GREATER_THAN: &str = "GREATER_THAN";
    pub const LESS_THAN: &str = "LESS_THAN";
    pub const BETWEEN: &str = "BETWEEN";
}

pub mod sort_order {
    pub const ASCENDING: &str = "ASCENDING";
    pub const DESCENDING: &str = "DESCENDING";
}

pub mod subscriber_status {
    pub const CONFIRMED: &str = "CONFIRMED";
    pub const DECLINED: &str = "DECLINED";
}

pub mod subscriber_type {
    pub const EMAIL: &str = "EMAIL";
    pub const SNS: &str = "SNS";
}
