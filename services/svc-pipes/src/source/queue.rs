//! An SQS queue as the source of a pipe.
//!
//! The event is the one that AWS shows in "Amazon Simple Queue Service as a source": a message in
//! the words of Lambda's event source mappings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::arn::Arn;
use kernel::service::Waited;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp, Topic, Value};
use serde_json::{Map, Value as Json, json};

use crate::limits;
use crate::state::{Pipe, Record};

pub const EVENT_SOURCE: &str = "aws:sqs";
pub const PAYLOAD_FIELD: &str = "body";
const GROUP: &str = "MessageGroupId";

/// What a look at a queue finds.
#[derive(Debug)]
pub enum Received {
    Records(Vec<Record>),
    /// Nothing now; look again when the topic is woken, or then.
    Nothing {
        topic: Topic,
        until: Timestamp,
    },
}

pub fn check(ctx: &mut Ctx<'_>, pipe: &Pipe, queue: &Arn) -> Result<(), String> {
    let ask = ask(pipe, queue, "GetQueueAttributes");
    let ask = ask.with("AttributeNames", vec!["QueueArn"]);
    ctx.call(ask).map(|_| ()).map_err(|error| reason(&error))
}

pub fn receive(
    ctx: &mut Ctx<'_>,
    pipe: &Pipe,
    queue: &Arn,
    max: usize,
    window_s: u64,
) -> Result<Received, ApiError> {
    let mut ask = ask(pipe, queue, "ReceiveMessage")
        .with("MaxNumberOfMessages", (max as i64).min(limits::QUEUE_RECEIVE_MAX))
        .with("WaitTimeSeconds", 20)
        .with("MessageSystemAttributeNames", vec!["All"])
        .with("MessageAttributeNames", vec!["All"]);
    if window_s > 0 {
        ask = ask
            .with("VisibilityTimeout", limits::WINDOW_VISIBILITY_SECONDS + window_s.cast_signed());
    }
    match ctx.call_waiting(ask)? {
        Waited::NotYet { topic, until } => Ok(Received::Nothing { topic, until }),
        Waited::Ready(output) => {
            let messages = output.list("Messages").unwrap_or_default().iter();
            let messages = messages.filter_map(Value::as_struct);
            Ok(Received::Records(messages.map(|message| record(queue, message)).collect()))
        }
    }
}

/// A message that cannot be deleted comes again: pipes deliver at least once.
pub fn acknowledge(ctx: &mut Ctx<'_>, pipe: &Pipe, queue: &Arn, done: &[&Record]) {
    for some in done.chunks(limits::QUEUE_RECEIVE_MAX as usize) {
        let entries = some.iter().enumerate().map(|(at, record)| {
            Struct::new().with("Id", at.to_string()).with("ReceiptHandle", &record.receipt)
        });
        let ask = ask(pipe, queue, "DeleteMessageBatch");
        let _ = ctx.call(ask.with("Entries", entries.collect::<Vec<_>>()));
    }
}

/// The guide's sentence for a refusal ("Pipe failure states"), and its like for a missing queue.
pub fn reason(error: &ApiError) -> String {
    match error.code() {
        "QueueDoesNotExist" => {
            "Queue not found. To resume processing please delete the pipe and \
                                create a new one."
        }
        _ => {
            "Pipes does not have required permissions to perform Queue operations \
              (sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes)"
        }
    }
    .to_owned()
}

fn ask(pipe: &Pipe, queue: &Arn, operation: &'static str) -> Ask {
    let ask = Ask::to("sqs", operation).with("QueueUrl", targets::queue_url(queue));
    crate::run::as_role(pipe, ask)
}

fn record(queue: &Arn, message: &Struct) -> Record {
    let text = |name: &str| message.str(name).unwrap_or_default();
    let attributes = message.structure("Attributes");
    let group = attributes.and_then(|attributes| attributes.str(GROUP));
    let event = json!({
        "messageId": text("MessageId"),
        "receiptHandle": text("ReceiptHandle"),
        "body": text("Body"),
        "attributes": attributes.map(texts).unwrap_or_default(),
        "messageAttributes": message
            .structure("MessageAttributes")
            .map(message_attributes)
            .unwrap_or_default(),
        "md5OfBody": text("MD5OfBody"),
        "eventSource": EVENT_SOURCE,
        "eventSourceARN": queue.to_string(),
        "awsRegion": queue.region,
    });
    Record {
        receipt: text("ReceiptHandle").to_owned(),
        // Standard queues may have groups too, but no order.
        group: group.filter(|_| is_fifo(queue)).map(str::to_owned),
        event: event.to_string(),
    }
}

fn is_fifo(queue: &Arn) -> bool {
    queue.resource.strip_suffix(".fifo").is_some()
}

fn texts(of: &Struct) -> Map<String, Json> {
    let texts = of.iter().filter_map(|(name, value)| Some((name, value.as_str()?)));
    texts.map(|(name, text)| (name.to_owned(), text.into())).collect()
}

fn message_attributes(of: &Struct) -> Map<String, Json> {
    let attributes = of.iter().filter_map(|(name, value)| Some((name, value.as_struct()?)));
    let shown = attributes.map(|(name, attribute)| {
        let mut shown = Map::new();
        if let Some(text) = attribute.str("StringValue") {
            shown.insert("stringValue".to_owned(), text.into());
        }
        if let Some(bytes) = attribute.blob("BinaryValue") {
            shown.insert("binaryValue".to_owned(), STANDARD.encode(bytes).into());
        }
        shown.insert("stringListValues".to_owned(), json!([]));
        shown.insert("binaryListValues".to_owned(), json!([]));
        shown.insert("dataType".to_owned(), attribute.str("DataType").into());
        (name.to_owned(), Json::Object(shown))
    });
    shown.collect()
}
