//! The text of a map that cannot be understood yet, as one person left it: kept beside the map, read by nobody else.
//! It is redacted like whatever is stored, and it counts for nothing: it is no part of the document.

use super::WriteError;
use super::change::lock;
use crate::document::engagement::Problem;
use crate::engines::map::Side;
use crate::engines::redact::{Policy, Redactor};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::WorkflowId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::{self, AuditAction, NewEntry};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::{PgConnection, query, query_as};

/// The longest text that is kept, in bytes: as much as the field of the form takes.
pub const MAX_DRAFT: usize = 800_000;

/// Changes that follow each other this soon are one entry of the audit.
const RUN: TimeDelta = TimeDelta::minutes(10);

/// The map that a draft is of.
#[derive(Debug, Clone, Copy)]
pub struct DraftOf<'a> {
    /// Its workflow.
    pub workflow: WorkflowId,
    /// Which of its maps.
    pub side: Side,
    /// What people call the workflow.
    pub name: &'a str,
}

/// A text that one person left unfinished.
#[derive(Debug, Clone)]
pub struct MapDraft {
    /// How often it was kept; what keeps it again says this.
    pub version: i32,
    /// The version of the map that it was made from.
    pub made_from: i32,
    /// The text of that version.
    pub base: String,
    /// The text.
    pub content: String,
    /// When it was kept.
    pub changed_at: DateTime<Utc>,
}

/// A text to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewDraft<'a> {
    /// The version of the draft that it replaces; 0 for a first one.
    pub version: i32,
    /// The version of the map that it was made from.
    pub made_from: i32,
    /// The text of that version.
    pub base: &'a str,
    /// The text.
    pub content: &'a str,
}

/// The reader's own draft of a map.
///
/// # Errors
/// When the database cannot be reached.
pub async fn draft(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    workflow: WorkflowId,
    side: Side,
) -> sqlx::Result<Option<MapDraft>> {
    query_as!(
        MapDraft,
        "select version, made_from, base, content, changed_at from map_draft
         where engagement_id = $1 and workflow_id = $2 and side = $3 and person_id = $4",
        grant.engagement().0,
        workflow.0,
        side.key(),
        grant.person().0
    )
    .fetch_optional(conn)
    .await
}

/// Keeps a draft, and gives its version.
///
/// # Errors
/// [`WriteError::Conflict`] when another window of the same person kept one meanwhile; [`WriteError::Invalid`] when it
/// cannot be kept.
pub async fn keep_draft(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    of: DraftOf<'_>,
    new: NewDraft<'_>,
) -> Result<i32, WriteError> {
    let key = lock(&mut *conn, grant).await?;
    let content = Redactor::new(&key).text_as(Policy::Document, new.content).text;
    if content.len() > MAX_DRAFT || content.contains('\0') {
        let message = "This text is too long to keep, or has a character that cannot be stored.";
        return Err(WriteError::Invalid(vec![Problem::new("text", message)]));
    }
    let before = draft(&mut *conn, grant, of.workflow, of.side).await?;
    if before.as_ref().is_some_and(|before| before.version != new.version) {
        return Err(WriteError::Conflict(None));
    }
    let kept = query!(
        "insert into map_draft (engagement_id, workflow_id, side, person_id, made_from, base, content)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (engagement_id, workflow_id, side, person_id) do update set made_from = excluded.made_from,
             base = excluded.base, content = excluded.content, version = map_draft.version + 1, changed_at = now()
         returning version, changed_at",
        grant.engagement().0,
        of.workflow.0,
        of.side.key(),
        grant.person().0,
        new.made_from,
        new.base,
        content
    )
    .fetch_one(&mut *conn)
    .await?;
    let action = match &before {
        None => Some(AuditAction::Added),
        Some(before) if kept.changed_at - before.changed_at > RUN => Some(AuditAction::Changed),
        Some(_) => None,
    };
    if let Some(action) = action {
        note(conn, grant, of, action).await?;
    }
    Ok(kept.version)
}

/// Takes the reader's own draft of a map away; whether there was one.
///
/// # Errors
/// When the database cannot be reached.
pub async fn drop_draft(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    of: DraftOf<'_>,
) -> sqlx::Result<bool> {
    let gone = query!(
        "delete from map_draft where engagement_id = $1 and workflow_id = $2 and side = $3 and person_id = $4",
        grant.engagement().0,
        of.workflow.0,
        of.side.key(),
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    if gone.rows_affected() == 0 {
        return Ok(false);
    }
    note(conn, grant, of, AuditAction::Removed).await?;
    Ok(true)
}

/// Records that a draft came, changed or went; what stands in it is nobody else's to read.
async fn note(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    of: DraftOf<'_>,
    action: AuditAction,
) -> sqlx::Result<()> {
    let said = json!({ "side": of.side.key() });
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action,
        kind: "map_draft",
        subject: Some(of.workflow.0),
        name: of.name,
        before: None,
        after: Some(&said),
    };
    audit::record(conn, entry).await
}
