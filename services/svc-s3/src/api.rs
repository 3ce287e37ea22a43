//! Inputs, outputs, errors and enums of the implemented operations of S3.
//!
//! Written by `cargo xtask codegen s3` from `operations.txt` and the model;
//! not to be edited.

use kernel::body::Body;
use kernel::view::kind::{Any, Entries, Flag, Items, Stream, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    AbortMultipartUpload: AbortMultipartUploadInput, AbortMultipartUploadOutput;
    CompleteMultipartUpload: CompleteMultipartUploadInput, CompleteMultipartUploadOutput;
    CopyObject: CopyObjectInput, CopyObjectOutput;
    CreateBucket: CreateBucketInput, CreateBucketOutput;
    CreateMultipartUpload: CreateMultipartUploadInput, CreateMultipartUploadOutput;
    DeleteBucket: DeleteBucketInput, DeleteBucketOutput;
    DeleteBucketAnalyticsConfiguration: DeleteBucketAnalyticsConfigurationInput, DeleteBucketAnalyticsConfigurationOutput;
    DeleteBucketCors: DeleteBucketCorsInput, DeleteBucketCorsOutput;
    DeleteBucketEncryption: DeleteBucketEncryptionInput, DeleteBucketEncryptionOutput;
    DeleteBucketIntelligentTieringConfiguration: DeleteBucketIntelligentTieringConfigurationInput, DeleteBucketIntelligentTieringConfigurationOutput;
    DeleteBucketInventoryConfiguration: DeleteBucketInventoryConfigurationInput, DeleteBucketInventoryConfigurationOutput;
    DeleteBucketLifecycle: DeleteBucketLifecycleInput, DeleteBucketLifecycleOutput;
    DeleteBucketMetricsConfiguration: DeleteBucketMetricsConfigurationInput, DeleteBucketMetricsConfigurationOutput;
    DeleteBucketOwnershipControls: DeleteBucketOwnershipControlsInput, DeleteBucketOwnershipControlsOutput;
    DeleteBucketPolicy: DeleteBucketPolicyInput, DeleteBucketPolicyOutput;
    DeleteBucketReplication: DeleteBucketReplicationInput, DeleteBucketReplicationOutput;
    DeleteBucketTagging: DeleteBucketTaggingInput, DeleteBucketTaggingOutput;
    DeleteBucketWebsite: DeleteBucketWebsiteInput, DeleteBucketWebsiteOutput;
    DeleteObject: DeleteObjectInput, DeleteObjectOutput;
    DeleteObjectAnnotation: DeleteObjectAnnotationInput, DeleteObjectAnnotationOutput;
    DeleteObjectTagging: DeleteObjectTaggingInput, DeleteObjectTaggingOutput;
    DeleteObjects: DeleteObjectsInput, DeleteObjectsOutput;
    DeletePublicAccessBlock: DeletePublicAccessBlockInput, DeletePublicAccessBlockOutput;
    GetBucketAbac: GetBucketAbacInput, GetBucketAbacOutput;
    GetBucketAccelerateConfiguration: GetBucketAccelerateConfigurationInput, GetBucketAccelerateConfigurationOutput;
    GetBucketAcl: GetBucketAclInput, GetBucketAclOutput;
    GetBucketAnalyticsConfiguration: GetBucketAnalyticsConfigurationInput, GetBucketAnalyticsConfigurationOutput;
    GetBucketCors: GetBucketCorsInput, GetBucketCorsOutput;
    GetBucketEncryption: GetBucketEncryptionInput, GetBucketEncryptionOutput;
    GetBucketIntelligentTieringConfiguration: GetBucketIntelligentTieringConfigurationInput, GetBucketIntelligentTieringConfigurationOutput;
    GetBucketInventoryConfiguration: GetBucketInventoryConfigurationInput, GetBucketInventoryConfigurationOutput;
    GetBucketLifecycleConfiguration: GetBucketLifecycleConfigurationInput, GetBucketLifecycleConfigurationOutput;
    GetBucketLocation: GetBucketLocationInput, GetBucketLocationOutput;
    GetBucketLogging: GetBucketLoggingInput, GetBucketLoggingOutput;
    GetBucketMetricsConfiguration: GetBucketMetricsConfigurationInput, GetBucketMetricsConfigurationOutput;
    GetBucketNotificationConfiguration: GetBucketNotificationConfigurationInput, GetBucketNotificationConfigurationOutput;
    GetBucketOwnershipControls: GetBucketOwnershipControlsInput, GetBucketOwnershipControlsOutput;
    GetBucketPolicy: GetBucketPolicyInput, GetBucketPolicyOutput;
    GetBucketPolicyStatus: GetBucketPolicyStatusInput, GetBucketPolicyStatusOutput;
    GetBucketReplication: GetBucketReplicationInput, GetBucketReplicationOutput;
    GetBucketRequestPayment: GetBucketRequestPaymentInput, GetBucketRequestPaymentOutput;
    GetBucketTagging: GetBucketTaggingInput, GetBucketTaggingOutput;
    GetBucketVersioning: GetBucketVersioningInput, GetBucketVersioningOutput;
    GetBucketWebsite: GetBucketWebsiteInput, GetBucketWebsiteOutput;
    GetObject: GetObjectInput, GetObjectOutput;
    GetObjectAcl: GetObjectAclInput, GetObjectAclOutput;
    GetObjectAnnotation: GetObjectAnnotationInput, GetObjectAnnotationOutput;
    GetObjectAttributes: GetObjectAttributesInput, GetObjectAttributesOutput;
    GetObjectLegalHold: GetObjectLegalHoldInput, GetObjectLegalHoldOutput;
    GetObjectLockConfiguration: GetObjectLockConfigurationInput, GetObjectLockConfigurationOutput;
    GetObjectRetention: GetObjectRetentionInput, GetObjectRetentionOutput;
    GetObjectTagging: GetObjectTaggingInput, GetObjectTaggingOutput;
    GetObjectTorrent: GetObjectTorrentInput, GetObjectTorrentOutput;
    GetPublicAccessBlock: GetPublicAccessBlockInput, GetPublicAccessBlockOutput;
    HeadBucket: HeadBucketInput, HeadBucketOutput;
    HeadObject: HeadObjectInput, HeadObjectOutput;
    ListBucketAnalyticsConfigurations: ListBucketAnalyticsConfigurationsInput, ListBucketAnalyticsConfigurationsOutput;
    ListBucketIntelligentTieringConfigurations: ListBucketIntelligentTieringConfigurationsInput, ListBucketIntelligentTieringConfigurationsOutput;
    ListBucketInventoryConfigurations: ListBucketInventoryConfigurationsInput, ListBucketInventoryConfigurationsOutput;
    ListBucketMetricsConfigurations: ListBucketMetricsConfigurationsInput, ListBucketMetricsConfigurationsOutput;
    ListBuckets: ListBucketsInput, ListBucketsOutput;
    ListMultipartUploads: ListMultipartUploadsInput, ListMultipartUploadsOutput;
    ListObjectAnnotations: ListObjectAnnotationsInput, ListObjectAnnotationsOutput;
    ListObjectVersions: ListObjectVersionsInput, ListObjectVersionsOutput;
    ListObjects: ListObjectsInput, ListObjectsOutput;
    ListObjectsV2: ListObjectsV2Input, ListObjectsV2Output;
    ListParts: ListPartsInput, ListPartsOutput;
    PutBucketAbac: PutBucketAbacInput, PutBucketAbacOutput;
    PutBucketAccelerateConfiguration: PutBucketAccelerateConfigurationInput, PutBucketAccelerateConfigurationOutput;
    PutBucketAcl: PutBucketAclInput, PutBucketAclOutput;
    PutBucketAnalyticsConfiguration: PutBucketAnalyticsConfigurationInput, PutBucketAnalyticsConfigurationOutput;
    PutBucketCors: PutBucketCorsInput, PutBucketCorsOutput;
    PutBucketEncryption: PutBucketEncryptionInput, PutBucketEncryptionOutput;
    PutBucketIntelligentTieringConfiguration: PutBucketIntelligentTieringConfigurationInput, PutBucketIntelligentTieringConfigurationOutput;
    PutBucketInventoryConfiguration: PutBucketInventoryConfigurationInput, PutBucketInventoryConfigurationOutput;
    PutBucketLifecycleConfiguration: PutBucketLifecycleConfigurationInput, PutBucketLifecycleConfigurationOutput;
    PutBucketLogging: PutBucketLoggingInput, PutBucketLoggingOutput;
    PutBucketMetricsConfiguration: PutBucketMetricsConfigurationInput, PutBucketMetricsConfigurationOutput;
    PutBucketNotificationConfiguration: PutBucketNotificationConfigurationInput, PutBucketNotificationConfigurationOutput;
    PutBucketOwnershipControls: PutBucketOwnershipControlsInput, PutBucketOwnershipControlsOutput;
    PutBucketPolicy: PutBucketPolicyInput, PutBucketPolicyOutput;
    PutBucketReplication: PutBucketReplicationInput, PutBucketReplicationOutput;
    PutBucketRequestPayment: PutBucketRequestPaymentInput, PutBucketRequestPaymentOutput;
    PutBucketTagging: PutBucketTaggingInput, PutBucketTaggingOutput;
    PutBucketVersioning: PutBucketVersioningInput, PutBucketVersioningOutput;
    PutBucketWebsite: PutBucketWebsiteInput, PutBucketWebsiteOutput;
    PutObject: PutObjectInput, PutObjectOutput;
    PutObjectAcl: PutObjectAclInput, PutObjectAclOutput;
    PutObjectAnnotation: PutObjectAnnotationInput, PutObjectAnnotationOutput;
    PutObjectLegalHold: PutObjectLegalHoldInput, PutObjectLegalHoldOutput;
    PutObjectLockConfiguration: PutObjectLockConfigurationInput, PutObjectLockConfigurationOutput;
    PutObjectRetention: PutObjectRetentionInput, PutObjectRetentionOutput;
    PutObjectTagging: PutObjectTaggingInput, PutObjectTaggingOutput;
    PutPublicAccessBlock: PutPublicAccessBlockInput, PutPublicAccessBlockOutput;
    RestoreObject: RestoreObjectInput, RestoreObjectOutput;
    SelectObjectContent: SelectObjectContentInput, SelectObjectContentOutput;
    UpdateObjectEncryption: UpdateObjectEncryptionInput, UpdateObjectEncryptionOutput;
    UploadPart: UploadPartInput, UploadPartOutput;
    UploadPartCopy: UploadPartCopyInput, UploadPartCopyOutput;
}

view! { AbortMultipartUploadInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    upload_id "UploadId": required &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    if_match_initiated_time "IfMatchInitiatedTime": optional Timestamp,
} }

builder! { AbortMultipartUploadOutput {
    request_charged "RequestCharged": Text,
    version_id "VersionId": Text,
} }

view! { CompleteMultipartUploadInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    multipart_upload "MultipartUpload": optional CompletedMultipartUpload<'a>,
    upload_id "UploadId": required &'a str,
    checksum_crc32 "ChecksumCRC32": optional &'a str,
    checksum_crc32c "ChecksumCRC32C": optional &'a str,
    checksum_crc64nvme "ChecksumCRC64NVME": optional &'a str,
    checksum_sha1 "ChecksumSHA1": optional &'a str,
    checksum_sha256 "ChecksumSHA256": optional &'a str,
    checksum_sha512 "ChecksumSHA512": optional &'a str,
    checksum_md5 "ChecksumMD5": optional &'a str,
    checksum_xxhash64 "ChecksumXXHASH64": optional &'a str,
    checksum_xxhash3 "ChecksumXXHASH3": optional &'a str,
    checksum_xxhash128 "ChecksumXXHASH128": optional &'a str,
    checksum_type "ChecksumType": optional &'a str,
    mpu_object_size "MpuObjectSize": optional i64,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    if_match "IfMatch": optional &'a str,
    if_none_match "IfNoneMatch": optional &'a str,
    sse_customer_algorithm "SSECustomerAlgorithm": optional &'a str,
    sse_customer_key "SSECustomerKey": optional &'a str,
    sse_customer_key_md5 "SSECustomerKeyMD5": optional &'a str,
} }

builder! { CompleteMultipartUploadOutput {
    location "Location": Text,
    bucket "Bucket": Text,
    key "Key": Text,
    expiration "Expiration": Text,
    e_tag "ETag": Text,
    checksum_crc32 "ChecksumCRC32": Text,
    checksum_crc32c "ChecksumCRC32C": Text,
    checksum_crc64nvme "ChecksumCRC64NVME": Text,
    checksum_sha1 "ChecksumSHA1": Text,
    checksum_sha256 "ChecksumSHA256": Text,
    checksum_sha512 "ChecksumSHA512": Text,
    checksum_md5 "ChecksumMD5": Text,
    checksum_xxhash64 "ChecksumXXHASH64": Text,
    checksum_xxhash3 "ChecksumXXHASH3": Text,
    checksum_xxhash128 "ChecksumXXHASH128": Text,
    checksum_type "ChecksumType": Text,
    server_side_encryption "ServerSideEncryption": Text,
    version_id "VersionId": Text,
    ssekms_key_id "SSEKMSKeyId": Text,
    bucket_key_enabled "BucketKeyEnabled": Flag,
    request_charged "RequestCharged": Text,
} }

view! { CopyObjectInput<'a> {
    acl "ACL": optional &'a str,
    bucket "Bucket": required &'a str,
    cache_control "CacheControl": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    content_disposition "ContentDisposition": optional &'a str,
    content_encoding "ContentEncoding": optional &'a str,
    content_language "ContentLanguage": optional &'a str,
    content_type "ContentType": optional &'a str,
    copy_source "CopySource": required &'a str,
    copy_source_if_match "CopySourceIfMatch": optional &'a str,
    copy_source_if_modified_since "CopySourceIfModifiedSince": optional Timestamp,
    copy_source_if_none_match "CopySourceIfNoneMatch": optional &'a str,
    copy_source_if_unmodified_since "CopySourceIfUnmodifiedSince": optional Timestamp,
    expires "Expires": optional &'a str,
    grant_full_control "GrantFullControl": optional &'a str,
    grant_read "GrantRead": optional &'a str,
    grant_read_acp "GrantReadACP": optional &'a str,
    grant_write_acp "GrantWriteACP": optional &'a str,
    if_match "IfMatch": optional &'a str,
    if_none_match "IfNoneMatch": optional &'a str,
    key "Key": required &'a str,
    metadata "Metadata": optional Map<'a, &'a str>,
    metadata_directive "MetadataDirective": optional &'a str,
    tagging_directive "TaggingDirective": optional &'a str,
    annotation_directive "AnnotationDirective": optional &'a str,
    server_side_encryption "ServerSideEncryption": optional &'a str,
    storage_class "StorageClass": optional &'a str,
    website_redirect_location "WebsiteRedirectLocation": optional &'a str,
    sse_customer_algorithm "SSECustomerAlgorithm": optional &'a str,
    sse_customer_key "SSECustomerKey": optional &'a str,
    sse_customer_key_md5 "SSECustomerKeyMD5": optional &'a str,
    ssekms_key_id "SSEKMSKeyId": optional &'a str,
    ssekms_encryption_context "SSEKMSEncryptionContext": optional &'a str,
    bucket_key_enabled "BucketKeyEnabled": optional bool,
    copy_source_sse_customer_algorithm "CopySourceSSECustomerAlgorithm": optional &'a str,
    copy_source_sse_customer_key "CopySourceSSECustomerKey": optional &'a str,
    copy_source_sse_customer_key_md5 "CopySourceSSECustomerKeyMD5": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    tagging "Tagging": optional &'a str,
    object_lock_mode "ObjectLockMode": optional &'a str,
    object_lock_retain_until_date "ObjectLockRetainUntilDate": optional Timestamp,
    object_lock_legal_hold_status "ObjectLockLegalHoldStatus": optional &'a str,
    object_lock_event_hold "ObjectLockEventHold": optional &'a str,
    object_lock_event_hold_duration_days "ObjectLockEventHoldDurationDays": optional i64,
    object_lock_event_hold_duration_years "ObjectLockEventHoldDurationYears": optional i64,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    expected_source_bucket_owner "ExpectedSourceBucketOwner": optional &'a str,
} }

