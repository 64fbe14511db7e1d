//! What the editor in the browser asks: to save a text, and what is stored.
//! A text that cannot be understood is kept beside the map; nothing is stored over what somebody else saved.

use super::source::{MapSource, registry};
use super::unfinished;
use super::writing::{held, version};
use crate::editing::Refusal;
use crate::http::turns::READING;
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use faultline::document::engagement::Problem;
use faultline::engines::map::Side;
use faultline::engines::map::editor::wire::{self, SaveReply, SaveRequest, StoredMap};
use faultline::engines::map::text::parse;
use faultline::platform::ids::{EngagementId, WorkflowId};
use faultline::stores::access::Action;
use faultline::stores::engagement::{Loaded, NewDraft, Saved};
use serde::Serialize;

/// The routes.
#[must_use]
pub fn routes() -> Routes {
    let edit = Access::To(Action::EditWork);
    Routes::new()
        .get(edit, "/e/{engagement}/workflows/{id}/{side}/stored", stored)
        .post(edit, "/e/{engagement}/workflows/{id}/{side}/save", save)
        .post(edit, "/e/{engagement}/workflows/{id}/{side}/discard", unfinished::discard)
}

type SidePlace = Path<(EngagementId, WorkflowId, Side)>;

/// What is stored of a map, for an editor that wants to know what others saved.
async fn stored(
    context: RequestContext,
    Path((engagement, id, side)): SidePlace,
) -> Result<Response, HttpError> {
    Ok(answer(&stored_map(&held(&context, engagement, id).await?, id, side)))
}

fn answer(body: &impl Serialize) -> Response {
    let headers =
        [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "application/octet-stream")];
    (headers, wire::encode(body)).into_response()
}

fn stored_map(loaded: &Loaded, id: WorkflowId, side: Side) -> StoredMap {
    StoredMap {
        version: version(loaded, id, side),
        text: MapSource::of(&loaded.document, id, side).text(),
        registry: registry(&loaded.document),
    }
}

/// Saves a text over the version that it was made from. The editor brings it together with what others wrote.
async fn save(
    context: RequestContext,
    Path((engagement, id, side)): SidePlace,
    request: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let request = request.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => HttpError::TooLarge,
        _ => HttpError::BadRequest,
    })?;
    let request: SaveRequest = wire::decode(&request).ok_or(HttpError::BadRequest)?;
    let me = context.me()?.person;
    if request.person.is_some_and(|person| person != me) {
        return Ok(answer(&SaveReply::SomebodyElse));
    }
    let loaded = held(&context, engagement, id).await?;
    if version(&loaded, id, side) != request.version {
        return Ok(answer(&SaveReply::Stale(stored_map(&loaded, id, side))));
    }
    let place = (engagement, id, side);
    let read = move || {
        let source = MapSource::of(&loaded.document, id, side);
        let map = parse(&request.text, &source.names).map(|draft| source.taken(&draft));
        let map = map.map_err(|_| source.text());
        (loaded, request, map)
    };
    let (loaded, request, map) = READING.run(engagement.0, read).await?;
    let map = match map {
        Ok(map) => map,
        Err(base) => return kept(&context, place, &loaded, &request, &base).await,
    };
    let reply = match unfinished::finish(&context, place, &loaded, map, request.version).await? {
        Ok(saved) => saved_reply(&context, place, saved).await?,
        // Somebody saved in the very moment between.
        Err(Refusal::Conflict(_)) => {
            SaveReply::Stale(stored_map(&held(&context, engagement, id).await?, id, side))
        }
        Err(Refusal::Invalid(problems)) => refused(problems),
    };
    Ok(answer(&reply))
}

/// Keeps a text that cannot be understood beside the map, of which `base` is the text.
async fn kept(
    context: &RequestContext,
    place: unfinished::MapOf,
    loaded: &Loaded,
    request: &SaveRequest,
    base: &str,
) -> Result<Response, HttpError> {
    let (made_from, content) = (request.version, request.text.as_str());
    let new = NewDraft { version: request.draft, made_from, base, content };
    let reply = match unfinished::keep(context, place, loaded, new).await? {
        Ok(draft) => SaveReply::Kept { draft },
        Err(Refusal::Invalid(problems)) => refused(problems),
        Err(Refusal::Conflict(_)) => {
            let left = unfinished::left(context, place).await?.ok_or(HttpError::Conflict)?;
            SaveReply::OtherDraft(unfinished::unsaved(&left))
        }
    };
    Ok(answer(&reply))
}

fn refused(problems: Vec<Problem>) -> SaveReply {
    SaveReply::Refused { problems: problems.into_iter().map(|problem| problem.message).collect() }
}

/// Says what was saved; a text that was changed on the way in comes back as it is stored.
async fn saved_reply(
    context: &RequestContext,
    (engagement, id, side): (EngagementId, WorkflowId, Side),
    saved: Saved,
) -> Result<SaveReply, HttpError> {
    let redacted = u32::try_from(saved.redacted.len()).unwrap_or(u32::MAX);
    let text = if redacted > 0 {
        let loaded = held(context, engagement, id).await?;
        Some(MapSource::of(&loaded.document, id, side).text())
    } else {
        None
    };
    Ok(SaveReply::Saved { version: saved.version, text, redacted })
}
