//! Changing samples: each change is locked, redacted, checked, versioned and audited here, or it does not happen.
//! The engagement's row is the lock; what lists show of the samples is kept in the same transaction.

use super::count::live_digest;
use super::{SampleError, Saved, Stored, get};
use crate::document::engagement::Problem;
use crate::document::samples::{RedactedSample, Sample, redact};
use crate::engines::redact::Redactor;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{SampleId, TokenId};
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::{self, AuditAction, NewEntry};
pub(super) use crate::stores::engagement::lock;
use crate::stores::engagement::{WriteError, refresh_digest};
use crate::stores::redaction;
use chrono::Utc;
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_scalar};
use uuid::Uuid;

/// The kind that audit rows of samples carry.
pub(super) const KIND: &str = "failure_sample";

/// The key that an engagement's placeholders and fingerprints are made with, for showing what an import would store.
///
/// # Errors
/// [`WriteError::NotFound`] when row-level security shows nothing.
pub async fn redaction_key(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
) -> Result<Vec<u8>, WriteError> {
    query_scalar!("select redaction_key from engagement where id = $1", grant.engagement().0)
        .fetch_optional(conn)
        .await?
        .ok_or(WriteError::NotFound)
}

/// What redacts evidence of an engagement: it knows the engagement's own people by their names.
///
/// # Errors
/// [`WriteError::NotFound`] when row-level security shows nothing.
pub async fn redactor(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
) -> Result<Redactor, WriteError> {
    let key = redaction_key(&mut *conn, grant).await?;
    Ok(Redactor::new(&key).knowing(redaction::names(conn, grant).await?))
}

/// Keeps what lists and judgements carry of the samples, and marks the engagement as changed.
pub(super) async fn settle(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
) -> Result<(), WriteError> {
    let digest = live_digest(&mut *conn, grant.into()).await?;
    query!(
        "update engagement set sample_digest = $2, changed_at = now() where id = $1",
        grant.engagement().0,
        Json(digest) as _
    )
    .execute(&mut *conn)
    .await?;
    refresh_digest(conn, grant).await
}

/// Stores a new sample, typed by a person.
///
/// # Errors
/// [`SampleError::Invalid`] with what to put right.
pub async fn add(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    sample: Sample,
) -> Result<Saved, SampleError> {
    lock(&mut *conn, grant).await?;
    check(&mut *conn, grant, &sample).await?;
    let (sample, redacted) = redact(sample, &redactor(&mut *conn, grant).await?);
    insert(&mut *conn, grant, &sample, None).await?;
    let id = sample.sample().id;
    let after = serde_json::to_value(sample.sample())?;
    note(
        &mut *conn,
        grant,
        AuditAction::Added,
        Some(id.0),
        &name(&sample.sample().summary),
        None,
        Some(&after),
    )
    .await?;
    settle(conn, grant).await?;
    Ok(Saved { id, redacted })
}

/// Stores a sample over the one with its id. How far it is reviewed stays as it is: see [`super::review`].
///
/// # Errors
/// [`SampleError::Conflict`] with theirs when its row has another version by now; [`SampleError::Invalid`].
pub async fn change(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    mut sample: Sample,
    version: i32,
) -> Result<Saved, SampleError> {
    lock(&mut *conn, grant).await?;
    let stored = current(&mut *conn, grant, sample.id, version).await?;
    sample.state = stored.sample.state;
    sample.rejected_because.clone_from(&stored.sample.rejected_because);
    check(&mut *conn, grant, &sample).await?;
    let (redacted_sample, redacted) = redact(sample, &redactor(&mut *conn, grant).await?);
    let sample = redacted_sample.sample();
    let id = sample.id;
    if *sample == stored.sample {
        return Ok(Saved { id, redacted });
    }
    update(&mut *conn, grant, &redacted_sample).await?;
    let (before, after) = (serde_json::to_value(&stored.sample)?, serde_json::to_value(sample)?);
    let name = name(&sample.summary);
    note(&mut *conn, grant, AuditAction::Changed, Some(id.0), &name, Some(&before), Some(&after))
        .await?;
    settle(conn, grant).await?;
    Ok(Saved { id, redacted })
}

/// The stored sample, if its row still has the version it was read with.
pub(super) async fn current(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: SampleId,
    version: i32,
) -> Result<Stored, SampleError> {
    let stored = get(conn, grant, id).await?.ok_or(WriteError::NotFound)?;
    if stored.version == version {
        Ok(stored)
    } else {
        Err(SampleError::Conflict(Box::new(stored)))
    }
}