builder! { CopyObjectOutput {
    copy_object_result "CopyObjectResult": CopyObjectResultBuilder,
    expiration "Expiration": Text,
    copy_source_version_id "CopySourceVersionId": Text,
    version_id "VersionId": Text,
    server_side_encryption "ServerSideEncryption": Text,
    sse_customer_algorithm "SSECustomerAlgorithm": Text,
    sse_customer_key_md5 "SSECustomerKeyMD5": Text,
    ssekms_key_id "SSEKMSKeyId": Text,
    ssekms_encryption_context "SSEKMSEncryptionContext": Text,
    bucket_key_enabled "BucketKeyEnabled": Flag,
    request_charged "RequestCharged": Text,
} }

view! { CreateBucketInput<'a> {
    acl "ACL": optional &'a str,
    bucket "Bucket": required &'a str,
    create_bucket_configuration "CreateBucketConfiguration": optional CreateBucketConfiguration<'a>,
    grant_full_control "GrantFullControl": optional &'a str,
    grant_read "GrantRead": optional &'a str,
    grant_read_acp "GrantReadACP": optional &'a str,
    grant_write "GrantWrite": optional &'a str,
    grant_write_acp "GrantWriteACP": optional &'a str,
    object_lock_enabled_for_bucket "ObjectLockEnabledForBucket": optional bool,
    object_ownership "ObjectOwnership": optional &'a str,
    bucket_namespace "BucketNamespace": optional &'a str,
} }

builder! { CreateBucketOutput {
    location "Location": Text,
    bucket_arn "BucketArn": Text,
} }

view! { CreateMultipartUploadInput<'a> {
    acl "ACL": optional &'a str,
    bucket "Bucket": required &'a str,
    cache_control "CacheControl": optional &'a str,
    content_disposition "ContentDisposition": optional &'a str,
    content_encoding "ContentEncoding": optional &'a str,
    content_language "ContentLanguage": optional &'a str,
    content_type "ContentType": optional &'a str,
    expires "Expires": optional &'a str,
    grant_full_control "GrantFullControl": optional &'a str,
    grant_read "GrantRead": optional &'a str,
    grant_read_acp "GrantReadACP": optional &'a str,
    grant_write_acp "GrantWriteACP": optional &'a str,
    key "Key": required &'a str,
    metadata "Metadata": optional Map<'a, &'a str>,
    server_side_encryption "ServerSideEncryption": optional &'a str,
    storage_class "StorageClass": optional &'a str,
    website_redirect_location "WebsiteRedirectLocation": optional &'a str,
    sse_customer_algorithm "SSECustomerAlgorithm": optional &'a str,
    sse_customer_key "SSECustomerKey": optional &'a str,
    sse_customer_key_md5 "SSECustomerKeyMD5": optional &'a str,
    ssekms_key_id "SSEKMSKeyId": optional &'a str,
    ssekms_encryption_context "SSEKMSEncryptionContext": optional &'a str,
    bucket_key_enabled "BucketKeyEnabled": optional bool,
    request_payer "RequestPayer": optional &'a str,
    tagging "Tagging": optional &'a str,
    object_lock_mode "ObjectLockMode": optional &'a str,
    object_lock_retain_until_date "ObjectLockRetainUntilDate": optional Timestamp,
    object_lock_legal_hold_status "ObjectLockLegalHoldStatus": optional &'a str,
    object_lock_event_hold "ObjectLockEventHold": optional &'a str,
    object_lock_event_hold_duration_days "ObjectLockEventHoldDurationDays": optional i64,
    object_lock_event_hold_duration_years "ObjectLockEventHoldDurationYears": optional i64,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    checksum_type "ChecksumType": optional &'a str,
} }

builder! { CreateMultipartUploadOutput {
    abort_date "AbortDate": Time,
    abort_rule_id "AbortRuleId": Text,
    bucket "Bucket": Text,
    key "Key": Text,
    upload_id "UploadId": Text,
    server_side_encryption "ServerSideEncryption": Text,
    sse_customer_algorithm "SSECustomerAlgorithm": Text,
    sse_customer_key_md5 "SSECustomerKeyMD5": Text,
    ssekms_key_id "SSEKMSKeyId": Text,
    ssekms_encryption_context "SSEKMSEncryptionContext": Text,
    bucket_key_enabled "BucketKeyEnabled": Flag,
    request_charged "RequestCharged": Text,
    checksum_algorithm "ChecksumAlgorithm": Text,
    checksum_type "ChecksumType": Text,
    version_id "VersionId": Text,
} }

view! { DeleteBucketInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketOutput {
} }

view! { DeleteBucketAnalyticsConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    id "Id": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketAnalyticsConfigurationOutput {
} }

view! { DeleteBucketCorsInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketCorsOutput {
} }

view! { DeleteBucketEncryptionInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketEncryptionOutput {
} }

view! { DeleteBucketIntelligentTieringConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    id "Id": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketIntelligentTieringConfigurationOutput {
} }

view! { DeleteBucketInventoryConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    id "Id": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketInventoryConfigurationOutput {
} }

view! { DeleteBucketLifecycleInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketLifecycleOutput {
} }

view! { DeleteBucketMetricsConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    id "Id": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketMetricsConfigurationOutput {
} }

view! { DeleteBucketOwnershipControlsInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketOwnershipControlsOutput {
} }

view! { DeleteBucketPolicyInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketPolicyOutput {
} }

view! { DeleteBucketReplicationInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketReplicationOutput {
} }

view! { DeleteBucketTaggingInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketTaggingOutput {
} }

view! { DeleteBucketWebsiteInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteBucketWebsiteOutput {
} }

view! { DeleteObjectInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    mfa "MFA": optional &'a str,
    version_id "VersionId": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    bypass_governance_retention "BypassGovernanceRetention": optional bool,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    if_match "IfMatch": optional &'a str,
    if_match_last_modified_time "IfMatchLastModifiedTime": optional Timestamp,
    if_match_size "IfMatchSize": optional i64,
} }

builder! { DeleteObjectOutput {
    delete_marker "DeleteMarker": Flag,
    version_id "VersionId": Text,
    request_charged "RequestCharged": Text,
} }

view! { DeleteObjectAnnotationInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    annotation_name "AnnotationName": required &'a str,
    version_id "VersionId": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    object_if_match "ObjectIfMatch": optional &'a str,
} }

builder! { DeleteObjectAnnotationOutput {
    object_version_id "ObjectVersionId": Text,
    request_charged "RequestCharged": Text,
} }

view! { DeleteObjectTaggingInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    version_id "VersionId": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeleteObjectTaggingOutput {
    version_id "VersionId": Text,
} }

view! { DeleteObjectsInput<'a> {
    bucket "Bucket": required &'a str,
    delete "Delete": required Delete<'a>,
    mfa "MFA": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    bypass_governance_retention "BypassGovernanceRetention": optional bool,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
} }

builder! { DeleteObjectsOutput {
    deleted "Deleted": Items<DeletedObjectBuilder>,
    request_charged "RequestCharged": Text,
    errors "Errors": Items<ErrorBuilder>,
} }

view! { DeletePublicAccessBlockInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { DeletePublicAccessBlockOutput {
} }

view! { GetBucketAbacInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketAbacOutput {
    abac_status "AbacStatus": AbacStatusBuilder,
} }

view! { GetBucketAccelerateConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
} }

builder! { GetBucketAccelerateConfigurationOutput {
    status "Status": Text,
    request_charged "RequestCharged": Text,
} }

view! { GetBucketAclInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketAclOutput {
    owner "Owner": OwnerBuilder,
    grants "Grants": Items<GrantBuilder>,
} }

view! { GetBucketAnalyticsConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    id "Id": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketAnalyticsConfigurationOutput {
    analytics_configuration "AnalyticsConfiguration": AnalyticsConfigurationBuilder,
} }

view! { GetBucketCorsInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketCorsOutput {
    cors_rules "CORSRules": Items<CORSRuleBuilder>,
} }

view! { GetBucketEncryptionInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketEncryptionOutput {
    server_side_encryption_configuration "ServerSideEncryptionConfiguration": ServerSideEncryptionConfigurationBuilder,
} }

view! { GetBucketIntelligentTieringConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    id "Id": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketIntelligentTieringConfigurationOutput {
    intelligent_tiering_configuration "IntelligentTieringConfiguration": IntelligentTieringConfigurationBuilder,
} }

view! { GetBucketInventoryConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    id "Id": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketInventoryConfigurationOutput {
    inventory_configuration "InventoryConfiguration": InventoryConfigurationBuilder,
} }

view! { GetBucketLifecycleConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketLifecycleConfigurationOutput {
    rules "Rules": Items<LifecycleRuleBuilder>,
    transition_default_minimum_object_size "TransitionDefaultMinimumObjectSize": Text,
} }

view! { GetBucketLocationInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketLocationOutput {
    location_constraint "LocationConstraint": Text,
} }

view! { GetBucketLoggingInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketLoggingOutput {
    logging_enabled "LoggingEnabled": LoggingEnabledBuilder,
} }

view! { GetBucketMetricsConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    id "Id": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketMetricsConfigurationOutput {
    metrics_configuration "MetricsConfiguration": MetricsConfigurationBuilder,
} }

view! { GetBucketNotificationConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketNotificationConfigurationOutput {
    topic_configurations "TopicConfigurations": Items<TopicConfigurationBuilder>,
    queue_configurations "QueueConfigurations": Items<QueueConfigurationBuilder>,
    lambda_function_configurations "LambdaFunctionConfigurations": Items<LambdaFunctionConfigurationBuilder>,
    event_bridge_configuration "EventBridgeConfiguration": EventBridgeConfigurationBuilder,
} }

view! { GetBucketOwnershipControlsInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketOwnershipControlsOutput {
    ownership_controls "OwnershipControls": OwnershipControlsBuilder,
} }

view! { GetBucketPolicyInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketPolicyOutput {
    policy "Policy": Text,
} }

view! { GetBucketPolicyStatusInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketPolicyStatusOutput {
    policy_status "PolicyStatus": PolicyStatusBuilder,
} }

view! { GetBucketReplicationInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketReplicationOutput {
    replication_configuration "ReplicationConfiguration": ReplicationConfigurationBuilder,
} }

view! { GetBucketRequestPaymentInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketRequestPaymentOutput {
    payer "Payer": Text,
} }

view! { GetBucketTaggingInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketTaggingOutput {
    tag_set "TagSet": Items<TagBuilder>,
} }

view! { GetBucketVersioningInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketVersioningOutput {
    status "Status": Text,
    mfa_delete "MFADelete": Text,
} }

view! { GetBucketWebsiteInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetBucketWebsiteOutput {
    redirect_all_requests_to "RedirectAllRequestsTo": RedirectAllRequestsToBuilder,
    index_document "IndexDocument": IndexDocumentBuilder,
    error_document "ErrorDocument": ErrorDocumentBuilder,
    routing_rules "RoutingRules": Items<RoutingRuleBuilder>,
} }

view! { GetObjectInput<'a> {
    bucket "Bucket": required &'a str,
    if_match "IfMatch": optional &'a str,
    if_modified_since "IfModifiedSince": optional Timestamp,
    if_none_match "IfNoneMatch": optional &'a str,
    if_unmodified_since "IfUnmodifiedSince": optional Timestamp,
    key "Key": required &'a str,
    range "Range": optional &'a str,
    response_cache_control "ResponseCacheControl": optional &'a str,
    response_content_disposition "ResponseContentDisposition": optional &'a str,
    response_content_encoding "ResponseContentEncoding": optional &'a str,
    response_content_language "ResponseContentLanguage": optional &'a str,
    response_content_type "ResponseContentType": optional &'a str,
    response_expires "ResponseExpires": optional Timestamp,
    version_id "VersionId": optional &'a str,
    sse_customer_algorithm "SSECustomerAlgorithm": optional &'a str,
    sse_customer_key "SSECustomerKey": optional &'a str,
    sse_customer_key_md5 "SSECustomerKeyMD5": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    part_number "PartNumber": optional i64,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    checksum_mode "ChecksumMode": optional &'a str,
} }

builder! { GetObjectOutput {
    body "Body": Stream,
    delete_marker "DeleteMarker": Flag,
    accept_ranges "AcceptRanges": Text,
    expiration "Expiration": Text,
    restore "Restore": Text,
    last_modified "LastModified": Time,
    content_length "ContentLength": Whole,
    e_tag "ETag": Text,
    checksum_crc32 "ChecksumCRC32": Text,
    checksum_crc32c "ChecksumCRC32C": Text,
    checksum_crc64nvme "ChecksumCRC64NVME": Text,
    checksum_sha1 "ChecksumSHA1": Text,
    checksum_sha256 "ChecksumSHA256": Text,
    checksum_sha512 "ChecksumSHA512": Text,
    checksum_md5 "ChecksumMD5": Text,
    checksum_xxhash64 "ChecksumXXHASH64": Text,
    checksum_xxhash3 "ChecksumXXHASH3": Text,
    checksum_xxhash128 "ChecksumXXHASH128": Text,
    checksum_type "ChecksumType": Text,
    missing_meta "MissingMeta": Whole,
    version_id "VersionId": Text,
    cache_control "CacheControl": Text,
    content_disposition "ContentDisposition": Text,
    content_encoding "ContentEncoding": Text,
    content_language "ContentLanguage": Text,
    content_range "ContentRange": Text,
    content_type "ContentType": Text,
    expires "Expires": Text,
    website_redirect_location "WebsiteRedirectLocation": Text,
    server_side_encryption "ServerSideEncryption": Text,
    metadata "Metadata": Entries<Text>,
    sse_customer_algorithm "SSECustomerAlgorithm": Text,
    sse_customer_key_md5 "SSECustomerKeyMD5": Text,
    ssekms_key_id "SSEKMSKeyId": Text,
    bucket_key_enabled "BucketKeyEnabled": Flag,
    storage_class "StorageClass": Text,
    request_charged "RequestCharged": Text,
    replication_status "ReplicationStatus": Text,
    parts_count "PartsCount": Whole,
    tag_count "TagCount": Whole,
    object_lock_mode "ObjectLockMode": Text,
    object_lock_retain_until_date "ObjectLockRetainUntilDate": Time,
    object_lock_legal_hold_status "ObjectLockLegalHoldStatus": Text,
    object_lock_event_hold "ObjectLockEventHold": Text,
    object_lock_event_hold_duration_days "ObjectLockEventHoldDurationDays": Whole,
    object_lock_event_hold_duration_years "ObjectLockEventHoldDurationYears": Whole,
} }

view! { GetObjectAclInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    version_id "VersionId": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetObjectAclOutput {
    owner "Owner": OwnerBuilder,
    grants "Grants": Items<GrantBuilder>,
    request_charged "RequestCharged": Text,
} }

view! { GetObjectAnnotationInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    annotation_name "AnnotationName": required &'a str,
    version_id "VersionId": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    checksum_mode "ChecksumMode": optional &'a str,
} }

builder! { GetObjectAnnotationOutput {
    annotation_payload "AnnotationPayload": Stream,
    object_version_id "ObjectVersionId": Text,
    last_modified "LastModified": Time,
    content_length "ContentLength": Whole,
    e_tag "ETag": Text,
    checksum_crc32 "ChecksumCRC32": Text,
    checksum_crc32c "ChecksumCRC32C": Text,
    checksum_crc64nvme "ChecksumCRC64NVME": Text,
    checksum_sha1 "ChecksumSHA1": Text,
    checksum_sha256 "ChecksumSHA256": Text,
    checksum_sha512 "ChecksumSHA512": Text,
    checksum_md5 "ChecksumMD5": Text,
    checksum_xxhash64 "ChecksumXXHASH64": Text,
    checksum_xxhash3 "ChecksumXXHASH3": Text,
    checksum_xxhash128 "ChecksumXXHASH128": Text,
    checksum_type "ChecksumType": Text,
    server_side_encryption "ServerSideEncryption": Text,
    request_charged "RequestCharged": Text,
    replication_status "ReplicationStatus": Text,
} }

view! { GetObjectAttributesInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    version_id "VersionId": optional &'a str,
    max_parts "MaxParts": optional i64,
    part_number_marker "PartNumberMarker": optional i64,
    sse_customer_algorithm "SSECustomerAlgorithm": optional &'a str,
    sse_customer_key "SSECustomerKey": optional &'a str,
    sse_customer_key_md5 "SSECustomerKeyMD5": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    object_attributes "ObjectAttributes": required List<'a, &'a str>,
} }

