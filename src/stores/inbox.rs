//! The inbox of staff: what the client said, sent or answered, until somebody replies or marks it as done.
//! One query reads it, however many engagements it spans; row-level security says which.

use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::EngagementId;
use crate::stores::access::{EditWork, Grant, ViewWork};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, query, query_file_as, query_scalar};
use uuid::Uuid;

/// The most that is listed: the oldest, which wait the longest.
pub const MOST: i64 = 200;
/// Characters of what was said that a list shows.
const SHOWN: i32 = 1_000;

catalogue! {
    /// What kind of thing waits.
    pub enum WaitingKind {
        Decision => "decision", "Decision";
        Comment => "comment", "Comment";
        Sample => "sample", "Report of a failure";
        Access => "access", "Answer about access";
        Quote => "quote", "Answer to a quote";
        Question => "question", "Answer to a question";
        Truth => "truth", "Answer to a field";
        Mention => "mention", "Mention";
        Colleague => "colleague", "Colleague to invite";
    }
}

impl WaitingKind {
    /// Whether it is dealt with by marking it as done; whoever asks for a colleague is always told what became of it.
    #[must_use]
    pub fn is_marked(self) -> bool {
        self != Self::Colleague
    }
}

/// Something of the client's that waits for staff.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The engagement.
    pub engagement: EngagementId,
    /// What it is called.
    pub title: String,
    /// What kind of thing it is, a key of [`WaitingKind`].
    pub kind: String,
    /// Which.
    pub subject: Uuid,
    /// Who of the client, by name.
    pub person: String,
    /// What they decided or answered, what they reported, or where they said it: a key of the kind's own, or nothing.
    pub detail: String,
    /// What an answer is about, as it is called: a system, a quote's number, the subject of a question. For a mention, the
    /// comment under which it stands; for a colleague, their name.
    pub of: String,
    /// What they said, as far as a list shows it.
    pub says: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Whether more may wait than is listed.
#[must_use]
pub fn is_cut(waiting: &[Waiting]) -> bool {
    i64::try_from(waiting.len()).is_ok_and(|count| count >= MOST)
}

/// What waits in every engagement that whoever acts works on, or in one of them; the oldest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn waiting(
    conn: &mut PgConnection,
    within: Option<Grant<ViewWork>>,
) -> sqlx::Result<Vec<Waiting>> {
    find(conn, within, None).await
}

/// What waits, or one thing of it.
async fn find(
    conn: &mut PgConnection,
    within: Option<Grant<ViewWork>>,
    one: Option<(WaitingKind, Uuid)>,
) -> sqlx::Result<Vec<Waiting>> {
    query_file_as!(
        Waiting,
        "src/stores/inbox/waiting.sql",
        within.map(|grant| grant.engagement().0),
        SHOWN,
        MOST,
        one.map(|(kind, _)| kind.key()),
        one.map(|(_, subject)| subject)
    )
    .fetch_all(conn)
    .await
}

/// Marks something as done, until the client says more; what is done already stays so. What the client said after whoever
/// marks it had `seen` it still waits.
///
/// # Errors
/// [`WriteError::NotFound`] when nothing like that waits here, or it is not dealt with so.
pub async fn mark_done(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    (kind, subject): (WaitingKind, Uuid),
    seen: Option<DateTime<Utc>>,
) -> Result<(), WriteError> {
    if !kind.is_marked() {
        return Err(WriteError::NotFound);
    }
    let found = find(&mut *conn, Some(grant.into()), Some((kind, subject))).await?;
    let Some(found) = found.first() else {
        let done = is_done(&mut *conn, grant, kind, subject).await?;
        return if done { Ok(()) } else { Err(WriteError::NotFound) };
    };
    if seen.is_some_and(|seen| found.at > seen) {
        return Ok(());
    }
    query!(
        "insert into room_done (engagement_id, kind, subject_id, done_by) values ($1, $2::text::room_word, $3, $4)
         on conflict do nothing",
        grant.engagement().0,
        kind.key(),
        subject,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: AuditAction::Changed,
        kind: "done",
        subject: Some(subject),
        name: &format!("{} of {}", kind.label(), found.person),
        before: None,
        after: None,
    };
    Ok(audit::record(conn, entry).await?)
}

async fn is_done(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    kind: WaitingKind,
    subject: Uuid,
) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (select from room_done where engagement_id = $1 and kind = $2::text::room_word
                              and subject_id = $3) as "done!""#,
        grant.engagement().0,
        kind.key(),
        subject
    )
    .fetch_one(conn)
    .await
}
