//! The links' SQL: making, listing, revoking, and opening one that was presented.
//! The hash that a link is kept under is written here and read by one function of the database only.

use super::{
    LISTED, LIVING, LIVING_OF_ALL, Link, Listed, NewShare, OPENINGS, Opening, SHOWN, TEXT,
};
use crate::document::engagement::Problem;
use crate::engines::redact::Policy;
use crate::platform::ids::{ClientId, EngagementId, PersonId, ShareId};
use crate::stores::access::{Action, Actor, Grant, Membership, Role, Share};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use crate::stores::words::redactor_of_one_text;
use chrono::{Duration, Utc};
use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_scalar};
use uuid::Uuid;

/// The hashes that a new link is kept under.
#[derive(Debug, Clone, Copy)]
pub struct Hashes<'a> {
    /// Of its token.
    pub token: &'a [u8],
    /// Of its password, if it has one.
    pub password: Option<&'a str>,
}

/// Makes a link of the acting person's.
///
/// # Errors
/// [`WriteError::Invalid`] with what to put right; [`WriteError::NotFound`] when there is no such version.
pub async fn create(
    conn: &mut PgConnection,
    grant: Grant<Share>,
    new: &NewShare,
    hashes: Hashes<'_>,
) -> Result<ShareId, WriteError> {
    let mut problems = new.problems();
    let (own, all) = living(&mut *conn, grant).await?;
    if own >= LIVING {
        let message = format!("You have {LIVING} links in force here. Revoke one of them first.");
        problems.push(Problem::new("", message));
    } else if all >= LIVING_OF_ALL {
        let message = format!(
            "This room has {LIVING_OF_ALL} links in force. One of them has to be revoked first, by whoever made it or by the consultants."
        );
        problems.push(Problem::new("", message));
    }
    let note = redacted(&new.note);
    if problems.is_empty() && note.chars().count() > TEXT {
        problems.push(Problem::new("note", "Say it in fewer words, without secrets in it."));
    }
    if !problems.is_empty() {
        return Err(WriteError::Invalid(problems));
    }
    let id = ShareId::new();
    insert(&mut *conn, grant, (id, &note), new, hashes).await?;
    let after = json!({
        "version": new.version, "item": new.label, "for": note, "days": new.days, "asks_name": new.asks_name,
        "has_password": hashes.password.is_some(),
    });
    let name = named(&new.label, new.version);
    note_it(conn, grant, AuditAction::Shared, (id, &name), None, Some(&after)).await?;
    Ok(id)
}

/// The living links of the person of the grant, and those of everybody in the room.
async fn living(conn: &mut PgConnection, grant: Grant<Share>) -> sqlx::Result<(i64, i64)> {
    let row = query!(
        r#"select shares_living($1) as "all!", (select count(*) from share
               where engagement_id = $1 and person_id = $2 and revoked_at is null and expires_at > now()) as "own!""#,
        grant.engagement().0,
        grant.person().0
    );
    row.fetch_one(conn).await.map(|row| (row.own, row.all))
}

