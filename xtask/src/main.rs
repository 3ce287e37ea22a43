//! `cargo xtask TASK`: what is done to the repository, the same at a desk and in CI.
//!
//! One module per task; each takes the arguments after its name. Tasks run from the root of the
//! repository, wherever they are called from.

#![allow(clippy::disallowed_methods)] // automation lives in real time and the environment

mod bench;
mod ci;
mod client_tests;
mod codegen;
mod coverage;
mod dist;
mod models;
mod naming;
mod new_service;
mod routes;
mod steps;
mod tidy;
mod tools;
mod workspace;

use std::path::Path;
use std::process::ExitCode;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
usage: cargo xtask TASK

  test [FILTER]       unit tests, then the black-box tests with real clients
  clients [FILTER]    the black-box tests alone (--bin FILE: against this binary)
  ci                  the gate: fmt, tidy, models and code current, clippy, licences, test
  tidy                the invariants that a machine can check
  dist [--plain]      the server as it is distributed, optimised by how it runs
  bench [ARGS]        the benchmark, on what is distributed
  example NAME        run an example against a server of its own
  venv                make .venv with the pinned Python clients
  models [--check]    remake the archive of API models from the pinned botocore
  codegen [--check]   remake each service's api.rs from its operations.txt
  coverage            remake docs/coverage.md
  routes FILE         are botocore's requests understood as meant (tests/routing)?
  new-service NAME    start the folder of a service
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    // Cargo says where it runs us for; clones that share a target directory share this program.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR");
    let folder = manifest.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let root = Path::new(&folder).parent().expect("xtask is in the repository");
    std::env::set_current_dir(root)?;
    let Some((task, rest)) = arguments.split_first() else { return Err(USAGE.into()) };
    match task.as_str() {
        "test" => ci::test(rest),
        "clients" => client_tests::run(rest),
        "ci" => ci::run(rest),
        "tidy" => tidy::run(rest),
        "bench" => bench::run(rest),
        "dist" => dist::run(rest),
        "example" => client_tests::example(rest),
        "venv" => tools::venv().map(|_| ()),
        "models" => models::run(rest),
        "codegen" => codegen::run(rest),
        "coverage" => coverage::run(rest),
        "routes" => routes::run(rest),
        "new-service" => new_service::run(rest),
        _ => Err(format!("there is no task {task}\n\n{USAGE}").into()),
    }
}
