//! Inputs, outputs, errors and enums of the implemented operations of Budgets.
//!
//! Written by `cargo xtask codegen budgets` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Entries, Flag, Items, Real, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    CreateBudget: CreateBudgetInput, CreateBudgetOutput;
    CreateBudgetAction: CreateBudgetActionInput, CreateBudgetActionOutput;
    CreateNotification: CreateNotificationInput, CreateNotificationOutput;
    CreateSubscriber: CreateSubscriberInput, CreateSubscriberOutput;
    DeleteBudget: DeleteBudgetInput, DeleteBudgetOutput;
    DeleteBudgetAction: DeleteBudgetActionInput, DeleteBudgetActionOutput;
    DeleteNotification: DeleteNotificationInput, DeleteNotificationOutput;
    DeleteSubscriber: DeleteSubscriberInput, DeleteSubscriberOutput;
    DescribeBudget: DescribeBudgetInput, DescribeBudgetOutput;
    DescribeBudgetAction: DescribeBudgetActionInput, DescribeBudgetActionOutput;
    DescribeBudgetActionHistories: DescribeBudgetActionHistoriesInput, DescribeBudgetActionHistoriesOutput;
    DescribeBudgetActionsForAccount: DescribeBudgetActionsForAccountInput, DescribeBudgetActionsForAccountOutput;
    DescribeBudgetActionsForBudget: DescribeBudgetActionsForBudgetInput, DescribeBudgetActionsForBudgetOutput;
    DescribeBudgetNotificationsForAccount: DescribeBudgetNotificationsForAccountInput, DescribeBudgetNotificationsForAccountOutput;
    DescribeBudgetPerformanceHistory: DescribeBudgetPerformanceHistoryInput, DescribeBudgetPerformanceHistoryOutput;
    DescribeBudgets: DescribeBudgetsInput, DescribeBudgetsOutput;
    DescribeNotificationsForBudget: DescribeNotificationsForBudgetInput, DescribeNotificationsForBudgetOutput;
    DescribeSubscribersForNotification: DescribeSubscribersForNotificationInput, DescribeSubscribersForNotificationOutput;
    ExecuteBudgetAction: ExecuteBudgetActionInput, ExecuteBudgetActionOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateBudget: UpdateBudgetInput, UpdateBudgetOutput;
    UpdateBudgetAction: UpdateBudgetActionInput, UpdateBudgetActionOutput;
    UpdateNotification: UpdateNotificationInput, UpdateNotificationOutput;
    UpdateSubscriber: UpdateSubscriberInput, UpdateSubscriberOutput;
}

view! { CreateBudgetInput<'a> {
    account_id "AccountId": required &'a str,
    budget "Budget": required Budget<'a>,
    notifications_with_subscribers "NotificationsWithSubscribers": optional List<'a, NotificationWithSubscribers<'a>>,
    resource_tags "ResourceTags": optional List<'a, ResourceTag<'a>>,
} }

builder! { CreateBudgetOutput {
} }

view! { CreateBudgetActionInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    notification_type "NotificationType": required &'a str,
    action_type "ActionType": required &'a str,
    action_threshold "ActionThreshold": required ActionThreshold<'a>,
    definition "Definition": required Definition<'a>,
    execution_role_arn "ExecutionRoleArn": required &'a str,
    approval_model "ApprovalModel": required &'a str,
    subscribers "Subscribers": required List<'a, Subscriber<'a>>,
    resource_tags "ResourceTags": optional List<'a, ResourceTag<'a>>,
} }

