//! Inputs, outputs, errors and enums of the implemented operations of CloudTrail.
//!
//! Written by `cargo xtask codegen cloudtrail` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Blob, Entries, Flag, Items, Real, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    AddTags: AddTagsInput, AddTagsOutput;
    CancelQuery: CancelQueryInput, CancelQueryOutput;
    CreateChannel: CreateChannelInput, CreateChannelOutput;
    CreateDashboard: CreateDashboardInput, CreateDashboardOutput;
    CreateEventDataStore: CreateEventDataStoreInput, CreateEventDataStoreOutput;
    CreateTrail: CreateTrailInput, CreateTrailOutput;
    DeleteChannel: DeleteChannelInput, DeleteChannelOutput;
    DeleteDashboard: DeleteDashboardInput, DeleteDashboardOutput;
    DeleteEventDataStore: DeleteEventDataStoreInput, DeleteEventDataStoreOutput;
    DeleteResourcePolicy: DeleteResourcePolicyInput, DeleteResourcePolicyOutput;
    DeleteTrail: DeleteTrailInput, DeleteTrailOutput;
    DeregisterOrganizationDelegatedAdmin: DeregisterOrganizationDelegatedAdminInput, DeregisterOrganizationDelegatedAdminOutput;
    DescribeQuery: DescribeQueryInput, DescribeQueryOutput;
    DescribeTrails: DescribeTrailsInput, DescribeTrailsOutput;
    GetChannel: GetChannelInput, GetChannelOutput;
    GetDashboard: GetDashboardInput, GetDashboardOutput;
    GetEventConfiguration: GetEventConfigurationInput, GetEventConfigurationOutput;
    GetEventDataStore: GetEventDataStoreInput, GetEventDataStoreOutput;
    GetEventSelectors: GetEventSelectorsInput, GetEventSelectorsOutput;
    GetImport: GetImportInput, GetImportOutput;
    GetInsightSelectors: GetInsightSelectorsInput, GetInsightSelectorsOutput;
    GetQueryResults: GetQueryResultsInput, GetQueryResultsOutput;
    GetResourcePolicy: GetResourcePolicyInput, GetResourcePolicyOutput;
    GetTrail: GetTrailInput, GetTrailOutput;
    GetTrailStatus: GetTrailStatusInput, GetTrailStatusOutput;
    ListChannels: ListChannelsInput, ListChannelsOutput;
    ListDashboards: ListDashboardsInput, ListDashboardsOutput;
    ListEventDataStores: ListEventDataStoresInput, ListEventDataStoresOutput;
    ListImportFailures: ListImportFailuresInput, ListImportFailuresOutput;
    ListImports: ListImportsInput, ListImportsOutput;
    ListInsightsData: ListInsightsDataInput, ListInsightsDataOutput;
    ListInsightsMetricData: ListInsightsMetricDataInput, ListInsightsMetricDataOutput;
    ListPublicKeys: ListPublicKeysInput, ListPublicKeysOutput;
    ListQueries: ListQueriesInput, ListQueriesOutput;
    ListTags: ListTagsInput, ListTagsOutput;
    ListTrails: ListTrailsInput, ListTrailsOutput;
    LookupEvents: LookupEventsInput, LookupEventsOutput;
    PutEventConfiguration: PutEventConfigurationInput, PutEventConfigurationOutput;
    PutEventSelectors: PutEventSelectorsInput, PutEventSelectorsOutput;
    PutInsightSelectors: PutInsightSelectorsInput, PutInsightSelectorsOutput;
    PutResourcePolicy: PutResourcePolicyInput, PutResourcePolicyOutput;
    RegisterOrganizationDelegatedAdmin: RegisterOrganizationDelegatedAdminInput, RegisterOrganizationDelegatedAdminOutput;
    RemoveTags: RemoveTagsInput, RemoveTagsOutput;
    RestoreEventDataStore: RestoreEventDataStoreInput, RestoreEventDataStoreOutput;
    SearchSampleQueries: SearchSampleQueriesInput, SearchSampleQueriesOutput;
    StartDashboardRefresh: StartDashboardRefreshInput, StartDashboardRefreshOutput;
    StartEventDataStoreIngestion: StartEventDataStoreIngestionInput, StartEventDataStoreIngestionOutput;
    StartImport: StartImportInput, StartImportOutput;
    StartLogging: StartLoggingInput, StartLoggingOutput;
    StartQuery: StartQueryInput, StartQueryOutput;
    StopEventDataStoreIngestion: StopEventDataStoreIngestionInput, StopEventDataStoreIngestionOutput;
    StopImport: StopImportInput, StopImportOutput;
    StopLogging: StopLoggingInput, StopLoggingOutput;
    UpdateChannel: UpdateChannelInput, UpdateChannelOutput;
    UpdateDashboard: UpdateDashboardInput, UpdateDashboardOutput;
    UpdateEventDataStore: UpdateEventDataStoreInput, UpdateEventDataStoreOutput;
    UpdateTrail: UpdateTrailInput, UpdateTrailOutput;
}

view! { AddTagsInput<'a> {
    resource_id "ResourceId": required &'a str,
    tags_list "TagsList": required List<'a, Tag<'a>>,
} }

builder! { AddTagsOutput {
} }

view! { CancelQueryInput<'a> {
    event_data_store "EventDataStore": optional &'a str,
    query_id "QueryId": required &'a str,
    event_data_store_owner_account_id "EventDataStoreOwnerAccountId": optional &'a str,
} }

builder! { CancelQueryOutput {
    query_id "QueryId": Text,
    query_status "QueryStatus": Text,
    event_data_store_owner_account_id "EventDataStoreOwnerAccountId": Text,
} }

view! { CreateChannelInput<'a> {
    name "Name": required &'a str,
    source "Source": required &'a str,
    destinations "Destinations": required List<'a, Destination<'a>>,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateChannelOutput {
    channel_arn "ChannelArn": Text,
    name "Name": Text,
    source "Source": Text,
    destinations "Destinations": Items<DestinationBuilder>,
    tags "Tags": Items<TagBuilder>,
} }

view! { CreateDashboardInput<'a> {
    name "Name": required &'a str,
    refresh_schedule "RefreshSchedule": optional RefreshSchedule<'a>,
    tags_list "TagsList": optional List<'a, Tag<'a>>,
    termination_protection_enabled "TerminationProtectionEnabled": optional bool,
    widgets "Widgets": optional List<'a, RequestWidget<'a>>,
} }

builder! { CreateDashboardOutput {
    dashboard_arn "DashboardArn": Text,
    name "Name": Text,
    type_ "Type": Text,
    widgets "Widgets": Items<WidgetBuilder>,
    tags_list "TagsList": Items<TagBuilder>,
    refresh_schedule "RefreshSchedule": RefreshScheduleBuilder,
    termination_protection_enabled "TerminationProtectionEnabled": Flag,
} }

