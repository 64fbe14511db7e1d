//! Views of the portfolio that a person saved: a filter and an order under a name of theirs.
//! They are nobody else's; one that was removed can be put back until the next one is removed.

use crate::document::engagement::Problem;
use crate::engines::redact::{Policy, Redactor};
use crate::platform::ids::SavedViewId;
use crate::stores::access::Actor;
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};
use sqlx::{PgConnection, query, query_as, query_scalar};

/// Longest name, in characters.
pub const NAME: usize = 80;
/// Longest filter and order, in characters.
pub const QUERY: usize = 1_000;
/// Most views of one person.
pub const MOST: i64 = 20;

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its id.
    pub id: SavedViewId,
    /// What it is called.
    pub name: String,
    /// The filter and the order, as the end of the portfolio's address.
    pub query: String,
    /// Whether it was removed.
    pub removed: bool,
    /// The version of its row.
    pub version: i32,
}

/// A person's views by name, and the one that was removed last.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(conn: &mut PgConnection, me: &Actor) -> sqlx::Result<Vec<SavedView>> {
    query_as!(
        SavedView,
        r#"select id as "id: SavedViewId", name, query, removed_at is not null as "removed!", version
           from saved_view where person_id = $1 order by lower(name), id limit 100"#,
        me.person.0
    )
    .fetch_all(conn)
    .await
}

/// Saves a filter and an order under a name. Returns them as they are kept: without a secret in the words.
///
/// # Errors
/// [`WriteError::Invalid`] without a name, with one that is taken, and when there are too many.
pub async fn add(
    conn: &mut PgConnection,
    me: &Actor,
    name: &str,
    view: &str,
) -> Result<String, WriteError> {
    let (name, view) = (named(me, name)?, filter(me, view));
    if view.chars().count() > QUERY {
        return Err(invalid("Shorten the words of the filter: it is too long to be saved."));
    }
    in_turn(&mut *conn, me).await?;
    room_for_one(&mut *conn, me).await?;
    let id = SavedViewId::new();
    query!(
        "insert into saved_view (id, person_id, name, query) values ($1, $2, $3, $4)",
        id.0,
        me.person.0,
        name,
        view.as_str()
    )
    .execute(&mut *conn)
    .await
    .map_err(taken)?;
    let after = json!({ "name": name, "view": view });
    note(conn, me, (AuditAction::Added, id, &name), None, Some(&after)).await?;
    Ok(view)
}

/// Gives a view another name.
///
/// # Errors
/// [`WriteError::NotFound`] when it is not theirs; [`WriteError::Conflict`] when it changed meanwhile; as [`add`] for its
/// name.
pub async fn rename(
    conn: &mut PgConnection,
    me: &Actor,
    (id, version): (SavedViewId, i32),
    name: &str,
) -> Result<(), WriteError> {
    let before = find(&mut *conn, me, id, false).await?;
    let name = named(me, name)?;
    if before.version != version {
        return Err(WriteError::Conflict(None));
    }
    query!("update saved_view set name = $2, version = version + 1 where id = $1", id.0, name)
        .execute(&mut *conn)
        .await
        .map_err(taken)?;
    let (was, is) = (json!({ "name": before.name }), json!({ "name": name }));
    note(conn, me, (AuditAction::Changed, id, &name), Some(&was), Some(&is)).await
}

/// Removes a view. It can be put back until the next one is removed.
///
/// # Errors
/// [`WriteError::NotFound`] when it is not theirs, or removed already.
pub async fn remove(
    conn: &mut PgConnection,
    me: &Actor,
    id: SavedViewId,
) -> Result<(), WriteError> {
    let before = find(&mut *conn, me, id, false).await?;
    query!("delete from saved_view where person_id = $1 and removed_at is not null", me.person.0)
        .execute(&mut *conn)
        .await?;
    query!("update saved_view set removed_at = now(), version = version + 1 where id = $1", id.0)
        .execute(&mut *conn)
        .await?;
    let was = json!({ "name": before.name, "view": before.query });
    note(conn, me, (AuditAction::Removed, id, &before.name), Some(&was), None).await
}

