//! What becomes of an answer: it is taken over into the registry, or put aside with a word back. Each is written once.

use super::*;
use crate::document::engagement::{Engagement, Part, Problem};
use crate::document::truth::Right;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::SystemId;
use crate::stores::people::credentials::time_zone;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Which systems may do what with a field.
type Rights = BTreeMap<SystemId, Right>;

/// Takes an answer over: an approval makes the field agreed, a dispute adds the position to it.
///
/// # Errors
/// [`WriteError::Invalid`] when the field is gone, has other rights by now, or is not owned by one system;
/// [`WriteError::Conflict`] when the answer was replaced or closed meanwhile; [`WriteError::NotFound`] when there is none.
pub async fn take_over(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: TruthAnswerId,
    version: i32,
) -> Result<(), WriteError> {
    lock(&mut *conn, grant).await?;
    let answer = found(&mut *conn, grant, id, version).await?;
    let read = approved(&mut *conn, grant, &answer).await?;
    let zone = time_zone(&mut *conn, answer.answered_by).await?;
    let on = zone.local(answer.answered_at).date();
    let parts = |document: &Engagement| match of(document, &answer, read.as_ref(), on) {
        Ok(part) => (vec![part], Vec::new()),
        Err(problem) => (Vec::new(), vec![problem]),
    };
    put_many(&mut *conn, grant, parts).await?;
    close(conn, grant, &answer, AnswerState::TakenOver, "").await
}

/// The rights of the field in the version that was read.
async fn approved(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    answer: &TruthAnswer,
) -> sqlx::Result<Option<Rights>> {
    let rights = query_scalar!(
        r#"select coalesce(f -> 'rights', '{}') as "rights!: Json<Rights>"
           from snapshot s, json_array_elements(s.document::json #> '{document,fields}') f
           where s.engagement_id = $1 and s.number = $2 and f ->> 'id' = $3"#,
        grant.engagement().0,
        answer.snapshot_number,
        answer.field_id.to_string()
    );
    Ok(rights.fetch_optional(conn).await?.map(|rights| rights.0))
}

/// The rights that systems have, without those that are recorded as none.
fn given(rights: &Rights) -> Vec<(SystemId, Right)> {
    rights.iter().map(|(id, right)| (*id, *right)).filter(|(_, it)| *it != Right::None).collect()
}

/// The field with the answer; an approval is one of the rights that were read, and of no others.
fn of(
    document: &Engagement,
    answer: &TruthAnswer,
    read: Option<&Rights>,
    on: NaiveDate,
) -> Result<Part, Problem> {
    let field = document.fields.iter().find(|field| field.id == answer.field_id);
    let gone = "This field is not in the registry any more. Put the answer aside instead.";
    let field = field.ok_or_else(|| Problem::new("", gone))?;
    if answer.agrees && read.map(given) != Some(given(&field.rights)) {
        let says = format!(
            "The field was changed since version {}, which was approved. Publish it and ask again, or put the answer aside.",
            answer.snapshot_number
        );
        return Err(Problem::new("", says));
    }
    Ok(Part::Field(taken_over(field, answer, on)?))
}

/// Puts an answer aside, with a word back to the client.
///
/// # Errors
/// [`WriteError::Invalid`] without a word; otherwise as [`take_over`].
pub async fn put_aside(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: TruthAnswerId,
    version: i32,
    word_back: &str,
) -> Result<(), WriteError> {
    let mut words = Words::of_staff(&lock(&mut *conn, grant).await?);
    let asks = "Write a word back; whoever answered reads it.";
    let text = words.needed("word_back", word_back, asks);
    let answer = found(&mut *conn, grant, id, version).await?;
    words.done()?;
    close(conn, grant, &answer, AnswerState::PutAside, &text).await
}

/// The answer, locked, if it still waits and is what was read.
async fn found(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: TruthAnswerId,
    version: i32,
) -> Result<TruthAnswer, WriteError> {
    let row = query_scalar!(
        r#"select to_jsonb(t) as "row!: Json<TruthAnswer>" from truth_answer t
           where t.engagement_id = $1 and t.id = $2 for no key update"#,
        grant.engagement().0,
        id.0
    );
    let answer = row.fetch_optional(conn).await?.ok_or(WriteError::NotFound)?.0;
    if answer.version != version || answer.state != AnswerState::Open {
        return Err(WriteError::Conflict(None));
    }
    Ok(answer)
}

async fn close(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    answer: &TruthAnswer,
    state: AnswerState,
    word_back: &str,
) -> Result<(), WriteError> {
    query!(
        "update truth_answer set state = $3::text::truth_answer_state, word_back = $4, closed_by = $5, closed_at = now(),
             closed_by_name = (select name from person where id = $5), version = version + 1
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        answer.id.0,
        state.key(),
        word_back,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let before = json!({ "state": answer.state });
    let after = json!({ "state": state, "word_back": word_back });
    let change = Change {
        action: AuditAction::Changed,
        id: answer.id,
        about: &answer.about,
        before: Some(&before),
        after: Some(&after),
    };
    Ok(note(conn, grant, change).await?)
}
