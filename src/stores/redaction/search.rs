//! The search of text files for what was redacted: what it looks for, the file it is about to write anew, and its end.
//! What it looks for is read by the job's worker alone, and is gone once the job has ended, however that was.

use super::Mark;
use super::record;
use crate::document::engagement::Problem;
use crate::engines::redact::Kind;
use crate::platform::ids::{AttachmentId, JobId, RedactionId};
use crate::stores::access::{EditWork, Grant};
use crate::stores::attachments::store::redactor;
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use crate::stores::jobs::JobKind;
use crate::stores::jobs::store::{self as jobs, Claim};
use serde_json::json;
use sqlx::{PgConnection, PgPool, query, query_scalar};
use std::fmt;

/// What a search looks for, and what takes its place. Printed, it keeps the text to itself.
pub struct Sought {
    text: String,
    placeholder: String,
    /// The file that an earlier attempt was about to write anew when it was stopped.
    pub interrupted: Option<AttachmentId>,
}

impl fmt::Debug for Sought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sought").field("placeholder", &self.placeholder).finish_non_exhaustive()
    }
}

impl Sought {
    /// It as a mark.
    #[must_use]
    pub fn mark(&self) -> Mark<'_> {
        Mark { text: &self.text, placeholder: &self.placeholder }
    }
}

/// What the search that a worker has looks for; `None` when it is not kept any more, or the search is another worker's.
///
/// # Errors
/// When the database cannot be reached.
pub async fn sought(conn: &mut PgConnection, claim: &Claim) -> sqlx::Result<Option<Sought>> {
    let row = query!(
        r#"select marked as "marked!", placeholder as "placeholder!", rewriting as "rewriting?: AttachmentId"
           from redaction_sought($1, $2)"#,
        claim.id.0,
        claim.worker
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| Sought {
        text: String::from_utf8_lossy(&row.marked).into_owned(),
        placeholder: row.placeholder,
        interrupted: row.rewriting,
    }))
}

/// Records that a file is about to be written anew. The caller commits it before the file is touched: whoever takes over
/// then knows of which file nothing is recorded yet.
///
/// # Errors
/// When the database cannot be reached.
pub async fn announce(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: RedactionId,
    file: AttachmentId,
) -> sqlx::Result<()> {
    query!(
        "update redaction set rewriting = $3 where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        file.0
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A text file, locked until the transaction ends: nobody takes it away while it is written anew.
#[derive(Debug, Clone)]
pub struct TextFile {
    /// The file.
    pub id: AttachmentId,
    /// What it is called.
    pub name: String,
    /// How long it is recorded to be, in bytes.
    pub bytes: i64,
}

/// A text file that still has content, locked; `None` when it has been erased.
///
/// # Errors
/// When the database cannot be reached.
pub async fn locked(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    file: AttachmentId,
) -> sqlx::Result<Option<TextFile>> {
    let row = query!(
        "select name, bytes from attachment
         where engagement_id = $1 and id = $2 and format = 'text' and erased_at is null for no key update",
        grant.engagement().0,
        file.0
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| TextFile { id: file, name: row.name, bytes: row.bytes }))
}

/// Records that a file was written anew and how long it is now, and counts it, if it is the one that was announced: whoever
/// took over a search may have recorded it meanwhile.
///
/// # Errors
/// When the database cannot be reached.
pub async fn rewritten(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    (id, placeholder): (RedactionId, &str),
    file: &TextFile,
    bytes: usize,
) -> sqlx::Result<()> {
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    let counted = query!(
        "with file as (update attachment set bytes = $4 where engagement_id = $1 and id = $3)
         update redaction set rewriting = null, files_changed = coalesce(files_changed, 0) + 1
         where engagement_id = $1 and id = $2 and rewriting = $3",
        grant.engagement().0,
        id.0,
        file.id.0,
        bytes
    );
    if counted.execute(&mut *conn).await?.rows_affected() == 0 {
        return Ok(());
    }
    let (before, after) = (
        json!({ "bytes": file.bytes }),
        json!({ "bytes": bytes, "replaced": placeholder, "redaction": id }),
    );
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: AuditAction::Changed,
        kind: "attachment",
        subject: Some(file.id.0),
        name: &file.name,
        before: Some(&before),
        after: Some(&after),
    };
    audit::record(conn, entry).await
}

