//! Inputs, outputs, errors and enums of the implemented operations of S3 Control.
//!
//! Written by `cargo xtask codegen s3control` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Entries, Flag, Items, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    CreateAccessGrant: CreateAccessGrantInput, CreateAccessGrantOutput;
    CreateAccessGrantsInstance: CreateAccessGrantsInstanceInput, CreateAccessGrantsInstanceOutput;
    CreateAccessGrantsLocation: CreateAccessGrantsLocationInput, CreateAccessGrantsLocationOutput;
    CreateAccessPoint: CreateAccessPointInput, CreateAccessPointOutput;
    CreateJob: CreateJobInput, CreateJobOutput;
    CreateMultiRegionAccessPoint: CreateMultiRegionAccessPointInput, CreateMultiRegionAccessPointOutput;
    DeleteAccessGrant: DeleteAccessGrantInput, DeleteAccessGrantOutput;
    DeleteAccessGrantsInstance: DeleteAccessGrantsInstanceInput, DeleteAccessGrantsInstanceOutput;
    DeleteAccessGrantsInstanceResourcePolicy: DeleteAccessGrantsInstanceResourcePolicyInput, DeleteAccessGrantsInstanceResourcePolicyOutput;
    DeleteAccessGrantsLocation: DeleteAccessGrantsLocationInput, DeleteAccessGrantsLocationOutput;
    DeleteAccessPoint: DeleteAccessPointInput, DeleteAccessPointOutput;
    DeleteAccessPointPolicy: DeleteAccessPointPolicyInput, DeleteAccessPointPolicyOutput;
    DeleteJobTagging: DeleteJobTaggingInput, DeleteJobTaggingOutput;
    DeleteMultiRegionAccessPoint: DeleteMultiRegionAccessPointInput, DeleteMultiRegionAccessPointOutput;
    DeletePublicAccessBlock: DeletePublicAccessBlockInput, DeletePublicAccessBlockOutput;
    DescribeJob: DescribeJobInput, DescribeJobOutput;
    DescribeMultiRegionAccessPointOperation: DescribeMultiRegionAccessPointOperationInput, DescribeMultiRegionAccessPointOperationOutput;
    GetAccessGrant: GetAccessGrantInput, GetAccessGrantOutput;
    GetAccessGrantsInstance: GetAccessGrantsInstanceInput, GetAccessGrantsInstanceOutput;
    GetAccessGrantsInstanceForPrefix: GetAccessGrantsInstanceForPrefixInput, GetAccessGrantsInstanceForPrefixOutput;
    GetAccessGrantsInstanceResourcePolicy: GetAccessGrantsInstanceResourcePolicyInput, GetAccessGrantsInstanceResourcePolicyOutput;
    GetAccessGrantsLocation: GetAccessGrantsLocationInput, GetAccessGrantsLocationOutput;
    GetAccessPoint: GetAccessPointInput, GetAccessPointOutput;
    GetAccessPointPolicy: GetAccessPointPolicyInput, GetAccessPointPolicyOutput;
    GetAccessPointPolicyStatus: GetAccessPointPolicyStatusInput, GetAccessPointPolicyStatusOutput;
    GetDataAccess: GetDataAccessInput, GetDataAccessOutput;
    GetJobTagging: GetJobTaggingInput, GetJobTaggingOutput;
    GetMultiRegionAccessPoint: GetMultiRegionAccessPointInput, GetMultiRegionAccessPointOutput;
    GetMultiRegionAccessPointPolicy: GetMultiRegionAccessPointPolicyInput, GetMultiRegionAccessPointPolicyOutput;
    GetMultiRegionAccessPointPolicyStatus: GetMultiRegionAccessPointPolicyStatusInput, GetMultiRegionAccessPointPolicyStatusOutput;
    GetMultiRegionAccessPointRoutes: GetMultiRegionAccessPointRoutesInput, GetMultiRegionAccessPointRoutesOutput;
    GetPublicAccessBlock: GetPublicAccessBlockInput, GetPublicAccessBlockOutput;
    ListAccessGrants: ListAccessGrantsInput, ListAccessGrantsOutput;
    ListAccessGrantsInstances: ListAccessGrantsInstancesInput, ListAccessGrantsInstancesOutput;
    ListAccessGrantsLocations: ListAccessGrantsLocationsInput, ListAccessGrantsLocationsOutput;
    ListAccessPoints: ListAccessPointsInput, ListAccessPointsOutput;
    ListCallerAccessGrants: ListCallerAccessGrantsInput, ListCallerAccessGrantsOutput;
    ListJobs: ListJobsInput, ListJobsOutput;
    ListMultiRegionAccessPoints: ListMultiRegionAccessPointsInput, ListMultiRegionAccessPointsOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    PutAccessGrantsInstanceResourcePolicy: PutAccessGrantsInstanceResourcePolicyInput, PutAccessGrantsInstanceResourcePolicyOutput;
    PutAccessPointPolicy: PutAccessPointPolicyInput, PutAccessPointPolicyOutput;
    PutJobTagging: PutJobTaggingInput, PutJobTaggingOutput;
    PutMultiRegionAccessPointPolicy: PutMultiRegionAccessPointPolicyInput, PutMultiRegionAccessPointPolicyOutput;
    PutPublicAccessBlock: PutPublicAccessBlockInput, PutPublicAccessBlockOutput;
    SubmitMultiRegionAccessPointRoutes: SubmitMultiRegionAccessPointRoutesInput, SubmitMultiRegionAccessPointRoutesOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateAccessGrantsLocation: UpdateAccessGrantsLocationInput, UpdateAccessGrantsLocationOutput;
    UpdateJobPriority: UpdateJobPriorityInput, UpdateJobPriorityOutput;
    UpdateJobStatus: UpdateJobStatusInput, UpdateJobStatusOutput;
}

view! { CreateAccessGrantInput<'a> {
    account_id "AccountId": required &'a str,
    access_grants_location_id "AccessGrantsLocationId": required &'a str,
    access_grants_location_configuration "AccessGrantsLocationConfiguration": optional AccessGrantsLocationConfiguration<'a>,
    grantee "Grantee": required Grantee<'a>,
    permission "Permission": required &'a str,
    application_arn "ApplicationArn": optional &'a str,
    s3_prefix_type "S3PrefixType": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateAccessGrantOutput {
    created_at "CreatedAt": Time,
    access_grant_id "AccessGrantId": Text,
    access_grant_arn "AccessGrantArn": Text,
    grantee "Grantee": GranteeBuilder,
    access_grants_location_id "AccessGrantsLocationId": Text,
    access_grants_location_configuration "AccessGrantsLocationConfiguration": AccessGrantsLocationConfigurationBuilder,
    permission "Permission": Text,
    application_arn "ApplicationArn": Text,
    grant_scope "GrantScope": Text,
} }

view! { CreateAccessGrantsInstanceInput<'a> {
    account_id "AccountId": required &'a str,
    identity_center_arn "IdentityCenterArn": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateAccessGrantsInstanceOutput {
    created_at "CreatedAt": Time,
    access_grants_instance_id "AccessGrantsInstanceId": Text,
    access_grants_instance_arn "AccessGrantsInstanceArn": Text,
    identity_center_arn "IdentityCenterArn": Text,
    identity_center_instance_arn "IdentityCenterInstanceArn": Text,
    identity_center_application_arn "IdentityCenterApplicationArn": Text,
} }

view! { CreateAccessGrantsLocationInput<'a> {
    account_id "AccountId": required &'a str,
    location_scope "LocationScope": required &'a str,
    iam_role_arn "IAMRoleArn": required &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateAccessGrantsLocationOutput {
    created_at "CreatedAt": Time,
    access_grants_location_id "AccessGrantsLocationId": Text,
    access_grants_location_arn "AccessGrantsLocationArn": Text,
    location_scope "LocationScope": Text,
    iam_role_arn "IAMRoleArn": Text,
} }

view! { CreateAccessPointInput<'a> {
    account_id "AccountId": required &'a str,
    name "Name": required &'a str,
    bucket "Bucket": required &'a str,
    vpc_configuration "VpcConfiguration": optional VpcConfiguration<'a>,
    public_access_block_configuration "PublicAccessBlockConfiguration": optional PublicAccessBlockConfiguration<'a>,
    bucket_account_id "BucketAccountId": optional &'a str,
    scope "Scope": optional Scope<'a>,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateAccessPointOutput {
    access_point_arn "AccessPointArn": Text,
    alias "Alias": Text,
} }

