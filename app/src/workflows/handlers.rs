//! The routes of workflows and their maps.
//! A handler says who, loads and calls; what is shown is made elsewhere.

use super::compare::ComparePage;
use super::lines::{WORKFLOW_COLUMNS, WorkflowLine};
use super::list::WorkflowsPage;
use super::map::MapPage;
use super::show::WorkflowWordsPage;
use super::{compare, map};
use crate::editing::{self, Refusal, part};
use crate::form::{Filled, Form, go};
use crate::frame;
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::listing::{self, Listing};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Engagement, Part};
use faultline::document::workflow::Workflow;
use faultline::engines::map::Side;
use faultline::platform::ids::{EngagementId, WorkflowId};
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use serde::Deserialize;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (work, edit) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    Routes::new()
        .get(work, "/e/{engagement}/workflows", all)
        .get(work, "/e/{engagement}/workflows.csv", file)
        .get(edit, "/e/{engagement}/workflows/new", part::new::<Workflow>)
        .post(edit, "/e/{engagement}/workflows/new", part::add::<Workflow>)
        .get(work, "/e/{engagement}/workflows/{id}", one)
        .get(edit, "/e/{engagement}/workflows/{id}/edit", part::open::<Workflow>)
        .post(edit, "/e/{engagement}/workflows/{id}/edit", part::change::<Workflow>)
        .post(edit, "/e/{engagement}/workflows/{id}/remove", part::remove::<Workflow>)
        .get(work, "/e/{engagement}/workflows/{id}/intended", intended)
        .get(work, "/e/{engagement}/workflows/{id}/actual", actual)
        .get(work, "/e/{engagement}/workflows/{id}/{side}/live", super::live::versions)
        .get(work, "/e/{engagement}/workflows/{id}/compare", compared)
        .post(edit, "/e/{engagement}/workflows/{id}/compare", judge)
        .and(super::import::routes())
        .and(super::download::routes())
        .and(super::writing::routes())
        .and(super::sync::routes())
}

type Place = Path<(EngagementId, WorkflowId)>;

/// The document, for whoever may see it.
async fn seen(context: &RequestContext, engagement: EngagementId) -> Result<Loaded, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    Ok(store::load(&mut *context.look().await?, grant).await?)
}

/// What the list's address may say: which map a step of the audit is about, and what narrows and sorts the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Which {
    side: String,
    q: String,
    sort: String,
}

async fn all(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    let Loaded { document, digest, .. } = seen(&context, engagement).await?;
    let side = which.side.parse().unwrap_or(Side::Intended);
    let listing = Listing { q: which.q, sort: which.sort };
    if let ([only], false) = (&document.workflows[..], listing.is_asked()) {
        let page =
            if which.side.is_empty() { String::new() } else { format!("/{}", map::path(side)) };
        return Ok(go(&at(engagement, &format!("workflows/{}{page}", only.id))));
    }
    let nav = frame::nav(&document, &digest);
    let (document, may_edit) = (document.into(), frame::may_edit(&context, engagement));
    Ok(context.page("Workflows", || {
        frame::engagement(&context, nav, view! { <WorkflowsPage document listing may_edit /> })
    }))
}

/// The workflows that the address shows, as a file.
async fn file(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Listing>,
) -> Result<Response, HttpError> {
    let Loaded { document, .. } = seen(&context, engagement).await?;
    let lines = asked.of(WorkflowLine::all(&document), &WORKFLOW_COLUMNS);
    listing::csv("workflows.csv", &lines, &WORKFLOW_COLUMNS)
}

async fn one(
    context: RequestContext,
    Path((engagement, id)): Place,
) -> Result<Response, HttpError> {
    let Loaded { document, digest, .. } = seen(&context, engagement).await?;
    let workflow =
        document.workflows.iter().find(|found| found.id == id).ok_or(HttpError::NotFound)?;
    let nav = frame::nav(&document, &digest);
    let (workflow, may_edit) = (workflow.clone(), frame::may_edit(&context, engagement));
    Ok(context.page(&workflow.name.clone(), || {
        let page = view! { <WorkflowWordsPage engagement workflow may_edit /> };
        frame::engagement(&context, nav, page)
    }))
}

async fn intended(context: RequestContext, place: Place) -> Result<Response, HttpError> {
    map_page(context, place, Side::Intended).await
}

async fn actual(context: RequestContext, place: Place) -> Result<Response, HttpError> {
    map_page(context, place, Side::Actual).await
}

async fn map_page(
    context: RequestContext,
    Path((engagement, id)): Place,
    side: Side,
) -> Result<Response, HttpError> {
    let Loaded { document, digest, .. } = seen(&context, engagement).await?;
    let draw = move || {
        let found = document.workflows.iter().find(|found| found.id == id);
        let workflow = found.ok_or(HttpError::NotFound)?.clone();
        let nav = frame::nav(&document, &digest);
        let title = format!("{}: {}", workflow.name, map::title(side));
        let may_edit = frame::may_edit(&context, engagement);
        let document = document.into();
        Ok(context.page(&title, || {
            frame::engagement(&context, nav, view! { <MapPage document workflow side may_edit /> })
        }))
    };
    DRAWING.run(engagement.0, draw).await?
}

/// Which view of the comparison the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Viewed {
    view: String,
}

async fn compared(
    context: RequestContext,
    Path((engagement, id)): Place,
    Query(viewed): Query<Viewed>,
) -> Result<Response, HttpError> {
    let loaded = seen(&context, engagement).await?;
    let draw = move || compare_page(&context, loaded, id, compare::View::of(&viewed.view), None);
    DRAWING.run(engagement.0, draw).await?
}

async fn judge(
    context: RequestContext,
    Path((engagement, id)): Place,
    sent: Form,
) -> Result<Response, HttpError> {
    let read = |document: &Engagement| {
        let (matching, problems) = compare::read(&sent, document, id);
        (Part::Matching(matching), problems)
    };
    match editing::save_with(&context, engagement, &sent, read).await? {
        Ok(_) => {
            let place = if sent.ticked("judging") { "differences" } else { "pairing" };
            Ok(go(&at(engagement, &format!("workflows/{id}/compare#{place}"))))
        }
        Err(refusal) => {
            let loaded = part::loaded(&context, engagement).await?;
            let refused = Some((sent, refusal));
            let draw = move || compare_page(&context, loaded, id, compare::View::List, refused);
            DRAWING.run(engagement.0, draw).await?
        }
    }
}

fn compare_page(
    context: &RequestContext,
    loaded: Loaded,
    id: WorkflowId,
    view: compare::View,
    refused: Option<(Form, Refusal)>,
) -> Result<Response, HttpError> {
    let found = loaded.document.workflows.iter().find(|found| found.id == id);
    let workflow = found.ok_or(HttpError::NotFound)?.clone();
    let status = refused.as_ref().map_or(StatusCode::OK, |(_, refusal)| refusal.status());
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let title = format!("{}: compare", workflow.name);
    let may_edit = frame::may_edit(context, loaded.document.id);
    let matching = loaded.document.matchings.iter().find(|found| found.workflow == id);
    let version = matching.map_or(0, |found| loaded.version_of(found.id));
    let refused = refused.map(|(sent, refusal)| compare::Refused {
        version: refusal.version(&sent),
        conflict: matches!(refusal, Refusal::Conflict(_)),
        form: Filled::new(sent, refusal.errors()),
    });
    let document = loaded.document.into();
    Ok(context.render(status, &title, false, || {
        let page = view! { <ComparePage document workflow version view refused may_edit /> };
        frame::engagement(context, nav, page)
    }))
}
