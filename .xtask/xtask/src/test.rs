//! The tests: those of Rust beside a throw-away PostgreSQL, those in a browser against the program that `make run` serves.
//! Tests are compiled by clippy, which is the compiler with more to say.

use std::path::Path;
use std::process::Command;

use crate::product::{self, Build};
use crate::run::{Failure, cargo, find, run};
use crate::{check, node, packages, postgres, rust, sizes};

/// Sets everything up, checks everything and runs every test.
///
/// # Errors
/// At the first that has something to say.
pub fn everything() -> Result<(), Failure> {
    tools()?;
    check::format()?;
    rust(&[])?;
    check::lint_browser()?;
    check::scripts()?;
    check::deny()?;
    browser(Build::Quick, &[])?;
    println!("All tests passed");
    Ok(())
}

/// Unit, property, database and HTTP tests, and those of the toolbox; `arguments` go to the test runner.
///
/// # Errors
/// When something does not compile, a lint has something to say, or a test fails.
pub fn rust(arguments: &[String]) -> Result<(), Failure> {
    tools()?;
    let mut toolbox = cargo();
    toolbox.args(["test", "--quiet", "--manifest-path", ".xtask/Cargo.toml", "--workspace"]);
    run(linting(toolbox.args(["--target-dir", "target/xtask"])))?;
    let mut tests = cargo();
    if find("cargo-nextest").is_some() {
        tests.args(["nextest", "run"]);
    } else {
        tests.arg("test");
    }
    tests.args(["--workspace", "--no-fail-fast"]).args(arguments);
    linting(&mut tests).env("INSTA_UPDATE", "no");
    postgres::with(None, tests)
}

/// Compiles our own crates with clippy: linting on its own would go through every dependency again.
fn linting(cargo: &mut Command) -> &mut Command {
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CLIPPY_ARGS", "-Dwarnings")
}

/// Tests in a browser; `arguments` go to Playwright, but for `--release`, which tries the program as it is deployed.
///
/// # Errors
/// When something does not compile, the browser's half is over its budget, or a test fails.
pub fn browser_with(arguments: &[String]) -> Result<(), Failure> {
    match arguments.split_first() {
        Some((first, rest)) if first == "--release" => browser(Build::Release, rest),
        _ => browser(Build::Quick, arguments),
    }
}

/// The quick build has its dependencies from the tests before: a release takes longer to compile than all of them to run.
/// What the browser loads is optimised in both.
fn browser(build: Build, arguments: &[String]) -> Result<(), Failure> {
    tools()?;
    product::compile_with_site(build)?;
    sizes::check()?;
    let mut playwright = Command::new("npx");
    playwright.args(["playwright", "test"]).args(arguments).current_dir("end2end");
    run(playwright.env("FAULTLINE_PROGRAM", std::fs::canonicalize(build.program())?))
}

fn tools() -> Result<(), Failure> {
    packages::install(true)?;
    rust::install()?;
    node::install(Path::new("end2end"))
}
