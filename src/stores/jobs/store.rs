//! The jobs' SQL: what people do to them, under row-level security, and what the servers that work on them say.
//! A server says it with the number it drew when it took the job; who does not know that number changes nothing.

use super::{Job, JobKind, JobState};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{ClientId, EngagementId, JobId, PersonId};
use crate::stores::access::{Actor, EditWork, Grant, Membership, Role, ViewWork};
use crate::stores::audit::{self, AuditAction, NewEntry};
use serde_json::{Value, json};
use sqlx::postgres::types::PgInterval;
use sqlx::{PgConnection, PgPool, query, query_as, query_scalar};
use std::time::Duration;
use uuid::Uuid;

#[cfg(test)]
mod tests;

/// Starts a job: any server takes it once this is committed. It will act as whoever starts it.
///
/// # Errors
/// When the database refuses it or cannot be reached.
pub async fn start(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    kind: JobKind,
    subject: Uuid,
) -> sqlx::Result<JobId> {
    let id = JobId::new();
    query!(
        "insert into job (id, engagement_id, kind, subject_id, created_by) values ($1, $2, $3, $4, $5)",
        id.0,
        grant.engagement().0,
        kind.key(),
        subject,
        grant.person().0
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// A job of an engagement.
///
/// # Errors
/// When the database cannot be reached.
pub async fn get(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    id: JobId,
) -> sqlx::Result<Option<Job>> {
    query_as!(
        Job,
        r#"select id as "id: JobId", engagement_id as "engagement: EngagementId", kind as "kind: JobKind",
               subject_id as subject, state as "state: JobState", done, total, note, error, result, cancel_asked,
               created_at
           from job where engagement_id = $1 and id = $2"#,
        grant.engagement().0,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// The newest job that works on something, if any does.
///
/// # Errors
/// When the database cannot be reached.
pub async fn latest(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    kind: JobKind,
    subject: Uuid,
) -> sqlx::Result<Option<Job>> {
    query_as!(
        Job,
        r#"select id as "id: JobId", engagement_id as "engagement: EngagementId", kind as "kind: JobKind",
               subject_id as subject, state as "state: JobState", done, total, note, error, result, cancel_asked,
               created_at
           from job where engagement_id = $1 and kind = $2 and subject_id = $3 order by created_at desc limit 1"#,
        grant.engagement().0,
        kind.key(),
        subject
    )
    .fetch_optional(conn)
    .await
}

/// Asks that a job be cancelled: one that waits is at once, one that runs within a second. Says whether it was open.
///
/// # Errors
/// When the database cannot be reached.
pub async fn cancel(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: JobId,
) -> sqlx::Result<bool> {
    let kind = query_scalar!(
        r#"update job set cancel_asked = true, state = case state when 'queued' then 'cancelled' else state end,
               ended_at = case state when 'queued' then clock_timestamp() end
           where engagement_id = $1 and id = $2 and state in ('queued', 'running') and not cancel_asked
           returning kind as "kind: JobKind""#,
        grant.engagement().0,
        id.0
    );
    let Some(kind) = kind.fetch_optional(&mut *conn).await? else { return Ok(false) };
    let (before, after) = (json!({ "cancelled": false }), json!({ "cancelled": true }));
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: AuditAction::Changed,
        kind: "job",
        subject: Some(id.0),
        name: kind.label(),
        before: Some(&before),
        after: Some(&after),
    };
    audit::record(conn, entry).await?;
    Ok(true)
}

/// A job that a server took.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Which.
    pub id: JobId,
    /// The engagement it belongs to.
    pub engagement: EngagementId,
    /// What it does, by key: an older server does not know the kinds of a newer one.
    pub kind: String,
    /// What it works on.
    pub subject: Uuid,
    /// How often it was taken, this time included.
    pub attempts: i32,
    /// Whoever started it, as they stand now; `None` when they were shut out meanwhile.
    pub actor: Option<Actor>,
    /// The number that shows whose it is.
    pub worker: Uuid,
}

/// Takes the oldest job that waits or whose server fell silent.
///
/// # Errors
/// When the database cannot be reached.
pub async fn claim(pool: &PgPool, worker: Uuid, lease: Duration) -> sqlx::Result<Option<Claim>> {
    let row = query!(
        r#"select id as "id!: JobId", engagement_id as "engagement!: EngagementId", kind as "kind!",
               subject_id as "subject!", attempts as "attempts!", person_id as "person?", name as "name?",
               role as "role?: Role", client_id as "client?", memberships as "memberships?"
           from job_claim($1, $2)"#,
        worker,
        interval(lease)
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| {
        let memberships =
            row.memberships.and_then(|json| serde_json::from_value::<Vec<Membership>>(json).ok());
        let actor = row.person.zip(row.role).map(|(id, role)| Actor {
            person: PersonId(id),
            name: row.name.unwrap_or_default(),
            role,
            client: row.client.map(ClientId),
            memberships: memberships.unwrap_or_default(),
        });
        let (id, engagement, kind, subject) = (row.id, row.engagement, row.kind, row.subject);
        Claim { id, engagement, kind, subject, attempts: row.attempts, actor, worker }
    }))
}

/// The reply to a heartbeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heartbeat {
    /// It goes on.
    GoOn,
    /// Someone asked to cancel it.
    Cancel,
    /// It was taken from this worker, which had been silent for too long.
    Lost,
}

/// Says how far a job is, and that its worker is still at it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn heartbeat(
    pool: &PgPool,
    claim: &Claim,
    lease: Duration,
    done: i64,
    total: i64,
    note: &str,
) -> sqlx::Result<Heartbeat> {
    let cancel = query_scalar!(
        "select job_beat($1, $2, $3, $4, $5, $6)",
        claim.id.0,
        claim.worker,
        interval(lease),
        done,
        total,
        note
    )
    .fetch_one(pool)
    .await?;
    Ok(match cancel {
        None => Heartbeat::Lost,
        Some(true) => Heartbeat::Cancel,
        Some(false) => Heartbeat::GoOn,
    })
}

/// Ends a job, or with [`JobState::Queued`] gives it back. In the transaction of its results, both are there or neither.
/// `false` means that it is not this worker's any more, or was cancelled: the caller then must not commit.
///
/// # Errors
/// When the database cannot be reached.
pub async fn end(
    conn: &mut PgConnection,
    claim: &Claim,
    state: JobState,
    error: &str,
    result: Option<&Value>,
) -> sqlx::Result<bool> {
    query_scalar!(
        "select job_end($1, $2, $3, $4, $5)",
        claim.id.0,
        claim.worker,
        state.key(),
        error,
        result
    )
    .fetch_one(conn)
    .await
    .map(|ended| ended.unwrap_or(false))
}

/// Gives back whatever a worker holds, because it stops.
///
/// # Errors
/// When the database cannot be reached.
pub async fn release(pool: &PgPool, worker: Uuid) -> sqlx::Result<()> {
    query!("select job_release($1)", worker).execute(pool).await.map(|_| ())
}

fn interval(time: Duration) -> PgInterval {
    let microseconds = i64::try_from(time.as_micros()).unwrap_or(i64::MAX);
    PgInterval { months: 0, days: 0, microseconds }
}
