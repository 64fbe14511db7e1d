//! Plans: the columns of a file as a person confirmed them, kept with the file and for the next of its kind.
//! It is found again by the names of the columns alone.

use crate::document::samples::import::Plan;
use crate::platform::ids::UploadId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::engagement::WriteError;
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_scalar};

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

/// The mapping of columns of these names, as it was confirmed the last time.
///
/// # Errors
/// When the database cannot be reached.
pub async fn remembered(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    header: &[String],
) -> sqlx::Result<Option<Plan>> {
    let found = query_scalar!(
        r#"select mapping as "plan: Json<Plan>" from import_mapping where engagement_id = $1 and header_hash = $2"#,
        grant.engagement().0,
        hash(header)
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|plan| plan.0))
}

fn hash(header: &[String]) -> Vec<u8> {
    let mut digest = Sha256::new();
    for name in header {
        digest.update((name.len() as u64).to_le_bytes());
        digest.update(name);
    }
    digest.finalize().to_vec()
}
