//! Launch checks: what has to be there before an integration goes live, and who approved it.
//! What is approved is recorded here; whether it holds is judged from the document.

use crate::editing::{self, Refusal};
use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Engagement, Part};
use faultline::document::launch::LaunchSheet;
use faultline::judgement::assess::assess;
use faultline::platform::ids::{EngagementId, IntegrationId, PartId};
use faultline::stores::access::{Action, EditWork, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;

mod list;
mod sheet;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Access::To(Action::ViewWork), "/e/{engagement}/launch", list)
        .get(Access::To(Action::EditWork), "/e/{engagement}/launch/{integration}", open)
        .post(Access::To(Action::EditWork), "/e/{engagement}/launch/{integration}", change)
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let Loaded { document, digest, .. } = store::load(&mut *context.look().await?, grant).await?;
    let nav = frame::nav(&document, &digest);
    let may_edit = frame::may_edit(&context, engagement);
    let body = list::view(&document, &assess(&document), may_edit);
    Ok(context.page("Launch checks", || frame::engagement(&context, nav, body)))
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
    let sheet = loaded.document.launch_sheet(id);
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
        let own = document.launch_sheet(id).map_or_else(PartId::new, |sheet| sheet.id);
        let (approvals, problems) = sheet::read(document, id, &sent);
        (Part::LaunchSheet(LaunchSheet { id: own, integration: id, approvals }), problems)
    };
    match editing::save_with(&context, engagement, &sent, read).await? {
        Ok(_) => Ok(go(&format!("{}#{id}", at(engagement, "launch")))),
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
    let title = format!("Launch checks of {}", integration.name);
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let body = sheet::view(&loaded.document, integration, &title, sent, refusal);
    Ok(context.render(status, &title, false, || frame::engagement(context, nav, body)))
}
