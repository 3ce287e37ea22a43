//! `cargo xtask bench`: the benchmark of `bench/` on what is distributed (see `dist.rs`), with its
//! arguments passed on. With `--server FILE` that binary is measured and none is built.

use crate::Result;
use crate::dist;
use crate::steps::{cargo, succeed};

pub fn run(arguments: &[String]) -> Result<()> {
    let mut bench = cargo(&["run", "--profile", "dist", "--package", "bench", "--"]);
    let is_given = |argument: &String| argument == "--server" || argument.starts_with("--server=");
    if !arguments.iter().any(is_given) {
        bench.arg("--server").arg(dist::server()?);
    }
    succeed(bench.args(arguments))
}
