//! Storing the good rows of a file, in one transaction: what fails or is cancelled leaves nothing behind.
//! It runs as the person who imports, under row-level security; the same row is never stored twice.
//!
//! The transaction may take minutes and holds up nobody: its rows are counted in a tally of their own, and the
//! engagement is locked only for its last steps.

use super::upload::plain_name;
use super::write::{lock, note, redaction_key, settle};
use crate::document::samples::Incoming;
use crate::document::samples::import::Refusal;
use crate::engines::redact::Redactor;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{EngagementId, ImportId};
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::AuditAction;
use crate::stores::engagement::WriteError;
use crate::stores::redaction;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use sqlx::{PgConnection, query};
use uuid::Uuid;

/// The outcome of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Rows stored.
    pub stored: u64,
    /// Rows that were there already.
    pub repeated: u64,
}

/// An import under way.
#[derive(Debug)]
pub struct Import {
    grant: Grant<EditWork>,
    id: ImportId,
    file_name: String,
    key: Vec<u8>,
    done: Imported,
}

impl Import {
    /// Begins: records which file it is, and what its columns are called.
    ///
    /// # Errors
    /// [`WriteError::NotFound`] when row-level security shows nothing.
    pub async fn begin(
        conn: &mut PgConnection,
        grant: Grant<EditWork>,
        file_name: &str,
        header: &[String],
    ) -> Result<Self, WriteError> {
        let key = redaction_key(&mut *conn, grant).await?;
        let redactor = Redactor::new(&key).knowing(redaction::names(&mut *conn, grant).await?);
        let file_name = plain_name(&redactor, file_name);
        let id = ImportId::new();
        query!(
            "insert into sample_import (id, engagement_id, file_name, stored, refused, repeated, created_by, header)
             values ($1, $2, $3, 0, 0, 0, $4, $5)",
            id.0,
            grant.engagement().0,
            file_name,
            grant.person().0,
            header
        )
        .execute(conn)
        .await?;
        Ok(Self { grant, id, file_name, key, done: Imported { stored: 0, repeated: 0 } })
    }

    /// Which import it is.
    #[must_use]
    pub fn id(&self) -> ImportId {
        self.id
    }

    pub(super) fn of(&self) -> (EngagementId, ImportId) {
        (self.grant.engagement(), self.id)
    }

    pub(super) fn count(&mut self, stored: u64, repeated: u64) {
        self.done.stored += stored;
        self.done.repeated += repeated;
    }

    /// Keeps rows that cannot be stored, to be handed back.
    ///
    /// # Errors
    /// When the database cannot be reached; then nothing of the whole import is stored.
    pub async fn refuse(
        &mut self,
        conn: &mut PgConnection,
        rows: &[Refusal],
    ) -> Result<(), WriteError> {
        let numbers: Vec<i64> =
            rows.iter().map(|row| i64::try_from(row.number).unwrap_or(i64::MAX)).collect();
        let reasons: Vec<&str> = rows.iter().map(|row| row.reasons.as_str()).collect();
        let cells: Vec<Value> =
            rows.iter().map(|row| serde_json::to_value(&row.cells)).collect::<Result<_, _>>()?;
        query!(
            "insert into import_refusal (engagement_id, import_id, number, reasons, cells)
             select $1, $2, * from unnest($3::bigint[], $4::text[], $5::jsonb[])",
            self.grant.engagement().0,
            self.id.0,
            &numbers,
            &reasons as &[&str],
            &cells
        )
        .execute(conn)
        .await?;
        Ok(())
    }

    /// The engagement's redaction key: rows are redacted and fingerprinted with it.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        &self.key
    }

    /// Stores the rows that are not there yet.
    ///
    /// # Errors
    /// When the database cannot be reached; then nothing of the whole import is stored.
    pub async fn put(&mut self, conn: &mut PgConnection, rows: &[Incoming]) -> sqlx::Result<()> {
        let stored = insert(conn, self.grant, self.id, rows).await?;
        self.count(stored, (rows.len() as u64).saturating_sub(stored));
        Ok(())
    }

    /// Ends: locks the engagement, and records how many rows were stored, repeated and refused. The caller commits.
    ///
    /// # Errors
    /// When the database cannot be reached; then nothing of the whole import is stored.
    pub async fn finish(
        self,
        conn: &mut PgConnection,
        refused: usize,
    ) -> Result<Imported, WriteError> {
        lock(&mut *conn, self.grant).await?;
        let Imported { stored, repeated } = self.done;
        let whole = |n: u64| i32::try_from(n).unwrap_or(i32::MAX);
        query!(
            "update sample_import set stored = $3, refused = $4, repeated = $5 where engagement_id = $1 and id = $2",
            self.grant.engagement().0,
            self.id.0,
            whole(stored),
            whole(refused as u64),
            whole(repeated)
        )
        .execute(&mut *conn)
        .await?;
        let after = json!({ "stored": stored, "repeated": repeated, "refused": refused });
        note(
            &mut *conn,
            self.grant,
            AuditAction::Imported,
            Some(self.id.0),
            &self.file_name,
            None,
            Some(&after),
        )
        .await?;
        settle(conn, self.grant).await?;
        Ok(self.done)
    }
}

