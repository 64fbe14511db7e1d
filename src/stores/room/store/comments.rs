//! Comments of both sides in the room, each about the snapshot its writer read.
//! What was said stays: a change, a resolution and a mention are rows beside it.

use super::voices::{COMMENT_LIMIT, note, said};
use super::{bounded, invalid, mentions};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{CommentId, PersonId};
use crate::stores::access::{Comment as MayComment, Grant, ViewRoom};
use crate::stores::audit::AuditAction;
use crate::stores::engagement::WriteError;
use crate::stores::room::{About, Comment, Reply, Resolved, Wording};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_file};

/// The comments of a room, oldest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn comments(
    conn: &mut PgConnection,
    grant: Grant<ViewRoom>,
) -> sqlx::Result<Vec<Comment>> {
    let rows = query_file!(
        "src/stores/room/store/comments.sql",
        grant.engagement().0,
        COMMENT_LIMIT,
        grant.person().0
    );
    let rows = rows.map(|row| Comment {
        id: row.id,
        number: row.number,
        about: row.about,
        pin: row.pin,
        versions: row.versions.0,
        person: row.person,
        at: row.at,
        replies: row.replies.0,
        may_edit: row.may_edit,
        resolved: row.resolved_by.zip(row.resolved_at).map(|(person, at)| Resolved { person, at }),
    });
    rows.fetch_all(conn).await
}

/// Adds a comment to a part of the room, about the snapshot its writer read.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such snapshot; [`WriteError::Invalid`] when it is empty or too long, or
/// mentions somebody who is not there.
pub async fn comment(
    conn: &mut PgConnection,
    grant: Grant<MayComment>,
    number: i32,
    about: About,
    body: &str,
) -> Result<CommentId, WriteError> {
    pinned(conn, grant, number, (about, ""), body).await.map(|said| said.id)
}

/// A comment that was added.
#[derive(Debug, Clone)]
pub struct Commented {
    /// Its id.
    pub id: CommentId,
    /// Whom it mentions.
    pub mentioned: Vec<PersonId>,
}

/// Adds a comment that is pinned to an item of a part, by its anchor; to the whole part when that is empty.
///
/// # Errors
/// As [`comment`].
pub async fn pinned(
    conn: &mut PgConnection,
    grant: Grant<MayComment>,
    number: i32,
    (about, pin): (About, &str),
    body: &str,
) -> Result<Commented, WriteError> {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if pin.len() > 80 || !pin.chars().all(known) {
        return Err(invalid("pin", "Choose what the comment is about."));
    }
    let marked = mentions::read(&mut *conn, grant, "body", body).await?;
    let (body, whom) = marked.restored(&said(&mut *conn, grant, &marked.text).await?);
    let body = bounded("body", &body)?;
    if body.is_empty() {
        return Err(invalid("body", "Write what you want to say."));
    }
    let id = CommentId::new();
    let made = query!(
        "insert into comment (id, engagement_id, snapshot_id, about, body, person_id, person_name, pin)
         select $1, s.engagement_id, s.id, $4, $5, p.id, p.name, $7 from snapshot s, person p
         where s.engagement_id = $2 and s.number = $3 and p.id = $6",
        id.0,
        grant.engagement().0,
        number,
        about.key(),
        body,
        grant.person().0,
        pin
    );
    if made.execute(&mut *conn).await?.rows_affected() == 0 {
        return Err(WriteError::NotFound);
    }
    let mentioned = mentions::add(&mut *conn, grant, (Some(id.0), None), &whom).await?;
    let after = serde_json::json!({ "version": number, "about": about, "pin": pin, "body": body, "mentions": whom });
    note(conn, grant, AuditAction::Commented, id.0, number, &after).await?;
    Ok(Commented { id, mentioned })
}
