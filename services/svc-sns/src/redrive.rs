//! Dead-letter queues of subscriptions: the attribute RedrivePolicy, and where what cannot be
//! delivered goes.
//!
//! Source: "Amazon SNS dead-letter queues" in the Developer Guide.

use kernel::ApiError;
use kernel::arn::Arn;
use serde_json::Value as Json;

use crate::state::{Subscription, Topic};
use crate::topic::FIFO_SUFFIX;
use crate::topic_attributes::Place;

const ATTRIBUTE: &str = "RedrivePolicy";

pub fn parse(topic: &Topic, place: Place, text: &str) -> Result<Option<String>, ApiError> {
    let refuse = |reason: &str| place.invalid(ATTRIBUTE, reason);
    let document: Json = serde_json::from_str(text).map_err(|_| refuse("failed to parse JSON."))?;
    let members = document.as_object().ok_or_else(|| refuse("must be a JSON object."))?;
    let target = members.get("deadLetterTargetArn").and_then(Json::as_str);
    let Some(target) = target else {
        return Err(refuse("deadLetterTargetArn is required."));
    };
    if members.len() > 1 {
        return Err(refuse("the only supported member is deadLetterTargetArn."));
    }
    let is_queue = |arn: &Arn| {
        arn.service == "sqs" && arn.account_id().is_some() && !arn.resource.contains([':', '/'])
    };
    let arn = Arn::parse(target)
        .filter(is_queue)
        .ok_or_else(|| refuse("deadLetterTargetArn is an invalid arn."))?;
    if arn.region() != Some(topic.region) {
        return Err(refuse("deadLetterTargetArn must be in the region of the subscription."));
    }
    if arn.resource.ends_with(FIFO_SUFFIX) && !topic.row.is_fifo {
        return Err(refuse("deadLetterTargetArn must not be a FIFO queue for a standard topic."));
    }
    Ok(Some(text.to_owned()))
}

/// The queue that takes what the subscription cannot be given.
pub fn target(subscription: &Subscription) -> Option<Arn> {
    let text = subscription.row.settings.redrive_policy.as_deref()?;
    let document: Json = serde_json::from_str(text).ok()?;
    Arn::parse(document["deadLetterTargetArn"].as_str()?)
}
