//! Delivery to queues: as a subscription's endpoint, and as its dead-letter queue.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct, Value};
use targets::Delivery;

use crate::delivery::{Failure, Outcome, Parcel};
use crate::envelope;
use crate::limits;
use crate::state::MessageKind;
use crate::topic::FIFO_SUFFIX;

const PRINCIPAL: &str = "sns.amazonaws.com";

pub fn attempt(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>) -> Result<Outcome, ApiError> {
    if is_raw(parcel) && parcel.message.attributes.len() > limits::QUEUE_ATTRIBUTES_MAX {
        return Ok(Failure::client("a queue takes no more than 10 message attributes"));
    }
    let Some(queue) = Arn::parse(&parcel.subscription.row.endpoint) else {
        return Ok(Failure::client("the endpoint is no queue"));
    };
    Ok(match send(ctx, parcel, &queue, is_raw(parcel)) {
        Ok(()) => Outcome::Delivered,
        Err(error) => Failure::of(&error),
    })
}

/// Gives a message that could not be delivered to a dead-letter queue, in the form in which its
/// subscription would have had it. Attributes that no queue takes stay behind.
pub fn bury(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>, queue: &Arn) -> Result<(), ApiError> {
    send(ctx, parcel, queue, is_raw(parcel))
}

fn is_raw(parcel: &Parcel<'_>) -> bool {
    parcel.subscription.row.settings.is_raw && parcel.message.kind == MessageKind::Notification
}

fn send(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>, queue: &Arn, is_raw: bool) -> Result<(), ApiError> {
    let message = parcel.message;
    let mut delivery = Delivery { body: text(parcel, is_raw), ..Delivery::default() };
    if is_raw && message.attributes.len() <= limits::QUEUE_ATTRIBUTES_MAX {
        delivery.message_attributes = attributes(parcel);
    }
    if queue.resource.ends_with(FIFO_SUFFIX) {
        // A word of SNS's own is in nobody's group.
        let group = message.group.as_ref().unwrap_or(&parcel.subscription.id);
        let id = message.deduplication_id.as_ref().unwrap_or(&message.id);
        delivery.message_group_id = Some(group.clone());
        delivery.message_deduplication_id = Some(id.clone());
    } else {
        // Fair queues.
        delivery.message_group_id.clone_from(&message.group);
    }
    let ask = targets::delivery(queue, &delivery).map_err(|_| ApiError::internal())?;
    let ask = ask.as_service(PRINCIPAL).for_source(&parcel.topic.arn, parcel.topic.owner);
    ctx.call(ask).map(drop)
}

fn text(parcel: &Parcel<'_>, is_raw: bool) -> String {
    if is_raw { envelope::body(parcel) } else { envelope::text(parcel) }
}

/// Message attributes in the shape of SQS.
fn attributes(parcel: &Parcel<'_>) -> Option<Value> {
    let entries = parcel.message.attributes.iter().map(|row| {
        let mut value = Struct::new().with("DataType", row.data_type.clone());
        match (&row.text, row.blob()) {
            (Some(text), _) => value.set("StringValue", text.clone()),
            (None, Some(bytes)) => value.set("BinaryValue", bytes),
            (None, None) => {}
        }
        (row.name.clone(), value)
    });
    let entries: Struct = entries.collect();
    (!entries.is_empty()).then_some(Value::Struct(entries))
}
