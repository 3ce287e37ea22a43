//! Inputs, outputs, errors and enums of the implemented operations of CloudTrail.
//!
//! Written by `cargo xtask codegen cloudtrail` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Blob, Flag, Items, Real, Text, Time};
use kernel::{Timestamp, builder, operations, view};

operations! {
    AddTags: AddTagsInput, AddTagsOutput;
    CreateTrail: CreateTrailInput, CreateTrailOutput;
    DeleteTrail: DeleteTrailInput, DeleteTrailOutput;
    DescribeTrails: DescribeTrailsInput, DescribeTrailsOutput;
    GetEventSelectors: GetEventSelectorsInput, GetEventSelectorsOutput;
    GetInsightSelectors: GetInsightSelectorsInput, GetInsightSelectorsOutput;
    GetTrail: GetTrailInput, GetTrailOutput;
    GetTrailStatus: GetTrailStatusInput, GetTrailStatusOutput;
    ListInsightsMetricData: ListInsightsMetricDataInput, ListInsightsMetricDataOutput;
    ListPublicKeys: ListPublicKeysInput, ListPublicKeysOutput;
    ListTags: ListTagsInput, ListTagsOutput;
    ListTrails: ListTrailsInput, ListTrailsOutput;
    LookupEvents: LookupEventsInput, LookupEventsOutput;
    PutEventSelectors: PutEventSelectorsInput, PutEventSelectorsOutput;
    PutInsightSelectors: PutInsightSelectorsInput, PutInsightSelectorsOutput;
    RemoveTags: RemoveTagsInput, RemoveTagsOutput;
    StartLogging: StartLoggingInput, StartLoggingOutput;
    StopLogging: StopLoggingInput, StopLoggingOutput;
    UpdateTrail: UpdateTrailInput, UpdateTrailOutput;
}

view! { AddTagsInput<'a> {
    resource_id "ResourceId": required &'a str,
    tags_list "TagsList": required List<'a, Tag<'a>>,
} }

builder! { AddTagsOutput {
} }

view! { CreateTrailInput<'a> {
    name "Name": required &'a str,
    s3_bucket_name "S3BucketName": required &'a str,
    s3_key_prefix "S3KeyPrefix": optional &'a str,
    sns_topic_name "SnsTopicName": optional &'a str,
    include_global_service_events "IncludeGlobalServiceEvents": optional bool,
    is_multi_region_trail "IsMultiRegionTrail": optional bool,
    enable_log_file_validation "EnableLogFileValidation": optional bool,
    cloud_watch_logs_log_group_arn "CloudWatchLogsLogGroupArn": optional &'a str,
    cloud_watch_logs_role_arn "CloudWatchLogsRoleArn": optional &'a str,
    kms_key_id "KmsKeyId": optional &'a str,
    is_organization_trail "IsOrganizationTrail": optional bool,
    tags_list "TagsList": optional List<'a, Tag<'a>>,
    recursive_logging "RecursiveLogging": optional bool,
} }

builder! { CreateTrailOutput {
    name "Name": Text,
    s3_bucket_name "S3BucketName": Text,
    s3_key_prefix "S3KeyPrefix": Text,
    sns_topic_name "SnsTopicName": Text,
    sns_topic_arn "SnsTopicARN": Text,
    include_global_service_events "IncludeGlobalServiceEvents": Flag,
    is_multi_region_trail "IsMultiRegionTrail": Flag,
    trail_arn "TrailARN": Text,
    log_file_validation_enabled "LogFileValidationEnabled": Flag,
    cloud_watch_logs_log_group_arn "CloudWatchLogsLogGroupArn": Text,
    cloud_watch_logs_role_arn "CloudWatchLogsRoleArn": Text,
    kms_key_id "KmsKeyId": Text,
    is_organization_trail "IsOrganizationTrail": Flag,
    recursive_logging "RecursiveLogging": Flag,
} }

view! { DeleteTrailInput<'a> {
    name "Name": required &'a str,
} }

builder! { DeleteTrailOutput {
} }

view! { DescribeTrailsInput<'a> {
    trail_name_list "trailNameList": optional List<'a, &'a str>,
    include_shadow_trails "includeShadowTrails": optional bool,
} }

builder! { DescribeTrailsOutput {
    trail_list "trailList": Items<TrailBuilder>,
} }

view! { GetEventSelectorsInput<'a> {
    trail_name "TrailName": required &'a str,
} }

