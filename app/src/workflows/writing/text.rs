//! A map that is sent as text: saved once it can be understood, and kept for its writer until then.

use super::super::source::MapSource;
use super::super::unfinished;
use super::{Pane, Place, Writing, again, held, saved, text_of, version};
use crate::editing::Refusal;
use crate::form::Form;
use crate::http::turns::READING;
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::engines::map::Side;
use faultline::engines::map::text::{TextError, parse};
use faultline::platform::ids::WorkflowId;
use faultline::stores::engagement::{Loaded, NewDraft};

pub(super) async fn write_intended(
    context: RequestContext,
    place: Place,
    sent: Form,
) -> Result<Response, HttpError> {
    write_text(context, place, Side::Intended, sent).await
}

pub(super) async fn write_actual(
    context: RequestContext,
    place: Place,
    sent: Form,
) -> Result<Response, HttpError> {
    write_text(context, place, Side::Actual, sent).await
}

async fn write_text(
    context: RequestContext,
    Path((engagement, id)): Place,
    side: Side,
    sent: Form,
) -> Result<Response, HttpError> {
    let loaded = held(&context, engagement, id).await?;
    let text = text_of(&sent, "text");
    let read = move || {
        let source = MapSource::of(&loaded.document, id, side);
        let map = parse(&text, &source.names).map(|draft| source.taken(&draft));
        (loaded, map)
    };
    let (loaded, map) = READING.run(engagement.0, read).await?;
    let map = match map {
        Ok(map) => map,
        Err(errors) => return left_unfinished(context, (id, side), loaded, sent, errors).await,
    };
    let place = (engagement, id, side);
    match unfinished::finish(&context, place, &loaded, map, sent.version()).await? {
        Ok(_) => Ok(saved(engagement, id, side)),
        Err(refusal) => {
            let loaded = held(&context, engagement, id).await?;
            let writing = Writing { refusal: Some(refusal), ..Writing::of(Pane::Text, sent) };
            again(context, loaded, (id, side), writing).await
        }
    }
}

/// Keeps a text that cannot be understood, and shows it again with what is wrong with it.
async fn left_unfinished(
    context: RequestContext,
    (id, side): (WorkflowId, Side),
    loaded: Loaded,
    sent: Form,
    errors: Vec<TextError>,
) -> Result<Response, HttpError> {
    let (engagement, content) = (loaded.document.id, text_of(&sent, "text"));
    let stored = MapSource::of(&loaded.document, id, side).text();
    // What an older version said is not known any more: all of the text then counts as written here.
    let base = if version(&loaded, id, side) == sent.version() { stored } else { String::new() };
    let version_known = sent.raw("draft").parse().unwrap_or_default();
    let made_from = sent.version().clamp(0, version(&loaded, id, side));
    let new = NewDraft { version: version_known, made_from, base: &base, content: &content };
    let kept = unfinished::keep(&context, (engagement, id, side), &loaded, new).await?;
    let elsewhere = "Another window of yours has kept other unfinished text of this map. Save again to keep this one instead.";
    let kept = kept.map_err(|refusal| match refusal {
        Refusal::Conflict(_) => Refusal::Invalid(vec![Problem::new("text", elsewhere)]),
        refusal => refusal,
    });
    let (refusal, left) = (kept.err(), unfinished::left(&context, (engagement, id, side)).await?);
    let writing = Writing { errors, refusal, unfinished: left, ..Writing::of(Pane::Text, sent) };
    again(context, loaded, (id, side), writing).await
}
