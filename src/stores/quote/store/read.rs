//! Reading issued quotes: the bytes are compared with their hash, and nothing is shown that is not what was issued.
//! Staff and the client's people read the same.

use super::super::{ChangeOrder, Issued, QuoteState};
use crate::platform::ids::{EngagementId, QuoteId};
use crate::stores::access::{Grant, ViewRoom};
use crate::stores::engagement::WriteError;
use crate::stores::room::Hash;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, query, query_as};

/// Quotes of one engagement that are shown: the newest.
const MOST: i64 = 100;

/// Why a quote could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// Its bytes have another hash.
    #[error("the bytes of quote {0} do not have the hash they were issued with")]
    Hash(QuoteId),
    /// Its bytes cannot be read.
    #[error("quote {0} cannot be read")]
    Contents(QuoteId, #[source] serde_json::Error),
}

/// A quote as it is stored.
struct Stored {
    id: QuoteId,
    document: String,
    hash: Vec<u8>,
    redacted_at: Option<DateTime<Utc>>,
    left_hash: Option<Vec<u8>>,
    state: QuoteState,
    reason: String,
    answered_by: String,
    answered_at: Option<DateTime<Utc>>,
    actual_minutes: Option<i32>,
    version: i32,
}

impl Stored {
    fn open(self) -> Result<Issued, ReadError> {
        let damaged = || ReadError::Hash(self.id);
        let hash = Hash::from_bytes(&self.hash).ok_or_else(damaged)?;
        let now = self.left_hash.as_deref().unwrap_or(&self.hash);
        if Hash::of(&self.document).bytes() != now {
            return Err(damaged());
        }
        let contents = serde_json::from_str(&self.document)
            .map_err(|error| ReadError::Contents(self.id, error))?;
        Ok(Issued {
            id: self.id,
            text: self.document,
            hash,
            redacted_at: self.redacted_at,
            contents,
            state: self.state,
            reason: self.reason,
            answered_by: self.answered_by,
            answered_at: self.answered_at,
            actual_minutes: self.actual_minutes,
            version: self.version,
            changes: Vec::new(),
        })
    }
}

/// A quote that waits for the client's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub number: i32,
    /// The last day on which it can be accepted.
    pub until: NaiveDate,
}

/// The quote that waits for an answer and can still be accepted.
///
/// # Errors
/// When the database cannot be reached.
pub async fn waiting<A>(conn: &mut PgConnection, grant: Grant<A>) -> sqlx::Result<Option<Waiting>> {
    query_as!(
        Waiting,
        "select number, valid_until as until from quote
         where engagement_id = $1 and state = 'issued' and valid_until >= current_date",
        grant.engagement().0
    )
    .fetch_optional(conn)
    .await
}

/// The quotes that were issued, the newest first, with what their assumptions came to: two queries.
///
/// # Errors
/// [`ReadError::Hash`] when what is stored is not what was issued.
pub async fn list(
    conn: &mut PgConnection,
    grant: Grant<ViewRoom>,
) -> Result<Vec<Issued>, ReadError> {
    all(conn, grant.engagement()).await
}

/// The quote of a number.
///
/// # Errors
/// When the database cannot be reached, or what is stored is not what was issued.
pub async fn one<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    number: i32,
) -> Result<Option<Issued>, WriteError> {
    let all = all(conn, grant.engagement()).await.map_err(|error| match error {
        ReadError::Database(error) => WriteError::Database(error),
        ReadError::Contents(_, error) => WriteError::Json(error),
        ReadError::Hash(_) => WriteError::NotFound,
    })?;
    Ok(all.into_iter().find(|quote| quote.contents.number == number))
}

async fn all(conn: &mut PgConnection, engagement: EngagementId) -> Result<Vec<Issued>, ReadError> {
    let stored = query_as!(
        Stored,
        r#"select id as "id: QuoteId", document::text as "document!", hash, redacted_at, left_hash,
               state::text as "state!: QuoteState", reason, answered_by_name as answered_by, answered_at,
               actual_minutes, version
           from quote where engagement_id = $1 order by number desc limit $2"#,
        engagement.0,
        MOST
    );
    let stored = stored.fetch_all(&mut *conn).await?;
    let mut quotes = stored.into_iter().map(Stored::open).collect::<Result<Vec<_>, _>>()?;
    let changes = query!(
        r#"select quote_id as "quote: QuoteId", document::text as "document!" from quote_change
           where engagement_id = $1 order by written_at, id"#,
        engagement.0
    );
    for row in changes.fetch_all(conn).await? {
        let order: ChangeOrder = serde_json::from_str(&row.document)
            .map_err(|error| ReadError::Contents(row.quote, error))?;
        if let Some(quote) = quotes.iter_mut().find(|quote| quote.id == row.quote) {
            quote.changes.push(order);
        }
    }
    Ok(quotes)
}
