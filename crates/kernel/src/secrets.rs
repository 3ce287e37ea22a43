//! What services keep secret: the key under which secrets are sealed, and what nobody can predict.
//!
//! A world that is kept has its root key in a file of its own in the data directory, readable by
//! its owner alone, and draws secrets from the operating system. A world in memory has both from
//! its seed, so that it can be repeated.
//!
//! The store remembers the key's fingerprint: a world whose key was lost or replaced does not open,
//! since what was sealed by it could not be read and would seem damaged.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use parking_lot::RwLock;

use store::{SealKey, Store, Table};

use crate::ctx::Ctx;
use crate::door::World;
use crate::error::ApiError;

pub(crate) const FILE: &str = "root.key";
const KEY_BYTES: usize = 32;
pub(crate) const OWNER_ALONE: u32 = 0o600;

/// By one name: how the root key is recognised.
static FINGERPRINTS: Table<String, Vec<u8>> = Table::world("kernel", "root-key");
const FINGERPRINT: &str = "fingerprint";

/// The root key: of a kept world from the beginning, of one in memory once it was asked for.
#[derive(Debug, Default)]
pub(crate) struct Secrets {
    root: RwLock<Option<SealKey>>,
}

impl Secrets {
    /// Reads or makes the key of a kept world; the data directory is this process's alone.
    pub fn open(store: &Store) -> Result<Secrets, ApiError> {
        let secrets = Secrets::default();
        let Some(dir) = store.world_dir() else { return Ok(secrets) };
        let scope = World::world_scope();
        let mut tx = store.write();
        let known = FINGERPRINTS.at(&tx, &scope).get(FINGERPRINT)?;
        let path = dir.join(FILE);
        if known.is_some() && !path.exists() {
            return Err(refuse(&format!(
                "{} is missing. Secrets in this data directory are enciphered by it and cannot be \
                 read without it: put the file back, or begin with an empty data directory.",
                path.display()
            )));
        }
        let key = read_or_make(&dir)
            .map_err(|error| refuse(&format!("cannot read or make {}: {error}", path.display())))?;
        let fingerprint = key.fingerprint(b"root key").to_vec();
        match known {
            Some(known) if known != fingerprint => {
                return Err(refuse(&format!(
                    "{} is another key than the one that has enciphered the secrets in this data \
                     directory: put the right file back, or begin with an empty data directory.",
                    path.display()
                )));
            }
            Some(_) => {}
            None => {
                FINGERPRINTS.at_mut(&mut tx, &scope).put(FINGERPRINT, &fingerprint);
                store.commit(&tx.into_batch())?;
            }
        }
        secrets.replace(key);
        Ok(secrets)
    }

    /// Another world has taken the place of this one.
    pub fn replace(&self, key: SealKey) {
        *self.root.write() = Some(key);
    }
}

/// Whether a row is drawn from the machine and not from the world's seed.
pub fn is_machines_own(key: &[u8]) -> bool {
    key == FINGERPRINTS.key_of(&World::world_scope(), FINGERPRINT)
}

fn refuse(reason: &str) -> ApiError {
    ApiError::new("RootKey", reason).with_status(500)
}

impl Ctx<'_> {
    /// The key from which services derive those under which they keep secrets.
    pub fn root_key(&self) -> Result<SealKey, ApiError> {
        self.world.root_key()
    }

    /// 32 bytes from which a generator of secrets is to be seeded.
    pub fn secret_seed(&mut self) -> Result<[u8; 32], ApiError> {
        if self.world.store.dir().is_none() {
            return Ok(self.chance().bytes());
        }
        random()
    }
}

impl World {
    pub(crate) fn root_key(&self) -> Result<SealKey, ApiError> {
        if let Some(key) = &*self.secrets.root.read() {
            return Ok(*key);
        }
        // Only a world in memory comes here: a kept one has read its key when it was opened.
        let key = of_seed(self.seed());
        self.secrets.replace(key);
        Ok(key)
    }
}

fn of_seed(seed: u64) -> SealKey {
    let mut bytes = [0; KEY_BYTES];
    bytes[..8].copy_from_slice(&seed.to_be_bytes());
    SealKey::new(SealKey::new(bytes).derive(b"root key", b"in memory"))
}

/// The file is whole or not there, whenever the process ends.
fn read_or_make(dir: &Path) -> std::io::Result<SealKey> {
    let path = dir.join(FILE);
    match read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        result => return result,
    }
    let key: [u8; KEY_BYTES] = random().map_err(|_| ErrorKind::Other)?;
    let begun = dir.join(format!("{FILE}.new"));
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(true).mode(OWNER_ALONE);
    let mut file = options.open(&begun)?;
    file.write_all(&key)?;
    file.sync_all()?;
    std::fs::rename(&begun, &path)?;
    File::open(dir)?.sync_all()?;
    read(&path)
}

fn read(path: &Path) -> std::io::Result<SealKey> {
    let mut file = File::open(path)?;
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        tracing::warn!(path = %path.display(), "others than the owner may read the root key");
    }
    let mut key = [0; KEY_BYTES];
    file.read_exact(&mut key)?;
    Ok(SealKey::new(key))
}

fn random() -> Result<[u8; 32], ApiError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "the operating system has no randomness");
        ApiError::internal()
    })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_in_memory_have_the_root_key_of_their_seed() {
        assert!(of_seed(1) == of_seed(1));
        assert!(of_seed(1) != of_seed(2));
    }

    #[test]
    fn the_root_key_is_made_once_and_for_its_owner_alone() {
        let random = random().expect("there is randomness");
        let name = random.iter().fold(String::new(), |name, byte| name + &byte.to_string());
        let dir = std::env::temp_dir().join(format!("nephele-secrets-{name}"));
        std::fs::create_dir(&dir).expect("a folder can be made");
        let key = read_or_make(&dir).expect("it is made");
        assert!(key == read_or_make(&dir).expect("it is read"));
        let metadata = std::fs::metadata(dir.join(FILE)).expect("it is there");
        assert_eq!(metadata.permissions().mode() & 0o777, OWNER_ALONE);
        assert_eq!(metadata.len(), KEY_BYTES as u64);
        std::fs::write(dir.join(FILE), b"short").expect("it can be written");
        assert!(read_or_make(&dir).is_err(), "a damaged key is not replaced");
        std::fs::remove_dir_all(&dir).expect("it can be removed");
    }
}
