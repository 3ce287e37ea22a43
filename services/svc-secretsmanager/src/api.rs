//! Inputs, outputs, errors and enums of the implemented operations of Secrets Manager.
//!
//! Written by `cargo xtask codegen secretsmanager` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::List;
use kernel::view::kind::{Blob, Entries, Flag, Items, Text, Time, Whole};
use kernel::{builder, operations, view};

operations! {
    AssociateCrossAccountReplica: AssociateCrossAccountReplicaInput, AssociateCrossAccountReplicaOutput;
    BatchGetSecretValue: BatchGetSecretValueInput, BatchGetSecretValueOutput;
    CancelRotateSecret: CancelRotateSecretInput, CancelRotateSecretOutput;
    CreateSecret: CreateSecretInput, CreateSecretOutput;
    DeleteResourcePolicy: DeleteResourcePolicyInput, DeleteResourcePolicyOutput;
    DeleteSecret: DeleteSecretInput, DeleteSecretOutput;
    DescribeSecret: DescribeSecretInput, DescribeSecretOutput;
    DisassociateCrossAccountReplica: DisassociateCrossAccountReplicaInput, DisassociateCrossAccountReplicaOutput;
    GetRandomPassword: GetRandomPasswordInput, GetRandomPasswordOutput;
    GetResourcePolicy: GetResourcePolicyInput, GetResourcePolicyOutput;
    GetSecretValue: GetSecretValueInput, GetSecretValueOutput;
    ListResourcePolicies: ListResourcePoliciesInput, ListResourcePoliciesOutput;
    ListSecretVersionIds: ListSecretVersionIdsInput, ListSecretVersionIdsOutput;
    ListSecrets: ListSecretsInput, ListSecretsOutput;
    PutResourcePolicy: PutResourcePolicyInput, PutResourcePolicyOutput;
    PutSecretValue: PutSecretValueInput, PutSecretValueOutput;
    RemoveRegionsFromReplication: RemoveRegionsFromReplicationInput, RemoveRegionsFromReplicationOutput;
    ReplicateSecretToRegions: ReplicateSecretToRegionsInput, ReplicateSecretToRegionsOutput;
    RestoreSecret: RestoreSecretInput, RestoreSecretOutput;
    RotateSecret: RotateSecretInput, RotateSecretOutput;
    StopReplicationToReplica: StopReplicationToReplicaInput, StopReplicationToReplicaOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateSecret: UpdateSecretInput, UpdateSecretOutput;
    UpdateSecretVersionStage: UpdateSecretVersionStageInput, UpdateSecretVersionStageOutput;
    ValidateResourcePolicy: ValidateResourcePolicyInput, ValidateResourcePolicyOutput;
}

view! { AssociateCrossAccountReplicaInput<'a> {
    secret_id "SecretId": required &'a str,
    cross_account_replica_arn "CrossAccountReplicaARN": required &'a str,
    replica_restriction "ReplicaRestriction": optional &'a str,
    replication_role_arn "ReplicationRoleARN": optional &'a str,
} }

builder! { AssociateCrossAccountReplicaOutput {
    arn "ARN": Text,
    cross_account_replica_arn "CrossAccountReplicaARN": Text,
    replication_status "ReplicationStatus": Text,
} }

view! { BatchGetSecretValueInput<'a> {
    secret_id_list "SecretIdList": optional List<'a, &'a str>,
    filters "Filters": optional List<'a, Filter<'a>>,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { BatchGetSecretValueOutput {
    secret_values "SecretValues": Items<SecretValueEntryBuilder>,
    next_token "NextToken": Text,
    errors "Errors": Items<APIErrorTypeBuilder>,
} }

view! { CancelRotateSecretInput<'a> {
    secret_id "SecretId": required &'a str,
} }

builder! { CancelRotateSecretOutput {
    arn "ARN": Text,
    name "Name": Text,
    version_id "VersionId": Text,
} }

