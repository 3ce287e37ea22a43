//! Inputs, outputs, errors and enums of the implemented operations of AccessAnalyzer.
//!
//! Written by `cargo xtask codegen accessanalyzer` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Entries, Flag, Items, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    ApplyArchiveRule: ApplyArchiveRuleInput, ApplyArchiveRuleOutput;
    CancelPolicyGeneration: CancelPolicyGenerationInput, CancelPolicyGenerationOutput;
    CheckAccessNotGranted: CheckAccessNotGrantedInput, CheckAccessNotGrantedOutput;
    CheckNoNewAccess: CheckNoNewAccessInput, CheckNoNewAccessOutput;
    CheckNoPublicAccess: CheckNoPublicAccessInput, CheckNoPublicAccessOutput;
    CreateAnalyzer: CreateAnalyzerInput, CreateAnalyzerOutput;
    CreateArchiveRule: CreateArchiveRuleInput, CreateArchiveRuleOutput;
    DeleteAnalyzer: DeleteAnalyzerInput, DeleteAnalyzerOutput;
    DeleteArchiveRule: DeleteArchiveRuleInput, DeleteArchiveRuleOutput;
    GetAnalyzedResource: GetAnalyzedResourceInput, GetAnalyzedResourceOutput;
    GetAnalyzer: GetAnalyzerInput, GetAnalyzerOutput;
    GetArchiveRule: GetArchiveRuleInput, GetArchiveRuleOutput;
    GetFinding: GetFindingInput, GetFindingOutput;
    GetFindingV2: GetFindingV2Input, GetFindingV2Output;
    GetGeneratedPolicy: GetGeneratedPolicyInput, GetGeneratedPolicyOutput;
    ListAnalyzedResources: ListAnalyzedResourcesInput, ListAnalyzedResourcesOutput;
    ListAnalyzers: ListAnalyzersInput, ListAnalyzersOutput;
    ListArchiveRules: ListArchiveRulesInput, ListArchiveRulesOutput;
    ListFindings: ListFindingsInput, ListFindingsOutput;
    ListFindingsV2: ListFindingsV2Input, ListFindingsV2Output;
    ListPolicyGenerations: ListPolicyGenerationsInput, ListPolicyGenerationsOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    StartPolicyGeneration: StartPolicyGenerationInput, StartPolicyGenerationOutput;
    StartResourceScan: StartResourceScanInput, StartResourceScanOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateArchiveRule: UpdateArchiveRuleInput, UpdateArchiveRuleOutput;
    UpdateFindings: UpdateFindingsInput, UpdateFindingsOutput;
    ValidatePolicy: ValidatePolicyInput, ValidatePolicyOutput;
}

view! { ApplyArchiveRuleInput<'a> {
    analyzer_arn "analyzerArn": required &'a str,
    rule_name "ruleName": required &'a str,
    client_token "clientToken": optional &'a str,
} }

builder! { ApplyArchiveRuleOutput {
} }

view! { CancelPolicyGenerationInput<'a> {
    job_id "jobId": required &'a str,
} }

builder! { CancelPolicyGenerationOutput {
} }

view! { CheckAccessNotGrantedInput<'a> {
    policy_document "policyDocument": required &'a str,
    access "access": required List<'a, Access<'a>>,
    policy_type "policyType": required &'a str,
} }

builder! { CheckAccessNotGrantedOutput {
    result "result": Text,
    message "message": Text,
    reasons "reasons": Items<ReasonSummaryBuilder>,
} }

view! { CheckNoNewAccessInput<'a> {
    new_policy_document "newPolicyDocument": required &'a str,
    existing_policy_document "existingPolicyDocument": required &'a str,
    policy_type "policyType": required &'a str,
} }

builder! { CheckNoNewAccessOutput {
    result "result": Text,
    message "message": Text,
    reasons "reasons": Items<ReasonSummaryBuilder>,
} }

view! { CheckNoPublicAccessInput<'a> {
    policy_document "policyDocument": required &'a str,
    resource_type "resourceType": required &'a str,
} }

builder! { CheckNoPublicAccessOutput {
    result "result": Text,
    message "message": Text,
    reasons "reasons": Items<ReasonSummaryBuilder>,
} }

view! { CreateAnalyzerInput<'a> {
    analyzer_name "analyzerName": required &'a str,
    type_ "type": required &'a str,
    archive_rules "archiveRules": optional List<'a, InlineArchiveRule<'a>>,
    tags "tags": optional Map<'a, &'a str>,
    client_token "clientToken": optional &'a str,
    configuration "configuration": optional AnalyzerConfiguration<'a>,
} }

