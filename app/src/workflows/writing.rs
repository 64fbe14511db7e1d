//! The routes on which a map is written: as text, as a table, and by the editor in the browser.
//! Whatever way it comes, it is one text that is read and saved over the version that it was made from.

use super::editor::page::{self, Page};
use super::editor::{Pane, table};
use super::map::{path, title};
use super::source::{MapSource, registry};
use crate::editing::{self, Refusal};
use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use faultline::document::engagement::Part;
use faultline::engines::map::Side;
use faultline::engines::map::editor::wire::{SaveReply, SaveRequest, StoredMap};
use faultline::engines::map::text::{TextError, parse};
use faultline::platform::ids::{EngagementId, PartId, WorkflowId};
use faultline::stores::access::{Action, EditWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Loaded, Saved, WriteError};
use serde::Serialize;

/// The routes.
#[must_use]
pub fn routes() -> Routes {
    let edit = Access::To(Action::EditWork);
    Routes::new()
        .get(edit, "/e/{engagement}/workflows/{id}/intended/text", intended_text)
        .get(edit, "/e/{engagement}/workflows/{id}/actual/text", actual_text)
        .post(edit, "/e/{engagement}/workflows/{id}/intended/text", write_intended)
        .post(edit, "/e/{engagement}/workflows/{id}/actual/text", write_actual)
        .get(edit, "/e/{engagement}/workflows/{id}/intended/table", intended_table)
        .get(edit, "/e/{engagement}/workflows/{id}/actual/table", actual_table)
        .post(edit, "/e/{engagement}/workflows/{id}/intended/table", fill_intended)
        .post(edit, "/e/{engagement}/workflows/{id}/actual/table", fill_actual)
        .get(edit, "/e/{engagement}/workflows/{id}/{side}/stored", stored)
        .post(edit, "/e/{engagement}/workflows/{id}/{side}/save", save)
}

type Place = Path<(EngagementId, WorkflowId)>;
type SidePlace = Path<(EngagementId, WorkflowId, Side)>;

/// The document, for whoever may change it and when it has this workflow.
async fn held(
    context: &RequestContext,
    engagement: EngagementId,
    workflow: WorkflowId,
) -> Result<Loaded, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let loaded = store::load(&mut *context.look().await?, grant).await?;
    let known = loaded.document.workflows.iter().any(|found| found.id == workflow);
    if known { Ok(loaded) } else { Err(HttpError::NotFound) }
}

fn version(loaded: &Loaded, workflow: WorkflowId, side: Side) -> i32 {
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
    let text = MapSource::of(&loaded.document, id, side).text();
    let version = version(&loaded, id, side);
    let sent = Form::of(vec![("version", version.to_string()), ("text", text)]);
    shown(
        &context,
        &loaded,
        (id, side),
        &Page { pane, sent: &sent, errors: &[], rows: &[], refusal: None },
    )
}

async fn write_intended(
    context: RequestContext,
    place: Place,
    sent: Form,
) -> Result<Response, HttpError> {
    write_text(context, place, Side::Intended, sent).await
}

async fn write_actual(
    context: RequestContext,
    place: Place,
    sent: Form,
) -> Result<Response, HttpError> {
    write_text(context, place, Side::Actual, sent).await
}

async fn write_text(
    context: RequestContext,
    Path((engagement, id)): Place,
    side: Side,
    sent: Form,
) -> Result<Response, HttpError> {
    let loaded = held(&context, engagement, id).await?;
    let source = MapSource::of(&loaded.document, id, side);
    let again = |errors: &[TextError]| {
        let page = Page { pane: Pane::Text, sent: &sent, errors, rows: &[], refusal: None };
        shown(&context, &loaded, (id, side), &page)
    };
    let map = match parse(&text_of(&sent, "text"), &source.names) {
        Ok(draft) => source.taken(&draft),
        Err(errors) => return again(&errors),
    };
    match editing::save(&context, engagement, Part::Map(map), &sent, Vec::new()).await? {
        Ok(_) => Ok(go(&at(engagement, &format!("workflows/{id}/{}", path(side))))),
        Err(refusal) => {
            let loaded = held(&context, engagement, id).await?;
            let refusal = Some(&refusal);
            let page = Page { pane: Pane::Text, sent: &sent, errors: &[], rows: &[], refusal };
            shown(&context, &loaded, (id, side), &page)
        }
    }
}

async fn fill_intended(
    context: RequestContext,
    place: Place,
    sent: Form,
) -> Result<Response, HttpError> {
    fill(context, place, Side::Intended, sent).await
}

async fn fill_actual(
    context: RequestContext,
    place: Place,
    sent: Form,
) -> Result<Response, HttpError> {
    fill(context, place, Side::Actual, sent).await
}

