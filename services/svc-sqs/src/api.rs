//! Inputs, outputs, errors and enums of the implemented operations of SQS.
//!
//! Written by `cargo xtask codegen sqs` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::kind::{Blob, Entries, Flag, Items, Text, Whole};
use kernel::view::{List, Map};
use kernel::{builder, operations, view};

operations! {
    AddPermission: AddPermissionInput, AddPermissionOutput;
    CancelMessageMoveTask: CancelMessageMoveTaskInput, CancelMessageMoveTaskOutput;
    ChangeMessageVisibility: ChangeMessageVisibilityInput, ChangeMessageVisibilityOutput;
    ChangeMessageVisibilityBatch: ChangeMessageVisibilityBatchInput, ChangeMessageVisibilityBatchOutput;
    CreateQueue: CreateQueueInput, CreateQueueOutput;
    DeleteMessage: DeleteMessageInput, DeleteMessageOutput;
    DeleteMessageBatch: DeleteMessageBatchInput, DeleteMessageBatchOutput;
    DeleteQueue: DeleteQueueInput, DeleteQueueOutput;
    GetQueueAttributes: GetQueueAttributesInput, GetQueueAttributesOutput;
    GetQueueUrl: GetQueueUrlInput, GetQueueUrlOutput;
    ListDeadLetterSourceQueues: ListDeadLetterSourceQueuesInput, ListDeadLetterSourceQueuesOutput;
    ListMessageMoveTasks: ListMessageMoveTasksInput, ListMessageMoveTasksOutput;
    ListQueueTags: ListQueueTagsInput, ListQueueTagsOutput;
    ListQueues: ListQueuesInput, ListQueuesOutput;
    PurgeQueue: PurgeQueueInput, PurgeQueueOutput;
    ReceiveMessage: ReceiveMessageInput, ReceiveMessageOutput;
    RemovePermission: RemovePermissionInput, RemovePermissionOutput;
    SendMessage: SendMessageInput, SendMessageOutput;
    SendMessageBatch: SendMessageBatchInput, SendMessageBatchOutput;
    SetQueueAttributes: SetQueueAttributesInput, SetQueueAttributesOutput;
    StartMessageMoveTask: StartMessageMoveTaskInput, StartMessageMoveTaskOutput;
    TagQueue: TagQueueInput, TagQueueOutput;
    UntagQueue: UntagQueueInput, UntagQueueOutput;
}

view! { AddPermissionInput<'a> {
    queue_url "QueueUrl": required &'a str,
    label "Label": required &'a str,
    aws_account_ids "AWSAccountIds": required List<'a, &'a str>,
    actions "Actions": required List<'a, &'a str>,
} }

builder! { AddPermissionOutput {
} }

view! { CancelMessageMoveTaskInput<'a> {
    task_handle "TaskHandle": required &'a str,
} }

builder! { CancelMessageMoveTaskOutput {
    approximate_number_of_messages_moved "ApproximateNumberOfMessagesMoved": Whole,
} }

view! { ChangeMessageVisibilityInput<'a> {
    queue_url "QueueUrl": required &'a str,
    receipt_handle "ReceiptHandle": required &'a str,
    visibility_timeout "VisibilityTimeout": required i64,
} }

builder! { ChangeMessageVisibilityOutput {
} }

view! { ChangeMessageVisibilityBatchInput<'a> {
    queue_url "QueueUrl": required &'a str,
    entries "Entries": required List<'a, ChangeMessageVisibilityBatchRequestEntry<'a>>,
} }

builder! { ChangeMessageVisibilityBatchOutput {
    successful "Successful": Items<ChangeMessageVisibilityBatchResultEntryBuilder>,
    failed "Failed": Items<BatchResultErrorEntryBuilder>,
} }

view! { CreateQueueInput<'a> {
    queue_name "QueueName": required &'a str,
    attributes "Attributes": optional Map<'a, &'a str>,
    tags "tags": optional Map<'a, &'a str>,
} }

builder! { CreateQueueOutput {
    queue_url "QueueUrl": Text,
} }

view! { DeleteMessageInput<'a> {
    queue_url "QueueUrl": required &'a str,
    receipt_handle "ReceiptHandle": required &'a str,
} }

builder! { DeleteMessageOutput {
} }

view! { DeleteMessageBatchInput<'a> {
    queue_url "QueueUrl": required &'a str,
    entries "Entries": required List<'a, DeleteMessageBatchRequestEntry<'a>>,
} }

