//! Systems and integrations: what is involved, who owns it, which facts are unknown.
//! A fact is shown as unknown until someone says otherwise.

use crate::editing::{self, Refusal};
use crate::fault::Fault;
use crate::form::{Sent, go};
use crate::frame::{self, at};
use crate::routes::{Routes, Who};
use crate::visit::{At, Visit};
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
        .get(Who::To(Action::ViewWork), "/e/{engagement}/systems", list)
        .get(Who::To(Action::EditWork), "/e/{engagement}/systems/new", new)
        .post(Who::To(Action::EditWork), "/e/{engagement}/systems/new", add)
        .get(Who::To(Action::EditWork), "/e/{engagement}/systems/{id}", edit)
        .post(Who::To(Action::EditWork), "/e/{engagement}/systems/{id}", change)
        .post(Who::To(Action::EditWork), "/e/{engagement}/systems/{id}/remove", remove)
}

async fn list(visit: Visit, At(engagement): At<EngagementId>) -> Result<Response, Fault> {
    let grant = visit.may::<ViewWork>(engagement)?;
    let loaded = store::load(&mut *visit.look().await?, grant).await?;
    let nav = frame::nav(&loaded.document);
    let may_edit = visit.can(Action::EditWork, engagement);
    Ok(visit.page("Systems and integrations", || {
        frame::engagement(&visit, nav, list::view(&loaded.document, may_edit))
    }))
}

async fn new(visit: Visit, At(engagement): At<EngagementId>) -> Result<Response, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    let loaded = store::load(&mut *visit.look().await?, grant).await?;
    Ok(page(&visit, &loaded, None, &Sent::default(), None))
}

async fn edit(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, SystemId)>,
) -> Result<Response, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    let loaded = store::load(&mut *visit.look().await?, grant).await?;
    let system = loaded.document.system(id).ok_or(Fault::NotFound)?;
    let sent = form::fill(system, loaded.version_of(PartId(id.0)));
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
    At((engagement, id)): At<(EngagementId, SystemId)>,
    sent: Sent,
) -> Result<Response, Fault> {
    save(visit, engagement, Some(id), sent).await
}

async fn save(
    visit: Visit,
    engagement: EngagementId,
    id: Option<SystemId>,
    sent: Sent,
) -> Result<Response, Fault> {
    let (system, problems) = form::read(&sent, id.unwrap_or_else(SystemId::new));
    let row = system.id;
    match editing::save(&visit, engagement, Part::System(system), &sent, problems).await? {
        Ok(_) => Ok(go(&format!("{}#{row}", at(engagement, "systems")))),
        Err(refusal) => refused(&visit, engagement, id, sent, refusal).await,
    }
}

async fn remove(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, SystemId)>,
    sent: Sent,
) -> Result<Response, Fault> {
    match editing::remove(&visit, engagement, PartId(id.0), sent.version()).await? {
        Ok(()) => Ok(go(&at(engagement, "systems"))),
        Err(refusal) => refused(&visit, engagement, Some(id), sent, refusal).await,
    }
}

/// The form again, with what was sent, or with what is stored when only an id was sent.
async fn refused(
    visit: &Visit,
    engagement: EngagementId,
    id: Option<SystemId>,
    sent: Sent,
    refusal: Refusal,
) -> Result<Response, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    let loaded = store::load(&mut *visit.look().await?, grant).await?;
    let stored = id.and_then(|id| loaded.document.system(id));
    let sent = match stored {
        Some(system) if sent.fields().all(|(name, _)| name == "version") => {
            form::fill(system, loaded.version_of(PartId(system.id.0)))
        }
        _ => sent,
    };
    Ok(page(visit, &loaded, id, &sent, Some(&refusal)))
}

fn page(
    visit: &Visit,
    loaded: &Loaded,
    id: Option<SystemId>,
    sent: &Sent,
    refusal: Option<&Refusal>,
) -> Response {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let name = id.and_then(|id| loaded.document.system(id)).map(|system| system.name.clone());
    let title = name.unwrap_or_else(|| "Add a system".to_owned());
    let nav = frame::nav(&loaded.document);
    let document = &loaded.document;
    visit.render(status, &title, false, || {
        frame::engagement(visit, nav, form::view(document, id, &title, sent, refusal))
    })
}
