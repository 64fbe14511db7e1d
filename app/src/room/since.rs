//! What is new for a person in their room since they last looked, in three lines at most, and what waits for them.
//! That they looked is written when they say so, never by reading a page.

use super::Room;
use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::{Link, PostButton};
use crate::urls;
use axum::response::Response;
use chrono::{DateTime, Utc};
use faultline::document::access_ledger::{AccessLedger, AccessRequest, AccessState};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::{counted, cut, day};
use faultline::stores::access::{Action, ViewRoom};
use faultline::stores::quote::store::Waiting;
use faultline::stores::room::About;
use faultline::stores::room::store::{self, Listed, Since};

/// The routes of what was seen.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post(Access::To(Action::ViewRoom), "/room/{engagement}/seen", seen)
}

async fn seen(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewRoom>(engagement)?;
    let number = sent.raw("version").parse().map_err(|_| HttpError::BadRequest)?;
    let at: DateTime<Utc> = sent.raw("at").parse().map_err(|_| HttpError::BadRequest)?;
    let mut tx = context.act().await?;
    store::look(&mut tx, grant, number, at).await?;
    tx.commit().await?;
    Ok(go(&urls::room(engagement, "", None)))
}

/// A line of the block.
#[derive(Debug, Clone)]
enum Line {
    /// Something new: where it is read, and what is added to it.
    News(Link, String),
    /// What waits for the reader: where each of it is answered.
    Waits(Vec<Link>),
}

/// What is new, for whoever reads the room for the client, and what waits, for who of them may answer.
pub(super) fn block(engagement: EngagementId, room: &Room, may_answer: bool) -> Option<Markup> {
    let mut lines = news(engagement, &room.since, &room.versions);
    let unread = !lines.is_empty();
    if may_answer {
        lines.extend(waits(engagement, &room.since, room.waiting, &room.access, Utc::now()));
    }
    let newest = room.newest();
    (!lines.is_empty())
        .then(|| view! { <SinceBlock engagement newest lines unread at=Utc::now() /> }.into())
}

/// A version and replies that came since.
fn news(engagement: EngagementId, since: &Since, versions: &[Listed]) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(newest) = versions.first().filter(|newest| since.number != Some(newest.number)) {
        let note = newest.note.trim();
        let told =
            if note.is_empty() { String::new() } else { format!(": “{}”", cut(note, NOTE)) };
        lines.push(Line::News(version(engagement, since, newest), told));
    }
    if since.replies > 0 {
        let says = counted(since.replies, "answer", "answers") + " from your consultants";
        lines.push(said(engagement, says, since.replied_in.as_deref()));
    }
    if since.mentions > 0 {
        let says = format!("You are mentioned {}", counted(since.mentions, "time", "times"));
        lines.push(said(engagement, says, since.mentioned_in.as_deref()));
    }
    lines
}

/// What was said, and under which part of the room the newest of it stands.
fn said(engagement: EngagementId, says: String, part: Option<&str>) -> Line {
    let about = part.and_then(|key| About::from_key(key).ok());
    let href = urls::comments(engagement, about.unwrap_or(About::Summary));
    let at = about.map_or_else(String::new, |at| format!(", the newest under “{}”", at.label()));
    Line::News(Link::new(href, says), at)
}

fn version(engagement: EngagementId, since: &Since, newest: &Listed) -> Link {
    let number = newest.number;
    let on = day(newest.published_at.date_naive());
    match since.number {
        Some(seen) => {
            let page =
                format!("{}?from={seen}&to={number}", urls::room(engagement, "changes", None));
            Link::new(
                page,
                format!("Version {number}, published {on}: what changed since version {seen}"),
            )
        }
        None => {
            let page = format!("{}#versions", urls::room(engagement, "downloads", None));
            Link::new(page, format!("Version {number}, published {on}, is new to you"))
        }
    }
}

