//! Inputs, outputs, errors and enums of the implemented operations of Glacier.
//!
//! Written by `cargo xtask codegen glacier` from `operations.txt` and the model;
//! not to be edited.

use kernel::body::Body;
use kernel::view::kind::{Entries, Flag, Items, Stream, Text, Whole};
use kernel::view::{List, Map};
use kernel::{builder, operations, view};

operations! {
    AbortMultipartUpload: AbortMultipartUploadInput, AbortMultipartUploadOutput;
    AbortVaultLock: AbortVaultLockInput, AbortVaultLockOutput;
    AddTagsToVault: AddTagsToVaultInput, AddTagsToVaultOutput;
    CompleteMultipartUpload: CompleteMultipartUploadInput, CompleteMultipartUploadOutput;
    CompleteVaultLock: CompleteVaultLockInput, CompleteVaultLockOutput;
    CreateVault: CreateVaultInput, CreateVaultOutput;
    DeleteArchive: DeleteArchiveInput, DeleteArchiveOutput;
    DeleteVault: DeleteVaultInput, DeleteVaultOutput;
    DeleteVaultAccessPolicy: DeleteVaultAccessPolicyInput, DeleteVaultAccessPolicyOutput;
    DeleteVaultNotifications: DeleteVaultNotificationsInput, DeleteVaultNotificationsOutput;
    DescribeJob: DescribeJobInput, DescribeJobOutput;
    DescribeVault: DescribeVaultInput, DescribeVaultOutput;
    GetDataRetrievalPolicy: GetDataRetrievalPolicyInput, GetDataRetrievalPolicyOutput;
    GetJobOutput: GetJobOutputInput, GetJobOutputOutput;
    GetVaultAccessPolicy: GetVaultAccessPolicyInput, GetVaultAccessPolicyOutput;
    GetVaultLock: GetVaultLockInput, GetVaultLockOutput;
    GetVaultNotifications: GetVaultNotificationsInput, GetVaultNotificationsOutput;
    InitiateJob: InitiateJobInput, InitiateJobOutput;
    InitiateMultipartUpload: InitiateMultipartUploadInput, InitiateMultipartUploadOutput;
    InitiateVaultLock: InitiateVaultLockInput, InitiateVaultLockOutput;
    ListJobs: ListJobsInput, ListJobsOutput;
    ListMultipartUploads: ListMultipartUploadsInput, ListMultipartUploadsOutput;
    ListParts: ListPartsInput, ListPartsOutput;
    ListProvisionedCapacity: ListProvisionedCapacityInput, ListProvisionedCapacityOutput;
    ListTagsForVault: ListTagsForVaultInput, ListTagsForVaultOutput;
    ListVaults: ListVaultsInput, ListVaultsOutput;
    PurchaseProvisionedCapacity: PurchaseProvisionedCapacityInput, PurchaseProvisionedCapacityOutput;
    RemoveTagsFromVault: RemoveTagsFromVaultInput, RemoveTagsFromVaultOutput;
    SetDataRetrievalPolicy: SetDataRetrievalPolicyInput, SetDataRetrievalPolicyOutput;
    SetVaultAccessPolicy: SetVaultAccessPolicyInput, SetVaultAccessPolicyOutput;
    SetVaultNotifications: SetVaultNotificationsInput, SetVaultNotificationsOutput;
    UploadArchive: UploadArchiveInput, UploadArchiveOutput;
    UploadMultipartPart: UploadMultipartPartInput, UploadMultipartPartOutput;
}

view! { AbortMultipartUploadInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    upload_id "uploadId": required &'a str,
} }

builder! { AbortMultipartUploadOutput {
} }

view! { AbortVaultLockInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
} }

builder! { AbortVaultLockOutput {
} }

view! { AddTagsToVaultInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    tags "Tags": optional Map<'a, &'a str>,
} }

builder! { AddTagsToVaultOutput {
} }

view! { CompleteMultipartUploadInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    upload_id "uploadId": required &'a str,
    archive_size "archiveSize": optional &'a str,
    checksum "checksum": optional &'a str,
} }

