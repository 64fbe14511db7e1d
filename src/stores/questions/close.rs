//! What becomes of an answer: it is taken over into the document, or put aside with a word back; and a question that
//! nobody has answered can be withdrawn. Each is written once, with its entry in the audit.

use super::*;
use crate::document::engagement::Engagement;
use crate::document::questions::{Told, recorded};
use crate::platform::catalogue::Catalogue;
use crate::stores::access::EditWork;
use crate::stores::engagement::put_many;
use crate::stores::words::Words;
use serde_json::json;

/// Takes an answer over: what nobody knew is recorded, with who said so and when, and the question is closed.
///
/// # Errors
/// [`WriteError::Invalid`] when it is known meanwhile or cannot be recorded; [`WriteError::Conflict`] when the question
/// changed meanwhile; [`WriteError::NotFound`] when there is none.
pub async fn take_over(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: QuestionId,
    version: i32,
) -> Result<(), WriteError> {
    lock(&mut *conn, grant).await?;
    let question = found(&mut *conn, grant, id, version).await?;
    if question.state != QuestionState::Answered {
        return Err(WriteError::Conflict(None));
    }
    let answer = question.place().zip(Told::of(&question));
    let (place, told) = answer.ok_or_else(|| {
        invalid("", "There is nothing in this answer to record. Put it aside instead.")
    })?;
    let parts = |document: &Engagement| match recorded(document, place, &told) {
        Ok(part) => (vec![part], Vec::new()),
        Err(problem) => (Vec::new(), vec![problem]),
    };
    put_many(&mut *conn, grant, parts).await?;
    close(conn, grant, &question, QuestionState::TakenOver, "").await
}

/// Puts an answer aside, with a word back to the client.
///
/// # Errors
/// [`WriteError::Invalid`] without a word; otherwise as [`take_over`].
pub async fn put_aside(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: QuestionId,
    version: i32,
    word_back: &str,
) -> Result<(), WriteError> {
    let asks = "Write a word back; whoever answered reads it.";
    end(
        conn,
        grant,
        (id, version),
        (QuestionState::Answered, QuestionState::PutAside),
        (word_back, asks),
    )
    .await
}

/// Withdraws a question that nobody has answered.
///
/// # Errors
/// As [`put_aside`].
pub async fn withdraw(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: QuestionId,
    version: i32,
    because: &str,
) -> Result<(), WriteError> {
    let asks = "Write why it is not needed any more; the client reads it.";
    end(
        conn,
        grant,
        (id, version),
        (QuestionState::Open, QuestionState::Withdrawn),
        (because, asks),
    )
    .await
}

async fn end(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    (id, version): (QuestionId, i32),
    (from, to): (QuestionState, QuestionState),
    (text, asks): (&str, &str),
) -> Result<(), WriteError> {
    let mut words = Words::of_staff(&lock(&mut *conn, grant).await?);
    let text = words.needed("word_back", text, asks);
    let question = found(&mut *conn, grant, id, version).await?;
    if question.state != from {
        return Err(WriteError::Conflict(None));
    }
    words.done()?;
    close(conn, grant, &question, to, &text).await
}

async fn close(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    question: &Question,
    state: QuestionState,
    word_back: &str,
) -> Result<(), WriteError> {
    query!(
        "update question set state = $3::text::question_state, word_back = $4, closed_by = $5, closed_at = now(),
             closed_by_name = (select name from person where id = $5), version = version + 1
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        question.id.0,
        state.key(),
        word_back,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let before = json!({ "state": question.state });
    let after = json!({ "state": state, "word_back": word_back });
    let change = Change {
        action: AuditAction::Changed,
        id: question.id,
        about: &question.about,
        before: Some(&before),
        after: Some(&after),
    };
    Ok(note(conn, grant, change).await?)
}
