//! Inputs, outputs, errors and enums of the implemented operations of Kinesis.
//!
//! Written by `cargo xtask codegen kinesis` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::kind::{Any, Blob, Flag, Items, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    AddTagsToStream: AddTagsToStreamInput, AddTagsToStreamOutput;
    CreateStream: CreateStreamInput, CreateStreamOutput;
    DecreaseStreamRetentionPeriod: DecreaseStreamRetentionPeriodInput, DecreaseStreamRetentionPeriodOutput;
    DeleteResourcePolicy: DeleteResourcePolicyInput, DeleteResourcePolicyOutput;
    DeleteStream: DeleteStreamInput, DeleteStreamOutput;
    DeregisterStreamConsumer: DeregisterStreamConsumerInput, DeregisterStreamConsumerOutput;
    DescribeAccountSettings: DescribeAccountSettingsInput, DescribeAccountSettingsOutput;
    DescribeLimits: DescribeLimitsInput, DescribeLimitsOutput;
    DescribeStream: DescribeStreamInput, DescribeStreamOutput;
    DescribeStreamConsumer: DescribeStreamConsumerInput, DescribeStreamConsumerOutput;
    DescribeStreamSummary: DescribeStreamSummaryInput, DescribeStreamSummaryOutput;
    GetRecords: GetRecordsInput, GetRecordsOutput;
    GetResourcePolicy: GetResourcePolicyInput, GetResourcePolicyOutput;
    GetShardIterator: GetShardIteratorInput, GetShardIteratorOutput;
    IncreaseStreamRetentionPeriod: IncreaseStreamRetentionPeriodInput, IncreaseStreamRetentionPeriodOutput;
    ListShards: ListShardsInput, ListShardsOutput;
    ListStreamConsumers: ListStreamConsumersInput, ListStreamConsumersOutput;
    ListStreams: ListStreamsInput, ListStreamsOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    ListTagsForStream: ListTagsForStreamInput, ListTagsForStreamOutput;
    MergeShards: MergeShardsInput, MergeShardsOutput;
    PutRecord: PutRecordInput, PutRecordOutput;
    PutRecords: PutRecordsInput, PutRecordsOutput;
    PutResourcePolicy: PutResourcePolicyInput, PutResourcePolicyOutput;
    RegisterStreamConsumer: RegisterStreamConsumerInput, RegisterStreamConsumerOutput;
    RemoveTagsFromStream: RemoveTagsFromStreamInput, RemoveTagsFromStreamOutput;
    SplitShard: SplitShardInput, SplitShardOutput;
    StartStreamEncryption: StartStreamEncryptionInput, StartStreamEncryptionOutput;
    StopStreamEncryption: StopStreamEncryptionInput, StopStreamEncryptionOutput;
    SubscribeToShard: SubscribeToShardInput, SubscribeToShardOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateAccountSettings: UpdateAccountSettingsInput, UpdateAccountSettingsOutput;
    UpdateMaxRecordSize: UpdateMaxRecordSizeInput, UpdateMaxRecordSizeOutput;
    UpdateShardCount: UpdateShardCountInput, UpdateShardCountOutput;
    UpdateStreamMode: UpdateStreamModeInput, UpdateStreamModeOutput;
    UpdateStreamRecordDistributionStrategy: UpdateStreamRecordDistributionStrategyInput, UpdateStreamRecordDistributionStrategyOutput;
    UpdateStreamWarmThroughput: UpdateStreamWarmThroughputInput, UpdateStreamWarmThroughputOutput;
}

view! { AddTagsToStreamInput<'a> {
    stream_name "StreamName": optional &'a str,
    tags "Tags": required Map<'a, &'a str>,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { AddTagsToStreamOutput {
} }

view! { CreateStreamInput<'a> {
    stream_name "StreamName": required &'a str,
    shard_count "ShardCount": optional i64,
    stream_mode_details "StreamModeDetails": optional StreamModeDetails<'a>,
    tags "Tags": optional Map<'a, &'a str>,
    warm_throughput_mi_bps "WarmThroughputMiBps": optional i64,
    max_record_size_in_ki_b "MaxRecordSizeInKiB": optional i64,
    record_distribution_strategy "RecordDistributionStrategy": optional &'a str,
} }

