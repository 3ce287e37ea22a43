//! Inputs, outputs, errors and enums of the implemented operations of fis.
//!
//! Written by `cargo xtask codegen fis` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Entries, Flag, Items, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{builder, operations, view};

operations! {
    CreateExperimentTemplate: CreateExperimentTemplateInput, CreateExperimentTemplateOutput;
    CreateTargetAccountConfiguration: CreateTargetAccountConfigurationInput, CreateTargetAccountConfigurationOutput;
    DeleteExperimentTemplate: DeleteExperimentTemplateInput, DeleteExperimentTemplateOutput;
    DeleteTargetAccountConfiguration: DeleteTargetAccountConfigurationInput, DeleteTargetAccountConfigurationOutput;
    GetAction: GetActionInput, GetActionOutput;
    GetExperiment: GetExperimentInput, GetExperimentOutput;
    GetExperimentTargetAccountConfiguration: GetExperimentTargetAccountConfigurationInput, GetExperimentTargetAccountConfigurationOutput;
    GetExperimentTemplate: GetExperimentTemplateInput, GetExperimentTemplateOutput;
    GetSafetyLever: GetSafetyLeverInput, GetSafetyLeverOutput;
    GetTargetAccountConfiguration: GetTargetAccountConfigurationInput, GetTargetAccountConfigurationOutput;
    GetTargetResourceType: GetTargetResourceTypeInput, GetTargetResourceTypeOutput;
    ListActions: ListActionsInput, ListActionsOutput;
    ListExperimentResolvedTargets: ListExperimentResolvedTargetsInput, ListExperimentResolvedTargetsOutput;
    ListExperimentTargetAccountConfigurations: ListExperimentTargetAccountConfigurationsInput, ListExperimentTargetAccountConfigurationsOutput;
    ListExperimentTemplates: ListExperimentTemplatesInput, ListExperimentTemplatesOutput;
    ListExperiments: ListExperimentsInput, ListExperimentsOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    ListTargetAccountConfigurations: ListTargetAccountConfigurationsInput, ListTargetAccountConfigurationsOutput;
    ListTargetResourceTypes: ListTargetResourceTypesInput, ListTargetResourceTypesOutput;
    StartExperiment: StartExperimentInput, StartExperimentOutput;
    StopExperiment: StopExperimentInput, StopExperimentOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateExperimentTemplate: UpdateExperimentTemplateInput, UpdateExperimentTemplateOutput;
    UpdateSafetyLeverState: UpdateSafetyLeverStateInput, UpdateSafetyLeverStateOutput;
    UpdateTargetAccountConfiguration: UpdateTargetAccountConfigurationInput, UpdateTargetAccountConfigurationOutput;
}

view! { CreateExperimentTemplateInput<'a> {
    client_token "clientToken": required &'a str,
    description "description": required &'a str,
    stop_conditions "stopConditions": required List<'a, CreateExperimentTemplateStopConditionInput<'a>>,
    targets "targets": optional Map<'a, CreateExperimentTemplateTargetInput<'a>>,
    actions "actions": required Map<'a, CreateExperimentTemplateActionInput<'a>>,
    role_arn "roleArn": required &'a str,
    tags "tags": optional Map<'a, &'a str>,
    log_configuration "logConfiguration": optional CreateExperimentTemplateLogConfigurationInput<'a>,
    experiment_options "experimentOptions": optional CreateExperimentTemplateExperimentOptionsInput<'a>,
    experiment_report_configuration "experimentReportConfiguration": optional CreateExperimentTemplateReportConfigurationInput<'a>,
} }

builder! { CreateExperimentTemplateOutput {
    experiment_template "experimentTemplate": ExperimentTemplateBuilder,
} }

view! { CreateTargetAccountConfigurationInput<'a> {
    client_token "clientToken": optional &'a str,
    experiment_template_id "experimentTemplateId": required &'a str,
    account_id "accountId": required &'a str,
    role_arn "roleArn": required &'a str,
    description "description": optional &'a str,
} }

builder! { CreateTargetAccountConfigurationOutput {
    target_account_configuration "targetAccountConfiguration": TargetAccountConfigurationBuilder,
} }

view! { DeleteExperimentTemplateInput<'a> {
    id "id": required &'a str,
} }

