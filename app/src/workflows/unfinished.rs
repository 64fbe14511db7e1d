//! Text of a map of which a line cannot be understood yet: kept for whoever wrote it, beside the map as it stands.
//! It never becomes part of the map by itself; it goes when its writer saves the map or gives it up.

use super::map::path;
use crate::editing::Refusal;
use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{Notice, PostButton, Time, Tone};
use crate::urls::at;
use axum::response::Response;
use chrono::{DateTime, Utc};
use faultline::document::engagement::Part;
use faultline::engines::map::editor::draft::UnsavedText;
use faultline::engines::map::{Map, Side};
use faultline::platform::ids::{EngagementId, WorkflowId};
use faultline::stores::access::EditWork;
use faultline::stores::engagement as store;
use faultline::stores::engagement::{DraftOf, Loaded, MapDraft, NewDraft, Saved, WriteError};

/// Which map of an engagement.
pub(super) type MapOf = (EngagementId, WorkflowId, Side);

/// The reader's own unfinished text of a map.
pub(super) async fn left(
    context: &RequestContext,
    (engagement, id, side): MapOf,
) -> Result<Option<MapDraft>, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    Ok(store::draft(&mut *context.look().await?, grant, id, side).await?)
}

/// Keeps a text and gives the version under which it is kept.
pub(super) async fn keep(
    context: &RequestContext,
    (engagement, id, side): MapOf,
    loaded: &Loaded,
    new: NewDraft<'_>,
) -> Result<Result<i32, Refusal>, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    match store::keep_draft(&mut tx, grant, of(loaded, id, side), new).await {
        Ok(version) => {
            tx.commit().await?;
            Ok(Ok(version))
        }
        // Another window of the same person kept one meanwhile.
        Err(WriteError::Conflict(_)) => Ok(Err(Refusal::Conflict(None))),
        Err(WriteError::Invalid(problems)) => Ok(Err(Refusal::Invalid(problems))),
        Err(error) => Err(error.into()),
    }
}

/// Saves a map; what its writer had left unfinished is finished with it.
pub(super) async fn finish(
    context: &RequestContext,
    (engagement, id, side): MapOf,
    loaded: &Loaded,
    map: Map,
    version: i32,
) -> Result<Result<Saved, Refusal>, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    match store::put(&mut tx, grant, Part::Map(map), version).await {
        Ok(saved) => {
            store::drop_draft(&mut tx, grant, of(loaded, id, side)).await?;
            tx.commit().await?;
            Ok(Ok(saved))
        }
        Err(WriteError::Invalid(problems)) => Ok(Err(Refusal::Invalid(problems))),
        Err(WriteError::Conflict(theirs)) => Ok(Err(Refusal::Conflict(theirs))),
        Err(error) => Err(error.into()),
    }
}

/// Gives up what is unfinished; the map stays as it is.
pub(super) async fn discard(
    context: RequestContext,
    Path((engagement, id, side)): Path<MapOf>,
    _: Form,
) -> Result<Response, HttpError> {
    let loaded = super::writing::held(&context, engagement, id).await?;
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    store::drop_draft(&mut tx, grant, of(&loaded, id, side)).await?;
    tx.commit().await?;
    Ok(go(&at(engagement, &format!("workflows/{id}/{}/text", path(side)))))
}

/// It as the editor in the browser takes it up.
pub(super) fn unsaved(left: &MapDraft) -> UnsavedText {
    UnsavedText {
        version: left.made_from,
        base: left.base.clone(),
        text: left.content.clone(),
        draft: left.version,
    }
}

fn of(loaded: &Loaded, workflow: WorkflowId, side: Side) -> DraftOf<'_> {
    let named = loaded.document.workflows.iter().find(|found| found.id == workflow);
    DraftOf { workflow, side, name: named.map_or("", |found| found.name.as_str()) }
}

/// Tells what is unfinished from what the map says.
#[component]
pub fn Unfinished(
    /// When it was kept.
    at: DateTime<Utc>,
    /// Where it is given up.
    action: String,
) -> impl IntoView {
    view! {
        <Notice tone=Tone::Doubt title="A line of this text cannot be understood yet">
            <p>
                "The text is kept as you left it, "<Time at />", for you alone. The map, its drawing and every judgement are still as it was last understood."
            </p>
            <div data-discard>
                <PostButton action label="Give up this text and go back to the map" look="quiet" />
            </div>
        </Notice>
    }
}
