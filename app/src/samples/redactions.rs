//! What was redacted more, and what is left to do about it: text files a job searches, pictures that nobody reads but people.
//! The text that was marked stands on none of these pages.

use crate::form::{Filled, Form, errors, go, status};
use crate::frame;
use crate::http_error::HttpError;
use crate::jobs;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::{EngagementId, RedactionId};
use faultline::stores::access::{Action, EditWork, ViewWork};
use faultline::stores::engagement::WriteError;
use faultline::stores::jobs::{JobKind, store as job_store};
use faultline::stores::redaction::{record, search};
use faultline::stores::samples;
use page::{RedactionPage, RedactionsPage};

mod page;

/// The routes.
pub fn routes() -> Routes {
    let (view, work) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    Routes::new()
        .get(view, "/e/{engagement}/redactions", list)
        .get(view, "/e/{engagement}/redactions/{redaction}", show)
        .post(work, "/e/{engagement}/redactions/{redaction}/looked", looked)
        .post(work, "/e/{engagement}/redactions/{redaction}/search", search_again)
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let redactions = record::list(&mut tx, grant).await?;
    let head = samples::head(&mut tx, grant).await?.ok_or(HttpError::NotFound)?;
    drop(tx);
    let nav = nav(engagement, head);
    Ok(context.page("Redacted more", || {
        frame::engagement(&context, nav, view! { <RedactionsPage engagement redactions /> })
    }))
}

async fn show(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, RedactionId)>,
) -> Result<Response, HttpError> {
    one(&context, engagement, id, Refused::default()).await
}

/// Records that a person looked at pictures.
async fn looked(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, RedactionId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let ticked: Vec<_> = sent.all("picture").filter_map(|id| id.parse().ok()).collect();
    let mut tx = context.act().await?;
    match record::looked(&mut tx, grant, id, &ticked).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(&at(engagement, &format!("redactions/{id}#pictures"))))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            one(&context, engagement, id, Refused { pictures: problems, ..Refused::default() })
                .await
        }
        Err(error) => Err(error.into()),
    }
}

/// Begins a search of text files anew that ended before it was through.
async fn search_again(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, RedactionId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    match search::again(&mut tx, grant, id, &sent.text("text")).await {
        Ok(job) => {
            tx.commit().await?;
            Ok(go(&jobs::address(engagement, job)))
        }
        // One that is under way, or through, is shown on the page.
        Err(WriteError::Conflict(_)) => Ok(go(&at(engagement, &format!("redactions/{id}#texts")))),
        Err(WriteError::Invalid(search)) => {
            drop(tx);
            let refused = Refused { search, sent, ..Refused::default() };
            one(&context, engagement, id, refused).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What is wrong with a form of the page, and what was typed in it.
#[derive(Default)]
struct Refused {
    pictures: Vec<Problem>,
    search: Vec<Problem>,
    sent: Form,
}

/// The page of one of them.
async fn one(
    context: &RequestContext,
    engagement: EngagementId,
    id: RedactionId,
    refused: Refused,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let redaction = record::get(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
    let pictures = record::pictures(&mut tx, grant, id).await?;
    let job = job_store::latest(&mut tx, grant, JobKind::Redaction, id.0).await?;
    let head = samples::head(&mut tx, grant).await?.ok_or(HttpError::NotFound)?;
    drop(tx);
    let nav = nav(engagement, head);
    let may_edit = frame::may_edit(context, engagement);
    let Refused { pictures: wrong, search, sent } = refused;
    let status = status(if wrong.is_empty() { &search } else { &wrong });
    let (errors, form) = (errors(&wrong), Filled::new(sent, errors(&search)));
    Ok(context.render(status, "Redacted more", false, || {
        let page = view! { <RedactionPage redaction pictures job errors form may_edit /> };
        frame::engagement(context, nav, page)
    }))
}

fn nav(engagement: EngagementId, head: samples::Head) -> crate::ui::EngagementNav {
    let samples::Head { title, client, digest, .. } = head;
    frame::way(&frame::Head { id: engagement, title, client, digest })
}
