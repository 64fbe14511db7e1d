//! Saving a part: the one way into a document.
//! A change is locked, redacted, checked, versioned and audited here, or it does not happen.

use super::change::{Change, StoredPart, keep_digest, lock, note, stored};
use super::{WriteError, load};
use crate::document::engagement::{Engagement, Part, PartKind, Problem};
use crate::engines::redact::{Found, Redactor};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::PartId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::AuditAction;
use serde_json::Value;
use sqlx::{PgConnection, query_scalar};

mod many;

pub use many::put_many;

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
    let mut document = load(&mut *conn, grant).await?.document;
    let (part, problems) = read(&document);
    if !problems.is_empty() {
        return Err(WriteError::Invalid(problems));
    }
    let one = One { redactor: &Redactor::new(&key), version, when_new };
    let old = stored(&mut *conn, grant, part.id()).await?;
    match one.prepare(&document, part, old)? {
        Prepared::Stored(saved) => Ok(saved),
        Prepared::Ready(ready) => {
            let saved = ready.store(&mut *conn, grant, &mut document).await?;
            keep_digest(conn, grant, &document).await?;
            Ok(saved)
        }
    }
}

/// How one part is stored.
struct One<'a> {
    /// What takes secrets out of it.
    redactor: &'a Redactor,
    /// The version it was read with; none is over whatever is there.
    version: Option<i32>,
    /// What the audit calls it when it is new.
    when_new: AuditAction,
}

/// What came of looking at a part before it is stored.
enum Prepared {
    /// It is stored already.
    Stored(Saved),
    /// It is to be written.
    Ready(Box<Ready>),
}

/// A part that was redacted and checked, with what is written of it.
struct Ready {
    part: Part,
    body: Value,
    redacted: Vec<Found>,
    name: String,
    action: AuditAction,
    before: Option<Value>,
}

impl One<'_> {
    /// Redacts a part and checks it against the document and what is stored of it.
    fn prepare(
        &self,
        document: &Engagement,
        part: Part,
        old: Option<StoredPart>,
    ) -> Result<Prepared, WriteError> {
        let (kind, id) = (part.kind(), part.id());
        let (part, redacted) = without_secrets(self.redactor, part)?;
        let body = part.body()?;
        let other_kind = old.as_ref().is_some_and(|old| old.kind != kind.key());
        // What is changed must have been there; and an id that names a part of one kind names nothing of another.
        if other_kind || (old.is_none() && self.version.is_some_and(|version| version > 0)) {
            return Err(WriteError::NotFound);
        }
        let living = old.filter(|old| !old.retired);
        let found = living.as_ref().map_or(0, |old| old.version);
        // What is stored already is not saved again, whatever it was made from: a form that was sent twice counts once. Nor
        // is it looked at: what was stored before a rule was made keeps nothing else out.
        if living.as_ref().is_some_and(|old| old.body == body) {
            return Ok(Prepared::Stored(Saved { version: found, redacted }));
        }
        let problems = document.problems_with(&part);
        if !problems.is_empty() {
            return Err(WriteError::Invalid(problems));
        }
        if self.version.is_some_and(|version| version != found) {
            let theirs = document.part(id).filter(|_| living.is_some());
            return Err(WriteError::Conflict(theirs.map(|theirs| Box::new((theirs, found)))));
        }
        let name = document.name_of(&part);
        let changed = living.is_some() && self.when_new == AuditAction::Added;
        let action = if changed { AuditAction::Changed } else { self.when_new };
        let before = living.map(|old| old.body);
        Ok(Prepared::Ready(Box::new(Ready { part, body, redacted, name, action, before })))
    }
}

impl Ready {
    /// Writes a part with its entry of the audit, and puts it into the document.
    async fn store(
        self,
        conn: &mut PgConnection,
        grant: Grant<EditWork>,
        document: &mut Engagement,
    ) -> Result<Saved, WriteError> {
        let Self { part, body, redacted, name, action, before } = self;
        let (kind, id) = (part.kind(), part.id());
        let version = write(&mut *conn, grant, kind, id, &body).await?;
        document.put(part);
        let (before, after) = (before.as_ref(), Some(&body));
        note(conn, grant, Change { action, kind, id, name: &name, before, after }).await?;
        Ok(Saved { version, redacted })
    }
}

/// A part whose texts hold no secret any more, and what was taken out; keys of ours pass it by.
fn without_secrets(
    redactor: &Redactor,
    mut part: Part,
) -> Result<(Part, Vec<Found>), serde_json::Error> {
    let keys = part.take_keys();
    let mut body = part.body()?;
    let found = redactor.json_document(&mut body);
    let mut part = Part::read(part.kind(), body)?;
    part.put_keys(keys);
    Ok((part, found))
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
             where part.kind = excluded.kind
         returning version",
        grant.engagement().0,
        id.0,
        kind.key(),
        body,
        grant.person().0
    )
    .fetch_optional(conn)
    .await
    .map_err(twin)?
    .ok_or(WriteError::NotFound)
}

/// A second living part for one subject means that someone made it meanwhile.
fn twin(error: sqlx::Error) -> WriteError {
    let known = error.as_database_error().and_then(|error| error.constraint()).map(str::to_owned);
    match known.as_deref() {
        Some("part_subject_unique" | "part_quote_unique" | "part_plan_unique") => {
            WriteError::Conflict(None)
        }
        Some("part_body_size") => {
            WriteError::Invalid(vec![Problem::new("", "This is too large to keep. Shorten it.")])
        }
        _ => WriteError::Database(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::engagement::{Task, UnknownKind};

    #[test]
    fn a_key_of_ours_is_no_secret_and_a_text_with_one_is() {
        let task: Task = serde_json::from_value(serde_json::json!({
            "id": uuid::Uuid::nil(), "unknown": "credentials:integration/0/credentials",
            "kind": UnknownKind::Credentials, "question": "Is it credentials:hunter2hunter2?", "ask": "", "costs": 1.0,
            "made_on": "2026-11-02",
        }))
        .unwrap();
        let (part, found) =
            without_secrets(&Redactor::new(b"test"), Part::Task(task.clone())).unwrap();
        let Part::Task(left) = part else { panic!("it became another part") };
        assert_eq!(left.unknown, task.unknown);
        assert!(!left.question.contains("hunter2") && found.len() == 1, "{}", left.question);
    }
}
