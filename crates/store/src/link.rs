//! Copies of a database and of contents that share the files which nobody changes any more: those
//! are hard links, and only what is still written is copied.
//!
//! What is immutable in a database of fjall: the tables, and every journal but the newest. The
//! caller keeps writers away while a database is copied; fjall's own background work goes on, and
//! a copy during which it has published another version is made again.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use crate::error::StoreError;

const JOURNAL: &str = "jnl";
const KEYSPACES: &str = "keyspaces";
const LOCK: &str = "lock";
/// Names the version of a tree: its number, then a checksum.
const CURRENT: &str = "current";

/// Which journals may be shared with the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Journals {
    /// All but the newest: nobody opens the copy as it is.
    Shared,
    /// None: the copy will be opened, which cuts journals at their last whole batch.
    Copied,
}

/// Copies the database in `from` to the new folder `to`; `false` when it changed meanwhile.
pub(crate) fn database(from: &Path, to: &Path, journals: Journals) -> Result<bool, StoreError> {
    match try_database(from, to, journals) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        result => result.map_err(|error| StoreError::path("cannot copy", from, error)),
    }
}

fn try_database(from: &Path, to: &Path, journals: Journals) -> io::Result<bool> {
    fs::create_dir(to)?;
    // Journals first: what becomes a table meanwhile is then in both, and is read once.
    let newest = newest_journal(from)?;
    for (path, name) in files(from)? {
        let target = to.join(&name);
        let is_journal = path.extension().is_some_and(|end| end == JOURNAL);
        let is_shared = journals == Journals::Shared && Some(&path) != newest.as_ref();
        if name == LOCK {
            File::create(&target)?;
        } else if is_journal && is_shared {
            fs::hard_link(&path, &target)?;
        } else {
            copy_data(&path, &target)?;
        }
    }
    fs::create_dir(to.join(KEYSPACES))?;
    for entry in fs::read_dir(from.join(KEYSPACES))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let target = to.join(KEYSPACES).join(entry.file_name());
            if !tree(&entry.path(), &target)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Copies one tree; `false` when another version was published meanwhile.
fn tree(from: &Path, to: &Path) -> io::Result<bool> {
    fs::create_dir(to)?;
    let current = fs::read(from.join(CURRENT))?;
    let Some(number) = current.first_chunk::<8>() else {
        return Err(io::Error::other("the version of a tree cannot be read"));
    };
    let version = format!("v{}", u64::from_le_bytes(*number));
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let folder = to.join(entry.file_name());
            fs::create_dir(&folder)?;
            for (path, name) in files(&entry.path())? {
                fs::hard_link(&path, folder.join(name))?;
            }
        }
    }
    for (path, name) in files(from)? {
        let is_version = name.strip_prefix('v').is_some_and(|n| n.parse::<u64>().is_ok());
        if name == version || (!is_version && name != CURRENT) {
            copy_data(&path, &to.join(name))?;
        }
    }
    fs::write(to.join(CURRENT), &current)?;
    // Tables go only after a version without them was published.
    Ok(fs::read(from.join(CURRENT))? == current)
}

/// Links all contents in `from` into the new folder `to`. One that goes meanwhile belongs to no
/// row that is to be kept: who calls holds back the removal of the others.
pub(crate) fn contents(from: &Path, to: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::path("cannot link the contents in", from, error);
    fs::create_dir(to).map_err(failed)?;
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let folder = to.join(entry.file_name());
        fs::create_dir(&folder).map_err(failed)?;
        for file in fs::read_dir(entry.path()).map_err(failed)? {
            let file = file.map_err(failed)?;
            match fs::hard_link(file.path(), folder.join(file.file_name())) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Removes a folder with all that is in it; one that is not there is no error.
pub(crate) fn remove(dir: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(StoreError::path("cannot remove", dir, error))
        }
        _ => Ok(()),
    }
}

/// The journal that is still written: the one with the highest number.
fn newest_journal(dir: &Path) -> io::Result<Option<PathBuf>> {
    let number = |path: &Path| -> Option<u64> {
        if path.extension()? != JOURNAL {
            return None;
        }
        path.file_stem()?.to_str()?.parse().ok()
    };
    let found = files(dir)?.into_iter().filter_map(|(path, _)| Some((number(&path)?, path)));
    Ok(found.max().map(|(_, path)| path))
}

/// The files of a folder by path and name, without those that are only being made.
fn files(dir: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_file() && !name.starts_with('.') {
            found.push((entry.path(), name));
        }
    }
    Ok(found)
}

/// Copies a file up to its last data: journals are allocated far ahead of what is written.
fn copy_data(from: &Path, to: &Path) -> io::Result<()> {
    let source = File::open(from)?;
    let len = data_len(&source)?;
    let mut target = File::create_new(to)?;
    io::copy(&mut source.take(len), &mut target)?;
    target.sync_data()
}

/// Where the last stretch of data ends.
#[cfg(target_os = "linux")]
fn data_len(file: &File) -> io::Result<u64> {
    use rustix::fs::{SeekFrom, seek};
    let len = file.metadata()?.len();
    let mut end = 0;
    while end < len {
        match seek(file, SeekFrom::Data(end)) {
            Ok(data) => end = seek(file, SeekFrom::Hole(data)).unwrap_or(len),
            Err(rustix::io::Errno::NXIO) => break,
            // The file system does not tell.
            Err(_) => end = len,
        }
    }
    seek(file, SeekFrom::Start(0))?;
    Ok(end.min(len))
}

#[cfg(not(target_os = "linux"))]
fn data_len(file: &File) -> io::Result<u64> {
    Ok(file.metadata()?.len())
}
