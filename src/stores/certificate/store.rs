//! The SQL of decisions with all that hangs on them: the quote that is answered, and the certificate of an acceptance.
//! All of it is one transaction: a decision is never kept without its certificate, nor a certificate without its decision.

use super::stamps::Outside;
use super::{Acceptance, Certificate, EventKind, Happened, QuotePart, SnapshotPart};
use crate::document::engagement::Problem;
use crate::engines::timestamp::{Authority, Imprint, NoAuthority};
use crate::platform::catalogue::Catalogue;
use crate::stores::access::{Decide, Grant};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use crate::stores::quote::store as quotes;
use crate::stores::quote::{Issued, QuoteAnswer};
use crate::stores::room::Answer;
use crate::stores::room::store::{NewDecision, record};
use chrono::SubsecRound;
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, query, query_scalar};
use uuid::Uuid;

mod read;

pub use read::{Receipt, issued, own_address, receipt};

/// What somebody decides, on what.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    /// The number of the version that they read.
    pub version: i32,
    /// The number of the quote that waited for their answer, if one did.
    pub quote: Option<i32>,
    /// What they answer.
    pub answer: Answer,
    /// Why, or what they ask.
    pub reason: &'a str,
    /// The name that they typed; it is asked for to accept.
    pub name: &'a str,
}

/// A decision that is on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its number among those of the engagement.
    pub number: i32,
    /// The hash of its certificate, when it was given now.
    pub certified: Option<Imprint>,
}

/// Why a decision is not on record.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// As for every write.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Nothing can be stamped.
    #[error(transparent)]
    Authority(#[from] NoAuthority),
}

impl From<sqlx::Error> for DecideError {
    fn from(error: sqlx::Error) -> Self {
        Self::Write(error.into())
    }
}

impl From<serde_json::Error> for DecideError {
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.into())
    }
}

/// Records a decision on the newest version and the quote that waits; an acceptance gets its certificate. One that is sent
/// again as it was counts once.
///
/// # Errors
/// [`WriteError::Invalid`] when a reason or the name is missing; [`WriteError::Conflict`] when a newer version or another
/// quote is there meanwhile, or somebody answered it; [`WriteError::NotFound`] when nothing is published.
pub async fn decide_on(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    decided: Decided<'_>,
    authority: &Authority,
) -> Result<Recorded, DecideError> {
    lock(&mut *conn, grant).await?;
    let accepts = decided.answer == Answer::Accept;
    if let Some(number) = standing(&mut *conn, grant, decided).await? {
        return Ok(Recorded { number, certified: None });
    }
    let own_name = own_name(&mut *conn, grant).await?;
    if accepts && !same_name(decided.name, &own_name) {
        let says = format!("Type your name as it stands in your account: {own_name}.");
        return Err(WriteError::Invalid(vec![Problem::new("name", says)]).into());
    }
    let quote = waiting(&mut *conn, grant, decided.quote).await?;
    let new = NewDecision {
        version: decided.version,
        answer: decided.answer,
        reason: decided.reason,
        quote: quote.as_ref().map(|quote| quote.id),
    };
    let made = record(&mut *conn, grant, new).await?;
    let answer = match decided.answer {
        Answer::Accept => Some(QuoteAnswer::Accept),
        Answer::Decline => Some(QuoteAnswer::Decline),
        Answer::Ask => None,
    };
    if let Some((quote, answer)) = quote.as_ref().zip(answer) {
        let number = quote.contents.number;
        quotes::answer(&mut *conn, grant, number, answer, decided.reason).await?;
    }
    if !accepts {
        return Ok(Recorded { number: made.number, certified: None });
    }
    let acceptance = Acceptance {
        at: made.at.trunc_subsecs(0),
        engagement: grant.engagement(),
        number: made.number,
        person: own_name,
        person_id: grant.person(),
        typed: decided.name.trim().to_owned(),
    };
    let certificate =
        certificate(&mut *conn, grant, decided.version, acceptance, quote.as_ref()).await?;
    let imprint = keep(conn, grant, made.id, &certificate, authority).await?;
    Ok(Recorded { number: made.number, certified: Some(imprint) })
}

/// Whoever decides at the same time waits; the trigger that numbers decisions asks for the same lock.
async fn lock(conn: &mut PgConnection, grant: Grant<Decide>) -> sqlx::Result<()> {
    query_scalar!(
        r#"select pg_advisory_xact_lock(hashtextextended('decision ' || $1::uuid::text, 0))::text as "done""#,
        grant.engagement().0
    )
    .fetch_one(conn)
    .await
    .map(|_| ())
}

/// The number of the last decision, when it accepts the very same.
async fn standing(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    decided: Decided<'_>,
) -> sqlx::Result<Option<i32>> {
    let last = query!(
        r#"select d.number, d.answer, s.number as version, q.number as "quote?"
           from decision d join snapshot s on s.id = d.snapshot_id left join quote q on q.id = d.quote_id
           where d.engagement_id = $1 order by d.number desc limit 1"#,
        grant.engagement().0
    );
    let last = last.fetch_optional(conn).await?;
    let same = last.filter(|last| {
        decided.answer == Answer::Accept
            && last.answer == Answer::Accept.key()
            && (last.version, last.quote) == (decided.version, decided.quote)
    });
    Ok(same.map(|last| last.number))
}

