//! A private PostgreSQL below the data folder, for those who name none: made on the first start, ended with us.
//! It must never listen on a network, nor give up durability for speed.

mod account;
mod binaries;
mod cluster;
mod places;
mod process;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use sqlx::{ConnectOptions, Connection, Executor, postgres::PgConnectOptions};
use tokio::time::sleep;

use crate::start_error::StartError;
use account::Account;
use binaries::Binaries;
use places::Places;
use process::Running;

/// The database inside the private cluster.
const DATABASE: &str = "faultline";
/// Its superuser; only who may enter the socket's folder can be it.
const OWNER: &str = "faultline_owner";
/// How long another process may take to finish setting up or shutting down.
const SETUP_TIMEOUT: Duration = Duration::from_secs(30);

/// A running private PostgreSQL, ours or one that another process of the same data folder started.
#[derive(Debug)]
pub struct LocalPostgres {
    owner: PgConnectOptions,
    /// Nothing when another process started it: that one ends it.
    running: Option<Running>,
}

impl LocalPostgres {
    /// Makes the cluster if there is none, starts it unless it runs already, and waits until it answers.
    ///
    /// # Errors
    /// When there is no suitable PostgreSQL, the folder cannot be used, or the server does not come up.
    pub async fn start(data_dir: &Path) -> Result<Self, StartError> {
        let account = Account::choose();
        let places = Places::prepare(data_dir, account)?;
        // Held until we are up, so that two processes neither make the cluster twice nor race for it.
        let _turn = places.take_turn(SETUP_TIMEOUT).await?;
        let binaries = Binaries::find(&places.cluster)?;
        cluster::make_if_missing(&binaries, &places, account).await?;

        let owner = places.connect_options().username(OWNER).database(DATABASE);
        if join(&owner, &places).await {
            return Ok(Self { owner, running: None });
        }
        let mut running = Running::spawn(&binaries, &places, account)?;
        wait_until_up(&owner, &mut running).await?;
        Ok(Self { owner, running: Some(running) })
    }

    /// How to connect as the owner of everything in it.
    #[must_use]
    pub fn owner(&self) -> PgConnectOptions {
        self.owner.clone()
    }

    /// Ends the server cleanly if this process started it. Close all connections before.
    pub async fn stop(self) {
        if let Some(running) = self.running {
            running.stop().await;
        }
    }
}

/// Whether a server of this cluster runs already and answers. Waits for one that is still starting or stopping.
async fn join(owner: &PgConnectOptions, places: &Places) -> bool {
    let deadline = Instant::now() + SETUP_TIMEOUT;
    while places.server_is_alive() && Instant::now() < deadline {
        if answers(owner).await.is_ok() {
            return true;
        }
        sleep(Duration::from_millis(50)).await;
    }
    false
}

async fn wait_until_up(owner: &PgConnectOptions, running: &mut Running) -> Result<(), StartError> {
    // Recovery after a power cut may take long; as long as the process lives it is at work.
    loop {
        match answers(owner).await {
            Ok(()) => return Ok(()),
            Err(_) if running.has_ended() => return Err(running.reason()),
            Err(error) if is_not_yet_up(&error) => sleep(Duration::from_millis(10)).await,
            Err(error) => return Err(StartError::Database(error.to_string())),
        }
    }
}

/// No socket yet, or a server that is still recovering.
fn is_not_yet_up(error: &sqlx::Error) -> bool {
    const CANNOT_CONNECT_NOW: &str = "57P03";
    match error.as_database_error() {
        Some(error) => error.code().as_deref() == Some(CANNOT_CONNECT_NOW),
        None => matches!(error, sqlx::Error::Io(_)),
    }
}

/// Connects once; makes the database when the cluster is new.
async fn answers(owner: &PgConnectOptions) -> Result<(), sqlx::Error> {
    match owner.connect().await {
        Ok(connection) => connection.close().await,
        Err(error) if is_missing_database(&error) => {
            let mut connection = owner.clone().database("postgres").connect().await?;
            connection.execute("create database faultline").await?;
            connection.close().await
        }
        Err(error) => Err(error),
    }
}

