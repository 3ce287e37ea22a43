//! Inputs, outputs, errors and enums of the implemented operations of SFN.
//!
//! Written by `cargo xtask codegen stepfunctions` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Entries, Flag, Items, Real, Text, Time, Whole};
use kernel::{builder, operations, view};

operations! {
    CreateActivity: CreateActivityInput, CreateActivityOutput;
    CreateStateMachine: CreateStateMachineInput, CreateStateMachineOutput;
    CreateStateMachineAlias: CreateStateMachineAliasInput, CreateStateMachineAliasOutput;
    DeleteActivity: DeleteActivityInput, DeleteActivityOutput;
    DeleteStateMachine: DeleteStateMachineInput, DeleteStateMachineOutput;
    DeleteStateMachineAlias: DeleteStateMachineAliasInput, DeleteStateMachineAliasOutput;
    DeleteStateMachineVersion: DeleteStateMachineVersionInput, DeleteStateMachineVersionOutput;
    DescribeActivity: DescribeActivityInput, DescribeActivityOutput;
    DescribeExecution: DescribeExecutionInput, DescribeExecutionOutput;
    DescribeMapRun: DescribeMapRunInput, DescribeMapRunOutput;
    DescribeStateMachine: DescribeStateMachineInput, DescribeStateMachineOutput;
    DescribeStateMachineAlias: DescribeStateMachineAliasInput, DescribeStateMachineAliasOutput;
    DescribeStateMachineForExecution: DescribeStateMachineForExecutionInput, DescribeStateMachineForExecutionOutput;
    GetActivityTask: GetActivityTaskInput, GetActivityTaskOutput;
    GetExecutionHistory: GetExecutionHistoryInput, GetExecutionHistoryOutput;
    ListActivities: ListActivitiesInput, ListActivitiesOutput;
    ListExecutions: ListExecutionsInput, ListExecutionsOutput;
    ListMapRuns: ListMapRunsInput, ListMapRunsOutput;
    ListStateMachineAliases: ListStateMachineAliasesInput, ListStateMachineAliasesOutput;
    ListStateMachineVersions: ListStateMachineVersionsInput, ListStateMachineVersionsOutput;
    ListStateMachines: ListStateMachinesInput, ListStateMachinesOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    PublishStateMachineVersion: PublishStateMachineVersionInput, PublishStateMachineVersionOutput;
    RedriveExecution: RedriveExecutionInput, RedriveExecutionOutput;
    SendTaskFailure: SendTaskFailureInput, SendTaskFailureOutput;
    SendTaskHeartbeat: SendTaskHeartbeatInput, SendTaskHeartbeatOutput;
    SendTaskSuccess: SendTaskSuccessInput, SendTaskSuccessOutput;
    StartExecution: StartExecutionInput, StartExecutionOutput;
    StartSyncExecution: StartSyncExecutionInput, StartSyncExecutionOutput;
    StopExecution: StopExecutionInput, StopExecutionOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    TestState: TestStateInput, TestStateOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateMapRun: UpdateMapRunInput, UpdateMapRunOutput;
    UpdateStateMachine: UpdateStateMachineInput, UpdateStateMachineOutput;
    UpdateStateMachineAlias: UpdateStateMachineAliasInput, UpdateStateMachineAliasOutput;
    ValidateStateMachineDefinition: ValidateStateMachineDefinitionInput, ValidateStateMachineDefinitionOutput;
}

view! { CreateActivityInput<'a> {
    name "name": required &'a str,
    tags "tags": optional List<'a, Tag<'a>>,
    encryption_configuration "encryptionConfiguration": optional EncryptionConfiguration<'a>,
} }

builder! { CreateActivityOutput {
    activity_arn "activityArn": Text,
    creation_date "creationDate": Time,
} }

view! { CreateStateMachineInput<'a> {
    name "name": required &'a str,
    definition "definition": required &'a str,
    role_arn "roleArn": required &'a str,
    type_ "type": optional &'a str,
    logging_configuration "loggingConfiguration": optional LoggingConfiguration<'a>,
    tags "tags": optional List<'a, Tag<'a>>,
    tracing_configuration "tracingConfiguration": optional TracingConfiguration<'a>,
    publish "publish": optional bool,
    version_description "versionDescription": optional &'a str,
    encryption_configuration "encryptionConfiguration": optional EncryptionConfiguration<'a>,
} }

builder! { CreateStateMachineOutput {
    state_machine_arn "stateMachineArn": Text,
    creation_date "creationDate": Time,
    state_machine_version_arn "stateMachineVersionArn": Text,
} }

view! { CreateStateMachineAliasInput<'a> {
    description "description": optional &'a str,
    name "name": required &'a str,
    routing_configuration "routingConfiguration": required List<'a, RoutingConfigurationListItem<'a>>,
} }

builder! { CreateStateMachineAliasOutput {
    state_machine_alias_arn "stateMachineAliasArn": Text,
    creation_date "creationDate": Time,
} }

view! { DeleteActivityInput<'a> {
    activity_arn "activityArn": required &'a str,
} }

builder! { DeleteActivityOutput {
} }

view! { DeleteStateMachineInput<'a> {
    state_machine_arn "stateMachineArn": required &'a str,
} }

