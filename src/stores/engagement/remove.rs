//! Taking a part out of a document, and putting one back as it was.
//! Nothing is deleted: what is removed stays in the history.

use super::change::{Change, keep_digest, lock, note, stored};
use super::save::save;
use super::{WriteError, load};
use crate::document::engagement::{Engagement, Part, PartKind, Problem};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, PartId, SystemId};
use crate::platform::wording::counted;
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::AuditAction;
use sqlx::{PgConnection, query};

/// Removes a part. It stays in the history and can be restored from there.
///
/// # Errors
/// [`WriteError::Invalid`] with what still refers to it; [`WriteError::Conflict`] when it changed meanwhile.
pub async fn remove(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: PartId,
    version: i32,
) -> Result<(), WriteError> {
    lock(&mut *conn, grant).await?;
    let loaded = load(&mut *conn, grant).await?;
    let part = loaded
        .document
        .part(id)
        .filter(|_| loaded.version_of(id) > 0)
        .ok_or(WriteError::NotFound)?;
    if loaded.version_of(id) != version {
        return Err(WriteError::Conflict(Some(Box::new((part, loaded.version_of(id))))));
    }
    let users = users_of(&loaded.document, id);
    if !users.is_empty() {
        let message =
            format!("This is still used by {}. Remove or change that first.", users.join(", "));
        return Err(WriteError::Invalid(vec![Problem::new("", message)]));
    }
    query!(
        "update part set retired = true, version = version + 1, changed_at = now(), changed_by = $3
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let name = loaded.document.name_of(&part);
    let mut document = loaded.document;
    document.remove(id);
    keep_digest(&mut *conn, grant, &document).await?;
    let before = part.body()?;
    let change = Change {
        action: AuditAction::Removed,
        kind: part.kind(),
        id,
        name: &name,
        before: Some(&before),
        after: None,
    };
    note(conn, grant, change).await
}

/// Everything that refers to a part, as words.
fn users_of(document: &Engagement, id: PartId) -> Vec<String> {
    let users = document.users_of(id).into_iter();
    let mut users: Vec<String> =
        users.map(|(kind, name)| format!("{} “{name}”", kind.label().to_lowercase())).collect();
    let samples =
        document.samples.of(IntegrationId(id.0)).map(|pattern| pattern.count).sum::<i64>();
    if samples > 0 {
        users.push(format!("{samples} failure samples"));
    }
    let accesses = i64::try_from(document.access.naming(SystemId(id.0))).unwrap_or(i64::MAX);
    if accesses > 0 {
        let entries = counted(accesses, "entry", "entries");
        users.push(format!("{entries} of the access ledger"));
    }
    users
}

/// Puts a part back as it was before a recorded change: undo, which is itself recorded and can be undone.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such change of a part; [`WriteError::Invalid`] when what it relied on is gone.
pub async fn undo(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    entry: i64,
) -> Result<(), WriteError> {
    let found = query!(
        "select subject_kind, subject_id, before, after from audit where engagement_id = $1 and id = $2",
        grant.engagement().0,
        entry
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(WriteError::NotFound)?;
    let kind = PartKind::from_key(&found.subject_kind).map_err(|_| WriteError::NotFound)?;
    let id = PartId(found.subject_id.ok_or(WriteError::NotFound)?);
    let there = stored(&mut *conn, grant, id).await?;
    // What the part is says its row: an entry of another kind is no earlier state of it.
    if there.as_ref().is_some_and(|there| there.kind != kind.key()) {
        return Err(WriteError::NotFound);
    }
    match found.before {
        Some(before) => {
            let Ok(part) = Part::read(kind, before) else {
                let message =
                    "What was recorded then cannot be read any more, so it cannot be put back.";
                return Err(WriteError::Invalid(vec![Problem::new("", message)]));
            };
            let restored = |_: &Engagement| (part, Vec::new());
            save(conn, grant, None, AuditAction::Restored, restored).await.map(|_| ())
        }
        None => {
            let living = there.filter(|part| !part.retired);
            remove(conn, grant, id, living.ok_or(WriteError::NotFound)?.version).await
        }
    }
}
