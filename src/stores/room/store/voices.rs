//! Decisions of the client in the room.
//! Each is about the snapshot its writer read, and stays as it was written.

use super::{bounded, invalid, redacted};
use crate::engines::redact::Policy;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::QuoteId;
use crate::stores::access::{Decide, Grant, ViewRoom};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use crate::stores::room::{Answer, Decision, Reply};
use crate::stores::words::room_redactor;
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_scalar};
use uuid::Uuid;

/// Comments and decisions of a room that are shown: the newest.
pub(super) const COMMENT_LIMIT: i64 = 500;

/// The decisions of a room, newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn decisions(
    conn: &mut PgConnection,
    grant: Grant<ViewRoom>,
) -> sqlx::Result<Vec<Decision>> {
    let rows = query!(
        r#"select s.number, d.number as decision, q.number as "quote?", d.answer, d.reason, d.person_name as person,
               d.created_at as at, d.after_reset,
               coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'person', r.person_name,
                             'of_firm', r.of_firm, 'at', r.created_at, 'may_edit', false,
                             'versions', said_versions(null, r.id, r.body, r.created_at)) order by r.created_at, r.id)
                         from room_reply r where r.decision_id = d.id), '[]') as "replies!: Json<Vec<Reply>>"
           from decision d join snapshot s on s.id = d.snapshot_id left join quote q on q.id = d.quote_id
           where d.engagement_id = $1 order by d.number desc limit $2"#,
        grant.engagement().0,
        COMMENT_LIMIT
    );
    let rows = rows.map(|row| Decision {
        number: row.number,
        decision: row.decision,
        quote: row.quote,
        answer: row.answer,
        reason: row.reason,
        person: row.person,
        at: row.at,
        after_reset: row.after_reset,
        replies: row.replies.0,
    });
    rows.fetch_all(conn).await
}

/// A decision that is about to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct NewDecision<'a> {
    /// The number of the snapshot that is decided on.
    pub version: i32,
    /// What is answered.
    pub answer: Answer,
    /// Why, or what is asked.
    pub reason: &'a str,
    /// The quote that is answered with it.
    pub quote: Option<QuoteId>,
}

/// A decision as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeDecision {
    /// Its id.
    pub id: Uuid,
    /// Its number among those of the engagement.
    pub number: i32,
    /// When.
    pub at: DateTime<Utc>,
}

/// Records the client's decision on the newest snapshot.
///
/// # Errors
/// As for [`record`].
pub async fn decide(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    number: i32,
    answer: Answer,
    reason: &str,
) -> Result<(), WriteError> {
    let new = NewDecision { version: number, answer, reason, quote: None };
    record(conn, grant, new).await.map(|_| ())
}

/// Records the client's decision on the newest snapshot, and the quote that it is about.
///
/// # Errors
/// [`WriteError::Conflict`] when a newer snapshot was published meanwhile; [`WriteError::Invalid`] when a reason is
/// missing; [`WriteError::NotFound`] when nothing is published.
pub async fn record(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    new: NewDecision<'_>,
) -> Result<MadeDecision, WriteError> {
    let NewDecision { version, answer, quote, .. } = new;
    let reason = bounded("reason", &said(&mut *conn, grant, new.reason).await?)?;
    if reason.is_empty() && answer != Answer::Accept {
        let message = match answer {
            Answer::Ask => "Write what you would like to know.",
            _ => "Write why, so that the next proposal can be a better one.",
        };
        return Err(invalid("reason", message));
    }
    let newest = query_scalar!(
        "select max(number) from snapshot where engagement_id = $1",
        grant.engagement().0
    );
    match newest.fetch_one(&mut *conn).await? {
        None => return Err(WriteError::NotFound),
        Some(newest) if newest != version => return Err(WriteError::Conflict(None)),
        Some(_) => {}
    }
    let id = Uuid::now_v7();
    // Its number is given by the database.
    let made = query!(
        "insert into decision (id, engagement_id, snapshot_id, answer, reason, person_id, person_name, quote_id)
         select $1, s.engagement_id, s.id, $4, $5, p.id, p.name, $7 from snapshot s, person p
         where s.engagement_id = $2 and s.number = $3 and p.id = $6
         returning number, created_at",
        id,
        grant.engagement().0,
        version,
        answer.key(),
        reason,
        grant.person().0,
        quote.map(|quote| quote.0)
    )
    .fetch_one(&mut *conn)
    .await?;
    let after = serde_json::json!({ "version": version, "answer": answer, "reason": reason });
    note(conn, grant, AuditAction::Decided, id, version, &after).await?;
    Ok(MadeDecision { id, number: made.number, at: made.created_at })
}

/// What somebody says, as it may be stored: the engagement's own people are known by their names.
pub(super) async fn said<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    text: &str,
) -> sqlx::Result<String> {
    Ok(redacted(&room_redactor(conn, grant).await?, Policy::Evidence, text))
}

pub(super) async fn note<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    action: AuditAction,
    subject: Uuid,
    number: i32,
    after: &Value,
) -> sqlx::Result<()> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action,
        kind: "snapshot",
        subject: Some(subject),
        name: &format!("version {number}"),
        before: None,
        after: Some(after),
    };
    audit::record(conn, entry).await
}
