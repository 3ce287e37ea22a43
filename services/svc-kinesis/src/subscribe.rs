//! SubscribeToShard: a registered consumer is sent a shard's records as they come.
//!
//! The answer is a stream of events that are made while it is sent (`kernel::body::Live`). Each
//! event is a call of the step [`EVENT`], which waits for records as a long poll does and judges
//! anew whether the subscription still holds; so nothing is held open between two events but the
//! thread that waits. Who holds a shard for a consumer is kept in memory only: a connection does
//! not outlive the process either.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use kernel::body::Body;
use kernel::call::{Call, Identity, Origin};
use kernel::door::World;
use kernel::service::{Waited, WorkEnv};
use kernel::{AccountId, ApiError, Ctx, OpResult, Principal, Region, Struct, Timestamp, Value};

use crate::api::{SubscribeToShardInput, SubscribeToShardOutput, consumer_status};
use crate::charge;
use crate::consumer;
use crate::errors;
use crate::limits;
use crate::read::{self, Bounds, Found, Start};
use crate::sequence;
use crate::shard;
use crate::state::{CONSUMERS, SHARDS, ShardRow, Stream};
use crate::stream;
use crate::throttle::{self, Bucket};

/// The next event of a subscription: `Stream`, `StreamId`, `Shard`, `Consumer`, `Created`,
/// `Serial`, `Position`, `Since` (the last event's time), `End`. Answers `Event`, `Position`,
/// `Since` and `IsLast`.
pub const EVENT: &str = "SubscriptionEvent";

/// The members of the model's union that are errors; all others are told as the last of them.
const ERRORS: [&str; 9] = [
    "ResourceNotFoundException",
    "ResourceInUseException",
    "KMSDisabledException",
    "KMSInvalidStateException",
    "KMSAccessDeniedException",
    "KMSNotFoundException",
    "KMSOptInRequired",
    "KMSThrottlingException",
    "InternalFailureException",
];

/// Of a shard: who is subscribed, by the consumer's name.
#[derive(Debug, Default)]
struct Holders(BTreeMap<String, Holder>);

#[derive(Debug, Default)]
struct Holder {
    /// Of the consumer that had this name then.
    created: i64,
    since: i64,
    /// The last one holds.
    serial: u64,
    bucket: Bucket,
}

pub fn begin(ctx: &mut Ctx<'_>, input: SubscribeToShardInput<'_>) -> OpResult {
    if input.stream_id().is_some() {
        return Err(errors::reserved("StreamId"));
    }
    let (stream, name, consumer) = consumer::by_arn(ctx, input.consumer_arn())?;
    if consumer::status(&consumer, ctx.now()) != consumer_status::ACTIVE {
        let created = consumer.created.div_euclid(1_000_000);
        return Err(errors::consumer_not_active(ctx, &stream, (&name, created)));
    }
    if errors::is_unreadable(stream.row.status) {
        return Err(errors::stream_not_found(ctx, &stream.name));
    }
    let (number, row) = shard::find(ctx, &stream, input.shard_id())?;
    let wanted = input.starting_position();
    let start = Start {
        kind: wanted.type_(),
        at: wanted.timestamp(),
        number: wanted.sequence_number(),
        is_subscription: true,
    };
    let position = read::position(ctx, &stream, (number, &row), start)?;
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    let now = ctx.now();
    let topic = stream.row.topic(number);
    let serial = ctx.volatile(topic.id, |holders: &mut Holders| {
        let holder = holders.0.entry(name.clone()).or_default();
        let again = holder.since + limits::SUBSCRIBE_AGAIN_SECONDS * 1_000_000;
        if holder.serial > 0 && holder.created == consumer.created && now.micros() < again {
            return None;
        }
        let serial = holder.serial + 1;
        *holder =
            Holder { created: consumer.created, since: now.micros(), serial, ..<_>::default() };
        Some(serial)
    });
    let serial = serial.ok_or_else(|| errors::subscribed_just_now(&name, input.shard_id()))?;
    // Whoever has held the shard for this consumer until now is told.
    ctx.wake(topic, usize::MAX);
    let end = now + Duration::from_secs(limits::SUBSCRIPTION_SECONDS.cast_unsigned());
    let of = Struct::new()
        .with("Stream", stream.name.as_str())
        .with("StreamId", stream.row.id.cast_signed())
        .with("Shard", number.cast_signed())
        .with("Consumer", name)
        .with("Created", consumer.created)
        .with("Serial", serial.cast_signed())
        .with("Position", position.cast_signed())
        .with("Since", now.micros())
        .with("End", end.micros());
    Ok(Struct::new()
        .with("Of", of)
        .with("Account", ctx.account().to_string())
        .with("Region", ctx.region().to_string())
        .with("RequestId", ctx.request_id())
        .with("Principal", write_principal(ctx.principal())))
}

