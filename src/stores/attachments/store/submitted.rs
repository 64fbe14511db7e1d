//! Files that a client's contributors send with a report, and see again as they are now.
//! A client never reaches the working tables: functions of the database do these few things for them, and no others.

use super::{full, length, note, size, told};
use crate::engines::redact::Redactor;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{AttachmentId, SampleId};
use crate::stores::access::{Grant, SubmitSample};
use crate::stores::attachments::{Clean, Format};
use crate::stores::audit::AuditAction;
use crate::stores::db::is_refused;
use crate::stores::engagement::WriteError;
use crate::stores::samples::submission_redactor;
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_as, query_scalar};

/// A file that came with a submission, as it is now.
#[derive(Debug, Clone)]
pub struct SubmittedFile {
    /// The submission.
    pub sample: SampleId,
    /// Its id.
    pub id: AttachmentId,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// How large it is.
    pub bytes: i64,
    /// Width of a picture.
    pub width: Option<i32>,
    /// Height of a picture.
    pub height: Option<i32>,
}

/// The redactor for files that a contributor sends.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such engagement.
pub async fn redactor_of_submissions(
    conn: &mut PgConnection,
    grant: Grant<SubmitSample>,
) -> Result<Redactor, WriteError> {
    submission_redactor(conn, grant).await
}

/// Adds files to a sample that the acting contributor submitted; each is in the file store already.
///
/// # Errors
/// [`WriteError::NotFound`] when they submitted no such sample.
pub async fn submit(
    conn: &mut PgConnection,
    grant: Grant<SubmitSample>,
    sample: SampleId,
    files: &[(AttachmentId, Clean)],
) -> Result<(), WriteError> {
    for (id, file) in files {
        let (width, height) = size(file);
        let own = query_scalar!(
            "select submit_attachment($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            id.0,
            grant.engagement().0,
            sample.0,
            file.name,
            file.format.key(),
            length(file),
            width,
            height,
            Json(&file.replaced) as _
        );
        if own.fetch_one(&mut *conn).await.map_err(full)? != Some(true) {
            return Err(WriteError::NotFound);
        }
        note(
            &mut *conn,
            grant,
            AuditAction::Added,
            *id,
            &file.name,
            None,
            Some(&told(sample, file)),
        )
        .await?;
    }
    Ok(())
}

/// The files that came with them, in the order they came.
///
/// # Errors
/// When the database cannot be reached, or row-level security knows no such contributor.
pub async fn submitted_files(
    conn: &mut PgConnection,
    grant: Grant<SubmitSample>,
) -> sqlx::Result<Vec<SubmittedFile>> {
    query_as!(
        SubmittedFile,
        r#"select sample_id as "sample!: SampleId", id as "id!: AttachmentId", name as "name!", format as "format!: Format",
               bytes as "bytes!", width, height
           from own_submitted_files($1)"#,
        grant.engagement().0
    )
    .fetch_all(conn)
    .await
}

/// The name and kind of a picture that the acting contributor sent and that is still there; `None` for any other file, and for
/// whoever the database knows as no contributor.
///
/// # Errors
/// When the database cannot be reached.
pub async fn own_picture(
    conn: &mut PgConnection,
    grant: Grant<SubmitSample>,
    id: AttachmentId,
) -> sqlx::Result<Option<(String, Format)>> {
    let row = query!(
        r#"select name as "name!", format as "format!: Format" from own_submitted_picture($1, $2)"#,
        grant.engagement().0,
        id.0
    )
    .fetch_optional(conn)
    .await;
    match row {
        Ok(row) => Ok(row.map(|row| (row.name, row.format))),
        Err(error) if is_refused(&error) => Ok(None),
        Err(error) => Err(error),
    }
}
