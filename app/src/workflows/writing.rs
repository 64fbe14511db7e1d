//! The routes on which a map is written: as text, as a table, and by the editor's script.
//! Whatever way it comes, it is one text that is read, merged with what others wrote meanwhile, and saved.

use super::desk::{Desk, Desks};
use super::editor::{self, Page, Pane};
use super::map::{path, title};
use crate::editing::{self, Refusal};
use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use faultline::document::engagement::Part;
use faultline::engines::map::Side;
use faultline::engines::map::merge::{Clash, merge};
use faultline::engines::map::paste;
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
        .post(edit, "/e/{engagement}/workflows/{id}/{side}/draw", draw)
        .post(edit, "/e/{engagement}/workflows/{id}/{side}/save", keep)
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
    let text = Desks::new(&loaded.document, id, side).stored_text();
    let version = version(&loaded, id, side);
    let sent = Form::of(vec![("version", version.to_string()), ("text", text)]);
    page(
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
    let desks = Desks::new(&loaded.document, id, side);
    let again = |errors: &[TextError]| {
        let shown = Page { pane: Pane::Text, sent: &sent, errors, rows: &[], refusal: None };
        page(&context, &loaded, (id, side), &shown)
    };
    let map = match parse(&text_of(&sent, "text"), &desks.names) {
        Ok(draft) => desks.taken(&draft),
        Err(errors) => return again(&errors),
    };
    match editing::save(&context, engagement, Part::Map(map), &sent, Vec::new()).await? {
        Ok(_) => Ok(go(&at(engagement, &format!("workflows/{id}/{}", path(side))))),
        Err(refusal) => {
            let loaded = held(&context, engagement, id).await?;
            let refusal = Some(&refusal);
            let shown = Page { pane: Pane::Text, sent: &sent, errors: &[], rows: &[], refusal };
            page(&context, &loaded, (id, side), &shown)
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
    let desks = Desks::new(&loaded.document, id, side);
    let rows = editor::table::sent(&sent);
    let again = |loaded: &Loaded, errors: &[_], refusal: Option<&Refusal>| {
        let shown = Page { pane: Pane::Table, sent: &sent, errors: &[], rows: errors, refusal };
        page(&context, loaded, (id, side), &shown)
    };
    let now = version(&loaded, id, side);
    if now != sent.version() {
        let stored = loaded.document.map(id, side).cloned().map(Part::Map);
        let refusal = Refusal::Conflict(stored.map(|part| Box::new((part, now))));
        return again(&loaded, &[], Some(&refusal));
    }
    let map = match desks.filled(&rows) {
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

fn page(
    context: &RequestContext,
    loaded: &Loaded,
    (id, side): (WorkflowId, Side),
    shown: &Page<'_>,
) -> Result<Response, HttpError> {
    let workflow =
        loaded.document.workflows.iter().find(|found| found.id == id).ok_or(HttpError::NotFound)?;
    let status = match shown.refusal {
        Some(refusal) => refusal.status(),
        None if shown.errors.is_empty() && shown.rows.is_empty() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let heading = format!("Write {}: {}", title(side).to_lowercase(), workflow.name);
    let body = editor::view(&loaded.document, workflow, side, shown);
    Ok(context.render(status, &heading, true, || frame::engagement(context, nav, body)))
}

fn answer(body: &impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// What a text shows: as it is, after an edit, with what was pasted, or brought together with another.
async fn draw(
    context: RequestContext,
    Path((engagement, id, side)): SidePlace,
    sent: Form,
) -> Result<Response, HttpError> {
    let loaded = held(&context, engagement, id).await?;
    let desks = Desks::new(&loaded.document, id, side);
    let (text, with_rows) = (text_of(&sent, "text"), sent.ticked("rows"));
    let desk = if sent.ticked("edit") {
        let edit = serde_json::from_str(sent.raw("edit")).map_err(|_| HttpError::BadRequest)?;
        desks.edit(&text, &edit, with_rows)
    } else if sent.ticked("pasted") {
        let lines = paste::lines(&text_of(&sent, "pasted"), &desks.names);
        Desk { text: lines, ..Desk::default() }
    } else if sent.ticked("theirs") {
        let [base, mine] = [text_of(&sent, "base"), text].map(|text| desks.written(&text));
        let text = merge(&base, &mine, &text_of(&sent, "theirs")).text;
        Desk { text: Some(text), ..Desk::default() }
    } else {
        desks.show(&text, with_rows)
    };
    Ok(answer(&desk))
}

/// What became of a text that the script saved.
#[derive(Debug, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum Kept {
    /// It is stored; `text` is there when it is another than was sent.
    Saved {
        version: i32,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// How many secrets or personal data were replaced on the way in.
        redacted: usize,
    },
    /// It cannot be understood yet; `text` has what others wrote meanwhile, when they did.
    Unread {
        version: i32,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        base: Option<String>,
        errors: Vec<TextError>,
    },
    /// Somebody else wrote something different of the same line. Nothing was stored.
    Clash { version: i32, text: String, theirs: String, clashes: Vec<(Vec<String>, Vec<String>)> },
    /// It cannot be saved as it is.
    Refused { problems: Vec<String> },
}

/// Saves a text from the script; what others wrote since its version is brought together with it.
async fn keep(
    context: RequestContext,
    Path((engagement, id, side)): SidePlace,
    sent: Form,
) -> Result<Response, HttpError> {
    // Somebody may save in the very moment between: then once more, with what they wrote.
    for _ in 0..3 {
        let loaded = held(&context, engagement, id).await?;
        let desks = Desks::new(&loaded.document, id, side);
        let now = version(&loaded, id, side);
        let ready = match brought(&desks, now, &sent) {
            Ok(ready) => ready,
            Err(kept) => return Ok(answer(&kept)),
        };
        let draft = match parse(&ready.text, &desks.names) {
            Ok(draft) => draft,
            Err(errors) => return Ok(answer(&unread(&desks, now, &ready, errors))),
        };
        let grant = context.may::<EditWork>(engagement)?;
        let mut tx = context.act().await?;
        let part = Part::Map(desks.taken(&draft));
        match store::put(&mut tx, grant, part, now).await {
            Ok(saved) => {
                tx.commit().await?;
                let text = ready.merged.then_some(ready.text);
                return kept(&context, (engagement, id, side), text, saved).await;
            }
            Err(WriteError::Conflict(_)) => {}
            Err(WriteError::Invalid(problems)) => {
                let problems = problems.into_iter().map(|problem| problem.message).collect();
                return Ok(answer(&Kept::Refused { problems }));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(HttpError::Busy)
}

/// A text that can be saved over the version that is stored now.
struct Ready {
    text: String,
    /// Whether others' lines were brought in.
    merged: bool,
}

fn brought(desks: &Desks<'_>, now: i32, sent: &Form) -> Result<Ready, Kept> {
    let mine = text_of(sent, "text");
    if now == sent.version() {
        return Ok(Ready { text: mine, merged: false });
    }
    let [base, mine] = [text_of(sent, "base"), mine].map(|text| desks.written(&text));
    let theirs = desks.stored_text();
    let merged = merge(&base, &mine, &theirs);
    let sides = |clash: Clash| (clash.theirs, clash.mine);
    if merged.clashes.is_empty() {
        return Ok(Ready { text: merged.text, merged: true });
    }
    let clashes = merged.clashes.into_iter().map(sides).collect();
    Err(Kept::Clash { version: now, text: merged.text, theirs, clashes })
}

fn unread(desks: &Desks<'_>, version: i32, ready: &Ready, errors: Vec<TextError>) -> Kept {
    let text = ready.merged.then(|| ready.text.clone());
    let base = ready.merged.then(|| desks.stored_text());
    Kept::Unread { version, text, base, errors }
}

/// Says what was saved; a text that was changed on the way in comes back as it is stored.
async fn kept(
    context: &RequestContext,
    (engagement, id, side): (EngagementId, WorkflowId, Side),
    text: Option<String>,
    saved: Saved,
) -> Result<Response, HttpError> {
    let (version, redacted) = (saved.version, saved.redacted.len());
    let text = if redacted > 0 {
        let loaded = held(context, engagement, id).await?;
        Some(Desks::new(&loaded.document, id, side).stored_text())
    } else {
        text
    };
    Ok(answer(&Kept::Saved { version, text, redacted }))
}
