//! The revision of what is recorded of an engagement, for files that follow from it.
//! It counts what is recorded; what changes because a day has passed is not counted.

use super::AuditAction;
use crate::engines::calendar::Revision;
use crate::platform::catalogue::Catalogue;
use crate::stores::access::{Grant, ViewWork};
use sqlx::{PgConnection, query};

/// What is recorded when something changes that a document follows from.
const CHANGES: [AuditAction; 8] = [
    AuditAction::Added,
    AuditAction::Changed,
    AuditAction::Removed,
    AuditAction::Erased,
    AuditAction::Restored,
    AuditAction::Imported,
    AuditAction::Compared,
    AuditAction::Decided,
];

/// How often what is recorded of an engagement was changed, and when it was last. The audit only grows, so that this never
/// falls, whatever is removed.
///
/// # Errors
/// When the database cannot be reached.
pub async fn revision(conn: &mut PgConnection, grant: Grant<ViewWork>) -> sqlx::Result<Revision> {
    let actions = CHANGES.map(|action| action.key().to_owned());
    let row = query!(
        r#"select count(a.id) as "number!", coalesce(max(a.at), min(e.created_at)) as "at!"
           from engagement e left join audit a on a.engagement_id = e.id and a.action = any ($2)
           where e.id = $1"#,
        grant.engagement().0,
        &actions[..]
    );
    let row = row.fetch_one(conn).await?;
    Ok(Revision { number: i32::try_from(row.number).unwrap_or(i32::MAX), at: row.at })
}
