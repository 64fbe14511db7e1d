//! Integrations: the form of a boundary, with its three questions and four owners.
//! They are listed with the systems they join.

use crate::editing::{self, Refusal};
use crate::fault::Fault;
use crate::form::{Sent, go};
use crate::frame::{self, at};
use crate::routes::{Routes, Who};
use crate::visit::{Asked, At, Visit};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Part;
use faultline::platform::ids::{EngagementId, IntegrationId, PartId};
use faultline::stores::access::{Action, EditWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use serde::Deserialize;

mod form;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let edit = Who::To(Action::EditWork);
    Routes::new()
        .get(edit, "/e/{engagement}/integrations/new", new)
        .post(edit, "/e/{engagement}/integrations/new", add)
        .get(edit, "/e/{engagement}/integrations/{id}", open)
        .post(edit, "/e/{engagement}/integrations/{id}", change)
        .post(edit, "/e/{engagement}/integrations/{id}/remove", remove)
}

async fn loaded(visit: &Visit, engagement: EngagementId) -> Result<Loaded, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    Ok(store::load(&mut *visit.look().await?, grant).await?)
}

/// The systems that a new integration is to join, when the page before knows them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Joins {
    source: String,
    destination: String,
}

async fn new(
    visit: Visit,
    At(engagement): At<EngagementId>,
    Asked(joins): Asked<Joins>,
) -> Result<Response, Fault> {
    let loaded = loaded(&visit, engagement).await?;
    let mut sent = form::blank();
    sent.set("source", joins.source);
    sent.set("destination", joins.destination);
    Ok(page(&visit, &loaded, None, &sent, None))
}

async fn open(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, IntegrationId)>,
) -> Result<Response, Fault> {
    let loaded = loaded(&visit, engagement).await?;
    let integration = loaded.document.integration(id).ok_or(Fault::NotFound)?;
    let sent = form::fill(integration, loaded.version_of(PartId(id.0)));
    Ok(page(&visit, &loaded, Some(id), &sent, None))
}

async fn add(
    visit: Visit,
    At(engagement): At<EngagementId>,
    sent: Sent,
) -> Result<Response, Fault> {
    save(visit, engagement, None, sent).await
}

async fn change(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, IntegrationId)>,
    sent: Sent,
) -> Result<Response, Fault> {
    save(visit, engagement, Some(id), sent).await
}

async fn save(
    visit: Visit,
    engagement: EngagementId,
    id: Option<IntegrationId>,
    sent: Sent,
) -> Result<Response, Fault> {
    let (integration, problems) = form::read(&sent, id.unwrap_or_else(IntegrationId::new));
    let row = integration.id;
    match editing::save(&visit, engagement, Part::Integration(integration), &sent, problems).await?
    {
        Ok(_) => Ok(go(&format!("{}#{row}", at(engagement, "systems")))),
        Err(refusal) => {
            Ok(page(&visit, &loaded(&visit, engagement).await?, id, &sent, Some(&refusal)))
        }
    }
}

async fn remove(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, IntegrationId)>,
    sent: Sent,
) -> Result<Response, Fault> {
    match editing::remove(&visit, engagement, PartId(id.0), sent.version()).await? {
        Ok(()) => Ok(go(&at(engagement, "systems"))),
        Err(refusal) => {
            let loaded = loaded(&visit, engagement).await?;
            let integration = loaded.document.integration(id).ok_or(Fault::NotFound)?;
            let stored = form::fill(integration, loaded.version_of(PartId(id.0)));
            Ok(page(&visit, &loaded, Some(id), &stored, Some(&refusal)))
        }
    }
}

fn page(
    visit: &Visit,
    loaded: &Loaded,
    id: Option<IntegrationId>,
    sent: &Sent,
    refusal: Option<&Refusal>,
) -> Response {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let name = id.and_then(|id| loaded.document.integration(id)).map(|found| found.name.clone());
    let title = name.unwrap_or_else(|| "Add an integration".to_owned());
    let nav = frame::nav(&loaded.document);
    let body = form::view(&loaded.document, id, &title, sent, refusal);
    visit.render(status, &title, false, || frame::engagement(visit, nav, body))
}
