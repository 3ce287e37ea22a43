//! From one message of a topic to a delivery for each subscription, in bounded steps.
//!
//! A topic has at most one fan-out under way. It takes the topic's messages in their order and
//! goes with each through the subscriptions in the order of their ids; the row in `FAN_OUTS` says
//! where it stands. So ten thousand messages a second need no ten thousand jobs, a million
//! subscriptions no transaction of a million deliveries, and the messages of a FIFO topic reach
//! every subscription in order.
//!
//! A step is work: what is to be signed is signed outside the writer.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use store::Range;

use crate::delivery::{self, Parcel};
use crate::encryption;
use crate::filter::Filter;
use crate::limits;
use crate::signature::{self, Unsigned};
use crate::state::{
    FAN_OUTS, FanOutRow, MESSAGES, MessageKind, MessageRow, Protocol, ReplayStatus, Subscription,
    Topic, USES,
};
use crate::subscription;
use crate::topic;

/// The step: `Topic` by name.
pub const FAN_OUT: &str = "FanOut";

/// Subscriptions that are read at once.
const CHUNK: usize = 500;

/// Numbers a message that is published now, and sees to it that a fan-out is under way.
pub fn begin(ctx: &mut Ctx<'_>, topic: &Topic) -> Result<u64, ApiError> {
    let mut row = read(ctx, topic)?;
    row.last += 1;
    let sequence = row.last;
    let has_takers = topic.row.confirmed > 0;
    if has_takers && !row.is_running {
        row.is_running = true;
        enqueue(ctx, topic);
    }
    if !has_takers && !row.is_running {
        row.done = sequence;
    }
    ctx.table_mut_in(&FAN_OUTS, topic.scope).put(&topic.row.id, &row);
    Ok(sequence)
}

/// Numbers a word to one subscription, which is not fanned out.
pub fn number(ctx: &mut Ctx<'_>, topic: &Topic) -> Result<u64, ApiError> {
    let mut row = read(ctx, topic)?;
    row.last += 1;
    ctx.table_mut_in(&FAN_OUTS, topic.scope).put(&topic.row.id, &row);
    Ok(row.last)
}

pub fn read(ctx: &Ctx<'_>, topic: &Topic) -> Result<FanOutRow, ApiError> {
    Ok(ctx.table_in(&FAN_OUTS, topic.scope).get(&topic.row.id)?.unwrap_or_default())
}

fn enqueue(ctx: &mut Ctx<'_>, topic: &Topic) {
    let ask = Ask::to("sns", FAN_OUT)
        .with("Topic", topic.name.clone())
        .in_account(topic.owner)
        .in_region(topic.region);
    // A step that fails is a bug or a full disk; the topic goes on where it stood.
    ctx.enqueue(Job::now(ask).with_retry(delivery::UNTIL_IT_WORKS));
}

/// Chooses the messages of this step, and what of them is to be signed.
pub fn plan(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(topic) = find(ctx, input)? else { return Ok(Struct::new()) };
    let row = read(ctx, &topic)?;
    let messages = open_waiting(ctx, &topic, row.done)?;
    let through = messages.last().map_or(row.last, |(sequence, _)| *sequence);
    let protocols = protocols_to_sign(ctx, &topic)?;
    let mut unsigned = Vec::new();
    for (sequence, message) in &messages {
        let Some(message) = message else { continue };
        for protocol in &protocols {
            Unsigned::add(&mut unsigned, &topic, *sequence, message, *protocol);
        }
    }
    let plan = signature::plan(ctx, &unsigned)?;
    Ok(plan.with("Through", through.cast_signed()))
}

/// Delivers the chosen messages, as far as a step goes.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    let Some(topic) = find(ctx, input)? else { return Ok(Struct::new()) };
    let through = outcome.int("Through").unwrap_or_default().cast_unsigned();
    let mut row = read(ctx, &topic)?;
    let mut step = Step { topic, examined: 0, delivered: 0, whole: None };
    let messages = open_waiting(ctx, &step.topic, row.done)?;
    for (sequence, message) in messages {
        if sequence > through {
            break;
        }
        let Some(mut message) = message else {
            ctx.table_mut(&MESSAGES).delete(&(step.topic.row.id, sequence));
            (row.done, row.after) = (sequence, None);
            continue;
        };
        let has_signed = signature::take(&outcome, sequence, &mut message);
        row.after = step.deliver(ctx, sequence, &message, row.after.take())?;
        let key = (step.topic.row.id, sequence);
        let is_used = row.after.is_some() || ctx.table(&USES).contains(&key)?;
        if is_used && has_signed {
            ctx.table_mut(&MESSAGES).put(&key, &encryption::as_kept(&message));
        } else if !is_used {
            ctx.table_mut(&MESSAGES).delete(&key);
        }
        if row.after.is_some() {
            break;
        }
        row.done = sequence;
        if step.is_over() {
            break;
        }
    }
    row.is_running = row.after.is_some() || !waiting(ctx, &step.topic, row.done, 1)?.is_empty();
    if row.is_running {
        enqueue(ctx, &step.topic);
    }
    ctx.table_mut(&FAN_OUTS).put(&step.topic.row.id, &row);
    Ok(Struct::new())
}

