//! Inputs, outputs, errors and enums of the implemented operations of AccessAnalyzer.
//!
//! Written by `cargo xtask codegen accessanalyzer` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Items, Text, Whole};
use kernel::{builder, operations, view};

operations! {
    CheckAccessNotGranted: CheckAccessNotGrantedInput, CheckAccessNotGrantedOutput;
    CheckNoNewAccess: CheckNoNewAccessInput, CheckNoNewAccessOutput;
    CheckNoPublicAccess: CheckNoPublicAccessInput, CheckNoPublicAccessOutput;
    ValidatePolicy: ValidatePolicyInput, ValidatePolicyOutput;
}

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

builder! { SubstringBuilder {
    start "start": Whole,
    length "length": Whole,
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
        internal_server_exception "InternalServerException" 500;
        invalid_parameter_exception "InvalidParameterException" 400;
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

pub mod policy_type {
    pub const IDENTITY_POLICY: &str = "IDENTITY_POLICY";
    pub const RESOURCE_POLICY: &str = "RESOURCE_POLICY";
    pub const SERVICE_CONTROL_POLICY: &str = "SERVICE_CONTROL_POLICY";
    pub const RESOURCE_CONTROL_POLICY: &str = "RESOURCE_CONTROL_POLICY";
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
