//! The files beside failures that a publisher may hand out, and those that they chose: hashed as they lie in the file store,
//! with their rows locked, so that what is published is what was hashed.

use super::invalid;
use super::withdrawing::{LISTED as OUT_LISTED, Out};
use crate::document::files::{Format, size};
use crate::engines::redact::Found;
use crate::platform::ids::{AttachmentId, SampleId};
use crate::stores::access::{Grant, Publish};
use crate::stores::attachments::{Files, FilesError};
use crate::stores::engagement::{WriteError, lock};
use crate::stores::room::{
    HandedOut, Hash, MOST_FILE_BYTES as MOST_BYTES, MOST_FILES as MOST, Snapshot, States,
};
use serde::Deserialize;
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_as, query_file};
use std::collections::BTreeSet;

/// Most files that a publisher is shown.
pub const LISTED: usize = 200;

/// A file that may be handed out.
#[derive(Debug, Clone, Deserialize)]
pub struct Candidate {
    /// Its id.
    pub id: AttachmentId,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// How large it is.
    pub bytes: i64,
    /// What was replaced in a text on the way in.
    pub replaced: Vec<Found>,
    /// The failure that it lies beside.
    pub failure: SampleId,
    /// What happened there.
    pub summary: String,
    /// The records that were affected.
    pub records: String,
    /// The newest version that hands it out, if one does.
    pub handed_out: Option<i32>,
}

/// Why files cannot be handed out.
#[derive(Debug, thiserror::Error)]
pub enum HandOutError {
    /// They cannot be chosen as they are, or the database failed.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The file store failed.
    #[error(transparent)]
    Files(#[from] FilesError),
}

impl From<sqlx::Error> for HandOutError {
    fn from(error: sqlx::Error) -> Self {
        Self::Write(error.into())
    }
}

/// The files that a publisher sees.
#[derive(Debug, Clone, Default)]
pub struct FilesSeen {
    /// Those beside confirmed failures, of the newest failure first: at most [`LISTED`] and one more, which says that there
    /// are more.
    pub offered: Vec<Candidate>,
    /// Those that can be had in the client's room, of the newest version first.
    pub handed_out: Vec<Out>,
}

/// The files that may be handed out and those that are: one query.
///
/// # Errors
/// When the database cannot be reached.
pub async fn files(conn: &mut PgConnection, grant: Grant<Publish>) -> sqlx::Result<FilesSeen> {
    let row = query_file!(
        "src/stores/room/store/files.sql",
        grant.engagement().0,
        i64::try_from(LISTED + 1).unwrap_or(i64::MAX),
        OUT_LISTED
    );
    let row = row.fetch_one(conn).await?;
    Ok(FilesSeen { offered: row.offered.0, handed_out: row.handed_out.0 })
}

/// The files with these ids as a version lists them. Their rows stay locked until the transaction ends.
///
/// # Errors
/// [`WriteError::Invalid`] when one is not there any more, or they are too many or too large together.
pub async fn choose(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    files: &Files,
    ids: &BTreeSet<AttachmentId>,
) -> Result<Vec<HandedOut>, HandOutError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    if ids.len() > MOST {
        let message = format!("You chose {} files. A version hands out {MOST} at most.", ids.len());
        return Err(invalid("file", &message).into());
    }
    // The lock of the engagement comes before those of rows, as in every change.
    lock(&mut *conn, grant).await?;
    let listed = locked(conn, grant, ids).await?;
    bounded(ids.len(), &listed)?;
    let mut chosen = Vec::new();
    for file in listed {
        let stored = files.get(grant.engagement(), file.id).await?;
        let whole = |bytes: &Vec<u8>| i64::try_from(bytes.len()) == Ok(file.bytes);
        let Some(bytes) = stored.filter(whole) else { return Err(gone(&file.name).into()) };
        chosen.push(file.hashed(&bytes));
    }
    Ok(chosen)
}

/// A file that may be handed out, before its bytes were read.
struct Locked {
    id: AttachmentId,
    name: String,
    format: Format,
    bytes: i64,
    failure: SampleId,
    summary: String,
    records: String,
}

impl Locked {
    fn hashed(self, bytes: &[u8]) -> HandedOut {
        let Self { id, name, format, bytes: length, failure, summary, records } = self;
        let sha256 = Hash::of_bytes(bytes);
        HandedOut { id, name, format, bytes: length, sha256, failure, summary, records }
    }
}

/// Those of them that may be handed out.
async fn locked(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    ids: &BTreeSet<AttachmentId>,
) -> sqlx::Result<Vec<Locked>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    query_as!(
        Locked,
        r#"select a.id as "id: AttachmentId", a.name, a.format as "format: Format", a.bytes,
               a.sample_id as "failure: SampleId", s.summary, s.records
           from attachment a join sample s on s.engagement_id = a.engagement_id and s.id = a.sample_id
               and s.state in ('confirmed', 'diagnosed')
           where a.engagement_id = $1 and a.id = any ($2) and a.removed_at is null and a.erased_at is null
           order by s.occurred_at desc, s.id, a.created_at, a.name, a.id for share of a"#,
        grant.engagement().0,
        &ids
    )
    .fetch_all(conn)
    .await
}

/// Refuses what is not there any more, and what no archive should hold.
fn bounded(asked: usize, listed: &[Locked]) -> Result<(), WriteError> {
    let bytes: i64 = listed.iter().map(|file| file.bytes).sum();
    if listed.len() < asked {
        return Err(invalid(
            "file",
            "A file that you chose is not there any more: it was removed, blanked or erased, or its failure is not confirmed any more. Choose again from those below.",
        ));
    }
    if bytes > MOST_BYTES {
        let message = format!(
            "The files that you chose take {} together. A version hands out {} at most: choose fewer.",
            size(bytes),
            size(MOST_BYTES)
        );
        return Err(invalid("file", &message));
    }
    Ok(())
}

fn gone(name: &str) -> WriteError {
    let message = format!(
        "“{name}” does not lie in the file store as it is recorded. Leave it out, or add it to its failure again."
    );
    invalid("file", &message)
}

/// Keeps which files a version hands out, as long as nobody withdraws them.
pub(super) async fn keep(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    snapshot: &Snapshot,
) -> Result<States, WriteError> {
    let ids: Vec<_> = snapshot.contents().files.iter().map(|file| file.id.0).collect();
    if !ids.is_empty() {
        query!(
            "insert into published_file (engagement_id, snapshot_id, attachment_id) select $1, $2, unnest($3::uuid[])",
            grant.engagement().0,
            snapshot.id().0,
            &ids
        )
        .execute(conn)
        .await?;
    }
    Ok(ids.into_iter().map(|id| (id.into(), None)).collect())
}

#[cfg(test)]
mod tests;
