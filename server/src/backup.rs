//! `faultline backup` and `faultline restore`: the database, the files beside failure samples, and the key that stamps
//! certificates, in one archive.
//! What cannot be proved whole is never restored, and nothing is restored over what is there.

mod archive;
mod contents;
mod programs;
mod restore;

use crate::config::{DatabaseConfig, FilesConfig};
use crate::console;
use crate::database::Source;
use crate::failure::Failure;
use archive::{Archive, NewArchive};
use chrono::Utc;
use clap::Args;
use faultline::MIGRATOR;
use faultline::stores::attachments::Files;
use faultline::stores::audit::AuditAction;
use faultline::stores::certificate::stamps;
use faultline_postgres::{LocalPostgres, ThrowAway};
use programs::Programs;
use serde_json::json;
use sqlx::Connection;
use sqlx::postgres::PgConnectOptions;
use std::path::{Path, PathBuf};

pub use archive::{Damaged, Manifest};

/// What to back up, and where to.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The archive to write. It holds everything, keys and personal data too: keep it where only you can read it.
    archive: PathBuf,
    #[command(flatten)]
    database: DatabaseConfig,
    #[command(flatten)]
    files: FilesConfig,
}

/// What to restore, and where to.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The archive that `backup` wrote.
    archive: PathBuf,
    /// Only try it: restore into a PostgreSQL that is thrown away afterwards, and compare with what was backed up.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    database: DatabaseConfig,
    #[command(flatten)]
    files: FilesConfig,
}

/// The part of a backup that could be told in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Tables.
    pub tables: usize,
    /// Their rows.
    pub rows: i64,
    /// Files beside failure samples.
    pub files: usize,
    /// Whether the key that stamps certificates is among it; without an acceptance there is none yet.
    pub stamping_key: bool,
    /// Files that the database names and the file store does not have.
    pub missing: usize,
}

/// Backs up while the server serves, or while it does not.
///
/// # Errors
/// A sentence that says what to do. A half-written archive is removed.
pub async fn run(args: &BackupArgs) -> Result<Told, Failure> {
    let source = Source::open(&args.database).await?;
    let data_dir = &args.database.data_dir;
    let written = match args.files.open(data_dir) {
        Ok(files) => {
            let local = source.local.as_ref();
            write(&args.archive, &source.owner, local, &files, data_dir).await
        }
        Err(error) => Err(error.into()),
    };
    if written.is_ok() {
        console::note_or_tell(&source.owner, AuditAction::Downloaded, "backup", json!({})).await;
    }
    source.close().await;
    written
}

/// Writes an archive of a database, its files, and the key in the data folder.
///
/// # Errors
/// A sentence that says what to do.
pub async fn write(
    to: &Path,
    owner: &PgConnectOptions,
    local: Option<&LocalPostgres>,
    files: &Files,
    data_dir: &Path,
) -> Result<Told, Failure> {
    let archive = NewArchive::create(to)?;
    let snapshot = contents::Snapshot::of(owner).await?;
    // Read after it: of every certificate in it the key is there.
    let key = stamping_key(data_dir)?;
    let programs = Programs::find(local, owner, snapshot.postgres)?;
    // Whoever may act as owner may read all of it, but must say as whom: row-level security binds a plain owner too.
    let (acting, id) = (snapshot.acting_as.clone(), snapshot.id.clone());
    let dumped = tokio::task::spawn_blocking(move || {
        let mut archive = archive;
        let database = programs.dump(&id, &acting, &mut archive)?;
        Ok::<_, Failure>((archive, database))
    });
    let (mut archive, database) = dumped.await??;
    let stamping_key = key.map(|text| archive.stamping_key(&text)).transpose()?;
    let (tables, listed) = (snapshot.tables, snapshot.files);
    snapshot.transaction.close().await?;
    let (mut kept, mut missing) = (Vec::new(), Vec::new());
    for file in listed {
        match files.get(file.engagement, file.id).await? {
            Some(bytes) => kept.push(archive.file(file, &bytes)?),
            // Purged between the snapshot and now, or lost before: both are told.
            None => missing.push(file),
        }
    }
    let manifest = Manifest {
        format: archive::FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: Utc::now(),
        postgres: snapshot.postgres,
        migration: MIGRATOR.iter().map(|it| it.version).max().unwrap_or_default(),
        database,
        stamping_key,
        tables,
        files: kept,
        missing,
    };
    archive.finish(&manifest)?;
    Ok(manifest.told())
}

/// The text of the key that stamps certificates, where one was made. One that cannot be read is never left out unsaid.
fn stamping_key(data_dir: &Path) -> Result<Option<String>, Failure> {
    let unread = |error| {
        let file = stamps::key_file(data_dir);
        format!("The key that stamps certificates, {}, cannot be read: {error}.", file.display())
    };
    Ok(stamps::kept_key(data_dir).map_err(unread)?)
}

/// Restores into what is empty; with `--check` into what is thrown away.
///
/// # Errors
/// A sentence: the archive is damaged or newer than this program, or there is something where it should go.
pub async fn restore(args: &RestoreArgs) -> Result<Told, Failure> {
    if args.check {
        let server = tokio::task::spawn_blocking(|| ThrowAway::start(None)).await??;
        let owner = crate::local_postgres::owner(server.postgres());
        let folder = tempfile::tempdir()?;
        let files = Files::in_folder(folder.path())?;
        let local = Some(server.postgres());
        let told = restore_into(&args.archive, &owner, local, None, &files, folder.path()).await;
        tokio::task::spawn_blocking(move || drop(server)).await?;
        return told;
    }
    // Read once before anything is made, so that a damaged one leaves no new folder behind.
    let from = args.archive.clone();
    drop(tokio::task::spawn_blocking(move || Archive::open(&from)).await??);
    let _serving = match args.database.database_url {
        None => Some(crate::data_folder::Serving::begin(&args.database.data_dir)?),
        Some(_) => None,
    };
    let source = Source::open(&args.database).await?;
    let data_dir = &args.database.data_dir;
    let told = match args.files.open(data_dir) {
        Ok(files) => {
            let (local, sign_in) = (source.local.as_ref(), source.app.as_ref());
            restore_into(&args.archive, &source.owner, local, sign_in, &files, data_dir).await
        }
        Err(error) => Err(error.into()),
    };
    if told.is_ok() {
        console::note_or_tell(&source.owner, AuditAction::Restored, "backup", json!({})).await;
    }
    source.close().await;
    told
}

/// Restores an archive into an empty database, its files, and the data folder.
///
/// # Errors
/// As [`restore`].
pub async fn restore_into(
    from: &Path,
    owner: &PgConnectOptions,
    local: Option<&LocalPostgres>,
    app: Option<&PgConnectOptions>,
    files: &Files,
    data_dir: &Path,
) -> Result<Told, Failure> {
    let from = from.to_owned();
    let archive = tokio::task::spawn_blocking(move || Archive::open(&from)).await??;
    restore::into(archive, owner, local, app, files, data_dir).await
}

impl RestoreArgs {
    /// Whether it is only tried.
    #[must_use]
    pub fn is_check(&self) -> bool {
        self.check
    }
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { tables, rows, files, stamping_key, missing } = self;
        write!(f, "{rows} rows of {tables} tables, and {files} files beside failure samples")?;
        if *stamping_key {
            write!(f, ", with the key that stamps certificates")?;
        }
        match missing {
            0 => write!(f, "."),
            n => write!(f, ". {n} files that the database names were not in the file store."),
        }
    }
}
