//! The forms in which messages arrive: SNS's JSON envelope, and the texts that are signed.
//!
//! Source: "HTTP/HTTPS notification JSON format" and "Verifying the signatures of Amazon SNS
//! messages" in the Developer Guide; Lambda's event in "Fanout to Lambda functions".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Timestamp;
use serde_json::{Map, Value as Json, json};

use crate::delivery::Parcel;
use crate::publish::sequence_number;
use crate::signature::{self, Signature};
use crate::state::{MessageKind, MessageRow, Topic};
use crate::structure;

/// The envelope as a text, as queues and web servers get it.
pub fn text(parcel: &Parcel<'_>) -> String {
    Json::Object(document(parcel)).to_string()
}

/// The members of the envelope, in AWS's order.
pub fn document(parcel: &Parcel<'_>) -> Map<String, Json> {
    let (topic, message) = (parcel.topic, parcel.message);
    let mut out = Map::new();
    let mut set = |name: &str, value: Json| out.insert(name.to_owned(), value);
    set("Type", json!(type_name(&message.kind)));
    set("MessageId", json!(message.id));
    match &message.kind {
        MessageKind::Notification => {
            if topic.row.is_fifo {
                set("SequenceNumber", json!(sequence_number(parcel.sequence)));
            }
            set("TopicArn", json!(topic.arn));
            if let Some(subject) = &message.subject {
                set("Subject", json!(subject));
            }
            set("Message", json!(body(parcel)));
        }
        MessageKind::SubscriptionConfirmation(token)
        | MessageKind::UnsubscribeConfirmation(token) => {
            set("Token", json!(token));
            set("TopicArn", json!(topic.arn));
            set("Message", json!(body(parcel)));
            set("SubscribeURL", json!(subscribe_url(topic, message, token)));
        }
    }
    set("Timestamp", json!(timestamp(message)));
    match Signature::of(message, &parcel.variant()) {
        Some(signature) => {
            set("SignatureVersion", json!(signature.version));
            set("Signature", json!(signature.text));
            set("SigningCertURL", json!(signature.certificate_url(&message.endpoint)));
        }
        None => {
            set("SignatureVersion", json!(signature::version(topic).to_string()));
        }
    }
    if message.kind == MessageKind::Notification {
        set("UnsubscribeURL", json!(unsubscribe_url(message, &parcel.subscription.arn)));
        if !message.attributes.is_empty() {
            set("MessageAttributes", attributes(message));
        }
    }
    out
}

/// Puts a signature that was made later into an envelope, where it belongs.
pub fn with_signature(envelope: &str, signature: &str, endpoint: &str) -> String {
    let parsed = serde_json::from_str::<Map<String, Json>>(envelope);
    let (Ok(members), Some(signature)) = (parsed, Signature::parse(signature)) else {
        return envelope.to_owned();
    };
    let mut out = Map::new();
    for (name, value) in members {
        let is_place = name == "SignatureVersion";
        out.insert(name, if is_place { json!(signature.version) } else { value });
        if is_place {
            out.insert("Signature".to_owned(), json!(signature.text));
            let url = signature.certificate_url(endpoint);
            out.insert("SigningCertURL".to_owned(), json!(url));
        }
    }
    Json::Object(out).to_string()
}

/// The event in which a function gets a message.
pub fn lambda_event(parcel: &Parcel<'_>) -> Json {
    let envelope = document(parcel);
    let of = |name: &str| envelope.get(name).cloned().unwrap_or(Json::Null);
    let attributes = match of("MessageAttributes") {
        Json::Null => json!({}),
        attributes => attributes,
    };
    json!({ "Records": [{
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": parcel.subscription.arn,
        "Sns": {
            "Type": of("Type"),
            "MessageId": of("MessageId"),
            "TopicArn": of("TopicArn"),
            "Subject": of("Subject"),
            "Message": of("Message"),
            "Timestamp": of("Timestamp"),
            "SignatureVersion": of("SignatureVersion"),
            "Signature": of("Signature"),
            "SigningCertUrl": of("SigningCertURL"),
            "UnsubscribeUrl": of("UnsubscribeURL"),
            "MessageAttributes": attributes,
        },
    }] })
}

/// The text of a message for the subscription's protocol, without metadata.
pub fn body(parcel: &Parcel<'_>) -> String {
    let (topic, message) = (parcel.topic, parcel.message);
    match &message.kind {
        MessageKind::Notification => structure::body(message, &parcel.variant()),
        _ => instruction(topic, message, &parcel.subscription.arn),
    }
}

/// What is signed of a message with this body: names and values, each on a line of its own, in the
/// order of the names.
pub fn text_to_sign(topic: &Topic, message: &MessageRow, body: &str) -> String {
    let timestamp = timestamp(message);
    let mut lines = vec![("Message", body), ("MessageId", &message.id)];
    let url;
    match &message.kind {
        MessageKind::Notification => {
            lines.extend(message.subject.as_deref().map(|subject| ("Subject", subject)));
            lines.push(("Timestamp", &timestamp));
        }
        MessageKind::SubscriptionConfirmation(token)
        | MessageKind::UnsubscribeConfirmation(token) => {
            url = subscribe_url(topic, message, token);
            lines.extend([
                ("SubscribeURL", url.as_str()),
                ("Timestamp", &timestamp),
                ("Token", token),
            ]);
        }
    }
    lines.extend([("TopicArn", topic.arn.as_str()), ("Type", type_name(&message.kind))]);
    lines.iter().flat_map(|(name, value)| [name, "\n", value, "\n"]).collect()
}

pub fn type_name(kind: &MessageKind) -> &'static str {
    match kind {
        MessageKind::Notification => "Notification",
        MessageKind::SubscriptionConfirmation(_) => "SubscriptionConfirmation",
        MessageKind::UnsubscribeConfirmation(_) => "UnsubscribeConfirmation",
    }
}

pub fn timestamp(message: &MessageRow) -> String {
    Timestamp::from_micros(message.published).iso8601_millis()
}

/// The link that confirms a subscription.
pub fn subscribe_url(topic: &Topic, message: &MessageRow, token: &str) -> String {
    format!("{}/?Action=ConfirmSubscription&TopicArn={}&Token={token}", message.endpoint, topic.arn)
}

/// The link that ends a subscription.
pub fn unsubscribe_url(message: &MessageRow, subscription_arn: &str) -> String {
    format!("{}/?Action=Unsubscribe&SubscriptionArn={subscription_arn}", message.endpoint)
}

fn attributes(message: &MessageRow) -> Json {
    let entries = message.attributes.iter().map(|row| {
        let value = match (&row.text, row.blob()) {
            (Some(text), _) => json!(text),
            (None, Some(bytes)) => json!(STANDARD.encode(bytes)),
            (None, None) => Json::Null,
        };
        (row.name.clone(), json!({ "Type": row.data_type, "Value": value }))
    });
    Json::Object(entries.collect())
}

pub fn instruction(topic: &Topic, message: &MessageRow, subscription_arn: &str) -> String {
    match message.kind {
        MessageKind::UnsubscribeConfirmation(_) => format!(
            "You have chosen to deactivate subscription {subscription_arn}.\nTo cancel this \
             operation and restore the subscription, visit the SubscribeURL included in this \
             message."
        ),
        _ => format!(
            "You have chosen to subscribe to the topic {}.\nTo confirm the subscription, visit the \
             SubscribeURL included in this message.",
            topic.arn
        ),
    }
}
