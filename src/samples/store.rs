//! The failure samples' SQL.
//! Nothing here counts a million rows: counts come from the tally that triggers keep.

use super::{
    Cause, DetectedBy, Origin, Outcome, Pattern, ReviewState, Sample, SampleSummary, Symptom,
};
use crate::access::{Grant, ViewWork};
use crate::controls::Control;
use crate::ids::{IntegrationId, SampleId, StepId};
use sqlx::{PgConnection, query, query_as};

/// Confirmed samples that the document carries whole.
const EXAMPLES: i64 = 6;

/// What the document carries of an engagement's samples: two queries.
///
/// # Errors
/// When the database cannot be reached.
pub async fn summary(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
) -> sqlx::Result<SampleSummary> {
    let rows = query!(
        r#"select integration_id, symptom as "symptom: Symptom", origin as "origin: Origin", cause as "cause: Cause",
               array_agg(distinct missing_control) filter (where missing_control <> '') as missing_controls,
               (sum(n) filter (where state <> 'rejected'))::bigint as count,
               (sum(n) filter (where state in ('confirmed', 'diagnosed')))::bigint as confirmed,
               (sum(n) filter (where state <> 'rejected' and status_said_success))::bigint as trusted_success,
               (sum(n) filter (where state <> 'rejected' and detected_by in ('nobody', 'customer')))::bigint as unnoticed,
               (sum(minutes) filter (where state <> 'rejected'))::bigint as manual_minutes,
               (sum(n) filter (where state = 'rejected'))::bigint as rejected,
               min(day) filter (where n > 0 and state <> 'rejected') as first_seen,
               max(day) filter (where n > 0 and state <> 'rejected') as last_seen
           from sample_tally where engagement_id = $1 and n > 0
           group by 1, 2, 3, 4 order by 6 desc nulls last, 1, 2, 3, 4"#,
        grant.engagement().0
    )
    .fetch_all(&mut *conn)
    .await?;
    let rejected = rows.iter().filter_map(|row| row.rejected).sum();
    let patterns = rows.into_iter().filter_map(|row| {
        Some(Pattern {
            integration: Some(row.integration_id).filter(|id| !id.is_nil()).map(IntegrationId),
            symptom: row.symptom,
            origin: row.origin,
            cause: row.cause,
            missing_controls: controls(row.missing_controls),
            count: row.count.filter(|count| *count > 0)?,
            confirmed: row.confirmed.unwrap_or(0),
            trusted_success: row.trusted_success.unwrap_or(0),
            unnoticed: row.unnoticed.unwrap_or(0),
            manual_minutes: row.manual_minutes.unwrap_or(0),
            first_seen: row.first_seen?,
            last_seen: row.last_seen?,
        })
    });
    Ok(SampleSummary {
        patterns: patterns.collect(),
        rejected,
        examples: examples(conn, grant).await?,
    })
}

fn controls(keys: Option<Vec<String>>) -> Vec<Control> {
    keys.unwrap_or_default().iter().filter_map(|key| key.parse().ok()).collect()
}

/// The newest confirmed samples.
async fn examples(conn: &mut PgConnection, grant: Grant<ViewWork>) -> sqlx::Result<Vec<Sample>> {
    query_as!(
        Sample,
        r#"select id as "id: SampleId", integration_id as "integration: IntegrationId", step_id as "step: StepId",
               symptom as "symptom: Symptom", origin as "origin: Origin", cause as "cause: Cause",
               error_class as "error_class: super::ErrorClass", occurred_at, detected_at, recovered_at,
               detected_by as "detected_by: DetectedBy", retries, outcome as "outcome: Outcome", status_said_success,
               correlation_id, records, manual_minutes, missing_control as "missing_control: Control", summary, evidence,
               state as "state: ReviewState", rejected_because
           from sample where engagement_id = $1 and state in ('confirmed', 'diagnosed')
           order by occurred_at desc, id desc limit $2"#,
        grant.engagement().0,
        EXAMPLES
    )
    .fetch_all(conn)
    .await
}
