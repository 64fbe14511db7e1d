//! What is said above a page of the room: that its version is withdrawn or not the newest, that a quote or access
//! waits, or that staff look at it.

use crate::prelude::*;
use crate::ui::{Notice, Time, Tone};
use crate::urls;
use chrono::Utc;
use faultline::document::access_ledger::{AccessLedger, AccessRequest, AccessState};
use faultline::document::questions::{Question, QuestionState};
use faultline::platform::ids::{EngagementId, PersonId};
use faultline::platform::wording::{counted, day};
use faultline::stores::quote::store::Waiting;
use faultline::stores::room::Withdrawn;

/// That a text was redacted in this version after it was published.
#[component]
pub fn WithdrawnNotice(number: i32, withdrawn: Withdrawn) -> impl IntoView {
    let title = format!("Version {number} is withdrawn.");
    view! {
        <Notice tone=Tone::Doubt title>
            <p>
                "A text in it was redacted on "
                <Time at=withdrawn.at />
                ": a placeholder stands in its place, and nothing else was changed. It was published with the SHA-256 "
                <code>{withdrawn.published.to_string()}</code>
                "."
            </p>
        </Notice>
    }
}

/// That a quote waits for an answer.
#[component]
pub fn WaitingNotice(engagement: EngagementId, waiting: Waiting) -> impl IntoView {
    let title = format!("Quote {} waits for your answer.", waiting.number);
    let read = format!("Read quote {}", waiting.number);
    let until = format!(". It can be accepted until {}.", day(waiting.until));
    view! {
        <Notice tone=Tone::Doubt title>
            <p><a href=urls::room(engagement, "quote", None)>{read}</a>{until}</p>
        </Notice>
    }
}

/// What access waits for an answer, ends soon, or is over and was not taken back; nothing where none does.
#[component]
pub fn AccessNotice(engagement: EngagementId, ledger: AccessLedger) -> impl IntoView {
    let today = Utc::now().date_naive();
    let count = |which: &dyn Fn(&AccessRequest) -> bool| {
        i64::try_from(ledger.requests.iter().filter(|one| which(one)).count()).unwrap_or(i64::MAX)
    };
    let asked = count(&|one| one.standing(today) == AccessState::Asked);
    let soon = count(&|one| one.ends_soon(today));
    let over = count(&|one| one.standing(today) == AccessState::Expired);
    let says = [
        (asked, "request for access waits", "requests for access wait", "for your answer."),
        (soon, "access ends", "accesses end", "within two weeks."),
        (over, "access is", "accesses are", "over, and not recorded as revoked."),
    ];
    let says = says.into_iter().filter(|(count, ..)| *count > 0);
    let says: Vec<_> = says
        .map(|(count, one, many, end)| format!("{} {end}", counted(count, one, many)))
        .collect();
    (!says.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Doubt title=says.join(" ")>
                <p><a href=urls::room(engagement, "access", None)>"Look at access"</a></p>
            </Notice>
        }
    })
}

/// What questions wait for the reader, and whether one of them is late; nothing where none does.
#[component]
pub fn QuestionsNotice(
    engagement: EngagementId,
    questions: Vec<Question>,
    me: PersonId,
) -> impl IntoView {
    let today = Utc::now().date_naive();
    let mine = questions.iter().filter(|one| one.state == QuestionState::Open && one.is_for(me));
    let count = i64::try_from(mine.clone().count()).unwrap_or(i64::MAX);
    let first = mine.map(|one| one.due_on).min();
    first.map(|first| {
        let waits = counted(count, "question waits", "questions wait");
        let until = if first < today { "was needed by" } else { "is needed by" };
        let title = format!("{waits} for you. The first answer {until} {}.", day(first));
        view! {
            <Notice tone=Tone::Doubt title>
                <p><a href=urls::room(engagement, "questions", None)>"Questions for you"</a></p>
            </Notice>
        }
    })
}

/// That there is a newer version, when an older one is read.
#[component]
pub fn OlderNotice(engagement: EngagementId, number: i32, newest: i32) -> impl IntoView {
    let title = format!("You are reading version {number}. Version {newest} is the newest.");
    view! {
        <Notice tone=Tone::Doubt title>
            <p><a href=urls::room(engagement, "", None)>"Read the newest version"</a></p>
        </Notice>
    }
}

/// That this is what the client sees, for staff.
#[component]
pub fn PreviewNotice(engagement: EngagementId) -> impl IntoView {
    view! {
        <Notice title="This is the room as the client sees it.">
            <p><a href=urls::at(engagement, "publish")>"Back to publishing"</a></p>
        </Notice>
    }
}