builder! { DeleteStateMachineOutput {
} }

view! { DeleteStateMachineAliasInput<'a> {
    state_machine_alias_arn "stateMachineAliasArn": required &'a str,
} }

builder! { DeleteStateMachineAliasOutput {
} }

view! { DeleteStateMachineVersionInput<'a> {
    state_machine_version_arn "stateMachineVersionArn": required &'a str,
} }

builder! { DeleteStateMachineVersionOutput {
} }

view! { DescribeActivityInput<'a> {
    activity_arn "activityArn": required &'a str,
} }

builder! { DescribeActivityOutput {
    activity_arn "activityArn": Text,
    name "name": Text,
    creation_date "creationDate": Time,
    encryption_configuration "encryptionConfiguration": EncryptionConfigurationBuilder,
} }

view! { DescribeExecutionInput<'a> {
    execution_arn "executionArn": required &'a str,
    included_data "includedData": optional &'a str,
} }

builder! { DescribeExecutionOutput {
    execution_arn "executionArn": Text,
    state_machine_arn "stateMachineArn": Text,
    name "name": Text,
    status "status": Text,
    start_date "startDate": Time,
    stop_date "stopDate": Time,
    input "input": Text,
    input_details "inputDetails": CloudWatchEventsExecutionDataDetailsBuilder,
    output "output": Text,
    output_details "outputDetails": CloudWatchEventsExecutionDataDetailsBuilder,
    trace_header "traceHeader": Text,
    map_run_arn "mapRunArn": Text,
    error "error": Text,
    cause "cause": Text,
    state_machine_version_arn "stateMachineVersionArn": Text,
    state_machine_alias_arn "stateMachineAliasArn": Text,
    redrive_count "redriveCount": Whole,
    redrive_date "redriveDate": Time,
    redrive_status "redriveStatus": Text,
    redrive_status_reason "redriveStatusReason": Text,
} }

view! { DescribeMapRunInput<'a> {
    map_run_arn "mapRunArn": required &'a str,
} }

builder! { DescribeMapRunOutput {
    map_run_arn "mapRunArn": Text,
    execution_arn "executionArn": Text,
    status "status": Text,
    start_date "startDate": Time,
    stop_date "stopDate": Time,
    max_concurrency "maxConcurrency": Whole,
    tolerated_failure_percentage "toleratedFailurePercentage": Real,
    tolerated_failure_count "toleratedFailureCount": Whole,
    item_counts "itemCounts": MapRunItemCountsBuilder,
    execution_counts "executionCounts": MapRunExecutionCountsBuilder,
    redrive_count "redriveCount": Whole,
    redrive_date "redriveDate": Time,
} }

view! { DescribeStateMachineInput<'a> {
    state_machine_arn "stateMachineArn": required &'a str,
    included_data "includedData": optional &'a str,
} }

builder! { DescribeStateMachineOutput {
    state_machine_arn "stateMachineArn": Text,
    name "name": Text,
    status "status": Text,
    definition "definition": Text,
    role_arn "roleArn": Text,
    type_ "type": Text,
    creation_date "creationDate": Time,
    logging_configuration "loggingConfiguration": LoggingConfigurationBuilder,
    tracing_configuration "tracingConfiguration": TracingConfigurationBuilder,
    label "label": Text,
    revision_id "revisionId": Text,
    description "description": Text,
    encryption_configuration "encryptionConfiguration": EncryptionConfigurationBuilder,
    variable_references "variableReferences": Entries<Items<Text>>,
} }

view! { DescribeStateMachineAliasInput<'a> {
    state_machine_alias_arn "stateMachineAliasArn": required &'a str,
} }

builder! { DescribeStateMachineAliasOutput {
    state_machine_alias_arn "stateMachineAliasArn": Text,
    name "name": Text,
    description "description": Text,
    routing_configuration "routingConfiguration": Items<RoutingConfigurationListItemBuilder>,
    creation_date "creationDate": Time,
    update_date "updateDate": Time,
} }

view! { DescribeStateMachineForExecutionInput<'a> {
    execution_arn "executionArn": required &'a str,
    included_data "includedData": optional &'a str,
} }

builder! { DescribeStateMachineForExecutionOutput {
    state_machine_arn "stateMachineArn": Text,
    name "name": Text,
    definition "definition": Text,
    role_arn "roleArn": Text,
    update_date "updateDate": Time,
    logging_configuration "loggingConfiguration": LoggingConfigurationBuilder,
    tracing_configuration "tracingConfiguration": TracingConfigurationBuilder,
    map_run_arn "mapRunArn": Text,
    label "label": Text,
    revision_id "revisionId": Text,
    encryption_configuration "encryptionConfiguration": EncryptionConfigurationBuilder,
    variable_references "variableReferences": Entries<Items<Text>>,
} }

view! { GetActivityTaskInput<'a> {
    activity_arn "activityArn": required &'a str,
    worker_name "workerName": optional &'a str,
} }

builder! { GetActivityTaskOutput {
    task_token "taskToken": Text,
    input "input": Text,
} }

