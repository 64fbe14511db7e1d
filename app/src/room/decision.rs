//! Deciding in the room: the step that shows once more what is agreed, the decision itself, its receipt and its certificate.
//! What is decided on is what was read: a newer version or another quote asks for another look.

use super::pages::framed;
use super::{About, Room, Typed, Version, show};
use crate::form::{Filled, Form, errors, go};
use crate::http::download::file;
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::letters::{self, Post};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::{self, page_of};
use axum::http::StatusCode;
use axum::response::Response;
use confirm::ConfirmPage;
use faultline::delivery::certificate::Pack;
use faultline::document::engagement::Problem;
use faultline::engines::timestamp::Authority;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, Decide, Grant, ViewRoom};
use faultline::stores::certificate::store::{
    self, Agreement, DecideError, Decided, GivenAnswer, Receipt,
};
use faultline::stores::engagement::WriteError;
use faultline::stores::notices::NoticeEvent;
use faultline::stores::quote::{Issued, standing_with};
use faultline::stores::room::Answer;
use faultline::stores::room::store as rooms;
use follow::follow;
use receipt::ReceiptPage;
use serde::Deserialize;
use std::sync::Arc;

mod bar;
mod confirm;
mod follow;
mod proposal;
mod receipt;
mod upon;

pub(super) use bar::{DecisionBar, is_open};
pub(super) use proposal::ProposalPart;
pub(super) use upon::Upon;

/// What is said when something else is there than what was read.
const CHANGED: &str = "A newer version, another quote or somebody’s decision came while you were reading. This page shows it now: read it, then decide on it.";

/// The routes of the decision.
pub(super) fn routes() -> Routes {
    let view = Access::To(Action::ViewRoom);
    Routes::new()
        .post(Access::To(Action::Decide), "/room/{engagement}/decision", decide)
        .get(view, "/room/{engagement}/receipt", receipt_page)
        .get(view, "/room/{engagement}/certificate.zip", certificate)
}

/// Which decision of the room.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Which {
    number: String,
}

/// The quote that goes with what a room shows: it waits, or was accepted, and is no newer than the version.
pub(super) async fn quote_of(
    context: &RequestContext,
    engagement: EngagementId,
    room: &Room,
) -> Result<Option<Issued>, HttpError> {
    let issued = super::quote::issued(context, engagement).await?;
    Ok(standing_with(&issued, room.number()).cloned())
}

/// The number of the quote that waits for an answer, if one does that goes with what the room shows.
pub(super) fn waiting(room: &Room) -> Option<i32> {
    let number = room.waiting?.number;
    room.quote.as_ref().filter(|quote| quote.contents.number == number).map(|_| number)
}

async fn decide(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<Decide>(engagement)?;
    let version = sent.raw("version").parse().map_err(|_| HttpError::BadRequest)?;
    let Ok(answer) = Answer::from_key(sent.raw("answer")) else {
        let problem = Problem::new("answer", "Choose one of the three answers.");
        return again(&context, engagement, StatusCode::UNPROCESSABLE_ENTITY, sent, vec![problem])
            .await;
    };
    if answer == Answer::Accept && !sent.ticked("name") {
        return confirm(&context, grant, version, sent, Vec::new()).await;
    }
    match recorded(&context, grant, version, answer, &sent).await? {
        Ok(number) => Ok(go(&urls::receipt(engagement, number))),
        Err(WriteError::Invalid(problems)) => {
            if problems.iter().any(|problem| problem.field == "name") {
                return confirm(&context, grant, version, sent, problems).await;
            }
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            again(&context, engagement, status, sent, problems).await
        }
        Err(WriteError::Conflict(_)) => changed(&context, engagement, sent).await,
        Err(error) => Err(error.into()),
    }
}

/// Records a decision, and sees to all that follows from it. Its number, or why it is not on record.
async fn recorded(
    context: &RequestContext,
    grant: Grant<Decide>,
    version: i32,
    answer: Answer,
    sent: &Form,
) -> Result<Result<i32, WriteError>, HttpError> {
    let authority;
    let answer = match answer {
        Answer::Accept => {
            authority = own_authority(context).await?;
            let asks_outside = context.app.stamps.has_outside();
            let name = sent.raw("name");
            GivenAnswer::Accept(Agreement { name, authority: &authority, asks_outside })
        }
        Answer::Decline => GivenAnswer::Decline,
        Answer::Ask => GivenAnswer::Ask,
    };
    let (quote, reason) = (sent.raw("quote").parse().ok(), sent.raw("reason"));
    let decided = Decided { version, quote, answer, reason };
    let mut tx = context.act().await?;
    let recorded = match store::decide_on(&mut tx, grant, decided).await {
        Ok(recorded) => recorded,
        Err(DecideError::Write(error)) => return Ok(Err(error)),
        Err(error @ DecideError::Authority(_)) => return Err(HttpError::internal(&error)),
    };
    let post = if recorded.new {
        letters::tell_staff(context, &mut tx, grant, NoticeEvent::Decided).await?
    } else {
        Post::default()
    };
    tx.commit().await?;
    // From here on it is on record, whatever becomes of the rest.
    post.send(context);
    let number = recorded.number;
    if recorded.new {
        follow(context, grant, recorded).await;
    }
    Ok(Ok(number))
}

