//! Clients of the firm, who have engagements.
//! Only staff see them, which row-level security sees to.

use super::WriteError;
use crate::document::engagement::Problem;
use crate::platform::ids::ClientId;
use crate::stores::access::{FirmGrant, ManageClients};
use crate::stores::audit::{self, AuditAction, NewEntry};
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
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(WriteError::Invalid(vec![Problem::new(
            "name",
            "Give the client a name of at most 200 characters.",
        )]));
    }
    let taken =
        |error: sqlx::Error| match error.as_database_error().and_then(|error| error.constraint()) {
            Some("client_name_unique") => WriteError::Invalid(vec![Problem::new(
                "name",
                "There is a client of this name already.",
            )]),
            _ => WriteError::Database(error),
        };
    let (id, before) = match existing {
        None => {
            let id = ClientId::new();
            query!("insert into client (id, name) values ($1, $2)", id.0, name)
                .execute(&mut *conn)
                .await
                .map_err(taken)?;
            (id, None)
        }
        Some((id, version)) => {
            let old = query!("select name, version from client where id = $1 for update", id.0)
                .fetch_optional(&mut *conn)
                .await?
                .ok_or(WriteError::NotFound)?;
            if old.version != version {
                return Err(WriteError::Conflict(None));
            }
            query!("update client set name = $2, version = version + 1 where id = $1", id.0, name)
                .execute(&mut *conn)
                .await
                .map_err(taken)?;
            (id, Some(serde_json::json!({ "name": old.name })))
        }
    };
    let after = serde_json::json!({ "name": name });
    let entry = NewEntry {
        person: grant.person(),
        engagement: None,
        action: if before.is_some() { AuditAction::Changed } else { AuditAction::Added },
        kind: "client",
        subject: Some(id.0),
        name,
        before: before.as_ref(),
        after: Some(&after),
    };
    audit::record(conn, entry).await?;
    Ok(id)
}
