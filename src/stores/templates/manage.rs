//! Renaming a template, removing it, and putting it back: by whoever made it, and by admins.
//! One that was removed is offered nowhere; engagements that began with it keep what they have.

use super::{named, note, refused, room_for_one};
use crate::platform::ids::TemplateId;
use crate::stores::access::{FirmGrant, OpenEngagement};
use crate::stores::audit::AuditAction;
use crate::stores::engagement::WriteError;
use serde_json::json;
use sqlx::{PgConnection, query};

/// A template that is about to change.
struct Found {
    name: String,
    version: i32,
}

/// Gives a template another name.
///
/// # Errors
/// [`WriteError::NotFound`] when it is not theirs; [`WriteError::Conflict`] when it changed meanwhile;
/// [`WriteError::Invalid`] without a name, or with one that is taken. Whose it was is known when it is made alone: here a
/// name is only looked through for secrets.
pub async fn rename(
    conn: &mut PgConnection,
    grant: FirmGrant<OpenEngagement>,
    (id, version): (TemplateId, i32),
    name: &str,
) -> Result<(), WriteError> {
    let before = find(&mut *conn, id, false).await?;
    let name = &named(name)?;
    if before.version != version {
        return Err(WriteError::Conflict(None));
    }
    query!("update template set name = $2, version = version + 1 where id = $1", id.0, name)
        .execute(&mut *conn)
        .await
        .map_err(refused)?;
    let (was, is) = (json!({ "name": before.name }), json!({ "name": name }));
    note(conn, grant, (AuditAction::Changed, id, name), Some(&was), Some(&is)).await
}

/// Removes a template; it can be put back.
///
/// # Errors
/// [`WriteError::NotFound`] when it is not theirs, or removed already.
pub async fn remove(
    conn: &mut PgConnection,
    grant: FirmGrant<OpenEngagement>,
    id: TemplateId,
) -> Result<(), WriteError> {
    let before = find(&mut *conn, id, false).await?;
    query!("update template set removed_at = now(), version = version + 1 where id = $1", id.0)
        .execute(&mut *conn)
        .await?;
    let was = json!({ "name": before.name });
    note(conn, grant, (AuditAction::Removed, id, &before.name), Some(&was), None).await
}

/// Puts a template back.
///
/// # Errors
/// [`WriteError::NotFound`] when it is not theirs, or there; [`WriteError::Invalid`] when its name was given to another
/// meanwhile, or there are too many.
pub async fn restore(
    conn: &mut PgConnection,
    grant: FirmGrant<OpenEngagement>,
    id: TemplateId,
) -> Result<(), WriteError> {
    let before = find(&mut *conn, id, true).await?;
    room_for_one(&mut *conn).await?;
    query!("update template set removed_at = null, version = version + 1 where id = $1", id.0)
        .execute(&mut *conn)
        .await
        .map_err(refused)?;
    let is = json!({ "name": before.name });
    note(conn, grant, (AuditAction::Restored, id, &before.name), None, Some(&is)).await
}

/// A template of theirs, locked until the transaction ends: row-level security locks nobody else's.
async fn find(conn: &mut PgConnection, id: TemplateId, removed: bool) -> Result<Found, WriteError> {
    let found = query!(
        "select name, version from template where id = $1 and (removed_at is not null) = $2 for update",
        id.0,
        removed
    );
    let row = found.fetch_optional(conn).await?.ok_or(WriteError::NotFound)?;
    Ok(Found { name: row.name, version: row.version })
}
