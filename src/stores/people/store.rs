//! People's SQL: listing, inviting, signing in.
//! What happens before anyone is known goes through functions of the database that can do only that.

use super::{Email, NewPerson, Person};
use crate::document::engagement::Problem;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{ClientId, EngagementId, PersonId};
use crate::stores::access::{Actor, Capacity, FirmGrant, ManagePeople, Membership, Role};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;
use sqlx::{PgConnection, query, query_as, query_scalar};
use std::sync::Arc;

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
               engagements as "engagements?: Vec<EngagementId>", capacities as "capacities?"
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
        (row.id_hash, SignedIn { actor: Arc::new(actor), seen_at: row.seen_at })
    });
    Ok(people.collect())
}

/// What sign-in needs of an account.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they are in the firm.
    pub role: Role,
    /// The hash; `None` until the invitation was taken.
    pub password_hash: Option<String>,
}

/// The credentials of an account, if there is one that may sign in.
///
/// # Errors
/// When the database cannot be reached.
pub async fn credentials(
    conn: &mut PgConnection,
    account: &str,
) -> sqlx::Result<Option<Credentials>> {
    query_as!(
        Credentials,
        r#"select person_id as "person!: PersonId", name as "name!", role as "role!: Role", password_hash as "password_hash?"
           from credentials($1)"#,
        account
    )
    .fetch_optional(conn)
    .await
}

/// What the acting person signs in with.
#[derive(Debug, Clone)]
pub struct OwnCredentials {
    /// Their address.
    pub email: String,
    /// Their hash.
    pub password_hash: Option<String>,
}

/// The acting person's own credentials, to check their password again.
///
/// # Errors
/// When the database cannot be reached.
pub async fn own_credentials(conn: &mut PgConnection) -> sqlx::Result<Option<OwnCredentials>> {
    query_as!(OwnCredentials, r#"select email as "email!", password_hash from own_credentials()"#)
        .fetch_optional(conn)
        .await
}

/// Sets the acting person's password.
///
/// # Errors
/// When the database cannot be reached.
pub async fn set_password(conn: &mut PgConnection, hash: &str) -> sqlx::Result<()> {
    query!("select set_password($1)", hash).execute(conn).await.map(|_| ())
}

/// Attempts to sign in that an account has within [`WITHIN_MINUTES`], counted across servers.
pub const ATTEMPTS: i32 = 5;
/// How long a failed attempt counts, in minutes.
pub const WITHIN_MINUTES: i32 = 15;

/// Counts an attempt to sign in, before the password is looked at; a time says that there were too many, and until when.
///
/// # Errors
/// When the database cannot be reached.
pub async fn attempt(
    conn: &mut PgConnection,
    account_hash: &[u8],
) -> sqlx::Result<Option<DateTime<Utc>>> {
    query_scalar!(
        "select sign_in_attempt($1, $2, make_interval(mins => $3))",
        account_hash,
        ATTEMPTS,
        WITHIN_MINUTES
    )
    .fetch_one(conn)
    .await
}

/// Forgets an account's failures after a sign-in.
///
/// # Errors
/// When the database cannot be reached.
pub async fn forgive(conn: &mut PgConnection, account_hash: &[u8]) -> sqlx::Result<()> {
    query!("delete from sign_in_failure where account_hash = $1", account_hash)
        .execute(conn)
        .await
        .map(|_| ())
}

/// People on a page.
pub const PAGE: i64 = 100;

/// A page of people, by name, after a person; `text` narrows it to names, addresses and clients.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(
    conn: &mut PgConnection,
    _grant: FirmGrant<ManagePeople>,
    text: &str,
    after: Option<(&str, PersonId)>,
) -> sqlx::Result<Vec<Person>> {
    let (name, id) = after.unzip();
    query_as!(
        Person,
        r#"select p.id as "id: PersonId", p.email, p.name, p.role as "role: Role", p.client_id as "client: ClientId",
               c.name as "client_name?", p.disabled_at, has_joined(p.id) as "joined!", p.version
           from person p left join client c on c.id = p.client_id
           where ($1 = '' or strpos(lower(p.name || ' ' || p.email || ' ' || coalesce(c.name, '')), lower($1)) > 0)
             and ($2::text is null or (lower(p.name), p.id) > (lower($2), $3))
           order by lower(p.name), p.id limit $4"#,
        text,
        name,
        id.map(|id| id.0),
        PAGE + 1
    )
    .fetch_all(conn)
    .await
}

