//! The embedded default: a fjall LSM tree in the data directory.
//!
//! fjall writes a batch to its journal with one `write()` before a commit returns, so commits
//! survive the process's death. A write that fails inside fjall, of a batch or of background work,
//! stops fjall for good; the engine then opens it anew, which drops what was half written, when
//! the next commit comes. Syncing goes through a file handle of our own, because fjall's
//! `persist` holds its journal lock, and with it every commit, for as long as the disk takes.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ::fjall::{
    Database, Keyspace, KeyspaceCreateOptions, PersistMode, Readable as _, compaction::Leveled,
};
use bytes::Bytes;
use parking_lot::{Mutex, RwLock};

use crate::engine::{Batch, Engine, EngineStats, KEY_BYTES_MAX, KeyRange, Reader, Scan, Snapshot};
use crate::error::StoreError;
use crate::link::{self, Journals};

const MIB: u64 = 1024 * 1024;
/// Blocks read from tables, kept for the next reader; grows only as they are read.
const CACHE_BYTES: u64 = 32 * MIB;
/// Recent writes kept in memory before they become a table: a balance between idle memory and
/// the number of tables that compactions must merge.
const MEMTABLE_BYTES: u64 = 16 * MIB;
/// Smaller tables keep a compaction's need for free space below the floor of `space`.
const TABLE_BYTES: u64 = 8 * MIB;
/// How many tables of the next level a compaction merges with at most: the level ratio and ends.
const MERGED_TABLES: u64 = 12;
const JOURNAL_BYTES_MAX: u64 = 256 * MIB;
/// The first of them never compacts, so one is free to flush; commits wait for flushes. Of two, it
/// would hand the one compaction that waits back to the queue again and again, at the cost of a
/// core, for as long as the other compacts.
const WORKER_THREADS: usize = 3;
const KEYSPACE: &str = "nephele";
/// A journal can vanish between its listing and its opening, when all of it became tables.
const SYNC_ATTEMPTS_MAX: usize = 8;
/// Background work changes a database's files a few times a second at most.
const LINK_ATTEMPTS_MAX: usize = 50;
/// How long a compaction waits for recent writes to become tables; those that have not stay out.
const FLUSH_POLL: Duration = Duration::from_millis(10);
const FLUSH_POLLS_MAX: usize = 500;
/// How long opening anew waits for readers to finish.
const CLOSE_POLL: Duration = Duration::from_millis(5);
const CLOSE_POLLS_MAX: usize = 100;

pub struct FjallEngine {
    /// Another one once another database was adopted.
    dir: Mutex<PathBuf>,
    /// `None` after an attempt to open it anew failed.
    open: RwLock<Option<Arc<Open>>>,
    /// The journal that was synced last, kept open.
    journal: Mutex<Option<(u64, File)>>,
    /// What the rows of a refused batch held before it: see [`FjallEngine::try_commit`].
    refused: Mutex<Option<Batch>>,
}

/// An open database. Dropped in this order: the last handle to the database closes it.
pub(crate) struct Open {
    keyspace: Keyspace,
    database: Database,
}

impl Open {
    fn new(dir: &Path) -> Result<Open, StoreError> {
        let database = Database::builder(dir)
            .cache_size(CACHE_BYTES)
            .max_journaling_size(JOURNAL_BYTES_MAX)
            .worker_threads(WORKER_THREADS)
            .open()
            .map_err(engine_error)?;
        let options = || {
            KeyspaceCreateOptions::default().max_memtable_size(MEMTABLE_BYTES).compaction_strategy(
                Arc::new(Leveled::default().with_table_target_size(TABLE_BYTES)),
            )
        };
        let keyspace = database.keyspace(KEYSPACE, options).map_err(engine_error)?;
        Ok(Open { keyspace, database })
    }

