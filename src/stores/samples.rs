//! The failure samples' SQL.
//! Nothing here counts a million rows: counts come from the tally that triggers keep.

use crate::document::controls::Control;
use crate::document::engagement::Problem;
use crate::document::evidence::Kind;
use crate::document::samples::{
    Cause, DatesOnly, DetectedBy, ErrorClass, Origin, Outcome, ReviewState, Sample, SampleSummary,
    SecretsSeen, Symptom,
};
use crate::engines::redact::Found;
use crate::platform::ids::{IntegrationId, PatternId, SampleId, StepId};
use crate::stores::access::{Grant, ViewWork};
use crate::stores::engagement::WriteError;
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, query, query_as};

mod bulk;
#[cfg(test)]
mod by_hand;
mod change_many;
mod charts;
mod compared;
mod count;
mod filtered;
mod import;
mod list;
mod many;
mod mark;
mod merge;
mod patterns;
mod review;
mod submit;
#[cfg(test)]
pub(crate) mod tests;
mod undo;
pub mod upload;
mod whole;
mod write;

pub use bulk::{Bulk, Lot};
pub use change_many::{Changed, Changes, IntoPattern, MOST_CHANGED, Values, change_many};
pub use charts::charts;
pub(crate) use compared::Comparison;
pub use count::{count, live_digest};
pub use import::{Import, Imported};
pub use list::{Head, Line, PAGE, head, page};
pub use many::{ManyError, add_many};
pub use mark::{Marked, Redacted, redact_more};
pub use merge::{Merged, Renamed, merge, rename};
pub use patterns::{MadePattern, Representative, made, patterns, representatives, weeks};
pub use review::{Reviewed, review, review_many};
pub(crate) use submit::submission_redactor;
pub use submit::{Submission, submissions, submit};
pub use undo::{Step, named, step, undo};
pub use whole::{seen_now, whole};
pub use write::{add, change, redaction_key, redactor};

/// Confirmed samples that the document carries.
const EXAMPLES: i64 = 6;
/// Characters of their evidence that the document carries.
const EXCERPT: i32 = 2_000;

/// A sample as it is stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The sample.
    pub sample: Sample,
    /// Its row's version.
    pub version: i32,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// The file it came from, when it was imported.
    pub file_name: Option<String>,
    /// The token that a program sent it with, by name.
    pub token: Option<String>,
    /// Who of the client submitted it from the room, by name.
    pub submitted_by: Option<String>,
    /// The pattern that a person put it or its rule into, when someone did.
    pub pattern: Option<PatternId>,
    /// What people call that.
    pub pattern_name: Option<String>,
}

/// A sample that was stored.
#[derive(Debug, Clone)]
pub struct Saved {
    /// Which.
    pub id: SampleId,
    /// What was replaced in it on the way in.
    pub redacted: Vec<Found>,
}

/// Why a sample was not stored.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// Someone else changed it meanwhile: theirs.
    #[error("someone else changed this sample meanwhile")]
    Conflict(Box<Stored>),
    /// It cannot be stored as it is.
    #[error("it cannot be stored as it is")]
    Invalid(Vec<Problem>),
    /// It is not there, not for this person, or the database failed.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl From<sqlx::Error> for SampleError {
    fn from(error: sqlx::Error) -> Self {
        Self::Write(error.into())
    }
}

impl From<serde_json::Error> for SampleError {
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.into())
    }
}

/// The summary of an engagement's samples that its document carries, with what is read beside it: the secrets that were
/// replaced in them, and the newest comparisons. Two queries.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn summary(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    secrets: Vec<SecretsSeen>,
    comparisons: Vec<Comparison>,
) -> sqlx::Result<SampleSummary> {
    let (patterns, rejected) = patterns(&mut *conn, grant).await?;
    let examples = examples(conn, grant).await?;
    let compared = comparisons.into_iter().flat_map(Comparison::differing).collect();
    Ok(SampleSummary { patterns, rejected, examples, secrets, compared })
}

