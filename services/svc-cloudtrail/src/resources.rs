//! On what a call acts: for the `resources` of records, for selectors, and for look-ups.

use kernel::{AccountId, Region, Struct, Value};
use serde_json::{Value as Json, json};

use crate::classify::DataKind;

/// What a record tells of resources.
#[derive(Clone, Debug, Default)]
pub struct Resources {
    /// The record's own list.
    pub shown: Vec<Json>,
    /// Of data events: what selectors compare (`resources.ARN`).
    pub arns: Vec<String>,
    pub data_type: Option<&'static str>,
    /// Types and names by which LookupEvents finds the event.
    pub named: Vec<(String, String)>,
}

/// Where the call ran.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub account: AccountId,
    pub region: Region,
}

impl Place {
    fn arn(self, service: &str, resource: &str) -> String {
        if resource.starts_with("arn:") {
            return resource.to_owned();
        }
        let partition = self.region.partition();
        format!("arn:{partition}:{service}:{}:{}:{resource}", self.region, self.account)
    }
}

/// The members that name resources, by service: for LookupEvents.
///
/// Source: User Guide, "Viewing events" and "Resource types supported by CloudTrail event history";
/// the types are AWS CloudFormation's names.
const NAMES: &[(&str, &str, &str)] = &[
    ("cloudtrail", "Name", "AWS::CloudTrail::Trail"),
    ("cloudtrail", "S3BucketName", "AWS::S3::Bucket"),
    ("cloudtrail", "TrailName", "AWS::CloudTrail::Trail"),
    ("dynamodb", "TableName", "AWS::DynamoDB::Table"),
    ("iam", "AccessKeyId", "AWS::IAM::AccessKey"),
    ("iam", "GroupName", "AWS::IAM::Group"),
    ("iam", "InstanceProfileName", "AWS::IAM::InstanceProfile"),
    ("iam", "PolicyArn", "AWS::IAM::Policy"),
    ("iam", "PolicyName", "AWS::IAM::Policy"),
    ("iam", "RoleName", "AWS::IAM::Role"),
    ("iam", "UserName", "AWS::IAM::User"),
    ("kms", "KeyId", "AWS::KMS::Key"),
    ("lambda", "FunctionName", "AWS::Lambda::Function"),
    ("organizations", "AccountId", "AWS::Organizations::Account"),
    ("organizations", "PolicyId", "AWS::Organizations::Policy"),
    ("s3", "Bucket", "AWS::S3::Bucket"),
    ("secretsmanager", "SecretId", "AWS::SecretsManager::Secret"),
    ("sns", "TopicArn", "AWS::SNS::Topic"),
    ("sqs", "QueueName", "AWS::SQS::Queue"),
    ("sqs", "QueueUrl", "AWS::SQS::Queue"),
    ("ssm", "Name", "AWS::SSM::Parameter"),
    ("sts", "RoleArn", "AWS::IAM::Role"),
];

/// What a management event acts on.
pub fn of_management(
    service: &str,
    place: Place,
    input: &Struct,
    output: Option<&Struct>,
) -> Resources {
    let mut out = Resources::default();
    for (_, member, kind) in NAMES.iter().filter(|(of, ..)| *of == service) {
        if let Some(name) = input.str(member) {
            out.named.push(((*kind).to_owned(), name.to_owned()));
        }
    }
    let account = place.account.as_str();
    match service {
        "s3" => {
            if let Some(bucket) = input.str("Bucket") {
                out.shown.push(bucket_json(place, bucket));
            }
        }
        "kms" => {
            if let Some(arn) = key_arn(input, output) {
                out.shown.push(json!({"accountId": account, "type": "AWS::KMS::Key", "ARN": arn}));
                if !out.named.iter().any(|(_, name)| *name == arn) {
                    out.named.push(("AWS::KMS::Key".to_owned(), arn));
                }
            }
        }
        "sts" => {
            if let Some(arn) = input.str("RoleArn") {
                let owner = arn.split(':').nth(4).unwrap_or(account);
                out.shown.push(json!({"accountId": owner, "type": "AWS::IAM::Role", "ARN": arn}));
            }
        }
        _ => {}
    }
    out
}

fn key_arn(input: &Struct, output: Option<&Struct>) -> Option<String> {
    let answered = output.and_then(|output| {
        let metadata = output.structure("KeyMetadata").and_then(|it| it.str("Arn"));
        output.str("KeyId").or(metadata)
    });
    let asked = input.str("KeyId");
    [answered, asked].into_iter().flatten().find(|it| it.contains(":key/")).map(str::to_owned)
}

