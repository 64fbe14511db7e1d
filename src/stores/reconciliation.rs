//! The reconciliations' SQL: which exports, with which settings, and what was found between them.
//! Files are kept with the uploads, for a week; differences are kept redacted.

use crate::engines::reconcile::Run;
use crate::engines::reconcile::Settings;
use crate::engines::reconcile::Summary;
use crate::platform::ids::{ReconciliationId, SystemId, UploadId};
use crate::stores::access::{EditWork, Grant, ViewWork};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::{WriteError, lock, refresh_digest};
use crate::stores::jobs::JobState;
use crate::stores::samples::upload::{self, Upload};
use chrono::Utc;
use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{PgConnection, query};

mod comparing;
mod found;
mod sampled;
mod sampling;
mod stored;
#[cfg(test)]
mod tests;

pub use comparing::Comparing;
pub use found::{chosen, differences, fixed};
pub use sampling::{Sampling, about};
pub use stored::{
    Change, Changes, ComparedByAnotherVersion, Counted, Filter, Line, Listed, SettleError,
    SettledByAnotherVersion, Stored, Told,
};

/// The kind that audit rows carry.
const KIND: &str = "reconciliation";
/// Reconciliations on a page of their list.
pub const PAGE: i64 = 25;
/// Most reconciliations that are sorted by a column, or go into a file.
pub const WHOLE: i64 = 1_000;
/// Comparisons that rates are read from.
const RUNS: i64 = 1_000;

/// Begins a reconciliation of two exports that were received; with `follows`, by the settings of that one.
///
/// # Errors
/// [`WriteError::NotFound`] when an export, or what it follows, is not there.
pub async fn create(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    systems: [SystemId; 2],
    uploads: [UploadId; 2],
    follows: Option<ReconciliationId>,
) -> Result<ReconciliationId, WriteError> {
    let (a, b) =
        (file(&mut *conn, grant, uploads[0]).await?, file(&mut *conn, grant, uploads[1]).await?);
    let mut settings = None;
    if let Some(before) = follows {
        let before = get(&mut *conn, grant, before).await?.ok_or(WriteError::NotFound)?;
        settings = before.confirmed().cloned();
    }
    let id = ReconciliationId::new();
    query!(
        "insert into reconciliation (id, engagement_id, system_a, system_b, file_a, file_b, upload_a, upload_b, follows,
             settings, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.0,
        grant.engagement().0,
        systems[0].0,
        systems[1].0,
        a.file_name,
        b.file_name,
        uploads[0].0,
        uploads[1].0,
        follows.map(|id| id.0),
        settings.map(Json) as _,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let name = named([&a.file_name, &b.file_name]);
    let after =
        json!({ "systems": systems, "files": [a.file_name, b.file_name], "follows": follows });
    note(conn, grant, AuditAction::Added, id, &name, None, Some(&after)).await?;
    Ok(id)
}

async fn file(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: UploadId,
) -> Result<Upload, WriteError> {
    upload::get(conn, grant, id).await?.ok_or(WriteError::NotFound)
}

/// A reconciliation.
///
/// # Errors
/// When the database cannot be reached.
pub async fn get(
    conn: &mut PgConnection,
    grant: impl Into<Grant<ViewWork>>,
    id: ReconciliationId,
) -> sqlx::Result<Option<Stored>> {
    let row = query!(
        r#"select system_a as "system_a: SystemId", system_b as "system_b: SystemId", file_a, file_b,
               upload_a as "upload_a: UploadId", upload_b as "upload_b: UploadId",
               follows as "follows: ReconciliationId", settings, outcome,
               compared_at, version, created_at
           from reconciliation where engagement_id = $1 and id = $2"#,
        grant.into().engagement().0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Stored {
        id,
        systems: [row.system_a, row.system_b],
        files: [row.file_a, row.file_b],
        uploads: [row.upload_a, row.upload_b],
        follows: row.follows,
        settings: row.settings.map(|it| stored::read(it, SettledByAnotherVersion)),
        counted: row.outcome.map(|it| stored::read(it, ComparedByAnotherVersion)),
        compared_at: row.compared_at,
        version: row.version,
        created_at: row.created_at,
    }))
}

/// At most so many of an engagement's reconciliations, the newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    older_than: Option<ReconciliationId>,
    most: i64,
) -> sqlx::Result<Vec<Listed>> {
    let rows = query!(
        r#"select r.id as "id: ReconciliationId", system_a as "system_a: SystemId", system_b as "system_b: SystemId",
               outcome, r.created_at,
               (select j.state from job j where j.engagement_id = $1 and j.kind = 'reconciliation' and j.subject_id = r.id
                order by j.created_at desc limit 1) as "job: JobState"
           from reconciliation r where r.engagement_id = $1 and ($2::uuid is null or r.id < $2)
           order by r.id desc limit $3"#,
        grant.engagement().0,
        older_than.map(|id| id.0),
        most
    )
    .fetch_all(conn)
    .await?;
    let listed = rows.into_iter().map(|row| Listed {
        id: row.id,
        systems: [row.system_a, row.system_b],
        counted: row.outcome.map(|it| stored::read(it, ComparedByAnotherVersion)),
        job: row.job,
        created_at: row.created_at,
    });
    Ok(listed.collect())
}

