//! The quote in the client's room: what is offered, and the form that accepts or declines it.
//! It shows what was issued, as it was issued; earlier ones stay to be read.

use super::blocks::Lead;
use super::{Room, Version, front, pages};
use crate::form::{self, Filled, Form, go};
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::quote::unreadable;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::ErrorSummary;
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Utc;
use faultline::document::engagement::Problem;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, Decide, Grant, ViewRoom};
use faultline::stores::engagement::WriteError;
use faultline::stores::quote::store as quotes;
use faultline::stores::quote::{Issued, QuoteAnswer, standing};
use page::{NoQuotePage, RoomQuotePage};
use serde::Deserialize;

mod download;
mod page;

/// The routes of the quote in the room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Access::To(Action::ViewRoom), "/room/{engagement}/quote", open)
        .post(Access::To(Action::Decide), "/room/{engagement}/quote", answer)
        .and(download::routes())
}

/// Which quote of the room; the one that stands when the address does not say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Which {
    number: String,
}

impl Which {
    /// The quote that is asked for.
    fn of<'i>(&self, issued: &'i [Issued]) -> Option<&'i Issued> {
        if self.number.is_empty() {
            return standing(issued).or_else(|| issued.first());
        }
        let number: i32 = self.number.parse().ok()?;
        issued.iter().find(|one| one.contents.number == number)
    }
}

/// What was issued in an engagement, for who may see its room.
pub(super) async fn issued(
    context: &RequestContext,
    engagement: EngagementId,
) -> Result<Vec<Issued>, HttpError> {
    let grant: Grant<ViewRoom> = context.may(engagement)?;
    quotes::list(&mut *context.look().await?, grant).await.map_err(unreadable)
}

async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    show(&context, engagement, which, StatusCode::OK, Filled::default()).await
}

async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    which: Which,
    status: StatusCode,
    form: Filled,
) -> Result<Response, HttpError> {
    let grant: Grant<ViewRoom> = context.may(engagement)?;
    let Some(room) = Room::load(context, grant, Version::default()).await? else {
        return Ok(front::nothing_yet(context, engagement));
    };
    let issued = issued(context, engagement).await?;
    let context = context.clone();
    let draw = move || {
        let body = page(&context, engagement, &room, issued, &which, form)?;
        let named = ("quote", "Quote");
        Ok(pages::framed(&context, engagement, &room, named, status, body))
    };
    DRAWING.run(engagement.0, draw).await?
}

fn page(
    context: &RequestContext,
    engagement: EngagementId,
    room: &Room,
    mut issued: Vec<Issued>,
    which: &Which,
    form: Filled,
) -> Result<Markup, HttpError> {
    let Some(number) = which.of(&issued).map(|one| one.contents.number) else {
        let nothing = which.number.is_empty();
        return nothing.then(|| view! { <NoQuotePage /> }.into()).ok_or(HttpError::NotFound);
    };
    let at = issued.iter().position(|one| one.contents.number == number).unwrap_or_default();
    let quote = issued.remove(at);
    let waits = quote.waits(Utc::now().date_naive());
    let may_answer = context.can(Action::Decide, engagement) && waits;
    let (snapshot, lead) = (room.snapshot.clone(), Lead::Room { engagement, version: room.asked });
    // An answer that came too late is told why, though there is no form for it any more.
    let late = (!may_answer).then(|| view! { <ErrorSummary errors=form.errors() /> });
    let form = may_answer.then_some(form);
    let page =
        view! { {late}<RoomQuotePage engagement quote others=issued waits snapshot lead form /> };
    Ok(page.into())
}

async fn answer(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<Decide> = context.may(engagement)?;
    let number = sent.raw("number").parse().map_err(|_| HttpError::BadRequest)?;
    let again = |status, sent: Form, problems: Vec<Problem>| {
        let which = Which { number: sent.text("number") };
        show(&context, engagement, which, status, Filled::new(sent, form::errors(&problems)))
    };
    let Ok(chosen) = QuoteAnswer::from_key(sent.raw("answer")) else {
        let problem = Problem::new("answer", "Choose one of the two answers.");
        return again(StatusCode::UNPROCESSABLE_ENTITY, sent, vec![problem]).await;
    };
    let mut tx = context.act().await?;
    match quotes::answer(&mut tx, grant, number, chosen, sent.raw("reason")).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(&urls::room(engagement, "quote", None)))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            again(StatusCode::UNPROCESSABLE_ENTITY, sent, problems).await
        }
        Err(WriteError::Conflict(_)) => {
            drop(tx);
            let says = "This quote was answered, or a newer one was issued, while you were reading. The page shows it as it is now.";
            again(StatusCode::CONFLICT, sent, vec![Problem::new("", says)]).await
        }
        Err(error) => Err(error.into()),
    }
}
