//! `cargo xtask ci`, the gate, and `cargo xtask test`, its last part.
//!
//! Every step runs even when an earlier one failed, so that one run tells everything.

use std::process::Command;

use crate::steps::{Counts, Steps, cargo, counted, succeed};
use crate::{Result, client_tests, codegen, models, tidy, tools, workspace};

/// The whole gate.
pub fn run(arguments: &[String]) -> Result<()> {
    if !arguments.is_empty() {
        return Err("`cargo xtask ci` takes no arguments".into());
    }
    let mut steps = Steps::new();
    let plain = |result: Result<()>| result.map(|()| Counts::default());
    let check = ["--check".to_owned()];
    steps.step("format", || plain(succeed(&mut cargo(&["fmt", "--all", "--check"]))));
    steps.step("tidy", || plain(tidy::run(&[])));
    steps.step("models are current", || plain(models::run(&check)));
    steps.step("generated code is current", || plain(codegen::run(&check)));
    steps.step("clippy", || {
        let clippy = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
        plain(succeed(&mut cargo(&clippy)))
    });
    steps.step("licences and sources", || plain(deny()));
    all_tests(&mut steps, None);
    steps.finish()
}

/// Unit tests, then the real binary with real clients.
pub fn test(arguments: &[String]) -> Result<()> {
    let filter = match arguments {
        [] => None,
        [filter] => Some(filter.as_str()),
        _ => return Err("usage: cargo xtask test [FILTER]".into()),
    };
    let mut steps = Steps::new();
    all_tests(&mut steps, filter);
    steps.finish()
}

fn all_tests(steps: &mut Steps, filter: Option<&str>) {
    steps.step("unit tests", || unit_tests(filter));
    let is_built = steps.step("release build", || {
        let build = ["build", "--quiet", "--release", "--package", "nephele"];
        succeed(&mut cargo(&build)).map(|()| Counts::default())
    });
    if is_built {
        client_tests::steps(steps, filter, &workspace::release_binary());
    }
}

fn unit_tests(filter: Option<&str>) -> Result<Counts> {
    let has_nextest = Command::new("cargo-nextest")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    let mut command = if has_nextest {
        cargo(&["nextest", "run", "--workspace", "--no-fail-fast", "--no-tests=pass"])
    } else {
        cargo(&["test", "--workspace", "--no-fail-fast"])
    };
    // nextest tells each passed test otherwise; the summary and the failures are enough.
    counted(command.env("NEXTEST_STATUS_LEVEL", "fail").args(filter))
}

/// Licences, bans and sources are always judged; known vulnerabilities when their list, a Git
/// repository, can be fetched.
fn deny() -> Result<()> {
    let program = tools::cargo_deny()?;
    let base = ["--log-level", "error", "check"];
    succeed(Command::new(&program).args(base).args(["licenses", "bans", "sources"]))?;
    let fetched = Command::new(&program).args(["fetch", "db"]).output();
    if fetched.is_ok_and(|output| output.status.success()) {
        return succeed(Command::new(&program).args(base).arg("advisories"));
    }
    println!(
        "NOT CHECKED: known vulnerabilities (`cargo deny check advisories`): the advisory database \
         on GitHub cannot be reached from here"
    );
    Ok(())
}
