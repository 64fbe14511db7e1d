//! How long the firm keeps what: requests that nobody took, archived engagements, and backups by the operator's own word.
//! Requests go by themselves; an engagement is only said to be due, and erased by a person.

use crate::document::engagement::Problem;
use crate::stores::access::{Erase, FirmGrant};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use serde::Serialize;
use serde_json::json;
use sqlx::{PgConnection, query, query_as, query_scalar};

/// The longest time that can be given, in days.
pub const LONGEST: i32 = 3_650;

/// How long things are kept, in days; nothing means that they stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Retention {
    /// Requests that were declined or never answered.
    pub request_days: Option<i32>,
    /// Archived engagements, until they are due.
    pub archive_days: Option<i32>,
    /// Backups, as the operator says; nothing looks at them.
    pub backup_days: Option<i32>,
    /// The row's version.
    #[serde(skip)]
    pub version: i32,
}

/// What the firm keeps how long.
///
/// # Errors
/// When the database cannot be reached.
pub async fn get(conn: &mut PgConnection, _grant: FirmGrant<Erase>) -> sqlx::Result<Retention> {
    query_as!(Retention, "select request_days, archive_days, backup_days, version from retention")
        .fetch_one(conn)
        .await
}

/// Changes it.
///
/// # Errors
/// [`WriteError::Conflict`] when somebody else changed it meanwhile; [`WriteError::Invalid`] for a time out of bounds.
pub async fn set(
    conn: &mut PgConnection,
    grant: FirmGrant<Erase>,
    new: Retention,
) -> Result<(), WriteError> {
    bounded(new)?;
    let before = get(&mut *conn, grant).await?;
    let changed = query!(
        "update retention set request_days = $1, archive_days = $2, backup_days = $3, version = version + 1
         where version = $4",
        new.request_days,
        new.archive_days,
        new.backup_days,
        new.version
    );
    if changed.execute(&mut *conn).await?.rows_affected() == 0 {
        return Err(WriteError::Conflict(None));
    }
    let (before, after) = (json!(before), json!(new));
    let entry = NewEntry {
        person: grant.person(),
        engagement: None,
        action: AuditAction::Changed,
        kind: "retention",
        subject: None,
        name: "",
        before: Some(&before),
        after: Some(&after),
    };
    Ok(audit::record(conn, entry).await?)
}

fn bounded(new: Retention) -> Result<(), WriteError> {
    let fields = [
        ("request_days", new.request_days),
        ("archive_days", new.archive_days),
        ("backup_days", new.backup_days),
    ];
    let outside = |days: &Option<i32>| days.is_some_and(|days| !(1..=LONGEST).contains(&days));
    let message = format!("Give a whole number of days from 1 to {LONGEST}, or nothing.");
    let problems: Vec<_> = fields
        .into_iter()
        .filter(|(_, days)| outside(days))
        .map(|(field, _)| Problem::new(field, message.clone()))
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(WriteError::Invalid(problems)) }
}

/// Removes requests that are kept no longer, and says how many those were. It acts for nobody.
///
/// # Errors
/// When the database cannot be reached.
pub async fn forget_requests(conn: &mut PgConnection) -> sqlx::Result<i64> {
    Ok(query_scalar!("select requests_forget()").fetch_one(conn).await?.unwrap_or(0))
}