/// What a data event acts on; selectors compare it, so this runs for calls of which nobody knows
/// yet whether they are wanted.
pub fn of_data(kind: DataKind, operation: &str, place: Place, input: &Struct) -> Resources {
    let own = |member: &str| input.str(member);
    let (arns, kind) = match kind {
        DataKind::S3Object => (objects(place, operation, input), kind),
        DataKind::SqsQueue => {
            let name = own("QueueUrl").and_then(|url| url.rsplit('/').next()).or(own("QueueName"));
            (name.map(|name| place.arn("sqs", name)).into_iter().collect(), kind)
        }
        DataKind::SnsTopic | DataKind::SnsPlatformEndpoint => {
            let target = own("TopicArn").or(own("TargetArn"));
            let is_endpoint = target.is_some_and(|arn| arn.contains(":endpoint/"));
            let kind = if is_endpoint { DataKind::SnsPlatformEndpoint } else { kind };
            (target.map(str::to_owned).into_iter().collect(), kind)
        }
        DataKind::DynamoDbTable => (tables(place, input), kind),
        DataKind::DynamoDbStream | DataKind::KinesisStream => {
            let named =
                own("StreamName").map(|name| place.arn("kinesis", &format!("stream/{name}")));
            let told = own("StreamArn").or(own("StreamARN")).map(str::to_owned);
            (told.or(named).into_iter().collect(), kind)
        }
        DataKind::LambdaFunction => {
            let name = own("FunctionName");
            (name.map(|name| function(place, name)).into_iter().collect(), kind)
        }
        DataKind::CloudWatchMetric => (Vec::new(), kind),
    };
    let mut shown = shown(kind, place, &arns);
    if kind == DataKind::S3Object
        && let Some(bucket) = own("Bucket")
    {
        shown.push(bucket_json(place, bucket));
    }
    let named = arns.iter().map(|arn| (kind.resource_type().to_owned(), arn.clone())).collect();
    Resources { shown, arns, data_type: Some(kind.resource_type()), named }
}

fn shown(kind: DataKind, place: Place, arns: &[String]) -> Vec<Json> {
    let account = place.account.as_str();
    let kind_name = kind.resource_type();
    arns.iter()
        .map(|arn| match kind {
            // What lists the bucket names no object, but all that begin so.
            DataKind::S3Object if arn.ends_with('/') => {
                json!({"type": kind_name, "ARNPrefix": arn})
            }
            DataKind::S3Object => json!({"type": kind_name, "ARN": arn}),
            _ => json!({"accountId": account, "type": kind_name, "ARN": arn}),
        })
        .collect()
}

fn bucket_json(place: Place, bucket: &str) -> Json {
    let arn = bucket_arn(place, bucket);
    json!({"accountId": place.account.as_str(), "type": "AWS::S3::Bucket", "ARN": arn})
}

fn bucket_arn(place: Place, bucket: &str) -> String {
    format!("arn:{}:s3:::{bucket}", place.region.partition())
}

fn objects(place: Place, operation: &str, input: &Struct) -> Vec<String> {
    let Some(bucket) = input.str("Bucket") else { return Vec::new() };
    let bucket = bucket_arn(place, bucket);
    if operation == "DeleteObjects" {
        let objects = input.structure("Delete").and_then(|it| it.list("Objects"));
        let keys = objects.unwrap_or_default().iter().filter_map(Value::as_struct);
        let keys = keys.filter_map(|object| object.str("Key"));
        return keys.map(|key| format!("{bucket}/{key}")).collect();
    }
    match input.str("Key") {
        Some(key) => vec![format!("{bucket}/{key}")],
        None => vec![format!("{bucket}/")],
    }
}

fn tables(place: Place, input: &Struct) -> Vec<String> {
    let arn = |name: &str| {
        if name.starts_with("arn:") {
            name.to_owned()
        } else {
            place.arn("dynamodb", &format!("table/{name}"))
        }
    };
    if let Some(name) = input.str("TableName") {
        return vec![arn(name)];
    }
    if let Some(items) = input.structure("RequestItems") {
        return items.iter().map(|(name, _)| arn(name)).collect();
    }
    let mut out: Vec<String> = Vec::new();
    for item in input.list("TransactItems").unwrap_or_default() {
        let actions = item.as_struct().into_iter().flat_map(Struct::iter);
        for (_, action) in actions {
            if let Some(name) = action.as_struct().and_then(|it| it.str("TableName")) {
                let arn = arn(name);
                if !out.contains(&arn) {
                    out.push(arn);
                }
            }
        }
    }
    out
}

/// A function's ARN from its name, its ARN, or its account and name.
fn function(place: Place, name: &str) -> String {
    if name.starts_with("arn:") {
        return name.split(':').take(7).collect::<Vec<_>>().join(":");
    }
    let name = name.rsplit_once("function:").map_or(name, |(_, name)| name);
    let name = name.split(':').next().unwrap_or_default();
    place.arn("lambda", &format!("function:{name}"))
}
