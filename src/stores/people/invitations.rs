//! One-time links: made by an admin, taken once by whoever they are for.
//! Only the hash of a link's token is kept, and an older link stops working when a new one is made.

use super::store::{note, refused};
use super::{Email, NewPerson};
use crate::document::engagement::Problem;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::PersonId;
use crate::stores::access::{FirmGrant, ManagePeople};
use crate::stores::audit::AuditAction;
use crate::stores::engagement::WriteError;
use chrono::{Duration, Utc};
use sqlx::{PgConnection, query, query_as, query_scalar};

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