    fn commit(&self, batch: &Batch) -> Result<(), ::fjall::Error> {
        // A single write takes a shorter way through fjall than a batch of one.
        match &batch.writes[..] {
            [] => Ok(()),
            [(key, Some(value))] => self.keyspace.insert(key.clone(), value.clone()),
            [(key, None)] => self.keyspace.remove(key.clone()),
            writes => {
                let mut out = self.database.batch();
                for (key, value) in writes {
                    match value {
                        Some(value) => out.insert(&self.keyspace, key.clone(), value.clone()),
                        None => out.remove(&self.keyspace, key.clone()),
                    }
                }
                out.commit()
            }
        }
    }
}

impl Open {
    /// The batch that gives the rows of `batch` the values they have now.
    pub(crate) fn inverse(&self, batch: &Batch) -> Result<Batch, StoreError> {
        let mut inverse = Batch::new();
        for (key, _) in batch.iter() {
            let held = self.keyspace.get(key).map_err(engine_error)?;
            inverse.push(key.clone(), held.map(Bytes::from));
        }
        Ok(inverse)
    }
}

impl FjallEngine {
    /// Opens or creates. A journal whose tail was torn by a crash loses its unfinished batch.
    pub fn open(dir: &Path) -> Result<FjallEngine, StoreError> {
        let open = RwLock::new(Some(Arc::new(Open::new(dir)?)));
        Ok(FjallEngine {
            dir: Mutex::new(dir.to_owned()),
            open,
            journal: Mutex::default(),
            refused: Mutex::default(),
        })
    }

    fn current(&self) -> Result<Arc<Open>, StoreError> {
        self.open.read().clone().ok_or_else(not_open)
    }

    /// Commits; a batch that fails is as if it had never been.
    ///
    /// The end of a batch that fails halfway stays in fjall's buffer, and fjall writes its buffer
    /// out when it is closed: with room on the disk again, the refused batch would be whole after
    /// all. So what its rows hold now is written over them once fjall was opened anew.
    fn try_commit(&self, open: &Open, batch: &Batch) -> Result<(), ::fjall::Error> {
        let result = open.commit(batch);
        if !matches!(result, Ok(()) | Err(::fjall::Error::Poisoned)) {
            match open.inverse(batch) {
                Ok(inverse) => self.refuse(inverse),
                Err(error) => tracing::error!(%error, "a refused write may come back"),
            }
        }
        result
    }

    /// Opening anew will write this before anything else.
    pub(crate) fn refuse(&self, inverse: Batch) {
        *self.refused.lock() = Some(inverse);
    }

    /// Closes the database that refuses writes and opens it again.
    ///
    /// It is closed when its last snapshot is dropped: readers that hold one for long put it off,
    /// and the caller gets the error and tries again with its next commit.
    pub(crate) fn reopen(&self) -> Result<Arc<Open>, StoreError> {
        let mut slot = self.open.write();
        if let Some(open) = slot.take() {
            for _ in 0..CLOSE_POLLS_MAX {
                if Arc::strong_count(&open) == 1 {
                    break;
                }
                std::thread::park_timeout(CLOSE_POLL);
            }
            match Arc::try_unwrap(open) {
                Ok(last) => drop(last),
                Err(shared) => {
                    *slot = Some(shared);
                    return Err(engine_error(::fjall::Error::Poisoned));
                }
            }
        }
        *self.journal.lock() = None;
        let dir = self.dir.lock().clone();
        let open = Arc::new(Open::new(&dir)?);
        tracing::warn!(dir = %dir.display(), "engine opened anew after a failed write");
        *slot = Some(open.clone());
        let mut refused = self.refused.lock();
        if let Some(inverse) = &*refused {
            // If this fails, fjall refuses all writes until the next attempt.
            open.commit(inverse).map_err(engine_error)?;
            *refused = None;
        }
        drop(refused);
        Ok(open)
    }

    /// Makes a copy of the database as it is, at `to`. The caller keeps writers away.
    pub(crate) fn link_to(&self, to: &Path, journals: Journals) -> Result<(), StoreError> {
        if self.refused.lock().is_some() {
            // What was half written of it may be in the journal.
            return Err(engine_error(::fjall::Error::Poisoned));
        }
        let dir = self.dir.lock().clone();
        for _ in 0..LINK_ATTEMPTS_MAX {
            if link::database(&dir, to, journals)? {
                return Ok(());
            }
            link::remove(to)?;
        }
        Err(StoreError::Engine("its files change faster than they can be linked".to_owned()))
    }

