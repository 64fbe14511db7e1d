//! Running other programs.
//! A failure names the program; what it had to say, it has said itself.

use std::error::Error;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;
use std::{env, io};

use signal_hook::consts::{SIGINT, SIGTERM};

/// What went wrong, as a sentence.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Waits for a program and takes anything but success as a failure.
///
/// # Errors
/// When it could not be started, or did not end well.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let name = name(command);
    let status = command.status().map_err(|error| format!("{name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} failed ({status})").into()) }
}

/// Cargo, without what the cargo that runs this toolbox said to it: build scripts that look at the name of a package
/// would take it for a change, and every dependency behind them would be compiled again.
#[must_use]
pub fn cargo() -> Command {
    let mut cargo = Command::new("cargo");
    for (name, _) in env::vars_os() {
        let said = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| said.starts_with(prefix)) {
            cargo.env_remove(&name);
        }
    }
    cargo
}

/// What a program writes to its standard output, without the last line break.
///
/// # Errors
/// As [`run`].
pub fn output(command: &mut Command) -> Result<String, Failure> {
    let name = name(command);
    let output = command.stderr(std::process::Stdio::inherit()).output();
    let output = output.map_err(|error| format!("{name}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{name} failed ({})", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args().take(2));
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// Where a program is, if it is installed.
#[must_use]
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Says that something is left out. On a build server that is a failure: there, nobody reads what was said.
///
/// # Errors
/// When `CI` is set.
pub fn skip(reason: &str) -> Result<(), Failure> {
    if env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false") {
        return Err(format!("{reason}. Nothing may be skipped where CI is set.").into());
    }
    println!("SKIPPED {reason}");
    Ok(())
}

/// Asks from outside to end: Ctrl-C, or a service manager's signal. Whoever holds one tidies up before ending.
#[derive(Clone, Debug)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From now on these signals no longer end this process.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn listen() -> io::Result<Self> {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            signal_hook::flag::register(signal, Arc::clone(&asked))?;
        }
        Ok(Self(asked))
    }

    /// Whether one came.
    #[must_use]
    pub fn came(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Waits for a program to end by itself, or asks it to when a signal comes.
    ///
    /// # Errors
    /// When the operating system cannot tell.
    pub fn wait(&self, child: &mut Child) -> io::Result<ExitStatus> {
        let mut asked = false;
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            if self.came() && !asked {
                terminate(child);
                asked = true;
            }
            sleep(Duration::from_millis(20));
        }
    }
}

/// Asks a program to end; it may take its time to do so.
pub fn terminate(child: &Child) {
    let _ = Command::new("kill").arg("-TERM").arg(child.id().to_string()).status();
}
