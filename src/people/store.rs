//! People's SQL: listing, inviting, signing in.
//! What happens before anyone is known goes through functions of the database that can do only that.

use super::{Email, NewPerson, Person};
use crate::access::{Actor, FirmGrant, ManagePeople, Membership, Role};
use crate::audit::{self, Deed, NewEntry};
use crate::catalogue::Catalogue;
use crate::engagement::Problem;
use crate::engagement::store::WriteError;
use crate::ids::{ClientId, PersonId};
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;
use sqlx::{PgConnection, query, query_as, query_scalar};

/// A living session: what it carries and who it is.
#[derive(Debug, Clone)]
pub struct OpenSession {
    /// What tower-sessions keeps in it.
    pub data: Value,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last seen.
    pub seen_at: DateTime<Utc>,
    /// Whose it is; `None` for a visitor.
    pub actor: Option<Actor>,
}

/// The session with this hash and the person it is, in one query.
///
/// # Errors
/// When the database cannot be reached.
pub async fn open_session(
    conn: &mut PgConnection,
    id_hash: &[u8],
) -> sqlx::Result<Option<OpenSession>> {
    let row = query!(
        r#"select data as "data!", expires_at as "expires_at!", seen_at as "seen_at!", person_id as "person_id?",
               name as "name?", role as "role?: Role", client_id as "client_id?", memberships as "memberships?"
           from session_open($1)"#,
        id_hash
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let memberships =
            row.memberships.and_then(|json| serde_json::from_value::<Vec<Membership>>(json).ok());
        let actor = row.person_id.zip(row.role).map(|(id, role)| Actor {
            person: PersonId(id),
            name: row.name.unwrap_or_default(),
            role,
            client: row.client_id.map(ClientId),
            memberships: memberships.unwrap_or_default(),
        });
        OpenSession { data: row.data, expires_at: row.expires_at, seen_at: row.seen_at, actor }
    }))
}

/// What sign-in needs of an account.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Whose.
    pub person: PersonId,
    /// The hash; `None` until the invitation was taken.
    pub password_hash: Option<String>,
    /// Whether they may not sign in.
    pub disabled: bool,
}

/// The credentials of an account, if there is one.
///
/// # Errors
/// When the database cannot be reached.
pub async fn credentials(
    conn: &mut PgConnection,
    account: &str,
) -> sqlx::Result<Option<Credentials>> {
    query_as!(
        Credentials,
        r#"select person_id as "person!: PersonId", password_hash as "password_hash?", disabled as "disabled!"
           from credentials($1)"#,
        account
    )
    .fetch_optional(conn)
    .await
}

/// The acting person's own hash, to check their password again.
///
/// # Errors
/// When the database cannot be reached.
pub async fn own_password_hash(conn: &mut PgConnection) -> sqlx::Result<Option<String>> {
    query_scalar!("select own_password_hash()").fetch_one(conn).await
}

/// Sets the acting person's password.
///
/// # Errors
/// When the database cannot be reached.
pub async fn set_password(conn: &mut PgConnection, hash: &str) -> sqlx::Result<()> {
    query!("select set_password($1)", hash).execute(conn).await.map(|_| ())
}

/// Failed sign-ins of an account within a time, counted across servers.
///
/// # Errors
/// When the database cannot be reached.
pub async fn failures(
    conn: &mut PgConnection,
    account_hash: &[u8],
    within: Duration,
) -> sqlx::Result<i64> {
    let since = Utc::now() - within;
    query_scalar!(
        r#"select count(*) as "n!" from sign_in_failure where account_hash = $1 and at > $2"#,
        account_hash,
        since
    )
    .fetch_one(conn)
    .await
}

/// Counts a failed sign-in.
///
/// # Errors
/// When the database cannot be reached.
pub async fn fail(conn: &mut PgConnection, account_hash: &[u8]) -> sqlx::Result<()> {
    query!("insert into sign_in_failure (account_hash) values ($1)", account_hash)
        .execute(conn)
        .await
        .map(|_| ())
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

/// Everyone, by name; row-level security shows a client person only themselves.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(
    conn: &mut PgConnection,
    _grant: FirmGrant<ManagePeople>,
) -> sqlx::Result<Vec<Person>> {
    query_as!(
        Person,
        r#"select p.id as "id: PersonId", p.email, p.name, p.role as "role: Role", p.client_id as "client: ClientId",
               c.name as "client_name?", p.disabled_at, p.version
           from person p left join client c on c.id = p.client_id order by lower(p.name), p.id limit 5000"#
    )
    .fetch_all(conn)
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
    invite_again(&mut *conn, grant, id, token_hash).await?;
    let after = serde_json::json!({ "email": new.email.as_str(), "name": new.name, "role": new.role, "client": new.client });
    note(conn, grant, Deed::Invited, id, &new.name, None, Some(&after)).await?;
    Ok(id)
}

/// A further invitation for someone who is there: a lost link, a forgotten password.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such person.
pub async fn invite_again(
    conn: &mut PgConnection,
    _grant: FirmGrant<ManagePeople>,
    person: PersonId,
    token_hash: &[u8],
) -> Result<(), WriteError> {
    let expires = Utc::now() + Duration::days(3);
    query!(
        "insert into invitation (token_hash, person_id, expires_at) values ($1, $2, $3)",
        token_hash,
        person.0,
        expires
    )
    .execute(conn)
    .await
    .map_err(|error| match error.as_database_error().and_then(|error| error.constraint()) {
        Some("invitation_person_id_fkey") => WriteError::NotFound,
        _ => WriteError::Database(error),
    })?;
    Ok(())
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
    }
    let deed = match (old.disabled_at.is_some(), disabled) {
        (false, true) => Deed::Disabled,
        (true, false) => Deed::Enabled,
        _ => Deed::Changed,
    };
    let before = serde_json::json!({ "name": old.name, "disabled": old.disabled_at.is_some() });
    let after = serde_json::json!({ "name": name, "disabled": disabled });
    note(conn, grant, deed, person, name, Some(&before), Some(&after)).await
}

async fn note(
    conn: &mut PgConnection,
    grant: FirmGrant<ManagePeople>,
    deed: Deed,
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
/// When the database cannot be reached.
pub async fn take_invitation(
    conn: &mut PgConnection,
    token_hash: &[u8],
    password_hash: &str,
    first: Option<(&Email, &str)>,
) -> sqlx::Result<Option<PersonId>> {
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
}
