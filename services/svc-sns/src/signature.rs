//! Signatures of messages: what is signed, by which version, with which key, and the page with
//! the certificate that verifies them.
//!
//! Signing is slow work and happens outside the writer: the beginning of a step plans what is to
//! be signed, its work signs, its completion takes the signatures. The key is drawn once in a
//! world, when something is signed for the first time, and stays over resets.
//!
//! Source: "Verifying the signatures of Amazon SNS messages" in the Developer Guide.

mod certificate;
mod key;
mod residue;

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ctx, OpResult, Page, Struct, Table, Value};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use self::key::{Hash, SigningKey};
use crate::delivery::Parcel;
use crate::envelope;
use crate::state::{MessageKind, MessageRow, Protocol, Topic};
use crate::structure;

/// The step that makes the page of the certificate.
pub const CERTIFICATE: &str = "SigningCertificate";

pub static PAGES: &[Page] = &[Page { service: "sns", is_at: is_page, step: CERTIFICATE }];

const PAGE_PREFIX: &str = "/SimpleNotificationService-";
const PAGE_SUFFIX: &str = ".pem";

static KEYS: Table<String, KeyRow> = Table::world("sns", "signing-keys");
/// The key in use; those of others may stand beside it.
const CURRENT: &str = "thirty-two primes";

/// The primes of the key, one after the other.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct KeyRow {
    #[n(0)]
    primes: ByteVec,
}

store::row!(KeyRow);

/// A text that is to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned {
    /// By which the signature is found again.
    pub key: String,
    /// SignatureVersion of the topic: 1 (SHA-1) or 2 (SHA-256).
    pub version: u8,
    pub text: String,
}

/// A signature, and what the receiver needs to check it. Rows keep it as one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature<'a> {
    pub version: &'a str,
    certificate_id: &'a str,
    /// Base64.
    pub text: &'a str,
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

impl<'a> Signature<'a> {
    /// The signature of one of a message's bodies, once it was made.
    pub fn of(message: &'a MessageRow, variant: &str) -> Option<Signature<'a>> {
        Signature::parse(message.signatures.get(variant)?)
    }

    /// Reads what [`work`] has written.
    pub fn parse(kept: &'a str) -> Option<Signature<'a>> {
        let mut parts = kept.splitn(3, ' ');
        Some(Signature {
            version: parts.next()?,
            certificate_id: parts.next()?,
            text: parts.next()?,
        })
    }

    /// Where the certificate is served, for the endpoint by which a client came.
    pub fn certificate_url(&self, endpoint: &str) -> String {
        format!("{endpoint}{PAGE_PREFIX}{}{PAGE_SUFFIX}", self.certificate_id)
    }
}

pub fn version(topic: &Topic) -> u8 {
    topic.row.settings.signature_version.unwrap_or(1)
}

/// What the work of a step has to know, in a structure to which the step may add.
pub fn plan(ctx: &mut Ctx<'_>, unsigned: &[Unsigned]) -> Result<Struct, ApiError> {
    if unsigned.is_empty() {
        return Ok(Struct::new());
    }
    let texts: Vec<Value> = unsigned
        .iter()
        .map(|it| {
            Struct::new()
                .with("Key", it.key.clone())
                .with("Version", i64::from(it.version))
                .with("Text", it.text.clone())
                .into()
        })
        .collect();
    Ok(Struct::new().with("Primes", primes(ctx)?).with("Texts", texts))
}

/// The work: signs what was planned. All other members pass through.
pub fn work(_env: &WorkEnv, mut plan: Struct) -> OpResult {
    let (Some(primes), Some(texts)) = (plan.remove("Primes"), plan.remove("Texts")) else {
        return Ok(plan);
    };
    let primes = primes.as_blob().ok_or_else(ApiError::internal)?;
    let key = parsed(primes)?;
    let id = certificate::id(primes);
    let mut signatures = Struct::new();
    for text in texts.as_list().unwrap_or_default().iter().filter_map(Value::as_struct) {
        let name = text.str("Key").unwrap_or_default().to_owned();
        let version = text.int("Version").unwrap_or(1);
        let hash = if version == 2 { Hash::Sha256 } else { Hash::Sha1 };
        let signed = key.sign(hash, text.str("Text").unwrap_or_default().as_bytes());
        signatures.push(name, format!("{version} {id} {}", STANDARD.encode(signed)));
    }
    Ok(plan.with("Signatures", signatures))
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

/// The step [`CERTIFICATE`].
pub fn page(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let absent = || ApiError::new("NotFound", "There is no such certificate.").with_status(404);
    let row = ctx.table(&KEYS).get(CURRENT)?.ok_or_else(absent)?;
    let path = input.str("Path").unwrap_or_default();
    let id = path.strip_prefix(PAGE_PREFIX).and_then(|rest| rest.strip_suffix(PAGE_SUFFIX));
    if id != Some(certificate::id(&row.primes).as_str()) {
        return Err(absent());
    }
    let key = parsed(&Bytes::copy_from_slice(&row.primes))?;
    Ok(Struct::new()
        .with("ContentType", "application/x-pem-file")
        .with("Body", certificate::pem(&key)?))
}

fn is_page(path: &str) -> bool {
    path.starts_with(PAGE_PREFIX) && path.ends_with(PAGE_SUFFIX)
}

/// The primes of the world's key, which is drawn now if nothing was signed before.
fn primes(ctx: &mut Ctx<'_>) -> Result<Bytes, ApiError> {
    if let Some(row) = ctx.table(&KEYS).get(CURRENT)? {
        return Ok(Bytes::copy_from_slice(&row.primes));
    }
    let chance = ctx.chance();
    let primes = key::draw_primes(|| chance.u64()).concat();
    ctx.table_mut(&KEYS).put(CURRENT, &KeyRow { primes: primes.clone().into() });
    Ok(primes.into())
}

/// What was made of the last primes: the same as long as a world lives.
static PARSED: Mutex<Option<(Bytes, Arc<SigningKey>)>> = Mutex::new(None);

fn parsed(primes: &Bytes) -> Result<Arc<SigningKey>, ApiError> {
    let mut kept = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, key)) = &*kept
        && of == primes
    {
        return Ok(key.clone());
    }
    let (numbers, _) = primes.as_chunks::<{ key::PRIME_BYTES }>();
    let key = Arc::new(SigningKey::new(numbers)?);
    *kept = Some((primes.clone(), key.clone()));
    Ok(key)
}
