//! Inputs, outputs, errors and enums of the implemented operations of DynamoDB Streams.
//!
//! Written by `cargo xtask codegen dynamodbstreams` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Blob, Entries, Flag, Items, Text, Time, Whole};
use kernel::{Timestamp, builder, operations, view};

operations! {
    DescribeStream: DescribeStreamInput, DescribeStreamOutput;
    GetRecords: GetRecordsInput, GetRecordsOutput;
    GetShardIterator: GetShardIteratorInput, GetShardIteratorOutput;
    ListStreams: ListStreamsInput, ListStreamsOutput;
}

view! { DescribeStreamInput<'a> {
    stream_arn "StreamArn": required &'a str,
    limit "Limit": optional i64,
    exclusive_start_shard_id "ExclusiveStartShardId": optional &'a str,
    shard_filter "ShardFilter": optional ShardFilter<'a>,
} }

builder! { DescribeStreamOutput {
    stream_description "StreamDescription": StreamDescriptionBuilder,
} }

view! { GetRecordsInput<'a> {
    shard_iterator "ShardIterator": required &'a str,
    limit "Limit": optional i64,
} }

builder! { GetRecordsOutput {
    records "Records": Items<RecordBuilder>,
    next_shard_iterator "NextShardIterator": Text,
} }

view! { GetShardIteratorInput<'a> {
    stream_arn "StreamArn": required &'a str,
    shard_id "ShardId": required &'a str,
    shard_iterator_type "ShardIteratorType": required &'a str,
    sequence_number "SequenceNumber": optional &'a str,
    timestamp "Timestamp": optional Timestamp,
} }

builder! { GetShardIteratorOutput {
    shard_iterator "ShardIterator": Text,
} }

view! { ListStreamsInput<'a> {
    table_name "TableName": optional &'a str,
    limit "Limit": optional i64,
    exclusive_start_stream_arn "ExclusiveStartStreamArn": optional &'a str,
} }

builder! { ListStreamsOutput {
    streams "Streams": Items<StreamBuilder>,
    last_evaluated_stream_arn "LastEvaluatedStreamArn": Text,
} }

view! { ShardFilter<'a> {
    type_ "Type": optional &'a str,
    shard_id "ShardId": optional &'a str,
} }

builder! { AttributeValueBuilder {
    s "S": Text,
    n "N": Text,
    b "B": Blob,
    ss "SS": Items<Text>,
    ns "NS": Items<Text>,
    bs "BS": Items<Blob>,
    m "M": Entries<AttributeValueBuilder>,
    l "L": Items<AttributeValueBuilder>,
    null "NULL": Flag,
    bool "BOOL": Flag,
} }

builder! { IdentityBuilder {
    principal_id "PrincipalId": Text,
    type_ "Type": Text,
} }

builder! { KeySchemaElementBuilder {
    attribute_name "AttributeName": Text,
    key_type "KeyType": Text,
} }

builder! { RecordBuilder {
    event_id "eventID": Text,
    event_name "eventName": Text,
    event_version "eventVersion": Text,
    event_source "eventSource": Text,
    aws_region "awsRegion": Text,
    dynamodb "dynamodb": StreamRecordBuilder,
    user_identity "userIdentity": IdentityBuilder,
} }

builder! { SequenceNumberRangeBuilder {
    starting_sequence_number "StartingSequenceNumber": Text,
    ending_sequence_number "EndingSequenceNumber": Text,
} }

builder! { ShardBuilder {
    shard_id "ShardId": Text,
    sequence_number_range "SequenceNumberRange": SequenceNumberRangeBuilder,
    parent_shard_id "ParentShardId": Text,
} }

builder! { StreamBuilder {
    stream_arn "StreamArn": Text,
    table_name "TableName": Text,
    stream_label "StreamLabel": Text,
} }

builder! { StreamDescriptionBuilder {
    stream_arn "StreamArn": Text,
    stream_label "StreamLabel": Text,
    stream_status "StreamStatus": Text,
    stream_view_type "StreamViewType": Text,
    creation_request_date_time "CreationRequestDateTime": Time,
    table_name "TableName": Text,
    key_schema "KeySchema": Items<KeySchemaElementBuilder>,
    shards "Shards": Items<ShardBuilder>,
    last_evaluated_shard_id "LastEvaluatedShardId": Text,
} }

builder! { StreamRecordBuilder {
    approximate_creation_date_time "ApproximateCreationDateTime": Time,
    keys "Keys": Entries<AttributeValueBuilder>,
    new_image "NewImage": Entries<AttributeValueBuilder>,
    old_image "OldImage": Entries<AttributeValueBuilder>,
    sequence_number "SequenceNumber": Text,
    size_bytes "SizeBytes": Whole,
    stream_view_type "StreamViewType": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        expired_iterator_exception "ExpiredIteratorException" 400;
        internal_server_error "InternalServerError" 500;
        limit_exceeded_exception "LimitExceededException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        trimmed_data_access_exception "TrimmedDataAccessException" 400;
    }
}

pub mod key_type {
    pub const HASH: &str = "HASH";
    pub const RANGE: &str = "RANGE";
}

pub mod operation_type {
    pub const INSERT: &str = "INSERT";
    pub const MODIFY: &str = "MODIFY";
    pub const REMOVE: &str = "REMOVE";
}

pub mod shard_filter_type {
    pub const CHILD_SHARDS: &str = "CHILD_SHARDS";
}

pub mod shard_iterator_type {
    pub const TRIM_HORIZON: &str = "TRIM_HORIZON";
    pub const LATEST: &str = "LATEST";
    pub const AT_SEQUENCE_NUMBER: &str = "AT_SEQUENCE_NUMBER";
    pub const AFTER_SEQUENCE_NUMBER: &str = "AFTER_SEQUENCE_NUMBER";
    pub const AT_TIMESTAMP: &str = "AT_TIMESTAMP";
}

pub mod stream_status {
    pub const ENABLING: &str = "ENABLING";
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLING: &str = "DISABLING";
    pub const DISABLED: &str = "DISABLED";
}

pub mod stream_view_type {
    pub const NEW_IMAGE: &str = "NEW_IMAGE";
    pub const OLD_IMAGE: &str = "OLD_IMAGE";
    pub const NEW_AND_OLD_IMAGES: &str = "NEW_AND_OLD_IMAGES";
    pub const KEYS_ONLY: &str = "KEYS_ONLY";
}
