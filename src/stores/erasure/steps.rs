//! The SQL of carrying an erasure out. Functions of the database erase: they go on with what an admin recorded, and reach
//! nothing else.

use super::Sealed;
use crate::platform::ids::{EngagementId, ErasureId, PersonId};
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, query, query_as, query_scalar};
use uuid::Uuid;

/// An erasure that is not finished.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub id: ErasureId,
    pub number: i32,
    pub client: Uuid,
    pub engagement: Option<Uuid>,
    pub name_hash: Vec<u8>,
    pub asked_by: PersonId,
    pub asked_by_name: String,
    pub asked_at: DateTime<Utc>,
    pub rooms: Vec<Uuid>,
    pub counted: serde_json::Value,
    pub files_recorded: i64,
    pub files_found: i64,
    pub file_bytes: i64,
    pub files_removed: i64,
    pub audit_emptied: i64,
}

/// Erasures that are not finished, the oldest first.
pub(super) async fn open(conn: &mut PgConnection) -> sqlx::Result<Vec<Open>> {
    query_as!(
        Open,
        r#"select id as "id!: ErasureId", number as "number!", client_id as "client!", only_engagement as engagement,
               name_hash as "name_hash!", asked_by as "asked_by!: PersonId", asked_by_name as "asked_by_name!",
               asked_at as "asked_at!", rooms as "rooms!", counted as "counted!", files_recorded as "files_recorded!",
               files_found as "files_found!", file_bytes as "file_bytes!", files_removed as "files_removed!",
               audit_emptied as "audit_emptied!"
           from erasures_open()"#
    )
    .fetch_all(conn)
    .await
}

/// The next engagement whose rows are still there.
pub(super) async fn next_room(
    conn: &mut PgConnection,
    id: ErasureId,
) -> sqlx::Result<Option<EngagementId>> {
    let next = query_scalar!("select erasure_next($1)", id.0).fetch_one(conn).await?;
    Ok(next.map(EngagementId))
}

/// Erases the rows of an engagement, for which so many files were found, of so many bytes.
pub(super) async fn room(
    conn: &mut PgConnection,
    id: ErasureId,
    room: EngagementId,
    (files, bytes): (i64, i64),
) -> sqlx::Result<()> {
    // Of a large engagement a million rows go in one transaction.
    query!("select set_config('statement_timeout', '1h', true)").fetch_one(&mut *conn).await?;
    query!("select erasure_room($1, $2, $3, $4)", id.0, room.0, files, bytes).execute(conn).await?;
    Ok(())
}

/// Erases what is a client's own outside engagements.
pub(super) async fn client(conn: &mut PgConnection, id: ErasureId) -> sqlx::Result<()> {
    query!("select set_config('statement_timeout', '10min', true)").fetch_one(&mut *conn).await?;
    query!("select erasure_client($1)", id.0).execute(conn).await?;
    Ok(())
}

/// Says how many files were removed so far.
pub(super) async fn removed(
    conn: &mut PgConnection,
    id: ErasureId,
    files: i64,
) -> sqlx::Result<()> {
    query!("select erasure_removed($1, $2)", id.0, files).execute(conn).await?;
    Ok(())
}

/// How long backups are kept, in the operator's own word.
pub(super) async fn backup_days(conn: &mut PgConnection) -> sqlx::Result<Option<i32>> {
    query_scalar!("select backup_days()").fetch_one(conn).await
}

/// Keeps the certificate, unless something is left of what it says is gone.
pub(super) async fn seal(
    conn: &mut PgConnection,
    id: ErasureId,
    sealed: &Sealed,
) -> sqlx::Result<bool> {
    let Sealed { text, hash, erased_at } = sealed;
    let kept = query_scalar!("select erasure_seal($1, $2, $3, $4)", id.0, erased_at, text, hash);
    Ok(kept.fetch_one(conn).await?.unwrap_or(false))
}
