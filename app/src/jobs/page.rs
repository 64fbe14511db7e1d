//! The page of a job, and the piece of it that changes.

use super::address;
use crate::prelude::*;
use crate::ui::{Link, Notice, PageHeader, PostButton, Tone};
use crate::urls::at;
use faultline::stores::jobs::{Job, JobKind, JobState};

/// The page; a script brings it up to date while the job is open. One that is done leads on to what came of it.
#[component]
pub fn JobPage(
    /// The job.
    job: Job,
    /// Whether the reader may cancel it, or begin it again.
    may_edit: bool,
) -> impl IntoView {
    let (title, trail) = (job.kind.to_string(), trail(&job));
    let body = if job.state.is_over() {
        Either::Left(view! { <EndedJob job may_edit /> })
    } else {
        Either::Right(view! { <OpenJob job may_edit /> })
    };
    view! { <PageHeader title trail /> <div class="job">{body}</div> }
}

#[component]
fn OpenJob(job: Job, may_edit: bool) -> impl IntoView {
    let address = address(job.engagement, job.id);
    let progress = format!("{address}/progress");
    let cancel = (may_edit && !job.cancel_asked).then(|| format!("{address}/cancel"));
    view! {
        <div role="status" data-progress=progress>
            <JobPiece job />
        </div>
        {cancel.map(|action| view! { <PostButton action label="Cancel it" /> })}
        <p class="hint">"You may leave this page: it goes on, and this address shows how far it is."</p>
    }
}

/// The changing piece of the page.
#[component]
pub fn JobPiece(
    /// The job.
    job: Job,
) -> impl IntoView {
    let percent = job.percent();
    let words = match (job.state, job.cancel_asked, percent) {
        (_, true, _) => "Being cancelled …".to_owned(),
        (JobState::Queued, ..) => "Waiting for its turn …".to_owned(),
        (_, _, Some(percent)) => format!("{percent} % done"),
        _ => "Beginning …".to_owned(),
    };
    let (done, total) = (percent.map(|_| job.done.to_string()), job.total.max(1).to_string());
    view! {
        <p class="progress">
            <progress value=done max=total aria-label="How far it is"></progress>
            <span>{words}</span>
        </p>
        <p class="job-note">{job.note}</p>
    }
}

#[component]
fn EndedJob(job: Job, may_edit: bool) -> impl IntoView {
    let again = may_edit.then(|| view! { <BeginAgain job=job.clone() /> });
    let midway = job
        .kind
        .stores_midway()
        .then_some("Text files that were not searched yet may still hold it.");
    if job.state == JobState::Failed {
        return Either::Left(view! {
            <Notice tone=Tone::Fault title="It could not be done">
                <p>{job.error}</p>
                {midway.map(|left| view! { <p>{left}</p> })}
                {again}
            </Notice>
        });
    }
    let title = format!("Cancelled. {}", midway.unwrap_or("Nothing was stored."));
    Either::Right(view! { <Notice title>{again}</Notice> })
}

#[component]
fn BeginAgain(job: Job) -> impl IntoView {
    let origin = origin(&job);
    if job.kind == JobKind::Redaction {
        // What was marked is gone with the job: whoever begins the search again types it once more.
        let form = format!("{}#texts", outcome(&job));
        return Either::Left(view! {
            <div class="actions"><a class="button primary" href=form>"Begin the search again"</a></div>
        });
    }
    Either::Right(view! {
        <div class="actions">
            <PostButton
                action=format!("{}/again", address(job.engagement, job.id))
                label="Start it again"
                look="primary"
            />
            <a class="button quiet" href=origin.href>{origin.label}</a>
        </div>
    })
}

/// Where what a job came to is shown.
pub fn outcome(job: &Job) -> String {
    let made = |key: &str| {
        let id = job.result.as_ref().and_then(|result| result.get(key));
        id.and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    match job.kind {
        JobKind::Import | JobKind::Differences => {
            at(job.engagement, &format!("samples/imports/{}", made("import")))
        }
        JobKind::Reconciliation => at(job.engagement, &format!("reconcile/{}", job.subject)),
        JobKind::Redaction => at(job.engagement, &format!("redactions/{}", job.subject)),
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
        JobKind::Redaction => Link::new(
            at(job.engagement, &format!("redactions/{}", job.subject)),
            "What was redacted",
        ),
    }
}

/// The pages above a job's.
fn trail(job: &Job) -> Vec<Link> {
    let list = match job.kind {
        JobKind::Import | JobKind::Redaction => {
            Link::new(at(job.engagement, "samples"), "Failure samples")
        }
        JobKind::Reconciliation | JobKind::Differences => {
            Link::new(at(job.engagement, "reconcile"), "Reconciliation")
        }
    };
    vec![list, origin(job)]
}