builder! { CreateBudgetActionOutput {
    account_id "AccountId": Text,
    budget_name "BudgetName": Text,
    action_id "ActionId": Text,
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

view! { DeleteBudgetActionInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    action_id "ActionId": required &'a str,
} }

builder! { DeleteBudgetActionOutput {
    account_id "AccountId": Text,
    budget_name "BudgetName": Text,
    action "Action": ActionBuilder,
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

view! { DescribeBudgetActionInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    action_id "ActionId": required &'a str,
} }

builder! { DescribeBudgetActionOutput {
    account_id "AccountId": Text,
    budget_name "BudgetName": Text,
    action "Action": ActionBuilder,
} }

view! { DescribeBudgetActionHistoriesInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    action_id "ActionId": required &'a str,
    time_period "TimePeriod": optional TimePeriod<'a>,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeBudgetActionHistoriesOutput {
    action_histories "ActionHistories": Items<ActionHistoryBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeBudgetActionsForAccountInput<'a> {
    account_id "AccountId": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeBudgetActionsForAccountOutput {
    actions "Actions": Items<ActionBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeBudgetActionsForBudgetInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeBudgetActionsForBudgetOutput {
    actions "Actions": Items<ActionBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeBudgetNotificationsForAccountInput<'a> {
    account_id "AccountId": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeBudgetNotificationsForAccountOutput {
    budget_notifications_for_account "BudgetNotificationsForAccount": Items<BudgetNotificationsForAccountBuilder>,
    next_token "NextToken": Text,
} }

view! { DescribeBudgetPerformanceHistoryInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    time_period "TimePeriod": optional TimePeriod<'a>,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeBudgetPerformanceHistoryOutput {
    budget_performance_history "BudgetPerformanceHistory": BudgetPerformanceHistoryBuilder,
    next_token "NextToken": Text,
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

view! { ExecuteBudgetActionInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    action_id "ActionId": required &'a str,
    execution_type "ExecutionType": required &'a str,
} }

builder! { ExecuteBudgetActionOutput {
    account_id "AccountId": Text,
    budget_name "BudgetName": Text,
    action_id "ActionId": Text,
    execution_type "ExecutionType": Text,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    resource_tags "ResourceTags": Items<ResourceTagBuilder>,
} }

view! { TagResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
    resource_tags "ResourceTags": required List<'a, ResourceTag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
    resource_tag_keys "ResourceTagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateBudgetInput<'a> {
    account_id "AccountId": required &'a str,
    new_budget "NewBudget": required Budget<'a>,
} }

builder! { UpdateBudgetOutput {
} }

view! { UpdateBudgetActionInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    action_id "ActionId": required &'a str,
    notification_type "NotificationType": optional &'a str,
    action_threshold "ActionThreshold": optional ActionThreshold<'a>,
    definition "Definition": optional Definition<'a>,
    execution_role_arn "ExecutionRoleArn": optional &'a str,
    approval_model "ApprovalModel": optional &'a str,
    subscribers "Subscribers": optional List<'a, Subscriber<'a>>,
} }

builder! { UpdateBudgetActionOutput {
    account_id "AccountId": Text,
    budget_name "BudgetName": Text,
    old_action "OldAction": ActionBuilder,
    new_action "NewAction": ActionBuilder,
} }

view! { UpdateNotificationInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    old_notification "OldNotification": required Notification<'a>,
    new_notification "NewNotification": required Notification<'a>,
} }

builder! { UpdateNotificationOutput {
} }

view! { UpdateSubscriberInput<'a> {
    account_id "AccountId": required &'a str,
    budget_name "BudgetName": required &'a str,
    notification "Notification": required Notification<'a>,
    old_subscriber "OldSubscriber": required Subscriber<'a>,
    new_subscriber "NewSubscriber": required Subscriber<'a>,
} }

builder! { UpdateSubscriberOutput {
} }

