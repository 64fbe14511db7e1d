//! What is kept of an acceptance: its certificate with the events before it, its stamps, and that its page was opened.
//! Each is noted in the audit by the same transaction.

use super::super::stamps::OutsideStamp;
use super::super::{Acceptance, Certificate, EventKind, Happened, QuotePart, SnapshotPart};
use super::{Agreement, DecideError, lock};
use crate::engines::timestamp::Imprint;
use crate::platform::catalogue::Catalogue;
use crate::stores::access::{Decide, Grant};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::quote::Issued;
use chrono::{SubsecRound, Utc};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, query, query_scalar};
use uuid::Uuid;

/// The certificate of an acceptance, with what happened before it.
pub(super) async fn certificate(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    version: i32,
    acceptance: Acceptance,
    quote: Option<&Issued>,
) -> Result<Certificate, DecideError> {
    let found = query!(
        "select hash, published_by_name, published_at from snapshot where engagement_id = $1 and number = $2",
        grant.engagement().0,
        version
    );
    let found = found.fetch_one(&mut *conn).await?;
    let snapshot = SnapshotPart {
        hash: hex::encode(found.hash),
        number: version,
        published_at: found.published_at.trunc_subsecs(0),
    };
    let happened = |at, by, event, number| Happened { at, by, event, number };
    let published = found.published_by_name;
    let mut events = vec![happened(found.published_at, published, EventKind::Published, version)];
    events.extend(quote.map(|quote| {
        let Issued { contents, .. } = quote;
        let by = contents.issued_by.clone();
        happened(contents.issued_at, by, EventKind::Issued, contents.number)
    }));
    events.extend(trail(conn, grant).await?);
    // By the moment as it was recorded: within one second that is another order.
    events.sort_by_key(|one| one.at);
    let person = acceptance.person.clone();
    events.push(happened(acceptance.at, person, EventKind::Accepted, version));
    let events = events.into_iter().map(Happened::in_seconds).collect();
    let quote = quote.map(|quote| QuotePart::of(&quote.contents, quote.hash.to_string()));
    Ok(Certificate::of(acceptance, quote, snapshot, events)?)
}

/// What happened in the room before, the oldest first: openings, questions and answers.
async fn trail(conn: &mut PgConnection, grant: Grant<Decide>) -> sqlx::Result<Vec<Happened>> {
    let rows = query!(
        r#"select event as "event!", happened as "at!", who as "who!", version as "version!"
           from decision_trail($1)"#,
        grant.engagement().0
    );
    let rows = rows.fetch_all(conn).await?.into_iter().rev();
    let known = rows.filter_map(|row| {
        let event = EventKind::from_key(&row.event).ok()?;
        Some(Happened { at: row.at, by: row.who, event, number: row.version })
    });
    Ok(known.collect())
}

/// Stamps a certificate with one's own key, and keeps it. Where an authority outside is asked next, it counts as having given
/// no stamp until that has come: whoever waits for it may be gone before.
pub(super) async fn keep(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    decision: Uuid,
    certificate: &Certificate,
    agreement: Agreement<'_>,
) -> Result<Imprint, DecideError> {
    let bytes = certificate.bytes()?;
    let imprint: Imprint = Sha256::digest(&bytes).into();
    let stamp = agreement.authority.stamp(&imprint, Utc::now())?;
    let whose = agreement.authority.pem()?;
    query!(
        "insert into certificate (id, engagement_id, decision_id, person_id, record, hash, stamp, authority,
             outside_failed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, case when $9::boolean then now() end)",
        Uuid::now_v7(),
        grant.engagement().0,
        decision,
        grant.person().0,
        bytes,
        &imprint[..],
        stamp,
        whose.as_bytes(),
        agreement.asks_outside
    )
    .execute(&mut *conn)
    .await?;
    let number = certificate.parts.decision.number;
    let after = serde_json::json!({ "number": number, "hash": hex::encode(imprint) });
    let (kind, name) = ("certificate", format!("decision {number}"));
    note(conn, grant, AuditAction::Added, (kind, decision), &name, &after).await?;
    Ok(imprint)
}

/// Keeps the stamp that an authority outside gave for a certificate of one's own acceptance.
///
/// # Errors
/// When the database cannot be reached.
pub async fn keep_outside(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    imprint: &Imprint,
    outside: &OutsideStamp,
) -> sqlx::Result<()> {
    let kept = query!(
        r#"update certificate c set outside_stamp = $3, outside_authority = $4, outside_failed_at = null
           where c.engagement_id = $1 and c.hash = $2 and c.outside_stamp is null
           returning c.decision_id, (select d.number from decision d where d.id = c.decision_id) as "number!""#,
        grant.engagement().0,
        &imprint[..],
        outside.stamp,
        outside.authority.as_bytes()
    );
    let Some(kept) = kept.fetch_optional(&mut *conn).await? else { return Ok(()) };
    let stamp = hex::encode(Sha256::digest(&outside.stamp));
    let after = serde_json::json!({ "number": kept.number, "outside_stamp": stamp });
    let (what, name) = (("certificate", kept.decision_id), format!("decision {}", kept.number));
    note(conn, grant, AuditAction::Changed, what, &name, &after).await
}

/// Notes that somebody opened the page on which they agree, as one of the events before their acceptance: once for each
/// reader and version.
///
/// # Errors
/// When the database cannot be reached.
pub async fn opened(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    version: i32,
) -> sqlx::Result<()> {
    // Sent twice at once, it is noted once.
    lock(&mut *conn, grant).await?;
    let id = query_scalar!(
        "select id from snapshot where engagement_id = $1 and number = $2 and not decision_opened(id)",
        grant.engagement().0,
        version
    );
    let Some(id) = id.fetch_optional(&mut *conn).await? else { return Ok(()) };
    let after = serde_json::json!({ "version": version });
    let name = format!("version {version}");
    note(conn, grant, AuditAction::Opened, ("snapshot", id), &name, &after).await
}

async fn note(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    action: AuditAction,
    (kind, subject): (&'static str, Uuid),
    name: &str,
    after: &serde_json::Value,
) -> sqlx::Result<()> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action,
        kind,
        subject: Some(subject),
        name,
        before: None,
        after: Some(after),
    };
    audit::record(conn, entry).await
}
