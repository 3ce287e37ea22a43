//! Behaviour tests as text: `services/svc-*/cases/*.case`, read at run time, so that adding one
//! compiles nothing. `docs/cases.md` describes the notation.
//!
//! [`notation`] reads values, [`script`] steps; [`shapes`] turns values into inputs and answers
//! into values; [`compare`] tells how an answer differs; [`run`] walks the steps. The test binary
//! `tests/cases.rs` runs them all.

use std::fmt;
use std::path::{Path, PathBuf};

use kernel::ServiceDef;
use kernel::audit::Observer;

mod caller;
mod compare;
mod notation;
mod run;
mod script;
pub mod shapes;
#[cfg(test)]
mod tests;

/// Why a case has failed, and where.
#[derive(Debug)]
pub struct Failure {
    /// The file, as the repository's root sees it.
    pub file: String,
    pub line: usize,
    pub text: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.text)
    }
}

/// What is wrong at a line of the file at hand.
#[derive(Debug)]
struct Fault {
    line: usize,
    text: String,
}

impl Fault {
    fn new(line: usize, text: impl Into<String>) -> Fault {
        Fault { line, text: text.into() }
    }
}

/// All case files below `root`, the repository's root, sorted.
pub fn find(root: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for service in std::fs::read_dir(root.join("services"))? {
        let folder = service?.path().join("cases");
        if !folder.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "case") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What a case's world is made of.
#[derive(Debug)]
pub struct Parts {
    pub services: &'static [&'static ServiceDef],
    pub observers: fn() -> Vec<Box<dyn Observer>>,
}

/// Runs the case `text` in a fresh world; `file` names it in the failure.
pub fn run(parts: &Parts, file: &str, text: &str) -> Result<(), Failure> {
    let outcome = script::parse(text).and_then(|steps| run::run(parts, &steps));
    outcome.map_err(|Fault { line, text }| Failure { file: file.to_owned(), line, text })
}
