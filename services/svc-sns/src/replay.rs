//! Replay: a subscription of a FIFO topic gets messages of the archive again, then goes on with
//! what is published.
//!
//! While a replay is under way the fan-out passes the subscription by: what is published in the
//! meantime is in the archive too, and the replay ends when it has caught up with the fan-out. So
//! nothing is missed and nothing is out of order.
//!
//! Source: "Amazon SNS message replay for FIFO topic subscribers" in the Developer Guide.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use serde_json::Value as Json;
use store::Range;

use crate::archive;
use crate::delivery::{self, Parcel};
use crate::encryption;
use crate::errors;
use crate::fan_out;
use crate::filter::Filter;
use crate::limits;
use crate::signature::{self, Unsigned};
use crate::state::{ARCHIVE, MESSAGES, MessageRow, ReplayRow, ReplayStatus, Subscription, Topic};
use crate::subscription;
use crate::topic;
use crate::topic_attributes::{Place, read_object};

/// The step: `Topic`, `SubscriptionId`, `Number`.
pub const REPLAY: &str = "Replay";

const ATTRIBUTE: &str = "ReplayPolicy";

/// What a ReplayPolicy asks for.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    from: i64,
    until: Option<i64>,
}

/// The attribute; an empty object or text ends the replay.
pub fn parse(topic: &Topic, place: Place, text: &str) -> Result<Option<String>, ApiError> {
    if text.is_empty()
        || read_object(place, ATTRIBUTE, text)? == Json::Object(serde_json::Map::new())
    {
        return Ok(None);
    }
    if topic.row.settings.archive_days.is_none() {
        return Err(place.invalid(ATTRIBUTE, "the topic has no ArchivePolicy"));
    }
    let document = read_object(place, ATTRIBUTE, text)?;
    read(&document).map_err(|reason| place.invalid(ATTRIBUTE, reason))?;
    Ok(Some(text.to_owned()))
}

pub fn shown(status: ReplayStatus) -> &'static str {
    match status {
        ReplayStatus::Pending => "Pending",
        ReplayStatus::InProgress => "In progress",
        ReplayStatus::Completed => "Completed",
        ReplayStatus::Failed => "Failed",
    }
}

/// Begins what the subscription's ReplayPolicy asks for, in place of an earlier replay. The caller
/// saves the row.
pub fn begin(
    ctx: &mut Ctx<'_>,
    topic: &Topic,
    subscription: &mut Subscription,
) -> Result<(), ApiError> {
    let policy = subscription.row.settings.replay_policy.as_deref();
    let Some(document) = policy.and_then(|text| serde_json::from_str(text).ok()) else {
        subscription.row.replay = None;
        return Ok(());
    };
    let wanted = read(&document).map_err(|_| ApiError::internal())?;
    let beginning = archive::beginning(topic, ctx.now()).unwrap_or(ctx.now()).micros();
    if wanted.until.is_some_and(|until| until < beginning) {
        return Err(errors::invalid(format_args!(
            "{ATTRIBUTE}: EndingPoint is before the beginning of the archive"
        )));
    }
    let number = ctx.chance().u64();
    subscription.row.replay = Some(ReplayRow {
        status: ReplayStatus::Pending,
        from: wanted.from.max(beginning),
        after_sequence: 0,
        until: wanted.until,
        number,
    });
    enqueue(ctx, topic, subscription, number);
    Ok(())
}

/// Chooses what of the archive this step delivers, and what of it is to be signed.
pub fn plan(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut unsigned = Vec::new();
    let mut last = None;
    if let Some((topic, subscription, replay)) = find(ctx, input)? {
        let protocol = subscription.row.protocol;
        let filter = Filter::of(&subscription.row.settings);
        for (key, message) in next(ctx, &topic, &replay)? {
            let message = encryption::open(ctx, message)?;
            last = Some(key);
            let Some(message) = message else { continue };
            let is_wanted = filter.as_ref().is_none_or(|filter| filter.accepts(&message));
            if is_wanted && delivery::needs_signature(&subscription) {
                Unsigned::add(&mut unsigned, &topic, key.1, &message, protocol);
            }
        }
    }
    let mut plan = signature::plan(ctx, &unsigned)?;
    if let Some((published, sequence)) = last {
        plan.set("Published", published);
        plan.set("Sequence", sequence.cast_signed());
    }
    Ok(plan)
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    let Some((topic, mut subscription, mut replay)) = find(ctx, input)? else {
        return Ok(Struct::new());
    };
    let planned = outcome.int("Published").zip(outcome.int("Sequence"));
    let filter = Filter::of(&subscription.row.settings);
    for (key, message) in next(ctx, &topic, &replay)? {
        if planned.is_none_or(|(published, sequence)| key > (published, sequence.cast_unsigned())) {
            break;
        }
        (replay.from, replay.after_sequence) = key;
        let Some(mut message) = encryption::open(ctx, message)? else { continue };
        signature::take(&outcome, key.1, &mut message);
        if filter.as_ref().is_none_or(|filter| filter.accepts(&message)) {
            deliver(ctx, &topic, &subscription, key.1, &message)?;
        }
    }
    let is_done = next(ctx, &topic, &replay)?.is_empty();
    replay.status = if is_done { ReplayStatus::Completed } else { ReplayStatus::InProgress };
    let number = replay.number;
    subscription.row.replay = Some(replay);
    subscription::save(ctx, &topic, &subscription);
    if !is_done {
        enqueue(ctx, &topic, &subscription, number);
    }
    Ok(Struct::new())
}

