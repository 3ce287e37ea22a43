//! `cargo xtask bench`: the benchmark of `bench/`, built as what is distributed (profile `dist`),
//! with its arguments passed on.

use crate::Result;
use crate::steps::{cargo, succeed};

pub fn run(arguments: &[String]) -> Result<()> {
    succeed(&mut cargo(&["build", "--profile", "dist", "--package", "nephele"]))?;
    succeed(cargo(&["run", "--profile", "dist", "--package", "bench", "--"]).args(arguments))
}