builder! { CreateStreamOutput {
} }

view! { DecreaseStreamRetentionPeriodInput<'a> {
    stream_name "StreamName": optional &'a str,
    retention_period_hours "RetentionPeriodHours": required i64,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { DecreaseStreamRetentionPeriodOutput {
} }

view! { DeleteResourcePolicyInput<'a> {
    resource_arn "ResourceARN": required &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { DeleteResourcePolicyOutput {
} }

view! { DeleteStreamInput<'a> {
    stream_name "StreamName": optional &'a str,
    enforce_consumer_deletion "EnforceConsumerDeletion": optional bool,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { DeleteStreamOutput {
} }

view! { DeregisterStreamConsumerInput<'a> {
    stream_arn "StreamARN": optional &'a str,
    consumer_name "ConsumerName": optional &'a str,
    consumer_arn "ConsumerARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { DeregisterStreamConsumerOutput {
} }

view! { DescribeAccountSettingsInput<'a> {
} }

builder! { DescribeAccountSettingsOutput {
    minimum_throughput_billing_commitment "MinimumThroughputBillingCommitment": MinimumThroughputBillingCommitmentOutputBuilder,
} }

view! { DescribeLimitsInput<'a> {
} }

builder! { DescribeLimitsOutput {
    shard_limit "ShardLimit": Whole,
    open_shard_count "OpenShardCount": Whole,
    on_demand_stream_count "OnDemandStreamCount": Whole,
    on_demand_stream_count_limit "OnDemandStreamCountLimit": Whole,
    channel_count "ChannelCount": Whole,
    channel_count_limit "ChannelCountLimit": Whole,
} }

view! { DescribeStreamInput<'a> {
    stream_name "StreamName": optional &'a str,
    limit "Limit": optional i64,
    exclusive_start_shard_id "ExclusiveStartShardId": optional &'a str,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { DescribeStreamOutput {
    stream_description "StreamDescription": StreamDescriptionBuilder,
} }

view! { DescribeStreamConsumerInput<'a> {
    stream_arn "StreamARN": optional &'a str,
    consumer_name "ConsumerName": optional &'a str,
    consumer_arn "ConsumerARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { DescribeStreamConsumerOutput {
    consumer_description "ConsumerDescription": ConsumerDescriptionBuilder,
} }

view! { DescribeStreamSummaryInput<'a> {
    stream_name "StreamName": optional &'a str,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { DescribeStreamSummaryOutput {
    stream_description_summary "StreamDescriptionSummary": StreamDescriptionSummaryBuilder,
} }

view! { GetRecordsInput<'a> {
    shard_iterator "ShardIterator": required &'a str,
    limit "Limit": optional i64,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
    dry_run "DryRun": optional bool,
} }

builder! { GetRecordsOutput {
    records "Records": Items<RecordBuilder>,
    next_shard_iterator "NextShardIterator": Text,
    millis_behind_latest "MillisBehindLatest": Whole,
    child_shards "ChildShards": Items<ChildShardBuilder>,
} }

view! { GetResourcePolicyInput<'a> {
    resource_arn "ResourceARN": required &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { GetResourcePolicyOutput {
    policy "Policy": Text,
} }

view! { GetShardIteratorInput<'a> {
    stream_name "StreamName": optional &'a str,
    shard_id "ShardId": required &'a str,
    shard_iterator_type "ShardIteratorType": required &'a str,
    starting_sequence_number "StartingSequenceNumber": optional &'a str,
    timestamp "Timestamp": optional Timestamp,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
    dry_run "DryRun": optional bool,
} }

builder! { GetShardIteratorOutput {
    shard_iterator "ShardIterator": Text,
} }

view! { IncreaseStreamRetentionPeriodInput<'a> {
    stream_name "StreamName": optional &'a str,
    retention_period_hours "RetentionPeriodHours": required i64,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { IncreaseStreamRetentionPeriodOutput {
} }

view! { ListShardsInput<'a> {
    stream_name "StreamName": optional &'a str,
    next_token "NextToken": optional &'a str,
    exclusive_start_shard_id "ExclusiveStartShardId": optional &'a str,
    max_results "MaxResults": optional i64,
    stream_creation_timestamp "StreamCreationTimestamp": optional Timestamp,
    shard_filter "ShardFilter": optional ShardFilter<'a>,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { ListShardsOutput {
    shards "Shards": Items<ShardBuilder>,
    next_token "NextToken": Text,
} }

