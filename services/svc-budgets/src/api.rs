//! Inputs, outputs, errors and enums of the implemented operations of Budgets.
//!
//! Written by `cargo xtask codegen budgets` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Entries, Flag, Items, Real, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    CreateBudget: CreateBudgetInput, CreateBudgetOutput;
    CreateNotification: CreateNotificationInput, CreateNotificationOutput;
    CreateSubscriber: CreateSubscriberInput, CreateSubscriberOutput;
    DeleteBudget: DeleteBudgetInput, DeleteBudgetOutput;
    DeleteNotification: DeleteNotificationInput, DeleteNotificationOutput;
    DeleteSubscriber: DeleteSubscriberInput, DeleteSubscriberOutput;
    DescribeBudget: DescribeBudgetInput, DescribeBudgetOutput;
    DescribeBudgets: DescribeBudgetsInput, DescribeBudgetsOutput;
    DescribeNotificationsForBudget: DescribeNotificationsForBudgetInput, DescribeNotificationsForBudgetOutput;
    DescribeSubscribersForNotification: DescribeSubscribersForNotificationInput, DescribeSubscribersForNotificationOutput;
    UpdateBudget: UpdateBudgetInput, UpdateBudgetOutput;
    UpdateNotification: UpdateNotificationInput, UpdateNotificationOutput;
}

view! { CreateBudgetInput<'a> {
    account_id "AccountId": required &'a str,
    budget "Budget": required Budget<'a>,
    notifications_with_subscribers "NotificationsWithSubscribers": optional List<'a, NotificationWithSubscribers<'a>>,
    resource_tags "ResourceTags": optional List<'a, ResourceTag<'a>>,
} }

builder! { CreateBudgetOutput {
} }

view! { CreateNotificationInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    notification "Notification": required Notification<'a>,
    subscribers "Subscribers": required List<'a, Subscriber<'a>>,
} }

builder! { CreateNotificationOutput {
} }

view! { CreateSubscriberInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    notification "Notification": required Notification<'a>,
    subscriber "Subscriber": required Subscriber<'a>,
} }

builder! { CreateSubscriberOutput {
} }

view! { DeleteBudgetInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
} }

builder! { DeleteBudgetOutput {
} }

view! { DeleteNotificationInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    notification "Notification": required Notification<'a>,
} }

builder! { DeleteNotificationOutput {
} }

view! { DeleteSubscriberInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    notification "Notification": required Notification<'a>,
    subscriber "Subscriber": required Subscriber<'a>,
} }

builder! { DeleteSubscriberOutput {
} }

view! { DescribeBudgetInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    show_filter_expression "ShowFilterExpression": optional bool,
} }

builder! { DescribeBudgetOutput {
    budget "Budget": BudgetBuilder,
} }

view! { DescribeBudgetsInput<'a> {
    account_id "AccountId": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    show_filter_expression "ShowFilterExpression": optional bool,
} }

builder! { DescribeBudgetsOutput {
    budgets "Budgets": Items<BudgetBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeNotificationsForBudgetInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeNotificationsForBudgetOutput {
    notifications "Notifications": Items<NotificationBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeSubscribersForNotificationInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    notification "Notification": required Notification<'a>,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeSubscribersForNotificationOutput {
    subscribers "Subscribers": Items<SubscriberBuilder>,
    next_token "NextToken": Text,
} }

view! { UpdateBudgetInput<'a> {
    account_id "AccountId": required &'a str,
    new_budget "NewBudget": required Budget<'a>,
} }

builder! { UpdateBudgetOutput {
} }

view! { UpdateNotificationInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    old_notification "OldNotification": required Notification<'a>,
    new_notification "NewNotification": required Notification<'a>,
} }

builder! { UpdateNotificationOutput {
} }

view! { AutoAdjustData<'a> {
    auto_adjust_type "AutoAdjustType": required &'a str,
    historical_options "HistoricalOptions": optional HistoricalOptions<'a>,
    last_auto_adjust_time "LastAutoAdjustTime": optional Timestamp,
} }

