//! Room on the data disk: writes are refused before the engine can run into a full disk.
//!
//! An LSM tree that meets ENOSPC in its journal or in a compaction has to be opened anew. So writes
//! that add data are refused below a floor of free space that leaves the engine's background work
//! room, and are taken again above it; deletes are refused only below half of it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};

use crate::engine::Engine;
use crate::error::StoreError;

const MIB: u64 = 1024 * 1024;
/// The floor is a tenth of the disk within these bounds, and what the engine says it needs.
const FLOOR_BYTES_MIN: u64 = 16 * MIB;
const FLOOR_BYTES_MAX: u64 = 128 * MIB;
/// The disk is asked again after so many bytes written here, or so many writes.
const UNCHECKED_BYTES_MAX: u64 = 4 * MIB;
const UNCHECKED_WRITES_MAX: u64 = 128;

/// What a write does with space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Adds,
    /// Also with the records of what they have done.
    Deletes,
}

/// Asks the disk now and then, and always while it is full.
pub struct SpaceGuard {
    dir: PathBuf,
    floor: u64,
    /// Whose background work needs room too; set once it is open.
    engine: OnceLock<Arc<dyn Engine>>,
    /// What is free above the engine's needs, when the disk was last asked.
    free: AtomicU64,
    unchecked_bytes: AtomicU64,
    unchecked_writes: AtomicU64,
    was_full: AtomicBool,
}

impl SpaceGuard {
    pub fn new(dir: &Path) -> Result<SpaceGuard, StoreError> {
        let (_, total) = disk_space(dir)?;
        Ok(SpaceGuard {
            dir: dir.to_owned(),
            floor: (total / 10).clamp(FLOOR_BYTES_MIN, FLOOR_BYTES_MAX),
            engine: OnceLock::new(),
            free: AtomicU64::new(0),
            // The first write asks the disk.
            unchecked_bytes: AtomicU64::new(UNCHECKED_BYTES_MAX),
            unchecked_writes: AtomicU64::new(0),
            was_full: AtomicBool::new(false),
        })
    }

    /// `Full` when a write of `bytes` must not be tried.
    pub fn admit(&self, bytes: u64, kind: Kind) -> Result<(), StoreError> {
        let unchecked_bytes = self.unchecked_bytes.fetch_add(bytes, Relaxed) + bytes;
        let unchecked_writes = self.unchecked_writes.fetch_add(1, Relaxed) + 1;
        let due =
            unchecked_bytes >= UNCHECKED_BYTES_MAX || unchecked_writes >= UNCHECKED_WRITES_MAX;
        if due || self.was_full.load(Relaxed) {
            self.free.store(self.free()?, Relaxed);
            self.unchecked_bytes.store(bytes, Relaxed);
            self.unchecked_writes.store(0, Relaxed);
        }
        let free = self.free.load(Relaxed);
        let full = free < self.floor.saturating_add(bytes);
        if full != self.was_full.swap(full, Relaxed) {
            if full {
                tracing::error!(dir = %self.dir.display(), floor = self.floor, "data disk full");
            } else {
                tracing::info!(dir = %self.dir.display(), "data disk has room again");
            }
        }
        let refused = match kind {
            Kind::Adds => full,
            Kind::Deletes => free < self.floor / 2,
        };
        if refused { Err(StoreError::Full) } else { Ok(()) }
    }
}

impl SpaceGuard {
    /// How many bytes fit above the floor right now.
    pub fn room(&self) -> Result<u64, StoreError> {
        Ok(self.free()?.saturating_sub(self.floor))
    }

    pub fn watch(&self, engine: Arc<dyn Engine>) {
        assert!(self.engine.set(engine).is_ok(), "a guard watches one engine");
    }

    fn free(&self) -> Result<u64, StoreError> {
        let (free, _) = disk_space(&self.dir)?;
        let needed = self.engine.get().map_or(0, |engine| engine.background_bytes());
        Ok(free.saturating_sub(needed))
    }
}

#[cfg(test)]
impl SpaceGuard {
    /// Sets another floor and answers the former.
    pub fn set_floor(&mut self, floor: u64) -> u64 {
        std::mem::replace(&mut self.floor, floor)
    }
}

/// Free bytes and all bytes of the disk that holds `dir`.
fn disk_space(dir: &Path) -> Result<(u64, u64), StoreError> {
    let stat = rustix::fs::statvfs(dir)
        .map_err(|error| StoreError::path("cannot ask for the free space of", dir, error.into()))?;
    Ok((stat.f_bavail * stat.f_frsize, stat.f_blocks * stat.f_frsize))
}
