//! Inputs, outputs, errors and enums of the implemented operations of SNS.
//!
//! Written by `cargo xtask codegen sns` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::kind::{Entries, Flag, Items, Text, Time};
use kernel::view::{List, Map};
use kernel::{builder, operations, view};

operations! {
    AddPermission: AddPermissionInput, AddPermissionOutput;
    CheckIfPhoneNumberIsOptedOut: CheckIfPhoneNumberIsOptedOutInput, CheckIfPhoneNumberIsOptedOutOutput;
    ConfirmSubscription: ConfirmSubscriptionInput, ConfirmSubscriptionOutput;
    CreatePlatformApplication: CreatePlatformApplicationInput, CreatePlatformApplicationOutput;
    CreatePlatformEndpoint: CreatePlatformEndpointInput, CreatePlatformEndpointOutput;
    CreateSMSSandboxPhoneNumber: CreateSMSSandboxPhoneNumberInput, CreateSMSSandboxPhoneNumberOutput;
    CreateTopic: CreateTopicInput, CreateTopicOutput;
    DeleteEndpoint: DeleteEndpointInput, DeleteEndpointOutput;
    DeletePlatformApplication: DeletePlatformApplicationInput, DeletePlatformApplicationOutput;
    DeleteSMSSandboxPhoneNumber: DeleteSMSSandboxPhoneNumberInput, DeleteSMSSandboxPhoneNumberOutput;
    DeleteTopic: DeleteTopicInput, DeleteTopicOutput;
    GetDataProtectionPolicy: GetDataProtectionPolicyInput, GetDataProtectionPolicyOutput;
    GetEndpointAttributes: GetEndpointAttributesInput, GetEndpointAttributesOutput;
    GetPlatformApplicationAttributes: GetPlatformApplicationAttributesInput, GetPlatformApplicationAttributesOutput;
    GetSMSAttributes: GetSMSAttributesInput, GetSMSAttributesOutput;
    GetSMSSandboxAccountStatus: GetSMSSandboxAccountStatusInput, GetSMSSandboxAccountStatusOutput;
    GetSubscriptionAttributes: GetSubscriptionAttributesInput, GetSubscriptionAttributesOutput;
    GetTopicAttributes: GetTopicAttributesInput, GetTopicAttributesOutput;
    ListEndpointsByPlatformApplication: ListEndpointsByPlatformApplicationInput, ListEndpointsByPlatformApplicationOutput;
    ListOriginationNumbers: ListOriginationNumbersInput, ListOriginationNumbersOutput;
    ListPhoneNumbersOptedOut: ListPhoneNumbersOptedOutInput, ListPhoneNumbersOptedOutOutput;
    ListPlatformApplications: ListPlatformApplicationsInput, ListPlatformApplicationsOutput;
    ListSMSSandboxPhoneNumbers: ListSMSSandboxPhoneNumbersInput, ListSMSSandboxPhoneNumbersOutput;
    ListSubscriptions: ListSubscriptionsInput, ListSubscriptionsOutput;
    ListSubscriptionsByTopic: ListSubscriptionsByTopicInput, ListSubscriptionsByTopicOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    ListTopics: ListTopicsInput, ListTopicsOutput;
    OptInPhoneNumber: OptInPhoneNumberInput, OptInPhoneNumberOutput;
    Publish: PublishInput, PublishOutput;
    PublishBatch: PublishBatchInput, PublishBatchOutput;
    PutDataProtectionPolicy: PutDataProtectionPolicyInput, PutDataProtectionPolicyOutput;
    RemovePermission: RemovePermissionInput, RemovePermissionOutput;
    SetEndpointAttributes: SetEndpointAttributesInput, SetEndpointAttributesOutput;
    SetPlatformApplicationAttributes: SetPlatformApplicationAttributesInput, SetPlatformApplicationAttributesOutput;
    SetSMSAttributes: SetSMSAttributesInput, SetSMSAttributesOutput;
    SetSubscriptionAttributes: SetSubscriptionAttributesInput, SetSubscriptionAttributesOutput;
    SetTopicAttributes: SetTopicAttributesInput, SetTopicAttributesOutput;
    Subscribe: SubscribeInput, SubscribeOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    Unsubscribe: UnsubscribeInput, UnsubscribeOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    VerifySMSSandboxPhoneNumber: VerifySMSSandboxPhoneNumberInput, VerifySMSSandboxPhoneNumberOutput;
}

