//! Events into stores, and out of them for queries.

use std::sync::Arc;

use kernel::door::World;
use kernel::{ApiError, Ctx, Scope};
use sql::lake::Times;
use store::{Range, StoreError, Tx};

use super::charge::{self, From};
use super::state::{LAKE, LakeKey, LakeRow, StoreRow};
use crate::limits::{LAKE_PAGE_ROWS, PRUNE_EVERY, PRUNED_MAX};
use crate::state::EventKey;

const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;

/// "CloudTrail Lake determines whether to retain an event by checking if the eventTime of the event
/// is within the specified retention period."
pub fn kept_since(store: &StoreRow, now_us: i64) -> i64 {
    now_us - store.retention_days * DAY_US
}

/// Keeps an event, and takes some of those away that are older than the store keeps them.
pub fn keep(
    tx: &mut Tx,
    (scope, store, from): (&Scope, &StoreRow, From),
    key: EventKey,
    record: &str,
    now_us: i64,
) -> Result<(), StoreError> {
    charge::taken(tx, (scope, store), from, record.len())?;
    let row = LakeRow { record: record.to_owned() };
    let id = store.id.as_str();
    LAKE.at_mut(tx, scope).put(&(id, key.0, key.1, key.2), &row);
    if key.2.is_multiple_of(PRUNE_EVERY) {
        let range = Range::within(&(id,)).before(&(id, kept_since(store, now_us)));
        let old = LAKE.at(tx, scope).keys(&range).take(PRUNED_MAX);
        let old: Vec<LakeKey> = old.collect::<Result<_, _>>()?;
        for key in old {
            LAKE.at_mut(tx, scope).delete(&key);
        }
    }
    Ok(())
}

/// Takes all events of a store away.
pub fn erase(ctx: &mut Ctx<'_>, id: &str) -> Result<(), ApiError> {
    ctx.table_mut(&LAKE).delete_range(&Range::within(&(id,)))?;
    Ok(())
}

/// The events of a store as a query reads them: some at a time, each time from a snapshot of the
/// world, up to the moment at which the query began. Events are never changed, so the pages of
/// different snapshots fit together.
pub struct Pages {
    pub world: Arc<World>,
    pub scope: Scope,
    pub id: String,
    /// In microseconds: the first that counts, and the first that does not.
    pub from: i64,
    pub until: i64,
}

impl sql::lake::Events for Pages {
    fn open(&self, times: Times) -> Box<dyn Iterator<Item = Result<String, String>> + Send> {
        // Records tell whole seconds: those of the last one may have happened until its end.
        let from = times.from.saturating_mul(1_000).max(self.from);
        let until = times.to.saturating_add(1_000).saturating_mul(1_000).min(self.until);
        Box::new(Reading {
            world: self.world.clone(),
            scope: self.scope,
            last: (self.id.clone(), from - 1, u64::MAX, u64::MAX),
            until,
            page: Vec::new().into_iter(),
            is_over: false,
        })
    }
}

struct Reading {
    world: Arc<World>,
    scope: Scope,
    last: LakeKey,
    until: i64,
    page: std::vec::IntoIter<String>,
    is_over: bool,
}

impl Reading {
    fn turn(&mut self) -> Result<(), StoreError> {
        let tx = self.world.store.read();
        let id = self.last.0.clone();
        let range =
            Range::within(&(id.as_str(),)).after(&self.last).before(&(id.as_str(), self.until));
        let (mut records, mut last) = (Vec::new(), None);
        for entry in LAKE.at(&tx, &self.scope).scan(&range).take(LAKE_PAGE_ROWS) {
            let (key, row) = entry?;
            records.push(row.record);
            last = Some(key);
        }
        self.is_over = records.len() < LAKE_PAGE_ROWS;
        if let Some(last) = last {
            self.last = last;
        }
        self.page = records.into_iter();
        Ok(())
    }
}

impl Iterator for Reading {
    type Item = Result<String, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(record) = self.page.next() {
            return Some(Ok(record));
        }
        if self.is_over {
            return None;
        }
        if let Err(error) = self.turn() {
            self.is_over = true;
            return Some(Err(error.to_string()));
        }
        self.page.next().map(Ok)
    }
}

/// No events: for statements that are only checked.
pub struct Nothing;

impl sql::lake::Events for Nothing {
    fn open(&self, _: Times) -> Box<dyn Iterator<Item = Result<String, String>> + Send> {
        Box::new(std::iter::empty())
    }
}