builder! { CreateAnalyzerOutput {
    arn "arn": Text,
} }

view! { CreateArchiveRuleInput<'a> {
    analyzer_name "analyzerName": required &'a str,
    rule_name "ruleName": required &'a str,
    filter "filter": required Map<'a, Criterion<'a>>,
    client_token "clientToken": optional &'a str,
} }

builder! { CreateArchiveRuleOutput {
} }

view! { DeleteAnalyzerInput<'a> {
    analyzer_name "analyzerName": required &'a str,
    client_token "clientToken": optional &'a str,
} }

builder! { DeleteAnalyzerOutput {
} }

view! { DeleteArchiveRuleInput<'a> {
    analyzer_name "analyzerName": required &'a str,
    rule_name "ruleName": required &'a str,
    client_token "clientToken": optional &'a str,
} }

builder! { DeleteArchiveRuleOutput {
} }

view! { GetAnalyzedResourceInput<'a> {
    analyzer_arn "analyzerArn": required &'a str,
    resource_arn "resourceArn": required &'a str,
} }

builder! { GetAnalyzedResourceOutput {
    resource "resource": AnalyzedResourceBuilder,
} }

view! { GetAnalyzerInput<'a> {
    analyzer_name "analyzerName": required &'a str,
} }

builder! { GetAnalyzerOutput {
    analyzer "analyzer": AnalyzerSummaryBuilder,
} }

view! { GetArchiveRuleInput<'a> {
    analyzer_name "analyzerName": required &'a str,
    rule_name "ruleName": required &'a str,
} }

builder! { GetArchiveRuleOutput {
    archive_rule "archiveRule": ArchiveRuleSummaryBuilder,
} }

view! { GetFindingInput<'a> {
    analyzer_arn "analyzerArn": required &'a str,
    id "id": required &'a str,
} }

builder! { GetFindingOutput {
    finding "finding": FindingBuilder,
} }

view! { GetFindingV2Input<'a> {
    analyzer_arn "analyzerArn": required &'a str,
    id "id": required &'a str,
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
} }

builder! { GetFindingV2Output {
    analyzed_at "analyzedAt": Time,
    created_at "createdAt": Time,
    error "error": Text,
    id "id": Text,
    next_token "nextToken": Text,
    resource "resource": Text,
    resource_type "resourceType": Text,
    resource_owner_account "resourceOwnerAccount": Text,
    status "status": Text,
    updated_at "updatedAt": Time,
    finding_details "findingDetails": Items<FindingDetailsBuilder>,
    finding_type "findingType": Text,
} }

view! { GetGeneratedPolicyInput<'a> {
    job_id "jobId": required &'a str,
    include_resource_placeholders "includeResourcePlaceholders": optional bool,
    include_service_level_template "includeServiceLevelTemplate": optional bool,
} }

builder! { GetGeneratedPolicyOutput {
    job_details "jobDetails": JobDetailsBuilder,
    generated_policy_result "generatedPolicyResult": GeneratedPolicyResultBuilder,
} }

view! { ListAnalyzedResourcesInput<'a> {
    analyzer_arn "analyzerArn": required &'a str,
    resource_type "resourceType": optional &'a str,
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
} }

builder! { ListAnalyzedResourcesOutput {
    analyzed_resources "analyzedResources": Items<AnalyzedResourceSummaryBuilder>,
    next_token "nextToken": Text,
} }

view! { ListAnalyzersInput<'a> {
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
    type_ "type": optional &'a str,
} }

builder! { ListAnalyzersOutput {
    analyzers "analyzers": Items<AnalyzerSummaryBuilder>,
    next_token "nextToken": Text,
} }

view! { ListArchiveRulesInput<'a> {
    analyzer_name "analyzerName": required &'a str,
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
} }

builder! { ListArchiveRulesOutput {
    archive_rules "archiveRules": Items<ArchiveRuleSummaryBuilder>,
    next_token "nextToken": Text,
} }

view! { ListFindingsInput<'a> {
    analyzer_arn "analyzerArn": required &'a str,
    filter "filter": optional Map<'a, Criterion<'a>>,
    sort "sort": optional SortCriteria<'a>,
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
} }

builder! { ListFindingsOutput {
    findings "findings": Items<FindingSummaryBuilder>,
    next_token "nextToken": Text,
} }

view! { ListFindingsV2Input<'a> {
    analyzer_arn "analyzerArn": required &'a str,
    filter "filter": optional Map<'a, Criterion<'a>>,
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
    sort "sort": optional SortCriteria<'a>,
} }

