//! The role that serves requests: it may sign in and own nothing.
//! It must never be able to read around row-level security.

use argon2::Argon2;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, postgres::PgConnectOptions,
};

use super::APP_URL;
use super::connection::{cannot_connect, root_cause};
use super::migrate::refused;
use crate::start_error::StartError;

/// Its name, to which the migrations grant what it may do.
pub const NAME: &str = "faultline_app";

/// Makes the role unless it is there, able to sign in if that is how we shall use it. The migrations grant to it, so it
/// comes before them.
pub async fn ensure(
    connection: &mut PgConnection,
    owner: &str,
    signs_in: bool,
) -> Result<(), StartError> {
    let mut tries = 0;
    loop {
        let (sql, action) = match (state(connection, owner).await?, signs_in) {
            (Some(true), _) | (Some(false), false) => return Ok(()),
            (Some(false), true) => {
                ("alter role faultline_app login", "let the role faultline_app sign in")
            }
            (None, true) => {
                ("create role faultline_app login noinherit", "create the role faultline_app")
            }
            (None, false) => {
                ("create role faultline_app nologin noinherit", "create the role faultline_app")
            }
        };
        let Err(error) = connection.execute(sql).await else { return Ok(()) };
        // Another server that starts at the same moment may have been first, and may have left something to do.
        tries += 1;
        if tries == 3 {
            return Err(refused(&error, owner, action));
        }
    }
}

/// Whether the role can sign in; nothing when there is no such role.
async fn state(connection: &mut PgConnection, owner: &str) -> Result<Option<bool>, StartError> {
    sqlx::query_scalar("select rolcanlogin from pg_roles where rolname = 'faultline_app'")
        .fetch_optional(connection)
        .await
        .map_err(|error| refused(&error, owner, "read the list of roles"))
}

/// How the role signs in: without a password where the server trusts us, else with one derived from the owner's, so
/// that every server of this database knows it and nobody has to keep it. Set only when it is not the current one.
pub async fn sign_in(
    connection: &mut PgConnection,
    owner: &PgConnectOptions,
) -> Result<PgConnectOptions, StartError> {
    let Some(secret) = owner.to_url_lossy().password().map(str::to_owned) else {
        let app = owner.clone().username(NAME);
        return match can_sign_in(&app).await? {
            true => Ok(app),
            false => Err(StartError::NoAppPassword(NAME)),
        };
    };
    let password = derived_password(&secret)?;
    let app = owner.clone().username(NAME).password(&password);
    if !can_sign_in(&app).await? {
        // Only hexadecimal digits, so that it can stand in the statement, which takes no parameters.
        let sql = AssertSqlSafe(format!("alter role faultline_app login password '{password}'"));
        connection.execute(sql).await.map_err(|error| {
            refused(&error, owner.get_username(), "set the password of faultline_app")
        })?;
    }
    Ok(app)
}

async fn can_sign_in(app: &PgConnectOptions) -> Result<bool, StartError> {
    match app.connect().await {
        Ok(connection) => {
            // Failing to say goodbye changes nothing.
            let _ = connection.close().await;
            Ok(true)
        }
        Err(error) => match cannot_connect(&error, app, APP_URL) {
            StartError::WrongPassword { .. } => Ok(false),
            other => Err(other),
        },
    }
}

/// Slow to compute, so that whoever learns the app's password cannot search for the owner's.
fn derived_password(owner: &str) -> Result<String, StartError> {
    let mut key = [0_u8; 32];
    Argon2::default()
        .hash_password_into(owner.as_bytes(), b"faultline_app password", &mut key)
        .map_err(|error| StartError::Database(error.to_string()))?;
    Ok(hex::encode(key))
}

/// Refuses a role that row-level security would not bind.
pub async fn check(connection: &mut PgConnection) -> Result<(), StartError> {
    let (name, is_bound): (String, bool) = sqlx::query_as(
        "select current_user::text,
                not role.rolsuper and not role.rolbypassrls
                and not exists (select from pg_class table_
                                where pg_has_role(role.oid, table_.relowner, 'member')
                                  and table_.relnamespace = 'public'::regnamespace)
         from pg_roles role where role.rolname = current_user",
    )
    .fetch_one(connection)
    .await
    .map_err(|error| StartError::Database(root_cause(&error)))?;
    if is_bound { Ok(()) } else { Err(StartError::AppRoleTooStrong(name)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_server_derives_the_same_password_and_not_the_owners() {
        let password = derived_password("correct horse").unwrap();
        assert_eq!(password, derived_password("correct horse").unwrap());
        assert_ne!(password, derived_password("correct horses").unwrap());
        assert!(password.len() == 64 && password.bytes().all(|it| it.is_ascii_hexdigit()));
    }
}
