//! Deliveries: one message to one subscription, now, again, or to the dead-letter queue.
//!
//! A delivery that succeeds at once leaves no row. One that fails, or that goes on beside the
//! writer, has a row in `DELIVERIES` and counts in the `USES` of its message, which is kept until
//! the last of them is done. In a FIFO topic a row also holds up the later messages of its group
//! on the same subscription.
//!
//! Each protocol is one function of [`attempt`].

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::scheduler::{Job, Retry};
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Value};
use store::Range;

use crate::dead_letter;
use crate::delivery_policy;
use crate::email;
use crate::encryption;
use crate::errors;
use crate::fan_out;
use crate::function_delivery;
use crate::http_delivery;
use crate::limits;
use crate::platform::push;
use crate::protection;
use crate::queue_delivery;
use crate::retry::{self, RetryPolicy};
use crate::signature::{self, Unsigned};
use crate::sms;
use crate::state::{
    DELIVERIES, DeliveryRow, ENDED, MESSAGES, MessageKind, MessageRow, Protocol, Subscription,
    Topic, USES,
};
use crate::status_log;
use crate::structure;
use crate::subscription;
use crate::topic;

/// The step that tries a delivery again, and then those that it has held up.
pub const DELIVER: &str = "Deliver";

/// For steps whose failure is a bug or a full disk: what they are to do stays to be done.
pub const UNTIL_IT_WORKS: Retry =
    Retry { retries_max: u32::MAX, delay_ms: 1_000, growth_percent: 200, delay_ms_max: 60_000 };

/// A message on its way to a subscription.
#[derive(Clone, Copy, Debug)]
pub struct Parcel<'a> {
    pub topic: &'a Topic,
    pub subscription: &'a Subscription,
    pub sequence: u64,
    pub message: &'a MessageRow,
    /// Attempts that have failed.
    pub failures: u32,
}

/// What an attempt has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Delivered,
    /// The topic's data protection policy keeps it from the subscription. It goes nowhere, not even
    /// to a dead-letter queue.
    Withheld,
    Failed(Failure),
    /// It goes on in a step of its own, which calls [`finish`].
    UnderWay,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub kind: FailureKind,
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The endpoint is gone or refuses SNS: no further attempt.
    Client,
    /// The endpoint does not answer now: tried again by the policy.
    Server,
}

/// Names a delivery in the jobs that are about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParcelKey {
    pub topic: String,
    pub subscription_id: String,
    /// The subscription's number, which outlives it.
    pub number: u64,
    /// Empty in standard topics.
    pub group: String,
    pub sequence: u64,
}

impl Failure {
    pub fn client(reason: impl Into<String>) -> Outcome {
        Outcome::Failed(Failure { kind: FailureKind::Client, reason: reason.into() })
    }

    pub fn server(reason: impl Into<String>) -> Outcome {
        Outcome::Failed(Failure { kind: FailureKind::Server, reason: reason.into() })
    }

    /// How a refusal by the service behind the endpoint is taken.
    pub fn of(error: &ApiError) -> Outcome {
        let is_server =
            error.status() >= 500 || error.status() == 429 || error.code() == "KmsThrottled";
        if is_server {
            Failure::server(error.to_string())
        } else {
            Failure::client(error.to_string())
        }
    }
}

impl Parcel<'_> {
    pub fn key(&self) -> ParcelKey {
        let group = self.message.group.as_deref().filter(|_| self.topic.row.is_fifo);
        ParcelKey {
            topic: self.topic.name.clone(),
            subscription_id: self.subscription.id.clone(),
            number: self.subscription.row.number,
            group: group.unwrap_or_default().to_owned(),
            sequence: self.sequence,
        }
    }

    /// Which of the message's bodies the subscription gets.
    pub fn variant(&self) -> String {
        match self.message.kind {
            MessageKind::Notification => {
                structure::variant(self.message, self.subscription.row.protocol, None)
            }
            _ => String::new(),
        }
    }
}

impl ParcelKey {
    pub fn to_input(&self) -> Struct {
        Struct::new()
            .with("Topic", self.topic.clone())
            .with("SubscriptionId", self.subscription_id.clone())
            .with("Number", self.number.cast_signed())
            .with("Group", self.group.clone())
            .with("Sequence", self.sequence.cast_signed())
    }

