//! What can go wrong below the services.

use std::path::{Path, PathBuf};

/// A failure of the store. None of them is the caller's fault.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data disk has no room; nothing was written, and writing works again when there is room.
    #[error("the data directory's disk is full")]
    Full,
    #[error("{context}")]
    Io { context: String, source: std::io::Error },
    /// Stored bytes that do not decode.
    #[error("corrupt data in {place}: {reason}")]
    Corrupt { place: String, reason: String },
    /// The engine refused; its log lines say more.
    #[error("storage engine: {0}")]
    Engine(String),
}

impl StoreError {
    /// Names what was being done; a full disk is told apart from other failures.
    #[cold]
    pub fn io(context: impl Into<String>, source: std::io::Error) -> StoreError {
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::Full,
            _ => StoreError::Io { context: context.into(), source },
        }
    }

    #[cold]
    pub(crate) fn path(doing: &str, path: &Path, source: std::io::Error) -> StoreError {
        StoreError::io(format!("{doing} {}", path.display()), source)
    }

    #[cold]
    pub(crate) fn corrupt(place: impl Into<String>, reason: impl Into<String>) -> StoreError {
        StoreError::Corrupt { place: place.into(), reason: reason.into() }
    }
}

/// Why a data directory was not opened. The texts are shown to the user as they are.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "the data directory {} is in use by another Nephele process; \
         stop that process or choose another directory",
        .0.display()
    )]
    InUse(PathBuf),
    #[error(
        "the data directory {} has format {found}, written by a newer Nephele; \
         this version reads formats up to {supported}",
        path.display()
    )]
    NewerFormat { path: PathBuf, found: u32, supported: u32 },
    #[error(
        "{} does not look like a Nephele data directory: {reason}",
        path.display()
    )]
    NotOurs { path: PathBuf, reason: String },
    #[error("cannot open the data directory {}: {source}", path.display())]
    Store { path: PathBuf, source: StoreError },
}