fn is_missing_database(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|it| it.code()).as_deref() == Some("3D000")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::{fs, path::PathBuf};

    /// A folder that goes away with the test.
    pub(crate) struct Folder(PathBuf);

    impl Folder {
        pub(crate) fn new() -> Self {
            let name = format!("faultline-unit-{}", uuid::Uuid::now_v7());
            let folder = std::env::temp_dir().join(name);
            fs::create_dir(&folder).unwrap();
            Self(folder)
        }

        pub(crate) fn path(&self) -> &Path {
            &self.0
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    async fn value(options: &PgConnectOptions, sql: &'static str) -> String {
        let mut connection = options.connect().await.unwrap();
        let value = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        value
    }

    #[tokio::test]
    async fn what_was_written_is_there_after_a_restart() {
        let folder = Folder::new();
        let first = LocalPostgres::start(folder.path()).await.unwrap();
        let mut connection = first.owner().connect().await.unwrap();
        connection.execute("create table kept as select 'yes' as answer").await.unwrap();
        drop(connection);
        first.stop().await;
        let begun = Instant::now();
        let second = LocalPostgres::start(folder.path()).await.unwrap();
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
        assert_eq!(value(&second.owner(), "select answer from kept").await, "yes");
        second.stop().await;
    }

    #[tokio::test]
    async fn it_is_durable_checksummed_and_closed_to_the_network() {
        let folder = Folder::new();
        let postgres = LocalPostgres::start(folder.path()).await.unwrap();
        let setting = async |sql| value(&postgres.owner(), sql).await;
        assert_eq!(setting("select current_setting('fsync')").await, "on");
        assert_eq!(setting("select current_setting('data_checksums')").await, "on");
        assert_eq!(setting("select current_setting('listen_addresses')").await, "");
        assert_eq!(setting("select current_setting('server_encoding')").await, "UTF8");
        assert_eq!(setting("select upper('zürich')").await, "ZÜRICH");
        postgres.stop().await;
    }

    #[tokio::test]
    async fn a_second_process_uses_the_server_that_runs_and_leaves_it_running() {
        let folder = Folder::new();
        let first = LocalPostgres::start(folder.path()).await.unwrap();
        let second = LocalPostgres::start(folder.path()).await.unwrap();
        assert!(second.running.is_none());
        second.stop().await;
        assert_eq!(value(&first.owner(), "select 'here'").await, "here");
        first.stop().await;
    }

    #[tokio::test]
    async fn an_interrupted_first_start_is_begun_again() {
        let folder = Folder::new();
        let half = folder.path().join("postgres/cluster.unfinished");
        fs::create_dir_all(&half).unwrap();
        fs::write(half.join("PG_VERSION"), "15").unwrap();
        let postgres = LocalPostgres::start(folder.path()).await.unwrap();
        assert!(!half.exists());
        postgres.stop().await;
    }

    #[tokio::test]
    async fn a_cluster_of_a_version_that_is_not_installed_is_refused() {
        let folder = Folder::new();
        let cluster = folder.path().join("postgres/cluster");
        fs::create_dir_all(&cluster).unwrap();
        fs::write(cluster.join("PG_VERSION"), "9\n").unwrap();
        let error = LocalPostgres::start(folder.path()).await.unwrap_err();
        assert!(matches!(error, StartError::ClusterOfOtherVersion { cluster: 9, .. }), "{error}");
    }

    /// Not a test of its own: the process that the next test kills.
    #[tokio::test]
    #[ignore = "waits to be killed by killing_the_process_leaves_no_server_behind"]
    async fn a_process_to_kill() {
        let folder = std::env::var_os("FAULTLINE_TEST_FOLDER").unwrap();
        let _postgres = LocalPostgres::start(Path::new(&folder)).await.unwrap();
        sleep(Duration::from_secs(60)).await;
    }

    #[tokio::test]
    async fn killing_the_process_leaves_no_server_behind() {
        let folder = Folder::new();
        let places = Places::prepare(folder.path(), Account::choose()).unwrap();
        let mut process = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "local_postgres::tests::a_process_to_kill", "--ignored"])
            .env("FAULTLINE_TEST_FOLDER", folder.path())
            .spawn()
            .unwrap();
        let owner = places.connect_options().username(OWNER).database(DATABASE);
        while owner.connect().await.is_err() {
            sleep(Duration::from_millis(20)).await;
        }
        process.kill().unwrap();
        process.wait().unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        while places.server_is_alive() {
            assert!(Instant::now() < deadline, "it is still there");
            sleep(Duration::from_millis(20)).await;
        }
        LocalPostgres::start(folder.path()).await.unwrap().stop().await;
    }
}
