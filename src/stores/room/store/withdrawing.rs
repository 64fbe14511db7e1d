//! A file that versions hand out, and taking it back from all of them: it stays beside its failure.
//! What somebody downloaded before is theirs; that a file was withdrawn is said wherever it is named.

use crate::document::files::Format;
use crate::platform::ids::{AttachmentId, SampleId};
use crate::stores::access::{Grant, Publish};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use serde::Deserialize;
use serde_json::json;
use sqlx::{PgConnection, query};

/// Most files that are listed: those of the newest versions.
pub const LISTED: i64 = 200;

/// A file that versions hand out.
#[derive(Debug, Clone, Deserialize)]
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
