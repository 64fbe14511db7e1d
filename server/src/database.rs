//! Opens the database: finds or starts the server, brings the tables up to date, and signs in as the app's own role.
//! Requests are never served by the owner's connection: row-level security does not bind owners.

mod app_role;
mod connection;
mod migrate;
mod pool;

use std::time::Duration;

use faultline::stores::db::Db;
use faultline_postgres::LocalPostgres;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection, PgPool};

use crate::{
    config::DatabaseConfig,
    local_postgres::{self, Kept},
    start_error::StartError,
};
use connection::{check_patched, check_version, connect, parse};
use migrate::migrate;

const OWNER_URL: &str = "DATABASE_URL";
const APP_URL: &str = "DATABASE_APP_URL";
/// How long work that is open when the process stops is waited for.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// The open database.
#[derive(Debug)]
pub struct Database {
    acting: PgPool,
    single: PgPool,
    owner: PgConnectOptions,
    local: Option<Kept>,
}

impl Database {
    /// Opens what the configuration names, or the private server of the data folder, and migrates it.
    ///
    /// # Errors
    /// One [`StartError`] for each thing that can be wrong with server, database, roles or folder.
    pub async fn open(config: &DatabaseConfig) -> Result<Self, StartError> {
        let Source { owner, app, local } = Source::open(config).await?;
        let sign_in = match (&local, app) {
            (Some(_), _) => AppSignIn::Trusted,
            (None, Some(app)) => AppSignIn::Given(Box::new(app)),
            (None, None) => AppSignIn::Derived,
        };
        let app = prepare(&owner, sign_in).await?;
        Ok(Self::of(owner, app, config.connections(), local))
    }

    fn of(
        owner: PgConnectOptions,
        app: PgConnectOptions,
        connections: u32,
        local: Option<LocalPostgres>,
    ) -> Self {
        // Of those for single statements, one listens for changes and one says who asks, all the time.
        let for_single = (connections / 4).max(3);
        let single = pool::open(app.clone(), for_single);
        let acting = pool::open(app, connections.saturating_sub(for_single).max(1));
        Self { acting, single, owner, local: local.map(Kept::watch) }
    }

    /// The database as pages use it.
    #[must_use]
    pub fn db(&self) -> Db {
        Db::new(self.acting.clone()).with_single(self.single.clone())
    }

    /// How to connect as the owner, for maintenance only: row-level security does not bind it.
    #[must_use]
    pub fn owner(&self) -> &PgConnectOptions {
        &self.owner
    }

    /// Waits until the private server cannot be had any more, and says why. One elsewhere is waited for without end.
    pub async fn lost(&self) -> String {
        match &self.local {
            Some(local) => local.lost().await,
            None => std::future::pending().await,
        }
    }

    /// Waits a moment for open work, closes every connection and stops the private server if this process started it.
    pub async fn close(self) {
        let closing = async { tokio::join!(self.acting.close(), self.single.close()) };
        if tokio::time::timeout(CLOSE_TIMEOUT, closing).await.is_err() {
            tracing::warn!("some work on the database was not finished and is undone");
        }
        if let Some(local) = self.local {
            local.stop().await;
        }
    }
}

/// What a configuration names, untouched so far: nothing in it is made or changed.
#[derive(Debug)]
pub(crate) struct Source {
    /// How to connect as the owner.
    pub owner: PgConnectOptions,
    /// How the app's role signs in, where that was said.
    pub app: Option<PgConnectOptions>,
    /// The private server, where none was named.
    pub local: Option<LocalPostgres>,
}

impl Source {
    /// Finds the server, or starts the private one.
    pub async fn open(config: &DatabaseConfig) -> Result<Self, StartError> {
        let Some(url) = &config.database_url else {
            let local = local_postgres::start(&config.data_dir).await?;
            let owner = local_postgres::owner(&local);
            return Ok(Self { owner, app: None, local: Some(local) });
        };
        let app = config.database_app_url.as_ref().map(|url| parse(url, APP_URL)).transpose()?;
        Ok(Self { owner: parse(url, OWNER_URL)?, app, local: None })
    }

    /// Stops the private server if this process started it.
    pub async fn close(self) {
        if let Some(local) = self.local {
            local_postgres::stop(local).await;
        }
    }
}

/// Connects as the owner, for maintenance.
pub(crate) async fn connect_as_owner(owner: &PgConnectOptions) -> Result<PgConnection, StartError> {
    let connection = connect(owner, OWNER_URL).await?;
    check_version(&connection)?;
    Ok(connection)
}

/// Makes the app's role unless it is there.
pub(crate) async fn ensure_app_role(
    connection: &mut PgConnection,
    owner: &PgConnectOptions,
    signs_in: bool,
) -> Result<(), StartError> {
    app_role::ensure(connection, owner.get_username(), signs_in).await
}

/// How the app's role signs in.
pub(crate) enum AppSignIn {
    /// The private server trusts whoever reaches its socket.
    Trusted,
    /// With a password derived from the owner's, the same on every server of this database.
    Derived,
    /// As the administrator has arranged.
    Given(Box<PgConnectOptions>),
}

/// Brings the database up to date, and gives how the app's role signs in.
pub(crate) async fn prepare(
    owner: &PgConnectOptions,
    sign_in: AppSignIn,
) -> Result<PgConnectOptions, StartError> {
    let mut connection = connect(owner, OWNER_URL).await?;
    check_version(&connection)?;
    check_patched(connection.server_version_num().unwrap_or_default())?;
    let app_signs_in = !matches!(sign_in, AppSignIn::Given(_));
    app_role::ensure(&mut connection, owner.get_username(), app_signs_in).await?;
    migrate(&mut connection, owner.get_username()).await?;
    let app = match sign_in {
        AppSignIn::Trusted => owner.clone().username(app_role::NAME),
        AppSignIn::Derived => app_role::sign_in(&mut connection, owner).await?,
        AppSignIn::Given(options) => *options,
    };
    let mut trial = connect(&app, APP_URL).await?;
    app_role::check(&mut trial).await?;
    // Failing to say goodbye changes nothing.
    let _ = tokio::join!(trial.close(), connection.close());
    Ok(app)
}

#[cfg(test)]
pub(crate) mod tests;