view! { ActionThreshold<'a> {
    action_threshold_value "ActionThresholdValue": required f64,
    action_threshold_type "ActionThresholdType": required &'a str,
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

view! { Definition<'a> {
    iam_action_definition "IamActionDefinition": optional IamActionDefinition<'a>,
    scp_action_definition "ScpActionDefinition": optional ScpActionDefinition<'a>,
    ssm_action_definition "SsmActionDefinition": optional SsmActionDefinition<'a>,
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

view! { IamActionDefinition<'a> {
    policy_arn "PolicyArn": required &'a str,
    roles "Roles": optional List<'a, &'a str>,
    groups "Groups": optional List<'a, &'a str>,
    users "Users": optional List<'a, &'a str>,
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

view! { ScpActionDefinition<'a> {
    policy_id "PolicyId": required &'a str,
    target_ids "TargetIds": required List<'a, &'a str>,
} }

view! { Spend<'a> {
    amount "Amount": required &'a str,
    unit "Unit": required &'a str,
} }

view! { SsmActionDefinition<'a> {
    action_sub_type "ActionSubType": required &'a str,
    region "Region": required &'a str,
    instance_ids "InstanceIds": required List<'a, &'a str>,
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

builder! { ActionBuilder {
    action_id "ActionId": Text,
    budget_name "BudgetName": Text,
    notification_type "NotificationType": Text,
    action_type "ActionType": Text,
    action_threshold "ActionThreshold": ActionThresholdBuilder,
    definition "Definition": DefinitionBuilder,
    execution_role_arn "ExecutionRoleArn": Text,
    approval_model "ApprovalModel": Text,
    status "Status": Text,
    subscribers "Subscribers": Items<SubscriberBuilder>,
} }

builder! { ActionHistoryBuilder {
    timestamp "Timestamp": Time,
    status "Status": Text,
    event_type "EventType": Text,
    action_history_details "ActionHistoryDetails": ActionHistoryDetailsBuilder,
} }

builder! { ActionHistoryDetailsBuilder {
    message "Message": Text,
    action "Action": ActionBuilder,
} }

builder! { ActionThresholdBuilder {
    action_threshold_value "ActionThresholdValue": Real,
    action_threshold_type "ActionThresholdType": Text,
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

builder! { BudgetNotificationsForAccountBuilder {
    notifications "Notifications": Items<NotificationBuilder>,
    budget_name "BudgetName": Text,
} }

builder! { BudgetPerformanceHistoryBuilder {
    budget_name "BudgetName": Text,
    budget_type "BudgetType": Text,
    cost_filters "CostFilters": Entries<Items<Text>>,
    cost_types "CostTypes": CostTypesBuilder,
    time_unit "TimeUnit": Text,
    billing_view_arn "BillingViewArn": Text,
    budgeted_and_actual_amounts_list "BudgetedAndActualAmountsList": Items<BudgetedAndActualAmountsBuilder>,
    filter_expression "FilterExpression": ExpressionBuilder,
    metrics "Metrics": Items<Text>,
} }

builder! { BudgetedAndActualAmountsBuilder {
    budgeted_amount "BudgetedAmount": SpendBuilder,
    actual_amount "ActualAmount": SpendBuilder,
    time_period "TimePeriod": TimePeriodBuilder,
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

builder! { DefinitionBuilder {
    iam_action_definition "IamActionDefinition": IamActionDefinitionBuilder,
    scp_action_definition "ScpActionDefinition": ScpActionDefinitionBuilder,
    ssm_action_definition "SsmActionDefinition": SsmActionDefinitionBuilder,
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

builder! { IamActionDefinitionBuilder {
    policy_arn "PolicyArn": Text,
    roles "Roles": Items<Text>,
    groups "Groups": Items<Text>,
    users "Users": Items<Text>,
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

builder! { ResourceTagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { ScpActionDefinitionBuilder {
    policy_id "PolicyId": Text,
    target_ids "TargetIds": Items<Text>,
} }

builder! { SpendBuilder {
    amount "Amount": Text,
    unit "Unit": Text,
} }

builder! { SsmActionDefinitionBuilder {
    action_sub_type "ActionSubType": Text,
    region "Region": Text,
    instance_ids "InstanceIds": Items<Text>,
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
        resource_locked_exception "ResourceLockedException" 400;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 400;
        throttling_exception "ThrottlingException" 400;
    }
}

pub mod action_status {
    pub const STANDBY: &str = "STANDBY";
    pub const PENDING: &str = "PENDING";
    pub const EXECUTION_IN_PROGRESS: &str = "EXECUTION_IN_PROGRESS";
    pub const EXECUTION_SUCCESS: &str = "EXECUTION_SUCCESS";
    pub const EXECUTION_FAILURE: &str = "EXECUTION_FAILURE";
    pub const REVERSE_IN_PROGRESS: &str = "REVERSE_IN_PROGRESS";
    pub const REVERSE_SUCCESS: &str = "REVERSE_SUCCESS";
    pub const REVERSE_FAILURE: &str = "REVERSE_FAILURE";
    pub const RESET_IN_PROGRESS: &str = "RESET_IN_PROGRESS";
    pub const RESET_FAILURE: &str = "RESET_FAILURE";
}

pub mod action_sub_type {
    pub const STOP_EC2_INSTANCES: &str = "STOP_EC2_INSTANCES";
    pub const STOP_RDS_INSTANCES: &str = "STOP_RDS_INSTANCES";
}

pub mod action_type {
    pub const APPLY_IAM_POLICY: &str = "APPLY_IAM_POLICY";
    pub const APPLY_SCP_POLICY: &str = "APPLY_SCP_POLICY";
    pub const RUN_SSM_DOCUMENTS: &str = "RUN_SSM_DOCUMENTS";
}

pub mod approval_model {
    pub const AUTOMATIC: &str = "AUTOMATIC";
    pub const MANUAL: &str = "MANUAL";
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

pub mod event_type {
    pub const SYSTEM: &str = "SYSTEM";
    pub const CREATE_ACTION: &str = "CREATE_ACTION";
    pub const DELETE_ACTION: &str = "DELETE_ACTION";
    pub const UPDATE_ACTION: &str = "UPDATE_ACTION";
    pub const EXECUTE_ACTION: &str = "EXECUTE_ACTION";
}

pub mod execution_type {
    pub const APPROVE_BUDGET_ACTION: &str = "APPROVE_BUDGET_ACTION";
    pub const RETRY_BUDGET_ACTION: &str = "RETRY_BUDGET_ACTION";
    pub const REVERSE_BUDGET_ACTION: &str = "REVERSE_BUDGET_ACTION";
    pub const RESET_BUDGET_ACTION: &str = "RESET_BUDGET_ACTION";
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
