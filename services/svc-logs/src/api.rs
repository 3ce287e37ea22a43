//! Inputs, outputs, errors and enums of the implemented operations of CloudWatch Logs.
//!
//! Written by `cargo xtask codegen logs` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Any, Entries, Flag, Items, Real, Text, Whole};
use kernel::view::{List, Map};
use kernel::{builder, operations, view};

operations! {
    AssociateKmsKey: AssociateKmsKeyInput, AssociateKmsKeyOutput;
    CancelExportTask: CancelExportTaskInput, CancelExportTaskOutput;
    CreateExportTask: CreateExportTaskInput, CreateExportTaskOutput;
    CreateLogGroup: CreateLogGroupInput, CreateLogGroupOutput;
    CreateLogStream: CreateLogStreamInput, CreateLogStreamOutput;
    DeleteAccountPolicy: DeleteAccountPolicyInput, DeleteAccountPolicyOutput;
    DeleteDataProtectionPolicy: DeleteDataProtectionPolicyInput, DeleteDataProtectionPolicyOutput;
    DeleteDestination: DeleteDestinationInput, DeleteDestinationOutput;
    DeleteLogGroup: DeleteLogGroupInput, DeleteLogGroupOutput;
    DeleteLogStream: DeleteLogStreamInput, DeleteLogStreamOutput;
    DeleteMetricFilter: DeleteMetricFilterInput, DeleteMetricFilterOutput;
    DeleteQueryDefinition: DeleteQueryDefinitionInput, DeleteQueryDefinitionOutput;
    DeleteResourcePolicy: DeleteResourcePolicyInput, DeleteResourcePolicyOutput;
    DeleteRetentionPolicy: DeleteRetentionPolicyInput, DeleteRetentionPolicyOutput;
    DeleteSubscriptionFilter: DeleteSubscriptionFilterInput, DeleteSubscriptionFilterOutput;
    DescribeAccountPolicies: DescribeAccountPoliciesInput, DescribeAccountPoliciesOutput;
    DescribeDestinations: DescribeDestinationsInput, DescribeDestinationsOutput;
    DescribeExportTasks: DescribeExportTasksInput, DescribeExportTasksOutput;
    DescribeLogGroups: DescribeLogGroupsInput, DescribeLogGroupsOutput;
    DescribeLogStreams: DescribeLogStreamsInput, DescribeLogStreamsOutput;
    DescribeMetricFilters: DescribeMetricFiltersInput, DescribeMetricFiltersOutput;
    DescribeQueries: DescribeQueriesInput, DescribeQueriesOutput;
    DescribeQueryDefinitions: DescribeQueryDefinitionsInput, DescribeQueryDefinitionsOutput;
    DescribeResourcePolicies: DescribeResourcePoliciesInput, DescribeResourcePoliciesOutput;
    DescribeSubscriptionFilters: DescribeSubscriptionFiltersInput, DescribeSubscriptionFiltersOutput;
    DisassociateKmsKey: DisassociateKmsKeyInput, DisassociateKmsKeyOutput;
    FilterLogEvents: FilterLogEventsInput, FilterLogEventsOutput;
    GetDataProtectionPolicy: GetDataProtectionPolicyInput, GetDataProtectionPolicyOutput;
    GetLogEvents: GetLogEventsInput, GetLogEventsOutput;
    GetLogGroupFields: GetLogGroupFieldsInput, GetLogGroupFieldsOutput;
    GetLogRecord: GetLogRecordInput, GetLogRecordOutput;
    GetQueryResults: GetQueryResultsInput, GetQueryResultsOutput;
    ListLogGroups: ListLogGroupsInput, ListLogGroupsOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    ListTagsLogGroup: ListTagsLogGroupInput, ListTagsLogGroupOutput;
    PutAccountPolicy: PutAccountPolicyInput, PutAccountPolicyOutput;
    PutDataProtectionPolicy: PutDataProtectionPolicyInput, PutDataProtectionPolicyOutput;
    PutDestination: PutDestinationInput, PutDestinationOutput;
    PutDestinationPolicy: PutDestinationPolicyInput, PutDestinationPolicyOutput;
    PutLogEvents: PutLogEventsInput, PutLogEventsOutput;
    PutLogGroupDeletionProtection: PutLogGroupDeletionProtectionInput, PutLogGroupDeletionProtectionOutput;
    PutMetricFilter: PutMetricFilterInput, PutMetricFilterOutput;
    PutQueryDefinition: PutQueryDefinitionInput, PutQueryDefinitionOutput;
    PutResourcePolicy: PutResourcePolicyInput, PutResourcePolicyOutput;
    PutRetentionPolicy: PutRetentionPolicyInput, PutRetentionPolicyOutput;
    PutSubscriptionFilter: PutSubscriptionFilterInput, PutSubscriptionFilterOutput;
    StartLiveTail: StartLiveTailInput, StartLiveTailOutput;
    StartQuery: StartQueryInput, StartQueryOutput;
    StopQuery: StopQueryInput, StopQueryOutput;
    TagLogGroup: TagLogGroupInput, TagLogGroupOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    TestMetricFilter: TestMetricFilterInput, TestMetricFilterOutput;
    UntagLogGroup: UntagLogGroupInput, UntagLogGroupOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
}

