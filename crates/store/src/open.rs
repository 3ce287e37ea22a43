//! Opening a data directory, and what the rest of Nephele holds: the [`Store`].
//!
//! Layout of a data directory:
//!
//! ```text
//! lock       held while a process has the directory open
//! FORMAT     the version of this layout and of the keys
//! db/        the engine's files
//! blobs/     contents, one file each
//! staging/   contents being written; emptied at start
//! snapshots/ worlds that are kept, by name
//! WORLD      once a snapshot was loaded: the folder below worlds/ in which db/ and blobs/ are
//! ```

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;

use crate::blob::{BlobStore, sync_dir};
use crate::cache::CachedEngine;
use crate::engine::{Batch, Engine, EngineStats, KeyRange};
use crate::error::{OpenError, StoreError};
use crate::fjall::FjallEngine;
use crate::memory::MemoryEngine;
use crate::snapshots::{self, InMemory};
use crate::space::{Kind, SpaceGuard};
use crate::sync::{Syncer, sync_failed};
use crate::tx::Tx;
use crate::world_folder;

/// The version of the layout that this code writes, and the newest that it reads.
///
/// Since 2 the world may be in a folder that the file `WORLD` names.
pub const FORMAT: u32 = 2;
/// How many problems a check names before it only counts them.
const FSCK_PROBLEMS_MAX: usize = 100;

/// A deletion of so many keys is followed by a compaction.
const COMPACT_AFTER_KEYS: u64 = 100_000;
/// What an engine adds to key and value, at most.
const ROW_OVERHEAD_BYTES: usize = 32;

/// When a commit counts as done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// When it survives the death of the process; it is synced to the disk within 50 ms.
    #[default]
    Process,
    /// When it is synced to the disk.
    Fsync,
}

#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The data directory; `None` keeps everything in memory.
    pub dir: Option<PathBuf>,
    pub durability: Durability,
}

impl Options {
    pub fn ephemeral() -> Options {
        Options::default()
    }

    pub fn at(dir: impl Into<PathBuf>) -> Options {
        Options { dir: Some(dir.into()), durability: Durability::Process }
    }
}

/// Stands for everything committed up to a moment: see [`Store::wait_durable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub(crate) u64);

/// An open data directory. Dropping it syncs and closes.
pub struct Store {
    pub engine: Arc<dyn Engine>,
    pub blobs: Arc<BlobStore>,
    durability: Durability,
    /// What only a store on a disk has.
    pub(crate) disk: Option<OnDisk>,
    /// The snapshots of a store in memory.
    pub(crate) memory: InMemory,
}

/// Fields are dropped in this order: the last sync happens while the directory is still locked.
pub(crate) struct OnDisk {
    pub(crate) syncer: Syncer,
    pub(crate) space: Arc<SpaceGuard>,
    pub(crate) fjall: Arc<FjallEngine>,
    pub(crate) cached: Arc<CachedEngine>,
    pub(crate) dir: PathBuf,
    /// The folder of the running world.
    pub(crate) world: Mutex<PathBuf>,
    _lock: File,
}

impl Store {
    pub fn open(options: Options) -> Result<Store, OpenError> {
        match options.dir {
            Some(dir) => Store::open_dir(dir, options.durability),
            None => Ok(Store::ephemeral()),
        }
    }

    /// A store in memory, gone when dropped.
    pub fn ephemeral() -> Store {
        Store {
            engine: Arc::new(MemoryEngine::new()),
            blobs: Arc::new(BlobStore::in_memory()),
            durability: Durability::Process,
            disk: None,
            memory: InMemory::default(),
        }
    }