builder! { GetObjectAttributesOutput {
    delete_marker "DeleteMarker": Flag,
    last_modified "LastModified": Time,
    version_id "VersionId": Text,
    request_charged "RequestCharged": Text,
    e_tag "ETag": Text,
    checksum "Checksum": ChecksumBuilder,
    object_parts "ObjectParts": GetObjectAttributesPartsBuilder,
    storage_class "StorageClass": Text,
    object_size "ObjectSize": Whole,
} }

view! { GetObjectLegalHoldInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    version_id "VersionId": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetObjectLegalHoldOutput {
    legal_hold "LegalHold": ObjectLockLegalHoldBuilder,
} }

view! { GetObjectLockConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetObjectLockConfigurationOutput {
    object_lock_configuration "ObjectLockConfiguration": ObjectLockConfigurationBuilder,
} }

view! { GetObjectRetentionInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    version_id "VersionId": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetObjectRetentionOutput {
    retention "Retention": ObjectLockRetentionBuilder,
} }

view! { GetObjectTaggingInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    version_id "VersionId": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
} }

builder! { GetObjectTaggingOutput {
    version_id "VersionId": Text,
    tag_set "TagSet": Items<TagBuilder>,
} }

view! { GetObjectTorrentInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetObjectTorrentOutput {
    body "Body": Stream,
    request_charged "RequestCharged": Text,
} }

view! { GetPublicAccessBlockInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { GetPublicAccessBlockOutput {
    public_access_block_configuration "PublicAccessBlockConfiguration": PublicAccessBlockConfigurationBuilder,
} }

view! { HeadBucketInput<'a> {
    bucket "Bucket": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { HeadBucketOutput {
    bucket_arn "BucketArn": Text,
    bucket_location_type "BucketLocationType": Text,
    bucket_location_name "BucketLocationName": Text,
    bucket_region "BucketRegion": Text,
    access_point_alias "AccessPointAlias": Flag,
} }

view! { HeadObjectInput<'a> {
    bucket "Bucket": required &'a str,
    if_match "IfMatch": optional &'a str,
    if_modified_since "IfModifiedSince": optional Timestamp,
    if_none_match "IfNoneMatch": optional &'a str,
    if_unmodified_since "IfUnmodifiedSince": optional Timestamp,
    key "Key": required &'a str,
    range "Range": optional &'a str,
    response_cache_control "ResponseCacheControl": optional &'a str,
    response_content_disposition "ResponseContentDisposition": optional &'a str,
    response_content_encoding "ResponseContentEncoding": optional &'a str,
    response_content_language "ResponseContentLanguage": optional &'a str,
    response_content_type "ResponseContentType": optional &'a str,
    response_expires "ResponseExpires": optional Timestamp,
    version_id "VersionId": optional &'a str,
    sse_customer_algorithm "SSECustomerAlgorithm": optional &'a str,
    sse_customer_key "SSECustomerKey": optional &'a str,
    sse_customer_key_md5 "SSECustomerKeyMD5": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    part_number "PartNumber": optional i64,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    checksum_mode "ChecksumMode": optional &'a str,
} }

builder! { HeadObjectOutput {
    delete_marker "DeleteMarker": Flag,
    accept_ranges "AcceptRanges": Text,
    expiration "Expiration": Text,
    restore "Restore": Text,
    archive_status "ArchiveStatus": Text,
    last_modified "LastModified": Time,
    content_length "ContentLength": Whole,
    checksum_crc32 "ChecksumCRC32": Text,
    checksum_crc32c "ChecksumCRC32C": Text,
    checksum_crc64nvme "ChecksumCRC64NVME": Text,
    checksum_sha1 "ChecksumSHA1": Text,
    checksum_sha256 "ChecksumSHA256": Text,
    checksum_sha512 "ChecksumSHA512": Text,
    checksum_md5 "ChecksumMD5": Text,
    checksum_xxhash64 "ChecksumXXHASH64": Text,
    checksum_xxhash3 "ChecksumXXHASH3": Text,
    checksum_xxhash128 "ChecksumXXHASH128": Text,
    checksum_type "ChecksumType": Text,
    e_tag "ETag": Text,
    missing_meta "MissingMeta": Whole,
    version_id "VersionId": Text,
    cache_control "CacheControl": Text,
    content_disposition "ContentDisposition": Text,
    content_encoding "ContentEncoding": Text,
    content_language "ContentLanguage": Text,
    content_type "ContentType": Text,
    content_range "ContentRange": Text,
    expires "Expires": Text,
    website_redirect_location "WebsiteRedirectLocation": Text,
    server_side_encryption "ServerSideEncryption": Text,
    metadata "Metadata": Entries<Text>,
    sse_customer_algorithm "SSECustomerAlgorithm": Text,
    sse_customer_key_md5 "SSECustomerKeyMD5": Text,
    ssekms_key_id "SSEKMSKeyId": Text,
    bucket_key_enabled "BucketKeyEnabled": Flag,
    storage_class "StorageClass": Text,
    request_charged "RequestCharged": Text,
    replication_status "ReplicationStatus": Text,
    parts_count "PartsCount": Whole,
    tag_count "TagCount": Whole,
    object_lock_mode "ObjectLockMode": Text,
    object_lock_retain_until_date "ObjectLockRetainUntilDate": Time,
    object_lock_legal_hold_status "ObjectLockLegalHoldStatus": Text,
    object_lock_event_hold "ObjectLockEventHold": Text,
    object_lock_event_hold_duration_days "ObjectLockEventHoldDurationDays": Whole,
    object_lock_event_hold_duration_years "ObjectLockEventHoldDurationYears": Whole,
} }

view! { ListBucketAnalyticsConfigurationsInput<'a> {
    bucket "Bucket": required &'a str,
    continuation_token "ContinuationToken": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { ListBucketAnalyticsConfigurationsOutput {
    is_truncated "IsTruncated": Flag,
    continuation_token "ContinuationToken": Text,
    next_continuation_token "NextContinuationToken": Text,
    analytics_configuration_list "AnalyticsConfigurationList": Items<AnalyticsConfigurationBuilder>,
} }

view! { ListBucketIntelligentTieringConfigurationsInput<'a> {
    bucket "Bucket": required &'a str,
    continuation_token "ContinuationToken": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { ListBucketIntelligentTieringConfigurationsOutput {
    is_truncated "IsTruncated": Flag,
    continuation_token "ContinuationToken": Text,
    next_continuation_token "NextContinuationToken": Text,
    intelligent_tiering_configuration_list "IntelligentTieringConfigurationList": Items<IntelligentTieringConfigurationBuilder>,
} }

view! { ListBucketInventoryConfigurationsInput<'a> {
    bucket "Bucket": required &'a str,
    continuation_token "ContinuationToken": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { ListBucketInventoryConfigurationsOutput {
    continuation_token "ContinuationToken": Text,
    inventory_configuration_list "InventoryConfigurationList": Items<InventoryConfigurationBuilder>,
    is_truncated "IsTruncated": Flag,
    next_continuation_token "NextContinuationToken": Text,
} }

view! { ListBucketMetricsConfigurationsInput<'a> {
    bucket "Bucket": required &'a str,
    continuation_token "ContinuationToken": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { ListBucketMetricsConfigurationsOutput {
    is_truncated "IsTruncated": Flag,
    continuation_token "ContinuationToken": Text,
    next_continuation_token "NextContinuationToken": Text,
    metrics_configuration_list "MetricsConfigurationList": Items<MetricsConfigurationBuilder>,
} }

view! { ListBucketsInput<'a> {
    max_buckets "MaxBuckets": optional i64,
    continuation_token "ContinuationToken": optional &'a str,
    prefix "Prefix": optional &'a str,
    bucket_region "BucketRegion": optional &'a str,
} }

builder! { ListBucketsOutput {
    buckets "Buckets": Items<BucketBuilder>,
    owner "Owner": OwnerBuilder,
    continuation_token "ContinuationToken": Text,
    prefix "Prefix": Text,
} }

view! { ListMultipartUploadsInput<'a> {
    bucket "Bucket": required &'a str,
    delimiter "Delimiter": optional &'a str,
    encoding_type "EncodingType": optional &'a str,
    key_marker "KeyMarker": optional &'a str,
    max_uploads "MaxUploads": optional i64,
    prefix "Prefix": optional &'a str,
    upload_id_marker "UploadIdMarker": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
} }

builder! { ListMultipartUploadsOutput {
    bucket "Bucket": Text,
    key_marker "KeyMarker": Text,
    upload_id_marker "UploadIdMarker": Text,
    next_key_marker "NextKeyMarker": Text,
    prefix "Prefix": Text,
    delimiter "Delimiter": Text,
    next_upload_id_marker "NextUploadIdMarker": Text,
    max_uploads "MaxUploads": Whole,
    is_truncated "IsTruncated": Flag,
    uploads "Uploads": Items<MultipartUploadBuilder>,
    common_prefixes "CommonPrefixes": Items<CommonPrefixBuilder>,
    encoding_type "EncodingType": Text,
    request_charged "RequestCharged": Text,
} }

view! { ListObjectAnnotationsInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    version_id "VersionId": optional &'a str,
    max_annotation_results "MaxAnnotationResults": optional i64,
    annotation_prefix "AnnotationPrefix": optional &'a str,
    continuation_token "ContinuationToken": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { ListObjectAnnotationsOutput {
    annotations "Annotations": Items<AnnotationEntryBuilder>,
    bucket "Bucket": Text,
    key "Key": Text,
    object_version_id "ObjectVersionId": Text,
    annotation_prefix "AnnotationPrefix": Text,
    max_annotation_results "MaxAnnotationResults": Whole,
    annotation_count "AnnotationCount": Whole,
    continuation_token "ContinuationToken": Text,
    next_continuation_token "NextContinuationToken": Text,
    request_charged "RequestCharged": Text,
} }

view! { ListObjectVersionsInput<'a> {
    bucket "Bucket": required &'a str,
    delimiter "Delimiter": optional &'a str,
    encoding_type "EncodingType": optional &'a str,
    key_marker "KeyMarker": optional &'a str,
    max_keys "MaxKeys": optional i64,
    prefix "Prefix": optional &'a str,
    version_id_marker "VersionIdMarker": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    optional_object_attributes "OptionalObjectAttributes": optional List<'a, &'a str>,
} }

builder! { ListObjectVersionsOutput {
    is_truncated "IsTruncated": Flag,
    key_marker "KeyMarker": Text,
    version_id_marker "VersionIdMarker": Text,
    next_key_marker "NextKeyMarker": Text,
    next_version_id_marker "NextVersionIdMarker": Text,
    versions "Versions": Items<ObjectVersionBuilder>,
    delete_markers "DeleteMarkers": Items<DeleteMarkerEntryBuilder>,
    name "Name": Text,
    prefix "Prefix": Text,
    delimiter "Delimiter": Text,
    max_keys "MaxKeys": Whole,
    common_prefixes "CommonPrefixes": Items<CommonPrefixBuilder>,
    encoding_type "EncodingType": Text,
    request_charged "RequestCharged": Text,
} }

view! { ListObjectsInput<'a> {
    bucket "Bucket": required &'a str,
    delimiter "Delimiter": optional &'a str,
    encoding_type "EncodingType": optional &'a str,
    marker "Marker": optional &'a str,
    max_keys "MaxKeys": optional i64,
    prefix "Prefix": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    optional_object_attributes "OptionalObjectAttributes": optional List<'a, &'a str>,
} }

builder! { ListObjectsOutput {
    is_truncated "IsTruncated": Flag,
    marker "Marker": Text,
    next_marker "NextMarker": Text,
    contents "Contents": Items<ObjectBuilder>,
    name "Name": Text,
    prefix "Prefix": Text,
    delimiter "Delimiter": Text,
    max_keys "MaxKeys": Whole,
    common_prefixes "CommonPrefixes": Items<CommonPrefixBuilder>,
    encoding_type "EncodingType": Text,
    request_charged "RequestCharged": Text,
} }

view! { ListObjectsV2Input<'a> {
    bucket "Bucket": required &'a str,
    delimiter "Delimiter": optional &'a str,
    encoding_type "EncodingType": optional &'a str,
    max_keys "MaxKeys": optional i64,
    prefix "Prefix": optional &'a str,
    continuation_token "ContinuationToken": optional &'a str,
    fetch_owner "FetchOwner": optional bool,
    start_after "StartAfter": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    optional_object_attributes "OptionalObjectAttributes": optional List<'a, &'a str>,
} }

builder! { ListObjectsV2Output {
    is_truncated "IsTruncated": Flag,
    contents "Contents": Items<ObjectBuilder>,
    name "Name": Text,
    prefix "Prefix": Text,
    delimiter "Delimiter": Text,
    max_keys "MaxKeys": Whole,
    common_prefixes "CommonPrefixes": Items<CommonPrefixBuilder>,
    encoding_type "EncodingType": Text,
    key_count "KeyCount": Whole,
    continuation_token "ContinuationToken": Text,
    next_continuation_token "NextContinuationToken": Text,
    start_after "StartAfter": Text,
    request_charged "RequestCharged": Text,
} }

view! { ListPartsInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    max_parts "MaxParts": optional i64,
    part_number_marker "PartNumberMarker": optional i64,
    upload_id "UploadId": required &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    sse_customer_algorithm "SSECustomerAlgorithm": optional &'a str,
    sse_customer_key "SSECustomerKey": optional &'a str,
    sse_customer_key_md5 "SSECustomerKeyMD5": optional &'a str,
} }

builder! { ListPartsOutput {
    abort_date "AbortDate": Time,
    abort_rule_id "AbortRuleId": Text,
    bucket "Bucket": Text,
    key "Key": Text,
    upload_id "UploadId": Text,
    part_number_marker "PartNumberMarker": Whole,
    next_part_number_marker "NextPartNumberMarker": Whole,
    max_parts "MaxParts": Whole,
    is_truncated "IsTruncated": Flag,
    parts "Parts": Items<PartBuilder>,
    initiator "Initiator": InitiatorBuilder,
    owner "Owner": OwnerBuilder,
    storage_class "StorageClass": Text,
    request_charged "RequestCharged": Text,
    checksum_algorithm "ChecksumAlgorithm": Text,
    checksum_type "ChecksumType": Text,
    version_id "VersionId": Text,
} }

view! { PutBucketAbacInput<'a> {
    bucket "Bucket": required &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    abac_status "AbacStatus": required AbacStatus<'a>,
} }

builder! { PutBucketAbacOutput {
} }

view! { PutBucketAccelerateConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    accelerate_configuration "AccelerateConfiguration": required AccelerateConfiguration<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
} }

builder! { PutBucketAccelerateConfigurationOutput {
} }

view! { PutBucketAclInput<'a> {
    acl "ACL": optional &'a str,
    access_control_policy "AccessControlPolicy": optional AccessControlPolicy<'a>,
    bucket "Bucket": required &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    grant_full_control "GrantFullControl": optional &'a str,
    grant_read "GrantRead": optional &'a str,
    grant_read_acp "GrantReadACP": optional &'a str,
    grant_write "GrantWrite": optional &'a str,
    grant_write_acp "GrantWriteACP": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketAclOutput {
} }

view! { PutBucketAnalyticsConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    id "Id": required &'a str,
    analytics_configuration "AnalyticsConfiguration": required AnalyticsConfiguration<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketAnalyticsConfigurationOutput {
} }

view! { PutBucketCorsInput<'a> {
    bucket "Bucket": required &'a str,
    cors_configuration "CORSConfiguration": required CORSConfiguration<'a>,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketCorsOutput {
} }

view! { PutBucketEncryptionInput<'a> {
    bucket "Bucket": required &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    server_side_encryption_configuration "ServerSideEncryptionConfiguration": required ServerSideEncryptionConfiguration<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketEncryptionOutput {
} }

view! { PutBucketIntelligentTieringConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    id "Id": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    intelligent_tiering_configuration "IntelligentTieringConfiguration": required IntelligentTieringConfiguration<'a>,
} }

builder! { PutBucketIntelligentTieringConfigurationOutput {
} }

view! { PutBucketInventoryConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    id "Id": required &'a str,
    inventory_configuration "InventoryConfiguration": required InventoryConfiguration<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketInventoryConfigurationOutput {
} }

view! { PutBucketLifecycleConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    lifecycle_configuration "LifecycleConfiguration": optional BucketLifecycleConfiguration<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    transition_default_minimum_object_size "TransitionDefaultMinimumObjectSize": optional &'a str,
} }