builder! { ListFindingsV2Output {
    findings "findings": Items<FindingSummaryV2Builder>,
    next_token "nextToken": Text,
} }

view! { ListPolicyGenerationsInput<'a> {
    principal_arn "principalArn": optional &'a str,
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
} }

builder! { ListPolicyGenerationsOutput {
    policy_generations "policyGenerations": Items<PolicyGenerationBuilder>,
    next_token "nextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "tags": Entries<Text>,
} }

view! { StartPolicyGenerationInput<'a> {
    policy_generation_details "policyGenerationDetails": required PolicyGenerationDetails<'a>,
    cloud_trail_details "cloudTrailDetails": optional CloudTrailDetails<'a>,
    client_token "clientToken": optional &'a str,
} }

builder! { StartPolicyGenerationOutput {
    job_id "jobId": Text,
} }

view! { StartResourceScanInput<'a> {
    analyzer_arn "analyzerArn": required &'a str,
    resource_arn "resourceArn": required &'a str,
    resource_owner_account "resourceOwnerAccount": optional &'a str,
} }

builder! { StartResourceScanOutput {
} }

view! { TagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tags "tags": required Map<'a, &'a str>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tag_keys "tagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateArchiveRuleInput<'a> {
    analyzer_name "analyzerName": required &'a str,
    rule_name "ruleName": required &'a str,
    filter "filter": required Map<'a, Criterion<'a>>,
    client_token "clientToken": optional &'a str,
} }

builder! { UpdateArchiveRuleOutput {
} }

view! { UpdateFindingsInput<'a> {
    analyzer_arn "analyzerArn": required &'a str,
    status "status": required &'a str,
    ids "ids": optional List<'a, &'a str>,
    resource_arn "resourceArn": optional &'a str,
    client_token "clientToken": optional &'a str,
} }

builder! { UpdateFindingsOutput {
} }

view! { ValidatePolicyInput<'a> {
    locale "locale": optional &'a str,
    max_results "maxResults": optional i64,
    next_token "nextToken": optional &'a str,
    policy_document "policyDocument": required &'a str,
    policy_type "policyType": required &'a str,
    validate_policy_resource_type "validatePolicyResourceType": optional &'a str,
} }

builder! { ValidatePolicyOutput {
    findings "findings": Items<ValidatePolicyFindingBuilder>,
    next_token "nextToken": Text,
} }

view! { Access<'a> {
    actions "actions": optional List<'a, &'a str>,
    resources "resources": optional List<'a, &'a str>,
} }

view! { AnalysisRule<'a> {
    exclusions "exclusions": optional List<'a, AnalysisRuleCriteria<'a>>,
} }

view! { AnalysisRuleCriteria<'a> {
    account_ids "accountIds": optional List<'a, &'a str>,
    resource_tags "resourceTags": optional List<'a, Map<'a, &'a str>>,
} }

view! { AnalyzerConfiguration<'a> {
    unused_access "unusedAccess": optional UnusedAccessConfiguration<'a>,
    internal_access "internalAccess": optional InternalAccessConfiguration<'a>,
} }

view! { CloudTrailDetails<'a> {
    trails "trails": required List<'a, Trail<'a>>,
    access_role "accessRole": required &'a str,
    start_time "startTime": required Timestamp,
    end_time "endTime": optional Timestamp,
} }

view! { Criterion<'a> {
    eq "eq": optional List<'a, &'a str>,
    neq "neq": optional List<'a, &'a str>,
    contains "contains": optional List<'a, &'a str>,
    exists "exists": optional bool,
} }

view! { InlineArchiveRule<'a> {
    rule_name "ruleName": required &'a str,
    filter "filter": required Map<'a, Criterion<'a>>,
} }

view! { InternalAccessAnalysisRule<'a> {
    inclusions "inclusions": optional List<'a, InternalAccessAnalysisRuleCriteria<'a>>,
} }

view! { InternalAccessAnalysisRuleCriteria<'a> {
    account_ids "accountIds": optional List<'a, &'a str>,
    resource_types "resourceTypes": optional List<'a, &'a str>,
    resource_arns "resourceArns": optional List<'a, &'a str>,
} }

view! { InternalAccessConfiguration<'a> {
    analysis_rule "analysisRule": optional InternalAccessAnalysisRule<'a>,
} }

view! { PolicyGenerationDetails<'a> {
    principal_arn "principalArn": required &'a str,
} }

