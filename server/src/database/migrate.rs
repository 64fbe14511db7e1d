//! Brings the tables up to date, and names why that failed.

use std::collections::BTreeSet;

use faultline::MIGRATOR;
use faultline_postgres::Error;
use sqlx::{PgConnection, migrate::MigrateError};

use super::connection::root_cause;
use crate::start_error::StartError;

/// Brings the tables up to date. Servers that start together take turns.
pub async fn migrate(connection: &mut PgConnection, owner: &str) -> Result<(), StartError> {
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
pub fn refused(error: &sqlx::Error, owner: &str, action: &'static str) -> StartError {
    let code = error.as_database_error().and_then(|it| it.code());
    match code.as_deref() {
        Some("42501") => StartError::OwnerMayNot { owner: owner.to_owned(), action },
        Some("53100") => Error::DiskFull("the database".to_owned()).into(),
        _ => StartError::Database(root_cause(error)),
    }
}