/// Opens the stream of events; nothing is read yet.
pub fn work(env: &WorkEnv, mut plan: Struct) -> OpResult {
    let seat = Seat::take()?;
    let Some(Value::Struct(of)) = plan.remove("Of") else { return Err(ApiError::internal()) };
    let account = plan.str("Account").and_then(AccountId::parse).ok_or_else(ApiError::internal)?;
    let region = plan.str("Region").and_then(Region::parse).ok_or_else(ApiError::internal)?;
    let request_id = plan.str("RequestId").unwrap_or_default().to_owned();
    let principal = plan.structure("Principal").map(read_principal);
    let call = Call {
        service: "kinesis".into(),
        operation: EVENT.into(),
        input: of,
        principal: principal.ok_or_else(ApiError::internal)?,
        account,
        region,
        origin: Arc::new(Origin { request_id, ..Origin::default() }),
        source: None,
        hop: 0,
    };
    let events = Events { world: env.world.clone(), call, is_over: false, _seat: seat };
    Ok(Struct::new().with("EventStream", Body::of_events(events)))
}

pub fn complete(
    _: &mut Ctx<'_>,
    _: SubscribeToShardInput<'_>,
    output: Struct,
) -> Result<SubscribeToShardOutput, ApiError> {
    Ok(SubscribeToShardOutput(output))
}

/// The step.
pub fn next_event(ctx: &mut Ctx<'_>, input: &Struct) -> Result<Waited, ApiError> {
    let end = Timestamp::from_micros(input.int("End").unwrap_or_default());
    if ctx.now() >= end {
        return Ok(Waited::Ready(Struct::new().with("IsLast", true)));
    }
    let unsigned = |name: &str| input.int(name).unwrap_or_default().cast_unsigned();
    let (number, position) = (unsigned("Shard"), unsigned("Position"));
    let stream = stream::by_name(ctx, input.str("Stream").unwrap_or_default().to_owned())?;
    if stream.row.id != unsigned("StreamId") {
        return Err(errors::stream_not_found(ctx, &stream.name));
    }
    let name = input.str("Consumer").unwrap_or_default();
    let created = input.int("Created");
    let consumer = ctx.table(&CONSUMERS).get(&(stream.row.id, name))?;
    if consumer.is_none_or(|consumer| Some(consumer.created) != created) {
        return Err(errors::consumer_not_found(ctx, name));
    }
    let topic = stream.row.topic(number);
    let shard_id = errors::shard_id(number);
    let ready_at = ctx.volatile(topic.id, |holders: &mut Holders| {
        let holder = holders.0.get_mut(name)?;
        let holds = holder.serial == unsigned("Serial") && Some(holder.created) == created;
        holds.then(|| throttle::ready_at(ctx, &mut holder.bucket))
    });
    let ready_at = ready_at.ok_or_else(|| errors::subscription_taken_over(name, &shard_id))?;
    let row = ctx.table(&SHARDS).get(&(stream.row.id, number))?;
    let row = row.ok_or_else(|| errors::shard_not_found(ctx, &stream, &shard_id))?;
    let bounds = Bounds { records: limits::EVENT_RECORDS_MAX, bytes: limits::EVENT_BYTES_MAX };
    let found = read::look(ctx, &stream, (number, position), bounds)?;
    let is_over = found.is_whole && row.closed.is_some();
    let since = Timestamp::from_micros(input.int("Since").unwrap_or_default());
    // Whoever waits when the world ends has waited since ever.
    let since = since.min(ctx.waiting_since());
    let heartbeat = since + Duration::from_secs(limits::HEARTBEAT_SECONDS);
    if found.records.is_empty() && !is_over && ctx.now() < heartbeat {
        return Ok(Waited::NotYet { topic, until: heartbeat.min(end) });
    }
    if !found.records.is_empty() && ctx.now() < ready_at {
        return Ok(Waited::NotYet { topic, until: ready_at.min(end) });
    }
    ctx.volatile(topic.id, |holders: &mut Holders| {
        if let Some(holder) = holders.0.get_mut(name) {
            throttle::count_pushed(&mut holder.bucket, found.bytes);
        }
    });
    charge::get(ctx, &stream, found.bytes);
    let ending = is_over.then_some(&row);
    show(ctx, &stream, (number, position), found, ending).map(Waited::Ready)
}

