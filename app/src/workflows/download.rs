//! A map as a file to keep: SVG, PNG, BPMN, Mermaid, CSV, text.
//! Who may see the map may keep it; downloading changes nothing.

use super::drawing::{evidence, names};
use crate::http::download::{file, plain};
use crate::http::turns::{DRAWING, Turns};
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use faultline::engines::formats::{self, To};
use faultline::engines::map::Side;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, WorkflowId};
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::engagement as store;

/// The answer for a map that no picture in pixels can show.
const TOO_LARGE: &str =
    "This map is too large for a picture in pixels. Take the SVG: it is sharp at any size.";
/// Pictures that are drawn at the same time.
static PAINTING: Turns = Turns::new(2);

/// The routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(
        Access::To(Action::ViewWork),
        "/e/{engagement}/workflows/{id}/files/{map_file}",
        download,
    )
}

async fn download(
    context: RequestContext,
    Path((engagement, id, wanted)): Path<(EngagementId, WorkflowId, String)>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let (side, ending) = wanted.split_once('.').ok_or(HttpError::NotFound)?;
    let side: Side = side.parse().map_err(|_| HttpError::NotFound)?;
    let to = To::ALL.iter().copied().find(|to| to.extension() == ending);
    if to.is_none() && ending != "png" {
        return Err(HttpError::NotFound);
    }
    let document = store::load(&mut *context.look().await?, grant).await?.document;
    let workflow =
        document.workflows.iter().find(|found| found.id == id).ok_or(HttpError::NotFound)?;
    let map = document.map(id, side).ok_or(HttpError::NotFound)?;
    let title = format!("{}: {}", workflow.name, side.label().to_lowercase());
    let name =
        format!("{}_{}_{}.{ending}", plain(&document.client), plain(&workflow.name), side.key());
    let weights = evidence(&document, map);
    let (paint, map) = (context.app.paint, map.clone());
    if let Some(to) = to {
        let write = move || formats::written(to, &map, &names(&document), &title, &weights);
        let written = DRAWING.run(engagement.0, write).await?;
        return Ok(file(&name, to.media_type(), written.into()));
    }
    let painted = PAINTING.run(engagement.0, move || paint(&map, &title, &weights)).await?;
    match painted.map_err(|error| HttpError::internal(&*error))? {
        Some(bytes) => Ok(file(&name, "image/png", bytes.into())),
        None => Ok((StatusCode::UNPROCESSABLE_ENTITY, TOO_LARGE).into_response()),
    }
}
