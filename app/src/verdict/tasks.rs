//! The questions that were made tasks.
//! A task is done by recording its answer; it can be struck off, and nothing is judged here.

use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::urls::at;
use axum::response::Response;
use faultline::document::engagement::{Engagement, Part, Problem, Task, UnknownKind};
use faultline::judgement::next_evidence;
use faultline::platform::ids::{EngagementId, PartId};
use faultline::stores::access::EditWork;
use faultline::stores::engagement as store;
use faultline::stores::engagement::WriteError;

mod sections;

pub use sections::{TaskButton, TaskSections, ask_link};

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