/// The columns of a slice of rows, as arrays.
#[derive(Default)]
struct Columns<'a> {
    ids: Vec<Uuid>,
    integrations: Vec<Option<Uuid>>,
    symptoms: Vec<&'a str>,
    origins: Vec<&'a str>,
    causes: Vec<&'a str>,
    error_classes: Vec<Option<&'a str>>,
    occurred: Vec<DateTime<Utc>>,
    detected: Vec<Option<DateTime<Utc>>>,
    recovered: Vec<Option<DateTime<Utc>>>,
    detected_by: Vec<&'a str>,
    retries: Vec<i32>,
    outcomes: Vec<&'a str>,
    said_success: Vec<bool>,
    correlation_ids: Vec<&'a str>,
    records: Vec<&'a str>,
    minutes: Vec<i32>,
    controls: Vec<Option<&'a str>>,
    summaries: Vec<&'a str>,
    evidence: Vec<&'a str>,
    dates_only: Vec<i16>,
    evidence_kinds: Vec<Option<&'a str>>,
    evidence_on: Vec<Option<NaiveDate>>,
    evidence_from: Vec<&'a str>,
    fingerprints: Vec<&'a [u8]>,
}

impl<'a> Columns<'a> {
    fn of(rows: &'a [Incoming]) -> Self {
        let mut columns = Self::default();
        for row in rows {
            let sample = row.sample.sample();
            columns.ids.push(sample.id.0);
            columns.integrations.push(sample.integration.map(|id| id.0));
            columns.symptoms.push(sample.symptom.key());
            columns.origins.push(sample.origin.key());
            columns.causes.push(sample.cause.key());
            columns.error_classes.push(sample.error_class.map(Catalogue::key));
            columns.occurred.push(sample.occurred_at);
            columns.detected.push(sample.detected_at);
            columns.recovered.push(sample.recovered_at);
            columns.detected_by.push(sample.detected_by.key());
            columns.retries.push(sample.retries);
            columns.outcomes.push(sample.outcome.key());
            columns.said_success.push(sample.status_said_success);
            columns.correlation_ids.push(&sample.correlation_id);
            columns.records.push(&sample.records);
            columns.minutes.push(sample.manual_minutes);
            columns.controls.push(sample.missing_control.map(Catalogue::key));
            columns.summaries.push(&sample.summary);
            columns.evidence.push(&sample.evidence);
            columns.dates_only.push(sample.dates_only.bits());
            columns.evidence_kinds.push(sample.evidence_kind.map(Catalogue::key));
            columns.evidence_on.push(sample.evidence_on);
            columns.evidence_from.push(&sample.evidence_from);
            columns.fingerprints.push(&row.fingerprint);
        }
        columns
    }
}

async fn insert(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    import: ImportId,
    rows: &[Incoming],
) -> sqlx::Result<u64> {
    let columns = Columns::of(rows);
    query!(
        "insert into sample (engagement_id, import_id, state, id, integration_id, symptom, origin, cause, error_class,
             occurred_at, detected_at, recovered_at, detected_by, retries, outcome, status_said_success,
             correlation_id, records, manual_minutes, missing_control, summary, evidence, dates_only, evidence_kind,
             evidence_on, evidence_from, fingerprint)
         select $1, $2, 'new', * from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
             $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::int[], $14::text[],
             $15::bool[], $16::text[], $17::text[], $18::int[], $19::text[], $20::text[], $21::text[], $22::smallint[],
             $23::text[], $24::date[], $25::text[], $26::bytea[])
         on conflict (engagement_id, fingerprint) where fingerprint is not null do nothing",
        grant.engagement().0,
        import.0,
        &columns.ids,
        &columns.integrations as &[Option<Uuid>],
        &columns.symptoms as &[&str],
        &columns.origins as &[&str],
        &columns.causes as &[&str],
        &columns.error_classes as &[Option<&str>],
        &columns.occurred,
        &columns.detected as &[Option<DateTime<Utc>>],
        &columns.recovered as &[Option<DateTime<Utc>>],
        &columns.detected_by as &[&str],
        &columns.retries,
        &columns.outcomes as &[&str],
        &columns.said_success,
        &columns.correlation_ids as &[&str],
        &columns.records as &[&str],
        &columns.minutes,
        &columns.controls as &[Option<&str>],
        &columns.summaries as &[&str],
        &columns.evidence as &[&str],
        &columns.dates_only,
        &columns.evidence_kinds as &[Option<&str>],
        &columns.evidence_on as &[Option<NaiveDate>],
        &columns.evidence_from as &[&str],
        &columns.fingerprints as &[&[u8]]
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}