builder! { DeleteExperimentTemplateOutput {
    experiment_template "experimentTemplate": ExperimentTemplateBuilder,
} }

view! { DeleteTargetAccountConfigurationInput<'a> {
    experiment_template_id "experimentTemplateId": required &'a str,
    account_id "accountId": required &'a str,
} }

builder! { DeleteTargetAccountConfigurationOutput {
    target_account_configuration "targetAccountConfiguration": TargetAccountConfigurationBuilder,
} }

view! { GetActionInput<'a> {
    id "id": required &'a str,
} }

builder! { GetActionOutput {
    action "action": ActionBuilder,
} }

view! { GetExperimentInput<'a> {
    id "id": required &'a str,
} }

builder! { GetExperimentOutput {
    experiment "experiment": ExperimentBuilder,
} }

view! { GetExperimentTargetAccountConfigurationInput<'a> {
    experiment_id "experimentId": required &'a str,
    account_id "accountId": required &'a str,
} }

builder! { GetExperimentTargetAccountConfigurationOutput {
    target_account_configuration "targetAccountConfiguration": ExperimentTargetAccountConfigurationBuilder,
} }

view! { GetExperimentTemplateInput<'a> {
    id "id": required &'a str,
} }

builder! { GetExperimentTemplateOutput {
    experiment_template "experimentTemplate": ExperimentTemplateBuilder,
} }

view! { GetSafetyLeverInput<'a> {
    id "id": required &'a str,
} }

builder! { GetSafetyLeverOutput {
    safety_lever "safetyLever": SafetyLeverBuilder,
} }

view! { GetTargetAccountConfigurationInput<'a> {
    experiment_template_id "experimentTemplateId": required &'a str,
    account_id "accountId": required &'a str,
} }

builder! { GetTargetAccountConfigurationOutput {
    target_account_configuration "targetAccountConfiguration": TargetAccountConfigurationBuilder,
} }

view! { GetTargetResourceTypeInput<'a> {
    resource_type "resourceType": required &'a str,
} }

builder! { GetTargetResourceTypeOutput {
    target_resource_type "targetResourceType": TargetResourceTypeBuilder,
} }

view! { ListActionsInput<'a> {
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
} }

builder! { ListActionsOutput {
    actions "actions": Items<ActionSummaryBuilder>,
    next_token "nextToken": Text,
} }

view! { ListExperimentResolvedTargetsInput<'a> {
    experiment_id "experimentId": required &'a str,
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
    target_name "targetName": optional &'a str,
} }

builder! { ListExperimentResolvedTargetsOutput {
    resolved_targets "resolvedTargets": Items<ResolvedTargetBuilder>,
    next_token "nextToken": Text,
} }

view! { ListExperimentTargetAccountConfigurationsInput<'a> {
    experiment_id "experimentId": required &'a str,
    next_token "nextToken": optional &'a str,
} }

builder! { ListExperimentTargetAccountConfigurationsOutput {
    target_account_configurations "targetAccountConfigurations": Items<ExperimentTargetAccountConfigurationSummaryBuilder>,
    next_token "nextToken": Text,
} }

view! { ListExperimentTemplatesInput<'a> {
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
} }

builder! { ListExperimentTemplatesOutput {
    experiment_templates "experimentTemplates": Items<ExperimentTemplateSummaryBuilder>,
    next_token "nextToken": Text,
} }

view! { ListExperimentsInput<'a> {
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
    experiment_template_id "experimentTemplateId": optional &'a str,
} }

builder! { ListExperimentsOutput {
    experiments "experiments": Items<ExperimentSummaryBuilder>,
    next_token "nextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "tags": Entries<Text>,
} }

view! { ListTargetAccountConfigurationsInput<'a> {
    experiment_template_id "experimentTemplateId": required &'a str,
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
} }

builder! { ListTargetAccountConfigurationsOutput {
    target_account_configurations "targetAccountConfigurations": Items<TargetAccountConfigurationSummaryBuilder>,
    next_token "nextToken": Text,
} }

view! { ListTargetResourceTypesInput<'a> {
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
} }

builder! { ListTargetResourceTypesOutput {
    target_resource_types "targetResourceTypes": Items<TargetResourceTypeSummaryBuilder>,
    next_token "nextToken": Text,
} }