view! { AddPermissionInput<'a> {
    topic_arn "TopicArn": required &'a str,
    label "Label": required &'a str,
    aws_account_id "AWSAccountId": required List<'a, &'a str>,
    action_name "ActionName": required List<'a, &'a str>,
} }

builder! { AddPermissionOutput {
} }

view! { CheckIfPhoneNumberIsOptedOutInput<'a> {
    phone_number "phoneNumber": required &'a str,
} }

builder! { CheckIfPhoneNumberIsOptedOutOutput {
    is_opted_out "isOptedOut": Flag,
} }

view! { ConfirmSubscriptionInput<'a> {
    topic_arn "TopicArn": required &'a str,
    token "Token": required &'a str,
    authenticate_on_unsubscribe "AuthenticateOnUnsubscribe": optional &'a str,
} }

builder! { ConfirmSubscriptionOutput {
    subscription_arn "SubscriptionArn": Text,
} }

view! { CreatePlatformApplicationInput<'a> {
    name "Name": required &'a str,
    platform "Platform": required &'a str,
    attributes "Attributes": required Map<'a, &'a str>,
} }

builder! { CreatePlatformApplicationOutput {
    platform_application_arn "PlatformApplicationArn": Text,
} }

view! { CreatePlatformEndpointInput<'a> {
    platform_application_arn "PlatformApplicationArn": required &'a str,
    token "Token": required &'a str,
    custom_user_data "CustomUserData": optional &'a str,
    attributes "Attributes": optional Map<'a, &'a str>,
} }

builder! { CreatePlatformEndpointOutput {
    endpoint_arn "EndpointArn": Text,
} }

view! { CreateSMSSandboxPhoneNumberInput<'a> {
    phone_number "PhoneNumber": required &'a str,
    language_code "LanguageCode": optional &'a str,
} }

builder! { CreateSMSSandboxPhoneNumberOutput {
} }

view! { CreateTopicInput<'a> {
    name "Name": required &'a str,
    attributes "Attributes": optional Map<'a, &'a str>,
    tags "Tags": optional List<'a, Tag<'a>>,
    data_protection_policy "DataProtectionPolicy": optional &'a str,
} }

builder! { CreateTopicOutput {
    topic_arn "TopicArn": Text,
} }

view! { DeleteEndpointInput<'a> {
    endpoint_arn "EndpointArn": required &'a str,
} }

builder! { DeleteEndpointOutput {
} }

view! { DeletePlatformApplicationInput<'a> {
    platform_application_arn "PlatformApplicationArn": required &'a str,
} }

builder! { DeletePlatformApplicationOutput {
} }

view! { DeleteSMSSandboxPhoneNumberInput<'a> {
    phone_number "PhoneNumber": required &'a str,
} }

builder! { DeleteSMSSandboxPhoneNumberOutput {
} }

view! { DeleteTopicInput<'a> {
    topic_arn "TopicArn": required &'a str,
} }

builder! { DeleteTopicOutput {
} }

view! { GetDataProtectionPolicyInput<'a> {
    resource_arn "ResourceArn": required &'a str,
} }

builder! { GetDataProtectionPolicyOutput {
    data_protection_policy "DataProtectionPolicy": Text,
} }

view! { GetEndpointAttributesInput<'a> {
    endpoint_arn "EndpointArn": required &'a str,
} }

builder! { GetEndpointAttributesOutput {
    attributes "Attributes": Entries<Text>,
} }

view! { GetPlatformApplicationAttributesInput<'a> {
    platform_application_arn "PlatformApplicationArn": required &'a str,
} }

builder! { GetPlatformApplicationAttributesOutput {
    attributes "Attributes": Entries<Text>,
} }