builder! { DeleteMessageBatchOutput {
    successful "Successful": Items<DeleteMessageBatchResultEntryBuilder>,
    failed "Failed": Items<BatchResultErrorEntryBuilder>,
} }

view! { DeleteQueueInput<'a> {
    queue_url "QueueUrl": required &'a str,
} }

builder! { DeleteQueueOutput {
} }

view! { GetQueueAttributesInput<'a> {
    queue_url "QueueUrl": required &'a str,
    attribute_names "AttributeNames": optional List<'a, &'a str>,
} }

builder! { GetQueueAttributesOutput {
    attributes "Attributes": Entries<Text>,
} }

view! { GetQueueUrlInput<'a> {
    queue_name "QueueName": required &'a str,
    queue_owner_aws_account_id "QueueOwnerAWSAccountId": optional &'a str,
} }

builder! { GetQueueUrlOutput {
    queue_url "QueueUrl": Text,
} }

view! { ListDeadLetterSourceQueuesInput<'a> {
    queue_url "QueueUrl": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListDeadLetterSourceQueuesOutput {
    queue_urls "queueUrls": Items<Text>,
    next_token "NextToken": Text,
} }

view! { ListMessageMoveTasksInput<'a> {
    source_arn "SourceArn": required &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListMessageMoveTasksOutput {
    results "Results": Items<ListMessageMoveTasksResultEntryBuilder>,
} }

view! { ListQueueTagsInput<'a> {
    queue_url "QueueUrl": required &'a str,
} }

builder! { ListQueueTagsOutput {
    tags "Tags": Entries<Text>,
} }

view! { ListQueuesInput<'a> {
    queue_name_prefix "QueueNamePrefix": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListQueuesOutput {
    queue_urls "QueueUrls": Items<Text>,
    next_token "NextToken": Text,
} }

view! { PurgeQueueInput<'a> {
    queue_url "QueueUrl": required &'a str,
} }

builder! { PurgeQueueOutput {
} }

view! { ReceiveMessageInput<'a> {
    queue_url "QueueUrl": required &'a str,
    attribute_names "AttributeNames": optional List<'a, &'a str>,
    message_system_attribute_names "MessageSystemAttributeNames": optional List<'a, &'a str>,
    message_attribute_names "MessageAttributeNames": optional List<'a, &'a str>,
    max_number_of_messages "MaxNumberOfMessages": optional i64,
    visibility_timeout "VisibilityTimeout": optional i64,
    wait_time_seconds "WaitTimeSeconds": optional i64,
    receive_request_attempt_id "ReceiveRequestAttemptId": optional &'a str,
} }

builder! { ReceiveMessageOutput {
    messages "Messages": Items<MessageBuilder>,
} }

view! { RemovePermissionInput<'a> {
    queue_url "QueueUrl": required &'a str,
    label "Label": required &'a str,
} }

builder! { RemovePermissionOutput {
} }

view! { SendMessageInput<'a> {
    queue_url "QueueUrl": required &'a str,
    message_body "MessageBody": required &'a str,
    delay_seconds "DelaySeconds": optional i64,
    message_attributes "MessageAttributes": optional Map<'a, MessageAttributeValue<'a>>,
    message_system_attributes "MessageSystemAttributes": optional Map<'a, MessageSystemAttributeValue<'a>>,
    message_deduplication_id "MessageDeduplicationId": optional &'a str,
    message_group_id "MessageGroupId": optional &'a str,
} }

builder! { SendMessageOutput {
    md5_of_message_body "MD5OfMessageBody": Text,
    md5_of_message_attributes "MD5OfMessageAttributes": Text,
    md5_of_message_system_attributes "MD5OfMessageSystemAttributes": Text,
    message_id "MessageId": Text,
    sequence_number "SequenceNumber": Text,
} }

view! { SendMessageBatchInput<'a> {
    queue_url "QueueUrl": required &'a str,
    entries "Entries": required List<'a, SendMessageBatchRequestEntry<'a>>,
} }

builder! { SendMessageBatchOutput {
    successful "Successful": Items<SendMessageBatchResultEntryBuilder>,
    failed "Failed": Items<BatchResultErrorEntryBuilder>,
} }

view! { SetQueueAttributesInput<'a> {
    queue_url "QueueUrl": required &'a str,
    attributes "Attributes": required Map<'a, &'a str>,
} }

builder! { SetQueueAttributesOutput {
} }

view! { StartMessageMoveTaskInput<'a> {
    source_arn "SourceArn": required &'a str,
    destination_arn "DestinationArn": optional &'a str,
    max_number_of_messages_per_second "MaxNumberOfMessagesPerSecond": optional i64,
} }

