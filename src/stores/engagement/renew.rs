//! Digests that an earlier program kept, computed anew in the form of now.
//! It changes nothing but the digest: not when an engagement changed last, nor its history.

use super::{WriteError, load};
use crate::judgement::assess::assess;
use crate::judgement::digest::{Digest, FORMAT};
use crate::platform::ids::{EngagementId, PersonId};
use crate::stores::access::{Actor, Grant, Role, ViewWork};
use sqlx::types::Json;
use sqlx::{Connection, PgConnection, query, query_scalar};
use uuid::Uuid;

/// Computes every digest anew that was written in an earlier form, and says how many there were. The connection is the
/// owner's; of two servers that start together each takes what the other does not.
///
/// # Errors
/// When the database cannot be reached.
pub async fn renew_digests(owner: &mut PgConnection) -> Result<u64, WriteError> {
    let (mut renewed, mut after) = (0, Uuid::nil());
    loop {
        let mut tx = owner.begin().await?;
        query!("select set_config('faultline.role', 'admin', true)").fetch_one(&mut *tx).await?;
        let Some(id) = next(&mut tx, after).await? else { return Ok(renewed) };
        after = id.0;
        // What cannot be read stays as it is, and holds nothing else up.
        match load(&mut tx, reading(id)?).await {
            Ok(loaded) => {
                let digest = Digest::of(&loaded.document, &assess(&loaded.document));
                query!("update engagement set digest = $2 where id = $1", id.0, Json(digest) as _)
                    .execute(&mut *tx)
                    .await?;
                tx.commit().await?;
                renewed += 1;
            }
            Err(WriteError::Json(error)) => {
                tracing::error!(engagement = %id, %error, "a digest cannot be renewed");
            }
            Err(error) => return Err(error),
        }
    }
}

/// The next engagement whose digest is of an earlier form, locked.
async fn next(conn: &mut PgConnection, after: Uuid) -> sqlx::Result<Option<EngagementId>> {
    let form = i32::try_from(FORMAT).unwrap_or(i32::MAX);
    let found = query_scalar!(
        "select id from engagement where id > $1 and coalesce((digest ->> 'format')::int, 0) < $2
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