    pub fn from_input(input: &Struct) -> ParcelKey {
        let text = |name: &str| input.str(name).unwrap_or_default().to_owned();
        let number = |name: &str| input.int(name).unwrap_or_default().cast_unsigned();
        ParcelKey {
            topic: text("Topic"),
            subscription_id: text("SubscriptionId"),
            number: number("Number"),
            group: text("Group"),
            sequence: number("Sequence"),
        }
    }

    fn row_key(&self) -> (u64, &str, u64) {
        (self.number, &self.group, self.sequence)
    }
}

/// Refuses protocols that lead nowhere yet.
pub fn check_implemented(ctx: &Ctx<'_>, protocol: Protocol) -> Result<(), ApiError> {
    let is_implemented = match protocol {
        Protocol::Sqs
        | Protocol::Http
        | Protocol::Https
        | Protocol::Email
        | Protocol::EmailJson
        | Protocol::Sms
        | Protocol::Application => true,
        Protocol::Lambda => ctx.can_call("lambda", "Invoke"),
        Protocol::Firehose => ctx.can_call("firehose", "PutRecord"),
    };
    if is_implemented {
        return Ok(());
    }
    let feature = format!("the protocol {} of SNS subscriptions", protocol.as_str());
    Err(errors::not_implemented(&feature))
}

/// Whether what the subscription gets carries a signature.
pub fn needs_signature(subscription: &Subscription) -> bool {
    let row = &subscription.row;
    match row.protocol {
        Protocol::Sqs | Protocol::Http | Protocol::Https | Protocol::Firehose => {
            !row.settings.is_raw
        }
        Protocol::Lambda | Protocol::EmailJson => true,
        Protocol::Email | Protocol::Sms | Protocol::Application => false,
    }
}

/// Tries a delivery once.
pub fn attempt(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>) -> Result<Outcome, ApiError> {
    if protection::forbids(parcel)? {
        tracing::debug!(
            subscription = %parcel.subscription.arn, message = %parcel.message.id,
            "the topic's data protection policy prohibits a delivery"
        );
        return Ok(Outcome::Withheld);
    }
    charge(ctx, parcel);
    match parcel.subscription.row.protocol {
        Protocol::Sqs => queue_delivery::attempt(ctx, parcel),
        Protocol::Lambda => function_delivery::attempt_function(ctx, parcel),
        Protocol::Firehose => function_delivery::attempt_stream(ctx, parcel),
        Protocol::Http | Protocol::Https => http_delivery::attempt(ctx, parcel),
        Protocol::Email | Protocol::EmailJson => email::attempt(ctx, parcel),
        Protocol::Sms => sms::attempt(ctx, parcel),
        Protocol::Application => push::attempt(ctx, parcel),
    }
}

/// Counts the attempt as AWS bills it, by protocol.
fn charge(ctx: &Ctx<'_>, parcel: &Parcel<'_>) {
    let usage = match parcel.subscription.row.protocol {
        Protocol::Sqs if parcel.topic.row.is_fifo => "F-DA-SQS",
        Protocol::Sqs => "DeliveryAttempts-SQS",
        Protocol::Lambda => "DeliveryAttempts-LAMBDA",
        Protocol::Firehose => "DeliveryAttempts-FIREHOSE",
        Protocol::Http | Protocol::Https => "DeliveryAttempts-HTTP",
        Protocol::Email | Protocol::EmailJson => "DeliveryAttempts-SMTP",
        Protocol::Sms => "DeliveryAttempts-SMS",
        Protocol::Application => "DeliveryAttempts-PUSH",
    };
    let arn = ctx.arn(&parcel.topic.name).to_string();
    ctx.meter_for(usage, &arn, 1);
    if parcel.topic.row.is_fifo {
        ctx.meter_for("F-Egress-Bytes", &arn, parcel.message.body.len() as u64);
    }
}

