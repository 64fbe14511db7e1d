//! The 60-day plan: its lines with who does each, when and how far it has come, as a list, a file and a calendar.
//! Which lines there are follows from the gaps; here it is recorded what becomes of them.

use crate::editing::part::{self, PartForm, open_one, save_one};
use crate::editing::save_with;
use crate::form::{Form, go};
use crate::frame;
use crate::http::download::{file, plain};
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::listing;
use crate::prelude::*;
use crate::questions::open_questions;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::response::Response;
use edit::LineFormPage;
use faultline::delivery::plan::calendar;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::plan::{LineState, Plan, PlanLine};
use faultline::judgement::assess::assess;
use faultline::judgement::plan;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, PartId};
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::audit;
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use faultline::stores::questions;
use filter::Ask;
use lines::{COLUMNS, Line};
use page::PlanPage;

mod edit;
mod filter;
mod form;
mod lines;
mod page;
mod rows;
mod start;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (view, edit) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    let line = "/e/{engagement}/plan/lines/{line}";
    Routes::new()
        .get(view, "/e/{engagement}/plan", list)
        .get(view, "/e/{engagement}/plan.csv", csv)
        .get(view, "/e/{engagement}/plan.ics", entries)
        .get(edit, "/e/{engagement}/plan/start", open_start)
        .post(edit, "/e/{engagement}/plan/start", save_start)
        .get(edit, "/e/{engagement}/plan/lines/new", part::new::<PlanLine>)
        .post(edit, "/e/{engagement}/plan/lines/new", part::add::<PlanLine>)
        .get(edit, line, open_line)
        .post(edit, line, part::change::<PlanLine>)
        .post(edit, "/e/{engagement}/plan/lines/{line}/remove", part::remove::<PlanLine>)
        .post(edit, "/e/{engagement}/plan/lines/{line}/state", progress)
}

async fn load(context: &RequestContext, engagement: EngagementId) -> Result<Loaded, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    Ok(store::load(&mut *context.look().await?, grant).await?)
}

/// The plan of a document as it is now.
fn planned(document: &Engagement) -> plan::DatedPlan {
    plan::of(document, &assess(document))
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let loaded = store::load(&mut tx, grant).await?;
    let asked = open_questions(&questions::read(&mut tx, grant).await?);
    drop(tx);
    let may_edit = frame::may_edit(&context, engagement);
    let draw = move || {
        let nav = frame::nav(&loaded.document, &loaded.digest);
        let plan = planned(&loaded.document);
        let lines = Line::all(&loaded, &plan);
        let document = loaded.document.into();
        context.page("Plan", || {
            let page = view! { <PlanPage document plan lines asked ask may_edit /> };
            frame::engagement(&context, nav, page)
        })
    };
    DRAWING.run(engagement.0, draw).await
}

/// The lines that the address shows, as a file.
async fn csv(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    let loaded = load(&context, engagement).await?;
    let lines = ask.of(Line::all(&loaded, &planned(&loaded.document)));
    listing::csv("plan.csv", &lines, &COLUMNS)
}

/// The plan as a calendar; without a first day there is none, and the page asks for it.
async fn entries(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let document = store::load(&mut tx, grant).await?.document;
    let revision = audit::revision(&mut tx, grant).await?;
    drop(tx);
    let name = format!("{}_plan.ics", plain(&document.title));
    Ok(match calendar(&document, &planned(&document), revision) {
        Some(text) => file(&name, "text/calendar; charset=utf-8", text.into()),
        None => go(&at(engagement, "plan")),
    })
}

/// Answers with the form of a line, for which the plan is worked out once.
async fn open_line(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, PartId)>,
) -> Result<Response, HttpError> {
    let loaded = part::loaded(&context, engagement).await?;
    let plan = planned(&loaded.document);
    let line = form::stored(&loaded.document, id).cloned().or_else(|| form::asked(&plan, id));
    let mut sent = line.ok_or(HttpError::NotFound)?.fill();
    sent.set("version", loaded.version_of(id).to_string());
    part::show_as::<PlanLine, _>(&context, loaded, Some(id), sent, None, |editor| {
        view! { <LineFormPage editor plan /> }
    })
}

async fn open_start(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    open_one::<Plan>(&context, engagement, (), None).await
}

async fn save_start(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    save_one::<Plan>(&context, engagement, (), Some(()), sent).await
}

/// Records how far a line has come, from the list.
async fn progress(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, PartId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let read = |document: &Engagement| {
        let line = form::stored_or_asked(document, id);
        let state = LineState::from_key(sent.raw("state")).ok();
        let mut problems = Vec::new();
        if line.is_none() || state.is_none() {
            problems.push(Problem::new("", form::GONE));
        }
        let line = line.unwrap_or_else(|| PlanLine::blank(id, "", ""));
        (Part::PlanLine(form::moved(line, state, document.as_of.date_naive())), problems)
    };
    match save_with(&context, engagement, &sent, read).await? {
        Ok(_) => Ok(go(&format!("{}#{id}", at(engagement, "plan")))),
        Err(refusal) => open_one::<PlanLine>(&context, engagement, id, Some(&refusal)).await,
    }
}