    fn open_dir(dir: PathBuf, durability: Durability) -> Result<Store, OpenError> {
        let failed = |source| OpenError::Store { path: dir.clone(), source };
        fs::create_dir_all(&dir).map_err(|error| failed(StoreError::io("cannot create", error)))?;
        let lock = lock(&dir)?;
        check_format(&dir)?;
        let world = world_folder::find(&dir)?;
        snapshots::clean_up(&dir, &world).map_err(failed)?;
        let space = Arc::new(SpaceGuard::new(&dir).map_err(failed)?);
        let fjall = Arc::new(FjallEngine::open(&world.join("db")).map_err(failed)?);
        let cached = Arc::new(CachedEngine::new(fjall.clone()));
        let engine: Arc<dyn Engine> = cached.clone();
        space.watch(engine.clone());
        let blobs = BlobStore::open_in(&dir, &world, space.clone()).map_err(failed)?;
        let blobs = Arc::new(blobs);
        blobs.clean_staging().map_err(failed)?;
        let syncer = Syncer::start(engine.clone(), blobs.clone(), durability)
            .map_err(|error| failed(StoreError::io("cannot start a thread", error)))?;
        let world = Mutex::new(world);
        let disk = OnDisk { syncer, space, fjall, cached, dir, world, _lock: lock };
        Ok(Store { engine, blobs, durability, disk: Some(disk), memory: InMemory::default() })
    }

    pub fn durability(&self) -> Durability {
        self.durability
    }

    /// The data directory; `None` when everything is in memory.
    pub fn dir(&self) -> Option<&Path> {
        self.disk.as_ref().map(|disk| &*disk.dir)
    }

    /// A consistent view of this moment.
    pub fn read(&self) -> Tx {
        Tx::read(self.engine.snapshot())
    }

    /// A write transaction. One at a time: the caller is the world's single writer.
    pub fn write(&self) -> Tx {
        Tx::write(self.engine.clone())
    }

    /// All of the batch or nothing; when it returns, the batch survives the process's death.
    pub fn commit(&self, batch: &Batch) -> Result<Ticket, StoreError> {
        let Some(disk) = &self.disk else {
            self.engine.commit(batch)?;
            return Ok(Ticket(0));
        };
        if batch.is_empty() {
            return Ok(Ticket(0));
        }
        disk.syncer.check()?;
        let kind = if batch.adds { Kind::Adds } else { Kind::Deletes };
        disk.space.admit(batch.byte_len() as u64, kind)?;
        self.engine.commit(batch)?;
        Ok(disk.syncer.written())
    }

    /// Whether commits are synced before they are told, so that [`Store::wait_durable`] takes time.
    pub fn syncs_commits(&self) -> bool {
        self.disk.is_some() && self.durability == Durability::Fsync
    }

    /// Resolves when everything that the ticket stands for is as durable as the mode promises: at
    /// once except in fsync mode.
    pub fn wait_durable(
        &self,
        ticket: Ticket,
    ) -> impl Future<Output = Result<(), StoreError>> + Send + use<> {
        let waiting = match &self.disk {
            Some(disk) if self.durability == Durability::Fsync => disk.syncer.wait(ticket),
            _ => Ok(None),
        };
        async move {
            match waiting? {
                Some(receiver) => receiver.await.map_err(|_| sync_failed()),
                None => Ok(()),
            }
        }
    }

    /// Deletes a range of any size in bounded steps; not atomic, but safe to repeat. After a large
    /// one the space is given back to the disk before this returns: it may block for seconds.
    pub fn delete_range(&self, range: &KeyRange) -> Result<u64, StoreError> {
        let deleted = self.engine.delete_range(range)?;
        if let Some(disk) = &self.disk {
            disk.syncer.written();
        }
        let is_short = match &self.disk {
            Some(disk) => disk.space.room()? == 0,
            None => false,
        };
        if deleted >= COMPACT_AFTER_KEYS || is_short {
            // The deletion stands; only its space comes back later.
            if let Err(error) = self.compact() {
                tracing::warn!(%error, "cannot compact after a deletion");
            }
        }
        Ok(deleted)
    }

