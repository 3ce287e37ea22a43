//! The one place where an item changes: its row, its entries in indexes, the counts, the stream,
//! the history, TTL and the other replicas change in the same transaction.

use kernel::{ApiError, Ctx, Struct, Value};

use crate::api::ItemCollectionMetricsBuilder;
use crate::attribute::Item;
use crate::capacity::{Consumed, write_units};
use crate::charge;
use crate::codec::{Stamp, StoredItem};
use crate::errors;
use crate::history;
use crate::index;
use crate::key::ItemKey;
use crate::keys;
use crate::kinesis_destination;
use crate::limits;
use crate::replicate;
use crate::state::{COLLECTIONS, COUNTS, ITEMS, IndexRow, TableRef};
use crate::stream;
use crate::ttl;
use crate::values;
use crate::vector;

/// Why an item changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    Request,
    /// It has expired.
    TimeToLive,
    /// Another replica has written it.
    Replication(Stamp),
    /// A restore or an import: nobody is told.
    Fill,
}

/// An item as it is before a write.
#[derive(Debug)]
pub struct Before {
    pub key: ItemKey,
    pub stored: Option<StoredItem>,
    pub item: Option<Item>,
}

impl Before {
    /// Reads and decodes it.
    pub fn load(ctx: &Ctx<'_>, key: ItemKey) -> Result<Before, ApiError> {
        let mut before = Before::load_raw(ctx, key)?;
        before.decode()?;
        Ok(before)
    }

    /// Reads it; it is decoded when that turns out to be needed.
    pub fn load_raw(ctx: &Ctx<'_>, key: ItemKey) -> Result<Before, ApiError> {
        let stored = ctx.table(&ITEMS).get(&key)?;
        Ok(Before { key, stored, item: None })
    }

    fn decode(&mut self) -> Result<(), ApiError> {
        if self.item.is_none()
            && let Some(stored) = &self.stored
        {
            self.item = Some(stored.item()?);
        }
        Ok(())
    }

    pub fn size(&self) -> usize {
        self.stored.as_ref().map_or(0, StoredItem::size)
    }
}

/// What a write has cost, and the collection it went to.
#[derive(Debug, Default)]
pub struct Written {
    pub consumed: Consumed,
    /// Bytes of the item collection, of tables with local secondary indexes.
    pub collection_bytes: Option<u64>,
}

/// Makes `after` of an item; `None` deletes it. What is refused has changed nothing.
pub fn change(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    before: &mut Before,
    after: Option<&Item>,
    cause: &Cause,
) -> Result<Written, ApiError> {
    let row = &table.row;
    let stamp = replicate::stamp(ctx, row, before, cause)?;
    let marked = after.map(|item| replicate::marked(row, item, stamp.as_ref()));
    let after = marked.as_deref();
    let size = after.map_or(0, Item::size);
    let mut written = Written {
        consumed: Consumed::of_table(write_units(size.max(before.size()))).at(table, &before.key),
        collection_bytes: None,
    };
    let stored = after.map(|item| StoredItem::new(item, size, stamp.clone()));
    let is_same = match (&before.stored, &stored) {
        (Some(before), Some(after)) => before.body() == after.body(),
        (None, None) => true,
        _ => false,
    };
    if is_same && stamp.is_none() {
        return Ok(written);
    }
    let is_watched = !row.indexes.is_empty()
        || !row.vectors.is_empty()
        || row.stream.is_some()
        || row.ttl.is_some()
        || !row.destinations.is_empty();
    if is_watched && !is_same {
        before.decode()?;
    }
    let mut totals = Totals::of(before, stored.as_ref());
    if !is_same {
        let new = after.zip(stored.as_ref());
        change_entries(ctx, table, before, new, &mut totals, &mut written.consumed)?;
        written.collection_bytes = change_collection(ctx, table, before, after, &totals)?;
        history::keep(ctx, row, &before.key, before.stored.as_ref())?;
        if let Some(setting) = &row.stream
            && *cause != Cause::Fill
        {
            stream::record(ctx, table, setting, before, after, cause)?;
        }
        if !row.destinations.is_empty() && *cause != Cause::Fill {
            kinesis_destination::tell(ctx, table, before, after, cause);
        }
        if let Some(attribute) = &row.ttl {
            ttl::follow(ctx, table, attribute, before, after)?;
        }
        totals.save(ctx, table)?;
    }
    match &stored {
        Some(stored) => ctx.table_mut(&ITEMS).put(&before.key, stored),
        None => ctx.table_mut(&ITEMS).delete(&before.key),
    }
    replicate::tell(ctx, table, before, stored.as_ref(), stamp, cause)?;
    Ok(written)
}

/// How the counts of a table and its indexes change.
#[derive(Default)]
struct Totals {
    items: i64,
    bytes: i64,
    /// Space of the index, entries, bytes.
    indexes: Vec<(u64, i64, i64)>,
    /// Bytes of entries in local secondary indexes.
    local_bytes: i64,
}

impl Totals {
    fn of(before: &Before, after: Option<&StoredItem>) -> Totals {
        let size = |stored: Option<&StoredItem>| stored.map_or(0, |it| it.size() as i64);
        let (old, new) = (before.stored.as_ref(), after);
        Totals {
            items: i64::from(new.is_some()) - i64::from(old.is_some()),
            bytes: size(new) - size(old),
            indexes: Vec::new(),
            local_bytes: 0,
        }
    }