async fn own_name(conn: &mut PgConnection, grant: Grant<Decide>) -> sqlx::Result<String> {
    query_scalar!("select name from person where id = $1", grant.person().0).fetch_one(conn).await
}

/// Whether somebody typed a name, however they write it large or space it.
fn same_name(typed: &str, name: &str) -> bool {
    let plain =
        |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    plain(typed) == plain(name)
}

/// The quote that waits, if it is the one that was read.
async fn waiting(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    read: Option<i32>,
) -> Result<Option<Issued>, WriteError> {
    let waits = query_scalar!(
        "select number from quote
         where engagement_id = $1 and state = 'issued' and valid_until >= current_date",
        grant.engagement().0
    );
    let waits = waits.fetch_optional(&mut *conn).await?;
    if waits != read {
        return Err(WriteError::Conflict(None));
    }
    match waits {
        Some(number) => quotes::one(conn, grant, number).await,
        None => Ok(None),
    }
}

async fn certificate(
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
    let happened = |at, by: &str, event, number| {
        Happened { at, by: by.to_owned(), event, number }.in_seconds()
    };
    let mut trail = trail(conn, grant).await?;
    let published = found.published_by_name;
    trail.push(happened(found.published_at, &published, EventKind::Published, version));
    trail.extend(quote.map(|quote| {
        let Issued { contents, .. } = quote;
        happened(contents.issued_at, &contents.issued_by, EventKind::Issued, contents.number)
    }));
    trail.sort_by_key(|one| one.at);
    trail.push(happened(acceptance.at, &acceptance.person, EventKind::Accepted, version));
    let quote = quote.map(|quote| QuotePart::of(&quote.contents, quote.hash.to_string()));
    Ok(Certificate::of(acceptance, quote, snapshot, trail)?)
}

/// What happened in the room before: openings, questions and answers.
async fn trail(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
) -> Result<Vec<Happened>, sqlx::Error> {
    let rows = query!(
        r#"select event as "event!", happened as "at!", who as "who!", version as "version!"
           from decision_trail($1)"#,
        grant.engagement().0
    );
    let rows = rows.fetch_all(conn).await?.into_iter();
    let known = rows.filter_map(|row| {
        let event = EventKind::from_key(&row.event).ok()?;
        Some(Happened { at: row.at, by: row.who, event, number: row.version }.in_seconds())
    });
    Ok(known.collect())
}

/// Stamps a certificate with one's own key, and keeps it.
async fn keep(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    decision: Uuid,
    certificate: &Certificate,
    authority: &Authority,
) -> Result<Imprint, DecideError> {
    let bytes = certificate.bytes()?;
    let imprint: Imprint = Sha256::digest(&bytes).into();
    let stamp = authority.stamp(&imprint, certificate.parts.decision.at)?;
    let whose = authority.pem()?;
    query!(
        "insert into certificate (id, engagement_id, decision_id, person_id, record, hash, stamp, authority)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        Uuid::now_v7(),
        grant.engagement().0,
        decision,
        grant.person().0,
        bytes,
        &imprint[..],
        stamp,
        whose.as_bytes()
    )
    .execute(&mut *conn)
    .await?;
    let number = certificate.parts.decision.number;
    let after = serde_json::json!({ "number": number, "hash": hex::encode(imprint) });
    note(
        conn,
        grant,
        AuditAction::Added,
        "certificate",
        decision,
        &format!("decision {number}"),
        &after,
    )
    .await?;
    Ok(imprint)
}

/// Keeps what an authority outside answered for a certificate of one's own acceptance.
///
/// # Errors
/// When the database cannot be reached.
pub async fn keep_outside(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    imprint: &Imprint,
    outside: &Outside,
) -> sqlx::Result<()> {
    let (stamp, authority) = match outside {
        Outside::NotConfigured => return Ok(()),
        Outside::Stamped { stamp, authority } => (Some(&stamp[..]), Some(authority.as_bytes())),
        Outside::Failed(_) => (None, None),
    };
    query!(
        "update certificate set outside_stamp = $3, outside_authority = $4,
             outside_failed_at = case when $3::bytea is null then now() end
         where engagement_id = $1 and hash = $2 and outside_stamp is null",
        grant.engagement().0,
        &imprint[..],
        stamp,
        authority
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Notes that somebody opened the page on which they agree, as one of the events before their acceptance.
///
/// # Errors
/// When the database cannot be reached.
pub async fn opened(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    version: i32,
) -> sqlx::Result<()> {
    let id = query_scalar!(
        "select id from snapshot where engagement_id = $1 and number = $2",
        grant.engagement().0,
        version
    );
    let Some(id) = id.fetch_optional(&mut *conn).await? else { return Ok(()) };
    let after = serde_json::json!({ "version": version });
    note(conn, grant, AuditAction::Opened, "snapshot", id, &format!("version {version}"), &after)
        .await
}

async fn note(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    action: AuditAction,
    kind: &'static str,
    subject: Uuid,
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
