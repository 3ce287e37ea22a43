//! What the door tells of policies that have changed: their resources are looked at some minutes
//! later.

use kernel::audit::Observer;
use kernel::{ApiError, Call, Ctx, Struct};

use super::scan;
use crate::api::resource_type as kind;

/// Operations after which a resource of this type may be open to others, or no longer.
fn kind_of(service: &str, operation: &str) -> Option<&'static str> {
    match (service, operation) {
        (
            "s3",
            "PutBucketPolicy"
            | "DeleteBucketPolicy"
            | "PutPublicAccessBlock"
            | "DeletePublicAccessBlock"
            | "CreateBucket"
            | "DeleteBucket",
        ) => Some(kind::AWS_S3_BUCKET),
        ("iam", "CreateRole" | "UpdateAssumeRolePolicy" | "DeleteRole") => Some(kind::AWS_IAM_ROLE),
        (
            "sqs",
            "CreateQueue" | "SetQueueAttributes" | "AddPermission" | "RemovePermission"
            | "DeleteQueue",
        ) => Some(kind::AWS_SQS_QUEUE),
        ("kms", "CreateKey" | "PutKeyPolicy" | "ReplicateKey") => Some(kind::AWS_KMS_KEY),
        ("secretsmanager", "PutResourcePolicy" | "DeleteResourcePolicy" | "DeleteSecret") => {
            Some(kind::AWS_SECRETS_MANAGER_SECRET)
        }
        (
            "sns",
            "CreateTopic" | "SetTopicAttributes" | "AddPermission" | "RemovePermission"
            | "DeleteTopic",
        ) => Some(kind::AWS_SNS_TOPIC),
        ("dynamodb", "PutResourcePolicy" | "DeleteResourcePolicy" | "DeleteTable") => {
            Some(kind::AWS_DYNAMO_DB_TABLE)
        }
        _ => None,
    }
}

#[derive(Debug, Default)]
pub struct PolicyWatch;

impl Observer for PolicyWatch {
    fn on_commit(&self, ctx: &mut Ctx<'_>, call: &Call, _: &Struct) -> Result<(), ApiError> {
        match kind_of(&call.service, &call.operation) {
            Some(kind) => scan::note_change_soon(ctx, kind),
            None => Ok(()),
        }
    }
}