view! { AssociateKmsKeyInput<'a> {
    log_group_name "logGroupName": optional &'a str,
    kms_key_id "kmsKeyId": required &'a str,
    resource_identifier "resourceIdentifier": optional &'a str,
} }

builder! { AssociateKmsKeyOutput {
} }

view! { CancelExportTaskInput<'a> {
    task_id "taskId": required &'a str,
} }

builder! { CancelExportTaskOutput {
} }

view! { CreateExportTaskInput<'a> {
    task_name "taskName": optional &'a str,
    log_group_name "logGroupName": required &'a str,
    log_stream_name_prefix "logStreamNamePrefix": optional &'a str,
    from "from": required i64,
    to "to": required i64,
    destination "destination": required &'a str,
    destination_prefix "destinationPrefix": optional &'a str,
} }

builder! { CreateExportTaskOutput {
    task_id "taskId": Text,
} }

view! { CreateLogGroupInput<'a> {
    log_group_name "logGroupName": required &'a str,
    kms_key_id "kmsKeyId": optional &'a str,
    tags "tags": optional Map<'a, &'a str>,
    log_group_class "logGroupClass": optional &'a str,
    deletion_protection_enabled "deletionProtectionEnabled": optional bool,
} }

builder! { CreateLogGroupOutput {
} }

view! { CreateLogStreamInput<'a> {
    log_group_name "logGroupName": required &'a str,
    log_stream_name "logStreamName": required &'a str,
} }

builder! { CreateLogStreamOutput {
} }

view! { DeleteAccountPolicyInput<'a> {
    policy_name "policyName": required &'a str,
    policy_type "policyType": required &'a str,
    dry_run "dryRun": optional bool,
} }

builder! { DeleteAccountPolicyOutput {
    dry_run_result "dryRunResult": DryRunResultBuilder,
} }

view! { DeleteDataProtectionPolicyInput<'a> {
    log_group_identifier "logGroupIdentifier": required &'a str,
} }

builder! { DeleteDataProtectionPolicyOutput {
} }

view! { DeleteDestinationInput<'a> {
    destination_name "destinationName": required &'a str,
} }

builder! { DeleteDestinationOutput {
} }

view! { DeleteLogGroupInput<'a> {
    log_group_name "logGroupName": required &'a str,
} }

builder! { DeleteLogGroupOutput {
} }

view! { DeleteLogStreamInput<'a> {
    log_group_name "logGroupName": required &'a str,
    log_stream_name "logStreamName": required &'a str,
} }

builder! { DeleteLogStreamOutput {
} }

view! { DeleteMetricFilterInput<'a> {
    log_group_name "logGroupName": required &'a str,
    filter_name "filterName": required &'a str,
} }

builder! { DeleteMetricFilterOutput {
} }

view! { DeleteQueryDefinitionInput<'a> {
    query_definition_id "queryDefinitionId": required &'a str,
} }

builder! { DeleteQueryDefinitionOutput {
    success "success": Flag,
} }

view! { DeleteResourcePolicyInput<'a> {
    policy_name "policyName": optional &'a str,
    resource_arn "resourceArn": optional &'a str,
    expected_revision_id "expectedRevisionId": optional &'a str,
} }

builder! { DeleteResourcePolicyOutput {
} }

view! { DeleteRetentionPolicyInput<'a> {
    log_group_name "logGroupName": required &'a str,
} }

builder! { DeleteRetentionPolicyOutput {
} }

view! { DeleteSubscriptionFilterInput<'a> {
    log_group_name "logGroupName": required &'a str,
    filter_name "filterName": required &'a str,
} }

builder! { DeleteSubscriptionFilterOutput {
} }

view! { DescribeAccountPoliciesInput<'a> {
    policy_type "policyType": required &'a str,
    policy_name "policyName": optional &'a str,
    account_identifiers "accountIdentifiers": optional List<'a, &'a str>,
    next_token "nextToken": optional &'a str,
} }

builder! { DescribeAccountPoliciesOutput {
    account_policies "accountPolicies": Items<AccountPolicyBuilder>,
    next_token "nextToken": Text,
} }