view! { CreateJobInput<'a> {
    account_id "AccountId": required &'a str,
    confirmation_required "ConfirmationRequired": optional bool,
    operation "Operation": required JobOperation<'a>,
    report "Report": required JobReport<'a>,
    client_request_token "ClientRequestToken": required &'a str,
    manifest "Manifest": optional JobManifest<'a>,
    description "Description": optional &'a str,
    priority "Priority": required i64,
    role_arn "RoleArn": required &'a str,
    tags "Tags": optional List<'a, S3Tag<'a>>,
    manifest_generator "ManifestGenerator": optional JobManifestGenerator<'a>,
} }

builder! { CreateJobOutput {
    job_id "JobId": Text,
} }

view! { CreateMultiRegionAccessPointInput<'a> {
    account_id "AccountId": required &'a str,
    client_token "ClientToken": required &'a str,
    details "Details": required CreateMultiRegionAccessPointInputShape<'a>,
} }

builder! { CreateMultiRegionAccessPointOutput {
    request_token_arn "RequestTokenARN": Text,
} }

view! { DeleteAccessGrantInput<'a> {
    account_id "AccountId": required &'a str,
    access_grant_id "AccessGrantId": required &'a str,
} }

builder! { DeleteAccessGrantOutput {
} }

view! { DeleteAccessGrantsInstanceInput<'a> {
    account_id "AccountId": required &'a str,
} }

builder! { DeleteAccessGrantsInstanceOutput {
} }

view! { DeleteAccessGrantsInstanceResourcePolicyInput<'a> {
    account_id "AccountId": required &'a str,
} }

builder! { DeleteAccessGrantsInstanceResourcePolicyOutput {
} }

view! { DeleteAccessGrantsLocationInput<'a> {
    account_id "AccountId": required &'a str,
    access_grants_location_id "AccessGrantsLocationId": required &'a str,
} }

builder! { DeleteAccessGrantsLocationOutput {
} }

view! { DeleteAccessPointInput<'a> {
    account_id "AccountId": required &'a str,
    name "Name": required &'a str,
} }

builder! { DeleteAccessPointOutput {
} }

view! { DeleteAccessPointPolicyInput<'a> {
    account_id "AccountId": required &'a str,
    name "Name": required &'a str,
} }

builder! { DeleteAccessPointPolicyOutput {
} }

view! { DeleteJobTaggingInput<'a> {
    account_id "AccountId": required &'a str,
    job_id "JobId": required &'a str,
} }

builder! { DeleteJobTaggingOutput {
} }

view! { DeleteMultiRegionAccessPointInput<'a> {
    account_id "AccountId": required &'a str,
    client_token "ClientToken": required &'a str,
    details "Details": required DeleteMultiRegionAccessPointInputShape<'a>,
} }

builder! { DeleteMultiRegionAccessPointOutput {
    request_token_arn "RequestTokenARN": Text,
} }

view! { DeletePublicAccessBlockInput<'a> {
    account_id "AccountId": required &'a str,
} }

builder! { DeletePublicAccessBlockOutput {
} }

view! { DescribeJobInput<'a> {
    account_id "AccountId": required &'a str,
    job_id "JobId": required &'a str,
} }

builder! { DescribeJobOutput {
    job "Job": JobDescriptorBuilder,
} }

view! { DescribeMultiRegionAccessPointOperationInput<'a> {
    account_id "AccountId": required &'a str,
    request_token_arn "RequestTokenARN": required &'a str,
} }

builder! { DescribeMultiRegionAccessPointOperationOutput {
    async_operation "AsyncOperation": AsyncOperationBuilder,
} }

view! { GetAccessGrantInput<'a> {
    account_id "AccountId": required &'a str,
    access_grant_id "AccessGrantId": required &'a str,
} }

builder! { GetAccessGrantOutput {
    created_at "CreatedAt": Time,
    access_grant_id "AccessGrantId": Text,
    access_grant_arn "AccessGrantArn": Text,
    grantee "Grantee": GranteeBuilder,
    permission "Permission": Text,
    access_grants_location_id "AccessGrantsLocationId": Text,
    access_grants_location_configuration "AccessGrantsLocationConfiguration": AccessGrantsLocationConfigurationBuilder,
    grant_scope "GrantScope": Text,
    application_arn "ApplicationArn": Text,
} }

view! { GetAccessGrantsInstanceInput<'a> {
    account_id "AccountId": required &'a str,
} }

builder! { GetAccessGrantsInstanceOutput {
    access_grants_instance_arn "AccessGrantsInstanceArn": Text,
    access_grants_instance_id "AccessGrantsInstanceId": Text,
    identity_center_arn "IdentityCenterArn": Text,
    identity_center_instance_arn "IdentityCenterInstanceArn": Text,
    identity_center_application_arn "IdentityCenterApplicationArn": Text,
    created_at "CreatedAt": Time,
} }

view! { GetAccessGrantsInstanceForPrefixInput<'a> {
    account_id "AccountId": required &'a str,
    s3_prefix "S3Prefix": required &'a str,
} }

builder! { GetAccessGrantsInstanceForPrefixOutput {
    access_grants_instance_arn "AccessGrantsInstanceArn": Text,
    access_grants_instance_id "AccessGrantsInstanceId": Text,
} }

view! { GetAccessGrantsInstanceResourcePolicyInput<'a> {
    account_id "AccountId": required &'a str,
} }

builder! { GetAccessGrantsInstanceResourcePolicyOutput {
    policy "Policy": Text,
    organization "Organization": Text,
    created_at "CreatedAt": Time,
} }

view! { GetAccessGrantsLocationInput<'a> {
    account_id "AccountId": required &'a str,
    access_grants_location_id "AccessGrantsLocationId": required &'a str,
} }

builder! { GetAccessGrantsLocationOutput {
    created_at "CreatedAt": Time,
    access_grants_location_id "AccessGrantsLocationId": Text,
    access_grants_location_arn "AccessGrantsLocationArn": Text,
    location_scope "LocationScope": Text,
    iam_role_arn "IAMRoleArn": Text,
} }

view! { GetAccessPointInput<'a> {
    account_id "AccountId": required &'a str,
    name "Name": required &'a str,
} }

builder! { GetAccessPointOutput {
    name "Name": Text,
    bucket "Bucket": Text,
    network_origin "NetworkOrigin": Text,
    vpc_configuration "VpcConfiguration": VpcConfigurationBuilder,
    public_access_block_configuration "PublicAccessBlockConfiguration": PublicAccessBlockConfigurationBuilder,
    creation_date "CreationDate": Time,
    alias "Alias": Text,
    access_point_arn "AccessPointArn": Text,
    endpoints "Endpoints": Entries<Text>,
    bucket_account_id "BucketAccountId": Text,
    data_source_id "DataSourceId": Text,
    data_source_type "DataSourceType": Text,
} }

view! { GetAccessPointPolicyInput<'a> {
    account_id "AccountId": required &'a str,
    name "Name": required &'a str,
} }

builder! { GetAccessPointPolicyOutput {
    policy "Policy": Text,
} }

view! { GetAccessPointPolicyStatusInput<'a> {
    account_id "AccountId": required &'a str,
    name "Name": required &'a str,
} }

builder! { GetAccessPointPolicyStatusOutput {
    policy_status "PolicyStatus": PolicyStatusBuilder,
} }

view! { GetDataAccessInput<'a> {
    account_id "AccountId": required &'a str,
    target "Target": required &'a str,
    permission "Permission": required &'a str,
    duration_seconds "DurationSeconds": optional i64,
    privilege "Privilege": optional &'a str,
    target_type "TargetType": optional &'a str,
    audit_context "AuditContext": optional &'a str,
    instance_scope "InstanceScope": optional &'a str,
} }

builder! { GetDataAccessOutput {
    credentials "Credentials": CredentialsBuilder,
    matched_grant_target "MatchedGrantTarget": Text,
    grantee "Grantee": GranteeBuilder,
    matched_instance_arn "MatchedInstanceArn": Text,
} }

