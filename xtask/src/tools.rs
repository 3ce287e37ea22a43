//! The tools of other languages that the tests need: a Python environment in `.venv`, the packages
//! of `tests/node`, cargo-deny. Each is made once and remade when its list of versions changes.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::steps::{cargo, succeed};
use crate::workspace;

const REQUIREMENTS: &str = "tests/requirements.txt";
const NODE: &str = "tests/node";
/// Written last into what was made, so that a broken-off installation is begun again.
const STAMP: &str = ".made-from";
const CARGO_DENY: &str = "0.20.2";

/// The folder of programs of the Python environment; made if needed.
pub fn venv() -> Result<PathBuf> {
    let folder = std::env::current_dir()?.join(".venv");
    let digest = digest_of(&[REQUIREMENTS])?;
    if is_made(&folder, &digest) {
        return Ok(folder.join("bin"));
    }
    succeed(Command::new("python3").args(["-m", "venv", ".venv"]))?;
    let pip = ["install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS];
    succeed(Command::new(folder.join("bin/pip")).args(pip))?;
    fs::write(folder.join(STAMP), digest)?;
    Ok(folder.join("bin"))
}

/// Installs the JavaScript packages if needed.
pub fn node() -> Result<()> {
    let digest = digest_of(&["tests/node/package.json", "tests/node/package-lock.json"])?;
    let folder = Path::new(NODE).join("node_modules");
    if is_made(&folder, &digest) {
        return Ok(());
    }
    let npm = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
    succeed(Command::new("npm").args(npm).current_dir(NODE))?;
    fs::write(folder.join(STAMP), digest)?;
    Ok(())
}

/// The program `cargo-deny`: the one on the path, or one built below the target directory.
pub fn cargo_deny() -> Result<PathBuf> {
    let is_on_path = Command::new("cargo-deny").arg("--version").output().is_ok();
    if is_on_path {
        return Ok(PathBuf::from("cargo-deny"));
    }
    let root = std::path::absolute(workspace::target().join("tools"))?;
    let program = root.join("bin/cargo-deny");
    if !program.is_file() {
        let install = ["install", "--locked", "--quiet", "cargo-deny", "--version", CARGO_DENY];
        succeed(cargo(&install).arg("--root").arg(&root))?;
    }
    Ok(program)
}

fn is_made(folder: &Path, digest: &str) -> bool {
    fs::read_to_string(folder.join(STAMP)).is_ok_and(|stamp| stamp == digest)
}

/// A change detector, not a defence: the files are the repository's own.
fn digest_of(files: &[&str]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        fs::read(file).map_err(|error| format!("{file}: {error}"))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
