//! The resources that are looked at, and their policies, as their services tell them to whoever
//! runs (the service-linked role).

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct, Value};

use crate::api::resource_type as kind;

/// Types of resources that exist here and are looked at.
pub const KINDS: &[&str] = &[
    kind::AWS_S3_BUCKET,
    kind::AWS_IAM_ROLE,
    kind::AWS_SQS_QUEUE,
    kind::AWS_KMS_KEY,
    kind::AWS_SECRETS_MANAGER_SECRET,
    kind::AWS_SNS_TOPIC,
    kind::AWS_DYNAMO_DB_TABLE,
];

/// A resource with its policy; an error where its service does not show it.
#[derive(Debug)]
pub struct Resource {
    pub arn: String,
    pub policy: Result<Option<String>, ApiError>,
}

/// Resources of a page, and where the next one begins.
pub type Page = (Vec<Resource>, Option<String>);

/// How a type is listed.
struct Listing {
    service: &'static str,
    operation: &'static str,
    /// The input's member that takes a token, and the output's that has the next one.
    token: (&'static str, &'static str),
    items: &'static str,
}

fn listing(of: &str) -> Option<Listing> {
    let listing =
        |service, operation, token, items| Some(Listing { service, operation, token, items });
    match of {
        kind::AWS_S3_BUCKET => {
            let token = ("ContinuationToken", "ContinuationToken");
            listing("s3", "ListBuckets", token, "Buckets")
        }
        kind::AWS_IAM_ROLE => listing("iam", "ListRoles", ("Marker", "Marker"), "Roles"),
        kind::AWS_SQS_QUEUE => {
            listing("sqs", "ListQueues", ("NextToken", "NextToken"), "QueueUrls")
        }
        kind::AWS_KMS_KEY => listing("kms", "ListKeys", ("Marker", "NextMarker"), "Keys"),
        kind::AWS_SECRETS_MANAGER_SECRET => {
            listing("secretsmanager", "ListSecrets", ("NextToken", "NextToken"), "SecretList")
        }
        kind::AWS_SNS_TOPIC => listing("sns", "ListTopics", ("NextToken", "NextToken"), "Topics"),
        kind::AWS_DYNAMO_DB_TABLE => {
            let token = ("ExclusiveStartTableName", "LastEvaluatedTableName");
            listing("dynamodb", "ListTables", token, "TableNames")
        }
        _ => None,
    }
}

pub fn page(ctx: &mut Ctx<'_>, of: &str, token: Option<&str>) -> Result<Page, ApiError> {
    let Some(listing) = listing(of) else { return Ok((Vec::new(), None)) };
    let mut ask = Ask::to(listing.service, listing.operation);
    if of == kind::AWS_SQS_QUEUE {
        ask = ask.with("MaxResults", 100);
    }
    if let Some(token) = token {
        ask = ask.with(listing.token.0, token);
    }
    let output = ctx.call(ask)?;
    let next = output.str(listing.token.1).map(str::to_owned);
    let items = output.list(listing.items).unwrap_or_default().to_vec();
    let mut found = Vec::new();
    for item in items {
        found.extend(resource(ctx, of, &item)?);
    }
    Ok((found, next))
}

