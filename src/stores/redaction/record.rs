//! What was redacted more, and what is left to do about it: text files that a job searches, pictures that a person looks at.
//! The marked text is kept as long as the search of text files needs it, which alone reads it.

use crate::document::engagement::Problem;
use crate::platform::ids::{AttachmentId, EngagementId, RedactionId, SampleId};
use crate::stores::access::{EditWork, Grant, ViewWork};
use crate::stores::attachments::Format;
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::{PgConnection, query, query_as};

/// The most pictures that one page lists.
pub const PICTURES_LISTED: i64 = 200;
/// The most redactions that one page lists.
pub const LISTED: i64 = 200;

/// The files of an engagement when something was redacted in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Files {
    /// Text files, which are searched.
    pub texts: i64,
    /// Pictures, which are not.
    pub pictures: i64,
}

/// How many files an engagement has, those included that were taken from their sample and are kept with the history.
///
/// # Errors
/// When the database cannot be reached.
pub async fn files(conn: &mut PgConnection, grant: Grant<EditWork>) -> sqlx::Result<Files> {
    query_as!(
        Files,
        r#"select count(*) filter (where format = 'text') as "texts!", count(*) filter (where format <> 'text') as "pictures!"
           from attachment where engagement_id = $1 and erased_at is null"#,
        grant.engagement().0
    )
    .fetch_one(conn)
    .await
}

/// What was marked, once the rows are rewritten.
#[derive(Debug, Clone, Copy)]
pub struct NewRedaction<'a> {
    /// Where it was marked.
    pub sample: SampleId,
    /// What took its place.
    pub placeholder: &'a str,
    /// The text itself, where text files are still to be searched for it.
    pub marked: Option<&'a str>,
    /// Rows that were rewritten.
    pub rows: u64,
}