/// Records that every text file was searched, forgets what was looked for, and says how many files were written anew by
/// this attempt and those before it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn searched(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: RedactionId,
    files: usize,
) -> sqlx::Result<i32> {
    let row = query!(
        r#"update redaction set marked = null, rewriting = null, files_searched = $3,
               files_changed = coalesce(files_changed, 0)
           where engagement_id = $1 and id = $2 returning placeholder, files_changed as "changed!""#,
        grant.engagement().0,
        id.0,
        i32::try_from(files).unwrap_or(i32::MAX)
    );
    let row = row.fetch_one(&mut *conn).await?;
    let after = json!({ "text_files_searched": files, "text_files_changed": row.changed });
    record::note(conn, grant, id, &row.placeholder, &after).await?;
    Ok(row.changed)
}

/// Begins a search anew that ended before every file was searched, for whoever can say what was marked: it is not kept.
///
/// # Errors
/// [`WriteError::Invalid`] when the text is another one; [`WriteError::Conflict`] when a search is under way or all files
/// were searched; [`WriteError::NotFound`] when there is no such redaction.
pub async fn again(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: RedactionId,
    text: &str,
) -> Result<JobId, WriteError> {
    let row = query!(
        "select placeholder, files_searched from redaction where engagement_id = $1 and id = $2 for no key update",
        grant.engagement().0,
        id.0
    );
    let row = row.fetch_optional(&mut *conn).await?.ok_or(WriteError::NotFound)?;
    let latest = jobs::latest(&mut *conn, grant.into(), JobKind::Redaction, id.0).await?;
    if row.files_searched.is_some() || latest.is_some_and(|job| !job.state.is_over()) {
        return Err(WriteError::Conflict(None));
    }
    let redactor = redactor(&mut *conn, grant).await?;
    if !Kind::ALL.iter().any(|kind| redactor.placeholder(*kind, text) == row.placeholder) {
        let message = "That is not what was marked. Type it as it stood, letter by letter.";
        return Err(WriteError::Invalid(vec![Problem::new("text", message)]));
    }
    let keep = query!(
        "update redaction set marked = $3 where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        text.as_bytes()
    );
    keep.execute(&mut *conn).await?;
    let after = json!({ "text_files_searched": "again" });
    record::note(&mut *conn, grant, id, &row.placeholder, &after).await?;
    Ok(jobs::start(conn, grant, JobKind::Redaction, id.0).await?)
}

/// Forgets what searches looked for that are not there any more, and says how many those were.
///
/// # Errors
/// When the database cannot be reached.
pub async fn forget(pool: &PgPool) -> sqlx::Result<i64> {
    query_scalar!(r#"select redaction_forget() as "forgotten!""#).fetch_one(pool).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::testing::Bench;

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_file_that_two_workers_wrote_anew_is_counted_once(pool: PgPool) {
        let bench = Bench::new(pool).await;
        let (id, file) = (RedactionId::new(), AttachmentId::new());
        let add = "with file as (insert into attachment (id, engagement_id, sample_id, name, format, bytes)
                                 values ($3, $2, $3, 'a.log', 'text', 40))
                   insert into redaction (id, engagement_id, sample_id, placeholder, marked, created_by)
                   values ($1, $2, $3, '‹name 1›', 'North Harbour', $4)";
        let add = sqlx::query(add).bind(id.0).bind(bench.engagement.0).bind(file.0);
        add.bind(bench.actor.person.0).execute(&bench.pool).await.unwrap();
        let mut tx = bench.act().await;
        announce(&mut tx, bench.grant(), id, file).await.unwrap();
        tx.commit().await.unwrap();
        // Whoever has lost the search records it after whoever took it over.
        for _ in 0..2 {
            let mut tx = bench.act().await;
            let found = locked(&mut tx, bench.grant(), file).await.unwrap().unwrap();
            let of = (id, "‹name 1›");
            rewritten(&mut tx, bench.grant(), of, &found, 30).await.unwrap();
            tx.commit().await.unwrap();
        }
        let told = "select (select files_changed from redaction), (select bytes from attachment),
                        (select count(*) from audit where subject_id = $1)";
        let told: (Option<i32>, i64, i64) =
            sqlx::query_as(told).bind(file.0).fetch_one(&bench.pool).await.unwrap();
        assert_eq!(told, (Some(1), 30, 1));
    }
}
