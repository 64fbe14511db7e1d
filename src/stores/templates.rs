//! Templates of the firm, and engagements that begin with what another one or a template taught.
//! What is taken holds no client's data: it is decided part by part in [`crate::document::template`].

use crate::document::engagement::{Part, PartKind, Problem};
use crate::document::quote::Quote;
use crate::document::template::{self, Chosen, Offer};
use crate::engines::redact::{Policy, Redactor};
use crate::platform::ids::{ClientId, EngagementId, PartId, TemplateId};
use crate::stores::access::{Actor, FirmGrant, Grant, OpenEngagement, ViewWork};
use crate::stores::audit::{AuditAction, NewEntry};
use crate::stores::engagement::{Loaded, WriteError, led_by, load, open, put_many};
use crate::stores::{audit, firm};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_as, query_scalar};

mod known;
mod manage;
#[cfg(test)]
mod tests;

use known::Known;
pub use manage::{remove, rename, restore};

/// Longest name, in characters.
pub const NAME: usize = 200;
/// Most templates of the firm.
pub const MOST: i64 = 100;

/// A template as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// What it is called.
    pub name: String,
    /// How many systems it has.
    pub systems: i64,
    /// How many integrations.
    pub integrations: i64,
    /// How many data types.
    pub data_types: i64,
    /// Who made it, by name.
    pub made_by: Option<String>,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Whether the reader may rename and remove it.
    pub is_own: bool,
    /// Whether it was removed.
    pub removed: bool,
    /// The version of its row.
    pub version: i32,
}

/// A part as a template keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct KeptPart {
    kind: PartKind,
    body: Value,
}

/// The templates by name; of those that were removed, the one that is asked for.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(
    conn: &mut PgConnection,
    grant: FirmGrant<OpenEngagement>,
    removed: Option<TemplateId>,
) -> sqlx::Result<Vec<Template>> {
    query_as!(
        Template,
        r#"select t.id as "id: TemplateId", t.name, c.systems as "systems!", c.integrations as "integrations!",
               c.data_types as "data_types!", p.name as "made_by?", t.made_at,
               (t.made_by = $1 or (select acting_role()) = 'admin') as "is_own!", t.removed_at is not null as "removed!",
               t.version
           from template t left join person p on p.id = t.made_by, lateral (
               select count(*) filter (where k ->> 'kind' = 'system') as systems,
                   count(*) filter (where k ->> 'kind' = 'integration') as integrations,
                   count(*) filter (where k ->> 'kind' = 'data_type') as data_types
               from jsonb_array_elements(t.parts) k) c
           where t.removed_at is null or t.id = $2
           order by lower(t.name), t.id limit 1000"#,
        grant.person().0,
        removed.map(|id| id.0)
    )
    .fetch_all(conn)
    .await
}

/// An engagement with the texts of it that can be ticked.
///
/// # Errors
/// [`WriteError::NotFound`] when row-level security shows nothing.
pub async fn offered(
    conn: &mut PgConnection,
    from: Grant<ViewWork>,
) -> Result<(Loaded, Offer), WriteError> {
    let loaded = load(&mut *conn, from).await?;
    let known = Known::of(conn, from, &loaded.document).await?;
    let offer = template::offer(&loaded.document, &|text| known.names(text));
    Ok((loaded, offer))
}

/// Opens an engagement that begins with what another one taught; whoever opens it leads it.
///
/// # Errors
/// [`WriteError::NotFound`] when the other is not theirs to see; [`WriteError::Invalid`] with what to put right.
pub async fn begin(
    conn: &mut PgConnection,
    actor: &Actor,
    from: Grant<ViewWork>,
    chosen: &Chosen,
    (client, title): (ClientId, &str),
) -> Result<EngagementId, WriteError> {
    let (parts, _) = taken(&mut *conn, from, chosen).await?;
    opened(conn, actor, parts, client, title).await
}

/// Opens an engagement that begins with a template; whoever opens it leads it.
///
/// # Errors
/// [`WriteError::Invalid`] when the template is gone, or with what to put right.
pub async fn begin_with(
    conn: &mut PgConnection,
    actor: &Actor,
    id: TemplateId,
    (client, title): (ClientId, &str),
) -> Result<EngagementId, WriteError> {
    let kept = query_scalar!(
        r#"select parts as "parts: Json<Vec<KeptPart>>" from template where id = $1 and removed_at is null"#,
        id.0
    );
    let Some(kept) = kept.fetch_optional(&mut *conn).await? else {
        let says = "This template was removed meanwhile. Choose another, or none.";
        return Err(WriteError::Invalid(vec![Problem::new("template", says)]));
    };
    let read = |part: KeptPart| Part::read(part.kind, part.body);
    let parts: Vec<Part> = kept.0.into_iter().map(read).collect::<Result<_, _>>()?;
    let terms = terms(&mut *conn).await?;
    let mut parts = template::fresh(&parts)?;
    for part in &mut parts {
        if let Part::Quote(quote) = part {
            let Quote { exclusions, assumptions, id, .. } = quote.clone();
            *quote = Quote { id, exclusions, assumptions, ..terms.clone() };
        }
    }
    opened(conn, actor, parts, client, title).await
}

