//! Application events: what happens to the devices of an application is published to topics.
//!
//! Source: "Application event notifications" in the Developer Guide. The members of the messages
//! are those of AWS's messages as articles quote them.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx};
use serde_json::{Map, Value as Json, json};

use super::Application;
use crate::errors;
use crate::topic;

/// Attributes of applications: the topics of the events, in the order of the events below.
pub const ATTRIBUTES: [&str; 4] = [
    "EventEndpointCreated",
    "EventEndpointDeleted",
    "EventEndpointUpdated",
    "EventDeliveryFailure",
];

pub const CREATED: Event = Event { attribute: "EventEndpointCreated", name: "EndpointCreated" };
pub const DELETED: Event = Event { attribute: "EventEndpointDeleted", name: "EndpointDeleted" };
pub const UPDATED: Event = Event { attribute: "EventEndpointUpdated", name: "EndpointUpdated" };
pub const FAILURE: Event = Event { attribute: "EventDeliveryFailure", name: "DeliveryFailure" };

#[derive(Clone, Copy, Debug)]
pub struct Event {
    attribute: &'static str,
    name: &'static str,
}

/// Publishes an event, if the application has a topic for it, later and as SNS itself: the
/// topic's policy decides.
pub fn tell(
    ctx: &mut Ctx<'_>,
    application: &Application,
    event: Event,
    device_arn: &str,
    details: &[(&str, Json)],
) -> Result<(), ApiError> {
    let Some(topic) = application.row.attributes.get(event.attribute) else { return Ok(()) };
    let application_arn = application.arn(ctx);
    let mut message = Map::new();
    for (name, value) in details {
        message.insert((*name).to_owned(), value.clone());
    }
    message.insert("EndpointArn".to_owned(), json!(device_arn));
    message.insert("EventType".to_owned(), json!(event.name));
    message.insert("Resource".to_owned(), json!(application_arn));
    message.insert("Service".to_owned(), json!("SNS"));
    message.insert("Time".to_owned(), json!(ctx.now().iso8601_millis()));
    let ask = Ask::to("sns", "Publish")
        .with("TopicArn", topic.clone())
        .with("Subject", event.name)
        .with("Message", Json::Object(message).to_string())
        .as_service("sns.amazonaws.com")
        .for_source(application_arn, ctx.account());
    ctx.enqueue(Job::now(ask));
    Ok(())
}

/// An event's topic exists, in the account and region of the application; none takes it back.
pub fn check_topic(ctx: &Ctx<'_>, attribute: &str, arn: &str) -> Result<(), ApiError> {
    if arn.is_empty() {
        return Ok(());
    }
    let refuse =
        |reason: &str| errors::invalid_because("Attributes", format!("{attribute} {reason}"));
    let found =
        topic::find_or_none(ctx, attribute, arn).map_err(|_| refuse("has invalid ARN format"))?;
    match found {
        Some(topic) if topic.owner == ctx.account() => Ok(()),
        _ => Err(refuse("is not an existing Topic")),
    }
}
