//! The access ledger in the database: staff ask, the client grants or refuses in the room, and either side takes back.
//! Text that looks like a secret is refused before anything is stored; no credential has a place here.

use crate::document::access_ledger::{
    AccessArea, AccessLedger, AccessRequest, AccessScope, AccessState, Care,
};
use crate::document::engagement::Problem;
use crate::platform::ids::{AccessAreaId, AccessRequestId, SystemId};
use crate::stores::access::Grant;
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::{WriteError, lock};
use chrono::{Days, NaiveDate, Utc};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_scalar};
use uuid::Uuid;

mod answer;
mod area;
mod ask;

pub use crate::stores::words::{NAME, TEXT};
pub use answer::{Reply, answer, revoke, withdraw};
pub use area::{NewArea, add_area, change_area, remove_area, tell_area};
pub use ask::{Ask, ask, change};

/// The most requests, and the most areas, of one engagement.
const MOST: i64 = 500;
/// The longest that an access is asked for or granted at once.
const LONGEST: Days = Days::new(731);

/// The ledger, for staff and for the client's people: one query.
///
/// # Errors
/// When the database cannot be reached.
pub async fn read<A>(conn: &mut PgConnection, grant: Grant<A>) -> sqlx::Result<AccessLedger> {
    let row = query!(
        r#"select
               coalesce((select jsonb_agg(to_jsonb(r) order by r.asked_at, r.id)
                         from access_request r where r.engagement_id = $1), '[]')
                   as "requests!: Json<Vec<AccessRequest>>",
               coalesce((select jsonb_agg(to_jsonb(a) order by a.recorded_at, a.id)
                         from access_area a where a.engagement_id = $1), '[]')
                   as "areas!: Json<Vec<AccessArea>>""#,
        grant.engagement().0
    );
    let row = row.fetch_one(conn).await?;
    Ok(AccessLedger { requests: row.requests.0, areas: row.areas.0 })
}

/// The request, locked, if it is still what was read.
async fn found<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    id: AccessRequestId,
    version: i32,
) -> Result<AccessRequest, WriteError> {
    let row = query_scalar!(
        r#"select to_jsonb(r) as "request!: Json<AccessRequest>"
           from access_request r where engagement_id = $1 and id = $2 for no key update"#,
        grant.engagement().0,
        id.0
    );
    let Json(request) = row.fetch_optional(conn).await?.ok_or(WriteError::NotFound)?;
    if request.version == version { Ok(request) } else { Err(WriteError::Conflict(None)) }
}

/// What a system of the working document is called.
async fn system_name<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    system: SystemId,
) -> Result<String, WriteError> {
    let name = query_scalar!(
        r#"select body ->> 'name' as "name!" from part
           where engagement_id = $1 and id = $2 and kind = 'system' and not retired"#,
        grant.engagement().0,
        system.0
    );
    name.fetch_optional(conn)
        .await?
        .ok_or_else(|| invalid("system", "Choose a system of this engagement."))
}

/// What is wrong with the last day of an access; it may be today.
fn last_day(field: &'static str, day: NaiveDate) -> Option<Problem> {
    let today = Utc::now().date_naive();
    let bound = today.checked_add_days(LONGEST)?;
    let message = if day < today {
        "Give a last day that is not over yet."
    } else if day > bound {
        "Give a last day within two years; what is needed for longer is asked for again."
    } else {
        return None;
    };
    Some(Problem::new(field, message))
}

fn invalid(field: &'static str, message: &str) -> WriteError {
    WriteError::Invalid(vec![Problem::new(field, message)])
}

/// A change of the ledger, as the audit has it.
struct Change<'a> {
    action: AuditAction,
    kind: &'static str,
    id: Uuid,
    system: &'a str,
    before: Option<&'a Value>,
    after: Option<&'a Value>,
}

async fn note<A>(conn: &mut PgConnection, grant: Grant<A>, change: Change<'_>) -> sqlx::Result<()> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: change.action,
        kind: change.kind,
        subject: Some(change.id),
        name: change.system,
        before: change.before,
        after: change.after,
    };
    audit::record(conn, entry).await
}

#[cfg(test)]
mod tests;
