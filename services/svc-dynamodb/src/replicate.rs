//! Writes of a global table's replica, on their way to the others.
//!
//! Every write carries a stamp: when, and in which region. It reaches the other replicas after
//! the lag of the setting `dynamodb.replication_lag_millis`, and there the later stamp wins. What
//! was deleted leaves a tombstone for a while, so that an older write that comes later does not
//! bring it back.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Region, Struct, Table};
use minicbor::{Decode, Encode};
use store::Range;

use crate::attribute::{Attribute, Item};
use crate::charge;
use crate::codec::{Stamp, StoredItem};
use crate::key::{ItemKey, ItemTable};
use crate::number::Number;
use crate::state::{TABLES, TableRef, TableRow};
use crate::strong;
use crate::write::{self, Before, Cause};

/// By the item's key.
pub static TOMBSTONES: ItemTable<TombstoneRow> = Table::regional("dynamodb", "tombstones");
/// (end in microseconds, the item's key): what is forgotten first.
pub static TOMBSTONE_ENDS: Table<(i64, Vec<u8>), ()> =
    Table::regional("dynamodb", "tombstone-ends");

pub const APPLY: &str = "ApplyReplicatedWrite";
const LAG_SETTING: &str = "dynamodb.replication_lag_millis";
/// "Any change … is typically replicated to the other replica tables within a second."
const LAG_MILLIS: u64 = 1_000;
/// Longer than any lag that makes sense.
const TOMBSTONE_SECONDS: u64 = 7 * 86_400;
const FORGOTTEN_MAX: usize = 10;

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TombstoneRow {
    #[n(0)]
    pub micros: i64,
    #[n(1)]
    pub region: String,
}

store::row!(TombstoneRow);

/// Who has written this, if the table is a replica.
pub fn stamp(
    ctx: &Ctx<'_>,
    row: &TableRow,
    before: &Before,
    cause: &Cause,
) -> Result<Option<Stamp>, ApiError> {
    if let Cause::Replication(stamp) = cause {
        return Ok(Some(stamp.clone()));
    }
    let Some(replication) = &row.replication else { return Ok(None) };
    if replication.is_strong {
        return strong::stamp(ctx, before).map(Some);
    }
    let region = ctx.region().as_str().to_owned();
    Ok(Some(Stamp { micros: ctx.now().micros(), region }))
}

/// The item as a replica keeps it. Those of version 2017.11.29 "automatically create the following
/// attributes for every item"; the others keep the stamp beside the item.
pub fn marked<'i>(row: &TableRow, item: &'i Item, stamp: Option<&Stamp>) -> Cow<'i, Item> {
    let Some(stamp) = stamp.filter(|_| row.is_legacy_replica()) else {
        return Cow::Borrowed(item);
    };
    let (seconds, micros) =
        (stamp.micros.div_euclid(1_000_000), stamp.micros.rem_euclid(1_000_000));
    let time =
        Number::parse(&format!("{seconds}.{micros:06}")).expect("a time in seconds has few digits");
    let mut item = item.clone();
    item.insert("aws:rep:deleting", Attribute::Bool(false));
    item.insert("aws:rep:updateregion", Attribute::S(stamp.region.clone()));
    item.insert("aws:rep:updatetime", Attribute::N(time));
    Cow::Owned(item)
}

/// After which time a write reaches the other replicas.
pub fn lag(ctx: &Ctx<'_>) -> Duration {
    let millis = ctx.setting(LAG_SETTING).and_then(|text| text.parse().ok());
    Duration::from_millis(millis.unwrap_or(LAG_MILLIS))
}

/// Sends a write to the other replicas, unless it comes from one of them.
pub fn tell(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    before: &Before,
    after: Option<&StoredItem>,
    stamp: Option<Stamp>,
    cause: &Cause,
) -> Result<(), ApiError> {
    let Some(stamp) = stamp else { return Ok(()) };
    if after.is_none() {
        bury(ctx, &before.key, &stamp)?;
    }
    let Some(replication) = &table.row.replication else { return Ok(()) };
    if matches!(cause, Cause::Replication(_)) {
        return Ok(());
    }
    if replication.is_strong {
        return strong::tell(ctx, table, before, after, &stamp);
    }
    let due = ctx.now() + lag(ctx);
    for other in &replication.others {
        let mut input = Struct::new()
            .with("Table", table.name.as_str())
            .with("Key", Bytes::copy_from_slice(before.key.within_space()))
            .with("Micros", stamp.micros)
            .with("Region", stamp.region.as_str());
        if let Some(after) = after {
            input.set("Item", after.body().clone());
        }
        let mut ask = Ask::to("dynamodb", APPLY).with_input(input);
        ask.region = Region::parse(&other.region);
        ctx.enqueue(Job::now(ask).at(due));
    }
    Ok(())
}

/// Remembers when an item was deleted, and forgets what was deleted long ago.
fn bury(ctx: &mut Ctx<'_>, key: &ItemKey, stamp: &Stamp) -> Result<(), ApiError> {
    let now = ctx.now();
    let old = ctx.table(&TOMBSTONE_ENDS).keys(&Range::all()).take(FORGOTTEN_MAX);
    for (end, key) in old.collect::<Result<Vec<_>, _>>()? {
        if end > now.micros() {
            break;
        }
        ctx.table_mut(&TOMBSTONE_ENDS).delete(&(end, key.as_slice()));
        ctx.table_mut(&TOMBSTONES).delete(&ItemKey(key));
    }
    let end = now + Duration::from_secs(TOMBSTONE_SECONDS);
    let row = TombstoneRow { micros: stamp.micros, region: stamp.region.clone() };
    ctx.table_mut(&TOMBSTONES).put(key, &row);
    ctx.table_mut(&TOMBSTONE_ENDS).put(&(end.micros(), key.0.as_slice()), &());
    Ok(())
}

/// The step: a write of another replica arrives.
pub fn apply(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    strong::received(ctx, input)?;
    let name = input.str("Table").unwrap_or_default();
    // The replica may be gone by now.
    let Some(row) = ctx.table(&TABLES).get(name)? else { return Ok(Struct::new()) };
    let Some(replication) = &row.replication else { return Ok(Struct::new()) };
    if input.str("Group").is_some_and(|group| group != replication.group) {
        return Ok(Struct::new());
    }
    let table = TableRef::new(name, row);
    let stamp = Stamp {
        micros: input.int("Micros").unwrap_or_default(),
        region: input.str("Region").unwrap_or_default().to_owned(),
    };
    let within = input.blob("Key").cloned().unwrap_or_default();
    let key = ItemKey([&table.row.space.to_be_bytes()[..], &within].concat());
    let after = input.blob("Item").map(|body| StoredItem::of_body(body.clone()));
    accept(ctx, &table, key, after.as_ref(), stamp)?;
    Ok(Struct::new())
}

/// Takes a write over if it is later than what is here.
pub fn accept(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    key: ItemKey,
    after: Option<&StoredItem>,
    stamp: Stamp,
) -> Result<(), ApiError> {
    let mut before = Before::load(ctx, key)?;
    let here = match &before.stored {
        Some(stored) => stored.stamp.clone(),
        None => ctx
            .table(&TOMBSTONES)
            .get(&before.key)?
            .map(|row| Stamp { micros: row.micros, region: row.region }),
    };
    if here.is_some_and(|here| here >= stamp) {
        return Ok(());
    }
    let after = after.map(StoredItem::item).transpose()?;
    let cause = Cause::Replication(stamp);
    let written = write::change(ctx, table, &mut before, after.as_ref(), &cause)?;
    charge::consume(ctx, table, &written.consumed, true);
    Ok(())
}
