//! What is wrong with the items of an import, one by one, in CloudWatch Logs.
//!
//! Source: "Import format quotas and validation": "For each error, DynamoDB emits a CloudWatch
//! log"; the group is `/aws-dynamodb/imports`, the stream `import-id/error`, and an event says
//! where the item stands and what is the matter with it. As whoever has asked for the import.

use kernel::{ApiError, Ask, Ctx, Struct, Value};
use serde_json::json;

use super::state::ImportRow;
use crate::limits;

const GROUP: &str = "/aws-dynamodb/imports";

/// An item that was not imported: its number in the object, and why.
pub struct Fault {
    pub index: i64,
    pub reason: String,
}

/// As descriptions of imports show it.
pub fn group_arn(ctx: &Ctx<'_>) -> String {
    let (region, account) = (ctx.region(), ctx.account());
    format!("arn:{}:logs:{region}:{account}:log-group:{GROUP}:*", region.partition())
}

/// Writes the faults of one object down; `import` is the ARN, and ends with the id.
pub fn write(
    ctx: &mut Ctx<'_>,
    import: &str,
    row: &ImportRow,
    key: &str,
    faults: &[Fault],
) -> Result<(), ApiError> {
    if faults.is_empty() || !ctx.can_call("logs", "PutLogEvents") {
        return Ok(());
    }
    let source = row.request.structure("S3BucketSource");
    let bucket = source.and_then(|source| source.str("S3Bucket")).unwrap_or_default();
    let stream = format!("{}/error", import.rsplit('/').next().unwrap_or_default());
    let (mut events, mut bytes) = (Vec::new(), 0);
    for fault in faults {
        let message = document(bucket, key, import, fault);
        if events.len() >= limits::LOG_EVENTS_MAX || bytes + message.len() > limits::LOG_BYTES_MAX {
            put(ctx, &stream, std::mem::take(&mut events))?;
            bytes = 0;
        }
        bytes += message.len() + limits::LOG_EVENT_OVERHEAD_BYTES;
        let event = Struct::new().with("timestamp", ctx.now().millis()).with("message", message);
        events.push(Value::from(event));
    }
    put(ctx, &stream, events)
}

/// In the order of the members that AWS's example has.
fn document(bucket: &str, key: &str, import: &str, fault: &Fault) -> String {
    format!(
        "{{\"itemS3Pointer\":{{\"bucket\":{},\"key\":{},\"itemIndex\":{}}},\"importArn\":{},\
         \"errorMessages\":[{}]}}",
        json!(bucket),
        json!(key),
        fault.index,
        json!(import),
        json!(fault.reason)
    )
}

fn put(ctx: &mut Ctx<'_>, stream: &str, events: Vec<Value>) -> Result<(), ApiError> {
    let ask = |operation: &'static str| Ask::to("logs", operation).with("logGroupName", GROUP);
    let to_stream = |operation: &'static str| ask(operation).with("logStreamName", stream);
    let write = to_stream("PutLogEvents").with("logEvents", events);
    match ctx.call(write.clone()) {
        Err(error) if error.code() == "ResourceNotFoundException" => {}
        done => return done.map(drop),
    }
    for make in [ask("CreateLogGroup"), to_stream("CreateLogStream")] {
        match ctx.call(make) {
            Err(error) if error.code() != "ResourceAlreadyExistsException" => return Err(error),
            _ => {}
        }
    }
    ctx.call(write).map(drop)
}
