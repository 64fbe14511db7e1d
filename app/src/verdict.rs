//! The verdict: patch, stabilise or rebuild, on what grounds, and what would change it.
//! The page shows the assessment; the consultant's call is recorded beside it, never over it.

use crate::editing::{self, Refusal};
use crate::fault::Fault;
use crate::form::{Sent, go};
use crate::frame::{self, at};
use crate::routes::{Routes, Who};
use crate::visit::{At, Visit};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Part;
use faultline::judgement::assess::assess;
use faultline::platform::ids::{EngagementId, IntegrationId, PartId};
use faultline::stores::access::{Action, EditWork, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;

mod call;
mod flags;
pub mod grounds;
mod page;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Who::To(Action::ViewWork), "/e/{engagement}/verdict", verdict)
        .get(Who::To(Action::ViewWork), "/e/{engagement}/flags", flags)
        .get(Who::To(Action::EditWork), "/e/{engagement}/verdict/{integration}", open)
        .post(Who::To(Action::EditWork), "/e/{engagement}/verdict/{integration}", change)
}

async fn verdict(visit: Visit, At(engagement): At<EngagementId>) -> Result<Response, Fault> {
    let grant = visit.may::<ViewWork>(engagement)?;
    let document = store::load(&mut *visit.look().await?, grant).await?.document;
    let assessment = assess(&document);
    let nav = frame::nav(&document);
    let body = page::view(&document, &assessment, frame::may_edit(&visit, engagement));
    Ok(visit.page("Verdict", || frame::engagement(&visit, nav, body)))
}

async fn flags(visit: Visit, At(engagement): At<EngagementId>) -> Result<Response, Fault> {
    let grant = visit.may::<ViewWork>(engagement)?;
    let document = store::load(&mut *visit.look().await?, grant).await?.document;
    let nav = frame::nav(&document);
    let body = flags::view(&document, &assess(&document).flags);
    Ok(visit.page("Risk flags", || frame::engagement(&visit, nav, body)))
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
    let call = loaded.document.call(id);
    let sent = call::fill(call, call.map_or(0, |call| loaded.version_of(call.id)));
    form(&visit, &loaded, id, &sent, None)
}

async fn change(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, IntegrationId)>,
    sent: Sent,
) -> Result<Response, Fault> {
    let before = loaded(&visit, engagement).await?;
    let own = before.document.call(id).map_or_else(PartId::new, |call| call.id);
    let (call, problems) = call::read(&sent, own, id);
    match editing::save(&visit, engagement, Part::Call(call), &sent, problems).await? {
        Ok(_) => Ok(go(&format!("{}#{id}", at(engagement, "verdict")))),
        Err(refusal) => form(&visit, &loaded(&visit, engagement).await?, id, &sent, Some(&refusal)),
    }
}

fn form(
    visit: &Visit,
    loaded: &Loaded,
    id: IntegrationId,
    sent: &Sent,
    refusal: Option<&Refusal>,
) -> Result<Response, Fault> {
    let integration = loaded.document.integration(id).ok_or(Fault::NotFound)?;
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let title = format!("Call on {}", integration.name);
    let nav = frame::nav(&loaded.document);
    let body = call::view(&loaded.document, integration, &title, sent, refusal);
    Ok(visit.render(status, &title, false, || frame::engagement(visit, nav, body)))
}
