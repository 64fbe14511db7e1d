//! The verdict: patch, stabilise or rebuild, on what grounds, and what would change it.
//! The page shows the assessment; the consultant's call is recorded beside it, never over it.

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
use faultline::judgement::assess::assess;
use faultline::platform::ids::{EngagementId, IntegrationId, PartId};
use faultline::stores::access::{Action, EditWork, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;

mod assumptions;
mod call;
mod decide;
mod flags;
pub mod grounds;
mod history;
mod page;
pub mod tasks;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Access::To(Action::ViewWork), "/e/{engagement}/verdict", verdict)
        .get(Access::To(Action::ViewWork), "/e/{engagement}/flags", flags::list)
        .get(Access::To(Action::ViewWork), "/e/{engagement}/flags/risks.csv", flags::download::csv)
        .get(Access::To(Action::ViewWork), "/e/{engagement}/flags/rules", flags::rules::show)
        .get(
            Access::To(Action::ViewWork),
            "/e/{engagement}/flags/rules.md",
            flags::download::markdown,
        )
        .post(Access::To(Action::EditWork), "/e/{engagement}/flags/many", flags::many::decide)
        .post(Access::To(Action::EditWork), "/e/{engagement}/flags/undo", flags::many::undo)
        .get(Access::To(Action::EditWork), "/e/{engagement}/flags/decide", decide::open)
        .post(Access::To(Action::EditWork), "/e/{engagement}/flags/decide", decide::change)
        .get(Access::To(Action::ViewHistory), "/e/{engagement}/verdict/history", history::show)
        .get(Access::To(Action::EditWork), "/e/{engagement}/assumptions", assumptions::open)
        .post(Access::To(Action::EditWork), "/e/{engagement}/assumptions", assumptions::change)
        .post(Access::To(Action::EditWork), "/e/{engagement}/tasks", tasks::add)
        .post(Access::To(Action::EditWork), "/e/{engagement}/tasks/remove", tasks::remove)
        .get(Access::To(Action::EditWork), "/e/{engagement}/verdict/{integration}", open)
        .post(Access::To(Action::EditWork), "/e/{engagement}/verdict/{integration}", change)
}

async fn verdict(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let Loaded { document, digest, .. } = store::load(&mut *context.look().await?, grant).await?;
    let assessment = assess(&document);
    let nav = frame::nav(&document, &digest);
    let body = page::view(&document, &assessment, frame::may_edit(&context, engagement));
    Ok(context.page("Verdict", || frame::engagement(&context, nav, body)))
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
    let call = loaded.document.call(id);
    let sent = call::fill(call, call.map_or(0, |call| loaded.version_of(call.id)));
    form(&context, &loaded, id, &sent, None)
}

async fn change(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, IntegrationId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let read = |document: &Engagement| {
        let own = document.call(id).map_or_else(PartId::new, |call| call.id);
        let (call, problems) = call::read(&sent, own, id);
        (Part::Call(call), problems)
    };
    match editing::save_with(&context, engagement, &sent, read).await? {
        Ok(_) => Ok(go(&format!("{}#{id}", at(engagement, "verdict")))),
        Err(refusal) => {
            form(&context, &loaded(&context, engagement).await?, id, &sent, Some(&refusal))
        }
    }
}

fn form(
    context: &RequestContext,
    loaded: &Loaded,
    id: IntegrationId,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> Result<Response, HttpError> {
    let integration = loaded.document.integration(id).ok_or(HttpError::NotFound)?;
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let title = format!("Call on {}", integration.name);
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let body = call::view(&loaded.document, integration, &title, sent, refusal);
    Ok(context.render(status, &title, false, || frame::engagement(context, nav, body)))
}