view! { CreateEventDataStoreInput<'a> {
    name "Name": required &'a str,
    advanced_event_selectors "AdvancedEventSelectors": optional List<'a, AdvancedEventSelector<'a>>,
    multi_region_enabled "MultiRegionEnabled": optional bool,
    organization_enabled "OrganizationEnabled": optional bool,
    retention_period "RetentionPeriod": optional i64,
    termination_protection_enabled "TerminationProtectionEnabled": optional bool,
    tags_list "TagsList": optional List<'a, Tag<'a>>,
    kms_key_id "KmsKeyId": optional &'a str,
    start_ingestion "StartIngestion": optional bool,
    billing_mode "BillingMode": optional &'a str,
} }

builder! { CreateEventDataStoreOutput {
    event_data_store_arn "EventDataStoreArn": Text,
    name "Name": Text,
    status "Status": Text,
    advanced_event_selectors "AdvancedEventSelectors": Items<AdvancedEventSelectorBuilder>,
    multi_region_enabled "MultiRegionEnabled": Flag,
    organization_enabled "OrganizationEnabled": Flag,
    retention_period "RetentionPeriod": Whole,
    termination_protection_enabled "TerminationProtectionEnabled": Flag,
    tags_list "TagsList": Items<TagBuilder>,
    created_timestamp "CreatedTimestamp": Time,
    updated_timestamp "UpdatedTimestamp": Time,
    kms_key_id "KmsKeyId": Text,
    billing_mode "BillingMode": Text,
} }

view! { CreateTrailInput<'a> {
    name "Name": required &'a str,
    s3_bucket_name "S3BucketName": required &'a str,
    s3_key_prefix "S3KeyPrefix": optional &'a str,
    sns_topic_name "SnsTopicName": optional &'a str,
    include_global_service_events "IncludeGlobalServiceEvents": optional bool,
    is_multi_region_trail "IsMultiRegionTrail": optional bool,
    enable_log_file_validation "EnableLogFileValidation": optional bool,
    cloud_watch_logs_log_group_arn "CloudWatchLogsLogGroupArn": optional &'a str,
    cloud_watch_logs_role_arn "CloudWatchLogsRoleArn": optional &'a str,
    kms_key_id "KmsKeyId": optional &'a str,
    is_organization_trail "IsOrganizationTrail": optional bool,
    tags_list "TagsList": optional List<'a, Tag<'a>>,
    recursive_logging "RecursiveLogging": optional bool,
} }

builder! { CreateTrailOutput {
    name "Name": Text,
    s3_bucket_name "S3BucketName": Text,
    s3_key_prefix "S3KeyPrefix": Text,
    sns_topic_name "SnsTopicName": Text,
    sns_topic_arn "SnsTopicARN": Text,
    include_global_service_events "IncludeGlobalServiceEvents": Flag,
    is_multi_region_trail "IsMultiRegionTrail": Flag,
    trail_arn "TrailARN": Text,
    log_file_validation_enabled "LogFileValidationEnabled": Flag,
    cloud_watch_logs_log_group_arn "CloudWatchLogsLogGroupArn": Text,
    cloud_watch_logs_role_arn "CloudWatchLogsRoleArn": Text,
    kms_key_id "KmsKeyId": Text,
    is_organization_trail "IsOrganizationTrail": Flag,
    recursive_logging "RecursiveLogging": Flag,
} }

view! { DeleteChannelInput<'a> {
    channel "Channel": required &'a str,
} }

builder! { DeleteChannelOutput {
} }

view! { DeleteDashboardInput<'a> {
    dashboard_id "DashboardId": required &'a str,
} }

builder! { DeleteDashboardOutput {
} }

view! { DeleteEventDataStoreInput<'a> {
    event_data_store "EventDataStore": required &'a str,
} }

builder! { DeleteEventDataStoreOutput {
} }

view! { DeleteResourcePolicyInput<'a> {
    resource_arn "ResourceArn": required &'a str,
} }

builder! { DeleteResourcePolicyOutput {
} }

view! { DeleteTrailInput<'a> {
    name "Name": required &'a str,
} }

builder! { DeleteTrailOutput {
} }

view! { DeregisterOrganizationDelegatedAdminInput<'a> {
    delegated_admin_account_id "DelegatedAdminAccountId": required &'a str,
} }

builder! { DeregisterOrganizationDelegatedAdminOutput {
} }

view! { DescribeQueryInput<'a> {
    event_data_store "EventDataStore": optional &'a str,
    query_id "QueryId": optional &'a str,
    query_alias "QueryAlias": optional &'a str,
    refresh_id "RefreshId": optional &'a str,
    event_data_store_owner_account_id "EventDataStoreOwnerAccountId": optional &'a str,
} }

builder! { DescribeQueryOutput {
    query_id "QueryId": Text,
    query_string "QueryString": Text,
    query_status "QueryStatus": Text,
    query_statistics "QueryStatistics": QueryStatisticsForDescribeQueryBuilder,
    error_message "ErrorMessage": Text,
    delivery_s3_uri "DeliveryS3Uri": Text,
    delivery_status "DeliveryStatus": Text,
    prompt "Prompt": Text,
    event_data_store_owner_account_id "EventDataStoreOwnerAccountId": Text,
} }

view! { DescribeTrailsInput<'a> {
    trail_name_list "trailNameList": optional List<'a, &'a str>,
    include_shadow_trails "includeShadowTrails": optional bool,
} }

builder! { DescribeTrailsOutput {
    trail_list "trailList": Items<TrailBuilder>,
} }

view! { GetChannelInput<'a> {
    channel "Channel": required &'a str,
} }

builder! { GetChannelOutput {
    channel_arn "ChannelArn": Text,
    name "Name": Text,
    source "Source": Text,
    source_config "SourceConfig": SourceConfigBuilder,
    destinations "Destinations": Items<DestinationBuilder>,
    ingestion_status "IngestionStatus": IngestionStatusBuilder,
} }

view! { GetDashboardInput<'a> {
    dashboard_id "DashboardId": required &'a str,
} }

builder! { GetDashboardOutput {
    dashboard_arn "DashboardArn": Text,
    type_ "Type": Text,
    status "Status": Text,
    widgets "Widgets": Items<WidgetBuilder>,
    refresh_schedule "RefreshSchedule": RefreshScheduleBuilder,
    created_timestamp "CreatedTimestamp": Time,
    updated_timestamp "UpdatedTimestamp": Time,
    last_refresh_id "LastRefreshId": Text,
    last_refresh_failure_reason "LastRefreshFailureReason": Text,
    termination_protection_enabled "TerminationProtectionEnabled": Flag,
} }

view! { GetEventConfigurationInput<'a> {
    trail_name "TrailName": optional &'a str,
    event_data_store "EventDataStore": optional &'a str,
} }

builder! { GetEventConfigurationOutput {
    trail_arn "TrailARN": Text,
    event_data_store_arn "EventDataStoreArn": Text,
    max_event_size "MaxEventSize": Text,
    context_key_selectors "ContextKeySelectors": Items<ContextKeySelectorBuilder>,
    aggregation_configurations "AggregationConfigurations": Items<AggregationConfigurationBuilder>,
} }

view! { GetEventDataStoreInput<'a> {
    event_data_store "EventDataStore": required &'a str,
} }

