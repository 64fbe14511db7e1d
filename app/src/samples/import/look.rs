//! Looking at a file before it is stored: how it is read, what its columns mean, and what its first rows become.

use super::preview::PreviewPage;
use super::{choices, choose, people, way};
use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::{frame, jobs};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Utc;
use faultline::document::samples::Incoming;
use faultline::document::samples::import::{Mapping, Plan, Reader, Refused, Survey, survey};
use faultline::engines::tables::{Table, Unreadable};
use faultline::platform::ids::{EngagementId, UploadId};
use faultline::stores::access::{EditWork, Grant};
use faultline::stores::jobs::{JobKind, store as job_store};
use faultline::stores::samples as store;
use faultline::stores::samples::Head;
use faultline::stores::samples::upload::{self, Upload};
use std::sync::Arc;

/// Rows that are read before other requests have their turn.
const SLICE: usize = 200;
/// Rows that the preview shows.
const PREVIEW: usize = 20;

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

pub(super) async fn show(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, UploadId)>,
) -> Result<Response, HttpError> {
    look(&context, engagement, id, &Form::default()).await
}

pub(super) async fn choose(
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
    let kept = Kept::find(context, grant, id, sent).await?;
    let table = match kept.table {
        Ok(table) => table,
        Err(told) => {
            let problem = Some(told.to_string());
            return Ok(choose::page(context, engagement, &kept.head, &Form::default(), problem));
        }
    };
    let (head, upload, remembered) = (kept.head, kept.upload, kept.known.is_some());
    let reader = Reader::new(&head.integrations, &kept.key, Utc::now());
    let known = kept.known.map(|plan| plan.mapping);
    let (mut mapping, mut problems) = choices::read(sent, &table, known);
    let survey = survey(&table, &mut mapping, &reader);
    problems.extend(mapping.problems(&survey));
    let offered = people::offer(sent, &table, &mut mapping);
    let reader = reader.knowing(&mapping.people);
    let file = File { upload, table, mapping, survey, offered, remembered };
    let tried = sent.ticked("delimited") && sent.raw("step").is_empty();
    if tried && problems.is_empty() && sent.raw("seen") == choices::stamp(&file) {
        return begin(context, grant, &file).await;
    }
    let refused = tried && !problems.is_empty();
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (read, nav) = (read_all(&file, &reader).await, way(engagement, &head));
    let (file, reader) = (Arc::new(file), Arc::new(reader));
    let integrations = Arc::new(head.integrations);
    Ok(context.render(status, "Import samples", false, || {
        let page =
            view! { <PreviewPage engagement file read reader problems integrations tried /> };
        frame::engagement(context, nav, page)
    }))
}

/// What is kept of a file before it is stored.
struct Kept {
    head: Head,
    /// The engagement's key of placeholders.
    key: Vec<u8>,
    upload: Upload,
    /// Its first rows, cells separated as was chosen.
    table: Result<Table, Unreadable>,
    /// What is known of such columns.
    known: Option<Plan>,
}

impl Kept {
    async fn find(
        context: &RequestContext,
        grant: Grant<EditWork>,
        id: UploadId,
        sent: &Form,
    ) -> Result<Self, HttpError> {
        let mut tx = context.look().await?;
        let head = store::head(&mut tx, grant.into()).await?.ok_or(HttpError::NotFound)?;
        let key = store::redaction_key(&mut tx, grant).await?;
        let upload = upload::get(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
        let (text, whole) = upload::beginning(&mut tx, grant, &upload).await?;
        let table = Table::read(&text, sent.raw("delimiter").parse().ok(), whole);
        let known = match (&table, &upload.plan) {
            (Ok(table), Some(Ok(plan))) if plan.form.header == table.header() => Some(plan.clone()),
            (Ok(table), _) => upload::remembered(&mut tx, grant, table.header()).await?,
            (Err(_), _) => None,
        };
        Ok(Self { head, key, upload, table, known })
    }
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
