//! A table as a file: downloaded as it is stored, and looked at before anything of another one is stored.
//! Nothing is written here; what was looked at is saved as a text that is pasted is.

use super::super::part::loaded;
use super::piece::{Asked, Piece};
use super::preview::{Preview, PreviewPage};
use super::{PartTable, page, seen};
use crate::frame;
use crate::http::download;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::upload::{Content, Upload};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::cells::Cells;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::engines::spreadsheet::{Error, Writer};
use faultline::engines::tables::{Unreadable, whole};
use faultline::platform::ids::EngagementId;

/// The most text that a file of rows holds, in bytes.
const MOST: usize = 512 * 1024;

/// Answers with the table as a file, or the part of it that was asked for; it can be sent back.
///
/// # Errors
/// The fault to answer with.
pub async fn download(
    context: &RequestContext,
    engagement: EngagementId,
    table: &impl PartTable,
    asked: &Asked,
) -> Result<Response, HttpError> {
    let document = loaded(context, engagement).await?.document;
    let about = table.about(&document).ok_or(HttpError::NotFound)?;
    let piece = Piece::of(&table.rows(&document), table.keys(), &asked.part);
    let bytes = csv(&piece.rows).map_err(|error| HttpError::internal(&error))?;
    let part = if piece.of > 1 { format!("-{}", piece.number) } else { String::new() };
    let name = format!("{}{part}.csv", download::plain(&about.title).to_lowercase());
    Ok(download::file(&name, "text/csv; charset=utf-8", bytes.into()))
}

fn csv(rows: &[Vec<String>]) -> Result<Vec<u8>, Error> {
    let mut writer = Writer::new();
    for row in rows {
        writer.row(row)?;
    }
    Ok(writer.finish())
}

/// Shows what a file, or a text that is pasted, would change.
///
/// # Errors
/// The fault to answer with.
pub async fn look(
    context: &RequestContext,
    engagement: EngagementId,
    table: &impl PartTable,
    mut upload: Upload,
) -> Result<Response, HttpError> {
    let loaded = loaded(context, engagement).await?;
    let document = &loaded.document;
    let about = table.about(document).ok_or(HttpError::NotFound)?;
    let (field, text) = received(&mut upload).await?;
    let mut sent = upload.sent;
    if let Ok(text) = &text {
        sent.set("table", text.clone());
    }
    let parts = text.and_then(|text| Cells::read(&text, table.key()));
    let parts = parts.map_err(|told| vec![Problem::new(field, told.to_string())]);
    let preview = match parts.and_then(|cells| checked(table, document, &cells)) {
        Ok(parts) => Preview::of(table, document, parts),
        Err(problems) => {
            return page(context, loaded, table, sent, StatusCode::UNPROCESSABLE_ENTITY, &problems);
        }
    };
    let mark = seen(&table.rows(document));
    let nav = frame::nav(document, &loaded.digest);
    let (text, part) = (sent.raw("table").to_owned(), sent.raw("part").to_owned());
    Ok(context.page("What would change", || {
        let page = view! { <PreviewPage about preview mark text part /> };
        frame::engagement(context, nav, page)
    }))
}

/// The text of the file that was sent, or else what was pasted, and the field that it came in.
async fn received(
    upload: &mut Upload,
) -> Result<(&'static str, Result<String, Unreadable>), HttpError> {
    let file = match upload.take_content() {
        file @ Content::File(_) => file,
        Content::Text(_) => {
            let text = upload.sent.raw("table");
            return Ok(("table", whole(text.as_bytes().to_vec(), MOST)));
        }
    };
    let read = move || file.read().map(|bytes| whole(bytes, MOST));
    let read = tokio::task::spawn_blocking(read).await;
    let read = read.map_err(|error| HttpError::internal(&error))?;
    Ok(("file", read.map_err(|error| HttpError::internal(&error))?))
}

/// The parts that cells say, or everything that keeps them from being stored.
fn checked(
    table: &impl PartTable,
    document: &Engagement,
    cells: &Cells,
) -> Result<Vec<Part>, Vec<Problem>> {
    let (parts, mut problems) = table.read(document, cells);
    if cells.lines.is_empty() && problems.is_empty() {
        problems.push(Problem::new("table", "There is no row below the heading. Add one."));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut then = document.clone();
    for part in &parts {
        // What is stored already is not stored again, and so not looked at again.
        if document.part(part.id()).as_ref() == Some(part) {
            continue;
        }
        let name = then.name_of(part);
        let told = |problem: Problem| Problem::new("table", format!("“{name}”: {problem}"));
        problems.extend(then.problems_with(part).into_iter().map(told));
        then.put(part.clone());
    }
    if problems.is_empty() { Ok(parts) } else { Err(problems) }
}
