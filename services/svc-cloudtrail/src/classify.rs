//! Which calls are events of which kind: a table of names, asked at every call. It only compares.
//!
//! Source: the pages "Logging … API calls using AWS CloudTrail" of the services' guides: "Amazon S3
//! object-level actions" in "Amazon S3 CloudTrail events", "Amazon SQS data events in CloudTrail",
//! "SNS data events in CloudTrail", "DynamoDB data plane events in CloudTrail", and "Logging data
//! events" of the CloudTrail User Guide for the resource types. Whether an operation only reads is
//! in no model: its verb says it, with exceptions in [`READS`] that those pages' samples show.

/// What an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Management { is_read: bool },
    Data { kind: DataKind, is_read: bool },
}

/// The resource types of data events that services here have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum DataKind {
    S3Object,
    SqsQueue,
    SnsTopic,
    SnsPlatformEndpoint,
    DynamoDbTable,
    DynamoDbStream,
    LambdaFunction,
    KinesisStream,
    CloudWatchMetric,
}

const KINDS: [(DataKind, &str); 9] = [
    (DataKind::S3Object, "AWS::S3::Object"),
    (DataKind::SqsQueue, "AWS::SQS::Queue"),
    (DataKind::SnsTopic, "AWS::SNS::Topic"),
    (DataKind::SnsPlatformEndpoint, "AWS::SNS::PlatformEndpoint"),
    (DataKind::DynamoDbTable, "AWS::DynamoDB::Table"),
    (DataKind::DynamoDbStream, "AWS::DynamoDB::Stream"),
    (DataKind::LambdaFunction, "AWS::Lambda::Function"),
    (DataKind::KinesisStream, "AWS::Kinesis::Stream"),
    (DataKind::CloudWatchMetric, "AWS::CloudWatch::Metric"),
];

/// Operations that read although their verb does not say so, and the other way round.
const READS: &[(&str, &str)] = &[
    ("kms", "Decrypt"),
    ("kms", "DeriveSharedSecret"),
    ("kms", "Encrypt"),
    ("kms", "GenerateDataKey"),
    ("kms", "GenerateDataKeyPair"),
    ("kms", "GenerateDataKeyPairWithoutPlaintext"),
    ("kms", "GenerateDataKeyWithoutPlaintext"),
    ("kms", "GenerateMac"),
    ("kms", "GenerateRandom"),
    ("kms", "ReEncrypt"),
    ("kms", "Sign"),
    ("kms", "Verify"),
    ("kms", "VerifyMac"),
    ("sts", "AssumeRole"),
    ("sts", "AssumeRoleWithSAML"),
    ("sts", "AssumeRoleWithWebIdentity"),
    ("sts", "DecodeAuthorizationMessage"),
];

const READING_VERBS: &[&str] = &[
    "BatchGet",
    "Check",
    "Count",
    "Describe",
    "Detect",
    "Estimate",
    "Export",
    "Filter",
    "Get",
    "Head",
    "List",
    "Lookup",
    "Query",
    "Receive",
    "Scan",
    "Search",
    "Select",
    "Simulate",
    "Test",
    "TransactGet",
    "Validate",
    "View",
];

impl DataKind {
    /// Its bit in a set of kinds.
    pub fn bit(self) -> u32 {
        1 << self as u32
    }

    /// As selectors and events write it.
    pub fn resource_type(self) -> &'static str {
        KINDS[self as usize].1
    }

    pub fn parse(resource_type: &str) -> Option<DataKind> {
        KINDS.iter().find(|(_, name)| *name == resource_type).map(|(kind, _)| *kind)
    }
}

impl Class {
    pub fn is_read(self) -> bool {
        match self {
            Class::Management { is_read } | Class::Data { is_read, .. } => is_read,
        }
    }

    pub fn data(self) -> Option<DataKind> {
        match self {
            Class::Data { kind, .. } => Some(kind),
            Class::Management { .. } => None,
        }
    }
}

/// The kind of data event that an operation is; `None` for management events.
pub fn data_kind(service: &str, operation: &str) -> Option<DataKind> {
    match service {
        "s3" => is_object_level(operation).then_some(DataKind::S3Object),
        "sqs" => matches!(
            operation,
            "SendMessage"
                | "ReceiveMessage"
                | "DeleteMessage"
                | "SendMessageBatch"
                | "DeleteMessageBatch"
                | "ChangeMessageVisibility"
                | "ChangeMessageVisibilityBatch"
                | "GetQueueAttributes"
                | "GetQueueUrl"
                | "ListDeadLetterSourceQueues"
                | "ListQueueTags"
                | "ListQueues"
        )
        .then_some(DataKind::SqsQueue),
        "dynamodb" => matches!(
            operation,
            "GetItem"
                | "PutItem"
                | "UpdateItem"
                | "DeleteItem"
                | "Query"
                | "Scan"
                | "BatchGetItem"
                | "BatchWriteItem"
                | "TransactGetItems"
                | "TransactWriteItems"
                | "ExecuteStatement"
                | "BatchExecuteStatement"
                | "ExecuteTransaction"
        )
        .then_some(DataKind::DynamoDbTable),
        "sns" => matches!(operation, "Publish" | "PublishBatch").then_some(DataKind::SnsTopic),
        "dynamodbstreams" => matches!(operation, "GetRecords" | "GetShardIterator")
            .then_some(DataKind::DynamoDbStream),
        "lambda" => matches!(operation, "Invoke" | "InvokeAsync" | "InvokeWithResponseStream")
            .then_some(DataKind::LambdaFunction),
        "kinesis" => matches!(
            operation,
            "GetRecords" | "PutRecord" | "PutRecords" | "GetShardIterator" | "SubscribeToShard"
        )
        .then_some(DataKind::KinesisStream),
        "cloudwatch" => matches!(
            operation,
            "PutMetricData" | "GetMetricData" | "GetMetricStatistics" | "ListMetrics"
        )
        .then_some(DataKind::CloudWatchMetric),
        _ => None,
    }
}

