//! Failure samples: what went wrong, how often, and whether it is one pattern.
//! A sample counts as evidence only once a person confirmed it; nothing here confirms one by itself.

use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use address::Ask;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::document::samples::{Page, ReviewState, SampleDigest};
use faultline::platform::ids::{EngagementId, SampleId};
use faultline::stores::access::{Action, EditWork, ViewWork};
use faultline::stores::engagement::WriteError;
use faultline::stores::samples as store;
use faultline::stores::samples::{SampleError, Stored};
use list::SamplesPage;

mod address;
mod blank;
mod charts;
pub(crate) mod detail;
pub(crate) mod download;
pub(crate) mod edit;
mod files;
pub(crate) mod form;
mod grouped;
pub(crate) mod import;
mod list;
mod many;
mod mark;
mod patterns;
pub(crate) mod people;
mod redactions;
mod undo;

pub(crate) use list::span as list_span;

/// The most samples whose state is changed at once.
const MOST_AT_ONCE: usize = 200;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (view, work) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    Routes::new()
        .get(view, "/e/{engagement}/samples", list)
        .get(view, "/e/{engagement}/samples.csv", download::csv)
        .get(view, "/e/{engagement}/samples/patterns", patterns::page)
        .get(view, "/e/{engagement}/samples/patterns.csv", patterns::file)
        .get(view, "/e/{engagement}/samples/patterns/one", patterns::one)
        .post(work, "/e/{engagement}/samples/patterns/merge", patterns::merge)
        .post(work, "/e/{engagement}/samples/patterns/rename", patterns::rename)
        .get(view, "/e/{engagement}/samples/charts", charts::page)
        .get(work, "/e/{engagement}/samples/bulk", many::all)
        .post(work, "/e/{engagement}/samples/bulk", many::change)
        .get(view, "/e/{engagement}/samples/changed", undo::show)
        .post(work, "/e/{engagement}/samples/undo", undo::undo)
        .get(work, "/e/{engagement}/samples/new", edit::new)
        .post(work, "/e/{engagement}/samples/new", edit::add)
        .post(work, "/e/{engagement}/samples/review", review_many)
        .get(view, "/e/{engagement}/samples/{id}", edit::show)
        .post(work, "/e/{engagement}/samples/{id}", edit::change)
        .post(work, "/e/{engagement}/samples/{id}/review", edit::review)
        .post(work, "/e/{engagement}/samples/{id}/redact", mark::redact)
        .and(files::routes())
        .and(import::routes())
        .and(redactions::routes())
}

/// Why a form comes back.
#[derive(Debug)]
pub enum Refusal {
    /// These must be put right first.
    Invalid(Vec<Problem>),
    /// Someone else changed it: theirs.
    Conflict(Box<Stored>),
}

impl Refusal {
    /// The status the form comes back with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
        }
    }

    /// The refusal that an error is, or the fault to answer with.
    ///
    /// # Errors
    /// Whatever the person cannot put right.
    pub fn of(error: SampleError) -> Result<Self, HttpError> {
        match error {
            SampleError::Conflict(theirs) => Ok(Self::Conflict(theirs)),
            SampleError::Invalid(problems) | SampleError::Write(WriteError::Invalid(problems)) => {
                Ok(Self::Invalid(problems))
            }
            SampleError::Write(error) => Err(error.into()),
        }
    }
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    list_page(&context, engagement, ask, list::Ticked::default()).await
}

/// The list: one query for all samples, one more when they are narrowed.
async fn list_page(
    context: &RequestContext,
    engagement: EngagementId,
    ask: Ask,
    ticked: list::Ticked,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let filter = ask.filter();
    let mut tx = context.look().await?;
    let mut page = ask.page();
    let mut found = store::page(&mut tx, grant, &filter, page).await?;
    let few = |lines: &[store::Line]| lines.len() <= store::PAGE as usize;
    let back = !ask.is_oldest_first();
    if matches!((page, &found), (Page::NewerThan(_), Some((_, lines))) if back && few(lines)) {
        // The newest page, whole: what came in since has moved the others.
        page = Page::First;
        found = store::page(&mut tx, grant, &filter, page).await?;
    }
    let (mut head, lines) = found.ok_or(HttpError::NotFound)?;
    let total = match filter.is_empty() {
        true => None,
        false => store::count(&mut tx, grant, &filter).await?,
    };
    if head.samples == SampleDigest::default() && !lines.is_empty() {
        head.samples = store::live_digest(&mut tx, grant).await?;
    }
    let nav = frame::way(&frame::Head {
        id: engagement,
        title: std::mem::take(&mut head.title),
        client: std::mem::take(&mut head.client),
        digest: std::mem::take(&mut head.digest),
    });
    let may_edit = frame::may_edit(context, engagement);
    let status =
        if ticked.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = list::Shown { engagement, head, lines, page, filter, total, may_edit, ask, ticked };
    Ok(context.render(status, "Failure samples", false, || {
        frame::engagement(context, nav, view! { <SamplesPage shown /> })
    }))
}

async fn review_many(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let ask = Ask::of(&sent);
    let ticked = list::Ticked::of(&sent);
    let to: ReviewState = sent.raw("state").parse().map_err(|_| HttpError::BadRequest)?;
    let rows: Vec<(SampleId, i32)> =
        ticked.rows.iter().filter_map(|row| list::seen(row)).take(MOST_AT_ONCE).collect();
    if rows.is_empty() {
        let problem = "Tick the samples first, then choose what becomes of them.".to_owned();
        return list_page(
            &context,
            engagement,
            ask,
            list::Ticked { problem: Some(problem), ..ticked },
        )
        .await;
    }
    let mut tx = context.act().await?;
    match store::review_many(&mut tx, grant, &rows, to, &sent.text("reason"))
        .await
        .map_err(Refusal::of)
    {
        Ok(done) => {
            tx.commit().await?;
            Ok(go(&format!("{}{}", at(engagement, "samples"), ask.after(done.moved, done.left))))
        }
        Err(refusal) => {
            drop(tx);
            let Refusal::Invalid(problems) = refusal? else { return Err(HttpError::Conflict) };
            let problem =
                problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" ");
            list_page(&context, engagement, ask, list::Ticked { problem: Some(problem), ..ticked })
                .await
        }
    }
}