view! { DescribeDestinationsInput<'a> {
    destination_name_prefix "DestinationNamePrefix": optional &'a str,
    next_token "nextToken": optional &'a str,
    limit "limit": optional i64,
} }

builder! { DescribeDestinationsOutput {
    destinations "destinations": Items<DestinationBuilder>,
    next_token "nextToken": Text,
} }

view! { DescribeExportTasksInput<'a> {
    task_id "taskId": optional &'a str,
    status_code "statusCode": optional &'a str,
    next_token "nextToken": optional &'a str,
    limit "limit": optional i64,
} }

builder! { DescribeExportTasksOutput {
    export_tasks "exportTasks": Items<ExportTaskBuilder>,
    next_token "nextToken": Text,
} }

view! { DescribeLogGroupsInput<'a> {
    account_identifiers "accountIdentifiers": optional List<'a, &'a str>,
    log_group_name_prefix "logGroupNamePrefix": optional &'a str,
    log_group_name_pattern "logGroupNamePattern": optional &'a str,
    next_token "nextToken": optional &'a str,
    limit "limit": optional i64,
    include_linked_accounts "includeLinkedAccounts": optional bool,
    log_group_class "logGroupClass": optional &'a str,
    log_group_identifiers "logGroupIdentifiers": optional List<'a, &'a str>,
} }

builder! { DescribeLogGroupsOutput {
    log_groups "logGroups": Items<LogGroupBuilder>,
    next_token "nextToken": Text,
} }

view! { DescribeLogStreamsInput<'a> {
    log_group_name "logGroupName": optional &'a str,
    log_group_identifier "logGroupIdentifier": optional &'a str,
    log_stream_name_prefix "logStreamNamePrefix": optional &'a str,
    order_by "orderBy": optional &'a str,
    descending "descending": optional bool,
    next_token "nextToken": optional &'a str,
    limit "limit": optional i64,
} }

builder! { DescribeLogStreamsOutput {
    log_streams "logStreams": Items<LogStreamBuilder>,
    next_token "nextToken": Text,
} }

view! { DescribeMetricFiltersInput<'a> {
    log_group_name "logGroupName": optional &'a str,
    filter_name_prefix "filterNamePrefix": optional &'a str,
    next_token "nextToken": optional &'a str,
    limit "limit": optional i64,
    metric_name "metricName": optional &'a str,
    metric_namespace "metricNamespace": optional &'a str,
} }

builder! { DescribeMetricFiltersOutput {
    metric_filters "metricFilters": Items<MetricFilterBuilder>,
    next_token "nextToken": Text,
} }

view! { DescribeQueriesInput<'a> {
    log_group_name "logGroupName": optional &'a str,
    status "status": optional &'a str,
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
    query_language "queryLanguage": optional &'a str,
} }

builder! { DescribeQueriesOutput {
    queries "queries": Items<QueryInfoBuilder>,
    next_token "nextToken": Text,
} }

view! { DescribeQueryDefinitionsInput<'a> {
    query_language "queryLanguage": optional &'a str,
    query_definition_name_prefix "queryDefinitionNamePrefix": optional &'a str,
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
} }

builder! { DescribeQueryDefinitionsOutput {
    query_definitions "queryDefinitions": Items<QueryDefinitionBuilder>,
    next_token "nextToken": Text,
} }

view! { DescribeResourcePoliciesInput<'a> {
    next_token "nextToken": optional &'a str,
    limit "limit": optional i64,
    resource_arn "resourceArn": optional &'a str,
    policy_scope "policyScope": optional &'a str,
} }

builder! { DescribeResourcePoliciesOutput {
    resource_policies "resourcePolicies": Items<ResourcePolicyBuilder>,
    next_token "nextToken": Text,
} }

view! { DescribeSubscriptionFiltersInput<'a> {
    log_group_name "logGroupName": required &'a str,
    filter_name_prefix "filterNamePrefix": optional &'a str,
    next_token "nextToken": optional &'a str,
    limit "limit": optional i64,
} }

builder! { DescribeSubscriptionFiltersOutput {
    subscription_filters "subscriptionFilters": Items<SubscriptionFilterBuilder>,
    next_token "nextToken": Text,
} }

view! { DisassociateKmsKeyInput<'a> {
    log_group_name "logGroupName": optional &'a str,
    resource_identifier "resourceIdentifier": optional &'a str,
} }

builder! { DisassociateKmsKeyOutput {
} }

view! { FilterLogEventsInput<'a> {
    log_group_name "logGroupName": optional &'a str,
    log_group_identifier "logGroupIdentifier": optional &'a str,
    log_stream_names "logStreamNames": optional List<'a, &'a str>,
    log_stream_name_prefix "logStreamNamePrefix": optional &'a str,
    start_time "startTime": optional i64,
    end_time "endTime": optional i64,
    filter_pattern "filterPattern": optional &'a str,
    next_token "nextToken": optional &'a str,
    limit "limit": optional i64,
    start_from_head "startFromHead": optional bool,
    interleaved "interleaved": optional bool,
    unmask "unmask": optional bool,
} }