    fn save(&self, ctx: &mut Ctx<'_>, table: &TableRef) -> Result<(), ApiError> {
        let space = table.row.space;
        if self.items == 0 && self.bytes == 0 && self.indexes.is_empty() {
            return Ok(());
        }
        let mut counts = ctx.table(&COUNTS).get(&space)?.unwrap_or_default();
        counts.items = counts.items.saturating_add_signed(self.items);
        counts.bytes = counts.bytes.saturating_add_signed(self.bytes);
        for (index, entries, bytes) in &self.indexes {
            let count = counts.indexes.entry(*index).or_default();
            count.0 = count.0.saturating_add_signed(*entries);
            count.1 = count.1.saturating_add_signed(*bytes);
        }
        charge::store(ctx, table, &mut counts)?;
        ctx.table_mut(&COUNTS).put(&space, &counts);
        Ok(())
    }
}

fn change_entries(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    before: &Before,
    after: Option<(&Item, &StoredItem)>,
    totals: &mut Totals,
    consumed: &mut Consumed,
) -> Result<(), ApiError> {
    let held = before.item.as_ref().zip(before.stored.as_ref());
    for index in &table.row.indexes {
        let old = held.and_then(|(item, stored)| Entry::of(table, index, item, stored));
        let new = after.and_then(|(item, stored)| Entry::of(table, index, item, stored));
        let units = change_entry(ctx, table, index, old.as_ref(), new.as_ref());
        if units == 0.0 {
            continue;
        }
        consumed.add_index(&index.name, index.is_local, units);
        let size = |entry: &Option<Entry>| entry.as_ref().map_or(0, |it| it.stored.size() as i64);
        let bytes = size(&new) - size(&old);
        let entries = i64::from(new.is_some()) - i64::from(old.is_some());
        totals.indexes.push((index.space, entries, bytes));
        totals.local_bytes += if index.is_local { bytes } else { 0 };
    }
    let images = (before.item.as_ref(), after.map(|(item, _)| item));
    totals.indexes.extend(vector::entry::change(ctx, &table.row, images, consumed));
    Ok(())
}

/// An item's entry in an index.
pub struct Entry {
    pub key: ItemKey,
    pub stored: StoredItem,
}

impl Entry {
    /// The entry of an item, which is `stored` in the table.
    pub fn of(
        table: &TableRef,
        index: &IndexRow,
        item: &Item,
        stored: &StoredItem,
    ) -> Option<Entry> {
        let key = keys::of_entry(&table.row, index, item)?;
        let stored = match keys::projected(&table.row, index, item) {
            None => stored.unstamped(),
            Some(projected) => StoredItem::new(&projected, projected.size(), None),
        };
        Some(Entry { key, stored })
    }
}

/// "Provisioned throughput considerations": an entry that comes, goes or changes is a write, one
/// that moves is two, and one that stays as it is costs nothing.
fn change_entry(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    index: &IndexRow,
    old: Option<&Entry>,
    new: Option<&Entry>,
) -> f64 {
    let size = |entry: &Entry| entry.stored.size();
    let units = match (old, new) {
        (None, None) => return 0.0,
        (Some(old), Some(new)) if old.key == new.key => {
            if old.stored == new.stored {
                return 0.0;
            }
            write_units(size(old).max(size(new)))
        }
        (Some(old), Some(new)) => write_units(size(old)) + write_units(size(new)),
        (Some(one), None) | (None, Some(one)) => write_units(size(one)),
    };
    let gone = old.filter(|old| new.is_none_or(|new| new.key != old.key));
    index::write_entry(ctx, table, index, gone.map(|gone| &gone.key), new);
    units
}

/// The size of the item's collection afterwards; only tables with local indexes have one.
fn change_collection(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    before: &Before,
    after: Option<&Item>,
    totals: &Totals,
) -> Result<Option<u64>, ApiError> {
    let row = &table.row;
    if !row.has_local_indexes() {
        return Ok(None);
    }
    let Some(item) = after.or(before.item.as_ref()) else { return Ok(None) };
    let partition = ItemKey::partition(row.space, item.get(&row.hash));
    let old = ctx.table(&COLLECTIONS).get(&partition)?.unwrap_or_default();
    let growth = totals.bytes + totals.local_bytes;
    let new = old.saturating_add_signed(growth);
    if growth > 0 && new > limits::COLLECTION_BYTES_MAX {
        return Err(errors::collection_too_large());
    }
    if new == 0 {
        ctx.table_mut(&COLLECTIONS).delete(&partition);
    } else {
        ctx.table_mut(&COLLECTIONS).put(&partition, &new);
    }
    Ok(Some(new))
}

/// Adds what a batch or a transaction has done to a collection, which stands once in the answer.
pub fn add_metrics(all: &mut Vec<Value>, metrics: ItemCollectionMetricsBuilder) {
    let key = |metrics: &Struct| metrics.structure("ItemCollectionKey").cloned();
    let wanted = key(&metrics.0);
    all.retain(|other| other.as_struct().and_then(key) != wanted);
    all.push(metrics.into());
}

/// What ReturnItemCollectionMetrics asks for.
pub fn collection_metrics(
    table: &TableRef,
    key_item: &Item,
    written: &Written,
    asked: Option<&str>,
) -> Option<ItemCollectionMetricsBuilder> {
    let bytes = written.collection_bytes.filter(|_| asked == Some("SIZE"))?;
    let hash = key_item.get(&table.row.hash)?.clone();
    let key = Struct::new().with(table.row.hash.clone(), values::write(hash));
    let low = (bytes as f64 / f64::from(1 << 30)).floor();
    Some(
        ItemCollectionMetricsBuilder::new()
            .item_collection_key(key)
            .size_estimate_range_gb(vec![low, low + 1.0]),
    )
}
