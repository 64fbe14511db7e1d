//! The routes of workflows and their maps.
//! A handler says who, loads and calls; what is shown is made elsewhere.

use super::{compare, form, list, map, show};
use crate::editing::{self, Refusal};
use crate::form::{Form, go};
use crate::frame;
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Engagement, Part};
use faultline::engines::map::Side;
use faultline::platform::ids::{EngagementId, PartId, WorkflowId};
use faultline::stores::access::{Action, EditWork, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use serde::Deserialize;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (work, edit) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    Routes::new()
        .get(work, "/e/{engagement}/workflows", all)
        .get(edit, "/e/{engagement}/workflows/new", new)
        .post(edit, "/e/{engagement}/workflows/new", add)
        .get(work, "/e/{engagement}/workflows/{id}", one)
        .get(edit, "/e/{engagement}/workflows/{id}/edit", edit_form)
        .post(edit, "/e/{engagement}/workflows/{id}/edit", change)
        .post(edit, "/e/{engagement}/workflows/{id}/remove", remove)
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

/// The document, for whoever may change it.
pub(super) async fn held(
    context: &RequestContext,
    engagement: EngagementId,
) -> Result<Loaded, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    Ok(store::load(&mut *context.look().await?, grant).await?)
}

/// What the list's address may say: which map a step of the audit is about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Which {
    side: String,
}

async fn all(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    let Loaded { document, digest, .. } = seen(&context, engagement).await?;
    let side = which.side.parse().unwrap_or(Side::Intended);
    if let [only] = &document.workflows[..] {
        let page =
            if which.side.is_empty() { String::new() } else { format!("/{}", map::path(side)) };
        return Ok(go(&at(engagement, &format!("workflows/{}{page}", only.id))));
    }
    let nav = frame::nav(&document, &digest);
    let body = list::view(&document, frame::may_edit(&context, engagement));
    Ok(context.page("Workflows", || frame::engagement(&context, nav, body)))
}

async fn one(
    context: RequestContext,
    Path((engagement, id)): Place,
) -> Result<Response, HttpError> {
    let Loaded { document, digest, .. } = seen(&context, engagement).await?;
    let workflow =
        document.workflows.iter().find(|found| found.id == id).ok_or(HttpError::NotFound)?;
    let nav = frame::nav(&document, &digest);
    let body = show::view(&document, workflow, frame::may_edit(&context, engagement));
    Ok(context.page(&workflow.name, || frame::engagement(&context, nav, body)))
}

async fn new(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    Ok(form_page(&context, &held(&context, engagement).await?, None, &Form::default(), None))
}

async fn edit_form(
    context: RequestContext,
    Path((engagement, id)): Place,
) -> Result<Response, HttpError> {
    let loaded = held(&context, engagement).await?;
    let workflow =
        loaded.document.workflows.iter().find(|found| found.id == id).ok_or(HttpError::NotFound)?;
    let sent = form::fill(workflow, loaded.version_of(PartId(id.0)));
    Ok(form_page(&context, &loaded, Some(id), &sent, None))
}

async fn add(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    save(context, engagement, None, sent).await
}

async fn change(
    context: RequestContext,
    Path((engagement, id)): Place,
    sent: Form,
) -> Result<Response, HttpError> {
    save(context, engagement, Some(id), sent).await
}

async fn save(
    context: RequestContext,
    engagement: EngagementId,
    id: Option<WorkflowId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let workflow = form::read(&sent, id.unwrap_or_else(WorkflowId::new));
    let own = workflow.id;
    match editing::save(&context, engagement, Part::Workflow(workflow), &sent, Vec::new()).await? {
        Ok(_) => Ok(go(&at(engagement, &format!("workflows/{own}")))),
        Err(refusal) => {
            Ok(form_page(&context, &held(&context, engagement).await?, id, &sent, Some(&refusal)))
        }
    }
}

async fn remove(
    context: RequestContext,
    Path((engagement, id)): Place,
    sent: Form,
) -> Result<Response, HttpError> {
    match editing::remove(&context, engagement, PartId(id.0), sent.version()).await? {
        Ok(()) => Ok(go(&at(engagement, "workflows"))),
        Err(refusal) => {
            let loaded = held(&context, engagement).await?;
            let workflow = loaded
                .document
                .workflows
                .iter()
                .find(|found| found.id == id)
                .ok_or(HttpError::NotFound)?;
            let stored = form::fill(workflow, loaded.version_of(PartId(id.0)));
            Ok(form_page(&context, &loaded, Some(id), &stored, Some(&refusal)))
        }
    }
}

fn form_page(
    context: &RequestContext,
    loaded: &Loaded,
    id: Option<WorkflowId>,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> Response {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let title = if id.is_some() { "Workflow" } else { "Add a workflow" };
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let body = form::view(&loaded.document, id, title, sent, refusal);
    context.render(status, title, false, || frame::engagement(context, nav, body))
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
        let workflow =
            document.workflows.iter().find(|found| found.id == id).ok_or(HttpError::NotFound)?;
        let nav = frame::nav(&document, &digest);
        let body = map::view(&document, workflow, side, frame::may_edit(&context, engagement));
        let title = format!("{}: {}", workflow.name, map::title(side));
        Ok(context.page(&title, || frame::engagement(&context, nav, body)))
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
    let draw = move || compare_page(&context, &loaded, id, compare::View::of(&viewed.view), None);
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
            let loaded = held(&context, engagement).await?;
            let draw = move || {
                let refused = Some((&sent, &refusal));
                compare_page(&context, &loaded, id, compare::View::List, refused)
            };
            DRAWING.run(engagement.0, draw).await?
        }
    }
}

fn compare_page(
    context: &RequestContext,
    loaded: &Loaded,
    id: WorkflowId,
    view: compare::View,
    refused: Option<(&Form, &Refusal)>,
) -> Result<Response, HttpError> {
    let workflow =
        loaded.document.workflows.iter().find(|found| found.id == id).ok_or(HttpError::NotFound)?;
    let status = refused.map_or(StatusCode::OK, |(_, refusal)| refusal.status());
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let title = format!("{}: compare", workflow.name);
    let may_edit = frame::may_edit(context, loaded.document.id);
    let body = compare::page(loaded, workflow, view, refused, may_edit);
    Ok(context.render(status, &title, false, || frame::engagement(context, nav, body)))
}