/// Delivers a message of a fan-out: now, or behind what its group waits for.
pub fn send(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>) -> Result<(), ApiError> {
    let key = parcel.key();
    if !key.group.is_empty() && head_of(ctx, parcel.topic, &key)?.is_some() {
        return hold(ctx, parcel, &key, None);
    }
    match attempt(ctx, parcel)? {
        Outcome::Delivered => {
            status_log::note(ctx, parcel, None);
            Ok(())
        }
        Outcome::Withheld => Ok(()),
        Outcome::UnderWay => hold(ctx, parcel, &key, None),
        Outcome::Failed(failure) => match next_delay(parcel, 1, &failure) {
            None => give_up(ctx, parcel, &failure),
            Some(delay) => {
                hold(ctx, parcel, &key, Some(failure.reason))?;
                enqueue(ctx, parcel.topic, &key, delay);
                Ok(())
            }
        },
    }
}

/// Sends a word of SNS's own to one subscription.
pub fn tell(
    ctx: &mut Ctx<'_>,
    topic: &Topic,
    subscription: &Subscription,
    kind: MessageKind,
) -> Result<(), ApiError> {
    let sequence = fan_out::number(ctx, topic)?;
    let message = MessageRow {
        kind,
        id: ctx.chance().uuid(),
        published: ctx.now().micros(),
        body: String::new(),
        is_structured: false,
        subject: None,
        attributes: Vec::new(),
        group: None,
        deduplication_id: None,
        endpoint: ctx.origin().endpoint.clone(),
        signatures: BTreeMap::new(),
        sealed: None,
    };
    ctx.table_mut_in(&MESSAGES, topic.scope).put(&(topic.row.id, sequence), &message);
    let parcel = Parcel { topic, subscription, sequence, message: &message, failures: 0 };
    let key = parcel.key();
    hold(ctx, &parcel, &key, None)?;
    enqueue(ctx, topic, &key, Duration::ZERO);
    Ok(())
}

/// Chooses the deliveries of the step [`DELIVER`], and what of them is to be signed.
pub fn plan(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut unsigned = Vec::new();
    let chosen = choose(ctx, &ParcelKey::from_input(input))?;
    for found in &chosen {
        let parcel = found.parcel();
        if needs_signature(parcel.subscription) {
            Unsigned::add_parcel(&mut unsigned, &parcel);
        }
    }
    let sequences: Vec<_> = chosen.iter().map(|found| found.sequence.cast_signed()).collect();
    Ok(signature::plan(ctx, &unsigned)?.with("Sequences", sequences))
}

/// Tries the chosen deliveries in their order, until one fails.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    let key = ParcelKey::from_input(input);
    let planned = outcome.list("Sequences").unwrap_or_default();
    let mut is_free = true;
    for mut found in choose(ctx, &key)? {
        if !planned.contains(&Value::Int(found.sequence.cast_signed())) {
            break;
        }
        if signature::take(&outcome, found.sequence, &mut found.message) {
            let place = (found.topic.row.id, found.sequence);
            let kept = encryption::as_kept(&found.message);
            ctx.table_mut(&MESSAGES).put(&place, &kept);
        }
        let parcel = found.parcel();
        let result = attempt(ctx, &parcel)?;
        is_free = settle(ctx, &parcel, result)?;
        if !is_free {
            break;
        }
    }
    if is_free {
        go_on(ctx, &key)?;
    }
    Ok(Struct::new())
}

/// For the steps of protocols: what has become of a delivery that was under way.
pub fn finish(ctx: &mut Ctx<'_>, key: &ParcelKey, outcome: Outcome) -> Result<(), ApiError> {
    let Some(found) = find(ctx, key)? else { return Ok(()) };
    if settle(ctx, &found.parcel(), outcome)? {
        go_on(ctx, key)?;
    }
    Ok(())
}

/// A delivery with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Found {
    pub topic: Topic,
    pub subscription: Subscription,
    pub sequence: u64,
    pub message: MessageRow,
    pub failures: u32,
}

impl Found {
    pub fn parcel(&self) -> Parcel<'_> {
        Parcel {
            topic: &self.topic,
            subscription: &self.subscription,
            sequence: self.sequence,
            message: &self.message,
            failures: self.failures,
        }
    }
}

