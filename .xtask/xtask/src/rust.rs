//! The Rust side: clippy and rustfmt, and the target that browsers run.
//! `WASM_TOOLCHAIN` names another rustup toolchain that has the target; it serves the browser's half only.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::run::{Failure, find, output, run};

/// The target of the browser's half.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Makes them present, with rustup where it is there.
///
/// # Errors
/// A sentence that says what to run by hand.
pub fn install() -> Result<(), Failure> {
    if !(works("cargo-clippy") && works("rustfmt")) {
        if find("rustup").is_none() {
            return Err("clippy or rustfmt is missing; install it beside cargo.".into());
        }
        run(Command::new("rustup").args(["component", "add", "clippy", "rustfmt"]))?;
    }
    let sysroot = output(for_browsers(Command::new("rustc")).args(["--print", "sysroot"]))?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).join("lib").is_dir() {
        return Ok(());
    }
    let add = || run(for_browsers(Command::new("rustup")).args(["target", "add", WASM]));
    if find("rustup").is_some() && add().is_ok() {
        return Ok(());
    }
    Err(format!(
        "The Rust target {WASM} is missing: run `rustup target add {WASM}`, or set WASM_TOOLCHAIN to a rustup \
         toolchain that has it."
    )
    .into())
}

/// A command that builds for browsers: it runs with the toolchain that can.
#[must_use]
pub fn for_browsers(mut command: Command) -> Command {
    if let Some(toolchain) = env::var_os("WASM_TOOLCHAIN").filter(|name| !name.is_empty()) {
        command.env("RUSTUP_TOOLCHAIN", toolchain);
    }
    command
}

/// Whether a program is there and starts: rustup puts programs in place that only say what is missing.
pub(crate) fn works(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