view! { StartExperimentInput<'a> {
    client_token "clientToken": required &'a str,
    experiment_template_id "experimentTemplateId": required &'a str,
    experiment_options "experimentOptions": optional StartExperimentExperimentOptionsInput<'a>,
    tags "tags": optional Map<'a, &'a str>,
} }

builder! { StartExperimentOutput {
    experiment "experiment": ExperimentBuilder,
} }

view! { StopExperimentInput<'a> {
    id "id": required &'a str,
} }

builder! { StopExperimentOutput {
    experiment "experiment": ExperimentBuilder,
} }

view! { TagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tags "tags": required Map<'a, &'a str>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tag_keys "tagKeys": optional List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateExperimentTemplateInput<'a> {
    id "id": required &'a str,
    description "description": optional &'a str,
    stop_conditions "stopConditions": optional List<'a, UpdateExperimentTemplateStopConditionInput<'a>>,
    targets "targets": optional Map<'a, UpdateExperimentTemplateTargetInput<'a>>,
    actions "actions": optional Map<'a, UpdateExperimentTemplateActionInputItem<'a>>,
    role_arn "roleArn": optional &'a str,
    log_configuration "logConfiguration": optional UpdateExperimentTemplateLogConfigurationInput<'a>,
    experiment_options "experimentOptions": optional UpdateExperimentTemplateExperimentOptionsInput<'a>,
    experiment_report_configuration "experimentReportConfiguration": optional UpdateExperimentTemplateReportConfigurationInput<'a>,
} }

builder! { UpdateExperimentTemplateOutput {
    experiment_template "experimentTemplate": ExperimentTemplateBuilder,
} }

view! { UpdateSafetyLeverStateInput<'a> {
    id "id": required &'a str,
    state "state": required UpdateSafetyLeverStateInputShape<'a>,
} }

builder! { UpdateSafetyLeverStateOutput {
    safety_lever "safetyLever": SafetyLeverBuilder,
} }

view! { UpdateTargetAccountConfigurationInput<'a> {
    experiment_template_id "experimentTemplateId": required &'a str,
    account_id "accountId": required &'a str,
    role_arn "roleArn": optional &'a str,
    description "description": optional &'a str,
} }

builder! { UpdateTargetAccountConfigurationOutput {
    target_account_configuration "targetAccountConfiguration": TargetAccountConfigurationBuilder,
} }

view! { CreateExperimentTemplateActionInput<'a> {
    action_id "actionId": required &'a str,
    description "description": optional &'a str,
    parameters "parameters": optional Map<'a, &'a str>,
    targets "targets": optional Map<'a, &'a str>,
    start_after "startAfter": optional List<'a, &'a str>,
} }

view! { CreateExperimentTemplateExperimentOptionsInput<'a> {
    account_targeting "accountTargeting": optional &'a str,
    empty_target_resolution_mode "emptyTargetResolutionMode": optional &'a str,
} }

view! { CreateExperimentTemplateLogConfigurationInput<'a> {
    cloud_watch_logs_configuration "cloudWatchLogsConfiguration": optional ExperimentTemplateCloudWatchLogsLogConfigurationInput<'a>,
    s3_configuration "s3Configuration": optional ExperimentTemplateS3LogConfigurationInput<'a>,
    log_schema_version "logSchemaVersion": required i64,
} }

view! { CreateExperimentTemplateReportConfigurationInput<'a> {
    outputs "outputs": optional ExperimentTemplateReportConfigurationOutputsInput<'a>,
    data_sources "dataSources": optional ExperimentTemplateReportConfigurationDataSourcesInput<'a>,
    pre_experiment_duration "preExperimentDuration": optional &'a str,
    post_experiment_duration "postExperimentDuration": optional &'a str,
} }

view! { CreateExperimentTemplateStopConditionInput<'a> {
    source "source": required &'a str,
    value "value": optional &'a str,
} }

view! { CreateExperimentTemplateTargetInput<'a> {
    resource_type "resourceType": required &'a str,
    resource_arns "resourceArns": optional List<'a, &'a str>,
    resource_tags "resourceTags": optional Map<'a, &'a str>,
    filters "filters": optional List<'a, ExperimentTemplateTargetInputFilter<'a>>,
    selection_mode "selectionMode": required &'a str,
    parameters "parameters": optional Map<'a, &'a str>,
} }

