//! The way of access logs into a log group: who turns them on lets the delivery service write
//! there.
//!
//! Source: CloudWatch Logs User Guide, "Logging that requires additional permissions, Logs sent to
//! CloudWatch Logs": the resource policy `AWSLogDeliveryWrite20150319` is made or added to with the
//! caller's own permissions.

use kernel::{ApiError, Ask, Ctx, Struct, Value};
use serde_json::{Value as Json, json};

use crate::errors;

pub const PRINCIPAL: &str = "delivery.logs.amazonaws.com";
const POLICY: &str = "AWSLogDeliveryWrite20150319";

/// Whose deliveries they are: `aws:SourceArn`.
pub fn source(ctx: &Ctx<'_>) -> String {
    format!("arn:aws:logs:{}:{}:*", ctx.region(), ctx.account())
}

/// Lets the delivery service write to a log group, where it may not yet.
pub fn open(ctx: &mut Ctx<'_>, group: &str) -> Result<(), ApiError> {
    let resource = format!("{}:log-stream:*", group.strip_suffix(":*").unwrap_or(group));
    let all = ctx.call(Ask::to("logs", "DescribeResourcePolicies")).map_err(refused)?;
    let policies = all.list("resourcePolicies").unwrap_or_default();
    let mut own = policies.iter().filter_map(Value::as_struct);
    let own = own.find(|policy| policy.str("policyName") == Some(POLICY));
    let document = own.and_then(|policy| policy.str("policyDocument")).unwrap_or_default();
    let document: Json = serde_json::from_str(document).unwrap_or_default();
    let mut statements = document["Statement"].as_array().cloned().unwrap_or_default();
    if statements.iter().any(|it| names(it, &resource)) {
        return Ok(());
    }
    statements.push(json!({
        "Sid": "AWSLogDeliveryWrite",
        "Effect": "Allow",
        "Principal": {"Service": PRINCIPAL},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": [resource],
        "Condition": {
            "StringEquals": {"aws:SourceAccount": [ctx.account().as_str()]},
            "ArnLike": {"aws:SourceArn": [source(ctx)]},
        },
    }));
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let input = Struct::new().with("policyName", POLICY).with("policyDocument", document);
    ctx.call(Ask::to("logs", "PutResourcePolicy").with_input(input)).map_err(refused)?;
    Ok(())
}

fn names(statement: &Json, resource: &str) -> bool {
    let resources = &statement["Resource"];
    resources.as_str() == Some(resource)
        || resources.as_array().is_some_and(|all| all.iter().any(|it| it == resource))
}

/// [U]
fn refused(error: ApiError) -> ApiError {
    tracing::debug!(%error, "logging was not turned on");
    errors::bad_request("Insufficient permissions to enable logging")
}
