//! Filling a global secondary index or a vector index that is made for a table with items.
//!
//! Small tables are indexed in the call itself. Others in steps: the index is being created until
//! the last one, while every write keeps it already; a step writes what a write would.

use std::time::Duration;

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use store::Range;

use crate::codec::StoredItem;
use crate::key::ItemKey;
use crate::limits;
use crate::names;
use crate::state::{COUNTS, ENTRIES, ITEMS, IndexRow, Status, TABLES, TableRef, TableRow};
use crate::transition;
use crate::vector;
use crate::write::Entry;

pub const FILL: &str = "FillIndex";
pub const APPLY: &str = "ApplyEntry";
/// A world setting: global indexes follow their table so much later. At once without it.
const LAG_SETTING: &str = "dynamodb.index_lag_millis";

/// An index of either kind, by its place in the table's row.
#[derive(Clone, Copy)]
enum Place {
    Secondary(usize),
    Vector(usize),
}

impl Place {
    /// Spaces are numbered per table, whatever lies in them.
    fn find(row: &TableRow, space: u64) -> Option<Place> {
        let secondary = row.indexes.iter().position(|index| index.space == space);
        let vector = || row.vectors.iter().position(|index| index.space == space);
        secondary.map(Place::Secondary).or_else(|| vector().map(Place::Vector))
    }

    fn set(self, row: &mut TableRow, status: Status, is_backfilling: bool) {
        let (held, flag) = match self {
            Place::Secondary(at) => {
                let index = &mut row.indexes[at];
                (&mut index.status, &mut index.is_backfilling)
            }
            Place::Vector(at) => {
                let index = &mut row.vectors[at];
                (&mut index.status, &mut index.is_backfilling)
            }
        };
        (*held, *flag) = (status, is_backfilling);
    }

    /// Takes an item in; the size of its entry if there was none yet.
    fn take(
        self,
        ctx: &mut Ctx<'_>,
        table: &TableRef,
        stored: &StoredItem,
    ) -> Result<Option<u64>, ApiError> {
        let at = match self {
            Place::Vector(at) => {
                return vector::take(ctx, &table.row, &table.row.vectors[at], stored);
            }
            Place::Secondary(at) => at,
        };
        let entry = Entry::of(table, &table.row.indexes[at], &stored.item()?, stored);
        let Some(entry) = entry else { return Ok(None) };
        if ctx.table(&ENTRIES).contains(&entry.key)? {
            return Ok(None);
        }
        ctx.table_mut(&ENTRIES).put(&entry.key, &entry.stored);
        Ok(Some(entry.stored.size() as u64))
    }
}

/// Begins to fill the index in `space`; the caller saves the table.
pub fn begin(ctx: &mut Ctx<'_>, table: &mut TableRef, space: u64) -> Result<(), ApiError> {
    let Some(place) = Place::find(&table.row, space) else { return Ok(()) };
    let items = ctx.table(&COUNTS).get(&table.row.space)?.map_or(0, |counts| counts.items);
    if !transition::is_gradual(ctx) && items <= limits::BACKFILL_AT_ONCE_MAX as u64 {
        fill_some(ctx, table, place, None, usize::MAX)?;
        return Ok(());
    }
    place.set(&mut table.row, Status::Creating, true);
    let input = Struct::new().with("Table", table.name.as_str()).with("Index", space.cast_signed());
    let mut job = Job::now(Ask::to("dynamodb", FILL).with_input(input));
    job.not_before = transition::is_gradual(ctx).then(|| ctx.now() + transition::INDEX);
    ctx.enqueue(job);
    Ok(())
}

/// The step: fills an index with some items, and comes again while there are more.
pub fn fill(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    let Some(row) = ctx.table(&TABLES).get(name)? else { return Ok(Struct::new()) };
    let mut table = TableRef::new(name, row);
    let space = input.int("Index").unwrap_or_default().cast_unsigned();
    let Some(place) = Place::find(&table.row, space) else { return Ok(Struct::new()) };
    let after = input.blob("After").map(|after| ItemKey(after.to_vec()));
    if let Some(last) = fill_some(ctx, &table, place, after.as_ref(), limits::ROWS_PER_STEP)? {
        let input = input.clone().with("After", Bytes::from(last.0));
        ctx.enqueue(Job::now(Ask::to("dynamodb", FILL).with_input(input)));
    } else {
        place.set(&mut table.row, Status::Active, false);
        names::save(ctx, &table);
    }
    Ok(Struct::new())
}