view! { GetJobTaggingInput<'a> {
    account_id "AccountId": required &'a str,
    job_id "JobId": required &'a str,
} }

builder! { GetJobTaggingOutput {
    tags "Tags": Items<S3TagBuilder>,
} }

view! { GetMultiRegionAccessPointInput<'a> {
    account_id "AccountId": required &'a str,
    name "Name": required &'a str,
} }

builder! { GetMultiRegionAccessPointOutput {
    access_point "AccessPoint": MultiRegionAccessPointReportBuilder,
} }

view! { GetMultiRegionAccessPointPolicyInput<'a> {
    account_id "AccountId": required &'a str,
    name "Name": required &'a str,
} }

builder! { GetMultiRegionAccessPointPolicyOutput {
    policy "Policy": MultiRegionAccessPointPolicyDocumentBuilder,
} }

view! { GetMultiRegionAccessPointPolicyStatusInput<'a> {
    account_id "AccountId": required &'a str,
    name "Name": required &'a str,
} }

builder! { GetMultiRegionAccessPointPolicyStatusOutput {
    established "Established": PolicyStatusBuilder,
} }

view! { GetMultiRegionAccessPointRoutesInput<'a> {
    account_id "AccountId": required &'a str,
    mrap "Mrap": required &'a str,
} }

builder! { GetMultiRegionAccessPointRoutesOutput {
    mrap "Mrap": Text,
    routes "Routes": Items<MultiRegionAccessPointRouteBuilder>,
} }

view! { GetPublicAccessBlockInput<'a> {
    account_id "AccountId": required &'a str,
} }

builder! { GetPublicAccessBlockOutput {
    public_access_block_configuration "PublicAccessBlockConfiguration": PublicAccessBlockConfigurationBuilder,
} }

view! { ListAccessGrantsInput<'a> {
    account_id "AccountId": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
    grantee_type "GranteeType": optional &'a str,
    grantee_identifier "GranteeIdentifier": optional &'a str,
    permission "Permission": optional &'a str,
    grant_scope "GrantScope": optional &'a str,
    application_arn "ApplicationArn": optional &'a str,
} }

builder! { ListAccessGrantsOutput {
    next_token "NextToken": Text,
    access_grants_list "AccessGrantsList": Items<ListAccessGrantEntryBuilder>,
} }

view! { ListAccessGrantsInstancesInput<'a> {
    account_id "AccountId": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListAccessGrantsInstancesOutput {
    next_token "NextToken": Text,
    access_grants_instances_list "AccessGrantsInstancesList": Items<ListAccessGrantsInstanceEntryBuilder>,
} }

view! { ListAccessGrantsLocationsInput<'a> {
    account_id "AccountId": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
    location_scope "LocationScope": optional &'a str,
} }

builder! { ListAccessGrantsLocationsOutput {
    next_token "NextToken": Text,
    access_grants_locations_list "AccessGrantsLocationsList": Items<ListAccessGrantsLocationsEntryBuilder>,
} }

view! { ListAccessPointsInput<'a> {
    account_id "AccountId": required &'a str,
    bucket "Bucket": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
    data_source_id "DataSourceId": optional &'a str,
    data_source_type "DataSourceType": optional &'a str,
} }

builder! { ListAccessPointsOutput {
    access_point_list "AccessPointList": Items<AccessPointBuilder>,
    next_token "NextToken": Text,
} }

view! { ListCallerAccessGrantsInput<'a> {
    account_id "AccountId": required &'a str,
    grant_scope "GrantScope": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
    allowed_by_application "AllowedByApplication": optional bool,
    instance_scope "InstanceScope": optional &'a str,
} }

builder! { ListCallerAccessGrantsOutput {
    next_token "NextToken": Text,
    caller_access_grants_list "CallerAccessGrantsList": Items<ListCallerAccessGrantsEntryBuilder>,
} }

view! { ListJobsInput<'a> {
    account_id "AccountId": required &'a str,
    job_statuses "JobStatuses": optional List<'a, &'a str>,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListJobsOutput {
    next_token "NextToken": Text,
    jobs "Jobs": Items<JobListDescriptorBuilder>,
} }

view! { ListMultiRegionAccessPointsInput<'a> {
    account_id "AccountId": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListMultiRegionAccessPointsOutput {
    access_points "AccessPoints": Items<MultiRegionAccessPointReportBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    account_id "AccountId": required &'a str,
    resource_arn "ResourceArn": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Items<TagBuilder>,
} }

view! { PutAccessGrantsInstanceResourcePolicyInput<'a> {
    account_id "AccountId": required &'a str,
    policy "Policy": required &'a str,
    organization "Organization": optional &'a str,
} }

builder! { PutAccessGrantsInstanceResourcePolicyOutput {
    policy "Policy": Text,
    organization "Organization": Text,
    created_at "CreatedAt": Time,
} }

view! { PutAccessPointPolicyInput<'a> {
    account_id "AccountId": required &'a str,
    name "Name": required &'a str,
    policy "Policy": required &'a str,
} }

builder! { PutAccessPointPolicyOutput {
} }

view! { PutJobTaggingInput<'a> {
    account_id "AccountId": required &'a str,
    job_id "JobId": required &'a str,
    tags "Tags": required List<'a, S3Tag<'a>>,
} }

builder! { PutJobTaggingOutput {
} }

view! { PutMultiRegionAccessPointPolicyInput<'a> {
    account_id "AccountId": required &'a str,
    client_token "ClientToken": required &'a str,
    details "Details": required PutMultiRegionAccessPointPolicyInputShape<'a>,
} }

builder! { PutMultiRegionAccessPointPolicyOutput {
    request_token_arn "RequestTokenARN": Text,
} }

view! { PutPublicAccessBlockInput<'a> {
    public_access_block_configuration "PublicAccessBlockConfiguration": required PublicAccessBlockConfiguration<'a>,
    account_id "AccountId": required &'a str,
} }

builder! { PutPublicAccessBlockOutput {
} }

view! { SubmitMultiRegionAccessPointRoutesInput<'a> {
    account_id "AccountId": required &'a str,
    mrap "Mrap": required &'a str,
    route_updates "RouteUpdates": required List<'a, MultiRegionAccessPointRoute<'a>>,
} }

builder! { SubmitMultiRegionAccessPointRoutesOutput {
} }

view! { TagResourceInput<'a> {
    account_id "AccountId": required &'a str,
    resource_arn "ResourceArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    account_id "AccountId": required &'a str,
    resource_arn "ResourceArn": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateAccessGrantsLocationInput<'a> {
    account_id "AccountId": required &'a str,
    access_grants_location_id "AccessGrantsLocationId": required &'a str,
    iam_role_arn "IAMRoleArn": required &'a str,
} }

builder! { UpdateAccessGrantsLocationOutput {
    created_at "CreatedAt": Time,
    access_grants_location_id "AccessGrantsLocationId": Text,
    access_grants_location_arn "AccessGrantsLocationArn": Text,
    location_scope "LocationScope": Text,
    iam_role_arn "IAMRoleArn": Text,
} }

view! { UpdateJobPriorityInput<'a> {
    account_id "AccountId": required &'a str,
    job_id "JobId": required &'a str,
    priority "Priority": required i64,
} }

builder! { UpdateJobPriorityOutput {
    job_id "JobId": Text,
    priority "Priority": Whole,
} }

view! { UpdateJobStatusInput<'a> {
    account_id "AccountId": required &'a str,
    job_id "JobId": required &'a str,
    requested_job_status "RequestedJobStatus": required &'a str,
    status_update_reason "StatusUpdateReason": optional &'a str,
} }

builder! { UpdateJobStatusOutput {
    job_id "JobId": Text,
    status "Status": Text,
    status_update_reason "StatusUpdateReason": Text,
} }

view! { AccessGrantsLocationConfiguration<'a> {
    s3_sub_prefix "S3SubPrefix": optional &'a str,
} }

view! { CreateMultiRegionAccessPointInputShape<'a> {
    name "Name": required &'a str,
    public_access_block "PublicAccessBlock": optional PublicAccessBlockConfiguration<'a>,
    regions "Regions": required List<'a, Region<'a>>,
} }

