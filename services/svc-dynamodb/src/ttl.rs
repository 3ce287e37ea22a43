//! Time to live: items with a time in their TTL attribute that has passed are deleted.
//!
//! Items that will expire are listed by their time ([`EXPIRIES`]), in the transaction that writes
//! them; a step runs when the first is due. AWS deletes "within a few days"; here it happens at
//! the second, or later by the setting `dynamodb.ttl_delay_seconds`.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Table, Timestamp};
use minicbor::{Decode, Encode};
use store::Range;

use crate::api::{
    DescribeTimeToLiveInput, DescribeTimeToLiveOutput, TimeToLiveDescriptionBuilder,
    TimeToLiveSpecificationBuilder, UpdateTimeToLiveInput, UpdateTimeToLiveOutput,
};
use crate::attribute::{Attribute, Item};
use crate::errors;
use crate::key::ItemKey;
use crate::limits;
use crate::names;
use crate::replica;
use crate::state::{ITEMS, TABLES, TableRef};
use crate::strong;
use crate::write::{self, Before, Cause};

pub static TTLS: Table<String, TtlRow> = Table::regional("dynamodb", "ttls");
/// (space, second of the expiry, the item's key within the space)
pub static EXPIRIES: Table<(u64, i64, Vec<u8>), ()> = Table::regional("dynamodb", "expiries");

pub const EXPIRE: &str = "ExpireItems";
pub const LIST: &str = "ListExpiries";
pub const RESUME: &str = "ResumeExpiries";
const DELAY_SETTING: &str = "dynamodb.ttl_delay_seconds";

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct TtlRow {
    #[n(0)]
    pub attribute: Option<String>,
    #[n(1)]
    pub changed: i64,
    /// When the next step runs that was left.
    #[n(2)]
    pub armed: Option<i64>,
    /// Says which steps are still meant: one for each time that TTL was enabled.
    #[n(3)]
    pub round: u64,
}

store::row!(TtlRow);

pub fn update_time_to_live(
    ctx: &mut Ctx<'_>,
    input: UpdateTimeToLiveInput<'_>,
) -> Result<UpdateTimeToLiveOutput, ApiError> {
    let table = change(ctx, input)?;
    replica::sync_ttl(ctx, &table, input)?;
    let specification = input.time_to_live_specification();
    Ok(UpdateTimeToLiveOutput::new().time_to_live_specification(
        TimeToLiveSpecificationBuilder::new()
            .attribute_name(specification.attribute_name())
            .enabled(specification.enabled()),
    ))
}

/// The change of one table, without what is sent on to its replicas.
pub fn change(ctx: &mut Ctx<'_>, input: UpdateTimeToLiveInput<'_>) -> Result<TableRef, ApiError> {
    let mut table = names::find_active(ctx, input.table_name())?;
    strong::refuse(&table, "Expiries by Time to Live")?;
    let specification = input.time_to_live_specification();
    let (attribute, is_enabled) = (specification.attribute_name(), specification.enabled());
    let now = ctx.now().micros();
    let mut row = ctx.table(&TTLS).get(&table.name)?.unwrap_or_default();
    match (&row.attribute, is_enabled) {
        (Some(old), true) if old == attribute => {
            return Err(errors::validation("TimeToLive is already enabled"));
        }
        (Some(old), true) => {
            return Err(errors::validation(format!(
                "TimeToLive is active on a different AttributeName: current AttributeName is {old}"
            )));
        }
        (None, false) => return Err(errors::validation("TimeToLive is already disabled")),
        (Some(old), false) if old != attribute => {
            return Err(errors::validation(format!(
                "TimeToLive is active on a different AttributeName: current AttributeName is {old}"
            )));
        }
        _ => {}
    }
    if row.changed != 0 && now < row.changed + limits::TTL_CHANGE_SECONDS * 1_000_000 {
        return Err(errors::validation(
            "Time to live has been modified multiple times within a fixed interval",
        ));
    }
    row.changed = now;
    row.armed = None;
    row.round += 1;
    row.attribute = is_enabled.then(|| attribute.to_owned());
    table.row.ttl.clone_from(&row.attribute);
    ctx.table_mut(&TTLS).put(&table.name, &row);
    names::save(ctx, &table);
    let input = step_input(&table, row.round);
    ctx.enqueue(Job::now(Ask::to("dynamodb", LIST).with_input(input)));
    Ok(table)
}

