//! The tables of SNS and their rows.
//!
//! All that belongs to a topic lies in the account and region of its owner and is keyed by the
//! topic's id, which no other topic ever has: a topic that is deleted and made again begins with
//! nothing, while the rows of the first go in steps.

use std::collections::BTreeMap;

use bytes::Bytes;
use data_keys::Wrapped;
use kernel::{AccountId, Region, Scope, Table};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

pub static TOPICS: Table<String, TopicRow> = Table::regional("sns", "topics");
/// (topic, subscription id)
pub static SUBSCRIPTIONS: Table<(u64, String), SubscriptionRow> =
    Table::regional("sns", "subscriptions");
/// (topic, protocol, endpoint): an endpoint is subscribed to a topic once.
pub static ENDPOINTS: Table<(u64, String, String), EndpointRow> =
    Table::regional("sns", "endpoints");
/// ARNs of subscriptions, in the account of the subscription's owner.
pub static OWNED: Table<String, ()> = Table::regional("sns", "owned");
/// (topic, subscription id): subscriptions that somebody other than their owner has ended. Their
/// endpoints are told, and may come back.
pub static ENDED: Table<(u64, String), SubscriptionRow> = Table::regional("sns", "ended");
/// (topic, message's sequence)
pub static MESSAGES: Table<(u64, u64), MessageRow> = Table::regional("sns", "messages");
/// (topic, message's sequence) → how many deliveries of the message are still to come. Messages
/// that were delivered at once have no row here.
pub static USES: Table<(u64, u64), u64> = Table::regional("sns", "uses");
/// By topic: how far its messages are fanned out.
pub static FAN_OUTS: Table<u64, FanOutRow> = Table::regional("sns", "fan-outs");
/// (subscription's number, message group or "", message's sequence): deliveries still to come.
pub static DELIVERIES: Table<(u64, String, u64), DeliveryRow> =
    Table::regional("sns", "deliveries");
/// (topic, deduplication key)
pub static DEDUPLICATIONS: Table<(u64, String), DeduplicationRow> =
    Table::regional("sns", "deduplications");
/// (topic, end in microseconds, deduplication key): what to forget first.
pub static DEDUPLICATION_ENDS: Table<(u64, i64, String), ()> =
    Table::regional("sns", "deduplication-ends");
/// (topic, time of publication in microseconds, sequence): the archive of a FIFO topic.
pub static ARCHIVE: Table<(u64, i64, u64), MessageRow> = Table::regional("sns", "archive");

/// (topic, time in microseconds, message id): what audits have found, on its way to a bucket.
pub static FINDINGS: Table<(u64, i64, String), FindingRow> = Table::regional("sns", "findings");

/// A topic. Times are microseconds of virtual time.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TopicRow {
    /// World-unique.
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub is_fifo: bool,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub settings: TopicSettings,
    #[n(4)]
    pub tags: BTreeMap<String, String>,
    /// Subscriptions by state.
    #[n(5)]
    pub confirmed: u64,
    #[n(6)]
    pub pending: u64,
    #[n(7)]
    pub deleted: u64,
}

/// The attributes of a topic that a client may set.
#[derive(Clone, Debug, Default, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct TopicSettings {
    #[n(0)]
    pub display_name: String,
    /// `None` for the policy that topics have by default.
    #[n(1)]
    pub policy: Option<String>,
    #[n(2)]
    pub delivery_policy: Option<String>,
    #[n(3)]
    pub is_content_based: bool,
    /// FifoThroughputScope is `MessageGroup`, not `Topic`.
    #[n(4)]
    pub is_group_scope: bool,
    /// MessageRetentionPeriod of the ArchivePolicy, in days.
    #[n(5)]
    pub archive_days: Option<u32>,
    /// When the archive was switched on.
    #[n(6)]
    pub archived_since: Option<i64>,
    #[n(7)]
    pub signature_version: Option<u8>,
    /// TracingConfig, when it was set: `PassThrough`.
    #[n(8)]
    pub tracing: Option<String>,
    #[n(9)]
    pub maximum_message_size: Option<i64>,
    #[n(10)]
    pub data_protection_policy: Option<String>,
    /// KmsMasterKeyId, as the client wrote it.
    #[n(11)]
    pub kms_key: Option<String>,
    /// Delivery status logging, by kind of endpoint.
    #[n(12)]
    #[cbor(default)]
    pub feedback: Vec<FeedbackRow>,
}

