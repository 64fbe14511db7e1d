//! People's SQL: listing, finding, changing.
//! Nobody is ever deleted here: whoever may not sign in any more is disabled.

use super::Person;
use crate::document::engagement::Problem;
use crate::platform::ids::{ClientId, PersonId};
use crate::stores::access::{Actor, FirmGrant, ManagePeople, Role};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use serde_json::Value;
use sqlx::{PgConnection, query, query_as};

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
    rows: i64,
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
        rows
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

pub(super) fn refused(error: sqlx::Error) -> WriteError {
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
    let action = match (old.disabled_at.is_some(), disabled) {
        (false, true) => AuditAction::Disabled,
        (true, false) => AuditAction::Enabled,
        _ => AuditAction::Changed,
    };
    let before = serde_json::json!({ "name": old.name, "disabled": old.disabled_at.is_some() });
    let after = serde_json::json!({ "name": name, "disabled": disabled });
    note(conn, grant, action, person, name, Some(&before), Some(&after)).await
}

pub(super) async fn note(
    conn: &mut PgConnection,
    grant: FirmGrant<ManagePeople>,
    action: AuditAction,
    person: PersonId,
    name: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Result<(), WriteError> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: None,
        action,
        kind: "person",
        subject: Some(person.0),
        name,
        before,
        after,
    };
    Ok(audit::record(conn, entry).await?)
}

/// Records that the acting person signed in, and from where.
///
/// # Errors
/// When the database cannot be reached.
pub async fn note_sign_in(
    conn: &mut PgConnection,
    actor: &Actor,
    address: &str,
    agent: &str,
) -> sqlx::Result<()> {
    let after = serde_json::json!({ "address": address, "agent": agent });
    let entry = NewEntry {
        person: actor.person,
        engagement: None,
        action: AuditAction::SignedIn,
        kind: "session",
        subject: Some(actor.person.0),
        name: &actor.name,
        before: None,
        after: Some(&after),
    };
    audit::record(conn, entry).await
}

/// Records what the acting person did to their own account.
///
/// # Errors
/// When the database cannot be reached.
pub async fn note_own(
    conn: &mut PgConnection,
    actor: &Actor,
    action: AuditAction,
    kind: &str,
) -> sqlx::Result<()> {
    let entry = NewEntry {
        person: actor.person,
        engagement: None,
        action,
        kind,
        subject: Some(actor.person.0),
        name: &actor.name,
        before: None,
        after: None,
    };
    audit::record(conn, entry).await
}
