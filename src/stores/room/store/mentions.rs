//! Who can be mentioned in a room, and that somebody was.
//! Who is mentioned is kept as an id beside the text, and is told as they chose.

use super::{bounded, invalid};
use crate::platform::ids::PersonId;
use crate::stores::access::Grant;
use crate::stores::engagement::WriteError;
use crate::stores::room::mention::{Marked, RoomPerson};
use sqlx::{PgConnection, query_as, query_scalar};
use uuid::Uuid;

/// The people of a room, the client's first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn people<A>(conn: &mut PgConnection, grant: Grant<A>) -> sqlx::Result<Vec<RoomPerson>> {
    query_as!(
        RoomPerson,
        r#"select id as "id!: PersonId", name as "name!", of_firm as "of_firm!" from room_people($1)"#,
        grant.engagement().0
    )
    .fetch_all(conn)
    .await
}

/// A text that was typed, with its mentions marked.
///
/// # Errors
/// [`WriteError::Invalid`] when it is too long, or mentions somebody who is not there.
pub(super) async fn read<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    field: &'static str,
    text: &str,
) -> Result<Marked, WriteError> {
    // A text that cannot be kept is not searched for names.
    bounded(field, &text.trim().replace("\r\n", "\n"))?;
    // Most texts mention nobody, and ask nothing of the database.
    let people = if text.contains('@') { people(conn, grant).await? } else { Vec::new() };
    Marked::read(text, &people).map_err(|error| invalid(field, &error.to_string()))
}

/// Notes whom a comment or a reply mentions, but whoever wrote it, and says who they are. Who was mentioned in it before is
/// not told again.
pub(super) async fn add<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    (comment, reply): (Option<Uuid>, Option<Uuid>),
    whom: &[PersonId],
) -> Result<Vec<PersonId>, WriteError> {
    let whom: Vec<Uuid> = whom.iter().filter(|id| **id != grant.person()).map(|id| id.0).collect();
    if whom.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = whom.iter().map(|_| Uuid::now_v7()).collect();
    let made = query_scalar!(
        r#"insert into mention (id, engagement_id, comment_id, reply_id, person_id, made_by)
           select t.id, $3, $4, $5, t.person, $6 from unnest($1::uuid[], $2::uuid[]) t (id, person)
           on conflict do nothing
           returning person_id as "person: PersonId""#,
        &ids,
        &whom,
        grant.engagement().0,
        comment,
        reply,
        grant.person().0
    );
    Ok(made.fetch_all(conn).await?)
}
