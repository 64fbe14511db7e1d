//! Samples beyond the list's pages: whole, for programs, or by their versions, to be changed together.
//! Both are narrowed by the filter of the list.

use super::filtered::{END, filtered};
use crate::document::controls::Control;
use crate::document::evidence::Kind;
use crate::document::samples::{
    Cause, Cursor, DatesOnly, DetectedBy, ErrorClass, Filter, Origin, Outcome, ReviewState, Sample,
    Symptom,
};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, SampleId, StepId};
use crate::stores::access::{Grant, ViewWork};
use sqlx::{PgConnection, query, query_as};

/// Every column of a sample.
macro_rules! whole_samples {
    ([$($rest:tt)+], $($argument:expr),+) => {
        query_as!(
            Sample,
            r#"select id as "id: SampleId", integration_id as "integration: IntegrationId", step_id as "step: StepId",
               symptom as "symptom: Symptom", origin as "origin: Origin", cause as "cause: Cause",
               error_class as "error_class: ErrorClass", occurred_at, detected_at, recovered_at,
               dates_only as "dates_only: DatesOnly", detected_by as "detected_by: DetectedBy", retries, outcome as "outcome: Outcome", status_said_success,
               correlation_id, records, manual_minutes, missing_control as "missing_control: Control", summary, evidence,
               evidence_kind as "evidence_kind: Kind", evidence_on, evidence_from, state as "state: ReviewState", rejected_because
           from sample s where engagement_id = $1 "# + $($rest)+,
            $($argument),+
        )
    };
}

/// Whole samples, newest first, from a place on: at most `limit`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn whole(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    filter: &Filter,
    older_than: Option<Cursor>,
    limit: i64,
) -> sqlx::Result<Vec<Sample>> {
    let than = older_than.unwrap_or(END);
    filtered!(
        whole_samples,
        "and (occurred_at, id) < ($2, $3)",
        "order by occurred_at desc, id desc limit $4",
        grant,
        than,
        limit,
        filter
    )
    .fetch_all(conn)
    .await
}

/// Ids and versions.
macro_rules! versions {
    ([$($rest:tt)+], $($argument:expr),+) => {
        query!(
            r#"select id as "id: SampleId", version from sample s where engagement_id = $1 "# + $($rest)+,
            $($argument),+
        )
    };
}

/// The samples that a filter shows now, each with its version, newest first: at most `limit`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn seen_now(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    filter: &Filter,
    limit: i64,
) -> sqlx::Result<Vec<(SampleId, i32)>> {
    let rows = filtered!(
        versions,
        "and (occurred_at, id) < ($2, $3)",
        "order by occurred_at desc, id desc limit $4",
        grant,
        END,
        limit,
        filter
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.version)).collect())
}