builder! { FilterLogEventsOutput {
    events "events": Items<FilteredLogEventBuilder>,
    searched_log_streams "searchedLogStreams": Items<SearchedLogStreamBuilder>,
    next_token "nextToken": Text,
} }

view! { GetDataProtectionPolicyInput<'a> {
    log_group_identifier "logGroupIdentifier": required &'a str,
} }

builder! { GetDataProtectionPolicyOutput {
    log_group_identifier "logGroupIdentifier": Text,
    policy_document "policyDocument": Text,
    last_updated_time "lastUpdatedTime": Whole,
} }

view! { GetLogEventsInput<'a> {
    log_group_name "logGroupName": optional &'a str,
    log_group_identifier "logGroupIdentifier": optional &'a str,
    log_stream_name "logStreamName": required &'a str,
    start_time "startTime": optional i64,
    end_time "endTime": optional i64,
    next_token "nextToken": optional &'a str,
    limit "limit": optional i64,
    start_from_head "startFromHead": optional bool,
    unmask "unmask": optional bool,
} }

builder! { GetLogEventsOutput {
    events "events": Items<OutputLogEventBuilder>,
    next_forward_token "nextForwardToken": Text,
    next_backward_token "nextBackwardToken": Text,
} }

view! { GetLogGroupFieldsInput<'a> {
    log_group_name "logGroupName": optional &'a str,
    time "time": optional i64,
    log_group_identifier "logGroupIdentifier": optional &'a str,
} }

builder! { GetLogGroupFieldsOutput {
    log_group_fields "logGroupFields": Items<LogGroupFieldBuilder>,
} }

view! { GetLogRecordInput<'a> {
    log_record_pointer "logRecordPointer": required &'a str,
    unmask "unmask": optional bool,
} }

builder! { GetLogRecordOutput {
    log_record "logRecord": Entries<Text>,
} }

view! { GetQueryResultsInput<'a> {
    query_id "queryId": required &'a str,
    next_token "nextToken": optional &'a str,
    max_items "maxItems": optional i64,
} }

builder! { GetQueryResultsOutput {
    query_language "queryLanguage": Text,
    results "results": Items<Items<ResultFieldBuilder>>,
    statistics "statistics": QueryStatisticsBuilder,
    status "status": Text,
    encryption_key "encryptionKey": Text,
    next_token "nextToken": Text,
} }

view! { ListLogGroupsInput<'a> {
    log_group_name_pattern "logGroupNamePattern": optional &'a str,
    log_group_class "logGroupClass": optional &'a str,
    include_linked_accounts "includeLinkedAccounts": optional bool,
    account_identifiers "accountIdentifiers": optional List<'a, &'a str>,
    next_token "nextToken": optional &'a str,
    limit "limit": optional i64,
    data_sources "dataSources": optional List<'a, DataSourceFilter<'a>>,
    field_index_names "fieldIndexNames": optional List<'a, &'a str>,
    log_group_tags "logGroupTags": optional List<'a, TagFilter<'a>>,
} }

builder! { ListLogGroupsOutput {
    log_groups "logGroups": Items<LogGroupSummaryBuilder>,
    next_token "nextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "tags": Entries<Text>,
} }

view! { ListTagsLogGroupInput<'a> {
    log_group_name "logGroupName": required &'a str,
} }

builder! { ListTagsLogGroupOutput {
    tags "tags": Entries<Text>,
} }

view! { PutAccountPolicyInput<'a> {
    policy_name "policyName": required &'a str,
    policy_document "policyDocument": required &'a str,
    policy_type "policyType": required &'a str,
    scope "scope": optional &'a str,
    selection_criteria "selectionCriteria": optional &'a str,
    dry_run "dryRun": optional bool,
} }

builder! { PutAccountPolicyOutput {
    account_policy "accountPolicy": AccountPolicyBuilder,
    dry_run_result "dryRunResult": DryRunResultBuilder,
} }

view! { PutDataProtectionPolicyInput<'a> {
    log_group_identifier "logGroupIdentifier": required &'a str,
    policy_document "policyDocument": required &'a str,
} }

builder! { PutDataProtectionPolicyOutput {
    log_group_identifier "logGroupIdentifier": Text,
    policy_document "policyDocument": Text,
    last_updated_time "lastUpdatedTime": Whole,
} }