view! { GetSMSAttributesInput<'a> {
    attributes "attributes": optional List<'a, &'a str>,
} }

builder! { GetSMSAttributesOutput {
    attributes "attributes": Entries<Text>,
} }

view! { GetSMSSandboxAccountStatusInput<'a> {
} }

builder! { GetSMSSandboxAccountStatusOutput {
    is_in_sandbox "IsInSandbox": Flag,
} }

view! { GetSubscriptionAttributesInput<'a> {
    subscription_arn "SubscriptionArn": required &'a str,
} }

builder! { GetSubscriptionAttributesOutput {
    attributes "Attributes": Entries<Text>,
} }

view! { GetTopicAttributesInput<'a> {
    topic_arn "TopicArn": required &'a str,
} }

builder! { GetTopicAttributesOutput {
    attributes "Attributes": Entries<Text>,
} }

view! { ListEndpointsByPlatformApplicationInput<'a> {
    platform_application_arn "PlatformApplicationArn": required &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListEndpointsByPlatformApplicationOutput {
    endpoints "Endpoints": Items<EndpointBuilder>,
    next_token "NextToken": Text,
} }

view! { ListOriginationNumbersInput<'a> {
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListOriginationNumbersOutput {
    next_token "NextToken": Text,
    phone_numbers "PhoneNumbers": Items<PhoneNumberInformationBuilder>,
} }

view! { ListPhoneNumbersOptedOutInput<'a> {
    next_token "nextToken": optional &'a str,
} }

builder! { ListPhoneNumbersOptedOutOutput {
    phone_numbers "phoneNumbers": Items<Text>,
    next_token "nextToken": Text,
} }

view! { ListPlatformApplicationsInput<'a> {
    next_token "NextToken": optional &'a str,
} }

builder! { ListPlatformApplicationsOutput {
    platform_applications "PlatformApplications": Items<PlatformApplicationBuilder>,
    next_token "NextToken": Text,
} }

view! { ListSMSSandboxPhoneNumbersInput<'a> {
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListSMSSandboxPhoneNumbersOutput {
    phone_numbers "PhoneNumbers": Items<SMSSandboxPhoneNumberBuilder>,
    next_token "NextToken": Text,
} }

view! { ListSubscriptionsInput<'a> {
    next_token "NextToken": optional &'a str,
} }

builder! { ListSubscriptionsOutput {
    subscriptions "Subscriptions": Items<SubscriptionBuilder>,
    next_token "NextToken": Text,
} }

view! { ListSubscriptionsByTopicInput<'a> {
    topic_arn "TopicArn": required &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListSubscriptionsByTopicOutput {
    subscriptions "Subscriptions": Items<SubscriptionBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Items<TagBuilder>,
} }

view! { ListTopicsInput<'a> {
    next_token "NextToken": optional &'a str,
} }

builder! { ListTopicsOutput {
    topics "Topics": Items<TopicBuilder>,
    next_token "NextToken": Text,
} }

view! { OptInPhoneNumberInput<'a> {
    phone_number "phoneNumber": required &'a str,
} }

builder! { OptInPhoneNumberOutput {
} }

view! { PublishInput<'a> {
    topic_arn "TopicArn": optional &'a str,
    target_arn "TargetArn": optional &'a str,
    phone_number "PhoneNumber": optional &'a str,
    message "Message": required &'a str,
    subject "Subject": optional &'a str,
    message_structure "MessageStructure": optional &'a str,
    message_attributes "MessageAttributes": optional Map<'a, MessageAttributeValue<'a>>,
    message_deduplication_id "MessageDeduplicationId": optional &'a str,
    message_group_id "MessageGroupId": optional &'a str,
} }

builder! { PublishOutput {
    message_id "MessageId": Text,
    sequence_number "SequenceNumber": Text,
} }

view! { PublishBatchInput<'a> {
    topic_arn "TopicArn": required &'a str,
    publish_batch_request_entries "PublishBatchRequestEntries": required List<'a, PublishBatchRequestEntry<'a>>,
} }