view! { ExperimentTemplateCloudWatchLogsLogConfigurationInput<'a> {
    log_group_arn "logGroupArn": required &'a str,
} }

view! { ExperimentTemplateReportConfigurationDataSourcesInput<'a> {
    cloud_watch_dashboards "cloudWatchDashboards": optional List<'a, ReportConfigurationCloudWatchDashboardInput<'a>>,
} }

view! { ExperimentTemplateReportConfigurationOutputsInput<'a> {
    s3_configuration "s3Configuration": optional ReportConfigurationS3OutputInput<'a>,
} }

view! { ExperimentTemplateS3LogConfigurationInput<'a> {
    bucket_name "bucketName": required &'a str,
    prefix "prefix": optional &'a str,
} }

view! { ExperimentTemplateTargetInputFilter<'a> {
    path "path": required &'a str,
    values "values": required List<'a, &'a str>,
} }

view! { ReportConfigurationCloudWatchDashboardInput<'a> {
    dashboard_identifier "dashboardIdentifier": optional &'a str,
} }

view! { ReportConfigurationS3OutputInput<'a> {
    bucket_name "bucketName": optional &'a str,
    prefix "prefix": optional &'a str,
} }

view! { StartExperimentExperimentOptionsInput<'a> {
    actions_mode "actionsMode": optional &'a str,
} }

view! { UpdateExperimentTemplateActionInputItem<'a> {
    action_id "actionId": optional &'a str,
    description "description": optional &'a str,
    parameters "parameters": optional Map<'a, &'a str>,
    targets "targets": optional Map<'a, &'a str>,
    start_after "startAfter": optional List<'a, &'a str>,
} }

view! { UpdateExperimentTemplateExperimentOptionsInput<'a> {
    empty_target_resolution_mode "emptyTargetResolutionMode": optional &'a str,
} }

view! { UpdateExperimentTemplateLogConfigurationInput<'a> {
    cloud_watch_logs_configuration "cloudWatchLogsConfiguration": optional ExperimentTemplateCloudWatchLogsLogConfigurationInput<'a>,
    s3_configuration "s3Configuration": optional ExperimentTemplateS3LogConfigurationInput<'a>,
    log_schema_version "logSchemaVersion": optional i64,
} }

view! { UpdateExperimentTemplateReportConfigurationInput<'a> {
    outputs "outputs": optional ExperimentTemplateReportConfigurationOutputsInput<'a>,
    data_sources "dataSources": optional ExperimentTemplateReportConfigurationDataSourcesInput<'a>,
    pre_experiment_duration "preExperimentDuration": optional &'a str,
    post_experiment_duration "postExperimentDuration": optional &'a str,
} }

view! { UpdateExperimentTemplateStopConditionInput<'a> {
    source "source": required &'a str,
    value "value": optional &'a str,
} }

view! { UpdateExperimentTemplateTargetInput<'a> {
    resource_type "resourceType": required &'a str,
    resource_arns "resourceArns": optional List<'a, &'a str>,
    resource_tags "resourceTags": optional Map<'a, &'a str>,
    filters "filters": optional List<'a, ExperimentTemplateTargetInputFilter<'a>>,
    selection_mode "selectionMode": required &'a str,
    parameters "parameters": optional Map<'a, &'a str>,
} }

view! { UpdateSafetyLeverStateInputShape<'a> {
    status "status": required &'a str,
    reason "reason": required &'a str,
} }

builder! { ActionBuilder {
    id "id": Text,
    arn "arn": Text,
    description "description": Text,
    parameters "parameters": Entries<ActionParameterBuilder>,
    targets "targets": Entries<ActionTargetBuilder>,
    tags "tags": Entries<Text>,
} }

builder! { ActionParameterBuilder {
    description "description": Text,
    required "required": Flag,
} }

builder! { ActionSummaryBuilder {
    id "id": Text,
    arn "arn": Text,
    description "description": Text,
    targets "targets": Entries<ActionTargetBuilder>,
    tags "tags": Entries<Text>,
} }

builder! { ActionTargetBuilder {
    resource_type "resourceType": Text,
} }

