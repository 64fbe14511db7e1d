//! Notices: that something happened in an engagement, told by mail as each person chose: at once, once a day, or not at all.
//! A notice holds no word of anybody: what kind of thing happened, and on which page it stands.

use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::{EngagementId, PersonId};
use crate::stores::access::Grant;
use chrono::NaiveDate;
use sqlx::{PgConnection, query, query_as};
use uuid::Uuid;

mod choices;
pub mod daily;
#[cfg(test)]
mod tests;

pub use choices::{Choices, choices, choose, waiting};

/// Notices of one kind that somebody is mailed one by one in an hour, at most; the database has the same bound.
pub const MOST_AT_ONCE: usize = 10;

catalogue! {
    /// A kind of notice, which each person chooses for.
    pub enum NoticeKind {
        Published => "published", "A version or a quote is published";
        Answered => "answered", "Somebody answers or mentions me";
        Asked => "asked", "Something is asked of me";
        Client => "client", "Clients say or do something";
        Requests => "requests", "Somebody asks for a triage";
        Reminders => "reminders", "Something is due, or ends soon";
    }
}

catalogue! {
    /// How somebody wants to be told.
    pub enum NoticeChoice {
        AtOnce => "at_once", "At once";
        Daily => "daily", "In one mail a day";
        Never => "never", "Not by mail";
    }
}

catalogue! {
    /// What happened.
    pub enum NoticeEvent {
        VersionPublished => "version_published", "A new version is published";
        QuoteIssued => "quote_issued", "There is a quote for you";
        Answered => "answered", "There is an answer in your room";
        Mentioned => "mentioned", "You are mentioned in a room";
        QuestionAsked => "question_asked", "A question for you";
        AccessAsked => "access_asked", "You are asked for an access";
        Decided => "decided", "A client answered a recommendation";
        Commented => "commented", "A client commented";
        FailureReported => "failure_reported", "A client reported a failure";
        AccessAnswered => "access_answered", "A client answered about an access";
        QuestionAnswered => "question_answered", "A client answered a question";
        TruthAnswered => "truth_answered", "A client approved or disputed a field";
        ColleagueAsked => "colleague_asked", "A client asks you to invite a colleague";
        QuestionEnds => "question_ends", "A question waits for your answer";
        AccessEnds => "access_ends", "An access ends soon";
        RequestWaits => "request_waits", "A request for a triage waits";
    }
}

impl NoticeKind {
    /// How somebody is told who has not chosen.
    #[must_use]
    pub fn usual(self) -> NoticeChoice {
        match self {
            // What clients say and do waits in the inbox, and would be many mails.
            Self::Client => NoticeChoice::Daily,
            Self::Published | Self::Answered | Self::Asked | Self::Requests | Self::Reminders => {
                NoticeChoice::AtOnce
            }
        }
    }

    /// Whether it comes to staff, or else to a client's people.
    #[must_use]
    pub fn comes_to(self, staff: bool) -> bool {
        match self {
            Self::Published | Self::Asked => !staff,
            Self::Client | Self::Requests => staff,
            Self::Answered | Self::Reminders => true,
        }
    }
}

impl NoticeEvent {
    /// The kind that people choose for.
    #[must_use]
    pub fn kind(self) -> NoticeKind {
        match self {
            Self::VersionPublished | Self::QuoteIssued => NoticeKind::Published,
            Self::Answered | Self::Mentioned => NoticeKind::Answered,
            Self::QuestionAsked | Self::AccessAsked => NoticeKind::Asked,
            Self::Decided
            | Self::Commented
            | Self::FailureReported
            | Self::AccessAnswered
            | Self::QuestionAnswered
            | Self::TruthAnswered
            | Self::ColleagueAsked => NoticeKind::Client,
            Self::QuestionEnds | Self::AccessEnds => NoticeKind::Reminders,
            Self::RequestWaits => NoticeKind::Requests,
        }
    }
}

/// Whom something concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// Somebody.
    Person(PersonId),
    /// Everyone of the client who may read the room.
    Clients,
    /// Everyone of the client who may answer for it.
    Answerers,
    /// Everyone who works on the engagement.
    Staff,
}

impl To {
    fn person(self) -> Uuid {
        match self {
            Self::Person(person) => person.0,
            Self::Clients | Self::Answerers | Self::Staff => Uuid::nil(),
        }
    }

    fn side(self) -> String {
        let side = match self {
            Self::Person(_) => "",
            Self::Clients => "client",
            Self::Answerers => "voice",
            Self::Staff => "staff",
        };
        side.to_owned()
    }
}

/// Something that happened.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Whom it concerns, and as what. Who is meant by several entries is told as the first says.
    pub to: &'a [(To, NoticeEvent)],
    /// Where it stands: an address without the server's name.
    pub page: &'a str,
    /// The day on which what it is about ends, or an answer is due.
    pub due_on: Option<NaiveDate>,
}

/// A notice that is to be mailed at once; it counts as mailed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtOnce {
    /// The notice.
    pub id: Uuid,
    /// Where it is mailed to.
    pub email: String,
    /// What happened.
    pub event: NoticeEvent,
}

/// Notes what the person of the grant did for everyone whom it concerns but themselves, and says whom to mail at once. It
/// belongs into the transaction of what happened, and is mailed when that is on record.
///
/// # Errors
/// When the database cannot be reached.
pub async fn notify<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    told: Told<'_>,
) -> sqlx::Result<Vec<AtOnce>> {
    note(conn, Some(grant.engagement()), told).await
}

/// The same of what nobody in particular does: what a day brings, or a stranger. Of no engagement, staff alone are told.
///
/// # Errors
/// When the database cannot be reached.
pub async fn notify_of(
    conn: &mut PgConnection,
    engagement: Option<EngagementId>,
    told: Told<'_>,
) -> sqlx::Result<Vec<AtOnce>> {
    note(conn, engagement, told).await
}

async fn note(
    conn: &mut PgConnection,
    engagement: Option<EngagementId>,
    Told { to, page, due_on }: Told<'_>,
) -> sqlx::Result<Vec<AtOnce>> {
    if to.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<Uuid> = to.iter().map(|(to, _)| to.person()).collect();
    let sides: Vec<String> = to.iter().map(|(to, _)| to.side()).collect();
    let kinds: Vec<String> = to.iter().map(|(_, event)| event.kind().key().to_owned()).collect();
    let events: Vec<String> = to.iter().map(|(_, event)| event.key().to_owned()).collect();
    let usual: Vec<String> =
        to.iter().map(|(_, event)| event.kind().usual().key().to_owned()).collect();
    query_as!(
        AtOnce,
        r#"select noticed as "id!", email as "email!", event as "event!: NoticeEvent"
           from notify($1, $2, $3, $4, $5, $6, $7, $8)"#,
        engagement.map(|id| id.0),
        &people,
        &sides,
        &kinds,
        &events,
        &usual,
        page,
        due_on
    )
    .fetch_all(conn)
    .await
}

/// Lets a notice that could not be mailed at once wait for the mail of the day.
///
/// # Errors
/// When the database cannot be reached.
pub async fn later(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<()> {
    query!("select notice_later($1)", id).execute(conn).await.map(|_| ())
}

/// Takes back a notice that could not be mailed at once, because what it is about will be told of again.
///
/// # Errors
/// When the database cannot be reached.
pub async fn take_back(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<()> {
    query!("select notice_take_back($1)", id).execute(conn).await.map(|_| ())
}