builder! { CompleteMultipartUploadOutput {
    location "location": Text,
    checksum "checksum": Text,
    archive_id "archiveId": Text,
} }

view! { CompleteVaultLockInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    lock_id "lockId": required &'a str,
} }

builder! { CompleteVaultLockOutput {
} }

view! { CreateVaultInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
} }

builder! { CreateVaultOutput {
    location "location": Text,
} }

view! { DeleteArchiveInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    archive_id "archiveId": required &'a str,
} }

builder! { DeleteArchiveOutput {
} }

view! { DeleteVaultInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
} }

builder! { DeleteVaultOutput {
} }

view! { DeleteVaultAccessPolicyInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
} }

builder! { DeleteVaultAccessPolicyOutput {
} }

view! { DeleteVaultNotificationsInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
} }

builder! { DeleteVaultNotificationsOutput {
} }

view! { DescribeJobInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    job_id "jobId": required &'a str,
} }

builder! { DescribeJobOutput {
    job_id "JobId": Text,
    job_description "JobDescription": Text,
    action "Action": Text,
    archive_id "ArchiveId": Text,
    vault_arn "VaultARN": Text,
    creation_date "CreationDate": Text,
    completed "Completed": Flag,
    status_code "StatusCode": Text,
    status_message "StatusMessage": Text,
    archive_size_in_bytes "ArchiveSizeInBytes": Whole,
    inventory_size_in_bytes "InventorySizeInBytes": Whole,
    sns_topic "SNSTopic": Text,
    completion_date "CompletionDate": Text,
    sha256_tree_hash "SHA256TreeHash": Text,
    archive_sha256_tree_hash "ArchiveSHA256TreeHash": Text,
    retrieval_byte_range "RetrievalByteRange": Text,
    tier "Tier": Text,
    inventory_retrieval_parameters "InventoryRetrievalParameters": InventoryRetrievalJobDescriptionBuilder,
    job_output_path "JobOutputPath": Text,
    select_parameters "SelectParameters": SelectParametersBuilder,
    output_location "OutputLocation": OutputLocationBuilder,
} }

view! { DescribeVaultInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
} }

builder! { DescribeVaultOutput {
    vault_arn "VaultARN": Text,
    vault_name "VaultName": Text,
    creation_date "CreationDate": Text,
    last_inventory_date "LastInventoryDate": Text,
    number_of_archives "NumberOfArchives": Whole,
    size_in_bytes "SizeInBytes": Whole,
} }

view! { GetDataRetrievalPolicyInput<'a> {
    account_id "accountId": required &'a str,
} }

builder! { GetDataRetrievalPolicyOutput {
    policy "Policy": DataRetrievalPolicyBuilder,
} }

view! { GetJobOutputInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    job_id "jobId": required &'a str,
    range "range": optional &'a str,
} }

builder! { GetJobOutputOutput {
    body "body": Stream,
    checksum "checksum": Text,
    status "status": Whole,
    content_range "contentRange": Text,
    accept_ranges "acceptRanges": Text,
    content_type "contentType": Text,
    archive_description "archiveDescription": Text,
} }

view! { GetVaultAccessPolicyInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
} }

builder! { GetVaultAccessPolicyOutput {
    policy "policy": VaultAccessPolicyBuilder,
} }

view! { GetVaultLockInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
} }

builder! { GetVaultLockOutput {
    policy "Policy": Text,
    state "State": Text,
    expiration_date "ExpirationDate": Text,
    creation_date "CreationDate": Text,
} }

view! { GetVaultNotificationsInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
} }

builder! { GetVaultNotificationsOutput {
    vault_notification_config "vaultNotificationConfig": VaultNotificationConfigBuilder,
} }

view! { InitiateJobInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    job_parameters "jobParameters": optional JobParameters<'a>,
} }

builder! { InitiateJobOutput {
    location "location": Text,
    job_id "jobId": Text,
    job_output_path "jobOutputPath": Text,
} }

view! { InitiateMultipartUploadInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    archive_description "archiveDescription": optional &'a str,
    part_size "partSize": optional &'a str,
} }

builder! { InitiateMultipartUploadOutput {
    location "location": Text,
    upload_id "uploadId": Text,
} }

view! { InitiateVaultLockInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    policy "policy": optional VaultLockPolicy<'a>,
} }

builder! { InitiateVaultLockOutput {
    lock_id "lockId": Text,
} }

view! { ListJobsInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    limit "limit": optional &'a str,
    marker "marker": optional &'a str,
    statuscode "statuscode": optional &'a str,
    completed "completed": optional &'a str,
} }

builder! { ListJobsOutput {
    job_list "JobList": Items<GlacierJobDescriptionBuilder>,
    marker "Marker": Text,
} }

view! { ListMultipartUploadsInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    marker "marker": optional &'a str,
    limit "limit": optional &'a str,
} }

builder! { ListMultipartUploadsOutput {
    uploads_list "UploadsList": Items<UploadListElementBuilder>,
    marker "Marker": Text,
} }

view! { ListPartsInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    upload_id "uploadId": required &'a str,
    marker "marker": optional &'a str,
    limit "limit": optional &'a str,
} }

builder! { ListPartsOutput {
    multipart_upload_id "MultipartUploadId": Text,
    vault_arn "VaultARN": Text,
    archive_description "ArchiveDescription": Text,
    part_size_in_bytes "PartSizeInBytes": Whole,
    creation_date "CreationDate": Text,
    parts "Parts": Items<PartListElementBuilder>,
    marker "Marker": Text,
} }

view! { ListProvisionedCapacityInput<'a> {
    account_id "accountId": required &'a str,
} }

builder! { ListProvisionedCapacityOutput {
    provisioned_capacity_list "ProvisionedCapacityList": Items<ProvisionedCapacityDescriptionBuilder>,
} }

view! { ListTagsForVaultInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
} }

builder! { ListTagsForVaultOutput {
    tags "Tags": Entries<Text>,
} }

view! { ListVaultsInput<'a> {
    account_id "accountId": required &'a str,
    marker "marker": optional &'a str,
    limit "limit": optional &'a str,
} }

builder! { ListVaultsOutput {
    vault_list "VaultList": Items<DescribeVaultOutputShapeBuilder>,
    marker "Marker": Text,
} }

view! { PurchaseProvisionedCapacityInput<'a> {
    account_id "accountId": required &'a str,
} }

builder! { PurchaseProvisionedCapacityOutput {
    capacity_id "capacityId": Text,
} }

view! { RemoveTagsFromVaultInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    tag_keys "TagKeys": optional List<'a, &'a str>,
} }

builder! { RemoveTagsFromVaultOutput {
} }

view! { SetDataRetrievalPolicyInput<'a> {
    account_id "accountId": required &'a str,
    policy "Policy": optional DataRetrievalPolicy<'a>,
} }

builder! { SetDataRetrievalPolicyOutput {
} }

view! { SetVaultAccessPolicyInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    policy "policy": optional VaultAccessPolicy<'a>,
} }

builder! { SetVaultAccessPolicyOutput {
} }

view! { SetVaultNotificationsInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    vault_notification_config "vaultNotificationConfig": optional VaultNotificationConfig<'a>,
} }

builder! { SetVaultNotificationsOutput {
} }

view! { UploadArchiveInput<'a> {
    vault_name "vaultName": required &'a str,
    account_id "accountId": required &'a str,
    archive_description "archiveDescription": optional &'a str,
    checksum "checksum": optional &'a str,
    body "body": optional &'a Body,
} }

builder! { UploadArchiveOutput {
    location "location": Text,
    checksum "checksum": Text,
    archive_id "archiveId": Text,
} }

view! { UploadMultipartPartInput<'a> {
    account_id "accountId": required &'a str,
    vault_name "vaultName": required &'a str,
    upload_id "uploadId": required &'a str,
    checksum "checksum": optional &'a str,
    range "range": optional &'a str,
    body "body": optional &'a Body,
} }