view! { SortCriteria<'a> {
    attribute_name "attributeName": optional &'a str,
    order_by "orderBy": optional &'a str,
} }

view! { Trail<'a> {
    cloud_trail_arn "cloudTrailArn": required &'a str,
    regions "regions": optional List<'a, &'a str>,
    all_regions "allRegions": optional bool,
} }

view! { UnusedAccessConfiguration<'a> {
    unused_access_age "unusedAccessAge": optional i64,
    analysis_rule "analysisRule": optional AnalysisRule<'a>,
} }

builder! { AnalysisRuleBuilder {
    exclusions "exclusions": Items<AnalysisRuleCriteriaBuilder>,
} }

builder! { AnalysisRuleCriteriaBuilder {
    account_ids "accountIds": Items<Text>,
    resource_tags "resourceTags": Items<Entries<Text>>,
} }

builder! { AnalyzedResourceBuilder {
    resource_arn "resourceArn": Text,
    resource_type "resourceType": Text,
    created_at "createdAt": Time,
    analyzed_at "analyzedAt": Time,
    updated_at "updatedAt": Time,
    is_public "isPublic": Flag,
    actions "actions": Items<Text>,
    shared_via "sharedVia": Items<Text>,
    status "status": Text,
    resource_owner_account "resourceOwnerAccount": Text,
    error "error": Text,
} }

builder! { AnalyzedResourceSummaryBuilder {
    resource_arn "resourceArn": Text,
    resource_owner_account "resourceOwnerAccount": Text,
    resource_type "resourceType": Text,
} }

builder! { AnalyzerConfigurationBuilder {
    unused_access "unusedAccess": UnusedAccessConfigurationBuilder,
    internal_access "internalAccess": InternalAccessConfigurationBuilder,
} }

builder! { AnalyzerSummaryBuilder {
    arn "arn": Text,
    name "name": Text,
    type_ "type": Text,
    created_at "createdAt": Time,
    last_resource_analyzed "lastResourceAnalyzed": Text,
    last_resource_analyzed_at "lastResourceAnalyzedAt": Time,
    tags "tags": Entries<Text>,
    status "status": Text,
    status_reason "statusReason": StatusReasonBuilder,
    configuration "configuration": AnalyzerConfigurationBuilder,
    managed_by "managedBy": Text,
} }

builder! { ArchiveRuleSummaryBuilder {
    rule_name "ruleName": Text,
    filter "filter": Entries<CriterionBuilder>,
    created_at "createdAt": Time,
    updated_at "updatedAt": Time,
} }

builder! { CloudTrailPropertiesBuilder {
    trail_properties "trailProperties": Items<TrailPropertiesBuilder>,
    start_time "startTime": Time,
    end_time "endTime": Time,
} }

builder! { CriterionBuilder {
    eq "eq": Items<Text>,
    neq "neq": Items<Text>,
    contains "contains": Items<Text>,
    exists "exists": Flag,
} }

builder! { ExternalAccessDetailsBuilder {
    action "action": Items<Text>,
    condition "condition": Entries<Text>,
    is_public "isPublic": Flag,
    principal "principal": Entries<Text>,
    sources "sources": Items<FindingSourceBuilder>,
    resource_control_policy_restriction "resourceControlPolicyRestriction": Text,
} }

builder! { FindingBuilder {
    id "id": Text,
    principal "principal": Entries<Text>,
    action "action": Items<Text>,
    resource "resource": Text,
    is_public "isPublic": Flag,
    resource_type "resourceType": Text,
    condition "condition": Entries<Text>,
    created_at "createdAt": Time,
    analyzed_at "analyzedAt": Time,
    updated_at "updatedAt": Time,
    status "status": Text,
    resource_owner_account "resourceOwnerAccount": Text,
    error "error": Text,
    sources "sources": Items<FindingSourceBuilder>,
    resource_control_policy_restriction "resourceControlPolicyRestriction": Text,
} }

builder! { FindingDetailsBuilder {
    internal_access_details "internalAccessDetails": InternalAccessDetailsBuilder,
    external_access_details "externalAccessDetails": ExternalAccessDetailsBuilder,
    unused_permission_details "unusedPermissionDetails": UnusedPermissionDetailsBuilder,
    unused_iam_user_access_key_details "unusedIamUserAccessKeyDetails": UnusedIamUserAccessKeyDetailsBuilder,
    unused_iam_role_details "unusedIamRoleDetails": UnusedIamRoleDetailsBuilder,
    unused_iam_user_password_details "unusedIamUserPasswordDetails": UnusedIamUserPasswordDetailsBuilder,
} }