    /// Goes on with the database of `other`, and gives this one's to be closed by its last reader.
    /// The caller keeps writers away.
    pub(crate) fn adopt(&self, other: FjallEngine) -> Option<Arc<Open>> {
        let mut journal = self.journal.lock();
        let mut open = self.open.write();
        self.dir.lock().clone_from(&other.dir.lock());
        *journal = None;
        *self.refused.lock() = None;
        let adopted = other.open.write().take();
        std::mem::replace(&mut *open, adopted)
    }

    /// The active journal: the one with the highest number. fjall syncs a journal before it starts
    /// the next, so the others are durable.
    fn active_journal(dir: &Path) -> Result<u64, StoreError> {
        let listing =
            std::fs::read_dir(dir).map_err(|error| StoreError::path("cannot list", dir, error))?;
        let mut newest = None;
        for entry in listing {
            let entry = entry.map_err(|error| StoreError::path("cannot list", dir, error))?;
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.strip_suffix(".jnl"));
            newest = newest.max(number.and_then(|number| number.parse().ok()));
        }
        newest.ok_or_else(|| StoreError::Engine("there is no journal".to_owned()))
    }
}

impl Reader for FjallEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        if key.len() > KEY_BYTES_MAX {
            return Ok(None);
        }
        let open = self.open.read();
        let open = open.as_ref().ok_or_else(not_open)?;
        Ok(open.keyspace.get(key).map_err(engine_error)?.map(Bytes::from))
    }

    fn contains(&self, key: &[u8]) -> Result<bool, StoreError> {
        if key.len() > KEY_BYTES_MAX {
            return Ok(false);
        }
        let open = self.open.read();
        open.as_ref().ok_or_else(not_open)?.keyspace.contains_key(key).map_err(engine_error)
    }

    fn scan(&self, range: &KeyRange) -> Scan<'_> {
        match self.current() {
            Ok(open) => scan(&open.database.snapshot(), open, range),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }
}

impl Engine for FjallEngine {
    fn snapshot(&self) -> Arc<dyn Snapshot> {
        match self.current() {
            Ok(open) => Arc::new(FjallSnapshot { snapshot: open.database.snapshot(), open }),
            Err(_) => Arc::new(NotOpen),
        }
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let result = match &*self.open.read() {
            Some(open) => self.try_commit(open, batch),
            None => Err(::fjall::Error::Poisoned),
        };
        match result {
            // Refused before anything was written: an earlier write had failed.
            Err(::fjall::Error::Poisoned) => {
                let open = self.reopen()?;
                self.try_commit(&open, batch).map_err(engine_error)
            }
            result => result.map_err(engine_error),
        }
    }

    fn sync(&self) -> Result<(), StoreError> {
        let mut journal = self.journal.lock();
        // Both are changed together, by `adopt`.
        let dir = self.dir.lock().clone();
        for _ in 0..SYNC_ATTEMPTS_MAX {
            let active = FjallEngine::active_journal(&dir)?;
            if journal.as_ref().is_none_or(|(number, _)| *number != active) {
                let path = dir.join(format!("{active}.jnl"));
                match File::open(&path) {
                    Ok(file) => *journal = Some((active, file)),
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(StoreError::path("cannot open", &path, error)),
                }
            }
            if let Some((_, file)) = &*journal {
                return file
                    .sync_data()
                    .map_err(|error| StoreError::io("cannot sync the journal", error));
            }
        }
        // Journals turn over faster than they can be opened: let fjall do it under its lock.
        self.current()?.database.persist(PersistMode::SyncData).map_err(engine_error)
    }

    fn background_bytes(&self) -> u64 {
        let Ok(open) = self.current() else { return 0 };
        // Writes that are not yet tables, tables that wait to be merged into the next level, and
        // what they are merged with: never more than there is.
        let waiting = open.keyspace.l0_table_count() as u64 * MEMTABLE_BYTES;
        let merge = waiting + MERGED_TABLES * TABLE_BYTES;
        open.database.write_buffer_size() + merge.min(open.keyspace.disk_space())
    }

