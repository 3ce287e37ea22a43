//! Snapshots: whole worlds that are kept under a name, and put in the place of the running one.
//!
//! On a disk a snapshot is a folder `snapshots/NAME` with `db/`, `blobs/` and `about`; its files
//! are hard links of the running world's wherever those are immutable (`link`), so that it costs
//! little time and no space. It is made under a name that begins with a dot and renamed once it is
//! whole: half a snapshot is never seen. Nobody opens it as it is; who reads it or puts it in the
//! place of the running world opens a [`Branch`], which is a copy by links again.
//!
//! The running world is in the folder that the file `WORLD` names, or in the data directory itself
//! without one. Putting a branch in its place is one rename of that file.
//!
//! In memory a snapshot is a view of the engine and the contents of that moment.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;

use crate::blob::{BlobId, BlobStore, sync_dir, sync_file_system};
use crate::blob_worlds::Hold;
use crate::engine::{Batch, Engine, Snapshot};
use crate::error::StoreError;
use crate::fjall::FjallEngine;
use crate::link::{self, Journals};
use crate::memory::MemoryEngine;
use crate::open::Store;
use crate::tx::Tx;

/// Names are file names, and short.
pub const NAME_LEN_MAX: usize = 64;
pub(crate) const SNAPSHOTS: &str = "snapshots";
pub(crate) const WORLDS: &str = "worlds";
const ABOUT: &str = "about";
const DB: &str = "db";
const BLOBS: &str = "blobs";
/// Names of what is being made begin so, and those of snapshots do not.
const UNFINISHED: &str = ".";

