//! Credentials: people's passwords' hashes, and the attempts that are counted.
//! Everything before anyone is known goes through functions of the database that can do only that.

use crate::engines::tables::Zone;
use crate::platform::ids::PersonId;
use crate::stores::access::Role;
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, query, query_as, query_scalar};

/// The credentials of an account.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they are in the firm.
    pub role: Role,
    /// The hash; `None` until the invitation was taken.
    pub password_hash: Option<String>,
}

/// The credentials of an account, if there is one that may sign in.
///
/// # Errors
/// When the database cannot be reached.
pub async fn credentials(
    conn: &mut PgConnection,
    account: &str,
) -> sqlx::Result<Option<Credentials>> {
    query_as!(
        Credentials,
        r#"select person_id as "person!: PersonId", name as "name!", role as "role!: Role", password_hash as "password_hash?"
           from credentials($1)"#,
        account
    )
    .fetch_optional(conn)
    .await
}

/// The acting person's own credentials.
#[derive(Debug, Clone)]
pub struct OwnCredentials {
    /// Their address.
    pub email: String,
    /// Their hash.
    pub password_hash: Option<String>,
}

/// The acting person's own credentials, to check their password again.
///
/// # Errors
/// When the database cannot be reached.
pub async fn own_credentials(conn: &mut PgConnection) -> sqlx::Result<Option<OwnCredentials>> {
    query_as!(OwnCredentials, r#"select email as "email!", password_hash from own_credentials()"#)
        .fetch_optional(conn)
        .await
}

/// Which of a person's zones is meant to be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeZoneOf {
    /// What their browser says, where none is known yet.
    Browser,
    /// What they chose.
    Choice,
}

/// Sets the zone of the acting person's clocks; whether that changed anything.
///
/// # Errors
/// When the database cannot be reached.
pub async fn set_time_zone(
    conn: &mut PgConnection,
    zone: Zone,
    of: TimeZoneOf,
) -> sqlx::Result<bool> {
    let first = of == TimeZoneOf::Browser;
    let set = query_scalar!("select set_time_zone($1, $2)", zone.to_string(), first);
    Ok(set.fetch_one(conn).await?.unwrap_or(false))
}

/// The zone of a person's clocks; universal time until it is known.
///
/// # Errors
/// When the database cannot be reached.
pub async fn time_zone(conn: &mut PgConnection, person: PersonId) -> sqlx::Result<Zone> {
    let zone = query_scalar!("select time_zone_of($1)", person.0).fetch_one(conn).await?;
    Ok(zone.and_then(|zone| zone.parse().ok()).unwrap_or_default())
}

/// Sets the acting person's password.
///
/// # Errors
/// When the database cannot be reached.
pub async fn set_password(conn: &mut PgConnection, hash: &str) -> sqlx::Result<()> {
    query!("select set_password($1)", hash).execute(conn).await.map(|_| ())
}

/// Ends every token of the acting person.
///
/// # Errors
/// When the database cannot be reached.
pub async fn end_tokens(conn: &mut PgConnection) -> sqlx::Result<()> {
    query_scalar!("select own_tokens_end()").fetch_one(conn).await.map(|_| ())
}

/// Attempts to sign in that an account has from one network within [`WITHIN_MINUTES`], counted across servers.
pub const ATTEMPTS: i32 = 5;
/// The same from all networks together, where nobody has signed in to it from the one that asks.
pub const ATTEMPTS_OF_ALL: i32 = 40;
/// How long a failed attempt counts, in minutes.
pub const WITHIN_MINUTES: i32 = 15;

/// Counts an attempt to sign in, before the password is looked at; a time says that there were too many, and until when.
/// The database folds the account as it does when it looks it up, so that it is one however it is typed.
///
/// # Errors
/// When the database cannot be reached.
pub async fn attempt(
    conn: &mut PgConnection,
    account: &str,
    network: &str,
) -> sqlx::Result<Option<DateTime<Utc>>> {
    query_scalar!(
        "select sign_in_attempt($1, $2, $3, $4, make_interval(mins => $5))",
        account,
        network,
        ATTEMPTS,
        ATTEMPTS_OF_ALL,
        WITHIN_MINUTES
    )
    .fetch_one(conn)
    .await
}

/// Forgets the acting person's failures from a network after a sign-in, and knows the network from then on.
///
/// # Errors
/// When the database cannot be reached.
pub async fn succeed(conn: &mut PgConnection, network: &str) -> sqlx::Result<()> {
    query!("select sign_in_success($1)", network).execute(conn).await.map(|_| ())
}
