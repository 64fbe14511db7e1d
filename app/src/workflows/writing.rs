//! The routes on which a map is written: as text, as a table, and by the editor in the browser.
//! Whatever way it comes, it is one text that is read and saved over the version that it was made from.

use super::editor::page::{self, Page};
use super::editor::{Pane, table};
use super::map::{path, title};
use super::source::{MapSource, registry};
use crate::editing::{self, Refusal};
use crate::fault::Fault;
use crate::form::{Sent, go};
use crate::frame::{self, at};
use crate::routes::{Routes, Who};
use crate::visit::{At, Visit};
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
    let edit = Who::To(Action::EditWork);
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

type Place = At<(EngagementId, WorkflowId)>;
type SidePlace = At<(EngagementId, WorkflowId, Side)>;

/// The document, for whoever may change it and when it has this workflow.
async fn held(
    visit: &Visit,
    engagement: EngagementId,
    workflow: WorkflowId,
) -> Result<Loaded, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    let loaded = store::load(&mut *visit.look().await?, grant).await?;
    let known = loaded.document.workflows.iter().any(|found| found.id == workflow);
    if known { Ok(loaded) } else { Err(Fault::NotFound) }
}

fn version(loaded: &Loaded, workflow: WorkflowId, side: Side) -> i32 {
    loaded.document.map(workflow, side).map_or(0, |map| loaded.version_of(PartId(map.id.0)))
}

fn text_of(sent: &Sent, name: &str) -> String {
    sent.raw(name).replace("\r\n", "\n")
}

async fn intended_text(visit: Visit, place: Place) -> Result<Response, Fault> {
    open(visit, place, Side::Intended, Pane::Text).await
}

async fn actual_text(visit: Visit, place: Place) -> Result<Response, Fault> {
    open(visit, place, Side::Actual, Pane::Text).await
}

async fn intended_table(visit: Visit, place: Place) -> Result<Response, Fault> {
    open(visit, place, Side::Intended, Pane::Table).await
}

async fn actual_table(visit: Visit, place: Place) -> Result<Response, Fault> {
    open(visit, place, Side::Actual, Pane::Table).await
}

async fn open(
    visit: Visit,
    At((engagement, id)): Place,
    side: Side,
    pane: Pane,
) -> Result<Response, Fault> {
    let loaded = held(&visit, engagement, id).await?;
    let text = MapSource::of(&loaded.document, id, side).text();
    let version = version(&loaded, id, side);
    let sent = Sent::of(vec![("version", version.to_string()), ("text", text)]);
    shown(
        &visit,
        &loaded,
        (id, side),
        &Page { pane, sent: &sent, errors: &[], rows: &[], refusal: None },
    )
}

async fn write_intended(visit: Visit, place: Place, sent: Sent) -> Result<Response, Fault> {
    write_text(visit, place, Side::Intended, sent).await
}

async fn write_actual(visit: Visit, place: Place, sent: Sent) -> Result<Response, Fault> {
    write_text(visit, place, Side::Actual, sent).await
}

async fn write_text(
    visit: Visit,
    At((engagement, id)): Place,
    side: Side,
    sent: Sent,
) -> Result<Response, Fault> {
    let loaded = held(&visit, engagement, id).await?;
    let source = MapSource::of(&loaded.document, id, side);
    let again = |errors: &[TextError]| {
        let page = Page { pane: Pane::Text, sent: &sent, errors, rows: &[], refusal: None };
        shown(&visit, &loaded, (id, side), &page)
    };
    let map = match parse(&text_of(&sent, "text"), &source.names) {
        Ok(draft) => source.taken(&draft),
        Err(errors) => return again(&errors),
    };
    match editing::save(&visit, engagement, Part::Map(map), &sent, Vec::new()).await? {
        Ok(_) => Ok(go(&at(engagement, &format!("workflows/{id}/{}", path(side))))),
        Err(refusal) => {
            let loaded = held(&visit, engagement, id).await?;
            let refusal = Some(&refusal);
            let page = Page { pane: Pane::Text, sent: &sent, errors: &[], rows: &[], refusal };
            shown(&visit, &loaded, (id, side), &page)
        }
    }
}

