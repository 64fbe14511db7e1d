//! Integrations: the form of a boundary, with its three questions and four owners.
//! They are listed with the systems they join.

use crate::editing::{self, Refusal};
use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
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
    let edit = Access::To(Action::EditWork);
    Routes::new()
        .get(edit, "/e/{engagement}/integrations/new", new)
        .post(edit, "/e/{engagement}/integrations/new", add)
        .get(edit, "/e/{engagement}/integrations/{id}", open)
        .post(edit, "/e/{engagement}/integrations/{id}", change)
        .post(edit, "/e/{engagement}/integrations/{id}/remove", remove)
}

async fn loaded(context: &RequestContext, engagement: EngagementId) -> Result<Loaded, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    Ok(store::load(&mut *context.look().await?, grant).await?)
}

/// The systems that a new integration is to join, when the page before knows them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Joins {
    source: String,
    destination: String,
}

async fn new(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(joins): Query<Joins>,
) -> Result<Response, HttpError> {
    let loaded = loaded(&context, engagement).await?;
    let mut sent = form::blank();
    sent.set("source", joins.source);
    sent.set("destination", joins.destination);
    Ok(page(&context, &loaded, None, &sent, None))
}

async fn open(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, IntegrationId)>,
) -> Result<Response, HttpError> {
    let loaded = loaded(&context, engagement).await?;
    let integration = loaded.document.integration(id).ok_or(HttpError::NotFound)?;
    let sent = form::fill(integration, loaded.version_of(PartId(id.0)));
    Ok(page(&context, &loaded, Some(id), &sent, None))
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
    Path((engagement, id)): Path<(EngagementId, IntegrationId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    save(context, engagement, Some(id), sent).await
}

async fn save(
    context: RequestContext,
    engagement: EngagementId,
    id: Option<IntegrationId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let (integration, problems) = form::read(&sent, id.unwrap_or_else(IntegrationId::new));
    let row = integration.id;
    match editing::save(&context, engagement, Part::Integration(integration), &sent, problems)
        .await?
    {
        Ok(_) => Ok(go(&format!("{}#{row}", at(engagement, "systems")))),
        Err(refusal) => {
            Ok(page(&context, &loaded(&context, engagement).await?, id, &sent, Some(&refusal)))
        }
    }
}

async fn remove(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, IntegrationId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    match editing::remove(&context, engagement, PartId(id.0), sent.version()).await? {
        Ok(()) => Ok(go(&at(engagement, "systems"))),
        Err(refusal) => {
            let loaded = loaded(&context, engagement).await?;
            let integration = loaded.document.integration(id).ok_or(HttpError::NotFound)?;
            let stored = form::fill(integration, loaded.version_of(PartId(id.0)));
            Ok(page(&context, &loaded, Some(id), &stored, Some(&refusal)))
        }
    }
}

fn page(
    context: &RequestContext,
    loaded: &Loaded,
    id: Option<IntegrationId>,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> Response {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let name = id.and_then(|id| loaded.document.integration(id)).map(|found| found.name.clone());
    let title = name.unwrap_or_else(|| "Add an integration".to_owned());
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let body = form::view(&loaded.document, id, &title, sent, refusal);
    context.render(status, &title, false, || frame::engagement(context, nav, body))
}