/// What becomes of a request about snapshots.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    #[error("there is no snapshot {0}")]
    NotFound(String),
    #[error("there is a snapshot {0} already")]
    Exists(String),
    #[error(
        "a snapshot's name has 1 to {NAME_LEN_MAX} letters, digits, dots, hyphens and underscores, \
         and does not begin with a dot"
    )]
    Name,
    #[error(
        "the file has format {found}, written by a newer Nephele; this one reads up to {known}"
    )]
    Newer { found: u32, known: u32 },
    #[error("the file is no exported snapshot, or it is damaged: {0}")]
    Damaged(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A snapshot, as a list of them shows it.
#[derive(Clone, Debug)]
pub struct Saved {
    pub name: String,
    /// What the caller has said of it when it was made.
    pub about: Bytes,
}

/// The snapshots of a world in memory.
#[derive(Default)]
pub(crate) struct InMemory(Mutex<BTreeMap<String, Kept>>);

#[derive(Clone)]
struct Kept {
    about: Bytes,
    view: Arc<dyn Snapshot>,
    contents: BTreeMap<BlobId, Bytes>,
}

/// A copy of a snapshot that is open: to be read, or to become the running world.
pub struct Branch {
    pub view: Arc<dyn Snapshot>,
    pub blobs: Arc<BlobStore>,
    pub about: Bytes,
    /// What is to be changed when it becomes the running world.
    pub(crate) changes: Batch,
    /// Where it is on the disk, and what has it open.
    pub(crate) place: Option<Place>,
}

pub(crate) struct Place {
    /// Closed before the folder goes: fields are dropped in this order.
    pub engine: FjallEngine,
    pub folder: Folder,
}

/// A folder that is removed when dropped, unless it was kept.
pub(crate) struct Folder {
    pub path: PathBuf,
    is_kept: bool,
}

impl Folder {
    fn new(path: PathBuf) -> Result<Folder, StoreError> {
        fs::create_dir_all(&path)
            .map_err(|error| StoreError::path("cannot create", &path, error))?;
        Ok(Folder { path, is_kept: false })
    }

    pub fn keep(mut self) -> PathBuf {
        self.is_kept = true;
        std::mem::take(&mut self.path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.is_kept
            && let Err(error) = link::remove(&self.path)
        {
            tracing::warn!(%error, "an unfinished copy stays until the next start");
        }
    }
}

impl Branch {
    pub fn tx(&self) -> Tx {
        Tx::read(self.view.clone())
    }

    /// Adds changes that are made when it becomes the running world, and not without.
    pub fn amend(&mut self, changes: Batch) {
        self.changes.append(changes);
    }
}

/// Where a snapshot is being made: on the disk a folder and a hold on contents.
enum Begun {
    Disk(Folder, Hold),
    Memory,
}

impl Store {
    /// Keeps the world of this moment under a name.
    ///
    /// `freeze` keeps writers away until what it gives is dropped, which is as soon as the state
    /// is fixed; `about` is kept beside it. Until it is whole, nobody sees it; if it fails, nothing
    /// of it is left and the running world is as it was.
    pub fn save_snapshot<G>(
        &self,
        name: &str,
        freeze: impl FnOnce() -> G,
        about: impl FnOnce(&G) -> Vec<u8>,
    ) -> Result<(), SnapshotError> {
        check_name(name)?;
        if self.find_snapshot(name)?.is_some() {
            return Err(SnapshotError::Exists(name.to_owned()));
        }
        match self.begin(name)? {
            Begun::Memory => {
                let guard = freeze();
                let about = Bytes::from(about(&guard));
                let view = self.engine.snapshot();
                let contents = self.blobs.copy_of_all();
                drop(guard);
                self.memory.0.lock().insert(name.to_owned(), Kept { about, view, contents });
                Ok(())
            }
            Begun::Disk(folder, hold) => {
                let disk = self.disk.as_ref().expect("begun on a disk");
                let guard = freeze();
                let about = about(&guard);
                disk.fjall.link_to(&folder.path.join(DB), Journals::Shared)?;
                drop(guard);
                self.blobs.link_to(&folder.path.join(BLOBS))?;
                drop(hold);
                write_private(&folder.path.join(ABOUT), &about)?;
                publish(folder, &disk.dir.join(SNAPSHOTS).join(name))?;
                Ok(())
            }
        }
    }

    /// By name.
    pub fn snapshots(&self) -> Result<Vec<Saved>, SnapshotError> {
        let Some(disk) = &self.disk else {
            let kept = self.memory.0.lock();
            let saved = kept
                .iter()
                .map(|(name, kept)| Saved { name: name.clone(), about: kept.about.clone() });
            return Ok(saved.collect());
        };
        let mut all = Vec::new();
        for name in names(&disk.dir.join(SNAPSHOTS))? {
            all.extend(self.find_snapshot(&name)?);
        }
        all.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(all)
    }

    pub fn find_snapshot(&self, name: &str) -> Result<Option<Saved>, SnapshotError> {
        check_name(name)?;
        let about = match &self.disk {
            None => self.memory.0.lock().get(name).map(|kept| kept.about.clone()),
            Some(disk) => {
                let path = disk.dir.join(SNAPSHOTS).join(name).join(ABOUT);
                match fs::read(&path) {
                    Ok(about) => Some(Bytes::from(about)),
                    Err(error) if error.kind() == ErrorKind::NotFound => None,
                    Err(error) => return Err(StoreError::path("cannot read", &path, error).into()),
                }
            }
        };
        Ok(about.map(|about| Saved { name: name.to_owned(), about }))
    }

    pub fn delete_snapshot(&self, name: &str) -> Result<(), SnapshotError> {
        if self.find_snapshot(name)?.is_none() {
            return Err(SnapshotError::NotFound(name.to_owned()));
        }
        let Some(disk) = &self.disk else {
            self.memory.0.lock().remove(name);
            return Ok(());
        };
        let snapshots = disk.dir.join(SNAPSHOTS);
        // Out of the list at once, however long its removal takes.
        let doomed = snapshots.join(format!("{UNFINISHED}{name}"));
        link::remove(&doomed)?;
        fs::rename(snapshots.join(name), &doomed)
            .map_err(|error| StoreError::path("cannot rename", &doomed, error))?;
        sync_dir(&snapshots)?;
        Ok(link::remove(&doomed)?)
    }

    /// Opens a copy of a snapshot.
    pub fn open_snapshot(&self, name: &str) -> Result<Branch, SnapshotError> {
        let Some(saved) = self.find_snapshot(name)? else {
            return Err(SnapshotError::NotFound(name.to_owned()));
        };
        let Some(disk) = &self.disk else {
            let kept = self.memory.0.lock().get(name).cloned();
            let kept = kept.ok_or_else(|| SnapshotError::NotFound(name.to_owned()))?;
            return Ok(Branch {
                view: kept.view,
                blobs: Arc::new(BlobStore::of_memory(kept.contents)),
                about: kept.about,
                changes: Batch::new(),
                place: None,
            });
        };
        let from = disk.dir.join(SNAPSHOTS).join(name);
        let folder = Folder::new(next_world(&disk.dir)?)?;
        if !link::database(&from.join(DB), &folder.path.join(DB), Journals::Copied)? {
            return Err(SnapshotError::Damaged(format!("files of {name} are missing")));
        }
        link::contents(&from.join(BLOBS), &folder.path.join(BLOBS))?;
        let engine = FjallEngine::open(&folder.path.join(DB))?;
        let blobs = BlobStore::open_in(&disk.dir, &folder.path, disk.space.clone())?;
        Ok(Branch {
            view: engine.snapshot(),
            blobs: Arc::new(blobs),
            about: saved.about,
            changes: Batch::new(),
            place: Some(Place { engine, folder }),
        })
    }

    /// Puts a branch in the place of the running world; the caller is the world's single writer.
    ///
    /// When this fails, the running world is as it was. `before_switch` may write into the branch's
    /// folder what belongs to its world besides rows and contents.
    pub fn switch_to(
        &self,
        branch: Branch,
        before_switch: impl FnOnce(&Path) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let Branch { view, blobs, changes, place, .. } = branch;
        let (Some(place), Some(disk)) = (place, &self.disk) else {
            self.engine.commit(&replacement(&*self.engine.snapshot(), &*view, &changes)?)?;
            self.blobs.replace_all(blobs.copy_of_all());
            return Ok(());
        };
        drop((view, blobs));
        place.engine.commit(&changes)?;
        place.engine.sync()?;
        before_switch(&place.folder.path)?;
        sync_tree(&place.folder.path)?;
        disk.switch(&self.blobs, place)
    }

    /// Where the running world keeps what is its own besides rows and contents.
    pub fn world_dir(&self) -> Option<PathBuf> {
        self.disk.as_ref().map(|disk| disk.world.lock().clone())
    }

    /// Adds a snapshot whose rows and contents `fill` writes.
    pub(crate) fn build_snapshot(
        &self,
        name: &str,
        fill: impl FnOnce(&dyn Engine, &Arc<BlobStore>) -> Result<Bytes, SnapshotError>,
    ) -> Result<(), SnapshotError> {
        check_name(name)?;
        if self.find_snapshot(name)?.is_some() {
            return Err(SnapshotError::Exists(name.to_owned()));
        }
        let Some(disk) = &self.disk else {
            let engine = MemoryEngine::new();
            let blobs = Arc::new(BlobStore::in_memory());
            let about = fill(&engine, &blobs)?;
            let kept = Kept { about, view: engine.snapshot(), contents: blobs.copy_of_all() };
            self.memory.0.lock().insert(name.to_owned(), kept);
            return Ok(());
        };
        let snapshots = disk.dir.join(SNAPSHOTS);
        let folder = Folder::new(snapshots.join(format!("{UNFINISHED}{name}")))?;
        let engine = FjallEngine::open(&folder.path.join(DB))?;
        let blobs = Arc::new(BlobStore::open_in(&disk.dir, &folder.path, disk.space.clone())?);
        let about = fill(&engine, &blobs)?;
        engine.sync()?;
        drop(engine);
        write_private(&folder.path.join(ABOUT), &about)?;
        publish(folder, &snapshots.join(name))?;
        Ok(())
    }

    fn begin(&self, name: &str) -> Result<Begun, StoreError> {
        let Some(disk) = &self.disk else { return Ok(Begun::Memory) };
        let unfinished = disk.dir.join(SNAPSHOTS).join(format!("{UNFINISHED}{name}"));
        link::remove(&unfinished)?;
        // Contents that are synced now need not be while the world stands.
        self.blobs.sync()?;
        Ok(Begun::Disk(Folder::new(unfinished)?, self.blobs.hold()))
    }
}

/// The batch that makes `now` what `then` is, and then makes `changes`.
fn replacement(
    now: &dyn Snapshot,
    then: &dyn Snapshot,
    changes: &Batch,
) -> Result<Batch, StoreError> {
    let all = crate::engine::KeyRange::all();
    let mut batch = Batch::new();
    for pair in now.scan(&all) {
        batch.delete(pair?.0);
    }
    for pair in then.scan(&all) {
        let (key, value) = pair?;
        batch.put(key, value);
    }
    batch.append(changes.clone());
    Ok(batch)
}

fn check_name(name: &str) -> Result<(), SnapshotError> {
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let is_name = !name.is_empty()
        && name.len() <= NAME_LEN_MAX
        && !name.starts_with(UNFINISHED)
        && name.bytes().all(is_valid);
    if is_name { Ok(()) } else { Err(SnapshotError::Name) }
}

/// Makes a folder durable and gives it its name.
fn publish(folder: Folder, to: &Path) -> Result<(), StoreError> {
    sync_tree(&folder.path)?;
    fs::rename(&folder.path, to)
        .map_err(|error| StoreError::path("cannot rename to", to, error))?;
    folder.keep();
    sync_dir(to.parent().expect("a snapshot is in a folder"))
}

/// Makes the names in a folder and in those below it durable; files are synced by who wrote them.
fn sync_tree(dir: &Path) -> Result<(), StoreError> {
    if sync_file_system(dir)? {
        return Ok(());
    }
    for entry in fs::read_dir(dir).map_err(|error| StoreError::path("cannot list", dir, error))? {
        let entry = entry.map_err(|error| StoreError::path("cannot list", dir, error))?;
        if entry.path().is_dir() {
            sync_tree(&entry.path())?;
        }
    }
    sync_dir(dir)
}

/// A file that its owner alone may read.
fn write_private(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let failed = |error| StoreError::path("cannot write", path, error);
    let mut file =
        File::options().create_new(true).write(true).mode(0o600).open(path).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)
}

/// The names of the entries of a folder that are finished.
fn names(dir: &Path) -> Result<Vec<String>, StoreError> {
    let listing = match fs::read_dir(dir) {
        Ok(listing) => listing,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::path("cannot list", dir, error)),
    };
    let mut names = Vec::new();
    for entry in listing {
        let entry = entry.map_err(|error| StoreError::path("cannot list", dir, error))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| check_name(name).is_ok());
    Ok(names)
}

/// A folder for another world.
fn next_world(dir: &Path) -> Result<PathBuf, StoreError> {
    let worlds = dir.join(WORLDS);
    let last = names(&worlds)?.iter().filter_map(|name| name.parse::<u64>().ok()).max();
    Ok(worlds.join((last.unwrap_or(0) + 1).to_string()))
}

/// At start: removes copies that were not finished, and worlds that run no more. `world` is the
/// folder of the one that runs.
pub(crate) fn clean_up(dir: &Path, world: &Path) -> Result<(), StoreError> {
    let listing = |dir: &Path| fs::read_dir(dir).map(|it| it.flatten().collect::<Vec<_>>());
    for entry in listing(&dir.join(SNAPSHOTS)).unwrap_or_default() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            link::remove(&entry.path())?;
        }
    }
    for entry in listing(&dir.join(WORLDS)).unwrap_or_default() {
        if entry.path() != world {
            link::remove(&entry.path())?;
        }
    }
    if world != dir {
        link::remove(&dir.join(DB))?;
        link::remove(&dir.join(BLOBS))?;
    }
    Ok(())
}
