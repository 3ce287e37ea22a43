//! The embedded default: a fjall LSM tree in the data directory.
//!
//! fjall writes a batch to its journal with one `write()` before a commit returns, so commits
//! survive the process's death. Syncing goes through a file handle of our own, because fjall's
//! `persist` holds its journal lock, and with it every commit, for as long as the disk takes.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ::fjall::{
    Database, Keyspace, KeyspaceCreateOptions, PersistMode, Readable as _, compaction::Leveled,
};
use bytes::Bytes;
use parking_lot::Mutex;

use crate::engine::{Batch, Engine, EngineStats, KeyRange, Reader, Scan, Snapshot};
use crate::error::StoreError;

const MIB: u64 = 1024 * 1024;
/// Blocks read from tables, kept for the next reader; grows only as they are read.
const CACHE_BYTES: u64 = 32 * MIB;
/// Recent writes kept in memory before they become a table: a balance between idle memory and
/// the number of tables that compactions must merge.
const MEMTABLE_BYTES: u64 = 16 * MIB;
/// Smaller tables keep a compaction's need for free space below the floor of `space`.
const TABLE_BYTES: u64 = 16 * MIB;
const JOURNAL_BYTES_MAX: u64 = 256 * MIB;
/// With two, one is always free to flush while the other compacts; commits wait for flushes.
const WORKER_THREADS: usize = 2;
const KEYSPACE: &str = "nephele";
/// A journal can vanish between its listing and its opening, when all of it became tables.
const SYNC_ATTEMPTS_MAX: usize = 8;
/// How long a compaction waits for recent writes to become tables; those that have not stay out.
const FLUSH_POLL: Duration = Duration::from_millis(10);
const FLUSH_POLLS_MAX: usize = 500;

pub struct FjallEngine {
    keyspace: Keyspace,
    /// After the keyspace: the last handle to the database closes it.
    database: Database,
    dir: PathBuf,
    /// The journal that was synced last, kept open.
    journal: Mutex<Option<(u64, File)>>,
}

impl FjallEngine {
    /// Opens or creates. A journal whose tail was torn by a crash loses its unfinished batch.
    pub fn open(dir: &Path) -> Result<FjallEngine, StoreError> {
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
        Ok(FjallEngine { keyspace, database, dir: dir.to_owned(), journal: Mutex::new(None) })
    }

    /// The active journal: the one with the highest number. fjall syncs a journal before it starts
    /// the next, so the others are durable.
    fn active_journal(&self) -> Result<u64, StoreError> {
        let listing = std::fs::read_dir(&self.dir)
            .map_err(|error| StoreError::path("cannot list", &self.dir, error))?;
        let mut newest = None;
        for entry in listing {
            let entry = entry.map_err(|error| StoreError::path("cannot list", &self.dir, error))?;
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.strip_suffix(".jnl"));
            newest = newest.max(number.and_then(|number| number.parse().ok()));
        }
        newest.ok_or_else(|| StoreError::Engine("there is no journal".to_owned()))
    }
}

impl Reader for FjallEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        Ok(self.keyspace.get(key).map_err(engine_error)?.map(Bytes::from))
    }

    fn contains(&self, key: &[u8]) -> Result<bool, StoreError> {
        self.keyspace.contains_key(key).map_err(engine_error)
    }

    fn scan(&self, range: &KeyRange) -> Scan<'_> {
        scan(&self.database.snapshot(), &self.keyspace, range)
    }
}

impl Engine for FjallEngine {
    fn snapshot(&self) -> Arc<dyn Snapshot> {
        Arc::new(FjallSnapshot {
            snapshot: self.database.snapshot(),
            keyspace: self.keyspace.clone(),
        })
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        // A single write takes a shorter way through fjall than a batch of one.
        match &batch.writes[..] {
            [] => return Ok(()),
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
        .map_err(engine_error)
    }

    fn sync(&self) -> Result<(), StoreError> {
        let mut journal = self.journal.lock();
        for _ in 0..SYNC_ATTEMPTS_MAX {
            let active = self.active_journal()?;
            if journal.as_ref().is_none_or(|(number, _)| *number != active) {
                let path = self.dir.join(format!("{active}.jnl"));
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
        self.database.persist(PersistMode::SyncData).map_err(engine_error)
    }

    fn compact(&self) -> Result<(), StoreError> {
        self.keyspace.rotate_memtable().map_err(engine_error)?;
        for _ in 0..FLUSH_POLLS_MAX {
            if self.keyspace.sealed_memtable_count() == 0 {
                break;
            }
            std::thread::park_timeout(FLUSH_POLL);
        }
        self.keyspace.major_compact().map_err(engine_error)
    }

    fn stats(&self) -> EngineStats {
        EngineStats {
            keys: self.keyspace.approximate_len() as u64,
            bytes: self.keyspace.disk_space() + self.database.write_buffer_size(),
        }
    }
}

struct FjallSnapshot {
    snapshot: ::fjall::Snapshot,
    keyspace: Keyspace,
}

impl Reader for FjallSnapshot {
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        let found = self.snapshot.get(&self.keyspace, key).map_err(engine_error)?;
        Ok(found.map(Bytes::from))
    }

    fn contains(&self, key: &[u8]) -> Result<bool, StoreError> {
        self.snapshot.contains_key(&self.keyspace, key).map_err(engine_error)
    }

    fn scan(&self, range: &KeyRange) -> Scan<'_> {
        scan(&self.snapshot, &self.keyspace, range)
    }
}

impl Snapshot for FjallSnapshot {}

fn scan<'a>(snapshot: &::fjall::Snapshot, keyspace: &Keyspace, range: &KeyRange) -> Scan<'a> {
    if range.is_empty() {
        return Box::new(std::iter::empty());
    }
    let start = &range.start[..];
    let found = match &range.end {
        Some(end) => snapshot.range(keyspace, start..&end[..]),
        None => snapshot.range(keyspace, start..),
    };
    let pair = |guard: ::fjall::Guard| {
        let (key, value) = guard.into_inner().map_err(engine_error)?;
        Ok((Bytes::from(key), Bytes::from(value)))
    };
    if range.reverse { Box::new(found.rev().map(pair)) } else { Box::new(found.map(pair)) }
}

#[cold]
fn engine_error(error: ::fjall::Error) -> StoreError {
    match error {
        ::fjall::Error::Io(error) => StoreError::io("storage engine", error),
        ::fjall::Error::Storage(::fjall::LsmError::Io(error)) => {
            StoreError::io("storage engine", error)
        }
        ::fjall::Error::Poisoned => StoreError::Engine(
            "an earlier write failed and further ones are refused; restart to recover".to_owned(),
        ),
        other => StoreError::Engine(other.to_string()),
    }
}
