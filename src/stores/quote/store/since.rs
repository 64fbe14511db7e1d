//! What becomes of a quote since it was issued: the client's answer, what its assumptions came to, what it took.
//! Each is written once, with its entry in the audit; what was issued stays as it is.

use super::super::{ChangeOrder, Issued, QuoteAnswer, QuoteState};
use super::{invalid, lock, note, own_name, read};
use crate::document::quote::{AssumptionState, MOST_TAKEN};
use crate::engines::redact::Policy;
use crate::judgement::quote::price;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::PartId;
use crate::stores::access::{Decide, EditWork, Grant, Publish};
use crate::stores::audit::AuditAction;
use crate::stores::engagement::WriteError;
use crate::stores::words::room_redactor;
use serde_json::json;
use sqlx::{PgConnection, query};
use uuid::Uuid;

/// Longest reason or finding, in characters.
pub const TEXT: usize = 5_000;
/// The most minutes that work is recorded with.
const MOST_MINUTES: i64 = MOST_TAKEN * 60;

/// Records what the client answers to the quote that waits.
///
/// # Errors
/// [`WriteError::Invalid`] when a reason is missing or its last day is over; [`WriteError::Conflict`] when it was answered
/// or superseded meanwhile; [`WriteError::NotFound`] when there is none of this number.
pub async fn answer(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    number: i32,
    answer: QuoteAnswer,
    reason: &str,
) -> Result<(), WriteError> {
    let reason = said(&mut *conn, grant, reason).await?;
    if reason.is_empty() && answer == QuoteAnswer::Decline {
        return Err(invalid("reason", "Write why, so that the next quote can be a better one."));
    }
    let found = query!(
        r#"select id, state::text as "state!: QuoteState", valid_until >= current_date as "valid!"
           from quote where engagement_id = $1 and number = $2 for no key update"#,
        grant.engagement().0,
        number
    );
    let found = found.fetch_optional(&mut *conn).await?.ok_or(WriteError::NotFound)?;
    if found.state != QuoteState::Issued {
        return Err(WriteError::Conflict(None));
    }
    if !found.valid && answer == QuoteAnswer::Accept {
        let message = "The last day to accept this quote is over. Ask for a new one.";
        return Err(invalid("answer", message));
    }
    let state = match answer {
        QuoteAnswer::Accept => QuoteState::Accepted,
        QuoteAnswer::Decline => QuoteState::Declined,
    };
    query!(
        "update quote set state = $2::text::quote_state, reason = $3, answered_by = $4, answered_at = now(),
             answered_by_name = (select name from person where id = $4), version = version + 1
         where id = $1",
        found.id,
        state.key(),
        reason,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let before = json!({ "state": found.state });
    let after = json!({ "state": state, "reason": reason });
    let told = (Some(&before), &after);
    Ok(note(conn, grant, AuditAction::Decided, (found.id, number), told).await?)
}

/// Records what an accepted quote took in the end, over what was recorded before.
///
/// # Errors
/// [`WriteError::Invalid`] when it was not accepted or the minutes mean nothing; [`WriteError::Conflict`] when someone else
/// recorded something meanwhile; [`WriteError::NotFound`] when there is none of this number.
pub async fn close(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    number: i32,
    version: i32,
    minutes: i32,
) -> Result<(), WriteError> {
    let found = query!(
        r#"select id, state::text as "state!: QuoteState", version, actual_minutes
           from quote where engagement_id = $1 and number = $2 for no key update"#,
        grant.engagement().0,
        number
    );
    let found = found.fetch_optional(&mut *conn).await?.ok_or(WriteError::NotFound)?;
    if found.state != QuoteState::Accepted {
        return Err(invalid("took", "Only what an accepted quote took can be recorded."));
    }
    if !(1..=MOST_MINUTES).contains(&i64::from(minutes)) {
        return Err(invalid("took", "Give the hours it took, more than none and up to 100,000."));
    }
    if found.version != version {
        return Err(WriteError::Conflict(None));
    }
    query!(
        "update quote set actual_minutes = $2, version = version + 1 where id = $1",
        found.id,
        minutes
    )
    .execute(&mut *conn)
    .await?;
    let before = json!({ "actual_minutes": found.actual_minutes });
    let after = json!({ "actual_minutes": minutes });
    let told = (Some(&before), &after);
    Ok(note(conn, grant, AuditAction::Changed, (found.id, number), told).await?)
}

/// Records what the test of an assumption came to; where it is false, that is a change order.
///
/// # Errors
/// [`WriteError::Invalid`] when the quote was not accepted or nothing is said of what was found; [`WriteError::Conflict`]
/// when it was tested already; [`WriteError::NotFound`] when there is no such quote or assumption.
pub async fn test_assumption(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    number: i32,
    assumption: PartId,
    holds: bool,
    found: &str,
) -> Result<ChangeOrder, WriteError> {
    let found = said(&mut *conn, grant, found).await?;
    lock(&mut *conn, grant).await?;
    let quote = read::one(&mut *conn, grant, number).await?.ok_or(WriteError::NotFound)?;
    let entries = &quote.contents.quote.assumptions;
    let open = |state| state == AssumptionState::Open;
    let entry = entries.iter().find(|entry| entry.id == assumption && open(entry.state));
    let entry = entry.ok_or(WriteError::NotFound)?;
    if quote.state != QuoteState::Accepted {
        return Err(invalid("found", "An assumption is settled once the quote is accepted."));
    }
    if found.is_empty() {
        return Err(invalid("found", "Write what was found; it stands in the change order."));
    }
    if quote.changes.iter().any(|order| order.assumption == assumption) {
        return Err(WriteError::Conflict(None));
    }
    let minutes = if holds { 0 } else { entry.if_false };
    let order = ChangeOrder {
        assumption,
        says: entry.says.clone(),
        holds,
        found,
        minutes,
        price: price(&quote.contents.quote, minutes),
        written_by: own_name(&mut *conn, grant).await?,
        written_at: chrono::Utc::now(),
    };
    write_order(conn, grant, &quote, &order).await?;
    Ok(order)
}

async fn write_order(
    conn: &mut PgConnection,
    grant: Grant<Publish>,
    quote: &Issued,
    order: &ChangeOrder,
) -> Result<(), WriteError> {
    query!(
        "insert into quote_change (id, engagement_id, quote_id, assumption_id, document, written_by)
         values ($1, $2, $3, $4, $5::text::json, $6)",
        Uuid::now_v7(),
        grant.engagement().0,
        quote.id.0,
        order.assumption.0,
        serde_json::to_string(order)?,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let after = serde_json::to_value(order)?;
    let number = quote.contents.number;
    Ok(note(conn, grant, AuditAction::Added, (quote.id.0, number), (None, &after)).await?)
}

/// What somebody says, as it may be stored: the engagement's own people are known by their names.
async fn said<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    text: &str,
) -> Result<String, WriteError> {
    let redactor = room_redactor(conn, grant).await?;
    let text = text.trim().replace("\r\n", "\n").replace('\0', "");
    if text.chars().count() > TEXT {
        return Err(invalid("reason", "Shorten this to 5,000 characters."));
    }
    Ok(redactor.text_as(Policy::Evidence, &text).text)
}