/// What is told of deliveries to one kind of endpoint, and as which role.
#[derive(Clone, Debug, Default, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct FeedbackRow {
    /// As attributes of topics begin: `SQS`.
    #[n(0)]
    pub endpoint: String,
    #[n(1)]
    pub success_role: Option<String>,
    /// In percent.
    #[n(2)]
    pub sample_rate: Option<u8>,
    #[n(3)]
    pub failure_role: Option<String>,
}

impl FeedbackRow {
    /// One that says nothing.
    pub fn of(endpoint: &str) -> FeedbackRow {
        FeedbackRow { endpoint: endpoint.to_owned(), ..FeedbackRow::default() }
    }
}

/// A subscription.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SubscriptionRow {
    /// World-unique: the first part of the keys of its deliveries.
    #[n(0)]
    pub number: u64,
    #[n(1)]
    pub protocol: Protocol,
    #[n(2)]
    pub endpoint: String,
    /// The account that subscribed, or that confirmed.
    #[n(3)]
    pub owner: String,
    #[n(4)]
    pub created: i64,
    #[n(5)]
    pub confirmation: Confirmation,
    #[n(6)]
    pub was_authenticated: bool,
    #[n(7)]
    pub authenticates_unsubscribe: bool,
    #[n(8)]
    pub settings: SubscriptionSettings,
    /// A replay of archived messages that is under way or has ended.
    #[n(9)]
    pub replay: Option<ReplayRow>,
    /// The ARN of who subscribed.
    #[n(10)]
    pub principal: String,
    /// The last message that was published before it took messages.
    #[n(11)]
    pub since: Option<u64>,
}

