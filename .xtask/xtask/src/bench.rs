//! Measuring, which is a program of its own: nobody else waits until it is compiled.
//! It measures the program that `make build` made last.

use crate::run::{Failure, cargo, run};

/// Measures the topics, all of them when none is named.
///
/// # Errors
/// When there is no such topic, or it cannot be measured.
pub fn run_topics(topics: &[String]) -> Result<(), Failure> {
    let mut bench = cargo();
    bench.args(["run", "--quiet", "--manifest-path", ".xtask/Cargo.toml", "-p", "bench"]);
    run(bench.args(["--target-dir", "target/xtask", "--"]).args(topics))
}
