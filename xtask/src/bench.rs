//! `cargo xtask bench`: the benchmark of `bench/`, in release mode, with its arguments passed on.

use crate::Result;
use crate::steps::{cargo, succeed};

pub fn run(arguments: &[String]) -> Result<()> {
    succeed(&mut cargo(&["build", "--release", "--package", "nephele"]))?;
    succeed(cargo(&["run", "--release", "--package", "bench", "--"]).args(arguments))
}
