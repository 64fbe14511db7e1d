//! Changing what oneself said in a thread, and resolving a thread.
//! Both are rows of their own: what was said before stays, and is read beside it.

use super::{bounded, invalid, mentions, redacted};
use crate::engines::redact::Policy;
use crate::platform::ids::{CommentId, PersonId};
use crate::stores::access::{Comment as MayComment, Grant};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use crate::stores::words::room_redactor;
use serde_json::{Value, json};
use sqlx::{PgConnection, query};
use uuid::Uuid;

/// The most times that a thread is resolved or opened again.
const MOST_RESOLUTIONS: i64 = 100;
const OVER: &str = "This can no longer be changed: a day has passed, somebody replied, or it was changed 20 times. Say it in a reply.";

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// A comment.
    Comment(CommentId),
    /// A reply to a comment.
    Reply(Uuid),
}

impl Words {
    fn parted(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Comment(id) => (Some(id.0), None),
            Self::Reply(id) => (None, Some(id)),
        }
    }
}

/// What somebody said, as it is before they change it.
struct Stands {
    thread: Uuid,
    body: String,
    /// How strictly it was redacted: the firm's replies may name people.
    policy: Policy,
}

/// Changes what the person of the grant said in a thread. Says who is mentioned in it now and was not before.
///
/// # Errors
/// [`WriteError::NotFound`] when they said nothing like that here; [`WriteError::Invalid`] when a day has passed or
/// somebody replied, or as for [`super::comment`].
pub async fn edit(
    conn: &mut PgConnection,
    grant: Grant<MayComment>,
    words: Words,
    body: &str,
) -> Result<Vec<PersonId>, WriteError> {
    let (comment, reply) = words.parted();
    let stands = stands(&mut *conn, grant, words).await?;
    let marked = mentions::read(&mut *conn, grant, "edited", body).await?;
    let redactor = room_redactor(&mut *conn, grant).await?;
    let (body, whom) = marked.restored(&redacted(&redactor, stands.policy, &marked.text));
    let body = bounded("edited", &body)?;
    if body.is_empty() {
        return Err(invalid("edited", "Write what it should say."));
    }
    if body == stands.body {
        return Ok(Vec::new());
    }
    query!(
        "insert into comment_edit (id, engagement_id, comment_id, reply_id, body, person_id) values ($1, $2, $3, $4, $5, $6)",
        Uuid::now_v7(),
        grant.engagement().0,
        comment,
        reply,
        body,
        grant.person().0
    )
    .execute(&mut *conn)
    .await
    .map_err(over)?;
    let mentioned = mentions::add(&mut *conn, grant, (comment, reply), &whom).await?;
    let before = json!({ "body": stands.body });
    let after = json!({ "body": body, "mentions": whom });
    note(conn, grant, stands.thread, (Some(&before), &after)).await?;
    Ok(mentioned)
}

fn over(error: sqlx::Error) -> WriteError {
    match error.as_database_error().and_then(|error| error.constraint()) {
        Some("comment_edit_open") => invalid("edited", OVER),
        _ => WriteError::Database(error),
    }
}

async fn stands(
    conn: &mut PgConnection,
    grant: Grant<MayComment>,
    words: Words,
) -> Result<Stands, WriteError> {
    let (comment, reply) = words.parted();
    let row = query!(
        r#"select t.thread as "thread!", said_versions(t.comment, t.reply, t.body, t.at) -> -1 ->> 'body' as "body!",
               t.of_firm as "of_firm!"
           from (select c.id as thread, c.id as comment, null::uuid as reply, c.body, c.created_at as at, c.person_id,
                     c.engagement_id, false as of_firm
                 from comment c where c.id = $2
                 union all
                 select r.comment_id, null, r.id, r.body, r.created_at, r.person_id, r.engagement_id, r.of_firm
                 from room_reply r where r.id = $3 and r.comment_id is not null) t
           where t.engagement_id = $1 and t.person_id = $4"#,
        grant.engagement().0,
        comment,
        reply,
        grant.person().0
    );
    let row = row.fetch_optional(conn).await?.ok_or(WriteError::NotFound)?;
    let policy = if row.of_firm { Policy::Document } else { Policy::Evidence };
    Ok(Stands { thread: row.thread, body: row.body, policy })
}

/// Resolves a thread, or opens it again.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such comment here; [`WriteError::Invalid`] when it was done too often.
pub async fn resolve(
    conn: &mut PgConnection,
    grant: Grant<MayComment>,
    comment: CommentId,
    resolved: bool,
) -> Result<(), WriteError> {
    let row = query!(
        r#"select count(o.id) as "many!" from comment c left join comment_resolution o on o.comment_id = c.id
           where c.engagement_id = $1 and c.id = $2 group by c.id"#,
        grant.engagement().0,
        comment.0
    );
    let row = row.fetch_optional(&mut *conn).await?.ok_or(WriteError::NotFound)?;
    if row.many >= MOST_RESOLUTIONS {
        return Err(invalid(
            "",
            "This was resolved and opened again too often. Say it in a reply.",
        ));
    }
    query!(
        "insert into comment_resolution (id, engagement_id, comment_id, resolved, person_id, person_name)
         select $1, $2, $3, $4, p.id, p.name from person p where p.id = $5",
        Uuid::now_v7(),
        grant.engagement().0,
        comment.0,
        resolved,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    note(conn, grant, comment.0, (None, &json!({ "resolved": resolved }))).await
}

async fn note(
    conn: &mut PgConnection,
    grant: Grant<MayComment>,
    thread: Uuid,
    (before, after): (Option<&Value>, &Value),
) -> Result<(), WriteError> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: AuditAction::Changed,
        kind: "comment",
        subject: Some(thread),
        name: "a comment in the room",
        before,
        after: Some(after),
    };
    Ok(audit::record(conn, entry).await?)
}
