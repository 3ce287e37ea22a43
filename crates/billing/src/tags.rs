//! The tags of what was used, as its service tells them now. What is deleted has none any more.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{AccountId, Ask, Ctx, Principal, Region, Struct};

pub type Tags = BTreeMap<String, String>;

/// How a service is asked for tags.
struct Question {
    operation: &'static str,
    input: Struct,
    /// The member of the answer that has them.
    answer: &'static str,
    /// The members of an entry of a list; empty where the answer is a map.
    entry: (&'static str, &'static str),
}

/// Remembers what it was told.
#[derive(Debug, Default)]
pub struct TagBook(BTreeMap<(AccountId, Region, &'static str, String), Tags>);

impl TagBook {
    pub fn tags(
        &mut self,
        ctx: &mut Ctx<'_>,
        (account, region): (AccountId, Region),
        service: &'static str,
        resource: &str,
    ) -> &Tags {
        let key = (account, region, service, resource.to_owned());
        self.0.entry(key).or_insert_with(|| ask(ctx, (account, region), service, resource))
    }
}

fn ask(
    ctx: &mut Ctx<'_>,
    (account, region): (AccountId, Region),
    service: &'static str,
    resource: &str,
) -> Tags {
    let Some(question) = question(service, resource) else { return Tags::new() };
    let mut ask = Ask::to(service, question.operation)
        .with_input(question.input)
        .in_account(account)
        .in_region(region);
    ask.principal = Some(Principal::Root(account));
    // A resource that is gone, or has no tags, is no error here.
    let Ok(answer) = ctx.call(ask) else { return Tags::new() };
    let (key, value) = question.entry;
    let mut tags = Tags::new();
    for entry in answer.list(question.answer).unwrap_or_default() {
        let Some(entry) = entry.as_struct() else { continue };
        if let (Some(key), Some(value)) = (entry.str(key), entry.str(value)) {
            tags.insert(key.to_owned(), value.to_owned());
        }
    }
    for (key, value) in answer.structure(question.answer).into_iter().flat_map(Struct::iter) {
        tags.insert(key.to_owned(), value.as_str().unwrap_or_default().to_owned());
    }
    tags
}

fn question(service: &str, resource: &str) -> Option<Question> {
    const USUAL: (&str, &str) = ("Key", "Value");
    let arn = Arn::parse(resource);
    let of = |operation, member: &'static str, answer, entry| {
        let input = Struct::new().with(member, resource);
        Some(Question { operation, input, answer, entry })
    };
    match service {
        "s3" => of("GetBucketTagging", "Bucket", "TagSet", USUAL),
        "sqs" => {
            let arn = arn?;
            let url = format!("http://localhost/{}/{}", arn.account, arn.resource);
            let input = Struct::new().with("QueueUrl", url);
            Some(Question { operation: "ListQueueTags", input, answer: "Tags", entry: ("", "") })
        }
        "firehose" => {
            let name = arn?.resource.rsplit('/').next().unwrap_or_default().to_owned();
            let input = Struct::new().with("DeliveryStreamName", name);
            let operation = "ListTagsForDeliveryStream";
            Some(Question { operation, input, answer: "Tags", entry: USUAL })
        }
        "stepfunctions" => of("ListTagsForResource", "resourceArn", "tags", ("key", "value")),
        "sns" => of("ListTagsForResource", "ResourceArn", "Tags", USUAL),
        "dynamodb" => of("ListTagsOfResource", "ResourceArn", "Tags", USUAL),
        "kms" => of("ListResourceTags", "KeyId", "Tags", ("TagKey", "TagValue")),
        "secretsmanager" => of("DescribeSecret", "SecretId", "Tags", USUAL),
        "events" | "kinesis" => of("ListTagsForResource", "ResourceARN", "Tags", USUAL),
        "logs" | "pipes" => of("ListTagsForResource", "resourceArn", "tags", ("", "")),
        _ => None,
    }
}
