//! Whole worlds under a name: saved while the world runs, put in its place again, compared, and
//! handed to another machine as one file. How they are kept is the store's business
//! ([`store::snapshots`]); here is what a world has besides its rows: its clock, its root key, and
//! everything that it keeps in memory.
//!
//! A save takes the writer for the moment in which the state is fixed. A load opens a copy beside
//! the running world and takes the writer only to put it in its place: calls that read go on in the
//! old world until they end; those that wait, or do slow work between two transactions, are told
//! that their world is gone. A loaded world goes on at the time of its save, under an incarnation
//! that no world of this process or of the snapshot has had, so that no id is drawn twice.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};
use parking_lot::Mutex;
use store::snapshots::SnapshotError;
use store::{SealKey, StoreError};
use world::{ClockState, Timestamp};

use crate::door::World;
use crate::error::ApiError;
use crate::{parking, secrets};

/// What a world needs for its snapshots.
#[derive(Debug, Default)]
pub(crate) struct Branching {
    /// One at a time saves, loads, imports or deletes.
    turn: Mutex<()>,
    /// How many worlds have had the place of this one.
    generation: AtomicU64,
}

/// A snapshot.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub name: String,
    /// Virtual time of the save.
    pub time: Timestamp,
    /// Real time of the save.
    pub saved: Timestamp,
    pub is_frozen: bool,
    /// About how many rows it has, and their bytes.
    pub rows: u64,
    pub bytes: u64,
}

/// What is kept beside the rows and contents of a snapshot.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct About {
    #[n(0)]
    time: i64,
    #[n(1)]
    saved: i64,
    #[n(2)]
    is_frozen: bool,
    /// By it the secrets in the rows are sealed.
    #[n(3)]
    root_key: ByteArray<32>,
    #[n(4)]
    rows: u64,
    #[n(5)]
    bytes: u64,
}

impl About {
    fn read(bytes: &[u8]) -> Result<About, SnapshotError> {
        minicbor::decode(bytes).map_err(|error| SnapshotError::Damaged(error.to_string()))
    }

    fn shown(&self, name: String) -> Snapshot {
        Snapshot {
            name,
            time: Timestamp::from_micros(self.time),
            saved: Timestamp::from_micros(self.saved),
            is_frozen: self.is_frozen,
            rows: self.rows,
            bytes: self.bytes,
        }
    }

    /// The clock goes on from the time of the save.
    fn clock(&self, real_now: Timestamp) -> ClockState {
        ClockState {
            offset_micros: self.time - real_now.micros(),
            frozen_at: self.is_frozen.then(|| Timestamp::from_micros(self.time)),
        }
    }
}

impl World {
    /// How many worlds were put in this one's place. Whoever works between two transactions
    /// compares it under the writer's lock.
    pub(crate) fn generation(&self) -> u64 {
        self.branching.generation.load(Ordering::Acquire)
    }

    /// Refuses to go on with what was begun in a world that was replaced.
    pub(crate) fn check_generation(&self, begun: u64) -> Result<(), ApiError> {
        if self.generation() == begun { Ok(()) } else { Err(replaced()) }
    }

    /// Saves the world of this moment. Blocks on the disk; others are held up for an instant.
    pub fn save_snapshot(&self, name: &str) -> Result<Snapshot, SnapshotError> {
        let _turn = self.branching.turn.lock();
        // While the clock is being moved it stands between two times.
        let _advancing = self.meta.advancing.blocking_lock();
        self.flush_observers();
        self.flush_meter().map_err(failed)?;
        let root_key = self.root_key().map_err(failed)?;
        let mut saved = None;
        self.store.save_snapshot(
            name,
            || self.lock_writer(),
            |_| {
                let stats = self.store.stats();
                let about = About {
                    time: self.clock.now().micros(),
                    saved: self.clock.real_now().micros(),
                    is_frozen: self.clock.is_frozen(),
                    root_key: ByteArray::from(*root_key.secret()),
                    rows: stats.keys,
                    bytes: stats.bytes,
                };
                saved = Some(about.shown(name.to_owned()));
                encode(&about)
            },
        )?;
        Ok(saved.expect("a save says what it saves"))
    }