builder! { PublishBatchOutput {
    successful "Successful": Items<PublishBatchResultEntryBuilder>,
    failed "Failed": Items<BatchResultErrorEntryBuilder>,
} }

view! { PutDataProtectionPolicyInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    data_protection_policy "DataProtectionPolicy": required &'a str,
} }

builder! { PutDataProtectionPolicyOutput {
} }

view! { RemovePermissionInput<'a> {
    topic_arn "TopicArn": required &'a str,
    label "Label": required &'a str,
} }

builder! { RemovePermissionOutput {
} }

view! { SetEndpointAttributesInput<'a> {
    endpoint_arn "EndpointArn": required &'a str,
    attributes "Attributes": required Map<'a, &'a str>,
} }

builder! { SetEndpointAttributesOutput {
} }

view! { SetPlatformApplicationAttributesInput<'a> {
    platform_application_arn "PlatformApplicationArn": required &'a str,
    attributes "Attributes": required Map<'a, &'a str>,
} }

builder! { SetPlatformApplicationAttributesOutput {
} }

view! { SetSMSAttributesInput<'a> {
    attributes "attributes": required Map<'a, &'a str>,
} }

builder! { SetSMSAttributesOutput {
} }

view! { SetSubscriptionAttributesInput<'a> {
    subscription_arn "SubscriptionArn": required &'a str,
    attribute_name "AttributeName": required &'a str,
    attribute_value "AttributeValue": optional &'a str,
} }

builder! { SetSubscriptionAttributesOutput {
} }

view! { SetTopicAttributesInput<'a> {
    topic_arn "TopicArn": required &'a str,
    attribute_name "AttributeName": required &'a str,
    attribute_value "AttributeValue": optional &'a str,
} }

builder! { SetTopicAttributesOutput {
} }

view! { SubscribeInput<'a> {
    topic_arn "TopicArn": required &'a str,
    protocol "Protocol": required &'a str,
    endpoint "Endpoint": optional &'a str,
    attributes "Attributes": optional Map<'a, &'a str>,
    return_subscription_arn "ReturnSubscriptionArn": optional bool,
} }

builder! { SubscribeOutput {
    subscription_arn "SubscriptionArn": Text,
} }

view! { TagResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { UnsubscribeInput<'a> {
    subscription_arn "SubscriptionArn": required &'a str,
} }

builder! { UnsubscribeOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { VerifySMSSandboxPhoneNumberInput<'a> {
    phone_number "PhoneNumber": required &'a str,
    one_time_password "OneTimePassword": required &'a str,
} }

builder! { VerifySMSSandboxPhoneNumberOutput {
} }

view! { MessageAttributeValue<'a> {
    data_type "DataType": required &'a str,
    string_value "StringValue": optional &'a str,
    binary_value "BinaryValue": optional &'a Bytes,
} }