builder! { GetEventDataStoreOutput {
    event_data_store_arn "EventDataStoreArn": Text,
    name "Name": Text,
    status "Status": Text,
    advanced_event_selectors "AdvancedEventSelectors": Items<AdvancedEventSelectorBuilder>,
    multi_region_enabled "MultiRegionEnabled": Flag,
    organization_enabled "OrganizationEnabled": Flag,
    retention_period "RetentionPeriod": Whole,
    termination_protection_enabled "TerminationProtectionEnabled": Flag,
    created_timestamp "CreatedTimestamp": Time,
    updated_timestamp "UpdatedTimestamp": Time,
    kms_key_id "KmsKeyId": Text,
    billing_mode "BillingMode": Text,
    federation_status "FederationStatus": Text,
    federation_role_arn "FederationRoleArn": Text,
    partition_keys "PartitionKeys": Items<PartitionKeyBuilder>,
} }

view! { GetEventSelectorsInput<'a> {
    trail_name "TrailName": required &'a str,
} }

builder! { GetEventSelectorsOutput {
    trail_arn "TrailARN": Text,
    event_selectors "EventSelectors": Items<EventSelectorBuilder>,
    advanced_event_selectors "AdvancedEventSelectors": Items<AdvancedEventSelectorBuilder>,
} }

view! { GetImportInput<'a> {
    import_id "ImportId": required &'a str,
} }

builder! { GetImportOutput {
    import_id "ImportId": Text,
    destinations "Destinations": Items<Text>,
    import_source "ImportSource": ImportSourceBuilder,
    start_event_time "StartEventTime": Time,
    end_event_time "EndEventTime": Time,
    import_status "ImportStatus": Text,
    created_timestamp "CreatedTimestamp": Time,
    updated_timestamp "UpdatedTimestamp": Time,
    import_statistics "ImportStatistics": ImportStatisticsBuilder,
} }

view! { GetInsightSelectorsInput<'a> {
    trail_name "TrailName": optional &'a str,
    event_data_store "EventDataStore": optional &'a str,
} }

builder! { GetInsightSelectorsOutput {
    trail_arn "TrailARN": Text,
    insight_selectors "InsightSelectors": Items<InsightSelectorBuilder>,
    event_data_store_arn "EventDataStoreArn": Text,
    insights_destination "InsightsDestination": Text,
} }

view! { GetQueryResultsInput<'a> {
    event_data_store "EventDataStore": optional &'a str,
    query_id "QueryId": required &'a str,
    next_token "NextToken": optional &'a str,
    max_query_results "MaxQueryResults": optional i64,
    event_data_store_owner_account_id "EventDataStoreOwnerAccountId": optional &'a str,
} }

builder! { GetQueryResultsOutput {
    query_status "QueryStatus": Text,
    query_statistics "QueryStatistics": QueryStatisticsBuilder,
    query_result_rows "QueryResultRows": Items<Items<Entries<Text>>>,
    next_token "NextToken": Text,
    error_message "ErrorMessage": Text,
} }

view! { GetResourcePolicyInput<'a> {
    resource_arn "ResourceArn": required &'a str,
} }

builder! { GetResourcePolicyOutput {
    resource_arn "ResourceArn": Text,
    resource_policy "ResourcePolicy": Text,
    delegated_admin_resource_policy "DelegatedAdminResourcePolicy": Text,
} }

view! { GetTrailInput<'a> {
    name "Name": required &'a str,
} }

builder! { GetTrailOutput {
    trail "Trail": TrailBuilder,
} }

view! { GetTrailStatusInput<'a> {
    name "Name": required &'a str,
} }

builder! { GetTrailStatusOutput {
    is_logging "IsLogging": Flag,
    latest_delivery_error "LatestDeliveryError": Text,
    latest_notification_error "LatestNotificationError": Text,
    latest_delivery_time "LatestDeliveryTime": Time,
    latest_notification_time "LatestNotificationTime": Time,
    start_logging_time "StartLoggingTime": Time,
    stop_logging_time "StopLoggingTime": Time,
    latest_cloud_watch_logs_delivery_error "LatestCloudWatchLogsDeliveryError": Text,
    latest_cloud_watch_logs_delivery_time "LatestCloudWatchLogsDeliveryTime": Time,
    latest_digest_delivery_time "LatestDigestDeliveryTime": Time,
    latest_digest_delivery_error "LatestDigestDeliveryError": Text,
    latest_delivery_attempt_time "LatestDeliveryAttemptTime": Text,
    latest_notification_attempt_time "LatestNotificationAttemptTime": Text,
    latest_notification_attempt_succeeded "LatestNotificationAttemptSucceeded": Text,
    latest_delivery_attempt_succeeded "LatestDeliveryAttemptSucceeded": Text,
    time_logging_started "TimeLoggingStarted": Text,
    time_logging_stopped "TimeLoggingStopped": Text,
} }

view! { ListChannelsInput<'a> {
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListChannelsOutput {
    channels "Channels": Items<ChannelBuilder>,
    next_token "NextToken": Text,
} }

view! { ListDashboardsInput<'a> {
    name_prefix "NamePrefix": optional &'a str,
    type_ "Type": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListDashboardsOutput {
    dashboards "Dashboards": Items<DashboardDetailBuilder>,
    next_token "NextToken": Text,
} }

view! { ListEventDataStoresInput<'a> {
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListEventDataStoresOutput {
    event_data_stores "EventDataStores": Items<EventDataStoreBuilder>,
    next_token "NextToken": Text,
} }

view! { ListImportFailuresInput<'a> {
    import_id "ImportId": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListImportFailuresOutput {
    failures "Failures": Items<ImportFailureListItemBuilder>,
    next_token "NextToken": Text,
} }

view! { ListImportsInput<'a> {
    max_results "MaxResults": optional i64,
    destination "Destination": optional &'a str,
    import_status "ImportStatus": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListImportsOutput {
    imports "Imports": Items<ImportsListItemBuilder>,
    next_token "NextToken": Text,
} }

view! { ListInsightsDataInput<'a> {
    insight_source "InsightSource": required &'a str,
    data_type "DataType": required &'a str,
    dimensions "Dimensions": optional Map<'a, &'a str>,
    start_time "StartTime": optional Timestamp,
    end_time "EndTime": optional Timestamp,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListInsightsDataOutput {
    events "Events": Items<EventBuilder>,
    next_token "NextToken": Text,
} }

view! { ListInsightsMetricDataInput<'a> {
    trail_name "TrailName": optional &'a str,
    event_source "EventSource": required &'a str,
    event_name "EventName": required &'a str,
    insight_type "InsightType": required &'a str,
    error_code "ErrorCode": optional &'a str,
    start_time "StartTime": optional Timestamp,
    end_time "EndTime": optional Timestamp,
    period "Period": optional i64,
    data_type "DataType": optional &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListInsightsMetricDataOutput {
    trail_arn "TrailARN": Text,
    event_source "EventSource": Text,
    event_name "EventName": Text,
    insight_type "InsightType": Text,
    error_code "ErrorCode": Text,
    timestamps "Timestamps": Items<Time>,
    values "Values": Items<Real>,
    next_token "NextToken": Text,
} }