view! { GetExecutionHistoryInput<'a> {
    execution_arn "executionArn": required &'a str,
    max_results "maxResults": optional i64,
    reverse_order "reverseOrder": optional bool,
    next_token "nextToken": optional &'a str,
    include_execution_data "includeExecutionData": optional bool,
} }

builder! { GetExecutionHistoryOutput {
    events "events": Items<HistoryEventBuilder>,
    next_token "nextToken": Text,
} }

view! { ListActivitiesInput<'a> {
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
} }

builder! { ListActivitiesOutput {
    activities "activities": Items<ActivityListItemBuilder>,
    next_token "nextToken": Text,
} }

view! { ListExecutionsInput<'a> {
    state_machine_arn "stateMachineArn": optional &'a str,
    status_filter "statusFilter": optional &'a str,
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
    map_run_arn "mapRunArn": optional &'a str,
    redrive_filter "redriveFilter": optional &'a str,
} }

builder! { ListExecutionsOutput {
    executions "executions": Items<ExecutionListItemBuilder>,
    next_token "nextToken": Text,
} }

view! { ListMapRunsInput<'a> {
    execution_arn "executionArn": required &'a str,
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
} }

builder! { ListMapRunsOutput {
    map_runs "mapRuns": Items<MapRunListItemBuilder>,
    next_token "nextToken": Text,
} }

view! { ListStateMachineAliasesInput<'a> {
    state_machine_arn "stateMachineArn": required &'a str,
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
} }

builder! { ListStateMachineAliasesOutput {
    state_machine_aliases "stateMachineAliases": Items<StateMachineAliasListItemBuilder>,
    next_token "nextToken": Text,
} }

view! { ListStateMachineVersionsInput<'a> {
    state_machine_arn "stateMachineArn": required &'a str,
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
} }

builder! { ListStateMachineVersionsOutput {
    state_machine_versions "stateMachineVersions": Items<StateMachineVersionListItemBuilder>,
    next_token "nextToken": Text,
} }

view! { ListStateMachinesInput<'a> {
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
} }

builder! { ListStateMachinesOutput {
    state_machines "stateMachines": Items<StateMachineListItemBuilder>,
    next_token "nextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "tags": Items<TagBuilder>,
} }

view! { PublishStateMachineVersionInput<'a> {
    state_machine_arn "stateMachineArn": required &'a str,
    revision_id "revisionId": optional &'a str,
    description "description": optional &'a str,
} }

builder! { PublishStateMachineVersionOutput {
    creation_date "creationDate": Time,
    state_machine_version_arn "stateMachineVersionArn": Text,
} }

view! { RedriveExecutionInput<'a> {
    execution_arn "executionArn": required &'a str,
    client_token "clientToken": optional &'a str,
} }

builder! { RedriveExecutionOutput {
    redrive_date "redriveDate": Time,
} }

view! { SendTaskFailureInput<'a> {
    task_token "taskToken": required &'a str,
    error "error": optional &'a str,
    cause "cause": optional &'a str,
} }

builder! { SendTaskFailureOutput {
} }

view! { SendTaskHeartbeatInput<'a> {
    task_token "taskToken": required &'a str,
} }

builder! { SendTaskHeartbeatOutput {
} }

view! { SendTaskSuccessInput<'a> {
    task_token "taskToken": required &'a str,
    output "output": required &'a str,
} }

builder! { SendTaskSuccessOutput {
} }

view! { StartExecutionInput<'a> {
    state_machine_arn "stateMachineArn": required &'a str,
    name "name": optional &'a str,
    input "input": optional &'a str,
    trace_header "traceHeader": optional &'a str,
} }

builder! { StartExecutionOutput {
    execution_arn "executionArn": Text,
    start_date "startDate": Time,
} }

view! { StartSyncExecutionInput<'a> {
    state_machine_arn "stateMachineArn": required &'a str,
    name "name": optional &'a str,
    input "input": optional &'a str,
    trace_header "traceHeader": optional &'a str,
    included_data "includedData": optional &'a str,
} }

builder! { StartSyncExecutionOutput {
    execution_arn "executionArn": Text,
    state_machine_arn "stateMachineArn": Text,
    name "name": Text,
    start_date "startDate": Time,
    stop_date "stopDate": Time,
    status "status": Text,
    error "error": Text,
    cause "cause": Text,
    input "input": Text,
    input_details "inputDetails": CloudWatchEventsExecutionDataDetailsBuilder,
    output "output": Text,
    output_details "outputDetails": CloudWatchEventsExecutionDataDetailsBuilder,
    trace_header "traceHeader": Text,
    billing_details "billingDetails": BillingDetailsBuilder,
} }

view! { StopExecutionInput<'a> {
    execution_arn "executionArn": required &'a str,
    error "error": optional &'a str,
    cause "cause": optional &'a str,
} }

builder! { StopExecutionOutput {
    stop_date "stopDate": Time,
} }

view! { TagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tags "tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { TestStateInput<'a> {
    definition "definition": required &'a str,
    role_arn "roleArn": optional &'a str,
    input "input": optional &'a str,
    inspection_level "inspectionLevel": optional &'a str,
    reveal_secrets "revealSecrets": optional bool,
    variables "variables": optional &'a str,
    state_name "stateName": optional &'a str,
    mock "mock": optional MockInput<'a>,
    context "context": optional &'a str,
    state_configuration "stateConfiguration": optional TestStateConfiguration<'a>,
} }

