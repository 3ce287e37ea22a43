//! `cargo xtask dist`: the server as it is distributed: profile `dist`, laid out and optimised by
//! how it ran the cases of the benchmark (profile-guided optimisation).
//!
//! The server is built twice: once so that it counts what it runs, then by these counts. Without
//! `llvm-profdata` (`rustup component add llvm-tools`) it is built plainly, and this says so.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::steps::{cargo, succeed};
use crate::workspace;

/// What is run to learn what is hot: each of the operations whose speed is measured.
const TRAINING: &[&str] = &[
    "caller-identity",
    "send",
    "receive-empty",
    "receive",
    "receive-delete",
    "get-small",
    "put-small",
    "get-large",
    "put-large",
    "put-item",
    "get-item",
    "query",
    "publish",
];

pub fn run(arguments: &[String]) -> Result<()> {
    let is_plain = arguments.iter().any(|argument| argument == "--plain");
    let server = if is_plain { plain()? } else { server()? };
    println!("{}", server.display());
    Ok(())
}

/// Builds the server by its profile; answers where it is.
pub fn server() -> Result<PathBuf> {
    let Some(merge) = profdata()? else {
        println!("llvm-profdata is missing (rustup component add llvm-tools): a plain build");
        return plain();
    };
    let folder = std::path::absolute(workspace::target().join("guided"))?;
    let counts = folder.join("counts");
    let _ = fs::remove_dir_all(&counts);
    fs::create_dir_all(&counts)?;
    let counting = build(&folder, &format!("-Cprofile-generate={}", counts.display()), false)?;
    // By the counts themselves the build would not be made anew: it is by their name.
    train(&counting)?;
    let merged = folder.join("merged.profdata");
    succeed(Command::new(merge).arg("merge").arg("-o").arg(&merged).arg(&counts))?;
    let profile = folder.join(format!("{:016x}.profdata", digest_of(&merged)?));
    fs::rename(&merged, &profile)?;
    build(&folder, &format!("-Cprofile-use={}", profile.display()), true)
}

fn plain() -> Result<PathBuf> {
    succeed(&mut cargo(&["build", "--profile", "dist", "--package", "nephele"]))?;
    Ok(std::path::absolute(workspace::target().join("dist/nephele"))?)
}

fn train(counting: &Path) -> Result<()> {
    let options = ["--modes", "process", "--seconds", "0.3", "--rounds", "3", "--server"];
    let mut bench = cargo(&["run", "--profile", "dist", "--package", "bench", "--"]);
    succeed(bench.args(options).arg(counting).args(TRAINING))
}

/// Builds the server with one more flag. Named hosts keep the flag from build scripts and macros.
fn build(folder: &Path, flag: &str, is_linked_whole: bool) -> Result<PathBuf> {
    let host = host()?;
    let mut build = cargo(&["build", "--profile", "dist", "--package", "nephele"]);
    build.args(["--target", &host]).arg("--target-dir").arg(folder).env("RUSTFLAGS", flag);
    if !is_linked_whole {
        build.args(["--config", "profile.dist.lto=\"off\""]);
    }
    succeed(&mut build)?;
    let built = folder.join(host).join("dist/nephele");
    if is_linked_whole {
        return Ok(built);
    }
    let counting = folder.join("nephele-counting");
    fs::copy(built, &counting)?;
    Ok(counting)
}

fn profdata() -> Result<Option<PathBuf>> {
    let root = said_by_rustc(&["--print", "sysroot"])?;
    let program =
        Path::new(root.trim()).join("lib/rustlib").join(host()?).join("bin/llvm-profdata");
    Ok(program.is_file().then_some(program))
}

fn host() -> Result<String> {
    let version = said_by_rustc(&["-vV"])?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("rustc does not name its host")?.to_owned())
}

fn said_by_rustc(arguments: &[&str]) -> Result<String> {
    let output = Command::new("rustc").args(arguments).output()?;
    Ok(String::from_utf8(output.stdout)?)
}

fn digest_of(file: &Path) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    fs::read(file)?.hash(&mut hasher);
    Ok(hasher.finish())
}
