//! What services keep secret: the key under which secrets are sealed, and what nobody can predict.
//!
//! A world that is kept has its root key in a file of its own in the data directory, readable by
//! its owner alone, and draws secrets from the operating system. A world in memory has both from
//! its seed, so that it can be repeated.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::OnceLock;

use store::SealKey;

use crate::ctx::Ctx;
use crate::door::World;
use crate::error::ApiError;

const FILE: &str = "root.key";
const KEY_BYTES: usize = 32;
const OWNER_ALONE: u32 = 0o600;

/// The root key, once it was asked for.
#[derive(Debug, Default)]
pub(crate) struct Secrets(OnceLock<SealKey>);

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
    fn root_key(&self) -> Result<SealKey, ApiError> {
        if let Some(key) = self.secrets.0.get() {
            return Ok(key.clone());
        }
        let key = match self.store.dir() {
            None => of_seed(self.seed()),
            Some(dir) => read_or_make(dir).map_err(|error| {
                tracing::error!(%error, "cannot read or make the root key");
                ApiError::internal()
            })?,
        };
        Ok(self.secrets.0.get_or_init(|| key).clone())
    }
}

fn of_seed(seed: u64) -> SealKey {
    let mut bytes = [0; KEY_BYTES];
    bytes[..8].copy_from_slice(&seed.to_be_bytes());
    SealKey::new(SealKey::new(bytes).derive(b"root key", b"in memory"))
}

/// Two who make it at once agree on the file that came first.
fn read_or_make(dir: &Path) -> std::io::Result<SealKey> {
    let path = dir.join(FILE);
    match read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        result => return result,
    }
    let key: [u8; KEY_BYTES] = random().map_err(|_| ErrorKind::Other)?;
    let written = dir.join(format!("{FILE}.new"));
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(OWNER_ALONE)
        .open(&written)?;
    file.write_all(&key)?;
    file.sync_all()?;
    match std::fs::hard_link(&written, &path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        result => result?,
    }
    std::fs::remove_file(&written)?;
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
