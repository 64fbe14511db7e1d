//! What becomes of a request: the client grants or refuses it, and either side takes it back.
//! Each is written once, with its entry in the audit.

use super::ask::of;
use super::*;
use crate::platform::catalogue::Catalogue;
use crate::stores::access::{Decide, EditWork};
use crate::stores::engagement::{outdate_digest, refresh_digest};
use crate::stores::words::Words;
use serde_json::json;

/// What the client answers to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// It is granted, so far and until this day.
    Grant(AccessScope, NaiveDate),
    /// It is refused.
    Refuse,
}

/// Records what the client answers, with conditions or the reason.
///
/// # Errors
/// [`WriteError::Invalid`] when a refusal has no reason or a grant no sound last day; [`WriteError::Conflict`] when it
/// changed or was answered meanwhile; [`WriteError::NotFound`] when there is none.
pub async fn answer(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    id: AccessRequestId,
    version: i32,
    reply: Reply,
    says: &str,
) -> Result<(), WriteError> {
    let mut words = Words::of_client(&mut *conn, grant).await?;
    let (state, scope, until, says) = match reply {
        Reply::Grant(scope, until) => {
            words.also(last_day("until", until));
            (AccessState::Granted, Some(scope), Some(until), words.text("answer", says, TEXT))
        }
        Reply::Refuse => {
            let asks = "Write why, so that your consultants can ask for less or find another way.";
            (AccessState::Refused, None, None, words.needed("answer", says, asks))
        }
    };
    words.done()?;
    outdate_digest(&mut *conn, grant).await?;
    let was = found(&mut *conn, grant, id, version).await?;
    if was.state != AccessState::Asked {
        return Err(WriteError::Conflict(None));
    }
    query!(
        "update access_request set state = $3::text::access_state, granted_scope = $4::text::access_scope,
             granted_until = $5, answer = $6, answered_by = $7, answered_at = now(),
             answered_by_name = (select name from person where id = $7), version = version + 1
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        state.key(),
        scope.map(Catalogue::key),
        until,
        says,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let before = json!({ "state": was.state, "scope": was.scope, "until": was.needed_until });
    let after = json!({ "state": state, "scope": scope, "until": until, "answer": says });
    let change = of(AuditAction::Decided, id, &was.system_name, Some(&after));
    Ok(note(conn, grant, Change { before: Some(&before), ..change }).await?)
}

/// Records that staff took an access back, or that what was asked for is not needed any more.
///
/// # Errors
/// [`WriteError::Invalid`] without a reason; [`WriteError::Conflict`] when it changed meanwhile or has ended;
/// [`WriteError::NotFound`] when there is none.
pub async fn revoke(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: AccessRequestId,
    version: i32,
    because: &str,
) -> Result<(), WriteError> {
    let words = Words::of_staff(&lock(&mut *conn, grant).await?);
    let open = [AccessState::Asked, AccessState::Granted];
    end(&mut *conn, grant, id, version, (words, because, &open)).await?;
    refresh_digest(conn, grant).await
}

/// Records that the client took back an access that it had granted.
///
/// # Errors
/// As [`revoke`].
pub async fn withdraw(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    id: AccessRequestId,
    version: i32,
    because: &str,
) -> Result<(), WriteError> {
    let words = Words::of_client(&mut *conn, grant).await?;
    outdate_digest(&mut *conn, grant).await?;
    end(conn, grant, id, version, (words, because, &[AccessState::Granted])).await
}

/// Ends a request that is in one of these states.
async fn end<A: Copy>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    id: AccessRequestId,
    version: i32,
    (mut words, because, open): (Words, &str, &[AccessState]),
) -> Result<(), WriteError> {
    let was = found(&mut *conn, grant, id, version).await?;
    if !open.contains(&was.state) {
        return Err(WriteError::Conflict(None));
    }
    // What was never granted is stored as ended too; it is told as withdrawn.
    let (ended, asks) = match was.state {
        AccessState::Asked => (AccessState::Withdrawn, "Say why it is not asked for any more."),
        _ => (AccessState::Revoked, "Say why, and how it was taken back."),
    };
    let because = words.needed("because", because, asks);
    words.done()?;
    query!(
        "update access_request set state = 'revoked', ended_by = $3, ended_at = now(), ended_because = $4,
             ended_by_name = (select name from person where id = $3), version = version + 1
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        grant.person().0,
        because
    )
    .execute(&mut *conn)
    .await?;
    let before = json!({ "state": was.state });
    let after = json!({ "state": ended, "because": because });
    let change = of(AuditAction::Changed, id, &was.system_name, Some(&after));
    Ok(note(conn, grant, Change { before: Some(&before), ..change }).await?)
}
