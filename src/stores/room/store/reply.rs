//! Replies to what was said in a room: the firm answers, and the client's people may add to a comment.
//! A reply stays as it was written.

use super::voices::note;
use crate::platform::ids::CommentId;
use crate::stores::access::{Comment as MayComment, EditWork, Grant};
use crate::stores::audit::AuditAction;
use crate::stores::engagement::WriteError;
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

/// Answers for the firm. Says whom it answers, by address, as long as they may still read the room.
///
/// # Errors
/// [`WriteError::Invalid`] when it is empty or too long; [`WriteError::NotFound`] when nothing like that was said here.
pub async fn answer(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    to: ReplyTo,
    body: &str,
) -> Result<Option<String>, WriteError> {
    let key = query_scalar!(
        "select redaction_key from engagement where id = $1 for no key update",
        grant.engagement().0
    );
    let key = key.fetch_optional(&mut *conn).await?.ok_or(WriteError::NotFound)?;
    let mut words = Words::of_staff(&key);
    let body = words.needed("body", body, EMPTY);
    words.done()?;
    insert(&mut *conn, grant, to, &body).await?;
    let (decision, comment) = parted(to);
    let address = query_scalar!(
        "select p.email from person p join membership m on m.person_id = p.id and m.engagement_id = $1
         where p.disabled_at is null
             and p.id = coalesce((select d.person_id from decision d where d.id = $2),
                                 (select c.person_id from comment c where c.id = $3))",
        grant.engagement().0,
        decision,
        comment
    );
    Ok(address.fetch_optional(conn).await?)
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
) -> Result<(), WriteError> {
    let mut words = Words::of_client(&mut *conn, grant).await?;
    let body = words.needed("body", body, EMPTY);
    words.done()?;
    insert(conn, grant, to, &body).await
}

async fn insert<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    to: ReplyTo,
    body: &str,
) -> Result<(), WriteError> {
    let (id, (decision, comment)) = (Uuid::now_v7(), parted(to));
    let made = query_scalar!(
        r#"insert into room_reply (id, engagement_id, decision_id, comment_id, body, person_id, person_name)
           select $1, s.engagement_id, s.decision_id, s.comment_id, $5, p.id, p.name
           from (select d.engagement_id, d.id as decision_id, null::uuid as comment_id, d.snapshot_id
                 from decision d where d.engagement_id = $2 and d.id = $3
                 union all
                 select c.engagement_id, null, c.id, c.snapshot_id
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
    let after = serde_json::json!({ "version": number, "reply": body });
    Ok(note(conn, grant, AuditAction::Commented, id, number, &after).await?)
}

fn parted(to: ReplyTo) -> (Option<Uuid>, Option<Uuid>) {
    match to {
        ReplyTo::Decision(id) => (Some(id), None),
        ReplyTo::Comment(id) => (None, Some(id.0)),
    }
}
