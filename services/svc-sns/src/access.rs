//! What each operation acts on: the door decides by it whether the caller may.
//!
//! Source: "Actions, resources, and condition keys for Amazon SNS" in the Service Authorization
//! Reference. All calls about a topic are judged by the topic's policy too. SNS's refusals name
//! actions as `SNS:Publish` (AWS's replies in aws-ia/terraform-aws-control_tower_account_factory
//! issue 151 and obie/saws issue 4); policies write them in any letters.

use kernel::access::Access;
use kernel::{ApiError, Ctx, Principal, Struct, Value};

use crate::policy;
use crate::state::Topic;
use crate::subscription;
use crate::topic;

/// Services that do not tell `AWS:SourceOwner`, so that the policy which topics have by default
/// does not let them in, and one must be written for them. Sources: EventBridge User Guide,
/// "Troubleshooting Amazon EventBridge" (a rule's topic gets nothing); S3 User Guide, "Granting
/// permissions to publish event notification messages to a destination"; Cost Management User
/// Guide, "Creating an Amazon SNS topic for budget notifications".
const NAMELESS: [&str; 4] = [
    "events.amazonaws.com",
    "s3.amazonaws.com",
    "budgets.amazonaws.com",
    "costalerts.amazonaws.com",
];
const NOBODY: &str = "";

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let text = |name: &str| input.str(name).filter(|text| !text.is_empty());
    match operation {
        "CreateTopic" => {
            let arn = ctx.arn(text("Name").unwrap_or("*")).to_string();
            Ok(Some(with_tags(Access::new(ctx, "SNS:CreateTopic", arn), input)))
        }
        "Publish" => match text("TopicArn").or(text("TargetArn")) {
            Some(arn) if !crate::direct::is_device(arn) => {
                of_topic(ctx, "SNS:Publish", "TopicArn", arn).map(Some)
            }
            other => Ok(Some(Access::new(ctx, "SNS:Publish", other.unwrap_or("*")))),
        },
        "PublishBatch" => {
            of_topic(ctx, "SNS:Publish", "TopicArn", input.str("TopicArn").unwrap_or_default())
                .map(Some)
        }
        "Subscribe" => {
            let arn = input.str("TopicArn").unwrap_or_default();
            let mut access = of_topic(ctx, "SNS:Subscribe", "TopicArn", arn)?;
            for (key, member) in [("sns:Protocol", "Protocol"), ("sns:Endpoint", "Endpoint")] {
                if let Some(value) = text(member) {
                    access = access.with_key(key, value);
                }
            }
            Ok(Some(access))
        }
        // A valid token is enough; who signs must be allowed by his own account.
        "ConfirmSubscription" => Ok((*ctx.principal() != Principal::Anonymous).then(|| {
            let arn = input.str("TopicArn").unwrap_or_default();
            Access::new(ctx, "SNS:ConfirmSubscription", arn)
        })),
        "Unsubscribe" | "GetSubscriptionAttributes" | "SetSubscriptionAttributes" => {
            of_subscription(ctx, operation, input.str("SubscriptionArn").unwrap_or_default())
        }
        "TagResource"
        | "UntagResource"
        | "ListTagsForResource"
        | "GetDataProtectionPolicy"
        | "PutDataProtectionPolicy" => {
            let arn = input.str("ResourceArn").unwrap_or_default();
            let access = of_topic(ctx, &format!("SNS:{operation}"), "ResourceArn", arn)?;
            Ok(Some(with_tags(access, input)))
        }
        "CreatePlatformApplication"
        | "DeletePlatformApplication"
        | "CreatePlatformEndpoint"
        | "GetPlatformApplicationAttributes"
        | "SetPlatformApplicationAttributes"
        | "ListEndpointsByPlatformApplication"
        | "DeleteEndpoint"
        | "GetEndpointAttributes"
        | "SetEndpointAttributes" => {
            let arn = text("PlatformApplicationArn").or(text("EndpointArn")).unwrap_or("*");
            Ok(Some(Access::new(ctx, format!("SNS:{operation}"), arn)))
        }
        _ => match input.str("TopicArn") {
            Some(arn) => of_topic(ctx, &format!("SNS:{operation}"), "TopicArn", arn).map(Some),
            None => Ok(Some(Access::new(ctx, format!("SNS:{operation}"), "*"))),
        },
    }
}

/// The tags that a request gives or takes away.
fn with_tags(mut access: Access, input: &Struct) -> Access {
    for tag in input.list("Tags").unwrap_or_default().iter().filter_map(Value::as_struct) {
        let (Some(key), Some(value)) = (tag.str("Key"), tag.str("Value")) else { continue };
        access =
            access.with_key("aws:TagKeys", key).with_key(format!("aws:RequestTag/{key}"), value);
    }
    for key in input.list("TagKeys").unwrap_or_default().iter().filter_map(Value::as_str) {
        access = access.with_key("aws:TagKeys", key);
    }
    access
}

fn of_topic(ctx: &Ctx<'_>, action: &str, parameter: &str, text: &str) -> Result<Access, ApiError> {
    let (arn, owner) = topic::read_arn(ctx, parameter, text)?;
    let found = topic::find_named(ctx, owner, ctx.region(), &arn.resource)?;
    let policy = found.and_then(|topic| policy_for(ctx, &topic));
    let access = Access::new(ctx, action, text).owned_by(owner).with_policy(policy);
    Ok(match ctx.principal() {
        Principal::Service(name) if NAMELESS.contains(&&**name) => {
            access.with_key("aws:SourceOwner", NOBODY)
        }
        _ => access,
    })
}

/// The policy by which the topic judges its caller. The one that topics have by default speaks of
/// services that act for the topic's owner, and gives nothing to anybody else.
fn policy_for(ctx: &Ctx<'_>, topic: &Topic) -> Option<String> {
    let is_own = topic.row.settings.policy.is_some();
    let is_service = matches!(ctx.principal(), Principal::Service(_));
    (is_own || is_service).then(|| policy::document(topic))
}

/// A subscription is its owner's and its topic's owner's; without authentication, it may be
/// everybody's to end.
fn of_subscription(ctx: &Ctx<'_>, operation: &str, text: &str) -> Result<Option<Access>, ApiError> {
    let action = format!("SNS:{operation}");
    let arn = subscription::read_arn(text)?;
    let access = Access::new(ctx, action, text);
    let caller = ctx.principal().account();
    if caller == Some(arn.owner) {
        return Ok(Some(access.owned_by(arn.owner)));
    }
    let Some((_, subscription)) = subscription::find_by_arn(ctx, text)? else {
        // Whoever asks is told that it is not there.
        return Ok(Some(access));
    };
    let is_owner = caller.is_some_and(|caller| caller.as_str() == subscription.row.owner);
    if is_owner {
        return Ok(Some(access));
    }
    if operation == "Unsubscribe" && !subscription.row.authenticates_unsubscribe {
        return Ok(None);
    }
    Ok(Some(access.owned_by(arn.owner)))
}
