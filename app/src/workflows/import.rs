//! Importing a map: choose a file, look at how it was read, save it as text.
//! Nothing is stored before a person has looked: the review page is the map's own form, filled in.

use crate::editing::part;
use crate::form::{Filled, Form, errors};
use crate::frame;
use crate::http::turns::{DRAWING, READING};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::FormErrors;
use crate::upload::Upload;
use axum::http::StatusCode;
use axum::response::Response;
use choose::ChoosePage;
use faultline::document::engagement::Problem;
use faultline::engines::formats::draft::Draft;
use faultline::engines::formats::event_log::{Conformance, Discovered, Log, Options};
use faultline::engines::formats::{self, From, Unreadable};
use faultline::engines::map::{Map, Side};
use faultline::engines::redact::{Found, Redactor};
use faultline::platform::ids::{EngagementId, PartId, WorkflowId};
use faultline::stores::access::{Action, EditWork};
use faultline::stores::engagement::Loaded;
use faultline::stores::samples::redactor;
use review::ReviewPage;
use serde::Deserialize;

mod choose;
mod log;
mod review;
mod take;

/// The largest file that the page takes.
const UPLOAD: usize = 24 * 1024 * 1024;
/// The longest text that the review page can send back.
const REVIEWED: usize = 80_000;

/// The import's routes.
pub fn routes() -> Routes {
    let edit = Access::To(Action::EditWork);
    Routes::new()
        .get(edit, "/e/{engagement}/workflows/{id}/import", start)
        .upload(edit, "/e/{engagement}/workflows/{id}/import", UPLOAD, read)
        .post(edit, "/e/{engagement}/workflows/{id}/import/take", take::take)
}

/// Which of the two maps the import is for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Which {
    side: String,
}

async fn start(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, WorkflowId)>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    let Loaded { document, digest, .. } = part::loaded(&context, engagement).await?;
    let workflow =
        document.workflows.iter().find(|found| found.id == id).ok_or(HttpError::NotFound)?;
    let form = Filled::new(Form::of(vec![("side", which.side)]), FormErrors::new());
    let nav = frame::nav(&document, &digest);
    let workflow = workflow.clone();
    Ok(context.page("Import a map", || {
        frame::engagement(&context, nav, view! { <ChoosePage engagement workflow form /> })
    }))
}

/// What a file became.
pub struct Imported {
    /// The draft, redacted.
    pub draft: Draft,
    /// What was replaced in it.
    pub replaced: Vec<Found>,
    /// What a log shows besides, and how far it is what was intended.
    pub log: Option<(Discovered, Option<Conformance>)>,
    /// What the file was read as.
    pub from: From,
}

async fn read(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, WorkflowId)>,
    mut upload: Upload,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let loaded = part::loaded(&context, engagement).await?;
    if !loaded.document.workflows.iter().any(|found| found.id == id) {
        return Err(HttpError::NotFound);
    }
    let redactor = redactor(&mut *context.look().await?, grant).await?;
    let side: Side = upload.sent.raw("side").parse().unwrap_or(Side::Actual);
    let (name, content) = (upload.file_name(), upload.take_content());
    let options = choose::options(&upload.sent);
    let from: Option<From> = upload.sent.raw("from").parse().ok();
    let intended = loaded.document.map(id, Side::Intended).filter(|map| !map.steps.is_empty());
    let intended = intended.cloned();
    let work = move || {
        let lost = |_| Unreadable::whole("The file could not be read. Choose it again.");
        let bytes = content.read().map_err(lost)?;
        let from = from.or_else(|| From::guess(&name, &bytes));
        import(from, bytes, &options, intended.as_ref(), &redactor)
    };
    let imported = READING.run(engagement.0, work).await?;
    let draw = move || {
        let found = loaded.document.workflows.iter().find(|found| found.id == id);
        let workflow = found.ok_or(HttpError::NotFound)?.clone();
        let nav = frame::nav(&loaded.document, &loaded.digest);
        Ok(match imported {
            Ok(imported) => {
                let stored = loaded.document.map(id, side);
                let version = stored.map_or(0, |map| loaded.version_of(PartId(map.id.0)));
                let document = loaded.document.into();
                context.page("Review the map", || {
                    let page = view! { <ReviewPage document workflow side version imported /> };
                    frame::engagement(&context, nav, page)
                })
            }
            Err(error) => {
                let problems = [Problem::new("file", error.to_string())];
                let form = Filled::new(upload.sent, errors(&problems));
                context.render(StatusCode::UNPROCESSABLE_ENTITY, "Import a map", false, || {
                    let page = view! { <ChoosePage engagement workflow form /> };
                    frame::engagement(&context, nav, page)
                })
            }
        })
    };
    DRAWING.run(engagement.0, draw).await?
}

/// Reads a file and takes secrets and personal data out of it.
fn import(
    from: Option<From>,
    bytes: Vec<u8>,
    options: &Options,
    intended: Option<&Map>,
    redactor: &Redactor,
) -> Result<Imported, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::whole("There is nothing in it. Choose a file, or paste its text."));
    }
    let from = from
        .ok_or_else(|| Unreadable::whole("The file does not tell what it is. Choose its kind."))?;
    let (mut draft, log) = if from == From::EventLog {
        let (draft, log) = formats::read_log(bytes, options)?;
        (draft, Some(seen(&log, options, intended, redactor)))
    } else {
        (formats::read(from, bytes, options)?, None)
    };
    let replaced = draft.redact(redactor);
    Ok(Imported { draft, replaced, log, from })
}

/// What a log shows, with the names of its activities redacted.
fn seen(
    log: &Log,
    options: &Options,
    intended: Option<&Map>,
    redactor: &Redactor,
) -> (Discovered, Option<Conformance>) {
    let mut log = log.clone();
    for activity in &mut log.activities {
        *activity = redactor.text(activity).text;
    }
    (log.discover(options), intended.map(|map| log.conformance(map)))
}
