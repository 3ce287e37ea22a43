//! The ephemeral backend: everything in memory, gone with the process.
//!
//! Every key keeps the versions that some snapshot can still see, so a snapshot costs nothing to
//! take and a commit never copies the map.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::RwLock;

use crate::engine::{Batch, Engine, EngineStats, KeyRange, Pair, Reader, Scan, Snapshot};
use crate::error::StoreError;

/// How many pairs a scan reads under one hold of the lock.
const SCAN_STEP: usize = 128;

#[derive(Default)]
pub struct MemoryEngine {
    shared: Arc<RwLock<Shared>>,
}

#[derive(Default)]
struct Shared {
    /// Invariant: each list is in ascending order of sequence and not empty.
    map: BTreeMap<Bytes, Vec<Version>>,
    /// The sequence of the last commit.
    sequence: u64,
    /// How many snapshots look at each sequence.
    snapshots: BTreeMap<u64, usize>,
    /// Keys with versions that are to go when no snapshot older than the sequence is left.
    garbage: VecDeque<(u64, Bytes)>,
    stats: EngineStats,
}

struct Version {
    sequence: u64,
    value: Option<Bytes>,
}

struct MemorySnapshot {
    shared: Arc<RwLock<Shared>>,
    sequence: u64,
}

impl MemoryEngine {
    pub fn new() -> MemoryEngine {
        MemoryEngine::default()
    }

    #[cfg(test)]
    pub fn versions_count(&self) -> usize {
        self.shared.read().map.values().map(Vec::len).sum()
    }

    fn view(&self) -> MemorySnapshot {
        let mut shared = self.shared.write();
        let sequence = shared.sequence;
        *shared.snapshots.entry(sequence).or_insert(0) += 1;
        MemorySnapshot { shared: self.shared.clone(), sequence }
    }
}

impl Reader for MemoryEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        Ok(self.shared.read().get(key, u64::MAX))
    }

    fn scan(&self, range: &KeyRange) -> Scan<'_> {
        Box::new(Steps::new(self.view(), range))
    }
}

impl Engine for MemoryEngine {
    fn snapshot(&self) -> Arc<dyn Snapshot> {
        Arc::new(self.view())
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut shared = self.shared.write();
        shared.sequence += 1;
        for (key, value) in batch.iter() {
            shared.write(key, value.cloned());
        }
        shared.collect_garbage();
        Ok(())
    }

    fn sync(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn stats(&self) -> EngineStats {
        self.shared.read().stats
    }
}

impl Shared {
    fn get(&self, key: &[u8], sequence: u64) -> Option<Bytes> {
        visible(self.map.get(key)?, sequence).cloned()
    }

    fn write(&mut self, key: &Bytes, value: Option<Bytes>) {
        let sequence = self.sequence;
        let versions = self.map.entry(key.clone()).or_default();
        let before = versions.last().and_then(|version| version.value.as_ref());
        self.stats.keys += u64::from(value.is_some());
        self.stats.keys -= u64::from(before.is_some());
        self.stats.bytes += value.as_ref().map_or(0, |value| (key.len() + value.len()) as u64);
        self.stats.bytes -= before.map_or(0, |before| (key.len() + before.len()) as u64);
        if versions.last().is_some_and(|version| version.sequence == sequence) {
            versions.pop();
        }
        if !versions.is_empty() || value.is_none() {
            self.garbage.push_back((sequence, key.clone()));
        }
        versions.push(Version { sequence, value });
    }

    /// Drops the versions that no snapshot sees any more.
    fn collect_garbage(&mut self) {
        let oldest = self.snapshots.first_key_value().map_or(u64::MAX, |(sequence, _)| *sequence);
        while self.garbage.front().is_some_and(|(sequence, _)| *sequence <= oldest) {
            let (sequence, key) = self.garbage.pop_front().expect("looked at above");
            let Some(versions) = self.map.get_mut(&key) else { continue };
            // Everything before the version of `sequence` is hidden by it for all snapshots.
            let keep = versions.partition_point(|version| version.sequence < sequence);
            versions.drain(..keep);
            if let [Version { value: None, .. }] = versions[..] {
                self.map.remove(&key);
            }
        }
    }
}

fn visible(versions: &[Version], sequence: u64) -> Option<&Bytes> {
    versions.iter().rev().find(|version| version.sequence <= sequence)?.value.as_ref()
}

impl Reader for MemorySnapshot {
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        Ok(self.shared.read().get(key, self.sequence))
    }

    fn scan(&self, range: &KeyRange) -> Scan<'_> {
        Box::new(Steps::new(self, range))
    }
}

impl Snapshot for MemorySnapshot {}

impl AsRef<MemorySnapshot> for MemorySnapshot {
    fn as_ref(&self) -> &MemorySnapshot {
        self
    }
}

impl Drop for MemorySnapshot {
    fn drop(&mut self) {
        let mut shared = self.shared.write();
        let count = shared.snapshots.get_mut(&self.sequence).expect("registered when taken");
        *count -= 1;
        if *count == 0 {
            shared.snapshots.remove(&self.sequence);
            shared.collect_garbage();
        }
    }
}

/// A scan that holds the lock only while it reads the next few pairs.
struct Steps<S> {
    snapshot: S,
    rest: KeyRange,
    read: VecDeque<Pair>,
    step: usize,
    done: bool,
}

impl<S: AsRef<MemorySnapshot>> Steps<S> {
    fn new(snapshot: S, range: &KeyRange) -> Steps<S> {
        let done = range.is_empty();
        // The first step is small: many scans look at one pair.
        Steps { snapshot, rest: range.clone(), read: VecDeque::new(), step: 4, done }
    }

    fn read_step(&mut self) {
        let view = self.snapshot.as_ref();
        let shared = view.shared.read();
        let start = Bound::Included(&self.rest.start[..]);
        let end = self.rest.end.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        let mut found = shared.map.range::<[u8], _>((start, end));
        // Hidden versions count too, so that a hold of the lock is bounded.
        let mut last = None;
        for _ in 0..self.step {
            let next = if self.rest.reverse { found.next_back() } else { found.next() };
            let Some((key, versions)) = next else {
                self.done = true;
                return;
            };
            last = Some(key);
            if let Some(value) = visible(versions, view.sequence) {
                self.read.push_back((key.clone(), value.clone()));
            }
        }
        let last = last.expect("a step is at least one pair").to_vec();
        if self.rest.reverse {
            self.rest.end = Some(last);
        } else {
            self.rest.start = last;
            // The key right after `last` in the order of byte strings.
            self.rest.start.push(0);
        }
        self.done = self.rest.is_empty();
        self.step = SCAN_STEP;
    }
}

impl<S: AsRef<MemorySnapshot>> Iterator for Steps<S> {
    type Item = Result<Pair, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.read.is_empty() && !self.done {
            self.read_step();
        }
        self.read.pop_front().map(Ok)
    }
}
