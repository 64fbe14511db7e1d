//! What nobody knows yet, and what can therefore be asked: by what it is about, what saves most wrong work first.
//! What waits for an answer already is not offered again.

use crate::form::url_encoded;
use crate::prelude::*;
use crate::ui::Section;
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::questions::{Question, QuestionState};
use faultline::judgement::questions::{Askable, askable};
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;
use std::sync::Arc;
use uuid::Uuid;

/// The address that asks about a place.
#[must_use]
pub fn ask_about(engagement: EngagementId, sought: &str) -> String {
    at(engagement, &format!("questions/new?about={}", url_encoded(sought)))
}

/// The section.
#[component]
pub fn UnknownSection(
    /// The engagement.
    document: Arc<Engagement>,
    /// The questions there are.
    questions: Vec<Question>,
) -> impl IntoView {
    let waits =
        |one: &&Question| matches!(one.state, QuestionState::Open | QuestionState::Answered);
    let asked: Vec<_> = questions.iter().filter(waits).map(|one| one.sought.as_str()).collect();
    let mut groups: Vec<(Uuid, Vec<Askable>)> = Vec::new();
    for one in askable(&document) {
        if asked.contains(&one.sought.to_string().as_str()) {
            continue;
        }
        let thing = one.sought.thing();
        match groups.iter_mut().find(|(other, _)| *other == thing) {
            Some((_, all)) => all.push(one),
            None => groups.push((thing, vec![one])),
        }
    }
    let nothing = groups.is_empty();
    let engagement = document.id;
    let groups = groups.into_iter().enumerate().map(|(place, (_, all))| {
        let thing = all.first().map(|one| one.thing.clone()).unwrap_or_default();
        view! { <Group engagement thing all open={place == 0} /> }
    });
    let groups = groups.collect_view();
    view! {
        <Section title="What nobody knows yet" id="unknown" lede="Each of these can be asked; what saves most wrong work stands first.">
            {nothing.then(|| view! { <p>"Everything that work waits for is known or asked."</p> })}
            {groups}
        </Section>
    }
}

#[component]
fn Group(engagement: EngagementId, thing: String, all: Vec<Askable>, open: bool) -> impl IntoView {
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let summary = format!("{thing}: {}", counted(count, "question", "questions"));
    let items = all.into_iter().map(|one| {
        let saves = (one.saves >= 0.05)
            .then(|| format!(" Saves {:.1} h of wrong work on average.", one.saves));
        let href = ask_about(engagement, &one.sought.to_string());
        view! { <li><a href=href>{one.words()}</a>{saves}</li> }
    });
    let items = items.collect_view();
    view! { <details open=open><summary>{summary}</summary><ul>{items}</ul></details> }
}
