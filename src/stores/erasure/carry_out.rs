//! Carrying out an erasure: rows first, engagement by engagement, then files, then the certificate.
//! Each step is committed before the next and finds what is left of the one before: it can be interrupted anywhere.

use super::certificate::{
    self, Asker, Backups, Certificate, FilesErased, NOT_REACHED, Rows, Scope,
};
use super::steps::{self, Open};
use super::{Counted, Sealed};
use crate::platform::ids::EngagementId;
use crate::stores::access::{Actor, Role};
use crate::stores::attachments::{Files, FilesError, StoredFile};
use crate::stores::db::Db;
use chrono::{SubsecRound, Utc};

/// Files after which it is said how far it is.
const SAID_EVERY: usize = 20;

/// Why an erasure could not go on; it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum Interrupted {
    /// The database failed.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The file store failed.
    #[error("the file store: {0}")]
    Files(#[from] FilesError),
    /// The certificate could not be written.
    #[error("the certificate: {0}")]
    Certificate(#[from] serde_json::Error),
}

/// Goes on with every erasure that is not finished, and says how many were.
///
/// # Errors
/// [`Interrupted`] by the first that cannot go on; the others go on all the same.
pub async fn all_open(db: &Db, files: &Files) -> Result<usize, Interrupted> {
    let open = steps::open(&mut *db.pool().acquire().await?).await?;
    let mut interrupted = None;
    for erasure in &open {
        if let Err(error) = one(db, files, erasure).await {
            interrupted.get_or_insert(error);
        }
    }
    interrupted.map_or(Ok(open.len()), Err)
}

/// Goes on with an erasure to its end.
async fn one(db: &Db, files: &Files, erasure: &Open) -> Result<(), Interrupted> {
    rows(db, files, erasure).await?;
    // Read again, with all that was counted.
    let open = steps::open(&mut *db.pool().acquire().await?).await?;
    let Some(erasure) = open.into_iter().find(|it| it.id == erasure.id) else { return Ok(()) };
    remove_files(db, files, &erasure).await?;
    seal(db, files, &erasure).await
}

/// Whoever had it erased, as the transactions name them.
fn asker(erasure: &Open) -> Actor {
    Actor {
        person: erasure.asked_by,
        name: erasure.asked_by_name.clone(),
        role: Role::Admin,
        client: None,
        memberships: Vec::new(),
    }
}

/// Erases rows: of each engagement, then those of the client itself.
async fn rows(db: &Db, files: &Files, erasure: &Open) -> Result<(), Interrupted> {
    let actor = asker(erasure);
    while let Some(room) = steps::next_room(&mut *db.pool().acquire().await?, erasure.id).await? {
        let stored = files.stored(room).await?;
        let mut tx = db.act(&actor).await?;
        steps::room(&mut tx, erasure.id, room, sizes(&stored)).await?;
        tx.commit().await?;
    }
    if erasure.engagement.is_none() {
        let mut tx = db.act(&actor).await?;
        steps::client(&mut tx, erasure.id).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// How many files there are, and their bytes.
fn sizes(stored: &[StoredFile]) -> (i64, i64) {
    let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    (signed(stored.len() as u64), signed(stored.iter().map(|file| file.bytes).sum()))
}

/// Removes the files of engagements whose rows are gone. Nothing refers to them any more, and nothing can be added.
async fn remove_files(db: &Db, files: &Files, erasure: &Open) -> Result<(), Interrupted> {
    let mut done = erasure.files_removed;
    for room in erasure.rooms.iter().map(|id| EngagementId(*id)) {
        for pack in files.stored(room).await?.chunks(SAID_EVERY) {
            for file in pack {
                files.erase(file).await?;
            }
            done += sizes(pack).0;
            steps::removed(&mut *db.pool().acquire().await?, erasure.id, done).await?;
        }
        files.erase_folder(room).await?;
    }
    Ok(())
}

/// Writes the certificate and keeps it.
async fn seal(db: &Db, files: &Files, erasure: &Open) -> Result<(), Interrupted> {
    let backup_days = steps::backup_days(&mut *db.pool().acquire().await?).await?;
    let certificate = certificate(erasure, files.name().await?, backup_days);
    let text = certificate.canonical()?;
    let sealed = Sealed { hash: certificate::hash(&text), text, erased_at: certificate.erased_at };
    if steps::seal(&mut *db.pool().acquire().await?, erasure.id, &sealed).await? {
        tracing::info!(erasure = %erasure.id, number = erasure.number, "an erasure has ended");
    } else {
        tracing::warn!(erasure = %erasure.id, "an erasure found new rows and goes on");
    }
    Ok(())
}

fn certificate(erasure: &Open, store: uuid::Uuid, backup_days: Option<i32>) -> Certificate {
    let (kind, format, program) = Certificate::head();
    // The database keeps no more digits.
    let erased_at = Utc::now().trunc_subsecs(6);
    let scope = if erasure.engagement.is_some() { Scope::Engagement } else { Scope::Client };
    Certificate {
        kind,
        format,
        program,
        id: erasure.id,
        number: erasure.number,
        scope,
        subject: erasure.engagement.unwrap_or(erasure.client),
        name_sha256: hex::encode(&erasure.name_hash),
        asked_by: Asker { id: erasure.asked_by, name: erasure.asked_by_name.clone() },
        asked_at: erasure.asked_at,
        erased_at,
        rows: counted(&erasure.counted).into_iter().map(Rows::from).collect(),
        audit_entries_emptied: erasure.audit_emptied,
        files: FilesErased {
            recorded: erasure.files_recorded,
            removed: erasure.files_found,
            bytes: erasure.file_bytes,
            store,
        },
        backups: Backups::of(backup_days, erased_at),
        not_reached: NOT_REACHED.map(str::to_owned).to_vec(),
    }
}

/// Rows by table, as they were counted.
fn counted(counted: &serde_json::Value) -> Vec<Counted> {
    let kinds = counted.as_object().into_iter().flatten();
    let number = |value: &serde_json::Value, name: &str| value[name].as_i64().unwrap_or(0);
    let mut kinds: Vec<_> = kinds
        .map(|(kind, told)| Counted {
            kind: kind.clone(),
            rows: number(told, "rows"),
            bytes: number(told, "bytes"),
        })
        .collect();
    kinds.sort_by(|one, other| one.kind.cmp(&other.kind));
    kinds
}