/// `None` for what is not looked at: roles of services, buckets of other regions.
fn resource(ctx: &mut Ctx<'_>, of: &str, item: &Value) -> Result<Option<Resource>, ApiError> {
    let text = |name: &str| item.as_struct().and_then(|it| it.str(name)).unwrap_or_default();
    let found = match of {
        kind::AWS_S3_BUCKET => {
            let name = text("Name");
            let region = text("BucketRegion");
            if !region.is_empty() && region != ctx.region().as_str() {
                return Ok(None);
            }
            let arn = format!("arn:{}:s3:::{name}", ctx.region().partition());
            Resource { arn, policy: bucket_policy(ctx, name) }
        }
        kind::AWS_IAM_ROLE => {
            if text("Path").starts_with("/aws-service-role/") {
                return Ok(None);
            }
            let document = unescaped(text("AssumeRolePolicyDocument"));
            Resource { arn: text("Arn").to_owned(), policy: Ok(Some(document)) }
        }
        kind::AWS_SQS_QUEUE => {
            let Some(url) = item.as_str() else { return Ok(None) };
            let names = vec![Value::from("QueueArn"), Value::from("Policy")];
            let ask = Ask::to("sqs", "GetQueueAttributes")
                .with("QueueUrl", url)
                .with("AttributeNames", names);
            let attributes = ctx.call(ask)?;
            let attributes = attributes.structure("Attributes").cloned().unwrap_or_default();
            let arn = attributes.str("QueueArn").unwrap_or_default().to_owned();
            Resource { arn, policy: Ok(attributes.str("Policy").map(str::to_owned)) }
        }
        kind::AWS_KMS_KEY => {
            let ask = Ask::to("kms", "GetKeyPolicy")
                .with("KeyId", text("KeyId"))
                .with("PolicyName", "default");
            Resource { arn: text("KeyArn").to_owned(), policy: policy_of(ctx, ask, "Policy") }
        }
        kind::AWS_SECRETS_MANAGER_SECRET => {
            let arn = text("ARN").to_owned();
            let ask = Ask::to("secretsmanager", "GetResourcePolicy").with("SecretId", arn.as_str());
            Resource { policy: policy_of(ctx, ask, "ResourcePolicy"), arn }
        }
        kind::AWS_SNS_TOPIC => {
            let arn = text("TopicArn").to_owned();
            let ask = Ask::to("sns", "GetTopicAttributes").with("TopicArn", arn.as_str());
            let attributes = ctx.call(ask);
            let policy = attributes.map(|it| {
                let attributes = it.structure("Attributes");
                attributes.and_then(|it| it.str("Policy")).map(str::to_owned)
            });
            Resource { arn, policy }
        }
        _ => {
            let name = item.as_str().unwrap_or_default();
            let resource = format!("table/{name}");
            let arn = Arn::regional("dynamodb", ctx.region(), ctx.account(), &resource);
            let arn = arn.to_string();
            let ask = Ask::to("dynamodb", "GetResourcePolicy").with("ResourceArn", arn.as_str());
            Resource { policy: policy_of(ctx, ask, "Policy"), arn }
        }
    };
    Ok(Some(found))
}

/// The member of an answer; nothing, where the resource has no policy.
fn policy_of(ctx: &mut Ctx<'_>, ask: Ask, member: &str) -> Result<Option<String>, ApiError> {
    match ctx.call(ask) {
        Ok(output) => Ok(output.str(member).map(str::to_owned)),
        Err(error) if is_none(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_none(error: &ApiError) -> bool {
    matches!(
        error.code(),
        "NoSuchBucketPolicy"
            | "NoSuchPublicAccessBlockConfiguration"
            | "PolicyNotFoundException"
            | "ResourceNotFoundException"
            | "NoSuchBucket"
    )
}

/// A policy that the block of public access keeps from being public is one that opens nothing to
/// everybody ("RestrictPublicBuckets").
fn bucket_policy(ctx: &mut Ctx<'_>, name: &str) -> Result<Option<String>, ApiError> {
    let policy = policy_of(ctx, Ask::to("s3", "GetBucketPolicy").with("Bucket", name), "Policy")?;
    if policy.is_none() {
        return Ok(None);
    }
    let status = ctx.call(Ask::to("s3", "GetPublicAccessBlock").with("Bucket", name));
    let is_blocked = match status {
        Ok(output) => {
            let block = output.structure("PublicAccessBlockConfiguration");
            block.and_then(|it| it.bool("RestrictPublicBuckets")) == Some(true)
        }
        Err(error) if is_none(&error) => false,
        Err(error) => return Err(error),
    };
    if !is_blocked {
        return Ok(policy);
    }
    let status = ctx.call(Ask::to("s3", "GetBucketPolicyStatus").with("Bucket", name))?;
    let is_public = status.structure("PolicyStatus").and_then(|it: &Struct| it.bool("IsPublic"));
    Ok(policy.filter(|_| is_public != Some(true)))
}

/// IAM answers documents as they stand in URLs.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = (*first == b'%').then(|| tail.get(..2)).flatten();
        let value =
            digits.and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        bytes.push(value.unwrap_or(*first));
        rest = if value.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn documents_as_they_stand_in_urls() {
        assert_eq!(unescaped("%7B%22a%22%3A%201%7D"), r#"{"a": 1}"#);
        assert_eq!(unescaped("100%"), "100%");
    }
}