view! { Budget<'a> {
    budget_name "BudgetName": required &'a str,
    budget_limit "BudgetLimit": optional Spend<'a>,
    planned_budget_limits "PlannedBudgetLimits": optional Map<'a, Spend<'a>>,
    cost_filters "CostFilters": optional Map<'a, List<'a, &'a str>>,
    cost_types "CostTypes": optional CostTypes<'a>,
    time_unit "TimeUnit": required &'a str,
    time_period "TimePeriod": optional TimePeriod<'a>,
    calculated_spend "CalculatedSpend": optional CalculatedSpend<'a>,
    budget_type "BudgetType": required &'a str,
    last_updated_time "LastUpdatedTime": optional Timestamp,
    auto_adjust_data "AutoAdjustData": optional AutoAdjustData<'a>,
    filter_expression "FilterExpression": optional Expression<'a>,
    metrics "Metrics": optional List<'a, &'a str>,
    billing_view_arn "BillingViewArn": optional &'a str,
    health_status "HealthStatus": optional HealthStatus<'a>,
} }

view! { CalculatedSpend<'a> {
    actual_spend "ActualSpend": required Spend<'a>,
    forecasted_spend "ForecastedSpend": optional Spend<'a>,
} }

view! { CostCategoryValues<'a> {
    key "Key": optional &'a str,
    values "Values": optional List<'a, &'a str>,
    match_options "MatchOptions": optional List<'a, &'a str>,
} }

view! { CostTypes<'a> {
    include_tax "IncludeTax": optional bool,
    include_subscription "IncludeSubscription": optional bool,
    use_blended "UseBlended": optional bool,
    include_refund "IncludeRefund": optional bool,
    include_credit "IncludeCredit": optional bool,
    include_upfront "IncludeUpfront": optional bool,
    include_recurring "IncludeRecurring": optional bool,
    include_other_subscription "IncludeOtherSubscription": optional bool,
    include_support "IncludeSupport": optional bool,
    include_discount "IncludeDiscount": optional bool,
    use_amortized "UseAmortized": optional bool,
} }

view! { Expression<'a> {
    or "Or": optional List<'a, Expression<'a>>,
    and "And": optional List<'a, Expression<'a>>,
    not "Not": optional Expression<'a>,
    dimensions "Dimensions": optional ExpressionDimensionValues<'a>,
    tags "Tags": optional TagValues<'a>,
    cost_categories "CostCategories": optional CostCategoryValues<'a>,
    product_attributes "ProductAttributes": optional ProductAttributeValues<'a>,
} }

view! { ExpressionDimensionValues<'a> {
    key "Key": required &'a str,
    values "Values": required List<'a, &'a str>,
    match_options "MatchOptions": optional List<'a, &'a str>,
} }

view! { HealthStatus<'a> {
    status "Status": optional &'a str,
    status_reason "StatusReason": optional &'a str,
    last_updated_time "LastUpdatedTime": optional Timestamp,
} }

view! { HistoricalOptions<'a> {
    budget_adjustment_period "BudgetAdjustmentPeriod": required i64,
    look_back_available_periods "LookBackAvailablePeriods": optional i64,
} }

view! { Notification<'a> {
    notification_type "NotificationType": required &'a str,
    comparison_operator "ComparisonOperator": required &'a str,
    threshold "Threshold": required f64,
    threshold_type "ThresholdType": optional &'a str,
    notification_state "NotificationState": optional &'a str,
} }

view! { NotificationWithSubscribers<'a> {
    notification "Notification": required Notification<'a>,
    subscribers "Subscribers": required List<'a, Subscriber<'a>>,
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

view! { Spend<'a> {
    amount "Amount": required &'a str,
    unit "Unit": required &'a str,
} }

view! { Subscriber<'a> {
    subscription_type "SubscriptionType": required &'a str,
    address "Address": required &'a str,
} }

view! { TagValues<'a> {
    key "Key": optional &'a str,
    values "Values": optional List<'a, &'a str>,
    match_options "MatchOptions": optional List<'a, &'a str>,
} }

view! { TimePeriod<'a> {
    start "Start": optional Timestamp,
    end "End": optional Timestamp,
} }

builder! { AutoAdjustDataBuilder {
    auto_adjust_type "AutoAdjustType": Text,
    historical_options "HistoricalOptions": HistoricalOptionsBuilder,
    last_auto_adjust_time "LastAutoAdjustTime": Time,
} }

