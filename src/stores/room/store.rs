//! The room's SQL: publishing, reading what was published, and what clients say of it.
//! Nothing here changes a snapshot, a comment or a decision once it is written; the database would refuse it.

use super::{Damaged, Left, Snapshot, States};
use crate::document::engagement::Problem;
use crate::engines::redact::{Policy, Redactor};
use crate::platform::ids::{EngagementId, SnapshotId};
use crate::stores::access::{Grant, ViewRoom};
use crate::stores::engagement::WriteError;
use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_as};

mod comments;
mod edit;
mod files;
mod mentions;
mod publishing;
mod readers;
mod reply;
mod seen;
mod voices;
mod withdrawing;

pub use comments::{Commented, comment, comments, pinned};
pub use edit::{Words, edit, resolve};
pub use files::{Candidate, FilesSeen, HandOutError, LISTED as FILES_LISTED, choose, files};
pub use mentions::people;
pub use publishing::{publish, publish_seen, publish_with};
pub use readers::{Opened, Reader, note_reading, readers};
pub use reply::{Replied, ReplyTo, answer, reply};
pub use seen::{Since, look, since};
pub use voices::{MadeDecision, NewDecision, decide, decisions, record};
pub use withdrawing::{LISTED as OUT_LISTED, Out, withdraw};

/// Longest note or comment, in characters; the database has the same bound.
pub const TEXT: usize = 5000;

/// Why a snapshot could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// What is stored is not what was published.
    #[error(transparent)]
    Damaged(#[from] Damaged),
}

/// A snapshot in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its number in the room.
    pub number: i32,
    /// Its hash, as stored.
    pub hash: Vec<u8>,
    /// What the consultant said about it.
    pub note: String,
    /// Who published it, by name.
    pub published_by: String,
    /// When.
    pub published_at: DateTime<Utc>,
    /// When a text was redacted in it, if that was done.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// A room in a client person's list, told from its newest snapshot.
#[derive(Debug, Clone)]
pub struct Room {
    /// The engagement.
    pub engagement: EngagementId,
    /// The newest snapshot's number.
    pub number: i32,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// The engagement's title as published.
    pub title: String,
    /// The verdict that stands in it, a key of [`crate::document::call::VerdictPath`]; `None` is not enough evidence.
    pub standing: Option<String>,
    /// Whether it calls itself provisional.
    pub provisional: bool,
}

/// A snapshot by its number, or the newest; its hash is checked.
///
/// # Errors
/// [`ReadError::Damaged`] when what is stored is not what was published.
pub async fn read(
    conn: &mut PgConnection,
    grant: Grant<ViewRoom>,
    number: Option<i32>,
) -> Result<Option<Snapshot>, ReadError> {
    let row = query!(
        r#"select id as "id: SnapshotId", document, hash, withdrawn_at, left_hash,
               (select jsonb_object_agg(f.attachment_id, f.withdrawn_at) from published_file f
                where f.engagement_id = v.engagement_id and f.snapshot_id = v.id) as "files?: Json<States>"
           from snapshot v
           where engagement_id = $1 and ($2::int is null or number = $2) order by number desc limit 1"#,
        grant.engagement().0,
        number
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let left = row.withdrawn_at.zip(row.left_hash).map(|(at, hash)| Left { at, hash });
    let snapshot = match &left {
        None => Snapshot::open(row.id, row.document, &row.hash),
        Some(left) => Snapshot::open_left(row.id, row.document, &row.hash, left),
    };
    let files = row.files.map_or_else(States::new, |files| files.0);
    Ok(Some(snapshot?.with_files(files)))
}

/// Most snapshots of a room that are listed: the newest.
pub const LISTED: i64 = 1_000;

/// The snapshots of a room, newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(conn: &mut PgConnection, grant: Grant<ViewRoom>) -> sqlx::Result<Vec<Listed>> {
    query_as!(
        Listed,
        "select number, hash, note, published_by_name as published_by, published_at, withdrawn_at from snapshot
         where engagement_id = $1 order by number desc limit $2",
        grant.engagement().0,
        LISTED
    )
    .fetch_all(conn)
    .await
}

/// The rooms of a person among these engagements in which something was published, by title.
///
/// # Errors
/// When the database cannot be reached.
pub async fn rooms(
    conn: &mut PgConnection,
    engagements: &[EngagementId],
) -> sqlx::Result<Vec<Room>> {
    let ids: Vec<_> = engagements.iter().map(|id| id.0).collect();
    query_as!(
        Room,
        r#"select r.engagement_id as "engagement: EngagementId", r.number, r.published_at,
               coalesce(r.document::json #>> '{document,title}', '') as "title!",
               r.document::json #>> '{assessment,verdict,standing}' as standing,
               not coalesce((r.document::json #>> '{assessment,is_final}')::boolean, false)
               or exists (select from json_array_elements(r.document::json #> '{assessment,gates}') gate
                          where gate ->> 'blocks' = 'final_verdict' and gate ->> 'state' = 'closed') as "provisional!"
           from (select distinct on (engagement_id) engagement_id, number, published_at, document
                 from snapshot where engagement_id = any($1) order by engagement_id, number desc) r
           order by 4, 1"#,
        &ids
    )
    .fetch_all(conn)
    .await
}

/// A text as it may be stored.
fn redacted(redactor: &Redactor, policy: Policy, text: &str) -> String {
    let text = text.trim().replace("\r\n", "\n").replace('\0', "");
    redactor.text_as(policy, &text).text
}

fn bounded(field: &'static str, text: &str) -> Result<String, WriteError> {
    if text.chars().count() > TEXT {
        return Err(invalid(field, &format!("Shorten this to {TEXT} characters.")));
    }
    Ok(text.to_owned())
}

fn invalid(field: &'static str, message: &str) -> WriteError {
    WriteError::Invalid(vec![Problem::new(field, message)])
}

#[cfg(test)]
mod tests;