view! { DSSEKMSFilter<'a> {
    kms_key_arn "KmsKeyArn": optional &'a str,
} }

view! { DeleteMultiRegionAccessPointInputShape<'a> {
    name "Name": required &'a str,
} }

view! { GeneratedManifestEncryption<'a> {
    sses3 "SSES3": optional SSES3Encryption<'a>,
    ssekms "SSEKMS": optional SSEKMSEncryption<'a>,
} }

view! { Grantee<'a> {
    grantee_type "GranteeType": optional &'a str,
    grantee_identifier "GranteeIdentifier": optional &'a str,
} }

view! { JobManifest<'a> {
    spec "Spec": required JobManifestSpec<'a>,
    location "Location": required JobManifestLocation<'a>,
} }

view! { JobManifestGenerator<'a> {
    s3_job_manifest_generator "S3JobManifestGenerator": optional S3JobManifestGenerator<'a>,
} }

view! { JobManifestGeneratorFilter<'a> {
    eligible_for_replication "EligibleForReplication": optional bool,
    created_after "CreatedAfter": optional Timestamp,
    created_before "CreatedBefore": optional Timestamp,
    object_replication_statuses "ObjectReplicationStatuses": optional List<'a, &'a str>,
    key_name_constraint "KeyNameConstraint": optional KeyNameConstraint<'a>,
    object_size_greater_than_bytes "ObjectSizeGreaterThanBytes": optional i64,
    object_size_less_than_bytes "ObjectSizeLessThanBytes": optional i64,
    match_any_storage_class "MatchAnyStorageClass": optional List<'a, &'a str>,
    match_any_object_encryption "MatchAnyObjectEncryption": optional List<'a, ObjectEncryptionFilter<'a>>,
} }

view! { JobManifestLocation<'a> {
    object_arn "ObjectArn": required &'a str,
    object_version_id "ObjectVersionId": optional &'a str,
    e_tag "ETag": required &'a str,
} }

view! { JobManifestSpec<'a> {
    format "Format": required &'a str,
    fields "Fields": optional List<'a, &'a str>,
} }

view! { JobOperation<'a> {
    lambda_invoke "LambdaInvoke": optional LambdaInvokeOperation<'a>,
    s3_put_object_copy "S3PutObjectCopy": optional S3CopyObjectOperation<'a>,
    s3_put_object_acl "S3PutObjectAcl": optional S3SetObjectAclOperation<'a>,
    s3_put_object_tagging "S3PutObjectTagging": optional S3SetObjectTaggingOperation<'a>,
    s3_delete_object_tagging "S3DeleteObjectTagging": optional S3DeleteObjectTaggingOperation<'a>,
    s3_initiate_restore_object "S3InitiateRestoreObject": optional S3InitiateRestoreObjectOperation<'a>,
    s3_put_object_legal_hold "S3PutObjectLegalHold": optional S3SetObjectLegalHoldOperation<'a>,
    s3_put_object_retention "S3PutObjectRetention": optional S3SetObjectRetentionOperation<'a>,
    s3_replicate_object "S3ReplicateObject": optional S3ReplicateObjectOperation<'a>,
    s3_compute_object_checksum "S3ComputeObjectChecksum": optional S3ComputeObjectChecksumOperation<'a>,
    s3_update_object_encryption "S3UpdateObjectEncryption": optional S3UpdateObjectEncryptionOperation<'a>,
} }

view! { JobReport<'a> {
    bucket "Bucket": optional &'a str,
    format "Format": optional &'a str,
    enabled "Enabled": required bool,
    prefix "Prefix": optional &'a str,
    report_scope "ReportScope": optional &'a str,
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
} }

view! { KeyNameConstraint<'a> {
    match_any_prefix "MatchAnyPrefix": optional List<'a, &'a str>,
    match_any_suffix "MatchAnySuffix": optional List<'a, &'a str>,
    match_any_substring "MatchAnySubstring": optional List<'a, &'a str>,
} }

view! { LambdaInvokeOperation<'a> {
    function_arn "FunctionArn": optional &'a str,
    invocation_schema_version "InvocationSchemaVersion": optional &'a str,
    user_arguments "UserArguments": optional Map<'a, &'a str>,
} }

view! { MultiRegionAccessPointRoute<'a> {
    bucket "Bucket": optional &'a str,
    region "Region": optional &'a str,
    traffic_dial_percentage "TrafficDialPercentage": required i64,
} }

view! { NotSSEFilter<'a> {
} }

view! { ObjectEncryption<'a> {
    ssekms "SSEKMS": optional S3UpdateObjectEncryptionSSEKMS<'a>,
} }

view! { ObjectEncryptionFilter<'a> {
    sses3 "SSES3": optional SSES3Filter<'a>,
    ssekms "SSEKMS": optional SSEKMSFilter<'a>,
    dssekms "DSSEKMS": optional DSSEKMSFilter<'a>,
    ssec "SSEC": optional SSECFilter<'a>,
    notsse "NOTSSE": optional NotSSEFilter<'a>,
} }

view! { PublicAccessBlockConfiguration<'a> {
    block_public_acls "BlockPublicAcls": optional bool,
    ignore_public_acls "IgnorePublicAcls": optional bool,
    block_public_policy "BlockPublicPolicy": optional bool,
    restrict_public_buckets "RestrictPublicBuckets": optional bool,
} }

view! { PutMultiRegionAccessPointPolicyInputShape<'a> {
    name "Name": required &'a str,
    policy "Policy": required &'a str,
} }

view! { Region<'a> {
    bucket "Bucket": required &'a str,
    bucket_account_id "BucketAccountId": optional &'a str,
} }

view! { S3AccessControlList<'a> {
    owner "Owner": required S3ObjectOwner<'a>,
    grants "Grants": optional List<'a, S3Grant<'a>>,
} }

view! { S3AccessControlPolicy<'a> {
    access_control_list "AccessControlList": optional S3AccessControlList<'a>,
    canned_access_control_list "CannedAccessControlList": optional &'a str,
} }

view! { S3ComputeObjectChecksumOperation<'a> {
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    checksum_type "ChecksumType": optional &'a str,
} }

view! { S3CopyObjectOperation<'a> {
    target_resource "TargetResource": optional &'a str,
    canned_access_control_list "CannedAccessControlList": optional &'a str,
    access_control_grants "AccessControlGrants": optional List<'a, S3Grant<'a>>,
    metadata_directive "MetadataDirective": optional &'a str,
    annotation_directive "AnnotationDirective": optional &'a str,
    modified_since_constraint "ModifiedSinceConstraint": optional Timestamp,
    new_object_metadata "NewObjectMetadata": optional S3ObjectMetadata<'a>,
    new_object_tagging "NewObjectTagging": optional List<'a, S3Tag<'a>>,
    redirect_location "RedirectLocation": optional &'a str,
    requester_pays "RequesterPays": optional bool,
    storage_class "StorageClass": optional &'a str,
    un_modified_since_constraint "UnModifiedSinceConstraint": optional Timestamp,
    sse_aws_kms_key_id "SSEAwsKmsKeyId": optional &'a str,
    target_key_prefix "TargetKeyPrefix": optional &'a str,
    object_lock_legal_hold_status "ObjectLockLegalHoldStatus": optional &'a str,
    object_lock_mode "ObjectLockMode": optional &'a str,
    object_lock_retain_until_date "ObjectLockRetainUntilDate": optional Timestamp,
    bucket_key_enabled "BucketKeyEnabled": optional bool,
    checksum_algorithm "ChecksumAlgorithm": optional &'a str,
    object_lock_event_hold "ObjectLockEventHold": optional &'a str,
    object_lock_event_hold_duration "ObjectLockEventHoldDuration": optional S3ObjectLockEventHoldDuration<'a>,
} }

view! { S3DeleteObjectTaggingOperation<'a> {
} }

view! { S3Grant<'a> {
    grantee "Grantee": optional S3Grantee<'a>,
    permission "Permission": optional &'a str,
} }

view! { S3Grantee<'a> {
    type_identifier "TypeIdentifier": optional &'a str,
    identifier "Identifier": optional &'a str,
    display_name "DisplayName": optional &'a str,
} }

view! { S3InitiateRestoreObjectOperation<'a> {
    expiration_in_days "ExpirationInDays": optional i64,
    glacier_job_tier "GlacierJobTier": optional &'a str,
} }