/// Bounds, and that what it refers to is there.
async fn check(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    sample: &Sample,
) -> Result<(), SampleError> {
    let mut problems = sample.problems(Utc::now());
    let there = query!(
        r#"select
               exists (select from part where engagement_id = $1 and id = $2 and kind = 'integration' and not retired)
                   as "integration!",
               exists (select from part, jsonb_array_elements(body -> 'steps') step
                       where engagement_id = $1 and kind = 'map' and not retired and step ->> 'id' = $3) as "step!""#,
        grant.engagement().0,
        sample.integration.map(|id| id.0),
        sample.step.map(|id| id.to_string())
    )
    .fetch_one(conn)
    .await?;
    if sample.integration.is_some() && !there.integration {
        problems.push(Problem::new(
            "integration",
            "Choose an integration of this engagement; this one is not there any more.",
        ));
    }
    if sample.step.is_some() && !there.step {
        problems
            .push(Problem::new("step", "Choose a step of a map; this one is not there any more."));
    }
    if problems.is_empty() { Ok(()) } else { Err(SampleError::Invalid(problems)) }
}

/// `token` is what it came with, when a program sent it.
pub(super) async fn insert(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    sample: &RedactedSample,
    token: Option<TokenId>,
) -> sqlx::Result<()> {
    let sample = sample.sample();
    query!(
        "insert into sample (id, engagement_id, integration_id, step_id, symptom, origin, cause, error_class,
             occurred_at, detected_at, recovered_at, detected_by, retries, outcome, status_said_success,
             correlation_id, records, manual_minutes, missing_control, summary, evidence, state, rejected_because,
             token_id, dates_only, evidence_kind, evidence_on, evidence_from)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
             $24, $25, $26, $27, $28)",
        sample.id.0,
        grant.engagement().0,
        sample.integration.map(|id| id.0),
        sample.step.map(|id| id.0),
        sample.symptom.key(),
        sample.origin.key(),
        sample.cause.key(),
        sample.error_class.map(Catalogue::key),
        sample.occurred_at,
        sample.detected_at,
        sample.recovered_at,
        sample.detected_by.key(),
        sample.retries,
        sample.outcome.key(),
        sample.status_said_success,
        sample.correlation_id,
        sample.records,
        sample.manual_minutes,
        sample.missing_control.map(Catalogue::key),
        sample.summary,
        sample.evidence,
        sample.state.key(),
        sample.rejected_because,
        token.map(|id| id.0),
        sample.dates_only.bits(),
        sample.evidence_kind.map(Catalogue::key),
        sample.evidence_on,
        sample.evidence_from
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn update(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    sample: &RedactedSample,
) -> sqlx::Result<()> {
    let sample = sample.sample();
    query!(
        "update sample set integration_id = $3, step_id = $4, symptom = $5, origin = $6, cause = $7, error_class = $8,
             occurred_at = $9, detected_at = $10, recovered_at = $11, detected_by = $12, retries = $13, outcome = $14,
             status_said_success = $15, correlation_id = $16, records = $17, manual_minutes = $18,
             missing_control = $19, summary = $20, evidence = $21, dates_only = $22, evidence_kind = $23,
             evidence_on = $24, evidence_from = $25, version = version + 1
         where engagement_id = $2 and id = $1",
        sample.id.0,
        grant.engagement().0,
        sample.integration.map(|id| id.0),
        sample.step.map(|id| id.0),
        sample.symptom.key(),
        sample.origin.key(),
        sample.cause.key(),
        sample.error_class.map(Catalogue::key),
        sample.occurred_at,
        sample.detected_at,
        sample.recovered_at,
        sample.detected_by.key(),
        sample.retries,
        sample.outcome.key(),
        sample.status_said_success,
        sample.correlation_id,
        sample.records,
        sample.manual_minutes,
        sample.missing_control.map(Catalogue::key),
        sample.summary,
        sample.evidence,
        sample.dates_only.bits(),
        sample.evidence_kind.map(Catalogue::key),
        sample.evidence_on,
        sample.evidence_from
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The audit's name for a sample: the beginning of its summary.
pub(super) fn name(summary: &str) -> String {
    if summary.chars().count() > 80 {
        summary.chars().take(80).chain("…".chars()).collect()
    } else {
        summary.to_owned()
    }
}

pub(super) async fn note(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    action: AuditAction,
    subject: Option<Uuid>,
    name: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) -> sqlx::Result<()> {
    let (person, engagement) = (grant.person(), Some(grant.engagement()));
    audit::record(
        conn,
        NewEntry { person, engagement, action, kind: KIND, subject, name, before, after },
    )
    .await
}