view! { ListStreamConsumersInput<'a> {
    stream_arn "StreamARN": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
    stream_creation_timestamp "StreamCreationTimestamp": optional Timestamp,
    stream_id "StreamId": optional &'a str,
} }

builder! { ListStreamConsumersOutput {
    consumers "Consumers": Items<ConsumerBuilder>,
    next_token "NextToken": Text,
} }

view! { ListStreamsInput<'a> {
    limit "Limit": optional i64,
    exclusive_start_stream_name "ExclusiveStartStreamName": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListStreamsOutput {
    stream_names "StreamNames": Items<Text>,
    has_more_streams "HasMoreStreams": Flag,
    next_token "NextToken": Text,
    stream_summaries "StreamSummaries": Items<StreamSummaryBuilder>,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Items<TagBuilder>,
} }

view! { ListTagsForStreamInput<'a> {
    stream_name "StreamName": optional &'a str,
    exclusive_start_tag_key "ExclusiveStartTagKey": optional &'a str,
    limit "Limit": optional i64,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { ListTagsForStreamOutput {
    tags "Tags": Items<TagBuilder>,
    has_more_tags "HasMoreTags": Flag,
} }

view! { MergeShardsInput<'a> {
    stream_name "StreamName": optional &'a str,
    shard_to_merge "ShardToMerge": required &'a str,
    adjacent_shard_to_merge "AdjacentShardToMerge": required &'a str,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { MergeShardsOutput {
} }

view! { PutRecordInput<'a> {
    stream_name "StreamName": optional &'a str,
    data "Data": required &'a Bytes,
    partition_key "PartitionKey": optional &'a str,
    explicit_hash_key "ExplicitHashKey": optional &'a str,
    sequence_number_for_ordering "SequenceNumberForOrdering": optional &'a str,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
    dry_run "DryRun": optional bool,
} }

builder! { PutRecordOutput {
    shard_id "ShardId": Text,
    sequence_number "SequenceNumber": Text,
    encryption_type "EncryptionType": Text,
} }

view! { PutRecordsInput<'a> {
    records "Records": required List<'a, PutRecordsRequestEntry<'a>>,
    stream_name "StreamName": optional &'a str,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
    dry_run "DryRun": optional bool,
} }

builder! { PutRecordsOutput {
    failed_record_count "FailedRecordCount": Whole,
    records "Records": Items<PutRecordsResultEntryBuilder>,
    encryption_type "EncryptionType": Text,
} }

view! { PutResourcePolicyInput<'a> {
    resource_arn "ResourceARN": required &'a str,
    stream_id "StreamId": optional &'a str,
    policy "Policy": required &'a str,
} }

builder! { PutResourcePolicyOutput {
} }

view! { RegisterStreamConsumerInput<'a> {
    stream_arn "StreamARN": required &'a str,
    consumer_name "ConsumerName": required &'a str,
    stream_id "StreamId": optional &'a str,
    tags "Tags": optional Map<'a, &'a str>,
} }

builder! { RegisterStreamConsumerOutput {
    consumer "Consumer": ConsumerBuilder,
} }

view! { RemoveTagsFromStreamInput<'a> {
    stream_name "StreamName": optional &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { RemoveTagsFromStreamOutput {
} }

view! { SplitShardInput<'a> {
    stream_name "StreamName": optional &'a str,
    shard_to_split "ShardToSplit": required &'a str,
    new_starting_hash_key "NewStartingHashKey": required &'a str,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { SplitShardOutput {
} }

view! { StartStreamEncryptionInput<'a> {
    stream_name "StreamName": optional &'a str,
    encryption_type "EncryptionType": required &'a str,
    key_id "KeyId": required &'a str,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { StartStreamEncryptionOutput {
} }

view! { StopStreamEncryptionInput<'a> {
    stream_name "StreamName": optional &'a str,
    encryption_type "EncryptionType": required &'a str,
    key_id "KeyId": required &'a str,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { StopStreamEncryptionOutput {
} }

