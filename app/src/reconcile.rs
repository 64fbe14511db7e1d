//! Reconciliation: two exports of the same records, compared; what differs, which side is right, and what to do with it.
//! Files are redacted before they are kept, and nothing is compared before a person confirmed with what. It needs no script.

use crate::form::{Filled, Form, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::listing::{self, Listing};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::samples::import::receive::fault;
use crate::urls::at;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Engagement, Problem};
use faultline::engines::tables::BYTES;
use faultline::platform::ids::{EngagementId, ReconciliationId, SystemId};
use faultline::stores::access::{Action, EditWork, Grant, ViewWork};
use faultline::stores::engagement as engagements;
use faultline::stores::engagement::Loaded;
use faultline::stores::reconciliation as store;
use faultline::stores::reconciliation::{SettleError, Stored};
use lines::{COMPARISON_COLUMNS, ComparisonLine};
use list::ReconcilePage;
use serde::Deserialize;
use start::StartPage;

mod again;
mod download;
mod found;
mod lines;
mod list;
mod sampling;
mod settings;
mod start;
mod words;

/// The most a form may carry: both files, and what surrounds them.
const FORM: usize = 2 * BYTES + 1024 * 1024;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (view, work) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    Routes::new()
        .get(view, "/e/{engagement}/reconcile", list)
        .get(view, "/e/{engagement}/comparisons.csv", file)
        .get(work, "/e/{engagement}/reconcile/new", new)
        .upload(work, "/e/{engagement}/reconcile/new", FORM, receive)
        .get(view, "/e/{engagement}/reconcile/{reconciliation}", found::page)
        .get(work, "/e/{engagement}/reconcile/{reconciliation}/settings", settle)
        .post(work, "/e/{engagement}/reconcile/{reconciliation}/settings", compare)
        .post(work, "/e/{engagement}/reconcile/{reconciliation}/hints", again::take_hints)
        .get(view, "/e/{engagement}/reconcile/{reconciliation}/differences.csv", download::csv)
        .post(work, "/e/{engagement}/reconcile/{reconciliation}/samples", sampling::make)
        .post(work, "/e/{engagement}/reconcile/{reconciliation}/remove", remove)
}

/// Where a reconciliation is.
fn address(engagement: EngagementId, id: ReconciliationId, page: &str) -> String {
    let page = if page.is_empty() { String::new() } else { format!("/{page}") };
    at(engagement, &format!("reconcile/{id}{page}"))
}

/// The name of a system.
fn system(document: &Engagement, id: SystemId) -> String {
    document.system(id).map_or_else(|| "a system no longer listed".into(), |it| it.name.clone())
}

/// What an address of the list says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Older {
    older: String,
    q: String,
    sort: String,
}

impl Older {
    fn listing(&self) -> Listing {
        Listing { q: self.q.clone(), sort: self.sort.clone() }
    }
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(ask): Query<Older>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let Loaded { document, digest, .. } = engagements::load(&mut tx, grant).await?;
    let listing = ask.listing();
    let older = ask.older.parse().ok().filter(|_| !listing.is_asked());
    let most = if listing.is_asked() { store::WHOLE } else { store::PAGE + 1 };
    let lines = store::list(&mut tx, grant, older, most).await?;
    let cut = lines.len() as i64 >= store::WHOLE;
    let lines = listing.of(ComparisonLine::all(&document, lines), &COMPARISON_COLUMNS);
    let runs = store::runs(&mut tx, grant).await?;
    drop(tx);
    let nav = frame::nav(&document, &digest);
    let may_edit = frame::may_edit(&context, engagement);
    let (document, paged) = (document.into(), older.is_some());
    Ok(context.page("Reconciliation", || {
        let page = view! { <ReconcilePage document lines listing runs paged cut may_edit /> };
        frame::engagement(&context, nav, page)
    }))
}

/// The comparisons that the address shows, as a file.
async fn file(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Listing>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let document = engagements::load(&mut tx, grant).await?.document;
    let lines = store::list(&mut tx, grant, None, store::WHOLE).await?;
    drop(tx);
    let lines = asked.of(ComparisonLine::all(&document, lines), &COMPARISON_COLUMNS);
    listing::csv("comparisons.csv", &lines, &COMPARISON_COLUMNS)
}

/// What an address of the first form says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Follows {
    follows: String,
}

async fn new(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(ask): Query<Follows>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.look().await?;
    let loaded = engagements::load(&mut tx, grant).await?;
    let before = before(&mut tx, grant, &ask.follows).await?;
    drop(tx);
    Ok(start(&context, loaded, before, Form::default(), &[]))
}