/// A delivery that does not succeed at once needs its message among the others.
fn deliver(
    ctx: &mut Ctx<'_>,
    topic: &Topic,
    subscription: &Subscription,
    sequence: u64,
    message: &MessageRow,
) -> Result<(), ApiError> {
    let place = (topic.row.id, sequence);
    let was_kept = ctx.table(&MESSAGES).contains(&place)?;
    let parcel = Parcel { topic, subscription, sequence, message, failures: 0 };
    delivery::send(ctx, &parcel)?;
    if !was_kept && delivery::is_used(ctx, topic, sequence)? {
        ctx.table_mut(&MESSAGES).put(&place, &encryption::as_kept(message));
    }
    Ok(())
}

/// The replay that a step is for, unless it was replaced or is over.
fn find(
    ctx: &Ctx<'_>,
    input: &Struct,
) -> Result<Option<(Topic, Subscription, ReplayRow)>, ApiError> {
    let name = input.str("Topic").unwrap_or_default();
    let id = input.str("SubscriptionId").unwrap_or_default();
    let number = input.int("Number").unwrap_or_default().cast_unsigned();
    let Some(topic) = topic::find_named(ctx, ctx.account(), ctx.region(), name)? else {
        return Ok(None);
    };
    let Some(subscription) = subscription::find_in(ctx, &topic, id)? else { return Ok(None) };
    let replay = subscription.row.replay.clone().filter(|replay| {
        let is_on = matches!(replay.status, ReplayStatus::Pending | ReplayStatus::InProgress);
        replay.number == number && is_on
    });
    Ok(replay.map(|replay| (topic, subscription, replay)))
}

type ArchiveKey = (i64, u64);

/// What comes next of the archive: of a replay without an end, what the fan-out has passed.
fn next(
    ctx: &Ctx<'_>,
    topic: &Topic,
    replay: &ReplayRow,
) -> Result<Vec<(ArchiveKey, MessageRow)>, ApiError> {
    let id = topic.row.id;
    let range = Range::within(&(id,)).after(&(id, replay.from, replay.after_sequence));
    let range = match replay.until {
        Some(until) => range.before(&(id, until.saturating_add(1))),
        None => range,
    };
    let done = fan_out::read(ctx, topic)?.done;
    let rows = ctx.table(&ARCHIVE).scan(&range).take(limits::REPLAYED_PER_STEP_MAX);
    let rows = rows.map(|entry| entry.map(|((_, at, sequence), row)| ((at, sequence), row)));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().take_while(|((_, sequence), _)| *sequence <= done).collect())
}

fn enqueue(ctx: &mut Ctx<'_>, topic: &Topic, subscription: &Subscription, number: u64) {
    let ask = Ask::to("sns", REPLAY)
        .with("Topic", topic.name.clone())
        .with("SubscriptionId", subscription.id.clone())
        .with("Number", number.cast_signed())
        .in_account(topic.owner)
        .in_region(topic.region);
    ctx.enqueue(Job::now(ask).with_retry(delivery::UNTIL_IT_WORKS));
}

/// `{"PointType":"Timestamp","StartingPoint":"…","EndingPoint":"…"}`
fn read(document: &Json) -> Result<Wanted, &'static str> {
    const KEYS: [&str; 3] = ["PointType", "StartingPoint", "EndingPoint"];
    let members = document.as_object().ok_or("must be a JSON object")?;
    if members.keys().any(|key| !KEYS.contains(&key.as_str())) {
        return Err("the members are PointType, StartingPoint and EndingPoint");
    }
    if members.get("PointType").and_then(Json::as_str) != Some("Timestamp") {
        return Err("PointType must be Timestamp");
    }
    let point = |name: &str| match members.get(name) {
        None => Ok(None),
        Some(value) => {
            let parsed = value.as_str().and_then(read_time);
            parsed.map(Some).ok_or("StartingPoint and EndingPoint must be ISO 8601 times")
        }
    };
    let from = point("StartingPoint")?.ok_or("StartingPoint is required")?;
    // Messages show milliseconds: one that was published within the last is meant too.
    let until = point("EndingPoint")?.map(|until| until.saturating_add(999));
    if until.is_some_and(|until| until <= from) {
        return Err("EndingPoint must be later than StartingPoint");
    }
    Ok(Wanted { from, until })
}

fn read_time(text: &str) -> Option<i64> {
    let at: jiff::Timestamp = text.parse().ok()?;
    Some(Timestamp::from_jiff(at).micros())
}
