//! The rows that every call reads again and again (a queue, a bucket, a table), kept beside the
//! engine: a look-up in a large LSM tree costs more than the rest of a small operation.
//!
//! Invariant: an entry holds what the engine holds now. A commit changes the entries of its keys
//! before anybody can read the state after it; a reader puts in what it has read only if nothing
//! was committed meanwhile. A snapshot uses entries that have not changed since it was taken.

use std::hash::BuildHasher as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use parking_lot::Mutex;
use rustc_hash::FxBuildHasher;

use crate::engine::{Batch, Engine, EngineStats, KeyRange, Reader, Scan, Snapshot};
use crate::error::StoreError;

/// Entries, each at the place that its key's hash gives; a newer one takes the place of an older.
const SLOTS: usize = 8_192;
/// Longer values are not kept: with the keys this bounds the memory to about 10 MB.
const VALUE_BYTES_MAX: usize = 1_024;
const KEY_BYTES_MAX: usize = 256;

/// An engine with a cache of point reads before it.
pub struct CachedEngine {
    inner: Arc<dyn Engine>,
    cache: Arc<Cache>,
}

struct Cache {
    /// Even when nothing is being committed; each commit adds two.
    version: AtomicU64,
    slots: Mutex<Vec<Option<Entry>>>,
}

struct Entry {
    key: Bytes,
    value: Option<Bytes>,
    /// The version since which the key surely has this value.
    since: u64,
}

/// What a key is known to have: a value, or none.
struct Held(Option<Bytes>);

struct CachedSnapshot {
    inner: Arc<dyn Snapshot>,
    cache: Arc<Cache>,
    /// The version that it shows; `None` when a commit ran while it was taken.
    version: Option<u64>,
}

impl CachedEngine {
    pub fn new(inner: Arc<dyn Engine>) -> CachedEngine {
        let slots = Mutex::new(std::iter::repeat_with(|| None).take(SLOTS).collect());
        CachedEngine { inner, cache: Arc::new(Cache { version: AtomicU64::new(0), slots }) }
    }
}

impl CachedEngine {
    /// Runs a change of anything: the engine may show other data afterwards.
    pub(crate) fn change_everything<T>(&self, change: impl FnOnce() -> T) -> T {
        self.cache.change_all(change)
    }
}

impl Cache {
    /// The version of this moment; `None` while a commit runs.
    fn settled(&self) -> Option<u64> {
        let version = self.version.load(Ordering::Acquire);
        version.is_multiple_of(2).then_some(version)
    }

    fn find(&self, key: &[u8], at: u64) -> Option<Held> {
        let slots = self.slots.lock();
        let entry = slots[slot(key)].as_ref()?;
        (entry.since <= at && entry.key == key).then(|| Held(entry.value.clone()))
    }

    /// Puts in what was read of the state at `version`, unless that has passed.
    fn fill(&self, key: &[u8], value: Option<&Bytes>, version: u64) {
        if key.len() > KEY_BYTES_MAX || value.is_some_and(|value| value.len() > VALUE_BYTES_MAX) {
            return;
        }
        // Copies: what the engine gives may be a piece of a larger block.
        let entry = Entry {
            key: Bytes::copy_from_slice(key),
            value: value.map(|value| Bytes::copy_from_slice(value)),
            since: version,
        };
        let mut slots = self.slots.lock();
        if self.version.load(Ordering::Acquire) == version {
            slots[slot(key)] = Some(entry);
        }
    }

    fn read(
        &self,
        reader: &(impl Reader + ?Sized),
        key: &[u8],
        version: Option<u64>,
    ) -> Result<Option<Bytes>, StoreError> {
        let Some(version) = version else { return reader.get(key) };
        if let Some(Held(value)) = self.find(key, version) {
            return Ok(value);
        }
        let value = reader.get(key)?;
        self.fill(key, value.as_ref(), version);
        Ok(value)
    }

    /// Runs a change of the engine; `keys` are those that it may change.
    fn change<T>(
        &self,
        batch: &Batch,
        change: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let during = self.version.fetch_add(1, Ordering::AcqRel) + 1;
        let result = change();
        let mut slots = self.slots.lock();
        for (key, value) in batch.iter() {
            let place = &mut slots[slot(key)];
            if let Some(entry) = place
                && entry.key == *key
            {
                match value {
                    Some(value) if result.is_ok() && value.len() <= VALUE_BYTES_MAX => {
                        entry.value = Some(value.clone());
                        entry.since = during + 1;
                    }
                    // It may have failed halfway: the engine is asked again.
                    _ => *place = None,
                }
            }
        }
        self.version.store(during + 1, Ordering::Release);
        result
    }

    /// Runs a change of unknown keys.
    fn change_all<T>(&self, change: impl FnOnce() -> T) -> T {
        let during = self.version.fetch_add(1, Ordering::AcqRel) + 1;
        let result = change();
        self.slots.lock().fill_with(|| None);
        self.version.store(during + 1, Ordering::Release);
        result
    }
}

fn slot(key: &[u8]) -> usize {
    FxBuildHasher.hash_one(key) as usize % SLOTS
}

impl Reader for CachedEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        self.cache.read(&*self.inner, key, self.cache.settled())
    }

    fn contains(&self, key: &[u8]) -> Result<bool, StoreError> {
        match self.cache.settled().and_then(|version| self.cache.find(key, version)) {
            Some(held) => Ok(held.0.is_some()),
            None => self.inner.contains(key),
        }
    }

    fn scan(&self, range: &KeyRange) -> Scan<'_> {
        self.inner.scan(range)
    }
}

impl Engine for CachedEngine {
    fn snapshot(&self) -> Arc<dyn Snapshot> {
        let before = self.cache.settled();
        let inner = self.inner.snapshot();
        let version = before.filter(|_| self.cache.settled() == before);
        Arc::new(CachedSnapshot { inner, cache: self.cache.clone(), version })
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        self.cache.change(batch, || self.inner.commit(batch))
    }

    fn sync(&self) -> Result<(), StoreError> {
        self.inner.sync()
    }

    fn stats(&self) -> EngineStats {
        self.inner.stats()
    }

    fn background_bytes(&self) -> u64 {
        self.inner.background_bytes()
    }

    fn compact(&self) -> Result<(), StoreError> {
        self.inner.compact()
    }

    fn delete_range(&self, range: &KeyRange) -> Result<u64, StoreError> {
        self.cache.change_all(|| self.inner.delete_range(range))
    }
}

impl Reader for CachedSnapshot {
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        self.cache.read(&*self.inner, key, self.version)
    }

    fn contains(&self, key: &[u8]) -> Result<bool, StoreError> {
        match self.version.and_then(|version| self.cache.find(key, version)) {
            Some(held) => Ok(held.0.is_some()),
            None => self.inner.contains(key),
        }
    }

    fn scan(&self, range: &KeyRange) -> Scan<'_> {
        self.inner.scan(range)
    }
}

impl Snapshot for CachedSnapshot {}
