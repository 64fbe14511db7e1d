//! Who of the client can open a room and which versions they have opened, for those who published it.
//! It is noted by what was fetched; nothing is known of what somebody did with it.

use crate::stores::access::{Grant, ViewRoom, ViewWork};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::types::Json;
use sqlx::{PgConnection, query};

/// Versions of one reader that are listed at most: the newest.
const OPENED: i64 = 100;
/// Readers that are listed at most.
const READERS: i64 = 500;

/// Somebody of the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// A key of [`crate::stores::access::Capacity`]; `None` when they cannot open the room any more.
    pub capacity: Option<String>,
    /// The versions that they opened, the newest first.
    pub opened: Vec<Opened>,
}

/// That somebody opened a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Opened {
    /// The version's number.
    pub number: i32,
    /// When they opened it first.
    pub first_at: DateTime<Utc>,
    /// When they opened it last, to ten minutes.
    pub last_at: DateTime<Utc>,
}

/// Who of the client can open the room or has opened it, by name: one query.
///
/// # Errors
/// When the database cannot be reached.
pub async fn readers(conn: &mut PgConnection, grant: Grant<ViewWork>) -> sqlx::Result<Vec<Reader>> {
    let rows = query!(
        r#"select p.name, p.email, m.capacity as "capacity?",
               coalesce((select jsonb_agg(jsonb_build_object('number', r.number, 'first_at', r.first_at,
                             'last_at', r.last_at) order by r.number desc)
                         from (select * from room_read o where o.engagement_id = $1 and o.person_id = p.id
                               order by o.number desc limit $2) r), '[]') as "opened!: Json<Vec<Opened>>"
           from person p left join membership m on m.person_id = p.id and m.engagement_id = $1
           where m.capacity in ('contributor', 'viewer')
               or p.id in (select o.person_id from room_read o where o.engagement_id = $1)
           order by array_position('{contributor,viewer}'::text[], m.capacity), lower(p.name), p.id limit $3"#,
        grant.engagement().0,
        OPENED,
        READERS
    );
    let rows = rows.map(|row| Reader {
        name: row.name,
        email: row.email,
        capacity: row.capacity,
        opened: row.opened.0,
    });
    rows.fetch_all(conn).await
}

/// Notes that whoever acts opened a version; nothing, where they have no part in the room for the client.
///
/// # Errors
/// When the database cannot be reached.
pub async fn note_reading(
    conn: &mut PgConnection,
    grant: Grant<ViewRoom>,
    number: i32,
) -> sqlx::Result<()> {
    query!("select room_opened($1, $2)", grant.engagement().0, number)
        .execute(conn)
        .await
        .map(|_| ())
}