view! { S3JobManifestGenerator<'a> {
    expected_bucket_owner "ExpectedBucketOwner": optional &'a str,
    source_bucket "SourceBucket": required &'a str,
    manifest_output_location "ManifestOutputLocation": optional S3ManifestOutputLocation<'a>,
    filter "Filter": optional JobManifestGeneratorFilter<'a>,
    enable_manifest_output "EnableManifestOutput": required bool,
} }

view! { S3ManifestOutputLocation<'a> {
    expected_manifest_bucket_owner "ExpectedManifestBucketOwner": optional &'a str,
    bucket "Bucket": required &'a str,
    manifest_prefix "ManifestPrefix": optional &'a str,
    manifest_encryption "ManifestEncryption": optional GeneratedManifestEncryption<'a>,
    manifest_format "ManifestFormat": required &'a str,
} }

view! { S3ObjectLockEventHoldDuration<'a> {
    days "Days": optional i64,
    years "Years": optional i64,
} }

view! { S3ObjectLockLegalHold<'a> {
    status "Status": required &'a str,
} }

view! { S3ObjectLockRetentionEventHoldDuration<'a> {
    days "Days": optional i64,
    years "Years": optional i64,
} }

view! { S3ObjectMetadata<'a> {
    cache_control "CacheControl": optional &'a str,
    content_disposition "ContentDisposition": optional &'a str,
    content_encoding "ContentEncoding": optional &'a str,
    content_language "ContentLanguage": optional &'a str,
    user_metadata "UserMetadata": optional Map<'a, &'a str>,
    content_length "ContentLength": optional i64,
    content_md5 "ContentMD5": optional &'a str,
    content_type "ContentType": optional &'a str,
    http_expires_date "HttpExpiresDate": optional Timestamp,
    requester_charged "RequesterCharged": optional bool,
    sse_algorithm "SSEAlgorithm": optional &'a str,
} }

view! { S3ObjectOwner<'a> {
    id "ID": optional &'a str,
    display_name "DisplayName": optional &'a str,
} }

view! { S3ReplicateObjectOperation<'a> {
} }

view! { S3Retention<'a> {
    retain_until_date "RetainUntilDate": optional Timestamp,
    mode "Mode": optional &'a str,
    event_hold "EventHold": optional &'a str,
    event_hold_duration "EventHoldDuration": optional S3ObjectLockRetentionEventHoldDuration<'a>,
} }

view! { S3SetObjectAclOperation<'a> {
    access_control_policy "AccessControlPolicy": optional S3AccessControlPolicy<'a>,
} }

view! { S3SetObjectLegalHoldOperation<'a> {
    legal_hold "LegalHold": required S3ObjectLockLegalHold<'a>,
} }

view! { S3SetObjectRetentionOperation<'a> {
    bypass_governance_retention "BypassGovernanceRetention": optional bool,
    retention "Retention": required S3Retention<'a>,
} }

view! { S3SetObjectTaggingOperation<'a> {
    tag_set "TagSet": optional List<'a, S3Tag<'a>>,
} }

view! { S3Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

view! { S3UpdateObjectEncryptionOperation<'a> {
    object_encryption "ObjectEncryption": optional ObjectEncryption<'a>,
} }

view! { S3UpdateObjectEncryptionSSEKMS<'a> {
    kms_key_arn "KMSKeyArn": required &'a str,
    bucket_key_enabled "BucketKeyEnabled": optional bool,
} }

view! { SSECFilter<'a> {
} }

view! { SSEKMSEncryption<'a> {
    key_id "KeyId": required &'a str,
} }

view! { SSEKMSFilter<'a> {
    kms_key_arn "KmsKeyArn": optional &'a str,
    bucket_key_enabled "BucketKeyEnabled": optional bool,
} }

view! { SSES3Encryption<'a> {
} }

view! { SSES3Filter<'a> {
} }

view! { Scope<'a> {
    prefixes "Prefixes": optional List<'a, &'a str>,
    permissions "Permissions": optional List<'a, &'a str>,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

view! { VpcConfiguration<'a> {
    vpc_id "VpcId": required &'a str,
} }

builder! { AccessGrantsLocationConfigurationBuilder {
    s3_sub_prefix "S3SubPrefix": Text,
} }

builder! { AccessPointBuilder {
    name "Name": Text,
    network_origin "NetworkOrigin": Text,
    vpc_configuration "VpcConfiguration": VpcConfigurationBuilder,
    bucket "Bucket": Text,
    access_point_arn "AccessPointArn": Text,
    alias "Alias": Text,
    bucket_account_id "BucketAccountId": Text,
    data_source_id "DataSourceId": Text,
    data_source_type "DataSourceType": Text,
} }

builder! { AsyncErrorDetailsBuilder {
    code "Code": Text,
    message "Message": Text,
    resource "Resource": Text,
    request_id "RequestId": Text,
} }

builder! { AsyncOperationBuilder {
    creation_time "CreationTime": Time,
    operation "Operation": Text,
    request_token_arn "RequestTokenARN": Text,
    request_parameters "RequestParameters": AsyncRequestParametersBuilder,
    request_status "RequestStatus": Text,
    response_details "ResponseDetails": AsyncResponseDetailsBuilder,
} }

builder! { AsyncRequestParametersBuilder {
    create_multi_region_access_point_request "CreateMultiRegionAccessPointRequest": CreateMultiRegionAccessPointInputShapeBuilder,
    delete_multi_region_access_point_request "DeleteMultiRegionAccessPointRequest": DeleteMultiRegionAccessPointInputShapeBuilder,
    put_multi_region_access_point_policy_request "PutMultiRegionAccessPointPolicyRequest": PutMultiRegionAccessPointPolicyInputShapeBuilder,
} }

builder! { AsyncResponseDetailsBuilder {
    multi_region_access_point_details "MultiRegionAccessPointDetails": MultiRegionAccessPointsAsyncResponseBuilder,
    error_details "ErrorDetails": AsyncErrorDetailsBuilder,
} }

builder! { CreateMultiRegionAccessPointInputShapeBuilder {
    name "Name": Text,
    public_access_block "PublicAccessBlock": PublicAccessBlockConfigurationBuilder,
    regions "Regions": Items<RegionBuilder>,
} }

builder! { CredentialsBuilder {
    access_key_id "AccessKeyId": Text,
    secret_access_key "SecretAccessKey": Text,
    session_token "SessionToken": Text,
    expiration "Expiration": Time,
} }

builder! { DSSEKMSFilterBuilder {
    kms_key_arn "KmsKeyArn": Text,
} }

builder! { DeleteMultiRegionAccessPointInputShapeBuilder {
    name "Name": Text,
} }

builder! { EstablishedMultiRegionAccessPointPolicyBuilder {
    policy "Policy": Text,
} }

builder! { GeneratedManifestEncryptionBuilder {
    sses3 "SSES3": SSES3EncryptionBuilder,
    ssekms "SSEKMS": SSEKMSEncryptionBuilder,
} }

builder! { GranteeBuilder {
    grantee_type "GranteeType": Text,
    grantee_identifier "GranteeIdentifier": Text,
} }

builder! { JobDescriptorBuilder {
    job_id "JobId": Text,
    confirmation_required "ConfirmationRequired": Flag,
    description "Description": Text,
    job_arn "JobArn": Text,
    status "Status": Text,
    manifest "Manifest": JobManifestBuilder,
    operation "Operation": JobOperationBuilder,
    priority "Priority": Whole,
    progress_summary "ProgressSummary": JobProgressSummaryBuilder,
    status_update_reason "StatusUpdateReason": Text,
    failure_reasons "FailureReasons": Items<JobFailureBuilder>,
    report "Report": JobReportBuilder,
    creation_time "CreationTime": Time,
    termination_date "TerminationDate": Time,
    role_arn "RoleArn": Text,
    suspended_date "SuspendedDate": Time,
    suspended_cause "SuspendedCause": Text,
    manifest_generator "ManifestGenerator": JobManifestGeneratorBuilder,
    generated_manifest_descriptor "GeneratedManifestDescriptor": S3GeneratedManifestDescriptorBuilder,
} }