view! { PutDestinationInput<'a> {
    destination_name "destinationName": required &'a str,
    target_arn "targetArn": required &'a str,
    role_arn "roleArn": required &'a str,
    tags "tags": optional Map<'a, &'a str>,
} }

builder! { PutDestinationOutput {
    destination "destination": DestinationBuilder,
} }

view! { PutDestinationPolicyInput<'a> {
    destination_name "destinationName": required &'a str,
    access_policy "accessPolicy": required &'a str,
    force_update "forceUpdate": optional bool,
} }

builder! { PutDestinationPolicyOutput {
} }

view! { PutLogEventsInput<'a> {
    log_group_name "logGroupName": required &'a str,
    log_stream_name "logStreamName": required &'a str,
    log_events "logEvents": required List<'a, InputLogEvent<'a>>,
    sequence_token "sequenceToken": optional &'a str,
    entity "entity": optional Entity<'a>,
} }

builder! { PutLogEventsOutput {
    next_sequence_token "nextSequenceToken": Text,
    rejected_log_events_info "rejectedLogEventsInfo": RejectedLogEventsInfoBuilder,
    rejected_entity_info "rejectedEntityInfo": RejectedEntityInfoBuilder,
} }

view! { PutLogGroupDeletionProtectionInput<'a> {
    log_group_identifier "logGroupIdentifier": required &'a str,
    deletion_protection_enabled "deletionProtectionEnabled": required bool,
} }

builder! { PutLogGroupDeletionProtectionOutput {
} }

view! { PutMetricFilterInput<'a> {
    log_group_name "logGroupName": required &'a str,
    filter_name "filterName": required &'a str,
    filter_pattern "filterPattern": required &'a str,
    metric_transformations "metricTransformations": required List<'a, MetricTransformation<'a>>,
    apply_on_transformed_logs "applyOnTransformedLogs": optional bool,
    field_selection_criteria "fieldSelectionCriteria": optional &'a str,
    emit_system_field_dimensions "emitSystemFieldDimensions": optional List<'a, &'a str>,
} }

builder! { PutMetricFilterOutput {
} }

view! { PutQueryDefinitionInput<'a> {
    query_language "queryLanguage": optional &'a str,
    name "name": required &'a str,
    query_definition_id "queryDefinitionId": optional &'a str,
    log_group_names "logGroupNames": optional List<'a, &'a str>,
    query_string "queryString": required &'a str,
    client_token "clientToken": optional &'a str,
    parameters "parameters": optional List<'a, QueryParameter<'a>>,
} }

builder! { PutQueryDefinitionOutput {
    query_definition_id "queryDefinitionId": Text,
} }

view! { PutResourcePolicyInput<'a> {
    policy_name "policyName": optional &'a str,
    policy_document "policyDocument": optional &'a str,
    resource_arn "resourceArn": optional &'a str,
    expected_revision_id "expectedRevisionId": optional &'a str,
} }

builder! { PutResourcePolicyOutput {
    resource_policy "resourcePolicy": ResourcePolicyBuilder,
    revision_id "revisionId": Text,
} }

view! { PutRetentionPolicyInput<'a> {
    log_group_name "logGroupName": required &'a str,
    retention_in_days "retentionInDays": required i64,
} }

builder! { PutRetentionPolicyOutput {
} }

view! { PutSubscriptionFilterInput<'a> {
    log_group_name "logGroupName": required &'a str,
    filter_name "filterName": required &'a str,
    filter_pattern "filterPattern": required &'a str,
    destination_arn "destinationArn": required &'a str,
    role_arn "roleArn": optional &'a str,
    distribution "distribution": optional &'a str,
    apply_on_transformed_logs "applyOnTransformedLogs": optional bool,
    field_selection_criteria "fieldSelectionCriteria": optional &'a str,
    emit_system_fields "emitSystemFields": optional List<'a, &'a str>,
} }

builder! { PutSubscriptionFilterOutput {
} }

view! { StartLiveTailInput<'a> {
    log_group_identifiers "logGroupIdentifiers": required List<'a, &'a str>,
    log_stream_names "logStreamNames": optional List<'a, &'a str>,
    log_stream_name_prefixes "logStreamNamePrefixes": optional List<'a, &'a str>,
    log_event_filter_pattern "logEventFilterPattern": optional &'a str,
} }

builder! { StartLiveTailOutput {
    response_stream "responseStream": Any,
} }

view! { StartQueryInput<'a> {
    query_language "queryLanguage": optional &'a str,
    log_group_name "logGroupName": optional &'a str,
    log_group_names "logGroupNames": optional List<'a, &'a str>,
    log_group_identifiers "logGroupIdentifiers": optional List<'a, &'a str>,
    start_time "startTime": required i64,
    end_time "endTime": required i64,
    query_string "queryString": required &'a str,
    limit "limit": optional i64,
} }

