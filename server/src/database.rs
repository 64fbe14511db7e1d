//! Opens the database: finds or starts the server, brings the tables up to date, and signs in as the app's own role.
//! Requests are never served by the owner's connection: row-level security does not bind owners.

mod app_role;
mod pool;

use std::collections::BTreeSet;
use std::time::Duration;

use faultline::MIGRATOR;
use faultline::stores::db::Db;
use faultline_postgres::{Error, LocalPostgres, OLDEST_VERSION};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{Connection, PgConnection, PgPool, migrate::MigrateError};

use crate::{
    config::{DatabaseConfig, Secret},
    local_postgres::{self, Kept},
    start_error::StartError,
};

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

fn parse(url: &Secret, name: &'static str) -> Result<PgConnectOptions, StartError> {
    let options: PgConnectOptions =
        url.expose().parse().map_err(|_| StartError::BadUrl { name })?;
    let scheme = url.expose().split("://").next();
    let said = url.expose().contains("sslmode=") || url.expose().contains("ssl-mode=");
    let said = said || std::env::var_os("PGSSLMODE").is_some();
    // What goes over a network is encrypted unless the administrator says otherwise.
    let options = match said || is_here(&options) {
        true => options,
        false => options.ssl_mode(PgSslMode::Require),
    };
    match scheme {
        Some("postgres" | "postgresql") => Ok(options.application_name("faultline")),
        _ => Err(StartError::BadUrl { name }),
    }
}

/// Whether the database is on this machine.
fn is_here(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

async fn connect(
    options: &PgConnectOptions,
    name: &'static str,
) -> Result<PgConnection, StartError> {
    PgConnection::connect_with(options).await.map_err(|error| cannot_connect(&error, options, name))
}

/// Names what is wrong with an address, from PostgreSQL's code for it.
fn cannot_connect(
    error: &sqlx::Error,
    options: &PgConnectOptions,
    name: &'static str,
) -> StartError {
    let user = options.get_username().to_owned();
    let Some(database_error) = error.as_database_error() else {
        return StartError::Unreachable { place: place(options), reason: root_cause(error) };
    };
    match database_error.code().as_deref() {
        Some("28P01" | "28000") => StartError::WrongPassword { user, name },
        Some("3D000") => {
            StartError::NoSuchDatabase(options.get_database().unwrap_or(&user).to_owned())
        }
        Some("53300") => StartError::TooManyConnections,
        Some("53100") => Error::DiskFull(place(options)).into(),
        _ => StartError::Database(database_error.message().to_owned()),
    }
}

fn place(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}

/// The innermost message: the outer ones only repeat that something went wrong.
fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

fn check_version(connection: &PgConnection) -> Result<(), StartError> {
    let major = connection.server_version_num().unwrap_or_default() / 10_000;
    if major < OLDEST_VERSION {
        return Err(Error::TooOld { found: major, needed: OLDEST_VERSION }.into());
    }
    Ok(())
}

/// Whether a server keeps clients apart, by its number: before these, a plan made under one row-level security could be
/// used under another (CVE-2024-10976). What is on an older one can still be backed up.
fn check_patched(number: u32) -> Result<(), StartError> {
    let (major, minor) = (number / 10_000, number % 10_000);
    let needed = match major {
        15 => 9,
        16 => 5,
        17 => 1,
        _ => 0,
    };
    if minor < needed { Err(StartError::Unpatched { major, minor, needed }) } else { Ok(()) }
}

/// Brings the tables up to date. Servers that start together take turns.
async fn migrate(connection: &mut PgConnection, owner: &str) -> Result<(), StartError> {
    MIGRATOR.run(connection).await.map_err(|error| cannot_migrate(&error, owner))
}

fn cannot_migrate(error: &MigrateError, owner: &str) -> StartError {
    let known: BTreeSet<i64> = MIGRATOR.iter().map(|migration| migration.version).collect();
    match error {
        MigrateError::VersionMissing(version) if known.last().is_none_or(|last| version > last) => {
            StartError::DatabaseTooNew(*version)
        }
        MigrateError::VersionMissing(version)
        | MigrateError::VersionMismatch(version)
        | MigrateError::Dirty(version) => StartError::MigrationChanged(*version),
        MigrateError::ExecuteMigration(error, version) => {
            match refused(error, owner, "make tables") {
                StartError::Database(reason) => {
                    StartError::MigrationFailed { version: *version, reason }
                }
                other => other,
            }
        }
        MigrateError::Execute(error) => refused(error, owner, "make tables"),
        other => StartError::Database(other.to_string()),
    }
}

/// Names why the owner's statement failed.
fn refused(error: &sqlx::Error, owner: &str, action: &'static str) -> StartError {
    let code = error.as_database_error().and_then(|it| it.code());
    match code.as_deref() {
        Some("42501") => StartError::OwnerMayNot { owner: owner.to_owned(), action },
        Some("53100") => Error::DiskFull("the database".to_owned()).into(),
        _ => StartError::Database(root_cause(error)),
    }
}

#[cfg(test)]
pub(crate) mod tests;
