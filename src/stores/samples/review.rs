//! Reviewing samples, one or many: under the lock, audited, never past a change nobody has seen.
//! Only a person moves a sample; the reason is redacted like any text.

use super::SampleError;
use super::write::{current, lock, name, note, redactor, settle};
use crate::document::engagement::Problem;
use crate::document::samples::ReviewState;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::SampleId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::AuditAction;
use chrono::Utc;
use serde_json::{Value, json};
use sqlx::{PgConnection, query};
use uuid::Uuid;

/// Moves a sample to another review state.
///
/// # Errors
/// [`SampleError::Conflict`] with theirs when its row has another version by now; [`SampleError::Invalid`] when
/// that step cannot follow.
pub async fn review(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: SampleId,
    version: i32,
    to: ReviewState,
    reason: &str,
) -> Result<(), SampleError> {
    lock(&mut *conn, grant).await?;
    let stored = current(&mut *conn, grant, id, version).await?;
    let mut sample = stored.sample.clone();
    let reason = redactor(&mut *conn, grant).await?.text(reason).text;
    sample.review(to, &reason).map_err(|problem| SampleError::Invalid(vec![problem]))?;
    let problems = sample.problems(Utc::now());
    if !problems.is_empty() {
        return Err(SampleError::Invalid(problems));
    }
    set_state(&mut *conn, grant, &[id.0], to, &sample.rejected_because).await?;
    let before =
        json!({ "state": stored.sample.state, "rejected_because": stored.sample.rejected_because });
    let after = json!({ "state": sample.state, "rejected_because": sample.rejected_because });
    let name = name(&sample.summary);
    note(&mut *conn, grant, AuditAction::Changed, Some(id.0), &name, Some(&before), Some(&after))
        .await?;
    Ok(settle(conn, grant).await?)
}

/// The outcome for many samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewed {
    /// How many were moved.
    pub moved: usize,
    /// How many were left as they were: changed meanwhile, gone, or that step cannot follow.
    pub left: usize,
}

/// Moves many samples to another review state; each is given with the version it was seen in.
///
/// # Errors
/// [`SampleError::Invalid`] when a rejection has no reason.
pub async fn review_many(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    rows: &[(SampleId, i32)],
    to: ReviewState,
    reason: &str,
) -> Result<Reviewed, SampleError> {
    lock(&mut *conn, grant).await?;
    let reason = redactor(&mut *conn, grant).await?.text(reason.trim()).text;
    if to == ReviewState::Rejected
        && (reason.is_empty() || reason.chars().count() > crate::document::samples::REASON)
    {
        let message = "Say why they are rejected, in at most 1,000 characters.";
        return Err(SampleError::Invalid(vec![Problem::new("reason", message)]));
    }
    let (ids, versions): (Vec<Uuid>, Vec<i32>) =
        rows.iter().map(|(id, version)| (id.0, *version)).unzip();
    let found = query!(
        r#"select s.id, s.state as "state: ReviewState", s.cause = 'unknown' as "no_cause!"
           from sample s join unnest($2::uuid[], $3::int[]) as seen (id, version) using (id, version)
           where s.engagement_id = $1"#,
        grant.engagement().0,
        &ids,
        &versions
    )
    .fetch_all(&mut *conn)
    .await?;
    let follows = |state: ReviewState, no_cause: bool| {
        state.next().contains(&to) && !(to == ReviewState::Diagnosed && no_cause)
    };
    let moving: Vec<_> = found.iter().filter(|row| follows(row.state, row.no_cause)).collect();
    let reviewed = Reviewed { moved: moving.len(), left: rows.len().saturating_sub(moving.len()) };
    if moving.is_empty() {
        return Ok(reviewed);
    }
    let reason = if to == ReviewState::Rejected { reason } else { String::new() };
    let ids: Vec<Uuid> = moving.iter().map(|row| row.id).collect();
    set_state(&mut *conn, grant, &ids, to, &reason).await?;
    let before: serde_json::Map<String, Value> =
        moving.iter().map(|row| (row.id.to_string(), row.state.key().into())).collect();
    let before = json!({ "states": before });
    let after = json!({ "state": to, "rejected_because": reason, "samples": ids });
    let many =
        if ids.len() == 1 { "1 sample".to_owned() } else { format!("{} samples", ids.len()) };
    note(&mut *conn, grant, AuditAction::Changed, None, &many, Some(&before), Some(&after)).await?;
    settle(conn, grant).await?;
    Ok(reviewed)
}

/// Sets the review state of rows that were checked under the lock. `reason` is redacted.
async fn set_state(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    ids: &[Uuid],
    to: ReviewState,
    reason: &str,
) -> sqlx::Result<()> {
    query!(
        "update sample set state = $3, rejected_because = $4, version = version + 1
         where engagement_id = $1 and id = any ($2)",
        grant.engagement().0,
        ids,
        to.key(),
        reason
    )
    .execute(conn)
    .await
    .map(|_| ())
}
