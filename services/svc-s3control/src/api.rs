//! Inputs, outputs, errors and enums of the implemented operations of S3 Control.
//!
//! Written by `cargo xtask codegen s3control` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Entries, Flag, Items, Text, Time};
use kernel::{builder, operations, view};

operations! {
    CreateAccessPoint: CreateAccessPointInput, CreateAccessPointOutput;
    DeleteAccessPoint: DeleteAccessPointInput, DeleteAccessPointOutput;
    DeleteAccessPointPolicy: DeleteAccessPointPolicyInput, DeleteAccessPointPolicyOutput;
    DeletePublicAccessBlock: DeletePublicAccessBlockInput, DeletePublicAccessBlockOutput;
    GetAccessPoint: GetAccessPointInput, GetAccessPointOutput;
    GetAccessPointPolicy: GetAccessPointPolicyInput, GetAccessPointPolicyOutput;
    GetAccessPointPolicyStatus: GetAccessPointPolicyStatusInput, GetAccessPointPolicyStatusOutput;
    GetPublicAccessBlock: GetPublicAccessBlockInput, GetPublicAccessBlockOutput;
    ListAccessPoints: ListAccessPointsInput, ListAccessPointsOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    PutAccessPointPolicy: PutAccessPointPolicyInput, PutAccessPointPolicyOutput;
    PutPublicAccessBlock: PutPublicAccessBlockInput, PutPublicAccessBlockOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
}

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

view! { DeletePublicAccessBlockInput<'a> {
    account_id "AccountId": required &'a str,
} }

builder! { DeletePublicAccessBlockOutput {
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

view! { GetPublicAccessBlockInput<'a> {
    account_id "AccountId": required &'a str,
} }

builder! { GetPublicAccessBlockOutput {
    public_access_block_configuration "PublicAccessBlockConfiguration": PublicAccessBlockConfigurationBuilder,
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

view! { ListTagsForResourceInput<'a> {
    account_id "AccountId": required &'a str,
    resource_arn "ResourceArn": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Items<TagBuilder>,
} }

view! { PutAccessPointPolicyInput<'a> {
    account_id "AccountId": required &'a str,
    name "Name": required &'a str,
    policy "Policy": required &'a str,
} }

builder! { PutAccessPointPolicyOutput {
} }

view! { PutPublicAccessBlockInput<'a> {
    public_access_block_configuration "PublicAccessBlockConfiguration": required PublicAccessBlockConfiguration<'a>,
    account_id "AccountId": required &'a str,
} }

builder! { PutPublicAccessBlockOutput {
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

view! { PublicAccessBlockConfiguration<'a> {
    block_public_acls "BlockPublicAcls": optional bool,
    ignore_public_acls "IgnorePublicAcls": optional bool,
    block_public_policy "BlockPublicPolicy": optional bool,
    restrict_public_buckets "RestrictPublicBuckets": optional bool,
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

builder! { PolicyStatusBuilder {
    is_public "IsPublic": Flag,
} }

builder! { PublicAccessBlockConfigurationBuilder {
    block_public_acls "BlockPublicAcls": Flag,
    ignore_public_acls "IgnorePublicAcls": Flag,
    block_public_policy "BlockPublicPolicy": Flag,
    restrict_public_buckets "RestrictPublicBuckets": Flag,
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
        no_such_public_access_block_configuration "NoSuchPublicAccessBlockConfiguration" 404;
    }
}

pub mod network_origin {
    pub const INTERNET: &str = "Internet";
    pub const VPC: &str = "VPC";
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