builder! { StartQueryOutput {
    query_id "queryId": Text,
} }

view! { StopQueryInput<'a> {
    query_id "queryId": required &'a str,
} }

builder! { StopQueryOutput {
    success "success": Flag,
} }

view! { TagLogGroupInput<'a> {
    log_group_name "logGroupName": required &'a str,
    tags "tags": required Map<'a, &'a str>,
} }

builder! { TagLogGroupOutput {
} }

view! { TagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tags "tags": required Map<'a, &'a str>,
} }

builder! { TagResourceOutput {
} }

view! { TestMetricFilterInput<'a> {
    filter_pattern "filterPattern": required &'a str,
    log_event_messages "logEventMessages": required List<'a, &'a str>,
} }

builder! { TestMetricFilterOutput {
    matches "matches": Items<MetricFilterMatchRecordBuilder>,
} }

view! { UntagLogGroupInput<'a> {
    log_group_name "logGroupName": required &'a str,
    tags "tags": required List<'a, &'a str>,
} }

builder! { UntagLogGroupOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tag_keys "tagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { DataSourceFilter<'a> {
    name "name": required &'a str,
    type_ "type": optional &'a str,
} }

view! { Entity<'a> {
    key_attributes "keyAttributes": optional Map<'a, &'a str>,
    attributes "attributes": optional Map<'a, &'a str>,
} }

view! { InputLogEvent<'a> {
    timestamp "timestamp": required i64,
    message "message": required &'a str,
} }

view! { MetricTransformation<'a> {
    metric_name "metricName": required &'a str,
    metric_namespace "metricNamespace": required &'a str,
    metric_value "metricValue": required &'a str,
    default_value "defaultValue": optional f64,
    dimensions "dimensions": optional Map<'a, &'a str>,
    unit "unit": optional &'a str,
} }

view! { QueryParameter<'a> {
    name "name": required &'a str,
    default_value "defaultValue": optional &'a str,
    description "description": optional &'a str,
} }

view! { TagFilter<'a> {
    key "key": required &'a str,
    values "values": optional List<'a, &'a str>,
} }

builder! { AccountPolicyBuilder {
    policy_name "policyName": Text,
    policy_document "policyDocument": Text,
    last_updated_time "lastUpdatedTime": Whole,
    policy_type "policyType": Text,
    scope "scope": Text,
    selection_criteria "selectionCriteria": Text,
    account_id "accountId": Text,
} }

builder! { DestinationBuilder {
    destination_name "destinationName": Text,
    target_arn "targetArn": Text,
    role_arn "roleArn": Text,
    access_policy "accessPolicy": Text,
    arn "arn": Text,
    creation_time "creationTime": Whole,
} }

builder! { DryRunResultBuilder {
    total_matched_log_groups "totalMatchedLogGroups": Whole,
    increased_retention_log_group_count "increasedRetentionLogGroupCount": Whole,
    decreased_retention_log_group_count "decreasedRetentionLogGroupCount": Whole,
    unchanged_retention_log_group_count "unchangedRetentionLogGroupCount": Whole,
    failed_analysis_count "failedAnalysisCount": Whole,
    top_log_groups_impacted "topLogGroupsImpacted": Items<LogGroupImpactBuilder>,
} }

builder! { ExportTaskBuilder {
    task_id "taskId": Text,
    task_name "taskName": Text,
    log_group_name "logGroupName": Text,
    from "from": Whole,
    to "to": Whole,
    destination "destination": Text,
    destination_prefix "destinationPrefix": Text,
    status "status": ExportTaskStatusBuilder,
    execution_info "executionInfo": ExportTaskExecutionInfoBuilder,
} }

builder! { ExportTaskExecutionInfoBuilder {
    creation_time "creationTime": Whole,
    completion_time "completionTime": Whole,
} }

builder! { ExportTaskStatusBuilder {
    code "code": Text,
    message "message": Text,
} }

builder! { FilteredLogEventBuilder {
    log_stream_name "logStreamName": Text,
    timestamp "timestamp": Whole,
    message "message": Text,
    ingestion_time "ingestionTime": Whole,
    event_id "eventId": Text,
} }

builder! { LogGroupBuilder {
    log_group_name "logGroupName": Text,
    creation_time "creationTime": Whole,
    retention_in_days "retentionInDays": Whole,
    metric_filter_count "metricFilterCount": Whole,
    arn "arn": Text,
    stored_bytes "storedBytes": Whole,
    kms_key_id "kmsKeyId": Text,
    data_protection_status "dataProtectionStatus": Text,
    inherited_properties "inheritedProperties": Items<Text>,
    log_group_class "logGroupClass": Text,
    log_group_arn "logGroupArn": Text,
    deletion_protection_enabled "deletionProtectionEnabled": Flag,
    bearer_token_authentication_enabled "bearerTokenAuthenticationEnabled": Flag,
    retention_policy_name "retentionPolicyName": Text,
} }

