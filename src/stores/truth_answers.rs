//! What the client's people say of fields of the source of truth, in the database: they answer in the room, and staff take an
//! answer over into the registry or put it aside. They read whole rows: no internal note has a place here.

use crate::document::truth::{AnswerState, Field, Standing, TruthAnswer, taken_over};
use crate::platform::ids::TruthAnswerId;
use crate::stores::access::{Decide, EditWork, Grant};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::{WriteError, lock, put_many};
use crate::stores::words::Words;
use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_scalar};

mod close;
#[cfg(test)]
mod tests;

pub use crate::stores::words::{NAME, TEXT as LONGEST};
pub use close::{put_aside, take_over};

/// The most answers of one engagement, those that were replaced among them.
const MOST: i64 = 5_000;

/// What somebody of the client answers.
#[derive(Debug, Clone)]
pub struct Given<'a> {
    /// The number of the version that they read.
    pub version: i32,
    /// The field as that version has it.
    pub field: &'a Field,
    /// What its data type is called there.
    pub data_type: &'a str,
    /// Whether it is right so.
    pub agrees: bool,
    /// Whose position it is, when it is not.
    pub team: &'a str,
    /// The position.
    pub position: &'a str,
}

/// The answers that stand: the newest of each person to each field, the newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn read<A>(conn: &mut PgConnection, grant: Grant<A>) -> sqlx::Result<Vec<TruthAnswer>> {
    let rows = query_scalar!(
        r#"select coalesce(jsonb_agg(to_jsonb(t) order by t.answered_at desc, t.id), '[]') as "rows!: Json<Vec<TruthAnswer>>"
           from (select distinct on (field_id, answered_by) * from truth_answer
                 where engagement_id = $1 and state <> 'replaced'
                 order by field_id, answered_by, answered_at desc, id desc) t"#,
        grant.engagement().0
    );
    Ok(rows.fetch_one(conn).await?.0)
}

/// Records what somebody of the client says of a field. An answer of theirs that still waits is replaced.
///
/// # Errors
/// [`WriteError::Invalid`] when a dispute has no position, or something looks like a secret; [`WriteError::Conflict`] when
/// another answer of theirs came in at the same time.
pub async fn answer(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    given: Given<'_>,
) -> Result<TruthAnswerId, WriteError> {
    let mut words = Words::of_client(&mut *conn, grant).await?;
    let about = format!("{}: {}", given.data_type, given.field.name);
    let (team, position) = if given.agrees {
        (String::new(), String::new())
    } else {
        let asks = "Write what your side holds, so that your consultants can settle it.";
        (words.name("team", given.team), words.needed("position", given.position, asks))
    };
    words.done()?;
    room_for_one(&mut *conn, grant).await?;
    let before = replace(&mut *conn, grant, given.field).await?;
    let differs = !given.agrees || given.field.standing != Standing::Agreed;
    let id = TruthAnswerId::new();
    query!(
        "insert into truth_answer (id, engagement_id, field_id, about, snapshot_number, agrees, differs, team, position,
             answered_by, answered_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (select name from person where id = $10))",
        id.0,
        grant.engagement().0,
        given.field.id.0,
        about,
        given.version,
        given.agrees,
        differs,
        team,
        position,
        grant.person().0
    )
    .execute(&mut *conn)
    .await
    .map_err(twice)?;
    let after = json!({ "agrees": given.agrees, "team": team, "position": position, "version": given.version });
    let change = Change {
        action: AuditAction::Answered,
        id,
        about: &about,
        before: before.as_ref(),
        after: Some(&after),
    };
    note(conn, grant, change).await?;
    Ok(id)
}

fn twice(error: sqlx::Error) -> WriteError {
    match error.as_database_error().and_then(|error| error.constraint()) {
        Some("truth_answer_once") => WriteError::Conflict(None),
        _ => WriteError::Database(error),
    }
}

async fn room_for_one(conn: &mut PgConnection, grant: Grant<Decide>) -> Result<(), WriteError> {
    let many = query_scalar!(
        r#"select count(*) as "count!" from truth_answer where engagement_id = $1"#,
        grant.engagement().0
    );
    if many.fetch_one(conn).await? < MOST {
        return Ok(());
    }
    let says =
        "This engagement holds as many answers as it can. Tell your consultants in a comment.";
    Err(WriteError::Invalid(vec![crate::document::engagement::Problem::new("", says)]))
}

/// Ends the answer of theirs that still waits, and says what it was.
async fn replace(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    field: &Field,
) -> sqlx::Result<Option<Value>> {
    query_scalar!(
        r#"update truth_answer set state = 'replaced', version = version + 1
           where engagement_id = $1 and field_id = $2 and answered_by = $3 and state = 'open'
           returning jsonb_build_object('agrees', agrees, 'team', team, 'position', position,
                                        'version', snapshot_number) as "before!: Value""#,
        grant.engagement().0,
        field.id.0,
        grant.person().0
    )
    .fetch_optional(conn)
    .await
}

/// A change of an answer, as the audit has it.
struct Change<'a> {
    action: AuditAction,
    id: TruthAnswerId,
    about: &'a str,
    before: Option<&'a Value>,
    after: Option<&'a Value>,
}

async fn note<A>(conn: &mut PgConnection, grant: Grant<A>, change: Change<'_>) -> sqlx::Result<()> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: change.action,
        kind: "truth_answer",
        subject: Some(change.id.0),
        name: change.about,
        before: change.before,
        after: change.after,
    };
    audit::record(conn, entry).await
}
