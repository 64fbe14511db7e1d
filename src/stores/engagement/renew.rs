//! Digests computed anew: those that an earlier program kept, and those that wait since the client did something.
//! It changes nothing but the digest: not when an engagement changed last, nor its history.

use super::{WriteError, load};
use crate::judgement::assess::assess;
use crate::judgement::digest::{Digest, FORMAT};
use crate::platform::ids::{EngagementId, PersonId};
use crate::stores::access::{Actor, Decide, Grant, Role, ViewWork};
use sqlx::types::Json;
use sqlx::{Connection, PgConnection, query, query_scalar};
use uuid::Uuid;

/// Notes that the client is about to do something that where the engagement stands follows, and locks the engagement: call
/// it before the row is locked that they change. They read no working document, so the program computes the digest.
///
/// # Errors
/// [`WriteError::NotFound`] when whoever acts does not speak for the client there.
pub async fn outdate_digest(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
) -> Result<(), WriteError> {
    let theirs = query_scalar!(r#"select digest_outdate($1) as "theirs!""#, grant.engagement().0);
    if theirs.fetch_one(conn).await? { Ok(()) } else { Err(WriteError::NotFound) }
}

/// Which digests are computed anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewed {
    /// Those that were written in an earlier form, and those that are due.
    All,
    /// Those that are due since the client did something.
    Due,
}

/// Computes digests anew, and says how many there were. The connection is the owner's; of two servers that do it at once each
/// takes what the other does not.
///
/// # Errors
/// When the database cannot be reached.
pub async fn renew_digests(owner: &mut PgConnection, which: Renewed) -> Result<u64, WriteError> {
    let (mut renewed, mut after) = (0, Uuid::nil());
    loop {
        let mut tx = owner.begin().await?;
        query!("select set_config('faultline.role', 'admin', true)").fetch_one(&mut *tx).await?;
        let Some(id) = next(&mut tx, which, after).await? else { return Ok(renewed) };
        after = id.0;
        // What cannot be read stays as it is, is not asked for again and again, and holds nothing else up.
        let digest = match load(&mut tx, reading(id)?).await {
            Ok(loaded) => Some(Digest::of(&loaded.document, &assess(&loaded.document))),
            Err(WriteError::Json(error)) => {
                tracing::error!(engagement = %id, %error, "a digest cannot be renewed");
                None
            }
            Err(error) => return Err(error),
        };
        renewed += u64::from(digest.is_some());
        query!(
            "update engagement set digest = coalesce($2::json, digest), digest_due = false where id = $1",
            id.0,
            digest.map(Json) as _
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
    }
}

/// The next engagement whose digest is to be renewed, locked.
async fn next(
    conn: &mut PgConnection,
    which: Renewed,
    after: Uuid,
) -> sqlx::Result<Option<EngagementId>> {
    if which == Renewed::Due {
        let due = query_scalar!(
            "select id from engagement where digest_due and id > $1
             order by id limit 1 for no key update skip locked",
            after
        );
        return Ok(due.fetch_optional(conn).await?.map(EngagementId));
    }
    let form = i32::try_from(FORMAT).unwrap_or(i32::MAX);
    let found = query_scalar!(
        "select id from engagement
         where id > $1 and (digest_due or coalesce((digest ->> 'format')::int, 0) < $2)
         order by id limit 1 for no key update skip locked",
        after,
        form
    );
    Ok(found.fetch_optional(conn).await?.map(EngagementId))
}

/// Permission for the program itself, which acts for nobody.
fn reading(engagement: EngagementId) -> Result<Grant<ViewWork>, WriteError> {
    let program = Actor {
        person: PersonId(Uuid::nil()),
        name: String::new(),
        role: Role::Admin,
        client: None,
        memberships: Vec::new(),
    };
    program.may(engagement).map_err(|_| WriteError::NotFound)
}
