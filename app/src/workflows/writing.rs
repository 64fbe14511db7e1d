//! The routes on which a map is written: as text, as a table, and by the editor in the browser.
//! Whatever way it comes, it is one text that is read and saved over the version that it was made from.

use super::editor::Pane;
use super::editor::page::{EditorPage, Writing, WrittenMap};
use super::map::{path, title};
use super::source::MapSource;
use super::unfinished;
use crate::form::{Form, go};
use crate::frame;
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::engines::map::Side;
use faultline::platform::ids::{EngagementId, PartId, WorkflowId};
use faultline::stores::access::{Action, EditWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use std::sync::Arc;

mod rows;
mod text;

/// The most that a map may send as a form, in bytes: each of a text that is not Latin is sent as three.
const FORM: usize = 1 << 20;

/// The routes.
#[must_use]
pub fn routes() -> Routes {
    let edit = Access::To(Action::EditWork);
    Routes::new()
        .get(edit, "/e/{engagement}/workflows/{id}/intended/text", intended_text)
        .get(edit, "/e/{engagement}/workflows/{id}/actual/text", actual_text)
        .form(edit, "/e/{engagement}/workflows/{id}/intended/text", FORM, text::write_intended)
        .form(edit, "/e/{engagement}/workflows/{id}/actual/text", FORM, text::write_actual)
        .get(edit, "/e/{engagement}/workflows/{id}/intended/table", intended_table)
        .get(edit, "/e/{engagement}/workflows/{id}/actual/table", actual_table)
        .form(edit, "/e/{engagement}/workflows/{id}/intended/table", FORM, rows::fill_intended)
        .form(edit, "/e/{engagement}/workflows/{id}/actual/table", FORM, rows::fill_actual)
}

type Place = Path<(EngagementId, WorkflowId)>;

/// The document, for whoever may change it and when it has this workflow.
pub(super) async fn held(
    context: &RequestContext,
    engagement: EngagementId,
    workflow: WorkflowId,
) -> Result<Loaded, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let loaded = store::load(&mut *context.look().await?, grant).await?;
    let known = loaded.document.workflows.iter().any(|found| found.id == workflow);
    if known { Ok(loaded) } else { Err(HttpError::NotFound) }
}

pub(super) fn version(loaded: &Loaded, workflow: WorkflowId, side: Side) -> i32 {
    loaded.document.map(workflow, side).map_or(0, |map| loaded.version_of(PartId(map.id.0)))
}

fn text_of(sent: &Form, name: &str) -> String {
    sent.raw(name).replace("\r\n", "\n")
}

async fn intended_text(context: RequestContext, place: Place) -> Result<Response, HttpError> {
    open(context, place, Side::Intended, Pane::Text).await
}

async fn actual_text(context: RequestContext, place: Place) -> Result<Response, HttpError> {
    open(context, place, Side::Actual, Pane::Text).await
}

async fn intended_table(context: RequestContext, place: Place) -> Result<Response, HttpError> {
    open(context, place, Side::Intended, Pane::Table).await
}

async fn actual_table(context: RequestContext, place: Place) -> Result<Response, HttpError> {
    open(context, place, Side::Actual, Pane::Table).await
}

async fn open(
    context: RequestContext,
    Path((engagement, id)): Place,
    side: Side,
    pane: Pane,
) -> Result<Response, HttpError> {
    let loaded = held(&context, engagement, id).await?;
    let unfinished = unfinished::left(&context, (engagement, id, side)).await?;
    let draw = move || {
        let (text, version) = match &unfinished {
            Some(left) => (left.content.clone(), left.made_from),
            None => (MapSource::of(&loaded.document, id, side).text(), version(&loaded, id, side)),
        };
        let sent = Form::of(vec![("version", version.to_string()), ("text", text)]);
        let writing = Writing { unfinished, ..Writing::of(pane, sent) };
        shown(&context, loaded, (id, side), writing)
    };
    DRAWING.run(engagement.0, draw).await?
}

/// The page with a form that comes back, as it was sent.
async fn again(
    context: RequestContext,
    loaded: Loaded,
    place: (WorkflowId, Side),
    writing: Writing,
) -> Result<Response, HttpError> {
    let tenant = loaded.document.id.0;
    DRAWING.run(tenant, move || shown(&context, loaded, place, writing)).await?
}

/// The way to a map that was saved.
fn saved(engagement: EngagementId, id: WorkflowId, side: Side) -> Response {
    go(&at(engagement, &format!("workflows/{id}/{}", path(side))))
}

/// The page on which a text is written, with what is wrong with it.
pub(super) fn shown(
    context: &RequestContext,
    loaded: Loaded,
    (id, side): (WorkflowId, Side),
    writing: Writing,
) -> Result<Response, HttpError> {
    let version = version(&loaded, id, side);
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let document = Arc::new(loaded.document);
    let workflow = document.workflows.iter().find(|found| found.id == id).cloned();
    let workflow = workflow.ok_or(HttpError::NotFound)?;
    let status = match &writing.refusal {
        Some(refusal) => refusal.status(),
        None if writing.errors.is_empty() && writing.rows.is_empty() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let heading = format!("Write {}: {}", title(side).to_lowercase(), workflow.name);
    // A form that came back is put right as it stands, without the islands.
    let live = status == StatusCode::OK;
    let person = context.me()?.person;
    let (map, writing) = (WrittenMap { workflow, side, version }, Arc::new(writing));
    Ok(context.render(status, &heading, live, || {
        frame::engagement(context, nav, view! { <EditorPage document map writing person /> })
    }))
}
