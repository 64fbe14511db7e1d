//! Controls per integration: what is in place, what is missing.
//! Criticality decides which are expected; the others can be recorded all the same.

use crate::editing::{self, Refusal};
use crate::fault::Fault;
use crate::form::{Sent, go};
use crate::frame::{self, at};
use crate::routes::{Routes, Who};
use crate::visit::{Asked, At, Visit};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::controls::{ControlSheet, Family};
use faultline::document::engagement::Part;
use faultline::platform::ids::{EngagementId, IntegrationId, PartId};
use faultline::stores::access::{Action, EditWork, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use serde::Deserialize;

mod list;
mod sheet;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Who::To(Action::ViewWork), "/e/{engagement}/controls", list)
        .get(Who::To(Action::EditWork), "/e/{engagement}/controls/{integration}", open)
        .post(Who::To(Action::EditWork), "/e/{engagement}/controls/{integration}", change)
}

/// What the list's address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Only {
    family: String,
}

async fn list(
    visit: Visit,
    At(engagement): At<EngagementId>,
    Asked(only): Asked<Only>,
) -> Result<Response, Fault> {
    let grant = visit.may::<ViewWork>(engagement)?;
    let document = store::load(&mut *visit.look().await?, grant).await?.document;
    let nav = frame::nav(&document);
    let body = list::view(
        &document,
        only.family.parse::<Family>().ok(),
        frame::may_edit(&visit, engagement),
    );
    Ok(visit.page("Controls", || frame::engagement(&visit, nav, body)))
}

async fn loaded(visit: &Visit, engagement: EngagementId) -> Result<Loaded, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    Ok(store::load(&mut *visit.look().await?, grant).await?)
}

async fn open(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, IntegrationId)>,
) -> Result<Response, Fault> {
    let loaded = loaded(&visit, engagement).await?;
    let sheet = loaded.document.controls(id);
    let version = sheet.map_or(0, |sheet| loaded.version_of(sheet.id));
    let sent = sheet::fill(sheet, version);
    page(&visit, &loaded, id, &sent, None)
}

async fn change(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, IntegrationId)>,
    sent: Sent,
) -> Result<Response, Fault> {
    let before = loaded(&visit, engagement).await?;
    let own = before.document.controls(id).map_or_else(PartId::new, |sheet| sheet.id);
    let (controls, problems) = sheet::read(&sent);
    let sheet = ControlSheet { id: own, integration: id, controls };
    match editing::save(&visit, engagement, Part::ControlSheet(sheet), &sent, problems).await? {
        Ok(_) => Ok(go(&format!("{}#{id}", at(engagement, "controls")))),
        Err(refusal) => page(&visit, &loaded(&visit, engagement).await?, id, &sent, Some(&refusal)),
    }
}

fn page(
    visit: &Visit,
    loaded: &Loaded,
    id: IntegrationId,
    sent: &Sent,
    refusal: Option<&Refusal>,
) -> Result<Response, Fault> {
    let integration = loaded.document.integration(id).ok_or(Fault::NotFound)?;
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let title = format!("Controls of {}", integration.name);
    let nav = frame::nav(&loaded.document);
    let body = sheet::view(&loaded.document, integration, &title, sent, refusal);
    Ok(visit.render(status, &title, false, || frame::engagement(visit, nav, body)))
}
