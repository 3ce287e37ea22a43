//! Rows that nobody can reach any more, removed in steps: a topic of a million subscriptions is
//! gone in one short transaction, and what it leaves goes beside other work.

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Scope, Struct, Table};
use store::key::AsPrefix;
use store::{Key, Range, Row};

use crate::gate;
use crate::limits;
use crate::state::{
    ARCHIVE, DEDUPLICATION_ENDS, DEDUPLICATIONS, DELIVERIES, ENDED, ENDPOINTS, MESSAGES, OWNED,
    SUBSCRIPTIONS, SubscriptionRow, Topic, USES,
};

/// The step that [`drop_topic`] leaves: `Topic`, `TopicArn`, `Stage`, `After`.
pub const DROP_TOPIC: &str = "DropTopic";
/// The step that [`drop_archive`] leaves: `Topic`, `Until`, `After`.
pub const DROP_ARCHIVE: &str = "DropArchive";

/// The tables to empty, in this order.
const STAGES: i64 = 8;

/// Leaves the rows of a topic that is gone to be removed.
pub fn drop_topic(ctx: &mut Ctx<'_>, topic: &Topic) {
    let input =
        Struct::new().with("Topic", topic.row.id.cast_signed()).with("TopicArn", topic.arn.clone());
    ctx.enqueue(Job::now(Ask::to("sns", DROP_TOPIC).with_input(input)));
}

/// Leaves the archive of a topic, up to the present, to be removed.
pub fn drop_archive(ctx: &mut Ctx<'_>, topic: &Topic) {
    let input =
        Struct::new().with("Topic", topic.row.id.cast_signed()).with("Until", ctx.now().micros());
    ctx.enqueue(Job::now(Ask::to("sns", DROP_ARCHIVE).with_input(input)));
}

pub fn drop_topic_rows(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.int("Topic").unwrap_or_default().cast_unsigned();
    let stage = input.int("Stage").unwrap_or_default();
    let last = match stage {
        0 => drop_subscriptions(ctx, id, input)?,
        1 => drop_some(ctx, &ENDPOINTS, Range::within(&(id,)), input)?,
        2 => drop_some(ctx, &ENDED, Range::within(&(id,)), input)?,
        3 => drop_some(ctx, &MESSAGES, Range::within(&(id,)), input)?,
        4 => drop_some(ctx, &USES, Range::within(&(id,)), input)?,
        5 => drop_some(ctx, &DEDUPLICATIONS, Range::within(&(id,)), input)?,
        6 => drop_some(ctx, &DEDUPLICATION_ENDS, Range::within(&(id,)), input)?,
        _ => drop_some(ctx, &ARCHIVE, Range::within(&(id,)), input)?,
    };
    let stage = if last.is_some() { stage } else { stage + 1 };
    if stage < STAGES {
        let mut input = input.clone();
        input.set("Stage", stage);
        go_on(ctx, DROP_TOPIC, input, last);
    }
    Ok(Struct::new())
}

pub fn drop_archive_rows(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.int("Topic").unwrap_or_default().cast_unsigned();
    let until = input.int("Until").unwrap_or_default();
    let range = Range::within(&(id,)).before(&(id, until));
    let last = drop_some(ctx, &ARCHIVE, range, input)?;
    if last.is_some() {
        go_on(ctx, DROP_ARCHIVE, input.clone(), last);
    }
    Ok(Struct::new())
}

/// Leaves the next step, which begins after the last key: past the traces of what is gone.
fn go_on(ctx: &mut Ctx<'_>, step: &'static str, mut input: Struct, last: Option<Bytes>) {
    match last {
        Some(last) => input.set("After", last),
        None => drop(input.remove("After")),
    }
    ctx.enqueue(Job::now(Ask::to("sns", step).with_input(input)));
}

fn drop_subscriptions(
    ctx: &mut Ctx<'_>,
    topic: u64,
    input: &Struct,
) -> Result<Option<Bytes>, ApiError> {
    let arn = input.str("TopicArn").unwrap_or_default();
    let range = after(Range::within(&(topic,)), input);
    let rows = ctx.table(&SUBSCRIPTIONS).scan(&range).take(limits::REMOVED_PER_STEP_MAX);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let last = rows.last().map(|(key, _)| encoded(key));
    let is_last = rows.len() < limits::REMOVED_PER_STEP_MAX;
    for (key, row) in rows {
        let arn = format!("{arn}:{}", key.1);
        let scope = owner_scope(ctx, &row);
        ctx.table_mut_in(&OWNED, scope).delete(&arn);
        let deliveries = Range::within(&(row.number,));
        ctx.table_mut(&DELIVERIES).delete_range(&deliveries)?;
        gate::forget(ctx, ctx.scope(), &row);
        ctx.table_mut(&SUBSCRIPTIONS).delete(&key);
    }
    Ok(last.filter(|_| !is_last))
}

/// Where the subscription stands in its owner's list.
pub fn owner_scope(ctx: &Ctx<'_>, row: &SubscriptionRow) -> Scope {
    let owner = AccountId::parse(&row.owner).unwrap_or(ctx.account());
    Scope::new(owner.digits(), ctx.region().as_str())
}

/// Removes some rows; the last one's key if there may be more.
fn drop_some<K: Key + AsPrefix<K>, V: Row>(
    ctx: &mut Ctx<'_>,
    table: &'static Table<K, V>,
    range: Range<K>,
    input: &Struct,
) -> Result<Option<Bytes>, ApiError> {
    let range = after(range, input);
    let keys = ctx.table(table).keys(&range).take(limits::REMOVED_PER_STEP_MAX);
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    for key in &keys {
        ctx.table_mut(table).delete(key);
    }
    let is_last = keys.len() < limits::REMOVED_PER_STEP_MAX;
    Ok(keys.last().filter(|_| !is_last).map(encoded))
}

fn after<K: Key + AsPrefix<K>>(range: Range<K>, input: &Struct) -> Range<K> {
    match input.blob("After").and_then(|bytes| K::decode(bytes)) {
        Some(key) => range.after(&key),
        None => range,
    }
}

fn encoded<K: Key>(key: &K) -> Bytes {
    let mut out = Vec::new();
    key.encode_to(&mut out);
    Bytes::from(out)
}
