//! Publishing: the document is drafted, judged once, and sealed with what its publisher chose for it.
//! A version is written once, with its row of the audit.

use super::{bounded, files, invalid, redacted};
use crate::engines::redact::{Policy, Redactor};
use crate::platform::ids::SnapshotId;
use crate::stores::access::{Grant, Publish};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::{WriteError, load, lock};
use crate::stores::figures;
use crate::stores::room::{Contents, Draft, DraftSeen, FORMAT, HandedOut, Presentation, Snapshot};
use sqlx::{PgConnection, query, query_scalar};

/// Publishes the document as it is now.
///
/// # Errors
/// [`WriteError::NotFound`] when row-level security shows no such engagement.
pub async fn publish(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    note: &str,
) -> Result<Snapshot, WriteError> {
    publish_seen(conn, grant, note, Presentation::default(), None).await
}

/// Publishes the document, if document and room are still what was seen.
///
/// # Errors
/// [`WriteError::Conflict`] when either changed since; [`WriteError::NotFound`] as for [`publish`].
pub async fn publish_seen(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    note: &str,
    presentation: Presentation,
    seen: Option<DraftSeen>,
) -> Result<Snapshot, WriteError> {
    publish_with(conn, grant, note, presentation, Vec::new(), seen).await
}

/// Publishes the document with files beside its failures, if document and room are still what was seen. The files are those
/// that [`super::choose`] gives in the same transaction, so that nobody changes them meanwhile.
///
/// # Errors
/// As for [`publish_seen`].
pub async fn publish_with(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    note: &str,
    presentation: Presentation,
    files: Vec<HandedOut>,
    seen: Option<DraftSeen>,
) -> Result<Snapshot, WriteError> {
    let (note, presentation) = worded(&mut *conn, grant, note, presentation).await?;
    let loaded = load(&mut *conn, grant).await?;
    if !loaded.unreadable.is_empty() {
        let message = "Part of this engagement cannot be read, so nothing can be published that would be without it. The overview says which.";
        return Err(invalid("", message));
    }
    let figures = figures::counted(&mut *conn, grant, &loaded.document).await?;
    let draft = Draft::of(loaded.document);
    let published_by = query_scalar!("select name from person where id = $1", grant.person().0)
        .fetch_one(&mut *conn)
        .await?;
    let newest = query_scalar!(
        "select max(number) from snapshot where engagement_id = $1",
        grant.engagement().0
    );
    let newest = newest.fetch_one(&mut *conn).await?.unwrap_or(0);
    let now = DraftSeen { mark: draft.mark(figures.as_ref())?, newest };
    if seen.is_some_and(|seen| seen != now) {
        return Err(WriteError::Conflict(None));
    }
    let number = newest + 1;
    let Draft { document, assessment } = draft;
    let published_at = document.as_of;
    let contents = Contents {
        format: FORMAT,
        number,
        note,
        published_by,
        published_at,
        document,
        assessment,
        presentation,
        figures,
        files,
    };
    let snapshot = Snapshot::seal(SnapshotId::new(), contents)?;
    insert(&mut *conn, grant, &snapshot).await?;
    let states = files::keep(conn, grant, &snapshot).await?;
    Ok(snapshot.with_files(states))
}

/// The texts of a publisher as they may stand in a version. The engagement is locked by it: versions are published one
/// after the other.
async fn worded(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    note: &str,
    presentation: Presentation,
) -> Result<(String, Presentation), WriteError> {
    let redactor = Redactor::new(&lock(conn, grant).await?);
    let note = bounded("note", &redacted(&redactor, Policy::Document, note))?;
    let text = |name, text: &str| bounded(name, &redacted(&redactor, Policy::Document, text));
    let Presentation { covering, left_out, question, asked_by, tested, signed } = presentation;
    let presentation = Presentation {
        covering: text("covering", &covering)?,
        question: text("question", &question)?,
        asked_by: text("asked_by", &asked_by)?,
        tested: text("tested", &tested)?,
        left_out,
        signed,
    };
    Ok((note, presentation))
}

async fn insert(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    snapshot: &Snapshot,
) -> Result<(), WriteError> {
    let (contents, hash) = (snapshot.contents(), snapshot.hash());
    query!(
        "insert into snapshot (id, engagement_id, number, document, hash, note, published_by, published_by_name, published_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        snapshot.id().0,
        grant.engagement().0,
        contents.number,
        snapshot.text(),
        hash.bytes(),
        contents.note,
        grant.person().0,
        contents.published_by,
        contents.published_at
    )
    .execute(&mut *conn)
    .await?;
    let files: Vec<_> = contents.files.iter().map(|file| file.name.as_str()).collect();
    let mut after = serde_json::json!({
        "number": contents.number,
        "hash": hash.to_string(),
        "note": contents.note,
        "verdict": contents.assessment.verdict.standing,
        "closed_gates": contents.assessment.gates.iter().filter(|gate| !gate.is_open()).map(|gate| gate.kind).collect::<Vec<_>>(),
    });
    if !files.is_empty() {
        after["files"] = files.into();
    }
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: AuditAction::Published,
        kind: "snapshot",
        subject: Some(snapshot.id().0),
        name: &format!("version {}", contents.number),
        before: None,
        after: Some(&after),
    };
    Ok(audit::record(conn, entry).await?)
}