builder! { LogGroupFieldBuilder {
    name "name": Text,
    percent "percent": Whole,
} }

builder! { LogGroupImpactBuilder {
    log_group_name "logGroupName": Text,
    current_retention "currentRetention": Text,
    proposed_retention "proposedRetention": Text,
    stored_bytes "storedBytes": Whole,
} }

builder! { LogGroupSummaryBuilder {
    log_group_name "logGroupName": Text,
    log_group_arn "logGroupArn": Text,
    log_group_class "logGroupClass": Text,
} }

builder! { LogStreamBuilder {
    log_stream_name "logStreamName": Text,
    creation_time "creationTime": Whole,
    first_event_timestamp "firstEventTimestamp": Whole,
    last_event_timestamp "lastEventTimestamp": Whole,
    last_ingestion_time "lastIngestionTime": Whole,
    upload_sequence_token "uploadSequenceToken": Text,
    arn "arn": Text,
    stored_bytes "storedBytes": Whole,
} }

builder! { MetricFilterBuilder {
    filter_name "filterName": Text,
    filter_pattern "filterPattern": Text,
    metric_transformations "metricTransformations": Items<MetricTransformationBuilder>,
    creation_time "creationTime": Whole,
    log_group_name "logGroupName": Text,
    apply_on_transformed_logs "applyOnTransformedLogs": Flag,
    field_selection_criteria "fieldSelectionCriteria": Text,
    emit_system_field_dimensions "emitSystemFieldDimensions": Items<Text>,
} }

builder! { MetricFilterMatchRecordBuilder {
    event_number "eventNumber": Whole,
    event_message "eventMessage": Text,
    extracted_values "extractedValues": Entries<Text>,
} }

builder! { MetricTransformationBuilder {
    metric_name "metricName": Text,
    metric_namespace "metricNamespace": Text,
    metric_value "metricValue": Text,
    default_value "defaultValue": Real,
    dimensions "dimensions": Entries<Text>,
    unit "unit": Text,
} }

builder! { OutputLogEventBuilder {
    timestamp "timestamp": Whole,
    message "message": Text,
    ingestion_time "ingestionTime": Whole,
} }

builder! { QueryDefinitionBuilder {
    query_language "queryLanguage": Text,
    query_definition_id "queryDefinitionId": Text,
    name "name": Text,
    query_string "queryString": Text,
    last_modified "lastModified": Whole,
    log_group_names "logGroupNames": Items<Text>,
    parameters "parameters": Items<QueryParameterBuilder>,
} }

builder! { QueryInfoBuilder {
    query_language "queryLanguage": Text,
    query_id "queryId": Text,
    query_string "queryString": Text,
    status "status": Text,
    create_time "createTime": Whole,
    log_group_name "logGroupName": Text,
    query_duration "queryDuration": Whole,
    bytes_scanned "bytesScanned": Real,
    user_identity "userIdentity": Text,
} }

builder! { QueryParameterBuilder {
    name "name": Text,
    default_value "defaultValue": Text,
    description "description": Text,
} }

builder! { QueryStatisticsBuilder {
    records_matched "recordsMatched": Real,
    records_scanned "recordsScanned": Real,
    estimated_records_skipped "estimatedRecordsSkipped": Real,
    bytes_scanned "bytesScanned": Real,
    estimated_bytes_skipped "estimatedBytesSkipped": Real,
    log_groups_scanned "logGroupsScanned": Real,
    result_count "resultCount": Real,
} }

builder! { RejectedEntityInfoBuilder {
    error_type "errorType": Text,
} }

builder! { RejectedLogEventsInfoBuilder {
    too_new_log_event_start_index "tooNewLogEventStartIndex": Whole,
    too_old_log_event_end_index "tooOldLogEventEndIndex": Whole,
    expired_log_event_end_index "expiredLogEventEndIndex": Whole,
} }

builder! { ResourcePolicyBuilder {
    policy_name "policyName": Text,
    policy_document "policyDocument": Text,
    last_updated_time "lastUpdatedTime": Whole,
    policy_scope "policyScope": Text,
    resource_arn "resourceArn": Text,
    revision_id "revisionId": Text,
} }

builder! { ResultFieldBuilder {
    field "field": Text,
    value "value": Text,
} }

builder! { SearchedLogStreamBuilder {
    log_stream_name "logStreamName": Text,
    searched_completely "searchedCompletely": Flag,
} }

