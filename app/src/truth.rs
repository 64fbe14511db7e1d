//! The source-of-truth matrix: which system is right, field by field.
//! A dispute is shown as a dispute until a person decides it.

use crate::editing::{self, Refusal};
use crate::fault::Fault;
use crate::form::{Sent, go};
use crate::frame::{self, at};
use crate::routes::{Routes, Who};
use crate::visit::{Asked, At, Visit};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Part;
use faultline::platform::ids::{DataTypeId, EngagementId, FieldId, PartId};
use faultline::stores::access::{Action, EditWork, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use serde::Deserialize;

mod field;
mod kind;
pub mod matrix;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let edit = Who::To(Action::EditWork);
    Routes::new()
        .get(Who::To(Action::ViewWork), "/e/{engagement}/truth", show)
        .get(edit, "/e/{engagement}/truth/types/new", new_type)
        .post(edit, "/e/{engagement}/truth/types/new", add_type)
        .get(edit, "/e/{engagement}/truth/types/{id}", open_type)
        .post(edit, "/e/{engagement}/truth/types/{id}", change_type)
        .post(edit, "/e/{engagement}/truth/types/{id}/remove", remove_type)
        .get(edit, "/e/{engagement}/truth/fields/new", new_field)
        .post(edit, "/e/{engagement}/truth/fields/new", add_field)
        .get(edit, "/e/{engagement}/truth/fields/{id}", open_field)
        .post(edit, "/e/{engagement}/truth/fields/{id}", change_field)
        .post(edit, "/e/{engagement}/truth/fields/{id}/remove", remove_field)
}

async fn show(visit: Visit, At(engagement): At<EngagementId>) -> Result<Response, Fault> {
    let grant = visit.may::<ViewWork>(engagement)?;
    let document = store::load(&mut *visit.look().await?, grant).await?.document;
    let nav = frame::nav(&document);
    let body = matrix::page(&document, frame::may_edit(&visit, engagement));
    Ok(visit.page("Source of truth", || frame::engagement(&visit, nav, body)))
}

async fn loaded(visit: &Visit, engagement: EngagementId) -> Result<Loaded, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    Ok(store::load(&mut *visit.look().await?, grant).await?)
}

async fn new_type(visit: Visit, At(engagement): At<EngagementId>) -> Result<Response, Fault> {
    let loaded = loaded(&visit, engagement).await?;
    Ok(type_page(&visit, &loaded, None, &Sent::default(), None))
}

async fn open_type(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, DataTypeId)>,
) -> Result<Response, Fault> {
    let loaded = loaded(&visit, engagement).await?;
    let data_type =
        loaded.document.data_types.iter().find(|t| t.id == id).ok_or(Fault::NotFound)?;
    let sent = kind::fill(data_type, loaded.version_of(PartId(id.0)));
    Ok(type_page(&visit, &loaded, Some(id), &sent, None))
}

async fn add_type(
    visit: Visit,
    At(engagement): At<EngagementId>,
    sent: Sent,
) -> Result<Response, Fault> {
    save_type(visit, engagement, None, sent).await
}

async fn change_type(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, DataTypeId)>,
    sent: Sent,
) -> Result<Response, Fault> {
    save_type(visit, engagement, Some(id), sent).await
}

async fn save_type(
    visit: Visit,
    engagement: EngagementId,
    id: Option<DataTypeId>,
    sent: Sent,
) -> Result<Response, Fault> {
    let data_type = kind::read(&sent, id.unwrap_or_else(DataTypeId::new));
    let row = data_type.id;
    match editing::save(&visit, engagement, Part::DataType(data_type), &sent, Vec::new()).await? {
        Ok(_) => Ok(go(&format!("{}#{row}", at(engagement, "truth")))),
        Err(refusal) => {
            Ok(type_page(&visit, &loaded(&visit, engagement).await?, id, &sent, Some(&refusal)))
        }
    }
}

