//! Makes the cluster: checksums on, UTF-8, entry through the socket only, with its database.
//! It must never leave half a cluster where a whole one is looked for.

use std::fs;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::account::Account;
use crate::binaries::Binaries;
use crate::error::{Error, explain};
use crate::paths::Paths;
use crate::{DATABASE, OWNER, Purpose};

/// Runs `initdb` and makes the database unless the cluster is there; about four seconds.
pub fn make_if_missing(
    binaries: &Binaries,
    paths: &Paths,
    account: Option<Account>,
    purpose: Purpose,
) -> Result<(), Error> {
    if paths.cluster.join("PG_VERSION").exists() {
        return Ok(());
    }
    // Made under another name and renamed when whole: an interrupted attempt is thrown away.
    let unfinished = paths.cluster.with_extension("unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).map_err(|it| Error::writing(&unfinished, it))?;
    }
    run(initdb(binaries, &unfinished, purpose), "", account, &paths.log)?;
    let create = format!("create database {DATABASE}\n");
    run(single_user(binaries, &unfinished, purpose), &create, account, &paths.log)?;
    fs::rename(&unfinished, &paths.cluster).map_err(|it| Error::writing(&paths.cluster, it))
}

fn initdb(binaries: &Binaries, folder: &Path, purpose: Purpose) -> Command {
    let locale = if cfg!(target_os = "linux") { "C.UTF-8" } else { "en_US.UTF-8" };
    let mut initdb = Command::new(binaries.program("initdb"));
    initdb.arg("--pgdata").arg(folder).args(["--username", OWNER, "--auth-local=trust"]);
    initdb.args(["--encoding=UTF8", "--locale", locale, "--no-instructions"]);
    initdb.args(match purpose {
        Purpose::Keep => ["--auth-host=reject", "--data-checksums"],
        Purpose::ThrowAway(_) => ["--auth-host=trust", "--no-sync"],
    });
    initdb
}

/// The server as a program that obeys its standard input: nobody else can reach the cluster yet.
fn single_user(binaries: &Binaries, folder: &Path, purpose: Purpose) -> Command {
    let mut postgres = Command::new(binaries.program("postgres"));
    postgres.args(["--single", "-j", "-D"]).arg(folder);
    if let Purpose::ThrowAway(_) = purpose {
        postgres.args(["-c", "fsync=off"]);
    }
    postgres.arg("postgres");
    postgres
}

/// Runs a program as the account, with `input`; what it complains of goes to the log and becomes the error.
fn run(
    mut program: Command,
    input: &str,
    account: Option<Account>,
    log: &Path,
) -> Result<(), Error> {
    if let Some(account) = account {
        program.uid(account.user).gid(account.group);
    }
    program.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let failed = |it: std::io::Error| Error::not_started(it.to_string(), log);
    let mut child = program.spawn().map_err(failed)?;
    // A program that gives up at once reads nothing of it; what it says counts.
    let _ = child.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().map_err(failed)?;
    let said = String::from_utf8_lossy(&output.stderr);
    // In single-user mode a statement that fails is told, and the program ends well.
    if output.status.success() && !said.contains("ERROR:") {
        return Ok(());
    }
    fs::write(log, said.as_bytes()).map_err(|it| Error::writing(log, it))?;
    Err(explain(&said, log))
}
