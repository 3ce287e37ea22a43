//! Runs the case files of all services: `cargo test -p testkit --test cases -- FILTER`.
//!
//! Each file is a test of its own, found at run time. See `docs/cases.md`.
#![allow(clippy::disallowed_methods)] // reads its own files and arguments

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use testkit::cases::Parts;

// The binary's list, so that a service is named once.
#[path = "../../nephele/src/observers.rs"]
mod observers;
#[path = "../../nephele/src/services.rs"]
mod services;

fn main() -> ExitCode {
    // What the door logs of a bug (a panic, an answer against the model) tells why a case failed.
    tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::ERROR).init();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files = testkit::cases::find(&root).expect("the folders of the services can be read");
    assert!(!files.is_empty(), "there is no case file below {}", root.display());
    let trials = files.into_iter().map(|path| trial(&root, path)).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial(root: &Path, path: PathBuf) -> Trial {
    let below = path.strip_prefix(root).expect("it was found below the root");
    let name = below.display().to_string();
    Trial::test(name.clone(), move || {
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))?;
        let parts = Parts { services: services::SERVICES, observers: observers::all };
        testkit::cases::run(&parts, &name, &text).map_err(Failed::from)
    })
}
