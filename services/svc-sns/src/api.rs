//! Inputs, outputs, errors and enums of the implemented operations of SNS.
//!
//! Written by `cargo xtask codegen sns` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::kind::{Entries, Flag, Items, Text};
use kernel::view::{List, Map};
use kernel::{builder, operations, view};

operations! {
    AddPermission: AddPermissionInput, AddPermissionOutput;
    ConfirmSubscription: ConfirmSubscriptionInput, ConfirmSubscriptionOutput;
    CreateTopic: CreateTopicInput, CreateTopicOutput;
    DeleteTopic: DeleteTopicInput, DeleteTopicOutput;
    GetSubscriptionAttributes: GetSubscriptionAttributesInput, GetSubscriptionAttributesOutput;
    GetTopicAttributes: GetTopicAttributesInput, GetTopicAttributesOutput;
    ListSubscriptions: ListSubscriptionsInput, ListSubscriptionsOutput;
    ListSubscriptionsByTopic: ListSubscriptionsByTopicInput, ListSubscriptionsByTopicOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    ListTopics: ListTopicsInput, ListTopicsOutput;
    Publish: PublishInput, PublishOutput;
    PublishBatch: PublishBatchInput, PublishBatchOutput;
    RemovePermission: RemovePermissionInput, RemovePermissionOutput;
    SetSubscriptionAttributes: SetSubscriptionAttributesInput, SetSubscriptionAttributesOutput;
    SetTopicAttributes: SetTopicAttributesInput, SetTopicAttributesOutput;
    Subscribe: SubscribeInput, SubscribeOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    Unsubscribe: UnsubscribeInput, UnsubscribeOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
}

view! { AddPermissionInput<'a> {
    topic_arn "TopicArn": required &'a str,
    label "Label": required &'a str,
    aws_account_id "AWSAccountId": required List<'a, &'a str>,
    action_name "ActionName": required List<'a, &'a str>,
} }

builder! { AddPermissionOutput {
} }

view! { ConfirmSubscriptionInput<'a> {
    topic_arn "TopicArn": required &'a str,
    token "Token": required &'a str,
    authenticate_on_unsubscribe "AuthenticateOnUnsubscribe": optional &'a str,
} }

builder! { ConfirmSubscriptionOutput {
    subscription_arn "SubscriptionArn": Text,
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

view! { DeleteTopicInput<'a> {
    topic_arn "TopicArn": required &'a str,
} }

builder! { DeleteTopicOutput {
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

view! { RemovePermissionInput<'a> {
    topic_arn "TopicArn": required &'a str,
    label "Label": required &'a str,
} }

builder! { RemovePermissionOutput {
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

builder! { PublishBatchResultEntryBuilder {
    id "Id": Text,
    message_id "MessageId": Text,
    sequence_number "SequenceNumber": Text,
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
        platform_application_disabled_exception "PlatformApplicationDisabledException" 400;
        replay_limit_exceeded_exception "ReplayLimitExceededException" 403;
        resource_not_found_exception "ResourceNotFoundException" 404;
        stale_tag_exception "StaleTagException" 400;
        subscription_limit_exceeded_exception "SubscriptionLimitExceededException" 403;
        tag_limit_exceeded_exception "TagLimitExceededException" 400;
        tag_policy_exception "TagPolicyException" 400;
        too_many_entries_in_batch_request_exception "TooManyEntriesInBatchRequestException" 400;
        topic_limit_exceeded_exception "TopicLimitExceededException" 403;
        validation_exception "ValidationException" 400;
    }
}
