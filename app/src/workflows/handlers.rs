//! The routes of workflows and their maps.
//! A handler says who, loads and calls; what is shown is made elsewhere.

use super::{compare, form, list, map, show};
use crate::editing::{self, Refusal};
use crate::fault::Fault;
use crate::form::{Sent, go};
use crate::frame::{self, at};
use crate::routes::{Routes, Who};
use crate::visit::{Asked, At, Visit};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Part;
use faultline::engines::map::Side;
use faultline::platform::ids::{EngagementId, PartId, WorkflowId};
use faultline::stores::access::{Action, EditWork, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use serde::Deserialize;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (work, edit) = (Who::To(Action::ViewWork), Who::To(Action::EditWork));
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
        .and(super::writing::routes())
}

type Place = At<(EngagementId, WorkflowId)>;

/// The document, for whoever may see it.
async fn seen(visit: &Visit, engagement: EngagementId) -> Result<Loaded, Fault> {
    let grant = visit.may::<ViewWork>(engagement)?;
    Ok(store::load(&mut *visit.look().await?, grant).await?)
}

/// The document, for whoever may change it.
pub(super) async fn held(visit: &Visit, engagement: EngagementId) -> Result<Loaded, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    Ok(store::load(&mut *visit.look().await?, grant).await?)
}

/// What the list's address may say: which map a step of the audit is about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Which {
    side: String,
}

async fn all(
    visit: Visit,
    At(engagement): At<EngagementId>,
    Asked(which): Asked<Which>,
) -> Result<Response, Fault> {
    let document = seen(&visit, engagement).await?.document;
    let side = which.side.parse().unwrap_or(Side::Intended);
    if let [only] = &document.workflows[..] {
        let page =
            if which.side.is_empty() { String::new() } else { format!("/{}", map::path(side)) };
        return Ok(go(&at(engagement, &format!("workflows/{}{page}", only.id))));
    }
    let nav = frame::nav(&document);
    let body = list::view(&document, frame::may_edit(&visit, engagement));
    Ok(visit.page("Workflows", || frame::engagement(&visit, nav, body)))
}

async fn one(visit: Visit, At((engagement, id)): Place) -> Result<Response, Fault> {
    let document = seen(&visit, engagement).await?.document;
    let workflow = document.workflows.iter().find(|found| found.id == id).ok_or(Fault::NotFound)?;
    let nav = frame::nav(&document);
    let body = show::view(&document, workflow, frame::may_edit(&visit, engagement));
    Ok(visit.page(&workflow.name, || frame::engagement(&visit, nav, body)))
}

async fn new(visit: Visit, At(engagement): At<EngagementId>) -> Result<Response, Fault> {
    Ok(form_page(&visit, &held(&visit, engagement).await?, None, &Sent::default(), None))
}

async fn edit_form(visit: Visit, At((engagement, id)): Place) -> Result<Response, Fault> {
    let loaded = held(&visit, engagement).await?;
    let workflow =
        loaded.document.workflows.iter().find(|found| found.id == id).ok_or(Fault::NotFound)?;
    let sent = form::fill(workflow, loaded.version_of(PartId(id.0)));
    Ok(form_page(&visit, &loaded, Some(id), &sent, None))
}

async fn add(
    visit: Visit,
    At(engagement): At<EngagementId>,
    sent: Sent,
) -> Result<Response, Fault> {
    save(visit, engagement, None, sent).await
}

async fn change(visit: Visit, At((engagement, id)): Place, sent: Sent) -> Result<Response, Fault> {
    save(visit, engagement, Some(id), sent).await
}

async fn save(
    visit: Visit,
    engagement: EngagementId,
    id: Option<WorkflowId>,
    sent: Sent,
) -> Result<Response, Fault> {
    let workflow = form::read(&sent, id.unwrap_or_else(WorkflowId::new));
    let own = workflow.id;
    match editing::save(&visit, engagement, Part::Workflow(workflow), &sent, Vec::new()).await? {
        Ok(_) => Ok(go(&at(engagement, &format!("workflows/{own}")))),
        Err(refusal) => {
            Ok(form_page(&visit, &held(&visit, engagement).await?, id, &sent, Some(&refusal)))
        }
    }
}