view! { ListPublicKeysInput<'a> {
    start_time "StartTime": optional Timestamp,
    end_time "EndTime": optional Timestamp,
    next_token "NextToken": optional &'a str,
} }

builder! { ListPublicKeysOutput {
    public_key_list "PublicKeyList": Items<PublicKeyBuilder>,
    next_token "NextToken": Text,
} }

view! { ListQueriesInput<'a> {
    event_data_store "EventDataStore": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
    start_time "StartTime": optional Timestamp,
    end_time "EndTime": optional Timestamp,
    query_status "QueryStatus": optional &'a str,
} }

builder! { ListQueriesOutput {
    queries "Queries": Items<QueryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTagsInput<'a> {
    resource_id_list "ResourceIdList": required List<'a, &'a str>,
    next_token "NextToken": optional &'a str,
} }

builder! { ListTagsOutput {
    resource_tag_list "ResourceTagList": Items<ResourceTagBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTrailsInput<'a> {
    next_token "NextToken": optional &'a str,
} }

builder! { ListTrailsOutput {
    trails "Trails": Items<TrailInfoBuilder>,
    next_token "NextToken": Text,
} }

view! { LookupEventsInput<'a> {
    lookup_attributes "LookupAttributes": optional List<'a, LookupAttribute<'a>>,
    start_time "StartTime": optional Timestamp,
    end_time "EndTime": optional Timestamp,
    event_category "EventCategory": optional &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { LookupEventsOutput {
    events "Events": Items<EventBuilder>,
    next_token "NextToken": Text,
} }

view! { PutEventConfigurationInput<'a> {
    trail_name "TrailName": optional &'a str,
    event_data_store "EventDataStore": optional &'a str,
    max_event_size "MaxEventSize": optional &'a str,
    context_key_selectors "ContextKeySelectors": optional List<'a, ContextKeySelector<'a>>,
    aggregation_configurations "AggregationConfigurations": optional List<'a, AggregationConfiguration<'a>>,
} }

builder! { PutEventConfigurationOutput {
    trail_arn "TrailARN": Text,
    event_data_store_arn "EventDataStoreArn": Text,
    max_event_size "MaxEventSize": Text,
    context_key_selectors "ContextKeySelectors": Items<ContextKeySelectorBuilder>,
    aggregation_configurations "AggregationConfigurations": Items<AggregationConfigurationBuilder>,
} }

view! { PutEventSelectorsInput<'a> {
    trail_name "TrailName": required &'a str,
    event_selectors "EventSelectors": optional List<'a, EventSelector<'a>>,
    advanced_event_selectors "AdvancedEventSelectors": optional List<'a, AdvancedEventSelector<'a>>,
} }

builder! { PutEventSelectorsOutput {
    trail_arn "TrailARN": Text,
    event_selectors "EventSelectors": Items<EventSelectorBuilder>,
    advanced_event_selectors "AdvancedEventSelectors": Items<AdvancedEventSelectorBuilder>,
} }

view! { PutInsightSelectorsInput<'a> {
    trail_name "TrailName": optional &'a str,
    insight_selectors "InsightSelectors": required List<'a, InsightSelector<'a>>,
    event_data_store "EventDataStore": optional &'a str,
    insights_destination "InsightsDestination": optional &'a str,
} }

builder! { PutInsightSelectorsOutput {
    trail_arn "TrailARN": Text,
    insight_selectors "InsightSelectors": Items<InsightSelectorBuilder>,
    event_data_store_arn "EventDataStoreArn": Text,
    insights_destination "InsightsDestination": Text,
} }

view! { PutResourcePolicyInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    resource_policy "ResourcePolicy": required &'a str,
} }

builder! { PutResourcePolicyOutput {
    resource_arn "ResourceArn": Text,
    resource_policy "ResourcePolicy": Text,
    delegated_admin_resource_policy "DelegatedAdminResourcePolicy": Text,
} }

view! { RegisterOrganizationDelegatedAdminInput<'a> {
    member_account_id "MemberAccountId": required &'a str,
} }

builder! { RegisterOrganizationDelegatedAdminOutput {
} }

view! { RemoveTagsInput<'a> {
    resource_id "ResourceId": required &'a str,
    tags_list "TagsList": required List<'a, Tag<'a>>,
} }

builder! { RemoveTagsOutput {
} }

view! { RestoreEventDataStoreInput<'a> {
    event_data_store "EventDataStore": required &'a str,
} }

builder! { RestoreEventDataStoreOutput {
    event_data_store_arn "EventDataStoreArn": Text,
    name "Name": Text,
    status "Status": Text,
    advanced_event_selectors "AdvancedEventSelectors": Items<AdvancedEventSelectorBuilder>,
    multi_region_enabled "MultiRegionEnabled": Flag,
    organization_enabled "OrganizationEnabled": Flag,
    retention_period "RetentionPeriod": Whole,
    termination_protection_enabled "TerminationProtectionEnabled": Flag,
    created_timestamp "CreatedTimestamp": Time,
    updated_timestamp "UpdatedTimestamp": Time,
    kms_key_id "KmsKeyId": Text,
    billing_mode "BillingMode": Text,
} }

view! { SearchSampleQueriesInput<'a> {
    search_phrase "SearchPhrase": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { SearchSampleQueriesOutput {
    search_results "SearchResults": Items<SearchSampleQueriesSearchResultBuilder>,
    next_token "NextToken": Text,
} }

view! { StartDashboardRefreshInput<'a> {
    dashboard_id "DashboardId": required &'a str,
    query_parameter_values "QueryParameterValues": optional Map<'a, &'a str>,
} }

builder! { StartDashboardRefreshOutput {
    refresh_id "RefreshId": Text,
} }

view! { StartEventDataStoreIngestionInput<'a> {
    event_data_store "EventDataStore": required &'a str,
} }

builder! { StartEventDataStoreIngestionOutput {
} }

view! { StartImportInput<'a> {
    destinations "Destinations": optional List<'a, &'a str>,
    import_source "ImportSource": optional ImportSource<'a>,
    start_event_time "StartEventTime": optional Timestamp,
    end_event_time "EndEventTime": optional Timestamp,
    import_id "ImportId": optional &'a str,
} }

builder! { StartImportOutput {
    import_id "ImportId": Text,
    destinations "Destinations": Items<Text>,
    import_source "ImportSource": ImportSourceBuilder,
    start_event_time "StartEventTime": Time,
    end_event_time "EndEventTime": Time,
    import_status "ImportStatus": Text,
    created_timestamp "CreatedTimestamp": Time,
    updated_timestamp "UpdatedTimestamp": Time,
} }

view! { StartLoggingInput<'a> {
    name "Name": required &'a str,
} }

builder! { StartLoggingOutput {
} }

