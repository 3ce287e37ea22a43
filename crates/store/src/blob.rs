//! Contents: object bytes too large for a row, in files of their own.
//!
//! A content is *staged* (written under a temporary name, with its checksums taken on the way) and
//! then *finished* (renamed into place), so a file under `blobs/` is always whole. Bytes up to
//! [`INLINE_MAX`] never touch the disk: they travel in the row.
//!
//! Which contents are in use only the rows know: whoever deletes the last row that names one calls
//! [`BlobStore::remove`] after its commit. A content whose transaction failed is removed by whoever
//! staged it; one left by a crash is found by comparing [`BlobStore::list`] with the rows.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::{Mutex, RwLock};

use crate::blob_worlds::Held;
use crate::digest::{DigestSet, Digests};
use crate::error::StoreError;
use crate::later::{Later, Pins};
use crate::seal::{Opener, SealKey};
use crate::space::{Kind, SpaceGuard};
use crate::staging::Staging;

/// Contents up to this length are kept in their row.
pub const INLINE_MAX: usize = 16 * 1024;
/// How many finished files may wait for their sync; beyond, the one who finishes syncs its own.
const UNSYNCED_MAX: usize = 4096;
/// From so many files on, one sync of the whole file system is faster than one for each.
const SYNC_EACH_MAX: usize = 16;

/// Names a content. Given by the caller, from the world's generator.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(pub u128);

impl BlobId {
    /// From 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<BlobId> {
        let is_hex = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| u128::from_str_radix(text, 16).ok().map(BlobId)).flatten()
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl<C> minicbor::Encode<C> for BlobId {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0.to_be_bytes())?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for BlobId {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let bytes: [u8; 16] = d
            .bytes()?
            .try_into()
            .map_err(|_| minicbor::decode::Error::message("a content id has 16 bytes"))?;
        Ok(BlobId(u128::from_be_bytes(bytes)))
    }
}

/// Where bytes ended up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Inline(Bytes),
    File { id: BlobId, len: u64 },
}

