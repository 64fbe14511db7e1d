//! A private PostgreSQL: made below a folder on the first start, ended with the process that started it.
//! One that is kept must never listen on a network, nor give up durability for speed.

mod account;
mod binaries;
mod cluster;
mod error;
mod paths;
mod process;

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{env, fs};

use account::Account;
use binaries::Binaries;
pub use binaries::{OLDEST_VERSION, dump_programs};
pub use error::Error;
use paths::Paths;
use process::Running;

/// The database inside the private cluster.
pub const DATABASE: &str = "faultline";
/// Its superuser; only who may enter the socket's folder can be it.
pub const OWNER: &str = "faultline_owner";
/// Names the socket's file where no port of the network is asked for.
const SOCKET_PORT: u16 = 5432;
/// How long another process may take to finish setting up or shutting down.
const OTHER_PROCESS_TIMEOUT: Duration = Duration::from_secs(30);

/// Whether there is a PostgreSQL on this machine that a new data folder could use.
#[must_use]
pub fn installed() -> bool {
    Binaries::installed()
}

/// What a server is for.
#[derive(Clone, Copy, Debug)]
enum Purpose {
    /// Data that people want to keep: durable, reachable through the socket only.
    Keep,
    /// A test: nothing waits for the disk. With a port it listens on the loopback address too.
    ThrowAway(Option<u16>),
}

impl Purpose {
    fn port(self) -> u16 {
        match self {
            Self::ThrowAway(Some(port)) => port,
            Self::ThrowAway(None) | Self::Keep => SOCKET_PORT,
        }
    }
}

/// A running private PostgreSQL, ours or one that another process of the same data folder started.
#[derive(Debug)]
pub struct LocalPostgres {
    paths: Paths,
    purpose: Purpose,
    binaries: Binaries,
    account: Option<Account>,
    /// Nothing when another process started it: that one ends it.
    running: Option<Running>,
}

impl LocalPostgres {
    /// Makes the cluster if there is none, starts it unless it runs already, and waits until it answers.
    ///
    /// # Errors
    /// When there is no suitable PostgreSQL, the folder cannot be used, or the server does not come up.
    pub fn start(data_dir: &Path) -> Result<Self, Error> {
        Self::start_for(Purpose::Keep, data_dir)
    }

    fn start_for(purpose: Purpose, data_dir: &Path) -> Result<Self, Error> {
        let account = Account::choose()?;
        let paths = Paths::prepare(data_dir, account)?;
        // Held until we are up, so that two processes neither make the cluster twice nor race for it.
        let _turn = paths.take_turn(OTHER_PROCESS_TIMEOUT)?;
        let binaries = Binaries::find(&paths.cluster)?;
        cluster::make_if_missing(&binaries, &paths, account, purpose)?;
        let running = run_or_join(&binaries, &paths, account, purpose)?;
        Ok(Self { paths, purpose, binaries, account, running })
    }

    /// Starts the server again if it has ended, whoever had started it. Says whether it had to.
    ///
    /// # Errors
    /// When it does not come up again; it may be tried once more.
    pub fn revive(&mut self) -> Result<bool, Error> {
        let ended = match &mut self.running {
            Some(running) => running.has_ended(),
            None => !self.paths.server_is_alive(),
        };
        if ended {
            let _turn = self.paths.take_turn(OTHER_PROCESS_TIMEOUT)?;
            self.running = run_or_join(&self.binaries, &self.paths, self.account, self.purpose)?;
        }
        Ok(ended)
    }

    /// The folder of the socket.
    #[must_use]
    pub fn socket(&self) -> &Path {
        &self.paths.socket
    }

    /// The number in the name of the socket, and the port where it listens on one.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.purpose.port()
    }

    /// The folder of PostgreSQL's programs, of the server's own version.
    #[must_use]
    pub fn programs(&self) -> &Path {
        &self.binaries.folder
    }

    /// Ends the server cleanly if this process started it. Close all connections before.
    ///
    /// # Errors
    /// When PostgreSQL could not be told to stop.
    pub fn stop(self) -> Result<(), Error> {
        self.running.map_or(Ok(()), |running| running.stop("fast"))
    }
}

/// A server for one test run: dropping it ends it at once and removes its folder.
///
/// It must never hold what anyone wants to keep.
#[derive(Debug)]
pub struct ThrowAway {
    postgres: LocalPostgres,
    folder: PathBuf,
}

impl ThrowAway {
    /// Starts an empty server in a new folder; with a `port` it listens there on the loopback address too.
    ///
    /// # Errors
    /// As [`LocalPostgres::start`].
    pub fn start(port: Option<u16>) -> Result<Self, Error> {
        let folder = env::temp_dir().join(format!("faultline-{}", std::process::id()));
        let postgres = LocalPostgres::start_for(Purpose::ThrowAway(port), &folder)?;
        Ok(Self { postgres, folder })
    }

    /// The server.
    #[must_use]
    pub fn postgres(&self) -> &LocalPostgres {
        &self.postgres
    }

    /// The address of its database, as the owner.
    #[must_use]
    pub fn url(&self) -> String {
        let (socket, port) = (self.postgres.socket().display(), self.postgres.port());
        format!("postgres://{OWNER}@localhost/{DATABASE}?host={socket}&port={port}")
    }
}

impl Drop for ThrowAway {
    fn drop(&mut self) {
        if let Some(running) = &self.postgres.running {
            let _ = running.stop("immediate");
        }
        for folder in [&self.postgres.paths.base, &self.folder] {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// Starts the server, unless another process has; then there is nothing to hold.
fn run_or_join(
    binaries: &Binaries,
    paths: &Paths,
    account: Option<Account>,
    purpose: Purpose,
) -> Result<Option<Running>, Error> {
    if joined(paths) {
        return Ok(None);
    }
    let mut running = Running::spawn(binaries, paths, account, purpose)?;
    wait_until_ready(paths, &mut running)?;
    Ok(Some(running))
}

/// Whether a server of this cluster runs already and is ready. Waits for one that is still starting or stopping.
fn joined(paths: &Paths) -> bool {
    let deadline = Instant::now() + OTHER_PROCESS_TIMEOUT;
    while paths.server_is_alive() && Instant::now() < deadline {
        if paths.server_is_ready() {
            return true;
        }
        sleep(Duration::from_millis(50));
    }
    false
}

fn wait_until_ready(paths: &Paths, running: &mut Running) -> Result<(), Error> {
    // Recovery after a power cut may take long; as long as the process lives it is at work.
    while !paths.server_is_ready() {
        if running.has_ended() {
            return Err(running.reason());
        }
        sleep(Duration::from_millis(10));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
