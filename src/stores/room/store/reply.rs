//! Replies to what was said in a room: the firm answers, and the client's people may add to a comment.
//! What a reply said first stays; a change is a row beside it.

use super::mentions;
use super::voices::note;
use crate::platform::ids::{CommentId, PersonId};
use crate::stores::access::{Comment as MayComment, EditWork, Grant};
use crate::stores::audit::AuditAction;
use crate::stores::engagement::{WriteError, lock};
use crate::stores::words::Words;
use sqlx::{PgConnection, query_scalar};
use uuid::Uuid;

/// What a reply is to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyTo {
    /// A decision of the client, such as a question.
    Decision(Uuid),
    /// A comment.
    Comment(CommentId),
}

const EMPTY: &str = "Write what you want to answer.";

/// Whom a reply concerns.
#[derive(Debug, Clone, Default)]
pub struct Replied {
    /// Whom of the client the firm answers.
    pub answered: Option<PersonId>,
    /// Whom it mentions.
    pub mentioned: Vec<PersonId>,
}

/// Answers for the firm. Says whom of the client it answers, as long as they may still read the room: whoever said the last
/// word.
///
/// # Errors
/// [`WriteError::Invalid`] when it is empty or too long, or mentions somebody who is not there; [`WriteError::NotFound`]
/// when nothing like that was said here.
pub async fn answer(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    to: ReplyTo,
    body: &str,
) -> Result<Replied, WriteError> {
    let mut words = Words::of_staff(&lock(&mut *conn, grant).await?);
    let marked = mentions::read(&mut *conn, grant, "body", body).await?;
    let body = words.needed("body", &marked.text, EMPTY);
    words.done()?;
    let mentioned = insert(&mut *conn, grant, to, marked.restored(&body)).await?;
    let (decision, comment) = parted(to);
    let answered = query_scalar!(
        r#"select p.id as "id: PersonId" from person p
           join membership m on m.person_id = p.id and m.engagement_id = $1
         where p.disabled_at is null and p.role = 'client'
             and p.id = coalesce((select d.person_id from decision d where d.id = $2),
                                 (select r.person_id from room_reply r where r.comment_id = $3 and not r.of_firm
                                  order by r.created_at desc, r.id desc limit 1),
                                 (select c.person_id from comment c where c.id = $3))"#,
        grant.engagement().0,
        decision,
        comment
    );
    Ok(Replied { answered: answered.fetch_optional(conn).await?, mentioned })
}

/// Adds to what was said, from within the room.
///
/// # Errors
/// As [`answer`].
pub async fn reply(
    conn: &mut PgConnection,
    grant: Grant<MayComment>,
    to: ReplyTo,
    body: &str,
) -> Result<Replied, WriteError> {
    let mut words = Words::of_client(&mut *conn, grant).await?;
    let marked = mentions::read(&mut *conn, grant, "body", body).await?;
    let body = words.needed("body", &marked.text, EMPTY);
    words.done()?;
    let mentioned = insert(conn, grant, to, marked.restored(&body)).await?;
    Ok(Replied { answered: None, mentioned })
}

async fn insert<A: Copy>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    to: ReplyTo,
    (body, whom): (String, Vec<PersonId>),
) -> Result<Vec<PersonId>, WriteError> {
    let (id, (decision, comment)) = (Uuid::now_v7(), parted(to));
    let made = query_scalar!(
        r#"insert into room_reply (id, engagement_id, decision_id, comment_id, body, person_id, person_name)
           select $1, s.engagement_id, s.decision_id, s.comment_id, $5, p.id, p.name
           from (select d.engagement_id, d.id as decision_id, null::uuid as comment_id
                 from decision d where d.engagement_id = $2 and d.id = $3
                 union all
                 select c.engagement_id, null, c.id
                 from comment c where c.engagement_id = $2 and c.id = $4) s, person p
           where p.id = $6
           returning (select n.number from snapshot n
                      where n.id = coalesce((select d.snapshot_id from decision d where d.id = $3),
                                            (select c.snapshot_id from comment c where c.id = $4))) as "number!""#,
        id,
        grant.engagement().0,
        decision,
        comment,
        body,
        grant.person().0
    );
    let number = made.fetch_optional(&mut *conn).await?.ok_or(WriteError::NotFound)?;
    let mentioned = mentions::add(&mut *conn, grant, (None, Some(id)), &whom).await?;
    let after = serde_json::json!({ "version": number, "reply": body, "mentions": whom });
    note(conn, grant, AuditAction::Commented, id, number, &after).await?;
    Ok(mentioned)
}

fn parted(to: ReplyTo) -> (Option<Uuid>, Option<Uuid>) {
    match to {
        ReplyTo::Decision(id) => (Some(id), None),
        ReplyTo::Comment(id) => (None, Some(id.0)),
    }
}
