//! Plans: the columns of a file as a person confirmed them, kept with the file and for the next of its kind.
//! It is found again by the names of the columns alone.

use crate::document::samples::import::Plan;
use crate::platform::ids::UploadId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::engagement::WriteError;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, query, query_scalar};

/// Why a plan that is stored cannot be followed: it is of a form that this version does not know. It is kept until the file
/// is planned again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This import was planned by another version: plan it again.")]
pub struct PlannedByAnotherVersion;

/// A plan as it is stored.
pub(super) fn read(stored: Value) -> Result<Plan, PlannedByAnotherVersion> {
    serde_json::from_value(stored).map_err(|_| PlannedByAnotherVersion)
}

/// Keeps what was confirmed of a file, and remembers it for the next with these columns, but for the names of people in it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn plan(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: UploadId,
    plan: &Plan,
) -> Result<(), WriteError> {
    let json = serde_json::to_value(plan)?;
    let mut next = plan.clone();
    next.mapping.people.clear();
    let next = serde_json::to_value(next)?;
    query!(
        "update upload set mapping = $3 where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        &json
    )
    .execute(&mut *conn)
    .await?;
    query!(
        "insert into import_mapping (engagement_id, header_hash, mapping) values ($1, $2, $3)
         on conflict (engagement_id, header_hash) do update set mapping = excluded.mapping, changed_at = now()",
        grant.engagement().0,
        hash(&plan.form.header),
        &next
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The mapping of columns of these names, as it was confirmed the last time. One that cannot be read any more is as good as
/// none: the columns are chosen anew.
///
/// # Errors
/// When the database cannot be reached.
pub async fn remembered(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    header: &[String],
) -> sqlx::Result<Option<Plan>> {
    let found = query_scalar!(
        "select mapping from import_mapping where engagement_id = $1 and header_hash = $2",
        grant.engagement().0,
        hash(header)
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.and_then(|stored| read(stored).ok()))
}

fn hash(header: &[String]) -> Vec<u8> {
    let mut digest = Sha256::new();
    for name in header {
        digest.update((name.len() as u64).to_le_bytes());
        digest.update(name);
    }
    digest.finalize().to_vec()
}
