//! Restoring: key and files first, the database in one transaction, then a comparison of both with what was backed up.
//! It must never write over anything that is there.

use super::Told;
use super::archive::Archive;
use super::contents::{self, Listed};
use super::programs::Programs;
use crate::database::{self, AppSignIn};
use crate::failure::Failure;
use faultline::stores::attachments::Files;
use faultline::stores::certificate::stamps;
use faultline_postgres::LocalPostgres;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection, query_scalar};
use std::path::Path;

/// Restores a whole archive into an empty database, its files, and the data folder.
///
/// # Errors
/// A sentence: there is something already, or what was restored is not what was backed up.
pub async fn into(
    mut archive: Archive,
    owner: &PgConnectOptions,
    local: Option<&LocalPostgres>,
    app: Option<&PgConnectOptions>,
    files: &Files,
    data_dir: &Path,
) -> Result<Told, Failure> {
    let mut connection = database::connect_as_owner(owner).await?;
    refuse_unless_empty(&mut connection).await?;
    let server = connection.server_version_num().unwrap_or_default() / 10_000;
    let programs = Programs::find(local, owner, server)?;
    let given = app.is_some();
    // What is restored grants to it, and a fresh cluster has no such role.
    database::ensure_app_role(&mut connection, owner, !given).await?;
    if let Some(key) = archive.stamping_key()? {
        keep_key(data_dir, &key)?;
    }
    for at in 0..archive.manifest.files.len() {
        let (Listed { engagement, id }, bytes) = archive.file(at)?;
        files.put(engagement, id, bytes.clone()).await?;
        if files.get(engagement, id).await?.is_none_or(|found| found != bytes) {
            return Err(format!("The file {id} could not be restored as it was.").into());
        }
    }
    let dump = archive.database()?;
    tokio::task::spawn_blocking(move || programs.restore(dump.path())).await??;
    // What belongs to the database and its schema rather than to the tables is no part of the dump.
    connection.execute(GRANTS).await?;
    compare(&mut connection, &archive).await?;
    connection.close().await?;
    // A backup of an older version is brought up to date here, so that it can serve.
    let sign_in = match (local, app) {
        (Some(_), _) => AppSignIn::Trusted,
        (None, Some(app)) => AppSignIn::Given(Box::new(app.clone())),
        (None, None) => AppSignIn::Derived,
    };
    database::prepare(owner, sign_in).await?;
    Ok(archive.manifest.told())
}

/// The grants of migrations 0001 and 0002 that are not on a table or function.
const GRANTS: &str = "grant usage on schema public to faultline_app;
    do $$ begin execute format('grant temporary on database %I to faultline_app', current_database()); end $$";

async fn refuse_unless_empty(connection: &mut PgConnection) -> Result<(), Failure> {
    let anything = "select exists (select from pg_class where relnamespace = 'public'::regnamespace
                        and relkind in ('r', 'p', 'v', 'm', 'S'))";
    let name = "select current_database()::text";
    if query_scalar(anything).fetch_one(&mut *connection).await? {
        let name: String = query_scalar(name).fetch_one(connection).await?;
        return Err(format!(
            "The database {name} has tables already, and nothing is restored over them: name an empty database in \
             DATABASE_URL, or a new folder with --data-dir."
        )
        .into());
    }
    Ok(())
}

/// Puts the key that stamps certificates where the server looks for it. One that is there and is the same is as good.
fn keep_key(data_dir: &Path, key: &str) -> Result<(), Failure> {
    let file = stamps::key_file(data_dir);
    let file = file.display();
    let failed =
        |error| format!("The key that stamps certificates, {file}, cannot be kept: {error}.");
    if stamps::keep_key(data_dir, key).map_err(failed)? {
        return Ok(());
    }
    if stamps::kept_key(data_dir).map_err(failed)?.as_deref() == Some(key) {
        return Ok(());
    }
    Err(format!(
        "{file} is another key than the one that was backed up, and nothing is restored over it: move it away, or name a new \
         folder with --data-dir."
    )
    .into())
}

async fn compare(connection: &mut PgConnection, archive: &Archive) -> Result<(), Failure> {
    let found = contents::all(connection).await?;
    let expected = &archive.manifest.tables;
    let other = expected.iter().find(|table| !found.contains(table));
    match other {
        None if found.len() == expected.len() => Ok(()),
        None => {
            Err("The restored database has tables that were not backed up: do not use it.".into())
        }
        Some(table) => Err(format!(
            "The restored table {} is not what was backed up: do not use this database.",
            table.name
        )
        .into()),
    }
}