/// One person.
///
/// # Errors
/// When the database cannot be reached.
pub async fn person(
    conn: &mut PgConnection,
    _grant: FirmGrant<ManagePeople>,
    id: PersonId,
) -> sqlx::Result<Option<Person>> {
    query_as!(
        Person,
        r#"select p.id as "id: PersonId", p.email, p.name, p.role as "role: Role", p.client_id as "client: ClientId",
               c.name as "client_name?", p.disabled_at, has_joined(p.id) as "joined!", p.version
           from person p left join client c on c.id = p.client_id where p.id = $1"#,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// Adds a person and the hash of their invitation's token.
///
/// # Errors
/// [`WriteError::Invalid`] when the address is taken or the client does not fit the role.
pub async fn invite(
    conn: &mut PgConnection,
    grant: FirmGrant<ManagePeople>,
    new: &NewPerson,
    token_hash: &[u8],
) -> Result<PersonId, WriteError> {
    let id = PersonId::new();
    query!(
        "insert into person (id, email, name, role, client_id) values ($1, $2, $3, $4, $5)",
        id.0,
        new.email.as_str(),
        new.name,
        new.role.key(),
        new.client.map(|id| id.0)
    )
    .execute(&mut *conn)
    .await
    .map_err(refused)?;
    let after = serde_json::json!({ "email": new.email.as_str(), "name": new.name, "role": new.role, "client": new.client });
    note(&mut *conn, grant, AuditAction::Added, id, &new.name, None, Some(&after)).await?;
    invite_again(conn, grant, id, token_hash).await?;
    Ok(id)
}

/// An invitation for someone who is there: a first one, a lost link, a forgotten password. Older links stop working.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such person; [`WriteError::Invalid`] when they are disabled.
pub async fn invite_again(
    conn: &mut PgConnection,
    grant: FirmGrant<ManagePeople>,
    person: PersonId,
    token_hash: &[u8],
) -> Result<(), WriteError> {
    let found = query!("select name, disabled_at from person where id = $1 for update", person.0)
        .fetch_optional(&mut *conn)
        .await?
        .ok_or(WriteError::NotFound)?;
    if found.disabled_at.is_some() {
        return Err(WriteError::Invalid(vec![Problem::new("", "Let this person in again first.")]));
    }
    query!("select invitation_end($1)", person.0).execute(&mut *conn).await?;
    let expires = Utc::now() + Duration::days(3);
    query!(
        "insert into invitation (token_hash, person_id, expires_at) values ($1, $2, $3)",
        token_hash,
        person.0,
        expires
    )
    .execute(&mut *conn)
    .await?;
    note(conn, grant, AuditAction::Invited, person, &found.name, None, None).await
}

fn refused(error: sqlx::Error) -> WriteError {
    let problem = match error.as_database_error().and_then(|error| error.constraint()) {
        Some("person_email_unique") => Problem::new("email", "Somebody has this address already."),
        Some("person_client") => {
            Problem::new("client", "Choose a client for a client's person, and none for staff.")
        }
        Some("person_client_id_fkey") => Problem::new("client", "Choose a client from the list."),
        Some("person_name_length") => {
            Problem::new("name", "Give a name of at most 200 characters.")
        }
        _ => return WriteError::Database(error),
    };
    WriteError::Invalid(vec![problem])
}

/// Changes what a person is called, or lets them in and out. A disabled person's sessions end at once.
///
/// # Errors
/// [`WriteError::Conflict`] when they changed meanwhile; [`WriteError::Invalid`] when an admin would shut themselves out.
pub async fn change(
    conn: &mut PgConnection,
    grant: FirmGrant<ManagePeople>,
    person: PersonId,
    name: &str,
    disabled: bool,
    version: i32,
) -> Result<(), WriteError> {
    let old = query!(
        r#"select name, disabled_at, version from person where id = $1 for update"#,
        person.0
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(WriteError::NotFound)?;
    if old.version != version {
        return Err(WriteError::Conflict(None));
    }
    let name = name.trim();
    if disabled && person == grant.person() {
        return Err(WriteError::Invalid(vec![Problem::new(
            "",
            "Ask another admin to disable you.",
        )]));
    }
    query!(
        "update person set name = $2, disabled_at = case when $3 then coalesce(disabled_at, now()) end,
             version = version + 1 where id = $1",
        person.0,
        name,
        disabled
    )
    .execute(&mut *conn)
    .await
    .map_err(refused)?;
    if disabled {
        query!("delete from session where person_id = $1", person.0).execute(&mut *conn).await?;
        query!("select invitation_end($1)", person.0).execute(&mut *conn).await?;
    }
    let deed = match (old.disabled_at.is_some(), disabled) {
        (false, true) => AuditAction::Disabled,
        (true, false) => AuditAction::Enabled,
        _ => AuditAction::Changed,
    };
    let before = serde_json::json!({ "name": old.name, "disabled": old.disabled_at.is_some() });
    let after = serde_json::json!({ "name": name, "disabled": disabled });
    note(conn, grant, deed, person, name, Some(&before), Some(&after)).await
}

async fn note(
    conn: &mut PgConnection,
    grant: FirmGrant<ManagePeople>,
    deed: AuditAction,
    person: PersonId,
    name: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Result<(), WriteError> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: None,
        deed,
        kind: "person",
        subject: Some(person.0),
        name,
        before,
        after,
    };
    Ok(audit::record(conn, entry).await?)
}

/// Whom an invitation is for.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Their address; `None` for the set-up link, which makes the first admin.
    pub email: Option<String>,
    /// Their name.
    pub name: Option<String>,
}

/// The living, unused invitation with this hash.
///
/// # Errors
/// When the database cannot be reached.
pub async fn invitation(
    conn: &mut PgConnection,
    token_hash: &[u8],
) -> sqlx::Result<Option<Invitation>> {
    query_as!(Invitation, "select email, name from invitation_open($1)", token_hash)
        .fetch_optional(conn)
        .await
}

/// Takes an invitation, once, and sets the password; `None` when it was used, has expired or never was.
/// For the set-up link, `first` becomes the first admin.
///
/// # Errors
/// [`WriteError::Invalid`] when the first admin's address is taken.
pub async fn take_invitation(
    conn: &mut PgConnection,
    token_hash: &[u8],
    password_hash: &str,
    first: Option<(&Email, &str)>,
) -> Result<Option<PersonId>, WriteError> {
    let (email, name) = first.map(|(email, name)| (email.as_str(), name)).unzip();
    query_scalar!(
        r#"select invitation_take($1, $2, $3, $4, $5) as "id: PersonId""#,
        token_hash,
        password_hash,
        PersonId::new().0,
        email,
        name
    )
    .fetch_one(conn)
    .await
    .map_err(refused)
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

/// Records what the acting person did to their own account.
///
/// # Errors
/// When the database cannot be reached.
pub async fn note_own(
    conn: &mut PgConnection,
    actor: &Actor,
    deed: AuditAction,
    kind: &str,
) -> sqlx::Result<()> {
    let entry = NewEntry {
        person: actor.person,
        engagement: None,
        deed,
        kind,
        subject: Some(actor.person.0),
        name: &actor.name,
        before: None,
        after: None,
    };
    audit::record(conn, entry).await
}
