//! Where things lie: the target directory, the built binary, all source files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;

/// Folders that hold nothing of ours.
const FOREIGN: [&str; 6] = ["target", "node_modules", "__pycache__", "fuzz_corpus", "book", "venv"];

/// The target directory that cargo uses.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}

/// The binary that `cargo build --release` makes.
pub fn release_binary() -> PathBuf {
    target().join("release/nephele")
}

/// Every file of the repository with one of these extensions, sorted.
pub fn files(extensions: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(".")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir() {
                if !name.starts_with('.') && !FOREIGN.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if has_extension(&path, extensions) {
                found.push(path.strip_prefix(".").unwrap_or(&path).to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|found| extensions.iter().any(|wanted| found == *wanted))
}
