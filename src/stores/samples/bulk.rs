//! Storing rows by the million: they are sent as Postgres keeps them to a table of the session, and go on from there
//! into the real one, because plain COPY into a table under row-level security is refused.
//! Rows that are there already are passed over; two equal rows of one file are two samples.

use super::import::Import;
use crate::document::samples::Incoming;
use crate::document::samples::import::repeated;
use crate::platform::catalogue::Catalogue;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{Connection, Executor, PgConnection};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Rows and bytes that are sent at once.
const ROWS: u64 = 20_000;
const BYTES: usize = 3 * 1024 * 1024;
/// Rows that go on into the real table at once: many, because they are counted anew each time.
const STAGED: u64 = 30_000;

/// The columns that a file says something of, in the order in which [`Lot::push`] writes them.
const STAGE: &str = "create temp table sample_stage (id uuid, integration_id uuid, symptom text, origin text, cause text,
    error_class text, occurred_at timestamptz, detected_at timestamptz, recovered_at timestamptz, detected_by text,
    retries int, outcome text, status_said_success bool, correlation_id text, records text, manual_minutes int,
    missing_control text, summary text, evidence text, dates_only smallint, evidence_kind text,
    evidence_on date, evidence_from text, fingerprint bytea) on commit drop;
    set local statement_timeout = '5min'; set local idle_in_transaction_session_timeout = '5min'";
const COPY: &str = "copy sample_stage from stdin (format binary)";
macro_rules! insert {
    ($rest:literal) => {
        concat!(
            "insert into sample (engagement_id, import_id, state, id, integration_id, symptom, origin, cause,
                 error_class, occurred_at, detected_at, recovered_at, detected_by, retries, outcome, status_said_success,
                 correlation_id, records, manual_minutes, missing_control, summary, evidence, dates_only, evidence_kind,
                 evidence_on, evidence_from, fingerprint)
             select $1, $2, 'new', * from sample_stage",
            $rest
        )
    };
}
const INSERT: &str = insert!("");
/// The same, for rows some of which are there already.
const INSERT_OTHERS: &str =
    insert!(" on conflict (engagement_id, fingerprint) where fingerprint is not null do nothing");

/// Rows in the form in which they are sent. Making it is most of the work, and needs no database.
#[derive(Debug, Default)]
pub struct Lot {
    bytes: Vec<u8>,
    /// Where the fingerprint of each row is.
    fingerprints: Vec<usize>,
}

impl Lot {
    /// Adds a row.
    pub fn push(&mut self, row: &Incoming) {
        let sample = row.sample.sample();
        self.bytes.extend_from_slice(&24_i16.to_be_bytes());
        self.field(Some(sample.id.0.as_bytes()));
        self.field(sample.integration.as_ref().map(|id| &id.0.as_bytes()[..]));
        self.text(sample.symptom.key());
        self.text(sample.origin.key());
        self.text(sample.cause.key());
        self.field(sample.error_class.map(|class| class.key().as_bytes()));
        self.time(Some(sample.occurred_at));
        self.time(sample.detected_at);
        self.time(sample.recovered_at);
        self.text(sample.detected_by.key());
        self.field(Some(&sample.retries.to_be_bytes()));
        self.text(sample.outcome.key());
        self.field(Some(&[u8::from(sample.status_said_success)]));
        self.text(&sample.correlation_id);
        self.text(&sample.records);
        self.field(Some(&sample.manual_minutes.to_be_bytes()));
        self.field(sample.missing_control.map(|control| control.key().as_bytes()));
        self.text(&sample.summary);
        self.text(&sample.evidence);
        self.field(Some(&sample.dates_only.bits().to_be_bytes()));
        self.field(sample.evidence_kind.map(|kind| kind.key().as_bytes()));
        self.day(sample.evidence_on);
        self.text(&sample.evidence_from);
        self.fingerprints.push(self.bytes.len() + 4);
        self.field(Some(&row.fingerprint));
    }

    fn text(&mut self, text: &str) {
        self.field(Some(text.as_bytes()));
    }

    /// Microseconds since the year 2000, as Postgres counts.
    fn time(&mut self, at: Option<DateTime<Utc>>) {
        const YEAR_2000: i64 = 946_684_800_000_000;
        let since = at.map(|at| (at.timestamp_micros() - YEAR_2000).to_be_bytes());
        self.field(since.as_ref().map(|bytes| &bytes[..]));
    }

    /// Days since the year 2000.
    fn day(&mut self, on: Option<NaiveDate>) {
        let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
        let days = on.map(|on| i32::try_from((on - first).num_days()).unwrap_or(i32::MAX));
        self.field(days.map(i32::to_be_bytes).as_ref().map(|bytes| &bytes[..]));
    }

    /// No field reaches the 2 GB that its length can tell: a row is bounded long before.
    fn field(&mut self, bytes: Option<&[u8]>) {
        let length = bytes.map_or(-1, |bytes| i32::try_from(bytes.len()).unwrap_or(i32::MAX));
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(bytes.unwrap_or_default());
    }

