//! Reading decisions with their certificates: for their receipts, and for anyone who has the hash of one.

use crate::stores::access::{Decide, Grant, ViewRoom};
use crate::stores::room::Hash;
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool, query_as, query_scalar};

/// A decision as its receipt tells it.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Its number among those of the engagement.
    pub number: i32,
    /// A key of [`crate::stores::room::Answer`].
    pub answer: String,
    /// Why, or what they asked.
    pub reason: String,
    /// Who, by name.
    pub person: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The number of the version that it is about.
    pub version: i32,
    /// The hash that version was published with.
    pub version_hash: Vec<u8>,
    /// The number of the quote that it is about.
    pub quote: Option<i32>,
    /// The hash that quote was issued with.
    pub quote_hash: Option<Vec<u8>>,
    /// The certificate of an acceptance, as its bytes.
    pub record: Option<Vec<u8>>,
    /// Its time stamp.
    pub stamp: Option<Vec<u8>>,
    /// The certificate of whoever stamped it.
    pub authority: Option<Vec<u8>>,
    /// The stamp of an authority outside.
    pub outside_stamp: Option<Vec<u8>>,
    /// The certificate of that authority.
    pub outside_authority: Option<Vec<u8>>,
    /// When an authority outside gave none.
    pub outside_failed_at: Option<DateTime<Utc>>,
}

/// A decision by its number.
///
/// # Errors
/// When the database cannot be reached.
pub async fn receipt(
    conn: &mut PgConnection,
    grant: Grant<ViewRoom>,
    number: i32,
) -> sqlx::Result<Option<Receipt>> {
    query_as!(
        Receipt,
        r#"select d.number, d.answer, d.reason, d.person_name as person, d.created_at as at, s.number as version,
               s.hash as version_hash, q.number as "quote?", q.hash as "quote_hash?", c.record as "record?",
               c.stamp as "stamp?", c.authority as "authority?", c.outside_stamp, c.outside_authority,
               c.outside_failed_at
           from decision d join snapshot s on s.id = d.snapshot_id left join quote q on q.id = d.quote_id
           left join certificate c on c.decision_id = d.id
           where d.engagement_id = $1 and d.number = $2"#,
        grant.engagement().0,
        number
    )
    .fetch_optional(conn)
    .await
}

/// When a certificate with this hash was issued, for anyone who has the hash.
///
/// # Errors
/// When the database cannot be reached.
pub async fn issued(pool: &PgPool, hash: Hash) -> sqlx::Result<Option<DateTime<Utc>>> {
    query_scalar!(r#"select certificate_issued($1) as "at""#, hash.bytes()).fetch_one(pool).await
}

/// The address of the person who decided, for the mail of their receipt.
///
/// # Errors
/// When the database cannot be reached.
pub async fn own_address(conn: &mut PgConnection, grant: Grant<Decide>) -> sqlx::Result<String> {
    query_scalar!("select email from person where id = $1", grant.person().0).fetch_one(conn).await
}
