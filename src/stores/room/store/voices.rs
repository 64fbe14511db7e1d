//! Comments and decisions in the room: comments of both sides, decisions of the client.
//! Each is about the snapshot its writer read, and stays as it was written.

use super::{bounded, invalid, redacted};
use crate::engines::redact::{Policy, Redactor};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::CommentId;
use crate::stores::access::{Comment as MayComment, Decide, Grant, ViewRoom};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use crate::stores::redaction;
use crate::stores::room::{About, Answer, Comment, Decision};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, query, query_as, query_scalar};
use uuid::Uuid;

/// Comments and decisions of a room that are shown: the newest.
const COMMENT_LIMIT: i64 = 500;

/// The comments of a room, oldest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn comments(
    conn: &mut PgConnection,
    grant: Grant<ViewRoom>,
) -> sqlx::Result<Vec<Comment>> {
    query_as!(
        Comment,
        r#"select c.id as "id: CommentId", s.number, c.about, c.body, c.person_name as person, c.created_at as at
           from (select * from comment where engagement_id = $1 order by created_at desc, id desc limit $2) c
           join snapshot s on s.id = c.snapshot_id order by c.created_at, c.id"#,
        grant.engagement().0,
        COMMENT_LIMIT
    )
    .fetch_all(conn)
    .await
}

/// The decisions of a room, newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn decisions(
    conn: &mut PgConnection,
    grant: Grant<ViewRoom>,
) -> sqlx::Result<Vec<Decision>> {
    query_as!(
        Decision,
        "select s.number, d.answer, d.reason, d.person_name as person, d.created_at as at, d.after_reset
         from decision d join snapshot s on s.id = d.snapshot_id
         where d.engagement_id = $1 order by d.created_at desc, d.id desc limit $2",
        grant.engagement().0,
        COMMENT_LIMIT
    )
    .fetch_all(conn)
    .await
}

/// Adds a comment to a part of the room, about the snapshot its writer read.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such snapshot; [`WriteError::Invalid`] when it is empty or too long.
pub async fn comment(
    conn: &mut PgConnection,
    grant: Grant<MayComment>,
    number: i32,
    about: About,
    body: &str,
) -> Result<CommentId, WriteError> {
    let body = bounded("body", &said(&mut *conn, grant, body).await?)?;
    if body.is_empty() {
        return Err(invalid("body", "Write what you want to say."));
    }
    let id = CommentId::new();
    let made = query!(
        "insert into comment (id, engagement_id, snapshot_id, about, body, person_id, person_name)
         select $1, s.engagement_id, s.id, $4, $5, p.id, p.name from snapshot s, person p
         where s.engagement_id = $2 and s.number = $3 and p.id = $6",
        id.0,
        grant.engagement().0,
        number,
        about.key(),
        body,
        grant.person().0
    );
    if made.execute(&mut *conn).await?.rows_affected() == 0 {
        return Err(WriteError::NotFound);
    }
    let after = serde_json::json!({ "version": number, "about": about, "body": body });
    note(conn, grant, AuditAction::Commented, id.0, number, &after).await?;
    Ok(id)
}

/// Records the client's decision on the newest snapshot.
///
/// # Errors
/// [`WriteError::Conflict`] when a newer snapshot was published meanwhile; [`WriteError::Invalid`] when a reason is
/// missing; [`WriteError::NotFound`] when nothing is published.
pub async fn decide(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    number: i32,
    answer: Answer,
    reason: &str,
) -> Result<(), WriteError> {
    let reason = bounded("reason", &said(&mut *conn, grant, reason).await?)?;
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
        Some(newest) if newest != number => return Err(WriteError::Conflict(None)),
        Some(_) => {}
    }
    let id = Uuid::now_v7();
    query!(
        "insert into decision (id, engagement_id, snapshot_id, answer, reason, person_id, person_name)
         select $1, s.engagement_id, s.id, $4, $5, p.id, p.name from snapshot s, person p
         where s.engagement_id = $2 and s.number = $3 and p.id = $6",
        id,
        grant.engagement().0,
        number,
        answer.key(),
        reason,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let after = serde_json::json!({ "version": number, "answer": answer, "reason": reason });
    Ok(note(conn, grant, AuditAction::Decided, id, number, &after).await?)
}

/// What somebody says, as it may be stored: the engagement's own people are known by their names.
async fn said<A>(conn: &mut PgConnection, grant: Grant<A>, text: &str) -> sqlx::Result<String> {
    let redactor = Redactor::new(&key()).knowing(redaction::names(conn, grant).await?);
    Ok(redacted(&redactor, Policy::Evidence, text))
}

/// A key for one text: the engagement's own is out of a client's reach, so placeholders agree within one text only.
fn key() -> [u8; 32] {
    Sha256::new().chain_update(Uuid::now_v7()).chain_update(Uuid::now_v7()).finalize().into()
}

async fn note<A>(
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