view! { SubscribeToShardInput<'a> {
    consumer_arn "ConsumerARN": required &'a str,
    stream_id "StreamId": optional &'a str,
    shard_id "ShardId": required &'a str,
    starting_position "StartingPosition": required StartingPosition<'a>,
    dry_run "DryRun": optional bool,
} }

builder! { SubscribeToShardOutput {
    event_stream "EventStream": Any,
} }

view! { TagResourceInput<'a> {
    tags "Tags": required Map<'a, &'a str>,
    resource_arn "ResourceARN": required &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    tag_keys "TagKeys": required List<'a, &'a str>,
    resource_arn "ResourceARN": required &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateAccountSettingsInput<'a> {
    minimum_throughput_billing_commitment "MinimumThroughputBillingCommitment": required MinimumThroughputBillingCommitmentInput<'a>,
} }

builder! { UpdateAccountSettingsOutput {
    minimum_throughput_billing_commitment "MinimumThroughputBillingCommitment": MinimumThroughputBillingCommitmentOutputBuilder,
} }

view! { UpdateMaxRecordSizeInput<'a> {
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
    max_record_size_in_ki_b "MaxRecordSizeInKiB": required i64,
} }

builder! { UpdateMaxRecordSizeOutput {
} }

view! { UpdateShardCountInput<'a> {
    stream_name "StreamName": optional &'a str,
    target_shard_count "TargetShardCount": required i64,
    scaling_type "ScalingType": required &'a str,
    stream_arn "StreamARN": optional &'a str,
    stream_id "StreamId": optional &'a str,
} }

builder! { UpdateShardCountOutput {
    stream_name "StreamName": Text,
    current_shard_count "CurrentShardCount": Whole,
    target_shard_count "TargetShardCount": Whole,
    stream_arn "StreamARN": Text,
} }

view! { UpdateStreamModeInput<'a> {
    stream_arn "StreamARN": required &'a str,
    stream_id "StreamId": optional &'a str,
    stream_mode_details "StreamModeDetails": required StreamModeDetails<'a>,
    warm_throughput_mi_bps "WarmThroughputMiBps": optional i64,
} }

builder! { UpdateStreamModeOutput {
} }

view! { UpdateStreamRecordDistributionStrategyInput<'a> {
    stream_arn "StreamARN": required &'a str,
    stream_id "StreamId": optional &'a str,
    record_distribution_strategy "RecordDistributionStrategy": required &'a str,
} }

builder! { UpdateStreamRecordDistributionStrategyOutput {
} }

view! { UpdateStreamWarmThroughputInput<'a> {
    stream_arn "StreamARN": optional &'a str,
    stream_name "StreamName": optional &'a str,
    stream_id "StreamId": optional &'a str,
    warm_throughput_mi_bps "WarmThroughputMiBps": required i64,
} }

builder! { UpdateStreamWarmThroughputOutput {
    stream_arn "StreamARN": Text,
    stream_name "StreamName": Text,
    warm_throughput "WarmThroughput": WarmThroughputObjectBuilder,
} }

view! { MinimumThroughputBillingCommitmentInput<'a> {
    status "Status": required &'a str,
} }

view! { PutRecordsRequestEntry<'a> {
    data "Data": required &'a Bytes,
    explicit_hash_key "ExplicitHashKey": optional &'a str,
    partition_key "PartitionKey": optional &'a str,
} }

view! { ShardFilter<'a> {
    type_ "Type": required &'a str,
    shard_id "ShardId": optional &'a str,
    timestamp "Timestamp": optional Timestamp,
} }

view! { StartingPosition<'a> {
    type_ "Type": required &'a str,
    sequence_number "SequenceNumber": optional &'a str,
    timestamp "Timestamp": optional Timestamp,
} }

view! { StreamModeDetails<'a> {
    stream_mode "StreamMode": required &'a str,
} }

builder! { ChildShardBuilder {
    shard_id "ShardId": Text,
    parent_shards "ParentShards": Items<Text>,
    hash_key_range "HashKeyRange": HashKeyRangeBuilder,
} }

