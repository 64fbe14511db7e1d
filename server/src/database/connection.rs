//! One connection: read from its address, opened, and what is wrong with it named.

use faultline_postgres::{Error, OLDEST_VERSION};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{Connection, PgConnection};

use crate::{config::Secret, start_error::StartError};

/// How to connect to the database at an address; `name` is the setting that it comes from.
pub fn parse(url: &Secret, name: &'static str) -> Result<PgConnectOptions, StartError> {
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

/// Connects, or says what is wrong.
pub async fn connect(
    options: &PgConnectOptions,
    name: &'static str,
) -> Result<PgConnection, StartError> {
    PgConnection::connect_with(options).await.map_err(|error| cannot_connect(&error, options, name))
}

/// Names what is wrong with an address, from PostgreSQL's code for it.
pub fn cannot_connect(
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
pub fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// Whether a server is new enough to hold our tables.
pub fn check_version(connection: &PgConnection) -> Result<(), StartError> {
    let major = connection.server_version_num().unwrap_or_default() / 10_000;
    if major < OLDEST_VERSION {
        return Err(Error::TooOld { found: major, needed: OLDEST_VERSION }.into());
    }
    Ok(())
}

/// Whether a server keeps clients apart, by its number: before these, a plan made under one row-level security could be
/// used under another (CVE-2024-10976). What is on an older one can still be backed up.
pub fn check_patched(number: u32) -> Result<(), StartError> {
    let (major, minor) = (number / 10_000, number % 10_000);
    let needed = match major {
        15 => 9,
        16 => 5,
        17 => 1,
        _ => 0,
    };
    if minor < needed { Err(StartError::Unpatched { major, minor, needed }) } else { Ok(()) }
}
