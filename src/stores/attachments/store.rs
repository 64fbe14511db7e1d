//! The attachments' SQL: what is known of a file, beside its sample.
//! A row is written only after its file is stored, so that none is ever without.

use super::{Attachment, Clean, FILES_PER_SAMPLE, Format};
use crate::document::engagement::Problem;
use crate::engines::redact::{Found, Redactor};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{AttachmentId, SampleId};
use crate::stores::access::{EditWork, Grant, ViewWork};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_scalar};

mod submitted;
mod taken;

pub use submitted::{SubmittedFile, own_picture, redactor_of_submissions, submit, submitted_files};
pub use taken::{erase, remove, replace};

/// The redactor for files of an engagement.
///
/// # Errors
/// [`WriteError::NotFound`] when row-level security shows nothing.
pub async fn redactor(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
) -> Result<Redactor, WriteError> {
    crate::stores::samples::redactor(conn, grant).await
}

/// Adds files to a sample; each is in the file store already.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such sample; [`WriteError::Invalid`] when it would have too many.
pub async fn add(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    sample: SampleId,
    files: &[(AttachmentId, Clean)],
) -> Result<(), WriteError> {
    let there = query_scalar!(
        "select id from sample where engagement_id = $1 and id = $2 for update",
        grant.engagement().0,
        sample.0
    );
    there.fetch_optional(&mut *conn).await?.ok_or(WriteError::NotFound)?;
    let has = query_scalar!(
        r#"select count(*) as "n!" from attachment where engagement_id = $1 and sample_id = $2 and removed_at is null"#,
        grant.engagement().0,
        sample.0
    );
    let many =
        has.fetch_one(&mut *conn).await? + i64::try_from(files.len()).unwrap_or(FILES_PER_SAMPLE);
    if many > FILES_PER_SAMPLE {
        let message = "A sample has 50 files at most. Remove what nobody needs first.";
        return Err(WriteError::Invalid(vec![Problem::new("files", message)]));
    }
    for (id, file) in files {
        insert(&mut *conn, grant, sample, *id, file, false).await.map_err(full)?;
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

async fn insert(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    sample: SampleId,
    id: AttachmentId,
    file: &Clean,
    from_client: bool,
) -> sqlx::Result<()> {
    let (width, height) = size(file);
    query!(
        "insert into attachment (id, engagement_id, sample_id, name, format, bytes, width, height, replaced, added_by,
             from_client)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.0,
        grant.engagement().0,
        sample.0,
        file.name,
        file.format.key(),
        length(file),
        width,
        height,
        Json(&file.replaced) as _,
        grant.person().0,
        from_client
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The files of a sample, in the order they came.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(
    conn: &mut PgConnection,
    grant: impl Into<Grant<ViewWork>>,
    sample: SampleId,
) -> sqlx::Result<Vec<Attachment>> {
    let rows = query!(
        r#"select a.id as "id: AttachmentId", a.sample_id as "sample: SampleId", a.name, a.format as "format: Format",
               a.bytes, a.width, a.height, a.replaced as "replaced: Json<Vec<Found>>", p.name as "added_by?",
               a.created_at,
               (select max(v.number) from published_file f join snapshot v on v.id = f.snapshot_id
                where f.engagement_id = a.engagement_id and f.attachment_id = a.id and f.withdrawn_at is null) as handed_out
           from attachment a left join person p on p.id = a.added_by
           where a.engagement_id = $1 and a.sample_id = $2 and a.removed_at is null order by a.created_at, a.name, a.id"#,
        grant.into().engagement().0,
        sample.0
    )
    .fetch_all(conn)
    .await?;
    let attachments = rows.into_iter().map(|row| Attachment {
        id: row.id,
        sample: row.sample,
        name: row.name,
        format: row.format,
        bytes: row.bytes,
        width: row.width,
        height: row.height,
        replaced: row.replaced.0,
        added_by: row.added_by,
        handed_out: row.handed_out,
        created_at: row.created_at,
    });
    Ok(attachments.collect())
}

/// The name and kind of a file; `None` when there is none, or it was removed.
///
/// # Errors
/// When the database cannot be reached.
pub async fn head(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    id: AttachmentId,
) -> sqlx::Result<Option<(String, Format)>> {
    let row = query!(
        r#"select name, format as "format: Format" from attachment
           where engagement_id = $1 and id = $2 and removed_at is null"#,
        grant.engagement().0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.name, row.format)))
}

/// The database says when files would take more room than an engagement, or a person in it, has.
fn full(error: sqlx::Error) -> WriteError {
    let message = match error.as_database_error().and_then(|error| error.constraint()) {
        Some("attachment_quota_engagement") => {
            "The files of this engagement take 4 GB, which is all it has. Erase some that nobody needs first."
        }
        Some("attachment_quota_person") => {
            "Your files in this engagement take 1 GB, which is all a person has. Erase some that nobody needs first."
        }
        _ => return WriteError::Database(error),
    };
    WriteError::Invalid(vec![Problem::new("files", message)])
}

/// Every text file of an engagement that has content, those that were taken from their sample too.
///
/// # Errors
/// When the database cannot be reached.
pub async fn texts(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
) -> sqlx::Result<Vec<AttachmentId>> {
    query_scalar!(
        r#"select id as "id: AttachmentId" from attachment
           where engagement_id = $1 and format = 'text' and erased_at is null order by id"#,
        grant.engagement().0
    )
    .fetch_all(conn)
    .await
}

/// A file of a sample; `None` when it has none such, or not any more.
///
/// # Errors
/// When the database cannot be reached.
pub async fn one(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    sample: SampleId,
    id: AttachmentId,
) -> sqlx::Result<Option<Attachment>> {
    Ok(list(conn, grant, sample).await?.into_iter().find(|file| file.id == id))
}

fn size(file: &Clean) -> (Option<i32>, Option<i32>) {
    let whole = |n: u32| i32::try_from(n).ok();
    (file.size.and_then(|(width, _)| whole(width)), file.size.and_then(|(_, height)| whole(height)))
}

fn length(file: &Clean) -> i64 {
    i64::try_from(file.bytes.len()).unwrap_or(i64::MAX)
}

fn told(sample: SampleId, file: &Clean) -> Value {
    json!({ "name": file.name, "format": file.format, "bytes": length(file), "sample": sample })
}

async fn note<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    action: AuditAction,
    id: AttachmentId,
    name: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) -> sqlx::Result<()> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action,
        kind: "attachment",
        subject: Some(id.0),
        name,
        before,
        after,
    };
    audit::record(conn, entry).await
}
