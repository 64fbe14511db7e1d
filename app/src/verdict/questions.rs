//! What to find out next, what is most worth asking first.
//! Nothing is shown when no answer would save any work.

use super::grounds::Told;
use super::tasks::{TaskButton, ask_link};
use crate::prelude::*;
use crate::ui::Section;
use faultline::document::engagement::Engagement;
use faultline::judgement::next_evidence::{Possible, Unknown};
use faultline::platform::catalogue::Catalogue;
use std::sync::Arc;

/// Questions that are shown; the others follow once these are answered.
const MOST_ASKED: usize = 8;

/// The questions, with what each answer would do.
#[component]
pub fn Questions(
    /// The engagement.
    document: Arc<Engagement>,
    /// What nobody knows yet, what is most worth asking first.
    unknowns: Vec<Unknown>,
    /// Whether the reader may make a question a task.
    may_edit: bool,
) -> impl IntoView {
    let worth = unknowns.into_iter().filter(|one| one.saves_work()).take(MOST_ASKED);
    let items: Vec<_> = worth
        .map(|unknown| view! { <Question document=document.clone() unknown may_edit /> })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <Section
                title="What to find out next"
                id="next"
                lede="Ranked by the hours of wrong work that an answer saves for each hour it takes."
            >
                <ol class="sequence">{items}</ol>
            </Section>
        }
    })
}

#[component]
fn Question(document: Arc<Engagement>, unknown: Unknown, may_edit: bool) -> impl IntoView {
    let (key, engagement) = (unknown.key(), document.id);
    let ask = may_edit.then(|| ask_link(engagement, &unknown.about));
    let costs = format!(
        "Ask {}. It takes about {:.1} h and saves {:.1} h of wrong work on average.",
        unknown.ask, unknown.costs, unknown.saves
    );
    let answers = unknown.answers.into_iter().map(|answer| view! { <PossibleAnswer answer /> });
    view! {
        <li>
            <strong><Told engagement says=unknown.question about=unknown.about /></strong>
            " "
            {costs}
            " "
            <TaskButton document key may_edit />
            {ask}
            <ul>{answers.collect_view()}</ul>
        </li>
    }
}

#[component]
fn PossibleAnswer(answer: Possible) -> impl IntoView {
    let then = answer.then.map_or("no finding", Catalogue::label).to_lowercase();
    view! { <li>{format!("If {}: {then}, most likely.", answer.says)}</li> }
}