builder! { GetEventSelectorsOutput {
    trail_arn "TrailARN": Text,
    event_selectors "EventSelectors": Items<EventSelectorBuilder>,
    advanced_event_selectors "AdvancedEventSelectors": Items<AdvancedEventSelectorBuilder>,
} }

view! { GetInsightSelectorsInput<'a> {
    trail_name "TrailName": optional &'a str,
    event_data_store "EventDataStore": optional &'a str,
} }

builder! { GetInsightSelectorsOutput {
    trail_arn "TrailARN": Text,
    insight_selectors "InsightSelectors": Items<InsightSelectorBuilder>,
    event_data_store_arn "EventDataStoreArn": Text,
    insights_destination "InsightsDestination": Text,
} }

view! { GetTrailInput<'a> {
    name "Name": required &'a str,
} }

builder! { GetTrailOutput {
    trail "Trail": TrailBuilder,
} }

view! { GetTrailStatusInput<'a> {
    name "Name": required &'a str,
} }

builder! { GetTrailStatusOutput {
    is_logging "IsLogging": Flag,
    latest_delivery_error "LatestDeliveryError": Text,
    latest_notification_error "LatestNotificationError": Text,
    latest_delivery_time "LatestDeliveryTime": Time,
    latest_notification_time "LatestNotificationTime": Time,
    start_logging_time "StartLoggingTime": Time,
    stop_logging_time "StopLoggingTime": Time,
    latest_cloud_watch_logs_delivery_error "LatestCloudWatchLogsDeliveryError": Text,
    latest_cloud_watch_logs_delivery_time "LatestCloudWatchLogsDeliveryTime": Time,
    latest_digest_delivery_time "LatestDigestDeliveryTime": Time,
    latest_digest_delivery_error "LatestDigestDeliveryError": Text,
    latest_delivery_attempt_time "LatestDeliveryAttemptTime": Text,
    latest_notification_attempt_time "LatestNotificationAttemptTime": Text,
    latest_notification_attempt_succeeded "LatestNotificationAttemptSucceeded": Text,
    latest_delivery_attempt_succeeded "LatestDeliveryAttemptSucceeded": Text,
    time_logging_started "TimeLoggingStarted": Text,
    time_logging_stopped "TimeLoggingStopped": Text,
} }

view! { ListInsightsMetricDataInput<'a> {
    trail_name "TrailName": optional &'a str,
    event_source "EventSource": required &'a str,
    event_name "EventName": required &'a str,
    insight_type "InsightType": required &'a str,
    error_code "ErrorCode": optional &'a str,
    start_time "StartTime": optional Timestamp,
    end_time "EndTime": optional Timestamp,
    period "Period": optional i64,
    data_type "DataType": optional &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListInsightsMetricDataOutput {
    trail_arn "TrailARN": Text,
    event_source "EventSource": Text,
    event_name "EventName": Text,
    insight_type "InsightType": Text,
    error_code "ErrorCode": Text,
    timestamps "Timestamps": Items<Time>,
    values "Values": Items<Real>,
    next_token "NextToken": Text,
} }

view! { ListPublicKeysInput<'a> {
    start_time "StartTime": optional Timestamp,
    end_time "EndTime": optional Timestamp,
    next_token "NextToken": optional &'a str,
} }

builder! { ListPublicKeysOutput {
    public_key_list "PublicKeyList": Items<PublicKeyBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTagsInput<'a> {
    resource_id_list "ResourceIdList": required List<'a, &'a str>,
    next_token "NextToken": optional &'a str,
} }

builder! { ListTagsOutput {
    resource_tag_list "ResourceTagList": Items<ResourceTagBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTrailsInput<'a> {
    next_token "NextToken": optional &'a str,
} }

builder! { ListTrailsOutput {
    trails "Trails": Items<TrailInfoBuilder>,
    next_token "NextToken": Text,
} }

view! { LookupEventsInput<'a> {
    lookup_attributes "LookupAttributes": optional List<'a, LookupAttribute<'a>>,
    start_time "StartTime": optional Timestamp,
    end_time "EndTime": optional Timestamp,
    event_category "EventCategory": optional &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { LookupEventsOutput {
    events "Events": Items<EventBuilder>,
    next_token "NextToken": Text,
} }

view! { PutEventSelectorsInput<'a> {
    trail_name "TrailName": required &'a str,
    event_selectors "EventSelectors": optional List<'a, EventSelector<'a>>,
    advanced_event_selectors "AdvancedEventSelectors": optional List<'a, AdvancedEventSelector<'a>>,
} }

