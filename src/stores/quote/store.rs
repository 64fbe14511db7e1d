//! The SQL of issued quotes: issuing, what the client answers, what its assumptions came to and what it took.
//! The draft is a part of the document and is saved as one; nothing here changes what was issued.

use super::{Basis, Contents, Issue, QuoteState};
use crate::document::engagement::Problem;
use crate::judgement::assess::assess;
use crate::judgement::next_evidence;
use crate::judgement::quote::{
    Context, Held, Recommendation, Record, appraise, held_back, to_whole_hours,
};
use crate::platform::ids::QuoteId;
use crate::stores::access::{Grant, Publish, ViewWork};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::{Loaded, WriteError, load};
use crate::stores::room::Hash;
use serde_json::{Value, json};
use sqlx::{PgConnection, query, query_scalar};
use uuid::Uuid;

mod read;
mod since;

pub use read::{ReadError, Waiting, list, one, waiting};
pub use since::{TEXT, answer, close, test_assumption};

/// How the firm's quotes turned out: numbers of no quote in particular.
///
/// # Errors
/// When the database cannot be reached.
pub async fn record(
    conn: &mut PgConnection,
    _grant: impl Into<Grant<ViewWork>>,
) -> sqlx::Result<Record> {
    let row = query!(r#"select ratios as "ratios!", stayed as "stayed!" from quote_record()"#)
        .fetch_optional(conn)
        .await?;
    Ok(row.map_or_else(Record::default, |row| {
        Record::new(row.ratios, u64::try_from(row.stayed).unwrap_or_default())
    }))
}

/// Whether something is published that the client reads a quote beside.
///
/// # Errors
/// When the database cannot be reached.
pub async fn has_basis(
    conn: &mut PgConnection,
    grant: impl Into<Grant<ViewWork>>,
) -> sqlx::Result<bool> {
    Ok(basis(conn, grant.into()).await?.is_some())
}

/// Issues the draft as it was read with this version; an older one that waits for an answer is superseded.
///
/// # Errors
/// [`WriteError::Invalid`] with everything that holds it back; [`WriteError::Conflict`] when the draft changed meanwhile;
/// [`WriteError::NotFound`] when there is none.
pub async fn issue(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    version: i32,
) -> Result<Contents, WriteError> {
    lock(&mut *conn, grant).await?;
    let loaded = load(&mut *conn, grant).await?;
    let record = record(&mut *conn, grant).await?;
    let number = next_number(&mut *conn, grant).await?;
    let issued_by = own_name(&mut *conn, grant).await?;
    let basis = basis(&mut *conn, grant).await?;
    let told = record.factor().map_or_else(String::new, |_| record.says());
    let issue = |basis| Issue { number, issued_by, basis, record: told };
    let contents = sealed(&loaded, version, &record, basis, issue)?;
    supersede(&mut *conn, grant).await?;
    insert(conn, grant, &contents).await?;
    Ok(contents)
}

/// What is issued of a draft; what holds it back otherwise.
fn sealed(
    loaded: &Loaded,
    version: i32,
    record: &Record,
    basis: Option<Basis>,
    issue: impl FnOnce(Basis) -> Issue,
) -> Result<Contents, WriteError> {
    let doc = &loaded.document;
    let draft = doc.quotes.first().ok_or(WriteError::NotFound)?;
    if loaded.version_of(draft.id) != version {
        return Err(WriteError::Conflict(None));
    }
    if !loaded.unreadable.is_empty() {
        let message = "Part of this engagement cannot be read, so no quote can be issued that would be without it. The overview says which.";
        return Err(invalid("", message));
    }
    let (assessment, unknowns) = (assess(doc), next_evidence::of(doc));
    let held = held_back(doc, draft, &assessment, Recommendation::of(basis.is_some()));
    let (Some(basis), true) = (basis, held.is_empty()) else {
        return Err(WriteError::Invalid(held.into_iter().map(problem).collect()));
    };
    let context = Context { doc, assessment: &assessment, unknowns: &unknowns, record };
    let appraisal = appraise(context, draft);
    Ok(Contents::of(doc, &assessment, draft, appraisal, issue(basis)))
}

fn problem(held: Held) -> Problem {
    Problem::new("held", held.says)
}

async fn lock<A>(conn: &mut PgConnection, grant: Grant<A>) -> Result<(), WriteError> {
    let found = query_scalar!(
        "select 1 from engagement where id = $1 for no key update",
        grant.engagement().0
    );
    found.fetch_optional(conn).await?.map(|_| ()).ok_or(WriteError::NotFound)
}

async fn next_number(conn: &mut PgConnection, grant: Grant<Publish>) -> sqlx::Result<i32> {
    let newest = query_scalar!(
        "select max(number) from quote where engagement_id = $1",
        grant.engagement().0
    );
    Ok(newest.fetch_one(conn).await?.unwrap_or(0) + 1)
}

async fn own_name<A>(conn: &mut PgConnection, grant: Grant<A>) -> sqlx::Result<String> {
    query_scalar!("select name from person where id = $1", grant.person().0).fetch_one(conn).await
}

async fn basis<A>(conn: &mut PgConnection, grant: Grant<A>) -> sqlx::Result<Option<Basis>> {
    let newest = query!(
        "select number, hash from snapshot where engagement_id = $1 order by number desc limit 1",
        grant.engagement().0
    );
    let newest = newest.fetch_optional(conn).await?;
    Ok(newest.map(|row| Basis { number: row.number, hash: hex::encode(row.hash) }))
}

async fn supersede(conn: &mut PgConnection, grant: Grant<Publish>) -> sqlx::Result<()> {
    let gone = query!(
        "update quote set state = 'superseded', version = version + 1
         where engagement_id = $1 and state = 'issued' returning id, number",
        grant.engagement().0
    );
    let Some(gone) = gone.fetch_optional(&mut *conn).await? else { return Ok(()) };
    let before = json!({ "state": QuoteState::Issued });
    let after = json!({ "state": QuoteState::Superseded });
    note(conn, grant, AuditAction::Changed, (gone.id, gone.number), (Some(&before), &after)).await
}

async fn insert(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    contents: &Contents,
) -> Result<(), WriteError> {
    let text = serde_json::to_string(contents)?;
    let (id, hash) = (QuoteId::new(), Hash::of(&text));
    let minutes = |minutes: i64| i32::try_from(minutes).unwrap_or(i32::MAX);
    query!(
        "insert into quote (id, engagement_id, number, document, hash, valid_until, estimated_p80, quoted_p80, issued_by)
         values ($1, $2, $3, $4::text::json, $5, $6, $7, $8, $9)",
        id.0,
        grant.engagement().0,
        contents.number,
        text,
        hash.bytes(),
        contents.quote.valid_until,
        minutes(contents.appraisal.estimated.p80),
        // What was promised, as it was told.
        minutes(to_whole_hours(contents.appraisal.hours.p80)),
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let after = json!({
        "number": contents.number,
        "hash": hash.to_string(),
        "p80_minutes": contents.appraisal.hours.p80,
        "offer": contents.offer(),
        "currency": contents.quote.currency,
    });
    Ok(note(conn, grant, AuditAction::Published, (id.0, contents.number), (None, &after)).await?)
}

fn invalid(field: &'static str, message: &str) -> WriteError {
    WriteError::Invalid(vec![Problem::new(field, message)])
}

async fn note<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    action: AuditAction,
    (subject, number): (Uuid, i32),
    (before, after): (Option<&Value>, &Value),
) -> sqlx::Result<()> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action,
        kind: "quote",
        subject: Some(subject),
        name: &format!("quote {number}"),
        before,
        after: Some(after),
    };
    audit::record(conn, entry).await
}

#[cfg(test)]
mod tests;