async fn insert(
    conn: &mut PgConnection,
    grant: Grant<Share>,
    (id, note): (ShareId, &str),
    new: &NewShare,
    hashes: Hashes<'_>,
) -> Result<(), WriteError> {
    let made = query!(
        "insert into share (id, engagement_id, snapshot_id, item, label, note, asks_name, has_password, person_id, expires_at)
         select $1, v.engagement_id, v.id, $4, $5, $6, $7, $8, $9, $10
         from snapshot v where v.engagement_id = $2 and v.number = $3",
        id.0,
        grant.engagement().0,
        new.version,
        new.item,
        new.label,
        note,
        new.asks_name,
        hashes.password.is_some(),
        grant.person().0,
        Utc::now() + Duration::days(new.days)
    );
    if made.execute(&mut *conn).await?.rows_affected() == 0 {
        return Err(WriteError::NotFound);
    }
    query!(
        "insert into share_key (token_hash, share_id, person_id, password_hash) values ($1, $2, $3, $4)",
        hashes.token,
        id.0,
        grant.person().0,
        hashes.password
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The links of an engagement that the person of the grant may see, the living first and then the newest, with who opened
/// them: one query.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(conn: &mut PgConnection, grant: Grant<Share>) -> sqlx::Result<Vec<Listed>> {
    let rows = query!(
        r#"select s.id as "id: ShareId", v.number as version, s.label, s.note, coalesce(p.name, '') as "person!",
               s.has_password, s.created_at, s.expires_at, s.revoked_at,
               coalesce(p.disabled_at is null and (p.role = 'admin' or exists (
                   select from membership m where m.engagement_id = s.engagement_id and m.person_id = p.id
                       and m.capacity <> 'viewer')), false) as "maker_may!",
               (select is_archived($1, $4)) as "archived!",
               (select count(*) from share_opening o where o.share_id = s.id) as "times!",
               coalesce((select jsonb_agg(jsonb_build_object('name', o.name, 'network', o.network, 'at', o.opened_at)
                                          order by o.opened_at desc)
                         from (select * from share_opening n where n.share_id = s.id
                               order by n.opened_at desc limit $2) o), '[]') as "openings!: Json<Vec<Opening>>"
           from share s join snapshot v on v.id = s.snapshot_id left join person p on p.id = s.person_id
           where s.engagement_id = $1
           order by (s.revoked_at is null and s.expires_at > now()) desc, s.created_at desc, s.id desc limit $3"#,
        grant.engagement().0,
        SHOWN,
        LISTED,
        grant.person().0
    );
    let rows = rows.map(|row| Listed {
        id: row.id,
        version: row.version,
        label: row.label,
        note: row.note,
        person: row.person,
        maker_may: row.maker_may,
        archived: row.archived,
        has_password: row.has_password,
        created_at: row.created_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        times: row.times,
        openings: row.openings.0,
    });
    rows.fetch_all(conn).await
}

/// Revokes a link, one's own or, for staff, anybody's of the engagement. From then on it opens nothing.
///
/// # Errors
/// [`WriteError::NotFound`] when there is none that is not revoked.
pub async fn revoke(
    conn: &mut PgConnection,
    grant: Grant<Share>,
    id: ShareId,
) -> Result<(), WriteError> {
    let found = query!(
        "update share s set revoked_at = now() from snapshot v
         where v.id = s.snapshot_id and s.engagement_id = $1 and s.id = $2 and s.revoked_at is null
         returning s.label, v.number, s.expires_at",
        grant.engagement().0,
        id.0
    );
    let found = found.fetch_optional(&mut *conn).await?.ok_or(WriteError::NotFound)?;
    let before = json!({ "until": found.expires_at });
    let name = named(&found.label, found.number);
    Ok(note_it(conn, grant, AuditAction::Revoked, (id, &name), Some(&before), None).await?)
}

/// The living link with this hash; `None` when it is revoked, over, used up, of an archived engagement, or its maker may
/// share nothing any more.
///
/// # Errors
/// When the database cannot be reached.
pub async fn open(conn: &mut PgConnection, token_hash: &[u8]) -> sqlx::Result<Option<Link>> {
    let row = query!(
        r#"select share_id as "share_id!", engagement_id as "engagement_id!", version as "version!", item as "item!",
               label as "label!", asks_name as "asks_name!", password_hash, person_id as "person_id!", name as "name!",
               role as "role!: Role", client_id, memberships
           from share_open($1)"#,
        token_hash
    );
    let link = row.fetch_optional(conn).await?.map(|row| {
        let memberships =
            row.memberships.and_then(|json| serde_json::from_value::<Vec<Membership>>(json).ok());
        Link {
            id: ShareId(row.share_id),
            engagement: EngagementId(row.engagement_id),
            version: row.version,
            item: row.item,
            label: row.label,
            asks_name: row.asks_name,
            password_hash: row.password_hash,
            maker: Actor {
                person: PersonId(row.person_id),
                name: row.name,
                role: row.role,
                client: row.client_id.map(ClientId),
                memberships: memberships.unwrap_or_default(),
            },
        }
    });
    Ok(link.filter(|link| link.maker.can(Action::Share, link.engagement)))
}

/// Records that somebody opened a link, as its maker, whose grant it is.
///
/// # Errors
/// [`WriteError::NotFound`] when it ended meanwhile.
pub async fn opened(
    conn: &mut PgConnection,
    grant: Grant<Share>,
    link: &Link,
    (name, network): (&str, &str),
) -> Result<(), WriteError> {
    let name: String = redacted(name).chars().take(5 * TEXT).collect();
    let living = query_scalar!(
        r#"select s.id as "id: ShareId" from share s
           where s.engagement_id = $1 and s.id = $2 and s.revoked_at is null and s.expires_at > now() for update"#,
        grant.engagement().0,
        link.id.0
    );
    living.fetch_optional(&mut *conn).await?.ok_or(WriteError::NotFound)?;
    let added = query!(
        "insert into share_opening (id, engagement_id, share_id, name, network)
         select $1, $2, $3, $4, $5
         where (select count(*) from share_opening o where o.share_id = $3) < $6",
        Uuid::now_v7(),
        grant.engagement().0,
        link.id.0,
        name,
        network,
        OPENINGS
    );
    if added.execute(&mut *conn).await?.rows_affected() == 0 {
        return Err(WriteError::NotFound);
    }
    let after = json!({ "reader": name, "network": network });
    let called = named(&link.label, link.version);
    Ok(note_it(conn, grant, AuditAction::LetIn, (link.id, &called), None, Some(&after)).await?)
}

/// Forgives wrong passwords from a network after the right one.
///
/// # Errors
/// When the database cannot be reached.
pub async fn forgive(conn: &mut PgConnection, hash: &[u8], network: &str) -> sqlx::Result<()> {
    query!("select share_let_in($1, $2)", hash, network).execute(conn).await.map(|_| ())
}

/// The account that wrong passwords of a link are counted for, as the database spells it.
#[must_use]
pub fn account(token_hash: &[u8]) -> String {
    format!("link {}", hex::encode(token_hash))
}

/// A text as it may be stored: placeholders agree within it only.
fn redacted(text: &str) -> String {
    let line: String = text.trim().chars().filter(|c| !c.is_control()).collect();
    redactor_of_one_text().text_as(Policy::Document, &line).text
}

fn named(label: &str, version: i32) -> String {
    format!("“{label}”, version {version}")
}

async fn note_it(
    conn: &mut PgConnection,
    grant: Grant<Share>,
    action: AuditAction,
    (id, name): (ShareId, &str),
    before: Option<&Value>,
    after: Option<&Value>,
) -> sqlx::Result<()> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action,
        kind: "shared_link",
        subject: Some(id.0),
        name,
        before,
        after,
    };
    audit::record(conn, entry).await
}