builder! { PutEventSelectorsOutput {
    trail_arn "TrailARN": Text,
    event_selectors "EventSelectors": Items<EventSelectorBuilder>,
    advanced_event_selectors "AdvancedEventSelectors": Items<AdvancedEventSelectorBuilder>,
} }

view! { PutInsightSelectorsInput<'a> {
    trail_name "TrailName": optional &'a str,
    insight_selectors "InsightSelectors": required List<'a, InsightSelector<'a>>,
    event_data_store "EventDataStore": optional &'a str,
    insights_destination "InsightsDestination": optional &'a str,
} }

builder! { PutInsightSelectorsOutput {
    trail_arn "TrailARN": Text,
    insight_selectors "InsightSelectors": Items<InsightSelectorBuilder>,
    event_data_store_arn "EventDataStoreArn": Text,
    insights_destination "InsightsDestination": Text,
} }

view! { RemoveTagsInput<'a> {
    resource_id "ResourceId": required &'a str,
    tags_list "TagsList": required List<'a, Tag<'a>>,
} }

builder! { RemoveTagsOutput {
} }

view! { StartLoggingInput<'a> {
    name "Name": required &'a str,
} }

builder! { StartLoggingOutput {
} }

view! { StopLoggingInput<'a> {
    name "Name": required &'a str,
} }

builder! { StopLoggingOutput {
} }

view! { UpdateTrailInput<'a> {
    name "Name": required &'a str,
    s3_bucket_name "S3BucketName": optional &'a str,
    s3_key_prefix "S3KeyPrefix": optional &'a str,
    sns_topic_name "SnsTopicName": optional &'a str,
    include_global_service_events "IncludeGlobalServiceEvents": optional bool,
    is_multi_region_trail "IsMultiRegionTrail": optional bool,
    enable_log_file_validation "EnableLogFileValidation": optional bool,
    cloud_watch_logs_log_group_arn "CloudWatchLogsLogGroupArn": optional &'a str,
    cloud_watch_logs_role_arn "CloudWatchLogsRoleArn": optional &'a str,
    kms_key_id "KmsKeyId": optional &'a str,
    is_organization_trail "IsOrganizationTrail": optional bool,
    recursive_logging "RecursiveLogging": optional bool,
} }

builder! { UpdateTrailOutput {
    name "Name": Text,
    s3_bucket_name "S3BucketName": Text,
    s3_key_prefix "S3KeyPrefix": Text,
    sns_topic_name "SnsTopicName": Text,
    sns_topic_arn "SnsTopicARN": Text,
    include_global_service_events "IncludeGlobalServiceEvents": Flag,
    is_multi_region_trail "IsMultiRegionTrail": Flag,
    trail_arn "TrailARN": Text,
    log_file_validation_enabled "LogFileValidationEnabled": Flag,
    cloud_watch_logs_log_group_arn "CloudWatchLogsLogGroupArn": Text,
    cloud_watch_logs_role_arn "CloudWatchLogsRoleArn": Text,
    kms_key_id "KmsKeyId": Text,
    is_organization_trail "IsOrganizationTrail": Flag,
    recursive_logging "RecursiveLogging": Flag,
} }

view! { AdvancedEventSelector<'a> {
    name "Name": optional &'a str,
    field_selectors "FieldSelectors": required List<'a, AdvancedFieldSelector<'a>>,
} }

view! { AdvancedFieldSelector<'a> {
    field "Field": required &'a str,
    equals "Equals": optional List<'a, &'a str>,
    starts_with "StartsWith": optional List<'a, &'a str>,
    ends_with "EndsWith": optional List<'a, &'a str>,
    not_equals "NotEquals": optional List<'a, &'a str>,
    not_starts_with "NotStartsWith": optional List<'a, &'a str>,
    not_ends_with "NotEndsWith": optional List<'a, &'a str>,
} }

view! { DataResource<'a> {
    type_ "Type": optional &'a str,
    values "Values": optional List<'a, &'a str>,
} }

view! { EventSelector<'a> {
    read_write_type "ReadWriteType": optional &'a str,
    include_management_events "IncludeManagementEvents": optional bool,
    data_resources "DataResources": optional List<'a, DataResource<'a>>,
    exclude_management_event_sources "ExcludeManagementEventSources": optional List<'a, &'a str>,
} }

view! { InsightSelector<'a> {
    insight_type "InsightType": optional &'a str,
    event_categories "EventCategories": optional List<'a, &'a str>,
} }