/// Lists the expiries of a table whose items have come otherwise, or that has become the replica
/// that removes expired items.
pub fn begin_again(ctx: &mut Ctx<'_>, table: &TableRef) -> Result<(), ApiError> {
    if table.row.ttl.is_none() {
        return Ok(());
    }
    let mut row = ctx.table(&TTLS).get(&table.name)?.unwrap_or_default();
    row.attribute.clone_from(&table.row.ttl);
    row.changed = ctx.now().micros();
    row.armed = None;
    row.round += 1;
    ctx.table_mut(&TTLS).put(&table.name, &row);
    let input = step_input(table, row.round);
    ctx.enqueue(Job::now(Ask::to("dynamodb", LIST).with_input(input)));
    Ok(())
}

/// The step: another replica of the table is gone.
pub fn resume(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    if let Some(row) = ctx.table(&TABLES).get(name)? {
        let table = TableRef::new(name, row);
        if replica::is_ttl_leader(ctx, &table.row) {
            begin_again(ctx, &table)?;
        }
    }
    Ok(Struct::new())
}

pub fn describe_time_to_live(
    ctx: &mut Ctx<'_>,
    input: DescribeTimeToLiveInput<'_>,
) -> Result<DescribeTimeToLiveOutput, ApiError> {
    let table = names::find(ctx, input.table_name())?;
    let status = if table.row.ttl.is_some() { "ENABLED" } else { "DISABLED" };
    Ok(DescribeTimeToLiveOutput::new().time_to_live_description(
        TimeToLiveDescriptionBuilder::new()
            .time_to_live_status(status)
            .attribute_name(table.row.ttl.as_deref()),
    ))
}

/// The second at which the item expires, if its attribute is a number that can be one.
fn expiry(item: Option<&Item>, attribute: &str) -> Option<i64> {
    match item?.get(attribute)? {
        Attribute::N(number) => number.as_i64().filter(|second| *second > 0),
        _ => None,
    }
}

/// Keeps the list of expiries when an item changes.
pub fn follow(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    attribute: &str,
    before: &Before,
    after: Option<&Item>,
) -> Result<(), ApiError> {
    let (old, new) = (expiry(before.item.as_ref(), attribute), expiry(after, attribute));
    if old == new {
        return Ok(());
    }
    let space = table.row.space;
    let within = before.key.within_space();
    if let Some(old) = old {
        ctx.table_mut(&EXPIRIES).delete(&(space, old, within));
    }
    // Of a global table, one replica deletes for all.
    if !replica::is_ttl_leader(ctx, &table.row) {
        return Ok(());
    }
    if let Some(new) = new.filter(|second| is_recent(ctx, *second)) {
        ctx.table_mut(&EXPIRIES).put(&(space, new, within), &());
        arm(ctx, table, new)?;
    }
    Ok(())
}

/// "Items with an expiration time older than five years" are left alone.
fn is_recent(ctx: &Ctx<'_>, second: i64) -> bool {
    second >= ctx.now().secs() - limits::TTL_OLDEST_SECONDS
}

/// Makes sure that a step runs when that second is due.
fn arm(ctx: &mut Ctx<'_>, table: &TableRef, second: i64) -> Result<(), ApiError> {
    let due = due(ctx, second);
    let Some(mut row) = ctx.table(&TTLS).get(&table.name)? else { return Ok(()) };
    if row.armed.is_some_and(|armed| armed <= due.micros()) {
        return Ok(());
    }
    row.armed = Some(due.micros());
    ctx.table_mut(&TTLS).put(&table.name, &row);
    let input = step_input(table, row.round);
    ctx.enqueue(Job::now(Ask::to("dynamodb", EXPIRE).with_input(input)).at(due));
    Ok(())
}

fn due(ctx: &Ctx<'_>, second: i64) -> Timestamp {
    let delay = ctx.setting(DELAY_SETTING).and_then(|text| text.parse().ok()).unwrap_or(0);
    Timestamp::from_secs(second.saturating_add(delay)).max(ctx.now())
}

