//! The attributes of topics: what may be set, and what is shown.

use std::fmt::Display;

use kernel::{ApiError, Ctx, Timestamp};
use serde_json::Value as Json;

use crate::api::{
    GetTopicAttributesInput, GetTopicAttributesOutput, SetTopicAttributesInput,
    SetTopicAttributesOutput,
};
use crate::archive;
use crate::delivery_policy;
use crate::encryption;
use crate::errors;
use crate::limits;
use crate::policy;
use crate::state::{Protocol, SUBSCRIPTIONS, Topic};
use crate::status_log;
use crate::topic;

/// Where an attribute stands in a request: the words of refusals differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the map `Attributes`.
    Map,
    /// Alone, as `AttributeName` and `AttributeValue`.
    Alone,
}

impl Place {
    pub fn invalid(self, attribute: &str, reason: impl Display) -> ApiError {
        match self {
            Place::Map => {
                errors::invalid_because("Attributes", format_args!("{attribute}: {reason}"))
            }
            Place::Alone => errors::invalid(format_args!("{attribute}: {reason}")),
        }
    }

    pub fn unknown(self, attribute: &str) -> ApiError {
        match self {
            Place::Map => {
                errors::invalid_because("Attributes", format_args!("Unknown attribute {attribute}"))
            }
            Place::Alone => errors::invalid("AttributeName"),
        }
    }
}

pub fn get_topic_attributes(
    ctx: &mut Ctx<'_>,
    input: GetTopicAttributesInput<'_>,
) -> Result<GetTopicAttributesOutput, ApiError> {
    let topic = topic::find(ctx, input.topic_arn())?;
    Ok(GetTopicAttributesOutput::new().attributes(shown(ctx, &topic)?))
}

pub fn set_topic_attributes(
    ctx: &mut Ctx<'_>,
    input: SetTopicAttributesInput<'_>,
) -> Result<SetTopicAttributesOutput, ApiError> {
    let mut topic = topic::find(ctx, input.topic_arn())?;
    let value = input.attribute_value().unwrap_or_default();
    set(ctx, &mut topic, input.attribute_name(), value, Place::Alone)?;
    if topic.row.settings.archive_days.is_none() {
        archive::forget(ctx, &topic);
    }
    topic::save(ctx, &topic);
    Ok(SetTopicAttributesOutput::new())
}

/// Changes one attribute of `topic`, without saving it.
pub fn set(
    ctx: &Ctx<'_>,
    topic: &mut Topic,
    attribute: &str,
    value: &str,
    place: Place,
) -> Result<(), ApiError> {
    if is_of_fifo_topics(attribute) && !topic.row.is_fifo {
        return Err(place.unknown(attribute));
    }
    let arn = topic.arn.clone();
    let settings = &mut topic.row.settings;
    match attribute {
        "DisplayName" => settings.display_name = read_display_name(place, value)?,
        "Policy" => {
            let document = policy::parse_attribute(place, value)?;
            policy::check_named(ctx, place, document.as_deref())?;
            settings.policy = document.map(|text| ctx.bind_policy(&text)).transpose()?;
        }
        "DeliveryPolicy" => {
            settings.delivery_policy = delivery_policy::parse_of_topic(place, value)?;
        }
        "ContentBasedDeduplication" => {
            settings.is_content_based = read_bool(place, attribute, value)?;
        }
        "FifoThroughputScope" => settings.is_group_scope = read_scope(place, value)?,
        "ArchivePolicy" => {
            settings.archive_days = archive::parse_policy(place, value)?;
            let now = ctx.now().micros();
            let since = settings.archived_since.unwrap_or(now);
            settings.archived_since = settings.archive_days.map(|_| since);
        }
        "SignatureVersion" => {
            settings.signature_version = match value {
                "1" => Some(1),
                "2" => Some(2),
                _ => return Err(place.invalid(attribute, invalid_value(value, "1 or 2"))),
            };
        }
        "TracingConfig" => settings.tracing = read_tracing(topic.row.is_fifo, place, value)?,
        "MaximumMessageSize" => {
            let size =
                value.parse().ok().filter(|size| limits::MAXIMUM_MESSAGE_SIZE.contains(size));
            let reason = || invalid_value(value, "an integer between 1024 and 1048576");
            settings.maximum_message_size =
                Some(size.ok_or_else(|| place.invalid(attribute, reason()))?);
            check_large_messages(ctx, topic, place)?;
        }
        "KmsMasterKeyId" => settings.kms_key = encryption::read_key(place, value)?,
        "FifoTopic" => {
            return Err(errors::invalid(format_args!("{attribute} of {arn} cannot be changed")));
        }
        _ => match status_log::attribute(attribute) {
            Some(which) => status_log::set(ctx, settings, which, value, place)?,
            None => return Err(place.unknown(attribute)),
        },
    }
    Ok(())
}