fn find(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<Topic>, ApiError> {
    let name = input.str("Topic").unwrap_or_default();
    topic::find_named(ctx, ctx.account(), ctx.region(), name)
}

/// The messages that are published and not yet done, in their order.
fn waiting(
    ctx: &Ctx<'_>,
    topic: &Topic,
    done: u64,
    count: usize,
) -> Result<Vec<(u64, MessageRow)>, ApiError> {
    let id = topic.row.id;
    let range = Range::within(&(id,)).after(&(id, done));
    let rows = ctx.table(&MESSAGES).scan(&range);
    // Words to single subscriptions are none of the fan-out's.
    let rows = rows.filter(
        |entry| !matches!(entry, Ok((_, message)) if message.kind != MessageKind::Notification),
    );
    let rows = rows.take(count).map(|entry| entry.map(|((_, sequence), row)| (sequence, row)));
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// The messages of a step in the clear, up to the first one whose key cannot be used now. When that
/// is the first of all, the step fails and is tried again.
fn open_waiting(
    ctx: &mut Ctx<'_>,
    topic: &Topic,
    done: u64,
) -> Result<Vec<(u64, Option<MessageRow>)>, ApiError> {
    let mut opened = Vec::new();
    for (sequence, message) in waiting(ctx, topic, done, limits::MESSAGES_PER_STEP_MAX)? {
        match encryption::open(ctx, message) {
            Ok(message) => opened.push((sequence, message)),
            Err(error) if opened.is_empty() => return Err(error),
            Err(_) => break,
        }
    }
    Ok(opened)
}

/// The protocols of subscriptions that take messages with SNS's metadata, which are signed. Not all
/// of a million subscriptions are asked.
fn protocols_to_sign(ctx: &Ctx<'_>, topic: &Topic) -> Result<Vec<Protocol>, ApiError> {
    let some = subscription::scan(ctx, topic, None, CHUNK)?;
    let mut protocols = Protocol::ALL.to_vec();
    if some.len() < CHUNK {
        let mut signed = some.iter().filter(|it| delivery::needs_signature(it));
        let signed: Vec<_> = signed.by_ref().map(|it| it.row.protocol).collect();
        protocols.retain(|protocol| signed.contains(protocol));
    }
    Ok(protocols)
}

/// A subscription with its filter, ready for many messages.
struct Taker {
    subscription: Subscription,
    filter: Option<Filter>,
}

struct Step {
    topic: Topic,
    examined: usize,
    delivered: usize,
    /// All subscriptions, when they fit into one chunk.
    whole: Option<Vec<Taker>>,
}

impl Step {
    /// Delivers a message to the subscriptions after the id `after`. Answers the id of the last
    /// one when the step is over before the message is done.
    fn deliver(
        &mut self,
        ctx: &mut Ctx<'_>,
        sequence: u64,
        message: &MessageRow,
        mut after: Option<String>,
    ) -> Result<Option<String>, ApiError> {
        loop {
            let from = after.take();
            let takers = match self.whole.take() {
                Some(takers) => takers,
                None => self.read(ctx, from.as_deref())?,
            };
            let is_last = takers.len() < CHUNK;
            for taker in &takers {
                let id = &taker.subscription.id;
                if from.as_ref().is_some_and(|from| id <= from) {
                    continue;
                }
                self.examined += 1;
                if taker.takes(sequence, message) {
                    self.delivered += 1;
                    let parcel = Parcel {
                        topic: &self.topic,
                        subscription: &taker.subscription,
                        sequence,
                        message,
                        failures: 0,
                    };
                    delivery::send(ctx, &parcel)?;
                }
                after = Some(id.clone());
                if self.is_over() && takers.last().is_none_or(|it| it.subscription.id != *id) {
                    return Ok(after);
                }
            }
            if is_last {
                // The next message begins with the same subscriptions.
                if from.is_none() {
                    self.whole = Some(takers);
                }
                return Ok(None);
            }
            if self.is_over() {
                return Ok(after);
            }
        }
    }

    fn is_over(&self) -> bool {
        self.delivered >= limits::DELIVERIES_PER_STEP_MAX
            || self.examined >= limits::EXAMINED_PER_STEP_MAX
    }

    fn read(&self, ctx: &Ctx<'_>, after: Option<&str>) -> Result<Vec<Taker>, ApiError> {
        let subscriptions = subscription::scan(ctx, &self.topic, after, CHUNK)?;
        Ok(subscriptions.into_iter().map(Taker::new).collect())
    }
}

impl Taker {
    fn new(subscription: Subscription) -> Taker {
        let filter = Filter::of(&subscription.row.settings);
        Taker { subscription, filter }
    }

    /// Whether the subscription takes the message; what was published before it was there is not
    /// for it.
    fn takes(&self, sequence: u64, message: &MessageRow) -> bool {
        let is_earlier = self.subscription.row.since.is_some_and(|since| sequence <= since);
        if self.subscription.is_pending() || is_earlier {
            return false;
        }
        // A subscription that replays meets new messages in the archive; one that has replayed up
        // to an end takes no more.
        let is_replaying =
            self.subscription.row.replay.as_ref().is_some_and(|replay| match replay.status {
                ReplayStatus::Pending | ReplayStatus::InProgress => true,
                ReplayStatus::Completed => replay.until.is_some(),
                ReplayStatus::Failed => false,
            });
        !is_replaying && self.filter.as_ref().is_none_or(|filter| filter.accepts(message))
    }
}