/// The delivery of a key; `None` when it is over, or when its subscription is: then it is dropped.
pub fn find(ctx: &mut Ctx<'_>, key: &ParcelKey) -> Result<Option<Found>, ApiError> {
    let Some(row) = ctx.table(&DELIVERIES).get(&key.row_key())? else { return Ok(None) };
    let Some(topic) = topic::find_named(ctx, ctx.account(), ctx.region(), &key.topic)? else {
        ctx.table_mut(&DELIVERIES).delete(&key.row_key());
        return Ok(None);
    };
    let place = (topic.row.id, key.sequence);
    let message = ctx.table(&MESSAGES).get(&place)?.filter(|_| row.topic == topic.row.id);
    let Some(message) = message else {
        ctx.table_mut(&DELIVERIES).delete(&key.row_key());
        return Ok(None);
    };
    let Some(message) = encryption::open(ctx, message)? else {
        ctx.table_mut(&DELIVERIES).delete(&key.row_key());
        release(ctx, &topic, key.sequence)?;
        return Ok(None);
    };
    let id = &key.subscription_id;
    let subscription = match message.kind {
        MessageKind::UnsubscribeConfirmation(_) => {
            let ended = ctx.table(&ENDED).get(&(topic.row.id, id.as_str()))?;
            ended.map(|row| subscription::subscription_of(&topic, id.clone(), row))
        }
        _ => subscription::find_in(ctx, &topic, id)?,
    };
    let Some(subscription) = subscription else {
        drop_held(ctx, &topic, key)?;
        return Ok(None);
    };
    let failures = row.failures;
    Ok(Some(Found { topic, subscription, sequence: key.sequence, message, failures }))
}

/// The delivery of a job and those that it holds up, as many as a step takes.
fn choose(ctx: &mut Ctx<'_>, key: &ParcelKey) -> Result<Vec<Found>, ApiError> {
    let Some(first) = find(ctx, key)? else { return Ok(Vec::new()) };
    if key.group.is_empty() {
        return Ok(vec![first]);
    }
    if head_of(ctx, &first.topic, key)? != Some(key.sequence) {
        return Ok(Vec::new());
    }
    let range = Range::within(&(key.number, key.group.as_str())).after(&key.row_key());
    let keys = ctx.table(&DELIVERIES).keys(&range).take(limits::HELD_PER_STEP_MAX);
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let mut chosen = vec![first];
    for (_, _, sequence) in keys {
        chosen.extend(find(ctx, &ParcelKey { sequence, ..key.clone() })?);
    }
    Ok(chosen)
}

/// The first delivery that the group still waits for.
fn head_of(ctx: &Ctx<'_>, topic: &Topic, key: &ParcelKey) -> Result<Option<u64>, ApiError> {
    let range = Range::within(&(key.number, key.group.as_str()));
    let head = ctx.table_in(&DELIVERIES, topic.scope).keys(&range).next().transpose()?;
    Ok(head.map(|(_, _, sequence)| sequence))
}

/// Leaves a job for what the group still waits for.
fn go_on(ctx: &mut Ctx<'_>, key: &ParcelKey) -> Result<(), ApiError> {
    if key.group.is_empty() {
        return Ok(());
    }
    let Some(topic) = topic::find_named(ctx, ctx.account(), ctx.region(), &key.topic)? else {
        return Ok(());
    };
    if let Some(sequence) = head_of(ctx, &topic, key)? {
        enqueue(ctx, &topic, &ParcelKey { sequence, ..key.clone() }, Duration::ZERO);
    }
    Ok(())
}

/// Keeps a delivery that is not done, and its message.
fn hold(
    ctx: &mut Ctx<'_>,
    parcel: &Parcel<'_>,
    key: &ParcelKey,
    last_error: Option<String>,
) -> Result<(), ApiError> {
    let row = DeliveryRow {
        topic: parcel.topic.row.id,
        subscription_id: key.subscription_id.clone(),
        failures: u32::from(last_error.is_some()),
        last_error,
    };
    let scope = parcel.topic.scope;
    let mut rows = ctx.table_mut_in(&DELIVERIES, scope);
    if rows.contains(&key.row_key())? {
        // A replay meets what is on its way already.
        return Ok(());
    }
    rows.put(&key.row_key(), &row);
    let place = (parcel.topic.row.id, parcel.sequence);
    let mut uses = ctx.table_mut_in(&USES, scope);
    let count = uses.get(&place)?.unwrap_or(0);
    uses.put(&place, &(count + 1));
    Ok(())
}

