//! Errors of streams in CloudWatch Logs, where the destination wants them.
//!
//! Source: "Monitor Amazon Data Firehose Using CloudWatch Logs": each is a JSON document with
//! deliveryStreamARN, destination, deliveryStreamVersionId, message and errorCode. Firehose writes
//! them with the role of the destination (`logs:PutLogEvents`).

use kernel::arn::Arn;
use kernel::{Ask, Ctx, Struct, Value};
use serde_json::json;

use crate::deliver::SESSION;
use crate::place::Place;
use crate::state::{Kind, Stream};

#[derive(Clone, Copy, Debug)]
pub struct Trouble<'a> {
    pub code: &'a str,
    pub message: &'a str,
}

/// Writes it down. That it cannot be written is nobody's concern.
pub fn write(ctx: &mut Ctx<'_>, stream: &Stream, log: Option<(&str, &str)>, trouble: &Trouble<'_>) {
    let Some((group, name)) = log else { return };
    let destination = &stream.row.destination;
    let Some(role) = Arn::parse(destination.role()) else { return };
    if !ctx.can_call("logs", "PutLogEvents") {
        return;
    }
    let told = match destination.kind {
        Kind::S3 => Place(&destination.config).0.str("BucketARN").unwrap_or_default(),
        Kind::Http => {
            let endpoint = destination.config.structure("EndpointConfiguration");
            endpoint.and_then(|it| it.str("Url")).unwrap_or_default()
        }
    };
    let document = json!({
        "deliveryStreamARN": stream.arn(ctx),
        "destination": told,
        "deliveryStreamVersionId": stream.row.version,
        "message": trouble.message,
        "errorCode": trouble.code,
    });
    let event = Struct::new()
        .with("timestamp", ctx.now().micros().div_euclid(1_000))
        .with("message", document.to_string());
    let ask = Ask::to("logs", "PutLogEvents")
        .with("logGroupName", group)
        .with("logStreamName", name)
        .with("logEvents", vec![Value::from(event)])
        .as_role(&role, SESSION);
    if let Err(error) = ctx.call(ask) {
        tracing::debug!(%error, stream = stream.name, "an error was not logged");
    }
}
