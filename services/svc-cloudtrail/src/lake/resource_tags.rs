//! The tags of what a call has acted on: what `tagContext.resourceTags` tells.
//!
//! Services are asked for them when the event is kept, in their own words. What the call has
//! deleted has none any more: "CloudTrail events for resource deletions might not include tag
//! information."

use std::cell::Cell;

use kernel::{Ask, Ctx, Principal, Struct, Value};
use serde_json::{Map, Value as Json, json};

use crate::record::Told;

thread_local! {
    /// Held while services are asked: these calls are no events of anybody's.
    static LOOKING: Cell<bool> = const { Cell::new(false) };
}

pub fn is_looking() -> bool {
    LOOKING.get()
}

/// How a service tells the tags of a resource.
struct Tagged {
    service: &'static str,
    /// Members of a call's input or output that name the resource, and how the ARN goes on after
    /// the account: empty where the name is an ARN or the answer tells it.
    named: &'static [(&'static str, &'static str)],
    operation: &'static str,
    member: &'static str,
    /// The member of the answer in which ARN and tags are, or none.
    within: &'static str,
}

const TAGGED: &[Tagged] = &[
    Tagged {
        service: "sqs",
        named: &[("QueueUrl", "")],
        operation: "ListQueueTags",
        member: "QueueUrl",
        within: "",
    },
    Tagged {
        service: "sns",
        named: &[("TopicArn", ""), ("TargetArn", ""), ("ResourceArn", "")],
        operation: "ListTagsForResource",
        member: "ResourceArn",
        within: "",
    },
    Tagged {
        service: "dynamodb",
        named: &[("TableName", "table/"), ("ResourceArn", "")],
        operation: "ListTagsOfResource",
        member: "ResourceArn",
        within: "",
    },
    Tagged {
        service: "kinesis",
        named: &[("StreamARN", ""), ("StreamName", "stream/")],
        operation: "ListTagsForResource",
        member: "ResourceARN",
        within: "",
    },
    Tagged {
        service: "s3",
        named: &[("Bucket", "")],
        operation: "GetBucketTagging",
        member: "Bucket",
        within: "",
    },
    Tagged {
        service: "kms",
        named: &[("KeyId", "")],
        operation: "ListResourceTags",
        member: "KeyId",
        within: "",
    },
    Tagged {
        service: "secretsmanager",
        named: &[("SecretId", ""), ("ARN", "")],
        operation: "DescribeSecret",
        member: "SecretId",
        within: "",
    },
    Tagged {
        service: "iam",
        named: &[("RoleName", "")],
        operation: "GetRole",
        member: "RoleName",
        within: "Role",
    },
    Tagged {
        service: "iam",
        named: &[("UserName", "")],
        operation: "GetUser",
        member: "UserName",
        within: "User",
    },
];

/// `{"arn": …, "tags": {…}}` for each resource that has some of the tags.
pub fn of(ctx: &mut Ctx<'_>, told: &Told<'_>, keys: &[String]) -> Vec<Json> {
    let call = told.call;
    let ways = TAGGED.iter().filter(|it| it.service == call.service);
    let mut out = Vec::new();
    for way in ways {
        let Some((name, head)) = named(told, way) else { continue };
        let Some((arn, tags)) = ask(ctx, told, way, (name, head)) else { continue };
        let chosen: Map<String, Json> = tags
            .into_iter()
            .filter(|(key, _)| keys.contains(key))
            .map(|(key, value)| (key, json!(value)))
            .collect();
        if !chosen.is_empty() {
            out.push(json!({"arn": arn, "tags": chosen}));
        }
    }
    out
}

/// What names the resource: in the request, or in the answer for what was made.
fn named<'t>(told: &Told<'t>, way: &Tagged) -> Option<(&'t str, &'static str)> {
    let (input, output) = (&told.call.input, told.result.ok());
    way.named.iter().find_map(|(member, head)| {
        let found = input.str(member).or_else(|| output?.str(member));
        let metadata = || output?.structure("KeyMetadata")?.str("Arn");
        let found = found.or_else(|| if way.service == "kms" { metadata() } else { None });
        Some((found?, *head))
    })
}

type Tags = Vec<(String, String)>;

fn ask(
    ctx: &mut Ctx<'_>,
    told: &Told<'_>,
    way: &Tagged,
    (name, head): (&str, &str),
) -> Option<(String, Tags)> {
    let (region, account) = (told.call.region, told.account);
    let partition = region.partition();
    let service = way.service;
    let full = if head.is_empty() || name.starts_with("arn:") {
        name.to_owned()
    } else {
        format!("arn:{partition}:{service}:{region}:{account}:{head}{name}")
    };
    let mut question = Ask::to(service, way.operation)
        .with(way.member, full.as_str())
        .in_account(account)
        .in_region(region);
    question.principal = Some(Principal::Root(account));
    LOOKING.set(true);
    let answer = ctx.call(question);
    LOOKING.set(false);
    let answer = answer.ok()?;
    let found = if way.within.is_empty() { &answer } else { answer.structure(way.within)? };
    let arn = match service {
        "sqs" => {
            let queue = full.rsplit('/').next().unwrap_or_default();
            format!("arn:{partition}:sqs:{region}:{account}:{queue}")
        }
        "s3" => format!("arn:{partition}:s3:::{full}"),
        "kms" if !full.starts_with("arn:") => {
            format!("arn:{partition}:kms:{region}:{account}:key/{full}")
        }
        _ => found.str("ARN").or(found.str("Arn")).map_or(full, str::to_owned),
    };
    Some((arn, tags(found)))
}

fn tags(found: &Struct) -> Tags {
    if let Some(map) = found.structure("Tags") {
        let pairs = map.iter();
        return pairs
            .filter_map(|(key, value)| Some((key.to_string(), value.as_str()?.to_owned())))
            .collect();
    }
    let list = found.list("Tags").or(found.list("TagSet")).unwrap_or_default();
    let read = |tag: &Struct| {
        let key = tag.str("Key").or(tag.str("TagKey"))?;
        let value = tag.str("Value").or(tag.str("TagValue")).unwrap_or_default();
        Some((key.to_owned(), value.to_owned()))
    };
    list.iter().filter_map(Value::as_struct).filter_map(read).collect()
}