view! { LookupAttribute<'a> {
    attribute_key "AttributeKey": required &'a str,
    attribute_value "AttributeValue": required &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": optional &'a str,
} }

builder! { AdvancedEventSelectorBuilder {
    name "Name": Text,
    field_selectors "FieldSelectors": Items<AdvancedFieldSelectorBuilder>,
} }

builder! { AdvancedFieldSelectorBuilder {
    field "Field": Text,
    equals "Equals": Items<Text>,
    starts_with "StartsWith": Items<Text>,
    ends_with "EndsWith": Items<Text>,
    not_equals "NotEquals": Items<Text>,
    not_starts_with "NotStartsWith": Items<Text>,
    not_ends_with "NotEndsWith": Items<Text>,
} }

builder! { DataResourceBuilder {
    type_ "Type": Text,
    values "Values": Items<Text>,
} }

builder! { EventBuilder {
    event_id "EventId": Text,
    event_name "EventName": Text,
    read_only "ReadOnly": Text,
    access_key_id "AccessKeyId": Text,
    event_time "EventTime": Time,
    event_source "EventSource": Text,
    username "Username": Text,
    resources "Resources": Items<ResourceBuilder>,
    cloud_trail_event "CloudTrailEvent": Text,
} }

builder! { EventSelectorBuilder {
    read_write_type "ReadWriteType": Text,
    include_management_events "IncludeManagementEvents": Flag,
    data_resources "DataResources": Items<DataResourceBuilder>,
    exclude_management_event_sources "ExcludeManagementEventSources": Items<Text>,
} }

builder! { InsightSelectorBuilder {
    insight_type "InsightType": Text,
    event_categories "EventCategories": Items<Text>,
} }

builder! { PublicKeyBuilder {
    value "Value": Blob,
    validity_start_time "ValidityStartTime": Time,
    validity_end_time "ValidityEndTime": Time,
    fingerprint "Fingerprint": Text,
} }

builder! { ResourceBuilder {
    resource_type "ResourceType": Text,
    resource_name "ResourceName": Text,
} }