builder! { JobFailureBuilder {
    failure_code "FailureCode": Text,
    failure_reason "FailureReason": Text,
} }

builder! { JobListDescriptorBuilder {
    job_id "JobId": Text,
    description "Description": Text,
    operation "Operation": Text,
    priority "Priority": Whole,
    status "Status": Text,
    creation_time "CreationTime": Time,
    termination_date "TerminationDate": Time,
    progress_summary "ProgressSummary": JobProgressSummaryBuilder,
} }

builder! { JobManifestBuilder {
    spec "Spec": JobManifestSpecBuilder,
    location "Location": JobManifestLocationBuilder,
} }

builder! { JobManifestGeneratorBuilder {
    s3_job_manifest_generator "S3JobManifestGenerator": S3JobManifestGeneratorBuilder,
} }

builder! { JobManifestGeneratorFilterBuilder {
    eligible_for_replication "EligibleForReplication": Flag,
    created_after "CreatedAfter": Time,
    created_before "CreatedBefore": Time,
    object_replication_statuses "ObjectReplicationStatuses": Items<Text>,
    key_name_constraint "KeyNameConstraint": KeyNameConstraintBuilder,
    object_size_greater_than_bytes "ObjectSizeGreaterThanBytes": Whole,
    object_size_less_than_bytes "ObjectSizeLessThanBytes": Whole,
    match_any_storage_class "MatchAnyStorageClass": Items<Text>,
    match_any_object_encryption "MatchAnyObjectEncryption": Items<ObjectEncryptionFilterBuilder>,
} }

builder! { JobManifestLocationBuilder {
    object_arn "ObjectArn": Text,
    object_version_id "ObjectVersionId": Text,
    e_tag "ETag": Text,
} }

builder! { JobManifestSpecBuilder {
    format "Format": Text,
    fields "Fields": Items<Text>,
} }

builder! { JobOperationBuilder {
    lambda_invoke "LambdaInvoke": LambdaInvokeOperationBuilder,
    s3_put_object_copy "S3PutObjectCopy": S3CopyObjectOperationBuilder,
    s3_put_object_acl "S3PutObjectAcl": S3SetObjectAclOperationBuilder,
    s3_put_object_tagging "S3PutObjectTagging": S3SetObjectTaggingOperationBuilder,
    s3_delete_object_tagging "S3DeleteObjectTagging": S3DeleteObjectTaggingOperationBuilder,
    s3_initiate_restore_object "S3InitiateRestoreObject": S3InitiateRestoreObjectOperationBuilder,
    s3_put_object_legal_hold "S3PutObjectLegalHold": S3SetObjectLegalHoldOperationBuilder,
    s3_put_object_retention "S3PutObjectRetention": S3SetObjectRetentionOperationBuilder,
    s3_replicate_object "S3ReplicateObject": S3ReplicateObjectOperationBuilder,
    s3_compute_object_checksum "S3ComputeObjectChecksum": S3ComputeObjectChecksumOperationBuilder,
    s3_update_object_encryption "S3UpdateObjectEncryption": S3UpdateObjectEncryptionOperationBuilder,
} }

builder! { JobProgressSummaryBuilder {
    total_number_of_tasks "TotalNumberOfTasks": Whole,
    number_of_tasks_succeeded "NumberOfTasksSucceeded": Whole,
    number_of_tasks_failed "NumberOfTasksFailed": Whole,
    timers "Timers": JobTimersBuilder,
} }

builder! { JobReportBuilder {
    bucket "Bucket": Text,
    format "Format": Text,
    enabled "Enabled": Flag,
    prefix "Prefix": Text,
    report_scope "ReportScope": Text,
    expected_bucket_owner "ExpectedBucketOwner": Text,
} }

builder! { JobTimersBuilder {
    elapsed_time_in_active_seconds "ElapsedTimeInActiveSeconds": Whole,
} }

builder! { KeyNameConstraintBuilder {
    match_any_prefix "MatchAnyPrefix": Items<Text>,
    match_any_suffix "MatchAnySuffix": Items<Text>,
    match_any_substring "MatchAnySubstring": Items<Text>,
} }

builder! { LambdaInvokeOperationBuilder {
    function_arn "FunctionArn": Text,
    invocation_schema_version "InvocationSchemaVersion": Text,
    user_arguments "UserArguments": Entries<Text>,
} }

builder! { ListAccessGrantEntryBuilder {
    created_at "CreatedAt": Time,
    access_grant_id "AccessGrantId": Text,
    access_grant_arn "AccessGrantArn": Text,
    grantee "Grantee": GranteeBuilder,
    permission "Permission": Text,
    access_grants_location_id "AccessGrantsLocationId": Text,
    access_grants_location_configuration "AccessGrantsLocationConfiguration": AccessGrantsLocationConfigurationBuilder,
    grant_scope "GrantScope": Text,
    application_arn "ApplicationArn": Text,
} }

builder! { ListAccessGrantsInstanceEntryBuilder {
    access_grants_instance_id "AccessGrantsInstanceId": Text,
    access_grants_instance_arn "AccessGrantsInstanceArn": Text,
    created_at "CreatedAt": Time,
    identity_center_arn "IdentityCenterArn": Text,
    identity_center_instance_arn "IdentityCenterInstanceArn": Text,
    identity_center_application_arn "IdentityCenterApplicationArn": Text,
} }

builder! { ListAccessGrantsLocationsEntryBuilder {
    created_at "CreatedAt": Time,
    access_grants_location_id "AccessGrantsLocationId": Text,
    access_grants_location_arn "AccessGrantsLocationArn": Text,
    location_scope "LocationScope": Text,
    iam_role_arn "IAMRoleArn": Text,
} }

builder! { ListCallerAccessGrantsEntryBuilder {
    permission "Permission": Text,
    grant_scope "GrantScope": Text,
    application_arn "ApplicationArn": Text,
    access_grants_instance_arn "AccessGrantsInstanceArn": Text,
} }

builder! { MultiRegionAccessPointPolicyDocumentBuilder {
    established "Established": EstablishedMultiRegionAccessPointPolicyBuilder,
    proposed "Proposed": ProposedMultiRegionAccessPointPolicyBuilder,
} }

builder! { MultiRegionAccessPointRegionalResponseBuilder {
    name "Name": Text,
    request_status "RequestStatus": Text,
} }

builder! { MultiRegionAccessPointReportBuilder {
    name "Name": Text,
    alias "Alias": Text,
    created_at "CreatedAt": Time,
    public_access_block "PublicAccessBlock": PublicAccessBlockConfigurationBuilder,
    status "Status": Text,
    regions "Regions": Items<RegionReportBuilder>,
} }

builder! { MultiRegionAccessPointRouteBuilder {
    bucket "Bucket": Text,
    region "Region": Text,
    traffic_dial_percentage "TrafficDialPercentage": Whole,
} }

builder! { MultiRegionAccessPointsAsyncResponseBuilder {
    regions "Regions": Items<MultiRegionAccessPointRegionalResponseBuilder>,
} }

builder! { NotSSEFilterBuilder {
} }

builder! { ObjectEncryptionBuilder {
    ssekms "SSEKMS": S3UpdateObjectEncryptionSSEKMSBuilder,
} }

builder! { ObjectEncryptionFilterBuilder {
    sses3 "SSES3": SSES3FilterBuilder,
    ssekms "SSEKMS": SSEKMSFilterBuilder,
    dssekms "DSSEKMS": DSSEKMSFilterBuilder,
    ssec "SSEC": SSECFilterBuilder,
    notsse "NOTSSE": NotSSEFilterBuilder,
} }

builder! { PolicyStatusBuilder {
    is_public "IsPublic": Flag,
} }

builder! { ProposedMultiRegionAccessPointPolicyBuilder {
    policy "Policy": Text,
} }

builder! { PublicAccessBlockConfigurationBuilder {
    block_public_acls "BlockPublicAcls": Flag,
    ignore_public_acls "IgnorePublicAcls": Flag,
    block_public_policy "BlockPublicPolicy": Flag,
    restrict_public_buckets "RestrictPublicBuckets": Flag,
} }

builder! { PutMultiRegionAccessPointPolicyInputShapeBuilder {
    name "Name": Text,
    policy "Policy": Text,
} }

