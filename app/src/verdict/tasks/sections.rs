//! What to find out next on the overview, and the tasks.

use crate::prelude::*;
use crate::questions::ask_about;
use crate::ui::{Badge, PostButton, Section, SentenceLink, Tone};
use crate::urls::{self, at};
use faultline::document::engagement::{Engagement, Task};
use faultline::judgement::evidence::Subject;
use faultline::judgement::next_evidence::{self, Unknown};
use faultline::judgement::questions::sought;
use faultline::judgement::steps::AuditStep;
use faultline::judgement::tasks::tasks;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use std::sync::Arc;

/// Questions on the overview; the verdict page has more.
const FIRST: usize = 3;

/// What to find out next, and the tasks.
#[component]
pub fn TaskSections(
    /// The engagement.
    document: Arc<Engagement>,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let unknowns = next_evidence::of(&document);
    view! {
        <NextQuestions document=document.clone() unknowns=unknowns.clone() may_edit />
        <Tasks document unknowns may_edit />
    }
}

#[component]
fn NextQuestions(
    document: Arc<Engagement>,
    unknowns: Vec<Unknown>,
    may_edit: bool,
) -> impl IntoView {
    let worth = unknowns.into_iter().filter(|one| one.saves_work()).take(FIRST);
    let items: Vec<_> = worth
        .map(|unknown| view! { <NextQuestion document=document.clone() unknown may_edit /> })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <Section title="What to find out next" id="next" lede="What saves most wrong work for each hour it takes.">
                <ol class="sequence">{items}</ol>
                <p><a href=at(document.id, "verdict#next")>"What each answer would do"</a></p>
            </Section>
        }
    })
}

#[component]
fn NextQuestion(document: Arc<Engagement>, unknown: Unknown, may_edit: bool) -> impl IntoView {
    let costs = format!(
        " Ask {}: about {:.1} h, which saves {:.1} h of wrong work on average.",
        unknown.ask, unknown.costs, unknown.saves
    );
    let key = unknown.key();
    let href = urls::subject(document.id, &unknown.about);
    let ask = may_edit.then(|| ask_link(document.id, &unknown.about));
    view! { <li><SentenceLink href says=unknown.question />{costs}" "<TaskButton document key may_edit />{ask}</li> }
}

/// The link that makes an unknown a question to the client; nothing where an answer alone does not settle it.
pub fn ask_link(engagement: EngagementId, about: &Subject) -> impl IntoView + use<> {
    sought(about).map(|place| {
        let href = ask_about(engagement, &place.to_string());
        view! { " "<a class="button quiet" href=href>"Ask the client"</a> }
    })
}

/// The button that makes a question a task, or the word that it is one.
#[component]
pub fn TaskButton(
    /// The engagement.
    document: Arc<Engagement>,
    /// The question's key.
    key: String,
    /// Whether the reader may make it a task.
    may_edit: bool,
) -> impl IntoView {
    if document.tasks.iter().any(|task| task.unknown == key) {
        return Some(Either::Left(view! { <Badge tone=Tone::Plain word="a task" /> }));
    }
    let (action, with) = (at(document.id, "tasks"), vec![("unknown", key)]);
    let button = || view! { <PostButton action label="Make it a task" look="quiet" with /> };
    may_edit.then(|| Either::Right(button()))
}

#[component]
fn Tasks(document: Arc<Engagement>, unknowns: Vec<Unknown>, may_edit: bool) -> impl IntoView {
    let items: Vec<_> = tasks(&document, &unknowns)
        .into_iter()
        .map(|state| {
            let (task, open, step) = (state.task.clone(), state.open.cloned(), state.step);
            view! { <TaskItem engagement=document.id task open step may_edit /> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <Section title="Tasks" id="tasks" lede="Questions that somebody takes on, by audit step. A task is done once its answer is recorded.">
                <ul class="evidence">{items}</ul>
            </Section>
        }
    })
}

#[component]
fn TaskItem(
    engagement: EngagementId,
    task: Task,
    open: Option<Unknown>,
    step: AuditStep,
    may_edit: bool,
) -> impl IntoView {
    let (tone, word) =
        if open.is_some() { (Tone::Doubt, "open") } else { (Tone::Sound, "answered") };
    let question = match open {
        Some(unknown) => {
            let href = urls::subject(engagement, &unknown.about);
            Either::Left(view! { <a href=href>{task.question}</a> })
        }
        None => Either::Right(task.question),
    };
    let step = format!(" {}, to be asked of {}. ", step.label(), task.ask);
    let strike = may_edit.then(|| {
        let (action, with) = (at(engagement, "tasks/remove"), vec![("task", task.id.to_string())]);
        view! { <PostButton action label="Strike off" look="quiet" with /> }
    });
    view! { <li><Badge tone word />" "{question}{step}{strike}</li> }
}
