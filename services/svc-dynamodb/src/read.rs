//! What Query and Scan share: what is selected, and walking a page of a table or an index.

use kernel::view::{List, Map};
use kernel::{ApiError, Ctx, Struct};
use store::Range;

use crate::answer::{Form, Items};
use crate::api::AttributeValue;
use crate::attribute::Item;
use crate::capacity::{Consistency, Consumed, read_units};
use crate::codec::StoredItem;
use crate::errors;
use crate::expression::{Condition, Projection};
use crate::get::find;
use crate::key::{ItemKey, Place};
use crate::keys;
use crate::legacy;
use crate::limits;
use crate::state::{
    IndexRow, PLACED_ENTRIES, PLACED_ITEMS, ProjectionRow, Status, TableRef, TableRow,
};
use crate::strong;
use crate::values;

/// Where to read: the table, or one of its indexes.
#[derive(Clone, Copy, Debug)]
pub struct Target<'t> {
    pub table: &'t TableRef,
    pub index: Option<&'t IndexRow>,
}

impl<'t> Target<'t> {
    pub fn of(
        table: &'t TableRef,
        index: Option<&str>,
        is_consistent: Option<bool>,
    ) -> Result<Target<'t>, ApiError> {
        let Some(name) = index else { return Ok(Target { table, index: None }) };
        let index = table.row.index(name).ok_or_else(|| errors::no_such_index(name))?;
        if !index.is_local && is_consistent == Some(true) {
            return Err(errors::validation(
                "Consistent reads are not supported on global secondary indexes",
            ));
        }
        if index.status == Status::Creating {
            return Err(errors::validation(format!(
                "Cannot read from backfilling global secondary index: {name}"
            )));
        }
        Ok(Target { table, index: Some(index) })
    }

    pub fn space(&self) -> u64 {
        self.index.map_or(self.table.row.space, |index| index.space)
    }

    fn row(&self) -> &'t TableRow {
        &self.table.row
    }

    /// The names of a position in it: the index's key and the table's.
    fn position_names(&self) -> Vec<&'t str> {
        let mut names: Vec<&str> = Vec::new();
        if let Some(index) = self.index {
            names.extend(index.hash.iter().chain(&index.range).map(String::as_str));
        }
        for name in self.row().key_names() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The position that an ExclusiveStartKey names.
    pub fn start(
        &self,
        given: Option<Map<'_, AttributeValue<'_>>>,
    ) -> Result<Option<(ItemKey, Item)>, ApiError> {
        let Some(given) = given else { return Ok(None) };
        let refuse = |reason: &str| {
            Err(errors::validation(format!("The provided starting key is invalid{reason}")))
        };
        let item = values::read_item(given.as_struct())?;
        let names = self.position_names();
        if item.len() != names.len() {
            return Err(errors::validation(
                "Exclusive Start Key must have same size as table's key schema",
            ));
        }
        let is_position = names.iter().all(|name| {
            item.get(name).is_some_and(|value| value.type_name() == self.row().kind_of(name).name())
        });
        if !is_position {
            return refuse(": The provided key element does not match the schema");
        }
        match self.key_at(&item) {
            Some(key) => Ok(Some((key, item))),
            None => refuse(""),
        }
    }

    /// The key of a position.
    pub fn key_at(&self, position: &Item) -> Option<ItemKey> {
        match self.index {
            None => Some(keys::built(self.row(), position)),
            Some(index) => keys::of_entry(self.row(), index, position),
        }
    }

    fn last_key(&self, item: &Item) -> Item {
        item.only(self.position_names())
    }
}

/// What of the items is answered.
#[derive(Clone, Debug)]
pub enum Selection {
    Count,
    /// All that the table or index has of them.
    Held,
    /// All attributes, fetched from the table where a local index lacks them.
    Whole,
    Some(Projection),
}

impl Selection {
    pub fn read(
        select: Option<&str>,
        attributes_to_get: Option<List<'_, &str>>,
        projection: Option<Projection>,
        target: &Target<'_>,
    ) -> Result<Selection, ApiError> {
        let parameter =
            if attributes_to_get.is_some() { "AttributesToGet" } else { "ProjectionExpression" };
        let projection = match projection {
            Some(projection) => Some(projection),
            None => legacy::attributes_to_get(attributes_to_get)?,
        };
        match (select, projection) {
            (None | Some("SPECIFIC_ATTRIBUTES"), Some(projection)) => {
                check_projected(&projection, target)?;
                Ok(Selection::Some(projection))
            }
            (Some("COUNT"), Some(_)) => Err(errors::validation(format!(
                "Cannot specify the {parameter} when choosing to get only the Count"
            ))),
            (Some(select), Some(_)) => Err(errors::validation(format!(
                "Cannot specify the {parameter} when choosing to get {select}"
            ))),
            (None, None) => Ok(Selection::Held),
            (Some("COUNT"), None) => Ok(Selection::Count),
            (Some("ALL_PROJECTED_ATTRIBUTES"), None) => {
                if target.index.is_none() {
                    return Err(errors::invalid(
                        "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an \
                         IndexName",
                    ));
                }
                Ok(Selection::Held)
            }
            (Some("ALL_ATTRIBUTES"), None) => {
                if let Some(index) = target.index
                    && !index.is_local
                    && index.projection != ProjectionRow::All
                {
                    return Err(errors::invalid(format!(
                        "Select type ALL_ATTRIBUTES is not supported for global secondary index \
                         {} because its projection type is not ALL",
                        index.name
                    )));
                }
                Ok(Selection::Whole)
            }
            (Some(_), None) => Err(errors::validation(
                "Must specify the AttributesToGet or ProjectionExpression when choosing to get \
                 SPECIFIC_ATTRIBUTES",
            )),
        }
    }
}