builder! { TestStateOutput {
    output "output": Text,
    error "error": Text,
    cause "cause": Text,
    inspection_data "inspectionData": InspectionDataBuilder,
    next_state "nextState": Text,
    status "status": Text,
} }

view! { UntagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tag_keys "tagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateMapRunInput<'a> {
    map_run_arn "mapRunArn": required &'a str,
    max_concurrency "maxConcurrency": optional i64,
    tolerated_failure_percentage "toleratedFailurePercentage": optional f64,
    tolerated_failure_count "toleratedFailureCount": optional i64,
} }

builder! { UpdateMapRunOutput {
} }

view! { UpdateStateMachineInput<'a> {
    state_machine_arn "stateMachineArn": required &'a str,
    definition "definition": optional &'a str,
    role_arn "roleArn": optional &'a str,
    logging_configuration "loggingConfiguration": optional LoggingConfiguration<'a>,
    tracing_configuration "tracingConfiguration": optional TracingConfiguration<'a>,
    publish "publish": optional bool,
    version_description "versionDescription": optional &'a str,
    encryption_configuration "encryptionConfiguration": optional EncryptionConfiguration<'a>,
} }

builder! { UpdateStateMachineOutput {
    update_date "updateDate": Time,
    revision_id "revisionId": Text,
    state_machine_version_arn "stateMachineVersionArn": Text,
} }

view! { UpdateStateMachineAliasInput<'a> {
    state_machine_alias_arn "stateMachineAliasArn": required &'a str,
    description "description": optional &'a str,
    routing_configuration "routingConfiguration": optional List<'a, RoutingConfigurationListItem<'a>>,
} }

builder! { UpdateStateMachineAliasOutput {
    update_date "updateDate": Time,
} }

view! { ValidateStateMachineDefinitionInput<'a> {
    definition "definition": required &'a str,
    type_ "type": optional &'a str,
    severity "severity": optional &'a str,
    max_results "maxResults": optional i64,
} }

builder! { ValidateStateMachineDefinitionOutput {
    result "result": Text,
    diagnostics "diagnostics": Items<ValidateStateMachineDefinitionDiagnosticBuilder>,
    truncated "truncated": Flag,
} }

view! { CloudWatchLogsLogGroup<'a> {
    log_group_arn "logGroupArn": optional &'a str,
} }

view! { EncryptionConfiguration<'a> {
    kms_key_id "kmsKeyId": optional &'a str,
    kms_data_key_reuse_period_seconds "kmsDataKeyReusePeriodSeconds": optional i64,
    type_ "type": required &'a str,
} }

view! { LogDestination<'a> {
    cloud_watch_logs_log_group "cloudWatchLogsLogGroup": optional CloudWatchLogsLogGroup<'a>,
} }

view! { LoggingConfiguration<'a> {
    level "level": optional &'a str,
    include_execution_data "includeExecutionData": optional bool,
    destinations "destinations": optional List<'a, LogDestination<'a>>,
} }

view! { MockErrorOutput<'a> {
    error "error": optional &'a str,
    cause "cause": optional &'a str,
} }

view! { MockInput<'a> {
    result "result": optional &'a str,
    error_output "errorOutput": optional MockErrorOutput<'a>,
    field_validation_mode "fieldValidationMode": optional &'a str,
} }

view! { RoutingConfigurationListItem<'a> {
    state_machine_version_arn "stateMachineVersionArn": required &'a str,
    weight "weight": required i64,
} }

view! { Tag<'a> {
    key "key": optional &'a str,
    value "value": optional &'a str,
} }

view! { TestStateConfiguration<'a> {
    retrier_retry_count "retrierRetryCount": optional i64,
    error_caused_by_state "errorCausedByState": optional &'a str,
    map_iteration_failure_count "mapIterationFailureCount": optional i64,
    map_item_reader_data "mapItemReaderData": optional &'a str,
} }

view! { TracingConfiguration<'a> {
    enabled "enabled": optional bool,
} }

builder! { ActivityFailedEventDetailsBuilder {
    error "error": Text,
    cause "cause": Text,
} }

builder! { ActivityListItemBuilder {
    activity_arn "activityArn": Text,
    name "name": Text,
    creation_date "creationDate": Time,
} }

builder! { ActivityScheduleFailedEventDetailsBuilder {
    error "error": Text,
    cause "cause": Text,
} }

builder! { ActivityScheduledEventDetailsBuilder {
    resource "resource": Text,
    input "input": Text,
    input_details "inputDetails": HistoryEventExecutionDataDetailsBuilder,
    timeout_in_seconds "timeoutInSeconds": Whole,
    heartbeat_in_seconds "heartbeatInSeconds": Whole,
} }

builder! { ActivityStartedEventDetailsBuilder {
    worker_name "workerName": Text,
} }

builder! { ActivitySucceededEventDetailsBuilder {
    output "output": Text,
    output_details "outputDetails": HistoryEventExecutionDataDetailsBuilder,
} }

