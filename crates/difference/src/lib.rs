//! What differs between two worlds: by table, and for the first differences the resource and the
//! fields in words that people can read.
//!
//! Rows are compared and decoded without their services. What their fields are called is found in
//! the sources when the binary is built ([`names`]); which tables hold resources and data, and what
//! AWS calls them, stands in `terms.txt`. Memory is bounded by how many differences are shown.

mod keys;
mod names;
mod terms;
mod values;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use kernel::door::World;
use store::engine::{KeyRange, Reader};
use store::{SnapshotError, StoreError};

pub use crate::names::Names;

/// The most differences that are shown with their fields.
pub const SHOWN_MAX: usize = 10_000;
/// The world's own note of its clock and of how often it was opened differs always.
const IGNORED: [(&str, &str); 1] = [("kernel", "meta")];

/// What is compared, and how much of it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// A snapshot.
    pub one: &'q str,
    /// Another, or the running world.
    pub other: Option<&'q str>,
    pub shown_max: usize,
    /// Also what the world keeps for itself: indexes, counters, queues of work.
    pub is_all: bool,
}

/// How two worlds differ.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// By service and table.
    pub tables: BTreeMap<(String, String), Counts>,
    /// The first of them, in the order of keys.
    pub changes: Vec<Change>,
}

/// How many rows of a table are only in the second world, only in the first, or other in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub added: u64,
    pub removed: u64,
    pub changed: u64,
    /// What a row is: a type of AWS's resources, or a word for data.
    pub resource: Option<String>,
    /// Rows that the world keeps for itself.
    pub is_internal: bool,
}

/// A row that differs.
#[derive(Clone, Debug)]
pub struct Change {
    pub kind: Kind,
    /// `-` where the table has none.
    pub account: String,
    pub region: String,
    pub service: String,
    pub table: String,
    pub resource: Option<String>,
    /// Its name, or the parts of its key with theirs.
    pub key: String,
    /// Path of the field: before, after. A row without fields has one, without a name.
    pub fields: BTreeMap<String, (Option<String>, Option<String>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Added,
    Removed,
    Changed,
}

/// What differs between two snapshots, or between one and the running world.
pub fn of_snapshots(
    world: &World,
    names: &Names,
    question: &Question<'_>,
) -> Result<Difference, SnapshotError> {
    let first = world.store.open_snapshot(question.one)?;
    let second = question.other.map(|name| world.store.open_snapshot(name)).transpose()?;
    // What waits in memory to be written belongs to the running world.
    world.flush_observers();
    world.flush_meter().map_err(|error| StoreError::Engine(error.to_string()))?;
    let running = world.store.engine.snapshot();
    let second = second.as_ref().map_or(&running, |branch| &branch.view);
    Ok(compare(&*first.view, &**second, names, question)?)
}

fn compare(
    one: &dyn Reader,
    other: &dyn Reader,
    names: &Names,
    question: &Question<'_>,
) -> Result<Difference, StoreError> {
    let mut difference = Difference::default();
    let mut resolver = keys::Resolver::new(one, other, names);
    let all = KeyRange::all();
    let (mut before, mut after) = (one.scan(&all), other.scan(&all));
    let (mut left, mut right) = (before.next().transpose()?, after.next().transpose()?);
    loop {
        let order = match (&left, &right) {
            (None, None) => return Ok(difference),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((left, _)), Some((right, _))) => left.cmp(right),
        };
        let was = if order.is_le() { left.take() } else { None };
        let is = if order.is_ge() { right.take() } else { None };
        if was.is_some() {
            left = before.next().transpose()?;
        }
        if is.is_some() {
            right = after.next().transpose()?;
        }
        let values = (was.as_ref().map(|(_, value)| &value[..]), is.as_ref().map(|(_, v)| &v[..]));
        if values.0 != values.1
            && let Some((key, _)) = was.as_ref().or(is.as_ref())
        {
            difference.add(key, values, &mut resolver, question)?;
        }
    }
}

impl Difference {
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    fn add(
        &mut self,
        key: &[u8],
        values: (Option<&[u8]>, Option<&[u8]>),
        resolver: &mut keys::Resolver<'_>,
        question: &Question<'_>,
    ) -> Result<(), StoreError> {
        let place = keys::Place::of(key);
        if IGNORED.contains(&(place.service, place.table)) {
            return Ok(());
        }
        let names = resolver.names;
        let term = names.terms.of(place.service, place.table);
        let table = (place.service.to_owned(), place.table.to_owned());
        let counts = self.tables.entry(table).or_insert_with(|| Counts {
            resource: term.resource.map(str::to_owned),
            is_internal: term.is_internal,
            ..Counts::default()
        });
        let kind = match values {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            _ => Kind::Changed,
        };
        match kind {
            Kind::Added => counts.added += 1,
            Kind::Removed => counts.removed += 1,
            Kind::Changed => counts.changed += 1,
        }
        let is_shown = question.is_all || !term.is_internal;
        if is_shown && self.changes.len() < question.shown_max.min(SHOWN_MAX) {
            self.changes.push(Change {
                kind,
                account: place.account.to_owned(),
                region: place.region.to_owned(),
                service: place.service.to_owned(),
                table: place.table.to_owned(),
                resource: term.resource.map(str::to_owned),
                key: resolver.key(&place)?,
                fields: values::differing(names, &place, values),
            });
        }
        Ok(())
    }
}
