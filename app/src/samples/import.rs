//! Importing samples from a file or pasted rows: choose, look at how it was read, store in the background.
//! What is kept of a file in between is redacted text; a person sees the first rows of it as they will be stored, and
//! nothing is stored before they say so. It needs no script.

use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls;
use crate::{frame, jobs};
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Utc;
use faultline::document::samples::Incoming;
use faultline::document::samples::import::{
    Mapping, Plan, Reader, Refused, Survey, refused_csv, survey,
};
use faultline::engines::spreadsheet::Error as Unwritten;
use faultline::engines::tables::{BYTES, Table};
use faultline::platform::ids::{EngagementId, ImportId, UploadId};
use faultline::stores::access::{Action, EditWork, Grant};
use faultline::stores::jobs::{JobKind, store as job_store};
use faultline::stores::samples as store;
use faultline::stores::samples::Head;
use faultline::stores::samples::upload::{self, Upload};
use receive::Received;

mod choices;
mod choose;
mod done;
mod people;
mod preview;
pub(crate) mod receive;

/// The most a form may carry: the file, and what surrounds it.
const FORM: usize = BYTES + 1024 * 1024;
/// Rows that are read before other requests have their turn.
const SLICE: usize = 200;
/// Rows that the preview shows.
const PREVIEW: usize = 20;
/// Refused rows that a page lists; the file to download has all.
const LISTED: i64 = 100;
/// Refused rows that are read at once for the download.
const HANDED: i64 = 1_000;

/// The import's routes.
pub fn routes() -> Routes {
    let work = Access::To(Action::EditWork);
    Routes::new()
        .get(work, "/e/{engagement}/samples/import", start)
        .upload(work, "/e/{engagement}/samples/import", FORM, receive)
        .get(work, "/e/{engagement}/samples/import/{upload}", show)
        .post(work, "/e/{engagement}/samples/import/{upload}", choose)
        .get(work, "/e/{engagement}/samples/imports/{id}", finished)
        .get(work, "/e/{engagement}/samples/imports/{id}/refused.csv", refused)
}

/// The way through the engagement, as the rail shows it.
fn way(engagement: EngagementId, head: &Head) -> crate::ui::EngagementNav {
    let (title, client) = (head.title.clone(), head.client.clone());
    frame::way(&frame::Head { id: engagement, title, client, digest: head.digest.clone() })
}

async fn start(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let head =
        store::head(&mut *context.look().await?, grant.into()).await?.ok_or(HttpError::NotFound)?;
    Ok(choose::page(&context, engagement, &head, &Form::default(), None))
}

async fn receive(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let form = form.map_err(|_| HttpError::BadRequest)?;
    let mut tx = context.look().await?;
    let head = store::head(&mut tx, grant.into()).await?.ok_or(HttpError::NotFound)?;
    let redactor = store::redactor(&mut tx, grant).await?;
    drop(tx);
    let again = |problem: String, sent: &Form| {
        Ok(choose::page(&context, engagement, &head, sent, Some(problem)))
    };
    let (id, sent) = match receive::receive(&context, grant, &redactor, form).await? {
        Received::File(id, sent) => (id, sent),
        Received::Refused(told, sent) => return again(told.to_string(), &sent),
        Received::PastedTooMuch => {
            let problem = "More than 4 MB were pasted. Save the rows as a file and choose that.";
            return again(problem.into(), &Form::default());
        }
    };
    let mut tx = context.act().await?;
    let found = upload::get(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
    let (text, whole) = upload::beginning(&mut tx, grant, &found).await?;
    if let Err(told) = Table::read(&text, None, whole) {
        upload::discard(&mut tx, grant, id).await?;
        tx.commit().await?;
        return again(told.to_string(), &sent);
    }
    Ok(go(&urls::at(engagement, &format!("samples/import/{id}"))))
}

/// A file as it was read.
pub struct File {
    /// What was kept of it.
    pub upload: Upload,
    /// Its first rows.
    pub table: Table,
    /// What its columns mean.
    pub mapping: Mapping,
    /// What must be asked about it.
    pub survey: Survey,
    /// Names in it that may be people's.
    pub offered: Vec<String>,
    /// Whether what its columns mean is known from an earlier file.
    pub remembered: bool,
}

async fn show(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, UploadId)>,
) -> Result<Response, HttpError> {
    look(&context, engagement, id, &Form::default()).await
}

async fn choose(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, UploadId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    look(&context, engagement, id, &sent).await
}

