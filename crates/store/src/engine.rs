//! What a backend offers: one ordered space of byte keys with atomic batches and snapshots.
//!
//! The trait asks only for what both an embedded LSM tree and a SQL table
//! `(key bytea primary key, value bytea)` can do. Typed access is in `table`.

use std::sync::Arc;

use bytes::Bytes;

use crate::error::StoreError;

/// The longest key that every backend takes.
pub const KEY_BYTES_MAX: usize = 16 * 1024;
/// The longest value that every backend takes.
pub const VALUE_BYTES_MAX: usize = 256 * 1024 * 1024;
/// How many keys one step of [`Engine::delete_range`] removes at most.
const DELETE_RANGE_STEP: usize = 8192;

pub type Pair = (Bytes, Bytes);
/// Pairs in key order (or its reverse). Dropping it early costs nothing.
pub type Scan<'a> = Box<dyn Iterator<Item = Result<Pair, StoreError>> + Send + 'a>;

/// A stretch of the key space: `start` inclusive, `end` exclusive, `None` for its very end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRange {
    pub start: Vec<u8>,
    pub end: Option<Vec<u8>>,
    /// From the last key to the first.
    pub reverse: bool,
}

impl KeyRange {
    pub const fn all() -> KeyRange {
        KeyRange { start: Vec::new(), end: None, reverse: false }
    }

    /// All keys that start with `prefix`.
    pub fn prefix(prefix: impl Into<Vec<u8>>) -> KeyRange {
        let start = prefix.into();
        let end = successor(&start);
        KeyRange { start, end, reverse: false }
    }

    #[must_use]
    pub fn reversed(mut self) -> KeyRange {
        self.reverse = !self.reverse;
        self
    }

    pub fn contains(&self, key: &[u8]) -> bool {
        key >= &self.start[..] && self.end.as_deref().is_none_or(|end| key < end)
    }

    /// No key can lie in it.
    pub fn is_empty(&self) -> bool {
        self.end.as_ref().is_some_and(|end| *end <= self.start)
    }
}

/// The smallest key greater than every key that starts with `prefix`; `None` when there is none.
pub fn successor(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte != 0xFF)?;
    let mut next = prefix[..=last].to_vec();
    next[last] += 1;
    Some(next)
}

/// Puts and deletes that happen together or not at all. A later write of a key wins.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub(crate) writes: Vec<(Bytes, Option<Bytes>)>,
    /// Whether it adds anything but records of what it does.
    pub(crate) adds: bool,
}

impl Batch {
    pub const fn new() -> Batch {
        Batch { writes: Vec::new(), adds: false }
    }

    pub fn put(&mut self, key: impl Into<Bytes>, value: impl Into<Bytes>) {
        self.adds = true;
        self.push(key.into(), Some(value.into()));
    }

    pub fn delete(&mut self, key: impl Into<Bytes>) {
        self.push(key.into(), None);
    }

    pub(crate) fn push(&mut self, key: Bytes, value: Option<Bytes>) {
        assert!(!key.is_empty() && key.len() <= KEY_BYTES_MAX, "a key of {} bytes", key.len());
        assert!(value.as_ref().is_none_or(|v| v.len() <= VALUE_BYTES_MAX), "value too long");
        self.writes.push((key, value));
    }

    /// Adds the writes of `later` after this batch's own: how a group commit is formed.
    pub fn append(&mut self, mut later: Batch) {
        self.writes.append(&mut later.writes);
        self.adds |= later.adds;
    }

    pub fn len(&self) -> usize {
        self.writes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// The writes in order: key, and value or `None` for a delete.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Bytes, Option<&Bytes>)> {
        self.writes.iter().map(|(key, value)| (key, value.as_ref()))
    }

    /// Keys and values together: what it costs at least on the disk.
    pub fn byte_len(&self) -> usize {
        self.iter().map(|(key, value)| key.len() + value.map_or(0, Bytes::len)).sum()
    }
}

/// Reading, shared by engines (the latest state) and snapshots (a fixed one).
pub trait Reader: Send + Sync {
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError>;

    fn contains(&self, key: &[u8]) -> Result<bool, StoreError> {
        Ok(self.get(key)?.is_some())
    }

    /// What the range holds at this moment; later commits do not show.
    fn scan(&self, range: &KeyRange) -> Scan<'_>;
}

/// A consistent view. Cheap; keep it for as long as a request, not for ever.
pub trait Snapshot: Reader {}

/// A backend.
pub trait Engine: Reader {
    fn snapshot(&self) -> Arc<dyn Snapshot>;

    /// All of the batch or nothing; when it returns, the batch survives the process's death.
    ///
    /// One caller at a time (the world's single writer); an empty batch costs nothing.
    fn commit(&self, batch: &Batch) -> Result<(), StoreError>;

    /// Makes everything committed before this call survive the machine's death.
    ///
    /// Runs beside commits without holding them up.
    fn sync(&self) -> Result<(), StoreError>;

    /// Approximate size, without a walk of the data.
    fn stats(&self) -> EngineStats;

    /// How much free space the work that is waiting in the background may need.
    fn background_bytes(&self) -> u64 {
        0
    }

    /// Gives the space of deleted data back to the disk now instead of in the course of later
    /// writes. Rewrites all data: it takes long, and needs as much free space as there is data.
    fn compact(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Deletes all keys of a range in bounded steps, so that a range of any size fits in memory.
    ///
    /// Each step is atomic, the whole is not: a crash in between leaves the rest, and a second
    /// call finishes. Answers how many keys were deleted.
    fn delete_range(&self, range: &KeyRange) -> Result<u64, StoreError> {
        let mut deleted = 0;
        loop {
            let mut batch = Batch::new();
            for pair in self.scan(range).take(DELETE_RANGE_STEP) {
                batch.delete(pair?.0);
            }
            if batch.is_empty() {
                return Ok(deleted);
            }
            deleted += batch.len() as u64;
            self.commit(&batch)?;
        }
    }
}

/// Approximate figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EngineStats {
    pub keys: u64,
    /// On the disk, journal included; in memory for the ephemeral backend.
    pub bytes: u64,
}