fn is_object_level(operation: &str) -> bool {
    matches!(
        operation,
        "GetObject"
            | "PutObject"
            | "DeleteObject"
            | "HeadObject"
            | "ListObjectsV2"
            | "ListObjects"
            | "DeleteObjects"
            | "CopyObject"
            | "UploadPart"
            | "UploadPartCopy"
            | "CreateMultipartUpload"
            | "CompleteMultipartUpload"
            | "AbortMultipartUpload"
            | "ListParts"
            | "ListMultipartUploads"
            | "ListObjectVersions"
            | "HeadBucket"
            | "GetObjectAcl"
            | "PutObjectAcl"
            | "GetObjectAttributes"
            | "GetObjectLegalHold"
            | "PutObjectLegalHold"
            | "GetObjectRetention"
            | "PutObjectRetention"
            | "GetObjectTagging"
            | "PutObjectTagging"
            | "DeleteObjectTagging"
            | "GetObjectTorrent"
            | "RestoreObject"
            | "SelectObjectContent"
    )
}

/// Calls that are no events at all: what flows through a service by the million and is offered to
/// no trail.
pub fn is_silent(service: &str, operation: &str) -> bool {
    matches!(
        (service, operation),
        ("events", "PutEvents" | "PutPartnerEvents")
            | ("logs", "PutLogEvents")
            | ("firehose", "PutRecord" | "PutRecordBatch")
    )
}

/// The class of an operation that clients can call.
pub fn of(service: &str, operation: &str) -> Class {
    let is_read = READING_VERBS.iter().any(|verb| operation.starts_with(verb))
        || READS.contains(&(service, operation));
    match data_kind(service, operation) {
        Some(kind) => Class::Data { kind, is_read },
        None => Class::Management { is_read },
    }
}

/// Services whose calls are recorded in the partition's first region, wherever they are made. STS
/// is not among them: its regional endpoints record where they are, the global one is us-east-1.
pub fn is_global(service: &str) -> bool {
    matches!(service, "iam" | "organizations" | "cloudfront" | "route53")
}

/// The names of services in events, where they are not the CLI's.
pub fn event_source(service: &str) -> String {
    let name = match service {
        "dynamodbstreams" => "dynamodb",
        "stepfunctions" => "states",
        "cloudwatch" => "monitoring",
        "elbv2" | "elb" => "elasticloadbalancing",
        "cognito-idp" | "cognito-identity" | "cloudtrail" => service,
        other => other,
    };
    format!("{name}.amazonaws.com")
}

/// The names of operations in events, where they are not the API's.
///
/// Source: "Amazon S3 CloudTrail events", column "CloudTrail event name".
pub fn event_name<'o>(service: &str, operation: &'o str) -> &'o str {
    match (service, operation) {
        ("s3", "ListObjectsV2") => "ListObjects",
        ("s3", "GetBucketLifecycleConfiguration") => "GetBucketLifecycle",
        ("s3", "PutBucketLifecycleConfiguration") => "PutBucketLifecycle",
        ("s3", "GetBucketNotificationConfiguration") => "GetBucketNotification",
        ("s3", "PutBucketNotificationConfiguration") => "PutBucketNotification",
        ("s3", "GetPublicAccessBlock") => "GetBucketPublicAccessBlock",
        ("s3", "PutPublicAccessBlock") => "PutBucketPublicAccessBlock",
        ("s3", "DeletePublicAccessBlock") => "DeleteBucketPublicAccessBlock",
        ("s3", "GetObjectLockConfiguration") => "GetBucketObjectLockConfiguration",
        ("s3", "PutObjectLockConfiguration") => "PutBucketObjectLockConfiguration",
        _ => operation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_stand_at_their_own_places() {
        for (at, (kind, name)) in KINDS.iter().enumerate() {
            assert_eq!(*kind as usize, at);
            assert_eq!(DataKind::parse(name), Some(*kind));
            assert_eq!(kind.resource_type(), *name);
        }
    }

    #[test]
    fn operations_read_or_write() {
        for (service, operation, is_read) in [
            ("s3", "GetObject", true),
            ("s3", "DeleteObject", false),
            ("kms", "Decrypt", true),
            ("kms", "ScheduleKeyDeletion", false),
            ("sts", "AssumeRole", true),
            ("iam", "CreateUser", false),
            ("sqs", "ReceiveMessage", true),
            ("sqs", "SendMessage", false),
            ("dynamodb", "TransactWriteItems", false),
            ("dynamodb", "TransactGetItems", true),
        ] {
            assert_eq!(of(service, operation).is_read(), is_read, "{service} {operation}");
        }
        assert_eq!(of("sqs", "CreateQueue").data(), None);
        assert_eq!(of("s3", "GetBucketAcl").data(), None);
    }
}