builder! { RegionBuilder {
    bucket "Bucket": Text,
    bucket_account_id "BucketAccountId": Text,
} }

builder! { RegionReportBuilder {
    bucket "Bucket": Text,
    region "Region": Text,
    bucket_account_id "BucketAccountId": Text,
} }

builder! { S3AccessControlListBuilder {
    owner "Owner": S3ObjectOwnerBuilder,
    grants "Grants": Items<S3GrantBuilder>,
} }

builder! { S3AccessControlPolicyBuilder {
    access_control_list "AccessControlList": S3AccessControlListBuilder,
    canned_access_control_list "CannedAccessControlList": Text,
} }

builder! { S3ComputeObjectChecksumOperationBuilder {
    checksum_algorithm "ChecksumAlgorithm": Text,
    checksum_type "ChecksumType": Text,
} }

builder! { S3CopyObjectOperationBuilder {
    target_resource "TargetResource": Text,
    canned_access_control_list "CannedAccessControlList": Text,
    access_control_grants "AccessControlGrants": Items<S3GrantBuilder>,
    metadata_directive "MetadataDirective": Text,
    annotation_directive "AnnotationDirective": Text,
    modified_since_constraint "ModifiedSinceConstraint": Time,
    new_object_metadata "NewObjectMetadata": S3ObjectMetadataBuilder,
    new_object_tagging "NewObjectTagging": Items<S3TagBuilder>,
    redirect_location "RedirectLocation": Text,
    requester_pays "RequesterPays": Flag,
    storage_class "StorageClass": Text,
    un_modified_since_constraint "UnModifiedSinceConstraint": Time,
    sse_aws_kms_key_id "SSEAwsKmsKeyId": Text,
    target_key_prefix "TargetKeyPrefix": Text,
    object_lock_legal_hold_status "ObjectLockLegalHoldStatus": Text,
    object_lock_mode "ObjectLockMode": Text,
    object_lock_retain_until_date "ObjectLockRetainUntilDate": Time,
    bucket_key_enabled "BucketKeyEnabled": Flag,
    checksum_algorithm "ChecksumAlgorithm": Text,
    object_lock_event_hold "ObjectLockEventHold": Text,
    object_lock_event_hold_duration "ObjectLockEventHoldDuration": S3ObjectLockEventHoldDurationBuilder,
} }

builder! { S3DeleteObjectTaggingOperationBuilder {
} }

builder! { S3GeneratedManifestDescriptorBuilder {
    format "Format": Text,
    location "Location": JobManifestLocationBuilder,
} }

builder! { S3GrantBuilder {
    grantee "Grantee": S3GranteeBuilder,
    permission "Permission": Text,
} }

builder! { S3GranteeBuilder {
    type_identifier "TypeIdentifier": Text,
    identifier "Identifier": Text,
    display_name "DisplayName": Text,
} }

builder! { S3InitiateRestoreObjectOperationBuilder {
    expiration_in_days "ExpirationInDays": Whole,
    glacier_job_tier "GlacierJobTier": Text,
} }

builder! { S3JobManifestGeneratorBuilder {
    expected_bucket_owner "ExpectedBucketOwner": Text,
    source_bucket "SourceBucket": Text,
    manifest_output_location "ManifestOutputLocation": S3ManifestOutputLocationBuilder,
    filter "Filter": JobManifestGeneratorFilterBuilder,
    enable_manifest_output "EnableManifestOutput": Flag,
} }

builder! { S3ManifestOutputLocationBuilder {
    expected_manifest_bucket_owner "ExpectedManifestBucketOwner": Text,
    bucket "Bucket": Text,
    manifest_prefix "ManifestPrefix": Text,
    manifest_encryption "ManifestEncryption": GeneratedManifestEncryptionBuilder,
    manifest_format "ManifestFormat": Text,
} }

builder! { S3ObjectLockEventHoldDurationBuilder {
    days "Days": Whole,
    years "Years": Whole,
} }

builder! { S3ObjectLockLegalHoldBuilder {
    status "Status": Text,
} }

builder! { S3ObjectLockRetentionEventHoldDurationBuilder {
    days "Days": Whole,
    years "Years": Whole,
} }

builder! { S3ObjectMetadataBuilder {
    cache_control "CacheControl": Text,
    content_disposition "ContentDisposition": Text,
    content_encoding "ContentEncoding": Text,
    content_language "ContentLanguage": Text,
    user_metadata "UserMetadata": Entries<Text>,
    content_length "ContentLength": Whole,
    content_md5 "ContentMD5": Text,
    content_type "ContentType": Text,
    http_expires_date "HttpExpiresDate": Time,
    requester_charged "RequesterCharged": Flag,
    sse_algorithm "SSEAlgorithm": Text,
} }

builder! { S3ObjectOwnerBuilder {
    id "ID": Text,
    display_name "DisplayName": Text,
} }

builder! { S3ReplicateObjectOperationBuilder {
} }

builder! { S3RetentionBuilder {
    retain_until_date "RetainUntilDate": Time,
    mode "Mode": Text,
    event_hold "EventHold": Text,
    event_hold_duration "EventHoldDuration": S3ObjectLockRetentionEventHoldDurationBuilder,
} }

builder! { S3SetObjectAclOperationBuilder {
    access_control_policy "AccessControlPolicy": S3AccessControlPolicyBuilder,
} }

builder! { S3SetObjectLegalHoldOperationBuilder {
    legal_hold "LegalHold": S3ObjectLockLegalHoldBuilder,
} }

builder! { S3SetObjectRetentionOperationBuilder {
    bypass_governance_retention "BypassGovernanceRetention": Flag,
    retention "Retention": S3RetentionBuilder,
} }

builder! { S3SetObjectTaggingOperationBuilder {
    tag_set "TagSet": Items<S3TagBuilder>,
} }