view! { CreateSecretInput<'a> {
    name "Name": required &'a str,
    client_request_token "ClientRequestToken": optional &'a str,
    description "Description": optional &'a str,
    kms_key_id "KmsKeyId": optional &'a str,
    secret_binary "SecretBinary": optional &'a Bytes,
    secret_string "SecretString": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
    add_replica_regions "AddReplicaRegions": optional List<'a, ReplicaRegionType<'a>>,
    force_overwrite_replica_secret "ForceOverwriteReplicaSecret": optional bool,
    type_ "Type": optional &'a str,
    cross_account_primary_arn "CrossAccountPrimaryARN": optional &'a str,
} }

builder! { CreateSecretOutput {
    arn "ARN": Text,
    name "Name": Text,
    version_id "VersionId": Text,
    replication_status "ReplicationStatus": Items<ReplicationStatusTypeBuilder>,
} }

view! { DeleteResourcePolicyInput<'a> {
    secret_id "SecretId": required &'a str,
    policy_name "PolicyName": optional &'a str,
} }

builder! { DeleteResourcePolicyOutput {
    arn "ARN": Text,
    name "Name": Text,
    policy_name "PolicyName": Text,
} }

view! { DeleteSecretInput<'a> {
    secret_id "SecretId": required &'a str,
    recovery_window_in_days "RecoveryWindowInDays": optional i64,
    force_delete_without_recovery "ForceDeleteWithoutRecovery": optional bool,
} }

builder! { DeleteSecretOutput {
    arn "ARN": Text,
    name "Name": Text,
    deletion_date "DeletionDate": Time,
} }

view! { DescribeSecretInput<'a> {
    secret_id "SecretId": required &'a str,
} }

builder! { DescribeSecretOutput {
    arn "ARN": Text,
    name "Name": Text,
    type_ "Type": Text,
    description "Description": Text,
    kms_key_id "KmsKeyId": Text,
    rotation_enabled "RotationEnabled": Flag,
    rotation_lambda_arn "RotationLambdaARN": Text,
    rotation_rules "RotationRules": RotationRulesTypeBuilder,
    external_secret_rotation_metadata "ExternalSecretRotationMetadata": Items<ExternalSecretRotationMetadataItemBuilder>,
    external_secret_rotation_role_arn "ExternalSecretRotationRoleArn": Text,
    last_rotated_date "LastRotatedDate": Time,
    last_changed_date "LastChangedDate": Time,
    last_accessed_date "LastAccessedDate": Time,
    deleted_date "DeletedDate": Time,
    next_rotation_date "NextRotationDate": Time,
    tags "Tags": Items<TagBuilder>,
    version_ids_to_stages "VersionIdsToStages": Entries<Items<Text>>,
    owning_service "OwningService": Text,
    created_date "CreatedDate": Time,
    primary_region "PrimaryRegion": Text,
    replication_status "ReplicationStatus": Items<ReplicationStatusTypeBuilder>,
    cross_account_primary "CrossAccountPrimary": CrossAccountPrimaryTypeBuilder,
    cross_account_replicas "CrossAccountReplicas": Items<CrossAccountReplicaEntryBuilder>,
} }

view! { DisassociateCrossAccountReplicaInput<'a> {
    secret_id "SecretId": required &'a str,
    cross_account_replica_arn "CrossAccountReplicaARN": required &'a str,
} }

builder! { DisassociateCrossAccountReplicaOutput {
    arn "ARN": Text,
    cross_account_replica_arn "CrossAccountReplicaARN": Text,
} }

view! { GetRandomPasswordInput<'a> {
    password_length "PasswordLength": optional i64,
    exclude_characters "ExcludeCharacters": optional &'a str,
    exclude_numbers "ExcludeNumbers": optional bool,
    exclude_punctuation "ExcludePunctuation": optional bool,
    exclude_uppercase "ExcludeUppercase": optional bool,
    exclude_lowercase "ExcludeLowercase": optional bool,
    include_space "IncludeSpace": optional bool,
    require_each_included_type "RequireEachIncludedType": optional bool,
} }

builder! { GetRandomPasswordOutput {
    random_password "RandomPassword": Text,
} }