view! { StartQueryInput<'a> {
    query_statement "QueryStatement": optional &'a str,
    delivery_s3_uri "DeliveryS3Uri": optional &'a str,
    query_alias "QueryAlias": optional &'a str,
    query_parameters "QueryParameters": optional List<'a, &'a str>,
    event_data_store_owner_account_id "EventDataStoreOwnerAccountId": optional &'a str,
} }

builder! { StartQueryOutput {
    query_id "QueryId": Text,
    event_data_store_owner_account_id "EventDataStoreOwnerAccountId": Text,
} }

view! { StopEventDataStoreIngestionInput<'a> {
    event_data_store "EventDataStore": required &'a str,
} }

builder! { StopEventDataStoreIngestionOutput {
} }

view! { StopImportInput<'a> {
    import_id "ImportId": required &'a str,
} }

builder! { StopImportOutput {
    import_id "ImportId": Text,
    import_source "ImportSource": ImportSourceBuilder,
    destinations "Destinations": Items<Text>,
    import_status "ImportStatus": Text,
    created_timestamp "CreatedTimestamp": Time,
    updated_timestamp "UpdatedTimestamp": Time,
    start_event_time "StartEventTime": Time,
    end_event_time "EndEventTime": Time,
    import_statistics "ImportStatistics": ImportStatisticsBuilder,
} }

view! { StopLoggingInput<'a> {
    name "Name": required &'a str,
} }

builder! { StopLoggingOutput {
} }

view! { UpdateChannelInput<'a> {
    channel "Channel": required &'a str,
    destinations "Destinations": optional List<'a, Destination<'a>>,
    name "Name": optional &'a str,
} }

builder! { UpdateChannelOutput {
    channel_arn "ChannelArn": Text,
    name "Name": Text,
    source "Source": Text,
    destinations "Destinations": Items<DestinationBuilder>,
} }

view! { UpdateDashboardInput<'a> {
    dashboard_id "DashboardId": required &'a str,
    widgets "Widgets": optional List<'a, RequestWidget<'a>>,
    refresh_schedule "RefreshSchedule": optional RefreshSchedule<'a>,
    termination_protection_enabled "TerminationProtectionEnabled": optional bool,
} }

builder! { UpdateDashboardOutput {
    dashboard_arn "DashboardArn": Text,
    name "Name": Text,
    type_ "Type": Text,
    widgets "Widgets": Items<WidgetBuilder>,
    refresh_schedule "RefreshSchedule": RefreshScheduleBuilder,
    termination_protection_enabled "TerminationProtectionEnabled": Flag,
    created_timestamp "CreatedTimestamp": Time,
    updated_timestamp "UpdatedTimestamp": Time,
} }

view! { UpdateEventDataStoreInput<'a> {
    event_data_store "EventDataStore": required &'a str,
    name "Name": optional &'a str,
    advanced_event_selectors "AdvancedEventSelectors": optional List<'a, AdvancedEventSelector<'a>>,
    multi_region_enabled "MultiRegionEnabled": optional bool,
    organization_enabled "OrganizationEnabled": optional bool,
    retention_period "RetentionPeriod": optional i64,
    termination_protection_enabled "TerminationProtectionEnabled": optional bool,
    kms_key_id "KmsKeyId": optional &'a str,
    billing_mode "BillingMode": optional &'a str,
} }

builder! { UpdateEventDataStoreOutput {
    event_data_store_arn "EventDataStoreArn": Text,
    name "Name": Text,
    status "Status": Text,
    advanced_event_selectors "AdvancedEventSelectors": Items<AdvancedEventSelectorBuilder>,
    multi_region_enabled "MultiRegionEnabled": Flag,
    organization_enabled "OrganizationEnabled": Flag,
    retention_period "RetentionPeriod": Whole,
    termination_protection_enabled "TerminationProtectionEnabled": Flag,
    created_timestamp "CreatedTimestamp": Time,
    updated_timestamp "UpdatedTimestamp": Time,
    kms_key_id "KmsKeyId": Text,
    billing_mode "BillingMode": Text,
    federation_status "FederationStatus": Text,
    federation_role_arn "FederationRoleArn": Text,
} }

view! { UpdateTrailInput<'a> {
    name "Name": required &'a str,
    s3_bucket_name "S3BucketName": optional &'a str,
    s3_key_prefix "S3KeyPrefix": optional &'a str,
    sns_topic_name "SnsTopicName": optional &'a str,
    include_global_service_events "IncludeGlobalServiceEvents": optional bool,
    is_multi_region_trail "IsMultiRegionTrail": optional bool,
    enable_log_file_validation "EnableLogFileValidation": optional bool,
    cloud_watch_logs_log_group_arn "CloudWatchLogsLogGroupArn": optional &'a str,
    cloud_watch_logs_role_arn "CloudWatchLogsRoleArn": optional &'a str,
    kms_key_id "KmsKeyId": optional &'a str,
    is_organization_trail "IsOrganizationTrail": optional bool,
    recursive_logging "RecursiveLogging": optional bool,
} }

builder! { UpdateTrailOutput {
    name "Name": Text,
    s3_bucket_name "S3BucketName": Text,
    s3_key_prefix "S3KeyPrefix": Text,
    sns_topic_name "SnsTopicName": Text,
    sns_topic_arn "SnsTopicARN": Text,
    include_global_service_events "IncludeGlobalServiceEvents": Flag,
    is_multi_region_trail "IsMultiRegionTrail": Flag,
    trail_arn "TrailARN": Text,
    log_file_validation_enabled "LogFileValidationEnabled": Flag,
    cloud_watch_logs_log_group_arn "CloudWatchLogsLogGroupArn": Text,
    cloud_watch_logs_role_arn "CloudWatchLogsRoleArn": Text,
    kms_key_id "KmsKeyId": Text,
    is_organization_trail "IsOrganizationTrail": Flag,
    recursive_logging "RecursiveLogging": Flag,
} }

view! { AdvancedEventSelector<'a> {
    name "Name": optional &'a str,
    field_selectors "FieldSelectors": required List<'a, AdvancedFieldSelector<'a>>,
} }

view! { AdvancedFieldSelector<'a> {
    field "Field": required &'a str,
    equals "Equals": optional List<'a, &'a str>,
    starts_with "StartsWith": optional List<'a, &'a str>,
    ends_with "EndsWith": optional List<'a, &'a str>,
    not_equals "NotEquals": optional List<'a, &'a str>,
    not_starts_with "NotStartsWith": optional List<'a, &'a str>,
    not_ends_with "NotEndsWith": optional List<'a, &'a str>,
} }

view! { AggregationConfiguration<'a> {
    templates "Templates": required List<'a, &'a str>,
    event_category "EventCategory": required &'a str,
} }

view! { ContextKeySelector<'a> {
    type_ "Type": required &'a str,
    equals "Equals": required List<'a, &'a str>,
} }

view! { DataResource<'a> {
    type_ "Type": optional &'a str,
    values "Values": optional List<'a, &'a str>,
} }

view! { Destination<'a> {
    type_ "Type": required &'a str,
    location "Location": required &'a str,
} }