/// The form of two exports; with problems, what was sent must be put right.
fn start(
    context: &RequestContext,
    loaded: Loaded,
    before: Option<Stored>,
    sent: Form,
    problems: &[Problem],
) -> Response {
    let title = if before.is_some() { "Compare a newer pair" } else { "Compare two exports" };
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let form = Filled::new(sent, errors(problems));
    let document = loaded.document.into();
    context.render(status(!problems.is_empty()), title, false, || {
        frame::engagement(context, nav, view! { <StartPage document title before form /> })
    })
}

/// The comparison that is repeated with a newer pair, if one is.
async fn before(
    conn: &mut faultline::stores::db::Tx,
    grant: Grant<EditWork>,
    id: &str,
) -> Result<Option<Stored>, HttpError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    Ok(Some(store::get(conn, grant, id).await?.ok_or(HttpError::NotFound)?))
}

async fn receive(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.look().await?;
    let loaded = engagements::load(&mut tx, grant).await?;
    drop(tx);
    let form = form.map_err(|_| HttpError::BadRequest)?;
    let received = start::receive(&context, grant, form).await?;
    let mut tx = context.act().await?;
    let before = before(&mut tx, grant, received.sent.raw("follows")).await;
    let (systems, problems) = start::check(&mut tx, grant, &loaded.document, &received).await?;
    match (before, systems, received.uploads) {
        (Ok(before), Some(systems), [Some(a), Some(b)]) if problems.is_empty() => {
            let systems = before.as_ref().map_or(systems, |before| before.systems);
            let follows = before.map(|before| before.id);
            let id = store::create(&mut tx, grant, systems, [a, b], follows).await?;
            tx.commit().await?;
            Ok(go(&address(engagement, id, "settings")))
        }
        (before, ..) => {
            start::discard(&mut tx, grant, received.uploads).await?;
            tx.commit().await?;
            Ok(start(&context, loaded, before?, received.sent, &problems))
        }
    }
}

/// A reconciliation with the document it belongs to.
async fn stored(
    context: &RequestContext,
    grant: Grant<ViewWork>,
    id: ReconciliationId,
) -> Result<(Loaded, Stored), HttpError> {
    let mut tx = context.look().await?;
    let stored = store::get(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
    Ok((engagements::load(&mut tx, grant).await?, stored))
}

async fn settle(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ReconciliationId)>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let (loaded, stored) = stored(&context, grant.into(), id).await?;
    let Some(files) = settings::look(&context, grant, &stored).await? else {
        return Ok(without_files(&context, loaded, &stored));
    };
    let sent = settings::filled(&loaded.document, &stored, &files);
    Ok(settings::page(&context, loaded, stored, files, sent, settings::Back::default()))
}

/// Where one leads whose exports are gone: to what was found, if it was compared and can be shown.
fn without_files(context: &RequestContext, loaded: Loaded, stored: &Stored) -> Response {
    match stored.compared() {
        Some(_) => go(&address(loaded.document.id, stored.id, "")),
        None => settings::gone(context, loaded, stored),
    }
}

/// Saves what was confirmed and starts the job, unless one is under way: sent twice, a form starts one.
async fn compare(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ReconciliationId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let (loaded, stored) = stored(&context, grant.into(), id).await?;
    let Some(files) = settings::look(&context, grant, &stored).await? else {
        return Ok(without_files(&context, loaded, &stored));
    };
    let names = stored.systems.map(|id| system(&loaded.document, id));
    let (settings, mut problems) = settings::read(&sent, &loaded.document, &files);
    let headers = [files.sides[0].header.as_slice(), files.sides[1].header.as_slice()];
    let unsettled = settings.problems([&names[0], &names[1]], headers);
    problems.extend(unsettled.iter().map(ToString::to_string));
    if !problems.is_empty() {
        let back = settings::Back { problems, ..settings::Back::default() };
        return Ok(settings::page(&context, loaded, stored, files, sent, back));
    }
    match again::start(&context, grant, id, sent.version(), &settings).await? {
        Ok(to) => Ok(to),
        Err(SettleError::Compared) => Ok(go(&address(engagement, id, ""))),
        Err(SettleError::Conflict(theirs)) => {
            let back = settings::Back { theirs: Some((*theirs, settings)), problems: Vec::new() };
            Ok(settings::page(&context, loaded, stored, files, sent, back))
        }
        Err(SettleError::Write(error)) => Err(error.into()),
    }
}

async fn remove(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ReconciliationId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    store::remove(&mut tx, grant, id, sent.version()).await?;
    tx.commit().await?;
    Ok(go(&at(engagement, "reconcile")))
}

/// A form that comes back says so with its status.
fn status(problems: bool) -> StatusCode {
    if problems { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
}

/// A multipart form that could not be received.
fn broken(error: &axum::extract::multipart::MultipartError) -> HttpError {
    fault(error)
}
