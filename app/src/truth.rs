//! The source-of-truth matrix: which system is right, field by field.
//! A dispute is shown as a dispute until a person decides it.

use crate::editing::part;
use crate::frame;
use crate::http::download;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::document::truth::{DataType, Field, TruthAnswer};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, Grant, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use faultline::stores::truth_answers;
use matrix::TruthPage;

mod answers;
mod field;
mod kind;
pub mod matrix;
mod page;
mod sheet;
mod whole;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let edit = Access::To(Action::EditWork);
    Routes::new()
        .get(Access::To(Action::ViewWork), "/e/{engagement}/truth", show)
        .get(Access::To(Action::ViewWork), "/e/{engagement}/truth.csv", file)
        .get(edit, "/e/{engagement}/truth/table", whole::open)
        .form(edit, "/e/{engagement}/truth/table", 4 << 20, whole::change)
        .get(edit, "/e/{engagement}/truth/table.csv", whole::download)
        .upload(edit, "/e/{engagement}/truth/table/file", 2 << 20, whole::look)
        .get(edit, "/e/{engagement}/truth/types/new", part::new::<DataType>)
        .post(edit, "/e/{engagement}/truth/types/new", part::add::<DataType>)
        .get(edit, "/e/{engagement}/truth/types/{id}", part::open::<DataType>)
        .post(edit, "/e/{engagement}/truth/types/{id}", part::change::<DataType>)
        .post(edit, "/e/{engagement}/truth/types/{id}/remove", part::remove::<DataType>)
        .get(edit, "/e/{engagement}/truth/types/{id}/table", sheet::open)
        .form(edit, "/e/{engagement}/truth/types/{id}/table", 4 << 20, sheet::change)
        .get(edit, "/e/{engagement}/truth/types/{id}/table.csv", sheet::download)
        .upload(edit, "/e/{engagement}/truth/types/{id}/table/file", 2 << 20, sheet::look)
        .get(edit, "/e/{engagement}/truth/fields/new", part::new::<Field>)
        .post(edit, "/e/{engagement}/truth/fields/new", part::add::<Field>)
        .get(edit, "/e/{engagement}/truth/fields/{id}", part::open::<Field>)
        .post(edit, "/e/{engagement}/truth/fields/{id}", part::change::<Field>)
        .post(edit, "/e/{engagement}/truth/fields/{id}/remove", part::remove::<Field>)
        .get(Access::To(Action::ViewWork), "/e/{engagement}/truth/answers/{answer}", answers::open)
        .post(edit, "/e/{engagement}/truth/answers/{answer}/take-over", answers::take_over)
        .post(edit, "/e/{engagement}/truth/answers/{answer}/put-aside", answers::put_aside)
}

/// The document, and what the client's people answered to its fields.
async fn load(
    context: &RequestContext,
    grant: Grant<ViewWork>,
) -> Result<(Loaded, Vec<TruthAnswer>), HttpError> {
    let mut tx = context.look().await?;
    Ok((store::load(&mut tx, grant).await?, truth_answers::read(&mut tx, grant).await?))
}

async fn show(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let (loaded, answers) = load(&context, context.may(engagement)?).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let (document, may_edit) = (loaded.document.into(), frame::may_edit(&context, engagement));
    Ok(context.page("Source of truth", || {
        frame::engagement(&context, nav, view! { <TruthPage document answers may_edit /> })
    }))
}

/// Every field of every data type as a file: a system a column.
async fn file(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let document = store::load(&mut *context.look().await?, grant).await?.document;
    let bytes = faultline::delivery::truth::csv(&document);
    let bytes = bytes.map_err(|error| HttpError::internal(&error))?;
    Ok(download::file("source-of-truth.csv", "text/csv; charset=utf-8", bytes.into()))
}