    fn compact(&self) -> Result<(), StoreError> {
        let open = self.current()?;
        open.keyspace.rotate_memtable().map_err(engine_error)?;
        for _ in 0..FLUSH_POLLS_MAX {
            if open.keyspace.sealed_memtable_count() == 0 {
                break;
            }
            std::thread::park_timeout(FLUSH_POLL);
        }
        open.keyspace.major_compact().map_err(engine_error)
    }

    fn stats(&self) -> EngineStats {
        let Ok(open) = self.current() else { return EngineStats::default() };
        EngineStats {
            keys: open.keyspace.approximate_len() as u64,
            bytes: open.keyspace.disk_space() + open.database.write_buffer_size(),
        }
    }
}

impl Drop for FjallEngine {
    /// A refused batch must not be there when the directory is opened again.
    fn drop(&mut self) {
        if self.refused.get_mut().is_some()
            && let Err(error) = self.reopen()
        {
            tracing::error!(%error, "a refused write may come back");
        }
    }
}

struct FjallSnapshot {
    snapshot: ::fjall::Snapshot,
    open: Arc<Open>,
}

impl Reader for FjallSnapshot {
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        if key.len() > KEY_BYTES_MAX {
            return Ok(None);
        }
        let found = self.snapshot.get(&self.open.keyspace, key).map_err(engine_error)?;
        Ok(found.map(Bytes::from))
    }

    fn contains(&self, key: &[u8]) -> Result<bool, StoreError> {
        if key.len() > KEY_BYTES_MAX {
            return Ok(false);
        }
        self.snapshot.contains_key(&self.open.keyspace, key).map_err(engine_error)
    }

    fn scan(&self, range: &KeyRange) -> Scan<'_> {
        scan(&self.snapshot, self.open.clone(), range)
    }
}

impl Snapshot for FjallSnapshot {}

/// Stands for the view of a database that could not be opened anew.
struct NotOpen;

impl Reader for NotOpen {
    fn get(&self, _: &[u8]) -> Result<Option<Bytes>, StoreError> {
        Err(not_open())
    }

    fn scan(&self, _: &KeyRange) -> Scan<'_> {
        Box::new(std::iter::once(Err(not_open())))
    }
}

impl Snapshot for NotOpen {}

/// A bound that fjall takes and that divides the keys as `bound` does: none is as long as this.
fn short_bound(bound: &[u8]) -> &[u8] {
    &bound[..bound.len().min(KEY_BYTES_MAX + 1)]
}

/// The scan holds `open`, so that the database is not closed under it.
fn scan<'a>(snapshot: &::fjall::Snapshot, open: Arc<Open>, range: &KeyRange) -> Scan<'a> {
    let (start, end) = (short_bound(&range.start), range.end.as_deref().map(short_bound));
    if end.is_some_and(|end| end <= start) {
        return Box::new(std::iter::empty());
    }
    let found = match end {
        Some(end) => snapshot.range(&open.keyspace, start..end),
        None => snapshot.range(&open.keyspace, start..),
    };
    let pair = move |guard: ::fjall::Guard| {
        let _open = &open;
        let (key, value) = guard.into_inner().map_err(engine_error)?;
        Ok((Bytes::from(key), Bytes::from(value)))
    };
    if range.reverse { Box::new(found.rev().map(pair)) } else { Box::new(found.map(pair)) }
}

#[cold]
fn not_open() -> StoreError {
    StoreError::Engine("the database could not be opened after a failed write".to_owned())
}

#[cold]
fn engine_error(error: ::fjall::Error) -> StoreError {
    match error {
        ::fjall::Error::Io(error) => StoreError::io("storage engine", error),
        ::fjall::Error::Storage(::fjall::LsmError::Io(error)) => {
            StoreError::io("storage engine", error)
        }
        ::fjall::Error::Poisoned => StoreError::Engine(
            "an earlier write failed and the database is still in use by readers".to_owned(),
        ),
        other => StoreError::Engine(other.to_string()),
    }
}
