//! Inputs, outputs, errors and enums of the implemented operations of SSM.
//!
//! Written by `cargo xtask codegen ssm` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Items, Text, Time, Whole};
use kernel::{builder, operations, view};

operations! {
    AddTagsToResource: AddTagsToResourceInput, AddTagsToResourceOutput;
    DeleteParameter: DeleteParameterInput, DeleteParameterOutput;
    DeleteParameters: DeleteParametersInput, DeleteParametersOutput;
    DescribeParameters: DescribeParametersInput, DescribeParametersOutput;
    GetParameter: GetParameterInput, GetParameterOutput;
    GetParameterHistory: GetParameterHistoryInput, GetParameterHistoryOutput;
    GetParameters: GetParametersInput, GetParametersOutput;
    GetParametersByPath: GetParametersByPathInput, GetParametersByPathOutput;
    GetServiceSetting: GetServiceSettingInput, GetServiceSettingOutput;
    LabelParameterVersion: LabelParameterVersionInput, LabelParameterVersionOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    PutParameter: PutParameterInput, PutParameterOutput;
    RemoveTagsFromResource: RemoveTagsFromResourceInput, RemoveTagsFromResourceOutput;
    ResetServiceSetting: ResetServiceSettingInput, ResetServiceSettingOutput;
    UnlabelParameterVersion: UnlabelParameterVersionInput, UnlabelParameterVersionOutput;
    UpdateServiceSetting: UpdateServiceSettingInput, UpdateServiceSettingOutput;
}

view! { AddTagsToResourceInput<'a> {
    resource_type "ResourceType": required &'a str,
    resource_id "ResourceId": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { AddTagsToResourceOutput {
} }

view! { DeleteParameterInput<'a> {
    name "Name": required &'a str,
} }

builder! { DeleteParameterOutput {
} }

view! { DeleteParametersInput<'a> {
    names "Names": required List<'a, &'a str>,
} }

builder! { DeleteParametersOutput {
    deleted_parameters "DeletedParameters": Items<Text>,
    invalid_parameters "InvalidParameters": Items<Text>,
} }

view! { DescribeParametersInput<'a> {
    filters "Filters": optional List<'a, ParametersFilter<'a>>,
    parameter_filters "ParameterFilters": optional List<'a, ParameterStringFilter<'a>>,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    shared "Shared": optional bool,
} }

builder! { DescribeParametersOutput {
    parameters "Parameters": Items<ParameterMetadataBuilder>,
    next_token "NextToken": Text,
} }

view! { GetParameterInput<'a> {
    name "Name": required &'a str,
    with_decryption "WithDecryption": optional bool,
} }

builder! { GetParameterOutput {
    parameter "Parameter": ParameterBuilder,
} }

view! { GetParameterHistoryInput<'a> {
    name "Name": required &'a str,
    with_decryption "WithDecryption": optional bool,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { GetParameterHistoryOutput {
    parameters "Parameters": Items<ParameterHistoryBuilder>,
    next_token "NextToken": Text,
} }

view! { GetParametersInput<'a> {
    names "Names": required List<'a, &'a str>,
    with_decryption "WithDecryption": optional bool,
} }

builder! { GetParametersOutput {
    parameters "Parameters": Items<ParameterBuilder>,
    invalid_parameters "InvalidParameters": Items<Text>,
} }

view! { GetParametersByPathInput<'a> {
    path "Path": required &'a str,
    recursive "Recursive": optional bool,
    parameter_filters "ParameterFilters": optional List<'a, ParameterStringFilter<'a>>,
    with_decryption "WithDecryption": optional bool,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { GetParametersByPathOutput {
    parameters "Parameters": Items<ParameterBuilder>,
    next_token "NextToken": Text,
} }

view! { GetServiceSettingInput<'a> {
    setting_id "SettingId": required &'a str,
} }

builder! { GetServiceSettingOutput {
    service_setting "ServiceSetting": ServiceSettingBuilder,
} }

view! { LabelParameterVersionInput<'a> {
    name "Name": required &'a str,
    parameter_version "ParameterVersion": optional i64,
    labels "Labels": required List<'a, &'a str>,
} }

builder! { LabelParameterVersionOutput {
    invalid_labels "InvalidLabels": Items<Text>,
    parameter_version "ParameterVersion": Whole,
} }

view! { ListTagsForResourceInput<'a> {
    resource_type "ResourceType": required &'a str,
    resource_id "ResourceId": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tag_list "TagList": Items<TagBuilder>,
} }

view! { PutParameterInput<'a> {
    name "Name": required &'a str,
    description "Description": optional &'a str,
    value "Value": required &'a str,
    type_ "Type": optional &'a str,
    key_id "KeyId": optional &'a str,
    overwrite "Overwrite": optional bool,
    allowed_pattern "AllowedPattern": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
    tier "Tier": optional &'a str,
    policies "Policies": optional &'a str,
    data_type "DataType": optional &'a str,
} }

builder! { PutParameterOutput {
    version "Version": Whole,
    tier "Tier": Text,
} }

view! { RemoveTagsFromResourceInput<'a> {
    resource_type "ResourceType": required &'a str,
    resource_id "ResourceId": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { RemoveTagsFromResourceOutput {
} }

view! { ResetServiceSettingInput<'a> {
    setting_id "SettingId": required &'a str,
} }

builder! { ResetServiceSettingOutput {
    service_setting "ServiceSetting": ServiceSettingBuilder,
} }

view! { UnlabelParameterVersionInput<'a> {
    name "Name": required &'a str,
    parameter_version "ParameterVersion": required i64,
    labels "Labels": required List<'a, &'a str>,
} }

