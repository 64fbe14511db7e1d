//! The outcome of an import: its counts, and the rows that could not be stored.
//! It only reads; the import writes both.

use crate::document::samples::import::Refusal;
use crate::platform::ids::ImportId;
use crate::stores::access::{EditWork, Grant};
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgConnection, query};

/// The outcome of an import.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What people call it.
    pub file_name: String,
    /// Rows that were stored.
    pub stored: i32,
    /// Rows that were there already.
    pub repeated: i32,
    /// Rows that could not be stored.
    pub refused: i32,
    /// The names of its columns.
    pub header: Vec<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// The outcome of a file that was imported.
///
/// # Errors
/// When the database cannot be reached.
pub async fn outcome(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: ImportId,
) -> sqlx::Result<Option<Outcome>> {
    sqlx::query_as!(
        Outcome,
        "select file_name, stored, repeated, refused, header, created_at from sample_import
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// Rows of a file that could not be stored, after one of them: at most `limit`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn refusals(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: ImportId,
    after: u64,
    limit: i64,
) -> sqlx::Result<Vec<Refusal>> {
    let rows = query!(
        "select number, reasons, cells from import_refusal
         where engagement_id = $1 and import_id = $2 and number > $3 order by number limit $4",
        grant.engagement().0,
        id.0,
        i64::try_from(after).unwrap_or(i64::MAX),
        limit
    )
    .fetch_all(conn)
    .await?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let refusals = rows.into_iter().map(|row| Refusal {
        number: row.number.unsigned_abs(),
        reasons: row.reasons,
        cells: row
            .cells
            .as_array()
            .map(|cells| cells.iter().map(text).collect())
            .unwrap_or_default(),
    });
    Ok(refusals.collect())
}
