//! The program: built soon to run, watch and test it, or optimised as it is deployed.
//! What is deployed must never come from a quick build: each has a folder of its own.

use std::process::Command;
use std::thread;

use crate::run::{Failure, Interrupt, cargo, run};
use crate::site;

/// How much a build is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// Soon built, incrementally, with little optimisation.
    Quick,
    /// Fast to run, small to load.
    Release,
}

impl Build {
    /// Cargo's name for it.
    #[must_use]
    pub fn profile(self) -> &'static str {
        match self {
            Self::Quick => "dev",
            Self::Release => "release",
        }
    }

    /// Where the program is.
    #[must_use]
    pub fn program(self) -> &'static str {
        match self {
            Self::Quick => "target/debug/faultline",
            Self::Release => "target/release/faultline",
        }
    }
}

/// Compiles the program.
///
/// # Errors
/// When it does not compile.
pub fn compile(build: Build) -> Result<(), Failure> {
    let mut compiler = cargo();
    run(compiler.args(["build", "--profile", build.profile(), "--workspace"]))
}

/// Compiles the program and the browser's half beside each other: each has times when it uses one core only.
///
/// # Errors
/// When something does not compile, or a program that is needed fails.
pub fn compile_with_site(build: Build) -> Result<(), Failure> {
    thread::scope(|scope| {
        let browser = scope.spawn(|| site::build(Build::Release));
        compile(build)?;
        browser.join().map_err(|_| "the browser's half was not built")?
    })
}

/// Builds what is deployed.
///
/// # Errors
/// When something does not compile.
pub fn build() -> Result<(), Failure> {
    compile_with_site(Build::Release)
}

/// Serves with a demo, built quickly.
///
/// # Errors
/// When something does not compile, or the server says why it could not start.
pub fn run_with_demo(arguments: &[String]) -> Result<(), Failure> {
    compile_with_site(Build::Quick)?;
    // It is asked to stop by the signal that reaches us both.
    let interrupt = Interrupt::listen()?;
    let status = interrupt.wait(&mut serve(arguments).spawn()?)?;
    if status.success() { Ok(()) } else { Err(format!("the server failed ({status})").into()) }
}

/// The server with a demo in an empty database, not started yet.
pub(crate) fn serve(arguments: &[String]) -> Command {
    let mut server = Command::new(Build::Quick.program());
    server.arg("serve").args(arguments).env("FAULTLINE_WITH_DEMO", "true");
    server
}
