//! The demo: three clients, six people, two complete engagements and one that has just begun.
//! It goes through the product's own doors, as the people it tells of; nothing in it can be signed in to by default.

mod access_ledger;
mod cast;
mod fill;
mod firm;
mod logs;
mod past;
mod phrase;
mod plan;
mod questions;
mod quotes;
mod request;
mod shares;
mod story;
#[cfg(test)]
mod tests;

use crate::database::Database;
use crate::failure::Failure;
use cast::{Cast, PEOPLE};
use faultline::stores::attachments::Files;
use faultline::stores::engagement::WriteError;
use faultline_app::account::password;
use logs::Shelf;
use phrase::Phrase;
use sqlx::{Connection, PgConnection, query, query_scalar};
use std::fmt;

/// Keeps two loads that start together in turn: any number that nothing else locks.
const LOCK: i64 = 0x6661_756c_7464_656d;

/// The outcome of loading the demo.
#[derive(Debug)]
pub enum Loaded {
    /// It was loaded: the pass phrase of each person, in their order. Nothing keeps them.
    Now([Phrase; PEOPLE.len()]),
    /// It was there already.
    Already,
}

/// Loads the demo, all of it or nothing.
///
/// # Errors
/// A sentence: somebody has one of its names or addresses already, or the database cannot be reached.
pub async fn load(database: &Database, files: &Files) -> Result<Loaded, Failure> {
    load_into(&mut PgConnection::connect_with(database.owner()).await?, files).await
}

/// Loads it as the owner: the first person is made from the console, whom the app's role is not believed to be.
async fn load_into(owner: &mut PgConnection, files: &Files) -> Result<Loaded, Failure> {
    let mut shelf = Shelf::new(files);
    let loaded = perform(owner, &mut shelf).await;
    if loaded.is_err() {
        shelf.clear().await;
    }
    loaded
}

async fn perform(owner: &mut PgConnection, shelf: &mut Shelf<'_>) -> Result<Loaded, Failure> {
    let mut tx = owner.begin().await?;
    cast::act(&mut tx, &cast::console()).await?;
    if is_there(&mut tx).await? {
        return Ok(Loaded::Already);
    }
    let phrases: [Phrase; PEOPLE.len()] = std::array::from_fn(|_| Phrase::new());
    let mut cast = Cast::join(&mut tx, &hashed(&phrases).await?).await?;
    let today = chrono::Utc::now().date_naive();
    fill::rescue(&mut tx, &mut cast, shelf, story::rescue()?.moved_to(today)).await?;
    fill::beginning(&mut tx, &mut cast, story::beginning()?.moved_to(today)).await?;
    fill::clinic(&mut tx, &mut cast, shelf, story::clinic()?.moved_to(today)).await?;
    firm::decide(&mut tx, &cast).await?;
    request::send(&mut tx).await?;
    past::client(&mut tx, &cast.admin).await?;
    tx.commit().await?;
    Ok(Loaded::Now(phrases))
}

/// Whether the demo's people are there; one load at a time may ask.
async fn is_there(conn: &mut PgConnection) -> sqlx::Result<bool> {
    query!("select pg_advisory_xact_lock($1)", LOCK).execute(&mut *conn).await?;
    let first = PEOPLE[0].email;
    query_scalar!(
        r#"select exists (select from person where lower(email) = lower($1)) as "there!""#,
        first
    )
    .fetch_one(conn)
    .await
}

/// The hashes of the phrases; each takes about a tenth of a second.
async fn hashed(phrases: &[Phrase]) -> Result<Vec<String>, Failure> {
    let texts: Vec<String> = phrases.iter().map(|phrase| phrase.text().to_owned()).collect();
    let hash = move || texts.iter().map(|text| password::hash(text)).collect::<Result<_, _>>();
    tokio::task::spawn_blocking(hash)
        .await?
        .map_err(|error| format!("No password could be hashed: {error}.").into())
}

/// A failed change as a sentence.
fn told(error: WriteError) -> Failure {
    match error {
        WriteError::Invalid(problems) => {
            let said: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
            format!("The demo cannot be loaded here. {}", said.join(" ")).into()
        }
        other => other.into(),
    }
}

impl fmt::Display for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Now(phrases) => {
                writeln!(f, "The demo is loaded. These people can sign in:\n")?;
                for (person, phrase) in PEOPLE.iter().zip(phrases) {
                    writeln!(f, "  {:<14}  {}", person.name, person.part)?;
                    writeln!(f, "  {:<14}  {}   {}\n", "", person.email, phrase.text())?;
                }
                write!(
                    f,
                    "The pass phrases were made just now and are told once; only hashes of them are kept."
                )
            }
            Self::Already => {
                writeln!(
                    f,
                    "The demo is there already; its pass phrases were told once, when it was loaded."
                )?;
                writeln!(f, "A new link for one of its people:\n")?;
                PEOPLE.iter().try_for_each(|person| {
                    writeln!(f, "  faultline person link {:<34} {}", person.email, person.part)
                })
            }
        }
    }
}