/// A global index answers only what it projects.
fn check_projected(projection: &Projection, target: &Target<'_>) -> Result<(), ApiError> {
    let Some(index) = target.index.filter(|index| !index.is_local) else { return Ok(()) };
    let Some(held) = keys::projected_names(&target.table.row, index) else { return Ok(()) };
    let missing: Vec<&str> = projection.roots().filter(|name| !held.contains(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(errors::invalid(format!(
        "Global secondary index {} does not project [{}]",
        index.name,
        missing.join(", ")
    )))
}

/// A page to be read.
pub struct Plan<'t> {
    pub target: Target<'t>,
    pub range: Range<Place>,
    pub limit: Option<usize>,
    pub filter: Option<Condition>,
    pub selection: Selection,
    pub consistency: Consistency,
    pub form: Form,
}

/// A page that was read.
pub struct Page {
    /// Nothing when only the count is asked for.
    pub items: Option<Items>,
    pub count: usize,
    pub scanned: usize,
    pub last: Option<Struct>,
    pub consumed: Consumed,
}

/// A page while it is read.
struct Walk {
    items: Items,
    count: usize,
    scanned: usize,
    bytes: usize,
    /// Of items that a local index did not hold whole.
    fetched_units: f64,
    last: Option<Struct>,
    /// Where the first row lies, and whether all others lie in the same partition.
    place: Option<Place>,
    is_of_one: bool,
}

impl Plan<'_> {
    pub fn read(&self, ctx: &mut Ctx<'_>) -> Result<Page, ApiError> {
        strong::vouch_for_read(ctx, self.target.table, self.consistency)?;
        let table = if self.target.index.is_some() { &PLACED_ENTRIES } else { &PLACED_ITEMS };
        let fetches = self.fetches();
        let limit = self.limit.unwrap_or(usize::MAX);
        let mut walk = Walk {
            items: Items::new(self.form),
            count: 0,
            scanned: 0,
            bytes: 0,
            fetched_units: 0.0,
            last: None,
            place: None,
            is_of_one: true,
        };
        for row in ctx.table(table).scan(&self.range) {
            let (place, stored) = row?;
            walk.scanned += 1;
            walk.bytes += stored.size();
            walk.is_of_one &= place == *walk.place.get_or_insert(place);
            let is_full = walk.scanned >= limit || walk.bytes >= limits::PAGE_BYTES_MAX;
            if !is_full && !fetches && self.filter.is_none() {
                // Nobody looks at the attributes: they go from the row to the answer.
                self.show(&mut walk, &stored, None)?;
                continue;
            }
            let item = stored.item()?;
            if is_full {
                walk.last = Some(values::write_item(self.target.last_key(&item)));
            }
            if fetches {
                let whole = self.fetch(ctx, &item)?;
                walk.fetched_units += read_units(whole.size(), self.consistency);
                self.show(&mut walk, &whole, None)?;
            } else {
                self.show(&mut walk, &stored, Some(item))?;
            }
            if is_full {
                break;
            }
        }
        Ok(self.finish(walk))
    }

    /// Answers an item, which may be decoded already, if the filter lets it through.
    fn show(
        &self,
        walk: &mut Walk,
        stored: &StoredItem,
        item: Option<Item>,
    ) -> Result<(), ApiError> {
        if let Some(filter) = &self.filter {
            let item = match item {
                Some(item) => item,
                None => stored.item()?,
            };
            if !filter.holds(&item) {
                return Ok(());
            }
        }
        walk.count += 1;
        match &self.selection {
            Selection::Count => Ok(()),
            Selection::Some(projection) => walk.items.push(stored, Some(projection)),
            Selection::Held | Selection::Whole => walk.items.push(stored, None),
        }
    }

    fn finish(&self, walk: Walk) -> Page {
        let Walk { items, count, scanned, last, .. } = walk;
        let units = read_units(walk.bytes, self.consistency);
        let mut consumed = match self.target.index {
            Some(index) => Consumed::of_index(&index.name, index.is_local, units),
            None => Consumed::of_table(units),
        };
        consumed.table += walk.fetched_units;
        if let Some(place) = walk.place.filter(|_| walk.is_of_one) {
            consumed.partition = Some(place.partition_hash());
            consumed.key = self.target.row().is_watched.then(|| place.partition_prefix());
        }
        let is_counted = matches!(self.selection, Selection::Count);
        Page { items: (!is_counted).then_some(items), count, scanned, last, consumed }
    }

    /// Whether items must be read from the table too: a local index lacks what is asked for.
    fn fetches(&self) -> bool {
        let Some(index) = self.target.index.filter(|index| index.is_local) else { return false };
        let Some(held) = keys::projected_names(self.target.row(), index) else { return false };
        match &self.selection {
            Selection::Whole => true,
            Selection::Some(projection) => projection.roots().any(|name| !held.contains(&name)),
            Selection::Held | Selection::Count => false,
        }
    }

    /// The whole item of an entry.
    fn fetch(&self, ctx: &Ctx<'_>, entry: &Item) -> Result<StoredItem, ApiError> {
        find(ctx, &keys::built(self.target.row(), entry))?.ok_or_else(ApiError::internal)
    }
}