/// Records the outcome of an attempt of a delivery that has a row; whether it is over.
fn settle(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>, outcome: Outcome) -> Result<bool, ApiError> {
    let key = parcel.key();
    match outcome {
        Outcome::UnderWay => return Ok(false),
        Outcome::Delivered => status_log::note(ctx, parcel, None),
        Outcome::Withheld => {}
        Outcome::Failed(failure) => {
            let failures = parcel.failures + 1;
            if let Some(delay) = next_delay(parcel, failures, &failure) {
                let row = DeliveryRow {
                    topic: parcel.topic.row.id,
                    subscription_id: key.subscription_id.clone(),
                    failures,
                    last_error: Some(failure.reason),
                };
                ctx.table_mut(&DELIVERIES).put(&key.row_key(), &row);
                enqueue(ctx, parcel.topic, &key, delay);
                return Ok(false);
            }
            give_up(ctx, parcel, &failure)?;
        }
    }
    ctx.table_mut(&DELIVERIES).delete(&key.row_key());
    release(ctx, parcel.topic, parcel.sequence)?;
    Ok(true)
}

/// There is no further attempt.
fn give_up(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>, failure: &Failure) -> Result<(), ApiError> {
    status_log::note(ctx, parcel, Some(failure));
    dead_letter::bury(ctx, parcel, failure)
}

/// Gives up the use of a message; the last one removes it, unless its fan-out is still to come.
fn release(ctx: &mut Ctx<'_>, topic: &Topic, sequence: u64) -> Result<(), ApiError> {
    let place = (topic.row.id, sequence);
    let left = ctx.table(&USES).get(&place)?.unwrap_or(0).saturating_sub(1);
    if left > 0 {
        ctx.table_mut(&USES).put(&place, &left);
        return Ok(());
    }
    ctx.table_mut(&USES).delete(&place);
    let is_notification = (ctx.table(&MESSAGES).get(&place)?)
        .is_some_and(|message| message.kind == MessageKind::Notification);
    if !is_notification || fan_out::read(ctx, topic)?.done >= sequence {
        ctx.table_mut(&MESSAGES).delete(&place);
    }
    Ok(())
}

/// Whether some delivery of a message is still to come.
pub fn is_used(ctx: &Ctx<'_>, topic: &Topic, sequence: u64) -> Result<bool, ApiError> {
    Ok(ctx.table(&USES).contains(&(topic.row.id, sequence))?)
}

/// Drops what waits for a subscription that is gone, with all that it has held up.
fn drop_held(ctx: &mut Ctx<'_>, topic: &Topic, key: &ParcelKey) -> Result<(), ApiError> {
    let sequences = if key.group.is_empty() {
        vec![key.sequence]
    } else {
        let range = Range::within(&(key.number, key.group.as_str()));
        let keys = ctx.table(&DELIVERIES).keys(&range).take(limits::REMOVED_PER_STEP_MAX);
        keys.map(|key| key.map(|(_, _, sequence)| sequence)).collect::<Result<_, _>>()?
    };
    let is_last = sequences.len() < limits::REMOVED_PER_STEP_MAX;
    for sequence in sequences {
        let key = ParcelKey { sequence, ..key.clone() };
        ctx.table_mut(&DELIVERIES).delete(&key.row_key());
        release(ctx, topic, sequence)?;
    }
    if !is_last {
        go_on(ctx, key)?;
    }
    Ok(())
}

fn next_delay(parcel: &Parcel<'_>, failures: u32, failure: &Failure) -> Option<Duration> {
    match failure.kind {
        FailureKind::Client => None,
        FailureKind::Server => policy_of(parcel).delay(failures),
    }
}

fn policy_of(parcel: &Parcel<'_>) -> RetryPolicy {
    let fixed = retry::fixed(parcel.subscription.row.protocol);
    fixed.unwrap_or_else(|| delivery_policy::http_policy(parcel.topic, parcel.subscription).retry)
}

fn enqueue(ctx: &mut Ctx<'_>, topic: &Topic, key: &ParcelKey, delay: Duration) {
    let ask = Ask::to("sns", DELIVER)
        .with_input(key.to_input())
        .in_account(topic.owner)
        .in_region(topic.region);
    let due = ctx.now() + delay;
    ctx.enqueue(Job::now(ask).at(due).with_retry(UNTIL_IT_WORKS));
}