view! { EventSelector<'a> {
    read_write_type "ReadWriteType": optional &'a str,
    include_management_events "IncludeManagementEvents": optional bool,
    data_resources "DataResources": optional List<'a, DataResource<'a>>,
    exclude_management_event_sources "ExcludeManagementEventSources": optional List<'a, &'a str>,
} }

view! { ImportSource<'a> {
    s3 "S3": required S3ImportSource<'a>,
} }

view! { InsightSelector<'a> {
    insight_type "InsightType": optional &'a str,
    event_categories "EventCategories": optional List<'a, &'a str>,
} }

view! { LookupAttribute<'a> {
    attribute_key "AttributeKey": required &'a str,
    attribute_value "AttributeValue": required &'a str,
} }

view! { RefreshSchedule<'a> {
    frequency "Frequency": optional RefreshScheduleFrequency<'a>,
    status "Status": optional &'a str,
    time_of_day "TimeOfDay": optional &'a str,
} }

view! { RefreshScheduleFrequency<'a> {
    unit "Unit": optional &'a str,
    value "Value": optional i64,
} }

view! { RequestWidget<'a> {
    query_statement "QueryStatement": required &'a str,
    query_parameters "QueryParameters": optional List<'a, &'a str>,
    view_properties "ViewProperties": required Map<'a, &'a str>,
} }

view! { S3ImportSource<'a> {
    s3_location_uri "S3LocationUri": required &'a str,
    s3_bucket_region "S3BucketRegion": required &'a str,
    s3_bucket_access_role_arn "S3BucketAccessRoleArn": required &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": optional &'a str,
} }

builder! { AdvancedEventSelectorBuilder {
    name "Name": Text,
    field_selectors "FieldSelectors": Items<AdvancedFieldSelectorBuilder>,
} }

builder! { AdvancedFieldSelectorBuilder {
    field "Field": Text,
    equals "Equals": Items<Text>,
    starts_with "StartsWith": Items<Text>,
    ends_with "EndsWith": Items<Text>,
    not_equals "NotEquals": Items<Text>,
    not_starts_with "NotStartsWith": Items<Text>,
    not_ends_with "NotEndsWith": Items<Text>,
} }

builder! { AggregationConfigurationBuilder {
    templates "Templates": Items<Text>,
    event_category "EventCategory": Text,
} }

builder! { ChannelBuilder {
    channel_arn "ChannelArn": Text,
    name "Name": Text,
} }

builder! { ContextKeySelectorBuilder {
    type_ "Type": Text,
    equals "Equals": Items<Text>,
} }

builder! { DashboardDetailBuilder {
    dashboard_arn "DashboardArn": Text,
    type_ "Type": Text,
} }

builder! { DataResourceBuilder {
    type_ "Type": Text,
    values "Values": Items<Text>,
} }

builder! { DestinationBuilder {
    type_ "Type": Text,
    location "Location": Text,
} }

builder! { EventBuilder {
    event_id "EventId": Text,
    event_name "EventName": Text,
    read_only "ReadOnly": Text,
    access_key_id "AccessKeyId": Text,
    event_time "EventTime": Time,
    event_source "EventSource": Text,
    username "Username": Text,
    resources "Resources": Items<ResourceBuilder>,
    cloud_trail_event "CloudTrailEvent": Text,
} }

builder! { EventDataStoreBuilder {
    event_data_store_arn "EventDataStoreArn": Text,
    name "Name": Text,
    termination_protection_enabled "TerminationProtectionEnabled": Flag,
    status "Status": Text,
    advanced_event_selectors "AdvancedEventSelectors": Items<AdvancedEventSelectorBuilder>,
    multi_region_enabled "MultiRegionEnabled": Flag,
    organization_enabled "OrganizationEnabled": Flag,
    retention_period "RetentionPeriod": Whole,
    created_timestamp "CreatedTimestamp": Time,
    updated_timestamp "UpdatedTimestamp": Time,
} }

builder! { EventSelectorBuilder {
    read_write_type "ReadWriteType": Text,
    include_management_events "IncludeManagementEvents": Flag,
    data_resources "DataResources": Items<DataResourceBuilder>,
    exclude_management_event_sources "ExcludeManagementEventSources": Items<Text>,
} }

builder! { ImportFailureListItemBuilder {
    location "Location": Text,
    status "Status": Text,
    error_type "ErrorType": Text,
    error_message "ErrorMessage": Text,
    last_updated_time "LastUpdatedTime": Time,
} }

builder! { ImportSourceBuilder {
    s3 "S3": S3ImportSourceBuilder,
} }

builder! { ImportStatisticsBuilder {
    prefixes_found "PrefixesFound": Whole,
    prefixes_completed "PrefixesCompleted": Whole,
    files_completed "FilesCompleted": Whole,
    events_completed "EventsCompleted": Whole,
    failed_entries "FailedEntries": Whole,
} }

builder! { ImportsListItemBuilder {
    import_id "ImportId": Text,
    import_status "ImportStatus": Text,
    destinations "Destinations": Items<Text>,
    created_timestamp "CreatedTimestamp": Time,
    updated_timestamp "UpdatedTimestamp": Time,
} }

builder! { IngestionStatusBuilder {
    latest_ingestion_success_time "LatestIngestionSuccessTime": Time,
    latest_ingestion_success_event_id "LatestIngestionSuccessEventID": Text,
    latest_ingestion_error_code "LatestIngestionErrorCode": Text,
    latest_ingestion_attempt_time "LatestIngestionAttemptTime": Time,
    latest_ingestion_attempt_event_id "LatestIngestionAttemptEventID": Text,
} }

builder! { InsightSelectorBuilder {
    insight_type "InsightType": Text,
    event_categories "EventCategories": Items<Text>,
} }

builder! { PartitionKeyBuilder {
    name "Name": Text,
    type_ "Type": Text,
} }

builder! { PublicKeyBuilder {
    value "Value": Blob,
    validity_start_time "ValidityStartTime": Time,
    validity_end_time "ValidityEndTime": Time,
    fingerprint "Fingerprint": Text,
} }

builder! { QueryBuilder {
    query_id "QueryId": Text,
    query_status "QueryStatus": Text,
    creation_time "CreationTime": Time,
} }

builder! { QueryStatisticsBuilder {
    results_count "ResultsCount": Whole,
    total_results_count "TotalResultsCount": Whole,
    bytes_scanned "BytesScanned": Whole,
} }

builder! { QueryStatisticsForDescribeQueryBuilder {
    events_matched "EventsMatched": Whole,
    events_scanned "EventsScanned": Whole,
    bytes_scanned "BytesScanned": Whole,
    execution_time_in_millis "ExecutionTimeInMillis": Whole,
    creation_time "CreationTime": Time,
} }

builder! { RefreshScheduleBuilder {
    frequency "Frequency": RefreshScheduleFrequencyBuilder,
    status "Status": Text,
    time_of_day "TimeOfDay": Text,
} }

builder! { RefreshScheduleFrequencyBuilder {
    unit "Unit": Text,
    value "Value": Whole,
} }

builder! { ResourceBuilder {
    resource_type "ResourceType": Text,
    resource_name "ResourceName": Text,
} }

