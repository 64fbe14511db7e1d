//! Taking over what an imported file suggests, together with its map: systems, integrations and lacking controls.
//! All of it is saved, or none: a suggestion never stays behind without the map it came from.

use super::super::editor::Pane;
use super::super::editor::page::Writing;
use super::super::map::path;
use super::super::source::MapSource;
use super::super::writing;
use crate::editing::{Refusal, part};
use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::urls::at;
use axum::response::Response;
use faultline::document::engagement::Part;
use faultline::document::imported::{Suggested, take_over};
use faultline::engines::map::Side;
use faultline::engines::map::text::parse;
use faultline::platform::ids::{EngagementId, WorkflowId};
use faultline::stores::access::EditWork;
use faultline::stores::engagement as store;
use faultline::stores::engagement::WriteError;

/// The most suggestions of one file.
const MOST: usize = 200;

/// Saves the map and what was suggested with it.
pub async fn take(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, WorkflowId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let side: Side = sent.raw("side").parse().map_err(|_| HttpError::BadRequest)?;
    let suggestions: Result<Vec<Suggested>, _> =
        sent.all("suggested").take(MOST).map(serde_json::from_str).collect();
    let suggestions = suggestions.map_err(|_| HttpError::BadRequest)?;
    let loaded = part::loaded(&context, engagement).await?;
    let taken = take_over(&loaded.document, &suggestions);
    let mut tx = context.act().await?;
    for part in &taken.parts {
        let version = loaded.version_of(part.id());
        if let Err(error) = store::put(&mut tx, grant, part.clone(), version).await {
            let writing = refused(error, sent)?;
            return writing::shown(&context, loaded, (id, side), writing);
        }
    }
    let document = store::load(&mut tx, grant).await?.document;
    let source = MapSource::of(&document, id, side);
    let text = sent.raw("text").replace("\r\n", "\n");
    let mut map = match parse(&text, &source.names) {
        Ok(draft) => source.taken(&draft),
        Err(errors) => {
            let writing = Writing { errors, ..Writing::of(Pane::Text, sent) };
            return writing::shown(&context, loaded, (id, side), writing);
        }
    };
    taken.tie(&mut map);
    match store::put(&mut tx, grant, Part::Map(map), sent.version()).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(go(&at(engagement, &format!("workflows/{id}/{}", path(side)))))
        }
        Err(error) => writing::shown(&context, loaded, (id, side), refused(error, sent)?),
    }
}

/// What was sent with why it was not saved, where that can be told to the person.
fn refused(error: WriteError, sent: Form) -> Result<Writing, HttpError> {
    let refusal = match error {
        WriteError::Invalid(problems) => Refusal::Invalid(problems),
        WriteError::Conflict(theirs) => Refusal::Conflict(theirs),
        error => return Err(error.into()),
    };
    Ok(Writing { refusal: Some(refusal), ..Writing::of(Pane::Text, sent) })
}
