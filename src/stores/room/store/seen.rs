//! What happened in a room since somebody last looked, and that they looked.
//! Each person's row is theirs alone: it is no entry of the audit, and nobody else reads it.

use crate::stores::access::{Grant, ViewRoom};
use crate::stores::engagement::WriteError;
use crate::stores::room::mention::RoomPerson;
use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{PgConnection, query};

/// What happened since somebody last looked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Since {
    /// The newest version that was there then; `None` when they never said that they looked.
    pub number: Option<i32>,
    /// Replies of the firm since.
    pub replies: i64,
    /// The part of the room, a key of [`crate::stores::room::About`], that the newest of them stands in.
    pub replied_in: Option<String>,
    /// How often somebody mentioned this person since.
    pub mentions: i64,
    /// The part of the room that the newest mention stands in.
    pub mentioned_in: Option<String>,
    /// Who can be mentioned in the room.
    pub people: Vec<RoomPerson>,
    /// Questions of the consultants to this person or to the client at large that nobody has answered.
    pub questions: i64,
}

/// What happened since the person of the grant last looked: one query.
///
/// # Errors
/// When the database cannot be reached.
pub async fn since(conn: &mut PgConnection, grant: Grant<ViewRoom>) -> sqlx::Result<Since> {
    let row = query!(
        r#"with seen as (select number, seen_at from room_seen where engagement_id = $1 and person_id = $2),
               reply as (select r.created_at, coalesce(c.about, 'decision') as about
                         from room_reply r left join comment c on c.id = r.comment_id
                         where r.engagement_id = $1 and r.of_firm
                             and r.created_at > coalesce((select seen_at from seen), '-infinity')),
               mentioned as (select m.created_at, coalesce(c.about, 'decision') as about
                         from mention m left join room_reply r on r.id = m.reply_id
                         left join comment c on c.id = coalesce(m.comment_id, r.comment_id)
                         where m.engagement_id = $1 and m.person_id = $2
                             and m.created_at > coalesce((select seen_at from seen), '-infinity'))
           select (select number from seen) as number,
               (select count(*) from reply) as "replies!",
               (select about from reply order by created_at desc limit 1) as replied_in,
               (select count(*) from mentioned) as "mentions!",
               (select about from mentioned order by created_at desc limit 1) as mentioned_in,
               (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'of_firm', p.of_firm)), '[]')
                from room_people($1) p) as "people!: Json<Vec<RoomPerson>>",
               (select count(*) from question q where q.engagement_id = $1 and q.state = 'open'
                    and (q.asked_of is null or q.asked_of = $2)) as "questions!""#,
        grant.engagement().0,
        grant.person().0
    );
    let row = row.fetch_one(conn).await?;
    Ok(Since {
        number: row.number,
        replies: row.replies,
        replied_in: row.replied_in,
        mentions: row.mentions,
        mentioned_in: row.mentioned_in,
        people: row.people.0,
        questions: row.questions,
    })
}

/// Notes that the person of the grant has looked at a version, at a moment that is not later than now.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such version.
pub async fn look(
    conn: &mut PgConnection,
    grant: Grant<ViewRoom>,
    number: i32,
    at: DateTime<Utc>,
) -> Result<(), WriteError> {
    // A moment of another age is none that the database keeps.
    let at = at.clamp(DateTime::UNIX_EPOCH, Utc::now());
    let done = query!(
        "insert into room_seen (engagement_id, person_id, number, seen_at)
         select $1, $2, s.number, $4 from snapshot s where s.engagement_id = $1 and s.number = $3
         on conflict (engagement_id, person_id) do update
             set number = greatest(room_seen.number, excluded.number),
                 seen_at = greatest(room_seen.seen_at, excluded.seen_at)",
        grant.engagement().0,
        grant.person().0,
        number,
        at
    );
    match done.execute(conn).await?.rows_affected() {
        0 => Err(WriteError::NotFound),
        _ => Ok(()),
    }
}
