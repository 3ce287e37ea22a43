//! The forms in which messages arrive: SNS's JSON envelope, and the texts that are signed.
//!
//! Source: "HTTP/HTTPS notification JSON format" and "Verifying the signatures of Amazon SNS
//! messages" in the Developer Guide; Lambda's event in "Fanout to Lambda functions".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Timestamp, json_text};
use serde_json::{Map, Value as Json, json};

use crate::delivery::Parcel;
use crate::publish::sequence_number;
use crate::signature::{self, Signature};
use crate::state::{MessageKind, MessageRow, Topic};
use crate::structure;

/// About what an envelope has beside its message; a longer one grows.
const TEXT_BYTES_BESIDE_BODY: usize = 1_024;

/// The envelope as a text, as queues and web servers get it.
pub fn text(parcel: &Parcel<'_>) -> String {
    // Written member by member: every delivery makes one, and a tree of values costs four times it.
    let mut out = Vec::with_capacity(parcel.message.body.len() + TEXT_BYTES_BESIDE_BODY);
    each_member(parcel, |name, value| {
        out.extend_from_slice(if out.is_empty() { b"{\"" } else { b",\"" });
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"\":");
        match value {
            Member::Text(text) => {
                out.push(b'"');
                json_text::write(&mut out, text.as_bytes(), b"\"");
            }
            Member::Attributes(attributes) => serde_json::to_writer(&mut out, &attributes)
                .expect("a tree of texts can be written to memory"),
        }
    });
    out.push(b'}');
    String::from_utf8(out).expect("JSON of texts is UTF-8")
}

/// The members of the envelope, in AWS's order.
pub fn document(parcel: &Parcel<'_>) -> Map<String, Json> {
    let mut out = Map::new();
    each_member(parcel, |name, value| {
        let value = match value {
            Member::Text(text) => json!(text),
            Member::Attributes(attributes) => attributes,
        };
        out.insert(name.to_owned(), value);
    });
    out
}

/// What stands in an envelope under a name.
enum Member<'a> {
    Text(&'a str),
    Attributes(Json),
}

/// Shows the members of the envelope to `set`, in AWS's order.
fn each_member(parcel: &Parcel<'_>, mut set: impl FnMut(&str, Member<'_>)) {
    let (topic, message) = (parcel.topic, parcel.message);
    let mut text = |name: &str, value: &str| set(name, Member::Text(value));
    text("Type", type_name(&message.kind));
    text("MessageId", &message.id);
    match &message.kind {
        MessageKind::Notification => {
            if topic.row.is_fifo {
                text("SequenceNumber", &sequence_number(parcel.sequence));
            }
            text("TopicArn", &topic.arn);
            if let Some(subject) = &message.subject {
                text("Subject", subject);
            }
            text("Message", &body(parcel));
        }
        MessageKind::SubscriptionConfirmation(token)
        | MessageKind::UnsubscribeConfirmation(token) => {
            text("Token", token);
            text("TopicArn", &topic.arn);
            text("Message", &body(parcel));
            text("SubscribeURL", &subscribe_url(topic, message, token));
        }
    }
    text("Timestamp", &timestamp(message));
    match Signature::of(message, &parcel.variant()) {
        Some(signature) => {
            text("SignatureVersion", signature.version);
            text("Signature", signature.text);
            text("SigningCertURL", &signature.certificate_url(&message.endpoint));
        }
        None => text("SignatureVersion", &signature::version(topic).to_string()),
    }
    if message.kind == MessageKind::Notification {
        text("UnsubscribeURL", &unsubscribe_url(message, &parcel.subscription.arn));
        if !message.attributes.is_empty() {
            set("MessageAttributes", Member::Attributes(attributes(message)));
        }
    }
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