/// The key that stamps certificates. It is read from a file, and made when there is none.
async fn own_authority(context: &RequestContext) -> Result<Arc<Authority>, HttpError> {
    let stamps = context.app.stamps.clone();
    let own = tokio::task::spawn_blocking(move || stamps.own()).await;
    own.map_err(|error| HttpError::internal(&error))?.map_err(|error| HttpError::internal(&error))
}

/// The page of the decision again, with what was typed.
async fn again(
    context: &RequestContext,
    engagement: EngagementId,
    status: StatusCode,
    sent: Form,
    problems: Vec<Problem>,
) -> Result<Response, HttpError> {
    let typed = Some(Typed { sent, problems });
    show(context, engagement, Version::default(), About::Decision, status, typed).await
}

/// An answer to what was read before is none to what is shown now.
async fn changed(
    context: &RequestContext,
    engagement: EngagementId,
    mut sent: Form,
) -> Result<Response, HttpError> {
    sent.set("answer", "");
    let problem = Problem::new("", CHANGED);
    again(context, engagement, StatusCode::CONFLICT, sent, vec![problem]).await
}

/// Shows once more what is agreed, and asks for a name. That it was opened is noted once for each reader and version.
async fn confirm(
    context: &RequestContext,
    grant: Grant<Decide>,
    version: i32,
    sent: Form,
    problems: Vec<Problem>,
) -> Result<Response, HttpError> {
    let engagement = grant.engagement();
    let view = context.may::<ViewRoom>(engagement)?;
    let Some(mut room) = Room::load(context, view, Version::default()).await? else {
        return Err(HttpError::NotFound);
    };
    room.quote = quote_of(context, engagement, &room).await?;
    let quote = waiting(&room);
    if room.number() != version || quote != sent.raw("quote").parse().ok() {
        return changed(context, engagement, sent).await;
    }
    let status = if problems.is_empty() {
        let mut tx = context.act().await?;
        store::opened(&mut tx, grant, version).await?;
        tx.commit().await?;
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let (context, form) = (context.clone(), Filled::new(sent, errors(&problems)));
    let draw = move || {
        let (snapshot, name) = (room.snapshot.clone(), reader(&context));
        let upon = room.quote.clone().filter(|_| quote.is_some());
        let body = view! { <ConfirmPage engagement snapshot quote=upon name form /> };
        // No page of the tabs: it can only be come to by its form.
        let named = ("confirm", "Please confirm");
        framed(&context, engagement, &room, named, status, body.into())
    };
    DRAWING.run(engagement.0, draw).await
}

fn reader(context: &RequestContext) -> String {
    context.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default()
}

/// Where all decisions stand, for an address that names none; nothing for a room in which nothing is published.
async fn all(context: &RequestContext, engagement: EngagementId) -> Result<Response, HttpError> {
    let grant = context.may::<ViewRoom>(engagement)?;
    if rooms::list(&mut *context.look().await?, grant).await?.is_empty() {
        return Err(HttpError::NotFound);
    }
    Ok(go(&urls::room(engagement, page_of(About::Decision), None)))
}

async fn found(
    context: &RequestContext,
    engagement: EngagementId,
    which: &Which,
) -> Result<Receipt, HttpError> {
    let grant = context.may::<ViewRoom>(engagement)?;
    let number = which.number.parse().map_err(|_| HttpError::NotFound)?;
    let found = store::receipt(&mut *context.look().await?, grant, number).await?;
    found.ok_or(HttpError::NotFound)
}

async fn receipt_page(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    if which.number.is_empty() {
        return all(&context, engagement).await;
    }
    let receipt = found(&context, engagement, &which).await?;
    let grant = context.may::<ViewRoom>(engagement)?;
    let room = Room::load(&context, grant, Version::default()).await?;
    let room = room.ok_or(HttpError::NotFound)?;
    let draw = move || {
        let contents = room.snapshot.document();
        let (title, client) = (contents.title.clone(), contents.client.clone());
        let body = view! { <ReceiptPage engagement receipt title client /> };
        let named = ("receipt", "Receipt");
        framed(&context, engagement, &room, named, StatusCode::OK, body.into())
    };
    DRAWING.run(engagement.0, draw).await
}

async fn certificate(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    if which.number.is_empty() {
        return all(&context, engagement).await;
    }
    let receipt = found(&context, engagement, &which).await?;
    let parts = (&receipt.record, &receipt.stamp, &receipt.authority);
    let (Some(record), Some(stamp), Some(authority)) = parts else {
        return Err(HttpError::NotFound);
    };
    let outside = receipt.outside_stamp.as_deref().zip(receipt.outside_authority.as_deref());
    let pack = Pack { record, stamp, authority, outside };
    let name = format!("certificate-of-decision-{}.zip", receipt.number);
    Ok(file(&name, "application/zip", pack.file().into()))
}
