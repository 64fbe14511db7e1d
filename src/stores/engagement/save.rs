//! Saving a part: the one way into a document.
//! A change is locked, redacted, checked, versioned and audited here, or it does not happen.

use super::change::{Change, keep_digest, lock, note, stored};
use super::{WriteError, load};
use crate::document::engagement::{Engagement, Part, PartKind, Problem};
use crate::engines::redact::{Found, Redactor};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::PartId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::AuditAction;
use serde_json::Value;
use sqlx::{PgConnection, query_scalar};

/// A part that was saved.
#[derive(Debug, Clone)]
pub struct Saved {
    /// Its version now.
    pub version: i32,
    /// What was replaced in it on the way in.
    pub redacted: Vec<Found>,
}

/// Saves a part. `version` is the one it was read with, 0 for a new part.
///
/// # Errors
/// [`WriteError::Conflict`] with theirs when it changed meanwhile; [`WriteError::Invalid`] with what to put right.
pub async fn put(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    part: Part,
    version: i32,
) -> Result<Saved, WriteError> {
    put_with(conn, grant, version, |_| (part, Vec::new())).await
}

/// Saves a part that is made from the document as it is when it is saved, with what is wrong with it already.
///
/// # Errors
/// As [`put`].
pub async fn put_with(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    version: i32,
    read: impl FnOnce(&Engagement) -> (Part, Vec<Problem>),
) -> Result<Saved, WriteError> {
    save(conn, grant, Some(version), AuditAction::Added, read).await
}

/// Saves a part; without a version, over whatever is there.
pub(super) async fn save(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    version: Option<i32>,
    when_new: AuditAction,
    read: impl FnOnce(&Engagement) -> (Part, Vec<Problem>),
) -> Result<Saved, WriteError> {
    let key = lock(&mut *conn, grant).await?;
    let loaded = load(&mut *conn, grant).await?;
    let (part, problems) = read(&loaded.document);
    if !problems.is_empty() {
        return Err(WriteError::Invalid(problems));
    }
    let (kind, id) = (part.kind(), part.id());
    let mut body = part.body()?;
    let redacted = Redactor::new(&key).json_document(&mut body);
    let part = Part::read(kind, body.clone())?;
    let problems = loaded.document.problems_with(&part);
    if !problems.is_empty() {
        return Err(WriteError::Invalid(problems));
    }
    let old = stored(&mut *conn, grant, id).await?;
    let living = old.as_ref().filter(|old| !old.retired);
    let found = living.map_or(0, |old| old.version);
    if version.is_some_and(|version| version != found) {
        let theirs = loaded.document.part(id).filter(|_| living.is_some());
        return Err(WriteError::Conflict(theirs.map(|theirs| Box::new((theirs, found)))));
    }
    if living.is_some_and(|old| old.body == body) {
        return Ok(Saved { version: found, redacted });
    }
    let version = write(&mut *conn, grant, kind, id, &body).await?;
    let name = loaded.document.name_of(&part);
    let mut document = loaded.document;
    document.put(part);
    keep_digest(&mut *conn, grant, &document).await?;
    let changed = living.is_some() && when_new == AuditAction::Added;
    let action = if changed { AuditAction::Changed } else { when_new };
    let before = living.map(|old| &old.body);
    let change = Change { action, kind, id, name: &name, before, after: Some(&body) };
    note(conn, grant, change).await?;
    Ok(Saved { version, redacted })
}

/// Writes a part's body, and returns its version.
async fn write(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    kind: PartKind,
    id: PartId,
    body: &Value,
) -> Result<i32, WriteError> {
    query_scalar!(
        "insert into part (engagement_id, id, kind, body, changed_by) values ($1, $2, $3, $4, $5)
         on conflict (engagement_id, id) do update
             set body = excluded.body, version = part.version + 1, retired = false, changed_at = now(), changed_by = $5
         returning version",
        grant.engagement().0,
        id.0,
        kind.key(),
        body,
        grant.person().0
    )
    .fetch_one(conn)
    .await
    .map_err(twin)
}

/// A second living part for one subject means that someone made it meanwhile.
fn twin(error: sqlx::Error) -> WriteError {
    let known = error.as_database_error().and_then(|error| error.constraint()).map(str::to_owned);
    match known.as_deref() {
        Some("part_subject_unique") => WriteError::Conflict(None),
        Some("part_body_size") => {
            WriteError::Invalid(vec![Problem::new("", "This is too large to keep. Shorten it.")])
        }
        _ => WriteError::Database(error),
    }
}
