//! People from the console: the set-up link, and what an administrator of the machine may do.
//! It works as the owner of the database, which only whoever runs the process can be.

use crate::config::PublicUrl;
use crate::console;
use crate::failure::Failure;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{ClientId, PersonId};
use faultline::stores::access::Role;
use faultline::stores::audit::AuditAction;
use faultline::stores::people::Email;
use faultline_app::token::Token;
use serde_json::json;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection, query, query_scalar};

/// A link that makes the first admin, as long as there is none. An older one stops working.
///
/// # Errors
/// When the database cannot be reached.
pub async fn set_up_link(
    owner: &PgConnectOptions,
    url: &PublicUrl,
) -> sqlx::Result<Option<String>> {
    let mut conn = PgConnection::connect_with(owner).await?;
    if query_scalar!("select is_set_up()").fetch_one(&mut conn).await?.unwrap_or(false) {
        return Ok(None);
    }
    let token = Token::new();
    query!("delete from invitation where person_id is null").execute(&mut conn).await?;
    query!(
        "insert into invitation (token_hash, expires_at) values ($1, now() + interval '1 day')",
        token.hash()
    )
    .execute(&mut conn)
    .await?;
    Ok(Some(url.link(&faultline_app::urls::join(token.text()))))
}

/// Whether the database is still without clients.
///
/// # Errors
/// When the database cannot be reached.
pub async fn no_clients(owner: &PgConnectOptions) -> sqlx::Result<bool> {
    let mut conn = PgConnection::connect_with(owner).await?;
    let mut tx = console::begin(&mut conn).await?;
    let some = query_scalar!("select exists (select from client)").fetch_one(&mut *tx).await?;
    Ok(some != Some(true))
}

/// Adds a person and returns the link with which they set their password.
///
/// # Errors
/// A sentence that says what to do.
pub async fn add(
    owner: &PgConnectOptions,
    url: &PublicUrl,
    email: &str,
    name: &str,
    role: Role,
    client: Option<&str>,
) -> Result<String, Failure> {
    let email: Email = email.parse()?;
    if name.trim().is_empty() || name.chars().count() > 200 {
        return Err("Give a name of at most 200 characters with --name.".into());
    }
    let mut conn = PgConnection::connect_with(owner).await?;
    let mut tx = console::begin(&mut conn).await?;
    let client = match (role, client) {
        (Role::Client, Some(client)) => Some(
            query_scalar!(
                r#"select id as "id: ClientId" from client where lower(name) = lower($1)"#,
                client
            )
            .fetch_optional(&mut *tx)
            .await?
            .ok_or_else(|| {
                format!("There is no client called “{client}”. Add it in the web app first.")
            })?,
        ),
        (Role::Client, None) => return Err("A client's person needs --client.".into()),
        (_, Some(_)) => return Err("Only a client's person has a --client.".into()),
        (_, None) => None,
    };
    let id = PersonId::new();
    query!(
        "insert into person (id, email, name, role, client_id) values ($1, $2, $3, $4, $5)",
        id.0,
        email.as_str(),
        name.trim(),
        role.key(),
        client.map(|id| id.0)
    )
    .execute(&mut *tx)
    .await
    .map_err(|error| match error.as_database_error().and_then(|error| error.constraint()) {
        Some("person_email_unique") => {
            "Somebody has this address already; “faultline person link” makes a new link.".into()
        }
        _ => Failure::from(error),
    })?;
    let with = json!({ "role": role.key() });
    console::note(&mut tx, AuditAction::Invited, ("person", Some(id.0), name.trim()), with).await?;
    let link = invite(&mut tx, url, id).await?;
    tx.commit().await?;
    Ok(link)
}

/// A new link for someone who is there.
///
/// # Errors
/// A sentence that says what to do.
pub async fn link(
    owner: &PgConnectOptions,
    url: &PublicUrl,
    email: &str,
) -> Result<String, Failure> {
    let mut conn = PgConnection::connect_with(owner).await?;
    let mut tx = console::begin(&mut conn).await?;
    let found = query!(
        r#"select id as "id: PersonId", name from person where lower(email) = lower($1)"#,
        email.trim()
    );
    let found = found.fetch_optional(&mut *tx).await?;
    let found = found.ok_or("Nobody has this address; “faultline person add” adds them.")?;
    let subject = ("person", Some(found.id.0), found.name.as_str());
    console::note(&mut tx, AuditAction::Invited, subject, json!({})).await?;
    let link = invite(&mut tx, url, found.id).await?;
    tx.commit().await?;
    Ok(link)
}

async fn invite(
    conn: &mut PgConnection,
    url: &PublicUrl,
    person: PersonId,
) -> sqlx::Result<String> {
    let token = Token::new();
    query!(
        "update invitation set used_at = now() where person_id = $1 and used_at is null",
        person.0
    )
    .execute(&mut *conn)
    .await?;
    query!(
        "insert into invitation (token_hash, person_id, expires_at) values ($1, $2, now() + interval '3 days')",
        token.hash(),
        person.0
    )
    .execute(conn)
    .await?;
    Ok(url.link(&faultline_app::urls::join(token.text())))
}