builder! { FindingSourceBuilder {
    type_ "type": Text,
    detail "detail": FindingSourceDetailBuilder,
} }

builder! { FindingSourceDetailBuilder {
    access_point_arn "accessPointArn": Text,
    access_point_account "accessPointAccount": Text,
} }

builder! { FindingSummaryBuilder {
    id "id": Text,
    principal "principal": Entries<Text>,
    action "action": Items<Text>,
    resource "resource": Text,
    is_public "isPublic": Flag,
    resource_type "resourceType": Text,
    condition "condition": Entries<Text>,
    created_at "createdAt": Time,
    analyzed_at "analyzedAt": Time,
    updated_at "updatedAt": Time,
    status "status": Text,
    resource_owner_account "resourceOwnerAccount": Text,
    error "error": Text,
    sources "sources": Items<FindingSourceBuilder>,
    resource_control_policy_restriction "resourceControlPolicyRestriction": Text,
} }

builder! { FindingSummaryV2Builder {
    analyzed_at "analyzedAt": Time,
    created_at "createdAt": Time,
    error "error": Text,
    id "id": Text,
    resource "resource": Text,
    resource_type "resourceType": Text,
    resource_owner_account "resourceOwnerAccount": Text,
    status "status": Text,
    updated_at "updatedAt": Time,
    finding_type "findingType": Text,
} }

builder! { GeneratedPolicyBuilder {
    policy "policy": Text,
} }

builder! { GeneratedPolicyPropertiesBuilder {
    is_complete "isComplete": Flag,
    principal_arn "principalArn": Text,
    cloud_trail_properties "cloudTrailProperties": CloudTrailPropertiesBuilder,
} }

builder! { GeneratedPolicyResultBuilder {
    properties "properties": GeneratedPolicyPropertiesBuilder,
    generated_policies "generatedPolicies": Items<GeneratedPolicyBuilder>,
} }

builder! { InternalAccessAnalysisRuleBuilder {
    inclusions "inclusions": Items<InternalAccessAnalysisRuleCriteriaBuilder>,
} }

builder! { InternalAccessAnalysisRuleCriteriaBuilder {
    account_ids "accountIds": Items<Text>,
    resource_types "resourceTypes": Items<Text>,
    resource_arns "resourceArns": Items<Text>,
} }

builder! { InternalAccessConfigurationBuilder {
    analysis_rule "analysisRule": InternalAccessAnalysisRuleBuilder,
} }

builder! { InternalAccessDetailsBuilder {
    action "action": Items<Text>,
    condition "condition": Entries<Text>,
    principal "principal": Entries<Text>,
    principal_owner_account "principalOwnerAccount": Text,
    access_type "accessType": Text,
    principal_type "principalType": Text,
    sources "sources": Items<FindingSourceBuilder>,
    resource_control_policy_restriction "resourceControlPolicyRestriction": Text,
    service_control_policy_restriction "serviceControlPolicyRestriction": Text,
} }

builder! { JobDetailsBuilder {
    job_id "jobId": Text,
    status "status": Text,
    started_on "startedOn": Time,
    completed_on "completedOn": Time,
    job_error "jobError": JobErrorBuilder,
} }

builder! { JobErrorBuilder {
    code "code": Text,
    message "message": Text,
} }

builder! { LocationBuilder {
    path "path": Items<PathElementBuilder>,
    span "span": SpanBuilder,
} }

builder! { PathElementBuilder {
    index "index": Whole,
    key "key": Text,
    substring "substring": SubstringBuilder,
    value "value": Text,
} }

builder! { PolicyGenerationBuilder {
    job_id "jobId": Text,
    principal_arn "principalArn": Text,
    status "status": Text,
    started_on "startedOn": Time,
    completed_on "completedOn": Time,
} }

builder! { PositionBuilder {
    line "line": Whole,
    column "column": Whole,
    offset "offset": Whole,
} }

builder! { ReasonSummaryBuilder {
    description "description": Text,
    statement_index "statementIndex": Whole,
    statement_id "statementId": Text,
} }

builder! { SpanBuilder {
    start "start": PositionBuilder,
    end "end": PositionBuilder,
} }

builder! { StatusReasonBuilder {
    code "code": Text,
} }

builder! { SubstringBuilder {
    start "start": Whole,
    length "length": Whole,
} }

builder! { TrailPropertiesBuilder {
    cloud_trail_arn "cloudTrailArn": Text,
    regions "regions": Items<Text>,
    all_regions "allRegions": Flag,
} }

