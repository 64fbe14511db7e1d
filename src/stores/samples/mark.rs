//! Redacting more: what a person marks in a sample becomes a placeholder wherever it stands in its engagement.
//! The marked text itself never reaches the audit.

use super::write::{current, lock, name, note, redactor, settle, update};
use super::{SampleError, Saved};
use crate::document::engagement::Problem;
use crate::document::samples::redact_more as replace;
use crate::engines::redact::{Found, Kind};
use crate::platform::ids::{RedactionId, SampleId};
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::AuditAction;
use crate::stores::redaction::record::{self, Files, NewRedaction};
use crate::stores::redaction::{Mark, everywhere};
use chrono::Utc;
use serde_json::json;
use sqlx::PgConnection;

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

/// The outcome of redacting more.
#[derive(Debug)]
pub struct Redacted {
    /// The sample.
    pub saved: Saved,
    /// The record of it, where what is left to do is found.
    pub record: RedactionId,
    /// The files that the rewritten rows do not hold: texts are for a job to search, pictures for a person to look at.
    pub files: Files,
}

/// Replaces a marked text in a sample and in every other row of its engagement. The caller starts the job that searches
/// text files, when there are any.
///
/// # Errors
/// [`SampleError::Conflict`] with theirs when its row has another version by now; [`SampleError::Invalid`] when the
/// text is too short or nowhere in it.
pub async fn redact_more(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    marked: Marked<'_>,
) -> Result<Redacted, SampleError> {
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
    let reached = everywhere(&mut *conn, grant, Mark { text, placeholder: &placeholder }).await?;
    let files = record::files(&mut *conn, grant).await?;
    let after = json!({
        "replaced": placeholder, "places": places, "rows_elsewhere": reached,
        "text_files_to_search": files.texts, "pictures_not_searched": files.pictures,
    });
    let name = name(&sample.summary);
    note(&mut *conn, grant, AuditAction::Changed, Some(id.0), &name, None, Some(&after)).await?;
    let new = NewRedaction {
        sample: id,
        placeholder: &placeholder,
        marked: (files.texts > 0).then_some(text),
        rows: reached.values().sum(),
    };
    let record = record::add(&mut *conn, grant, new).await?;
    settle(conn, grant).await?;
    let saved = Saved { id, redacted: vec![Found { kind, count: places }] };
    Ok(Redacted { saved, record, files })
}