builder! { BudgetBuilder {
    budget_name "BudgetName": Text,
    budget_limit "BudgetLimit": SpendBuilder,
    planned_budget_limits "PlannedBudgetLimits": Entries<SpendBuilder>,
    cost_filters "CostFilters": Entries<Items<Text>>,
    cost_types "CostTypes": CostTypesBuilder,
    time_unit "TimeUnit": Text,
    time_period "TimePeriod": TimePeriodBuilder,
    calculated_spend "CalculatedSpend": CalculatedSpendBuilder,
    budget_type "BudgetType": Text,
    last_updated_time "LastUpdatedTime": Time,
    auto_adjust_data "AutoAdjustData": AutoAdjustDataBuilder,
    filter_expression "FilterExpression": ExpressionBuilder,
    metrics "Metrics": Items<Text>,
    billing_view_arn "BillingViewArn": Text,
    health_status "HealthStatus": HealthStatusBuilder,
} }

builder! { CalculatedSpendBuilder {
    actual_spend "ActualSpend": SpendBuilder,
    forecasted_spend "ForecastedSpend": SpendBuilder,
} }

builder! { CostCategoryValuesBuilder {
    key "Key": Text,
    values "Values": Items<Text>,
    match_options "MatchOptions": Items<Text>,
} }

builder! { CostTypesBuilder {
    include_tax "IncludeTax": Flag,
    include_subscription "IncludeSubscription": Flag,
    use_blended "UseBlended": Flag,
    include_refund "IncludeRefund": Flag,
    include_credit "IncludeCredit": Flag,
    include_upfront "IncludeUpfront": Flag,
    include_recurring "IncludeRecurring": Flag,
    include_other_subscription "IncludeOtherSubscription": Flag,
    include_support "IncludeSupport": Flag,
    include_discount "IncludeDiscount": Flag,
    use_amortized "UseAmortized": Flag,
} }

builder! { ExpressionBuilder {
    or "Or": Items<ExpressionBuilder>,
    and "And": Items<ExpressionBuilder>,
    not "Not": ExpressionBuilder,
    dimensions "Dimensions": ExpressionDimensionValuesBuilder,
    tags "Tags": TagValuesBuilder,
    cost_categories "CostCategories": CostCategoryValuesBuilder,
    product_attributes "ProductAttributes": ProductAttributeValuesBuilder,
} }

builder! { ExpressionDimensionValuesBuilder {
    key "Key": Text,
    values "Values": Items<Text>,
    match_options "MatchOptions": Items<Text>,
} }

builder! { HealthStatusBuilder {
    status "Status": Text,
    status_reason "StatusReason": Text,
    last_updated_time "LastUpdatedTime": Time,
} }

builder! { HistoricalOptionsBuilder {
    budget_adjustment_period "BudgetAdjustmentPeriod": Whole,
    look_back_available_periods "LookBackAvailablePeriods": Whole,
} }

builder! { NotificationBuilder {
    notification_type "NotificationType": Text,
    comparison_operator "ComparisonOperator": Text,
    threshold "Threshold": Real,
    threshold_type "ThresholdType": Text,
    notification_state "NotificationState": Text,
} }

builder! { ProductAttributeValuesBuilder {
    key "Key": Text,
    values "Values": Items<Text>,
    match_options "MatchOptions": Items<Text>,
} }

builder! { SpendBuilder {
    amount "Amount": Text,
    unit "Unit": Text,
} }

builder! { SubscriberBuilder {
    subscription_type "SubscriptionType": Text,
    address "Address": Text,
} }

builder! { TagValuesBuilder {
    key "Key": Text,
    values "Values": Items<Text>,
    match_options "MatchOptions": Items<Text>,
} }

builder! { TimePeriodBuilder {
    start "Start": Time,
    end "End": Time,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        access_denied_exception "AccessDeniedException" 400;
        billing_view_health_status_exception "BillingViewHealthStatusException" 400;
        creation_limit_exceeded_exception "CreationLimitExceededException" 400;
        duplicate_record_exception "DuplicateRecordException" 400;
        expired_next_token_exception "ExpiredNextTokenException" 400;
        internal_error_exception "InternalErrorException" 400;
        invalid_next_token_exception "InvalidNextTokenException" 400;
        invalid_parameter_exception "InvalidParameterException" 400;
        not_found_exception "NotFoundException" 400;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 400;
        throttling_exception "ThrottlingException" 400;
    }
}

