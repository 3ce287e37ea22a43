//! Inputs, outputs, errors and enums of the implemented operations of Cost Explorer.
//!
//! Written by `cargo xtask codegen ce` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Entries, Flag, Items, Text, Whole};
use kernel::{builder, operations, view};

operations! {
    GetCostAndUsage: GetCostAndUsageInput, GetCostAndUsageOutput;
    GetCostAndUsageWithResources: GetCostAndUsageWithResourcesInput, GetCostAndUsageWithResourcesOutput;
    GetCostForecast: GetCostForecastInput, GetCostForecastOutput;
    GetDimensionValues: GetDimensionValuesInput, GetDimensionValuesOutput;
    GetTags: GetTagsInput, GetTagsOutput;
    GetUsageForecast: GetUsageForecastInput, GetUsageForecastOutput;
    ListCostAllocationTags: ListCostAllocationTagsInput, ListCostAllocationTagsOutput;
    UpdateCostAllocationTagsStatus: UpdateCostAllocationTagsStatusInput, UpdateCostAllocationTagsStatusOutput;
}

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

view! { UpdateCostAllocationTagsStatusInput<'a> {
    cost_allocation_tags_status "CostAllocationTagsStatus": required List<'a, CostAllocationTagStatusEntry<'a>>,
} }

builder! { UpdateCostAllocationTagsStatusOutput {
    errors "Errors": Items<UpdateCostAllocationTagsStatusErrorBuilder>,
} }

view! { CostAllocationTagStatusEntry<'a> {
    tag_key "TagKey": required &'a str,
    status "Status": required &'a str,
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

view! { SortDefinition<'a> {
    key "Key": required &'a str,
    sort_order "SortOrder": optional &'a str,
} }

view! { TagValues<'a> {
    key "Key": optional &'a str,
    values "Values": optional List<'a, &'a str>,
    match_options "MatchOptions": optional List<'a, &'a str>,
} }

builder! { CostAllocationTagBuilder {
    tag_key "TagKey": Text,
    type_ "Type": Text,
    status "Status": Text,
    last_updated_date "LastUpdatedDate": Text,
    last_used_date "LastUsedDate": Text,
} }

builder! { DateIntervalBuilder {
    start "Start": Text,
    end "End": Text,
} }

builder! { DimensionValuesWithAttributesBuilder {
    value "Value": Text,
    attributes "Attributes": Entries<Text>,
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

builder! { MetricValueBuilder {
    amount "Amount": Text,
    unit "Unit": Text,
} }

builder! { ResultByTimeBuilder {
    time_period "TimePeriod": DateIntervalBuilder,
    total "Total": Entries<MetricValueBuilder>,
    groups "Groups": Items<GroupBuilder>,
    estimated "Estimated": Flag,
} }

builder! { UpdateCostAllocationTagsStatusErrorBuilder {
    tag_key "TagKey": Text,
    code "Code": Text,
    message "Message": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        bill_expiration_exception "BillExpirationException" 400;
        billing_view_health_status_exception "BillingViewHealthStatusException" 400;
        data_unavailable_exception "DataUnavailableException" 400;
        invalid_next_token_exception "InvalidNextTokenException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        request_changed_exception "RequestChangedException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        unresolvable_usage_unit_exception "UnresolvableUsageUnitException" 400;
    }
}

pub mod context {
    pub const COST_AND_USAGE: &str = "COST_AND_USAGE";
    pub const RESERVATIONS: &str = "RESERVATIONS";
    pub const SAVINGS_PLANS: &str = "SAVINGS_PLANS";
}

pub mod cost_allocation_tag_status {
    pub const ACTIVE: &str = "Active";
    pub const INACTIVE: &str = "Inactive";
}

pub mod cost_allocation_tag_type {
    pub const AWS_GENERATED: &str = "AWSGenerated";
    pub const USER_DEFINED: &str = "UserDefined";
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

pub mod sort_order {
    pub const ASCENDING: &str = "ASCENDING";
    pub const DESCENDING: &str = "DESCENDING";
}