builder! { UploadMultipartPartOutput {
    checksum "checksum": Text,
} }

view! { CSVInput<'a> {
    file_header_info "FileHeaderInfo": optional &'a str,
    comments "Comments": optional &'a str,
    quote_escape_character "QuoteEscapeCharacter": optional &'a str,
    record_delimiter "RecordDelimiter": optional &'a str,
    field_delimiter "FieldDelimiter": optional &'a str,
    quote_character "QuoteCharacter": optional &'a str,
} }

view! { CSVOutput<'a> {
    quote_fields "QuoteFields": optional &'a str,
    quote_escape_character "QuoteEscapeCharacter": optional &'a str,
    record_delimiter "RecordDelimiter": optional &'a str,
    field_delimiter "FieldDelimiter": optional &'a str,
    quote_character "QuoteCharacter": optional &'a str,
} }

view! { DataRetrievalPolicy<'a> {
    rules "Rules": optional List<'a, DataRetrievalRule<'a>>,
} }

view! { DataRetrievalRule<'a> {
    strategy "Strategy": optional &'a str,
    bytes_per_hour "BytesPerHour": optional i64,
} }

view! { Encryption<'a> {
    encryption_type "EncryptionType": optional &'a str,
    kms_key_id "KMSKeyId": optional &'a str,
    kms_context "KMSContext": optional &'a str,
} }

view! { Grant<'a> {
    grantee "Grantee": optional Grantee<'a>,
    permission "Permission": optional &'a str,
} }

view! { Grantee<'a> {
    type_ "Type": required &'a str,
    display_name "DisplayName": optional &'a str,
    uri "URI": optional &'a str,
    id "ID": optional &'a str,
    email_address "EmailAddress": optional &'a str,
} }

view! { InputSerialization<'a> {
    csv "csv": optional CSVInput<'a>,
} }

view! { InventoryRetrievalJobInput<'a> {
    start_date "StartDate": optional &'a str,
    end_date "EndDate": optional &'a str,
    limit "Limit": optional &'a str,
    marker "Marker": optional &'a str,
} }

view! { JobParameters<'a> {
    format "Format": optional &'a str,
    type_ "Type": optional &'a str,
    archive_id "ArchiveId": optional &'a str,
    description "Description": optional &'a str,
    sns_topic "SNSTopic": optional &'a str,
    retrieval_byte_range "RetrievalByteRange": optional &'a str,
    tier "Tier": optional &'a str,
    inventory_retrieval_parameters "InventoryRetrievalParameters": optional InventoryRetrievalJobInput<'a>,
    select_parameters "SelectParameters": optional SelectParameters<'a>,
    output_location "OutputLocation": optional OutputLocation<'a>,
} }

view! { OutputLocation<'a> {
    s3 "S3": optional S3Location<'a>,
} }

view! { OutputSerialization<'a> {
    csv "csv": optional CSVOutput<'a>,
} }

view! { S3Location<'a> {
    bucket_name "BucketName": optional &'a str,
    prefix "Prefix": optional &'a str,
    encryption "Encryption": optional Encryption<'a>,
    canned_acl "CannedACL": optional &'a str,
    access_control_list "AccessControlList": optional List<'a, Grant<'a>>,
    tagging "Tagging": optional Map<'a, &'a str>,
    user_metadata "UserMetadata": optional Map<'a, &'a str>,
    storage_class "StorageClass": optional &'a str,
} }

view! { SelectParameters<'a> {
    input_serialization "InputSerialization": optional InputSerialization<'a>,
    expression_type "ExpressionType": optional &'a str,
    expression "Expression": optional &'a str,
    output_serialization "OutputSerialization": optional OutputSerialization<'a>,
} }

view! { VaultAccessPolicy<'a> {
    policy "Policy": optional &'a str,
} }

view! { VaultLockPolicy<'a> {
    policy "Policy": optional &'a str,
} }

