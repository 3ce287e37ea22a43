//! Contents that are promised to a reader and opened when he comes to them.
//!
//! An answer may consist of thousands of content files; opening them all at once would use up the
//! process's file descriptors. A promised content is pinned: its removal waits for the last reader.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;

use crate::blob::{BlobId, remove_if_there};
use crate::error::StoreError;

#[derive(Default)]
pub(crate) struct Pins(Mutex<BTreeMap<BlobId, Pin>>);

#[derive(Default)]
struct Pin {
    readers: usize,
    is_doomed: bool,
}

impl Pins {
    /// Whether the content's removal must wait; then it will happen.
    pub(crate) fn postpone_removal(&self, id: BlobId) -> bool {
        match self.0.lock().get_mut(&id) {
            Some(pin) => {
                pin.is_doomed = true;
                true
            }
            None => false,
        }
    }

    fn enter(&self, id: BlobId) {
        self.0.lock().entry(id).or_default().readers += 1;
    }

    /// Whether the content is to be removed now.
    fn leave(&self, id: BlobId) -> bool {
        let mut pins = self.0.lock();
        let pin = pins.get_mut(&id).expect("every reader has entered");
        pin.readers -= 1;
        pin.readers == 0 && pins.remove(&id).is_some_and(|pin| pin.is_doomed)
    }
}

/// A content file that is opened at its first read.
pub(crate) struct Later {
    id: BlobId,
    path: PathBuf,
    pins: Arc<Pins>,
    file: OnceLock<File>,
}

impl Later {
    pub(crate) fn new(id: BlobId, path: PathBuf, pins: &Arc<Pins>) -> Later {
        pins.enter(id);
        Later { id, path, pins: pins.clone(), file: OnceLock::new() }
    }

    pub(crate) fn file(&self) -> Result<&File, StoreError> {
        if let Some(file) = self.file.get() {
            return Ok(file);
        }
        let file = File::open(&self.path)
            .map_err(|error| StoreError::path("cannot open", &self.path, error))?;
        Ok(self.file.get_or_init(|| file))
    }
}

impl Drop for Later {
    fn drop(&mut self) {
        if self.pins.leave(self.id)
            && let Err(error) = remove_if_there(&self.path)
        {
            tracing::warn!(%error, "a removed content stays until the next start");
        }
    }
}
