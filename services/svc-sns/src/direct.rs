//! Publishing to one phone or one device, without a topic.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::api::PublishOutput;
use crate::platform::push;
use crate::publish::Checked;
use crate::sms::{self, Sms};
use crate::state::{MessageKind, MessageRow, Protocol};
use crate::structure;

/// Whether a TargetArn names a device's endpoint, not a topic.
pub fn is_device(arn: &str) -> bool {
    Arn::parse(arn).is_some_and(|arn| arn.resource.starts_with("endpoint/"))
}

pub fn to_phone(
    ctx: &mut Ctx<'_>,
    phone_number: &str,
    message: Checked,
) -> Result<PublishOutput, ApiError> {
    let message = row(ctx, message);
    let variant = structure::variant(&message, Protocol::Sms, None);
    let body = structure::body(&message, &variant);
    let sms = Sms {
        phone_number,
        body: &body,
        message_id: &message.id,
        attributes: &message.attributes,
        topic: None,
    };
    sms::publish(ctx, &sms)?;
    Ok(PublishOutput::new().message_id(message.id))
}

pub fn to_device(
    ctx: &mut Ctx<'_>,
    endpoint_arn: &str,
    message: Checked,
) -> Result<PublishOutput, ApiError> {
    let message = row(ctx, message);
    push::publish(ctx, endpoint_arn, &message)?;
    Ok(PublishOutput::new().message_id(message.id))
}

/// A message that is delivered at once and not kept.
fn row(ctx: &mut Ctx<'_>, message: Checked) -> MessageRow {
    MessageRow {
        kind: MessageKind::Notification,
        id: ctx.chance().uuid(),
        published: ctx.now().micros(),
        body: message.body,
        is_structured: message.is_structured,
        subject: message.subject,
        attributes: message.attributes,
        group: None,
        deduplication_id: None,
        endpoint: String::new(),
        signatures: BTreeMap::new(),
        sealed: None,
    }
}
