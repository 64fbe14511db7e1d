//! Controls per integration: what is in place, what is missing.
//! Criticality decides which are expected; the others can be recorded all the same.

use crate::editing::{self, Refusal};
use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::controls::{ControlSheet, Family};
use faultline::document::engagement::{Engagement, Part};
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
        .get(Access::To(Action::ViewWork), "/e/{engagement}/controls", list)
        .get(Access::To(Action::EditWork), "/e/{engagement}/controls/{integration}", open)
        .post(Access::To(Action::EditWork), "/e/{engagement}/controls/{integration}", change)
}

/// What the list's address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Only {
    family: String,
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(only): Query<Only>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let Loaded { document, digest, .. } = store::load(&mut *context.look().await?, grant).await?;
    let nav = frame::nav(&document, &digest);
    let body = list::view(
        &document,
        only.family.parse::<Family>().ok(),
        frame::may_edit(&context, engagement),
    );
    Ok(context.page("Controls", || frame::engagement(&context, nav, body)))
}

async fn loaded(context: &RequestContext, engagement: EngagementId) -> Result<Loaded, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    Ok(store::load(&mut *context.look().await?, grant).await?)
}

async fn open(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, IntegrationId)>,
) -> Result<Response, HttpError> {
    let loaded = loaded(&context, engagement).await?;
    let sheet = loaded.document.controls(id);
    let version = sheet.map_or(0, |sheet| loaded.version_of(sheet.id));
    let sent = sheet::fill(sheet, version);
    page(&context, &loaded, id, &sent, None)
}

async fn change(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, IntegrationId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let read = |document: &Engagement| {
        let own = document.controls(id).map_or_else(PartId::new, |sheet| sheet.id);
        let (controls, problems) = sheet::read(&sent);
        (Part::ControlSheet(ControlSheet { id: own, integration: id, controls }), problems)
    };
    match editing::save_with(&context, engagement, &sent, read).await? {
        Ok(_) => Ok(go(&format!("{}#{id}", at(engagement, "controls")))),
        Err(refusal) => {
            page(&context, &loaded(&context, engagement).await?, id, &sent, Some(&refusal))
        }
    }
}

fn page(
    context: &RequestContext,
    loaded: &Loaded,
    id: IntegrationId,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> Result<Response, HttpError> {
    let integration = loaded.document.integration(id).ok_or(HttpError::NotFound)?;
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let title = format!("Controls of {}", integration.name);
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let body = sheet::view(&loaded.document, integration, &title, sent, refusal);
    Ok(context.render(status, &title, false, || frame::engagement(context, nav, body)))
}
