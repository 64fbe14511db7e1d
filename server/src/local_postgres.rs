//! The private PostgreSQL of a data folder, for those who name none, as connections of this process see it.
//! It must never hold up the async threads: starting and stopping wait for programs.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use faultline_postgres::{DATABASE, LocalPostgres, OWNER};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::start_error::StartError;

/// How often it is looked whether the server still runs.
const WATCH_INTERVAL: Duration = Duration::from_millis(100);
/// How long a server that died is tried to be started again.
const REVIVE_TIMEOUT: Duration = Duration::from_secs(20);

/// Starts the server of a data folder, or finds it running.
///
/// # Errors
/// As [`LocalPostgres::start`].
pub async fn start(data_dir: &Path) -> Result<LocalPostgres, StartError> {
    let data_dir = data_dir.to_owned();
    if !data_dir.join("postgres").exists() {
        tracing::info!(folder = %data_dir.display(), "making a private PostgreSQL, once");
    }
    let started = spawn_blocking(move || LocalPostgres::start(&data_dir)).await;
    Ok(started.map_err(|error| StartError::Database(error.to_string()))??)
}

/// How to connect as the owner of everything in it.
#[must_use]
pub fn owner(local: &LocalPostgres) -> PgConnectOptions {
    let options = PgConnectOptions::new_without_pgpass().ssl_mode(PgSslMode::Disable);
    options.socket(local.socket()).port(local.port()).username(OWNER).database(DATABASE)
}

/// A private server that is started again when it dies.
#[derive(Debug)]
pub struct Kept {
    local: Arc<Mutex<Option<LocalPostgres>>>,
    watching: JoinHandle<()>,
    lost: watch::Receiver<Option<String>>,
}

impl Kept {
    /// Watches over a server from now on.
    #[must_use]
    pub fn watch(local: LocalPostgres) -> Self {
        let local = Arc::new(Mutex::new(Some(local)));
        let (tell, lost) = watch::channel(None);
        let watching = tokio::spawn(watch_over(Arc::clone(&local), tell));
        Self { local, watching, lost }
    }

    /// Waits until it cannot be had any more, and says why.
    pub async fn lost(&self) -> String {
        let mut lost = self.lost.clone();
        let reason = lost.wait_for(Option::is_some).await.ok().and_then(|reason| reason.clone());
        match reason {
            Some(reason) => reason,
            None => std::future::pending().await,
        }
    }

    /// Ends it as [`stop`] does.
    pub async fn stop(self) {
        self.watching.abort();
        let local = self.local;
        let taken = spawn_blocking(move || lock(&local).take()).await;
        if let Ok(Some(local)) = taken {
            stop(local).await;
        }
    }
}

fn lock(local: &Mutex<Option<LocalPostgres>>) -> MutexGuard<'_, Option<LocalPostgres>> {
    local.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts the server again whenever it has ended, until that fails too long.
async fn watch_over(local: Arc<Mutex<Option<LocalPostgres>>>, tell: watch::Sender<Option<String>>) {
    let mut failing: Option<Instant> = None;
    loop {
        tokio::time::sleep(WATCH_INTERVAL).await;
        let local = Arc::clone(&local);
        let revive = move || lock(&local).as_mut().map_or(Ok(false), LocalPostgres::revive);
        match spawn_blocking(revive).await {
            Ok(Ok(revived)) => {
                failing = None;
                if revived {
                    tracing::warn!("the private PostgreSQL had ended and was started again");
                }
            }
            // What is left of the one that died may still hold its memory for a moment.
            Ok(Err(error)) => {
                tracing::error!(%error, "the private PostgreSQL has ended and does not start");
                if failing.get_or_insert_with(Instant::now).elapsed() > REVIVE_TIMEOUT {
                    // Whoever waits for it ends the process; nobody may.
                    let _ = tell.send(Some(error.to_string()));
                    return;
                }
            }
            Err(error) => tracing::error!(%error, "the private PostgreSQL could not be looked at"),
        }
    }
}

/// Ends the server cleanly if this process started it. Close all connections before.
pub async fn stop(local: LocalPostgres) {
    if let Ok(Err(error)) = spawn_blocking(|| local.stop()).await {
        tracing::warn!(%error);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::tests::data_dir;
    use sqlx::{ConnectOptions, Connection, Executor};

    async fn value(options: &PgConnectOptions, sql: &'static str) -> String {
        let mut connection = options.connect().await.unwrap();
        let value = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        value
    }

    #[tokio::test]
    async fn what_was_written_is_there_after_a_restart() {
        let folder = data_dir();
        let first = start(folder.path()).await.unwrap();
        let mut connection = owner(&first).connect().await.unwrap();
        connection.execute("create table kept as select 'yes' as answer").await.unwrap();
        drop(connection);
        stop(first).await;
        let begun = Instant::now();
        let second = start(folder.path()).await.unwrap();
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
        assert_eq!(value(&owner(&second), "select answer from kept").await, "yes");
        stop(second).await;
    }

    #[tokio::test]
    async fn one_that_was_killed_is_back_within_five_seconds() {
        let folder = data_dir();
        let local = start(folder.path()).await.unwrap();
        let options = owner(&local);
        let kept = Kept::watch(local);
        let pid = folder.path().join("postgres/cluster/postmaster.pid");
        for _ in 0..2 {
            let written = std::fs::read_to_string(&pid).unwrap();
            let id = written.lines().next().unwrap();
            let killed = std::process::Command::new("kill").args(["-9", id]).status().unwrap();
            assert!(killed.success());
            let begun = Instant::now();
            let again = loop {
                if let Ok(mut connection) = options.connect().await
                    && connection.ping().await.is_ok()
                {
                    break begun.elapsed();
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            };
            assert!(again < Duration::from_secs(5), "{again:?}");
        }
        kept.stop().await;
        assert!(options.connect().await.is_err());
    }

    #[tokio::test]
    async fn it_is_durable_checksummed_and_closed_to_the_network() {
        let folder = data_dir();
        let postgres = start(folder.path()).await.unwrap();
        let setting = async |sql| value(&owner(&postgres), sql).await;
        assert_eq!(setting("select current_setting('fsync')").await, "on");
        assert_eq!(setting("select current_setting('data_checksums')").await, "on");
        assert_eq!(setting("select current_setting('listen_addresses')").await, "");
        assert_eq!(setting("select current_setting('server_encoding')").await, "UTF8");
        assert_eq!(setting("select upper('zürich')").await, "ZÜRICH");
        stop(postgres).await;
    }
}