/// Finished comparisons, for rates by month: the newest thousand. One that another version counted says nothing of a rate.
///
/// # Errors
/// When the database cannot be reached.
pub async fn runs(conn: &mut PgConnection, grant: Grant<ViewWork>) -> sqlx::Result<Vec<Run>> {
    let rows = query!(
        r#"select system_a as "system_a: SystemId", system_b as "system_b: SystemId",
               outcome -> 'summary' as "summary?", compared_at as "at!"
           from reconciliation where engagement_id = $1 and compared_at is not null and outcome is not null
           order by id desc limit $2"#,
        grant.engagement().0,
        RUNS
    )
    .fetch_all(conn)
    .await?;
    let run = rows.into_iter().filter_map(|row| {
        let summary: Summary = stored::read(row.summary?, ComparedByAnotherVersion).ok()?;
        Some(Run { at: row.at, systems: [row.system_a, row.system_b], summary })
    });
    Ok(run.collect())
}

/// Saves what was confirmed; what was found by other rules goes, and the same exports are compared again. Returns the row's
/// version.
///
/// # Errors
/// [`SettleError::Conflict`] with theirs when its row has another version by now; [`SettleError::Compared`].
pub async fn settle(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: ReconciliationId,
    version: i32,
    settings: &Settings,
) -> Result<i32, SettleError> {
    comparing::hold(&mut *conn, grant, id).await?;
    let stored = get(&mut *conn, grant, id).await?.ok_or(WriteError::NotFound)?;
    if stored.counted.is_some() && !stored.is_repeatable(Utc::now()) {
        return Err(SettleError::Compared);
    }
    if stored.version != version {
        return Err(SettleError::Conflict(Box::new(stored)));
    }
    if stored.confirmed() == Some(settings) && stored.counted.is_none() {
        return Ok(version);
    }
    // What was found by other rules says nothing any more.
    query!(
        "delete from reconciliation_difference where engagement_id = $1 and reconciliation_id = $2",
        grant.engagement().0,
        id.0
    )
    .execute(&mut *conn)
    .await?;
    let (before, after) = (json!(stored.confirmed()), json!(settings));
    query!(
        "update reconciliation set settings = $3, outcome = null, compared_at = null, version = version + 1
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        &after
    )
    .execute(&mut *conn)
    .await?;
    let name = named([&stored.files[0], &stored.files[1]]);
    note(&mut *conn, grant, AuditAction::Changed, id, &name, Some(&before), Some(&after)).await?;
    if stored.counted.is_some() {
        refresh_digest(conn, grant).await?;
    }
    Ok(version + 1)
}

/// Removes a reconciliation with its files and differences; samples made of them stay.
///
/// # Errors
/// [`WriteError::Conflict`] when its row has another version by now.
pub async fn remove(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: ReconciliationId,
    version: i32,
) -> Result<(), WriteError> {
    let stored = get(&mut *conn, grant, id).await?.ok_or(WriteError::NotFound)?;
    for upload in stored.uploads.into_iter().flatten() {
        upload::discard(&mut *conn, grant, upload).await?;
    }
    let removed = query!(
        "delete from reconciliation where engagement_id = $1 and id = $2 and version = $3",
        grant.engagement().0,
        id.0,
        version
    )
    .execute(&mut *conn)
    .await?;
    if removed.rows_affected() == 0 {
        return Err(WriteError::Conflict(None));
    }
    let name = named([&stored.files[0], &stored.files[1]]);
    let summary = stored.counts().map(|counted| &counted.summary);
    let before = json!({ "files": stored.files, "summary": summary });
    note(&mut *conn, grant, AuditAction::Removed, id, &name, Some(&before), None).await?;
    // After the row, as `comparing::hold` says.
    lock(&mut *conn, grant).await?;
    refresh_digest(conn, grant).await
}

/// The audit's name for one.
fn named([a, b]: [&str; 2]) -> String {
    format!("{a} and {b}")
}

async fn note(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    action: AuditAction,
    id: ReconciliationId,
    name: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) -> sqlx::Result<()> {
    let (person, engagement) = (grant.person(), Some(grant.engagement()));
    let subject = Some(id.0);
    audit::record(
        conn,
        NewEntry { person, engagement, action, kind: KIND, subject, name, before, after },
    )
    .await
}
