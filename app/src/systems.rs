//! Systems and integrations: what is involved, who owns it, which facts are unknown.
//! A fact is shown as unknown until someone says otherwise.

use crate::editing::{self, Refusal};
use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Part;
use faultline::platform::ids::{EngagementId, PartId, SystemId};
use faultline::stores::access::{Action, EditWork, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;

mod form;
mod list;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Access::To(Action::ViewWork), "/e/{engagement}/systems", list)
        .get(Access::To(Action::EditWork), "/e/{engagement}/systems/new", new)
        .post(Access::To(Action::EditWork), "/e/{engagement}/systems/new", add)
        .get(Access::To(Action::EditWork), "/e/{engagement}/systems/{id}", edit)
        .post(Access::To(Action::EditWork), "/e/{engagement}/systems/{id}", change)
        .post(Access::To(Action::EditWork), "/e/{engagement}/systems/{id}/remove", remove)
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let loaded = store::load(&mut *context.look().await?, grant).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let may_edit = context.can(Action::EditWork, engagement);
    Ok(context.page("Systems and integrations", || {
        frame::engagement(&context, nav, list::view(&loaded.document, may_edit))
    }))
}

async fn new(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let loaded = store::load(&mut *context.look().await?, grant).await?;
    Ok(page(&context, &loaded, None, &Form::default(), None))
}

async fn edit(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, SystemId)>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let loaded = store::load(&mut *context.look().await?, grant).await?;
    let system = loaded.document.system(id).ok_or(HttpError::NotFound)?;
    let sent = form::fill(system, loaded.version_of(PartId(id.0)));
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
    Path((engagement, id)): Path<(EngagementId, SystemId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    save(context, engagement, Some(id), sent).await
}

async fn save(
    context: RequestContext,
    engagement: EngagementId,
    id: Option<SystemId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let (system, problems) = form::read(&sent, id.unwrap_or_else(SystemId::new));
    let row = system.id;
    match editing::save(&context, engagement, Part::System(system), &sent, problems).await? {
        Ok(_) => Ok(go(&format!("{}#{row}", at(engagement, "systems")))),
        Err(refusal) => refused(&context, engagement, id, sent, refusal).await,
    }
}

async fn remove(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, SystemId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    match editing::remove(&context, engagement, PartId(id.0), sent.version()).await? {
        Ok(()) => Ok(go(&at(engagement, "systems"))),
        Err(refusal) => refused(&context, engagement, Some(id), sent, refusal).await,
    }
}

/// The form again, with what was sent, or with what is stored when only an id was sent.
async fn refused(
    context: &RequestContext,
    engagement: EngagementId,
    id: Option<SystemId>,
    sent: Form,
    refusal: Refusal,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let loaded = store::load(&mut *context.look().await?, grant).await?;
    let stored = id.and_then(|id| loaded.document.system(id));
    let sent = match stored {
        Some(system) if sent.fields().all(|(name, _)| matches!(name, "version" | "once")) => {
            form::fill(system, loaded.version_of(PartId(system.id.0)))
        }
        _ => sent,
    };
    Ok(page(context, &loaded, id, &sent, Some(&refusal)))
}

fn page(
    context: &RequestContext,
    loaded: &Loaded,
    id: Option<SystemId>,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> Response {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let name = id.and_then(|id| loaded.document.system(id)).map(|system| system.name.clone());
    let title = name.unwrap_or_else(|| "Add a system".to_owned());
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let document = &loaded.document;
    context.render(status, &title, false, || {
        frame::engagement(context, nav, form::view(document, id, &title, sent, refusal))
    })
}