builder! { ActivityTimedOutEventDetailsBuilder {
    error "error": Text,
    cause "cause": Text,
} }

builder! { AssignedVariablesDetailsBuilder {
    truncated "truncated": Flag,
} }

builder! { BillingDetailsBuilder {
    billed_memory_used_in_mb "billedMemoryUsedInMB": Whole,
    billed_duration_in_milliseconds "billedDurationInMilliseconds": Whole,
} }

builder! { CloudWatchEventsExecutionDataDetailsBuilder {
    included "included": Flag,
} }

builder! { CloudWatchLogsLogGroupBuilder {
    log_group_arn "logGroupArn": Text,
} }

builder! { EncryptionConfigurationBuilder {
    kms_key_id "kmsKeyId": Text,
    kms_data_key_reuse_period_seconds "kmsDataKeyReusePeriodSeconds": Whole,
    type_ "type": Text,
} }

builder! { EvaluationFailedEventDetailsBuilder {
    error "error": Text,
    cause "cause": Text,
    location "location": Text,
    state "state": Text,
} }

builder! { ExecutionAbortedEventDetailsBuilder {
    error "error": Text,
    cause "cause": Text,
} }

builder! { ExecutionFailedEventDetailsBuilder {
    error "error": Text,
    cause "cause": Text,
} }

builder! { ExecutionListItemBuilder {
    execution_arn "executionArn": Text,
    state_machine_arn "stateMachineArn": Text,
    name "name": Text,
    status "status": Text,
    start_date "startDate": Time,
    stop_date "stopDate": Time,
    map_run_arn "mapRunArn": Text,
    item_count "itemCount": Whole,
    state_machine_version_arn "stateMachineVersionArn": Text,
    state_machine_alias_arn "stateMachineAliasArn": Text,
    redrive_count "redriveCount": Whole,
    redrive_date "redriveDate": Time,
} }

builder! { ExecutionRedrivenEventDetailsBuilder {
    redrive_count "redriveCount": Whole,
} }

builder! { ExecutionStartedEventDetailsBuilder {
    input "input": Text,
    input_details "inputDetails": HistoryEventExecutionDataDetailsBuilder,
    role_arn "roleArn": Text,
    state_machine_alias_arn "stateMachineAliasArn": Text,
    state_machine_version_arn "stateMachineVersionArn": Text,
} }

builder! { ExecutionSucceededEventDetailsBuilder {
    output "output": Text,
    output_details "outputDetails": HistoryEventExecutionDataDetailsBuilder,
} }

builder! { ExecutionTimedOutEventDetailsBuilder {
    error "error": Text,
    cause "cause": Text,
} }

builder! { HistoryEventBuilder {
    timestamp "timestamp": Time,
    type_ "type": Text,
    id "id": Whole,
    previous_event_id "previousEventId": Whole,
    activity_failed_event_details "activityFailedEventDetails": ActivityFailedEventDetailsBuilder,
    activity_schedule_failed_event_details "activityScheduleFailedEventDetails": ActivityScheduleFailedEventDetailsBuilder,
    activity_scheduled_event_details "activityScheduledEventDetails": ActivityScheduledEventDetailsBuilder,
    activity_started_event_details "activityStartedEventDetails": ActivityStartedEventDetailsBuilder,
    activity_succeeded_event_details "activitySucceededEventDetails": ActivitySucceededEventDetailsBuilder,
    activity_timed_out_event_details "activityTimedOutEventDetails": ActivityTimedOutEventDetailsBuilder,
    task_failed_event_details "taskFailedEventDetails": TaskFailedEventDetailsBuilder,
    task_scheduled_event_details "taskScheduledEventDetails": TaskScheduledEventDetailsBuilder,
    task_start_failed_event_details "taskStartFailedEventDetails": TaskStartFailedEventDetailsBuilder,
    task_started_event_details "taskStartedEventDetails": TaskStartedEventDetailsBuilder,
    task_submit_failed_event_details "taskSubmitFailedEventDetails": TaskSubmitFailedEventDetailsBuilder,
    task_submitted_event_details "taskSubmittedEventDetails": TaskSubmittedEventDetailsBuilder,
    task_succeeded_event_details "taskSucceededEventDetails": TaskSucceededEventDetailsBuilder,
    task_timed_out_event_details "taskTimedOutEventDetails": TaskTimedOutEventDetailsBuilder,
    execution_failed_event_details "executionFailedEventDetails": ExecutionFailedEventDetailsBuilder,
    execution_started_event_details "executionStartedEventDetails": ExecutionStartedEventDetailsBuilder,
    execution_succeeded_event_details "executionSucceededEventDetails": ExecutionSucceededEventDetailsBuilder,
    execution_aborted_event_details "executionAbortedEventDetails": ExecutionAbortedEventDetailsBuilder,
    execution_timed_out_event_details "executionTimedOutEventDetails": ExecutionTimedOutEventDetailsBuilder,
    execution_redriven_event_details "executionRedrivenEventDetails": ExecutionRedrivenEventDetailsBuilder,
    map_state_started_event_details "mapStateStartedEventDetails": MapStateStartedEventDetailsBuilder,
    map_iteration_started_event_details "mapIterationStartedEventDetails": MapIterationEventDetailsBuilder,
    map_iteration_succeeded_event_details "mapIterationSucceededEventDetails": MapIterationEventDetailsBuilder,
    map_iteration_failed_event_details "mapIterationFailedEventDetails": MapIterationEventDetailsBuilder,
    map_iteration_aborted_event_details "mapIterationAbortedEventDetails": MapIterationEventDetailsBuilder,
    lambda_function_failed_event_details "lambdaFunctionFailedEventDetails": LambdaFunctionFailedEventDetailsBuilder,
    lambda_function_schedule_failed_event_details "lambdaFunctionScheduleFailedEventDetails": LambdaFunctionScheduleFailedEventDetailsBuilder,
    lambda_function_scheduled_event_details "lambdaFunctionScheduledEventDetails": LambdaFunctionScheduledEventDetailsBuilder,
    lambda_function_start_failed_event_details "lambdaFunctionStartFailedEventDetails": LambdaFunctionStartFailedEventDetailsBuilder,
    lambda_function_succeeded_event_details "lambdaFunctionSucceededEventDetails": LambdaFunctionSucceededEventDetailsBuilder,
    lambda_function_timed_out_event_details "lambdaFunctionTimedOutEventDetails": LambdaFunctionTimedOutEventDetailsBuilder,
    state_entered_event_details "stateEnteredEventDetails": StateEnteredEventDetailsBuilder,
    state_exited_event_details "stateExitedEventDetails": StateExitedEventDetailsBuilder,
    map_run_started_event_details "mapRunStartedEventDetails": MapRunStartedEventDetailsBuilder,
    map_run_failed_event_details "mapRunFailedEventDetails": MapRunFailedEventDetailsBuilder,
    map_run_redriven_event_details "mapRunRedrivenEventDetails": MapRunRedrivenEventDetailsBuilder,
    evaluation_failed_event_details "evaluationFailedEventDetails": EvaluationFailedEventDetailsBuilder,
} }