view! { VaultNotificationConfig<'a> {
    sns_topic "SNSTopic": optional &'a str,
    events "Events": optional List<'a, &'a str>,
} }

builder! { CSVInputBuilder {
    file_header_info "FileHeaderInfo": Text,
    comments "Comments": Text,
    quote_escape_character "QuoteEscapeCharacter": Text,
    record_delimiter "RecordDelimiter": Text,
    field_delimiter "FieldDelimiter": Text,
    quote_character "QuoteCharacter": Text,
} }

builder! { CSVOutputBuilder {
    quote_fields "QuoteFields": Text,
    quote_escape_character "QuoteEscapeCharacter": Text,
    record_delimiter "RecordDelimiter": Text,
    field_delimiter "FieldDelimiter": Text,
    quote_character "QuoteCharacter": Text,
} }

builder! { DataRetrievalPolicyBuilder {
    rules "Rules": Items<DataRetrievalRuleBuilder>,
} }

builder! { DataRetrievalRuleBuilder {
    strategy "Strategy": Text,
    bytes_per_hour "BytesPerHour": Whole,
} }

builder! { DescribeVaultOutputShapeBuilder {
    vault_arn "VaultARN": Text,
    vault_name "VaultName": Text,
    creation_date "CreationDate": Text,
    last_inventory_date "LastInventoryDate": Text,
    number_of_archives "NumberOfArchives": Whole,
    size_in_bytes "SizeInBytes": Whole,
} }

builder! { EncryptionBuilder {
    encryption_type "EncryptionType": Text,
    kms_key_id "KMSKeyId": Text,
    kms_context "KMSContext": Text,
} }

builder! { GlacierJobDescriptionBuilder {
    job_id "JobId": Text,
    job_description "JobDescription": Text,
    action "Action": Text,
    archive_id "ArchiveId": Text,
    vault_arn "VaultARN": Text,
    creation_date "CreationDate": Text,
    completed "Completed": Flag,
    status_code "StatusCode": Text,
    status_message "StatusMessage": Text,
    archive_size_in_bytes "ArchiveSizeInBytes": Whole,
    inventory_size_in_bytes "InventorySizeInBytes": Whole,
    sns_topic "SNSTopic": Text,
    completion_date "CompletionDate": Text,
    sha256_tree_hash "SHA256TreeHash": Text,
    archive_sha256_tree_hash "ArchiveSHA256TreeHash": Text,
    retrieval_byte_range "RetrievalByteRange": Text,
    tier "Tier": Text,
    inventory_retrieval_parameters "InventoryRetrievalParameters": InventoryRetrievalJobDescriptionBuilder,
    job_output_path "JobOutputPath": Text,
    select_parameters "SelectParameters": SelectParametersBuilder,
    output_location "OutputLocation": OutputLocationBuilder,
} }

builder! { GrantBuilder {
    grantee "Grantee": GranteeBuilder,
    permission "Permission": Text,
} }

builder! { GranteeBuilder {
    type_ "Type": Text,
    display_name "DisplayName": Text,
    uri "URI": Text,
    id "ID": Text,
    email_address "EmailAddress": Text,
} }

builder! { InputSerializationBuilder {
    csv "csv": CSVInputBuilder,
} }

builder! { InventoryRetrievalJobDescriptionBuilder {
    format "Format": Text,
    start_date "StartDate": Text,
    end_date "EndDate": Text,
    limit "Limit": Text,
    marker "Marker": Text,
} }

builder! { OutputLocationBuilder {
    s3 "S3": S3LocationBuilder,
} }

builder! { OutputSerializationBuilder {
    csv "csv": CSVOutputBuilder,
} }

builder! { PartListElementBuilder {
    range_in_bytes "RangeInBytes": Text,
    sha256_tree_hash "SHA256TreeHash": Text,
} }

builder! { ProvisionedCapacityDescriptionBuilder {
    capacity_id "CapacityId": Text,
    start_date "StartDate": Text,
    expiration_date "ExpirationDate": Text,
} }

