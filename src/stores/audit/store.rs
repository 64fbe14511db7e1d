//! The audit's SQL.
//! It inserts and selects; the database grants nothing else.

use super::{Entry, NewEntry};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::EngagementId;
use crate::stores::access::{FirmGrant, Grant, ViewAudit, ViewHistory};
use sqlx::{PgConnection, query, query_as, query_scalar};

/// Entries on a page.
pub const PAGE: i64 = 50;

/// Records what was done, in the transaction that does it.
///
/// # Errors
/// When the database cannot be reached, or the person is not the one who acts.
pub async fn record(conn: &mut PgConnection, entry: NewEntry<'_>) -> sqlx::Result<()> {
    query!(
        "insert into audit (person_id, engagement_id, action, subject_kind, subject_id, subject_name, before, after)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        entry.person.0,
        entry.engagement.map(|id| id.0),
        entry.action.key(),
        entry.kind,
        entry.subject,
        entry.name,
        entry.before,
        entry.after
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The same by someone who may read the history, and says under which number the entry is found again.
///
/// # Errors
/// When the database cannot be reached, or the person is not the one who acts or may not read it.
pub async fn recorded(conn: &mut PgConnection, entry: NewEntry<'_>) -> sqlx::Result<i64> {
    query_scalar!(
        "insert into audit (person_id, engagement_id, action, subject_kind, subject_id, subject_name, before, after)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
        entry.person.0,
        entry.engagement.map(|id| id.0),
        entry.action.key(),
        entry.kind,
        entry.subject,
        entry.name,
        entry.before,
        entry.after
    )
    .fetch_one(conn)
    .await
}

/// A page of an engagement's history, newest first, older than an entry.
///
/// # Errors
/// When the database cannot be reached.
pub async fn page_of_engagement(
    conn: &mut PgConnection,
    grant: Grant<ViewHistory>,
    older_than: Option<i64>,
) -> sqlx::Result<Vec<Entry>> {
    query_as!(
        Entry,
        r#"select a.id, a.at, p.name as "person?", a.engagement_id as "engagement: EngagementId", a.action,
               a.subject_kind as kind, a.subject_id as subject, a.subject_name as name, a.before, a.after
           from audit a left join person p on p.id = a.person_id
           where a.engagement_id = $1 and a.id < $2 order by a.id desc limit $3"#,
        grant.engagement().0,
        older_than.unwrap_or(i64::MAX),
        PAGE + 1
    )
    .fetch_all(conn)
    .await
}

/// A page of everything recorded, newest first, older than an entry.
///
/// # Errors
/// When the database cannot be reached.
pub async fn page_of_firm(
    conn: &mut PgConnection,
    _grant: FirmGrant<ViewAudit>,
    older_than: Option<i64>,
) -> sqlx::Result<Vec<Entry>> {
    query_as!(
        Entry,
        r#"select a.id, a.at, p.name as "person?", a.engagement_id as "engagement: EngagementId", a.action,
               a.subject_kind as kind, a.subject_id as subject, a.subject_name as name, a.before, a.after
           from audit a left join person p on p.id = a.person_id
           where a.id < $1 order by a.id desc limit $2"#,
        older_than.unwrap_or(i64::MAX),
        PAGE + 1
    )
    .fetch_all(conn)
    .await
}

/// One entry of an engagement's history.
///
/// # Errors
/// When the database cannot be reached.
pub async fn entry(
    conn: &mut PgConnection,
    grant: Grant<ViewHistory>,
    id: i64,
) -> sqlx::Result<Option<Entry>> {
    query_as!(
        Entry,
        r#"select a.id, a.at, p.name as "person?", a.engagement_id as "engagement: EngagementId", a.action,
               a.subject_kind as kind, a.subject_id as subject, a.subject_name as name, a.before, a.after
           from audit a left join person p on p.id = a.person_id
           where a.engagement_id = $1 and a.id = $2"#,
        grant.engagement().0,
        id
    )
    .fetch_optional(conn)
    .await
}