builder! { SubscriptionFilterBuilder {
    filter_name "filterName": Text,
    log_group_name "logGroupName": Text,
    filter_pattern "filterPattern": Text,
    destination_arn "destinationArn": Text,
    role_arn "roleArn": Text,
    distribution "distribution": Text,
    apply_on_transformed_logs "applyOnTransformedLogs": Flag,
    creation_time "creationTime": Whole,
    field_selection_criteria "fieldSelectionCriteria": Text,
    emit_system_fields "emitSystemFields": Items<Text>,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        access_denied_exception "AccessDeniedException" 400;
        data_already_accepted_exception "DataAlreadyAcceptedException" 400;
        invalid_operation_exception "InvalidOperationException" 400;
        invalid_parameter_exception "InvalidParameterException" 400;
        invalid_sequence_token_exception "InvalidSequenceTokenException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        malformed_query_exception "MalformedQueryException" 400;
        operation_aborted_exception "OperationAbortedException" 400;
        resource_already_exists_exception "ResourceAlreadyExistsException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        service_unavailable_exception "ServiceUnavailableException" 500;
        too_many_tags_exception "TooManyTagsException" 400;
        unrecognized_client_exception "UnrecognizedClientException" 400;
        validation_exception "ValidationException" 400;
    }
}

pub mod data_protection_status {
    pub const ACTIVATED: &str = "ACTIVATED";
    pub const DELETED: &str = "DELETED";
    pub const ARCHIVED: &str = "ARCHIVED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod distribution {
    pub const RANDOM: &str = "Random";
    pub const BY_LOG_STREAM: &str = "ByLogStream";
}

pub mod entity_rejection_error_type {
    pub const INVALID_ENTITY: &str = "InvalidEntity";
    pub const INVALID_TYPE_VALUE: &str = "InvalidTypeValue";
    pub const INVALID_KEY_ATTRIBUTES: &str = "InvalidKeyAttributes";
    pub const INVALID_ATTRIBUTES: &str = "InvalidAttributes";
    pub const ENTITY_SIZE_TOO_LARGE: &str = "EntitySizeTooLarge";
    pub const UNSUPPORTED_LOG_GROUP_TYPE: &str = "UnsupportedLogGroupType";
    pub const MISSING_REQUIRED_FIELDS: &str = "MissingRequiredFields";
}

pub mod export_task_status_code {
    pub const CANCELLED: &str = "CANCELLED";
    pub const COMPLETED: &str = "COMPLETED";
    pub const FAILED: &str = "FAILED";
    pub const PENDING: &str = "PENDING";
    pub const PENDING_CANCEL: &str = "PENDING_CANCEL";
    pub const RUNNING: &str = "RUNNING";
}

pub mod inherited_property {
    pub const ACCOUNT_DATA_PROTECTION: &str = "ACCOUNT_DATA_PROTECTION";
}

pub mod log_group_class {
    pub const STANDARD: &str = "STANDARD";
    pub const INFREQUENT_ACCESS: &str = "INFREQUENT_ACCESS";
    pub const DELIVERY: &str = "DELIVERY";
    pub const ESSENTIALS: &str = "ESSENTIALS";
}

pub mod order_by {
    pub const LOG_STREAM_NAME: &str = "LogStreamName";
    pub const LAST_EVENT_TIME: &str = "LastEventTime";
}

pub mod policy_scope {
    pub const ACCOUNT: &str = "ACCOUNT";
    pub const RESOURCE: &str = "RESOURCE";
}

pub mod policy_type {
    pub const DATA_PROTECTION_POLICY: &str = "DATA_PROTECTION_POLICY";
    pub const SUBSCRIPTION_FILTER_POLICY: &str = "SUBSCRIPTION_FILTER_POLICY";
    pub const FIELD_INDEX_POLICY: &str = "FIELD_INDEX_POLICY";
    pub const TRANSFORMER_POLICY: &str = "TRANSFORMER_POLICY";
    pub const METRIC_EXTRACTION_POLICY: &str = "METRIC_EXTRACTION_POLICY";
    pub const RETENTION_POLICY: &str = "RETENTION_POLICY";
}

pub mod query_language {
    pub const CWLI: &str = "CWLI";
    pub const SQL: &str = "SQL";
    pub const PPL: &str = "PPL";
}

pub mod query_status {
    pub const SCHEDULED: &str = "Scheduled";
    pub const RUNNING: &str = "Running";
    pub const COMPLETE: &str = "Complete";
    pub const FAILED: &str = "Failed";
    pub const CANCELLED: &str = "Cancelled";
    pub const TIMEOUT: &str = "Timeout";
    pub const UNKNOWN: &str = "Unknown";
}

pub mod scope {
    pub const ALL: &str = "ALL";
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