builder! { ExperimentBuilder {
    id "id": Text,
    arn "arn": Text,
    experiment_template_id "experimentTemplateId": Text,
    role_arn "roleArn": Text,
    state "state": ExperimentStateBuilder,
    targets "targets": Entries<ExperimentTargetBuilder>,
    actions "actions": Entries<ExperimentActionBuilder>,
    stop_conditions "stopConditions": Items<ExperimentStopConditionBuilder>,
    creation_time "creationTime": Time,
    start_time "startTime": Time,
    end_time "endTime": Time,
    tags "tags": Entries<Text>,
    log_configuration "logConfiguration": ExperimentLogConfigurationBuilder,
    experiment_options "experimentOptions": ExperimentOptionsBuilder,
    target_account_configurations_count "targetAccountConfigurationsCount": Whole,
    experiment_report_configuration "experimentReportConfiguration": ExperimentReportConfigurationBuilder,
    experiment_report "experimentReport": ExperimentReportBuilder,
} }

builder! { ExperimentActionBuilder {
    action_id "actionId": Text,
    description "description": Text,
    parameters "parameters": Entries<Text>,
    targets "targets": Entries<Text>,
    start_after "startAfter": Items<Text>,
    state "state": ExperimentActionStateBuilder,
    start_time "startTime": Time,
    end_time "endTime": Time,
} }

builder! { ExperimentActionStateBuilder {
    status "status": Text,
    reason "reason": Text,
} }

builder! { ExperimentCloudWatchLogsLogConfigurationBuilder {
    log_group_arn "logGroupArn": Text,
} }

builder! { ExperimentErrorBuilder {
    account_id "accountId": Text,
    code "code": Text,
    location "location": Text,
} }

builder! { ExperimentLogConfigurationBuilder {
    cloud_watch_logs_configuration "cloudWatchLogsConfiguration": ExperimentCloudWatchLogsLogConfigurationBuilder,
    s3_configuration "s3Configuration": ExperimentS3LogConfigurationBuilder,
    log_schema_version "logSchemaVersion": Whole,
} }

builder! { ExperimentOptionsBuilder {
    account_targeting "accountTargeting": Text,
    empty_target_resolution_mode "emptyTargetResolutionMode": Text,
    actions_mode "actionsMode": Text,
} }

builder! { ExperimentReportBuilder {
    state "state": ExperimentReportStateBuilder,
    s3_reports "s3Reports": Items<ExperimentReportS3ReportBuilder>,
} }

builder! { ExperimentReportConfigurationBuilder {
    outputs "outputs": ExperimentReportConfigurationOutputsBuilder,
    data_sources "dataSources": ExperimentReportConfigurationDataSourcesBuilder,
    pre_experiment_duration "preExperimentDuration": Text,
    post_experiment_duration "postExperimentDuration": Text,
} }

builder! { ExperimentReportConfigurationCloudWatchDashboardBuilder {
    dashboard_identifier "dashboardIdentifier": Text,
} }

builder! { ExperimentReportConfigurationDataSourcesBuilder {
    cloud_watch_dashboards "cloudWatchDashboards": Items<ExperimentReportConfigurationCloudWatchDashboardBuilder>,
} }

builder! { ExperimentReportConfigurationOutputsBuilder {
    s3_configuration "s3Configuration": ExperimentReportConfigurationOutputsS3ConfigurationBuilder,
} }

builder! { ExperimentReportConfigurationOutputsS3ConfigurationBuilder {
    bucket_name "bucketName": Text,
    prefix "prefix": Text,
} }

builder! { ExperimentReportErrorBuilder {
    code "code": Text,
} }

builder! { ExperimentReportS3ReportBuilder {
    arn "arn": Text,
    report_type "reportType": Text,
} }

builder! { ExperimentReportStateBuilder {
    status "status": Text,
    reason "reason": Text,
    error "error": ExperimentReportErrorBuilder,
} }

builder! { ExperimentS3LogConfigurationBuilder {
    bucket_name "bucketName": Text,
    prefix "prefix": Text,
} }

builder! { ExperimentStateBuilder {
    status "status": Text,
    reason "reason": Text,
    error "error": ExperimentErrorBuilder,
} }

builder! { ExperimentStopConditionBuilder {
    source "source": Text,
    value "value": Text,
} }