/// The newest confirmed samples, with the beginning of their evidence.
async fn examples(conn: &mut PgConnection, grant: Grant<ViewWork>) -> sqlx::Result<Vec<Sample>> {
    query_as!(
        Sample,
        r#"select id as "id: SampleId", integration_id as "integration: IntegrationId", step_id as "step: StepId",
               symptom as "symptom: Symptom", origin as "origin: Origin", cause as "cause: Cause",
               error_class as "error_class: ErrorClass", occurred_at, detected_at, recovered_at,
               dates_only as "dates_only: DatesOnly", detected_by as "detected_by: DetectedBy", retries, outcome as "outcome: Outcome", status_said_success,
               correlation_id, records, manual_minutes, missing_control as "missing_control: Control", summary,
               left(evidence, $3) as "evidence!", evidence_kind as "evidence_kind: Kind", evidence_on, evidence_from, state as "state: ReviewState", rejected_because
           from sample where engagement_id = $1 and state in ('confirmed', 'diagnosed')
           order by occurred_at desc, id desc limit $2"#,
        grant.engagement().0,
        EXAMPLES,
        EXCERPT
    )
    .fetch_all(conn)
    .await
}

/// One sample.
///
/// # Errors
/// When the database cannot be reached.
pub async fn get(
    conn: &mut PgConnection,
    grant: impl Into<Grant<ViewWork>>,
    id: SampleId,
) -> sqlx::Result<Option<Stored>> {
    let row = query!(
        r#"select s.id as "id: SampleId", s.integration_id as "integration: IntegrationId", s.step_id as "step: StepId",
               s.symptom as "symptom: Symptom", s.origin as "origin: Origin", s.cause as "cause: Cause",
               s.error_class as "error_class: ErrorClass", s.occurred_at, s.detected_at, s.recovered_at,
               s.dates_only as "dates_only: DatesOnly", s.detected_by as "detected_by: DetectedBy", s.retries, s.outcome as "outcome: Outcome",
               s.status_said_success, s.correlation_id, s.records, s.manual_minutes,
               s.missing_control as "missing_control: Control", s.summary, s.evidence,
               s.evidence_kind as "evidence_kind: Kind", s.evidence_on, s.evidence_from, s.state as "state: ReviewState",
               s.rejected_because, s.version, s.created_at, i.file_name as "file_name?",
               t.name as "token?", p.name as "submitted_by?",
               m.id as "pattern?: PatternId", m.name as "pattern_name?"
           from sample s left join sample_import i on i.id = s.import_id left join api_token t on t.id = s.token_id
               left join person p on p.id = s.submitted_by
               left join sample_pattern o on o.engagement_id = s.engagement_id and o.id = s.pattern_id
               left join sample_pattern_rule r on r.engagement_id = s.engagement_id and s.pattern_id is null
                   and r.integration_id = coalesce(s.integration_id, '00000000-0000-0000-0000-000000000000')
                   and r.symptom = s.symptom and r.origin = s.origin and r.cause = s.cause
               left join sample_pattern m on m.engagement_id = s.engagement_id
                   and m.id = coalesce(o.merged_into, o.id, r.pattern_id)
           where s.engagement_id = $1 and s.id = $2"#,
        grant.into().engagement().0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Stored {
        sample: Sample {
            id: row.id,
            integration: row.integration,
            step: row.step,
            symptom: row.symptom,
            origin: row.origin,
            cause: row.cause,
            error_class: row.error_class,
            occurred_at: row.occurred_at,
            detected_at: row.detected_at,
            recovered_at: row.recovered_at,
            dates_only: row.dates_only,
            detected_by: row.detected_by,
            retries: row.retries,
            outcome: row.outcome,
            status_said_success: row.status_said_success,
            correlation_id: row.correlation_id,
            records: row.records,
            manual_minutes: row.manual_minutes,
            missing_control: row.missing_control,
            summary: row.summary,
            evidence: row.evidence,
            evidence_kind: row.evidence_kind,
            evidence_on: row.evidence_on,
            evidence_from: row.evidence_from,
            state: row.state,
            rejected_because: row.rejected_because,
        },
        version: row.version,
        created_at: row.created_at,
        file_name: row.file_name,
        token: row.token,
        submitted_by: row.submitted_by,
        pattern: row.pattern,
        pattern_name: row.pattern_name,
    }))
}