fn shown(ctx: &Ctx<'_>, topic: &Topic) -> Result<Vec<(String, String)>, ApiError> {
    let row = &topic.row;
    let settings = &row.settings;
    let mut shown = vec![
        ("TopicArn", topic.arn.clone()),
        ("Owner", topic.owner.to_string()),
        ("Policy", ctx.show_policy(&policy::document(topic))?),
        ("DisplayName", settings.display_name.clone()),
        ("SubscriptionsPending", row.pending.to_string()),
        ("SubscriptionsConfirmed", row.confirmed.to_string()),
        ("SubscriptionsDeleted", row.deleted.to_string()),
        ("EffectiveDeliveryPolicy", delivery_policy::effective_of_topic(topic).to_string()),
    ];
    let mut add = |name, value: Option<String>| shown.extend(value.map(|value| (name, value)));
    add("DeliveryPolicy", settings.delivery_policy.clone());
    add("KmsMasterKeyId", settings.kms_key.clone());
    add("SignatureVersion", settings.signature_version.map(|version| version.to_string()));
    add("TracingConfig", settings.tracing.clone());
    add("MaximumMessageSize", settings.maximum_message_size.map(|size| size.to_string()));
    if row.is_fifo {
        let scope = if settings.is_group_scope { "MessageGroup" } else { "Topic" };
        add("FifoTopic", Some("true".to_owned()));
        add("ContentBasedDeduplication", Some(settings.is_content_based.to_string()));
        add("FifoThroughputScope", Some(scope.to_owned()));
        add("ArchivePolicy", settings.archive_days.map(archive::shown_policy));
        let beginning = archive::beginning(topic, ctx.now());
        add("BeginningArchiveTime", beginning.map(Timestamp::iso8601_millis));
    }
    let mut shown: Vec<_> =
        shown.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    shown.extend(status_log::shown(settings));
    Ok(shown)
}

fn is_of_fifo_topics(attribute: &str) -> bool {
    matches!(attribute, "ContentBasedDeduplication" | "FifoThroughputScope" | "ArchivePolicy")
}

pub fn not_bool(value: &str) -> String {
    invalid_value(value, "true or false")
}

fn invalid_value(value: &str, wanted: &str) -> String {
    format!("Invalid value [{value}]. Must be {wanted}.")
}

pub fn read_bool(place: Place, attribute: &str, value: &str) -> Result<bool, ApiError> {
    if value.eq_ignore_ascii_case("true") {
        Ok(true)
    } else if value.eq_ignore_ascii_case("false") {
        Ok(false)
    } else {
        Err(place.invalid(attribute, not_bool(value)))
    }
}

fn read_display_name(place: Place, value: &str) -> Result<String, ApiError> {
    let is_name = value.chars().count() <= limits::DISPLAY_NAME_CHARS_MAX
        && !value.chars().any(char::is_control);
    if is_name {
        return Ok(value.to_owned());
    }
    Err(place.invalid("DisplayName", "must be at most 100 characters long"))
}

fn read_scope(place: Place, value: &str) -> Result<bool, ApiError> {
    match value {
        "Topic" => Ok(false),
        "MessageGroup" => Ok(true),
        _ => {
            let reason = invalid_value(value, "Topic or MessageGroup");
            Err(place.invalid("FifoThroughputScope", reason))
        }
    }
}

fn read_tracing(is_fifo: bool, place: Place, value: &str) -> Result<Option<String>, ApiError> {
    match value {
        _ if is_fifo => Err(place.invalid("TracingConfig", "not supported by FIFO topics")),
        "PassThrough" => Ok(Some(value.to_owned())),
        "Active" => Err(errors::not_implemented("tracing of topics by X-Ray (TracingConfig)")),
        _ => {
            let reason = invalid_value(value, "PassThrough or Active");
            Err(place.invalid("TracingConfig", reason))
        }
    }
}

/// A topic for messages above 256 KiB has few subscriptions, and only of AWS's own endpoints.
fn check_large_messages(ctx: &Ctx<'_>, topic: &Topic, place: Place) -> Result<(), ApiError> {
    if !takes_large_messages(topic) {
        return Ok(());
    }
    let count = topic.row.confirmed + topic.row.pending;
    let mut is_allowed = count <= limits::LARGE_MESSAGE_SUBSCRIPTIONS_MAX;
    if is_allowed {
        let range = store::Range::within(&(topic.row.id,));
        for entry in ctx.table_in(&SUBSCRIPTIONS, topic.scope).scan(&range) {
            is_allowed &= takes_large(entry?.1.protocol);
        }
    }
    if is_allowed {
        return Ok(());
    }
    Err(place.invalid("MaximumMessageSize", LARGE_MESSAGES_REASON))
}

pub const LARGE_MESSAGES_REASON: &str = "A topic with a MaximumMessageSize above 256 KiB must \
     have 100 or fewer subscriptions, and each subscription must be an Amazon SQS, Amazon Data \
     Firehose, or Lambda subscription.";

pub fn takes_large_messages(topic: &Topic) -> bool {
    maximum_message_size(topic) > limits::MESSAGE_BYTES_DEFAULT
}

pub fn takes_large(protocol: Protocol) -> bool {
    matches!(protocol, Protocol::Sqs | Protocol::Firehose | Protocol::Lambda)
}

pub fn maximum_message_size(topic: &Topic) -> i64 {
    topic.row.settings.maximum_message_size.unwrap_or(limits::MESSAGE_BYTES_DEFAULT)
}

/// A JSON object, or why it is none.
pub fn read_object(place: Place, attribute: &str, text: &str) -> Result<Json, ApiError> {
    match serde_json::from_str(text) {
        Ok(object @ Json::Object(_)) => Ok(object),
        Ok(_) => Err(place.invalid(attribute, "must be a JSON object")),
        Err(_) => Err(place.invalid(attribute, "failed to parse JSON")),
    }
}
