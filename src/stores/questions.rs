//! Questions in the database: staff ask, the client answers in the room, and staff take the answer over or put it aside.
//! The client's people read whole rows: no internal note has a place here.

use crate::document::engagement::Problem;
use crate::document::questions::{Question, QuestionState};
use crate::platform::ids::{PersonId, QuestionId};
use crate::stores::access::{Grant, ViewWork};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::{WriteError, lock};
use chrono::{Days, NaiveDate, Utc};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_as, query_scalar};

mod answer;
mod ask;
mod close;
pub mod reminders;

pub use crate::stores::words::{NAME, TEXT};
pub use answer::{Given, answer};
pub use ask::{Ask, ask};
pub use close::{put_aside, take_over, withdraw};

/// The most questions of one engagement.
const MOST: i64 = 1_000;
/// The longest that an answer is waited for.
const LONGEST: Days = Days::new(366);

/// Somebody of the client who can answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answerer {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// The questions of an engagement in the order of asking, for staff and for the client's people.
///
/// # Errors
/// When the database cannot be reached.
pub async fn read<A>(conn: &mut PgConnection, grant: Grant<A>) -> sqlx::Result<Vec<Question>> {
    let rows = query_scalar!(
        r#"select coalesce(jsonb_agg(to_jsonb(q) order by q.asked_at, q.id), '[]') as "rows!: Json<Vec<Question>>"
           from question q where q.engagement_id = $1"#,
        grant.engagement().0
    );
    Ok(rows.fetch_one(conn).await?.0)
}

/// Those of the client who can answer, by name.
///
/// # Errors
/// When the database cannot be reached.
pub async fn answerers(
    conn: &mut PgConnection,
    grant: impl Into<Grant<ViewWork>>,
) -> sqlx::Result<Vec<Answerer>> {
    query_as!(
        Answerer,
        r#"select p.id as "person: PersonId", p.name, p.email
           from membership m join person p on p.id = m.person_id
           where m.engagement_id = $1 and m.capacity = 'contributor' and p.disabled_at is null
           order by lower(p.name), p.id"#,
        grant.into().engagement().0
    )
    .fetch_all(conn)
    .await
}

/// The question, locked, if it is still what was read.
async fn found<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    id: QuestionId,
    version: i32,
) -> Result<Question, WriteError> {
    let row = query_scalar!(
        r#"select to_jsonb(q) as "row!: Json<Question>" from question q
           where q.engagement_id = $1 and q.id = $2 for no key update"#,
        grant.engagement().0,
        id.0
    );
    let question = row.fetch_optional(conn).await?.ok_or(WriteError::NotFound)?.0;
    if question.version != version {
        return Err(WriteError::Conflict(None));
    }
    Ok(question)
}

fn invalid(field: &'static str, message: &str) -> WriteError {
    WriteError::Invalid(vec![Problem::new(field, message)])
}

/// A change of a question, as the audit has it.
struct Change<'a> {
    action: AuditAction,
    id: QuestionId,
    about: &'a str,
    before: Option<&'a Value>,
    after: Option<&'a Value>,
}

async fn note<A>(conn: &mut PgConnection, grant: Grant<A>, change: Change<'_>) -> sqlx::Result<()> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: change.action,
        kind: "question",
        subject: Some(change.id.0),
        name: change.about,
        before: change.before,
        after: change.after,
    };
    audit::record(conn, entry).await
}

#[cfg(test)]
mod tests;
