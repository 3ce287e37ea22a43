//! What the `Resource` of a Task state names.
//!
//! Source: Step Functions Developer Guide, "Integrating services with Step Functions", "Learning to
//! use AWS service SDK integrations", "Discover service integration patterns".

use kernel::Ctx;
use kernel::arn::Arn;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    RequestResponse,
    /// `.sync` and `.sync:2`
    Sync {
        is_json: bool,
    },
    WaitForTaskToken,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// A function by its own ARN.
    Function(String),
    /// The name of an activity.
    Activity(String),
    Service(Integration),
    /// `http:invoke`
    Http,
    /// `apigateway:invoke`
    Api(Pattern),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Integration {
    /// As histories have them: `sqs` and `sendMessage.waitForTaskToken`.
    pub resource_type: String,
    pub resource: String,
    pub pattern: Pattern,
    /// Of a service of this world.
    pub service: &'static str,
    pub operation: &'static str,
    pub is_sdk: bool,
    /// How errors begin: `DynamoDB`.
    pub prefix: String,
}

/// Why a resource cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// There is no such thing at AWS.
    Unknown,
    /// There is, and not here: what.
    Absent(String),
    /// The integration has no such pattern.
    Pattern,
}

struct Optimised {
    service: &'static str,
    api: &'static str,
    operation: (&'static str, &'static str),
    prefix: &'static str,
    has_sync: bool,
    has_token: bool,
}

const fn optimised(
    (service, api): (&'static str, &'static str),
    operation: (&'static str, &'static str),
    prefix: &'static str,
    (has_sync, has_token): (bool, bool),
) -> Optimised {
    Optimised { service, api, operation, prefix, has_sync, has_token }
}

static OPTIMISED: [Optimised; 9] = [
    optimised(("lambda", "invoke"), ("lambda", "Invoke"), "Lambda", (false, true)),
    optimised(("sqs", "sendMessage"), ("sqs", "SendMessage"), "SQS", (false, true)),
    optimised(("sns", "publish"), ("sns", "Publish"), "SNS", (false, true)),
    optimised(("dynamodb", "getItem"), ("dynamodb", "GetItem"), "DynamoDB", (false, false)),
    optimised(("dynamodb", "putItem"), ("dynamodb", "PutItem"), "DynamoDB", (false, false)),
    optimised(("dynamodb", "updateItem"), ("dynamodb", "UpdateItem"), "DynamoDB", (false, false)),
    optimised(("dynamodb", "deleteItem"), ("dynamodb", "DeleteItem"), "DynamoDB", (false, false)),
    optimised(("events", "putEvents"), ("events", "PutEvents"), "EventBridge", (false, true)),
    optimised(
        ("states", "startExecution"),
        ("stepfunctions", "StartExecution"),
        "StepFunctions",
        (true, true),
    ),
];

/// Services with optimised integrations that this world does not have.
const OTHERS: [&str; 18] = [
    "apigateway",
    "athena",
    "batch",
    "bedrock",
    "codebuild",
    "databrew",
    "ecs",
    "eks",
    "elasticmapreduce",
    "emr-containers",
    "emr-serverless",
    "glue",
    "http",
    "mediaconvert",
    "sagemaker",
    "aws-sdk",
    "states",
    "dynamodb",
];

impl Resource {
    pub fn parse(ctx: &Ctx<'_>, text: &str) -> Result<Resource, Unusable> {
        let arn = Arn::parse(text).ok_or(Unusable::Unknown)?;
        match (arn.service.as_str(), arn.account.is_empty()) {
            ("lambda", false) if arn.resource.starts_with("function:") => {
                Ok(Resource::Function(text.to_owned()))
            }
            ("states", false) => match arn.resource.strip_prefix("activity:") {
                Some(name) => Ok(Resource::Activity(name.to_owned())),
                None => Err(Unusable::Unknown),
            },
            ("states", true) if arn.resource == "http:invoke" => Ok(Resource::Http),
            ("states", true) if arn.resource == "apigateway:invoke" => {
                Ok(Resource::Api(Pattern::RequestResponse))
            }
            ("states", true) if arn.resource == "apigateway:invoke.waitForTaskToken" => {
                Ok(Resource::Api(Pattern::WaitForTaskToken))
            }
            ("states", true) => integration(ctx, &arn.resource).map(Resource::Service),
            _ => Err(Unusable::Unknown),
        }
    }
}

fn integration(ctx: &Ctx<'_>, text: &str) -> Result<Integration, Unusable> {
    let (text, pattern) = if let Some(text) = text.strip_suffix(".waitForTaskToken") {
        (text, Pattern::WaitForTaskToken)
    } else if let Some(text) = text.strip_suffix(".sync:2") {
        (text, Pattern::Sync { is_json: true })
    } else if let Some(text) = text.strip_suffix(".sync") {
        (text, Pattern::Sync { is_json: false })
    } else {
        (text, Pattern::RequestResponse)
    };
    let suffix = match pattern {
        Pattern::RequestResponse => "",
        Pattern::WaitForTaskToken => ".waitForTaskToken",
        Pattern::Sync { is_json: false } => ".sync",
        Pattern::Sync { is_json: true } => ".sync:2",
    };
    if let Some(named) = text.strip_prefix("aws-sdk:") {
        let (service_id, api) = named.split_once(':').ok_or(Unusable::Unknown)?;
        if matches!(pattern, Pattern::Sync { .. }) {
            return Err(Unusable::Pattern);
        }
        let found = ctx.sdk_operation(service_id, api);
        let (service, operation) = found.ok_or(Unusable::Unknown)?;
        return Ok(Integration {
            resource_type: format!("aws-sdk:{service_id}"),
            resource: format!("{api}{suffix}"),
            pattern,
            service,
            operation,
            is_sdk: true,
            prefix: sdk_prefix(service_id),
        });
    }
    let (service, api) = text.split_once(':').ok_or(Unusable::Unknown)?;
    let found = OPTIMISED.iter().find(|it| it.service == service && it.api == api);
    let Some(found) = found else {
        let is_known = OTHERS.contains(&service) && !api.is_empty();
        return Err(if is_known {
            Unusable::Absent(format!("the integration {text}"))
        } else {
            Unusable::Unknown
        });
    };
    let is_fit = match pattern {
        Pattern::RequestResponse => true,
        Pattern::Sync { .. } => found.has_sync,
        Pattern::WaitForTaskToken => found.has_token,
    };
    if !is_fit {
        return Err(Unusable::Pattern);
    }
    Ok(Integration {
        resource_type: service.to_owned(),
        resource: format!("{api}{suffix}"),
        pattern,
        service: found.operation.0,
        operation: found.operation.1,
        is_sdk: false,
        prefix: found.prefix.to_owned(),
    })
}

/// SDK for Java 2 calls the clients of services so, by whose exceptions errors are named
/// (`DynamoDb.ConditionalCheckFailedException`).
fn sdk_prefix(service_id: &str) -> String {
    match service_id {
        "dynamodb" => "DynamoDb".to_owned(),
        "eventbridge" => "EventBridge".to_owned(),
        "secretsmanager" => "SecretsManager".to_owned(),
        "cloudwatchlogs" => "CloudWatchLogs".to_owned(),
        "cloudwatch" => "CloudWatch".to_owned(),
        other => {
            let mut chars = other.chars();
            let first = chars.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(chars).collect()
        }
    }
}
