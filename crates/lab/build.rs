//! Embeds the labs of `labs/`: their paths and texts become one table.
#![allow(clippy::disallowed_methods)] // the build's edge: environment and files

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let labs = root.join("../../labs").canonicalize()?;
    println!("cargo:rerun-if-changed={}", labs.display());
    let mut files = Vec::new();
    find(&labs, &mut files)?;
    files.sort();
    let mut table = String::from("[\n");
    for file in files {
        let name = file.strip_prefix(&labs).expect("it was found below").display().to_string();
        // By the checkout that is compiled: another one may share the folder of builds.
        let path = format!("/../../labs/{name}");
        writeln!(
            table,
            "    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))),"
        )
        .expect("a string takes everything");
    }
    table.push(']');
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("labs.rs"), table)
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            find(&path, files)?;
        } else if path.extension().is_some_and(|it| it == "yaml" || it == "md") {
            files.push(path);
        }
    }
    Ok(())
}