builder! { PutBucketLifecycleConfigurationOutput {
    transition_default_minimum_object_size "TransitionDefaultMinimumObjectSize": Text,
} }

view! { PutBucketLoggingInput<'a> {
    bucket "Bucket": required &'a str,
    bucket_logging_status "BucketLoggingStatus": required BucketLoggingStatus<'a>,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketLoggingOutput {
} }

view! { PutBucketMetricsConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    id "Id": required &'a str,
    metrics_configuration "MetricsConfiguration": required MetricsConfiguration<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketMetricsConfigurationOutput {
} }

view! { PutBucketNotificationConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    notification_configuration "NotificationConfiguration": required NotificationConfiguration<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    skip_destination_validation "SkipDestinationValidation": optional bool,
} }

builder! { PutBucketNotificationConfigurationOutput {
} }

view! { PutBucketOwnershipControlsInput<'a> {
    bucket "Bucket": required &'a str,
    content_md5 "ContentMD5": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    ownership_controls "OwnershipControls": required OwnershipControls<'a>,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
} }

builder! { PutBucketOwnershipControlsOutput {
} }

view! { PutBucketPolicyInput<'a> {
    bucket "Bucket": required &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    confirm_remove_self_bucket_access "ConfirmRemoveSelfBucketAccess": optional bool,
    policy "Policy": required &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketPolicyOutput {
} }

view! { PutBucketReplicationInput<'a> {
    bucket "Bucket": required &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    replication_configuration "ReplicationConfiguration": required ReplicationConfiguration<'a>,
    token "Token": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketReplicationOutput {
} }

view! { PutBucketRequestPaymentInput<'a> {
    bucket "Bucket": required &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    request_payment_configuration "RequestPaymentConfiguration": required RequestPaymentConfiguration<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketRequestPaymentOutput {
} }

view! { PutBucketTaggingInput<'a> {
    bucket "Bucket": required &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    tagging "Tagging": required Tagging<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketTaggingOutput {
} }

view! { PutBucketVersioningInput<'a> {
    bucket "Bucket": required &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    mfa "MFA": optional &'a str,
    versioning_configuration "VersioningConfiguration": required VersioningConfiguration<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketVersioningOutput {
} }

view! { PutBucketWebsiteInput<'a> {
    bucket "Bucket": required &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    website_configuration "WebsiteConfiguration": required WebsiteConfiguration<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutBucketWebsiteOutput {
} }

view! { PutObjectInput<'a> {
    acl "ACL": optional &'a str,
    body "Body": optional &'a Body,
    bucket "Bucket": required &'a str,
    cache_control "CacheControl": optional &'a str,
    content_disposition "ContentDisposition": optional &'a str,
    content_encoding "ContentEncoding": optional &'a str,
    content_language "ContentLanguage": optional &'a str,
    content_length "ContentLength": optional i64,
    content_md5 "ContentMD5": optional &'a str,
    content_type "ContentType": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    checksum_crc32 "ChecksumCRC32": optional &'a str,
    checksum_crc32c "ChecksumCRC32C": optional &'a str,
    checksum_crc64nvme "ChecksumCRC64NVME": optional &'a str,
    checksum_sha1 "ChecksumSHA1": optional &'a str,
    checksum_sha256 "ChecksumSHA256": optional &'a str,
    checksum_sha512 "ChecksumSHA512": optional &'a str,
    checksum_md5 "ChecksumMD5": optional &'a str,
    checksum_xxhash64 "ChecksumXXHASH64": optional &'a str,
    checksum_xxhash3 "ChecksumXXHASH3": optional &'a str,
    checksum_xxhash128 "ChecksumXXHASH128": optional &'a str,
    expires "Expires": optional &'a str,
    if_match "IfMatch": optional &'a str,
    if_none_match "IfNoneMatch": optional &'a str,
    grant_full_control "GrantFullControl": optional &'a str,
    grant_read "GrantRead": optional &'a str,
    grant_read_acp "GrantReadACP": optional &'a str,
    grant_write_acp "GrantWriteACP": optional &'a str,
    key "Key": required &'a str,
    write_offset_bytes "WriteOffsetBytes": optional i64,
    metadata "Metadata": optional Map<'a, &'a str>,
    server_side_encryption "ServerSideEncryption": optional &'a str,
    storage_class "StorageClass": optional &'a str,
    website_redirect_location "WebsiteRedirectLocation": optional &'a str,
    sse_customer_algorithm "SSECustomerAlgorithm": optional &'a str,
    sse_customer_key "SSECustomerKey": optional &'a str,
    sse_customer_key_md5 "SSECustomerKeyMD5": optional &'a str,
    ssekms_key_id "SSEKMSKeyId": optional &'a str,
    ssekms_encryption_context "SSEKMSEncryptionContext": optional &'a str,
    bucket_key_enabled "BucketKeyEnabled": optional bool,
    request_payer "RequestPayer": optional &'a str,
    tagging "Tagging": optional &'a str,
    object_lock_mode "ObjectLockMode": optional &'a str,
    object_lock_retain_until_date "ObjectLockRetainUntilDate": optional Timestamp,
    object_lock_legal_hold_status "ObjectLockLegalHoldStatus": optional &'a str,
    object_lock_event_hold "ObjectLockEventHold": optional &'a str,
    object_lock_event_hold_duration_days "ObjectLockEventHoldDurationDays": optional i64,
    object_lock_event_hold_duration_years "ObjectLockEventHoldDurationYears": optional i64,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutObjectOutput {
    expiration "Expiration": Text,
    e_tag "ETag": Text,
    checksum_crc32 "ChecksumCRC32": Text,
    checksum_crc32c "ChecksumCRC32C": Text,
    checksum_crc64nvme "ChecksumCRC64NVME": Text,
    checksum_sha1 "ChecksumSHA1": Text,
    checksum_sha256 "ChecksumSHA256": Text,
    checksum_sha512 "ChecksumSHA512": Text,
    checksum_md5 "ChecksumMD5": Text,
    checksum_xxhash64 "ChecksumXXHASH64": Text,
    checksum_xxhash3 "ChecksumXXHASH3": Text,
    checksum_xxhash128 "ChecksumXXHASH128": Text,
    checksum_type "ChecksumType": Text,
    server_side_encryption "ServerSideEncryption": Text,
    version_id "VersionId": Text,
    sse_customer_algorithm "SSECustomerAlgorithm": Text,
    sse_customer_key_md5 "SSECustomerKeyMD5": Text,
    ssekms_key_id "SSEKMSKeyId": Text,
    ssekms_encryption_context "SSEKMSEncryptionContext": Text,
    bucket_key_enabled "BucketKeyEnabled": Flag,
    size "Size": Whole,
    request_charged "RequestCharged": Text,
} }

view! { PutObjectAclInput<'a> {
    acl "ACL": optional &'a str,
    access_control_policy "AccessControlPolicy": optional AccessControlPolicy<'a>,
    bucket "Bucket": required &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    grant_full_control "GrantFullControl": optional &'a str,
    grant_read "GrantRead": optional &'a str,
    grant_read_acp "GrantReadACP": optional &'a str,
    grant_write "GrantWrite": optional &'a str,
    grant_write_acp "GrantWriteACP": optional &'a str,
    key "Key": required &'a str,
    request_payer "RequestPayer": optional &'a str,
    version_id "VersionId": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutObjectAclOutput {
    request_charged "RequestCharged": Text,
} }

view! { PutObjectAnnotationInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    version_id "VersionId": optional &'a str,
    annotation_name "AnnotationName": required &'a str,
    annotation_payload "AnnotationPayload": required &'a Body,
    object_if_match "ObjectIfMatch": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    checksum_crc32 "ChecksumCRC32": optional &'a str,
    checksum_crc32c "ChecksumCRC32C": optional &'a str,
    checksum_crc64nvme "ChecksumCRC64NVME": optional &'a str,
    checksum_sha1 "ChecksumSHA1": optional &'a str,
    checksum_sha256 "ChecksumSHA256": optional &'a str,
    checksum_sha512 "ChecksumSHA512": optional &'a str,
    checksum_md5 "ChecksumMD5": optional &'a str,
    checksum_xxhash64 "ChecksumXXHASH64": optional &'a str,
    checksum_xxhash3 "ChecksumXXHASH3": optional &'a str,
    checksum_xxhash128 "ChecksumXXHASH128": optional &'a str,
    content_md5 "ContentMD5": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutObjectAnnotationOutput {
    key "Key": Text,
    annotation_name "AnnotationName": Text,
    object_version_id "ObjectVersionId": Text,
    e_tag "ETag": Text,
    checksum_crc32 "ChecksumCRC32": Text,
    checksum_crc32c "ChecksumCRC32C": Text,
    checksum_crc64nvme "ChecksumCRC64NVME": Text,
    checksum_sha1 "ChecksumSHA1": Text,
    checksum_sha256 "ChecksumSHA256": Text,
    checksum_sha512 "ChecksumSHA512": Text,
    checksum_md5 "ChecksumMD5": Text,
    checksum_xxhash64 "ChecksumXXHASH64": Text,
    checksum_xxhash3 "ChecksumXXHASH3": Text,
    checksum_xxhash128 "ChecksumXXHASH128": Text,
    checksum_type "ChecksumType": Text,
    server_side_encryption "ServerSideEncryption": Text,
    request_charged "RequestCharged": Text,
} }

view! { PutObjectLegalHoldInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    legal_hold "LegalHold": optional ObjectLockLegalHold<'a>,
    request_payer "RequestPayer": optional &'a str,
    version_id "VersionId": optional &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutObjectLegalHoldOutput {
    request_charged "RequestCharged": Text,
} }

view! { PutObjectLockConfigurationInput<'a> {
    bucket "Bucket": required &'a str,
    object_lock_configuration "ObjectLockConfiguration": optional ObjectLockConfiguration<'a>,
    request_payer "RequestPayer": optional &'a str,
    token "Token": optional &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutObjectLockConfigurationOutput {
    request_charged "RequestCharged": Text,
} }

view! { PutObjectRetentionInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    retention "Retention": optional ObjectLockRetention<'a>,
    request_payer "RequestPayer": optional &'a str,
    version_id "VersionId": optional &'a str,
    bypass_governance_retention "BypassGovernanceRetention": optional bool,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutObjectRetentionOutput {
    request_charged "RequestCharged": Text,
} }

view! { PutObjectTaggingInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    version_id "VersionId": optional &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    tagging "Tagging": required Tagging<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
} }

builder! { PutObjectTaggingOutput {
    version_id "VersionId": Text,
} }

view! { PutPublicAccessBlockInput<'a> {
    bucket "Bucket": required &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    public_access_block_configuration "PublicAccessBlockConfiguration": required PublicAccessBlockConfiguration<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { PutPublicAccessBlockOutput {
} }

view! { RestoreObjectInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    version_id "VersionId": optional &'a str,
    restore_request "RestoreRequest": optional RestoreRequest<'a>,
    request_payer "RequestPayer": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { RestoreObjectOutput {
    request_charged "RequestCharged": Text,
    restore_output_path "RestoreOutputPath": Text,
} }

view! { SelectObjectContentInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    sse_customer_algorithm "SSECustomerAlgorithm": optional &'a str,
    sse_customer_key "SSECustomerKey": optional &'a str,
    sse_customer_key_md5 "SSECustomerKeyMD5": optional &'a str,
    expression "Expression": required &'a str,
    expression_type "ExpressionType": required &'a str,
    request_progress "RequestProgress": optional RequestProgress<'a>,
    input_serialization "InputSerialization": required InputSerialization<'a>,
    output_serialization "OutputSerialization": required OutputSerialization<'a>,
    scan_range "ScanRange": optional ScanRange<'a>,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { SelectObjectContentOutput {
    payload "Payload": Any,
} }

view! { UpdateObjectEncryptionInput<'a> {
    bucket "Bucket": required &'a str,
    key "Key": required &'a str,
    version_id "VersionId": optional &'a str,
    object_encryption "ObjectEncryption": required ObjectEncryption<'a>,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
} }

builder! { UpdateObjectEncryptionOutput {
    request_charged "RequestCharged": Text,
} }

view! { UploadPartInput<'a> {
    body "Body": optional &'a Body,
    bucket "Bucket": required &'a str,
    content_length "ContentLength": optional i64,
    content_md5 "ContentMD5": optional &'a str,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    checksum_crc32 "ChecksumCRC32": optional &'a str,
    checksum_crc32c "ChecksumCRC32C": optional &'a str,
    checksum_crc64nvme "ChecksumCRC64NVME": optional &'a str,
    checksum_sha1 "ChecksumSHA1": optional &'a str,
    checksum_sha256 "ChecksumSHA256": optional &'a str,
    checksum_sha512 "ChecksumSHA512": optional &'a str,
    checksum_md5 "ChecksumMD5": optional &'a str,
    checksum_xxhash64 "ChecksumXXHASH64": optional &'a str,
    checksum_xxhash3 "ChecksumXXHASH3": optional &'a str,
    checksum_xxhash128 "ChecksumXXHASH128": optional &'a str,
    key "Key": required &'a str,
    part_number "PartNumber": required i64,
    upload_id "UploadId": required &'a str,
    sse_customer_algorithm "SSECustomerAlgorithm": optional &'a str,
    sse_customer_key "SSECustomerKey": optional &'a str,
    sse_customer_key_md5 "SSECustomerKeyMD5": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

builder! { UploadPartOutput {
    server_side_encryption "ServerSideEncryption": Text,
    e_tag "ETag": Text,
    checksum_crc32 "ChecksumCRC32": Text,
    checksum_crc32c "ChecksumCRC32C": Text,
    checksum_crc64nvme "ChecksumCRC64NVME": Text,
    checksum_sha1 "ChecksumSHA1": Text,
    checksum_sha256 "ChecksumSHA256": Text,
    checksum_sha512 "ChecksumSHA512": Text,
    checksum_md5 "ChecksumMD5": Text,
    checksum_xxhash64 "ChecksumXXHASH64": Text,
    checksum_xxhash3 "ChecksumXXHASH3": Text,
    checksum_xxhash128 "ChecksumXXHASH128": Text,
    sse_customer_algorithm "SSECustomerAlgorithm": Text,
    sse_customer_key_md5 "SSECustomerKeyMD5": Text,
    ssekms_key_id "SSEKMSKeyId": Text,
    bucket_key_enabled "BucketKeyEnabled": Flag,
    request_charged "RequestCharged": Text,
    version_id "VersionId": Text,
} }

view! { UploadPartCopyInput<'a> {
    bucket "Bucket": required &'a str,
    copy_source "CopySource": required &'a str,
    copy_source_if_match "CopySourceIfMatch": optional &'a str,
    copy_source_if_modified_since "CopySourceIfModifiedSince": optional Timestamp,
    copy_source_if_none_match "CopySourceIfNoneMatch": optional &'a str,
    copy_source_if_unmodified_since "CopySourceIfUnmodifiedSince": optional Timestamp,
    copy_source_range "CopySourceRange": optional &'a str,
    key "Key": required &'a str,
    part_number "PartNumber": required i64,
    upload_id "UploadId": required &'a str,
    sse_customer_algorithm "SSECustomerAlgorithm": optional &'a str,
    sse_customer_key "SSECustomerKey": optional &'a str,
    sse_customer_key_md5 "SSECustomerKeyMD5": optional &'a str,
    copy_source_sse_customer_algorithm "CopySourceSSECustomerAlgorithm": optional &'a str,
    copy_source_sse_customer_key "CopySourceSSECustomerKey": optional &'a str,
    copy_source_sse_customer_key_md5 "CopySourceSSECustomerKeyMD5": optional &'a str,
    request_payer "RequestPayer": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    expected_source_bucket_owner "ExpectedSourceBucketOwner": optional &'a str,
} }

builder! { UploadPartCopyOutput {
    copy_source_version_id "CopySourceVersionId": Text,
    copy_part_result "CopyPartResult": CopyPartResultBuilder,
    server_side_encryption "ServerSideEncryption": Text,
    sse_customer_algorithm "SSECustomerAlgorithm": Text,
    sse_customer_key_md5 "SSECustomerKeyMD5": Text,
    ssekms_key_id "SSEKMSKeyId": Text,
    bucket_key_enabled "BucketKeyEnabled": Flag,
    request_charged "RequestCharged": Text,
    version_id "VersionId": Text,
} }

