//! Files on their way in: kept as redacted text, in pieces, until they are imported; any server can read them.
//! Leftovers go after a week, when the next file comes.

use super::write::redactor;
use crate::document::samples::import::{Plan, Spooled};
use crate::engines::redact::Redactor;
use crate::platform::ids::UploadId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::engagement::WriteError;
use sqlx::{PgConnection, query, query_scalar};

mod outcome;
mod plan;

pub use outcome::{Outcome, outcome, refusals};
pub use plan::{PlannedByAnotherVersion, plan, remembered};

/// Bytes of one piece.
pub const PIECE: usize = 1024 * 1024;
/// Pieces that the page which shows a file reads.
const BEGINNING: i32 = 2;
/// Longest file name that is kept, in characters.
const FILE_NAME: usize = 200;

/// A file as it was received.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// What people call it, redacted.
    pub file_name: String,
    /// What it was: “CSV”, “JSON”, “XLSX”.
    pub format: String,
    /// The encoding it was in.
    pub encoding: String,
    /// What was not certain.
    pub note: String,
    /// Its size as text, in bytes.
    pub bytes: i64,
    /// What was confirmed of it, once that was.
    pub plan: Option<Result<Plan, PlannedByAnotherVersion>>,
}

/// A file's name as it may be kept.
pub(super) fn plain_name(redactor: &Redactor, file_name: &str) -> String {
    let plain: String = file_name.chars().filter(|c| !c.is_control()).take(FILE_NAME).collect();
    redactor.text(&plain).text
}

/// Begins to receive a file; what was left behind a week ago goes.
///
/// # Errors
/// [`WriteError::NotFound`] when row-level security shows nothing.
pub async fn open(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    file_name: &str,
) -> Result<UploadId, WriteError> {
    let redactor = redactor(&mut *conn, grant).await?;
    query!(
        "delete from upload where engagement_id = $1 and created_at < now() - interval '7 days'
             and not exists (select from job where job.engagement_id = $1 and state in ('queued', 'running')
                 and (subject_id = upload.id or subject_id in (select r.id from reconciliation r
                     where r.engagement_id = $1 and upload.id in (r.upload_a, r.upload_b))))",
        grant.engagement().0
    )
    .execute(&mut *conn)
    .await?;
    let id = UploadId::new();
    query!(
        "insert into upload (id, engagement_id, file_name, created_by) values ($1, $2, $3, $4)",
        id.0,
        grant.engagement().0,
        plain_name(&redactor, file_name),
        grant.person().0
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// Keeps a piece.
///
/// # Errors
/// When the database cannot be reached.
pub async fn append(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: UploadId,
    number: i32,
    piece: &[u8],
) -> sqlx::Result<()> {
    query!(
        "insert into upload_chunk (engagement_id, upload_id, number, content) values ($1, $2, $3, $4)",
        grant.engagement().0,
        id.0,
        number,
        piece
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Says that a file is here to its end, and how it was read.
///
/// # Errors
/// When the database cannot be reached.
pub async fn close(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: UploadId,
    told: &Spooled,
    bytes: u64,
) -> Result<(), WriteError> {
    query!(
        "update upload set complete = true, format = $3, encoding = $4, note = $5, redacted = $6, bytes = $7
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        told.format,
        told.encoding,
        told.note,
        serde_json::to_value(&told.found)?,
        i64::try_from(bytes).unwrap_or(i64::MAX)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A file that is here to its end.
///
/// # Errors
/// When the database cannot be reached.
pub async fn get(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: UploadId,
) -> sqlx::Result<Option<Upload>> {
    let row = query!(
        r#"select file_name, format, encoding, note, bytes, mapping
           from upload where engagement_id = $1 and id = $2 and complete"#,
        grant.engagement().0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Upload {
        id,
        file_name: row.file_name,
        format: row.format,
        encoding: row.encoding,
        note: row.note,
        bytes: row.bytes,
        plan: row.mapping.map(plan::read),
    }))
}

/// A piece of a file, while there is one.
///
/// # Errors
/// When the database cannot be reached.
pub async fn piece(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: UploadId,
    number: i32,
) -> sqlx::Result<Option<Vec<u8>>> {
    query_scalar!(
        "select content from upload_chunk where engagement_id = $1 and upload_id = $2 and number = $3",
        grant.engagement().0,
        id.0,
        number
    )
    .fetch_optional(conn)
    .await
}

/// How a file begins, and whether that is all of it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn beginning(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    upload: &Upload,
) -> sqlx::Result<(String, bool)> {
    let mut bytes = Vec::new();
    for number in 0..BEGINNING {
        let Some(piece) = piece(&mut *conn, grant, upload.id, number).await? else { break };
        bytes.extend(piece);
    }
    let whole = i64::try_from(bytes.len()).is_ok_and(|read| read == upload.bytes);
    // Pieces are cut anywhere: a character that was cut is not damage.
    let end = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
    bytes.truncate(end);
    Ok((String::from_utf8(bytes).unwrap_or_default(), whole))
}

/// Lets a file go.
///
/// # Errors
/// When the database cannot be reached.
pub async fn discard(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: UploadId,
) -> sqlx::Result<()> {
    query!("delete from upload where engagement_id = $1 and id = $2", grant.engagement().0, id.0)
        .execute(conn)
        .await
        .map(|_| ())
}
