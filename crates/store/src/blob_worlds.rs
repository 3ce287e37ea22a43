//! Contents as parts of whole worlds: what snapshots share, and what takes the place of what.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;

use crate::blob::{Backing, BlobId, BlobStore, Disk};
use crate::error::StoreError;
use crate::link;

/// Removals that wait until no snapshot is being made.
#[derive(Default)]
pub(crate) struct Held {
    holds: usize,
    doomed: Vec<BlobId>,
}

/// While it lives, no content is removed.
pub(crate) struct Hold {
    store: Arc<BlobStore>,
}

impl BlobStore {
    /// Holds back removals until the answer is dropped.
    pub(crate) fn hold(self: &Arc<Self>) -> Hold {
        if let Backing::Disk(disk) = &self.backing {
            disk.held.lock().holds += 1;
        }
        Hold { store: self.clone() }
    }

    /// Links every content into the new folder `to`.
    pub(crate) fn link_to(&self, to: &Path) -> Result<(), StoreError> {
        match &self.backing {
            Backing::Disk(disk) => link::contents(&disk.root(), to),
            Backing::Memory(_) => Ok(()),
        }
    }

    /// From now on the contents are those of the world in the folder `world`.
    pub(crate) fn switch(&self, world: &Path) {
        let Backing::Disk(disk) = &self.backing else { return };
        // Together: the syncer looks for what is unsynced where it was written.
        let mut unsynced = disk.unsynced.lock();
        unsynced.clear();
        disk.held.lock().doomed.clear();
        *disk.blobs.write() = world.join("blobs").into();
    }

    /// Whether a content is there.
    pub fn contains(&self, id: BlobId) -> bool {
        match &self.backing {
            Backing::Disk(disk) => disk.path(id).exists(),
            Backing::Memory(map) => map.lock().contains_key(&id),
        }
    }

    /// All contents of a store in memory; they are shared, not copied.
    pub(crate) fn copy_of_all(&self) -> BTreeMap<BlobId, Bytes> {
        match &self.backing {
            Backing::Memory(map) => map.lock().clone(),
            Backing::Disk(_) => BTreeMap::new(),
        }
    }

    pub(crate) fn of_memory(contents: BTreeMap<BlobId, Bytes>) -> BlobStore {
        BlobStore::of(Backing::Memory(Mutex::new(contents)))
    }

    pub(crate) fn replace_all(&self, contents: BTreeMap<BlobId, Bytes>) {
        if let Backing::Memory(map) = &self.backing {
            *map.lock() = contents;
        }
    }
}

impl Disk {
    /// Whether the removal waits for a snapshot that is being made.
    pub(crate) fn hold_back(&self, id: BlobId) -> bool {
        let mut held = self.held.lock();
        let is_held = held.holds > 0;
        if is_held {
            held.doomed.push(id);
        }
        is_held
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let Backing::Disk(disk) = &self.store.backing else { return };
        let doomed = {
            let mut held = disk.held.lock();
            held.holds -= 1;
            if held.holds > 0 { Vec::new() } else { std::mem::take(&mut held.doomed) }
        };
        for id in doomed {
            if let Err(error) = self.store.remove(id) {
                tracing::warn!(%error, "a removed content stays until the next start");
            }
        }
    }
}