builder! { StartMessageMoveTaskOutput {
    task_handle "TaskHandle": Text,
} }

view! { TagQueueInput<'a> {
    queue_url "QueueUrl": required &'a str,
    tags "Tags": required Map<'a, &'a str>,
} }

builder! { TagQueueOutput {
} }

view! { UntagQueueInput<'a> {
    queue_url "QueueUrl": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagQueueOutput {
} }

view! { ChangeMessageVisibilityBatchRequestEntry<'a> {
    id "Id": required &'a str,
    receipt_handle "ReceiptHandle": required &'a str,
    visibility_timeout "VisibilityTimeout": optional i64,
} }

view! { DeleteMessageBatchRequestEntry<'a> {
    id "Id": required &'a str,
    receipt_handle "ReceiptHandle": required &'a str,
} }

view! { MessageAttributeValue<'a> {
    string_value "StringValue": optional &'a str,
    binary_value "BinaryValue": optional &'a Bytes,
    string_list_values "StringListValues": optional List<'a, &'a str>,
    binary_list_values "BinaryListValues": optional List<'a, &'a Bytes>,
    data_type "DataType": required &'a str,
} }

view! { MessageSystemAttributeValue<'a> {
    string_value "StringValue": optional &'a str,
    binary_value "BinaryValue": optional &'a Bytes,
    string_list_values "StringListValues": optional List<'a, &'a str>,
    binary_list_values "BinaryListValues": optional List<'a, &'a Bytes>,
    data_type "DataType": required &'a str,
} }

view! { SendMessageBatchRequestEntry<'a> {
    id "Id": required &'a str,
    message_body "MessageBody": required &'a str,
    delay_seconds "DelaySeconds": optional i64,
    message_attributes "MessageAttributes": optional Map<'a, MessageAttributeValue<'a>>,
    message_system_attributes "MessageSystemAttributes": optional Map<'a, MessageSystemAttributeValue<'a>>,
    message_deduplication_id "MessageDeduplicationId": optional &'a str,
    message_group_id "MessageGroupId": optional &'a str,
} }

builder! { BatchResultErrorEntryBuilder {
    id "Id": Text,
    sender_fault "SenderFault": Flag,
    code "Code": Text,
    message "Message": Text,
} }

builder! { ChangeMessageVisibilityBatchResultEntryBuilder {
    id "Id": Text,
} }

builder! { DeleteMessageBatchResultEntryBuilder {
    id "Id": Text,
} }

builder! { ListMessageMoveTasksResultEntryBuilder {
    task_handle "TaskHandle": Text,
    status "Status": Text,
    source_arn "SourceArn": Text,
    destination_arn "DestinationArn": Text,
    max_number_of_messages_per_second "MaxNumberOfMessagesPerSecond": Whole,
    approximate_number_of_messages_moved "ApproximateNumberOfMessagesMoved": Whole,
    approximate_number_of_messages_to_move "ApproximateNumberOfMessagesToMove": Whole,
    failure_reason "FailureReason": Text,
    started_timestamp "StartedTimestamp": Whole,
} }

builder! { MessageBuilder {
    message_id "MessageId": Text,
    receipt_handle "ReceiptHandle": Text,
    md5_of_body "MD5OfBody": Text,
    body "Body": Text,
    attributes "Attributes": Entries<Text>,
    md5_of_message_attributes "MD5OfMessageAttributes": Text,
    message_attributes "MessageAttributes": Entries<MessageAttributeValueBuilder>,
} }

builder! { MessageAttributeValueBuilder {
    string_value "StringValue": Text,
    binary_value "BinaryValue": Blob,
    string_list_values "StringListValues": Items<Text>,
    binary_list_values "BinaryListValues": Items<Blob>,
    data_type "DataType": Text,
} }