/// Records that something was redacted.
///
/// # Errors
/// When the database refuses it or cannot be reached.
pub async fn add(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    new: NewRedaction<'_>,
) -> sqlx::Result<RedactionId> {
    let id = RedactionId::new();
    query!(
        "insert into redaction (id, engagement_id, sample_id, placeholder, marked, rows_changed, files_searched, created_by)
         values ($1, $2, $3, $4, $5, $6, case when $5::bytea is null then 0 end, $7)",
        id.0,
        grant.engagement().0,
        new.sample.0,
        new.placeholder,
        new.marked.map(str::as_bytes),
        i64::try_from(new.rows).unwrap_or(i64::MAX),
        grant.person().0
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// Something that was redacted.
#[derive(Debug, Clone)]
pub struct Redaction {
    /// Its id.
    pub id: RedactionId,
    /// The engagement it was redacted in.
    pub engagement: EngagementId,
    /// Where it was marked.
    pub sample: SampleId,
    /// What took its place.
    pub placeholder: String,
    /// Rows that were rewritten at once.
    pub rows: i64,
    /// Text files that were searched; `None` while they are not all.
    pub files_searched: Option<i32>,
    /// Those that held it and were written anew, so far.
    pub files_changed: Option<i32>,
    /// Pictures of that time that nobody has said to have looked at since, and that are still to be seen.
    pub pictures: i64,
    /// Pictures of that time that were taken from their sample: they are kept with the history, and cannot be opened.
    pub taken_away: i64,
    /// Who did it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What was redacted in an engagement, the last first; at most [`LISTED`].
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(conn: &mut PgConnection, grant: Grant<ViewWork>) -> sqlx::Result<Vec<Redaction>> {
    find(conn, grant, None).await
}

/// One of them.
///
/// # Errors
/// When the database cannot be reached.
pub async fn get(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    id: RedactionId,
) -> sqlx::Result<Option<Redaction>> {
    Ok(find(conn, grant, Some(id)).await?.pop())
}

async fn find(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    id: Option<RedactionId>,
) -> sqlx::Result<Vec<Redaction>> {
    query_as!(
        Redaction,
        r#"select r.id as "id: RedactionId", r.engagement_id as "engagement: EngagementId", r.sample_id as "sample: SampleId",
               r.placeholder, r.rows_changed as rows, r.files_searched, r.files_changed, f.pictures as "pictures!",
               f.taken_away as "taken_away!", p.name as by, r.created_at as at
           from redaction r join person p on p.id = r.created_by, lateral (
               select count(*) filter (where a.removed_at is null and a.id <> all (r.looked)) as pictures,
                   count(*) filter (where a.removed_at is not null) as taken_away
               from attachment a where a.engagement_id = r.engagement_id and a.format <> 'text' and a.erased_at is null
                   and a.created_at <= r.created_at) f
           where r.engagement_id = $1 and ($2::uuid is null or r.id = $2) order by r.created_at desc, r.id limit $3"#,
        grant.engagement().0,
        id.map(|id| id.0),
        LISTED
    )
    .fetch_all(conn)
    .await
}

/// A picture, or a PDF, that nobody has looked at since.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The file.
    pub id: AttachmentId,
    /// What it is called.
    pub name: String,
    /// What it is: a picture or a PDF.
    pub format: Format,
    /// The sample it lies beside.
    pub sample: SampleId,
    /// What happened there.
    pub summary: String,
}

/// The pictures that were there when something was redacted and that nobody has looked at since: those of the sample in
/// which it was marked first, then the newest; at most [`PICTURES_LISTED`].
///
/// # Errors
/// When the database cannot be reached.
pub async fn pictures(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    id: RedactionId,
) -> sqlx::Result<Vec<Picture>> {
    query_as!(
        Picture,
        r#"select a.id as "id: AttachmentId", a.name, a.format as "format: Format", a.sample_id as "sample: SampleId", s.summary
           from redaction r
           join attachment a on a.engagement_id = r.engagement_id and a.format <> 'text' and a.erased_at is null
               and a.removed_at is null and a.created_at <= r.created_at and a.id <> all (r.looked)
           join sample s on s.engagement_id = a.engagement_id and s.id = a.sample_id
           where r.engagement_id = $1 and r.id = $2
           order by a.sample_id = r.sample_id desc, a.created_at desc, a.id limit $3"#,
        grant.engagement().0,
        id.0,
        PICTURES_LISTED
    )
    .fetch_all(conn)
    .await
}

/// Records that a person looked at pictures. It only ever adds to them, so that two who do it at once lose nothing.
///
/// # Errors
/// [`WriteError::Invalid`] when none of them is one that is still to be looked at.
pub async fn looked(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: RedactionId,
    ticked: &[AttachmentId],
) -> Result<(), WriteError> {
    let redaction = get(&mut *conn, grant.into(), id).await?.ok_or(WriteError::NotFound)?;
    let listed = pictures(&mut *conn, grant.into(), id).await?;
    let seen: Vec<_> = listed.into_iter().filter(|it| ticked.contains(&it.id)).collect();
    if seen.is_empty() {
        let message = "Tick the pictures and PDFs that you have looked at.";
        return Err(WriteError::Invalid(vec![Problem::new("picture", message)]));
    }
    let ids: Vec<_> = seen.iter().map(|picture| picture.id.0).collect();
    query!(
        "update redaction set looked = looked || $3::uuid[] where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        &ids
    )
    .execute(&mut *conn)
    .await?;
    let names: Vec<_> = seen.iter().map(|picture| picture.name.as_str()).collect();
    let after = json!({ "pictures_looked_at": names });
    Ok(note(conn, grant, id, &redaction.placeholder, &after).await?)
}

/// Records what became of a redaction in the audit.
pub(super) async fn note(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: RedactionId,
    name: &str,
    after: &Value,
) -> sqlx::Result<()> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: AuditAction::Changed,
        kind: "redaction",
        subject: Some(id.0),
        name,
        before: None,
        after: Some(after),
    };
    audit::record(conn, entry).await
}