    /// Gives the space of deleted data back to the disk. `false` when the disk has no room to do
    /// it in; the engine then does it little by little as more is written.
    pub fn compact(&self) -> Result<bool, StoreError> {
        if let Some(disk) = &self.disk {
            // What is live is written anew beside what is there.
            let room = disk.space.room()?;
            let mut live = 0;
            for pair in self.engine.scan(&KeyRange::all()) {
                let (key, value) = pair?;
                live += (key.len() + value.len() + ROW_OVERHEAD_BYTES) as u64;
                if live > room {
                    return Ok(false);
                }
            }
        }
        self.engine.compact()?;
        Ok(true)
    }

    /// Approximate size, without a walk of the data.
    pub fn stats(&self) -> EngineStats {
        self.engine.stats()
    }

    /// Walks every row and lists every content. Rows are not decoded: their services know them.
    pub fn fsck(&self) -> Result<FsckReport, StoreError> {
        let mut report = FsckReport::default();
        let mut last: Option<bytes::Bytes> = None;
        let view = self.engine.snapshot();
        for pair in view.scan(&KeyRange::all()) {
            match pair {
                Ok((key, value)) => {
                    if last.as_ref().is_some_and(|last| *last >= key) {
                        report.problem(format!("key {} is out of order", key.escape_ascii()));
                    }
                    report.keys += 1;
                    report.bytes += (key.len() + value.len()) as u64;
                    last = Some(key);
                }
                Err(error) => {
                    let place = last.as_deref().unwrap_or_default().escape_ascii();
                    report.problem(format!("unreadable after key {place}: {error}"));
                    break;
                }
            }
        }
        for (_, len) in self.blobs.list()? {
            report.blobs += 1;
            report.blob_bytes += len;
        }
        Ok(report)
    }
}

/// What a walk of the whole store found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FsckReport {
    pub keys: u64,
    pub bytes: u64,
    pub blobs: u64,
    pub blob_bytes: u64,
    pub problems_count: u64,
    /// The first of them.
    pub problems: Vec<String>,
}

impl FsckReport {
    pub fn problem(&mut self, text: String) {
        self.problems_count += 1;
        if self.problems.len() < FSCK_PROBLEMS_MAX {
            self.problems.push(text);
        }
    }
}

/// Takes the directory for this process until the file is closed, however the process ends.
fn lock(dir: &Path) -> Result<File, OpenError> {
    let failed = |error| OpenError::Store {
        path: dir.to_owned(),
        source: StoreError::io("cannot take the lock", error),
    };
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(dir.join("lock"))
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(dir.to_owned())),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// Writes the format of a fresh directory; refuses one that this version cannot read.
fn check_format(dir: &Path) -> Result<(), OpenError> {
    let path = dir.join("FORMAT");
    let failed = |error| OpenError::Store {
        path: dir.to_owned(),
        source: StoreError::io("cannot read FORMAT", error),
    };
    let not_ours =
        |reason: &str| OpenError::NotOurs { path: dir.to_owned(), reason: reason.to_owned() };
    let mut text = String::new();
    match File::open(&path).and_then(|mut file| file.read_to_string(&mut text)) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if dir.join("db").exists() {
                return Err(not_ours("it has a db folder but no FORMAT file"));
            }
            return write_format(dir, &path)
                .map_err(|source| OpenError::Store { path: dir.to_owned(), source });
        }
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            return Err(not_ours("its FORMAT file is not text"));
        }
        Err(error) => return Err(failed(error)),
    }
    match text.trim().parse::<u32>() {
        Ok(found) if found <= FORMAT => Ok(()),
        Ok(found) => Err(OpenError::NewerFormat { path: dir.to_owned(), found, supported: FORMAT }),
        Err(_) => Err(not_ours("its FORMAT file holds no number")),
    }
}

/// By rename, so that a crash leaves either no file or a whole one.
pub(crate) fn write_format(dir: &Path, path: &Path) -> Result<(), StoreError> {
    let temporary = dir.join("FORMAT.new");
    let mut file = File::create(&temporary)
        .map_err(|error| StoreError::path("cannot create", &temporary, error))?;
    writeln!(file, "{FORMAT}")
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&temporary, path))
        .map_err(|error| StoreError::path("cannot write", path, error))?;
    sync_dir(dir)
}
