//! Files that are taken from their sample, for good or to be put in another's place.
//! The row stays, so that the history can tell of it.

use super::{full, insert, note};
use crate::platform::ids::{AttachmentId, SampleId};
use crate::stores::access::{EditWork, Grant};
use crate::stores::attachments::Clean;
use crate::stores::audit::AuditAction;
use crate::stores::engagement::WriteError;
use serde_json::json;
use sqlx::{PgConnection, query, query_scalar};

/// Takes a file from its sample. It stays in the file store, with the history.
///
/// # Errors
/// [`WriteError::NotFound`] when the sample has no such file.
pub async fn remove(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    sample: SampleId,
    id: AttachmentId,
) -> Result<(), WriteError> {
    let name = query_scalar!(
        "update attachment set removed_at = now()
         where engagement_id = $1 and sample_id = $2 and id = $3 and removed_at is null returning name",
        grant.engagement().0,
        sample.0,
        id.0
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(WriteError::NotFound)?;
    let before = json!({ "name": name, "sample": sample });
    Ok(note(conn, grant, AuditAction::Removed, id, &name, Some(&before), None).await?)
}

/// Takes a file from its sample for good: its name goes, and the caller erases its content from the file store.
///
/// # Errors
/// [`WriteError::NotFound`] when the sample has no such file.
pub async fn erase(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    sample: SampleId,
    id: AttachmentId,
) -> Result<(), WriteError> {
    let erased = query!(
        "update attachment set removed_at = coalesce(removed_at, now()), erased_at = now(), name = 'erased'
         where engagement_id = $1 and sample_id = $2 and id = $3 and removed_at is null",
        grant.engagement().0,
        sample.0,
        id.0
    );
    if erased.execute(&mut *conn).await?.rows_affected() == 0 {
        return Err(WriteError::NotFound);
    }
    let (before, after) = (json!({ "sample": sample }), json!({ "erased": true }));
    let action = AuditAction::Removed;
    Ok(note(conn, grant, action, id, "erased", Some(&before), Some(&after)).await?)
}

/// Puts a picture with blanked parts in the place of the one it was made of. The caller commits, and then forgets the
/// bytes of the former.
///
/// # Errors
/// [`WriteError::NotFound`] when the sample has no such file, or not any more.
pub async fn replace(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    sample: SampleId,
    old: AttachmentId,
    (id, file): &(AttachmentId, Clean),
    parts: usize,
) -> Result<(), WriteError> {
    let from_client = query_scalar!(
        "update attachment set removed_at = now(), erased_at = now()
         where engagement_id = $1 and sample_id = $2 and id = $3 and removed_at is null returning from_client",
        grant.engagement().0,
        sample.0,
        old.0
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(WriteError::NotFound)?;
    // What the client's people sent is shown to them again as it is now.
    insert(&mut *conn, grant, sample, *id, file, from_client).await.map_err(full)?;
    let before = json!({ "file": old, "sample": sample });
    let after = json!({ "file": id, "sample": sample, "parts_blanked": parts });
    let action = AuditAction::Changed;
    Ok(note(conn, grant, action, *id, &file.name, Some(&before), Some(&after)).await?)
}
