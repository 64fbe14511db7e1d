//! The server process: started so that it ends with us even when we are killed, and stopped cleanly otherwise.
//! It must never outlive this process where the operating system can see to that.

use std::{
    fs::{self, File, OpenOptions},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc::{Receiver, TryRecvError, channel},
    thread,
};

use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;

use crate::Purpose;
use crate::account::Account;
use crate::binaries::Binaries;
use crate::error::{Error, explain};
use crate::paths::Paths;

/// A log longer than this is set aside at the next start. Bytes.
const LONGEST_LOG: u64 = 10_000_000;

/// Durable.
const KEPT: [&str; 9] = [
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "max_connections=80",
    "shared_buffers=128MB",
    "wal_level=minimal",
    "max_wal_senders=0",
    "log_checkpoints=off",
    "jit=off",
];
/// Never waits for the disk; many tests at a time have pools of their own.
const THROWN_AWAY: [&str; 5] = [
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=300",
    "shared_buffers=256MB",
];

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
        paths: &Paths,
        account: Option<Account>,
        purpose: Purpose,
    ) -> Result<Self, Error> {
        let log = open_log(&paths.log)?;
        let log_start = log.metadata().map_or(0, |it| it.len());
        let mut command = bound_to_us(&binaries.program("postgres"), account);
        command.args(arguments(paths, purpose)).stdin(Stdio::null()).current_dir("/");
        // A group of its own: Ctrl-C in a terminal must reach us first, so that open work can finish.
        command.process_group(0);
        let output = log.try_clone().map_err(|it| Error::writing(&paths.log, it))?;
        command.stdout(output).stderr(log);
        let ended = watch(command, &paths.log)?;
        Ok(Self {
            ended,
            pg_ctl: binaries.program("pg_ctl"),
            cluster: paths.cluster.clone(),
            account,
            log: paths.log.clone(),
            log_start,
        })
    }

    /// Whether the server is gone.
    pub fn has_ended(&mut self) -> bool {
        matches!(self.ended.try_recv(), Err(TryRecvError::Disconnected))
    }

    /// Why the server ended, from what it wrote since this start.
    pub fn reason(&self) -> Error {
        let log = fs::read(&self.log).unwrap_or_default();
        let start = usize::try_from(self.log_start).unwrap_or(0).min(log.len());
        explain(&String::from_utf8_lossy(&log[start..]), &self.log)
    }

    /// Ends the server. `fast` writes everything, so that the next start is quick; `immediate` writes nothing.
    pub fn stop(&self, mode: &str) -> Result<(), Error> {
        let mut pg_ctl = Command::new(&self.pg_ctl);
        pg_ctl.args(["stop", "--silent", "--timeout=30", "--mode", mode, "--pgdata"]);
        pg_ctl.arg(&self.cluster).current_dir("/");
        pg_ctl.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(account) = self.account {
            pg_ctl.uid(account.user).gid(account.group);
        }
        match pg_ctl.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Error::NotStopped(format!("pg_ctl: {status}"))),
            Err(error) => Err(Error::NotStopped(format!("pg_ctl: {error}"))),
        }
    }
}

/// The server's settings: reachable through the socket, small and quick to start.
fn arguments(paths: &Paths, purpose: Purpose) -> Vec<String> {
    let port = purpose.port().to_string();
    let (cluster, socket) =
        (paths.cluster.display().to_string(), paths.socket.display().to_string());
    let mut arguments: Vec<String> =
        ["-D", &cluster, "-k", &socket, "-p", &port].map(str::to_owned).into();
    let listen = match purpose {
        Purpose::ThrowAway(Some(_)) => "listen_addresses=127.0.0.1",
        Purpose::ThrowAway(None) | Purpose::Keep => "listen_addresses=",
    };
    let of_purpose: &[&str] = match purpose {
        Purpose::Keep => &KEPT,
        Purpose::ThrowAway(_) => &THROWN_AWAY,
    };
    for setting in [listen, "unix_socket_permissions=0700"].iter().chain(of_purpose) {
        arguments.extend(["-c".to_owned(), (*setting).to_owned()]);
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
fn watch(mut command: Command, log: &Path) -> Result<Receiver<std::convert::Infallible>, Error> {
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
    let failed = |reason: String| Error::not_started(reason, log);
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

fn open_log(path: &Path) -> Result<File, Error> {
    if fs::metadata(path).is_ok_and(|it| it.len() > LONGEST_LOG) {
        fs::rename(path, path.with_extension("old")).map_err(|it| Error::writing(path, it))?;
    }
    let file = OpenOptions::new().create(true).append(true).mode(0o600).open(path);
    file.map_err(|it| Error::writing(path, it))
}