async fn fill_intended(visit: Visit, place: Place, sent: Sent) -> Result<Response, Fault> {
    fill(visit, place, Side::Intended, sent).await
}

async fn fill_actual(visit: Visit, place: Place, sent: Sent) -> Result<Response, Fault> {
    fill(visit, place, Side::Actual, sent).await
}

/// Saves a form of rows. One that was made from an older map comes back beside what is there now.
async fn fill(
    visit: Visit,
    At((engagement, id)): Place,
    side: Side,
    sent: Sent,
) -> Result<Response, Fault> {
    let loaded = held(&visit, engagement, id).await?;
    let source = MapSource::of(&loaded.document, id, side);
    let rows = table::sent(&sent);
    let again = |loaded: &Loaded, errors: &[_], refusal: Option<&Refusal>| {
        let page = Page { pane: Pane::Table, sent: &sent, errors: &[], rows: errors, refusal };
        shown(&visit, loaded, (id, side), &page)
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
    match editing::save(&visit, engagement, Part::Map(map), &sent, Vec::new()).await? {
        Ok(_) => Ok(go(&at(engagement, &format!("workflows/{id}/{}", path(side))))),
        Err(refusal) => {
            let loaded = held(&visit, engagement, id).await?;
            again(&loaded, &[], Some(&refusal))
        }
    }
}

fn shown(
    visit: &Visit,
    loaded: &Loaded,
    (id, side): (WorkflowId, Side),
    page: &Page<'_>,
) -> Result<Response, Fault> {
    let workflow =
        loaded.document.workflows.iter().find(|found| found.id == id).ok_or(Fault::NotFound)?;
    let status = match page.refusal {
        Some(refusal) => refusal.status(),
        None if page.errors.is_empty() && page.rows.is_empty() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let nav = frame::nav(&loaded.document);
    let heading = format!("Write {}: {}", title(side).to_lowercase(), workflow.name);
    // A form that came back is put right as it stands, without the islands.
    let live = status == StatusCode::OK;
    let person = visit.me()?.person;
    let body = || page::view(&loaded.document, workflow, side, page, person);
    Ok(visit.render(status, &heading, live, || frame::engagement(visit, nav, body())))
}

/// What is stored of a map, for an editor that wants to know what others saved.
async fn stored(visit: Visit, At((engagement, id, side)): SidePlace) -> Result<Response, Fault> {
    Ok(answer(&stored_map(&held(&visit, engagement, id).await?, id, side)))
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
    visit: Visit,
    At((engagement, id, side)): SidePlace,
    request: Result<Json<SaveRequest>, JsonRejection>,
) -> Result<Response, Fault> {
    let Json(request) = request.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge,
        _ => Fault::BadRequest,
    })?;
    let loaded = held(&visit, engagement, id).await?;
    if version(&loaded, id, side) != request.version {
        return Ok(answer(&SaveReply::Stale(stored_map(&loaded, id, side))));
    }
    let source = MapSource::of(&loaded.document, id, side);
    let draft = match parse(&request.text, &source.names) {
        Ok(draft) => draft,
        Err(errors) => return Ok(answer(&SaveReply::Unreadable { errors })),
    };
    let mut tx = visit.act().await?;
    let part = Part::Map(source.taken(&draft));
    let reply = match store::put(&mut tx, visit.may::<EditWork>(engagement)?, part, request.version)
        .await
    {
        Ok(saved) => {
            tx.commit().await?;
            saved_reply(&visit, (engagement, id, side), saved).await?
        }
        // Somebody saved in the very moment between.
        Err(WriteError::Conflict(_)) => {
            drop(tx);
            SaveReply::Stale(stored_map(&held(&visit, engagement, id).await?, id, side))
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
    visit: &Visit,
    (engagement, id, side): (EngagementId, WorkflowId, Side),
    saved: Saved,
) -> Result<SaveReply, Fault> {
    let redacted = u32::try_from(saved.redacted.len()).unwrap_or(u32::MAX);
    let text = if redacted > 0 {
        let loaded = held(visit, engagement, id).await?;
        Some(MapSource::of(&loaded.document, id, side).text())
    } else {
        None
    };
    Ok(SaveReply::Saved { version: saved.version, text, redacted })
}