builder! { ResourceTagBuilder {
    resource_id "ResourceId": Text,
    tags_list "TagsList": Items<TagBuilder>,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TrailBuilder {
    name "Name": Text,
    s3_bucket_name "S3BucketName": Text,
    s3_key_prefix "S3KeyPrefix": Text,
    sns_topic_name "SnsTopicName": Text,
    sns_topic_arn "SnsTopicARN": Text,
    include_global_service_events "IncludeGlobalServiceEvents": Flag,
    is_multi_region_trail "IsMultiRegionTrail": Flag,
    home_region "HomeRegion": Text,
    trail_arn "TrailARN": Text,
    log_file_validation_enabled "LogFileValidationEnabled": Flag,
    cloud_watch_logs_log_group_arn "CloudWatchLogsLogGroupArn": Text,
    cloud_watch_logs_role_arn "CloudWatchLogsRoleArn": Text,
    kms_key_id "KmsKeyId": Text,
    has_custom_event_selectors "HasCustomEventSelectors": Flag,
    has_insight_selectors "HasInsightSelectors": Flag,
    is_organization_trail "IsOrganizationTrail": Flag,
    recursive_logging "RecursiveLogging": Flag,
} }

builder! { TrailInfoBuilder {
    trail_arn "TrailARN": Text,
    name "Name": Text,
    home_region "HomeRegion": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        channel_arn_invalid_exception "ChannelARNInvalidException" 400;
        channel_not_found_exception "ChannelNotFoundException" 400;
        cloud_trail_arn_invalid_exception "CloudTrailARNInvalidException" 400;
        cloud_trail_access_not_enabled_exception "CloudTrailAccessNotEnabledException" 400;
        cloud_trail_invalid_client_token_id_exception "CloudTrailInvalidClientTokenIdException" 400;
        cloud_watch_logs_delivery_unavailable_exception "CloudWatchLogsDeliveryUnavailableException" 400;
        conflict_exception "ConflictException" 400;
        event_data_store_arn_invalid_exception "EventDataStoreARNInvalidException" 400;
        event_data_store_not_found_exception "EventDataStoreNotFoundException" 400;
        inactive_event_data_store_exception "InactiveEventDataStoreException" 400;
        insight_not_enabled_exception "InsightNotEnabledException" 400;
        insufficient_dependency_service_access_permission_exception "InsufficientDependencyServiceAccessPermissionException" 400;
        insufficient_encryption_policy_exception "InsufficientEncryptionPolicyException" 400;
        insufficient_s3_bucket_policy_exception "InsufficientS3BucketPolicyException" 400;
        insufficient_sns_topic_policy_exception "InsufficientSnsTopicPolicyException" 400;
        invalid_cloud_watch_logs_log_group_arn_exception "InvalidCloudWatchLogsLogGroupArnException" 400;
        invalid_cloud_watch_logs_role_arn_exception "InvalidCloudWatchLogsRoleArnException" 400;
        invalid_event_category_exception "InvalidEventCategoryException" 400;
        invalid_event_selectors_exception "InvalidEventSelectorsException" 400;
        invalid_home_region_exception "InvalidHomeRegionException" 400;
        invalid_insight_selectors_exception "InvalidInsightSelectorsException" 400;
        invalid_kms_key_id_exception "InvalidKmsKeyIdException" 400;
        invalid_lookup_attributes_exception "InvalidLookupAttributesException" 400;
        invalid_max_results_exception "InvalidMaxResultsException" 400;
        invalid_next_token_exception "InvalidNextTokenException" 400;
        invalid_parameter_combination_exception "InvalidParameterCombinationException" 400;
        invalid_parameter_exception "InvalidParameterException" 400;
        invalid_s3_bucket_name_exception "InvalidS3BucketNameException" 400;
        invalid_s3_prefix_exception "InvalidS3PrefixException" 400;
        invalid_sns_topic_name_exception "InvalidSnsTopicNameException" 400;
        invalid_tag_parameter_exception "InvalidTagParameterException" 400;
        invalid_time_range_exception "InvalidTimeRangeException" 400;
        invalid_token_exception "InvalidTokenException" 400;
        invalid_trail_name_exception "InvalidTrailNameException" 400;
        kms_exception "KmsException" 400;
        kms_key_disabled_exception "KmsKeyDisabledException" 400;
        kms_key_not_found_exception "KmsKeyNotFoundException" 400;
        maximum_number_of_trails_exceeded_exception "MaximumNumberOfTrailsExceededException" 400;
        no_management_account_slr_exists_exception "NoManagementAccountSLRExistsException" 400;
        not_organization_master_account_exception "NotOrganizationMasterAccountException" 400;
        operation_not_permitted_exception "OperationNotPermittedException" 400;
        organization_not_in_all_features_mode_exception "OrganizationNotInAllFeaturesModeException" 400;
        organizations_not_in_use_exception "OrganizationsNotInUseException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        resource_type_not_supported_exception "ResourceTypeNotSupportedException" 400;
        s3_bucket_does_not_exist_exception "S3BucketDoesNotExistException" 400;
        tags_limit_exceeded_exception "TagsLimitExceededException" 400;
        throttling_exception "ThrottlingException" 400;
        trail_already_exists_exception "TrailAlreadyExistsException" 400;
        trail_not_found_exception "TrailNotFoundException" 400;
        trail_not_provided_exception "TrailNotProvidedException" 400;
        unsupported_operation_exception "UnsupportedOperationException" 400;
    }
}

pub mod event_category {
    pub const INSIGHT: &str = "insight";
}

pub mod insight_type {
    pub const API_CALL_RATE_INSIGHT: &str = "ApiCallRateInsight";
    pub const API_ERROR_RATE_INSIGHT: &str = "ApiErrorRateInsight";
}

pub mod insights_metric_data_type {
    pub const FILL_WITH_ZEROS: &str = "FillWithZeros";
    pub const NON_ZERO_DATA: &str = "NonZeroData";
}

pub mod lookup_attribute_key {
    pub const EVENT_ID: &str = "EventId";
    pub const EVENT_NAME: &str = "EventName";
    pub const READ_ONLY: &str = "ReadOnly";
    pub const USERNAME: &str = "Username";
    pub const RESOURCE_TYPE: &str = "ResourceType";
    pub const RESOURCE_NAME: &str = "ResourceName";
    pub const EVENT_SOURCE: &str = "EventSource";
    pub const ACCESS_KEY_ID: &str = "AccessKeyId";
}

pub mod read_write_type {
    pub const READ_ONLY: &str = "ReadOnly";
    pub const WRITE_ONLY: &str = "WriteOnly";
    pub const ALL: &str = "All";
}

pub mod source_event_category {
    pub const MANAGEMENT: &str = "Management";
    pub const DATA: &str = "Data";
}
