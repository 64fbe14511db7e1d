//! Who edits a map hears within a moment that somebody else saved it.
//! A message carries a version and nothing else, and is sent only to those who may still see the map.

use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use faultline::engines::map::Side;
use faultline::platform::ids::{EngagementId, PartId, WorkflowId};
use faultline::stores::access::ViewWork;
use faultline::stores::engagement as store;
use faultline::stores::live::{Heard, Watch};
use futures_util::stream;
use std::convert::Infallible;
use std::time::Duration;

/// How soon a browser comes back when the connection is lost, in milliseconds.
const AGAIN: Duration = Duration::from_millis(1000);

/// The versions of a map, as they are saved.
pub async fn versions(
    context: RequestContext,
    Path((engagement, workflow, side)): Path<(EngagementId, WorkflowId, Side)>,
) -> Result<Response, HttpError> {
    // Watching begins before the first look, so that nothing falls between.
    let watch = context.app.live.watch(engagement, workflow, side);
    let place = Place { engagement, workflow, side };
    let first = place.version(&context).await?;
    let watching = Watching { context, watch, place, told: None, next: Some(first) };
    let events = stream::unfold(watching, |mut watching| async move {
        let event = watching.event().await?;
        Some((Ok::<_, Infallible>(event), watching))
    });
    Ok(Sse::new(events).into_response())
}

#[derive(Debug, Clone, Copy)]
struct Place {
    engagement: EngagementId,
    workflow: WorkflowId,
    side: Side,
}

impl Place {
    /// The version of the map, for whoever may see it.
    async fn version(self, context: &RequestContext) -> Result<i32, HttpError> {
        let grant = context.may::<ViewWork>(self.engagement)?;
        let loaded = store::load(&mut *context.look().await?, grant).await?;
        let document = &loaded.document;
        if !document.workflows.iter().any(|found| found.id == self.workflow) {
            return Err(HttpError::NotFound);
        }
        let map = document.map(self.workflow, self.side);
        Ok(map.map_or(0, |map| loaded.version_of(PartId(map.id.0))))
    }
}

struct Watching {
    context: RequestContext,
    watch: Watch,
    place: Place,
    told: Option<i32>,
    next: Option<i32>,
}

impl Watching {
    /// Waits for the next message; `None` ends the stream: the process stops, or the reader may not see the map.
    async fn event(&mut self) -> Option<Event> {
        loop {
            if let Some(version) = self.next.take() {
                if self.told != Some(version) {
                    self.told = Some(version);
                    let event = Event::default().event("version").retry(AGAIN);
                    return Some(event.data(version.to_string()));
                }
                return Some(Event::default().comment(""));
            }
            let heard = self.watch.next().await;
            if heard == Heard::Stop {
                return None;
            }
            self.context = self.context.renewed().await.ok()?;
            self.context.may::<ViewWork>(self.place.engagement).ok()?;
            self.next = match heard {
                Heard::Version(version) => Some(version),
                _ => Some(self.place.version(&self.context).await.ok()?),
            };
        }
    }
}