/// Shows a file with what was chosen of it; or stores it, when that was asked and what was shown is what was chosen.
async fn look(
    context: &RequestContext,
    engagement: EngagementId,
    id: UploadId,
    sent: &Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.look().await?;
    let head = store::head(&mut tx, grant.into()).await?.ok_or(HttpError::NotFound)?;
    let key = store::redaction_key(&mut tx, grant).await?;
    let upload = upload::get(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
    let (text, whole) = upload::beginning(&mut tx, grant, &upload).await?;
    let table = Table::read(&text, sent.raw("delimiter").parse().ok(), whole);
    let table = match table {
        Ok(table) => table,
        Err(told) => {
            return Ok(choose::page(
                context,
                engagement,
                &head,
                &Form::default(),
                Some(told.to_string()),
            ));
        }
    };
    let known = match &upload.plan {
        Some(plan) if plan.form.header == table.header() => Some(plan.clone()),
        _ => upload::remembered(&mut tx, grant, table.header()).await?,
    };
    drop(tx);
    let remembered = known.is_some();
    let reader = Reader::new(&head.integrations, &key, Utc::now());
    let (mut mapping, mut problems) = choices::read(sent, &table, known.map(|plan| plan.mapping));
    let survey = survey(&table, &mut mapping, &reader);
    problems.extend(mapping.problems(&survey));
    let offered = people::offer(sent, &table, &mut mapping);
    let reader = reader.knowing(&mapping.people);
    let file = File { upload, table, mapping, survey, offered, remembered };
    let store = sent.ticked("delimited") && sent.raw("step").is_empty();
    let shown = sent.raw("seen") == choices::stamp(&file);
    if store && shown && problems.is_empty() {
        return begin(context, grant, &file).await;
    }
    let read = read_all(&file, &reader).await;
    let status = if store && !problems.is_empty() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let body =
        preview::view(engagement, &file, &read, &reader, &problems, &head.integrations, store);
    let nav = way(engagement, &head);
    Ok(context.render(status, "Import samples", false, || frame::engagement(context, nav, body)))
}

/// What the first rows of a file become.
pub struct Read {
    /// How many of those looked at can be stored.
    pub good: usize,
    /// How many cannot.
    pub bad: usize,
    /// The first rows, as they will be stored.
    pub first: Vec<Result<(u64, Incoming), Refused>>,
    /// The first of those that cannot.
    pub refused: Vec<Refused>,
}

async fn read_all(file: &File, reader: &Reader) -> Read {
    let mut read = Read { good: 0, bad: 0, first: Vec::new(), refused: Vec::new() };
    for slice in file.table.rows.chunks(SLICE) {
        for row in slice {
            let result = reader.read(file.table.header(), row, &file.mapping);
            match &result {
                Ok(_) => read.good += 1,
                Err(refused) => {
                    read.bad += 1;
                    if read.refused.len() < PREVIEW {
                        read.refused.push(refused.clone());
                    }
                }
            }
            if read.first.len() < PREVIEW {
                read.first.push(result.map(|incoming| (row.number, incoming)));
            }
        }
        tokio::task::yield_now().await;
    }
    read
}

/// Starts the job that stores the file, unless one is under way: sent twice, a form starts one.
async fn begin(
    context: &RequestContext,
    grant: Grant<EditWork>,
    file: &File,
) -> Result<Response, HttpError> {
    let subject = file.upload.id.0;
    let mut tx = context.act().await?;
    let latest = job_store::latest(&mut tx, grant.into(), JobKind::Import, subject).await?;
    let open = latest.filter(|job| !job.state.is_over());
    let job = match open {
        Some(job) => job.id,
        None => {
            let plan = Plan { form: file.table.form.clone(), mapping: file.mapping.clone() };
            upload::plan(&mut tx, grant, file.upload.id, &plan).await?;
            job_store::start(&mut tx, grant, JobKind::Import, subject).await?
        }
    };
    tx.commit().await?;
    Ok(go(&jobs::address(grant.engagement(), job)))
}

/// What became of a file.
async fn finished(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ImportId)>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.look().await?;
    let head = store::head(&mut tx, grant.into()).await?.ok_or(HttpError::NotFound)?;
    let outcome = upload::outcome(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
    let refused = upload::refusals(&mut tx, grant, id, 0, LISTED).await?;
    let nav = way(engagement, &head);
    let body = done::view(engagement, id, &outcome, &refused);
    Ok(context.page("Imported", || frame::engagement(&context, nav, body)))
}

/// All refused rows of a file, as a file.
async fn refused(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ImportId)>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.look().await?;
    let outcome = upload::outcome(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
    let failed = |error: Unwritten| HttpError::internal(&error);
    let mut writer = refused_csv(&outcome.header).map_err(failed)?;
    let mut after = 0;
    loop {
        let rows = upload::refusals(&mut tx, grant, id, after, HANDED).await?;
        let Some(last) = rows.last() else { break };
        after = last.number;
        rows.iter().try_for_each(|row| row.write(&mut writer)).map_err(failed)?;
    }
    Ok(super::download::attachment("refused-rows.csv", writer.finish()))
}