/// Whether a subscription is confirmed, and by what.
#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Confirmation {
    /// Its endpoint is the subscriber's own.
    #[n(0)]
    NotNeeded,
    /// This token confirms it, until then.
    #[n(1)]
    Pending(#[n(0)] String, #[n(1)] i64),
    /// This token has confirmed it, and may again.
    #[n(2)]
    Given(#[n(0)] String),
}

/// The attributes of a subscription that a client may set.
#[derive(Clone, Debug, Default, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct SubscriptionSettings {
    #[n(0)]
    pub is_raw: bool,
    #[n(1)]
    pub filter_policy: Option<String>,
    /// FilterPolicyScope is `MessageBody`, not `MessageAttributes`.
    #[n(2)]
    pub filters_body: bool,
    /// As the client wrote it.
    #[n(3)]
    pub redrive_policy: Option<String>,
    #[n(4)]
    pub delivery_policy: Option<String>,
    #[n(5)]
    pub role_arn: Option<String>,
    #[n(6)]
    pub replay_policy: Option<String>,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Protocol {
    #[n(0)]
    Http,
    #[n(1)]
    Https,
    #[n(2)]
    Email,
    #[n(3)]
    EmailJson,
    #[n(4)]
    Sms,
    #[n(5)]
    Sqs,
    #[n(6)]
    Application,
    #[n(7)]
    Lambda,
    #[n(8)]
    Firehose,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EndpointRow {
    #[n(0)]
    pub subscription_id: String,
}

/// What is delivered: a published message, or a word to the endpoint of one subscription.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MessageRow {
    #[n(0)]
    pub kind: MessageKind,
    #[n(1)]
    pub id: String,
    #[n(2)]
    pub published: i64,
    /// With `MessageStructure` json: the object of bodies by protocol.
    #[n(3)]
    pub body: String,
    #[n(4)]
    pub is_structured: bool,
    #[n(5)]
    pub subject: Option<String>,
    /// In the order of the request.
    #[n(6)]
    pub attributes: Vec<AttributeRow>,
    #[n(7)]
    pub group: Option<String>,
    #[n(8)]
    pub deduplication_id: Option<String>,
    /// Scheme and authority that the URLs in the message begin with.
    #[n(9)]
    pub endpoint: String,
    /// Base64, once they were needed, by the variant of the body that is signed: see `structure`.
    #[n(10)]
    pub signatures: BTreeMap<String, String>,
    /// Its body as it is kept, when it is enciphered. `body` is empty in the row then.
    #[n(11)]
    pub sealed: Option<SealedBody>,
}

/// A body enciphered by a data key, with the key as KMS can open it.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SealedBody {
    #[n(0)]
    pub key_id: u64,
    #[n(1)]
    pub key: Wrapped,
    #[n(2)]
    pub body: ByteVec,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
pub enum MessageKind {
    #[n(0)]
    Notification,
    /// Asks for a confirmation by this token.
    #[n(1)]
    SubscriptionConfirmation(#[n(0)] String),
    /// Offers to subscribe again by this token.
    #[n(2)]
    UnsubscribeConfirmation(#[n(0)] String),
}

#[derive(Clone, Debug, Encode, Decode, PartialEq)]
#[cbor(map)]
pub struct AttributeRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub data_type: String,
    #[n(2)]
    pub text: Option<String>,
    #[n(3)]
    pub bytes: Option<ByteVec>,
}

/// How far the messages of a topic are fanned out.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct FanOutRow {
    /// The last sequence that was given to a message.
    #[n(0)]
    pub last: u64,
    /// Messages up to this one are done.
    #[n(1)]
    pub done: u64,
    /// The message after `done` is done for subscriptions up to this one.
    #[n(2)]
    pub after: Option<String>,
    /// A job is on its way that goes on.
    #[n(3)]
    pub is_running: bool,
}

/// A delivery that has failed and is to be tried again, that is under way beside the writer, or
/// that waits for its predecessor of the same group.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DeliveryRow {
    #[n(0)]
    pub topic: u64,
    #[n(1)]
    pub subscription_id: String,
    /// Attempts that have failed.
    #[n(2)]
    pub failures: u32,
    /// Why the last one failed.
    #[n(3)]
    pub last_error: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct FindingRow {
    #[n(0)]
    pub bucket: String,
    /// A line of JSON.
    #[n(1)]
    pub record: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DeduplicationRow {
    #[n(0)]
    pub end: i64,
    #[n(1)]
    pub message_id: String,
    #[n(2)]
    pub sequence: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ReplayRow {
    #[n(0)]
    pub status: ReplayStatus,
    /// Where the next step begins: time and sequence of the archive.
    #[n(1)]
    pub from: i64,
    #[n(2)]
    pub after_sequence: u64,
    /// Messages later than this are not replayed; without it the replay ends at the present.
    #[n(3)]
    pub until: Option<i64>,
    /// Distinguishes it from a replay that it has replaced.
    #[n(4)]
    pub number: u64,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum ReplayStatus {
    #[n(0)]
    Pending,
    #[n(1)]
    InProgress,
    #[n(2)]
    Completed,
    #[n(3)]
    Failed,
}

store::row!(
    TopicRow,
    SubscriptionRow,
    EndpointRow,
    MessageRow,
    FanOutRow,
    DeliveryRow,
    DeduplicationRow,
    FindingRow
);

impl AttributeRow {
    pub fn blob(&self) -> Option<Bytes> {
        self.bytes.as_ref().map(|bytes| Bytes::copy_from_slice(bytes))
    }
}

impl Protocol {
    pub const ALL: [Protocol; 9] = [
        Protocol::Http,
        Protocol::Https,
        Protocol::Email,
        Protocol::EmailJson,
        Protocol::Sms,
        Protocol::Sqs,
        Protocol::Application,
        Protocol::Lambda,
        Protocol::Firehose,
    ];

    pub fn parse(text: &str) -> Option<Protocol> {
        Protocol::ALL.into_iter().find(|protocol| protocol.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Protocol::Http => "http",
            Protocol::Https => "https",
            Protocol::Email => "email",
            Protocol::EmailJson => "email-json",
            Protocol::Sms => "sms",
            Protocol::Sqs => "sqs",
            Protocol::Application => "application",
            Protocol::Lambda => "lambda",
            Protocol::Firehose => "firehose",
        }
    }
}

/// A topic found by name.
#[derive(Clone, Debug)]
pub struct Topic {
    pub name: String,
    pub arn: String,
    pub owner: AccountId,
    pub region: Region,
    pub scope: Scope,
    pub row: TopicRow,
}

/// A subscription found by its ARN or on the way through those of a topic.
#[derive(Clone, Debug)]
pub struct Subscription {
    pub id: String,
    pub arn: String,
    pub row: SubscriptionRow,
}

impl Subscription {
    pub fn is_pending(&self) -> bool {
        matches!(self.row.confirmation, Confirmation::Pending(..))
    }
}

pub fn micros(seconds: i64) -> i64 {
    seconds.saturating_mul(1_000_000)
}
