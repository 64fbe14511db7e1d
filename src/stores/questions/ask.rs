//! Asking the client: of a named person who can answer, or of the client at large.
//! What was asked stays as it was; nothing is asked twice while somebody waits for the answer.

use super::*;
use crate::document::questions::{Sought, is_unknown, thing};
use crate::stores::access::EditWork;
use crate::stores::engagement::load;
use crate::stores::words::Words;
use serde_json::json;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The place that the answer goes to.
    pub sought: Sought,
    /// The question.
    pub words: String,
    /// Of whom; `None` is the client at large.
    pub asked_of: Option<PersonId>,
    /// The day by which an answer is needed.
    pub due_on: NaiveDate,
}

/// Asks, and says whom to tell.
///
/// # Errors
/// [`WriteError::Invalid`] with what to put right: there is nothing to find out, it is asked already, or nobody can answer.
pub async fn ask(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    ask: Ask,
) -> Result<(QuestionId, Vec<Answerer>), WriteError> {
    let key = lock(&mut *conn, grant).await?;
    let document = load(&mut *conn, grant).await?.document;
    let answerers = answerers(&mut *conn, grant).await?;
    let mut words = Words::of_staff(&key);
    let text = words.needed("words", &ask.words, "Write the question; the client reads it.");
    words.also(due(ask.due_on));
    let asked: Vec<Answerer> = match ask.asked_of {
        None => answerers,
        Some(person) => answerers.into_iter().filter(|one| one.person == person).collect(),
    };
    if ask.asked_of.is_some() && asked.is_empty() {
        words.wrong(
            "asked_of",
            "Choose somebody who can answer in the room: a contributor of this engagement.",
        );
    }
    let thing = thing(&document, ask.sought).map(str::to_owned);
    if thing.is_none() || !is_unknown(&document, ask.sought) {
        words.wrong("", "There is nothing to find out there any more. Choose another question.");
    }
    words.done()?;
    let about = format!("{}: {}", thing.unwrap_or_default(), ask.sought.fact());
    let id = insert(&mut *conn, grant, &ask, &about, &text).await?;
    let name = ask.asked_of.and_then(|_| asked.first()).map(|one| one.name.as_str());
    let after = json!({ "words": text, "asked_of": name, "due_on": ask.due_on });
    let action = AuditAction::Added;
    note(conn, grant, Change { action, id, about: &about, before: None, after: Some(&after) })
        .await?;
    Ok((id, asked))
}

async fn insert(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    ask: &Ask,
    about: &str,
    words: &str,
) -> Result<QuestionId, WriteError> {
    let many = query_scalar!(
        r#"select count(*) as "count!" from question where engagement_id = $1"#,
        grant.engagement().0
    );
    if many.fetch_one(&mut *conn).await? >= MOST {
        return Err(invalid("", "An engagement holds at most 1,000 questions."));
    }
    let id = QuestionId::new();
    query!(
        "insert into question (id, engagement_id, sought, about, words, asked_of, asked_of_name, due_on, asked_by,
             asked_by_name)
         values ($1, $2, $3, $4, $5, $6, coalesce((select name from person where id = $6), ''), $7, $8,
             (select name from person where id = $8))",
        id.0,
        grant.engagement().0,
        ask.sought.to_string(),
        about,
        words,
        ask.asked_of.map(|person| person.0),
        ask.due_on,
        grant.person().0
    )
    .execute(conn)
    .await
    .map_err(twice)?;
    Ok(id)
}

fn twice(error: sqlx::Error) -> WriteError {
    let constraint = error.as_database_error().and_then(|error| error.constraint());
    if constraint == Some("question_once") {
        let message =
            "This is asked already. Wait for the answer, or withdraw that question first.";
        return invalid("", message);
    }
    error.into()
}

/// What is wrong with the day by which an answer is needed; it may be today.
fn due(day: NaiveDate) -> Option<Problem> {
    let today = Utc::now().date_naive();
    let message = if day < today {
        "Give a day that is not over yet."
    } else if today.checked_add_days(LONGEST).is_none_or(|bound| day > bound) {
        "Give a day within a year."
    } else {
        return None;
    };
    Some(Problem::new("due_on", message))
}