/// Saves a form of rows. One that was made from an older map comes back beside what is there now.
async fn fill(
    context: RequestContext,
    Path((engagement, id)): Place,
    side: Side,
    sent: Form,
) -> Result<Response, HttpError> {
    let loaded = held(&context, engagement, id).await?;
    let source = MapSource::of(&loaded.document, id, side);
    let rows = table::sent(&sent);
    let again = |loaded: &Loaded, errors: &[_], refusal: Option<&Refusal>| {
        let page = Page { pane: Pane::Table, sent: &sent, errors: &[], rows: errors, refusal };
        shown(&context, loaded, (id, side), &page)
    };
    let now = version(&loaded, id, side);
    if now != sent.version() {
        let stored = loaded.document.map(id, side).cloned().map(Part::Map);
        let refusal = Refusal::Conflict(stored.map(|part| Box::new((part, now))));
        return again(&loaded, &[], Some(&refusal));
    }
    let map = match source.filled(&rows) {
        Ok(map) => map,
        Err(errors) => return again(&loaded, &errors, None),
    };
    match editing::save(&context, engagement, Part::Map(map), &sent, Vec::new()).await? {
        Ok(_) => Ok(go(&at(engagement, &format!("workflows/{id}/{}", path(side))))),
        Err(refusal) => {
            let loaded = held(&context, engagement, id).await?;
            again(&loaded, &[], Some(&refusal))
        }
    }
}

/// The page on which a text is written, with what is wrong with it.
pub(super) fn shown(
    context: &RequestContext,
    loaded: &Loaded,
    (id, side): (WorkflowId, Side),
    page: &Page<'_>,
) -> Result<Response, HttpError> {
    let workflow =
        loaded.document.workflows.iter().find(|found| found.id == id).ok_or(HttpError::NotFound)?;
    let status = match page.refusal {
        Some(refusal) => refusal.status(),
        None if page.errors.is_empty() && page.rows.is_empty() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let heading = format!("Write {}: {}", title(side).to_lowercase(), workflow.name);
    // A form that came back is put right as it stands, without the islands.
    let live = status == StatusCode::OK;
    let person = context.me()?.person;
    let body = || page::view(&loaded.document, workflow, side, page, person);
    Ok(context.render(status, &heading, live, || frame::engagement(context, nav, body())))
}

/// What is stored of a map, for an editor that wants to know what others saved.
async fn stored(
    context: RequestContext,
    Path((engagement, id, side)): SidePlace,
) -> Result<Response, HttpError> {
    Ok(answer(&stored_map(&held(&context, engagement, id).await?, id, side)))
}

fn answer(body: &impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

fn stored_map(loaded: &Loaded, id: WorkflowId, side: Side) -> StoredMap {
    StoredMap {
        version: version(loaded, id, side),
        text: MapSource::of(&loaded.document, id, side).text(),
        registry: registry(&loaded.document),
    }
}

/// Saves a text over the version that it was made from. The editor brings it together with what others wrote.
async fn save(
    context: RequestContext,
    Path((engagement, id, side)): SidePlace,
    request: Result<Json<SaveRequest>, JsonRejection>,
) -> Result<Response, HttpError> {
    let Json(request) = request.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => HttpError::TooLarge,
        _ => HttpError::BadRequest,
    })?;
    let loaded = held(&context, engagement, id).await?;
    if version(&loaded, id, side) != request.version {
        return Ok(answer(&SaveReply::Stale(stored_map(&loaded, id, side))));
    }
    let source = MapSource::of(&loaded.document, id, side);
    let draft = match parse(&request.text, &source.names) {
        Ok(draft) => draft,
        Err(errors) => return Ok(answer(&SaveReply::Unreadable { errors })),
    };
    let mut tx = context.act().await?;
    let part = Part::Map(source.taken(&draft));
    let reply = match store::put(
        &mut tx,
        context.may::<EditWork>(engagement)?,
        part,
        request.version,
    )
    .await
    {
        Ok(saved) => {
            tx.commit().await?;
            saved_reply(&context, (engagement, id, side), saved).await?
        }
        // Somebody saved in the very moment between.
        Err(WriteError::Conflict(_)) => {
            drop(tx);
            SaveReply::Stale(stored_map(&held(&context, engagement, id).await?, id, side))
        }
        Err(WriteError::Invalid(problems)) => {
            let problems = problems.into_iter().map(|problem| problem.message).collect();
            SaveReply::Refused { problems }
        }
        Err(error) => return Err(error.into()),
    };
    Ok(answer(&reply))
}

/// Says what was saved; a text that was changed on the way in comes back as it is stored.
async fn saved_reply(
    context: &RequestContext,
    (engagement, id, side): (EngagementId, WorkflowId, Side),
    saved: Saved,
) -> Result<SaveReply, HttpError> {
    let redacted = u32::try_from(saved.redacted.len()).unwrap_or(u32::MAX);
    let text = if redacted > 0 {
        let loaded = held(context, engagement, id).await?;
        Some(MapSource::of(&loaded.document, id, side).text())
    } else {
        None
    };
    Ok(SaveReply::Saved { version: saved.version, text, redacted })
}