builder! { HistoryEventExecutionDataDetailsBuilder {
    truncated "truncated": Flag,
} }

builder! { InspectionDataBuilder {
    input "input": Text,
    after_arguments "afterArguments": Text,
    after_input_path "afterInputPath": Text,
    after_parameters "afterParameters": Text,
    result "result": Text,
    after_result_selector "afterResultSelector": Text,
    after_result_path "afterResultPath": Text,
    request "request": InspectionDataRequestBuilder,
    response "response": InspectionDataResponseBuilder,
    variables "variables": Text,
    error_details "errorDetails": InspectionErrorDetailsBuilder,
    after_items_path "afterItemsPath": Text,
    after_item_selector "afterItemSelector": Text,
    after_item_batcher "afterItemBatcher": Text,
    after_items_pointer "afterItemsPointer": Text,
    tolerated_failure_count "toleratedFailureCount": Whole,
    tolerated_failure_percentage "toleratedFailurePercentage": Real,
    max_concurrency "maxConcurrency": Whole,
} }

builder! { InspectionDataRequestBuilder {
    protocol "protocol": Text,
    method "method": Text,
    url "url": Text,
    headers "headers": Text,
    body "body": Text,
} }

builder! { InspectionDataResponseBuilder {
    protocol "protocol": Text,
    status_code "statusCode": Text,
    status_message "statusMessage": Text,
    headers "headers": Text,
    body "body": Text,
} }

builder! { InspectionErrorDetailsBuilder {
    catch_index "catchIndex": Whole,
    retry_index "retryIndex": Whole,
    retry_backoff_interval_seconds "retryBackoffIntervalSeconds": Whole,
} }

builder! { LambdaFunctionFailedEventDetailsBuilder {
    error "error": Text,
    cause "cause": Text,
} }

builder! { LambdaFunctionScheduleFailedEventDetailsBuilder {
    error "error": Text,
    cause "cause": Text,
} }

builder! { LambdaFunctionScheduledEventDetailsBuilder {
    resource "resource": Text,
    input "input": Text,
    input_details "inputDetails": HistoryEventExecutionDataDetailsBuilder,
    timeout_in_seconds "timeoutInSeconds": Whole,
    task_credentials "taskCredentials": TaskCredentialsBuilder,
} }

builder! { LambdaFunctionStartFailedEventDetailsBuilder {
    error "error": Text,
    cause "cause": Text,
} }

builder! { LambdaFunctionSucceededEventDetailsBuilder {
    output "output": Text,
    output_details "outputDetails": HistoryEventExecutionDataDetailsBuilder,
} }

builder! { LambdaFunctionTimedOutEventDetailsBuilder {
    error "error": Text,
    cause "cause": Text,
} }

builder! { LogDestinationBuilder {
    cloud_watch_logs_log_group "cloudWatchLogsLogGroup": CloudWatchLogsLogGroupBuilder,
} }

builder! { LoggingConfigurationBuilder {
    level "level": Text,
    include_execution_data "includeExecutionData": Flag,
    destinations "destinations": Items<LogDestinationBuilder>,
} }

builder! { MapIterationEventDetailsBuilder {
    name "name": Text,
    index "index": Whole,
} }