impl Content {
    pub fn len(&self) -> u64 {
        match self {
            Content::Inline(bytes) => bytes.len() as u64,
            Content::File { len, .. } => *len,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A finished content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staged {
    pub content: Content,
    pub digests: Digests,
}

/// All contents of one data directory.
pub struct BlobStore {
    pub(crate) backing: Backing,
    /// Takes the MD5s of contents that come in at the same time.
    pub(crate) lanes: md5_lanes::Service,
}

pub(crate) enum Backing {
    Disk(Disk),
    Memory(Mutex<BTreeMap<BlobId, Bytes>>),
}

pub(crate) struct Disk {
    /// Another one when another world takes the place of this one: see `blob_worlds`.
    pub(crate) blobs: RwLock<Arc<Path>>,
    pub(crate) staging: PathBuf,
    pub(crate) space: Arc<SpaceGuard>,
    /// Finished files that are not yet synced.
    pub(crate) unsynced: Mutex<Vec<BlobId>>,
    pins: Arc<Pins>,
    pub(crate) held: Mutex<Held>,
}

impl BlobStore {
    pub(crate) fn in_memory() -> BlobStore {
        BlobStore::of(Backing::Memory(Mutex::default()))
    }

    pub(crate) fn of(backing: Backing) -> BlobStore {
        BlobStore { backing, lanes: md5_lanes::Service::new() }
    }

    /// The contents of the world in the folder `world` of the data directory `dir`.
    pub(crate) fn open_in(
        dir: &Path,
        world: &Path,
        space: Arc<SpaceGuard>,
    ) -> Result<BlobStore, StoreError> {
        let (blobs, staging) = (world.join("blobs"), dir.join("staging"));
        for path in [&blobs, &staging] {
            fs::create_dir_all(path)
                .map_err(|error| StoreError::path("cannot create", path, error))?;
        }
        let disk = Disk {
            blobs: RwLock::new(blobs.into()),
            staging,
            space,
            unsynced: Mutex::default(),
            pins: Arc::default(),
            held: Mutex::default(),
        };
        Ok(BlobStore::of(Backing::Disk(disk)))
    }

    /// Starts a content. `id` names it if it does not fit inline; no other content has that id.
    pub fn stage(self: &Arc<Self>, id: BlobId, set: DigestSet) -> Staging {
        Staging::new(self.clone(), id, set)
    }

    /// As [`BlobStore::stage`], of a content that only who has the key can read. It never stays
    /// inline, however short.
    pub fn stage_sealed(self: &Arc<Self>, id: BlobId, set: DigestSet, key: &SealKey) -> Staging {
        self.stage(id, set).sealed_by(key)
    }

    /// Opens a content to read. It stays readable until dropped, even if it is removed meanwhile.
    /// `None` when there is none of that id: removed since its row was read, or lost.
    pub fn open_file(&self, id: BlobId) -> Result<Option<Arc<BlobFile>>, StoreError> {
        let (source, len) = match &self.backing {
            Backing::Memory(map) => {
                let Some(bytes) = map.lock().get(&id).cloned() else { return Ok(None) };
                let len = bytes.len() as u64;
                (Source::Memory(bytes), len)
            }
            Backing::Disk(disk) => {
                let file = match File::open(disk.path(id)) {
                    Ok(file) => file,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                    Err(error) => {
                        return Err(StoreError::path("cannot open", &disk.path(id), error));
                    }
                };
                let metadata = file
                    .metadata()
                    .map_err(|error| StoreError::io("cannot stat a content", error))?;
                (Source::Disk(file), metadata.len())
            }
        };
        Ok(Some(Arc::new(BlobFile { id, len, source })))
    }

    /// As [`BlobStore::open_file`] for a content of `len` bytes that will be read later, if at
    /// all: it takes no file descriptor before. A content that is not there fails the read.
    pub fn open_later(&self, id: BlobId, len: u64) -> Result<Option<Arc<BlobFile>>, StoreError> {
        match &self.backing {
            Backing::Memory(_) => self.open_file(id),
            Backing::Disk(disk) => {
                let source = Source::Later(Later::new(id, disk.path(id), &disk.pins));
                Ok(Some(Arc::new(BlobFile { id, len, source })))
            }
        }
    }

    /// Removes a content; one that is not there is no error. Its space returns when the last
    /// reader is done.
    pub fn remove(&self, id: BlobId) -> Result<(), StoreError> {
        match &self.backing {
            Backing::Memory(map) => {
                map.lock().remove(&id);
                Ok(())
            }
            Backing::Disk(disk) if disk.hold_back(id) => Ok(()),
            Backing::Disk(disk) if disk.pins.postpone_removal(id) => Ok(()),
            Backing::Disk(disk) => remove_if_there(&disk.path(id)),
        }
    }

    /// All contents with their lengths: for checks of the whole directory.
    pub fn list(&self) -> Result<Vec<(BlobId, u64)>, StoreError> {
        match &self.backing {
            Backing::Memory(map) => {
                Ok(map.lock().iter().map(|(id, bytes)| (*id, bytes.len() as u64)).collect())
            }
            Backing::Disk(disk) => disk.list(),
        }
    }

    /// Removes what unfinished stagings of an earlier process left behind.
    pub(crate) fn clean_staging(&self) -> Result<(), StoreError> {
        let Backing::Disk(disk) = &self.backing else { return Ok(()) };
        for (path, _) in entries(&disk.staging)? {
            remove_if_there(&path)?;
        }
        Ok(())
    }

    /// Makes every finished content durable.
    pub(crate) fn sync(&self) -> Result<(), StoreError> {
        let Backing::Disk(disk) = &self.backing else { return Ok(()) };
        let (blobs, unsynced) = {
            let mut unsynced = disk.unsynced.lock();
            (disk.root(), std::mem::take(&mut *unsynced))
        };
        if unsynced.len() > SYNC_EACH_MAX && sync_file_system(&blobs)? {
            return Ok(());
        }
        for id in &unsynced {
            sync_file(&path_in(&blobs, *id))?;
        }
        let mut dirs: Vec<PathBuf> = unsynced.iter().map(|id| dir_in(&blobs, *id)).collect();
        dirs.sort();
        dirs.dedup();
        dirs.iter().filter(|dir| dir.exists()).try_for_each(|dir| sync_dir(dir))
    }
}

impl Disk {
    pub(crate) fn root(&self) -> Arc<Path> {
        self.blobs.read().clone()
    }

    pub(crate) fn path(&self, id: BlobId) -> PathBuf {
        path_in(&self.blobs.read(), id)
    }

    pub(crate) fn finish(
        &self,
        id: BlobId,
        file: &mut File,
        rest: &[u8],
    ) -> Result<(), StoreError> {
        self.space.admit(rest.len() as u64, Kind::Adds)?;
        let staged = self.staging.join(id.to_string());
        file.write_all(rest).map_err(|error| StoreError::path("cannot write", &staged, error))?;
        let blobs = self.root();
        let (dir, path) = (dir_in(&blobs, id), path_in(&blobs, id));
        if !dir.exists() {
            fs::create_dir_all(&dir)
                .map_err(|error| StoreError::path("cannot create", &dir, error))?;
            sync_dir(&blobs)?;
        }
        fs::rename(&staged, &path)
            .map_err(|error| StoreError::path("cannot rename to", &path, error))?;
        let mut unsynced = self.unsynced.lock();
        if unsynced.len() < UNSYNCED_MAX {
            unsynced.push(id);
            return Ok(());
        }
        drop(unsynced);
        sync_file(&path)?;
        sync_dir(&dir)
    }

    fn list(&self) -> Result<Vec<(BlobId, u64)>, StoreError> {
        let mut found = Vec::new();
        for (dir, head) in entries(&self.root())? {
            for (path, tail) in entries(&dir)? {
                let Some(id) = BlobId::parse(&format!("{head}{tail}")) else {
                    return Err(StoreError::corrupt(path.display().to_string(), "a stray file"));
                };
                let metadata = fs::metadata(&path)
                    .map_err(|error| StoreError::path("cannot stat", &path, error))?;
                found.push((id, metadata.len()));
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// A content open to read.
pub struct BlobFile {
    id: BlobId,
    len: u64,
    source: Source,
}

enum Source {
    Disk(File),
    Later(Later),
    Memory(Bytes),
    Sealed(Arc<BlobFile>, Box<Opener>),
}

impl BlobFile {
    pub fn id(&self) -> BlobId {
        self.id
    }

    pub fn len(&self) -> u64 {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The same content with its seal taken off: `len` bytes of it, as they were before.
    #[must_use]
    pub fn unseal(self: &Arc<Self>, key: &SealKey, len: u64) -> Arc<BlobFile> {
        let opener = Box::new(Opener::new(key, self.id, len));
        Arc::new(BlobFile { id: self.id, len, source: Source::Sealed(self.clone(), opener) })
    }

    /// Fills `buffer` from `offset`; a range that leaves the content is an error. This blocks on
    /// the disk.
    pub fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), StoreError> {
        match &self.source {
            Source::Disk(file) => self.read_from(file, offset, buffer),
            Source::Sealed(sealed, opener) => opener.read(sealed, offset, buffer),
            Source::Later(later) => self.read_from(later.file()?, offset, buffer),
            Source::Memory(bytes) => {
                let found = usize::try_from(offset)
                    .ok()
                    .and_then(|from| bytes.get(from..from.checked_add(buffer.len())?));
                let found = found.ok_or_else(|| {
                    StoreError::corrupt(format!("content {}", self.id), "shorter than its row says")
                })?;
                buffer.copy_from_slice(found);
                Ok(())
            }
        }
    }

    fn read_from(&self, file: &File, offset: u64, buffer: &mut [u8]) -> Result<(), StoreError> {
        file.read_exact_at(buffer, offset).map_err(|error| {
            StoreError::io(format!("cannot read content {} at {offset}", self.id), error)
        })
    }
}

impl fmt::Debug for BlobFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlobFile({}, {} bytes)", self.id, self.len)
    }
}

fn dir_in(blobs: &Path, id: BlobId) -> PathBuf {
    blobs.join(&id.to_string()[..2])
}

fn path_in(blobs: &Path, id: BlobId) -> PathBuf {
    dir_in(blobs, id).join(&id.to_string()[2..])
}

pub(crate) fn create_file(path: &Path, expected_len: u64) -> Result<File, StoreError> {
    let failed = |error| StoreError::path("cannot create", path, error);
    let file = File::create_new(path).map_err(failed)?;
    #[cfg(target_os = "linux")]
    if expected_len > 0 {
        let flags = rustix::fs::FallocateFlags::KEEP_SIZE;
        // Other errors mean that the file system does not offer it; the writes decide then.
        if let Err(rustix::io::Errno::NOSPC) = rustix::fs::fallocate(&file, flags, 0, expected_len)
        {
            remove_if_there(path)?;
            return Err(StoreError::Full);
        }
    }
    Ok(file)
}

/// Paths and names of a directory's entries.
fn entries(dir: &Path) -> Result<Vec<(PathBuf, String)>, StoreError> {
    let failed = |error| StoreError::path("cannot list", dir, error);
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        found.push((entry.path(), entry.file_name().to_string_lossy().into_owned()));
    }
    Ok(found)
}

pub(crate) fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::path("cannot remove", path, error))
        }
        _ => Ok(()),
    }
}

/// Makes a file durable; one that was removed meanwhile needs it no more.
fn sync_file(path: &Path) -> Result<(), StoreError> {
    match File::open(path).and_then(|file| file.sync_data()) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::path("cannot sync", path, error))
        }
        _ => Ok(()),
    }
}

/// Makes everything on the file system of `dir` durable; `false` where that is not offered.
#[cfg(target_os = "linux")]
pub(crate) fn sync_file_system(dir: &Path) -> Result<bool, StoreError> {
    let failed = |error| StoreError::path("cannot sync the file system of", dir, error);
    let handle = File::open(dir).map_err(failed)?;
    rustix::fs::syncfs(&handle).map_err(|error| failed(error.into()))?;
    Ok(true)
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn sync_file_system(_: &Path) -> Result<bool, StoreError> {
    Ok(false)
}

/// Makes the names in a directory durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    File::open(dir)
        .and_then(|dir| dir.sync_all())
        .map_err(|error| StoreError::path("cannot sync", dir, error))
}