/// Puts back the view that was removed last.
///
/// # Errors
/// [`WriteError::NotFound`] when it is gone; [`WriteError::Invalid`] when its name was given to another meanwhile, or
/// there are too many.
pub async fn restore(
    conn: &mut PgConnection,
    me: &Actor,
    id: SavedViewId,
) -> Result<(), WriteError> {
    let before = find(&mut *conn, me, id, true).await?;
    in_turn(&mut *conn, me).await?;
    room_for_one(&mut *conn, me).await?;
    query!("update saved_view set removed_at = null, version = version + 1 where id = $1", id.0)
        .execute(&mut *conn)
        .await
        .map_err(taken)?;
    let is = json!({ "name": before.name, "view": before.query });
    note(conn, me, (AuditAction::Restored, id, &before.name), None, Some(&is)).await
}

/// A view of theirs, locked until the transaction ends.
async fn find(
    conn: &mut PgConnection,
    me: &Actor,
    id: SavedViewId,
    removed: bool,
) -> Result<SavedView, WriteError> {
    query_as!(
        SavedView,
        r#"select id as "id: SavedViewId", name, query, removed_at is not null as "removed!", version
           from saved_view where person_id = $1 and id = $2 and (removed_at is not null) = $3 for update"#,
        me.person.0,
        id.0,
        removed
    )
    .fetch_optional(conn)
    .await?
    .ok_or(WriteError::NotFound)
}

/// Keeps two additions of one person in turn, so that they are counted one after the other.
async fn in_turn(conn: &mut PgConnection, me: &Actor) -> sqlx::Result<()> {
    let key = format!("saved views of {}", me.person);
    query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", key).execute(conn).await?;
    Ok(())
}

async fn room_for_one(conn: &mut PgConnection, me: &Actor) -> Result<(), WriteError> {
    let there = query_scalar!(
        r#"select count(*) as "n!" from saved_view where person_id = $1 and removed_at is null"#,
        me.person.0
    );
    if there.fetch_one(conn).await? >= MOST {
        return Err(invalid("You have 20 saved views. Remove one that you do not need first."));
    }
    Ok(())
}

/// A name without a secret in it.
fn named(me: &Actor, name: &str) -> Result<String, WriteError> {
    let key = me.person.0;
    let name = Redactor::new(key.as_bytes()).text_as(Policy::Document, name.trim()).text;
    if name.is_empty() || name.chars().count() > NAME {
        return Err(invalid("Give the view a name of at most 80 characters."));
    }
    Ok(name)
}

/// A filter and an order without a secret in the words that are looked for.
fn filter(me: &Actor, view: &str) -> String {
    let key = me.person.0;
    let redactor = Redactor::new(key.as_bytes());
    let part = |part: &str| {
        let typed = part.strip_prefix("q=")?;
        let typed = percent_decode_str(typed).decode_utf8_lossy();
        let clean = redactor.text_as(Policy::Document, &typed).text;
        (clean != typed).then(|| format!("q={}", utf8_percent_encode(&clean, NON_ALPHANUMERIC)))
    };
    let parts = view.split('&').map(|whole| part(whole).unwrap_or_else(|| whole.to_owned()));
    parts.collect::<Vec<_>>().join("&")
}

fn taken(error: sqlx::Error) -> WriteError {
    match error.as_database_error().and_then(|error| error.constraint()) {
        Some("saved_view_name_unique") => {
            invalid("You have a view of this name already. Give this one another.")
        }
        _ => WriteError::Database(error),
    }
}

fn invalid(says: &str) -> WriteError {
    WriteError::Invalid(vec![Problem::new("name", says)])
}

async fn note(
    conn: &mut PgConnection,
    me: &Actor,
    (action, id, name): (AuditAction, SavedViewId, &str),
    before: Option<&Value>,
    after: Option<&Value>,
) -> Result<(), WriteError> {
    let entry = NewEntry {
        person: me.person,
        engagement: None,
        action,
        kind: "saved_view",
        subject: Some(id.0),
        name,
        before,
        after,
    };
    Ok(audit::record(conn, entry).await?)
}