async fn remove(visit: Visit, At((engagement, id)): Place, sent: Sent) -> Result<Response, Fault> {
    match editing::remove(&visit, engagement, PartId(id.0), sent.version()).await? {
        Ok(()) => Ok(go(&at(engagement, "workflows"))),
        Err(refusal) => {
            let loaded = held(&visit, engagement).await?;
            let workflow = loaded
                .document
                .workflows
                .iter()
                .find(|found| found.id == id)
                .ok_or(Fault::NotFound)?;
            let stored = form::fill(workflow, loaded.version_of(PartId(id.0)));
            Ok(form_page(&visit, &loaded, Some(id), &stored, Some(&refusal)))
        }
    }
}

fn form_page(
    visit: &Visit,
    loaded: &Loaded,
    id: Option<WorkflowId>,
    sent: &Sent,
    refusal: Option<&Refusal>,
) -> Response {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let title = if id.is_some() { "Workflow" } else { "Add a workflow" };
    let nav = frame::nav(&loaded.document);
    let body = form::view(&loaded.document, id, title, sent, refusal);
    visit.render(status, title, false, || frame::engagement(visit, nav, body))
}

async fn intended(visit: Visit, place: Place) -> Result<Response, Fault> {
    map_page(visit, place, Side::Intended).await
}

async fn actual(visit: Visit, place: Place) -> Result<Response, Fault> {
    map_page(visit, place, Side::Actual).await
}

async fn map_page(
    visit: Visit,
    At((engagement, id)): Place,
    side: Side,
) -> Result<Response, Fault> {
    let document = seen(&visit, engagement).await?.document;
    let workflow = document.workflows.iter().find(|found| found.id == id).ok_or(Fault::NotFound)?;
    let nav = frame::nav(&document);
    let body = map::view(&document, workflow, side, frame::may_edit(&visit, engagement));
    let title = format!("{}: {}", workflow.name, map::title(side));
    Ok(visit.page(&title, || frame::engagement(&visit, nav, body)))
}

/// Which view of the comparison the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Viewed {
    view: String,
}

async fn compared(
    visit: Visit,
    At((engagement, id)): Place,
    Asked(viewed): Asked<Viewed>,
) -> Result<Response, Fault> {
    let loaded = seen(&visit, engagement).await?;
    compare_page(&visit, &loaded, id, compare::View::of(&viewed.view), None)
}

async fn judge(visit: Visit, At((engagement, id)): Place, sent: Sent) -> Result<Response, Fault> {
    let loaded = held(&visit, engagement).await?;
    let (matching, problems) = compare::read(&sent, &loaded.document, id);
    let part = Part::Matching(matching);
    match editing::save(&visit, engagement, part, &sent, problems).await? {
        Ok(_) => {
            let place = if sent.ticked("judging") { "differences" } else { "pairing" };
            Ok(go(&at(engagement, &format!("workflows/{id}/compare#{place}"))))
        }
        Err(refusal) => {
            let loaded = held(&visit, engagement).await?;
            compare_page(&visit, &loaded, id, compare::View::List, Some((&sent, &refusal)))
        }
    }
}

fn compare_page(
    visit: &Visit,
    loaded: &Loaded,
    id: WorkflowId,
    view: compare::View,
    refused: Option<(&Sent, &Refusal)>,
) -> Result<Response, Fault> {
    let workflow =
        loaded.document.workflows.iter().find(|found| found.id == id).ok_or(Fault::NotFound)?;
    let status = refused.map_or(StatusCode::OK, |(_, refusal)| refusal.status());
    let nav = frame::nav(&loaded.document);
    let title = format!("{}: compare", workflow.name);
    let may_edit = frame::may_edit(visit, loaded.document.id);
    let body = compare::page(loaded, workflow, view, refused, may_edit);
    Ok(visit.render(status, &title, false, || frame::engagement(visit, nav, body)))
}
