//! Colleagues whom the client's people ask to be let into their room: asked for by them, let in or declined by a lead.
//! No client lets anybody in: an account and a part in the room are made on the word of staff alone.

use crate::document::engagement::Problem;
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::ColleagueId;
use crate::stores::access::{Capacity, Grant, InviteColleague};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use crate::stores::people::Email;
use crate::stores::words::Words;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::{PgConnection, query, query_as, query_scalar};

mod close;
#[cfg(test)]
mod tests;

pub use crate::stores::words::NAME;
pub use close::{LetIn, decline, invite};

/// The most of them that wait at a time.
pub const MOST_OPEN: i64 = 10;
/// The most of one engagement.
pub const MOST: i64 = 100;

catalogue! {
    /// What became of a request.
    pub enum ColleagueState {
        Open => "open", "Waits for your consultants";
        Invited => "invited", "Invited";
        Declined => "declined", "Declined";
    }
}

/// A colleague who was asked for.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// The id of the request.
    pub id: ColleagueId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// A key of [`Capacity`].
    pub capacity: String,
    /// A key of [`ColleagueState`].
    pub state: String,
    /// Who asked, by name.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Who let them in or declined, by name.
    pub closed_by: String,
    /// When.
    pub closed_at: Option<DateTime<Utc>>,
    /// What the client is told to it.
    pub word_back: String,
}

/// Who was asked for in a room, the newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list<A>(conn: &mut PgConnection, grant: Grant<A>) -> sqlx::Result<Vec<Colleague>> {
    query_as!(
        Colleague,
        r#"select id as "id: ColleagueId", name, email, capacity, state::text as "state!", asked_by_name as asked_by, asked_at,
               closed_by_name as closed_by, closed_at, word_back
           from colleague where engagement_id = $1 order by asked_at desc, id desc limit $2"#,
        grant.engagement().0,
        MOST
    )
    .fetch_all(conn)
    .await
}

/// Who is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Their name, as typed.
    pub name: &'a str,
    /// Their address, as typed.
    pub email: &'a str,
    /// What they would be in the room.
    pub capacity: Option<Capacity>,
}

/// Asks for a colleague.
///
/// # Errors
/// [`WriteError::Invalid`] when something is missing, the address is none of whoever asks' own firm, or too many were asked
/// for.
pub async fn ask(
    conn: &mut PgConnection,
    grant: Grant<InviteColleague>,
    asked: Asked<'_>,
) -> Result<ColleagueId, WriteError> {
    let mut words = Words::of_client(&mut *conn, grant).await?;
    let name = words.name("name", asked.name);
    if name.is_empty() {
        words.wrong("name", "Write what your colleague is called.");
    }
    let email = asked.email.parse::<Email>();
    match &email {
        Err(error) => words.wrong("email", &error.to_string()),
        Ok(email) => words.also(foreign(&mut *conn, grant, email).await?),
    }
    let of_client = |one: &Capacity| matches!(one, Capacity::Contributor | Capacity::Viewer);
    let capacity = asked.capacity.filter(of_client);
    if capacity.is_none() {
        words.wrong("capacity", "Choose what your colleague may do.");
    }
    words.also(too_many(&mut *conn, grant).await?);
    words.done()?;
    let (Ok(email), Some(capacity)) = (email, capacity) else { return Err(WriteError::NotFound) };
    let id = ColleagueId::new();
    query!(
        "insert into colleague (id, engagement_id, name, email, capacity, asked_by, asked_by_name)
         select $1, $2, $3, $4, $5, p.id, p.name from person p where p.id = $6",
        id.0,
        grant.engagement().0,
        name,
        email.as_str(),
        capacity.key(),
        grant.person().0
    )
    .execute(&mut *conn)
    .await
    .map_err(repeated)?;
    let after = json!({ "email": email.as_str(), "capacity": capacity });
    note(conn, grant, (AuditAction::Added, id, &name), (None, &after)).await?;
    Ok(id)
}

/// What is wrong with an address that is not of the firm of whoever asks.
async fn foreign(
    conn: &mut PgConnection,
    grant: Grant<InviteColleague>,
    email: &Email,
) -> sqlx::Result<Option<Problem>> {
    let own = query_scalar!("select email from person where id = $1", grant.person().0);
    let own = own.fetch_one(conn).await?;
    let domain = |address: &str| address.rsplit('@').next().unwrap_or_default().to_lowercase();
    let wanted = domain(&own);
    Ok((domain(email.as_str()) != wanted).then(|| {
        let says = format!(
            "Give an address of your own firm, which ends in @{wanted}. For anybody else, ask your consultants in a comment."
        );
        Problem::new("email", says)
    }))
}

async fn too_many(
    conn: &mut PgConnection,
    grant: Grant<InviteColleague>,
) -> sqlx::Result<Option<Problem>> {
    let row = query!(
        r#"select count(*) as "all!", count(*) filter (where state = 'open') as "open!" from colleague
           where engagement_id = $1"#,
        grant.engagement().0
    );
    let row = row.fetch_one(conn).await?;
    let says = if row.all >= MOST {
        "Nobody else can be asked for here. Tell your consultants in a comment."
    } else if row.open >= MOST_OPEN {
        "So many wait already. Your consultants answer them first."
    } else {
        return Ok(None);
    };
    Ok(Some(Problem::new("", says)))
}

fn repeated(error: sqlx::Error) -> WriteError {
    match error.as_database_error().and_then(|error| error.constraint()) {
        Some("colleague_once") => {
            let says = "This colleague was asked for already, and waits for your consultants.";
            WriteError::Invalid(vec![Problem::new("email", says)])
        }
        _ => WriteError::Database(error),
    }
}

async fn note<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    (action, id, name): (AuditAction, ColleagueId, &str),
    (before, after): (Option<&Value>, &Value),
) -> Result<(), WriteError> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action,
        kind: "colleague",
        subject: Some(id.0),
        name,
        before,
        after: Some(after),
    };
    Ok(audit::record(conn, entry).await?)
}
