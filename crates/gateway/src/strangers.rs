//! Operations that AWS takes without a signature, since the policy of a resource may open them to
//! everybody. S3 takes all of its operations so.
//!
//! Source: "AWS global condition context keys", `aws:PrincipalType` ("Anonymous": SQS, SNS and S3);
//! "Basic examples of Amazon SQS policies".

/// Of each service those that act on a resource and can be opened to others than its account.
const OPEN: [(&str, &[&str]); 1] = [(
    "sqs",
    &[
        "ChangeMessageVisibility",
        "ChangeMessageVisibilityBatch",
        "DeleteMessage",
        "DeleteMessageBatch",
        "GetQueueAttributes",
        "GetQueueUrl",
        "ListDeadLetterSourceQueues",
        "PurgeQueue",
        "ReceiveMessage",
        "SendMessage",
        "SendMessageBatch",
    ],
)];

/// Whether nobody may call the operation; whether nobody may do what it asks is the door's to say.
pub fn may_call(service: &str, operation: &str) -> bool {
    OPEN.iter().any(|(name, operations)| *name == service && operations.contains(&operation))
}
