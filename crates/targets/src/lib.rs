//! From the ARN of a target and an event to the call that delivers it.
//!
//! SNS, EventBridge, Scheduler, Pipes, S3 and Lambda's destinations all deliver to "an ARN"; what
//! that means stands here once. Nothing is called here: the caller enqueues or calls what it gets,
//! as the principal that its own rules name.

pub mod api_method;
pub mod log_group;

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::{Ask, Struct, Value};

/// What is delivered.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    /// The event as text, usually JSON.
    pub body: String,
    /// FIFO targets: SQS's `MessageGroupId`, and `MessageDeduplicationId`.
    pub message_group_id: Option<String>,
    pub message_deduplication_id: Option<String>,
    /// Kinesis: the record's partition key.
    pub partition_key: Option<String>,
    /// SQS: `MessageAttributes` in the shape of the API (name → `{DataType, StringValue, …}`).
    pub message_attributes: Option<Value>,
    /// An SNS message's subject.
    pub subject: Option<String>,
    /// EventBridge targets: how the body becomes an event of another bus.
    pub event: Option<BusEvent>,
}

/// The parts of an event that a bus wants apart.
#[derive(Clone, Debug, Default)]
pub struct BusEvent {
    pub source: String,
    pub detail_type: String,
    pub detail: String,
    pub resources: Vec<String>,
    /// Seconds since 1970.
    pub time: Option<i64>,
}

/// Why nothing can be delivered to an ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// No kind of resource to which anything is delivered.
    NotATarget,
    /// The ARN names no account or region where it must.
    Incomplete,
}

/// The call that delivers to `target`, in the target's account and region. Its principal is the
/// caller's to set.
pub fn delivery(target: &Arn, delivery: &Delivery) -> Result<Ask, Unsupported> {
    let ask = match target.service.as_str() {
        "sqs" => to_queue(target, delivery),
        "sns" => to_topic(target, delivery),
        "events" => to_event_bus(target, delivery),
        "lambda" => Ask::to("lambda", "Invoke")
            .with("FunctionName", target.to_string())
            .with("InvocationType", "Event")
            .with("Payload", bytes(delivery)),
        "kinesis" => Ask::to("kinesis", "PutRecord")
            .with("StreamName", last_segment(target).to_owned())
            .with("Data", bytes(delivery))
            .with("PartitionKey", delivery.partition_key.clone().unwrap_or_default()),
        "firehose" => Ask::to("firehose", "PutRecord")
            .with("DeliveryStreamName", last_segment(target).to_owned())
            .with("Record", Struct::new().with("Data", bytes(delivery))),
        "states" => Ask::to("stepfunctions", "StartExecution")
            .with("stateMachineArn", target.to_string())
            .with("input", delivery.body.clone()),
        _ => return Err(Unsupported::NotATarget),
    };
    match (target.account_id(), target.region()) {
        (Some(account), Some(region)) => Ok(ask.in_account(account).in_region(region)),
        _ => Err(Unsupported::Incomplete),
    }
}

/// The URL by which SQS finds the queue; its host is of no consequence.
pub fn queue_url(queue: &Arn) -> String {
    format!("https://sqs.{}.amazonaws.com/{}/{}", queue.region, queue.account, queue.resource)
}

fn to_queue(target: &Arn, delivery: &Delivery) -> Ask {
    let mut ask = Ask::to("sqs", "SendMessage")
        .with("QueueUrl", queue_url(target))
        .with("MessageBody", delivery.body.clone());
    set(&mut ask, "MessageGroupId", delivery.message_group_id.as_ref());
    set(&mut ask, "MessageDeduplicationId", delivery.message_deduplication_id.as_ref());
    if let Some(attributes) = &delivery.message_attributes {
        ask.input.set("MessageAttributes", attributes.clone());
    }
    ask
}

fn to_topic(target: &Arn, delivery: &Delivery) -> Ask {
    let mut ask = Ask::to("sns", "Publish")
        .with("TopicArn", target.to_string())
        .with("Message", delivery.body.clone());
    set(&mut ask, "Subject", delivery.subject.as_ref());
    set(&mut ask, "MessageGroupId", delivery.message_group_id.as_ref());
    set(&mut ask, "MessageDeduplicationId", delivery.message_deduplication_id.as_ref());
    ask
}

fn to_event_bus(target: &Arn, delivery: &Delivery) -> Ask {
    let event = delivery.event.clone().unwrap_or_default();
    let detail = if event.detail.is_empty() { delivery.body.clone() } else { event.detail };
    let mut entry = Struct::new()
        .with("EventBusName", target.to_string())
        .with("Source", event.source)
        .with("DetailType", event.detail_type)
        .with("Detail", detail);
    if !event.resources.is_empty() {
        let resources: Vec<Value> = event.resources.into_iter().map(Value::from).collect();
        entry.set("Resources", resources);
    }
    if let Some(time) = event.time {
        entry.set("Time", kernel::Timestamp::from_secs(time));
    }
    Ask::to("events", "PutEvents").with("Entries", vec![Value::from(entry)])
}

fn set(ask: &mut Ask, name: &'static str, value: Option<&String>) {
    if let Some(value) = value {
        ask.input.set(name, value.clone());
    }
}

fn bytes(delivery: &Delivery) -> Bytes {
    Bytes::from(delivery.body.clone())
}

/// `stream/name` → `name`.
fn last_segment(arn: &Arn) -> &str {
    arn.resource.rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_gets_a_message_in_its_own_account_and_region() {
        let arn = Arn::parse("arn:aws:sqs:eu-west-1:222222222222:jobs.fifo").unwrap();
        let ask = delivery(
            &arn,
            &Delivery {
                body: "b".to_owned(),
                message_group_id: Some("g".to_owned()),
                ..Delivery::default()
            },
        )
        .unwrap();
        assert_eq!((&*ask.service, &*ask.operation), ("sqs", "SendMessage"));
        assert_eq!(
            ask.input.str("QueueUrl"),
            Some("https://sqs.eu-west-1.amazonaws.com/222222222222/jobs.fifo")
        );
        assert_eq!(ask.input.str("MessageGroupId"), Some("g"));
        assert_eq!(ask.account.unwrap().as_str(), "222222222222");
        assert_eq!(ask.region.unwrap().as_str(), "eu-west-1");
    }

    #[test]
    fn what_is_no_target_is_told_apart_from_what_is_incomplete() {
        let to = |text| delivery(&Arn::parse(text).unwrap(), &Delivery::default()).unwrap_err();
        assert_eq!(to("arn:aws:iam::222222222222:role/r"), Unsupported::NotATarget);
        assert_eq!(to("arn:aws:sqs:us-east-1::q"), Unsupported::Incomplete);
    }
}
