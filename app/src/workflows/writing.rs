//! The routes on which a map is written: as text, as a table, and by the editor in the browser.
//! Whatever way it comes, it is one text that is read and saved over the version that it was made from.

use super::editor::page::{self, Page};
use super::editor::{Pane, table};
use super::map::{path, title};
use super::source::MapSource;
use super::unfinished;
use crate::editing::{self, Refusal};
use crate::form::{Form, go};
use crate::frame;
use crate::http::turns::{DRAWING, READING};
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Part, Problem};
use faultline::engines::map::edit::Refused;
use faultline::engines::map::outline::RowError;
use faultline::engines::map::text::{TextError, parse};
use faultline::engines::map::{Map, Side};
use faultline::platform::ids::{EngagementId, PartId, WorkflowId};
use faultline::stores::access::{Action, EditWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Loaded, MapDraft, NewDraft};

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
    let left = unfinished::left(&context, (engagement, id, side)).await?;
    let draw = move || {
        let (text, version) = match &left {
            Some(left) => (left.content.clone(), left.made_from),
            None => (MapSource::of(&loaded.document, id, side).text(), version(&loaded, id, side)),
        };
        let sent = Form::of(vec![("version", version.to_string()), ("text", text)]);
        let page = Page {
            pane,
            sent: &sent,
            errors: &[],
            rows: &[],
            refusal: None,
            unfinished: left.as_ref(),
        };
        shown(&context, &loaded, (id, side), &page)
    };
    DRAWING.run(engagement.0, draw).await?
}

/// A form that comes back, with why.
struct Again {
    pane: Pane,
    sent: Form,
    errors: Vec<TextError>,
    rows: Vec<RowError>,
    refusal: Option<Refusal>,
    unfinished: Option<MapDraft>,
}

impl Again {
    fn of(pane: Pane, sent: Form) -> Self {
        Self { pane, sent, errors: Vec::new(), rows: Vec::new(), refusal: None, unfinished: None }
    }

    /// The page, as it was sent.
    async fn shown(
        self,
        context: RequestContext,
        loaded: Loaded,
        place: (WorkflowId, Side),
    ) -> Result<Response, HttpError> {
        let tenant = loaded.document.id.0;
        let draw = move || {
            let Self { pane, sent, errors, rows, refusal, unfinished } = &self;
            let (refusal, unfinished) = (refusal.as_ref(), unfinished.as_ref());
            let page = Page { pane: *pane, sent, errors, rows, refusal, unfinished };
            shown(&context, &loaded, place, &page)
        };
        DRAWING.run(tenant, draw).await?
    }
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
    let text = text_of(&sent, "text");
    let read = move || {
        let source = MapSource::of(&loaded.document, id, side);
        let map = parse(&text, &source.names).map(|draft| source.taken(&draft));
        (loaded, map)
    };
    let (loaded, map) = READING.run(engagement.0, read).await?;
    let map = match map {
        Ok(map) => map,
        Err(errors) => return left_unfinished(context, (id, side), loaded, sent, errors).await,
    };
    let place = (engagement, id, side);
    match unfinished::finish(&context, place, &loaded, map, sent.version()).await? {
        Ok(_) => Ok(go(&at(engagement, &format!("workflows/{id}/{}", path(side))))),
        Err(refusal) => {
            let loaded = held(&context, engagement, id).await?;
            let again = Again { refusal: Some(refusal), ..Again::of(Pane::Text, sent) };
            again.shown(context, loaded, (id, side)).await
        }
    }
}

/// Keeps a text that cannot be understood, and shows it again with what is wrong with it.
async fn left_unfinished(
    context: RequestContext,
    (id, side): (WorkflowId, Side),
    loaded: Loaded,
    sent: Form,
    errors: Vec<TextError>,
) -> Result<Response, HttpError> {
    let (engagement, content) = (loaded.document.id, text_of(&sent, "text"));
    let stored = MapSource::of(&loaded.document, id, side).text();
    // What an older version said is not known any more: all of the text then counts as written here.
    let base = if version(&loaded, id, side) == sent.version() { stored } else { String::new() };
    let version_known = sent.raw("draft").parse().unwrap_or_default();
    let made_from = sent.version().clamp(0, version(&loaded, id, side));
    let new = NewDraft { version: version_known, made_from, base: &base, content: &content };
    let kept = unfinished::keep(&context, (engagement, id, side), &loaded, new).await?;
    let elsewhere = "Another window of yours has kept other unfinished text of this map. Save again to keep this one instead.";
    let kept = kept.map_err(|refusal| match refusal {
        Refusal::Conflict(_) => Refusal::Invalid(vec![Problem::new("text", elsewhere)]),
        refusal => refusal,
    });
    let (refusal, left) = (kept.err(), unfinished::left(&context, (engagement, id, side)).await?);
    let again = Again { errors, refusal, unfinished: left, ..Again::of(Pane::Text, sent) };
    again.shown(context, loaded, (id, side)).await
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
    let now = version(&loaded, id, side);
    let read = move || {
        let source = MapSource::of(&loaded.document, id, side);
        let is_stored = !table::too_many(&sent) && source.is_told_by(&table::sent(&sent));
        let map = filled(&source, &sent);
        (loaded, sent, is_stored, map)
    };
    let (loaded, sent, is_stored, map) = READING.run(engagement.0, read).await?;
    if now != sent.version() {
        // A form that was sent twice counts once.
        if is_stored {
            return Ok(go(&at(engagement, &format!("workflows/{id}/{}", path(side)))));
        }
        let stored = loaded.document.map(id, side).cloned().map(Part::Map);
        let refusal = Refusal::Conflict(stored.map(|part| Box::new((part, now))));
        let again = Again { refusal: Some(refusal), ..Again::of(Pane::Table, sent) };
        return again.shown(context, loaded, (id, side)).await;
    }
    let map = match map {
        Ok(map) => map,
        Err(rows) => {
            let again = Again { rows, ..Again::of(Pane::Table, sent) };
            return again.shown(context, loaded, (id, side)).await;
        }
    };
    match editing::save(&context, engagement, Part::Map(map), &sent, Vec::new()).await? {
        Ok(_) => Ok(go(&at(engagement, &format!("workflows/{id}/{}", path(side))))),
        Err(refusal) => {
            let loaded = held(&context, engagement, id).await?;
            let again = Again { refusal: Some(refusal), ..Again::of(Pane::Table, sent) };
            again.shown(context, loaded, (id, side)).await
        }
    }
}

/// The map after a form of rows, unless it has more of them than a map can have steps.
fn filled(source: &MapSource, sent: &Form) -> Result<Map, Vec<RowError>> {
    if table::too_many(sent) {
        let refused = Refused::TooMany;
        return Err(vec![RowError { row: table::ROWS - 1, column: "name", refused }]);
    }
    source.filled(&table::sent(sent))
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
    let now = (version(loaded, id, side), context.me()?.person);
    let body = || page::view(&loaded.document, workflow, side, page, now);
    Ok(context.render(status, &heading, live, || frame::engagement(context, nav, body())))
}