view! { AbacStatus<'a> {
    status "Status": optional &'a str,
} }

view! { AbortIncompleteMultipartUpload<'a> {
    days_after_initiation "DaysAfterInitiation": optional i64,
} }

view! { AccelerateConfiguration<'a> {
    status "Status": optional &'a str,
} }

view! { AccessControlPolicy<'a> {
    grants "Grants": optional List<'a, Grant<'a>>,
    owner "Owner": optional Owner<'a>,
} }

view! { AccessControlTranslation<'a> {
    owner "Owner": required &'a str,
} }

view! { AnalyticsAndOperator<'a> {
    prefix "Prefix": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

view! { AnalyticsConfiguration<'a> {
    id "Id": required &'a str,
    filter "Filter": optional AnalyticsFilter<'a>,
    storage_class_analysis "StorageClassAnalysis": required StorageClassAnalysis<'a>,
} }

view! { AnalyticsExportDestination<'a> {
    s3_bucket_destination "S3BucketDestination": required AnalyticsS3BucketDestination<'a>,
} }

view! { AnalyticsFilter<'a> {
    prefix "Prefix": optional &'a str,
    tag "Tag": optional Tag<'a>,
    and "And": optional AnalyticsAndOperator<'a>,
} }

view! { AnalyticsS3BucketDestination<'a> {
    format "Format": required &'a str,
    bucket_account_id "BucketAccountId": optional &'a str,
    bucket "Bucket": required &'a str,
    prefix "Prefix": optional &'a str,
} }

view! { BlockedEncryptionTypes<'a> {
    encryption_type "EncryptionType": optional List<'a, &'a str>,
} }

view! { BucketInfo<'a> {
    data_redundancy "DataRedundancy": optional &'a str,
    type_ "Type": optional &'a str,
} }

view! { BucketLifecycleConfiguration<'a> {
    rules "Rules": required List<'a, LifecycleRule<'a>>,
} }

view! { BucketLoggingStatus<'a> {
    logging_enabled "LoggingEnabled": optional LoggingEnabled<'a>,
} }

view! { CORSConfiguration<'a> {
    cors_rules "CORSRules": required List<'a, CORSRule<'a>>,
} }

view! { CORSRule<'a> {
    id "ID": optional &'a str,
    allowed_headers "AllowedHeaders": optional List<'a, &'a str>,
    allowed_methods "AllowedMethods": required List<'a, &'a str>,
    allowed_origins "AllowedOrigins": required List<'a, &'a str>,
    expose_headers "ExposeHeaders": optional List<'a, &'a str>,
    max_age_seconds "MaxAgeSeconds": optional i64,
} }

view! { CSVInput<'a> {
    file_header_info "FileHeaderInfo": optional &'a str,
    comments "Comments": optional &'a str,
    quote_escape_character "QuoteEscapeCharacter": optional &'a str,
    record_delimiter "RecordDelimiter": optional &'a str,
    field_delimiter "FieldDelimiter": optional &'a str,
    quote_character "QuoteCharacter": optional &'a str,
    allow_quoted_record_delimiter "AllowQuotedRecordDelimiter": optional bool,
} }

view! { CSVOutput<'a> {
    quote_fields "QuoteFields": optional &'a str,
    quote_escape_character "QuoteEscapeCharacter": optional &'a str,
    record_delimiter "RecordDelimiter": optional &'a str,
    field_delimiter "FieldDelimiter": optional &'a str,
    quote_character "QuoteCharacter": optional &'a str,
} }

view! { CompletedMultipartUpload<'a> {
    parts "Parts": optional List<'a, CompletedPart<'a>>,
} }

view! { CompletedPart<'a> {
    e_tag "ETag": optional &'a str,
    checksum_crc32 "ChecksumCRC32": optional &'a str,
    checksum_crc32c "ChecksumCRC32C": optional &'a str,
    checksum_crc64nvme "ChecksumCRC64NVME": optional &'a str,
    checksum_sha1 "ChecksumSHA1": optional &'a str,
    checksum_sha256 "ChecksumSHA256": optional &'a str,
    checksum_sha512 "ChecksumSHA512": optional &'a str,
    checksum_md5 "ChecksumMD5": optional &'a str,
    checksum_xxhash64 "ChecksumXXHASH64": optional &'a str,
    checksum_xxhash3 "ChecksumXXHASH3": optional &'a str,
    checksum_xxhash128 "ChecksumXXHASH128": optional &'a str,
    part_number "PartNumber": optional i64,
} }

view! { Condition<'a> {
    http_error_code_returned_equals "HttpErrorCodeReturnedEquals": optional &'a str,
    key_prefix_equals "KeyPrefixEquals": optional &'a str,
} }

view! { CreateBucketConfiguration<'a> {
    location_constraint "LocationConstraint": optional &'a str,
    location "Location": optional LocationInfo<'a>,
    bucket "Bucket": optional BucketInfo<'a>,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

view! { DefaultRetention<'a> {
    mode "Mode": optional &'a str,
    days "Days": optional i64,
    years "Years": optional i64,
    default_event_hold "DefaultEventHold": optional EventHoldDuration<'a>,
} }

view! { Delete<'a> {
    objects "Objects": required List<'a, ObjectIdentifier<'a>>,
    quiet "Quiet": optional bool,
} }

view! { DeleteMarkerReplication<'a> {
    status "Status": optional &'a str,
} }

view! { Destination<'a> {
    bucket "Bucket": required &'a str,
    account "Account": optional &'a str,
    storage_class "StorageClass": optional &'a str,
    access_control_translation "AccessControlTranslation": optional AccessControlTranslation<'a>,
    encryption_configuration "EncryptionConfiguration": optional EncryptionConfiguration<'a>,
    replication_time "ReplicationTime": optional ReplicationTime<'a>,
    metrics "Metrics": optional Metrics<'a>,
} }

view! { Encryption<'a> {
    encryption_type "EncryptionType": required &'a str,
    kms_key_id "KMSKeyId": optional &'a str,
    kms_context "KMSContext": optional &'a str,
} }

view! { EncryptionConfiguration<'a> {
    replica_kms_key_id "ReplicaKmsKeyID": optional &'a str,
} }

view! { ErrorDocument<'a> {
    key "Key": required &'a str,
} }

view! { EventBridgeConfiguration<'a> {
} }

view! { EventHoldDuration<'a> {
    days "Days": optional i64,
    years "Years": optional i64,
} }

view! { ExistingObjectReplication<'a> {
    status "Status": required &'a str,
} }

view! { FilterRule<'a> {
    name "Name": optional &'a str,
    value "Value": optional &'a str,
} }

view! { GlacierJobParameters<'a> {
    tier "Tier": required &'a str,
} }

view! { Grant<'a> {
    grantee "Grantee": optional Grantee<'a>,
    permission "Permission": optional &'a str,
} }

view! { Grantee<'a> {
    display_name "DisplayName": optional &'a str,
    email_address "EmailAddress": optional &'a str,
    id "ID": optional &'a str,
    type_ "Type": required &'a str,
    uri "URI": optional &'a str,
} }

view! { IndexDocument<'a> {
    suffix "Suffix": required &'a str,
} }

view! { InputSerialization<'a> {
    csv "CSV": optional CSVInput<'a>,
    compression_type "CompressionType": optional &'a str,
    json "JSON": optional JSONInput<'a>,
    parquet "Parquet": optional ParquetInput<'a>,
} }

view! { IntelligentTieringAndOperator<'a> {
    prefix "Prefix": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

view! { IntelligentTieringConfiguration<'a> {
    id "Id": required &'a str,
    filter "Filter": optional IntelligentTieringFilter<'a>,
    status "Status": required &'a str,
    tierings "Tierings": required List<'a, Tiering<'a>>,
} }

view! { IntelligentTieringFilter<'a> {
    prefix "Prefix": optional &'a str,
    tag "Tag": optional Tag<'a>,
    and "And": optional IntelligentTieringAndOperator<'a>,
} }

view! { InventoryConfiguration<'a> {
    destination "Destination": required InventoryDestination<'a>,
    is_enabled "IsEnabled": required bool,
    filter "Filter": optional InventoryFilter<'a>,
    id "Id": required &'a str,
    included_object_versions "IncludedObjectVersions": required &'a str,
    optional_fields "OptionalFields": optional List<'a, &'a str>,
    schedule "Schedule": required InventorySchedule<'a>,
} }

view! { InventoryDestination<'a> {
    s3_bucket_destination "S3BucketDestination": required InventoryS3BucketDestination<'a>,
} }

view! { InventoryEncryption<'a> {
    sses3 "SSES3": optional SSES3<'a>,
    ssekms "SSEKMS": optional SSEKMS<'a>,
} }

view! { InventoryFilter<'a> {
    prefix "Prefix": required &'a str,
} }

view! { InventoryS3BucketDestination<'a> {
    account_id "AccountId": optional &'a str,
    bucket "Bucket": required &'a str,
    format "Format": required &'a str,
    prefix "Prefix": optional &'a str,
    encryption "Encryption": optional InventoryEncryption<'a>,
} }

view! { InventorySchedule<'a> {
    frequency "Frequency": required &'a str,
} }

view! { JSONInput<'a> {
    type_ "Type": optional &'a str,
} }

view! { JSONOutput<'a> {
    record_delimiter "RecordDelimiter": optional &'a str,
} }

view! { LambdaFunctionConfiguration<'a> {
    id "Id": optional &'a str,
    lambda_function_arn "LambdaFunctionArn": required &'a str,
    events "Events": required List<'a, &'a str>,
    filter "Filter": optional NotificationConfigurationFilter<'a>,
} }

view! { LifecycleExpiration<'a> {
    date "Date": optional Timestamp,
    days "Days": optional i64,
    expired_object_delete_marker "ExpiredObjectDeleteMarker": optional bool,
} }

view! { LifecycleRule<'a> {
    expiration "Expiration": optional LifecycleExpiration<'a>,
    id "ID": optional &'a str,
    prefix "Prefix": optional &'a str,
    filter "Filter": optional LifecycleRuleFilter<'a>,
    status "Status": required &'a str,
    transitions "Transitions": optional List<'a, Transition<'a>>,
    noncurrent_version_transitions "NoncurrentVersionTransitions": optional List<'a, NoncurrentVersionTransition<'a>>,
    noncurrent_version_expiration "NoncurrentVersionExpiration": optional NoncurrentVersionExpiration<'a>,
    abort_incomplete_multipart_upload "AbortIncompleteMultipartUpload": optional AbortIncompleteMultipartUpload<'a>,
} }

view! { LifecycleRuleAndOperator<'a> {
    prefix "Prefix": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
    object_size_greater_than "ObjectSizeGreaterThan": optional i64,
    object_size_less_than "ObjectSizeLessThan": optional i64,
} }

view! { LifecycleRuleFilter<'a> {
    prefix "Prefix": optional &'a str,
    tag "Tag": optional Tag<'a>,
    object_size_greater_than "ObjectSizeGreaterThan": optional i64,
    object_size_less_than "ObjectSizeLessThan": optional i64,
    and "And": optional LifecycleRuleAndOperator<'a>,
} }

view! { LocationInfo<'a> {
    type_ "Type": optional &'a str,
    name "Name": optional &'a str,
} }

view! { LoggingEnabled<'a> {
    target_bucket "TargetBucket": required &'a str,
    target_grants "TargetGrants": optional List<'a, TargetGrant<'a>>,
    target_prefix "TargetPrefix": required &'a str,
    target_object_key_format "TargetObjectKeyFormat": optional TargetObjectKeyFormat<'a>,
} }

view! { MetadataEntry<'a> {
    name "Name": optional &'a str,
    value "Value": optional &'a str,
} }

view! { Metrics<'a> {
    status "Status": required &'a str,
    event_threshold "EventThreshold": optional ReplicationTimeValue<'a>,
} }

view! { MetricsAndOperator<'a> {
    prefix "Prefix": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
    access_point_arn "AccessPointArn": optional &'a str,
} }

view! { MetricsConfiguration<'a> {
    id "Id": required &'a str,
    filter "Filter": optional MetricsFilter<'a>,
} }

view! { MetricsFilter<'a> {
    prefix "Prefix": optional &'a str,
    tag "Tag": optional Tag<'a>,
    access_point_arn "AccessPointArn": optional &'a str,
    and "And": optional MetricsAndOperator<'a>,
} }

view! { NoncurrentVersionExpiration<'a> {
    noncurrent_days "NoncurrentDays": optional i64,
    newer_noncurrent_versions "NewerNoncurrentVersions": optional i64,
} }

view! { NoncurrentVersionTransition<'a> {
    noncurrent_days "NoncurrentDays": optional i64,
    storage_class "StorageClass": optional &'a str,
    newer_noncurrent_versions "NewerNoncurrentVersions": optional i64,
} }

view! { NotificationConfiguration<'a> {
    topic_configurations "TopicConfigurations": optional List<'a, TopicConfiguration<'a>>,
    queue_configurations "QueueConfigurations": optional List<'a, QueueConfiguration<'a>>,
    lambda_function_configurations "LambdaFunctionConfigurations": optional List<'a, LambdaFunctionConfiguration<'a>>,
    event_bridge_configuration "EventBridgeConfiguration": optional EventBridgeConfiguration<'a>,
} }

view! { NotificationConfigurationFilter<'a> {
    key "Key": optional S3KeyFilter<'a>,
} }

view! { ObjectEncryption<'a> {
    ssekms "SSEKMS": optional SSEKMSEncryption<'a>,
} }

view! { ObjectIdentifier<'a> {
    key "Key": required &'a str,
    version_id "VersionId": optional &'a str,
    e_tag "ETag": optional &'a str,
    last_modified_time "LastModifiedTime": optional Timestamp,
    size "Size": optional i64,
} }

view! { ObjectLockConfiguration<'a> {
    object_lock_enabled "ObjectLockEnabled": optional &'a str,
    rule "Rule": optional ObjectLockRule<'a>,
} }

view! { ObjectLockLegalHold<'a> {
    status "Status": optional &'a str,
} }

view! { ObjectLockRetention<'a> {
    mode "Mode": optional &'a str,
    retain_until_date "RetainUntilDate": optional Timestamp,
    event_hold "EventHold": optional &'a str,
    event_hold_duration "EventHoldDuration": optional EventHoldDuration<'a>,
} }

view! { ObjectLockRule<'a> {
    default_retention "DefaultRetention": optional DefaultRetention<'a>,
} }

view! { OutputLocation<'a> {
    s3 "S3": optional S3Location<'a>,
} }

view! { OutputSerialization<'a> {
    csv "CSV": optional CSVOutput<'a>,
    json "JSON": optional JSONOutput<'a>,
} }

view! { Owner<'a> {
    display_name "DisplayName": optional &'a str,
    id "ID": optional &'a str,
} }

view! { OwnershipControls<'a> {
    rules "Rules": required List<'a, OwnershipControlsRule<'a>>,
} }

view! { OwnershipControlsRule<'a> {
    object_ownership "ObjectOwnership": required &'a str,
} }

view! { ParquetInput<'a> {
} }

view! { PartitionedPrefix<'a> {
    partition_date_source "PartitionDateSource": optional &'a str,
} }

view! { PublicAccessBlockConfiguration<'a> {
    block_public_acls "BlockPublicAcls": optional bool,
    ignore_public_acls "IgnorePublicAcls": optional bool,
    block_public_policy "BlockPublicPolicy": optional bool,
    restrict_public_buckets "RestrictPublicBuckets": optional bool,
} }

view! { QueueConfiguration<'a> {
    id "Id": optional &'a str,
    queue_arn "QueueArn": required &'a str,
    events "Events": required List<'a, &'a str>,
    filter "Filter": optional NotificationConfigurationFilter<'a>,
} }

view! { Redirect<'a> {
    host_name "HostName": optional &'a str,
    http_redirect_code "HttpRedirectCode": optional &'a str,
    protocol "Protocol": optional &'a str,
    replace_key_prefix_with "ReplaceKeyPrefixWith": optional &'a str,
    replace_key_with "ReplaceKeyWith": optional &'a str,
} }

view! { RedirectAllRequestsTo<'a> {
    host_name "HostName": required &'a str,
    protocol "Protocol": optional &'a str,
} }

view! { ReplicaModifications<'a> {
    status "Status": required &'a str,
} }

view! { ReplicationConfiguration<'a> {
    role "Role": required &'a str,
    rules "Rules": required List<'a, ReplicationRule<'a>>,
} }