builder! { UnusedAccessConfigurationBuilder {
    unused_access_age "unusedAccessAge": Whole,
    analysis_rule "analysisRule": AnalysisRuleBuilder,
} }

builder! { UnusedActionBuilder {
    action "action": Text,
    last_accessed "lastAccessed": Time,
} }

builder! { UnusedIamRoleDetailsBuilder {
    last_accessed "lastAccessed": Time,
} }

builder! { UnusedIamUserAccessKeyDetailsBuilder {
    access_key_id "accessKeyId": Text,
    last_accessed "lastAccessed": Time,
} }

builder! { UnusedIamUserPasswordDetailsBuilder {
    last_accessed "lastAccessed": Time,
} }

builder! { UnusedPermissionDetailsBuilder {
    actions "actions": Items<UnusedActionBuilder>,
    service_namespace "serviceNamespace": Text,
    last_accessed "lastAccessed": Time,
} }

builder! { ValidatePolicyFindingBuilder {
    finding_details "findingDetails": Text,
    finding_type "findingType": Text,
    issue_code "issueCode": Text,
    learn_more_link "learnMoreLink": Text,
    locations "locations": Items<LocationBuilder>,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        access_denied_exception "AccessDeniedException" 403;
        conflict_exception "ConflictException" 409;
        internal_server_exception "InternalServerException" 500;
        invalid_parameter_exception "InvalidParameterException" 400;
        resource_not_found_exception "ResourceNotFoundException" 404;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 402;
        throttling_exception "ThrottlingException" 429;
        unprocessable_entity_exception "UnprocessableEntityException" 422;
        validation_exception "ValidationException" 400;
    }
}

pub mod access_check_policy_type {
    pub const IDENTITY_POLICY: &str = "IDENTITY_POLICY";
    pub const RESOURCE_POLICY: &str = "RESOURCE_POLICY";
}

pub mod access_check_resource_type {
    pub const AWS_DYNAMO_DB_TABLE: &str = "AWS::DynamoDB::Table";
    pub const AWS_DYNAMO_DB_STREAM: &str = "AWS::DynamoDB::Stream";
    pub const AWS_EFS_FILE_SYSTEM: &str = "AWS::EFS::FileSystem";
    pub const AWS_OPEN_SEARCH_SERVICE_DOMAIN: &str = "AWS::OpenSearchService::Domain";
    pub const AWS_KINESIS_STREAM: &str = "AWS::Kinesis::Stream";
    pub const AWS_KINESIS_STREAM_CONSUMER: &str = "AWS::Kinesis::StreamConsumer";
    pub const AWS_KMS_KEY: &str = "AWS::KMS::Key";
    pub const AWS_LAMBDA_FUNCTION: &str = "AWS::Lambda::Function";
    pub const AWS_S3_BUCKET: &str = "AWS::S3::Bucket";
    pub const AWS_S3_ACCESS_POINT: &str = "AWS::S3::AccessPoint";
    pub const AWS_S3_EXPRESS_DIRECTORY_BUCKET: &str = "AWS::S3Express::DirectoryBucket";
    pub const AWS_S3_GLACIER: &str = "AWS::S3::Glacier";
    pub const AWS_S3_OUTPOSTS_BUCKET: &str = "AWS::S3Outposts::Bucket";
    pub const AWS_S3_OUTPOSTS_ACCESS_POINT: &str = "AWS::S3Outposts::AccessPoint";
    pub const AWS_SECRETS_MANAGER_SECRET: &str = "AWS::SecretsManager::Secret";
    pub const AWS_SNS_TOPIC: &str = "AWS::SNS::Topic";
    pub const AWS_SQS_QUEUE: &str = "AWS::SQS::Queue";
    pub const AWS_IAM_ASSUME_ROLE_POLICY_DOCUMENT: &str = "AWS::IAM::AssumeRolePolicyDocument";
    pub const AWS_S3_TABLES_TABLE_BUCKET: &str = "AWS::S3Tables::TableBucket";
    pub const AWS_API_GATEWAY_REST_API: &str = "AWS::ApiGateway::RestApi";
    pub const AWS_CODE_ARTIFACT_DOMAIN: &str = "AWS::CodeArtifact::Domain";
    pub const AWS_BACKUP_BACKUP_VAULT: &str = "AWS::Backup::BackupVault";
    pub const AWS_CLOUD_TRAIL_DASHBOARD: &str = "AWS::CloudTrail::Dashboard";
    pub const AWS_CLOUD_TRAIL_EVENT_DATA_STORE: &str = "AWS::CloudTrail::EventDataStore";
    pub const AWS_S3_TABLES_TABLE: &str = "AWS::S3Tables::Table";
    pub const AWS_S3_EXPRESS_ACCESS_POINT: &str = "AWS::S3Express::AccessPoint";
}