builder! { ExperimentSummaryBuilder {
    id "id": Text,
    arn "arn": Text,
    experiment_template_id "experimentTemplateId": Text,
    state "state": ExperimentStateBuilder,
    creation_time "creationTime": Time,
    tags "tags": Entries<Text>,
    experiment_options "experimentOptions": ExperimentOptionsBuilder,
} }

builder! { ExperimentTargetBuilder {
    resource_type "resourceType": Text,
    resource_arns "resourceArns": Items<Text>,
    resource_tags "resourceTags": Entries<Text>,
    filters "filters": Items<ExperimentTargetFilterBuilder>,
    selection_mode "selectionMode": Text,
    parameters "parameters": Entries<Text>,
} }

builder! { ExperimentTargetAccountConfigurationBuilder {
    role_arn "roleArn": Text,
    account_id "accountId": Text,
    description "description": Text,
} }

builder! { ExperimentTargetAccountConfigurationSummaryBuilder {
    role_arn "roleArn": Text,
    account_id "accountId": Text,
    description "description": Text,
} }

builder! { ExperimentTargetFilterBuilder {
    path "path": Text,
    values "values": Items<Text>,
} }

builder! { ExperimentTemplateBuilder {
    id "id": Text,
    arn "arn": Text,
    description "description": Text,
    targets "targets": Entries<ExperimentTemplateTargetBuilder>,
    actions "actions": Entries<ExperimentTemplateActionBuilder>,
    stop_conditions "stopConditions": Items<ExperimentTemplateStopConditionBuilder>,
    creation_time "creationTime": Time,
    last_update_time "lastUpdateTime": Time,
    role_arn "roleArn": Text,
    tags "tags": Entries<Text>,
    log_configuration "logConfiguration": ExperimentTemplateLogConfigurationBuilder,
    experiment_options "experimentOptions": ExperimentTemplateExperimentOptionsBuilder,
    target_account_configurations_count "targetAccountConfigurationsCount": Whole,
    experiment_report_configuration "experimentReportConfiguration": ExperimentTemplateReportConfigurationBuilder,
} }

builder! { ExperimentTemplateActionBuilder {
    action_id "actionId": Text,
    description "description": Text,
    parameters "parameters": Entries<Text>,
    targets "targets": Entries<Text>,
    start_after "startAfter": Items<Text>,
} }

builder! { ExperimentTemplateCloudWatchLogsLogConfigurationBuilder {
    log_group_arn "logGroupArn": Text,
} }

builder! { ExperimentTemplateExperimentOptionsBuilder {
    account_targeting "accountTargeting": Text,
    empty_target_resolution_mode "emptyTargetResolutionMode": Text,
} }

builder! { ExperimentTemplateLogConfigurationBuilder {
    cloud_watch_logs_configuration "cloudWatchLogsConfiguration": ExperimentTemplateCloudWatchLogsLogConfigurationBuilder,
    s3_configuration "s3Configuration": ExperimentTemplateS3LogConfigurationBuilder,
    log_schema_version "logSchemaVersion": Whole,
} }

builder! { ExperimentTemplateReportConfigurationBuilder {
    outputs "outputs": ExperimentTemplateReportConfigurationOutputsBuilder,
    data_sources "dataSources": ExperimentTemplateReportConfigurationDataSourcesBuilder,
    pre_experiment_duration "preExperimentDuration": Text,
    post_experiment_duration "postExperimentDuration": Text,
} }

builder! { ExperimentTemplateReportConfigurationCloudWatchDashboardBuilder {
    dashboard_identifier "dashboardIdentifier": Text,
} }

builder! { ExperimentTemplateReportConfigurationDataSourcesBuilder {
    cloud_watch_dashboards "cloudWatchDashboards": Items<ExperimentTemplateReportConfigurationCloudWatchDashboardBuilder>,
} }

builder! { ExperimentTemplateReportConfigurationOutputsBuilder {
    s3_configuration "s3Configuration": ReportConfigurationS3OutputBuilder,
} }

builder! { ExperimentTemplateS3LogConfigurationBuilder {
    bucket_name "bucketName": Text,
    prefix "prefix": Text,
} }