builder! { ConsumerBuilder {
    consumer_name "ConsumerName": Text,
    consumer_arn "ConsumerARN": Text,
    consumer_status "ConsumerStatus": Text,
    consumer_creation_timestamp "ConsumerCreationTimestamp": Time,
} }

builder! { ConsumerDescriptionBuilder {
    consumer_name "ConsumerName": Text,
    consumer_arn "ConsumerARN": Text,
    consumer_status "ConsumerStatus": Text,
    consumer_creation_timestamp "ConsumerCreationTimestamp": Time,
    stream_arn "StreamARN": Text,
} }

builder! { EnhancedMetricsBuilder {
    shard_level_metrics "ShardLevelMetrics": Items<Text>,
} }

builder! { HashKeyRangeBuilder {
    starting_hash_key "StartingHashKey": Text,
    ending_hash_key "EndingHashKey": Text,
} }

builder! { MinimumThroughputBillingCommitmentOutputBuilder {
    status "Status": Text,
    started_at "StartedAt": Time,
    ended_at "EndedAt": Time,
    earliest_allowed_end_at "EarliestAllowedEndAt": Time,
} }

builder! { PutRecordsResultEntryBuilder {
    sequence_number "SequenceNumber": Text,
    shard_id "ShardId": Text,
    error_code "ErrorCode": Text,
    error_message "ErrorMessage": Text,
} }

builder! { RecordBuilder {
    sequence_number "SequenceNumber": Text,
    approximate_arrival_timestamp "ApproximateArrivalTimestamp": Time,
    data "Data": Blob,
    partition_key "PartitionKey": Text,
    encryption_type "EncryptionType": Text,
} }

builder! { SequenceNumberRangeBuilder {
    starting_sequence_number "StartingSequenceNumber": Text,
    ending_sequence_number "EndingSequenceNumber": Text,
} }

builder! { ShardBuilder {
    shard_id "ShardId": Text,
    parent_shard_id "ParentShardId": Text,
    adjacent_parent_shard_id "AdjacentParentShardId": Text,
    hash_key_range "HashKeyRange": HashKeyRangeBuilder,
    sequence_number_range "SequenceNumberRange": SequenceNumberRangeBuilder,
} }

builder! { StreamDescriptionBuilder {
    stream_name "StreamName": Text,
    stream_arn "StreamARN": Text,
    stream_status "StreamStatus": Text,
    stream_mode_details "StreamModeDetails": StreamModeDetailsBuilder,
    shards "Shards": Items<ShardBuilder>,
    has_more_shards "HasMoreShards": Flag,
    retention_period_hours "RetentionPeriodHours": Whole,
    stream_creation_timestamp "StreamCreationTimestamp": Time,
    enhanced_monitoring "EnhancedMonitoring": Items<EnhancedMetricsBuilder>,
    encryption_type "EncryptionType": Text,
    key_id "KeyId": Text,
} }

builder! { StreamDescriptionSummaryBuilder {
    stream_name "StreamName": Text,
    stream_arn "StreamARN": Text,
    stream_id "StreamId": Text,
    stream_status "StreamStatus": Text,
    stream_mode_details "StreamModeDetails": StreamModeDetailsBuilder,
    retention_period_hours "RetentionPeriodHours": Whole,
    stream_creation_timestamp "StreamCreationTimestamp": Time,
    enhanced_monitoring "EnhancedMonitoring": Items<EnhancedMetricsBuilder>,
    encryption_type "EncryptionType": Text,
    key_id "KeyId": Text,
    open_shard_count "OpenShardCount": Whole,
    consumer_count "ConsumerCount": Whole,
    warm_throughput "WarmThroughput": WarmThroughputObjectBuilder,
    max_record_size_in_ki_b "MaxRecordSizeInKiB": Whole,
    channel_count "ChannelCount": Whole,
    record_distribution_strategy "RecordDistributionStrategy": Text,
    queue_count "QueueCount": Whole,
} }

builder! { StreamModeDetailsBuilder {
    stream_mode "StreamMode": Text,
} }