/// Takes in up to `max` items; the last one's key if there may be more. What a write has taken in
/// already stays as it is.
fn fill_some(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    place: Place,
    after: Option<&ItemKey>,
    max: usize,
) -> Result<Option<ItemKey>, ApiError> {
    let mut range = Range::within(&ItemKey::space(table.row.space));
    if let Some(after) = after {
        range = range.after(after);
    }
    let rows = ctx.table(&ITEMS).scan(&range).take(max).collect::<Result<Vec<_>, _>>()?;
    let space = match place {
        Place::Secondary(at) => table.row.indexes[at].space,
        Place::Vector(at) => table.row.vectors[at].space,
    };
    let is_over = rows.len() < max;
    let last = rows.last().map(|(key, _)| key.clone());
    let mut counts = ctx.table(&COUNTS).get(&table.row.space)?.unwrap_or_default();
    let count = counts.indexes.entry(space).or_default();
    for (_, stored) in rows {
        if let Some(size) = place.take(ctx, table, &stored)? {
            count.0 += 1;
            count.1 += size;
        }
    }
    ctx.table_mut(&COUNTS).put(&table.row.space, &counts);
    Ok(last.filter(|_| !is_over))
}

/// Writes an item's entry, and takes away the one it had; in a global index perhaps later.
pub fn write_entry(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    index: &IndexRow,
    gone: Option<&ItemKey>,
    new: Option<&Entry>,
) {
    let lag: Option<u64> = ctx.setting(LAG_SETTING).and_then(|text| text.parse().ok());
    let Some(lag) = lag.filter(|lag| *lag > 0 && !index.is_local) else {
        let mut entries = ctx.table_mut(&ENTRIES);
        if let Some(gone) = gone {
            entries.delete(gone);
        }
        if let Some(new) = new {
            entries.put(&new.key, &new.stored);
        }
        return;
    };
    let mut input =
        Struct::new().with("Table", table.name.as_str()).with("Index", index.space.cast_signed());
    if let Some(gone) = gone {
        input.set("Gone", Bytes::from(gone.0.clone()));
    }
    if let Some(new) = new {
        input.set("Key", Bytes::from(new.key.0.clone()));
        input.set("Item", new.stored.body().clone());
        input.set("Size", new.stored.size() as i64);
    }
    let at = ctx.now() + Duration::from_millis(lag);
    ctx.enqueue(Job::now(Ask::to("dynamodb", APPLY).with_input(input)).at(at));
}

/// The step: an entry that was left for later. Jobs run in the order in which they were left, so
/// the last change of an item is the last here too.
pub fn apply(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let space = input.int("Index").unwrap_or_default().cast_unsigned();
    let row = ctx.table(&TABLES).get(input.str("Table").unwrap_or_default())?;
    let is_there = row.is_some_and(|row| row.indexes.iter().any(|index| index.space == space));
    if !is_there {
        return Ok(Struct::new());
    }
    if let Some(gone) = input.blob("Gone") {
        ctx.table_mut(&ENTRIES).delete(&ItemKey(gone.to_vec()));
    }
    if let (Some(key), Some(item)) = (input.blob("Key"), input.blob("Item")) {
        let mut stored = StoredItem::of_body(item.clone());
        stored.size = input.int("Size").unwrap_or_default() as u32;
        ctx.table_mut(&ENTRIES).put(&ItemKey(key.to_vec()), &stored);
    }
    Ok(Struct::new())
}

pub fn forget_count(ctx: &mut Ctx<'_>, table: &TableRef, index: u64) -> Result<(), ApiError> {
    if let Some(mut counts) = ctx.table(&COUNTS).get(&table.row.space)? {
        counts.indexes.remove(&index);
        ctx.table_mut(&COUNTS).put(&table.row.space, &counts);
    }
    Ok(())
}