builder! { S3TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { S3UpdateObjectEncryptionOperationBuilder {
    object_encryption "ObjectEncryption": ObjectEncryptionBuilder,
} }

builder! { S3UpdateObjectEncryptionSSEKMSBuilder {
    kms_key_arn "KMSKeyArn": Text,
    bucket_key_enabled "BucketKeyEnabled": Flag,
} }

builder! { SSECFilterBuilder {
} }

builder! { SSEKMSEncryptionBuilder {
    key_id "KeyId": Text,
} }

builder! { SSEKMSFilterBuilder {
    kms_key_arn "KmsKeyArn": Text,
    bucket_key_enabled "BucketKeyEnabled": Flag,
} }

builder! { SSES3EncryptionBuilder {
} }

builder! { SSES3FilterBuilder {
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { VpcConfigurationBuilder {
    vpc_id "VpcId": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        bad_request_exception "BadRequestException" 400;
        idempotency_exception "IdempotencyException" 400;
        internal_service_exception "InternalServiceException" 500;
        invalid_next_token_exception "InvalidNextTokenException" 400;
        invalid_request_exception "InvalidRequestException" 400;
        job_status_exception "JobStatusException" 400;
        no_such_public_access_block_configuration "NoSuchPublicAccessBlockConfiguration" 404;
        not_found_exception "NotFoundException" 400;
        too_many_requests_exception "TooManyRequestsException" 400;
        too_many_tags_exception "TooManyTagsException" 400;
    }
}

pub mod async_operation_name {
    pub const CREATE_MULTI_REGION_ACCESS_POINT: &str = "CreateMultiRegionAccessPoint";
    pub const DELETE_MULTI_REGION_ACCESS_POINT: &str = "DeleteMultiRegionAccessPoint";
    pub const PUT_MULTI_REGION_ACCESS_POINT_POLICY: &str = "PutMultiRegionAccessPointPolicy";
}

pub mod compute_object_checksum_algorithm {
    pub const CRC32: &str = "CRC32";
    pub const CRC32C: &str = "CRC32C";
    pub const CRC64NVME: &str = "CRC64NVME";
    pub const MD5: &str = "MD5";
    pub const SHA1: &str = "SHA1";
    pub const SHA256: &str = "SHA256";
    pub const SHA512: &str = "SHA512";
    pub const XXHASH64: &str = "XXHASH64";
    pub const XXHASH3: &str = "XXHASH3";
    pub const XXHASH128: &str = "XXHASH128";
}

pub mod compute_object_checksum_type {
    pub const FULL_OBJECT: &str = "FULL_OBJECT";
    pub const COMPOSITE: &str = "COMPOSITE";
}

pub mod generated_manifest_format {
    pub const S3_INVENTORY_REPORT_CSV_20211130: &str = "S3InventoryReport_CSV_20211130";
}

pub mod grantee_type {
    pub const DIRECTORY_USER: &str = "DIRECTORY_USER";
    pub const DIRECTORY_GROUP: &str = "DIRECTORY_GROUP";
    pub const IAM: &str = "IAM";
}

pub mod instance_scope {
    pub const SELF: &str = "SELF";
    pub const ALL: &str = "ALL";
}

pub mod job_manifest_field_name {
    pub const IGNORE: &str = "Ignore";
    pub const BUCKET: &str = "Bucket";
    pub const KEY: &str = "Key";
    pub const VERSION_ID: &str = "VersionId";
}

pub mod job_manifest_format {
    pub const S3_BATCH_OPERATIONS_CSV_20180820: &str = "S3BatchOperations_CSV_20180820";
    pub const S3_INVENTORY_REPORT_CSV_20161130: &str = "S3InventoryReport_CSV_20161130";
}

pub mod job_report_format {
    pub const REPORT_CSV_20180820: &str = "Report_CSV_20180820";
}

pub mod job_report_scope {
    pub const ALL_TASKS: &str = "AllTasks";
    pub const FAILED_TASKS_ONLY: &str = "FailedTasksOnly";
}

pub mod job_status {
    pub const ACTIVE: &str = "Active";
    pub const CANCELLED: &str = "Cancelled";
    pub const CANCELLING: &str = "Cancelling";
    pub const COMPLETE: &str = "Complete";
    pub const COMPLETING: &str = "Completing";
    pub const FAILED: &str = "Failed";
    pub const FAILING: &str = "Failing";
    pub const NEW: &str = "New";
    pub const PAUSED: &str = "Paused";
    pub const PAUSING: &str = "Pausing";
    pub const PREPARING: &str = "Preparing";
    pub const READY: &str = "Ready";
    pub const SUSPENDED: &str = "Suspended";
}

pub mod multi_region_access_point_status {
    pub const READY: &str = "READY";
    pub const INCONSISTENT_ACROSS_REGIONS: &str = "INCONSISTENT_ACROSS_REGIONS";
    pub const CREATING: &str = "CREATING";
    pub const PARTIALLY_CREATED: &str = "PARTIALLY_CREATED";
    pub const PARTIALLY_DELETED: &str = "PARTIALLY_DELETED";
    pub const DELETING: &str = "DELETING";
}

pub mod network_origin {
    pub const INTERNET: &str = "Internet";
    pub const VPC: &str = "VPC";
}

pub mod operation_name {
    pub const LAMBDA_INVOKE: &str = "LambdaInvoke";
    pub const S3_PUT_OBJECT_COPY: &str = "S3PutObjectCopy";
    pub const S3_PUT_OBJECT_ACL: &str = "S3PutObjectAcl";
    pub const S3_PUT_OBJECT_TAGGING: &str = "S3PutObjectTagging";
    pub const S3_DELETE_OBJECT_TAGGING: &str = "S3DeleteObjectTagging";
    pub const S3_INITIATE_RESTORE_OBJECT: &str = "S3InitiateRestoreObject";
    pub const S3_PUT_OBJECT_LEGAL_HOLD: &str = "S3PutObjectLegalHold";
    pub const S3_PUT_OBJECT_RETENTION: &str = "S3PutObjectRetention";
    pub const S3_REPLICATE_OBJECT: &str = "S3ReplicateObject";
    pub const S3_COMPUTE_OBJECT_CHECKSUM: &str = "S3ComputeObjectChecksum";
    pub const S3_UPDATE_OBJECT_ENCRYPTION: &str = "S3UpdateObjectEncryption";
}

pub mod permission {
    pub const READ: &str = "READ";
    pub const WRITE: &str = "WRITE";
    pub const READWRITE: &str = "READWRITE";
}

pub mod privilege {
    pub const MINIMAL: &str = "Minimal";
    pub const DEFAULT: &str = "Default";
}

pub mod replication_status {
    pub const COMPLETED: &str = "COMPLETED";
    pub const FAILED: &str = "FAILED";
    pub const REPLICA: &str = "REPLICA";
    pub const NONE: &str = "NONE";
}

pub mod requested_job_status {
    pub const CANCELLED: &str = "Cancelled";
    pub const READY: &str = "Ready";
}

pub mod s3_annotation_directive {
    pub const COPY: &str = "COPY";
    pub const EXCLUDE: &str = "EXCLUDE";
}

pub mod s3_canned_access_control_list {
    pub const PRIVATE: &str = "private";
    pub const PUBLIC_READ: &str = "public-read";
    pub const PUBLIC_READ_WRITE: &str = "public-read-write";
    pub const AWS_EXEC_READ: &str = "aws-exec-read";
    pub const AUTHENTICATED_READ: &str = "authenticated-read";
    pub const BUCKET_OWNER_READ: &str = "bucket-owner-read";
    pub const BUCKET_OWNER_FULL_CONTROL: &str = "bucket-owner-full-control";
}

pub mod s3_checksum_algorithm {
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

pub mod s3_glacier_job_tier {
    pub const BULK: &str = "BULK";
    pub const STANDARD: &str = "STANDARD";
}

pub mod s3_grantee_type_identifier {
    pub const ID: &str = "id";
    pub const EMAIL_ADDRESS: &str = "emailAddress";
    pub const URI: &str = "uri";
}

pub mod s3_metadata_directive {
    pub const COPY: &str = "COPY";
    pub const REPLACE: &str = "REPLACE";
}

pub mod s3_object_lock_event_hold {
    pub const ON: &str = "ON";
    pub const OFF: &str = "OFF";
}

pub mod s3_object_lock_legal_hold_status {
    pub const OFF: &str = "OFF";
    pub const ON: &str = "ON";
}

pub mod s3_object_lock_mode {
    pub const COMPLIANCE: &str = "COMPLIANCE";
    pub const GOVERNANCE: &str = "GOVERNANCE";
}

pub mod s3_object_lock_retention_event_hold {
    pub const ON: &str = "ON";
    pub const OFF: &str = "OFF";
}

pub mod s3_object_lock_retention_mode {
    pub const COMPLIANCE: &str = "COMPLIANCE";
    pub const GOVERNANCE: &str = "GOVERNANCE";
}

pub mod s3_permission {
    pub const FULL_CONTROL: &str = "FULL_CONTROL";
    pub const READ: &str = "READ";
    pub const WRITE: &str = "WRITE";
    pub const READ_ACP: &str = "READ_ACP";
    pub const WRITE_ACP: &str = "WRITE_ACP";
}

pub mod s3_prefix_type {
    pub const OBJECT: &str = "Object";
}

pub mod s3sse_algorithm {
    pub const AES256: &str = "AES256";
    pub const KMS: &str = "KMS";
}

pub mod s3_storage_class {
    pub const STANDARD: &str = "STANDARD";
    pub const STANDARD_IA: &str = "STANDARD_IA";
    pub const ONEZONE_IA: &str = "ONEZONE_IA";
    pub const GLACIER: &str = "GLACIER";
    pub const INTELLIGENT_TIERING: &str = "INTELLIGENT_TIERING";
    pub const DEEP_ARCHIVE: &str = "DEEP_ARCHIVE";
    pub const GLACIER_IR: &str = "GLACIER_IR";
}

pub mod scope_permission {
    pub const GET_OBJECT: &str = "GetObject";
    pub const GET_OBJECT_ATTRIBUTES: &str = "GetObjectAttributes";
    pub const LIST_MULTIPART_UPLOAD_PARTS: &str = "ListMultipartUploadParts";
    pub const LIST_BUCKET: &str = "ListBucket";
    pub const LIST_BUCKET_MULTIPART_UPLOADS: &str = "ListBucketMultipartUploads";
    pub const PUT_OBJECT: &str = "PutObject";
    pub const DELETE_OBJECT: &str = "DeleteObject";
    pub const ABORT_MULTIPART_UPLOAD: &str = "AbortMultipartUpload";
}