async fn remove_type(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, DataTypeId)>,
    sent: Sent,
) -> Result<Response, Fault> {
    match editing::remove(&visit, engagement, PartId(id.0), sent.version()).await? {
        Ok(()) => Ok(go(&at(engagement, "truth"))),
        Err(refusal) => {
            let loaded = loaded(&visit, engagement).await?;
            let data_type =
                loaded.document.data_types.iter().find(|t| t.id == id).ok_or(Fault::NotFound)?;
            let stored = kind::fill(data_type, loaded.version_of(PartId(id.0)));
            Ok(type_page(&visit, &loaded, Some(id), &stored, Some(&refusal)))
        }
    }
}

fn type_page(
    visit: &Visit,
    loaded: &Loaded,
    id: Option<DataTypeId>,
    sent: &Sent,
    refusal: Option<&Refusal>,
) -> Response {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let title = if id.is_some() { "Data type" } else { "Add a data type" };
    let nav = frame::nav(&loaded.document);
    let body = kind::view(&loaded.document, id, title, sent, refusal);
    visit.render(status, title, false, || frame::engagement(visit, nav, body))
}

/// What the address of a new field may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Of {
    data_type: String,
}

async fn new_field(
    visit: Visit,
    At(engagement): At<EngagementId>,
    Asked(of): Asked<Of>,
) -> Result<Response, Fault> {
    let loaded = loaded(&visit, engagement).await?;
    let sent = Sent::of(vec![("data_type", of.data_type), ("standing", "unassigned".into())]);
    Ok(field_page(&visit, &loaded, None, &sent, None))
}

async fn open_field(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, FieldId)>,
) -> Result<Response, Fault> {
    let loaded = loaded(&visit, engagement).await?;
    let found =
        loaded.document.fields.iter().find(|field| field.id == id).ok_or(Fault::NotFound)?;
    let sent = field::fill(found, loaded.version_of(PartId(id.0)));
    Ok(field_page(&visit, &loaded, Some(id), &sent, None))
}

async fn add_field(
    visit: Visit,
    At(engagement): At<EngagementId>,
    sent: Sent,
) -> Result<Response, Fault> {
    save_field(visit, engagement, None, sent).await
}

async fn change_field(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, FieldId)>,
    sent: Sent,
) -> Result<Response, Fault> {
    save_field(visit, engagement, Some(id), sent).await
}

async fn save_field(
    visit: Visit,
    engagement: EngagementId,
    id: Option<FieldId>,
    sent: Sent,
) -> Result<Response, Fault> {
    let (field, problems) = field::read(&sent, id.unwrap_or_else(FieldId::new));
    let row = field.id;
    match editing::save(&visit, engagement, Part::Field(field), &sent, problems).await? {
        Ok(_) => Ok(go(&format!("{}#{row}", at(engagement, "truth")))),
        Err(refusal) => {
            Ok(field_page(&visit, &loaded(&visit, engagement).await?, id, &sent, Some(&refusal)))
        }
    }
}

async fn remove_field(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, FieldId)>,
    sent: Sent,
) -> Result<Response, Fault> {
    match editing::remove(&visit, engagement, PartId(id.0), sent.version()).await? {
        Ok(()) => Ok(go(&at(engagement, "truth"))),
        Err(refusal) => {
            let loaded = loaded(&visit, engagement).await?;
            let found = loaded
                .document
                .fields
                .iter()
                .find(|field| field.id == id)
                .ok_or(Fault::NotFound)?;
            let stored = field::fill(found, loaded.version_of(PartId(id.0)));
            Ok(field_page(&visit, &loaded, Some(id), &stored, Some(&refusal)))
        }
    }
}

fn field_page(
    visit: &Visit,
    loaded: &Loaded,
    id: Option<FieldId>,
    sent: &Sent,
    refusal: Option<&Refusal>,
) -> Response {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let title = if id.is_some() { "Field" } else { "Add a field" };
    let nav = frame::nav(&loaded.document);
    let body = field::view(&loaded.document, id, title, sent, refusal);
    visit.render(status, title, false, || frame::engagement(visit, nav, body))
}
