//! `cargo xtask dist`: the server as it is distributed: the release build, laid out anew by LLVM's
//! BOLT as it ran the cases of the benchmark.
//!
//! A request walks through some 200 KB of code, six times what a core's first cache of
//! instructions holds, and spends more time on fetching that code than on running it. With what
//! ran together lying together, a third of the time of most operations is gone. Only the linked
//! file is rewritten, so this costs minutes, where a second build by a profile would cost as much
//! as the first. Without BOLT (`apt install bolt-19`) the release build is what there is, and this
//! says so.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::steps::{cargo, succeed};
use crate::workspace;

/// Functions that are not counted, since no case of the benchmark runs them: with the engine of
/// queries, which is most of the code, BOLT takes 24 GB instead of 10.
const NOT_COUNTED: &[&str] = &[".*datafusion.*", ".*arrow.*", ".*parquet.*", ".*sqlparser.*"];

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
/// Blocks in the order in which they run, functions beside those that they call, and what never
/// ran apart from both.
const LAYOUT: &[&str] = &[
    "-reorder-blocks=ext-tsp",
    "-reorder-functions=cdsort",
    "-split-functions",
    "-split-all-cold",
    "-split-eh",
    "-lite=1",
    "-remove-symtab",
];
/// The names under which BOLT is installed, newest first.
const BOLTS: &[&str] = &["llvm-bolt", "llvm-bolt-20", "llvm-bolt-19", "llvm-bolt-18"];

pub fn run(arguments: &[String]) -> Result<()> {
    let is_plain = arguments.iter().any(|argument| argument == "--plain");
    let server = if is_plain { plain()? } else { server()? };
    println!("{}", server.display());
    Ok(())
}

/// Builds the server and lays it out; answers where it is.
pub fn server() -> Result<PathBuf> {
    let Some(bolt) = bolt() else {
        println!("llvm-bolt is missing (apt install bolt-19): this is the release build");
        return plain();
    };
    let folder = std::path::absolute(workspace::target().join("bolt"))?;
    fs::create_dir_all(&folder)?;
    let built = folder.join("nephele-built");
    fs::copy(linked_for_layout()?, &built)?;
    let counting = folder.join("nephele-counting");
    let counts = folder.join("counts");
    let _ = fs::remove_dir_all(&counts);
    fs::create_dir_all(&counts)?;
    let mut instrument = Command::new(&bolt);
    instrument.arg(&built).arg("-instrument").arg("-o").arg(&counting);
    instrument.arg(format!("-instrumentation-file={}", counts.join("of").display()));
    instrument.arg(format!("-skip-funcs={}", NOT_COUNTED.join(",")));
    succeed(instrument.arg("-instrumentation-file-append-pid"))?;
    train(&counting)?;
    let merged = folder.join("merged.fdata");
    let mut merge = Command::new(bolt.with_file_name("merge-fdata"));
    for file in fs::read_dir(&counts)? {
        merge.arg(file?.path());
    }
    succeed(merge.args(["-q", "-o"]).arg(&merged))?;
    let server = folder.join("nephele");
    let mut lay_out = Command::new(&bolt);
    lay_out.arg(&built).arg("-o").arg(&server).arg(format!("-data={}", merged.display()));
    succeed(lay_out.args(LAYOUT))?;
    fs::remove_file(&counting)?;
    Ok(server)
}

fn plain() -> Result<PathBuf> {
    succeed(&mut cargo(&["build", "--release", "--package", "nephele"]))?;
    Ok(std::path::absolute(workspace::target().join("release/nephele"))?)
}

/// The release build, with what BOLT needs to move code about. Only its last step is run anew.
fn linked_for_layout() -> Result<PathBuf> {
    let package = ["rustc", "--release", "--package", "nephele", "--bin", "nephele", "--"];
    let link = ["-Clink-arg=-Wl,--emit-relocs", "-Cstrip=none", "-Cdebuginfo=0"];
    succeed(cargo(&package).args(link))?;
    Ok(workspace::target().join("release/nephele"))
}

/// Runs the cases, each on a server of its own that leaves its counts when it stops.
fn train(counting: &Path) -> Result<()> {
    let options = ["--modes", "process", "--seconds", "0.3", "--rounds", "3", "--server"];
    let mut bench = cargo(&["run", "--profile", "dist", "--package", "bench", "--"]);
    succeed(bench.args(options).arg(counting).args(TRAINING))
}

/// Where BOLT is; by its real path, beside which it looks for its own library.
fn bolt() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
    let found = BOLTS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    found.map(fs::canonicalize).find_map(std::result::Result::ok)
}