/// What was found as an event, and where the next one begins. `ending` is a shard that has no more.
fn show(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    (number, position): (u64, u64),
    found: Found,
    ending: Option<&ShardRow>,
) -> OpResult {
    let behind = match found.records.last() {
        Some((_, last)) if !found.is_whole => ctx.now().millis() - last.at / 1_000,
        _ => 0,
    };
    let position = found.records.last().map_or(position, |(last, _)| last + 1);
    let mut records = Vec::with_capacity(found.records.len());
    for (sequence, record) in found.records {
        records.push(Value::from(read::show(ctx, stream, number, sequence, record)?.0));
    }
    let mut event =
        Struct::new().with("Records", records).with("MillisBehindLatest", behind.max(0));
    if let Some(row) = ending {
        // Of a closed shard the last event has no place to go on from.
        let children = read::children(ctx, stream, row)?.into_iter();
        event.set("ChildShards", children.map(|child| Value::from(child.0)).collect::<Vec<_>>());
    } else {
        let last = sequence::text(stream.row.id, number, position.saturating_sub(1));
        event.set("ContinuationSequenceNumber", last);
    }
    Ok(Struct::new()
        .with("Event", Struct::new().with("SubscribeToShardEvent", event))
        .with("Position", position.cast_signed())
        .with("Since", ctx.now().micros())
        .with("IsLast", ending.is_some()))
}

/// The events of one subscription, each asked for when the last one has gone.
struct Events {
    world: Arc<World>,
    call: Call,
    is_over: bool,
    _seat: Seat,
}

impl Iterator for Events {
    type Item = Result<Struct, ApiError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        match self.world.dispatch_blocking(&self.call)? {
            Ok(mut answer) => {
                self.is_over = answer.bool("IsLast") == Some(true);
                for name in ["Position", "Since"] {
                    if let Some(value) = answer.int(name) {
                        self.call.input.set(name, value);
                    }
                }
                match answer.remove("Event") {
                    Some(Value::Struct(event)) => Some(Ok(event)),
                    _ => None,
                }
            }
            Err(error) => {
                self.is_over = true;
                Some(Ok(error_event(&error)))
            }
        }
    }
}

/// An error as an event of the model's union.
fn error_event(error: &ApiError) -> Struct {
    let known = ERRORS.into_iter().find(|name| *name == error.code());
    let name = known.unwrap_or("InternalFailureException");
    Struct::new().with(name, Struct::new().with("message", error.message()))
}

/// A place among the subscriptions that may be open at once.
struct Seat;

static TAKEN: AtomicUsize = AtomicUsize::new(0);

impl Seat {
    fn take() -> Result<Seat, ApiError> {
        let seat = Seat;
        if TAKEN.fetch_add(1, Ordering::Relaxed) >= limits::SUBSCRIPTIONS_MAX {
            return Err(errors::too_many_subscriptions(limits::SUBSCRIPTIONS_MAX));
        }
        Ok(seat)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        TAKEN.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Who has subscribed: KMS opens records for them, and for nobody else.
fn write_principal(principal: &Principal) -> Struct {
    match principal {
        Principal::Anonymous => Struct::new(),
        Principal::Root(account) => Struct::new().with("Root", account.to_string()),
        Principal::Service(name) => Struct::new().with("Service", name.to_string()),
        Principal::Identity(identity) => Struct::new()
            .with("Account", identity.account.to_string())
            .with("Arn", identity.arn.as_str())
            .with("UniqueId", identity.unique_id.as_str())
            .with("AccessKeyId", identity.access_key_id.as_str())
            .with("IsSession", identity.is_session),
    }
}

fn read_principal(of: &Struct) -> Principal {
    if let Some(root) = of.str("Root").and_then(AccountId::parse) {
        return Principal::Root(root);
    }
    if let Some(name) = of.str("Service") {
        return Principal::Service(name.to_owned().into());
    }
    let Some(account) = of.str("Account").and_then(AccountId::parse) else {
        return Principal::Anonymous;
    };
    let text = |name: &str| of.str(name).unwrap_or_default().to_owned();
    Principal::Identity(Arc::new(Identity {
        account,
        arn: text("Arn"),
        unique_id: text("UniqueId"),
        access_key_id: text("AccessKeyId"),
        is_session: of.bool("IsSession") == Some(true),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principals_are_kept() {
        let account = AccountId::parse("111111111111").unwrap();
        let identity = Identity {
            account,
            arn: "arn:aws:iam::111111111111:user/ann".into(),
            unique_id: "AIDA".into(),
            access_key_id: "AKIA".into(),
            is_session: true,
        };
        for principal in [
            Principal::Anonymous,
            Principal::Root(account),
            Principal::Service("pipes.amazonaws.com".into()),
            Principal::Identity(Arc::new(identity)),
        ] {
            assert_eq!(read_principal(&write_principal(&principal)), principal);
        }
    }

    #[test]
    fn errors_are_events_of_the_union() {
        let event = error_event(&errors::invalid("no"));
        assert!(event.get("InternalFailureException").is_some());
        let event = error_event(&errors::subscription_taken_over("a", "b"));
        assert!(event.get("ResourceInUseException").is_some());
    }
}
