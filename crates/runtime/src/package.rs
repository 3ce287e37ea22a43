//! Deployment packages: ZIP archives, checked when they come and unpacked when they are needed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use zip::ZipArchive;
use zip::read::ZipFile;

use crate::home::Home;
use crate::{Function, Package, Unavailable};

/// Of the entries of one archive.
const ENTRIES_MAX: usize = 200_000;

/// A sandbox works for 15 minutes at most, and waits for 5.
const UNUSED_MAX: Duration = Duration::from_mins(21);

static UNPACKING: Mutex<()> = Mutex::new(());
/// Folders of unpacked contents: when they were used last.
static USED: Mutex<BTreeMap<PathBuf, Instant>> = Mutex::new(BTreeMap::new());

/// Why an archive is no deployment package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    NotAnArchive,
    TooLarge,
}

/// How large the archive's contents are. They are read to their end: what an archive says of
/// itself may be wrong.
pub fn check(archive: &[u8], bytes_max: u64) -> Result<u64, Fault> {
    let mut archive = open(archive).map_err(|_| Fault::NotAnArchive)?;
    if archive.len() > ENTRIES_MAX {
        return Err(Fault::TooLarge);
    }
    let mut total = 0;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|_| Fault::NotAnArchive)?;
        if entry.enclosed_name().is_none() {
            return Err(Fault::NotAnArchive);
        }
        let mut bounded = entry.take(bytes_max - total + 1);
        total += io::copy(&mut bounded, &mut io::sink()).map_err(|_| Fault::NotAnArchive)?;
        if total > bytes_max {
            return Err(Fault::TooLarge);
        }
    }
    Ok(total)
}

/// The folder with the contents of one package; unpacked if it is not there yet.
pub fn unpacked(home: &Home, package: &Package) -> Result<PathBuf, Unavailable> {
    overlaid(home, std::slice::from_ref(package))
}

/// The folder in which several packages lie over each other.
pub fn overlaid(home: &Home, packages: &[Package]) -> Result<PathBuf, Unavailable> {
    if packages.is_empty() {
        return Ok(home.nothing());
    }
    unpack_once(home, &folder(home, packages), packages)
}

/// What a function runs is used now: see [`evict`].
pub fn touch(home: &Home, function: &Function) {
    let mut used = USED.lock();
    for packages in [std::slice::from_ref(&function.code), &function.layers] {
        if let Some(last) = used.get_mut(&folder(home, packages)) {
            *last = Instant::now();
        }
    }
}

/// Removes what no sandbox can have any more.
pub fn evict() {
    let _none_is_unpacked = UNPACKING.lock();
    let mut used = USED.lock();
    let is_old = |last: &Instant| last.elapsed() > UNUSED_MAX;
    let doomed: Vec<PathBuf> =
        used.iter().filter(|(_, last)| is_old(last)).map(|(folder, _)| folder.clone()).collect();
    for folder in doomed {
        used.remove(&folder);
        let _ = fs::remove_dir_all(&folder);
    }
}

fn folder(home: &Home, packages: &[Package]) -> PathBuf {
    let digests: Vec<&str> = packages.iter().map(|it| it.digest.as_str()).collect();
    home.unpacked(&digests.join("+").replace('/', "_"))
}

fn unpack_once(home: &Home, folder: &Path, packages: &[Package]) -> Result<PathBuf, Unavailable> {
    let _one = UNPACKING.lock();
    USED.lock().insert(folder.to_owned(), Instant::now());
    if folder.is_dir() {
        return Ok(folder.to_owned());
    }
    let unfinished = home.fresh("unfinished");
    for package in packages {
        let bytes = (package.read)().map_err(Unavailable)?;
        unpack(&bytes, &unfinished)
            .map_err(|error| Unavailable(format!("cannot unpack the code: {error}")))?;
    }
    fs::create_dir_all(&unfinished)
        .and_then(|()| fs::rename(&unfinished, folder))
        .map_err(|error| Unavailable(format!("cannot keep the unpacked code: {error}")))?;
    Ok(folder.to_owned())
}

fn unpack(archive: &[u8], folder: &Path) -> io::Result<()> {
    let mut archive = open(archive)?;
    for at in 0..archive.len() {
        let entry = archive.by_index(at)?;
        let name = entry.enclosed_name().ok_or(io::ErrorKind::InvalidData)?;
        if leads_through_link(folder, &name) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        place(entry, &folder.join(name))?;
    }
    Ok(())
}

/// An entry below a link that the archive has brought would be written wherever that points.
fn leads_through_link(folder: &Path, name: &Path) -> bool {
    let parents = name.ancestors().skip(1).filter(|it| !it.as_os_str().is_empty());
    parents.map(|it| folder.join(it)).any(|it| it.is_symlink())
}

fn place(mut entry: ZipFile<'_, Cursor<&[u8]>>, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    if entry.is_dir() {
        return fs::create_dir_all(path);
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let _ = fs::remove_file(path);
    if entry.is_symlink() {
        let mut target = String::new();
        entry.read_to_string(&mut target)?;
        return symlink(target, path);
    }
    let mut file = fs::File::create(path)?;
    io::copy(&mut entry, &mut file)?;
    file.flush()?;
    if let Some(mode) = entry.unix_mode() {
        // Whoever packs files that only their owner may read means this owner.
        fs::set_permissions(path, fs::Permissions::from_mode((mode & 0o777) | 0o444))?;
    }
    Ok(())
}

fn open(archive: &[u8]) -> io::Result<ZipArchive<Cursor<&[u8]>>> {
    Ok(ZipArchive::new(Cursor::new(archive))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zip::write::{SimpleFileOptions, ZipWriter};

    #[test]
    fn nothing_is_written_through_a_link_of_the_archive() {
        let place = std::env::temp_dir().join(format!("nephele-links-{}", std::process::id()));
        let (outside, folder) = (place.join("outside"), place.join("code"));
        fs::create_dir_all(&outside).unwrap();
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        zip.add_symlink("out", outside.to_str().unwrap(), options).unwrap();
        zip.start_file("out/file", options).unwrap();
        zip.write_all(b"x").unwrap();
        let archive = zip.finish().unwrap().into_inner();
        let told = unpack(&archive, &folder);
        let is_outside = outside.join("file").exists();
        fs::remove_dir_all(&place).unwrap();
        assert_eq!(told.unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert!(!is_outside);
    }
}