/// What waits for an answer of this person's company.
fn waits(
    engagement: EngagementId,
    since: &Since,
    quote: Option<Waiting>,
    access: &AccessLedger,
    now: DateTime<Utc>,
) -> Option<Line> {
    let (today, page) = (now.date_naive(), |page: &str| urls::room(engagement, page, None));
    let count = |which: &dyn Fn(&AccessRequest) -> bool| {
        i64::try_from(access.requests.iter().filter(|one| which(one)).count()).unwrap_or(i64::MAX)
    };
    let asked = count(&|one| one.standing(today) == AccessState::Asked);
    let soon = count(&|one| one.ends_soon(today));
    let over = count(&|one| one.standing(today) == AccessState::Expired);
    let quote = quote.map(|quote| {
        Link::new(page("quote"), format!("quote {} until {}", quote.number, day(quote.until)))
    });
    let counts = [
        (since.questions, "questions", "question", "questions"),
        (asked, "access", "request for access", "requests for access"),
        (soon, "access", "access that ends soon", "accesses that end soon"),
        (
            over,
            "access",
            "access that is over and not revoked",
            "accesses that are over and not revoked",
        ),
    ];
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    let links: Vec<Link> = quote
        .into_iter()
        .chain(counts.map(|(n, at, one, many)| Link::new(page(at), counted(n, one, many))))
        .collect();
    (!links.is_empty()).then_some(Line::Waits(links))
}

/// The block; what only waits came before the reader looked, and has no heading.
#[component]
fn SinceBlock(
    engagement: EngagementId,
    newest: i32,
    lines: Vec<Line>,
    unread: bool,
    at: DateTime<Utc>,
) -> impl IntoView {
    let entries = lines.into_iter().map(|line| view! { <SinceLine line /> }).collect_view();
    let with = vec![("version", newest.to_string()), ("at", at.to_rfc3339())];
    let mark = unread.then(|| {
        let action = urls::room(engagement, "seen", None);
        view! { <PostButton action label="Mark as read" look="quiet" with /> }
    });
    let label = if unread { "Since you last looked" } else { "What waits for you" };
    view! {
        <section class="since" aria-label=label>
            {unread.then(|| view! { <p><strong>{label}</strong></p> })}
            <ul class="told-list">{entries}</ul>
            {mark}
        </section>
    }
}

/// News leads somewhere and says more; what waits says so, and leads to each.
#[component]
fn SinceLine(line: Line) -> impl IntoView {
    match line {
        Line::News(link, more) => {
            Either::Left(view! { <li><a href=link.href>{link.label}</a>{more}</li> })
        }
        Line::Waits(links) => {
            let anchors = links.into_iter().enumerate().map(|(at, link)| {
                let between = (at > 0).then_some(", ");
                view! { {between}<a href=link.href>{link.label}</a> }
            });
            let anchors = anchors.collect_view();
            Either::Right(view! { <li>"Waits for you: "{anchors}</li> })
        }
    }
}

/// Characters of a note that a line shows.
const NOTE: usize = 160;

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(number: i32, note: &str) -> Listed {
        Listed {
            number,
            hash: Vec::new(),
            note: note.into(),
            published_by: "Mara Lind".into(),
            published_at: DateTime::UNIX_EPOCH,
            withdrawn_at: None,
        }
    }

    fn links(line: &Line) -> &[Link] {
        match line {
            Line::News(link, _) => std::slice::from_ref(link),
            Line::Waits(links) => links,
        }
    }

    fn told(lines: &[Line]) -> Vec<String> {
        let told = |line: &Line| match line {
            Line::News(link, more) => format!("{}{more}", link.label),
            Line::Waits(links) => format!("{links:?}"),
        };
        lines.iter().map(told).collect()
    }

    #[test]
    fn a_version_that_was_not_seen_is_told_with_its_note_and_its_changes() {
        let room = EngagementId::new();
        let versions = [listed(3, "With the prices."), listed(2, "")];
        let seen = Since { number: Some(1), replies: 2, mentions: 1, ..Since::default() };
        let lines = news(room, &seen, &versions);
        assert_eq!(
            told(&lines),
            [
                "Version 3, published 1 January 1970: what changed since version 1: “With the prices.”",
                "2 answers from your consultants",
                "You are mentioned 1 time",
            ]
        );
        assert!(links(&lines[0])[0].href.ends_with("/changes?from=1&to=3"));
    }

    #[test]
    fn who_has_seen_everything_is_told_nothing() {
        let seen = Since { number: Some(3), ..Since::default() };
        assert!(news(EngagementId::new(), &seen, &[listed(3, "")]).is_empty());
        let nothing = AccessLedger::default();
        let now = DateTime::UNIX_EPOCH;
        assert!(waits(EngagementId::new(), &seen, None, &nothing, now).is_none());
    }

    #[test]
    fn questions_wait_with_their_number() {
        let since = Since { questions: 2, ..Since::default() };
        let nothing = AccessLedger::default();
        let waits = waits(EngagementId::new(), &since, None, &nothing, DateTime::UNIX_EPOCH);
        let first = waits.map(|line| links(&line)[0].label.to_string());
        assert_eq!(first, Some("2 questions".into()));
    }
}
