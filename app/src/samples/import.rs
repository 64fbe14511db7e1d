//! Importing samples from a file or pasted rows: choose, look at how it was read, store in the background.
//! What is kept of a file in between is redacted text; a person sees the first rows of it as they will be stored, and
//! nothing is stored before they say so. It needs no script.

use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::response::Response;
use done::ImportedPage;
use faultline::document::samples::import::refused_csv;
use faultline::engines::spreadsheet::Error as Unwritten;
use faultline::engines::tables::{BYTES, Table};
use faultline::platform::ids::{EngagementId, ImportId};
use faultline::stores::access::{Action, EditWork};
use faultline::stores::samples as store;
use faultline::stores::samples::Head;
use faultline::stores::samples::upload;
use receive::Received;

mod choices;
mod choose;
mod done;
mod look;
mod people;
mod preview;
pub(crate) mod receive;

/// The most a form may carry: the file, and what surrounds it.
const FORM: usize = BYTES + 1024 * 1024;
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
        .get(work, "/e/{engagement}/samples/import/{upload}", look::show)
        .post(work, "/e/{engagement}/samples/import/{upload}", look::choose)
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
    Ok(context.page("Imported", || {
        let page = view! { <ImportedPage engagement id outcome refused /> };
        frame::engagement(&context, nav, page)
    }))
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