builder! { StreamSummaryBuilder {
    stream_name "StreamName": Text,
    stream_arn "StreamARN": Text,
    stream_status "StreamStatus": Text,
    stream_mode_details "StreamModeDetails": StreamModeDetailsBuilder,
    stream_creation_timestamp "StreamCreationTimestamp": Time,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { WarmThroughputObjectBuilder {
    target_mi_bps "TargetMiBps": Whole,
    current_mi_bps "CurrentMiBps": Whole,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        access_denied_exception "AccessDeniedException" 400;
        dry_run_operation_exception "DryRunOperationException" 400;
        expired_iterator_exception "ExpiredIteratorException" 400;
        expired_next_token_exception "ExpiredNextTokenException" 400;
        internal_failure_exception "InternalFailureException" 500;
        invalid_argument_exception "InvalidArgumentException" 400;
        kms_access_denied_exception "KMSAccessDeniedException" 400;
        kms_disabled_exception "KMSDisabledException" 400;
        kms_invalid_state_exception "KMSInvalidStateException" 400;
        kms_not_found_exception "KMSNotFoundException" 400;
        kms_opt_in_required "KMSOptInRequired" 400;
        kms_throttling_exception "KMSThrottlingException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        provisioned_throughput_exceeded_exception "ProvisionedThroughputExceededException" 400;
        resource_in_use_exception "ResourceInUseException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        validation_exception "ValidationException" 400;
    }
}

pub mod consumer_status {
    pub const CREATING: &str = "CREATING";
    pub const DELETING: &str = "DELETING";
    pub const ACTIVE: &str = "ACTIVE";
}

pub mod encryption_type {
    pub const NONE: &str = "NONE";
    pub const KMS: &str = "KMS";
}

pub mod metrics_name {
    pub const INCOMING_BYTES: &str = "IncomingBytes";
    pub const INCOMING_RECORDS: &str = "IncomingRecords";
    pub const OUTGOING_BYTES: &str = "OutgoingBytes";
    pub const OUTGOING_RECORDS: &str = "OutgoingRecords";
    pub const WRITE_PROVISIONED_THROUGHPUT_EXCEEDED: &str = "WriteProvisionedThroughputExceeded";
    pub const READ_PROVISIONED_THROUGHPUT_EXCEEDED: &str = "ReadProvisionedThroughputExceeded";
    pub const ITERATOR_AGE_MILLISECONDS: &str = "IteratorAgeMilliseconds";
    pub const ALL: &str = "ALL";
}

pub mod minimum_throughput_billing_commitment_input_status {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod minimum_throughput_billing_commitment_output_status {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
    pub const ENABLED_UNTIL_EARLIEST_ALLOWED_END: &str = "ENABLED_UNTIL_EARLIEST_ALLOWED_END";
}

pub mod record_distribution_strategy {
    pub const AUTO: &str = "AUTO";
    pub const USER_PARTITION_KEY: &str = "USER_PARTITION_KEY";
}

pub mod scaling_type {
    pub const UNIFORM_SCALING: &str = "UNIFORM_SCALING";
}

pub mod shard_filter_type {
    pub const AFTER_SHARD_ID: &str = "AFTER_SHARD_ID";
    pub const AT_TRIM_HORIZON: &str = "AT_TRIM_HORIZON";
    pub const FROM_TRIM_HORIZON: &str = "FROM_TRIM_HORIZON";
    pub const AT_LATEST: &str = "AT_LATEST";
    pub const AT_TIMESTAMP: &str = "AT_TIMESTAMP";
    pub const FROM_TIMESTAMP: &str = "FROM_TIMESTAMP";
}

pub mod shard_iterator_type {
    pub const AT_SEQUENCE_NUMBER: &str = "AT_SEQUENCE_NUMBER";
    pub const AFTER_SEQUENCE_NUMBER: &str = "AFTER_SEQUENCE_NUMBER";
    pub const TRIM_HORIZON: &str = "TRIM_HORIZON";
    pub const LATEST: &str = "LATEST";
    pub const AT_TIMESTAMP: &str = "AT_TIMESTAMP";
}

pub mod stream_mode {
    pub const PROVISIONED: &str = "PROVISIONED";
    pub const ON_DEMAND: &str = "ON_DEMAND";
}

pub mod stream_status {
    pub const CREATING: &str = "CREATING";
    pub const DELETING: &str = "DELETING";
    pub const ACTIVE: &str = "ACTIVE";
    pub const UPDATING: &str = "UPDATING";
}
