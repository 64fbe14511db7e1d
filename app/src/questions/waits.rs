//! What waits for either side, and what ends soon: the lines of an engagement's overview.
//! Nothing is stored for them; they follow from the questions, the access ledger and the day.

use crate::prelude::*;
use crate::ui::{Badge, Section, Tone};
use crate::urls::at;
use chrono::NaiveDate;
use faultline::document::access_ledger::AccessRequest;
use faultline::document::engagement::Engagement;
use faultline::document::questions::{Question, QuestionState};
use faultline::platform::wording::{counted, day};
use std::sync::Arc;

/// A line: how it is meant, its word, what it says, and where it leads.
type Line = (Tone, &'static str, String, String);

/// The section; nothing where nothing waits.
#[component]
pub fn WaitsSection(
    /// The engagement.
    document: Arc<Engagement>,
    /// Its questions.
    questions: Vec<Question>,
) -> impl IntoView {
    let today = document.as_of.date_naive();
    let mut lines = of_questions(&document, &questions, today);
    lines.extend(document.access.requests.iter().filter_map(|one| ending(&document, one, today)));
    let items = lines.into_iter().map(|(tone, word, says, href)| {
        view! { <li><Badge tone word />" "<a href=href>{says}</a></li> }
    });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| {
        view! {
            <Section title="What waits, and what ends soon" id="waits">
                <ul class="evidence">{items}</ul>
            </Section>
        }
    })
}

/// How many questions wait for the client.
#[must_use]
pub fn open_questions(questions: &[Question]) -> i64 {
    let open = questions.iter().filter(|one| one.state == QuestionState::Open);
    i64::try_from(open.count()).unwrap_or(i64::MAX)
}

fn of_questions(document: &Engagement, questions: &[Question], today: NaiveDate) -> Vec<Line> {
    let page = at(document.id, "questions");
    let count = |which: &dyn Fn(&Question) -> bool| {
        i64::try_from(questions.iter().filter(|one| which(one)).count()).unwrap_or(i64::MAX)
    };
    let answered = count(&|one| one.state == QuestionState::Answered);
    let late = count(&|one| one.is_late(today));
    let soon = count(&|one| one.is_due_soon(today));
    let later = open_questions(questions) - late - soon;
    let of = |count: i64, end: &str| format!("{} {end}", counted(count, "question", "questions"));
    let lines = [
        (
            answered,
            Tone::Doubt,
            "for you",
            format!("{} to be taken over", counted(answered, "answer waits", "answers wait")),
            format!("{page}#answers"),
        ),
        (late, Tone::Fault, "late", of(late, "should be answered by now"), format!("{page}#asked")),
        (soon, Tone::Doubt, "due soon", of(soon, "due within a week"), format!("{page}#asked")),
        (
            later,
            Tone::Plain,
            "for the client",
            of(later, "with the client"),
            format!("{page}#asked"),
        ),
    ];
    let some = lines.into_iter().filter(|line| line.0 > 0);
    some.map(|(_, tone, word, says, href)| (tone, word, says, href)).collect()
}

/// The line of an access that holds and ends soon.
fn ending(document: &Engagement, one: &AccessRequest, today: NaiveDate) -> Option<Line> {
    let until = one.granted_until.filter(|_| one.ends_soon(today))?;
    let says = format!("The access to {} ends on {}", one.system_name, day(until));
    let href = at(document.id, &format!("access/{}", one.id));
    Some((Tone::Doubt, "ends soon", says, href))
}