view! { GetResourcePolicyInput<'a> {
    secret_id "SecretId": required &'a str,
    policy_name "PolicyName": optional &'a str,
} }

builder! { GetResourcePolicyOutput {
    arn "ARN": Text,
    name "Name": Text,
    resource_policy "ResourcePolicy": Text,
    policy_name "PolicyName": Text,
} }

view! { GetSecretValueInput<'a> {
    secret_id "SecretId": required &'a str,
    version_id "VersionId": optional &'a str,
    version_stage "VersionStage": optional &'a str,
} }

builder! { GetSecretValueOutput {
    arn "ARN": Text,
    name "Name": Text,
    version_id "VersionId": Text,
    secret_binary "SecretBinary": Blob,
    secret_string "SecretString": Text,
    version_stages "VersionStages": Items<Text>,
    created_date "CreatedDate": Time,
} }

view! { ListResourcePoliciesInput<'a> {
    secret_id "SecretId": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListResourcePoliciesOutput {
    resource_policies "ResourcePolicies": Items<ResourcePolicySummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListSecretVersionIdsInput<'a> {
    secret_id "SecretId": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    include_deprecated "IncludeDeprecated": optional bool,
} }

builder! { ListSecretVersionIdsOutput {
    versions "Versions": Items<SecretVersionsListEntryBuilder>,
    next_token "NextToken": Text,
    arn "ARN": Text,
    name "Name": Text,
} }

view! { ListSecretsInput<'a> {
    include_planned_deletion "IncludePlannedDeletion": optional bool,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    filters "Filters": optional List<'a, Filter<'a>>,
    sort_order "SortOrder": optional &'a str,
    sort_by "SortBy": optional &'a str,
} }

builder! { ListSecretsOutput {
    secret_list "SecretList": Items<SecretListEntryBuilder>,
    next_token "NextToken": Text,
} }

view! { PutResourcePolicyInput<'a> {
    secret_id "SecretId": required &'a str,
    resource_policy "ResourcePolicy": required &'a str,
    policy_name "PolicyName": optional &'a str,
    block_public_policy "BlockPublicPolicy": optional bool,
} }

builder! { PutResourcePolicyOutput {
    arn "ARN": Text,
    name "Name": Text,
    policy_name "PolicyName": Text,
} }

view! { PutSecretValueInput<'a> {
    secret_id "SecretId": required &'a str,
    client_request_token "ClientRequestToken": optional &'a str,
    secret_binary "SecretBinary": optional &'a Bytes,
    secret_string "SecretString": optional &'a str,
    version_stages "VersionStages": optional List<'a, &'a str>,
    rotation_token "RotationToken": optional &'a str,
} }

builder! { PutSecretValueOutput {
    arn "ARN": Text,
    name "Name": Text,
    version_id "VersionId": Text,
    version_stages "VersionStages": Items<Text>,
} }

view! { RemoveRegionsFromReplicationInput<'a> {
    secret_id "SecretId": required &'a str,
    remove_replica_regions "RemoveReplicaRegions": required List<'a, &'a str>,
} }

builder! { RemoveRegionsFromReplicationOutput {
    arn "ARN": Text,
    replication_status "ReplicationStatus": Items<ReplicationStatusTypeBuilder>,
} }

view! { ReplicateSecretToRegionsInput<'a> {
    secret_id "SecretId": required &'a str,
    add_replica_regions "AddReplicaRegions": required List<'a, ReplicaRegionType<'a>>,
    force_overwrite_replica_secret "ForceOverwriteReplicaSecret": optional bool,
} }

builder! { ReplicateSecretToRegionsOutput {
    arn "ARN": Text,
    replication_status "ReplicationStatus": Items<ReplicationStatusTypeBuilder>,
} }

view! { RestoreSecretInput<'a> {
    secret_id "SecretId": required &'a str,
} }

builder! { RestoreSecretOutput {
    arn "ARN": Text,
    name "Name": Text,
} }

