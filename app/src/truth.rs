//! The source-of-truth matrix: which system is right, field by field.
//! A dispute is shown as a dispute until a person decides it.

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
    let edit = Access::To(Action::EditWork);
    Routes::new()
        .get(Access::To(Action::ViewWork), "/e/{engagement}/truth", show)
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

async fn show(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let Loaded { document, digest, .. } = store::load(&mut *context.look().await?, grant).await?;
    let nav = frame::nav(&document, &digest);
    let body = matrix::page(&document, frame::may_edit(&context, engagement));
    Ok(context.page("Source of truth", || frame::engagement(&context, nav, body)))
}

async fn loaded(context: &RequestContext, engagement: EngagementId) -> Result<Loaded, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    Ok(store::load(&mut *context.look().await?, grant).await?)
}

async fn new_type(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let loaded = loaded(&context, engagement).await?;
    Ok(type_page(&context, &loaded, None, &Form::default(), None))
}

async fn open_type(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, DataTypeId)>,
) -> Result<Response, HttpError> {
    let loaded = loaded(&context, engagement).await?;
    let data_type =
        loaded.document.data_types.iter().find(|t| t.id == id).ok_or(HttpError::NotFound)?;
    let sent = kind::fill(data_type, loaded.version_of(PartId(id.0)));
    Ok(type_page(&context, &loaded, Some(id), &sent, None))
}

async fn add_type(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    save_type(context, engagement, None, sent).await
}

async fn change_type(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, DataTypeId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    save_type(context, engagement, Some(id), sent).await
}

async fn save_type(
    context: RequestContext,
    engagement: EngagementId,
    id: Option<DataTypeId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let data_type = kind::read(&sent, id.unwrap_or_else(DataTypeId::new));
    let row = data_type.id;
    match editing::save(&context, engagement, Part::DataType(data_type), &sent, Vec::new()).await? {
        Ok(_) => Ok(go(&format!("{}#{row}", at(engagement, "truth")))),
        Err(refusal) => {
            Ok(type_page(&context, &loaded(&context, engagement).await?, id, &sent, Some(&refusal)))
        }
    }
}

async fn remove_type(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, DataTypeId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    match editing::remove(&context, engagement, PartId(id.0), sent.version()).await? {
        Ok(()) => Ok(go(&at(engagement, "truth"))),
        Err(refusal) => {
            let loaded = loaded(&context, engagement).await?;
            let data_type = loaded
                .document
                .data_types
                .iter()
                .find(|t| t.id == id)
                .ok_or(HttpError::NotFound)?;
            let stored = kind::fill(data_type, loaded.version_of(PartId(id.0)));
            Ok(type_page(&context, &loaded, Some(id), &stored, Some(&refusal)))
        }
    }
}

fn type_page(
    context: &RequestContext,
    loaded: &Loaded,
    id: Option<DataTypeId>,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> Response {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let title = if id.is_some() { "Data type" } else { "Add a data type" };
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let body = kind::view(&loaded.document, id, title, sent, refusal);
    context.render(status, title, false, || frame::engagement(context, nav, body))
}

/// What the address of a new field may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Of {
    data_type: String,
}

async fn new_field(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(of): Query<Of>,
) -> Result<Response, HttpError> {
    let loaded = loaded(&context, engagement).await?;
    let sent = Form::of(vec![("data_type", of.data_type), ("standing", "unassigned".into())]);
    Ok(field_page(&context, &loaded, None, &sent, None))
}

async fn open_field(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, FieldId)>,
) -> Result<Response, HttpError> {
    let loaded = loaded(&context, engagement).await?;
    let found =
        loaded.document.fields.iter().find(|field| field.id == id).ok_or(HttpError::NotFound)?;
    let sent = field::fill(found, loaded.version_of(PartId(id.0)));
    Ok(field_page(&context, &loaded, Some(id), &sent, None))
}

async fn add_field(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    save_field(context, engagement, None, sent).await
}

async fn change_field(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, FieldId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    save_field(context, engagement, Some(id), sent).await
}

async fn save_field(
    context: RequestContext,
    engagement: EngagementId,
    id: Option<FieldId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let (field, problems) = field::read(&sent, id.unwrap_or_else(FieldId::new));
    let row = field.id;
    match editing::save(&context, engagement, Part::Field(field), &sent, problems).await? {
        Ok(_) => Ok(go(&format!("{}#{row}", at(engagement, "truth")))),
        Err(refusal) => Ok(field_page(
            &context,
            &loaded(&context, engagement).await?,
            id,
            &sent,
            Some(&refusal),
        )),
    }
}

async fn remove_field(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, FieldId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    match editing::remove(&context, engagement, PartId(id.0), sent.version()).await? {
        Ok(()) => Ok(go(&at(engagement, "truth"))),
        Err(refusal) => {
            let loaded = loaded(&context, engagement).await?;
            let found = loaded
                .document
                .fields
                .iter()
                .find(|field| field.id == id)
                .ok_or(HttpError::NotFound)?;
            let stored = field::fill(found, loaded.version_of(PartId(id.0)));
            Ok(field_page(&context, &loaded, Some(id), &stored, Some(&refusal)))
        }
    }
}

fn field_page(
    context: &RequestContext,
    loaded: &Loaded,
    id: Option<FieldId>,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> Response {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let title = if id.is_some() { "Field" } else { "Add a field" };
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let body = field::view(&loaded.document, id, title, sent, refusal);
    context.render(status, title, false, || frame::engagement(context, nav, body))
}