/// Keeps what an engagement taught as a template of the firm.
///
/// # Errors
/// [`WriteError::Invalid`] without a name, with one that is taken or that names the client, and when there are too many.
pub async fn keep(
    conn: &mut PgConnection,
    grant: FirmGrant<OpenEngagement>,
    from: Grant<ViewWork>,
    chosen: &Chosen,
    name: &str,
) -> Result<TemplateId, WriteError> {
    let (parts, known) = taken(&mut *conn, from, chosen).await?;
    if known.names(name) {
        let says =
            "This name tells whose it was. Name the template by its kind, such as “Shop and ERP”.";
        return Err(invalid(says));
    }
    let name = &named(name)?;
    let kept = |part: Part| Ok(KeptPart { kind: part.kind(), body: part.body()? });
    let parts: Vec<KeptPart> = parts.into_iter().map(kept).collect::<Result<_, WriteError>>()?;
    room_for_one(&mut *conn).await?;
    let id = TemplateId::new();
    query!(
        "insert into template (id, name, parts, made_by) values ($1, $2, $3, $4)",
        id.0,
        name,
        Json(parts) as _,
        grant.person().0
    )
    .execute(&mut *conn)
    .await
    .map_err(refused)?;
    note(conn, grant, (AuditAction::Added, id, name), None, Some(&json!({ "name": name }))).await?;
    Ok(id)
}

/// What is taken of an engagement, and what tells whose it is.
async fn taken(
    conn: &mut PgConnection,
    from: Grant<ViewWork>,
    chosen: &Chosen,
) -> Result<(Vec<Part>, Known), WriteError> {
    let document = load(&mut *conn, from).await?.document;
    let known = Known::of(&mut *conn, from, &document).await?;
    let terms = terms(conn).await?;
    let parts = template::taken(&document, chosen, &|text| known.names(text), terms);
    Ok((parts, known))
}

/// A quote that holds nothing but the firm's terms.
async fn terms(conn: &mut PgConnection) -> sqlx::Result<Quote> {
    let mut quote = Quote::empty(PartId::new(), "EUR");
    firm::store::firm(conn).await?.settings.begin(&mut quote, Utc::now().date_naive());
    Ok(quote)
}

async fn opened(
    conn: &mut PgConnection,
    actor: &Actor,
    parts: Vec<Part>,
    client: ClientId,
    title: &str,
) -> Result<EngagementId, WriteError> {
    let grant = actor.may_in_firm::<OpenEngagement>().map_err(|_| WriteError::NotFound)?;
    let engagement = open(&mut *conn, grant, client, title).await?;
    put_many(conn, led_by(actor, engagement)?, |_| (parts, Vec::new())).await?;
    Ok(engagement)
}

async fn room_for_one(conn: &mut PgConnection) -> Result<(), WriteError> {
    query!("select pg_advisory_xact_lock(hashtextextended('templates', 0))")
        .execute(&mut *conn)
        .await?;
    let there = query_scalar!(r#"select count(*) as "n!" from template where removed_at is null"#);
    if there.fetch_one(conn).await? >= MOST {
        return Err(invalid("The firm has 100 templates. Remove one that nobody uses first."));
    }
    Ok(())
}

/// A name without a secret in it.
fn named(name: &str) -> Result<String, WriteError> {
    let name = Redactor::new(b"firm").text_as(Policy::Document, name.trim()).text;
    if name.is_empty() || name.chars().count() > NAME {
        return Err(invalid("Give the template a name of at most 200 characters."));
    }
    Ok(name)
}

fn refused(error: sqlx::Error) -> WriteError {
    match error.as_database_error().and_then(|error| error.constraint()) {
        Some("template_name_unique") => {
            invalid("There is a template of this name already. Give this one another.")
        }
        Some("template_parts_size") => invalid(
            "This is too large for a template. Tick fewer texts, or take systems out first.",
        ),
        _ => WriteError::Database(error),
    }
}

fn invalid(says: &str) -> WriteError {
    WriteError::Invalid(vec![Problem::new("name", says)])
}

async fn note(
    conn: &mut PgConnection,
    grant: FirmGrant<OpenEngagement>,
    (action, id, name): (AuditAction, TemplateId, &str),
    before: Option<&Value>,
    after: Option<&Value>,
) -> Result<(), WriteError> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: None,
        action,
        kind: "template",
        subject: Some(id.0),
        name,
        before,
        after,
    };
    Ok(audit::record(conn, entry).await?)
}