builder! { MapRunExecutionCountsBuilder {
    pending "pending": Whole,
    running "running": Whole,
    succeeded "succeeded": Whole,
    failed "failed": Whole,
    timed_out "timedOut": Whole,
    aborted "aborted": Whole,
    total "total": Whole,
    results_written "resultsWritten": Whole,
    failures_not_redrivable "failuresNotRedrivable": Whole,
    pending_redrive "pendingRedrive": Whole,
} }

builder! { MapRunFailedEventDetailsBuilder {
    error "error": Text,
    cause "cause": Text,
} }

builder! { MapRunItemCountsBuilder {
    pending "pending": Whole,
    running "running": Whole,
    succeeded "succeeded": Whole,
    failed "failed": Whole,
    timed_out "timedOut": Whole,
    aborted "aborted": Whole,
    total "total": Whole,
    results_written "resultsWritten": Whole,
    failures_not_redrivable "failuresNotRedrivable": Whole,
    pending_redrive "pendingRedrive": Whole,
} }

builder! { MapRunListItemBuilder {
    execution_arn "executionArn": Text,
    map_run_arn "mapRunArn": Text,
    state_machine_arn "stateMachineArn": Text,
    start_date "startDate": Time,
    stop_date "stopDate": Time,
} }

builder! { MapRunRedrivenEventDetailsBuilder {
    map_run_arn "mapRunArn": Text,
    redrive_count "redriveCount": Whole,
} }

builder! { MapRunStartedEventDetailsBuilder {
    map_run_arn "mapRunArn": Text,
} }

builder! { MapStateStartedEventDetailsBuilder {
    length "length": Whole,
} }

builder! { RoutingConfigurationListItemBuilder {
    state_machine_version_arn "stateMachineVersionArn": Text,
    weight "weight": Whole,
} }

builder! { StateEnteredEventDetailsBuilder {
    name "name": Text,
    input "input": Text,
    input_details "inputDetails": HistoryEventExecutionDataDetailsBuilder,
} }

builder! { StateExitedEventDetailsBuilder {
    name "name": Text,
    output "output": Text,
    output_details "outputDetails": HistoryEventExecutionDataDetailsBuilder,
    assigned_variables "assignedVariables": Entries<Text>,
    assigned_variables_details "assignedVariablesDetails": AssignedVariablesDetailsBuilder,
} }

builder! { StateMachineAliasListItemBuilder {
    state_machine_alias_arn "stateMachineAliasArn": Text,
    creation_date "creationDate": Time,
} }

builder! { StateMachineListItemBuilder {
    state_machine_arn "stateMachineArn": Text,
    name "name": Text,
    type_ "type": Text,
    creation_date "creationDate": Time,
} }

builder! { StateMachineVersionListItemBuilder {
    state_machine_version_arn "stateMachineVersionArn": Text,
    creation_date "creationDate": Time,
} }

builder! { TagBuilder {
    key "key": Text,
    value "value": Text,
} }

builder! { TaskCredentialsBuilder {
    role_arn "roleArn": Text,
} }

builder! { TaskFailedEventDetailsBuilder {
    resource_type "resourceType": Text,
    resource "resource": Text,
    error "error": Text,
    cause "cause": Text,
} }

builder! { TaskScheduledEventDetailsBuilder {
    resource_type "resourceType": Text,
    resource "resource": Text,
    region "region": Text,
    parameters "parameters": Text,
    timeout_in_seconds "timeoutInSeconds": Whole,
    heartbeat_in_seconds "heartbeatInSeconds": Whole,
    task_credentials "taskCredentials": TaskCredentialsBuilder,
} }

builder! { TaskStartFailedEventDetailsBuilder {
    resource_type "resourceType": Text,
    resource "resource": Text,
    error "error": Text,
    cause "cause": Text,
} }

builder! { TaskStartedEventDetailsBuilder {
    resource_type "resourceType": Text,
    resource "resource": Text,
} }

builder! { TaskSubmitFailedEventDetailsBuilder {
    resource_type "resourceType": Text,
    resource "resource": Text,
    error "error": Text,
    cause "cause": Text,
} }

builder! { TaskSubmittedEventDetailsBuilder {
    resource_type "resourceType": Text,
    resource "resource": Text,
    output "output": Text,
    output_details "outputDetails": HistoryEventExecutionDataDetailsBuilder,
} }

builder! { TaskSucceededEventDetailsBuilder {
    resource_type "resourceType": Text,
    resource "resource": Text,
    output "output": Text,
    output_details "outputDetails": HistoryEventExecutionDataDetailsBuilder,
} }

builder! { TaskTimedOutEventDetailsBuilder {
    resource_type "resourceType": Text,
    resource "resource": Text,
    error "error": Text,
    cause "cause": Text,
} }

builder! { TracingConfigurationBuilder {
    enabled "enabled": Flag,
} }