builder! { UnlabelParameterVersionOutput {
    removed_labels "RemovedLabels": Items<Text>,
    invalid_labels "InvalidLabels": Items<Text>,
} }

view! { UpdateServiceSettingInput<'a> {
    setting_id "SettingId": required &'a str,
    setting_value "SettingValue": required &'a str,
} }

builder! { UpdateServiceSettingOutput {
} }

view! { ParameterStringFilter<'a> {
    key "Key": required &'a str,
    option "Option": optional &'a str,
    values "Values": optional List<'a, &'a str>,
} }

view! { ParametersFilter<'a> {
    key "Key": required &'a str,
    values "Values": required List<'a, &'a str>,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

builder! { ParameterBuilder {
    name "Name": Text,
    type_ "Type": Text,
    value "Value": Text,
    version "Version": Whole,
    selector "Selector": Text,
    source_result "SourceResult": Text,
    last_modified_date "LastModifiedDate": Time,
    arn "ARN": Text,
    data_type "DataType": Text,
} }

builder! { ParameterHistoryBuilder {
    name "Name": Text,
    type_ "Type": Text,
    key_id "KeyId": Text,
    last_modified_date "LastModifiedDate": Time,
    last_modified_user "LastModifiedUser": Text,
    description "Description": Text,
    value "Value": Text,
    allowed_pattern "AllowedPattern": Text,
    version "Version": Whole,
    labels "Labels": Items<Text>,
    tier "Tier": Text,
    policies "Policies": Items<ParameterInlinePolicyBuilder>,
    data_type "DataType": Text,
} }

builder! { ParameterInlinePolicyBuilder {
    policy_text "PolicyText": Text,
    policy_type "PolicyType": Text,
    policy_status "PolicyStatus": Text,
} }

builder! { ParameterMetadataBuilder {
    name "Name": Text,
    arn "ARN": Text,
    type_ "Type": Text,
    key_id "KeyId": Text,
    last_modified_date "LastModifiedDate": Time,
    last_modified_user "LastModifiedUser": Text,
    description "Description": Text,
    allowed_pattern "AllowedPattern": Text,
    version "Version": Whole,
    tier "Tier": Text,
    policies "Policies": Items<ParameterInlinePolicyBuilder>,
    data_type "DataType": Text,
} }

builder! { ServiceSettingBuilder {
    setting_id "SettingId": Text,
    setting_value "SettingValue": Text,
    last_modified_date "LastModifiedDate": Time,
    last_modified_user "LastModifiedUser": Text,
    arn "ARN": Text,
    status "Status": Text,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        hierarchy_level_limit_exceeded_exception "HierarchyLevelLimitExceededException" 400;
        hierarchy_type_mismatch_exception "HierarchyTypeMismatchException" 400;
        incompatible_policy_exception "IncompatiblePolicyException" 400;
        internal_server_error "InternalServerError" 500;
        invalid_allowed_pattern_exception "InvalidAllowedPatternException" 400;
        invalid_filter_key "InvalidFilterKey" 400;
        invalid_filter_option "InvalidFilterOption" 400;
        invalid_filter_value "InvalidFilterValue" 400;
        invalid_key_id "InvalidKeyId" 400;
        invalid_next_token "InvalidNextToken" 400;
        invalid_policy_attribute_exception "InvalidPolicyAttributeException" 400;
        invalid_policy_type_exception "InvalidPolicyTypeException" 400;
        invalid_resource_id "InvalidResourceId" 400;
        invalid_resource_type "InvalidResourceType" 400;
        parameter_already_exists "ParameterAlreadyExists" 400;
        parameter_limit_exceeded "ParameterLimitExceeded" 400;
        parameter_max_version_limit_exceeded "ParameterMaxVersionLimitExceeded" 400;
        parameter_not_found "ParameterNotFound" 400;
        parameter_pattern_mismatch_exception "ParameterPatternMismatchException" 400;
        parameter_version_label_limit_exceeded "ParameterVersionLabelLimitExceeded" 400;
        parameter_version_not_found "ParameterVersionNotFound" 400;
        policies_limit_exceeded_exception "PoliciesLimitExceededException" 400;
        service_setting_not_found "ServiceSettingNotFound" 400;
        too_many_tags_error "TooManyTagsError" 400;
        too_many_updates "TooManyUpdates" 400;
        unsupported_parameter_type "UnsupportedParameterType" 400;
    }
}

pub mod parameter_tier {
    pub const STANDARD: &str = "Standard";
    pub const ADVANCED: &str = "Advanced";
    pub const INTELLIGENT_TIERING: &str = "Intelligent-Tiering";
}

pub mod parameter_type {
    pub const STRING: &str = "String";
    pub const STRING_LIST: &str = "StringList";
    pub const SECURE_STRING: &str = "SecureString";
}

pub mod parameters_filter_key {
    pub const NAME: &str = "Name";
    pub const TYPE: &str = "Type";
    pub const KEY_ID: &str = "KeyId";
}

pub mod resource_type_for_tagging {
    pub const DOCUMENT: &str = "Document";
    pub const MANAGED_INSTANCE: &str = "ManagedInstance";
    pub const MAINTENANCE_WINDOW: &str = "MaintenanceWindow";
    pub const PARAMETER: &str = "Parameter";
    pub const PATCH_BASELINE: &str = "PatchBaseline";
    pub const OPS_ITEM: &str = "OpsItem";
    pub const OPS_METADATA: &str = "OpsMetadata";
    pub const AUTOMATION: &str = "Automation";
    pub const ASSOCIATION: &str = "Association";
    pub const CLOUD_CONNECTOR: &str = "CloudConnector";
}
