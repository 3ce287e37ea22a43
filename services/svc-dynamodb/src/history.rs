//! What items were before: the past of a table, for point-in-time recovery and backups.
//!
//! A change leaves what it has replaced, keyed by the item and the moment: nothing is copied when
//! a backup is taken. The table as of an instant is its items as they are, but for those that
//! have changed since: of them, what the first change after the instant has replaced. Reading it
//! is one walk over items and history side by side ([`Past`]).
//!
//! With point-in-time recovery every change is kept, as long as the window is; with backups alone
//! only the first change of an item after the latest one.

use bytes::Bytes;
use kernel::{ApiError, Ctx, Scope};
use store::{Range, Row, StoreError};

use crate::codec::StoredItem;
use crate::key::{ItemKey, ItemTable};
use crate::state::{ITEMS, TableRow};
use kernel::Table;

/// By the item's key and the instant of the change.
pub static HISTORY: ItemTable<Replaced> = Table::regional("dynamodb", "history");

const INSTANT_BYTES: usize = 16;

/// A moment between two transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    pub micros: i64,
    pub transaction: u64,
}

impl Instant {
    /// After everything that this transaction does.
    pub fn now(ctx: &Ctx<'_>) -> Instant {
        Instant { micros: ctx.now().micros(), transaction: ctx.transaction() }
    }

    /// After everything that happened at that time.
    pub fn end_of(micros: i64) -> Instant {
        Instant { micros, transaction: u64::MAX }
    }

    fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(self.micros.cast_unsigned() ^ (1 << 63)).to_be_bytes());
        out.extend_from_slice(&self.transaction.to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Instant> {
        let (micros, transaction) = bytes.split_at_checked(8)?;
        let micros = u64::from_be_bytes(micros.try_into().ok()?) ^ (1 << 63);
        let transaction = u64::from_be_bytes(transaction.try_into().ok()?);
        Some(Instant { micros: micros.cast_signed(), transaction })
    }
}

/// What a change has replaced; `None` when there was no item.
#[derive(Clone, Debug)]
pub struct Replaced(pub Option<StoredItem>);

impl Row for Replaced {
    fn encode_to(&self, out: &mut Vec<u8>) {
        if let Some(stored) = &self.0 {
            stored.encode_to(out);
        }
    }

    fn decode(bytes: &Bytes) -> Result<Replaced, String> {
        if bytes.is_empty() {
            return Ok(Replaced(None));
        }
        StoredItem::decode(bytes).map(|stored| Replaced(Some(stored)))
    }
}

/// Leaves what is replaced, if anybody may want it.
pub fn keep(
    ctx: &mut Ctx<'_>,
    row: &TableRow,
    key: &ItemKey,
    before: Option<&StoredItem>,
) -> Result<(), ApiError> {
    let history = &row.history;
    if history.recovery_since.is_none() {
        let Some(pinned) = history.pinned else { return Ok(()) };
        let newest = Range::within(key).reversed();
        let last = ctx.table(&HISTORY).keys(&newest).next().transpose()?;
        let is_kept = last.and_then(|last| split(&last).map(|(_, at)| at.micros > pinned));
        if is_kept == Some(true) {
            return Ok(());
        }
    }
    let mut at = key.clone();
    Instant::now(ctx).write(&mut at.0);
    ctx.table_mut(&HISTORY).put(&at, &Replaced(before.cloned()));
    Ok(())
}

/// The item and the instant of a row of history.
pub fn split(key: &ItemKey) -> Option<(ItemKey, Instant)> {
    let at = key.0.len().checked_sub(INSTANT_BYTES)?;
    let (item, instant) = key.0.split_at(at);
    Some((ItemKey(item.to_vec()), Instant::read(instant)?))
}

/// The items of a space as they were at an instant, in the order of their keys.
pub struct Past<'t> {
    items: Rows<'t, StoredItem>,
    history: Rows<'t, Replaced>,
    instant: Instant,
    /// Rows that were looked at.
    pub examined: usize,
}

/// An item between two instants.
pub struct Change {
    pub old: Option<StoredItem>,
    pub new: Option<StoredItem>,
    /// When it was written last in between, in microseconds; `None` when it was not.
    pub written: Option<i64>,
}

type Rows<'t, V> =
    std::iter::Peekable<Box<dyn Iterator<Item = Result<(ItemKey, V), StoreError>> + Send + 't>>;

impl<'t> Past<'t> {
    /// From the first item after `after`.
    pub fn new(
        ctx: &'t Ctx<'_>,
        scope: Scope,
        space: u64,
        instant: Instant,
        after: Option<&ItemKey>,
    ) -> Past<'t> {
        let mut range = Range::within(&ItemKey::space(space));
        if let Some(after) = after {
            range = range.after(after);
        }
        let items: Box<dyn Iterator<Item = _> + Send> =
            Box::new(ctx.table_in(&ITEMS, scope).scan(&range));
        let history: Box<dyn Iterator<Item = _> + Send> =
            Box::new(ctx.table_in(&HISTORY, scope).scan(&range));
        Past { items: items.peekable(), history: history.peekable(), instant, examined: 0 }
    }

    /// The next key that there was or is, and the item as it was.
    pub fn next(&mut self) -> Result<Option<(ItemKey, Option<StoredItem>)>, ApiError> {
        Ok(self.next_since(self.instant)?.map(|(key, change)| (key, change.new)))
    }

    /// The next key that there was or is, and how its item has changed since an earlier instant.
    pub fn next_since(&mut self, since: Instant) -> Result<Option<(ItemKey, Change)>, ApiError> {
        let changed = match self.history.peek() {
            Some(Ok((key, _))) => split(key).map(|(item, _)| item),
            Some(Err(_)) => return Err(ApiError::internal()),
            None => None,
        };
        let current = match self.items.peek() {
            Some(Ok((key, _))) => Some(key.clone()),
            Some(Err(_)) => return Err(ApiError::internal()),
            None => None,
        };
        let key = match (changed, current) {
            (None, None) => return Ok(None),
            (Some(one), Some(two)) => one.min(two),
            (Some(one), None) | (None, Some(one)) => one,
        };
        let (mut was, mut was_before, mut written) = (None, None, None);
        while let Some(Ok((history_key, _))) = self.history.peek() {
            let Some((item, at)) = split(history_key).filter(|(item, _)| *item == key) else {
                break;
            };
            debug_assert_eq!(item, key);
            let Some(Ok((_, replaced))) = self.history.next() else { break };
            self.examined += 1;
            if at > since && was_before.is_none() {
                was_before = Some(replaced.0.clone());
            }
            if at > self.instant && was.is_none() {
                was = Some(replaced.0);
            } else if at > since && at <= self.instant {
                written = Some(at.micros);
            }
        }
        let mut is = None;
        if let Some(Ok((item_key, _))) = self.items.peek()
            && *item_key == key
        {
            self.examined += 1;
            is = self.items.next().transpose()?.map(|(_, stored)| stored);
        }
        let old = was_before.unwrap_or_else(|| is.clone());
        Ok(Some((key, Change { old, new: was.unwrap_or(is), written })))
    }
}