    /// Gives rows that came before in the same file a fingerprint of their own.
    fn tell_apart(&mut self, seen: &mut FingerprintCounts) {
        for at in &self.fingerprints {
            let Some(place) = self.bytes.get_mut(*at..*at + 32) else { continue };
            let mut fingerprint = [0; 32];
            fingerprint.copy_from_slice(place);
            let again = seen.count(fingerprint);
            if again > 1 {
                place.copy_from_slice(&repeated(fingerprint, again));
            }
        }
    }
}

/// Rows on their way into the table.
#[derive(Debug, Default)]
pub struct Bulk {
    waiting: Vec<Lot>,
    rows: u64,
    bytes: usize,
    /// Rows in the table of the session.
    staged: u64,
    seen: FingerprintCounts,
}

impl Bulk {
    /// Makes the table of the session, which goes when the transaction ends.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn begin(conn: &mut PgConnection) -> sqlx::Result<Self> {
        conn.execute(STAGE).await?;
        Ok(Self::default())
    }

    /// Takes rows; says whether it is time to store.
    pub fn take(&mut self, mut lot: Lot) -> bool {
        lot.tell_apart(&mut self.seen);
        self.rows += lot.fingerprints.len() as u64;
        self.bytes += lot.bytes.len();
        self.waiting.push(lot);
        self.rows >= ROWS || self.bytes >= BYTES
    }

    /// Stores what it took, or leaves it in the table of the session until there is more.
    ///
    /// # Errors
    /// When the database cannot be reached; then nothing of the whole import is stored.
    pub async fn store(
        &mut self,
        conn: &mut PgConnection,
        import: &mut Import,
    ) -> sqlx::Result<()> {
        self.stage(conn).await?;
        if self.staged >= STAGED { self.go_on(conn, import).await } else { Ok(()) }
    }

    /// Stores what is left.
    ///
    /// # Errors
    /// When the database cannot be reached; then nothing of the whole import is stored.
    pub async fn finish(
        mut self,
        conn: &mut PgConnection,
        import: &mut Import,
    ) -> sqlx::Result<()> {
        self.stage(conn).await?;
        self.go_on(conn, import).await
    }

    async fn stage(&mut self, conn: &mut PgConnection) -> sqlx::Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        // What is sent in this form begins with a mark and two words, and ends with a count of -1.
        let mut copy = conn.copy_in_raw(COPY).await?;
        copy.send(&b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0"[..]).await?;
        for lot in self.waiting.drain(..) {
            copy.send(lot.bytes).await?;
        }
        copy.send(&(-1_i16).to_be_bytes()[..]).await?;
        copy.finish().await?;
        self.staged += self.rows;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    async fn go_on(&mut self, conn: &mut PgConnection, import: &mut Import) -> sqlx::Result<()> {
        if self.staged == 0 {
            return Ok(());
        }
        let stored = insert_staged(conn, import).await?;
        conn.execute("truncate sample_stage").await?;
        import.count(stored, self.staged.saturating_sub(stored));
        self.staged = 0;
        Ok(())
    }
}

/// Takes the rows of the session's table into the real one, and says how many were not there yet.
///
/// Most files are new, and an insert that looks for each row first takes a sixth longer: so it is tried without looking,
/// and again with it where a row turns out to be there.
async fn insert_staged(conn: &mut PgConnection, import: &Import) -> sqlx::Result<u64> {
    let (engagement, id) = import.of();
    // Not checked against the migrations: the table is the session's own.
    let insert = |sql| sqlx::query(sql).bind(engagement.0).bind(id.0);
    let mut attempt = conn.begin().await?;
    match insert(INSERT).execute(&mut *attempt).await {
        Ok(done) => {
            attempt.commit().await?;
            return Ok(done.rows_affected());
        }
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
            attempt.rollback().await?;
        }
        Err(error) => return Err(error),
    }
    insert(INSERT_OTHERS).execute(conn).await.map(|done| done.rows_affected())
}

/// How often a fingerprint came, in a few bytes each: the first eight of its bytes tell two million apart.
#[derive(Debug, Default)]
struct FingerprintCounts {
    once: [HashSet<u64, BuildHasherDefault<AsItIs>>; 16],
    again: HashMap<u64, u32>,
}

impl FingerprintCounts {
    fn count(&mut self, fingerprint: [u8; 32]) -> u32 {
        let (first, _) = fingerprint.split_at(8);
        let short = first.iter().fold(0, |short, byte| short << 8 | u64::from(*byte));
        // Sixteen small sets grow one after the other, not all of it at once.
        if self.once[usize::from(fingerprint[8] % 16)].insert(short) {
            return 1;
        }
        let again = self.again.entry(short).or_insert(1);
        *again += 1;
        *again
    }
}

/// A fingerprint is as random as any hash of it would be.
#[derive(Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0 << 8 | u64::from(*byte));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_comes_again_is_counted() {
        let mut seen = FingerprintCounts::default();
        assert_eq!([1, 1, 2, 1, 1].map(|n| seen.count([n; 32])), [1, 2, 1, 3, 4]);
    }
}
