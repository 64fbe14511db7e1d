//! A map that is sent as rows: one form that is saved over the map that it was made from.

use super::super::editor::table;
use super::super::source::MapSource;
use super::{Pane, Place, Writing, again, held, saved, version};
use crate::editing::{self, Refusal};
use crate::form::Form;
use crate::http::turns::READING;
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use axum::response::Response;
use faultline::document::engagement::Part;
use faultline::engines::map::edit::Refused;
use faultline::engines::map::outline::RowError;
use faultline::engines::map::{Map, Side};

pub(super) async fn fill_intended(
    context: RequestContext,
    place: Place,
    sent: Form,
) -> Result<Response, HttpError> {
    fill(context, place, Side::Intended, sent).await
}

pub(super) async fn fill_actual(
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
            return Ok(saved(engagement, id, side));
        }
        let stored = loaded.document.map(id, side).cloned().map(Part::Map);
        let refusal = Refusal::Conflict(stored.map(|part| Box::new((part, now))));
        let writing = Writing { refusal: Some(refusal), ..Writing::of(Pane::Table, sent) };
        return again(context, loaded, (id, side), writing).await;
    }
    let map = match map {
        Ok(map) => map,
        Err(rows) => {
            let writing = Writing { rows, ..Writing::of(Pane::Table, sent) };
            return again(context, loaded, (id, side), writing).await;
        }
    };
    match editing::save(&context, engagement, Part::Map(map), &sent, Vec::new()).await? {
        Ok(_) => Ok(saved(engagement, id, side)),
        Err(refusal) => {
            let loaded = held(&context, engagement, id).await?;
            let writing = Writing { refusal: Some(refusal), ..Writing::of(Pane::Table, sent) };
            again(context, loaded, (id, side), writing).await
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
