//! That a pipe's log may be written where it is to be: the policies of log groups and buckets are
//! seen to in the caller's name when the log is configured.
//!
//! Source: CloudWatch Logs User Guide, "Enabling logging from AWS services" (the policy
//! `AWSLogDeliveryWrite20150319` and its statement, the statements of buckets' policies).

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, OpResult, Region, Struct, Value};
use serde_json::{Value as Json, json};
use targets::log_group;

use crate::errors;

pub const PRINCIPAL: &str = "delivery.logs.amazonaws.com";
const POLICY: &str = "AWSLogDeliveryWrite20150319";

/// For what logs are delivered, in the conditions of policies.
pub fn source(ctx: &Ctx<'_>) -> String {
    let (region, account) = (ctx.region(), ctx.account());
    format!("arn:{}:logs:{region}:{account}:*", region.partition())
}

/// Sees to it that a log can be delivered, as far as the caller may.
pub fn admit(ctx: &mut Ctx<'_>, log: &Struct) -> Result<(), ApiError> {
    let part = |name: &str, member: &str| log.structure(name)?.str(member);
    if let Some(group) = part("CloudwatchLogsLogDestination", "LogGroupArn") {
        admit_group(ctx, group).map_err(|error| errors::no_way_to_log(group, &error))?;
    }
    if let Some(bucket) = part("S3LogDestination", "BucketName") {
        admit_bucket(ctx, bucket).map_err(|error| errors::no_way_to_log(bucket, &error))?;
    }
    Ok(())
}

fn admit_group(ctx: &mut Ctx<'_>, text: &str) -> Result<(), ApiError> {
    let wrong = || errors::invalid_log_destination(text);
    let arn = Arn::parse(text).ok_or_else(wrong)?;
    let name = log_group::group_of(&arn).ok_or_else(wrong)?;
    let is_here = arn.region == ctx.region().as_str() && arn.account_id() == Some(ctx.account());
    if !is_here {
        return Err(wrong());
    }
    let ask = Ask::to("logs", "DescribeLogGroups").with("logGroupNamePrefix", name);
    let groups = ctx.call(ask)?;
    let groups = groups.list("logGroups").unwrap_or_default();
    let mut names = groups.iter().filter_map(|group| group.as_struct()?.str("logGroupName"));
    if !names.any(|it| it == name) {
        return Err(wrong());
    }
    let policies = ctx.call(Ask::to("logs", "DescribeResourcePolicies"))?;
    let policies = policies.list("resourcePolicies").unwrap_or_default();
    let mut policies = policies.iter().filter_map(Value::as_struct);
    let old = policies.find(|policy| policy.str("policyName") == Some(POLICY));
    let old = old.and_then(|policy| policy.str("policyDocument"));
    let old = old.and_then(|text| serde_json::from_str::<Json>(text).ok());
    let mut policy = old.unwrap_or_else(|| json!({ "Version": "2012-10-17", "Statement": [] }));
    let resource = format!("{}:log-stream:*", text.trim_end_matches(":*"));
    let account = ctx.account();
    let Some(statements) = policy["Statement"].as_array_mut() else { return Ok(()) };
    let names_it = |statement: &Json| match &statement["Resource"] {
        Json::Array(all) => all.iter().any(|one| *one == resource),
        one => *one == resource,
    };
    if statements.iter().any(names_it) {
        return Ok(());
    }
    let number = statements.len() + 1;
    statements.push(json!({
        "Sid": format!("AWSLogDeliveryWrite{number}"),
        "Effect": "Allow",
        "Principal": { "Service": PRINCIPAL },
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": [resource],
        "Condition": {
            "StringEquals": { "aws:SourceAccount": [account.as_str()] },
            "ArnLike": { "aws:SourceArn": [source(ctx)] },
        },
    }));
    let ask = Ask::to("logs", "PutResourcePolicy")
        .with("policyName", POLICY)
        .with("policyDocument", policy.to_string());
    ctx.call(ask).map(drop)
}

fn admit_bucket(ctx: &mut Ctx<'_>, bucket: &str) -> Result<(), ApiError> {
    let current = call_s3(ctx, Ask::to("s3", "GetBucketPolicy").with("Bucket", bucket));
    let mut policy = match &current {
        Ok(output) => serde_json::from_str(output.str("Policy").unwrap_or_default())
            .map_err(|_| ApiError::internal())?,
        Err(error) if error.code() == "NoSuchBucketPolicy" => {
            json!({ "Version": "2012-10-17", "Statement": [] })
        }
        Err(error) => return Err(error.clone()),
    };
    if policy["Statement"].is_object() {
        policy["Statement"] = json!([policy["Statement"]]);
    }
    let wanted = bucket_statements(ctx, bucket);
    let Some(statements) = policy["Statement"].as_array_mut() else { return Ok(()) };
    let before = statements.len();
    for statement in wanted {
        if !statements.iter().any(|it| it["Sid"] == statement["Sid"]) {
            statements.push(statement);
        }
    }
    if statements.len() == before {
        return Ok(());
    }
    let ask =
        Ask::to("s3", "PutBucketPolicy").with("Bucket", bucket).with("Policy", policy.to_string());
    call_s3(ctx, ask).map(drop)
}

fn bucket_statements(ctx: &Ctx<'_>, bucket: &str) -> [Json; 2] {
    let (account, partition) = (ctx.account(), ctx.region().partition());
    let write = json!({
        "Sid": format!("AWSLogDeliveryWrite{account}"),
        "Effect": "Allow",
        "Principal": { "Service": PRINCIPAL },
        "Action": "s3:PutObject",
        "Resource": format!("arn:{partition}:s3:::{bucket}/*AWSLogs/{account}/*"),
        "Condition": {
            "StringEquals": {
                "s3:x-amz-acl": "bucket-owner-full-control",
                "aws:SourceAccount": [account.as_str()],
            },
            "ArnLike": { "aws:SourceArn": [source(ctx)] },
        },
    });
    let look = json!({
        "Sid": format!("AWSLogDeliveryAclCheck{account}"),
        "Effect": "Allow",
        "Principal": { "Service": PRINCIPAL },
        "Action": "s3:GetBucketAcl",
        "Resource": format!("arn:{partition}:s3:::{bucket}"),
        "Condition": { "StringEquals": { "aws:SourceAccount": [account.as_str()] } },
    });
    [write, look]
}

/// Makes a call to S3 in the region of its bucket.
pub fn call_s3(ctx: &mut Ctx<'_>, ask: Ask) -> OpResult {
    let moved = match ctx.call(ask.clone()) {
        Err(error) if error.code() == "PermanentRedirect" => error,
        answer => return answer,
    };
    let region = moved.members().get(":x-amz-bucket-region").and_then(Value::as_str);
    match region.and_then(Region::parse) {
        Some(region) => ctx.call(ask.in_region(region)),
        None => Err(moved),
    }
}