fn step_input(table: &TableRef, round: u64) -> Struct {
    Struct::new()
        .with("Table", table.name.as_str())
        .with("Space", table.row.space.cast_signed())
        .with("Round", round.cast_signed())
}

/// The table of a step, if it is still meant.
fn table_of(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<(TableRef, TtlRow)>, ApiError> {
    let name = input.str("Table").unwrap_or_default();
    let Some(row) = ctx.table(&TABLES).get(name)? else { return Ok(None) };
    let Some(ttl) = ctx.table(&TTLS).get(name)? else { return Ok(None) };
    let is_meant = input.int("Space") == Some(row.space.cast_signed())
        && input.int("Round") == Some(ttl.round.cast_signed());
    let table = TableRef::new(name, row);
    Ok(is_meant.then_some((table, ttl)))
}

/// The step: deletes what has expired, and comes again when the next is due.
pub fn expire(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((table, mut row)) = table_of(ctx, input)? else { return Ok(Struct::new()) };
    if table.row.ttl.is_none() {
        return Ok(Struct::new());
    }
    let space = table.row.space;
    let range = Range::within(&(space,));
    let keys = ctx.table(&EXPIRIES).keys(&range).take(limits::EXPIRED_PER_STEP + 1);
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let mut next = None;
    for (at, (_, second, within)) in keys.into_iter().enumerate() {
        if at == limits::EXPIRED_PER_STEP || due(ctx, second) > ctx.now() {
            next = Some(second);
            break;
        }
        let key = ItemKey([&space.to_be_bytes()[..], &within].concat());
        let mut before = Before::load(ctx, key)?;
        if before.stored.is_some() {
            write::change(ctx, &table, &mut before, None, &Cause::TimeToLive)?;
        }
        ctx.table_mut(&EXPIRIES).delete(&(space, second, within));
    }
    row = ctx.table(&TTLS).get(&table.name)?.unwrap_or(row);
    row.armed = None;
    ctx.table_mut(&TTLS).put(&table.name, &row);
    if let Some(next) = next {
        arm(ctx, &table, next)?;
    }
    Ok(Struct::new())
}

/// The step after TTL was enabled or disabled: lists the expiries of items that are there, or
/// removes the list.
pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((table, _)) = table_of(ctx, input)? else { return Ok(Struct::new()) };
    let space = table.row.space;
    let Some(attribute) = table.row.ttl.clone() else {
        let keys = ctx.table(&EXPIRIES).keys(&Range::within(&(space,)));
        let keys = keys.take(limits::ROWS_PER_STEP).collect::<Result<Vec<_>, _>>()?;
        let is_over = keys.len() < limits::ROWS_PER_STEP;
        for key in keys {
            ctx.table_mut(&EXPIRIES).delete(&key);
        }
        if !is_over {
            ctx.enqueue(Job::now(Ask::to("dynamodb", LIST).with_input(input.clone())));
        }
        return Ok(Struct::new());
    };
    let mut range = Range::within(&ItemKey::space(space));
    if let Some(after) = input.blob("After") {
        range = range.after(&ItemKey(after.to_vec()));
    }
    let rows = ctx.table(&ITEMS).scan(&range).take(limits::ROWS_PER_STEP);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let last = rows.last().map(|(key, _)| key.clone());
    let is_over = rows.len() < limits::ROWS_PER_STEP;
    for (key, stored) in rows {
        if !replica::is_ttl_leader(ctx, &table.row) {
            return Ok(Struct::new());
        }
        let second = expiry(Some(&stored.item()?), &attribute);
        if let Some(second) = second.filter(|second| is_recent(ctx, *second)) {
            ctx.table_mut(&EXPIRIES).put(&(space, second, key.within_space()), &());
            arm(ctx, &table, second)?;
        }
    }
    if let Some(last) = last.filter(|_| !is_over) {
        let input = input.clone().with("After", bytes::Bytes::from(last.0));
        ctx.enqueue(Job::now(Ask::to("dynamodb", LIST).with_input(input)));
    }
    Ok(Struct::new())
}

/// Forgets TTL with the table.
pub fn forget(ctx: &mut Ctx<'_>, name: &str) {
    ctx.table_mut(&TTLS).delete(name);
}
