//! What staff do with a colleague who was asked for: let them in, or decline with a word back.

use super::{ColleagueState, note};
use crate::document::engagement::Problem;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{ColleagueId, PersonId};
use crate::stores::access::{Grant, ManageMembers};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use crate::stores::people::Email;
use crate::stores::words::{Words, room_redactor};
use chrono::{Duration, Utc};
use serde_json::json;
use sqlx::{PgConnection, query};

/// Somebody who was let in.
#[derive(Debug, Clone)]
pub struct LetIn {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// Whether the link is for them: they have set no password yet.
    pub by_link: bool,
    /// Whoever asked, if they may still read the room.
    pub asker: Option<PersonId>,
}

/// A request that waits.
struct Open {
    name: String,
    email: String,
    capacity: String,
    asker: Option<PersonId>,
}

/// Lets a colleague in: an account, unless they have one, a part in the room, and the hash of a link's token.
///
/// # Errors
/// [`WriteError::Conflict`] when it was answered already; [`WriteError::Invalid`] when the address is somebody's who cannot
/// join.
pub async fn invite(
    conn: &mut PgConnection,
    grant: Grant<ManageMembers>,
    id: ColleagueId,
    token_hash: &[u8],
) -> Result<LetIn, WriteError> {
    let open = open(&mut *conn, grant, id).await?;
    let Ok(email) = open.email.parse::<Email>() else {
        return Err(invalid("This is no address any more. Decline, and say so."));
    };
    let made = query!(
        r#"select person as "person!: PersonId", by_link as "by_link!" from colleague_invite($1, $2, $3, $4)"#,
        id.0,
        PersonId::new().0,
        token_hash,
        Utc::now() + Duration::days(3)
    );
    let made = made.fetch_optional(&mut *conn).await.map_err(unfit)?;
    let made = made.ok_or(WriteError::Conflict(None))?;
    close(&mut *conn, grant, (id, &open.name), (ColleagueState::Invited, "")).await?;
    let after = json!({ "email": email.as_str(), "capacity": open.capacity });
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: AuditAction::Added,
        kind: "member",
        subject: Some(made.person.0),
        name: &open.name,
        before: None,
        after: Some(&after),
    };
    audit::record(&mut *conn, entry.clone()).await?;
    if made.by_link {
        let invited = AuditAction::Invited;
        audit::record(conn, NewEntry { action: invited, kind: "person", after: None, ..entry })
            .await?;
    }
    let Open { name, asker, .. } = open;
    Ok(LetIn { name, email, by_link: made.by_link, asker })
}

/// Declines, with a word back. Says who asked, if they may still read the room.
///
/// # Errors
/// [`WriteError::Invalid`] when there is no word; [`WriteError::Conflict`] when it was answered already.
pub async fn decline(
    conn: &mut PgConnection,
    grant: Grant<ManageMembers>,
    id: ColleagueId,
    word_back: &str,
) -> Result<Option<PersonId>, WriteError> {
    let mut words = Words::of_staff_with(room_redactor(&mut *conn, grant).await?);
    let asks = "Write a word back; whoever asked reads it.";
    let word_back = words.needed("word_back", word_back, asks);
    words.done()?;
    let open = open(&mut *conn, grant, id).await?;
    close(conn, grant, (id, &open.name), (ColleagueState::Declined, &word_back)).await?;
    Ok(open.asker)
}

/// The request, locked, if it still waits.
async fn open(
    conn: &mut PgConnection,
    grant: Grant<ManageMembers>,
    id: ColleagueId,
) -> Result<Open, WriteError> {
    let row = query!(
        r#"select c.name, c.email, c.capacity, c.state = 'open' as "waits!",
               (select p.id from person p join membership m on m.person_id = p.id
                where p.id = c.asked_by and m.engagement_id = c.engagement_id and p.disabled_at is null)
               as "asker?: PersonId"
           from colleague c where c.engagement_id = $1 and c.id = $2 for no key update of c"#,
        grant.engagement().0,
        id.0
    );
    let row = row.fetch_optional(conn).await?.ok_or(WriteError::NotFound)?;
    if !row.waits {
        return Err(WriteError::Conflict(None));
    }
    Ok(Open { name: row.name, email: row.email, capacity: row.capacity, asker: row.asker })
}

async fn close(
    conn: &mut PgConnection,
    grant: Grant<ManageMembers>,
    (id, name): (ColleagueId, &str),
    (state, word_back): (ColleagueState, &str),
) -> Result<(), WriteError> {
    query!(
        "update colleague set state = $3::text::colleague_state, word_back = $4, closed_by = $5, closed_at = now(),
             closed_by_name = (select name from person where id = $5), version = version + 1
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        state.key(),
        word_back,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let before = json!({ "state": ColleagueState::Open });
    let after = json!({ "state": state, "word_back": word_back });
    note(conn, grant, (AuditAction::Changed, id, name), (Some(&before), &after)).await
}

/// The database says when an address cannot join, by the name of the rule.
fn unfit(error: sqlx::Error) -> WriteError {
    match error.as_database_error().and_then(|error| error.constraint()) {
        Some("colleague_address") => invalid(
            "Somebody else has this address, or was shut out. Decline, or ask an admin to see to it.",
        ),
        Some("colleague_member") => invalid("They are in this room already. Decline, and say so."),
        _ => WriteError::Database(error),
    }
}

fn invalid(says: &str) -> WriteError {
    WriteError::Invalid(vec![Problem::new("", says)])
}
