//! The firm's answer to a request: it becomes an engagement with its answers filled in, or it is declined with a reason.
//! What was answered stays as it was; of two who answer at once the second is told so, and changes nothing.

use super::{ClientOf, IntakeRequest, find};
use crate::document::engagement::Problem;
use crate::document::intake::IntakeState;
use crate::engines::redact::{Policy, Redactor};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{EngagementId, IntakeId};
use crate::stores::access::{Actor, FirmGrant, OpenEngagement};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::{
    ClientName, WriteError, client_of_request, led_by, open, put_many,
};
use serde_json::json;
use sqlx::{PgConnection, query};

/// Longest reason, in characters.
pub const REASON: usize = 2_000;

/// Takes a request: adds its client unless they are known, and opens an engagement that begins with its answers and is
/// led by whoever takes it.
///
/// # Errors
/// [`WriteError::Conflict`] when it was answered meanwhile; [`WriteError::Invalid`] with what to put right.
pub async fn accept(
    conn: &mut PgConnection,
    actor: &Actor,
    (id, version): (IntakeId, i32),
    client: ClientOf<'_>,
    title: &str,
) -> Result<EngagementId, WriteError> {
    let grant = actor.may_in_firm::<OpenEngagement>().map_err(|_| WriteError::NotFound)?;
    let request = waiting(&mut *conn, grant, id, version).await?;
    let client = match client {
        ClientOf::Known(client) => client,
        ClientOf::New(name) => {
            let name = ClientName::read("client_name", name)?;
            client_of_request(&mut *conn, grant, id, name).await?
        }
    };
    let engagement = open(&mut *conn, grant, client, title).await?;
    settle(&mut *conn, grant, &request, Settled::Accepted(engagement)).await?;
    let parts = request.answers.parts(request.received_at.date_naive());
    put_many(conn, led_by(actor, engagement)?, |_| (parts, Vec::new())).await?;
    Ok(engagement)
}

/// Declines a request, and gives the reason as it was recorded.
///
/// # Errors
/// [`WriteError::Conflict`] when it was answered meanwhile; [`WriteError::Invalid`] without a reason.
pub async fn decline(
    conn: &mut PgConnection,
    grant: FirmGrant<OpenEngagement>,
    (id, version): (IntakeId, i32),
    reason: &str,
) -> Result<String, WriteError> {
    let request = waiting(&mut *conn, grant, id, version).await?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON {
        let message =
            format!("Give a reason of at most {REASON} characters: whoever asked reads it.");
        return Err(invalid("reason", message));
    }
    let reason = Redactor::new(id.0.as_bytes()).text_as(Policy::Document, reason).text;
    settle(conn, grant, &request, Settled::Declined(&reason)).await?;
    Ok(reason)
}

/// The request, as long as it waits and nobody changed it.
async fn waiting(
    conn: &mut PgConnection,
    grant: FirmGrant<OpenEngagement>,
    id: IntakeId,
    version: i32,
) -> Result<IntakeRequest, WriteError> {
    let request = find(conn, grant, id).await?.ok_or(WriteError::NotFound)?;
    if request.state == IntakeState::Waiting && request.version == version {
        Ok(request)
    } else {
        Err(WriteError::Conflict(None))
    }
}

/// What a request came to.
#[derive(Debug, Clone, Copy)]
enum Settled<'a> {
    Accepted(EngagementId),
    Declined(&'a str),
}

/// Records the answer. Of two at once, the second finds nothing that waits.
async fn settle(
    conn: &mut PgConnection,
    grant: FirmGrant<OpenEngagement>,
    request: &IntakeRequest,
    settled: Settled<'_>,
) -> Result<(), WriteError> {
    let (state, engagement, reason) = match settled {
        Settled::Accepted(engagement) => (IntakeState::Accepted, Some(engagement), ""),
        Settled::Declined(reason) => (IntakeState::Declined, None, reason),
    };
    let answered = query!(
        "update intake set state = $3::text::intake_state, engagement_id = $4, reason = $5, answered_by = $6,
             answered_at = now(), version = version + 1
         where id = $1 and version = $2 and state = 'waiting'",
        request.id.0,
        request.version,
        state.key(),
        engagement.map(|id| id.0),
        reason,
        grant.person().0
    );
    if answered.execute(&mut *conn).await?.rows_affected() == 0 {
        return Err(WriteError::Conflict(None));
    }
    let before = json!({ "state": IntakeState::Waiting });
    let after = json!({ "state": state, "reason": reason });
    let entry = NewEntry {
        person: grant.person(),
        engagement,
        action: AuditAction::Decided,
        kind: "request",
        subject: Some(request.id.0),
        name: &request.answers.company,
        before: Some(&before),
        after: Some(&after),
    };
    Ok(audit::record(conn, entry).await?)
}

fn invalid(field: &'static str, message: impl Into<String>) -> WriteError {
    WriteError::Invalid(vec![Problem::new(field, message)])
}