pub mod analyzer_status {
    pub const ACTIVE: &str = "ACTIVE";
    pub const CREATING: &str = "CREATING";
    pub const DISABLED: &str = "DISABLED";
    pub const FAILED: &str = "FAILED";
}

pub mod check_access_not_granted_result {
    pub const PASS: &str = "PASS";
    pub const FAIL: &str = "FAIL";
}

pub mod check_no_new_access_result {
    pub const PASS: &str = "PASS";
    pub const FAIL: &str = "FAIL";
}

pub mod check_no_public_access_result {
    pub const PASS: &str = "PASS";
    pub const FAIL: &str = "FAIL";
}

pub mod finding_source_type {
    pub const POLICY: &str = "POLICY";
    pub const BUCKET_ACL: &str = "BUCKET_ACL";
    pub const S3_ACCESS_POINT: &str = "S3_ACCESS_POINT";
    pub const S3_ACCESS_POINT_ACCOUNT: &str = "S3_ACCESS_POINT_ACCOUNT";
}

pub mod finding_status {
    pub const ACTIVE: &str = "ACTIVE";
    pub const ARCHIVED: &str = "ARCHIVED";
    pub const RESOLVED: &str = "RESOLVED";
}

pub mod finding_status_update {
    pub const ACTIVE: &str = "ACTIVE";
    pub const ARCHIVED: &str = "ARCHIVED";
}

pub mod finding_type {
    pub const EXTERNAL_ACCESS: &str = "ExternalAccess";
    pub const UNUSED_IAM_ROLE: &str = "UnusedIAMRole";
    pub const UNUSED_IAM_USER_ACCESS_KEY: &str = "UnusedIAMUserAccessKey";
    pub const UNUSED_IAM_USER_PASSWORD: &str = "UnusedIAMUserPassword";
    pub const UNUSED_PERMISSION: &str = "UnusedPermission";
    pub const INTERNAL_ACCESS: &str = "InternalAccess";
}

pub mod internal_access_type {
    pub const INTRA_ACCOUNT: &str = "INTRA_ACCOUNT";
    pub const INTRA_ORG: &str = "INTRA_ORG";
}

pub mod job_error_code {
    pub const AUTHORIZATION_ERROR: &str = "AUTHORIZATION_ERROR";
    pub const RESOURCE_NOT_FOUND_ERROR: &str = "RESOURCE_NOT_FOUND_ERROR";
    pub const SERVICE_QUOTA_EXCEEDED_ERROR: &str = "SERVICE_QUOTA_EXCEEDED_ERROR";
    pub const SERVICE_ERROR: &str = "SERVICE_ERROR";
}

pub mod job_status {
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const SUCCEEDED: &str = "SUCCEEDED";
    pub const FAILED: &str = "FAILED";
    pub const CANCELED: &str = "CANCELED";
}

pub mod locale {
    pub const DE: &str = "DE";
    pub const EN: &str = "EN";
    pub const ES: &str = "ES";
    pub const FR: &str = "FR";
    pub const IT: &str = "IT";
    pub const JA: &str = "JA";
    pub const KO: &str = "KO";
    pub const PT_BR: &str = "PT_BR";
    pub const ZH_CN: &str = "ZH_CN";
    pub const ZH_TW: &str = "ZH_TW";
}

pub mod order_by {
    pub const ASC: &str = "ASC";
    pub const DESC: &str = "DESC";
}

pub mod policy_type {
    pub const IDENTITY_POLICY: &str = "IDENTITY_POLICY";
    pub const RESOURCE_POLICY: &str = "RESOURCE_POLICY";
    pub const SERVICE_CONTROL_POLICY: &str = "SERVICE_CONTROL_POLICY";
    pub const RESOURCE_CONTROL_POLICY: &str = "RESOURCE_CONTROL_POLICY";
}

pub mod principal_type {
    pub const IAM_ROLE: &str = "IAM_ROLE";
    pub const IAM_USER: &str = "IAM_USER";
}

