//! The files that versions hand out now, and taking one back from all of them: it stays beside its failure.
//! What somebody downloaded before is theirs; that a file was withdrawn is said wherever it is named.

use crate::document::files::Format;
use crate::platform::ids::{AttachmentId, SampleId};
use crate::stores::access::{Grant, Publish};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use serde_json::json;
use sqlx::{PgConnection, query, query_as};

/// Most files that are listed.
const LISTED: i64 = 200;

/// A file that versions hand out.
#[derive(Debug, Clone)]
pub struct Out {
    /// Its id.
    pub id: AttachmentId,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// How large it is.
    pub bytes: i64,
    /// The failure that it lies beside, or lay beside until it was removed there.
    pub failure: SampleId,
    /// Whether it was removed there.
    pub removed: bool,
    /// The versions, the oldest first.
    pub versions: Vec<i32>,
}

/// The files that can be had in the client's room, those of the newest version first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn handed_out(conn: &mut PgConnection, grant: Grant<Publish>) -> sqlx::Result<Vec<Out>> {
    query_as!(
        Out,
        r#"select a.id as "id: AttachmentId", a.name, a.format as "format: Format", a.bytes,
               a.sample_id as "failure: SampleId", a.removed_at is not null as "removed!",
               array_agg(v.number order by v.number) as "versions!"
           from published_file f
           join snapshot v on v.engagement_id = f.engagement_id and v.id = f.snapshot_id
           join attachment a on a.engagement_id = f.engagement_id and a.id = f.attachment_id
           where f.engagement_id = $1 and f.withdrawn_at is null
           group by a.id order by max(v.number) desc, a.created_at, a.id limit $2"#,
        grant.engagement().0,
        LISTED
    )
    .fetch_all(conn)
    .await
}

/// Withdraws a file from every version that hands it out.
///
/// # Errors
/// [`WriteError::NotFound`] when none does.
pub async fn withdraw(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    file: AttachmentId,
) -> Result<(), WriteError> {
    let row = query!(
        r#"select a.name, withdraw_file(a.engagement_id, a.id) as "withdrawn!" from attachment a
           where a.engagement_id = $1 and a.id = $2"#,
        grant.engagement().0,
        file.0
    );
    let row = row.fetch_optional(&mut *conn).await?;
    let row = row.filter(|row| row.withdrawn).ok_or(WriteError::NotFound)?;
    let (before, after) = (json!({ "handed_out": true }), json!({ "handed_out": false }));
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: AuditAction::Changed,
        kind: "attachment",
        subject: Some(file.0),
        name: &row.name,
        before: Some(&before),
        after: Some(&after),
    };
    Ok(audit::record(conn, entry).await?)
}