builder! { SendMessageBatchResultEntryBuilder {
    id "Id": Text,
    message_id "MessageId": Text,
    md5_of_message_body "MD5OfMessageBody": Text,
    md5_of_message_attributes "MD5OfMessageAttributes": Text,
    md5_of_message_system_attributes "MD5OfMessageSystemAttributes": Text,
    sequence_number "SequenceNumber": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        batch_entry_ids_not_distinct "BatchEntryIdsNotDistinct" 400;
        batch_request_too_long "BatchRequestTooLong" 400;
        empty_batch_request "EmptyBatchRequest" 400;
        invalid_address "InvalidAddress" 404;
        invalid_attribute_name "InvalidAttributeName" 400;
        invalid_attribute_value "InvalidAttributeValue" 400;
        invalid_batch_entry_id "InvalidBatchEntryId" 400;
        invalid_id_format "InvalidIdFormat" 400;
        invalid_message_contents "InvalidMessageContents" 400;
        invalid_security "InvalidSecurity" 403;
        kms_access_denied "KmsAccessDenied" 400;
        kms_disabled "KmsDisabled" 400;
        kms_invalid_key_usage "KmsInvalidKeyUsage" 400;
        kms_invalid_state "KmsInvalidState" 400;
        kms_not_found "KmsNotFound" 400;
        kms_opt_in_required "KmsOptInRequired" 403;
        kms_throttled "KmsThrottled" 400;
        message_not_inflight "MessageNotInflight" 400;
        over_limit "OverLimit" 403;
        purge_queue_in_progress "PurgeQueueInProgress" 403;
        queue_deleted_recently "QueueDeletedRecently" 400;
        queue_does_not_exist "QueueDoesNotExist" 400;
        queue_name_exists "QueueNameExists" 400;
        receipt_handle_is_invalid "ReceiptHandleIsInvalid" 404;
        request_throttled "RequestThrottled" 403;
        resource_not_found_exception "ResourceNotFoundException" 404;
        too_many_entries_in_batch_request "TooManyEntriesInBatchRequest" 400;
        unsupported_operation "UnsupportedOperation" 400;
    }
}

pub mod message_system_attribute_name {
    pub const ALL: &str = "All";
    pub const SENDER_ID: &str = "SenderId";
    pub const SENT_TIMESTAMP: &str = "SentTimestamp";
    pub const APPROXIMATE_RECEIVE_COUNT: &str = "ApproximateReceiveCount";
    pub const APPROXIMATE_FIRST_RECEIVE_TIMESTAMP: &str = "ApproximateFirstReceiveTimestamp";
    pub const SEQUENCE_NUMBER: &str = "SequenceNumber";
    pub const MESSAGE_DEDUPLICATION_ID: &str = "MessageDeduplicationId";
    pub const MESSAGE_GROUP_ID: &str = "MessageGroupId";
    pub const AWS_TRACE_HEADER: &str = "AWSTraceHeader";
    pub const DEAD_LETTER_QUEUE_SOURCE_ARN: &str = "DeadLetterQueueSourceArn";
}

pub mod message_system_attribute_name_for_sends {
    pub const AWS_TRACE_HEADER: &str = "AWSTraceHeader";
}

pub mod queue_attribute_name {
    pub const ALL: &str = "All";
    pub const POLICY: &str = "Policy";
    pub const VISIBILITY_TIMEOUT: &str = "VisibilityTimeout";
    pub const MAXIMUM_MESSAGE_SIZE: &str = "MaximumMessageSize";
    pub const MESSAGE_RETENTION_PERIOD: &str = "MessageRetentionPeriod";
    pub const APPROXIMATE_NUMBER_OF_MESSAGES: &str = "ApproximateNumberOfMessages";
    pub const APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE: &str =
        "ApproximateNumberOfMessagesNotVisible";
    pub const CREATED_TIMESTAMP: &str = "CreatedTimestamp";
    pub const LAST_MODIFIED_TIMESTAMP: &str = "LastModifiedTimestamp";
    pub const QUEUE_ARN: &str = "QueueArn";
    pub const APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED: &str = "ApproximateNumberOfMessagesDelayed";
    pub const DELAY_SECONDS: &str = "DelaySeconds";
    pub const RECEIVE_MESSAGE_WAIT_TIME_SECONDS: &str = "ReceiveMessageWaitTimeSeconds";
    pub const REDRIVE_POLICY: &str = "RedrivePolicy";
    pub const FIFO_QUEUE: &str = "FifoQueue";
    pub const CONTENT_BASED_DEDUPLICATION: &str = "ContentBasedDeduplication";
    pub const KMS_MASTER_KEY_ID: &str = "KmsMasterKeyId";
    pub const KMS_DATA_KEY_REUSE_PERIOD_SECONDS: &str = "KmsDataKeyReusePeriodSeconds";
    pub const DEDUPLICATION_SCOPE: &str = "DeduplicationScope";
    pub const FIFO_THROUGHPUT_LIMIT: &str = "FifoThroughputLimit";
    pub const REDRIVE_ALLOW_POLICY: &str = "RedriveAllowPolicy";
    pub const SQS_MANAGED_SSE_ENABLED: &str = "SqsManagedSseEnabled";
}
