//! Transactions: a read-only view, or pending writes over the latest state.
//!
//! There is one writer at a time (the world's), so a write transaction reads the engine as it
//! is and keeps its own writes in an overlay until `into_batch` hands them over. Dropping a `Tx`
//! is its rollback.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use bytes::Bytes;

use crate::engine::{Batch, Engine, KeyRange, Pair, Reader, Scan, Snapshot};
use crate::error::StoreError;

/// A pending write: a value, or `None` for a delete.
type Pending = Option<Bytes>;

/// What most rows take at most: one allocation for all that a transaction writes.
const ROW_BYTES_USUAL: usize = 1_024;

/// A read-only view or a write transaction: the same reading methods.
pub struct Tx {
    base: Base,
    overlay: BTreeMap<Bytes, Pending>,
    /// What the overlay held before each write since the first savepoint, oldest first.
    undo: Vec<(Bytes, Option<Pending>)>,
    has_savepoint: bool,
    /// Whether anything but records was put, also if it was undone.
    adds: bool,
    /// Where keys and rows are encoded before they are copied at their exact length.
    scratch: Vec<u8>,
}

enum Base {
    Read(Arc<dyn Snapshot>),
    Write(Arc<dyn Engine>),
}

/// A moment within one write transaction. Savepoints nest: rolling back to one forgets the later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Savepoint(usize);

impl Tx {
    pub fn read(snapshot: Arc<dyn Snapshot>) -> Tx {
        Tx::over(Base::Read(snapshot))
    }

    pub fn write(engine: Arc<dyn Engine>) -> Tx {
        Tx::over(Base::Write(engine))
    }

    fn over(base: Base) -> Tx {
        Tx {
            base,
            overlay: BTreeMap::new(),
            undo: Vec::new(),
            has_savepoint: false,
            adds: false,
            scratch: Vec::new(),
        }
    }

    pub fn is_read_only(&self) -> bool {
        matches!(self.base, Base::Read(_))
    }

    /// Whether nothing has been written.
    pub fn is_clean(&self) -> bool {
        self.overlay.is_empty()
    }

    pub fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        if !self.overlay.is_empty()
            && let Some(pending) = self.overlay.get(key)
        {
            return Ok(pending.clone());
        }
        self.base().get(key)
    }

    pub fn contains(&self, key: &[u8]) -> Result<bool, StoreError> {
        if !self.overlay.is_empty()
            && let Some(pending) = self.overlay.get(key)
        {
            return Ok(pending.is_some());
        }
        self.base().contains(key)
    }

    /// The pairs of a range, this transaction's own writes included, in the range's direction.
    pub fn scan(&self, range: &KeyRange) -> Scan<'_> {
        if range.is_empty() {
            return Box::new(std::iter::empty());
        }
        let base = self.base().scan(range);
        let mut pending = self.pending_in(range).peekable();
        if pending.peek().is_none() {
            return base;
        }
        Box::new(Merge { base, next: None, base_done: false, pending, reverse: range.reverse })
    }

    pub fn put(&mut self, key: impl Into<Bytes>, value: impl Into<Bytes>) {
        self.adds = true;
        self.set(key.into(), Some(value.into()));
    }

    /// A record of what the transaction does: it may be put by one that else only deletes, on a
    /// disk that is full.
    pub(crate) fn put_record(&mut self, key: Bytes, value: Bytes) {
        self.set(key, Some(value));
    }

    /// What `encode` appends to an empty buffer, in one allocation of the exact length: the engine
    /// may keep it in memory for long.
    pub(crate) fn encode(&mut self, encode: impl FnOnce(&mut Vec<u8>)) -> Bytes {
        self.scratch.clear();
        self.scratch.reserve(ROW_BYTES_USUAL);
        encode(&mut self.scratch);
        Bytes::copy_from_slice(&self.scratch)
    }

    /// Deletes a key; one that is not there is no error.
    pub fn delete(&mut self, key: impl Into<Bytes>) {
        self.set(key.into(), None);
    }

    /// Deletes all keys of a range and answers how many there were. Every key is held in memory
    /// until the commit: for ranges bounded by one resource, not for a whole account.
    pub fn delete_range(&mut self, range: &KeyRange) -> Result<u64, StoreError> {
        let keys: Vec<Bytes> =
            self.scan(range).map(|pair| Ok(pair?.0)).collect::<Result<_, StoreError>>()?;
        let count = keys.len() as u64;
        for key in keys {
            self.delete(key);
        }
        Ok(count)
    }

    pub fn savepoint(&mut self) -> Savepoint {
        self.has_savepoint = true;
        Savepoint(self.undo.len())
    }

    /// Undoes every write since `savepoint`.
    pub fn rollback_to(&mut self, savepoint: Savepoint) {
        assert!(savepoint.0 <= self.undo.len(), "the savepoint was itself rolled back");
        while self.undo.len() > savepoint.0 {
            let (key, before) = self.undo.pop().expect("longer than the savepoint");
            match before {
                Some(pending) => self.overlay.insert(key, pending),
                None => self.overlay.remove(&key),
            };
        }
    }

    /// The writes, in key order, to be committed.
    pub fn into_batch(self) -> Batch {
        let mut batch = Batch::new();
        batch.adds = self.adds;
        batch.writes.reserve_exact(self.overlay.len());
        for (key, pending) in self.overlay {
            batch.push(key, pending);
        }
        batch
    }

    fn set(&mut self, key: Bytes, pending: Pending) {
        assert!(!self.is_read_only(), "a write in a read-only transaction");
        if self.has_savepoint {
            let before = self.overlay.insert(key.clone(), pending);
            self.undo.push((key, before));
        } else {
            self.overlay.insert(key, pending);
        }
    }

    fn base(&self) -> &dyn Reader {
        match &self.base {
            Base::Read(snapshot) => &**snapshot,
            Base::Write(engine) => &**engine,
        }
    }

    fn pending_in(
        &self,
        range: &KeyRange,
    ) -> Box<dyn Iterator<Item = (&Bytes, &Pending)> + Send + '_> {
        if self.overlay.is_empty() {
            return Box::new(std::iter::empty());
        }
        let start = Bound::Included(&range.start[..]);
        let end = range.end.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        let found = self.overlay.range::<[u8], _>((start, end));
        if range.reverse { Box::new(found.rev()) } else { Box::new(found) }
    }
}

/// Two ordered sequences as one; of two equal keys the pending one wins.
struct Merge<'a, P: Iterator> {
    base: Scan<'a>,
    /// The base's pair that was read but not yet given.
    next: Option<Pair>,
    base_done: bool,
    pending: std::iter::Peekable<P>,
    reverse: bool,
}

impl<'a, P: Iterator<Item = (&'a Bytes, &'a Pending)>> Iterator for Merge<'a, P> {
    type Item = Result<Pair, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        // Bounded by the lengths of both sequences: each turn takes from at least one.
        loop {
            if self.next.is_none() && !self.base_done {
                match self.base.next() {
                    Some(Ok(pair)) => self.next = Some(pair),
                    Some(Err(error)) => return Some(Err(error)),
                    None => self.base_done = true,
                }
            }
            let Some((key, _)) = self.pending.peek() else {
                return self.next.take().map(Ok);
            };
            if let Some((base_key, _)) = &self.next {
                let order = base_key.cmp(key);
                let order = if self.reverse { order.reverse() } else { order };
                if order.is_lt() {
                    return self.next.take().map(Ok);
                }
                if order.is_eq() {
                    self.next = None;
                }
            }
            if let Some((key, Some(value))) = self.pending.next() {
                return Some(Ok((key.clone(), value.clone())));
            }
        }
    }
}
