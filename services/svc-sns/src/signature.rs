//! Signatures of messages: what is signed, and by which version.
//!
//! Signing is slow work and happens outside the writer: the beginning of a step plans what is to
//! be signed, its work signs, its completion takes the signatures.
//!
//! Source: "Verifying the signatures of Amazon SNS messages" in the Developer Guide.

use kernel::service::WorkEnv;
use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::delivery::Parcel;
use crate::envelope;
use crate::state::{MessageKind, MessageRow, Protocol, Topic};
use crate::structure;

/// A text that is to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned {
    /// By which the signature is found again.
    pub key: String,
    /// SignatureVersion of the topic: 1 (SHA-1) or 2 (SHA-256).
    pub version: u8,
    pub text: String,
}

impl Unsigned {
    /// Adds what of a notification is to be signed for a protocol, unless it is signed or added
    /// already.
    pub fn add(
        to: &mut Vec<Unsigned>,
        topic: &Topic,
        sequence: u64,
        message: &MessageRow,
        protocol: Protocol,
    ) {
        debug_assert_eq!(message.kind, MessageKind::Notification);
        let variant = structure::variant(message, protocol, None);
        if !message.signatures.contains_key(&variant) {
            let body = structure::body(message, &variant);
            Unsigned::push(to, topic, sequence, message, &variant, &body);
        }
    }

    /// As [`Unsigned::add`], for one delivery of a message of any kind.
    pub fn add_parcel(to: &mut Vec<Unsigned>, parcel: &Parcel<'_>) {
        let variant = parcel.variant();
        if !parcel.message.signatures.contains_key(&variant) {
            let body = envelope::body(parcel);
            Unsigned::push(to, parcel.topic, parcel.sequence, parcel.message, &variant, &body);
        }
    }

    fn push(
        to: &mut Vec<Unsigned>,
        topic: &Topic,
        sequence: u64,
        message: &MessageRow,
        variant: &str,
        body: &str,
    ) {
        let key = format!("{sequence}:{variant}");
        if to.iter().all(|it| it.key != key) {
            let text = envelope::text_to_sign(topic, message, body);
            to.push(Unsigned { key, version: version(topic), text });
        }
    }
}

pub fn version(topic: &Topic) -> u8 {
    topic.row.settings.signature_version.unwrap_or(1)
}

/// What the work of a step has to know, in a structure to which the step may add.
pub fn plan(_ctx: &mut Ctx<'_>, _unsigned: &[Unsigned]) -> Result<Struct, ApiError> {
    Ok(Struct::new())
}

/// The work: signs what was planned. All other members pass through.
pub fn work(_env: &WorkEnv, plan: Struct) -> OpResult {
    Ok(plan)
}

/// Takes the signatures of a message from what [`work`] has answered; whether there were any.
pub fn take(outcome: &Struct, sequence: u64, message: &mut MessageRow) -> bool {
    let Some(signatures) = outcome.structure("Signatures") else { return false };
    let prefix = format!("{sequence}:");
    let count = message.signatures.len();
    for (key, signature) in signatures.iter() {
        if let (Some(variant), Some(text)) = (key.strip_prefix(&prefix), signature.as_str()) {
            message.signatures.insert(variant.to_owned(), text.to_owned());
        }
    }
    message.signatures.len() > count
}

/// Where the certificate is served, for the endpoint by which a client came.
pub fn certificate_url(_endpoint: &str) -> Option<String> {
    None
}