builder! { ExperimentTemplateStopConditionBuilder {
    source "source": Text,
    value "value": Text,
} }

builder! { ExperimentTemplateSummaryBuilder {
    id "id": Text,
    arn "arn": Text,
    description "description": Text,
    creation_time "creationTime": Time,
    last_update_time "lastUpdateTime": Time,
    tags "tags": Entries<Text>,
} }

builder! { ExperimentTemplateTargetBuilder {
    resource_type "resourceType": Text,
    resource_arns "resourceArns": Items<Text>,
    resource_tags "resourceTags": Entries<Text>,
    filters "filters": Items<ExperimentTemplateTargetFilterBuilder>,
    selection_mode "selectionMode": Text,
    parameters "parameters": Entries<Text>,
} }

builder! { ExperimentTemplateTargetFilterBuilder {
    path "path": Text,
    values "values": Items<Text>,
} }

builder! { ReportConfigurationS3OutputBuilder {
    bucket_name "bucketName": Text,
    prefix "prefix": Text,
} }

builder! { ResolvedTargetBuilder {
    resource_type "resourceType": Text,
    target_name "targetName": Text,
    target_information "targetInformation": Entries<Text>,
} }

builder! { SafetyLeverBuilder {
    id "id": Text,
    arn "arn": Text,
    state "state": SafetyLeverStateBuilder,
} }

builder! { SafetyLeverStateBuilder {
    status "status": Text,
    reason "reason": Text,
} }

builder! { TargetAccountConfigurationBuilder {
    role_arn "roleArn": Text,
    account_id "accountId": Text,
    description "description": Text,
} }

builder! { TargetAccountConfigurationSummaryBuilder {
    role_arn "roleArn": Text,
    account_id "accountId": Text,
    description "description": Text,
} }

builder! { TargetResourceTypeBuilder {
    resource_type "resourceType": Text,
    description "description": Text,
    parameters "parameters": Entries<TargetResourceTypeParameterBuilder>,
} }

builder! { TargetResourceTypeParameterBuilder {
    description "description": Text,
    required "required": Flag,
} }

builder! { TargetResourceTypeSummaryBuilder {
    resource_type "resourceType": Text,
    description "description": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        conflict_exception "ConflictException" 409;
        resource_not_found_exception "ResourceNotFoundException" 404;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 402;
        validation_exception "ValidationException" 400;
    }
}

pub mod account_targeting {
    pub const SINGLE_ACCOUNT: &str = "single-account";
    pub const MULTI_ACCOUNT: &str = "multi-account";
}

pub mod actions_mode {
    pub const SKIP_ALL: &str = "skip-all";
    pub const RUN_ALL: &str = "run-all";
}

pub mod empty_target_resolution_mode {
    pub const FAIL: &str = "fail";
    pub const SKIP: &str = "skip";
}

pub mod experiment_action_status {
    pub const PENDING: &str = "pending";
    pub const INITIATING: &str = "initiating";
    pub const RUNNING: &str = "running";
    pub const COMPLETED: &str = "completed";
    pub const CANCELLED: &str = "cancelled";
    pub const STOPPING: &str = "stopping";
    pub const STOPPED: &str = "stopped";
    pub const FAILED: &str = "failed";
    pub const SKIPPED: &str = "skipped";
}

pub mod experiment_report_status {
    pub const PENDING: &str = "pending";
    pub const RUNNING: &str = "running";
    pub const COMPLETED: &str = "completed";
    pub const CANCELLED: &str = "cancelled";
    pub const FAILED: &str = "failed";
}

pub mod experiment_status {
    pub const PENDING: &str = "pending";
    pub const INITIATING: &str = "initiating";
    pub const RUNNING: &str = "running";
    pub const COMPLETED: &str = "completed";
    pub const STOPPING: &str = "stopping";
    pub const STOPPED: &str = "stopped";
    pub const FAILED: &str = "failed";
    pub const CANCELLED: &str = "cancelled";
}

pub mod safety_lever_status {
    pub const DISENGAGED: &str = "disengaged";
    pub const ENGAGED: &str = "engaged";
    pub const ENGAGING: &str = "engaging";
}

pub mod safety_lever_status_input {
    pub const DISENGAGED: &str = "disengaged";
    pub const ENGAGED: &str = "engaged";
}
