//! The room's SQL: publishing, reading what was published, and what clients say of it.
//! Nothing here changes a snapshot, a comment or a decision once it is written; the database would refuse it.

use super::{Contents, Damaged, Draft, DraftSeen, FORMAT, Left, Presentation, Snapshot};
use crate::document::engagement::Problem;
use crate::engines::redact::{Policy, Redactor};
use crate::platform::ids::{EngagementId, SnapshotId};
use crate::stores::access::{Grant, Publish, ViewRoom};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::{WriteError, load, lock};
use crate::stores::figures;
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, query, query_as, query_scalar};

mod comments;
mod edit;
mod mentions;
mod readers;
mod reply;
mod seen;
mod voices;

pub use comments::{Commented, comment, comments, pinned};
pub use edit::{Words, edit, resolve};
pub use mentions::people;
pub use readers::{Opened, Reader, note_reading, readers};
pub use reply::{Replied, ReplyTo, answer, reply};
pub use seen::{Since, look, since};
pub use voices::{MadeDecision, NewDecision, decide, decisions, record};

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

/// Publishes the document as it is now.
///
/// # Errors
/// [`WriteError::NotFound`] when row-level security shows no such engagement.
pub async fn publish(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    note: &str,
) -> Result<Snapshot, WriteError> {
    publish_seen(conn, grant, note, Presentation::default(), None).await
}

/// Publishes the document, if document and room are still what was seen.
///
/// # Errors
/// [`WriteError::Conflict`] when either changed since; [`WriteError::NotFound`] as for [`publish`].
pub async fn publish_seen(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    note: &str,
    presentation: Presentation,
    seen: Option<DraftSeen>,
) -> Result<Snapshot, WriteError> {
    let (note, presentation) = worded(&mut *conn, grant, note, presentation).await?;
    let loaded = load(&mut *conn, grant).await?;
    if !loaded.unreadable.is_empty() {
        let message = "Part of this engagement cannot be read, so nothing can be published that would be without it. The overview says which.";
        return Err(invalid("", message));
    }
    let figures = figures::counted(&mut *conn, grant, &loaded.document).await?;
    let draft = Draft::of(loaded.document);
    let published_by = query_scalar!("select name from person where id = $1", grant.person().0)
        .fetch_one(&mut *conn)
        .await?;
    let newest = query_scalar!(
        "select max(number) from snapshot where engagement_id = $1",
        grant.engagement().0
    );
    let newest = newest.fetch_one(&mut *conn).await?.unwrap_or(0);
    let now = DraftSeen { mark: draft.mark(figures.as_ref())?, newest };
    if seen.is_some_and(|seen| seen != now) {
        return Err(WriteError::Conflict(None));
    }
    let number = newest + 1;
    let Draft { document, assessment } = draft;
    let published_at = document.as_of;
    let contents = Contents {
        format: FORMAT,
        number,
        note,
        published_by,
        published_at,
        document,
        assessment,
        presentation,
        figures,
    };
    let snapshot = Snapshot::seal(SnapshotId::new(), contents)?;
    insert(conn, grant, &snapshot).await?;
    Ok(snapshot)
}

/// The texts of a publisher as they may stand in a version. The engagement is locked by it: versions are published one
/// after the other.
async fn worded(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    note: &str,
    presentation: Presentation,
) -> Result<(String, Presentation), WriteError> {
    let redactor = Redactor::new(&lock(conn, grant).await?);
    let note = bounded("note", &redacted(&redactor, Policy::Document, note))?;
    let text = |name, text: &str| bounded(name, &redacted(&redactor, Policy::Document, text));
    let Presentation { covering, left_out, question, asked_by, tested, signed } = presentation;
    let presentation = Presentation {
        covering: text("covering", &covering)?,
        question: text("question", &question)?,
        asked_by: text("asked_by", &asked_by)?,
        tested: text("tested", &tested)?,
        left_out,
        signed,
    };
    Ok((note, presentation))
}

async fn insert(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    snapshot: &Snapshot,
) -> Result<(), WriteError> {
    let (contents, hash) = (snapshot.contents(), snapshot.hash());
    query!(
        "insert into snapshot (id, engagement_id, number, document, hash, note, published_by, published_by_name, published_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        snapshot.id().0,
        grant.engagement().0,
        contents.number,
        snapshot.text(),
        hash.bytes(),
        contents.note,
        grant.person().0,
        contents.published_by,
        contents.published_at
    )
    .execute(&mut *conn)
    .await?;
    let after = serde_json::json!({
        "number": contents.number,
        "hash": hash.to_string(),
        "note": contents.note,
        "verdict": contents.assessment.verdict.standing,
        "closed_gates": contents.assessment.gates.iter().filter(|gate| !gate.is_open()).map(|gate| gate.kind).collect::<Vec<_>>(),
    });
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: AuditAction::Published,
        kind: "snapshot",
        subject: Some(snapshot.id().0),
        name: &format!("version {}", contents.number),
        before: None,
        after: Some(&after),
    };
    Ok(audit::record(conn, entry).await?)
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
        r#"select id as "id: SnapshotId", document, hash, withdrawn_at, left_hash from snapshot
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
    Ok(Some(snapshot?))
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
