//! Sessions' SQL: which of them live, who is signed in by them, and how they end.
//! A session is known by the hash of its id alone; the id itself is in nothing but its owner's cookie.

use crate::engines::tables::Zone;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{ClientId, EngagementId, PersonId};
use crate::stores::access::{Actor, Capacity, Membership, Role};
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgConnection, query, query_as, query_scalar};
use std::sync::Arc;
use uuid::Uuid;

/// A living session: what it carries.
#[derive(Debug, Clone)]
pub struct OpenSession {
    /// What tower-sessions keeps in it.
    pub data: Value,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// The living session with this hash.
///
/// # Errors
/// When the database cannot be reached.
pub async fn open_session(
    conn: &mut PgConnection,
    id_hash: &[u8],
) -> sqlx::Result<Option<OpenSession>> {
    query_as!(
        OpenSession,
        r#"select data as "data!", expires_at as "expires_at!" from session_open($1)"#,
        id_hash
    )
    .fetch_optional(conn)
    .await
}

/// Who is signed in by a session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The person, and what they are a member of.
    pub actor: Arc<Actor>,
    /// When the session was last seen, as far as that was noted.
    pub seen_at: DateTime<Utc>,
    /// The zone of their clocks; universal time until it is known.
    pub zone: Zone,
}

/// Who living sessions are, by the hashes of their ids; what has ended or is nobody's is left out.
///
/// # Errors
/// When the database cannot be reached.
pub async fn signed_in(
    conn: &mut PgConnection,
    id_hashes: &[Vec<u8>],
) -> sqlx::Result<Vec<(Vec<u8>, SignedIn)>> {
    let rows = query!(
        r#"select id_hash as "id_hash!", seen_at as "seen_at!", person_id as "person_id!: PersonId", name as "name!",
               role as "role!: Role", client_id as "client_id?: ClientId",
               engagements as "engagements?: Vec<EngagementId>", capacities as "capacities?",
               time_zone_of(person_id) as "zone?"
           from session_actors($1)"#,
        id_hashes
    )
    .fetch_all(conn)
    .await?;
    let people = rows.into_iter().map(|row| {
        let engagements = row.engagements.unwrap_or_default().into_iter();
        let capacities = row.capacities.unwrap_or_default();
        let actor = Actor {
            person: row.person_id,
            name: row.name,
            role: row.role,
            client: row.client_id,
            memberships: engagements
                .zip(capacities.iter())
                .filter_map(|(engagement, key)| {
                    Some(Membership { engagement, capacity: Capacity::from_key(key).ok()? })
                })
                .collect(),
        };
        let zone = row.zone.and_then(|zone| zone.parse().ok()).unwrap_or_default();
        (row.id_hash, SignedIn { actor: Arc::new(actor), seen_at: row.seen_at, zone })
    });
    Ok(people.collect())
}

/// A session to store.
#[derive(Debug)]
pub struct NewSession<'a> {
    /// The hash of its id.
    pub id_hash: &'a [u8],
    /// Whose it is, once somebody has signed in.
    pub person: Option<Uuid>,
    /// What tower-sessions keeps in it.
    pub data: Value,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Where it was begun.
    pub address: &'a str,
    /// What the browser calls itself.
    pub agent: &'a str,
}

/// Stores a new session; false when its id is taken.
///
/// # Errors
/// When the database cannot be reached.
pub async fn create_session(
    conn: &mut PgConnection,
    session: NewSession<'_>,
) -> sqlx::Result<bool> {
    let NewSession { id_hash, person, data, expires_at, address, agent } = session;
    let made = query_scalar!(
        "select session_create($1, $2, $3, $4, $5, $6)",
        id_hash,
        person,
        data,
        expires_at,
        address,
        agent
    );
    Ok(made.fetch_one(conn).await?.unwrap_or(false))
}

/// Stores what a session carries now, and whose it is.
///
/// # Errors
/// When the database cannot be reached.
pub async fn save_session(
    conn: &mut PgConnection,
    id_hash: &[u8],
    person: Option<Uuid>,
    data: Value,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!("select session_save($1, $2, $3, $4)", id_hash, person, data, expires_at)
        .execute(conn)
        .await
        .map(|_| ())
}

/// Ends a session, whoever has it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn delete_session(conn: &mut PgConnection, id_hash: &[u8]) -> sqlx::Result<()> {
    query!("select session_end($1)", id_hash).execute(conn).await.map(|_| ())
}

/// Forgets the sessions that have ended.
///
/// # Errors
/// When the database cannot be reached.
pub async fn sweep_sessions(conn: &mut PgConnection) -> sqlx::Result<()> {
    query_scalar!("select session_sweep()").fetch_one(conn).await.map(|_| ())
}

/// A session as its owner sees it.
#[derive(Debug, Clone)]
pub struct OwnSession {
    /// What it is kept under.
    pub id_hash: Vec<u8>,
    /// The address it was begun from.
    pub address: String,
    /// The browser it was begun with.
    pub agent: String,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last seen.
    pub seen_at: DateTime<Utc>,
}

/// The acting person's living sessions, last seen first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn own_sessions(conn: &mut PgConnection, actor: &Actor) -> sqlx::Result<Vec<OwnSession>> {
    query_as!(
        OwnSession,
        "select id_hash, address, agent, created_at, seen_at from session
         where person_id = $1 and expires_at > now() and created_at > now() - interval '7 days'
         order by seen_at desc limit 100",
        actor.person.0
    )
    .fetch_all(conn)
    .await
}

/// Ends one of the acting person's sessions; whether there was one.
///
/// # Errors
/// When the database cannot be reached.
pub async fn end_session(
    conn: &mut PgConnection,
    actor: &Actor,
    id_hash: &[u8],
) -> sqlx::Result<bool> {
    let ended = query!(
        "delete from session where person_id = $1 and id_hash = $2",
        actor.person.0,
        id_hash
    );
    Ok(ended.execute(conn).await?.rows_affected() > 0)
}

/// Ends all of the acting person's sessions, but the one to keep.
///
/// # Errors
/// When the database cannot be reached.
pub async fn end_sessions(
    conn: &mut PgConnection,
    actor: &Actor,
    keep: Option<&[u8]>,
) -> sqlx::Result<u64> {
    let ended = query!(
        "delete from session where person_id = $1 and ($2::bytea is null or id_hash <> $2)",
        actor.person.0,
        keep
    );
    Ok(ended.execute(conn).await?.rows_affected())
}
