//! Tests of the whole crate, by part.

#![allow(clippy::unwrap_used)] // a panic is how a test fails
#![allow(clippy::disallowed_methods)] // seeds are chosen and given from outside, and printed

use std::path::{Path, PathBuf};

mod blobs;
mod cache;
mod directory;
mod keys;
mod seal;
mod snapshots;
mod tables;
mod transactions;

/// A directory that is removed when dropped.
struct TempDir(PathBuf);

impl TempDir {
    fn new(name: &str) -> TempDir {
        let path =
            std::env::temp_dir().join(format!("nephele-store-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        TempDir(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A generator for one test. Its seed is printed, which shows when the test fails;
/// `NEPHELE_TEST_SEED` gives that seed again.
fn seeded() -> fastrand::Rng {
    let seed = match std::env::var("NEPHELE_TEST_SEED") {
        Ok(text) => text.parse().expect("NEPHELE_TEST_SEED is a number"),
        Err(_) => fastrand::u64(..),
    };
    println!("NEPHELE_TEST_SEED={seed}");
    fastrand::Rng::with_seed(seed)
}
