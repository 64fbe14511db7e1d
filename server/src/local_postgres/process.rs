//! The server process: started so that it ends with us even when we are killed, and stopped cleanly otherwise.
//! It must never outlive this process where the operating system can see to that.

use std::{
    fs::{self, File, OpenOptions},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc::{Receiver, TryRecvError, channel},
    thread,
};

use std::os::unix::process::CommandExt;

use super::{
    account::Account,
    binaries::Binaries,
    places::{PORT, Places},
};
use crate::start_error::StartError;

/// A log longer than this is set aside at the next start. Bytes.
const LONGEST_LOG: u64 = 10_000_000;

/// A server that this process started.
#[derive(Debug)]
pub struct Running {
    /// Disconnected as soon as the server has ended.
    ended: Receiver<std::convert::Infallible>,
    pg_ctl: PathBuf,
    cluster: PathBuf,
    account: Option<Account>,
    log: PathBuf,
    log_start: u64,
}

impl Running {
    /// Starts the server; it answers a little later.
    pub fn spawn(
        binaries: &Binaries,
        places: &Places,
        account: Option<Account>,
    ) -> Result<Self, StartError> {
        let log = open_log(&places.log)?;
        let log_start = log.metadata().map_or(0, |it| it.len());
        let mut command = bound_to_us(&binaries.program("postgres"), account);
        command.args(arguments(places)).stdin(Stdio::null()).current_dir("/");
        // A group of its own: Ctrl-C in a terminal must reach us first, so that open work can finish.
        command.process_group(0);
        let output = log.try_clone().map_err(|it| StartError::writing(&places.log, it))?;
        command.stdout(output).stderr(log);
        let ended = watch(command, &places.log)?;
        Ok(Self {
            ended,
            pg_ctl: binaries.program("pg_ctl"),
            cluster: places.cluster.clone(),
            account,
            log: places.log.clone(),
            log_start,
        })
    }

    /// Whether the server is gone.
    pub fn has_ended(&mut self) -> bool {
        matches!(self.ended.try_recv(), Err(TryRecvError::Disconnected))
    }

    /// Why the server ended, from what it wrote since this start.
    pub fn reason(&self) -> StartError {
        let log = fs::read(&self.log).unwrap_or_default();
        let start = usize::try_from(self.log_start).unwrap_or(0).min(log.len());
        explain(&String::from_utf8_lossy(&log[start..]), &self.log)
    }

    /// Ends the server: connections are closed, everything is written, the next start is quick.
    pub async fn stop(self) {
        let mut pg_ctl = tokio::process::Command::new(&self.pg_ctl);
        pg_ctl
            .args(["stop", "--mode=fast", "--silent", "--timeout=30", "--pgdata"])
            .arg(&self.cluster);
        pg_ctl.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).current_dir("/");
        if let Some(account) = self.account {
            pg_ctl.uid(account.user).gid(account.group);
        }
        if let Err(error) = pg_ctl.status().await {
            tracing::warn!(%error, "the local PostgreSQL could not be told to stop");
        }
    }
}

/// The server's settings: durable, reachable through the socket only, small and quick to start.
fn arguments(places: &Places) -> Vec<String> {
    let mut arguments = vec!["-D".to_owned(), places.cluster.display().to_string()];
    arguments.extend([
        "-k".to_owned(),
        places.socket.display().to_string(),
        "-p".to_owned(),
        PORT.to_string(),
    ]);
    for setting in [
        "listen_addresses=",
        "unix_socket_permissions=0700",
        "fsync=on",
        "full_page_writes=on",
        "synchronous_commit=on",
        "max_connections=80",
        "shared_buffers=128MB",
        "wal_level=minimal",
        "max_wal_senders=0",
        "log_checkpoints=off",
        "jit=off",
    ] {
        arguments.extend(["-c".to_owned(), setting.to_owned()]);
    }
    arguments
}