    /// All snapshots, by name.
    pub fn snapshots(&self) -> Result<Vec<Snapshot>, SnapshotError> {
        let all = self.store.snapshots()?;
        all.into_iter().map(|saved| Ok(About::read(&saved.about)?.shown(saved.name))).collect()
    }

    pub fn delete_snapshot(&self, name: &str) -> Result<(), SnapshotError> {
        let _turn = self.branching.turn.lock();
        self.store.delete_snapshot(name)
    }

    /// Puts a snapshot in the place of the running world. When it fails, that runs on.
    pub fn load_snapshot(&self, name: &str) -> Result<Snapshot, SnapshotError> {
        let _turn = self.branching.turn.lock();
        let _advancing = self.meta.advancing.blocking_lock();
        let mut branch = self.store.open_snapshot(name)?;
        let about = About::read(&branch.about)?;
        let root_key = SealKey::new(*about.root_key);
        self.flush_observers();
        let mut writer = self.lock_writer();
        let clock = about.clock(self.clock.real_now());
        let renewed = self.meta.renewed(&branch.tx(), clock).map_err(failed)?;
        branch.amend(renewed.batch);
        branch.amend(parking::rousing(&branch.tx()).map_err(failed)?);
        self.store.switch_to(branch, |dir| write_root_key(dir, &root_key))?;
        self.branching.generation.fetch_add(1, Ordering::AcqRel);
        self.meta.take(renewed.seed, renewed.incarnation);
        self.settings.replace(renewed.settings);
        self.clock.restart(clock);
        self.secrets.replace(root_key);
        self.meter.clear(None);
        self.metrics.clear(None);
        self.volatile.clear();
        self.reaper.clear();
        self.jobs.forget();
        writer.begin_anew();
        // What follows reads the new world; errors are told, and it stands all the same.
        let reloaded = self.faults.load(&self.store);
        drop(writer);
        self.trace.adjust(&self.settings);
        self.observers.iter().for_each(|observer| observer.on_replaced(self));
        self.jobs.look_again();
        self.waiters.wake_all();
        reloaded.map_err(failed)?;
        Ok(about.shown(name.to_owned()))
    }

    /// Writes a snapshot as one file, which holds the world's secrets, too.
    pub fn export_snapshot(&self, name: &str, out: impl Write) -> Result<(), SnapshotError> {
        self.store.export_snapshot(name, out)
    }

    /// Adds the snapshot that `input` holds.
    pub fn import_snapshot(&self, name: &str, input: impl Read) -> Result<Snapshot, SnapshotError> {
        let _turn = self.branching.turn.lock();
        self.store.import_snapshot(name, input)?;
        let saved = self.store.find_snapshot(name)?;
        let saved = saved.ok_or_else(|| SnapshotError::NotFound(name.to_owned()))?;
        match About::read(&saved.about) {
            Ok(about) => Ok(about.shown(saved.name)),
            Err(error) => {
                self.store.delete_snapshot(name)?;
                Err(error)
            }
        }
    }
}

fn encode(about: &About) -> Vec<u8> {
    minicbor::to_vec(about).expect("encoding to memory cannot fail")
}

fn write_root_key(dir: &Path, key: &SealKey) -> Result<(), StoreError> {
    let path = dir.join(secrets::FILE);
    let failed = |error| StoreError::io(format!("cannot write {}", path.display()), error);
    let mut options = File::options();
    let mut file = options
        .create_new(true)
        .write(true)
        .mode(secrets::OWNER_ALONE)
        .open(&path)
        .map_err(failed)?;
    file.write_all(key.secret()).and_then(|()| file.sync_all()).map_err(failed)
}

#[cold]
fn replaced() -> ApiError {
    ApiError::new("ServiceUnavailable", "A snapshot has taken the place of this world.")
        .with_status(503)
}

fn failed(error: ApiError) -> SnapshotError {
    StoreError::Engine(error.to_string()).into()
}