pub mod auto_adjust_type {
    pub const HISTORICAL: &str = "HISTORICAL";
    pub const FORECAST: &str = "FORECAST";
}

pub mod budget_type {
    pub const USAGE: &str = "USAGE";
    pub const COST: &str = "COST";
    pub const RI_UTILIZATION: &str = "RI_UTILIZATION";
    pub const RI_COVERAGE: &str = "RI_COVERAGE";
    pub const SAVINGS_PLANS_UTILIZATION: &str = "SAVINGS_PLANS_UTILIZATION";
    pub const SAVINGS_PLANS_COVERAGE: &str = "SAVINGS_PLANS_COVERAGE";
}

pub mod comparison_operator {
    pub const GREATER_THAN: &str = "GREATER_THAN";
    pub const LESS_THAN: &str = "LESS_THAN";
    pub const EQUAL_TO: &str = "EQUAL_TO";
}

pub mod dimension {
    pub const AZ: &str = "AZ";
    pub const INSTANCE_TYPE: &str = "INSTANCE_TYPE";
    pub const LINKED_ACCOUNT: &str = "LINKED_ACCOUNT";
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
    pub const INVOICING_ENTITY: &str = "INVOICING_ENTITY";
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
    pub const RESERVATION_MODIFIED: &str = "RESERVATION_MODIFIED";
    pub const TAG_KEY: &str = "TAG_KEY";
    pub const COST_CATEGORY_NAME: &str = "COST_CATEGORY_NAME";
}

pub mod health_status_reason {
    pub const BILLING_VIEW_NO_ACCESS: &str = "BILLING_VIEW_NO_ACCESS";
    pub const BILLING_VIEW_UNHEALTHY: &str = "BILLING_VIEW_UNHEALTHY";
    pub const FILTER_INVALID: &str = "FILTER_INVALID";
    pub const MULTI_YEAR_HISTORICAL_DATA_DISABLED: &str = "MULTI_YEAR_HISTORICAL_DATA_DISABLED";
}

pub mod health_status_value {
    pub const HEALTHY: &str = "HEALTHY";
    pub const UNHEALTHY: &str = "UNHEALTHY";
}

pub mod match_option {
    pub const EQUALS: &str = "EQUALS";
    pub const ABSENT: &str = "ABSENT";
    pub const STARTS_WITH: &str = "STARTS_WITH";
    pub const ENDS_WITH: &str = "ENDS_WITH";
    pub const CONTAINS: &str = "CONTAINS";
    pub const GREATER_THAN_OR_EQUAL: &str = "GREATER_THAN_OR_EQUAL";
    pub const CASE_SENSITIVE: &str = "CASE_SENSITIVE";
    pub const CASE_INSENSITIVE: &str = "CASE_INSENSITIVE";
}

pub mod metric {
    pub const BLENDED_COST: &str = "BlendedCost";
    pub const UNBLENDED_COST: &str = "UnblendedCost";
    pub const AMORTIZED_COST: &str = "AmortizedCost";
    pub const NET_UNBLENDED_COST: &str = "NetUnblendedCost";
    pub const NET_AMORTIZED_COST: &str = "NetAmortizedCost";
    pub const USAGE_QUANTITY: &str = "UsageQuantity";
    pub const NORMALIZED_USAGE_AMOUNT: &str = "NormalizedUsageAmount";
    pub const HOURS: &str = "Hours";
}

pub mod notification_state {
    pub const OK: &str = "OK";
    pub const ALARM: &str = "ALARM";
}

pub mod notification_type {
    pub const ACTUAL: &str = "ACTUAL";
    pub const FORECASTED: &str = "FORECASTED";
}

pub mod subscription_type {
    pub const SNS: &str = "SNS";
    pub const EMAIL: &str = "EMAIL";
}

pub mod threshold_type {
    pub const PERCENTAGE: &str = "PERCENTAGE";
    pub const ABSOLUTE_VALUE: &str = "ABSOLUTE_VALUE";
}

pub mod time_unit {
    pub const DAILY: &str = "DAILY";
    pub const MONTHLY: &str = "MONTHLY";
    pub const QUARTERLY: &str = "QUARTERLY";
    pub const ANNUALLY: &str = "ANNUALLY";
    pub const CUSTOM: &str = "CUSTOM";
}
