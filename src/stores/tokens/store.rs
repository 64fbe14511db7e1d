//! The tokens' SQL: making, listing, revoking, and opening one that was presented.
//! The hash a token is kept under is written here and read by one function of the database only.

use super::{LISTED, Listed, NAME, NewToken, Opened, REQUESTS_A_MINUTE, Scope, TOKEN_LIMIT};
use crate::document::engagement::Problem;
use crate::engines::redact::{Policy, Redactor};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{ClientId, EngagementId, PersonId, TokenId};
use crate::stores::access::{Action, Actor, EditWork, Grant, Membership, Role};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use chrono::{Duration, Utc};
use serde_json::{Value, json};
use sqlx::{PgConnection, query, query_as, query_scalar};

/// Makes a token for the acting person.
///
/// # Errors
/// [`WriteError::Invalid`] with what to put right; [`WriteError::NotFound`] when row-level security shows nothing.
pub async fn create(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    new: &NewToken,
    token_hash: &[u8],
) -> Result<TokenId, WriteError> {
    let mut problems = new.problems();
    let key = query_scalar!(
        "select redaction_key from engagement where id = $1 for update",
        grant.engagement().0
    );
    let key = key.fetch_optional(&mut *conn).await?.ok_or(WriteError::NotFound)?;
    if living(&mut *conn, grant).await? >= TOKEN_LIMIT {
        let message = "This engagement has 50 living tokens. Revoke one that nobody needs first.";
        problems.push(Problem::new("", message));
    }
    let name = Redactor::new(&key).text_as(Policy::Document, new.name.trim()).text;
    if problems.is_empty() && name.chars().count() > NAME {
        problems.push(Problem::new("name", "Give a shorter name, without secrets in it."));
    }
    if !problems.is_empty() {
        return Err(WriteError::Invalid(problems));
    }
    let id = TokenId::new();
    insert(&mut *conn, grant, id, &name, new, token_hash).await?;
    let after = json!({ "name": name, "scopes": new.scopes, "lifetime": new.lifetime });
    note(conn, grant, AuditAction::Added, id, &name, None, Some(&after)).await?;
    Ok(id)
}

async fn living(conn: &mut PgConnection, grant: Grant<EditWork>) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "n!" from api_token
           where engagement_id = $1 and revoked_at is null and expires_at > now()"#,
        grant.engagement().0
    )
    .fetch_one(conn)
    .await
}

async fn insert(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: TokenId,
    name: &str,
    new: &NewToken,
    token_hash: &[u8],
) -> sqlx::Result<()> {
    let scopes: Vec<String> = new.scopes.iter().map(|scope| scope.key().to_owned()).collect();
    query!(
        "insert into api_token (id, engagement_id, person_id, name, scopes, expires_at)
         values ($1, $2, $3, $4, $5, $6)",
        id.0,
        grant.engagement().0,
        grant.person().0,
        name,
        &scopes,
        Utc::now() + Duration::days(new.lifetime.days())
    )
    .execute(&mut *conn)
    .await?;
    query!(
        "insert into api_token_key (token_hash, token_id, person_id) values ($1, $2, $3)",
        token_hash,
        id.0,
        grant.person().0
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The tokens of an engagement, newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(conn: &mut PgConnection, grant: Grant<EditWork>) -> sqlx::Result<Vec<Listed>> {
    query_as!(
        Listed,
        r#"select t.id as "id: TokenId", t.engagement_id as "engagement: EngagementId", e.title, t.name,
               p.name as person, t.scopes, t.created_at, t.expires_at, t.last_used_at, t.revoked_at
           from api_token t join engagement e on e.id = t.engagement_id join person p on p.id = t.person_id
           where t.engagement_id = $1 order by t.created_at desc, t.id desc limit $2"#,
        grant.engagement().0,
        LISTED
    )
    .fetch_all(conn)
    .await
}

/// The acting person's own living tokens in all engagements they work on.
///
/// # Errors
/// When the database cannot be reached.
pub async fn own(conn: &mut PgConnection, actor: &Actor) -> sqlx::Result<Vec<Listed>> {
    query_as!(
        Listed,
        r#"select t.id as "id: TokenId", t.engagement_id as "engagement: EngagementId", e.title, t.name,
               p.name as person, t.scopes, t.created_at, t.expires_at, t.last_used_at, t.revoked_at
           from api_token t join engagement e on e.id = t.engagement_id join person p on p.id = t.person_id
           where t.person_id = $1 and t.revoked_at is null and t.expires_at > now()
           order by t.created_at desc, t.id desc limit 200"#,
        actor.person.0
    )
    .fetch_all(conn)
    .await
}

/// Revokes a token, its own or a colleague's; its next request is refused.
///
/// # Errors
/// [`WriteError::NotFound`] when there is none that lives.
pub async fn revoke(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: TokenId,
) -> Result<(), WriteError> {
    let name = query_scalar!(
        "update api_token set revoked_at = now() where engagement_id = $1 and id = $2 and revoked_at is null returning name",
        grant.engagement().0,
        id.0
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(WriteError::NotFound)?;
    Ok(note(conn, grant, AuditAction::Removed, id, &name, Some(&json!({ "name": name })), None)
        .await?)
}

async fn note(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    action: AuditAction,
    id: TokenId,
    name: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) -> sqlx::Result<()> {
    let (person, engagement) = (grant.person(), Some(grant.engagement()));
    let (kind, subject) = ("api_token", Some(id.0));
    audit::record(conn, NewEntry { person, engagement, action, kind, subject, name, before, after })
        .await
}

/// The living token with this hash, counted as one request of it; `None` when nobody may use it any more.
///
/// # Errors
/// When the database cannot be reached.
pub async fn open(conn: &mut PgConnection, token_hash: &[u8]) -> sqlx::Result<Option<Opened>> {
    let row = query!(
        r#"select token_id as "token_id!", engagement_id as "engagement_id!", scopes as "scopes!", wait_until,
               person_id as "person_id!", name as "name!", role as "role!: Role", client_id, memberships
           from token_open($1, $2, interval '1 minute')"#,
        token_hash,
        REQUESTS_A_MINUTE
    )
    .fetch_optional(conn)
    .await?;
    let opened = row.map(|row| {
        let memberships =
            row.memberships.and_then(|json| serde_json::from_value::<Vec<Membership>>(json).ok());
        Opened {
            id: TokenId(row.token_id),
            engagement: EngagementId(row.engagement_id),
            scopes: row.scopes.iter().filter_map(|key| key.parse::<Scope>().ok()).collect(),
            actor: Actor {
                person: PersonId(row.person_id),
                name: row.name,
                role: row.role,
                client: row.client_id.map(ClientId),
                memberships: memberships.unwrap_or_default(),
            },
            wait_until: row.wait_until,
        }
    });
    // Whoever was removed from the engagement has no token for it any more.
    Ok(opened.filter(|opened| opened.actor.can(Action::EditWork, opened.engagement)))
}