builder! { S3LocationBuilder {
    bucket_name "BucketName": Text,
    prefix "Prefix": Text,
    encryption "Encryption": EncryptionBuilder,
    canned_acl "CannedACL": Text,
    access_control_list "AccessControlList": Items<GrantBuilder>,
    tagging "Tagging": Entries<Text>,
    user_metadata "UserMetadata": Entries<Text>,
    storage_class "StorageClass": Text,
} }

builder! { SelectParametersBuilder {
    input_serialization "InputSerialization": InputSerializationBuilder,
    expression_type "ExpressionType": Text,
    expression "Expression": Text,
    output_serialization "OutputSerialization": OutputSerializationBuilder,
} }

builder! { UploadListElementBuilder {
    multipart_upload_id "MultipartUploadId": Text,
    vault_arn "VaultARN": Text,
    archive_description "ArchiveDescription": Text,
    part_size_in_bytes "PartSizeInBytes": Whole,
    creation_date "CreationDate": Text,
} }

builder! { VaultAccessPolicyBuilder {
    policy "Policy": Text,
} }

builder! { VaultNotificationConfigBuilder {
    sns_topic "SNSTopic": Text,
    events "Events": Items<Text>,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        insufficient_capacity_exception "InsufficientCapacityException" 400;
        invalid_parameter_value_exception "InvalidParameterValueException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        missing_parameter_value_exception "MissingParameterValueException" 400;
        no_longer_supported_exception "NoLongerSupportedException" 400;
        policy_enforced_exception "PolicyEnforcedException" 400;
        request_timeout_exception "RequestTimeoutException" 408;
        resource_not_found_exception "ResourceNotFoundException" 404;
        service_unavailable_exception "ServiceUnavailableException" 500;
    }
}

pub mod action_code {
    pub const ARCHIVE_RETRIEVAL: &str = "ArchiveRetrieval";
    pub const INVENTORY_RETRIEVAL: &str = "InventoryRetrieval";
    pub const SELECT: &str = "Select";
}

pub mod canned_acl {
    pub const PRIVATE: &str = "private";
    pub const PUBLIC_READ: &str = "public-read";
    pub const PUBLIC_READ_WRITE: &str = "public-read-write";
    pub const AWS_EXEC_READ: &str = "aws-exec-read";
    pub const AUTHENTICATED_READ: &str = "authenticated-read";
    pub const BUCKET_OWNER_READ: &str = "bucket-owner-read";
    pub const BUCKET_OWNER_FULL_CONTROL: &str = "bucket-owner-full-control";
}

pub mod encryption_type {
    pub const AWS_KMS: &str = "aws:kms";
    pub const AES256: &str = "AES256";
}

pub mod expression_type {
    pub const SQL: &str = "SQL";
}

pub mod file_header_info {
    pub const USE: &str = "USE";
    pub const IGNORE: &str = "IGNORE";
    pub const NONE: &str = "NONE";
}

pub mod permission {
    pub const FULL_CONTROL: &str = "FULL_CONTROL";
    pub const WRITE: &str = "WRITE";
    pub const WRITE_ACP: &str = "WRITE_ACP";
    pub const READ: &str = "READ";
    pub const READ_ACP: &str = "READ_ACP";
}

pub mod quote_fields {
    pub const ALWAYS: &str = "ALWAYS";
    pub const ASNEEDED: &str = "ASNEEDED";
}

pub mod status_code {
    pub const IN_PROGRESS: &str = "InProgress";
    pub const SUCCEEDED: &str = "Succeeded";
    pub const FAILED: &str = "Failed";
}

pub mod storage_class {
    pub const STANDARD: &str = "STANDARD";
    pub const REDUCED_REDUNDANCY: &str = "REDUCED_REDUNDANCY";
    pub const STANDARD_IA: &str = "STANDARD_IA";
}

pub mod type_ {
    pub const AMAZON_CUSTOMER_BY_EMAIL: &str = "AmazonCustomerByEmail";
    pub const CANONICAL_USER: &str = "CanonicalUser";
    pub const GROUP: &str = "Group";
}
