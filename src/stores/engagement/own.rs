//! The engagement's own row: opening one, its title and its stage.
//! Whoever opens an engagement leads it.

use super::{WriteError, load};
use crate::document::engagement::{Problem, Stage};
use crate::engines::redact::{Policy, Redactor};
use crate::judgement::assess::assess;
use crate::judgement::gates::Blocked;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{ClientId, EngagementId, PersonId};
use crate::stores::access::{
    Actor, Capacity, EditWork, FirmGrant, Grant, Membership, OpenEngagement,
};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::redaction;
use sqlx::{PgConnection, query, query_scalar};

/// Longest title, in characters.
const TITLE_LIMIT: usize = 200;

/// Opens an engagement for a client; who opens it leads it.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such client.
pub async fn open(
    conn: &mut PgConnection,
    grant: FirmGrant<OpenEngagement>,
    client: ClientId,
    title: &str,
) -> Result<EngagementId, WriteError> {
    let title = parse_title(title)?;
    if query_scalar!("select 1 from client where id = $1", client.0)
        .fetch_optional(&mut *conn)
        .await?
        .is_none()
    {
        return Err(WriteError::Invalid(vec![Problem::new(
            "client",
            "Choose the client this is for.",
        )]));
    }
    let id = EngagementId::new();
    // Its key is made with it: until it is there, what must go from the title goes under another one.
    let first = Redactor::new(id.0.as_bytes()).text_as(Policy::Evidence, title).text;
    query!("select open_engagement($1, $2, $3)", id.0, client.0, first).execute(&mut *conn).await?;
    let title = redacted(&mut *conn, id, title, Vec::new()).await?;
    if title != first {
        query!("update engagement set title = $2 where id = $1", id.0, title)
            .execute(&mut *conn)
            .await?;
    }
    let title = title.as_str();
    let after = serde_json::json!({ "title": title, "client": client });
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(id),
        action: AuditAction::Added,
        kind: "engagement",
        subject: Some(id.0),
        name: title,
        before: None,
        after: Some(&after),
    };
    audit::record(conn, entry).await?;
    Ok(id)
}

/// Permission to fill an engagement that has just been opened: whoever opens one leads it.
///
/// # Errors
/// [`WriteError::NotFound`] when the person does not work for the firm.
pub fn led_by(actor: &Actor, engagement: EngagementId) -> Result<Grant<EditWork>, WriteError> {
    let leads = Membership { engagement, capacity: Capacity::Lead };
    let leading = Actor { memberships: vec![leads], ..actor.clone() };
    leading.may(engagement).map_err(|_| WriteError::NotFound)
}

/// Changes an engagement's title and stage.
///
/// # Errors
/// [`WriteError::Conflict`] when its row has another version by now; [`WriteError::Invalid`] when it is archived and stays so.
pub async fn rename(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    title: &str,
    stage: Stage,
    version: i32,
) -> Result<(), WriteError> {
    let title = parse_title(title)?;
    let before = query!(
        "select title, stage, version from engagement where id = $1 for no key update",
        grant.engagement().0
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(WriteError::NotFound)?;
    if before.version != version {
        return Err(WriteError::Conflict(None));
    }
    may_be_changed(&before.stage, stage)?;
    let names = redaction::names(&mut *conn, grant).await?;
    let title = redacted(&mut *conn, grant.engagement(), title, names).await?;
    let title = title.as_str();
    if stage == Stage::Decided && before.stage != stage.key() {
        may_be_decided(&mut *conn, grant).await?;
    }
    query!(
        "update engagement set title = $2, stage = $3, version = version + 1, changed_at = now() where id = $1",
        grant.engagement().0,
        title,
        stage.key()
    )
    .execute(&mut *conn)
    .await?;
    let was = serde_json::json!({ "title": before.title, "stage": before.stage });
    let is = serde_json::json!({ "title": title, "stage": stage });
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: AuditAction::Changed,
        kind: "engagement",
        subject: Some(grant.engagement().0),
        name: title,
        before: Some(&was),
        after: Some(&is),
    };
    Ok(audit::record(conn, entry).await?)
}

/// Whether an engagement that a person has a part in is archived.
///
/// # Errors
/// When the database cannot be reached.
pub async fn is_archived(
    conn: &mut PgConnection,
    engagement: EngagementId,
    whom: PersonId,
) -> sqlx::Result<bool> {
    let archived = query_scalar!("select is_archived($1, $2)", engagement.0, whom.0);
    Ok(archived.fetch_one(conn).await?.unwrap_or(false))
}

/// That an engagement is not archived, or is brought back by the change.
fn may_be_changed(before: &str, stage: Stage) -> Result<(), WriteError> {
    if stage == Stage::Archived && before == stage.key() {
        let message = "Choose another stage to bring it back first.";
        return Err(WriteError::Invalid(vec![Problem::new("stage", message)]));
    }
    Ok(())
}

/// That no gate holds the stage “decided” back; what is missing otherwise.
async fn may_be_decided(conn: &mut PgConnection, grant: Grant<EditWork>) -> Result<(), WriteError> {
    let assessment = assess(&load(conn, grant).await?.document);
    let mut gates = assessment.gates.iter().filter(|gate| !gate.is_open());
    let Some(gate) = gates.find(|gate| gate.blocks == Blocked::FinalVerdict) else {
        return Ok(());
    };
    let missing: Vec<_> = gate.missing.iter().map(|lacks| lacks.says.as_str()).collect();
    let message = format!("{}. Still missing: {}", gate.kind, missing.join(" "));
    Err(WriteError::Invalid(vec![Problem::new("stage", message)]))
}

/// A title as it may be stored: it stands in lists, mails and documents, so it names no person either.
async fn redacted(
    conn: &mut PgConnection,
    id: EngagementId,
    title: &str,
    names: Vec<String>,
) -> Result<String, WriteError> {
    let key = query_scalar!("select redaction_key from engagement where id = $1", id.0)
        .fetch_optional(conn)
        .await?
        .ok_or(WriteError::NotFound)?;
    let title = Redactor::new(&key).knowing(names).text_as(Policy::Evidence, title).text;
    Ok(title.chars().take(TITLE_LIMIT).collect())
}

/// A title without surrounding space.
fn parse_title(title: &str) -> Result<&str, WriteError> {
    let title = title.trim();
    if title.is_empty() || title.chars().count() > TITLE_LIMIT {
        let message = "Give the engagement a title of at most 200 characters.";
        return Err(WriteError::Invalid(vec![Problem::new("title", message)]));
    }
    Ok(title)
}