/// The program as a command that gets a fast shutdown when we die, where `setpriv` can arrange that.
fn bound_to_us(program: &Path, account: Option<Account>) -> Command {
    let mut setpriv = Command::new("setpriv");
    setpriv.args(["--pdeathsig", "INT"]);
    let mut trial = Command::new("setpriv");
    trial.args(["--pdeathsig", "INT", "true"]).stdout(Stdio::null()).stderr(Stdio::null());
    if !trial.status().is_ok_and(|status| status.success()) {
        let mut plain = Command::new(program);
        if let Some(account) = account {
            plain.uid(account.user).gid(account.group);
        }
        return plain;
    }
    if let Some(Account { user, group }) = account {
        // A change of user forgets the signal, so setpriv does both, in the right order.
        setpriv.args([
            format!("--reuid={user}"),
            format!("--regid={group}"),
            "--clear-groups".to_owned(),
        ]);
    }
    setpriv.arg("--").arg(program);
    setpriv
}

/// Starts the command on a thread that lives as long as it: the death signal is tied to the thread that started it.
fn watch(
    mut command: Command,
    log: &Path,
) -> Result<Receiver<std::convert::Infallible>, StartError> {
    let (alive, ended) = channel();
    let (started, outcome) = channel();
    let body = move || {
        let _alive = alive;
        match command.spawn() {
            Ok(mut child) => {
                let _ = started.send(Ok(()));
                let _ = child.wait();
            }
            Err(error) => {
                let _ = started.send(Err(error));
            }
        }
    };
    let failed = |reason: String| StartError::LocalPostgres { reason, log: log.to_owned() };
    thread::Builder::new()
        .name("local-postgres".to_owned())
        .spawn(body)
        .map_err(|it| failed(it.to_string()))?;
    match outcome.recv() {
        Ok(Ok(())) => Ok(ended),
        Ok(Err(error)) => Err(failed(error.to_string())),
        Err(_) => Err(failed("its thread ended".to_owned())),
    }
}

fn open_log(path: &Path) -> Result<File, StartError> {
    if fs::metadata(path).is_ok_and(|it| it.len() > LONGEST_LOG) {
        fs::rename(path, path.with_extension("old")).map_err(|it| StartError::writing(path, it))?;
    }
    let file = OpenOptions::new().create(true).append(true).open(path);
    file.map_err(|it| StartError::writing(path, it))
}

/// Turns what PostgreSQL wrote before it gave up into one sentence.
pub fn explain(said: &str, log: &Path) -> StartError {
    if said.contains("No space left on device") {
        return StartError::DiskFull(log.parent().unwrap_or(log).display().to_string());
    }
    let telling =
        |line: &&str| ["FATAL:", "PANIC:", "error:"].iter().any(|word| line.contains(word));
    let lines = || said.lines().filter(|line| !line.trim().is_empty());
    let line = lines().find(telling).or_else(|| lines().next_back()).unwrap_or("it said nothing");
    let reason = line.rsplit_once(":  ").map_or(line, |(_, rest)| rest).trim_end_matches('.');
    StartError::LocalPostgres { reason: reason.trim().to_owned(), log: log.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_telling_line_becomes_the_reason() {
        let said = "2026-11-22 10:00:00 UTC [1] FATAL:  could not create lock file: Read-only file system\n\
                    2026-11-22 10:00:00 UTC [1] LOG:  database system is shut down\n";
        let sentence = explain(said, Path::new("data/postgres/log")).to_string();
        assert!(
            sentence
                .contains("could not create lock file: Read-only file system (data/postgres/log"),
            "{sentence}"
        );
    }

    #[test]
    fn a_full_disk_is_called_so() {
        let said =
            "PANIC:  could not write to file \"pg_wal/xlogtemp.7\": No space left on device\n";
        assert!(matches!(explain(said, Path::new("data/postgres/log")), StartError::DiskFull(_)));
    }
}
