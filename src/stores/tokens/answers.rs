//! Answers under an idempotency key: what was sent twice is stored once, whichever server it reached.
//! Neither the key nor the body is kept, only what tells whether they are the same.

use crate::platform::ids::TokenId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::engagement::WriteError;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, query, query_scalar};

/// How long an answer is kept at least, in days.
const DAYS: i32 = 7;

/// A request, as far as it must be told from others.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    /// The token it came with.
    pub token: TokenId,
    /// What its sender called it.
    pub key: &'a str,
    /// What it said.
    pub body: &'a [u8],
}

/// The way to treat a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It is new: do what it says, then [`keep`] the answer.
    New,
    /// It was answered before.
    Answered(String),
    /// Its key was used for something else.
    OtherBody,
}

/// Claims a key for this transaction. Whoever sends the same one meanwhile waits until it ends.
///
/// # Errors
/// [`WriteError::NotFound`] when row-level security shows nothing; a database error with code 55P03 when the one
/// before takes too long.
pub async fn begin(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    key: Key<'_>,
) -> Result<Begun, WriteError> {
    let secret =
        query_scalar!("select redaction_key from engagement where id = $1", grant.engagement().0)
            .fetch_optional(&mut *conn)
            .await?
            .ok_or(WriteError::NotFound)?;
    let (key_hash, body_hash) = (hash(&secret, key.key.as_bytes()), hash(&secret, key.body));
    forget(&mut *conn, grant).await?;
    let claimed = query!(
        "insert into api_answer (token_id, engagement_id, key_hash, body_hash) values ($1, $2, $3, $4)
         on conflict (token_id, key_hash) do nothing",
        key.token.0,
        grant.engagement().0,
        key_hash,
        body_hash
    );
    if claimed.execute(&mut *conn).await?.rows_affected() == 1 {
        return Ok(Begun::New);
    }
    let found = query!(
        "select body_hash, answer from api_answer where token_id = $1 and key_hash = $2",
        key.token.0,
        key_hash
    )
    .fetch_one(conn)
    .await?;
    Ok(if found.body_hash == body_hash { Begun::Answered(found.answer) } else { Begun::OtherBody })
}

/// Keeps the answer to a request that was begun in this transaction.
///
/// # Errors
/// When the database cannot be reached.
pub async fn keep(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    key: Key<'_>,
    answer: &str,
) -> Result<(), WriteError> {
    let secret =
        query_scalar!("select redaction_key from engagement where id = $1", grant.engagement().0)
            .fetch_optional(&mut *conn)
            .await?
            .ok_or(WriteError::NotFound)?;
    query!(
        "update api_answer set answer = $3 where token_id = $1 and key_hash = $2",
        key.token.0,
        hash(&secret, key.key.as_bytes()),
        answer
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets a few of the engagement's answers that are old enough; those that others hold are left to them.
async fn forget(conn: &mut PgConnection, grant: Grant<EditWork>) -> sqlx::Result<()> {
    query!(
        "delete from api_answer where (token_id, key_hash) in (
             select token_id, key_hash from api_answer
             where engagement_id = $1 and created_at < now() - make_interval(days => $2)
             order by created_at limit 20 for update skip locked)",
        grant.engagement().0,
        DAYS
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The secret becomes one block of the hash, so that a key of any length will do.
fn hash(secret: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = [0; 64];
    block[..32].copy_from_slice(&Sha256::digest(secret));
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}