view! { ReplicationRule<'a> {
    id "ID": optional &'a str,
    priority "Priority": optional i64,
    prefix "Prefix": optional &'a str,
    filter "Filter": optional ReplicationRuleFilter<'a>,
    status "Status": required &'a str,
    source_selection_criteria "SourceSelectionCriteria": optional SourceSelectionCriteria<'a>,
    existing_object_replication "ExistingObjectReplication": optional ExistingObjectReplication<'a>,
    destination "Destination": required Destination<'a>,
    delete_marker_replication "DeleteMarkerReplication": optional DeleteMarkerReplication<'a>,
} }

view! { ReplicationRuleAndOperator<'a> {
    prefix "Prefix": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

view! { ReplicationRuleFilter<'a> {
    prefix "Prefix": optional &'a str,
    tag "Tag": optional Tag<'a>,
    and "And": optional ReplicationRuleAndOperator<'a>,
} }

view! { ReplicationTime<'a> {
    status "Status": required &'a str,
    time "Time": required ReplicationTimeValue<'a>,
} }

view! { ReplicationTimeValue<'a> {
    minutes "Minutes": optional i64,
} }

view! { RequestPaymentConfiguration<'a> {
    payer "Payer": required &'a str,
} }

view! { RequestProgress<'a> {
    enabled "Enabled": optional bool,
} }

view! { RestoreRequest<'a> {
    days "Days": optional i64,
    glacier_job_parameters "GlacierJobParameters": optional GlacierJobParameters<'a>,
    type_ "Type": optional &'a str,
    tier "Tier": optional &'a str,
    description "Description": optional &'a str,
    select_parameters "SelectParameters": optional SelectParameters<'a>,
    output_location "OutputLocation": optional OutputLocation<'a>,
} }

view! { RoutingRule<'a> {
    condition "Condition": optional Condition<'a>,
    redirect "Redirect": required Redirect<'a>,
} }

view! { S3KeyFilter<'a> {
    filter_rules "FilterRules": optional List<'a, FilterRule<'a>>,
} }

view! { S3Location<'a> {
    bucket_name "BucketName": required &'a str,
    prefix "Prefix": required &'a str,
    encryption "Encryption": optional Encryption<'a>,
    canned_acl "CannedACL": optional &'a str,
    access_control_list "AccessControlList": optional List<'a, Grant<'a>>,
    tagging "Tagging": optional Tagging<'a>,
    user_metadata "UserMetadata": optional List<'a, MetadataEntry<'a>>,
    storage_class "StorageClass": optional &'a str,
} }

view! { SSEKMS<'a> {
    key_id "KeyId": required &'a str,
} }

view! { SSEKMSEncryption<'a> {
    kms_key_arn "KMSKeyArn": required &'a str,
    bucket_key_enabled "BucketKeyEnabled": optional bool,
} }

view! { SSES3<'a> {
} }

view! { ScanRange<'a> {
    start "Start": optional i64,
    end "End": optional i64,
} }

view! { SelectParameters<'a> {
    input_serialization "InputSerialization": required InputSerialization<'a>,
    expression_type "ExpressionType": required &'a str,
    expression "Expression": required &'a str,
    output_serialization "OutputSerialization": required OutputSerialization<'a>,
} }

view! { ServerSideEncryptionByDefault<'a> {
    sse_algorithm "SSEAlgorithm": required &'a str,
    kms_master_key_id "KMSMasterKeyID": optional &'a str,
} }

view! { ServerSideEncryptionConfiguration<'a> {
    rules "Rules": required List<'a, ServerSideEncryptionRule<'a>>,
} }

view! { ServerSideEncryptionRule<'a> {
    apply_server_side_encryption_by_default "ApplyServerSideEncryptionByDefault": optional ServerSideEncryptionByDefault<'a>,
    bucket_key_enabled "BucketKeyEnabled": optional bool,
    blocked_encryption_types "BlockedEncryptionTypes": optional BlockedEncryptionTypes<'a>,
} }

view! { SimplePrefix<'a> {
} }

view! { SourceSelectionCriteria<'a> {
    sse_kms_encrypted_objects "SseKmsEncryptedObjects": optional SseKmsEncryptedObjects<'a>,
    replica_modifications "ReplicaModifications": optional ReplicaModifications<'a>,
} }

view! { SseKmsEncryptedObjects<'a> {
    status "Status": required &'a str,
} }

view! { StorageClassAnalysis<'a> {
    data_export "DataExport": optional StorageClassAnalysisDataExport<'a>,
} }

view! { StorageClassAnalysisDataExport<'a> {
    output_schema_version "OutputSchemaVersion": required &'a str,
    destination "Destination": required AnalyticsExportDestination<'a>,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

view! { Tagging<'a> {
    tag_set "TagSet": required List<'a, Tag<'a>>,
} }

view! { TargetGrant<'a> {
    grantee "Grantee": optional Grantee<'a>,
    permission "Permission": optional &'a str,
} }

view! { TargetObjectKeyFormat<'a> {
    simple_prefix "SimplePrefix": optional SimplePrefix<'a>,
    partitioned_prefix "PartitionedPrefix": optional PartitionedPrefix<'a>,
} }

view! { Tiering<'a> {
    days "Days": required i64,
    access_tier "AccessTier": required &'a str,
} }

view! { TopicConfiguration<'a> {
    id "Id": optional &'a str,
    topic_arn "TopicArn": required &'a str,
    events "Events": required List<'a, &'a str>,
    filter "Filter": optional NotificationConfigurationFilter<'a>,
} }

view! { Transition<'a> {
    date "Date": optional Timestamp,
    days "Days": optional i64,
    storage_class "StorageClass": optional &'a str,
} }

view! { VersioningConfiguration<'a> {
    mfa_delete "MFADelete": optional &'a str,
    status "Status": optional &'a str,
} }

view! { WebsiteConfiguration<'a> {
    error_document "ErrorDocument": optional ErrorDocument<'a>,
    index_document "IndexDocument": optional IndexDocument<'a>,
    redirect_all_requests_to "RedirectAllRequestsTo": optional RedirectAllRequestsTo<'a>,
    routing_rules "RoutingRules": optional List<'a, RoutingRule<'a>>,
} }

builder! { AbacStatusBuilder {
    status "Status": Text,
} }

builder! { AbortIncompleteMultipartUploadBuilder {
    days_after_initiation "DaysAfterInitiation": Whole,
} }

builder! { AccessControlTranslationBuilder {
    owner "Owner": Text,
} }

builder! { AnalyticsAndOperatorBuilder {
    prefix "Prefix": Text,
    tags "Tags": Items<TagBuilder>,
} }

builder! { AnalyticsConfigurationBuilder {
    id "Id": Text,
    filter "Filter": AnalyticsFilterBuilder,
    storage_class_analysis "StorageClassAnalysis": StorageClassAnalysisBuilder,
} }

builder! { AnalyticsExportDestinationBuilder {
    s3_bucket_destination "S3BucketDestination": AnalyticsS3BucketDestinationBuilder,
} }

builder! { AnalyticsFilterBuilder {
    prefix "Prefix": Text,
    tag "Tag": TagBuilder,
    and "And": AnalyticsAndOperatorBuilder,
} }

builder! { AnalyticsS3BucketDestinationBuilder {
    format "Format": Text,
    bucket_account_id "BucketAccountId": Text,
    bucket "Bucket": Text,
    prefix "Prefix": Text,
} }

builder! { AnnotationEntryBuilder {
    annotation_name "AnnotationName": Text,
    last_modified "LastModified": Time,
    e_tag "ETag": Text,
    checksum_algorithm "ChecksumAlgorithm": Items<Text>,
    size "Size": Whole,
    replication_status "ReplicationStatus": Text,
} }

builder! { BlockedEncryptionTypesBuilder {
    encryption_type "EncryptionType": Items<Text>,
} }

builder! { BucketBuilder {
    name "Name": Text,
    creation_date "CreationDate": Time,
    bucket_region "BucketRegion": Text,
    bucket_arn "BucketArn": Text,
} }

builder! { CORSRuleBuilder {
    id "ID": Text,
    allowed_headers "AllowedHeaders": Items<Text>,
    allowed_methods "AllowedMethods": Items<Text>,
    allowed_origins "AllowedOrigins": Items<Text>,
    expose_headers "ExposeHeaders": Items<Text>,
    max_age_seconds "MaxAgeSeconds": Whole,
} }

builder! { ChecksumBuilder {
    checksum_crc32 "ChecksumCRC32": Text,
    checksum_crc32c "ChecksumCRC32C": Text,
    checksum_crc64nvme "ChecksumCRC64NVME": Text,
    checksum_sha1 "ChecksumSHA1": Text,
    checksum_sha256 "ChecksumSHA256": Text,
    checksum_sha512 "ChecksumSHA512": Text,
    checksum_md5 "ChecksumMD5": Text,
    checksum_xxhash64 "ChecksumXXHASH64": Text,
    checksum_xxhash3 "ChecksumXXHASH3": Text,
    checksum_xxhash128 "ChecksumXXHASH128": Text,
    checksum_type "ChecksumType": Text,
} }

builder! { CommonPrefixBuilder {
    prefix "Prefix": Text,
} }

builder! { ConditionBuilder {
    http_error_code_returned_equals "HttpErrorCodeReturnedEquals": Text,
    key_prefix_equals "KeyPrefixEquals": Text,
} }

builder! { CopyObjectResultBuilder {
    e_tag "ETag": Text,
    last_modified "LastModified": Time,
    checksum_type "ChecksumType": Text,
    checksum_crc32 "ChecksumCRC32": Text,
    checksum_crc32c "ChecksumCRC32C": Text,
    checksum_crc64nvme "ChecksumCRC64NVME": Text,
    checksum_sha1 "ChecksumSHA1": Text,
    checksum_sha256 "ChecksumSHA256": Text,
    checksum_sha512 "ChecksumSHA512": Text,
    checksum_md5 "ChecksumMD5": Text,
    checksum_xxhash64 "ChecksumXXHASH64": Text,
    checksum_xxhash3 "ChecksumXXHASH3": Text,
    checksum_xxhash128 "ChecksumXXHASH128": Text,
} }

builder! { CopyPartResultBuilder {
    e_tag "ETag": Text,
    last_modified "LastModified": Time,
    checksum_crc32 "ChecksumCRC32": Text,
    checksum_crc32c "ChecksumCRC32C": Text,
    checksum_crc64nvme "ChecksumCRC64NVME": Text,
    checksum_sha1 "ChecksumSHA1": Text,
    checksum_sha256 "ChecksumSHA256": Text,
    checksum_sha512 "ChecksumSHA512": Text,
    checksum_md5 "ChecksumMD5": Text,
    checksum_xxhash64 "ChecksumXXHASH64": Text,
    checksum_xxhash3 "ChecksumXXHASH3": Text,
    checksum_xxhash128 "ChecksumXXHASH128": Text,
} }

builder! { DefaultRetentionBuilder {
    mode "Mode": Text,
    days "Days": Whole,
    years "Years": Whole,
    default_event_hold "DefaultEventHold": EventHoldDurationBuilder,
} }

builder! { DeleteMarkerEntryBuilder {
    owner "Owner": OwnerBuilder,
    key "Key": Text,
    version_id "VersionId": Text,
    is_latest "IsLatest": Flag,
    last_modified "LastModified": Time,
} }

builder! { DeleteMarkerReplicationBuilder {
    status "Status": Text,
} }

builder! { DeletedObjectBuilder {
    key "Key": Text,
    version_id "VersionId": Text,
    delete_marker "DeleteMarker": Flag,
    delete_marker_version_id "DeleteMarkerVersionId": Text,
} }

builder! { DestinationBuilder {
    bucket "Bucket": Text,
    account "Account": Text,
    storage_class "StorageClass": Text,
    access_control_translation "AccessControlTranslation": AccessControlTranslationBuilder,
    encryption_configuration "EncryptionConfiguration": EncryptionConfigurationBuilder,
    replication_time "ReplicationTime": ReplicationTimeBuilder,
    metrics "Metrics": MetricsBuilder,
} }

builder! { EncryptionConfigurationBuilder {
    replica_kms_key_id "ReplicaKmsKeyID": Text,
} }

builder! { ErrorBuilder {
    key "Key": Text,
    version_id "VersionId": Text,
    code "Code": Text,
    message "Message": Text,
} }

builder! { ErrorDocumentBuilder {
    key "Key": Text,
} }

builder! { EventBridgeConfigurationBuilder {
} }

builder! { EventHoldDurationBuilder {
    days "Days": Whole,
    years "Years": Whole,
} }

builder! { ExistingObjectReplicationBuilder {
    status "Status": Text,
} }

builder! { FilterRuleBuilder {
    name "Name": Text,
    value "Value": Text,
} }

builder! { GetObjectAttributesPartsBuilder {
    total_parts_count "TotalPartsCount": Whole,
    part_number_marker "PartNumberMarker": Whole,
    next_part_number_marker "NextPartNumberMarker": Whole,
    max_parts "MaxParts": Whole,
    is_truncated "IsTruncated": Flag,
    parts "Parts": Items<ObjectPartBuilder>,
} }

builder! { GrantBuilder {
    grantee "Grantee": GranteeBuilder,
    permission "Permission": Text,
} }

builder! { GranteeBuilder {
    display_name "DisplayName": Text,
    email_address "EmailAddress": Text,
    id "ID": Text,
    type_ "Type": Text,
    uri "URI": Text,
} }

builder! { IndexDocumentBuilder {
    suffix "Suffix": Text,
} }

builder! { InitiatorBuilder {
    id "ID": Text,
    display_name "DisplayName": Text,
} }

builder! { IntelligentTieringAndOperatorBuilder {
    prefix "Prefix": Text,
    tags "Tags": Items<TagBuilder>,
} }

builder! { IntelligentTieringConfigurationBuilder {
    id "Id": Text,
    filter "Filter": IntelligentTieringFilterBuilder,
    status "Status": Text,
    tierings "Tierings": Items<TieringBuilder>,
} }

builder! { IntelligentTieringFilterBuilder {
    prefix "Prefix": Text,
    tag "Tag": TagBuilder,
    and "And": IntelligentTieringAndOperatorBuilder,
} }

builder! { InventoryConfigurationBuilder {
    destination "Destination": InventoryDestinationBuilder,
    is_enabled "IsEnabled": Flag,
    filter "Filter": InventoryFilterBuilder,
    id "Id": Text,
    included_object_versions "IncludedObjectVersions": Text,
    optional_fields "OptionalFields": Items<Text>,
    schedule "Schedule": InventoryScheduleBuilder,
} }

builder! { InventoryDestinationBuilder {
    s3_bucket_destination "S3BucketDestination": InventoryS3BucketDestinationBuilder,
} }

builder! { InventoryEncryptionBuilder {
    sses3 "SSES3": SSES3Builder,
    ssekms "SSEKMS": SSEKMSBuilder,
} }

builder! { InventoryFilterBuilder {
    prefix "Prefix": Text,
} }

builder! { InventoryS3BucketDestinationBuilder {
    account_id "AccountId": Text,
    bucket "Bucket": Text,
    format "Format": Text,
    prefix "Prefix": Text,
    encryption "Encryption": InventoryEncryptionBuilder,
} }

builder! { InventoryScheduleBuilder {
    frequency "Frequency": Text,
} }

builder! { LambdaFunctionConfigurationBuilder {
    id "Id": Text,
    lambda_function_arn "LambdaFunctionArn": Text,
    events "Events": Items<Text>,
    filter "Filter": NotificationConfigurationFilterBuilder,
} }

builder! { LifecycleExpirationBuilder {
    date "Date": Time,
    days "Days": Whole,
    expired_object_delete_marker "ExpiredObjectDeleteMarker": Flag,
} }

builder! { LifecycleRuleBuilder {
    expiration "Expiration": LifecycleExpirationBuilder,
    id "ID": Text,
    prefix "Prefix": Text,
    filter "Filter": LifecycleRuleFilterBuilder,
    status "Status": Text,
    transitions "Transitions": Items<TransitionBuilder>,
    noncurrent_version_transitions "NoncurrentVersionTransitions": Items<NoncurrentVersionTransitionBuilder>,
    noncurrent_version_expiration "NoncurrentVersionExpiration": NoncurrentVersionExpirationBuilder,
    abort_incomplete_multipart_upload "AbortIncompleteMultipartUpload": AbortIncompleteMultipartUploadBuilder,
} }

