//! What staff and the client's people see alike: a question with what became of it.
//! Who may do something about it decides the page around it.

use super::lines::asked_of;
use crate::prelude::*;
use crate::ui::{Badge, Day, Fact, Facts, Time, Tone};
use chrono::{DateTime, NaiveDate, Utc};
use faultline::document::questions::{Question, QuestionState};
use faultline::platform::catalogue::Catalogue;

/// How a question stands.
#[component]
pub fn StateBadge(
    /// The question.
    question: Question,
    /// The day on which it is looked at.
    today: NaiveDate,
) -> impl IntoView {
    let (tone, word) = match question.state {
        QuestionState::Open if question.is_late(today) => (Tone::Fault, "Late"),
        QuestionState::Open => (Tone::Doubt, question.state.label()),
        QuestionState::Answered => (Tone::Doubt, question.state.label()),
        QuestionState::TakenOver => (Tone::Sound, question.state.label()),
        QuestionState::PutAside | QuestionState::Withdrawn => (Tone::Plain, question.state.label()),
    };
    view! { <Badge tone word /> }
}

/// A question with what became of it.
#[component]
pub fn QuestionFacts(
    /// The question.
    question: Question,
    /// The day on which it is looked at.
    today: NaiveDate,
) -> impl IntoView {
    let asked = (question.asked_by_name.clone(), question.asked_at);
    let answered = question.answered_at.map(|at| (question.answered_by_name.clone(), at));
    let closed = question.closed_at.map(|at| (question.closed_by_name.clone(), at));
    let state = question.state;
    let (of, answer) =
        (asked_of(&question).to_owned(), question.answered().unwrap_or_default().to_owned());
    let shown = question.clone();
    view! {
        <Facts>
            <Fact term="State"><StateBadge question=shown today /></Fact>
            <Fact term="Question"><span class="told">{question.words}</span></Fact>
            <Fact term="Asked of">{of}</Fact>
            <Fact term="Asked by"><Who name=asked.0 at=asked.1 /></Fact>
            <Fact term="Needed by"><Day date=question.due_on /></Fact>
            <Said term="Answer" text=answer />
            <Said term="Added to it" text=question.note />
            {answered.map(|(name, at)| view! { <Fact term="Answered by"><Who name at /></Fact> })}
            {closed.map(|(name, at)| view! { <Fact term=format!("{} by", state.label())><Who name at /></Fact> })}
            <Said term="Word back" text=question.word_back />
        </Facts>
    }
}

#[component]
fn Said(term: &'static str, text: String) -> impl IntoView {
    (!text.is_empty()).then(|| view! { <Fact term><span class="told">{text}</span></Fact> })
}

#[component]
fn Who(name: String, at: DateTime<Utc>) -> impl IntoView {
    view! { {name}", "<Time at /> }
}
