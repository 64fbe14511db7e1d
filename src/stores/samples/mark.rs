//! Redacting more: what a person marks in a sample becomes a placeholder wherever it stands in it, and in the history.
//! The marked text itself never reaches the audit.

use super::write::{current, lock, name, note, redactor, settle, update};
use super::{SampleError, Saved};
use crate::document::engagement::Problem;
use crate::document::samples::redact_more as replace;
use crate::engines::redact::{Found, Kind};
use crate::platform::ids::SampleId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::AuditAction;
use chrono::Utc;
use serde_json::json;
use sqlx::{PgConnection, query_scalar};

/// A text that a person marked in a sample.
#[derive(Debug, Clone, Copy)]
pub struct Marked<'a> {
    /// In which sample.
    pub id: SampleId,
    /// The version of its row that the person saw.
    pub version: i32,
    /// The text that must go.
    pub text: &'a str,
    /// What it is.
    pub kind: Kind,
}

/// Replaces a marked text in a sample, in what the audit recorded of its engagement, and in rows that were refused.
///
/// # Errors
/// [`SampleError::Conflict`] with theirs when its row has another version by now; [`SampleError::Invalid`] when the
/// text is too short or nowhere in it.
pub async fn redact_more(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    marked: Marked<'_>,
) -> Result<Saved, SampleError> {
    let Marked { id, version, text, kind } = marked;
    lock(&mut *conn, grant).await?;
    let stored = current(&mut *conn, grant, id, version).await?;
    let redactor = redactor(&mut *conn, grant).await?;
    let (redacted, places) = replace(stored.sample, &redactor, kind, text)
        .map_err(|problem| SampleError::Invalid(vec![problem]))?;
    let sample = redacted.sample();
    let problems = sample.problems(Utc::now());
    if !problems.is_empty() {
        let longer = "With the placeholder a field would be too long: shorten it first.";
        return Err(SampleError::Invalid(vec![Problem::new("text", longer)]));
    }
    update(&mut *conn, grant, &redacted).await?;
    let placeholder = redactor.placeholder(kind, text);
    let history = query_scalar!(
        "select redact_history($1, $2, $3)",
        grant.engagement().0,
        text,
        &placeholder
    );
    let history = history.fetch_one(&mut *conn).await?.unwrap_or(0);
    let after =
        json!({ "replaced": placeholder, "places": places, "entries_of_the_history": history });
    let name = name(&sample.summary);
    note(&mut *conn, grant, AuditAction::Changed, Some(id.0), &name, None, Some(&after)).await?;
    settle(conn, grant).await?;
    Ok(Saved { id, redacted: vec![Found { kind, count: places }] })
}