builder! { ResourceTagBuilder {
    resource_id "ResourceId": Text,
    tags_list "TagsList": Items<TagBuilder>,
} }

builder! { S3ImportSourceBuilder {
    s3_location_uri "S3LocationUri": Text,
    s3_bucket_region "S3BucketRegion": Text,
    s3_bucket_access_role_arn "S3BucketAccessRoleArn": Text,
} }

builder! { SearchSampleQueriesSearchResultBuilder {
    name "Name": Text,
    description "Description": Text,
    sql "SQL": Text,
    relevance "Relevance": Real,
} }

builder! { SourceConfigBuilder {
    apply_to_all_regions "ApplyToAllRegions": Flag,
    advanced_event_selectors "AdvancedEventSelectors": Items<AdvancedEventSelectorBuilder>,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TrailBuilder {
    name "Name": Text,
    s3_bucket_name "S3BucketName": Text,
    s3_key_prefix "S3KeyPrefix": Text,
    sns_topic_name "SnsTopicName": Text,
    sns_topic_arn "SnsTopicARN": Text,
    include_global_service_events "IncludeGlobalServiceEvents": Flag,
    is_multi_region_trail "IsMultiRegionTrail": Flag,
    home_region "HomeRegion": Text,
    trail_arn "TrailARN": Text,
    log_file_validation_enabled "LogFileValidationEnabled": Flag,
    cloud_watch_logs_log_group_arn "CloudWatchLogsLogGroupArn": Text,
    cloud_watch_logs_role_arn "CloudWatchLogsRoleArn": Text,
    kms_key_id "KmsKeyId": Text,
    has_custom_event_selectors "HasCustomEventSelectors": Flag,
    has_insight_selectors "HasInsightSelectors": Flag,
    is_organization_trail "IsOrganizationTrail": Flag,
    recursive_logging "RecursiveLogging": Flag,
} }

builder! { TrailInfoBuilder {
    trail_arn "TrailARN": Text,
    name "Name": Text,
    home_region "HomeRegion": Text,
} }

builder! { WidgetBuilder {
    query_alias "QueryAlias": Text,
    query_statement "QueryStatement": Text,
    query_parameters "QueryParameters": Items<Text>,
    view_properties "ViewProperties": Entries<Text>,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        account_has_ongoing_import_exception "AccountHasOngoingImportException" 400;
        account_not_found_exception "AccountNotFoundException" 400;
        account_not_registered_exception "AccountNotRegisteredException" 400;
        account_registered_exception "AccountRegisteredException" 400;
        cannot_delegate_management_account_exception "CannotDelegateManagementAccountException" 400;
        channel_arn_invalid_exception "ChannelARNInvalidException" 400;
        channel_already_exists_exception "ChannelAlreadyExistsException" 400;
        channel_exists_for_eds_exception "ChannelExistsForEDSException" 400;
        channel_max_limit_exceeded_exception "ChannelMaxLimitExceededException" 400;
        channel_not_found_exception "ChannelNotFoundException" 400;
        cloud_trail_arn_invalid_exception "CloudTrailARNInvalidException" 400;
        cloud_trail_access_not_enabled_exception "CloudTrailAccessNotEnabledException" 400;
        cloud_trail_invalid_client_token_id_exception "CloudTrailInvalidClientTokenIdException" 400;
        cloud_watch_logs_delivery_unavailable_exception "CloudWatchLogsDeliveryUnavailableException" 400;
        conflict_exception "ConflictException" 400;
        delegated_admin_account_limit_exceeded_exception "DelegatedAdminAccountLimitExceededException" 400;
        event_data_store_arn_invalid_exception "EventDataStoreARNInvalidException" 400;
        event_data_store_already_exists_exception "EventDataStoreAlreadyExistsException" 400;
        event_data_store_federation_enabled_exception "EventDataStoreFederationEnabledException" 400;
        event_data_store_has_ongoing_import_exception "EventDataStoreHasOngoingImportException" 400;
        event_data_store_max_limit_exceeded_exception "EventDataStoreMaxLimitExceededException" 400;
        event_data_store_not_found_exception "EventDataStoreNotFoundException" 400;
        event_data_store_termination_protected_exception "EventDataStoreTerminationProtectedException" 400;
        import_not_found_exception "ImportNotFoundException" 400;
        inactive_event_data_store_exception "InactiveEventDataStoreException" 400;
        inactive_query_exception "InactiveQueryException" 400;
        insight_not_enabled_exception "InsightNotEnabledException" 400;
        insufficient_dependency_service_access_permission_exception "InsufficientDependencyServiceAccessPermissionException" 400;
        insufficient_encryption_policy_exception "InsufficientEncryptionPolicyException" 400;
        insufficient_iam_access_permission_exception "InsufficientIAMAccessPermissionException" 400;
        insufficient_s3_bucket_policy_exception "InsufficientS3BucketPolicyException" 400;
        insufficient_sns_topic_policy_exception "InsufficientSnsTopicPolicyException" 400;
        invalid_cloud_watch_logs_log_group_arn_exception "InvalidCloudWatchLogsLogGroupArnException" 400;
        invalid_cloud_watch_logs_role_arn_exception "InvalidCloudWatchLogsRoleArnException" 400;
        invalid_date_range_exception "InvalidDateRangeException" 400;
        invalid_event_category_exception "InvalidEventCategoryException" 400;
        invalid_event_data_store_category_exception "InvalidEventDataStoreCategoryException" 400;
        invalid_event_data_store_status_exception "InvalidEventDataStoreStatusException" 400;
        invalid_event_selectors_exception "InvalidEventSelectorsException" 400;
        invalid_home_region_exception "InvalidHomeRegionException" 400;
        invalid_import_source_exception "InvalidImportSourceException" 400;
        invalid_insight_selectors_exception "InvalidInsightSelectorsException" 400;
        invalid_kms_key_id_exception "InvalidKmsKeyIdException" 400;
        invalid_lookup_attributes_exception "InvalidLookupAttributesException" 400;
        invalid_max_results_exception "InvalidMaxResultsException" 400;
        invalid_next_token_exception "InvalidNextTokenException" 400;
        invalid_parameter_combination_exception "InvalidParameterCombinationException" 400;
        invalid_parameter_exception "InvalidParameterException" 400;
        invalid_query_statement_exception "InvalidQueryStatementException" 400;
        invalid_query_status_exception "InvalidQueryStatusException" 400;
        invalid_s3_bucket_name_exception "InvalidS3BucketNameException" 400;
        invalid_s3_prefix_exception "InvalidS3PrefixException" 400;
        invalid_sns_topic_name_exception "InvalidSnsTopicNameException" 400;
        invalid_source_exception "InvalidSourceException" 400;
        invalid_tag_parameter_exception "InvalidTagParameterException" 400;
        invalid_time_range_exception "InvalidTimeRangeException" 400;
        invalid_token_exception "InvalidTokenException" 400;
        invalid_trail_name_exception "InvalidTrailNameException" 400;
        kms_exception "KmsException" 400;
        kms_key_disabled_exception "KmsKeyDisabledException" 400;
        kms_key_not_found_exception "KmsKeyNotFoundException" 400;
        max_concurrent_queries_exception "MaxConcurrentQueriesException" 400;
        maximum_number_of_trails_exceeded_exception "MaximumNumberOfTrailsExceededException" 400;
        no_management_account_slr_exists_exception "NoManagementAccountSLRExistsException" 400;
        not_organization_management_account_exception "NotOrganizationManagementAccountException" 400;
        not_organization_master_account_exception "NotOrganizationMasterAccountException" 400;
        operation_not_permitted_exception "OperationNotPermittedException" 400;
        organization_not_in_all_features_mode_exception "OrganizationNotInAllFeaturesModeException" 400;
        organizations_not_in_use_exception "OrganizationsNotInUseException" 400;
        query_id_not_found_exception "QueryIdNotFoundException" 400;
        resource_arn_not_valid_exception "ResourceARNNotValidException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        resource_policy_not_found_exception "ResourcePolicyNotFoundException" 400;
        resource_policy_not_valid_exception "ResourcePolicyNotValidException" 400;
        resource_type_not_supported_exception "ResourceTypeNotSupportedException" 400;
        s3_bucket_does_not_exist_exception "S3BucketDoesNotExistException" 400;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 400;
        tags_limit_exceeded_exception "TagsLimitExceededException" 400;
        throttling_exception "ThrottlingException" 400;
        trail_already_exists_exception "TrailAlreadyExistsException" 400;
        trail_not_found_exception "TrailNotFoundException" 400;
        trail_not_provided_exception "TrailNotProvidedException" 400;
        unsupported_operation_exception "UnsupportedOperationException" 400;
    }
}

pub mod billing_mode {
    pub const EXTENDABLE_RETENTION_PRICING: &str = "EXTENDABLE_RETENTION_PRICING";
    pub const FIXED_RETENTION_PRICING: &str = "FIXED_RETENTION_PRICING";
}

pub mod dashboard_status {
    pub const CREATING: &str = "CREATING";
    pub const CREATED: &str = "CREATED";
    pub const UPDATING: &str = "UPDATING";
    pub const UPDATED: &str = "UPDATED";
    pub const DELETING: &str = "DELETING";
}

pub mod dashboard_type {
    pub const MANAGED: &str = "MANAGED";
    pub const CUSTOM: &str = "CUSTOM";
}

pub mod delivery_status {
    pub const SUCCESS: &str = "SUCCESS";
    pub const FAILED: &str = "FAILED";
    pub const FAILED_SIGNING_FILE: &str = "FAILED_SIGNING_FILE";
    pub const PENDING: &str = "PENDING";
    pub const RESOURCE_NOT_FOUND: &str = "RESOURCE_NOT_FOUND";
    pub const ACCESS_DENIED: &str = "ACCESS_DENIED";
    pub const ACCESS_DENIED_SIGNING_FILE: &str = "ACCESS_DENIED_SIGNING_FILE";
    pub const CANCELLED: &str = "CANCELLED";
    pub const UNKNOWN: &str = "UNKNOWN";
}

pub mod destination_type {
    pub const EVENT_DATA_STORE: &str = "EVENT_DATA_STORE";
    pub const AWS_SERVICE: &str = "AWS_SERVICE";
}

pub mod event_category {
    pub const INSIGHT: &str = "insight";
}

pub mod event_category_aggregation {
    pub const DATA: &str = "Data";
}

pub mod event_data_store_status {
    pub const CREATED: &str = "CREATED";
    pub const ENABLED: &str = "ENABLED";
    pub const PENDING_DELETION: &str = "PENDING_DELETION";
    pub const STARTING_INGESTION: &str = "STARTING_INGESTION";
    pub const STOPPING_INGESTION: &str = "STOPPING_INGESTION";
    pub const STOPPED_INGESTION: &str = "STOPPED_INGESTION";
}

pub mod federation_status {
    pub const ENABLING: &str = "ENABLING";
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLING: &str = "DISABLING";
    pub const DISABLED: &str = "DISABLED";
}

pub mod import_failure_status {
    pub const FAILED: &str = "FAILED";
    pub const RETRY: &str = "RETRY";
    pub const SUCCEEDED: &str = "SUCCEEDED";
}

pub mod import_status {
    pub const INITIALIZING: &str = "INITIALIZING";
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const FAILED: &str = "FAILED";
    pub const STOPPED: &str = "STOPPED";
    pub const COMPLETED: &str = "COMPLETED";
}

pub mod insight_type {
    pub const API_CALL_RATE_INSIGHT: &str = "ApiCallRateInsight";
    pub const API_ERROR_RATE_INSIGHT: &str = "ApiErrorRateInsight";
}

pub mod insights_metric_data_type {
    pub const FILL_WITH_ZEROS: &str = "FillWithZeros";
    pub const NON_ZERO_DATA: &str = "NonZeroData";
}

pub mod list_insights_data_dimension_key {
    pub const EVENT_ID: &str = "EventId";
    pub const EVENT_NAME: &str = "EventName";
    pub const EVENT_SOURCE: &str = "EventSource";
}

pub mod list_insights_data_type {
    pub const INSIGHTS_EVENTS: &str = "InsightsEvents";
}

pub mod lookup_attribute_key {
    pub const EVENT_ID: &str = "EventId";
    pub const EVENT_NAME: &str = "EventName";
    pub const READ_ONLY: &str = "ReadOnly";
    pub const USERNAME: &str = "Username";
    pub const RESOURCE_TYPE: &str = "ResourceType";
    pub const RESOURCE_NAME: &str = "ResourceName";
    pub const EVENT_SOURCE: &str = "EventSource";
    pub const ACCESS_KEY_ID: &str = "AccessKeyId";
}

pub mod max_event_size {
    pub const STANDARD: &str = "Standard";
    pub const LARGE: &str = "Large";
}

pub mod query_status {
    pub const QUEUED: &str = "QUEUED";
    pub const RUNNING: &str = "RUNNING";
    pub const FINISHED: &str = "FINISHED";
    pub const FAILED: &str = "FAILED";
    pub const CANCELLED: &str = "CANCELLED";
    pub const TIMED_OUT: &str = "TIMED_OUT";
}

pub mod read_write_type {
    pub const READ_ONLY: &str = "ReadOnly";
    pub const WRITE_ONLY: &str = "WriteOnly";
    pub const ALL: &str = "All";
}

pub mod refresh_schedule_frequency_unit {
    pub const HOURS: &str = "HOURS";
    pub const DAYS: &str = "DAYS";
}

pub mod refresh_schedule_status {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod source_event_category {
    pub const MANAGEMENT: &str = "Management";
    pub const DATA: &str = "Data";
}

pub mod template {
    pub const API_ACTIVITY: &str = "API_ACTIVITY";
    pub const RESOURCE_ACCESS: &str = "RESOURCE_ACCESS";
    pub const USER_ACTIONS: &str = "USER_ACTIONS";
}

pub mod type_ {
    pub const TAG_CONTEXT: &str = "TagContext";
    pub const REQUEST_CONTEXT: &str = "RequestContext";
}
