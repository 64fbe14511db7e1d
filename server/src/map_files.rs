//! A map as a file to keep: SVG, PNG, BPMN, Mermaid, CSV, text.
//! Who may see the map may keep it; downloading changes nothing.

use crate::exports::{file, plain};
use crate::picture::{self, PictureError};
use axum::response::{IntoResponse, Response};
use faultline::engines::formats::{self, To};
use faultline::engines::map::Side;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, WorkflowId};
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::engagement as store;
use faultline_app::http_error::HttpError;
use faultline_app::request::{Path, RequestContext};
use faultline_app::route_table::{Access, Routes};
use faultline_app::workflows::drawing::{evidence, names};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Pictures that are drawn at the same time; the others wait.
const AT_ONCE: usize = 2;
/// How long a picture waits for its turn.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(20);

static RENDER_SLOTS: Semaphore = Semaphore::const_new(AT_ONCE);

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
    if let Some(to) = to {
        let written = formats::written(to, map, &names(&document), &title, &weights);
        return Ok(file(&name, to.media_type(), written.into()));
    }
    let turn = tokio::time::timeout(QUEUE_TIMEOUT, RENDER_SLOTS.acquire()).await;
    let turn = turn.map_err(|_| HttpError::Busy)?.map_err(|_| HttpError::Busy)?;
    let map = map.clone();
    let drawn = tokio::task::spawn_blocking(move || {
        let drawn = picture::png(&map, &title, &weights);
        drop(turn);
        drawn
    });
    match drawn.await.map_err(|error| HttpError::internal(&error))? {
        Ok(bytes) => Ok(file(&name, "image/png", bytes.into())),
        Err(error @ PictureError::TooLarge) => {
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, error.to_string()).into_response())
        }
        Err(error) => Err(HttpError::internal(&error)),
    }
}
