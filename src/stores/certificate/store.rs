//! The SQL of decisions with all that hangs on them: the quote that is answered, and the certificate of an acceptance.
//! All of it is one transaction: a decision is never kept without its certificate, nor a certificate without its decision.

use super::Acceptance;
use crate::document::engagement::Problem;
use crate::engines::timestamp::{Authority, Imprint, NoAuthority};
use crate::platform::catalogue::Catalogue;
use crate::stores::access::{Decide, Grant};
use crate::stores::engagement::WriteError;
use crate::stores::quote::store as quotes;
use crate::stores::quote::{Issued, QuoteAnswer};
use crate::stores::room::Answer;
use crate::stores::room::store::{NewDecision, record};
use chrono::SubsecRound;
use sqlx::{PgConnection, query, query_scalar};

mod keep;
mod read;
#[cfg(test)]
mod tests;

pub use keep::{keep_outside, opened};
pub use read::{Receipt, issued, own_address, receipt};

/// What somebody decides, on what.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    /// The number of the version that they read.
    pub version: i32,
    /// The number of the quote that waited for their answer, if one did.
    pub quote: Option<i32>,
    /// What they answer.
    pub answer: GivenAnswer<'a>,
    /// Why, or what they ask.
    pub reason: &'a str,
}

/// What somebody answers.
#[derive(Debug, Clone, Copy)]
pub enum GivenAnswer<'a> {
    /// They accept, by name.
    Accept(Agreement<'a>),
    /// They decline.
    Decline,
    /// They ask something first.
    Ask,
}

/// An acceptance by name, and who stamps its certificate.
#[derive(Debug, Clone, Copy)]
pub struct Agreement<'a> {
    /// The name that they typed.
    pub name: &'a str,
    /// Whose key stamps it.
    pub authority: &'a Authority,
    /// Whether an authority outside is asked for a stamp afterwards.
    pub asks_outside: bool,
}

impl GivenAnswer<'_> {
    fn answer(&self) -> Answer {
        match self {
            Self::Accept(_) => Answer::Accept,
            Self::Decline => Answer::Decline,
            Self::Ask => Answer::Ask,
        }
    }

    /// What it is to the quote that waits.
    fn quote_answer(&self) -> Option<QuoteAnswer> {
        match self {
            Self::Accept(_) => Some(QuoteAnswer::Accept),
            Self::Decline => Some(QuoteAnswer::Decline),
            Self::Ask => None,
        }
    }
}

/// A decision that is on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its number among those of the engagement.
    pub number: i32,
    /// Whether it was recorded now; it stood already when it was sent again.
    pub new: bool,
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

/// Records a decision on the newest version and the quote that waits; an acceptance gets its certificate. One that the same
/// person sends again as it was counts once.
///
/// # Errors
/// [`WriteError::Invalid`] when a reason or the name is missing; [`WriteError::Conflict`] when a newer version or another
/// quote is there meanwhile, or somebody else accepted; [`WriteError::NotFound`] when nothing is published.
pub async fn decide_on(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    decided: Decided<'_>,
) -> Result<Recorded, DecideError> {
    let Decided { version, answer, reason, .. } = decided;
    lock(&mut *conn, grant).await?;
    if let Some(number) = standing(&mut *conn, grant, decided).await? {
        return Ok(Recorded { number, new: false, certified: None });
    }
    let own_name = own_name(&mut *conn, grant).await?;
    if let GivenAnswer::Accept(agreement) = answer
        && !same_name(agreement.name, &own_name)
    {
        let says = format!("Type your name as it stands in your account: {own_name}.");
        return Err(WriteError::Invalid(vec![Problem::new("name", says)]).into());
    }
    let quote = waiting(&mut *conn, grant, decided.quote).await?;
    let on = quote.as_ref().map(|quote| quote.id);
    let new = NewDecision { version, answer: answer.answer(), reason, quote: on };
    let made = record(&mut *conn, grant, new).await?;
    if let Some((quote, answer)) = quote.as_ref().zip(answer.quote_answer()) {
        quotes::answer(&mut *conn, grant, quote.contents.number, answer, reason).await?;
    }
    let mut recorded = Recorded { number: made.number, new: true, certified: None };
    if let GivenAnswer::Accept(agreement) = answer {
        let acceptance = Acceptance {
            at: made.at.trunc_subsecs(0),
            engagement: grant.engagement(),
            number: made.number,
            person: own_name,
            person_id: grant.person(),
            typed: spaced(agreement.name),
        };
        let quote = quote.as_ref();
        let certificate = keep::certificate(&mut *conn, grant, version, acceptance, quote).await?;
        let imprint = keep::keep(conn, grant, made.id, &certificate, agreement).await?;
        recorded.certified = Some(imprint);
    }
    Ok(recorded)
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

/// The number of the last decision, when the same person accepted the very same by it. What somebody else accepted is no
/// longer there to be accepted.
async fn standing(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    decided: Decided<'_>,
) -> Result<Option<i32>, WriteError> {
    let last = query!(
        r#"select d.number, d.answer, d.person_id, s.number as version, q.number as "quote?"
           from decision d join snapshot s on s.id = d.snapshot_id left join quote q on q.id = d.quote_id
           where d.engagement_id = $1 order by d.number desc limit 1"#,
        grant.engagement().0
    );
    let last = last.fetch_optional(conn).await?;
    let same = last.filter(|last| {
        decided.answer.answer() == Answer::Accept
            && last.answer == Answer::Accept.key()
            && (last.version, last.quote) == (decided.version, decided.quote)
    });
    match same {
        Some(last) if last.person_id != grant.person().0 => Err(WriteError::Conflict(None)),
        same => Ok(same.map(|last| last.number)),
    }
}

async fn own_name(conn: &mut PgConnection, grant: Grant<Decide>) -> sqlx::Result<String> {
    query_scalar!("select name from person where id = $1", grant.person().0).fetch_one(conn).await
}

/// Whether somebody typed a name, however they write it large or space it.
fn same_name(typed: &str, name: &str) -> bool {
    spaced(typed).to_lowercase() == spaced(name).to_lowercase()
}

/// A name with one space between its words, and none around them.
fn spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The quote that waits, if it is the one that was read.
async fn waiting(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    read: Option<i32>,
) -> Result<Option<Issued>, WriteError> {
    let waits = quotes::waiting(&mut *conn, grant).await?.map(|quote| quote.number);
    match waits {
        _ if waits != read => Err(WriteError::Conflict(None)),
        Some(number) => quotes::one(conn, grant, number).await,
        None => Ok(None),
    }
}
