//! The private PostgreSQL of a data folder, for those who name none, as connections of this process see it.
//! It must never hold up the async threads: starting and stopping wait for programs.

use std::path::Path;

use faultline_postgres::{DATABASE, LocalPostgres, OWNER};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::task::spawn_blocking;

use crate::start_error::StartError;

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
    use std::time::{Duration, Instant};

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