builder! { LifecycleRuleAndOperatorBuilder {
    prefix "Prefix": Text,
    tags "Tags": Items<TagBuilder>,
    object_size_greater_than "ObjectSizeGreaterThan": Whole,
    object_size_less_than "ObjectSizeLessThan": Whole,
} }

builder! { LifecycleRuleFilterBuilder {
    prefix "Prefix": Text,
    tag "Tag": TagBuilder,
    object_size_greater_than "ObjectSizeGreaterThan": Whole,
    object_size_less_than "ObjectSizeLessThan": Whole,
    and "And": LifecycleRuleAndOperatorBuilder,
} }

builder! { LoggingEnabledBuilder {
    target_bucket "TargetBucket": Text,
    target_grants "TargetGrants": Items<TargetGrantBuilder>,
    target_prefix "TargetPrefix": Text,
    target_object_key_format "TargetObjectKeyFormat": TargetObjectKeyFormatBuilder,
} }

builder! { MetricsBuilder {
    status "Status": Text,
    event_threshold "EventThreshold": ReplicationTimeValueBuilder,
} }

builder! { MetricsAndOperatorBuilder {
    prefix "Prefix": Text,
    tags "Tags": Items<TagBuilder>,
    access_point_arn "AccessPointArn": Text,
} }

builder! { MetricsConfigurationBuilder {
    id "Id": Text,
    filter "Filter": MetricsFilterBuilder,
} }

builder! { MetricsFilterBuilder {
    prefix "Prefix": Text,
    tag "Tag": TagBuilder,
    access_point_arn "AccessPointArn": Text,
    and "And": MetricsAndOperatorBuilder,
} }

builder! { MultipartUploadBuilder {
    upload_id "UploadId": Text,
    key "Key": Text,
    initiated "Initiated": Time,
    storage_class "StorageClass": Text,
    owner "Owner": OwnerBuilder,
    initiator "Initiator": InitiatorBuilder,
    checksum_algorithm "ChecksumAlgorithm": Text,
    checksum_type "ChecksumType": Text,
    version_id "VersionId": Text,
} }

builder! { NoncurrentVersionExpirationBuilder {
    noncurrent_days "NoncurrentDays": Whole,
    newer_noncurrent_versions "NewerNoncurrentVersions": Whole,
} }

builder! { NoncurrentVersionTransitionBuilder {
    noncurrent_days "NoncurrentDays": Whole,
    storage_class "StorageClass": Text,
    newer_noncurrent_versions "NewerNoncurrentVersions": Whole,
} }

builder! { NotificationConfigurationFilterBuilder {
    key "Key": S3KeyFilterBuilder,
} }

builder! { ObjectBuilder {
    key "Key": Text,
    last_modified "LastModified": Time,
    e_tag "ETag": Text,
    checksum_algorithm "ChecksumAlgorithm": Items<Text>,
    checksum_type "ChecksumType": Text,
    size "Size": Whole,
    storage_class "StorageClass": Text,
    owner "Owner": OwnerBuilder,
    restore_status "RestoreStatus": RestoreStatusBuilder,
} }

builder! { ObjectLockConfigurationBuilder {
    object_lock_enabled "ObjectLockEnabled": Text,
    rule "Rule": ObjectLockRuleBuilder,
} }

builder! { ObjectLockLegalHoldBuilder {
    status "Status": Text,
} }

builder! { ObjectLockRetentionBuilder {
    mode "Mode": Text,
    retain_until_date "RetainUntilDate": Time,
    event_hold "EventHold": Text,
    event_hold_duration "EventHoldDuration": EventHoldDurationBuilder,
} }

builder! { ObjectLockRuleBuilder {
    default_retention "DefaultRetention": DefaultRetentionBuilder,
} }

builder! { ObjectPartBuilder {
    part_number "PartNumber": Whole,
    size "Size": Whole,
    checksum_crc32 "ChecksumCRC32": Text,
    checksum_crc32c "ChecksumCRC32C": Text,
    checksum_crc64nvme "ChecksumCRC64NVME": Text,
    checksum_sha1 "ChecksumSHA1": Text,
    checksum_sha256 "ChecksumSHA256": Text,
    checksum_sha512 "ChecksumSHA512": Text,
    checksum_md5 "ChecksumMD5": Text,
    checksum_xxhash64 "ChecksumXXHASH64": Text,
    checksum_xxhash3 "ChecksumXXHASH3": Text,
    checksum_xxhash128 "ChecksumXXHASH128": Text,
} }

builder! { ObjectVersionBuilder {
    e_tag "ETag": Text,
    checksum_algorithm "ChecksumAlgorithm": Items<Text>,
    checksum_type "ChecksumType": Text,
    size "Size": Whole,
    storage_class "StorageClass": Text,
    key "Key": Text,
    version_id "VersionId": Text,
    is_latest "IsLatest": Flag,
    last_modified "LastModified": Time,
    owner "Owner": OwnerBuilder,
    restore_status "RestoreStatus": RestoreStatusBuilder,
} }

builder! { OwnerBuilder {
    display_name "DisplayName": Text,
    id "ID": Text,
} }

builder! { OwnershipControlsBuilder {
    rules "Rules": Items<OwnershipControlsRuleBuilder>,
} }

builder! { OwnershipControlsRuleBuilder {
    object_ownership "ObjectOwnership": Text,
} }

builder! { PartBuilder {
    part_number "PartNumber": Whole,
    last_modified "LastModified": Time,
    e_tag "ETag": Text,
    size "Size": Whole,
    checksum_crc32 "ChecksumCRC32": Text,
    checksum_crc32c "ChecksumCRC32C": Text,
    checksum_crc64nvme "ChecksumCRC64NVME": Text,
    checksum_sha1 "ChecksumSHA1": Text,
    checksum_sha256 "ChecksumSHA256": Text,
    checksum_sha512 "ChecksumSHA512": Text,
    checksum_md5 "ChecksumMD5": Text,
    checksum_xxhash64 "ChecksumXXHASH64": Text,
    checksum_xxhash3 "ChecksumXXHASH3": Text,
    checksum_xxhash128 "ChecksumXXHASH128": Text,
} }

builder! { PartitionedPrefixBuilder {
    partition_date_source "PartitionDateSource": Text,
} }

builder! { PolicyStatusBuilder {
    is_public "IsPublic": Flag,
} }

builder! { PublicAccessBlockConfigurationBuilder {
    block_public_acls "BlockPublicAcls": Flag,
    ignore_public_acls "IgnorePublicAcls": Flag,
    block_public_policy "BlockPublicPolicy": Flag,
    restrict_public_buckets "RestrictPublicBuckets": Flag,
} }

builder! { QueueConfigurationBuilder {
    id "Id": Text,
    queue_arn "QueueArn": Text,
    events "Events": Items<Text>,
    filter "Filter": NotificationConfigurationFilterBuilder,
} }

builder! { RedirectBuilder {
    host_name "HostName": Text,
    http_redirect_code "HttpRedirectCode": Text,
    protocol "Protocol": Text,
    replace_key_prefix_with "ReplaceKeyPrefixWith": Text,
    replace_key_with "ReplaceKeyWith": Text,
} }

builder! { RedirectAllRequestsToBuilder {
    host_name "HostName": Text,
    protocol "Protocol": Text,
} }

builder! { ReplicaModificationsBuilder {
    status "Status": Text,
} }

builder! { ReplicationConfigurationBuilder {
    role "Role": Text,
    rules "Rules": Items<ReplicationRuleBuilder>,
} }

builder! { ReplicationRuleBuilder {
    id "ID": Text,
    priority "Priority": Whole,
    prefix "Prefix": Text,
    filter "Filter": ReplicationRuleFilterBuilder,
    status "Status": Text,
    source_selection_criteria "SourceSelectionCriteria": SourceSelectionCriteriaBuilder,
    existing_object_replication "ExistingObjectReplication": ExistingObjectReplicationBuilder,
    destination "Destination": DestinationBuilder,
    delete_marker_replication "DeleteMarkerReplication": DeleteMarkerReplicationBuilder,
} }

builder! { ReplicationRuleAndOperatorBuilder {
    prefix "Prefix": Text,
    tags "Tags": Items<TagBuilder>,
} }

builder! { ReplicationRuleFilterBuilder {
    prefix "Prefix": Text,
    tag "Tag": TagBuilder,
    and "And": ReplicationRuleAndOperatorBuilder,
} }

builder! { ReplicationTimeBuilder {
    status "Status": Text,
    time "Time": ReplicationTimeValueBuilder,
} }

builder! { ReplicationTimeValueBuilder {
    minutes "Minutes": Whole,
} }

builder! { RestoreStatusBuilder {
    is_restore_in_progress "IsRestoreInProgress": Flag,
    restore_expiry_date "RestoreExpiryDate": Time,
} }

builder! { RoutingRuleBuilder {
    condition "Condition": ConditionBuilder,
    redirect "Redirect": RedirectBuilder,
} }

builder! { S3KeyFilterBuilder {
    filter_rules "FilterRules": Items<FilterRuleBuilder>,
} }

builder! { SSEKMSBuilder {
    key_id "KeyId": Text,
} }

builder! { SSES3Builder {
} }

builder! { ServerSideEncryptionByDefaultBuilder {
    sse_algorithm "SSEAlgorithm": Text,
    kms_master_key_id "KMSMasterKeyID": Text,
} }

builder! { ServerSideEncryptionConfigurationBuilder {
    rules "Rules": Items<ServerSideEncryptionRuleBuilder>,
} }

builder! { ServerSideEncryptionRuleBuilder {
    apply_server_side_encryption_by_default "ApplyServerSideEncryptionByDefault": ServerSideEncryptionByDefaultBuilder,
    bucket_key_enabled "BucketKeyEnabled": Flag,
    blocked_encryption_types "BlockedEncryptionTypes": BlockedEncryptionTypesBuilder,
} }

builder! { SimplePrefixBuilder {
} }

builder! { SourceSelectionCriteriaBuilder {
    sse_kms_encrypted_objects "SseKmsEncryptedObjects": SseKmsEncryptedObjectsBuilder,
    replica_modifications "ReplicaModifications": ReplicaModificationsBuilder,
} }

builder! { SseKmsEncryptedObjectsBuilder {
    status "Status": Text,
} }

builder! { StorageClassAnalysisBuilder {
    data_export "DataExport": StorageClassAnalysisDataExportBuilder,
} }

