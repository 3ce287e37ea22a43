//! `cargo xtask tidy`: the invariants of ARCHITECTURE.md that a machine can check without
//! understanding Rust. Each check is a plain function from texts to findings, with its tests
//! beside it. What the compiler, clippy (clippy.toml) or a test can check is checked there.

mod dependencies;
mod documents;
mod services;
mod sources;

use std::fs;
use std::path::Path;

use crate::{Result, workspace};

/// One thing that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub place: String,
    pub problem: String,
}

impl Finding {
    pub fn new(place: impl Into<String>, problem: impl Into<String>) -> Finding {
        Finding { place: place.into(), problem: problem.into() }
    }
}

pub fn run(arguments: &[String]) -> Result<()> {
    if !arguments.is_empty() {
        return Err("`cargo xtask tidy` takes no arguments".into());
    }
    let mut findings = Vec::new();
    let sources = workspace::files(&["rs", "py", "mjs"])?;
    let mut ratchet = sources::Ratchet::read(Path::new(sources::RATCHET))?;
    for path in &sources {
        let text = fs::read_to_string(path)?;
        findings.extend(sources::check(path, &text, &mut ratchet));
    }
    findings.extend(ratchet.unused());
    for path in workspace::files(&["toml"])? {
        if path.file_name().is_some_and(|name| name == "Cargo.toml") {
            let text = fs::read_to_string(&path)?;
            // A workspace of its own (the fuzz targets) is built by other tools.
            let is_own = path.components().count() > 1 && text.contains("\n[workspace]\n");
            if !is_own {
                findings.extend(dependencies::check_manifest(&path, &text));
            }
        }
    }
    findings.extend(dependencies::check_lock(&fs::read_to_string("Cargo.lock")?));
    for path in workspace::files(&["md"])? {
        findings.extend(documents::check(&path, &fs::read_to_string(&path)?, &|at| at.exists()));
    }
    for (name, folder) in crate::codegen::services()? {
        findings.extend(services::check(&name, &folder)?);
    }
    for Finding { place, problem } in &findings {
        println!("{place}: {problem}");
    }
    if findings.is_empty() {
        println!("{} source files are tidy", sources.len());
        return Ok(());
    }
    Err(format!("{} findings", findings.len()).into())
}