view! { RotateSecretInput<'a> {
    secret_id "SecretId": required &'a str,
    client_request_token "ClientRequestToken": optional &'a str,
    rotation_lambda_arn "RotationLambdaARN": optional &'a str,
    rotation_rules "RotationRules": optional RotationRulesType<'a>,
    external_secret_rotation_metadata "ExternalSecretRotationMetadata": optional List<'a, ExternalSecretRotationMetadataItem<'a>>,
    external_secret_rotation_role_arn "ExternalSecretRotationRoleArn": optional &'a str,
    rotate_immediately "RotateImmediately": optional bool,
} }

builder! { RotateSecretOutput {
    arn "ARN": Text,
    name "Name": Text,
    version_id "VersionId": Text,
} }

view! { StopReplicationToReplicaInput<'a> {
    secret_id "SecretId": required &'a str,
} }

builder! { StopReplicationToReplicaOutput {
    arn "ARN": Text,
} }

view! { TagResourceInput<'a> {
    secret_id "SecretId": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    secret_id "SecretId": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateSecretInput<'a> {
    secret_id "SecretId": required &'a str,
    client_request_token "ClientRequestToken": optional &'a str,
    description "Description": optional &'a str,
    kms_key_id "KmsKeyId": optional &'a str,
    secret_binary "SecretBinary": optional &'a Bytes,
    secret_string "SecretString": optional &'a str,
    type_ "Type": optional &'a str,
} }

builder! { UpdateSecretOutput {
    arn "ARN": Text,
    name "Name": Text,
    version_id "VersionId": Text,
} }

view! { UpdateSecretVersionStageInput<'a> {
    secret_id "SecretId": required &'a str,
    version_stage "VersionStage": required &'a str,
    remove_from_version_id "RemoveFromVersionId": optional &'a str,
    move_to_version_id "MoveToVersionId": optional &'a str,
} }

builder! { UpdateSecretVersionStageOutput {
    arn "ARN": Text,
    name "Name": Text,
} }

view! { ValidateResourcePolicyInput<'a> {
    secret_id "SecretId": optional &'a str,
    resource_policy "ResourcePolicy": required &'a str,
} }

builder! { ValidateResourcePolicyOutput {
    policy_validation_passed "PolicyValidationPassed": Flag,
    validation_errors "ValidationErrors": Items<ValidationErrorsEntryBuilder>,
} }

view! { ExternalSecretRotationMetadataItem<'a> {
    key "Key": optional &'a str,
    value "Value": optional &'a str,
} }

view! { Filter<'a> {
    key "Key": optional &'a str,
    values "Values": optional List<'a, &'a str>,
} }

view! { ReplicaRegionType<'a> {
    region "Region": optional &'a str,
    kms_key_id "KmsKeyId": optional &'a str,
} }

view! { RotationRulesType<'a> {
    automatically_after_days "AutomaticallyAfterDays": optional i64,
    duration "Duration": optional &'a str,
    schedule_expression "ScheduleExpression": optional &'a str,
} }

view! { Tag<'a> {
    key "Key": optional &'a str,
    value "Value": optional &'a str,
} }

builder! { APIErrorTypeBuilder {
    secret_id "SecretId": Text,
    error_code "ErrorCode": Text,
    message "Message": Text,
} }

builder! { CrossAccountPrimaryTypeBuilder {
    primary_secret_arn "PrimarySecretARN": Text,
    replication_status "ReplicationStatus": Text,
    status_message "StatusMessage": Text,
} }

builder! { CrossAccountReplicaEntryBuilder {
    replica_secret_arn "ReplicaSecretARN": Text,
    replication_role_arn "ReplicationRoleARN": Text,
    replication_status "ReplicationStatus": Text,
    status_message "StatusMessage": Text,
} }

builder! { ExternalSecretRotationMetadataItemBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { ReplicationStatusTypeBuilder {
    region "Region": Text,
    kms_key_id "KmsKeyId": Text,
    status "Status": Text,
    status_message "StatusMessage": Text,
    last_accessed_date "LastAccessedDate": Time,
} }

builder! { ResourcePolicySummaryBuilder {
    policy_name "PolicyName": Text,
} }

builder! { RotationRulesTypeBuilder {
    automatically_after_days "AutomaticallyAfterDays": Whole,
    duration "Duration": Text,
    schedule_expression "ScheduleExpression": Text,
} }

builder! { SecretListEntryBuilder {
    arn "ARN": Text,
    name "Name": Text,
    type_ "Type": Text,
    description "Description": Text,
    kms_key_id "KmsKeyId": Text,
    rotation_enabled "RotationEnabled": Flag,
    rotation_lambda_arn "RotationLambdaARN": Text,
    rotation_rules "RotationRules": RotationRulesTypeBuilder,
    external_secret_rotation_metadata "ExternalSecretRotationMetadata": Items<ExternalSecretRotationMetadataItemBuilder>,
    external_secret_rotation_role_arn "ExternalSecretRotationRoleArn": Text,
    last_rotated_date "LastRotatedDate": Time,
    last_changed_date "LastChangedDate": Time,
    last_accessed_date "LastAccessedDate": Time,
    deleted_date "DeletedDate": Time,
    next_rotation_date "NextRotationDate": Time,
    tags "Tags": Items<TagBuilder>,
    secret_versions_to_stages "SecretVersionsToStages": Entries<Items<Text>>,
    owning_service "OwningService": Text,
    created_date "CreatedDate": Time,
    primary_region "PrimaryRegion": Text,
} }

builder! { SecretValueEntryBuilder {
    arn "ARN": Text,
    name "Name": Text,
    version_id "VersionId": Text,
    secret_binary "SecretBinary": Blob,
    secret_string "SecretString": Text,
    version_stages "VersionStages": Items<Text>,
    created_date "CreatedDate": Time,
} }

builder! { SecretVersionsListEntryBuilder {
    version_id "VersionId": Text,
    version_stages "VersionStages": Items<Text>,
    last_accessed_date "LastAccessedDate": Time,
    created_date "CreatedDate": Time,
    kms_key_ids "KmsKeyIds": Items<Text>,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { ValidationErrorsEntryBuilder {
    check_name "CheckName": Text,
    error_message "ErrorMessage": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        decryption_failure "DecryptionFailure" 400;
        encryption_failure "EncryptionFailure" 400;
        internal_service_error "InternalServiceError" 500;
        invalid_next_token_exception "InvalidNextTokenException" 400;
        invalid_parameter_exception "InvalidParameterException" 400;
        invalid_request_exception "InvalidRequestException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        malformed_policy_document_exception "MalformedPolicyDocumentException" 400;
        precondition_not_met_exception "PreconditionNotMetException" 400;
        public_policy_exception "PublicPolicyException" 400;
        resource_exists_exception "ResourceExistsException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
    }
}

pub mod filter_name_string_type {
    pub const DESCRIPTION: &str = "description";
    pub const NAME: &str = "name";
    pub const TAG_KEY: &str = "tag-key";
    pub const TAG_VALUE: &str = "tag-value";
    pub const PRIMARY_REGION: &str = "primary-region";
    pub const OWNING_SERVICE: &str = "owning-service";
    pub const ALL: &str = "all";
}

pub mod replica_restriction_type {
    pub const SAME_ORG: &str = "SameOrg";
    pub const NO_RESTRICTION: &str = "NoRestriction";
}

pub mod sort_by_type {
    pub const CREATED_DATE: &str = "created-date";
    pub const LAST_ACCESSED_DATE: &str = "last-accessed-date";
    pub const LAST_CHANGED_DATE: &str = "last-changed-date";
    pub const NAME: &str = "name";
}

pub mod sort_order_type {
    pub const ASC: &str = "asc";
    pub const DESC: &str = "desc";
}

pub mod status_type {
    pub const IN_SYNC: &str = "InSync";
    pub const FAILED: &str = "Failed";
    pub const IN_PROGRESS: &str = "InProgress";
    pub const PENDING: &str = "Pending";
    pub const DETACHED: &str = "Detached";
}