pub mod reason_code {
    pub const AWS_SERVICE_ACCESS_DISABLED: &str = "AWS_SERVICE_ACCESS_DISABLED";
    pub const DELEGATED_ADMINISTRATOR_DEREGISTERED: &str = "DELEGATED_ADMINISTRATOR_DEREGISTERED";
    pub const ORGANIZATION_DELETED: &str = "ORGANIZATION_DELETED";
    pub const SERVICE_LINKED_ROLE_CREATION_FAILED: &str = "SERVICE_LINKED_ROLE_CREATION_FAILED";
}

pub mod resource_control_policy_restriction {
    pub const APPLICABLE: &str = "APPLICABLE";
    pub const FAILED_TO_EVALUATE_RCP: &str = "FAILED_TO_EVALUATE_RCP";
    pub const NOT_APPLICABLE: &str = "NOT_APPLICABLE";
    pub const APPLIED: &str = "APPLIED";
}

pub mod resource_type {
    pub const AWS_S3_BUCKET: &str = "AWS::S3::Bucket";
    pub const AWS_IAM_ROLE: &str = "AWS::IAM::Role";
    pub const AWS_SQS_QUEUE: &str = "AWS::SQS::Queue";
    pub const AWS_LAMBDA_FUNCTION: &str = "AWS::Lambda::Function";
    pub const AWS_LAMBDA_LAYER_VERSION: &str = "AWS::Lambda::LayerVersion";
    pub const AWS_KMS_KEY: &str = "AWS::KMS::Key";
    pub const AWS_SECRETS_MANAGER_SECRET: &str = "AWS::SecretsManager::Secret";
    pub const AWS_EFS_FILE_SYSTEM: &str = "AWS::EFS::FileSystem";
    pub const AWS_EC2_SNAPSHOT: &str = "AWS::EC2::Snapshot";
    pub const AWS_ECR_REPOSITORY: &str = "AWS::ECR::Repository";
    pub const AWS_RDS_DB_SNAPSHOT: &str = "AWS::RDS::DBSnapshot";
    pub const AWS_RDS_DB_CLUSTER_SNAPSHOT: &str = "AWS::RDS::DBClusterSnapshot";
    pub const AWS_SNS_TOPIC: &str = "AWS::SNS::Topic";
    pub const AWS_S3_EXPRESS_DIRECTORY_BUCKET: &str = "AWS::S3Express::DirectoryBucket";
    pub const AWS_DYNAMO_DB_TABLE: &str = "AWS::DynamoDB::Table";
    pub const AWS_DYNAMO_DB_STREAM: &str = "AWS::DynamoDB::Stream";
    pub const AWS_IAM_USER: &str = "AWS::IAM::User";
}

pub mod service_control_policy_restriction {
    pub const APPLICABLE: &str = "APPLICABLE";
    pub const FAILED_TO_EVALUATE_SCP: &str = "FAILED_TO_EVALUATE_SCP";
    pub const NOT_APPLICABLE: &str = "NOT_APPLICABLE";
    pub const APPLIED: &str = "APPLIED";
}

pub mod type_ {
    pub const ACCOUNT: &str = "ACCOUNT";
    pub const ORGANIZATION: &str = "ORGANIZATION";
    pub const ACCOUNT_UNUSED_ACCESS: &str = "ACCOUNT_UNUSED_ACCESS";
    pub const ORGANIZATION_UNUSED_ACCESS: &str = "ORGANIZATION_UNUSED_ACCESS";
    pub const ACCOUNT_INTERNAL_ACCESS: &str = "ACCOUNT_INTERNAL_ACCESS";
    pub const ORGANIZATION_INTERNAL_ACCESS: &str = "ORGANIZATION_INTERNAL_ACCESS";
}

pub mod validate_policy_finding_type {
    pub const ERROR: &str = "ERROR";
    pub const SECURITY_WARNING: &str = "SECURITY_WARNING";
    pub const SUGGESTION: &str = "SUGGESTION";
    pub const WARNING: &str = "WARNING";
}

pub mod validate_policy_resource_type {
    pub const AWS_S3_BUCKET: &str = "AWS::S3::Bucket";
    pub const AWS_S3_ACCESS_POINT: &str = "AWS::S3::AccessPoint";
    pub const AWS_S3_MULTI_REGION_ACCESS_POINT: &str = "AWS::S3::MultiRegionAccessPoint";
    pub const AWS_S3_OBJECT_LAMBDA_ACCESS_POINT: &str = "AWS::S3ObjectLambda::AccessPoint";
    pub const AWS_IAM_ASSUME_ROLE_POLICY_DOCUMENT: &str = "AWS::IAM::AssumeRolePolicyDocument";
    pub const AWS_DYNAMO_DB_TABLE: &str = "AWS::DynamoDB::Table";
}
