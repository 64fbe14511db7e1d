//! What to find out next on the overview, and the questions that were made tasks.
//! A task is done by recording its answer; it can be struck off, and nothing is judged here.

use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{Badge, PostButton, Section, Tone};
use crate::urls::{self, at};
use axum::response::Response;
use faultline::document::engagement::{Engagement, Part, Problem, Task, UnknownKind};
use faultline::judgement::next_evidence::{self, Unknown};
use faultline::judgement::tasks::{TaskState, tasks};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, PartId};
use faultline::stores::access::EditWork;
use faultline::stores::engagement as store;
use faultline::stores::engagement::WriteError;

/// Questions on the overview; the verdict page has more.
const FIRST: usize = 3;

/// Makes a question a task.
pub async fn add(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    let made = store::put_with(&mut tx, grant, 0, |document| task(document, sent.raw("unknown")));
    match made.await {
        Ok(_) => tx.commit().await?,
        // It is a task already, or was answered meanwhile: the page shows which.
        Err(WriteError::Invalid(_)) => drop(tx),
        Err(error) => return Err(error.into()),
    }
    Ok(go(&format!("{}#tasks", at(engagement, ""))))
}

fn task(document: &Engagement, key: &str) -> (Part, Vec<Problem>) {
    let unknown = next_evidence::of(document).into_iter().find(|one| one.key() == key);
    let missing = Problem::new("unknown", "This is known by now.");
    let problems = if unknown.is_none() { vec![missing] } else { Vec::new() };
    let kind = unknown.as_ref().map(|one| one.kind);
    let (question, ask) = unknown.map(|one| (one.question, one.ask)).unwrap_or_default();
    let task = Task {
        id: PartId::new(),
        unknown: key.to_owned(),
        kind: kind.unwrap_or(UnknownKind::Control),
        question,
        ask,
        made_on: document.as_of.date_naive(),
    };
    (Part::Task(task), problems)
}

/// Strikes a task off.
pub async fn remove(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let task = sent.raw("task").parse().map_err(|_| HttpError::NotFound)?;
    let mut tx = context.act().await?;
    let loaded = store::load(&mut tx, grant).await?;
    if loaded.document.tasks.iter().any(|one| one.id == task) {
        store::remove(&mut tx, grant, task, loaded.version_of(task)).await?;
        tx.commit().await?;
    }
    Ok(go(&format!("{}#tasks", at(engagement, ""))))
}

/// What to find out next, and the tasks.
pub fn view(document: &Engagement, may_edit: bool) -> impl IntoView + use<> {
    let unknowns = next_evidence::of(document);
    (next(document, &unknowns, may_edit), list(document, &tasks(document, &unknowns), may_edit))
}

fn next(document: &Engagement, unknowns: &[Unknown], may_edit: bool) -> Option<Markup> {
    let worth: Vec<_> = unknowns.iter().filter(|one| one.saves > 0.0).take(FIRST).collect();
    let items = worth.iter().map(|one| {
        let costs = format!(
            " Ask {}: about {:.1} h, which saves {:.1} h of wrong work on average.",
            one.ask, one.costs, one.saves
        );
        let href = urls::subject(document.id, &one.about);
        let button = button(document, one, may_edit);
        view! { <li><a href=href>{one.question.clone()}</a>{costs}" "{button}</li> }
    });
    let items = items.collect_view();
    let verdict = at(document.id, "verdict#next");
    (!worth.is_empty()).then(|| {
        view! {
            <Section title="What to find out next" id="next" lede="What saves most wrong work for each hour it takes.">
                <ol class="sequence">{items}</ol>
                <p><a href=verdict>"What each answer would do"</a></p>
            </Section>
        }
        .markup()
    })
}

/// The button that makes a question a task, or the word that it is one.
pub fn button(document: &Engagement, unknown: &Unknown, may_edit: bool) -> Option<Markup> {
    let key = unknown.key();
    if document.tasks.iter().any(|task| task.unknown == key) {
        return Some(view! { <Badge tone=Tone::Plain word="a task" /> }.markup());
    }
    let (action, with) = (at(document.id, "tasks"), vec![("unknown", key)]);
    may_edit
        .then(|| view! { <PostButton action label="Make it a task" look="quiet" with /> }.markup())
}

fn list(document: &Engagement, tasks: &[TaskState<'_>], may_edit: bool) -> Option<Markup> {
    let items = tasks.iter().map(|state| {
        let question = state.task.question.clone();
        let (tone, word) = match state.open {
            Some(_) => (Tone::Doubt, "open"),
            None => (Tone::Sound, "answered"),
        };
        let question = match state.open {
            Some(unknown) => {
                let href = urls::subject(document.id, &unknown.about);
                view! { <a href=href>{question}</a> }.markup()
            }
            None => question.markup(),
        };
        let step = format!(" {}, to be asked of {}. ", state.step.label(), state.task.ask);
        let with = vec![("task", state.task.id.to_string())];
        let action = at(document.id, "tasks/remove");
        let strike =
            may_edit.then(|| view! { <PostButton action label="Strike off" look="quiet" with /> });
        view! { <li><Badge tone word />" "{question}{step}{strike}</li> }
    });
    let items = items.collect_view();
    (!tasks.is_empty()).then(|| {
        view! {
            <Section title="Tasks" id="tasks" lede="Questions that somebody takes on, by audit step. A task is done once its answer is recorded.">
                <ul class="evidence">{items}</ul>
            </Section>
        }
        .markup()
    })
}
