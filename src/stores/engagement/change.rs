//! The steps of every change of a document: its lock, what was stored, the digest and the audit.
//! Whoever changes a part calls all four, in this order.

use super::{WriteError, history, load};
use crate::document::engagement::{Engagement, PartKind};
use crate::judgement::assess::assess;
use crate::judgement::digest::Digest;
use crate::judgement::standing::Standing;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::PartId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::{self, AuditAction, NewEntry};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_as, query_scalar};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The lock that orders all changes of one engagement, and the key its placeholders are numbered with. It comes before the
/// locks of single rows.
pub(crate) async fn lock<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
) -> Result<Vec<u8>, WriteError> {
    let key = query_scalar!(
        "select redaction_key from engagement where id = $1 for no key update",
        grant.engagement().0
    );
    key.fetch_optional(conn).await?.ok_or(WriteError::NotFound)
}

/// A part as it is stored.
pub(super) struct StoredPart {
    pub(super) kind: String,
    pub(super) body: Value,
    pub(super) version: i32,
    pub(super) retired: bool,
}

/// A part as it is stored, retired or not.
pub(super) async fn stored(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: PartId,
) -> sqlx::Result<Option<StoredPart>> {
    query_as!(
        StoredPart,
        "select kind, body, version, retired from part where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// Those of some parts that are stored, retired or not.
pub(super) async fn stored_among(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    ids: &[PartId],
) -> sqlx::Result<HashMap<PartId, StoredPart>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = query!(
        "select id, kind, body, version, retired from part where engagement_id = $1 and id = any($2)",
        grant.engagement().0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    let stored = rows.into_iter().map(|row| {
        let (kind, body, version, retired) = (row.kind, row.body, row.version, row.retired);
        (PartId(row.id), StoredPart { kind, body, version, retired })
    });
    Ok(stored.collect())
}

/// Computes where the engagement stands now and what lists name, for them and the rail; call it after changing what the document carries.
///
/// # Errors
/// When the database cannot be reached.
pub async fn refresh_digest(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
) -> Result<(), WriteError> {
    let loaded = load(&mut *conn, grant).await?;
    Ok(keep_digest(conn, grant, &loaded.document).await?)
}

/// Keeps where a document stands now, and the names that lists show.
pub(super) async fn keep_digest(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    document: &Engagement,
) -> sqlx::Result<()> {
    let assessment = assess(document);
    let (digest, standing) = (Digest::of(document, &assessment), Standing::of(&assessment));
    let names: BTreeMap<_, _> =
        document.integrations.iter().map(|one| (one.id.0, &one.name)).collect();
    let before = query_scalar!(
        r#"with before as (select standing from engagement where id = $1)
           update engagement set digest = $2, integrations = $3, standing = $4, changed_at = now(), digest_due = false
           where id = $1
           returning (select standing from before) as "standing!: Json<Standing>""#,
        grant.engagement().0,
        Json(digest) as _,
        Json(names) as _,
        Json(&standing) as _
    )
    .fetch_one(&mut *conn)
    .await?;
    history::record(conn, grant, &before.0, &standing).await
}

/// A change of a part, as the audit has it.
pub(super) struct Change<'a> {
    pub(super) action: AuditAction,
    pub(super) kind: PartKind,
    pub(super) id: PartId,
    pub(super) name: &'a str,
    pub(super) before: Option<&'a Value>,
    pub(super) after: Option<&'a Value>,
}

/// Records a change of a part.
pub(super) async fn note(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    change: Change<'_>,
) -> Result<(), WriteError> {
    let Change { action, kind, id, name, before, after } = change;
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action,
        kind: kind.key(),
        subject: Some(id.0),
        name,
        before,
        after,
    };
    Ok(audit::record(conn, entry).await?)
}
