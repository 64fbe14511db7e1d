//! The files of a sample: adding some, taking one from it, erasing one.
//! A file that is taken from its sample is kept with the history; one that is erased is gone.

use super::detail::Shown;
use super::{blank, edit};
use crate::files::{FORM, Failed, Kept, Parcel, forget, keep};
use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::{AttachmentId, EngagementId, SampleId};
use faultline::stores::access::{Action, EditWork};
use faultline::stores::attachments::store;
use faultline::stores::samples;

/// The routes.
pub fn routes() -> Routes {
    let work = Access::To(Action::EditWork);
    Routes::new()
        .upload(work, "/e/{engagement}/samples/{id}/files", FORM, attach)
        .post(work, "/e/{engagement}/samples/{id}/files/{file}/remove", remove)
        .post(work, "/e/{engagement}/samples/{id}/files/{file}/erase", erase)
        .get(work, "/e/{engagement}/samples/{id}/files/{file}/blank", blank::show)
        .post(work, "/e/{engagement}/samples/{id}/files/{file}/blank", blank::draw)
}

async fn attach(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, SampleId)>,
    mut parcel: Parcel,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.look().await?;
    samples::get(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
    let redactor = store::redactor(&mut tx, grant).await?;
    drop(tx);
    if parcel.files.is_empty() {
        let problem =
            Problem::new("files", "Choose a file first, drop one here, or paste a picture.");
        return again(&context, engagement, id, vec![problem]).await;
    }
    let kept = match keep(&context, engagement, &mut parcel, redactor).await? {
        Ok(kept) => kept,
        Err(problems) => return again(&context, engagement, id, problems).await,
    };
    match add(&context, engagement, id, &kept).await {
        Ok(()) => Ok(go(&at(engagement, &format!("samples/{id}?saved=1#files-section")))),
        Err(Failed::Refused(problems)) => {
            forget(&context, engagement, &kept).await;
            again(&context, engagement, id, problems).await
        }
        Err(Failed::Fault(fault)) => {
            forget(&context, engagement, &kept).await;
            Err(fault)
        }
    }
}

async fn add(
    context: &RequestContext,
    engagement: EngagementId,
    id: SampleId,
    kept: &Kept,
) -> Result<(), Failed> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    store::add(&mut tx, grant, id, kept).await?;
    tx.commit().await.map_err(HttpError::from)?;
    Ok(())
}

async fn again(
    context: &RequestContext,
    engagement: EngagementId,
    id: SampleId,
    problems: Vec<Problem>,
) -> Result<Response, HttpError> {
    edit::page(context, engagement, id, Shown { files: problems, ..Shown::default() }).await
}

async fn remove(
    context: RequestContext,
    Path((engagement, id, file)): Path<(EngagementId, SampleId, AttachmentId)>,
    _: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    store::remove(&mut tx, grant, id, file).await?;
    tx.commit().await?;
    Ok(go(&at(engagement, &format!("samples/{id}#files-section"))))
}

/// Erases a file: its row first, so that nothing refers to a content that is gone.
async fn erase(
    context: RequestContext,
    Path((engagement, id, file)): Path<(EngagementId, SampleId, AttachmentId)>,
    _: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    store::erase(&mut tx, grant, id, file).await?;
    tx.commit().await?;
    context.app.files.forget(engagement, &[file]).await;
    Ok(go(&at(engagement, &format!("samples/{id}#files-section"))))
}
