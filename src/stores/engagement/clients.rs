//! Clients of the firm, who have engagements.
//! Only staff see them, which row-level security sees to.

use super::WriteError;
use crate::document::engagement::Problem;
use crate::platform::ids::{ClientId, IntakeId, PersonId};
use crate::stores::access::{FirmGrant, ManageClients, OpenEngagement};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::db::is_refused;
use serde_json::json;
use sqlx::{PgConnection, query, query_as};

/// A client of the firm.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// Its name.
    pub name: String,
    /// Its row's version.
    pub version: i32,
    /// How many engagements the reader can see.
    pub engagements: i64,
}

/// All clients by name; staff only, which row-level security sees to.
///
/// # Errors
/// When the database cannot be reached.
pub async fn clients(conn: &mut PgConnection) -> sqlx::Result<Vec<Client>> {
    query_as!(
        Client,
        r#"select c.id as "id: ClientId", c.name, c.version,
               (select count(*) from engagement e where e.client_id = c.id) as "engagements!"
           from client c order by lower(c.name) limit 5000"#
    )
    .fetch_all(conn)
    .await
}

/// Longest name of a client, in characters.
const NAME: usize = 200;

/// The name of a client, as a field of a form gave it.
#[derive(Debug, Clone, Copy)]
pub struct ClientName<'a> {
    field: &'static str,
    name: &'a str,
}

impl<'a> ClientName<'a> {
    /// Reads a name from a field.
    ///
    /// # Errors
    /// [`WriteError::Invalid`] when it says nothing or too much.
    pub fn read(field: &'static str, name: &'a str) -> Result<Self, WriteError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > NAME {
            let message = format!("Give the client a name of at most {NAME} characters.");
            return Err(WriteError::Invalid(vec![Problem::new(field, message)]));
        }
        Ok(Self { field, name })
    }

    /// What it means that the database refused it.
    fn refused(self, error: sqlx::Error) -> WriteError {
        if error.as_database_error().and_then(|error| error.constraint())
            != Some("client_name_unique")
        {
            return WriteError::Database(error);
        }
        let message = "There is a client of this name already. Choose it, or give another name.";
        WriteError::Invalid(vec![Problem::new(self.field, message)])
    }
}

/// Adds a client, or renames the one given.
///
/// # Errors
/// [`WriteError::Invalid`] when another client has the name; [`WriteError::Conflict`] when it changed meanwhile.
pub async fn name_client(
    conn: &mut PgConnection,
    grant: FirmGrant<ManageClients>,
    existing: Option<(ClientId, i32)>,
    name: &str,
) -> Result<ClientId, WriteError> {
    let name = ClientName::read("name", name)?;
    let Some((id, version)) = existing else {
        return add(conn, grant.person(), name, None).await;
    };
    let old = query!("select name, version from client where id = $1 for update", id.0)
        .fetch_optional(&mut *conn)
        .await?
        .ok_or(WriteError::NotFound)?;
    if old.version != version {
        return Err(WriteError::Conflict(None));
    }
    query!("update client set name = $2, version = version + 1 where id = $1", id.0, name.name)
        .execute(&mut *conn)
        .await
        .map_err(|error| name.refused(error))?;
    note(conn, grant.person(), id, name.name, Some(&old.name)).await?;
    Ok(id)
}

/// Adds the client of a request that is being taken: whoever takes it may add no other.
///
/// # Errors
/// [`WriteError::Invalid`] when another client has the name; [`WriteError::Conflict`] when the request was answered meanwhile.
pub async fn client_of_request(
    conn: &mut PgConnection,
    grant: FirmGrant<OpenEngagement>,
    request: IntakeId,
    name: ClientName<'_>,
) -> Result<ClientId, WriteError> {
    match add(conn, grant.person(), name, Some(request)).await {
        // The database refuses it when somebody has answered the request since it was read.
        Err(WriteError::Database(error)) if is_refused(&error) => Err(WriteError::Conflict(None)),
        added => added,
    }
}

async fn add(
    conn: &mut PgConnection,
    person: PersonId,
    name: ClientName<'_>,
    request: Option<IntakeId>,
) -> Result<ClientId, WriteError> {
    let id = ClientId::new();
    let added = match request {
        None => {
            query!("insert into client (id, name) values ($1, $2)", id.0, name.name)
                .execute(&mut *conn)
                .await
        }
        Some(request) => {
            query!("select intake_client($1, $2, $3)", request.0, id.0, name.name)
                .execute(&mut *conn)
                .await
        }
    };
    added.map_err(|error| name.refused(error))?;
    note(conn, person, id, name.name, None).await?;
    Ok(id)
}

async fn note(
    conn: &mut PgConnection,
    person: PersonId,
    id: ClientId,
    name: &str,
    before: Option<&str>,
) -> sqlx::Result<()> {
    let before = before.map(|name| json!({ "name": name }));
    let after = json!({ "name": name });
    let entry = NewEntry {
        person,
        engagement: None,
        action: if before.is_some() { AuditAction::Changed } else { AuditAction::Added },
        kind: "client",
        subject: Some(id.0),
        name,
        before: before.as_ref(),
        after: Some(&after),
    };
    audit::record(conn, entry).await
}
