//! Which folder of a data directory the running world is in, and its change.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::blob::{BlobStore, sync_dir};
use crate::error::{OpenError, StoreError};
use crate::fjall::Open;
use crate::link;
use crate::open::{OnDisk, write_format};
use crate::snapshots::{Place, WORLDS};

/// Names the folder; without it the world is in the data directory itself.
const WORLD: &str = "WORLD";
/// Readers of a world that was replaced have so long to end before its files go; the next start
/// removes what is left.
const RETIRE_POLL: Duration = Duration::from_secs(1);
const RETIRE_POLLS_MIN: u32 = 10;
const RETIRE_POLLS_MAX: u32 = 600;

/// The folder of the world of a data directory.
pub(crate) fn find(dir: &Path) -> Result<PathBuf, OpenError> {
    let path = dir.join(WORLD);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(dir.to_owned()),
        Err(error) => {
            let source = StoreError::path("cannot read", &path, error);
            return Err(OpenError::Store { path: dir.to_owned(), source });
        }
    };
    let number = text.trim();
    let world = dir.join(WORLDS).join(number);
    if number.parse::<u64>().is_err() || !world.join("db").is_dir() {
        let reason = format!("its file {WORLD} names no world: {number:?}");
        return Err(OpenError::NotOurs { path: dir.to_owned(), reason });
    }
    Ok(world)
}

/// By rename, so that a crash leaves the old world or the new one.
fn write(dir: &Path, world: &Path) -> Result<(), StoreError> {
    let name = world.file_name().expect("a world has a folder").to_string_lossy();
    let (temporary, path) = (dir.join("WORLD.new"), dir.join(WORLD));
    let failed = |error| StoreError::path("cannot write", &path, error);
    let mut file = fs::File::create(&temporary).map_err(failed)?;
    writeln!(file, "{name}")
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&temporary, &path))
        .map_err(failed)?;
    // It has happened: an error that is answered now would undo what stands.
    if let Err(error) = sync_dir(dir) {
        tracing::warn!(%error, "a loaded snapshot may be gone after the machine's death");
    }
    Ok(())
}

impl OnDisk {
    /// The caller is the world's single writer.
    pub(crate) fn switch(&self, blobs: &Arc<BlobStore>, place: Place) -> Result<(), StoreError> {
        let Place { engine, folder } = place;
        // Older versions do not look for the folder.
        write_format(&self.dir, &self.dir.join("FORMAT"))?;
        write(&self.dir, &folder.path)?;
        let path = folder.keep();
        let before = std::mem::replace(&mut *self.world.lock(), path.clone());
        let closed = self.cached.change_everything(|| self.fjall.adopt(engine));
        blobs.switch(&path);
        self.syncer.written();
        retire(closed, self.dir.clone(), before);
        Ok(())
    }
}

/// Closes a world that was replaced once nobody reads it any more, and removes its files.
fn retire(open: Option<Arc<Open>>, dir: PathBuf, world: PathBuf) {
    let retiring = move || {
        for poll in 0..RETIRE_POLLS_MAX {
            std::thread::park_timeout(RETIRE_POLL);
            let is_read = open.as_ref().is_some_and(|open| Arc::strong_count(open) > 1);
            if poll >= RETIRE_POLLS_MIN && !is_read {
                break;
            }
        }
        if open.as_ref().is_some_and(|open| Arc::strong_count(open) > 1) {
            return;
        }
        drop(open);
        let folders =
            if world == dir { vec![world.join("db"), world.join("blobs")] } else { vec![world] };
        for folder in folders {
            if let Err(error) = link::remove(&folder) {
                tracing::warn!(%error, "a replaced world stays until the next start");
            }
        }
    };
    let started = std::thread::Builder::new().name("store-retire".to_owned()).spawn(retiring);
    if let Err(error) = started {
        tracing::warn!(%error, "a replaced world stays until the next start");
    }
}