view! { PublishBatchRequestEntry<'a> {
    id "Id": required &'a str,
    message "Message": required &'a str,
    subject "Subject": optional &'a str,
    message_structure "MessageStructure": optional &'a str,
    message_attributes "MessageAttributes": optional Map<'a, MessageAttributeValue<'a>>,
    message_deduplication_id "MessageDeduplicationId": optional &'a str,
    message_group_id "MessageGroupId": optional &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

builder! { BatchResultErrorEntryBuilder {
    id "Id": Text,
    code "Code": Text,
    message "Message": Text,
    sender_fault "SenderFault": Flag,
} }

builder! { EndpointBuilder {
    endpoint_arn "EndpointArn": Text,
    attributes "Attributes": Entries<Text>,
} }

builder! { PhoneNumberInformationBuilder {
    created_at "CreatedAt": Time,
    phone_number "PhoneNumber": Text,
    status "Status": Text,
    iso2_country_code "Iso2CountryCode": Text,
    route_type "RouteType": Text,
    number_capabilities "NumberCapabilities": Items<Text>,
} }

builder! { PlatformApplicationBuilder {
    platform_application_arn "PlatformApplicationArn": Text,
    attributes "Attributes": Entries<Text>,
} }

builder! { PublishBatchResultEntryBuilder {
    id "Id": Text,
    message_id "MessageId": Text,
    sequence_number "SequenceNumber": Text,
} }

builder! { SMSSandboxPhoneNumberBuilder {
    phone_number "PhoneNumber": Text,
    status "Status": Text,
} }

builder! { SubscriptionBuilder {
    subscription_arn "SubscriptionArn": Text,
    owner "Owner": Text,
    protocol "Protocol": Text,
    endpoint "Endpoint": Text,
    topic_arn "TopicArn": Text,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TopicBuilder {
    topic_arn "TopicArn": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        authorization_error_exception "AuthorizationErrorException" 403;
        batch_entry_ids_not_distinct_exception "BatchEntryIdsNotDistinctException" 400;
        batch_request_too_long_exception "BatchRequestTooLongException" 400;
        concurrent_access_exception "ConcurrentAccessException" 400;
        empty_batch_request_exception "EmptyBatchRequestException" 400;
        endpoint_disabled_exception "EndpointDisabledException" 400;
        filter_policy_limit_exceeded_exception "FilterPolicyLimitExceededException" 403;
        internal_error_exception "InternalErrorException" 500;
        invalid_batch_entry_id_exception "InvalidBatchEntryIdException" 400;
        invalid_parameter_exception "InvalidParameterException" 400;
        invalid_parameter_value_exception "InvalidParameterValueException" 400;
        invalid_security_exception "InvalidSecurityException" 403;
        invalid_state_exception "InvalidStateException" 400;
        kms_access_denied_exception "KMSAccessDeniedException" 400;
        kms_disabled_exception "KMSDisabledException" 400;
        kms_invalid_state_exception "KMSInvalidStateException" 400;
        kms_not_found_exception "KMSNotFoundException" 400;
        kms_opt_in_required "KMSOptInRequired" 403;
        kms_throttling_exception "KMSThrottlingException" 400;
        not_found_exception "NotFoundException" 404;
        opted_out_exception "OptedOutException" 400;
        platform_application_disabled_exception "PlatformApplicationDisabledException" 400;
        replay_limit_exceeded_exception "ReplayLimitExceededException" 403;
        resource_not_found_exception "ResourceNotFoundException" 404;
        stale_tag_exception "StaleTagException" 400;
        subscription_limit_exceeded_exception "SubscriptionLimitExceededException" 403;
        tag_limit_exceeded_exception "TagLimitExceededException" 400;
        tag_policy_exception "TagPolicyException" 400;
        throttled_exception "ThrottledException" 429;
        too_many_entries_in_batch_request_exception "TooManyEntriesInBatchRequestException" 400;
        topic_limit_exceeded_exception "TopicLimitExceededException" 403;
        user_error_exception "UserErrorException" 400;
        validation_exception "ValidationException" 400;
        verification_exception "VerificationException" 400;
    }
}

pub mod language_code_string {
    pub const EN_US: &str = "en-US";
    pub const EN_GB: &str = "en-GB";
    pub const ES_419: &str = "es-419";
    pub const ES_ES: &str = "es-ES";
    pub const DE_DE: &str = "de-DE";
    pub const FR_CA: &str = "fr-CA";
    pub const FR_FR: &str = "fr-FR";
    pub const IT_IT: &str = "it-IT";
    pub const JA_JP: &str = "ja-JP";
    pub const PT_BR: &str = "pt-BR";
    pub const KR_KR: &str = "kr-KR";
    pub const ZH_CN: &str = "zh-CN";
    pub const ZH_TW: &str = "zh-TW";
}

pub mod number_capability {
    pub const SMS: &str = "SMS";
    pub const MMS: &str = "MMS";
    pub const VOICE: &str = "VOICE";
}

pub mod route_type {
    pub const TRANSACTIONAL: &str = "Transactional";
    pub const PROMOTIONAL: &str = "Promotional";
    pub const PREMIUM: &str = "Premium";
}

pub mod sms_sandbox_phone_number_verification_status {
    pub const PENDING: &str = "Pending";
    pub const VERIFIED: &str = "Verified";
}