builder! { StorageClassAnalysisDataExportBuilder {
    output_schema_version "OutputSchemaVersion": Text,
    destination "Destination": AnalyticsExportDestinationBuilder,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TargetGrantBuilder {
    grantee "Grantee": GranteeBuilder,
    permission "Permission": Text,
} }

builder! { TargetObjectKeyFormatBuilder {
    simple_prefix "SimplePrefix": SimplePrefixBuilder,
    partitioned_prefix "PartitionedPrefix": PartitionedPrefixBuilder,
} }

builder! { TieringBuilder {
    days "Days": Whole,
    access_tier "AccessTier": Text,
} }

builder! { TopicConfigurationBuilder {
    id "Id": Text,
    topic_arn "TopicArn": Text,
    events "Events": Items<Text>,
    filter "Filter": NotificationConfigurationFilterBuilder,
} }

builder! { TransitionBuilder {
    date "Date": Time,
    days "Days": Whole,
    storage_class "StorageClass": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        access_denied "AccessDenied" 403;
        annotation_limit_exceeded "AnnotationLimitExceeded" 400;
        annotation_name_too_long "AnnotationNameTooLong" 400;
        bucket_already_exists "BucketAlreadyExists" 409;
        bucket_already_owned_by_you "BucketAlreadyOwnedByYou" 409;
        encryption_type_mismatch "EncryptionTypeMismatch" 400;
        invalid_annotation_name "InvalidAnnotationName" 400;
        invalid_object_state "InvalidObjectState" 403;
        invalid_prefix "InvalidPrefix" 400;
        invalid_request "InvalidRequest" 400;
        invalid_write_offset "InvalidWriteOffset" 400;
        no_such_annotation "NoSuchAnnotation" 404;
        no_such_bucket "NoSuchBucket" 404;
        no_such_key "NoSuchKey" 404;
        no_such_upload "NoSuchUpload" 404;
        object_already_in_active_tier_error "ObjectAlreadyInActiveTierError" 403;
        object_not_in_active_tier_error "ObjectNotInActiveTierError" 403;
        too_many_parts "TooManyParts" 400;
        unsupported_media_type "UnsupportedMediaType" 415;
    }
}

pub mod analytics_s3_export_file_format {
    pub const CSV: &str = "CSV";
}

pub mod annotation_directive {
    pub const COPY: &str = "COPY";
    pub const EXCLUDE: &str = "EXCLUDE";
}

pub mod archive_status {
    pub const ARCHIVE_ACCESS: &str = "ARCHIVE_ACCESS";
    pub const DEEP_ARCHIVE_ACCESS: &str = "DEEP_ARCHIVE_ACCESS";
}

pub mod bucket_abac_status {
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
}

pub mod bucket_accelerate_status {
    pub const ENABLED: &str = "Enabled";
    pub const SUSPENDED: &str = "Suspended";
}

pub mod bucket_canned_acl {
    pub const PRIVATE: &str = "private";
    pub const PUBLIC_READ: &str = "public-read";
    pub const PUBLIC_READ_WRITE: &str = "public-read-write";
    pub const AUTHENTICATED_READ: &str = "authenticated-read";
}

pub mod bucket_location_constraint {
    pub const AF_SOUTH_1: &str = "af-south-1";
    pub const AP_EAST_1: &str = "ap-east-1";
    pub const AP_EAST_2: &str = "ap-east-2";
    pub const AP_NORTHEAST_1: &str = "ap-northeast-1";
    pub const AP_NORTHEAST_2: &str = "ap-northeast-2";
    pub const AP_NORTHEAST_3: &str = "ap-northeast-3";
    pub const AP_SOUTH_1: &str = "ap-south-1";
    pub const AP_SOUTH_2: &str = "ap-south-2";
    pub const AP_SOUTHEAST_1: &str = "ap-southeast-1";
    pub const AP_SOUTHEAST_2: &str = "ap-southeast-2";
    pub const AP_SOUTHEAST_3: &str = "ap-southeast-3";
    pub const AP_SOUTHEAST_4: &str = "ap-southeast-4";
    pub const AP_SOUTHEAST_5: &str = "ap-southeast-5";
    pub const AP_SOUTHEAST_6: &str = "ap-southeast-6";
    pub const AP_SOUTHEAST_7: &str = "ap-southeast-7";
    pub const CA_CENTRAL_1: &str = "ca-central-1";
    pub const CA_WEST_1: &str = "ca-west-1";
    pub const CN_NORTH_1: &str = "cn-north-1";
    pub const CN_NORTHWEST_1: &str = "cn-northwest-1";
    pub const EU: &str = "EU";
    pub const EU_CENTRAL_1: &str = "eu-central-1";
    pub const EU_CENTRAL_2: &str = "eu-central-2";
    pub const EU_NORTH_1: &str = "eu-north-1";
    pub const EU_SOUTH_1: &str = "eu-south-1";
    pub const EU_SOUTH_2: &str = "eu-south-2";
    pub const EU_WEST_1: &str = "eu-west-1";
    pub const EU_WEST_2: &str = "eu-west-2";
    pub const EU_WEST_3: &str = "eu-west-3";
    pub const IL_CENTRAL_1: &str = "il-central-1";
    pub const ME_CENTRAL_1: &str = "me-central-1";
    pub const ME_SOUTH_1: &str = "me-south-1";
    pub const MX_CENTRAL_1: &str = "mx-central-1";
    pub const SA_EAST_1: &str = "sa-east-1";
    pub const US_EAST_2: &str = "us-east-2";
    pub const US_GOV_EAST_1: &str = "us-gov-east-1";
    pub const US_GOV_WEST_1: &str = "us-gov-west-1";
    pub const US_WEST_1: &str = "us-west-1";
    pub const US_WEST_2: &str = "us-west-2";
}

pub mod bucket_logs_permission {
    pub const FULL_CONTROL: &str = "FULL_CONTROL";
    pub const READ: &str = "READ";
    pub const WRITE: &str = "WRITE";
}

pub mod bucket_namespace {
    pub const ACCOUNT_REGIONAL: &str = "account-regional";
    pub const GLOBAL: &str = "global";
}

pub mod bucket_type {
    pub const DIRECTORY: &str = "Directory";
}

pub mod bucket_versioning_status {
    pub const ENABLED: &str = "Enabled";
    pub const SUSPENDED: &str = "Suspended";
}

pub mod checksum_algorithm {
    pub const CRC32: &str = "CRC32";
    pub const CRC32C: &str = "CRC32C";
    pub const SHA1: &str = "SHA1";
    pub const SHA256: &str = "SHA256";
    pub const CRC64NVME: &str = "CRC64NVME";
    pub const SHA512: &str = "SHA512";
    pub const MD5: &str = "MD5";
    pub const XXHASH64: &str = "XXHASH64";
    pub const XXHASH3: &str = "XXHASH3";
    pub const XXHASH128: &str = "XXHASH128";
}

pub mod checksum_mode {
    pub const ENABLED: &str = "ENABLED";
}

pub mod checksum_type {
    pub const COMPOSITE: &str = "COMPOSITE";
    pub const FULL_OBJECT: &str = "FULL_OBJECT";
}

pub mod compression_type {
    pub const NONE: &str = "NONE";
    pub const GZIP: &str = "GZIP";
    pub const BZIP2: &str = "BZIP2";
}

pub mod data_redundancy {
    pub const SINGLE_AVAILABILITY_ZONE: &str = "SingleAvailabilityZone";
    pub const SINGLE_LOCAL_ZONE: &str = "SingleLocalZone";
}

pub mod delete_marker_replication_status {
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
}

pub mod encoding_type {
    pub const URL: &str = "url";
}

pub mod encryption_type {
    pub const NONE: &str = "NONE";
    pub const SSE_C: &str = "SSE-C";
}

pub mod event {
    pub const S3_REDUCED_REDUNDANCY_LOST_OBJECT: &str = "s3:ReducedRedundancyLostObject";
    pub const S3_OBJECT_CREATED_ALL: &str = "s3:ObjectCreated:*";
    pub const S3_OBJECT_CREATED_PUT: &str = "s3:ObjectCreated:Put";
    pub const S3_OBJECT_CREATED_POST: &str = "s3:ObjectCreated:Post";
    pub const S3_OBJECT_CREATED_COPY: &str = "s3:ObjectCreated:Copy";
    pub const S3_OBJECT_CREATED_COMPLETE_MULTIPART_UPLOAD: &str =
        "s3:ObjectCreated:CompleteMultipartUpload";
    pub const S3_OBJECT_REMOVED_ALL: &str = "s3:ObjectRemoved:*";
    pub const S3_OBJECT_REMOVED_DELETE: &str = "s3:ObjectRemoved:Delete";
    pub const S3_OBJECT_REMOVED_DELETE_MARKER_CREATED: &str =
        "s3:ObjectRemoved:DeleteMarkerCreated";
    pub const S3_OBJECT_RESTORE_ALL: &str = "s3:ObjectRestore:*";
    pub const S3_OBJECT_RESTORE_POST: &str = "s3:ObjectRestore:Post";
    pub const S3_OBJECT_RESTORE_COMPLETED: &str = "s3:ObjectRestore:Completed";
    pub const S3_REPLICATION_ALL: &str = "s3:Replication:*";
    pub const S3_REPLICATION_OPERATION_FAILED_REPLICATION: &str =
        "s3:Replication:OperationFailedReplication";
    pub const S3_REPLICATION_OPERATION_NOT_TRACKED: &str = "s3:Replication:OperationNotTracked";
    pub const S3_REPLICATION_OPERATION_MISSED_THRESHOLD: &str =
        "s3:Replication:OperationMissedThreshold";
    pub const S3_REPLICATION_OPERATION_REPLICATED_AFTER_THRESHOLD: &str =
        "s3:Replication:OperationReplicatedAfterThreshold";
    pub const S3_OBJECT_RESTORE_DELETE: &str = "s3:ObjectRestore:Delete";
    pub const S3_LIFECYCLE_TRANSITION: &str = "s3:LifecycleTransition";
    pub const S3_INTELLIGENT_TIERING: &str = "s3:IntelligentTiering";
    pub const S3_OBJECT_ACL_PUT: &str = "s3:ObjectAcl:Put";
    pub const S3_LIFECYCLE_EXPIRATION_ALL: &str = "s3:LifecycleExpiration:*";
    pub const S3_LIFECYCLE_EXPIRATION_DELETE: &str = "s3:LifecycleExpiration:Delete";
    pub const S3_LIFECYCLE_EXPIRATION_DELETE_MARKER_CREATED: &str =
        "s3:LifecycleExpiration:DeleteMarkerCreated";
    pub const S3_OBJECT_TAGGING_ALL: &str = "s3:ObjectTagging:*";
    pub const S3_OBJECT_TAGGING_PUT: &str = "s3:ObjectTagging:Put";
    pub const S3_OBJECT_TAGGING_DELETE: &str = "s3:ObjectTagging:Delete";
    pub const S3_OBJECT_ANNOTATION_ALL: &str = "s3:ObjectAnnotation:*";
    pub const S3_OBJECT_ANNOTATION_PUT: &str = "s3:ObjectAnnotation:Put";
    pub const S3_OBJECT_ANNOTATION_DELETE: &str = "s3:ObjectAnnotation:Delete";
    pub const S3_OBJECT_RETENTION_PUT: &str = "s3:ObjectRetention:Put";
}

pub mod existing_object_replication_status {
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
}

pub mod expiration_status {
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
}

pub mod expression_type {
    pub const SQL: &str = "SQL";
}

pub mod file_header_info {
    pub const USE: &str = "USE";
    pub const IGNORE: &str = "IGNORE";
    pub const NONE: &str = "NONE";
}

pub mod filter_rule_name {
    pub const PREFIX: &str = "prefix";
    pub const SUFFIX: &str = "suffix";
}

pub mod intelligent_tiering_access_tier {
    pub const ARCHIVE_ACCESS: &str = "ARCHIVE_ACCESS";
    pub const DEEP_ARCHIVE_ACCESS: &str = "DEEP_ARCHIVE_ACCESS";
}

pub mod intelligent_tiering_status {
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
}

pub mod inventory_format {
    pub const CSV: &str = "CSV";
    pub const ORC: &str = "ORC";
    pub const PARQUET: &str = "Parquet";
}

pub mod inventory_frequency {
    pub const DAILY: &str = "Daily";
    pub const WEEKLY: &str = "Weekly";
}

pub mod inventory_included_object_versions {
    pub const ALL: &str = "All";
    pub const CURRENT: &str = "Current";
}

pub mod inventory_optional_field {
    pub const SIZE: &str = "Size";
    pub const LAST_MODIFIED_DATE: &str = "LastModifiedDate";
    pub const STORAGE_CLASS: &str = "StorageClass";
    pub const E_TAG: &str = "ETag";
    pub const IS_MULTIPART_UPLOADED: &str = "IsMultipartUploaded";
    pub const REPLICATION_STATUS: &str = "ReplicationStatus";
    pub const ENCRYPTION_STATUS: &str = "EncryptionStatus";
    pub const OBJECT_LOCK_RETAIN_UNTIL_DATE: &str = "ObjectLockRetainUntilDate";
    pub const OBJECT_LOCK_MODE: &str = "ObjectLockMode";
    pub const OBJECT_LOCK_LEGAL_HOLD_STATUS: &str = "ObjectLockLegalHoldStatus";
    pub const OBJECT_LOCK_EVENT_HOLD_STATUS: &str = "ObjectLockEventHoldStatus";
    pub const OBJECT_LOCK_EVENT_HOLD_DURATION: &str = "ObjectLockEventHoldDuration";
    pub const INTELLIGENT_TIERING_ACCESS_TIER: &str = "IntelligentTieringAccessTier";
    pub const BUCKET_KEY_STATUS: &str = "BucketKeyStatus";
    pub const CHECKSUM_ALGORITHM: &str = "ChecksumAlgorithm";
    pub const OBJECT_ACCESS_CONTROL_LIST: &str = "ObjectAccessControlList";
    pub const OBJECT_OWNER: &str = "ObjectOwner";
    pub const LIFECYCLE_EXPIRATION_DATE: &str = "LifecycleExpirationDate";
    pub const INTELLIGENT_TIERING_REFERENCE_DATE: &str = "IntelligentTieringReferenceDate";
}

pub mod json_type {
    pub const DOCUMENT: &str = "DOCUMENT";
    pub const LINES: &str = "LINES";
}

pub mod location_type {
    pub const AVAILABILITY_ZONE: &str = "AvailabilityZone";
    pub const LOCAL_ZONE: &str = "LocalZone";
}

pub mod mfa_delete {
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
}

pub mod mfa_delete_status {
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
}

pub mod metadata_directive {
    pub const COPY: &str = "COPY";
    pub const REPLACE: &str = "REPLACE";
}

pub mod metrics_status {
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
}

pub mod object_attributes {
    pub const E_TAG: &str = "ETag";
    pub const CHECKSUM: &str = "Checksum";
    pub const OBJECT_PARTS: &str = "ObjectParts";
    pub const STORAGE_CLASS: &str = "StorageClass";
    pub const OBJECT_SIZE: &str = "ObjectSize";
}

pub mod object_canned_acl {
    pub const PRIVATE: &str = "private";
    pub const PUBLIC_READ: &str = "public-read";
    pub const PUBLIC_READ_WRITE: &str = "public-read-write";
    pub const AUTHENTICATED_READ: &str = "authenticated-read";
    pub const AWS_EXEC_READ: &str = "aws-exec-read";
    pub const BUCKET_OWNER_READ: &str = "bucket-owner-read";
    pub const BUCKET_OWNER_FULL_CONTROL: &str = "bucket-owner-full-control";
}

pub mod object_lock_enabled {
    pub const ENABLED: &str = "Enabled";
}

pub mod object_lock_event_hold {
    pub const ON: &str = "ON";
    pub const OFF: &str = "OFF";
}

pub mod object_lock_legal_hold_status {
    pub const ON: &str = "ON";
    pub const OFF: &str = "OFF";
}

pub mod object_lock_mode {
    pub const GOVERNANCE: &str = "GOVERNANCE";
    pub const COMPLIANCE: &str = "COMPLIANCE";
}

pub mod object_lock_retention_mode {
    pub const GOVERNANCE: &str = "GOVERNANCE";
    pub const COMPLIANCE: &str = "COMPLIANCE";
}

pub mod object_ownership {
    pub const BUCKET_OWNER_PREFERRED: &str = "BucketOwnerPreferred";
    pub const OBJECT_WRITER: &str = "ObjectWriter";
    pub const BUCKET_OWNER_ENFORCED: &str = "BucketOwnerEnforced";
}

pub mod object_storage_class {
    pub const STANDARD: &str = "STANDARD";
    pub const REDUCED_REDUNDANCY: &str = "REDUCED_REDUNDANCY";
    pub const GLACIER: &str = "GLACIER";
    pub const STANDARD_IA: &str = "STANDARD_IA";
    pub const ONEZONE_IA: &str = "ONEZONE_IA";
    pub const INTELLIGENT_TIERING: &str = "INTELLIGENT_TIERING";
    pub const DEEP_ARCHIVE: &str = "DEEP_ARCHIVE";
    pub const OUTPOSTS: &str = "OUTPOSTS";
    pub const GLACIER_IR: &str = "GLACIER_IR";
    pub const SNOW: &str = "SNOW";
    pub const EXPRESS_ONEZONE: &str = "EXPRESS_ONEZONE";
    pub const FSX_OPENZFS: &str = "FSX_OPENZFS";
    pub const FSX_ONTAP: &str = "FSX_ONTAP";
    pub const AWS_BACKUP_WARM: &str = "AWS_BACKUP_WARM";
    pub const AWS_BACKUP_LOW_COST_WARM: &str = "AWS_BACKUP_LOW_COST_WARM";
}

pub mod object_version_storage_class {
    pub const STANDARD: &str = "STANDARD";
}

pub mod optional_object_attributes {
    pub const RESTORE_STATUS: &str = "RestoreStatus";
}

pub mod owner_override {
    pub const DESTINATION: &str = "Destination";
}

pub mod partition_date_source {
    pub const EVENT_TIME: &str = "EventTime";
    pub const DELIVERY_TIME: &str = "DeliveryTime";
}

pub mod payer {
    pub const REQUESTER: &str = "Requester";
    pub const BUCKET_OWNER: &str = "BucketOwner";
}

pub mod permission {
    pub const FULL_CONTROL: &str = "FULL_CONTROL";
    pub const WRITE: &str = "WRITE";
    pub const WRITE_ACP: &str = "WRITE_ACP";
    pub const READ: &str = "READ";
    pub const READ_ACP: &str = "READ_ACP";
}

pub mod protocol {
    pub const HTTP: &str = "http";
    pub const HTTPS: &str = "https";
}

pub mod quote_fields {
    pub const ALWAYS: &str = "ALWAYS";
    pub const ASNEEDED: &str = "ASNEEDED";
}

pub mod replica_modifications_status {
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
}

pub mod replication_rule_status {
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
}

pub mod replication_status {
    pub const COMPLETE: &str = "COMPLETE";
    pub const PENDING: &str = "PENDING";
    pub const FAILED: &str = "FAILED";
    pub const REPLICA: &str = "REPLICA";
    pub const COMPLETED: &str = "COMPLETED";
}

pub mod replication_time_status {
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
}

pub mod request_charged {
    pub const REQUESTER: &str = "requester";
}

pub mod request_payer {
    pub const REQUESTER: &str = "requester";
}

pub mod restore_request_type {
    pub const SELECT: &str = "SELECT";
}

pub mod server_side_encryption {
    pub const AES256: &str = "AES256";
    pub const AWS_FSX: &str = "aws:fsx";
    pub const AWS_BACKUP: &str = "aws:backup";
    pub const AWS_KMS: &str = "aws:kms";
    pub const AWS_KMS_DSSE: &str = "aws:kms:dsse";
}

pub mod sse_kms_encrypted_objects_status {
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
}

pub mod storage_class {
    pub const STANDARD: &str = "STANDARD";
    pub const REDUCED_REDUNDANCY: &str = "REDUCED_REDUNDANCY";
    pub const STANDARD_IA: &str = "STANDARD_IA";
    pub const ONEZONE_IA: &str = "ONEZONE_IA";
    pub const INTELLIGENT_TIERING: &str = "INTELLIGENT_TIERING";
    pub const GLACIER: &str = "GLACIER";
    pub const DEEP_ARCHIVE: &str = "DEEP_ARCHIVE";
    pub const OUTPOSTS: &str = "OUTPOSTS";
    pub const GLACIER_IR: &str = "GLACIER_IR";
    pub const SNOW: &str = "SNOW";
    pub const EXPRESS_ONEZONE: &str = "EXPRESS_ONEZONE";
    pub const FSX_OPENZFS: &str = "FSX_OPENZFS";
    pub const FSX_ONTAP: &str = "FSX_ONTAP";
    pub const AWS_BACKUP_WARM: &str = "AWS_BACKUP_WARM";
    pub const AWS_BACKUP_LOW_COST_WARM: &str = "AWS_BACKUP_LOW_COST_WARM";
}

pub mod storage_class_analysis_schema_version {
    pub const V_1: &str = "V_1";
}

pub mod tagging_directive {
    pub const COPY: &str = "COPY";
    pub const REPLACE: &str = "REPLACE";
}

pub mod tier {
    pub const STANDARD: &str = "Standard";
    pub const BULK: &str = "Bulk";
    pub const EXPEDITED: &str = "Expedited";
}

pub mod transition_default_minimum_object_size {
    pub const VARIES_BY_STORAGE_CLASS: &str = "varies_by_storage_class";
    pub const ALL_STORAGE_CLASSES_128K: &str = "all_storage_classes_128K";
}

pub mod transition_storage_class {
    pub const GLACIER: &str = "GLACIER";
    pub const STANDARD_IA: &str = "STANDARD_IA";
    pub const ONEZONE_IA: &str = "ONEZONE_IA";
    pub const INTELLIGENT_TIERING: &str = "INTELLIGENT_TIERING";
    pub const DEEP_ARCHIVE: &str = "DEEP_ARCHIVE";
    pub const GLACIER_IR: &str = "GLACIER_IR";
}

pub mod type_ {
    pub const CANONICAL_USER: &str = "CanonicalUser";
    pub const AMAZON_CUSTOMER_BY_EMAIL: &str = "AmazonCustomerByEmail";
    pub const GROUP: &str = "Group";
}
