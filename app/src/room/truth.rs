//! The source of truth in the client's room: each field is approved as it stands in the newest version, or disputed with what
//! the reader's side holds. Staff take an answer over or put it aside; nothing changes the version that is read.

use super::{Room, Version, pages};
use crate::form::{self, Filled, Form, go};
use crate::http_error::HttpError;
use crate::letters;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Engagement;
use faultline::document::truth::{DataType, Field, TruthAnswer};
use faultline::platform::ids::{EngagementId, FieldId};
use faultline::stores::access::{Action, Decide, Grant, ViewRoom};
use faultline::stores::engagement::WriteError;
use faultline::stores::notices::NoticeEvent;
use faultline::stores::truth_answers::{self as store, Given};
pub use list::TruthAnswers;
use page::DisputePage;

mod list;
mod page;

/// What is said to whoever answers to a version that is not the newest any more.
const PUBLISHED: &str = "A newer version was published while you were reading. The page shows the field as it is there.";
/// What is said to whoever answers twice at the same time.
const TWICE: &str =
    "Another answer of yours to this field came in meanwhile. Send this one again to replace it.";

/// The routes of answers to the source of truth.
#[must_use]
pub fn routes() -> Routes {
    let decide = Access::To(Action::Decide);
    Routes::new().get(decide, "/room/{engagement}/truth/{field}", open).post(
        decide,
        "/room/{engagement}/truth/{field}",
        answer,
    )
}

/// The answers that stand.
///
/// # Errors
/// When the database cannot be reached.
pub async fn read(
    context: &RequestContext,
    grant: Grant<ViewRoom>,
) -> Result<Vec<TruthAnswer>, HttpError> {
    Ok(store::read(&mut *context.look().await?, grant).await?)
}

/// A field of a version with its data type.
fn found(document: &Engagement, id: FieldId) -> Option<(&DataType, &Field)> {
    let field = document.fields.iter().find(|field| field.id == id)?;
    let data_type = document.data_types.iter().find(|one| one.id == field.data_type)?;
    Some((data_type, field))
}

async fn newest(context: &RequestContext, engagement: EngagementId) -> Result<Room, HttpError> {
    let grant: Grant<ViewRoom> = context.may(engagement)?;
    Room::load(context, grant, Version::default()).await?.ok_or(HttpError::NotFound)
}

async fn open(
    context: RequestContext,
    Path((engagement, field)): Path<(EngagementId, FieldId)>,
) -> Result<Response, HttpError> {
    let room = newest(&context, engagement).await?;
    show(&context, engagement, &room, field, (StatusCode::OK, None, Filled::default()))
}

/// The page that disputes a field, with the answer that was refused, if one was, and what happened meanwhile.
fn show(
    context: &RequestContext,
    engagement: EngagementId,
    room: &Room,
    id: FieldId,
    (status, changed, form): (StatusCode, Option<&'static str>, Filled),
) -> Result<Response, HttpError> {
    let document = room.snapshot.document();
    let (data_type, field) = found(document, id).ok_or(HttpError::NotFound)?;
    let label = format!("{}: {}", data_type.name, field.name);
    let (snapshot, title) = (room.snapshot.clone(), label.clone());
    let body = view! { <DisputePage engagement snapshot field=id title form changed /> };
    Ok(pages::framed(context, engagement, room, ("truth", &label), status, body.into()))
}

async fn answer(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, FieldId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<Decide> = context.may(engagement)?;
    let room = newest(&context, engagement).await?;
    let (data_type, field) = found(room.snapshot.document(), id).ok_or(HttpError::NotFound)?;
    if sent.version() != room.number() {
        let filled = Filled::new(sent, form::errors(&[]));
        let refused = (StatusCode::CONFLICT, Some(PUBLISHED), filled);
        return show(&context, engagement, &room, id, refused);
    }
    let (team, position) = (sent.raw("team").to_owned(), sent.raw("position").to_owned());
    let given = Given {
        version: room.number(),
        field,
        data_type: &data_type.name,
        agrees: sent.raw("answer") == "approve",
        team: &team,
        position: &position,
    };
    let mut tx = context.act().await?;
    let (status, changed, problems) = match store::answer(&mut tx, grant, given).await {
        Ok(_) => {
            let event = NoticeEvent::TruthAnswered;
            let post = letters::tell_staff(&context, &mut tx, grant, event).await?;
            tx.commit().await?;
            post.send(&context);
            return Ok(go(&format!("{}#answer-{id}", urls::room(engagement, "truth", None))));
        }
        Err(WriteError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, None, problems),
        Err(WriteError::Conflict(_)) => (StatusCode::CONFLICT, Some(TWICE), Vec::new()),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let filled = Filled::new(sent, form::errors(&problems));
    show(&context, engagement, &room, id, (status, changed, filled))
}
