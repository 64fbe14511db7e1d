//! The audit's SQL.
//! It inserts and selects; the database grants nothing else.

use super::{Entry, NewEntry};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::EngagementId;
use crate::stores::access::{FirmGrant, Grant, ViewAudit, ViewHistory};
use serde_json::Value;
use sqlx::{PgConnection, query, query_as, query_scalar};
use uuid::Uuid;

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

/// Records several things that were done at once, in their order.
///
/// # Errors
/// As [`record`].
pub async fn record_all(conn: &mut PgConnection, entries: &[NewEntry<'_>]) -> sqlx::Result<()> {
    let people: Vec<Uuid> = entries.iter().map(|entry| entry.person.0).collect();
    let engagements: Vec<Option<Uuid>> =
        entries.iter().map(|entry| entry.engagement.map(|id| id.0)).collect();
    let actions: Vec<&str> = entries.iter().map(|entry| entry.action.key()).collect();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind).collect();
    let subjects: Vec<Option<Uuid>> = entries.iter().map(|entry| entry.subject).collect();
    let names: Vec<&str> = entries.iter().map(|entry| entry.name).collect();
    let before: Vec<Option<Value>> = entries.iter().map(|entry| entry.before.cloned()).collect();
    let after: Vec<Option<Value>> = entries.iter().map(|entry| entry.after.cloned()).collect();
    query!(
        "insert into audit (person_id, engagement_id, action, subject_kind, subject_id, subject_name, before, after)
         select person, engagement, action, kind, subject, name, before, after
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::jsonb[], $8::jsonb[])
             with ordinality new (person, engagement, action, kind, subject, name, before, after, place)
         order by place",
        &people,
        &engagements as &[Option<Uuid>],
        &actions as &[&str],
        &kinds as &[&str],
        &subjects as &[Option<Uuid>],
        &names as &[&str],
        &before as &[Option<Value>],
        &after as &[Option<Value>]
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

/// Most entries of a file that is downloaded.
pub const FILE: i64 = 10_000;

/// Which entries are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// A piece of who, what was done, to what kind of thing or its name; empty for all.
    pub text: &'a str,
    /// The entry they are older than; none for the newest.
    pub older_than: Option<i64>,
    /// At most so many.
    pub rows: i64,
}

/// A page of an engagement's history, newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn page_of_engagement(
    conn: &mut PgConnection,
    grant: Grant<ViewHistory>,
    asked: Asked<'_>,
) -> sqlx::Result<Vec<Entry>> {
    query_as!(
        Entry,
        r#"select a.id, a.at, p.name as "person?", a.engagement_id as "engagement: EngagementId", a.action,
               a.subject_kind as kind, a.subject_id as subject, a.subject_name as name, a.before, a.after
           from audit a left join person p on p.id = a.person_id
           where a.engagement_id = $1 and a.id < $2 and ($4 = '' or strpos(lower(concat_ws(' ',
               p.name, replace(a.action, '_', ' '), replace(a.subject_kind, '_', ' '), a.subject_name)), lower($4)) > 0)
           order by a.id desc limit $3"#,
        grant.engagement().0,
        asked.older_than.unwrap_or(i64::MAX),
        asked.rows,
        asked.text
    )
    .fetch_all(conn)
    .await
}

/// A page of everything recorded, newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn page_of_firm(
    conn: &mut PgConnection,
    _grant: FirmGrant<ViewAudit>,
    asked: Asked<'_>,
) -> sqlx::Result<Vec<Entry>> {
    query_as!(
        Entry,
        r#"select a.id, a.at, p.name as "person?", a.engagement_id as "engagement: EngagementId", a.action,
               a.subject_kind as kind, a.subject_id as subject, a.subject_name as name, a.before, a.after
           from audit a left join person p on p.id = a.person_id
           where a.id < $1 and ($3 = '' or strpos(lower(concat_ws(' ',
               p.name, replace(a.action, '_', ' '), replace(a.subject_kind, '_', ' '), a.subject_name)), lower($3)) > 0)
           order by a.id desc limit $2"#,
        asked.older_than.unwrap_or(i64::MAX),
        asked.rows,
        asked.text
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
