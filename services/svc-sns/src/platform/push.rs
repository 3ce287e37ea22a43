//! Pushing a message to a device: straight, or as the subscriber of a topic.

use kernel::outbox::{Letter, LetterKind};
use kernel::{ApiError, Ctx};
use serde_json::json;

use super::{Device, Platform, event, find_device, payload};
use crate::api::error;
use crate::delivery::{Failure, Outcome, Parcel};
use crate::errors;
use crate::state::{AttributeRow, MessageKind, MessageRow, Protocol};
use crate::structure;

/// Message attributes that are for push services: how long a push lives, its priority, ….
const RESERVED: &str = "AWS.SNS.MOBILE.";
const APPLE_PUSH_TYPE: &str = "AWS.SNS.MOBILE.APNS.PUSH_TYPE";
/// Another name by which bodies for GCM are found.
const FCM: &str = "FCM";
const DISABLED: &str = "Endpoint is disabled";

/// Pushes to the device that is subscribed to a topic. One that is off or gone is not tried again.
pub fn attempt(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>) -> Result<Outcome, ApiError> {
    if parcel.message.kind != MessageKind::Notification {
        return Ok(Outcome::Delivered);
    }
    let endpoint = &parcel.subscription.row.endpoint;
    let Ok(Some(device)) = find_device(ctx, "Endpoint", endpoint) else {
        return Ok(Failure::client("Endpoint does not exist"));
    };
    if !device.row.is_enabled {
        tell_failure(ctx, &device, &parcel.message.id)?;
        return Ok(Failure::client(DISABLED));
    }
    Ok(match body(&device, parcel.message) {
        Ok(body) => {
            post(ctx, &device, body, &parcel.message.id, &parcel.message.attributes)?;
            Outcome::Delivered
        }
        Err(refusal) => Failure::client(refusal.message()),
    })
}

/// Pushes straight to a device.
pub fn publish(ctx: &mut Ctx<'_>, arn: &str, message: &MessageRow) -> Result<(), ApiError> {
    let found = find_device(ctx, "TargetArn", arn)?;
    let device = found.ok_or_else(|| {
        let reason = "No endpoint found for the target arn specified";
        errors::invalid_because("TargetArn", reason)
    })?;
    if !device.row.is_enabled {
        return Err(error::endpoint_disabled_exception(DISABLED));
    }
    let body = body(&device, message)?;
    post(ctx, &device, body, &message.id, &message.attributes)
}

/// What the owner of the application is told of a push that has failed for good. Who pushes
/// straight to the device is told by the refusal.
fn tell_failure(ctx: &mut Ctx<'_>, device: &Device, message_id: &str) -> Result<(), ApiError> {
    let details = [
        ("DeliveryAttempts", json!(1)),
        ("FailureMessage", json!(DISABLED)),
        ("FailureType", json!("EndpointDisabled")),
        ("MessageId", json!(message_id)),
    ];
    event::tell(ctx, &device.application, event::FAILURE, &device.arn, &details)
}

fn body(device: &Device, message: &MessageRow) -> Result<String, ApiError> {
    let platform = device.application.platform;
    let name = platform.as_str();
    let mut variant = structure::variant(message, Protocol::Application, Some(name));
    if platform == Platform::Gcm && variant != name {
        variant = structure::variant(message, Protocol::Application, Some(FCM));
    }
    let text = structure::body(message, &variant);
    let is_own = !variant.is_empty() && (variant == name || variant == FCM);
    let body = if is_own { text } else { payload::wrap(platform, &text) };
    payload::check(platform, &body)?;
    Ok(body)
}

fn post(
    ctx: &mut Ctx<'_>,
    device: &Device,
    body: String,
    message_id: &str,
    message_attributes: &[AttributeRow],
) -> Result<(), ApiError> {
    let platform = device.application.platform;
    let mut attributes = vec![
        ("Platform".to_owned(), platform.as_str().to_owned()),
        ("EndpointArn".to_owned(), device.arn.clone()),
        ("MessageId".to_owned(), message_id.to_owned()),
    ];
    let given = message_attributes.iter().filter(|row| row.name.starts_with(RESERVED));
    let given = given.filter_map(|row| Some((row.name.clone(), row.text.clone()?)));
    attributes.extend(given);
    if platform.is_apple() {
        let given = attributes.iter().find(|(name, _)| name == APPLE_PUSH_TYPE);
        let push_type = match given {
            Some((_, value)) => value.clone(),
            None => payload::apple_push_type(&body).to_owned(),
        };
        attributes.push(("apns-push-type".to_owned(), push_type));
    }
    let from = device.application.arn(ctx);
    ctx.post(Letter {
        kind: LetterKind::Push,
        from,
        to: device.row.token.clone(),
        subject: String::new(),
        body,
        attributes,
    })?;
    Ok(())
}