builder! { ValidateStateMachineDefinitionDiagnosticBuilder {
    severity "severity": Text,
    code "code": Text,
    message "message": Text,
    location "location": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        activity_already_exists "ActivityAlreadyExists" 400;
        activity_does_not_exist "ActivityDoesNotExist" 400;
        activity_limit_exceeded "ActivityLimitExceeded" 400;
        activity_worker_limit_exceeded "ActivityWorkerLimitExceeded" 400;
        conflict_exception "ConflictException" 400;
        execution_already_exists "ExecutionAlreadyExists" 400;
        execution_does_not_exist "ExecutionDoesNotExist" 400;
        execution_limit_exceeded "ExecutionLimitExceeded" 400;
        execution_not_redrivable "ExecutionNotRedrivable" 400;
        invalid_arn "InvalidArn" 400;
        invalid_definition "InvalidDefinition" 400;
        invalid_encryption_configuration "InvalidEncryptionConfiguration" 400;
        invalid_execution_input "InvalidExecutionInput" 400;
        invalid_logging_configuration "InvalidLoggingConfiguration" 400;
        invalid_name "InvalidName" 400;
        invalid_output "InvalidOutput" 400;
        invalid_token "InvalidToken" 400;
        invalid_tracing_configuration "InvalidTracingConfiguration" 400;
        kms_access_denied_exception "KmsAccessDeniedException" 400;
        kms_invalid_state_exception "KmsInvalidStateException" 400;
        kms_throttling_exception "KmsThrottlingException" 400;
        missing_required_parameter "MissingRequiredParameter" 400;
        resource_not_found "ResourceNotFound" 400;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 400;
        state_machine_already_exists "StateMachineAlreadyExists" 400;
        state_machine_deleting "StateMachineDeleting" 400;
        state_machine_does_not_exist "StateMachineDoesNotExist" 400;
        state_machine_limit_exceeded "StateMachineLimitExceeded" 400;
        state_machine_type_not_supported "StateMachineTypeNotSupported" 400;
        task_does_not_exist "TaskDoesNotExist" 400;
        task_timed_out "TaskTimedOut" 400;
        too_many_tags "TooManyTags" 400;
        validation_exception "ValidationException" 400;
    }
}

pub mod encryption_type {
    pub const AWS_OWNED_KEY: &str = "AWS_OWNED_KEY";
    pub const CUSTOMER_MANAGED_KMS_KEY: &str = "CUSTOMER_MANAGED_KMS_KEY";
}

pub mod execution_redrive_filter {
    pub const REDRIVEN: &str = "REDRIVEN";
    pub const NOT_REDRIVEN: &str = "NOT_REDRIVEN";
}

pub mod execution_redrive_status {
    pub const REDRIVABLE: &str = "REDRIVABLE";
    pub const NOT_REDRIVABLE: &str = "NOT_REDRIVABLE";
    pub const REDRIVABLE_BY_MAP_RUN: &str = "REDRIVABLE_BY_MAP_RUN";
}

pub mod execution_status {
    pub const RUNNING: &str = "RUNNING";
    pub const SUCCEEDED: &str = "SUCCEEDED";
    pub const FAILED: &str = "FAILED";
    pub const TIMED_OUT: &str = "TIMED_OUT";
    pub const ABORTED: &str = "ABORTED";
    pub const PENDING_REDRIVE: &str = "PENDING_REDRIVE";
}

pub mod included_data {
    pub const ALL_DATA: &str = "ALL_DATA";
    pub const METADATA_ONLY: &str = "METADATA_ONLY";
}

pub mod inspection_level {
    pub const INFO: &str = "INFO";
    pub const DEBUG: &str = "DEBUG";
    pub const TRACE: &str = "TRACE";
}

pub mod log_level {
    pub const ALL: &str = "ALL";
    pub const ERROR: &str = "ERROR";
    pub const FATAL: &str = "FATAL";
    pub const OFF: &str = "OFF";
}

pub mod map_run_status {
    pub const RUNNING: &str = "RUNNING";
    pub const SUCCEEDED: &str = "SUCCEEDED";
    pub const FAILED: &str = "FAILED";
    pub const ABORTED: &str = "ABORTED";
}

pub mod mock_response_validation_mode {
    pub const STRICT: &str = "STRICT";
    pub const PRESENT: &str = "PRESENT";
    pub const NONE: &str = "NONE";
}

pub mod state_machine_status {
    pub const ACTIVE: &str = "ACTIVE";
    pub const DELETING: &str = "DELETING";
}

pub mod state_machine_type {
    pub const STANDARD: &str = "STANDARD";
    pub const EXPRESS: &str = "EXPRESS";
}

pub mod sync_execution_status {
    pub const SUCCEEDED: &str = "SUCCEEDED";
    pub const FAILED: &str = "FAILED";
    pub const TIMED_OUT: &str = "TIMED_OUT";
}

pub mod test_execution_status {
    pub const SUCCEEDED: &str = "SUCCEEDED";
    pub const FAILED: &str = "FAILED";
    pub const RETRIABLE: &str = "RETRIABLE";
    pub const CAUGHT_ERROR: &str = "CAUGHT_ERROR";
}

pub mod validate_state_machine_definition_result_code {
    pub const OK: &str = "OK";
    pub const FAIL: &str = "FAIL";
}

pub mod validate_state_machine_definition_severity {
    pub const ERROR: &str = "ERROR";
    pub const WARNING: &str = "WARNING";
}
