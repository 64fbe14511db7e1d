//! How far a job is: a page that loads itself again until it is over, or that a script brings up to date.
//! What a job came to is shown by the feature it belongs to; this page leads there.

use crate::form::go;
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::{Link, Notice, PageHeader, PostButton, Tone};
use crate::urls::at;
use axum::response::Response;
use faultline::platform::ids::{EngagementId, JobId};
use faultline::stores::access::{Action, EditWork, ViewWork};
use faultline::stores::jobs::{Job, JobKind, JobState, store};
use faultline::stores::samples;

/// The jobs' routes.
pub fn routes() -> Routes {
    let (view, work) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    Routes::new()
        .get(view, "/e/{engagement}/jobs/{job}", page)
        .get(view, "/e/{engagement}/jobs/{job}/progress", progress)
        .post(work, "/e/{engagement}/jobs/{job}/cancel", cancel)
        .post(work, "/e/{engagement}/jobs/{job}/again", again)
}

/// Where a job's page is.
#[must_use]
pub fn address(engagement: EngagementId, job: JobId) -> String {
    at(engagement, &format!("jobs/{job}"))
}

/// Where what a job came to is shown.
fn outcome(job: &Job) -> String {
    let made = |key: &str| {
        let id = job.result.as_ref().and_then(|result| result.get(key));
        id.and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    match job.kind {
        JobKind::Import | JobKind::Differences => {
            at(job.engagement, &format!("samples/imports/{}", made("import")))
        }
        JobKind::Reconciliation => at(job.engagement, &format!("reconcile/{}", job.subject)),
    }
}

/// Where a job was started from, and what that page is called.
fn origin(job: &Job) -> Link {
    match job.kind {
        JobKind::Import => Link::new(
            at(job.engagement, &format!("samples/import/{}", job.subject)),
            "Check before storing",
        ),
        JobKind::Reconciliation => Link::new(
            at(job.engagement, &format!("reconcile/{}/settings", job.subject)),
            "Check what is compared",
        ),
        JobKind::Differences => {
            Link::new(at(job.engagement, &format!("reconcile/{}", job.subject)), "Differences")
        }
    }
}

/// The pages above a job's.
fn trail(job: &Job) -> Vec<Link> {
    let list = match job.kind {
        JobKind::Import => Link::new(at(job.engagement, "samples"), "Failure samples"),
        JobKind::Reconciliation | JobKind::Differences => {
            Link::new(at(job.engagement, "reconcile"), "Reconciliation")
        }
    };
    vec![list, origin(job)]
}

async fn page(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, JobId)>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let job = store::get(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
    if job.state == JobState::Done {
        return Ok(go(&outcome(&job)));
    }
    let head = samples::head(&mut tx, grant).await?.ok_or(HttpError::NotFound)?;
    drop(tx);
    let (title, client, digest) = (head.title, head.client, head.digest);
    let nav = frame::way(&frame::Head { id: engagement, title, client, digest });
    let over = job.state.is_over();
    let title = job.kind.to_string();
    let address = format!("{}/progress", address(engagement, id));
    let header = view! { <PageHeader title=title.clone() trail=trail(&job) /> };
    let may_edit = frame::may_edit(&context, engagement);
    let body = move || {
        let piece = piece(&job, may_edit);
        view! {
            {header}
            <div class="job" data-progress=(!over).then_some(address)>{piece}</div>
        }
    };
    if over {
        return Ok(context.page(&title, || frame::engagement(&context, nav, body())));
    }
    Ok(context.waiting(&title, || frame::engagement(&context, nav, body())))
}

/// The changing piece of the page, for the script.
async fn progress(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, JobId)>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let job =
        store::get(&mut *context.look().await?, grant, id).await?.ok_or(HttpError::NotFound)?;
    let may_edit = frame::may_edit(&context, engagement);
    Ok(context.piece(|| piece(&job, may_edit)))
}

fn piece(job: &Job, may_edit: bool) -> impl IntoView + use<> {
    let here = address(job.engagement, job.id);
    match job.state {
        JobState::Queued | JobState::Running => open(job, may_edit, &here).markup(),
        JobState::Done => {
            let href = outcome(job);
            view! { <p><a class="button primary" data-next href=href>"See what came of it"</a></p> }
                .markup()
        }
        JobState::Failed => {
            let error = job.error.clone();
            let again = may_edit.then(|| begin_again(job, &here));
            view! { <Notice tone=Tone::Fault title="It could not be done"><p>{error}</p>{again}</Notice> }
                .markup()
        }
        JobState::Cancelled => {
            let again = may_edit.then(|| begin_again(job, &here));
            view! { <Notice title="Cancelled. Nothing was stored.">{again}</Notice> }.markup()
        }
    }
}

fn open(job: &Job, may_edit: bool, here: &str) -> impl IntoView + use<> {
    let percent = job.percent();
    let words = match (job.state, job.cancel_asked, percent) {
        (_, true, _) => "Being cancelled …".to_owned(),
        (JobState::Queued, ..) => "Waiting for its turn …".to_owned(),
        (_, _, Some(percent)) => format!("{percent} % done"),
        _ => "Beginning …".to_owned(),
    };
    let note = job.note.clone();
    let (done, total) = (percent.map(|_| job.done.to_string()), job.total.max(1).to_string());
    let cancel = (may_edit && !job.cancel_asked).then(|| {
        view! { <PostButton action=format!("{here}/cancel") label="Cancel it" /> }
    });
    view! {
        <p class="progress">
            <progress value=done max=total aria-label="How far it is"></progress>
            <span role="status">{words}</span>
        </p>
        <p class="job-note">{note}</p>
        {cancel}
        <p class="hint">"You may leave this page: it goes on, and this address shows how far it is."</p>
    }
}

fn begin_again(job: &Job, here: &str) -> impl IntoView + use<> {
    let origin = origin(job);
    view! {
        <div class="actions">
            <PostButton action=format!("{here}/again") label="Start it again" look="primary" />
            <a class="button quiet" href=origin.href>{origin.label}</a>
        </div>
    }
}

async fn cancel(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, JobId)>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    store::get(&mut tx, grant.into(), id).await?.ok_or(HttpError::NotFound)?;
    // One that ended meanwhile is shown as it ended.
    store::cancel(&mut tx, grant, id).await?;
    tx.commit().await?;
    Ok(go(&address(engagement, id)))
}

/// A new job on the same thing, for whoever asks; one that is still open is shown instead.
async fn again(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, JobId)>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    let job = store::get(&mut tx, grant.into(), id).await?.ok_or(HttpError::NotFound)?;
    let latest = store::latest(&mut tx, grant.into(), job.kind, job.subject).await?;
    let latest = latest.unwrap_or(job);
    if !matches!(latest.state, JobState::Failed | JobState::Cancelled) {
        return Ok(go(&address(engagement, latest.id)));
    }
    let new = store::start(&mut tx, grant, latest.kind, latest.subject).await?;
    tx.commit().await?;
    Ok(go(&address(engagement, new)))
}
