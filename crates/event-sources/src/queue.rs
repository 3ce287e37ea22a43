//! An SQS queue as a source.
//!
//! The event is the one that AWS shows in "Using Lambda with Amazon SQS" and in "Amazon Simple
//! Queue Service as a source" of Pipes: a message with its attributes, as JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::arn::Arn;
use kernel::service::Waited;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp, Topic, Value};
use serde_json::{Map, Value as Json, json};

use crate::Reader;

pub const EVENT_SOURCE: &str = "aws:sqs";
pub const PAYLOAD_FIELD: &str = "body";
const GROUP: &str = "MessageGroupId";

/// ReceiveMessage and DeleteMessageBatch take at most so many at once.
pub const AT_ONCE_MAX: usize = 10;

/// A message that was received.
#[derive(Clone, Debug)]
pub struct Record {
    pub message_id: String,
    /// By which the queue is told that it is done with.
    pub receipt: String,
    /// Within which the order counts; `None` where it does not.
    pub group: Option<String>,
    pub event: Json,
}

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

/// At most `max` messages. They are hidden for the queue's visibility timeout, unless another is
/// named.
pub fn receive(
    ctx: &mut Ctx<'_>,
    reader: &Reader,
    queue: &Arn,
    max: usize,
    visibility_s: Option<i64>,
) -> Result<Received, ApiError> {
    let mut ask = ask(reader, queue, "ReceiveMessage")
        .with("MaxNumberOfMessages", max.clamp(1, AT_ONCE_MAX) as i64)
        .with("WaitTimeSeconds", 20)
        .with("MessageSystemAttributeNames", vec!["All"])
        .with("MessageAttributeNames", vec!["All"]);
    if let Some(seconds) = visibility_s {
        ask = ask.with("VisibilityTimeout", seconds);
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

/// A message that cannot be deleted comes again: delivery is at least once.
pub fn acknowledge(ctx: &mut Ctx<'_>, reader: &Reader, queue: &Arn, receipts: &[&str]) {
    for some in receipts.chunks(AT_ONCE_MAX) {
        let entries = some.iter().enumerate().map(|(at, receipt)| {
            Struct::new().with("Id", at.to_string()).with("ReceiptHandle", *receipt)
        });
        let ask = ask(reader, queue, "DeleteMessageBatch");
        let _ = ctx.call(ask.with("Entries", entries.collect::<Vec<_>>()));
    }
}

/// An attribute of the queue, as whoever reads it.
pub fn attribute(
    ctx: &mut Ctx<'_>,
    reader: &Reader,
    queue: &Arn,
    name: &'static str,
) -> Result<Option<String>, ApiError> {
    let output =
        ctx.call(ask(reader, queue, "GetQueueAttributes").with("AttributeNames", vec![name]))?;
    let attributes = output.structure("Attributes");
    Ok(attributes.and_then(|it| it.str(name)).map(str::to_owned))
}

fn ask(reader: &Reader, queue: &Arn, operation: &'static str) -> Ask {
    let ask = Ask::to("sqs", operation).with("QueueUrl", targets::queue_url(queue));
    reader.act(ask)
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
        message_id: text("MessageId").to_owned(),
        receipt: text("ReceiptHandle").to_owned(),
        // Standard queues may have groups too, but no order.
        group: group.filter(|_| is_fifo(queue)).map(str::to_owned),
        event,
    }
}

pub fn is_fifo(queue: &Arn) -> bool {
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
