//! How far a job is: a page that loads itself again until it is over, or that a script brings up to date.
//! What a job came to is shown by the feature it belongs to; this page leads there.

use crate::form::go;
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::response::Response;
use faultline::platform::ids::{EngagementId, JobId};
use faultline::stores::access::{Action, EditWork, ViewWork};
use faultline::stores::jobs::{JobKind, JobState, store};
use faultline::stores::samples;
use page::{JobPage, JobPiece, outcome};

mod page;

/// The jobs' routes.
pub fn routes() -> Routes {
    let (view, work) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    Routes::new()
        .get(view, "/e/{engagement}/jobs/{job}", show)
        .get(view, "/e/{engagement}/jobs/{job}/progress", progress)
        .post_though_archived(work, "/e/{engagement}/jobs/{job}/cancel", cancel)
        .post(work, "/e/{engagement}/jobs/{job}/again", again)
}

/// Where a job's page is.
#[must_use]
pub fn address(engagement: EngagementId, job: JobId) -> String {
    at(engagement, &format!("jobs/{job}"))
}

async fn show(
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
    let (title, over) = (job.kind.to_string(), job.state.is_over());
    let may_edit = frame::may_edit(&context, engagement);
    let body = || frame::engagement(&context, nav, view! { <JobPage job may_edit /> });
    Ok(if over { context.page(&title, body) } else { context.waiting(&title, body) })
}

/// The changing piece of the page, for the script; that of a job that is over leads to its page.
async fn progress(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, JobId)>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let job =
        store::get(&mut *context.look().await?, grant, id).await?.ok_or(HttpError::NotFound)?;
    if job.state.is_over() {
        return Ok(go(&address(engagement, id)));
    }
    Ok(context.piece(|| view! { <JobPiece job /> }))
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

/// A new job on the same thing, for whoever asks; one that is still open is shown instead. A search is begun where what it
/// looks for can be typed.
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
    if latest.kind == JobKind::Redaction {
        return Ok(go(&format!("{}#texts", outcome(&latest))));
    }
    let new = store::start(&mut tx, grant, latest.kind, latest.subject).await?;
    tx.commit().await?;
    Ok(go(&address(engagement, new)))
}
